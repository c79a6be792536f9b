/* SPDX-License-Identifier: MIT
 * A paper as a BibTeX entry, as arXiv's own export has it (@misc with eprint, archivePrefix and primaryClass). */
#include <string.h>

#include "digest/tex.h"
#include "src/render/view.h"

/* TEXT with braces in pairs: what would close the value early is left out, and as many as never close, the first ones (where
 * does not matter to BibTeX). */
static void put_paired(struct str text, struct buf *out)
{
	size_t depth = 0, open = 0;
	for (size_t i = 0; i < text.n; i++)
		open += text.p[i] == '{';
	for (size_t i = 0; i < text.n; i++)
		open -= text.p[i] == '}' && open > 0;
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		if (c == '}' && depth == 0)
			continue;
		if (c == '{' && open > 0) {
			open--;
			continue;
		}
		depth += c == '{';
		depth -= c == '}';
		buf_addc(out, c);
	}
}

/* TEX as it is, but for signs that would not stay what they are: those that are text to us and TeX's own, where it is no
 * mathematics; a backslash at the end, which would take the closing brace; braces written with one, which BibTeX counts all the
 * same. Macros that cleaning left stay TeX. */
static void put_signs(struct str tex, bool math, struct buf *out)
{
	for (size_t i = 0; i < tex.n; i++) {
		char c = tex.p[i];
		if (c == '\\' && i + 1 == tex.n) {
			buf_addz(out, "\\textbackslash{}");
		} else if (c == '\\' && (tex.p[i + 1] == '{' || tex.p[i + 1] == '}')) {
			bool left = tex.p[++i] == '{';
			buf_addz(out, math ? left ? "\\lbrace " : "\\rbrace " : left ? "\\textbraceleft{}" : "\\textbraceright{}");
		} else if (c == '\\') {
			buf_addc(out, c);
			buf_addc(out, tex.p[++i]);
		} else {
			if (!math && c && strchr("%&#_$", c))
				buf_addc(out, '\\');
			buf_addc(out, c);
		}
	}
}

static void put_tex(struct str text, struct buf *out)
{
	struct tex_math m;
	size_t from = 0;
	while (tex_next_math(text, from, &m)) {
		put_signs((struct str){ text.p + from, m.start - from }, false, out);
		buf_add(out, text.p + m.start, m.body_start - m.start);
		put_signs((struct str){ text.p + m.body_start, m.body_end - m.body_start }, true, out);
		buf_add(out, text.p + m.body_end, m.end - m.body_end);
		from = m.end;
	}
	put_signs(str_from(text, from), false, out);
}

static void put_field(struct buf *out, const char *name, struct str text, struct arena *a)
{
	if (str_empty(text))
		return;
	buf_addf(out, ",\n  %s = {", name);
	put_paired(clean_characters(text, false, a, NULL), out);
	buf_addc(out, '}');
}

static void put_tex_field(struct buf *out, const char *name, struct str text, struct arena *a)
{
	struct buf tex = BUF_INIT(BUF_UNBOUNDED);
	put_tex(text, &tex);
	put_field(out, name, buf_str(&tex), a);
	buf_free(&tex);
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
	put_tex_field(&b, "title", p->title, &v->a);
	put_tex_field(&b, "author", buf_str(&authors), &v->a);
	put_field(&b, "year", year, &v->a);
	put_field(&b, "eprint", p->id, &v->a);
	put_field(&b, "archivePrefix", STR("arXiv"), &v->a);
	put_field(&b, "primaryClass", p->categories.n ? p->categories.v[0] : STR_NULL, &v->a);
	put_field(&b, "doi", p->doi, &v->a);
	buf_addz(&b, ",\n  url = {https://arxiv.org/abs/");
	buf_adds(&b, p->id);
	buf_addz(&b, "}\n}");
	struct str s = arena_dup(&v->a, buf_str(&b));
	buf_free(&b);
	buf_free(&authors);
	return value_text_as(s, TEXT_VERBATIM);
}
