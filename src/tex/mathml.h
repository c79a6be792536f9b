/* SPDX-License-Identifier: MIT
 * Between the files of TeX to MathML: rows and scripts (mathml.c), control words (mathml_words.c), tables (mathml_table.c),
 * leaves (mathml_leaf.c). Everything is written as it is read; what turns out to need a tag before it, or another order,
 * is moved within the output, never further than its own beginning. */
#ifndef TEX_MATHML_H
#define TEX_MATHML_H

#include "digest/tex.h"
#include "digest/text.h"

/* The kinds of data/mathml.tsv. */
enum math_kind {
	MATH_VAR, MATH_ORD, MATH_OP, MATH_OPEN, MATH_CLOSE, MATH_FENCE, MATH_BIG, MATH_INT, MATH_FUNC, MATH_LIM,
	MATH_ACCENT, MATH_OVER, MATH_UNDER, MATH_FONT, MATH_SWITCH, MATH_TEXT, MATH_SPACE, MATH_SIZE, MATH_DROP, MATH_KEEP,
	MATH_STYLE, MATH_INFIX, MATH_FRAC, MATH_BINOM, MATH_SQRT, MATH_OPERATOR, MATH_LEFT, MATH_BEGIN, MATH_STACK, MATH_ARROW,
	MATH_NOT, MATH_MOD, MATH_HSPACE, MATH_KERN, MATH_LINES, MATH_MATHOP, MATH_PHANTOM, MATH_KINDS
};
struct math_word {
	const char *name;
	enum math_kind kind;
	const char *value;
};

/* What stands in one another: more is refused. What is moved is moved at most so often. */
enum { MATH_MAX_DEPTH = 64 };

struct math {
	struct str s;
	size_t i;                   /* what is to be read next */
	struct buf *out;
	int depth;
	bool display;               /* large signs have their limits above and below */
	bool script;                /* in a script: no distances there */
	bool bold;                  /* \boldsymbol */
	const struct alphabet *font;
};

/* A row of atoms: what a pair of braces, a cell, a fence holds. */
struct math_row {
	size_t start;               /* in the output */
	size_t n;                   /* elements */
	bool style;                 /* an <mstyle> is open */
	char stop;                  /* a sign that ends it, too */
	int last;                   /* enum math_class of the atom before */
	const char *infix;          /* \over and its like was seen; how it is drawn */
};

/* What an atom is to its neighbours. Names (\log) need distances that we write, and signs in front of what follows none: those of
 * operators are known to browsers. OPERATOR: a relation, an operation, a comma. */
enum math_class { CLASS_NONE, CLASS_ORD, CLASS_NAME, CLASS_OPEN, CLASS_CLOSE, CLASS_OPERATOR, CLASS_OTHER };
enum math_limits { LIMITS_NEVER, LIMITS_DISPLAY, LIMITS_ALWAYS };
struct math_atom {
	enum math_class class;
	enum math_limits limits;
};

/* ---- mathml.c ---- */

char math_at(const struct math *m, size_t i);
void math_blanks(struct math *m);
/* The control word at M->i, without its backslash; STR_NULL: none there. */
struct str math_peek(const struct math *m);
/* Go past the control word WORD if it is next. */
bool math_take(struct math *m, const char *word);
/* Put TAG into the output at POS. */
void math_insert(struct math *m, size_t pos, const char *tag);
/* Swap what stands in the output from A to MID with what is behind it. */
void math_swap(struct math *m, size_t a, size_t mid);
/* Atoms up to something that ends a row, which stays to be read. */
bool math_row(struct math *m, struct math_row *row);
/* One element: a group, or one atom without scripts. */
bool math_argument(struct math *m);
/* The same in the style of scripts, or of fractions' parts. */
bool math_script(struct math *m);
bool math_part(struct math *m);

/* ---- mathml_words.c ---- */

/* A control word that is an atom, read to its end. ROW may be NULL: then none that works on a row. */
bool math_word(struct math *m, struct math_row *row, struct math_atom *atom);
const struct math_word *math_find(struct str name);
/* A delimiter behind \left and its like; "" for '.'. NULL: there is none. */
const char *math_delimiter(struct math *m);

/* ---- mathml_table.c ---- */

bool math_environment(struct math *m);
/* {…\\…}: lines in a column. */
bool math_lines(struct math *m);

/* ---- mathml_leaf.c ---- */

const struct alphabet *math_alphabet(const char *name);
/* CP as the present alphabet has it. UPRIGHT: it is not slanted by itself. */
uint32_t math_in_alphabet(const struct math *m, uint32_t cp, bool upright);
/* <TAG>TEXT</NAME>, TAG being NAME with its attributes. */
void math_leaf(struct math *m, const char *tag, struct str text);
/* The letter CP in the present alphabet. UPRIGHT: it is not slanted by itself. */
void math_letter(struct math *m, uint32_t cp, bool upright);
/* Letters, numbers and signs at M->i that are an atom. SINGLE: one sign only. */
bool math_sign(struct math *m, bool single, struct math_atom *atom);
/* What a sign of ASCII is as an operator, a delimiter …; NULL: no such. */
const struct math_word *math_ascii(char c);
/* A row of data/mathml.tsv, or of ASCII signs, that is a leaf; false if it is none. */
bool math_leaf_word(struct math *m, const struct math_word *w, struct math_atom *atom);
/* {text} as <mtext>. */
bool math_text(struct math *m, const char *font);

#endif
