/* SPDX-License-Identifier: MIT
 * gzip (RFC 1952) as it comes: bytes go in, inflated bytes go on, memory is zlib's window and one buffer, whatever
 * the data claims to hold. What does not begin with gzip's magic passes through untouched. */
#include "internal.h"

#include <stdlib.h>

#define ZLIB_CONST  /* input is not changed */
#include <zlib.h>

#include "digest/mem.h"

const char gunzip_library[] = "zlib/" ZLIB_VERSION;

enum { OUT_SIZE = 64 * 1024 };
static const unsigned char magic[] = { 0x1f, 0x8b };

struct gunzip {
	bytes_fn *fn;
	void *ctx;
	enum { START, PLAIN, MEMBER, BETWEEN, PADDING } state;
	unsigned char first[sizeof magic];  /* of what may be a member's beginning; a chunk may end in the middle of it */
	size_t n_first;
	z_stream z;
	unsigned char *out;
};

struct gunzip *gunzip_new(bytes_fn *fn, void *ctx)
{
	struct gunzip *g = xcalloc(1, sizeof *g);
	g->fn = fn;
	g->ctx = ctx;
	return g;
}

void gunzip_free(struct gunzip *g)
{
	if (g == NULL)
		return;
	if (g->out)
		inflateEnd(&g->z);
	free(g->out);
	free(g);
}

static bool begin_member(struct gunzip *g, struct err *e)
{
	int rc;
	if (g->out) {
		rc = inflateReset(&g->z);
	} else {
		rc = inflateInit2(&g->z, 15 + 16);  /* gzip's header and checksum are wanted */
		g->out = xmalloc(OUT_SIZE);
	}
	g->state = MEMBER;
	return rc == Z_OK || err_set(e, ERR_DEFECT, "zlib: %s", zError(rc));
}

/* Inflate what BYTES has of the member; the rest of BYTES stays. */
static bool inflate_some(struct gunzip *g, struct str *bytes, struct err *e)
{
	g->z.next_in = (const Bytef *)bytes->p;
	g->z.avail_in = (uInt)bytes->n;
	int rc;
	do {
		g->z.next_out = g->out;
		g->z.avail_out = OUT_SIZE;
		rc = inflate(&g->z, Z_NO_FLUSH);
		if (rc != Z_OK && rc != Z_STREAM_END && rc != Z_BUF_ERROR)
			return err_set(e, ERR_INPUT, "the gzip data is broken: %s", g->z.msg ? g->z.msg : zError(rc));
		size_t n = OUT_SIZE - g->z.avail_out;
		if (n > 0 && !g->fn(g->ctx, (struct str){ (const char *)g->out, n }, e))
			return false;
	} while (rc == Z_OK && (g->z.avail_in > 0 || g->z.avail_out == 0));
	*bytes = str_from(*bytes, bytes->n - g->z.avail_in);
	if (rc == Z_STREAM_END)
		g->state = BETWEEN;
	return true;
}

static const char trailing[] = "there is something else behind the gzip data";

/* At the start, or behind a member: does another one begin? */
static bool look_at_magic(struct gunzip *g, struct str *bytes, struct err *e)
{
	while (g->n_first < sizeof magic && bytes->n > 0) {
		unsigned char c = (unsigned char)bytes->p[0];
		if (g->state == BETWEEN && g->n_first == 0 && c == 0) {  /* tape drives fill up with zeros */
			g->state = PADDING;
			return true;
		}
		if (c != magic[g->n_first]) {
			if (g->state == BETWEEN)
				return err_set(e, ERR_INPUT, "%s", trailing);
			g->state = PLAIN;
			break;
		}
		g->first[g->n_first++] = c;
		*bytes = str_from(*bytes, 1);
	}
	bool member = g->n_first == sizeof magic;
	if (!member && g->state != PLAIN)
		return true;
	struct str held = { (const char *)g->first, g->n_first };
	g->n_first = 0;
	if (!member)
		return held.n == 0 || g->fn(g->ctx, held, e);
	return begin_member(g, e) && inflate_some(g, &held, e);
}

bool gunzip_put(struct gunzip *g, struct str bytes, struct err *e)
{
	while (bytes.n > 0) {
		bool ok = true;
		switch (g->state) {
		case PLAIN: return g->fn(g->ctx, bytes, e);
		case MEMBER: ok = inflate_some(g, &bytes, e); break;
		case START:
		case BETWEEN: ok = look_at_magic(g, &bytes, e); break;
		case PADDING:
			if (bytes.p[0] != 0)
				return err_set(e, ERR_INPUT, "%s", trailing);
			bytes = str_from(bytes, 1);
			break;
		}
		if (!ok)
			return false;
	}
	return true;
}

bool gunzip_end(struct gunzip *g, struct err *e)
{
	if (g->state == START && g->n_first > 0)  /* one byte in all */
		return g->fn(g->ctx, (struct str){ (const char *)g->first, g->n_first }, e);
	if (g->state == MEMBER || (g->state == BETWEEN && g->n_first > 0))
		return err_set(e, ERR_INPUT, "the gzip data ends early");
	return true;
}
