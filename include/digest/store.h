/* SPDX-License-Identifier: MIT
 * The store: one SQLite file with papers by id and version, what was announced when and how, summaries by cache key,
 * pages and runs. SQLite's types stay inside src/store/.
 *
 * Any function can fail with ERR_STORE (unreadable, unwritable, damaged, full) or ERR_BUSY (another run is writing and
 * did not finish while we waited); the message names the file. A store is not to be shared between threads; several
 * processes may use one file at the same time. */
#ifndef DIGEST_STORE_H
#define DIGEST_STORE_H

#include "digest/err.h"
#include "digest/paper.h"

struct store;

/* Open PATH, creating (missing folders too) or upgrading it; NULL is a private store that lives in memory and, where
 * it grows, in a temporary file, gone at the end. On success *RET is the caller's: store_close().
 * ERR_STORE: not a store of ours, of a newer version, unreadable, unwritable, full, damaged; ERR_BUSY: locked. */
bool store_open(const char *path, struct store **ret, struct err *e) NODISCARD;
void store_close(struct store *s);  /* NULL is fine; an open batch is rolled back */
/* How long to wait for another process that writes, instead of 20 s; at least a second or two, as each write takes its moment.
 * BUSY (may be NULL) is told once, when that has begun; CTX is borrowed. */
void store_wait(struct store *s, int64_t ms, void (*busy)(void *ctx), void *ctx);

/* Put papers in batches: begin, put …, commit. Killed in between, the store is as before the batch. A failing put or
 * commit ends the batch and undoes it. What is put outside of a batch is a batch of its own. */
bool store_begin(struct store *s, struct err *e) NODISCARD;
bool store_commit(struct store *s, struct err *e) NODISCARD;

/* Keep P (its id is canonical and known). SEEN: the day (YYYY-MM-DD) the paper came in, kept at the id's first sight.
 *
 * The same id and version again: known values replace, unknown ones do not erase; but an author list with omissions
 * does not replace a whole one, and a part of the known categories does not replace all. `received.x` goes with its x:
 * a new x drops the older one's. A higher (or lower) version is kept beside the others and takes nothing from them but
 * SEEN and the submission day. An unknown version (0) is taken for the highest one known, and only fills what is
 * unknown there; a record stored without version becomes the first version that comes with a number.
 *
 * `announced` adds announcements (day, category, type): new, replace or unknown for the primary category, to which
 * these types belong; cross and replace-cross for each other one, or the only one. Within a day the strongest wins.
 *
 * A summary that P carries is kept, as received, under the key "received:IDvN" ("received:ID" without a version; ":STYLE"
 * behind it, where it says its style) and shown by the rules of store_put_summary(); one that came before in the same
 * words is not newer for coming again.
 * *ROW (may be NULL) is the row in which P is. */
bool store_put(struct store *s, const struct paper *p, struct str seen, int64_t *row, struct err *e) NODISCARD;

/* The same for a paper out of a list of arXiv's for one category: its announcement holds there (for a cross-list; `new` and
 * `replace` are the primary category's) and nowhere else. What is DERIVED, from times of submission, never stands against
 * what a list said: a paper that a list showed as new or cross-listed is not worked out to be so on another day. */
struct store_announced {
	struct str category;     /* or archive; empty: every category of the paper */
	bool derived;
	bool doubted;            /* a list said so of which it is in doubt whether it was the day's: no stronger than derived */
};
bool store_put_listed(struct store *s, const struct paper *p, struct str seen, const struct store_announced *how, int64_t *row,
                      struct err *e) NODISCARD;

/* Summaries. KEY is the cache key (summarizer.h); Y is kept under it unless a stronger one is there (ok, then extract,
 * then pending and rejected). It is then the one that ID's VERSION shows, unless that shows a stronger one: so of the
 * ok ones, the newest. VERSION 0 is the highest known; for an id or version that is not in the store it is only cached.
 * Another version does not show it: give it again, with the same key, where the key says that nothing changed. */
bool store_put_summary(struct store *s, struct str id, int version, struct str key, const struct summary *y,
                       struct err *e) NODISCARD;
