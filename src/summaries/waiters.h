/* SPDX-License-Identifier: MIT
 * Requests are coalesced here, and nowhere else: papers whose requests have one cache key (the same text, asked in the same way) are
 * asked about once, and share the answer. */
#ifndef SUMMARIES_WAITERS_H
#define SUMMARIES_WAITERS_H

#include "digest/paper.h"
#include "digest/render.h"
#include "digest/texts.h"

/* A paper that is being asked about. Papers of the same text share the answer: the first one is asked about, the others
 * wait behind it with no more than their ids. */
struct paper_request {
	struct arena a;
	struct paper p;
	struct str terms;
	struct buf key;
	int64_t row;
	bool had;                 /* a summary, which is to be made anew */
	bool reads;               /* it is asked with its whole text, in N_PARTS questions, of which PART is next; */
	bool answered_only;       /* or only an answer that is there serves */
	bool awaits;              /* its text is not there yet */
	struct text text;
	struct str given, facts;  /* of the text, as struct question has them */
	struct strs cites;        /* the same */
	size_t part, n_parts;
	struct part {
		struct str key;
		struct str sections, left_out;  /* the same, of this question */
	} *parts;
	struct summary answer;    /* the parts that came */
	struct paper_request *waiters;    /* that wait for the same answer */
	struct paper_request *later;    /* in a list of the caller's */
	struct paper_request *next;     /* in its bucket, or among the waiters */
};
/* For the paper of K; its strings are to be in the result's arena. */
struct paper_request *paper_request_new(const struct page_key *k);
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
