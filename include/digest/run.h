/* SPDX-License-Identifier: MIT
 * The run: what each command does, from options to an exit status. */
#ifndef DIGEST_RUN_H
#define DIGEST_RUN_H

#include "digest/buf.h"
#include "digest/options.h"
#include "digest/run_io.h"

enum { EXIT_INCOMPLETE = 3 };  /* something came out, and not all of it */

/* What --version prints: the program's release, and in a second line the libraries that it was built with. */
void versions_put(struct buf *out);

/* Do what COMMAND (a CMD_… bit) means with these options. Returns the exit status of the guide's table, or 128 and
 * the number of a signal that ended it, by which the caller should end, too; every cause has been said through the log. */
int run_command(unsigned command, const struct opt_values *o, const struct run_io *w);

#endif
