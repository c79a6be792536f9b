/* SPDX-License-Identifier: MIT
 * Characters and markup: UTF-8, TeX as authors type it, JSON, Markdown as we write it, HTML as feeds hold it. */
#ifndef DIGEST_TEXT_H
#define DIGEST_TEXT_H

#include "digest/arena.h"
#include "digest/buf.h"
#include "digest/err.h"

/* ---- UTF-8 (RFC 3629), NFC (Unicode 15, utf8proc) ---- */

/* Decode the character at the start of S into *CP; its length in bytes, 0 if S does not begin with a valid one. */
size_t utf8_decode(struct str s, uint32_t *cp);
void utf8_encode(uint32_t cp, struct buf *out);
/* Whether S is valid UTF-8; if not, *BAD (may be NULL) is the offset of the first wrong byte. */
bool utf8_valid(struct str s, size_t *bad);
/* Append S in Normalization Form C. S must be valid. */
void utf8_nfc(struct str s, struct buf *out);
/* Whether S is surely in NFC already: a quick check that never errs on this side. */
bool utf8_is_nfc_quick(struct str s);
/* Han, kana, Hangul and the full-width punctuation that goes with them. */
bool utf8_is_cjk(uint32_t cp);
/* Neither punctuation nor a symbol nor white space: a letter, a digit, what belongs to one. */
bool utf8_is_word(uint32_t cp);
/* The first byte at or after I that does not belong to a Han character or the punctuation of Chinese text. What is
 * passed over is valid, its own NFC and nothing to clean: most Chinese text needs no closer look. */
size_t utf8_skip_han(struct str s, size_t i);
/* The same for ASCII, too, of which much may be to be cleaned. */
size_t utf8_skip_inert(struct str s, size_t i);
/* The grapheme at the start of S (Unicode's UAX 29): its length in bytes, 0 at the end; its first character in *FIRST, the
 * columns that it takes on a terminal in *WIDTH: the most of its parts, 2 for what is shown as an emoji. AMBIGUOUS_WIDE:
 * characters of ambiguous width (data/ambiguous.tsv) take two. A byte that is not UTF-8 is U+FFFD. */
size_t utf8_grapheme(struct str s, bool ambiguous_wide, uint32_t *first, int *width);

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
 * or defines something where MathJax or KaTeX draw it (tex_acts.c): it is written as text, in every format. */
bool tex_acts(struct str tex);

/* Append S with TeX accents, letters, quotes, dashes and text macros outside mathematics as Unicode
 * (data/tex.tsv); mathematics and unknown macros stay as they are. Returns how many were replaced. */
size_t tex_to_unicode(struct str s, struct buf *out);

/* ---- JSON ---- */

/* Append S as a JSON string with quotes: UTF-8 stays, controls and U+2028/9 are escaped.
 * S must be valid UTF-8; an invalid byte becomes U+FFFD. */
void js_put_string(struct buf *out, struct str s);

/* Reading, strictly: RFC 8259, valid UTF-8, no key twice in an object, an array or an object as the whole. */
struct js;  /* a value; all but the root are borrowed from it */
enum js_type { JS_NULL, JS_FALSE, JS_TRUE, JS_NUMBER, JS_STRING, JS_ARRAY, JS_OBJECT };
enum { JS_MAX_DEPTH = 2048 };  /* of arrays and objects in one another */

/* Parse all of TEXT; a BOM before it is passed over. On success *RET is the caller's: js_free(). ERR_INPUT with column
 * and reason. */
bool js_parse(struct str text, struct js **ret, struct err *e) NODISCARD;
void js_free(struct js *v);                                     /* NULL is fine */
enum js_type js_type(const struct js *v);                       /* NULL is JS_NULL */
const char *js_type_name(enum js_type t);                       /* "a string", "an object" … for messages */
const struct js *js_get(const struct js *object, const char *key);  /* NULL: absent, or not an object */
const struct js *js_member(const struct js *object, struct str key);
struct str js_str(const struct js *v);                          /* STR_NULL if not a string */
bool js_int(const struct js *v, int64_t *ret);                  /* false if not an integer of 64 bits */
size_t js_len(const struct js *v);                              /* items or members */
const struct js *js_at(const struct js *array, size_t i);       /* NULL: not an array, or shorter */
/* Call FN for each member in the file's order. */
bool js_each(const struct js *object, bool (*fn)(void *ctx, struct str key, const struct js *v, struct err *e), void *ctx,
             struct err *e) NODISCARD;
