/* SPDX-License-Identifier: MIT
 * What the files of the harvest share: a reply read through a source, and what was made of a day. */
#ifndef HARVEST_INTERNAL_H
#define HARVEST_INTERNAL_H

#include "digest/date.h"
#include "digest/source.h"
#include "src/harvest/feed_evidence.h"
#include "digest/harvest.h"

/* ---- source_fetch.c: one request, its reply through a source, as often as it takes ---- */

struct source_fetch {
	struct harvest *h;
	const char *name;            /* before warnings: "cs.CL" */
	const char *url, *why;
	const char *shown;           /* the address without a password, for messages; set by source_fetch_run() */
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
	struct source *source;       /* of the last try; its result may be looked at until source_fetch_free() */
	bool told;                   /* the error names its place already */
	bool fatal;                  /* it was the owner's put() that failed */
	struct log log;              /* what the source says, held back: */
	struct buf said;             /* its warnings, a line each, until the reply is taken */
};
/* False: see E, which begins with the address. */
bool source_fetch_run(struct source_fetch *r, struct err *e) NODISCARD;
void source_fetch_free(struct source_fetch *r);

/* ---- day.c: what was made of a category's day ---- */

struct day_result {
	enum day_status status;      /* DAY_NONE: a dry run */
	enum road road;
	bool settled;                /* asking again is no use */
	bool again;                  /* worth another try at the end of the run */
	bool behind;                 /* the list does not reach the day */
	bool open;                   /* of some papers a feed that is still to come can tell whether they are the day's */
	bool proved;                 /* OAI-PMH's records prove it, whatever the clock says */
	int64_t papers;
	enum err_kind cause;         /* FAILED: what it was */
	struct str note, ids;        /* in the harvest's arena */
};

