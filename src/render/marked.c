/* SPDX-License-Identifier: MIT
 * Texts of answers that were read as Markdown: a value for templates, and the tree as HTML and as lines for a terminal. What a reader
 * of Markdown is given is markdown/tree_to_markdown.c's. */
#include <string.h>

#include "src/render/ctx.h"

/* ---- Values ---- */

/* "blocks": the text itself, where it is more than one paragraph. */
static struct value marked_member(void *ctx, struct str name)
{
	const struct marked *m = ctx;
	return str_is(name, "blocks") && md_tree_has_blocks(m->tree) ? m->value : value_none();
}
static const struct value_ops marked_ops = { .get = marked_member };

/* What is read, and what a reader sees of it, which is what a template's section asks about. */
static struct marked *read_marked(struct render_ctx *r, struct str s, enum md_format format,
                                  const struct evidence_links *links)
{
	struct marked *m = arena_calloc(&r->a, 1, sizeof *m);
	struct buf seen = BUF_INIT(BUF_UNBOUNDED);
	*m = (struct marked){ .source = s, .format = format, .r = r, .next = r->marked };
	r->marked = m;
	m->tree = md_tree_read(clean_marked(s, format == MD_FORMAT_BLOCKS, &r->a), format, &r->a);
	if (m->tree == NULL && links)
		m->tree = md_tree_plain(clean_text(s, false, &r->a, NULL), &r->a);
	if (m->tree) {
		md_tree_text(m->tree, &seen);
		if (links)
			m->tree = evidence_link(links, m->tree, &r->a);
		m->value = (struct value){ .type = VALUE_TEXT, .text = arena_dup(&r->a, buf_str(&seen)), .kind = TEXT_MARKED, .ops = &marked_ops, .ctx = m };
	} else {
		m->value = value_text(clean_text(s, false, &r->a, NULL));
	}
	buf_free(&seen);
	return m;
}

struct value value_marked(struct render_ctx *r, struct str s, enum md_format format)
{
	const struct evidence_links *links = evidence_links(r, s);
	bool may_be = format != MD_FORMAT_NONE && md_tree_may_be(s, format == MD_FORMAT_BLOCKS);
	if (!may_be && links == NULL)
		return value_text(clean_text(s, false, &r->a, NULL));
	for (const struct marked *m = r->marked; m; m = m->next)
		if (m->source.p == s.p && m->source.n == s.n && m->format == format)
			return m->value;
	return read_marked(r, s, format, links)->value;
}

const struct md_node *marked_tree(const struct render_ctx *r, struct str s)
{
	for (const struct marked *m = r->marked; m; m = m->next)
		if (m->tree && m->value.text.p == s.p)
			return m->tree;
	return NULL;
}

/* ---- HTML ---- */

struct html {
	const struct render_options *options;
	struct buf *out;
	marked_leaf *put;
	bool quotations;
};

static const struct { const char *open, *close; } elements[] = {
	[MD_NODE_EM] = { "<em>", "</em>" }, [MD_NODE_STRONG] = { "<strong>", "</strong>" }, [MD_NODE_CODE] = { "<code>", "</code>" },
	[MD_NODE_PARAGRAPH] = { "<p>", "</p>" }, [MD_NODE_QUOTE] = { "<blockquote>", "</blockquote>" }, [MD_NODE_ITEM] = { "<li>", "</li>" },
};

/* One place: its text is a link; with what is found there as what is shown to the one who points at it or comes to it
 * by keyboard. */
static void html_target(const struct html *h, const struct md_target *t, struct str text)
{
	bool linked = t->url.n > 0, quoted = h->quotations && t->note.n > 0;
	if (linked) {
		buf_addz(h->out, "<a href=\"");
		md_url(t->url, h->out);
		buf_addz(h->out, h->quotations ? "\" rel=\"noopener noreferrer\"" : "\"");
	} else if (quoted) {
		buf_addz(h->out, "<span tabindex=\"0\"");
	}
	if (quoted) {
		buf_addz(h->out, " class=\"ev\" data-quote=\"");
		escape_entities(t->note, true, h->out);
		buf_addc(h->out, '"');
	}
	buf_addz(h->out, linked || quoted ? ">" : "");
	h->put(h->options, h->out, text, false);
	buf_addz(h->out, linked ? "</a>" : quoted ? "</span>" : "");
}

static void html_link(const struct html *h, const struct md_node *m)
{
	html_target(h, &m->targets[0], m->text);
	if (m->n_targets > 1 && (m->targets[1].url.n > 0 || h->quotations))
		html_target(h, &m->targets[1], STR("†"));
}

static void html_inlines(const struct html *h, const struct md_node *list)
{
	for (const struct md_node *m = list; m; m = m->next) {
		if (m->kind == MD_NODE_TEXT || m->kind == MD_NODE_MATH) {
			h->put(h->options, h->out, m->text, m->kind == MD_NODE_MATH);
			continue;
		}
		if (m->kind == MD_NODE_LINK) {
			html_link(h, m);
			continue;
		}
		buf_addz(h->out, elements[m->kind].open);
		if (m->kind == MD_NODE_CODE)
			h->put(h->options, h->out, m->text, false);
		html_inlines(h, m->first);
		buf_addz(h->out, elements[m->kind].close);
	}
}

static void html_blocks(const struct html *h, const struct md_node *list, bool tight);

