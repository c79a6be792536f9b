/* SPDX-License-Identifier: MIT
 * Days that were known already, judged again by a list that reaches back to them: what a feed lacked, or OAI-PMH did not have yet when an
 * earlier run worked the day out, is put there now. Only what can be of no other day counts: a record that was submitted for the day
 * and changed last on it. */
#include <string.h>

#include "src/harvest/internal.h"

static enum announce_type certain_type(const struct oai_list *l, const struct list_record *r)
{
	bool primary = category_under(r->primary, l->d.category), version = r->version > 1 && r->version <= LAST_VERSION_IN_FEEDS;
	if (r->first == r->stamp)
		return primary ? ANNOUNCE_NEW : ANNOUNCE_CROSS;
	if (version && r->last == r->stamp)
		return primary ? ANNOUNCE_REPLACE : ANNOUNCE_REPLACE_CROSS;
	return ANNOUNCE_UNKNOWN;
}

/* The entry of DAY, made where there is none. */
static bool entry(struct oai_list *l, int32_t day, struct lacking_day **ret, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct store_fetch g;
	for (size_t i = 0; i < l->lacking.n; i++)
		if (day_number(str_of(l->lacking.v[i].day)) == day) {
			*ret = &l->lacking.v[i];
			return true;
		}
	struct lacking_day *x = vec_push(&l->lacking);
	*x = (struct lacking_day){ .papers = 0 };
	day_text(day, x->day);
	bool ok = harvest_logged_day(l->h, l->category, x->day, &a, &g, e);
	x->known = ok && (g.status == DAY_FRESH || (g.status == DAY_PARTIAL && g.settled));
	arena_free(&a);
	*ret = x;
	return ok;
}

bool lacked_look(struct oai_list *l, const struct list_record *r, const struct paper *p, struct err *e)
{
	enum announce_type type = certain_type(l, r);
	struct lacking_day *day;
	struct store_announced how = { .category = l->d.category, .derived = true };
	struct paper dated = *p;
	bool there;
	if (type == ANNOUNCE_UNKNOWN || l->h->o->dry_run || l->h->unsure || r->stamp >= day_number(str_of(l->d.days.v[0])))
		return true;
	if (!entry(l, r->stamp, &day, e))
		return false;
	if (!day->known)
		return true;
	if (!store_is_announced_on(l->h->store, day->day, l->d.category, p->id, &there, e))
		return false;
	if (there)
		return true;
	dated.announced = str_of(day->day);
	dated.announce_type = type;
	/* A feed has told it for another day: that stands. */
	if (!l->h->sink.put(l->h->sink.ctx, &dated, &how, e) || !store_is_announced_on(l->h->store, day->day, l->d.category, p->id, &there, e))
		return false;
	day->papers += there;
	return true;
}

bool lacked_tell(struct oai_list *l, struct err *e)
{
	struct harvest *h = l->h;
	bool ok = true;
	for (size_t i = 0; ok && i < l->lacking.n; i++) {
		const struct lacking_day *x = &l->lacking.v[i];
		struct store_tally t;
		if (x->papers == 0)
			continue;
		ok = store_tally(h->store, x->day, l->d.category, &t, e);
		struct day_result v = { .status = DAY_PARTIAL, .road = ROAD_OAI, .settled = true, .papers = ok ? t.papers : 0 };
		v.note = harvest_text(h, "%zu paper%s that OAI-PMH has of it had not come before; later cross-lists may be missing, too", x->papers,
		                      x->papers == 1 ? "" : "s");
		ok = ok && harvest_log_day(h, l->category, x->day, &v, NULL, e) && harvest_reach_back(h, l->category, x->day, e);
		log_note(h->log, "%.*s: %zu paper%s of %s had not come before: put on that day", STR_ARG(l->d.category), x->papers,
		         x->papers == 1 ? "" : "s", x->day);
	}
	return ok;
}
