/* SPDX-License-Identifier: MIT
 * digest check: the check over records from anywhere. */
#ifndef APP_CHECK_FILES_H
#define APP_CHECK_FILES_H

#include "digest/run.h"
#include "digest/style.h"

struct checked {
	unsigned long records, without, clean;         /* read; without a summary; without a finding */
	unsigned long warned, mended, again, refused;  /* by the worst finding */
};

/* Read FILES and look at each record's summary as at an answer that STYLE asked for. A line of standard output a finding
 * (id, field, rule, severity, what; tabs between), or with --json an object a record; the sum goes to the log. A file that
 * cannot be read does not hold up the others: FAILED (not NULL) is told of each. ERR_USAGE: --gate, no files; the
 * glossary's errors; what standard output says. */
bool check_files(const struct opt_values *o, const struct run_io *w, const struct style *style,
                 void (*failed)(void *ctx, const struct err *e), void *ctx, struct checked *ret, struct err *e) NODISCARD;

#endif
