/* SPDX-License-Identifier: MIT
 * The lists of a run: one of OAI-PMH for each category, for the days gone by and for today together. They are asked before the feeds are
 * judged, because a feed shows neither that it is an earlier day's nor that it lacks a part.
 *
 * OAI-PMH can get a record days late, under the day that it would have had. So a list reaches back to the last day that was looked at
 * late enough. */
#include <stdlib.h>
#include <string.h>

#include "src/harvest/internal.h"

/* ---- How far back ---- */

/* A record comes so many days late at most; and no list begins further before the days that it is for. */
enum { LATE_DAYS = 3, MOST_DAYS_BACK = 14 };

static struct str final_key(struct harvest *h, size_t category)
{
	return harvest_text(h, "oai complete %.*s", STR_ARG(h->o->categories.v[category]));
}

/* The last day of which a list has come that no late record can be missing from; "": there is none. */
static bool last_final(struct harvest *h, size_t category, char ret[DAY_SIZE], struct err *e)
{
	struct str kept;
	if (!store_kv_get(h->store, final_key(h, category), &h->a, &kept, e))
		return false;
	ret[0] = '\0';
	if (str_known(kept) && day_valid(kept) && str_cmp(kept, str_of(h->plan.today)) < 0)
		memcpy(ret, kept.p, DAY_SIZE);
	return true;
}

/* From where on a list for days from FIRST on is to be asked for: feeds are judged by what came from the day before. */
static bool begin_of(struct harvest *h, size_t category, const char *first, char ret[DAY_SIZE], struct err *e)
{
	char after[DAY_SIZE], earliest[DAY_SIZE];
	calendar_previous(h->o->calendar, first, ret);
	if (!last_final(h, category, after, e))
		return false;
	if (after[0] == '\0')
		return true;
	day_add(after, 1, after);
	day_add(first, -MOST_DAYS_BACK, earliest);
	if (strcmp(after, ret) < 0 && strcmp(after, earliest) >= 0)
		memcpy(ret, after, DAY_SIZE);
	return true;
}

/* A list for days from FIRST on came, all of it. */
static bool note_final(struct harvest *h, size_t category, const char *first, struct err *e)
{
	char day[DAY_SIZE], final[DAY_SIZE];
	if (h->o->dry_run || h->unsure)
		return true;
	if (!last_final(h, category, day, e))
		return false;
	if (day[0] == '\0')
		day_add(first, -1, day);
	day_add(h->plan.today, -LATE_DAYS, final);
	return store_kv_put(h->store, final_key(h, category), str_of(strcmp(day, final) > 0 ? day : final), e);
}

/* ---- Asking ---- */

/* The steps FROM … of one category and road: days gone by are asked for in one go. */
static size_t same_list(const struct plan *p, size_t from)
{
	const struct plan_step *s = p->steps.v;
	size_t n = from + 1;
	while (n < p->steps.n && s[n].road == s[from].road && s[n].category == s[from].category)
		n++;
	return n;
}

static size_t step_of(const struct plan *p, size_t category, enum road road)
{
	size_t i = 0;
	while (i < p->steps.n && (p->steps.v[i].road != road || p->steps.v[i].category != category))
		i++;
	return i;
}

static bool note_unasked(struct harvest *h, const struct plan_step *s, struct day_result *v, struct err *e)
{
	*v = (struct day_result){ .status = s->outcome,
		               .road = ROAD_NONE,
		               .settled = s->outcome == DAY_EMPTY,
		               .cause = ERR_USAGE,
		               .note = str_of(s->why) };
	return harvest_log_day(h, s->category, s->day, v, NULL, e);
}

