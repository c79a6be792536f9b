/* SPDX-License-Identifier: MIT
 * A style is a folder: style.conf, prompt.txt, schema.json, and a page template a format. Nothing of it is in C. Beside the
 * styles stand what they share (common/) and the pages' words (words/LANG.conf). */
#ifndef DIGEST_STYLE_H
#define DIGEST_STYLE_H

#include "digest/answer.h"
#include "digest/options.h"
#include "digest/render.h"
#include "digest/run_io.h"
#include "digest/template.h"

struct style {
	struct arena a;              /* what the strings below live in */
	const char *folder;
	struct str about;            /* in a few words, for a list of styles; may be empty */
	struct summary_style ask;    /* what the summarizer is asked for: of a style that reads whole texts, where there is none */
	struct summary_reading reading;  /* and where there is one */
	struct strs needs;           /* the fields that only a whole text can fill */
	struct str parts;            /* as style.conf divides the fields into questions; STR_NULL: one question */
	struct str sections;         /* the sections that each of them needs, as style.conf has them; STR_NULL: all */
	struct strs waiting;         /* the words by which a page says that a paper waits for its summary */
	struct template *page;       /* NULL where no format was asked for, and for a format of records */
	/* What the style says of a page's look: words, front matter's fields, lang, css, js. The rest is the caller's. */
	struct render_options options;
	struct front_field *fields;  /* look.fields, to be freed */
	uint64_t sources;            /* of all that was read for it: tells it from what it was before a file changed (FNV-1a) */
};

struct style_query {
	const char *name;
	const char *templates;          /* a folder to look in first; may be NULL */
	const char *lang;               /* of the page's words; NULL: the style's */
	const struct format *format;    /* NULL: no template is read */
	const struct dialect *dialect;  /* may be NULL */
};

/* Load a style: from W->templates, then the user's, the installed and the source tree's folders. On success *RET is to be
 * given to style_free(). ERR_USAGE: no such style, or it has no such format, or no such language. ERR_CONFIG: a fault in
 * it, with file and line. */
bool style_load(const struct style_query *w, struct style *ret, struct err *e) NODISCARD;
void style_free(struct style *s);

/* What styles share, from the strongest folder that has it (common/NAME): a text in S's arena, and a template with its partials, which
 * is the caller's: template_free(). Both count in S->sources. ERR_CONFIG. */
bool style_shared_text(struct style *s, const char *templates, const char *name, struct str *ret, struct err *e) NODISCARD;
bool style_shared_template(struct style *s, const char *templates, const char *name, struct template **ret, struct err *e) NODISCARD;

/* Whether the page of S, in the dialect D, has a place for the papers that --top does not show in full. ERR_USAGE. */
bool style_lists_rest(const struct style *s, const struct dialect *d, struct err *e) NODISCARD;

/* Call FN for each style that there is, by name; of two with one name, the one that style_load() would take. */
typedef bool style_fn(void *ctx, const char *name, const char *folder, struct err *e);
bool style_each(const char *templates, style_fn *fn, void *ctx, struct err *e) NODISCARD;

/* ---- digest styles (styles.c) ---- */

/* Print the list of styles, or what there is to know of O->files' only one. A style with a fault is listed with it, and
 * FAULTY is told of each; so is *SHOWN, of how many there was something to print. ERR_USAGE: more than one name, or no such
 * style; ERR_CONFIG: the named one cannot be read at all; what standard output says. */
bool styles_print(const struct opt_values *o, const struct run_io *w, void (*faulty)(void *ctx, const struct err *e),
                  void *ctx, unsigned long *shown, struct err *e) NODISCARD;

/* ---- How a page looks, from the options (look.c) ---- */

enum { WIDTH_LEAST = 20, WIDTH_MOST = 10000, WIDTH_DEFAULT = 80 };  /* columns of lines for terminals */

/* What the options say of a page: format, dialect, and what they change of it; W says what standard output is, where the page
 * goes there. ERR_USAGE names what there is. The style's part (words, front matter's fields, css, js) is added by
 * style_load()'s caller. */
bool render_options_choose(const struct opt_values *o, const struct run_io *w, struct render_options *ret, struct err *e) NODISCARD;

/* Of these what holds for lines of a terminal alone: width, colour, ambiguous_wide. In a file no terminal counts. ERR_USAGE. */
bool render_lines_choose(const struct opt_values *o, const struct run_io *w, struct render_options *ret, struct err *e) NODISCARD;

#endif
