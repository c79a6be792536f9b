/* SPDX-License-Identifier: MIT
 * What the loop offers inside this room: descriptors to watch, moments to wait for. A child's pipes use it, and so can
 * libcurl's socket interface (CURLMOPT_SOCKETFUNCTION gives the watches, CURLMOPT_TIMERFUNCTION the timer): one poll
 * for both, and the loop knows neither. */
#ifndef DIGEST_WORLD_LOOP_H
#define DIGEST_WORLD_LOOP_H

#include "digest/world.h"

/* Both structs lie inside their owner, which fills them in and takes them off the loop before it goes. */
struct watch {
	int fd;
	short events;  /* POLLIN, POLLOUT; may change at any time; 0 still tells of POLLERR and POLLHUP */
	void (*fn)(void *ctx, short revents);
	void *ctx;
	size_t at;     /* the loop's */
};
struct timer {
	int64_t due;   /* clock_ticks() of the loop's clock */
	void (*fn)(void *ctx);
	void *ctx;
	bool running;
	size_t at;     /* the loop's */
};

void loop_watch(struct loop *l, struct watch *w);
void loop_unwatch(struct loop *l, struct watch *w);
/* Call T's fn once, MS from now; starting again moves it. */
void loop_timer(struct loop *l, struct timer *t, int64_t ms);
void loop_untimer(struct loop *l, struct timer *t);  /* no effect if it is not running */

/* This turn, and all later ones, fail with ERR_INTERRUPTED: BY, a constant, says by what. */
void loop_interrupt(struct loop *l, const char *by);

/* free(P) when no callback is on the stack any more. */
void loop_free_later(struct loop *l, void *p);

/* Bytes of the one read buffer that all share; what is in it is valid until the callback returns. */
enum { LOOP_SCRATCH = 64 * 1024 };
char *loop_scratch(struct loop *l);

#endif
