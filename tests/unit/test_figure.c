/* SPDX-License-Identifier: MIT
 * Figures, row by row: a text, and what is read in it: value, scale's power, unit, how exact, what kind. The values were worked out
 * by hand. */
#include <math.h>

#include "digest/figure.h"
#include "tests/unit/plain_tap.h"

enum { ABOUT = FIGURE_ABOUT, VAGUE = FIGURE_VAGUE, NAME = FIGURE_NAME, FORMULA = FIGURE_FORMULA, ORDINAL = FIGURE_ORDINAL };
enum { SEEN = FIGURE_ABOUT | FIGURE_VAGUE | FIGURE_NAME | FIGURE_FORMULA | FIGURE_ORDINAL };

/* The first figure of the text, or its Nth; its value is in the unit of its family. */
static const struct row {
	int line;
	const char *text;
	double value, half;   /* half a unit of the last place as written, times the scale; -1: it does not matter */
	enum figure_family family;
	unsigned marks;
	size_t nth;
} rows[] = {
	/* digits */
	{ __LINE__, "it has 42 layers", 42, 0.5, FIGURE_PLAIN, 0, 0 },
	{ __LINE__, "it has 1,234,567 rows", 1234567, 0.5, FIGURE_PLAIN, 0, 0 },
	{ __LINE__, "it has 12,34 rows", 12, 0.5, FIGURE_PLAIN, 0, 0 },
	{ __LINE__, "50{,}000 rows", 50000, 0.5, FIGURE_PLAIN, 0, 0 },
	{ __LINE__, "50\\,000 rows", 50000, 0.5, FIGURE_PLAIN, 0, 0 },
	{ __LINE__, "a score of 0.85", 0.85, 0.005, FIGURE_PLAIN, 0, 0 },
	{ __LINE__, "a score of .638 in all", 0.638, 0.0005, FIGURE_PLAIN, 0, 0 },
	{ __LINE__, "a score of 2.60", 2.6, 0.005, FIGURE_PLAIN, 0, 0 },
	{ __LINE__, "误差为３．５", 3.5, 0.05, FIGURE_PLAIN, 0, 0 },
	/* powers of ten */
	{ __LINE__, "10^6 samples", 1e6, -1, FIGURE_PLAIN, 0, 0 },
	{ __LINE__, "$10^{6}$ samples", 1e6, -1, FIGURE_PLAIN, 0, 0 },
	{ __LINE__, "$10^{-3}$ of it", 1e-3, -1, FIGURE_PLAIN, 0, 0 },
	{ __LINE__, "$3.5\\times 10^{5}$ samples", 3.5e5, 5000, FIGURE_PLAIN, 0, 0 },
	{ __LINE__, "2.6×10^12 tokens", 2.6e12, 5e10, FIGURE_PLAIN, 0, 0 },
	{ __LINE__, "10⁶ 个样本", 1e6, -1, FIGURE_PLAIN, 0, 0 },
	{ __LINE__, "a rate of 1e-4", 1e-4, -1, FIGURE_PLAIN, 0, 0 },
	{ __LINE__, "a rate of 2E6", 2e6, -1, FIGURE_PLAIN, 0, 0 },
	/* English scales */
	{ __LINE__, "2.6 trillion tokens", 2.6e12, 5e10, FIGURE_PLAIN, 0, 0 },
	{ __LINE__, "802 million users", 8.02e8, 5e5, FIGURE_PLAIN, 0, 0 },
	{ __LINE__, "$650$ million users", 6.5e8, 5e5, FIGURE_PLAIN, 0, 0 },
	{ __LINE__, "a 10-million-row table", 1e7, 5e5, FIGURE_PLAIN, 0, 0 },
	{ __LINE__, "3.5 Billion rows", 3.5e9, 5e7, FIGURE_PLAIN, 0, 0 },
	{ __LINE__, "400k images", 4e5, 500, FIGURE_PLAIN, 0, 0 },
	{ __LINE__, "400 K images", 4e5, 500, FIGURE_PLAIN, 0, 0 },
	{ __LINE__, "1.2M images", 1.2e6, 5e4, FIGURE_PLAIN, 0, 0 },
	{ __LINE__, "a 7B model", 7e9, 5e8, FIGURE_PLAIN, 0, 0 },
	{ __LINE__, "LLaMA-7B", 7e9, 5e8, FIGURE_PLAIN, NAME, 0 },
	{ __LINE__, "5bn rows", 5e9, 5e8, FIGURE_PLAIN, 0, 0 },
	{ __LINE__, "over 100 rows", 100, 0.5, FIGURE_PLAIN, ABOUT, 0 },
	{ __LINE__, "$\\sim$100 rows", 100, 0.5, FIGURE_PLAIN, ABOUT, 0 },
	/* English words */
	{ __LINE__, "twenty-five nights", 25, -1, FIGURE_PLAIN, 0, 0 },
	{ __LINE__, "two hundred and fifty thousand rows", 250000, -1, FIGURE_PLAIN, 0, 0 },
	{ __LINE__, "three million rows", 3e6, -1, FIGURE_PLAIN, 0, 0 },
	{ __LINE__, "half a million rows", 5e5, -1, FIGURE_PLAIN, 0, 0 },
	{ __LINE__, "a dozen rows", 12, -1, FIGURE_PLAIN, VAGUE, 0 },
	{ __LINE__, "tens of thousands of rows", 1e4, -1, FIGURE_PLAIN, VAGUE, 0 },
	{ __LINE__, "hundreds of millions of rows", 1e8, -1, FIGURE_PLAIN, VAGUE, 0 },
	{ __LINE__, "millions of rows", 1e6, -1, FIGURE_PLAIN, VAGUE, 0 },
	{ __LINE__, "two three", 2, -1, FIGURE_PLAIN, 0, 0 },
	{ __LINE__, "twice as fast", 2, -1, FIGURE_TIMES, 0, 0 },
	{ __LINE__, "doubles the speed", 2, -1, FIGURE_TIMES, 0, 0 },
	{ __LINE__, "an eightfold gain", 8, -1, FIGURE_TIMES, 0, 0 },
	{ __LINE__, "half of them", 0.5, -1, FIGURE_SHARE, 0, 0 },
	{ __LINE__, "two-thirds of them", 2.0 / 3, -1, FIGURE_SHARE, 0, 0 },
	{ __LINE__, "a tenth of the oil", 0.1, -1, FIGURE_SHARE, ORDINAL, 0 },
	/* Chinese scales and numerals */
	{ __LINE__, "2.6万亿个词元", 2.6e12, 5e10, FIGURE_PLAIN, 0, 0 },
	{ __LINE__, "约 40万张图像", 4e5, 5000, FIGURE_PLAIN, ABOUT, 0 },
	{ __LINE__, "8.02亿用户", 8.02e8, 5e5, FIGURE_PLAIN, 0, 0 },
	{ __LINE__, "802多万用户", 8.02e6, 5000, FIGURE_PLAIN, ABOUT, 0 },
	{ __LINE__, "3000余万用户", 3e7, 5000, FIGURE_PLAIN, ABOUT, 0 },
	{ __LINE__, "7.6百万篇", 7.6e6, 5e4, FIGURE_PLAIN, 0, 0 },
	{ __LINE__, "两千五百万参数", 2.5e7, -1, FIGURE_PLAIN, 0, 0 },
	{ __LINE__, "一百二十个", 120, -1, FIGURE_PLAIN, 0, 0 },
	{ __LINE__, "十三种", 13, -1, FIGURE_PLAIN, 0, 0 },
	{ __LINE__, "一百亿以上", 1e10, -1, FIGURE_PLAIN, ABOUT, 0 },
	{ __LINE__, "二零二三年", 2023, -1, FIGURE_PLAIN, 0, 0 },
	{ __LINE__, "数百万用户", 1e6, -1, FIGURE_PLAIN, VAGUE, 0 },
	{ __LINE__, "几十亿用户", 1e9, -1, FIGURE_PLAIN, VAGUE, 0 },
	{ __LINE__, "万能的方法", 1e4, -1, FIGURE_PLAIN, NAME, 0 },
	{ __LINE__, "两两比较", 22, -1, FIGURE_PLAIN, NAME, 0 },
	{ __LINE__, "第三代", 3, -1, FIGURE_PLAIN, ORDINAL, 0 },
	{ __LINE__, "三分之一", 1.0 / 3, -1, FIGURE_SHARE, 0, 0 },
	{ __LINE__, "百分之八十五", 85, -1, FIGURE_PERCENT, 0, 0 },
	{ __LINE__, "百分之4.5", 4.5, 0.05, FIGURE_PERCENT, 0, 0 },
	{ __LINE__, "八成以上", 80, -1, FIGURE_PERCENT, ABOUT, 0 },
	{ __LINE__, "一成不变", 1, -1, FIGURE_PLAIN, 0, 0 },
	/* percent, points, multiples */
	{ __LINE__, "by 4.5%", 4.5, 0.05, FIGURE_PERCENT, 0, 0 },
	{ __LINE__, "by 4.5\\%", 4.5, 0.05, FIGURE_PERCENT, 0, 0 },
	{ __LINE__, "by $4.5\\%$", 4.5, 0.05, FIGURE_PERCENT, 0, 0 },
	{ __LINE__, "by 45 percent", 45, 0.5, FIGURE_PERCENT, 0, 0 },
	{ __LINE__, "提高４．５％", 4.5, 0.05, FIGURE_PERCENT, 0, 0 },
	{ __LINE__, "by 3.4 percentage points", 3.4, 0.05, FIGURE_POINTS, 0, 0 },
	{ __LINE__, "by 3.4 pp", 3.4, 0.05, FIGURE_POINTS, 0, 0 },
	{ __LINE__, "by 3.4% points", 3.4, 0.05, FIGURE_POINTS, 0, 0 },
	{ __LINE__, "提高3.4个百分点", 3.4, 0.05, FIGURE_POINTS, 0, 0 },
	{ __LINE__, "25 basis points", 0.25, -1, FIGURE_POINTS, 0, 0 },
	{ __LINE__, "3.7x faster", 3.7, 0.05, FIGURE_TIMES, 0, 0 },
	{ __LINE__, "$3.7\\times$ faster", 3.7, 0.05, FIGURE_TIMES, 0, 0 },
	{ __LINE__, "3.7 times faster", 3.7, 0.05, FIGURE_TIMES, 0, 0 },
	{ __LINE__, "a 10-fold gain", 10, 0.5, FIGURE_TIMES, 0, 0 },
	{ __LINE__, "快3.7倍", 3.7, 0.05, FIGURE_TIMES, 0, 0 },
	{ __LINE__, "两倍", 2, -1, FIGURE_TIMES, 0, 0 },
	{ __LINE__, "two orders of magnitude", 2, -1, FIGURE_ORDERS, 0, 0 },
	{ __LINE__, "2个数量级", 2, -1, FIGURE_ORDERS, 0, 0 },
	/* ranges: the first one has the other's scale and unit, too */
	{ __LINE__, "5-10%", 10, 0.5, FIGURE_PERCENT, NAME, 1 },
	/* units convert into each other */
	{ __LINE__, "30 ms", 0.03, -1, FIGURE_TIME, 0, 0 },
	{ __LINE__, "30毫秒", 0.03, -1, FIGURE_TIME, 0, 0 },
	{ __LINE__, "a 30-second clip", 30, -1, FIGURE_TIME, 0, 0 },
	{ __LINE__, "1.5 hours", 5400, -1, FIGURE_TIME, 0, 0 },
	{ __LINE__, "90分钟", 5400, -1, FIGURE_TIME, 0, 0 },
	{ __LINE__, "3个小时", 10800, -1, FIGURE_TIME, 0, 0 },
	{ __LINE__, "the 1990s", 1990, 0.5, FIGURE_PLAIN, 0, 0 },
	{ __LINE__, "2023年", 2023, 0.5, FIGURE_PLAIN, 0, 0 },
	{ __LINE__, "90年代", 90, 0.5, FIGURE_DECADE, 0, 0 },
	{ __LINE__, "21世纪", 21, 0.5, FIGURE_CENTURY, 0, 0 },
	{ __LINE__, "5月", 5, 0.5, FIGURE_DAY, 0, 0 },
	{ __LINE__, "16 GB", 1.6e10, -1, FIGURE_BYTES, 0, 0 },
	{ __LINE__, "5千米", 5000, -1, FIGURE_LENGTH, 0, 0 },
	{ __LINE__, "28 GHz", 2.8e10, -1, FIGURE_FREQUENCY, 0, 0 },
	{ __LINE__, "20 dB", 20, -1, FIGURE_DECIBEL, 0, 0 },
	{ __LINE__, "360度", 360, -1, FIGURE_DEGREE, 0, 0 },
	{ __LINE__, "a cost of \\$1.5M", 1.5e6, 5e4, FIGURE_USD, 0, 0 },
	{ __LINE__, "a cost of US$30 million", 3e7, 5e5, FIGURE_USD, 0, 0 },
	{ __LINE__, "30 million dollars", 3e7, -1, FIGURE_USD, 0, 0 },
	{ __LINE__, "3000万美元", 3e7, 5000, FIGURE_USD, 0, 0 },
	{ __LINE__, "20亿欧元", 2e9, -1, FIGURE_EUR, 0, 0 },
	{ __LINE__, "€20 billion", 2e10, -1, FIGURE_EUR, 0, 0 },
	{ __LINE__, "250亿英镑", 2.5e10, -1, FIGURE_GBP, 0, 0 },
	{ __LINE__, "3万元", 3e4, -1, FIGURE_CNY, 0, 0 },
	{ __LINE__, "3元组", 3, -1, FIGURE_PLAIN, 0, 0 },
	/* names and formulas */
	{ __LINE__, "GPT-4", 4, -1, FIGURE_PLAIN, NAME, 0 },
	{ __LINE__, "3D", 3, -1, FIGURE_PLAIN, NAME, 0 },
	{ __LINE__, "$O(n^2)$", 2, -1, FIGURE_PLAIN, NAME | FORMULA, 0 },
	{ __LINE__, "$x = 42y$", 42, -1, FIGURE_PLAIN, NAME | FORMULA, 0 },
};

