/* SPDX-License-Identifier: MIT
 * arXiv's schedule by hand: each row was worked out from the table of arxiv.org/help/availability, its lists of
 * holidays and a wall calendar, before the code was run. Times carry the offset that clocks in Ithaca show at that moment.
 * `test_calendar table FROM TO` prints what the functions say for every hour, for tests/whole/test_calendar.py. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "digest/paper.h"
#include "tests/unit/scratch.h"

enum what { DUE, KNOWN, PERHAPS, BATCH, WINDOW, NEXT, PREVIOUS, FEEDS, PUBLIC, BEGINS, EASTERN, ADD, PARSE };
static const char *const names[] = { "due", "known", "batch", "window", "next", "previous", "feeds", "public",
	                             "begins", "eastern", "add", "parse" };

static const struct row {
	int line;
	enum what what;
	const char *in, *out;
} rows[] = {
	/* A week without anything: Monday 2026-04-20 to Tuesday 28. */
	{ __LINE__, DUE, "2026-04-20", "yes" },                       /* Mon: mailing on Sunday */
	{ __LINE__, DUE, "2026-04-21", "yes" },
	{ __LINE__, DUE, "2026-04-22", "yes" },
	{ __LINE__, DUE, "2026-04-23", "yes" },
	{ __LINE__, DUE, "2026-04-24", "yes" },                       /* Fri: mailing on Thursday */
	{ __LINE__, DUE, "2026-04-25", "no" },                        /* Sat: no mailing on Friday */
	{ __LINE__, DUE, "2026-04-26", "no" },                        /* Sun: none on Saturday */
	{ __LINE__, BATCH, "2026-04-20T13:59:59-04:00", "2026-04-21" },  /* Mon 13:59 is mailed Mon 20:00, announced Tue */
	{ __LINE__, BATCH, "2026-04-20T14:00:00-04:00", "2026-04-22" },  /* the freeze itself is too late */
	{ __LINE__, BATCH, "2026-04-21T13:59:59-04:00", "2026-04-22" },
	{ __LINE__, BATCH, "2026-04-21T14:00:00-04:00", "2026-04-23" },
	{ __LINE__, BATCH, "2026-04-22T14:00:00-04:00", "2026-04-24" },
	{ __LINE__, BATCH, "2026-04-23T13:59:59-04:00", "2026-04-24" },
	{ __LINE__, BATCH, "2026-04-23T14:00:00-04:00", "2026-04-27" },  /* Thu 14 to Fri 14: Sunday evening */
	{ __LINE__, BATCH, "2026-04-24T13:59:59-04:00", "2026-04-27" },
	{ __LINE__, BATCH, "2026-04-24T14:00:00-04:00", "2026-04-28" },  /* Fri 14 to Mon 14: Monday evening */
	{ __LINE__, BATCH, "2026-04-25T12:00:00-04:00", "2026-04-28" },
	{ __LINE__, BATCH, "2026-04-26T20:30:00-04:00", "2026-04-28" },  /* Sunday's mailing is no freeze */
	{ __LINE__, BATCH, "2026-04-27T13:59:59-04:00", "2026-04-28" },
	{ __LINE__, BATCH, "2026-04-21T09:00:00+08:00", "2026-04-22" },  /* nine in Beijing: Mon 21:00 in the east */
	{ __LINE__, BATCH, "2026-04-24T02:00:00Z", "2026-04-27" },       /* Friday by UTC, Thu 22:00 in the east */
	{ __LINE__, WINDOW, "2026-04-21", "2026-04-17T14:00:00-04:00 2026-04-20T14:00:00-04:00" },
	{ __LINE__, WINDOW, "2026-04-22", "2026-04-20T14:00:00-04:00 2026-04-21T14:00:00-04:00" },
	{ __LINE__, WINDOW, "2026-04-24", "2026-04-22T14:00:00-04:00 2026-04-23T14:00:00-04:00" },
	{ __LINE__, WINDOW, "2026-04-25", "none" },
	{ __LINE__, WINDOW, "2026-04-26", "none" },
	{ __LINE__, WINDOW, "2026-04-27", "2026-04-23T14:00:00-04:00 2026-04-24T14:00:00-04:00" },
	{ __LINE__, NEXT, "2026-04-23", "2026-04-24" },
	{ __LINE__, NEXT, "2026-04-24", "2026-04-27" },
	{ __LINE__, NEXT, "2026-04-25", "2026-04-27" },
	{ __LINE__, PREVIOUS, "2026-04-24", "2026-04-23" },
	{ __LINE__, PREVIOUS, "2026-04-26", "2026-04-24" },
	{ __LINE__, PREVIOUS, "2026-04-27", "2026-04-24" },
	{ __LINE__, PUBLIC, "2026-04-22T19:59:59-04:00", "2026-04-22" },
	{ __LINE__, PUBLIC, "2026-04-22T20:00:00-04:00", "2026-04-23" },  /* four hours before its date */
	{ __LINE__, PUBLIC, "2026-04-24T20:00:00-04:00", "2026-04-24" },  /* nothing on Friday evening */
	{ __LINE__, PUBLIC, "2026-04-25T20:00:00-04:00", "2026-04-24" },  /* nor on Saturday's */
	{ __LINE__, PUBLIC, "2026-04-26T20:00:00-04:00", "2026-04-27" },
	{ __LINE__, FEEDS, "2026-04-22T23:59:59-04:00", "2026-04-22" },   /* public since four hours, not in the feeds */
	{ __LINE__, FEEDS, "2026-04-23T00:00:00-04:00", "2026-04-23" },
	{ __LINE__, FEEDS, "2026-04-26T12:00:00-04:00", "2026-04-24" },   /* Sunday: the feeds are empty, Friday's was last */
	{ __LINE__, FEEDS, "2026-04-27T09:00:00+08:00", "2026-04-24" },   /* nine in Beijing on Monday is Sunday evening */
	{ __LINE__, FEEDS, "2026-04-27T12:30:00+08:00", "2026-04-27" },

	/* A holiday on a Monday: Martin Luther King Day 2026-01-19. Sunday evening has its mailing, Monday has none. */
	{ __LINE__, DUE, "2026-01-19", "yes" },
	{ __LINE__, DUE, "2026-01-20", "no" },
	{ __LINE__, DUE, "2026-01-21", "yes" },
	{ __LINE__, BATCH, "2026-01-16T13:59:59-05:00", "2026-01-19" },  /* Friday's freeze was in time for Sunday */
	{ __LINE__, BATCH, "2026-01-16T14:00:00-05:00", "2026-01-21" },  /* next freeze: Tuesday's */
	{ __LINE__, BATCH, "2026-01-19T10:00:00-05:00", "2026-01-21" },
	{ __LINE__, BATCH, "2026-01-20T13:59:59-05:00", "2026-01-21" },
	{ __LINE__, BATCH, "2026-01-20T14:00:00-05:00", "2026-01-22" },
	{ __LINE__, WINDOW, "2026-01-20", "none" },
	{ __LINE__, WINDOW, "2026-01-21", "2026-01-16T14:00:00-05:00 2026-01-20T14:00:00-05:00" },
	{ __LINE__, NEXT, "2026-01-19", "2026-01-21" },
	{ __LINE__, PREVIOUS, "2026-01-21", "2026-01-19" },
	{ __LINE__, PUBLIC, "2026-01-19T20:00:00-05:00", "2026-01-19" },  /* no mailing on the holiday's evening */
	{ __LINE__, PUBLIC, "2026-01-20T20:00:00-05:00", "2026-01-21" },
	{ __LINE__, FEEDS, "2026-01-20T12:00:00-05:00", "2026-01-19" },   /* the feeds of the day after are empty */
	{ __LINE__, FEEDS, "2026-01-21T00:00:00-05:00", "2026-01-21" },
	{ __LINE__, BATCH, "2024-01-12T14:00:00-05:00", "2024-01-17" },  /* the same in 2024, 01-15 */
	{ __LINE__, DUE, "2025-01-21", "no" },                        /* and in 2025, 01-20 */
	{ __LINE__, WINDOW, "2024-09-04", "2024-08-30T14:00:00-04:00 2024-09-03T14:00:00-04:00" },  /* Labor Day 09-02 */
	{ __LINE__, DUE, "2025-09-02", "no" },
	{ __LINE__, DUE, "2026-09-07", "yes" },
	{ __LINE__, DUE, "2026-09-08", "no" },
	{ __LINE__, BATCH, "2026-09-07T12:00:00-04:00", "2026-09-09" },

	/* In the middle of the week: the batch of two days comes the day after the next. */
	{ __LINE__, DUE, "2024-10-09", "no" },                        /* Tue 2024-10-08, the staff away */
	{ __LINE__, WINDOW, "2024-10-10", "2024-10-07T14:00:00-04:00 2024-10-09T14:00:00-04:00" },
	{ __LINE__, DUE, "2024-05-22", "yes" },                       /* Wed 2024-05-22: Tuesday evening's mailing was sent */
	{ __LINE__, DUE, "2024-05-23", "no" },
	{ __LINE__, BATCH, "2024-05-21T13:59:59-04:00", "2024-05-22" },
	{ __LINE__, BATCH, "2024-05-21T14:00:00-04:00", "2024-05-24" },
	{ __LINE__, BATCH, "2024-05-22T13:00:00-04:00", "2024-05-24" },
	{ __LINE__, WINDOW, "2024-05-24", "2024-05-21T14:00:00-04:00 2024-05-23T14:00:00-04:00" },
	{ __LINE__, WINDOW, "2024-06-21", "2024-06-18T14:00:00-04:00 2024-06-20T14:00:00-04:00" },  /* Wed 06-19 */

	/* Thursday: no mailing that evening, so none on Friday, and Monday's batch begins on Wednesday. */
	{ __LINE__, DUE, "2026-11-26", "yes" },                       /* Thanksgiving 2026 */
	{ __LINE__, DUE, "2026-11-27", "no" },
	{ __LINE__, DUE, "2026-11-30", "yes" },
	{ __LINE__, BATCH, "2026-11-25T13:59:59-05:00", "2026-11-26" },
	{ __LINE__, BATCH, "2026-11-25T14:00:00-05:00", "2026-11-30" },
	{ __LINE__, BATCH, "2026-11-26T18:00:00-05:00", "2026-11-30" },
	{ __LINE__, BATCH, "2026-11-27T13:59:59-05:00", "2026-11-30" },  /* Friday has its freeze */
	{ __LINE__, BATCH, "2026-11-27T14:00:00-05:00", "2026-12-01" },
	{ __LINE__, WINDOW, "2026-11-30", "2026-11-25T14:00:00-05:00 2026-11-27T14:00:00-05:00" },
	{ __LINE__, PUBLIC, "2026-11-27T12:00:00-05:00", "2026-11-26" },
	{ __LINE__, DUE, "2024-07-05", "no" },                        /* Thu 2024-07-04 */
	{ __LINE__, WINDOW, "2024-07-08", "2024-07-03T14:00:00-04:00 2024-07-05T14:00:00-04:00" },
	{ __LINE__, DUE, "2024-11-29", "no" },                        /* Thu 2024-11-28 */
	{ __LINE__, BATCH, "2025-06-18T14:00:00-04:00", "2025-06-23" },  /* Thu 2025-06-19 */
	{ __LINE__, NEXT, "2025-11-27", "2025-12-01" },               /* Thu 2025-11-27 */

	/* Friday: nothing is frozen, Sunday evening has nothing to send, Monday no announcement. */
	{ __LINE__, DUE, "2026-06-19", "yes" },                       /* Thursday's mailing */
	{ __LINE__, DUE, "2026-06-22", "no" },
	{ __LINE__, DUE, "2026-06-23", "yes" },
	{ __LINE__, BATCH, "2026-06-18T13:59:59-04:00", "2026-06-19" },
	{ __LINE__, BATCH, "2026-06-18T14:00:00-04:00", "2026-06-23" },
	{ __LINE__, BATCH, "2026-06-19T12:00:00-04:00", "2026-06-23" },
	{ __LINE__, BATCH, "2026-06-22T13:59:59-04:00", "2026-06-23" },
	{ __LINE__, BATCH, "2026-06-22T14:00:00-04:00", "2026-06-24" },
	{ __LINE__, WINDOW, "2026-06-22", "none" },
	{ __LINE__, WINDOW, "2026-06-23", "2026-06-18T14:00:00-04:00 2026-06-22T14:00:00-04:00" },
	{ __LINE__, NEXT, "2026-06-19", "2026-06-23" },
	{ __LINE__, PREVIOUS, "2026-06-23", "2026-06-19" },
	{ __LINE__, PUBLIC, "2026-06-21T20:00:00-04:00", "2026-06-19" },
	{ __LINE__, FEEDS, "2026-06-22T09:00:00-04:00", "2026-06-19" },
	{ __LINE__, DUE, "2026-07-06", "no" },                        /* Fri 2026-07-03 */
	{ __LINE__, WINDOW, "2026-07-07", "2026-07-02T14:00:00-04:00 2026-07-06T14:00:00-04:00" },

	/* Sunday 2025-07-06, for Independence Day: Friday's papers, if any were frozen, wait for Monday evening. */
	{ __LINE__, DUE, "2025-07-04", "yes" },
	{ __LINE__, DUE, "2025-07-07", "no" },
	{ __LINE__, DUE, "2025-07-08", "yes" },
	{ __LINE__, BATCH, "2025-07-03T13:59:59-04:00", "2025-07-04" },
	{ __LINE__, BATCH, "2025-07-03T15:00:00-04:00", "2025-07-08" },
	{ __LINE__, BATCH, "2025-07-04T12:00:00-04:00", "2025-07-08" },
	{ __LINE__, BATCH, "2025-07-06T21:00:00-04:00", "2025-07-08" },
	{ __LINE__, WINDOW, "2025-07-08", "2025-07-03T14:00:00-04:00 2025-07-07T14:00:00-04:00" },

	/* Two in a row: Wed and Thu 2024-12-25 and 26; then Tue and Wed 2024-12-31 and 2025-01-01. */
	{ __LINE__, DUE, "2024-12-25", "yes" },                       /* Tuesday's mailing */
	{ __LINE__, DUE, "2024-12-26", "no" },
	{ __LINE__, DUE, "2024-12-27", "no" },
	{ __LINE__, BATCH, "2024-12-24T13:59:59-05:00", "2024-12-25" },
	{ __LINE__, BATCH, "2024-12-24T14:00:00-05:00", "2024-12-30" },
	{ __LINE__, BATCH, "2024-12-26T09:00:00-05:00", "2024-12-30" },
	{ __LINE__, WINDOW, "2024-12-30", "2024-12-24T14:00:00-05:00 2024-12-27T14:00:00-05:00" },
	{ __LINE__, NEXT, "2024-12-25", "2024-12-30" },
	{ __LINE__, WINDOW, "2024-12-31", "2024-12-27T14:00:00-05:00 2024-12-30T14:00:00-05:00" },
	{ __LINE__, DUE, "2025-01-01", "no" },
	{ __LINE__, DUE, "2025-01-02", "no" },
	{ __LINE__, WINDOW, "2025-01-03", "2024-12-30T14:00:00-05:00 2025-01-02T14:00:00-05:00" },
	{ __LINE__, BATCH, "2024-12-31T23:59:59-05:00", "2025-01-03" },
	{ __LINE__, NEXT, "2024-12-31", "2025-01-03" },
	{ __LINE__, PREVIOUS, "2025-01-03", "2024-12-31" },
	{ __LINE__, PUBLIC, "2025-01-02T19:59:59-05:00", "2024-12-31" },

	/* Ends of years. */
	{ __LINE__, DUE, "2024-01-01", "yes" },                       /* Mon, not on arXiv's list; Sunday evening */
	{ __LINE__, WINDOW, "2024-01-02", "2023-12-29T14:00:00-05:00 2024-01-01T14:00:00-05:00" },
	{ __LINE__, DUE, "2025-12-26", "no" },                        /* Thu 2025-12-25 */
	{ __LINE__, WINDOW, "2025-12-29", "2025-12-24T14:00:00-05:00 2025-12-26T14:00:00-05:00" },
	{ __LINE__, DUE, "2025-12-31", "no" },                        /* Tue 2025-12-30 */
	{ __LINE__, DUE, "2026-01-01", "yes" },                       /* Wednesday's mailing, of New Year's Eve */
	{ __LINE__, DUE, "2026-01-02", "no" },                        /* Thu 2026-01-01 */
	{ __LINE__, WINDOW, "2026-01-01", "2025-12-29T14:00:00-05:00 2025-12-31T14:00:00-05:00" },
	{ __LINE__, WINDOW, "2026-01-05", "2025-12-31T14:00:00-05:00 2026-01-02T14:00:00-05:00" },
	{ __LINE__, BATCH, "2025-12-31T23:59:59-05:00", "2026-01-05" },
	{ __LINE__, DUE, "2026-12-28", "no" },                        /* Fri 2026-12-25: no freeze, no Sunday mailing */
	{ __LINE__, WINDOW, "2026-12-29", "2026-12-24T14:00:00-05:00 2026-12-28T14:00:00-05:00" },
	{ __LINE__, DUE, "2026-12-30", "no" },                        /* Tue 2026-12-29 */
	{ __LINE__, WINDOW, "2026-12-31", "2026-12-28T14:00:00-05:00 2026-12-30T14:00:00-05:00" },
	{ __LINE__, DUE, "2027-01-01", "no" },                        /* Thu 2026-12-31 */
	{ __LINE__, BATCH, "2026-12-31T12:00:00-05:00", "2027-01-05" },  /* Fri 2027-01-01 is a guess */

	/* The leap day, a Thursday; and a February without one. */
	{ __LINE__, DUE, "2024-02-29", "yes" },
	{ __LINE__, BATCH, "2024-02-28T13:59:59-05:00", "2024-02-29" },
	{ __LINE__, BATCH, "2024-02-29T13:59:59-05:00", "2024-03-01" },
	{ __LINE__, BATCH, "2024-02-29T14:00:00-05:00", "2024-03-04" },
	{ __LINE__, WINDOW, "2024-03-01", "2024-02-28T14:00:00-05:00 2024-02-29T14:00:00-05:00" },
	{ __LINE__, NEXT, "2024-02-29", "2024-03-01" },
	{ __LINE__, NEXT, "2025-02-28", "2025-03-03" },

	/* Clocks go forward: Sundays 2024-03-10, 2025-03-09, 2026-03-08. In UTC the freeze moves from 19:00 to 18:00. */
	{ __LINE__, BATCH, "2024-03-08T18:59:59Z", "2024-03-11" },
	{ __LINE__, BATCH, "2024-03-08T19:00:00Z", "2024-03-12" },
	{ __LINE__, BATCH, "2024-03-11T17:59:59Z", "2024-03-12" },
	{ __LINE__, BATCH, "2024-03-11T18:00:00Z", "2024-03-13" },
	{ __LINE__, WINDOW, "2024-03-12", "2024-03-08T19:00:00Z 2024-03-11T18:00:00Z" },  /* 71 hours */
	{ __LINE__, PUBLIC, "2024-03-10T23:59:59Z", "2024-03-08" },
	{ __LINE__, PUBLIC, "2024-03-11T00:00:00Z", "2024-03-11" },
	{ __LINE__, FEEDS, "2024-03-11T03:59:59Z", "2024-03-08" },
	{ __LINE__, FEEDS, "2024-03-11T04:00:00Z", "2024-03-11" },
	{ __LINE__, BEGINS, "2024-03-10", "2024-03-10T05:00:00Z" },
	{ __LINE__, BEGINS, "2024-03-11", "2024-03-11T04:00:00Z" },
	{ __LINE__, WINDOW, "2025-03-11", "2025-03-07T19:00:00Z 2025-03-10T18:00:00Z" },
	{ __LINE__, BEGINS, "2025-03-09", "2025-03-09T05:00:00Z" },
	{ __LINE__, BEGINS, "2025-03-10", "2025-03-10T04:00:00Z" },
	{ __LINE__, PUBLIC, "2025-03-10T00:00:00Z", "2025-03-10" },
	{ __LINE__, FEEDS, "2025-03-10T04:00:00Z", "2025-03-10" },
	{ __LINE__, BATCH, "2026-03-08T06:59:59Z", "2026-03-10" },    /* the last second of standard time, Sunday 1:59 */
	{ __LINE__, BATCH, "2026-03-09T17:59:59Z", "2026-03-10" },
	{ __LINE__, BATCH, "2026-03-09T18:00:00Z", "2026-03-11" },
	{ __LINE__, BEGINS, "2026-03-08", "2026-03-08T05:00:00Z" },
	{ __LINE__, BEGINS, "2026-03-09", "2026-03-09T04:00:00Z" },

	/* Clocks go back: Sundays 2024-11-03, 2025-11-02, 2026-11-01. The mailing moves from 00:00 to 01:00 in UTC. */
	{ __LINE__, WINDOW, "2024-11-05", "2024-11-01T18:00:00Z 2024-11-04T19:00:00Z" },  /* 73 hours */
	{ __LINE__, BATCH, "2024-11-04T18:59:59Z", "2024-11-05" },
	{ __LINE__, BATCH, "2024-11-04T19:00:00Z", "2024-11-06" },
	{ __LINE__, PUBLIC, "2024-11-04T00:59:59Z", "2024-11-01" },
	{ __LINE__, PUBLIC, "2024-11-04T01:00:00Z", "2024-11-04" },
	{ __LINE__, FEEDS, "2024-11-04T04:59:59Z", "2024-11-01" },
	{ __LINE__, FEEDS, "2024-11-04T05:00:00Z", "2024-11-04" },
	{ __LINE__, BEGINS, "2024-11-03", "2024-11-03T04:00:00Z" },
	{ __LINE__, BEGINS, "2024-11-04", "2024-11-04T05:00:00Z" },
	{ __LINE__, WINDOW, "2025-11-04", "2025-10-31T18:00:00Z 2025-11-03T19:00:00Z" },
	{ __LINE__, PUBLIC, "2025-11-03T00:59:59Z", "2025-10-31" },
	{ __LINE__, PUBLIC, "2025-11-03T01:00:00Z", "2025-11-03" },
	{ __LINE__, BEGINS, "2025-11-03", "2025-11-03T05:00:00Z" },
	{ __LINE__, BATCH, "2026-11-01T05:30:00Z", "2026-11-03" },    /* 1:30, and an hour later 1:30 again */
	{ __LINE__, BATCH, "2026-11-01T06:30:00Z", "2026-11-03" },
	{ __LINE__, EASTERN, "2026-11-01T03:59:59Z", "2026-10-31" },
	{ __LINE__, EASTERN, "2026-11-02T04:59:59Z", "2026-11-01" },
	{ __LINE__, FEEDS, "2026-11-02T04:59:59Z", "2026-10-30" },
	{ __LINE__, FEEDS, "2026-11-02T05:00:00Z", "2026-11-02" },
	{ __LINE__, BEGINS, "2026-11-01", "2026-11-01T04:00:00Z" },
	{ __LINE__, BEGINS, "2026-11-02", "2026-11-02T05:00:00Z" },

	/* What the table of holidays, 2023 to 2026, can answer for. */
	{ __LINE__, KNOWN, "2019-05-06", "no" },
	{ __LINE__, KNOWN, "2023-01-02", "no" },
	{ __LINE__, KNOWN, "2023-01-03", "no" },                      /* its batch opened on 2022-12-30, if that was a day of work */
	{ __LINE__, KNOWN, "2023-01-04", "yes" },
	{ __LINE__, KNOWN, "2025-07-07", "yes" },
	{ __LINE__, KNOWN, "2026-12-31", "yes" },
	{ __LINE__, KNOWN, "2027-01-01", "yes" },                     /* 2026-12-31 decides */
	{ __LINE__, KNOWN, "2027-01-02", "yes" },                     /* a Saturday */
	{ __LINE__, KNOWN, "2027-01-04", "no" },                      /* the first Friday of 2027 decides */
	{ __LINE__, KNOWN, "2027-06-01", "no" },

	/* Guesses of 2027: the federal holidays that the table has in every year, and New Year's Day. */
	{ __LINE__, DUE, "2027-01-04", "no" },                        /* Fri 2027-01-01 */
	{ __LINE__, PERHAPS, "2027-01-04", "yes" },
	{ __LINE__, DUE, "2027-01-05", "yes" },
	{ __LINE__, DUE, "2027-01-18", "yes" },                       /* Martin Luther King's birthday has the Sunday's mailing */
	{ __LINE__, DUE, "2027-01-19", "no" },
	{ __LINE__, PERHAPS, "2027-01-19", "yes" },
	{ __LINE__, WINDOW, "2027-01-20", "2027-01-15T14:00:00-05:00 2027-01-19T14:00:00-05:00" },
	{ __LINE__, DUE, "2027-02-16", "yes" },                       /* Presidents' Day is none of arXiv's */
	{ __LINE__, DUE, "2027-06-01", "yes" },                       /* nor is Memorial Day, */
	{ __LINE__, DUE, "2027-06-21", "no" },                        /* Juneteenth, a Saturday: Fri 2027-06-18 */
	{ __LINE__, DUE, "2027-07-06", "no" },                        /* 2027-07-04 is a Sunday: Monday */
	{ __LINE__, PERHAPS, "2027-07-06", "yes" },
	{ __LINE__, DUE, "2027-09-07", "no" },                        /* Labor Day, 2027-09-06 */
	{ __LINE__, DUE, "2027-10-12", "yes" },                       /* Columbus Day, */
	{ __LINE__, DUE, "2027-11-12", "yes" },                       /* Veterans Day: none */
	{ __LINE__, DUE, "2027-11-26", "no" },                        /* Thanksgiving, 2027-11-25 */
	{ __LINE__, DUE, "2027-11-29", "yes" },                       /* the Friday after it is none */
	{ __LINE__, DUE, "2027-12-27", "no" },                        /* Christmas, a Saturday: Fri 2027-12-24 */
	{ __LINE__, DUE, "2028-01-03", "yes" },                       /* New Year's Day on a Saturday */
	{ __LINE__, DUE, "2029-01-02", "no" },                        /* Mon 2029-01-01 */
	/* Within the table nothing is guessed. */
	{ __LINE__, DUE, "2024-01-02", "yes" },                       /* Mon 2024-01-01 is not in it */
	{ __LINE__, PERHAPS, "2026-01-20", "no" },
	{ __LINE__, PERHAPS, "2027-01-17", "no" },                    /* a Sunday */

	/* The freeze was at 16:00 until 2017-01-01. */
	{ __LINE__, WINDOW, "2017-01-03", "2016-12-30T16:00:00-05:00 2017-01-02T14:00:00-05:00" },

	/* Days alone. */
	{ __LINE__, EASTERN, "2026-01-01T04:59:59Z", "2025-12-31" },
	{ __LINE__, EASTERN, "1969-12-31T23:00:00Z", "1969-12-31" },
	{ __LINE__, ADD, "2024-02-28 1", "2024-02-29" },
	{ __LINE__, ADD, "2100-02-28 1", "2100-03-01" },              /* no leap year */
	{ __LINE__, ADD, "2026-01-01 -1", "2025-12-31" },
	{ __LINE__, ADD, "9999-12-31 1", "9999-12-31" },              /* the last day there is */
	{ __LINE__, ADD, "0000-01-01 -1", "0000-01-01" },
	{ __LINE__, NEXT, "9999-12-31", "9999-12-31" },
	{ __LINE__, PARSE, "today", "2026-03-01" },
	{ __LINE__, PARSE, "yesterday", "2026-02-28" },
	{ __LINE__, PARSE, "3d", "2026-02-26" },
	{ __LINE__, PARSE, "2w", "2026-02-15" },
	{ __LINE__, PARSE, "2024-02-29", "2024-02-29" },
	{ __LINE__, PARSE, "2025-02-29", "usage" },
	{ __LINE__, PARSE, "2026-3-1", "usage" },
	{ __LINE__, PARSE, "tomorrow", "usage" },
	{ __LINE__, PARSE, "d", "usage" },
	{ __LINE__, PARSE, "", "usage" },
};

