/* SPDX-License-Identifier: MIT
 * Numbers, names and links that the paper does not have.
 *
 * What the paper has is put into one set of hashes: its numbers by their value ("1,000", "1000", "1k", "one thousand"
 * are one), its words without their case, its addresses; and, where a name is looked for that it does not have, the
 * initials of its words in a row. What an answer says is then looked up. Where our abstract came cut, what is missing is
 * no invention. */
#include "src/check/internal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct facts {
	uint64_t *slots;
	size_t mask, used;
	bool initials;     /* are in it */
};

/* ---- The set ---- */

static bool has(const struct facts *f, uint64_t h)
{
	h |= 1;
	for (size_t i = (h >> 20) & f->mask; f->slots[i]; i = (i + 1) & f->mask)
		if (f->slots[i] == h)
			return true;
	return false;
}

static void put(struct facts *f, struct arena *a, uint64_t h)
{
	h |= 1;
	if ((f->used + 1) * 2 > f->mask) {
		struct facts more = { arena_calloc(a, (f->mask + 1) * 4, sizeof *f->slots), f->mask * 4 + 3, 0, f->initials };
		for (size_t i = 0; i <= f->mask; i++)
			if (f->slots[i])
				put(&more, a, f->slots[i]);
		*f = more;
	}
	size_t i = (h >> 20) & f->mask;
	while (f->slots[i] && f->slots[i] != h)
		i = (i + 1) & f->mask;
	f->used += f->slots[i] == 0;
	f->slots[i] = h;
}

/* What is asked of a number. */
enum number_kind { NUMBER_VALUE, NUMBER_WITH_FACTOR };

/* Of nine decimal digits of V: "99.9" and 100 - 0.1 are one number. */
static uint64_t hash_value(enum number_kind kind, double v)
{
	enum { BITS = 30 };
	int exponent;
	int64_t digits = (int64_t)(frexp(fabs(v), &exponent) * (1 << BITS) + 0.5);
	if (digits == 1 << BITS) {  /* rounded up to the next power of two */
		digits >>= 1;
		exponent++;
	}
	uint64_t h = ((uint64_t)digits << 16 ^ (uint64_t)(exponent + 2048) << 2 ^ (v < 0) << 1 ^ kind) * 0x9e3779b97f4a7c15u;
	return h ^ h >> 29;
}

/* A word without case, and without a plural's s. */
static uint64_t hash_word(struct str w)
{
	char z[48];
	size_t n = 0;
	for (size_t i = 0; i < w.n && n < sizeof z; i++)
		if (is_alnum((unsigned char)w.p[i]))
			z[n++] = (char)to_lower((unsigned char)w.p[i]);
	if (n > 2 && z[n - 1] == 's')
		n--;
	return fnv(FNV_BASIS, (struct str){ z, n });
}

/* ---- Numbers ---- */

struct number {
	size_t at, end;    /* with its factor and percent sign */
	double value, bare;/* with and without the factor */
	bool factor;       /* has one that is not 1 */
	bool percent, name;/* name: a part of one, as in GPT-4 or 3D */
	bool whole;
};

static const struct factor {
	const char *word;
	double value;
} factors[] = {
	{ "万亿", 1e12 }, { "百万", 1e6 }, { "千万", 1e7 }, { "亿", 1e8 }, { "万", 1e4 }, { "千", 1e3 }, { "百", 100 }, { "十亿", 1e9 },
	{ "thousand", 1e3 }, { "million", 1e6 }, { "billion", 1e9 }, { "trillion", 1e12 }, { "hundred", 100 },
	{ "K", 1e3 }, { "k", 1e3 }, { "M", 1e6 }, { "B", 1e9 }, { "T", 1e12 }, { "G", 1e9 },
};

static size_t wide_digit(struct str s, char *digit)
{
	const unsigned char *p = (const unsigned char *)s.p;
	if (s.n >= 3 && p[0] == 0xef && p[1] == 0xbc && p[2] >= 0x90 && p[2] <= 0x99) {
		*digit = (char)('0' + (p[2] - 0x90));
		return 3;
	}
	*digit = s.n ? s.p[0] : 0;
	return s.n && is_digit((unsigned char)s.p[0]) ? 1 : 0;
}

