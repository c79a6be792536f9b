/* SPDX-License-Identifier: MIT
 * What the files of expressions share: the tree, and names of people. */
#ifndef EXPRESSION_INTERNAL_H
#define EXPRESSION_INTERNAL_H

#include "digest/expression.h"

enum expr_op { EXPR_TERM, EXPR_AND, EXPR_OR, EXPR_ANDNOT };
enum expr_field { FIELD_ALL, FIELD_TITLE, FIELD_ABSTRACT, FIELD_AUTHOR, FIELD_COMMENT, FIELD_JOURNAL, FIELD_REPORT, FIELD_CATEGORY,
                  FIELD_AFFILIATION, FIELD_SUMMARY, FIELD_OF_ARXIV };

/* A person as users type the name: "Y. LeCun", "LeCun, Yann", lecun_y, 李飞飞. The words are folded, without blanks. */
enum { NAME_MAX_WORDS = 12 };
struct name {
	struct str words[NAME_MAX_WORDS];
	size_t n;
	size_t family;         /* which word is known to be the family name; NAME_MAX_WORDS: none is */
	bool prefix;           /* the last word goes on */
};

struct expr {
	enum expr_op op;
	const struct expr *left, *right;   /* of an operator */
	enum expr_field field;             /* of a term: */
	struct str said;       /* as it was typed, without field, quotes and * */
	struct str words;      /* as words_put() writes them, a blank before them; of FIELD_CATEGORY the category */
	bool prefix;           /* the last word goes on */
	struct name name, joined;          /* FIELD_AUTHOR; JOINED: with words across hyphens as one, n 0: the same */
};

/* TEXT as a name; the words live in A. JOIN: "Fei-Fei" is one word. False: it has no word, or too many. */
bool name_read(struct str text, bool join, struct arena *a, struct name *ret);
/* Whether the person of a record is meant: each word of SAID is one of NAME's, or an initial of one, or one's initial; at least one is
 * the same, the family name where that is known, which then does not come first in NAME. */
bool name_matches(const struct name *said, const struct name *name);

#endif
