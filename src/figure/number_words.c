/* SPDX-License-Identifier: MIT
 * Numbers in words: English ("twenty-five", "two thirds", "tens of thousands", "twice") and Han numerals ("两千五百万", "三分之一",
 * "八成", "数百万"). */
#include "digest/figure.h"

#include <math.h>
#include <string.h>

#include "digest/text.h"

/* ---- English ---- */

enum word_kind { ONES, TENS, SCALE, ORDINAL, MULTIPLE, SHARE };
static const struct word {
	const char *word;
	double value;
	enum word_kind kind;
} words[] = {
	{ "zero", 0, ONES }, { "one", 1, ONES }, { "single", 1, ONES }, { "two", 2, ONES }, { "three", 3, ONES }, { "four", 4, ONES }, { "five", 5, ONES },
	{ "six", 6, ONES }, { "seven", 7, ONES }, { "eight", 8, ONES }, { "nine", 9, ONES }, { "ten", 10, ONES }, { "eleven", 11, ONES },
	{ "twelve", 12, ONES }, { "thirteen", 13, ONES }, { "fourteen", 14, ONES }, { "fifteen", 15, ONES }, { "sixteen", 16, ONES },
	{ "seventeen", 17, ONES }, { "eighteen", 18, ONES }, { "nineteen", 19, ONES }, { "dozen", 12, SCALE }, { "twenty", 20, TENS },
	{ "thirty", 30, TENS }, { "forty", 40, TENS }, { "fifty", 50, TENS }, { "sixty", 60, TENS }, { "seventy", 70, TENS },
	{ "eighty", 80, TENS }, { "ninety", 90, TENS }, { "tens", 10, SCALE }, { "hundred", 100, SCALE }, { "thousand", 1e3, SCALE },
	{ "million", 1e6, SCALE }, { "billion", 1e9, SCALE }, { "trillion", 1e12, SCALE },
	{ "twice", 2, MULTIPLE }, { "double", 2, MULTIPLE }, { "doubled", 2, MULTIPLE }, { "doubling", 2, MULTIPLE }, { "twofold", 2, MULTIPLE },
	{ "triple", 3, MULTIPLE }, { "tripled", 3, MULTIPLE }, { "tripling", 3, MULTIPLE }, { "thrice", 3, MULTIPLE },
	{ "threefold", 3, MULTIPLE }, { "quadruple", 4, MULTIPLE }, { "quadrupled", 4, MULTIPLE }, { "fourfold", 4, MULTIPLE }, { "fivefold", 5, MULTIPLE },
	{ "sixfold", 6, MULTIPLE }, { "sevenfold", 7, MULTIPLE }, { "eightfold", 8, MULTIPLE }, { "ninefold", 9, MULTIPLE },
	{ "tenfold", 10, MULTIPLE }, { "half", 0.5, SHARE }, { "halve", 0.5, SHARE }, { "halved", 0.5, SHARE }, { "halving", 0.5, SHARE },
	{ "quarter", 0.25, SHARE }, { "third", 3, ORDINAL }, { "fourth", 4, ORDINAL }, { "fifth", 5, ORDINAL }, { "sixth", 6, ORDINAL },
	{ "seventh", 7, ORDINAL }, { "eighth", 8, ORDINAL }, { "ninth", 9, ORDINAL }, { "tenth", 10, ORDINAL }, { "eleventh", 11, ORDINAL }, { "twelfth", 12, ORDINAL },
	{ "eighteenth", 18, ORDINAL }, { "nineteenth", 19, ORDINAL }, { "twentieth", 20, ORDINAL },
	{ "quartile", 4, ORDINAL }, { "quintile", 5, ORDINAL }, { "decile", 10, ORDINAL },
	{ "hundredth", 100, ORDINAL }, { "thousandth", 1000, ORDINAL },
};
enum { LONGEST = 10 };
static const struct figure_unit share = { "", 1, FIGURE_SHARE, UNIT_WORD }, multiple = { "", 1, FIGURE_TIMES, UNIT_WORD };

/* The row of the word at the start of S, its length in *N, *PLURAL: with s. */
static const struct word *word_at(struct str s, size_t *n, bool *plural)
{
	char z[LONGEST + 2];
	size_t k = 0;
	if (s.n == 0 || strchr("zotfsendhmbqZOTFSENDHMBQ", s.p[0]) == NULL)
		return NULL;
	for (; k < s.n && is_alpha((unsigned char)s.p[k]); k++) {
		if (k > LONGEST)
			return NULL;
		z[k] = (char)to_lower((unsigned char)s.p[k]);
	}
	*n = k;
	if (k < 3 || (k < s.n && is_digit((unsigned char)s.p[k])))
		return NULL;
	for (size_t i = 0; i < COUNTOF(words); i++) {
		if (z[0] != words[i].word[0])
			continue;
		size_t w = strlen(words[i].word);
		if ((k == w || (k == w + 1 && z[w] == 's')) && memcmp(z, words[i].word, w) == 0) {
			*plural = k > w || words[i].value == 10;
			return &words[i];
		}
	}
	return NULL;
}

