/* SPDX-License-Identifier: MIT
 * `digest status`: what the store's history says. Both functions print for people, or (JSON) one object for programs, through
 * WORLD's out. Errors: ERR_STORE, and those of out. */
#ifndef DIGEST_STATUS_H
#define DIGEST_STATUS_H

#include "digest/run_io.h"
#include "digest/store.h"

struct status_question {
	struct strs categories;           /* or archives; none: all that there are */
	const char *since, *until;        /* announcement days, inclusive; "": not said */
	const char *today;                /* an Eastern date */
	const struct calendar *calendar;
	bool json;
};

/* What was got, day by day and category by category (the last two weeks, where no day is said); what summaries cost; pauses; the last
 * runs. */
bool status_print(struct store *store, const struct status_question *q, const struct run_io *world, struct err *e) NODISCARD;

/* The papers that wait for a summary of the style that STORE shows, whenever they were announced if no day is said: for each its
 * identifier, title, the reason, and what to do. Those with an extract alone wait too, those that were withdrawn do not. */
bool status_pending(struct store *store, const struct status_question *q, const struct run_io *world, struct err *e) NODISCARD;

#endif
