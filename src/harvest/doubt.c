/* SPDX-License-Identifier: MIT
 * Evidence for feeds: what the store and OAI-PMH's list of this run know of the entries and of the days before. And the days
 * of earlier runs whose feed was in doubt: they are judged again, and what was put on a wrong day moves. */
#include <stdlib.h>
#include <string.h>

#include "src/harvest/internal.h"

/* ---- What the days before say ---- */

/* A feed of which a part may be missing has told the order of identifiers. */
static bool is_known(const struct store_fetch *g)
{
	return g->status == DAY_FRESH ||
	       (g->status == DAY_PARTIAL && (g->settled || harvest_told_in_part(g->status, g->note)));
}

static int64_t key_of(struct str id)
{
	struct arena a = ARENA_INIT;
	struct arxiv_id parsed;
	int64_t key = str_known(id) && arxiv_id_parse(id, &a, &parsed) ? parsed.sort_key : 0;
	arena_free(&a);
	return key;
}

/* From DAY back, over days that are known, to one with new papers. */
static bool look_back(struct harvest *h, size_t category, const char *day, struct feed_evidence *v, struct err *e)
{
	enum { DAYS_BACK = 10 };
	struct arena a = ARENA_INIT;
	char since[DAY_SIZE];
	bool ok = true, some = false;
	v->gapless = true;
	memcpy(since, day, DAY_SIZE);
	for (int i = 0; ok && v->gapless && !some; i++) {
		struct store_fetch g;
		calendar_previous(h->o->calendar, since, since);
		ok = harvest_logged_day(h, category, since, &a, &g, e) && store_any_new(h->store, since, h->o->categories.v[category], &some, e);
		v->gapless = i < DAYS_BACK && is_known(&g);
	}
	struct str id = STR_NULL;
	ok = ok && store_highest(h->store, since, day, &a, &id, e);
	v->highest = ok ? key_of(id) : 0;
	arena_free(&a);
	return ok;
}

/* ---- What OAI-PMH's list says ---- */

static bool covers(const struct calendar *c, const struct known_list *l, const char *day)
{
	char before[DAY_SIZE];
	calendar_previous(c, day, before);
	return l->whole && strcmp(l->from, before) <= 0;
}

/* The version that an entry shows was the newest until its record changed; until the next one was submitted, if there is one. */
static void weigh_item(const struct calendar *c, const struct known_list *l, struct feed_item *x)
{
	const struct list_record *r = known_list_find(l, x->key);
	char day[DAY_SIZE];
	x->recorded = r != NULL && x->version <= r->version;  /* a newer version is one that the list has not got as far as */
	if (!x->recorded)
		return;
	bool newest = x->version == 0 || x->version >= r->version, numbered = x->version > 0 && x->version <= LAST_VERSION_IN_FEEDS;
	x->from = newest && x->version != 1 ? r->last : r->first;
	if (numbered && r->batch[x->version])
		x->from = r->batch[x->version];
	x->until = r->stamp;
	if (newest || r->stamp == 0)
		return;
	day_text(r->stamp, day);
	day_add(day, -1, day);
	x->until = known_before(c, numbered && x->version < LAST_VERSION_IN_FEEDS ? r->batch[x->version + 1] : 0, day_number(str_of(day)));
}

