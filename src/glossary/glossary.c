/* SPDX-License-Identifier: MIT
 * Terms as Chinese researchers write them, found in a paper's English.
 *
 * A text is folded once: lower case, single blanks between words, hyphens blanks too, "'s" gone; any other sign ends a
 * phrase. Then a term is a phrase, and all phrases that a term begins with stand in one hash table: from each word on
 * the phrase grows as long as it is there. The longest term wins, and its words belong to no other. */
#include <stdlib.h>
#include <string.h>

#include "digest/arena.h"
#include "digest/glossary.h"
#include "digest/hash.h"
#include "digest/mem.h"
#include "digest/text.h"
#include "digest/vec.h"
#include "digest/world.h"

enum { FIRST_SIZE = 1024, BREAK = '\n', BEGINS = 3 /* bytes */ };

struct term {
	struct str name;   /* as the file writes it */
	struct str wanted; /* the form to write: the first, or the name */
	struct strs forms; /* accepted ones, folded */
	struct strs wrong; /* what it is not, folded: "!变压器" of Transformer */
	unsigned line;
};

/* A phrase with which a term begins. */
struct prefix {
	struct str phrase; /* folded; NULL: a free slot */
	size_t term;       /* the one that it is; STR_NONE: it only begins some */
};

struct glossary {
	uint64_t begins[1024]; /* a set of the first three bytes that phrases begin with */
	struct arena a;
	VEC(struct term) terms;
	struct prefix *table;
	size_t size, used; /* size is a power of two */
};

/* Most words begin no term: a bit tells, without a look at the table. */
static unsigned begins_bit(const char *p, size_t n)
{
	uint64_t v = 0;
	memcpy(&v, p, n);
	return (unsigned)(v * 0x9e3779b97f4a7c15u >> 48);
}
static bool is_in(const uint64_t *set, unsigned bit)
{
	return set[bit >> 6] >> (bit & 63) & 1;
}
static void put_in(uint64_t *set, unsigned bit)
{
	set[bit >> 6] |= (uint64_t)1 << (bit & 63);
}

/* ---- Folding ---- */

static bool is_letter_beyond_ascii(uint32_t cp)
{
	return (cp >= 0xc0 && cp <= 0x24f && cp != 0xd7 && cp != 0xf7) || (cp >= 0x370 && cp <= 0x52f) ||
	       (cp >= 0x1e00 && cp <= 0x1fff);
}

/* What divides the parts of a word in print: U+2010 HYPHEN, U+2011 NON-BREAKING HYPHEN, U+2013 EN DASH, U+00AD. */
static bool is_hyphen(uint32_t cp) { return cp == '-' || cp == 0x2010 || cp == 0x2011 || cp == 0x2013 || cp == 0xad; }
static bool is_apostrophe(uint32_t cp) { return cp == '\'' || cp == 0x2019; }

/* Append a blank or, stronger, BREAK, at most one in a row. */
static void divide(struct buf *out, char with)
{
	if (out->len == 0)
		return;
	char *last = &out->s[out->len - 1];
	if (*last != ' ' && *last != BREAK)
		buf_addc(out, with);
	else if (with == BREAK)
		*last = BREAK;
}

/* The letters and digits that S[I] begins with, lower case, to OUT, which has room for them. Most of a text goes this way. */
static size_t fold_word(struct str s, size_t i, struct buf *out)
{
	char *to = out->s + out->len;
	size_t n = 0;
	for (; i + n < s.n; n++) {
		unsigned char c = (unsigned char)s.p[i + n], lower = c | 0x20;
		if (!is_lower(lower)) {
			if (!is_digit(c))
				break;
			lower = c;
		}
		to[n] = (char)lower;
	}
	out->len += n;
	return n;
}

/* Append S folded; nothing but words, blanks and BREAKs. Nothing becomes longer. */
static void fold(struct str s, struct buf *out)
{
	if (!buf_grow(out, s.n + 1))
		return;
	for (size_t i = 0, n; i < s.n; i += n) {
		if ((n = fold_word(s, i, out)) > 0)
			continue;
		uint32_t cp = (unsigned char)s.p[i];
		n = cp < 0x80 ? 1 : utf8_decode(str_from(s, i), &cp);
		if (n == 0)
			n = 1;
		if (is_letter_beyond_ascii(cp))
			buf_add(out, s.p + i, n);
		else if (is_apostrophe(cp)) {  /* "Bayes' theorem", "Cohen's kappa", "don't" */
			size_t at = i + n;
			n += at < s.n && s.p[at] == 's' && (at + 1 == s.n || !is_alnum((unsigned char)s.p[at + 1]));
		} else {
			divide(out, is_hyphen(cp) || (cp < 0x80 && is_space((int)cp)) || cp == 0xa0 ? ' ' : BREAK);
		}
	}
	out->s[out->len] = '\0';
}

