/* SPDX-License-Identifier: MIT
 * Text being built: bytes with a ceiling.
 *
 * `s` is never NULL and always NUL-terminated. An addition that would pass the ceiling is ignored, and so are all
 * after it: buf_full() is true from then on. So building code is not half error checks; look once at the end,
 * as with ferror(). */
#ifndef DIGEST_BUF_H
#define DIGEST_BUF_H

#include <stdarg.h>
#include <string.h>

#include "digest/str.h"

struct buf {
	char *s;
	size_t len;
	size_t cap;  /* bytes at s; 0: s is buf_empty */
	size_t max;  /* the most len may be */
	bool full;
};

extern char buf_empty[1];
#define BUF_INIT(limit) { buf_empty, 0, 0, (limit), false }

/* A ceiling for what the program itself bounds by other means. */
#define BUF_UNBOUNDED ((size_t)-1 / 4)

static inline struct str buf_str(const struct buf *b) { return (struct str){ b->s, b->len }; }
static inline bool buf_full(const struct buf *b) { return b->full; }

/* Make room for N more bytes; false if that would pass the ceiling (then the buffer is full). */
bool buf_grow(struct buf *b, size_t n);

static inline void buf_add(struct buf *b, const void *p, size_t n)
{
	if (b->full || (b->cap - b->len <= n && !buf_grow(b, n)))  /* <=: one more for the NUL */
		return;
	if (n > 0)
		memcpy(b->s + b->len, p, n);
	b->len += n;
	b->s[b->len] = '\0';
}

static inline void buf_addc(struct buf *b, char c) { buf_add(b, &c, 1); }
static inline void buf_adds(struct buf *b, struct str s) { buf_add(b, s.p, s.n); }
static inline void buf_addz(struct buf *b, const char *z) { buf_add(b, z, strlen(z)); }
void buf_addf(struct buf *b, const char *fmt, ...) PRINTF_LIKE(2, 3);
void buf_vaddf(struct buf *b, const char *fmt, va_list ap);
void buf_addu(struct buf *b, uint64_t number);  /* decimal */

/* Forget the text (and that it was full), keep the memory. */
void buf_clear(struct buf *b);
/* Shorten to N bytes; no effect if it is shorter already. */
void buf_cut(struct buf *b, size_t n);
/* Free the memory; the buffer is empty and usable again. */
void buf_free(struct buf *b);
/* Hand the text over: the caller frees it with free(). The buffer is empty and usable again. */
char *buf_take(struct buf *b) NODISCARD;

#endif