/* The time, by all that is known. */
int64_t harvest_now(const struct harvest *h);
/* Text that lives as long as the harvest. */
struct str harvest_text(struct harvest *h, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Tell the harvest's owner. */
static inline void notify_request(const struct harvest *h, const char *url, const char *what, const struct fetch_reply *reply,
                                const struct err *why)
{
	if (h->told.request)
		h->told.request(h->told.ctx, url, what, reply, why);
}
static inline void notify_day(const struct harvest *h, const struct store_fetch *g)
{
	if (h->told.day)
		h->told.day(h->told.ctx, g);
}

/* A line of warning, which the pages of DAY ("": all) say too. */
void harvest_notice(struct harvest *h, const char *day, struct str category, struct str text);

/* What was made of a day goes into the store's history, with the batch that is under way. *ROW may be NULL. */
bool harvest_log_day(struct harvest *h, size_t category, const char *day, const struct day_result *v, int64_t *row,
                  struct err *e) NODISCARD;
/* What was got of DAY, strings in A; what a run put down while its clock was wrong does not count. */
bool harvest_logged_day(struct harvest *h, size_t category, const char *day, struct arena *a, struct store_fetch *ret,
                 struct err *e) NODISCARD;
/* How the notes begin of days whose feed came, and may lack a part or does: what it has is the day's. */
#define UNCONFIRMED_DAY "OAI-PMH cannot say yet whether the feed has all of the day"
#define LACKING_DAY     "the feed lacks"
bool harvest_told_in_part(enum day_status status, struct str note);
/* What is to be said of DAY, of whose feed *V is the word if it is whole, by the evidence. */
void harvest_extent(struct harvest *h, size_t category, const char *day, const struct feed_evidence *evidence,
                    struct day_result *v);
/* A FAILED verdict out of an error. */
struct day_result harvest_failed(struct harvest *h, enum road road, const struct err *why);

/* ---- clock.c ---- */

/* Nothing else is to be asked: ask what time it is. A clock that is behind can be on a day that is whole. */
void harvest_ask_time(struct harvest *h);
/* Whether the clock was compared with the hosts' some hours ago, was right, and was not set since. */
bool harvest_clock_is_known(struct harvest *h, bool *ret, struct err *e) NODISCARD;
/* Keep for that what this run's replies said. */
bool harvest_clock_keep(struct harvest *h, struct err *e) NODISCARD;
/* Look at what hosts said of the time. *MOVED: the day is another one than the clock's: plan anew. */
bool harvest_clock(struct harvest *h, bool *moved, struct err *e) NODISCARD;

/* feed.c: today's batch, by RSS. It is asked for and set aside, for it may be another day's; *FEED is what came, and
 * NULL where there is nothing to judge: then RET has it all. */
struct feed;
bool harvest_feed(struct harvest *h, size_t category, const char *day, struct feed **feed, struct day_result *ret,
                  struct err *e) NODISCARD;
/* Whose batch it is by all that is known by now, and that day's papers into the store. OAI-PMH is asked if nothing else tells. */
bool harvest_feed_judge(struct feed *f, struct day_result *ret, struct err *e) NODISCARD;
/* The day turned out to be DAY while the feed was asked for. */
void harvest_feed_redate(struct feed *f, const char *day);
size_t harvest_feed_category(const struct feed *f);
void harvest_feed_free(struct feed *f);  /* NULL is fine */

/* Days; they ascend. */
struct day_list {
	const char (*v)[DAY_SIZE];
	size_t n;
};

/* ---- known.c: what one OAI-PMH list says of when papers were announced ---- */

/* Feeds leave out replacements behind this version (arXiv/arxiv-feed, version_threshold): a day is the same on all roads. */
enum { LAST_VERSION_IN_FEEDS = 5 };

/* Days as numbers, see day_number(). No paper is announced before the batch that its submission fell into, nor after the
 * day of its record's last change. */
struct list_record {
	int64_t key;                 /* arxiv_id.sort_key */
	struct str id;               /* in the list's arena */
	struct str primary;          /* its primary category, in the list's arena; STR_NULL: not known */
	int32_t first, last;         /* the batches of version 1 and of the newest version */
	int32_t batch[LAST_VERSION_IN_FEEDS + 1];  /* of each that feeds show; 0: not known */
	int64_t submitted;           /* version 1: seconds since 1970 */
	int32_t stamp;               /* the record's last change, UTC */
	int32_t until;               /* the last day on which version 1 can have been announced */
	int32_t version;             /* the newest */
	int32_t was;                 /* the day that an earlier run worked out; 0: none */
	int32_t seen;                /* the day of the run that first had it; 0: this one, or not known */
	int32_t at;                  /* the day on which this run has put it; 0: on none */
	int32_t sure;                /* the day that this run, by this list or one before, has found for certain; 0: none */
	int32_t shown; /* the day on which it was announced for certain as a new version or a later cross-list, by what
	                  the days before lack; 0: none */
	int64_t aside;               /* its place in the spool of papers set aside, plus 1; 0: none */
	bool as_version;             /* as its newest version */
	bool listed;                 /* of one set aside: the category has shown it on an earlier day */
};
struct known_list {
	struct calendar *calendar;   /* learns from the records */
	bool tried;                  /* the list was asked for; */
	bool whole;                  /* from FROM on nothing is missing */
	char from[DAY_SIZE];
	struct day_result of_day;       /* what the list says of the plan's day; DAY_NONE: it was not asked */
	VEC(struct list_record) records;  /* sorted by key, each once */
	struct spool *aside;         /* papers that may be of one of the days though they were submitted long before */
	struct arena a;
};
void known_list_add(struct known_list *l, const struct paper *p, const struct source_history *history);
/* The last day on which a version can have been announced whose next one is of the batch NEXT, for that is submitted when it is public, and
 * whose record was changed last on UNTIL. 0: not known, of each. */
int32_t known_before(const struct calendar *c, int32_t next, int32_t until);
void known_list_sort(struct known_list *l);
void known_list_free(struct known_list *l);
const struct list_record *known_list_find(const struct known_list *l, int64_t key);  /* NULL: it has no such paper */
/* Whether a new version of R's that feeds show was submitted for DAY. */
bool known_has_version_of(const struct list_record *r, int32_t day);
/* Whether a paper that can be DAY's, by version 1 or the newest, was changed last that day, so that it is of no later one. */
bool known_list_has_of(const struct known_list *l, int32_t day);
/* Whether R was announced on DAY in the category for certain, as whatever, so that the day's feed has to show it. Days
 * after an evening's mailing leave some of that open. */
bool known_must_show(const struct calendar *c, const struct list_record *r, struct str category, int32_t day);
/* What is known of an announcement whose identifier is KEY: not before FIRST, not after UNTIL (0: not known), and when it was
 * submitted (0: not known). */
struct known_mark {
	int64_t key, submitted;
	int32_t first, until;
};
/* The first and the last day on which record I of the sorted list L can have been announced: by its own times and by the N
 * MARKS, which are sorted by key here. Identifiers follow the order of announcement, and within a batch that of submission. LO and HI
 * have a place for each record; LO > HI where what is known contradicts itself. */
void known_list_bounds(const struct known_list *l, struct known_mark *marks, size_t n, int32_t *lo, int32_t *hi);

/* ---- doubt.c: evidence for feeds, and what was put on a wrong day ---- */

/* What speaks for and against the ITEMS being DAY's, from the store and the category's list, into ITEMS and V. The caller has
 * filled in their key, version, type and `known`, and V's `dated` and `same`. */
bool harvest_collect_evidence(struct harvest *h, size_t category, const char *day, struct feed_item *items, size_t n,
                   struct feed_evidence *v, struct err *e) NODISCARD;
/* A category whose feed shows on DAY what CATEGORY's must show, too; STR_NULL: there is none. *RET is in the harvest's arena. */
bool harvest_shown_elsewhere(struct harvest *h, size_t category, const char *day, struct str *ret, struct err *e) NODISCARD;
/* Whether DAY is one of this run's that no feed has told yet. */
bool harvest_is_open(struct harvest *h, size_t category, const char *day, bool *ret, struct err *e) NODISCARD;
/* PAPERS stood under DAY and were announced on the day TO (NULL: on none that is asked for): say so, and let all profiles have
 * these days' pages once more. */
bool harvest_report_moved(struct harvest *h, size_t category, size_t papers, const char *day, const char *to,
                   struct err *e) NODISCARD;
/* Let all profiles have the category's pages from DAY on once more, this run too. */
bool harvest_reach_back(struct harvest *h, size_t category, const char *day, struct err *e) NODISCARD;
/* A feed has told what DAY announced in the category: papers that were worked out for it, and are not in the feed, go to the first day
 * before it that they can be of, and that no feed has told. Before they would be forgotten. */
bool harvest_displace(struct harvest *h, size_t category, const char *day, struct err *e) NODISCARD;
/* Judge again those of the DAYS whose feed was in doubt, now that the category's list is there. */
bool harvest_doubts(struct harvest *h, size_t category, struct day_list days, struct err *e) NODISCARD;
/* A day whose feed may lack a part, judged by the list that is there now. UNTOLD: of some papers no road tells whether
 * they are the day's. *WHOLE: the feed had all; what else was worked out for the day is not its. */
bool harvest_complete(struct harvest *h, size_t category, const char *day, bool untold, bool *whole,
                      struct err *e) NODISCARD;

/* ---- days.c: from times of submission to announcements ---- */

struct derivation {
	struct harvest *h;
	struct str category;
	struct day_list days;
	int64_t *papers;             /* by day: how many announcements */
	bool *untold;                /* by day: a paper's day cannot be told for certain. NULL: it is not looked at */
};
/* Store what P's versions and cross-lists mean for the days. HISTORY may be NULL: version 1 alone is known. */
bool derive_paper(struct derivation *d, const struct paper *p, const struct source_history *history,
                  struct err *e) NODISCARD;
/* P's first version (or a later one: REPLACED) was announced on DAY, one of the days, whatever its time of submission says. */
bool derive_on(struct derivation *d, const struct paper *p, const char *day, bool replaced, struct err *e) NODISCARD;
/* Records come twice when a list is begun anew: PAPERS become what the store has. */
bool derive_count(struct derivation *d, struct err *e) NODISCARD;
/* How the note of a day begins on which a paper may be missing or too many, and no road can tell. */
#define UNTOLD_DAY "of some papers no road tells whether they are of this day or of one beside it"
/* How the note of a day begins of which a part came. */
#define LIST_BROKE_OFF "the list broke off"
/* What can be said of day I after a whole list. */
struct day_result derive_result(const struct derivation *d, size_t i, enum road road);

/* ---- oai_list.c, paper_day.c, closure.c, settle.c: days gone by, worked out from OAI-PMH's records ---- */

/* A day that a guess of the calendar has, and the day on which came what was submitted for it; 0: it was open. */
struct closure {
	int32_t day, until;
};

/* A day before those that are asked for, which the list reaches. */
struct lacking_day {
	char day[DAY_SIZE];
	bool known;                  /* an earlier run had all of it */
	size_t papers;               /* that it had not */
};

/* A category's list. */
struct oai_list {
	struct harvest *h;
	size_t category;
	struct derivation d;         /* its days are the listing's own */
	bool *open;                  /* by day: a feed that is still to come can tell what cannot be told */
	VEC(struct closure) closures;  /* closure.c's */
	VEC(struct lacking_day) lacking;  /* lacked.c's */
	struct known_list *known;    /* OWN, or the harvest's */
	struct known_list own;
	char known_since[DAY_SIZE];  /* from there to before the first of the days all are known; "": not the day before */
	bool whole, dry;
	struct err broke;            /* why it is not whole */
};
/* Ask for it. FROM: the day from which on it is wanted, if that is earlier than the days need; NULL: it is not. A list that broke off
 * is one all the same. *RET is the caller's: harvest_list_free(). */
bool harvest_list_ask(struct harvest *h, size_t category, struct day_list days, const char *from, const char *why,
                      struct oai_list **ret, struct err *e) NODISCARD;
/* Papers go to their days, by all that the lists of this run and the store's feeds tell by now; one verdict a day. It may be called
 * again when more is known. */
bool harvest_list_settle(struct oai_list *l, struct day_result *ret, struct err *e) NODISCARD;
/* Today's feed has been judged: from here on today is none of the list's days. */
void harvest_list_told(struct oai_list *l);
void harvest_list_free(struct oai_list *l);  /* NULL is fine */
/* All of that. */
bool harvest_list(struct harvest *h, size_t category, struct day_list days, const char *from, const char *why,
                  struct day_result *ret, struct err *e) NODISCARD;

/* ---- lists.c: the lists of a run ---- */

struct category_list {
	size_t category, from, to; /* the plan's steps that it is for, days gone by */
	size_t feed; /* the step of today's feed, the number of steps where there is none; then the list is for today,
	                too */
	struct oai_list *list; /* NULL: the API was asked, or nothing was */
};
/* Ask for all that the steps need. LISTS have a place for each step; *N of them are filled, which are the caller's
 * whatever is returned. V, here and below: what came of each step. The plan may turn out to be of a wrong day:
 * H->day_moved. */
bool harvest_lists_ask(struct harvest *h, struct category_list *lists, size_t *n, struct day_result *v,
                       struct err *e) NODISCARD;
/* Ask for one of them, once more if it has a list. */
bool harvest_list_of(struct harvest *h, struct category_list *c, struct day_result *v, struct err *e) NODISCARD;
/* What came of their days. They may be called again, when more is known; ONLY_OPEN: for those of which the feeds,
 * judged meanwhile, may tell more. */
bool harvest_list_note(struct harvest *h, const struct category_list *c, struct day_result *v, struct err *e) NODISCARD;
bool harvest_lists_note(struct harvest *h, const struct category_list *lists, size_t n, bool only_open,
                        struct day_result *v, struct err *e) NODISCARD;
void harvest_lists_free(struct category_list *lists, size_t n);

/* ---- lacked.c: days that were known, judged again ---- */

/* Put R's paper P on an earlier day that it is of for certain, if it is not there. */
bool lacked_look(struct oai_list *l, const struct list_record *r, const struct paper *p, struct err *e) NODISCARD;
/* After the list: note what was put, and let all profiles have these days' pages once more. */
bool lacked_tell(struct oai_list *l, struct err *e) NODISCARD;

/* ---- query.c: the API ---- */

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
bool harvest_api_days(struct harvest *h, size_t category, struct day_list days, const char *why, struct day_result *ret,
                      struct err *e) NODISCARD;

#endif