/* The same where what is under KEY turned out not to be fit: Y takes its place, however strong it was. */
bool store_replace_summary(struct store *s, struct str id, int version, struct str key, const struct summary *y, struct err *e) NODISCARD;
/* The summary under KEY, strings in A; true with status SUMMARY_NONE if there is none. */
bool store_get_summary(struct store *s, struct str key, struct arena *a, struct summary *ret, struct err *e) NODISCARD;

/* A summary is of the style that it says, or of this one. A paper keeps one for each style, by the rules above. */
#define STORE_UNSAID_STYLE "footnote"
/* From here on find, get, tally and the pages see each paper's summary of STYLE (copied), and no other; empty, as at the
 * start: the strongest of any style, of equal ones the newest. */
void store_select_style(struct store *s, struct str style);
/* From here on a summary that is ok and lacks one of these fields of the style counts as pending in all that is found, told and
 * tallied. REQUIRED lives as long as S is used. */
void store_require(struct store *s, struct strs required);

/* From here to store_read_end() find and get see the store as it is now, whatever other runs write: two passes over the
 * same rows agree. It also spares each get a fifth of its time. Nothing can be put in between (ERR_DEFECT). */
bool store_read_begin(struct store *s, struct err *e) NODISCARD;
void store_read_end(struct store *s);

/* Which papers. Zero values mean "any". */
struct store_select {
	struct strs categories;      /* of the paper, or what they are under (category_under). Where one's list of a day is whole
	                              * (DAY_FRESH), the papers announced on it are those that it lists; else also those announced
	                              * in another of their categories: new there is a cross-list here */
	unsigned announce_types;     /* bits 1 << ANNOUNCE_…; 0: all. The strongest type of each day counts: in the categories asked for */
	bool by_primary;             /* no category is asked for, and each paper's type is that in its primary one, if that has one */
	struct str since, until;     /* announcement days, inclusive */
	bool by_submitted;           /* since/until are version 1's submission days (UTC), announced or not */
	bool undated;                /* also papers without any announcement, by the day that they came in */
	bool each_day;               /* a hit for each day of announcement in the range, not one for each paper */
	struct strs ids;             /* canonical; unknown ones give no hit, repeated ones no second */
	const int *versions;         /* of the ids: 0 is the latest, others that one or one of no known version; NULL: of all the latest */
	const int64_t *rows;         /* of these papers only, as store_put() gave them (n_rows 0: of none); NULL: all */
	size_t n_rows;
};

/* The latest version of each paper that fits (or the one that was asked for), in no order: enough to sort by. Strings are borrowed during FN.
 * DAY and TYPE are those of its strongest announcement in the range, of equal ones the newest: a replacement after the
 * announcement as new, both in the range, leaves it a new paper of its first day. */
struct store_hit {
	int64_t row;             /* for store_get() */
	struct str id;
	int version;
	struct str day;
	bool announced;          /* false: DAY is the day it came in */
	enum announce_type type;
	enum summary_status summary;  /* of a paper that was withdrawn OK: it waits for none */
	bool damaged;            /* what is kept as its summary: then it is SUMMARY_NONE */
	bool unfit;              /* pending, or none: there is an ok one, without a field of the style, or of another style */
};
/* FN returning false ends it; its error is passed on. FN may get rows, but not put. */
typedef bool store_hit_fn(void *ctx, const struct store_hit *h, struct err *e);
bool store_find(struct store *s, const struct store_select *q, store_hit_fn *fn, void *ctx, struct err *e) NODISCARD;

/* The newest day of announcement there is; "" if there is none. */
bool store_last_day(struct store *s, char ret[DAY_SIZE], struct err *e) NODISCARD;

/* Each day of announcement, the oldest first, with a MARK that tells whether what is announced for it, or what is known and shown of one of
 * its papers, has changed since; the same days and papers give the same mark in every run. No record is read. */
typedef bool store_day_fn(void *ctx, struct str day, uint64_t mark, struct err *e);
bool store_day_each(struct store *s, store_day_fn *fn, void *ctx, struct err *e) NODISCARD;

