/* SPDX-License-Identifier: MIT
 * The order of a page's papers. It is a total one (the row decides what nothing else does), so any sort gives the same
 * page; this one is a heap's, because qsort() of the C library takes as much memory again as it is given. */
#include <string.h>

#include "src/render/view.h"

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

bool page_has_id(const struct page_key *keys, size_t n, int64_t id_key)
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
