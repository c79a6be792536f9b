/* SPDX-License-Identifier: MIT
 * Where pages go: standard output, a file, a file a day; and the rule that no page is replaced by a poorer one. */
#ifndef DIGEST_OUTPUT_H
#define DIGEST_OUTPUT_H

#include "digest/run_io.h"
#include "digest/selection.h"
#include "digest/style.h"

/* Where pages go. In braces stand {date}: a page a day; {week} (2026-W48), {month} (2026-11), {year}: a page for each, of the shortest
 * of those that stand there, and what the others are then called; {category}: a page for each category asked for, and where none was, for
 * each paper's primary one ("other" where that is no name for a file); {profile} ("default": none) and {style}. */
struct output_place {
	const char *pattern;        /* NULL, "-": standard output */
	const char *profile;        /* may be NULL */
	const char *style;
	struct strs categories;     /* asked for */
};

/* What a page is about, beside its papers; each may be empty. ALL: of how many papers it shows the first; 0: of its own. LISTED: how many, at the end, it shows
 * by their titles alone. */
struct output_about {
	struct str date, category, profile;
	size_t all, listed;
	struct str period;   /* what the page's days are called, where it has several: "2026-W48" */
	int32_t of;          /* day_of_period() of them; 0: of any */
};

/* Pages of which it has been said that they are of another form. */
struct paths_warned {
	VEC(const char *) paths;
	struct arena a;
};
#define PATHS_TOLD_INIT { VEC_INIT, ARENA_INIT }

struct output {
	struct output_place place;
	int64_t limit;              /* papers a page; 0: no limit */
	int64_t top;                /* papers of a page that are shown in full; 0: all */
	bool rescore;               /* a page that is there takes today's order */
	struct interests *interests;  /* borrowed; NULL: pages are in their plain order */
	const struct style *style;
	const struct render_options *options;  /* whole: the style's part and the user's */
	const struct run_io *world;
	const struct notice *notices;  /* what has to be said of days that are not whole */
	size_t n_notices;
	struct paths_warned *told;    /* in and out, over all of a run: pages of another form; may be NULL */
	bool overwrite;             /* pages that were changed by hand, or are of another form, may be replaced */
	bool none_is_fine;          /* no papers: nothing was announced, and no page is the poorer for it */
	unsigned long pages;        /* out: how many came out, unchanged ones included */
	unsigned long changed;      /* out: how many of them are not as they were */
	unsigned long kept;         /* out: how many old ones stayed, because the new one was poorer, or they are the user's */
};

/* Whether PATTERN (may be NULL) makes a page a day. */
bool output_is_daily(const char *pattern);
/* The days that a page of it has: PERIOD_ALL where nothing in it says them. */
enum day_period output_period(const char *pattern);
/* Whether it makes a page for each category. */
bool output_by_category(const char *pattern);

/* page.get: a paper as pages have it, of a moment no later than the selection's stamp. CTX is a struct selection. */
bool output_get_paper(void *ctx, const struct page_key *key, struct arena *a, struct paper *ret, struct err *e);
/* What --where left out of a page of the period OF (day_of_period(); 0: of all days), in the page's language; STR_NULL: nothing. */
struct str output_unmatched(struct selection *s, struct str lang, int32_t of, enum day_period period);

/* What stands for {category} in a file's name. Whatever a record calls a category, it names no folder. */
struct str output_category_file(struct str category);

/* Whether the pattern has nothing in braces but names that are known, and that can be part of a path. ERR_USAGE. */
bool output_check(const struct output_place *p, struct err *e) NODISCARD;

/* Where the page of DATE and CATEGORY is, absolute; in A. NULL with ERR_USAGE as from output_check(). */
const char *output_path(const struct output_place *p, struct str date, struct str category, struct arena *a,
                        struct err *e) NODISCARD;

/* Whether pages can be written there, as far as can be told before they are; TODAY is for {date}. Leaves nothing behind.
 * ERR_FILE. */
bool output_writable(const struct output_place *p, const char *today, struct err *e) NODISCARD;

/* The folder that all pages of the pattern are in: its part before the first name in braces, up to the last slash. Absolute, with
 * the slash; in A. */
struct str output_root(const struct output_place *p, struct arena *a);

/* NOTED: what the store has of the form of the page of DAY. Whether it is of O's form (page_form.h): then O may write it anew, with
 * the options of today. *RET is what it is about, as this run has it where the note does not say. */
bool output_same_form(const struct output *o, struct str noted, struct str day, struct arena *a, struct output_about *ret);

/* The page at PATH once more: with the keys of S, in their order, whatever the limit; NOTICES are lines. */
bool output_again(struct output *o, struct selection *s, const char *path, const struct output_about *about,
                  struct str notices, struct store *store, struct err *e) NODISCARD;

/* Sort and render what was selected. STORE keeps what each page shows; NULL: only the old page itself is asked. */
bool output_pages(struct output *o, struct selection *s, struct store *store, struct err *e) NODISCARD;

#endif
