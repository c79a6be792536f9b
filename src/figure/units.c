/* SPDX-License-Identifier: MIT
 * The words of units and scales, a row each, and how a quantity is written in Chinese. */
#include "digest/figure.h"

#include <math.h>
#include <string.h>

#define HAN(w, factor, family)    { w, factor, FIGURE_##family, UNIT_HAN }
#define WORD(w, factor, family)   { w, factor, FIGURE_##family, UNIT_WORD }
#define SYMBOL(w, factor, family) { w, factor, FIGURE_##family, UNIT_SYMBOL }
enum { MINUTE = 60, HOUR = 3600, DAY = 86400 };
#define MONTH (86400 * 365.25 / 12)
#define YEAR  (86400 * 365.25)

static const struct figure_unit units[] = {
	HAN("%", 1, PERCENT), HAN("\\%", 1, PERCENT), HAN("％", 1, PERCENT), WORD("percent", 1, PERCENT), WORD("per cent", 1, PERCENT),
	HAN("‰", 0.1, PERCENT), HAN("% points", 1, POINTS), HAN("% point", 1, POINTS), HAN("\\% points", 1, POINTS),
	HAN("%-points", 1, POINTS), WORD("percentage point", 1, POINTS), WORD("percent point", 1, POINTS), WORD("percentage-point", 1, POINTS),
	WORD("absolute point", 1, POINTS), WORD("point", 1, POINTS), SYMBOL("pp", 1, POINTS), SYMBOL("p.p.", 1, POINTS), SYMBOL("ppt", 1, POINTS), SYMBOL("pps", 1, POINTS),
	HAN("百分点", 1, POINTS), HAN("个点", 1, POINTS), WORD("bps", 0.01, POINTS), WORD("basis point", 0.01, POINTS), HAN("基点", 0.01, POINTS),
	HAN("×", 1, TIMES), HAN("\\times", 1, TIMES), SYMBOL("x", 1, TIMES), SYMBOL("X", 1, TIMES), WORD("times", 1, TIMES), WORD("fold", 1, TIMES),
	HAN("倍", 1, TIMES), WORD("order of magnitude", 1, ORDERS), WORD("orders of magnitude", 1, ORDERS), WORD("order-of-magnitude", 1, ORDERS),
	WORD("orders-of-magnitude", 1, ORDERS), HAN("数量级", 1, ORDERS), HAN("量级", 1, ORDERS),
	/* times */
	SYMBOL("ns", 1e-9, TIME), WORD("nanosecond", 1e-9, TIME), HAN("纳秒", 1e-9, TIME), SYMBOL("us", 1e-6, TIME), HAN("μs", 1e-6, TIME),
	HAN("µs", 1e-6, TIME), HAN("\\mu s", 1e-6, TIME), WORD("microsecond", 1e-6, TIME), HAN("微秒", 1e-6, TIME),
	SYMBOL("ms", 1e-3, TIME), SYMBOL("msec", 1e-3, TIME), WORD("millisecond", 1e-3, TIME), HAN("毫秒", 1e-3, TIME), SYMBOL("s", 1, TIME),
	WORD("sec", 1, TIME), WORD("second", 1, TIME), HAN("秒", 1, TIME), HAN("秒钟", 1, TIME), WORD("min", MINUTE, TIME),
	WORD("minute", MINUTE, TIME), HAN("分钟", MINUTE, TIME), SYMBOL("h", HOUR, TIME), WORD("hr", HOUR, TIME), WORD("hour", HOUR, TIME),
	HAN("小时", HOUR, TIME), HAN("钟头", HOUR, TIME), WORD("day", DAY, TIME), HAN("天", DAY, TIME), WORD("week", 7 * DAY, TIME),
	HAN("周", 7 * DAY, TIME), HAN("星期", 7 * DAY, TIME), WORD("month", MONTH, TIME), HAN("个月", MONTH, TIME), WORD("year", YEAR, TIME), HAN("年", YEAR, TIME),
	WORD("yr", YEAR, TIME), WORD("decade", 10 * YEAR, TIME), HAN("个十年", 10 * YEAR, TIME), WORD("centuries", 100 * YEAR, TIME),
	/* of the calendar */
	HAN("月", 1, DAY), HAN("月份", 1, DAY), HAN("日", 1, DAY), HAN("号", 1, DAY), HAN("年代", 1, DECADE), HAN("世纪", 1, CENTURY),
	/* amounts of data */
	SYMBOL("KB", 1e3, BYTES), SYMBOL("kB", 1e3, BYTES), SYMBOL("MB", 1e6, BYTES), SYMBOL("GB", 1e9, BYTES), SYMBOL("TB", 1e12, BYTES),
	SYMBOL("PB", 1e15, BYTES), SYMBOL("KiB", 1024, BYTES), SYMBOL("MiB", 1048576, BYTES), SYMBOL("GiB", 1073741824, BYTES),
	WORD("byte", 1, BYTES), WORD("kilobyte", 1e3, BYTES), WORD("megabyte", 1e6, BYTES), WORD("gigabyte", 1e9, BYTES),
	WORD("terabyte", 1e12, BYTES), HAN("字节", 1, BYTES), HAN("千字节", 1e3, BYTES), HAN("兆字节", 1e6, BYTES), HAN("吉字节", 1e9, BYTES),
	/* lengths */
	SYMBOL("nm", 1e-9, LENGTH), WORD("nanometer", 1e-9, LENGTH), WORD("nanometre", 1e-9, LENGTH), HAN("纳米", 1e-9, LENGTH),
	HAN("μm", 1e-6, LENGTH), HAN("µm", 1e-6, LENGTH), HAN("\\mu m", 1e-6, LENGTH), WORD("micrometer", 1e-6, LENGTH), WORD("micron", 1e-6, LENGTH),
	HAN("微米", 1e-6, LENGTH), SYMBOL("mm", 1e-3, LENGTH), WORD("millimeter", 1e-3, LENGTH), HAN("毫米", 1e-3, LENGTH),
	SYMBOL("cm", 1e-2, LENGTH), WORD("centimeter", 1e-2, LENGTH), HAN("厘米", 1e-2, LENGTH), SYMBOL("m", 1, LENGTH), WORD("meter", 1, LENGTH),
	WORD("metre", 1, LENGTH), HAN("米", 1, LENGTH), SYMBOL("km", 1e3, LENGTH), WORD("kilometer", 1e3, LENGTH), WORD("kilometre", 1e3, LENGTH),
	HAN("千米", 1e3, LENGTH), HAN("公里", 1e3, LENGTH), WORD("mile", 1609.344, LENGTH), HAN("英里", 1609.344, LENGTH),
	/* masses, frequencies, powers */
	SYMBOL("mg", 1e-6, MASS), WORD("milligram", 1e-6, MASS), HAN("毫克", 1e-6, MASS), SYMBOL("g", 1e-3, MASS), WORD("gram", 1e-3, MASS),
	HAN("克", 1e-3, MASS), SYMBOL("kg", 1, MASS), WORD("kilogram", 1, MASS), HAN("千克", 1, MASS), HAN("公斤", 1, MASS),
	WORD("ton", 1e3, MASS), WORD("tonne", 1e3, MASS), HAN("吨", 1e3, MASS),
	SYMBOL("Hz", 1, FREQUENCY), WORD("hertz", 1, FREQUENCY), HAN("赫兹", 1, FREQUENCY), SYMBOL("kHz", 1e3, FREQUENCY), HAN("千赫兹", 1e3, FREQUENCY),
	HAN("千赫", 1e3, FREQUENCY), SYMBOL("MHz", 1e6, FREQUENCY), HAN("兆赫兹", 1e6, FREQUENCY), HAN("兆赫", 1e6, FREQUENCY),
	SYMBOL("GHz", 1e9, FREQUENCY), HAN("吉赫兹", 1e9, FREQUENCY), HAN("吉赫", 1e9, FREQUENCY), SYMBOL("THz", 1e12, FREQUENCY),
	HAN("太赫兹", 1e12, FREQUENCY), HAN("太赫", 1e12, FREQUENCY),
	SYMBOL("mW", 1e-3, POWER), HAN("毫瓦", 1e-3, POWER), SYMBOL("W", 1, POWER), WORD("watt", 1, POWER), HAN("瓦", 1, POWER), HAN("瓦特", 1, POWER),
	SYMBOL("kW", 1e3, POWER), WORD("kilowatt", 1e3, POWER), HAN("千瓦", 1e3, POWER), SYMBOL("MW", 1e6, POWER), WORD("megawatt", 1e6, POWER),
	HAN("兆瓦", 1e6, POWER), SYMBOL("GW", 1e9, POWER), WORD("gigawatt", 1e9, POWER), HAN("吉瓦", 1e9, POWER),
	SYMBOL("kWh", 1e3, ENERGY), HAN("千瓦时", 1e3, ENERGY), HAN("千瓦小时", 1e3, ENERGY), SYMBOL("MWh", 1e6, ENERGY), HAN("兆瓦时", 1e6, ENERGY),
	SYMBOL("GWh", 1e9, ENERGY), HAN("吉瓦时", 1e9, ENERGY), SYMBOL("TWh", 1e12, ENERGY), HAN("太瓦时", 1e12, ENERGY),
	SYMBOL("dB", 1, DECIBEL), SYMBOL("dBm", 1, DECIBEL), WORD("decibel", 1, DECIBEL), HAN("分贝", 1, DECIBEL),
	HAN("°", 1, DEGREE), HAN("^\\circ", 1, DEGREE), HAN("^{\\circ}", 1, DEGREE), WORD("degree", 1, DEGREE), HAN("度", 1, DEGREE),
	/* money */
	SYMBOL("USD", 1, USD), WORD("dollar", 1, USD), WORD("us dollar", 1, USD), WORD("u.s. dollar", 1, USD), HAN("美元", 1, USD), HAN("美金", 1, USD),
	SYMBOL("EUR", 1, EUR), WORD("euro", 1, EUR), HAN("€", 1, EUR), HAN("欧元", 1, EUR), SYMBOL("GBP", 1, GBP), HAN("英镑", 1, GBP),
	SYMBOL("CNY", 1, CNY), SYMBOL("RMB", 1, CNY), WORD("yuan", 1, CNY), WORD("renminbi", 1, CNY), HAN("人民币", 1, CNY), HAN("元人民币", 1, CNY),
	SYMBOL("JPY", 1, JPY), WORD("yen", 1, JPY), HAN("日元", 1, JPY), SYMBOL("INR", 1, INR), WORD("rupee", 1, INR), HAN("卢比", 1, INR),
};

