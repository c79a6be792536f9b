/* SPDX-License-Identifier: MIT
 * Keys of entries: each paper's as arXiv's own export makes it, and those of one file apart from one another. */
#include <stdlib.h>
#include <string.h>

#include "digest/hash.h"
#include "src/cite/internal.h"

static const char *const said_often[] = {
#include "key_words.inc"
};

static int by_word(const void *key, const void *row) { return str_cmp(*(const struct str *)key, str_of(*(const char *const *)row)); }

/* A word that arXiv's export leaves out: one of the list as it stands, without a comma behind it. */
static bool is_said_often(struct str word)
{
	char lower[16];
	if (word.n >= sizeof lower)
		return false;
	for (size_t i = 0; i < word.n; i++)
		lower[i] = (char)to_lower((unsigned char)word.p[i]);
	struct str key = { lower, word.n };
	return bsearch(&key, said_often, COUNTOF(said_often), sizeof *said_often, by_word) != NULL;
}

/* Letters and digits alone, in lower case. */
static void put_plain(struct str s, struct buf *out)
{
	size_t from = out->len;
	while (s.n)
		s = str_from(s, tex_plain_letter(s, out));
	for (size_t i = from; i < out->len; i++)
		out->s[i] = (char)to_lower((unsigned char)out->s[i]);
}

static void put_author(const struct paper *p, struct buf *out)
{
	struct arena a = ARENA_INIT;
	struct cite_name name = { .literal = STR_NULL };
	size_t before = out->len;
	if (p->n_authors)
		cite_name_split(p->authors[0].name, &a, &name);
	put_plain(name.literal, out);
	put_plain(name.particle, out);
	put_plain(name.family, out);
	if (out->len == before)
		buf_addz(out, "unknown");
	arena_free(&a);
}

void cite_key(const struct paper *p, struct buf *out)
{
	enum { WORDS = 4 };
	size_t before = out->len;
	struct cite_date when = cite_date(p);
	struct str rest = p->title, word;
	put_author(p, out);
	if (when.year)
		buf_addf(out, "%d", when.year);
	else
		buf_addz(out, "unknown");
	for (size_t n = 0; n < WORDS && str_cut(&rest, ' ', &word);) {
		if (str_empty(word) || is_said_often(word))
			continue;
		put_plain(word, out);
		n++;
	}
	buf_cut(out, before + CITE_KEY_MOST);
}

/* ---- The keys of one file ---- */

struct entry {
	struct str key;
	uint64_t id;           /* a hash of the identifier */
	int64_t age;           /* arxiv_id.sort_key; 0: not arXiv's */
	size_t index;
	bool again;
};

struct cite_keys {
	VEC(struct entry) entries;  /* by index once they are settled */
	uint64_t *taken;       /* hashes of keys that are given, 0: a free place */
	size_t places;         /* a power of two, at least twice as many as keys */
	struct arena a;
};

struct cite_keys *cite_keys_new(void) { return xcalloc(1, sizeof(struct cite_keys)); }

void cite_keys_free(struct cite_keys *k)
{
	if (k == NULL)
		return;
	vec_free(&k->entries);
	arena_free(&k->a);
	free(k->taken);
	free(k);
}

void cite_keys_add(struct cite_keys *k, const struct paper *p)
{
	struct buf key = BUF_INIT(BUF_UNBOUNDED);
	struct arena a = ARENA_INIT;
	struct arxiv_id id = { .sort_key = 0 };
	cite_key(p, &key);
	if (!paper_id_parse(p->id, &a, &id))
		id.sort_key = 0;
	size_t index = k->entries.n;
	*vec_push(&k->entries) = (struct entry){ arena_dup(&k->a, buf_str(&key)), fnv(FNV_BASIS, p->id), id.sort_key, index, false };
	arena_free(&a);
	buf_free(&key);
}

/* False: it was taken before. */
static bool take(struct cite_keys *k, struct str key)
{
	uint64_t hash = fnv(FNV_BASIS, key);
	hash += hash == 0;
	size_t at = (size_t)hash & (k->places - 1);
	while (k->taken[at] && k->taken[at] != hash)
		at = (at + 1) & (k->places - 1);
	bool free_yet = k->taken[at] == 0;
	k->taken[at] = hash;
	return free_yet;
}

/* KEY with "a" behind it for 1, "z" for 26, "aa" for 27. */
static struct str with_letters(struct cite_keys *k, struct str key, size_t n)
{
	char text[16], *at = text + sizeof text;
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	for (; n > 0; n = (n - 1) / 26)
		*--at = (char)('a' + (n - 1) % 26);
	buf_adds(&b, key);
	buf_add(&b, at, (size_t)(text + sizeof text - at));
	struct str s = arena_dup(&k->a, buf_str(&b));
	buf_free(&b);
	return s;
}

static int by_number(uint64_t a, uint64_t b) { return (a > b) - (a < b); }

static int by_index(const void *x, const void *y)
{
	return by_number(((const struct entry *)x)->index, ((const struct entry *)y)->index);
}

static int by_id(const void *x, const void *y)
{
	int d = by_number(((const struct entry *)x)->id, ((const struct entry *)y)->id);
	return d ? d : by_index(x, y);
}

static int by_key_and_age(const void *x, const void *y)
{
	const struct entry *a = x, *b = y;
	int d = str_cmp(a->key, b->key);
	if (d == 0 && a->age != b->age)
		d = a->age < b->age ? -1 : 1;
	return d ? d : by_id(x, y);
}

/* A paper that comes again has the key that it had, whatever became of its title. */
static void find_again(struct entry *e, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		e[i].again = e[i].id == e[i - 1].id;
		if (e[i].again) {
			e[i].key = e[i - 1].key;
			e[i].age = e[i - 1].age;
		}
	}
}

void cite_keys_settle(struct cite_keys *k)
{
	size_t n = k->entries.n, letters = 0;
	struct entry *e = k->entries.v;
	struct str own = STR_NULL;
	if (n == 0)
		return;
	for (k->places = 64; k->places < 2 * n; k->places *= 2)
		;
	k->taken = xcalloc(k->places, sizeof *k->taken);
	qsort(e, n, sizeof *e, by_id);
	find_again(e, n);
	qsort(e, n, sizeof *e, by_key_and_age);
	for (size_t i = 0; i < n; i++)
		take(k, e[i].key);
	for (size_t i = 0; i < n; i++) {
		struct str key = e[i].key;
		if (i == 0 || !str_eq(key, own)) {
			own = key;
			letters = 0;
		} else if (e[i].again) {
			e[i].key = e[i - 1].key;
		} else {
			while (!take(k, e[i].key = with_letters(k, own, ++letters)))
				;
		}
	}
	qsort(e, n, sizeof *e, by_index);
}

struct str cite_keys_of(const struct cite_keys *k, size_t i) { return k->entries.v[i].key; }
bool cite_keys_again(const struct cite_keys *k, size_t i) { return k->entries.v[i].again; }
