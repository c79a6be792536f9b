/* SPDX-License-Identifier: MIT
 * TeX as authors type it into titles and abstracts, outside mathematics, to Unicode (data/tex.tsv).
 * Text that only looks like TeX is common too (paths, options, "~10%"), so a rule that is not sure leaves the text as
 * it is. In the end the result is read again: if it does not hold exactly the same formulas, a dollar sign has become
 * ambiguous, and the conversion is done without touching dollars or not at all. */
#include "digest/text.h"

#include <string.h>

enum tex_kind {
	TEX_NONE, TEX_ACCENT, TEX_LETTER, TEX_SIGN, TEX_SYMBOL, TEX_WRAP, TEX_PAREN, TEX_SECOND, TEX_SWITCH, TEX_SPACE,
	TEX_SUPER, TEX_SUB, TEX_CITE, TEX_RAW, TEX_HREF, TEX_DELETE, TEX_UNICODE, TEX_VERB, TEX__COUNT
};
struct tex_macro {
	const char *name;
	enum tex_kind kind;
	const char *value;
};
#include "tex.inc"

enum { MAX_DEPTH = 64, MAX_QUOTE = 240, MAX_GROUP = 2048, MAX_ACCENTS = 3 };
enum brace { BRACE_KEEP, BRACE_DROP, BRACE_PAREN };

struct tex {
	struct str s;
	struct buf *out;
	size_t start;            /* of our part of OUT */
	size_t i, run;           /* what stands between RUN and I is copied when something is replaced */
	struct tex_math math;    /* the next formula; start is S.n if there is none */
	unsigned char braces[MAX_DEPTH];  /* what becomes of each open brace's partner */
	size_t depth, deeper;    /* open braces; those beyond MAX_DEPTH are only counted and kept */
	size_t argument;         /* a brace here is the argument of something that stays: it stays too */
	size_t close_single;     /* where the quote that `opened ends; S.n: nowhere */
	bool double_open, keep_dollars;
	size_t count;
};

/* ---- Reading ---- */

static char at(const struct tex *t, size_t i) { return i < t->s.n ? t->s.p[i] : '\0'; }
static char before(const struct tex *t, size_t i) { return i > 0 ? t->s.p[i - 1] : '\0'; }
static bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }
/* The end of the text counts as a blank. */
static bool is_gap(char c) { return c == '\0' || is_blank(c); }
static bool is_word(char c) { return is_alnum((unsigned char)c) || (unsigned char)c >= 0x80; }
static bool is_letter(char c) { return is_alpha((unsigned char)c); }

static size_t skip_blanks(const struct tex *t, size_t i)
{
	while (is_blank(at(t, i)))
		i++;
	return i;
}

/* The macro whose backslash is at S[I]: its row or NULL, and where its name ends. */
static const struct tex_macro *macro_at(struct str s, size_t i, size_t *end)
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

/* The group whose '{' is at I: its text, without the braces, and where it ends. False if it is not closed soon. */
static bool group_at(const struct tex *t, size_t i, struct str *text, size_t *end)
{
	if (at(t, i) != '{')
		return false;
	for (size_t k = i + 1, depth = 1; k < t->s.n && k - i < MAX_GROUP; k++) {
		char c = t->s.p[k];
		if (c == '\\')
			k++;
		else if (c == '{')
			depth++;
		else if (c == '}' && --depth == 0) {
			*text = (struct str){ t->s.p + i + 1, k - i - 1 };
			*end = k + 1;
			return true;
		}
	}
	return false;
}

/* ---- Writing ---- */

static void flush(struct tex *t)
{
	buf_add(t->out, t->s.p + t->run, t->i - t->run);
	t->run = t->i;
}

static bool ends_blank(const struct tex *t)
{
	return t->out->len == t->start || is_blank(t->out->s[t->out->len - 1]);
}

/* What stands from I to END becomes TEXT. */
static void replace(struct tex *t, size_t end, struct str text)
{
	flush(t);
	buf_adds(t->out, text);
	t->i = t->run = end;
	t->count++;
}

