/* SPDX-License-Identifier: MIT
 * The command line: words to options, help, and what a terminal sees. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "digest/options.h"

/* A command is a row in commands.c. */
struct command {
	const char *name;     /* "" for digest without a command */
	unsigned bit;         /* CMD_… */
	const char *words;    /* behind the name, in the usage line */
	bool files;           /* takes FILE… */
	const char *help;
};
extern const struct command commands[];
extern const size_t n_commands;
const struct command *command_find(const char *word);  /* NULL */

/* Read ARGV's words behind the command's name over the option rows. ERR_USAGE. */
bool args_read(const struct command *c, int argc, char **argv, struct opt_values *o, struct arena *a, struct err *e) NODISCARD;

/* --help, for a command or for all. */
void help_print(const struct command *c, struct buf *out);

#endif
