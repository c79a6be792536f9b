/* SPDX-License-Identifier: MIT
 * What each interest makes of many papers: which of its words never match, which interests overlap. */
#include "src/interest/internal.h"

/* ---- The lines and their words ---- */

struct words_of {
	struct interest_tally_line *line;
	struct arena *a;
};

static void count_word(void *ctx, const struct expr *term, struct str said)
{
	struct words_of *w = ctx;
	UNUSED(term);
	UNUSED(said);
	w->line->n_words++;
}

static void take_word(void *ctx, const struct expr *term, struct str said)
{
	struct words_of *w = ctx;
	w->line->words[w->line->n_words++] = (struct interest_word){ arena_dup(w->a, said), term, 0 };
}

static void begin_line(struct interest_tally_line *l, const struct interest_line *line, enum interest_part_kind kind, struct arena *a)
{
	struct words_of w = { l, a };
	*l = (struct interest_tally_line){ .text = line ? line->text : STR_NULL, .kind = kind, .line = line };
	if (kind != PART_MATCH)
		return;
	expr_each_term(line->expr, count_word, &w);
	l->words = arena_calloc(a, l->n_words, sizeof *l->words);
	l->n_words = 0;
	expr_each_term(line->expr, take_word, &w);
}

static void begin_section(struct interest_tally_of *t, const struct interest_section *s, struct arena *a)
{
	*t = (struct interest_tally_of){ .of = s };
	t->lines = arena_calloc(a, s->n_matches + s->n_authors + 1, sizeof *t->lines);
	for (size_t i = 0; i < s->n_matches; i++)
		begin_line(&t->lines[t->n_lines++], &s->matches[i], PART_MATCH, a);
	for (size_t i = 0; i < s->n_authors; i++)
		begin_line(&t->lines[t->n_lines++], &s->authors[i], PART_AUTHOR, a);
	if (s->libraries.n > 0)
		begin_line(&t->lines[t->n_lines++], NULL, PART_LIKE, a);
}

void interest_tally_begin(struct interests *x, struct arena *a, struct interest_tally *ret)
{
	*ret = (struct interest_tally){ .n = x->n };
	ret->of = arena_calloc(a, x->n, sizeof *ret->of);
	ret->both = arena_calloc(a, x->n * x->n, sizeof *ret->both);
	for (size_t i = 0; i < x->n; i++)
		begin_section(&ret->of[i], x->of[i].section, a);
}

/* ---- A paper ---- */

struct counting {
	struct interest_tally *t;
	bool speaks[INTERESTS_MAX];
};

static size_t place_of(const struct interest_tally *t, const struct interest_section *s)
{
	size_t i = 0;
	while (i + 1 < t->n && t->of[i].of != s)
		i++;
	return i;
}

static void count_part(void *ctx, const struct interest_part *p)
{
	struct counting *c = ctx;
	size_t at = place_of(c->t, p->of);
	struct interest_tally_of *of = &c->t->of[at];
	bool fits = p->kind != PART_LIKE || p->value / p->of->weight >= 0.5;
	for (size_t i = 0; fits && i < of->n_lines; i++)
		of->lines[i].papers += of->lines[i].kind == p->kind && of->lines[i].line == p->line;
	c->speaks[at] = c->speaks[at] || part_speaks_for(p);
}

static void count_words(struct interests *x, struct interest_tally_of *of)
{
	for (size_t i = 0; i < of->n_lines; i++)
		for (size_t k = 0; k < of->lines[i].n_words; k++)
			of->lines[i].words[k].papers += expr_matches_subject(of->lines[i].words[k].expr, x->subject, 0);
}

void interest_tally_add(struct interests *x, const struct paper *p, struct interest_tally *t)
{
	struct counting c = { .t = t };
	interests_parts(x, p, count_part, &c);
	t->papers++;
	for (size_t i = 0; i < t->n; i++) {
		count_words(x, &t->of[i]);
		t->of[i].papers += c.speaks[i];
		for (size_t k = i + 1; k < t->n; k++)
			t->both[i * t->n + k] += c.speaks[i] && c.speaks[k];
	}
}
