/* SPDX-License-Identifier: MIT
 * What was got, as the store keeps it: histories, sets, what lists say against what is worked out, an older store. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "src/store/internal.h"
#include "tests/unit/store_kit.h"

/* ---- rows: lists (L) and days worked out (D) of papers, and the announcements that stand in the end ---- */

/* Each line: L|D CATEGORY-ASKED RECORD; "F DAY CATEGORY": the list of that day has said it all. */
static const struct {
	int line;
	const char *script, *want;
} lists[] = {
	{ __LINE__, "L cs.CL {'id':'a','title':'A','categories':['cs.CL'],'announced':'2024-03-01','announce_type':'new'}", "a|2024-03-01|cs.CL|1|0" },
	/* a cross-list holds in the category that was asked, and in no other */
	{ __LINE__, "L cs.LG {'id':'a','title':'A','categories':['cs.CL','cs.LG','cs.AI'],'announced':'2024-03-01','announce_type':'cross'}",
	  "a|2024-03-01|cs.LG|2|0" },
	{ __LINE__, "L cs {'id':'a','title':'A','categories':['stat.ML','cs.LG','math.ST','cs.AI'],'announced':'2024-03-01','announce_type':'cross'}",
	  "a|2024-03-01|cs.AI|2|0\na|2024-03-01|cs.LG|2|0" },
	{ __LINE__, "D cs.CL {'id':'a','title':'A','categories':['cs.CL'],'announced':'2024-03-01','announce_type':'new'}", "a|2024-03-01|cs.CL|1|1" },
	/* the list of the same day makes it certain, that of another day moves it */
	{ __LINE__, "D cs.CL {'id':'a','title':'A','categories':['cs.CL'],'announced':'2024-03-01','announce_type':'new'}\n"
	  "L cs.CL {'id':'a','title':'A','categories':['cs.CL'],'announced':'2024-03-01','announce_type':'new'}", "a|2024-03-01|cs.CL|1|0" },
	{ __LINE__, "D cs.CL {'id':'a','title':'A','categories':['cs.CL'],'announced':'2024-03-01','announce_type':'new'}\n"
	  "L cs.CL {'id':'a','title':'A','categories':['cs.CL'],'announced':'2024-03-05','announce_type':'new'}", "a|2024-03-05|cs.CL|1|0" },
	/* what a list has shown is not worked out again */
	{ __LINE__, "L cs.CL {'id':'a','title':'A','categories':['cs.CL'],'announced':'2024-03-05','announce_type':'new'}\n"
	  "D cs.CL {'id':'a','title':'A','categories':['cs.CL'],'announced':'2024-03-01','announce_type':'new'}", "a|2024-03-05|cs.CL|1|0" },
	{ __LINE__, "L cs.CL {'id':'a','title':'A','categories':['cs.CL'],'announced':'2024-03-05','announce_type':'replace'}\n"
	  "D cs.CL {'id':'a','title':'A','categories':['cs.CL'],'announced':'2024-03-05','announce_type':'new'}", "a|2024-03-05|cs.CL|3|0" },
	/* replacements are many: they stand beside each other */
	{ __LINE__, "D cs.CL {'id':'a','title':'A','categories':['cs.CL'],'announced':'2024-03-01','announce_type':'new'}\n"
	  "D cs.CL {'id':'a','title':'A','categories':['cs.CL'],'announced':'2024-03-04','announce_type':'replace'}\n"
	  "L cs.CL {'id':'a','title':'A','categories':['cs.CL'],'announced':'2024-03-05','announce_type':'replace'}",
	  "a|2024-03-01|cs.CL|1|1\na|2024-03-04|cs.CL|3|1\na|2024-03-05|cs.CL|3|0" },
	/* the stronger type of a day */
	{ __LINE__, "D cs.CL {'id':'a','title':'A','categories':['cs.CL'],'announced':'2024-03-01','announce_type':'replace'}\n"
	  "D cs.CL {'id':'a','title':'A','categories':['cs.CL'],'announced':'2024-03-01','announce_type':'new'}", "a|2024-03-01|cs.CL|1|1" },
	/* a whole list of a day leaves nothing derived in its category, and touches no other */
	{ __LINE__, "D cs.CL {'id':'a','title':'A','categories':['cs.CL'],'announced':'2024-03-01','announce_type':'new'}\n"
	  "D cs.AI {'id':'b','title':'B','categories':['cs.AI'],'announced':'2024-03-01','announce_type':'new'}\n"
	  "D cs.CL {'id':'c','title':'C','categories':['cs.CL'],'announced':'2024-03-04','announce_type':'new'}\nF 2024-03-01 cs.CL",
	  "b|2024-03-01|cs.AI|1|1\nc|2024-03-04|cs.CL|1|1" },
	{ __LINE__, "D cs.CL {'id':'a','title':'A','categories':['cs.CL'],'announced':'2024-03-01','announce_type':'new'}\n"
	  "D stat.ML {'id':'b','title':'B','categories':['stat.ML'],'announced':'2024-03-01','announce_type':'new'}\nF 2024-03-01 cs",
	  "b|2024-03-01|stat.ML|1|1" },
	/* what came in a file counts as a list */
	{ __LINE__, "D cs.CL {'id':'a','title':'A','categories':['cs.CL'],'announced':'2024-03-01','announce_type':'new'}\n"
	  "P - {'id':'a','title':'A','categories':['cs.CL'],'announced':'2024-03-01','announce_type':'replace'}", "a|2024-03-01|cs.CL|3|0" },
};

