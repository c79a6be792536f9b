/* SPDX-License-Identifier: MIT
 * What summaries cost, for `digest status`. */
#ifndef APP_SPENDING_H
#define APP_SPENDING_H

#include "digest/buf.h"
#include "digest/store.h"

/* Append a table of the days SINCE to UNTIL, an empty line before it; nothing if nothing was spent. */
bool spending_text(struct store *s, const char *since, const char *until, struct buf *out, struct err *e) NODISCARD;
/* Append a JSON array of the same. */
bool spending_json(struct store *s, const char *since, const char *until, struct buf *out, struct err *e) NODISCARD;

#endif
