/* SPDX-License-Identifier: MIT
 * The sum over interests, and what is said of it. */
#include <math.h>
#include <stdlib.h>

#include "src/interest/internal.h"

/* How much more a match counts that needs the title. */
#define IN_TITLE 0.5

static bool open_libraries(struct interests *x, const struct interest_options *o, struct err *e)
{
	bool any = false;
	for (size_t i = 0; i < x->n; i++)
		any = any || x->of[i].section->libraries.n > 0;
	if (!any || o->store == NULL)
		return true;
	if (!counts_open(&x->counts, o->store, o->keeps, &o->told, e))
		return false;
	for (size_t i = 0; i < x->n; i++) {
		struct interest *t = &x->of[i];
		if (t->section->libraries.n > 0 && !model_open(&t->model, t->section, &x->counts, o, &x->a, &t->likes, e))
			return false;
		x->any_likes = x->any_likes || t->likes;
	}
	return true;
}

bool interests_open(const struct interest_options *o, struct interests **ret, struct err *e)
{
	struct interests *x = xcalloc(1, sizeof *x);
	x->n = o->n;
	x->of = xcalloc(o->n, sizeof *x->of);
	x->subject = expr_subject_new();
	for (size_t i = 0; i < o->n; i++)
		x->of[i].section = o->sections[i];
	if (!open_libraries(x, o, e)) {
		interests_close(x);
		return false;
	}
	*ret = x;
	return true;
}

void interests_close(struct interests *x)
{
	if (x == NULL)
		return;
	for (size_t i = 0; i < x->n; i++)
		model_free(&x->of[i].model);
	free(x->of);
	counts_free(&x->counts);
	bag_free(&x->bag);
	expr_subject_free(x->subject);
	arena_free(&x->a);
	free(x);
}

/* ---- The terms ---- */

static void put_matches(struct interests *x, const struct interest_section *s, interest_part_fn *fn, void *ctx)
{
	const unsigned title = 1u << PAPER_TITLE, abstract = 1u << PAPER_ABSTRACT;
	for (size_t i = 0; i < s->n_matches; i++) {
		const struct interest_line *line = &s->matches[i];
		if (!expr_matches_subject(line->expr, x->subject, 0))
			continue;
		bool in_title = expr_matches_subject(line->expr, x->subject, abstract) && !expr_matches_subject(line->expr, x->subject, abstract | title);
		const struct interest_part p = { s, PART_MATCH, line, in_title, s->weight * (1 + (in_title ? IN_TITLE : 0)) };
		fn(ctx, &p);
	}
}

static void put_authors(struct interests *x, const struct interest_section *s, interest_part_fn *fn, void *ctx)
{
	for (size_t i = 0; i < s->n_authors; i++) {
		const struct interest_part p = { s, PART_AUTHOR, &s->authors[i], false, s->weight };
		if (expr_matches_subject(p.line->expr, x->subject, 0))
			fn(ctx, &p);
	}
}

static void put_likeness(struct interests *x, struct interest *t, interest_part_fn *fn, void *ctx)
{
	const struct interest_part p = { t->section, PART_LIKE, NULL, false, t->section->weight * model_likeness(&t->model, &x->counts, &x->bag) };
	if (p.value != 0)
		fn(ctx, &p);
}

void interests_parts(struct interests *x, const struct paper *p, interest_part_fn *fn, void *ctx)
{
	expr_subject_set(x->subject, p, false);
	if (x->any_likes) {
		bag_clear(&x->bag);
		bag_add(&x->bag, expr_subject_words(x->subject, PAPER_TITLE));
		bag_add(&x->bag, expr_subject_words(x->subject, PAPER_ABSTRACT));
	}
	for (size_t i = 0; i < x->n; i++) {
		if (x->of[i].section->weight == 0)
			continue;
		put_matches(x, x->of[i].section, fn, ctx);
		put_authors(x, x->of[i].section, fn, ctx);
		if (x->of[i].likes)
			put_likeness(x, &x->of[i], fn, ctx);
	}
}

/* ---- In a few words ---- */

enum { SAID_MOST = 4 };

struct list {
	struct str v[SAID_MOST];
	size_t n;
};

static void add_once(struct list *l, struct str s)
{
	for (size_t i = 0; i < l->n; i++)
		if (str_eq(l->v[i], s))
			return;
	if (l->n < SAID_MOST)
		l->v[l->n++] = s;
}

struct scoring {
	struct interests *x;
	double sum;
	struct list words, authors, like;
	struct buf names;      /* of the interests that speak for the paper, a line each */
	const struct interest_section *named;  /* the last one of them */
};

static void add_word(void *ctx, const struct expr *term, struct str said)
{
	struct scoring *s = ctx;
	if (expr_matches_subject(term, s->x->subject, 0))
		add_once(&s->words, said);
}

bool part_speaks_for(const struct interest_part *p)
{
	static const double LIKE_ENOUGH = 0.5;
	return p->value > 0 && (p->kind != PART_LIKE || p->value >= LIKE_ENOUGH * p->of->weight);
}

/* What speaks against a paper is in its place on the page alone. */
static void add_part(void *ctx, const struct interest_part *p)
{
	struct scoring *s = ctx;
	s->sum += p->value;
	if (!part_speaks_for(p))
		return;
	if (p->of != s->named)
		buf_addf(&s->names, "%s%.*s", s->named ? "\n" : "", STR_ARG(p->of->name));
	s->named = p->of;
	if (p->kind == PART_MATCH)
		expr_each_term(p->line->expr, add_word, s);
	else if (p->kind == PART_AUTHOR)
		add_once(&s->authors, p->line->text);
	else
		add_once(&s->like, p->of->name);
}

static void put_list(struct buf *out, const char *before, const struct list *l)
{
	for (size_t i = 0; i < l->n; i++)
		buf_addf(out, "%s%s%.*s", i ? ", " : out->len ? "; " : "", i ? "" : before, STR_ARG(l->v[i]));
}

struct interest_score interests_score(struct interests *x, const struct paper *p, bool zh, struct arena *a)
{
	struct scoring s = { .x = x, .names = BUF_INIT(BUF_UNBOUNDED) };
	struct buf why = BUF_INIT(BUF_UNBOUNDED);
	interests_parts(x, p, add_part, &s);
	put_list(&why, "", &s.words);
	put_list(&why, "", &s.authors);
	put_list(&why, zh ? "似 " : "like ", &s.like);
	if (s.named)
		buf_addf(&why, "\n%s", s.names.s);
	const struct interest_score ret = { s.sum, arena_dup(a, buf_str(&why)) };
	buf_free(&why);
	buf_free(&s.names);
	return ret;
}

int interest_shown(double sum)
{
	enum { MOST = 100 };
	return sum > 0 ? (int)floor(MOST * sum / (sum + 1) + 1e-9) : 0;  /* 1 is 50, whatever the last bit of a division */
}
