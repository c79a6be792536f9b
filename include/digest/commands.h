/* SPDX-License-Identifier: MIT
 * Commands, exit statuses and the topics of `digest help`: a row each feeds the command line, --help, the manual and the shells'
 * completions. */
#ifndef DIGEST_COMMANDS_H
#define DIGEST_COMMANDS_H

#include "digest/options.h"

struct command {
	const char *name;     /* "" for digest without a command */
	unsigned bit;         /* CMD_… */
	const char *words;    /* behind the name, in the usage line */
	bool files;           /* takes words that are no options: o->files; */
	bool ids;             /* or they are identifiers, as of --id: o->ids */
	const char *offers;   /* what a shell offers for these words: the command that lists them; NULL: files */
	const char *help;
};
extern const struct command commands[];
extern const size_t n_commands;
const struct command *command_find(const char *word);  /* NULL */

/* What each exit status means. */
struct exit_meaning {
	int status;
	const char *help;
};
extern const struct exit_meaning exit_meanings[];
extern const size_t n_exit_meanings;

/* A list of words that can be asked for: `digest help categories`. */
struct topic {
	const char *name;
	const char *help;     /* what is listed */
	/* Call FN for each word. O says which configuration is looked into; one that is missing or has faults gives what can be
	 * read of it. */
	void (*each)(const struct opt_values *o, topic_fn *fn, void *ctx);
};
extern const struct topic topics[];
extern const size_t n_topics;

#endif