static int by_key(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

/* What the list has of the day for certain, and the entries do not. */
static void count_lacking(struct harvest *h, size_t category, struct feed_evidence *v)
{
	const struct known_list *l = &h->lists[category];
	int64_t *keys = xcalloc(v->n + 1, sizeof *keys);
	for (size_t i = 0; i < v->n; i++)
		keys[i] = v->items[i].key;
	qsort(keys, v->n, sizeof *keys, by_key);
	v->lacking = 0;
	for (size_t i = 0; i < l->records.n; i++) {
		const struct list_record *r = &l->records.v[i];
		if (known_must_show(h->o->calendar, r, h->o->categories.v[category], v->day))
			v->lacking += bsearch(&r->key, keys, v->n, sizeof *keys, by_key) == NULL;
	}
	free(keys);
}

/* GOT_SO_FAR: OAI-PMH has got as far as the announcement day before. */
static void weigh_list(const struct known_list *l, int32_t day, bool got_so_far, struct feed_evidence *v)
{
	int64_t before = 0;
	for (size_t i = 0; i < l->records.n; i++) {
		const struct list_record *r = &l->records.v[i];
		v->of_day += r->first == day || (r->last == day && r->version <= LAST_VERSION_IN_FEEDS);
		if (r->stamp < day && r->key > before)
			before = r->key;
	}
	v->listed = true;
	if (before > v->highest) {
		v->highest = before;
		v->gapless = got_so_far;
	}
}

bool harvest_collect_evidence(struct harvest *h, size_t category, const char *day, struct feed_item *items, size_t n,
                   struct feed_evidence *v, struct err *e)
{
	const struct known_list *l = &h->lists[category];
	char before[DAY_SIZE];
	calendar_previous(h->o->calendar, day, before);
	v->day = day_number(str_of(day));
	v->items = items;
	v->n = n;
	v->listed = false;
	v->of_day = v->lacking = 0;
	if (!look_back(h, category, day, v, e))
		return false;
	if (!covers(h->o->calendar, l, day))
		return true;
	for (size_t i = 0; i < n; i++)
		weigh_item(h->o->calendar, l, &items[i]);
	weigh_list(l, v->day, strcmp(h->newest, before) >= 0, v);
	count_lacking(h, category, v);
	return true;
}

/* ---- An empty feed ---- */

bool harvest_shown_elsewhere(struct harvest *h, size_t category, const char *day, struct str *ret, struct err *e)
{
	enum { DAYS_BACK = 14 };
	struct str highest = STR_NULL;
	char since[DAY_SIZE];
	day_add(day, -DAYS_BACK, since);
	return store_highest(h->store, since, day, &h->a, &highest, e) &&
	       store_shown_elsewhere(h->store, day, h->o->categories.v[category], highest, &h->a, ret, e);
}

/* ---- Days in doubt ---- */

struct doubted {
	VEC(struct feed_item) items;
	struct str ids;              /* the feed's set: "IDvN" LF each */
};

/* The version of ID in the feed's set; 0: it is not there. */
static int version_in(struct str ids, struct str id)
{
	struct str line;
	uint64_t version;
	while (str_cut(&ids, '\n', &line))
		if (line.n > id.n + 1 && str_starts(line, id.p) && line.p[id.n] == 'v' &&
		    str_number(str_from(line, id.n + 1), INT32_MAX, &version))
			return (int)version;
	return 0;
}

static bool add_doubted(void *ctx, struct str id, enum announce_type type, struct err *e)
{
	struct doubted *d = ctx;
	UNUSED(e);
	*vec_push(&d->items) = (struct feed_item){ .key = key_of(id), .version = version_in(d->ids, id), .type = type };
	return true;
}

/* The pages of DAY come in this run, too, with all that is to be said of them. */
static void reach_back(struct harvest *h, const char *day)
{
	for (size_t i = 0; i < h->plan.ranges.n; i++) {
		struct plan_range *r = &h->plan.ranges.v[i];
		if (!r->moves)
			return;  /* days were asked for */
		if (strcmp(day, r->since) < 0)
			memcpy(r->since, day, DAY_SIZE);
	}
	if (strcmp(day, h->plan.since) < 0)
		memcpy(h->plan.since, day, DAY_SIZE);
}

bool harvest_reach_back(struct harvest *h, size_t category, const char *day, struct err *e)
{
	char before[DAY_SIZE];
	reach_back(h, day);
	calendar_previous(h->o->calendar, day, before);
	return store_watermarks_lower(h->store, h->o->categories.v[category], before, e);
}

bool harvest_report_moved(struct harvest *h, size_t category, size_t papers, const char *day, const char *to, struct err *e)
{
	struct str c = h->o->categories.v[category];
	if (to)
		log_note(h->log, "%.*s: %zu paper%s put on %s: moved to %s, the day of the announcement", STR_ARG(c), papers,
		         papers == 1 ? " was" : "s were", day, to);
	else
		log_note(h->log, "%.*s: %zu paper%s put on %s: not announced that day, so taken off it", STR_ARG(c), papers,
		         papers == 1 ? " was" : "s were", day);
	return harvest_reach_back(h, category, to && strcmp(to, day) < 0 ? to : day, e);
}

/* ---- Papers that a day's feed does not have ---- */

struct displaced {
	struct str id;               /* in the harvest's arena */
	char first[DAY_SIZE];        /* the batch of version 1 */
};

struct displacing {
	struct harvest *h;
	VEC(struct displaced) papers;
};

static bool add_displaced(void *ctx, struct str id, struct str published, struct err *e)
{
	struct displacing *d = ctx;
	int64_t seconds;
	UNUSED(e);
	if (!str_known(published) || !date_time_parse(published, &seconds))
		return true;
	struct displaced *p = vec_push(&d->papers);
	p->id = arena_dup(&d->h->a, id);
	calendar_batch(d->h->o->calendar, seconds, p->first);
	return true;
}

/* The first day from P's batch on, and before DAY, that was asked for and that no feed has told; "": there is none. */
static bool other_day(struct harvest *h, struct str category, const struct displaced *p, const char *day, char ret[DAY_SIZE],
                      struct err *e)
{
	struct arena a = ARENA_INIT;
	bool ok = true, found = false;
	for (memcpy(ret, p->first, DAY_SIZE); ok && !found && strcmp(ret, day) < 0;) {
		struct store_fetch g;
		ok = store_get_fetch(h->store, category, ret, &a, &g, e);
		found = ok && g.status != DAY_NONE && g.status != DAY_FRESH && g.status != DAY_EMPTY;
		if (!found)
			calendar_next(h->o->calendar, ret, ret);
	}
	if (!found)
		ret[0] = '\0';
	arena_free(&a);
	return ok;
}

bool harvest_displace(struct harvest *h, size_t category, const char *day, struct err *e)
{
	struct str c = h->o->categories.v[category];
	struct displacing d = { .h = h, .papers = VEC_INIT };
	bool ok = store_derived_each(h->store, day, c, add_displaced, &d, e);
	for (size_t i = 0; ok && i < d.papers.n; i++) {
		char to[DAY_SIZE];
		ok = other_day(h, c, &d.papers.v[i], day, to, e);
		if (ok && to[0])
			ok = store_derived_move(h->store, d.papers.v[i].id, day, c, to, e) && harvest_report_moved(h, category, 1, day, to, e);
	}
	vec_free(&d.papers);
	return ok;
}

bool harvest_is_open(struct harvest *h, size_t category, const char *day, bool *ret, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct store_fetch g;
	bool ok = harvest_logged_day(h, category, day, &a, &g, e);
	*ret = ok && g.status != DAY_FRESH && strcmp(day, h->plan.ranges.v[category].since) >= 0;
	arena_free(&a);
	return ok;
}

static struct day_result fresh(int64_t papers, struct str ids)
{
	return (struct day_result){ .proved = true, .status = DAY_FRESH, .road = ROAD_RSS, .settled = true, .papers = papers, .ids = ids };
}

/* As what R announces its paper on DAY, by its list; ANNOUNCE_UNKNOWN: not at all. */
static enum announce_type type_on(const struct list_record *r, struct str category, int32_t day)
{
	bool primary = category_under(r->primary, category), version = r->version > 1 && r->version <= LAST_VERSION_IN_FEEDS;
	if ((r->at ? r->at : r->first) == day && !r->as_version)
		return primary ? ANNOUNCE_NEW : ANNOUNCE_CROSS;
	if (known_has_version_of(r, day) || (version && r->as_version && r->at == day))
		return primary ? ANNOUNCE_REPLACE : ANNOUNCE_REPLACE_CROSS;
	return ANNOUNCE_UNKNOWN;
}

/* A feed of another day was taken off DAY. A paper that it shows can be DAY's all the same, as a new version of what it has as new. */
static bool derive_again(struct harvest *h, size_t category, const char *day, struct err *e)
{
	const struct known_list *l = &h->lists[category];
	struct str c = h->o->categories.v[category];
	bool ok = true;
	for (size_t i = 0; ok && l->whole && i < l->records.n; i++) {
		const struct list_record *r = &l->records.v[i];
		enum announce_type type = type_on(r, c, day_number(str_of(day)));
		bool there = type == ANNOUNCE_UNKNOWN;
		ok = there || store_is_announced_on(h->store, day, c, r->id, &there, e);
		ok = ok && (there || store_derive(h->store, r->id, day, category_under(r->primary, c) ? r->primary : c, type, e));
	}
	return ok;
}

/* What stood in doubt under DAY is what TO announced, or a part of it. */
static bool settle_on(struct harvest *h, size_t category, const char *day, const char *to, const struct doubted *d,
                      struct err *e)
{
	struct str c = h->o->categories.v[category];
	struct day_result v = fresh((int64_t)d->items.n, d->ids);
	struct feed_evidence then = { .day = 0 };
	struct store_tally t;
	if (!harvest_collect_evidence(h, category, to, d->items.v, d->items.n, &then, e))
		return false;
	harvest_extent(h, category, to, &then, &v);
	bool lacks = str_starts(v.note, LACKING_DAY);
	if ((!lacks && !harvest_displace(h, category, to, e)) || !store_doubted_settle(h->store, day, c, to, e) ||
	    (lacks && !derive_again(h, category, to, e)) || !store_tally(h->store, to, c, &t, e))
		return false;
	v.papers = t.papers;
	return harvest_log_day(h, category, to, &v, NULL, e);
}

/* What was in doubt is settled, by the verdict. */
static bool settle(struct harvest *h, size_t category, const char *day, const struct doubted *d, enum feed_verdict verdict,
                   const char *earlier, bool certain, struct err *e)
{
	struct str c = h->o->categories.v[category];
	bool open = false;
	if (verdict == FEED_DOUBTFUL)
		return true;
	if (verdict == FEED_OF_DAY)
		return settle_on(h, category, day, day, d, e);
	if (certain && !harvest_is_open(h, category, earlier, &open, e))
		return false;
	if (!(open ? settle_on(h, category, day, earlier, d, e) : store_doubted_settle(h->store, day, c, NULL, e)))
		return false;
	return derive_again(h, category, day, e) &&
	       harvest_report_moved(h, category, d->items.n, day, open ? earlier : NULL, e);
}

static bool judge_again(struct harvest *h, size_t category, const char *day, struct err *e)
{
	struct str c = h->o->categories.v[category];
	struct arena a = ARENA_INIT;
	struct doubted d = { .items = VEC_INIT };
	struct feed_evidence v = { .day = 0 };
	struct store_fetch g;
	char to[DAY_SIZE];
	int32_t earlier;
	bool certain, ok = store_last_feed(h->store, c, day, &a, &g, e);
	if (ok) {
		d.ids = harvest_text(h, "%.*s", STR_ARG(g.ids));
		ok = store_doubted_each(h->store, day, c, add_doubted, &d, e);
	}
	if (ok && d.items.n > 0) {
		ok = harvest_collect_evidence(h, category, day, d.items.v, d.items.n, &v, e);
		enum feed_verdict verdict = feed_judge(&v, &earlier, &certain);
		day_text(earlier, to);
		ok = ok && settle(h, category, day, &d, v.listed ? verdict : FEED_DOUBTFUL, to, certain, e);
	}
	vec_free(&d.items);
	arena_free(&a);
	return ok;
}

/* ---- Days whose feed may lack a part ---- */

/* The entries of a feed's set. */
static void read_set(struct str ids, struct doubted *d)
{
	struct arena a = ARENA_INIT;
	struct arxiv_id id;
	struct str line;
	while (str_cut(&ids, '\n', &line))
		if (arxiv_id_parse(line, &a, &id))
			*vec_push(&d->items) = (struct feed_item){ .key = id.sort_key, .version = id.version };
	arena_free(&a);
}

bool harvest_complete(struct harvest *h, size_t category, const char *day, bool untold, bool *whole, struct err *e)
{
	struct str c = h->o->categories.v[category];
	struct arena a = ARENA_INIT;
	struct doubted d = { .items = VEC_INIT };
	struct feed_evidence v = { .day = 0 };
	struct store_fetch last, feed;
	struct store_tally t;
	bool ok = store_get_fetch(h->store, c, day, &a, &last, e);
	bool again = ok && harvest_told_in_part(last.status, last.note);
	*whole = false;
	ok = ok && (!again || store_last_feed(h->store, c, day, &a, &feed, e));
	if (ok && again) {
		d.ids = harvest_text(h, "%.*s", STR_ARG(feed.ids));
		read_set(d.ids, &d);
		struct day_result now = fresh((int64_t)d.items.n, d.ids);
		ok = harvest_collect_evidence(h, category, day, d.items.v, d.items.n, &v, e) &&
		     store_tally(h->store, day, c, &t, e);
		if (ok)
			harvest_extent(h, category, day, &v, &now);
		*whole = now.status == DAY_FRESH;
		if (ok && !*whole)
			now.papers = t.papers;
		if (!*whole && untold)
			now.note = harvest_text(h, "%.*s; " UNTOLD_DAY, STR_ARG(now.note));
		ok = ok && (!now.settled || harvest_log_day(h, category, day, &now, NULL, e));
	}
	vec_free(&d.items);
	arena_free(&a);
	return ok;
}

bool harvest_doubts(struct harvest *h, size_t category, struct day_list days, struct err *e)
{
	bool ok = true;
	for (size_t i = 0; ok && i < days.n; i++)
		if (strcmp(days.v[i], h->plan.today) < 0)
			ok = judge_again(h, category, days.v[i], e);
	return ok;
}
