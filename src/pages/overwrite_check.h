/* SPDX-License-Identifier: MIT
 * No page is replaced by a poorer one: one that has lost a paper of a day that it shows, or a summary.
 *
 * Where the store knows what the old page shows, papers, days and summaries are compared. Where it does not, the pages
 * themselves say it: by their links to arxiv.org/abs/ and by the words with which a paper waits, in a link's line or
 * behind it. Their days they do not say: then a page that brings other papers is taken for one of other days, unless its
 * name says that it is not. */
#ifndef PAGES_OVERWRITE_CHECK_H
#define PAGES_OVERWRITE_CHECK_H

#include "digest/buf.h"
#include "digest/render.h"
#include "digest/store.h"
#include "digest/vec.h"

/* What a page's bytes show; feed them in any pieces. */
struct page_scan {
	struct strs waiting;    /* the style's words; borrowed */
	bool records;           /* the page is records, a line each: they say it themselves */
	struct buf line;        /* what has come of an unfinished line */
	VEC(int64_t) ids;       /* of each paper it links to: its sort key, doubled, and 1 if it waits */
};
#define PAGE_SCAN_INIT(words, of_records) \
	{ .waiting = (words), .records = (of_records), .line = BUF_INIT(BUF_UNBOUNDED), .ids = VEC_INIT }
void page_scan_feed(struct page_scan *s, struct str bytes);
void page_scan_free(struct page_scan *s);

/* Whether there is something at PATH that can be replaced: devices and descriptors (/dev/stdout) hold no page. */
bool overwrite_check_is_page(const char *path);

/* Whether overwrite_check() will look at the pages' bytes: there is an old page, and STORE (may be NULL) does not know it. */
bool overwrite_check_reads(const char *path, struct store *store, bool *ret, struct err *e) NODISCARD;

/* Whether the page to be written to PATH, which shows KEYS and whose bytes gave SCAN (where overwrite_check_reads() said so), is
 * poorer than the page there: if so WHY gets what it would lose, else it stays empty. STORE may be NULL. */
struct overwrite_new {
	const struct page_key *keys;
	size_t n;
	bool same_day;             /* the path says the day: the old page is of the same one */
	struct strs categories;    /* what the page shows: announcements in these (none: in any) */
	unsigned announce_types;   /* of these types; bits 1 << ANNOUNCE_…; 0: all */
	struct page_scan *scan;
	size_t brought, came;      /* out, where the store knows the old page: papers and summaries that it has not */
};
bool overwrite_check(const char *path, struct store *store, struct overwrite_new *fresh, struct buf *why,
                   struct err *e) NODISCARD;

/* The same for a page without any paper, of the days SINCE to UNTIL ("": open). *HAS: the old page shows some. */
bool overwrite_check_empty(const char *path, struct store *store, const char *since, const char *until, bool *has, struct buf *why,
                 struct err *e) NODISCARD;

#endif
