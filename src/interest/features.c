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

/* Three hundred words in a table of their hashes: each word of each text is looked up. */
enum { STOP_SLOTS = 1024 };

static uint64_t *stop_slot(uint64_t *slots, uint64_t h)
{
	size_t at = (size_t)(h ^ h >> 32) & (STOP_SLOTS - 1);
	while (slots[at] != 0 && slots[at] != h)
		at = (at + 1) & (STOP_SLOTS - 1);
	return &slots[at];
}

static void make_stops(struct bag *b)
{
	static_assert(COUNTOF(stop_words) < STOP_SLOTS / 2, "the table is too full");
	b->stops = xcalloc(STOP_SLOTS, sizeof *b->stops);
	for (size_t i = 0; i < COUNTOF(stop_words); i++) {
		uint64_t h = fnv(FNV_BASIS, str_of(stop_words[i]));
		*stop_slot(b->stops, h) = h;
	}
}

/* Multiplied and folded, the upper bits depend on all (as splitmix64 ends). */
static uint64_t mix(uint64_t h)
{
	h = (h ^ h >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	h = (h ^ h >> 27) * UINT64_C(0x94d049bb133111eb);
	return h ^ h >> 31;
}

static uint32_t number_of(uint64_t h) { return (uint32_t)(mix(h) >> (64 - FEATURE_BITS)); }

void features_each(struct bag *b, struct str words, feature_fn *fn, void *ctx)
{
	if (b->stops == NULL)
		make_stops(b);
	uint64_t before = 0;
	struct str word, first = STR_NULL;
	while (str_cut(&words, ' ', &word)) {
		if (word.n < 2 || is_digit((unsigned char)word.p[0]))
			continue;
		uint64_t h = fnv(FNV_BASIS, word);
		if (*stop_slot(b->stops, h) == h)
			continue;
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
	free(b->stops);
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

void bag_add(struct bag *b, struct str words) { features_each(b, words, add, b); }

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
