/* SPDX-License-Identifier: MIT
 * What was got from arXiv by day and category: a history that only grows, whose last row counts; what hosts gave to ask
 * again by; and how far each profile is. */
#include "src/store/internal.h"

#include <string.h>

static const char *const names[] = { "NONE", "FRESH", "STALE", "EMPTY", "PARTIAL", "FAILED" };
static_assert(COUNTOF(names) == DAY__COUNT, "a status without a name");

const char *day_status_name(enum day_status s) { return names[s]; }

static struct store_fetch read_got(sqlite3_stmt *st)
{
	struct store_fetch g = { .status = (enum day_status)sqlite3_column_int(st, 5),
		               .settled = sqlite3_column_int(st, 6) != 0,
		               .papers = sqlite3_column_int64(st, 7),
		               .run = sqlite3_column_int64(st, 10) };
	struct str *const texts[] = {
		[1] = &g.at, [2] = &g.day, [3] = &g.category, [4] = &g.road, [8] = &g.note, [9] = &g.ids
	};
	for (int i = 0; i < (int)COUNTOF(texts); i++)
		if (texts[i])
			stmt_text(st, i, texts[i]);
	if ((int)g.status < 0 || g.status >= DAY__COUNT)  /* of a store that another program has written to */
		g.status = DAY_NONE;
	return g;
}

static struct store_fetch dup_got(const struct store_fetch *g, struct arena *a)
{
	struct store_fetch c = *g;
	struct str *const texts[] = { &c.at, &c.day, &c.category, &c.road, &c.note, &c.ids };
	for (size_t i = 0; i < COUNTOF(texts); i++)
		*texts[i] = arena_dup(a, *texts[i]);
	return c;
}

/* Step once; a copy of the row in A, or one of status DAY_NONE. */
static bool one_got(struct store *s, sqlite3_stmt *st, struct arena *a, struct store_fetch *ret, struct err *e)
{
	bool found;
	if (!stmt_step(s, st, &found, e))
		return false;
	*ret = (struct store_fetch){ .status = DAY_NONE };
	if (found) {
		struct store_fetch g = read_got(st);
		*ret = dup_got(&g, a);
	}
	sqlite3_reset(st);
	return true;
}

static void take_day(sqlite3_stmt *st, struct str day, char ret[DAY_SIZE])
{
	day = str_head(day, DAY_SIZE - 1);
	if (day.n)
		memcpy(ret, day.p, day.n);
	ret[day.n] = '\0';
	sqlite3_reset(st);
}

/* A statement whose one row's one column is a day, or nothing. */
static bool one_day(struct store *s, sqlite3_stmt *st, char ret[DAY_SIZE], struct err *e)
{
	bool found;
	struct str day = STR_NULL;
	if (!stmt_step(s, st, &found, e))
		return false;
	stmt_text(st, 0, &day);
	take_day(st, day, ret);
	return true;
}

static bool put_got(struct store *s, const struct store_fetch *g, int64_t *row, struct err *e)
{
	bool found;
	sqlite3_stmt *st = store_stmt(s, STMT_FETCH_PUT, e);
	if (st == NULL)
		return false;
	stmt_bind(st, 1, g->at);
	if (g->run)
		stmt_bind_int(st, 2, g->run);
	else
		stmt_bind(st, 2, STR_NULL);
	stmt_bind(st, 3, g->day);
	stmt_bind(st, 4, g->category);
	stmt_bind(st, 5, g->road);
	stmt_bind_int(st, 6, g->status);
	stmt_bind_int(st, 7, g->settled);
	stmt_bind_int(st, 8, g->papers);
	stmt_bind(st, 9, g->note);
	stmt_bind(st, 10, g->ids);
	if (!stmt_step(s, st, &found, e))
		return false;
	if (row)
		*row = sqlite3_column_int64(st, 0);
	return stmt_run(s, st, e);
}

bool store_put_fetch(struct store *s, const struct store_fetch *g, int64_t *row, struct err *e)
{
	bool own;
	return store_enter(s, &own, e) && store_leave(s, own, put_got(s, g, row, e), e);
}

