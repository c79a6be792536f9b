/* SPDX-License-Identifier: MIT
 * The order of a page's papers. */
#include <stdlib.h>

#include "digest/render.h"

/* Unknown comes last: what arXiv did not announce as anything. */
static int type_rank(enum announce_type t) { return t == ANNOUNCE_UNKNOWN ? ANNOUNCE_REPLACE_CROSS + 1 : (int)t; }

static int by_place(const struct page_key *a, const struct page_key *b)
{
	return (a->place > b->place) - (a->place < b->place);
}

static int by_type_and_id(const void *x, const void *y)
{
	const struct page_key *a = x, *b = y;
	int d = type_rank(a->type) - type_rank(b->type);
	if (d == 0)
		d = (a->id_key < b->id_key) - (a->id_key > b->id_key);
	return d ? d : by_place(a, b);
}

static int by_link(const void *x, const void *y)
{
	const struct page_key *a = x, *b = y;
	int d = str_cmp(b->link, a->link);
	return d ? d : by_place(a, b);
}

void page_sort(struct page_key *keys, size_t n, const struct dialect *d)
{
	if (n > 1)
		qsort(keys, n, sizeof *keys, d->by_link ? by_link : by_type_and_id);
}
