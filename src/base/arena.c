/* SPDX-License-Identifier: MIT
 * Blocks of growing size; the first one stays when the arena is reset. */
#include "digest/arena.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#include "digest/mem.h"

enum { FIRST_BLOCK = 16 * 1024, MOST_BLOCK = 1024 * 1024 };

struct arena_block {
	struct arena_block *next;  /* older */
	size_t size;               /* of data */
	alignas(max_align_t) char data[];
};

static void add_block(struct arena *a, size_t n)
{
	size_t size = a->blocks ? a->blocks->size * 2 : FIRST_BLOCK;
	if (size > MOST_BLOCK)
		size = MOST_BLOCK;
	if (size < n)
		size = n;
	struct arena_block *b = xmalloc(sizeof *b + size);
	b->next = a->blocks;
	b->size = size;
	a->blocks = b;
	a->at = b->data;
	a->end = b->data + size;
}

void *arena_alloc(struct arena *a, size_t n)
{
	n = (n + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
	if (a->blocks == NULL || (size_t)(a->end - a->at) < n)
		add_block(a, n);
	void *p = a->at;
	a->at += n;
	return p;
}

void *arena_calloc(struct arena *a, size_t count, size_t size)
{
	void *p = arena_alloc(a, count * size);  /* both come from data in memory: the product is bounded by it */
	return memset(p, 0, count * size);
}

void *arena_more(struct arena *a, const void *v, size_t *cap, size_t size)
{
	size_t had = *cap;
	*cap = had ? 2 * had : 16;
	void *more = arena_alloc(a, *cap * size);  /* as in arena_calloc(), the product is bounded by memory */
	return had ? memcpy(more, v, had * size) : more;
}

struct str arena_dup(struct arena *a, struct str s)
{
	if (s.p == NULL)
		return s;
	char *p = arena_alloc(a, s.n + 1);
	if (s.n)
		memcpy(p, s.p, s.n);
	p[s.n] = '\0';
	return (struct str){ p, s.n };
}

void arena_reset(struct arena *a)
{
	struct arena_block *b = a->blocks;
	if (b == NULL)
		return;
	while (b->next) {
		struct arena_block *older = b->next;
		free(b);
		b = older;
	}
	a->blocks = b;
	a->at = b->data;
	a->end = b->data + b->size;
}

void arena_free(struct arena *a)
{
	arena_reset(a);
	free(a->blocks);
	*a = (struct arena)ARENA_INIT;
}
