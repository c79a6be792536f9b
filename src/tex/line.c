/* SPDX-License-Identifier: MIT
 * Mathematics as a line of Unicode, for readers that draw none: letters, signs and their one-line scripts. What needs a second
 * dimension (a fraction of more than letters and numbers, a matrix, a script without such characters) is refused as a whole: half
 * a formula in TeX and half in signs says less than either. */
#include <string.h>

#include "src/tex/mathml.h"

/* Characters, and their forms above and below the line (the Unicode Standard, blocks Superscripts and Subscripts, Phonetic
 * Extensions, Spacing Modifier Letters); NULL: there is none. Primes and the like stand high by themselves. */
static const struct script { const char *plain, *above, *below; } scripts[] = {
	{ "0", "⁰", "₀" }, { "1", "¹", "₁" }, { "2", "²", "₂" }, { "3", "³", "₃" }, { "4", "⁴", "₄" }, { "5", "⁵", "₅" }, { "6", "⁶", "₆" },
	{ "7", "⁷", "₇" }, { "8", "⁸", "₈" }, { "9", "⁹", "₉" }, { "+", "⁺", "₊" }, { "−", "⁻", "₋" }, { "=", "⁼", "₌" }, { "(", "⁽", "₍" },
	{ ")", "⁾", "₎" }, { "a", "ᵃ", "ₐ" }, { "b", "ᵇ", NULL }, { "c", "ᶜ", NULL }, { "d", "ᵈ", NULL }, { "e", "ᵉ", "ₑ" }, { "f", "ᶠ", NULL },
	{ "g", "ᵍ", NULL }, { "h", "ʰ", "ₕ" }, { "i", "ⁱ", "ᵢ" }, { "j", "ʲ", "ⱼ" }, { "k", "ᵏ", "ₖ" }, { "l", "ˡ", "ₗ" }, { "m", "ᵐ", "ₘ" },
	{ "n", "ⁿ", "ₙ" }, { "o", "ᵒ", "ₒ" }, { "p", "ᵖ", "ₚ" }, { "r", "ʳ", "ᵣ" }, { "s", "ˢ", "ₛ" }, { "t", "ᵗ", "ₜ" }, { "u", "ᵘ", "ᵤ" },
	{ "v", "ᵛ", "ᵥ" }, { "w", "ʷ", NULL }, { "x", "ˣ", "ₓ" }, { "y", "ʸ", NULL }, { "z", "ᶻ", NULL }, { "A", "ᴬ", NULL }, { "B", "ᴮ", NULL },
	{ "D", "ᴰ", NULL }, { "E", "ᴱ", NULL }, { "G", "ᴳ", NULL }, { "H", "ᴴ", NULL }, { "I", "ᴵ", NULL }, { "J", "ᴶ", NULL }, { "K", "ᴷ", NULL },
	{ "L", "ᴸ", NULL }, { "M", "ᴹ", NULL }, { "N", "ᴺ", NULL }, { "O", "ᴼ", NULL }, { "P", "ᴾ", NULL }, { "R", "ᴿ", NULL }, { "T", "ᵀ", NULL },
	{ "U", "ᵁ", NULL }, { "V", "ⱽ", NULL }, { "W", "ᵂ", NULL }, { "β", "ᵝ", "ᵦ" }, { "γ", "ᵞ", "ᵧ" }, { "ρ", NULL, "ᵨ" }, { "χ", "ᵡ", "ᵪ" },
	{ "⊤", "ᵀ", NULL }, { "∘", "°", NULL }, { "′", "′", NULL }, { "*", "*", NULL }, { "∗", "*", NULL }, { "†", "†", NULL }, { "‡", "‡", NULL },
};

static bool put_items(struct math *m, char stop);
static bool put_item(struct math *m);

/* Whether what was put from START on is one thing, so that a stroke or a root beside it means all of it. */
static bool is_one(const struct math *m, size_t start)
{
	struct str s = { m->out->s + start, m->out->len - start };
	uint32_t cp = 0;
	for (size_t i = 0; i < s.n; i += utf8_decode(str_from(s, i), &cp)) {
		utf8_decode(str_from(s, i), &cp);
		if (cp < 0x80 ? !is_alnum((int)cp) : (cp >= 0x2190 && cp <= 0x23ff) || cp >= 0x27c0)
			return false;
	}
	return s.n > 0;
}

/* A group, or one atom without scripts. */
static bool put_argument(struct math *m)
{
	math_blanks(m);
	if (math_at(m, m->i) != '{')
		return m->i < m->s.n && put_item(m);
	if (++m->depth > MATH_MAX_DEPTH)
		return false;
	m->i++;
	bool ok = put_items(m, '}');
	m->depth--;
	return ok;
}

/* What stands behind ^ or _ becomes its form above or below the line. */
static bool put_script(struct math *m, bool above)
{
	struct buf raised = BUF_INIT(BUF_UNBOUNDED);
	size_t start = m->out->len, i = start;
	bool within = m->script;
	m->script = true;
	m->i++;
	bool ok = put_argument(m) && m->out->len > start;
	m->script = within;
	while (ok && i < m->out->len) {
		struct str rest = { m->out->s + i, m->out->len - i };
		const char *form = NULL;
		size_t k = 0;
		while (k < COUNTOF(scripts) && !str_starts(rest, scripts[k].plain))
			k++;
		if (k < COUNTOF(scripts))
			form = above ? scripts[k].above : scripts[k].below;
		ok = form != NULL;
		if (ok) {
			buf_addz(&raised, form);
			i += strlen(scripts[k].plain);
		}
	}
	buf_cut(m->out, start);
	if (ok)
		buf_adds(m->out, buf_str(&raised));
	buf_free(&raised);
	return ok;
}

