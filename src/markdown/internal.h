/* SPDX-License-Identifier: MIT
 * What writing a text as Markdown (markdown.c) and knowing what its signs mean (special_chars.c) share. */
#ifndef MARKDOWN_INTERNAL_H
#define MARKDOWN_INTERNAL_H

#include <string.h>

#include "digest/markdown.h"
#include "digest/tex.h"
#include "digest/text.h"

enum md_form {
	AS_IS,
	AS_REF,    /* &#NN; — Markdown does not see the sign */
	AS_SPAN,   /* <span>&#NN;</span> — nor does what works on the finished HTML, text node by text node */
	AS_BLANK,
	AS_LINK,   /* [text](address) over at … at + len */
};

struct md {
	const struct md_rules *r;
	enum md_place place;
	bool tex;                /* what is being written is TeX for a script: it has to arrive in one text node */
	const struct md_run *run;  /* its formulas are known, and of other parts of its paragraph nothing is; NULL: a text of its own */
	bool bare;               /* what is being written is a formula as text: no address in it becomes a link */
	const char *p;           /* the text, without white space at its ends */
	size_t n;
	size_t end;              /* of the piece that is being written; addresses do not go beyond it */
	struct buf *out;
	const uint8_t *classes;
	unsigned met;            /* bits 1 << sign % 32: signs that were met without a partner before them */
	size_t last_greater;     /* one past the last '>'; STR_NONE: not looked for yet */
	size_t from;             /* where the run of signs begins that is still to be copied */
	size_t at, len;          /* what the last rule's answer is about: LEN signs from AT */
};

/* A run of text and formulas of a paragraph that has marks, too. */
struct md_run {
	struct str s;
	const struct tex_math *formulas;  /* in S */
	size_t n;
	bool starts;                      /* nothing is before it in its paragraph */
	bool part_before, part_behind;    /* a mark stands there: a sign beside it is written as a reference */
	bool overwrite_check_first, overwrite_check_last;     /* a letter beside it is, too */
};
/* Append RUN; blanks at its ends stay where a mark is behind them. */
void md_put_run(const struct md_rules *r, enum md_place place, const struct md_run *run, struct buf *out);

/* How the sign at I has to be written; M->at and M->len are I and 1, or what the rule makes of them. */
typedef enum md_form md_rule(struct md *m, size_t i);

/* Which signs can mean anything: a class a byte, 0 for none. */
enum md_table {
	MD_SIGNS_GFM,            /* to cmark-gfm and GitHub */
	MD_SIGNS_WIDE,           /* to any reader */
	MD_SIGNS_TEX,            /* to any reader, or to one that replaces quotes and dashes in TeX */
	MD_TABLES
};
/* DOUBLE_BLANKS: two blanks stand together somewhere. The most frequent sign of all is not looked at where none do. */
const uint8_t *md_classes(enum md_table table, bool double_blanks);
extern md_rule *const md_rules_of[];

/* The sign that would make a paragraph something else, by its place, and how it is written; STR_NONE: there is none. */
size_t md_block_start(struct md *m, enum md_form *form);

/* The byte at I, 0 outside the text. */
static inline int char_at(const struct md *m, size_t i)
{
	return i < m->n ? (unsigned char)m->p[i] : 0;
}

static inline int before(const struct md *m, size_t i)
{
	return i > 0 ? (unsigned char)m->p[i - 1] : 0;
}

static inline size_t run_length(const struct md *m, size_t i)
{
	size_t n = 1;
	while (i + n < m->n && m->p[i + n] == m->p[i])
		n++;
	return n;
}

static inline bool blank_or_end(int c)
{
	return c == 0 || is_space(c);
}

static inline bool is_one_of(int c, const char *signs)
{
	return c != 0 && strchr(signs, c) != NULL;
}

/* Whether one of READERS reads it. */
static inline bool read_by(const struct md *m, unsigned readers)
{
	return m->r->readers & readers;
}

/* Whether it is read by more than cmark-gfm. */
static inline bool is_wide(const struct md *m)
{
	return m->r->readers != 0;
}

#endif
