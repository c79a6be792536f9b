/* SPDX-License-Identifier: MIT
 * Document frequencies: for each feature how many papers of the store have it, in one block of numbers by hash. A row for each of
 * the millions of pairs that a store has would cost more than its texts. */
#include "src/interest/internal.h"

#include <endian.h>
#include <math.h>
#include <stdlib.h>


/* What is kept is of this form: other features, another key. */
#define KEY STR("words 1")
enum { KEPT_IDF = 4096, TOLD_EVERY = 2000 };

struct counting {
	struct counts *c;
	struct bag bag;
	struct buf words;
	const struct interest_progress *told;
	unsigned long done, total;
};

static bool count_paper(void *ctx, const struct store_text *t, struct err *e)
{
	struct counting *x = ctx;
	UNUSED(e);
	bag_text(&x->bag, t->title, t->abstract, &x->words);
	for (size_t i = 0; i < x->bag.features.n; i++)
		x->c->of[x->bag.features.v[i].number]++;
	x->c->papers++;
	x->c->last_row = t->row;
	if (++x->done % TOLD_EVERY == 0 && x->told->fn)
		x->told->fn(x->told->ctx, "counting words", x->done, x->total);
	return true;
}

/* "PAPERS LAST", and FEATURES numbers of 32 bits, the lowest byte first. */
static void take_kept(void *ctx, struct str about, struct str bytes)
{
	struct counts *c = ctx;
	struct str papers;
	uint64_t n, last;
	if (bytes.n != FEATURES * sizeof *c->of || !str_cut(&about, ' ', &papers) || !str_number(papers, UINT32_MAX, &n) || !str_number(about, INT64_MAX, &last))
		return;
	c->papers = (uint32_t)n;
	c->last_row = (int64_t)last;
	memcpy(c->of, bytes.p, bytes.n);
	for (size_t i = 0; BYTE_ORDER != LITTLE_ENDIAN && i < FEATURES; i++)
		c->of[i] = le32toh(c->of[i]);
}

static bool keep(const struct counts *c, struct store *store, struct err *e)
{
	struct buf about = BUF_INIT(64);
	uint32_t *bytes = c->of;
	if (BYTE_ORDER != LITTLE_ENDIAN) {
		bytes = xmalloc(FEATURES * sizeof *bytes);
		for (size_t i = 0; i < FEATURES; i++)
			bytes[i] = htole32(c->of[i]);
	}
	buf_addf(&about, "%lu %lld", (unsigned long)c->papers, (long long)c->last_row);
	bool ok = store_computed_put(store, KEY, buf_str(&about), (struct str){ (const char *)bytes, FEATURES * sizeof *bytes }, e);
	if (bytes != c->of)
		free(bytes);
	buf_free(&about);
	return ok;
}

bool counts_open(struct counts *c, struct store *store, bool keeps, const struct interest_progress *told, struct err *e)
{
	enum { MANY = 8 };
	*c = (struct counts){ .of = xcalloc(FEATURES, sizeof *c->of), .idf = xcalloc(KEPT_IDF, sizeof *c->idf) };
	struct counting x = { .c = c, .words = BUF_INIT(BUF_UNBOUNDED), .told = told };
	struct store_counts all;
	bool ok = store_computed_get(store, KEY, take_kept, c, e) && (c->papers > 0 || !told->fn || store_count(store, &all, e));
	if (ok && c->papers == 0 && told->fn)
		x.total = (unsigned long)all.papers;
	uint32_t had = c->papers;
	ok = ok && store_text_each(store, c->last_row, count_paper, &x, e);
	/* Whoever only reads writes what took long, and not what is quickly counted again. */
	if (ok && c->papers > had && (keeps || c->papers - had > had / MANY))
		ok = keep(c, store, e);
	bag_free(&x.bag);
	buf_free(&x.words);
	if (!ok)
		counts_free(c);
	return ok;
}

void counts_free(struct counts *c)
{
	free(c->of);
	free(c->idf);
	*c = (struct counts){ .of = NULL };
}

static float idf_of(const struct counts *c, uint32_t n)
{
	double papers = c->papers > 0 ? c->papers : 1, having = n > 0 ? n : 1;
	return having < papers ? (float)log(papers / having) : 0;
}

float counts_idf(struct counts *c, uint32_t number)
{
	uint32_t n = c->of[number];
	if (n >= KEPT_IDF)
		return idf_of(c, n);
	if (c->idf[n] == 0)
		c->idf[n] = idf_of(c, n);
	return c->idf[n];
}
