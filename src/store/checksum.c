/* SPDX-License-Identifier: MIT
 * Rows carry a 64-bit sum of what they say, so that a damaged byte is said and not printed. Triggers of this connection alone
 * keep it, but for those statements that put many rows: these give the sum along. So few statements have to think of it, and
 * another program that writes to the file only leaves a sum that is not right any more. NULL is no sum: such a row is taken as it
 * is.
 *
 * Announcements are found through an index, where a damaged byte hides a row or moves it to another day. So each day has the
 * total of its rows' sums, and the index is added up and compared before it is believed.
 *
 * A step of the sum is a bijection, in the sum so far and in each eight bytes: one changed word always changes it. */
#include "src/store/internal.h"

#include <string.h>

/* What is sealed; KEY tells a row. NULL columns: those of column.c. BY_HAND: statements that insert, or all of them, give the sum
 * themselves: with a trigger SQLite keeps a journal of each statement, which made storing papers twice as dear. */
enum by_hand { NOTHING, INSERTS, ALL };
static const struct {
	const char *table, *key, *columns;
	enum by_hand by_hand;
} checked[] = {
	{ "papers", "row = NEW.row", NULL, INSERTS },
	{ "summaries", "row = NEW.row", CHECKSUM_SUMMARIES(""), ALL },
	{ "paper_summaries", "paper = NEW.paper AND style = NEW.style", CHECKSUM_PAPER_SUMMARIES(""), ALL },
	{ "fetches", "row = NEW.row", CHECKSUM_FETCHES, NOTHING },
	{ "pages", "row = NEW.row", CHECKSUM_PAGES, NOTHING },
	{ "page_papers", "page = NEW.page AND place = NEW.place", CHECKSUM_PAGE_PAPERS, NOTHING },
	{ "runs", "row = NEW.row", CHECKSUM_RUNS, NOTHING },
	{ "spending", "(day, provider, model, profile, style, currency) = (NEW.day, NEW.provider, NEW.model, NEW.profile, NEW.style, NEW.currency)", CHECKSUM_SPENDING, NOTHING },
};

/* ---- The sum ---- */

static uint64_t mix(uint64_t h, uint64_t word)
{
	h = (h ^ word) * UINT64_C(0x9e3779b97f4a7c15);
	return h ^ h >> 29;
}

static uint64_t mix_bytes(uint64_t h, const unsigned char *p, size_t n)
{
	uint64_t word;
	h = mix(h, n);
	for (; n >= sizeof word; p += sizeof word, n -= sizeof word) {
		memcpy(&word, p, sizeof word);
		h = mix(h, word);
	}
	word = 0;
	if (n > 0)
		memcpy(&word, p, n);
	return mix(h, word);
}

static uint64_t sum_of(int n, sqlite3_value **v)
{
	uint64_t h = UINT64_C(0x64677374);
	for (int i = 0; i < n; i++) {
		double real;
		uint64_t word = 0;
		int type = sqlite3_value_type(v[i]);
		h = mix(h, (uint64_t)type);
		if (type == SQLITE_INTEGER) {
			h = mix(h, (uint64_t)sqlite3_value_int64(v[i]));
		} else if (type == SQLITE_FLOAT) {
			real = sqlite3_value_double(v[i]);
			memcpy(&word, &real, sizeof word);
			h = mix(h, word);
		} else if (type != SQLITE_NULL) {
			const unsigned char *p = sqlite3_value_text(v[i]);
			h = mix_bytes(h, p, p ? (size_t)sqlite3_value_bytes(v[i]) : 0);
		}
	}
	return h;
}

/* checksum(value, …): the sum. */
static void checksum(sqlite3_context *c, int n, sqlite3_value **v) { sqlite3_result_int64(c, (int64_t)sum_of(n, v)); }

static bool is_whole(int n, sqlite3_value **v)
{
	return sqlite3_value_type(v[0]) == SQLITE_NULL || (uint64_t)sqlite3_value_int64(v[0]) == sum_of(n - 1, v + 1);
}

/* whole(sum, value, …): whether they belong together. */
static void whole(sqlite3_context *c, int n, sqlite3_value **v) { sqlite3_result_int(c, is_whole(n, v)); }

