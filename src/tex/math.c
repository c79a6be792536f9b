/* SPDX-License-Identifier: MIT
 * Where mathematics is in a text: abstracts are TeX, but their dollars may be prices.
 * One walk over the text, never back: a delimiter without its partner costs only the way to the next one. */
#include "digest/tex.h"
#include "digest/text.h"

#include <string.h>

/* From I, just behind '{', to behind its '}'; S.n if there is none. */
static size_t skip_group(struct str s, size_t i)
{
	for (size_t depth = 1; i < s.n; i++) {
		if (s.p[i] == '\\')
			i++;
		else if (s.p[i] == '{')
			depth++;
		else if (s.p[i] == '}' && --depth == 0)
			return i + 1;
	}
	return s.n;
}

static bool balanced(struct str s)
{
	size_t depth = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\\')
			i++;
		else if (s.p[i] == '{')
			depth++;
		else if (s.p[i] == '}' && depth-- == 0)
			return false;
	}
	return depth == 0;
}

/* Whether S has a CJK sign; with OUTSIDE_TEXT only what does not stand in \text{…} and its like counts. */
static bool has_cjk(struct str s, bool outside_text)
{
	static const char *const text[] = { "\\text{", "\\mbox{", "\\textrm{", "\\mathrm{", "\\textbf{", "\\hbox{" };
	for (size_t i = 0; i < s.n;) {
		uint32_t cp = 0;
		size_t n = utf8_decode(str_from(s, i), &cp), t = 0;
		if (n > 1 && utf8_is_cjk(cp))
			return true;
		if (cp == '\\' && outside_text)
			while (t < COUNTOF(text) && !str_starts(str_from(s, i), text[t]))
				t++;
		else
			t = COUNTOF(text);
		i = t < COUNTOF(text) ? skip_group(s, i + strlen(text[t])) : i + (n ? n : 1);
	}
	return false;
}

static bool two_letters(struct str s)
{
	for (size_t i = 1; i < s.n; i++)
		if (is_alpha((unsigned char)s.p[i]) && is_alpha((unsigned char)s.p[i - 1]))
			return true;
	return false;
}

/* Where the unit of a price that begins at S[I] ends: "/tCO2", "/kWh"; I if there is none. */
static size_t skip_unit(struct str s, size_t i)
{
	size_t k = i + 1;
	if (i >= s.n || s.p[i] != '/' || k >= s.n || !is_alpha((unsigned char)s.p[k]))
		return i;
	while (k < s.n && is_alnum((unsigned char)s.p[k]))
		k++;
	return k;
}

/* "5 and 10", "1,000，共", "579/tCO2, rising to", "100+ a day and": an amount and words, no sign of mathematics; or the unit
 * and words alone, behind "579 $". DIGIT_BEHIND: the closing dollar opens another amount, as in "$5-$10". */
static bool is_price(struct str body, bool digit_behind)
{
	size_t i = 0, unit;
	body = str_trim(body);
	while (i < body.n && (is_digit((unsigned char)body.p[i]) || body.p[i] == '.' || body.p[i] == ','))
		i++;
	i += i > 0 && i + 1 < body.n && body.p[i] == '+' && body.p[i + 1] == ' ';
	unit = skip_unit(body, i);
	if (unit == 0)
		return false;
	for (size_t k = unit; k < body.n; k++)
		if (memchr("\\^_{}=<>+*/|", body.p[k], 12))
			return false;
	struct str words = unit > i ? str_from(body, unit) : body;
	return two_letters(words) || has_cjk(words, false) || (digit_behind && i < body.n);
}

/* Whether the body between two dollars is mathematics. */
static bool is_math(struct str body, bool dollars, bool digit_behind)
{
	if (str_trim(body).n == 0 || !balanced(body) || has_cjk(body, true))
		return false;
	return !dollars || !is_price(body, digit_behind);
}

/* The closing delimiter of the mathematics that opens at S[I] with N bytes: "$", "$$", or ')' or ']' behind a
 * backslash. 0 if there is none before the same opening comes again. */
static size_t find_close(struct str s, size_t i, size_t n)
{
	bool dollars = s.p[i] == '$';
	char open = s.p[i + n - 1], close = open == '(' ? ')' : ']';
	for (size_t k = i + n; k < s.n; k++) {
		if (s.p[k] == '\\' && k + 1 < s.n) {
			if (!dollars && s.p[k + 1] == close)
				return k;
			if (!dollars && s.p[k + 1] == open)
				return 0;
			k++;
		} else if (dollars && s.p[k] == '$' && (n == 1 || (k + 1 < s.n && s.p[k + 1] == '$'))) {
			return k;
		}
	}
	return 0;
}

/* The length of an opening delimiter at S[I]; 0: none. */
static size_t opening(struct str s, size_t i)
{
	char next = i + 1 < s.n ? s.p[i + 1] : '\0';
	if (s.p[i] == '$')
		return next == '$' ? 2 : 1;
	return s.p[i] == '\\' && (next == '(' || next == '[') ? 2 : 0;
}

enum { BLOCK = 32 };

/* The next dollar or backslash from I on; S.n: there is none. A block has a fixed length and no branch: compilers make
 * vector steps of it. */
static size_t next_sign(struct str s, size_t i)
{
	for (; s.n - i >= BLOCK; i += BLOCK) {
		unsigned char hit = 0;
		for (size_t k = 0; k < BLOCK; k++)
			hit |= (s.p[i + k] == '$') | (s.p[i + k] == '\\');
		if (hit)
			break;
	}
	while (i < s.n && s.p[i] != '$' && s.p[i] != '\\')
		i++;
	return i;
}

bool tex_next_math(struct str s, size_t from, struct tex_math *ret)
{
	for (size_t i = from; i < s.n && (i = next_sign(s, i)) < s.n; i++) {
		size_t n = opening(s, i), close;
		if (n && (close = find_close(s, i, n)) != 0) {
			bool dollars = s.p[i] == '$', digit = close + n < s.n && is_digit((unsigned char)s.p[close + n]);
			if (is_math((struct str){ s.p + i + n, close - i - n }, dollars, n == 1 && digit)) {
				*ret = (struct tex_math){ i, close + n, i + n, close, n == 2 && s.p[i + 1] != '(' };
				return true;
			}
		}
		i += s.p[i] == '\\';  /* what it escapes, a dollar or a second backslash, is no delimiter */
	}
	return false;
}
