/* SPDX-License-Identifier: MIT
 * Days of the US Eastern time zone, worked out here: the zone data of the machine may be absent, and its rules are
 * three lines since 2007 (Energy Policy Act of 2005: second Sunday of March to first Sunday of November, 2 o'clock).
 * On them arXiv's schedule, which is two facts: when a freeze happens, and which mailing carries what it froze.
 * All else is found by walking from day to day, at most over a chain of holidays. */
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

enum { SUNDAY, MONDAY, THURSDAY = 4, FRIDAY, SATURDAY };
static int weekday(int64_t days) { return (int)(((days + 4) % 7 + 7) % 7); }  /* 1970-01-01 was a Thursday */

/* The NTH day of month M that is a WANTED one. */
static int64_t nth_weekday(int64_t year, int m, int wanted, int nth)
{
	int64_t first = days_from_date(year, m, 1);
	return first + (7 + wanted - weekday(first)) % 7 + 7 * (nth - 1);
}

static int64_t floor_days(int64_t t) { return t >= 0 ? t / DAY_SECONDS : -((-t + DAY_SECONDS - 1) / DAY_SECONDS); }

/* Seconds that Eastern clocks are behind UTC at T. */
static int64_t eastern_behind(int64_t t)
{
	int64_t y;
	int m, d;
	date_from_days(floor_days(t), &y, &m, &d);
	int64_t begins = nth_weekday(y, 3, SUNDAY, 2) * DAY_SECONDS + 7 * HOUR;   /* 2:00 EST */
	int64_t ends = nth_weekday(y, 11, SUNDAY, 1) * DAY_SECONDS + 6 * HOUR;    /* 2:00 EDT */
	return t >= begins && t < ends ? 4 * HOUR : 5 * HOUR;
}

static void put_number(char *p, int n, int digits)
{
	for (; digits-- > 0; n /= 10)
		p[digits] = (char)('0' + n % 10);
}

static void write_day(int64_t days, char ret[DAY_SIZE])
{
	int64_t y;
	int m, d;
	int64_t first = days_from_date(0, 1, 1), last = days_from_date(9999, 12, 31);
	days = days < first ? first : days > last ? last : days;
	date_from_days(days, &y, &m, &d);
	memcpy(ret, "YYYY-MM-DD", DAY_SIZE);
	put_number(ret, (int)y, 4);
	put_number(ret + 5, m, 2);
	put_number(ret + 8, d, 2);
}

/* What Eastern clocks show at T, in seconds since 1970-01-01 0:00 of theirs. */
static int64_t eastern(int64_t t) { return t - eastern_behind(t); }

void day_eastern(int64_t t, char ret[DAY_SIZE]) { write_day(floor_days(eastern(t)), ret); }

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

static int64_t number_of(const char *day)
{
	int64_t days = 0;
	read_day(str_of(day), &days);
	return days;
}

void day_add(const char *day, int n, char ret[DAY_SIZE]) { write_day(number_of(day) + n, ret); }

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

/* When Eastern clocks show HOUR on DAY. Midnight and the afternoon are far enough from 2 o'clock, when the clocks
 * change, for standard time to tell which side of the change they are on. */
static int64_t eastern_instant(int64_t day, int hour)
{
	int64_t t = day * DAY_SECONDS + hour * HOUR;
	return t + eastern_behind(t + 5 * HOUR);
}

int64_t day_begins(const char *day) { return eastern_instant(number_of(day), 0); }

/* ---- arXiv's schedule (arxiv.org/help/availability) ---- */

static const int32_t holidays[] = {  /* 20260119 */
#include "holidays.inc"
};

/* A day as the table has it. */
static int64_t date_number(int64_t day)
{
	int64_t y;
	int m, d;
	date_from_days(day, &y, &m, &d);
	return y * 10000 + m * 100 + d;
}

static bool is_listed(int64_t day)
{
	int64_t date = date_number(day);
	size_t i = 0;
	while (i < COUNTOF(holidays) && holidays[i] < date)
		i++;
	return i < COUNTOF(holidays) && holidays[i] == date;
}

static bool is_weekend(int64_t day) { return weekday(day) == SUNDAY || weekday(day) == SATURDAY; }

/* Guesses, for years that the table does not have: the federal holidays (5 U.S.C. 6103) that it has in every year from 2023 to 2026, and
 * New Year's Day, which it has in the last two. Memorial, Presidents', Columbus and Veterans Day and the Friday after Thanksgiving are in
 * none; the days between Christmas and New Year are others each year. One on a Saturday is kept on Friday, as 2026-07-03 was, one on a
 * Sunday on Monday, by that law; but not New Year's Day: 2023-01-02 is not in the table. */
