/* SPDX-License-Identifier: MIT
 * Whether a record matches an expression. */
#include "src/expression/internal.h"

#include <stdlib.h>

#include "digest/mem.h"
#include "digest/text.h"

/* A record, and what has been made of its texts. */
struct expr_subject {
	const struct paper *p;
	bool summaries;
	unsigned hidden;                 /* texts that count as empty: bits 1 << PAPER_… */
	struct buf texts[PAPER_TEXTS];   /* empty: not made yet */
	struct buf field;                /* of one field alone */
	struct arena a;                  /* names, while they are compared */
};

/* Whether WORDS, with a blank before them, are in TEXT, as whole words but the last of a prefix. */
static bool has_words(const struct expr *x, struct str text)
{
	size_t n = x->words.n - x->prefix;  /* without the blank behind it */
	return x->words.n > 0 && memmem(text.p, text.n, x->words.p, n) != NULL;
}

static struct str text_of(struct expr_subject *s, enum paper_text which)
{
	struct buf *b = &s->texts[which];
	if (b->len == 0)
		paper_words(s->p, which, b);
	return s->hidden >> which & 1 ? STR_NULL : buf_str(b);
}

static bool in_field(struct expr_subject *s, const struct expr *x, struct str field)
{
	buf_clear(&s->field);
	buf_addc(&s->field, ' ');
	words_put(field, &s->field);
	return has_words(x, buf_str(&s->field));
}

static bool in_all(struct expr_subject *s, const struct expr *x)
{
	for (enum paper_text t = 0; t < PAPER_TEXTS; t++)
		if ((t != PAPER_SUMMARY || s->summaries) && has_words(x, text_of(s, t)))
			return true;
	return false;
}

static bool in_categories(const struct expr_subject *s, const struct expr *x)
{
	for (size_t i = 0; i < s->p->categories.n; i++)
		if (category_under(s->p->categories.v[i], x->words))
			return true;
	return false;
}

static bool is_author(struct expr_subject *s, const struct expr *x, struct arena *a)
{
	for (size_t i = 0; i < s->p->n_authors; i++) {
		struct str name = s->p->authors[i].name;
		struct name apart, joined;
		if (in_field(s, x, name))
			return true;
		if (name_read(name, false, a, &apart) && (name_matches(&x->name, &apart) || name_matches(&x->joined, &apart)))
			return true;
		if (name_read(name, true, a, &joined) && (name_matches(&x->name, &joined) || name_matches(&x->joined, &joined)))
			return true;
	}
	return false;
}

static bool is_at(struct expr_subject *s, const struct expr *x)
{
	for (size_t i = 0; i < s->p->n_authors; i++) {
		const struct strs *at = &s->p->authors[i].affiliations;
		for (size_t k = 0; k < at->n; k++)
			if (in_field(s, x, at->v[k]))
				return true;
	}
	return false;
}

static bool term_matches(struct expr_subject *s, const struct expr *x, struct arena *a)
{
	switch (x->field) {
	case FIELD_ALL: return in_all(s, x);
	case FIELD_TITLE: return has_words(x, text_of(s, PAPER_TITLE));
	case FIELD_ABSTRACT: return has_words(x, text_of(s, PAPER_ABSTRACT));
	case FIELD_SUMMARY: return has_words(x, text_of(s, PAPER_SUMMARY));
	case FIELD_COMMENT: return in_field(s, x, s->p->comment);
	case FIELD_JOURNAL: return in_field(s, x, s->p->journal_ref);
	case FIELD_REPORT: return in_field(s, x, s->p->report_no);
	case FIELD_AUTHOR: return is_author(s, x, a);
	case FIELD_AFFILIATION: return is_at(s, x);
	case FIELD_CATEGORY: return in_categories(s, x);
	case FIELD_OF_ARXIV: break;
	}
	return false;
}

/* A chain of operators is as deep on its left as it is long, which EXPR_MAX_BYTES bounds. */
static bool matches(struct expr_subject *s, const struct expr *x, struct arena *a)
{
	if (x->op == EXPR_TERM)
		return term_matches(s, x, a);
	bool left = matches(s, x->left, a);
	if (x->op == EXPR_OR)
		return left || matches(s, x->right, a);
	return left && matches(s, x->right, a) == (x->op == EXPR_AND);
}

struct expr_subject *expr_subject_new(void)
{
	struct expr_subject *s = xcalloc(1, sizeof *s);
	s->field = (struct buf)BUF_INIT(BUF_UNBOUNDED);
	for (size_t i = 0; i < PAPER_TEXTS; i++)
		s->texts[i] = (struct buf)BUF_INIT(BUF_UNBOUNDED);
	return s;
}

void expr_subject_free(struct expr_subject *s)
{
	if (s == NULL)
		return;
	for (size_t i = 0; i < PAPER_TEXTS; i++)
		buf_free(&s->texts[i]);
	buf_free(&s->field);
	arena_free(&s->a);
	free(s);
}

void expr_subject_set(struct expr_subject *s, const struct paper *p, bool summaries)
{
	s->p = p;
	s->summaries = summaries;
	for (size_t i = 0; i < PAPER_TEXTS; i++)
		buf_clear(&s->texts[i]);
}

struct str expr_subject_words(struct expr_subject *s, enum paper_text which)
{
	s->hidden = 0;
	return text_of(s, which);
}

bool expr_matches_subject(const struct expr *x, struct expr_subject *s, unsigned hidden)
{
	s->hidden = hidden;
	arena_reset(&s->a);
	return matches(s, x, &s->a);
}

bool expr_matches(const struct expr *x, const struct paper *p, bool summaries)
{
	struct expr_subject *s = expr_subject_new();
	expr_subject_set(s, p, summaries);
	bool ret = expr_matches_subject(x, s, 0);
	expr_subject_free(s);
	return ret;
}

static void each_term(const struct expr *x, bool wanted, expr_term_fn *fn, void *ctx)
{
	if (x->op == EXPR_TERM) {
		if (wanted)
			fn(ctx, x, x->said);
		return;
	}
	each_term(x->left, wanted, fn, ctx);
	each_term(x->right, wanted == (x->op != EXPR_ANDNOT), fn, ctx);
}

void expr_each_term(const struct expr *x, expr_term_fn *fn, void *ctx) { each_term(x, true, fn, ctx); }