/* The paper of a row, its summary included; strings in A. `announced` is the newest announcement that came with this
 * version. AUTHORS: whether they are wanted; if not, authors_known is false. A damaged summary is none (SUMMARY_NONE).
 * ERR_STORE: the record is damaged; the message has its id. ERR_DEFECT: no such row. */
bool store_get(struct store *s, int64_t row, bool authors, struct arena *a, struct paper *ret, struct err *e) NODISCARD;

/* Of which days and categories something is known, by day: FN is called for each list that came or is known to be empty (LISTED),
 * and for each category that papers were announced in, by whatever road; some more than once. Borrowed during FN. */
typedef bool store_known_fn(void *ctx, struct str day, struct str category, bool listed, struct err *e);
bool store_days_known(struct store *s, const char *since, const char *until, store_known_fn *fn, void *ctx, struct err *e) NODISCARD;
/* Whether anything is known of CATEGORY (or archive; STR_NULL: of any): a paper that lists it, or a list of it that was fetched. */
bool store_knows_category(struct store *s, struct str category, bool *ret, struct err *e) NODISCARD;

/* Look through all sums of the store: FN is told of each row that is damaged: of which table, and of which paper where that is
 * known (else "1"). SQLite's own faults are ERR_STORE. */
bool store_check(struct store *s, void (*fn)(void *ctx, const char *table, struct str which), void *ctx, struct err *e) NODISCARD;

/* Whether the file that was opened is still the one at its path. ERR_STORE: it was removed or replaced; what was put into it can
 * still be read from S. */
bool store_file_in_place(struct store *s, struct err *e) NODISCARD;
/* ERR_STORE: the announcements of some day are not those that were put in. */
bool store_check_days(struct store *s, struct err *e) NODISCARD;
/* SQLite's own look at the file (PRAGMA integrity_check); INDEX: what is wrong is an index. MEND: make all indices anew first. */
bool store_check_file(struct store *s, bool mend, void (*fn)(void *ctx, const char *what, bool index), void *ctx, struct err *e) NODISCARD;

/* How many papers and summaries there are. */
struct store_counts {
	int64_t papers, versions, summaries, announcements;
};
bool store_count(struct store *s, struct store_counts *ret, struct err *e) NODISCARD;

/* ---- Words: which papers have them ---- */

/* Bring the index of words (paper_words() of each paper's latest version and of its summaries in all styles) up to what the store
 * says, in batches; the first time that is all of it, some 100 µs a paper. PROGRESS (may be NULL) is told how far it is. *DAMAGED: how
 * many papers are not in it, as their records are damaged. ERR_STORE: this SQLite has no FTS5. */
bool store_index(struct store *s, void (*progress)(void *ctx, unsigned long done, unsigned long total), void *ctx,
                 unsigned long *damaged, struct err *e) NODISCARD;
/* Call FN with the row of the latest version (store_hit.row) of each paper in which MATCH finds something (sqlite.org/fts5.html, section
 * 3; columns: paper_text_names), the best first: BM25, a title before names before an abstract, of equal ones the newest; a year is
 * worth a fiftieth. MATCH NULL: all papers, the newest first. FN returning false ends it; its error is passed on, *E being as it was if
 * it has none. FN may get rows, but not put. */
typedef bool store_search_fn(void *ctx, int64_t row, struct err *e);
bool store_search(struct store *s, const char *match, store_search_fn *fn, void *ctx, struct err *e) NODISCARD;

/* ---- Pages that were written: what each shows, so that no page is replaced by a poorer one, and how it was made, so that
 * it can be made again when a summary comes ---- */

struct store_page {
	struct str path;         /* absolute: where it was last; store_page_move() follows it */
	struct str written;      /* RFC 3339 */
	struct str day;          /* a page a day: of which; else STR_NULL */
	struct str form;         /* style, format and dialect; of pages of older stores STR_NULL */
	struct str notices;      /* a line each; may be STR_NULL */
	struct str fingerprint;        /* tells its text from others; of pages of older stores STR_NULL */
};
struct store_page_row {
	int64_t id_key;          /* arxiv_id.sort_key */
	struct str day;          /* under which it is shown there; may be STR_NULL */
	bool summarized;
	bool extract;            /* not summarized: key sentences stand there */
	bool listed;             /* not summarized: its title alone stands there */
	bool scored;             /* SCORE is what it was put in order by, and WHY what is said of that; may be STR_NULL */
	double score;
	struct str why;
	int64_t row;             /* store_hit.row; 0: none, and the page cannot be made again */
};
/* PAGE shows the N papers that ROW gives for 0 … N-1, in this order; what it showed before is forgotten. */
bool store_put_page(struct store *s, const struct store_page *page, size_t n,
                    void (*row)(const void *ctx, size_t i, struct store_page_row *ret), const void *ctx,
                    struct err *e) NODISCARD;
