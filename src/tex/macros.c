/* SPDX-License-Identifier: MIT
 * What TeX's macros mean in text: the table of data/tex.tsv, and one function for each kind of its rows. */
#include "internal.h"

#include <string.h>

#include "tex.inc"

const struct tex_macro *tex_macro_at(struct str s, size_t i, size_t *end)
{
	size_t lo = 0, hi = COUNTOF(tex_macros), n = i + 1;
	while (n < s.n && is_letter(s.p[n]))
		n++;
	if (n == i + 1) {
		unsigned char c = n < s.n ? (unsigned char)s.p[n] : 0;
		*end = c && c < 0x80 ? n + 1 : n;
		return c < 0x80 && tex_signs[c].name ? &tex_signs[c] : NULL;
	}
	struct str name = { s.p + i + 1, n - i - 1 };
	*end = n;
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		int d = str_cmp(name, str_of(tex_macros[mid].name));
		if (d == 0)
			return &tex_macros[mid];
		if (d < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	return NULL;
}

/* ---- One function a kind: M's backslash is at I, its name ends at END. False: leave it as it is. ---- */

typedef bool macro_fn(struct tex *t, const struct tex_macro *m, size_t end);

/* M\' ezier: TeX passes over a blank there, but authors\' is an apostrophe and \'word\' of a quotation. Sure is a vowel
 * behind a letter that makes no plural. */
static size_t blank_under_accent(const struct tex *t, size_t end)
{
	char prev = before(t, t->i), next = at(t, end + 1);
	bool sure = at(t, end) == ' ' && t->s.p[t->i + 1] == '\'' && !t->quotes_escaped && is_letter(prev) && prev != 's' &&
	            next && strchr("aeiouy", next) && at(t, end + 2) != '\'';
	return sure ? 1 : 0;
}

/* The letter that an accent stands on, and its marks, to BASE; where it ends, or 0. */
static size_t accented(struct str s, size_t i, unsigned depth, struct buf *base, bool *braced)
{
	size_t end, k;
	const struct tex_macro *m = tex_macro_at(s, i, &end);
	bool named = is_letter(m->name[0]), group = end < s.n && s.p[end] == '{';
	k = end;
	while (k < s.n && s.p[k] == ' ' && (group || named))
		k++;
	group = k < s.n && s.p[k] == '{';
	k += group;
	if (k >= s.n || (named && k == end))
		return 0;
	if (is_letter(s.p[k])) {
		buf_addc(base, s.p[k++]);
	} else if (s.p[k] == '\\') {
		const struct tex_macro *inner = tex_macro_at(s, k, &end);
		if (inner && inner->kind == TEX_LETTER) {
			bool dotless = str_is(str_of(inner->name), "i") || str_is(str_of(inner->name), "j");
			buf_addz(base, dotless ? inner->name : inner->value);  /* Unicode's accents take the dotted letter */
			k = end;
			while (!group && k + 1 < s.n && s.p[k] == ' ' && is_letter(s.p[k + 1]))
				k++;
		} else if (!inner || inner->kind != TEX_ACCENT || depth == 0 ||
		           (k = accented(s, k, depth - 1, base, braced)) == 0) {
			return 0;
		}
	} else {
		return 0;
	}
	buf_addz(base, m->value);
	if (group && (k >= s.n || s.p[k++] != '}'))
		return 0;
	*braced = *braced || group || named;
	return k;
}

static bool one_character(struct str s)
{
	uint32_t cp;
	return utf8_decode(s, &cp) == s.n;
}

static bool accent(struct tex *t, const struct tex_macro *m, size_t end)
{
	struct buf base = BUF_INIT(64);
	bool braced = false, ok = false;
	if (at(t, end) == '{' && at(t, end + 1) == '}' && !is_letter(m->name[0])) {  /* \~{}: the sign itself */
		tex_replace(t, end + 2, str_of(m->name));
		return true;
	}
	size_t blank = blank_under_accent(t, end);
	if (blank) {
		buf_addc(&base, at(t, end + 1));
		buf_addz(&base, m->value);
	}
	size_t next = blank ? end + 2 : accented(t->s, t->i, MAX_ACCENTS - 1, &base, &braced);
	t->quotes_escaped |= is_gap(before(t, t->i)) && is_lower((unsigned char)at(t, end));
	if (next) {
		tex_flush(t);
		size_t was = t->out->len;
		utf8_nfc(buf_str(&base), t->out);
		/* Without braces only what is one letter: \"q may be a quotation mark that was escaped. */
		ok = braced || one_character(str_from(buf_str(t->out), was));
		if (ok)
			tex_replace(t, next, STR(""));
		else
			buf_cut(t->out, was);
	}
	buf_free(&base);
	return ok;
}

static bool letter(struct tex *t, const struct tex_macro *m, size_t end)
{
	size_t back = t->i;
	while (back > 0 && (t->s.p[back - 1] == ' ' || t->s.p[back - 1] == '~'))
		back--;
	bool unit = is_digit((unsigned char)before(t, back));  /* 5 \AA wide */
	struct str group;
	size_t close;
	bool word = at(t, end) == '{' && is_letter(at(t, end + 1)) && tex_group(t, end, &group, &close);  /* \L{ojasiewicz} */
	if (at(t, end) == '{' && at(t, end + 1) == '}')
		end += 2;
	else if (at(t, end) == ' ' && is_letter(at(t, end + 1)) && !unit)
		end++;
	tex_replace(t, end + word, str_of(m->value));
	if (word)
		tex_open_brace(t, BRACE_DROP);
	return true;
}

static bool prefix(struct tex *t, const struct tex_macro *m, size_t end)
{
	if (at(t, end) == '{' && at(t, end + 1) == '}')
		end += 2;
	else if (at(t, end) == ' ' && is_letter(at(t, end + 1)))
		end++;
	tex_replace(t, end, str_of(m->value));
	return true;
}

static bool sign(struct tex *t, const struct tex_macro *m, size_t end)
{
	char c = m->name[0], prev = before(t, t->i), next = at(t, end);
	if (c == '$' && t->keep_dollars)
		return false;
	if (memchr("%&_#${}", c, 7)) {
		tex_replace(t, end, str_of(m->value));
		return true;
	}
	if (c == '@' && prev == '.') {  /* the full stop is no sentence's end */
		tex_replace(t, end, STR(""));
		return true;
	}
	/* Spacing: inside text only, and a hyphenation point inside a word. */
	if (is_gap(prev) || is_gap(next) || (c == '-' && !(is_letter(prev) && is_letter(next))))
		return false;
	if (m->value[0] == ' ')
		tex_put_space(t, end);
	else
		tex_replace(t, end, STR(""));
	return true;
}

static bool symbol(struct tex *t, const struct tex_macro *m, size_t end)
{
	struct str value = str_of(m->value);
	if (at(t, end) == '{' && at(t, end + 1) == '}')
		end += 2;
	else if (str_ends(value, ".") && at(t, end) == '.')
		end++;
	tex_replace(t, end, value);
	return true;
}

static bool wrap(struct tex *t, const struct tex_macro *m, size_t end)
{
	UNUSED(m);
	end = tex_skip_blanks(t, end);
	if (at(t, end) != '{')
		return false;
	tex_drop(t, end + 1);
	tex_open_brace(t, BRACE_DROP);
	return true;
}

static bool paren(struct tex *t, const struct tex_macro *m, size_t end)
{
	UNUSED(m);
	end = tex_skip_blanks(t, end);
	if (at(t, end) != '{')
		return false;
	tex_put_space(t, end + 1);
	buf_addc(t->out, '(');
	tex_open_brace(t, BRACE_PAREN);
	return true;
}

/* \enquote{…}: within another one, single marks. */
static bool quotation(struct tex *t, const struct tex_macro *m, size_t end)
{
	UNUSED(m);
	end = tex_skip_blanks(t, end);
	if (at(t, end) != '{')
		return false;
	bool inner = memchr(t->braces, BRACE_QUOTE, t->depth) != NULL;
	tex_replace(t, end + 1, inner ? STR("‘") : STR("“"));
	tex_open_brace(t, inner ? BRACE_INNER_QUOTE : BRACE_QUOTE);
	return true;
}

/* \textcolor{red}{text}; of \texorpdfstring{$\alpha$}{alpha} the mathematics, which nothing may take away. */
static bool second(struct tex *t, const struct tex_macro *m, size_t end)
{
	struct str first, plain;
	if (!tex_group(t, end, &first, &end))
		return false;
	if (first.n && memchr(first.p, '$', first.n) && tex_group(t, end, &plain, &end)) {
		tex_replace(t, end, first);
		return true;
	}
	return wrap(t, m, end);
}

static bool switch_(struct tex *t, const struct tex_macro *m, size_t end)
{
	UNUSED(m);
	if (at(t, end) == '{' && at(t, end + 1) == '}')
		end += 2;
	else
		end = tex_skip_blanks(t, end);
	tex_replace(t, end, STR(""));
	struct str group;
	for (size_t close; tex_group(t, t->i, &group, &close);) {  /* {\it{cdf}}, {\em {{two}}} */
		tex_replace(t, t->i + 1, STR(""));
		tex_open_brace(t, BRACE_DROP);
	}
	return true;
}

static bool space(struct tex *t, const struct tex_macro *m, size_t end)
{
	UNUSED(m);
	tex_put_space(t, tex_skip_blanks(t, end));
	return true;
}

/* Small digits and signs, as far as Unicode has them; other arguments stay as they are (2nd, a*). */
static bool small(struct tex *t, size_t end, const char *const *signs, const struct tex_macro *m)
{
	struct str text;
	size_t close, k;
	if (!tex_group(t, end, &text, &close) || text.n == 0)
		return wrap(t, m, end);
	for (k = 0; k < text.n && strchr("0123456789+-=()", text.p[k]); k++)
		;
	if (k < text.n)
		return wrap(t, m, end);
	tex_flush(t);
	for (k = 0; k < text.n; k++)
		buf_addz(t->out, signs[strchr("0123456789+-=()", text.p[k]) - "0123456789+-=()"]);
	tex_replace(t, close, STR(""));
	return true;
}

static bool super(struct tex *t, const struct tex_macro *m, size_t end)
{
	static const char *const signs[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹", "⁺", "⁻", "⁼", "⁽", "⁾" };
	return small(t, end, signs, m);
}

static bool sub(struct tex *t, const struct tex_macro *m, size_t end)
{
	static const char *const signs[] = { "₀", "₁", "₂", "₃", "₄", "₅", "₆", "₇", "₈", "₉", "₊", "₋", "₌", "₍", "₎" };
	return small(t, end, signs, m);
}

/* An address or a key: only escaped signs mean something else than they say. */
static void put_raw(struct tex *t, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\\' && i + 1 < s.n && memchr("%&_#~${}", s.p[i + 1], 8)) {
			i++;
			buf_addc(t->out, s.p[i]);
			if (s.p[i] == '~' && str_starts(str_from(s, i + 1), "{}"))
				i += 2;
		} else {
			buf_addc(t->out, s.p[i]);
		}
	}
}