/* What stands from I to END goes, and never leaves two blanks behind. */
static void drop(struct tex *t, size_t end)
{
	replace(t, end, STR(""));
	if (ends_blank(t) && at(t, end) == ' ')
		t->i = t->run = end + 1;
}

static void put_space(struct tex *t, size_t end)
{
	flush(t);
	if (!ends_blank(t) && !is_gap(at(t, end)))
		buf_addc(t->out, ' ');
	replace(t, end, STR(""));
}

static void open_brace(struct tex *t, enum brace what)
{
	if (t->depth < MAX_DEPTH)
		t->braces[t->depth++] = (unsigned char)what;
	else
		t->deeper++;
}

static enum brace close_brace(struct tex *t)
{
	if (t->deeper) {
		t->deeper--;
		return BRACE_KEEP;
	}
	return t->depth ? (enum brace)t->braces[--t->depth] : BRACE_KEEP;
}

/* Whether a character may be named by number: not what cleaning would drop again. */
static bool nameable(uint32_t cp)
{
	return cp >= 0xa0 && cp != 0xad && !(cp >= 0x200b && cp <= 0x200f) && !(cp >= 0x2028 && cp <= 0x202e) &&
	       !(cp >= 0x2060 && cp <= 0x206f) && !(cp >= 0xd800 && cp <= 0xf8ff) && cp != 0xfeff && cp <= 0x10ffff;
}

/* ---- Macros, one function a kind: M's backslash is at I, its name ends at END. False: leave it as it is. ---- */

typedef bool macro_fn(struct tex *t, const struct tex_macro *m, size_t end);

/* The letter that an accent stands on, and its marks, to BASE; where it ends, or 0. */
static size_t accented(struct str s, size_t i, unsigned depth, struct buf *base, bool *braced)
{
	size_t end, k;
	const struct tex_macro *m = macro_at(s, i, &end);
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
		const struct tex_macro *inner = macro_at(s, k, &end);
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
		replace(t, end + 2, str_of(m->name));
		return true;
	}
	size_t next = accented(t->s, t->i, MAX_ACCENTS - 1, &base, &braced);
	if (next) {
		flush(t);
		size_t was = t->out->len;
		utf8_nfc(buf_str(&base), t->out);
		/* Without braces only what is one letter: \"q may be a quotation mark that was escaped. */
		ok = braced || one_character(str_from(buf_str(t->out), was));
		if (ok)
			replace(t, next, STR(""));
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
	if (at(t, end) == '{' && at(t, end + 1) == '}')
		end += 2;
	else if (at(t, end) == ' ' && is_letter(at(t, end + 1)) && !unit)
		end++;
	replace(t, end, str_of(m->value));
	return true;
}

static bool sign(struct tex *t, const struct tex_macro *m, size_t end)
{
	char c = m->name[0], prev = before(t, t->i), next = at(t, end);
	if (c == '$' && t->keep_dollars)
		return false;
	if (memchr("%&_#${}", c, 7)) {
		replace(t, end, str_of(m->value));
		return true;
	}
	/* Spacing: inside text only, and a hyphenation point inside a word. */
	if (is_gap(prev) || is_gap(next) || (c == '-' && !(is_letter(prev) && is_letter(next))))
		return false;
	if (m->value[0] == ' ')
		put_space(t, end);
	else
		replace(t, end, STR(""));
	return true;
}

static bool symbol(struct tex *t, const struct tex_macro *m, size_t end)
{
	struct str value = str_of(m->value);
	if (at(t, end) == '{' && at(t, end + 1) == '}')
		end += 2;
	else if (str_ends(value, ".") && at(t, end) == '.')
		end++;
	replace(t, end, value);
	return true;
}

static bool wrap(struct tex *t, const struct tex_macro *m, size_t end)
{
	UNUSED(m);
	end = skip_blanks(t, end);
	if (at(t, end) != '{')
		return false;
	drop(t, end + 1);
	open_brace(t, BRACE_DROP);
	return true;
}

