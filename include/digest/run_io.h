/* SPDX-License-Identifier: MIT
 * What a run has from its caller: its clock, its messages, where data goes, what there is to know of the terminal. */
#ifndef DIGEST_RUN_IO_H
#define DIGEST_RUN_IO_H

#include "digest/err.h"
#include "digest/log.h"
#include "digest/str.h"
#include "digest/world.h"

/* What the run says to its caller. */
struct run_io {
	const struct log *log;
	/* What decides which day it is, what is due and how long is waited; borrowed. NULL: the machine's. A recording and
	 * its replay take its place with their own. */
	const struct clock *clock;
	/* SOURCE_DATE_EPOCH in RFC 3339: no moment of a run stands on a page later than this. STR_NULL: it is not set. It
	 * decides nothing else. */
	struct str stamp;
	/* Where data goes: standard output. */
	bool (*out)(void *ctx, struct str bytes, struct err *e);
	/* How far it is: WHAT ("reading", "summarizing"), so many done of TOTAL (0: not known); NULL: progress is not shown. */
	void (*progress)(void *ctx, const char *what, unsigned long done, unsigned long total);
	void *ctx;
	bool colour;                 /* standard output is a terminal that shows colours, and NO_COLOR is not set */
	int columns;                 /* of that terminal; 0: not known, or none */
	bool terminal;               /* standard error is a terminal */
	const char *words;           /* the command line, for the store and the report; may be NULL */
};

#endif