static void play_line(struct store *s, struct str line, struct arena *a)
{
	struct err e = ERR_INIT;
	struct str kind, category;
	assert_true(str_cut(&line, ' ', &kind) && str_cut(&line, ' ', &category));
	if (str_is(kind, "F")) {
		must(store_forget_derived(s, arena_dup(a, category).p, line, &e), &e);
		return;
	}
	struct paper p = play_record(line, a);
	p.version = 1;
	const struct store_announced how = { .category = category, .derived = str_is(kind, "D") };
	if (str_is(kind, "P"))
		must(store_put(s, &p, STR("2024-03-09"), NULL, &e), &e);
	else
		must(store_put_listed(s, &p, STR("2024-03-09"), &how, NULL, &e), &e);
}

static void stands(void **state)
{
	size_t i = (size_t)(uintptr_t)*state;
	const char *path = new_path();
	struct store *s = open_store(path);
	struct arena a = ARENA_INIT;
	struct str rest = str_of(lists[i].script), line;
	while (str_cut(&rest, '\n', &line))
		play_line(s, line, &a);
	arena_free(&a);
	store_close(s);
	char *got = ask(path, "SELECT id, date, category, type, derived FROM announcements ORDER BY 1, 2, 3");
	assert_string_equal(got, lists[i].want);
	free(got);
}

/* ---- Histories ---- */

static void put(struct store *s, const char *category, const char *day, enum day_status status, const char *ids, int64_t *row)
{
	struct err e = ERR_INIT;
	struct store_fetch g = { .at = STR("t"), .day = str_of(day), .category = str_of(category), .road = STR("rss"), .status = status,
		.papers = 2, .ids = str_of(ids), .note = STR("why"), .settled = status == DAY_PARTIAL };
	must(store_put_fetch(s, &g, row, &e), &e);
}

static void the_last_one_counts(void **state)
{
	UNUSED(state);
	struct err e = ERR_INIT;
	struct arena a = ARENA_INIT;
	struct store_fetch g;
	struct store *s = open_store(NULL);
	must(store_get_fetch(s, STR("cs.CL"), "2024-03-01", &a, &g, &e), &e);
	assert_int_equal(g.status, DAY_NONE);
	put(s, "cs.CL", "2024-03-01", DAY_STALE, "x\n", NULL);
	put(s, "cs.CL", "2024-03-01", DAY_PARTIAL, NULL, NULL);
	put(s, "cs.AI", "2024-03-01", DAY_FAILED, NULL, NULL);
	must(store_get_fetch(s, STR("cs.CL"), "2024-03-01", &a, &g, &e), &e);
	assert_int_equal(g.status, DAY_PARTIAL);
	assert_true(g.settled && str_is(g.note, "why") && str_is(g.road, "rss") && !str_known(g.ids) && g.papers == 2);
	arena_free(&a);
	store_close(s);
}