/* intact(what, sum, value, …): 1; if they do not belong together, it ends the statement. */
static void must_be_whole(sqlite3_context *c, int n, sqlite3_value **v)
{
	if (is_whole(n - 1, v + 1)) {
		sqlite3_result_int(c, 1);
		return;
	}
	struct buf text = BUF_INIT(ERR_MSG_SIZE);
	const char *first = (const char *)sqlite3_value_text(v[2]);
	buf_addf(&text, "the store is damaged: %s %s", (const char *)sqlite3_value_text(v[0]), first ? first : "");
	sqlite3_result_error(c, text.s, (int)text.len);
	buf_free(&text);
}

/* checksum_plus(total, sum, times): TOTAL + TIMES * SUM, in 64 bits. */
static void checksum_plus(sqlite3_context *c, int n, sqlite3_value **v)
{
	UNUSED(n);
	uint64_t total = (uint64_t)sqlite3_value_int64(v[0]), sum = (uint64_t)sqlite3_value_int64(v[1]);
	sqlite3_result_int64(c, (int64_t)(total + (uint64_t)sqlite3_value_int64(v[2]) * sum));
}

/* checksum_total(value, …), an aggregate: the sums of a group's rows, added up. */
static void total_step(sqlite3_context *c, int n, sqlite3_value **v)
{
	uint64_t *total = sqlite3_aggregate_context(c, sizeof *total);
	if (total)
		*total += sum_of(n, v);
}

/* checksum_sum(sum), an aggregate: sums, added up. */
static void sum_step(sqlite3_context *c, int n, sqlite3_value **v)
{
	UNUSED(n);
	uint64_t *total = sqlite3_aggregate_context(c, sizeof *total);
	if (total)
		*total += (uint64_t)sqlite3_value_int64(v[0]);
}

static void total_end(sqlite3_context *c)
{
	const uint64_t *total = sqlite3_aggregate_context(c, 0);
	sqlite3_result_int64(c, total ? (int64_t)*total : 0);
}

