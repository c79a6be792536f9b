/* SPDX-License-Identifier: MIT
 * An address is told by its "://"; its authority ends where RFC 3986 ends it, or at a blank. */
#include "src/app/shown.h"

#include <string.h>

#include "digest/buf.h"

/* The length of "NAME:PASSWORD@" at the beginning of an authority; 0: there is none. */
static size_t secret(struct str authority)
{
	size_t n = 0;
	for (size_t i = 0; i < authority.n && !is_space(authority.p[i]) && strchr("/?#\"'", authority.p[i]) == NULL; i++)
		if (authority.p[i] == '@')
			n = i + 1;
	return n;
}

/* Whether a query's name is one of a key's: key, api-key, access_token, secret … */
static bool names_key(struct str name)
{
	static const char *const ends[] = { "key", "token", "secret", "password" };
	for (size_t i = 0; i < COUNTOF(ends); i++)
		if (name.n >= strlen(ends[i]) && str_is_nocase(str_from(name, name.n - strlen(ends[i])), ends[i]))
			return true;
	return false;
}

/* Append an address from behind its "://" to its end, without the values of keys. Returns its length; *ANY: one was left out. */
static size_t put_address(struct str s, struct buf *out, bool *any)
{
	size_t at = 0, name = STR_NONE;
	for (; at < s.n && !is_space(s.p[at]) && s.p[at] != '"' && s.p[at] != '\''; at++) {
		char c = s.p[at];
		if (str_starts(str_from(s, at), "://"))  /* an address in an address */
			break;
		buf_addc(out, c);
		if (c == '=' && name != STR_NONE && names_key((struct str){ s.p + name, at - name })) {
			size_t end = at + 1;
			while (end < s.n && !is_space(s.p[end]) && strchr("&#\"'", s.p[end]) == NULL)
				end++;
			*any |= end > at + 1;
			at = end - 1;
			name = STR_NONE;
		} else if (c == '?' || c == '&') {
			name = at + 1;
		}
	}
	return at;
}

const char *shown_text(const char *text, struct arena *a)
{
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	struct str rest = str_of(text);
	bool any = false;
	for (size_t at; (at = str_find(rest, "://", 0)) != STR_NONE;) {
		size_t n = secret(str_from(rest, at + 3));
		any |= n > 0;
		buf_adds(&b, str_head(rest, at + 3));
		rest = str_from(rest, at + 3 + n);
		rest = str_from(rest, put_address(rest, &b, &any));
	}
	buf_adds(&b, rest);
	const char *shown = any ? arena_dup(a, buf_str(&b)).p : text;
	buf_free(&b);
	return shown;
}