/* Append S, Chinese with English in it, so that "F1 分数" and "f1分数" are the same: lower case, blanks and hyphens only
 * between English words, where they are one blank. */
static void fold_form(struct str s, struct buf *out)
{
	bool apart = false;
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (is_space(c) || c == '-') {
			apart = true;
			continue;
		}
		if (apart && is_alnum(c) && out->len > 0 && is_alnum((unsigned char)out->s[out->len - 1]))
			buf_addc(out, ' ');
		apart = false;
		buf_addc(out, (char)to_lower(c));
	}
}

/* Whether TEXT has FORM, both folded, and not inside a longer English word; a plural is fine. */
static bool has_form(struct str text, struct str form)
{
	bool front = is_alnum((unsigned char)form.p[0]), back = is_alnum((unsigned char)form.p[form.n - 1]);
	for (size_t i = 0; (i = str_find(text, form.p, i)) != STR_NONE; i++) {
		size_t end = i + form.n;
		if (front && i > 0 && is_alpha((unsigned char)text.p[i - 1]))
			continue;
		end += back && end < text.n && text.p[end] == 's';
		if (!back || end >= text.n || !is_alpha((unsigned char)text.p[end]))
			return true;
	}
	return false;
}

static bool has_han(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (utf8_skip_han(s, i) > i)
			return true;
	return false;
}

/* ---- The table ---- */

static struct prefix *slot_of(struct prefix *table, size_t size, struct str phrase)
{
	uint64_t h = fnv(FNV_BASIS, phrase);
	size_t i = (size_t)(h ^ h >> 32) & (size - 1);
	while (table[i].phrase.p && !str_eq(table[i].phrase, phrase))
		i = (i + 1) & (size - 1);
	return &table[i];
}

static void grow(struct glossary *g)
{
	size_t size = g->size ? 2 * g->size : FIRST_SIZE;
	struct prefix *table = xcalloc(size, sizeof *table);
	for (size_t i = 0; i < g->size; i++)
		if (g->table[i].phrase.p)
			*slot_of(table, size, g->table[i].phrase) = g->table[i];
	free(g->table);
	g->table = table;
	g->size = size;
}

/* PHRASE lives as long as G. */
static struct prefix *put(struct glossary *g, struct str phrase)
{
	if (2 * g->used >= g->size)
		grow(g);
	struct prefix *p = slot_of(g->table, g->size, phrase);
	if (p->phrase.p == NULL) {
		*p = (struct prefix){ phrase, STR_NONE };
		put_in(g->begins, begins_bit(phrase.p, phrase.n < BEGINS ? phrase.n : BEGINS));
		g->used++;
	}
	return p;
}

/* ---- Reading ---- */

static struct strs kept(struct glossary *g, const struct str *v, size_t n)
{
	struct strs kept = { arena_alloc(&g->a, n * sizeof *v + 1), n };
	if (n)
		memcpy(kept.v, v, n * sizeof *v);
	return kept;
}

static bool add_forms(struct glossary *g, struct term *t, struct str rest, struct err *e)
{
	VEC(struct str) forms = VEC_INIT, wrong = VEC_INIT;
	struct buf folded = BUF_INIT(BUF_UNBOUNDED);
	struct str piece;
	bool ok = true;
	while (ok && str_cut(&rest, '\t', &piece)) {
		piece = str_trim(piece);
		bool never = str_starts(piece, "!");
		if (never)
			piece = str_trim(str_from(piece, 1));
		buf_clear(&folded);
		fold_form(piece, &folded);
		if (folded.len == 0)
			ok = err_set(e, ERR_CONFIG, "\"%.*s\" has an empty form between two TABs", STR_ARG(t->name));
		else if (t->wanted.p == NULL && !never)
			t->wanted = arena_dup(&g->a, piece);
		if (ok && never)
			*vec_push(&wrong) = arena_dup(&g->a, buf_str(&folded));
		else if (ok)
			*vec_push(&forms) = arena_dup(&g->a, buf_str(&folded));
	}
	if (ok && t->wanted.p == NULL) {  /* it stays in English */
		t->wanted = t->name;
		buf_clear(&folded);
		fold_form(t->name, &folded);
		*vec_push(&forms) = arena_dup(&g->a, buf_str(&folded));
	}
	t->forms = kept(g, forms.v, forms.n);
	t->wrong = kept(g, wrong.v, wrong.n);
	buf_free(&folded);
	vec_free(&forms);
	vec_free(&wrong);
	return ok;
}

