/* SPDX-License-Identifier: MIT
 * The leaves of MathML: letters in their alphabets, numbers, operators, text. MathML Core has no attribute for alphabets:
 * each letter is written as Unicode's own sign for it. */
#include "mathml.h"

#include <string.h>

/* ---- Alphabets (Unicode, Mathematical Alphanumeric Symbols) ---- */

/* Where capitals, small letters, digits begin; 0: they stay. */
struct letters {
	uint32_t upper, lower, digit;
};
struct alphabet {
	const char *name;
	bool words;      /* letters side by side are a word */
	bool upright;    /* a single letter is not slanted */
	struct letters plain, bold;
};

static const struct alphabet alphabets[] = {
	{ "it", false, false, { 0, 0, 0 }, { 0x1D468, 0x1D482, 0x1D7CE } },
	{ "rm", true, true, { 0, 0, 0 }, { 0x1D400, 0x1D41A, 0x1D7CE } },
	{ "bf", true, true, { 0x1D400, 0x1D41A, 0x1D7CE }, { 0x1D400, 0x1D41A, 0x1D7CE } },
	{ "ti", true, true, { 0x1D434, 0x1D44E, 0 }, { 0x1D468, 0x1D482, 0x1D7CE } },
	{ "cal", false, true, { 0x1D49C, 0x1D4B6, 0 }, { 0x1D4D0, 0x1D4EA, 0x1D7CE } },
	{ "frak", false, true, { 0x1D504, 0x1D51E, 0 }, { 0x1D56C, 0x1D586, 0x1D7CE } },
	{ "bb", false, true, { 0x1D538, 0x1D552, 0x1D7D8 }, { 0x1D538, 0x1D552, 0x1D7D8 } },
	{ "sf", true, true, { 0x1D5A0, 0x1D5BA, 0x1D7E2 }, { 0x1D5D4, 0x1D5EE, 0x1D7EC } },
	{ "tt", true, true, { 0x1D670, 0x1D68A, 0x1D7F6 }, { 0x1D670, 0x1D68A, 0x1D7F6 } },
};

/* Letters that Unicode had before: there is nothing where their alphabet would have them. */
static const struct { uint32_t hole, cp; } older[] = {
	{ 0x1D455, 0x210E }, { 0x1D49D, 0x212C }, { 0x1D4A0, 0x2130 }, { 0x1D4A1, 0x2131 }, { 0x1D4A3, 0x210B },
	{ 0x1D4A4, 0x2110 }, { 0x1D4A7, 0x2112 }, { 0x1D4A8, 0x2133 }, { 0x1D4AD, 0x211B }, { 0x1D4BA, 0x212F },
	{ 0x1D4BC, 0x210A }, { 0x1D4C4, 0x2134 }, { 0x1D506, 0x212D }, { 0x1D50B, 0x210C }, { 0x1D50C, 0x2111 },
	{ 0x1D515, 0x211C }, { 0x1D51D, 0x2128 }, { 0x1D53A, 0x2102 }, { 0x1D53F, 0x210D }, { 0x1D545, 0x2115 },
	{ 0x1D547, 0x2119 }, { 0x1D548, 0x211A }, { 0x1D549, 0x211D }, { 0x1D551, 0x2124 },
};
/* Signs that stand behind the small Greek letters of an alphabet, from ∂ on. */
static const uint32_t greek_variants[] = { 0x2202, 0x03F5, 0x03D1, 0x03F0, 0x03D5, 0x03F1, 0x03D6 };
enum { BOLD_GREEK = 0x1D6A8, BOLD_SLANTED_GREEK = 0x1D71C, SMALL_GREEK = 26 };  /* of the capital and small Alpha */

const struct alphabet *math_alphabet(const char *name)
{
	for (size_t i = 0; i < COUNTOF(alphabets); i++)
		if (strcmp(alphabets[i].name, name) == 0)
			return &alphabets[i];
	return alphabets;
}

