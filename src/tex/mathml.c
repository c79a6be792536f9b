/* SPDX-License-Identifier: MIT
 * TeX to MathML Core: rows of atoms, their scripts, and what braces hold. See mathml.h for the way it is done. */
#include "mathml.h"

#include <string.h>

/* ---- Reading ---- */

char math_at(const struct math *m, size_t i)
{
	return i < m->s.n ? m->s.p[i] : '\0';
}

void math_blanks(struct math *m)
{
	while (m->i < m->s.n && is_space((unsigned char)m->s.p[m->i]))
		m->i++;
}

struct str math_peek(const struct math *m)
{
	size_t end = m->i + 1;
	if (math_at(m, m->i) != '\\' || end >= m->s.n)
		return STR_NULL;
	while (is_alpha((unsigned char)math_at(m, end)))
		end++;
	return (struct str){ m->s.p + m->i + 1, end > m->i + 1 ? end - m->i - 1 : 1 };
}

static bool math_is_next(const struct math *m, const char *word)
{
	return math_at(m, m->i) == '\\' && str_is(math_peek(m), word);
}

bool math_take(struct math *m, const char *word)
{
	bool yes = math_is_next(m, word);
	if (yes)
		m->i += 1 + strlen(word);
	return yes;
}

/* ---- Moving what is written ---- */

void math_insert(struct math *m, size_t pos, const char *tag)
{
	size_t n = strlen(tag), len = m->out->len;
	buf_addz(m->out, tag);
	if (m->out->len != len + n)
		return;  /* full: the caller sees it in the end */
	memmove(m->out->s + pos + n, m->out->s + pos, len - pos);
	memcpy(m->out->s + pos, tag, n);
}

static void reverse(char *p, size_t n)
{
	for (size_t i = 0; i < n / 2; i++) {
		char c = p[i];
		p[i] = p[n - 1 - i];
		p[n - 1 - i] = c;
	}
}

void math_swap(struct math *m, size_t a, size_t mid)
{
	size_t end = m->out->len;
	if (buf_full(m->out) || mid > end)
		return;
	reverse(m->out->s + a, mid - a);
	reverse(m->out->s + mid, end - mid);
	reverse(m->out->s + a, end - a);
}

/* ---- Scripts ---- */

struct scripts {
	size_t sub, sup;  /* where they begin in the output; 0: none (something is before them always) */
};

/* ' and '' and what may follow them after '^'. */
static bool put_primes(struct math *m)
{
	size_t start = m->out->len, n = 0;
	for (; math_at(m, m->i) == '\''; n++, m->i++)
		buf_addz(m->out, "<mo lspace=\"0\" rspace=\"0\">\xe2\x80\xb2</mo>");
	math_blanks(m);
	if (math_at(m, m->i) == '^') {
		m->i++;
		if (!math_script(m))
			return false;
		n++;
	}
	if (n > 1) {
		math_insert(m, start, "<mrow>");
		buf_addz(m->out, "</mrow>");
	}
	return true;
}

static bool put_script(struct math *m, struct scripts *s)
{
	char c = math_at(m, m->i);
	size_t *where = c == '_' ? &s->sub : &s->sup;
	if (*where)
		return false;  /* TeX's "double superscript" */
	*where = m->out->len;
	if (c == '\'')
		return put_primes(m);
	m->i++;
	return math_script(m);
}

/* The scripts of the atom that begins at START in the output. */
static bool put_scripts(struct math *m, size_t start, struct math_atom *atom)
{
	static const char *const tags[2][3][2] = {
		{ { "<msub>", "</msub>" }, { "<msup>", "</msup>" }, { "<msubsup>", "</msubsup>" } },
		{ { "<munder>", "</munder>" }, { "<mover>", "</mover>" }, { "<munderover>", "</munderover>" } },
	};
	struct scripts s = { 0, 0 };
	for (;; ) {
		math_blanks(m);
		char c = math_at(m, m->i);
		if (c == '_' || c == '^' || c == '\'') {
			if (!put_script(m, &s))
				return false;
		} else if (math_take(m, "limits")) {
			atom->limits = LIMITS_ALWAYS;
		} else if (math_take(m, "nolimits")) {
			atom->limits = LIMITS_NEVER;
		} else if (!math_take(m, "displaylimits")) {
			break;
		}
	}
	if (!s.sub && !s.sup)
		return true;
	if (s.sub && s.sup && s.sup < s.sub)
		math_swap(m, s.sup, s.sub);
	bool stacked = atom->limits == LIMITS_ALWAYS || (atom->limits == LIMITS_DISPLAY && m->display);
	const char *const *tag = tags[stacked][s.sub && s.sup ? 2 : s.sup ? 1 : 0];
	math_insert(m, start, tag[0]);
	buf_addz(m->out, tag[1]);
	return true;
}

/* ---- Rows ---- */

/* What ends the row here is left to the caller that began it. */
static bool at_end(const struct math *m, const struct math_row *row)
{
	static const char *const words[] = { "\\", "cr", "end", "right", "middle" };
	char c = math_at(m, m->i);
	if (m->i >= m->s.n || c == '}' || c == '&' || (row->stop && c == row->stop))
		return true;
	if (c != '\\')
		return false;
	for (size_t i = 0; i < COUNTOF(words); i++)
		if (math_is_next(m, words[i]))
			return true;
	return false;
}

static bool put_group(struct math *m, struct math_atom *atom)
{
	bool ok = math_argument(m);
	*atom = (struct math_atom){ CLASS_ORD, LIMITS_NEVER };
	return ok;
}

