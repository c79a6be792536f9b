/* SPDX-License-Identifier: MIT
 * Dates as the formats write them, RFC 822 in some, RFC 3339 in others, to the record's. No libc: strptime and its
 * kin ask the locale and the time zone of the machine. */
#include "digest/date.h"
#include "internal.h"

struct moment {
	int64_t utc;     /* seconds since 1970 */
	int offset;      /* seconds east of UTC, as written */
};

/* ---- Reading ---- */

/* Take MIN to MAX digits off *S. */
static bool take_number(struct str *s, size_t min, size_t max, int *ret)
{
	size_t n = 0;
	int v = 0;
	while (n < max && n < s->n && is_digit(s->p[n]))
		v = v * 10 + s->p[n++] - '0';
	*s = str_from(*s, n);
	*ret = v;
	return n >= min;
}

static bool take_sign(struct str *s, char c)
{
	if (s->n == 0 || to_lower(s->p[0]) != c)
		return false;
	*s = str_from(*s, 1);
	return true;
}

static void skip_blanks(struct str *s)
{
	while (s->n && is_space(s->p[0]))
		*s = str_from(*s, 1);
}

/* "+08:00" or "+0800", in seconds. */
static bool take_offset(struct str *s, int *ret)
{
	int h, m, sign = take_sign(s, '-') ? -1 : 1;
	if (sign == 1 && !take_sign(s, '+'))
		return false;
	if (!take_number(s, 2, 2, &h) || (take_sign(s, ':'), !take_number(s, 2, 2, &m)) || h > 23 || m > 59)
		return false;
	*ret = sign * (h * 60 + m) * 60;
	return true;
}

static bool make(int y, int mon, int d, int h, int min, int sec, int offset, struct moment *ret)
{
	if (y < 1900 || mon < 1 || mon > 12 || d < 1 || d > 31 || h > 23 || min > 59 || sec > 60)
		return false;
	int64_t days = days_from_date(y, mon, d), y2;
	int mon2, d2;
	date_from_days(days, &y2, &mon2, &d2);
	if (mon2 != mon)  /* 31 April */
		return false;
	*ret = (struct moment){ days * 86400 + h * 3600 + min * 60 + (sec < 60 ? sec : 59) - offset, offset };
	return true;
}

/* "2007-05-08T13:51:21Z", "2025-08-20T04:00:19.866337+00:00", "2018-05-23T20:30:00-05:00", "2016-01-13" */
static bool read_rfc3339(struct str s, struct moment *ret)
{
	int y, mon, d, h = 0, min = 0, sec = 0, offset = 0;
	if (!take_number(&s, 4, 4, &y) || !take_sign(&s, '-') || !take_number(&s, 2, 2, &mon) || !take_sign(&s, '-') ||
	    !take_number(&s, 2, 2, &d))
		return false;
	if (s.n == 0)
		return make(y, mon, d, 0, 0, 0, 0, ret);
	if ((!take_sign(&s, 't') && !take_sign(&s, ' ')) || !take_number(&s, 2, 2, &h) || !take_sign(&s, ':') ||
	    !take_number(&s, 2, 2, &min) || !take_sign(&s, ':') || !take_number(&s, 2, 2, &sec))
		return false;
	if (take_sign(&s, '.'))
		while (s.n && is_digit(s.p[0]))
			s = str_from(s, 1);
	return (take_sign(&s, 'z') || take_offset(&s, &offset)) && s.n == 0 && make(y, mon, d, h, min, sec, offset, ret);
}

static bool take_month(struct str *s, int *ret)
{
	static const char names[12][4] = { "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec" };
	for (int i = 0; i < 12; i++)
		if (str_is_nocase(str_head(*s, 3), names[i])) {
			*s = str_from(*s, 3);
			*ret = i + 1;
			return true;
		}
	return false;
}

