/* SPDX-License-Identifier: MIT
 * A file of the user's, plain text or Markdown, as the form: headings (marked by #, or told as in a PDF), paragraphs between empty lines,
 * lists, tables with bars, code between fences, footnotes, and the bibliography line by line. */
#include "heading.h"

#include "digest/text.h"

struct reader {
	struct builder b;
	struct headings headings;
	struct buf text;      /* of the block that is open */
	enum fulltext_kind kind;
	int depth;
	bool open, works, fence, formula;
};

static void end_block(struct reader *r)
{
	struct fulltext_block block = { .kind = r->kind, .depth = r->depth, .anchor = STR(""), .text = buf_str(&r->text) };
	struct buf formula = BUF_INIT(FULLTEXT_MAX_BLOCK);
	if (r->kind == FULLTEXT_FORMULA) {
		buf_addc(&formula, '$');
		words_tex(&formula, block.text);
		buf_addc(&formula, '$');
		block.text = buf_str(&formula);
	}
	if (r->open && r->works)
		build_work(&r->b, (struct fulltext_work){ .anchor = STR(""), .number = STR(""), .text = block.text });
	else if (r->open)
		build_block(&r->b, block);
	buf_free(&formula);
	r->open = false;
	buf_clear(&r->text);
}

static void begin_block(struct reader *r, enum fulltext_kind kind, int depth, struct str text)
{
	end_block(r);
	r->kind = kind;
	r->depth = depth;
	r->open = true;
	words_add(&r->text, 0, text);
}

/* ---- Kinds of lines ---- */

static void take_heading(struct reader *r, enum heading_kind kind, int level, struct str number, struct str title)
{
	end_block(r);
	r->works = kind == HEADING_WORKS;
	if (kind == HEADING_SECTION)
		build_section(&r->b, (struct fulltext_section){ .anchor = STR(""), .number = number, .title = title, .level = level });
}

/* "## 3 Method": the first "# …" of the file is its title. */
static bool take_marked_heading(struct reader *r, struct str line)
{
	struct heading h;
	struct str rest;
	int level = 0;
	while (level < 6 && (size_t)level < line.n && line.p[level] == '#')
		level++;
	if (level == 0 || (size_t)level == line.n || line.p[level] != ' ')
		return false;
	struct str title = str_trim(str_from(line, (size_t)level));
	while (title.n > 0 && title.p[title.n - 1] == '#')
		title = str_trim(str_head(title, title.n - 1));
	if (level == 1 && r->b.f->title.n == 0 && r->b.sections.n == 0) {
		end_block(r);
		r->b.f->title = build_text(&r->b, title);
	} else if (heading_of(&r->headings, title, &h, &rest) && rest.n == 0) {
		take_heading(r, h.kind, level > 1 ? level - 1 : 1, h.number, h.title);
	} else {
		take_heading(r, HEADING_SECTION, level > 1 ? level - 1 : 1, STR(""), title);
	}
	return true;
}

/* "| a | b |": its cells; the line of dashes below the head is none. */
static bool take_row(struct reader *r, struct str line)
{
	if (line.n < 3 || line.p[0] != '|' || line.p[line.n - 1] != '|')
		return false;
	struct str cells = str_trim((struct str){ line.p + 1, line.n - 2 });
	bool dashes = true;
	for (size_t i = 0; i < cells.n && dashes; i++)
		dashes = memchr("-:| ", cells.p[i], 4) != NULL;
	if (!dashes)
		begin_block(r, FULLTEXT_ROW, 0, cells);
	return true;
}

/* "- one", "2. two": indented by two blanks for each list that it is in. */
static bool take_item(struct reader *r, struct str line)
{
	size_t indent = 0, n = 0;
	while (indent < line.n && line.p[indent] == ' ')
		indent++;
	struct str s = str_from(line, indent);
	while (n < s.n && n < 3 && is_digit((unsigned char)s.p[n]))
		n++;
	bool number = n > 0 && (str_starts(str_from(s, n), ". ") || str_starts(str_from(s, n), ") "));
	if (!number && !str_starts(s, "- ") && !str_starts(s, "* ") && !str_starts(s, "+ ") && !str_starts(s, "• "))
		return false;
	begin_block(r, FULLTEXT_ITEM, 1 + (int)(indent < 20 ? indent / 2 : 10), s);
	return true;
}

