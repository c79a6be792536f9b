/* SPDX-License-Identifier: MIT
 * SHA-256 (FIPS 180-4): for keys of what is kept, and for what a page says of its own parts. */
#ifndef DIGEST_SHA256_H
#define DIGEST_SHA256_H

#include "digest/buf.h"

struct sha256 {
	uint32_t h[8];
	uint64_t bytes;
	unsigned char block[64];
};
void sha256_init(struct sha256 *s);
void sha256_add(struct sha256 *s, const void *p, size_t n);
void sha256_end(struct sha256 *s, unsigned char digest[32]);
void sha256_hex(struct sha256 *s, char hex[65]);  /* ends it */
/* Append N bytes as base64 with padding (RFC 4648, section 4). */
void base64_put(const void *p, size_t n, struct buf *out);

#endif