static bool note(void *ctx, const struct store_fetch *g, struct err *e)
{
	UNUSED(e);
	buf_addf(ctx, "%.*s %.*s %s\n", STR_ARG(g->day), STR_ARG(g->category), day_status_name(g->status));
	return true;
}

static void the_history_is_whole(void **state)
{
	UNUSED(state);
	struct err e = ERR_INIT;
	struct buf seen = BUF_INIT(BUF_UNBOUNDED);
	struct store *s = open_store(NULL);
	put(s, "cs.CL", "2024-03-04", DAY_FRESH, "x\n", NULL);
	put(s, "cs.CL", "2024-03-01", DAY_STALE, "x\n", NULL);
	put(s, "cs.AI", "2024-03-01", DAY_EMPTY, NULL, NULL);
	put(s, "cs.CL", "2024-03-01", DAY_PARTIAL, NULL, NULL);
	put(s, "cs.CL", "2024-02-29", DAY_FRESH, "x\n", NULL);
	must(store_fetch_each(s, "2024-03-01", "2024-03-04", note, &seen, &e), &e);
	assert_string_equal(seen.s, "2024-03-01 cs.AI EMPTY\n2024-03-01 cs.CL STALE\n2024-03-01 cs.CL PARTIAL\n2024-03-04 cs.CL FRESH\n");
	buf_free(&seen);
	store_close(s);
}

static void the_same_set_of_an_earlier_day(void **state)
{
	UNUSED(state);
	static const struct { const char *category, *day, *ids, *want; } rows[] = {
		{ "cs.CL", "2024-03-05", "a\nb\n", "2024-03-04" },
		{ "cs.CL", "2024-03-04", "a\nb\n", "2024-03-01" },   /* a second look on the same day is none of an earlier one */
		{ "cs.CL", "2024-03-01", "a\nb\n", "" },
		{ "cs.CL", "2024-03-05", "a\n", "" },
		{ "cs.AI", "2024-03-05", "a\nb\n", "" },
		{ "cs.CL", "2024-03-05", "c\n", "" },               /* was never fresh */
	};
	struct store *s = open_store(NULL);
	put(s, "cs.CL", "2024-03-01", DAY_FRESH, "a\nb\n", NULL);
	put(s, "cs.CL", "2024-03-04", DAY_FRESH, "a\nb\n", NULL);
	put(s, "cs.CL", "2024-03-04", DAY_STALE, "c\n", NULL);
	for (size_t i = 0; i < COUNTOF(rows); i++) {
		char day[DAY_SIZE];
		struct err e = ERR_INIT;
		must(store_same_set(s, str_of(rows[i].category), rows[i].day, str_of(rows[i].ids), day, &e), &e);
		assert_string_equal(day, rows[i].want);
	}
	store_close(s);
}

static void new_once(void **state)
{
	UNUSED(state);
	struct err e = ERR_INIT;
	struct arena a = ARENA_INIT;
	char day[DAY_SIZE];
	bool derived;
	struct store *s = open_store(NULL);
	play_line(s, STR("L cs.CL {'id':'a','title':'A','categories':['cs.CL'],'announced':'2024-03-01','announce_type':'new'}"), &a);
	play_line(s, STR("L cs.CL {'id':'a','title':'A','categories':['cs.CL'],'announced':'2024-03-04','announce_type':'replace'}"), &a);
	must(store_new_before(s, STR("a"), STR("cs.CL"), "2024-03-05", day, &derived, &e), &e);
	assert_string_equal(day, "2024-03-01");
	assert_false(derived);
	play_line(s, STR("D cs.CL {'id':'b','title':'B','categories':['cs.CL'],'announced':'2024-03-01','announce_type':'new'}"), &a);
	must(store_new_before(s, STR("b"), STR("cs.CL"), "2024-03-05", day, &derived, &e), &e);
	assert_true(derived);
	must(store_new_before(s, STR("a"), STR("cs.CL"), "2024-03-01", day, &derived, &e), &e);
	assert_string_equal(day, "");
	arena_free(&a);
	store_close(s);
}

