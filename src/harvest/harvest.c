/* SPDX-License-Identifier: MIT
 * The harvest as a whole. Today's feeds come first, then the days gone by, then what did not come is asked for once
 * more; and where a feed stays stale or silent, OAI-PMH fills in what it knows. No category waits for another. */
#include "digest/harvest.h"

#include <stdlib.h>
#include <string.h>

#include "src/harvest/internal.h"

/* What the run says of a day in the end: one line on standard error, one on the page. */
static void conclude_day(struct harvest *h, struct str category, const struct store_fetch *g)
{
	bool whole = g->status == DAY_FRESH || g->status == DAY_EMPTY ||
	             (g->status == DAY_PARTIAL && g->settled && h->o->only_new && str_find(g->note, UNTOLD_DAY, 0) == STR_NONE);
	struct str text = harvest_text(h, "%.*s %.*s: %s%s%.*s", STR_ARG(category), STR_ARG(g->day),
	                               day_status_name(g->status), g->note.n ? ": " : "", STR_ARG(g->note));
	if (g->status == DAY_NONE)
		return;
	if (whole) {
		h->incomplete += g->status == DAY_EMPTY && !g->settled;
		log_info(h->log, "%.*s (%lld papers)", STR_ARG(text), (long long)g->papers);
		return;
	}
	char day[DAY_SIZE] = "";
	if (day_valid(g->day))
		memcpy(day, g->day.p, DAY_SIZE - 1);
	harvest_notice(h, day, category, text);
	h->notices.v[h->notices.n - 1].stays = g->status == DAY_PARTIAL && g->settled;
	h->incomplete += !g->settled;
}

/* All days that the run is about, those too that an earlier run asked for: what was missing then is missing still. */
static bool conclude(struct harvest *h, struct err *e)
{
	for (size_t i = 0; i < h->o->categories.n; i++) {
		const struct plan_range *r = &h->plan.ranges.v[i];
		struct str category = h->o->categories.v[i];
		char day[DAY_SIZE];
		for (memcpy(day, r->since, DAY_SIZE); strcmp(day, r->until) <= 0; day_add(day, 1, day)) {
			struct store_fetch g;
			if (!calendar_perhaps(h->o->calendar, day) && strcmp(day, h->plan.today) != 0)
				continue;
			if (!store_get_fetch(h->store, category, day, &h->a, &g, e))
				return false;
			conclude_day(h, category, &g);
		}
	}
	return true;
}

/* ---- Steps ---- */

/* The feed did not come twice: what OAI-PMH knows of the day, by all that the other feeds have told, is better than
 * nothing. */
static bool fill_in(struct harvest *h, const struct category_list *c, struct day_result *v, struct err *e)
{
	const struct plan_step *s = &h->plan.steps.v[c->feed];
	if (c->list == NULL || !c->list->whole || c->list->dry || !calendar_due(h->o->calendar, s->day))
		return true;
	if (!harvest_list_note(h, c, v, e))
		return false;
	struct day_result list = h->lists[c->category].of_day, *feed = &v[c->feed];
	if (list.status != DAY_PARTIAL || !(list.settled || list.open))
		return true;
	list.settled = false;  /* the feed may still come today */
	list.note = harvest_text(h, "%s: %.*s; %.*s", day_status_name(feed->status), STR_ARG(feed->note),
	                         STR_ARG(list.note));
	*feed = list;
	return harvest_log_day(h, s->category, s->day, feed, NULL, e) && h->sink.commit(h->sink.ctx, e);
}

/* The feeds of today, set aside: they are gone tomorrow, so they come first. */
static bool ask_feeds(struct harvest *h, struct feed **feeds, struct day_result *v, struct err *e)
{
	const struct plan_step *s = h->plan.steps.v;
	bool ok = true;
	for (size_t i = 0; ok && i < h->plan.steps.n; i++)
		if (s[i].road == ROAD_RSS && feeds[i] == NULL)
			ok = harvest_feed(h, s[i].category, s[i].day, &feeds[i], &v[i], e);
	return ok;
}

