/* SPDX-License-Identifier: MIT
 * What the files of interests share: texts as counted features, how many papers have each, and libraries as weights. */
#ifndef INTEREST_INTERNAL_H
#define INTEREST_INTERNAL_H

#include "digest/interest.h"
#include "digest/library.h"

/* ---- features.c: words, and pairs of words side by side, as numbers ---- */

/* Two words of the vocabulary may have the same number: with a quarter of a million of them that costs no measurable precision. */
enum { FEATURE_BITS = 19, FEATURES = 1 << FEATURE_BITS };

struct feature {
	uint32_t number;       /* below FEATURES */
	uint32_t times;        /* that it stands in the text */
};
/* A text's features, in the order in which they come first. Zeroed is empty; for bag_free(). */
struct bag {
	VEC(struct feature) features;
	uint32_t *slots;       /* where in the list a number is, plus one; 0: nowhere */
	size_t n_slots;        /* a power of two */
	uint64_t *stops;       /* hashes of stop words; NULL: not made yet */
};
void bag_clear(struct bag *b);
void bag_free(struct bag *b);
/* Add WORDS, as words_put() makes them, with a blank before the whole or not: stop words and what begins with a digit are left out. */
void bag_add(struct bag *b, struct str words);
/* The bag of a paper's title and abstract; WORDS is scratch. */
void bag_text(struct bag *b, struct str title, struct str abstract, struct buf *words);
/* Call FN for each word and pair that bag_add(B, …) would add, as a text and as its number. */
typedef void feature_fn(void *ctx, struct str text, uint32_t number);
void features_each(struct bag *b, struct str words, feature_fn *fn, void *ctx);

/* ---- counts.c: how many papers of the store have a feature ---- */

struct counts {
	uint32_t papers;
	int64_t last_row;      /* of the store: counted up to there */
	uint32_t *of;          /* FEATURES of them */
	float *idf;            /* by count: the logarithms that were needed so far; 0: not yet */
};
/* Read them from STORE, and count those papers that came since. KEEPS: they are written back. For counts_free(). ERR_STORE. */
bool counts_open(struct counts *c, struct store *store, bool keeps, const struct interest_progress *told, struct err *e) NODISCARD;
void counts_free(struct counts *c);
/* The weight of a feature, log(papers / papers that have it): at least 0; one that no paper has counts as one that one has. */
float counts_idf(struct counts *c, uint32_t number);

/* ---- entries.c: libraries, entry by entry ---- */

/* The files of S's libraries as they are now, appended; in A. Those that are not there are said. */
void entries_files(const struct interest_section *s, const struct interest_options *o, struct arena *a, library_files *ret);
/* An entry and its text: that of the store's paper of its identifier (KNOWN), else what the file has. Borrowed. */
typedef bool entry_text_fn(void *ctx, const struct library_entry *entry, const struct store_text *t, bool known, struct err *e);
/* Call FN for each entry of FILES. A file that cannot be read, and an entry that is broken, are said and passed over. ERR_STORE; FN's error. */
bool entries_each(const struct interest_section *s, const struct interest_options *o, const library_files *files, entry_text_fn *fn, void *ctx,
                  struct err *e) NODISCARD;

/* ---- model.c: a library, as what its papers have more of than others ---- */

struct weight {
	uint32_t number;
	float value;
};
/* What is kept of a library. The likeness of a text is the mean of its features' weights, by tf·idf, less what any paper of the store has of
 * them; so written that a paper like the library's own is 1, and any paper 0. */
struct model {
	struct weight *weights;      /* by number; of a model that was read NULL */
	uint32_t n;
	uint32_t entries;            /* that have a text */
	float common;                /* how much a paper has of a feature that all papers have */
	double zero, one;            /* raw likenesses of any paper, and of the library's */
	float *dense;                /* FEATURES of them: the weights by number; NULL: not made yet */
};
/* What a feature that stands once in a text adds to its likeness, but for the text's length. */
double model_weight(const struct model *m, struct counts *c, uint32_t number);
double model_likeness(struct model *m, struct counts *c, const struct bag *b);
/* The model of the libraries of S: as STORE keeps it, or made anew where they have changed. *SOME: there is an entry with a text. */
bool model_open(struct model *m, const struct interest_section *s, struct counts *c, const struct interest_options *o, struct arena *a, bool *some,
                struct err *e) NODISCARD;
void model_free(struct model *m);

/* ---- interest.c ---- */

struct interest {
	const struct interest_section *section;
	struct model model;
	bool likes;            /* there is a model */
};

struct interests {
	struct interest *of;
	size_t n;
	bool any_likes;
	struct counts counts;
	struct bag bag;
	struct expr_subject *subject;
	struct arena a;
};

/* Whether a term speaks for a paper; a likeness does so from one half on. */
bool part_speaks_for(const struct interest_part *p);

#endif
