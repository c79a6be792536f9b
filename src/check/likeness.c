/* SPDX-License-Identifier: MIT
 * The papers of a run by their features, and how well a text fits each of them. A feature weighs by its rarity: its inverse
 * document frequency (idf) among the papers, with a guess by its kind where they are few.
 *
 * A paper costs time in proportion to its text; the search for the one that fits a text best looks at the rarest of its
 * features first and at so many places at most. */
#include "src/check/likeness.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "digest/mem.h"
#include "digest/sort.h"
#include "digest/vec.h"
#include "src/check/internal.h"

enum {
	PRIOR = 300,        /* papers that the guess counts for */
	MOST_SHELL = 2000,  /* numbers that are sorted without qsort() */
	MOST_PLACES = 4096, /* of features, looked at for one text */
};

struct member {
	uint64_t id, text;     /* hashes: of its id, of title and abstract */
	struct str name;       /* its id */
	size_t from, n;        /* of its features */
};

struct place {
	uint32_t feature, papers;  /* papers: 0 is a free slot */
	uint32_t first, filled;    /* in `postings` */
};

struct likeness {
	struct arena a;
	VEC(struct member) papers;
	VEC(uint32_t) features;
	/* made by likeness_ready() */
	struct place *places;
	size_t mask;
	uint32_t *postings;
	size_t *ids;           /* a table of papers by id; STR_NONE: free */
	size_t id_mask;
};

struct likeness *likeness_new(void)
{
	return xcalloc(1, sizeof(struct likeness));
}

static void forget_tables(struct likeness *l)
{
	free(l->places);
	free(l->postings);
	free(l->ids);
	l->places = NULL;
	l->postings = NULL;
	l->ids = NULL;
}

void likeness_clear(struct likeness *l)
{
	forget_tables(l);
	l->papers.n = l->features.n = 0;
	arena_reset(&l->a);
}

void likeness_free(struct likeness *l)
{
	if (l == NULL)
		return;
	forget_tables(l);
	vec_free(&l->papers);
	vec_free(&l->features);
	arena_free(&l->a);
	free(l);
}

size_t likeness_papers(const struct likeness *l) { return l ? l->papers.n : 0; }
struct str likeness_id(const struct likeness *l, size_t i) { return l->papers.v[i].name; }

/* ---- Features ---- */

struct token {
	struct str text;
	uint32_t hash;
	size_t upper, digits;
};

/* The next run of letters and digits at or after FROM, of two and more; a point or a comma between digits belongs to it, and is
 * no part of its hash if it is a comma. */
static bool next_token(struct str s, size_t from, struct token *t)
{
	size_t i = from;
	do {
		while (i < s.n && !is_alnum((unsigned char)s.p[i]))
			i++;
		uint64_t h = FNV_BASIS;
		*t = (struct token){ .text = { s.p + i, 0 } };
		for (; i < s.n; i++) {
			unsigned char c = (unsigned char)s.p[i];
			if ((c == '.' || c == ',') && t->digits && t->digits == t->text.n && i + 1 < s.n && is_digit((unsigned char)s.p[i + 1])) {
				if (c == '.')
					h = fnv_byte(h, c);
				t->digits++;
				t->text.n++;
				continue;
			}
			if (!is_alnum(c))
				break;
			t->upper += is_upper(c);
			t->digits += is_digit(c);
			t->text.n++;
			if (!(c == 's' && t->text.n > 3 && (i + 1 == s.n || !is_alnum((unsigned char)s.p[i + 1]))))  /* a plural's */
				h = fnv_byte(h, (unsigned char)to_lower(c));
		}
		t->hash = (uint32_t)(h ^ h >> 32) | 1;
	} while (t->text.n == 1);
	return t->text.n > 1;
}

/* Shell's sort, with Ciura's gaps: the few hundred numbers of one paper, without a call for each two. */
static void sort_numbers(uint32_t *v, size_t n)
{
	static const size_t gaps[] = { 1750, 701, 301, 132, 57, 23, 10, 4, 1 };
	for (size_t g = 0; g < COUNTOF(gaps); g++)
		for (size_t i = gaps[g]; i < n; i++) {
			uint32_t x = v[i];
			size_t k = i;
			for (; k >= gaps[g] && v[k - gaps[g]] > x; k -= gaps[g])
				v[k] = v[k - gaps[g]];
			v[k] = x;
		}
}

static void add_text(struct likeness *l, struct str s)
{
	struct token t;
	for (size_t i = 0; next_token(s, i, &t); i = (size_t)(t.text.p - s.p) + t.text.n)
		*vec_push(&l->features) = t.hash;
}

/* With its id it tells a paper from others, and from other versions of it. */
static uint64_t text_of(const struct paper *p) { return fnv(FNV_BASIS, p->title) ^ p->abstract.n; }

