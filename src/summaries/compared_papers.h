/* SPDX-License-Identifier: MIT
 * The papers that an answer is held against: those of the run, and where they are few, the newest of the store. */
#ifndef SUMMARIES_COMPARED_PAPERS_H
#define SUMMARIES_COMPARED_PAPERS_H

#include "digest/check.h"
#include "digest/selection.h"

enum {
	COMPARED_ENOUGH = 400,   /* papers of a run that tell what is rare */
	COMPARED_MOST = 2000,    /* of the store, besides */
	COMPARED_DAYS = 14,      /* before its newest */
};

/* In *RET, the caller's. ERR_STORE. */
bool compared_papers_read(struct selection *s, struct likeness **ret, struct err *e) NODISCARD;

#endif
