/* SPDX-License-Identifier: MIT
 * Borrowed text: a pointer and a length, not NUL-terminated, valid as long as what it points into.
 * p == NULL means "not known"; n == 0 with a pointer means "known to be empty". */
#ifndef DIGEST_STR_H
#define DIGEST_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "digest/macros.h"

struct str {
	const char *p;
	size_t n;
};
struct strs {
	struct str *v;
	size_t n;
};

#define STR(literal) ((struct str){ "" literal, sizeof(literal) - 1 })
#define STR_NULL ((struct str){ NULL, 0 })
/* For printf's "%.*s". */
#define STR_ARG(s) (int)(s).n, (s).p ? (s).p : ""

/* ASCII classes, whatever the locale. */
static inline bool is_space(int c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
static inline bool is_digit(int c) { return c >= '0' && c <= '9'; }
static inline bool is_lower(int c) { return c >= 'a' && c <= 'z'; }
static inline bool is_upper(int c) { return c >= 'A' && c <= 'Z'; }
static inline bool is_alpha(int c) { return is_lower(c) || is_upper(c); }
static inline bool is_alnum(int c) { return is_alpha(c) || is_digit(c); }
static inline bool is_punct(int c) { return c > ' ' && c < 0x7f && !is_alnum(c); }
static inline int to_lower(int c) { return is_upper(c) ? c + ('a' - 'A') : c; }
/* What the hexadecimal digit C is worth, in either case; -1: it is none. */
static inline int hex_digit(int c)
{
	int lower = to_lower(c);
	return is_digit(c) ? c - '0' : lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/* Inline where a literal's length is then known at compile time: these are asked millions of times. */
static inline struct str str_of(const char *z) { return (struct str){ z, z ? strlen(z) : 0 }; }  /* NULL gives STR_NULL */
static inline bool str_known(struct str s) { return s.p != NULL; }
static inline bool str_empty(struct str s) { return s.n == 0; }

static inline bool str_eq(struct str a, struct str b) { return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0); }
static inline bool str_is(struct str a, const char *z) { return str_eq(a, str_of(z)); }
int str_cmp(struct str a, struct str b);  /* by bytes, the shorter first */
/* ASCII letters only, whatever the locale. The first letter is mostly answer enough. */
bool str_is_all_nocase(struct str a, const char *z);
static inline bool str_is_nocase(struct str a, const char *z)
{
	return (a.n == 0 || to_lower((unsigned char)a.p[0]) == to_lower((unsigned char)z[0])) && str_is_all_nocase(a, z);
}
static inline bool str_starts(struct str s, const char *z)
{
	size_t n = strlen(z);
	return s.n >= n && (n == 0 || memcmp(s.p, z, n) == 0);
}
static inline bool str_ends(struct str s, const char *z)
{
	size_t n = strlen(z);
	return s.n >= n && (n == 0 || memcmp(s.p + s.n - n, z, n) == 0);
}

/* Where Z begins in S at or after FROM, or (size_t)-1. */
size_t str_find(struct str s, const char *z, size_t from);
#define STR_NONE ((size_t)-1)

/* S from I on / its first N bytes; both clamp. */
static inline struct str str_from(struct str s, size_t i)
{
	if (i > s.n)
		i = s.n;
	return (struct str){ s.p ? s.p + i : NULL, s.n - i };
}
static inline struct str str_head(struct str s, size_t n) { return (struct str){ s.p, n < s.n ? n : s.n }; }
/* The same for UTF-8: a character of which a part would be left is left out. */
static inline struct str str_head_utf8(struct str s, size_t n)
{
	if (n >= s.n)
		return s;
	while (n > 0 && ((unsigned char)s.p[n] & 0xc0) == 0x80)
		n--;
	return (struct str){ s.p, n };
}
/* S without ASCII white space at both ends. */
struct str str_trim(struct str s);

/* Cut the next piece of *REST before the first SEP into *PIECE. False when *REST is used up; "a,,b" gives an
 * empty piece in the middle, "" gives none, "a," gives "a" only. */
bool str_cut(struct str *rest, char sep, struct str *piece);

/* A decimal number without sign that is all of S and at most MAX. */
bool str_number(struct str s, uint64_t max, uint64_t *ret) NODISCARD;

/* Whether one of LIST is S. */
bool strs_has(struct strs list, struct str s);

#endif
