/* SPDX-License-Identifier: MIT
 * Words that tell a library from other papers. The model has them as numbers alone: the library is read once more for their texts. */
#include "src/interest/internal.h"

#include <stdlib.h>
#include <string.h>

#include "digest/text.h"

/* A feature of the library. */
struct found {
	struct str text;           /* in A; STR_NULL: not met yet */
	uint32_t entries;
	uint32_t last;             /* the entry that it was met in last */
};

struct reading {
	struct found *of;          /* by number, FEATURES of them */
	struct bag bag;
	struct buf words;
	uint32_t entry;
	struct arena *a;
};

static void meet(void *ctx, struct str text, uint32_t number)
{
	struct reading *r = ctx;
	struct found *f = &r->of[number];
	if (!str_known(f->text))
		f->text = arena_dup(r->a, text);
	f->entries += f->last != r->entry;
	f->last = r->entry;
}

static bool take_entry(void *ctx, const struct library_entry *entry, const struct store_text *t, bool known, struct err *e)
{
	struct reading *r = ctx;
	const struct str texts[] = { t->title, t->abstract };
	UNUSED(entry);
	UNUSED(known);
	UNUSED(e);
	r->entry += !str_empty(t->title) || !str_empty(t->abstract);
	for (size_t i = 0; i < COUNTOF(texts); i++) {
		buf_clear(&r->words);
		words_put(texts[i], &r->words);
		features_each(&r->bag, buf_str(&r->words), meet, r);
	}
	return true;
}

/* ---- The best of them ---- */

/* The words of one stand in the other. */
static bool overlap(struct str a, struct str b)
{
	struct buf x = BUF_INIT(BUF_UNBOUNDED), y = BUF_INIT(BUF_UNBOUNDED);
	buf_addf(&x, " %.*s ", STR_ARG(a));
	buf_addf(&y, " %.*s ", STR_ARG(b));
	bool yes = str_find(buf_str(&x), y.s, 0) != STR_NONE || str_find(buf_str(&y), x.s, 0) != STR_NONE;
	buf_free(&x);
	buf_free(&y);
	return yes;
}

struct looking {
	struct str words;
	bool found;
};

static void look(void *ctx, const struct expr *term, struct str said)
{
	struct looking *l = ctx;
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	UNUSED(term);
	words_put(said, &b);
	l->found = l->found || overlap(str_trim(buf_str(&b)), l->words);
	buf_free(&b);
}

static bool has_already(const struct interest_section *s, struct str words)
{
	struct looking l = { words, false };
	for (size_t i = 0; i < s->n_matches; i++)
		expr_each_term(s->matches[i].expr, look, &l);
	return l.found;
}

static int by_weight(const void *a, const void *b)
{
	const struct interest_suggestion *x = a, *y = b;
	int d = (x->weight < y->weight) - (x->weight > y->weight);
	return d ? d : str_cmp(x->words, y->words);
}

/* All that more than one entry has, in the order of their weights. */
static struct interest_suggestion *all_of(struct interests *x, const struct model *m, const struct reading *r, size_t *n)
{
	struct interest_suggestion *all = xreallocarray(NULL, FEATURES, sizeof *all);
	*n = 0;
	for (uint32_t i = 0; i < FEATURES; i++)
		if (r->of[i].entries > 1) {
			double weight = model_weight(m, &x->counts, i);
			if (weight > 0)
				all[(*n)++] = (struct interest_suggestion){ r->of[i].text, weight, r->of[i].entries, r->entry, x->counts.of[i], x->counts.papers };
		}
	qsort(all, *n, sizeof *all, by_weight);
	return all;
}

static void choose(const struct interest_section *s, const struct interest_suggestion *all, size_t n, struct interest_suggestion *ret, size_t *kept)
{
	for (size_t i = 0; i < n && *kept < INTEREST_SUGGESTED; i++) {
		bool fresh = !has_already(s, all[i].words);
		for (size_t k = 0; k < *kept; k++)
			fresh = fresh && !overlap(ret[k].words, all[i].words);
		if (fresh)
			ret[(*kept)++] = all[i];
	}
}

bool interest_suggest(struct interests *x, size_t i, const struct interest_options *o, struct arena *a, struct interest_suggestion **ret, size_t *n,
                      struct err *e)
{
	const struct interest *t = &x->of[i];
	library_files files = VEC_INIT;
	struct reading r = { .words = BUF_INIT(BUF_UNBOUNDED), .a = a };
	size_t all_n;
	*n = 0;
	*ret = arena_calloc(a, INTEREST_SUGGESTED, sizeof **ret);
	if (!t->likes)
		return true;
	r.of = xcalloc(FEATURES, sizeof *r.of);
	entries_files(t->section, o, a, &files);
	bool ok = entries_each(t->section, o, &files, take_entry, &r, e);
	if (ok) {
		struct interest_suggestion *all = all_of(x, &t->model, &r, &all_n);
		choose(t->section, all, all_n, *ret, n);
		free(all);
	}
	vec_free(&files);
	bag_free(&r.bag);
	buf_free(&r.words);
	free(r.of);
	return ok;
}
