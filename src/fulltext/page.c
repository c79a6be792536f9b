/* SPDX-License-Identifier: MIT
 * A page of LaTeXML's as the form, element by element: what an element is, roles.c says, where its text goes, collect.c. */
#include "page.h"

#include <stdlib.h>

/* ---- Elements ---- */

static void set_anchor(struct page *p, struct str id)
{
	if (id.n == 0 || id.n > PAGE_MAX_ID)
		return;
	p->anchor_at = p->ids.len;
	buf_adds(&p->ids, id);
}

static void begin_section(struct page *p, const struct page_tag *t, const struct role_row *row)
{
	page_flush(p);
	set_anchor(p, t->id);
	struct fulltext_section s = { .anchor = t->id.n <= PAGE_MAX_ID ? t->id : STR(""), .number = STR(""), .title = STR(""), .level = row->level,
	                              .role = row->about };
	if (row->about == FULLTEXT_ABSTRACT)
		s.title = STR("Abstract");
	build_section(p->b, s);
}

static void begin_equation(struct page *p, const struct page_tag *t, const struct role_row *row)
{
	bool collecting = page_top(p)->what == COLLECT_EQUATION;
	if (page_in_paragraph(p) || collecting)
		set_anchor(p, t->id);
	if (page_in_paragraph(p))
		page_collect(p, COLLECT_EQUATION);
	else if (row->role == ROLE_EQUATION_ROW && collecting && page_top(p)->text.len > 1)
		page_put_equation(p, page_top(p));
}

static void begin_math(struct page *p, const struct page_tag *t)
{
	p->display = str_is(t->display, "block");
	if (t->alttext.n > 0) {
		page_put_formula(p, t->alttext, p->display);
		p->skip = p->depth;
	} else {
		page_collect(p, COLLECT_TEX);
		page_top(p)->closed = true;  /* but its annotation */
	}
}

/* A link's address is said behind its text, if the text does not say it. */
static void begin_link(struct page *p, const struct page_tag *t, const struct role_row *row)
{
	UNUSED(row);
	buf_clear(&p->href);
	if ((str_starts(t->href, "http://") || str_starts(t->href, "https://")) && t->href.n <= PAGE_MAX_HREF) {
		buf_adds(&p->href, t->href);
		p->href_from = page_top(p)->text.len;
	}
}

static void end_link(struct page *p)
{
	struct collector *c = page_top(p);
	struct str said = str_from(buf_str(&c->text), p->href_from < c->text.len ? p->href_from : c->text.len);
	bool same = p->href.len > 0 && str_find(said, p->href.s, 0) != STR_NONE;
	if (p->href.len > 0 && !same && c->what != COLLECT_VERBATIM && p->document && !c->closed)
		buf_addf(&c->text, " (%s)", p->href.s);
	buf_clear(&p->href);
}

/* Text that is not visible: white on white, not displayed, of no size. On a ground of its own white is seen. */
static bool is_hidden(const struct page *p, struct str style)
{
	static const char *const hidden[] = {
		"display:none", "display: none", "visibility:hidden", "visibility: hidden", "font-size:0", "font-size: 0", "opacity:0;", "opacity: 0;",
	};
	static const char *const white[] = { "color:#FFFFFF", "color:#ffffff", "color: #FFFFFF", "color:white", "color: white", "color:#FFF;", "color:#fff;" };
	for (size_t i = 0; style.n > 0 && i < COUNTOF(hidden); i++)
		if (str_find(style, hidden[i], 0) != STR_NONE)
			return true;
	for (size_t i = 0; style.n > 0 && p->grounds == 0 && i < COUNTOF(white); i++)
		if (str_find(style, white[i], 0) != STR_NONE)
			return true;
	return false;
}

static void begin_document(struct page *p, const struct page_tag *t, const struct role_row *row)
{
	UNUSED(t), UNUSED(row);
	p->document++;
}

static void begin_authors(struct page *p, const struct page_tag *t, const struct role_row *row)
{
	UNUSED(t), UNUSED(row);
	p->authors_depth = p->authors_depth ? p->authors_depth : p->depth;
}

static void begin_bibliography(struct page *p, const struct page_tag *t, const struct role_row *row)
{
	UNUSED(t), UNUSED(row);
	page_flush(p);
	p->bibliography++;
}

static void begin_tag(struct page *p, const struct page_tag *t, const struct role_row *row)
{
	UNUSED(t), UNUSED(row);
	page_collect(p, p->bibliography > 0 ? COLLECT_WORK_TAG : COLLECT_TAG);
}

static void begin_list(struct page *p, const struct page_tag *t, const struct role_row *row)
{
	UNUSED(t), UNUSED(row);
	p->lists += page_in_paragraph(p);
	p->stack[p->depth].counted = page_in_paragraph(p);
}

static void begin_table(struct page *p, const struct page_tag *t, const struct role_row *row)
{
	UNUSED(t), UNUSED(row);
	if (page_in_paragraph(p))
		memset(p->spans, 0, sizeof p->spans);
}

