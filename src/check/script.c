/* SPDX-License-Identifier: MIT
 * Is it Chinese, and simplified? Mathematics does not count, and names count little: a sentence may be full of them. */
#include "src/check/internal.h"

#include <string.h>

struct simplified {
	uint32_t traditional;  /* its code point */
	char simple[4];
};
#include "traditional.inc"

void rule_no_han(struct check_ctx *l)
{
	struct check_counts n = *check_counted(l);
	/* a name of one word stays as it is */
	bool name = l->use == USE_TITLE && memchr(l->p->title.p, ' ', l->p->title.n) == NULL;
	if (n.han == 0 && n.latin > 0 && !name)
		check_say(l, "not a word of Chinese: \"%.*s\"", STR_ARG(check_shown(l->text)));
}

/* Letters of words that are no names: all lower case. */
static size_t lower_words(struct str s)
{
	size_t sum = 0;
	for (size_t i = 0, from; i < s.n; i++) {
		bool lower = true;
		for (from = i; i < s.n && (is_alnum((unsigned char)s.p[i]) || s.p[i] == '_'); i++)
			lower &= is_lower((unsigned char)s.p[i]);
		if (lower && i - from > 1)
			sum += i - from;
	}
	return sum;
}

/* Whether S, without formulas, with the counts N, has its share of Han characters, a quarter. */
static bool is_mostly_chinese(struct str s, const struct check_counts *n)
{
	enum { MOST_LETTERS = 3 };  /* for a Han character */
	return lower_words(s) <= MOST_LETTERS * n->han;
}

void rule_han_share(struct check_ctx *l)
{
	struct check_counts n;
	struct str plain = check_plain(l);
	check_count(plain, &n);
	if (n.han > 0 && !is_mostly_chinese(plain, &n))
		check_say(l, "mostly not Chinese: %zu Chinese characters, %zu Latin letters", n.han, n.latin);
}

/* Words that English sentences are made of. Names and terms that stay in English have none of them. */
static bool is_sentence_word(struct str w)
{
	static const char *const words[] = { "is", "are", "was", "were", "that", "which", "those", "these", "this", "can", "has", "have", "had", "been",
		                             "we", "our", "its", "their", "they", "it", "will", "not" };
	for (size_t i = 0; i < COUNTOF(words); i++)
		if (str_is(w, words[i]))
			return true;
	return false;
}

/* How far words with single blanks between them go from AT: "those with shifts". *LEFT: they are a piece of a sentence, as it was left
 * in English: the first one is no name's, and there is a sentence's word among them, or they are many. */
static size_t words_from(struct str s, size_t at, bool *left)
{
	enum { MANY = 7, FEW = 3 };
	size_t n = 0, lower = 0, i = at;
	bool sentence = false;
	for (;;) {
		size_t from = i;
		while (i < s.n && (is_alpha((unsigned char)s.p[i]) || (i > from && strchr("'-", s.p[i]))))
			i++;
		if (i == from)
			break;
		n++;
		lower += is_lower((unsigned char)s.p[from]);
		sentence |= is_sentence_word((struct str){ s.p + from, i - from });
		if (i + 1 >= s.n || s.p[i] != ' ' || !is_alpha((unsigned char)s.p[i + 1]))
			break;
		i++;
	}
	*left = is_lower((unsigned char)s.p[at]) && lower >= FEW && (n >= MANY || (n >= FEW && sentence));
	return i;
}

/* Whether a Han character of three bytes begins with C, and no sign or bracket. */
static bool is_han_byte(unsigned char c)
{
	return c >= 0xe4 && c <= 0xe9;
}

/* Fewer words than nine, outside of quotes of any kind, brackets and formulas. */
static void find_left(struct check_ctx *l)
{
	static const char *const open[] = { "（", "“", "「", "《", "‘", "(", "[", "【", NULL };
	static const char *const close[] = { "）", "”", "」", "》", "’", ")", "]", "】", NULL };
	struct str s = check_plain(l);
	size_t depth = 0;
	bool quoted = false, left;
	for (size_t i = 0, to; i < s.n; i = to) {
		unsigned char c = (unsigned char)s.p[i];
		struct str at = str_from(s, i);
		to = i + (is_han_byte(c) ? 3 : 1);
		if (c == '"')
			quoted = !quoted;
		else if (c < 0x80 ? strchr("()[]", c) == NULL : c != 0xe2 && c != 0xe3 && c != 0xef)
			;  /* no bracket begins so */
		else if (check_starts(at, open) > 0)
			depth++;
		else if (check_starts(at, close) > 0)
			depth -= depth > 0;
		if (!is_alpha(c))
			continue;
		to = words_from(s, i, &left);
		if (!left || depth > 0 || quoted || (i > 0 && strchr("\\\"'`", s.p[i - 1])))
			continue;
		struct check_counts n;
		check_count(s, &n);
		if (is_mostly_chinese(s, &n))  /* else that is said */
			check_say(l, "English in the middle: \"%.*s\"", STR_ARG(check_shown(at)));
		return;
	}
}

/* Words of English in a row, as in a sentence that was not translated. What is quoted,
 * in brackets or a title is meant so. */
