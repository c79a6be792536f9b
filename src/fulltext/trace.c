/* SPDX-License-Identifier: MIT
 * Each figure of an answer, looked up in the paper: the same quantity within rounding, in the same unit or in one that says the same; of
 * several places the one whose words the answer has, tables before text. What stands nowhere may be made of two figures that belong
 * together (trace_derived.c). */
#include "trace.h"

#include <math.h>

/* ---- How the paper may have what the answer says ---- */

static double hundredth(double v) { return v / 100; }
static double hundredfold(double v) { return v * 100; }

/* From what an answer states to what the paper has. */
static const struct way {
	enum figure_family answer, paper;
	double (*from)(double v);
	enum { ANYWHERE, BELOW_ONE, IN_TABLES } where;  /* BELOW_ONE: 0.912 for 91.2 %; IN_TABLES: or with decimals, the unit stands elsewhere */
} ways[] = {
	{ FIGURE_PERCENT, FIGURE_PLAIN, figure_same, IN_TABLES }, { FIGURE_PERCENT, FIGURE_PLAIN, hundredth, BELOW_ONE },
	{ FIGURE_PERCENT, FIGURE_POINTS, figure_same, ANYWHERE }, { FIGURE_PERCENT, FIGURE_SHARE, hundredth, ANYWHERE },
	{ FIGURE_PERCENT, FIGURE_TIMES, hundredth, ANYWHERE }, { FIGURE_POINTS, FIGURE_PERCENT, figure_same, ANYWHERE },
	{ FIGURE_POINTS, FIGURE_PLAIN, figure_same, IN_TABLES }, { FIGURE_POINTS, FIGURE_PLAIN, hundredth, BELOW_ONE },
	{ FIGURE_TIMES, FIGURE_PLAIN, figure_same, IN_TABLES }, { FIGURE_TIMES, FIGURE_PERCENT, hundredfold, ANYWHERE },
	{ FIGURE_SHARE, FIGURE_PERCENT, hundredfold, ANYWHERE }, { FIGURE_PLAIN, FIGURE_PERCENT, figure_same, ANYWHERE },
	{ FIGURE_PLAIN, FIGURE_PERCENT, hundredfold, BELOW_ONE }, { FIGURE_PLAIN, FIGURE_TIMES, figure_same, ANYWHERE },
};

/* Marks of a table's head or caption that its cells are thousands, millions …, for "7.3M" where the cell is 7.3. */
static const struct { double scale; const char *marks[5]; } scales[] = {
	{ 1e3, { "(K)", "(k)", "thousand", "10^{3}", "×10³" } }, { 1e6, { "(M)", "million", "10^{6}", "×10⁶", "[M]" } },
	{ 1e9, { "(B)", "(G)", "billion", "10^{9}", "×10⁹" } },
};

/* ---- Candidates ---- */

struct best {
	const struct fact *fact;
	double score;
	size_t looked_at;
};

static double kind_score(const struct spot *s)
{
	static const double scores[FULLTEXT_KIND__COUNT] = {
		[FULLTEXT_ROW] = 3.5, [FULLTEXT_CAPTION] = 2.5, [FULLTEXT_PARAGRAPH] = 2, [FULLTEXT_ITEM] = 2, [FULLTEXT_FORMULA] = 1, [FULLTEXT_LINE] = 1,
		[FULLTEXT_FOOTNOTE] = 1,
	};
	return s->block ? scores[s->block->kind] : 0;
}

/* How well a place fits the answer's words: names shared with its row or text weigh most, then those of its table. */
static double score_of(const struct question *q, const struct fact *x, bool exact)
{
	const struct spot *s = &q->t->spots[x->spot];
	double score = kind_score(s) + (exact ? 1 : 0) - (x->marks & (FIGURE_NAME | FIGURE_WORDS) ? 2 : 0);
	score += 4 * (double)trace_shared(q->names, s->names);
	if (s->table) {
		score += 4 * (double)trace_shared(q->names, s->label);
		score += s->table - 1 != x->spot ? 2 * (double)trace_shared(q->names, q->t->spots[s->table - 1].names) : 0;
		score += s->caption ? (double)trace_shared(q->names, q->t->spots[s->caption - 1].names) : 0;
	}
	return score;
}

