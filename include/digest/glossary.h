/* SPDX-License-Identifier: MIT
 * The glossary that prompts and the check use: terms in English and Chinese. */
#ifndef DIGEST_GLOSSARY_H
#define DIGEST_GLOSSARY_H

#include "digest/buf.h"
#include "digest/err.h"

/* Terms as Chinese researchers write them. A file of lines "English term TAB 中文[ TAB another accepted form …]"; a term
 * without Chinese, or with itself, stays in English. "# …" and empty lines are passed over. A term has letters, digits,
 * blanks and hyphens (which are the same), and stands there once. */
struct glossary;
enum {
	GLOSSARY_MAX_FILE = 4 * 1024 * 1024,
	GLOSSARY_MOST_WORDS = 8,        /* of a term */
	GLOSSARY_MOST_BYTES = 120,
};
/* ERR_CONFIG "PATH:LINE: …"; ERR_FILE; ERR_INPUT: too large. On success *RET is the caller's. */
bool glossary_read(const char *path, struct glossary **ret, struct err *e) NODISCARD;
void glossary_free(struct glossary *g);  /* NULL is fine */
/* Append the lines of the terms that a paper's TITLE and ABSTRACT have, in the file's order: "term = 中文", LF each. Whole
 * words, any case, plurals too (models, losses, policies, analyses, matrices); the longest term wins. G may be NULL. One
 * pass over the text. */
void glossary_lines(const struct glossary *g, struct str title, struct str abstract, struct buf *out);
/* Call FN for each term of a paper's TEXT that TRANSLATION, its Chinese, has in none of its accepted forms: once a term, in the
 * file's order; case, blanks and hyphens make no difference. Or that has a form there that is never right for it, and is
 * right for no other term of TEXT: WRONG is that form then, else STR_NULL. Its strings live as long as G. G may be NULL. */
typedef void glossary_fn(void *ctx, struct str term, struct str wanted, struct str wrong);
void glossary_check(const struct glossary *g, struct str text, struct str translation, glossary_fn *fn, void *ctx);

#endif
