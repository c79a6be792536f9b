/* SPDX-License-Identifier: MIT
 * Text being built; the ceiling is checked in one place, buf_grow(). */
#include "digest/buf.h"

#include <stdio.h>
#include <stdlib.h>

#include "digest/mem.h"

char buf_empty[1];  /* what an empty buffer's s points to: always "" */

bool buf_grow(struct buf *b, size_t n)
{
	if (b->full || n > b->max - b->len) {
		b->full = true;
		return false;
	}
	size_t need = b->len + n + 1;
	if (need <= b->cap)
		return true;
	size_t cap = b->cap ? b->cap : 64;
	while (cap < need)
		cap += cap / 2;
	if (cap > b->max + 1)
		cap = b->max + 1;  /* so that all room there is lies below the ceiling */
	b->s = xrealloc(b->cap ? b->s : NULL, cap);
	b->cap = cap;
	b->s[b->len] = '\0';
	return true;
}

void buf_vaddf(struct buf *b, const char *fmt, va_list ap)
{
	va_list again;
	va_copy(again, ap);
	int n = vsnprintf(NULL, 0, fmt, ap);
	if (n > 0 && buf_grow(b, (size_t)n)) {
		vsnprintf(b->s + b->len, (size_t)n + 1, fmt, again);
		b->len += (size_t)n;
	}
	va_end(again);
}

void buf_addf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	buf_vaddf(b, fmt, ap);
	va_end(ap);
}

void buf_addu(struct buf *b, uint64_t number)
{
	char digits[20];
	size_t at = sizeof digits;
	do
		digits[--at] = (char)('0' + number % 10);
	while (number /= 10);
	buf_add(b, digits + at, sizeof digits - at);
}

void buf_clear(struct buf *b)
{
	b->full = false;
	buf_cut(b, 0);
}

void buf_cut(struct buf *b, size_t n)
{
	if (n >= b->len)
		return;
	b->len = n;
	b->s[n] = '\0';
}

void buf_free(struct buf *b)
{
	if (b->cap)
		free(b->s);
	*b = (struct buf)BUF_INIT(b->max);
}

char *buf_take(struct buf *b)
{
	char *s = b->cap ? b->s : xstrdup("");
	*b = (struct buf)BUF_INIT(b->max);
	return s;
}
