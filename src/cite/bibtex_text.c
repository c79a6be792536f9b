/* SPDX-License-Identifier: MIT
 * Texts for BibTeX and LaTeX. What is no mathematics is text to us, and stays text: each sign of TeX's is written as a sign, macros that
 * cleaning left, too. Styles write titles in lower case, but for what stands in braces. */
#include <string.h>

#include "digest/text.h"
#include "src/cite/internal.h"

/* ---- Signs ---- */

static const char *sign_as_text(char c)
{
	static const struct { char sign; const char *tex; } signs[] = {
		{ '%', "\\%" }, { '&', "\\&" }, { '#', "\\#" }, { '_', "\\_" }, { '$', "\\$" }, { '^', "\\textasciicircum{}" },
		{ '~', "\\textasciitilde{}" }, { '<', "\\textless{}" }, { '>', "\\textgreater{}" }, { '|', "{$|$}" },
		{ '\\', "\\textbackslash{}" },
	};
	for (size_t i = 0; i < COUNTOF(signs); i++)
		if (signs[i].sign == c)
			return signs[i].tex;
	return NULL;
}

/* Braces count for BibTeX though a backslash stands before them, so they have names. */
static const char *brace_as_text(char c)
{
	return c == '{' ? "\\textbraceleft{}" : c == '}' ? "\\textbraceright{}" : NULL;
}

/* TEXT without mathematics. GROUPS: its braces are groups, and stay; else they are signs. */
static void put_text(struct str text, bool groups, enum tex_place place, struct buf *out)
{
	for (size_t i = 0; i < text.n;) {
		const char *tex = sign_as_text(text.p[i]);
		if (tex == NULL && !groups)
			tex = brace_as_text(text.p[i]);
		if (tex == NULL) {
			i += tex_from_unicode(str_from(text, i), place, out);
			continue;
		}
		buf_addz(out, tex);
		i++;
	}
}

/* Whether the braces of TEXT come in pairs. */
static bool in_pairs(struct str text)
{
	size_t depth = 0;
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '}' && depth-- == 0)
			return false;
		depth += text.p[i] == '{';
	}
	return depth == 0;
}

/* ---- Mathematics ---- */

/* The formula's own TeX, but for what LaTeX would stumble over: a % that begins a comment, characters that are no TeX, braces written with
 * a backslash, which BibTeX counts. */
static void put_tex(struct str tex, struct buf *out)
{
	bool table = str_find(tex, "\\begin", 0) != STR_NONE || str_find(tex, "matrix", 0) != STR_NONE;
	for (size_t i = 0; i < tex.n;) {
		char c = tex.p[i], next = i + 1 < tex.n ? tex.p[i + 1] : '\0';
		if (c == '\\' && (next == '{' || next == '}')) {
			buf_addz(out, next == '{' ? "\\lbrace " : "\\rbrace ");
			i += 2;
		} else if (c == '\\' && next) {
			buf_addc(out, c);
			if (is_punct((unsigned char)next))
				buf_addc(out, next);
			i += 1 + is_punct((unsigned char)next);
		} else if (c == '%' || c == '#' || c == '$' || (c == '&' && !table)) {
			buf_addz(out, sign_as_text(c));
			i++;
		} else if (c != '\\') {
			i += tex_from_unicode(str_from(tex, i), TEX_IN_MATH, out);
		} else {
			i++;
		}
	}
}

/* Whether BODY can be set by LaTeX: it does nothing but be drawn, and has no macros that are the paper's own. What TEX is made of it has its
 * braces in pairs. */
static bool can_be_set(struct str body, struct str tex)
{
	struct buf drawn = BUF_INIT(BUF_UNBOUNDED);
	bool can = in_pairs(tex) && !tex_is_active_math(body) && (str_find(body, "\\", 0) == STR_NONE || tex_to_mathml(body, false, &drawn));
	buf_free(&drawn);
	return can;
}

/* A formula, or, where it is none that can be set, its text. */
static void put_math(struct str s, const struct tex_math *m, struct buf *out)
{
	struct str body = { s.p + m->body_start, m->body_end - m->body_start };
	struct buf tex = BUF_INIT(BUF_UNBOUNDED);
	put_tex(body, &tex);
	if (!can_be_set(body, buf_str(&tex))) {
		put_text((struct str){ s.p + m->start, m->end - m->start }, false, TEX_IN_TEXT, out);
	} else {
		buf_addc(out, '$');  /* a display stands in no line of a list */
		buf_adds(out, buf_str(&tex));
		buf_addc(out, '$');
	}
	buf_free(&tex);
}

