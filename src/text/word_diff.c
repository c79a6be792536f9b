/* SPDX-License-Identifier: MIT
 * What parts two texts, word by word: Myers' greedy search for the fewest words to take out and put in (An O(ND) Difference Algorithm,
 * Algorithmica 1986), between what the texts have in common at both ends. */
#include <stdlib.h>

#include "digest/text.h"
#include "digest/vec.h"

/* Words that differ, after which what is left of both texts counts as changed: what is kept to find the way back is its square. */
enum { MOST_CHANGED = 1000 };

struct word {
	size_t from, to;   /* bytes of the text */
	uint32_t number;   /* the same for the same words */
};
struct word_list {
	struct str text;
	VEC(struct word) words;
};

/* ---- Words ---- */

/* A Chinese sign is a word of its own; else what stands between white space. */
static void find_words(struct str text, struct word_list *ret)
{
	size_t i = 0;
	ret->text = text;
	while (i < text.n) {
		size_t from = i;
		uint32_t cp = 0;
		if (is_space((unsigned char)text.p[i])) {
			i++;
			continue;
		}
		while (i < text.n && !is_space((unsigned char)text.p[i])) {
			size_t n = utf8_decode(str_from(text, i), &cp);
			bool alone = n > 0 && utf8_is_cjk(cp);
			if (alone && i > from)
				break;
			i += n > 0 ? n : 1;
			if (alone)
				break;
		}
		*vec_push(&ret->words) = (struct word){ from, i, 0 };
	}
}

static struct str word_at(const struct word_list *l, size_t i)
{
	return (struct str){ l->text.p + l->words.v[i].from, l->words.v[i].to - l->words.v[i].from };
}

struct named_word {
	struct str text;
	struct word *word;
};

static int by_text(const void *a, const void *b)
{
	return str_cmp(((const struct named_word *)a)->text, ((const struct named_word *)b)->text);
}

static void number_words(struct word_list *a, struct word_list *b)
{
	VEC(struct named_word) all = VEC_INIT;
	struct word_list *const both[] = { a, b };
	for (size_t k = 0; k < COUNTOF(both); k++)
		for (size_t i = 0; i < both[k]->words.n; i++)
			*vec_push(&all) = (struct named_word){ word_at(both[k], i), &both[k]->words.v[i] };
	if (all.n)
		qsort(all.v, all.n, sizeof *all.v, by_text);
	uint32_t number = 0;
	for (size_t i = 0; i < all.n; i++) {
		number += i > 0 && !str_eq(all.v[i].text, all.v[i - 1].text);
		all.v[i].word->number = number;
	}
	vec_free(&all);
}

/* ---- The way from one to the other ---- */

/* Which words stay: *KEPT of the old ones and of the new ones, in the same order. */
struct way {
	const struct word *a, *b;  /* between what both have at their ends */
	int n, m;
	bool *kept_a, *kept_b;
	VEC(int) furthest;         /* of each number of changes D, how far along the old text each diagonal got: D + 1 of them */
};

/* How far along the old text one gets on diagonal K with D changes, all but the last of which are known. */
static int step(const struct way *w, int d, int k)
{
	const int *before = w->furthest.v + (size_t)(d - 1) * (size_t)d / 2;  /* of D - 1: diagonals -(D - 1), -(D - 3) … D - 1 */
	int x = 0;
	if (d > 0) {
		int at = (k + d) / 2;  /* diagonal K - 1 is there at AT - 1, K + 1 at AT */
		x = k == -d || (k != d && before[at - 1] < before[at]) ? before[at] : before[at - 1] + 1;
	}
	while (x < w->n && x - k < w->m && x >= 0 && x - k >= 0 && w->a[x].number == w->b[x - k].number)
		x++;
	return x;
}

/* From the end back to the beginning: what was passed without a change stays. */
static void go_back(struct way *w, int d)
{
	int x = w->n, y = w->m;
	for (; d >= 0; d--) {
		int k = x - y, from_x = 0, from_y = 0;
		if (d > 0) {
			const int *before = w->furthest.v + (size_t)(d - 1) * (size_t)d / 2;
			int at = (k + d) / 2;
			bool down = k == -d || (k != d && before[at - 1] < before[at]);
			from_x = down ? before[at] : before[at - 1];
			from_y = down ? from_x - (k + 1) : from_x - (k - 1);
			int least_x = down ? from_x : from_x + 1;
			for (; x > least_x; x--, y--)
				w->kept_a[x - 1] = w->kept_b[y - 1] = true;
			x = from_x;
			y = from_y;
		} else {
			for (; x > 0; x--, y--)
				w->kept_a[x - 1] = w->kept_b[y - 1] = true;
		}
	}
}

