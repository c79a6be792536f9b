/* SPDX-License-Identifier: MIT
 * Between summarize_run.c, which drives papers through a summarizer, and summarize_run_said.c, which keeps what that cost and says who waits. */
#ifndef SUMMARIES_SUMMARIZE_RUN_INTERNAL_H
#define SUMMARIES_SUMMARIZE_RUN_INTERNAL_H

#include "digest/vec.h"
#include "digest/world.h"
#include "digest/summaries.h"
#include "src/summaries/summary_cache.h"
#include "src/summaries/reading.h"
#include "src/summaries/waiters.h"

enum { BATCH = 512, NAMED = 12 };

/* One that got no answer. */
struct unanswered {
	struct paper_request *request;
	struct summary y;         /* in the request's arena; with its reason in full, and the fields that came */
};

struct summarize_run {
	const struct run_io *w;
	const struct opt_values *o;
	struct summarizer x;
	struct selection *s;
	struct report *report;
	struct summary_cache cached;
	struct reading reading;
	struct paper_request *again;    /* that have a further question, by `later` */
	size_t at;                /* of the next key */
	struct waiters waiters;
	struct paper_request *first;    /* taken already, to see whether there is anybody to ask about */
	VEC(struct unanswered) held;
	struct summary_spent owed;  /* to the store; requests is 0: nothing */
	int signal;               /* that ended the asking */
	bool unchecked;           /* there are answers that the check has not seen, and it is to */
	unsigned long done, waiting, over, kept_old, total, in_batch;
	struct buf names, reason; /* of those that wait: the first few, and why the first of them does */
	struct buf old_reason;    /* the same of those that keep the summary they had */
	VEC(int64_t) answered;    /* papers that got an answer, by row */
	bool store_failed;
};

/* What one request took is owed to the store: CTX is a struct summarize_run. */
bool summarize_spent(void *ctx, const struct summary_spent *s, struct err *e);
/* Pay it. */
bool summarize_pay(struct summarize_run *q, struct err *e) NODISCARD;
/* R waits, or keeps the summary that it had. */
void summarize_note_waiting(struct summarize_run *q, const struct paper_request *r, enum summary_status status, enum pending_reason why, struct str reason);
void summarize_say_who_waits(const struct summarize_run *q);
/* A command that failed may have wanted what was kept from it. */
void summarize_say_withheld(const struct summarize_run *q, bool failed);

#endif
