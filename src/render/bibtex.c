/* SPDX-License-Identifier: MIT
 * A paper as a BibTeX entry, as arXiv's own export has it (@misc with eprint, archivePrefix and primaryClass). */
#include <string.h>

#include "src/render/view.h"

/* TEXT in braces. BibTeX wants braces in pairs and takes '%' for text; what would close the value early is left out. */
static void put_field(struct buf *out, const char *name, struct str text)
{
	size_t depth = 0, open = 0;
	if (str_empty(text))
		return;
	for (size_t i = 0; i < text.n; i++)
		open += text.p[i] == '{';
	for (size_t i = 0; i < text.n; i++)
		open -= text.p[i] == '}' && open > 0;
	buf_addf(out, ",\n  %s = {", name);
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		if (c == '}' && depth == 0)
			continue;
		if (c == '{' && open > 0) {  /* as many as never close, the first ones: where does not matter to BibTeX */
			open--;
			continue;
		}
		depth += c == '{';
		depth -= c == '}';
		buf_addc(out, c);
	}
	buf_addc(out, '}');
}

/* The last word of the first author in ASCII letters, the year, the first long word of the title; or the id. */
static void put_key(const struct paper *p, struct str year, struct buf *out)
{
	struct str name = p->n_authors ? p->authors[0].name : STR_NULL;
	size_t from = name.n;
	while (from > 0 && name.p[from - 1] != ' ')
		from--;
	size_t before = out->len;
	for (size_t i = from; i < name.n; i++)
		if (is_alpha((unsigned char)name.p[i]))
			buf_addc(out, (char)(name.p[i] | 0x20));
	if (out->len == before || str_empty(year))
		buf_cut(out, before);
	else
		buf_adds(out, year);
	for (size_t i = 0; out->len > before && i < p->id.n; i++)  /* the id makes it unique */
		if (is_alnum((unsigned char)p->id.p[i]))
			buf_addc(out, p->id.p[i]);
	if (out->len == before)
		buf_adds(out, p->id);
}

struct value get_bibtex(struct view *v)
{
	const struct paper *p = &v->p;
	struct buf b = BUF_INIT(BUF_UNBOUNDED), authors = BUF_INIT(BUF_UNBOUNDED);
	struct str year = str_head(!str_empty(p->published) ? p->published : p->announced, 4);
	if (!str_known(p->id))
		return value_none();
	for (size_t i = 0; i < p->n_authors; i++)
		buf_addf(&authors, "%s%.*s", i ? " and " : "", STR_ARG(p->authors[i].name));
	buf_addz(&b, "@misc{");
	put_key(p, year, &b);
	put_field(&b, "title", p->title);
	put_field(&b, "author", buf_str(&authors));
	put_field(&b, "year", year);
	put_field(&b, "eprint", p->id);
	put_field(&b, "archivePrefix", STR("arXiv"));
	put_field(&b, "primaryClass", p->categories.n ? p->categories.v[0] : STR_NULL);
	put_field(&b, "doi", p->doi);
	buf_addz(&b, ",\n  url = {https://arxiv.org/abs/");
	buf_adds(&b, p->id);
	buf_addz(&b, "}\n}");
	struct str s = arena_dup(&v->a, buf_str(&b));
	buf_free(&b);
	buf_free(&authors);
	return value_text_as(s, TEXT_NO_MATH);
}
