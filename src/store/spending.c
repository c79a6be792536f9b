/* SPDX-License-Identifier: MIT
 * What summaries cost, a row a day, provider and model to which each request adds; and words kept under a key. */
#include "src/store/internal.h"

static bool add_spent(struct store *s, const struct store_spent *x, struct err *e)
{
	sqlite3_stmt *st = store_stmt(s, STMT_SPENT_ADD, e);
	if (st == NULL)
		return false;
	stmt_bind(st, 1, x->day);
	stmt_bind(st, 2, x->provider);
	stmt_bind(st, 3, x->model);
	stmt_bind_int(st, 4, x->requests);
	stmt_bind_int(st, 5, x->prompt_tokens);
	stmt_bind_int(st, 6, x->cached_tokens);
	stmt_bind_int(st, 7, x->completion_tokens);
	if (x->cost < 0)
		sqlite3_bind_null(st, 8);
	else
		sqlite3_bind_double(st, 8, x->cost);
	return stmt_run(s, st, e);
}

bool store_add_spent(struct store *s, const struct store_spent *spent, struct err *e)
{
	bool own;
	return store_enter(s, &own, e) && store_leave(s, own, add_spent(s, spent, e), e);
}

static struct store_spent read_spent(sqlite3_stmt *st)
{
	struct store_spent x = { .requests = sqlite3_column_int64(st, 3),
		                 .prompt_tokens = sqlite3_column_int64(st, 4),
		                 .cached_tokens = sqlite3_column_int64(st, 5),
		                 .completion_tokens = sqlite3_column_int64(st, 6),
		                 .cost = sqlite3_column_type(st, 7) == SQLITE_NULL ? -1 : sqlite3_column_double(st, 7) };
	stmt_text(st, 0, &x.day);
	stmt_text(st, 1, &x.provider);
	stmt_text(st, 2, &x.model);
	return x;
}

bool store_spent_each(struct store *s, const char *since, const char *until, store_spent_fn *fn, void *ctx, struct err *e)
{
	sqlite3_stmt *st = store_stmt(s, STMT_SPENT_EACH, e);
	if (st == NULL)
		return false;
	stmt_bind(st, 1, str_of(since));
	stmt_bind(st, 2, str_of(until));
	bool ok = true;
	while (stmt_next(s, st, &ok, e)) {
		struct store_spent x = read_spent(st);
		ok = fn(ctx, &x, e);
	}
	return ok;
}

static bool remember(struct store *s, struct str key, struct str value, struct err *e)
{
	sqlite3_stmt *st = store_stmt(s, STMT_REMEMBER, e);
	if (st == NULL)
		return false;
	stmt_bind(st, 1, key);
	stmt_bind(st, 2, value);
	return stmt_run(s, st, e);
}

bool store_remember(struct store *s, struct str key, struct str value, struct err *e)
{
	bool own;
	return store_enter(s, &own, e) && store_leave(s, own, remember(s, key, value, e), e);
}

bool store_recall(struct store *s, struct str key, struct arena *a, struct str *ret, struct err *e)
{
	bool found;
	sqlite3_stmt *st = store_stmt(s, STMT_RECALL, e);
	if (st == NULL)
		return false;
	stmt_bind(st, 1, key);
	if (!stmt_step(s, st, &found, e))
		return false;
	*ret = found ? stmt_dup(st, 0, a) : STR_NULL;
	sqlite3_reset(st);
	return true;
}
