/* SPDX-License-Identifier: MIT
 * The order of a page's papers. It is a total one (the row decides what nothing else does), so any sort gives the same
 * page; this one is a heap's, because qsort() of the C library takes as much memory again as it is given. */
#include <stdlib.h>
#include <string.h>

#include "digest/sort.h"
#include "digest/vec.h"
#include "src/render/ctx.h"

/* Put K where it belongs in the heap of N whose place HOLE is free: down along the greater children to the end, then up
 * again, since what comes from the end mostly goes back there. */
static void sift(struct page_key *keys, size_t hole, size_t n, struct page_key k, page_compare *compare)
{
	size_t top = hole, child;
	while ((child = 2 * hole + 2) < n) {
		if (compare(&keys[child - 1], &keys[child]) > 0)
			child--;
		keys[hole] = keys[child];
		hole = child;
	}
	if (child == n) {  /* a left child alone */
		keys[hole] = keys[child - 1];
		hole = child - 1;
	}
	for (size_t up; hole > top && compare(&keys[up = (hole - 1) / 2], &k) < 0; hole = up)
		keys[hole] = keys[up];
	keys[hole] = k;
}

void page_sort_by(struct page_key *keys, size_t n, page_compare *compare)
{
	for (size_t i = n / 2; i > 0; i--)
		sift(keys, i - 1, n, keys[i - 1], compare);
	for (size_t end = n; end > 1; end--) {
		struct page_key last = keys[end - 1];
		keys[end - 1] = keys[0];
		sift(keys, 0, end - 1, last, compare);
	}
}

/* Unknown comes last: what arXiv did not announce as anything. */
static int type_rank(int t) { return t == ANNOUNCE_UNKNOWN ? ANNOUNCE_REPLACE_CROSS + 1 : t; }

static int by_row(const struct page_key *a, const struct page_key *b) { return (a->row > b->row) - (a->row < b->row); }

static int by_type_and_id(const struct page_key *a, const struct page_key *b)
{
	if (a->score != b->score)
		return a->score > b->score ? -1 : 1;
	int d = type_rank(a->type) - type_rank(b->type);
	if (d == 0)
		d = (a->id_key < b->id_key) - (a->id_key > b->id_key);
	return d ? d : by_row(a, b);
}

static int by_link(const struct page_key *a, const struct page_key *b)
{
	int d = strcmp(b->link ? b->link : "", a->link ? a->link : "");
	return d ? d : by_row(a, b);
}

void page_sort(struct page_key *keys, size_t n, const struct dialect *d)
{
	page_sort_by(keys, n, d->by_link ? by_link : by_type_and_id);
}

/* ---- Which papers are shown before ---- */

/* A paper's identifier and its place; of one identifier the first place comes first. */
struct page_place {
	int64_t id_key;
	size_t place;
};

static int by_place(const void *x, const void *y)
{
	const struct page_place *a = x, *b = y;
	if (a->id_key != b->id_key)
		return a->id_key < b->id_key ? -1 : 1;
	return (a->place > b->place) - (a->place < b->place);
}

/* In order of scores an identifier is not found by halving: a list in its own order is made once. */
static const struct page_place *places_of(struct render_ctx *r)
{
	const struct page *page = r->page;
	if (r->places == NULL && page->n > 0) {
		r->places = arena_alloc(&r->page_arena, page->n * sizeof *r->places);
		for (size_t i = 0; i < page->n; i++)
			r->places[i] = (struct page_place){ page->keys[i].id_key, i };
		qsort(r->places, page->n, sizeof *r->places, by_place);
	}
	return r->places;
}

static bool has_id_in_order(const struct page_key *keys, size_t n, int64_t id_key)
{
	for (int type = ANNOUNCE_UNKNOWN; type <= ANNOUNCE_REPLACE_CROSS; type++) {
		const struct page_key wanted = { .row = INT64_MIN, .id_key = id_key, .type = (unsigned char)type };
		size_t from = 0, to = n;
		while (from < to) {
			size_t half = (from + to) / 2;
			if (by_type_and_id(&keys[half], &wanted) < 0)
				from = half + 1;
			else
				to = half;
		}
		if (from < n && keys[from].id_key == id_key && keys[from].type == type)
			return true;
	}
	return false;
}

bool page_has_id(struct render_ctx *r, size_t n, int64_t id_key)
{
	const struct page *page = r->page;
	if (page->shown == NULL)
		return has_id_in_order(page->keys, n, id_key);
	const struct page_place *places = places_of(r);
	size_t from = 0, to = page->n;
	while (from < to) {
		size_t half = (from + to) / 2;
		if (places[half].id_key < id_key)
			from = half + 1;
		else
			to = half;
	}
	return from < page->n && places[from].id_key == id_key && places[from].place < n;
}

/* ---- The first of a page ---- */

/* A key of the page's order: the page that it is on, and its place. */
struct place_of_key {
	int32_t page;
	uint32_t place;
};

static int by_page(const void *a, const void *b)
{
	const struct place_of_key *x = a, *y = b;
	int d = (x->page > y->page) - (x->page < y->page);
	return d ? d : (x->place > y->place) - (x->place < y->place);
}

void page_find_first(const struct page_key *keys, size_t n, size_t most, enum day_period period, const struct dialect *d, bool *is_first)
{
	struct page_key *sorted = xreallocarray(NULL, n, sizeof *sorted);
	struct place_of_key *places = xreallocarray(NULL, n, sizeof *places);
	VEC(int64_t) rows = VEC_INIT;
	if (n > 0)
		memcpy(sorted, keys, n * sizeof *keys);
	page_sort(sorted, n, d);
	for (size_t i = 0; i < n; i++)
		places[i] = (struct place_of_key){ day_of_period(sorted[i].day, period), (uint32_t)i };
	if (n > 0)
		qsort(places, n, sizeof *places, by_page);
	for (size_t i = 0, begins = 0; i < n; i++) {
		begins = places[i].page == places[begins].page ? begins : i;
		if (i - begins < most)
			*vec_push(&rows) = sorted[places[i].place].row;
	}
	vec_sort_unique(&rows, order_int64);
	for (size_t i = 0; i < n; i++)
		is_first[i] = rows.n && bsearch(&keys[i].row, rows.v, rows.n, sizeof *rows.v, order_int64);
	free(sorted);
	free(places);
	vec_free(&rows);
}

size_t page_keep_first(struct page_key *keys, size_t n, size_t most, enum day_period period)
{
	size_t kept = 0;
	bool *is_first = xcalloc(n, sizeof *is_first);
	page_find_first(keys, n, most, period, dialect_at(0), is_first);
	for (size_t i = 0; i < n; i++)
		if (is_first[i])
			keys[kept++] = keys[i];
	free(is_first);
	return kept;
}

