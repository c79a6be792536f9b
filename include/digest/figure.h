/* SPDX-License-Identifier: MIT
 * Figures: the quantities that a text of English or Chinese states, by value, scale, unit and precision. Pure functions.
 *
 * "2.6 trillion", "2.6万亿", "$2.6\times 10^{12}$" are one quantity; "5%", "5 percentage points" and "5 times" are three. */
#ifndef DIGEST_FIGURE_H
#define DIGEST_FIGURE_H

#include "digest/arena.h"
#include "digest/buf.h"

/* What a figure counts: those of one family convert into each other. */
enum figure_family {
	FIGURE_PLAIN,      /* no unit that is known */
	FIGURE_PERCENT, FIGURE_POINTS,  /* 5 %, 5 percentage points */
	FIGURE_TIMES,      /* fivefold, 5x, 5倍 */
	FIGURE_ORDERS,     /* orders of magnitude */
	FIGURE_SHARE,      /* a half, 三分之一: of one */
	FIGURE_TIME, FIGURE_BYTES, FIGURE_LENGTH, FIGURE_MASS, FIGURE_FREQUENCY, FIGURE_POWER, FIGURE_ENERGY, FIGURE_DECIBEL, FIGURE_DEGREE,
	FIGURE_USD, FIGURE_EUR, FIGURE_GBP, FIGURE_CNY, FIGURE_JPY, FIGURE_INR,
	FIGURE_DAY, FIGURE_DECADE, FIGURE_CENTURY,  /* 5月, 3日; 90年代; 21世纪 */
	FIGURE_PART,       /* of a name: GPT-4 */
	FIGURE__COUNT
};

struct figure_unit {
	const char *word;
	double factor;     /* of the family's own unit: seconds, bytes, metres … */
	enum figure_family family;
	enum { UNIT_HAN, UNIT_WORD, UNIT_SYMBOL } form;  /* a WORD in letters of any case, perhaps with s; a SYMBOL as it is */
};

enum {
	FIGURE_ABOUT = 1,    /* 约, 超过, 多, over, ~: the last places are rounded or cut off */
	FIGURE_VAGUE = 2,    /* millions of, 数百万: of this power of ten */
	FIGURE_NAME = 4,     /* a part of a name: GPT-4, 3D */
	FIGURE_FORMULA = 8,  /* a part of a formula */
	FIGURE_WORDS = 16,   /* in words: three, 三 */
	FIGURE_WHOLE = 32,   /* written without a decimal point */
	FIGURE_ORDINAL = 64, /* third, 第三 */
};

struct figure {
	size_t at, end;        /* in the text, with its scale and unit */
	double digits, half;   /* as written, and half a unit of the last place: 2.6, 0.05 */
	double scale;          /* 1e12 of "2.6 trillion" */
	const struct figure_unit *unit;  /* NULL: none that is known */
	double also_scale;     /* of a range, from its other end: "2 to 3 million". 0: none */
	const struct figure_unit *also_unit;
	unsigned marks;
};

struct figures {
	struct figure *v;
	size_t n;
};

/* All figures of TEXT in their order, in A. Time linear in the text. */
struct figures figures_of(struct str text, struct arena *a);

/* How a quantity is written: its number, times its scale. */
static inline double figure_written(const struct figure *f) { return f->digits * f->scale; }
/* In the unit of its family: 30 ms is 0.03. */
static inline double figure_value(const struct figure *f) { return figure_written(f) * (f->unit ? f->unit->factor : 1); }
static inline enum figure_family figure_family(const struct figure *f) { return f->unit ? f->unit->family : FIGURE_PLAIN; }
/* "a percentage", "a time": for messages. */
const char *figure_family_name(enum figure_family f);
/* Append V as Chinese writes it: 2.6万亿, 40万, 1234. */
void figure_write_chinese(double v, struct buf *out);

/* ---- Inside (words.c, units.c) ---- */

/* The longest unit that S begins with, its length in *N; NULL. */
const struct figure_unit *figure_unit_at(struct str s, size_t *n);
/* The scale (million, 万亿, K) that S begins with: its length, 0: none. */
size_t figure_scale_at(struct str s, double *scale);
/* The sign of a currency that S ends with ("US$", "€"); NULL. */
const struct figure_unit *figure_currency_before(struct str s, size_t *n);
/* A number in English words or in Han numerals at S[I], where a word begins: F's end is where it ends. False: none. */
bool figure_words_at(struct str s, size_t i, struct figure *f);
bool figure_han_at(struct str s, size_t i, struct figure *f);

/* ---- ways.c ---- */

/* From a figure of an answer to the one that the paper would have. */
struct figure_conversion {
	enum figure_family answer, paper;
	double (*from)(double v);
};
extern const struct figure_conversion figure_ways[];
extern const size_t figure_n_ways;
double figure_same(double v);  /* the way of one that only changes its unit */

/* ---- held.c: a figure held against another one ---- */

struct figure_span { double low, high; };
/* What the other one has to be, in the unit of its family, for F to come from it by FROM: within half a unit of F's last place, a whole
 * one where F says "about"; what is counted is not rounded. */
struct figure_span figure_span(const struct figure *f, double (*from)(double v));
/* The same as it is written, without unit. */
struct figure_span figure_written_span(const struct figure *f);
enum { FIGURE_MOST_READINGS = 4 };
/* F of the text WHERE in each way it can be read: both ends of a range, "7B" as 7, "twentieth" as 20. How many. */
size_t figure_readings(const struct figure *f, struct str where, struct figure as[FIGURE_MOST_READINGS]);
/* Whether F states something about the paper: no small count, no part of a name or a formula, no number of a list's item (ITEM: TEXT is
 * one), not all that TEXT is. */
bool figure_is_stated(struct str text, bool item, const struct figure *f);

#endif