/* An atom without its scripts, one element or none. */
static bool put_nucleus(struct math *m, struct math_row *row, struct math_atom *atom)
{
	char c = math_at(m, m->i);
	*atom = (struct math_atom){ CLASS_NONE, LIMITS_NEVER };
	if (c == '{')
		return put_group(m, atom);
	if (c == '\\')
		return math_word(m, row, atom);
	if (c != '_' && c != '^' && c != '\'')
		return math_sign(m, row == NULL, atom);
	atom->class = CLASS_ORD;  /* a script of nothing */
	buf_addz(m->out, "<mrow></mrow>");
	return row != NULL;
}

/* Names keep a distance from letters and from one another, but not from delimiters. */
static bool needs_thin_space(int before, enum math_class now)
{
	return (before == CLASS_NAME && (now == CLASS_ORD || now == CLASS_NAME))
	       || ((before == CLASS_ORD || before == CLASS_CLOSE) && now == CLASS_NAME);
}

/* A sign in front of a number or a letter is not parted from it (The TeXbook, chapter 18: no operation without something before it).
 * At the start of a row a browser knows that. */
static void mark_front_sign(struct math *m, size_t start, int before)
{
	static const char *const signs[] = { "<mo>+</mo>", "<mo>\xe2\x88\x92</mo>", "<mo>\xc2\xb1</mo>", "<mo>\xe2\x88\x93</mo>" };
	if (before != CLASS_OPERATOR && before != CLASS_OPEN)
		return;
	for (size_t i = 0; i < COUNTOF(signs); i++)
		if (str_is(str_from(buf_str(m->out), start), signs[i]))
			math_insert(m, start + strlen("<mo"), " form=\"prefix\"");
}

static bool put_atom(struct math *m, struct math_row *row)
{
	struct math_atom atom;
	size_t start = m->out->len, n = row->n;
	if (!put_nucleus(m, row, &atom))
		return false;
	if (m->out->len == start || row->n != n)
		return true;  /* nothing to see, or the row knows already */
	mark_front_sign(m, start, row->last);
	if (!put_scripts(m, start, &atom))
		return false;
	if (!m->script && needs_thin_space(row->last, atom.class)) {
		math_insert(m, start, "<mspace width=\"0.1667em\"/>");
		row->n += !row->style;
	}
	row->last = atom.class;
	row->n += !row->style;
	return true;
}

static bool end_infix(struct math *m, struct math_row *row)
{
	static const struct { const char *kind, *open, *close; } forms[] = {
		{ "line", "<mfrac><mrow>", "</mrow></mfrac>" },
		{ "none", "<mfrac linethickness=\"0\"><mrow>", "</mrow></mfrac>" },
		{ "paren", "<mrow><mo>(</mo><mfrac linethickness=\"0\"><mrow>", "</mrow></mfrac><mo>)</mo></mrow>" },
	};
	for (size_t i = 0; row->infix && i < COUNTOF(forms); i++)
		if (strcmp(row->infix, forms[i].kind) == 0) {
			math_insert(m, row->start, forms[i].open);
			buf_addz(m->out, forms[i].close);
			row->n = 1;
		}
	return true;
}

bool math_row(struct math *m, struct math_row *row)
{
	struct math before = *m;
	bool ok = m->depth < MATH_MAX_DEPTH;
	m->depth++;
	row->start = m->out->len;
	for (math_blanks(m); ok && !at_end(m, row); math_blanks(m))
		ok = put_atom(m, row);
	if (row->style)
		buf_addz(m->out, "</mstyle>");
	ok = ok && end_infix(m, row);
	m->depth = before.depth;
	m->display = before.display;
	m->bold = before.bold;
	m->font = before.font;
	return ok;
}

/* ---- Arguments ---- */

bool math_argument(struct math *m)
{
	struct math_row row = { 0 };
	struct math_atom atom;
	size_t start;
	math_blanks(m);
	start = m->out->len;
	if (math_at(m, m->i) != '{') {
		m->depth++;
		bool ok = m->depth <= MATH_MAX_DEPTH && m->i < m->s.n && !at_end(m, &row) && put_nucleus(m, NULL, &atom);
		m->depth--;
		return ok && m->out->len > start;
	}
	m->i++;
	if (!math_row(m, &row) || math_at(m, m->i) != '}')
		return false;
	m->i++;
	if (row.n != 1) {
		math_insert(m, start, "<mrow>");
		buf_addz(m->out, "</mrow>");
	}
	return true;
}

bool math_script(struct math *m)
{
	bool script = m->script, display = m->display;
	m->script = true;
	m->display = false;
	bool ok = math_argument(m);
	m->script = script;
	m->display = display;
	return ok;
}

bool math_part(struct math *m)
{
	bool display = m->display;
	m->display = false;
	bool ok = math_argument(m);
	m->display = display;
	return ok;
}

bool tex_to_mathml(struct str tex, bool display, struct buf *out)
{
	struct math m = { .s = tex, .out = out, .display = display, .font = math_alphabet("it") };
	struct math_row row = { 0 };
	size_t start = out->len;
	buf_addz(out, display ? "<math display=\"block\">" : "<math>");
	bool ok = math_row(&m, &row) && m.i == m.s.n && row.n > 0;
	buf_addz(out, "</math>");
	if (!ok || buf_full(out))
		buf_cut(out, start);
	return ok && !buf_full(out);
}
