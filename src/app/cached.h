/* SPDX-License-Identifier: MIT
 * What is not asked again: answers that are there, and refusals that are not old. */
#ifndef APP_CACHED_H
#define APP_CACHED_H

#include "digest/options.h"
#include "digest/store.h"
#include "digest/world.h"

struct cached {
	bool refresh, retry_rejected;
	int64_t rejected_since;      /* older ones have expired */
};
struct cached cached_options(const struct opt_values *o, const struct clock *clock);

/* What STORE has under KEY, if it serves: status OK, or REJECTED; else SUMMARY_NONE, and somebody is to be asked. Strings
 * in A. */
bool cached_get(const struct cached *c, struct store *store, struct str key, struct arena *a, struct summary *ret,
                struct err *e) NODISCARD;

#endif