/* ---- The tests' own reading and writing of times, by libc ---- */

static int64_t read_time(const char *s)
{
	struct tm tm = { 0 };
	const char *end = strptime(s, "%Y-%m-%dT%H:%M:%S%z", &tm);
	assert_non_null(end);
	assert_true(*end == '\0' || *end == ' ');
	long east = tm.tm_gmtoff;
	return (int64_t)timegm(&tm) - east;
}

static void write_time(int64_t t, char ret[32])
{
	time_t then = (time_t)t;
	struct tm tm;
	gmtime_r(&then, &tm);
	strftime(ret, 32, "%Y-%m-%dT%H:%M:%SZ", &tm);
}

static void check_window(const char *day, const char *want)
{
	int64_t from = -1, to = -2;
	if (strcmp(want, "none") == 0) {
		assert_false(calendar_window(NULL, day, &from, &to));
		assert_int_equal(from, -1);
		assert_int_equal(to, -2);
		return;
	}
	assert_true(calendar_window(NULL, day, &from, &to));
	assert_int_equal(from, read_time(want));
	assert_int_equal(to, read_time(strchr(want, ' ') + 1));
}

static void answer(const struct row *r, char got[32])
{
	struct err e = ERR_INIT;
	switch (r->what) {
	case DUE: snprintf(got, 32, "%s", calendar_due(NULL, r->in) ? "yes" : "no"); break;
	case KNOWN: snprintf(got, 32, "%s", calendar_known(NULL, r->in) ? "yes" : "no"); break;
	case PERHAPS: snprintf(got, 32, "%s", calendar_perhaps(NULL, r->in) ? "yes" : "no"); break;
	case BATCH: calendar_batch(NULL, read_time(r->in), got); break;
	case NEXT: calendar_next(NULL, r->in, got); break;
	case PREVIOUS: calendar_previous(NULL, r->in, got); break;
	case FEEDS: calendar_in_feeds(NULL, read_time(r->in), got); break;
	case PUBLIC: calendar_public(NULL, read_time(r->in), got); break;
	case BEGINS: write_time(day_begins(r->in), got); break;
	case EASTERN: day_eastern(read_time(r->in), got); break;
	case ADD:
		snprintf(got, DAY_SIZE, "%s", r->in);
		day_add(got, (int)strtol(r->in + DAY_SIZE, NULL, 10), got);
		break;
	case PARSE:
		if (!day_parse(str_of(r->in), "2026-03-01", got, &e))
			snprintf(got, 32, "%s", e.kind == ERR_USAGE ? "usage" : "another error");
		break;
	case WINDOW: break;
	}
}

