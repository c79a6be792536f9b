/* SPDX-License-Identifier: MIT
 * Orders for qsort() and bsearch(), and lists as sorted sets. */
#ifndef DIGEST_SORT_H
#define DIGEST_SORT_H

#include <stddef.h>

/* Each compares two elements of its type: below 0, 0, above 0. order_str(): struct str, by bytes. */
int order_int32(const void *a, const void *b);
int order_int64(const void *a, const void *b);
int order_uint32(const void *a, const void *b);
int order_uint64(const void *a, const void *b);
int order_str(const void *a, const void *b);

/* Sort the N elements of SIZE bytes at V (NULL if N is 0); of those that are equal by ORDER one stays. Returns how many there are then. */
size_t sort_unique(void *v, size_t n, size_t size, int (*order)(const void *, const void *));
/* The same for a VEC(…): its n becomes that number. */
#define vec_sort_unique(list, order) ((list)->n = sort_unique((list)->v, (list)->n, sizeof *(list)->v, (order)))

#endif
