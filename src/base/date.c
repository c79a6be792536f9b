/* SPDX-License-Identifier: MIT
 * Years are counted from March, so that a leap day is the last of its year; 400 years have 146,097 days. */
#include "digest/date.h"

int64_t days_from_date(int64_t y, int m, int d)
{
	y -= m <= 2;
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t year_of_era = y - era * 400;
	int64_t day_of_year = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
	int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
	return era * 146097 + day_of_era - 719468;
}

void date_from_days(int64_t days, int64_t *y, int *m, int *d)
{
	days += 719468;
	int64_t era = (days >= 0 ? days : days - 146096) / 146097;
	int64_t day_of_era = days - era * 146097;
	int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int from_march = (int)((5 * day_of_year + 2) / 153);
	*d = (int)(day_of_year - (153 * from_march + 2) / 5 + 1);
	*m = from_march < 10 ? from_march + 3 : from_march - 9;
	*y = year_of_era + era * 400 + (*m <= 2);
}

static int days_in(int64_t y, int m)
{
	return (int)(days_from_date(m == 12 ? y + 1 : y, m == 12 ? 1 : m + 1, 1) - days_from_date(y, m, 1));
}

bool date_time_parse(struct str s, int64_t *ret)
{
	static const struct { size_t at, n; uint64_t most; } parts[] = { { 0, 4, 9999 }, { 5, 2, 12 }, { 8, 2, 31 }, { 11, 2, 23 }, { 14, 2, 59 }, { 17, 2, 60 } };
	uint64_t v[COUNTOF(parts)];
	if (s.n < sizeof "2026-11-21T08:30:00Z" - 1 || s.p[4] != '-' || s.p[7] != '-')
		return false;
	for (size_t i = 0; i < COUNTOF(parts); i++)
		if (!str_number(str_head(str_from(s, parts[i].at), parts[i].n), parts[i].most, &v[i]))
			return false;
	if (v[1] == 0 || v[2] == 0 || (int)v[2] > days_in((int64_t)v[0], (int)v[1]))
		return false;
	*ret = days_from_date((int64_t)v[0], (int)v[1], (int)v[2]) * DATE_DAY_SECONDS + (int64_t)(v[3] * 3600 + v[4] * 60 + v[5]);
	return true;
}
