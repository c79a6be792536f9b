/* SPDX-License-Identifier: MIT
 * The store: one SQLite file with papers by id and version, what was announced when and how, summaries by cache key,
 * pages and runs. SQLite's types stay inside src/store/. */
#ifndef DIGEST_STORE_H
#define DIGEST_STORE_H

#include "digest/err.h"
#include "digest/paper.h"

struct store;

/* Open PATH, creating or upgrading it; NULL is a private store that lives in memory and a temporary file.
 * On success *RET is the caller's: store_close(). ERR_STORE: not a store, of a newer version, locked, full, unreadable. */
bool store_open(const char *path, struct store **ret, struct err *e) NODISCARD;
void store_close(struct store *s);  /* NULL is fine; an open batch is rolled back */

/* Put papers in batches: begin, put …, commit. Killed in between, the store is as before the batch. */
bool store_begin(struct store *s, struct err *e) NODISCARD;
bool store_commit(struct store *s, struct err *e) NODISCARD;

/* Keep P. The same id and version again: known values replace, unknown ones do not erase. A higher version is kept
 * beside the lower. `announced` with `announce_type` adds an announcement for each category of P (or the primary one
 * only, where the type belongs to it); within a day the strongest type wins. A summary that P carries is kept under the
 * key KEY (NULL: "received:ID"). SEEN: the day (YYYY-MM-DD) the paper came in, kept at first sight. */
bool store_put(struct store *s, const struct paper *p, struct str seen, struct err *e) NODISCARD;

/* Summaries. KEY is the cache key (summary.h); the newest summary of a paper is the one shown. */
bool store_put_summary(struct store *s, struct str id, int version, struct str key, const struct summary *y, struct err *e) NODISCARD;
/* Whether there is a summary under KEY; if so it is in *RET, strings in A. Returns true with status SUMMARY_NONE if not. */
bool store_get_summary(struct store *s, struct str key, struct arena *a, struct summary *ret, struct err *e) NODISCARD;

/* Which papers. Zero values mean "any". */
struct store_select {
	struct strs categories;      /* of the paper, or what they are under (category_under) */
	unsigned announce_types;     /* bits 1 << ANNOUNCE_…; 0: all */
	struct str since, until;     /* announcement days, inclusive */
	bool by_submitted;           /* since/until are version 1's submission days (UTC) */
	bool undated;                /* also papers without announcement, by the day that they came in */
	struct strs ids;
};

/* The latest version of each paper that fits, in no order: enough to sort by. DAY is the announcement day in the range
 * (or the day it came in), TYPE its strongest announce type there. Strings are borrowed during FN. */
struct store_hit {
	int64_t row;             /* for store_get() */
	struct str id;
	int version;
	struct str day;
	bool announced;          /* false: DAY is the day it came in */
	enum announce_type type;
	enum summary_status summary;
};
bool store_find(struct store *s, const struct store_select *q, bool (*fn)(void *ctx, const struct store_hit *h, struct err *e),
                void *ctx, struct err *e) NODISCARD;

/* The paper of a row, its summary included; strings in A. AUTHORS: whether they are wanted (a query of their own). */
bool store_get(struct store *s, int64_t row, bool authors, struct arena *a, struct paper *ret, struct err *e) NODISCARD;

/* How many papers and summaries there are. */
struct store_counts {
	int64_t papers, versions, summaries, announcements;
};
bool store_count(struct store *s, struct store_counts *ret, struct err *e) NODISCARD;

/* Pages that were written: what each shows, so that no page is replaced by a poorer one. */
struct store_page {
	struct str path;          /* absolute */
	int64_t papers, summaries;
	struct str written;       /* RFC 3339 */
};
bool store_put_page(struct store *s, const struct store_page *p, const struct strs *ids, struct err *e) NODISCARD;

/* Runs: begun, ended, exit status, the command line's words. */
bool store_run_begin(struct store *s, struct str begun, struct str words, int64_t *ret, struct err *e) NODISCARD;
bool store_run_end(struct store *s, int64_t run, struct str ended, int exit_status, struct err *e) NODISCARD;

#endif