/* The page at PATH may have a text of this FINGERPRINT from now on, which is ours too: the run may die before store_put_page(), or the
 * user may take what was written beside a page of theirs. */
bool store_page_intend(struct store *s, struct str path, struct str fingerprint, struct err *e) NODISCARD;
/* The page at PAGE's path stays as the user changed it, and what is of PAGE's fingerprint and shows the N papers lies beside it: that is
 * what the page is to show, and it is known as ours, too. Its own fingerprint stays. ERR_DEFECT: no such page. */
bool store_page_mark_edited(struct store *s, const struct store_page *page, size_t n,
                       void (*row)(const void *ctx, size_t i, struct store_page_row *ret), const void *ctx,
                       struct err *e) NODISCARD;
/* The page at PATH, strings in A. *KNOWN: there is one. */
struct store_page_waiting;
bool store_page_get(struct store *s, struct str path, struct arena *a, struct store_page_waiting *ret, bool *known,
                    struct err *e) NODISCARD;
/* The page known at FROM is at TO now; or, with COPY, there too. None may be known at TO. */
bool store_page_move(struct store *s, struct str from, struct str to, bool copy, struct err *e) NODISCARD;
/* Call FN for each paper that the page at PATH shows, in the page's order, none if no page is known there; borrowed during FN. */
typedef bool store_page_fn(void *ctx, const struct store_page_row *row, struct err *e);
bool store_page_each(struct store *s, struct str path, store_page_fn *fn, void *ctx, struct err *e) NODISCARD;

/* Pages of one day each that show papers that wait for their summary, or extracts of papers that have one now, or were left as the user
 * changed them; the newest day first; borrowed during FN, which must put none. */
struct store_page_waiting {
	struct store_page page;
	struct str intended;         /* store_page_intend()'s fingerprint; STR_NULL: there is none, or the page has it */
	bool edited;               /* store_page_mark_edited(); store_put_page() ends it */
};
typedef bool store_page_waiting_fn(void *ctx, const struct store_page_waiting *w, struct err *e);
bool store_page_waiting(struct store *s, store_page_waiting_fn *fn, void *ctx, struct err *e) NODISCARD;
/* The same for all pages whose paths do not begin with ROOT. */
bool store_page_elsewhere(struct store *s, struct str root, store_page_waiting_fn *fn, void *ctx, struct err *e) NODISCARD;
/* The same for pages of one day each, of the days SINCE to UNTIL. */
bool store_page_of_days(struct store *s, const char *since, const char *until, store_page_waiting_fn *fn, void *ctx,
                        struct err *e) NODISCARD;
/* No page is known at PATH any more. */
bool store_page_forget(struct store *s, struct str path, struct err *e) NODISCARD;
/* What the page at PATH would show now, in its order: the version that it shows, if that has its summary, else the newest. */
struct store_page_now {
	int64_t id_key;
	int64_t row;             /* store_hit.row; 0: not in this store */
	bool summarized, waits, listed;  /* on the page; none of these: it shows an extract */
	enum summary_status summary;  /* in the store */
	enum announce_type type;      /* on the row's day */
	bool scored;                  /* as in struct store_page_row; WHY is borrowed during FN */
	double score;
	struct str why;
};
typedef bool store_page_now_fn(void *ctx, const struct store_page_now *n, struct err *e);
bool store_page_now(struct store *s, struct str path, store_page_now_fn *fn, void *ctx, struct err *e) NODISCARD;

/* ---- What is known of one paper (history.c) ---- */

