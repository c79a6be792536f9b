/* SPDX-License-Identifier: MIT
 * Inside the room: where a style's files are, and how they are read. */
#ifndef STYLE_INTERNAL_H
#define STYLE_INTERNAL_H

#include "digest/style.h"

enum { STYLE_FILE_MAX = 1024 * 1024, STYLE_ROOTS = 4 };

/* ---- files.c ---- */

/* Where styles are, the strongest first; NULL: not asked for. Strings in A. */
void style_roots(const char *templates, struct arena *a, const char *ret[STYLE_ROOTS]);
/* "DIR/NAME" in A. */
const char *style_join(const char *dir, const char *name, struct arena *a);
/* The file NAME ("common/head.md") of the strongest root that has it; NULL: none has. */
const char *style_shared(const char *const roots[STYLE_ROOTS], const char *name, struct arena *a);
/* Read PATH; the text in S. ERR_CONFIG: unreadable, too large, not UTF-8. */
bool style_read(struct style *s, const char *path, struct str *ret, struct err *e) NODISCARD;

/* The same of one that has to say something. ERR_CONFIG: it is empty, too. */
bool style_read_full(struct style *s, const char *path, struct str *ret, struct err *e) NODISCARD;

/* Call FN for each line `name = value` of TEXT, which PATH holds; "#" begins a comment. ERR_CONFIG "PATH:LINE: …". */
typedef bool style_line_fn(void *ctx, struct str name, struct str value, struct err *e);
bool style_lines(const char *path, struct str text, style_line_fn *fn, void *ctx, struct err *e) NODISCARD;

/* questions.c: S->ask and S->reading, from prompts, schema, and what style.conf said. */
bool style_questions(struct style *s, struct err *e) NODISCARD;

/* parts.c: S->options's words (LANG), fields, css and js. */
bool style_words(struct style *s, const char *const roots[STYLE_ROOTS], const char *lang, struct err *e) NODISCARD;
bool style_front(struct style *s, const char *const roots[STYLE_ROOTS], const struct page_names *names, struct err *e) NODISCARD;
bool style_html_parts(struct style *s, const char *const roots[STYLE_ROOTS], struct err *e) NODISCARD;

#endif
