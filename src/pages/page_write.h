/* SPDX-License-Identifier: MIT
 * One page goes out: to standard output, or into its file, if what stands there may give way. It may not where the new page
 * would be poorer (overwrite_check.h), where it is of another form (page_form.h), and where its body was changed by hand: then the new page is
 * put beside it, as NAME.new, which goes when the page is ours again. Front matter that was changed is kept. */
#ifndef PAGES_PAGE_WRITE_H
#define PAGES_PAGE_WRITE_H

#include "digest/output.h"

/* To standard output. */
bool page_print(struct output *o, const struct page *p, struct err *e) NODISCARD;
/* Into the file at PATH, which is absolute; STORE (may be NULL) notes what it shows. Counts in O's pages and kept. */
bool page_write(struct output *o, const struct page *p, const char *path, struct store *store, struct err *e) NODISCARD;
/* Remove the page at PATH, of which STORE is to know no more, and what we left beside it. *GONE: false where it was changed by hand and
 * stays. ERR_FILE. */
bool page_remove(struct output *o, const char *path, struct store *store, bool *gone, struct err *e) NODISCARD;
/* Say that the page at PATH stays, because the new one would lose what WHY says; count it. */
void page_keep_old(struct output *o, const char *path, const struct buf *why);

#endif