static void find_way(struct way *w)
{
	for (int d = 0; d <= MOST_CHANGED && d <= w->n + w->m; d++)
		for (int k = -d; k <= d; k += 2) {
			int x = step(w, d, k);
			*vec_push(&w->furthest) = x;
			if (x >= w->n && x - k >= w->m && k == w->n - w->m) {
				go_back(w, d);
				return;
			}
		}
}

/* ---- What is handed out ---- */

struct telling {
	const struct word_list *l[2];  /* the old text, the new one */
	const bool *kept[2];
	word_diff_fn *fn;
	void *ctx;
};

/* Words FROM to TO of a text, with what stands before the first of them. */
static void tell(const struct telling *t, enum word_change change, int which, size_t from, size_t to)
{
	const struct word_list *l = t->l[which];
	if (from == to)
		return;
	size_t begin = l->words.v[from].from, gap = from > 0 ? l->words.v[from - 1].to : 0;
	t->fn(t->ctx, change, (struct str){ l->text.p + gap, begin - gap }, (struct str){ l->text.p + begin, l->words.v[to - 1].to - begin });
}

static void tell_all(const struct telling *t)
{
	size_t n = t->l[0]->words.n, m = t->l[1]->words.n;
	for (size_t i = 0, j = 0; i < n || j < m;) {
		size_t gone = i, came = j;
		while (i < n && !t->kept[0][i])
			i++;
		while (j < m && !t->kept[1][j])
			j++;
		tell(t, WORD_GONE, 0, gone, i);
		tell(t, WORD_CAME, 1, came, j);
		size_t same = j;
		while (i < n && j < m && t->kept[0][i] && t->kept[1][j]) {
			i++;
			j++;
		}
		tell(t, WORD_SAME, 1, same, j);
	}
}

/* How many words both have at the beginning, or (END) at the end, of the first MOST or the last. */
static size_t common(const struct word_list *a, const struct word_list *b, bool end, size_t most)
{
	size_t n = 0;
	while (n < most) {
		size_t i = end ? a->words.n - 1 - n : n, j = end ? b->words.n - 1 - n : n;
		if (a->words.v[i].number != b->words.v[j].number)
			break;
		n++;
	}
	return n;
}

void word_diff(struct str before, struct str after, word_diff_fn *fn, void *ctx)
{
	struct word_list a = { .words = VEC_INIT }, b = { .words = VEC_INIT };
	find_words(before, &a);
	find_words(after, &b);
	number_words(&a, &b);
	size_t n = a.words.n, m = b.words.n, least = n < m ? n : m;
	size_t head = common(&a, &b, false, least), tail = common(&a, &b, true, least - head);
	bool *kept = xcalloc(n + m + 1, sizeof *kept);
	for (size_t i = 0; i < head; i++)
		kept[i] = kept[n + i] = true;
	for (size_t i = 0; i < tail; i++)
		kept[n - 1 - i] = kept[n + m - 1 - i] = true;
	struct way w = { .a = a.words.v ? a.words.v + head : NULL, .b = b.words.v ? b.words.v + head : NULL, .n = (int)(n - head - tail),
		         .m = (int)(m - head - tail), .kept_a = kept + head, .kept_b = kept + n + head, .furthest = VEC_INIT };
	find_way(&w);
	const struct telling t = { { &a, &b }, { kept, kept + n }, fn, ctx };
	tell_all(&t);
	vec_free(&w.furthest);
	free(kept);
	vec_free(&a.words);
	vec_free(&b.words);
}

/* ---- As one text ---- */

const struct word_marks word_marks_plain = { "[-", "-]", "{+", "+}" };
const struct word_marks word_marks_colour = { "\033[31m", "\033[0m", "\033[32m", "\033[0m" };

struct marking {
	const struct word_marks *marks;
	struct buf *out;
	bool behind_gone;
};

static void put_marked(void *ctx, enum word_change change, struct str gap, struct str words)
{
	struct marking *m = ctx;
	if (!(change == WORD_CAME && m->behind_gone))
		buf_adds(m->out, gap);
	buf_addz(m->out, change == WORD_GONE ? m->marks->gone : change == WORD_CAME ? m->marks->came : "");
	buf_adds(m->out, words);
	buf_addz(m->out, change == WORD_GONE ? m->marks->gone_end : change == WORD_CAME ? m->marks->came_end : "");
	m->behind_gone = change == WORD_GONE;
}

void word_diff_put(struct str before, struct str after, const struct word_marks *marks, struct buf *out)
{
	struct marking m = { marks, out, false };
	word_diff(before, after, put_marked, &m);
}