static uint32_t greek(const struct math *m, uint32_t cp, bool upright)
{
	bool words = m->bold || strcmp(m->font->name, "bf") == 0;  /* \mathbf changes capitals only */
	if (words && cp >= 0x391 && cp <= 0x3A9)
		return cp - 0x391 + (upright ? BOLD_GREEK : BOLD_SLANTED_GREEK);
	if (m->bold && cp == 0x2207)
		return BOLD_GREEK + 25;
	if (m->bold && cp >= 0x3B1 && cp <= 0x3C9)
		return cp - 0x3B1 + BOLD_SLANTED_GREEK + SMALL_GREEK;
	for (size_t i = 0; m->bold && i < COUNTOF(greek_variants); i++)
		if (cp == greek_variants[i])
			return BOLD_SLANTED_GREEK + SMALL_GREEK + 25 + (uint32_t)i;
	return cp;
}

uint32_t math_in_alphabet(const struct math *m, uint32_t cp, bool upright)
{
	const struct letters *l = m->bold ? &m->font->bold : &m->font->plain;
	uint32_t ret = cp;
	if (cp >= 0x80)
		return greek(m, cp, upright);
	if (is_upper((int)cp) && l->upper)
		ret = cp - 'A' + l->upper;
	else if (is_lower((int)cp) && l->lower)
		ret = cp - 'a' + l->lower;
	else if (is_digit((int)cp) && l->digit)
		ret = cp - '0' + l->digit;
	for (size_t i = 0; i < COUNTOF(older); i++)
		if (ret == older[i].hole)
			return older[i].cp;
	return ret;
}

/* ---- Writing ---- */

static void put_escaped(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (c == '&' || c == '<' || c == '>')
			buf_addz(out, c == '&' ? "&amp;" : c == '<' ? "&lt;" : "&gt;");
		else
			buf_addc(out, c);
	}
}

static void open_leaf(struct buf *out, const char *tag)
{
	buf_addc(out, '<');
	buf_addz(out, tag);
	buf_addc(out, '>');
}

static void close_leaf(struct buf *out, const char *tag)
{
	buf_addz(out, "</");
	buf_add(out, tag, strcspn(tag, " "));
	buf_addc(out, '>');
}

void math_leaf(struct math *m, const char *tag, struct str text)
{
	open_leaf(m->out, tag);
	put_escaped(m->out, text);
	close_leaf(m->out, tag);
}

void math_letter(struct math *m, uint32_t cp, bool upright)
{
	uint32_t drawn = math_in_alphabet(m, cp, upright);
	const char *tag = upright && drawn == cp ? "mi mathvariant=\"normal\"" : "mi";
	open_leaf(m->out, tag);
	if (drawn == '&' || drawn == '<' || drawn == '>')
		put_escaped(m->out, (struct str){ &(char){ (char)drawn }, 1 });
	else
		utf8_encode(drawn, m->out);
	close_leaf(m->out, tag);
}

/* ---- Signs ---- */

static const struct math_word ascii[128] = {
	['+'] = { "+", MATH_OP, "+" }, ['-'] = { "-", MATH_OP, "\xe2\x88\x92" }, ['*'] = { "*", MATH_OP, "\xe2\x88\x97" },
	['='] = { "=", MATH_OP, "=" }, ['<'] = { "<", MATH_OP, "<" }, ['>'] = { ">", MATH_OP, ">" },
	[','] = { ",", MATH_OP, "," }, [';'] = { ";", MATH_OP, ";" }, [':'] = { ":", MATH_OP, ":" },
	['!'] = { "!", MATH_CLOSE, "!" }, ['?'] = { "?", MATH_CLOSE, "?" }, ['('] = { "(", MATH_OPEN, "(" },
	[')'] = { ")", MATH_CLOSE, ")" }, ['['] = { "[", MATH_OPEN, "[" }, [']'] = { "]", MATH_CLOSE, "]" },
	['|'] = { "|", MATH_FENCE, "|" }, ['/'] = { "/", MATH_ORD, "/" }, ['.'] = { ".", MATH_ORD, "." },
	['@'] = { "@", MATH_ORD, "@" }, ['"'] = { "\"", MATH_ORD, "\"" }, ['~'] = { "~", MATH_SPACE, "0.25em" },
	/* A comment to TeX, and a backslash forgotten in a text of one line. */
	['%'] = { "%", MATH_ORD, "%" },
};

const struct math_word *math_ascii(char c)
{
	return c > 0 && ascii[(int)c].name ? &ascii[(int)c] : NULL;
}

