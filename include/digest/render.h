/* SPDX-License-Identifier: MIT
 * Pages: a style's template × a format × a dialect. The papers come by number, as often as the template asks for them, so
 * a page of any length needs the memory of one paper. */
#ifndef DIGEST_RENDER_H
#define DIGEST_RENDER_H

#include "digest/err.h"
#include "digest/markdown_tree.h"
#include "digest/paper.h"
#include "digest/template.h"
#include "digest/markdown.h"
#include "digest/text.h"

/* ---- Formats: what a page's bytes are, a row each in formats.c ---- */

struct format {
	const char *name, *help;     /* "md": the style's template is page.md, its partials NAME.md */
	bool by_dialect;             /* dialects change it: Markdown */
	bool records;                /* no template: a record a line */
	bool wrapped;                /* for a terminal: lines are broken by display width */
};
const struct format *format_find(const char *name);             /* NULL: there is none */
const struct format *format_at(size_t i);                       /* NULL behind the last one; the first is the default */

/* ---- Dialects: the readers of Markdown, a row each in dialects.c ---- */

/* How a row of the table and its details refer to one another. */
enum page_details {
	DETAILS_NOTES,       /* [^1] and [^1]: …, footnotes */
	DETAILS_HEADINGS,    /* [1](#p1) and ### … {#p1}, where headings take ids */
	DETAILS_ANCHORS,     /* [1](#p1) and <a id="p1"></a>…, where HTML may stand */
};
/* Front matter, as generators read it. */
enum front_kind { FRONT_NONE, FRONT_YAML, FRONT_TOML, FRONT_JSON, FRONT_PELICAN };

struct dialect {
	const char *name, *help;
	struct md_rules rules;
	enum page_details details;
	enum front_kind front;
	const char *date;    /* how front matter writes a day, which stands for "%s": "%sT08:00:00+08:00"; NULL: alone */
	const char *front_more;  /* lines that front matter has beside the style's fields; NULL: none */
	bool front_markdown; /* the generator reads texts of front matter as Markdown */
	const char *more;    /* what ends the excerpt; NULL: nothing does */
	const char *beside;  /* what is put behind the name of a file that its generator is not to read; NULL: ".new" */
	const char *layout;  /* a template of its own: page.LAYOUT.md instead of page.md; NULL: none */
	bool received;       /* prints what was received, in the earlier system's layout, byte for byte */
	bool heading_ids;    /* a heading can be given an id, {#p1}, though footnotes are what it has for details */
	bool no_html;        /* HTML is dropped, anchors too: headings take their place */
	bool complete_only;  /* leaves out papers without all of the required summary fields */
	bool by_link;        /* order: by link, descending */
};

const struct dialect *dialect_at(size_t i);                     /* NULL behind the last one; the first is the default */

/* ---- Order ---- */

/* What is done about a paper's whole text. */
enum page_read {
	PAGE_READ_NOT,
	PAGE_READ_TEXT,            /* its summary is written from it */
	PAGE_READ_ANSWERED,        /* the summary that was written from it, or from an older version's, serves if there is one */
};

/* What the order of a page's papers needs: 32 bytes, the only memory that grows with a page. */
struct page_key {
	int64_t row;               /* the caller's: what get() is asked for; the last word where all else is equal */
	int64_t id_key;            /* arxiv_id.sort_key */
	union {
		const char *link;  /* by_link only: as received; may be NULL */
		struct {           /* else: */
			float score;     /* what comes first; 0 where nothing is scored */
			uint32_t note;   /* which of the page's reasons is the paper's, plus one; 0: it is not scored */
		};
	};
	int32_t day;               /* 20261120, for a page a day; 0: none */
	unsigned char type;        /* enum announce_type */
	unsigned char summary;     /* enum summary_status */
	unsigned char read;        /* enum page_read: of its whole text, for those who ask */
	unsigned char listed;      /* its title alone is shown */
};

/* Sort: the highest score, announce type, then id, newest first (or by link, descending); what is equal, by row. */
void page_sort(struct page_key *keys, size_t n, const struct dialect *d);
/* Which of the N keys are among the first MOST of their page, in its order; a page has the days of a PERIOD. IS_FIRST has N. */
void page_find_first(const struct page_key *keys, size_t n, size_t most, enum day_period period, const struct dialect *d, bool *is_first);
/* Drop the others, in the order by scores. Returns how many stay. */
size_t page_keep_first(struct page_key *keys, size_t n, size_t most, enum day_period period);
/* Sort by COMPARE, which calls no two keys equal: in place, with no memory of its own. */
typedef int page_compare(const struct page_key *a, const struct page_key *b);
void page_sort_by(struct page_key *keys, size_t n, page_compare *compare);

