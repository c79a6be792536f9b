/* SPDX-License-Identifier: MIT
 * Days gone by: one OAI-PMH list of what changed in a category since the day before the first of them, page by page.
 * The list has no end date, because a later change of a record moves it out of any range.
 *
 * A resumption token is an offset into a list that may change meanwhile, and it expires: then the list is begun anew
 * from the last day that was seen. Records come twice that way, which the store takes for what it is. */
#include <string.h>

#include "src/harvest/internal.h"
#include "digest/spool.h"

enum { MOST_RESTARTS = 6, TOKEN_BYTES = 64 * 1024 };

static const char broke_off[] = "the list broke off";
static const char oldest[] = "2005-09-16";  /* an earlier `from` is refused */

struct list {
	struct reading reading;
	struct derivation d;
	const char *from;            /* may be NULL */
	struct buf token;            /* of the page that came last */
	char last[DAY_SIZE];         /* newest datestamp seen; at first the day from which on it is asked for */
	int32_t looked_at;           /* was_announced() */
	bool announced;
	char last_stamp[DAY_SIZE];   /* newest datestamp seen; "": none */
	struct buf stamp;            /* of the record that is coming */
	VEC(struct source_version) versions;
	struct arena a;              /* their texts */
	struct known_list known;
	struct spool *aside;         /* papers that may have been held back until one of the days */
	uint64_t page, page_before;  /* what pages held, in one number: a server may send one twice */
	unsigned long records;       /* of this page */
	bool expired;                /* the page was a refusal of the token */
};

/* ---- A page in ---- */

static void begin(void *ctx)
{
	struct list *l = ctx;
	l->records = 0;
	l->page = UINT64_C(14695981039346656037);  /* FNV-1a */
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
	if (day_valid(h->datestamp) && str_cmp(h->datestamp, str_of(l->last_stamp)) > 0)
		memcpy(l->last_stamp, l->stamp.s, DAY_SIZE);
}

/* Its record, if it has one. */
static struct list_record *record_of(struct list *l, const struct paper *p)
{
	struct list_record *r = l->known.records.n ? &l->known.records.v[l->known.records.n - 1] : NULL;
	return r && str_eq(r->id, p->id) ? r : NULL;
}

/* What an earlier run worked out was nearer to the announcement: the record may have changed since. */
static bool note_earlier(struct list *l, const struct paper *p, struct err *e)
{
	struct list_record *r = record_of(l, p);
	char day[DAY_SIZE];
	if (r == NULL || r->first == 0)
		return true;
	if (!store_derived_day(l->d.h->store, p->id, l->d.category, day, e))
		return false;
	r->was = day_number(str_of(day));
	return true;
}

/* Moderation can hold a paper back until one of the days that are asked for; whether it did is known when all have come. */
static bool put_aside(struct list *l, const struct paper *p, struct err *e)
{
	enum { HELD_DAYS = 40 };
	struct list_record *r = record_of(l, p);
	char oldest_batch[DAY_SIZE];
	const char *day = l->d.days.v[0];
	int64_t row;
	bool listed;
	day_add(day, -HELD_DAYS, oldest_batch);
	if (r == NULL || r->first >= day_number(str_of(day)) || r->stamp < day_number(str_of(day)) ||
	    r->first < day_number(str_of(oldest_batch)))
		return true;
	if (!store_is_listed(l->d.h->store, p->id, l->d.category, day, &listed, e))
		return false;
	if (listed)
		return true;
	if ((l->aside == NULL && !spool_open(&l->aside, e)) || !spool_put(l->aside, p, &row, e))
		return false;
	r->aside = row + 1;
	return true;
}

