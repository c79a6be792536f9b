/* SPDX-License-Identifier: MIT
 * Escaping by format and by place. Where a text goes is told from what already stands on its line, so that no template
 * can get it wrong. */
#include <string.h>
#include <strings.h>

#include "digest/tex.h"
#include "src/render/view.h"

static const char *line_of(const struct buf *out)
{
	const char *lf = out->len ? memrchr(out->s, '\n', out->len) : NULL;
	return lf ? lf + 1 : out->s;
}

/* ---- Markdown ---- */

/* A table row begins with '|', a link's text follows '[', with or without a number: "[12. ". */
static enum md_place place_of(const struct buf *out)
{
	size_t n = out->len;
	while (n > 0 && (is_digit((unsigned char)out->s[n - 1]) || out->s[n - 1] == '.' || out->s[n - 1] == ' '))
		n--;
	if (n > 0 && out->s[n - 1] == '[')
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

/* The characters that XML 1.0 has no way to write are not in a cleaned text. In an attribute's value a line end is
 * written as a reference, so that its tag stays on the line that we look at. */
static const char *const entities[256] = {
	['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;", ['\n'] = "&#10;",
};

static void put_entities(struct str s, bool line_ends, struct buf *out)
{
	size_t from = 0;
	for (size_t i = 0; i < s.n; i++) {
		const char *entity = entities[(unsigned char)s.p[i]];
		if (entity == NULL || (s.p[i] == '\n' && !line_ends))
			continue;
		buf_add(out, s.p + from, i - from);
		buf_addz(out, entity);
		from = i + 1;
	}
	buf_add(out, s.p + from, s.n - from);
}

/* Where a text of an HTML page goes. */
enum html_place {
	HTML_TEXT,
	HTML_VALUE,    /* into an attribute's quoted value */
	HTML_ADDRESS,  /* at the start of one that is an address */
	HTML_BARE,     /* into a tag, outside of quotes */
	HTML_CODE,     /* where it would be run: a script, a style sheet, an attribute that holds one */
};

static bool named(struct str name, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (name.n == strlen(names[i]) && strncasecmp(name.p, names[i], name.n) == 0)
			return true;
	return false;
}

/* VALUE is what stands in the quotes so far, NAME the attribute's. */
static enum html_place place_in_value(struct str name, struct str value)
{
	static const char *const code[] = { "style", "srcdoc" };
	static const char *const addresses[] = { "href", "src", "action", "formaction", "xlink:href", "data", "poster", "cite",
	                                         "background", "ping", "srcset", "manifest" };
	if (named(name, code, COUNTOF(code)) || (name.n > 2 && strncasecmp(name.p, "on", 2) == 0))
		return HTML_CODE;
	return str_empty(str_trim(value)) && named(name, addresses, COUNTOF(addresses)) ? HTML_ADDRESS : HTML_VALUE;
}

/* What follows TAG, which begins with '<' and may have ended. */
static enum html_place place_behind(struct str tag)
{
	struct str name = { tag.p + 1, 0 };
	size_t i = 1;
	for (; i < tag.n && tag.p[i] != '>'; i++) {
		char c = tag.p[i];
		if (c == '"' || c == '\'') {
			const char *close = memchr(tag.p + i + 1, c, tag.n - i - 1);
			if (close == NULL)
				return place_in_value(name, str_from(tag, i + 1));
			i = (size_t)(close - tag.p);
		} else if (c != '=' && !is_space((unsigned char)c)) {
			if (name.p + name.n != tag.p + i)
				name.p = tag.p + i;
			name.n = (size_t)(tag.p + i + 1 - name.p);
		}
	}
	if (i == tag.n)
		return HTML_BARE;
	bool code = (tag.n > 7 && strncasecmp(tag.p, "<script", 7) == 0) || (tag.n > 6 && strncasecmp(tag.p, "<style", 6) == 0);
	return code ? HTML_CODE : HTML_TEXT;
}

/* A template keeps a tag on one line; a sign of a value that could end it is written as a reference. */
static enum html_place html_place(const struct buf *out)
{
	const char *line = line_of(out), *end = out->s + out->len;
	const char *open = end > line ? memrchr(line, '<', (size_t)(end - line)) : NULL;
	return open ? place_behind((struct str){ open, (size_t)(end - open) }) : HTML_TEXT;
}

/* Without quotes nearly every sign ends a value: each is a reference. */
static void put_bare(struct str s, struct buf *out)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x80)
			buf_addf(out, "&#%d;", s.p[i]);
		else
			buf_addc(out, s.p[i]);
}

