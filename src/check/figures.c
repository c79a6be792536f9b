/* SPDX-License-Identifier: MIT
 * Each figure of an answer has to come from the paper: the same quantity within rounding, or what a row of figure/ways.c makes of one of
 * the paper's. One that is off by a power of ten, or in another unit, is told with the right one.
 *
 * The paper's figures are sorted once by family and value, and once as they are written; each figure of an answer is looked up. */
#include "src/check/internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "digest/figure.h"

struct fact {
	double value;          /* of its family */
	double written;
	enum figure_family family;
	struct str text, where;/* as the paper writes it, and in which text */
	size_t at;             /* in that */
	unsigned marks;
};

struct check_facts {
	const struct figure *begun;  /* at which an abstract that came cut breaks off; NULL */
	const struct fact **by_value;    /* sorted by family, then value */
	const struct fact **by_written;
	size_t n;
};

/* What is wrong with a figure. */
enum wrong { RIGHT, WRONG_POWER, WRONG_UNIT, NEW_PERCENT, NEW_NUMBER };

struct check_figure {
	enum wrong wrong;
	struct figure f;
	const struct fact *right;  /* of the first two */
};

struct check_judged {
	struct check_figure *v;
	size_t n;
};

/* ---- The paper's ---- */

static int by_value(const void *a, const void *b)
{
	const struct fact *x = *(const struct fact *const *)a, *y = *(const struct fact *const *)b;
	if (x->family != y->family)
		return x->family < y->family ? -1 : 1;
	return (x->value > y->value) - (x->value < y->value);
}

static int by_written(const void *a, const void *b)
{
	const struct fact *x = *(const struct fact *const *)a, *y = *(const struct fact *const *)b;
	return (x->written > y->written) - (x->written < y->written);
}

static struct fact *add(struct fact *to, struct str where, const struct figure *g)
{
	enum figure_family family = figure_family(g) >= FIGURE_DAY ? FIGURE_PLAIN : figure_family(g);
	if (family == FIGURE_PLAIN && (g->marks & FIGURE_NAME))
		family = FIGURE_PART;
	*to = (struct fact){ figure_value(g), figure_written(g), family, { where.p + g->at, g->end - g->at }, where, g->at, g->marks };
	return to + 1;
}

/* A figure of the paper, in each way it can be read. */
static struct fact *add_readings(struct fact *to, struct str where, const struct figure *f)
{
	struct figure as[FIGURE_MOST_READINGS];
	for (size_t i = 0, n = figure_readings(f, where, as); i < n; i++)
		to = add(to, where, &as[i]);
	return to;
}

static const struct check_facts *facts_of(struct check_ctx *l)
{
	const struct paper *p = l->p;
	const struct str texts[] = { p->title, p->abstract, p->comment, p->journal_ref, p->report_no, l->g->text };
	struct figures all[COUNTOF(texts)];
	size_t n = 0;
	if (l->numbers)
		return l->numbers;
	struct check_facts *f = arena_calloc(l->scratch, 1, sizeof *f);
	for (size_t i = 0; i < COUNTOF(texts); i++) {
		all[i] = figures_of(texts[i], l->scratch);
		n += all[i].n;
	}
	struct fact *facts = arena_alloc(l->scratch, (n * FIGURE_MOST_READINGS + 1) * sizeof *facts), *to = facts;
	for (size_t i = 0; i < COUNTOF(texts); i++)
		for (size_t k = 0; k < all[i].n; k++)
			to = add_readings(to, texts[i], &all[i].v[k]);
	const struct figures *last = &all[1];  /* the abstract's */
	if (l->source_cut && last->n && last->v[last->n - 1].end == str_trim(p->abstract).n)
		f->begun = &last->v[last->n - 1];
	f->n = (size_t)(to - facts);
	f->by_value = arena_alloc(l->scratch, (f->n + 1) * sizeof *f->by_value);
	f->by_written = arena_alloc(l->scratch, (f->n + 1) * sizeof *f->by_written);
	for (size_t i = 0; i < f->n; i++)
		f->by_value[i] = f->by_written[i] = &facts[i];
	qsort(f->by_value, f->n, sizeof *f->by_value, by_value);
	qsort(f->by_written, f->n, sizeof *f->by_written, by_written);
	return l->numbers = f;
}

/* Where FAMILY's begin that are LOW or more. */
static size_t place_of(const struct check_facts *f, enum figure_family family, double low)
{
	size_t a = 0, b = f->n;
	while (a < b) {
		size_t mid = a + (b - a) / 2;
		const struct fact *x = f->by_value[mid];
		if (x->family < family || (x->family == family && x->value < low))
			a = mid + 1;
		else
			b = mid;
	}
	return a;
}

