/* SPDX-License-Identifier: MIT
 * UTF-8 by the letter of RFC 3629; Normalization Form C, graphemes and their widths by utf8proc, whose only door this
 * file is.
 * Nearly all text that comes is in NFC already: a table of ranges that cannot take part in any composition answers
 * that without the library. */
#include "digest/text.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "digest/mem.h"

const char utf8_library[] =
	"utf8proc/" QUOTED(UTF8PROC_VERSION_MAJOR) "." QUOTED(UTF8PROC_VERSION_MINOR) "." QUOTED(UTF8PROC_VERSION_PATCH);

/* The length of the character whose first byte, beyond ASCII, is C; 0: none begins so. The second byte's range excludes overlong forms,
 * surrogates and what lies above U+10FFFF (table 3-7 of Unicode). */
static inline size_t form_of(unsigned char c, unsigned *lo, unsigned *hi)
{
	*lo = c == 0xe0 ? 0xa0 : c == 0xf0 ? 0x90 : 0x80;
	*hi = c == 0xed ? 0x9f : c == 0xf4 ? 0x8f : 0xbf;
	return c < 0xc2 || c > 0xf4 ? 0 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
}

size_t utf8_length(struct str s)
{
	const unsigned char *p = (const unsigned char *)s.p;
	unsigned lo, hi;
	size_t n = p[0] < 0x80 ? 1 : form_of(p[0], &lo, &hi);
	for (size_t i = 1; i < n && i < s.n; i++)
		if (p[i] < (i == 1 ? lo : 0x80) || p[i] > (i == 1 ? hi : 0xbf))
			return 0;
	return n;
}

size_t utf8_decode(struct str s, uint32_t *cp)
{
	const unsigned char *p = (const unsigned char *)s.p;
	if (s.n == 0)
		return 0;
	if (p[0] < 0x80) {
		*cp = p[0];
		return 1;
	}
	unsigned lo, hi;
	size_t n = form_of(p[0], &lo, &hi);
	if (n == 0 || s.n < n || p[1] < lo || p[1] > hi)
		return 0;
	uint32_t c = p[0] & (0x7fu >> n);
	c = c << 6 | (p[1] & 0x3f);
	for (size_t i = 2; i < n; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (p[i] & 0x3f);
	}
	*cp = c;
	return n;
}

void utf8_encode(uint32_t cp, struct buf *out)
{
	char b[4];
	if (cp > 0x10ffff || (cp >= 0xd800 && cp <= 0xdfff))
		cp = 0xfffd;
	if (cp < 0x80) {
		buf_addc(out, (char)cp);
	} else if (cp < 0x800) {
		b[0] = (char)(0xc0 | cp >> 6);
		b[1] = (char)(0x80 | (cp & 0x3f));
		buf_add(out, b, 2);
	} else if (cp < 0x10000) {
		b[0] = (char)(0xe0 | cp >> 12);
		b[1] = (char)(0x80 | (cp >> 6 & 0x3f));
		b[2] = (char)(0x80 | (cp & 0x3f));
		buf_add(out, b, 3);
	} else {
		b[0] = (char)(0xf0 | cp >> 18);
		b[1] = (char)(0x80 | (cp >> 12 & 0x3f));
		b[2] = (char)(0x80 | (cp >> 6 & 0x3f));
		b[3] = (char)(0x80 | (cp & 0x3f));
		buf_add(out, b, 4);
	}
}

enum { BLOCK = 32 };

/* The first byte at or after I that is not ASCII. A block has a fixed length and no branch: compilers make vector steps
 * of it. */
static size_t skip_ascii(struct str s, size_t i)
{
	for (; s.n - i >= BLOCK; i += BLOCK) {
		unsigned char all = 0;
		for (size_t k = 0; k < BLOCK; k++)
			all |= (unsigned char)s.p[i + k];
		if (all >= 0x80)
			break;
	}
	while (i < s.n && (unsigned char)s.p[i] < 0x80)
		i++;
	return i;
}

/* Over U+4000 to U+9FFF, two characters a step: each byte is compared with the least and the most that it may be, by
 * subtracting words. Only a byte that is out of its range can borrow from the next one, and then it is seen itself. */
