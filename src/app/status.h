/* SPDX-License-Identifier: MIT
 * digest status: what was got, day by day and category by category; pauses; the last runs. */
#ifndef APP_STATUS_H
#define APP_STATUS_H

#include "digest/run.h"
#include "digest/store.h"
#include "digest/selection.h"

/* Print it: a table for people, or JSON. TODAY is an Eastern date. */
bool status_print(const struct opt_values *o, const struct wanted *w, const char *today, struct store *store,
                  const struct run_world *world, struct err *e) NODISCARD;

#endif
