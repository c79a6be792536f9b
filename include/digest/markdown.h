/* SPDX-License-Identifier: MIT
 * Text as Markdown that reads as exactly that text. */
#ifndef DIGEST_MARKDOWN_H
#define DIGEST_MARKDOWN_H

#include "digest/buf.h"
#include "digest/str.h"

/* How mathematics (tex_next_math) is written. */
enum md_math {
	MD_MATH_TEXT,          /* as the text that it is: all see its TeX, nothing is drawn */
	MD_MATH_DOLLAR,        /* $…$ with TeX that parsers leave alone, whether they know mathematics or not */
	MD_MATH_PARENS,        /* \(…\) for a script in the browser: signs as references, exactly the TeX arrives */
};
/* The readers of a text beside cmark-gfm; each gives meaning to characters that the others do not. */
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
/* Where the address of S ends whose host begins at I: before the first sign that RFC 3986 does not know (Chinese text
 * follows without a blank), without the punctuation of the sentence around it (GFM 6.9), or a formula's end. Linear time. */
size_t url_end(struct str s, size_t i);

#endif
