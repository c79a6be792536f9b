/* SPDX-License-Identifier: MIT
 * HTML as feeds hold it: a few tags and character references around text. Not a parser of pages: what is not
 * clearly a tag or a known reference is text and stays. Each passage over the input is a single one. */
#include "digest/text.h"

#include <string.h>

static const struct {
	const char *name;
	uint32_t cp;
} entities[] = {
#include "entities.inc"
};

static uint32_t by_name(struct str name)
{
	size_t lo = 0, hi = COUNTOF(entities);
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		int d = str_cmp(name, str_of(entities[mid].name));
		if (d == 0)
			return entities[mid].cp;
		if (d < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	return 0;
}

/* "#123" or "#x1F600"; 0 if it is neither. */
static uint32_t by_number(struct str s)
{
	/* Browsers read 128 to 159 as Windows-1252, and that is what pages with them mean. */
	static const uint16_t cp1252[32] = {
		0x20ac, 0x81, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8d,
		0x017d, 0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a,
		0x0153, 0x9d, 0x017e, 0x0178,
	};
	bool hex = s.n > 1 && to_lower(s.p[1]) == 'x';
	uint32_t cp = 0;
	size_t i = hex ? 2 : 1;
	if (i >= s.n)
		return 0;
	for (; i < s.n; i++) {
		int d = hex_digit((unsigned char)s.p[i]);
		if (d < 0 || (d > 9 && !hex))
			return 0;
		cp = cp > 0x10ffff ? cp : cp * (hex ? 16 : 10) + (uint32_t)d;
	}
	if (cp >= 0x80 && cp < 0xa0)
		return cp1252[cp - 0x80];
	return cp == 0 || cp > 0x10ffff || (cp >= 0xd800 && cp <= 0xdfff) ? 0xfffd : cp;
}

enum { LONGEST_REFERENCE = 32 };  /* between & and ; */

/* The reference at the start of S: *CP and its length in bytes; 0 if there is none that we know. */
static size_t reference(struct str s, uint32_t *cp)
{
	size_t i = 1;
	while (i < s.n && i <= LONGEST_REFERENCE && (is_alnum((unsigned char)s.p[i]) || (i == 1 && s.p[i] == '#')))
		i++;
	if (i >= s.n || s.p[i] != ';' || i < 2)
		return 0;
	struct str name = { s.p + 1, i - 1 };
	*cp = name.p[0] == '#' ? by_number(name) : by_name(name);
	return *cp ? i + 1 : 0;
}

size_t html_unescape(struct str s, struct buf *out)
{
	size_t count = 0, run = 0, i = 0;
	const char *at;
	while (i < s.n && (at = memchr(s.p + i, '&', s.n - i))) {
		uint32_t cp;
		i = (size_t)(at - s.p);
		size_t n = reference(str_from(s, i), &cp);
		if (n == 0) {
			i++;
			continue;
		}
		buf_add(out, s.p + run, i - run);
		utf8_encode(cp, out);
		count++;
		run = i += n;
	}
	if (s.n)
		buf_add(out, s.p + run, s.n - run);
	return count;
}

/* What an element means for plain text. */
static bool breaks_line(struct str name)
{
	static const char *const blocks[] = { "p", "br", "div", "li", "ul", "ol", "tr", "h1", "h2", "h3", "blockquote" };
	for (size_t i = 0; i < COUNTOF(blocks); i++)
		if (str_is_nocase(name, blocks[i]))
			return true;
	return false;
}

/* The text so far, and the white space that stands between it and what comes. */
struct text_out {
	struct buf *out;
	size_t start;
	char pending;  /* 0, ' ' or LF */
};

static void put_pending(struct text_out *t)
{
	if (t->pending && t->out->len > t->start)
		buf_addc(t->out, t->pending);
	t->pending = 0;
}

/* The tag or comment at S[I], where '<' stands: where it ends, and whether it breaks the line; 0 if it is text.
 * *GT is the first '>' known at or after I: kept, so that many '<' do not search the rest again and again. */
static size_t tag_end(struct str s, size_t i, size_t *gt, bool *breaks)
{
	size_t name = i + 1;
	*breaks = false;
	if (i + 1 < s.n && s.p[name] == '/')
		name++;
	if (name >= s.n || !(is_alpha((unsigned char)s.p[name]) || s.p[name] == '!' || s.p[name] == '?'))
		return 0;
	if (*gt != STR_NONE && *gt < i)
		*gt = str_find(s, ">", i);
	if (*gt == STR_NONE)
		return 0;
	size_t n = name;
	while (n < *gt && is_alnum((unsigned char)s.p[n]))
		n++;
	*breaks = breaks_line((struct str){ s.p + name, n - name });
	return *gt + 1;
}

void html_to_text(struct str s, struct buf *out)
{
	struct text_out t = { out, out->len, 0 };
	size_t gt = str_find(s, ">", 0), end;
	bool breaks;
	for (size_t i = 0; i < s.n;) {
		uint32_t cp;
		char c = s.p[i];
		if (is_space((unsigned char)c)) {
			t.pending = t.pending ? t.pending : ' ';
			i++;
		} else if (c == '<' && (end = tag_end(s, i, &gt, &breaks)) != 0) {
			t.pending = breaks ? '\n' : t.pending;
			i = end;
		} else if (c == '&' && (end = reference(str_from(s, i), &cp)) != 0) {
			put_pending(&t);
			utf8_encode(cp, out);
			i += end;
		} else {
			size_t run = i++;
			while (i < s.n && !is_space((unsigned char)s.p[i]) && s.p[i] != '<' && s.p[i] != '&')
				i++;
			put_pending(&t);
			buf_add(out, s.p + run, i - run);
		}
	}
}
