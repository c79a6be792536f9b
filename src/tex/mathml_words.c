/* SPDX-License-Identifier: MIT
 * What control words of mathematics do: a row a word in data/mathml.tsv, a function a kind here. */
#include "mathml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mathml.inc"

static int compare(const void *key, const void *row)
{
	const struct str *name = key;
	const char *other = ((const struct math_word *)row)->name;
	size_t n = strlen(other);
	int d = memcmp(name->p, other, name->n < n ? name->n : n);
	return d ? d : (name->n > n) - (name->n < n);
}

const struct math_word *math_find(struct str name)
{
	return name.n ? bsearch(&name, math_words, COUNTOF(math_words), sizeof math_words[0], compare) : NULL;
}

/* ---- Reading ---- */

/* Go past {…} or […], whatever it holds. */
static bool skip_pair(struct math *m, char open, char close)
{
	size_t depth = 0;
	math_blanks(m);
	if (math_at(m, m->i) != open)
		return false;
	for (; m->i < m->s.n; m->i++) {
		char c = m->s.p[m->i];
		if (c == '\\')
			m->i++;
		else if (c == open)
			depth++;
		else if (c == close && --depth == 0) {
			m->i++;
			return true;
		}
	}
	return false;
}

static bool skip_arguments(struct math *m, const char *number)
{
	math_blanks(m);
	if (*number != '0' && math_at(m, m->i) == '[' && !skip_pair(m, '[', ']'))
		return false;
	return *number == '0' || skip_pair(m, '{', '}');
}

const char *math_delimiter(struct math *m)
{
	static const struct { char sign; const char *text; } signs[] = { { '.', "" }, { '<', "\xe2\x9f\xa8" }, { '>', "\xe2\x9f\xa9" },
		{ '(', "(" }, { ')', ")" }, { '[', "[" }, { ']', "]" }, { '|', "|" }, { '/', "/" } };
	math_blanks(m);
	for (size_t i = 0; i < COUNTOF(signs); i++)
		if (math_at(m, m->i) == signs[i].sign) {
			m->i++;
			return signs[i].text;
		}
	struct str name = math_peek(m);
	const struct math_word *w = math_find(name);
	if (w == NULL || (w->kind != MATH_OPEN && w->kind != MATH_CLOSE && w->kind != MATH_FENCE))
		return str_is(name, "lt") ? (m->i += 3, signs[1].text) : str_is(name, "gt") ? (m->i += 3, signs[2].text) : NULL;
	m->i += 1 + name.n;
	return w->value;
}

/* ---- Kinds ---- */

#define FORM(name) \
	static bool name(struct math *m, const struct math_word *w, struct math_row *row, struct math_atom *atom)
#define FORM_OF(m, w, row, atom) (UNUSED(w), UNUSED(row), UNUSED(atom))

FORM(put_accent)
{
	FORM_OF(m, w, row, atom);
	buf_addz(m->out, "<mover accent=\"true\">");
	bool ok = math_argument(m);
	math_leaf(m, "mo stretchy=\"false\"", str_of(w->value));
	buf_addz(m->out, "</mover>");
	return ok;
}

/* A wide mark; what is written on braces stands beyond them. */
FORM(put_wide)
{
	const char *tag = w->kind == MATH_OVER ? "mover" : "munder";
	UNUSED(row);
	buf_addf(m->out, w->kind == MATH_OVER ? "<%s accent=\"true\">" : "<%s accentunder=\"true\">", tag);
	bool ok = math_argument(m);
	math_leaf(m, "mo stretchy=\"true\"", str_of(w->value));
	buf_addf(m->out, "</%s>", tag);
	if (str_ends(str_of(w->name), "brace"))
		atom->limits = LIMITS_ALWAYS;
	return ok;
}

FORM(put_font)
{
	const struct alphabet *font = m->font;
	bool bold = m->bold;
	FORM_OF(m, w, row, atom);
	if (strcmp(w->value, "bold") == 0)
		m->bold = true;
	else
		m->font = math_alphabet(w->value);
	bool ok = math_argument(m);
	m->font = font;
	m->bold = bold;
	return ok;
}