/* Its versions, the highest first; borrowed during FN. DAMAGED: store_get() of its row fails. */
struct store_version {
	int64_t row;             /* store_hit.row */
	int version;             /* 0: not known */
	struct str seen, submitted;  /* the days on which it came in and version 1 was submitted; STR_NULL: not known */
	bool damaged;
};
typedef bool store_version_fn(void *ctx, const struct store_version *v, struct err *e);
bool store_version_each(struct store *s, struct str id, store_version_fn *fn, void *ctx, struct err *e) NODISCARD;

/* Its announcements, by day and category; borrowed during FN. ERR_STORE: those of the day are not what was put in. */
enum store_told { STORE_LISTED, STORE_DERIVED, STORE_DOUBTED };  /* as store_put() had it, or a list; struct store_announced */
struct store_announcement {
	struct str day, category;  /* category "": not known */
	enum announce_type type;
	enum store_told told;
};
typedef bool store_announcement_fn(void *ctx, const struct store_announcement *n, struct err *e);
bool store_announcement_each(struct store *s, struct str id, store_announcement_fn *fn, void *ctx, struct err *e) NODISCARD;

/* The summary that the version in ROW shows in each style, by style's name, whatever store_select_style() says; strings in A. One that is
 * damaged has no status. */
typedef bool store_shown_summary_fn(void *ctx, struct str style, const struct summary *y, struct err *e);
bool store_shown_summary_each(struct store *s, int64_t row, struct arena *a, store_shown_summary_fn *fn, void *ctx, struct err *e) NODISCARD;

/* The pages that show it, the newest day first; borrowed during FN. ID_KEY: arxiv_id.sort_key, by which pages of older stores know it. */
struct store_showing {
	struct store_page page;
	bool edited;             /* store_page_mark_edited(): it is the user's, and this stands beside it */
	int64_t place;           /* from 1 */
	int version;             /* of the paper; 0: not known */
	struct store_page_row row;
};
typedef bool store_showing_fn(void *ctx, const struct store_showing *w, struct err *e);
bool store_showing_each(struct store *s, struct str id, int64_t id_key, store_showing_fn *fn, void *ctx, struct err *e) NODISCARD;

/* ---- Runs ---- */

/* Runs: begun, ended, exit status, the command line's words. */
bool store_run_begin(struct store *s, struct str begun, struct str words, int64_t *ret, struct err *e) NODISCARD;
bool store_run_end(struct store *s, int64_t run, struct str ended, int exit_status, struct err *e) NODISCARD;
/* The newest MOST runs, the newest first; borrowed during FN. */
struct store_run {
	int64_t run;
	struct str begun, ended, words;   /* ended: STR_NULL if it did not */
	int exit_status;
};
typedef bool store_run_fn(void *ctx, const struct store_run *r, struct err *e);
bool store_run_each(struct store *s, int most, store_run_fn *fn, void *ctx, struct err *e) NODISCARD;

/* ---- What was got from arXiv, by day and category ---- */

enum day_status {
	DAY_NONE,        /* nothing is known */
	DAY_FRESH,       /* what arXiv announced; also: due, none announced, confirmed */
	DAY_STALE,       /* the set of an earlier announcement day again */
	DAY_EMPTY,       /* no announcement was due, and there was none */
	DAY_PARTIAL,     /* a part, or not known whether all */
	DAY_FAILED,      /* nothing usable came */
	DAY__COUNT
};
const char *day_status_name(enum day_status s);  /* "FRESH" … */

struct store_fetch {
	struct str at;           /* RFC 3339 */
	struct str day, category, road;
	enum day_status status;
	bool settled;            /* asking again would bring nothing else */
	int64_t papers;
	struct str note;         /* why it is not FRESH, in words; may be STR_NULL */
	struct str ids;          /* what a feed listed: "IDvN" LF each, sorted; STR_NULL: no feed, or nothing */
	int64_t run;             /* 0: none */
};
/* Put one more into the history; of a day and category the last one counts. *ROW may be NULL. */
bool store_put_fetch(struct store *s, const struct store_fetch *g, int64_t *row, struct err *e) NODISCARD;
/* The last one; status DAY_NONE if there is none. Strings in A. */
bool store_get_fetch(struct store *s, struct str category, const char *day, struct arena *a, struct store_fetch *ret,
                   struct err *e) NODISCARD;
