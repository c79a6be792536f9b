/* SPDX-License-Identifier: MIT
 * Hashes are nettle's: it comes with libcurl's own libraries, and uses what the processor has for SHA-256. */
#include "digest/hash.h"

#include <assert.h>
#include <nettle/base16.h>
#include <nettle/base64.h>
#include <nettle/sha2.h>
#include <nettle/version.h>

static_assert(sizeof(struct sha256_ctx) <= sizeof(struct hash), "struct hash has room for nettle's state");
static_assert(HASH_SIZE == SHA256_DIGEST_SIZE && HASH_HEX_SIZE == BASE16_ENCODE_LENGTH(HASH_SIZE) + 1 &&
              HASH_BASE64_SIZE == BASE64_ENCODE_RAW_LENGTH(HASH_SIZE) + 1, "with its NUL");

const char hash_library[] = "nettle/" QUOTED(NETTLE_VERSION_MAJOR) "." QUOTED(NETTLE_VERSION_MINOR);

static struct sha256_ctx *of(struct hash *h) { return (struct sha256_ctx *)h->state; }

void hash_init(struct hash *h) { sha256_init(of(h)); }
void hash_end(struct hash *h, unsigned char digest[HASH_SIZE]) { sha256_digest(of(h), HASH_SIZE, digest); }

void hash_add(struct hash *h, struct str part)
{
	if (part.n > 0)  /* else it may have no bytes to point at */
		sha256_update(of(h), part.n, (const uint8_t *)part.p);
}

void hash_hex(struct hash *h, char hex[HASH_HEX_SIZE])
{
	unsigned char digest[HASH_SIZE];
	hash_end(h, digest);
	base16_encode_update(hex, HASH_SIZE, digest);
	hex[HASH_HEX_SIZE - 1] = '\0';
}

void hash_base64(struct hash *h, char text[HASH_BASE64_SIZE])
{
	unsigned char digest[HASH_SIZE];
	hash_end(h, digest);
	base64_encode_raw(text, HASH_SIZE, digest);
	text[HASH_BASE64_SIZE - 1] = '\0';
}
