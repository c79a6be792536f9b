/* SPDX-License-Identifier: MIT
 * All that the store's history says of a stretch of days is gathered first; then it is a table or a list of JSON
 * objects. */
#include "digest/status.h"

#include <stdlib.h>
#include <string.h>

#include "digest/options.h"
#include "digest/sort.h"
#include "digest/text.h"
#include "digest/vec.h"
#include "digest/world.h"
#include "src/status/internal.h"

enum { DAYS_BACK = 14, RUNS = 10, DAY_WIDTH = 12, CELL_WIDTH = 18 };

struct status {
	const struct status_question *q;
	const struct run_io *world;
	struct store *store;
	const char *since, *until, *until_spent;
	struct arena a;
	VEC(struct store_fetch) got;   /* by day, category and time */
	VEC(struct str) categories;
	VEC(struct str) days;        /* newest last */
	struct buf out;
	unsigned long listed;        /* members of the list that is being written */
};

/* ---- Gathering ---- */

/* Questions to the API stand in the history under the question. */
static bool is_question(struct str category) { return str_find(category, ":", 0) != STR_NONE; }

static bool is_asked(const struct status *s, struct str category)
{
	for (size_t i = 0; i < s->q->categories.n; i++)
		if (category_under(category, s->q->categories.v[i]))
			return true;
	return s->q->categories.n == 0;
}

static bool add_got(void *ctx, const struct store_fetch *g, struct err *e)
{
	struct status *s = ctx;
	struct store_fetch *copy;
	UNUSED(e);
	if (!is_asked(s, g->category))
		return true;
	copy = vec_push(&s->got);
	*copy = *g;
	struct str *const texts[] = { &copy->at, &copy->day, &copy->category, &copy->road, &copy->note };
	for (size_t i = 0; i < COUNTOF(texts); i++)
		*texts[i] = arena_dup(&s->a, *texts[i]);
	copy->ids = STR_NULL;
	if (!is_question(copy->category))
		*vec_push(&s->categories) = copy->category;
	*vec_push(&s->days) = copy->day;
	return true;
}

static bool gather(struct status *s, struct err *e)
{
	char day[DAY_SIZE];
	const char *since = s->since, *until = s->until;
	if (!store_fetch_each(s->store, since, until, add_got, s, e))
		return false;
	const char *first = s->got.n > 0 && str_cmp(s->got.v[0].day, str_of(since)) > 0 ? s->got.v[0].day.p : since;
	day_add(first, -1, day);
	if (s->got.n > 0)
		for (calendar_next(s->q->calendar, day, day); strcmp(day, until) <= 0; calendar_next(s->q->calendar, day, day))
			*vec_push(&s->days) = arena_dup(&s->a, str_of(day));
	vec_sort_unique(&s->days, order_str);
	vec_sort_unique(&s->categories, order_str);
	return true;
}

/* The last word about a day and category; NULL: there is none. */
static const struct store_fetch *last_got(const struct status *s, struct str day, struct str category)
{
	for (size_t i = s->got.n; i-- > 0;)
		if (str_eq(s->got.v[i].day, day) && str_eq(s->got.v[i].category, category))
			return &s->got.v[i];
	return NULL;
}

/* ---- For people ---- */

static void pad(struct buf *b, size_t from, size_t width)
{
	do
		buf_addc(b, ' ');
	while (b->len - from < width);
}

static bool put_cell(struct status *s, struct str day, struct str category, struct err *e)
{
	const struct store_fetch *g = last_got(s, day, category);
	struct store_tally t;
	if (g == NULL) {
		buf_addz(&s->out, "-");
		return true;
	}
	if (!store_tally(s->store, day.p, category, &t, e))
		return false;
	buf_addz(&s->out, day_status_name(g->status));
	if (t.papers > 0)
		buf_addf(&s->out, " %lld/%lld", (long long)t.summarized, (long long)t.papers);
	return true;
}

static bool put_table(struct status *s, struct err *e)
{
	struct buf *b = &s->out;
	if (s->categories.n == 0) {
		buf_addz(b, "Nothing was asked of arXiv in these days.\n");
		return true;
	}
	buf_addz(b, "Of each day and category: what was got, and how many of its papers are summarized.\n\n");
	for (size_t row = 0; row <= s->days.n; row++) {
		size_t line = b->len;
		if (row > 0)
			buf_adds(b, s->days.v[s->days.n - row]);
		for (size_t i = 0; i < s->categories.n; i++) {
			pad(b, line, DAY_WIDTH + i * CELL_WIDTH);
			if (row == 0)
				buf_adds(b, s->categories.v[i]);
			else if (!put_cell(s, s->days.v[s->days.n - row], s->categories.v[i], e))
				return false;
		}
		buf_addc(b, '\n');
	}
	return true;
}

