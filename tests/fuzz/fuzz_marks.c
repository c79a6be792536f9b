/* SPDX-License-Identifier: MIT
 * libFuzzer over Markdown of answers: the first byte says what a field allows and who reads, the rest is a text, made valid. The tree is
 * within its limits and says nothing that the text does not; what is written of it for cmark reads as the same text; nothing of a text
 * becomes a link but an address, or HTML but our own elements. */
#include <stdlib.h>
#include <string.h>

#include <cmark.h>

#include "digest/markdown_tree.h"
#include "digest/paper.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

enum { MOST_DEPTH = 16 };

static void look_at(const struct md_node *m, unsigned lists, unsigned quotes, unsigned depth, size_t *nodes)
{
	for (; m; m = m->next) {
		bool leaf = m->kind <= MD_NODE_CODE;
		if (++*nodes > MD_TREE_MAX_NODES || depth > MOST_DEPTH || (leaf ? m->text.n == 0 : m->text.n != 0) || !utf8_valid(m->text, NULL))
			abort();
		if (memchr(m->text.p ? m->text.p : "", '\n', m->text.n) || (leaf && m->first))
			abort();
		unsigned in_lists = lists + (m->kind == MD_NODE_LIST), in_quotes = quotes + (m->kind == MD_NODE_QUOTE);
		if (in_lists > MD_TREE_MAX_LISTS || in_quotes > MD_TREE_MAX_QUOTES)
			abort();
		look_at(m->first, in_lists, in_quotes, depth + 1, nodes);
	}
}

/* What cmark's reader sees of MARKDOWN, without white space and zero-width spaces; HTML but ours, and links to what is no address, are
 * faults. */
static void read_back(struct str markdown, struct buf *out)
{
	static const char *const ours[] = { "<span>", "</span>", "<code>", "</code>" };
	cmark_node *doc = cmark_parse_document(markdown.p, markdown.n, CMARK_OPT_DEFAULT);
	cmark_iter *iter = cmark_iter_new(doc);
	for (cmark_event_type e; (e = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
		cmark_node *node = cmark_iter_get_node(iter);
		cmark_node_type type = cmark_node_get_type(node);
		const char *literal = cmark_node_get_literal(node);
		bool own = false;
		for (size_t i = 0; literal && i < COUNTOF(ours); i++)
			own |= strcmp(literal, ours[i]) == 0;
		if (type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_IMAGE || type == CMARK_NODE_CODE_BLOCK || (type == CMARK_NODE_HTML_INLINE && !own) ||
		    (type == CMARK_NODE_LINK && !url_is_web(str_of(cmark_node_get_url(node)))))
			abort();
		if (literal && type != CMARK_NODE_HTML_INLINE)
			buf_addz(out, literal);
	}
	cmark_iter_free(iter);
	cmark_node_free(doc);
}

static void squeeze(struct str s, struct buf *out)
{
	for (size_t i = 0; i < s.n; i++) {
		if (str_starts(str_from(s, i), "\xe2\x80\x8b"))
			i += 2;
		else if (!is_space((unsigned char)s.p[i]))
			buf_addc(out, s.p[i]);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	/* Without mathematics: it is rewritten. */
	static const struct md_rules gfm = { .escape = true, .linkify = true }, wide = { .escape = true, .readers = MD_WIDE };
	if (n == 0)
		return 0;
	struct arena a = ARENA_INIT;
	struct buf md = BUF_INIT(BUF_UNBOUNDED), seen = BUF_INIT(BUF_UNBOUNDED), back = BUF_INIT(BUF_UNBOUNDED), want = BUF_INIT(BUF_UNBOUNDED), got = BUF_INIT(BUF_UNBOUNDED);
	bool blocks = data[0] & 1;
	struct str text = clean_marked((struct str){ (const char *)data + 1, n - 1 }, blocks, &a);
	const struct md_node *m = md_tree_read(text, blocks ? MD_FORMAT_BLOCKS : MD_FORMAT_INLINE, &a);
	size_t nodes = 0;
	look_at(m, 0, 0, 0, &nodes);
	md_tree_write(data[0] & 2 ? &gfm : &wide, MD_PARAGRAPH, true, m, &md);
	md_tree_text(m, &seen);
	read_back(buf_str(&md), &back);
	squeeze(buf_str(&seen), &want);
	squeeze(buf_str(&back), &got);
	/* The numbers of lists that do not begin with one are text to readers that count for themselves. */
	if ((data[0] & 2) && !str_eq(buf_str(&want), buf_str(&got)))
		abort();
	md_tree_write(&wide, MD_CELL, true, m, &md);
	buf_free(&md);
	buf_free(&seen);
	buf_free(&back);
	buf_free(&want);
	buf_free(&got);
	arena_free(&a);
	return 0;
}
