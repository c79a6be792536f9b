/* SPDX-License-Identifier: MIT
 * The day of one paper, of several that its record and the identifiers leave open: what feeds, earlier runs and closures (closure.c) say of each. */
#include <string.h>

#include "src/harvest/paper_day.h"

static int32_t number(const char *day) { return day_number(str_of(day)); }
static const struct calendar *calendar_of(const struct oai_list *l) { return l->h->o->calendar; }

/* ---- What is known of days ---- */

bool know_day(struct oai_list *l, struct str category, int32_t day, struct known_day *ret, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct store_fetch g;
	char text[DAY_SIZE];
	day_text(day, text);
	bool ok = store_get_fetch(l->h->store, category, text, &a, &g, e);
	bool part = ok && g.status == DAY_PARTIAL && g.run != l->h->o->run && str_find(g.note, UNTOLD_DAY, 0) == STR_NONE;
	ret->told = ok && g.status == DAY_FRESH;
	ret->listed = part && (g.settled || (g.papers > 0 && str_is(g.road, road_name(ROAD_OAI)) && str_find(g.note, LIST_BROKE_OFF, 0) == STR_NONE));
	if (ok && g.status == DAY_EMPTY && g.run != l->h->o->run)  /* its feed was empty then, and OAI-PMH had none of it */
		ret->listed = true;
	ret->when = ok ? day_number(str_head(g.at, DAY_SIZE - 1)) : 0;
	arena_free(&a);
	return ok;
}

/* Whether R's paper was not announced on DAY: nothing was, or all of that day is known without it. That a list had it not proves something
 * only where an earlier run had not seen the paper. */
static bool is_out(struct oai_list *l, const struct list_record *r, int32_t day, bool *ret, struct err *e)
{
	struct known_day own, primary = { .told = false };
	int32_t until;
	char text[DAY_SIZE];
	day_text(day, text);
	if (!know_day(l, l->d.category, day, &own, e) || !closed_until(l, day, &until, e))
		return false;
	if (str_known(r->primary) && !know_day(l, r->primary, day, &primary, e))
		return false;
	*ret = own.told || (own.listed && (r->was == 0 || r->seen > own.when)) || primary.told || !calendar_perhaps(calendar_of(l), text) || until;
	return true;
}

/* The day of a paper from LO to HI cannot be told for certain. */
void mark_untold(struct oai_list *l, int32_t lo, int32_t hi)
{
	for (size_t i = 0; i < l->d.days.n; i++) {
		int32_t day = number(l->d.days.v[i]);
		bool between = day >= lo && day <= hi;
		l->d.untold[i] |= between;
		l->open[i] |= between && hi >= number(l->h->plan.today);
	}
}

/* ---- The day of a paper ---- */

static int32_t beside(int32_t day, bool after)
{
	char text[DAY_SIZE];
	day_text(day, text);
	day_add(text, after ? 1 : -1, text);
	return number(text);
}

/* *LO … *HI without the days at both ends on which it was not. */
static bool narrow(struct oai_list *l, const struct list_record *r, int32_t *lo, int32_t *hi, struct err *e)
{
	bool out = true, ok = true;
	while (ok && *lo < *hi && out) {
		ok = is_out(l, r, *lo, &out, e);
		*lo = ok && out ? beside(*lo, true) : *lo;
	}
	for (out = true; ok && *lo < *hi && out;) {
		ok = is_out(l, r, *hi, &out, e);
		*hi = ok && out ? beside(*hi, false) : *hi;
	}
	return ok;
}

/* Of several possible days: one that was held back, its record never changed since, was announced when that came in. */
static bool was_held(const struct calendar *c, const struct list_record *r, int32_t lo, int32_t hi)
{
	enum { HELD_BATCHES = 4 };
	char soon[DAY_SIZE], last[DAY_SIZE];
	day_text(lo, soon);
	day_text(hi, last);
	for (int i = 0; i < HELD_BATCHES && strcmp(soon, last) < 0; i++)
		calendar_next(c, soon, soon);
	return lo != r->first && r->version == 1 && r->stamp == hi && calendar_due(c, last) && strcmp(soon, last) == 0;
}

/* A day from LO to HI that is known already: a feed told it, or this run or an earlier one has found it. 0: there is none. */
static bool day_found(struct oai_list *l, const struct list_record *r, int32_t lo, int32_t hi, int32_t *ret, struct err *e)
{
	struct known_day was = { .listed = false };
	char told[DAY_SIZE];
	if (!store_feed_day(l->h->store, r->id, told, e))
		return false;
	*ret = number(told);
	if (*ret >= r->first && *ret <= r->stamp && *ret) {
		bool explained = *ret == r->stamp || (r->version > 1 && r->last == r->stamp) || category_under(r->primary, l->d.category);
		if (!explained)  /* the change may be that it came into this category */
			mark_untold(l, *ret, r->stamp);
		return true;
	}
	*ret = r->sure;
	if (r->sure >= lo && r->sure <= hi)
		return true;
	*ret = 0;
	if (r->was >= lo && r->was <= hi && !know_day(l, l->d.category, r->was, &was, e))
		return false;
	*ret = was.listed ? r->was : 0;
	return true;
}

/* The day of R's paper, which was announced from LO to HI. */
bool day_between(struct oai_list *l, struct list_record *r, int32_t lo, int32_t hi, int32_t *ret, struct err *e)
{
	if (hi < lo) {  /* identifiers out of order */
		lo = r->first;
		hi = r->stamp;
	}
	*ret = hi;
	if (lo < hi && !day_found(l, r, lo, hi, ret, e))
		return false;
	if (hi <= lo || *ret) {  /* or less, by a calendar that is wrong */
		r->sure = *ret;
		return true;
	}
	if (!narrow(l, r, &lo, &hi, e))
		return false;
	*ret = was_held(calendar_of(l), r, lo, hi) ? hi : lo;
	if (lo < hi && *ret == lo)
		mark_untold(l, lo, hi);
	else
		r->sure = *ret;
	return true;
}
