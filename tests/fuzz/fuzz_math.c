/* SPDX-License-Identifier: MIT
 * libFuzzer over formulas: the first byte says whether one stands on a line of its own. MathML is well-formed, of our own
 * tags alone, not too deep, and no longer than so many times the TeX; portable TeX has none of the signs that it is about, and
 * becomes the same letters and signs as the TeX that it was. */
#include <stdlib.h>
#include <string.h>

#include "digest/tex.h"
#include "digest/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

enum { MAX_OPEN = 512, MAX_GROWTH = 200 };

/* <name …>, </name> or <name/> at *P; false if it is none of ours: lower case, attributes without signs of their own. */
static bool read_tag(const char **p, struct str open[MAX_OPEN], size_t *depth)
{
	const char *s = *p + 1, *end = strchr(s, '>');
	bool close = *s == '/';
	if (end == NULL)
		return false;
	s += close;
	struct str name = { s, strspn(s, "abcdefghijklmnopqrstuvwxyz") };
	*p = end + 1;
	for (const char *k = s; k < end; k++)
		if (!is_alnum((unsigned char)*k) && !strchr(" =\"./", *k))
			return false;
	if (close)
		return *depth > 0 && end == s + name.n && str_eq(open[--*depth], name);
	if (end[-1] != '/')
		open[(*depth)++] = name;
	return name.n > 0 && *depth < MAX_OPEN;
}

/* The text of well-formed XML to *TEXT; false if it is not. */
static bool read_xml(struct str xml, struct buf *text)
{
	struct str open[MAX_OPEN];
	size_t depth = 0;
	for (const char *p = xml.p; p < xml.p + xml.n;) {
		if (*p == '<') {
			if (!read_tag(&p, open, &depth))
				return false;
			continue;
		}
		if (*p == '>' || depth == 0)
			return false;
		if (*p == '&' && !str_starts(str_of(p), "&amp;") && !str_starts(str_of(p), "&lt;") && !str_starts(str_of(p), "&gt;"))
			return false;
		buf_addc(text, *p++);
	}
	return depth == 0 && utf8_valid(xml, NULL);
}

static bool is_portable(struct str tex)
{
	for (size_t i = 0; i < tex.n; i++) {
		unsigned char c = (unsigned char)tex.p[i];
		if (strchr("*|<>~`$%\n", c) || c == '\0' || (c == '\\' && !(i + 1 < tex.n && is_alpha((unsigned char)tex.p[i + 1]))))
			return false;
		if (c == '_' && (i == 0 || tex.p[i - 1] != ' ' || (i + 1 < tex.n && tex.p[i + 1] != ' ')))
			return false;
	}
	return tex.n > 0 && tex.p[0] != ' ' && tex.p[tex.n - 1] != ' ';
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	if (n < 2 || memchr(data, '\0', n))
		return 0;
	struct str tex = { (const char *)data + 1, n - 1 };
	struct buf mathml = BUF_INIT(BUF_UNBOUNDED), text = BUF_INIT(BUF_UNBOUNDED), portable = BUF_INIT(BUF_UNBOUNDED);
	struct buf mathml2 = BUF_INIT(BUF_UNBOUNDED), text2 = BUF_INIT(BUF_UNBOUNDED);
	bool drawn = tex_to_mathml(tex, data[0] & 1, &mathml);
	if (!drawn ? mathml.len != 0 : !read_xml(buf_str(&mathml), &text) || mathml.len > MAX_GROWTH * n)
		abort();
	if (tex_portable(tex, &portable)) {
		if (!is_portable(buf_str(&portable)))
			abort();
		if (drawn && (!tex_to_mathml(buf_str(&portable), data[0] & 1, &mathml2) || !read_xml(buf_str(&mathml2), &text2)
		              || !str_eq(buf_str(&text), buf_str(&text2))))
			abort();
	} else if (portable.len != 0) {
		abort();
	}
	struct tex_sign s = { 0 };
	for (size_t from = 0; tex_next_sign(tex, from, &s); from = s.end)
		if (s.start < from || s.end > tex.n || !strchr("%#$&_", s.sign))
			abort();
	buf_free(&mathml);
	buf_free(&text);
	buf_free(&portable);
	buf_free(&mathml2);
	buf_free(&text2);
	return 0;
}
