/* SPDX-License-Identifier: MIT
 * Between fetcher.c, which decides when a host is asked, and fetch_request.c, which asks it once. */
#ifndef WORLD_FETCHER_H
#define WORLD_FETCHER_H

#include "digest/random.h"
#include "digest/vec.h"
#include "src/world/internal.h"

enum { FETCH_TEXT_BYTES = 1 << 20 };

struct fetcher {
	struct fetcher_options o;  /* strings: ours */
	char *agent;
	VEC(struct host_lock *) locks;
	struct random random;
	int64_t dry_clock;         /* a dry run's, ms; 0: not begun */
	struct buf url, etag, last_modified;  /* of the last reply */
	VEC(struct fetch_clock) clocks;       /* names: ours */
};

/* One fetch(). */
struct fetch_state {
	struct fetcher *f;
	const struct fetch_request *q;
	struct host_lock *lock;
	struct host_lock *kind; /* of the request's kind at that host, read and written under the host's lock; NULL: it is of none */
	char *url;         /* after redirects: a later try begins there */
	int tries, requests, hops;
	int64_t begun;     /* the first request; clock_ticks() */
	int64_t waited;
	/* this request: */
	bool ended, began, refused;  /* REFUSED: begin, body or end failed */
	bool no_answer;    /* a status that any_answer does not let through: its body goes nowhere */
	bool limited;      /* a 200 that asks for a pause */
	struct rate_exceeded rate_exceeded;
	bool unchanged;
	int64_t seen;      /* when the reply's head came; host_lock_clock() */
	int64_t bytes, retry_after;
	long status;
	char *redirect;
	struct err err;
};

/* The time of all that it does: its loop's. */
static inline const struct clock *clock_of(const struct fetcher *f) { return loop_clock(f->o.loop); }
static inline int64_t ticks(const struct fetch_state *a) { return clock_ticks(clock_of(a->f)); }

static inline void keep(struct buf *b, struct str s)
{
	buf_clear(b);
	if (s.p)
		buf_adds(b, s);
}

/* Ask once, and wait until the reply has ended: what it was is in A. False: the loop failed. */
bool fetch_request_run(struct fetch_state *a, struct err *e) NODISCARD;

#endif
