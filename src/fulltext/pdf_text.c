/* SPDX-License-Identifier: MIT
 * Lines of a PDF as the form: sections by their headings, paragraphs by the shapes of lines, captions, lists, footnotes, and the
 * bibliography work by work. What a table's cells are, lines do not say; its rows are told by their figures. */
#include "heading.h"
#include "pdf.h"

struct reader {
	struct builder b;
	const struct pdf_lines *p;
	struct headings headings;
	struct buf text;             /* of the block that is open */
	struct buf broken;           /* a paragraph that a table, a figure or a footnote came between */
	enum fulltext_kind broken_kind;
	unsigned broken_page;
	enum fulltext_kind kind;
	unsigned page;               /* where it begins */
	bool open, works;            /* works: in the bibliography */
	bool bracketed;              /* its works begin with "[1]" */
	bool table;                  /* behind a table's caption */
	size_t width;                /* of a full line, in bytes: the longest of the last ones */
	struct str last;             /* the line before */
};

/* ---- Blocks ---- */

/* "[12] Doe …" as number and text. */
static void put_work(struct reader *r, struct str text)
{
	struct str number = STR("");
	size_t close = str_find(text, "]", 0);
	if (str_starts(text, "[") && close != STR_NONE && close < 24) {
		number = str_head(text, close + 1);
		text = str_trim(str_from(text, close + 1));
	}
	build_work(&r->b, (struct fulltext_work){ .anchor = STR(""), .number = number, .text = text, .page = r->page });
}

static void end_block(struct reader *r)
{
	struct fulltext_block block = { .kind = r->kind, .depth = r->kind == FULLTEXT_ITEM, .page = r->page, .anchor = STR(""), .text = buf_str(&r->text) };
	if (r->open && buf_full(&r->text))
		build_fail(&r->b, "a paragraph of more bytes than", FULLTEXT_MAX_BLOCK);
	else if (r->open && r->works)
		put_work(r, buf_str(&r->text));
	else if (r->open && r->kind == FULLTEXT_FOOTNOTE)
		build_note(&r->b, block);
	else if (r->open)
		build_block(&r->b, block);
	r->open = false;
	buf_clear(&r->text);
}

static bool ends_sentence(struct str s)
{
	return s.n > 0 && (memchr(".?!:", s.p[s.n - 1], 4) || str_ends(s, "。") || str_ends(s, "：") || str_ends(s, ".”") || str_ends(s, ".)"));
}

/* What comes between is no paragraph's end. */
static void break_off(struct reader *r, enum fulltext_kind next)
{
	bool between = next == FULLTEXT_CAPTION || next == FULLTEXT_FOOTNOTE || next == FULLTEXT_ROW;
	bool text = r->open && (r->kind == FULLTEXT_PARAGRAPH || r->kind == FULLTEXT_ITEM);
	if (!between || !text || r->works || r->broken.len > 0 || ends_sentence(r->last))
		return;
	buf_adds(&r->broken, buf_str(&r->text));
	r->broken_kind = r->kind;
	r->broken_page = r->page;
	buf_clear(&r->text);
	r->open = false;
}

/* The paragraph that was broken off is open again; false: there is none. */
static bool take_up(struct reader *r)
{
	if (r->broken.len == 0)
		return false;
	end_block(r);
	buf_adds(&r->text, buf_str(&r->broken));
	buf_clear(&r->broken);
	r->kind = r->broken_kind;
	r->page = r->broken_page;
	r->open = true;
	return true;
}

static void begin_block(struct reader *r, enum fulltext_kind kind, const struct pdf_line *line, struct str text)
{
	break_off(r, kind);
	end_block(r);
	r->kind = kind;
	r->page = line->page;
	r->open = true;
	r->table = r->table && kind == FULLTEXT_ROW;
	buf_adds(&r->text, text);
}

/* ---- What a line is ---- */