static bool put(void *ctx, const struct paper *p, struct err *e)
{
	struct list *l = ctx;
	const struct source_history h = { buf_str(&l->stamp), l->versions.v, l->versions.n };
	for (size_t i = 0; i < p->id.n; i++)
		l->page = (l->page ^ (unsigned char)p->id.p[i]) * UINT64_C(1099511628211);
	l->records++;
	known_list_add(&l->known, p, &h);
	return note_earlier(l, p, e) && derive_paper(&l->d, p, &h, e) && put_aside(l, p, e);
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
	struct harvest *h = l->d.h;
	struct reading *r = &l->reading;
	reading_free(r);
	*r = (struct reading){ .h = h,
		               .name = r->name,
		               .url = url,
		               .why = r->why,
		               .ctx = l,
		               .begin = begin,
		               .put = put,
		               .history = history,
		               .whole = whole };
	l->expired = false;
	bool ok = reading_run(r, e);
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
	day_add(l->from ? l->from : l->d.days.v[0], -1, ret);
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
	struct harvest *h = l->d.h;
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
			query_oai(h->o->base, l->d.category, from, &url);
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

/* What is known of each day when the list broke off. */
static void broken(struct list *l, const struct err *why, struct verdict *ret)
{
	struct harvest *h = l->d.h;
	for (size_t i = 0; i < l->d.days.n; i++) {
		ret[i] = harvest_failed(h, ROAD_OAI, why);
		if (l->d.papers[i] == 0)
			continue;
		ret[i].status = GOT_PARTIAL;
		ret[i].papers = l->d.papers[i];
		ret[i].note = harvest_text(h, "%s: %s", broke_off, why->msg);
	}
}

/* ---- When all records are there ---- */

/* Whether an earlier run had a whole list with DAY's papers: one that was public then was worked out. */
static bool was_listed(const struct list *l, const struct store_got *g)
{
	return g->status == GOT_PARTIAL && g->papers > 0 && g->run != l->d.h->o->run && str_is(g->road, road_name(ROAD_OAI)) &&
	       str_find(g->note, broke_off, 0) == STR_NONE;
}

/* Whether all papers of DAY were known before this run; *TOLD: by a feed. */
static bool is_known(struct list *l, int32_t day, bool *ret, bool *told, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct store_got g;
	char text[DAY_SIZE];
	day_text(day, text);
	bool ok = store_get_got(l->d.h->store, l->d.category, text, &a, &g, e);
	*told = ok && g.status == GOT_FRESH;
	*ret = *told || (ok && ((g.status == GOT_PARTIAL && g.settled) || was_listed(l, &g)));
	arena_free(&a);
	return ok;
}

/* The day of a paper from LO to HI cannot be told for certain. */
static void mark_untold(struct list *l, const char *lo, const char *hi)
{
	for (size_t i = 0; i < l->d.days.n; i++)
		l->d.untold[i] |= strcmp(l->d.days.v[i], lo) >= 0 && strcmp(l->d.days.v[i], hi) <= 0;
}

/* Whether a record was changed last on DAY: where none was, nothing was announced that day, whatever the calendar says. The
 * list is walked in the order of days, so the last answer mostly holds. */
static bool was_announced(struct list *l, int32_t day)
{
	if (l->looked_at != day) {
		l->looked_at = day;
		l->announced = false;
		for (size_t i = 0; i < l->known.records.n && !l->announced; i++)
			l->announced = l->known.records.v[i].stamp == day;
	}
	return l->announced;
}

/* Within a batch identifiers follow the submissions: a paper behind one of its own batch that was submitted later was held
 * back. LATEST: the last submission among the papers with lower identifiers whose batch is LO. */
static bool is_out_of_order(const struct list_record *r, int32_t lo, int64_t latest)
{
	return r->first < lo || (latest > 0 && r->submitted < latest);
}

/* The day of a record's paper, which was announced from LO to HI. Where several are possible it was held back if its record
 * was never changed but on an announcement day soon after, and its identifier is out of order. */
static bool day_between(struct list *l, const struct list_record *r, int32_t lo, int32_t hi, int64_t latest, int32_t *ret,
                        struct err *e)
{
	enum { HELD_BATCHES = 4 };
	int32_t batch = lo;
	char day[DAY_SIZE], last[DAY_SIZE];
	bool known = true, told = true;
	if (hi < lo) {  /* identifiers out of order */
		lo = r->first;
		hi = r->stamp;
	}
	if (hi < lo) {  /* by a calendar that is wrong */
		*ret = hi;
		return true;
	}
	if (r->was >= lo && r->was <= hi && !is_known(l, r->was, &known, &told, e))
		return false;
	*ret = r->was;
	if (!told)
		return true;
	day_text(lo, day);
	day_text(hi, last);
	for (; lo < hi; lo = day_number(str_of(day))) {
		if (!is_known(l, lo, &known, &told, e))
			return false;
		if (!known && was_announced(l, lo))
			break;
		calendar_next(l->d.h->o->calendar, day, day);  /* it was not among that day's */
	}
	*ret = lo < hi ? lo : hi;
	if (lo >= hi)
		return true;
	char soon[DAY_SIZE];
	memcpy(soon, day, DAY_SIZE);
	for (int i = 0; i < HELD_BATCHES && strcmp(soon, last) < 0; i++)
		calendar_next(l->d.h->o->calendar, soon, soon);
	bool held = batch != lo || is_out_of_order(r, lo, latest);
	if (held && r->version == 1 && r->stamp == hi && calendar_due(l->d.h->o->calendar, last) && strcmp(soon, last) == 0)
		*ret = hi;
	else
		mark_untold(l, day, last);
	return true;
}

static bool settle_record(struct list *l, const struct list_record *r, int32_t day, struct err *e)
{
	struct harvest *h = l->d.h;
	char to[DAY_SIZE], from[DAY_SIZE];
	bool asked = false;  /* today's feed, where that is judged by itself, has its papers */
	day_text(day, to);
	day_text(r->first, from);
	for (size_t i = 0; i < l->d.days.n; i++)
		asked |= strcmp(l->d.days.v[i], to) == 0;
	if (r->aside == 0)  /* it was put on the day of its submission, so it has to leave that in any case */
		return store_derived_move(h->store, r->id, from, l->d.category, to, e);
	if (!asked)
		return true;
	struct arena a = ARENA_INIT;
	struct paper p;
	bool ok = spool_get(l->aside, r->aside - 1, &a, &p, e) && derive_first(&l->d, &p, to, e);
	arena_free(&a);
	return ok;
}

/* The highest identifier of the days before: what is not above it is not of the days that are asked for. */
static bool highest_before(struct list *l, int64_t *ret, struct err *e)
{
	enum { DAYS_BACK = 14 };
	struct arena a = ARENA_INIT;
	struct arxiv_id id;
	struct str text = STR_NULL;
	char since[DAY_SIZE];
	day_add(l->d.days.v[0], -DAYS_BACK, since);
	bool ok = store_highest(l->d.h->store, since, l->d.days.v[0], &a, &text, e);
	if (ok && str_known(text) && arxiv_id_parse(text, &a, &id))
		*ret = id.sort_key;
	arena_free(&a);
	return ok;
}

/* Whether record I lies further before the papers of DAY than these are spread: then it is of a batch before. */
static bool is_far(const struct known_list *k, size_t i, int32_t day)
{
	int64_t lowest = 0, highest = 0;
	for (size_t n = i + 1; n < k->records.n && k->records.v[n].first <= day; n++) {
		if (k->records.v[n].first != day)
			continue;
		lowest = lowest ? lowest : k->records.v[n].key;
		highest = k->records.v[n].key;
	}
	return lowest && lowest - k->records.v[i].key > highest - lowest;
}

/* Papers that were held back go to their days. */
static bool settle(struct list *l, struct err *e)
{
	struct known_list *k = &l->known;
	known_list_sort(k);
	int32_t *lo = xcalloc(k->records.n + 1, sizeof *lo), *hi = xcalloc(k->records.n + 1, sizeof *hi);
	int32_t first = day_number(str_of(l->d.days.v[0])), day, of = 0;
	int64_t latest = 0, highest = 0;
	bool ok = highest_before(l, &highest, e);
	known_list_bounds(k, lo, hi);
	for (size_t i = 0; ok && i < k->records.n; i++) {
		const struct list_record *r = &k->records.v[i];
		if (lo[i] != of)
			latest = 0;
		of = lo[i];
		int64_t before = latest;
		if (r->first == of && r->submitted > latest)
			latest = r->submitted;
		if (r->first == 0 || r->stamp < first || (r->first < first && (r->aside == 0 || r->key <= highest || (highest == 0 && is_far(k, i, hi[i])))))
			continue;
		ok = day_between(l, r, lo[i], hi[i], before, &day, e);
		if (ok && (day != r->first || r->aside))
			ok = settle_record(l, r, day, e);
	}
	free(lo);
	free(hi);
	return ok;
}

/* A list can be days behind. It has got as far as DAY if something changed on it or later. */
static bool reaches(const struct list *l, const char *day)
{
	return strcmp(l->last_stamp, day) >= 0;
}

static void behind(struct harvest *h, struct verdict *v)
{
	v->settled = false;
	v->behind = true;
	v->note = harvest_text(h, "OAI-PMH has nothing of that day yet; %.*s", STR_ARG(v->note));
}

/* The list is kept for judging feeds, unless one that begins earlier is there. */
static void keep(struct list *l, size_t category, const struct verdict *of_day)
{
	struct known_list *kept = &l->d.h->lists[category];
	if (kept->whole && strcmp(kept->from, l->known.from) < 0)
		return;
	l->known.whole = l->known.tried = true;
	l->known.of_day = of_day ? *of_day : kept->of_day;
	known_list_free(kept);
	*kept = l->known;
	l->known = (struct known_list){ .calendar = l->d.h->o->calendar };
}

static void list_free(struct list *l)
{
	reading_free(&l->reading);
	buf_free(&l->token);
	buf_free(&l->stamp);
	vec_free(&l->versions);
	known_list_free(&l->known);
	spool_free(l->aside);
	arena_free(&l->a);
	free(l->d.papers);
	free(l->d.untold);
}

bool harvest_list(struct harvest *h, size_t category, struct day_list days, const char *from, const char *why,
                  struct verdict *ret, struct err *e)
{
	struct err broke = ERR_INIT;
	struct list l = {
		.reading = { .name = h->o->categories.v[category].p, .why = why },
		.d = { .h = h, .category = h->o->categories.v[category], .days = days,
		       .papers = xcalloc(days.n, sizeof *l.d.papers), .untold = xcalloc(days.n, sizeof *l.d.untold) },
		.from = from, .token = BUF_INIT(TOKEN_BYTES), .stamp = BUF_INIT(DAY_SIZE), .versions = VEC_INIT, .a = ARENA_INIT,
		.known = { .calendar = h->o->calendar },
	};
	bool dry = false, ok = walk(&l, &dry, &broke);
	h->lists[category].tried = true;
	bool fatal = !ok && l.reading.fatal;
	if (fatal)
		*e = broke;
	if (!fatal && ((ok && !dry && !settle(&l, e)) || !derive_count(&l.d, e)))
		fatal = true;
	if (!fatal && !ok)
		broken(&l, &broke, ret);
	for (size_t i = 0; ok && !fatal && i < days.n; i++)
		ret[i] = dry ? (struct verdict){ .status = GOT_NONE } : derive_verdict(&l.d, i, ROAD_OAI);
	for (size_t i = 0; ok && !fatal && !dry && i < days.n; i++)
		if (!reaches(&l, days.v[i]))
			behind(h, &ret[i]);
	if (ok && !fatal && !dry) {
		bool has_day = strcmp(days.v[days.n - 1], h->plan.today) == 0;
		first_day(&l, l.known.from);
		keep(&l, category, has_day ? &ret[days.n - 1] : NULL);
	}
	list_free(&l);
	return !fatal;
}