/* The one at I, if it is FAMILY's and no more than HIGH; NULL. */
static const struct fact *fact_at(const struct check_facts *f, size_t i, enum figure_family family, double high)
{
	return i < f->n && f->by_value[i]->family == family && f->by_value[i]->value <= high ? f->by_value[i] : NULL;
}

/* One of FAMILY's between LOW and HIGH; NULL. */
static const struct fact *of_family(const struct check_facts *f, enum figure_family family, double low, double high)
{
	return fact_at(f, place_of(f, family, low), family, high);
}

/* The first as it is written between LOW and HIGH; NULL. */
static const struct fact *of_written(const struct check_facts *f, double low, double high)
{
	size_t a = 0, b = f->n;
	while (a < b) {
		size_t mid = a + (b - a) / 2;
		if (f->by_written[mid]->written < low)
			a = mid + 1;
		else
			b = mid;
	}
	return a < f->n && f->by_written[a]->written <= high ? f->by_written[a] : NULL;
}

/* ---- What may become of a quantity ---- */

/* The figure as it may be read: with its own unit and scale, or with those of the range's other end. */
static struct figure reading_of(const struct figure *f, bool also)
{
	struct figure g = *f;
	if (also) {
		g.unit = f->unit ? f->unit : f->also_unit;
		g.scale *= f->also_scale != 0 ? f->also_scale : 1;
	}
	return g;
}

/* The paper's figure that F can come from; NULL. */
static const struct fact *source_of(const struct check_facts *facts, const struct figure *f)
{
	enum figure_family family = figure_family(f);
	struct figure_span s = figure_span(f, figure_same), w = figure_written_span(f);
	const struct fact *x = of_family(facts, family, s.low, s.high);
	if (x == NULL && family == FIGURE_PLAIN)
		x = of_written(facts, w.low, w.high);
	else if (x == NULL && family > FIGURE_SHARE)
		x = of_family(facts, FIGURE_PLAIN, w.low, w.high);
	return x;
}

/* Whether X, a bare number, may be a multiple: "by a factor of three", and no "three data sets". */
static bool is_factor(const struct fact *x)
{
	enum { BEFORE = 24 };
	static const char *const words[] = { "factor", NULL };
	size_t from = x->at > BEFORE ? x->at - BEFORE : 0;
	return !(x->marks & FIGURE_WORDS) || check_find(str_head(str_from(x->where, from), x->at - from), words, 0) != STR_NONE;
}

/* The one that becomes F in one of the ways; SAME: in those that only change the unit, or only in the others. */
static const struct fact *way_to(const struct check_facts *facts, const struct figure *f, bool unit_only)
{
	const struct fact *x = NULL;
	for (size_t i = 0; x == NULL && i < figure_n_ways; i++)
		if (figure_ways[i].answer == figure_family(f) && (figure_ways[i].from == figure_same) == unit_only) {
			struct figure_span s = figure_span(f, figure_ways[i].from);
			size_t at = place_of(facts, figure_ways[i].paper, s.low);
			x = fact_at(facts, at, figure_ways[i].paper, s.high);
			while (x && figure_ways[i].paper == FIGURE_PLAIN && figure_ways[i].answer == FIGURE_TIMES && !is_factor(x))
				x = fact_at(facts, ++at, figure_ways[i].paper, s.high);
		}
	return x;
}

/* The paper's figure of the same digits at another power of ten; NULL. */
static const struct fact *other_power(const struct check_facts *facts, const struct figure *f)
{
	enum { MOST = 12 };
	enum figure_family family = figure_family(f);
	struct figure g = *f;
	g.marks &= ~(unsigned)FIGURE_ABOUT;
	for (int k = 1; k <= MOST && f->digits != 0; k++)
		for (int sign = -1; sign <= 1; sign += 2) {
			g.scale = f->scale * pow(10, sign * k);
			struct figure_span s = figure_span(&g, figure_same), w = figure_written_span(&g);
			const struct fact *x = of_family(facts, family, s.low, s.high);
			if (x == NULL)
				x = of_family(facts, FIGURE_PLAIN, w.low, w.high);
			if (x == NULL && family == FIGURE_PLAIN)
				x = of_written(facts, w.low, w.high);
			if (x)
				return x;
		}
	return NULL;
}

