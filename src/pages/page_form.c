/* SPDX-License-Identifier: MIT
 * "STYLE FORMAT", then, each once stores have it, the dialect of Markdown and "lang=TAG". Stores of before may have other words
 * there: they say nothing. */
#include "src/pages/page_form.h"

#include "digest/paper.h"

static void put_form(const struct output *o, struct buf *out)
{
	const struct render_options *options = o->options;
	buf_addf(out, "%.*s %s", STR_ARG(o->style->ask.name), options->format->name);
	if (options->format->by_dialect)
		buf_addf(out, " %s", options->dialect->name);
	if (!options->format->records)
		buf_addf(out, " lang=%.*s", STR_ARG(options->lang));
}

void page_form_note(const struct output *o, const struct page *p, struct buf *out)
{
	put_form(o, out);
	buf_addf(out, "\n%.*s\n%.*s", STR_ARG(p->category), STR_ARG(p->profile));
	if (p->all > p->n)
		buf_addf(out, "\n%zu", p->all);
}

/* The words behind style and format. */
struct more {
	struct str dialect, lang;
};

static struct more read_more(struct str words)
{
	struct more m = { STR_NULL, STR_NULL };
	struct str word;
	while (str_cut(&words, ' ', &word)) {
		for (size_t i = 0; dialect_at(i); i++)
			if (str_is(word, dialect_at(i)->name))
				m.dialect = word;
		if (str_starts(word, "lang="))
			m.lang = str_from(word, 5);
	}
	return m;
}

static struct str first_line(struct str noted) { return str_head(noted, str_find(noted, "\n", 0)); }

bool page_form_same(const struct output *o, struct str noted)
{
	const struct render_options *options = o->options;
	struct str form = first_line(noted);
	struct buf mine = BUF_INIT(BUF_UNBOUNDED);
	buf_addf(&mine, "%.*s %s", STR_ARG(o->style->ask.name), options->format->name);
	bool same = str_eq(str_head(form, mine.len), buf_str(&mine)) && (form.n == mine.len || form.p[mine.len] == ' ');
	struct more m = read_more(str_from(form, mine.len));
	buf_free(&mine);
	if (!str_known(noted))
		return true;
	return same && (!str_known(m.dialect) || !options->format->by_dialect || str_is(m.dialect, options->dialect->name)) &&
	       (!str_known(m.lang) || str_eq(m.lang, options->lang));
}

void page_form_words(struct str noted, struct buf *out)
{
	struct str rest = first_line(noted), style, format = STR_NULL;
	if (!str_cut(&rest, ' ', &style))
		return;
	str_cut(&rest, ' ', &format);
	struct more m = read_more(rest);
	buf_addf(out, "style %.*s, format %.*s", STR_ARG(style), STR_ARG(format));
	if (str_known(m.dialect))
		buf_addf(out, ", dialect %.*s", STR_ARG(m.dialect));
	if (str_known(m.lang))
		buf_addf(out, ", language %.*s", STR_ARG(m.lang));
}

void page_form_own_words(const struct output *o, struct buf *out)
{
	struct buf form = BUF_INIT(BUF_UNBOUNDED);
	put_form(o, &form);
	page_form_words(buf_str(&form), out);
	buf_free(&form);
}
