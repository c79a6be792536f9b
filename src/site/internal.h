/* SPDX-License-Identifier: MIT
 * Inside the room: a site while it is made. A file calls those that stand before it here. */
#ifndef SITE_INTERNAL_H
#define SITE_INTERNAL_H

#include "digest/output.h"
#include "digest/site.h"

/* ---- tree.c: values for the templates of pages that show no papers ---- */

struct site_node;
struct site_node *node_new(struct arena *a);
void node_text(struct site_node *o, const char *name, struct str text);   /* borrowed */
void node_number(struct site_node *o, const char *name, size_t n);
void node_flag(struct site_node *o, const char *name);
/* A new item of the list NAME of O. */
struct site_node *node_item(struct site_node *o, const char *name);
/* Render T with O as its root; each text is escaped as HTML. LOOK has the page words. */
bool node_render(struct site_node *o, const struct render_options *look, const struct template *t, struct buf *out, struct err *e) NODISCARD;

/* ---- files.c: whose files there are ---- */

/* What papers have in common: a primary category, an interest. */
enum site_kind { SITE_CATEGORY = 'c', SITE_INTEREST = 'i' };
struct site_topic {
	char kind;
	struct str name;
	size_t n;              /* papers */
};

struct site_day {
	char day[DAY_SIZE];
	uint64_t mark;         /* of what its papers say, and of how they are asked for and shown */
	size_t n, n_new, n_cross, n_replace;
	size_t waiting;        /* without a summary */
	size_t failed;         /* of these, asked about in vain */
	struct { struct site_topic *v; size_t n, cap; } topics;
	struct { struct str *v; size_t n, cap; } own;  /* the papers that have a page of their own: its name */
	struct str index;      /* its items of the search, if they were read already */
};

struct site_file {
	struct str path;
	char sha[65];          /* SHA-256, as it was written */
	uint64_t mark;         /* of what it was made of; 0: it is made in every run */
	bool seen;             /* part of the site, in this run */
};

/* Files by their path. */
struct site_files {
	VEC(struct site_file) all;
	size_t *slots, n_slots;   /* by the hash of the path: index + 1; 0: free */
};

struct site {
	const struct site_options *o;
	struct site_result *result;
	struct arena a;
	uint64_t mark;            /* of the options, styles and templates */
	VEC(struct site_day) days;      /* the newest first */
	VEC(struct site_day) known;     /* as the manifest has them */
	struct site_files files;        /* the same */
	VEC(struct site_file) journal;  /* what a run put there that was killed */
	struct site_files owners;       /* papers' own pages, by name: MARK is the newest of their days, as its place in DAYS */
};

uint64_t site_mark(uint64_t mark, struct str more);
/* Read the manifest, and what a run has left that did not come to its end. */
bool site_files_open(struct site *s, struct err *e) NODISCARD;
/* The day as the manifest has it; NULL: it has none. */
const struct site_day *site_known_day(const struct site *s, const char *day);
/* Whether the file at PATH is there and was made of what has this MARK: then it stays. */
bool site_is_current(struct site *s, const char *path, uint64_t mark);
/* BYTES into the file at PATH, unless it says that already, or is not ours to write. */
bool site_put(struct site *s, const char *path, uint64_t mark, struct str bytes, struct err *e) NODISCARD;
/* The file at PATH is part of the site as it is, if it is known. */
void site_keep(struct site *s, const char *path);
/* Whether it is. */
bool site_has(const struct site *s, const char *path);
/* What is no longer part of the site goes, if that is asked for; then the new manifest. */
bool site_files_end(struct site *s, struct err *e) NODISCARD;
void site_files_free(struct site *s);
/* The file of a topic: "c/cs.CL" and ENDING; in A. */
const char *site_topic_path(const struct site_topic *t, const char *ending, struct arena *a);
/* "FOLDER/NAME" and ENDING; in A. */
const char *site_path(const char *folder, struct str name, const char *ending, struct arena *a);

/* ---- papers.c: papers of days, and pages of them ---- */

/* The papers of the days from SINCE to UNTIL, in the order of a page; *RET is to be freed. Of several days each paper is there once. */
bool site_select(struct site *s, const char *since, const char *until, struct selection *ret, struct err *e) NODISCARD;
/* A page to be put at PATH: which papers, and how they look. */
struct site_page {
	const char *path;
	uint64_t mark;
	const char *day;           /* "": of none alone */
	const struct page_key *keys;
	size_t n;
	bool feed;
	struct str category;       /* of a feed; may be empty */
	struct page_site site;
};
bool site_put_papers(struct site *s, struct selection *of, const struct site_page *p, struct err *e) NODISCARD;

/* ---- search_item.c ---- */

/* Append what the index of the search has of P, on the page of DAY. */
void site_put_item(const struct site *s, const struct paper *p, struct str day, struct buf *out);

/* ---- days.c ---- */

/* Which days there are and how many papers each has: S->days. */
bool site_find_days(struct site *s, struct err *e) NODISCARD;
/* Their pages, those of papers, and the newest day's once more as index.html. */
bool site_put_days(struct site *s, struct err *e) NODISCARD;

/* ---- feeds.c ---- */

bool site_put_feeds(struct site *s, struct err *e) NODISCARD;

/* ---- search.c: the index for the browser ---- */

bool site_put_index(struct site *s, struct err *e) NODISCARD;

/* ---- lists.c: calendar, months, categories, interests, search, 404, the map for machines ---- */

bool site_put_lists(struct site *s, struct err *e) NODISCARD;

#endif