static bool same_reason(const struct store_fetch *a, const struct store_fetch *b)
{
	return a->status == b->status && str_eq(a->day, b->day) && str_eq(a->category, b->category) && str_eq(a->road, b->road) && str_eq(a->note, b->note);
}

/* How often the reason of attempt I was met; 0: a newer attempt had it, and was told. */
static size_t times_met(const struct status *s, size_t i)
{
	size_t n = 1;
	for (size_t k = i + 1; k < s->got.n && str_eq(s->got.v[k].day, s->got.v[i].day); k++)
		if (same_reason(&s->got.v[k], &s->got.v[i]))
			return 0;
	for (size_t k = i; k-- > 0 && str_eq(s->got.v[k].day, s->got.v[i].day);)
		n += same_reason(&s->got.v[k], &s->got.v[i]);
	return n;
}

/* Each attempt that did not bring all, newest day first, the same reason once. */
static void put_reasons(struct status *s)
{
	struct buf *b = &s->out;
	size_t before = b->len;
	for (size_t i = s->got.n; i-- > 0;) {
		const struct store_fetch *g = &s->got.v[i];
		size_t n = g->status == DAY_FRESH || g->status == DAY_EMPTY ? 0 : times_met(s, i);
		if (n == 0)
			continue;
		buf_addf(b, "%s%.*s %.*s: %s by %.*s at %.*s: %.*s", b->len == before ? "\n" : "", STR_ARG(g->day),
		         STR_ARG(g->category), day_status_name(g->status), STR_ARG(g->road), STR_ARG(g->at), STR_ARG(g->note));
		if (n > 1)
			buf_addf(b, " (tried %zu times)", n);
		buf_addc(b, '\n');
	}
	for (size_t i = s->got.n; i-- > 0;)
		if (is_question(s->got.v[i].category) && s->got.v[i].status == DAY_FRESH)
			buf_addf(b, "%s%.*s %.*s: %lld papers\n", b->len == before ? "\n" : "",
			         STR_ARG(s->got.v[i].day), STR_ARG(s->got.v[i].category),
			         (long long)s->got.v[i].papers);
}

static void put_pause(void *ctx, const struct fetch_pause *p)
{
	struct status *s = ctx;
	struct buf *b = &s->out;
	if (s->q->json) {
		buf_addf(b, "%s{\"host\": ", s->listed++ ? ", " : "");
		js_put_string(b, str_of(p->host));
		buf_addz(b, ", \"until\": \"");
		clock_rfc3339(p->until, b);
		buf_addz(b, "\", \"why\": ");
		js_put_string(b, str_of(p->why));
		buf_addc(b, '}');
		return;
	}
	buf_addf(b, "%s%s asked for a pause until ", s->listed++ ? "" : "\n", p->host);
	clock_rfc3339(p->until, b);
	buf_addf(b, " (%s)\n", p->why);
}

static bool put_run(void *ctx, const struct store_run *r, struct err *e)
{
	struct status *s = ctx;
	struct buf *b = &s->out;
	UNUSED(e);
	if (s->q->json) {
		buf_addf(b, "%s{\"begun\": ", s->listed++ ? ", " : "");
		js_put_string(b, r->begun);
		buf_addz(b, ", \"ended\": ");
		if (str_known(r->ended)) {
			js_put_string(b, r->ended);
			buf_addf(b, ", \"exit_status\": %d", r->exit_status);
		} else {
			buf_addz(b, "null, \"exit_status\": null");
		}
		buf_addz(b, ", \"words\": ");
		js_put_string(b, r->words);
		buf_addc(b, '}');
		return true;
	}
	buf_addf(b, "%s%.*s  ", s->listed++ ? "" : "\nThe last runs, with their exit status:\n", STR_ARG(r->begun));
	if (str_known(r->ended))
		buf_addf(b, "%2d", r->exit_status);
	else
		buf_addz(b, " -");  /* killed, or at work */
	buf_addf(b, "  digest %.*s\n", STR_ARG(r->words));
	return true;
}

/* ---- For programs ---- */

