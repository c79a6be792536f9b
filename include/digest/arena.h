/* SPDX-License-Identifier: MIT
 * One lifetime for many small things: what a record or a batch owns is freed at once. */
#ifndef DIGEST_ARENA_H
#define DIGEST_ARENA_H

#include "digest/str.h"

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
/* Forget everything, keep the first block: for use record after record. */
void arena_reset(struct arena *a);
void arena_free(struct arena *a);

#endif
