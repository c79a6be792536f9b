/* SPDX-License-Identifier: MIT
 * A figure that the paper does not state, but two of its figures make: the difference, the ratio, the change, the sum or the average of
 * two of one row, one column or one sentence. So many pairs make so many figures that a value alone proves nothing: the answer has to say
 * what it does ("higher by", "提升"), and which of them it means: by stating one, or by naming its row, its column or its sentence. */
#include "trace.h"

#include <math.h>

/* ---- What the answer says that it does ---- */

enum operation { DIFFERENCE, CHANGE, RATIO, SUM, AVERAGE, OPERATION__COUNT };
static const char *const operation_words[OPERATION__COUNT] = {
	[DIFFERENCE] = "difference", [CHANGE] = "change", [RATIO] = "ratio", [SUM] = "sum", [AVERAGE] = "average",
};

static const struct { const char *word; unsigned operations; } cues[] = {
	{ "提升", 1 << DIFFERENCE | 1 << CHANGE }, { "提高", 1 << DIFFERENCE | 1 << CHANGE }, { "高出", 1 << DIFFERENCE | 1 << CHANGE },
	{ "高", 1 << DIFFERENCE | 1 << CHANGE }, { "低", 1 << DIFFERENCE | 1 << CHANGE }, { "降", 1 << DIFFERENCE | 1 << CHANGE },
	{ "减", 1 << DIFFERENCE | 1 << CHANGE }, { "增", 1 << DIFFERENCE | 1 << CHANGE }, { "多", 1 << DIFFERENCE | 1 << CHANGE },
	{ "少", 1 << DIFFERENCE | 1 << CHANGE }, { "差", 1 << DIFFERENCE | 1 << CHANGE }, { "领先", 1 << DIFFERENCE | 1 << CHANGE },
	{ "优于", 1 << DIFFERENCE | 1 << CHANGE }, { "超过", 1 << DIFFERENCE | 1 << CHANGE }, { "超出", 1 << DIFFERENCE | 1 << CHANGE },
	{ "节省", 1 << DIFFERENCE | 1 << CHANGE }, { "缩", 1 << DIFFERENCE | 1 << CHANGE }, { "快", 1 << DIFFERENCE | 1 << CHANGE | 1 << RATIO },
	{ "慢", 1 << DIFFERENCE | 1 << CHANGE | 1 << RATIO }, { "倍", 1 << RATIO }, { "加速", 1 << RATIO | 1 << CHANGE }, { "比例", 1 << RATIO },
	{ "占", 1 << RATIO }, { "相当于", 1 << RATIO }, { "之比", 1 << RATIO }, { "共", 1 << SUM }, { "总", 1 << SUM }, { "合计", 1 << SUM },
	{ "之和", 1 << SUM }, { "平均", 1 << AVERAGE }, { "均值", 1 << AVERAGE },
	{ "improv", 1 << DIFFERENCE | 1 << CHANGE }, { "gain", 1 << DIFFERENCE | 1 << CHANGE }, { "higher", 1 << DIFFERENCE | 1 << CHANGE },
	{ "lower", 1 << DIFFERENCE | 1 << CHANGE }, { "more", 1 << DIFFERENCE | 1 << CHANGE }, { "less", 1 << DIFFERENCE | 1 << CHANGE },
	{ "fewer", 1 << DIFFERENCE | 1 << CHANGE }, { "reduc", 1 << DIFFERENCE | 1 << CHANGE }, { "increas", 1 << DIFFERENCE | 1 << CHANGE },
	{ "decreas", 1 << DIFFERENCE | 1 << CHANGE }, { "drop", 1 << DIFFERENCE | 1 << CHANGE }, { "better", 1 << DIFFERENCE | 1 << CHANGE },
	{ "worse", 1 << DIFFERENCE | 1 << CHANGE }, { "outperform", 1 << DIFFERENCE | 1 << CHANGE }, { "differ", 1 << DIFFERENCE },
	{ "gap", 1 << DIFFERENCE }, { "margin", 1 << DIFFERENCE }, { "faster", 1 << RATIO | 1 << CHANGE }, { "slower", 1 << RATIO | 1 << CHANGE },
	{ "fold", 1 << RATIO }, { "times", 1 << RATIO }, { "ratio", 1 << RATIO }, { "total", 1 << SUM }, { "in all", 1 << SUM }, { "sum", 1 << SUM },
	{ "average", 1 << AVERAGE }, { "mean", 1 << AVERAGE },
};

static unsigned operations_of(const struct question *q)
{
	unsigned ret = 0;
	enum figure_family family = figure_family(q->f);
	for (size_t i = 0; i < COUNTOF(cues); i++)
		if (str_find(q->sentence, cues[i].word, 0) != STR_NONE)
			ret |= cues[i].operations;
	if (family == FIGURE_POINTS)
		ret |= 1 << DIFFERENCE;
	if (family == FIGURE_TIMES)
		ret |= 1 << RATIO;
	return ret;
}

/* ---- Whether two facts make the figure ---- */

struct search {
	const struct question *q;
	unsigned operations;
	enum figure_family family;
	struct figure_span value, written;  /* of the figure */
	size_t steps;
	double best;
	enum operation how;
	const struct fact *pair[2];
};

static bool within(struct figure_span s, double v) { return v >= s.low && v <= s.high; }

/* Of quantities with a unit, in it; else as they are written. */
static bool has_unit(const struct fact *x) { return x->family > FIGURE_SHARE; }

static double number(const struct fact *x) { return has_unit(x) ? x->value : x->written; }

