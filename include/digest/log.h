/* SPDX-License-Identifier: MIT
 * Messages go to a sink that main made; no layer below cli prints. A stage takes a struct log *; NULL is silence.
 *
 * LOG_WARN has a meaning: something is incomplete (skipped, pending, stale, failed), and the run ends with 3.
 * What is merely worth knowing is LOG_INFO, shown with -v. */
#ifndef DIGEST_LOG_H
#define DIGEST_LOG_H

#include "digest/macros.h"

enum log_level { LOG_ERROR, LOG_WARN, LOG_NOTE, LOG_INFO };

struct log {
	void (*put)(void *ctx, enum log_level level, const char *line);  /* LINE: without LF, borrowed */
	void *ctx;
	enum log_level most;  /* messages above this level are not even formatted */
};

void log_put(const struct log *l, enum log_level level, const char *fmt, ...) PRINTF_LIKE(3, 4);

#define log_warn(l, ...) log_put(l, LOG_WARN, __VA_ARGS__)
#define log_note(l, ...) log_put(l, LOG_NOTE, __VA_ARGS__)  /* shown always, costs no exit status */
#define log_info(l, ...) log_put(l, LOG_INFO, __VA_ARGS__)

#endif
