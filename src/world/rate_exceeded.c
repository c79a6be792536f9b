/* SPDX-License-Identifier: MIT
 * arXiv's edge says "Rate exceeded." with status 200, too. A body is held back until it is longer than such a notice can
 * be, or whole; a whole one that says it is no answer but a request to wait. */
#include "internal.h"

#include <string.h>

static bool hand_on(struct rate_exceeded *r, bytes_fn *fn, void *ctx, struct err *e)
{
	struct str held = { r->head, r->n };
	r->n = 0;
	return held.n == 0 || fn(ctx, held, e);
}

bool rate_exceeded_put(struct rate_exceeded *r, struct str bytes, bytes_fn *fn, void *ctx, struct err *e)
{
	if (!r->over && bytes.n <= sizeof r->head - r->n) {
		memcpy(r->head + r->n, bytes.p, bytes.n);
		r->n += bytes.n;
		return true;
	}
	r->over = true;
	return hand_on(r, fn, ctx, e) && fn(ctx, bytes, e);
}

bool rate_exceeded_end(struct rate_exceeded *r, bytes_fn *fn, void *ctx, struct err *e)
{
	static const char notice[] = "Rate exceeded";
	struct str held = { r->head, r->n };
	if (str_find(held, notice, 0) != STR_NONE)
		return err_set(e, ERR_BUSY, "the host answered 200: %s: it asks for a pause", notice);
	return hand_on(r, fn, ctx, e);
}