static bool take_footnote(struct reader *r, struct str line)
{
	size_t end = str_starts(line, "[^") ? str_find(line, "]:", 0) : STR_NONE;
	if (end == STR_NONE)
		return false;
	begin_block(r, FULLTEXT_FOOTNOTE, 0, str_trim(str_from(line, end + 2)));
	return true;
}

static bool is_fence(struct str line) { return str_starts(line, "```") || str_starts(line, "~~~"); }

/* "$$" on a line of its own begins and ends a formula; one that is whole in a line is a formula, too. */
static bool take_formula(struct reader *r, struct str line)
{
	bool marked = str_starts(line, "$$");
	if (r->formula) {
		bool last = str_ends(line, "$$");
		struct str part = last ? str_head(line, line.n - 2) : line;
		buf_addc(&r->text, ' ');
		words_add(&r->text, 0, part);
		if (last)
			end_block(r);
		r->formula = !last;
		return true;
	}
	if (!marked)
		return false;
	bool whole = line.n > 4 && str_ends(line, "$$");
	struct str tex = str_trim(whole ? (struct str){ line.p + 2, line.n - 4 } : str_from(line, 2));
	begin_block(r, FULLTEXT_FORMULA, 0, tex);
	r->formula = !whole;
	if (whole)
		end_block(r);
	return true;
}

static bool is_caption(struct str s)
{
	return (str_starts(s, "Table ") || str_starts(s, "Figure ") || str_starts(s, "表 ") || str_starts(s, "图 ")) && str_find(str_head(s, 20), ":", 0) != STR_NONE;
}

/* A heading without marks stands alone between empty lines: ALONE. */
static void take_line(struct reader *r, struct str raw, bool alone)
{
	struct str line = str_trim(raw), rest;
	struct heading h;
	if (is_fence(line)) {
		end_block(r);
		r->fence = !r->fence;
	} else if (r->fence) {
		begin_block(r, FULLTEXT_LINE, 0, line);
		end_block(r);
	} else if (take_formula(r, line)) {
		;
	} else if (line.n == 0) {
		end_block(r);
	} else if (take_marked_heading(r, line) || take_row(r, line) || take_footnote(r, line)) {
		;
	} else if (alone && heading_of(&r->headings, line, &h, &rest)) {
		take_heading(r, h.kind, h.level, h.number, h.title);
		if (rest.n > 0)
			begin_block(r, FULLTEXT_PARAGRAPH, 0, rest);
	} else if (r->works && (str_starts(line, "[") || !r->open)) {
		begin_block(r, FULLTEXT_PARAGRAPH, 0, line);
	} else if (take_item(r, raw)) {
		;
	} else if (r->open && r->kind != FULLTEXT_ROW) {
		buf_addc(&r->text, ' ');
		words_add(&r->text, 0, line);
	} else {
		begin_block(r, is_caption(line) ? FULLTEXT_CAPTION : FULLTEXT_PARAGRAPH, 0, line);
	}
}

bool fulltext_text(struct str bytes, struct fulltext *f, struct err *e)
{
	struct reader r = { .text = BUF_INIT(FULLTEXT_MAX_BLOCK) };
	struct str line, before = STR("");
	size_t bad;
	if (bytes.n > FULLTEXT_MAX_FORM)
		return err_set(e, ERR_INPUT, "a text of more bytes than %d", FULLTEXT_MAX_FORM);
	if (!utf8_valid(bytes, &bad))
		return err_set(e, ERR_INPUT, "no UTF-8: byte %zu", bad);
	if (str_starts(bytes, "\xef\xbb\xbf"))
		bytes = str_from(bytes, 3);
	f->road = FULLTEXT_FILE;
	build_begin(&r.b, f);
	for (struct str rest = bytes; r.b.failed == NULL && str_cut(&rest, '\n', &line); before = str_trim(line)) {
		size_t end = str_find(rest, "\n", 0);
		bool last = str_trim(end == STR_NONE ? rest : str_head(rest, end)).n == 0;
		take_line(&r, line, before.n == 0 && last);
		if (buf_full(&r.text))
			build_fail(&r.b, "a paragraph of more bytes than", FULLTEXT_MAX_BLOCK);
	}
	end_block(&r);
	bool ok = build_end(&r.b, e);
	buf_free(&r.text);
	build_free(&r.b);
	return ok;
}
