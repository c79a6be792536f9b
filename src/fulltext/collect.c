/* SPDX-License-Identifier: MIT
 * Where the text of a page goes: to the innermost collector, a row, a caption, a footnote … or, where none is open, the paragraph, which
 * ends where an element begins or ends a line. What was collected becomes a part of the form. */
#include "page.h"

/* ---- Collectors ---- */

struct collector *page_top(struct page *p) { return &p->collectors[p->n_collectors - 1]; }

static struct str anchor_now(const struct page *p)
{
	return (struct str){ p->ids.s + p->anchor_at, p->ids.len - p->anchor_at };
}

void page_collect(struct page *p, enum collects what)
{
	if (p->n_collectors == PAGE_MAX_COLLECTORS)
		return;
	struct collector *c = &p->collectors[p->n_collectors++];
	c->what = what;
	c->depth = p->depth;
	c->in_math = c->closed = false;
	c->column = 0;
	buf_clear(&c->text);
}

void page_flush(struct page *p)
{
	struct collector *c = &p->collectors[0];
	struct str text = str_trim(buf_str(&c->text));
	if (text.n > 0 && p->bibliography == 0) {
		struct buf whole = BUF_INIT(FULLTEXT_MAX_BLOCK);
		if (p->mark.len > 0) {
			bool bare = is_alnum((unsigned char)p->mark.s[p->mark.len - 1]);
			buf_addf(&whole, "%s%s ", p->mark.s, bare ? ":" : "");
			buf_clear(&p->mark);
		}
		buf_adds(&whole, text);
		if (buf_full(&whole) || buf_full(&c->text))
			build_fail(p->b, "a paragraph of more bytes than", FULLTEXT_MAX_BLOCK);
		build_block(p->b, (struct fulltext_block){ .kind = p->lists > 0 ? FULLTEXT_ITEM : FULLTEXT_PARAGRAPH, .depth = p->lists,
		                                           .anchor = anchor_now(p), .text = buf_str(&whole) });
		buf_free(&whole);
	}
	buf_clear(&c->text);
}

void page_boundary(struct page *p)
{
	struct collector *c = page_top(p);
	if (c->what == COLLECT_PARAGRAPH)
		page_flush(p);
	else if (c->what != COLLECT_VERBATIM)
		words_add(&c->text, 0, STR(" "));
}

static void put_block(struct page *p, enum fulltext_kind kind, struct str text)
{
	build_block(p->b, (struct fulltext_block){ .kind = kind, .anchor = anchor_now(p), .text = text });
}

bool page_in_paragraph(struct page *p) { return page_top(p)->what == COLLECT_PARAGRAPH; }

/* ---- Formulas ---- */

void page_close_math(struct collector *c)
{
	if (c->in_math)
		buf_addc(&c->text, '$');
	c->in_math = false;
}

void page_put_formula(struct page *p, struct str tex, bool display)
{
	struct collector *c = page_top(p);
	struct buf line = BUF_INIT(FULLTEXT_MAX_BLOCK);
	words_tex(&line, tex);
	if (buf_full(&line))
		build_fail(p->b, "a formula of more bytes than", FULLTEXT_MAX_BLOCK);
	if (line.len == 0 || !p->document || c->closed || p->authors_depth > 0) {
		;
	} else if (c->what == COLLECT_EQUATION) {
		buf_addz(&c->text, c->in_math ? " " : c->text.len ? " $" : "$");
		buf_adds(&c->text, buf_str(&line));
		c->in_math = true;
	} else if (display && c->what == COLLECT_PARAGRAPH) {
		struct buf whole = BUF_INIT(FULLTEXT_MAX_BLOCK);
		page_flush(p);
		buf_addf(&whole, "$%s$", line.s);
		put_block(p, FULLTEXT_FORMULA, buf_str(&whole));
		buf_free(&whole);
	} else {
		buf_addf(&c->text, "$%s$", line.s);
	}
	buf_free(&line);
}

void page_put_equation(struct page *p, struct collector *c)
{
	page_close_math(c);
	put_block(p, FULLTEXT_FORMULA, str_trim(buf_str(&c->text)));
	buf_clear(&c->text);
}

/* ---- Rows of tables ---- */

static void part_cells(struct collector *row, const char *bar)
{
	if (row->text.len > 0 && row->text.s[row->text.len - 1] != ' ')
		buf_addc(&row->text, ' ');
	buf_addz(&row->text, bar);
}

/* The cells that a cell of a row above, which is several rows high, takes before the next one. */
static void pass_spans(struct page *p, struct collector *row)
{
	while (row->column < PAGE_MAX_COLUMNS && p->spans[row->column] > 0) {
		p->spans[row->column]--;
		if (row->column++ > 0)
			part_cells(row, "| ");
	}
}

void page_begin_cell(struct page *p, const struct page_tag *t)
{
	struct collector *row = page_top(p);
	if (row->what != COLLECT_ROW || p->depth != row->depth + 1) {
		page_boundary(p);
		return;
	}
	pass_spans(p, row);
	if (row->column > 0)
		part_cells(row, "| ");
	for (row->more = 0; row->more < t->colspan && row->column < PAGE_MAX_COLUMNS; row->more++)
		p->spans[row->column++] = t->rowspan - 1;
	row->more -= row->more > 0;
}

void page_end_cell(struct page *p)
{
	struct collector *row = page_top(p);
	if (row->what != COLLECT_ROW || p->depth != row->depth + 1)
		return;
	for (; row->more > 0; row->more--)
		part_cells(row, "|");
}

/* ---- What was collected ---- */

