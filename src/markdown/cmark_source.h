/* SPDX-License-Identifier: MIT
 * What reading Markdown (tree.c) and getting a text ready for cmark (cmark_source.c) share. cmark sees signs of our own for what
 * it must not read: noncharacters (U+FDD0 … U+FDEF), which no cleaned text has and which are letters to it. */
#ifndef MARKDOWN_CMARK_SOURCE_H
#define MARKDOWN_CMARK_SOURCE_H

#include "digest/markdown_tree.h"
#include "digest/vec.h"

/* The last byte of U+FDD0 + n, behind "\xef\xb7". */
enum sentinel {
	SENTINEL_ZERO = 0x90,       /* the first of sixteen digits of a formula's number */
	SENTINEL_BACKSLASH = 0xac,  /* of TeX: an accent, a thin space */
	SENTINEL_EDGE = 0xad,       /* nothing: keeps a delimiter apart from punctuation */
	SENTINEL_COLON = 0xae,      /* the colon of "[x]: y", which would be a definition and vanish */
	SENTINEL_MATH = 0xaf,       /* a formula, its number in four digits behind it */
};
enum { SENTINEL_BYTES = 3, SENTINEL_DIGITS = 4 };

struct cmark_source {
	struct str s;
	struct buf out;             /* for cmark */
	VEC(struct str) formulas;   /* by number */
	bool edges;                 /* SENTINEL_EDGE beside `*` that Chinese punctuation keeps from being a delimiter */
	bool full;                  /* too many formulas */
};

/* Write X->s for cmark. BLOCKS false: one line, behind a '.' so that it begins no block. */
void cmark_source_prepare(struct cmark_source *x, bool blocks);

#endif