static void check(void **state)
{
	const struct row *r = *state;
	char got[32] = "";
	if (r->what == WINDOW) {
		check_window(r->in, r->out);
		return;
	}
	answer(r, got);
	assert_string_equal(got, r->out);
}

/* ---- A list of the user's, and what a harvest learns ---- */

static void check_file(void **state)
{
	static const char text[] = "# of 2027\n2027-03-10\tWed\n2027-01-01\tFri\n2026-12-10\tThu\n";
	struct arena a = ARENA_INIT;
	struct calendar c = CALENDAR_INIT;
	struct err e = ERR_INIT;
	char day[DAY_SIZE];
	UNUSED(state);
	const char *path = scratch("holidays.tsv");
	put_file(path, str_of(text), 0600);
	assert_true(calendar_read(path, &a, &c, &e));
	assert_int_equal(c.n, 3);
	assert_false(calendar_due(&c, "2027-03-11"));
	assert_true(calendar_due(NULL, "2027-03-11"));
	assert_true(calendar_due(&c, "2027-01-19"));      /* the year is listed: nothing of it is guessed */
	assert_false(calendar_due(NULL, "2027-01-19"));
	assert_false(calendar_perhaps(&c, "2027-01-04"));  /* listed: it may not */
	assert_true(calendar_known(&c, "2027-06-01"));
	assert_false(calendar_known(&c, "2028-06-01"));
	assert_false(calendar_due(&c, "2028-01-18"));      /* the next year is guessed still: Mon 2028-01-17 */
	assert_false(calendar_due(&c, "2026-12-11"));      /* added to the table's */
	assert_false(calendar_due(&c, "2026-12-28"));      /* the table's own are there: Fri 2026-12-25 */
	calendar_batch(&c, read_time("2027-03-09T14:00:00-05:00"), day);
	assert_string_equal(day, "2027-03-12");
	assert_true(calendar_read(NULL, &a, &c, &e));
	assert_int_equal(c.n, 0);
	arena_free(&a);
}

