/* SPDX-License-Identifier: MIT
 * A feed holds one day, so today is RSS's and any earlier day OAI-PMH's. Days that are known to be whole are left out;
 * so are those of which a road has said all that it can. */
#include "digest/harvest_plan.h"

#include <string.h>

static const char first_day[] = "1991-08-14";  /* arXiv's first */

struct planning {
	const struct plan_options *o;
	const struct plan_known *known;
	struct plan *plan;
	char newest[DAY_SIZE];       /* announcement day that feeds have shown */
};

/* Eastern midnight falls into the same day of UTC; 1970-01-01 was a Thursday. */
static bool is_weekend(const char *day) { return (day_begins(day) / 86400 + 3) % 7 >= 5; }

static void set_day(char to[DAY_SIZE], const char *day) { memcpy(to, day, DAY_SIZE); }

/* ---- The days of a category ---- */

/* Without a word about days: what follows the watermark. The run that set it may come again the same day: it is about
 * the same days then. Later, and before the next batch is there, there is nothing. */
static void default_range(const struct planning *p, const struct store_watermark *w, struct plan_range *r)
{
	const char *today = p->plan->today;
	set_day(r->until, today);
	if (w->day[0] == '\0')
		set_day(r->since, today);
	else if (strcmp(w->day, p->newest) < 0)
		calendar_next_perhaps(p->o->calendar, w->day, r->since);
	else if (strcmp(w->day, today) == 0)
		set_day(r->since, w->since);
	else
		set_day(r->since, today);
	r->moves = true;
}

static void asked_range(const struct planning *p, const struct store_watermark *w, struct plan_range *r)
{
	const char *today = p->plan->today, *since = p->o->since, *until = p->o->until;
	char next[DAY_SIZE];
	set_day(r->since, since[0] ? since : until);
	set_day(r->until, until[0] && strcmp(until, today) < 0 ? until : today);
	bool open = strcmp(r->until, p->newest) >= 0;
	if (w->day[0])
		calendar_next(p->o->calendar, w->day, next);
	r->moves = open && strcmp(r->since, r->until) <= 0 && (w->day[0] == '\0' || strcmp(r->since, next) <= 0);
}

/* ---- The steps of a day ---- */

static void add_step(struct planning *p, size_t category, const char *day, enum road road, enum day_status outcome,
                     const char *why)
{
	struct plan_step *s = vec_push(&p->plan->steps);
	*s = (struct plan_step){ .category = category, .road = road, .outcome = outcome, .why = why };
	set_day(s->day, day);
}

/* Today: also where the calendar knows of no batch, for it may be wrong; but arXiv has never announced at a weekend. */
static void step_today(struct planning *p, size_t category)
{
	const char *today = p->plan->today;
	bool due = calendar_due(p->o->calendar, today);
	if (is_weekend(today))
		add_step(p, category, today, ROAD_NONE, DAY_EMPTY, "nothing is announced at weekends");
	else if (p->o->road == ROAD_NONE || p->o->road == ROAD_RSS)
		add_step(p, category, today, ROAD_RSS, DAY_NONE,
		         due ? "today's batch" : "by the calendar there is none today; the calendar may be wrong");
	else if (due)
		add_step(p, category, today, p->o->road, DAY_NONE, "today's batch, on the road that was asked for");
	else
		add_step(p, category, today, ROAD_NONE, DAY_EMPTY, "by the calendar there is no announcement");
}

static void step_past(struct planning *p, size_t category, const char *day)
{
	if (p->o->road == ROAD_RSS)
		add_step(p, category, day, ROAD_NONE, DAY_FAILED,
		         "a feed holds today's batch only; --road oai has earlier days");
	else if (p->o->road == ROAD_API)
		add_step(p, category, day, ROAD_API, DAY_NONE, "on the road that was asked for");
	else
		add_step(p, category, day, ROAD_OAI, DAY_NONE, "gone from the feeds");
}

static bool is_needed(struct planning *p, size_t category, const char *day, bool *ret, struct err *e)
{
	enum day_status status = DAY_NONE;
	bool settled = false;
	if (!p->known->got(p->known->ctx, category, day, &status, &settled, e))
		return false;
	*ret = p->o->refresh || !(status == DAY_FRESH || ((status == DAY_EMPTY || status == DAY_PARTIAL) && settled));
	return true;
}

static bool plan_category(struct planning *p, size_t category, struct err *e)
{
	struct store_watermark w = { "", "" };
	struct plan_range r = { "", "", false };
	if (!p->known->watermark(p->known->ctx, category, &w, e))
		return false;
	if (p->o->since[0] || p->o->until[0])
		asked_range(p, &w, &r);
	else
		default_range(p, &w, &r);
	char day[DAY_SIZE];
	if (strcmp(r.since, first_day) < 0)
		set_day(r.since, first_day);
	*vec_push(&p->plan->ranges) = r;
	day_add(r.since, -1, day);
	for (calendar_next_perhaps(p->o->calendar, day, day); strcmp(day, r.until) <= 0 && strcmp(day, p->plan->today) < 0;
	     calendar_next_perhaps(p->o->calendar, day, day)) {
		bool needed;
		if (!is_needed(p, category, day, &needed, e))
			return false;
		if (needed)
			step_past(p, category, day);
	}
	bool today = strcmp(r.since, p->plan->today) <= 0 && strcmp(r.until, p->plan->today) == 0;
	if (today && !is_needed(p, category, p->plan->today, &today, e))
		return false;
	if (today)
		step_today(p, category);
	return true;
}

/* Today's feeds first: they are gone tomorrow. */
static int by_order(const void *a, const void *b)
{
	const struct plan_step *x = a, *y = b;
	bool xs = x->road == ROAD_RSS, ys = y->road == ROAD_RSS;
	if (xs != ys)
		return ys - xs;
	if (x->category != y->category)
		return x->category < y->category ? -1 : 1;
	return strcmp(x->day, y->day);
}

bool plan_make(const struct plan_options *o, const struct plan_known *known, struct plan *ret, struct err *e)
{
	struct planning p = { .o = o, .known = known, .plan = ret };
	day_eastern(o->now, ret->today);
	calendar_in_feeds(o->calendar, o->now, p.newest);
	ret->since[0] = ret->until[0] = '\0';
	for (size_t i = 0; i < o->categories.n; i++) {
		if (!plan_category(&p, i, e))
			return false;
		const struct plan_range *r = &ret->ranges.v[i];
		if (ret->since[0] == '\0' || strcmp(r->since, ret->since) < 0)
			set_day(ret->since, r->since);
		if (strcmp(r->until, ret->until) > 0)
			set_day(ret->until, r->until);
	}
	if (ret->steps.n > 1)
		qsort(ret->steps.v, ret->steps.n, sizeof *ret->steps.v, by_order);
	return true;
}

void plan_free(struct plan *p)
{
	vec_free(&p->steps);
	vec_free(&p->ranges);
}