static bool add_term(struct glossary *g, struct term *t, struct str phrase, struct err *e)
{
	size_t words = 1;
	if (phrase.n == 0 || memchr(phrase.p, BREAK, phrase.n))
		return err_set(e, ERR_CONFIG, "\"%.*s\" is no term: letters, digits, blanks and hyphens", STR_ARG(t->name));
	for (size_t i = 0; i < phrase.n; i++)
		words += phrase.p[i] == ' ';
	if (phrase.n > GLOSSARY_MOST_BYTES || words > GLOSSARY_MOST_WORDS)
		return err_set(e, ERR_CONFIG, "\"%.*s…\" is too long: a term has at most %d words and %d bytes",
		               STR_ARG(str_head(t->name, 40)), GLOSSARY_MOST_WORDS, GLOSSARY_MOST_BYTES);
	phrase = arena_dup(&g->a, phrase);
	for (size_t i = 0; i < phrase.n; i++)
		if (phrase.p[i] == ' ')
			put(g, str_head(phrase, i));
	struct prefix *p = put(g, phrase);
	if (p->term != STR_NONE)
		return err_set(e, ERR_CONFIG, "\"%.*s\" is in line %u already", STR_ARG(t->name), g->terms.v[p->term].line);
	p->term = g->terms.n;
	*vec_push(&g->terms) = *t;
	return true;
}

static bool read_line(struct glossary *g, struct str line, unsigned number, struct buf *folded, struct err *e)
{
	struct term t = { .line = number };
	struct str piece = STR_NULL;
	size_t bad;
	if (str_trim(line).n == 0 || line.p[0] == '#')
		return true;
	if (!utf8_valid(line, &bad))
		return err_set(e, ERR_CONFIG, "not UTF-8 (byte %zu)", bad + 1);
	while (line.n && (line.p[line.n - 1] == '\r' || line.p[line.n - 1] == '\t' || line.p[line.n - 1] == ' '))
		line.n--;  /* of a Windows editor or a spreadsheet */
	str_cut(&line, '\t', &piece);
	piece = str_trim(piece);
	if (piece.n == 0)
		return err_set(e, ERR_CONFIG, "no English term before the TAB");
	t.name = arena_dup(&g->a, piece);
	if (has_han(piece))
		return err_set(e, ERR_CONFIG, "\"%.*s\" has Chinese before the TAB: a line is ENGLISH<TAB>中文", STR_ARG(t.name));
	buf_clear(folded);
	fold(piece, folded);
	return add_forms(g, &t, line, e) && add_term(g, &t, str_trim(buf_str(folded)), e);
}

bool glossary_read(const char *path, struct glossary **ret, struct err *e)
{
	struct buf text = BUF_INIT(GLOSSARY_MAX_FILE), folded = BUF_INIT(BUF_UNBOUNDED);
	if (!file_read(path, &text, e)) {
		buf_free(&text);
		return false;
	}
	struct glossary *g = xcalloc(1, sizeof *g);
	struct str rest = buf_str(&text), line;
	unsigned number = 0;
	bool ok = true;
	if (str_starts(rest, "\xef\xbb\xbf"))
		rest = str_from(rest, 3);
	grow(g);
	while (ok && str_cut(&rest, '\n', &line))
		if (number++, !read_line(g, line, number, &folded, e))
			ok = err_wrap(e, "%s:%u", path, number);
	buf_free(&text);
	buf_free(&folded);
	if (ok)
		*ret = g;
	else
		glossary_free(g);
	return ok;
}

void glossary_free(struct glossary *g)
{
	if (g == NULL)
		return;
	vec_free(&g->terms);
	free(g->table);
	arena_free(&g->a);
	free(g);
}

/* ---- Finding ---- */

