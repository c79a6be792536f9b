/* SPDX-License-Identifier: MIT
 * Sources: bytes of arXiv's roads in, papers out; and what to ask for on each road. Pure: a source never touches the
 * network or a file; the bytes come as they come, in any chunks, and the format is told from the content alone. */
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
	SOURCE_MAX_VERSIONS = 1000,          /* of one record's history: the same */
	SOURCE_MAX_CATEGORIES = 256,         /* of one paper; what is beyond is passed over */
};

/* OAI: what a record says of its paper's past. */
struct source_version {
	int number;
	struct str submitted;    /* RFC 3339, UTC; STR_NULL: not readable */
};
struct source_history {
	struct str datestamp;    /* the day (UTC) of the record's last change of any kind */
	const struct source_version *versions;  /* arXivRaw: all of them, as they came; else none */
	size_t n_versions;
};

struct source_options {
	const char *name;        /* for messages: the path, the URL, "standard input" */
	const char *charset;     /* from the HTTP header; NULL: none. It wins over the document's own declaration */
	bool may_be_empty;       /* no bytes are a file without records; else they are a reply that did not come: an error */
	struct paper_sink sink;  /* gets cleaned papers */
	/* Called before the paper of an OAI record reaches the sink; borrowed during the call. May be NULL. */
	void (*history)(void *ctx, const struct source_history *h);
	void *history_ctx;
	const struct log *log;   /* a skipped entry is a LOG_WARN: "NAME:LINE: … skipped: reason" */
};

/* What the reply said besides its papers. Strings live as long as the source. */
struct source_result {
	const char *format;           /* "api", "rss", … ; NULL before it is known */
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

/* ---- What to ask for: the addresses of arXiv's roads. Pure ----
 *
 * BASE is the address of a mirror (of its front, without the road's path: BASE/rss/cs.CL, BASE/oai, BASE/api/query);
 * NULL: arXiv's own hosts. The address is appended to URL. */

enum road { ROAD_NONE, ROAD_RSS, ROAD_OAI, ROAD_API, ROAD__COUNT };
const char *road_name(enum road r);                /* "rss" …; "none" */

/* The feed of a category or an archive. */
void query_feed(const char *base, struct str category, struct buf *url);
/* Whether the feeds' host is well: a word, and the time in its head. */
void query_status(const char *base, struct buf *url);
/* OAI-PMH ListRecords in the form arXivRaw: what changed in the category or archive from the day FROM (UTC) on. */
void query_oai(const char *base, struct str category, const char *from, struct buf *url);
/* Its next page. TOKEN is as the reply's text has it. */
void query_oai_next(const char *base, struct str token, struct buf *url);
/* The OAI set of a category or archive: "cs:cs:CL", "physics:hep-th". */
void query_set(struct str category, struct buf *set);

/* The API. */
struct api_query {
	struct str expression;       /* arXiv's query language; STR_NULL: none */
	struct strs ids;             /* these papers; none: not asked by identifier */
	bool windowed;               /* only what was submitted (version 1) from FROM to TO, both inclusive to the minute */
	int64_t from, to;
	int64_t start, most;         /* the place of the first result; how many at most */
};
enum { API_REACH = 10000, API_PAGE = 500, API_IDS = 100 };  /* behind the first 10,000 results nothing can be asked */
void query_api(const char *base, const struct api_query *q, struct buf *url);
/* The expression for papers listed under a category, or under an archive; appended. */
void query_category(struct str category, struct buf *expression);

/* The version of libxml2 that this was compiled with, "NAME/VERSION". */
extern const char source_library[];

#endif
