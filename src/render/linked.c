/* SPDX-License-Identifier: MIT
 * Addresses of the web and DOIs in a text of a paper, as links of HTML. */
#include <string.h>

#include "digest/markdown.h"
#include "src/render/ctx.h"

static void open_link(struct buf *out) { buf_addz(out, "<a href=\""); }

static void close_link(struct str seen, struct buf *out)
{
	buf_addz(out, "\" rel=\"noopener noreferrer\">");
	escape_entities(seen, false, out);
	buf_addz(out, "</a>");
}

bool within_link(const struct buf *out)
{
	const char *lf = out->len ? memrchr(out->s, '\n', out->len) : NULL;
	struct str line = str_from(buf_str(out), lf ? (size_t)(lf + 1 - out->s) : 0);
	bool within = false;
	for (size_t i = 0; (i = str_find(line, "<", i)) != STR_NONE; i++) {
		struct str tag = str_from(line, i);
		within = str_starts(tag, "<a ") || (within && !str_starts(tag, "</a>"));
	}
	return within;
}

/* The next address of S from FROM on. Whatever is passed over is passed over once. */
static bool next_address(struct str s, size_t from, struct str *ret)
{
	for (size_t i = from; (i = str_find(s, "http", i)) != STR_NONE;) {
		size_t host = i + (str_starts(str_from(s, i), "https://") ? 8 : 7);
		if (!str_starts(str_from(s, i), "http://") && !str_starts(str_from(s, i), "https://")) {
			i += 4;
			continue;
		}
		struct str url = { s.p + i, url_end(s, host) - i };
		if ((i == 0 || !is_alnum((unsigned char)s.p[i - 1])) && url_is_web(url)) {
			*ret = url;
			return true;
		}
		i += url.n;
	}
	return false;
}

void escape_linked(struct str s, struct buf *out)
{
	struct str url;
	size_t from = 0;
	while (next_address(s, from, &url)) {
		size_t at = (size_t)(url.p - s.p);
		escape_entities((struct str){ s.p + from, at - from }, false, out);
		open_link(out);
		escape_entities(url, true, out);
		close_link(url, out);
		from = at + url.n;
	}
	escape_entities(str_from(s, from), false, out);
}

/* A DOI may have any sign; what an address needs for itself is percent-encoded, as the DOI Handbook asks. */
static void put_doi(struct str doi, struct buf *out)
{
	if (!str_starts(doi, "10.") || str_find(doi, "/", 0) == STR_NONE) {
		escape_entities(doi, false, out);
		return;
	}
	open_link(out);
	buf_addz(out, "https://doi.org/");
	for (size_t i = 0; i < doi.n; i++) {
		unsigned char c = (unsigned char)doi.p[i];
		if (is_alnum(c) || (c != 0 && strchr("-._~/:;,()@!*+=$", c)))
			buf_addc(out, (char)c);
		else
			buf_addf(out, "%%%02X", c);
	}
	close_link(doi, out);
}

void escape_dois(struct str s, struct buf *out)
{
	struct str doi;
	for (bool first = true; str_cut(&s, ' ', &doi); first = false) {
		if (!first)
			buf_addc(out, ' ');
		put_doi(doi, out);
	}
}
