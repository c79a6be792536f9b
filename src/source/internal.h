/* SPDX-License-Identifier: MIT
 * What the files of this room share: the source, the paper in the making, and the two ways into it, rows for XML
 * and one function a line for JSON. Bytes pass decode.c (→ UTF-8), then xml.c or lines.c, then a format. */
#ifndef DIGEST_SOURCE_INTERNAL_H
#define DIGEST_SOURCE_INTERNAL_H

#include "digest/source.h"
#include "digest/vec.h"

/* ---- One paper in the making ---- */

struct draft {
	struct raw_paper raw;
	VEC(struct author) authors;
	VEC(struct str) categories;
	VEC(struct str) affiliations;  /* of the author being read */
	unsigned long line;            /* where it began */
	size_t bytes;                  /* of its texts: SOURCE_MAX_ENTRY */
};

struct decoder;
struct xml;
struct lines;
struct json_format;

struct source {
	const char *name, *charset;
	struct paper_sink sink;
	const struct log *log;
	void (*history)(void *ctx, const struct source_history *h);
	void *history_ctx;
	struct source_result result;
	struct arena arena;       /* the draft's strings */
	struct arena keep;        /* strings that live as long as the source */
	struct draft draft;
	struct decoder *decoder;
	struct buf head;          /* the first bytes, until the format is known */
	unsigned long lead_lines; /* LFs before the first sign */
	struct xml *xml;          /* one of the two, once the format is known */
	struct lines *lines;
	void *state;              /* the format's own state */
	void (*state_free)(void *state);
	bool (*format_finish)(struct source *s, struct err *e);  /* may be NULL */
	struct str why_none;      /* why there is no paper, if there is none */
	bool may_be_empty;
	struct err failure;       /* the first one: every later call repeats it */
};

/* Fail with "NAME:LINE: …" (LINE 0: "NAME: …"). Always returns false. */
bool source_fail(const struct source *s, struct err *e, unsigned long line, const char *fmt, ...) PRINTF_LIKE(4, 5);
/* Count and name an entry that cannot be used. */
void source_skip(struct source *s, unsigned long line, const char *fmt, ...) PRINTF_LIKE(3, 4);

/* Append what a document is that is of no known format, told by its first bytes. */
void source_describe(const struct source *s, struct buf *out);

/* Keep TEXT in *AT as long as the source lives, unless there is one already. */
void source_keep(struct source *s, struct str *at, struct str text);

/* Forget the last paper, begin another. */
void draft_begin(struct source *s, unsigned long line);
/* A copy of T that lives as long as the draft. */
struct str draft_text(struct source *s, struct str t);
/* Add an author; the affiliations gathered in draft.affiliations become his. NAME lives as long as the draft. */
void draft_author(struct source *s, struct str name);
/* Add a category unless it is there. It lives as long as the draft. */
void draft_category(struct source *s, struct str c);
/* The blank-separated categories of T. */
void draft_categories(struct source *s, struct str t);
/* Add the DOIs of T, one or several: joined by one blank. */
void draft_doi(struct source *s, struct str t);
/* Clean the draft and hand it on. False only if the sink stops. */
bool draft_put(struct source *s, struct err *e) NODISCARD;

/* ---- decode.c: bytes → UTF-8 ---- */

typedef bool text_fn(struct source *s, struct str utf8, struct err *e);
/* Asked of what came before wrong bytes: whether each line stands for itself, so that they spoil only theirs. False: the sink failed. */
typedef bool by_lines_fn(struct source *s, bool *ret, struct err *e);
struct decoder *decoder_new(struct source *s, text_fn *put, by_lines_fn *by_lines);
bool decoder_feed(struct decoder *d, struct str bytes, struct err *e) NODISCARD;
bool decoder_finish(struct decoder *d, struct err *e) NODISCARD;
void decoder_free(struct decoder *d);

/* ---- xml.c: the one door to libxml2 ---- */

