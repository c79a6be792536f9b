/* SPDX-License-Identifier: MIT
 * A statement that stands somewhere: its parameters, its steps, its columns; and the one place where SQLite's result codes become
 * our errors. */
#include "src/store/internal.h"

#include <string.h>

/* What SQLite's primary codes mean to a user; others show SQLite's own words. OS: the system's reason says more. */
static const struct {
	int code;
	enum err_kind kind;
	bool os;
	const char *text;
} reasons[] = {
	{ SQLITE_BUSY, ERR_BUSY, false, "another run is writing to this store" },
	{ SQLITE_LOCKED, ERR_BUSY, false, "another run is writing to this store" },
	{ SQLITE_FULL, ERR_STORE, false, "no space left for the store" },
	{ SQLITE_NOTADB, ERR_STORE, false, "not a store: no SQLite file" },
	{ SQLITE_CORRUPT, ERR_STORE, false, "the store is damaged" },
	{ SQLITE_READONLY, ERR_STORE, false, "the store cannot be written" },
	{ SQLITE_CANTOPEN, ERR_STORE, true, "cannot open the store" },
	{ SQLITE_PERM, ERR_STORE, true, "cannot open the store" },
	{ SQLITE_IOERR, ERR_STORE, true, "cannot read or write the store" },
};

static const char *name_of(const struct store *s) { return s->path ? s->path : "private store"; }

bool store_fail(struct store *s, struct err *e)
{
	const char *path = name_of(s);
	int code = sqlite3_extended_errcode(s->db) & 0xff;
	int os = sqlite3_system_errno(s->db);
	for (size_t i = 0; i < COUNTOF(reasons); i++) {
		if (reasons[i].code != code)
			continue;
		if (reasons[i].os && os != 0)
			return err_set(e, reasons[i].kind, "%s: %s: %s", path, reasons[i].text, strerror(os));
		return err_set(e, reasons[i].kind, "%s: %s", path, reasons[i].text);
	}
	return err_set(e, ERR_STORE, "%s: %s", path, sqlite3_errmsg(s->db));
}

bool store_damaged(struct store *s, const char *what, struct str id, struct err *e)
{
	return err_set(e, ERR_STORE, "%s: the store is damaged: %s%s%.*s", name_of(s), what, id.n ? " " : "",
	               STR_ARG(id));
}

bool store_damaged_paper(struct store *s, struct str id, struct err *e)
{
	store_damaged(s, "the record of", id, e);
	struct err why = *e;
	return err_set(e, ERR_STORE, "%s (digest fetch --id %.*s --refresh gets it anew)", why.msg, STR_ARG(id));
}

bool sql_run(struct store *s, const char *sql, struct err *e)
{
	return sqlite3_exec(s->db, sql, NULL, NULL, NULL) == SQLITE_OK || store_fail(s, e);
}

bool sql_number(struct store *s, const char *sql, int64_t *ret, struct err *e)
{
	sqlite3_stmt *st = NULL;
	bool ok = sqlite3_prepare_v2(s->db, sql, -1, &st, NULL) == SQLITE_OK && sqlite3_step(st) == SQLITE_ROW;
	if (ok)
		*ret = sqlite3_column_int64(st, 0);
	else
		store_fail(s, e);
	sqlite3_finalize(st);
	return ok;
}

void stmt_bind(sqlite3_stmt *st, int i, struct str text)
{
	/* A text beyond SQLite's limit (1 GB) leaves NULL: no road lets a text of that size in. */
	if (!str_known(text) || sqlite3_bind_text64(st, i, text.p, text.n, SQLITE_STATIC, SQLITE_UTF8) != SQLITE_OK)
		sqlite3_bind_null(st, i);
}

void stmt_bind_int(sqlite3_stmt *st, int i, int64_t v)
{
	sqlite3_bind_int64(st, i, v);
}

bool stmt_step(struct store *s, sqlite3_stmt *st, bool *row, struct err *e)
{
	int rc = sqlite3_step(st);
	*row = rc == SQLITE_ROW;
	if (rc == SQLITE_ROW)
		return true;
	if (rc != SQLITE_DONE)
		store_fail(s, e);  /* before the reset, which forgets the system's reason */
	sqlite3_reset(st);
	return rc == SQLITE_DONE;
}

bool stmt_next(struct store *s, sqlite3_stmt *st, bool *ok, struct err *e)
{
	bool row = false;
	if (!*ok)
		sqlite3_reset(st);
	else
		*ok = st != NULL && stmt_step(s, st, &row, e);
	return *ok && row;
}

bool stmt_run(struct store *s, sqlite3_stmt *st, struct err *e)
{
	bool row = true;
	while (row)
		if (!stmt_step(s, st, &row, e))
			return false;
	return true;
}

bool stmt_text(sqlite3_stmt *st, int column, struct str *ret)
{
	*ret = STR_NULL;
	if (sqlite3_column_type(st, column) == SQLITE_NULL)
		return false;
	const char *p = (const char *)sqlite3_column_text(st, column);
	*ret = p ? (struct str){ p, (size_t)sqlite3_column_bytes(st, column) } : STR("");
	return true;
}

struct str stmt_dup(sqlite3_stmt *st, int column, struct arena *a)
{
	struct str borrowed;
	stmt_text(st, column, &borrowed);
	return arena_dup(a, borrowed);
}
