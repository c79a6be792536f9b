/* SPDX-License-Identifier: MIT
 * What a run may spend (pure): before a request begins, what it is expected to need is set aside; when it has ended, what it took is
 * counted. */
#ifndef SUMMARIZER_BUDGET_H
#define SUMMARIZER_BUDGET_H

#include "digest/summarizer.h"

/* What was spent, and what is reserved for the requests under way: in tokens as they were told, or else expected. */
struct budget {
	const struct summarizer_options *o;  /* its budget, prices and prompts */
	struct summary_spent used, reserved;
	struct summary_spent told, foreseen;  /* of the answers that told: what they needed, and what had been expected */
	const char *over;        /* the option that nothing more may be asked by; NULL: none */
};

/* A paper's part of it. Zero to begin with. */
struct claim {
	struct summary_spent expected;  /* of one request; requests is 1 once it was worked out */
	struct summary_spent reserved;  /* for the one that is under way; requests is 0: none is */
};

enum reserved {
	RESERVED,        /* it may be asked; budget_spend() is to follow */
	RESERVE_LATER,   /* when a request under way has ended: it may need less than is set aside for it */
	RESERVE_NEVER,   /* over the budget */
};
/* For a request about P. */
enum reserved budget_reserve(struct budget *b, const struct question *q, struct claim *c);
/* Nothing was asked after all. */
void budget_release(struct budget *b, struct claim *c);
/* The request has ended. Tokens: -1 if they were not told. False: nothing was reserved. *RET: what it took, cost <0 where that is not
 * known. */
bool budget_spend(struct budget *b, struct claim *c, int64_t prompt, int64_t completion, int64_t cached, struct summary_spent *ret);
/* Add S to SUM, whose cost is not known where one part's is not. */
void budget_add(struct summary_spent *sum, const struct summary_spent *s);

#endif
