/* SPDX-License-Identifier: MIT
 * Days on which arXiv announced nothing though no list of holidays has them: the list of a year comes late, and a closure can come as a surprise. What was
 * submitted for such a day came on the next one. Submissions show it, and feeds that were empty; it is kept, for it is arXiv's day and no category's. */
#include <string.h>

#include "src/harvest/paper_day.h"

static const struct calendar *calendar_of(const struct oai_list *l) { return l->h->o->calendar; }

/* ---- What was submitted for a day ---- */

static struct str category_of(const struct oai_list *l, size_t i) { return i < l->h->o->categories.n ? l->h->o->categories.v[i] : l->d.category; }
static const struct known_list *list_of(const struct oai_list *l, size_t i) { return i < l->h->o->categories.n ? &l->h->lists[i] : &l->own; }

/* Whether R's last change can show when DAY's batch came: its newest version was submitted for it. If it is not its primary one, it can have come into
 * the category later. */
static bool shows(const struct oai_list *l, size_t i, const struct list_record *r, int32_t day)
{
	return r->last == day && (r->stamp == day || r->version > 1 || category_under(r->primary, category_of(l, i)));
}

/* A list that begins later than DAY has of it only what was changed since. */
static bool reaches(const struct oai_list *l, size_t i, int32_t day)
{
	const struct known_list *k = list_of(l, i);
	return (k->whole || k == l->known) && day_number(str_of(k->from)) <= day;
}

/* Whether a list before the one of category I shows the same of R's paper. */
static bool is_counted(const struct oai_list *l, size_t i, const struct list_record *r, int32_t day)
{
	for (size_t k = 0; k < i; k++)
		if (reaches(l, k, day) && shows(l, k, r, day) && known_list_find(list_of(l, k), r->key))
			return true;
	return false;
}

/* What the lists of a run say of the papers and versions that were submitted for one day: how many, how many of them were changed last on the first
 * day on which one was, and that day. */
struct submitted_for {
	size_t all, then;
	int32_t first;
	bool known;                  /* a list reaches back to it */
};

static void count_record(struct submitted_for *n, const struct list_record *r)
{
	n->all++;
	if (n->first == 0 || r->stamp < n->first) {
		n->first = r->stamp;
		n->then = 0;
	}
	n->then += r->stamp == n->first;
}

static struct submitted_for count_submitted(const struct oai_list *l, int32_t day)
{
	struct submitted_for n = { .known = false };
	for (size_t k = 0; k <= l->h->o->categories.n; k++) {
		const struct known_list *list = list_of(l, k);
		n.known |= reaches(l, k, day);
		for (size_t i = 0; reaches(l, k, day) && i < list->records.n; i++)
			if (shows(l, k, &list->records.v[i], day) && !is_counted(l, k, &list->records.v[i], day))
				count_record(&n, &list->records.v[i]);
	}
	return n;
}

/* ---- What feeds said of it ---- */

struct fed {
	bool own, other;             /* the category's feed was empty, another one's was */
	bool shown;                  /* one had papers */
};

static bool look_fed(const struct oai_list *l, const char *day, struct fed *ret, struct err *e)
{
	*ret = (struct fed){ .own = false };
	for (size_t i = 0; i < l->h->o->categories.n; i++) {
		bool empty, shown;
		if (!store_feed_was(l->h->store, l->h->o->categories.v[i], day, &empty, &shown, e))
			return false;
		*(i == l->category ? &ret->own : &ret->other) |= empty;
		ret->shown |= shown;
	}
	return true;
}

/* ---- A closure ---- */

static struct str key_of(const struct oai_list *l, const char *day) { return harvest_text(l->h, "closed %s", day); }

struct categories {
	struct harvest *h;
	VEC(struct str) v;           /* in the harvest's arena */
};

static bool add_category(void *ctx, struct str category, struct err *e)
{
	struct categories *c = ctx;
	UNUSED(e);
	*vec_push(&c->v) = arena_dup(&c->h->a, category);
	return true;
}