/* "Table 3:", "Figure 2.", "Algorithm 1 Walk" */
static bool is_caption(struct str s, bool *table)
{
	static const struct { const char *word; bool table, bare; } words[] = {
		{ "Table ", true, false }, { "TABLE ", true, true }, { "Figure ", false, false }, { "Fig. ", false, false }, { "FIGURE ", false, true },
		{ "Algorithm ", false, true }, { "表 ", true, true }, { "图 ", false, true },
	};
	for (size_t i = 0; i < COUNTOF(words); i++) {
		if (!str_starts(s, words[i].word))
			continue;
		struct str rest = str_from(s, strlen(words[i].word));
		size_t n = 0;
		while (n < rest.n && (is_alnum((unsigned char)rest.p[n]) || (rest.p[n] == '.' && n + 1 < rest.n && is_digit((unsigned char)rest.p[n + 1]))))
			n++;
		bool number = n > 0 && n < 6 && (is_digit((unsigned char)rest.p[0]) || is_upper((unsigned char)rest.p[0]));
		bool mark = n < rest.n && (rest.p[n] == ':' || rest.p[n] == '.' || rest.p[n] == '|');
		*table = words[i].table;
		if (number && (mark || (words[i].bare && (n == rest.n || rest.p[n] == ' '))))
			return true;
	}
	return false;
}

static bool is_item(const struct pdf_line *line)
{
	static const char *const marks[] = { "• ", "◦ ", "▪ ", "– ", "∙ ", "· ", "◆ ", "➢ ", "* ", "- " };
	struct str s = line->text;
	bool item = line->glyph;
	for (size_t i = 0; i < COUNTOF(marks) && !item; i++)
		item = str_starts(s, marks[i]);
	size_t n = s.n > 0 && s.p[0] == '(';
	size_t from = n;
	while (n < s.n && n - from < 3 && (is_digit((unsigned char)s.p[n]) || is_lower((unsigned char)s.p[n])))
		n++;
	bool bracket = from == 1 && n > from && str_starts(str_from(s, n), ") ");
	bool number = from == 0 && n > 0 && is_digit((unsigned char)s.p[0]) && is_digit((unsigned char)s.p[n - 1]) &&
	              (str_starts(str_from(s, n), ". ") || str_starts(str_from(s, n), ") "));
	return item || bracket || number;
}

/* A row of a table: few words, and a figure or two; its cells parted. */
static bool read_row(struct str line, struct buf *cells)
{
	enum { MOST_WORDS = 24 };
	struct str rest = line, token;
	size_t words = 0, figures = 0;
	bool figure_before = false;
	while (str_cut(&rest, ' ', &token)) {
		size_t digits = 0;
		for (size_t i = 0; i < token.n; i++)
			digits += is_digit((unsigned char)token.p[i]);
		bool figure = digits > 0 && digits * 2 >= token.n / 2;
		if (cells->len > 0)
			buf_addz(cells, (figure && words + figures > 0) || figure_before ? " | " : " ");
		buf_adds(cells, token);
		figures += figure;
		words += !figure;
		figure_before = figure;
	}
	return figures > 0 && words < MOST_WORDS && words <= 4 + 2 * figures;
}

/* Whether the paragraph that is open ended with the last line: a sentence that ended before the line was full. */
static bool is_new_paragraph(const struct reader *r, const struct pdf_line *line)
{
	bool lower = is_lower((unsigned char)line->text.p[0]);
	return !r->open || (ends_sentence(r->last) && r->last.n * 10 < r->width * 9 && !lower);
}

/* Whether what came between a paragraph's parts ended with the last line. */
static bool goes_on_behind(const struct reader *r, const struct pdf_line *line)
{
	bool between = r->open && (r->kind == FULLTEXT_CAPTION || r->kind == FULLTEXT_FOOTNOTE);
	bool ended = ends_sentence(r->last) && (r->kind == FULLTEXT_FOOTNOTE || r->last.n * 10 < r->width * 9);
	return (r->open && r->kind == FULLTEXT_ROW) || (between && (ended || line->page != r->page));
}

/* A work begins with its mark; where they have none, with a name behind the end of the one before. */
static bool is_new_work(struct reader *r, struct str s)
{
	size_t close = str_find(s, "]", 0);
	bool mark = str_starts(s, "[") && close != STR_NONE && close < 24;
	r->bracketed = r->bracketed || mark;
	if (r->bracketed || !r->open)
		return mark || !r->open;
	size_t comma = str_find(str_head(s, 60), ",", 0), dot = str_find(str_head(s, 40), ". ", 0), and = str_find(str_head(s, 60), " and ", 0);
	bool name = is_upper((unsigned char)s.p[0]) && (comma != STR_NONE || dot != STR_NONE || and != STR_NONE);
	return name && r->last.n > 0 && r->last.p[r->last.n - 1] == '.';
}

/* ---- The text ---- */

