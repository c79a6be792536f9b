/* SPDX-License-Identifier: MIT
 * Days of the US Eastern time zone, worked out here: the zone data of the machine may be absent, and its rules are
 * three lines since 2007 (Energy Policy Act of 2005: second Sunday of March to first Sunday of November, 2 o'clock).
 * On them arXiv's schedule, which is two facts: when a freeze happens, and which mailing carries what it froze.
 * All else is found by walking from day to day, at most over a chain of holidays. */
#include <stdlib.h>
#include <string.h>

#include "digest/date.h"
#include "digest/paper.h"
#include "digest/vec.h"
#include "digest/world.h"

enum { DAY_SECONDS = 24 * 60 * 60, HOUR = 60 * 60 };

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

/* The first place of a sorted list whose date is not before DATE. */
static size_t place_of(const int32_t *v, size_t n, int64_t date)
{
	size_t lo = 0, hi = n;
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		if (v[mid] < date)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static bool has_date(const int32_t *v, size_t n, int64_t date)
{
	size_t i = place_of(v, n, date);
	return i < n && v[i] == date;
}

static bool is_listed(const struct calendar *c, int64_t day)
{
	int64_t date = date_number(day);
	return has_date(holidays, COUNTOF(holidays), date) || (c && has_date(c->days, c->n, date));
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

/* The table has every year from its first to its last; a user's file those of which it has a day. */
static bool year_is_listed(const struct calendar *c, int64_t year)
{
	if (year >= holidays[0] / 10000 && year <= holidays[COUNTOF(holidays) - 1] / 10000)
		return true;
	size_t i = c ? place_of(c->days, c->n, year * 10000) : 0;
	return c && i < c->n && c->days[i] / 10000 == year;
}

static bool has_worked(const struct calendar *c, int64_t day)
{
	for (size_t i = 0; c && i < c->n_worked; i++)
		if (c->worked[i] == date_number(day))
			return true;
	return false;
}

static bool is_guessed(const struct calendar *c, int64_t day)
{
	int64_t year = date_number(day) / 10000;
	if (has_worked(c, day))
		return false;
	for (size_t i = 0; !year_is_listed(c, year) && i < COUNTOF(guesses); i++)
		if (!is_weekend(day) && year >= guesses[i].since && guess_of(&guesses[i], year) == day)
			return true;
	return false;
}

static bool is_holiday(const struct calendar *c, int64_t day) { return is_listed(c, day) || is_guessed(c, day); }

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
static bool is_due(const struct calendar *c, int64_t day)
{
	return !is_weekend(day) && !is_holiday(c, day - 1) && !is_holiday(c, closing_day(day));
}

/* Not due by a guess alone. */
static bool may_be_due(const struct calendar *c, int64_t day)
{
	return is_due(c, day) || (!is_weekend(day) && !is_listed(c, day - 1) && !is_listed(c, closing_day(day)));
}

/* The nearest announcement day from DAY on, in steps of 1 or -1; DAY itself counts. */
static int64_t due_from(const struct calendar *c, int64_t day, int step)
{
	while (!is_due(c, day))
		day += step;
	return day;
}

bool calendar_due(const struct calendar *c, const char *day) { return is_due(c, number_of(day)); }

bool calendar_perhaps(const struct calendar *c, const char *day) { return may_be_due(c, number_of(day)); }

void calendar_next_perhaps(const struct calendar *c, const char *day, char ret[DAY_SIZE])
{
	int64_t n = number_of(day) + 1;
	while (!may_be_due(c, n))
		n++;
	write_day(n, ret);
}

bool calendar_known(const struct calendar *c, const char *day)
{
	int64_t n = number_of(day);
	int64_t opening = closing_day(due_from(c, n - 1, -1));
	return is_weekend(n) || (year_is_listed(c, date_number(opening) / 10000) && year_is_listed(c, date_number(n - 1) / 10000));
}

void calendar_next(const struct calendar *c, const char *day, char ret[DAY_SIZE]) { write_day(due_from(c, number_of(day) + 1, 1), ret); }

void calendar_previous(const struct calendar *c, const char *day, char ret[DAY_SIZE]) { write_day(due_from(c, number_of(day) - 1, -1), ret); }

static int64_t batch(const struct calendar *c, int64_t t)
{
	int64_t day = due_from(c, floor_days(eastern(t)) + 1, 1);
	while (freeze(closing_day(day)) <= t)
		day = due_from(c, day + 1, 1);
	return day;
}

void calendar_batch(const struct calendar *c, int64_t t, char ret[DAY_SIZE]) { write_day(batch(c, t), ret); }

static void learn(struct calendar *c, int64_t day)
{
	if (is_guessed(c, day) && c->n_worked < CALENDAR_MAX_WORKED)
		c->worked[c->n_worked++] = (int32_t)date_number(day);
}

void calendar_learn(struct calendar *c, int64_t t, const char *stamp)
{
	int64_t late = batch(c, t), by = number_of(stamp), day = floor_days(eastern(t)) + 1;
	if (late <= by)
		return;
	while (!may_be_due(c, day) || freeze(closing_day(day)) <= t)
		day++;
	if (day > by)
		return;
	learn(c, day - 1);
	learn(c, closing_day(day));
}

bool calendar_window(const struct calendar *c, const char *day, int64_t *from, int64_t *to)
{
	int64_t n = number_of(day);
	if (!is_due(c, n))
		return false;
	*from = freeze(closing_day(due_from(c, n - 1, -1)));
	*to = freeze(closing_day(n));
	return true;
}

void calendar_in_feeds(const struct calendar *c, int64_t t, char ret[DAY_SIZE]) { write_day(due_from(c, floor_days(eastern(t)), -1), ret); }

void calendar_public(const struct calendar *c, int64_t t, char ret[DAY_SIZE])
{
	int64_t mailing_to_midnight = 4 * HOUR;
	write_day(due_from(c, floor_days(eastern(t) + mailing_to_midnight), -1), ret);
}

/* ---- A list of the user's, in the form of data/holidays.tsv ---- */

static struct str cut_word(struct str *rest)
{
	struct str s = str_trim(*rest);
	size_t n = 0;
	while (n < s.n && !is_space((unsigned char)s.p[n]))
		n++;
	*rest = str_trim(str_from(s, n));
	return str_head(s, n);
}

/* "Mon", "monday". A slip of one digit in a date is another weekday six times out of seven. */
static bool is_weekday(struct str word, int64_t day)
{
	static const char *const names[] = { "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday" };
	const char *name = names[weekday(day)];
	char start[] = { name[0], name[1], name[2], '\0' };
	return str_is_nocase(word, name) || str_is_nocase(word, start);
}

/* The date of LINE as the table has it; 0: there is none in it. */
static bool read_holiday(struct str line, int32_t *ret, struct err *e)
{
	struct str date = cut_word(&line), name = cut_word(&line);
	int64_t day;
	*ret = 0;
	if (str_empty(date) || date.p[0] == '#')
		return true;
	if (!read_day(date, &day))
		return err_set(e, ERR_CONFIG, "\"%.*s\" is no date: a line is YYYY-MM-DD, a TAB and its weekday",
		               STR_ARG(str_head_utf8(date, 40)));
	if (!str_empty(name) && name.p[0] != '#' && !is_weekday(name, day))
		return err_set(e, ERR_CONFIG, "%.*s is no \"%.*s\": the date or the weekday is wrong", STR_ARG(date),
		               STR_ARG(str_head_utf8(name, 40)));
	if (!str_empty(line) && !str_starts(line, "#") && !str_starts(name, "#"))
		return err_set(e, ERR_CONFIG, "\"%.*s\" behind the weekday: a remark begins with #", STR_ARG(str_head_utf8(line, 40)));
	*ret = (int32_t)date_number(day);
	return true;
}

static int by_date(const void *a, const void *b)
{
	int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
	return (x > y) - (x < y);
}

bool calendar_read(const char *path, struct arena *a, struct calendar *ret, struct err *e)
{
	struct buf text = BUF_INIT(CALENDAR_MAX_FILE);
	VEC(int32_t) days = VEC_INIT;
	bool ok = path == NULL || file_read(path, &text, e);
	struct str rest = buf_str(&text), line;
	if (str_starts(rest, "\xef\xbb\xbf"))
		rest = str_from(rest, 3);
	for (unsigned number = 1; ok && str_cut(&rest, '\n', &line); number++) {
		int32_t day;
		ok = read_holiday(line, &day, e);
		if (ok && day)
			*vec_push(&days) = day;
		if (ok && days.n > CALENDAR_MAX_DAYS)
			ok = err_set(e, ERR_CONFIG, "more than %d days", CALENDAR_MAX_DAYS);
		if (!ok)
			err_wrap(e, "%s:%u", path, number);
	}
	if (ok && days.n > 1)
		qsort(days.v, days.n, sizeof *days.v, by_date);
	if (ok) {
		int32_t *v = arena_calloc(a, days.n + 1, sizeof *v);
		*ret = (struct calendar){ .days = v, .n = days.n };
		for (size_t i = 0; i < days.n; i++)
			v[i] = days.v[i];
	}
	vec_free(&days);
	buf_free(&text);
	return ok;
}

int32_t day_number(struct str day)
{
	int32_t n = 0;
	if (!day_valid(day))
		return 0;
	for (size_t i = 0; i < day.n; i++)
		if (day.p[i] != '-')
			n = n * 10 + (day.p[i] - '0');
	return n;
}

struct str day_text(int32_t day, char ret[DAY_SIZE])
{
	bool some = day != 0;
	static const unsigned char places[] = { 9, 8, 6, 5, 3, 2, 1, 0 };
	memcpy(ret, "0000-00-00", DAY_SIZE);
	for (size_t i = 0; i < COUNTOF(places); i++, day /= 10)
		ret[places[i]] = (char)('0' + day % 10);
	return (struct str){ ret, some ? DAY_SIZE - 1 : 0 };
}
