/* SPDX-License-Identifier: MIT
 * What the files of the store share: the connection, its statements (rows of statement.c, prepared once each), the
 * record's columns (rows of column.c), and how lists are packed into one text (list_column.c). */
#ifndef STORE_INTERNAL_H
#define STORE_INTERNAL_H

#include <sqlite3.h>
#include <sys/types.h>

#include "digest/buf.h"
#include "digest/store.h"
#include "digest/vec.h"

enum statement {
	STMT_BEGIN_WRITE, STMT_BEGIN_READ, STMT_COMMIT, STMT_ROLLBACK,
	STMT_PAPER_VERSIONS, STMT_PAPER_INSERT, STMT_PAPER_SET, STMT_PAPER_FILL, STMT_PAPER_GET,
	STMT_ANNOUNCE, STMT_ANNOUNCE_DERIVED, STMT_UNDERIVE, STMT_UNDERIVE_DAY,
	STMT_ANNOUNCE_DOUBTED, STMT_DOUBTED_EACH, STMT_DOUBTED_MOVE, STMT_DOUBTED_DROP, STMT_UNDERIVE_LISTED, STMT_DERIVED_MOVE, STMT_DERIVED_MOVE_DAY, STMT_DERIVED_DROP, STMT_DERIVED_DROP_DAY, STMT_PAPER_DATE, STMT_SHOWN_ELSEWHERE, STMT_DERIVED_EACH, STMT_DERIVED_CATEGORIES, STMT_DERIVED_DAY,
	STMT_PAPERS_REDATE, STMT_PAPER_REDATE, STMT_HIGHEST, STMT_FEED_DAY_EACH, STMT_FEED_DAY, STMT_IS_ANNOUNCED_ON, STMT_ANY_NEW, STMT_IS_LISTED, STMT_IS_ANNOUNCED, STMT_WATERMARK_BACK,
	STMT_SUMMARY_PUT, STMT_SUMMARY_FIND, STMT_SUMMARY_GET, STMT_SUMMARY_SELECT, STMT_STYLE_SELECT, STMT_STYLE_RAISE, STMT_COUNT,
	STMT_LAST_DAY, STMT_DAY_EACH, STMT_DAY_PAPERS, STMT_KNOWS_CATEGORY, STMT_DAYS_KNOWN, STMT_LATEST, STMT_PAGE_PUT, STMT_PAGE_INTEND, STMT_PAGE_MARK_EDITED, STMT_PAGE_GET, STMT_PAGE_ELSEWHERE, STMT_PAGE_OF_DAYS, STMT_PAGE_FORGET_PAPERS, STMT_PAGE_FORGET,
	STMT_PAGE_MOVE, STMT_PAGE_COPY, STMT_PAGE_COPY_PAPERS, STMT_PAGE_CLEAR, STMT_PAGE_PAPER, STMT_PAGE_EACH,
	STMT_PAGE_WAITING, STMT_PAGE_NOW,
	STMT_RUN_BEGIN, STMT_RUN_END, STMT_RUN_EACH,
	STMT_FETCH_PUT, STMT_FETCH_LAST, STMT_FETCH_FEED, STMT_FEED_WAS, STMT_FETCH_EACH, STMT_FETCH_SAME, STMT_FETCH_ROW, STMT_NEW_BEFORE, STMT_TALLY,
	STMT_VALIDATOR_PUT, STMT_VALIDATOR_GET, STMT_WATERMARK_PUT, STMT_WATERMARK_GET, STMT_LAST_WHOLE,
	STMT_SPENT_ADD, STMT_SPENT_EACH, STMT_SPENT_TOTAL, STMT_SPENT_LATELY, STMT_KV_PUT, STMT_KV_GET, STMT_KV_DELETE, STMT_KV_ANY,
	STMT_SEARCH_STALE, STMT_SEARCH_STALE_EACH, STMT_SEARCH_FRESH, STMT_SEARCH_DROP, STMT_SEARCH_TEXTS,
	STMT_SEARCH_ALL,
	STMT_ANNOUNCEMENT_EACH, STMT_SHOWN_SUMMARY_EACH, STMT_SHOWING_EACH,
	STMT_COMPUTED_PUT, STMT_COMPUTED_GET, STMT_TEXTS_EACH, STMT_TEXTS_OF,
	STMT_DAYS_BY_DAY, STMT_DAYS_BY_ID, STMT_PAPER_WIPE,
	STMT__COUNT
};

enum store_state { STORE_IDLE, STORE_BATCH, STORE_READ };

