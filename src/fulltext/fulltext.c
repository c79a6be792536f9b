/* SPDX-License-Identifier: MIT
 * The form of a text: its words, its life, and how it is printed. */
#include "digest/fulltext.h"

void fulltext_free(struct fulltext *f)
{
	arena_free(&f->arena);
	*f = (struct fulltext)FULLTEXT_INIT;
}

const char *fulltext_kind_word(enum fulltext_kind k)
{
	static const char *const words[FULLTEXT_KIND__COUNT] = {
		[FULLTEXT_PARAGRAPH] = "paragraph", [FULLTEXT_ITEM] = "item", [FULLTEXT_FORMULA] = "formula", [FULLTEXT_CAPTION] = "caption",
		[FULLTEXT_ROW] = "row", [FULLTEXT_FOOTNOTE] = "footnote", [FULLTEXT_LINE] = "line",
	};
	return words[k];
}

static const char *const role_words[FULLTEXT_ROLE__COUNT] = {
	[FULLTEXT_OTHER] = "other", [FULLTEXT_ABSTRACT] = "abstract", [FULLTEXT_INTRODUCTION] = "introduction",
	[FULLTEXT_METHOD] = "method", [FULLTEXT_EXPERIMENTS] = "experiments", [FULLTEXT_RELATED] = "related work",
	[FULLTEXT_CONCLUSION] = "conclusion", [FULLTEXT_APPENDIX] = "appendix", [FULLTEXT_THANKS] = "acknowledgements",
};

const char *fulltext_role_word(enum fulltext_role r) { return role_words[r]; }

enum fulltext_role fulltext_role_of(struct str word)
{
	enum fulltext_role r = 0;
	while (r < FULLTEXT_ROLE__COUNT && !str_is(word, role_words[r]))
		r++;
	return r;
}

const char *fulltext_road_word(enum fulltext_road r)
{
	static const char *const words[FULLTEXT_ROAD__COUNT] = { [FULLTEXT_HTML] = "html", [FULLTEXT_PDF] = "pdf", [FULLTEXT_FILE] = "file" };
	return words[r];
}

/* ---- Printing ---- */

static void print_block(const struct fulltext_block *b, enum fulltext_kind before, struct buf *out)
{
	bool goes_on = b->kind == before && (b->kind == FULLTEXT_ROW || b->kind == FULLTEXT_LINE || b->kind == FULLTEXT_ITEM);
	if (!goes_on)
		buf_addc(out, '\n');
	for (int i = 1; i < b->depth; i++)
		buf_addz(out, "  ");
	if (b->kind == FULLTEXT_FOOTNOTE)
		buf_addz(out, "[footnote] ");
	buf_adds(out, b->text);
	buf_addc(out, '\n');
}

static void print_section(const struct fulltext_section *s, struct buf *out)
{
	enum fulltext_kind before = FULLTEXT_KIND__COUNT;
	if (s->title.n + s->number.n > 0) {
		buf_addc(out, '\n');
		for (int i = 0; i <= s->level; i++)
			buf_addc(out, '#');
		if (s->number.n)
			buf_addf(out, " %.*s", STR_ARG(s->number));
		if (s->title.n)
			buf_addf(out, " %.*s", STR_ARG(s->title));
		buf_addc(out, '\n');
	}
	for (size_t i = 0; i < s->n_blocks; i++) {
		print_block(&s->blocks[i], before, out);
		before = s->blocks[i].kind;
	}
}

void fulltext_print(const struct fulltext *f, struct buf *out)
{
	if (f->title.n)
		buf_addf(out, "# %.*s\n", STR_ARG(f->title));
	for (size_t i = 0; i < f->n_sections; i++)
		print_section(&f->sections[i], out);
	if (f->n_works)
		buf_addz(out, "\n## Bibliography\n\n");
	for (size_t i = 0; i < f->n_works; i++) {
		const struct fulltext_work *w = &f->works[i];
		buf_addf(out, "%.*s%s%.*s\n", STR_ARG(w->number), w->number.n ? " " : "", STR_ARG(w->text));
	}
}

/* LaTeXML's anchors of figures are S1.F1, A1.F2; a PDF has the caption's word alone. */
static bool is_figure(const struct fulltext_block *b)
{
	size_t at = str_find(b->anchor, ".F", 0);
	bool anchored = at != STR_NONE && at + 2 < b->anchor.n && is_digit((unsigned char)b->anchor.p[at + 2]);
	return b->kind == FULLTEXT_CAPTION && (anchored || (b->page > 0 && str_starts(b->text, "Fig")));
}

const struct fulltext_block *fulltext_first_figure(const struct fulltext *f)
{
	for (size_t i = 0; i < f->n_sections; i++)
		for (size_t k = 0; k < f->sections[i].n_blocks; k++)
			if (is_figure(&f->sections[i].blocks[k]))
				return &f->sections[i].blocks[k];
	return NULL;
}