static size_t skip_han_pairs(struct str s, size_t i)
{
	static const unsigned char least[8] = { 0xe4, 0x80, 0x80, 0xe4, 0x80, 0x80, 0, 0 },
		most[8] = { 0xe9, 0xbf, 0xbf, 0xe9, 0xbf, 0xbf, 0xff, 0xff }, tops[8] = { 0x80, 0x80, 0x80, 0x80, 0x80, 0x80 };
	uint64_t lo, hi, mask, w;
	memcpy(&lo, least, sizeof lo), memcpy(&hi, most, sizeof hi), memcpy(&mask, tops, sizeof mask);
	for (; s.n - i >= sizeof w; i += 6) {
		memcpy(&w, s.p + i, sizeof w);
		if (((w - lo) | (hi - w)) & mask)
			break;
	}
	return i;
}

size_t utf8_skip_han(struct str s, size_t i)
{
	const unsigned char *p = (const unsigned char *)s.p;
	for (;;) {
		i = skip_han_pairs(s, i);
		while (i + 3 <= s.n && (unsigned)p[i] - 0xe4 <= 5 && ((p[i + 1] ^ 0x80) | (p[i + 2] ^ 0x80)) < 0x40)
			i += 3;  /* U+4000 to U+9FFF */
		if (i + 3 > s.n || p[i] < 0xe3)
			return i;
		unsigned two = (unsigned)p[i] << 8 | p[i + 1], c = p[i + 2];
		if (!(two == 0xe380 && c > 0x80 && c < 0xaa)        /* U+3001 to U+3029 */
		    && !(two == 0xefbc && c > 0x80 && c < 0xc0))    /* U+FF01 to U+FF3F */
			return i;
		i += 3;
	}
}

size_t utf8_skip_inert(struct str s, size_t i)
{
	for (size_t from = STR_NONE; from != i;) {
		from = i;
		i = utf8_skip_han(s, skip_ascii(s, i));
	}
	return i;
}

bool utf8_valid(struct str s, size_t *bad)
{
	uint32_t cp;
	for (size_t i = utf8_skip_inert(s, 0); i < s.n; i = utf8_skip_inert(s, i)) {
		size_t n = utf8_decode(str_from(s, i), &cp);
		if (n == 0) {
			if (bad)
				*bad = i;
			return false;
		}
		i += n;
	}
	return true;
}

struct range {
	uint32_t first, last;
};

static bool in_ranges(const struct range *r, size_t n, uint32_t cp)
{
	for (size_t i = 0; i < n; i++)
		if (cp <= r[i].last)
			return cp >= r[i].first;
	return false;
}

bool utf8_is_nfc_quick(struct str s)
{
	/* Starters that are their own NFC and compose with nothing inside these ranges (Unicode 15; a test walks all
	 * of them with another implementation). Hangul syllables compose only with jamo, which are not here. */
	static const struct range inert[] = {
		{ 0x0000, 0x02ff }, { 0x0391, 0x03cf }, { 0x0400, 0x0482 }, { 0x2010, 0x2027 }, { 0x2030, 0x205e },
		{ 0x20a0, 0x20bf }, { 0x2190, 0x22ff }, { 0x2460, 0x27ff }, { 0x3001, 0x3029 }, { 0x3041, 0x3096 },
		{ 0x309b, 0x30ff }, { 0x3400, 0x4dbf }, { 0x4e00, 0x9fff }, { 0xac00, 0xd7a3 }, { 0xff01, 0xffee },
		{ 0x1f300, 0x1f64f }, { 0x20000, 0x2a6df },
	};
	uint32_t cp;
	for (size_t i = utf8_skip_inert(s, 0); i < s.n; i = utf8_skip_inert(s, i)) {
		size_t n = utf8_decode(str_from(s, i), &cp);
		if (n == 0 || !in_ranges(inert, COUNTOF(inert), cp))
			return false;
		i += n;
	}
	return true;
}

static void put_normal(struct str s, utf8proc_option_t form, struct buf *out)
{
	utf8proc_uint8_t *made = NULL;
	utf8proc_ssize_t n = utf8proc_map((const utf8proc_uint8_t *)s.p, (utf8proc_ssize_t)s.n, &made, UTF8PROC_STABLE | form);
	if (n < 0)
		buf_adds(out, s);  /* not UTF-8: against the contract; pass it on rather than lose it */
	else
		buf_add(out, made, (size_t)n);
	free(made);
}

void utf8_nfc(struct str s, struct buf *out)
{
	if (utf8_is_nfc_quick(s))
		buf_adds(out, s);
	else
		put_normal(s, UTF8PROC_COMPOSE, out);
}