enum xml_ns { NS_ANY, NS_NONE, NS_ATOM, NS_ARXIV, NS_OPENSEARCH, NS_DC, NS_RSS1, NS_RDF, NS_OAI, NS__COUNT };

enum xml_keep {
	KEEP_NOT,   /* its own text does not matter */
	KEEP_RAW,   /* the text goes to `at`, as it is */
	KEEP_TRIM,  /* the same without white space at its ends */
	KEEP_TEXT,  /* the text goes to end() only, trimmed */
};

#define HTML_PAGE "an HTML page"
#define IN(state) (1u << (state))
enum { XML_MAX_STATES = 32 };

/* An element that matters. A text that is already there is not replaced. */
struct xml_row {
	unsigned in;           /* met in one of these states, as IN(…) | IN(…) */
	enum xml_ns ns;
	const char *name;
	unsigned char to;      /* the state inside of it; 0: nothing inside matters */
	enum xml_keep keep;
	size_t at;             /* KEEP_RAW, KEEP_TRIM: offset of a struct str in struct raw_paper */
	void (*begin)(struct source *s, const struct xml *x);
	bool (*end)(struct source *s, struct str text, struct err *e);
};
#define AT(field) offsetof(struct raw_paper, field)

/* A format that is XML: its root and its rows. */
struct xml_format {
	enum xml_ns ns;
	const char *root;
	unsigned char state;                /* inside of the root */
	const struct xml_row *rows;
	size_t n_rows;
	void (*open)(struct source *s);     /* makes s->state; called when the root is met */
	void (*begin)(struct source *s, const struct xml *x);  /* the root's, as in struct xml_row; may be NULL */
	bool (*end)(struct source *s, struct str text, struct err *e);
	const char *not_this;               /* a root that is known and no source: what it is, for the message */
};

struct xml *xml_new(struct source *s, const struct xml_format *const *formats, struct err *e);  /* FORMATS: NULL-ended; NULL: see E */
bool xml_feed(struct xml *x, struct str utf8, struct err *e) NODISCARD;
bool xml_finish(struct xml *x, struct err *e) NODISCARD;
void xml_free(struct xml *x);
/* In begin(): the element's attribute of that local name, or STR_NULL. Borrowed until begin() returns. */
struct str xml_attribute(const struct xml *x, const char *local);
unsigned long xml_line(const struct xml *x);

extern const struct xml_format format_atom, format_rss, format_rdf, format_oai, format_oai_record;

/* ---- lines.c: one JSON object a line, or one over many ---- */

struct js;
struct json_format {
	const char *name;
	bool (*is)(const struct js *object);
	/* Fill the draft. False with ERR_INPUT: the line cannot be used. */
	bool (*read)(struct source *s, const struct js *object, struct err *e);
	/* The same from the text, for a format that reads it itself; then read() is NULL. */
	bool (*read_text)(struct source *s, struct str object, struct err *e);
};

/* FORMATS: NULL-ended, asked in this order. DOUBT: the document begins with something else; it is lines if the second one is an object. */
struct lines *lines_new(struct source *s, const struct json_format *const *formats, bool doubt);
bool lines_in_doubt(const struct lines *l);
bool lines_feed(struct lines *l, struct str utf8, struct err *e) NODISCARD;
bool lines_finish(struct lines *l, struct err *e) NODISCARD;
void lines_free(struct lines *l);

extern const struct json_format format_kaggle, format_records, format_earlier;

/* ---- date.c ---- */

/* An RFC 822 or RFC 3339 date as "YYYY-MM-DDTHH:MM:SSZ" in A; a date without time gets 00:00:00Z (the format has
 * no more). STR_NULL if S is neither. */
struct str date_utc(struct str s, struct arena *a);
/* The Eastern day of a time, "YYYY-MM-DD" in A; STR_NULL if S is no date. With MAILING, a time from 20:00 on
 * counts for the next day: papers mailed in the evening are announced under the day after. */
struct str date_eastern(struct str s, bool mailing, struct arena *a);

#endif