/* The group at I, or the rest if the text was cut inside it. */
static bool raw_group(struct tex *t, size_t i, struct str *text, size_t *end)
{
	if (at(t, i) != '{')
		return false;
	if (tex_group(t, i, text, end))
		return true;
	*text = str_from(t->s, i + 1);
	*end = t->s.n;
	for (size_t k = 0; k < text->n; k++)
		if (k > MAX_QUOTE || is_blank(text->p[k]))
			return false;
	return true;
}

static bool raw(struct tex *t, const struct tex_macro *m, size_t end)
{
	struct str text;
	UNUSED(m);
	if (!raw_group(t, end, &text, &end))
		return false;
	tex_flush(t);
	put_raw(t, text);
	tex_replace(t, end, STR(""));
	return true;
}

static bool href(struct tex *t, const struct tex_macro *m, size_t end)
{
	struct str address, text;
	UNUSED(m);
	if (!tex_group(t, end, &address, &end) || !raw_group(t, end, &text, &end))
		return false;
	tex_flush(t);
	buf_adds(t->out, text);
	if (!str_eq(address, text)) {
		buf_addz(t->out, " (");
		put_raw(t, address);
		buf_addc(t->out, ')');
	}
	tex_replace(t, end, STR(""));
	return true;
}

static bool cite(struct tex *t, const struct tex_macro *m, size_t end)
{
	struct str options[2] = { STR_NULL, STR_NULL }, keys;
	size_t n = 0;
	UNUSED(m);
	end += at(t, end) == '*';
	while (n < 2 && tex_option(t, &end, &options[n]))
		n++;
	if (!raw_group(t, end, &keys, &end))
		return false;
	tex_flush(t);
	buf_addc(t->out, '[');
	put_raw(t, keys);
	for (size_t k = 0; k < n; k++)
		if (options[k].n) {
			buf_addz(t->out, ", ");
			buf_adds(t->out, options[k]);
		}
	buf_addc(t->out, ']');
	tex_replace(t, end, STR(""));
	return true;
}