/* Percentage points for a percentage: right where the paper's is a difference, and not a level ("95 % accuracy"). */
static const struct fact *difference_of(const struct check_facts *facts, const struct figure *f)
{
	enum { BEFORE = 70, BEHIND = 40 };
	static const char *const words[] = {
		" by ", "improv", "increas", "reduc", "decreas", "gain", "drop", "higher", "lower", "more", "less", "better", "worse", "outperform",
		"surpass", "exceed", "absolute", "point", "margin", "boost", "fall", "fell", "rise", "rose", "declin", "loss", "degrad", "gap",
		"differ", "up to", "over ", "from", "than", "delta", "+", NULL,
	};
	struct figure_span s = figure_span(f, figure_same);
	size_t at = figure_family(f) == FIGURE_POINTS ? place_of(facts, FIGURE_PERCENT, s.low) : facts->n;
	for (const struct fact *x; (x = fact_at(facts, at, FIGURE_PERCENT, s.high)) != NULL; at++) {
		size_t from = x->at > BEFORE ? x->at - BEFORE : 0;
		if (check_find(str_head(str_from(x->where, from), x->at - from + x->text.n + BEHIND), words, 0) != STR_NONE)
			return x;
	}
	return NULL;
}

/* ---- A figure of an answer ---- */

/* 12日 of "May 12", 90年代 of 1995, 20世纪 of 1930. */
static enum wrong judge_date(const struct check_facts *facts, const struct figure *f)
{
	double v = f->digits;
	if (of_written(facts, v, v) || (v >= 1000 && of_written(facts, v, v + 9)))
		return RIGHT;
	if (figure_family(f) == FIGURE_CENTURY && of_written(facts, 100 * v - 100, 100 * v))
		return RIGHT;
	for (double century = 1500; figure_family(f) == FIGURE_DECADE && century <= 2000; century += 100)
		if (of_written(facts, century + v, century + v + 9))
			return RIGHT;
	return NEW_NUMBER;
}

/* Whether the abstract breaks off in the middle of F: "over 1" of "over 1,000". */
static bool is_begun(const struct check_facts *facts, const struct figure *f)
{
	double v = figure_written(f);
	if (facts->begun == NULL || facts->begun->digits <= 0)
		return false;
	while (v >= 10 * facts->begun->digits)
		v /= 10;
	return floor(v) >= facts->begun->digits && v < facts->begun->digits + 1;
}

/* Two digits or more, or a scale: that it stands elsewhere at another power of ten is no accident. */
static bool is_telling(const struct fact *x, const struct figure *f)
{
	double v = fabs(x->written);
	if (v == 0)
		return false;
	if (f->scale != 1 || is_alpha((unsigned char)x->text.p[x->text.n - 1]))
		return f->scale != 1 || v >= 1000;
	while (v >= 10 && fmod(v, 10) == 0)
		v /= 10;
	return v >= 10 || fmod(v, 1) != 0;
}

/* 数百万: a quantity between this power of ten and the next. */
static enum wrong judge_vague(const struct check_facts *facts, const struct figure *f, const struct fact **right)
{
	enum { MOST = 6 };
	double v = figure_written(f);
	if (v < 1000 || of_written(facts, v * 0.95, v * 10))
		return RIGHT;
	for (int k = 1; k <= MOST; k++)
		for (int sign = -1; sign <= 1; sign += 2) {
			double u = v * pow(10, sign * k);
			const struct fact *x = u >= 1000 ? of_written(facts, u * 0.999, u * 1.001) : NULL;
			if (x) {
				*right = x;
				return WRONG_POWER;
			}
		}
	return RIGHT;
}

static enum wrong judge_reading(const struct check_facts *facts, const struct figure *f, const struct fact **right)
{
	if (source_of(facts, f) || way_to(facts, f, true) || difference_of(facts, f))
		return RIGHT;
	struct figure_span w = figure_written_span(f);
	*right = of_written(facts, w.low, w.high);
	if (*right && ((*right)->marks & FIGURE_WORDS))  /* "two" says too little */
		*right = NULL;
	if (*right && figure_family(f) != FIGURE_PLAIN && (*right)->family != FIGURE_PLAIN)
		return WRONG_UNIT;
	if (way_to(facts, f, false) || is_begun(facts, f))
		return RIGHT;
	if (*right && figure_family(f) != FIGURE_PLAIN)
		return WRONG_UNIT;
	if ((*right = other_power(facts, f)) != NULL && is_telling(*right, f))
		return WRONG_POWER;
	return figure_family(f) == FIGURE_PERCENT || figure_family(f) == FIGURE_POINTS ? NEW_PERCENT : NEW_NUMBER;
}

