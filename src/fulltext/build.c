/* SPDX-License-Identifier: MIT
 * The form in the making: lists that grow, limits, and each block followed by the footnotes that belong to it. */
#include "internal.h"

void build_begin(struct builder *b, struct fulltext *f)
{
	*b = (struct builder){ .f = f };
}

void build_free(struct builder *b)
{
	vec_free(&b->blocks);
	vec_free(&b->sections);
	vec_free(&b->firsts);
	vec_free(&b->works);
	vec_free(&b->authors);
	vec_free(&b->affiliations);
	vec_free(&b->notes);
}

void build_fail(struct builder *b, const char *what, long limit)
{
	if (b->failed == NULL) {
		b->failed = &b->err;
		err_set(b->failed, ERR_INPUT, "%s %ld", what, limit);
	}
}

/* One more thing in the form, of BYTES. False: a limit. */
static bool count(struct builder *b, size_t bytes)
{
	b->bytes += bytes;
	if (b->blocks.n + b->sections.n + b->works.n + b->authors.n + b->notes.n >= FULLTEXT_MAX_BLOCKS)
		build_fail(b, "more paragraphs, rows and works than", FULLTEXT_MAX_BLOCKS);
	if (bytes > FULLTEXT_MAX_BLOCK)
		build_fail(b, "a paragraph, row or formula of more bytes than", FULLTEXT_MAX_BLOCK);
	if (b->bytes > FULLTEXT_MAX_FORM)
		build_fail(b, "a text of more bytes than", FULLTEXT_MAX_FORM);
	return b->failed == NULL;
}

struct str build_text(struct builder *b, struct str text)
{
	if (!count(b, text.n))
		return STR("");
	struct buf clean = BUF_INIT(FULLTEXT_MAX_BLOCK);
	words_add(&clean, 0, text);
	struct str kept = arena_dup(&b->f->arena, str_trim(buf_str(&clean)));
	buf_free(&clean);
	return kept;
}

/* ---- Sections and blocks ---- */

void build_section(struct builder *b, struct fulltext_section s)
{
	if (!count(b, s.anchor.n + s.number.n + s.title.n))
		return;
	s.anchor = arena_dup(&b->f->arena, s.anchor);
	s.number = build_text(b, s.number);
	s.title = build_text(b, s.title);
	*vec_push(&b->sections) = s;
	*vec_push(&b->firsts) = b->blocks.n;
}

struct fulltext_section *build_here(struct builder *b)
{
	if (b->sections.n == 0) {
		*vec_push(&b->sections) = (struct fulltext_section){ .anchor = STR(""), .number = STR(""), .title = STR(""), .level = 1 };
		*vec_push(&b->firsts) = b->blocks.n;
	}
	return &b->sections.v[b->sections.n - 1];
}

static void keep_block(struct builder *b, struct fulltext_block t)
{
	struct buf text = BUF_INIT(FULLTEXT_MAX_BLOCK);
	words_without_mail(&text, t.text);
	t.text = buf_str(&text);
	if (str_trim(t.text).n > 0 && count(b, t.text.n)) {
		build_here(b);
		t.anchor = arena_dup(&b->f->arena, t.anchor);
		t.text = arena_dup(&b->f->arena, str_trim(t.text));
		*vec_push(&b->blocks) = t;
	}
	buf_free(&text);
}

void build_block(struct builder *b, struct fulltext_block t)
{
	if (t.text.n > FULLTEXT_MAX_BLOCK)
		build_fail(b, "a paragraph, row or formula of more bytes than", FULLTEXT_MAX_BLOCK);
	keep_block(b, t);
	size_t n = b->notes.n;
	b->notes.n = 0;
	for (size_t i = 0; i < n; i++)
		keep_block(b, b->notes.v[i]);
}

void build_note(struct builder *b, struct fulltext_block t)
{
	if (!count(b, t.text.n))
		return;
	t.anchor = arena_dup(&b->f->arena, t.anchor);
	t.text = arena_dup(&b->f->arena, t.text);
	*vec_push(&b->notes) = t;
}

void build_work(struct builder *b, struct fulltext_work w)
{
	w.text = build_text(b, w.text);
	w.number = build_text(b, w.number);
	w.anchor = arena_dup(&b->f->arena, w.anchor);
	if (w.text.n > 0 && b->failed == NULL)
		*vec_push(&b->works) = w;
}

/* ---- Authors ---- */

static void end_author(struct builder *b)
{
	if (b->authors.n == 0 || b->affiliations.n == 0)
		return;
	struct fulltext_author *a = &b->authors.v[b->authors.n - 1];
	a->n_affiliations = b->affiliations.n;
	a->affiliations = arena_calloc(&b->f->arena, a->n_affiliations, sizeof *a->affiliations);
	memcpy(a->affiliations, b->affiliations.v, a->n_affiliations * sizeof *a->affiliations);
	b->affiliations.n = 0;
}

void build_author(struct builder *b, struct str name)
{
	end_author(b);
	name = build_text(b, name);
	if (name.n > 0)
		*vec_push(&b->authors) = (struct fulltext_author){ .name = name };
}

/* Some pages have the label and nothing behind it, or a lone sign of the TeX that was not understood. */
void build_affiliation(struct builder *b, struct str text)
{
	static const char label[] = "Affiliation:";
	struct buf clean = BUF_INIT(FULLTEXT_MAX_BLOCK);
	if (str_starts(text, label))
		text = str_trim(str_from(text, sizeof label - 1));
	words_without_mail(&clean, text);
	text = build_text(b, buf_str(&clean));
	if (text.n > 1 && b->authors.n > 0)
		*vec_push(&b->affiliations) = text;
	buf_free(&clean);
}

/* ---- The end ---- */

static void *copy(struct builder *b, const void *v, size_t n, size_t size)
{
	void *to = arena_calloc(&b->f->arena, n, size);
	if (n > 0)
		memcpy(to, v, n * size);
	return to;
}

/* Appendices are what they are however their title sounds; a subsection is about what its section is about, unless its title says. */
static void give_roles(struct fulltext *f)
{
	enum fulltext_role outer = FULLTEXT_OTHER;
	for (size_t i = 0; i < f->n_sections; i++) {
		struct fulltext_section *s = &f->sections[i];
		if (s->role == FULLTEXT_OTHER)
			s->role = words_role(s->title, s->number);
		if (s->level <= 1)
			outer = s->role;
		else if (s->role == FULLTEXT_OTHER || outer == FULLTEXT_APPENDIX)
			s->role = outer;
	}
}

bool build_end(struct builder *b, struct err *e)
{
	struct fulltext *f = b->f;
	build_block(b, (struct fulltext_block){ .text = STR_NULL });
	end_author(b);
	if (b->failed) {
		*e = *b->failed;
		return false;
	}
	struct fulltext_block *blocks = copy(b, b->blocks.v, b->blocks.n, sizeof *blocks);
	f->sections = copy(b, b->sections.v, b->sections.n, sizeof *f->sections);
	f->n_sections = b->sections.n;
	for (size_t i = 0; i < f->n_sections; i++) {
		size_t end = i + 1 < f->n_sections ? b->firsts.v[i + 1] : b->blocks.n;
		f->sections[i].blocks = blocks + b->firsts.v[i];
		f->sections[i].n_blocks = end - b->firsts.v[i];
	}
	f->works = copy(b, b->works.v, b->works.n, sizeof *f->works);
	f->n_works = b->works.n;
	f->authors = copy(b, b->authors.v, b->authors.n, sizeof *f->authors);
	f->n_authors = b->authors.n;
	give_roles(f);
	return true;
}