/* The last one that a feed made PARTIAL, whatever came after it: the same. */
bool store_last_feed(struct store *s, struct str category, const char *day, struct arena *a, struct store_fetch *ret,
                     struct err *e) NODISCARD;
/* What feeds of CATEGORY showed on DAY, by all of that day's history: whether one was *EMPTY, and whether one was *SHOWN to be the day's, with papers. */
bool store_feed_was(struct store *s, struct str category, const char *day, bool *empty, bool *shown, struct err *e) NODISCARD;
/* All of the days SINCE to UNTIL, by day, category and time; borrowed during FN. */
typedef bool store_fetch_fn(void *ctx, const struct store_fetch *g, struct err *e);
bool store_fetch_each(struct store *s, const char *since, const char *until, store_fetch_fn *fn, void *ctx, struct err *e) NODISCARD;
/* The newest day before DAY on which the same set of ids was fresh in CATEGORY; "" if there is none. */
bool store_same_set(struct store *s, struct str category, const char *day, struct str ids, char ret[DAY_SIZE],
                    struct err *e) NODISCARD;
/* The newest day before DAY on which ID was announced as new in CATEGORY, its primary one; "" if there is none.
 * *DERIVED: no list said so. */
bool store_new_before(struct store *s, struct str id, struct str category, const char *day, char ret[DAY_SIZE], bool *derived,
                      struct err *e) NODISCARD;
/* Forget what was derived for DAY and CATEGORY (or archive): a list has said it all. */
bool store_forget_derived(struct store *s, const char *day, struct str category, struct err *e) NODISCARD;

/* ---- Days that turn out to be others ---- */

/* What store_put_listed() put as doubted for DAY and CATEGORY (or archive): an identifier once, with its strongest type;
 * borrowed during FN, which must put none. */
typedef bool store_doubted_fn(void *ctx, struct str id, enum announce_type type, struct err *e);
bool store_doubted_each(struct store *s, const char *day, struct str category, store_doubted_fn *fn, void *ctx,
                        struct err *e) NODISCARD;
/* Settle it: it was the list of TO (which may be DAY), and what was derived for that gives way; NULL: it is forgotten. */
bool store_doubted_settle(struct store *s, const char *day, struct str category, const char *to, struct err *e) NODISCARD;
/* The papers derived to be new or cross-listed in CATEGORY (or archive) on DAY. PUBLISHED: version 1's time as the record has it, maybe
 * STR_NULL. The strings are valid during the call. */
typedef bool store_derived_fn(void *ctx, struct str id, struct str published, struct err *e);
bool store_derived_each(struct store *s, const char *day, struct str category, store_derived_fn *fn, void *ctx,
                        struct err *e) NODISCARD;
/* The categories in which papers were worked out for DAY, each once. FN's strings are borrowed. */
typedef bool store_category_fn(void *ctx, struct str category, struct err *e);
bool store_derived_categories(struct store *s, const char *day, store_category_fn *fn, void *ctx, struct err *e) NODISCARD;
/* The day on which ID is derived to be new or cross-listed in CATEGORY (or archive), the first of several; "": on none. SEEN: the day of
 * the run that first had the paper, from wherever; "": not known. */
bool store_derived_day(struct store *s, struct str id, struct str category, char ret[DAY_SIZE], char seen[DAY_SIZE], struct err *e) NODISCARD;
/* ID, derived to be new or cross-listed in CATEGORY (or archive) on DAY, is so on the day TO. Where a feed has shown it there that day, in
 * doubt or not, that stays and what was derived is forgotten. */
bool store_derived_move(struct store *s, struct str id, const char *day, struct str category, const char *to,
                        struct err *e) NODISCARD;
