/* SPDX-License-Identifier: MIT
 * The kinds of files, and what entries are made of. */
#ifndef LIBRARY_INTERNAL_H
#define LIBRARY_INTERNAL_H

#include "digest/library.h"

/* Whether TEXT is of the kind, by how it begins; and its entries. */
bool bibtex_is(struct str text);
bool bibtex_read(struct str text, const struct library_sink *sink, struct err *e) NODISCARD;
bool csl_is(struct str text);
bool csl_read(struct str text, const struct library_sink *sink, struct err *e) NODISCARD;
bool list_read(struct str text, const struct library_sink *sink, struct err *e) NODISCARD;
/* What a line of such a list names; in A. STR_NULL: nothing. *SAYS: it has more in it than a remark. */
struct str list_line(struct str line, bool *says, struct arena *a);

/* An identifier in TEXT: all of it, or a word of it that is one or an address of one ("arXiv preprint arXiv:1706.03762"). BARE: digits
 * alone count as one. In A; STR_NULL: there is none. */
struct str id_within(struct str text, bool bare, struct arena *a);
/* TeX as text on one line, without braces; in A. */
struct str plain_text(struct str tex, struct arena *a);
/* "2023-05-12", "2023-05", "2023" as 20230512, 20230500, 20230000; else 0. */
int32_t day_within(struct str text);
/* The month in which ID was made, as a day; 0: it does not say. */
int32_t day_of_id(struct str id);

#endif
