/* SPDX-License-Identifier: MIT
 * JSON strings as we write them. Runs of bytes that need nothing are copied at once; only controls, the two signs
 * and the line separators (which end a line for JavaScript) are escaped. */
#include <string.h>

#include "digest/text.h"

/* 0: copy; 'u': \u00XX; else the letter of the short escape. */
static const char escape_of[128] = {
	['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r', ['"'] = '"', ['\\'] = '\\',
	[0x00] = 'u', [0x01] = 'u', [0x02] = 'u', [0x03] = 'u', [0x04] = 'u', [0x05] = 'u', [0x06] = 'u', [0x07] = 'u',
	[0x0b] = 'u', [0x0e] = 'u', [0x0f] = 'u', [0x10] = 'u', [0x11] = 'u', [0x12] = 'u', [0x13] = 'u', [0x14] = 'u',
	[0x15] = 'u', [0x16] = 'u', [0x17] = 'u', [0x18] = 'u', [0x19] = 'u', [0x1a] = 'u', [0x1b] = 'u', [0x1c] = 'u',
	[0x1d] = 'u', [0x1e] = 'u', [0x1f] = 'u', [0x7f] = 'u',
};

/* Pass over one character that is not ASCII at S[I]; *OK says whether it can be copied as it is. */
static size_t high(struct str s, size_t i, bool *ok, uint32_t *cp)
{
	size_t n = utf8_decode(str_from(s, i), cp);
	*ok = n > 0 && *cp >= 0xa0 && *cp != 0x2028 && *cp != 0x2029;
	if (n == 0)
		*cp = 0xfffd;
	return n ? n : 1;
}

enum { BLOCK = 32 };

/* Whether BLOCK bytes are ASCII that needs no escape. A fixed length and no branch: compilers make vector steps of it. */
static bool block_is_plain(const char *p)
{
	unsigned char odd = 0;
	for (int i = 0; i < BLOCK; i++) {
		unsigned char c = (unsigned char)p[i];
		odd |= (c < ' ') | (c > '~') | (c == '"') | (c == '\\');
	}
	return !odd;
}

/* Where, from S[I] on, a byte is not ASCII or needs an escape; S.n: nowhere. */
static size_t skip_plain(struct str s, size_t i)
{
	while (s.n - i >= BLOCK && block_is_plain(s.p + i))
		i += BLOCK;
	while (i < s.n && (unsigned char)s.p[i] < 0x80 && escape_of[(unsigned char)s.p[i]] == 0)
		i++;
	return i;
}

void js_put_string(struct buf *out, struct str s)
{
	size_t run = 0, i = 0;
	if (!buf_grow(out, s.n + 2))
		return;
	buf_addc(out, '"');
	while ((i = skip_plain(s, i)) < s.n) {
		unsigned char c = (unsigned char)s.p[i];
		uint32_t cp = c;
		size_t n = 1;
		if (c >= 0x80) {
			bool ok;
			size_t past = utf8_skip_han(s, i);
			if (past > i) {
				i = past;
				continue;
			}
			n = high(s, i, &ok, &cp);
			if (ok) {
				i += n;
				continue;
			}
		}
		buf_add(out, s.p + run, i - run);
		i += n;
		run = i;
		if (cp == 0xfffd)
			buf_add(out, "\xef\xbf\xbd", 3);
		else if (cp >= 0x7f || escape_of[cp] == 'u')
			buf_addf(out, "\\u%04x", (unsigned)cp);
		else
			buf_add(out, (char[]){ '\\', escape_of[cp] }, 2);
	}
	buf_add(out, s.p + run, i - run);
	buf_addc(out, '"');
}