void rule_english_run(struct check_ctx *l)
{
	enum { MOST_WORDS = 9, MOST_IN_BRACKETS = 14 };
	struct str s = check_plain(l);
	size_t words = 0, lower = 0, from = 0, depth = 0;
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (is_han_byte(c)) {
			words = lower = 0;
			i += 2;
			continue;
		}
		if (is_alpha(c)) {
			size_t at = i;
			while (i + 1 < s.n && (is_alnum((unsigned char)s.p[i + 1]) || strchr("'-_/.", s.p[i + 1])))
				i++;
			if ((at > 0 && s.p[at - 1] == '\\') || (i == at && c != 'a' && c != 'I'))
				continue;  /* a macro of TeX, a letter of a formula */
			if (words == 0)
				from = at;
			words++;
			lower += is_lower(c);
			if (words >= (depth ? MOST_IN_BRACKETS : MOST_WORDS) && lower * 5 > words * 3) {
				check_say(l, "English in the middle: \"%.*s\"", STR_ARG(check_shown(str_from(l->text, from))));
				return;
			}
			continue;
		}
		if (c < 0x80 ? c != '(' && c != ')' : c != 0xe2 && c != 0xe3 && c != 0xef) {
			if (c >= 0x80)
				words = lower = 0;
			continue;
		}
		static const char *const open[] = { "（", "“", "「", "《", "‘", "(", NULL };
		static const char *const close[] = { "）", "”", "」", "》", "’", ")", NULL };
		struct str at = str_from(s, i);
		if (check_starts(at, open) > 0)
			depth++;
		else if (depth > 0 && check_starts(at, close) > 0)
			depth--;
		if (c >= 0x80 && strncmp(at.p, "’", at.n < 3 ? at.n : 3) != 0)
			words = lower = 0;
	}
	find_left(l);
}

/* Whether a character of three bytes, Han or a sign, begins with C. */
static bool is_of_three(unsigned char c)
{
	return c >= 0xe3 && c <= 0xe9;
}

/* The row of CP; NULL: it is not traditional. */
static const struct simplified *find_character(uint32_t cp)
{
	size_t low = 0, high = COUNTOF(table);
	if (cp > 0xffff || (traditional_bits[cp >> 5] >> (cp & 31) & 1) == 0)
		return NULL;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (table[mid].traditional <= cp)
			low = mid + 1;
		else
			high = mid;
	}
	return &table[low - 1];
}

/* The same of the character at the start of P, of three bytes. */
static const struct simplified *find(const char *p)
{
	return find_character(((uint32_t)p[0] & 15) << 12 | ((uint32_t)p[1] & 63) << 6 | ((uint32_t)p[2] & 63));
}

bool han_is_traditional(uint32_t cp) { return find_character(cp) != NULL; }

/* A handful of traditional characters in a simplified text is a slip,
 * and each of them has one simplified form. A text that
 * is written so throughout has other words too, and is asked for again. */
static bool is_slip(size_t traditional, size_t han) { return traditional * 5 <= han || traditional <= 2; }

/* The row of the character at I, if it is a traditional one that the paper itself does not have: it may be what it is about. */
static const struct simplified *find_at(const struct check_ctx *l, size_t i)
{
	char z[4] = { 0 };
	unsigned char c = (unsigned char)l->text.p[i];
	const struct simplified *s = i + 3 <= l->text.n && is_of_three(c) ? find(l->text.p + i) : NULL;
	if (s == NULL)
		return NULL;
	memcpy(z, l->text.p + i, 3);
	return str_find(l->p->abstract, z, 0) == STR_NONE && str_find(l->p->title, z, 0) == STR_NONE ? s : NULL;
}

static size_t count_traditional(const struct check_ctx *l, size_t *first)
{
	struct str s = l->text;
	size_t n = 0;
	for (size_t i = 0; i + 3 <= s.n;) {
		if (!is_of_three((unsigned char)s.p[i])) {
			i++;
			continue;
		}
		if (find(s.p + i) && find_at(l, i) && n++ == 0)
			*first = i;
		i += 3;
	}
	return n;
}

void rule_traditional_few(struct check_ctx *l)
{
	size_t first = 0, n = count_traditional(l, &first);
	if (n == 0 || !is_slip(n, check_counted(l)->han))
		return;
	struct buf out = BUF_INIT(BUF_UNBOUNDED);
	for (size_t i = 0; i < l->text.n;) {
		const struct simplified *s = find_at(l, i);
		if (s)
			buf_addz(&out, s->simple);
		else
			buf_addc(&out, l->text.p[i]);
		i += s ? 3 : 1;
	}
	check_mend(l, arena_dup(l->a, buf_str(&out)), "%zu traditional character%s, the first of them %.3s", n, n == 1 ? "" : "s",
	          l->text.p + first);
	buf_free(&out);
}

void rule_traditional(struct check_ctx *l)
{
	size_t first = 0, n = count_traditional(l, &first);
	if (n > 0)
		check_say(l, "%zu traditional characters, the first of them %.3s", n, l->text.p + first);
}

void rule_other_script(struct check_ctx *l)
{
	struct check_counts n = *check_counted(l), source;
	if (n.kana + n.foreign == 0)
		return;
	check_count(l->p->abstract, &source);
	if (source.kana + source.foreign == 0)
		check_say(l, "%zu letters of another script", n.kana + n.foreign);
}

void rule_not_english(struct check_ctx *l)
{
	struct check_counts n;
	check_count(check_plain(l), &n);
	if (n.han + n.kana + n.foreign > 0 && n.latin < (n.han + n.kana + n.foreign) * 8)
		check_say(l, "not English: %zu Chinese characters", n.han);
}