static bool take_zone(struct str *s, int *ret)
{
	static const struct { const char *name; int hours; } zones[] = {  /* RFC 822, section 5.1 */
		{ "gmt", 0 }, { "utc", 0 }, { "ut", 0 }, { "z", 0 }, { "est", -5 }, { "edt", -4 }, { "cst", -6 }, { "cdt", -5 },
		{ "mst", -7 }, { "mdt", -6 }, { "pst", -8 }, { "pdt", -7 },
	};
	if (take_offset(s, ret))
		return true;
	for (size_t i = 0; i < COUNTOF(zones); i++)
		if (str_is_nocase(*s, zones[i].name)) {
			*ret = zones[i].hours * 3600;
			*s = str_from(*s, s->n);
			return true;
		}
	return false;
}

/* "Mon, 14 Apr 2008 21:02:00 GMT", "Mon, 2 Apr 2007 19:18 -0400" */
static bool read_rfc822(struct str s, struct moment *ret)
{
	int y, mon, d, h, min, sec = 0, offset;
	if (s.n > 4 && is_alpha(s.p[0])) {
		size_t comma = str_find(s, ",", 0);
		if (comma == STR_NONE)
			return false;
		s = str_from(s, comma + 1);
	}
	skip_blanks(&s);
	if (!take_number(&s, 1, 2, &d))
		return false;
	skip_blanks(&s);
	if (!take_month(&s, &mon))
		return false;
	skip_blanks(&s);
	if (!take_number(&s, 4, 4, &y))
		return false;
	skip_blanks(&s);
	if (!take_number(&s, 1, 2, &h) || !take_sign(&s, ':') || !take_number(&s, 2, 2, &min) ||
	    (take_sign(&s, ':') && !take_number(&s, 2, 2, &sec)))
		return false;
	skip_blanks(&s);
	return take_zone(&s, &offset) && s.n == 0 && make(y, mon, d, h, min, sec, offset, ret);
}

static bool read_date(struct str s, struct moment *ret)
{
	s = str_trim(s);
	return read_rfc3339(s, ret) || read_rfc822(s, ret);
}

/* ---- Writing ---- */

static char *put_number(char *p, int64_t v, int digits)
{
	for (int i = digits; i-- > 0; v /= 10)
		p[i] = (char)('0' + v % 10);
	return p + digits;
}

static char *put_date(char *p, int64_t days)
{
	int64_t y;
	int m, d;
	date_from_days(days, &y, &m, &d);
	p = put_number(p, y, 4);
	*p++ = '-';
	p = put_number(p, m, 2);
	*p++ = '-';
	return put_number(p, d, 2);
}

struct str date_utc(struct str s, struct arena *a)
{
	struct moment t;
	if (!read_date(s, &t) || t.utc < 0)
		return STR_NULL;
	char z[] = "YYYY-MM-DDTHH:MM:SSZ";
	put_date(z, t.utc / 86400);
	put_number(z + 11, t.utc / 3600 % 24, 2);
	put_number(z + 14, t.utc / 60 % 60, 2);
	put_number(z + 17, t.utc % 60, 2);
	return arena_dup(a, str_of(z));
}

/* The n-th Sunday of a month, as days since 1970 (a Thursday). */
static int64_t sunday(int64_t year, int month, int nth)
{
	int64_t first = days_from_date(year, month, 1);
	return first + (3 + 7 - first % 7) % 7 + 7 * (nth - 1);
}

/* US Eastern time since 2007: summer time from the second Sunday of March to the first of November, at 2:00. */
static int eastern_offset(int64_t utc)
{
	int64_t y;
	int m, d;
	date_from_days(utc / 86400, &y, &m, &d);
	bool summer = utc >= sunday(y, 3, 2) * 86400 + 7 * 3600 && utc < sunday(y, 11, 1) * 86400 + 6 * 3600;
	return (summer ? -4 : -5) * 3600;
}

struct str date_eastern(struct str s, bool mailing, struct arena *a)
{
	struct moment t;
	if (!read_date(s, &t) || t.utc < 86400)
		return STR_NULL;
	/* An Eastern time is taken as it is written: the old feeds said -05:00 all the year round. */
	bool written_eastern = t.offset == -4 * 3600 || t.offset == -5 * 3600;
	int64_t local = t.utc + (written_eastern ? t.offset : eastern_offset(t.utc));
	char z[] = "YYYY-MM-DD";
	put_date(z, local / 86400 + (mailing && local % 86400 >= 20 * 3600));
	return arena_dup(a, str_of(z));
}
