/* SPDX-License-Identifier: MIT
 * From the options to a summarizer: which one, which endpoint and with which key, its check, its glossary, its limits, what its
 * children must not see. */
#ifndef DIGEST_ENDPOINT_H
#define DIGEST_ENDPOINT_H

#include "digest/chat.h"
#include "digest/check.h"
#include "digest/options.h"
#include "digest/store.h"
#include "digest/summarizer.h"

/* ---- The endpoint: options, the configuration's sections, the table of providers and the environment to the chat backend's options ---- */

struct endpoint {
	struct provider provider;    /* a row of the table, as the section changes it */
	struct chat_options chat;    /* but for the key; its provider is the one above: not to be copied */
	const struct provider_section *section;  /* NULL: none */
	int timeout_s;               /* of one request */
};

/* Choose it. Strings in A. ERR_USAGE, ERR_CONFIG: no such provider, no address, no model, a limit of costs without prices;
 * the message has the line to type. */
bool endpoint_choose(const struct opt_values *o, struct arena *a, struct endpoint *ret, struct err *e) NODISCARD;

/* Its key, in A; NULL: it needs none. A command that prints it is run on L, without seeing other keys. ERR_KEY: there is
 * none, it cannot be one, the command failed. No message has the key, nor what the command wrote. */
bool endpoint_key(const struct endpoint *x, const struct opt_values *o, struct loop *l, struct arena *a, const char **ret,
                  struct err *e) NODISCARD;

/* The variables that hold keys, NULL-ended, in A: children do not see them, but for --summarizer-env's. */
const char *const *endpoint_secrets(const struct opt_values *o, struct arena *a);
/* What they hold, and what --summarizer-env's do: the values of those that are set, NULL-ended, in A. To be kept out of sight. */
const char *const *endpoint_secret_values(const struct opt_values *o, struct arena *a);
/* Append the names of those that are set, ", " between. */
void endpoint_names_withheld(const char *const *secrets, struct buf *out);

/* ---- Which glossary a run uses ---- */

/* The file of --glossary, or the one that came with the program, if it did; *RET stays NULL for "none" and where there is none.
 * *RET is the caller's, for glossary_free(). Errors: those of glossary_read(). */
bool glossary_choose(const struct opt_values *o, struct glossary **ret, struct err *e) NODISCARD;

/* ---- Which summarizer ---- */

/* What --summarizer means, or what stands for it: "chat" where an endpoint is named, else "extract". */
const char *summarizer_words(const struct opt_values *o);
/* No option chooses one. */
bool summarizer_is_default(const struct opt_values *o);

/* Whether the options name a summarizer, and all that goes with it, that there is. ERR_USAGE, ERR_CONFIG. */
bool summarizer_check(const struct opt_values *o, struct err *e) NODISCARD;

/* Not to be copied. */
struct summarizer {
	struct summarizer_options how;   /* its log is the caller's */
	struct summary_keys keys;        /* of the question without whole text; */
	struct summary_keys whole, *parts;  /* of all that is asked with one; of each question of it */
	struct summary_stats stats;
	struct endpoint endpoint;        /* of chat */
	bool chat, extract;
	struct glossary *glossary;
	const char *const *secrets;      /* variables that commands do not see */
	struct interrupt *interrupt;     /* while requests are under way */
	struct str memory;               /* under which the store keeps the structure that worked */
	struct arena a;
};
/* All but the key and the loop. READING: the style's questions for whole texts, borrowed. ERR_USAGE, ERR_CONFIG, ERR_STORE. Close it in any case. */
bool summarizer_open(struct summarizer *x, const struct opt_values *o, const struct summary_style *style, const struct summary_reading *reading,
                     struct store *store, struct err *e) NODISCARD;
/* The cache key, appended to KEY, of what is asked of P with its whole text: TEXT as summary_key() has it, TERMS as the function below gives
 * them. PART: of which question; -1: of all. */
void summarizer_text_key(const struct summarizer *x, const struct paper *p, struct str terms, struct str text, int part, struct buf *key);
/* P's cache key without it, appended to KEY, and the glossary's lines for it, in A. */
struct str summarizer_key(const struct summarizer *x, const struct paper *p, struct arena *a, struct buf *key);
/* What is needed to ask: a loop with this clock (borrowed), on which Ctrl-C is heard, and a key where there is to be one. ERR_KEY, ERR_CONFIG. */
bool summarizer_begin(struct summarizer *x, const struct opt_values *o, const struct clock *clock, struct err *e) NODISCARD;
/* Keep what was learned. */
bool summarizer_keep_learned(const struct summarizer *x, struct store *store, struct err *e) NODISCARD;
/* No request is sent any more. Returns the signal that ended the asking; 0: none did. */
int summarizer_end(struct summarizer *x);
void summarizer_close(struct summarizer *x);

#endif
