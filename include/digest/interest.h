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

#endif
