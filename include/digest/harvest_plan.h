/* SPDX-License-Identifier: MIT
 * Which days of which categories a harvest has to ask for, and on which road. Pure: the calendar, what is known already
 * and the options in, a list out. */
#ifndef DIGEST_HARVEST_PLAN_H
#define DIGEST_HARVEST_PLAN_H

#include "digest/source.h"
#include "digest/store.h"
#include "digest/vec.h"

struct plan_options {
	int64_t now;
	struct strs categories;
	const char *since,
	        *until; /* announcement days, both inclusive; "": what the profile's last complete run did not have */
	enum road road;              /* ROAD_NONE: the one that each day needs */
	bool refresh;                /* ask again for what is known already */
	const struct calendar *calendar;
};

/* What is known. */
struct plan_known {
	/* CATEGORY is the place in the options' list. */
	bool (*got)(void *ctx, size_t category, const char *day, enum day_status *status, bool *settled, struct err *e);
	bool (*watermark)(void *ctx, size_t category, struct store_watermark *ret, struct err *e);
	void *ctx;
};

struct plan_step {
	size_t category;
	char day[DAY_SIZE];
	enum road road;              /* ROAD_NONE: nothing is asked, it is OUTCOME */
	enum day_status outcome;
	const char *why;             /* static */
};

/* The days that a category's run is about. */
struct plan_range {
	char since[DAY_SIZE], until[DAY_SIZE];
	bool moves; /* complete, they follow its watermark without a gap: it may move to the last of them */
};

struct plan {
	VEC(struct plan_step) steps; /* today's by RSS first, then category by category, day by day */
	VEC(struct plan_range) ranges;  /* one for each category */
	char today[DAY_SIZE];
	char since[DAY_SIZE], until[DAY_SIZE];  /* over all categories */
};
#define PLAN_INIT { .steps = VEC_INIT, .ranges = VEC_INIT }

bool plan_make(const struct plan_options *o, const struct plan_known *known, struct plan *ret, struct err *e) NODISCARD;
void plan_free(struct plan *p);

#endif
