/* SPDX-License-Identifier: MIT
 * Answers that were paid for when the store went away under the run: kept as records, put in by the next run. */
#ifndef DIGEST_UNSAVED_ANSWERS_H
#define DIGEST_UNSAVED_ANSWERS_H

#include "digest/log.h"
#include "digest/store.h"

/* The file for them, in the folder of the user's state (XDG); in A. */
const char *unsaved_answers_path(struct arena *a);

/* Append the papers in ROWS of S, with their summaries, to the file at PATH, a record a line (data/README.md). ERR_FILE, ERR_STORE. */
bool unsaved_answers_write(const char *path, struct store *s, const int64_t *rows, size_t n, struct err *e) NODISCARD;

/* Put what the file at PATH has into S, as seen on the day TODAY, and remove the file; without one nothing is done. LOG is told how
 * many there were. A file with lines that cannot be read is renamed to PATH.broken, which LOG is warned of. ERR_FILE, ERR_STORE: the
 * file stays. */
bool unsaved_answers_load(const char *path, struct store *s, struct str today, const struct log *log, struct err *e) NODISCARD;

#endif
