/* SPDX-License-Identifier: MIT
 * Between answer.c, which says what an answer is, and the files that make one of what models print instead. */
#ifndef SUMMARY_RESCUE_H
#define SUMMARY_RESCUE_H

#include "src/summary/internal.h"

/* What stands behind a model's reasoning (<think>…</think>, or one of the like), or S itself. *CUT: there was some. *OPEN: it never ends; there is no answer. */
struct str rescue_thinking(struct str s, bool *cut, bool *open);
/* What stands inside the first code fence, or S itself. */
struct str rescue_fence(struct str s);
/* Append, as strict JSON, the first object in TEXT that has one of the style's fields, be it a level or two below.
 * Reading is forgiving only where it must be; each way that it took is set in USED, an array of RESCUE__COUNT. A member
 * of the object that the end of TEXT cuts is left out. Linear in TEXT. */
enum rescued {
	RESCUED_NONE,  /* there is none that reads without guessing; nothing is appended */
	RESCUED_ONE,
	RESCUED_TWO,   /* another one stands behind it, which is not the same: which of them is meant? Nothing is appended */
};
enum rescued rescue_object(struct str text, const struct summary_style *style, bool *used, struct buf *out);

/* backslash.c: S is a string as JSON read it. Where it took a TeX command for an escape ("\nu" became a line end and
 * "u", "\frac" a form feed and "rac"), the command is put back. Appends the whole string and says true only if there
 * was one. */
bool backslash_mend(struct str s, struct buf *out);

#endif