/* \bf and its like: up to the end of the row, which puts the alphabet back. */
FORM(put_switch)
{
	UNUSED(atom);
	if (strcmp(w->value, "bold") == 0)
		m->bold = true;
	else
		m->font = math_alphabet(w->value);
	return row != NULL;
}

FORM(put_text)
{
	FORM_OF(m, w, row, atom);
	return math_text(m, w->value);
}

FORM(put_size)
{
	const char *delimiter = math_delimiter(m);
	char side = w->name[strlen(w->name) - 1], tag[96];
	UNUSED(row);
	if (delimiter == NULL || *delimiter == '\0')
		return false;
	snprintf(tag, sizeof tag, "mo stretchy=\"true\" minsize=\"%s\" maxsize=\"%s\" lspace=\"0\" rspace=\"0\"", w->value, w->value);
	math_leaf(m, tag, str_of(delimiter));
	atom->class = side == 'l' ? CLASS_OPEN : side == 'r' ? CLASS_CLOSE : CLASS_OTHER;
	return true;
}

FORM(put_drop)
{
	FORM_OF(m, w, row, atom);
	return skip_arguments(m, w->value);
}

FORM(put_kept)
{
	FORM_OF(m, w, row, atom);
	return skip_arguments(m, w->value) && math_argument(m);
}

static const struct { const char *value, *tag; bool display; } styles[] = {
	{ "display", "<mstyle displaystyle=\"true\" scriptlevel=\"0\">", true },
	{ "text", "<mstyle displaystyle=\"false\" scriptlevel=\"0\">", false },
	{ "script", "<mstyle displaystyle=\"false\" scriptlevel=\"1\">", false },
	{ "", "", false },
};
static size_t style_of(const char *value)
{
	size_t i = 0;
	while (i + 1 < COUNTOF(styles) && strcmp(styles[i].value, value) != 0)
		i++;
	return i;
}

/* The row closes what is opened here, and the next style ends this one. */
FORM(put_style)
{
	UNUSED(atom);
	if (row == NULL || row->infix)
		return false;
	if (row->style)
		buf_addz(m->out, "</mstyle>");
	row->style = true;
	row->n++;
	m->display = styles[style_of(w->value)].display;
	buf_addz(m->out, styles[style_of(w->value)].tag);
	return true;
}

FORM(put_infix)
{
	UNUSED(atom);
	if (row == NULL || row->infix || row->style || row->n == 0)
		return false;
	row->infix = w->value;
	row->n++;
	row->last = CLASS_NONE;
	buf_addz(m->out, "</mrow><mrow>");
	return true;
}

/* Two parts, one over the other, in the style that VALUE names; OPEN and CLOSE: the fraction's tags. */
static bool put_over(struct math *m, const char *value, const char *open, const char *close)
{
	const char *style = styles[style_of(value)].tag;
	buf_addf(m->out, "%s%s", style, open);
	bool ok = math_part(m) && math_part(m);
	buf_addz(m->out, close);
	buf_addz(m->out, *style ? "</mstyle>" : "");
	return ok;
}

FORM(put_frac)
{
	FORM_OF(m, w, row, atom);
	return put_over(m, w->value, "<mfrac>", "</mfrac>");
}

FORM(put_binom)
{
	FORM_OF(m, w, row, atom);
	return put_over(m, w->value, "<mrow><mo>(</mo><mfrac linethickness=\"0\">", "</mfrac><mo>)</mo></mrow>");
}

/* The index of a root comes first in TeX, and last in MathML. */
FORM(put_sqrt)
{
	struct math_row index = { .stop = ']' };
	size_t start = m->out->len, body;
	FORM_OF(m, w, row, atom);
	math_blanks(m);
	if (math_at(m, m->i) != '[') {
		buf_addz(m->out, "<msqrt>");
		bool ok = math_argument(m);
		buf_addz(m->out, "</msqrt>");
		return ok;
	}
	m->i++;
	buf_addz(m->out, "<mrow>");
	if (!math_row(m, &index) || math_at(m, m->i++) != ']')
		return false;
	buf_addz(m->out, "</mrow>");
	body = m->out->len;
	if (!math_argument(m))
		return false;
	math_swap(m, start, body);
	math_insert(m, start, "<mroot>");
	buf_addz(m->out, "</mroot>");
	return true;
}