/* Before the number. */
static const struct figure_unit currencies[] = {
	HAN("US\\$", 1, USD), HAN("US$", 1, USD), HAN("\\$", 1, USD), HAN("$", 1, USD), HAN("USD ", 1, USD), HAN("€", 1, EUR), HAN("EUR ", 1, EUR),
	HAN("£", 1, GBP), HAN("GBP ", 1, GBP), HAN("￥", 1, CNY), HAN("¥", 1, CNY), HAN("RMB ", 1, CNY), HAN("CNY ", 1, CNY),
};
#undef HAN
#undef WORD
#undef SYMBOL

static const struct scale {
	const char *word;
	double value;
	bool symbol;
} scales[] = {
	{ "万亿", 1e12, false }, { "千亿", 1e11, false }, { "百亿", 1e10, false }, { "十亿", 1e9, false }, { "亿", 1e8, false }, { "千万", 1e7, false },
	{ "百万", 1e6, false }, { "十万", 1e5, false }, { "万", 1e4, false }, { "千", 1e3, false }, { "百", 100, false },
	{ "thousand", 1e3, false }, { "million", 1e6, false }, { "billion", 1e9, false }, { "trillion", 1e12, false }, { "hundred", 100, false },
	{ "K", 1e3, true }, { "k", 1e3, true }, { "M", 1e6, true }, { "B", 1e9, true }, { "b", 1e9, true }, { "bn", 1e9, true }, { "Bn", 1e9, true },
	{ "mn", 1e6, true }, { "T", 1e12, true }, { "G", 1e9, true },
};

