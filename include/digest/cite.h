/* SPDX-License-Identifier: MIT
 * References: a paper as reference managers and BibTeX take it, its key, and the parts of its authors' names. */
#ifndef DIGEST_CITE_H
#define DIGEST_CITE_H

#include "digest/arena.h"
#include "digest/buf.h"
#include "digest/err.h"
#include "digest/paper.h"
#include "digest/vec.h"

/* ---- Names ---- */

/* The parts of a name as BibTeX and CSL have them; what a name has not is STR_NULL. GIVEN PARTICLE FAMILY, SUFFIX is the whole; a
 * particle ends with a word in lower case (van der, Van de, de la). A name of no person has LITERAL alone. */
struct cite_name {
	struct str given, particle, family, suffix;
	struct str literal;
};
/* NAME (UTF-8, as a record has it) in its parts: what stands before the last word is given, but for particles as arXiv tells them, for
 * words in lower case, for "y" and "o" between two families, and for suffixes; "Family, Given" and "Family, Jr., Given" are taken, too.
 * Braces of TeX go, and the blank that arXiv puts before a hyphen ("J. -P."). The parts live in A. */
void cite_name_split(struct str name, struct arena *a, struct cite_name *ret);

/* ---- Keys ---- */

/* Append P's key as arXiv's own export makes it, in ASCII: family name, year, the first four words of the title that say something; of a
 * longer one the first CITE_KEY_MOST bytes. */
enum { CITE_KEY_MOST = 120 };
void cite_key(const struct paper *p, struct buf *out);

/* The keys of one file: where some papers would have the same, the oldest keeps it, and the others get a, b, c … behind it. So what is
 * added later changes no key that was cited. A paper that comes twice has one key, that of the first time. */
struct cite_keys;
struct cite_keys *cite_keys_new(void);
void cite_keys_free(struct cite_keys *k);  /* NULL is fine */
void cite_keys_add(struct cite_keys *k, const struct paper *p);
/* After the last one. */
void cite_keys_settle(struct cite_keys *k);
/* The key of the paper that was added as number I, from 0 on; K's. */
struct str cite_keys_of(const struct cite_keys *k, size_t i);
/* Whether number I is a paper that came before it already. */
bool cite_keys_again(const struct cite_keys *k, size_t i);

/* ---- Formats, a row each in formats.c ---- */

struct cite_format {
	const char *name, *help, *ending;        /* "bibtex", what it is, ".bib": of files' names */
	const char *before, *between, *after;    /* of all entries, of two, of all */
	bool keyed;                              /* an entry has a key; elsewhere KEY below is not looked at */
	/* Append P as an entry. Strings that it needs on the way live in A. */
	void (*put)(const struct paper *p, struct str key, struct arena *a, struct buf *out);
};
const struct cite_format *cite_format_at(size_t i);  /* NULL behind the last one; the first is the default */
/* The format that the ending of a file's name says; NULL: none. */
const struct cite_format *cite_format_of_file(struct str name);

/* P as an entry of BibTeX (the first row's put()), that BibTeX's styles, LaTeX and biber read as what the record says: @misc with eprint,
 * archivePrefix and primaryClass as in arXiv's own export. A journal's reference is one text to arXiv, so it is a note: as @article it
 * would have to be cut into journal, volume and pages by guesses. */
void cite_bibtex(const struct paper *p, struct str key, struct arena *a, struct buf *out);

#endif
