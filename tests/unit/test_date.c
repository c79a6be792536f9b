/* SPDX-License-Identifier: MIT
 * Dates of the roads: expected values from Python's email.utils and zoneinfo (America/New_York). */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "src/source/internal.h"

enum way { UTC, DAY, MAILING };

static const struct row {
	int line;
	enum way way;
	const char *in, *out;  /* NULL: not a date */
} rows[] = {
	{ __LINE__, UTC, "Mon, 14 Apr 2008 21:02:00 GMT", "2008-04-14T21:02:00Z" },
	{ __LINE__, UTC, "Mon, 2 Apr 2007 19:18:42 GMT", "2007-04-02T19:18:42Z" },
	{ __LINE__, UTC, "Tue, 05 Jan 1999 01:02:03 -0500", "1999-01-05T06:02:03Z" },
	{ __LINE__, UTC, "Thu, 29 Feb 2024 23:59:59 +0530", "2024-02-29T18:29:59Z" },
	{ __LINE__, UTC, "Fri, 1 Mar 2024 00:00:00 EST", "2024-03-01T05:00:00Z" },
	{ __LINE__, UTC, "31 Dec 1999 23:59 -0000", "1999-12-31T23:59:00Z" },
	{ __LINE__, UTC, "2007-05-08T13:51:21Z", "2007-05-08T13:51:21Z" },
	{ __LINE__, UTC, " 2017-05-14T00:00:00-04:00\n", "2017-05-14T04:00:00Z" },
	{ __LINE__, UTC, "2025-08-20T04:00:19.866337+00:00", "2025-08-20T04:00:19Z" },
	{ __LINE__, UTC, "2016-12-31t23:59:60z", "2016-12-31T23:59:59Z" },
	{ __LINE__, UTC, "2016-01-13", "2016-01-13T00:00:00Z" },
	{ __LINE__, UTC, "2000-02-29", "2000-02-29T00:00:00Z" },
	{ __LINE__, UTC, "Thu, 29 Feb 2024 23:59:59 +2359", "2024-02-29T00:00:59Z" },
	{ __LINE__, UTC, "Thu, 29 Feb 2024 23:59:59 +2400", NULL },
	{ __LINE__, UTC, "Thu, 29 Feb 2024 23:59:59 +2360", NULL },
	{ __LINE__, UTC, "2023-02-29", NULL },
	{ __LINE__, UTC, "2024-04-31", NULL },
	{ __LINE__, UTC, "2024-13-01", NULL },
	{ __LINE__, UTC, "2024-01-01T24:00:00Z", NULL },
	{ __LINE__, UTC, "2024-01-01T00:00:00", NULL },
	{ __LINE__, UTC, "2024-01-01T00:00:00Z tail", NULL },
	{ __LINE__, UTC, "Mon, 14 Foo 2008 21:02:00 GMT", NULL },
	{ __LINE__, UTC, "Mon, 14 Apr 2008 21:02:00 LOCAL", NULL },
	{ __LINE__, UTC, "Monday", NULL },
	{ __LINE__, UTC, "", NULL },
	{ __LINE__, UTC, "0000-01-01", NULL },
	{ __LINE__, UTC, "99999999999999999999-01-01", NULL },

	{ __LINE__, DAY, "Mon, 27 Apr 2026 00:00:00 -0400", "2026-04-27" },
	{ __LINE__, DAY, "Mon, 05 Jan 2026 00:00:00 -0500", "2026-01-05" },
	{ __LINE__, DAY, "Mon, 05 Jan 2026 00:00:00 -0400", "2026-01-05" },  /* as it is written, whatever the season */
	{ __LINE__, DAY, "2025-08-20T00:00:00-04:00", "2025-08-20" },
	{ __LINE__, DAY, "2026-03-09T03:59:59Z", "2026-03-08" },
	{ __LINE__, DAY, "2026-03-09T04:00:00Z", "2026-03-09" },
	{ __LINE__, DAY, "2025-11-03T04:59:59Z", "2025-11-02" },
	{ __LINE__, DAY, "2025-11-03T05:00:00Z", "2025-11-03" },
	{ __LINE__, DAY, "2025-11-02T03:59:59Z", "2025-11-01" },
	{ __LINE__, DAY, "yesterday", NULL },

	{ __LINE__, MAILING, "2018-05-23T20:30:00-05:00", "2018-05-24" },
	{ __LINE__, MAILING, "2018-12-31T20:00:00-05:00", "2019-01-01" },
	{ __LINE__, MAILING, "2018-05-23T19:59:59-05:00", "2018-05-23" },
	{ __LINE__, MAILING, "2026-07-02T00:00:00Z", "2026-07-02" },
	{ __LINE__, MAILING, "2026-07-01T23:59:00Z", "2026-07-01" },
	{ __LINE__, MAILING, "2026-01-02T01:00:00Z", "2026-01-02" },
};

static void check(void **state)
{
	const struct row *r = *state;
	struct arena a = ARENA_INIT;
	struct str got = r->way == UTC ? date_utc(str_of(r->in), &a) : date_eastern(str_of(r->in), r->way == MAILING, &a);
	if (r->out)
		assert_string_equal(got.p ? got.p : "not a date", r->out);
	else
		assert_null(got.p);
	arena_free(&a);
}

int main(void)
{
	static struct CMUnitTest tests[COUNTOF(rows)];
	static char names[COUNTOF(rows)][100];
	for (size_t i = 0; i < COUNTOF(rows); i++) {
		snprintf(names[i], sizeof names[i], "line %d: %.60s", rows[i].line, rows[i].in);
		tests[i] = (struct CMUnitTest){ names[i], check, NULL, NULL, (void *)(uintptr_t)&rows[i] };
	}
	return _cmocka_run_group_tests("date", tests, COUNTOF(rows), NULL, NULL);
}