/* Signs of Unicode that authors typed: is CP an operator? Letters, and those of mathematics that are like letters, are not. */
static bool is_operator(uint32_t cp)
{
	static const struct { uint32_t from, to; } ranges[] = {
		{ 0xAC, 0xAC }, { 0xB1, 0xB1 }, { 0xB7, 0xB7 }, { 0xD7, 0xD7 }, { 0xF7, 0xF7 }, { 0x2190, 0x21FF }, { 0x2208, 0x221D },
		{ 0x2223, 0x22FF }, { 0x2308, 0x230B }, { 0x27C0, 0x27FF }, { 0x2900, 0x2AFF },
	};
	for (size_t i = 0; i < COUNTOF(ranges); i++)
		if (cp >= ranges[i].from && cp <= ranges[i].to)
			return true;
	return false;
}

static bool put_foreign(struct math *m, struct math_atom *atom)
{
	uint32_t cp;
	size_t n = utf8_decode(str_from(m->s, m->i), &cp);
	if (n <= 1 || cp == 0xFFFE || cp == 0xFFFF)
		return false;
	struct str sign = { m->s.p + m->i, n };
	m->i += n;
	atom->class = is_operator(cp) ? CLASS_OTHER : CLASS_ORD;
	if (atom->class == CLASS_OTHER)
		math_leaf(m, "mo", sign);
	else
		math_letter(m, cp, !(cp >= 0x3B1 && cp <= 0x3F5));
	return true;
}

/* A letter, or a word in an alphabet that has words. */
static void put_letters(struct math *m, bool single)
{
	size_t from = m->i++;
	while (!single && m->font->words && is_alpha((unsigned char)math_at(m, m->i)))
		m->i++;
	if (m->i == from + 1) {
		math_letter(m, (unsigned char)m->s.p[from], m->font->upright);
		return;
	}
	buf_addz(m->out, "<mi>");
	for (size_t i = from; i < m->i; i++)
		utf8_encode(math_in_alphabet(m, (unsigned char)m->s.p[i], true), m->out);
	buf_addz(m->out, "</mi>");
}

/* A number, with the point that has a digit behind it. */
static void put_number(struct math *m, bool single)
{
	buf_addz(m->out, "<mn>");
	for (bool point = false;; m->i++) {
		char c = math_at(m, m->i);
		if (c == '.' && !point && is_digit((unsigned char)math_at(m, m->i + 1)))
			point = true;
		else if (!is_digit((unsigned char)c))
			break;
		utf8_encode(math_in_alphabet(m, (unsigned char)c, true), m->out);
		if (single) {
			m->i++;
			break;
		}
	}
	buf_addz(m->out, "</mn>");
}

bool math_sign(struct math *m, bool single, struct math_atom *atom)
{
	char c = math_at(m, m->i);
	const struct math_word *w = math_ascii(c);
	atom->class = CLASS_ORD;
	if (is_alpha((unsigned char)c)) {
		put_letters(m, single);
		return true;
	}
	if (is_digit((unsigned char)c)) {
		put_number(m, single);
		return true;
	}
	if (w == NULL)
		return put_foreign(m, atom);
	if (!single && c == ':' && math_at(m, m->i + 1) == '=') {
		static const struct math_word defined = { ":=", MATH_OP, ":=" };
		w = &defined;
	}
	m->i += strlen(w->name);
	return math_leaf_word(m, w, atom);
}

/* ---- Rows of tables that are leaves ---- */

static const struct {
	const char *tag;  /* NULL: not a leaf */
	enum math_class class;
	enum math_limits limits;
} leaves[MATH_KINDS] = {
	[MATH_OP] = { "mo", CLASS_OPERATOR, LIMITS_NEVER },
	[MATH_OPEN] = { "mo stretchy=\"false\"", CLASS_OPEN, LIMITS_NEVER },
	[MATH_CLOSE] = { "mo stretchy=\"false\"", CLASS_CLOSE, LIMITS_NEVER },
	[MATH_FENCE] = { "mo stretchy=\"false\" lspace=\"0\" rspace=\"0\"", CLASS_OTHER, LIMITS_NEVER },
	[MATH_BIG] = { "mo", CLASS_OTHER, LIMITS_DISPLAY },
	[MATH_INT] = { "mo", CLASS_OTHER, LIMITS_NEVER },
	[MATH_FUNC] = { "mi", CLASS_NAME, LIMITS_NEVER },
	[MATH_LIM] = { "mi", CLASS_NAME, LIMITS_DISPLAY },
};

