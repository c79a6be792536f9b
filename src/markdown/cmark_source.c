/* SPDX-License-Identifier: MIT
 * A text made ready for cmark: formulas, TeX's accents and what would be a link's definition stand behind signs of our own, and code
 * spans are left as they are. Of a formula and a code span that overlap, the one that begins first counts. */
#include "cmark_source.h"

bool md_tree_may_be(struct str s, bool blocks)
{
	if (s.n == 0 || memmem(s.p, s.n, "\xef\xb7", 2))  /* or what is not cleaned */
		return false;
	if (blocks && (memchr(s.p, '\n', s.n) || strchr("#>-+=~", s.p[0]) || is_digit((unsigned char)s.p[0])))
		return true;
	for (size_t i = 0; i < s.n; i++) {
		int next = i + 1 < s.n ? (unsigned char)s.p[i + 1] : 0;
		switch (s.p[i]) {
		case '*': case '_': case '`': return true;
		case '\\': if (is_punct(next)) return true; break;
		case '<': if (is_alpha(next) || next == '/' || next == '!' || next == '?') return true; break;
		case '&': if (is_alnum(next) || next == '#') return true; break;
		case ']': if (next == '(' || next == '[') return true; break;
		default: break;
		}
	}
	return false;
}

/* ---- Signs of our own ---- */

static void put_sentinel(struct buf *out, int last)
{
	buf_addz(out, "\xef\xb7");
	buf_addc(out, (char)last);
}

static void put_formula(struct cmark_source *x, struct str formula)
{
	x->full |= x->formulas.n >= MD_TREE_MAX_FORMULAS;
	if (x->full)
		return;
	put_sentinel(&x->out, SENTINEL_MATH);
	for (int shift = 4 * (SENTINEL_DIGITS - 1); shift >= 0; shift -= 4)
		put_sentinel(&x->out, SENTINEL_ZERO + (int)(x->formulas.n >> shift & 15));
	*vec_push(&x->formulas) = formula;
}

/* ---- Plain stretches ---- */

static int byte_at(struct str s, size_t i) { return i < s.n ? (unsigned char)s.p[i] : 0; }

/* Whether the backslash at I is TeX's: \'e, \"{o}, \~n, \, and the like. Of Markdown's own, "\!" stands before "[" alone. */
static bool is_tex_backslash(struct str s, size_t i)
{
	int sign = byte_at(s, i + 1), next = byte_at(s, i + 2);
	if (sign == 0 || !strchr("'\"^~=.,;:!", sign))
		return false;
	if (strchr(",;:", sign))
		return true;
	if (sign == '!')
		return next != '[';
	return is_alpha(next) || (next == '{' && is_alpha(byte_at(s, i + 3))) || (next == '\\' && is_alpha(byte_at(s, i + 3)));
}

/* The characters before I and at I; 0: white space or none. */
static uint32_t char_before(struct str s, size_t i)
{
	uint32_t cp = 0;
	size_t k = i;
	while (k > 0 && ((unsigned char)s.p[--k] & 0xc0) == 0x80)
		;
	return i > 0 && utf8_decode(str_from(s, k), &cp) && cp > ' ' ? cp : 0;
}
static uint32_t char_at(struct str s, size_t i)
{
	uint32_t cp = 0;
	return utf8_decode(str_from(s, i), &cp) && cp > ' ' ? cp : 0;
}

/* A run of `*` from I, N long. Between a letter and punctuation it could only close, or only open (CommonMark 6.2); where Chinese
 * text has no blanks, it may have been meant for either. */
static void put_stars(struct cmark_source *x, size_t i, size_t n)
{
	uint32_t before = char_before(x->s, i), after = char_at(x->s, i + n);
	bool odd = x->edges && before && after && (before > 0x7f || after > 0x7f) && utf8_is_word(before) != utf8_is_word(after);
	if (odd && !utf8_is_word(before))
		put_sentinel(&x->out, SENTINEL_EDGE);
	buf_add(&x->out, x->s.p + i, n);
	if (odd && !utf8_is_word(after))
		put_sentinel(&x->out, SENTINEL_EDGE);
}

