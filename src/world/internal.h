/* SPDX-License-Identifier: MIT
 * What the loop offers inside this room: descriptors to watch, moments to wait for. A child's pipes use it, and so can
 * libcurl's socket interface (CURLMOPT_SOCKETFUNCTION gives the watches, CURLMOPT_TIMERFUNCTION the timer): one poll
 * for both, and the loop knows neither. */
#ifndef DIGEST_WORLD_INTERNAL_H
#define DIGEST_WORLD_INTERNAL_H

#include <signal.h>

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
	int64_t due;   /* clock_ticks() */
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

/* free(P) when no callback is on the stack any more. */
void loop_free_later(struct loop *l, void *p);

/* Bytes of everybody's read buffer; what is in it is valid until the callback returns. */
enum { LOOP_SCRATCH = 64 * 1024 };
char *loop_scratch(struct loop *l);

/* A filter before FN that inflates what begins with gzip's magic; one for each stream. put() and end() are false when FN
 * was, or with ERR_INPUT: broken, ends early, something else behind it. */
struct gunzip;
struct gunzip *gunzip_new(bytes_fn *fn, void *ctx);
bool gunzip_put(struct gunzip *g, struct str bytes, struct err *e) NODISCARD;
bool gunzip_end(struct gunzip *g, struct err *e) NODISCARD;  /* no more bytes */
void gunzip_free(struct gunzip *g);

/* Writing where nobody reads any more must be an error, not the end of the program. As the disposition of SIGPIPE
 * belongs to the whole process, these hold the signal back around a write and swallow what the write raised. */
struct sigpipe {
	sigset_t old;
	bool was_pending;
};
void sigpipe_hold(struct sigpipe *s);
void sigpipe_release(const struct sigpipe *s);

#endif
