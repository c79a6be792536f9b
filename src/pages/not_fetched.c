/* SPDX-License-Identifier: MIT
 * What the store knows of each day and category comes in one pass, sorted by day; the days that were asked for are walked beside
 * it. */
#include "digest/not_fetched.h"

#include <string.h>

enum { NAMED = 8 };  /* days or identifiers that a line names */

/* Of one day: a category whose list is known, or that has papers. */
struct known_day {
	char day[DAY_SIZE];
	bool listed;          /* by a list of arXiv's */
	struct str category;
};

struct not_fetched {
	const struct selection_query *w;
	const struct selection *s;
	struct arena a;
	VEC(struct known_day) known;   /* by day */
	size_t at;                     /* of the day at hand */
	struct buf *line;
	unsigned long n;
	char first[DAY_SIZE], last[DAY_SIZE];  /* of the days that are missing */
	struct str category;           /* of the first of them; STR_NULL: of none */
};

static bool note_known(void *ctx, struct str day, struct str category, bool listed, struct err *e)
{
	struct not_fetched *u = ctx;
	UNUSED(e);
	if (!day_valid(day))
		return true;
	struct known_day *k = vec_push(&u->known);
	*k = (struct known_day){ .listed = listed, .category = arena_dup(&u->a, category) };
	memcpy(k->day, day.p, day.n);
	return true;
}

static void name_one(struct not_fetched *u, struct str category, const char *what)
{
	if (u->n++ < NAMED) {
		buf_addz(u->line, u->n > 1 ? ", " : "");
		buf_addf(u->line, "%.*s%s%s", STR_ARG(category), category.n && *what ? " " : "", what);
	}
}

static void miss_day(struct not_fetched *u, struct str category, const char *day)
{
	if (u->first[0] == '\0') {
		memcpy(u->first, day, DAY_SIZE);
		u->category = category;
	}
	memcpy(u->last, day, DAY_SIZE);
	name_one(u, category, day);
}

static bool has_key_of(const struct selection *s, const char *day)
{
	int32_t wanted = day_number(str_of(day));
	for (size_t i = 0; i < s->keys.n; i++)
		if (s->keys.v[i].day == wanted)
			return true;
	return false;
}

/* The day at hand: FROM … TO is what is known of it. */
static bool is_known(const struct not_fetched *u, size_t from, size_t to, struct str category)
{
	for (size_t i = from; i < to; i++) {
		struct str c = u->known.v[i].category;
		if (!str_known(category) || category_under(c, category) || category_under(category, c))
			return true;
	}
	return false;
}

/* Where no list of arXiv's came that day, but a file's papers, what is there of the categories is all there is. */
static bool of_files(const struct not_fetched *u, size_t from, size_t to, const char *day)
{
	for (size_t i = from; i < to; i++)
		if (u->known.v[i].listed)
			return false;
	return to > from && has_key_of(u->s, day);
}

static void look_at_day(struct not_fetched *u, const char *day)
{
	while (u->at < u->known.n && strcmp(u->known.v[u->at].day, day) < 0)
		u->at++;
	size_t to = u->at;
	while (to < u->known.n && strcmp(u->known.v[to].day, day) == 0)
		to++;
	if (!calendar_perhaps(u->w->calendar, day))
		return;
	if (u->w->categories.n == 0 && !is_known(u, u->at, to, STR_NULL))
		miss_day(u, STR_NULL, day);
	for (size_t i = 0; i < u->w->categories.n; i++)
		if (!is_known(u, u->at, to, u->w->categories.v[i]) && !of_files(u, u->at, to, day))
			miss_day(u, u->w->categories.v[i], day);
}