/* ---- A page ---- */

enum page_labels { LABELS_NUMBER, LABELS_ID };           /* [^1], [^2402-17010] */
enum page_titles { TITLES_EN, TITLES_ZH, TITLES_BOTH };  /* in the table */

/* A text under a name: a page word, a field of the front matter. */
struct named_text {
	struct str name, text;
};
/* A field of the front matter: its text is a template. */
struct front_field {
	struct str name;
	bool list;                 /* the text's parts between commas are its items */
	struct template *text;
};

/* How a page looks: what the style says, and what the user asked for beside the dialect. */
struct render_options {
	const struct format *format;
	const struct dialect *dialect;
	struct md_rules rules;     /* the dialect's, with what the user changed */
	enum page_details details;
	enum page_labels labels;
	enum page_titles titles;
	enum front_kind front;
	const struct named_text *words;  /* the page's words in its language, sorted by name */
	size_t n_words;
	const struct front_field *fields;
	size_t n_fields;
	struct md_fields marks; /* which texts of its summaries may have Markdown */
	struct str lang;           /* of the page: "zh-Hans" */
	struct str css, js;        /* of an HTML page: taken as they are */
	int width;                 /* of a wrapped format's lines, in columns; 0: not wrapped */
	bool colour;               /* a terminal's */
	bool ambiguous_wide;       /* a terminal shows “ … ① in two columns */
};

/* What a page has to say of a day that is not whole. */
struct notice {
	char day[DAY_SIZE];          /* "": of none */
	struct str category;         /* STR_NULL: of none alone */
	struct str text;
	bool stays;                  /* no road will tell more of the day */
};

/* A page of a site (site.h): its style sheet and scripts are files of the site's, and it links to other pages of it. */
struct page_site {
	struct str root;           /* from this page to the site's top: "", "../" */
	struct str previous, next; /* the days whose pages stand beside this one; may be empty */
	struct str day;            /* of a page of one paper: the day whose page shows it, too; may be empty */
	struct str self;           /* of a feed: its own address; may be empty */
	bool readings;             /* a paper that has its summary has a page of its own: page_own_name() */
	bool alone;                /* this is one */
};
/* Append the name, without folder and ending, of the page of the paper ID alone: its id, where that is plain. No two ids have one name. */
void page_own_name(struct str id, struct buf *out);
/* Append S as HTML's or XML's text, or with LINE_ENDS as an attribute's value between double quotes. */
void escape_entities(struct str s, bool line_ends, struct buf *out);
/* The page word NAME; STR_NULL: there is none. */
struct str page_word(const struct render_options *options, struct str name);

struct page {
	struct render_options options;
	const struct page_site *site;     /* NULL: a page by itself */
	const struct template *template;  /* NULL for a format of records */
	struct str style, profile, category;  /* names; may be empty */
	struct str date;           /* for {{date}}; may be empty */
	struct str period;         /* for {{period}}, of a page of several days: "2026-W48"; else empty */
	struct strs notices;       /* what is to be said of days that are not whole; a line each */
	const struct page_key *keys;
	size_t n;
	size_t all;                /* of which these are the first; at most n: these are all */
	size_t listed;             /* how many, at the end, are shown by their titles alone */
	const struct str *notes;   /* why papers are where they are: page_key.note */
	int (*shown)(double score);  /* what {{score}} says of a score; NULL: nothing is scored */
	/* The paper of a key; strings in A, which is reset before the next one. */
	bool (*get)(void *ctx, const struct page_key *key, struct arena *a, struct paper *ret, struct err *e);
	void *ctx;
};

/* Render P; the bytes come to WRITE in pieces. */
bool page_render(const struct page *p, bool (*write)(void *ctx, struct str bytes, struct err *e), void *ctx,
                 struct err *e) NODISCARD;

/* What a style's templates may name beside a page's own fields. */
struct page_names {
	struct strs keys;          /* the schema's, for {{summary.KEY}} */
	struct strs members;       /* of objects within them, for sections over summary.KEY */
	const struct named_text *words;
	size_t n_words;
};
/* Check that T uses only fields that pages have: ERR_CONFIG "NAME:LINE: unknown field …". */
bool page_check_template(const struct template *t, const struct page_names *names, struct err *e) NODISCARD;
/* The same for a field of the front matter, where no paper is. */
bool page_check_front(const struct template *t, const struct page_names *names, struct err *e) NODISCARD;

/* The first of the summary fields that a page of whole papers needs (tldr, title, abstract) and P lacks; any of them where P
 * has no good summary. NULL: nothing is missing. */
const char *page_missing(const struct paper *p);

#endif
