/* SPDX-License-Identifier: MIT
 * Answers that were taken without the check (--gate off, warn): marked in the store, and looked at when a run with the check uses them. */
#ifndef SUMMARIES_UNCHECKED_H
#define SUMMARIES_UNCHECKED_H

#include "digest/summarizer.h"
#include "digest/store.h"

/* Mark the answer under KEY as unchecked, or (CHECKED) take the mark away. ERR_STORE. */
bool unchecked_mark(struct store *s, struct str key, bool checked, struct err *e) NODISCARD;
/* Whether any answer is marked. ERR_STORE. */
bool unchecked_any(struct store *s, bool *ret, struct err *e) NODISCARD;

enum unchecked { UNCHECKED_NOT, UNCHECKED_GOOD, UNCHECKED_BAD };
/* If the answer Y about P, kept under KEY, is marked, have CHECK look at it. GOOD: Y is as the check mended it, strings in A, and to be
 * kept; BAD: it is rejected in the store, and P to be asked about. ERR_STORE. */
bool unchecked_look(struct store *s, const struct answer_check *check, const struct paper *p, struct str key, struct summary *y, struct arena *a,
                    enum unchecked *ret, struct err *e) NODISCARD;

#endif
