/* SPDX-License-Identifier: MIT
 * Time that a test turns: limits are far away (600 s) for all that is to come in time, however busy the machine is, and the clock
 * goes over them when what is seen makes the outcome certain. */
#ifndef DIGEST_TESTS_TURNER_H
#define DIGEST_TESTS_TURNER_H

#include "src/world/loop.h"
#include "tests/unit/scratch.h"

enum { FAR_S = 600 };

struct turner {
	struct loop *loop;
	struct clock *clock;
	int64_t by_ms;               /* how far the clock is turned each time */
	bool (*due)(void *ctx);      /* whether it is time; asked every few milliseconds */
	void *ctx;
	bool once;                   /* not again after that */
	bool seen, turned;
	struct timer timer;
};

/* Only what is due twice in a row is: between the two all that had come by then was read. */
static inline void turner_look(void *ctx)
{
	struct turner *t = ctx;
	bool due = !(t->once && t->turned) && t->due(t->ctx);
	if (due && t->seen) {
		t->clock->ahead_ms += t->by_ms;
		t->turned = true;
	}
	t->seen = due && !t->seen;
	loop_timer(t->loop, &t->timer, 5);
}

/* T is filled in but for its last three; it is stopped before the loop is freed. */
static inline void turner_start(struct turner *t)
{
	t->seen = t->turned = false;
	t->timer = (struct timer){ .fn = turner_look, .ctx = t };
	loop_timer(t->loop, &t->timer, 5);
}

static inline void turner_stop(struct turner *t) { loop_untimer(t->loop, &t->timer); }

#endif