/* Append V as compact JSON; numbers as they were written. */
void js_write(const struct js *v, struct buf *out);

/* ---- HTML ---- */

/* Append the text of an HTML fragment: tags dropped, <p> and <br> as LF, references resolved once. */
void html_to_text(struct str html, struct buf *out);
/* Append S with character references resolved once (&amp; &lt; &#42; &#x2a; …, data/entities.tsv); others stay. */
size_t html_unescape(struct str s, struct buf *out);

/* ---- Markdown as we write it ---- */

/* How mathematics (tex_next_math) is written. */
enum md_math {
	MD_MATH_TEXT,          /* as the text that it is: all see its TeX, nothing is drawn */
	MD_MATH_DOLLAR,        /* $…$ with TeX that parsers leave alone, whether they know mathematics or not */
	MD_MATH_PARENS,        /* \(…\) for a script in the browser: signs as references, exactly the TeX arrives */
};
/* Who reads a text beside cmark-gfm; each takes signs for its own that the others do not. */
enum md_reader {
	MD_WIDE = 1,           /* any: what all below take, and kramdown, goldmark, marked, pulldown-cmark; templates; typography */
	MD_PYTHON = 2,         /* Python-Markdown with pymdownx: (c), 1/2, c/o */
	MD_PANDOC = 4,         /* lists "(a)", "iv." */
	MD_MARKDOWN_IT = 8,    /* addresses without a scheme, faces, (c) */
	MD_MDX = 16,           /* '}', import and export, directives */
	MD_KRAMED = 32,        /* HonKit's: '_' within words */
	MD_RETEXT = 64,        /* Astro's: quotes are curled after references are resolved, in TeX too */
};
/* What a dialect needs; a row a dialect stands in render/. */
struct md_rules {
	enum md_math math;
	bool escape;           /* false: nothing is touched but LF, which becomes a blank */
	unsigned readers;      /* bits of enum md_reader; 0: cmark-gfm and GitHub alone */
	bool linkify;          /* bare addresses become explicit links that end before Chinese text; else they stay text */
	bool no_html;          /* elements are dropped: code that needs one is text */
	bool filters;          /* the host looks through the text after references are resolved, as GitHub does: @name, :name:, #1,
	                        * a@b.c and $…$ stay text */
};
/* What GitHub and cmark-gfm read. */
#define MD_RULES_GFM { .escape = true, .linkify = true, .filters = true }

/* Where a text goes: a paragraph of its own, of one line; a table's cell, or a part of one; the text of a link,
 * in a cell or elsewhere. It decides about line starts, '|', and addresses inside. */
enum md_place { MD_PARAGRAPH, MD_CELL, MD_LINK_TEXT };

/* Append S as Markdown that R's readers read as exactly S, ASCII white space folded to single blanks and off at both ends;
 * its mathematics (tex_next_math) as R->math says, drawn alike where it is rewritten, as text where it cannot be. One line
 * comes out. Numeric references are used, and only where the text would read as something else.
 * With R->escape false: S, each LF a blank. S must be valid UTF-8 without NUL. */
void md_text(const struct md_rules *r, enum md_place place, struct str s, struct buf *out);
/* Append S as a link destination, percent-encoded where it must be ("%" stays before two hexadecimal digits). For what
 * url_is_web() takes. */
void md_url(struct str url, struct buf *out);
/* Whether URL is http or https with a host that begins with a letter, a digit or a character beyond ASCII, and has no blank
 * and none of "<>\^`{|}[] in it: nothing else becomes a link. */
bool url_is_web(struct str url);

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

/* ---- Lines for terminals ---- */

/* Append LINE (no LF in it) broken into lines of at most WIDTH columns, at least 2 (LF between, none at the end), by
 * Unicode's widths and Chinese rules: no closing punctuation begins a line, no opening one ends it; words of Latin letters
 * and addresses stay whole where they fit a line, longer ones are cut. Blanks at a break and at the end go; nothing else
 * does, and nothing comes. Lines after the first are indented as the first is, if that is at most half of WIDTH, else not.
 * Escape sequences ESC […m have no width. AMBIGUOUS_WIDE: as in utf8_grapheme(). Linear time. */
void text_wrap(struct str line, int width, bool ambiguous_wide, struct buf *out);

/* The version of utf8proc that this was compiled with, "NAME/VERSION". */
extern const char utf8_library[];
/* The same of jansson. */
extern const char json_library[];

#endif
