/* SPDX-License-Identifier: MIT
 * What a run's user wants to read first: the sections [interest NAME] of the configuration, as a score of each paper and the reasons for it.
 *
 * The score is a sum over interests, each times its weight: 1 for each line `match` that a paper matches, half as much again where
 * it needs the title for that; 1 for each line `author`; and its likeness to the interest's libraries, about 1 for a paper like theirs and 0 for any paper.
 * With the same papers in the store, the same libraries and the same sections it is the same. */
#ifndef DIGEST_INTEREST_H
#define DIGEST_INTEREST_H

#include "digest/interest_section.h"
#include "digest/log.h"
#include "digest/store.h"

/* A long count is under way. FN may be NULL. */
struct interest_progress {
	void (*fn)(void *ctx, const char *what, unsigned long done, unsigned long total);
	void *ctx;
};

struct interest_options {
	const struct interest_section *const *sections;
	size_t n;
	struct store *store;             /* whose papers say how rare a word is; NULL: none, and libraries do not count */
	bool keeps;                      /* what was counted is written into the store */
	const char *starred;             /* the folder of lists that starred:NAME means */
	const struct log *log;
	struct interest_progress told;
};

struct interests;
/* Strings, sections and the store are borrowed. *RET is the caller's: interests_close(). Libraries that cannot be read, and entries that are broken, are
 * said and skipped. ERR_STORE; ERR_FILE. */
bool interests_open(const struct interest_options *o, struct interests **ret, struct err *e) NODISCARD;
void interests_close(struct interests *x);  /* NULL is fine */

enum interest_part_kind { PART_MATCH, PART_AUTHOR, PART_LIKE };
/* A term of the sum. */
struct interest_part {
	const struct interest_section *of;
	enum interest_part_kind kind;
	const struct interest_line *line;  /* of PART_MATCH and PART_AUTHOR */
	bool title;                        /* PART_MATCH: the title is what matches */
	double value;                      /* with the weight */
};
/* Call FN for each term of P's sum that is not 0, in the order of sections and lines. P is borrowed. */
typedef void interest_part_fn(void *ctx, const struct interest_part *part);
void interests_parts(struct interests *x, const struct paper *p, interest_part_fn *fn, void *ctx);

/* The sum of P, and in a few words what speaks for the paper: the words that matched, authors, and the names of the interests whose libraries it is like,
 * in the page's language ZH or English; behind it, a line each, the names of all interests that speak for it. No name or entry of a library's file
 * is in it. WHY is in A, empty where nothing speaks for the paper. */
struct interest_score {
	double sum;
	struct str why;
};
struct interest_score interests_score(struct interests *x, const struct paper *p, bool zh, struct arena *a);

/* What is shown of a sum: 100 · s / (s + 1), rounded down; 0 where s is not above 0. It never falls where the sum rises: 1 is 50, 4 is 80. */
int interest_shown(double sum);

/* ---- How to tune them: what each makes of papers ---- */

/* A word of a line `match`, or the line `author` itself. */
struct interest_word {
	struct str said;
	const struct expr *expr;
	unsigned long papers;            /* that match it */
};
struct interest_tally_line {
	struct str text;                 /* as it was typed */
	enum interest_part_kind kind;
	const struct interest_line *line;  /* NULL: the libraries */
	unsigned long papers;            /* for which it speaks; of the libraries: that are like them by half or more */
	struct interest_word *words;     /* of PART_MATCH: those that are wanted */
	size_t n_words;
};
struct interest_tally {
	struct interest_tally_of {
		const struct interest_section *of;
		unsigned long papers;        /* for which it speaks */
		struct interest_tally_line *lines;
		size_t n_lines;
	} *of;
	size_t n;
	unsigned long *both;             /* [i * n + k], i < k: papers for which I and K speak */
	unsigned long papers;
};
/* Nothing counted yet; in A. */
void interest_tally_begin(struct interests *x, struct arena *a, struct interest_tally *ret);
/* Count P. An interest whose weight is 0 or below speaks for no paper, but its lines are counted. */
void interest_tally_add(struct interests *x, const struct paper *p, struct interest_tally *t);

/* A word, or two side by side, that the library of an interest has more often than other papers. */
struct interest_suggestion {
	struct str words;                /* as words_put() writes them: a blank between two */
	double weight;                   /* in the library's classifier */
	unsigned long entries, of_entries;  /* of the library that have it, and in all */
	unsigned long papers, of_papers;    /* of the store; about: counts are kept by hash */
};
enum { INTEREST_SUGGESTED = 12 };
/* The words that tell the library of section I of X from the rest, the best first, at most INTEREST_SUGGESTED; in A. None that the section's `match` has, none
 * that only one entry has, none that is a part of another. O as for interests_open(). ERR_STORE. */
bool interest_suggest(struct interests *x, size_t i, const struct interest_options *o, struct arena *a, struct interest_suggestion **ret, size_t *n,
                      struct err *e) NODISCARD;

#endif