struct store {
	sqlite3 *db;
	char *path;            /* for messages */
	enum store_state state;
	struct buf authors, categories, fields, key, seen, submitted;  /* scratch of put */
	dev_t device;          /* of the file that was opened */
	ino_t inode;
	int64_t wait_ms, busy_since;  /* store_wait(); clock_ticks() */
	void (*busy)(void *ctx);      /* NULL: it was called already, or there is none */
	void *busy_ctx;
	struct buf style;      /* whose summaries are shown; empty: any style's */
	struct strs required;  /* their fields */
	sqlite3_stmt *stmts[STMT__COUNT];
};

/* ---- transaction.c ---- */

/* Begin a batch of one's own unless one is under way; *OWN says which. */
bool store_enter(struct store *s, bool *own, struct err *e) NODISCARD;
/* End what store_enter() began: commit if OK and OWN; roll everything back if not OK. Returns OK, or false. */
bool store_leave(struct store *s, bool own, bool ok, struct err *e) NODISCARD;

/* ---- store.c ---- */

/* What tests turn; zero is the real thing. */
struct store_hooks {
	int max_pages;         /* PRAGMA max_page_count: a disk that is full soon */
	int busy_ms;           /* how long to wait for another writer */
	const char *vfs;       /* "unix-dotfile" has no shared memory, so no WAL: like a network file system */
};
bool store_open_with(const char *path, const struct store_hooks *h, struct store **ret, struct err *e) NODISCARD;

/* ---- schema.c ---- */

extern const int schema_version;
bool schema_open(struct store *s, const struct store_hooks *h, struct err *e) NODISCARD;

/* ---- row.c ---- */

/* Set E from SQLite's last failure: "PATH: reason". Always returns false. */
bool store_fail(struct store *s, struct err *e);
/* Run SQL, of one or several statements, that is all ours; take the first number of what it finds. */
bool sql_run(struct store *s, const char *sql, struct err *e) NODISCARD;
bool sql_number(struct store *s, const char *sql, int64_t *ret, struct err *e) NODISCARD;
/* Set E for what SQLite cannot see: "PATH: the store is damaged: WHAT ID". Always returns false. */
bool store_damaged(struct store *s, const char *what, struct str id, struct err *e);
bool store_damaged_paper(struct store *s, struct str id, struct err *e);  /* of the record of ID; what to do */
void stmt_bind(sqlite3_stmt *st, int i, struct str text);  /* STR_NULL is NULL. Borrowed until the next bind */
void stmt_bind_int(sqlite3_stmt *st, int i, int64_t v);
/* Take a step; *ROW says whether there is a row. On failure and at the end the statement is reset. */
bool stmt_step(struct store *s, sqlite3_stmt *st, bool *row, struct err *e) NODISCARD;
/* The next row: while (stmt_next(s, st, &ok, e)) ok = …; OK is true to begin with, and false once there was a failure: in a step, or
 * in what the loop made of a row. Then, and at the end, the statement is reset. ST may be NULL: a failure, told already. */
bool stmt_next(struct store *s, sqlite3_stmt *st, bool *ok, struct err *e) NODISCARD;
/* Run to the end. */
bool stmt_run(struct store *s, sqlite3_stmt *st, struct err *e) NODISCARD;
/* A column's text, borrowed until the next step; false and STR_NULL if it is NULL. */
bool stmt_text(sqlite3_stmt *st, int column, struct str *ret);
struct str stmt_dup(sqlite3_stmt *st, int column, struct arena *a);

/* ---- statement.c ---- */

/* The statement, reset and ready to be bound; NULL: it could not be prepared. */
sqlite3_stmt *store_stmt(struct store *s, enum statement which, struct err *e) NODISCARD;
/* Run the statement about the paper ID, its parameter 1, to its end. */
bool stmt_run_of(struct store *s, enum statement which, struct str id, struct err *e) NODISCARD;
/* The statement about the paper in ROW, its parameter 1, standing at what there is of it. NULL with ERR_DEFECT: no such row. */
sqlite3_stmt *stmt_of_row(struct store *s, enum statement which, int64_t row, struct err *e) NODISCARD;
/* What to bind for a SQL_STYLE_… of a statement: the style whose summaries are shown, or NULL. */
struct str selected_style(const struct store *s);

/* ---- column.c ---- */

enum column_type { COLUMN_TEXT, COLUMN_ID, COLUMN_VERSION, COLUMN_SEEN, COLUMN_SUBMITTED, COLUMN_CATEGORIES,
	COLUMN_AUTHORS, COLUMN_OMITTED, COLUMN_TYPE, COLUMN_WITHDRAWN };