static void begin_cell(struct page *p, const struct page_tag *t, const struct role_row *row)
{
	UNUSED(row);
	page_begin_cell(p, t);
}

static void begin_body(struct page *p, const struct page_tag *t, const struct role_row *row)
{
	UNUSED(row);
	if (page_top(p)->what == COLLECT_EQUATION)
		set_anchor(p, t->id);
}

static void begin_verbatim(struct page *p, const struct page_tag *t, const struct role_row *row)
{
	UNUSED(row);
	if (strcmp(t->name, "pre") == 0 && page_in_paragraph(p)) {
		page_flush(p);
		page_collect(p, COLLECT_VERBATIM);
	}
}

static void begin_number(struct page *p, const struct page_tag *t, const struct role_row *row)
{
	UNUSED(t), UNUSED(row);
	page_close_math(page_top(p));
	page_boundary(p);
}

/* What the beginning of an element does, in this order: a line ends, its id is the anchor of what is in it, something of its own, its
 * text goes to a collector (ONLY_THERE: unless it is within another one). */
struct beginning {
	bool line, anchor;
	void (*fn)(struct page *p, const struct page_tag *t, const struct role_row *row);
	enum collects collects;
	bool only_there;
};
static const struct beginning beginnings[ROLE__COUNT] = {
	[ROLE_DOCUMENT] = { .fn = begin_document },
	[ROLE_TITLE_DOCUMENT] = { .collects = COLLECT_TITLE },
	[ROLE_AUTHORS] = { .fn = begin_authors },
	[ROLE_PERSON] = { .collects = COLLECT_PERSON },
	[ROLE_AFFILIATION] = { .collects = COLLECT_AFFILIATION },
	[ROLE_SECTION] = { .fn = begin_section },
	[ROLE_BIBLIOGRAPHY] = { .fn = begin_bibliography },
	[ROLE_HEADING] = { .line = true, .collects = COLLECT_HEADING },
	[ROLE_TAG] = { .fn = begin_tag },
	[ROLE_WORK] = { .line = true, .anchor = true, .collects = COLLECT_WORK },
	[ROLE_PARA] = { .line = true, .anchor = true },
	[ROLE_FLOAT] = { .line = true, .anchor = true },
	[ROLE_ITEM] = { .line = true, .anchor = true },
	[ROLE_LIST] = { .line = true, .fn = begin_list },
	[ROLE_TABLE] = { .line = true, .fn = begin_table },
	[ROLE_ROW] = { .line = true, .collects = COLLECT_ROW, .only_there = true },
	[ROLE_CELL] = { .fn = begin_cell },
	[ROLE_EQUATION] = { .line = true, .fn = begin_equation },
	[ROLE_EQUATION_ROW] = { .line = true, .fn = begin_equation },
	[ROLE_BODY] = { .fn = begin_body },
	[ROLE_CAPTION] = { .line = true, .anchor = true, .collects = COLLECT_CAPTION },
	[ROLE_NOTE] = { .anchor = true, .collects = COLLECT_NOTE },
	[ROLE_LISTING_LINE] = { .line = true, .collects = COLLECT_LINE },
	[ROLE_VERBATIM] = { .fn = begin_verbatim },
	[ROLE_TAG_ITEM] = { .line = true, .collects = COLLECT_MARK, .only_there = true },
	[ROLE_THEOREM_HEADING] = { .line = true, .collects = COLLECT_MARK, .only_there = true },
	[ROLE_TAG_EQUATION] = { .fn = begin_number },
	[ROLE_LINK] = { .fn = begin_link },
	[ROLE_BLOCK] = { .line = true },
};

static void begin_within(struct page *p, const struct page_tag *t, const struct role_row *row)
{
	const struct beginning *b = &beginnings[row->role];
	if (b->line)
		page_boundary(p);
	if (b->anchor)
		set_anchor(p, t->id);
	if (b->fn)
		b->fn(p, t, row);
	if (b->collects != COLLECT_PARAGRAPH && (!b->only_there || page_in_paragraph(p)))
		page_collect(p, b->collects);
}

/* Wherever it stands: around the paper, and within it. */
static void begin_any(struct page *p, const struct page_tag *t, const struct role_row *row)
{
	if (str_is(t->id, "license-tr")) {
		page_collect(p, COLLECT_LICENSE);
	} else if (str_is(t->id, "watermark-tr")) {
		page_collect(p, COLLECT_STAMP);
	} else if (row->role == ROLE_BREAK) {
		if (page_top(p)->what == COLLECT_PERSON && strcmp(t->name, "br") == 0)
			page_top(p)->closed = true;  /* what comes is no name */
		else if (page_top(p)->what != COLLECT_VERBATIM)
			words_add(&page_top(p)->text, 0, STR(" "));
	} else if (row->role == ROLE_MATH) {
		begin_math(p, t);
	} else if (row->role == ROLE_ANNOTATION && page_top(p)->what == COLLECT_TEX) {
		page_top(p)->closed = !str_is(t->encoding, "application/x-tex");
	} else if (p->document || row->role == ROLE_DOCUMENT) {
		begin_within(p, t, row);
	}
}

