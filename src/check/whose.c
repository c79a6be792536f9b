/* SPDX-License-Identifier: MIT
 * Is the answer about its paper? A text, or the whole answer, that fits another paper of the run clearly better is not; nor is an
 * answer with several names and numbers of its own of which the paper has none. */
#include <math.h>
#include <string.h>

#include "src/check/internal.h"
#include "src/check/likeness.h"

/* When a text, or the whole answer, fits another paper. Of 1,200 real answers, each among 400 papers, 0.4 % do; of as many that were
 * swapped with another's 98 %. */
static const struct bounds {
	double least;          /* weight of its features, below which it says nothing that its paper has none of them */
	double own_share;      /* of the weight, that its own paper has less than */
	double times, more;    /* another one has so many times as much, and so much more */
	double none_share;     /* less than this of it, and no other paper is needed; 0: one is */
} of_text = { 0, 1 / 3.0, 1.5, 6, 0 }, of_answer = { 17, 1 / 3.0, 1.5, 5, 0.06 };
enum {
	LEAST_STRONG = 4,  /* names and numbers, of which the paper has none */
	MOST_NOTES = 3,    /* texts of one answer with a name that the paper does not have: one alone is only noted */
};

static bool is_known_name(void *ctx, struct str name) { return name_known(ctx, name); }

/* How much one of many papers shares with any text by chance: the more of them, the more. */
static double chance(const struct likeness *papers)
{
	enum { FEW = 400 };
	size_t n = likeness_papers(papers);
	return n > FEW ? 1.5 * log((double)n / FEW) : 0;
}

/* Say so, if the features F fit another paper better than the answer's, or it not at all. */
static void look_for_another(struct check_ctx *l, const struct features *f, const struct fit *own, const struct bounds *b, const char *what)
{
	struct fit other = { 0, 0, 0, 0 };
	bool little = own->weight < b->least;
	if (own->shared > own->weight * b->own_share)
		return;
	size_t best = fit_best(l->g->papers, l->p, f, &other);
	if (best != STR_NONE && other.shared > b->times * own->shared && other.shared - own->shared > b->more + chance(l->g->papers))
		gate_say(l, "%s fits the paper %.*s, and not this one", what, STR_ARG(likeness_id(l->g->papers, best)));
	else if (!little && own->shared < own->weight * b->none_share)
		gate_say(l, "%s has nothing of this paper: it is about another one", what);
}

static void add_features(struct check_ctx *l, const struct features *f)
{
	struct features all = { arena_alloc(l->scratch, (l->n_features + f->n + 1) * sizeof *f->v), 0 };
	if (l->n_features)
		memcpy(all.v, l->features, l->n_features * sizeof *f->v);
	all.n = l->n_features;
	for (size_t i = 0; i < f->n; i++) {
		size_t k = 0;
		while (k < l->n_features && l->features[k].hash != f->v[i].hash)
			k++;
		if (k == l->n_features)
			all.v[all.n++] = f->v[i];
	}
	l->features = all.v;
	l->n_features = all.n;
}

void rule_other_paper(struct check_ctx *l)
{
	struct features f = features_of(l->g->glossary, l->text, l->language == LANGUAGE_ENGLISH, l->scratch);
	if ((l->p->abstract.n == 0 && l->whole == NULL) || f.n == 0)
		return;
	add_features(l, &f);
	if (l->use == USE_ITEM || l->g->papers == NULL)
		return;
	struct fit own = fit_of(l->g->papers, l->g->glossary, l->p, l->whole, &f, is_known_name, l);
	look_for_another(l, &f, &own, &of_text, "the text");
}

void whole_other_paper(struct check_ctx *l)
{
	const struct features f = { l->features, l->n_features };
	if ((l->p->abstract.n == 0 && l->whole == NULL) || f.n == 0)
		return;
	struct fit own = fit_of(l->g->papers, l->g->glossary, l->p, l->whole, &f, is_known_name, l);
	if (l->verdict != GATE_PASSED)
		return;
	if (own.strong >= LEAST_STRONG && own.strong_shared == 0 && own.shared * 3 < own.weight) {
		gate_say(l, "the answer has %zu names and numbers, and the paper none of them: it is about another one", own.strong);
		return;
	}
	if (l->n_notes >= MOST_NOTES) {
		gate_say(l, "%zu texts of the answer have names that the paper does not", l->n_notes);
		return;
	}
	look_for_another(l, &f, &own, &of_answer, "the answer");
}
