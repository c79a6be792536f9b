/* SPDX-License-Identifier: MIT
 * The works that an answer names, looked up in the bibliography: "Doe et al., 2020", "Doe和Roe（2020）", a title between quotation marks,
 * an address. The words of all works are sorted once; a mention costs a few look-ups. */
#include "trace.h"

#include <stdlib.h>

#include "digest/text.h"
#include "digest/vec.h"

/* ---- Words ---- */

/* The length of the letter or digit at the start of S, of Latin script; 0: none. */
static size_t letter(struct str s)
{
	unsigned char c = s.n > 0 ? (unsigned char)s.p[0] : 0;
	if (is_alnum(c))
		return 1;
	return c >= 0xc3 && c <= 0xc9 && s.n > 1 ? 2 : 0;  /* U+00C0 to U+024F */
}

/* The next word of *REST, cut off; STR_NULL: none. */
static struct str next_word(struct str *rest)
{
	size_t n = 0, k;
	while (rest->n > 0 && letter(*rest) == 0)
		*rest = str_from(*rest, 1);
	while ((k = letter(str_from(*rest, n))) > 0)
		n += k;
	struct str word = str_head(*rest, n);
	*rest = str_from(*rest, n);
	return n > 0 ? word : STR_NULL;
}

static int by_hash(const void *a, const void *b)
{
	const struct work_word *x = a, *y = b;
	if (x->hash != y->hash)
		return x->hash > y->hash ? 1 : -1;
	return (x->work > y->work) - (x->work < y->work);
}

void trace_add_works(struct trace_paper *t)
{
	VEC(struct work_word) all = VEC_INIT;
	for (size_t i = 0; i < t->f->n_works; i++) {
		struct str parts[] = { t->f->works[i].text, t->f->works[i].number };
		for (size_t k = 0; k < COUNTOF(parts); k++)
			for (struct str word; (word = next_word(&parts[k])).n > 0;) {
				*vec_push(&all) = (struct work_word){ words_hash(word), (uint32_t)i };
				if (word.n == 5 && is_lower((unsigned char)word.p[4]))  /* 2020a */
					*vec_push(&all) = (struct work_word){ words_hash(str_head(word, 4)), (uint32_t)i };
			}
	}
	t->words = arena_calloc(&t->arena, all.n + 1, sizeof *t->words);
	t->n_words = all.n;
	if (all.n > 0)
		memcpy(t->words, all.v, all.n * sizeof *t->words);
	vec_free(&all);
	qsort(t->words, t->n_words, sizeof *t->words, by_hash);
}

/* The first word that is WORD of WORK or of a later one. */
static size_t place_of(const struct trace_paper *t, struct str word, uint32_t work)
{
	struct work_word want = { words_hash(word), work };
	size_t a = 0, b = t->n_words;
	while (a < b) {
		size_t mid = a + (b - a) / 2;
		if (by_hash(&t->words[mid], &want) < 0)
			a = mid + 1;
		else
			b = mid;
	}
	return a;
}

static bool has_word(const struct trace_paper *t, uint32_t work, struct str word)
{
	size_t i = place_of(t, word, work);
	return i < t->n_words && t->words[i].hash == words_hash(word) && t->words[i].work == work;
}

/* ---- A mention ---- */

enum { NO_WORK = -1 };

/* The work of which NAME is an author, near its start, in YEAR (empty: any). */
static long find_by_name(const struct trace_paper *t, struct str name, struct str second, struct str year)
{
	enum { AUTHORS = 400 };  /* bytes in which they stand */
	uint32_t hash = words_hash(name);
	for (size_t i = place_of(t, name, 0); i < t->n_words && t->words[i].hash == hash; i++) {
		uint32_t work = t->words[i].work;
		struct str authors = str_head(t->f->works[work].text, AUTHORS), number = t->f->works[work].number, word;
		bool near = false;
		while (!near && (word = next_word(&authors)).n > 0)
			near = words_hash(word) == hash;
		while (!near && (word = next_word(&number)).n > 0)
			near = words_hash(word) == hash;
		if (near && (second.n == 0 || has_word(t, work, second)) && (year.n == 0 || has_word(t, work, year)))
			return (long)work;
	}
	return NO_WORK;
}

