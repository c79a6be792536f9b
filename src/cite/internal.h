/* SPDX-License-Identifier: MIT
 * Inside the room: what the formats share. */
#ifndef CITE_INTERNAL_H
#define CITE_INTERNAL_H

#include "digest/cite.h"
#include "digest/tex.h"

/* ---- facts.c: what every format says of a paper ---- */

/* When this version came, as far as it is known: from its time, its announcement, or its identifier, which has no day. 0: not known. */
struct cite_date {
	int year, month, day;
};
struct cite_date cite_date(const struct paper *p);
/* The first of several DOIs; STR_NULL: there is none. */
struct str cite_doi(const struct paper *p);
/* The names of P's authors in their parts, in its order; what is empty is left out. They live in A. */
struct cite_names {
	struct cite_name *v;
	size_t n;
};
struct cite_names cite_names(const struct paper *p, struct arena *a);
/* Append the address of P's page; nothing where it has none. */
void cite_url(const struct paper *p, struct buf *out);
/* Whether P is arXiv's: its id is an eprint's number. */
bool cite_is_arxiv(const struct paper *p);
/* Append what stands in a note of a reference: the journal's reference, and how many authors the source left out. */
void cite_note(const struct paper *p, const char *between, struct buf *out);

/* ---- bibtex_text.c: texts of records as TeX that BibTeX's styles leave alone ---- */

/* Append TEXT with all signs of TeX's outside mathematics as text, in braces that come in pairs. */
void bibtex_text(struct str text, enum tex_place place, struct buf *out);
/* The same of a title: in braces what a style must not write in lower case. */
void bibtex_title(struct str title, struct buf *out);

/* ---- bibtex_name.c ---- */

/* Append NAME in the form that BibTeX, by its own rules, takes apart into the same parts. */
void bibtex_name(const struct cite_name *name, struct buf *out);

/* ---- ris.c, csl.c ---- */

void ris_put(const struct paper *p, struct str key, struct arena *a, struct buf *out);
void csl_put(const struct paper *p, struct str key, struct arena *a, struct buf *out);

#endif
