/* SPDX-License-Identifier: MIT
 * What can be computed again from the papers and from the user's files, and is kept because that takes time; and the texts that it is
 * computed from. What is damaged counts as not there. */
#include "src/store/internal.h"

static bool put(struct store *s, struct str key, struct str about, struct str bytes, struct err *e)
{
	sqlite3_stmt *st = store_stmt(s, STMT_COMPUTED_PUT, e);
	if (st == NULL)
		return false;
	stmt_bind(st, 1, key);
	stmt_bind(st, 2, about);
	sqlite3_bind_blob64(st, 3, bytes.p ? bytes.p : "", bytes.n, SQLITE_STATIC);
	return stmt_run(s, st, e);
}

bool store_computed_put(struct store *s, struct str key, struct str about, struct str bytes, struct err *e)
{
	bool own;
	return store_enter(s, &own, e) && store_leave(s, own, put(s, key, about, bytes, e), e);
}

bool store_computed_get(struct store *s, struct str key, store_computed_fn *fn, void *ctx, struct err *e)
{
	bool known;
	struct str about;
	sqlite3_stmt *st = store_stmt(s, STMT_COMPUTED_GET, e);
	if (st == NULL)
		return false;
	stmt_bind(st, 1, key);
	if (!stmt_step(s, st, &known, e))
		return false;
	if (!known)
		return true;
	const char *blob = sqlite3_column_blob(st, 1);
	stmt_text(st, 0, &about);
	fn(ctx, about, (struct str){ blob ? blob : "", (size_t)sqlite3_column_bytes(st, 1) });
	sqlite3_reset(st);
	return true;
}

bool store_text_each(struct store *s, int64_t after, store_text_fn *fn, void *ctx, struct err *e)
{
	sqlite3_stmt *st = store_stmt(s, STMT_TEXTS_EACH, e);
	bool ok = true;
	if (st)
		stmt_bind_int(st, 1, after);
	else
		return false;
	while (stmt_next(s, st, &ok, e)) {
		struct store_text t = { .row = sqlite3_column_int64(st, 0) };
		stmt_text(st, 1, &t.id);
		stmt_text(st, 2, &t.title);
		stmt_text(st, 3, &t.abstract);
		ok = fn(ctx, &t, e);
	}
	return ok;
}

bool store_text_of(struct store *s, struct str id, struct arena *a, struct store_text *ret, bool *known, struct err *e)
{
	sqlite3_stmt *st = store_stmt(s, STMT_TEXTS_OF, e);
	if (st == NULL)
		return false;
	stmt_bind(st, 1, id);
	if (!stmt_step(s, st, known, e))
		return false;
	if (!*known)
		return true;
	*ret = (struct store_text){ .id = id, .title = stmt_dup(st, 0, a), .abstract = stmt_dup(st, 1, a) };
	sqlite3_reset(st);
	return true;
}
