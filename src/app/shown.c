/* SPDX-License-Identifier: MIT
 * An address is told by its "://"; its authority ends where RFC 3986 ends it, or at a blank. */
#include "src/app/shown.h"

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
	}
	buf_adds(&b, rest);
	const char *shown = any ? arena_dup(a, buf_str(&b)).p : text;
	buf_free(&b);
	return shown;
}
