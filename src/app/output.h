/* SPDX-License-Identifier: MIT
 * Where pages go: standard output, a file, a file a day; and the rule that no page is replaced by a poorer one. */
#ifndef APP_OUTPUT_H
#define APP_OUTPUT_H

#include "digest/run.h"
#include "src/app/harvest.h"
#include "src/app/selection.h"
#include "src/app/style.h"

struct output {
	const char *pattern;        /* NULL: standard output; {date} in it: a page a day */
	int64_t limit;              /* papers a page; 0: no limit */
	const struct style *style;
	const struct page_look *look;  /* whole: the style's part and the user's */
	const struct run_world *world;
	const struct notice *notices;  /* what has to be said of days that are not whole */
	size_t n_notices;
	bool none_is_fine;          /* no papers: nothing was announced, and no page is the poorer for it */
	unsigned long pages;        /* out: how many came out, unchanged ones included */
	unsigned long kept;         /* out: how many old ones stayed, because the new one was poorer */
};

/* Whether PATTERN (may be NULL) makes a page a day. */
bool output_is_daily(const char *pattern);

/* Whether PATTERN (may be NULL) has nothing but {date} in braces. ERR_USAGE. */
bool output_check(const char *pattern, struct err *e) NODISCARD;

/* The page of DATE, absolute; in A. NULL with ERR_USAGE for a name in braces that is not known. */
const char *output_path(const char *pattern, struct str date, struct arena *a, struct err *e) NODISCARD;

/* Whether pages can be written there, as far as can be told before they are; TODAY is for {date}. Leaves nothing behind.
 * ERR_FILE. */
bool output_writable(const char *pattern, const char *today, struct err *e) NODISCARD;

/* How pages are made: style, format and dialect, and what was changed of it, as words; in A. */
struct str output_form(const struct output *o, struct arena *a);

/* The page of DATE at PATH once more: with the keys of S, in their order, whatever the limit; NOTICES are lines. */
bool output_again(struct output *o, struct selection *s, const char *path, struct str date, struct str notices,
                  struct store *store, struct err *e) NODISCARD;

/* Sort and render what was selected. STORE keeps what each page shows; NULL: only the old page itself is asked. */
bool output_pages(struct output *o, struct selection *s, struct store *store, struct err *e) NODISCARD;

#endif
