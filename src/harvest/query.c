/* SPDX-License-Identifier: MIT
 * The API: expressions, identifiers, and days where --road api asks for it. Nothing behind the first 10,000 results can
 * be asked for; a larger set is cut into windows of submission, halved until each is small enough. Pages go on by what
 * came, not by what was asked for, and results are told apart by identifier: pages may overlap. */
#include <stdlib.h>
#include <string.h>

#include "digest/hash.h"
#include "digest/sort.h"
#include "src/harvest/internal.h"

enum { MINUTE = 60, YEAR = 366 * 86400 };
static const int64_t first_submission = 682128000;  /* 1991-08-14 */

struct window {
	int64_t from, to;
};

struct querying {
	struct api_run *run;
	struct source_fetch reading;
	struct api_query q;
	VEC(uint64_t) page;          /* what this page holds: hashes of identifiers */
	int64_t came, total;         /* different papers of this page; of the window */
};

/* ---- A page ---- */

static void begin(void *ctx) { ((struct querying *)ctx)->page.n = 0; }

static bool put(void *ctx, const struct paper *p, struct err *e)
{
	struct querying *g = ctx;
	*vec_push(&g->page) = fnv(FNV_BASIS, p->id);
	return g->run->put(g->run->ctx, p, e);
}

/* A page that holds papers twice may lack others: only different ones count as come. */
static int64_t different(struct querying *g) { return (int64_t)vec_sort_unique(&g->page, order_uint64); }

/* An empty page where more was promised is the API's commonest failure; a little later it is there. */
static bool whole(void *ctx, const struct source_result *r, struct err *e)
{
	struct querying *g = ctx;
	g->reading.told = true;
	if (r->total_results < 0)
		return err_set(e, ERR_NET_TEMP, "%s: no answer of arXiv's API", g->reading.shown);
	g->came = different(g) + (int64_t)r->skipped;
	g->total = r->total_results;
	if (g->came == 0 && g->q.start < g->total)
		return err_set(e, ERR_NET_TEMP, "%s: an empty page, though there are %lld results", g->reading.shown,
		               (long long)g->total);
	return true;
}

static bool ask_page(struct querying *g, bool *dry, struct err *e)
{
	struct api_run *run = g->run;
	struct buf url = BUF_INIT(BUF_UNBOUNDED);
	query_api(run->h->o->base, &g->q, &url);
	g->reading = (struct source_fetch){ .h = run->h,
		                       .name = run->name,
		                       .url = url.s,
		                       .why = run->why,
		                       .ctx = g,
		                       .begin = begin,
		                       .put = put,
		                       .whole = whole };
	bool ok = source_fetch_run(&g->reading, e);
	run->fatal |= g->reading.fatal;
	*dry = ok && g->reading.reply.outcome == FETCH_DRY;
	source_fetch_free(&g->reading);
	buf_free(&url);
	if (ok && !*dry && !run->h->sink.commit(run->h->sink.ctx, e)) {
		run->fatal = true;
		return false;
	}
	return ok;
}

/* ---- A window ---- */

/* All pages of what g->q asks; *TOO_MANY: there are more results than can be reached, and one page was read. */
static bool ask_window(struct querying *g, bool *too_many, struct err *e)
{
	bool dry;
	*too_many = false;
	for (g->q.start = 0;; g->q.start += g->came) {
		g->q.most = g->q.ids.n ? (int64_t)g->q.ids.n : API_PAGE;
		if (g->q.start + g->q.most > API_REACH)
			g->q.most = API_REACH - g->q.start;
		if (!ask_page(g, &dry, e))
			return false;
		if (dry)
			return true;
		if (g->q.start == 0)
			g->run->total = g->run->total < 0 ? g->total : g->run->total;
		*too_many = g->total > API_REACH;
		g->run->came += *too_many ? 0 : g->came;
		if (*too_many || g->q.start + g->came >= g->total)
			return true;
	}
}

