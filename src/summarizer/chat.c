/* SPDX-License-Identifier: MIT
 * The chat endpoint: one POST a paper on the queue's loop, and when to ask again.
 *
 * What a reply means is read elsewhere (src/chat/reply.c), and what that leads to is chat_outcome.c's. A paper that is to be asked
 * again rests until its time has come and then stands in line behind the others; whether any request may be sent at all is
 * the endpoint's rate (rate_control.c). No request runs while its paper waits, so that waiting is not counted as the request's
 * own time. */
#include "src/summarizer/chat.h"

#include <stdlib.h>
#include <string.h>

#include "digest/mem.h"
#include "digest/program.h"

enum { CONNECT_S = 20 };

/* ---- One request ---- */

static bool on_body(void *ctx, struct str bytes, struct err *e)
{
	return chat_intake_put(((struct call *)ctx)->intake, bytes, e);
}

static void on_done(void *ctx, const struct http_reply *r, const struct err *e)
{
	struct call *c = ctx;
	struct queue *q = c->queue;
	struct chat *chat = q->self;
	struct chat_reply reply;
	struct err failure = ERR_INIT;
	if (e)
		failure = *e;  /* it lives in the transfer */
	c->status = r->status;
	if (e && chat_intake_whole(c->intake))
		e = NULL;
	chat_reply_read(chat->provider, r, chat_intake_end(c->intake), e, c->form, chat_options_of(q)->key, &chat->arena, &reply);
	transfer_free(c->transfer);
	c->transfer = NULL;
	if (reply.outcome != CHAT_ANSWER) {  /* a failure that names no tokens has used none */
		log_info(q->o->log, "%.*s: %s", STR_ARG(c->request->key), reply.reason);
		queue_spent(q, c->request, reply.prompt_tokens > 0 ? reply.prompt_tokens : 0,
		            reply.completion_tokens > 0 ? reply.completion_tokens : 0, reply.cached_tokens);
	}
	if (failure.kind == ERR_USAGE || failure.kind == ERR_DEFECT) {
		rate_control_cancelled(&chat->rate);
		chat_stop(q, failure.kind, failure.msg);
	} else {
		chat_outcome(q, c, &reply);
	}
	arena_reset(&chat->arena);
}

static void ask_now(struct queue *q, struct call *c)
{
	struct chat *chat = q->self;
	struct request *r = c->request;
	struct err e = ERR_INIT;
	buf_clear(&chat->user);
	buf_clear(&chat->body);
	chat_intake_begin(c->intake);
	const struct summary_style *style = queue_style(q, r);
	prompt_user(style, &r->question, str_of(r->complaint), &chat->user);
	c->form.structure = chat->structure;
	c->form.stream = chat->stream;
	if (!chat_body(chat_options_of(q), queue_schema(q, r), style->prompt, buf_str(&chat->user), c->form, &chat->body, &e)) {
		queue_unreserve(q, r);
		queue_stop(q, e.kind, "%s", e.msg);
		return;
	}
	const struct http_options o = {
		.url = chat->address.s, .user_agent = chat->agent.s, .accept = c->form.stream ? "text/event-stream, application/json" : "application/json", .headers = chat->headers,
		.n_headers = chat->n_headers, .body = buf_str(&chat->body), .connect_timeout_s = CONNECT_S,
		.total_timeout_s = (long)(queue_timeout_ms(q) / 1000), .any_status = true,
	};
	c->began = queue_ticks(q);
	if (c->first == 0)
		c->first = c->began;
	q->stats->retries += c->retry;
	c->retry = false;
	rate_control_begins(&chat->rate);
	c->transfer = http_start(chat->http, &o, &(struct http_callbacks){ .body = on_body, .done = on_done, .ctx = c });
}

/* ---- The backend ---- */

static void chat_ask(struct queue *q, struct request *r)
{
	struct chat *chat = q->self;
	struct call *c = r->backend;  /* there already, if its answer was not good enough */
	if (c == NULL) {
		c = chat->free;
		if (c)
			chat->free = c->next;
		else
			*(c = xmalloc(sizeof *c)) = (struct call){ .reason = BUF_INIT(BUF_UNBOUNDED), .intake = chat_intake_new(queue_max_reply(q)) };
		*c = (struct call){ .queue = q, .request = r, .reason = c->reason, .intake = c->intake, .form.max_tokens = chat_options_of(q)->max_tokens };
		r->backend = c;
	}
	chat_enqueue(chat, c);
}

static void chat_forget(struct queue *q, struct request *r)
{
	struct chat *chat = q->self;
	struct call *c = r->backend;
	r->backend = NULL;
	c->next = chat->free;
	chat->free = c;
}

