/* SPDX-License-Identifier: MIT
 * From papers without a summary to summaries in the store. */
#ifndef APP_ASKING_H
#define APP_ASKING_H

#include "digest/run.h"
#include "digest/summary.h"
#include "src/app/selection.h"
#include "src/app/style.h"

struct asked {
	unsigned long done, waiting;   /* papers that got their summary, that still wait for it */
};

/* Whether the options name a summarizer, and a protocol, that there is. ERR_USAGE. */
bool asking_check(const struct opt_values *o, struct err *e) NODISCARD;

/* Ask for what the selection lacks; answers are stored as they come. False: the summarizer cannot be used, or the store
 * failed; what came until then is stored, and the papers that were not asked about are stored as pending with the reason. */
bool ask_for_summaries(const struct opt_values *o, const struct run_world *w, const struct style *style, struct selection *s,
                       struct asked *ret, struct err *e) NODISCARD;

#endif