bool api_run(struct api_run *r, struct err *e)
{
	VEC(struct window) windows = VEC_INIT;
	struct querying g = { .run = r, .q = r->q };
	bool too_many, ok;
	r->total = -1;
	r->came = 0;
	ok = ask_window(&g, &too_many, e);
	if (ok && too_many) {
		struct window all = { first_submission,
			              clock_now(r->h->o->clock) + YEAR }; /* legacy: results lacked unless the end was far away */
		if (r->q.windowed)
			all = (struct window){ r->q.from, r->q.to };
		*vec_push(&windows) = all;
	}
	while (ok && windows.n > 0) {
		struct window w = windows.v[--windows.n];
		int64_t middle = w.from + (w.to - w.from) / 2 / MINUTE * MINUTE;
		const struct window halves[] = { { w.from, middle },
			                         { middle, w.to } }; /* a minute may mean its first second */
		if (w.to - w.from < 2 * MINUTE)
			ok = err_set(e, ERR_NET, "more than %d papers submitted in one minute", API_REACH);
		for (size_t i = 0; ok && i < COUNTOF(halves); i++) {
			g.q.windowed = true;
			g.q.from = halves[i].from;
			g.q.to = halves[i].to;
			ok = ask_window(&g, &too_many, e);
			if (ok && too_many)
				*vec_push(&windows) = halves[i];
		}
	}
	vec_free(&windows);
	vec_free(&g.page);
	return ok;
}

/* ---- -q and --id ---- */

struct query_run {
	struct harvest *h;
	const struct api_query *query;
	VEC(struct str) found;       /* "IDvN" */
	int64_t left_out;            /* submitted at the end of what was asked for, or after it */
	struct arena a;
};

static bool take(void *ctx, const struct paper *p, struct err *e)
{
	struct query_run *q = ctx;
	int64_t t;
	if (q->query->windowed && date_time_parse(p->published, &t) && (t < q->query->from || t >= q->query->to)) {
		q->left_out++;
		return true;
	}
	struct buf key = BUF_INIT(ERR_MSG_SIZE);
	buf_addf(&key, "%.*sv%d", STR_ARG(p->id), p->version);
	*vec_push(&q->found) = arena_dup(&q->a, buf_str(&key));
	buf_free(&key);
	return q->h->sink.put(q->h->sink.ctx, p, NULL, e);
}

/* The papers of a set go to what the run has found: "IDvN" becomes ID, but where that version was ASKED for. */
static void add_found(struct harvest *h, struct strs asked, struct str set)
{
	for (struct str line; str_cut(&set, '\n', &line);) {
		size_t v = line.n;
		while (v > 0 && line.p[v - 1] != 'v')
			v--;
		struct str id = str_head(line, v > 1 ? v - 1 : 0);
		if (strs_has(asked, line))
			*vec_push(&h->found) = arena_dup(&h->a, line);
		if (id.n && (asked.n == 0 || strs_has(asked, id)))
			*vec_push(&h->found) = arena_dup(&h->a, id);
	}
}

/* ID may have its version. */
static bool has_id(struct str set, struct str id)
{
	for (struct str line; str_cut(&set, '\n', &line);)
		if (str_eq(line, id) || (line.n > id.n && line.p[id.n] == 'v' && str_eq(str_head(line, id.n), id)))
			return true;
	return false;
}

static void name_vanished(struct harvest *h, struct strs ids, struct str set)
{
	for (size_t i = 0; i < ids.n; i++)
		if (!has_id(set, ids.v[i]))
			harvest_notice(h, "", STR_NULL,
			               harvest_text(h, "%.*s: arXiv's API knows no such paper", STR_ARG(ids.v[i])));
}

/* The API's results change when a batch becomes public: until then the same question has the same answer. */
static bool known_answer(struct harvest *h, struct str key, const char *day, struct str *set, struct err *e)
{
	struct store_fetch g;
	*set = STR_NULL;
	if (h->o->refresh)
		return true;
	if (!store_get_fetch(h->store, key, day, &h->a, &g, e))
		return false;
	if (g.status == DAY_FRESH)
		*set = str_known(g.ids) ? g.ids : STR("");
	return true;
}