static void consider(const struct question *q, const struct fact *x, bool exact, struct best *best)
{
	double score = score_of(q, x, exact);
	best->looked_at++;
	if (best->fact == NULL || score > best->score || (score == best->score && x->spot < best->fact->spot)) {
		best->fact = x;
		best->score = score;
	}
}

static bool fits(const struct question *q, const struct fact *x, int where)
{
	const struct spot *s = &q->t->spots[x->spot];
	if (x->marks & FIGURE_NAME && x->family == FIGURE_PLAIN)
		return false;
	if (where == IN_TABLES)
		return s->table || (s->block && s->block->kind == FULLTEXT_CAPTION) || !(x->marks & FIGURE_WHOLE);
	return where != BELOW_ONE || fabs(x->written) <= 1 || q->f->unit == NULL;
}

static void look_by_value(const struct question *q, enum figure_family family, struct figure_span s, int where, struct best *best)
{
	const struct trace_paper *t = q->t;
	size_t i = trace_from_value(t, family, s.low);
	for (; i < t->n_facts && t->by_value[i]->family == family && t->by_value[i]->value <= s.high && best->looked_at < TRACE_MAX_CANDIDATES; i++)
		if (fits(q, t->by_value[i], where))
			consider(q, t->by_value[i], t->by_value[i]->written == figure_written(q->f) && family == figure_family(q->f), best);
}

static void look_as_written(const struct question *q, struct figure_span s, bool any_unit, struct best *best)
{
	const struct trace_paper *t = q->t;
	size_t i = trace_from_written(t, s.low);
	for (; i < t->n_facts && t->by_written[i]->written <= s.high && best->looked_at < TRACE_MAX_CANDIDATES; i++)
		if (any_unit || t->by_written[i]->family == FIGURE_PLAIN)
			consider(q, t->by_written[i], t->by_written[i]->family == figure_family(q->f), best);
}

/* "7.3M" as 7.3 of a table whose head says millions. */
static void look_scaled(const struct question *q, struct best *best)
{
	const struct trace_paper *t = q->t;
	struct figure_span s = figure_written_span(q->f);
	for (size_t k = 0; k < COUNTOF(scales) && fabs(figure_written(q->f)) >= 1e3; k++)
		for (size_t i = trace_from_written(t, s.low / scales[k].scale); i < t->n_facts && t->by_written[i]->written <= s.high / scales[k].scale; i++) {
			const struct spot *spot = &t->spots[t->by_written[i]->spot];
			bool marked = false;
			for (size_t m = 0; m < COUNTOF(scales[k].marks) && spot->table && !marked; m++)
				marked = str_find(t->spots[spot->table - 1].text, scales[k].marks[m], 0) != STR_NONE ||
				         (spot->caption && str_find(t->spots[spot->caption - 1].text, scales[k].marks[m], 0) != STR_NONE);
			if (marked && best->looked_at < TRACE_MAX_CANDIDATES)
				consider(q, t->by_written[i], false, best);
		}
}

/* The paper's fact that Q's figure is; NULL. */
static const struct fact *look_up(const struct question *q)
{
	struct best best = { NULL, 0, 0 };
	enum figure_family family = figure_family(q->f) >= FIGURE_DAY ? FIGURE_PLAIN : figure_family(q->f);
	look_by_value(q, family, figure_span(q->f, figure_same), ANYWHERE, &best);
	for (size_t i = 0; i < COUNTOF(ways); i++)
		if (ways[i].answer == family)
			look_by_value(q, ways[i].paper, figure_span(q->f, ways[i].from), ways[i].where, &best);
	if (best.fact == NULL && (family == FIGURE_PLAIN || family > FIGURE_SHARE))
		look_as_written(q, figure_written_span(q->f), family == FIGURE_PLAIN, &best);
	if (best.fact == NULL)
		look_scaled(q, &best);
	return best.fact;
}

