/* SPDX-License-Identifier: MIT
 * Announcements that were put on a day in doubt, or worked out for one, and turn out to be another's. */
#include <string.h>

#include "src/store/internal.h"

/* A statement about DAY and CATEGORY, with a day TO where it takes one. */
static sqlite3_stmt *about(struct store *s, enum statement which, const char *day, struct str category, const char *to,
                           struct err *e)
{
	sqlite3_stmt *st = store_stmt(s, which, e);
	if (st == NULL)
		return NULL;
	stmt_bind(st, 1, str_of(day));
	stmt_bind(st, 2, category);
	if (to)
		stmt_bind(st, 3, str_of(to));
	return st;
}

static bool run(struct store *s, enum statement which, const char *day, struct str category, const char *to, struct err *e)
{
	sqlite3_stmt *st = about(s, which, day, category, to, e);
	return st && stmt_run(s, st, e);
}

/* ID: STR_NULL: of all papers. */
static bool redate(struct store *s, const char *day, struct str id, struct err *e)
{
	sqlite3_stmt *st = store_stmt(s, str_known(id) ? STMT_PAPER_REDATE : STMT_PAPERS_REDATE, e);
	if (st == NULL)
		return false;
	stmt_bind(st, 1, str_of(day));
	if (str_known(id))
		stmt_bind(st, 2, id);
	return stmt_run(s, st, e);
}

bool store_doubted_each(struct store *s, const char *day, struct str category, store_doubted_fn *fn, void *ctx, struct err *e)
{
	sqlite3_stmt *st = about(s, STMT_DOUBTED_EACH, day, category, NULL, e);
	bool ok = true;
	while (stmt_next(s, st, &ok, e)) {
		struct str id;
		stmt_text(st, 0, &id);
		ok = fn(ctx, id, (enum announce_type)sqlite3_column_int(st, 1), e);
	}
	return ok;
}

bool store_derived_each(struct store *s, const char *day, struct str category, store_derived_fn *fn, void *ctx, struct err *e)
{
	sqlite3_stmt *st = about(s, STMT_DERIVED_EACH, day, category, NULL, e);
	bool ok = true;
	while (stmt_next(s, st, &ok, e)) {
		struct str id, published;
		stmt_text(st, 0, &id);
		stmt_text(st, 1, &published);
		ok = fn(ctx, id, published, e);
	}
	return ok;
}

bool store_derived_categories(struct store *s, const char *day, store_category_fn *fn, void *ctx, struct err *e)
{
	sqlite3_stmt *st = store_stmt(s, STMT_DERIVED_CATEGORIES, e);
	bool ok = true;
	if (st == NULL)
		return false;
	stmt_bind(st, 1, str_of(day));
	while (stmt_next(s, st, &ok, e)) {
		struct str category;
		stmt_text(st, 0, &category);
		ok = fn(ctx, category, e);
	}
	return ok;
}

static void read_day(sqlite3_stmt *st, int column, char ret[DAY_SIZE])
{
	struct str day;
	ret[0] = '\0';
	stmt_text(st, column, &day);
	if (day.n != DAY_SIZE - 1)
		return;
	memcpy(ret, day.p, day.n);
	ret[day.n] = '\0';
}

bool store_derived_day(struct store *s, struct str id, struct str category, char ret[DAY_SIZE], char seen[DAY_SIZE], struct err *e)
{
	bool found;
	sqlite3_stmt *st = store_stmt(s, STMT_DERIVED_DAY, e);
	if (st == NULL)
		return false;
	stmt_bind(st, 1, id);
	stmt_bind(st, 2, category);
	if (!stmt_step(s, st, &found, e))
		return false;
	read_day(st, 0, ret);
	read_day(st, 1, seen);
	sqlite3_reset(st);
	return true;
}

bool store_feed_day(struct store *s, struct str id, char ret[DAY_SIZE], struct err *e)
{
	bool found;
	sqlite3_stmt *st = store_stmt(s, STMT_FEED_DAY, e);
	if (st == NULL)
		return false;
	stmt_bind(st, 1, id);
	if (!stmt_step(s, st, &found, e))
		return false;
	read_day(st, 0, ret);
	sqlite3_reset(st);
	return true;
}

