/* SPDX-License-Identifier: MIT
 * What hosts say of the time, weighed: hours that our clock is ahead of each, and what follows. */
#include "src/harvest/clock.h"
#include "tests/unit/plain_tap.h"

enum { HOUR = 3600 };

static const struct {
	int line;
	double hours[3];             /* ahead of each host */
	size_t n;
	const char *want;
} rows[] = {
	{ __LINE__, { 0 }, 0, "not known" },
	{ __LINE__, { 0 }, 1, "right" },
	{ __LINE__, { 0.9 }, 1, "right" },
	{ __LINE__, { -0.9 }, 1, "right" },
	{ __LINE__, { 1.1 }, 1, "1 hour ahead of a" },
	{ __LINE__, { -24 }, 1, "24 hours behind a" },
	{ __LINE__, { 24 * 365 }, 1, "365 days ahead of a" },
	{ __LINE__, { 24, 24.1 }, 2, "24 hours ahead of a, agreed" },
	{ __LINE__, { 24, 25 }, 2, "24 hours ahead of a" },
	/* The reply of a cache is old: it would have our clock ahead. */
	{ __LINE__, { 24, 0 }, 2, "right" },
	{ __LINE__, { 0, 24, 24 }, 3, "right" },
	{ __LINE__, { 48, 24, 24 }, 3, "24 hours ahead of b, agreed" },
	{ __LINE__, { -5, -5, 0 }, 3, "5 hours behind a, agreed" },
	{ __LINE__, { 0, -5 }, 2, "5 hours behind b" },
};

int main(void)
{
	static const char *const names[] = { "a", "b", "c" };
	struct tap t = { 0, 0 };
	for (size_t i = 0; i < COUNTOF(rows); i++) {
		struct fetch_clock hosts[3];
		struct buf got = BUF_INIT(128);
		for (size_t k = 0; k < rows[i].n; k++)
			hosts[k] = (struct fetch_clock){ names[k], (int64_t)(rows[i].hours[k] * HOUR) };
		struct clock_verdict c = clock_weigh(hosts, rows[i].n);
		if (c.off) {
			clock_difference(c.ahead, &got);
			buf_addf(&got, " %s%s", c.host, c.agreed ? ", agreed" : "");
		} else {
			buf_addz(&got, c.known ? "right" : "not known");
		}
		tap_same(&t, buf_str(&got), str_of(rows[i].want), __FILE__, rows[i].line);
		buf_free(&got);
	}
	return tap_done(&t);
}
