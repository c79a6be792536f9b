/* SPDX-License-Identifier: MIT
 * On which day each paper of a list was announced. A record bounds it: not before the batch that the submission fell into, not after the
 * record's last change. So do identifiers, which follow the order of announcement, in all lists of the run and all days that feeds
 * have told. What is left open is said to be. */
#include <stdlib.h>
#include <string.h>

#include "digest/spool.h"
#include "src/harvest/paper_day.h"

static int32_t number(const char *day) { return day_number(str_of(day)); }
static const struct calendar *calendar_of(const struct oai_list *l) { return l->h->o->calendar; }

/* ---- Into the store ---- */

static bool is_asked(const struct oai_list *l, int32_t day)
{
	for (size_t i = 0; i < l->d.days.n; i++)
		if (number(l->d.days.v[i]) == day)
			return true;
	return false;
}

static bool move(struct oai_list *l, const struct list_record *r, int32_t from, int32_t to, struct err *e)
{
	char day[DAY_SIZE], other[DAY_SIZE];
	if (from == 0 || from == to)
		return true;
	day_text(from, day);
	day_text(to, other);
	return store_derived_move(l->h->store, r->id, day, l->d.category, other, e);
}

/* The paper of R, set aside, as of DAY. */
static bool put_on(struct oai_list *l, const struct list_record *r, int32_t day, bool replaced, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct paper p;
	char text[DAY_SIZE];
	day_text(day, text);
	bool ok = spool_get(l->known->aside, r->aside - 1, &a, &p, e) && derive_on(&l->d, &p, text, replaced, e);
	arena_free(&a);
	return ok;
}

/* One that was submitted for one of the days. It was put on the day of its submission, so it has to leave that in any case. */
static bool place(struct oai_list *l, struct list_record *r, int32_t lo, int32_t hi, struct err *e)
{
	int32_t day;
	if (!day_between(l, r, lo, hi, &day, e) || !move(l, r, r->at ? r->at : r->first, day, e) || !move(l, r, r->was, day, e))
		return false;
	r->at = day;
	return true;
}

/* Today's feed, where that is judged by itself, has its papers. */
static bool place_aside(struct oai_list *l, struct list_record *r, int32_t day, struct err *e)
{
	if (day == r->at || !is_asked(l, day))
		return true;
	if (!(r->at ? move(l, r, r->at, day, e) : put_on(l, r, day, false, e)))
		return false;
	r->at = day;
	if (r->version > 1 && r->version <= LAST_VERSION_IN_FEEDS && r->last > day)
		return put_on(l, r, r->last, true, e);
	return true;
}

/* The last of the days asked for, up to DAY, that no feed has told; *ONLY: there is no other. 0: there is none. */
static bool last_untold(struct oai_list *l, int32_t day, int32_t *ret, bool *only, struct err *e)
{
	struct known_day known;
	size_t n = 0;
	*ret = 0;
	for (size_t i = 0; i < l->d.days.n; i++) {
		int32_t x = number(l->d.days.v[i]);
		if (x > day)
			break;
		if (!know_day(l, l->d.category, x, &known, e))
			return false;
		if (known.told)
			continue;
		*ret = x;
		n++;
	}
	*only = n == 1;
	return true;
}

/* All days from the submission on are known, and none had it: it came into the category on a day since. */
static bool place_later(struct oai_list *l, struct list_record *r, struct err *e)
{
	int32_t day, first = number(l->d.days.v[0]);
	struct known_day stamp;
	bool only;
	if (category_under(r->primary, l->d.category) || l->known_since[0] == '\0' || r->first < number(l->known_since))
		return true;
	if (!know_day(l, l->d.category, r->stamp, &stamp, e) || !last_untold(l, r->stamp, &day, &only, e))
		return false;
	if (!is_asked(l, r->stamp) && !stamp.told && !stamp.listed) {  /* most likely then, of which another run is to ask */
		mark_untold(l, first, r->stamp);
		return true;
	}
	if (day && !only)
		mark_untold(l, first, day);
	if (day && !only && r->last == day && r->version > 1 && r->version <= LAST_VERSION_IN_FEEDS) {
		r->as_version = true;
		r->at = day;  /* the version explains the change of that day: it came into the category on one before */
		return put_on(l, r, day, true, e);
	}
	r->shown = only && r->stamp == day && r->last != day ? day : 0;  /* a version, of which feeds may not tell, can be all that changed */
	return day == 0 || place_aside(l, r, day, e);
}

