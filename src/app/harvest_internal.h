/* SPDX-License-Identifier: MIT
 * What the files of the harvest share: a reply read through a source, and what was made of a day. */
#ifndef APP_HARVEST_INTERNAL_H
#define APP_HARVEST_INTERNAL_H

#include "digest/source.h"
#include "src/app/harvest.h"

/* ---- harvest_read.c: one request, its reply through a source, as often as it takes ---- */

struct reading {
	struct harvest *h;
	const char *name;            /* before warnings: "cs.CL" */
	const char *url, *why;
	const char *shown;           /* the address without a password, for messages; set by reading_run() */
	const char *etag, *last_modified;  /* NULL: none */
	/* The owner's. */
	void *ctx;
	void (*begin)(void *ctx);    /* each try starts anew; may be NULL */
	bool (*put)(void *ctx, const struct paper *p, struct err *e);
	void (*history)(void *ctx, const struct source_history *h);  /* may be NULL */
	/* All of it is there; ERR_NET_TEMP: it is no answer yet. May be NULL. */
	bool (*whole)(void *ctx, const struct source_result *r, struct err *e);
	/* Out: */
	struct fetch_reply reply;
	struct source *source;       /* of the last try; its result may be looked at until reading_free() */
	bool told;                   /* the error names its place already */
	bool fatal;                  /* it was the owner's put() that failed */
	struct log log;              /* what the source says, held back: */
	struct buf said;             /* its warnings, a line each, until the reply is taken */
};
/* False: see E, which begins with the address. */
bool reading_run(struct reading *r, struct err *e) NODISCARD;
void reading_free(struct reading *r);

/* ---- What was made of a category's day ---- */

struct verdict {
	enum got_status status;      /* GOT_NONE: a dry run */
	enum road road;
	bool settled;                /* asking again is no use */
	bool again;                  /* worth another try at the end of the run */
	int64_t papers;
	enum err_kind cause;         /* FAILED: what it was */
	struct str note, ids;        /* in the harvest's arena */
};

/* Text that lives as long as the harvest. */
struct str harvest_text(struct harvest *h, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* A line of warning, which the pages of DAY ("": all) say too. */
void harvest_notice(struct harvest *h, const char *day, struct str text);

/* What was made of a day goes into the store's history, with the batch that is under way. *ROW may be NULL. */
bool harvest_note(struct harvest *h, size_t category, const char *day, const struct verdict *v, int64_t *row,
                  struct err *e) NODISCARD;
/* A FAILED verdict out of an error. */
struct verdict harvest_failed(struct harvest *h, enum road road, const struct err *why);

/* harvest_feed.c: today's batch, by RSS. */
bool harvest_feed(struct harvest *h, size_t category, const char *day, struct verdict *ret, struct err *e) NODISCARD;

/* harvest_list.c: days gone by, worked out from OAI-PMH's records or the API's. One verdict a day; days ascend. */
struct day_list {
	const char (*v)[DAY_SIZE];
	size_t n;
};
bool harvest_list(struct harvest *h, size_t category, struct day_list days, const char *why, struct verdict *ret,
                  struct err *e) NODISCARD;

/* ---- harvest_days.c: from times of submission to announcements ---- */

struct derivation {
	struct harvest *h;
	struct str category;
	struct day_list days;
	int64_t *papers;             /* by day: how many announcements */
};
/* Seconds since 1970 of "2026-11-21T08:30:00Z"; false: no time. */
bool derive_time(struct str s, int64_t *ret);
/* Store what P's versions and cross-lists mean for the days. HISTORY may be NULL: version 1 alone is known. */
bool derive_paper(struct derivation *d, const struct paper *p, const struct source_history *history,
                  struct err *e) NODISCARD;
/* Records come twice when a list is begun anew: PAPERS become what the store has. */
bool derive_count(struct derivation *d, struct err *e) NODISCARD;
/* What can be said of day I after a whole list. */
struct verdict derive_verdict(const struct derivation *d, size_t i, enum road road);

/* ---- harvest_query.c: the API ---- */

/* All results of an expression, or of identifiers, each once, to PUT. *TOTAL: how many there are, as the API says. */
struct api_run {
	struct harvest *h;
	const char *name, *why;
	struct api_query q;
	bool (*put)(void *ctx, const struct paper *p, struct err *e);
	void *ctx;
	int64_t total, came;
	bool fatal;
};
bool api_run(struct api_run *r, struct err *e) NODISCARD;
/* -q and --id. */
bool harvest_queries(struct harvest *h, struct err *e) NODISCARD;
bool harvest_api_days(struct harvest *h, size_t category, struct day_list days, const char *why, struct verdict *ret,
                      struct err *e) NODISCARD;

#endif
