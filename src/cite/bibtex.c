/* SPDX-License-Identifier: MIT
 * A paper as an entry of BibTeX, with the fields of arXiv's own export (browse/formatting/cite.py of arxiv-browse), and what INSPIRE has beside
 * them: the journal's reference, the report's number. */
#include "src/cite/internal.h"

static void open_field(struct buf *out, const char *name) { buf_addf(out, ",\n  %s = {", name); }

/* As it is: an address, an identifier. Braces would end the field. */
static void put_field(struct buf *out, const char *name, struct str text, struct arena *a)
{
	struct str clean = clean_characters(text, false, a, NULL);
	if (str_empty(clean))
		return;
	open_field(out, name);
	for (size_t i = 0; i < clean.n; i++)
		if (clean.p[i] != '{' && clean.p[i] != '}')
			buf_addc(out, clean.p[i]);
	buf_addc(out, '}');
}

static void put_text(struct buf *out, const char *name, struct str text, struct arena *a)
{
	if (str_empty(text))
		return;
	open_field(out, name);
	bibtex_text(clean_characters(text, false, a, NULL), TEX_IN_TEXT, out);
	buf_addc(out, '}');
}

static void put_title(struct buf *out, struct str title, struct arena *a)
{
	open_field(out, "title");
	bibtex_title(clean_characters(title, false, a, NULL), out);
	buf_addc(out, '}');
}

static void put_authors(struct buf *out, const struct paper *p, struct arena *a)
{
	struct cite_names names = cite_names(p, a);
	if (names.n == 0) {
		put_text(out, "key", p->title, a);  /* what styles sort by, without an author */
		return;
	}
	open_field(out, "author");
	for (size_t i = 0; i < names.n; i++) {
		buf_addz(out, i ? " and " : "");
		bibtex_name(&names.v[i], out);
	}
	buf_addz(out, p->authors_omitted > 0 ? " and others}" : "}");
}

void cite_bibtex(const struct paper *p, struct str key, struct arena *a, struct buf *out)
{
	struct buf part = BUF_INIT(BUF_UNBOUNDED);
	struct cite_date when = cite_date(p);
	buf_addf(out, "@misc{%.*s", STR_ARG(key));
	put_title(out, p->title, a);
	put_authors(out, p, a);
	if (when.year)
		buf_addf(out, ",\n  year = {%d}", when.year);
	if (cite_is_arxiv(p)) {
		put_field(out, "eprint", p->id, a);
		put_field(out, "archivePrefix", STR("arXiv"), a);
		put_field(out, "primaryClass", p->categories.n ? p->categories.v[0] : STR_NULL, a);
	}
	put_field(out, "doi", cite_doi(p), a);
	cite_url(p, &part);
	put_field(out, "url", buf_str(&part), a);
	put_text(out, "reportNumber", p->report_no, a);
	put_text(out, "note", p->journal_ref, a);
	put_text(out, "comment", p->comment, a);
	buf_addz(out, "\n}");
	buf_free(&part);
}
