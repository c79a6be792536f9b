/* SPDX-License-Identifier: MIT
 * One transfer, waited for: a loop and a pool of its own, as nothing else is to happen meanwhile. */
#include "internal.h"

struct get {
	bytes_fn *fn;
	void *ctx;
	struct http_reply *reply;
	struct err *e;
	struct rate_exceeded rate_exceeded;
	bool ended, ok;
};

static bool get_head(void *ctx, const struct http_reply *r, struct err *e)
{
	struct get *g = ctx;
	UNUSED(e);
	*g->reply = *r;
	return true;
}

static bool get_body(void *ctx, struct str bytes, struct err *e)
{
	struct get *g = ctx;
	return rate_exceeded_put(&g->rate_exceeded, bytes, g->fn, g->ctx, e);
}

static void get_done(void *ctx, const struct http_reply *r, const struct err *e)
{
	struct get *g = ctx;
	struct err ignored = ERR_INIT;
	g->ok = rate_exceeded_end(&g->rate_exceeded, g->fn, g->ctx, e ? &ignored : g->e) && e == NULL;  /* what came before an error goes to FN */
	if (e)
		*g->e = *e;
	*g->reply = (struct http_reply){ .status = r->status, .retry_after_s = r->retry_after_s };
	g->ended = true;
}

bool http_get(const struct http_options *o, bytes_fn *fn, void *ctx, struct http_reply *reply, struct err *e)
{
	struct http_reply own;
	struct get g = { .fn = fn, .ctx = ctx, .reply = reply ? reply : &own, .e = e };
	struct http *h = NULL;
	struct loop *l = loop_new(NULL);
	*g.reply = (struct http_reply){ .retry_after_s = -1 };
	bool ok = http_open(&(struct http_pool){ .loop = l }, &h, e);
	if (ok) {
		struct transfer *t = http_start(h, o, &(struct http_callbacks){ get_head, get_body, get_done, &g });
		while (ok && !g.ended)
			ok = loop_turn(l, -1, e);
		transfer_free(t);
	}
	http_close(h);
	loop_free(l);
	return ok && g.ok;
}