/* ---- What html.c calls ---- */

struct page *page_new(struct builder *b)
{
	struct page *p = xcalloc(1, sizeof *p);
	p->b = b;
	roles_learn(&p->roles);
	p->ids = p->mark = p->number = p->href = (struct buf)BUF_INIT(FULLTEXT_MAX_BLOCK);
	p->outside = (struct buf)BUF_INIT(PAGE_MAX_OUTSIDE);
	for (size_t i = 0; i < PAGE_MAX_COLLECTORS; i++)
		p->collectors[i].text = (struct buf)BUF_INIT(FULLTEXT_MAX_BLOCK);
	p->n_collectors = 1;
	return p;
}

void page_free(struct page *p)
{
	if (p == NULL)
		return;
	for (size_t i = 0; i < PAGE_MAX_COLLECTORS; i++)
		buf_free(&p->collectors[i].text);
	buf_free(&p->ids);
	buf_free(&p->mark);
	buf_free(&p->number);
	buf_free(&p->href);
	buf_free(&p->outside);
	free(p);
}

bool page_skips(const struct page *p) { return p->skip > 0; }

void page_start(struct page *p, const struct page_tag *t)
{
	if (p->depth + 1 >= FULLTEXT_MAX_DEPTH) {
		build_fail(p->b, "elements nested deeper than", FULLTEXT_MAX_DEPTH);
		return;
	}
	struct frame *f = &p->stack[++p->depth];
	*f = (struct frame){ .ids_before = p->ids.len, .anchor_before = p->anchor_at };
	if (p->skip > 0)
		return;
	const struct role_row *row = role_of(&p->roles, t->name, t->class);
	f->role = row->role;
	if (p->contents > 0 || row->role == ROLE_CONTENTS) {
		p->contents = p->contents ? p->contents : p->depth;
		p->b->f->n_contents += row->role == ROLE_CONTENTS_SECTION;
		return;
	}
	f->ground = t->style.n > 0 && (str_find(t->style, "background", 0) != STR_NONE || str_find(t->style, "bg-color", 0) != STR_NONE);
	p->grounds += f->ground;
	if (row->role == ROLE_SKIP || is_hidden(p, t->style) || (row->role == ROLE_CHROME && p->document))
		p->skip = p->depth;
	else
		begin_any(p, t, row);
}

/* What an element's end does besides what it collected. */
static void end_role(struct page *p, const struct frame *f)
{
	switch (f->role) {
	case ROLE_DOCUMENT:
		page_flush(p);
		p->document -= p->document > 0;
		break;
	case ROLE_BIBLIOGRAPHY:
		page_boundary(p);
		p->bibliography -= p->bibliography > 0;
		break;
	case ROLE_LIST:
		page_boundary(p);
		p->lists -= f->counted;
		break;
	case ROLE_CELL:
		page_end_cell(p);
		break;
	case ROLE_EQUATION_ROW:
		if (page_top(p)->what == COLLECT_EQUATION)
			page_put_equation(p, page_top(p));
		break;
	case ROLE_LINK:
		end_link(p);
		break;
	case ROLE_SECTION: case ROLE_PARA: case ROLE_FLOAT: case ROLE_ITEM: case ROLE_TABLE: case ROLE_BLOCK: case ROLE_EQUATION: case ROLE_ROW:
		page_boundary(p);
		break;
	default:
		break;
	}
}

void page_end_tag(struct page *p)
{
	if (p->depth == 0)
		return;
	const struct frame *f = &p->stack[p->depth];
	if (p->skip == 0 && p->contents == 0) {
		if (p->n_collectors > 1 && page_top(p)->depth == p->depth)
			page_put_collected(p);
		else if (p->document)
			end_role(p, f);
		if (f->role == ROLE_ANNOTATION && page_top(p)->what == COLLECT_TEX)
			page_top(p)->closed = true;
	}
	p->skip = p->skip == p->depth ? 0 : p->skip;
	p->contents = p->contents == p->depth ? 0 : p->contents;
	p->authors_depth = p->authors_depth == p->depth ? 0 : p->authors_depth;
	p->grounds -= f->ground;
	buf_cut(&p->ids, f->ids_before);
	p->anchor_at = f->anchor_before;
	p->depth--;
}

void page_text(struct page *p, struct str t)
{
	struct collector *c = page_top(p);
	if (p->skip > 0 || p->contents > 0 || c->closed)
		return;
	if (c->what == COLLECT_VERBATIM) {
		buf_adds(&c->text, t);
	} else if (c->what == COLLECT_PARAGRAPH && (p->document == 0 || p->authors_depth > 0)) {
		if (p->document == 0)
			words_add(&p->outside, 0, str_head(t, PAGE_MAX_OUTSIDE - p->outside.len));
	} else if (c->what == COLLECT_EQUATION && str_trim(t).n > 0) {
		page_close_math(c);
		words_add(&c->text, 0, t);
	} else if (c->what != COLLECT_EQUATION) {
		words_add(&c->text, 0, t);
	}
}