/* The pages of a category that may be one of other profiles alone. */
static bool reach_back(struct harvest *h, struct str category, const char *day, struct err *e)
{
	char before[DAY_SIZE];
	for (size_t i = 0; i < h->o->categories.n; i++)
		if (str_eq(h->o->categories.v[i], category))
			return harvest_reach_back(h, i, day, e);
	calendar_previous(h->o->calendar, day, before);
	return store_watermarks_lower(h->store, category, before, e);
}

/* Keep it; what was worked out for the day in other categories, when nobody knew, is of the day UNTIL. */
static bool remember(struct oai_list *l, const char *day, const char *until, struct err *e)
{
	struct harvest *h = l->h;
	struct categories c = { .h = h, .v = VEC_INIT };
	if (h->o->dry_run || h->unsure)
		return true;
	bool ok = store_kv_put(h->store, key_of(l, day), str_of(until), e) && store_derived_categories(h->store, day, add_category, &c, e);
	for (size_t i = 0; ok && i < c.v.n; i++) {
		if (str_eq(c.v.v[i], l->d.category))
			continue;
		log_note(h->log, "%.*s: nothing was announced on %s: what was put on it is moved to %s", STR_ARG(c.v.v[i]), day, until);
		ok = store_derived_move_day(h->store, day, c.v.v[i], until, e) && reach_back(h, c.v.v[i], day, e);
	}
	vec_free(&c.v);
	return ok;
}

/* The next day after DAY that was none without announcement. */
static bool next_open(struct oai_list *l, const char *day, int32_t *ret, struct err *e)
{
	char next[DAY_SIZE];
	int32_t until;
	calendar_next(calendar_of(l), day, next);
	*ret = day_number(str_of(next));
	if (strcmp(next, l->h->plan.today) >= 0)
		return true;
	bool ok = closed_until(l, *ret, &until, e);
	*ret = ok && until ? until : *ret;
	return ok;
}

/* Whether DAY was closed until UNTIL: arXiv is for a day or two. */
static bool is_soon(const struct oai_list *l, const char *day, int32_t until)
{
	enum { DAYS_CLOSED = 3 };
	char next[DAY_SIZE];
	memcpy(next, day, DAY_SIZE);
	for (int i = 0; i < DAYS_CLOSED; i++)
		calendar_next(calendar_of(l), next, next);
	return until <= day_number(str_of(next));
}

/* Of what was submitted for it nothing was changed last that day, and most was on the same later one. One paper proves nothing, for it may have
 * been changed since; but it does beside a feed that was empty, and where nothing at all tells, the empty feed is believed. That other papers were
 * changed that day says nothing: records are at any time. */
static bool find_closed(struct oai_list *l, int32_t day, int32_t *ret, struct err *e)
{
	enum { SOME = 2 };
	char text[DAY_SIZE], until[DAY_SIZE];
	struct str kept;
	struct fed fed;
	*ret = 0;
	day_text(day, text);
	if (calendar_known(calendar_of(l), text))
		return true;
	if (!store_kv_get(l->h->store, key_of(l, text), &l->h->a, &kept, e) || !look_fed(l, text, &fed, e))
		return false;
	if (str_known(kept) && day_valid(kept)) {
		*ret = day_number(kept);
		return true;
	}
	struct submitted_for n = count_submitted(l, day);
	if (!n.known || fed.shown || (n.all > 0 && n.first <= day))
		return true;
	if (n.all == 0)
		return !fed.own || next_open(l, text, ret, e);
	if (!is_soon(l, text, n.first) || n.then * 2 <= n.all || n.then < (fed.own || fed.other ? 1 : SOME))
		return true;
	*ret = n.first;
	day_text(n.first, until);
	return n.then < SOME || remember(l, text, until, e);
}

bool closed_until(struct oai_list *l, int32_t day, int32_t *ret, struct err *e)
{
	for (size_t i = 0; i < l->closures.n; i++)
		if (l->closures.v[i].day == day) {
			*ret = l->closures.v[i].until;
			return true;
		}
	if (!find_closed(l, day, ret, e))
		return false;
	*vec_push(&l->closures) = (struct closure){ day, *ret };
	return true;
}
