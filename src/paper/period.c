/* SPDX-License-Identifier: MIT
 * Weeks as ISO 8601 counts them, from Monday on, the first one that with the year's first Thursday; months; years. */
#include <string.h>

#include "digest/buf.h"
#include "digest/date.h"
#include "digest/paper.h"

enum { WEEK = 7, MONDAY_TO_THURSDAY = 3, MONTHS = 12 };

struct date {
	int64_t y;
	int m, d;
};

static struct date date_of(int32_t day) { return (struct date){ day / 10000, day / 100 % 100, day % 100 }; }
static int64_t days_of(int32_t day)
{
	const struct date t = date_of(day);
	return days_from_date(t.y, t.m, t.d);
}

static int32_t number_of(int64_t days)
{
	struct date t;
	date_from_days(days, &t.y, &t.m, &t.d);
	return (int32_t)(t.y * 10000 + t.m * 100 + t.d);
}

/* 1970-01-01 was a Thursday. */
static int64_t monday_of(int64_t days)
{
	int64_t since = (days + MONDAY_TO_THURSDAY) % WEEK;
	return days - (since < 0 ? since + WEEK : since);
}

/* The first day, and the first behind the last. */
static void bounds(int32_t day, enum day_period period, int64_t *from, int64_t *to)
{
	const struct date t = date_of(day);
	switch (period) {
	case PERIOD_WEEK:
		*from = monday_of(days_of(day));
		*to = *from + WEEK;
		return;
	case PERIOD_MONTH:
		*from = days_from_date(t.y, t.m, 1);
		*to = t.m == MONTHS ? days_from_date(t.y + 1, 1, 1) : days_from_date(t.y, t.m + 1, 1);
		return;
	case PERIOD_YEAR:
		*from = days_from_date(t.y, 1, 1);
		*to = days_from_date(t.y + 1, 1, 1);
		return;
	case PERIOD_ALL:
	case PERIOD_DAY:
		break;
	}
	*from = days_of(day);
	*to = *from + 1;
}

int32_t day_of_period(int32_t day, enum day_period period)
{
	int64_t from, to;
	if (day == 0 || period == PERIOD_ALL)
		return 0;
	bounds(day, period, &from, &to);
	return number_of(period == PERIOD_WEEK ? from + MONDAY_TO_THURSDAY : from);
}

void day_put_period(struct str day, enum day_period period, struct buf *out)
{
	enum { YEAR = 4, MONTH = 7 };
	int32_t n = day_number(day);
	if (n == 0)
		return;
	if (period == PERIOD_WEEK) {
		int64_t thursday = monday_of(days_of(n)) + MONDAY_TO_THURSDAY;
		int64_t year = number_of(thursday) / 10000;
		buf_addf(out, "%04d-W%02d", (int)year, (int)((thursday - days_from_date(year, 1, 1)) / WEEK) + 1);
	} else {
		buf_adds(out, str_head(day, period == PERIOD_YEAR ? YEAR : period == PERIOD_MONTH ? MONTH : DAY_SIZE - 1));
	}
}

void day_period_begin(const char *day, enum day_period period, char ret[DAY_SIZE])
{
	int64_t from, to;
	bounds(day_number(str_of(day)), period, &from, &to);
	day_text(number_of(from), ret);
}

void day_period_end(const char *day, enum day_period period, char ret[DAY_SIZE])
{
	int64_t from, to;
	bounds(day_number(str_of(day)), period, &from, &to);
	day_text(number_of(to - 1), ret);
}
