/* SPDX-License-Identifier: MIT
 * One lifetime for many small things: what a record or a batch owns is freed at once. */
#ifndef DIGEST_ARENA_H
#define DIGEST_ARENA_H

#include "digest/str.h"
#include "digest/vec.h"

struct arena_block;
struct arena {
	struct arena_block *blocks;
	char *at, *end;
};

#define ARENA_INIT { NULL, NULL, NULL }

/* N bytes, aligned for anything, not zeroed; valid until arena_reset() or arena_free(). Never NULL. */
void *arena_alloc(struct arena *a, size_t n);
/* COUNT zeroed elements of SIZE bytes. */
void *arena_calloc(struct arena *a, size_t count, size_t size);
/* A copy, NUL-terminated behind its end. STR_NULL stays STR_NULL. */
struct str arena_dup(struct arena *a, struct str s);
/* A pointer to one more, uninitialised element of LIST, a VEC(…) whose elements lie in the arena: valid until the next one.
 * Such a list is never given to vec_free(). */
#define arena_push(a, list) \
	((list)->n == (list)->cap ? (void)((list)->v = arena_more((a), (list)->v, &(list)->cap, sizeof *(list)->v)) : (void)0, \
	 &(list)->v[(list)->n++])
/* The *CAP elements of SIZE bytes at V, copied to where twice as many have room; *CAP says how many. V stays as it was. */
void *arena_more(struct arena *a, const void *v, size_t *cap, size_t size) NODISCARD;
/* Forget everything, keep the first block: for use record after record. */
void arena_reset(struct arena *a);
void arena_free(struct arena *a);

#endif
