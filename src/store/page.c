/* SPDX-License-Identifier: MIT
 * The pages that were written, with what each showed, and the runs. */
#include "src/store/internal.h"

/* page_papers.summarized */
enum { PAGE_WAITS, PAGE_SUMMARIZED, PAGE_EXTRACT, PAGE_LISTED };

/* What store_put_page() is given. */
struct rows {
	size_t n;
	void (*row)(const void *ctx, size_t i, struct store_page_row *ret);
	const void *ctx;
};

/* Its number in page_papers. */
static int state_of(const struct store_page_row *row)
{
	return row->listed ? PAGE_LISTED : row->summarized ? PAGE_SUMMARIZED : row->extract ? PAGE_EXTRACT : PAGE_WAITS;
}

static bool put_row(struct store *s, int64_t page, size_t place, const struct store_page_row *row, struct err *e)
{
	sqlite3_stmt *st = store_stmt(s, STMT_PAGE_PAPER, e);
	if (st == NULL)
		return false;
	stmt_bind_int(st, 1, page);
	stmt_bind_int(st, 2, (int64_t)place);
	stmt_bind_int(st, 3, row->id_key);
	stmt_bind(st, 4, row->day);
	stmt_bind_int(st, 5, state_of(row));
	stmt_bind_int(st, 6, row->row);
	if (row->scored)
		sqlite3_bind_double(st, 7, row->score);
	else
		sqlite3_bind_null(st, 7);
	stmt_bind(st, 8, row->why);
	return stmt_run(s, st, e);
}

/* WHICH puts the page with TEXTS and gives its row. */
static bool put(struct store *s, enum statement which, const struct str *texts, size_t n, const struct rows *rows, struct err *e)
{
	bool given;
	sqlite3_stmt *st = store_stmt(s, which, e);
	if (st == NULL)
		return false;
	for (size_t i = 0; i < n; i++)
		stmt_bind(st, (int)i + 1, texts[i]);
	if (!stmt_step(s, st, &given, e))
		return false;
	if (!given)
		return err_set(e, ERR_DEFECT, "no page %.*s in the store", STR_ARG(texts[0]));
	int64_t number = sqlite3_column_int64(st, 0);
	if (!stmt_run(s, st, e) || (st = store_stmt(s, STMT_PAGE_CLEAR, e)) == NULL)
		return false;
	stmt_bind_int(st, 1, number);
	bool ok = stmt_run(s, st, e);
	for (size_t i = 0; ok && i < rows->n; i++) {
		struct store_page_row one = { 0 };
		rows->row(rows->ctx, i, &one);
		ok = put_row(s, number, i + 1, &one, e);
	}
	return ok;
}

bool store_put_page(struct store *s, const struct store_page *page, size_t n,
                    void (*row)(const void *ctx, size_t i, struct store_page_row *ret), const void *ctx, struct err *e)
{
	const struct rows rows = { n, row, ctx };
	const struct str texts[] = { page->path, page->written, page->day, page->form, page->notices, page->fingerprint };
	bool own;
	return store_enter(s, &own, e) && store_leave(s, own, put(s, STMT_PAGE_PUT, texts, COUNTOF(texts), &rows, e), e);
}

bool store_page_mark_edited(struct store *s, const struct store_page *page, size_t n,
                       void (*row)(const void *ctx, size_t i, struct store_page_row *ret), const void *ctx, struct err *e)
{
	const struct rows rows = { n, row, ctx };
	const struct str texts[] = { page->path, page->fingerprint, page->notices };
	bool own;
	return store_enter(s, &own, e) && store_leave(s, own, put(s, STMT_PAGE_MARK_EDITED, texts, COUNTOF(texts), &rows, e), e);
}

/* A statement with one or two texts that gives nothing back. */
static bool tell(struct store *s, enum statement which, struct str one, struct str two, struct err *e)
{
	sqlite3_stmt *st = store_stmt(s, which, e);
	if (st == NULL)
		return false;
	stmt_bind(st, 1, one);
	if (str_known(two))
		stmt_bind(st, 2, two);
	return stmt_run(s, st, e);
}

