/* SPDX-License-Identifier: MIT
 * From papers without a summary to summaries in the store. */
#ifndef DIGEST_SUMMARIES_H
#define DIGEST_SUMMARIES_H

#include "digest/options.h"
#include "digest/run_io.h"
#include "digest/report.h"
#include "digest/selection.h"
#include "digest/style.h"
#include "digest/texts.h"
#include "digest/endpoint.h"

struct summarize_result {
	unsigned long done, waiting;   /* papers that got their summary, that still wait for it */
	int signal;                    /* ended the asking, and is to end the process; 0: none did */
	unsigned long over;            /* of those that wait: because the run may spend no more */
};

/* Ask for what the selection lacks; answers are stored as they come. False: the summarizer cannot be used, or the store
 * failed; what came until then is stored, and the papers that were not asked about are stored as pending with the reason;
 * those of a run that was interrupted (ERR_INTERRUPTED) stay as they were.
 * TEXTS (NULL: none are read): of the papers that S marks, whose texts are there as far as they can be.
 * REPORT (may be NULL) gets what was spent, what waits and why. */
bool summarize_papers(const struct opt_values *o, const struct run_io *w, const struct style *style, struct texts *texts,
                       struct selection *s, struct report *report, struct summarize_result *ret, struct err *e) NODISCARD;

/* How whole texts are read. */
struct reading {
	const struct opt_values *o;
	const struct summary_reading *style;
	struct texts *texts;   /* NULL: no text is read */
};

/* See to the texts of the papers that S marks; those whose summary is there, and those without a text, lose their mark. */
bool reading_get(const struct reading *d, struct selection *s, const struct run_io *w, struct err *e) NODISCARD;

/* What is not there yet: so many announcement days, expected to bring what the PAST_DAYS days of PAST did. */
struct unseen_days {
	unsigned days, past_days;      /* no past days: nothing is known of how much a day brings */
	bool unknown;                  /* the API is asked, and may give any number of papers */
	struct selection past;
};
/* Ask nothing: print how many requests the N selections would take, of which model, and about how many tokens and how much
 * money, and the same of UNSEEN. CACHE: the store that may have answers already. */
bool estimate_requests(const struct opt_values *o, const struct run_io *w, const struct style *style, struct texts *texts, struct selection *s,
                 size_t n, struct unseen_days *unseen, struct store *cache, struct err *e) NODISCARD;

#endif