bool math_leaf_word(struct math *m, const struct math_word *w, struct math_atom *atom)
{
	struct str text = str_of(w->value);
	uint32_t cp;
	*atom = (struct math_atom){ leaves[w->kind].class, leaves[w->kind].limits };
	if (leaves[w->kind].tag) {
		/* TeX parts nothing in scripts but by words (\bmod) */
		bool close = m->script && w->kind == MATH_OP && !is_alpha((unsigned char)*w->value);
		math_leaf(m, close ? "mo lspace=\"0\" rspace=\"0\"" : leaves[w->kind].tag, text);
		return true;
	}
	if (w->kind == MATH_VAR || w->kind == MATH_ORD) {
		utf8_decode(text, &cp);
		atom->class = CLASS_ORD;
		math_letter(m, cp, w->kind == MATH_ORD);
		return true;
	}
	if (w->kind != MATH_SPACE)
		return false;
	if (*w->value)
		buf_addf(m->out, "<mspace width=\"%s\"/>", w->value);
	return true;
}

/* ---- Text ---- */

#define NBSP "\xc2\xa0"  /* white space at the ends of a leaf would go */

/* What TeX makes of signs of ASCII in text; the longest first. */
static const struct { const char *tex, *text; } ligatures[] = {
	{ "---", "\xe2\x80\x94" }, { "--", "\xe2\x80\x93" }, { "``", "\xe2\x80\x9c" }, { "''", "\xe2\x80\x9d" },
	{ "`", "\xe2\x80\x98" }, { "'", "\xe2\x80\x99" }, { "~", NBSP },
};

/* A control word in text: a sign, a space, or more text, whose braces are left to the caller. */
static bool put_text_word(struct math *m)
{
	struct str name = math_peek(m);
	const struct math_word *w = math_find(name);
	if (w == NULL)
		return false;
	m->i += 1 + name.n;
	if (is_alpha((unsigned char)name.p[0]) || is_space((unsigned char)name.p[0]))
		math_blanks(m);  /* as TeX does behind these */
	if (w->kind == MATH_SPACE)
		buf_addz(m->out, *w->value ? NBSP : "");
	else if (w->kind == MATH_ORD || w->kind == MATH_OPEN || w->kind == MATH_CLOSE)
		put_escaped(m->out, str_of(w->value));
	else
		return w->kind == MATH_TEXT || w->kind == MATH_SWITCH;
	return true;
}

static bool put_text_sign(struct math *m)
{
	char c = math_at(m, m->i);
	uint32_t cp;
	size_t n;
	for (size_t i = 0; i < COUNTOF(ligatures); i++)
		if (str_starts(str_from(m->s, m->i), ligatures[i].tex)) {
			m->i += strlen(ligatures[i].tex);
			buf_addz(m->out, ligatures[i].text);
			return true;
		}
	if (is_space((unsigned char)c)) {
		math_blanks(m);
		buf_addz(m->out, NBSP);
		return true;
	}
	n = utf8_decode(str_from(m->s, m->i), &cp);
	if (n == 0 || cp < ' ' || cp == 0x7f || cp == 0xFFFE || cp == 0xFFFF || strchr("$%&#_^", c))
		return false;
	m->i += n;
	if (is_alnum(c))
		utf8_encode(math_in_alphabet(m, cp, true), m->out);
	else
		put_escaped(m->out, (struct str){ m->s.p + m->i - n, n });
	return true;
}

bool math_text(struct math *m, const char *font)
{
	const struct alphabet *before = m->font;
	size_t depth = 0;
	bool ok = true, bold = m->bold;
	math_blanks(m);
	if (math_at(m, m->i) != '{')
		return false;
	m->font = math_alphabet(font);
	m->bold = false;
	buf_addz(m->out, "<mtext>");
	while (ok && m->i < m->s.n) {
		char c = m->s.p[m->i];
		if (c == '{' || c == '}') {
			m->i++;
			depth += c == '{' ? 1 : (size_t)-1;
			if (depth == 0)
				break;
		} else {
			ok = c == '\\' ? put_text_word(m) : put_text_sign(m);
		}
	}
	buf_addz(m->out, "</mtext>");
	m->font = before;
	m->bold = bold;
	return ok && depth == 0;
}
