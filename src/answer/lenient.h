/* SPDX-License-Identifier: MIT
 * Between lenient_json.c and lenient_scan.c: what can be told of a place without reading on. */
#ifndef ANSWER_LENIENT_H
#define ANSWER_LENIENT_H

#include "internal.h"

enum { MOST_NAME = 128 };  /* bytes of a member's name */

static inline bool has(const char *set, char c) { return c != '\0' && strchr(set, c); }

enum quote { QUOTE_NONE, QUOTE_DOUBLE, QUOTE_SINGLE, QUOTE_CURLY };

size_t lenient_past_space(struct str s, size_t i);
/* The quote at S[I], and its length: "  '  U+201C “  U+201D ”  U+FF02 ＂ */
enum quote lenient_quote_at(struct str s, size_t i, size_t *n);
/* The length of a sign or of its full-width form; 0: neither stands at S[I]. */
size_t lenient_colon_at(struct str s, size_t i);
size_t lenient_comma_at(struct str s, size_t i);
bool lenient_is_field(const struct summary_style *style, struct str name);
/* Find the name of a member at S[I], in any quotes or none, and where what follows its colon begins; 0: there is none.
 * *BARE: it has no quotes. A backslash in it, which Markdown puts before "_", is the caller's. */
size_t lenient_name_at(struct str s, size_t i, struct str *name, bool *bare, enum quote *kind);
/* Whether from I on there is nothing but the beginning of a name. */
bool lenient_is_cut_name(struct str s, size_t i);
bool lenient_is_plain_name(struct str name);
bool lenient_is_hex4(struct str s, size_t i);
/* The escape \uXXXX whose backslash is at S[I]: how long it is with its other half; 0: it is half of a character. */
size_t lenient_escape_u(struct str s, size_t i);
/* "it\'s": not TeX's accent. */
bool lenient_is_english_apostrophe(struct str s, size_t i);

#endif
