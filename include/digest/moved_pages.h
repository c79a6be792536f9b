/* SPDX-License-Identifier: MIT
 * Pages that have moved with their folder: another home, another machine, a blog that was renamed, a path through a link. A page
 * is known by the pattern's part behind its fixed folder, by its day and by its category; where it was last is only where it is
 * looked for first. */
#ifndef DIGEST_MOVED_PAGES_H
#define DIGEST_MOVED_PAGES_H

#include "digest/output.h"

/* Note in STORE the pages of O's pattern that were elsewhere and are here now. To be called before pages are looked for. */
bool moved_pages_note(const struct output *o, struct store *store, struct err *e) NODISCARD;

#endif