/* Whether the braces of S, outside of mathematics, can be groups: in pairs, and no macro's arguments. */
static bool has_groups(struct str s)
{
	struct tex_math m;
	size_t from = 0, depth = 0;
	for (bool more = true; more; from = m.end) {
		more = tex_next_math(s, from, &m);
		struct str text = more ? (struct str){ s.p + from, m.start - from } : str_from(s, from);
		for (size_t i = 0; i < text.n; i++) {
			if (text.p[i] == '\\' || (text.p[i] == '}' && depth-- == 0))
				return false;
			depth += text.p[i] == '{';
		}
		if (!more)
			break;
	}
	return depth == 0;
}

/* A text on its way out, from its start to its end. */
struct writing {
	struct str s;
	bool groups;             /* its braces are groups; else signs */
	enum tex_place place;
	size_t at;               /* what stands before is written */
	bool math;               /* there is a formula behind AT: */
	struct tex_math next;
};

static struct writing writing_of(struct str s, enum tex_place place)
{
	struct writing w = { .s = s, .groups = has_groups(s), .place = place };
	w.math = tex_next_math(s, 0, &w.next);
	return w;
}

/* Up to END, which stands in no formula. */
static void put_until(struct writing *w, size_t end, struct buf *out)
{
	while (w->math && w->next.end <= end) {
		put_text((struct str){ w->s.p + w->at, w->next.start - w->at }, w->groups, w->place, out);
		put_math(w->s, &w->next, out);
		w->at = w->next.end;
		w->math = tex_next_math(w->s, w->at, &w->next);
	}
	put_text((struct str){ w->s.p + w->at, end - w->at }, w->groups, w->place, out);
	w->at = end;
}

void bibtex_text(struct str text, enum tex_place place, struct buf *out)
{
	struct writing w = writing_of(text, place);
	put_until(&w, text.n, out);
}

/* ---- Titles ---- */

/* Where the word at W->at ends: at a blank that stands neither in mathematics nor in a group. */
static size_t word_end(const struct writing *w)
{
	struct tex_math m = w->next;
	size_t i = w->at, depth = 0;
	bool math = w->math;
	while (i < w->s.n && (w->s.p[i] != ' ' || depth > 0)) {
		if (math && i == m.start) {
			i = m.end;
			math = tex_next_math(w->s, i, &m);
			continue;
		}
		depth += w->groups && w->s.p[i] == '{';
		depth -= w->groups && w->s.p[i] == '}' && depth > 0;
		i++;
	}
	return i;
}

/* END, or the end of the formula that it would cut: \(x\) ends like a bracket. */
static size_t behind_formula(const struct writing *w, size_t end)
{
	struct tex_math m = w->next;
	bool math = w->math;
	while (math && m.end <= end)
		math = tex_next_math(w->s, m.end, &m);
	return math && m.start < end ? m.end : end;
}

/* How long the character at S[I] is, if it is a sign that stands around words; 0: it is none. */
static size_t around(struct str s, size_t i)
{
	static const char *const wide[] = { "“", "”", "‘", "’", "«", "»", "„", "…" };
	for (size_t k = 0; k < COUNTOF(wide); k++)
		if (str_starts(str_from(s, i), wide[k]))
			return strlen(wide[k]);
	return strchr("()[]\"'`,.:;?!", s.p[i]) != NULL;
}

/* Whether a bracket is open at TO: SU(N) is a word as a whole. */
static bool has_open(struct str word, size_t from, size_t to)
{
	size_t open = 0;
	for (size_t i = from; i < to; i++) {
		open += word.p[i] == '(' || word.p[i] == '[';
		open -= open > 0 && (word.p[i] == ')' || word.p[i] == ']');
	}
	return open > 0;
}

/* A word without the signs around it. */
static struct str core_of(struct str word)
{
	size_t from = 0, to = word.n, n;
	while (from < word.n && (n = around(word, from)) != 0)
		from += n;
	for (size_t i = from; i < word.n;) {
		n = around(word, i);
		if (n == 0)
			to = i + 1;
		i += n ? n : 1;
	}
	while (to < word.n && strchr(")]", word.p[to]) && has_open(word, from, to))
		to++;
	return from < to ? (struct str){ word.p + from, to - from } : str_head(word, 0);
}

