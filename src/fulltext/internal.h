/* SPDX-License-Identifier: MIT
 * What the files of this room share: the form in the making, and the steps from a page's elements to it. */
#ifndef DIGEST_FULLTEXT_INTERNAL_H
#define DIGEST_FULLTEXT_INTERNAL_H

#include "digest/fulltext.h"
#include "digest/vec.h"

/* ---- build.c: the form in the making ---- */

struct builder {
	struct fulltext *f;
	VEC(struct fulltext_block) blocks;      /* of all sections */
	VEC(struct fulltext_section) sections;
	VEC(size_t) firsts;                     /* of each section: its first block */
	VEC(struct fulltext_work) works;
	VEC(struct fulltext_author) authors;
	VEC(struct str) affiliations;           /* of the last author */
	VEC(struct fulltext_block) notes;       /* footnotes that wait for the end of their block */
	size_t bytes;                           /* of all texts */
	struct err *failed;                     /* the first limit that was passed; NULL: none */
	struct err err;
};

void build_begin(struct builder *b, struct fulltext *f);
/* Lists into the form. False: a limit was passed. */
bool build_end(struct builder *b, struct err *e) NODISCARD;
void build_free(struct builder *b);
/* Note the first failure; all after it is void. */
void build_fail(struct builder *b, const char *what, long limit);

/* A copy in the form of TEXT, its white space made single blanks. */
struct str build_text(struct builder *b, struct str text);
void build_section(struct builder *b, struct fulltext_section s);
/* The section that blocks go to now; there is always one. */
struct fulltext_section *build_here(struct builder *b);
/* Add a block with the text T (its strings are copied), then the footnotes that waited for it. Without text: only these. */
void build_block(struct builder *b, struct fulltext_block t);
/* A footnote that comes behind the next block. */
void build_note(struct builder *b, struct fulltext_block t);
void build_work(struct builder *b, struct fulltext_work w);
void build_author(struct builder *b, struct str name);
void build_affiliation(struct builder *b, struct str text);

/* ---- words.c: what stands in texts ---- */

/* Append T with each run of white space as one blank, without control characters and characters of no width; a blank that would
 * begin OUT at FROM, or follow another one, goes. */
void words_add(struct buf *out, size_t from, struct str t);
/* Append T without e-mail addresses. */
void words_without_mail(struct buf *out, struct str t);
/* Of a word, whatever the case of its letters; never 0. */
uint32_t words_hash(struct str word);
/* What a section is about, by its title; NUMBER "A" says an appendix. */
enum fulltext_role words_role(struct str title, struct str number);
/* "arXiv:2402.17010v1 [cs.CL] 26 Feb 2024" within S: what F does not know yet of it. Whether there is one. */
bool words_stamp(struct str s, struct fulltext *f);

/* Append TeX, as a page has it, on one line: comments, which only break it, are gone. */
void words_tex(struct buf *out, struct str tex);

/* ---- roles.c: what an element of a LaTeXML page is, by its classes ---- */

enum role {
	ROLE_NONE,
	ROLE_SKIP,          /* nothing in it is the paper's */
	ROLE_CHROME,        /* the same within the paper; around it the page may say there which paper it is */
	ROLE_CONTENTS, ROLE_CONTENTS_SECTION,
	ROLE_DOCUMENT, ROLE_TITLE_DOCUMENT, ROLE_AUTHORS, ROLE_PERSON, ROLE_AFFILIATION,
	ROLE_SECTION, ROLE_BIBLIOGRAPHY, ROLE_HEADING, ROLE_THEOREM_HEADING,
	ROLE_TAG, ROLE_TAG_ITEM, ROLE_TAG_EQUATION,
	ROLE_PARA, ROLE_LIST, ROLE_ITEM, ROLE_FLOAT, ROLE_CAPTION, ROLE_TABLE, ROLE_ROW, ROLE_CELL, ROLE_BODY,
	ROLE_EQUATION, ROLE_EQUATION_ROW, ROLE_EQUATION_CELL,
	ROLE_NOTE, ROLE_LISTING_LINE, ROLE_VERBATIM, ROLE_WORK, ROLE_LINK,
	ROLE_BLOCK,         /* some other element that begins a line */
	ROLE_BREAK, ROLE_MATH, ROLE_ANNOTATION,
	ROLE__COUNT
};

struct role_row {
	const char *word;
	enum role role;
	int level;                  /* of ROLE_SECTION */
	enum fulltext_role about;   /* the same, where the word says it */
};
/* Where the rows are, by their words. */
struct roles { unsigned char slots[512]; };
void roles_learn(struct roles *r);
/* The row of an element NAME with this CLASS ("" or several words); one of ROLE_NONE where none is known. */
const struct role_row *role_of(const struct roles *r, const char *name, struct str class);

/* ---- page.c: the elements of a page as the form ---- */

struct page;
struct page_tag {
	const char *name;
	struct str class, id, style, href, alttext, encoding, display;
	unsigned rowspan, colspan;  /* 1: not given */
};
struct page *page_new(struct builder *b);
void page_free(struct page *p);
void page_start(struct page *p, const struct page_tag *t);
void page_end_tag(struct page *p);
void page_text(struct page *p, struct str t);
void page_comment(struct page *p, struct str t);
/* Whether nothing of the element that is open now matters, so that its tags need not be read. */
bool page_skips(const struct page *p);
void page_finish(struct page *p);

#endif
