/* SPDX-License-Identifier: MIT
 * The whole text of a paper, in one form whatever it came as: arXiv's HTML (LaTeXML's), a PDF, a file of text. Readers of each,
 * whether a text is to be believed, the form as JSON and as plain text, and the part of it that fits a budget. */
#ifndef DIGEST_FULLTEXT_H
#define DIGEST_FULLTEXT_H

#include "digest/arena.h"
#include "digest/buf.h"
#include "digest/err.h"
#include "digest/world.h"

/* ---- The form ---- */

/* What a block is; each has a word in JSON ("paragraph", "item" …). */
enum fulltext_kind {
	FULLTEXT_PARAGRAPH,
	FULLTEXT_ITEM,      /* of a list, its mark before it: "(a) …", "• …" */
	FULLTEXT_FORMULA,   /* on a line of its own: $…$ */
	FULLTEXT_CAPTION,
	FULLTEXT_ROW,       /* of a table: its cells, " | " between them */
	FULLTEXT_FOOTNOTE,  /* behind the paragraph that it belongs to */
	FULLTEXT_LINE,      /* of an algorithm or a listing */
	FULLTEXT_KIND__COUNT
};

struct fulltext_block {
	enum fulltext_kind kind;
	int depth;          /* of an item: 1 for the outermost list; else 0 */
	unsigned page;      /* of a PDF, from 1; 0: there are none */
	struct str anchor;  /* "S3.T1", the nearest that the page gives; may be empty */
	struct str text;    /* one line of UTF-8; formulas as $TeX$ */
};

/* What a section is about, told by its title, and by that of the section it is in. */
enum fulltext_role {
	FULLTEXT_OTHER,
	FULLTEXT_ABSTRACT, FULLTEXT_INTRODUCTION, FULLTEXT_METHOD, FULLTEXT_EXPERIMENTS, FULLTEXT_RELATED, FULLTEXT_CONCLUSION,
	FULLTEXT_APPENDIX, FULLTEXT_THANKS,
	FULLTEXT_ROLE__COUNT
};

struct fulltext_section {
	struct str anchor;  /* "S3.SS2"; may be empty */
	struct str number;  /* "3.2", "A"; may be empty */
	struct str title;   /* without the number; empty: what stands before the first heading */
	int level;          /* 1 for a section and the abstract, 2 for a subsection … */
	unsigned page;      /* of a PDF */
	enum fulltext_role role;
	struct fulltext_block *blocks;
	size_t n_blocks;
};

struct fulltext_work {  /* of the bibliography */
	struct str anchor;  /* "bib.bib17"; PDF: empty */
	struct str number;  /* "[17]", "Doe et al. (2020)" as the page shows it; may be empty */
	struct str text;
	unsigned page;      /* of a PDF */
};

struct fulltext_author {
	struct str name;
	struct str *affiliations;  /* none where the form is not clear */
	size_t n_affiliations;
};

/* Where it came from: "html", "pdf", "file". */
enum fulltext_road { FULLTEXT_HTML, FULLTEXT_PDF, FULLTEXT_FILE, FULLTEXT_ROAD__COUNT };

/* All strings and lists live in ARENA. Absent strings are empty. */
struct fulltext {
	struct arena arena;
	enum fulltext_road road;
	struct str id;         /* as the text itself says it, without the version */
	unsigned version;      /* the same; 0: it does not say */
	struct str maker;      /* of an HTML page: "latexml/0.8.8"; pdf: "poppler" */
	struct str title;
	struct str license;    /* of this version, as the page says it: "CC BY 4.0" */
	struct str category;   /* primary */
	struct str date;       /* of this version, as the page writes it: "02 Sep 2026" */
	struct fulltext_author *authors;
	size_t n_authors;
	struct fulltext_section *sections;  /* in reading order, the abstract first, appendices last */
	size_t n_sections;
	struct fulltext_work *works;
	size_t n_works;
	unsigned n_contents;   /* sections that its table of contents has; 0: it has none */
	unsigned signs;        /* of enum fulltext_doubt, as bits: what the reader saw */
};

/* An empty form: to be given to a reader, then fulltext_free(). */
#define FULLTEXT_INIT { .arena = ARENA_INIT }
void fulltext_free(struct fulltext *f);

const char *fulltext_kind_word(enum fulltext_kind k);
const char *fulltext_role_word(enum fulltext_role r);
/* The role of WORD; FULLTEXT_ROLE__COUNT: there is none. */
enum fulltext_role fulltext_role_of(struct str word);
const char *fulltext_road_word(enum fulltext_road r);

/* Append F as JSON, compact; what is empty is left out. The same form always gives the same bytes. */
void fulltext_write_json(const struct fulltext *f, struct buf *out);
/* Read what fulltext_write_json() wrote into F, which is FULLTEXT_INIT. ERR_INPUT: not JSON, or not this form; F is then empty. */
bool fulltext_read_json(struct str json, struct fulltext *f, struct err *e) NODISCARD;
/* Append F as plain text for people: headings, paragraphs, an empty line between them. */
void fulltext_print(const struct fulltext *f, struct buf *out);

/* ---- Reading ---- */

/* What is larger is no paper's text: ERR_INPUT says which limit. */
enum {
	FULLTEXT_MAX_BYTES = 128 * 1024 * 1024,  /* of a page, a PDF or a file */
	FULLTEXT_MAX_FORM = 24 * 1024 * 1024,    /* of the form's texts in all */
	FULLTEXT_MAX_BLOCK = 1024 * 1024,        /* of one text */
	FULLTEXT_MAX_BLOCKS = 200 * 1000,        /* blocks, sections and works in all */
	FULLTEXT_MAX_DEPTH = 512,                /* elements in one another */
	FULLTEXT_MAX_TAG = 4 * 1024 * 1024,      /* of one tag with its attributes, a comment, a script */
	FULLTEXT_PDF_SECONDS = 120,              /* that pdftotext may take */
};

