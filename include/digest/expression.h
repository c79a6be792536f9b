/* SPDX-License-Identifier: MIT
 * Expressions that say which papers are meant, in the language of arXiv's API (info.arxiv.org/help/api/user-manual, 5.1), run on
 * records: ti: abs: au: co: jr: rn: cat: all:, and af: (institutions), zh: (summaries); AND, OR, ANDNOT; parentheses, also behind a
 * field; "phrases"; a trailing *. AND and ANDNOT bind before OR, from left to right; words side by side are AND; a word without a field
 * is all:. Words are compared as words_put() makes them; what a record lacks does not match. */
#ifndef DIGEST_EXPRESSION_H
#define DIGEST_EXPRESSION_H

#include "digest/err.h"
#include "digest/paper.h"

enum { EXPR_MAX_BYTES = 8192, EXPR_MAX_DEPTH = 100 };

struct expr;

/* Who reads it: we, or arXiv's API, which has more fields (id:, submittedDate: …), knows its own categories and words, and is not to be
 * told of af: and zh:. What is read for arXiv's API matches nothing here. */
enum expr_reader { EXPR_HERE, EXPR_ARXIV };

/* Parse TEXT. The tree lives in A and borrows nothing. ERR_USAGE: what is wrong, at which column, and TEXT with a caret there. */
bool expr_parse(struct str text, enum expr_reader reader, struct arena *a, const struct expr **ret, struct err *e) NODISCARD;

/* Whether P matches X. SUMMARIES: what stands in its summary counts for words without a field and all:, too. Takes time in
 * proportion to the texts that X's fields name. */
bool expr_matches(const struct expr *x, const struct paper *p, bool summaries);

/* A paper that several expressions are held against: its words are made once. New for expr_subject_free(), for paper after paper: P is borrowed
 * until the next one. SUMMARIES: as above. */
struct expr_subject;
struct expr_subject *expr_subject_new(void) NODISCARD;
void expr_subject_free(struct expr_subject *s);  /* NULL is fine */
void expr_subject_set(struct expr_subject *s, const struct paper *p, bool summaries);
/* As expr_matches(), as if the texts of HIDDEN (bits 1 << PAPER_…) were empty. */
bool expr_matches_subject(const struct expr *x, struct expr_subject *s, unsigned hidden);
/* What paper_words() makes of it, borrowed until the next paper. */
struct str expr_subject_words(struct expr_subject *s, enum paper_text which);

/* Call FN for each term of X that is wanted, not what stands behind ANDNOT: the term, itself an expression, and its words as they were typed. */
typedef void expr_term_fn(void *ctx, const struct expr *term, struct str said);
void expr_each_term(const struct expr *x, expr_term_fn *fn, void *ctx);

/* Append X as a MATCH of SQLite's FTS5 over the columns of paper_words() (title, abstract, authors, other, summary), which finds every
 * paper that matches X with its summaries. *EXACT: and no other. False, with nothing appended: it cannot narrow them down. */
bool expr_to_match(const struct expr *x, struct buf *match, bool *exact);

/* Append TEXT with BEGIN and END round each stretch that has what X looks for, in whatever field; not what stands behind ANDNOT. */
void expr_mark(const struct expr *x, struct str text, const char *begin, const char *end, struct buf *out);

#endif