void likeness_add(struct likeness *l, const struct paper *p)
{
	forget_tables(l);
	struct member *m = vec_push(&l->papers);
	*m = (struct member){ fnv(FNV_BASIS, p->id), text_of(p), arena_dup(&l->a, p->id), l->features.n, 0 };
	const struct str texts[] = { p->title, p->abstract, p->comment, p->journal_ref };
	for (size_t i = 0; i < COUNTOF(texts); i++)
		add_text(l, str_known(texts[i]) ? texts[i] : STR(""));
	uint32_t *v = l->features.v + m->from;
	size_t n = l->features.n - m->from, kept = 0;
	if (n > MOST_SHELL)
		qsort(v, n, sizeof *v, order_uint32);
	else
		sort_numbers(v, n);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || v[i] != v[i - 1])
			v[kept++] = v[i];
	m->n = kept;
	l->features.n = m->from + kept;
}

struct likeness *likeness_whole(const struct paper *p, struct str text)
{
	struct likeness *l = likeness_new();
	struct paper whole = *p;
	whole.abstract = text;
	likeness_add(l, &whole);
	return l;
}

/* ---- The tables ---- */

static struct place *place_of(const struct likeness *l, uint32_t feature)
{
	size_t i = feature * 0x9e3779b1u & l->mask;
	while (l->places[i].papers && l->places[i].feature != feature)
		i = (i + 1) & l->mask;
	return &l->places[i];
}

static void make_ids(struct likeness *l)
{
	for (l->id_mask = 63; l->id_mask < 2 * l->papers.n;)
		l->id_mask = 2 * l->id_mask + 1;
	l->ids = xmalloc((l->id_mask + 1) * sizeof *l->ids);
	for (size_t i = 0; i <= l->id_mask; i++)
		l->ids[i] = STR_NONE;
	for (size_t k = 0; k < l->papers.n; k++) {
		size_t i = (size_t)(l->papers.v[k].id >> 20) & l->id_mask;
		while (l->ids[i] != STR_NONE)
			i = (i + 1) & l->id_mask;
		l->ids[i] = k;
	}
}

/* Twice as many places. */
static void grow(struct likeness *l)
{
	struct place *old = l->places;
	size_t n = old ? l->mask + 1 : 0;
	l->mask = n ? 2 * n - 1 : 4095;
	l->places = xcalloc(l->mask + 1, sizeof *l->places);
	for (size_t i = 0; i < n; i++)
		if (old[i].papers)
			*place_of(l, old[i].feature) = old[i];
	free(old);
}

void likeness_ready(struct likeness *l)
{
	size_t at = 0, used = 0;
	if (l->places)
		return;
	grow(l);
	l->postings = xmalloc((l->features.n + 1) * sizeof *l->postings);
	for (size_t i = 0; i < l->features.n; i++) {
		struct place *p = place_of(l, l->features.v[i]);
		used += p->papers == 0;
		p->feature = l->features.v[i];
		p->papers++;
		if (used * 2 > l->mask)
			grow(l);
	}
	for (size_t i = 0; i <= l->mask; i++) {
		l->places[i].first = (uint32_t)at;
		at += l->places[i].papers;
	}
	for (size_t k = 0; k < l->papers.n; k++)
		for (size_t i = 0; i < l->papers.v[k].n; i++) {
			struct place *p = place_of(l, l->features.v[l->papers.v[k].from + i]);
			l->postings[p->first + p->filled++] = (uint32_t)k;
		}
	make_ids(l);
}

/* ---- Weights ---- */

/* How many of the papers have the feature. */
static size_t papers_with(const struct likeness *l, uint32_t feature) { return l->places ? place_of(l, feature)->papers : 0; }

static double weight_of(const struct likeness *l, const struct feature *f)
{
	static const double share[] = {
		/* of papers that have one of its kind, as far as nothing is known */
		[FEATURE_WORD] = 0.02,
		[FEATURE_NAME] = 0.003,
		[FEATURE_NUMBER] = 0.01,
	};
	double n = (double)(l ? l->papers.n : 0), with = l ? (double)papers_with(l, f->hash) : 0;
	return log((n + PRIOR) / (with + PRIOR * share[f->kind]));
}

/* ---- A text ---- */

struct taking {
	struct arena *a;
	VEC(struct feature) f;
};

static void take(struct taking *t, struct feature f)
{
	for (size_t i = 0; i < t->f.n && t->f.n < 256; i++)
		if (t->f.v[i].hash == f.hash)
			return;
	*arena_push(t->a, &t->f) = f;
}

static enum feature_kind kind_of(const struct token *t, bool english)
{
	bool first = t->upper == 1 && is_upper((unsigned char)t->text.p[0]);
	if (t->digits == t->text.n)
		return FEATURE_NUMBER;
	if (t->upper == 0 && t->digits == 0)
		return FEATURE_WORD;
	return english && first && t->digits == 0 ? FEATURE_WORD : FEATURE_NAME;
}

