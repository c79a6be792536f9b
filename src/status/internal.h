/* SPDX-License-Identifier: MIT
 * What summaries cost, as a part of the status. */
#ifndef STATUS_INTERNAL_H
#define STATUS_INTERNAL_H

#include "digest/buf.h"
#include "digest/store.h"

/* Append a table of the days SINCE to UNTIL, and sums by month, profile, style and model over the days SUMS_SINCE to UNTIL, an empty
 * line before each; nothing if nothing was spent. */
bool spending_text(struct store *s, const char *since, const char *until, const char *sums_since, struct buf *out, struct err *e) NODISCARD;
/* Append two members of a JSON object of the same, "spending" and "spending_sums". */
bool spending_json(struct store *s, const char *since, const char *until, const char *sums_since, struct buf *out, struct err *e) NODISCARD;

#endif