static void html_list(const struct html *h, const struct md_node *m)
{
	if (m->ordered && m->number != 1)
		buf_addf(h->out, "<ol start=\"%u\">", m->number);
	else
		buf_addz(h->out, m->ordered ? "<ol>" : "<ul>");
	for (const struct md_node *item = m->first; item; item = item->next) {
		buf_addz(h->out, "<li>");
		html_blocks(h, item->first, m->tight);
		buf_addz(h->out, "</li>");
	}
	buf_addz(h->out, m->ordered ? "</ol>" : "</ul>");
}

/* The sub-headings of a card stand below its parts' <h3>. */
static void html_heading(const struct html *h, const struct md_node *m)
{
	buf_addz(h->out, m->number == 1 ? "<h4>" : "<h5>");
	html_inlines(h, m->first);
	buf_addz(h->out, m->number == 1 ? "</h4>" : "</h5>");
}

/* TIGHT: paragraphs are an item's own text. */
static void html_blocks(const struct html *h, const struct md_node *list, bool tight)
{
	for (const struct md_node *m = list; m; m = m->next) {
		if (m->kind == MD_NODE_LIST) {
			html_list(h, m);
		} else if (m->kind == MD_NODE_HEADING) {
			html_heading(h, m);
		} else if (m->kind == MD_NODE_QUOTE) {
			buf_addz(h->out, elements[m->kind].open);
			html_blocks(h, m->first, false);
			buf_addz(h->out, elements[m->kind].close);
		} else {
			buf_addz(h->out, tight ? "" : "<p>");
			html_inlines(h, m->first);
			buf_addz(h->out, tight ? "" : "</p>");
		}
	}
}

/* Blocks where only a paragraph's inside may stand. */
static void html_flat(const struct html *h, const struct md_node *list, bool *any)
{
	for (const struct md_node *m = list; m; m = m->next) {
		if (m->kind != MD_NODE_PARAGRAPH && m->kind != MD_NODE_HEADING) {
			html_flat(h, m->first, any);
			continue;
		}
		if (*any)
			buf_addz(h->out, "<br>");
		*any = true;
		html_inlines(h, m->first);
	}
}

void marked_put_html(const struct render_options *options, struct buf *out, const struct md_node *m, bool blocks,
                     marked_leaf *put, bool quotations)
{
	const struct html h = { options, out, put, quotations };
	bool any = false;
	if (blocks && md_tree_has_blocks(m))
		html_blocks(&h, m, false);
	else
		html_flat(&h, m, &any);
}

/* ---- Lines for a terminal ---- */

struct lines {
	struct buf *out;
	struct buf prefix;
	bool colour;
};

static void text_inlines(const struct lines *l, const struct md_node *list)
{
	for (const struct md_node *m = list; m; m = m->next) {
		bool bold = l->colour && m->kind == MD_NODE_STRONG;
		buf_addz(l->out, bold ? "\033[1m" : "");
		buf_adds(l->out, m->text);
		text_inlines(l, m->first);
		buf_addz(l->out, bold ? "\033[22m" : "");
	}
}

static void text_line(const struct lines *l)
{
	buf_addc(l->out, '\n');
	buf_adds(l->out, buf_str(&l->prefix));
}

static void text_blocks(struct lines *l, const struct md_node *list);

static void text_inside(struct lines *l, const struct md_node *list, const char *prefix)
{
	size_t before = l->prefix.len;
	buf_addz(&l->prefix, prefix);
	text_blocks(l, list);
	buf_cut(&l->prefix, before);
}

static void text_list(struct lines *l, const struct md_node *m)
{
	unsigned number = m->number;
	for (const struct md_node *item = m->first; item; item = item->next) {
		if (m->ordered)
			buf_addf(l->out, "%u. ", number++);
		else
			buf_addz(l->out, "- ");
		text_inside(l, item->first, m->ordered ? "   " : "  ");
		if (item->next)
			text_line(l);
	}
}

static void text_blocks(struct lines *l, const struct md_node *list)
{
	for (const struct md_node *m = list; m; m = m->next) {
		bool bold = l->colour && m->kind == MD_NODE_HEADING;
		if (m->kind == MD_NODE_LIST) {
			text_list(l, m);
		} else if (m->kind == MD_NODE_QUOTE) {
			buf_addz(l->out, "> ");
			text_inside(l, m->first, "> ");
		} else {
			buf_addz(l->out, bold ? "\033[1m" : "");
			text_inlines(l, m->first);
			buf_addz(l->out, bold ? "\033[22m" : "");
		}
		if (m->next)
			text_line(l);
	}
}

void marked_put_text(const struct render_options *options, struct buf *out, const struct md_node *m)
{
	struct lines l = { out, BUF_INIT(BUF_UNBOUNDED), options->colour };
	const char *lf = out->len ? memrchr(out->s, '\n', out->len) : NULL;
	for (const char *p = lf ? lf + 1 : out->s; *p == ' '; p++)
		buf_addc(&l.prefix, ' ');
	const size_t first = (size_t)(out->s + out->len - (lf ? lf + 1 : out->s));
	if (md_tree_has_blocks(m) && m->kind != MD_NODE_PARAGRAPH && first > l.prefix.len)  /* words stand before it: "A: " */
		text_line(&l);
	text_blocks(&l, m);
	buf_free(&l.prefix);
}

