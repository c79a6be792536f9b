/* SPDX-License-Identifier: MIT
 * What an answer states, looked up in the text that it was written from: the record's `summary.evidence`. */
#ifndef DIGEST_EVIDENCE_H
#define DIGEST_EVIDENCE_H

#include "digest/choices.h"
#include "digest/fulltext.h"
#include "digest/paper.h"

struct evidence_counts {
	unsigned long traced, derived, untraced, dropped;
};

/* Look up the figures and works of Y's N fields in F. What stands nowhere is dropped or noted, as UNTRACED says, an enum choice_untraced. The evidence, a JSON array, is appended to OUT; Y's fields are replaced where
 * something was dropped, their strings in A. CITES: the fields that name works. */
void evidence_find(const struct fulltext *f, struct strs cites, int untraced, struct summary *y, struct arena *a, struct buf *out,
                   struct evidence_counts *sum);

#endif
