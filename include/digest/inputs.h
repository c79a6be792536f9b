/* SPDX-License-Identifier: MIT
 * What --input names: files, folders, addresses, standard input; each becomes the bytes of a source. */
#ifndef DIGEST_INPUTS_H
#define DIGEST_INPUTS_H

#include "digest/log.h"
#include "digest/paper.h"

struct input_options {
	const char *contact;       /* for the User-Agent; may be NULL */
	bool may_be_empty;         /* a file without records is one; else what is empty is an error */
	struct paper_sink sink;
	const struct log *log;
};

struct input_result {
	unsigned long papers, skipped;
};

/* Read NAME to its end; papers go to the sink. What came before an error has reached it. Adds to *RET. */
bool input_read(const char *name, const struct input_options *o, struct input_result *ret, struct err *e) NODISCARD;

#endif
