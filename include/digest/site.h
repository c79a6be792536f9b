/* SPDX-License-Identifier: MIT
 * A whole static site in a folder, made of the store: a page a day, today's, calendar, months, categories, interests, a page a paper of
 * styles that are readings, feeds, search in the browser. No generator, no server: it works under any path, and from file://.
 *
 * The folder's manifest (.digest-site) says which files are the site's, what each was made of, and by which bytes it is known: so only what
 * has changed is made again, and what anybody else put or changed there is left alone. */
#ifndef DIGEST_SITE_H
#define DIGEST_SITE_H

#include "digest/interest.h"
#include "digest/run_io.h"
#include "digest/selection.h"
#include "digest/store.h"
#include "digest/style.h"

/* Limits, each met by a test. */
enum {
	SITE_MAX_MANIFEST = 256 * 1024 * 1024,  /* bytes of it */
	SITE_FEED_DAYS = 3,                     /* days that a feed has */
	SITE_MAX_WORDS = 240,                   /* bytes of a paper's one-liner in the index of the search */
	SITE_MAX_NAMES = 240,                   /* of the names in its abstract, with a blank before each; one that does not fit is left out */
};

struct site_options {
	const char *folder;                  /* made if missing */
	const char *templates;               /* may be NULL */
	struct str profile;                  /* may be empty */
	struct style *style, *feed_style;    /* the same one, with its page.html and page.atom; what is shared is read into the first */
	const struct render_options *look, *feed_look;  /* whole: the style's part and the user's */
	struct store *store;
	const struct selection_query *query; /* categories, announce types, --where; its days do not count, but */
	const char *since;                   /* this one: no day before it. "": all there are */
	struct interests *interests;         /* borrowed; NULL: none */
	int64_t limit, top;                  /* papers a page, and how many of them in full; 0: all */
	uint64_t asked;                      /* tells other options that pages depend on: what changes it makes all pages anew */
	struct str url;                      /* --site-url, with a slash at its end; empty: not said */
	bool prune;                          /* remove what is no longer part of the site */
	bool overwrite;                      /* replace what was changed by hand, and files of others that are in the way */
	const struct run_io *world;
};

struct site_result {
	size_t days, papers;                 /* that the site has */
	size_t failed;                       /* of the papers: asked about in vain */
	size_t files;                        /* of the manifest */
	size_t written, removed;             /* by this run */
	size_t kept;                         /* changed by hand, or of others: not written */
	size_t gone;                         /* no longer part of the site, and still there */
};

/* Write what has changed. ERR_FILE, ERR_STORE, ERR_CONFIG (a template). ERR_INPUT: the manifest is none. */
bool site_write(const struct site_options *o, struct site_result *ret, struct err *e) NODISCARD;

#endif
