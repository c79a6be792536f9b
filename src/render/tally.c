/* SPDX-License-Identifier: MIT
 * The page's papers by primary category: a pass of its own over the papers, made only for a template that asks. */
#include <stdlib.h>
#include <string.h>

#include "digest/vec.h"
#include "src/render/ctx.h"

enum { MOST_CATEGORIES = 256 };  /* arXiv has 155; what comes beyond is not counted apart */

struct count {
	struct str name;
	size_t n;
};
struct tally {
	struct count counts[MOST_CATEGORIES];
	size_t n, at, most;
	struct render_ctx *r;
};

static void count_one(struct tally *t, struct str name)
{
	size_t i = 0;
	while (i < t->n && !str_eq(t->counts[i].name, name))
		i++;
	if (i == t->n && t->n < MOST_CATEGORIES)
		t->counts[t->n++] = (struct count){ arena_dup(&t->r->page_arena, name), 0 };
	if (i < t->n && ++t->counts[i].n > t->most)
		t->most = t->counts[i].n;
}

static int more_first(const void *x, const void *y)
{
	const struct count *a = x, *b = y;
	return a->n != b->n ? (a->n < b->n) - (a->n > b->n) : str_cmp(a->name, b->name);
}

static struct tally *tally(struct render_ctx *r)
{
	struct tally *t = arena_calloc(&r->page_arena, 1, sizeof *t);
	struct arena a = ARENA_INIT;
	struct paper p;
	t->r = r;
	for (size_t i = 0; i < r->page->n && r->failed.kind == ERR_NONE; i++) {
		arena_reset(&a);
		if (r->page->get(r->page->ctx, &r->page->keys[i], &a, &p, &r->failed) && p.categories.n > 0)
			count_one(t, p.categories.v[0]);
	}
	arena_free(&a);
	qsort(t->counts, t->n, sizeof *t->counts, more_first);
	return t;
}

/* ---- As a list of {{name}}, {{n}}, {{percent}} of the greatest, {{number}} from 0 on ---- */

static struct value count_member(void *ctx, struct str name)
{
	struct tally *t = ctx;
	const struct count *c = &t->counts[t->at - 1];
	struct arena *a = &t->r->page_arena;
	if (str_is(name, "name"))
		return value_text(c->name);
	if (str_is(name, "title"))
		return value_text(category_title(c->name));
	if (str_is(name, "n"))
		return value_number(a, c->n);
	if (str_is(name, "percent"))
		return value_number(a, (c->n * 100 + t->most - 1) / t->most);
	if (str_is(name, "row"))
		return value_number(a, t->at - 1);
	return value_none();
}
static const struct value_ops count_ops = { .get = count_member };

static void chart_rewind(void *ctx) { ((struct tally *)ctx)->at = 0; }

static bool chart_next(void *ctx, struct value *ret, struct err *e)
{
	struct tally *t = ctx;
	UNUSED(e);
	if (t->at == t->n)
		return false;
	t->at++;
	*ret = (struct value){ .type = VALUE_OBJECT, .ops = &count_ops, .ctx = t };
	return true;
}
static const struct value_ops chart_ops = { .rewind = chart_rewind, .next = chart_next };

struct value get_chart(struct render_ctx *r)
{
	if (r->chart == NULL)
		r->chart = tally(r);
	return (struct value){ .type = r->chart->n ? VALUE_LIST : VALUE_FALSE, .ops = &chart_ops, .ctx = r->chart };
}

