/* SPDX-License-Identifier: MIT
 * The run: what each command does, from options to an exit status. */
#ifndef DIGEST_RUN_H
#define DIGEST_RUN_H

#include "digest/buf.h"
#include "digest/log.h"
#include "digest/options.h"
#include "digest/world.h"

enum { EXIT_INCOMPLETE = 3 };  /* something came out, and not all of it */

/* What the run says to its caller. */
struct run_world {
	const struct log *log;
	/* What decides which day it is, what is due and how long is waited; borrowed. NULL: the machine's. A recording and
	 * its replay take its place with their own. */
	const struct clock *clock;
	/* SOURCE_DATE_EPOCH in RFC 3339: no moment of a run stands on a page later than this. STR_NULL: it is not set. It
	 * decides nothing else. */
	struct str stamp;
	/* Where data goes: standard output. */
	bool (*out)(void *ctx, struct str bytes, struct err *e);
	/* How far it is: WHAT ("reading", "summarizing"), so many done of TOTAL (0: not known); NULL: nobody looks. */
	void (*progress)(void *ctx, const char *what, unsigned long done, unsigned long total);
	void *ctx;
	bool colour;                 /* standard output is a terminal that shows colours, and nobody minds (NO_COLOR) */
	int columns;                 /* of that terminal; 0: not known, or none */
	bool terminal;               /* somebody sits at standard error */
	const char *words;           /* the command line, for the store and the report; may be NULL */
};

/* How many seconds a run waits for another one (--wait). */
int64_t run_patience(const struct opt_values *o, const struct run_world *w);
/* What --version prints: the program's release, and in a second line the libraries that it was built with. */
void versions_put(struct buf *out);

/* Do what COMMAND (a CMD_… bit) means with these options. Returns the exit status of README.md's table, or 128 and
 * the number of a signal that ended it, by which the caller should end, too; every cause has been said through the log. */
int run_command(unsigned command, const struct opt_values *o, const struct run_world *w);

#endif
