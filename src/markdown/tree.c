/* SPDX-License-Identifier: MIT
 * Markdown of answers by cmark, whose only door this is: its tree becomes ours, less what a field does not allow. What is left out
 * becomes its text: a link's words, a picture's description, HTML as it was written, lines of code as paragraphs. */
#include "cmark_source.h"

#include <cmark.h>

const char md_tree_library[] = "cmark/" CMARK_VERSION_STRING;

/* ---- The tree being made ---- */

struct reading {
	struct arena *a;
	const struct cmark_source *source;
	struct buf seen;            /* all that a reader sees, formulas as they are */
	size_t nodes;
	size_t stars;               /* '*' that are text though they are not escaped */
	bool marks;                 /* something is not just text */
	bool full;
	unsigned lists, quotes, depth;
};

/* A list of nodes, and the text that is to be the next one. */
struct chain {
	const struct md_node *first, **end;
	struct buf text;
};
#define CHAIN_INIT(c) { NULL, &(c).first, BUF_INIT(BUF_UNBOUNDED) }

static struct md_node *add_node(struct reading *r, struct chain *c, enum md_node_kind kind)
{
	struct md_node *m = arena_calloc(r->a, 1, sizeof *m);
	m->kind = kind;
	r->full |= ++r->nodes > MD_TREE_MAX_NODES;
	*c->end = m;
	c->end = (const struct md_node **)&m->next;
	return m;
}

static void end_text(struct reading *r, struct chain *c)
{
	struct buf unicode = BUF_INIT(BUF_UNBOUNDED);
	if (c->text.len == 0)
		return;
	tex_to_unicode(buf_str(&c->text), &unicode);
	if (unicode.len)
		add_node(r, c, MD_NODE_TEXT)->text = arena_dup(r->a, buf_str(&unicode));
	buf_clear(&c->text);
	buf_free(&unicode);
}

/* A blank in what is seen. */
static void part_seen(struct reading *r)
{
	if (r->seen.len && r->seen.s[r->seen.len - 1] != ' ')
		buf_addc(&r->seen, ' ');
}

/* One blank for any white space, none where there is one or nothing is before it. */
static void add_blank(struct reading *r, struct chain *c)
{
	if (c->text.len ? c->text.s[c->text.len - 1] != ' ' : c->first != NULL)
		buf_addc(&c->text, ' ');
	part_seen(r);
}

/* The formula that the sentinel at *I of S stands for; *I is behind it. */
static struct str formula_at(const struct reading *r, struct str s, size_t *i)
{
	size_t n = 0;
	for (int k = 1; k <= SENTINEL_DIGITS; k++) {
		size_t at = *i + (size_t)k * SENTINEL_BYTES + 2;
		n = n << 4 | (at < s.n ? (unsigned char)s.p[at] & 15u : 0);
	}
	*i += (1 + SENTINEL_DIGITS) * SENTINEL_BYTES;
	return n < r->source->formulas.n ? r->source->formulas.v[n] : STR("");
}

/* FORMULA on one line. */
static struct str one_line(struct reading *r, struct str formula)
{
	struct buf out = BUF_INIT(BUF_UNBOUNDED);
	for (size_t i = 0; i < formula.n; i++)
		if (!is_space((unsigned char)formula.p[i]))
			buf_addc(&out, formula.p[i]);
		else if (out.s[out.len ? out.len - 1 : 0] != ' ')
			buf_addc(&out, ' ');
	struct str s = arena_dup(r->a, buf_str(&out));
	buf_free(&out);
	return s;
}

/* A literal of cmark's, with our own signs what they stand for. CODE: formulas are a part of it. C: formulas become nodes. */
static void add_literal(struct reading *r, struct chain *c, const char *literal, bool code)
{
	struct str s = str_of(literal ? literal : "");
	for (size_t i = 0; i < s.n;) {
		unsigned char sign = (unsigned char)s.p[i], last = i + 2 < s.n ? (unsigned char)s.p[i + 2] : 0;
		bool ours = sign == 0xef && last && (unsigned char)s.p[i + 1] == 0xb7;
		struct str part = { s.p + i, 1 };
		if (is_space(sign)) {
			add_blank(r, c);
			i++;
			continue;
		}
		if (ours && last == SENTINEL_MATH) {
			part = one_line(r, formula_at(r, s, &i));
			if (!code) {
				end_text(r, c);
				add_node(r, c, MD_NODE_MATH)->text = part;
				buf_adds(&r->seen, part);
				continue;
			}
		} else if (ours && last >= SENTINEL_BACKSLASH) {
			part = last == SENTINEL_BACKSLASH ? STR("\\") : last == SENTINEL_COLON ? STR(":") : STR("");
			i += SENTINEL_BYTES;
		} else {
			i++;
		}
		buf_adds(&c->text, part);
		buf_adds(&r->seen, part);
	}
}