/* What a run is made of: its steps, what came of each, feeds that are not judged yet, lists. */
struct pass {
	struct feed **feeds;
	struct day_result *v;
	size_t n;
	struct category_list *lists;
	size_t n_lists;
};

/* First pass: the lists tell of the days; then the feeds are judged, and tell of papers that were held back until
 * today. */
static bool take_all(struct harvest *h, struct pass *p, struct err *e)
{
	bool ok = harvest_lists_ask(h, p->lists, &p->n_lists, p->v, e);
	if (!ok || h->day_moved)
		return ok;
	ok = harvest_lists_note(h, p->lists, p->n_lists, false, p->v, e);
	for (size_t i = 0; ok && i < p->n; i++)
		if (p->feeds[i])
			ok = harvest_feed_judge(p->feeds[i], &p->v[i], e);
	return ok && harvest_lists_note(h, p->lists, p->n_lists, true, p->v, e);
}

static bool feed_again(struct harvest *h, const struct plan_step *s, struct day_result *v, struct err *e)
{
	struct feed *feed;
	bool ok = harvest_feed(h, s->category, s->day, &feed, v, e) && (feed == NULL || harvest_feed_judge(feed, v, e));
	harvest_feed_free(feed);
	return ok;
}

static void say_again(struct harvest *h, const struct plan_step *s, const struct day_result *v)
{
	log_info(h->log, "%.*s %s: %s: once more", STR_ARG(h->o->categories.v[s->category]), s->day,
	         day_status_name(v->status));
}

/* A list that did not come, and is wanted for days gone by or for a feed that is asked for once more. */
static bool list_again(struct harvest *h, struct category_list *c, struct day_result *v, struct err *e)
{
	bool again = c->feed < h->plan.steps.n && v[c->feed].again && !h->lists[c->category].whole;
	for (size_t i = c->from; i < c->to; i++)
		again |= v[i].again;
	if (!again)
		return true;
	if (c->from < c->to)
		say_again(h, &h->plan.steps.v[c->from], &v[c->from]);
	return harvest_list_of(h, c, v, e) && (h->day_moved || harvest_list_note(h, c, v, e));
}

/* How far OAI-PMH has got, by the list of a category whose feed has papers of the day. *WHERE: that category; STR_NULL: there is none. */
static bool look_how_far(struct harvest *h, const char *day, const struct day_result *v, struct str *where, struct err *e)
{
	const struct plan_step *s = h->plan.steps.v;
	bool ok = true;
	for (size_t i = 0; ok && strcmp(h->newest, day) < 0 && i < h->plan.steps.n; i++) {
		const char (*one)[DAY_SIZE] = &s[i].day;
		struct day_result ignored;
		bool told = v[i].status == DAY_FRESH || harvest_told_in_part(v[i].status, v[i].note);
		if (s[i].road != ROAD_RSS || !told || v[i].road != ROAD_RSS || v[i].papers == 0)
			continue;
		*where = h->o->categories.v[s[i].category];
		if (h->lists[s[i].category].tried)
			continue;
		ok = harvest_list(h, s[i].category, (struct day_list){ one, 1 }, NULL, "how far OAI-PMH has got", &ignored, e) &&
		     store_forget_derived(h->store, day, *where, e);
	}
	return ok;
}

/* A feed was empty, and OAI-PMH could not say whether that is right. Other categories tell: their feeds have papers that belong into it, or
 * their lists show how far OAI-PMH has got. */
static bool doubt_empty(struct harvest *h, size_t i, struct day_result *v, struct err *e)
{
	const struct plan_step *s = &h->plan.steps.v[i];
	struct str where = STR_NULL;
	if (s->road != ROAD_RSS || v[i].status != DAY_EMPTY || v[i].settled)
		return true;
	if (!harvest_shown_elsewhere(h, s->category, s->day, &where, e) || (!str_known(where) && !look_how_far(h, s->day, v, &where, e)))
		return false;
	if (strcmp(h->newest, s->day) >= 0) {
		v[i] = (struct day_result){ .status = DAY_FRESH, .road = ROAD_OAI, .settled = true };
		v[i].note = STR("the feed is empty; OAI-PMH has got as far and has nothing either: none was announced");
	} else if (str_known(where)) {
		v[i] = (struct day_result){ .status = DAY_FAILED, .road = ROAD_RSS, .cause = ERR_NET_TEMP };
		v[i].note = harvest_text(h, "the feed is empty, and OAI-PMH has nothing of this day yet, though the feed of %.*s has", STR_ARG(where));
	} else {
		return true;
	}
	return harvest_log_day(h, s->category, s->day, &v[i], NULL, e) && h->sink.commit(h->sink.ctx, e);
}