/* An open end is where the store's days end. */
static bool look_at_days(struct not_fetched *u, struct store *store, struct err *e)
{
	char day[DAY_SIZE], until[DAY_SIZE];
	if (!store_days_known(store, u->s->since, u->s->until[0] ? u->s->until : "9999-12-31", note_known, u, e))
		return false;
	size_t n = u->known.n;
	memcpy(day, u->s->since[0] ? u->s->since : n ? u->known.v[0].day : u->s->until, DAY_SIZE);
	memcpy(until, u->s->until[0] ? u->s->until : n ? u->known.v[n - 1].day : day, DAY_SIZE);
	if (strcmp(until, day) < 0)
		memcpy(until, day, DAY_SIZE);
	for (; strcmp(day, until) <= 0 && strcmp(day, "9999-12-31") < 0; day_add(day, 1, day))
		look_at_day(u, day);
	return true;
}

static bool look_at_categories(struct not_fetched *u, struct store *store, struct err *e)
{
	bool known = true, ok = true;
	for (size_t i = 0; ok && i < u->w->categories.n; i++) {
		ok = store_knows_category(store, u->w->categories.v[i], &known, e);
		if (ok && !known)
			name_one(u, u->w->categories.v[i], "");
		if (ok && !known && !str_known(u->category))
			u->category = u->w->categories.v[i];
	}
	return ok;
}

static bool note_hit(void *ctx, const struct store_hit *h, struct err *e)
{
	UNUSED(h);
	UNUSED(e);
	*(bool *)ctx = true;
	return true;
}

static bool look_at_ids(struct not_fetched *u, struct store *store, struct err *e)
{
	bool ok = true;
	for (size_t i = 0; ok && i < u->w->ids.n; i++) {
		int version = u->w->versions ? u->w->versions[i] : 0;
		const struct store_select q = { .ids = { &u->w->ids.v[i], 1 }, .versions = &version, .undated = true };
		bool there = false;
		struct buf name = BUF_INIT(ERR_MSG_SIZE);
		ok = store_find(store, &q, note_hit, &there, e);
		buf_adds(&name, u->w->ids.v[i]);
		if (version > 0)
			buf_addf(&name, "v%d", version);
		if (ok && !there)
			name_one(u, STR_NULL, name.s);
		if (ok && !there && !str_known(u->category))
			u->category = arena_dup(&u->a, buf_str(&name));
		buf_free(&name);
	}
	return ok;
}

static bool look_at_all(struct not_fetched *u, struct store *store, struct err *e)
{
	bool known = false;
	if (u->s->keys.n == 0 && !store_knows_category(store, STR_NULL, &known, e))
		return false;
	if (u->s->keys.n == 0 && !known)
		buf_addz(u->line, "nothing has come into the store yet (digest fetch -c cs.CL gets what is announced)");
	return true;
}

bool not_fetched_find(struct store *store, const struct selection_query *w, const struct selection *s, struct buf *line, struct err *e)
{
	struct not_fetched u = { .w = w, .s = s, .a = ARENA_INIT, .known = VEC_INIT, .line = line };
	bool days = (s->since[0] || s->until[0]) && !w->by_submitted, ok;
	if (w->ids.n)
		ok = look_at_ids(&u, store, e);
	else if (days)
		ok = look_at_days(&u, store, e);
	else
		ok = w->categories.n ? look_at_categories(&u, store, e) : look_at_all(&u, store, e);
	if (ok && u.n > NAMED)
		buf_addf(line, " and %lu more", u.n - NAMED);
	if (ok && u.n && w->ids.n && str_known(paper_id_local(u.category)))
		buf_addz(line, ": not in the store (digest fetch --input FILE brings its record in)");
	else if (ok && u.n && w->ids.n)
		buf_addf(line, ": not in the store (digest fetch --id %.*s gets it)", STR_ARG(u.category));
	else if (ok && u.n && days)
		buf_addf(line, ": never got, so nothing is known of what was announced (digest fetch -c %s --since %s --until %s gets it)",
		         str_known(u.category) ? arena_dup(&u.a, u.category).p : "CATEGORY", u.first, u.last);
	else if (ok && u.n)
		buf_addf(line, ": never got (digest fetch -c %.*s gets it)", STR_ARG(u.category));
	vec_free(&u.known);
	arena_free(&u.a);
	return ok;
}
