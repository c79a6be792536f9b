/* SPDX-License-Identifier: MIT
 * A name in its parts. Which words belong to the family is what arXiv's own reading of names says (arxiv-base, authors), with BibTeX's rule
 * that words in lower case do. */
#include <string.h>

#include "digest/cite.h"
#include "digest/text.h"

enum { MOST_WORDS = 32 };  /* of a person */

struct words {
	struct str w[MOST_WORDS];
	size_t n;
};

static bool is_any(struct str s, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_is_nocase(s, list[i]))
			return true;
	return false;
}

static bool is_suffix(struct str s)
{
	static const char *const suffixes[] = { "Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV", "PhD", "Ph.D.", "M.D." };
	return is_any(s, suffixes, COUNTOF(suffixes)) && !is_lower((unsigned char)s.p[0]);
}

/* What arXiv takes for the beginning of a family name, in whatever case. */
static bool is_prefix(struct str s)
{
	static const char *const prefixes[] = { "van", "der", "de", "la", "von", "del", "della", "da", "mac", "ter", "dem", "di" };
	return is_any(s, prefixes, COUNTOF(prefixes));
}

static bool is_between(struct str s) { return s.n == 1 && (s.p[0] == 'y' || s.p[0] == 'o' || s.p[0] == 'e' || s.p[0] == 'i'); }

/* Whether the first letter of S is a small one, and S no compound (al-Rahman is a given name as well as a family's). */
static bool is_small(struct str s)
{
	uint32_t cp;
	if (str_find(s, "-", 0) != STR_NONE)
		return false;
	for (size_t i = 0, n; (n = utf8_decode(str_from(s, i), &cp)) != 0; i += n)
		if (utf8_is_word(cp))
			return utf8_is_lower(cp);
	return false;
}

/* ---- Whose name it is ---- */

static bool is_group_word(struct str s)
{
	static const char *const groups[] = {
		"collaboration", "collaborations", "consortium", "consortia", "team", "group", "groups", "project", "network", "university",
		"institute", "laboratory", "foundation", "committee", "society", "association", "center", "centre", "initiative",
	};
	return is_any(s, groups, COUNTOF(groups));
}

static bool is_joining_word(struct str s)
{
	static const char *const joining[] = { "and", "the", "for", "of", "&", "on" };
	return is_any(s, joining, COUNTOF(joining)) && (is_small(s) || str_is(s, "&") || str_is(s, "The") || str_is_nocase(s, "and"));
}

/* No person: The ATLAS Collaboration, Heavy Flavor Averaging Group, Ministry of Science and Technology. */
static bool is_literal(struct str name)
{
	struct str rest = name, word, last = STR_NULL;
	size_t words = 0;
	while (str_cut(&rest, ' ', &word)) {
		if (is_joining_word(word))
			return true;
		last = word;
		words++;
	}
	return words > MOST_WORDS || (words > 1 && is_group_word(last));
}

/* ---- Into words and parts ---- */

/* Braces are TeX's, not the name's. Blanks come singly, and none before a hyphen. */
static struct str tidied(struct str name, struct arena *a)
{
	char *to = arena_alloc(a, name.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];
		if (c == '{' || c == '}' || (is_space((unsigned char)c) && (n == 0 || to[n - 1] == ' ')))
			continue;
		if (c == '-' && n > 1 && to[n - 1] == ' ' && i + 1 < name.n && !is_space((unsigned char)name.p[i + 1]))
			n--;
		to[n++] = is_space((unsigned char)c) ? ' ' : c;
	}
	to[n] = '\0';
	return str_trim((struct str){ to, n });
}

static void cut(struct str s, struct words *w)
{
	struct str rest = s, word;
	w->n = 0;
	while (w->n < MOST_WORDS && str_cut(&rest, ' ', &word))
		if (word.n)
			w->w[w->n++] = word;
}

/* The text from word I up to word END. */
static struct str span(const struct words *w, size_t i, size_t end)
{
	return i >= end ? STR_NULL : (struct str){ w->w[i].p, (size_t)(w->w[end - 1].p + w->w[end - 1].n - w->w[i].p) };
}

/* Where the family begins, its particles included. */
static size_t family_start(const struct words *w)
{
	size_t first = w->n - 1;
	for (size_t i = 0; i + 1 < w->n && first == w->n - 1; i++)
		if (is_small(w->w[i]) && (i > 0 || is_prefix(w->w[0])))
			first = i;
	if (first > 1 && first + 1 < w->n && is_between(w->w[first]))
		return first - 1;
	while (first > 1 && is_prefix(w->w[first - 1]))
		first--;
	return first;
}

/* PARTICLE and FAMILY of the words from FIRST on. */
static void put_family(const struct words *w, size_t first, struct cite_name *ret)
{
	size_t after = first;
	for (size_t i = first; i + 1 < w->n; i++)
		if (is_small(w->w[i]))
			after = i + 1;
	if (after > first && is_between(w->w[after - 1]))
		after = first;
	ret->particle = span(w, first, after);
	ret->family = span(w, after, w->n);
}

/* A name without commas. */
static void split_natural(struct str s, struct cite_name *ret)
{
	struct words w;
	cut(s, &w);
	if (w.n > 2 && is_suffix(w.w[w.n - 1]) && !str_known(ret->suffix))
		ret->suffix = w.w[--w.n];
	size_t first = family_start(&w);
	ret->given = span(&w, 0, first);
	put_family(&w, first, ret);
}

/* "Family, Given", "Family, Jr., Given", "Given Family, Jr.". False: more commas than that, or one with nothing beside it. */
static bool split_at_commas(struct str s, struct cite_name *ret)
{
	struct str rest = s, part[3] = { STR_NULL, STR_NULL, STR_NULL };
	size_t n = 0;
	for (; n < COUNTOF(part) && str_cut(&rest, ',', &part[n]); n++)
		if (str_empty(part[n] = str_trim(part[n])))
			return false;
	if (!str_empty(rest) || n < 2 || (n == 3 && !is_suffix(part[1])))
		return false;
	struct words w;
	cut(part[0], &w);
	if (n == 2 && is_suffix(part[1])) {
		ret->suffix = part[1];
		split_natural(part[0], ret);
		return true;
	}
	ret->suffix = n == 3 ? part[1] : STR_NULL;
	ret->given = part[n - 1];
	put_family(&w, 0, ret);
	return true;
}

void cite_name_split(struct str name, struct arena *a, struct cite_name *ret)
{
	struct str s = tidied(name, a);
	*ret = (struct cite_name){ .literal = STR_NULL };
	if (str_empty(s) || is_literal(s))
		ret->literal = s;
	else if (str_find(s, ",", 0) == STR_NONE)
		split_natural(s, ret);
	else if (!split_at_commas(s, ret))
		*ret = (struct cite_name){ .literal = s };
}
