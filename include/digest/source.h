/* SPDX-License-Identifier: MIT
 * Sources: bytes of arXiv's roads in, papers out. Pure: a source never touches the network or a file; the bytes come
 * as they come, in any chunks, and the road is told from the content alone. */
#ifndef DIGEST_SOURCE_H
#define DIGEST_SOURCE_H

#include "digest/err.h"
#include "digest/log.h"
#include "digest/paper.h"

/* Limits, each met by a test. */
enum {
	SOURCE_MAX_DEPTH = 64,               /* elements within elements */
	SOURCE_MAX_FIELD = 4 * 1024 * 1024,  /* bytes of one text */
	SOURCE_MAX_TAG = 64 * 1024,          /* bytes of one tag: libxml2 compares all attributes of one with each other */
	SOURCE_MAX_NAMES = 10000,            /* different names of elements and attributes: its table is made for few */
	SOURCE_MAX_ENTRY = 16 * 1024 * 1024, /* bytes of all texts of one paper */
	SOURCE_MAX_LINE = 16 * 1024 * 1024,  /* bytes of one JSON line */
	SOURCE_MAX_CATEGORIES = 256,         /* of one paper; what is beyond is passed over */
};

struct source_options {
	const char *name;        /* for messages: the path, the URL, "standard input" */
	const char *charset;     /* from the HTTP header; NULL: none. It wins over the document's own declaration */
	bool may_be_empty;       /* no bytes are a file without records; else they are a reply that did not come: an error */
	struct paper_sink sink;  /* gets cleaned papers */
	const struct log *log;   /* a skipped entry is a LOG_WARN: "NAME:LINE: … skipped: reason" */
};

/* What the reply said besides its papers. Strings live as long as the source. */
struct source_result {
	const char *road;             /* "api", "rss", … ; NULL before it is known */
	unsigned long papers, skipped;  /* handed to the sink; named in a warning and left out */
	unsigned long deleted;        /* OAI: records that arXiv says are gone */
	struct str resumption_token;  /* OAI: as it is to be sent (not yet encoded for a URL); empty: last page; NULL: none given */
	struct str error_code;        /* OAI: "noRecordsMatch", … */
	int64_t total_results;        /* API: opensearch:totalResults; -1: not given */
	struct clean_counts cleaned;
};

struct source;
/* O is copied; its sink and log must live as long as the source. Never NULL. */
struct source *source_open(const struct source_options *o);
/* Feed the next bytes, already inflated. ERR_INPUT "NAME:LINE: reason"; what came whole before has reached the sink.
 * What the sink failed with is passed on as it is. A source that failed once repeats its error. */
bool source_feed(struct source *s, struct str bytes, struct err *e) NODISCARD;
/* The end of the bytes. ERR_INPUT if the document did not end, or nothing was recognised. A whole reply without
 * papers is no error: a LOG_NOTE says why there is none ("the feed has no items", "noRecordsMatch: …"). */
bool source_finish(struct source *s, struct err *e) NODISCARD;
/* Valid until source_free(); whole after source_finish(). */
const struct source_result *source_result(const struct source *s);
/* NULL is fine. */
void source_free(struct source *s);

/* The names of all roads, for help and tests; NULL-ended. */
extern const char *const source_roads[];

#endif
