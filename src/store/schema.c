/* SPDX-License-Identifier: MIT
 * The file: whose it is, of which version, how it is written, and what brings an older one up to date. The tables are
 * the sum of the migrations, an array that only grows: a row that was shipped is never edited.
 *
 * papers has one row for each (id, version) with all that the record says, because a page reads whole records; what
 * papers are chosen by comes first in it, so that choosing reads only each row's beginning. Which summary a paper shows
 * stands there for all styles together, and in paper_summaries for each. */
#include "src/store/internal.h"

#include <string.h>

enum { APPLICATION_ID = 0x64677374 };  /* "dgst" */

static const char *const migrations[] = {
	/* 1 */
	"CREATE TABLE summaries ("
	"	row INTEGER PRIMARY KEY,"
	"	key TEXT NOT NULL UNIQUE,"
	"	id TEXT NOT NULL, version INTEGER NOT NULL,"           /* of the paper that it was first made for */
	"	status INTEGER NOT NULL,"                              /* enum summary_status */
	"	lang TEXT, style TEXT, model TEXT, created TEXT, reason TEXT,"
	"	prompt_tokens INTEGER NOT NULL, completion_tokens INTEGER NOT NULL, cached_tokens INTEGER NOT NULL,"
	"	fields TEXT NOT NULL"                                  /* list_column.c */
	") STRICT;"
	"CREATE TABLE papers ("
	"	row INTEGER PRIMARY KEY,"
	"	id TEXT NOT NULL, version INTEGER NOT NULL,"           /* 0: not known */
	"	seen TEXT, submitted TEXT,"                            /* days */
	"	summary INTEGER REFERENCES summaries,"                 /* the one shown, of whatever style, */
	"	status INTEGER NOT NULL,"                              /* and its status */
	"	categories TEXT,"                                      /* separated by a blank */
	"	announced TEXT, announce_type INTEGER,"                /* the newest that came with this version */
	"	published TEXT, updated TEXT, withdrawn INTEGER, authors_omitted INTEGER,"
	"	title TEXT, link TEXT, comment TEXT, journal_ref TEXT, doi TEXT, license TEXT, msc_class TEXT,"
	"	acm_class TEXT, report_no TEXT, submitter TEXT, source TEXT, extra TEXT,"
	"	received_title TEXT, received_link TEXT,"
	"	abstract TEXT, received_abstract TEXT,"
	"	authors TEXT,"                                         /* list_column.c; last, as seldom read */
	"	UNIQUE (id, version)"
	") STRICT;"
	"CREATE TABLE announcements ("
	"	id TEXT NOT NULL, date TEXT NOT NULL, category TEXT NOT NULL,"  /* category '': not known */
	"	type INTEGER NOT NULL,"                                /* enum announce_type */
	"	PRIMARY KEY (id, date, category)"
	") STRICT, WITHOUT ROWID;"
	"CREATE INDEX announcements_find ON announcements (date, id, type);"
	"CREATE TABLE pages (row INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, written TEXT) STRICT;"
	"CREATE TABLE page_papers ("
	"	page INTEGER NOT NULL REFERENCES pages,"
	"	paper INTEGER NOT NULL,"                               /* arxiv_id.sort_key */
	"	day TEXT, summarized INTEGER NOT NULL,"
	"	PRIMARY KEY (page, paper)"
	") STRICT, WITHOUT ROWID;"
	"CREATE TABLE runs ("
	"	row INTEGER PRIMARY KEY, begun TEXT, ended TEXT, exit_status INTEGER, words TEXT"
	") STRICT;",
	/* 2: what was got from arXiv, by day and category */
	"ALTER TABLE announcements ADD COLUMN derived INTEGER NOT NULL DEFAULT 0;"  /* from times of submission */
	"CREATE TABLE fetches ("
	"	row INTEGER PRIMARY KEY,"
	"	at TEXT NOT NULL, run INTEGER REFERENCES runs,"
	"	day TEXT NOT NULL, category TEXT NOT NULL, road TEXT NOT NULL,"
	"	status INTEGER NOT NULL, settled INTEGER NOT NULL,"    /* enum day_status; whether asking again is no use */
	"	papers INTEGER NOT NULL, note TEXT,"
	"	ids TEXT"                                              /* a feed's set: sorted, IDvN LF each */
	") STRICT;"
	"CREATE INDEX fetches_find ON fetches (category, day);"
	"CREATE TABLE validators ("
	"	url TEXT PRIMARY KEY, etag TEXT, last_modified TEXT, fetch INTEGER NOT NULL REFERENCES fetches"
	") STRICT, WITHOUT ROWID;"
	"CREATE TABLE watermarks ("
	"	profile TEXT NOT NULL, category TEXT NOT NULL,"
	"	since TEXT NOT NULL, day TEXT NOT NULL,"               /* the days of the run that set it */
	"	PRIMARY KEY (profile, category)"
	") STRICT, WITHOUT ROWID;",
	/* 3: what summaries cost, and what was learned of endpoints */
	"CREATE TABLE spending ("
	"	day TEXT NOT NULL, provider TEXT NOT NULL, model TEXT NOT NULL,"
	"	requests INTEGER NOT NULL, prompt_tokens INTEGER NOT NULL, cached_tokens INTEGER NOT NULL,"
	"	completion_tokens INTEGER NOT NULL,"
	"	cost REAL,"                                            /* of those requests that had a price; NULL: of none */
	"	PRIMARY KEY (day, provider, model)"
	") STRICT, WITHOUT ROWID;"
	"CREATE TABLE remembered (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;",
	/* 4: how pages were made, so that they can be made again. Of older pages the papers are found by their numbers (those
	 * of the scheme since 2007; a page that shows others stays as it is). */
	"ALTER TABLE pages ADD COLUMN day TEXT;"
	"ALTER TABLE pages ADD COLUMN form TEXT;"
	"ALTER TABLE pages ADD COLUMN notices TEXT;"
	"ALTER TABLE pages ADD COLUMN print TEXT;"
	"ALTER TABLE pages ADD COLUMN soon TEXT;"                  /* the print of what is being put in place */
	"ALTER TABLE pages ADD COLUMN left INTEGER NOT NULL DEFAULT 0;"
	"CREATE TABLE shown ("
	"	page INTEGER NOT NULL REFERENCES pages, place INTEGER NOT NULL,"
	"	paper INTEGER NOT NULL,"                               /* arxiv_id.sort_key */
	"	row INTEGER REFERENCES papers,"
	"	day TEXT, summarized INTEGER NOT NULL,"                /* 0: it waits, 1: it is, 2: an extract is shown */
	"	PRIMARY KEY (page, place)"
	") STRICT, WITHOUT ROWID;"
	"INSERT INTO shown SELECT page, row_number() OVER (PARTITION BY page ORDER BY paper DESC), paper,"
	"	(SELECT row FROM papers WHERE id ="
	"		printf(CASE WHEN number / 2000000 < 201501 THEN '%04d.%04d' ELSE '%04d.%05d' END,"
	"		number / 2000000 - 200000, number % 1000000) ORDER BY version DESC LIMIT 1),"
	"	day, summarized FROM (SELECT *, paper >> 20 AS number FROM page_papers);"
	"UPDATE pages SET day = (SELECT min(day) FROM page_papers WHERE page = pages.row HAVING min(day) = max(day));"
	"DROP TABLE page_papers;"
	"ALTER TABLE shown RENAME TO page_papers;"
	"CREATE INDEX page_papers_bare ON page_papers (page) WHERE summarized <> 1;",
	/* 5: a summary for each style. What said no style was the first one's. */
	"CREATE TABLE paper_summaries ("
	"	paper INTEGER NOT NULL REFERENCES papers, style TEXT NOT NULL,"
	"	summary INTEGER NOT NULL REFERENCES summaries,"        /* the one shown in this style, */
	"	status INTEGER NOT NULL,"                              /* and its status */
	"	PRIMARY KEY (paper, style)"
	") STRICT, WITHOUT ROWID;"
	"INSERT INTO paper_summaries SELECT p.row, coalesce(nullif(y.style, ''), '" STORE_UNSAID_STYLE "'), p.summary, p.status"
	"	FROM papers p JOIN summaries y ON y.row = p.summary;"
	"UPDATE summaries SET key = key || ':' || style"           /* one received in another style does not take its place */
	"	WHERE key >= 'received:' AND key < 'received;' AND style <> '';",
	/* 6: sums that tell a damaged byte (checksum.c); made once the migrations are through */
	"ALTER TABLE papers ADD COLUMN sum INTEGER;"
	"ALTER TABLE summaries ADD COLUMN sum INTEGER;"
	"ALTER TABLE paper_summaries ADD COLUMN sum INTEGER;"
	"ALTER TABLE fetches ADD COLUMN sum INTEGER;"
	"ALTER TABLE pages ADD COLUMN sum INTEGER;"
	"ALTER TABLE page_papers ADD COLUMN sum INTEGER;"
	"ALTER TABLE runs ADD COLUMN sum INTEGER;"
	"ALTER TABLE spending ADD COLUMN sum INTEGER;"
	"CREATE TABLE announced_days ("
	"	date TEXT PRIMARY KEY, sum INTEGER NOT NULL"            /* of the day's announcements */
	") STRICT, WITHOUT ROWID;"
	"DROP INDEX announcements_find;"
	"CREATE INDEX announcements_find ON announcements (date, id, type, category, derived);",
	/* 7: why a summary is pending or was rejected, as a value: enum pending_reason. Of older ones the words are known */
	"ALTER TABLE summaries ADD COLUMN why INTEGER NOT NULL DEFAULT 0;",
	/* 8: for which profile and style it was spent, and in which money; of what was spent before it is not known ("") */
	"CREATE TABLE spent ("
	"	day TEXT NOT NULL, provider TEXT NOT NULL, model TEXT NOT NULL,"
	"	profile TEXT NOT NULL, style TEXT NOT NULL, currency TEXT NOT NULL,"
	"	requests INTEGER NOT NULL, prompt_tokens INTEGER NOT NULL, cached_tokens INTEGER NOT NULL,"
	"	completion_tokens INTEGER NOT NULL, cost REAL, sum INTEGER,"
	"	PRIMARY KEY (day, provider, model, profile, style, currency)"
	") STRICT, WITHOUT ROWID;"
	"INSERT INTO spent SELECT day, provider, model, '', '', '', requests, prompt_tokens, cached_tokens, completion_tokens, cost, NULL"
	"	FROM spending;"
	"DROP TABLE spending;"
	"ALTER TABLE spent RENAME TO spending;",
	/* 9: the index of words (search.c), whose own table is made by the first search: what each paper is there, and which papers
	 * have changed since */
	"CREATE TABLE search_docs (id TEXT PRIMARY KEY, doc INTEGER NOT NULL UNIQUE) STRICT, WITHOUT ROWID;"
	"CREATE TABLE search_stale (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;"
	"INSERT INTO search_stale SELECT DISTINCT id FROM papers;",
	/* 10: what can be computed again from the rest and from the user's files (computed.c); why a page's papers stand in their order */
	"CREATE TABLE computed (key TEXT PRIMARY KEY, about TEXT NOT NULL, bytes BLOB NOT NULL, sum INTEGER NOT NULL) STRICT;"
	"ALTER TABLE page_papers ADD COLUMN score REAL;"           /* NULL: it was not scored */
	"ALTER TABLE page_papers ADD COLUMN why TEXT;",
};
const int schema_version = COUNTOF(migrations);

