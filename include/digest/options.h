/* SPDX-License-Identifier: MIT
 * Options: one row each feeds the command line, --help, the configuration file and the environment (DIGEST_NAME).
 * What is stronger wins: flags > environment > profile > file > defaults; where an option may be repeated, values of
 * the same strength add up. */
#ifndef DIGEST_OPTIONS_H
#define DIGEST_OPTIONS_H

#include "digest/arena.h"
#include "digest/buf.h"
#include "digest/err.h"
#include "digest/paper.h"

enum opt_type {
	OPT_FLAG,
	OPT_STR,
	OPT_PATH,    /* as OPT_STR; "~/" at the start is the home folder */
	OPT_COUNT,   /* a whole number from 1 to `most` */
	OPT_NUMBER,  /* a whole number from 0 to `most` */
	OPT_DECIMAL, /* a number above 0 and up to `most`, with a point if need be */
	OPT_LIST,    /* repeatable; commas separate too */
	OPT_ADD,     /* repeatable; taken whole */
	OPT_CHOICE,  /* one word of the row's list: an int, the word's number; CHOICE_NONE where nothing was said */
	OPT_SET,     /* as OPT_LIST, of words of the row's list: an unsigned, a bit 1u << number each */
};

/* Where a value was set: the later, the stronger. */
enum opt_rank { RANK_DEFAULT, RANK_FILE, RANK_PROFILE, RANK_ENV, RANK_FLAG };

/* A word of an option's closed list. */
struct opt_choice {
	const char *word;
	const char *help;                  /* what it means, in a few words */
	int value;                         /* its number: of an enum, or its place */
};
enum { CHOICE_NONE = -1 };
typedef bool opt_choices(size_t i, struct opt_choice *ret);  /* the I-th word; false behind the last */

/* The parts of the help, the manual and the example configuration, in their order. */
enum opt_group { OPT_RUN, OPT_INPUT, OPT_SELECT, OPT_ARXIV, OPT_SUMMARY, OPT_PAGE, OPT__GROUPS };

/* Commands, as bits: which options belong to which (digest/commands.h has their names). */
enum {
	CMD_RUN = 1, CMD_FETCH = 2, CMD_SUMMARIZE = 4, CMD_RENDER = 8, CMD_STATUS = 16, CMD_CHECK = 32, CMD_STYLES = 64,
	CMD_HELP = 128, CMD_DOCTOR = 256, CMD_SEARCH = 512, CMD_EXPORT = 1024, CMD_SHOW = 2048,
	CMD_STAR = 4096, CMD_UNSTAR = 8192, CMD_INTEREST = 16384, CMD_SITE = 32768,
	CMD_ALL = 65535,
};

/* A section [provider NAME]: an endpoint described by its user. NULL, empty, 0 and below 0 mean "not said". */
struct provider_section {
	const char *name;
	const char *base_url, *model, *api_key_env, *key_command, *key_header, *token_field, *structure, *thinking_off,
	        *extra_body, *query;
	struct strs headers;               /* "Name: value", checked */
	double price_in, price_out, price_cached;  /* for a million tokens; <0: not said */
	const char *currency;              /* of the prices */
	int64_t max_tokens;                /* of an answer */
	const char *stream;                /* "true" or "false" */
	const char *where;                 /* "PATH:LINE" of the section's first line */
};

/* What such a section may say. */
struct provider_setting {
	const char *name, *help, *example;
};
bool provider_setting_at(size_t i, struct provider_setting *ret);  /* false behind the last */

struct interest_section;  /* [interest NAME]: digest/interest_section.h */

struct opt_values {
	struct strs categories, inputs, ids, expressions;
	unsigned announce;                 /* 1u << enum announce_type */
	const char *since, *until, *date, *holidays, *where;
	bool fix, ask;                     /* doctor */
	const char *config_fault;          /* of a configuration that could not be read, for doctor; NULL: none */
	bool overwrite, all, all_profiles, json, pending, verbose, quiet, progress, help, version, refresh, dry_run;
	/* Numbers of words, in digest/choices.h. */
	int by, format, dialect, details, labels, title, math, front_matter, color, summarizer_protocol, gate, road, to, open;
	const char *style, *templates, *lang, *width;
	bool wide;
	const char *summarizer, *provider, *model, *base_url, *glossary;
	const char *openai_url, *openai_model;  /* OPENAI_BASE_URL or OPENAI_API_BASE, OPENAI_MODEL; NULL: unset */
	int64_t jobs, summarizer_timeout, summarizer_max_reply, summarizer_restarts, limit;
	int64_t summarizer_tries, summarizer_retry_delay, answer_tokens, max_requests, max_tokens, rejected_days;
	double max_cost;
	struct strs summarizer_env;
	const char *fulltext, *fulltext_from, *fulltext_cache;
	int fulltext_refresh, untraced;
	int64_t fulltext_tokens, fulltext_interval;
	bool retry_rejected, batch;
	struct provider_section *sections; /* in the file's order, names once */
	size_t n_sections;
	struct interest_section *interests; /* the same */
	size_t n_interests;
	struct strs interest_names;        /* of those that count; none: all */
	int64_t top;                       /* papers shown in full; 0: all */
	const char *summarize;             /* which papers: all, top:N; NULL: all */
	bool rescore;
	bool suggest, why;
	const char *star_as;               /* the list of star and unstar */
	const char *site_url, *keep;       /* site */
	bool prune;
	const char *store, *output, *profile, *config, *contact;
	const char *arxiv_url, *report, *record, *replay;
	int64_t wait;                      /* where opt_rank_of() "wait" is RANK_DEFAULT: nothing was said */
	int64_t interval, tries, budget, retry_delay, connect_timeout, silence_timeout, transfer_timeout, max_bytes;
	struct strs files;                 /* render FILE… */
	int64_t test_uptime;               /* seconds since the machine was started, by that clock; 0: not said */
	int64_t test_clock;                /* seconds since 1970: a whole run at that time, for tests; 0: not said */
	struct strs notes;                 /* what is to be said of them, though nothing is wrong; a line each */
	unsigned char rank[128];           /* by row: enum opt_rank */
};