static bool note_answer(struct harvest *h, struct str key, const char *day, struct query_run *q, const struct api_run *run,
                        const struct err *why, struct str *set, struct err *e)
{
	struct buf ids = BUF_INIT(BUF_UNBOUNDED), now = BUF_INIT(64);
	vec_sort_unique(&q->found, order_str);
	for (size_t i = 0; i < q->found.n; i++)
		buf_addf(&ids, "%.*s\n", STR_ARG(q->found.v[i]));
	*set = arena_dup(&h->a, buf_str(&ids));
	bool less = why == NULL && run->q.ids.n == 0 && (int64_t)q->found.n + q->left_out < run->total;
	struct store_fetch g = { .day = str_of(day),
		               .category = key,
		               .road = STR("api"),
		               .papers = (int64_t)q->found.n,
		               .ids = *set,
		               .run = h->o->run,
		               .status = why && q->found.n == 0 ? DAY_FAILED
		                         : why || less          ? DAY_PARTIAL
		                                                : DAY_FRESH };
	if (why)
		g.note = harvest_text(h, "%s", why->msg);
	else if (less)
		g.note = harvest_text(h, "%zu of %lld results came", q->found.n, (long long)run->total);
	clock_rfc3339(clock_now(h->o->clock), &now);
	g.at = buf_str(&now);
	if (str_known(g.note)) {
		harvest_notice(h, "", STR_NULL, harvest_text(h, "%s: %s: %.*s", run->name, day_status_name(g.status), STR_ARG(g.note)));
		h->incomplete++;
	}
	if (g.status == DAY_FAILED && h->cause == ERR_NONE)
		h->cause = why->kind;
	bool ok = store_put_fetch(h->store, &g, NULL, e) && h->sink.commit(h->sink.ctx, e);
	notify_day(h, &g);
	buf_free(&ids);
	buf_free(&now);
	return ok;
}

/* One question. KEY names it in the store's history. */
static bool ask_once(struct harvest *h, struct str key, const struct api_query *query, const char *name, struct err *e)
{
	struct query_run q = { .h = h, .query = query, .found = VEC_INIT, .a = ARENA_INIT };
	struct api_run run = { .h = h,
		               .name = name,
		               .why = query->ids.n ? "papers by identifier" : "a query",
		               .q = *query,
		               .put = take,
		               .ctx = &q };
	struct err why = ERR_INIT;
	struct str set;
	char day[DAY_SIZE];
	calendar_public(h->o->calendar, clock_now(h->o->clock), day);
	if (!known_answer(h, key, day, &set, e))
		return false;
	bool ok = true;
	if (str_known(set)) {
		log_info(h->log, "%s: asked already; the answer of %s holds until the next announcement", name, day);
	} else {
		bool came = api_run(&run, &why);
		if (run.fatal) {
			*e = why;
			ok = false;
		} else if (!h->o->dry_run) {
			ok = note_answer(h, key, day, &q, &run, came ? NULL : &why, &set, e);
		}
	}
	if (ok && str_known(set)) {
		add_found(h, query->ids, set);
		if (why.kind == ERR_NONE)
			name_vanished(h, query->ids, set);
	}
	vec_free(&q.found);
	arena_free(&q.a);
	return ok;
}

