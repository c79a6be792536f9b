/* SPDX-License-Identifier: MIT
 * The command line: words to options, help, and what a terminal sees. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "digest/commands.h"
#include "digest/log.h"

/* ---- screen.c: standard error, standard output, the terminal ---- */

/* What messages and progress need to know of the terminal. */
struct screen {
	const char *profile;   /* of several that run one after the other; NULL */
	bool progress;         /* show it */
	bool shown;            /* a progress line stands on the screen */
	int64_t since, last;   /* ticks: of the start, of the last line */
};
/* Take away the progress line, if one stands there. */
void screen_wipe(struct screen *s);
/* For a log and a run_world; CTX is a screen. A message goes to standard error; so does how far the run is, not too often. */
void screen_message(void *ctx, enum log_level level, const char *line);
void screen_progress(void *ctx, const char *what, unsigned long done, unsigned long total);
/* Bytes for standard output; CTX is not looked at. ERR_READER_LEFT, ERR_FILE. */
bool screen_data(void *ctx, struct str bytes, struct err *e) NODISCARD;
/* STATUS, if what went to standard output is there; otherwise the failure's, and it is said why. Of a write that failed before,
 * screen_data() gave the reason; above 128 STATUS tells of a reader that left. */
int screen_flush(struct screen *s, int status);
/* Print TEXT to standard output and free it. Returns the exit status. */
int screen_print(struct buf *text);
/* Say E on standard error. Returns its exit status. */
int screen_failed(const struct err *e);
/* The columns of the terminal that standard output is, from the terminal itself, else from COLUMNS. */
int screen_columns(void);
/* no-color.org; a terminal that calls itself dumb shows what would colour it. */
bool screen_colour(void);

/* ---- args.c, line.c: words to options ---- */

/* The command line. */
struct line {
	const struct command *command;
	int argc;         /* behind the command's name */
	char **argv;
	char **all;       /* from the program's name on */
};
/* The name of the profile decides what the file means, so it is looked for first; then every place in the order of its strength,
 * and the line last, whose words were read already. PROFILE: of several that were asked for, this one; NULL: what was said. For
 * help and --version no other place is read, and where several profiles are named none is yet. ERR_USAGE, and those of
 * config_read(). */
bool line_read(const struct line *l, const char *profile, struct opt_values *o, struct arena *a, struct err *e) NODISCARD;
/* Whether O names several profiles: line_read() is then to be called for each of them. */
bool line_several(const struct opt_values *o);
/* The configuration file that O means; in A, or borrowed from O. */
const char *line_config(const struct opt_values *o, struct arena *a);

/* Read ARGV's words behind the command's name over the option rows. ERR_USAGE. */
bool args_read(const struct command *c, int argc, char **argv, struct opt_values *o, struct arena *a, struct err *e) NODISCARD;

/* ---- runs.c ---- */

/* Run the line's command with O. PROFILE stands before each message; NULL: nothing does. Returns the exit status, or 128 and the
 * number of a signal that is to end the process. */
int line_run(const struct line *l, const struct opt_values *o, const char *profile);
/* The same for each profile that O names, one after the other; all are read before the first one runs. Returns as line_run(): the
 * first failure's status, but EXIT_INCOMPLETE where something of another one came out; a signal ends it at once. */
int line_run_profiles(const struct line *l, const struct opt_values *o, struct arena *a);

/* ---- help.c ---- */

/* --help, for a command or for all. */
void help_print(const struct command *c, struct buf *out);
/* `digest help [WORD]`: the help of a command, or the words of a topic, one a line. ERR_USAGE: WORD is neither. */
bool help_about(const struct opt_values *o, struct buf *out, struct err *e) NODISCARD;

#endif