static bool paren(struct tex *t, const struct tex_macro *m, size_t end)
{
	UNUSED(m);
	end = skip_blanks(t, end);
	if (at(t, end) != '{')
		return false;
	put_space(t, end + 1);
	buf_addc(t->out, '(');
	open_brace(t, BRACE_PAREN);
	return true;
}

static bool second(struct tex *t, const struct tex_macro *m, size_t end)
{
	struct str first;
	return group_at(t, end, &first, &end) && wrap(t, m, end);
}

static bool switch_(struct tex *t, const struct tex_macro *m, size_t end)
{
	UNUSED(m);
	if (at(t, end) == '{' && at(t, end + 1) == '}')
		end += 2;
	else
		end = skip_blanks(t, end);
	replace(t, end, STR(""));
	return true;
}

static bool space(struct tex *t, const struct tex_macro *m, size_t end)
{
	UNUSED(m);
	put_space(t, skip_blanks(t, end));
	return true;
}

/* Small digits and signs, as far as Unicode has them; other arguments stay as they are (2nd, a*). */
static bool small(struct tex *t, size_t end, const char *const *signs, const struct tex_macro *m)
{
	struct str text;
	size_t close, k;
	if (!group_at(t, end, &text, &close) || text.n == 0)
		return wrap(t, m, end);
	for (k = 0; k < text.n && strchr("0123456789+-=()", text.p[k]); k++)
		;
	if (k < text.n)
		return wrap(t, m, end);
	flush(t);
	for (k = 0; k < text.n; k++)
		buf_addz(t->out, signs[strchr("0123456789+-=()", text.p[k]) - "0123456789+-=()"]);
	replace(t, close, STR(""));
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
	if (group_at(t, i, text, end))
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
	flush(t);
	put_raw(t, text);
	replace(t, end, STR(""));
	return true;
}

static bool href(struct tex *t, const struct tex_macro *m, size_t end)
{
	struct str address, text;
	UNUSED(m);
	if (!group_at(t, end, &address, &end) || !raw_group(t, end, &text, &end))
		return false;
	flush(t);
	buf_adds(t->out, text);
	if (!str_eq(address, text)) {
		buf_addz(t->out, " (");
		put_raw(t, address);
		buf_addc(t->out, ')');
	}
	replace(t, end, STR(""));
	return true;
}

/* [option] at *I; false if there is none. */
static bool option(const struct tex *t, size_t *i, struct str *text)
{
	if (at(t, *i) != '[')
		return false;
	for (size_t k = *i + 1; k < t->s.n && k - *i < MAX_QUOTE; k++)
		if (t->s.p[k] == ']') {
			*text = (struct str){ t->s.p + *i + 1, k - *i - 1 };
			*i = k + 1;
			return true;
		}
	return false;
}

static bool cite(struct tex *t, const struct tex_macro *m, size_t end)
{
	struct str options[2] = { STR_NULL, STR_NULL }, keys;
	size_t n = 0;
	UNUSED(m);
	end += at(t, end) == '*';
	while (n < 2 && option(t, &end, &options[n]))
		n++;
	if (!raw_group(t, end, &keys, &end))
		return false;
	flush(t);
	buf_addc(t->out, '[');
	put_raw(t, keys);
	for (size_t k = 0; k < n; k++)
		if (options[k].n) {
			buf_addz(t->out, ", ");
			buf_adds(t->out, options[k]);
		}
	buf_addc(t->out, ']');
	replace(t, end, STR(""));
	return true;
}

static bool delete(struct tex *t, const struct tex_macro *m, size_t end)
{
	struct str text;
	UNUSED(m);
	end += at(t, end) == '*';
	if (!group_at(t, end, &text, &end))
		return false;
	drop(t, end);
	return true;
}