static void check_learning(void **state)
{
	struct calendar c = CALENDAR_INIT;
	char day[DAY_SIZE];
	UNUSED(state);
	calendar_learn(&c, read_time("2027-01-18T13:00:00-05:00"), "2027-01-20");  /* as the guess says */
	calendar_learn(&c, read_time("2027-01-18T13:00:00-05:00"), "2027-01-18");  /* sooner than any mailing: it proves nothing */
	assert_int_equal(c.n_worked, 0);
	calendar_learn(&c, read_time("2027-01-18T13:00:00-05:00"), "2027-01-19");
	assert_int_equal(c.n_worked, 1);
	assert_true(calendar_due(&c, "2027-01-19"));
	calendar_batch(&c, read_time("2027-01-18T13:00:00-05:00"), day);
	assert_string_equal(day, "2027-01-19");
	assert_false(calendar_due(&c, "2027-06-21"));      /* Fri 2027-06-18: Juneteenth is guessed still */
	calendar_learn(&c, read_time("2027-06-18T13:00:00-04:00"), "2027-06-21");
	assert_true(calendar_due(&c, "2027-06-21"));
	calendar_learn(&c, read_time("2026-01-19T13:00:00-05:00"), "2026-01-20");  /* in a listed year nothing is guessed */
	assert_false(calendar_due(&c, "2026-01-20"));
	assert_int_equal(c.n_worked, 2);
	for (int year = 2028; year < 2060; year++) {
		char time[40], stamp[DAY_SIZE];
		snprintf(time, sizeof time, "%d-12-25T12:00:00-05:00", year);
		snprintf(stamp, sizeof stamp, "%d-12-28", year);
		calendar_learn(&c, read_time(time), stamp);
	}
	assert_int_equal(c.n_worked, CALENDAR_MAX_WORKED);
}

