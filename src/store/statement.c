/* SPDX-License-Identifier: MIT
 * The statements, one row each, prepared when first used and kept; and the one place where SQLite's result codes
 * become our errors. What a user or a source wrote is bound, never part of the SQL. */
#include "src/store/internal.h"

#include <string.h>

#include "digest/mem.h"

#define SQL_REDATE "UPDATE papers SET (announced, announce_type) = (SELECT date, type FROM announcements a " \
	"WHERE a.id = papers.id ORDER BY date DESC, " SQL_TYPE_STRENGTH("type") " DESC LIMIT 1) WHERE announced = ?1 " \
	"AND NOT EXISTS (SELECT 1 FROM announcements a WHERE a.id = papers.id AND a.date = ?1)"
/* No feed has shown the row's paper in its category on DAY. */
#define SQL_NOT_LISTED(day) "NOT EXISTS (SELECT 1 FROM announcements b WHERE b.id = a.id AND b.date = " day " " \
	"AND b.category = a.category AND b.derived <> 1)"

static const struct {
	const char *sql;
	void (*make)(struct buf *out);  /* where columns are rows elsewhere */
} statements[] = {
	/* IMMEDIATE: the lock comes first, so that two writers wait for each other instead of failing half-way. */
	[STMT_BEGIN_WRITE] = { "BEGIN IMMEDIATE", NULL },
	[STMT_BEGIN_READ] = { "BEGIN", NULL },
	[STMT_COMMIT] = { "COMMIT", NULL },
	[STMT_ROLLBACK] = { "ROLLBACK", NULL },
	[STMT_PAPER_VERSIONS] = { NULL, column_sql_versions },
	[STMT_PAPER_INSERT] = { NULL, column_sql_insert },
	[STMT_PAPER_SET] = { NULL, column_sql_set },
	[STMT_PAPER_FILL] = { NULL, column_sql_fill },
	[STMT_PAPER_GET] = { NULL, column_sql_get },
	[STMT_ANNOUNCE] = { "INSERT INTO announcements (id, date, category, type) VALUES (?1, ?2, ?3, ?4) "
		"ON CONFLICT DO UPDATE SET type = excluded.type, derived = 0 "
		"WHERE derived OR " SQL_TYPE_STRENGTH("excluded.type") " > " SQL_TYPE_STRENGTH("type"), NULL },
	/* A category announces a paper as new or cross-listed once: where that was seen, it is not worked out. */
	[STMT_ANNOUNCE_DERIVED] = { "INSERT INTO announcements (id, date, category, type, derived) SELECT ?1, ?2, ?3, ?4, 1 "
		"WHERE ?4 NOT IN (1, 2) OR NOT EXISTS (SELECT 1 FROM announcements "
		"WHERE id = ?1 AND category = ?3 AND type IN (1, 2) AND NOT derived) "
		"ON CONFLICT DO UPDATE SET type = excluded.type "
		"WHERE derived AND " SQL_TYPE_STRENGTH("excluded.type") " > " SQL_TYPE_STRENGTH("type"), NULL },
	/* Listed by a feed of which it is in doubt whether it was the day's: as weak as what is worked out. */
	[STMT_ANNOUNCE_DOUBTED] = { "INSERT INTO announcements (id, date, category, type, derived) SELECT ?1, ?2, ?3, ?4, 2 "
		"WHERE ?4 NOT IN (1, 2) OR NOT EXISTS (SELECT 1 FROM announcements "
		"WHERE id = ?1 AND category = ?3 AND type IN (1, 2) AND NOT derived) "
		"ON CONFLICT DO UPDATE SET type = excluded.type, derived = 2 WHERE derived = 1", NULL },
	[STMT_DOUBTED_EACH] = { "SELECT id, min(type) FROM announcements WHERE date = ?1 AND derived = 2 AND under(category, ?2) "
		"GROUP BY id", NULL },
	[STMT_DOUBTED_MOVE] = { "UPDATE OR REPLACE announcements SET date = ?3, derived = 0 "
		"WHERE date = ?1 AND derived = 2 AND under(category, ?2)", NULL },
	[STMT_DOUBTED_DROP] = { "DELETE FROM announcements WHERE date = ?1 AND derived = 2 AND under(category, ?2)", NULL },
	/* What a list says of a day is worked out for no other. */
	[STMT_UNDERIVE_LISTED] = { "DELETE FROM announcements AS a WHERE derived AND type IN (1, 2) AND under(category, ?2) "
		"AND id IN (SELECT id FROM announcements WHERE date = ?1 AND type IN (1, 2) AND NOT derived AND category = a.category)", NULL },
	[STMT_DERIVED_EACH] = { "SELECT a.id, min(p.published) FROM announcements a JOIN papers p ON p.id = a.id "
		"WHERE a.date = ?1 AND a.derived = 1 AND a.type IN (1, 2) AND under(a.category, ?2) GROUP BY a.id", NULL },
	[STMT_DERIVED_CATEGORIES] = { "SELECT DISTINCT category FROM announcements WHERE date = ?1 AND derived = 1", NULL },
	[STMT_DERIVED_DAY] = { "SELECT min(date), (SELECT min(seen) FROM papers WHERE id = ?1) FROM announcements WHERE id = ?1 AND under(category, ?2) AND type IN (1, 2) AND derived = 1", NULL },
	/* What a feed says of the day TO stays, also where it is in doubt. */
	[STMT_DERIVED_MOVE] = { "UPDATE OR REPLACE announcements AS a SET date = ?3 "
		"WHERE id = ?4 AND date = ?1 AND derived = 1 AND type IN (1, 2) AND under(category, ?2) AND " SQL_NOT_LISTED("?3"), NULL },
	[STMT_DERIVED_MOVE_DAY] = { "UPDATE OR REPLACE announcements AS a SET date = ?3 "
		"WHERE date = ?1 AND derived = 1 AND under(category, ?2) AND " SQL_NOT_LISTED("?3"), NULL },
	[STMT_DERIVED_DROP] = { "DELETE FROM announcements WHERE id = ?3 AND date = ?1 AND derived = 1 AND type IN (1, 2) AND under(category, ?2)", NULL },
	[STMT_DERIVED_DROP_DAY] = { "DELETE FROM announcements WHERE date = ?1 AND derived = 1 AND under(category, ?2)", NULL },
	/* Papers' own days, where that was DAY and they are not announced there any more. */
	[STMT_PAPERS_REDATE] = { SQL_REDATE, NULL },
	[STMT_PAPER_DATE] = { "UPDATE papers SET announced = ?2, announce_type = ?4 WHERE id = ?1 AND (announced IS NULL OR announced < ?2)", NULL },
	[STMT_PAPER_REDATE] = { SQL_REDATE " AND id = ?2", NULL },
	[STMT_HIGHEST] = { "SELECT max(id) FROM announcements WHERE date >= ?1 AND date < ?2 AND type IN (1, 2) AND id < ':'", NULL },
	/* By day: what feeds have shown as new in its primary category. */
	[STMT_FEED_DAY_EACH] = { "SELECT date, min(id), max(id) FROM announcements WHERE date BETWEEN ?1 AND ?2 AND type = 1 AND NOT derived AND id < ':' "
		"GROUP BY date", NULL },
	[STMT_FEED_DAY] = { "SELECT min(date) FROM announcements WHERE id = ?1 AND type = 1 AND NOT derived", NULL },
	[STMT_IS_ANNOUNCED_ON] = { "SELECT 1 FROM announcements WHERE date = ?1 AND under(category, ?2) AND id = ?3 LIMIT 1", NULL },
	[STMT_ANY_NEW] = { "SELECT 1 FROM announcements WHERE date = ?1 AND type IN (1, 2) AND under(category, ?2) LIMIT 1", NULL },
	/* A list shows a new paper or a new version in all of its categories; what it shows as cross-listed may have come into one of them before. */
	[STMT_SHOWN_ELSEWHERE] = { "SELECT category FROM announcements a WHERE date = ?1 AND NOT derived AND (type <> 2 OR id > ?3) "
		"AND EXISTS (SELECT 1 FROM papers p WHERE p.id = a.id AND lists(p.categories, ?2)) AND NOT EXISTS (SELECT 1 FROM announcements b "
		"WHERE b.id = a.id AND under(b.category, ?2) AND (b.date = ?1 OR a.type IN (1, 2))) LIMIT 1", NULL },
	[STMT_IS_LISTED] = { "SELECT 1 FROM announcements WHERE id = ?1 AND under(category, ?2) AND type IN (1, 2) "
		"AND (NOT derived OR (derived = 1 AND date < ?3)) LIMIT 1", NULL },
	[STMT_IS_ANNOUNCED] = { "SELECT count(*), max(date = ?2 AND (?4 = 0 OR (?4 >> type) & 1)), max(date = ?2), max(date <> ?2 AND type IN (1, 2)) "
	                        "FROM announcements WHERE id = (SELECT id FROM papers WHERE row = ?1) AND (?3 IS NULL OR under(category, ?3))", NULL },
	[STMT_WATERMARK_BACK] = { "UPDATE watermarks SET day = ?2, since = min(since, ?2) WHERE category = ?1 AND day > ?2", NULL },
	[STMT_UNDERIVE] = { "DELETE FROM announcements WHERE id = ?1 AND category = ?2 AND derived AND type IN (1, 2)", NULL },
	[STMT_UNDERIVE_DAY] = { "DELETE FROM announcements WHERE date = ?1 AND derived AND under(category, ?2)", NULL },
	[STMT_SUMMARY_PUT] = {
		"INSERT INTO summaries (key, id, version, status, why, lang, style, model, created, reason, prompt_tokens, "
		"completion_tokens, cached_tokens, fields, sum) "
		"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, "
		"checksum(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)) "
		"ON CONFLICT DO UPDATE SET status = excluded.status, why = excluded.why, lang = excluded.lang, style = excluded.style, "
		"model = excluded.model, created = excluded.created, reason = excluded.reason, "
		"prompt_tokens = excluded.prompt_tokens, completion_tokens = excluded.completion_tokens, "
		"cached_tokens = excluded.cached_tokens, fields = excluded.fields, "
		"sum = checksum(key, id, version, excluded.status, excluded.why, excluded.lang, excluded.style, excluded.model, "
		"excluded.created, excluded.reason, excluded.prompt_tokens, excluded.completion_tokens, excluded.cached_tokens, "
		"excluded.fields) "
		"WHERE " SQL_STATUS_STRENGTH("excluded.status") " >= " SQL_STATUS_STRENGTH("status") " "
		"AND (status, why, lang, style, model, created, reason, prompt_tokens, completion_tokens, cached_tokens, "
		"fields) IS NOT (excluded.status, excluded.why, excluded.lang, excluded.style, excluded.model, excluded.created, "
		"excluded.reason, excluded.prompt_tokens, excluded.completion_tokens, excluded.cached_tokens, "
		"excluded.fields) OR ?15 OR NOT whole(sum, " CHECKSUM_SUMMARIES("") ") RETURNING row", NULL },
	[STMT_SUMMARY_FIND] = { "SELECT row, status FROM summaries WHERE key = ?1", NULL },
	[STMT_SUMMARY_GET] = { "SELECT " SUMMARY_COLUMNS " FROM summaries y WHERE y.key = ?1 "
		"AND whole(y.sum, " CHECKSUM_SUMMARIES("y.") ")", NULL },
	/* 1 id, 2 the paper's row, 3 the summary's, 4 its status, 5 newer. The first part is for a summary that became
	 * ok under the key that this or another version of the paper shows already. */
	[STMT_SUMMARY_SELECT] = { "UPDATE papers SET summary = ?3, status = ?4 "
		"WHERE id = ?1 AND ((summary = ?3 AND status <> ?4) OR (row = ?2 AND summary IS NOT ?3 "
		"AND " SQL_STATUS_STRENGTH("?4") " + ?5 > " SQL_STATUS_STRENGTH("status") "))", NULL },
	/* The same for the style ?6: what it showed, and what other versions show. */
	[STMT_STYLE_SELECT] = { "INSERT INTO paper_summaries (paper, style, summary, status, sum) VALUES (?2, ?6, ?3, ?4, checksum(?2, ?6, ?3, ?4)) "
		"ON CONFLICT DO UPDATE SET summary = ?3, status = ?4, sum = excluded.sum WHERE (summary = ?3 AND status <> ?4) OR (summary <> ?3 "
		"AND " SQL_STATUS_STRENGTH("?4") " + ?5 > " SQL_STATUS_STRENGTH("status") ") "
		"OR NOT whole(sum, " CHECKSUM_PAPER_SUMMARIES("") ")", NULL },
	[STMT_STYLE_RAISE] = { "UPDATE paper_summaries SET status = ?4, sum = checksum(paper, style, summary, ?4) WHERE style = ?6 AND summary = ?3 AND status <> ?4 "
		"AND paper IN (SELECT row FROM papers WHERE id = ?1)", NULL },
	[STMT_COUNT] = { "SELECT (SELECT count(DISTINCT id) FROM papers), (SELECT count(*) FROM papers), "
		"(SELECT count(*) FROM summaries), (SELECT count(*) FROM announcements)", NULL },
	[STMT_DAY_EACH] = { "SELECT date, sum FROM announced_days ORDER BY date", NULL },
	/* Sums stand for what they are sums of: each paper, and what it shows in the style ?1. */
	[STMT_DAY_PAPERS] = { "SELECT a.date, p.row, p.sum, y.row, y.sum FROM (SELECT DISTINCT date, id FROM announcements) a "
		"JOIN papers p ON p.id = a.id AND p.version = (SELECT max(version) FROM papers WHERE id = a.id) "
		"LEFT JOIN summaries y ON y.row = " SQL_SELECTED("p", "?1"), NULL },
	[STMT_LAST_DAY] = { "SELECT max(date) FROM announcements", NULL },
	/* A day's list that came, or is known to be empty: FRESH, EMPTY. */
	[STMT_KNOWS_CATEGORY] = { "SELECT EXISTS (SELECT 1 FROM fetches WHERE status IN (1, 3) AND (?1 IS NULL OR under(category, ?1) OR under(?1, category))) "
		"OR EXISTS (SELECT 1 FROM announcements WHERE ?1 IS NULL OR under(category, ?1)) "
		"OR EXISTS (SELECT 1 FROM papers WHERE ?1 IS NULL OR lists(categories, ?1))", NULL },
	[STMT_DAYS_KNOWN] = { "SELECT day, category, status IN (1, 3) AS listed FROM fetches f WHERE day BETWEEN ?1 AND ?2 AND instr(category, ':') = 0 "
		"AND row = (SELECT max(row) FROM fetches WHERE category = f.category AND day = f.day) AND listed "
		"UNION ALL SELECT DISTINCT date, category, 0 FROM announcements WHERE date BETWEEN ?1 AND ?2 ORDER BY 1", NULL },
	[STMT_LATEST] = { "SELECT id, (SELECT row FROM papers WHERE id = p.id ORDER BY version DESC LIMIT 1) "
		"FROM papers p WHERE row = ?1", NULL },
	[STMT_PAGE_PUT] = { "INSERT INTO pages (path, written, day, form, notices, print) VALUES (?1, ?2, ?3, ?4, ?5, ?6) "
		"ON CONFLICT DO UPDATE SET written = excluded.written, day = excluded.day, form = excluded.form, "
		"notices = excluded.notices, print = excluded.print, soon = NULL, left = 0 RETURNING row", NULL },
	[STMT_PAGE_INTEND] = { "INSERT INTO pages (path, soon) VALUES (?1, ?2) "
		"ON CONFLICT DO UPDATE SET soon = excluded.soon WHERE print IS NOT excluded.soon", NULL },
	[STMT_PAGE_MARK_EDITED] = { "UPDATE pages SET soon = ?2, notices = ?3, left = 1 WHERE path = ?1 RETURNING row", NULL },
	[STMT_PAGE_GET] = { "SELECT " PAGE_COLUMNS " FROM pages WHERE path = ?1 AND intact('the page', sum, " CHECKSUM_PAGES ")", NULL },
	[STMT_PAGE_ELSEWHERE] = { "SELECT " PAGE_COLUMNS " FROM pages WHERE substr(path, 1, length(?1)) <> ?1 "
		"AND intact('the page', sum, " CHECKSUM_PAGES ") ORDER BY path", NULL },
	[STMT_PAGE_OF_DAYS] = { "SELECT " PAGE_COLUMNS " FROM pages WHERE day BETWEEN ?1 AND ?2 AND intact('the page', sum, " CHECKSUM_PAGES ") ORDER BY path", NULL },
	[STMT_PAGE_FORGET_PAPERS] = { "DELETE FROM page_papers WHERE page = (SELECT row FROM pages WHERE path = ?1)", NULL },
	[STMT_PAGE_FORGET] = { "DELETE FROM pages WHERE path = ?1", NULL },
	[STMT_PAGE_MOVE] = { "UPDATE pages SET path = ?2 WHERE path = ?1", NULL },
	[STMT_PAGE_COPY] = { "INSERT INTO pages (path, written, day, form, notices, print, soon, left) "
		"SELECT ?2, written, day, form, notices, print, soon, left FROM pages WHERE path = ?1 AND intact('the page', sum, " CHECKSUM_PAGES ")", NULL },
	[STMT_PAGE_COPY_PAPERS] = { "INSERT INTO page_papers (page, place, paper, row, day, summarized, score, why) "
		"SELECT (SELECT row FROM pages WHERE path = ?2), place, paper, row, day, summarized, score, why FROM page_papers "
		"WHERE page = (SELECT row FROM pages WHERE path = ?1)", NULL },
	[STMT_PAGE_CLEAR] = { "DELETE FROM page_papers WHERE page = ?1", NULL },
	[STMT_PAGE_PAPER] = { "INSERT INTO page_papers (page, place, paper, day, summarized, row, score, why) VALUES (?1, ?2, ?3, ?4, ?5, "
		"(SELECT row FROM papers WHERE row = ?6), ?7, ?8)", NULL },
	[STMT_PAGE_EACH] = { "SELECT paper, day, summarized, row, score, why FROM page_papers "
		"WHERE page = (SELECT row FROM pages WHERE path = ?1) AND intact('the papers of page', sum, " CHECKSUM_PAGE_PAPERS ") ORDER BY place", NULL },
	[STMT_PAGE_WAITING] = { "SELECT " PAGE_COLUMNS " FROM pages "
		"WHERE row IN (SELECT page FROM page_papers WHERE summarized <> 1 AND summarized = 0 "
		"UNION SELECT r.page FROM page_papers r JOIN papers p ON p.row = r.row WHERE r.summarized <> 1 AND r.summarized <> 3 "
		"AND " SQL_STATUS("p", "?1") " = 1 "
		"UNION SELECT row FROM pages WHERE left <> 0) AND day IS NOT NULL AND intact('the page', sum, " CHECKSUM_PAGES ") ORDER BY day DESC, path", NULL },
	/* The version that is shown there; one that still waits gives way to the newest. */
	[STMT_PAGE_NOW] = { "SELECT r.paper, r.summarized, n.row, " SQL_STATUS("n", "?2") ", "
		"(SELECT min(type) FROM announcements a WHERE a.id = n.id AND a.date = r.day), r.score, r.why FROM page_papers r "
		"LEFT JOIN papers p ON p.row = r.row "
		"LEFT JOIN papers n ON n.row = CASE " SQL_STATUS("p", "?2") " WHEN 1 THEN p.row "
		"ELSE (SELECT row FROM papers WHERE id = p.id ORDER BY version DESC LIMIT 1) END "
		"WHERE r.page = (SELECT row FROM pages WHERE path = ?1) ORDER BY r.place", NULL },
	[STMT_RUN_BEGIN] = { "INSERT INTO runs (begun, words) VALUES (?1, ?2) RETURNING row", NULL },
	[STMT_RUN_EACH] = { "SELECT row, begun, ended, exit_status, words FROM runs "
		"WHERE intact('the run of', sum, " CHECKSUM_RUNS ") ORDER BY row DESC LIMIT ?1", NULL },
	[STMT_FETCH_PUT] = { "INSERT INTO fetches (at, run, day, category, road, status, settled, papers, note, ids) "
		"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) RETURNING row", NULL },
	[STMT_FETCH_LAST] = { "SELECT " FETCH_COLUMNS " FROM fetches WHERE category = ?1 AND day = ?2 AND " CHECKED_FETCHES " "
		"ORDER BY row DESC LIMIT 1", NULL },
	[STMT_FETCH_FEED] = { "SELECT " FETCH_COLUMNS " FROM fetches WHERE category = ?1 AND day = ?2 AND ids IS NOT NULL AND status = 4 "
		"ORDER BY row DESC LIMIT 1", NULL },
	/* Rows of a day that had not come were put down by a wrong clock. */
	[STMT_FEED_WAS] = { "SELECT coalesce(max(status = 3), 0), coalesce(max(status = 1 AND papers > 0), 0) FROM fetches "
		"WHERE category = ?1 AND day = ?2 AND road = 'rss' AND at >= ?2", NULL },
	[STMT_FETCH_EACH] = { "SELECT " FETCH_COLUMNS " FROM fetches WHERE day BETWEEN ?1 AND ?2 AND " CHECKED_FETCHES " "
		"ORDER BY day, category, row", NULL },
	[STMT_FETCH_ROW] = { "SELECT " FETCH_COLUMNS " FROM fetches WHERE row = ?1 AND " CHECKED_FETCHES, NULL },
	[STMT_FETCH_SAME] = { "SELECT max(day) FROM fetches WHERE category = ?1 AND day < ?2 AND ids = ?3 AND status = 1", NULL },
	[STMT_NEW_BEFORE] = { "SELECT max(date), min(derived) FROM announcements WHERE id = ?1 AND category = ?2 AND type = 1 AND date < ?3", NULL },
	[STMT_TALLY] = { "SELECT count(*), coalesce(sum(" SQL_STATUS("p", "?3") " = 1), 0), coalesce(sum(" SQL_STATUS("p", "?3") " <> 1), 0) "
		"FROM (SELECT DISTINCT id FROM announcements WHERE date = ?1 AND under(category, ?2)) a "
		"CROSS JOIN papers p ON p.id = a.id WHERE p.version = (SELECT max(version) FROM papers WHERE id = p.id)", NULL },
	[STMT_VALIDATOR_PUT] = { "INSERT INTO validators (url, etag, last_modified, fetch) VALUES (?1, ?2, ?3, ?4) "
		"ON CONFLICT DO UPDATE SET etag = excluded.etag, last_modified = excluded.last_modified, fetch = excluded.fetch", NULL },
	[STMT_VALIDATOR_GET] = { "SELECT etag, last_modified, fetch FROM validators WHERE url = ?1", NULL },
	[STMT_WATERMARK_PUT] = { "INSERT INTO watermarks (profile, category, since, day) VALUES (?1, ?2, ?3, ?4) "
		"ON CONFLICT DO UPDATE SET since = excluded.since, day = excluded.day WHERE excluded.day >= day OR day > ?5", NULL },
	[STMT_LAST_WHOLE] = { "SELECT max(day) FROM fetches WHERE category = ?1 AND day < ?2 AND (status = 1 OR (status = 4 AND settled))", NULL },
	[STMT_WATERMARK_GET] = { "SELECT since, day FROM watermarks WHERE profile = ?1 AND category = ?2", NULL },
	[STMT_SPENT_ADD] = { "INSERT INTO spending (" CHECKSUM_SPENDING ") "
		"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT DO UPDATE SET requests = requests + excluded.requests, "
		"prompt_tokens = prompt_tokens + excluded.prompt_tokens, cached_tokens = cached_tokens + excluded.cached_tokens, "
		"completion_tokens = completion_tokens + excluded.completion_tokens, "
		"cost = coalesce(cost + excluded.cost, cost, excluded.cost)", NULL },
	[STMT_SPENT_EACH] = { "SELECT " CHECKSUM_SPENDING " "
		"FROM spending WHERE day BETWEEN ?1 AND ?2 AND intact('the spending of', sum, " CHECKSUM_SPENDING ") "
		"ORDER BY day, provider, model, profile, style, currency", NULL },
	[STMT_SPENT_TOTAL] = { "SELECT CASE ?3 WHEN 0 THEN substr(day, 1, 7) WHEN 1 THEN profile WHEN 2 THEN style ELSE model END AS name, "
		"'', '', '', '', currency, sum(requests), sum(prompt_tokens), sum(cached_tokens), sum(completion_tokens), sum(cost) "
		"FROM spending WHERE day BETWEEN ?1 AND ?2 AND intact('the spending of', sum, " CHECKSUM_SPENDING ") "
		"GROUP BY name, currency ORDER BY name, currency", NULL },
	[STMT_SPENT_LATELY] = { "SELECT '', '', '', '', '', '', coalesce(sum(requests), 0), coalesce(sum(prompt_tokens), 0), coalesce(sum(cached_tokens), 0), "
		"coalesce(sum(completion_tokens), 0), NULL FROM (SELECT * FROM spending WHERE provider = ?1 AND model = ?2 AND style = ?3 "
		"AND completion_tokens > 0 AND intact('the spending of', sum, " CHECKSUM_SPENDING ") ORDER BY day DESC LIMIT ?4)", NULL },
	[STMT_COMPUTED_PUT] = { "INSERT INTO computed (key, about, bytes, sum) VALUES (?1, ?2, ?3, checksum(?1, ?2, ?3)) "
		"ON CONFLICT DO UPDATE SET about = excluded.about, bytes = excluded.bytes, sum = excluded.sum", NULL },
	[STMT_COMPUTED_GET] = { "SELECT about, bytes FROM computed WHERE key = ?1 AND whole(sum, key, about, bytes)", NULL },
	/* Each paper by the row that came first. */
	[STMT_TEXTS_EACH] = { "SELECT row, id, title, abstract FROM papers p WHERE row > ?1 "
		"AND NOT EXISTS (SELECT 1 FROM papers q WHERE q.id = p.id AND q.row < p.row) ORDER BY row", NULL },
	[STMT_TEXTS_OF] = { "SELECT title, abstract FROM papers WHERE id = ?1 ORDER BY version DESC LIMIT 1", NULL },
	[STMT_KV_PUT] = { "INSERT INTO remembered (key, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value", NULL },
	[STMT_KV_DELETE] = { "DELETE FROM remembered WHERE key = ?1", NULL },
	[STMT_KV_ANY] = { "SELECT EXISTS (SELECT 1 FROM remembered WHERE key >= ?1 AND key < ?1 || char(0x10ffff))", NULL },
	[STMT_KV_GET] = { "SELECT value FROM remembered WHERE key = ?1", NULL },
	[STMT_RUN_END] = { "UPDATE runs SET ended = ?2, exit_status = ?3 WHERE row = ?1 RETURNING row", NULL },
	[STMT_DAYS_BY_DAY] = { checksum_sql_days, NULL },
	[STMT_DAYS_BY_ID] = { checksum_sql_all_days, NULL },
	[STMT_SEARCH_STALE] = { "INSERT OR IGNORE INTO search_stale (id) VALUES (?1)", NULL },
	[STMT_SEARCH_STALE_EACH] = { "SELECT id FROM search_stale ORDER BY id LIMIT ?1", NULL },
	[STMT_SEARCH_FRESH] = { "DELETE FROM search_stale WHERE id = ?1", NULL },
	[STMT_SEARCH_DROP] = { "DELETE FROM search_docs WHERE id = ?1", NULL },
	/* What the paper in row ?1 shows, in every style. */
	[STMT_SEARCH_TEXTS] = { "SELECT y.fields FROM paper_summaries t JOIN summaries y ON y.row = t.summary "
		"WHERE t.paper = ?1 AND t.status = 1 AND whole(y.sum, " CHECKSUM_SUMMARIES("y.") ") ORDER BY t.style", NULL },
	[STMT_SEARCH_ALL] = { "SELECT id FROM papers GROUP BY id ORDER BY max(coalesce(submitted, seen)) DESC, id DESC", NULL },
	[STMT_ANNOUNCEMENT_EACH] = { "SELECT date, category, type, derived FROM announcements WHERE id = ?1 ORDER BY date, category", NULL },
	/* One that is lost comes as one that is not whole. */
	[STMT_SHOWN_SUMMARY_EACH] = { "SELECT t.style, y.row IS NOT NULL AND whole(y.sum, " CHECKSUM_SUMMARIES("y.") "), " SUMMARY_COLUMNS " FROM paper_summaries t "
		"LEFT JOIN summaries y ON y.row = t.summary WHERE t.paper = ?1 AND t.summary IS NOT NULL ORDER BY t.style", NULL },
	/* By number and by row: pages of older stores have the number alone. */
	[STMT_SHOWING_EACH] = { "SELECT g.path, g.written, g.day, g.form, g.left, r.place, p.version, r.paper, r.day, r.summarized, r.row, r.score, r.why "
		"FROM (SELECT * FROM page_papers WHERE paper = ?2) r JOIN (SELECT * FROM pages WHERE intact('the page', sum, " CHECKSUM_PAGES ")) g "
		"ON g.row = r.page LEFT JOIN papers p ON p.row = r.row WHERE (p.row IS NULL OR p.id = ?1) "
		"AND intact('the papers of page', r.sum, r.page, r.place, r.paper, r.row, r.day, r.summarized, r.score, r.why) "
		"ORDER BY coalesce(g.day, r.day, '') DESC, g.path", NULL },
	[STMT_PAPER_WIPE] = { NULL, column_sql_wipe },
};
static_assert(COUNTOF(statements) == STMT__COUNT, "a statement without a row");