/* "PRAGMA NAME = V": all numbers here are ours. */
static bool pragma(struct store *s, const char *name, int v, struct err *e)
{
	struct buf sql = BUF_INIT(128);
	buf_addf(&sql, "PRAGMA %s = %d", name, v);
	bool ok = sql_run(s, sql.s, e);
	buf_free(&sql);
	return ok;
}

/* Whether the file is ours, and of which version: 0 is an empty one, which is to become ours. */
static bool identify(struct store *s, int64_t *version, struct err *e)
{
	int64_t app, objects;
	if (!sql_number(s, "PRAGMA application_id", &app, e) || !sql_number(s, "PRAGMA user_version", version, e) ||
	    !sql_number(s, "SELECT count(*) FROM sqlite_schema", &objects, e))
		return false;
	if (app != APPLICATION_ID && (app != 0 || *version != 0 || objects != 0))
		return err_set(e, ERR_STORE, "%s: not a store: an SQLite file of another program", s->path);
	if (*version > schema_version)
		return err_set(e, ERR_STORE, "%s: the store is of a newer version (%lld; this program knows %d)",
		               s->path, (long long)*version, schema_version);
	return true;
}

/* The same, all of it from one moment: another process may be making the file its store. */
static bool identify_now(struct store *s, int64_t *version, struct err *e)
{
	if (!sql_run(s, "BEGIN", e))
		return false;
	bool ok = identify(s, version, e);
	sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
	return ok;
}