static bool is_capital(uint32_t cp) { return cp < 0x80 ? is_upper((int)cp) : utf8_is_upper(cp); }

/* Whether CP parts a word in two. */
static bool is_joint(uint32_t cp) { return cp == '-' || cp == '/' || (cp >= 0x2010 && cp <= 0x2014); }

/* Whether a word has capitals that are its own, whatever the style of the title: within a part (BERT, arXiv, mRNA, 3D), or as the one letter
 * of a part (X-ray, C*-algebra, T5), but for the article. */
static bool has_own_capitals(struct str word)
{
	size_t at = 0, letters = 0;  /* of the part */
	bool lone = false;           /* its one letter is a capital */
	uint32_t cp;
	for (size_t i = 0, n; (n = utf8_decode(str_from(word, i), &cp)) != 0; i += n) {
		if (is_joint(cp)) {
			if (lone)
				return true;
			at = letters = 0;
			continue;
		}
		if (is_capital(cp) && at > 0)
			return true;
		if (utf8_is_word(cp) && !is_digit((int)cp)) {
			lone = is_capital(cp) && letters == 0;
			letters++;
		}
		at++;
	}
	return lone && !str_is(word, "A");
}

static bool begins_capital(struct str word)
{
	uint32_t cp;
	return utf8_decode(word, &cp) && is_capital(cp);
}

/* Whether the title has capitals as a sentence has them, so that a word with one is a name: most of its longer words are small. */
static bool is_sentence(struct str title)
{
	enum { LONGER = 4 };
	size_t small = 0, capital = 0;
	struct str rest = title, word;
	for (bool first = true; str_cut(&rest, ' ', &word); first = false) {
		struct str core = core_of(word);
		if (first || core.n < LONGER)
			continue;
		capital += begins_capital(core);
		small += is_lower((unsigned char)core.p[0]);
	}
	return small > capital;
}

/* Whether a style must leave CORE as it is. TEX is what becomes of it. */
static bool is_kept(struct str core, struct str tex, bool groups, bool names)
{
	size_t depth = 0;
	for (size_t i = 0; i < tex.n; i++) {
		if (depth == 0 && tex.p[i] == '$' && (i == 0 || tex.p[i - 1] != '\\'))
			return true;
		depth += tex.p[i] == '{';
		depth -= tex.p[i] == '}' && depth > 0;
	}
	return (groups && str_find(core, "{", 0) != STR_NONE) || has_own_capitals(core) || (names && begins_capital(core));
}

/* Whether CORE is one group. */
static bool is_group(struct str core)
{
	return core.n > 1 && core.p[0] == '{' && core.p[core.n - 1] == '}' && in_pairs((struct str){ core.p + 1, core.n - 2 });
}

/* In braces; a group that begins with a backslash would be a letter to BibTeX, and have no capitals of its own. */
static void put_kept(struct str tex, struct buf *out)
{
	bool twice = tex.n > 0 && tex.p[0] == '\\';
	buf_addf(out, twice ? "{{%.*s}}" : "{%.*s}", STR_ARG(tex));
}

void bibtex_title(struct str title, struct buf *out)
{
	struct writing w = writing_of(title, TEX_IN_TEXT);
	struct buf tex = BUF_INIT(BUF_UNBOUNDED);
	bool sentence = is_sentence(title), begins = true;
	while (w.at < title.n) {
		size_t end = word_end(&w);
		struct str word = { title.p + w.at, end - w.at }, core = core_of(word);
		put_until(&w, (size_t)(core.p - title.p), out);
		core.n = behind_formula(&w, w.at + core.n) - w.at;
		buf_clear(&tex);
		put_until(&w, w.at + core.n, &tex);
		bool group = w.groups && is_group(core);
		if (core.n && !group && is_kept(core, buf_str(&tex), w.groups, sentence && !begins))
			put_kept(buf_str(&tex), out);
		else
			buf_adds(out, buf_str(&tex));
		put_until(&w, end, out);
		begins = str_ends(word, ":");
		for (; w.at < title.n && title.p[w.at] == ' '; w.at++)
			buf_addc(out, ' ');
	}
	buf_free(&tex);
}
