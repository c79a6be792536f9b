/* SPDX-License-Identifier: MIT
 * Inside the room: the folder of kept texts (kept.c), the roads to a text (roads.c), and what is known of one (texts.c). */
#ifndef TEXTS_INTERNAL_H
#define TEXTS_INTERNAL_H

#include "digest/texts.h"

struct texts {
	struct texts_options o;
	bool stopped;              /* the host cannot be asked any more in this run: */
	struct buf stop;           /*   why */
	bool asked;                /* something was asked for in this run */
	bool no_pdf;               /* it was said that PDFs cannot be read here */
	struct texts_counts counts;
};

/* ---- kept.c ---- */

/* What stands before a text in its file; strings in an arena. */
struct kept {
	enum text_state state;
	int version;
	int64_t first, asked;      /* when it was first wanted, and when arXiv last answered; seconds since 1970, 0: never */
	bool pdf_unread;           /* there may be a PDF, and nothing here that reads one */
	struct str why;
	struct str url, etag, last_modified;  /* of a text that was read; may be empty */
	struct str hash;           /* of TEXT; kept_put() makes it */
	struct str text;           /* fulltext_write_json()'s; empty but for TEXT_READ */
};
/* What is kept of P's VERSION, strings in A. Nothing, or what is damaged: TEXT_UNKNOWN; the damage is said. */
void kept_get(const struct texts *t, const struct paper *p, int version, struct arena *a, struct kept *ret);
/* Keep K as P's, then make room. ERR_FILE. */
bool kept_put(const struct texts *t, const struct paper *p, const struct kept *k, struct err *e) NODISCARD;
/* Whether a file of P's VERSION is there. */
bool kept_is(const struct texts *t, const struct paper *p, int version);
/* How many bytes it has; 0: there is none. */
int64_t kept_bytes(const struct texts *t, const struct paper *p, int version);

/* ---- roads.c ---- */

/* What a road gave. */
struct got_text {
	enum text_state state;     /* TEXT_READ, TEXT_NONE, TEXT_AWAITED; TEXT_UNKNOWN: not said for good, ask another day */
	struct buf why;            /* "html: …; pdf: …", what was in the way */
	struct buf url, etag, last_modified;
	bool unchanged;            /* what is kept still holds */
	bool dry;                  /* it was a dry run: nothing was asked */
	bool pdf_unread;           /* as in struct kept */
	struct fulltext form;      /* of TEXT_READ */
};
void got_text_free(struct got_text *g);

/* The user's file of P, if there is one: its path. False: there is none. */
bool roads_file(const struct texts *t, const struct paper *p, struct buf *path);
/* Read the file at PATH, by the ending of its name. What is wrong with it is in RET. */
bool roads_read_file(struct texts *t, const struct paper *p, const char *path, struct got_text *ret, struct err *e) NODISCARD;
/* Ask arXiv for P's text: HTML, then PDF. HAD is what is kept (its validators are sent), or NULL. */
bool roads_ask(struct texts *t, const struct paper *p, const struct kept *had, struct got_text *ret, struct err *e) NODISCARD;

#endif
