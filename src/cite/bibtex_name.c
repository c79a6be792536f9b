/* SPDX-License-Identifier: MIT
 * Names for BibTeX. It tells a name's parts by the case of words and by hyphens (Patashnik, "BibTeXing", section 4, and the program's own
 * source, section 397 on): "Jae-hyun Kim" has the particle "hyun". So each name is read as BibTeX would, and written in the first form
 * that is read right: "Given Family", as arXiv's export has it; "Family, Given"; "{Family}, Given". */
#include <string.h>

#include "src/cite/internal.h"

enum { MOST_TOKENS = 64 };

/* ---- As BibTeX reads it ---- */

struct token {
	size_t at;
	bool small;     /* it begins with a small letter: it may be a particle */
	bool hyphen;    /* before it stands a hyphen, no blank */
};

static bool is_one_of(struct str s, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_is(s, list[i]))
			return true;
	return false;
}

/* Where the group whose brace is at I ends, behind its closing brace. */
static size_t group_end(struct str s, size_t i)
{
	size_t depth = 0;
	for (; i < s.n; i++) {
		depth += s.p[i] == '{';
		if (s.p[i] == '}' && --depth == 0)
			return i + 1;
	}
	return s.n;
}

/* Whether a special character, {\'e} or {\oe}, counts as small. S is what stands behind its backslash. */
static bool special_is_small(struct str s)
{
	static const char *const known[] = { "i", "j", "o", "oe", "ae", "aa", "l", "ss" };
	static const char *const capital[] = { "O", "OE", "AE", "AA", "L" };
	size_t n = 0;
	while (n < s.n && is_alpha((unsigned char)s.p[n]))
		n++;
	if (is_one_of(str_head(s, n), known, COUNTOF(known)) || is_one_of(str_head(s, n), capital, COUNTOF(capital)))
		return is_lower((unsigned char)s.p[0]);
	while (n < s.n && !is_alpha((unsigned char)s.p[n]))
		n++;
	return n < s.n && is_lower((unsigned char)s.p[n]);
}

/* By its first letter at the outmost level; letters that BibTeX does not know, those of UTF-8, are passed over. */
static bool token_is_small(struct str s)
{
	for (size_t i = 0; i < s.n;) {
		size_t end = s.p[i] == '{' ? group_end(s, i) : i + 1;
		if (is_alpha((unsigned char)s.p[i]))
			return is_lower((unsigned char)s.p[i]);
		if (s.p[i] == '{' && i + 1 < s.n && s.p[i + 1] == '\\')
			return special_is_small((struct str){ s.p + i + 2, end - i - 3 });
		i = end;
	}
	return false;
}

/* Cut S at blanks, ties and hyphens. Returns how many tokens there are; 0: too many. */
static size_t read_tokens(struct str s, struct token t[MOST_TOKENS])
{
	size_t n = 0;
	for (size_t i = 0; i < s.n;) {
		size_t from = i;
		while (i < s.n && !strchr(" ~-", s.p[i]))
			i = s.p[i] == '{' ? group_end(s, i) : i + 1;
		if (n == MOST_TOKENS)
			return 0;
		t[n++] = (struct token){ from, token_is_small((struct str){ s.p + from, i - from }), from > 0 && s.p[from - 1] == '-' };
		while (i < s.n && strchr(" ~-", s.p[i]))
			i++;
	}
	return n;
}

/* Where the particles end, of tokens FROM to N: behind the last small one but the name's last. */
static size_t particles_end(const struct token *t, size_t from, size_t n)
{
	size_t end = n - 1;
	while (end > from && !t[end - 1].small)
		end--;
	return end;
}

/* "First von Last": where particles and family begin. False: it cannot be told. */
static bool read_natural(struct str s, size_t *particle, size_t *family)
{
	struct token t[MOST_TOKENS];
	size_t n = read_tokens(s, t), i = 0;
	if (n == 0)
		return false;
	while (i + 1 < n && !t[i].small)
		i++;
	size_t end = i + 1 < n ? particles_end(t, i, n) : i;
	while (i + 1 == n && end > 0 && t[end].hyphen)
		end--;
	*family = t[end].at;
	*particle = i + 1 < n ? t[i].at : *family;
	return true;
}

/* "von Last" before a comma: where the family begins. */
static bool read_family(struct str s, size_t *family)
{
	struct token t[MOST_TOKENS];
	size_t n = read_tokens(s, t);
	if (n > 0)
		*family = t[particles_end(t, 0, n)].at;
	return n > 0;
}

/* ---- As it is written ---- */

static void put_part(struct str part, struct buf *out)
{
	if (str_known(part) && out->len)
		buf_addc(out, ' ');
	bibtex_text(part, TEX_IN_NAME, out);
}

/* Particles and family; the family in braces where BibTeX would take it for something else. */
static void put_family(const struct cite_name *n, struct buf *out)
{
	struct buf part = BUF_INIT(BUF_UNBOUNDED);
	size_t family;
	put_part(n->particle, &part);
	size_t want = part.len + (part.len > 0);
	put_part(n->family, &part);
	if (!read_family(buf_str(&part), &family) || family != want) {
		struct str name = str_from(buf_str(&part), want);
		buf_addf(out, "%.*s{%.*s}", (int)want, part.s, STR_ARG(name));
	} else {
		buf_adds(out, buf_str(&part));
	}
	buf_free(&part);
}

static bool put_natural(const struct cite_name *n, struct buf *out)
{
	struct buf s = BUF_INIT(BUF_UNBOUNDED);
	size_t particle = 0, family = 0;
	put_part(n->given, &s);
	size_t want_particle = s.len + (s.len > 0);
	put_part(n->particle, &s);
	size_t want_family = s.len + (s.len > 0);
	put_part(n->family, &s);
	bool ok = !str_known(n->suffix) && str_find(buf_str(&s), ",", 0) == STR_NONE && read_natural(buf_str(&s), &particle, &family) &&
	          particle == want_particle && family == want_family;
	if (ok)
		buf_adds(out, buf_str(&s));
	buf_free(&s);
	return ok;
}

void bibtex_name(const struct cite_name *n, struct buf *out)
{
	if (str_known(n->literal)) {
		buf_addc(out, '{');
		bibtex_text(n->literal, TEX_IN_TEXT, out);
		buf_addc(out, '}');
		return;
	}
	if (put_natural(n, out))
		return;
	put_family(n, out);
	if (str_known(n->suffix)) {
		buf_addz(out, ", ");
		bibtex_text(n->suffix, TEX_IN_NAME, out);
	}
	if (str_known(n->given)) {
		buf_addz(out, ", ");
		bibtex_text(n->given, TEX_IN_NAME, out);
	}
}
