/* SPDX-License-Identifier: MIT
 * A command line as a list of words. */
#ifndef DIGEST_ARGV_H
#define DIGEST_ARGV_H

#include "digest/arena.h"
#include "digest/err.h"
#include "digest/macros.h"

/* Split WORDS as a shell would at blanks, with '…', "…" and \; nothing else is special. ERR_USAGE: unpaired quote.
 * *RET is NULL-ended, in A. */
bool argv_split(const char *words, struct arena *a, char ***ret, struct err *e) NODISCARD;

#endif
