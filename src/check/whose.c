/* SPDX-License-Identifier: MIT
 * Is the answer about its paper? A text, or the whole answer, is not, if the paper has no English words for most of its Chinese ones; nor
 * one that fits another paper of the run clearly better by its Latin words and numbers; nor an answer with several names and numbers of
 * which the paper has none. */
#include <math.h>
#include <string.h>

#include "src/check/internal.h"
#include "src/check/likeness.h"

/* When the Latin words and numbers of a text, or of the whole answer, fit another paper. */
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

/* The Chinese words of an answer about its paper have an English one there in nine of ten cases; less is taken for
 * granted, for an answer may say more than the abstract. A text is held against the share of the answer's other texts.
 */
static const double whole_share = 0.65, text_share = 0.85, reading_share = 0.35, unsure = -3;
enum {
	SHARE_COUNTS = 20, /* words that text_share stands for beside those of the other texts */
	LEAST_WORDS = 4,   /* of a text that say whose it is */
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
		check_say(l, "%s fits the paper %.*s, and not this one", what, STR_ARG(likeness_id(l->g->papers, best)));
	else if (!little && own->shared < own->weight * b->none_share)
		check_say(l, "%s has nothing of this paper: it is about another one", what);
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

/* ---- Chinese words ---- */

static size_t field_number(const struct check_ctx *l)
{
	size_t i = 0;
	while (i + 1 < l->y->n_fields && !str_eq(l->y->fields[i].name, l->field))
		i++;
	return i;
}

static void count_words(struct check_ctx *l)
{
	if (l->fits == NULL)
		l->fits = arena_calloc(l->scratch, l->y->n_fields + 1, sizeof *l->fits);
	counterparts_count(l, &l->fits[field_number(l)], &l->all_fits);
}

/* The share of field I's words that should be the paper's, by what the answer's other texts have. */
static double share_beside(const struct check_ctx *l, size_t i)
{
	double n = SHARE_COUNTS, shared = SHARE_COUNTS * text_share;
	for (size_t k = 0; k < l->y->n_fields; k++)
		if (k != i) {
			n += (double)l->fits[k].n;
			shared += (double)l->fits[k].shared;
		}
	return fmax(whole_share, fmin(text_share, shared / n));
}

static void say_words(struct check_ctx *l, const char *what, const struct counterpart_fit *f)
{
	check_say(l, "%s is about another paper: %zu of %zu of its words have nothing in this one", what,
	         f->n - f->shared, f->n);
}

/* Say so, if the words of the answer, or of one of its texts, are not this paper's. What is written from the whole text
 * has more to say than the abstract: there only an answer that shares no more than any other would. */
static bool words_are_others(struct check_ctx *l)
{
	bool reading = l->g->text.n > 0;
	if (l->fits == NULL)
		return false;
	if (l->all_fits.n >= LEAST_WORDS && counterparts_sure(&l->all_fits, whole_share) < unsure &&
	    (!reading || (double)l->all_fits.shared < reading_share * (double)l->all_fits.n)) {
		say_words(l, "the answer", &l->all_fits);
		return true;
	}
	for (size_t i = 0; i < l->y->n_fields && !reading; i++)
		if (l->fits[i].n >= LEAST_WORDS && counterparts_sure(&l->fits[i], share_beside(l, i)) < unsure) {
			l->field = l->y->fields[i].name;
			say_words(l, "the text", &l->fits[i]);
			return true;
		}
	return false;
}

void rule_other_paper(struct check_ctx *l)
{
	if (l->language & LANGUAGE_CHINESE && l->p->abstract.n > 0)
		count_words(l);
	struct features f = features_of(l->text, l->language == LANGUAGE_ENGLISH, l->scratch);
	if ((l->p->abstract.n == 0 && l->whole == NULL) || f.n == 0)
		return;
	add_features(l, &f);
	if (l->use == USE_ITEM || l->g->papers == NULL)
		return;
	struct fit own = fit_of(l->g->papers, l->p, l->whole, &f, is_known_name, l);
	look_for_another(l, &f, &own, &of_text, "the text");
}

void whole_other_paper(struct check_ctx *l)
{
	const struct features f = { l->features, l->n_features };
	if (l->p->abstract.n == 0 && l->whole == NULL)
		return;
	if (l->verdict != CHECK_PASSED || words_are_others(l))
		return;
	struct fit own = fit_of(l->g->papers, l->p, l->whole, &f, is_known_name, l);
	if (own.strong >= LEAST_STRONG && own.strong_shared == 0 && own.shared * 3 < own.weight) {
		check_say(l, "the answer has %zu names and numbers, and the paper none of them: it is about another one", own.strong);
		return;
	}
	if (l->n_notes >= MOST_NOTES) {
		check_say(l, "%zu texts of the answer have names that the paper does not", l->n_notes);
		return;
	}
	look_for_another(l, &f, &own, &of_answer, "the answer");
}