static const char *const names[FIGURE__COUNT] = {
	[FIGURE_PLAIN] = "a number", [FIGURE_PERCENT] = "a percentage", [FIGURE_POINTS] = "percentage points", [FIGURE_TIMES] = "a multiple",
	[FIGURE_ORDERS] = "orders of magnitude", [FIGURE_SHARE] = "a share", [FIGURE_TIME] = "a time", [FIGURE_BYTES] = "an amount of data",
	[FIGURE_LENGTH] = "a length", [FIGURE_MASS] = "a mass", [FIGURE_FREQUENCY] = "a frequency", [FIGURE_POWER] = "a power",
	[FIGURE_ENERGY] = "an energy", [FIGURE_DECIBEL] = "decibels", [FIGURE_DEGREE] = "degrees", [FIGURE_USD] = "US dollars", [FIGURE_EUR] = "euros",
	[FIGURE_GBP] = "pounds", [FIGURE_CNY] = "yuan", [FIGURE_JPY] = "yen", [FIGURE_INR] = "rupees", [FIGURE_DAY] = "a date", [FIGURE_DECADE] = "a decade",
	[FIGURE_CENTURY] = "a century", [FIGURE_PART] = "a part of a name",
};
const char *figure_family_name(enum figure_family f) { return names[f]; }

