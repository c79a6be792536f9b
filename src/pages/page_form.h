/* SPDX-License-Identifier: MIT
 * What the store has of the form of a page: style, format, dialect and language in its first line; what the page is about, its
 * category and profile, in the next ones; behind them, where it shows the first of more papers, how many there were. A page does not become one of another form unless that is asked for. */
#ifndef PAGES_PAGE_FORM_H
#define PAGES_PAGE_FORM_H

#include "digest/output.h"

/* What is to be noted of a page that O makes of P. */
void page_form_note(const struct output *o, const struct page *p, struct buf *out);
/* Whether NOTED (may be STR_NULL: of an older store) is of the form of O's pages, as far as it says. */
bool page_form_same(const struct output *o, struct str noted);
/* "style footnote, format md, dialect hugo, language en", as far as NOTED says. */
void page_form_words(struct str noted, struct buf *out);
/* The same of O's pages. */
void page_form_own_words(const struct output *o, struct buf *out);

#endif