/* A name of the author's own: letters, digits, and the distances between them. */
FORM(put_operator)
{
	bool star = *w->value == '\0' && math_at(m, m->i) == '*';
	UNUSED(row);
	m->i += star;
	atom->class = CLASS_NAME;
	atom->limits = star || *w->value ? LIMITS_DISPLAY : LIMITS_NEVER;
	const struct alphabet *font = m->font;
	m->font = math_alphabet("rm");
	bool ok = math_argument(m);
	m->font = font;
	return ok;
}

static void put_fence(struct math *m, const char *delimiter, const char *form)
{
	char tag[96];
	snprintf(tag, sizeof tag, "mo stretchy=\"true\" fence=\"true\" form=\"%s\"", form);
	if (*delimiter)
		math_leaf(m, tag, str_of(delimiter));
}

FORM(put_left)
{
	const char *delimiter = math_delimiter(m);
	FORM_OF(m, w, row, atom);
	buf_addz(m->out, "<mrow>");
	for (const char *form = "prefix"; delimiter; form = "infix") {
		struct math_row inner = { 0 };
		put_fence(m, delimiter, form);
		if (!math_row(m, &inner))
			return false;
		if (math_take(m, "right")) {
			delimiter = math_delimiter(m);
			if (delimiter)
				put_fence(m, delimiter, "postfix");
			buf_addz(m->out, "</mrow>");
			return delimiter != NULL;
		}
		delimiter = math_take(m, "middle") ? math_delimiter(m) : NULL;
	}
	return false;
}

FORM(put_environment)
{
	FORM_OF(m, w, row, atom);
	return math_environment(m);
}

FORM(put_lines)
{
	FORM_OF(m, w, row, atom);
	return math_lines(m);
}

/* {mark}{base}: MathML has the base first. */
FORM(put_stack)
{
	const char *tag = strcmp(w->value, "over") == 0 ? "mover" : "munder";
	size_t start, base;
	UNUSED(row);
	atom->class = CLASS_OTHER;
	buf_addf(m->out, "<%s>", tag);
	start = m->out->len;
	if (!math_script(m))
		return false;
	base = m->out->len;
	if (!math_argument(m))
		return false;
	math_swap(m, start, base);
	buf_addf(m->out, "</%s>", tag);
	return true;
}

FORM(put_arrow)
{
	struct math_row below = { .stop = ']' };
	bool under;
	UNUSED(row);
	atom->class = CLASS_OTHER;
	math_blanks(m);
	under = math_at(m, m->i) == '[';
	buf_addz(m->out, under ? "<munderover>" : "<mover>");
	math_leaf(m, "mo stretchy=\"true\"", str_of(w->value));
	if (under) {
		m->i++;
		buf_addz(m->out, "<mrow>");
		if (!math_row(m, &below) || math_at(m, m->i++) != ']')
			return false;
		buf_addz(m->out, "</mrow>");
	}
	if (!math_script(m))
		return false;
	buf_addz(m->out, under ? "</munderover>" : "</mover>");
	return true;
}

/* A stroke through the next operator: Unicode has most of them as signs of their own. */
FORM(put_not)
{
	struct buf sign = BUF_INIT(32), composed = BUF_INIT(32);
	FORM_OF(m, w, row, atom);
	math_blanks(m);
	struct str name = math_peek(m);
	const struct math_word *next = str_known(name) ? math_find(name) : math_ascii(math_at(m, m->i));
	if (next == NULL || next->kind > MATH_FENCE)
		return false;
	m->i += str_known(name) ? 1 + name.n : 1;
	buf_addf(&sign, "%s\xcc\xb8", next->value);
	utf8_nfc(buf_str(&sign), &composed);
	math_leaf(m, "mo", buf_str(&composed));
	buf_free(&sign);
	buf_free(&composed);
	atom->class = CLASS_OTHER;
	return true;
}

FORM(put_mod)
{
	bool paren = w->value[0] == '(';
	FORM_OF(m, w, row, atom);
	buf_addz(m->out, "<mrow><mspace width=\"0.4444em\"/>");
	if (paren)
		buf_addz(m->out, "<mo stretchy=\"false\">(</mo>");
	if (strcmp(w->value, "(-") != 0)
		buf_addz(m->out, "<mi>mod</mi><mspace width=\"0.3333em\"/>");
	bool ok = math_argument(m);
	if (paren)
		buf_addz(m->out, "<mo stretchy=\"false\">)</mo>");
	buf_addz(m->out, "</mrow>");
	return ok;
}