/* A hundred years: the windows follow one another without a gap, and the batch of their edges is their day. */
static void check_tiling(void **state)
{
	char day[DAY_SIZE] = "1999-12-31", other[DAY_SIZE];
	int64_t from, to, last = 0;
	int n = 0;
	UNUSED(state);
	for (calendar_next(NULL, day, day); strcmp(day, "2100-01-01") < 0; calendar_next(NULL, day, day), n++) {
		assert_true(calendar_due(NULL, day));
		assert_true(calendar_window(NULL, day, &from, &to));
		assert_true(n == 0 || from == last);
		assert_true(from < to);
		calendar_batch(NULL, from, other);
		assert_string_equal(other, day);
		calendar_batch(NULL, to - 1, other);
		assert_string_equal(other, day);
		calendar_public(NULL, day_begins(day), other);
		assert_string_equal(other, day);
		calendar_next(NULL, day, other);
		calendar_previous(NULL, other, other);
		assert_string_equal(other, day);
		last = to;
	}
	assert_int_equal(n, 26089 - 36 - 622);  /* Monday to Friday, less a day for each of the table's holidays and of the guesses */
}

/* ---- The table ---- */

static void print_day(const char *day)
{
	char next[DAY_SIZE], previous[DAY_SIZE];
	int64_t from = 0, to = 0;
	bool due = calendar_window(NULL, day, &from, &to);
	calendar_next(NULL, day, next);
	calendar_previous(NULL, day, previous);
	printf("day %s %d %d %lld %lld %lld %s %s\n", day, calendar_due(NULL, day), due, (long long)day_begins(day),
	       (long long)from, (long long)to, next, previous);
}

