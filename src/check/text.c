/* SPDX-License-Identifier: MIT
 * What the check's rules read with: characters by script, where sentences end, mathematics left out. */
#include "src/check/internal.h"

#include <string.h>

#include "digest/tex.h"

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

void check_count(struct str s, struct check_counts *ret)
{
	*ret = (struct check_counts){ 0 };
	uint32_t cp;
	for (size_t i = 0, n; i < s.n; i += n) {
		const unsigned char *p = (const unsigned char *)s.p + i;
		n = 3;
		ret->characters++;
		if (p[0] >= 0xe5 && p[0] <= 0xe9) {  /* the common case: U+5000 to U+9FFF */
			ret->han++;
			continue;
		}
		if (p[0] < 0x80) {
			ret->latin += is_alpha(p[0]);
			n = 1;
			continue;
		}
		if ((n = utf8_decode(str_from(s, i), &cp)) == 0)
			break;
		ret->han += is_han(cp);
		ret->latin += is_latin(cp);
		ret->kana += is_kana(cp);
		ret->foreign += is_foreign(cp);
	}
}

const struct check_counts *check_counted(struct check_ctx *l)
{
	if (l->counted == NULL || l->counted_of.p != l->text.p || l->counted_of.n != l->text.n) {
		l->counted = arena_alloc(l->scratch, sizeof *l->counted);
		l->counted_of = l->text;
		check_count(l->text, l->counted);
	}
	return l->counted;
}

struct str check_plain(struct check_ctx *l)
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

size_t check_last(struct str s)
{
	size_t n = 0;
	while (n < s.n && n < 4)
		if (((unsigned char)s.p[s.n - ++n] & 0xc0) != 0x80)
			break;
	return n;
}

static const char *const final_marks[] = { "。", "！", "？", ".", "!", "?", "．", "｡", NULL };
static const char *const closers[] = { "”", "’", "」", "』", "》", "）", "】", "〉", ")", "]", "}", "\"", "'", "$", "*", NULL };

/* If S ends with one of the strings of LIST, its length. */
static size_t ends_with(struct str s, const char *const *list)
{
	for (; *list; list++)
		if (str_ends(s, *list))
			return strlen(*list);
	return 0;
}

/* Where the final marks and the closing quotes and brackets behind them begin, if the text ends in such; else its length. */
static size_t check_final(struct str s)
{
	struct str rest = str_trim(s);
	size_t n, at = s.n;
	while ((n = ends_with(rest, closers)) > 0)
		rest = str_trim(str_head(rest, rest.n - n));
	for (; (n = ends_with(rest, final_marks)) > 0; at = rest.n)
		rest = str_trim(str_head(rest, rest.n - n));
	return at;
}

bool check_ends_sentence(struct str s) { return check_final(s) < s.n; }

/* A full stop of a Latin sentence: no abbreviation, no number. */
static bool is_latin_stop(struct str s, size_t i)
{
	return strchr(".!?", s.p[i]) && i > 0 && (i + 1 == s.n || is_space((unsigned char)s.p[i + 1]) ||
		(unsigned char)s.p[i + 1] >= 0x80) &&
	       s.p[i - 1] != '.' && (i + 1 == s.n || s.p[i + 1] != '.') && !(i > 1 && s.p[i - 2] == '.') &&
	       !(i > 1 && s.p[i - 2] == ' ') && !(i >= 2 && memcmp(s.p + i - 2, "al", 2) == 0) &&
		!is_digit((unsigned char)s.p[i - 1]);
}

size_t check_whole_sentences(struct str plain)
{
	static const char *const marks[] = { "。", "！", "？", NULL };
	size_t end = 0, depth = 0;
	for (size_t i = 0; i < plain.n; i++) {
		struct str at = str_from(plain, i);
		size_t n = check_starts(at, marks);
		if (str_starts(at, "（") || plain.p[i] == '(')
			depth++;
		else if (depth > 0 && (str_starts(at, "）") || plain.p[i] == ')'))
			depth--;
		if (n == 0 && is_latin_stop(plain, i))
			n = 1;
		if (n == 0 || depth > 0)
			continue;
		size_t close = ends_with(str_head(at, n + 3), closers);
		if (plain.n >= i + n + 3 && close == 3)
			n += 3;
		end = i + n;
	}
	return end;
}

size_t check_tail(struct str s, size_t most)
{
	size_t i = s.n > most ? s.n - most : 0;
	while (i < s.n && ((unsigned char)s.p[i] & 0xc0) == 0x80)
		i++;
	return i;
}

struct str check_shown(struct str s)
{
	enum { MOST = 60 };
	return str_head_utf8(s, MOST);
}

