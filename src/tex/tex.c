/* SPDX-License-Identifier: MIT
 * TeX as authors type it into titles and abstracts, outside mathematics, to Unicode (data/tex.tsv).
 * Text that only looks like TeX is common too (paths, options, "~10%"), so a rule that is not sure leaves the text as
 * it is. In the end the result is read again: if it does not hold exactly the same formulas, a dollar sign has become
 * ambiguous, and the conversion is done without touching dollars or not at all. */
#include "internal.h"

#include <string.h>

/* ---- Reading ---- */

size_t tex_skip_blanks(const struct tex *t, size_t i)
{
	while (is_blank(at(t, i)))
		i++;
	return i;
}

bool tex_group(const struct tex *t, size_t i, struct str *text, size_t *end)
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

bool tex_option(const struct tex *t, size_t *i, struct str *text)
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

/* ---- Writing ---- */

void tex_flush(struct tex *t)
{
	buf_add(t->out, t->s.p + t->run, t->i - t->run);
	t->run = t->i;
}

static bool ends_blank(const struct tex *t)
{
	return t->out->len == t->start || is_blank(t->out->s[t->out->len - 1]);
}

void tex_replace(struct tex *t, size_t end, struct str text)
{
	tex_flush(t);
	buf_adds(t->out, text);
	t->i = t->run = end;
	t->count++;
}

void tex_drop(struct tex *t, size_t end)
{
	tex_replace(t, end, STR(""));
	if (ends_blank(t) && at(t, end) == ' ')
		t->i = t->run = end + 1;
}

void tex_put_space(struct tex *t, size_t end)
{
	tex_flush(t);
	if (!ends_blank(t) && !is_gap(at(t, end)))
		buf_addc(t->out, ' ');
	while (ends_blank(t) && at(t, end) == ' ')
		end++;
	tex_replace(t, end, STR(""));
}

void tex_open_brace(struct tex *t, enum brace what)
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

/* ---- Signs, one function each: what stands at I ---- */

/* \begin{equation} … \end{equation} is mathematics without dollars and stays; the frames of text go. */
static bool environment(struct tex *t, struct str macro, size_t end)
{
	static const char *const text[] = { "abstract", "itemize", "enumerate", "center", "quote", "quotation", "description" };
	struct str name;
	bool begin = str_is(macro, "begin");
	size_t after;
	if (!(begin || str_is(macro, "end")) || !tex_group(t, end, &name, &after) || name.n > 40)
		return false;
	for (size_t k = 0; k < COUNTOF(text); k++)
		if (str_is(name, text[k])) {
			tex_put_space(t, after);
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

/* \\'e: an accent that was escaped once too often on its way. */
static bool accent_twice(struct tex *t)
{
	size_t end, was = t->i;
	bool inside = is_letter(before(t, t->i));
	const struct tex_macro *m = tex_macro_at(t->s, t->i + 1, &end);
	if (!m || m->kind != TEX_ACCENT)
		return false;
	if (is_letter(m->name[0]) ? !inside || at(t, end) != '{' : !inside && !strchr("'`^", m->name[0]))
		return false;
	tex_flush(t);
	t->run = ++t->i;
	if (tex_macro_apply(t, m, end))
		return true;
	t->i = t->run = was;
	return false;
}

/* U+00C0 to U+024F, the Latin letters that have their accents. */
static bool is_accented_letter(const struct tex *t, size_t i)
{
	uint32_t cp = 0;
	return i < t->s.n && utf8_decode(str_from(t->s, i), &cp) == 2 && cp >= 0xc0 && cp <= 0x24f && cp != 0xd7 && cp != 0xf7;
}

static void backslash(struct tex *t)
{
	size_t end;
	const struct tex_macro *m = tex_macro_at(t->s, t->i, &end);
	if (m && tex_macro_apply(t, m, end))
		return;
	char c = at(t, t->i + 1);
	if (is_letter(c)) {
		if (environment(t, (struct str){ t->s.p + t->i + 1, end - t->i - 1 }, end))
			return;
		t->argument = end;
	} else if (c == '\\') {  /* a line's end, perhaps with its extra space */
		struct str extra;
		if (accent_twice(t))
			return;
		end = t->i + 2;
		if (at(t, end) == '[' && is_digit((unsigned char)at(t, end + 1)))
			tex_option(t, &end, &extra);
		tex_put_space(t, end);
		return;
	} else if (c == ' ' && !is_gap(before(t, t->i))) {
		tex_put_space(t, t->i + 1);
		return;
	} else if (is_accented_letter(t, t->i + 1)) {  /* Fert\é */
		tex_replace(t, t->i + 1, STR(""));
		return;
	}
	t->i = end < t->s.n ? end : t->s.n;
}

/* {\\o}, {\\'e}: a letter that was escaped once too often. */
static bool escaped_twice(const struct tex *t, size_t i)
{
	size_t end;
	if (at(t, i) != '\\' || at(t, i + 1) != '\\')
		return false;
	const struct tex_macro *m = tex_macro_at(t->s, i + 1, &end);
	return m && (m->kind == TEX_ACCENT || (m->kind == TEX_LETTER && at(t, end) == '}'));
}

/* A group in text that begins with a macro that we know is there for its sake: {\o}, {\em text}, {\"o}. */
static bool serves_macro(const struct tex *t)
{
	size_t k = tex_skip_blanks(t, t->i + 1), end;
	if (at(t, k) != '\\' || t->argument == t->i || memchr("_^}]", before(t, t->i), 4))
		return false;
	const struct tex_macro *m = tex_macro_at(t->s, k, &end);
	if (m == NULL)
		return false;
	switch (m->kind) {
	case TEX_ACCENT:
	case TEX_LETTER:
	case TEX_SWITCH:
	case TEX_WRAP:
	case TEX_PREFIX:
	case TEX_QUOTE:
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
		tex_replace(t, t->i + 2, STR(""));
	} else if (inside && inner && strchr(",.-/:", inner) && at(t, t->i + 2) == '}' && is_word(at(t, t->i + 3))) {
		tex_replace(t, t->i + 3, (struct str){ t->s.p + t->i + 1, 1 });  /* 11{,}000 */
	} else if (escaped_twice(t, t->i + 1)) {
		tex_replace(t, t->i + 2, STR(""));
		tex_open_brace(t, BRACE_DROP);
	} else if (serves_macro(t)) {
		tex_replace(t, tex_skip_blanks(t, t->i + 1), STR(""));
		tex_open_brace(t, BRACE_DROP);
	} else {
		tex_open_brace(t, BRACE_KEEP);
		t->i++;
	}
}

static void right_brace(struct tex *t)
{
	switch (close_brace(t)) {
	case BRACE_KEEP: t->i++; break;
	case BRACE_DROP: tex_replace(t, t->i + 1, STR("")); break;
	case BRACE_PAREN: tex_replace(t, t->i + 1, STR(")")); break;
	case BRACE_QUOTE: tex_replace(t, t->i + 1, STR("”")); break;
	case BRACE_INNER_QUOTE: tex_replace(t, t->i + 1, STR("’")); break;
	}
}

/* Whether a Chinese character, or a sign of full width, ends at I. */
static bool is_cjk_before(struct str s, size_t i)
{
	unsigned char lead = i >= 3 ? (unsigned char)s.p[i - 3] : 0;
	return (lead >= 0xe3 && lead <= 0xe9) || lead == 0xef;
}

/* A tie is a blank; but "~10%" is about ten, behind Chinese too, "10~20" a range, "~/x" and "/~x" are paths. */
static void tilde(struct tex *t)
{
	char prev = before(t, t->i), next = at(t, t->i + 1);
	bool tie = is_word(prev) || (prev && strchr(".,;:!?)]}'\"$%", prev));
	if (prev == '~' || next == '~' || next == '/' || (is_cjk_before(t->s, t->i) && (is_digit((unsigned char)next) || next == '$')))
		tie = false;
	else if (is_gap(prev) || prev == '(')
		tie = next == '\\';
	else if (is_digit((unsigned char)next) && (is_digit((unsigned char)prev) || prev == '%'))
		tie = false;
	if (tie)
		tex_put_space(t, t->i + 1);
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
		tex_replace(t, t->i + n, n == 2 ? STR("–") : STR("—"));
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
			tex_replace(t, t->i + 2, STR("“"));
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
			tex_replace(t, t->i + 1, STR("‘"));
			t->close_single = k;
		} else {
			t->i++;
		}
	}
}