/* Second pass: what may come now. */
static bool take_again(struct harvest *h, struct pass *p, struct err *e)
{
	const struct plan_step *s = h->plan.steps.v;
	struct day_result *v = p->v;
	bool ok = true;
	for (size_t i = 0; ok && i < p->n_lists; i++)
		ok = list_again(h, &p->lists[i], v, e);
	for (size_t i = 0; ok && i < p->n; i++) {
		if (s[i].road != ROAD_RSS || !v[i].again)
			continue;
		say_again(h, &s[i], &v[i]);
		ok = feed_again(h, &s[i], &v[i], e);
	}
	for (size_t i = 0; ok && i < p->n_lists; i++) {
		size_t feed = p->lists[i].feed;
		if (feed < p->n && (v[feed].status == DAY_STALE || v[feed].status == DAY_FAILED))
			ok = fill_in(h, &p->lists[i], v, e);
	}
	for (size_t i = 0; ok && i < p->n; i++)
		ok = doubt_empty(h, i, v, e);
	return ok;
}

/* ---- The whole ---- */

static bool got(void *ctx, size_t category, const char *day, enum day_status *status, bool *settled, struct err *e)
{
	struct harvest *h = ctx;
	struct arena a = ARENA_INIT;
	struct store_fetch g;
	bool ok = harvest_logged_day(h, category, day, &a, &g, e);
	if (ok) {
		*status = g.status;
		*settled = g.settled;
	}
	arena_free(&a);
	return ok;
}

/* One that lies in days to come was put there by a wrong clock: what was whole before today counts. */
static bool watermark(void *ctx, size_t category, struct store_watermark *ret, struct err *e)
{
	struct harvest *h = ctx;
	char today[DAY_SIZE];
	if (!store_get_watermark(h->store, h->o->profile, h->o->categories.v[category], ret, e))
		return false;
	day_eastern(harvest_now(h), today);
	if (strcmp(ret->day, today) <= 0)
		return true;
	memcpy(ret->since, ret->day, DAY_SIZE);
	return store_last_whole(h->store, h->o->categories.v[category], today, ret->day, e);
}

/* TODAY where the hosts have said what time it is; else NULL. */
static const char *sure_today(const struct harvest *h)
{
	const struct fetch_clock *v;
	return fetcher_clocks(h->fetcher, &v) > 0 && !h->unsure ? h->plan.today : NULL;
}

/* A category that the profile never had: all before its first days is not asked for, whatever becomes of these. */
static bool first_watermarks(struct harvest *h, struct err *e)
{
	bool ok = true;
	for (size_t i = 0; ok && i < h->o->categories.n; i++) {
		const struct plan_range *r = &h->plan.ranges.v[i];
		struct store_watermark w;
		if (!r->moves)
			continue;
		ok = store_get_watermark(h->store, h->o->profile, h->o->categories.v[i], &w, e);
		if (!ok || w.day[0])
			continue;
		calendar_previous(h->o->calendar, r->since, w.day);
		memcpy(w.since, w.day, DAY_SIZE);
		ok = store_put_watermark(h->store, h->o->profile, h->o->categories.v[i], &w, NULL, e);
	}
	return ok;
}

static void pass_free(struct pass *p)
{
	for (size_t i = 0; i < p->n; i++)
		harvest_feed_free(p->feeds[i]);
	harvest_lists_free(p->lists, p->n_lists);
	free(p->feeds);
	free(p->v);
}