static void validators_remember_what_came(void **state)
{
	UNUSED(state);
	struct err e = ERR_INIT;
	struct arena a = ARENA_INIT;
	struct store_validator v;
	int64_t row;
	struct store *s = open_store(NULL);
	must(store_get_validator(s, STR("u"), &a, &v, &e), &e);
	assert_int_equal(v.got.status, DAY_NONE);
	put(s, "cs.CL", "2024-03-01", DAY_STALE, "a\n", &row);
	must(store_put_validator(s, STR("u"), STR("\"1\""), STR_NULL, row, &e), &e);
	put(s, "cs.CL", "2024-03-04", DAY_FRESH, "b\n", &row);
	must(store_get_validator(s, STR("u"), &a, &v, &e), &e);
	assert_true(v.got.status == DAY_STALE && str_is(v.got.day, "2024-03-01") && str_is(v.etag, "\"1\"") && !str_known(v.last_modified));
	must(store_put_validator(s, STR("u"), STR_NULL, STR("date"), row, &e), &e);
	must(store_get_validator(s, STR("u"), &a, &v, &e), &e);
	assert_true(v.got.status == DAY_FRESH && !str_known(v.etag) && str_is(v.last_modified, "date"));
	arena_free(&a);
	store_close(s);
}

static void watermarks_never_move_back(void **state)
{
	UNUSED(state);
	static const struct { const char *since, *day, *want_since, *want; } rows[] = {
		{ "2024-03-01", "2024-03-04", "2024-03-01", "2024-03-04" },
		{ "2024-02-01", "2024-02-02", "2024-03-01", "2024-03-04" },
		{ "2024-03-04", "2024-03-04", "2024-03-04", "2024-03-04" },
		{ "2024-03-05", "2024-03-06", "2024-03-05", "2024-03-06" },
	};
	struct err e = ERR_INIT;
	struct store_watermark w;
	struct store *s = open_store(NULL);
	must(store_get_watermark(s, STR(""), STR("cs.CL"), &w, &e), &e);
	assert_string_equal(w.day, "");
	for (size_t i = 0; i < COUNTOF(rows); i++) {
		struct store_watermark put = { "", "" };
		memcpy(put.since, rows[i].since, DAY_SIZE);
		memcpy(put.day, rows[i].day, DAY_SIZE);
		must(store_put_watermark(s, STR(""), STR("cs.CL"), &put, NULL, &e), &e);
		must(store_get_watermark(s, STR(""), STR("cs.CL"), &w, &e), &e);
		assert_string_equal(w.since, rows[i].want_since);
		assert_string_equal(w.day, rows[i].want);
	}
	must(store_get_watermark(s, STR("p"), STR("cs.CL"), &w, &e), &e);
	assert_string_equal(w.day, "");
	store_close(s);
}

static void tallies(void **state)
{
	UNUSED(state);
	struct err e = ERR_INIT;
	struct arena a = ARENA_INIT;
	struct store_tally t;
	struct store *s = open_store(NULL);
	play(s, "@2024-03-01\n{'id':'a','version':1,'title':'A','categories':['cs.CL'],'announced':'2024-03-01','announce_type':'new'}\n"
	     "{'id':'a','version':2,'title':'A','categories':['cs.CL'],'announced':'2024-03-04','announce_type':'replace'}\n"
	     "{'id':'b','version':1,'title':'B','categories':['cs.AI','cs.CL'],'announced':'2024-03-01','announce_type':'cross'}\n"
	     "{'id':'c','version':1,'title':'C','categories':['stat.ML'],'announced':'2024-03-01','announce_type':'new'}\n"
	     "k b 1 {'status':'ok','title':'t'}\n");
	must(store_tally(s, "2024-03-01", STR("cs.CL"), &t, &e), &e);
	assert_true(t.papers == 2 && t.summarized == 1 && t.pending == 1);
	must(store_tally(s, "2024-03-01", STR("stat"), &t, &e), &e);
	assert_true(t.papers == 1 && t.summarized == 0 && t.pending == 1);
	arena_free(&a);
	store_close(s);
}

