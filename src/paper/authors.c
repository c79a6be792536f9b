/* SPDX-License-Identifier: MIT
 * A list of authors as arXiv lets them be typed in one string (arxiv.org/help/prep).
 * First the string is cut into names and parenthesised groups, commas and "and" being separators only outside
 * parentheses; then groups become affiliations: numbers look theirs up in the list at the end, and names without one
 * that stand before a name that has one share it, as in arXiv's own reading. */
#include <string.h>

#include "digest/paper.h"
#include "digest/vec.h"

struct entry {
	struct str name;
	struct str group;    /* the text in parentheses behind it; several are one span; STR_NULL: none */
	bool collaboration;
};

struct list {
	VEC(struct entry) entries;
	struct str inner;   /* the group "((1) Inst, (2) Inst)", without its outer parentheses */
};

/* Where the parenthesis that opens at S[I] closes; S.n if nowhere. */
static size_t closing(struct str s, size_t i)
{
	size_t depth = 0;
	for (; i < s.n; i++) {
		if (s.p[i] == '(')
			depth++;
		else if (s.p[i] == ')' && --depth == 0)
			return i;
	}
	return s.n;
}

/* "(3)", "(12, 4)", "(1 and 2)", "(a)", "(*)": what stands between the parentheses points to an affiliation. */
static bool is_mark(struct str s)
{
	bool digit = false;
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		digit = digit || is_digit(c);
		if (!is_digit(c) && !strchr(" ,;&*-", c) && !str_starts(str_from(s, i), "and"))
			return false;
		i += c == 'a' ? 2 : 0;
	}
	return digit;
}

static bool is_suffix(struct str s)
{
	static const char *const suffixes[] = { "Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV", "PhD", "Ph.D.", "MD", "M.D." };
	for (size_t i = 0; i < COUNTOF(suffixes); i++)
		if (str_is(s, suffixes[i]))
			return true;
	return false;
}

/* "(909 additional authors not shown)" */
static bool is_omission(struct str s, int *count)
{
	uint64_t n;
	size_t blank = str_find(s, " ", 0);
	if (blank == STR_NONE || str_find(s, "not shown", blank) == STR_NONE || !str_number(str_head(s, blank), 1000000, &n))
		return false;
	*count = (int)n;
	return true;
}

static bool is_et_al(struct str s)
{
	return str_is_nocase(s, "et al") || str_is_nocase(s, "et al.") || str_is_nocase(s, "et. al.") || str_is_nocase(s, "etal");
}

static void add_name(struct list *l, struct str name, bool collaboration)
{
	name = str_trim(name);
	if (str_starts(name, "and ") || str_starts(name, "& "))
		name = str_trim(str_from(name, name.p[0] == '&' ? 1 : 3));
	if (name.n == 0 || is_et_al(name))
		return;
	if (is_suffix(name) && l->entries.n) {
		struct str *last = &l->entries.v[l->entries.n - 1].name;
		last->n = (size_t)(name.p + name.n - last->p);  /* "Fred Bloggs, Jr" is one name */
		return;
	}
	*vec_push(&l->entries) = (struct entry){ name, STR_NULL, collaboration };
}

/* The word "and" at S[I], or '&', between blanks. */
static size_t separator(struct str s, size_t i)
{
	char c = s.p[i];
	if (c == ',' || c == ';')
		return 1;
	if (c == ' ' && str_starts(str_from(s, i), " and "))
		return 5;
	if (c == ' ' && str_starts(str_from(s, i), " & "))
		return 3;
	return 0;
}

/* A colon that ends a collaboration's name: "QUaD collaboration: S. Gupta". */
static bool ends_collaboration(struct str name)
{
	static const char *const words[] = { "ollaboration", "ollaborations", "onsortium", "eam", "roup" };
	name = str_trim(name);
	for (size_t i = 0; i < COUNTOF(words); i++)
		if (str_ends(name, words[i]))
			return true;
	return false;
}

static void add_group(struct list *l, struct str text, struct paper *p)
{
	int omitted = 0;
	if (is_omission(text, &omitted)) {
		p->authors_omitted += omitted;
	} else if (text.n && text.p[0] == '(') {
		l->inner = text;
	} else if (l->entries.n) {
		struct str *group = &l->entries.v[l->entries.n - 1].group;
		if (str_known(*group))
			group->n = (size_t)(text.p + text.n - group->p);  /* "(1) (2)": one span, cut up later */
		else
			*group = text;
	}
}

static void split(struct str s, struct list *l, struct paper *p)
{
	size_t start = 0, i = 0, n;
	while (i < s.n) {
		if (s.p[i] == '(') {
			size_t end = closing(s, i);
			struct str text = str_trim((struct str){ s.p + i + 1, end - i - 1 });
			struct str name = str_trim((struct str){ s.p + start, i - start });
			add_name(l, name, false);
			if (name.n == 0 && is_mark(text) && end + 1 < s.n && !strchr(",;(", s.p[end + 1]) && l->entries.n &&
			    str_known(l->entries.v[l->entries.n - 1].group) && start == i) {
				l->inner = str_from(s, i);  /* "A (1), B (2), (1) Inst, (2) Inst" */
				return;
			}
			add_group(l, text, p);
			start = i = end < s.n ? end + 1 : s.n;
		} else if (s.p[i] == ':' && ends_collaboration((struct str){ s.p + start, i - start })) {
			add_name(l, (struct str){ s.p + start, i - start }, true);
			start = ++i;
		} else if ((n = separator(s, i)) != 0) {
			add_name(l, (struct str){ s.p + start, i - start }, false);
			start = i += n;
			while (start < s.n && s.p[start] == ' ')
				start = ++i;
			i -= i > 0 && s.p[i - 1] == ' ' && i == start && str_starts(str_from(s, i), "and ") ? 1 : 0;
		} else {
			i++;
		}
	}
	add_name(l, (struct str){ s.p + start, s.n - start }, false);
}

void authors_parse(struct str s, struct arena *a, struct paper *p)
{
	struct list l = { .inner = STR_NULL };
	split(s, &l, p);
	p->authors = arena_calloc(a, l.entries.n, sizeof *p->authors);
	p->n_authors = l.entries.n;
	p->authors_known = true;
	for (size_t i = 0; i < l.entries.n; i++)
		p->authors[i].name = l.entries.v[i].name;
	vec_free(&l.entries);
}