/* The work that has nearly all words of TITLE. */
static long find_by_title(const struct trace_paper *t, struct str title)
{
	enum { MOST_WORDS = 40, MOST_WORKS = 200 };
	struct str words[MOST_WORDS], rest = title, word;
	size_t n = 0, rarest = 0, fewest = (size_t)-1;
	while (n < MOST_WORDS && (word = next_word(&rest)).n > 0) {
		size_t first = place_of(t, word, 0), end = first;
		while (end < t->n_words && end - first < MOST_WORKS && t->words[end].hash == words_hash(word))
			end++;
		if (end > first && word.n > 2 && end - first < fewest) {
			fewest = end - first;
			rarest = n;
		}
		words[n++] = word;
	}
	if (n < 2 || fewest == (size_t)-1)
		return NO_WORK;
	size_t first = place_of(t, words[rarest], 0);
	for (size_t i = first; i < first + fewest; i++) {
		size_t there = 0;
		for (size_t k = 0; k < n; k++)
			there += has_word(t, t->words[i].work, words[k]);
		if (there * 10 >= n * 9)
			return (long)t->words[i].work;
	}
	return NO_WORK;
}

/* ---- What the answer writes ---- */

struct mentions {
	const struct trace_paper *t;
	struct str text;
	struct arena *a;
	VEC(struct trace) found;
};

static struct trace *put(struct mentions *m, size_t at, size_t end, long work)
{
	struct trace *to = vec_push(&m->found);
	*to = (struct trace){ .at = at, .end = end, .kind = work == NO_WORK ? TRACE_NOWHERE : TRACE_FOUND };
	if (work != NO_WORK) {
		const struct spot *s = &m->t->spots[m->t->first_work + (size_t)work];
		to->places[to->n_places++] = trace_place_of(s, 0, 0, m->a);
	}
	return to;
}

/* The word that ends before I, blanks between. */
static struct str word_before(struct str s, size_t i)
{
	while (i > 0 && s.p[i - 1] == ' ')
		i--;
	size_t from = i;
	while (from > 0) {
		size_t step = from > 1 && ((unsigned char)s.p[from - 1] & 0xc0) == 0x80 ? 2 : 1;
		if (letter((struct str){ s.p + from - step, step }) != step)
			break;
		from -= step;
	}
	return (struct str){ s.p + from, i - from };
}

static bool is_capital(struct str w) { return w.n > 1 && (is_upper((unsigned char)w.p[0]) || (unsigned char)w.p[0] >= 0xc3); }

/* The length of what stands at S between a name and its year: ". ", ", ", " (", "（". */
static size_t between(struct str s)
{
	static const char *const marks[] = { " ", ".", ",", "(", "[", "，", "（", "'s" };
	size_t n = 0;
	for (bool more = true; more && n < 12;) {
		more = false;
		for (size_t i = 0; i < COUNTOF(marks); i++)
			if (str_starts(str_from(s, n), marks[i])) {
				n += strlen(marks[i]);
				more = true;
			}
	}
	return n;
}

/* The year at S; empty: none. */
static struct str year_at(struct str s)
{
	bool year = s.n >= 4 && (str_starts(s, "19") || str_starts(s, "20")) && is_digit((unsigned char)s.p[2]) && is_digit((unsigned char)s.p[3]);
	return year && (s.n == 4 || !is_digit((unsigned char)s.p[4])) ? str_head(s, 4) : STR("");
}

/* Where the year at I ends, with a letter and a bracket behind it. */
static size_t year_end(struct str s, size_t i)
{
	static const char *const closing[] = { ")", "）", "]" };
	i += 4;
	if (i < s.n && is_lower((unsigned char)s.p[i]))
		i++;
	for (size_t k = 0; k < COUNTOF(closing); k++)
		if (str_starts(str_from(s, i), closing[k]))
			return i + strlen(closing[k]);
	return i;
}

/* "Doe et al., 2020", "Doe等人（2020）", "Doe and Roe (2020)" at what stands behind the name: I. Returns where to go on; 0: none. */
static size_t take_name(struct mentions *m, size_t i)
{
	static const char *const others[] = { "et al", "等人", "等" };
	static const char *const joins[] = { "and ", "& ", "和", "与", "、" };
	struct str rest = str_from(m->text, i), name = word_before(m->text, i), second = STR("");
	size_t n = 0;
	for (size_t k = 0; k < COUNTOF(others) && n == 0; k++)
		if (str_starts(rest, others[k]))
			n = strlen(others[k]);
	for (size_t k = 0; k < COUNTOF(joins) && n == 0; k++)
		if (str_starts(rest, joins[k])) {
			struct str behind = str_from(rest, strlen(joins[k]));
			second = next_word(&behind);
			if (is_capital(second) && year_at(str_from(behind, between(behind))).n > 0)
				n = (size_t)(behind.p - rest.p);
		}
	if (n == 0 || !is_capital(name))
		return 0;
	size_t gap = between(str_from(rest, n));
	struct str year = year_at(str_from(rest, n + gap));
	size_t end = year.n ? year_end(m->text, i + n + gap) : i + n;
	if (m->t->f->n_works > 0)
		put(m, (size_t)(name.p - m->text.p), end, find_by_name(m->t, name, second, year));
	return end;
}

