/* SPDX-License-Identifier: MIT
 * Format a message for the sink, if the sink wants it. */
#include "digest/log.h"

#include <stdarg.h>
#include <stdlib.h>

#include "digest/buf.h"

enum { MOST_LINE = 64 * 1024 };

void log_put(const struct log *l, enum log_level level, const char *fmt, ...)
{
	if (l == NULL || level > l->most)
		return;
	struct buf line = BUF_INIT(MOST_LINE);
	va_list ap;
	va_start(ap, fmt);
	buf_vaddf(&line, fmt, ap);
	va_end(ap);
	l->put(l->ctx, level, line.s);
	buf_free(&line);
}