/* The figure as it is, then with the unit of the other end of its range. */
static const struct fact *find(struct question *q, struct str text)
{
	struct figure as[FIGURE_MOST_READINGS];
	const struct figure *whole = q->f;
	const struct fact *x = NULL;
	for (size_t i = 0, n = figure_readings(whole, text, as); i < n && x == NULL; i++) {
		q->f = &as[i];
		x = look_up(q);
	}
	q->f = whole;
	return x;
}

/* ---- Sentences of the answer ---- */

static struct str sentence_of(struct str text, const struct figure *f)
{
	static const char *const ends[] = { "。", "；", "！", "？", "\n", "; " };
	enum { AROUND = 400 };
	size_t from = f->at > AROUND ? f->at - AROUND : 0, most = f->end + AROUND < text.n ? f->end + AROUND : text.n, to = most;
	for (size_t i = from; i < most && to == most; i++) {
		size_t end = text.p[i] == '.' && i + 1 < text.n && text.p[i + 1] == ' ' ? 1 : 0;
		for (size_t k = 0; k < COUNTOF(ends) && end == 0; k++)
			if (str_starts(str_from(text, i), ends[k]))
				end = strlen(ends[k]);
		if (end > 0 && i + end <= f->at)
			from = i + end;
		else if (end > 0 && i >= f->end)
			to = i;
	}
	return (struct str){ text.p + from, to - from };
}

/* ---- A text ---- */

static bool is_looked_up(struct str text, const struct figure *f)
{
	return figure_is_stated(text, false, f) && figure_family(f) < FIGURE_DAY && !(f->marks & FIGURE_VAGUE);
}

static struct trace_place place_of(const struct question *q, const struct fact *x, struct arena *a)
{
	return trace_place_of(&q->t->spots[x->spot], x->at, x->end, a);
}

static void put_derived(const struct question *q, struct trace *to, struct arena *a)
{
	const struct fact *pair[2];
	to->how = trace_derive(q, pair);
	to->kind = to->how ? TRACE_DERIVED : TRACE_NOWHERE;
	for (size_t i = 0; to->how && i < 2; i++)
		to->places[to->n_places++] = place_of(q, pair[i], a);
}

struct traces trace_figures(const struct trace_paper *t, struct str text, struct arena *a)
{
	struct figures all = figures_of(text, a);
	const struct fact **said = arena_calloc(a, all.n + 1, sizeof *said);
	struct question *questions = arena_calloc(a, all.n + 1, sizeof *questions);
	struct traces ret = { arena_calloc(a, all.n + 1, sizeof *ret.v), 0 };
	size_t n_said = 0;
	for (size_t i = 0; i < all.n; i++) {
		const struct figure *f = &all.v[i];
		if (!is_looked_up(text, f))
			continue;
		struct question *q = &questions[ret.n];
		struct trace *to = &ret.v[ret.n++];
		struct str sentence = sentence_of(text, f);
		*q = (struct question){ .t = t, .f = f, .sentence = sentence, .names = trace_names(sentence, TRACE_MAX_NAMES, a) };
		*to = (struct trace){ .at = f->at, .end = f->end, .kind = TRACE_NOWHERE };
		const struct fact *x = find(q, text);
		if (x == NULL)
			continue;
		to->kind = TRACE_FOUND;
		to->places[to->n_places++] = place_of(q, x, a);
		said[n_said++] = x;
	}
	for (size_t i = 0; i < ret.n; i++)
		if (ret.v[i].kind == TRACE_NOWHERE) {
			questions[i].said = said;
			questions[i].n_said = n_said;
			put_derived(&questions[i], &ret.v[i], a);
		}
	return ret;
}
