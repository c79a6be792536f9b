/* SPDX-License-Identifier: MIT
 * From the options to a summarizer: which one, its gate, its terms, its limits, what its children must not see. */
#ifndef APP_SUMMARIZER_H
#define APP_SUMMARIZER_H

#include "digest/store.h"
#include "digest/summarizer.h"
#include "src/app/endpoint.h"
#include "digest/style.h"

/* What --summarizer means, or what stands for it: "chat" where an endpoint is named, else "extract". */
const char *summarizer_words(const struct opt_values *o);
/* Nobody chose one. */
bool summarizer_unsaid(const struct opt_values *o);

/* Whether the options name a summarizer, and all that goes with it, that there is. ERR_USAGE, ERR_CONFIG. */
bool summarizer_check(const struct opt_values *o, struct err *e) NODISCARD;

/* Not to be copied. */
struct summarizer {
	struct summarizer_options how;   /* its log is the caller's */
	struct summary_keys keys;
	struct summary_stats stats;
	struct endpoint endpoint;        /* of chat */
	bool chat, extract;
	struct glossary *glossary;
	const char *const *secrets;      /* variables that commands do not see */
	struct interrupt *interrupt;     /* while somebody is asked */
	struct str memory;               /* under which the store keeps the structure that worked */
	struct arena a;
};
/* All but the key and the loop. ERR_USAGE, ERR_CONFIG, ERR_STORE. Close it in any case. */
bool summarizer_open(struct summarizer *x, const struct opt_values *o, const struct summary_style *style, struct store *store,
                     struct err *e) NODISCARD;
/* P's cache key, appended to KEY, and the glossary's lines for it, in A. */
struct str summarizer_key(const struct summarizer *x, const struct paper *p, struct arena *a, struct buf *key);
/* What is needed to ask: a loop with this clock (borrowed), on which Ctrl-C is heard, and a key where there is to be one. ERR_KEY, ERR_CONFIG. */
bool summarizer_begin(struct summarizer *x, const struct opt_values *o, const struct clock *clock, struct err *e) NODISCARD;
/* Keep what was learned. */
bool summarizer_remember(const struct summarizer *x, struct store *store, struct err *e) NODISCARD;
/* Nobody is asked any more. The signal that ended the asking; 0: none did. */
int summarizer_end(struct summarizer *x);
void summarizer_close(struct summarizer *x);

#endif
