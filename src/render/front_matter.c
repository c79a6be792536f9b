/* SPDX-License-Identifier: MIT
 * Front matter: the style's fields in the form that a generator reads. A text is always quoted, so that no title is
 * taken for a date, a comment or a list; only Pelican's metadata knows no quotes. A day is one where the field is just
 * {{date}}: a title that looks like a day stays a title. */
#include <string.h>

#include "src/render/ctx.h"

/* ---- How a kind writes ---- */

/* In double quotes with \ for " and itself: the same in YAML, TOML and JSON for a line without controls. */
static void put_quoted(struct str s, struct buf *out)
{
	buf_addc(out, '"');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"' || s.p[i] == '\\')
			buf_addc(out, '\\');
		buf_addc(out, s.p[i]);
	}
	buf_addc(out, '"');
}

static void put_bare(struct str s, struct buf *out) { buf_adds(out, s); }

/* Pelican's words begin with a capital in its documentation; it takes any. */
static void put_capital(struct str name, struct buf *out)
{
	buf_addc(out, is_lower((unsigned char)name.p[0]) ? (char)(name.p[0] - 'a' + 'A') : name.p[0]);
	buf_adds(out, str_from(name, 1));
}

static const struct kind {
	const char *open, *close, *between, *end, *list_open, *list_close;
	void (*name)(struct str s, struct buf *out);
	void (*text)(struct str s, struct buf *out);
	bool bare_day;   /* a day is a value of its own, not a text */
	bool rfc3339;    /* and it takes only RFC 3339's form */
	bool more;       /* the dialect's further lines are written so */
} kinds[] = {
	[FRONT_YAML] = { "---\n", "---\n\n", ": ", "\n", "[", "]", put_bare, put_quoted, true, false, true },
	[FRONT_TOML] = { "+++\n", "+++\n\n", " = ", "\n", "[", "]", put_bare, put_quoted, true, true, false },
	[FRONT_JSON] = { "{\n", "\n}\n\n", ": ", ",\n", "[", "]", put_quoted, put_quoted, false, false, false },
	[FRONT_PELICAN] = { "", "\n", ": ", "\n", "", "", put_capital, put_bare, true, false, false },
};

/* ---- Texts ---- */

/* Controls and what ends a line in YAML (NEL, U+2028, U+2029) as blanks; no parser of front matter takes the others. */
static void put_line(struct str s, struct buf *out)
{
	for (size_t i = 0, n; i < s.n; i += n) {
		uint32_t cp = 0;
		n = utf8_decode(str_from(s, i), &cp);
		if (n == 0 || cp < 0x20 || (cp >= 0x7f && cp < 0xa0) || cp == 0x2028 || cp == 0x2029)
			buf_addc(out, ' ');
		else if ((cp & 0xfffe) != 0xfffe)
			buf_adds(out, str_head(str_from(s, i), n));
		n += n == 0;
	}
}

/* One text of a field, as the kind and the dialect's generator want it. */
static void put_text(const struct render_ctx *r, const struct kind *k, struct str text, struct buf *out)
{
	struct buf line = BUF_INIT(BUF_UNBOUNDED), marked = BUF_INIT(BUF_UNBOUNDED);
	struct md_rules rules = r->page->options.rules;
	put_line(text, &line);
	rules.math = MD_MATH_TEXT;
	rules.linkify = false;
	if (r->page->options.dialect->front_markdown)
		md_text(&rules, MD_PARAGRAPH, buf_str(&line), &marked);
	k->text(str_trim(buf_str(r->page->options.dialect->front_markdown ? &marked : &line)), out);
	buf_free(&line);
	buf_free(&marked);
}

/* ---- Fields ---- */

