/* SPDX-License-Identifier: MIT
 * Escaping by format and by place. Where a text goes is told from what already stands on its line, so that no template
 * can get it wrong. */
#include <string.h>

#include "src/render/view.h"

static const char *line_of(const struct buf *out)
{
	const char *lf = out->len ? memrchr(out->s, '\n', out->len) : NULL;
	return lf ? lf + 1 : out->s;
}

/* ---- Markdown ---- */

/* A table row begins with '|', a link's text follows '['. */
static enum md_place place_of(const struct buf *out)
{
	if (out->len && out->s[out->len - 1] == '[')
		return MD_LINK_TEXT;
	return *line_of(out) == '|' ? MD_CELL : MD_PARAGRAPH;
}

static void put_md(const struct page_look *look, struct buf *out, struct str s, int kind)
{
	if (kind == TEXT_URL)
		md_url(s, out);
	else
		md_text(&look->rules, place_of(out), s, out);
}

/* ---- HTML and XML ---- */

/* The characters that XML 1.0 has no way to write are not in a cleaned text. */
static void put_entities(struct str s, struct buf *out)
{
	static const char signs[] = "&<>\"'";
	static const char *const refs[] = { "&amp;", "&lt;", "&gt;", "&quot;", "&#39;" };
	size_t from = 0;
	for (size_t i = 0; i < s.n; i++) {
		const char *sign = s.p[i] ? strchr(signs, s.p[i]) : NULL;
		if (sign == NULL)
			continue;
		buf_add(out, s.p + from, i - from);
		buf_addz(out, refs[sign - signs]);
		from = i + 1;
	}
	buf_add(out, s.p + from, s.n - from);
}

/* Whether the text goes into a tag: then it is an attribute's value. A template keeps a tag on one line. */
static bool in_tag(const struct buf *out)
{
	const char *line = line_of(out), *end = out->s + out->len;
	const char *open = end > line ? memrchr(line, '<', (size_t)(end - line)) : NULL;
	const char *close = end > line ? memrchr(line, '>', (size_t)(end - line)) : NULL;
	return open && (close == NULL || close < open);
}

/* Text with its mathematics drawn; what cannot be drawn is shown as the TeX it is. */
static void put_html_math(struct str s, struct buf *out)
{
	struct tex_math m;
	size_t from = 0;
	while (tex_next_math(s, from, &m)) {
		put_entities((struct str){ s.p + from, m.start - from }, out);
		struct str tex = str_trim((struct str){ s.p + m.body_start, m.body_end - m.body_start });
		if (!tex_to_mathml(tex, m.display, out)) {
			buf_addz(out, "<code class=\"tex\">");
			put_entities((struct str){ s.p + m.start, m.end - m.start }, out);
			buf_addz(out, "</code>");
		}
		from = m.end;
	}
	put_entities(str_from(s, from), out);
}

static void put_html(const struct page_look *look, struct buf *out, struct str s, int kind)
{
	if (kind == TEXT_URL)
		md_url(s, out);  /* percent-encoded, '&' as &amp;: what an attribute needs, too */
	else if (look->rules.math == MD_MATH_TEXT || in_tag(out))
		put_entities(s, out);
	else
		put_html_math(s, out);
}

static void put_xml(const struct page_look *look, struct buf *out, struct str s, int kind)
{
	UNUSED(look);
	if (kind == TEXT_URL)
		md_url(s, out);
	else
		put_entities(s, out);
}

/* A cleaned text has no control characters: nothing in it moves a terminal. */
static void put_plain(const struct page_look *look, struct buf *out, struct str s, int kind)
{
	UNUSED(look);
	UNUSED(kind);
	buf_adds(out, s);
}

static const struct {
	const char *format;
	void (*put)(const struct page_look *look, struct buf *out, struct str s, int kind);
} forms[] = {
	{ "md", put_md }, { "html", put_html }, { "atom", put_xml }, { "text", put_plain },
};

void escape_text(void *ctx, struct buf *out, struct str s, int kind, bool raw)
{
	const struct page_look *look = &((const struct view *)ctx)->page->look;
	UNUSED(raw);  /* {{{x}}} and {{&x}} mean the same as {{x}} here: nothing of a record gets onto a page unescaped */
	if (kind == TEXT_AS_IS) {
		buf_adds(out, s);
		return;
	}
	for (size_t i = 0; i < COUNTOF(forms); i++)
		if (strcmp(look->format->name, forms[i].format) == 0)
			forms[i].put(look, out, s, kind);
}