static void take_heading(struct reader *r, const struct pdf_line *line, const struct heading *h, struct str rest)
{
	take_up(r);
	end_block(r);
	r->works = h->kind == HEADING_WORKS;
	r->bracketed = false;
	r->table = false;
	if (h->kind == HEADING_SECTION) {
		enum fulltext_role role = r->headings.appendix && h->number.n > 0 && is_upper((unsigned char)h->number.p[0]) ? FULLTEXT_APPENDIX : FULLTEXT_OTHER;
		build_section(&r->b, (struct fulltext_section){ .anchor = STR(""), .number = h->number, .title = h->title, .level = h->level, .page = line->page,
		                                                .role = role });
	} else if (h->kind == HEADING_CONTENTS) {
		begin_block(r, FULLTEXT_PARAGRAPH, line, h->title);
	}
	if (rest.n > 0)
		begin_block(r, FULLTEXT_PARAGRAPH, line, rest);
}

/* A line of figures, or a short one: the names of columns. */
static bool take_row(struct reader *r, const struct pdf_line *line)
{
	struct buf cells = BUF_INIT(FULLTEXT_MAX_BLOCK);
	bool row = read_row(line->text, &cells) || (line->text.n * 10 < r->width * 6 && !ends_sentence(line->text));
	if (row)
		begin_block(r, FULLTEXT_ROW, line, buf_str(&cells));
	buf_free(&cells);
	return row;
}

/* "3: return x", of an algorithm. */
static bool is_numbered_line(struct str s)
{
	size_t n = 0;
	while (n < s.n && n < 3 && is_digit((unsigned char)s.p[n]))
		n++;
	return n > 0 && str_starts(str_from(s, n), ": ");
}

static void take_text(struct reader *r, const struct pdf_line *line)
{
	struct str s = line->text;
	bool table = false;
	if (is_caption(s, &table)) {
		begin_block(r, FULLTEXT_CAPTION, line, s);
		r->table = table;
		return;
	}
	r->table = r->table && line->page == r->page;
	if (r->table && (r->kind == FULLTEXT_ROW || ends_sentence(r->last)) && take_row(r, line))
		return;
	if (is_numbered_line(s))
		begin_block(r, FULLTEXT_LINE, line, s);
	else if (is_item(line))
		begin_block(r, FULLTEXT_ITEM, line, s);
	else if (line->mark > 0)
		begin_block(r, FULLTEXT_FOOTNOTE, line, str_from(s, line->mark));
	else if (goes_on_behind(r, line) && take_up(r))
		pdf_join(r->p, &r->text, 0, s);
	else if (is_new_paragraph(r, line) || r->kind == FULLTEXT_ROW)
		begin_block(r, FULLTEXT_PARAGRAPH, line, s);
	else
		pdf_join(r->p, &r->text, 0, s);
}

static void take_line(struct reader *r, const struct pdf_line *line)
{
	struct heading h;
	struct str rest;
	/* the width of a full line follows the text: tables and columns are narrower */
	r->width = line->text.n > r->width ? line->text.n : r->width - (r->width - line->text.n) / 8;
	if (heading_of(&r->headings, line->text, &h, &rest))
		take_heading(r, line, &h, rest);
	else if (r->works && !is_new_work(r, line->text))
		pdf_join(r->p, &r->text, 0, line->text);
	else if (r->works)
		begin_block(r, FULLTEXT_PARAGRAPH, line, line->text);
	else
		take_text(r, line);
	r->last = line->text;
}

bool fulltext_pdf_text(struct str utf8, struct fulltext *f, struct err *e)
{
	enum { LONGEST_TITLE = 250 };
	struct pdf_lines p;
	struct reader r = { .text = BUF_INIT(FULLTEXT_MAX_BLOCK), .broken = BUF_INIT(FULLTEXT_MAX_BLOCK) };
	bool titled = false;
	f->road = FULLTEXT_PDF;
	f->maker = STR("poppler");
	pdf_lines_read(&p, utf8, f);
	build_begin(&r.b, f);
	r.p = &p;
	for (size_t i = 0; i < p.lines.n && r.b.failed == NULL; i++) {
		if (p.lines.v[i].furniture)
			continue;
		if (!titled)
			f->title = build_text(&r.b, str_head_utf8(p.lines.v[i].text, LONGEST_TITLE));
		else
			take_line(&r, &p.lines.v[i]);
		titled = true;
	}
	take_up(&r);
	end_block(&r);
	bool ok = build_end(&r.b, e);
	buf_free(&r.text);
	buf_free(&r.broken);
	build_free(&r.b);
	pdf_lines_free(&p);
	return ok;
}