static bool is_word_end(struct str s, size_t n) { return n == s.n || !is_alnum((unsigned char)s.p[n]); }

/* The length of WORD at the start of S, letters of any case, hyphens and blanks alike, a plural's s with it; 0. */
static size_t word_at(struct str s, const char *word)
{
	size_t n = 0;
	for (; word[n]; n++)
		if (n == s.n || (to_lower((unsigned char)s.p[n]) != word[n] && !(word[n] == ' ' && s.p[n] == '-')))
			return 0;
	if (is_word_end(s, n))
		return n;
	return s.p[n] == 's' && is_word_end(s, n + 1) ? n + 1 : 0;
}

const struct figure_unit *figure_unit_at(struct str s, size_t *ret)
{
	const struct figure_unit *best = NULL;
	if (s.n == 0)
		return NULL;
	unsigned char first = (unsigned char)to_lower((unsigned char)s.p[0]);
	for (size_t i = 0; i < COUNTOF(units); i++) {
		const struct figure_unit *u = &units[i];
		size_t n;
		if ((unsigned char)to_lower((unsigned char)u->word[0]) != first)
			continue;
		n = u->form == UNIT_WORD ? word_at(s, u->word) : str_starts(s, u->word) ? strlen(u->word) : 0;
		if (n == 0 || (u->form == UNIT_SYMBOL && !is_word_end(s, n)) || (best && n <= *ret))
			continue;
		best = u;
		*ret = n;
	}
	return best;
}

size_t figure_scale_at(struct str s, double *value)
{
	size_t best = 0;
	for (size_t i = 0; s.n > 0 && i < COUNTOF(scales); i++) {
		size_t n = strlen(scales[i].word);
		if (to_lower((unsigned char)s.p[0]) != to_lower((unsigned char)scales[i].word[0]) || n <= best)
			continue;
		if ((unsigned char)s.p[0] < 0x80 && !scales[i].symbol)
			n = word_at(s, scales[i].word);
		else if (!str_starts(s, scales[i].word) || (scales[i].symbol && !is_word_end(s, n)))
			continue;
		if (n > best) {
			best = n;
			*value = scales[i].value;
		}
	}
	return best;
}

const struct figure_unit *figure_currency_before(struct str s, size_t *n)
{
	for (size_t i = 0; i < COUNTOF(currencies); i++)
		if (str_ends(s, currencies[i].word)) {
			*n = strlen(currencies[i].word);
			return &currencies[i];
		}
	return NULL;
}

void figure_write_chinese(double v, struct buf *out)
{
	static const struct { double value; const char *word; } steps[] = { { 1e12, "万亿" }, { 1e8, "亿" }, { 1e4, "万" }, { 1, "" } };
	size_t i = 0;
	while (i + 1 < COUNTOF(steps) && fabs(v) < steps[i].value)
		i++;
	buf_addf(out, "%.10g%s", v / steps[i].value, steps[i].word);
}