/* A new version that feeds did not have on the day that its submission fell into, nor since: it was held back. */
static bool place_version(struct oai_list *l, struct list_record *r, struct err *e)
{
	char day[DAY_SIZE], stamp[DAY_SIZE];
	struct known_day known;
	bool there = false;
	if (r->at || !is_asked(l, r->stamp) || l->known_since[0] == '\0' || r->last < number(l->known_since))
		return true;
	if (!know_day(l, l->d.category, r->stamp, &known, e))
		return false;
	day_text(r->stamp, stamp);
	for (day_text(r->last, day); !known.told && !there && strcmp(day, stamp) < 0; calendar_next(calendar_of(l), day, day))
		if (!store_is_announced_on(l->h->store, day, l->d.category, r->id, &there, e))
			return false;
	if (known.told || there)
		return true;
	r->as_version = true;
	r->at = r->shown = r->stamp;
	return put_on(l, r, r->stamp, true, e);
}

/* ---- All of a list ---- */

/* The highest identifier of the days before: what is not above it is not of the days that are asked for. */
static bool highest_before(struct oai_list *l, int64_t *ret, struct err *e)
{
	enum { DAYS_BACK = 14 };
	struct arena a = ARENA_INIT;
	struct arxiv_id id;
	struct str text = STR_NULL;
	char since[DAY_SIZE];
	day_add(l->d.days.v[0], -DAYS_BACK, since);
	bool ok = store_highest(l->h->store, since, l->d.days.v[0], &a, &text, e);
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

struct known_marks {
	VEC(struct known_mark) v;
};

static bool add_told(void *ctx, struct str day, struct str lowest, struct str highest, struct err *e)
{
	struct known_marks *m = ctx;
	struct arena a = ARENA_INIT;
	struct arxiv_id id;
	UNUSED(e);
	if (arxiv_id_parse(lowest, &a, &id))
		*vec_push(&m->v) = (struct known_mark){ .key = id.sort_key, .first = day_number(day) };
	if (arxiv_id_parse(highest, &a, &id))
		*vec_push(&m->v) = (struct known_mark){ .key = id.sort_key, .until = day_number(day) };
	arena_free(&a);
	return true;
}

static void add_list(struct known_marks *m, const struct known_list *k)
{
	for (size_t i = 0; i < k->records.n; i++) {
		const struct list_record *r = &k->records.v[i];
		if (r->first)
			*vec_push(&m->v) = (struct known_mark){ r->key, r->submitted, r->first, r->until };
	}
}

/* What all lists of this run and the days told by feeds say of the order. */
static bool gather(struct oai_list *l, struct known_marks *m, struct err *e)
{
	enum { DAYS_BACK = 40 };
	char since[DAY_SIZE];
	day_add(l->d.days.v[0], -DAYS_BACK, since);
	for (size_t i = 0; i < l->h->o->categories.n; i++)
		if (&l->h->lists[i] != l->known && l->h->lists[i].whole)
			add_list(m, &l->h->lists[i]);
	add_list(m, l->known);
	return store_feed_day_each(l->h->store, since, l->h->plan.today, add_told, m, e);
}

static bool place_one(struct oai_list *l, size_t i, int32_t lo, int32_t hi, int64_t highest, struct err *e)
{
	struct list_record *r = &l->known->records.v[i];
	int32_t first = number(l->d.days.v[0]), day;
	r->shown = 0;
	if (r->first == 0 || r->stamp < first)
		return true;
	if (r->first >= first || (r->was && r->was < first && hi >= first))
		return place(l, r, lo, hi, e);
	if (r->aside == 0)
		return true;
	if (r->listed)
		return place_version(l, r, e);
	if (hi < first || r->key <= highest || (highest == 0 && lo < first && is_far(l->known, i, hi)))
		return place_later(l, r, e);
	return day_between(l, r, lo, hi, &day, e) && place_aside(l, r, day, e);
}

/* A category announces a paper once a day. A new version stood on the day that it was submitted for, and was lost if its paper was put there for a
 * while, as long as less was known. */
static bool put_versions(struct oai_list *l, const struct list_record *r, struct err *e)
{
	bool ok = true, primary = category_under(r->primary, l->d.category);
	for (size_t i = 0; ok && r->version > 1 && i < l->d.days.n; i++) {
		const char *day = l->d.days.v[i];
		struct known_day known;
		bool there = r->at == number(day) || !known_has_version_of(r, number(day));
		ok = there || store_is_announced_on(l->h->store, day, l->d.category, r->id, &there, e);
		if (!ok || there)
			continue;
		ok = know_day(l, l->d.category, number(day), &known, e) &&
		     (known.told || store_derive(l->h->store, r->id, day, primary ? r->primary : l->d.category, primary ? ANNOUNCE_REPLACE : ANNOUNCE_REPLACE_CROSS, e));
	}
	return ok;
}

/* Versions that were submitted for a day without announcement came on the next one. */
static bool move_closed(struct oai_list *l, struct err *e)
{
	bool ok = true;
	for (size_t i = 0; ok && i < l->d.days.n; i++) {
		const char *day = l->d.days.v[i];
		char to[DAY_SIZE];
		int32_t next;
		ok = closed_until(l, number(day), &next, e);
		if (!ok || next == 0)
			continue;
		day_text(next, to);
		ok = is_asked(l, next) ? store_derived_move_day(l->h->store, day, l->d.category, to, e)
		                       : store_forget_derived(l->h->store, day, l->d.category, e);
	}
	return ok;
}

static bool place_all(struct oai_list *l, struct err *e)
{
	struct known_list *k = l->known;
	struct known_marks m = { VEC_INIT };
	int32_t *lo = xcalloc(k->records.n + 1, sizeof *lo), *hi = xcalloc(k->records.n + 1, sizeof *hi);
	int64_t highest = 0;
	bool ok = gather(l, &m, e) && highest_before(l, &highest, e);
	l->closures.n = 0;
	if (ok)
		known_list_bounds(k, m.v.v, m.v.n, lo, hi);
	for (size_t i = 0; ok && i < k->records.n; i++)
		ok = place_one(l, i, lo[i], hi[i], highest, e);
	for (size_t i = 0; ok && i < k->records.n; i++)
		ok = put_versions(l, &k->records.v[i], e);
	ok = ok && move_closed(l, e);
	free(lo);
	free(hi);
	vec_free(&m.v);
	return ok;
}

/* ---- The days ---- */

/* What is known of each day when the list broke off. */
static void broken(struct oai_list *l, struct day_result *ret)
{
	for (size_t i = 0; i < l->d.days.n; i++) {
		ret[i] = harvest_failed(l->h, ROAD_OAI, &l->broke);
		if (l->d.papers[i] == 0)
			continue;
		ret[i].status = DAY_PARTIAL;
		ret[i].papers = l->d.papers[i];
		ret[i].note = harvest_text(l->h, LIST_BROKE_OFF ": %s", l->broke.msg);
	}
}

/* OAI-PMH can be days behind. It has got as far as a day if something changed on it or later, in whatever category. */
static void finish(struct oai_list *l, size_t i, struct day_result *v)
{
	*v = derive_result(&l->d, i, ROAD_OAI);
	v->open = l->open[i];
	v->settled = !v->open;
	if (strcmp(l->h->newest, l->d.days.v[i]) >= 0)
		return;
	v->settled = v->open = false;
	v->behind = true;
	v->note = harvest_text(l->h, "OAI-PMH has nothing of that day yet; %.*s", STR_ARG(v->note));
}

bool harvest_list_settle(struct oai_list *l, struct day_result *ret, struct err *e)
{
	size_t n = l->d.days.n;
	for (size_t i = 0; i < n; i++) {
		l->d.untold[i] = l->open[i] = false;
		ret[i] = (struct day_result){ .status = DAY_NONE };
	}
	if (l->dry)
		return true;
	if ((l->whole && !place_all(l, e)) || !derive_count(&l->d, e))
		return false;
	if (!l->whole)
		broken(l, ret);
	for (size_t i = 0; l->whole && i < n; i++)
		finish(l, i, &ret[i]);
	if (strcmp(l->d.days.v[n - 1], l->h->plan.today) == 0)
		l->h->lists[l->category].of_day = ret[n - 1];
	return true;
}
