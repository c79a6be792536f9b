/* SPDX-License-Identifier: MIT
 * SHA-256 (FIPS 180-4): for keys of what is kept, and for what a page says of its own parts. */
#ifndef DIGEST_HASH_H
#define DIGEST_HASH_H

#include "digest/str.h"

enum { HASH_SIZE = 32, HASH_HEX_SIZE = 65, HASH_BASE64_SIZE = 45 };

/* Copied as it is, it goes on from where it was. */
struct hash { uint64_t state[16]; };

void hash_init(struct hash *h);
void hash_add(struct hash *h, struct str part);
/* Each of these ends it. */
void hash_end(struct hash *h, unsigned char digest[HASH_SIZE]);
void hash_hex(struct hash *h, char hex[HASH_HEX_SIZE]);
void hash_base64(struct hash *h, char text[HASH_BASE64_SIZE]);  /* RFC 4648, section 4, with padding */

#endif