static bool unicode(struct tex *t, const struct tex_macro *m, size_t end)
{
	struct str text;
	uint32_t cp = 0;
	UNUSED(m);
	option(t, &end, &text);
	if (!group_at(t, end, &text, &end) || text.n < 2 || text.n > 8)
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
	flush(t);
	utf8_encode(cp, t->out);
	replace(t, end, STR(""));
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
			replace(t, k + 1, (struct str){ t->s.p + end + 1, k - end - 1 });
			return true;
		}
	return false;
}

static macro_fn *const macro_fns[] = {
	[TEX_ACCENT] = accent, [TEX_LETTER] = letter, [TEX_SIGN] = sign, [TEX_SYMBOL] = symbol, [TEX_WRAP] = wrap,
	[TEX_PAREN] = paren, [TEX_SECOND] = second, [TEX_SWITCH] = switch_, [TEX_SPACE] = space, [TEX_SUPER] = super,
	[TEX_SUB] = sub, [TEX_CITE] = cite, [TEX_RAW] = raw, [TEX_HREF] = href, [TEX_DELETE] = delete,
	[TEX_UNICODE] = unicode, [TEX_VERB] = verb,
};
static_assert(COUNTOF(macro_fns) == TEX__COUNT, "a kind without a function");

/* \begin{equation} … \end{equation} is mathematics without dollars and stays; the frames of text go. */
static bool environment(struct tex *t, struct str macro, size_t end)
{
	static const char *const text[] = { "abstract", "itemize", "enumerate", "center", "quote", "quotation", "description" };
	struct str name;
	bool begin = str_is(macro, "begin");
	size_t after;
	if (!(begin || str_is(macro, "end")) || !group_at(t, end, &name, &after) || name.n > 40)
		return false;
	for (size_t k = 0; k < COUNTOF(text); k++)
		if (str_is(name, text[k])) {
			put_space(t, after);
			return true;
		}
	if (begin) {
		char close[64];
		struct buf z = BUF_INIT(sizeof close - 1);
		buf_addf(&z, "\\end{%.*s}", STR_ARG(name));
		size_t k = str_find(t->s, z.s, after);
		t->i = k == STR_NONE ? t->s.n : k + z.len;
		buf_free(&z);
		return true;
	}
	return false;
}

/* ---- Signs, one function each: what stands at I ---- */

static void backslash(struct tex *t)
{
	size_t end;
	const struct tex_macro *m = macro_at(t->s, t->i, &end);
	if (m && macro_fns[m->kind](t, m, end))
		return;
	char c = at(t, t->i + 1);
	if (is_letter(c)) {
		if (environment(t, (struct str){ t->s.p + t->i + 1, end - t->i - 1 }, end))
			return;
		t->argument = end;
	} else if (c == '\\') {  /* a line's end, perhaps with its extra space */
		struct str extra;
		end = t->i + 2;
		if (at(t, end) == '[' && is_digit((unsigned char)at(t, end + 1)))
			option(t, &end, &extra);
		put_space(t, end);
		return;
	} else if (c == ' ' && !is_gap(before(t, t->i))) {
		put_space(t, t->i + 1);
		return;
	}
	t->i = end < t->s.n ? end : t->s.n;
}

/* A group in text that begins with a macro that we know is there for its sake: {\o}, {\em text}, {\"o}. */
static bool serves_macro(const struct tex *t)
{
	size_t k = skip_blanks(t, t->i + 1), end;
	if (at(t, k) != '\\' || t->argument == t->i || memchr("_^}]", before(t, t->i), 4))
		return false;
	const struct tex_macro *m = macro_at(t->s, k, &end);
	if (m == NULL)
		return false;
	switch (m->kind) {
	case TEX_ACCENT:
	case TEX_LETTER:
	case TEX_SWITCH:
	case TEX_WRAP:
		return true;
	case TEX_SIGN:
	case TEX_SYMBOL:
		return at(t, end) == '}';
	default:
		return false;
	}
}