bool store_page_intend(struct store *s, struct str path, struct str fingerprint, struct err *e)
{
	return tell(s, STMT_PAGE_INTEND, path, fingerprint, e);
}

/* PAGE_COLUMNS; borrowed. */
static void read_page(sqlite3_stmt *st, struct store_page_waiting *ret)
{
	*ret = (struct store_page_waiting){ .edited = sqlite3_column_int(st, 7) != 0 };
	struct str *const texts[] = { &ret->page.path, &ret->page.written, &ret->page.day, &ret->page.form, &ret->page.notices,
		&ret->page.fingerprint, &ret->intended };
	for (size_t i = 0; i < COUNTOF(texts); i++)
		stmt_text(st, (int)i, texts[i]);
}

/* A statement about WORD; NULL: see E. */
static sqlite3_stmt *about(struct store *s, enum statement which, struct str word, struct err *e)
{
	sqlite3_stmt *st = store_stmt(s, which, e);
	if (st)
		stmt_bind(st, 1, word);
	return st;
}

static bool each_page(struct store *s, sqlite3_stmt *st, store_page_waiting_fn *fn, void *ctx, struct err *e)
{
	bool ok = true;
	while (stmt_next(s, st, &ok, e)) {
		struct store_page_waiting w;
		read_page(st, &w);
		ok = fn(ctx, &w, e);
	}
	return ok;
}

bool store_page_waiting(struct store *s, store_page_waiting_fn *fn, void *ctx, struct err *e)
{
	return each_page(s, about(s, STMT_PAGE_WAITING, selected_style(s), e), fn, ctx, e);
}

bool store_page_elsewhere(struct store *s, struct str root, store_page_waiting_fn *fn, void *ctx, struct err *e)
{
	return each_page(s, about(s, STMT_PAGE_ELSEWHERE, root, e), fn, ctx, e);
}

bool store_page_of_days(struct store *s, const char *since, const char *until, store_page_waiting_fn *fn, void *ctx, struct err *e)
{
	sqlite3_stmt *st = about(s, STMT_PAGE_OF_DAYS, str_of(since), e);
	if (st)
		stmt_bind(st, 2, str_of(until));
	return each_page(s, st, fn, ctx, e);
}

static bool forget_page(struct store *s, enum statement which, struct str path, struct err *e)
{
	sqlite3_stmt *st = about(s, which, path, e);
	return st && stmt_run(s, st, e);
}

bool store_page_forget(struct store *s, struct str path, struct err *e)
{
	bool own;
	return store_enter(s, &own, e) &&
	       store_leave(s, own, forget_page(s, STMT_PAGE_FORGET_PAPERS, path, e) && forget_page(s, STMT_PAGE_FORGET, path, e), e);
}

bool store_page_get(struct store *s, struct str path, struct arena *a, struct store_page_waiting *ret, bool *known, struct err *e)
{
	sqlite3_stmt *st = store_stmt(s, STMT_PAGE_GET, e);
	if (st == NULL)
		return false;
	stmt_bind(st, 1, path);
	if (!stmt_step(s, st, known, e))
		return false;
	if (!*known)
		return true;
	read_page(st, ret);
	struct str *const texts[] = { &ret->page.path, &ret->page.written, &ret->page.day, &ret->page.form, &ret->page.notices,
		&ret->page.fingerprint, &ret->intended };
	for (size_t i = 0; i < COUNTOF(texts); i++)
		*texts[i] = arena_dup(a, *texts[i]);
	sqlite3_reset(st);
	return true;
}

static bool copy_page(struct store *s, struct str from, struct str to, struct err *e)
{
	bool own;
	return store_enter(s, &own, e) &&
	       store_leave(s, own, tell(s, STMT_PAGE_COPY, from, to, e) && tell(s, STMT_PAGE_COPY_PAPERS, from, to, e), e);
}

bool store_page_move(struct store *s, struct str from, struct str to, bool copy, struct err *e)
{
	return copy ? copy_page(s, from, to, e) : tell(s, STMT_PAGE_MOVE, from, to, e);
}

