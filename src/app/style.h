/* SPDX-License-Identifier: MIT
 * A style is a folder: style.conf, prompt.txt, schema.json, and a page template a format. Nothing of it is in C. */
#ifndef APP_STYLE_H
#define APP_STYLE_H

#include "digest/summary.h"
#include "digest/template.h"

struct style {
	struct arena a;              /* what the strings below live in */
	struct summary_style ask;    /* what the summarizer is asked for */
	struct strs waiting;         /* the words by which a page says that a paper waits for its summary */
	struct template *page;       /* NULL where no format was asked for */
};

/* Load the style NAME: from TEMPLATES (may be NULL), then the user's, the installed and the source tree's folders.
 * FORMAT may be NULL: then no template is read. On success *RET is to be given to style_free().
 * ERR_USAGE: no such style, or it has no such format. ERR_CONFIG: a fault in it, with file and line. */
bool style_load(const char *name, const char *format, const char *templates, struct style *ret, struct err *e) NODISCARD;
void style_free(struct style *s);

#endif
