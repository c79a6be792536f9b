/* SPDX-License-Identifier: MIT
 * Escaping by format and by place. Where a text goes is told from what already stands on its line, so that no template
 * can get it wrong. */
#include <string.h>
#include <strings.h>

#include "digest/tex.h"
#include "src/render/ctx.h"

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

static void put_md(const struct render_options *options, struct buf *out, struct str s, int kind)
{
	if (kind == TEXT_URL)
		md_url(s, out);
	else
		md_text(&options->rules, place_of(out), s, out);
}

/* ---- HTML and XML ---- */

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

/* A formula of S as it is drawn, or the TeX that it is. */
static void put_html_formula(struct str s, const struct tex_math *m, struct buf *out)
{
	struct str tex = str_trim((struct str){ s.p + m->body_start, m->body_end - m->body_start });
	if (!tex_is_active_math(tex) && tex_to_mathml(tex, m->display, out))
		return;
	buf_addz(out, "<code class=\"tex\">");
	escape_entities((struct str){ s.p + m->start, m->end - m->start }, false, out);
	buf_addz(out, "</code>");
}

/* Text without mathematics, with the links that its KIND has. */
static void put_linked(struct str s, int kind, struct buf *out)
{
	if (kind == TEXT_LINKED)
		escape_linked(s, out);
	else if (kind == TEXT_DOIS)
		escape_dois(s, out);
	else
		escape_entities(s, false, out);
}

/* Text of HTML, PUT drawing its mathematics. Its links are made where they may stand. */
static void put_drawn(const struct render_options *options, struct str s, int kind, bool links,
                      void (*put)(struct str s, const struct tex_math *m, struct buf *out), struct buf *out)
{
	struct tex_math m;
	size_t from = 0;
	bool drawn = options->rules.math != MD_MATH_TEXT && (kind == TEXT_ESCAPED || kind == TEXT_LINKED);
	int between = links && (kind == TEXT_LINKED || kind == TEXT_DOIS) && !within_link(out) ? kind : TEXT_ESCAPED;
	for (; drawn && tex_next_math(s, from, &m); from = m.end) {
		put_linked((struct str){ s.p + from, m.start - from }, between, out);
		put(s, &m, out);
	}
	put_linked(str_from(s, from), between, out);
}

static void put_html(const struct render_options *options, struct buf *out, struct str s, int kind)
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
		escape_entities(s, true, out);
		return;
	case HTML_TEXT:
		put_drawn(options, s, kind, true, put_html_formula, out);
	}
}

/* Feed readers flatten MathML: a formula is a line of signs, or its TeX. What blanks part from its dollars may be no formula but what
 * stands between two prices: it stays as it is. */
static void put_xml_formula(struct str s, const struct tex_math *m, struct buf *out)
{
	struct buf line = BUF_INIT(BUF_UNBOUNDED);
	struct str tex = { s.p + m->body_start, m->body_end - m->body_start };
	if (str_trim(tex).n == tex.n && tex_to_line(tex, &line))
		escape_entities(buf_str(&line), false, out);
	else
		escape_entities((struct str){ s.p + m->start, m->end - m->start }, false, out);
	buf_free(&line);
}

/* Whether a feed's own element, not HTML within one, is what OUT stands in. */
static bool in_feed_element(const struct buf *out)
{
	static const char *const names[] = { "title", "subtitle", "summary", "name", "id" };
	struct str line = { line_of(out), 0 };
	line.n = (size_t)(out->s + out->len - line.p);
	for (size_t i = 0; i < COUNTOF(names); i++)
		if (line.n > 1 && line.p[0] == '<' && str_starts(str_from(line, 1), names[i]))
			return true;
	return false;
}

static void put_xml(const struct render_options *options, struct buf *out, struct str s, int kind)
{
	if (kind == TEXT_URL)
		md_url(s, out);
	else if (html_place(out) == HTML_TEXT)
		put_drawn(options, s, kind, !in_feed_element(out), put_xml_formula, out);
	else
		escape_entities(s, true, out);
}

/* ---- Texts with marks ---- */

/* A leaf: its dollars are no formula but where it is one. */
static void put_html_leaf(const struct render_options *options, struct buf *out, struct str s, bool formula)
{
	struct tex_math m;
	if (formula && options->rules.math != MD_MATH_TEXT && tex_next_math(s, 0, &m) && m.start == 0 && m.end == s.n)
		put_html_formula(s, &m, out);
	else
		escape_entities(s, false, out);
}