static size_t percent_at(struct str s)
{
	static const char *const signs[] = { "%", "\\%", "％", " %", " \\%", "个百分点", " percent", "个点", "-percent", NULL };
	return gate_starts(s, signs);
}

static size_t factor_at(struct str s, double *value)
{
	for (size_t i = 0; i < COUNTOF(factors); i++) {
		size_t n = strlen(factors[i].word);
		if (!str_starts(s, factors[i].word) || (n == 1 && s.n > 1 && is_alnum((unsigned char)s.p[1])))
			continue;
		*value = factors[i].value;
		return n;
	}
	return 0;
}

/* How many digits S begins with; four: more than three. */
static size_t digits_at(struct str s)
{
	size_t n = 0;
	while (n < 4 && n < s.n && is_digit((unsigned char)s.p[n]))
		n++;
	return n;
}

/* The next number of S at or after FROM. */
static bool next_number(struct str s, size_t from, struct number *ret)
{
	char digits[40], d;
	size_t i = from, k = 0, n = 0;
	while (i < s.n && wide_digit(str_from(s, i), &d) == 0)
		i++;
	if (i == s.n)
		return false;
	*ret = (struct number){ .at = i, .whole = true };
	for (bool point = false; i < s.n; i += k) {
		static const char *const points[] = { ".", "．", NULL };
		struct str at = str_from(s, i);
		size_t dot = gate_starts(at, points);
		if ((k = wide_digit(at, &d)) > 0) {
			if (n < sizeof digits - 1)
				digits[n++] = d;
		} else if (!point && dot > 0 && wide_digit(str_from(at, dot), &d)) {
			if (n < sizeof digits - 1)
				digits[n++] = '.';
			point = true;
			ret->whole = false;
			k = dot;
		} else {  /* a comma between thousands: "1,000", "1，000", "1{,}000", "1\,000" */
			static const char *const commas[] = { ",", "，", "{,}", "\\,", NULL };
			k = gate_starts(at, commas);
			struct str behind = str_from(at, k);
			if (k == 0 || point || digits_at(behind) != 3)
				break;
		}
	}
	digits[n] = '\0';
	ret->bare = ret->value = strtod(digits, NULL);
	struct str behind = str_from(s, i);
	double factor = 1;
	size_t blank = str_starts(behind, " ") || str_starts(behind, "-") ? 1 : 0;
	if ((k = factor_at(str_from(behind, blank), &factor)) > 0)
		i += blank + k;
	ret->value *= factor;
	ret->factor = factor != 1;
	behind = str_from(s, i);
	if ((k = percent_at(behind)) > 0) {
		ret->percent = true;
		i += k;
	}
	ret->percent |= str_ends(str_head(s, ret->at), "百分之");
	unsigned char before = ret->at > 0 ? (unsigned char)s.p[ret->at - 1] : ' ';
	unsigned char two = ret->at > 1 ? (unsigned char)s.p[ret->at - 2] : ' ';
	ret->name = is_alpha(before) || ((before == '-' || before == '_' || before == '.') && is_alnum(two)) ||
	            (!ret->factor && !ret->percent && i < s.n && is_alpha((unsigned char)s.p[i]));
	ret->end = i;
	return true;
}

static const struct word_number {
	const char *word;
	double value;
} word_numbers[] = {
	{ "zero", 0 }, { "one", 1 }, { "two", 2 }, { "three", 3 }, { "four", 4 }, { "five", 5 }, { "six", 6 }, { "seven", 7 },
	{ "eight", 8 }, { "nine", 9 }, { "ten", 10 }, { "eleven", 11 }, { "twelve", 12 }, { "thirteen", 13 }, { "fourteen", 14 },
	{ "fifteen", 15 }, { "sixteen", 16 }, { "seventeen", 17 }, { "eighteen", 18 }, { "nineteen", 19 }, { "twenty", 20 },
	{ "thirty", 30 }, { "forty", 40 }, { "fifty", 50 }, { "sixty", 60 }, { "seventy", 70 }, { "eighty", 80 }, { "ninety", 90 },
	{ "hundred", 100 }, { "thousand", 1000 }, { "million", 1e6 }, { "billion", 1e9 },
	{ "half", 50 }, { "halve", 50 }, { "halves", 50 }, { "halving", 50 }, { "quarter", 25 }, { "third", 33 },
	{ "double", 100 }, { "doubling", 100 }, { "twice", 100 }, { "dozen", 12 }, { "twentieth", 20 },
};