static bool make_plan(struct harvest *h, struct pass *p, struct err *e)
{
	const struct harvest_options *o = h->o;
	const struct plan_options how = { harvest_now(h), o->categories, o->since, o->until, o->road, o->refresh, o->calendar };
	const struct plan_known known = { got, watermark, h };
	plan_free(&h->plan);
	h->plan = (struct plan)PLAN_INIT;
	if (!plan_make(&how, &known, &h->plan, e))
		return false;
	p->n = h->plan.steps.n;
	p->v = xcalloc(p->n + 1, sizeof *p->v);
	p->feeds = xcalloc(p->n + 1, sizeof *p->feeds);
	p->lists = xcalloc(p->n + 1, sizeof *p->lists);
	p->n_lists = 0;
	return true;
}

/* The clock was wrong: plan the day that it is, and keep the feeds that came for it. */
static bool plan_anew(struct harvest *h, struct pass *p, struct err *e)
{
	struct pass old = *p;
	*p = (struct pass){ .n = 0 };
	bool ok = make_plan(h, p, e);
	for (size_t i = 0; ok && i < p->n; i++) {
		const struct plan_step *s = &h->plan.steps.v[i];
		for (size_t k = 0; s->road == ROAD_RSS && k < old.n; k++)
			if (old.feeds[k] && harvest_feed_category(old.feeds[k]) == s->category) {
				p->feeds[i] = old.feeds[k];
				old.feeds[k] = NULL;
				harvest_feed_redate(p->feeds[i], s->day);
			}
	}
	pass_free(&old);
	h->day_moved = false;
	return ok && ask_feeds(h, p->feeds, p->v, e);
}

/* The feeds, and what time it is at the hosts. */
static bool begin(struct harvest *h, struct pass *p, struct err *e)
{
	bool asks = false;
	if (!make_plan(h, p, e))
		return false;
	for (size_t i = 0; i < p->n; i++)
		asks |= h->plan.steps.v[i].road != ROAD_NONE;
	bool known = asks || h->o->dry_run || h->o->since[0] || h->o->until[0];
	if (!known && !harvest_clock_is_known(h, &known, e))
		return false;
	if (!known)
		harvest_ask_time(h);
	return ask_feeds(h, p->feeds, p->v, e) && harvest_clock(h, &h->day_moved, e) &&
	       (!h->day_moved || plan_anew(h, p, e)) && harvest_clock_keep(h, e);
}

bool harvest_run(struct harvest *h, struct err *e)
{
	const struct harvest_options *o = h->o;
	struct pass p = { .n = 0 };
	if (o->expressions.n || o->ids.n)
		return harvest_queries(h, e);
	h->lists = xcalloc(o->categories.n + 1, sizeof *h->lists);
	bool ok = begin(h, &p, e) && (o->dry_run || h->unsure || first_watermarks(h, e)) && take_all(h, &p, e);
	if (ok && h->day_moved)
		ok = plan_anew(h, &p, e) && take_all(h, &p, e);
	ok = ok && take_again(h, &p, e);
	for (size_t i = 0; ok && i < p.n; i++)
		if ((p.v[i].status == DAY_FAILED || p.v[i].status == DAY_STALE) && h->cause == ERR_NONE)
			h->cause = p.v[i].cause;
	pass_free(&p);
	return ok && (o->dry_run || conclude(h, e));
}

bool harvest_done(struct harvest *h, struct err *e)
{
	bool ok = true;
	for (size_t i = 0; ok && i < h->plan.ranges.n; i++) {
		const struct plan_range *r = &h->plan.ranges.v[i];
		struct store_watermark w;
		if (!r->moves)
			continue;
		memcpy(w.since, r->since, DAY_SIZE);
		memcpy(w.day, r->until, DAY_SIZE);
		if (!calendar_due(h->o->calendar, w.day))
			calendar_previous(h->o->calendar, w.day, w.day);
		ok = strcmp(w.since, w.day) > 0 ||
		     store_put_watermark(h->store, h->o->profile, h->o->categories.v[i], &w, sure_today(h), e);
	}
	return ok;
}

void harvest_free(struct harvest *h)
{
	for (size_t i = 0; h->lists && i < h->o->categories.n; i++)
		known_list_free(&h->lists[i]);
	free(h->lists);
	plan_free(&h->plan);
	vec_free(&h->notices);
	vec_free(&h->found);
	arena_free(&h->a);
}
