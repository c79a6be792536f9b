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

/* How many bytes at S[I] on are ASCII that needs no escape, counted in eights: of each byte of W, the top bit tells
 * whether it is above 0x7f, below a blank, one of the two signs, or DEL. A borrow can only make a byte behind a true hit
 * look like one, and the caller looks at those one by one. */
static size_t plain_eights(struct str s, size_t i)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones * 0x80;
	size_t from = i;
	for (; s.n - i >= 8; i += 8) {
		uint64_t w, quote, backslash, del;
		memcpy(&w, s.p + i, sizeof w);
		quote = w ^ ones * '"';
		backslash = w ^ ones * '\\';
		del = w ^ ones * 0x7f;
		if ((w | ((w - ones * ' ') & ~w) | ((quote - ones) & ~quote) | ((backslash - ones) & ~backslash) |
		     ((del - ones) & ~del)) & tops)
			break;
	}
	return i - from;
}

void js_put_string(struct buf *out, struct str s)
{
	size_t run = 0, i = 0;
	if (!buf_grow(out, s.n + 2))
		return;
	buf_addc(out, '"');
	while (i += plain_eights(s, i), i < s.n) {
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
		} else if (escape_of[c] == 0) {
			i++;
			continue;
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