static void put_numbers(struct facts *f, struct arena *a, struct str s)
{
	struct number n;
	for (size_t i = 0; next_number(s, i, &n); i = n.end) {
		const double same[] = { n.value, n.bare, n.bare * 100, n.bare / 100, 100 - n.bare, n.bare * 100 - 100, n.bare * 10,
		                        n.bare / 10 };
		for (size_t k = 0; k < COUNTOF(same); k++)
			put(f, a, hash_value(NUMBER_VALUE, same[k]));
		if (n.factor)
			put(f, a, hash_value(NUMBER_WITH_FACTOR, n.bare));
	}
}

/* A number in words; LAST is the one before it, so that "forty-one" and "two hundred" are read whole. -1: none. */
static double put_word_number(struct facts *f, struct arena *a, struct str w, double last)
{
	if (w.n < 3 || w.n > 9 || strchr("zotfsenhmbqdZOTFSENHMBQD", w.p[0]) == NULL)
		return -1;
	for (size_t i = 0; i < COUNTOF(word_numbers); i++) {
		double v = word_numbers[i].value;
		if (!str_is_nocase(w, word_numbers[i].word))
			continue;
		put(f, a, hash_value(NUMBER_VALUE, v));
		if (last > 0 && v >= 100)
			v *= last;
		else if (last >= 20 && v > 0 && v < 10)
			v += last;
		put(f, a, hash_value(NUMBER_VALUE, v));
		return v;
	}
	return -1;
}

/* ---- Words and addresses ---- */

static bool is_word(unsigned char c) { return is_alnum(c) || c == '-' || c == '_' || c == '\'' || c == '+'; }

/* Each word, and its parts. */
static void put_words(struct facts *f, struct arena *a, struct str s)
{
	double last = -1;
	for (size_t i = 0; i < s.n;) {
		if (!is_alnum((unsigned char)s.p[i])) {
			i++;
			continue;
		}
		size_t from = i, part = i;
		for (; i < s.n && is_word((unsigned char)s.p[i]); i++)
			if (!is_alnum((unsigned char)s.p[i])) {
				put(f, a, hash_word((struct str){ s.p + part, i - part }));
				put(f, a, hash_word((struct str){ s.p + from, i - from }));
				last = put_word_number(f, a, (struct str){ s.p + part, i - part }, last);
				part = i + 1;
			}
		put(f, a, hash_word((struct str){ s.p + from, i - from }));
		if (part > from)
			put(f, a, hash_word((struct str){ s.p + part, i - part }));
		last = put_word_number(f, a, (struct str){ s.p + part, i - part }, last);
	}
}

/* The initials of two to eight words in a row. */
static void put_initials(struct facts *f, struct arena *a, struct str s)
{
	enum { MOST = 8 };
	char initials[MOST];
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (!is_alnum((unsigned char)s.p[i]) || (i > 0 && is_alnum((unsigned char)s.p[i - 1])))
			continue;
		if (n == MOST)
			memmove(initials, initials + 1, --n);
		initials[n++] = (char)to_lower((unsigned char)s.p[i]);
		for (size_t k = 0; k + 1 < n; k++)
			put(f, a, hash_word((struct str){ initials + k, n - k }));
	}
}

/* Signs of an address, as people write them in text. */
static bool in_address(unsigned char c) { return is_alnum(c) || strchr("-._~:/?#@!$&'*+=%\\;,", c); }

