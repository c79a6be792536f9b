/* SPDX-License-Identifier: MIT
 * What the walk over a text (tex.c) and the macros in it (macros.c) share. */
#ifndef TEX_INTERNAL_H
#define TEX_INTERNAL_H

#include "digest/tex.h"
#include "digest/text.h"

enum tex_kind {
	TEX_NONE, TEX_ACCENT, TEX_LETTER, TEX_SIGN, TEX_SYMBOL, TEX_WRAP, TEX_PAREN, TEX_SECOND, TEX_SWITCH, TEX_SPACE,
	TEX_SUPER, TEX_SUB, TEX_CITE, TEX_RAW, TEX_HREF, TEX_DELETE, TEX_UNICODE, TEX_VERB, TEX_PREFIX, TEX_QUOTE, TEX__COUNT
};
struct tex_macro {
	const char *name;
	enum tex_kind kind;
	const char *value;
};

enum { MAX_DEPTH = 64, MAX_QUOTE = 240, MAX_GROUP = 1000, MAX_ACCENTS = 3 };
enum brace { BRACE_KEEP, BRACE_DROP, BRACE_PAREN, BRACE_QUOTE, BRACE_INNER_QUOTE };

struct tex {
	struct str s;
	struct buf *out;
	size_t start;            /* of our part of OUT */
	size_t i, run;           /* what stands between RUN and I is copied when something is replaced */
	struct tex_math math;    /* the next formula; start is S.n if there is none */
	unsigned char braces[MAX_DEPTH];  /* what becomes of each open brace's partner */
	size_t depth, deeper;    /* open braces; those beyond MAX_DEPTH are only counted and kept */
	size_t argument;         /* a brace here is the argument of something that stays: it stays too */
	size_t close_single;     /* where the quote that `opened ends; S.n: nowhere */
	bool double_open, keep_dollars;
	bool quotes_escaped;     /* \'…\' are quotation marks here, not accents */
	size_t count;
};

/* ---- Reading ---- */

static inline char at(const struct tex *t, size_t i) { return i < t->s.n ? t->s.p[i] : '\0'; }
static inline char before(const struct tex *t, size_t i) { return i > 0 ? t->s.p[i - 1] : '\0'; }
static inline bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }
/* The end of the text counts as a blank. */
static inline bool is_gap(char c) { return c == '\0' || is_blank(c); }
static inline bool is_word(char c) { return is_alnum((unsigned char)c) || (unsigned char)c >= 0x80; }
static inline bool is_letter(char c) { return is_alpha((unsigned char)c); }

size_t tex_skip_blanks(const struct tex *t, size_t i);
/* The group whose '{' is at I: its text, without the braces, and where it ends. False if it is not closed soon. */
bool tex_group(const struct tex *t, size_t i, struct str *text, size_t *end);
/* [option] at *I, which moves behind it; false if there is none. */
bool tex_option(const struct tex *t, size_t *i, struct str *text);

/* ---- Writing ---- */

void tex_flush(struct tex *t);
/* What stands from I to END becomes TEXT. */
void tex_replace(struct tex *t, size_t end, struct str text);
/* What stands from I to END goes, and never leaves two blanks behind. */
void tex_drop(struct tex *t, size_t end);
/* What stands from I to END becomes a blank, if there is none yet. */
void tex_put_space(struct tex *t, size_t end);
/* A brace was passed over: what becomes of its partner. */
void tex_open_brace(struct tex *t, enum brace what);

/* ---- Macros ---- */

/* The macro whose backslash is at S[I]: its row or NULL, and where its name ends. */
const struct tex_macro *tex_macro_at(struct str s, size_t i, size_t *end);
/* Do what M means; its backslash is at I, its name ends at END. False: it stays as it is, nothing was done. */
bool tex_macro_apply(struct tex *t, const struct tex_macro *m, size_t end);

#endif