static bool delete(struct tex *t, const struct tex_macro *m, size_t end)
{
	struct str text;
	UNUSED(m);
	end += at(t, end) == '*';
	if (!tex_group(t, end, &text, &end))
		return false;
	tex_drop(t, end);
	return true;
}

/* Whether a character may be named by number: not what cleaning would drop again. */
static bool nameable(uint32_t cp)
{
	return cp >= 0xa0 && cp != 0xad && !(cp >= 0x200b && cp <= 0x200f) && !(cp >= 0x2028 && cp <= 0x202e) &&
	       !(cp >= 0x2060 && cp <= 0x206f) && !(cp >= 0xd800 && cp <= 0xf8ff) && cp != 0xfeff && cp <= 0x10ffff;
}

static bool unicode(struct tex *t, const struct tex_macro *m, size_t end)
{
	struct str text;
	uint32_t cp = 0;
	UNUSED(m);
	tex_option(t, &end, &text);
	if (!tex_group(t, end, &text, &end) || text.n < 2 || text.n > 8)
		return false;
	bool hex = text.p[0] == 'x' || text.p[0] == '"';
	for (size_t i = hex; i < text.n; i++) {
		int c = to_lower((unsigned char)text.p[i]);
		if (!is_digit(c) && !(hex && c >= 'a' && c <= 'f'))
			return false;
		cp = cp * (hex ? 16 : 10) + (uint32_t)(is_digit(c) ? c - '0' : c - 'a' + 10);
	}
	if (!nameable(cp))
		return false;
	tex_flush(t);
	utf8_encode(cp, t->out);
	tex_replace(t, end, STR(""));
	return true;
}