/* All that is derived for DAY in CATEGORY (or archive) is of the day TO: the same. */
bool store_derived_move_day(struct store *s, const char *day, struct str category, const char *to, struct err *e) NODISCARD;
/* The paper of ID, which the store has, is derived to be announced on DAY in CATEGORY as TYPE, as store_put_listed() does it. */
bool store_derive(struct store *s, struct str id, const char *day, struct str category, enum announce_type type, struct err *e) NODISCARD;
/* The highest identifier (of the scheme since 2007) announced as new or cross-listed on the days from SINCE to before DAY,
 * in whatever category; in A, STR_NULL: none. */
bool store_highest(struct store *s, const char *since, const char *day, struct arena *a, struct str *ret,
                   struct err *e) NODISCARD;
/* The day on which a feed has shown ID as new in its primary category; "": none has. */
bool store_feed_day(struct store *s, struct str id, char ret[DAY_SIZE], struct err *e) NODISCARD;
/* Each day from SINCE to UNTIL of which feeds have shown new papers, in whatever category: the lowest and the highest of their identifiers (of
 * the scheme since 2007). The strings are valid during the call. */
typedef bool store_feed_day_fn(void *ctx, struct str day, struct str lowest, struct str highest, struct err *e);
bool store_feed_day_each(struct store *s, const char *since, const char *until, store_feed_day_fn *fn, void *ctx, struct err *e) NODISCARD;
/* Whether ID is announced on DAY in CATEGORY (or archive), as whatever. */
bool store_is_announced_on(struct store *s, const char *day, struct str category, struct str id, bool *ret, struct err *e) NODISCARD;
/* Whether DAY has announced a paper as new or cross-listed in CATEGORY (or archive). */
bool store_any_new(struct store *s, const char *day, struct str category, bool *ret, struct err *e) NODISCARD;
/* The category, in A, whose list shows on DAY a paper that CATEGORY (or archive) must have shown that day, too, and did not; STR_NULL: none does.
 * AFTER: the highest identifier of the days before, STR_NULL: not known. */
bool store_shown_elsewhere(struct store *s, const char *day, struct str category, struct str after, struct arena *a, struct str *ret,
                           struct err *e) NODISCARD;
/* Whether a list of arXiv's has shown ID as new or cross-listed in CATEGORY (or archive), or it was derived for a day before BEFORE. */
bool store_is_listed(struct store *s, struct str id, struct str category, const char *before, bool *ret, struct err *e) NODISCARD;
/* Whether the paper of ROW (store_hit.row) is announced on DAY in one of CATEGORIES (or archives; none: in any), as one of TYPES (bits
 * 1 << ANNOUNCE_…; 0: all). What is announced there on that day as another type counts, too, unless the paper is new or cross-listed
 * there on another day; what is never announced there counts where it is announced in any category on that day, unless
 * the lists of that day are known to be whole, which do not have it. */
bool store_is_announced(struct store *s, int64_t row, struct str day, struct strs categories, unsigned types, bool *ret,
                        struct err *e) NODISCARD;
/* Every profile is to have the days of CATEGORY behind DAY once more. */
bool store_watermarks_lower(struct store *s, struct str category, const char *day, struct err *e) NODISCARD;

/* How many papers DAY announced in CATEGORY (or archive), and how many of them have their summary. */
struct store_tally {
	int64_t papers, summarized, pending;
};
bool store_tally(struct store *s, const char *day, struct str category, struct store_tally *ret, struct err *e) NODISCARD;

/* What a host gave to ask again by, and what came of it then. */
struct store_validator {
	struct str etag, last_modified;  /* STR_NULL: none */
	struct store_fetch got;            /* status DAY_NONE: nothing is known of the address */
};
bool store_put_validator(struct store *s, struct str url, struct str etag, struct str last_modified, int64_t fetch_row,
                         struct err *e) NODISCARD;
bool store_get_validator(struct store *s, struct str url, struct arena *a, struct store_validator *ret, struct err *e) NODISCARD;

/* Up to which day a profile ("": none) has had CATEGORY whole: the days of the run that set it. "": never. */
struct store_watermark {
	char since[DAY_SIZE], day[DAY_SIZE];
};
/* It never moves back, but from a day behind TODAY (NULL: not known), where a wrong clock put it. */
bool store_put_watermark(struct store *s, struct str profile, struct str category, const struct store_watermark *w,
                         const char *today, struct err *e) NODISCARD;
