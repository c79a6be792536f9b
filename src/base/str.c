/* SPDX-License-Identifier: MIT
 * Views of text. Nothing here allocates or knows more than ASCII. */
#include "digest/str.h"

bool str_is_all_nocase(struct str a, const char *z)
{
	size_t i;
	for (i = 0; i < a.n && z[i]; i++)
		if (to_lower((unsigned char)a.p[i]) != to_lower((unsigned char)z[i]))
			return false;
	return i == a.n && z[i] == '\0';
}

int str_cmp(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int d = n ? memcmp(a.p, b.p, n) : 0;
	return d ? d : (a.n > b.n) - (a.n < b.n);
}

size_t str_find(struct str s, const char *z, size_t from)
{
	if (from >= s.n)
		return STR_NONE;
	size_t n = strlen(z);
	const char *hit = n == 1 ? memchr(s.p + from, *z, s.n - from) : memmem(s.p + from, s.n - from, z, n);
	return hit ? (size_t)(hit - s.p) : STR_NONE;
}

struct str str_trim(struct str s)
{
	while (s.n && is_space((unsigned char)s.p[0]))
		s.p++, s.n--;
	while (s.n && is_space((unsigned char)s.p[s.n - 1]))
		s.n--;
	return s;
}

bool str_cut(struct str *rest, char sep, struct str *piece)
{
	if (rest->n == 0)
		return false;
	const char *at = memchr(rest->p, sep, rest->n);
	size_t n = at ? (size_t)(at - rest->p) : rest->n;
	*piece = str_head(*rest, n);
	*rest = str_from(*rest, n + (at != NULL));
	return true;
}

bool str_number(struct str s, uint64_t max, uint64_t *ret)
{
	uint64_t v = 0;
	if (s.n == 0)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (!is_digit((unsigned char)s.p[i]))
			return false;
		uint64_t d = (uint64_t)(s.p[i] - '0');
		if (d > max || v > (max - d) / 10)
			return false;
		v = v * 10 + d;
	}
	*ret = v;
	return true;
}

bool strs_has(struct strs list, struct str s)
{
	for (size_t i = 0; i < list.n; i++)
		if (str_eq(list.v[i], s))
			return true;
	return false;
}
