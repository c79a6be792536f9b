/* SPDX-License-Identifier: MIT
 * Days gone by: one OAI-PMH list of what changed in a category since the day before the first of them, page by page.
 * The list has no end date, because a later change of a record moves it out of any range.
 *
 * A resumption token is an offset into a list that may change meanwhile, and it expires: then the list is begun anew
 * from the last day that was seen. Records come twice that way, which the store takes for what it is. */
#include <stdlib.h>
#include <string.h>

#include "digest/hash.h"
#include "src/harvest/internal.h"
#include "digest/spool.h"

enum { MOST_RESTARTS = 6, TOKEN_BYTES = 64 * 1024 };

static const char oldest[] = "2005-09-16";  /* an earlier `from` is refused */

struct list {
	struct source_fetch reading;
	struct oai_list *to;
	const char *from;            /* may be NULL */
	struct buf token;            /* of the page that came last */
	char last[DAY_SIZE];         /* newest datestamp seen; at first the day from which on it is asked for */
	struct buf stamp;            /* of the record that is coming */
	VEC(struct source_version) versions;
	struct arena a;              /* their texts */
	uint64_t page, page_before;  /* what pages held, in one number: a server may send one twice */
	unsigned long records;       /* of this page */
	bool expired;                /* the page was a refusal of the token */
};

/* ---- A page in ---- */

static void begin(void *ctx)
{
	struct list *l = ctx;
	l->records = 0;
	l->page = FNV_BASIS;
}

static void history(void *ctx, const struct source_history *h)
{
	struct list *l = ctx;
	arena_reset(&l->a);
	l->versions.n = 0;
	for (size_t i = 0; i < h->n_versions; i++)
		*vec_push(&l->versions) =
		        (struct source_version){ h->versions[i].number, arena_dup(&l->a, h->versions[i].submitted) };
	buf_clear(&l->stamp);
	buf_adds(&l->stamp, h->datestamp);
	if (day_valid(h->datestamp) && str_cmp(h->datestamp, str_of(l->last)) > 0)
		memcpy(l->last, l->stamp.s, DAY_SIZE);
	if (day_valid(h->datestamp) && str_cmp(h->datestamp, str_of(l->to->h->newest)) > 0)
		memcpy(l->to->h->newest, l->stamp.s, DAY_SIZE);
}

/* Its record, if it has one. */
static struct list_record *record_of(struct list *l, const struct paper *p)
{
	struct known_list *k = &l->to->own;
	struct list_record *r = k->records.n ? &k->records.v[k->records.n - 1] : NULL;
	return r && str_eq(r->id, p->id) ? r : NULL;
}

/* What an earlier run worked out was nearer to the announcement: the record may have changed since. */
static bool note_earlier(struct list *l, const struct paper *p, struct list_record *r, struct err *e)
{
	char day[DAY_SIZE], seen[DAY_SIZE];
	if (r->first == 0)
		return true;
	if (!store_derived_day(l->to->h->store, p->id, l->to->d.category, day, seen, e))
		return false;
	r->was = day_number(str_of(day));
	r->seen = day_number(str_of(seen));
	return true;
}

/* What was submitted before the days that are asked for, and changed on one of them or later, may be of one of them: held back, or
 * cross-listed then. Which it is is known when all have come. *LATER: it can only have been cross-listed then. */
static bool put_aside(struct list *l, const struct paper *p, struct list_record *r, bool *later, struct err *e)
{
	enum { HELD_DAYS = 40 };
	struct oai_list *to = l->to;
	char text[DAY_SIZE];
	int64_t row;
	int32_t day = day_number(str_of(to->d.days.v[0]));
	day_add(to->d.days.v[0], -HELD_DAYS, text);
	int32_t begin = day_number(str_of(text));
	*later = false;
	if (r->first >= day || r->stamp < day)
		return true;
	r->listed = r->first < begin;
	if (!r->listed && !store_is_listed(to->h->store, p->id, to->d.category, to->d.days.v[0], &r->listed, e))
		return false;
	bool version_held = r->version > 1 && r->version <= LAST_VERSION_IN_FEEDS && r->last < day && r->last >= begin;
	if (r->listed && !version_held)
		return true;
	*later = !r->listed && !category_under(r->primary, to->d.category) && to->known_since[0] &&
	         r->first >= day_number(str_of(to->known_since));
	if ((to->own.aside == NULL && !spool_open(&to->own.aside, e)) || !spool_put(to->own.aside, p, &row, e))
		return false;
	r->aside = row + 1;
	return true;
}