static void print_time(int64_t t)
{
	char today[DAY_SIZE], batch[DAY_SIZE], feeds[DAY_SIZE], open[DAY_SIZE];
	day_eastern(t, today);
	calendar_batch(NULL, t, batch);
	calendar_in_feeds(NULL, t, feeds);
	calendar_public(NULL, t, open);
	printf("time %lld %s %s %s %s\n", (long long)t, today, batch, feeds, open);
}

/* The days from FIRST to before LAST, and each of their hours: its first second and its last. */
static int print_table(const char *first, const char *last)
{
	char day[DAY_SIZE];
	if (!day_valid(str_of(first)) || !day_valid(str_of(last)))
		return 2;
	for (day_add(first, 0, day); strcmp(day, last) < 0; day_add(day, 1, day))
		print_day(day);
	for (int64_t t = day_begins(first), end = day_begins(last); t < end; t += 3600) {
		print_time(t);
		print_time(t + 3599);
	}
	return 0;
}

int main(int argc, char **argv)
{
	static struct CMUnitTest tests[COUNTOF(rows) + 3];
	static char titles[COUNTOF(rows)][100];
	if (argc == 4 && strcmp(argv[1], "table") == 0)
		return print_table(argv[2], argv[3]);
	for (size_t i = 0; i < COUNTOF(rows); i++) {
		snprintf(titles[i], sizeof titles[i], "line %d: %s %.40s", rows[i].line, names[rows[i].what], rows[i].in);
		tests[i] = (struct CMUnitTest){ titles[i], check, NULL, NULL, (void *)(uintptr_t)&rows[i] };
	}
	tests[COUNTOF(rows)] = (struct CMUnitTest){ "windows follow one another", check_tiling, NULL, NULL, NULL };
	tests[COUNTOF(rows) + 1] = (struct CMUnitTest){ "a list of the user's", check_file, NULL, NULL, NULL };
	tests[COUNTOF(rows) + 2] = (struct CMUnitTest){ "a guess that OAI-PMH disproves", check_learning, NULL, NULL, NULL };
	return _cmocka_run_group_tests("calendar", tests, COUNTOF(tests), NULL, NULL);
}