/* Blanks, a hyphen, "and " or "of " between the words of one number. */
static size_t between(struct str s)
{
	size_t n = s.n && (s.p[0] == ' ' || s.p[0] == '-' || s.p[0] == '\n');
	struct str at = str_from(s, n);
	return n == 0 ? 0 : str_starts(at, "and ") ? n + 4 : str_starts(at, "of ") ? n + 3 : n;
}

/* Two and more words: "two hundred and fifty thousand". */
struct spelled {
	double total, now;
	bool any, vague;
};

static bool take_word(struct spelled *p, const struct word *w, bool plural)
{
	bool small = w->kind == ONES || w->kind == TENS;
	if (small && p->now > 0 && fmod(p->now, w->value < 10 && fmod(p->now, 100) >= 20 ? 10 : 100) != 0)
		return false;  /* "twenty five", "two hundred fifty", but no "two three" */
	if (small) {
		p->now += w->value;
	} else {
		p->vague |= !p->any || plural;
		p->now = (p->now > 0 ? p->now : 1) * w->value;
		if (w->value >= 1000 && !p->vague) {
			p->total += p->now;
			p->now = 0;
		}
	}
	p->any = true;
	return true;
}

bool figure_words_at(struct str s, size_t i, struct figure *f)
{
	size_t n = 0, end = i, from = i;
	bool plural = false;
	const struct word *w = word_at(str_from(s, i), &n, &plural);
	struct spelled p = { 0, 0, false, false };
	if (w == NULL)
		return false;
	*f = (struct figure){ .at = from, .end = i + n, .digits = w->value, .scale = 1, .marks = FIGURE_WORDS | FIGURE_WHOLE };
	if (w->kind == MULTIPLE || w->kind == SHARE) {
		size_t more = w->kind == SHARE ? between(str_from(s, i + n)) : 0, k;
		const struct word *behind;
		f->unit = w->kind == SHARE ? &share : &multiple;
		if (str_starts(str_from(s, i + n + more), "a "))
			more += 2;
		if (more > 0 && (behind = word_at(str_from(s, i + n + more), &k, &plural)) != NULL && behind->kind == SCALE) {
			f->unit = NULL;  /* half a million */
			f->scale = behind->value;
			f->end = i + n + more + k;
		}
		return true;
	}
	for (size_t skip = 0; w && (w->kind == ONES || w->kind == TENS || w->kind == SCALE); w = word_at(str_from(s, i), &n, &plural)) {
		if (!take_word(&p, w, plural))
			break;
		end = i + n;
		skip = between(str_from(s, end));
		if (skip == 0)
			break;
		i = end + skip;
	}
	if (w && w->kind == ORDINAL && (!p.any || i > end)) {  /* "two thirds", "one-fifth", "a tenth" */
		f->digits = (p.any && p.now > 0 ? p.now : 1) / w->value;
		f->unit = &share;
		f->end = i + n;
		f->marks |= p.any ? 0u : FIGURE_ORDINAL;
		return true;
	}
	f->digits = p.total + p.now;
	f->end = end;
	f->marks |= p.vague ? FIGURE_VAGUE : 0u;
	return p.any;
}

/* ---- Han numerals ---- */

enum { HAN_BYTES = 3 };
static const struct numeral {
	char z[4];
	double value;  /* <10: a digit */
} numerals[] = {
	{ "一", 1 }, { "七", 7 }, { "万", 1e4 }, { "三", 3 }, { "两", 2 }, { "九", 9 }, { "二", 2 }, { "五", 5 }, { "亿", 1e8 }, { "八", 8 },
	{ "六", 6 }, { "十", 10 }, { "千", 1e3 }, { "四", 4 }, { "百", 100 }, { "零", 0 }, { "〇", 0 },
};

/* The numeral at S[I]; NULL. Three bytes decide, and nearly always the first two of them. */
static const struct numeral *numeral_at(struct str s, size_t i)
{
	if (i + HAN_BYTES > s.n)
		return NULL;
	unsigned char a = (unsigned char)s.p[i], b = (unsigned char)s.p[i + 1];
	bool maybe = a == 0xe4 ? b == 0xb8 || b == 0xb9 || b == 0xba : a == 0xe5 ? b == 0x85 || b == 0x8d || b == 0x9b :
	             a == 0xe7 ? b == 0x99 : a == 0xe9 ? b == 0x9b : a == 0xe3 && b == 0x80;
	for (size_t k = 0; maybe && k < COUNTOF(numerals); k++)
		if (memcmp(s.p + i, numerals[k].z, HAN_BYTES) == 0)
			return &numerals[k];
	return NULL;
}

