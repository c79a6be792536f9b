/* SPDX-License-Identifier: MIT
 * Pages: a style's template × a dialect. The papers come by number, as often as the template asks for them, so a page
 * of any length needs the memory of one paper. */
#ifndef DIGEST_RENDER_H
#define DIGEST_RENDER_H

#include "digest/err.h"
#include "digest/paper.h"
#include "digest/template.h"
#include "digest/text.h"

/* Who reads the page: one row a dialect, in dialects.c. */
struct dialect {
	const char *name, *help;
	struct md_rules rules;
	bool received;       /* prints what was received, in the earlier system's layout, byte for byte */
	bool complete_only;  /* leaves out papers without all of the required summary fields */
	bool by_link;        /* order: by link, descending */
};

const struct dialect *dialect_find(const char *name);           /* NULL: there is none */
const struct dialect *dialect_at(size_t i);                     /* NULL behind the last one; the first is the default */

/* ---- Order ---- */

/* What the order of a page's papers needs: 32 bytes, the only memory that grows with a page. */
struct page_key {
	int64_t row;               /* the caller's: what get() is asked for; the last word where all else is equal */
	int64_t id_key;            /* arxiv_id.sort_key */
	const char *link;          /* by_link only: as received; may be NULL */
	int32_t day;               /* 20261120, for a page a day; 0: none */
	unsigned char type;        /* enum announce_type */
	unsigned char summary;     /* enum summary_status */
};

/* Sort: announce type, then id, newest first (or by link, descending); what is equal, by row. */
void page_sort(struct page_key *keys, size_t n, const struct dialect *d);
/* Sort by COMPARE, which calls no two keys equal: in place, with no memory of its own. */
typedef int page_compare(const struct page_key *a, const struct page_key *b);
void page_sort_by(struct page_key *keys, size_t n, page_compare *compare);

/* ---- A page ---- */

struct page {
	const struct dialect *dialect;
	const struct template *template;
	struct str style;          /* its name */
	struct str date;           /* for {{date}}; may be empty */
	struct strs notices;       /* what is to be said of days that are not whole; a line each */
	const struct page_key *keys;
	size_t n;
	/* The paper of a key; strings in A, which is reset before the next one. */
	bool (*get)(void *ctx, const struct page_key *key, struct arena *a, struct paper *ret, struct err *e);
	void *ctx;
};

/* Render P; the bytes come to WRITE in pieces. */
bool page_render(const struct page *p, bool (*write)(void *ctx, struct str bytes, struct err *e), void *ctx,
                 struct err *e) NODISCARD;

/* Check that T uses only fields that pages have: ERR_CONFIG "NAME:LINE: unknown field …". */
bool page_check_template(const struct template *t, struct err *e) NODISCARD;

/* The first of the summary fields that D wants whole (title, tldr, abstract) and P lacks; NULL: nothing is missing. */
const char *page_missing(const struct paper *p);

#endif