static bool starts_nocase(struct str s, const char *z)
{
	size_t n = strlen(z);
	return s.n >= n && str_is_nocase(str_head(s, n), z);
}

size_t check_starts(struct str s, const char *const *list)
{
	for (; s.n > 0 && *list; list++)
		if (to_lower((unsigned char)s.p[0]) == to_lower((unsigned char)**list) && starts_nocase(s, *list))
			return strlen(*list);
	return 0;
}

/* Which of the sieve's bits the first three bytes of P are, lower case. */
enum { SIEVE = 1024 };
static unsigned hash3(unsigned a, unsigned b, unsigned c) { return ((a * 31u + b) * 31u + c) * 0x9e3779b1u >> 22; }
static unsigned lower_of(char c) { return (unsigned)to_lower((unsigned char)c); }

/* Most places of a text are the beginning of none of the list's: a bit for the first three bytes tells. */
size_t check_find(struct str s, const char *const *list, size_t from)
{
	uint64_t sieve[SIEVE / 64] = { 0 };
	if (s.n < 3 || from > s.n - 3)
		return STR_NONE;
	for (size_t i = 0; list[i]; i++) {
		unsigned h = hash3(lower_of(list[i][0]), lower_of(list[i][1]), lower_of(list[i][2]));
		sieve[h >> 6] |= (uint64_t)1 << (h & 63);
	}
	unsigned a = lower_of(s.p[from]), b = lower_of(s.p[from + 1]);
	for (size_t i = from; i + 3 <= s.n; i++) {
		unsigned c = lower_of(s.p[i + 2]), h = hash3(a, b, c);
		if ((sieve[h >> 6] >> (h & 63) & 1) && check_starts(str_from(s, i), list) > 0)
			return i;
		a = b;
		b = c;
	}
	return STR_NONE;
}

/* Two sets of a text's groups of three bytes and of six, in lower case. */
enum { GROUPS = 1 << 15 };
static unsigned group3(const char *p)  /* letters of either case are the same, and so are some signs */
{
	return ((p[0] | 0x20u) & 0xff) * 961u + ((p[1] | 0x20u) & 0xff) * 31u + ((p[2] | 0x20u) & 0xff);
}
static unsigned group6(unsigned first, unsigned second) { return (first * 0x01000193u + second) ^ 0x5bd1e995u; }
static unsigned bit_of(unsigned group) { return group * 0x9e3779b1u >> 17; }

static const uint64_t *groups_of(struct check_ctx *l)
{
	struct str s = l->text;
	unsigned last[4] = { 0 };
	if (l->groups && l->groups_of.p == s.p && l->groups_of.n == s.n)
		return l->groups;
	if (l->groups == NULL)
		l->groups = arena_alloc(l->scratch, 2 * GROUPS / 8);
	memset(l->groups, 0, 2 * GROUPS / 8);
	l->groups_of = s;
	for (size_t i = 0; i + 3 <= s.n; i++) {
		unsigned g = last[i & 3] = group3(s.p + i), h = bit_of(g);
		l->groups[h >> 6] |= (uint64_t)1 << (h & 63);
		h = GROUPS | bit_of(group6(last[(i + 1) & 3], g)); /* with the one three bytes before */
		l->groups[h >> 6] |= (uint64_t)1 << (h & 63);
	}
	return l->groups;
}

static bool has_bit(const uint64_t *set, unsigned h)
{
	return set[h >> 6] >> (h & 63) & 1;
}

/* Whether Z's first three bytes, and its first SIX where it has as many, are in the SET. */
static bool may_have(const uint64_t *set, const char *z, bool six)
{
	unsigned first = group3(z);
	return has_bit(set, bit_of(first)) && (!six || has_bit(set, GROUPS | bit_of(group6(first, group3(z + 3)))));
}

bool check_may_have(struct check_ctx *l, const char *z, size_t n)
{
	return may_have(groups_of(l), z, n >= 6);
}

size_t check_find_text(struct check_ctx *l, const char *const *list)
{
	const uint64_t *set = groups_of(l);
	for (const char *z; (z = *list) != NULL; list++)
		if (may_have(set, z, z[3] && z[4] && z[5]))
			return check_find(l->text, list, 0); /* those before it are not there */
	return STR_NONE;
}

struct str check_skip(struct str s, const char *const *list)
{
	size_t n;
	while ((n = check_starts(s, list)) > 0)
		s = str_from(s, n);
	return s;
}

bool check_paper_says(const struct check_ctx *l, const char *const *list)
{
	return check_find(l->p->title, list, 0) != STR_NONE || check_find(l->p->abstract, list, 0) != STR_NONE;
}