static struct str address_trim(struct str s)
{
	static const char *const schemes[] = { "https://", "http://", "www.", NULL };
	size_t n;
	while ((n = gate_starts(s, schemes)) > 0)
		s = str_from(s, n);
	while (s.n > 0 && strchr(".,;:/!?'\\*#", s.p[s.n - 1]))
		s.n--;
	return s;
}

static uint64_t hash_address(struct str s)
{
	uint64_t h = FNV_BASIS;
	s = address_trim(s);
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != '\\')
			h = fnv_byte(h, (unsigned char)to_lower((unsigned char)s.p[i]));
	return h;
}

/* The stretch of an address's signs in S at or after FROM. */
static bool next_token(struct str s, size_t from, struct str *ret)
{
	while (from < s.n && !in_address((unsigned char)s.p[from]))
		from++;
	size_t end = from;
	while (end < s.n && (unsigned char)s.p[end] < 0x80 && in_address((unsigned char)s.p[end]))
		end++;
	*ret = (struct str){ s.p + from, end - from };
	return ret->n > 0;
}

static void put_addresses(struct facts *f, struct arena *a, struct str s)
{
	struct str t;
	for (size_t i = 0; next_token(s, i, &t); i = (size_t)(t.p - s.p) + t.n)
		if (memchr(t.p, '.', t.n))
			put(f, a, hash_address(t));
}

static struct facts *facts_of(struct look *l)
{
	if (l->facts)
		return l->facts;
	struct arena *a = l->scratch;
	struct facts *f = arena_calloc(a, 1, sizeof *f);
	f->mask = 2047;
	f->slots = arena_calloc(a, f->mask + 1, sizeof *f->slots);
	const struct paper *p = l->p;
	const struct str texts[] = { p->title, p->abstract, p->comment, p->journal_ref, p->link, p->doi, p->report_no,
		p->received_title, p->received_abstract, p->id, p->announced, p->published };
	for (size_t i = 0; i < COUNTOF(texts); i++) {
		if (str_empty(texts[i]))
			continue;
		put_numbers(f, a, texts[i]);
		put_words(f, a, texts[i]);
		put_addresses(f, a, texts[i]);
	}
	for (size_t i = 0; i < p->n_authors; i++)
		put_words(f, a, p->authors[i].name);
	l->facts = f;
	return f;
}

/* ---- The rules ---- */

/* Without an abstract nothing can be said; what the cut hides neither. */
static bool is_known(const struct look *l) { return l->p->abstract.n > 0 && !l->source_cut; }

static bool is_value(struct look *l, const struct number *n)
{
	return has(facts_of(l), hash_value(NUMBER_VALUE, n->value));
}

static bool is_bare(struct look *l, const struct number *n)
{
	return has(facts_of(l), hash_value(NUMBER_VALUE, n->bare));
}

static bool is_new_number(struct look *l, const struct number *n)
{
	enum { SMALL = 12 };  /* counted, and written in words */
	return !n->percent && !(n->whole && n->value <= SMALL) && !is_value(l, n) && !is_bare(l, n);
}

static bool is_new_percentage(struct look *l, const struct number *n)
{
	return n->percent && !is_value(l, n) && !is_bare(l, n);
}

static bool is_of_other_magnitude(struct look *l, const struct number *n)
{
	return n->factor && !n->percent && has(facts_of(l), hash_value(NUMBER_WITH_FACTOR, n->bare)) && !is_value(l, n);
}

static void look_at_numbers(struct look *l, bool (*is_wrong)(struct look *l, const struct number *n))
{
	struct number n;
	struct str s = gate_plain(l);
	if (!is_known(l))
		return;
	for (size_t i = 0; next_number(s, i, &n); i = n.end)
		if (!n.name && is_wrong(l, &n)) {
			gate_say(l, "says %.*s, which the paper does not", STR_ARG(gate_shown((struct str){ l->text.p + n.at, n.end - n.at })));
			return;
		}
}

void rule_number(struct look *l) { look_at_numbers(l, is_new_number); }
void rule_percent(struct look *l) { look_at_numbers(l, is_new_percentage); }
void rule_magnitude(struct look *l) { look_at_numbers(l, is_of_other_magnitude); }

