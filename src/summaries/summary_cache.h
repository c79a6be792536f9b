/* SPDX-License-Identifier: MIT
 * What is not asked again: answers that are there, and refusals that are not old. */
#ifndef SUMMARIES_SUMMARY_CACHE_H
#define SUMMARIES_SUMMARY_CACHE_H

#include "digest/options.h"
#include "digest/store.h"
#include "digest/world.h"

struct summary_cache {
	bool refresh, retry_rejected;
	int64_t rejected_since;      /* older ones have expired */
};
struct summary_cache summary_cache_options(const struct opt_values *o, const struct clock *clock);

/* What STORE has under KEY, if it serves: status OK, or REJECTED; else SUMMARY_NONE: the paper is to be asked about. Strings
 * in A. */
bool summary_cache_get(const struct summary_cache *c, struct store *store, struct str key, struct arena *a, struct summary *ret,
                struct err *e) NODISCARD;

#endif
