/* SPDX-License-Identifier: MIT
 * What figures need to be held against each other: how exact they are, what else they can be read as, which of them state something. */
#include "digest/figure.h"

#include <math.h>

/* How far a quantity that is written as F may be from F's digits: half a unit of the last place, a whole one where it says
 * "about" or "more than", and then zeros at the end are no places. */
static double tolerance(const struct figure *f)
{
	double t = f->half;
	if (!(f->marks & FIGURE_ABOUT))  /* what is counted is not rounded */
		return figure_family(f) == FIGURE_PLAIN && f->scale == 1 && (f->marks & FIGURE_WHOLE) ? 0 : t;
	if (f->marks & FIGURE_WHOLE)
		for (double place = 10; f->digits >= 10 * place && fmod(f->digits, place) == 0; place *= 10)
			t = place / 2;
	return 2 * t;
}

struct figure_span figure_span(const struct figure *f, double (*from)(double v))
{
	enum { NINE_DIGITS = 1000000000 };
	double factor = f->scale * (f->unit ? f->unit->factor : 1), t = tolerance(f);
	double a = from((f->digits - t) * factor), b = from((f->digits + t) * factor), eps = (fabs(a) + fabs(b)) / NINE_DIGITS;
	return (struct figure_span){ (a < b ? a : b) - eps, (a < b ? b : a) + eps };
}

struct figure_span figure_written_span(const struct figure *f)
{
	struct figure g = *f;
	g.unit = NULL;
	return figure_span(&g, figure_same);
}

size_t figure_readings(const struct figure *f, struct str where, struct figure as[FIGURE_MOST_READINGS])
{
	size_t n = 0;
	as[n++] = *f;
	if (f->also_unit || f->also_scale != 0) {
		as[n] = *f;
		as[n].unit = f->also_unit ? f->also_unit : f->unit;
		as[n++].scale *= f->also_scale != 0 ? f->also_scale : 1;
	}
	if (f->scale != 1 && !(f->marks & FIGURE_WORDS))  /* 5G, LLaMA-7B: a name's, too */
		if (f->marks & FIGURE_NAME || (f->end > f->at && is_alpha((unsigned char)where.p[f->end - 1]))) {
			as[n] = *f;
			as[n++].scale = 1;
		}
	if ((f->marks & FIGURE_ORDINAL) && figure_family(f) == FIGURE_SHARE) {  /* "twentieth": a part, or the number */
		as[n] = *f;
		as[n].digits = 1 / f->digits;
		as[n++].unit = NULL;
	}
	return n;
}

/* A count in words: three years, 两个维度. */
static bool is_small(const struct figure *f, bool item)
{
	enum { SMALL = 12, DAY = 86400 };
	enum figure_family family = figure_family(f);
	bool words = f->marks & FIGURE_WORDS, whole = f->marks & FIGURE_WHOLE;
	if (f->scale != 1 || !whole || f->digits > SMALL)
		return false;
	if (words && (f->digits == 1 || family == FIGURE_DEGREE))
		return true;
	if (f->marks & FIGURE_ORDINAL)
		return true;
	return (family == FIGURE_PLAIN && (words || item || f->digits == 1)) || family >= FIGURE_DAY || (family == FIGURE_TIME && f->unit->factor >= DAY);
}

/* "1）", "2. ", "3、": an item's number. */
static bool is_list_mark(struct str text, const struct figure *f)
{
	static const char *const marks[] = { ")", "）", ". ", "、", "．", "\\)" };
	bool mark = false;
	for (size_t i = 0; i < COUNTOF(marks) && !mark; i++)
		mark = str_starts(str_from(text, f->end), marks[i]);
	return mark && figure_family(f) == FIGURE_PLAIN && f->digits < 20;
}

bool figure_is_stated(struct str text, bool item, const struct figure *f)
{
	if (f->at == 0 && f->end == text.n)  /* a mark, a rating: the answer's own */
		return false;
	return !(f->marks & (FIGURE_NAME | FIGURE_FORMULA)) && !is_small(f, item) && f->digits > 0 && !is_list_mark(text, f);
}
