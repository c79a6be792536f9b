/* SPDX-License-Identifier: MIT
 * Addresses of the web in a text, as links of HTML. */
#include <string.h>

#include "digest/markdown.h"
#include "src/render/view.h"

/* A sentence's signs are no part of the address before them, nor is a bracket that the address does not open. */
static size_t without_sentence(struct str url)
{
	while (url.n > 0) {
		char last = url.p[url.n - 1];
		size_t opened = 0, closed = 0;
		for (size_t i = 0; i < url.n; i++) {
			opened += url.p[i] == '(';
			closed += url.p[i] == ')';
		}
		if (strchr(".,;:!?'*_$", last) == NULL && (last != ')' || closed <= opened))
			break;
		url.n--;
	}
	return url.n;
}

/* The next address of S from FROM on: printable ASCII behind a scheme, so that Chinese text ends it. */
static bool next_address(struct str s, size_t from, struct str *ret)
{
	for (size_t i = from; (i = str_find(s, "http", i)) != STR_NONE; i += 4) {
		struct str url = { s.p + i, 4 };
		while (i + url.n < s.n && url.p[url.n] > ' ' && url.p[url.n] < 0x7f && strchr("<>\"`\\{}|^[]", url.p[url.n]) == NULL)
			url.n++;
		url.n = without_sentence(url);
		if ((i == 0 || !is_alnum((unsigned char)s.p[i - 1])) && url_is_web(url)) {
			*ret = url;
			return true;
		}
	}
	return false;
}

/* Whether the line that OUT ends in has opened a link: links do not stand in links. */
static bool within_link(const struct buf *out)
{
	const char *lf = out->len ? memrchr(out->s, '\n', out->len) : NULL;
	struct str line = { lf ? lf + 1 : out->s, 0 };
	line.n = (size_t)(out->s + out->len - line.p);
	size_t open = STR_NONE, close = STR_NONE;
	for (size_t i = 0; (i = str_find(line, "<a ", i)) != STR_NONE; i++)
		open = i;
	for (size_t i = 0; (i = str_find(line, "</a>", i)) != STR_NONE; i++)
		close = i;
	return open != STR_NONE && (close == STR_NONE || close < open);
}

void escape_linked(struct str s, struct buf *out)
{
	struct str url;
	size_t from = 0;
	while (!within_link(out) && next_address(s, from, &url)) {
		size_t at = (size_t)(url.p - s.p);
		escape_entities((struct str){ s.p + from, at - from }, false, out);
		buf_addz(out, "<a href=\"");
		escape_entities(url, true, out);
		buf_addz(out, "\" rel=\"noopener noreferrer\">");
		escape_entities(url, false, out);
		buf_addz(out, "</a>");
		from = at + url.n;
	}
	escape_entities(str_from(s, from), false, out);
}