static void look(struct tap *t, const struct row *row)
{
	struct arena a = ARENA_INIT;
	struct str text = str_of(row->text);
	struct figures all = figures_of(text, &a);
	if (!tap_case(t, all.n > row->nth, "line %d: %s: a figure", row->line, row->text))
		return;
	const struct figure *f = &all.v[row->nth];
	double v = figure_value(f);
	bool ok = tap_case(t, fabs(v - row->value) <= 1e-9 * fabs(row->value), "line %d: %s: its value", row->line, row->text);
	if (!ok)
		printf("# got %.12g, want %.12g\n", v, row->value);
	tap_case(t, figure_family(f) == row->family, "line %d: %s is %s, wanted %s", row->line, row->text, figure_family_name(figure_family(f)),
	         figure_family_name(row->family));
	tap_case(t, (f->marks & SEEN) == row->marks, "line %d: %s: its marks are %u, wanted %u", row->line, row->text, f->marks & SEEN, row->marks);
	tap_case(t, row->half < 0 || fabs(f->half * f->scale - row->half) <= 1e-9 * row->half, "line %d: %s: as exact as it is written", row->line, row->text);
	tap_case(t, f->at < f->end && f->end <= text.n, "line %d: %s: it lies in the text", row->line, row->text);
	arena_free(&a);
}

