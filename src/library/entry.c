/* SPDX-License-Identifier: MIT
 * What entries of all kinds are made of: identifiers where people write them, TeX, days. */
#include "digest/buf.h"
#include "digest/paper.h"
#include "digest/tex.h"
#include "src/library/internal.h"

static bool parts_words(char c) { return is_space((unsigned char)c) || strchr(",;()[]{}<>\"", c) != NULL; }

struct str id_within(struct str text, bool bare, struct arena *a)
{
	for (size_t i = 0, from; i < text.n;) {
		struct arxiv_id id;
		while (i < text.n && parts_words(text.p[i]))
			i++;
		for (from = i; i < text.n && !parts_words(text.p[i]); i++)
			;
		struct str word = { text.p + from, i - from };
		while (word.n > 0 && (word.p[word.n - 1] == '.' || word.p[word.n - 1] == ':'))
			word.n--;
		bool said = bare || str_find(word, "rXiv", 0) != STR_NONE || str_find(word, "arxiv", 0) != STR_NONE;
		if (said && word.n > 0 && arxiv_id_from_words(word, a, &id))
			return arena_dup(a, id.id);
	}
	return STR_NULL;
}

struct str plain_text(struct str tex, struct arena *a)
{
	struct buf b = BUF_INIT(BUF_UNBOUNDED), out = BUF_INIT(BUF_UNBOUNDED);
	tex_to_unicode(tex, &b);
	for (size_t i = 0; i < b.len; i++) {
		char c = is_space((unsigned char)b.s[i]) ? ' ' : b.s[i];
		bool escaped = c == '\\' && i + 1 < b.len && strchr("{}&%#_$", b.s[i + 1]) != NULL;
		if (escaped)
			c = b.s[++i];
		if ((escaped || (c != '{' && c != '}')) && (c != ' ' || (out.len > 0 && out.s[out.len - 1] != ' ')))
			buf_addc(&out, c);
	}
	struct str ret = arena_dup(a, str_trim(buf_str(&out)));
	buf_free(&b);
	buf_free(&out);
	return ret;
}

int32_t day_within(struct str text)
{
	static const struct { size_t digits; uint64_t most; int32_t worth; } parts[] = { { 4, 9999, 10000 }, { 2, 12, 100 }, { 2, 31, 1 } };
	int32_t day = 0;
	for (size_t i = 0; i < COUNTOF(parts); i++) {
		uint64_t n;
		if (!str_number(str_head(text, parts[i].digits), parts[i].most, &n) || text.n < parts[i].digits)
			break;
		day += (int32_t)n * parts[i].worth;
		text = str_from(text, parts[i].digits);
		if (text.n == 0 || text.p[0] != '-')
			break;
		text = str_from(text, 1);
	}
	return day;
}

int32_t day_of_id(struct str id)
{
	enum { CENTURY_ENDS = 91, YYMM = 4 };  /* arXiv began in 1991 */
	size_t slash = str_find(id, "/", 0);
	uint64_t n;
	if (!str_number(str_head(str_from(id, slash == STR_NONE ? 0 : slash + 1), YYMM), 9999, &n))
		return 0;
	int32_t year = (int32_t)(n / 100);
	return ((year < CENTURY_ENDS ? 2000 : 1900) + year) * 10000 + (int32_t)(n % 100) * 100;
}
