/* SPDX-License-Identifier: MIT
 * What clean.c, which walks, and rules.c, which has the table, share. */
#ifndef PAPER_CLEAN_H
#define PAPER_CLEAN_H

#include "digest/paper.h"

/* What line feeds of a text mean. */
enum clean_wrap {
	WRAP_LINE,    /* nothing: one line comes out */
	WRAP_PARAS,   /* each one ends a paragraph: the record's own form */
	WRAP_INDENT,  /* one with a blank or another behind it ends a paragraph, others come from wrapping: arXiv's form */
};

/* A paper on its way. */
struct clean {
	const struct raw_paper *raw;
	struct paper *p;              /* what comes out; its strings are the raw ones until a rule has changed them */
	struct arena *a;
	struct clean_counts *counts;
	struct str primary;           /* the category that the title's suffix names */
	struct str received_abstract; /* the source's text, without the HTML that only carried it */
};

/* S with characters cleaned, white space folded, and (TEX) TeX outside mathematics as Unicode; S itself if that
 * changes nothing. */
struct str clean_string(struct str s, enum clean_wrap wrap, bool tex, struct arena *a, struct clean_counts *counts);

/* Apply the table's rows for C->raw->form, in their order. */
void clean_rules(struct clean *c);

#endif