static const struct { int line; const char *text; double scale; enum figure_family family; } ranges[] = {
	{ __LINE__, "2 to 3 million rows", 1e6, FIGURE_PLAIN },
	{ __LINE__, "5-10%", 0, FIGURE_PERCENT },
	{ __LINE__, "between 5 and 10 ms", 0, FIGURE_TIME },
	{ __LINE__, "37至47万", 1e4, FIGURE_PLAIN },
	{ __LINE__, "2～3倍", 0, FIGURE_TIMES },
	{ __LINE__, "10, 20 and 30 percent", 0, FIGURE_PERCENT },
};

static const struct { double v; const char *text; } written[] = {
	{ 2.6e12, "2.6万亿" }, { 8.02e8, "8.02亿" }, { 4e5, "40万" }, { 12500, "1.25万" }, { 9999, "9999" }, { 0.5, "0.5" },
};

int main(void)
{
	struct tap t = { 0, 0 };
	struct arena a = ARENA_INIT;
	for (size_t i = 0; i < COUNTOF(rows); i++)
		look(&t, &rows[i]);
	for (size_t i = 0; i < COUNTOF(ranges); i++) {
		struct figures all = figures_of(str_of(ranges[i].text), &a);
		tap_case(&t, all.n >= 2 && all.v[0].also_scale == ranges[i].scale && (all.v[0].also_unit ? all.v[0].also_unit->family : FIGURE_PLAIN) == ranges[i].family,
		         "line %d: %s: the first one may have the unit of the last", ranges[i].line, ranges[i].text);
	}
	for (size_t i = 0; i < COUNTOF(written); i++) {
		struct buf b = BUF_INIT(100);
		figure_write_chinese(written[i].v, &b);
		tap_same(&t, buf_str(&b), str_of(written[i].text), "tests/unit/test_figure.c", __LINE__);
		buf_free(&b);
	}
	tap_case(&t, figures_of(STR(""), &a).n == 0 && figures_of(STR("no number here, 没有数"), &a).n == 0, "none is read where none is");
	arena_free(&a);
	return tap_done(&t);
}
