/* SPDX-License-Identifier: MIT
 * From the options to a harvest: what is asked of arXiv, by which means, and what a dry run prints instead. */
#ifndef APP_ARXIV_H
#define APP_ARXIV_H

#include "digest/run.h"
#include "digest/harvest.h"
#include "digest/selection.h"

struct arxiv {
	struct harvest_options ask;
	struct harvest harvest;
	const struct run_io *world;
	struct clock clock;          /* of a run that is recorded or replayed */
	struct loop *loop;
	struct http *http;
	struct fetcher *fetcher;
	bool out_failed;             /* a dry run's lines could not be printed: OUT_WHY */
	struct err out_why;
};

/* Whether the options mean that arXiv is to be asked, and not that inputs are to be read. ERR_USAGE: they contradict
 * each other, or say nothing to do. */
bool arxiv_is_asked(const struct opt_values *o, bool fetch_only, bool *ret, struct err *e) NODISCARD;
/* What can be wrong before anything is asked. ERR_USAGE. */
bool arxiv_check(const struct opt_values *o, struct err *e) NODISCARD;

/* --record and --replay: open the folder. A run that is recorded or replayed has one time, that of its beginning, which
 * the folder keeps, so that a replay can give the same bytes. W->clock becomes X's: its own, fixed there unless it was. Comes before
 * anything looks at the clock. */
bool arxiv_open(struct arxiv *x, const struct opt_values *o, struct run_io *w, struct err *e) NODISCARD;
/* Make X->fetcher, if it is not there: its log is X->harvest's. ERR_FILE. */
bool arxiv_open_fetcher(struct arxiv *x, const struct opt_values *o, struct err *e) NODISCARD;
/* Ask. The sink and the rest of X->harvest (store, log, report) are set by the caller; W is what the page will show. */
bool arxiv_harvest(struct arxiv *x, const struct opt_values *o, const struct selection_query *w, int64_t run,
                   struct err *e) NODISCARD;
void arxiv_close(struct arxiv *x);

#endif
