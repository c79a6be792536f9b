/* SPDX-License-Identifier: MIT
 * The papers that an answer is held against: those of the run, and where they are few, the newest of the store. */
#ifndef APP_OTHERS_H
#define APP_OTHERS_H

#include "digest/check.h"
#include "digest/selection.h"

enum {
	OTHERS_ENOUGH = 400,   /* papers of a run that tell what is rare */
	OTHERS_MOST = 2000,    /* of the store, besides */
	OTHERS_DAYS = 14,      /* before its newest */
};

/* In *RET, the caller's. G may be NULL, and lives as long. ERR_STORE. */
bool others_read(struct selection *s, const struct glossary *g, struct likeness **ret, struct err *e) NODISCARD;

#endif