bool store_feed_day_each(struct store *s, const char *since, const char *until, store_feed_day_fn *fn, void *ctx, struct err *e)
{
	sqlite3_stmt *st = about(s, STMT_FEED_DAY_EACH, since, str_of(until), NULL, e);
	bool ok = true;
	while (stmt_next(s, st, &ok, e)) {
		struct str day, lowest, highest;
		stmt_text(st, 0, &day);
		stmt_text(st, 1, &lowest);
		stmt_text(st, 2, &highest);
		ok = fn(ctx, day, lowest, highest, e);
	}
	return ok;
}

static bool settle(struct store *s, const char *day, struct str category, const char *to, struct err *e)
{
	if (to == NULL)
		return run(s, STMT_DOUBTED_DROP, day, category, NULL, e) && redate(s, day, STR_NULL, e);
	return run(s, STMT_DOUBTED_MOVE, day, category, to, e) && run(s, STMT_UNDERIVE_DAY, to, category, NULL, e) &&
	       run(s, STMT_UNDERIVE_LISTED, to, category, NULL, e) && redate(s, day, STR_NULL, e);
}

bool store_doubted_settle(struct store *s, const char *day, struct str category, const char *to, struct err *e)
{
	bool own;
	return store_enter(s, &own, e) && store_leave(s, own, settle(s, day, category, to, e), e);
}

static bool move(struct store *s, struct str id, const char *day, struct str category, const char *to, struct err *e)
{
	sqlite3_stmt *st = about(s, STMT_DERIVED_MOVE, day, category, to, e);
	if (st == NULL)
		return false;
	stmt_bind(st, 4, id);
	if (!stmt_run(s, st, e))
		return false;
	st = about(s, STMT_DERIVED_DROP, day, category, NULL, e);
	if (st == NULL)
		return false;
	stmt_bind(st, 3, id);
	return stmt_run(s, st, e) && redate(s, day, id, e);
}

bool store_derived_move(struct store *s, struct str id, const char *day, struct str category, const char *to, struct err *e)
{
	bool own;
	return store_enter(s, &own, e) && store_leave(s, own, move(s, id, day, category, to, e), e);
}

static bool move_day(struct store *s, const char *day, struct str category, const char *to, struct err *e)
{
	return run(s, STMT_DERIVED_MOVE_DAY, day, category, to, e) && run(s, STMT_DERIVED_DROP_DAY, day, category, NULL, e) &&
	       redate(s, day, STR_NULL, e);
}

bool store_derived_move_day(struct store *s, const char *day, struct str category, const char *to, struct err *e)
{
	bool own;
	return store_enter(s, &own, e) && store_leave(s, own, move_day(s, day, category, to, e), e);
}

static bool derive(struct store *s, struct str id, const char *day, struct str category, enum announce_type type, struct err *e)
{
	static const enum statement steps[] = { STMT_ANNOUNCE_DERIVED, STMT_PAPER_DATE };
	bool ok = true;
	for (size_t i = 0; ok && i < sizeof steps / sizeof *steps; i++) {
		sqlite3_stmt *st = store_stmt(s, steps[i], e);
		if (st == NULL)
			return false;
		stmt_bind(st, 1, id);
		stmt_bind(st, 2, str_of(day));
		stmt_bind(st, 3, category);
		stmt_bind_int(st, 4, type);
		ok = stmt_run(s, st, e);
	}
	return ok;
}

bool store_derive(struct store *s, struct str id, const char *day, struct str category, enum announce_type type, struct err *e)
{
	bool own;
	return store_enter(s, &own, e) && store_leave(s, own, derive(s, id, day, category, type, e), e);
}

bool store_highest(struct store *s, const char *since, const char *day, struct arena *a, struct str *ret, struct err *e)
{
	bool found;
	sqlite3_stmt *st = store_stmt(s, STMT_HIGHEST, e);
	if (st == NULL)
		return false;
	stmt_bind(st, 1, str_of(since));
	stmt_bind(st, 2, str_of(day));
	if (!stmt_step(s, st, &found, e))
		return false;
	*ret = stmt_dup(st, 0, a);
	sqlite3_reset(st);
	return true;
}

/* Whether a statement gives a row. */
static bool any(struct store *s, sqlite3_stmt *st, bool *ret, struct err *e)
{
	if (st == NULL || !stmt_step(s, st, ret, e))
		return false;
	sqlite3_reset(st);
	return true;
}

