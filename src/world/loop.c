/* SPDX-License-Identifier: MIT
 * One poll(2) for everything that is under way.
 *
 * Callbacks may add and remove watches and timers, their own included: what goes leaves a hole until the turn is over,
 * and what comes is first looked at in the next turn. Lists are walked whole, as poll() does anyway: a run has at most
 * a few hundred entries. */
#include "internal.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <string.h>

#include "digest/vec.h"

struct loop {
	VEC(struct watch *) watches;
	VEC(struct timer *) timers;
	VEC(struct pollfd) polled;  /* one a watch, in the same order */
	VEC(void *) graves;         /* to be freed after the turn */
	char *scratch;
	const struct clock *clock;
	bool in_turn;
	const char *interrupted;    /* by what; NULL: it is not */
};

struct loop *loop_new(const struct clock *clock)
{
	struct loop *l = xcalloc(1, sizeof *l);
	l->scratch = xmalloc(LOOP_SCRATCH);
	l->clock = clock;
	return l;
}

char *loop_scratch(struct loop *l) { return l->scratch; }

const struct clock *loop_clock(const struct loop *l) { return l ? l->clock : NULL; }

static void bury(struct loop *l)
{
	for (size_t i = 0; i < l->graves.n; i++)
		free(l->graves.v[i]);
	l->graves.n = 0;
}

void loop_free(struct loop *l)
{
	if (l == NULL)
		return;
	assert(l->watches.n == 0 && l->timers.n == 0);  /* what was started on a loop goes first */
	bury(l);
	vec_free(&l->watches);
	vec_free(&l->timers);
	vec_free(&l->polled);
	vec_free(&l->graves);
	free(l->scratch);
	free(l);
}

void loop_free_later(struct loop *l, void *p)
{
	if (l->in_turn)
		*vec_push(&l->graves) = p;
	else
		free(p);
}

/* Take entry AT off a list: a hole during a turn, else the last one moves into its place. */
#define TAKE_OFF(l, list, index) \
	do { \
		if ((l)->in_turn) { \
			(list)->v[index] = NULL; \
		} else { \
			(list)->v[index] = (list)->v[--(list)->n]; \
			if ((index) < (list)->n) \
				(list)->v[index]->at = (index); \
		} \
	} while (0)

#define FILL_HOLES(list) \
	do { \
		size_t kept_ = 0; \
		for (size_t i_ = 0; i_ < (list)->n; i_++) \
			if ((list)->v[i_] != NULL) { \
				(list)->v[kept_] = (list)->v[i_]; \
				(list)->v[kept_]->at = kept_; \
				kept_++; \
			} \
		(list)->n = kept_; \
	} while (0)

void loop_watch(struct loop *l, struct watch *w)
{
	w->at = l->watches.n;
	*vec_push(&l->watches) = w;
}

void loop_unwatch(struct loop *l, struct watch *w) { TAKE_OFF(l, &l->watches, w->at); }

void loop_timer(struct loop *l, struct timer *t, int64_t ms)
{
	t->due = clock_ticks(l->clock) + ms;
	if (t->running)
		return;
	t->running = true;
	t->at = l->timers.n;
	*vec_push(&l->timers) = t;
}

void loop_untimer(struct loop *l, struct timer *t)
{
	if (!t->running)
		return;
	t->running = false;
	TAKE_OFF(l, &l->timers, t->at);
}

/* How long poll() may sleep: TIMEOUT_MS, or until the first timer. */
static int sleep_ms(const struct loop *l, int timeout_ms)
{
	int64_t ms = timeout_ms < 0 ? INT_MAX : timeout_ms, now = clock_ticks(l->clock);
	for (size_t i = 0; i < l->timers.n; i++) {
		int64_t left = l->timers.v[i]->due - now;
		if (left < ms)
			ms = left < 0 ? 0 : left;
	}
	return timeout_ms < 0 && l->timers.n == 0 ? -1 : (int)ms;
}

static void call_watches(struct loop *l)
{
	for (size_t i = 0; i < l->polled.n; i++) {
		struct watch *w = l->watches.v[i];
		if (l->polled.v[i].revents && w != NULL)  /* NULL: a callback before took it off */
			w->fn(w->ctx, l->polled.v[i].revents);
	}
}

static void call_timers(struct loop *l)
{
	int64_t now = clock_ticks(l->clock);
	size_t n = l->timers.n;
	for (size_t i = 0; i < n; i++) {
		struct timer *t = l->timers.v[i];
		if (t == NULL || t->due > now)
			continue;
		loop_untimer(l, t);
		t->fn(t->ctx);
	}
}

void loop_interrupt(struct loop *l, const char *by) { l->interrupted = by; }

bool loop_turn(struct loop *l, int timeout_ms, struct err *e)
{
	assert(!l->in_turn);
	if (l->watches.n == 0 && l->timers.n == 0 && timeout_ms < 0)
		return err_set(e, ERR_DEFECT, "waiting for nothing");
	l->polled.n = 0;
	for (size_t i = 0; i < l->watches.n; i++)
		*vec_push(&l->polled) = (struct pollfd){ l->watches.v[i]->fd, l->watches.v[i]->events, 0 };
	int n = poll(l->polled.v, l->polled.n, sleep_ms(l, timeout_ms));
	if (n < 0 && errno != EINTR)
		return err_set(e, ERR_DEFECT, "poll: %s", strerror(errno));
	l->in_turn = true;
	if (n > 0)
		call_watches(l);
	call_timers(l);
	l->in_turn = false;
	FILL_HOLES(&l->watches);
	FILL_HOLES(&l->timers);
	bury(l);
	return l->interrupted == NULL || err_set(e, ERR_INTERRUPTED, "ended by %s", l->interrupted);
}
