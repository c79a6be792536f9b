/* SPDX-License-Identifier: MIT
 * Answers that were paid for when the store went away under the run: kept as records, put in by the next run. */
#ifndef APP_RESCUED_H
#define APP_RESCUED_H

#include "digest/store.h"

/* Append the papers in ROWS of S, with their summaries, to the file at PATH, a record a line (data/README.md). ERR_FILE, ERR_STORE. */
bool rescued_keep(const char *path, struct store *s, const int64_t *rows, size_t n, struct err *e) NODISCARD;

#endif
