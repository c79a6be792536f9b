/* SPDX-License-Identifier: MIT
 * The command line: words to options, help, and what a terminal sees. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "digest/commands.h"

/* Read ARGV's words behind the command's name over the option rows. ERR_USAGE. */
bool args_read(const struct command *c, int argc, char **argv, struct opt_values *o, struct arena *a, struct err *e) NODISCARD;

/* --help, for a command or for all. */
void help_print(const struct command *c, struct buf *out);
/* `digest help [WORD]`: the help of a command, or the words of a topic, one a line. ERR_USAGE: WORD is neither. */
bool help_about(const struct opt_values *o, struct buf *out, struct err *e) NODISCARD;

#endif
