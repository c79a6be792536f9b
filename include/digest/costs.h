/* SPDX-License-Identifier: MIT
 * What summaries cost, for `digest status`. */
#ifndef DIGEST_COSTS_H
#define DIGEST_COSTS_H

#include "digest/buf.h"
#include "digest/store.h"

/* Append a table of the days SINCE to UNTIL, an empty line before it; nothing if nothing was spent. */
bool spending_text(struct store *s, const char *since, const char *until, struct buf *out, struct err *e) NODISCARD;
/* Append a JSON array of the same. */
bool spending_json(struct store *s, const char *since, const char *until, struct buf *out, struct err *e) NODISCARD;

#endif