/* A column of papers and how it meets the same column of a record that comes again. In SET and FILL a $name is what the
 * record says for that column; NULL is coalesce($x, x) and coalesce(x, $x). */
struct column {
	const char *name;
	enum column_type type;
	size_t offset;           /* COLUMN_TEXT: of the struct str in struct paper */
	const char *set, *fill;
};
extern const struct column columns[];
extern const int n_columns;

/* Append the names of all columns, BEFORE each, ", " between: what the sums of papers are made of. */
void checksum_papers(struct buf *out, const char *before);

/* Append the statements that the rows make. Parameter i + 1 is column i; further ones follow. */
void column_sql_insert(struct buf *out);   /* n+1: summary, n+2: its status */
void column_sql_set(struct buf *out);      /* n+1: row; writes nothing where nothing would change */
void column_sql_fill(struct buf *out);     /* the same */
void column_sql_versions(struct buf *out);     /* 1: id; row, version, seen, submitted, categories, whether the row is whole */
void column_sql_wipe(struct buf *out);     /* 1: row; all but id and version */
void column_sql_get(struct buf *out);      /* columns of papers, then those of summary_columns; 1: row, 2: selected_style() */

/* ---- list_column.c ---- */

/* A list as text: each piece is LENGTH SIGN BYTES LF. */
void pack_put(struct buf *out, char sign, struct str piece);
/* The next piece of *REST. False at the end, and where the text is damaged: then REST is not empty. */
bool pack_next(struct str *rest, char *sign, struct str *piece) NODISCARD;

void pack_authors(struct buf *out, const struct author *v, size_t n);
bool unpack_authors(struct str packed, struct arena *a, struct author **v, size_t *n) NODISCARD;
void pack_fields(struct buf *out, const struct summary_field *v, size_t n);
bool unpack_fields(struct str packed, struct arena *a, struct summary_field **v, size_t *n) NODISCARD;
/* Categories have no blanks: they are separated by one. */
void pack_categories(struct buf *out, const struct strs *v);
void unpack_categories(struct str packed, struct arena *a, struct strs *v);

/* ---- summary.c ---- */

#define SUMMARY_COLUMNS "y.status, y.why, y.lang, y.style, y.model, y.created, y.reason, y.prompt_tokens, " \
	"y.completion_tokens, y.cached_tokens, y.fields"
/* Read SUMMARY_COLUMNS, which begin at column AT; strings in A. False: damaged. */
bool summary_read(struct store *s, sqlite3_stmt *st, int at, struct arena *a, struct summary *ret,
                  struct err *e) NODISCARD;

/* Keep Y under KEY. *ROW is its row; *NEWER whether anything changed; *STATUS that of what is there now. */
bool summary_keep(struct store *s, struct str id, int version, struct str key, const struct summary *y, bool replace, int64_t *row,
                  enum summary_status *status, bool *newer, struct err *e) NODISCARD;
/* Which summary a paper shows. */
struct selected_summary {
	struct str style;      /* may be unknown */
	int64_t row;           /* of the summary */
	enum summary_status status;
	bool newer;            /* than one of its strength */
};
/* Let the paper at PAPER (of ID) show Y, by the rules: among those of its style, and among all. */
bool summary_select(struct store *s, struct str id, int64_t paper, const struct selected_summary *y, struct err *e) NODISCARD;

/* SQL: the summary that paper row P shows in the style of parameter N, and its status. */
#define SQL_SELECTED(p, n) "CASE WHEN " n " IS NULL THEN " p ".summary " \
	"ELSE (SELECT summary FROM paper_summaries WHERE paper = " p ".row AND style = " n ") END"
/* A withdrawn paper's is ok: none is waited for. fit() makes STATUS_UNFIT of an ok one that lacks a field. */
#define SQL_STATUS(p, n) "CASE WHEN " p ".withdrawn = 1 THEN 1 WHEN " n " IS NULL OR " p ".row IS NULL THEN " p ".status " \
	"ELSE coalesce((SELECT fit(t.status, y.fields) FROM paper_summaries t JOIN summaries y ON y.row = t.summary " \
	"WHERE t.paper = " p ".row AND t.style = " n "), 0) END"
enum { STATUS_UNFIT = 5 };  /* behind those of enum summary_status */
/* A status as it comes out of SQL_STATUS. */
static inline enum summary_status status_of_column(int v) { return v == STATUS_UNFIT ? SUMMARY_PENDING : (enum summary_status)v; }

