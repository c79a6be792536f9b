/* SPDX-License-Identifier: MIT
 * Options: one row each feeds the command line, --help, the configuration file and the environment (DIGEST_NAME).
 * What is stronger wins: flags > environment > profile > file > defaults; where an option may be repeated, values of
 * the same strength add up. */
#ifndef DIGEST_OPTIONS_H
#define DIGEST_OPTIONS_H

#include "digest/arena.h"
#include "digest/err.h"
#include "digest/paper.h"

enum opt_type {
	OPT_FLAG,
	OPT_STR,
	OPT_PATH,    /* as OPT_STR; "~/" at the start is the home folder */
	OPT_COUNT,   /* a whole number from 1 to `most` */
	OPT_LIST,    /* repeatable; commas separate too */
	OPT_ADD,     /* repeatable; taken whole */
};

/* Who set a value: the later, the stronger. */
enum opt_rank { RANK_DEFAULT, RANK_FILE, RANK_PROFILE, RANK_ENV, RANK_FLAG };

/* Commands, as bits: which options belong to which. */
enum { CMD_RUN = 1, CMD_FETCH = 2, CMD_SUMMARIZE = 4, CMD_RENDER = 8, CMD_STATUS = 16, CMD_ALL = 31 };

struct opt_values {
	struct strs categories, inputs, announce, ids, expressions;
	const char *since, *until, *date, *by;
	bool all, json, verbose, quiet, progress, help, version, refresh, dry_run;
	const char *style, *format, *dialect, *templates, *lang;
	const char *details, *labels, *title, *math, *front_matter;
	const char *summarizer, *summarizer_protocol;
	int64_t jobs, summarizer_timeout, summarizer_max_reply, summarizer_restarts, limit;
	const char *store, *output, *profile, *config, *contact;
	const char *road, *arxiv_url, *report, *record, *replay;
	int64_t interval, tries, budget, retry_delay, connect_timeout, silence_timeout, transfer_timeout, max_bytes;
	struct strs files;                 /* render FILE… */
	unsigned char rank[96];            /* by row: enum opt_rank */
};

struct opt_row {
	const char *name;
	char letter;                       /* 0: none */
	enum opt_type type;
	size_t offset;                     /* in struct opt_values */
	const char *arg;                   /* what --help calls its value; NULL for flags */
	const char *fallback;              /* the default, as text; NULL: none */
	int64_t most;                      /* OPT_COUNT */
	unsigned commands;                 /* CMD_… bits */
	bool line_only;                    /* on the command line only */
	const char *help;
};
extern const struct opt_row opt_rows[];
extern const size_t opt_n_rows;

const struct opt_row *opt_find(struct str name);               /* by its long name; NULL */
const struct opt_row *opt_find_letter(char letter);            /* NULL */

/* Defaults. */
void opt_init(struct opt_values *o, struct arena *a);
/* Give the option ROW the value TEXT (a flag: "true" or "false"), unless something stronger gave it one. Strings live
 * in A. ERR_USAGE for RANK_FLAG and RANK_ENV, else ERR_CONFIG. */
bool opt_set(struct opt_values *o, const struct opt_row *row, struct str text, enum opt_rank rank, struct arena *a,
             struct err *e) NODISCARD;

/* Who set the option NAME. */
enum opt_rank opt_rank_of(const struct opt_values *o, const char *name);

/* Read the configuration file at PATH: lines `name = value`, `# …`, sections [profile NAME]. PROFILE may be NULL.
 * A missing file is an error only if MUST. ERR_CONFIG "PATH:LINE: …". */
bool config_read(struct opt_values *o, const char *path, bool must, const char *profile, struct arena *a, struct err *e) NODISCARD;
/* The environment: DIGEST_NAME for each option; empty counts as unset. ERR_USAGE with the variable's name. */
bool config_environment(struct opt_values *o, struct arena *a, struct err *e) NODISCARD;

/* Folders of the XDG base directory specification: NAME below the data, configuration or state home of digest; in A. NAME may
 * be NULL: the folder itself. */
const char *path_data(const char *name, struct arena *a);
const char *path_config(const char *name, struct arena *a);
const char *path_state(const char *name, struct arena *a);

#endif
