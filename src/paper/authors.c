/* SPDX-License-Identifier: MIT
 * A list of authors as arXiv lets them be typed in one string (arxiv.org/help/prep).
 * First the string is cut into names and the groups in parentheses behind them; commas and "and" separate only outside
 * parentheses. Then groups become affiliations: numbers look theirs up in the list at the end, and names without a
 * group that stand before one that has it share it, as in arXiv's own reading. */
#include <stdlib.h>
#include <string.h>

#include "digest/paper.h"
#include "digest/vec.h"

struct entry {
	struct str name;
	size_t first, n;     /* of the groups */
	bool collaboration;  /* never shares the affiliation of the author behind it */
};

/* "(1) Inst": what a mark stands for. */
struct definition {
	struct str mark, text;
};

struct list {
	VEC(struct entry) entries;
	VEC(struct str) groups;
	VEC(struct definition) definitions;  /* sorted by mark */
	int omitted;
};

/* ---- Words ---- */

static bool is_one_of(struct str s, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_is_nocase(s, words[i]))
			return true;
	return false;
}

static bool is_suffix(struct str s)
{
	static const char *const words[] = { "Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV", "PhD", "Ph.D.", "M.D." };
	return s.n <= sizeof "Ph.D." - 1 && is_one_of(s, words, COUNTOF(words));
}

/* What stands in lists of names and is none. */
static bool is_no_name(struct str s)
{
	static const char *const words[] = { "et al", "et al.", "et. al.", "et.al.", "etal", "and others", "others", "authors",
		"author", "ed.", "eds", "eds.", "editor", "editors", "and" };
	for (size_t i = 0; i < s.n; i++)
		if (is_alnum((unsigned char)s.p[i]) || (unsigned char)s.p[i] >= 0x80)
			return s.n <= sizeof "and others" - 1 && is_one_of(s, words, COUNTOF(words));
	return true;
}

static bool is_collaboration(struct str name)
{
	static const char *const words[] = { "collaboration", "collaborations", "consortium", "team" };
	size_t i = name.n;
	while (i > 0 && name.p[i - 1] != ' ')
		i--;
	return is_one_of(str_from(name, i), words, COUNTOF(words));
}

/* "909 additional authors not shown" */
static bool is_omission(struct str s, int *count)
{
	uint64_t n;
	size_t blank = str_find(s, " ", 0);
	if (blank == STR_NONE || !str_ends(s, "not shown") || !str_number(str_head(s, blank), 1000000, &n))
		return false;
	*count = (int)n;
	return true;
}

/* Cut the next mark of "1,2", "1 and 3", "a;b" off S. */
static bool next_mark(struct str *s, struct str *mark)
{
	for (;;) {
		size_t n = 0;
		while (s->n && strchr(" ,;&", s->p[0]))
			*s = str_from(*s, 1);
		while (n < s->n && !strchr(" ,;&", s->p[n]))
			n++;
		*mark = str_head(*s, n);
		*s = str_from(*s, n);
		if (!str_is(*mark, "and"))
			return n > 0;
	}
}

/* Whether all of S is numbers: marks, even if nothing says what they mean. */
static bool is_numbers(struct str s)
{
	struct str mark;
	uint64_t number;
	bool any = false;
	while (next_mark(&s, &mark)) {
		any = true;
		if (!str_number(mark, 100000, &number))
			return false;
	}
	return any;
}

/* ---- Cutting ---- */

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

static struct str span(struct str s, size_t from, size_t to) { return (struct str){ s.p + from, to - from }; }

static void add_name(struct list *l, struct str name, bool before_colon)
{
	name = str_trim(name);
	if (str_is_nocase(str_head(name, 4), "and ") && name.n > 4)
		name = str_trim(str_from(name, 4));
	if (str_ends(name, " et al") || str_ends(name, " et al."))
		name = str_trim(str_head(name, name.n - (str_ends(name, ".") ? 7 : 6)));
	if (is_no_name(name))
		return;
	if (is_suffix(name) && l->entries.n) {  /* "Fred Bloggs, Jr" is one name */
		struct str *last = &l->entries.v[l->entries.n - 1].name;
		last->n = (size_t)(name.p + name.n - last->p);
		return;
	}
	*vec_push(&l->entries) = (struct entry){ name, l->groups.n, 0, before_colon || is_collaboration(name) };
}

/* "(1)", "(a)", "(*)" at S[I]: what opens a definition; where it ends, or 0. */
static size_t md_node_at(struct str s, size_t i, struct str *mark)
{
	size_t end = i + 1;
	if (s.p[i] != '(')
		return 0;
	while (end < s.n && end - i <= 4 && !strchr(" ()", s.p[end]))
		end++;
	*mark = span(s, i + 1, end);
	return end < s.n && s.p[end] == ')' && mark->n ? end + 1 : 0;
}

static int by_mark(const void *a, const void *b)
{
	const struct definition *x = a, *y = b;
	return str_cmp(x->mark, y->mark);
}

/* "(1) Inst, City, (2) Inst" */
static void define(struct list *l, struct str s)
{
	struct str mark;
	size_t i = 0, end;
	while (i < s.n && (end = md_node_at(s, i, &mark)) != 0) {
		size_t stop = end;
		struct str next;
		while (stop < s.n && md_node_at(s, stop, &next) == 0)
			stop++;
		struct str text = str_trim(span(s, end, stop));
		if (str_ends(text, " and"))
			text.n -= 4;
		while (text.n && strchr(",; ", text.p[text.n - 1]))
			text.n--;
		if (text.n)
			*vec_push(&l->definitions) = (struct definition){ mark, text };
		i = stop;
	}
	if (l->definitions.n)
		qsort(l->definitions.v, l->definitions.n, sizeof *l->definitions.v, by_mark);
}