bool store_any_new(struct store *s, const char *day, struct str category, bool *ret, struct err *e)
{
	return any(s, about(s, STMT_ANY_NEW, day, category, NULL, e), ret, e);
}

bool store_is_announced_on(struct store *s, const char *day, struct str category, struct str id, bool *ret, struct err *e)
{
	sqlite3_stmt *st = about(s, STMT_IS_ANNOUNCED_ON, day, category, NULL, e);
	if (st)
		stmt_bind(st, 3, id);
	return any(s, st, ret, e);
}

bool store_shown_elsewhere(struct store *s, const char *day, struct str category, struct str after, struct arena *a, struct str *ret,
                           struct err *e)
{
	bool found;
	sqlite3_stmt *st = about(s, STMT_SHOWN_ELSEWHERE, day, category, NULL, e);
	if (st == NULL)
		return false;
	stmt_bind(st, 3, after);
	if (!stmt_step(s, st, &found, e))
		return false;
	*ret = found ? stmt_dup(st, 0, a) : STR_NULL;
	sqlite3_reset(st);
	return true;
}

bool store_is_listed(struct store *s, struct str id, struct str category, const char *before, bool *ret, struct err *e)
{
	sqlite3_stmt *st = store_stmt(s, STMT_IS_LISTED, e);
	if (st == NULL)
		return false;
	stmt_bind(st, 1, id);
	stmt_bind(st, 2, category);
	stmt_bind(st, 3, str_of(before));
	return any(s, st, ret, e);
}

/* What is announced of a paper in some categories. */
struct there {
	bool ever, wanted, that_day, elsewhere;
};

/* Adds what is announced in CATEGORY (STR_NULL: any). */
static bool look_there(struct store *s, int64_t row, struct str day, struct str category, unsigned types, struct there *t,
                       struct err *e)
{
	bool found;
	sqlite3_stmt *st = store_stmt(s, STMT_IS_ANNOUNCED, e);
	if (st == NULL)
		return false;
	stmt_bind_int(st, 1, row);
	stmt_bind(st, 2, day);
	stmt_bind(st, 3, category);
	stmt_bind_int(st, 4, types);
	if (!stmt_step(s, st, &found, e))
		return false;
	t->ever |= found && sqlite3_column_int(st, 0) > 0;
	t->wanted |= found && sqlite3_column_int(st, 1) > 0;
	t->that_day |= found && sqlite3_column_int(st, 2) > 0;
	t->elsewhere |= found && sqlite3_column_int(st, 3) > 0;
	sqlite3_reset(st);
	return true;
}

/* Whether the lists that CATEGORIES had on DAY are known, all of them whole. */
static bool have_whole(struct store *s, const char *day, struct strs categories, bool *ret, struct err *e)
{
	struct arena a = ARENA_INIT;
	bool ok = true;
	*ret = categories.n > 0;
	for (size_t i = 0; ok && *ret && i < categories.n; i++) {
		struct store_fetch g;
		ok = store_get_fetch(s, categories.v[i], day, &a, &g, e);
		*ret = ok && g.status == DAY_FRESH;
	}
	arena_free(&a);
	return ok;
}

bool store_is_announced(struct store *s, int64_t row, struct str day, struct strs categories, unsigned types, bool *ret,
                        struct err *e)
{
	struct there own = { false, false, false, false }, any_category = own;
	char text[DAY_SIZE] = "";
	bool ok = true, whole = false;
	for (size_t i = 0; ok && i < categories.n; i++)
		ok = look_there(s, row, day, categories.v[i], types, &own, e);
	if (ok && !own.ever && day_valid(day)) {
		memcpy(text, day.p, day.n);
		ok = have_whole(s, text, categories, &whole, e);
	}
	if (ok && !own.ever && !whole)
		ok = look_there(s, row, day, STR_NULL, 0, &any_category, e);
	*ret = own.wanted || (own.that_day && !own.elsewhere) || any_category.that_day;
	return ok;
}

bool store_watermarks_lower(struct store *s, struct str category, const char *day, struct err *e)
{
	sqlite3_stmt *st = store_stmt(s, STMT_WATERMARK_BACK, e);
	if (st == NULL)
		return false;
	stmt_bind(st, 1, category);
	stmt_bind(st, 2, str_of(day));
	return stmt_run(s, st, e);
}
