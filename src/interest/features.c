/* SPDX-License-Identifier: MIT
 * A text's words and pairs, hashed. There is no stemming: names and acronyms are what tells papers apart. */
#include "src/interest/internal.h"

#include <stdlib.h>

#include "digest/hash.h"
#include "digest/text.h"

/* The list of information retrieval at Glasgow, which scikit-learn has, too. */
static const char *const stop_words[] = {
#include "key_words.inc"
};

static int by_word(const void *key, const void *row) { return str_cmp(*(const struct str *)key, str_of(*(const char *const *)row)); }

static bool counts(struct str word)
{
	enum { LONGEST_STOP_WORD = 12 };
	if (word.n < 2 || is_digit((unsigned char)word.p[0]))
		return false;
	return word.n > LONGEST_STOP_WORD || !bsearch(&word, stop_words, COUNTOF(stop_words), sizeof *stop_words, by_word);
}

/* Multiplied and folded, the upper bits depend on all (as splitmix64 ends). */
static uint64_t mix(uint64_t h)
{
	h = (h ^ h >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	h = (h ^ h >> 27) * UINT64_C(0x94d049bb133111eb);
	return h ^ h >> 31;
}

static uint32_t number_of(uint64_t h) { return (uint32_t)(mix(h) >> (64 - FEATURE_BITS)); }

void features_each(struct str words, feature_fn *fn, void *ctx)
{
	uint64_t before = 0;
	struct str word, first = STR_NULL;
	while (str_cut(&words, ' ', &word)) {
		if (!counts(word))
			continue;
		uint64_t h = fnv(FNV_BASIS, word);
		fn(ctx, word, number_of(h));
		if (str_known(first))  /* stop words between them are part of the text, and not of the number */
			fn(ctx, (struct str){ first.p, (size_t)(word.p + word.n - first.p) }, number_of(before * 31 + h));
		before = h;
		first = word;
	}
}

/* ---- Counting ---- */

void bag_clear(struct bag *b)
{
	for (size_t i = 0; i < b->features.n; i++) {  /* a short text does not pay for the slots of a long one */
		size_t at = b->features.v[i].number & (b->n_slots - 1);
		while (b->slots[at] != 0) {
			b->slots[at] = 0;
			at = (at + 1) & (b->n_slots - 1);
		}
	}
	b->features.n = 0;
}

void bag_free(struct bag *b)
{
	vec_free(&b->features);
	free(b->slots);
	*b = (struct bag){ .n_slots = 0 };
}

/* The slot of NUMBER, or the free one where it belongs. */
static uint32_t *slot_of(const struct bag *b, uint32_t number)
{
	size_t at = number & (b->n_slots - 1);
	while (b->slots[at] != 0 && b->features.v[b->slots[at] - 1].number != number)
		at = (at + 1) & (b->n_slots - 1);
	return &b->slots[at];
}

static void grow(struct bag *b)
{
	enum { FIRST = 2048 };
	free(b->slots);
	b->n_slots = b->n_slots ? 2 * b->n_slots : FIRST;
	b->slots = xcalloc(b->n_slots, sizeof *b->slots);
	for (size_t i = 0; i < b->features.n; i++)
		*slot_of(b, b->features.v[i].number) = (uint32_t)(i + 1);
}

static void add(void *ctx, struct str text, uint32_t number)
{
	struct bag *b = ctx;
	UNUSED(text);
	if (2 * b->features.n >= b->n_slots)
		grow(b);
	uint32_t *slot = slot_of(b, number);
	if (*slot != 0) {
		b->features.v[*slot - 1].times++;
		return;
	}
	*vec_push(&b->features) = (struct feature){ number, 1 };
	*slot = (uint32_t)b->features.n;
}

void bag_add(struct bag *b, struct str words) { features_each(words, add, b); }

void bag_text(struct bag *b, struct str title, struct str abstract, struct buf *words)
{
	const struct str texts[] = { title, abstract };
	bag_clear(b);
	for (size_t i = 0; i < COUNTOF(texts); i++) {
		buf_clear(words);
		words_put(texts[i], words);
		bag_add(b, buf_str(words));
	}
}
