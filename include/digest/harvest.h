/* SPDX-License-Identifier: MIT
 * The harvest: for each category and day the road that has it, what came judged by what is known, and said in words.
 *
 * It knows the plan (harvest_plan.h), the roads (feed.c, list.c, query.c) and the store's
 * history; papers go to the run's sink, which puts them into the store in batches. */
#ifndef DIGEST_HARVEST_H
#define DIGEST_HARVEST_H

#include "digest/log.h"
#include "digest/render.h"
#include "digest/world.h"
#include "digest/harvest_plan.h"

struct harvest_options {
	struct strs categories;      /* canonical */
	struct strs expressions, ids;  /* asked of the API ("ID", or "IDvN" for that version); then nothing is harvested by day */
	const char *since, *until;   /* announcement days, "": open */
	enum road road;
	bool refresh;
	bool only_new;               /* new papers are all that is wanted: what else a day had does not matter */
	struct calendar *calendar;   /* learns where its guesses are wrong */
	const struct clock *clock;   /* which day it is, what is due and what is settled */
	const char *base;            /* NULL: arXiv's own hosts */
	struct str profile;          /* "": none */
	int64_t run;                 /* the store's number of this run */
	bool dry_run;                /* the store is not written */
};

/* Where papers go, and what ends a batch of them. */
struct harvest_sink {
	bool (*put)(void *ctx, const struct paper *p, const struct store_announced *how, struct err *e);
	bool (*commit)(void *ctx, struct err *e);
	void *ctx;
};

/* Callbacks for what was asked of arXiv, and what came of it; each may be NULL. All are borrowed during the call. */
struct harvest_callbacks {
	/* A request that was made, and WHAT for: REPLY, or WHY it failed. */
	void (*request)(void *ctx, const char *url, const char *what, const struct fetch_reply *reply, const struct err *why);
	void (*day)(void *ctx, const struct store_fetch *g);
	void *ctx;
};

struct known_list;

struct harvest {
	const struct harvest_options *o;
	struct fetcher *fetcher;
	struct store *store;
	const struct log *log;
	struct harvest_callbacks told;
	struct harvest_sink sink;
	struct plan plan;            /* out, valid until harvest_free() */
	int64_t ahead;               /* seconds that the clock is ahead of what the run takes for the time */
	bool clock_told, unsure;     /* UNSURE: one host alone says so */
	bool day_moved;              /* the plan is of a wrong day */
	char horizon[DAY_SIZE];      /* unsure: the last day that has come by all that is said; else "" */
	char newest[DAY_SIZE];       /* the newest datestamp of this run's lists: OAI-PMH has got as far, in all sets; "": none came */
	struct known_list *lists;    /* one for each category: what OAI-PMH said of its papers in this run */
	struct arena a;
	VEC(struct notice) notices;  /* one for each category and day that is not whole */
	VEC(struct str) found;       /* papers that the API gave: "ID", or "IDvN" where that version was asked for */
	enum err_kind cause;         /* of the first thing that failed */
	unsigned long incomplete;    /* days and categories that a later run may make whole */
};

/* Do it all. False: nothing can be kept any more (the store, a temporary file). What a road or host did wrong is told
 * through the log as it happens, and in H. */
bool harvest_run(struct harvest *h, struct err *e) NODISCARD;
/* After the run was complete, its page written: the profile has these days. */
bool harvest_done(struct harvest *h, struct err *e) NODISCARD;
void harvest_free(struct harvest *h);

#endif
