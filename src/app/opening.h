/* SPDX-License-Identifier: MIT
 * Papers in the browser: --open. */
#ifndef APP_OPENING_H
#define APP_OPENING_H

#include "src/app/run_internal.h"

/* Have the page of P opened that --open names, of its VERSION; 0: of the newest that arXiv has. ERR_ABSENT: it has no such page, or xdg-open fails. */
bool opening_paper(struct run *r, const struct paper *p, int version, struct err *e) NODISCARD;
/* The same of the paper ID in R's store. *FOUND: there is such a one. */
bool opening_by_id(struct run *r, struct str id, int version, bool *found, struct err *e) NODISCARD;

#endif
