/* SPDX-License-Identifier: MIT
 * Requests are coalesced here, and nowhere else: papers whose requests have one cache key (the same text, asked in the same way) are
 * asked about once, and share the answer. */
#ifndef APP_WAITERS_H
#define APP_WAITERS_H

#include "digest/paper.h"

/* A paper that is being asked about. Papers of the same text share the answer: the first one is asked about, the others
 * wait behind it with no more than their ids. */
struct paper_request {
	struct arena a;
	struct paper p;
	struct str terms;
	struct buf key;
	int64_t row;
	bool had;                 /* a summary, which is to be made anew */
	struct paper_request *waiters;    /* that wait for the same answer */
	struct paper_request *next;     /* in its bucket, or among the waiters */
};
void paper_request_free(struct paper_request *r);  /* and those that wait behind it */

enum { WAITERS_BUCKETS = 512 };
/* Under way, by key; zero to begin with. */
struct waiters {
	struct paper_request *asked[WAITERS_BUCKETS];
};

/* R is asked about. */
void waiters_add(struct waiters *w, struct paper_request *r);
/* It is answered; those that wait behind it are its waiters still. */
void waiters_remove(struct waiters *w, struct paper_request *r);
/* Whether one of R's key is under way: then R waits behind it, taken, and memory does not grow with its text. */
bool waiters_join(struct waiters *w, struct paper_request *r) NODISCARD;

#endif
