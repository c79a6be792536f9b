/* SPDX-License-Identifier: MIT
 * What is known of one paper: its versions, announcements, summaries, and the pages that show it. */
#include "src/store/internal.h"

bool store_version_each(struct store *s, struct str id, store_version_fn *fn, void *ctx, struct err *e)
{
	sqlite3_stmt *st = store_stmt(s, STMT_PAPER_VERSIONS, e);
	bool ok = true;
	if (st)
		stmt_bind(st, 1, id);
	while (stmt_next(s, st, &ok, e)) {
		struct store_version v = { .row = sqlite3_column_int64(st, 0), .version = sqlite3_column_int(st, 1), .damaged = sqlite3_column_int(st, 5) == 0 };
		stmt_text(st, 2, &v.seen);
		stmt_text(st, 3, &v.submitted);
		ok = fn(ctx, &v, e);
	}
	return ok;
}

/* The sums are those of days: each day is looked at when it begins. */
bool store_announcement_each(struct store *s, struct str id, store_announcement_fn *fn, void *ctx, struct err *e)
{
	sqlite3_stmt *st = store_stmt(s, STMT_ANNOUNCEMENT_EACH, e);
	struct buf day = BUF_INIT(BUF_UNBOUNDED);
	bool ok = true;
	if (st)
		stmt_bind(st, 1, id);
	while (stmt_next(s, st, &ok, e)) {
		struct store_announcement n = { .type = (enum announce_type)sqlite3_column_int(st, 2), .told = (enum store_told)sqlite3_column_int(st, 3) };
		stmt_text(st, 0, &n.day);
		stmt_text(st, 1, &n.category);
		if (!str_eq(n.day, buf_str(&day))) {
			buf_clear(&day);
			buf_adds(&day, n.day);
			ok = checksum_check_days(s, n.day, n.day, true, e);
		}
		ok = ok && fn(ctx, &n, e);
	}
	buf_free(&day);
	return ok;
}

bool store_shown_summary_each(struct store *s, int64_t row, struct arena *a, store_shown_summary_fn *fn, void *ctx, struct err *e)
{
	static const struct summary none = SUMMARY_INIT;
	sqlite3_stmt *st = store_stmt(s, STMT_SHOWN_SUMMARY_EACH, e);
	bool ok = true;
	if (st)
		stmt_bind_int(st, 1, row);
	while (stmt_next(s, st, &ok, e)) {
		struct summary y = none;
		struct str style = stmt_dup(st, 0, a);
		if (sqlite3_column_int(st, 1) != 0)
			ok = summary_read(s, st, 2, a, &y, e);
		ok = ok && fn(ctx, style, &y, e);
	}
	return ok;
}

bool store_showing_each(struct store *s, struct str id, int64_t id_key, store_showing_fn *fn, void *ctx, struct err *e)
{
	sqlite3_stmt *st = store_stmt(s, STMT_SHOWING_EACH, e);
	bool ok = true;
	if (st) {
		stmt_bind(st, 1, id);
		stmt_bind_int(st, 2, id_key);
	}
	while (stmt_next(s, st, &ok, e)) {
		struct store_showing w = { .edited = sqlite3_column_int(st, 4) != 0, .place = sqlite3_column_int64(st, 5), .version = sqlite3_column_int(st, 6) };
		struct str *const texts[] = { &w.page.path, &w.page.written, &w.page.day, &w.page.form };
		for (size_t i = 0; i < COUNTOF(texts); i++)
			stmt_text(st, (int)i, texts[i]);
		page_row_read(st, 7, &w.row);
		ok = fn(ctx, &w, e);
	}
	return ok;
}