/* The value of the numerals from FROM to END: "一千二百万". */
static double value_of(struct str s, size_t from, size_t end)
{
	double total = 0, section = 0, now = -1;
	bool digits = true;
	for (size_t i = from; i < end; i += HAN_BYTES)
		digits &= numeral_at(s, i)->value < 10;
	for (size_t i = from; i < end; i += HAN_BYTES) {
		double v = numeral_at(s, i)->value;
		if (digits) {
			total = total * 10 + v;
		} else if (v < 10) {
			now = v;
		} else if (v < 1e4) {
			section += (now < 0 ? 1 : now) * v;
			now = -1;
		} else {
			section += now < 0 ? 0 : now;
			total = (total + (section > 0 ? section : 1)) * v;
			if (v == 1e4 && total >= 1e12)  /* 亿万 is no number of ours */
				total = 1e12;
			section = 0;
			now = -1;
		}
	}
	return digits ? total : total + section + (now < 0 ? 0 : now);
}

static bool starts_any(struct str s, const char *const *list)
{
	for (; *list; list++)
		if (str_starts(s, *list))
			return true;
	return false;
}

static bool ends_any(struct str s, const char *const *list)
{
	for (; *list; list++)
		if (str_ends(s, *list))
			return true;
	return false;
}

static const struct figure_unit tenths = { "成", 10, FIGURE_PERCENT, UNIT_HAN }, hundredths = { "百分之", 1, FIGURE_PERCENT, UNIT_HAN };

/* "三分之一", "百分之五": F has the numerals before 分之. */
static bool fraction_at(struct str s, size_t at, struct figure *f)
{
	static const char of[] = "分之";
	if (!str_starts(str_from(s, at), of))
		return false;
	size_t from = at + sizeof of - 1, end = from;
	while (numeral_at(s, end))
		end += HAN_BYTES;
	if (end == from)
		return false;
	double whole = f->digits, part = value_of(s, from, end);
	if (whole == 100) {
		f->digits = part;
		f->unit = &hundredths;
	} else {
		f->digits = whole > 0 ? part / whole : 0;
		f->unit = &share;
		f->half = 0;
	}
	f->end = end;
	return true;
}

bool figure_han_at(struct str s, size_t i, struct figure *f)
{
	static const char *const several[] = { "数", "几", NULL };
	static const char *const no_number[] = { "上万", "能", "物", "岁", "一", NULL };
	static const char *const tenths_end[] = { "以上", "左右", "多", "，", "。", "、", "；", "）", "的", NULL };
	size_t end = i;
	bool scaled = false, digit = false;
	for (const struct numeral *n; (n = numeral_at(s, end)) != NULL; end += HAN_BYTES) {
		scaled |= n->value >= 10;
		digit |= n->value < 10;
	}
	if (end == i)
		return false;
	struct str before = str_head(s, i), behind = str_from(s, end);
	*f = (struct figure){ .at = i, .end = end, .scale = 1, .marks = FIGURE_WORDS | FIGURE_WHOLE };
	f->digits = value_of(s, i, end);
	f->half = 0.5;
	if (str_ends(before, "第"))
		f->marks |= FIGURE_ORDINAL;
	if (fraction_at(s, end, f))
		return true;
	if (str_starts(behind, "分之"))  /* "百分之4.5": what is behind is the number */
		return false;
	if (!scaled && end - i == 2 * HAN_BYTES && memcmp(s.p + i, s.p + i + HAN_BYTES, HAN_BYTES) == 0)
		f->marks |= FIGURE_NAME;  /* 两两 */
	if (str_ends(before, "千上") || str_ends(before, "以"))
		f->marks |= FIGURE_NAME;  /* 成千上万, 数以万计 */
	if (end - i == HAN_BYTES && digit && str_starts(behind, "成") && starts_any(str_from(behind, HAN_BYTES), tenths_end)) {
		f->unit = &tenths;
		f->end = end + HAN_BYTES;
	}
	if (scaled && !digit && ends_any(before, several))
		f->marks |= FIGURE_VAGUE;
	if (scaled && !digit && (starts_any(behind, no_number) || end - i == HAN_BYTES) && !(f->marks & FIGURE_VAGUE) && f->digits > 10)
		f->marks |= FIGURE_NAME;  /* 万能, 百度, 千问 */
	if (scaled && !digit && end - i > HAN_BYTES && !(f->marks & FIGURE_NAME))
		f->marks |= FIGURE_VAGUE;  /* 百万级 */
	return true;
}