bool store_get_fetch(struct store *s, struct str category, const char *day, struct arena *a, struct store_fetch *ret,
                   struct err *e)
{
	sqlite3_stmt *st = store_stmt(s, STMT_FETCH_LAST, e);
	if (st == NULL)
		return false;
	stmt_bind(st, 1, category);
	stmt_bind(st, 2, str_of(day));
	return one_got(s, st, a, ret, e);
}

bool store_last_feed(struct store *s, struct str category, const char *day, struct arena *a, struct store_fetch *ret,
                     struct err *e)
{
	sqlite3_stmt *st = store_stmt(s, STMT_FETCH_FEED, e);
	if (st == NULL)
		return false;
	stmt_bind(st, 1, category);
	stmt_bind(st, 2, str_of(day));
	return one_got(s, st, a, ret, e);
}

bool store_feed_was(struct store *s, struct str category, const char *day, bool *empty, bool *shown, struct err *e)
{
	bool found;
	sqlite3_stmt *st = store_stmt(s, STMT_FEED_WAS, e);
	if (st == NULL)
		return false;
	stmt_bind(st, 1, category);
	stmt_bind(st, 2, str_of(day));
	if (!stmt_step(s, st, &found, e))
		return false;
	*empty = sqlite3_column_int(st, 0);
	*shown = sqlite3_column_int(st, 1);
	sqlite3_reset(st);
	return true;
}

bool store_fetch_each(struct store *s, const char *since, const char *until, store_fetch_fn *fn, void *ctx, struct err *e)
{
	sqlite3_stmt *st = store_stmt(s, STMT_FETCH_EACH, e);
	if (st == NULL)
		return false;
	stmt_bind(st, 1, str_of(since));
	stmt_bind(st, 2, str_of(until));
	bool ok = true;
	while (stmt_next(s, st, &ok, e)) {
		struct store_fetch g = read_got(st);
		ok = fn(ctx, &g, e);
	}
	return ok;
}

bool store_same_set(struct store *s, struct str category, const char *day, struct str ids, char ret[DAY_SIZE],
                    struct err *e)
{
	sqlite3_stmt *st = store_stmt(s, STMT_FETCH_SAME, e);
	if (st == NULL)
		return false;
	stmt_bind(st, 1, category);
	stmt_bind(st, 2, str_of(day));
	stmt_bind(st, 3, ids);
	return one_day(s, st, ret, e);
}

bool store_new_before(struct store *s, struct str id, struct str category, const char *day, char ret[DAY_SIZE],
                      bool *derived, struct err *e)
{
	sqlite3_stmt *st = store_stmt(s, STMT_NEW_BEFORE, e);
	if (st == NULL)
		return false;
	stmt_bind(st, 1, id);
	stmt_bind(st, 2, category);
	stmt_bind(st, 3, str_of(day));
	bool found;
	struct str text = STR_NULL;
	if (!stmt_step(s, st, &found, e))
		return false;
	stmt_text(st, 0, &text);
	*derived = sqlite3_column_int(st, 1) != 0;
	take_day(st, text, ret);
	return true;
}

bool store_forget_derived(struct store *s, const char *day, struct str category, struct err *e)
{
	sqlite3_stmt *st = store_stmt(s, STMT_UNDERIVE_DAY, e);
	if (st == NULL)
		return false;
	stmt_bind(st, 1, str_of(day));
	stmt_bind(st, 2, category);
	return stmt_run(s, st, e);
}

bool store_tally(struct store *s, const char *day, struct str category, struct store_tally *ret, struct err *e)
{
	bool found;
	sqlite3_stmt *st = store_stmt(s, STMT_TALLY, e);
	if (st == NULL)
		return false;
	stmt_bind(st, 1, str_of(day));
	stmt_bind(st, 2, category);
	stmt_bind(st, 3, selected_style(s));
	if (!stmt_step(s, st, &found, e))
		return false;
	*ret = (struct store_tally){ sqlite3_column_int64(st, 0), sqlite3_column_int64(st, 1),
		                     sqlite3_column_int64(st, 2) };
	sqlite3_reset(st);
	return true;
}

