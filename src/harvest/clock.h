/* SPDX-License-Identifier: MIT
 * Whether the machine's clock can be believed: what hosts said of the time, weighed. Pure. */
#ifndef HARVEST_CLOCK_H
#define HARVEST_CLOCK_H

#include "digest/world.h"

struct clock_verdict {
	bool known;                  /* some host said what time it is */
	bool off;                    /* ours differs from it by more than an hour */
	bool agreed;                 /* two hosts say the same of it */
	int64_t ahead;               /* seconds; behind: less than 0 */
	const char *host;            /* the host that said the time */
};

/* The newest time that a host said counts: an older one is that of a reply from a cache. */
struct clock_verdict clock_weigh(const struct fetch_clock *v, size_t n);
/* "365 days ahead of", "5 hours behind" … appended. */
void clock_difference(int64_t ahead, struct buf *out);

#endif