sqlite3_stmt *store_stmt(struct store *s, enum statement which, struct err *e)
{
	sqlite3_stmt *st = s->stmts[which];
	if (st) {
		sqlite3_reset(st);
		return st;
	}
	struct buf sql = BUF_INIT(BUF_UNBOUNDED);
	if (statements[which].make)
		statements[which].make(&sql);
	else
		buf_addz(&sql, statements[which].sql);
	int rc = sqlite3_prepare_v3(s->db, sql.s, (int)sql.len, SQLITE_PREPARE_PERSISTENT, &s->stmts[which], NULL);
	buf_free(&sql);
	if (rc != SQLITE_OK)
		store_fail(s, e);
	return s->stmts[which];
}

bool stmt_run_of(struct store *s, enum statement which, struct str id, struct err *e)
{
	sqlite3_stmt *st = store_stmt(s, which, e);
	if (st == NULL)
		return false;
	stmt_bind(st, 1, id);
	return stmt_run(s, st, e);
}

sqlite3_stmt *stmt_of_row(struct store *s, enum statement which, int64_t row, struct err *e)
{
	bool found;
	sqlite3_stmt *st = store_stmt(s, which, e);
	if (st == NULL)
		return NULL;
	stmt_bind_int(st, 1, row);
	if (!stmt_step(s, st, &found, e))
		return NULL;
	if (found)
		return st;
	err_set(e, ERR_DEFECT, "no paper in row %lld of the store", (long long)row);
	return NULL;
}

struct str selected_style(const struct store *s) { return s->style.len ? buf_str(&s->style) : STR_NULL; }