static const struct guess {
	int month, day;              /* or, where DAY is 0, the NTH WEEKDAY */
	int weekday, nth;
	int since;                   /* year */
	bool moves;                  /* from a weekend */
} guesses[] = {
	{ 1, 1, 0, 0, 0, false },                /* New Year's Day */
	{ 1, 0, MONDAY, 3, 1986, false },        /* Martin Luther King's birthday */
	{ 6, 19, 0, 0, 2022, true },             /* Juneteenth */
	{ 7, 4, 0, 0, 0, true },                 /* Independence Day */
	{ 9, 0, MONDAY, 1, 0, false },           /* Labor Day */
	{ 11, 0, THURSDAY, 4, 0, false },        /* Thanksgiving */
	{ 12, 25, 0, 0, 0, true },               /* Christmas */
};

static int64_t guess_of(const struct guess *g, int64_t year)
{
	if (g->day == 0)
		return nth_weekday(year, g->month, g->weekday, g->nth);
	int64_t day = days_from_date(year, g->month, g->day);
	if (g->moves)
		day += weekday(day) == SATURDAY ? -1 : weekday(day) == SUNDAY ? 1 : 0;
	return day;
}

static bool year_is_listed(int64_t year)
{
	return year >= holidays[0] / 10000 && year <= holidays[COUNTOF(holidays) - 1] / 10000;
}

static bool is_guessed(int64_t day)
{
	int64_t year = date_number(day) / 10000;
	for (size_t i = 0; !year_is_listed(year) && i < COUNTOF(guesses); i++)
		if (!is_weekend(day) && year >= guesses[i].since && guess_of(&guesses[i], year) == day)
			return true;
	return false;
}

static bool is_holiday(int64_t day) { return is_listed(day) || is_guessed(day); }

/* The day whose freeze closes the batch announced on DAY: Friday's is mailed on Sunday, others the same evening. */
static int64_t closing_day(int64_t day) { return day - (weekday(day) == MONDAY ? 3 : 1); }

/* The freeze of DAY. */
static int64_t freeze(int64_t day)
{
	int64_t earlier_from = 17168;  /* 2017-01-02: two hours earlier since then (arXiv::Submit::Util) */
	return eastern_instant(day, day < earlier_from ? 16 : 14);
}

/* A mailing goes out where a freeze has filled it: after a Friday without one, Sunday evening has nothing to send
 * (arXiv's own isPublishDay asks the same; a Sunday on the list, as 2025-07-06, is no other case). */
static bool is_due(int64_t day)
{
	return !is_weekend(day) && !is_holiday(day - 1) && !is_holiday(closing_day(day));
}

/* Not due by a guess alone. */
static bool may_be_due(int64_t day)
{
	return is_due(day) || (!is_weekend(day) && !is_listed(day - 1) && !is_listed(closing_day(day)));
}

/* The nearest announcement day from DAY on, in steps of 1 or -1; DAY itself counts. */
static int64_t due_from(int64_t day, int step)
{
	while (!is_due(day))
		day += step;
	return day;
}

bool calendar_due(const char *day) { return is_due(number_of(day)); }

bool calendar_perhaps(const char *day) { return may_be_due(number_of(day)); }

void calendar_next_perhaps(const char *day, char ret[DAY_SIZE])
{
	int64_t n = number_of(day) + 1;
	while (!may_be_due(n))
		n++;
	write_day(n, ret);
}

bool calendar_known(const char *day)
{
	int64_t n = number_of(day);
	int64_t opening = closing_day(due_from(n - 1, -1));
	return is_weekend(n) || (year_is_listed(date_number(opening) / 10000) && year_is_listed(date_number(n - 1) / 10000));
}

void calendar_next(const char *day, char ret[DAY_SIZE]) { write_day(due_from(number_of(day) + 1, 1), ret); }

void calendar_previous(const char *day, char ret[DAY_SIZE]) { write_day(due_from(number_of(day) - 1, -1), ret); }

void calendar_batch(int64_t t, char ret[DAY_SIZE])
{
	int64_t day = due_from(floor_days(eastern(t)) + 1, 1);
	while (freeze(closing_day(day)) <= t)
		day = due_from(day + 1, 1);
	write_day(day, ret);
}

bool calendar_window(const char *day, int64_t *from, int64_t *to)
{
	int64_t n = number_of(day);
	if (!is_due(n))
		return false;
	*from = freeze(closing_day(due_from(n - 1, -1)));
	*to = freeze(closing_day(n));
	return true;
}

void calendar_in_feeds(int64_t t, char ret[DAY_SIZE]) { write_day(due_from(floor_days(eastern(t)), -1), ret); }

void calendar_public(int64_t t, char ret[DAY_SIZE])
{
	int64_t mailing_to_midnight = 4 * HOUR;
	write_day(due_from(floor_days(eastern(t) + mailing_to_midnight), -1), ret);
}
