/* SPDX-License-Identifier: MIT
 * Whole texts in a run: what is given of them to a summarizer, and what is kept of that beside the answer. */
#ifndef APP_READING_H
#define APP_READING_H

#include "digest/endpoint.h"
#include "digest/options.h"
#include "digest/render.h"
#include "digest/selection.h"
#include "digest/style.h"
#include "digest/texts.h"
#include "src/app/waiters.h"

struct reading {
	const struct opt_values *o;
	const struct summary_reading *style;
	struct texts *texts;   /* NULL: no text is read */
};

/* See to the texts of the papers that S marks; those whose summary is there, and those without a text, lose their mark. */
bool reading_get(const struct reading *d, struct selection *s, const struct run_io *w, struct err *e) NODISCARD;
/* R's text, if K's mark says so: its questions and keys. Where there is none, R is asked from its abstract; R->awaits: it is not there yet. */
bool reading_load(const struct reading *d, const struct summarizer *x, const struct page_key *k, struct paper_request *r, struct err *e) NODISCARD;
/* The question that R is at. */
struct question reading_question(const struct paper_request *r);
/* Take Y, the answer to that question: its fields, and what it took. R goes on to the next one. */
void reading_take(struct paper_request *r, const struct summary *y);
/* The answer to all of R's questions, with what it was written from; strings in R->a, or Y's. */
struct summary reading_whole(const struct reading *d, struct paper_request *r, const struct summary *y);

#endif
