/* SPDX-License-Identifier: MIT
 * A reply is read while it comes. A try that fails is forgotten whole, its warnings too; what cannot be read is an
 * answer that did not come: it may come the next time. */
#include "src/harvest/internal.h"
#include "digest/redact.h"

enum { TYPE_BYTES = 256 };

static void hold(void *ctx, enum log_level level, const char *line)
{
	struct source_fetch *r = ctx;
	if (level <= LOG_WARN) {
		buf_addz(&r->said, line);
		buf_addc(&r->said, '\n');
	}
}

static bool put(void *ctx, const struct paper *p, struct err *e)
{
	struct source_fetch *r = ctx;
	r->fatal = !r->put(r->ctx, p, e);
	return !r->fatal;
}

static void history(void *ctx, const struct source_history *h)
{
	struct source_fetch *r = ctx;
	r->history(r->ctx, h);
}

static bool begin(void *ctx, const struct http_reply *reply, struct err *e)
{
	struct source_fetch *r = ctx;
	struct buf charset = BUF_INIT(TYPE_BYTES);
	UNUSED(e);
	source_free(r->source);
	buf_clear(&r->said);
	r->told = false;
	if (str_known(reply->charset))
		buf_adds(&charset, reply->charset);
	struct source_options o = {
		.name = r->shown, .charset = charset.len ? charset.s : NULL, .sink = { put, r }, .log = &r->log,
		.history = r->history ? history : NULL, .history_ctx = r,
	};
	r->source = source_open(&o);
	buf_free(&charset);
	if (r->begin)
		r->begin(r->ctx);
	return true;
}

/* What the source cannot read may be read the next time; but a refusal that arXiv put into words stays one. */
static bool unreadable(struct source_fetch *r, struct err *e)
{
	r->told = true;
	if (e->kind == ERR_INPUT && !r->fatal && !str_known(source_result(r->source)->error_code))
		e->kind = ERR_NET_TEMP;
	return false;
}

static bool body(void *ctx, struct str bytes, struct err *e)
{
	struct source_fetch *r = ctx;
	return source_feed(r->source, bytes, e) || unreadable(r, e);
}

static bool end(void *ctx, struct err *e)
{
	struct source_fetch *r = ctx;
	if (!source_finish(r->source, e))
		return unreadable(r, e);
	return r->whole == NULL || r->whole(r->ctx, source_result(r->source), e);
}

bool source_fetch_run(struct source_fetch *r, struct err *e)
{
	struct harvest *h = r->h;
	struct fetch_request q = {
		.url = r->url, .why = r->why, .etag = r->etag, .last_modified = r->last_modified,
		.accept = "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5",
		.begin = begin, .body = body, .end = end, .ctx = r,
	};
	r->shown = redact_url(r->url, &h->a);
	r->log = (struct log){ hold, r, LOG_WARN };
	r->said = (struct buf)BUF_INIT(BUF_UNBOUNDED);
	if (!fetch(h->fetcher, &q, &r->reply, e)) {
		if (!r->told && !r->fatal)
			err_wrap(e, "%s", r->shown);
		notify_request(h, r->shown, r->why, NULL, e);
		return false;
	}
	notify_request(h, r->shown, r->why, &r->reply, NULL);
	for (struct str rest = buf_str(&r->said), line; str_cut(&rest, '\n', &line);)
		if (!str_empty(line))
			log_warn(h->log, "%s: %.*s", r->name, STR_ARG(line));
	return true;
}

void source_fetch_free(struct source_fetch *r)
{
	source_free(r->source);
	r->source = NULL;
	buf_free(&r->said);
}
