/* SPDX-License-Identifier: MIT
 * Does a Chinese text speak of what the paper speaks of? Its words, and whether the paper has an English one for each
 * (data/counterparts.tsv). Of an answer's own words nine of ten are the paper's, of another answer's three of ten.
 *
 * How sure it is, is the logarithm of a likelihood ratio, words taken as independent: over those that the paper has, of SHARE to how
 * many papers have it; over the others, of one less each. */
#include <math.h>
#include <string.h>

#include "src/check/internal.h"

struct english {
	char text[16];     /* what a word is, or begins with */
	uint8_t n;
	bool whole;
	uint16_t within;   /* the longest other one that it begins with, from 1; 0: none */
};

struct chinese {
	uint32_t two;          /* its first two characters, code points */
	uint16_t first;        /* of its English words, in `meant` */
	uint8_t n, percent;    /* of papers that have one of them */
	char rest[10];         /* its characters behind the first two */
};

#include "counterparts.inc"

enum { LEAST_PERCENT = 2 };

struct counterparts {
	uint64_t has[(COUNTOF(english) + 63) / 64];  /* the English words that the paper has */
};

/* ---- The paper's words ---- */

/* Eight letters as a number: texts that end in zeros stand in the order of these, and two of them are compared at once. */
static uint64_t eight(const char *p)
{
	uint64_t v = 0;
	for (size_t i = 0; i < 8; i++)
		v = v << 8 | (unsigned char)p[i];
	return v;
}

static bool is_behind(uint64_t first, uint64_t second, const struct english *e)
{
	uint64_t x = eight(e->text);
	return x > first || (x == first && eight(e->text + 8) > second);
}

/* The last one that does not come behind the word W, of two letters and more and zeros, from 1; 0: none. One that W begins with, its
 * first two are the same. */
static size_t last_before(const char *w)
{
	size_t pair = is_alpha((unsigned char)w[0]) ? (size_t)(w[0] - '`') * 27 + (is_alpha((unsigned char)w[1]) ? (size_t)(w[1] - '`') : 0) : 0;
	size_t a = pair ? behind[pair - 1] : 0, b = behind[pair];
	uint64_t first = eight(w), second = eight(w + 8);
	while (a < b) {
		size_t mid = a + (b - a) / 2;
		if (is_behind(first, second, &english[mid]))
			b = mid;
		else
			a = mid + 1;
	}
	return a;
}

/* The word W, or what it is a plural of. */
static void put_word(struct counterparts *c, const char *w, size_t n)
{
	size_t at = last_before(w), singular = n > 2 && w[n - 1] == 's' ? n - 1 : n;
	for (size_t i = at; i > 0; i = english[i - 1].within) {
		const struct english *e = &english[i - 1];
		if (n >= e->n && (!e->whole || n == e->n || singular == e->n) && memcmp(w, e->text, e->n) == 0)
			c->has[(i - 1) / 64] |= (uint64_t)1 << (i - 1) % 64;
	}
}

static void put_words(struct counterparts *c, struct str s)
{
	for (size_t i = 0; i < s.n;) {
		char w[sizeof english->text] = { 0 };
		size_t n = 0;
		for (; i < s.n && is_alnum((unsigned char)s.p[i]); i++)
			if (n < sizeof w)
				w[n++] = (char)to_lower((unsigned char)s.p[i]);
		if (n > 1)
			put_word(c, w, n);
		for (; i < s.n && !is_alnum((unsigned char)s.p[i]);)
			i++;
	}
}

static const struct counterparts *counterparts_of(struct check_ctx *l)
{
	if (l->counterparts == NULL) {
		struct counterparts *c = arena_calloc(l->scratch, 1, sizeof *c);
		put_words(c, l->p->title);
		put_words(c, l->p->abstract);
		if (str_known(l->g->text))
			put_words(c, l->g->text);
		l->counterparts = c;
	}
	return l->counterparts;
}

/* ---- A text's ---- */

/* The code point of three bytes. */
static uint32_t code(const char *p)
{
	return ((uint32_t)(unsigned char)p[0] - 0xe0) << 12 | ((uint32_t)(unsigned char)p[1] & 0x3f) << 6 | ((uint32_t)(unsigned char)p[2] & 0x3f);
}

/* The longest word of the table that S, six bytes or more, begins with, and its length in *N; NULL. */
static const struct chinese *chinese_at(struct str s, size_t *n)
{
	uint32_t first = code(s.p), second = code(s.p + 3), bit = (first * 31 + second) & 0xffff, two = first << 16 | second;
	const struct chinese *found = NULL;
	size_t a = 0, b = COUNTOF(chinese);
	if ((begins[bit >> 5] >> (bit & 31) & 1) == 0)
		return NULL;
	while (a < b) {
		size_t mid = a + (b - a) / 2;
		if (chinese[mid].two < two)
			a = mid + 1;
		else
			b = mid;
	}
	for (; a < COUNTOF(chinese) && chinese[a].two == two; a++) {
		size_t rest = strlen(chinese[a].rest);
		if (s.n >= 6 + rest && memcmp(s.p + 6, chinese[a].rest, rest) == 0) {  /* they stand in the order of their bytes */
			found = &chinese[a];
			*n = 6 + rest;
		}
	}
	return found;
}

static bool is_three(unsigned char c) { return c >= 0xe3 && c <= 0xe9; }

static void add(const struct counterparts *c, const struct chinese *z, struct counterpart_fit *fit)
{
	double p = (z->percent > LEAST_PERCENT ? z->percent : LEAST_PERCENT) / 100.0;
	bool shared = false;
	for (size_t i = z->first; i < (size_t)z->first + z->n && !shared; i++)
		shared = c->has[meant[i] / 64] >> meant[i] % 64 & 1;
	fit->n++;
	fit->shared += shared;
	fit->surprise -= log(shared ? p : 1 - p);
}

void counterparts_count(struct check_ctx *l, struct counterpart_fit *text, struct counterpart_fit *answer)
{
	enum { WORDS = (COUNTOF(chinese) + 63) / 64 };
	struct str s = l->text;
	struct counterpart_fit *fits[] = { text, answer };
	for (size_t i = 0, n; i + 6 <= s.n; i += n) {
		const struct chinese *z;
		n = 1;
		if (!is_three((unsigned char)s.p[i]))
			continue;
		n = 3;
		if (!is_three((unsigned char)s.p[i + 3]) || (z = chinese_at(str_from(s, i), &n)) == NULL)
			continue;
		size_t at = (size_t)(z - chinese);
		for (size_t k = 0; k < COUNTOF(fits); k++) {
			if (fits[k]->seen == NULL)
				fits[k]->seen = arena_calloc(l->scratch, WORDS, sizeof *fits[k]->seen);
			if (fits[k]->seen[at / 64] >> at % 64 & 1)
				continue;
			fits[k]->seen[at / 64] |= (uint64_t)1 << at % 64;
			add(counterparts_of(l), z, fits[k]);
		}
	}
}

double counterparts_sure(const struct counterpart_fit *fit, double share)
{
	return (double)fit->shared * log(share) + (double)(fit->n - fit->shared) * log(1 - share) + fit->surprise;
}
