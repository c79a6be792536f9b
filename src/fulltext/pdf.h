/* SPDX-License-Identifier: MIT
 * What pdftotext prints, as lines of the paper alone. */
#ifndef DIGEST_FULLTEXT_PDF_H
#define DIGEST_FULLTEXT_PDF_H

#include "internal.h"

struct pdf_line {
	struct str text;
	unsigned page;    /* from 1 */
	bool furniture;   /* a head, a page's number, the stamp: no line of the paper */
	bool glyph;       /* it begins with a sign that has no character: a bullet */
	size_t mark;      /* bytes of the mark that a footnote begins with, set higher: "1The code is …"; 0: none */
};

struct pdf_lines {
	struct arena arena;
	VEC(struct pdf_line) lines;
	unsigned pages;
	uint32_t *words;  /* hashes of the words that stand whole in a line, in an open table */
	size_t n_slots;
};

/* The lines of TEXT, pages ended by FF; what F does not know yet is taken from arXiv's stamp. */
void pdf_lines_read(struct pdf_lines *p, struct str text, struct fulltext *f);
void pdf_lines_free(struct pdf_lines *p);
/* Append the line I's text to what OUT has of the paragraph, which begins at FROM: a word that was cut at the line's end is joined, with its
 * hyphen if the paper writes it so elsewhere. */
void pdf_join(const struct pdf_lines *p, struct buf *out, size_t from, struct str text);

#endif
