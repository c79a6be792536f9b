/* SPDX-License-Identifier: MIT
 * Whether the file is as it was written: its days of announcements against their sums, and all of it as SQLite sees it. */
#include "src/store/internal.h"

#include <string.h>

bool checksum_check_days(struct store *s, struct str since, struct str until, bool by_id, struct err *e)
{
	bool bad;
	struct str day;
	sqlite3_stmt *st = store_stmt(s, by_id ? STMT_DAYS_BY_ID : STMT_DAYS_BY_DAY, e);
	if (st == NULL)
		return false;
	stmt_bind(st, 1, since);
	stmt_bind(st, 2, until);
	if (!stmt_step(s, st, &bad, e))
		return false;
	if (bad) {
		stmt_text(st, 0, &day);
		store_damaged(s, "the announcements of", day, e);
	}
	sqlite3_reset(st);
	return !bad;
}

bool store_check_days(struct store *s, struct err *e)
{
	return checksum_check_days(s, STR_NULL, STR_NULL, false, e) && checksum_check_days(s, STR_NULL, STR_NULL, true, e);
}

bool store_check_file(struct store *s, bool mend, void (*fn)(void *ctx, const char *what, bool index), void *ctx, struct err *e)
{
	sqlite3_stmt *st = NULL;
	if (mend && sqlite3_exec(s->db, "REINDEX", NULL, NULL, NULL) != SQLITE_OK)
		return store_fail(s, e);
	int rc = sqlite3_prepare_v2(s->db, "PRAGMA integrity_check(5)", -1, &st, NULL);
	while (rc == SQLITE_OK && (rc = sqlite3_step(st)) == SQLITE_ROW) {
		const char *what = (const char *)sqlite3_column_text(st, 0);
		if (what && strcmp(what, "ok") != 0)
			fn(ctx, what, strstr(what, "missing from index") || strstr(what, "wrong # of entries in index"));
		rc = SQLITE_OK;
	}
	bool ok = rc == SQLITE_DONE || store_fail(s, e);
	sqlite3_finalize(st);
	return ok;
}