/* Whether V, made of facts like X, is the figure: in X's unit, or as it is written where the unit stands elsewhere. */
static bool is_same(const struct search *search, const struct fact *x, double v)
{
	bool unit = search->family > FIGURE_SHARE;
	if (has_unit(x))
		return unit && search->family == x->family && within(search->value, v);
	bool share = fabs(x->written) <= 1 && !unit && !(x->marks & FIGURE_WHOLE);
	return within(search->written, v) || (share && within(search->written, 100 * v));
}

static bool makes(const struct search *search, enum operation o, const struct fact *a, const struct fact *b)
{
	double x = number(a), y = number(b);
	enum figure_family family = search->family;
	struct figure_span s = search->written;
	switch (o) {
	case DIFFERENCE:
		return family != FIGURE_TIMES && is_same(search, a, fabs(x - y));
	case SUM:
		return family != FIGURE_TIMES && is_same(search, a, x + y);
	case AVERAGE:
		return family != FIGURE_TIMES && is_same(search, a, (x + y) / 2);
	case CHANGE:
		return family == FIGURE_PERCENT && y != 0 && (within(s, 100 * fabs(x - y) / fabs(y)) || (x != 0 && within(s, 100 * fabs(x - y) / fabs(x))));
	case RATIO:
		if (x == 0 || y == 0 || (family != FIGURE_TIMES && family != FIGURE_PERCENT))
			return false;
		double scale = family == FIGURE_PERCENT ? 100 : 1;
		return within(s, scale * x / y) || within(s, scale * y / x);
	default:
		return false;
	}
}

/* ---- Which facts are meant ---- */


static bool is_said(const struct question *q, const struct fact *x)
{
	for (size_t i = 0; i < q->n_said; i++)
		if (q->said[i] == x || (q->said[i]->spot == x->spot && q->said[i]->at == x->at))
			return true;
	return false;
}

/* How surely the answer means X: it says it, or names its row. */
static double meant(const struct question *q, const struct fact *x)
{
	const struct spot *s = &q->t->spots[x->spot];
	double ret = is_said(q, x) ? 4 : 0;
	if (s->table)
		return ret + 3 * (double)trace_shared(q->names, s->label) + (s->own ? 1 : 0);
	return ret + (double)trace_shared(q->names, s->names);
}

static void try_pair(struct search *s, const struct fact *a, const struct fact *b, double meant_a)
{
	bool same = a->spot == b->spot && a->at == b->at;  /* one figure, read in two ways */
	if (same || a->family != b->family || s->steps >= TRACE_MAX_STEPS)
		return;
	s->steps++;
	for (enum operation o = 0; o < OPERATION__COUNT; o++)
		if (s->operations >> o & 1 && makes(s, o, a, b)) {
			double score = meant_a + meant(s->q, b) - 0.1 * (double)o;
			if (s->pair[0] == NULL || score > s->best) {
				s->best = score;
				s->how = o;
				s->pair[0] = a;
				s->pair[1] = b;
			}
		}
}

/* A with the others of its sentence or row, and of its column. */
static void try_fact(struct search *s, const struct fact *a)
{
	const struct trace_paper *t = s->q->t;
	const struct spot *spot = &t->spots[a->spot];
	double weight = meant(s->q, a);
	for (size_t i = 0; i < spot->n_facts; i++) {
		const struct fact *b = &t->facts[spot->first_fact + i];
		if (spot->table || b->sentence == a->sentence)
			try_pair(s, a, b, weight);
	}
	for (size_t k = spot->table ? spot->table - 1 : t->n_spots; k < t->n_spots && t->spots[k].table == spot->table; k++)
		for (size_t i = 0; k != a->spot && i < t->spots[k].n_facts; i++) {
			const struct fact *b = &t->facts[t->spots[k].first_fact + i];
			if (b->column == a->column)
				try_pair(s, a, b, weight);
		}
}

static void try_spot(struct search *s, const struct spot *spot)
{
	for (size_t i = 0; i < spot->n_facts && s->steps < TRACE_MAX_STEPS; i++)
		try_fact(s, &s->q->t->facts[spot->first_fact + i]);
}

/* The spots that have a name of the answer's sentence: rows by one, texts by two. A name that stands everywhere tells little. */
static void try_named(struct search *s, bool rare)
{
	const struct trace_paper *t = s->q->t;
	struct name_set names = s->q->names;
	for (size_t i = 0; i < names.n; i++) {
		size_t first = trace_from_name(t, names.v[i]), end = first;
		while (end < t->n_uses && t->uses[end].hash == names.v[i])
			end++;
		for (size_t k = first; (end - first <= TRACE_RARE_NAME) == rare && k < end && s->steps < TRACE_MAX_STEPS; k++) {
			const struct spot *spot = &t->spots[t->uses[k].spot];
			if (spot->table > 0 || (spot->n_facts > 1 && trace_shared(names, spot->names) > 1))
				try_spot(s, spot);
		}
	}
}

static void try_own_rows(struct search *s)
{
	const struct trace_paper *t = s->q->t;
	for (size_t i = 0; i < t->n_own_rows && s->steps < TRACE_MAX_STEPS; i++)
		try_spot(s, &t->spots[t->own_rows[i]]);
}

const char *trace_derive(const struct question *q, const struct fact *pair[2])
{
	struct search s = {
		.q = q, .operations = operations_of(q), .family = figure_family(q->f), .value = figure_span(q->f, figure_same), .written = figure_written_span(q->f),
	};
	if (s.operations == 0)
		return NULL;
	for (size_t i = 0; i < q->n_said; i++)
		try_fact(&s, q->said[i]);
	try_named(&s, true);
	if (s.pair[0] == NULL)
		try_own_rows(&s);
	if (s.pair[0] == NULL)
		try_named(&s, false);
	if (s.pair[0] == NULL)
		return NULL;
	pair[0] = s.pair[0];
	pair[1] = s.pair[1];
	return operation_words[s.how];
}
