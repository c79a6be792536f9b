/* SPDX-License-Identifier: MIT
 * A paper as a record of RIS (Research Information Systems' "RIS Format Specifications"): tags of two characters, lines that end with CR LF.
 * UNPB is what reference managers read a preprint from. */
#include "src/cite/internal.h"

static void put(struct buf *out, const char *tag, struct str text, struct arena *a)
{
	struct str line = clean_characters(text, false, a, NULL);
	if (!str_empty(line))
		buf_addf(out, "%s  - %.*s\r\n", tag, STR_ARG(line));
}

static void put_author(struct buf *out, struct cite_name n, struct arena *a)
{
	struct buf line = BUF_INIT(BUF_UNBOUNDED);
	if (str_known(n.literal)) {
		buf_adds(&line, n.literal);
	} else {
		buf_addf(&line, "%.*s%s%.*s", STR_ARG(n.particle), str_known(n.particle) ? " " : "", STR_ARG(n.family));
		if (str_known(n.given) || str_known(n.suffix))
			buf_addf(&line, ", %.*s", STR_ARG(n.given));
		if (str_known(n.suffix))
			buf_addf(&line, ", %.*s", STR_ARG(n.suffix));
	}
	put(out, "AU", buf_str(&line), a);
	buf_free(&line);
}

static void put_date(struct buf *out, struct cite_date d)
{
	if (d.year)
		buf_addf(out, "PY  - %04d\r\n", d.year);
	if (d.year && d.month && d.day)
		buf_addf(out, "DA  - %04d/%02d/%02d\r\n", d.year, d.month, d.day);
	else if (d.year && d.month)
		buf_addf(out, "DA  - %04d/%02d//\r\n", d.year, d.month);
}

static void put_number(struct buf *out, const struct paper *p, struct arena *a)
{
	struct buf line = BUF_INIT(BUF_UNBOUNDED);
	buf_addf(&line, "arXiv:%.*s", STR_ARG(p->id));
	if (cite_is_arxiv(p)) {
		put(out, "PB", STR("arXiv"), a);
		put(out, "AN", buf_str(&line), a);
	}
	buf_free(&line);
}

void ris_put(const struct paper *p, struct str key, struct arena *a, struct buf *out)
{
	struct buf part = BUF_INIT(BUF_UNBOUNDED);
	struct cite_names names = cite_names(p, a);
	put(out, "TY", STR("UNPB"), a);
	put(out, "ID", key, a);
	put(out, "TI", p->title, a);
	for (size_t i = 0; i < names.n; i++)
		put_author(out, names.v[i], a);
	put_date(out, cite_date(p));
	put(out, "AB", p->abstract, a);
	put_number(out, p, a);
	put(out, "DO", cite_doi(p), a);
	cite_url(p, &part);
	put(out, "UR", buf_str(&part), a);
	for (size_t i = 0; i < p->categories.n; i++)
		put(out, "KW", p->categories.v[i], a);
	buf_clear(&part);
	cite_note(p, "; ", &part);
	put(out, "N1", buf_str(&part), a);
	put(out, "N1", p->comment, a);
	buf_addz(out, "ER  - \r\n");
	buf_free(&part);
}
