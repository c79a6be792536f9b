/* SPDX-License-Identifier: MIT
 * What the gate's rules read with: characters by script, where sentences end, mathematics left out. */
#include "src/summary/gate.h"

#include <string.h>

bool is_han(uint32_t cp)
{
	return (cp >= 0x4e00 && cp <= 0x9fff) || (cp >= 0x3400 && cp <= 0x4dbf) || (cp >= 0x20000 && cp <= 0x323af) ||
	       (cp >= 0xf900 && cp <= 0xfaff) || cp == 0x3007;
}

static bool is_kana(uint32_t cp)  /* not the middle dot and the long mark, which Chinese texts borrow */
{
	return (cp >= 0x3041 && cp <= 0x309f) || (cp >= 0x30a1 && cp <= 0x30fa) || (cp >= 0xff66 && cp <= 0xff9d);
}

/* Cyrillic, Armenian, Hebrew, Arabic, scripts of India and Southeast Asia, Hangul. Greek is mathematics. */
static bool is_foreign(uint32_t cp)
{
	return (cp >= 0x400 && cp <= 0x10ff) || (cp >= 0x1100 && cp <= 0x11ff) || (cp >= 0x1780 && cp <= 0x17ff) ||
	       (cp >= 0x3130 && cp <= 0x318f) || (cp >= 0xac00 && cp <= 0xd7af) || (cp >= 0xfb50 && cp <= 0xfdff) ||
	       (cp >= 0xfe70 && cp <= 0xfefc);
}

static bool is_latin(uint32_t cp) { return (cp < 0x80 && is_alpha((int)cp)) || (cp >= 0xc0 && cp <= 0x24f); }

void gate_count(struct str s, struct gate_counts *ret)
{
	*ret = (struct gate_counts){ 0 };
	uint32_t cp;
	for (size_t i = 0, n; i < s.n && (n = utf8_decode(str_from(s, i), &cp)) > 0; i += n) {
		ret->characters++;
		ret->han += is_han(cp);
		ret->latin += is_latin(cp);
		ret->kana += is_kana(cp);
		ret->foreign += is_foreign(cp);
	}
}

struct str gate_plain(struct look *l)
{
	if (l->plain_of.p == l->text.p && l->plain_of.n == l->text.n && l->plain.p)
		return l->plain;
	char *copy = arena_alloc(l->scratch, l->text.n + 1);
	if (l->text.n)
		memcpy(copy, l->text.p, l->text.n);
	copy[l->text.n] = '\0';
	struct tex_math m;
	for (size_t i = 0; tex_next_math(l->text, i, &m); i = m.end)
		memset(copy + m.start, ' ', m.end - m.start);
	l->plain_of = l->text;
	l->plain = (struct str){ copy, l->text.n };
	return l->plain;
}

size_t gate_last(struct str s)
{
	size_t n = 0;
	while (n < s.n && n < 4)
		if (((unsigned char)s.p[s.n - ++n] & 0xc0) != 0x80)
			break;
	return n;
}

/* If S ends with one of the strings of LIST, its length. */
static size_t ends_with(struct str s, const char *const *list)
{
	for (; *list; list++)
		if (str_ends(s, *list))
			return strlen(*list);
	return 0;
}

static const char *const final_marks[] = { "。", "！", "？", ".", "!", "?", "．", "｡", NULL };
static const char *const closers[] = { "”", "’", "」", "』", "》", "）", "】", "〉", ")", "]", "}", "\"", "'", "$", "*", NULL };

size_t gate_final(struct str s)
{
	struct str rest = str_trim(s);
	size_t n, at = s.n;
	while ((n = ends_with(rest, closers)) > 0)
		rest = str_trim(str_head(rest, rest.n - n));
	for (; (n = ends_with(rest, final_marks)) > 0; at = rest.n)
		rest = str_trim(str_head(rest, rest.n - n));
	return at;
}

bool gate_ends_sentence(struct str s) { return gate_final(s) < s.n; }

struct str gate_shown(struct str s)
{
	enum { MOST = 60 };
	size_t n = s.n;
	if (n > MOST)
		for (n = MOST; n > 0 && ((unsigned char)s.p[n] & 0xc0) == 0x80;)
			n--;
	return str_head(s, n);
}

static bool starts_nocase(struct str s, const char *z)
{
	size_t n = strlen(z);
	return s.n >= n && str_is_nocase(str_head(s, n), z);
}

size_t gate_starts(struct str s, const char *const *list)
{
	for (; *list; list++)
		if (starts_nocase(s, *list))
			return strlen(*list);
	return 0;
}

uint64_t gate_hash(struct str s)
{
	uint64_t h = 0xcbf29ce484222325u;
	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 0x100000001b3u;
	return h;
}
