/* SPDX-License-Identifier: MIT
 * A form made ready to be looked up in: its blocks as spots, their figures sorted, their names as hashes. */
#ifndef DIGEST_FULLTEXT_TRACE_H
#define DIGEST_FULLTEXT_TRACE_H

#include "internal.h"

#include "digest/figure.h"
#include "digest/trace.h"

enum {
	TRACE_MAX_NAMES = 64,       /* of a sentence of an answer */
	TRACE_MAX_CANDIDATES = 64, /* places looked at for a figure */
	TRACE_MAX_STEPS = 5000,     /* pairs looked at for a figure that is derived */
	TRACE_RARE_NAME = 40,       /* uses of a name that tells which row is meant */
};

/* The names of a text: its words that mean one thing, however the sentence is put: with a capital, a digit or four Latin letters. */
struct name_set {
	const uint32_t *v;
	size_t n;
};

struct fact {
	double value;           /* in the unit of its family */
	double written;
	double scale;
	enum figure_family family;
	unsigned marks;
	uint32_t spot, at, end; /* where it stands */
	uint32_t sentence;      /* of a table: its row; else counted over the spot */
	uint32_t column;        /* of a row */
};

struct spot {
	const struct fulltext_block *block;  /* NULL: a work */
	struct str anchor, text;
	unsigned page;
	struct name_set names, label;        /* label: of a row, its first cell's */
	uint32_t first_fact, n_facts;        /* in trace_paper.facts */
	uint32_t table;                      /* its first spot, + 1; 0: no row */
	uint32_t caption;                    /* of a row: the spot, + 1; 0: none */
	bool own;                            /* a row of the paper's own thing */
};

struct work_word {
	uint32_t hash, work;
};

/* A name, and the spot that has it: a row in its label, a text anywhere. */
struct name_use {
	uint32_t hash, spot;
};

struct trace_paper {
	const struct fulltext *f;
	struct arena arena;
	struct spot *spots;
	size_t n_spots;
	struct fact *facts;
	size_t n_facts;
	const struct fact **by_value;        /* sorted by family, then value */
	const struct fact **by_written;
	struct work_word *words;             /* of the bibliography, by hash, then work */
	size_t n_words;
	size_t first_work;                   /* its first spot */
	struct name_use *uses;               /* sorted by hash, then spot, each pair once */
	size_t n_uses;
	uint32_t *own_rows;                  /* spots of rows of the paper's own thing: "Ours", or the name before the colon of its title */
	size_t n_own_rows;
};

/* ---- trace_index.c ---- */

/* The names of TEXT, at most MOST (0: all), in A. */
struct name_set trace_names(struct str text, size_t most, struct arena *a);
/* The first use of the name HASH. */
size_t trace_from_name(const struct trace_paper *t, uint32_t hash);
/* How many of NAMES stand in AMONG. */
size_t trace_shared(struct name_set names, struct name_set among);
/* The first of FAMILY (by value) or of all (as written) that is LOW or more. */
size_t trace_from_value(const struct trace_paper *t, enum figure_family family, double low);
size_t trace_from_written(const struct trace_paper *t, double low);

/* ---- trace_works.c ---- */

/* Make the bibliography ready: the words of each work. */
void trace_add_works(struct trace_paper *t);

/* ---- trace_place.c ---- */

/* The place of S's bytes AT to END. */
struct trace_place trace_place_of(const struct spot *s, size_t at, size_t end, struct arena *a);

/* ---- trace_derived.c ---- */

/* A figure of an answer, and what stands around it. */
struct question {
	const struct trace_paper *t;
	const struct figure *f;
	struct str sentence;            /* of the answer, in which it stands */
	struct name_set names;          /* of that sentence */
	const struct fact *const *said; /* the paper's facts that other figures of the answer are */
	size_t n_said;
};
/* Two facts of one table's row or column, or of one sentence, that make Q's figure. HOW they do; NULL: none. */
const char *trace_derive(const struct question *q, const struct fact *pair[2]);

#endif