/* The innermost open section, or bibliography, of which a heading is. */
static enum role heading_of(const struct page *p)
{
	for (int i = p->depth - 1; i > 0; i--) {
		enum role r = p->stack[i].role;
		if (r == ROLE_SECTION || r == ROLE_BIBLIOGRAPHY)
			return r;
		if (r == ROLE_FLOAT || r == ROLE_PARA || r == ROLE_ITEM)
			break;
	}
	return ROLE_NONE;
}

static void put_title(struct page *p, struct collector *c, struct str text)
{
	UNUSED(c);
	if (p->b->f->title.n == 0)
		p->b->f->title = build_text(p->b, text);
}

static void put_mark(struct page *p, struct collector *c, struct str text)
{
	UNUSED(c);
	if (p->mark.len > 0 && text.n > 0)
		buf_addc(&p->mark, ' ');
	buf_adds(&p->mark, text);
}

static void put_heading(struct page *p, struct collector *c, struct str text)
{
	enum role of = heading_of(p);
	struct fulltext_section *s = of == ROLE_SECTION ? build_here(p->b) : NULL;
	if (s && (s->title.n == 0 || s->role == FULLTEXT_ABSTRACT)) {
		s->title = build_text(p->b, text);
		s->number = build_text(p->b, buf_str(&p->number));
	} else if (of == ROLE_NONE) {
		put_mark(p, c, text);
	}
	buf_clear(&p->number);
}

static void put_work_tag(struct page *p, struct collector *c, struct str text)
{
	UNUSED(c);
	buf_clear(&p->number);
	buf_adds(&p->number, text);
}

/* "Appendix A" is A, "3.2." is 3.2. */
static void put_tag(struct page *p, struct collector *c, struct str text)
{
	while (text.n > 0 && is_alpha((unsigned char)text.p[0]) && memchr(text.p, ' ', text.n))
		text = str_trim(str_from(text, str_find(text, " ", 0)));
	while (text.n > 0 && text.p[text.n - 1] == '.')
		text.n--;
	put_work_tag(p, c, text);
}

static void put_row(struct page *p, struct collector *row, struct str text)
{
	UNUSED(text);
	pass_spans(p, row);
	bool cells = false;
	for (size_t i = 0; i < row->text.len && !cells; i++)
		cells = row->text.s[i] != '|' && row->text.s[i] != ' ';
	if (cells)
		put_block(p, FULLTEXT_ROW, buf_str(&row->text));
}

static void put_caption(struct page *p, struct collector *c, struct str text)
{
	UNUSED(c);
	put_block(p, FULLTEXT_CAPTION, text);
}

static void put_note(struct page *p, struct collector *c, struct str text)
{
	UNUSED(c);
	build_note(p->b, (struct fulltext_block){ .kind = FULLTEXT_FOOTNOTE, .anchor = anchor_now(p), .text = text });
}

static void put_line(struct page *p, struct collector *c, struct str text)
{
	UNUSED(c);
	put_block(p, FULLTEXT_LINE, text);
}

static void put_verbatim(struct page *p, struct collector *c, struct str text)
{
	struct str line;
	text = buf_str(&c->text);
	while (str_cut(&text, '\n', &line)) {
		struct buf clean = BUF_INIT(FULLTEXT_MAX_BLOCK);
		words_add(&clean, 0, line);
		put_block(p, FULLTEXT_LINE, buf_str(&clean));
		buf_free(&clean);
	}
}

static void put_last_equation(struct page *p, struct collector *c, struct str text)
{
	UNUSED(text);
	page_put_equation(p, c);
}

static void put_tex(struct page *p, struct collector *c, struct str text)
{
	UNUSED(c);
	page_put_formula(p, text, p->display);
}

static void put_work(struct page *p, struct collector *c, struct str text)
{
	UNUSED(c);
	build_work(p->b, (struct fulltext_work){ .anchor = anchor_now(p), .number = buf_str(&p->number), .text = text });
	buf_clear(&p->number);
}

static void put_person(struct page *p, struct collector *c, struct str text)
{
	UNUSED(c);
	build_author(p->b, text);
}

static void put_affiliation(struct page *p, struct collector *c, struct str text)
{
	UNUSED(c);
	build_affiliation(p->b, text);
}

static void put_license(struct page *p, struct collector *c, struct str text)
{
	static const char label[] = "License:";
	struct str *to = &p->b->f->license;
	UNUSED(c);
	if (str_starts(text, label))
		text = str_trim(str_from(text, sizeof label - 1));
	if (to->n == 0)
		*to = build_text(p->b, text);
}

static void put_stamp(struct page *p, struct collector *c, struct str text)
{
	UNUSED(c);
	words_stamp(text, p->b->f);
}

void page_put_collected(struct page *p)
{
	static void (*const puts[COLLECT__COUNT])(struct page *p, struct collector *c, struct str text) = {
		[COLLECT_TITLE] = put_title, [COLLECT_HEADING] = put_heading, [COLLECT_TAG] = put_tag, [COLLECT_WORK_TAG] = put_work_tag,
		[COLLECT_MARK] = put_mark, [COLLECT_ROW] = put_row, [COLLECT_CAPTION] = put_caption, [COLLECT_NOTE] = put_note,
		[COLLECT_LINE] = put_line, [COLLECT_VERBATIM] = put_verbatim, [COLLECT_EQUATION] = put_last_equation, [COLLECT_TEX] = put_tex,
		[COLLECT_WORK] = put_work, [COLLECT_PERSON] = put_person, [COLLECT_AFFILIATION] = put_affiliation,
		[COLLECT_LICENSE] = put_license, [COLLECT_STAMP] = put_stamp,
	};
	struct collector *c = page_top(p);
	p->n_collectors--;
	if (buf_full(&c->text))
		build_fail(p->b, "a paragraph, row or formula of more bytes than", FULLTEXT_MAX_BLOCK);
	puts[c->what](p, c, str_trim(buf_str(&c->text)));
}