static void left_brace(struct tex *t)
{
	char prev = before(t, t->i), inner = at(t, t->i + 1);
	bool inside = is_word(prev) && t->argument != t->i;
	if (inside && inner == '}' && is_word(at(t, t->i + 2))) {            /* 11{}000 */
		replace(t, t->i + 2, STR(""));
	} else if (inside && inner && strchr(",.-/:", inner) && at(t, t->i + 2) == '}' && is_word(at(t, t->i + 3))) {
		replace(t, t->i + 3, (struct str){ t->s.p + t->i + 1, 1 });  /* 11{,}000 */
	} else if (serves_macro(t)) {
		replace(t, skip_blanks(t, t->i + 1), STR(""));
		open_brace(t, BRACE_DROP);
	} else {
		open_brace(t, BRACE_KEEP);
		t->i++;
	}
}

static void right_brace(struct tex *t)
{
	switch (close_brace(t)) {
	case BRACE_KEEP: t->i++; break;
	case BRACE_DROP: replace(t, t->i + 1, STR("")); break;
	case BRACE_PAREN: replace(t, t->i + 1, STR(")")); break;
	}
}

/* A tie is a blank; but "~10%" is about ten, "10~20" a range, "~/x" and "/~x" are paths. */
static void tilde(struct tex *t)
{
	char prev = before(t, t->i), next = at(t, t->i + 1);
	bool tie = is_word(prev) || (prev && strchr(".,;:!?)]}'\"$%", prev));
	if (prev == '~' || next == '~' || next == '/')
		tie = false;
	else if (is_gap(prev) || prev == '(')
		tie = next == '\\';
	else if (is_digit((unsigned char)next) && (is_digit((unsigned char)prev) || prev == '%'))
		tie = false;
	if (tie)
		put_space(t, t->i + 1);
	else
		t->i++;
}

/* -- between words or numbers or with blanks on both sides; not --option, -->, <!--, ----. */
static void dash(struct tex *t)
{
	size_t n = 1;
	while (at(t, t->i + n) == '-')
		n++;
	char prev = before(t, t->i), next = at(t, t->i + n);
	bool behind = is_word(prev) || (prev && strchr("$})]'\".,%?", prev));
	bool ahead = is_word(next) || (next && strchr("$\\{(`\"'", next));
	bool apart = prev == ' ' && next == ' ';
	if ((n == 2 || n == 3) && (apart || (behind && (ahead || next == ' ')) || (n == 3 && prev == ' ' && ahead)))
		replace(t, t->i + n, n == 2 ? STR("–") : STR("—"));
	else
		t->i += n;
}

/* ``…'' and ``…", where the end is in sight; `…' in words. Marks of other use stay. */
static void backquote(struct tex *t)
{
	size_t n = 1, k;
	while (at(t, t->i + n) == '`')
		n++;
	char prev = before(t, t->i), next = at(t, t->i + n);
	t->i += n > 2 ? n : 0;
	if (n == 2) {
		for (k = t->i + 2; k < t->s.n && t->s.p[k] != '\n'; k++)
			if (t->s.p[k] == '"' || (t->s.p[k] == t->s.p[k - 1] && (t->s.p[k] == '`' || t->s.p[k] == '\'')))
				break;
		if (k < t->s.n && t->s.p[k] != '\n' && t->s.p[k] != '`' && !is_blank(next)) {
			replace(t, t->i + 2, STR("“"));
			t->double_open = true;
		} else {
			t->i += 2;
		}
	} else if (n == 1) {
		size_t most = t->i + MAX_QUOTE < t->s.n ? t->i + MAX_QUOTE : t->s.n;
		bool opens = (is_gap(prev) || strchr("([{-/\"", prev) || (unsigned char)prev >= 0x80) && !is_gap(next);
		for (k = t->i + 2; opens && k < most && t->s.p[k] != '`' && t->s.p[k] != '\n'; k++)
			if (t->s.p[k] == '\'' && !is_word(at(t, k + 1)) && !is_blank(t->s.p[k - 1]) && t->s.p[k - 1] != '\\')
				break;
		if (opens && k < most && t->s.p[k] == '\'') {
			replace(t, t->i + 1, STR("‘"));
			t->close_single = k;
		} else {
			t->i++;
		}
	}
}

