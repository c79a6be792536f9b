/* SPDX-License-Identifier: MIT
 * A configuration's sections [interest NAME]: what its user wants to read first. */
#ifndef DIGEST_INTEREST_SECTION_H
#define DIGEST_INTEREST_SECTION_H

#include "digest/expression.h"
#include "digest/options.h"

enum { INTERESTS_MAX = 64, INTEREST_LINES_MAX = 256 };

/* A line `match = EXPR` or `author = NAME`: as it was typed, and as an expression. */
struct interest_line {
	struct str text;
	const struct expr *expr;
};

struct interest_section {
	struct str name;
	struct interest_line *matches, *authors;
	size_t n_matches, n_authors;
	struct strs libraries;     /* paths, ~ resolved, or "starred:NAME" */
	double weight;             /* 1 where nothing is said; below 0: papers of this kind go down */
	double half_life;          /* in days: an entry of a library that is so much older than the newest counts half. 0: all count the same */
	bool enabled;
	const char *where;         /* "PATH:LINE" of the section's first line */
};

/* What such a section may say. */
bool interest_setting_at(size_t i, struct provider_setting *ret);  /* false behind the last */

/* The section NAME of O, made where there is none yet, in A. WHERE is "PATH:LINE". NULL with ERR_CONFIG: there are too many, or this is no name. */
struct interest_section *interest_open(struct opt_values *o, struct str name, const char *where, struct arena *a, struct err *e);
/* Take `NAME = VALUE` into S; strings and trees in A. ERR_CONFIG: no such name, or a value that it does not take; of an expression with a caret. */
bool interest_set(struct interest_section *s, struct str name, struct str value, struct arena *a, struct err *e) NODISCARD;

/* The sections that count for O: those that its `interest` names, or all, but not those that are paused; in A, in the file's order. ERR_CONFIG, of the command
 * line ERR_USAGE: there is no section of that name. */
bool interests_chosen(const struct opt_values *o, struct arena *a, const struct interest_section ***ret, size_t *n, struct err *e) NODISCARD;

#endif