static void put_list(const struct render_ctx *r, const struct kind *k, struct str text, struct buf *out)
{
	struct str item;
	bool first = true;
	buf_addz(out, k->list_open);
	while (str_cut(&text, ',', &item)) {
		item = str_trim(item);
		if (str_empty(item))
			continue;
		if (!first)
			buf_addz(out, ", ");
		first = false;
		put_text(r, k, item, out);
	}
	buf_addz(out, k->list_close);
}

/* A day as the dialect's generator wants it; alone where the kind does not take that. */
static void put_day(const struct kind *k, const char *form, struct str day, struct buf *out)
{
	struct buf full = BUF_INIT(BUF_UNBOUNDED);
	const char *at = form && (!k->rfc3339 || strchr(form, 'T')) ? strstr(form, "%s") : NULL;
	if (at == NULL)
		buf_adds(&full, day);
	else
		buf_addf(&full, "%.*s%.*s%s", (int)(at - form), form, STR_ARG(day), at + 2);
	if (k->bare_day)
		buf_adds(out, buf_str(&full));
	else
		k->text(buf_str(&full), out);
	buf_free(&full);
}

/* False at the first name that is not "date". */
static bool is_date(void *ctx, struct str name, const char *file, int line, struct err *e)
{
	(void)file, (void)line, (void)e;
	*(bool *)ctx = true;
	return str_is(name, "date");
}

/* Whether the field F, which came to TEXT, is the page's day. */
static bool is_day(const struct render_ctx *r, const struct front_field *f, struct str text)
{
	struct err unused = ERR_INIT;
	bool named = false;
	return day_valid(text) && str_eq(text, r->page->date) && template_each_name(f->text, is_date, &named, &unused) && named;
}

/* What the field's template gives, as one line of plain text. */
static bool field_text(struct render_ctx *r, const struct front_field *f, struct buf *out, struct err *e)
{
	struct value root = { .type = VALUE_OBJECT, .ops = &page_ops, .ctx = r };
	struct template_out how = { .ctx = r };
	buf_clear(out);
	return template_render(f->text, root, &how, out, e);
}

/* A field without text is left out. */
static void put_field(struct render_ctx *r, const struct kind *k, const struct front_field *f, struct str text, bool first,
                      struct buf *out)
{
	if (!first)
		buf_addz(out, k->end);
	k->name(f->name, out);
	buf_addz(out, k->between);
	if (f->list)
		put_list(r, k, text, out);
	else if (is_day(r, f, text))
		put_day(k, r->page->options.dialect->date, text, out);
	else
		put_text(r, k, text, out);
}

/* The dialect's further lines, without those that the style has fields for: a name twice is an error in YAML. */
static void put_more(const struct render_options *options, struct buf *out)
{
	struct str lines = str_of(options->dialect->front_more), line;
	while (str_cut(&lines, '\n', &line)) {
		struct str name = str_head(line, str_find(line, ":", 0));
		bool has = str_empty(line);
		for (size_t i = 0; !has && i < options->n_fields; i++)
			has = str_eq(options->fields[i].name, name);
		if (!has)
			buf_addf(out, "%.*s\n", STR_ARG(line));
	}
}

bool front_render(struct render_ctx *r, struct buf *out, struct err *e)
{
	const struct render_options *options = &r->page->options;
	if (options->front == FRONT_NONE || !options->format->by_dialect)
		return true;
	const struct kind *k = &kinds[options->front];
	struct buf text = BUF_INIT(BUF_UNBOUNDED);
	bool ok = true, first = true;
	buf_addz(out, k->open);
	for (size_t i = 0; ok && i < options->n_fields; i++) {
		ok = field_text(r, &options->fields[i], &text, e);
		struct str line = str_trim(buf_str(&text));
		if (ok && !str_empty(line)) {
			put_field(r, k, &options->fields[i], line, first, out);
			first = false;
		}
	}
	if (options->front != FRONT_JSON)
		buf_addz(out, "\n");
	if (k->more && options->dialect->front_more)
		put_more(options, out);
	buf_addz(out, k->close);
	buf_free(&text);
	return ok;
}