/* The newest day before DAY that was whole in CATEGORY at some time; "": none. */
bool store_last_whole(struct store *s, struct str category, const char *day, char ret[DAY_SIZE], struct err *e) NODISCARD;
bool store_get_watermark(struct store *s, struct str profile, struct str category, struct store_watermark *ret,
                         struct err *e) NODISCARD;

/* ---- What summaries cost, and what was learned of endpoints ---- */

struct store_spent {
	struct str day;              /* YYYY-MM-DD, UTC */
	struct str provider, model;  /* the model as it was asked for */
	struct str profile, style;   /* "": none, or not known */
	struct str currency;         /* of the cost, as the configuration names it; "": it does not */
	int64_t requests, prompt_tokens, cached_tokens, completion_tokens;
	double cost;                 /* <0: no price is known */
};
/* Add to what the day, provider, model, profile, style and currency have; the cost is that of the requests with a price. A text that is
 * STR_NULL counts as "". */
bool store_add_spent(struct store *s, const struct store_spent *spent, struct err *e) NODISCARD;
/* All of the days SINCE to UNTIL, by day, provider, model, profile, style and currency; borrowed during FN. */
typedef bool store_spent_fn(void *ctx, const struct store_spent *spent, struct err *e);
bool store_spent_each(struct store *s, const char *since, const char *until, store_spent_fn *fn, void *ctx,
                      struct err *e) NODISCARD;

/* Sums over the days SINCE to UNTIL, one a month (2026-11), profile, style or model, and a currency; the name of what is summed up stands
 * in `day`, the other texts are "". */
enum spent_by { SPENT_BY_MONTH, SPENT_BY_PROFILE, SPENT_BY_STYLE, SPENT_BY_MODEL, SPENT_BY__COUNT };
bool store_spent_total(struct store *s, enum spent_by by, const char *since, const char *until, store_spent_fn *fn, void *ctx,
                       struct err *e) NODISCARD;

/* What the provider, model and style of OF took on the newest 30 days on which they were asked and told it: the counts alone, 0 for none. */
bool store_spent_lately(struct store *s, const struct store_spent *of, struct store_spent *ret, struct err *e) NODISCARD;

/* ---- What can be computed again, and is kept because that takes time ---- */

/* BYTES under KEY, with a text ABOUT them, in place of what is there. */
bool store_computed_put(struct store *s, struct str key, struct str about, struct str bytes, struct err *e) NODISCARD;
/* Call FN with what is under KEY, if there is something and it is whole; borrowed during the call, for there may be megabytes. */
typedef void store_computed_fn(void *ctx, struct str about, struct str bytes);
bool store_computed_get(struct store *s, struct str key, store_computed_fn *fn, void *ctx, struct err *e) NODISCARD;
/* Title and abstract of each paper that came into the store in a row behind AFTER, in the order of rows; borrowed during FN, which must put none. */
struct store_text {
	int64_t row;
	struct str id, title, abstract;
};
typedef bool store_text_fn(void *ctx, const struct store_text *t, struct err *e);
bool store_text_each(struct store *s, int64_t after, store_text_fn *fn, void *ctx, struct err *e) NODISCARD;
/* The same of the paper ID, in A. *KNOWN: the store has it. */
bool store_text_of(struct store *s, struct str id, struct arena *a, struct store_text *ret, bool *known, struct err *e) NODISCARD;

/* A word kept under a KEY of the caller's, until another one is. */
bool store_kv_put(struct store *s, struct str key, struct str value, struct err *e) NODISCARD;
/* Nothing is kept under KEY any more. */
bool store_kv_delete(struct store *s, struct str key, struct err *e) NODISCARD;
/* Whether anything is kept under a key that begins with PREFIX. */
bool store_kv_any(struct store *s, struct str prefix, bool *ret, struct err *e) NODISCARD;
/* What is kept under KEY, in A; STR_NULL: nothing is. */
bool store_kv_get(struct store *s, struct str key, struct arena *a, struct str *ret, struct err *e) NODISCARD;

/* The version of SQLite that this was compiled with, "NAME/VERSION". */
extern const char store_library[];

#endif
