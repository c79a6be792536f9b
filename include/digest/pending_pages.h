/* SPDX-License-Identifier: MIT
 * Older pages are repaired: the pages of -o 'posts/{date}.md' that show a paper which waited are written anew when its summary
 * has come, and no others. Each keeps its papers, their order and its notices, whatever this run was asked for.
 *
 * A page that is gone was removed by the user: it is not made again, and its papers are not asked about. One that was
 * changed by hand stays as it is, with ours beside it (page_write.h). One of another form (page_form.h) is for a run with that one. */
#ifndef DIGEST_PENDING_PAGES_H
#define DIGEST_PENDING_PAGES_H

#include "digest/output.h"

struct pending_pages {
	struct output *output;       /* pattern, style, format; counts pages */
	struct store *store;
	const struct log *log;
	void (*repaired)(void *ctx, const char *path);  /* told of each page that was written anew; may be NULL */
	void *ctx;
	unsigned long stay;          /* out: pages that are still not whole */
};

/* Append to S, behind what it has, the papers for which pages of the pattern wait, those of the newest days first. */
bool pending_pages_papers(const struct pending_pages *r, struct selection *s, struct err *e) NODISCARD;

/* What a dry run says: a line for each page that waits, to the output's world. */
bool pending_pages_list(const struct pending_pages *r, struct err *e) NODISCARD;

/* Write the pages that have become better. One that cannot be written does not hold up the others: E is the first failure. */
bool pending_pages_refresh(struct pending_pages *r, struct err *e) NODISCARD;

#endif