/* Text with its mathematics drawn; what cannot be drawn is shown as the TeX it is. */
static void put_html_math(struct str s, struct buf *out)
{
	struct tex_math m;
	size_t from = 0;
	while (tex_next_math(s, from, &m)) {
		put_entities((struct str){ s.p + from, m.start - from }, false, out);
		struct str tex = str_trim((struct str){ s.p + m.body_start, m.body_end - m.body_start });
		if (tex_acts(tex) || !tex_to_mathml(tex, m.display, out)) {
			buf_addz(out, "<code class=\"tex\">");
			put_entities((struct str){ s.p + m.start, m.end - m.start }, false, out);
			buf_addz(out, "</code>");
		}
		from = m.end;
	}
	put_entities(str_from(s, from), false, out);
}

static void put_html(const struct page_look *look, struct buf *out, struct str s, int kind)
{
	switch (html_place(out)) {
	case HTML_CODE:  /* no escape is sure there: it is left out, and the page's policy would not run it */
		return;
	case HTML_BARE:
		put_bare(s, out);
		return;
	case HTML_ADDRESS:
		if (url_is_web(s))
			md_url(s, out);  /* percent-encoded, '&' as &amp; */
		return;
	case HTML_VALUE:
		put_entities(s, true, out);
		return;
	case HTML_TEXT:
		if (kind != TEXT_ESCAPED || look->rules.math == MD_MATH_TEXT)
			put_entities(s, false, out);
		else
			put_html_math(s, out);
	}
}

static void put_xml(const struct page_look *look, struct buf *out, struct str s, int kind)
{
	UNUSED(look);
	if (kind == TEXT_URL)
		md_url(s, out);
	else
		put_entities(s, html_place(out) != HTML_TEXT, out);
}

static void put_plain(const struct page_look *look, struct buf *out, struct str s, int kind)
{
	UNUSED(look);
	UNUSED(kind);
	buf_adds(out, s);
}

/* CHARACTERS: nothing but whole characters may come out, no controls and nothing that turns the direction: XML has no way to
 * write some, and a terminal does what others say. Most of a record is so already; a time, a model's name, an address need not
 * be. LINES: a text's line ends stay. */
static const struct {
	const char *format;
	void (*put)(const struct page_look *look, struct buf *out, struct str s, int kind);
	bool characters, lines;
} forms[] = {
	{ "md", put_md, false, false },
	{ "html", put_html, true, true },
	{ "atom", put_xml, true, false },
	{ "text", put_plain, true, false },
};

void escape_text(void *ctx, struct buf *out, struct str s, int kind, bool raw)
{
	struct view *v = ctx;
	const struct page_look *look = &v->page->look;
	UNUSED(raw);  /* {{{x}}} and {{&x}} mean the same as {{x}} here: nothing of a record gets onto a page unescaped */
	if (kind == TEXT_AS_IS) {
		buf_adds(out, s);
		return;
	}
	const bool clean = kind != TEXT_VERBATIM;
	for (size_t i = 0; i < COUNTOF(forms); i++)
		if (strcmp(look->format->name, forms[i].format) == 0)
			forms[i].put(look, out, clean && forms[i].characters ? clean_characters(s, forms[i].lines, &v->a, NULL) : s, kind);
}