/* ---- checksum.c ---- */

/* The columns that the sums of tables are made of; X: "", or what stands before each name. */
#define CHECKSUM_SUMMARIES(x) x "key, " x "id, " x "version, " x "status, " x "why, " x "lang, " x "style, " x "model, " x "created, " x "reason, " \
	x "prompt_tokens, " x "completion_tokens, " x "cached_tokens, " x "fields"
#define CHECKSUM_PAPER_SUMMARIES(x) x "paper, " x "style, " x "summary, " x "status"
#define CHECKSUM_FETCHES "at, run, day, category, road, status, settled, papers, note, ids"
#define CHECKSUM_PAGES "path, written, day, form, notices, print, soon, left"
#define CHECKSUM_PAGE_PAPERS "page, place, paper, row, day, summarized, score, why"
#define CHECKSUM_RUNS "begun, ended, exit_status, words"
#define CHECKSUM_SPENDING "day, provider, model, profile, style, currency, requests, prompt_tokens, cached_tokens, completion_tokens, cost"
#define CHECKED_FETCHES "intact('what was got at', sum, " CHECKSUM_FETCHES ")"
bool checksum_functions(struct store *s, struct err *e) NODISCARD;
bool checksum_triggers(struct store *s, struct err *e) NODISCARD;
/* Make all sums anew: what a migration changed is as it should be. */
bool checksum_all(struct store *s, struct err *e) NODISCARD;
extern const char checksum_sql_days[], checksum_sql_all_days[];

/* ---- integrity.c ---- */

/* ERR_STORE: the announcements of one of these days are not those that were put in. BY_ID: as their primary key has them,
 * not the index by days. STR_NULL: no end. */
bool checksum_check_days(struct store *s, struct str since, struct str until, bool by_id, struct err *e) NODISCARD;

/* ---- fetch_log.c ---- */

/* Of pages, in the order in which page.c reads them. */
#define PAGE_COLUMNS "path, written, day, form, notices, print, soon, left"
#define FETCH_COLUMNS "row, at, day, category, road, status, settled, papers, note, ids, run"

/* ---- page.c ---- */

/* Read a page_papers row's paper, day, summarized, row, score, why, which begin at column AT; borrowed. */
void page_row_read(sqlite3_stmt *st, int at, struct store_page_row *ret);

/* ---- version.c ---- */

/* Where a record goes. */
struct version_at {
	int64_t row;           /* the record to merge with; 0: there is none */
	bool fill;             /* the record's version is not known: only fill gaps */
	bool part;             /* its categories are a part of those known */
	bool damaged;          /* what is known of it says nothing any more */
};
/* Look through the versions of ID, the highest first. VERSION 0 takes that; a row without version is any. The days that
 * another version is to inherit are left in s->seen and s->submitted. CATEGORIES may be NULL. */
bool version_find(struct store *s, struct str id, int version, const struct strs *categories, struct version_at *ret,
                  struct err *e) NODISCARD;
/* The row of ID's VERSION (0: the highest; one stored without version is any), or 0. */
bool paper_row(struct store *s, struct str id, int version, int64_t *row, struct err *e) NODISCARD;

/* SQL: how strong an announce type or a summary's status is; the numbers are paper.h's enums. */
#define SQL_TYPE_STRENGTH(x) "((5 - " x ") % 5)"
#define SQL_STATUS_STRENGTH(x) "(CASE " x " WHEN 1 THEN 3 WHEN 4 THEN 2 WHEN 0 THEN 0 ELSE 1 END)"

/* ---- search_note.c ---- */

/* If the last statement has changed a row of ID: the index of words lags behind it. */
bool search_note(struct store *s, struct str id, struct err *e) NODISCARD;

/* ---- sql_functions.c ---- */

/* A day's list of a category that was asked for is whole: what it lists, and no more. */
struct whole_list {
	size_t category;      /* of the question's */
	char day[DAY_SIZE];
};
/* What the functions below are given: the question, and what it takes to answer it. */
struct find_query {
	const struct store_select *q;
	VEC(struct whole_list) whole;
};
/* The type of the pointer that is bound for `select`: to a struct find_query. */
extern const char find_query_type[];
int whole_order(const void *a, const void *b);  /* of struct whole_list, by day and category */

/* Make the SQL functions asked(categories, select), unlisted(categories, day, select), under(category, asked), lists(categories,
 * asked) and fit(status, fields) known to the connection. */
bool find_sql_functions(struct store *s, struct err *e) NODISCARD;

#endif