static void quote(struct tex *t)
{
	if (t->s.p[t->i] == '\'' && t->i == t->close_single) {
		tex_replace(t, t->i + 1, STR("’"));
	} else if (t->double_open && t->s.p[t->i] == '"') {
		tex_replace(t, t->i + 1, STR("”"));
		t->double_open = false;
	} else if (t->double_open && t->s.p[t->i] == '\'' && at(t, t->i + 1) == '\'') {
		tex_replace(t, t->i + 2, STR("”"));
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
			tex_replace(t, t->i + (empty ? 4 : 2), (struct str){ t->s.p + t->i + 1, 1 });
		} else {
			t->i++;
		}
	}
}

/* A dollar that opens no formula: a price, or a formula that the end of the text has cut, which stays as it is. */
static void dollar(struct tex *t)
{
	char next = at(t, t->i + 1);
	bool cut = t->s.n - t->i < MAX_QUOTE && !is_gap(next) && !is_digit((unsigned char)next) &&
	           memchr(t->s.p + t->i + 1, '$', t->s.n - t->i - 1) == NULL;
	t->i = cut ? t->s.n : t->i + 1;
}

static void line_feed(struct tex *t)
{
	t->double_open = false;
	t->i++;
}

static void (*const sign_fns[256])(struct tex *t) = {
	['\\'] = backslash, ['{'] = left_brace, ['}'] = right_brace, ['~'] = tilde, ['-'] = dash, ['`'] = backquote,
	['\''] = quote, ['"'] = quote, [':'] = colon, ['\n'] = line_feed, ['$'] = dollar,
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
		if (t->i > t->math.start)  /* a macro took it in */
			next_math(t, t->i);
		while (t->i < t->math.start && sign_fns[(unsigned char)t->s.p[t->i]] == NULL)
			t->i++;
		if (t->i < t->math.start) {
			sign_fns[(unsigned char)t->s.p[t->i]](t);
		} else if (t->i < t->s.n) {
			t->i = t->math.end;
			next_math(t, t->i);
		}
	}
	tex_flush(t);
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