/* A page of HTML as it comes. It is read as UTF-8, wrong bytes as U+FFFD. F is FULLTEXT_INIT, borrowed until the reader is freed, and
 * whole only after fulltext_html_end(). What is no LaTeXML page gives a form without sections and the signs of what it is. */
struct fulltext_html;
struct fulltext_html *fulltext_html_begin(struct fulltext *f) NODISCARD;
/* In pieces of any size. ERR_INPUT: a limit; after it only fulltext_html_free() may be called. */
bool fulltext_html_feed(struct fulltext_html *h, struct str bytes, struct err *e) NODISCARD;
bool fulltext_html_end(struct fulltext_html *h, struct err *e) NODISCARD;
void fulltext_html_free(struct fulltext_html *h);  /* NULL is fine. The form stays */

/* The PDF at PATH, read by poppler's pdftotext on the loop L, which is turned until it has ended. ERR_ABSENT: no such command, and which
 * package has it; ERR_INPUT: no PDF, damaged, encrypted, without text (a scan), too large, takes too long. */
bool fulltext_pdf(struct loop *l, const char *path, struct fulltext *f, struct err *e) NODISCARD;
/* What pdftotext -raw printed (pages end in FF), as a form. */
bool fulltext_pdf_text(struct str utf8, struct fulltext *f, struct err *e) NODISCARD;
/* A file of plain text or Markdown: headings, paragraphs, lists, tables. */
bool fulltext_text(struct str bytes, struct fulltext *f, struct err *e) NODISCARD;

/* ---- Believing ---- */

/* What speaks against a text, as bits of 1 << doubt; each has a word for reports. */
enum fulltext_doubt {
	FULLTEXT_NO_HTML,        /* "no-html": the page says that there is none, whatever its status */
	FULLTEXT_NOT_YET,        /* "not-yet": "File unavailable": ask again later */
	FULLTEXT_FILE_LIST,      /* "file-list": a native HTML submission of several files */
	FULLTEXT_NO_TEXT,        /* "no-text": nothing of a paper in it */
	FULLTEXT_OTHER_PAPER,    /* "other-paper": its title or identifier is another's */
	FULLTEXT_OLDER,          /* "older-version": of a version before the one that was asked for */
	FULLTEXT_SECTIONS_GONE,  /* "sections-gone": fewer than its table of contents has */
	FULLTEXT_SECTIONS_BARE,  /* "sections-bare": headings without text */
	FULLTEXT_ENDS_ONLY,      /* "ends-only": the introduction and the conclusion, and nothing between */
	FULLTEXT_SHORT,          /* "short": no plausible length for a paper */
	FULLTEXT_NO_WORKS,       /* "no-bibliography": works that an answer names cannot be checked; the text may be believed */
	FULLTEXT_DOUBT__COUNT
};
const char *fulltext_doubt_word(enum fulltext_doubt d);
/* For people: "its title is another paper's". */
const char *fulltext_doubt_text(enum fulltext_doubt d);

struct fulltext_expected {
	struct str id;       /* without version; empty: not known (a local file) */
	unsigned version;    /* 0: any */
	struct str title;    /* as the record has it; empty: not known */
};
/* Which doubts there are of F as the text of EXPECTED: 0 for none. */
unsigned fulltext_believe(const struct fulltext *f, const struct fulltext_expected *expected);
/* Whether a text with these doubts is used all the same. */
static inline bool fulltext_believed(unsigned doubts) { return (doubts & ~(1u << FULLTEXT_NO_WORKS)) == 0; }

/* The caption of the first figure that has an anchor or a page, tables passed over; NULL: there is none. */
const struct fulltext_block *fulltext_first_figure(const struct fulltext *f);

/* ---- A part that fits a budget ---- */

/* What of a text is given to a model. SHARED, whatever is asked: abstract, introduction, conclusion, captions and tables; OWN of a question:
 * the other blocks of the sections that it needs. */
enum { FULLTEXT_SHARED = 1, FULLTEXT_OWN = 2 };
/* Which blocks are given: first what is shared; then method and experiments; then the rest; related work, thanks and appendices last.
 * Cut between blocks. */
struct fulltext_choice {
	unsigned char *kept;  /* of each block in reading order: FULLTEXT_SHARED, FULLTEXT_OWN, or 0 */
	size_t n;
	int64_t tokens;       /* of what fulltext_write_chosen() writes, both together, as COUNT counts them */
	size_t n_left;        /* blocks left out */
};
/* About how many tokens TEXT is: summary_tokens(). */
typedef int64_t fulltext_count_fn(struct str text);
/* The choice for TOKENS of what is shared, and of the sections whose role is in ROLES (1 << role; ~0u: all); its list in A. What is shared is the
 * same whatever ROLES is. COUNT is asked once for each block and heading. */
struct fulltext_choice fulltext_choose(const struct fulltext *f, unsigned roles, int64_t tokens, fulltext_count_fn *count, struct arena *a);
/* Append the chosen blocks that are WHICH (FULLTEXT_SHARED, FULLTEXT_OWN, or both), as plain text with headings and anchors. */
void fulltext_write_chosen(const struct fulltext *f, const struct fulltext_choice *c, unsigned which, struct buf *out);
/* Append what was left out, a line a section: "A.2 Proofs (all)", "3 Method (4 of 12 paragraphs)". Nothing if nothing was. */
void fulltext_write_left_out(const struct fulltext *f, const struct fulltext_choice *c, struct buf *out);

#endif