static bool put(void *ctx, const struct paper *p, struct err *e)
{
	struct list *l = ctx;
	struct oai_list *to = l->to;
	const struct source_history h = { buf_str(&l->stamp), l->versions.v, l->versions.n };
	bool later = false;
	l->page = fnv(l->page, p->id);
	l->records++;
	known_list_add(&to->own, p, &h);
	struct list_record *r = record_of(l, p);
	if (r && (!note_earlier(l, p, r, e) || !put_aside(l, p, r, &later, e) || !lacked_look(to, r, p, e)))
		return false;
	return later || derive_paper(&to->d, p, &h, e);
}

/* A page without records that goes on all the same has lost them. */
static bool whole(void *ctx, const struct source_result *r, struct err *e)
{
	struct list *l = ctx;
	if (l->records > 0 || str_empty(r->resumption_token) || r->skipped > 0 || r->deleted > 0)
		return true;
	l->reading.told = true;
	return err_set(e, ERR_NET_TEMP, "%s: an empty page, though the list goes on", l->reading.shown);
}

/* Ask for one page. False: *E; FATAL in the reading says whether all must end. */
static bool ask_page(struct list *l, const char *url, struct err *e)
{
	struct harvest *h = l->to->h;
	struct source_fetch *r = &l->reading;
	source_fetch_free(r);
	*r = (struct source_fetch){ .h = h,
		               .name = r->name,
		               .url = url,
		               .why = r->why,
		               .ctx = l,
		               .begin = begin,
		               .put = put,
		               .history = history,
		               .whole = whole };
	l->expired = false;
	bool ok = source_fetch_run(r, e);
	if (!ok && r->source)
		l->expired = str_is(source_result(r->source)->error_code, "badResumptionToken");
	buf_clear(&l->token);
	if (ok && r->source)
		buf_adds(&l->token, source_result(r->source)->resumption_token);
	return ok;
}

/* ---- All pages ---- */

static void first_day(const struct list *l, char ret[DAY_SIZE])
{
	/* A mailing at 20:00 is stamped with the next day by UTC; one day more costs little. */
	day_add(l->from ? l->from : l->to->d.days.v[0], -1, ret);
	if (strcmp(ret, oldest) < 0)
		memcpy(ret, oldest, DAY_SIZE);
}

/* Whether the page that came brings the list no further: the one before once more, or the same token again. */
static bool stands_still(const struct list *l, struct str sent)
{
	return (l->records > 0 && l->page == l->page_before) || (sent.n > 0 && str_eq(buf_str(&l->token), sent));
}

static bool walk(struct list *l, bool *dry, struct err *e)
{
	struct harvest *h = l->to->h;
	struct buf url = BUF_INIT(TOKEN_BYTES * 4), sent = BUF_INIT(TOKEN_BYTES);
	int restarts = 0;
	bool ok = false;
	first_day(l, l->last);
	for (bool anew = true;;) {
		char from[DAY_SIZE];
		memcpy(from, l->last, sizeof from);
		buf_clear(&url);
		buf_clear(&sent);
		if (anew) {
			query_oai(h->o->base, l->to->d.category, from, &url);
		} else {
			buf_adds(&sent, buf_str(&l->token));
			query_oai_next(h->o->base, buf_str(&sent), &url);
		}
		bool page = ask_page(l, url.s, e);
		*dry = page && l->reading.reply.outcome == FETCH_DRY;
		if (*dry || (page && l->token.len == 0)) {
			ok = true;
			break;
		}
		if (l->reading.fatal || (page && !h->sink.commit(h->sink.ctx, e))) {
			l->reading.fatal = true;
			break;
		}
		bool again = page ? stands_still(l, buf_str(&sent)) : l->expired;
		if (!page && !again)
			break;
		if (again && ++restarts > MOST_RESTARTS) {
			if (page)
				err_set(e, ERR_NET_TEMP, "%s: the same page again and again", l->reading.shown);
			break;
		}
		if (again)
			log_info(h->log, "%s: %s; the list is begun anew from %s", l->reading.name,
			         page ? "a page came twice" : "the resumption token has expired", l->last);
		anew = again;
		l->page_before = l->page;
	}
	buf_free(&url);
	buf_free(&sent);
	return ok;
}

/* ---- The whole ---- */

