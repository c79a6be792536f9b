/* SPDX-License-Identifier: MIT
 * Memory that is there or the program ends: a batch tool has nothing better to do than to leave with 70
 * (SQLite's transactions and write-then-rename keep the disk whole). */
#ifndef DIGEST_MEM_H
#define DIGEST_MEM_H

#include <stddef.h>

#include "digest/macros.h"

/* As malloc, calloc, realloc, strdup; never NULL. The caller frees with free(). */
void *xmalloc(size_t n) NODISCARD;
void *xcalloc(size_t count, size_t size) NODISCARD;
void *xrealloc(void *p, size_t n) NODISCARD;
void *xreallocarray(void *p, size_t count, size_t size) NODISCARD;
char *xstrdup(const char *s) NODISCARD;

#endif
