/* SPDX-License-Identifier: MIT
 * Which papers a command is about, and where they are: in the store, or (render FILE…) in a spool. */
#ifndef DIGEST_SELECTION_H
#define DIGEST_SELECTION_H

#include "digest/log.h"
#include "digest/options.h"
#include "digest/render.h"
#include "digest/store.h"
#include "digest/answer.h"
#include "digest/vec.h"
#include "digest/spool.h"
#include "digest/expression.h"
#include "digest/interest.h"

/* What the user asked for. */
struct selection_query {
	struct calendar *calendar;   /* a harvest corrects it */
	struct strs categories, ids;
	struct strs strange;         /* of the categories: those of archives that the taxonomy does not have */
	int *versions;               /* of the ids: 0 is the latest one; NULL: of all */
	unsigned announce_types;     /* bits 1 << ANNOUNCE_…; 0: all */
	char since[DAY_SIZE], until[DAY_SIZE];  /* "": open */
	bool by_submitted;
	bool last;                   /* the newest day there is */
	bool brought;                /* nothing was said about days: a run that reads takes what it brought in */
	bool none;                   /* what was asked for is known to be nothing */
	bool undated;                /* also those without a day, if they came in on the days asked for */
	const struct expr *where;    /* of all these, the papers that match it; NULL: all */
};

/* From the options, at the time NOW, of days by C, which is borrowed. ERR_USAGE: what is no category, identifier, day or expression, and a day to come. */
bool selection_query_from(const struct opt_values *o, struct calendar *c, int64_t now, struct arena *a, struct selection_query *ret,
                         struct err *e) NODISCARD;

/* What the announcement of P is in those categories (none: in whichever): the one of its record, but what was announced as new or
 * replaced in its primary category is a cross-list or its replacement in the others. */
enum announce_type announce_in(const struct paper *p, struct strs categories);
/* Whether P is of the categories and announce types asked for: of all categories together, or (EACH) of one of them alone. */
bool selection_query_has_kind(const struct selection_query *w, const struct paper *p, bool each);

struct selection {
	VEC(struct page_key) keys;
	const struct dialect *dialect;  /* may be NULL: no page will be made */
	bool each_day;                  /* a paper announced on several days counts on each of them */
	enum day_period period;         /* pages have all days of one: those of the first and the last day asked for are taken, too */
	bool by_category;               /* there will be a page for each category, of those asked for or of primary ones */
	unsigned announce_types;        /* as asked for */
	const struct summary_style *style;  /* what a page shows; NULL: no page, or one of records */
	bool chinese;                   /* the page's words are Chinese: why a summary is not shown */
	unsigned long unfit;            /* papers whose summary is of another style, or lacks a field of this one */
	struct buf unfit_names;         /* the first few of them */
	unsigned long waiting;          /* papers that were asked about and have no summary */
	struct buf waiting_names;
	const struct log *log;
	struct str stamp;               /* of the page: summaries stand on it as if made then at the latest. STR_NULL: as they were */
	struct arena a;                 /* the keys' links, packed: */
	char *at, *end;
	struct store *store;            /* borrowed; or */
	struct spool *spool;            /* owned */
	char since[DAY_SIZE], until[DAY_SIZE];  /* the days that were looked at; "": open */
	size_t older;                   /* keys from here on are of older pages with pending papers, for runs that ask */
	unsigned long near;             /* of files: papers of the categories, identifiers and days asked for, of whichever announce type */
	unsigned long undated;          /* passed over: a day was asked for and they have none */
	unsigned long left_out;         /* passed over: the dialect wants whole summaries */
	const struct expr *where;       /* borrowed; NULL: none */
	struct interests *interests;    /* borrowed; NULL: no paper is scored */
	VEC(struct str) notes;          /* why papers are where they are: page_key.note */
	VEC(int32_t) unmatched;         /* passed over: the days of the papers that do not match it (page_key.day) */
};

void selection_free(struct selection *s);

/* Note in K that the paper is where it is because of SCORE; WHY is copied. */
void selection_note(struct selection *s, struct page_key *k, double score, struct str why);
/* Score all keys of S by its interests, whatever is noted of them. ERR_STORE. */
bool selection_score(struct selection *s, struct err *e) NODISCARD;

/* From the store. ROWS (sorted, may be NULL) are those that this run brought in: only they count then. */
bool selection_from_store(struct selection *s, struct store *store, const struct selection_query *w, const int64_t *rows, size_t n,
                          struct err *e) NODISCARD;

/* A sink that takes papers into a spool; CTX is a struct spooling. */
struct spooling {
	struct selection *selection;
	const struct selection_query *query;
};
bool selection_spool(void *ctx, const struct paper *p, struct err *e);

/* page.get: CTX is a struct selection. */
bool selection_get(void *ctx, const struct page_key *key, struct arena *a, struct paper *ret, struct err *e);

#endif