bool checksum_functions(struct store *s, struct err *e)
{
	const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC;
	static const struct {
		const char *name;
		int n;
		void (*fn)(sqlite3_context *c, int n, sqlite3_value **v);
	} functions[] = {
		{ "checksum", -1, checksum }, { "whole", -1, whole }, { "intact", -1, must_be_whole }, { "checksum_plus", 3, checksum_plus },
	};
	int rc = sqlite3_create_function_v2(s->db, "checksum_total", -1, flags, NULL, NULL, total_step, total_end, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_create_function_v2(s->db, "checksum_sum", 1, flags, NULL, NULL, sum_step, total_end, NULL);
	for (size_t i = 0; rc == SQLITE_OK && i < COUNTOF(functions); i++)
		rc = sqlite3_create_function_v2(s->db, functions[i].name, functions[i].n, flags, NULL, functions[i].fn, NULL, NULL, NULL);
	return rc == SQLITE_OK || store_fail(s, e);
}

/* ---- Keeping it ---- */

static void put_columns(struct buf *out, size_t i)
{
	if (checked[i].columns)
		buf_addz(out, checked[i].columns);
	else
		checksum_papers(out, "");
}

#define A_SUM(x) "checksum(" x ".id, " x ".date, " x ".category, " x ".type, " x ".derived)"
#define A_PLUS(x, n) "INSERT INTO announced_days (date, sum) VALUES (" x ".date, checksum_plus(0, " A_SUM(x) ", " n ")) " \
	"ON CONFLICT DO UPDATE SET sum = checksum_plus(sum, excluded.sum, 1);"

/* A trigger that replaces rows has to be told of those that go (recursive_triggers). */
static const char days[] =
	"PRAGMA recursive_triggers = ON;"
	"CREATE TEMP TRIGGER announced_insert AFTER INSERT ON main.announcements BEGIN " A_PLUS("NEW", "1") " END;"
	"CREATE TEMP TRIGGER announced_delete AFTER DELETE ON main.announcements BEGIN " A_PLUS("OLD", "-1") " END;"
	"CREATE TEMP TRIGGER announced_update AFTER UPDATE ON main.announcements BEGIN " A_PLUS("OLD", "-1") A_PLUS("NEW", "1") " END;";

bool checksum_triggers(struct store *s, struct err *e)
{
	struct buf sql = BUF_INIT(BUF_UNBOUNDED), names = BUF_INIT(BUF_UNBOUNDED);
	for (size_t i = 0; i < COUNTOF(checked); i++) {
		const char *t = checked[i].table;
		buf_clear(&names);
		put_columns(&names, i);
		if (checked[i].by_hand == NOTHING)
			buf_addf(&sql, "CREATE TEMP TRIGGER %s_checksum_1 AFTER INSERT ON main.%s BEGIN UPDATE %s SET sum = checksum(%s) WHERE %s; END;", t, t, t,
		         names.s, checked[i].key);
		if (checked[i].by_hand != ALL)
			buf_addf(&sql, "CREATE TEMP TRIGGER %s_checksum_2 AFTER UPDATE OF %s ON main.%s BEGIN UPDATE %s SET sum = checksum(%s) WHERE %s; END;", t,
		         names.s, t, t, names.s, checked[i].key);
	}
	buf_addz(&sql, days);
	bool ok = sql_run(s, sql.s, e);
	buf_free(&sql);
	buf_free(&names);
	return ok;
}

bool checksum_all(struct store *s, struct err *e)
{
	struct buf sql = BUF_INIT(BUF_UNBOUNDED);
	for (size_t i = 0; i < COUNTOF(checked); i++) {
		buf_addf(&sql, "UPDATE %s SET sum = checksum(", checked[i].table);
		put_columns(&sql, i);
		buf_addz(&sql, ");");
	}
	buf_addz(&sql, "DELETE FROM announced_days; INSERT INTO announced_days SELECT date, checksum_total(id, date, category, type, derived) "
	               "FROM announcements GROUP BY date;");
	bool ok = sql_run(s, sql.s, e);
	buf_free(&sql);
	return ok;
}

/* ---- Looking ---- */

/* 1, 2: the days; of those that are not bound, all. A + keeps SQLite from the index by days. */
#define IN_RANGE(date) date " >= coalesce(?1, '') AND " date " <= coalesce(?2, 'a')"
#define TOLD "SELECT date, sum FROM announced_days WHERE sum <> 0 AND " IN_RANGE("date")
#define FOUND "SELECT date, checksum_total(id, date, category, type, derived) FROM announcements WHERE " IN_RANGE("date") " GROUP BY date"
const char checksum_sql_days[] = "SELECT date FROM (" FOUND " EXCEPT " TOLD ") UNION ALL SELECT date FROM (" TOLD " EXCEPT " FOUND ") LIMIT 1";
/* In the primary key's order nothing is grouped by day without being sorted: all of them are one total. */
const char checksum_sql_all_days[] = "SELECT 'some day' WHERE "
	"(SELECT checksum_total(id, date, category, type, derived) FROM announcements WHERE id >= '' AND " IN_RANGE("+date") ") <> "
	"(SELECT checksum_sum(sum) FROM announced_days WHERE " IN_RANGE("date") ")";

bool store_check(struct store *s, void (*fn)(void *ctx, const char *what, struct str which), void *ctx, struct err *e)
{
	struct buf sql = BUF_INIT(BUF_UNBOUNDED);
	bool ok = true;
	for (size_t i = 0; ok && i < COUNTOF(checked); i++) {
		sqlite3_stmt *st = NULL;
		int rc;
		buf_clear(&sql);
		buf_addf(&sql, "SELECT %s FROM %s WHERE NOT whole(sum, ", strcmp(checked[i].table, "papers") == 0 || strcmp(checked[i].table, "summaries") == 0 ?
		         "id" : "1", checked[i].table);
		put_columns(&sql, i);
		buf_addc(&sql, ')');
		rc = sqlite3_prepare_v2(s->db, sql.s, (int)sql.len, &st, NULL);
		while (rc == SQLITE_OK && (rc = sqlite3_step(st)) == SQLITE_ROW) {
			struct str which;
			stmt_text(st, 0, &which);
			fn(ctx, checked[i].table, which);
			rc = SQLITE_OK;
		}
		ok = rc == SQLITE_DONE || store_fail(s, e);
		sqlite3_finalize(st);
	}
	buf_free(&sql);
	return ok;
}