/* "Doe (2020)" is a work only if there is one: a data set of a year, a conference look the same. */
static size_t take_year(struct mentions *m, size_t i)
{
	struct str rest = str_from(m->text, i), year = year_at(str_from(rest, between(rest))), name = word_before(m->text, i);
	if (year.n == 0 || !is_capital(name) || between(rest) == 0)
		return 0;
	long work = find_by_name(m->t, name, STR(""), year);
	size_t end = year_end(m->text, (size_t)(year.p - m->text.p));
	if (work != NO_WORK)
		put(m, (size_t)(name.p - m->text.p), end, work);
	return work == NO_WORK ? 0 : end;
}

/* A title between quotation marks that begins at I. */
static size_t take_title(struct mentions *m, size_t i)
{
	enum { SHORTEST = 12, LONGEST = 400, WORDS = 3 };
	static const struct { const char *open, *close; } marks[] = { { "\"", "\"" }, { "“", "”" }, { "《", "》" }, { "「", "」" } };
	struct str rest = str_from(m->text, i);
	for (size_t k = 0; k < COUNTOF(marks); k++) {
		size_t open = strlen(marks[k].open);
		size_t close = str_starts(rest, marks[k].open) ? str_find(str_head(rest, LONGEST), marks[k].close, open) : STR_NONE;
		if (close == STR_NONE)
			continue;
		struct str title = { rest.p + open, close - open }, words = title;
		size_t n = 0;
		while (next_word(&words).n > 0)
			n++;
		if (title.n < SHORTEST || n < WORDS)
			return 0;
		if (m->t->f->n_works > 0)
			put(m, i, i + close + strlen(marks[k].close), find_by_title(m->t, title));
		return i + close + strlen(marks[k].close);
	}
	return 0;
}

/* ---- Addresses ---- */

/* An address at I: it has to stand in the paper, whatever its scheme. */
static size_t take_address(struct mentions *m, size_t i)
{
	struct str rest = str_from(m->text, i);
	if (!str_starts(rest, "http://") && !str_starts(rest, "https://"))
		return 0;
	struct str address = str_head(rest, address_length(rest)), bare = str_from(address, str_find(address, "://", 0) + 3);
	while (bare.n > 0 && bare.p[bare.n - 1] == '/')
		bare.n--;
	char *z = arena_alloc(m->a, bare.n + 1);
	memcpy(z, bare.p, bare.n);
	z[bare.n] = '\0';
	struct trace *to = put(m, i, i + address.n, NO_WORK);
	for (size_t k = 0; k < m->t->n_spots && bare.n > 0 && to->n_places == 0; k++) {
		const struct spot *s = &m->t->spots[k];
		size_t at = str_find(s->text, z, 0);
		size_t behind = at == STR_NONE ? 0 : at + bare.n;
		if (at == STR_NONE || (behind < s->text.n && (is_alnum((unsigned char)s->text.p[behind]) || s->text.p[behind] == '-')))
			continue;
		to->kind = TRACE_FOUND;
		to->places[to->n_places++] = trace_place_of(s, at, behind, m->a);
	}
	return i + address.n;
}

/* ---- A text ---- */

/* A line that is nothing but Latin words may be a title as it is: an item of a list of references. */
static void take_whole(struct mentions *m)
{
	enum { WORDS = 4 };
	struct str words = m->text;
	size_t n = 0;
	for (size_t i = 0; i < m->text.n; i++)
		if ((unsigned char)m->text.p[i] >= 0xe3)
			return;
	while (next_word(&words).n > 0)
		n++;
	long work = n >= WORDS ? find_by_title(m->t, m->text) : NO_WORK;
	if (work != NO_WORK)
		put(m, 0, m->text.n, work);
}

struct traces trace_works(const struct trace_paper *t, struct str text, struct arena *a)
{
	static size_t (*const takes[])(struct mentions *m, size_t i) = { take_address, take_title, take_name, take_year };
	struct mentions m = { .t = t, .text = text, .a = a, .found = VEC_INIT };
	for (size_t i = 0; i < text.n;) {
		size_t next = 0;
		for (size_t k = 0; k < COUNTOF(takes) && next == 0; k++)
			next = takes[k](&m, i);
		i = next > i ? next : i + 1;
	}
	if (m.found.n == 0)
		take_whole(&m);
	struct traces ret = { arena_calloc(a, m.found.n + 1, sizeof *ret.v), m.found.n };
	if (m.found.n > 0)
		memcpy(ret.v, m.found.v, m.found.n * sizeof *ret.v);
	vec_free(&m.found);
	return ret;
}