/* A group behind a name, or behind nothing but a separator. */
static void add_group(struct list *l, struct str text)
{
	struct str mark;
	int omitted = 0;
	if (is_omission(text, &omitted))
		l->omitted += omitted;
	else if (text.n && md_node_at(text, 0, &mark))
		define(l, text);
	else if (l->entries.n && text.n && !is_no_name(text)) {
		*vec_push(&l->groups) = text;
		l->entries.v[l->entries.n - 1].n++;
	}
}

/* "Zheng (Eddie) Zhang": a word between names that no separator parts from them. */
static bool is_nickname(struct str s, size_t open, size_t close)
{
	struct str text = span(s, open + 1, close);
	if (close + 2 >= s.n || s.p[close + 1] != ' ' || str_starts(str_from(s, close + 1), " and ") || text.n > 16)
		return false;
	for (size_t i = 1; i < text.n; i++)
		if (!is_lower((unsigned char)text.p[i]))
			return false;
	return text.n > 1 && is_alpha((unsigned char)s.p[close + 2]);
}

/* The length of a separator at S[I]; 0: none. */
static size_t separator(struct str s, size_t i)
{
	if (s.p[i] == ',' || s.p[i] == ';')
		return 1;
	if (s.p[i] == ':' && (i + 1 == s.n || s.p[i + 1] == ' '))
		return 1;
	if (s.p[i] == ' ' && (str_starts(str_from(s, i), " and ") || str_starts(str_from(s, i), " & ")))
		return s.p[i + 1] == '&' ? 2 : 4;  /* the blank behind it stays: another separator may begin there */
	return 0;
}

static void cut(struct list *l, struct str s)
{
	size_t start = 0, i = 0, n;
	struct str mark;
	while (i < s.n) {
		if (s.p[i] == '(') {
			size_t end = closing(s, i);
			bool bare = str_trim(span(s, start, i)).n == 0;
			if (!bare && is_nickname(s, i, end)) {
				i = end + 1;
				continue;
			}
			/* "A (1), B (2), (1) Inst, (2) Inst": from here on definitions */
			if (bare && l->groups.n && md_node_at(s, i, &mark) && end + 1 < s.n && s.p[end + 1] == ' ' && i > 1 &&
			    s.p[i - 1] != ')' && s.p[i - 2] != ')') {
				define(l, str_from(s, i));
				return;
			}
			add_name(l, span(s, start, i), false);
			add_group(l, str_trim(span(s, i + 1, end)));
			start = i = end < s.n ? end + 1 : s.n;
		} else if ((n = separator(s, i)) != 0) {
			add_name(l, span(s, start, i), s.p[i] == ':');
			start = i += n;
		} else {
			i++;
		}
	}
	add_name(l, span(s, start, s.n), false);
}

/* ---- Affiliations ---- */

static const struct definition *lookup(const struct list *l, struct str mark)
{
	struct definition key = { mark, STR_NULL };
	return l->definitions.n ? bsearch(&key, l->definitions.v, l->definitions.n, sizeof key, by_mark) : NULL;
}

/* What GROUP says, to TO, which has room: the definitions of its marks, or its own words. */
static size_t resolve(const struct list *l, struct str group, struct str *to)
{
	struct str rest = group, mark;
	size_t n = 0;
	while (next_mark(&rest, &mark)) {
		const struct definition *d = lookup(l, mark);
		if (d)
			to[n++] = d->text;
		else if (!is_numbers(mark))
			break;
	}
	if (rest.n == 0 && (n || is_numbers(group)))
		return n;
	to[0] = group;
	return 1;
}

static size_t count_marks(struct str group)
{
	struct str mark;
	size_t n = 0;
	while (next_mark(&group, &mark))
		n++;
	return n ? n : 1;
}

static struct strs affiliations(const struct list *l, const struct entry *e, struct arena *a)
{
	size_t room = 0;
	struct strs to = { NULL, 0 };
	for (size_t i = 0; i < e->n; i++)
		room += count_marks(l->groups.v[e->first + i]);
	to.v = arena_calloc(a, room, sizeof *to.v);
	for (size_t i = 0; i < e->n; i++)
		to.n += resolve(l, l->groups.v[e->first + i], to.v + to.n);
	return to;
}

void authors_parse(struct str s, struct arena *a, struct paper *p)
{
	struct list l = { .omitted = 0 };
	struct strs shared = { NULL, 0 };
	cut(&l, s);
	p->authors = arena_calloc(a, l.entries.n, sizeof *p->authors);
	p->n_authors = l.entries.n;
	p->authors_known = true;
	p->authors_omitted += l.omitted;
	for (size_t i = l.entries.n; i-- > 0;) {
		const struct entry *e = &l.entries.v[i];
		if (e->n)
			shared = affiliations(&l, e, a);
		else if (e->collaboration)
			shared = (struct strs){ NULL, 0 };
		p->authors[i] = (struct author){ e->name, shared };
	}
	vec_free(&l.entries);
	vec_free(&l.groups);
	vec_free(&l.definitions);
}