struct features features_of(struct str text, bool english, struct arena *a)
{
	enum { MOST = 200 };  /* more tell no more */
	struct taking t = { .a = a };
	struct token k;
	for (size_t i = 0; t.f.n < MOST && next_token(text, i, &k); i = (size_t)(k.text.p - text.p) + k.text.n) {
		char before = k.text.p > text.p ? k.text.p[-1] : ' ';
		if (before != '\\' && before != '{' && before != '}')  /* a macro of TeX, and words that it cuts */
			take(&t, (struct feature){ k.hash, kind_of(&k, english), k.text });
	}
	return (struct features){ t.f.v, t.f.n };
}

/* ---- Fits ---- */

static bool has(const uint32_t *v, size_t n, uint32_t feature)
{
	size_t a = 0, b = n;
	while (a < b) {
		size_t mid = a + (b - a) / 2;
		if (v[mid] < feature)
			a = mid + 1;
		else
			b = mid;
	}
	return a < n && v[a] == feature;
}

static const struct member *find_member(const struct likeness *l, const struct paper *p)
{
	uint64_t id = fnv(FNV_BASIS, p->id), text = text_of(p);
	if (l == NULL || l->ids == NULL)
		return NULL;
	for (size_t i = (size_t)(id >> 20) & l->id_mask; l->ids[i] != STR_NONE; i = (i + 1) & l->id_mask) {
		const struct member *m = &l->papers.v[l->ids[i]];
		if (m->id == id && m->text == text)
			return m;
	}
	return NULL;
}

static void count(struct fit *fit, const struct feature *f, double weight, bool shared)
{
	bool strong = f->kind >= FEATURE_NAME;
	fit->weight += weight;
	fit->shared += shared ? weight : 0;
	fit->strong += strong;
	fit->strong_shared += strong && shared;
}

struct fit fit_of(const struct likeness *l, const struct paper *p,
                  const struct likeness *whole, const struct features *f, bool (*known)(void *ctx, struct str name),
                  void *ctx)
{
	struct fit fit = { 0, 0, 0, 0 };
	struct likeness *own = NULL;
	const struct member *m = whole ? &whole->papers.v[0] : find_member(l, p);
	const uint32_t *v = whole ? whole->features.v : m ? l->features.v + m->from : NULL;
	size_t n = m ? m->n : 0;
	if (m == NULL) {
		own = likeness_new();
		likeness_add(own, p);
		v = own->features.v;
		n = own->features.n;
	}
	for (size_t i = 0; i < f->n; i++)
		count(&fit, &f->v[i], weight_of(l, &f->v[i]),
		      has(v, n, f->v[i].hash) || (known && f->v[i].kind == FEATURE_NAME && known(ctx, f->v[i].text)));
	likeness_free(own);
	return fit;
}

struct rare {
	const struct feature *f;
	double weight;
	const struct place *place;
};

static int by_rarity(const void *a, const void *b)
{
	const struct rare *x = a, *y = b;
	return (x->place->papers > y->place->papers) - (x->place->papers < y->place->papers);
}

size_t fit_best(const struct likeness *l, const struct paper *p, const struct features *f, struct fit *fit)
{
	uint64_t own = fnv(FNV_BASIS, p->id);
	size_t best = STR_NONE, places = 0, n = 0;
	if (l == NULL || l->places == NULL || f->n == 0)
		return STR_NONE;
	double *sum = xcalloc(l->papers.n + 1, sizeof *sum);
	struct rare *rare = xcalloc(f->n, sizeof *rare);
	for (size_t i = 0; i < f->n; i++) {
		const struct place *at = place_of(l, f->v[i].hash);
		if (at->papers)
			rare[n++] = (struct rare){ &f->v[i], weight_of(l, &f->v[i]), at };
	}
	qsort(rare, n, sizeof *rare, by_rarity);
	for (size_t i = 0; i < n && (places += rare[i].place->papers) <= MOST_PLACES; i++)
		for (size_t k = 0; k < rare[i].place->papers; k++) {
			uint32_t paper = l->postings[rare[i].place->first + k];
			sum[paper] += rare[i].weight;
			if (l->papers.v[paper].id != own && (best == STR_NONE || sum[paper] > sum[best]))
				best = paper;
		}
	if (best != STR_NONE) {
		const struct member *m = &l->papers.v[best];
		*fit = (struct fit){ 0, 0, 0, 0 };
		for (size_t i = 0; i < f->n; i++)
			count(fit, &f->v[i], weight_of(l, &f->v[i]), has(l->features.v + m->from, m->n, f->v[i].hash));
	}
	free(rare);
	free(sum);
	return best;
}
