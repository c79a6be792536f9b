/* SPDX-License-Identifier: MIT
 * Pages of days that turn out to have none, or of which none is known. */
#ifndef DIGEST_EMPTY_DAYS_H
#define DIGEST_EMPTY_DAYS_H

#include "digest/output.h"

/* Of the pages of O's pattern and form, of the days SINCE to UNTIL: those that show papers of which none was announced on the page's day
 * in its categories, as one of ANNOUNCE_TYPES (bits 1 << ANNOUNCE_…; 0: all). Each is removed and that is said; or it is made a page without
 * papers, where O has notices of its day, or it was changed by hand. And a day of which no road will tell more, and no paper is known, gets a page that
 * says so. */
bool empty_days_update(struct output *o, unsigned announce_types, const char *since, const char *until, struct store *store,
                   struct err *e) NODISCARD;

#endif
