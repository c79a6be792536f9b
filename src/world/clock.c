/* SPDX-License-Identifier: MIT
 * Two clocks: the time of day, which a run can fix, and one for waiting, which cannot jump. */
#include <time.h>

#include "digest/world.h"

int64_t clock_now(const struct clock *c) { return c && c->fixed ? c->at : (int64_t)time(NULL); }

/* CLOCK_MONOTONIC may stand still while the machine sleeps: then the moment moves, and what relies on it looks again. */
int64_t clock_booted(const struct clock *c)
{
#ifdef CLOCK_BOOTTIME
	const clockid_t id = CLOCK_BOOTTIME;
#else
	const clockid_t id = CLOCK_MONOTONIC;
#endif
	struct timespec t;
	if (c && c->fixed)
		return c->booted;
	clock_gettime(id, &t);
	return clock_now(c) - (int64_t)t.tv_sec;
}

int64_t clock_ticks(const struct clock *c)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000 + (c ? c->ahead_ms : 0);
}

void clock_rfc3339(int64_t t, struct buf *out)
{
	time_t seconds = (time_t)t;
	struct tm tm;
	if (gmtime_r(&seconds, &tm) == NULL)
		tm = (struct tm){ .tm_year = 70, .tm_mday = 1 };
	buf_addf(out, "%04d-%02d-%02dT%02d:%02d:%02dZ", tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour,
	         tm.tm_min, tm.tm_sec);
}
