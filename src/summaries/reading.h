/* SPDX-License-Identifier: MIT
 * Whole texts in a run: what is given of them to a summarizer, and what is kept of that beside the answer. */
#ifndef SUMMARIES_READING_H
#define SUMMARIES_READING_H

#include "digest/endpoint.h"
#include "digest/options.h"
#include "digest/render.h"
#include "digest/selection.h"
#include "digest/style.h"
#include "digest/texts.h"
#include "digest/summaries.h"
#include "src/summaries/waiters.h"

/* R's text, if K's mark says so: its questions and keys. Where there is none, R is asked from its abstract; R->awaits: it is not there yet. */
bool reading_load(const struct reading *d, const struct summarizer *x, const struct page_key *k, struct paper_request *r, struct err *e) NODISCARD;
/* The question that R is at. */
struct question reading_question(const struct paper_request *r);
/* Take Y, the answer to that question: its fields, and what it took. R goes on to the next one. */
void reading_take(struct paper_request *r, const struct summary *y);
/* The answer to all of R's questions, with what it was written from; strings in R->a, or Y's. */
struct summary reading_whole(const struct reading *d, struct paper_request *r, const struct summary *y);

#endif
