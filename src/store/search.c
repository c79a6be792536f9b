/* SPDX-License-Identifier: MIT
 * The index of words, by SQLite's FTS5 (sqlite.org/fts5.html). It is contentless: it has each word's places, and no text a second time
 * (measured: 0.8 of the text). Papers are put into it when somebody searches, not when they come: that costs an import nothing but
 * search_stale's row, and a night as much as its papers. FTS5 before SQLite 3.43 cannot take a row out of such a table without its old
 * text: a paper that has changed gets another document, search_docs knows the one that counts, and once a quarter of them is dead
 * the index is made anew. */
#include "src/store/internal.h"

#include "digest/mem.h"
#include "digest/text.h"

enum { INDEX_BATCH = 1000, MOST_DEAD_PERCENT = 25, DEAD_THAT_COUNT = 1000 };

static const char make_index[] = "CREATE VIRTUAL TABLE IF NOT EXISTS search USING "
	"fts5(title, abstract, authors, other, summary, content = '', tokenize = 'ascii')";  /* what is put in are words and blanks */

/* ---- Into the index ---- */

/* Too many documents of papers that have changed since: begin anew. */
static bool sweep(struct store *s, struct err *e)
{
	static const char anew[] = "INSERT INTO search(search) VALUES ('delete-all'); DELETE FROM search_docs;"
		"INSERT OR IGNORE INTO search_stale SELECT DISTINCT id FROM papers";
	int64_t all, live;
	if (!sql_number(s, "SELECT count(*) FROM search_docsize", &all, e) || !sql_number(s, "SELECT count(*) FROM search_docs", &live, e))
		return false;
	bool much = all - live > DEAD_THAT_COUNT && (all - live) * 100 > all * MOST_DEAD_PERCENT;
	return !much || sql_run(s, anew, e);
}

/* The summaries of the paper in ROW, in all styles, as words. */
static bool put_summaries(struct store *s, int64_t row, struct buf *out, struct err *e)
{
	struct arena a = ARENA_INIT;
	bool ok = true;
	sqlite3_stmt *st = store_stmt(s, STMT_SEARCH_TEXTS, e);
	if (st)
		stmt_bind_int(st, 1, row);
	while (stmt_next(s, st, &ok, e)) {
		struct paper p = PAPER_INIT;
		arena_reset(&a);
		if (unpack_fields(stmt_dup(st, 0, &a), &a, &p.summary.fields, &p.summary.n_fields))
			paper_words(&p, PAPER_SUMMARY, out);
	}
	arena_free(&a);
	return ok;
}

/* An indexing under way. */
struct indexing {
	struct store *s;
	sqlite3_stmt *put, *count;   /* into search; into search_docs */
	struct buf texts[PAPER_TEXTS];
	struct arena a;
	unsigned long done, damaged;
};

static bool put_words(struct indexing *x, struct str id, const struct paper *p, int64_t row, struct err *e)
{
	for (enum paper_text t = 0; t < PAPER_TEXTS; t++) {
		buf_clear(&x->texts[t]);
		if (t != PAPER_SUMMARY)
			paper_words(p, t, &x->texts[t]);
	}
	if (!put_summaries(x->s, row, &x->texts[PAPER_SUMMARY], e))
		return false;
	for (int t = 0; t < PAPER_TEXTS; t++)
		stmt_bind(x->put, t + 1, buf_str(&x->texts[t]));
	if (!stmt_run(x->s, x->put, e))
		return false;
	stmt_bind(x->count, 1, id);
	stmt_bind_int(x->count, 2, sqlite3_last_insert_rowid(x->s->db));
	return stmt_run(x->s, x->count, e);
}

/* The paper ID anew. One whose record is damaged is found no more. */
static bool index_paper(struct indexing *x, struct str id, struct err *e)
{
	struct paper p;
	int64_t row;
	struct err why = ERR_INIT;
	arena_reset(&x->a);
	if (!paper_row(x->s, id, 0, &row, e) || !stmt_run_of(x->s, STMT_SEARCH_FRESH, id, e) || !stmt_run_of(x->s, STMT_SEARCH_DROP, id, e))
		return false;
	x->done++;
	if (row != 0 && store_get(x->s, row, true, &x->a, &p, &why))
		return put_words(x, id, &p, row, e);
	x->damaged++;
	return true;
}

