/* SPDX-License-Identifier: MIT
 * Sorted sets by qsort(), which must not be called with NULL. */
#include "digest/sort.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "digest/str.h"

#define ORDER(name, type) \
	int name(const void *a, const void *b) \
	{ \
		type x = *(const type *)a, y = *(const type *)b; \
		return (x > y) - (x < y); \
	}
ORDER(order_int32, int32_t)
ORDER(order_int64, int64_t)
ORDER(order_uint32, uint32_t)
ORDER(order_uint64, uint64_t)

int order_str(const void *a, const void *b) { return str_cmp(*(const struct str *)a, *(const struct str *)b); }

size_t sort_unique(void *v, size_t n, size_t size, int (*order)(const void *, const void *))
{
	char *p = v;
	size_t kept = 1;
	if (n < 2)
		return n;
	qsort(v, n, size, order);
	for (size_t i = 1; i < n; i++)
		if (order(p + i * size, p + (kept - 1) * size) != 0 && kept++ != i)
			memcpy(p + (kept - 1) * size, p + i * size, size);
	return kept;
}
