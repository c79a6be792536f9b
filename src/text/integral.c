/* SPDX-License-Identifier: MIT
 * Decimal numbers that are integers by their value: 4.0, 0.4e1. */
#include "digest/text.h"

/* A number's digits without its point and exponent, and how many of them stand before the point. */
static struct str point_of(struct str text, char digits[static 64], int64_t *point)
{
	size_t e = 0, n = 0, dot;
	uint64_t power = 0;
	while (e < text.n && text.p[e] != 'e' && text.p[e] != 'E')
		e++;
	struct str power_text = str_from(text, e + 1);
	bool down = str_starts(power_text, "-");
	if (down || str_starts(power_text, "+"))
		power_text = str_from(power_text, 1);
	if (e < text.n && !str_number(power_text, 1000, &power))
		power = 1000;
	for (dot = 0; dot < e && text.p[dot] != '.'; dot++)
		;
	for (size_t i = 0; i < e && n < 64; i++)
		if (i != dot)
			digits[n++] = text.p[i];
	*point = (int64_t)dot + (down ? -(int64_t)power : (int64_t)power);
	return (struct str){ digits, n };
}

bool decimal_integral(struct str text, uint64_t most, uint64_t *ret)
{
	char digits[64];
	int64_t point;
	if (text.n > sizeof digits)
		return false;
	struct str all = point_of(text, digits, &point);
	uint64_t n = 0;
	for (int64_t i = 0; i < (int64_t)all.n || i < point; i++) {
		unsigned digit = i < (int64_t)all.n ? (unsigned)(all.p[i] - '0') : 0;
		if (i >= point && digit != 0)
			return false;
		if (i < point && (n > most / 10 || n * 10 > most - digit))
			return false;
		n = i < point ? n * 10 + digit : n;
	}
	*ret = n;
	return true;
}
