/* SPDX-License-Identifier: MIT
 * What summaries cost, a row a day, provider, model, profile, style and money to which each request adds; and words kept under a key. */
#include "src/store/internal.h"

static bool add_spent(struct store *s, const struct store_spent *x, struct err *e)
{
	sqlite3_stmt *st = store_stmt(s, STMT_SPENT_ADD, e);
	if (st == NULL)
		return false;
	const struct str texts[] = { x->day, x->provider, x->model, x->profile, x->style, x->currency };
	const int64_t counts[] = { x->requests, x->prompt_tokens, x->cached_tokens, x->completion_tokens };
	int at = 0;
	for (size_t i = 0; i < COUNTOF(texts); i++)
		stmt_bind(st, ++at, str_known(texts[i]) ? texts[i] : STR(""));
	for (size_t i = 0; i < COUNTOF(counts); i++)
		stmt_bind_int(st, ++at, counts[i]);
	if (x->cost < 0)
		sqlite3_bind_null(st, ++at);
	else
		sqlite3_bind_double(st, ++at, x->cost);
	return stmt_run(s, st, e);
}

bool store_add_spent(struct store *s, const struct store_spent *spent, struct err *e)
{
	bool own;
	return store_enter(s, &own, e) && store_leave(s, own, add_spent(s, spent, e), e);
}

static struct store_spent read_spent(sqlite3_stmt *st)
{
	struct store_spent x = { .requests = sqlite3_column_int64(st, 6),
		                 .prompt_tokens = sqlite3_column_int64(st, 7),
		                 .cached_tokens = sqlite3_column_int64(st, 8),
		                 .completion_tokens = sqlite3_column_int64(st, 9),
		                 .cost = sqlite3_column_type(st, 10) == SQLITE_NULL ? -1 : sqlite3_column_double(st, 10) };
	struct str *const texts[] = { &x.day, &x.provider, &x.model, &x.profile, &x.style, &x.currency };
	for (size_t i = 0; i < COUNTOF(texts); i++)
		stmt_text(st, (int)i, texts[i]);
	return x;
}

static bool each_spent(struct store *s, sqlite3_stmt *st, store_spent_fn *fn, void *ctx, struct err *e)
{
	bool ok = true;
	while (stmt_next(s, st, &ok, e)) {
		struct store_spent x = read_spent(st);
		ok = fn(ctx, &x, e);
	}
	return ok;
}

bool store_spent_each(struct store *s, const char *since, const char *until, store_spent_fn *fn, void *ctx, struct err *e)
{
	sqlite3_stmt *st = store_stmt(s, STMT_SPENT_EACH, e);
	if (st == NULL)
		return false;
	stmt_bind(st, 1, str_of(since));
	stmt_bind(st, 2, str_of(until));
	return each_spent(s, st, fn, ctx, e);
}

bool store_spent_total(struct store *s, enum spent_by by, const char *since, const char *until, store_spent_fn *fn, void *ctx,
                       struct err *e)
{
	sqlite3_stmt *st = store_stmt(s, STMT_SPENT_TOTAL, e);
	if (st == NULL)
		return false;
	stmt_bind(st, 1, str_of(since));
	stmt_bind(st, 2, str_of(until));
	stmt_bind_int(st, 3, by);
	return each_spent(s, st, fn, ctx, e);
}

bool store_spent_lately(struct store *s, const struct store_spent *of, struct store_spent *ret, struct err *e)
{
	enum { DAYS = 30 };
	sqlite3_stmt *st = store_stmt(s, STMT_SPENT_LATELY, e);
	bool found;
	if (st == NULL)
		return false;
	stmt_bind(st, 1, of->provider);
	stmt_bind(st, 2, of->model);
	stmt_bind(st, 3, of->style);
	stmt_bind_int(st, 4, DAYS);
	if (!stmt_step(s, st, &found, e))
		return false;
	*ret = read_spent(st);
	sqlite3_reset(st);
	return true;
}

static bool remember(struct store *s, struct str key, struct str value, struct err *e)
{
	sqlite3_stmt *st = store_stmt(s, STMT_KV_PUT, e);
	if (st == NULL)
		return false;
	stmt_bind(st, 1, key);
	stmt_bind(st, 2, value);
	return stmt_run(s, st, e);
}

bool store_kv_put(struct store *s, struct str key, struct str value, struct err *e)
{
	bool own;
	return store_enter(s, &own, e) && store_leave(s, own, remember(s, key, value, e), e);
}

static bool kv_delete(struct store *s, struct str key, struct err *e)
{
	sqlite3_stmt *st = store_stmt(s, STMT_KV_DELETE, e);
	if (st == NULL)
		return false;
	stmt_bind(st, 1, key);
	return stmt_run(s, st, e);
}

bool store_kv_delete(struct store *s, struct str key, struct err *e)
{
	bool own;
	return store_enter(s, &own, e) && store_leave(s, own, kv_delete(s, key, e), e);
}

bool store_kv_any(struct store *s, struct str prefix, bool *ret, struct err *e)
{
	bool found;
	sqlite3_stmt *st = store_stmt(s, STMT_KV_ANY, e);
	if (st == NULL)
		return false;
	stmt_bind(st, 1, prefix);
	if (!stmt_step(s, st, &found, e))
		return false;
	*ret = found && sqlite3_column_int(st, 0) != 0;
	sqlite3_reset(st);
	return true;
}

bool store_kv_get(struct store *s, struct str key, struct arena *a, struct str *ret, struct err *e)
{
	bool found;
	sqlite3_stmt *st = store_stmt(s, STMT_KV_GET, e);
	if (st == NULL)
		return false;
	stmt_bind(st, 1, key);
	if (!stmt_step(s, st, &found, e))
		return false;
	*ret = found ? stmt_dup(st, 0, a) : STR_NULL;
	sqlite3_reset(st);
	return true;
}