static void put_xml_leaf(const struct render_options *options, struct buf *out, struct str s, bool formula)
{
	struct tex_math m;
	if (formula && options->rules.math != MD_MATH_TEXT && tex_next_math(s, 0, &m) && m.start == 0 && m.end == s.n)
		put_xml_formula(s, &m, out);
	else
		escape_entities(s, false, out);
}

/* The tag that OUT ends in, if blocks may stand behind it; elsewhere only what stands in a paragraph may. */
static bool blocks_may_stand(const struct buf *out)
{
	static const char *const names[] = { "div", "section", "article", "li", "td", "dd", "blockquote", "details", "main", "body" };
	struct str line = { line_of(out), 0 };
	line.n = (size_t)(out->s + out->len - line.p);
	const char *open = line.n && line.p[line.n - 1] == '>' ? memrchr(line.p, '<', line.n) : NULL;
	if (open == NULL)
		return str_empty(str_trim(line));
	struct str name = { open + 1, 0 };
	while (is_alnum((unsigned char)name.p[name.n]))
		name.n++;
	return named(name, names, COUNTOF(names));
}

static void put_md_marked(const struct render_options *options, struct buf *out, const struct md_node *m, struct str seen)
{
	UNUSED(seen);
	md_tree_write(&options->rules, place_of(out), *line_of(out) != '#', m, out);
}

static void put_html_marked(const struct render_options *options, struct buf *out, const struct md_node *m, struct str seen)
{
	if (html_place(out) == HTML_TEXT)
		marked_put_html(options, out, m, blocks_may_stand(out), put_html_leaf, true);
	else
		put_html(options, out, seen, TEXT_NO_MATH);
}

static void put_xml_marked(const struct render_options *options, struct buf *out, const struct md_node *m, struct str seen)
{
	if (html_place(out) == HTML_TEXT && !in_feed_element(out))
		marked_put_html(options, out, m, blocks_may_stand(out), put_xml_leaf, false);
	else
		put_xml(options, out, seen, TEXT_NO_MATH);
}

static void put_text_marked(const struct render_options *options, struct buf *out, const struct md_node *m, struct str seen)
{
	UNUSED(seen);
	marked_put_text(options, out, m);
}

static void put_plain(const struct render_options *options, struct buf *out, struct str s, int kind)
{
	UNUSED(options);
	UNUSED(kind);
	buf_adds(out, s);
}

/* CHARACTERS: nothing but whole characters may come out, no controls and nothing that turns the direction: XML has no way to
 * write some, and a terminal does what others say. Most of a record is so already; a time, a model's name, an address need not
 * be. LINES: a text's line ends stay. */
static const struct {
	const char *format;
	void (*put)(const struct render_options *options, struct buf *out, struct str s, int kind);
	void (*put_marked)(const struct render_options *options, struct buf *out, const struct md_node *m, struct str seen);
	bool characters, lines;
} forms[] = {
	{ "md", put_md, put_md_marked, false, false },
	{ "html", put_html, put_html_marked, true, true },
	{ "atom", put_xml, put_xml_marked, true, false },
	{ "text", put_plain, put_text_marked, true, false },
};

static void put_as(struct render_ctx *r, size_t form, struct buf *out, struct str s, int kind)
{
	const struct render_options *options = &r->page->options;
	const struct md_node *m = kind == TEXT_MARKED ? marked_tree(r, s) : NULL;
	const bool clean = kind != TEXT_VERBATIM && forms[form].characters;
	if (m)
		forms[form].put_marked(options, out, m, s);
	else
		forms[form].put(options, out, clean ? clean_characters(s, forms[form].lines, &r->a, NULL) : s, kind);
}

void escape_text(void *ctx, struct buf *out, struct str s, int kind, bool raw)
{
	struct render_ctx *r = ctx;
	const struct render_options *options = &r->page->options;
	UNUSED(raw);  /* {{{x}}} and {{&x}} mean the same as {{x}} here: nothing of a record gets onto a page unescaped */
	if (kind == TEXT_AS_IS) {
		buf_adds(out, s);
		return;
	}
	for (size_t i = 0; i < COUNTOF(forms); i++)
		if (strcmp(options->format->name, forms[i].format) == 0)
			put_as(r, i, out, s, kind);
}

