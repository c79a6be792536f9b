/* SPDX-License-Identifier: MIT
 * What stands at a place of a text that should be JSON: a quote of whatever kind, a name, a sign in its wide form. */
#include "src/answer/lenient.h"

#include <string.h>

size_t lenient_past_space(struct str s, size_t i)
{
	while (i < s.n && is_space((unsigned char)s.p[i]))
		i++;
	return i;
}

enum quote lenient_quote_at(struct str s, size_t i, size_t *n)
{
	*n = 1;
	if (i >= s.n)
		return QUOTE_NONE;
	if (s.p[i] == '"' || s.p[i] == '\'')
		return s.p[i] == '"' ? QUOTE_DOUBLE : QUOTE_SINGLE;
	struct str rest = str_from(s, i);
	if (!str_starts(rest, "\xe2\x80\x9c") && !str_starts(rest, "\xe2\x80\x9d") && !str_starts(rest, "\xef\xbc\x82"))
		return QUOTE_NONE;
	*n = 3;
	return QUOTE_CURLY;
}

/* The length of a sign or of its full-width form; 0: neither stands at S[I]. */
static size_t sign_at(struct str s, size_t i, char sign, const char *wide)
{
	if (i < s.n && s.p[i] == sign)
		return 1;
	return str_starts(str_from(s, i), wide) ? strlen(wide) : 0;
}
size_t lenient_colon_at(struct str s, size_t i) { return sign_at(s, i, ':', "\xef\xbc\x9a"); }
size_t lenient_comma_at(struct str s, size_t i) { return sign_at(s, i, ',', "\xef\xbc\x8c"); }

bool lenient_is_field(const struct summary_style *style, struct str name)
{
	return strs_has(style->keys, name);
}

bool lenient_is_plain_name(struct str name)
{
	for (size_t i = 0; i < name.n; i++)
		if (!is_alnum((unsigned char)name.p[i]) && !has("_-\\", name.p[i]))
			return false;
	return name.n > 0;
}

size_t lenient_name_at(struct str s, size_t i, struct str *name, bool *bare, enum quote *kind)
{
	size_t n, from, to;
	*kind = lenient_quote_at(s, i, &n);
	*bare = *kind == QUOTE_NONE;
	from = to = *bare ? i : i + n;
	for (; to < s.n && to - from < MOST_NAME; to++) {
		enum quote q = lenient_quote_at(s, to, &n);
		if (*bare ? !is_alnum((unsigned char)s.p[to]) && s.p[to] != '_' && !((unsigned char)s.p[to] & 0x80) : q == *kind)
			break;
		if (s.p[to] == '\n' || (!*bare && s.p[to] == '"'))
			return 0;
		if (*bare && lenient_colon_at(s, to))
			break;
	}
	if (to >= s.n || to == from || to - from >= MOST_NAME)
		return 0;
	*name = (struct str){ s.p + from, to - from };
	to = lenient_past_space(s, *bare ? to : to + n);
	n = lenient_colon_at(s, to);
	return n ? to + n : 0;
}

bool lenient_is_cut_name(struct str s, size_t i)
{
	struct str name = str_from(s, i + 1);
	if (i >= s.n || s.p[i] != '"' || name.n >= MOST_NAME)
		return false;
	if (str_ends(name, "\""))
		name.n--;
	return name.n == 0 || lenient_is_plain_name(name);
}

bool lenient_is_hex4(struct str s, size_t i)
{
	size_t n = 0;
	while (n < 4 && i + n < s.n && hex_digit((unsigned char)s.p[i + n]) >= 0)
		n++;
	return n == 4;
}

size_t lenient_escape_u(struct str s, size_t i)
{
	int first = to_lower((unsigned char)s.p[i + 2]), second = to_lower((unsigned char)s.p[i + 3]);
	if (first != 'd' || second < '8')
		return 6;
	if (second >= 'c')
		return 0;
	if (i + 8 >= s.n || s.p[i + 6] != '\\' || s.p[i + 7] != 'u' || !lenient_is_hex4(s, i + 8))
		return 0;
	first = to_lower((unsigned char)s.p[i + 8]), second = to_lower((unsigned char)s.p[i + 9]);
	return first == 'd' && second >= 'c' ? 12 : 0;
}

bool lenient_is_english_apostrophe(struct str s, size_t i)
{
	static const char *const tails[] = { "s", "t", "re", "ve", "ll", "d", "m" };
	if (i > 0 && !is_alpha((unsigned char)s.p[i - 1]))
		return false;
	for (size_t k = 0; k < COUNTOF(tails); k++) {
		size_t end = i + 2 + strlen(tails[k]);
		if (str_starts(str_from(s, i + 2), tails[k]) && (end >= s.n || !is_alpha((unsigned char)s.p[end])))
			return true;
	}
	return i + 2 >= s.n || !is_alpha((unsigned char)s.p[i + 2]);
}
