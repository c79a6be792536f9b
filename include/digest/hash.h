/* SPDX-License-Identifier: MIT
 * SHA-256 (FIPS 180-4): for keys of what is kept, and for what a page says of its own parts. FNV-1a: for tables in memory,
 * where two texts of one number do no harm. */
#ifndef DIGEST_HASH_H
#define DIGEST_HASH_H

#include "digest/str.h"

enum { HASH_SIZE = 32, HASH_HEX_SIZE = 65, HASH_BASE64_SIZE = 45 };

#define FNV_BASIS UINT64_C(0xcbf29ce484222325)
static inline uint64_t fnv_byte(uint64_t h, unsigned char c) { return (h ^ c) * UINT64_C(0x100000001b3); }
/* H: FNV_BASIS, or the hash of what stands before S. */
static inline uint64_t fnv(uint64_t h, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		h = fnv_byte(h, (unsigned char)s.p[i]);
	return h;
}

/* Copied as it is, it goes on from where it was. */
struct hash { uint64_t state[16]; };

void hash_init(struct hash *h);
void hash_add(struct hash *h, struct str part);
/* Each of these ends it. */
void hash_end(struct hash *h, unsigned char digest[HASH_SIZE]);
void hash_hex(struct hash *h, char hex[HASH_HEX_SIZE]);
void hash_base64(struct hash *h, char text[HASH_BASE64_SIZE]);  /* RFC 4648, section 4, with padding */

/* The version of nettle that this was compiled with, "NAME/VERSION". */
extern const char hash_library[];

#endif
