/* SPDX-License-Identifier: MIT
 * TeX: where mathematics is in a text, TeX outside of it as Unicode, and mathematics for parsers of Markdown and as MathML. */
#ifndef DIGEST_TEX_H
#define DIGEST_TEX_H

#include "digest/buf.h"
#include "digest/str.h"

/* ---- TeX ---- */

/* A stretch of S that is mathematics ($…$, $$…$$, \(…\), \[…\]; no prices), delimiters included. */
struct tex_math {
	size_t start, end;            /* in S */
	size_t body_start, body_end;
	bool display;
};
/* The next one at or after FROM; false if there is none. */
bool tex_next_math(struct str s, size_t from, struct tex_math *ret);
/* Whether TEX, what stands between the delimiters, has a control word that makes a link, gives an element a name or a style, loads
 * or defines something where MathJax or KaTeX draw it (acts.c): it is written as text, in every format. */
bool tex_is_active_math(struct str tex);

/* Append S with TeX accents, letters, quotes, dashes and text macros outside mathematics as Unicode
 * (data/tex.tsv); mathematics and unknown macros stay as they are. Returns how many were replaced. */
size_t tex_to_unicode(struct str s, struct buf *out);

/* ---- Unicode as TeX (data/latex.tsv), as LaTeX and BibTeX read it since before they had UTF-8 ---- */

/* Where it goes: in a name nothing may part words that is no hyphen; in mathematics text is in a box. */
enum tex_place { TEX_IN_TEXT, TEX_IN_NAME, TEX_IN_MATH };
/* Append the character that S, which is not empty, begins with, and the marks that combine with it, for PLACE: "é" as {\'e}, "α" as
 * {$\alpha$}. ASCII, and what LaTeX has no form for, stays. Returns how many bytes of S that was. */
size_t tex_from_unicode(struct str s, enum tex_place place, struct buf *out);
/* The same as ASCII letters and digits alone: "é" as e, "ø" as o, "ß" as ss; nothing for what has none. */
size_t tex_plain_letter(struct str s, struct buf *out);

/* ---- Mathematics for readers ---- */

/* Append TEX, what stands between the delimiters, rewritten so that it draws the same in a line and no parser of Markdown sees
 * a sign of its own in it: no | * < > ~ \\ \{ and the like, blanks round _ and ^. It begins and ends without a blank.
 * False, and OUT as it was: it cannot be (a sign of text as below, inside something; a column rule; \verb; a comment). Linear
 * time. */
bool tex_portable(struct str tex, struct buf *out) NODISCARD;

/* A sign of text at the top of a formula, one of % # $ & _ behind a backslash as in "95\%": no parser leaves it alone inside.
 * Close the formula before it, write SIGN as text, open the formula again behind it, if more than blanks is left. Each piece
 * goes through tex_portable() alone; signs that cannot be cut out are not told, and their piece is refused there.
 * A bare % counts, too: TeX's comment would take the rest of the formula with it, and is meant nowhere in a text of one line. */
struct tex_sign {
	size_t start, end;  /* in TEX */
	char sign;
};
/* The next one at or after FROM, which is 0 or the end of the one before; false if there is none. */
bool tex_next_sign(struct str tex, size_t from, struct tex_sign *ret);

/* Append TEX, what stands between the delimiters, as a MathML element (MathML Core). False, and OUT as it was: it holds what
 * the subset lacks. DISPLAY: a formula on a line of its own. Linear time, depth limited.
 * Of TEX only letters and signs get there, none of it into a tag; cells of columns to the left and right have the class "left"
 * or "right". */
bool tex_to_mathml(struct str tex, bool display, struct buf *out) NODISCARD;

/* Append TEX, what stands between the delimiters, as a line of Unicode: "α=−0.5", "xᵢ²", "O(n log n)". False, and OUT as it was: it
 * needs more than a line (a fraction of more than letters and numbers, an accent, a matrix, a script that Unicode has no characters
 * for), is not known, or would do something (tex_is_active_math). Linear time, depth limited. */
bool tex_to_line(struct str tex, struct buf *out) NODISCARD;

#endif
