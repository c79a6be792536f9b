/* SPDX-License-Identifier: MIT
 * One walk over a text: where a number begins it is read with its power of ten, its scale, its unit, and what stands before
 * it. TeX between them (blanks, braces, dollars) is passed over. */
#include "digest/figure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "digest/tex.h"
#include "digest/text.h"

struct reading {
	struct str s;
	struct arena *a;
	VEC(struct figure) list;
	struct tex_math math;  /* the stretch at or behind the current place */
	bool more_math;
	size_t math_end;       /* of the one before */
};

/* ---- Pieces ---- */

/* The length of the first of LIST's strings that S begins with. */
static size_t any_at(struct str s, const char *const *list)
{
	for (; s.n > 0 && *list; list++)
		if (s.p[0] == **list && str_starts(s, *list))
			return strlen(*list);
	return 0;
}

static bool ends_any(struct str s, const struct str *list)
{
	for (; list->n > 0; list++)
		if (s.n >= list->n && s.p[s.n - 1] == list->p[list->n - 1] && memcmp(s.p + s.n - list->n, list->p, list->n) == 0)
			return true;
	return false;
}

/* What may stand between the parts of one quantity, as the reader does not see it. */
static size_t glue_at(struct str s)
{
	static const char *const glue[] = {
		" ", "$", "{", "}", "\\,", "\\;", "\\ ", "\\!", "\\:", "~", "\xc2\xa0", "\xe2\x80\x89", "\xe2\x80\xaf", "\\mathrm{", "\\text{", "\\textrm{",
		"\\mathit{", "\\rm ", "\\ensuremath{", "\n", NULL,
	};
	enum { MOST = 40 };
	size_t n = 0, k;
	while (n < MOST && (k = any_at(str_from(s, n), glue)) > 0)
		n += k;
	return n;
}

/* A digit, of ASCII or full width: its length. */
static size_t digit_at(struct str s, char *digit)
{
	const unsigned char *p = (const unsigned char *)s.p;
	if (s.n >= 3 && p[0] == 0xef && p[1] == 0xbc && p[2] >= 0x90 && p[2] <= 0x99) {
		*digit = (char)('0' + (p[2] - 0x90));
		return 3;
	}
	*digit = s.n ? s.p[0] : 0;
	return s.n && is_digit(p[0]) ? 1 : 0;
}

/* A comma between thousands, three digits and no more behind it: "1,000", "1，000", "1{,}000", "1\,000". */
static size_t comma_at(struct str s)
{
	static const char *const commas[] = { ",", "，", "{,}", "\\,", "'", NULL };
	size_t n = any_at(s, commas), k = n;
	while (n > 0 && k < n + 4 && k < s.n && is_digit((unsigned char)s.p[k]))
		k++;
	return n > 0 && k == n + 3 ? n : 0;
}

/* The digits at S[I]: behind them; F gets their value. */
static size_t read_digits(struct str s, size_t i, struct figure *f)
{
	static const char *const points[] = { ".", "．", NULL };
	char text[40], d;
	size_t n = 0, k = 0, places = 0;
	bool point = false;
	for (; i < s.n; i += k) {
		struct str at = str_from(s, i);
		size_t dot = any_at(at, points);
		if ((k = digit_at(at, &d)) > 0) {
			if (n < sizeof text - 1)
				text[n++] = d;
			places += point;
		} else if (!point && dot > 0 && digit_at(str_from(at, dot), &d) > 0) {
			if (n < sizeof text - 1)
				text[n++] = '.';
			point = true;
			k = dot;
		} else if (point || (k = comma_at(at)) == 0) {
			break;
		}
	}
	text[n] = '\0';
	f->digits = strtod(text, NULL);
	f->half = 0.5 / pow(10, (double)(places < 20 ? places : 20));
	f->marks |= point ? 0u : FIGURE_WHOLE;
	return i;
}