/* A batch of those that are behind; *SOME: there were any. */
static bool index_batch(struct indexing *x, bool *some, struct err *e)
{
	struct arena a = ARENA_INIT;
	VEC(struct str) ids = VEC_INIT;
	bool ok = store_begin(x->s, e);
	sqlite3_stmt *st = ok ? store_stmt(x->s, STMT_SEARCH_STALE_EACH, e) : NULL;
	ok = st != NULL;
	if (st)
		stmt_bind_int(st, 1, INDEX_BATCH);
	while (stmt_next(x->s, st, &ok, e))
		*vec_push(&ids) = stmt_dup(st, 0, &a);
	for (size_t i = 0; ok && i < ids.n; i++)
		ok = index_paper(x, ids.v[i], e);
	*some = ids.n > 0;
	vec_free(&ids);
	arena_free(&a);
	return store_leave(x->s, true, ok, e);
}

static bool prepare(struct store *s, const char *sql, sqlite3_stmt **ret, struct err *e)
{
	return sqlite3_prepare_v2(s->db, sql, -1, ret, NULL) == SQLITE_OK || store_fail(s, e);
}

bool store_index(struct store *s, void (*progress)(void *ctx, unsigned long done, unsigned long total), void *ctx,
                 unsigned long *damaged, struct err *e)
{
	struct indexing x = { .s = s, .a = ARENA_INIT };
	int64_t total;
	bool some = true;
	for (size_t i = 0; i < PAPER_TEXTS; i++)
		x.texts[i] = (struct buf)BUF_INIT(BUF_UNBOUNDED);
	bool ok = sql_run(s, make_index, e) && sweep(s, e) && sql_number(s, "SELECT count(*) FROM search_stale", &total, e) &&
	          prepare(s, "INSERT INTO search (title, abstract, authors, other, summary) VALUES (?1, ?2, ?3, ?4, ?5)", &x.put, e) &&
	          prepare(s, "INSERT OR REPLACE INTO search_docs (id, doc) VALUES (?1, ?2)", &x.count, e);
	while (ok && some && total > 0) {
		ok = index_batch(&x, &some, e);
		if (ok && some && progress)
			progress(ctx, x.done, (unsigned long)total);
	}
	*damaged = x.damaged;
	sqlite3_finalize(x.put);
	sqlite3_finalize(x.count);
	for (size_t i = 0; i < PAPER_TEXTS; i++)
		buf_free(&x.texts[i]);
	arena_free(&x.a);
	return ok;
}

/* ---- Out of it ---- */

/* bm25() is below 0, the less the better; identifiers of the scheme since 2007 begin with the year. */
static const char find[] = "SELECT d.id FROM search JOIN search_docs d ON d.doc = search.rowid WHERE search MATCH ?1 "
	"ORDER BY bm25(search, 8, 2, 4, 1, 2) * (50 + iif(d.id < ':', substr(d.id, 1, 2) + 0, 0)) / 50, d.id DESC";

bool store_search(struct store *s, const char *match, store_search_fn *fn, void *ctx, struct err *e)
{
	sqlite3_stmt *st = NULL, *own = NULL;
	bool ok = match == NULL || prepare(s, find, &own, e);
	if (ok)
		st = match ? own : store_stmt(s, STMT_SEARCH_ALL, e);
	if (ok && match)
		stmt_bind(st, 1, str_of(match));
	while (stmt_next(s, st, &ok, e)) {
		struct str id;
		int64_t row;
		stmt_text(st, 0, &id);
		ok = paper_row(s, id, 0, &row, e);
		if (ok && row != 0 && !fn(ctx, row, e)) {
			ok = e->kind == ERR_NONE;
			break;
		}
	}
	if (st && st != own)
		sqlite3_reset(st);
	sqlite3_finalize(own);
	return ok;
}