bool store_days_known(struct store *s, const char *since, const char *until, store_known_fn *fn, void *ctx, struct err *e)
{
	sqlite3_stmt *st = store_stmt(s, STMT_DAYS_KNOWN, e);
	if (st == NULL)
		return false;
	stmt_bind(st, 1, str_of(since));
	stmt_bind(st, 2, str_of(until));
	bool ok = true;
	while (stmt_next(s, st, &ok, e)) {
		struct str day, category;
		stmt_text(st, 0, &day);
		stmt_text(st, 1, &category);
		ok = fn(ctx, day, category, sqlite3_column_int(st, 2) != 0, e);
	}
	return ok;
}

bool store_knows_category(struct store *s, struct str category, bool *ret, struct err *e)
{
	bool found;
	sqlite3_stmt *st = store_stmt(s, STMT_KNOWS_CATEGORY, e);
	if (st == NULL)
		return false;
	stmt_bind(st, 1, category);
	if (!stmt_step(s, st, &found, e))
		return false;
	*ret = sqlite3_column_int(st, 0) != 0;
	sqlite3_reset(st);
	return true;
}

/* ---- What to ask again by ---- */

bool store_put_validator(struct store *s, struct str url, struct str etag, struct str last_modified, int64_t fetch_row,
                         struct err *e)
{
	sqlite3_stmt *st = store_stmt(s, STMT_VALIDATOR_PUT, e);
	if (st == NULL)
		return false;
	stmt_bind(st, 1, url);
	stmt_bind(st, 2, etag);
	stmt_bind(st, 3, last_modified);
	stmt_bind_int(st, 4, fetch_row);
	return stmt_run(s, st, e);
}

bool store_get_validator(struct store *s, struct str url, struct arena *a, struct store_validator *ret, struct err *e)
{
	bool found;
	sqlite3_stmt *st = store_stmt(s, STMT_VALIDATOR_GET, e);
	if (st == NULL)
		return false;
	stmt_bind(st, 1, url);
	if (!stmt_step(s, st, &found, e))
		return false;
	*ret = (struct store_validator){ .got = { .status = DAY_NONE } };
	if (!found)
		return true;
	ret->etag = stmt_dup(st, 0, a);
	ret->last_modified = stmt_dup(st, 1, a);
	int64_t row = sqlite3_column_int64(st, 2);
	sqlite3_reset(st);
	if ((st = store_stmt(s, STMT_FETCH_ROW, e)) == NULL)
		return false;
	stmt_bind_int(st, 1, row);
	return one_got(s, st, a, &ret->got, e);
}

/* ---- How far a profile is ---- */

bool store_last_whole(struct store *s, struct str category, const char *day, char ret[DAY_SIZE], struct err *e)
{
	sqlite3_stmt *st = store_stmt(s, STMT_LAST_WHOLE, e);
	if (st == NULL)
		return false;
	stmt_bind(st, 1, category);
	stmt_bind(st, 2, str_of(day));
	return one_day(s, st, ret, e);
}

bool store_put_watermark(struct store *s, struct str profile, struct str category, const struct store_watermark *w,
                         const char *today, struct err *e)
{
	sqlite3_stmt *st = store_stmt(s, STMT_WATERMARK_PUT, e);
	if (st == NULL)
		return false;
	stmt_bind(st, 1, profile);
	stmt_bind(st, 2, category);
	stmt_bind(st, 3, str_of(w->since));
	stmt_bind(st, 4, str_of(w->day));
	stmt_bind(st, 5, str_of(today ? today : "9999-12-31"));
	return stmt_run(s, st, e);
}

bool store_get_watermark(struct store *s, struct str profile, struct str category, struct store_watermark *ret,
                         struct err *e)
{
	bool found;
	struct store_watermark w = { "", "" };
	sqlite3_stmt *st = store_stmt(s, STMT_WATERMARK_GET, e);
	if (st == NULL)
		return false;
	stmt_bind(st, 1, profile);
	stmt_bind(st, 2, category);
	if (!stmt_step(s, st, &found, e))
		return false;
	char *const days[] = { w.since, w.day };
	for (int i = 0; found && i < 2; i++) {
		struct str text;
		if (stmt_text(st, i, &text) && day_valid(text))
			memcpy(days[i], text.p, text.n + 1);
	}
	sqlite3_reset(st);
	*ret = w;
	return true;
}
