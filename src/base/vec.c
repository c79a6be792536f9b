/* SPDX-License-Identifier: MIT
 * How lists grow. */
#include "digest/vec.h"

void *vec_more(void *v, size_t *cap, size_t size)
{
	*cap = *cap ? *cap + *cap / 2 + 1 : 8;
	return xreallocarray(v, *cap, size);
}