/* A small whole number at S[I], with its sign, ASCII or superscript; behind it, I: none. */
static size_t exponent_at(struct str s, size_t i, int *ret)
{
	static const char *const raised[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
	static const char *const minus[] = { "-", "−", "⁻", "{-}", NULL };
	size_t from = i, n = any_at(str_from(s, i), minus), v = 0, seen = 0;
	bool negative = n > 0;
	for (i += n; i < s.n && seen < 3; seen++) {
		struct str at = str_from(s, i);
		size_t k = 0;
		while (k < COUNTOF(raised) && !str_starts(at, raised[k]))
			k++;
		if (k < COUNTOF(raised)) {
			v = v * 10 + k;
			i += strlen(raised[k]);
		} else if (is_digit((unsigned char)s.p[i])) {
			v = v * 10 + (size_t)(s.p[i++] - '0');
		} else {
			break;
		}
	}
	*ret = negative ? -(int)v : (int)v;
	return seen ? i : from;
}

/* Behind "^6", "^{6}", "⁶", "的6次方" at S[I]; I: there is none. */
static size_t power_at(struct str s, size_t i, int *exponent)
{
	struct str at = str_from(s, i);
	size_t from = i;
	if (str_starts(at, "^{") || str_starts(at, "^ {"))
		from = i + 2 + (at.p[1] == ' ');
	else if (str_starts(at, "^"))
		from = i + 1;
	else if (!str_starts(at, "\xe2\x81") && !str_starts(at, "²") && !str_starts(at, "³") && !str_starts(at, "¹"))
		return i;
	size_t end = exponent_at(s, from, exponent);
	return end == from ? i : end + (end < s.n && s.p[end] == '}' && at.p[0] == '^');
}

/* "\times 10^{12}", "e-4" behind a number at I. */
static size_t read_power(struct str s, size_t i, struct figure *f)
{
	static const char *const times[] = { "\\times", "×", "\\cdot", "*", "x", "·", NULL };
	int exponent = 0;
	size_t end = i;
	if (f->digits == 10 && (end = power_at(s, i, &exponent)) > i) {
		f->digits = 1;
	} else if (i + 1 < s.n && (s.p[i] == 'e' || s.p[i] == 'E') && (end = exponent_at(s, i + 1, &exponent)) > i + 1) {
		if (end < s.n && is_alpha((unsigned char)s.p[end]))
			return i;
	} else {
		size_t at = i + glue_at(str_from(s, i)), n = any_at(str_from(s, at), times);
		at += n;
		at += n ? glue_at(str_from(s, at)) : 0;
		if (n == 0 || !str_starts(str_from(s, at), "10") || (end = power_at(s, at + 2, &exponent)) == at + 2)
			return i;
	}
	f->scale *= pow(10, exponent);
	return end;
}

/* ---- Behind a number ---- */

static const char *const some_more[] = { "多", "余", "来", "+", "餘", NULL };

static size_t read_scale(struct str s, size_t i, struct figure *f)
{
	size_t at = i + glue_at(str_from(s, i)), n = 0;
	double scale = 1;
	at += at == i && at < s.n && s.p[at] == '-';
	size_t more = any_at(str_from(s, at), some_more);
	size_t unit = 0;
	if (figure_unit_at(str_from(s, at + more), &unit) && figure_scale_at(str_from(s, at + more), &scale) <= unit)
		return i;
	n = figure_scale_at(str_from(s, at + more), &scale);
	if (n == 0)
		return i;
	f->scale *= scale;
	f->marks |= more ? FIGURE_ABOUT : 0u;
	return at + more + n;
}

static size_t read_unit(struct str s, size_t i, struct figure *f)
{
	static const struct figure_unit yuan = { "元", 1, FIGURE_CNY, UNIT_HAN };
	size_t at = i + glue_at(str_from(s, i)), n = 0;
	at += at == i && at < s.n && s.p[at] == '-';
	size_t more = any_at(str_from(s, at), some_more);
	struct str behind = str_from(s, at + more);
	const struct figure_unit *u = figure_unit_at(behind, &n);
	if (u == NULL && str_starts(behind, "个")) {
		u = figure_unit_at(str_from(behind, 3), &n);
		n += 3;
	}
	if (u == NULL && f->scale >= 1e3 && str_starts(behind, "元")) {
		u = &yuan;
		n = 3;
	}
	/* "12 s" is a time, "12 m" hardly ever; a letter alone that does not touch the number is a name */
	if (u == NULL || (u->form == UNIT_SYMBOL && n == 1 && at > i && s.p[i] == ' ' && strchr("mgxX", u->word[0])))
		return i;
	if (f->digits >= 1000 && f->digits < 2200 && (n == 1 || str_is(str_of(u->word), "年")))  /* 1990s, 2023年 */
		return i;
	f->unit = u;
	f->marks |= more ? FIGURE_ABOUT : 0u;
	return at + more + n;
}

static bool is_name_before(struct str before)
{
	unsigned char b = before.n > 0 ? (unsigned char)before.p[before.n - 1] : ' ';
	unsigned char two = before.n > 1 ? (unsigned char)before.p[before.n - 2] : ' ';
	return is_alpha(b) || ((b == '-' || b == '_' || b == '.' || b == '/') && is_alnum(two)) || (b == '^' && two != ' ') ||
	       (b == '{' && (two == '_' || two == '^'));
}

/* Whether what stands before and behind says that the figure is not exact. */
static void read_about(struct str s, struct figure *f)
{
#define Z(z) { "" z, sizeof(z) - 1 }
	static const struct str before[] = {
		Z("约"), Z("近"), Z("超过"), Z("逾"), Z("几乎"), Z("乎"), Z("至少"), Z("至多"), Z("高达"), Z("多达"), Z("~"), Z("～"), Z("≈"),
		Z("\\sim"), Z("\\approx"), Z("∼"), Z("over"), Z("about"), Z("nearly"), Z("around"), Z("almost"), Z("than"), Z("上"),
		Z("大于"), Z("超出"), Z(">"), Z("<"), Z("达"), Z("过"), { NULL, 0 },
	};
#undef Z
	static const char *const behind[] = { "左右", "以上", "多", "余", "上下", "+", "以下", NULL };
	struct str head = str_head(s, f->at);
	while (head.n > 0 && strchr(" ${", head.p[head.n - 1]))
		head.n--;
	if (ends_any(head, before) || any_at(str_from(s, f->end), behind) > 0)
		f->marks |= FIGURE_ABOUT;
}

/* ---- One figure ---- */

/* Whether the body of mathematics is nothing but numbers and their signs. */
static bool is_numeric(struct str body)
{
	static const char *const signs[] = {
		"\\times", "\\%", "\\sim", "\\approx", "\\pm", "\\cdot", "\\geq", "\\leq", "\\ge", "\\le", "\\,", "\\;", "\\ ", "\\mathrm{", "\\text{", "\\textrm{",
		"\\mathbf{", "\\textbf{", "\\$", "%", "\\mu", "\\circ", "\\rm", NULL,
	};
	for (size_t i = 0, n; i < body.n; i += n) {
		n = any_at(str_from(body, i), signs);
		if (n == 0 && (is_digit((unsigned char)body.p[i]) || strchr(" .,^{}+-~/<>=", body.p[i])))
			n = 1;
		if (n == 0) {  /* a unit or a scale: letters behind a digit, and then no more */
			size_t k = i;
			while (k < body.n && is_alpha((unsigned char)body.p[k]))
				k++;
			if (k == i || i == 0 || k - i > 4)
				return false;
			n = k - i;
		}
	}
	return true;
}

/* Whether the place I is inside a formula that is more than a number. */
static bool in_formula(struct reading *r, size_t i)
{
	while (r->more_math && r->math.end <= i) {
		r->math_end = r->math.end;
		r->more_math = tex_next_math(r->s, r->math.end, &r->math);
	}
	return r->more_math && i >= r->math.start &&
	       !is_numeric((struct str){ r->s.p + r->math.body_start, r->math.body_end - r->math.body_start });
}

static bool is_math_dollar(struct reading *r, size_t at)
{
	return at + 1 == r->math_end || (r->more_math && at >= r->math.start && at < r->math.end);
}

/* The number whose first digit is at I; behind it. */
static size_t read_number(struct reading *r, size_t i)
{
	struct str s = r->s, before = str_head(s, i);
	struct figure f = { .at = i, .scale = 1 };
	bool formula = in_formula(r, i);
	if (str_ends(before, ".") && (i < 2 || strchr(" ($=~", s.p[i - 2])))  /* .638 */
		before = str_head(s, f.at = --i);
	size_t n = 0, digits = read_digits(s, i, &f), end = read_power(s, digits, &f), at;
	for (int k = 0; k < 2 && (at = read_scale(s, end, &f)) > end; k++)
		end = at;
	end = read_unit(s, end, &f);
	if (str_ends(before, "百分之")) {
		static const struct figure_unit hundredths = { "百分之", 1, FIGURE_PERCENT, UNIT_HAN };
		f.unit = &hundredths;
	}
	const struct figure_unit *money = f.unit ? NULL : figure_currency_before(before, &n);
	if (money && !(money->word[0] == '$' && is_math_dollar(r, i - 1))) {
		f.unit = money;
		f.at = i - n;
	}
	f.end = end;
	if (formula)
		f.marks |= FIGURE_FORMULA;
	if (is_name_before(before) || (f.unit == NULL && f.scale == 1 && end < s.n && is_alpha((unsigned char)s.p[end]) && s.p[end] != 's'))
		f.marks |= FIGURE_NAME;
	if (str_ends(before, "第"))
		f.marks |= FIGURE_ORDINAL;
	read_about(s, &f);
	*arena_push(r->a, &r->list) = f;
	return end;
}

/* A number in words at I, behind it; I: none. */
static size_t read_words(struct reading *r, size_t i, bool han)
{
	struct figure f;
	if (!(han ? figure_han_at(r->s, i, &f) : figure_words_at(r->s, i, &f)))
		return i;
	if (in_formula(r, i))
		f.marks |= FIGURE_FORMULA;
	if (f.unit == NULL) {
		size_t end = han ? f.end : read_scale(r->s, f.end, &f);
		f.end = read_unit(r->s, end, &f);
	}
	read_about(r->s, &f);
	*arena_push(r->a, &r->list) = f;
	return f.end;
}

/* ---- Ranges ---- */

/* Whether S, what stands between two numbers, makes a range or a list of them. */
static bool is_link(struct str s)
{
	static const char *const links[] = {
		"-", "--", "–", "—", "~", "～", "∼", "至", "到", "to", "and", "or", "和", "与", "或", "/", "、", ",", "，", "%", "\\%", "-\\-", "＋", "±", "\\pm",
		"\\sim", "−", "及", "以及", "vs", "vs.", ", and", "比", NULL,
	};
	while (s.n > 0 && strchr(" ${}~", s.p[0]))
		s = str_from(s, 1);
	while (s.n > 0 && strchr(" ${}~", s.p[s.n - 1]))
		s.n--;
	if (s.n == 0)
		return false;
	for (size_t i = 0; links[i]; i++)
		if (str_is(s, links[i]))
			return true;
	return false;
}

/* From the last to the first: one without scale and unit may have those of the one behind it. */
static void share_units(struct reading *r)
{
	enum { MOST = 12 };
	for (size_t i = r->list.n; i-- > 1;) {
		struct figure *a = &r->list.v[i - 1], *b = &r->list.v[i];
		if (b->at <= a->end || b->at - a->end > MOST || !is_link((struct str){ r->s.p + a->end, b->at - a->end }))
			continue;
		const struct figure_unit *unit = b->unit ? b->unit : b->also_unit;
		double scale = b->scale != 1 ? b->scale : b->also_scale ? b->also_scale : 1;
		if (a->unit == NULL)
			a->also_unit = unit;
		if (a->scale == 1 && scale != 1)
			a->also_scale = scale;
		if (b->unit == NULL && a->unit && b->also_unit == NULL && i + 1 == r->list.n)
			b->also_unit = a->unit;
	}
}

struct figures figures_of(struct str text, struct arena *a)
{
	struct reading r = { .s = text, .a = a };
	bool word = false;  /* inside a Latin word */
	r.more_math = tex_next_math(text, 0, &r.math);
	for (size_t i = 0; i < text.n;) {
		unsigned char c = (unsigned char)text.p[i];
		char d;
		size_t end = i;
		if (is_digit(c) || (c == 0xef && digit_at(str_from(text, i), &d) > 0))
			end = read_number(&r, i);
		else if (is_alpha(c) && !word)
			end = read_words(&r, i, false);
		else if (c >= 0xe3 && c <= 0xe9)
			end = read_words(&r, i, true);
		word = end == i ? is_alpha(c) : is_alpha((unsigned char)text.p[end - 1]);
		if (end == i && c >= 0xe0)
			end = i + 3 < text.n ? i + 3 : text.n;
		else if (end == i)
			end = i + 1;
		i = end;
	}
	share_units(&r);
	return (struct figures){ r.list.v, r.list.n };
}