/* What is asked beside an expression: the days, as times of submission, and the categories. */
static bool narrow(struct harvest *h, struct str expression, struct api_query *q, struct err *e)
{
	const struct harvest_options *o = h->o;
	struct buf text = BUF_INIT(BUF_UNBOUNDED);
	buf_addf(&text, o->categories.n ? "(%.*s) AND (" : "%.*s", STR_ARG(expression));
	for (size_t i = 0; i < o->categories.n; i++) {
		buf_addz(&text, i ? " OR " : "");
		query_category(o->categories.v[i], &text);
	}
	buf_addz(&text, o->categories.n ? ")" : "");
	*q = (struct api_query){ .expression = arena_dup(&h->a, buf_str(&text)), .windowed = o->since[0] || o->until[0],
		.from = first_submission, .to = clock_now(h->o->clock) };
	buf_free(&text);
	char day[DAY_SIZE];
	int64_t from, to;
	if (o->since[0]) {
		day_add(o->since, -1, day);
		calendar_next(h->o->calendar, day, day);
		if (calendar_window(h->o->calendar, day, &from, &to))
			q->from = from;
	}
	if (o->until[0]) {
		day_add(o->until, 1, day);
		calendar_previous(h->o->calendar, day, day);
		if (calendar_window(h->o->calendar, day, &from, &to))
			q->to = to; /* inclusive; what came in at that moment or later in its minute is left out by
			               take() */
	}
	return q->from <= q->to || err_set(e, ERR_USAGE, "--since and --until: there is no announcement between them");
}

bool harvest_queries(struct harvest *h, struct err *e)
{
	const struct harvest_options *o = h->o;
	bool ok = true;
	for (size_t i = 0; ok && i < o->expressions.n; i++) {
		struct api_query q;
		struct str name = harvest_text(h, "--query %.*s", STR_ARG(o->expressions.v[i])), key;
		ok = narrow(h, o->expressions.v[i], &q, e);
		if (!ok)
			break;
		key = harvest_text(h, "query:%.*s %lld %lld", STR_ARG(q.expression),
		                   o->since[0] ? (long long)q.from : 0, o->until[0] ? (long long)q.to : 0);
		ok = ask_once(h, key, &q, name.p, e);
	}
	for (size_t i = 0; ok && i < o->ids.n; i += API_IDS) {
		struct api_query q = { .ids = { o->ids.v + i, o->ids.n - i < API_IDS ? o->ids.n - i : API_IDS } };
		struct buf key = BUF_INIT(BUF_UNBOUNDED);
		buf_addz(&key, "id:");
		for (size_t j = 0; j < q.ids.n; j++)
			buf_addf(&key, "%s%.*s", j ? "," : "", STR_ARG(q.ids.v[j]));
		ok = ask_once(h, buf_str(&key), &q, "--id", e);
		buf_free(&key);
	}
	return ok;
}

/* ---- Days by the API ---- */

static bool take_day(void *ctx, const struct paper *p, struct err *e) { return derive_paper(ctx, p, NULL, e); }

bool harvest_api_days(struct harvest *h, size_t category, struct day_list days, const char *why, struct day_result *ret,
                      struct err *e)
{
	struct buf expression = BUF_INIT(BUF_UNBOUNDED);
	struct derivation d = { .h = h,
		                .category = h->o->categories.v[category],
		                .days = days,
		                .papers = xcalloc(days.n, sizeof *d.papers) };
	struct api_run run = { .h = h, .name = d.category.p, .why = why, .put = take_day, .ctx = &d };
	struct err broke = ERR_INIT;
	int64_t from = 0, to = 0, ignored;
	query_category(d.category, &expression);
	if (!calendar_window(h->o->calendar, days.v[0], &from, &ignored) || !calendar_window(h->o->calendar, days.v[days.n - 1], &ignored, &to))
		broke.kind = ERR_DEFECT;
	run.q = (struct api_query){ .expression = buf_str(&expression), .windowed = true, .from = from, .to = to };
	bool ok = broke.kind == ERR_NONE && api_run(&run, &broke);
	if (run.fatal)
		*e = broke;
	else if (!derive_count(&d, e))
		run.fatal = true;
	for (size_t i = 0; !run.fatal && i < days.n; i++)
		ret[i] = h->o->dry_run ? (struct day_result){ .status = DAY_NONE }
		         : ok          ? derive_result(&d, i, ROAD_API)
		                       : harvest_failed(h, ROAD_API, &broke);
	free(d.papers);
	buf_free(&expression);
	return !run.fatal;
}
