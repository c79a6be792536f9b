/* SPDX-License-Identifier: MIT
 * What is open while a page is read: page.c reads its elements, collect.c keeps their texts, signs.c looks at what is no paper. */
#ifndef DIGEST_FULLTEXT_PAGE_H
#define DIGEST_FULLTEXT_PAGE_H

#include "internal.h"

enum {
	PAGE_MAX_COLLECTORS = 16,  /* texts in one another: a footnote in a cell in … */
	PAGE_MAX_COLUMNS = 256,    /* of a table whose cells are several rows high */
	PAGE_MAX_ID = 120,         /* of an anchor */
	PAGE_MAX_HREF = 400,
	PAGE_MAX_OUTSIDE = 8192,   /* of the text around the paper */
};

enum collects {
	COLLECT_PARAGRAPH,  /* always there, the outermost */
	COLLECT_TITLE, COLLECT_HEADING, COLLECT_TAG, COLLECT_WORK_TAG, COLLECT_MARK, COLLECT_ROW, COLLECT_CAPTION, COLLECT_NOTE, COLLECT_LINE,
	COLLECT_VERBATIM, COLLECT_EQUATION, COLLECT_TEX, COLLECT_WORK, COLLECT_PERSON, COLLECT_AFFILIATION, COLLECT_LICENSE, COLLECT_STAMP,
	COLLECT__COUNT
};

struct collector {
	enum collects what;
	int depth;          /* of the element that it belongs to */
	struct buf text;
	bool in_math;       /* COLLECT_EQUATION: a formula is open */
	bool closed;        /* what comes is not its text */
	unsigned column, more;  /* COLLECT_ROW: where the next cell is; columns that the open cell has besides its first */
};

struct frame {          /* an open element */
	enum role role;
	size_t ids_before, anchor_before;
	bool ground;        /* it has a ground of its own colour */
	bool counted;       /* a list that counts as one more level */
};

struct page {
	struct builder *b;
	struct roles roles;
	struct frame stack[FULLTEXT_MAX_DEPTH];
	int depth, skip, contents, authors_depth;  /* the last three: of the element that they began at; 0: none */
	int document, bibliography, lists, grounds;  /* open ones */
	struct collector collectors[PAGE_MAX_COLLECTORS];
	int n_collectors;
	struct buf ids;         /* of open elements; the innermost begins at anchor_at */
	size_t anchor_at;
	struct buf mark;        /* of the item, the theorem, whose text has not come */
	struct buf number;      /* of the section, the work */
	struct buf href;
	size_t href_from;
	struct buf outside;     /* what stands around the paper */
	bool display;           /* of the formula that is open */
	unsigned spans[PAGE_MAX_COLUMNS];  /* rows that the cell of this column has left */
};

/* ---- collect.c ---- */

/* The innermost collector. */
struct collector *page_top(struct page *p);
/* Whether that is the paragraph. */
bool page_in_paragraph(struct page *p);
/* Text of the element that begins goes to a collector of its own, if there is room for one more. */
void page_collect(struct page *p, enum collects what);
/* The element of the innermost collector ends: what it has becomes a part of the form. */
void page_put_collected(struct page *p);
/* The paragraph so far, as a block. */
void page_flush(struct page *p);
/* A line ends here: of the paragraph, or within a text that has no lines. */
void page_boundary(struct page *p);
void page_put_formula(struct page *p, struct str tex, bool display);
void page_close_math(struct collector *c);
/* What the equation has so far, as a block. */
void page_put_equation(struct page *p, struct collector *c);
void page_begin_cell(struct page *p, const struct page_tag *t);
void page_end_cell(struct page *p);

#endif