/* The lock comes first and the version is read again under it: another process may have been quicker. */
static bool migrate(struct store *s, struct err *e)
{
	int64_t version;
	if (!sql_run(s, "BEGIN IMMEDIATE", e))
		return false;
	bool ok = identify(s, &version, e);
	for (; ok && version < schema_version; version++)
		ok = sql_run(s, migrations[version], e);
	ok = ok && checksum_all(s, e) && pragma(s, "application_id", APPLICATION_ID, e) && pragma(s, "user_version", schema_version, e) &&
	     sql_run(s, "COMMIT", e);
	if (!ok)
		sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
	return ok;
}

/* Ask for the write-ahead log and see what was given. Turning it on needs the file alone for a moment, for which SQLite
 * does not always wait by itself: two first runs at once. */
static bool write_ahead(struct store *s, int busy_ms, bool *wal, struct err *e)
{
	enum { NAP_MS = 10 };
	for (int waited = 0;; waited += NAP_MS) {
		sqlite3_stmt *st = NULL;
		int rc = sqlite3_prepare_v2(s->db, "PRAGMA journal_mode = WAL", -1, &st, NULL);
		if (rc == SQLITE_OK)
			rc = sqlite3_step(st);
		bool given = rc == SQLITE_ROW;
		if (given)
			*wal = strcmp((const char *)sqlite3_column_text(st, 0), "wal") == 0;
		bool again = !given && (rc & 0xff) == SQLITE_BUSY && waited < busy_ms;
		if (!given && !again)
			store_fail(s, e);
		sqlite3_finalize(st);
		if (!again)
			return given;
		sqlite3_sleep(NAP_MS);
	}
}