static int64_t chat_tick(struct queue *q)
{
	struct chat *chat = q->self;
	int64_t now = queue_ticks(q), at = INT64_MAX;
	while (chat->n_resting > 0 && chat->resting[chat->n_resting - 1]->due <= now)
		chat_enqueue(chat, chat->resting[--chat->n_resting]);
	if (q->n_set_aside > 0 && chat->rate.under_way == 0)
		chat_look_at_refused(q);
	while (chat->line && q->n_set_aside < SUMMARY_MOST_REFUSED && q->stop.kind == ERR_NONE && rate_control_may_begin(&chat->rate, now, &at)) {
		struct call **place = chat_dequeue(chat), *c = *place;
		enum reserved reserved = queue_reserve(q, c->request);
		if (reserved == RESERVE_LATER)
			break;
		chat_unqueue(chat, place);
		if (reserved == RESERVED)
			ask_now(q, c);
		else
			queue_over(q, c->request);
	}
	if (chat->n_resting > 0 && chat->resting[chat->n_resting - 1]->due < at)
		at = chat->resting[chat->n_resting - 1]->due;
	return at;
}

static void make_headers(struct queue *q)
{
	struct chat *chat = q->self;
	const struct chat_options *o = chat_options_of(q);
	buf_addf(&chat->agent, "digest/%s", program_version);
	if (o->contact)
		buf_addf(&chat->agent, " (%s)", o->contact);
	chat->headers = xcalloc(o->n_headers + 2, sizeof *chat->headers);
	chat->headers[chat->n_headers++] = (struct http_header){ "Content-Type", "application/json", false };
	const char *name = chat->provider->key_header;
	if (o->key) {
		buf_addf(&chat->key, "%s%s", name ? "" : "Bearer ", o->key);
		chat->headers[chat->n_headers++] = (struct http_header){ name ? name : "Authorization", chat->key.s, true };
	}
	for (size_t i = 0; i < o->n_headers; i++)
		chat->headers[chat->n_headers++] = o->headers[i];
}

static bool chat_open(struct queue *q, struct err *e)
{
	const struct chat_options *o = chat_options_of(q);
	struct chat *chat = xcalloc(1, sizeof *chat);
	*chat = (struct chat){
		.provider = o->provider, .structure = o->structure, .stream = o->stream, .tries = o->tries > 0 ? o->tries : SUMMARY_TRIES,
		.address = BUF_INIT(BUF_UNBOUNDED), .host = BUF_INIT(BUF_UNBOUNDED), .agent = BUF_INIT(BUF_UNBOUNDED),
		.key = BUF_INIT(BUF_UNBOUNDED), .user = BUF_INIT(BUF_UNBOUNDED),
		.body = BUF_INIT(BUF_UNBOUNDED), .arena = ARENA_INIT,
	};
	chat->line_end = &chat->line;
	q->self = chat;
	chat->resting = xcalloc(q->n_slots + 1, sizeof(struct call *));
	rate_control_init(&chat->rate, (int)q->n_jobs, o->retry_delay_ms > 0 ? o->retry_delay_ms : SUMMARY_RETRY_DELAY_MS);
	random_seed(&chat->random);
	if (o->provider == NULL)
		return err_set(e, ERR_USAGE, "no provider of chat");
	if (o->base_url == NULL && o->provider->base_url == NULL)
		return err_set(e, ERR_USAGE, "the provider %s has no address of its own: --base-url is needed", o->provider->name);
	if (!provider_address(str_of(o->base_url ? o->base_url : o->provider->base_url), o->provider->query, &chat->address, e))
		return false;
	if (o->model == NULL && o->provider->needs_model)
		return err_set(e, ERR_USAGE, "the provider %s needs to know the model: --model", o->provider->name);
	buf_adds(&chat->host, provider_host(buf_str(&chat->address)));
	make_headers(q);
	return http_open(&(struct http_pool){ .loop = q->o->loop, .keep = (int)q->n_jobs }, &chat->http, e);
}

static void chat_close(struct queue *q)
{
	struct chat *chat = q->self;
	for (size_t i = 0; i < q->n_slots; i++) {
		struct call *c = q->slots[i].backend;
		if (c == NULL)
			continue;
		queue_spent(q, c->request, 0, 0, 0);  /* cut off, but it was made */
		transfer_free(c->transfer);
		chat_forget(q, c->request);
	}
	http_close(chat->http);
	for (struct call *next, *c = chat->free; c; c = next) {
		next = c->next;
		buf_free(&c->reason);
		chat_intake_free(c->intake);
		free(c);
	}
	if (chat->key.len > 0)
		explicit_bzero(chat->key.s, chat->key.len);
	struct buf *const texts[] = { &chat->address, &chat->host, &chat->agent, &chat->key, &chat->user, &chat->body };
	for (size_t i = 0; i < COUNTOF(texts); i++)
		buf_free(texts[i]);
	arena_free(&chat->arena);
	free(chat->headers);
	free(chat->resting);
	free(chat);
}

const struct backend backend_chat = {
	.name = "chat", .own_rate = true, .files_per_job = 2, .open = chat_open, .ask = chat_ask, .close = chat_close,
	.tick = chat_tick, .forget = chat_forget,
};