/* Not where feeds alone are wanted, which are believed by what the store knows; nor where the feed is the one that was whole before. */
static bool wants_today(const struct harvest *h, const struct category_list *c, const struct day_result *v)
{
	if (c->feed == h->plan.steps.n || h->o->road == ROAD_RSS || !calendar_perhaps(h->o->calendar, h->plan.today))
		return false;
	enum day_status feed = v[c->feed].status;
	return feed == DAY_NONE || feed == DAY_STALE || feed == DAY_FAILED || feed == DAY_PARTIAL;
}

static bool ask_oai(struct harvest *h, struct category_list *c, const char (*days)[DAY_SIZE], size_t n, struct err *e)
{
	char from[DAY_SIZE];
	const struct day_list asked = { days, n };
	if (!begin_of(h, c->category, days[0], from, e) ||
	    !harvest_list_ask(h, c->category, asked, from, c->from < c->to ? h->plan.steps.v[c->from].why : "whether its feed has all of today's batch",
	                      &c->list, e))
		return false;
	return !c->list->whole || c->list->dry || note_final(h, c->category, days[0], e);
}

bool harvest_list_of(struct harvest *h, struct category_list *c, struct day_result *v, struct err *e)
{
	const struct plan_step *s = h->plan.steps.v;
	size_t n = c->to - c->from;
	char (*days)[DAY_SIZE] = xcalloc(n + 1, sizeof *days);
	bool ok = true;
	for (size_t i = 0; i < n; i++)
		memcpy(days[i], s[c->from + i].day, DAY_SIZE);
	harvest_list_free(c->list);
	c->list = NULL;
	if (n > 0 && s[c->from].road == ROAD_API)
		ok = harvest_api_days(h, c->category, (struct day_list){ (const char (*)[DAY_SIZE])days, n }, s[c->from].why, v + c->from, e);
	else if (n > 0 || wants_today(h, c, v)) {
		if (wants_today(h, c, v))
			memcpy(days[n++], h->plan.today, DAY_SIZE);
		ok = ask_oai(h, c, (const char (*)[DAY_SIZE])days, n, e);
	}
	free(days);
	return ok && harvest_clock(h, &h->day_moved, e) && h->sink.commit(h->sink.ctx, e);
}

bool harvest_lists_ask(struct harvest *h, struct category_list *lists, size_t *n, struct day_result *v, struct err *e)
{
	const struct plan_step *s = h->plan.steps.v;
	bool ok = true;
	*n = 0;
	for (size_t i = 0, next; ok && !h->day_moved && i < h->plan.steps.n; i = next) {
		size_t feed = step_of(&h->plan, s[i].category, ROAD_RSS);
		next = i + 1;
		if (s[i].road == ROAD_NONE) {
			ok = note_unasked(h, &s[i], &v[i], e);
			continue;
		}
		if (s[i].road == ROAD_RSS && step_of(&h->plan, s[i].category, ROAD_OAI) < h->plan.steps.n)
			continue;  /* the days before come with today */
		if (s[i].road != ROAD_RSS)
			next = same_list(&h->plan, i);
		lists[*n] = (struct category_list){ .category = s[i].category, .from = i, .to = s[i].road == ROAD_RSS ? i : next, .feed = feed };
		ok = harvest_list_of(h, &lists[(*n)++], v, e);
	}
	return ok;
}

/* ---- What came of them ---- */

/* A feed that came late may have told the day meanwhile. */
static bool note_past(struct harvest *h, const struct plan_step *s, const struct day_result *v, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct store_fetch g;
	bool ok = store_get_fetch(h->store, h->o->categories.v[s->category], s->day, &a, &g, e);
	bool nothing = v->status == DAY_PARTIAL && v->papers == 0, due = calendar_due(h->o->calendar, s->day);
	bool was_empty = ok && g.status == DAY_EMPTY && !g.settled && nothing;
	if (ok && nothing && !due && !v->behind && g.status == DAY_NONE)
		was_empty = true;
	struct day_result none = { .status = DAY_FRESH, .road = ROAD_OAI, .settled = true,
		                .note = g.status == DAY_NONE ? STR("guessed to be without, and OAI-PMH has nothing of the day: none was announced")
		                                             : STR("the feed was empty, and OAI-PMH has nothing of the day: none was announced") };
	if (was_empty)
		ok = v->behind || harvest_log_day(h, s->category, s->day, &none, NULL, e);
	else if (ok && ((g.status != DAY_FRESH && !harvest_told_in_part(g.status, g.note)) || h->o->refresh))
		ok = harvest_log_day(h, s->category, s->day, v, NULL, e);
	arena_free(&a);
	return ok;
}

