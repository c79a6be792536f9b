/* SPDX-License-Identifier: MIT
 * From options to how a page looks. */
#ifndef APP_LOOK_H
#define APP_LOOK_H

#include "digest/options.h"
#include "digest/render.h"
#include "digest/run.h"

enum { WIDTH_LEAST = 20, WIDTH_MOST = 10000, WIDTH_DEFAULT = 80 };  /* columns of lines for terminals */

/* What the options say of a page: format, dialect, and what they change of it; W says what standard output is, where the page
 * goes there. ERR_USAGE names what there is. The style's part (words, front matter's fields, css, js) is added by
 * style_load()'s caller. */
bool look_choose(const struct opt_values *o, const struct run_world *w, struct page_look *ret, struct err *e) NODISCARD;

#endif