struct opt_row {
	const char *name;
	char letter;                       /* 0: none */
	enum opt_type type;
	size_t offset;                     /* in struct opt_values */
	const char *arg;                   /* what --help calls its value; NULL for flags */
	const char *fallback;              /* the default, as text; NULL: none */
	int64_t most;                      /* OPT_COUNT, OPT_NUMBER, OPT_DECIMAL */
	opt_choices *choices;              /* OPT_CHOICE, OPT_SET */
	const char *suggest;               /* words between blanks that a shell may offer beside others; may be NULL */
	const char *listed_by;             /* the command that lists words for a shell: "help categories"; may be NULL */
	enum opt_group group;
	const char *example;               /* a value for the example configuration, where there is no default */
	unsigned commands;                 /* CMD_… bits */
	unsigned bare;                     /* of these: with which it stands without a value, as a flag: opt_rank_of() is RANK_FLAG */
	bool line_only;                    /* on the command line only */
	bool hidden;                       /* for tests: it works on the command line; no help, manual or completion names it, and
	                                    * neither configuration nor environment has it */
	const char *help;
};
extern const struct opt_row opt_rows[];
extern const size_t opt_n_rows;

const struct opt_row *opt_find(struct str name);               /* by its long name; NULL */
const struct opt_row *opt_find_letter(char letter);            /* NULL */

/* The title of a part: "Which papers". Parts that are not OPT_RUN come first. */
const char *opt_group_title(enum opt_group g);
/* Append what the row's list has, "One of: md (Markdown, in a dialect), html (…)."; nothing where it has none. */
void opt_choices_text(const struct opt_row *row, struct buf *out);

/* The word of number VALUE in the list of the row NAME; NULL: it has none. */
const char *opt_word(const char *name, int value);

/* Defaults. */
void opt_init(struct opt_values *o, struct arena *a);
/* Give the option ROW the value TEXT (a flag: "true" or "false"), unless something stronger gave it one. Strings live
 * in A. ERR_USAGE for RANK_FLAG and RANK_ENV, else ERR_CONFIG. */
bool opt_set(struct opt_values *o, const struct opt_row *row, struct str text, enum opt_rank rank, struct arena *a,
             struct err *e) NODISCARD;

/* What the command C does not take from where it was set: an `output` that is not on its own command line is the run's alone,
 * and `render` and `search` show their pages without publishing them. `export` has both `output` and `limit` from its own line alone. */
void opt_settle(struct opt_values *o, unsigned c);

/* Where the option NAME was set. */
enum opt_rank opt_rank_of(const struct opt_values *o, const char *name);
/* For how many seconds to wait for another run (--wait); AT_TERMINAL: standard error is one, and nothing was said. */
int64_t opt_lock_wait(const struct opt_values *o, bool at_terminal);

/* TEXT is yes, true, on or 1, or the opposite; false: neither. */
bool flag_parse(struct str text, bool *ret) NODISCARD;
/* TEXT with the home folder for a "~/" at its start; in A. */
const char *path_expanded(struct str text, struct arena *a);

/* Read a decimal number, digits with or without a point and more of them, that is all of TEXT and at most MOST. */
bool decimal_parse(struct str text, int64_t most, double *ret) NODISCARD;

/* Read the configuration file at PATH: lines `name = value`, `# …`, sections [profile NAME], [provider NAME] and [interest NAME]. PROFILE
 * may be NULL. A key written into the file is refused, and not said back.
 * A missing file is an error only if MUST. ERR_CONFIG "PATH:LINE: …". */
bool config_read(struct opt_values *o, const char *path, bool must, const char *profile, struct arena *a,
                 struct err *e) NODISCARD;
/* The names of the sections [profile NAME] of the file at PATH, each once, in its order; in A. A missing file is an error. ERR_CONFIG. */
bool config_profiles(const char *path, struct arena *a, struct strs *ret, struct err *e) NODISCARD;
/* The environment: DIGEST_NAME for each option, and what people have set for other programs; empty counts as unset.
 * ERR_USAGE with the variable's name. */
bool config_environment(struct opt_values *o, struct arena *a, struct err *e) NODISCARD;

/* Once all places are read: note variables that begin as ours do and are no option. */
void config_unknown_variables(struct opt_values *o, struct arena *a);
/* Add a line to the notes. */
void opt_note(struct opt_values *o, struct arena *a, const char *fmt, ...) PRINTF_LIKE(3, 4);

/* For each word of a list (`digest help categories`). ABOUT may be empty; both only during the call. */
typedef void topic_fn(void *ctx, struct str word, struct str about);

/* Folders of the XDG base directory specification: NAME below the data, configuration, state or cache home of digest; in A. NAME may
 * be NULL: the folder itself. */
const char *path_data(const char *name, struct arena *a);
const char *path_config(const char *name, struct arena *a);
const char *path_state(const char *name, struct arena *a);
const char *path_cache(const char *name, struct arena *a);

/* Whether the store is a file (not with --store none), and which one; in A. */
bool store_is_file(const struct opt_values *o);
const char *store_path(const struct opt_values *o, struct arena *a);

#endif