static void put_member(struct buf *b, const char *name, struct str text)
{
	buf_addf(b, ", \"%s\": ", name);
	if (str_known(text))
		js_put_string(b, text);
	else
		buf_addz(b, "null");
}

static void put_got(struct buf *b, const struct store_fetch *g)
{
	buf_addf(b, "\"status\": \"%s\"", day_status_name(g->status));
	put_member(b, "road", g->road);
	put_member(b, "at", g->at);
	buf_addf(b, ", \"papers\": %lld, \"settled\": %s", (long long)g->papers, g->settled ? "true" : "false");
	put_member(b, "note", g->note);
}

/* The attempts of one day and category: I … of s->got, the last one counts. */
static bool put_day(struct status *s, size_t from, size_t to, struct err *e)
{
	struct buf *b = &s->out;
	const struct store_fetch *g = &s->got.v[to - 1];
	struct store_tally t = { 0, 0, 0 };
	if (!is_question(g->category) && !store_tally(s->store, g->day.p, g->category, &t, e))
		return false;
	buf_addf(b, "%s\n    {\"day\": \"%.*s\", \"category\": ", s->listed++ ? "," : "", STR_ARG(g->day));
	js_put_string(b, g->category);
	buf_addz(b, ", ");
	put_got(b, g);
	buf_addf(b, ", \"announced\": %lld, \"summarized\": %lld, \"pending\": %lld, \"history\": [",
	         (long long)t.papers, (long long)t.summarized, (long long)t.pending);
	for (size_t i = from; i < to; i++) {
		buf_addz(b, i > from ? ", {" : "{");
		put_got(b, &s->got.v[i]);
		buf_addc(b, '}');
	}
	buf_addz(b, "]}");
	return true;
}

static bool put_days(struct status *s, struct err *e)
{
	for (size_t i = 0, next; i < s->got.n; i = next) {
		const struct store_fetch *g = s->got.v;
		for (next = i + 1;
		     next < s->got.n && str_eq(g[next].day, g[i].day) && str_eq(g[next].category, g[i].category);
		     next++)
			;
		if (!put_day(s, i, next, e))
			return false;
	}
	return true;
}

static bool put_json(struct status *s, const char *state, struct err *e)
{
	buf_addf(&s->out, "{\n  \"today\": \"%s\",\n  \"days\": [", s->q->today);
	if (!put_days(s, e))
		return false;
	buf_addf(&s->out, "%s],\n  \"pauses\": [", s->listed ? "\n  " : "");
	s->listed = 0;
	if (!fetch_pauses(state, s->world->clock, put_pause, s, e))
		return false;
	buf_addz(&s->out, "],\n");
	if (!spending_json(s->store, s->since, s->until_spent, s->q->since, &s->out, e))
		return false;
	buf_addz(&s->out, ",\n  \"runs\": [");
	s->listed = 0;
	if (!store_run_each(s->store, RUNS, put_run, s, e))
		return false;
	buf_addz(&s->out, "]\n}\n");
	return true;
}

static bool put_text(struct status *s, const char *state, struct err *e)
{
	if (!put_table(s, e))
		return false;
	put_reasons(s);
	if (!spending_text(s->store, s->since, s->until_spent, s->q->since, &s->out, e) || !fetch_pauses(state, s->world->clock, put_pause, s, e))
		return false;
	s->listed = 0;
	return store_run_each(s->store, RUNS, put_run, s, e);
}

bool status_print(struct store *store, const struct status_question *q, const struct run_io *world, struct err *e)
{
	struct status s = { .q = q,
		            .world = world,
		            .store = store,
		            .a = ARENA_INIT,
		            .got = VEC_INIT,
		            .categories = VEC_INIT,
		            .days = VEC_INIT,
		            .out = BUF_INIT(BUF_UNBOUNDED) };
	char two_weeks_ago[DAY_SIZE];
	day_add(q->today, -DAYS_BACK, two_weeks_ago);
	s.since = q->since[0] ? q->since : two_weeks_ago;
	s.until = q->until[0] ? q->until : q->today;
	s.until_spent = q->until[0] ? q->until : "9999-12-31";  /* its days are UTC's, which may be one ahead */
	const char *state = path_state(NULL, &s.a);
	bool ok = gather(&s, e) && (q->json ? put_json(&s, state, e) : put_text(&s, state, e)) &&
	          world->out(world->ctx, buf_str(&s.out), e);
	vec_free(&s.got);
	vec_free(&s.categories);
	vec_free(&s.days);
	buf_free(&s.out);
	arena_free(&s.a);
	return ok;
}