/* Words that Chinese texts of the field use whatever the paper does. */
static const char *const common[] = {
	"AI", "ML", "DL", "NLP", "CV", "LLM", "RL", "GPU", "CPU", "API", "IT", "3D", "2D", "AUC", "IoT", "GitHub", "arXiv", "URL",
	"http", "https", "TL", "DR", "NP", "ID", "OK", "PDF", "HTML", "JSON", "Transformer", "Python", "CNN", "RNN", "GAN", "DNN",
	"MLP", "SOTA", "KL", "SGD", "QA", "F1", "COVID", "UAV", NULL,
};

static bool is_common(struct str w)
{
	for (size_t i = 0; common[i]; i++)
		if (str_is(w, common[i]) || (w.n == strlen(common[i]) + 1 && w.p[w.n - 1] == 's' && str_starts(w, common[i])))
			return true;
	return false;
}

/* Whether the paper has the word, or spells it out. */
static bool name_known(struct look *l, struct str w)
{
	struct facts *f = facts_of(l);
	if (has(f, hash_word(w)))
		return true;
	if (!f->initials) {
		f->initials = true;
		put_initials(f, l->scratch, l->p->title);
		put_initials(f, l->scratch, l->p->abstract);
	}
	return has(f, hash_word(w));
}

void rule_name(struct look *l)
{
	struct str s = gate_plain(l);
	if (!is_known(l))
		return;
	for (size_t i = 0, from; i < s.n; i++) {
		size_t upper = 0, digits = 0;
		for (from = i; i < s.n && is_alnum((unsigned char)s.p[i]); i++) {
			upper += is_upper((unsigned char)s.p[i]);
			digits += is_digit((unsigned char)s.p[i]);
		}
		if (l->tongue == TONGUE_ENGLISH && upper + digits < 2)
			continue;  /* a sentence's first word */
		struct str w = { s.p + from, i - from };
		if (w.n < 2 || upper == 0 || w.n > 40 || is_common(w) || name_known(l, w))
			continue;
		gate_say(l, "has the name %.*s, which the paper does not", STR_ARG(w));
		return;
	}
}

/* Whether the paper's text stops inside this very address. */
static bool is_begun(const struct look *l, struct str address)
{
	struct str tail = l->p->abstract, a = address_trim(address);
	size_t from = tail.n;
	while (from > 0 && (unsigned char)tail.p[from - 1] < 0x80 && in_address((unsigned char)tail.p[from - 1]))
		from--;
	tail = address_trim(str_from(tail, from));
	return tail.n > 3 && a.n >= tail.n && memcmp(a.p, tail.p, tail.n) == 0;
}

void rule_link(struct look *l)
{
	static const char *const marks[] = { "http://", "https://", "www.", "github.com", "github.io", "huggingface.co", NULL };
	struct str s = l->text, t;
	for (size_t i = gate_find_text(l, marks); i != STR_NONE; i = gate_find(s, marks, i + t.n)) {
		if (!next_token(s, i, &t))
			return;
		if (has(facts_of(l), hash_address(t)) || (l->source_cut && is_begun(l, t)))
			continue;
		gate_say(l, "has the link %.*s, which the paper does not", STR_ARG(gate_shown(t)));
		return;
	}
}

static void missing_term(void *ctx, struct str term, struct str wanted, struct str wrong)
{
	char not[100] = "";
	if (wrong.p)
		snprintf(not, sizeof not, ", not \"%.*s\"", STR_ARG(str_head(wrong, 80)));
	if (str_eq(term, wanted))
		gate_say(ctx, "\"%.*s\" is to stay in English%s", STR_ARG(term), not);
	else
		gate_say(ctx, "\"%.*s\" is written \"%.*s\" in Chinese%s", STR_ARG(term), STR_ARG(wanted), not);
}

void rule_term(struct look *l)
{
	if (l->g->glossary && l->use == USE_TITLE)
		glossary_check(l->g->glossary, l->p->title, l->text, missing_term, l);
	else if (l->g->glossary && str_is(l->field, "abstract"))
		glossary_check(l->g->glossary, l->p->abstract, l->text, missing_term, l);
}