/* What came with the versions 6 and later is taken away. */
static void without_sums(const char *path)
{
	static const char *const sqls[] = {
		"DROP TABLE computed", "ALTER TABLE page_papers DROP COLUMN score", "ALTER TABLE page_papers DROP COLUMN why",
		"DROP TABLE search_docs", "DROP TABLE search_stale", "DROP TABLE announced_days", "DROP INDEX announcements_find", "CREATE INDEX announcements_find ON announcements (date, id, type)",
		"ALTER TABLE papers DROP COLUMN sum", "ALTER TABLE summaries DROP COLUMN sum", "ALTER TABLE paper_summaries DROP COLUMN sum",
		"ALTER TABLE fetches DROP COLUMN sum", "ALTER TABLE pages DROP COLUMN sum", "ALTER TABLE page_papers DROP COLUMN sum",
		"ALTER TABLE runs DROP COLUMN sum", "DROP TABLE spending",
		"CREATE TABLE spending (day TEXT NOT NULL, provider TEXT NOT NULL, model TEXT NOT NULL, requests INTEGER NOT NULL, "
		"prompt_tokens INTEGER NOT NULL, cached_tokens INTEGER NOT NULL, completion_tokens INTEGER NOT NULL, cost REAL, "
		"PRIMARY KEY (day, provider, model)) STRICT, WITHOUT ROWID", "ALTER TABLE summaries DROP COLUMN why",
	};
	for (size_t i = 0; i < COUNTOF(sqls); i++)
		free(ask(path, sqls[i]));
}

/* A store of the first version: what came later is taken away again, and opening it brings it back. */
static void an_older_store_is_brought_up_to_date(void **state)
{
	UNUSED(state);
	const char *path = new_path();
	struct store *s = open_store(path);
	play(s, "@2024-03-01\n{'id':'a','version':1,'title':'A','categories':['cs.CL'],'announced':'2024-03-01','announce_type':'new'}\n"
	     "{'id':'2611.00001','version':1,'title':'B'}\n{'id':'2611.00001','version':2,'title':'B'}\n{'id':'0704.0001','title':'C'}");
	store_close(s);
	static const char *const pages[] = {
		"DROP TABLE page_papers",
		"CREATE TABLE page_papers (page INTEGER NOT NULL REFERENCES pages, paper INTEGER NOT NULL, day TEXT, "
		"summarized INTEGER NOT NULL, PRIMARY KEY (page, paper)) STRICT, WITHOUT ROWID",
		"ALTER TABLE pages DROP COLUMN day", "ALTER TABLE pages DROP COLUMN form", "ALTER TABLE pages DROP COLUMN notices",
		"ALTER TABLE pages DROP COLUMN print", "ALTER TABLE pages DROP COLUMN soon", "ALTER TABLE pages DROP COLUMN left",
		"INSERT INTO pages (row, path) VALUES (1, '/day'), (2, '/days'), (3, '/none')",
		/* By include/digest/paper.h's word, newer ids are greater: year and month, scheme, number, above 20 bits. */
		"INSERT INTO page_papers VALUES (1, (202611 * 2 + 1) * 1000000 + 1 << 20, '2026-11-20', 0), "
		"(1, (200704 * 2 + 1) * 1000000 + 1 << 20, '2026-11-20', 1), (1, (199901 * 2) * 1000000 + 1 << 20 | 7, '2026-11-20', 1), "
		"(2, (202611 * 2 + 1) * 1000000 + 1 << 20, '2026-11-20', 1), (2, (202611 * 2 + 1) * 1000000 + 2 << 20, '2026-11-19', 1)",
	};
	without_sums(path);
	for (size_t i = 0; i < COUNTOF(pages); i++)
		free(ask(path, pages[i]));
	free(ask(path, "DROP TABLE spending"));
	free(ask(path, "DROP TABLE remembered"));
	free(ask(path, "DROP TABLE validators"));
	free(ask(path, "DROP TABLE watermarks"));
	free(ask(path, "DROP TABLE fetches"));
	free(ask(path, "ALTER TABLE announcements DROP COLUMN derived"));
	free(ask(path, "DROP TABLE paper_summaries"));
	free(ask(path, "PRAGMA user_version = 1"));
	s = open_store(path);
	put(s, "cs.CL", "2024-03-01", DAY_FRESH, "a\n", NULL);
	store_close(s);
	char *got = ask(path, "SELECT user_version, id, date, category, type, derived, (SELECT count(*) FROM fetches) "
	                "FROM announcements, pragma_user_version");
	assert_string_equal(got, "10|a|2024-03-01|cs.CL|1|0|1");
	free(got);
	got = ask(path, "SELECT group_concat(path || ' ' || coalesce(day, '-'), ', ') FROM (SELECT * FROM pages ORDER BY row)");
	assert_string_equal(got, "/day 2026-11-20, /days -, /none -");
	free(got);
	got = ask(path, "SELECT group_concat(coalesce(id || 'v' || version, '?') || ' ' || q.summarized, ', ') "
	          "FROM (SELECT * FROM page_papers WHERE page = 1 ORDER BY place) q LEFT JOIN papers p ON p.row = q.row");
	assert_string_equal(got, "2611.00001v2 0, 0704.0001v0 1, ? 1");
	free(got);
	is_whole(path);
}

