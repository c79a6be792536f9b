/* SPDX-License-Identifier: MIT
 * Errors are values: a kind, which fixes the exit status, and one line of text.
 *
 * The inner layer sets the fact, each outer layer puts its own noun before it (err_wrap), main prints the chain
 * once. A function that can fail takes a struct err * as its last argument, returns false or NULL on failure and
 * leaves the error untouched on success. Both setters return false, so failing is one line. */
#ifndef DIGEST_ERR_H
#define DIGEST_ERR_H

#include <stdbool.h>

#include "digest/macros.h"

enum err_kind {
	ERR_NONE,
	ERR_USAGE,       /* wrong words on the command line */
	ERR_CONFIG,      /* wrong words in a configuration, style or template file */
	ERR_ABSENT,      /* what was asked for is not there: never fetched, unknown id, no such store */
	ERR_INPUT,       /* what came in is broken: not well-formed, cut, not what it says it is */
	ERR_NET,         /* a host cannot be used: refused, unknown, 4xx */
	ERR_NET_TEMP,    /* a host cannot be used just now: timeout, 5xx, cut body */
	ERR_SUMMARIZER,  /* the summarizer cannot be used: not found, died, keeps failing */
	ERR_FILE,        /* a file cannot be read or written */
	ERR_STORE,       /* the store cannot be read or written */
	ERR_BUSY,        /* another run has the lock, or a host asked for a pause */
	ERR_KEY,         /* key refused, no balance, unknown model */
	ERR_INTERRUPTED, /* Ctrl-C, kill */
	ERR_READER_LEFT, /* standard output is a pipe whose reader has ended (head): ends the run in silence, as SIGPIPE would */
	ERR_DEFECT,      /* the program is wrong */
	ERR__COUNT
};

enum { ERR_MSG_SIZE = 1024 };  /* longer messages are cut at a character's edge and end in "..." */

struct err {
	enum err_kind kind;
	char msg[ERR_MSG_SIZE];
};

#define ERR_INIT { ERR_NONE, "" }

/* Set *E. Always returns false. Control characters in the text become '?', so that a message stays one line. */
bool err_set(struct err *e, enum err_kind kind, const char *fmt, ...) PRINTF_LIKE(3, 4);

/* Put "TEXT: " before the message that *E holds; the kind stays. Always returns false. */
bool err_wrap(struct err *e, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* The kind's short name ("input", "store", …) for reports. */
const char *err_name(enum err_kind kind);

/* The exit status of the guide's table for a run that this error ended. */
int err_exit_status(enum err_kind kind);

#endif
