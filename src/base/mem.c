/* SPDX-License-Identifier: MIT
 * Memory or the end of the program. The one place below cli that may end it. */
#include "digest/mem.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EXIT_NO_MEMORY = 70 };  /* EX_SOFTWARE of sysexits.h, as the guide's table has it */

static void *have(void *p)
{
	if (p == NULL) {
		fputs("digest: out of memory\n", stderr);
		exit(EXIT_NO_MEMORY);
	}
	return p;
}

void *xmalloc(size_t n) { return have(malloc(n ? n : 1)); }
void *xcalloc(size_t count, size_t size) { return have(calloc(count ? count : 1, size ? size : 1)); }
void *xrealloc(void *p, size_t n) { return have(realloc(p, n ? n : 1)); }

void *xreallocarray(void *p, size_t count, size_t size)
{
	if (size > 0 && count > SIZE_MAX / size)
		return have(NULL);
	return xrealloc(p, count * size);
}

char *xstrdup(const char *s)
{
	size_t n = strlen(s) + 1;
	return memcpy(xmalloc(n), s, n);
}