bool store_page_now(struct store *s, struct str path, store_page_now_fn *fn, void *ctx, struct err *e)
{
	sqlite3_stmt *st = store_stmt(s, STMT_PAGE_NOW, e);
	if (st == NULL)
		return false;
	stmt_bind(st, 1, path);
	stmt_bind(st, 2, selected_style(s));
	bool ok = true;
	while (stmt_next(s, st, &ok, e)) {
		struct store_page_now n = {
			.id_key = sqlite3_column_int64(st, 0), .waits = sqlite3_column_int(st, 1) == PAGE_WAITS,
			.summarized = sqlite3_column_int(st, 1) == PAGE_SUMMARIZED,
			.row = sqlite3_column_int64(st, 2), .summary = status_of_column(sqlite3_column_int(st, 3)),
			.type = (enum announce_type)sqlite3_column_int(st, 4),
			.listed = sqlite3_column_int(st, 1) == PAGE_LISTED,
			.scored = sqlite3_column_type(st, 5) != SQLITE_NULL, .score = sqlite3_column_double(st, 5),
		};
		stmt_text(st, 6, &n.why);
		ok = fn(ctx, &n, e);
	}
	return ok;
}

void page_row_read(sqlite3_stmt *st, int at, struct store_page_row *ret)
{
	int shows = sqlite3_column_int(st, at + 2);
	*ret = (struct store_page_row){ .id_key = sqlite3_column_int64(st, at), .summarized = shows == PAGE_SUMMARIZED,
		                        .extract = shows == PAGE_EXTRACT, .listed = shows == PAGE_LISTED, .row = sqlite3_column_int64(st, at + 3),
		                        .scored = sqlite3_column_type(st, at + 4) != SQLITE_NULL, .score = sqlite3_column_double(st, at + 4) };
	stmt_text(st, at + 1, &ret->day);
	stmt_text(st, at + 5, &ret->why);
}

bool store_page_each(struct store *s, struct str path, store_page_fn *fn, void *ctx, struct err *e)
{
	sqlite3_stmt *st = store_stmt(s, STMT_PAGE_EACH, e);
	if (st == NULL)
		return false;
	stmt_bind(st, 1, path);
	bool ok = true;
	while (stmt_next(s, st, &ok, e)) {
		struct store_page_row row;
		page_row_read(st, 0, &row);
		ok = fn(ctx, &row, e);
	}
	return ok;
}

bool store_run_begin(struct store *s, struct str begun, struct str words, int64_t *ret, struct err *e)
{
	bool row;
	sqlite3_stmt *st = store_stmt(s, STMT_RUN_BEGIN, e);
	if (st == NULL)
		return false;
	stmt_bind(st, 1, begun);
	stmt_bind(st, 2, words);
	if (!stmt_step(s, st, &row, e))
		return false;
	int64_t run = sqlite3_column_int64(st, 0);
	if (!stmt_run(s, st, e))
		return false;
	*ret = run;
	return true;
}

bool store_run_each(struct store *s, int most, store_run_fn *fn, void *ctx, struct err *e)
{
	sqlite3_stmt *st = store_stmt(s, STMT_RUN_EACH, e);
	if (st == NULL)
		return false;
	stmt_bind_int(st, 1, most);
	bool ok = true;
	while (stmt_next(s, st, &ok, e)) {
		struct store_run r = { .run = sqlite3_column_int64(st, 0), .exit_status = sqlite3_column_int(st, 3) };
		stmt_text(st, 1, &r.begun);
		stmt_text(st, 2, &r.ended);
		stmt_text(st, 4, &r.words);
		ok = fn(ctx, &r, e);
	}
	return ok;
}

bool store_run_end(struct store *s, int64_t run, struct str ended, int exit_status, struct err *e)
{
	bool row;
	sqlite3_stmt *st = store_stmt(s, STMT_RUN_END, e);
	if (st == NULL)
		return false;
	stmt_bind_int(st, 1, run);
	stmt_bind(st, 2, ended);
	stmt_bind_int(st, 3, exit_status);
	if (!stmt_step(s, st, &row, e))
		return false;
	return row ? stmt_run(s, st, e) : err_set(e, ERR_DEFECT, "no run %lld in the store", (long long)run);
}
