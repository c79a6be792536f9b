/* SPDX-License-Identifier: MIT
 * A paper as an item of CSL JSON, as Zotero writes and pandoc reads it (the schema csl-data of citation-style-language): "article" is a preprint,
 * with its number and, as its publisher, the archive. */
#include "digest/text.h"
#include "src/cite/internal.h"

static void put(struct buf *out, const char *name, struct str text)
{
	if (str_empty(text))
		return;
	buf_addf(out, ",\"%s\":", name);
	js_put_string(out, text);
}

static void put_part(struct buf *out, const char *name, struct str text)
{
	if (!str_known(text))
		return;
	buf_addf(out, "%s\"%s\":", out->s[out->len - 1] == '{' ? "" : ",", name);
	js_put_string(out, text);
}

static void put_authors(struct buf *out, const struct paper *p, struct arena *a)
{
	struct cite_names names = cite_names(p, a);
	for (size_t i = 0; i < names.n; i++) {
		struct cite_name n = names.v[i];
		buf_addz(out, i ? ",{" : ",\"author\":[{");
		put_part(out, "literal", n.literal);
		put_part(out, "family", n.family);
		put_part(out, "given", n.given);
		put_part(out, "non-dropping-particle", n.particle);
		put_part(out, "suffix", n.suffix);
		buf_addc(out, '}');
	}
	buf_addz(out, names.n ? "]" : "");
}

static void put_date(struct buf *out, struct cite_date d)
{
	if (d.year == 0)
		return;
	buf_addf(out, ",\"issued\":{\"date-parts\":[[%d", d.year);
	if (d.month)
		buf_addf(out, ",%d", d.month);
	if (d.month && d.day)
		buf_addf(out, ",%d", d.day);
	buf_addz(out, "]]}");
}

static void put_number(struct buf *out, const struct paper *p)
{
	struct buf number = BUF_INIT(BUF_UNBOUNDED);
	if (!cite_is_arxiv(p))
		return;
	buf_addf(&number, "arXiv:%.*s", STR_ARG(p->id));
	put(out, "number", buf_str(&number));
	put(out, "publisher", STR("arXiv"));
	buf_free(&number);
}

static void put_categories(struct buf *out, const struct paper *p)
{
	struct buf all = BUF_INIT(BUF_UNBOUNDED);
	for (size_t i = 0; i < p->categories.n; i++)
		buf_addf(&all, "%s%.*s", i ? ", " : "", STR_ARG(p->categories.v[i]));
	put(out, "keyword", buf_str(&all));
	buf_free(&all);
}

void csl_put(const struct paper *p, struct str key, struct arena *a, struct buf *out)
{
	struct buf part = BUF_INIT(BUF_UNBOUNDED);
	buf_addz(out, "{\"id\":");
	js_put_string(out, key);
	put(out, "type", STR("article"));
	put(out, "title", p->title);
	put_authors(out, p, a);
	put_date(out, cite_date(p));
	put_number(out, p);
	put(out, "DOI", cite_doi(p));
	cite_url(p, &part);
	put(out, "URL", buf_str(&part));
	put(out, "abstract", p->abstract);
	put_categories(out, p);
	buf_clear(&part);
	cite_note(p, "; ", &part);
	put(out, "note", buf_str(&part));
	put(out, "annote", p->comment);
	buf_addc(out, '}');
	buf_free(&part);
}