void utf8_nfd(struct str s, struct buf *out) { put_normal(s, UTF8PROC_DECOMPOSE, out); }

bool utf8_is_cjk(uint32_t cp)
{
	static const struct range cjk[] = {
		{ 0x1100, 0x11ff }, { 0x2e80, 0x2fdf }, { 0x3000, 0x303f }, { 0x3040, 0x33ff }, { 0x3400, 0x4dbf },
		{ 0x4e00, 0x9fff }, { 0xa960, 0xa97f }, { 0xac00, 0xd7ff }, { 0xf900, 0xfaff }, { 0xfe30, 0xfe4f },
		{ 0xff00, 0xffef }, { 0x1b000, 0x1b16f }, { 0x20000, 0x323af },
	};
	return cp >= 0x1100 && in_ranges(cjk, COUNTOF(cjk), cp);
}

bool utf8_is_word(uint32_t cp)
{
	if (cp < 0x80)
		return is_alnum((int)cp);
	utf8proc_category_t c = utf8proc_category((utf8proc_int32_t)cp);
	return !(c >= UTF8PROC_CATEGORY_PC && c <= UTF8PROC_CATEGORY_SO) && !(c >= UTF8PROC_CATEGORY_ZS && c <= UTF8PROC_CATEGORY_ZP);
}

size_t utf8_bare(uint32_t cp, uint32_t ret[UTF8_BARE_MOST])
{
	utf8proc_int32_t to[UTF8_BARE_MOST];
	int boundary = 0;
	utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)cp, to, UTF8_BARE_MOST,
		UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK | UTF8PROC_IGNORE, &boundary);
	if (n < 0 || n > UTF8_BARE_MOST) {
		ret[0] = cp;
		return 1;
	}
	for (utf8proc_ssize_t i = 0; i < n; i++)
		ret[i] = (uint32_t)to[i];
	return (size_t)n;
}

bool utf8_is_lower(uint32_t cp) { return utf8proc_category((utf8proc_int32_t)cp) == UTF8PROC_CATEGORY_LL; }

bool utf8_is_upper(uint32_t cp) { return utf8proc_category((utf8proc_int32_t)cp) == UTF8PROC_CATEGORY_LU; }

/* ---- Columns ---- */

static int compare_range(const void *key, const void *range)
{
	uint32_t cp = *(const uint32_t *)key;
	const struct range *r = range;
	return (cp > r->last) - (cp < r->first);
}

static int width_of(uint32_t cp, bool ambiguous_wide)
{
	static const struct range ambiguous[] = {
#include "ambiguous.inc"
	};
	if (ambiguous_wide && bsearch(&cp, ambiguous, COUNTOF(ambiguous), sizeof *ambiguous, compare_range))
		return 2;
	return utf8proc_charwidth((utf8proc_int32_t)cp);
}

/* The first byte of what takes no part in the grapheme before it: ASCII, U+4000 to U+9FFF, the end. */
static bool stands_alone(struct str s, size_t i)
{
	return i >= s.n || (unsigned char)s.p[i] < 0x80 || (unsigned char)((unsigned char)s.p[i] - 0xe4) <= 5;
}

size_t utf8_grapheme(struct str s, bool ambiguous_wide, uint32_t *first, int *width)
{
	enum { EMOJI_FORM = 0xfe0f, FLAG_A = 0x1f1e6, FLAG_Z = 0x1f1ff };
	uint32_t last, cp;
	size_t n = utf8_decode(s, first);
	if (n == 0) {
		*first = 0xfffd;
		*width = ambiguous_wide ? 2 : 1;
		return s.n > 0;
	}
	*width = *first < 0x7f ? *first >= ' ' : *first >= 0x4e00 && *first <= 0x9fff ? 2 : width_of(*first, ambiguous_wide);
	if (stands_alone(s, n))
		return n;
	last = *first;
	utf8proc_int32_t state = 0;
	for (size_t more; (more = utf8_decode(str_from(s, n), &cp)) > 0; n += more, last = cp) {
		if (utf8proc_grapheme_break_stateful((utf8proc_int32_t)last, (utf8proc_int32_t)cp, &state))
			break;
		int w = cp == EMOJI_FORM || (cp >= FLAG_A && cp <= FLAG_Z) ? 2 : width_of(cp, ambiguous_wide);
		*width = w > *width ? w : *width;
	}
	return n;
}