/* How the file is written. Measured with 65,000 papers of 2.2 KB with summaries of 1.6 KB: pages of 8 or 16 KB are put
 * a fifth faster than of 4 or 32; 12 MB of cache instead of 4 change nothing where ids come in order, nor do more than
 * SQLite's 1,000 pages between checkpoints; and mmap would count as our memory. */
static bool settings(struct store *s, const struct store_hooks *h, int busy_ms, struct err *e)
{
	static const char common[] =
		"PRAGMA cache_size = -4000;"       /* KB: what does not fit spills into the file */
		"PRAGMA foreign_keys = ON;"
		"PRAGMA secure_delete = OFF;";     /* papers are public: freed pages need no zeros */
	bool wal = false;
	if (!pragma(s, "page_size", 8192, e) || !sql_run(s, common, e))  /* page_size: of an empty file only */
		return false;
	if (s->path == NULL)  /* no other process sees it, and it ends with ours */
		return sql_run(s, "PRAGMA synchronous = OFF", e);
	if (!write_ahead(s, busy_ms, &wal, e))
		return false;
	/* A killed process loses nothing either way. With the log NORMAL keeps the file whole through a power cut too,
	 * and spares a wait for the disk at each commit; without it (a network file system) only FULL does. */
	static const char with_log[] = "PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 16777216";
	if (!sql_run(s, wal ? with_log : "PRAGMA synchronous = FULL", e))
		return false;
	return h->max_pages == 0 || pragma(s, "max_page_count", h->max_pages, e);
}

bool schema_open(struct store *s, const struct store_hooks *h, struct err *e)
{
	enum { BUSY_MS = 20 * 1000 };  /* the longest batch is a snapshot's, a few seconds */
	int busy_ms = h->busy_ms ? h->busy_ms : BUSY_MS;
	int64_t version;
	sqlite3_busy_timeout(s->db, busy_ms);
	if (!identify_now(s, &version, e))
		return false;
	if (sqlite3_db_readonly(s->db, "main") == 1)
		return err_set(e, ERR_STORE, "%s: the store cannot be written", s->path);
	return settings(s, h, busy_ms, e) && checksum_functions(s, e) && (version == schema_version || migrate(s, e)) && checksum_triggers(s, e);
}