static void quote(struct tex *t)
{
	if (t->s.p[t->i] == '\'' && t->i == t->close_single) {
		replace(t, t->i + 1, STR("’"));
	} else if (t->double_open && t->s.p[t->i] == '"') {
		replace(t, t->i + 1, STR("”"));
		t->double_open = false;
	} else if (t->double_open && t->s.p[t->i] == '\'' && at(t, t->i + 1) == '\'') {
		replace(t, t->i + 2, STR("”"));
		t->double_open = false;
	} else {
		t->i++;
	}
}

/* https://…: only escaped signs are undone; tildes, dashes and quotes belong to the address. */
static void colon(struct tex *t)
{
	size_t back = t->i;
	while (back > 0 && t->i - back < 6 && is_letter(t->s.p[back - 1]))
		back--;
	struct str scheme = { t->s.p + back, t->i - back };
	t->i++;
	if (at(t, t->i) != '/' || at(t, t->i + 1) != '/' ||
	    !(str_is_nocase(scheme, "http") || str_is_nocase(scheme, "https") || str_is_nocase(scheme, "ftp")))
		return;
	while (t->i < t->s.n) {
		char c = t->s.p[t->i], next = at(t, t->i + 1);
		if (is_blank(c) || (unsigned char)c >= 0x80 || memchr("<>\"{}'`$", c, 8))
			return;
		if (c == '\\') {
			if (!next || !strchr("_%#&~", next))
				return;
			bool empty = next == '~' && at(t, t->i + 2) == '{' && at(t, t->i + 3) == '}';
			replace(t, t->i + (empty ? 4 : 2), (struct str){ t->s.p + t->i + 1, 1 });
		} else {
			t->i++;
		}
	}
}

static void line_feed(struct tex *t)
{
	t->double_open = false;
	t->i++;
}

static void (*const sign_fns[256])(struct tex *t) = {
	['\\'] = backslash, ['{'] = left_brace, ['}'] = right_brace, ['~'] = tilde, ['-'] = dash, ['`'] = backquote,
	['\''] = quote, ['"'] = quote, [':'] = colon, ['\n'] = line_feed,
};

/* ---- The walk ---- */

static void next_math(struct tex *t, size_t from)
{
	if (!tex_next_math(t->s, from, &t->math))
		t->math = (struct tex_math){ .start = t->s.n, .end = t->s.n };
}

static void convert(struct tex *t)
{
	next_math(t, 0);
	while (t->i < t->s.n) {
		unsigned char c = (unsigned char)t->s.p[t->i];
		if (t->i > t->math.start)  /* a macro took it in */
			next_math(t, t->i);
		if (t->i == t->math.start) {
			t->i = t->math.end;
			next_math(t, t->i);
		} else if (sign_fns[c]) {
			sign_fns[c](t);
		} else {
			t->i++;
		}
	}
	flush(t);
}

/* Whether A and B hold the same formulas in the same order. */
static bool same_math(struct str a, struct str b)
{
	struct tex_math x = { .end = 0 }, y = { .end = 0 };
	for (;;) {
		bool more = tex_next_math(a, x.end, &x), more_b = tex_next_math(b, y.end, &y);
		if (more != more_b)
			return false;
		if (!more)
			return true;
		if (!str_eq((struct str){ a.p + x.start, x.end - x.start }, (struct str){ b.p + y.start, y.end - y.start }))
			return false;
	}
}

size_t tex_to_unicode(struct str s, struct buf *out)
{
	size_t start = out->len;
	if (s.n == 0)
		return 0;
	bool dollars = memchr(s.p, '$', s.n) != NULL;
	for (int keep = 0; keep < 2; keep++) {
		struct tex t = { .s = s, .out = out, .start = start, .argument = STR_NONE, .close_single = s.n, .keep_dollars = keep };
		convert(&t);
		if (!dollars || t.count == 0 || same_math(s, str_from(buf_str(out), start)))
			return t.count;
		buf_cut(out, start);
	}
	buf_adds(out, s);
	return 0;
}
