/* SPDX-License-Identifier: MIT
 * One pass over the papers of a run before the first of them is asked about: each leaves four bytes a word. */
#include "src/summaries/compared_papers.h"

#include <string.h>

struct others {
	struct store *store;
	struct likeness *l;
	struct arena a;
	size_t n;
};

static bool add_hit(void *ctx, const struct store_hit *h, struct err *e)
{
	struct others *o = ctx;
	struct paper p;
	if (o->n >= COMPARED_MOST)
		return true;
	if (!store_get(o->store, h->row, false, &o->a, &p, e))
		return false;
	likeness_add(o->l, &p);
	o->n++;
	arena_reset(&o->a);
	return true;
}

/* The store's newest days. */
static bool add_newest(struct others *o, struct err *e)
{
	char last[DAY_SIZE], since[DAY_SIZE];
	if (!store_last_day(o->store, last, e))
		return false;
	if (last[0] == '\0')
		return true;
	day_add(last, -COMPARED_DAYS, since);
	const struct store_select newest = { .since = str_of(since) };
	return store_find(o->store, &newest, add_hit, o, e);
}

bool compared_papers_read(struct selection *s, struct likeness **ret, struct err *e)
{
	struct others o = { s->store, likeness_new(), ARENA_INIT, 0 };
	bool ok = true;
	for (size_t i = 0; ok && i < s->keys.n; i++) {
		struct paper p;
		ok = selection_get(s, &s->keys.v[i], &o.a, &p, e);
		if (ok)
			likeness_add(o.l, &p);
		arena_reset(&o.a);
	}
	if (ok && s->store && s->keys.n < COMPARED_ENOUGH)
		ok = add_newest(&o, e);
	arena_free(&o.a);
	if (ok) {
		likeness_ready(o.l);
		*ret = o.l;
	} else {
		likeness_free(o.l);
	}
	return ok;
}