/* From where on all days before the first that is asked for are known; at most so many days back. */
static bool look_known(struct oai_list *l, struct err *e)
{
	enum { DAYS_BACK = 40 };
	struct arena a = ARENA_INIT;
	char day[DAY_SIZE];
	bool ok = true, known = true;
	calendar_previous(l->h->o->calendar, l->d.days.v[0], day);
	for (int i = 0; ok && known && i < DAYS_BACK; i++) {
		struct store_fetch g;
		ok = harvest_logged_day(l->h, l->category, day, &a, &g, e);
		known = ok && (g.status == DAY_FRESH || (g.status == DAY_PARTIAL && g.settled));
		if (known)
			memcpy(l->known_since, day, DAY_SIZE);
		calendar_previous(l->h->o->calendar, day, day);
	}
	arena_free(&a);
	return ok;
}

/* The list is kept for judging feeds, unless one that begins earlier is there. */
static void keep(struct oai_list *l, const char *from)
{
	struct known_list *kept = &l->h->lists[l->category];
	known_list_sort(&l->own);
	memcpy(l->own.from, from, DAY_SIZE);
	l->own.whole = l->own.tried = true;
	for (size_t i = 0; i < l->own.records.n; i++) {
		const struct list_record *r = known_list_find(kept, l->own.records.v[i].key);
		if (r)
			l->own.records.v[i].sure = r->sure;
	}
	if (kept->whole && strcmp(kept->from, from) < 0)
		return;
	l->own.of_day = kept->of_day;
	known_list_free(kept);
	*kept = l->own;
	l->own = (struct known_list){ .calendar = l->h->o->calendar };
	l->known = kept;
}

static struct oai_list *listing_new(struct harvest *h, size_t category, struct day_list days)
{
	struct oai_list *l = xcalloc(1, sizeof *l);
	char (*copy)[DAY_SIZE] = xcalloc(days.n, sizeof *copy);
	memcpy(copy, days.v, days.n * sizeof *copy);
	*l = (struct oai_list){
		.h = h, .category = category, .known = &l->own, .own = { .calendar = h->o->calendar }, .open = xcalloc(days.n, sizeof *l->open), .broke = ERR_INIT,
		.d = { .h = h, .category = h->o->categories.v[category], .days = { (const char (*)[DAY_SIZE])copy, days.n },
		       .papers = xcalloc(days.n, sizeof *l->d.papers), .untold = xcalloc(days.n, sizeof *l->d.untold) },
	};
	return l;
}

void harvest_list_told(struct oai_list *l)
{
	size_t n = l->d.days.n;
	if (n > 1 && strcmp(l->d.days.v[n - 1], l->h->plan.today) == 0)
		l->d.days.n--;
}

void harvest_list_free(struct oai_list *l)
{
	if (l == NULL)
		return;
	known_list_free(&l->own);
	vec_free(&l->closures);
	vec_free(&l->lacking);
	free((void *)(uintptr_t)l->d.days.v);
	free(l->d.papers);
	free(l->d.untold);
	free(l->open);
	free(l);
}

bool harvest_list_ask(struct harvest *h, size_t category, struct day_list days, const char *from, const char *why,
                      struct oai_list **ret, struct err *e)
{
	struct oai_list *to = listing_new(h, category, days);
	struct list l = {
		.reading = { .name = h->o->categories.v[category].p, .why = why }, .to = to,
		.from = from, .token = BUF_INIT(TOKEN_BYTES), .stamp = BUF_INIT(DAY_SIZE), .versions = VEC_INIT, .a = ARENA_INIT,
	};
	char since[DAY_SIZE];
	bool ok = look_known(to, e);
	if (ok) {
		to->whole = walk(&l, &to->dry, &to->broke);
		h->lists[category].tried = true;
		ok = to->whole || !l.reading.fatal;
		if (!ok)
			*e = to->broke;
	}
	if (ok && to->whole && !to->dry) {
		first_day(&l, since);
		keep(to, since);
	}
	ok = ok && lacked_tell(to, e);
	source_fetch_free(&l.reading);
	buf_free(&l.token);
	buf_free(&l.stamp);
	vec_free(&l.versions);
	arena_free(&l.a);
	if (!ok) {
		harvest_list_free(to);
		to = NULL;
	}
	*ret = to;
	return ok;
}

bool harvest_list(struct harvest *h, size_t category, struct day_list days, const char *from, const char *why,
                  struct day_result *ret, struct err *e)
{
	struct oai_list *l;
	if (!harvest_list_ask(h, category, days, from, why, &l, e))
		return false;
	bool ok = harvest_list_settle(l, ret, e);
	harvest_list_free(l);
	return ok;
}