/* Version 4 had one summary a paper, whatever its style. */
static void a_summary_gets_its_style(void **state)
{
	UNUSED(state);
	const char *path = new_path();
	struct store *s = open_store(path);
	play(s, "{'id':'a','version':1,'title':'A','summary':{'style':'notes','x':'n'}}\n"
	     "{'id':'b','version':1,'title':'B','summary':{'tldr':'o'}}\n{'id':'c','version':1,'title':'C'}\n"
	     "k a 1 {'style':'notes','x':'m'}");
	store_close(s);
	without_sums(path);
	free(ask(path, "DROP TABLE paper_summaries"));
	free(ask(path, "UPDATE summaries SET key = 'received:av1' WHERE key = 'received:av1:notes'"));
	free(ask(path, "PRAGMA user_version = 4"));
	s = open_store(path);
	play(s, "{'id':'a','version':1,'title':'A','summary':{'style':'notes','x':'n'}}");  /* in the same words: no newer for that */
	store_close(s);
	char *got = ask(path, "SELECT p.id, q.style, q.status, y.key FROM papers p LEFT JOIN paper_summaries q ON q.paper = p.row "
	                "LEFT JOIN summaries y ON y.row = q.summary ORDER BY 1");
	assert_string_equal(got, "a|notes|1|k\nb|footnote|1|received:bv1\nc|~|~|~");
	free(got);
	is_whole(path);
}

int main(void)
{
	static struct CMUnitTest tests[COUNTOF(lists) + 10];
	static char names[COUNTOF(tests)][120];
	size_t n = 0;
	for (size_t i = 0; i < COUNTOF(lists); i++, n++)
		tests[n] = row_test(names[n], "stands", lists[i].line, "", stands, (void *)(uintptr_t)i);
	const struct CMUnitTest rest[] = {
		cmocka_unit_test(the_last_one_counts), cmocka_unit_test(the_history_is_whole),
		cmocka_unit_test(the_same_set_of_an_earlier_day), cmocka_unit_test(new_once),
		cmocka_unit_test(validators_remember_what_came), cmocka_unit_test(watermarks_never_move_back),
		cmocka_unit_test(tallies), cmocka_unit_test(an_older_store_is_brought_up_to_date),
		cmocka_unit_test(a_summary_gets_its_style),
	};
	memcpy(tests + n, rest, sizeof rest);
	n += COUNTOF(rest);
	return _cmocka_run_group_tests("got", tests, n, NULL, NULL);
}
