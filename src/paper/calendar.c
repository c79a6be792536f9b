/* SPDX-License-Identifier: MIT
 * Days of the US Eastern time zone, worked out here: the zone data of the machine may be absent, and its rules are
 * three lines since 2007 (Energy Policy Act of 2005: second Sunday of March to first Sunday of November, 2 o'clock). */
#include <stdio.h>
#include <string.h>

#include "digest/paper.h"

enum { DAY_SECONDS = 24 * 60 * 60, HOUR = 60 * 60 };

/* Days since 1970-01-01 of a date of the Gregorian calendar (years from March, so that February comes last). */
static int64_t days_from_date(int64_t y, int m, int d)
{
	y -= m <= 2;
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t year_of_era = y - era * 400;
	int64_t day_of_year = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
	int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
	return era * 146097 + day_of_era - 719468;
}

static void date_from_days(int64_t days, int64_t *y, int *m, int *d)
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

static int weekday(int64_t days) { return (int)(((days + 4) % 7 + 7) % 7); }  /* 0: Sunday; 1970-01-01 was a Thursday */

/* The day of the NTH Sunday of month M. */
static int64_t nth_sunday(int64_t year, int m, int nth)
{
	int64_t first = days_from_date(year, m, 1);
	return first + (7 - weekday(first)) % 7 + 7 * (nth - 1);
}

static int64_t floor_days(int64_t t) { return t >= 0 ? t / DAY_SECONDS : -((-t + DAY_SECONDS - 1) / DAY_SECONDS); }

/* Seconds that Eastern clocks are behind UTC at T. */
static int64_t eastern_behind(int64_t t)
{
	int64_t y;
	int m, d;
	date_from_days(floor_days(t), &y, &m, &d);
	int64_t begins = nth_sunday(y, 3, 2) * DAY_SECONDS + 7 * HOUR;   /* 2:00 EST */
	int64_t ends = nth_sunday(y, 11, 1) * DAY_SECONDS + 6 * HOUR;    /* 2:00 EDT */
	return t >= begins && t < ends ? 4 * HOUR : 5 * HOUR;
}

static void write_day(int64_t days, char ret[DAY_SIZE])
{
	int64_t y;
	int m, d;
	char text[64];
	date_from_days(days, &y, &m, &d);
	snprintf(text, sizeof text, "%04d-%02d-%02d", (int)(y < 0 ? 0 : y > 9999 ? 9999 : y), m, d);
	memcpy(ret, text, DAY_SIZE - 1);
	ret[DAY_SIZE - 1] = '\0';
}

void day_eastern(int64_t t, char ret[DAY_SIZE]) { write_day(floor_days(t - eastern_behind(t)), ret); }

/* The date in S as days since 1970; false if there is no such date. */
static bool read_day(struct str s, int64_t *days)
{
	uint64_t y, m, d;
	char back[DAY_SIZE];
	if (s.n != DAY_SIZE - 1 || s.p[4] != '-' || s.p[7] != '-')
		return false;
	if (!str_number(str_head(s, 4), 9999, &y) || !str_number(str_head(str_from(s, 5), 2), 12, &m) ||
	    !str_number(str_from(s, 8), 31, &d) || m == 0 || d == 0)
		return false;
	*days = days_from_date((int64_t)y, (int)m, (int)d);
	write_day(*days, back);  /* 2026-02-30 comes back as another day */
	return str_is(s, back);
}

bool day_valid(struct str s)
{
	int64_t days;
	return read_day(s, &days);
}

void day_add(const char *day, int n, char ret[DAY_SIZE])
{
	int64_t days = 0;
	read_day(str_of(day), &days);
	write_day(days + n, ret);
}

bool day_parse(struct str word, const char *today, char ret[DAY_SIZE], struct err *e)
{
	uint64_t n;
	if (day_valid(word)) {
		memcpy(ret, word.p, word.n);
		ret[word.n] = '\0';
	} else if (str_is(word, "today")) {
		day_add(today, 0, ret);
	} else if (str_is(word, "yesterday")) {
		day_add(today, -1, ret);
	} else if (word.n > 1 && (str_ends(word, "d") || str_ends(word, "w")) &&
	           str_number(str_head(word, word.n - 1), 100000, &n)) {
		day_add(today, -(int)n * (str_ends(word, "w") ? 7 : 1), ret);
	} else {
		return err_set(e, ERR_USAGE, "\"%.*s\" is no day: YYYY-MM-DD, today, yesterday, 3d, 2w", STR_ARG(word));
	}
	return true;
}
