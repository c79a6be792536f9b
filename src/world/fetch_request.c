/* SPDX-License-Identifier: MIT
 * One request of a fetch: its head, its body, how it ended, and what time it was at the host. */
#include "src/world/fetcher.h"

#include <stdlib.h>

/* With any_answer all replies come here; those that are none end the transfer, as they would have without it. */
static bool is_answer(long status) { return status == 200 || status == 403 || status == 404 || status == 410 || status == 500; }

static bool on_head(void *ctx, const struct http_reply *r, struct err *e)
{
	struct fetch_state *a = ctx;
	a->seen = host_lock_clock(clock_of(a->f)) + 1;  /* it tells whole milliseconds */
	a->no_answer = !is_answer(r->status);
	if (a->no_answer)
		return true;
	a->began = true;
	a->refused = a->q->begin && !a->q->begin(a->q->ctx, r, e);
	return !a->refused;
}

static bool on_body(void *ctx, struct str bytes, struct err *e)
{
	struct fetch_state *a = ctx;
	if (a->no_answer)
		return true;
	a->bytes += (int64_t)bytes.n;
	a->refused = !rate_exceeded_put(&a->rate_exceeded, bytes, a->q->body, a->q->ctx, e);
	return !a->refused;
}

/* All of a body came. */
static bool body_ends(struct fetch_state *a)
{
	bool ok = rate_exceeded_end(&a->rate_exceeded, a->q->body, a->q->ctx, &a->err);
	a->limited = !ok && a->err.kind == ERR_BUSY;
	if (a->limited)
		a->err.kind = ERR_NET_TEMP;
	return ok && (!a->q->end || a->q->end(a->q->ctx, &a->err));
}

/* A gateway that could not get the host's reply says its own time (RFC 9110, 15.6.3 and 15.6.5; RFC 6585, 6): for several hosts the
 * same one. */
static bool is_gateways(long status)
{
	enum { BAD_GATEWAY = 502, GATEWAY_TIMEOUT = 504, PROXY_AUTHENTICATION = 407, NETWORK_AUTHENTICATION = 511 };
	return status == BAD_GATEWAY || status == GATEWAY_TIMEOUT || status == PROXY_AUTHENTICATION || status == NETWORK_AUTHENTICATION;
}

static void note_time(struct fetch_state *a, const struct http_reply *r)
{
	struct fetcher *f = a->f;
	struct buf host = BUF_INIT(FETCH_TEXT_BYTES), name = BUF_INIT(FETCH_TEXT_BYTES);
	int64_t ahead = r->received - r->host_time;
	size_t i = 0;
	if (r->status == 0 || is_gateways(r->status) || r->host_time < 0 || !address_origin(a->url, &host, &name))
		goto out;
	while (i < f->clocks.n && !str_is(buf_str(&name), f->clocks.v[i].host))
		i++;
	if (i == f->clocks.n)
		*vec_push(&f->clocks) = (struct fetch_clock){ xstrdup(name.s), ahead };
	else if (ahead < f->clocks.v[i].ahead)
		f->clocks.v[i].ahead = ahead;
out:
	buf_free(&host);
	buf_free(&name);
}

static void on_done(void *ctx, const struct http_reply *r, const struct err *e)
{
	struct fetch_state *a = ctx;
	note_time(a, r);
	a->ended = true;
	a->status = r->status;
	a->retry_after = r->retry_after_s;
	a->unchanged = r->status == 304 && (a->q->etag || a->q->last_modified);
	if (!a->seen)
		a->seen = host_lock_clock(clock_of(a->f)) + 1;
	if (e && !a->unchanged)
		a->err = *e;
	else if (a->no_answer && !a->unchanged)
		err_set(&a->err, ERR_NET, "the host answered %ld", r->status);
	if (r->redirect.n) {
		free(a->redirect);
		struct buf b = BUF_INIT(FETCH_TEXT_BYTES);
		buf_adds(&b, r->redirect);
		a->redirect = buf_take(&b);
	}
	if (a->err.kind == ERR_NONE) {
		keep(&a->f->etag, r->etag);
		keep(&a->f->last_modified, r->last_modified);
	}
}

bool fetch_request_run(struct fetch_state *a, struct err *e)
{
	const struct fetcher_options *o = &a->f->o;
	const struct fetch_request *q = a->q;
	struct http_header conditions[2];
	size_t n = 0;
	if (q->etag)
		conditions[n++] = (struct http_header){ "If-None-Match", q->etag, false };
	if (q->last_modified)
		conditions[n++] = (struct http_header){ "If-Modified-Since", q->last_modified, false };
	struct http_options how = {
		.url = a->url, .user_agent = a->f->agent, .accept = q->accept, .headers = conditions, .n_headers = n,
		.connect_timeout_s = o->connect_timeout_s, .silence_timeout_s = o->silence_timeout_s,
		.total_timeout_s = o->total_timeout_s, .max_bytes = q->max_bytes ? q->max_bytes : o->max_bytes,
		.any_status = q->any_answer, .close_after = true,
	};
	struct http_callbacks calls = { on_head, on_body, on_done, a };
	struct buf shown = BUF_INIT(FETCH_TEXT_BYTES);
	address_without_userinfo(a->url, &shown);
	log_info(o->log, "asking %s%s%s%s", shown.s, q->why ? " (" : "", q->why ? q->why : "", q->why ? ")" : "");
	buf_free(&shown);
	a->ended = a->began = a->no_answer = a->refused = a->unchanged = a->limited = false;
	a->rate_exceeded = (struct rate_exceeded){ .n = 0 };
	a->seen = a->bytes = a->status = 0;
	a->err = (struct err)ERR_INIT;
	free(a->redirect);
	a->redirect = NULL;
	a->requests++;
	struct transfer *t = http_start(o->http, &how, &calls);
	bool ok = true;
	while (ok && !a->ended)
		ok = loop_turn(o->loop, -1, e);
	transfer_free(t);
	if (ok && a->err.kind == ERR_NONE && !a->unchanged)
		a->refused = !body_ends(a);
	return ok;
}
