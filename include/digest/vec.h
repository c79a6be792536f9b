/* SPDX-License-Identifier: MIT
 * Lists that grow: VEC(struct x) v = VEC_INIT; *vec_push(&v) = x; v.v[i], v.n; vec_free(&v). */
#ifndef DIGEST_VEC_H
#define DIGEST_VEC_H

#include "digest/mem.h"

#include <stdlib.h>

#define VEC(type) struct { type *v; size_t n, cap; }
#define VEC_INIT { NULL, 0, 0 }

/* A pointer to one more, uninitialised element; valid until the next push. */
#define vec_push(a) \
	((a)->n == (a)->cap ? (void)((a)->v = vec_more((a)->v, &(a)->cap, sizeof *(a)->v)) : (void)0, &(a)->v[(a)->n++])
#define vec_free(a) (free((a)->v), (a)->v = NULL, (a)->n = (a)->cap = 0)

void *vec_more(void *v, size_t *cap, size_t size) NODISCARD;

#endif
