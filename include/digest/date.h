/* SPDX-License-Identifier: MIT
 * Dates of the Gregorian calendar as numbers of days, for all years; no libc, which asks the machine for its locale and time zone. */
#ifndef DIGEST_DATE_H
#define DIGEST_DATE_H

#include <stdint.h>

#include "digest/macros.h"
#include "digest/str.h"

enum { DATE_DAY_SECONDS = 24 * 60 * 60 };

/* Days since 1970-01-01. M 1 … 12, D 1 …; one beyond the month's end is of the next month. */
int64_t days_from_date(int64_t y, int m, int d);
void date_from_days(int64_t days, int64_t *y, int *m, int *d);
/* Seconds since 1970 of "2026-11-21T08:30:00Z" (RFC 3339, UTC), whatever stands behind its seconds; false: no time. */
bool date_time_parse(struct str s, int64_t *ret) NODISCARD;

#endif
