/* SPDX-License-Identifier: MIT
 * What may become of a quantity on its way from a paper into an answer: a row a way, from what the answer says to what the paper would
 * have. */
#include "digest/figure.h"

#include <math.h>

double figure_same(double v) { return v; }
static double hundredth(double v) { return v / 100; }
static double below_one(double v) { return v < 100 ? v / 100 : NAN; }
static double hundredfold(double v) { return v * 100; }
static double rest_of_one(double v) { return 1 - v; }
static double plus_hundred(double v) { return v + 100; }
static double less_hundred(double v) { return v - 100; }
static double plus_one(double v) { return v + 1; }
static double inverse(double v) { return v != 0 ? 1 / v : 0; }
static double percent_as_times(double v) { return 1 + v / 100; }
static double percent_kept(double v) { return v != 100 ? 100 / (100 - v) : 0; }
static double percent_inverse(double v) { return v != 0 ? 100 / v : 0; }
static double times_as_percent(double v) { return 100 * (v - 1); }
static double times_added(double v) { return 100 * (v + 1); }
static double times_saved(double v) { return v != 0 ? 100 - 100 / v : 0; }
static double times_part(double v) { return v != 0 ? 100 / v : 0; }
static double share_as_percent(double v) { return 100 * v; }
static double share_left_as_percent(double v) { return 100 * (1 - v); }
static double times_saved_share(double v) { return v != 0 ? 1 - 1 / v : 0; }
static double power_of(double v) { return v > 0 ? log10(v) : -1; }
static double as_power(double v) { return fabs(v) < 300 ? pow(10, v) : 0; }

const struct figure_conversion figure_ways[] = {
	{ FIGURE_PERCENT, FIGURE_PLAIN, below_one },  { FIGURE_PERCENT, FIGURE_PERCENT, plus_hundred },
	{ FIGURE_PERCENT, FIGURE_PERCENT, less_hundred }, { FIGURE_PERCENT, FIGURE_TIMES, hundredth }, { FIGURE_PERCENT, FIGURE_TIMES, percent_as_times },
	{ FIGURE_PERCENT, FIGURE_TIMES, percent_kept }, { FIGURE_PERCENT, FIGURE_TIMES, percent_inverse }, { FIGURE_PERCENT, FIGURE_SHARE, hundredth },
	{ FIGURE_POINTS, FIGURE_PLAIN, figure_same }, { FIGURE_POINTS, FIGURE_PLAIN, below_one },
	{ FIGURE_TIMES, FIGURE_TIMES, plus_one }, { FIGURE_TIMES, FIGURE_TIMES, inverse }, { FIGURE_TIMES, FIGURE_PLAIN, figure_same },
	{ FIGURE_TIMES, FIGURE_PERCENT, hundredfold }, { FIGURE_TIMES, FIGURE_PERCENT, times_as_percent }, { FIGURE_TIMES, FIGURE_PERCENT, times_added },
	{ FIGURE_TIMES, FIGURE_PERCENT, times_saved }, { FIGURE_TIMES, FIGURE_PERCENT, times_part }, { FIGURE_TIMES, FIGURE_ORDERS, power_of },
	{ FIGURE_TIMES, FIGURE_SHARE, inverse }, { FIGURE_TIMES, FIGURE_SHARE, times_saved_share }, { FIGURE_TIMES, FIGURE_PLAIN, inverse },
	{ FIGURE_ORDERS, FIGURE_PLAIN, figure_same }, { FIGURE_ORDERS, FIGURE_TIMES, as_power }, { FIGURE_ORDERS, FIGURE_PLAIN, as_power },
	{ FIGURE_SHARE, FIGURE_SHARE, rest_of_one }, { FIGURE_SHARE, FIGURE_PERCENT, share_as_percent },
	{ FIGURE_SHARE, FIGURE_PERCENT, share_left_as_percent }, { FIGURE_SHARE, FIGURE_TIMES, inverse }, { FIGURE_SHARE, FIGURE_PLAIN, figure_same },
	{ FIGURE_SHARE, FIGURE_PLAIN, inverse },
	{ FIGURE_PLAIN, FIGURE_PERCENT, hundredfold },
};
const size_t figure_n_ways = COUNTOF(figure_ways);
