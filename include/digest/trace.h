/* SPDX-License-Identifier: MIT
 * Where what an answer states stands in the paper: its figures, by value and unit, and the works that it names. Pure functions. */
#ifndef DIGEST_TRACE_H
#define DIGEST_TRACE_H

#include "digest/fulltext.h"

enum trace_kind {
	TRACE_FOUND,
	TRACE_DERIVED,  /* from two figures of one table or sentence: see how */
	TRACE_NOWHERE,
};

enum { TRACE_MAX_QUOTATION = 120 };  /* characters of a place's quotation */

struct trace_place {
	struct str anchor;     /* "S4.T2", "bib.bib17"; may be empty */
	unsigned page;         /* of a PDF; 0: none */
	struct str quotation;  /* of the paper, with the figure in it */
};

struct trace {
	size_t at, end;        /* of the figure or the work in the answer's text */
	enum trace_kind kind;
	const char *how;       /* of TRACE_DERIVED: "difference", "ratio", "change", "sum", "average"; else NULL */
	struct trace_place places[2];
	size_t n_places;       /* 0, 1; 2 of TRACE_DERIVED */
};
struct traces {
	struct trace *v;       /* in the order of the text */
	size_t n;
};

/* A text made ready to be looked up in: once a paper, for all its answers. F is borrowed until trace_free(). */
struct trace_paper;
struct trace_paper *trace_new(const struct fulltext *f) NODISCARD;
void trace_free(struct trace_paper *t);  /* NULL is fine */

/* Each figure that TEXT, a field of an answer, states; small counts, dates' parts, numbers of lists and of names are passed over. All
 * strings in A or of the form. About linear in TEXT. */
struct traces trace_figures(const struct trace_paper *t, struct str text, struct arena *a);
/* Each work that TEXT names ("Doe et al., 2020", a title between quotation marks, an address): found in the bibliography, or an
 * address in the text. Without a bibliography only addresses are looked up, and nothing is TRACE_NOWHERE but these. */
struct traces trace_works(const struct trace_paper *t, struct str text, struct arena *a);

#endif
