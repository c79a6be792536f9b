/* SPDX-License-Identifier: MIT
 * The whole texts of papers: got from the user's files, from arXiv's HTML, from its PDF, in this order, and kept.
 *
 * A text is fetched once for each version of a paper. That there is none is kept as well, and so is that one is not there yet:
 * minutes after a mailing arXiv answers that a paper's files are unavailable. Then a later run asks again. */
#ifndef DIGEST_TEXTS_H
#define DIGEST_TEXTS_H

#include "digest/arena.h"
#include "digest/fulltext.h"
#include "digest/log.h"
#include "digest/options.h"
#include "digest/paper.h"
#include "digest/render.h"
#include "digest/world.h"

/* Limits, each with a test. */
enum {
	TEXTS_MAX_HTML = 32 * 1024 * 1024,   /* bytes of a page; what is larger is read as PDF */
	TEXTS_MAX_PDF = 100 * 1024 * 1024,
	TEXTS_AGAIN_S = 6 * 3600,            /* before a text that was not there is asked for again */
	TEXTS_PATIENCE_S = 5 * 86400,        /* after which one that never came is none */
};

/* What is known of a paper's text. The words are kept in files. */
enum text_state {
	TEXT_UNKNOWN,  /* nobody has asked */
	TEXT_READ,     /* there it is */
	TEXT_NONE,     /* there is none that could be read: WHY says what each road gave */
	TEXT_AWAITED,  /* not there yet, or its host cannot be asked: a later run asks again */
};
const char *text_state_word(enum text_state s);

struct text {
	enum text_state state;
	int version;           /* of the paper that it is the text of; 0: not known */
	struct str why;        /* what was in the way: "html: there is none; pdf: …". Of a text that was read: why not by the road
	                        * before. Words for people; may be empty */
	struct str hash;       /* of the form, hex; of TEXT_READ */
	struct fulltext form;  /* of TEXT_READ */
};
/* NULL is fine. */
void text_free(struct text *t);

struct texts;
struct texts_options {
	const char *folder;        /* where texts are kept; made if it is missing. NULL: nowhere */
	int64_t most_bytes;        /* that the folder may have; those that were unused for longest go first */
	const char *from;          /* a folder of the user's: IDvN.html, ID.pdf, NAME.txt … are asked first. May be NULL */
	const char *base;          /* of addresses; NULL: arXiv's own hosts */
	int64_t interval_ms;       /* at least, between two requests for texts, over all runs */
	bool at_once;              /* the first request does not wait for those of others */
	bool again;                /* what is kept is asked for again, where arXiv has another one */
	bool untouched;            /* what is kept stays as it is: looking is no use of it, and a damaged file stays */
	struct fetcher *fetcher;   /* NULL: nobody is asked, and what is kept is all there is */
	struct loop *loop;         /* is turned while a PDF is read */
	const struct clock *clock;
	const struct log *log;
	/* A request that was made, and WHAT for: REPLY, or WHY it failed. May be NULL. */
	void (*request)(void *ctx, const char *url, const char *what, const struct fetch_reply *reply, const struct err *why);
	/* What came of P's text, where somebody was asked: WHY as in struct text, ROAD of one that was read. May be NULL. */
	void (*told)(void *ctx, const struct paper *p, enum text_state state, const char *road, struct str why);
	void *ctx;
};
/* Strings are borrowed. The result is the caller's: texts_close(). */
struct texts *texts_open(const struct texts_options *o) NODISCARD;
void texts_close(struct texts *t);  /* NULL is fine */

/* Whether P's text stands among the user's files. */
bool texts_has_file(const struct texts *t, const struct paper *p);
/* See to it that P's text is there, from a file or kept, or that it is known why not: STATE. Asks arXiv where that can help. What one paper
 * lacks is no failure. ERR_FILE: the folder cannot be written; ERR_INTERRUPTED; ERR_DEFECT. */
bool texts_get(struct texts *t, const struct paper *p, enum text_state *state, struct err *e) NODISCARD;
/* What is there of P's text in its VERSION, nobody asked: *RET, for text_free(), its strings in A. A damaged file is said, removed, and counts as
 * never asked for. */
bool texts_read(struct texts *t, const struct paper *p, int version, struct arena *a, struct text *ret, struct err *e) NODISCARD;
/* The highest version of P, at most MOST, of which a text is kept; 0: of none. */
int texts_version(const struct texts *t, const struct paper *p, int most);

/* The same with all that is known beside the text. */
struct text_known {
	struct text text;
	struct str url;            /* where it came from, or the user's file; may be empty */
	struct str road;           /* of TEXT_READ: "html" … */
	int64_t first, asked;      /* when it was first wanted, and when arXiv last answered; seconds since 1970, 0: never */
	int64_t again;             /* when a run that wants it asks next, the next one: 1; 0: only if it is told to (--refresh) */
	int64_t bytes;             /* of the text, as fulltext_print() has it; of TEXT_READ */
	int64_t kept;              /* of its file */
};
/* *RET is for text_free(&RET->text). TEXT_UNKNOWN: nothing is known. */
bool texts_known(struct texts *t, const struct paper *p, int version, struct arena *a, struct text_known *ret, struct err *e) NODISCARD;

/* What was made of the texts that were asked for: for reports. */
struct texts_counts {
	unsigned long read[FULLTEXT_ROAD__COUNT], none, awaited, requests;
};
struct texts_counts texts_counts(const struct texts *t);

/* ---- Whose: query.c ---- */

/* What --fulltext says. */
struct texts_query {
	bool all;
	size_t top;            /* the first N of each page */
	struct strs ids;       /* canonical */
};
/* Where nothing is said: the first TEXTS_TOP. */
enum { TEXTS_TOP = 20 };
/* From O; strings in A. ERR_USAGE. */
bool texts_query_from(const struct opt_values *o, struct arena *a, struct texts_query *ret, struct err *e) NODISCARD;
/* Bytes as people write them: 500M, 2G, 1048576. ERR_USAGE. */
bool texts_size(const char *text, int64_t *ret, struct err *e) NODISCARD;
/* Mark those of the N keys, which are those of one page, or of pages that have the days of a PERIOD each, whose papers W takes. */
void texts_mark(struct page_key *keys, size_t n, const struct texts_query *w, enum day_period period, const struct dialect *d);

#endif