/* {text}, without anything of TeX's in it. */
static bool put_text(struct math *m)
{
	math_blanks(m);
	size_t end = str_find(m->s, "}", m->i);
	if (math_at(m, m->i) != '{' || end == STR_NONE)
		return false;
	struct str text = { m->s.p + m->i + 1, end - m->i - 1 };
	for (size_t i = 0; i < text.n; i++)
		if (strchr("\\{$&#%^_~", text.p[i]))
			return false;
	buf_adds(m->out, text);
	m->i = end + 1;
	return true;
}

static bool put_in_font(struct math *m, const char *font)
{
	const struct alphabet *before = m->font;
	bool bold = m->bold;
	if (strcmp(font, "bold") == 0)
		m->bold = true;
	else
		m->font = math_alphabet(font);
	bool ok = put_argument(m);
	m->font = before;
	m->bold = bold;
	return ok;
}

static bool put_fraction(struct math *m)
{
	size_t start = m->out->len;
	if (!put_argument(m) || !is_one(m, start))
		return false;
	buf_addc(m->out, '/');
	start = m->out->len;
	return put_argument(m) && is_one(m, start);
}

static bool put_root(struct math *m)
{
	math_blanks(m);
	if (math_at(m, m->i) == '[')
		return false;
	buf_addz(m->out, "√");
	size_t start = m->out->len;
	return put_argument(m) && is_one(m, start);
}

/* A name: blanks part it from letters and numbers, but not in a script. */
static void put_name(struct math *m, const char *name)
{
	const char *last = m->out->len && !m->script ? m->out->s + m->out->len - 1 : NULL;
	if (last && (is_alnum((unsigned char)*last) || *last == ')' || (unsigned char)*last >= 0x80))
		buf_addc(m->out, ' ');
	buf_addz(m->out, name);
	math_blanks(m);
	if (!m->script && !strchr("^_([", math_at(m, m->i)))
		buf_addc(m->out, ' ');
}

/* A delimiter's size goes, and the one that is none ('.'). */
static bool skip_size(struct math *m)
{
	math_blanks(m);
	m->i += math_at(m, m->i) == '.';
	return true;
}

static bool put_word(struct math *m)
{
	struct str name = math_peek(m);
	const struct math_word *w = math_find(name);
	if (w == NULL && !str_is(name, "right") && !str_is(name, "middle"))
		return false;
	m->i += 1 + name.n;
	if (w == NULL)
		return skip_size(m);
	switch (w->kind) {
	case MATH_VAR: case MATH_ORD: case MATH_OP: case MATH_OPEN: case MATH_CLOSE: case MATH_FENCE: case MATH_BIG: case MATH_INT:
		buf_addz(m->out, w->value);
		return true;
	case MATH_FUNC: case MATH_LIM:
		put_name(m, w->value);
		return true;
	case MATH_SPACE:
		if (w->value[0] >= '1' || (w->value[0] == '0' && w->value[2] >= '5') || strcmp(w->value, "0.25em") == 0)
			buf_addc(m->out, ' ');
		return true;
	case MATH_TEXT:
		return put_text(m);
	case MATH_FONT:
		return put_in_font(m, w->value);
	case MATH_FRAC:
		return put_fraction(m);
	case MATH_SQRT:
		return put_root(m);
	case MATH_SIZE: case MATH_LEFT:
		return skip_size(m);
	case MATH_STYLE:
		return true;
	default:
		return false;
	}
}

/* A sign as it was typed: a hyphen is a minus, letters are of the present alphabet. */
static bool put_sign(struct math *m)
{
	uint32_t cp;
	size_t n = utf8_decode(str_from(m->s, m->i), &cp);
	if (n == 0 || (cp < 0x80 && strchr("&%#$", (int)cp)))
		return false;
	m->i += n;
	utf8_encode(cp == '-' ? 0x2212 : math_in_alphabet(m, cp, true), m->out);
	return true;
}

static bool put_item(struct math *m)
{
	char c = math_at(m, m->i);
	switch (c) {
	case '\\':
		return put_word(m);
	case '{':
		return put_argument(m);
	case '^': case '_':
		return put_script(m, c == '^');
	case '\'':
		m->i++;
		buf_addz(m->out, "′");
		return true;
	case '~':
		m->i++;
		buf_addc(m->out, ' ');
		return true;
	default:
		return put_sign(m);
	}
}

/* All up to STOP, which is passed over; '\0': up to the end. */
static bool put_items(struct math *m, char stop)
{
	for (math_blanks(m); m->i < m->s.n; math_blanks(m)) {
		if (m->s.p[m->i] == '}') {
			m->i++;
			return stop == '}';
		}
		if (!put_item(m))
			return false;
	}
	return stop == '\0';
}

bool tex_to_line(struct str tex, struct buf *out)
{
	size_t start = out->len;
	struct math m = { .s = tex, .out = out, .font = math_alphabet("it") };
	bool ok = !tex_is_active_math(tex) && put_items(&m, '\0') && out->len > start;
	while (ok && out->s[out->len - 1] == ' ')
		buf_cut(out, out->len - 1);
	if (!ok)
		buf_cut(out, start);
	return ok;
}