/* The sign at I of a plain stretch, or the run that it begins; how many bytes of the text it was. */
static size_t put_sign(struct cmark_source *x, size_t i)
{
	int c = byte_at(x->s, i), next = byte_at(x->s, i + 1);
	size_t n = 1;
	if (c == '*') {
		while (byte_at(x->s, i + n) == '*')
			n++;
		put_stars(x, i, n);
	} else if (c == '\\' && is_tex_backslash(x->s, i)) {
		put_sentinel(&x->out, SENTINEL_BACKSLASH);
	} else if (c == '\\' && is_punct(next)) {
		buf_add(&x->out, x->s.p + i, n = 2);
	} else if (c == ']' && next == ':') {
		buf_addc(&x->out, ']');
		put_sentinel(&x->out, SENTINEL_COLON);
		n = 2;
	} else {
		buf_addc(&x->out, (char)c);
	}
	return n;
}

/* ---- Code spans ---- */

enum { LONGEST_RUN = 64, PARAGRAPH_RUN = 3 };
/* Up to where no run of backticks of this length is, seen from where one was looked for. */
struct backticks {
	size_t none_until[LONGEST_RUN + 1];
	size_t paragraph_end;       /* of the paragraph that was looked at last */
};

static size_t run_of(struct str s, size_t i)
{
	size_t n = 0;
	while (byte_at(s, i + n) == '`')
		n++;
	return n;
}

/* Where the code ends that the N backticks at I begin; 0: they are just that. A code span does not go beyond its paragraph, a fence
 * does. */
static size_t code_end(struct str s, size_t i, size_t n, struct backticks *b)
{
	if (n > LONGEST_RUN || i < b->none_until[n])
		return 0;
	if (b->paragraph_end <= i)
		b->paragraph_end = str_find(s, "\n\n", i);
	if (b->paragraph_end == STR_NONE)
		b->paragraph_end = s.n;
	size_t end = n < PARAGRAPH_RUN ? b->paragraph_end : s.n;
	for (size_t k = i + n; k < end;) {
		const char *tick = memchr(s.p + k, '`', end - k);
		if (tick == NULL)
			break;
		k = (size_t)(tick - s.p);
		size_t run = run_of(s, k);
		k += run;
		if (run == n)
			return k;
	}
	b->none_until[n] = end;
	return 0;
}

/* ---- Formulas ---- */

/* Whether a line that begins at I of S begins a block. */
static bool block_begins(struct str s, size_t i)
{
	while (byte_at(s, i) == ' ')
		i++;
	size_t digits = i;
	while (is_digit(byte_at(s, digits)))
		digits++;
	int c = byte_at(s, i), next = byte_at(s, i + 1);
	if (digits > i)
		return (byte_at(s, digits) == '.' || byte_at(s, digits) == ')') && byte_at(s, digits + 1) == ' ';
	return c == '\n' || c == 0 || c == '>' || c == '#' || (strchr("-+*", c) && next == ' ');
}

/* Whether F stays within what could be a paragraph; one on lines of its own may have any lines but empty ones. */
static bool is_in_paragraph(struct str s, const struct tex_math *f)
{
	for (size_t i = f->start; i < f->end; i++)
		if (s.p[i] == '\n' && (byte_at(s, i + 1) == '\n' || (!f->display && block_begins(s, i + 1))))
			return false;
	return true;
}

void cmark_source_prepare(struct cmark_source *x, bool blocks)
{
	struct str s = x->s;
	struct backticks b = { .paragraph_end = 0 };
	struct tex_math f = { 0 };
	bool has = tex_next_math(s, 0, &f);
	buf_clear(&x->out);
	x->formulas.n = 0;
	if (!blocks)
		buf_addc(&x->out, '.');
	for (size_t i = 0, end; i < s.n;) {
		while (has && f.start < i)
			has = tex_next_math(s, i, &f);
		if (has && f.start == i && is_in_paragraph(s, &f)) {
			put_formula(x, (struct str){ s.p + i, f.end - i });
			i = f.end;
		} else if (s.p[i] == '`') {
			size_t n = run_of(s, i);
			end = code_end(s, i, n, &b);
			end = end ? end : i + n;
			buf_add(&x->out, s.p + i, end - i);
			i = end;
		} else {
			i += put_sign(x, i);
		}
	}
}