static bool same_verdict(const struct day_result *a, const struct day_result *b)
{
	return a->status == b->status && a->settled == b->settled && a->papers == b->papers && str_eq(a->note, b->note);
}

/* Days whose feed may have lacked a part, and the list tells: where it did not, papers that were worked out for such a
 * day go to another one that they can be of. */
static bool complete(struct harvest *h, const struct category_list *c, struct day_result *now, struct err *e)
{
	const struct plan_step *s = h->plan.steps.v + c->from;
	size_t n = c->to - c->from;
	bool *whole = xcalloc(n + 1, sizeof *whole), any = false, ok = true;
	for (size_t i = 0; ok && c->list && i < n; i++) {
		ok = harvest_complete(h, c->category, s[i].day, str_find(now[i].note, UNTOLD_DAY, 0) != STR_NONE,
		                      &whole[i], e);
		any |= whole[i];
	}
	ok = ok && (!any || harvest_list_settle(c->list, now, e));
	for (size_t i = 0; ok && i < n; i++)
		ok = !whole[i] || (harvest_displace(h, c->category, s[i].day, e) &&
		                   store_forget_derived(h->store, s[i].day, h->o->categories.v[c->category], e));
	free(whole);
	return ok;
}

bool harvest_list_note(struct harvest *h, const struct category_list *c, struct day_result *v, struct err *e)
{
	const struct plan_step *s = h->plan.steps.v + c->from;
	size_t n = c->to - c->from;
	struct day_result *now = xcalloc(n + 1, sizeof *now);
	char (*days)[DAY_SIZE] = xcalloc(n + 1, sizeof *days);
	bool ok = true;
	if (c->list)
		ok = harvest_list_settle(c->list, now, e);
	else if (n > 0)
		memcpy(now, v + c->from, n * sizeof *now);
	ok = ok && (h->o->dry_run || complete(h, c, now, e));
	for (size_t i = 0; ok && i < n; i++) {
		memcpy(days[i], s[i].day, DAY_SIZE);
		if (c->list == NULL || !same_verdict(&v[c->from + i], &now[i]))
			ok = note_past(h, &s[i], &now[i], e);
		v[c->from + i] = now[i];
	}
	ok = ok && (h->o->dry_run || harvest_doubts(h, c->category, (struct day_list){ (const char (*)[DAY_SIZE])days, n }, e));
	free(days);
	free(now);
	return ok && h->sink.commit(h->sink.ctx, e);
}

bool harvest_lists_note(struct harvest *h, const struct category_list *lists, size_t n, bool only_open, struct day_result *v, struct err *e)
{
	bool ok = true;
	for (size_t i = 0; ok && i < n; i++) {
		const struct category_list *c = &lists[i];
		bool open = false, judged = c->feed < h->plan.steps.n && v[c->feed].status != DAY_FAILED && v[c->feed].status != DAY_STALE;
		for (size_t k = c->from; k < c->to; k++)
			open |= str_find(v[k].note, UNTOLD_DAY, 0) != STR_NONE;
		if (only_open && c->list && judged)
			harvest_list_told(c->list);
		if (!only_open || (open && c->list))
			ok = harvest_list_note(h, c, v, e);
	}
	return ok;
}

void harvest_lists_free(struct category_list *lists, size_t n)
{
	for (size_t i = 0; i < n; i++)
		harvest_list_free(lists[i].list);
	free(lists);
}