/* How wide is the author's affair: a blank stays a blank. */
FORM(put_hspace)
{
	FORM_OF(m, w, row, atom);
	m->i += math_at(m, m->i) == '*';
	buf_addz(m->out, "<mspace width=\"0.25em\"/>");
	return skip_pair(m, '{', '}');
}

/* \mkern5mu and its like. */
FORM(put_kern)
{
	FORM_OF(m, w, row, atom);
	math_blanks(m);
	bool back = math_at(m, m->i) == '-';
	size_t from = m->i += back;
	while (is_digit((unsigned char)math_at(m, m->i)) || math_at(m, m->i) == '.')
		m->i++;
	if (m->i == from || !is_lower((unsigned char)math_at(m, m->i)) || !is_lower((unsigned char)math_at(m, m->i + 1)))
		return false;
	m->i += 2;
	buf_addz(m->out, back ? "" : "<mspace width=\"0.25em\"/>");
	return true;
}

FORM(put_mathop)
{
	FORM_OF(m, w, row, atom);
	*atom = (struct math_atom){ CLASS_NAME, LIMITS_DISPLAY };
	return math_argument(m);
}

/* What takes its room without being seen, or is seen and takes no height. */
FORM(put_phantom)
{
	static const struct { const char *name, *open, *close; } rows[] = {
		{ "both", "<mphantom>", "</mphantom>" },
		{ "height", "<mpadded width=\"0\"><mphantom>", "</mphantom></mpadded>" },
		{ "width", "<mpadded height=\"0\" depth=\"0\"><mphantom>", "</mphantom></mpadded>" },
		{ "smash", "<mpadded height=\"0\" depth=\"0\">", "</mpadded>" },
	};
	size_t i = 0;
	FORM_OF(m, w, row, atom);
	math_blanks(m);
	while (i < COUNTOF(rows) && strcmp(rows[i].name, w->value) != 0)
		i++;
	if (i == COUNTOF(rows) || math_at(m, m->i) == '[')  /* \smash[b]: of one half */
		return false;
	buf_addz(m->out, rows[i].open);
	bool ok = math_argument(m);
	buf_addz(m->out, rows[i].close);
	return ok;
}

static bool (*const forms[MATH_KINDS])(struct math *, const struct math_word *, struct math_row *, struct math_atom *) = {
	[MATH_ACCENT] = put_accent, [MATH_OVER] = put_wide, [MATH_UNDER] = put_wide, [MATH_FONT] = put_font,
	[MATH_SWITCH] = put_switch, [MATH_TEXT] = put_text, [MATH_SIZE] = put_size, [MATH_DROP] = put_drop,
	[MATH_KEEP] = put_kept, [MATH_STYLE] = put_style, [MATH_INFIX] = put_infix, [MATH_FRAC] = put_frac,
	[MATH_BINOM] = put_binom, [MATH_SQRT] = put_sqrt, [MATH_OPERATOR] = put_operator, [MATH_LEFT] = put_left,
	[MATH_BEGIN] = put_environment, [MATH_STACK] = put_stack, [MATH_ARROW] = put_arrow, [MATH_NOT] = put_not,
	[MATH_MOD] = put_mod, [MATH_HSPACE] = put_hspace, [MATH_KERN] = put_kern, [MATH_LINES] = put_lines, [MATH_MATHOP] = put_mathop,
	[MATH_PHANTOM] = put_phantom,
};

bool math_word(struct math *m, struct math_row *row, struct math_atom *atom)
{
	struct str name = math_peek(m);
	const struct math_word *w = math_find(name);
	if (w == NULL)
		return false;
	m->i += 1 + name.n;
	if (forms[w->kind] == NULL)
		return math_leaf_word(m, w, atom);
	*atom = (struct math_atom){ CLASS_ORD, LIMITS_NEVER };
	m->depth++;  /* \frac\frac\frac … */
	bool ok = m->depth <= MATH_MAX_DEPTH && forms[w->kind](m, w, row, atom);
	m->depth--;
	return ok;
}
