/* SPDX-License-Identifier: MIT
 * For tests of the store: scripts of records go in by the contract, a second connection of SQLite's own says what is
 * there. */
#ifndef DIGEST_TESTS_STORE_KIT_H
#define DIGEST_TESTS_STORE_KIT_H

#include <sqlite3.h>

#include "digest/store.h"
#include "digest/vec.h"
#include "tests/unit/scratch.h"

/* Version, status and fields of what each version shows. */
#define SHOWN "SELECT p.version, CASE p.status WHEN 0 THEN NULL WHEN 1 THEN 'ok' WHEN 2 THEN 'pending' " \
	"WHEN 3 THEN 'rejected' WHEN 4 THEN 'extract' END, y.fields " \
	"FROM papers p LEFT JOIN summaries y ON y.row = p.summary AND y.status = p.status ORDER BY 1"

static inline void must(bool ok, const struct err *e)
{
	if (!ok)
		fail_msg("%s", e->msg);
}

/* A file that is not there yet. */
static inline const char *new_path(void)
{
	static unsigned n;
	char name[32];
	snprintf(name, sizeof name, "store-%u.db", n++);
	return scratch(name);
}

static inline struct store *open_store(const char *path)
{
	struct err e = ERR_INIT;
	struct store *s = NULL;
	must(store_open(path, &s, &e), &e);
	return s;
}

/* TEXT with ' as ", in A. */
static inline struct str quoted(struct str text, struct arena *a)
{
	struct str ret = arena_dup(a, text);
	for (char *p = (char *)ret.p; p < ret.p + ret.n; p++)
		*p = *p == '\'' ? '"' : *p;
	return ret;
}

static inline struct paper record(const char *text, struct arena *a)
{
	struct paper p;
	struct err e = ERR_INIT;
	must(paper_from_json(quoted(str_of(text), a), a, &p, &e), &e);
	return p;
}

static inline void play_summary(struct store *s, struct str line, struct arena *a)
{
	struct str word[3];
	uint64_t version;
	struct summary y = SUMMARY_INIT;
	struct err e = ERR_INIT;
	for (size_t i = 0; i < 3; i++)
		assert_true(str_cut(&line, ' ', &word[i]));
	assert_true(str_number(word[2], 99, &version));
	must(summary_from_json(quoted(line, a), a, &y, &e), &e);
	must(store_put_summary(s, word[1], (int)version, word[0], &y, &e), &e);
}

/* Ids of scripts are short words, which the reader of records would not take: they are put in after reading. */
static inline struct paper play_record(struct str line, struct arena *a)
{
	static const char key[] = "{'id':'";
	assert_true(str_starts(line, key));
	size_t end = str_find(line, "',", sizeof key - 1);
	assert_true(end != STR_NONE);
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	buf_addz(&b, "{'id':'2402.17010");
	buf_adds(&b, str_from(line, end));
	struct paper p = record(b.s, a);
	buf_free(&b);
	struct buf id = BUF_INIT(BUF_UNBOUNDED);
	struct str raw = str_head(str_from(line, sizeof key - 1), end - (sizeof key - 1));
	for (size_t i = 0; i < raw.n; i++)
		if (str_starts(str_from(raw, i), "\\u0027"))
			buf_addc(&id, '\''), i += 5;
		else
			buf_addc(&id, raw.p[i]);
	p.id = arena_dup(a, buf_str(&id));
	buf_free(&id);
	return p;
}

static inline void play(struct store *s, const char *script)
{
	struct str rest = str_of(script), line, seen = STR("2024-01-01");
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	while (str_cut(&rest, '\n', &line)) {
		if (line.p[0] == '@') {
			seen = str_from(line, 1);
		} else if (line.p[0] == '{') {
			struct paper p = play_record(line, &a);
			must(store_put(s, &p, seen, NULL, &e), &e);
		} else {
			play_summary(s, line, &a);
		}
	}
	arena_free(&a);
}

/* What SQL says of the file at PATH: columns by |, rows by LF, NULL as ~. The caller frees. */
static inline char *ask(const char *path, const char *sql)
{
	sqlite3 *db;
	sqlite3_stmt *st = NULL;
	struct buf out = BUF_INIT(BUF_UNBOUNDED);
	assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
	sqlite3_busy_timeout(db, 10000);
	if (sqlite3_prepare_v2(db, sql, -1, &st, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(db));
	int rc;
	for (int n = 0; (rc = sqlite3_step(st)) == SQLITE_ROW; n++)
		for (int i = 0; i < sqlite3_column_count(st); i++) {
			const char *text = (const char *)sqlite3_column_text(st, i);
			buf_addz(&out, i ? "|" : n ? "\n" : "");
			buf_add(&out, text ? text : "~", text ? (size_t)sqlite3_column_bytes(st, i) : 1);
		}
	if (rc != SQLITE_DONE)
		fail_msg("%s: %s", sql, sqlite3_errmsg(db));
	sqlite3_finalize(st);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
	return buf_take(&out);
}

static inline void is_whole(const char *path)
{
	char *got = ask(path, "SELECT integrity_check, (SELECT count(*) FROM pragma_foreign_key_check) "
	                "FROM pragma_integrity_check");
	assert_string_equal(got, "ok|0");
	free(got);
}

/* Hits as lines, sorted. */
struct hits {
	VEC(char *) lines;
};
#define HITS_INIT { VEC_INIT }

static inline bool add_hit(void *ctx, const struct store_hit *h, struct err *e)
{
	struct hits *to = ctx;
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	UNUSED(e);
	buf_addf(&b, "%.*sv%d %.*s%c%d %d\n", STR_ARG(h->id), h->version, STR_ARG(h->day), h->announced ? '*' : ' ',
	         (int)h->type, (int)h->summary);
	*vec_push(&to->lines) = buf_take(&b);
	return true;
}

static inline int by_text(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

/* All lines as one text, which the caller frees; the hits are freed. */
static inline char *hits_sorted(struct hits *h)
{
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	if (h->lines.n > 1)
		qsort(h->lines.v, h->lines.n, sizeof *h->lines.v, by_text);
	for (size_t i = 0; i < h->lines.n; i++) {
		buf_addz(&b, h->lines.v[i]);
		free(h->lines.v[i]);
	}
	vec_free(&h->lines);
	return buf_take(&b);
}

static inline struct CMUnitTest row_test(char name[120], const char *what, int line, const char *more,
                                         CMUnitTestFunction fn, const void *row)
{
	snprintf(name, 120, "%s, line %d %.60s", what, line, more);
	return (struct CMUnitTest){ name, fn, NULL, NULL, (void *)(uintptr_t)row };
}

#endif
