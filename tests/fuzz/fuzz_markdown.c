/* SPDX-License-Identifier: MIT
 * libFuzzer over texts as Markdown: the first byte is the place, the rest a text, made valid. cmark reads a paragraph of
 * it as exactly the text, white space folded; all of it is one line, and in a cell without a bar. */
#include <stdlib.h>
#include <string.h>

#include <cmark.h>

#include "digest/markdown.h"
#include "digest/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static bool read_inlines(cmark_node *parent, struct buf *out)
{
	for (cmark_node *n = cmark_node_first_child(parent); n; n = cmark_node_next(n)) {
		const char *literal = cmark_node_get_literal(n);
		cmark_node_type type = cmark_node_get_type(n);
		bool span = type == CMARK_NODE_HTML_INLINE && (strcmp(literal, "<span>") == 0 || strcmp(literal, "</span>") == 0);
		bool link = type == CMARK_NODE_LINK && url_is_web(str_of(cmark_node_get_url(n)));
		if (type == CMARK_NODE_TEXT)
			buf_addz(out, literal);
		else if (!span && !(link && read_inlines(n, out)))
			return false;
	}
	return true;
}

static bool read_paragraph(struct str markdown, struct buf *out)
{
	cmark_node *doc = cmark_parse_document(markdown.p, markdown.n, CMARK_OPT_DEFAULT);
	cmark_node *p = cmark_node_first_child(doc);
	bool ok = p == NULL || (cmark_node_get_type(p) == CMARK_NODE_PARAGRAPH && !cmark_node_next(p) && read_inlines(p, out));
	cmark_node_free(doc);
	return ok;
}

/* Only valid text without NUL goes in. */
static void valid_part(struct str s, struct buf *out)
{
	for (uint32_t cp; s.n > 0;) {
		size_t n = utf8_decode(s, &cp);
		if (n > 0 && cp != 0)
			buf_adds(out, str_head(s, n));
		s = str_from(s, n ? n : 1);
	}
}

static void fold(struct str s, struct buf *out)
{
	for (size_t i = 0; i < s.n; i++) {
		if (!is_space((unsigned char)s.p[i]))
			buf_addc(out, s.p[i]);
		else if (out->len && out->s[out->len - 1] != ' ')
			buf_addc(out, ' ');
	}
	if (out->len && out->s[out->len - 1] == ' ')
		buf_cut(out, out->len - 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const struct md_rules gfm = MD_RULES_GFM, plain = { .escape = true, .readers = MD_WIDE };
	if (n == 0)
		return 0;
	enum md_place place = data[0] % 3;
	const struct md_rules *r = data[0] & 64 ? &plain : &gfm;
	struct buf text = BUF_INIT(BUF_UNBOUNDED), md = BUF_INIT(BUF_UNBOUNDED), want = BUF_INIT(BUF_UNBOUNDED), got = BUF_INIT(BUF_UNBOUNDED);
	valid_part((struct str){ (const char *)data + 1, n - 1 }, &text);
	fold(buf_str(&text), &want);
	md_text(r, place, buf_str(&text), &md);
	if (memchr(md.s, '\n', md.len) || (place != MD_PARAGRAPH && memchr(md.s, '|', md.len)) || !utf8_valid(buf_str(&md), NULL))
		abort();
	if (place == MD_PARAGRAPH && (!read_paragraph(buf_str(&md), &got) || !str_eq(buf_str(&got), buf_str(&want))))
		abort();
	if (url_is_web(buf_str(&text))) {
		buf_clear(&md);
		md_url(buf_str(&text), &md);
		if (strpbrk(md.s, " <>\n"))
			abort();
	}
	buf_free(&text);
	buf_free(&md);
	buf_free(&want);
	buf_free(&got);
	return 0;
}
