/* SPDX-License-Identifier: MIT
 * What a page of the store is to show and the store never got: days of a category, categories, identifiers. An empty page would
 * look as if nothing had been announced. */
#ifndef DIGEST_NOT_FETCHED_H
#define DIGEST_NOT_FETCHED_H

#include "digest/selection.h"

/* Append to LINE what of W the store never got, and how it is got; nothing where all was. S: what was selected for W. A day on
 * which no announcement was due was got, and so was one whose list came, or that has papers by whatever road. */
bool not_fetched_find(struct store *store, const struct selection_query *w, const struct selection *s, struct buf *line, struct err *e) NODISCARD;

#endif