/* The term that PHRASE is, its last word perhaps a plural; STR_NONE. *BEGINS: some term begins with it, or is it. */
static size_t term_of(const struct glossary *g, struct str phrase, bool *begins)
{
	static const struct { const char *ends, *singular; } plurals[] = {
		{ "s", "" }, { "es", "" }, { "es", "is" }, { "ies", "y" }, { "ices", "ix" }, { "ices", "ex" },
	};
	char other[GLOSSARY_MOST_BYTES + 4];
	const struct prefix *p = slot_of(g->table, g->size, phrase);
	*begins = p->phrase.p != NULL;
	if (*begins && p->term != STR_NONE)
		return p->term;
	if (phrase.p[phrase.n - 1] != 's')  /* most words: none of the rows ends otherwise */
		return STR_NONE;
	for (size_t i = 0; i < COUNTOF(plurals); i++) {
		size_t ends = strlen(plurals[i].ends), n = phrase.n - ends, singular = strlen(plurals[i].singular);
		if (!str_ends(phrase, plurals[i].ends) || n < 2)
			continue;
		memcpy(other, phrase.p, n);
		memcpy(other + n, plurals[i].singular, singular);
		p = slot_of(g->table, g->size, (struct str){ other, n + singular });
		if (p->phrase.p && p->term != STR_NONE)
			return p->term;
	}
	return STR_NONE;
}

static size_t word_end(struct str s, size_t i)
{
	while (i < s.n && s.p[i] != ' ' && s.p[i] != BREAK)
		i++;
	return i;
}

/* The longest term at S[I], where a word begins, and where it ends; STR_NONE: none, and *END is where the word ends. */
static size_t longest(const struct glossary *g, struct str s, size_t i, size_t *end)
{
	size_t found = STR_NONE, to = word_end(s, i), n = to - i;
	*end = to;
	bool plural = n > 0 && n <= BEGINS && s.p[to - 1] == 's';  /* of a word with fewer letters */
	if (!plural && !is_in(g->begins, begins_bit(s.p + i, n < BEGINS ? n : BEGINS)))
		return STR_NONE;
	for (int words = 1; words <= GLOSSARY_MOST_WORDS && to - i <= GLOSSARY_MOST_BYTES + 3; words++) {
		bool begins;
		size_t term = term_of(g, (struct str){ s.p + i, to - i }, &begins);
		if (term != STR_NONE) {
			found = term;
			*end = to;
		}
		if (!begins || to == s.n || s.p[to] == BREAK)
			break;
		to = word_end(s, to + 1);
	}
	return found;
}

/* Mark in FOUND the terms that TEXT has. */
static void mark(const struct glossary *g, struct str text, bool *found)
{
	struct buf folded = BUF_INIT(BUF_UNBOUNDED);
	fold(text, &folded);
	struct str s = buf_str(&folded);
	for (size_t i = 0, end; i < s.n; i = end + 1) {
		size_t term = longest(g, s, i, &end);
		if (term != STR_NONE)
			found[term] = true;
	}
	buf_free(&folded);
}

void glossary_lines(const struct glossary *g, struct str title, struct str abstract, struct buf *out)
{
	if (g == NULL)
		return;
	bool *found = xcalloc(g->terms.n + 1, sizeof *found);
	mark(g, title, found);
	mark(g, abstract, found);
	for (size_t i = 0; i < g->terms.n; i++)
		if (found[i])
			buf_addf(out, "%.*s = %.*s\n", STR_ARG(g->terms.v[i].name), STR_ARG(g->terms.v[i].wanted));
	free(found);
}

static bool has_any(struct str text, struct strs forms)
{
	for (size_t k = 0; k < forms.n; k++)
		if (has_form(text, forms.v[k]))
			return true;
	return false;
}

/* Whether FORM is right for another term that was FOUND: 变压器, where the paper has power transformers. */
static bool is_right_for_another(const struct glossary *g, const bool *found, struct str form)
{
	for (size_t i = 0; i < g->terms.n; i++)
		for (size_t k = 0; found[i] && k < g->terms.v[i].forms.n; k++)
			if (str_find(g->terms.v[i].forms.v[k], form.p, 0) != STR_NONE)
				return true;
	return false;
}

void glossary_check(const struct glossary *g, struct str text, struct str translation, glossary_fn *fn, void *ctx)
{
	if (g == NULL)
		return;
	bool *found = xcalloc(g->terms.n + 1, sizeof *found);
	struct buf folded = BUF_INIT(BUF_UNBOUNDED);
	mark(g, text, found);
	fold_form(translation, &folded);
	struct str chinese = buf_str(&folded);
	for (size_t i = 0; i < g->terms.n; i++) {
		const struct term *t = &g->terms.v[i];
		struct str wrong = STR_NULL;
		if (!found[i])
			continue;
		for (size_t k = 0; k < t->wrong.n && wrong.p == NULL; k++)
			if (has_form(chinese, t->wrong.v[k]) && !is_right_for_another(g, found, t->wrong.v[k]))
				wrong = t->wrong.v[k];
		if (wrong.p || !has_any(chinese, t->forms))
			fn(ctx, t->name, t->wanted, wrong);
	}
	buf_free(&folded);
	free(found);
}
