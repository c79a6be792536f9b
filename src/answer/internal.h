/* SPDX-License-Identifier: MIT
 * Inside the room: what answer.c, which says what an answer is, asks of the schema's files and of those that make an answer of
 * what models print instead. */
#ifndef ANSWER_INTERNAL_H
#define ANSWER_INTERNAL_H

#include "digest/answer.h"

/* ---- extract_object.c ---- */

static inline bool is_fence(struct str s) { return str_starts(s, "```") || str_starts(s, "~~~"); }
/* What stands behind a model's thoughts (thinking.c), or S itself. *CUT: there were some. *OPEN: they never end; there is no answer. */
struct str rescue_thinking(struct str s, const struct summary_style *style, bool *cut, bool *open);
/* What stands inside the first code fence, or S itself. */
struct str rescue_fence(struct str s);

/* ---- lenient_json.c ---- */

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

/* ---- The schema ---- */

/* Whether V may stand in the field NAME; if not, *WANTED is the type's name. */
bool schema_type_ok(const struct schema *s, struct str name, const struct js *v, struct str *wanted);
/* Whether the schema ROOT, which TEXT holds, is one: ERR_CONFIG, with the line where there are several. */
bool schema_check(const struct js *root, struct str text, struct err *e) NODISCARD;
/* What ROOT's members "x-markdown" say (schema_marks.c); in A. ERR_CONFIG: one says what there is not. */
bool schema_marks(const struct js *root, struct arena *a, struct md_fields *ret, struct err *e) NODISCARD;
/* Whether V may stand in the field NAME, with all that is within it (schema_fit.c): types, what is required, minItems,
 * maxItems, minLength, minimum, maximum. ERR_INPUT: what is wrong, and where. */
bool schema_fits(const struct schema *s, struct str name, const struct js *v, struct err *e) NODISCARD;
/* What the schema says of the field NAME; NULL: nothing. */
const struct js *schema_property(const struct schema *s, struct str name);
/* Whether V is of the type NAME ("integer"). */
bool schema_is_type(struct str name, const struct js *v);
/* Whether the field NAME is to be a number. */
bool schema_wants_number(const struct schema *s, struct str name);

#endif