static enum wrong judge(const struct check_facts *facts, const struct figure *f, const struct fact **right)
{
	if (f->marks & FIGURE_VAGUE)
		return judge_vague(facts, f, right);
	if (figure_family(f) >= FIGURE_DAY)
		return judge_date(facts, f);
	enum wrong wrong = judge_reading(facts, f, right);
	if (wrong == RIGHT || (f->also_unit == NULL && f->also_scale == 0))
		return wrong;
	struct figure g = reading_of(f, true);
	return judge_reading(facts, &g, right);
}

static enum check_place place_of_figure(const struct check_ctx *l, const struct figure *f)
{
	const struct check_text *t = l->g->traced;
	return t ? t->figure(t->ctx, l->text, f->at, f->end) : CHECK_TEXT_SILENT;
}

static const struct check_judged *judged_of(struct check_ctx *l)
{
	if (l->judged && l->judged_of.p == l->text.p && l->judged_of.n == l->text.n)
		return l->judged;
	struct check_judged *j = arena_calloc(l->scratch, 1, sizeof *j);
	struct figures all = figures_of(check_unnumbered(l), l->scratch);
	j->v = arena_alloc(l->scratch, (all.n + 1) * sizeof *j->v);
	for (size_t i = 0; i < all.n; i++) {
		struct check_figure x = { .f = all.v[i] };
		if (!figure_is_stated(l->text, l->use == USE_ITEM, &x.f))
			continue;
		enum check_place place = place_of_figure(l, &x.f);
		x.wrong = place == CHECK_TEXT_HAS ? RIGHT : judge(facts_of(l), &x.f, &x.right);
		if (x.wrong == RIGHT && place == CHECK_TEXT_LACKS)
			x.wrong = figure_family(&x.f) == FIGURE_PERCENT || figure_family(&x.f) == FIGURE_POINTS
			                  ? NEW_PERCENT
			                  : NEW_NUMBER;
		if (x.wrong != RIGHT)
			j->v[j->n++] = x;
	}
	l->judged = j;
	l->judged_of = l->text;
	return j;
}

/* ---- The rules ---- */

static const struct check_figure *first_of(struct check_ctx *l, enum wrong wrong)
{
	if (l->p->abstract.n == 0 && l->g->traced == NULL) /* without it nothing can be said */
		return NULL;
	const struct check_judged *j = judged_of(l);
	for (size_t i = 0; i < j->n; i++)
		if (j->v[i].wrong == wrong)
			return &j->v[i];
	return NULL;
}

static struct str shown(const struct check_ctx *l, const struct figure *f)
{
	return check_shown((struct str){ l->text.p + f->at, f->end - f->at });
}

static void say_new(struct check_ctx *l, enum wrong wrong)
{
	const struct check_figure *x = first_of(l, wrong);
	if (x)
		check_say(l, "says %.*s, which the paper does not", STR_ARG(shown(l, &x->f)));
}

void rule_number(struct check_ctx *l) { say_new(l, NEW_NUMBER); }
void rule_percent(struct check_ctx *l) { say_new(l, NEW_PERCENT); }

void rule_magnitude(struct check_ctx *l)
{
	const struct check_figure *x = first_of(l, WRONG_POWER);
	struct buf right = BUF_INIT(BUF_UNBOUNDED);
	if (x == NULL)
		return;
	if (l->language & LANGUAGE_CHINESE && x->right->written >= 1e4) {
		buf_addz(&right, ", which is ");
		figure_write_chinese(x->right->written, &right);
	}
	check_say(l, "says %.*s, wrong by a power of ten: the paper says %.*s%s", STR_ARG(shown(l, &x->f)), STR_ARG(check_shown(x->right->text)),
	         right.len ? right.s : "");
	buf_free(&right);
}

void rule_unit(struct check_ctx *l)
{
	const struct check_figure *x = first_of(l, WRONG_UNIT);
	if (x)
		check_say(l, "says %.*s (%s), but the paper says %.*s (%s)", STR_ARG(shown(l, &x->f)), figure_family_name(figure_family(&x->f)),
		         STR_ARG(check_shown(x->right->text)), figure_family_name(x->right->family));
}

void rule_work(struct check_ctx *l)
{
	const struct check_text *t = l->g->traced;
	struct str work = t ? t->work(t->ctx, l->field, l->text) : STR_NULL;
	if (!str_empty(work))
		check_say(l, "names %.*s, which the paper's bibliography does not", STR_ARG(check_shown(work)));
}