static bool verb(struct tex *t, const struct tex_macro *m, size_t end)
{
	char mark = at(t, end);
	UNUSED(m);
	if (is_gap(mark) || is_word(mark) || mark == '{')
		return false;
	for (size_t k = end + 1; k < t->s.n && k - end < MAX_QUOTE && t->s.p[k] != '\n'; k++)
		if (t->s.p[k] == mark) {
			tex_replace(t, k + 1, (struct str){ t->s.p + end + 1, k - end - 1 });
			return true;
		}
	return false;
}

static macro_fn *const macro_fns[] = {
	[TEX_ACCENT] = accent, [TEX_LETTER] = letter, [TEX_SIGN] = sign, [TEX_SYMBOL] = symbol, [TEX_WRAP] = wrap,
	[TEX_PAREN] = paren, [TEX_SECOND] = second, [TEX_SWITCH] = switch_, [TEX_SPACE] = space, [TEX_SUPER] = super,
	[TEX_SUB] = sub, [TEX_CITE] = cite, [TEX_RAW] = raw, [TEX_HREF] = href, [TEX_DELETE] = delete,
	[TEX_UNICODE] = unicode, [TEX_VERB] = verb, [TEX_PREFIX] = prefix, [TEX_QUOTE] = quotation,
};
static_assert(COUNTOF(macro_fns) == TEX__COUNT, "a kind without a function");

bool tex_macro_apply(struct tex *t, const struct tex_macro *m, size_t end) { return macro_fns[m->kind](t, m, end); }