/* All the text below NODE, however deep. */
static void add_flat(struct reading *r, struct chain *c, cmark_node *node)
{
	cmark_iter *iter = cmark_iter_new(node);
	for (cmark_event_type e; (e = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
		cmark_node *n = cmark_iter_get_node(iter);
		const char *literal = cmark_node_get_literal(n);
		if (e == CMARK_EVENT_ENTER && literal)
			add_literal(r, c, literal, false);
		else if (!literal && cmark_node_get_type(n) != CMARK_NODE_EMPH && cmark_node_get_type(n) != CMARK_NODE_STRONG &&
		         cmark_node_get_type(n) != CMARK_NODE_LINK)
			add_blank(r, c);
	}
	cmark_iter_free(iter);
}

/* ---- Inlines ---- */

enum { IN_EM = 1, IN_STRONG = 2 };

static void add_inlines(struct reading *r, struct chain *c, cmark_node *parent, unsigned in);

/* LIST without the blanks at its ends that TeX may have left, and without texts of which nothing is left then: a delimiter beside a
 * blank is none. */
static const struct md_node *trim_ends(const struct md_node *list)
{
	const struct md_node **link = &list;
	for (const struct md_node *m = list, *next; m; m = next) {
		struct md_node *own = (struct md_node *)(uintptr_t)m;
		bool text = m->kind == MD_NODE_TEXT;
		next = m->next;
		while (text && link == &list && str_starts(own->text, " "))
			own->text = str_from(own->text, 1);
		while (text && !next && str_ends(own->text, " "))
			own->text.n--;
		if (text && own->text.n == 0)
			*link = next;
		else
			link = &own->next;
	}
	return list;
}

static void add_emphasis(struct reading *r, struct chain *c, cmark_node *n, unsigned in, enum md_node_kind kind)
{
	unsigned bit = kind == MD_NODE_EM ? IN_EM : IN_STRONG;
	struct chain inner = CHAIN_INIT(inner);
	r->marks = true;
	if (in & bit) {
		add_inlines(r, c, n, in);
		return;
	}
	end_text(r, c);
	add_inlines(r, &inner, n, in | bit);
	end_text(r, &inner);
	const struct md_node *list = trim_ends(inner.first);
	if (list)
		add_node(r, c, kind)->first = list;
	buf_free(&inner.text);
}

/* Code: a text of its own, without blanks at its ends. */
static void add_code(struct reading *r, struct chain *c, const char *literal)
{
	struct chain inner = CHAIN_INIT(inner);
	add_literal(r, &inner, literal, true);
	struct str code = str_trim(buf_str(&inner.text));
	if (code.n) {
		end_text(r, c);
		add_node(r, c, MD_NODE_CODE)->text = arena_dup(r->a, code);
	}
	buf_free(&inner.text);
	r->marks = true;
}

static void count_stars(struct reading *r, const char *literal)
{
	for (const char *p = literal; *p; p++)
		r->stars += *p == '*';
}

static void add_inline(struct reading *r, struct chain *c, cmark_node *n, unsigned in)
{
	switch (cmark_node_get_type(n)) {
	case CMARK_NODE_TEXT:
		count_stars(r, cmark_node_get_literal(n));
		add_literal(r, c, cmark_node_get_literal(n), false);
		break;
	case CMARK_NODE_SOFTBREAK: case CMARK_NODE_LINEBREAK:
		add_blank(r, c);
		break;
	case CMARK_NODE_CODE:
		add_code(r, c, cmark_node_get_literal(n));
		break;
	case CMARK_NODE_HTML_INLINE:
		add_literal(r, c, cmark_node_get_literal(n), false);
		break;
	case CMARK_NODE_EMPH:
		add_emphasis(r, c, n, in, MD_NODE_EM);
		break;
	case CMARK_NODE_STRONG:
		add_emphasis(r, c, n, in, MD_NODE_STRONG);
		break;
	default:
		add_inlines(r, c, n, in);  /* a link, a picture: its words */
	}
}

static void add_inlines(struct reading *r, struct chain *c, cmark_node *parent, unsigned in)
{
	if (r->depth == MD_TREE_MAX_DEPTH) {
		add_flat(r, c, parent);
		return;
	}
	r->depth++;
	for (cmark_node *n = cmark_node_first_child(parent); n && !r->full; n = cmark_node_next(n))
		add_inline(r, c, n, in);
	r->depth--;
}

/* ---- Blocks ---- */

static void add_blocks(struct reading *r, struct chain *c, cmark_node *parent);

/* What INNER has got, as a block; nothing, if that is nothing. */
static struct md_node *close_block(struct reading *r, struct chain *c, struct chain *inner, enum md_node_kind kind)
{
	struct md_node *m = NULL;
	while (inner->text.len && inner->text.s[inner->text.len - 1] == ' ')
		buf_cut(&inner->text, inner->text.len - 1);
	end_text(r, inner);
	if (inner->first) {
		m = add_node(r, c, kind);
		m->first = inner->first;
	}
	buf_free(&inner->text);
	part_seen(r);
	return m;
}

/* PREFIX: what stands before it. */
static struct md_node *add_paragraph(struct reading *r, struct chain *c, cmark_node *n, enum md_node_kind kind, const char *prefix)
{
	struct chain inner = CHAIN_INIT(inner);
	add_literal(r, &inner, prefix, false);
	add_inlines(r, &inner, n, 0);
	return close_block(r, c, &inner, kind);
}

/* Each line that is not empty, as a paragraph; or all of them as one. */
static void add_lines(struct reading *r, struct chain *c, const char *literal, bool each)
{
	struct str lines = str_of(literal), line;
	r->marks = true;
	while (each ? str_cut(&lines, '\n', &line) : lines.n > 0) {
		struct chain inner = CHAIN_INIT(inner);
		struct buf one = BUF_INIT(BUF_UNBOUNDED);
		buf_adds(&one, str_trim(each ? line : lines));
		add_literal(r, &inner, one.s, false);
		close_block(r, c, &inner, MD_NODE_PARAGRAPH);
		buf_free(&one);
		if (!each)
			break;
	}
}

/* The blocks below N, as paragraphs; those that begin the items of an ordered list with their numbers. */
static void add_as_paragraphs(struct reading *r, struct chain *c, cmark_node *list)
{
	int number = cmark_node_get_list_type(list) == CMARK_ORDERED_LIST ? cmark_node_get_list_start(list) : -1;
	for (cmark_node *item = cmark_node_first_child(list); item && !r->full; item = cmark_node_next(item)) {
		cmark_node *n = cmark_node_first_child(item);
		if (number >= 0 && n && cmark_node_get_type(n) == CMARK_NODE_PARAGRAPH) {
			struct buf prefix = BUF_INIT(32);
			buf_addf(&prefix, "%d. ", number++);
			add_paragraph(r, c, n, MD_NODE_PARAGRAPH, prefix.s);
			buf_free(&prefix);
			n = cmark_node_next(n);
		}
		struct chain rest = CHAIN_INIT(rest);
		for (; n; n = cmark_node_next(n))
			add_flat(r, &rest, n);
		close_block(r, c, &rest, MD_NODE_PARAGRAPH);
	}
}

static void add_list(struct reading *r, struct chain *c, cmark_node *list)
{
	if (r->lists == MD_TREE_MAX_LISTS) {
		add_as_paragraphs(r, c, list);
		return;
	}
	struct md_node *m = add_node(r, c, MD_NODE_LIST);
	m->ordered = cmark_node_get_list_type(list) == CMARK_ORDERED_LIST;
	m->number = m->ordered ? (unsigned)cmark_node_get_list_start(list) : 0;
	m->tight = cmark_node_get_list_tight(list);
	struct chain items = CHAIN_INIT(items);
	r->lists++;
	for (cmark_node *n = cmark_node_first_child(list); n && !r->full; n = cmark_node_next(n)) {
		struct md_node *item = add_node(r, &items, MD_NODE_ITEM);
		struct chain inner = CHAIN_INIT(inner);
		add_blocks(r, &inner, n);
		item->first = inner.first;
	}
	r->lists--;
	m->first = items.first;
}

static void add_quote(struct reading *r, struct chain *c, cmark_node *n)
{
	struct chain inner = CHAIN_INIT(inner);
	if (r->quotes == MD_TREE_MAX_QUOTES) {
		add_blocks(r, c, n);
		return;
	}
	r->quotes++;
	add_blocks(r, &inner, n);
	r->quotes--;
	if (inner.first)
		add_node(r, c, MD_NODE_QUOTE)->first = inner.first;
}

static void add_block(struct reading *r, struct chain *c, cmark_node *n)
{
	bool inside = r->lists || r->quotes;
	struct md_node *m;
	switch (cmark_node_get_type(n)) {
	case CMARK_NODE_PARAGRAPH:
		add_paragraph(r, c, n, MD_NODE_PARAGRAPH, "");
		break;
	case CMARK_NODE_HEADING:
		r->marks = true;
		m = add_paragraph(r, c, n, inside ? MD_NODE_PARAGRAPH : MD_NODE_HEADING, "");
		if (m && !inside)
			m->number = (unsigned)cmark_node_get_heading_level(n);
		break;
	case CMARK_NODE_LIST:
		r->marks = true;
		add_list(r, c, n);
		break;
	case CMARK_NODE_BLOCK_QUOTE:
		r->marks = true;
		add_quote(r, c, n);
		break;
	case CMARK_NODE_CODE_BLOCK:
		add_lines(r, c, cmark_node_get_literal(n), true);
		break;
	case CMARK_NODE_HTML_BLOCK:
		add_lines(r, c, cmark_node_get_literal(n), false);
		break;
	default:
		r->marks = true;  /* a rule */
	}
}

static void add_blocks(struct reading *r, struct chain *c, cmark_node *parent)
{
	if (r->depth == MD_TREE_MAX_DEPTH) {
		struct chain inner = CHAIN_INIT(inner);
		add_flat(r, &inner, parent);
		close_block(r, c, &inner, MD_NODE_PARAGRAPH);
		return;
	}
	r->depth++;
	for (cmark_node *n = cmark_node_first_child(parent); n && !r->full; n = cmark_node_next(n))
		add_block(r, c, n);
	r->depth--;
}

/* ---- The whole ---- */

/* The least level of the headings is 1, all others are 2. */
static void set_levels(const struct md_node *list)
{
	unsigned least = 6;
	for (const struct md_node *m = list; m; m = m->next)
		if (m->kind == MD_NODE_HEADING && m->number < least)
			least = m->number;
	for (const struct md_node *m = list; m; m = m->next)
		if (m->kind == MD_NODE_HEADING)
			((struct md_node *)(uintptr_t)m)->number = m->number == least ? 1 : 2;
}

/* Off with the '.' that kept a line from being a block. */
static void drop_dot(const struct md_node *list, struct reading *r)
{
	struct md_node *m = (struct md_node *)(uintptr_t)(list ? list->first : NULL);
	if (m && m->kind == MD_NODE_TEXT && str_starts(m->text, "."))
		m->text = str_from(m->text, 1);
	if (m && m->text.n == 0 && m->kind == MD_NODE_TEXT)
		((struct md_node *)(uintptr_t)list)->first = m->next;
	if (r->seen.len)
		memmove(r->seen.s, r->seen.s + 1, r->seen.len--);
}

/* Whether S, white space folded, is what R's reader sees. */
static bool is_as_it_was(struct str s, const struct reading *r)
{
	struct str seen = str_trim(buf_str(&r->seen));
	size_t k = 0;
	s = str_trim(s);
	for (size_t i = 0; i < s.n; i++) {
		bool blank = is_space((unsigned char)s.p[i]);
		if (blank && is_space((unsigned char)s.p[i - 1]))
			continue;
		if (k == seen.n || seen.p[k++] != (blank ? ' ' : s.p[i]))
			return false;
	}
	return k == seen.n;
}

/* *SAME: the text is all that there is. */
static const struct md_node *read_once(struct cmark_source *x, bool blocks, struct reading *r, bool *same)
{
	struct chain all = CHAIN_INIT(all);
	cmark_source_prepare(x, blocks);
	r->full = x->full;
	cmark_node *root = cmark_parse_document(x->out.s, x->out.len, CMARK_OPT_DEFAULT);
	add_blocks(r, &all, root);
	cmark_node_free(root);
	set_levels(all.first);
	if (!blocks)
		drop_dot(all.first, r);
	*same = !r->marks && !(all.first && all.first->next) && is_as_it_was(x->s, r);
	buf_free(&all.text);
	return all.first;
}

const struct md_node *md_tree_read(struct str s, enum md_format format, struct arena *a)
{
	bool blocks = format == MD_FORMAT_BLOCKS, same;
	if (format == MD_FORMAT_NONE || s.n > MD_TREE_MAX_BYTES || !md_tree_may_be(s, blocks))
		return NULL;
	struct cmark_source x = { .s = s, .out = BUF_INIT(BUF_UNBOUNDED), .formulas = VEC_INIT };
	struct reading r = { .a = a, .source = &x, .seen = BUF_INIT(BUF_UNBOUNDED) };
	const struct md_node *ret = read_once(&x, blocks, &r, &same);
	if (r.stars && !r.full) {
		struct reading again = { .a = a, .source = &x, .seen = BUF_INIT(BUF_UNBOUNDED) };
		bool same_again;
		x.edges = true;
		const struct md_node *better = read_once(&x, blocks, &again, &same_again);
		if (again.stars < r.stars && !again.full) {
			ret = better;
			same = same_again;
		}
		buf_free(&again.seen);
	}
	if (r.full || same)
		ret = NULL;
	buf_free(&x.out);
	buf_free(&r.seen);
	vec_free(&x.formulas);
	return ret;
}
