/* SPDX-License-Identifier: MIT
 * What tells a page's text from another's: of its front matter and of its body apart, so that a user may have changed one of them. Line
 * ends, blanks at a line's end, blank lines around the two parts, how wide a Markdown table's cells are set and a byte order
 * mark are no difference: git, editors and formatters change them. */
#ifndef PAGES_FINGERPRINT_H
#define PAGES_FINGERPRINT_H

#include "digest/buf.h"
#include "digest/err.h"
#include "digest/hash.h"
#include "digest/str.h"

/* Front matter beyond this is none: what begins with "---" and never ends is a body. */
enum { FRONT_MOST_BYTES = 64 * 1024 };

/* FNV-1a of lines, and how many bytes they had. It protects no secret: a user who can change the page can also have it overwritten. */
struct fingerprint {
	uint64_t hash, bytes;
};

/* What is looked for before the body. The letters stand in the fingerprints' texts. */
enum page_text_kind {
	TEXT_PLAIN = 'p',      /* nothing: the page is no Markdown */
	TEXT_FRONT = 'f',      /* YAML between "---", TOML between "+++", a JSON object */
	TEXT_META = 'm',       /* these, or lines `Name: value` up to a blank one (Pelican) */
};

/* A text as it comes; feed it in any pieces, then end it. */
struct page_text {
	enum page_text_kind kind;
	int state;
	struct buf line;       /* what has come of an unfinished line */
	struct buf front;      /* front matter as it is, with the blank lines behind it */
	struct fingerprint of_front, of_body;
	size_t blank_lines;    /* of the body, not yet counted: perhaps there is nothing behind them */
	int depth;             /* JSON: open braces and brackets */
	bool quoted;           /* in a string */
	bool whole;            /* these are wanted, which older stores have: */
	struct fingerprint raw, unix_raw;  /* of all bytes, and without the CR of CR LF */
	bool cr;
};
#define PAGE_TEXT_INIT(of_kind) \
	{ .kind = (of_kind), .line = BUF_INIT(BUF_UNBOUNDED), .front = BUF_INIT(BUF_UNBOUNDED), .of_front = { FNV_BASIS, 0 }, \
	  .of_body = { FNV_BASIS, 0 }, .raw = { FNV_BASIS, 0 }, .unix_raw = { FNV_BASIS, 0 } }
/* What comes is a body, whatever it begins with. */
void page_text_body_only(struct page_text *t);
void page_text_feed(struct page_text *t, struct str bytes);
void page_text_end(struct page_text *t);
void page_text_free(struct page_text *t);

/* All of PATH; T is to be freed whatever comes. ERR_FILE. */
bool page_text_read(struct page_text *t, const char *path, struct err *e) NODISCARD;

bool page_text_same_front(const struct page_text *a, const struct page_text *b);
bool page_text_same_body(const struct page_text *a, const struct page_text *b);

/* The fingerprint as text, "f:FRONT:BODY"; FRONT (may be STR_NULL) is the front matter's fingerprint out of another text. */
void page_text_fingerprint(const struct page_text *t, struct str front, struct buf *out);
/* How a text was read that has this FINGERPRINT; OTHERWISE where it does not say. */
enum page_text_kind fingerprint_kind(struct str fingerprint, enum page_text_kind otherwise);
/* The part of FINGERPRINT for its front matter; STR_NULL: older stores have one fingerprint for all. */
struct str fingerprint_front(struct str fingerprint);
/* Whether T's front matter, and its body, are those of FINGERPRINT (unknown: they are not). */
bool fingerprint_has_front(struct str fingerprint, const struct page_text *t);
bool fingerprint_has_body(struct str fingerprint, const struct page_text *t);

#endif
