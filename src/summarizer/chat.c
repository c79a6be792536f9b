/* SPDX-License-Identifier: MIT
 * The chat endpoint: one POST a paper on the queue's loop, and when to ask again.
 *
 * What a reply means is read elsewhere (reply.c); here each meaning is a function, in a table. A paper that is to be asked
 * again rests until its time has come and then stands in line behind the others; whether anybody may be asked at all is
 * the endpoint's pace (pace.c). No request runs while its paper waits, so that waiting is not counted as the request's
 * own time. */
#include "internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "digest/mem.h"
#include "digest/pace.h"
#include "digest/program.h"

enum {
	CONNECT_S = 20,
	BUDGET_TIMES = 2,      /* of one paper, in time limits of a request: no try begins later */
	LIFTED_TOKENS = 8192,  /* where an answer was cut at a limit that nobody told */
};

/* A paper's way through the requests that it takes. */
struct call {
	struct queue *queue;
	struct request *request;
	struct transfer *transfer;      /* NULL: nothing is under way */
	struct buf reply;
	long status;
	enum chat_structure structure;  /* as it was last asked */
	int64_t max_tokens;
	int64_t first, began;           /* when it was first, and last asked; clock_ticks() */
	int64_t due;                    /* until when it rests */
	int tries;                      /* that failed for now */
	enum pending_reason why;        /* it was refused; the same in words is in `reply` */
	bool retry;                     /* the next request is made because the one before failed for now */
	bool once_more, lifted;         /* had its second chance of this kind */
	struct call *next;              /* in line, or free */
};

struct chat {
	struct http *http;
	struct pace pace;
	const struct provider *provider;
	struct buf address, host, agent, key;  /* KEY: the header's value */
	struct http_header *headers;
	size_t n_headers;
	enum chat_structure structure;  /* what this endpoint takes, as far as it is known */
	int tries;
	struct call *line, **line_end;  /* to be asked as soon as the pace allows it */
	struct call *free;
	struct call *refused;           /* papers that it would not take, before it answered any */
	bool answers;                   /* it has answered at all */
	struct call **resting;          /* the latest first */
	size_t n_resting;
	uint64_t random;
	struct buf user, body;   /* of the request that is being made */
	struct arena arena;             /* of the reply that is being read */
};

static const struct chat_options *options(const struct queue *q) { return &q->o->chat; }

/* ---- In line, or resting ---- */

static void line_up(struct chat *chat, struct call *c)
{
	c->next = NULL;
	*chat->line_end = c;
	chat->line_end = &c->next;
}

/* Where the next one stands: an endpoint that is only probed is asked by who failed least often, so that it uses up
 * nobody's tries. */
static struct call **next_in_line(struct chat *chat)
{
	struct call **least = &chat->line;
	for (struct call **at = least; chat->pace.open && *at; at = &(*at)->next)
		if ((*at)->tries < (*least)->tries)
			least = at;
	return least;
}

static void leave_line(struct chat *chat, struct call **at)
{
	if (chat->line_end == &(*at)->next)
		chat->line_end = at;
	*at = (*at)->next;
}

static void rest(struct chat *chat, struct call *c, int64_t due)
{
	size_t low = 0, high = chat->n_resting;
	c->due = due;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (chat->resting[mid]->due > due)
			low = mid + 1;
		else
			high = mid;
	}
	memmove(chat->resting + low + 1, chat->resting + low, (chat->n_resting - low) * sizeof(struct call *));
	chat->resting[low] = c;
	chat->n_resting++;
}

static int64_t by_chance(struct chat *chat, int64_t most)
{
	uint64_t z = chat->random += UINT64_C(0x9e3779b97f4a7c15);  /* splitmix64 */
	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	z ^= z >> 31;
	return (int64_t)(z % (uint64_t)(most + 1));
}

/* ---- What a reply means ---- */

static void stop(struct queue *q, enum err_kind kind, const char *reason)
{
	struct chat *chat = q->self;
	queue_stop(q, kind, "%s: %s", chat->host.s, reason);
}

/* Those that wait to hear whose fault it is are rejected. Where nobody was ANSWERED, and no row knows what was said, they
 * are asked about again another day. */
static void judge_refused(struct queue *q, bool answered)
{
	struct chat *chat = q->self;
	for (struct call *next, *c = chat->refused; c; c = next) {
		next = c->next;
		bool again = !answered && c->why == REASON_NOT_TAKEN;
		queue_no_answer(q, c->request, again ? SUMMARY_PENDING : SUMMARY_REJECTED, c->why, "%s", c->reply.s);
	}
	chat->refused = NULL;
	q->n_set_aside = 0;
}

/* The paper is rejected, if it is the paper's fault. As long as nobody was answered it may as well be ours. */
static void refuse(struct queue *q, struct call *c, enum pending_reason why, const char *reason)
{
	struct chat *chat = q->self;
	if (chat->answers) {
		queue_no_answer(q, c->request, SUMMARY_REJECTED, why, "%s", reason);
		return;
	}
	buf_clear(&c->reply);
	buf_addz(&c->reply, reason);
	c->why = why;
	c->next = chat->refused;
	chat->refused = c;
	q->n_set_aside++;
}

/* Nothing is under way that could still be answered. */
static void look_at_refused(struct queue *q)
{
	struct chat *chat = q->self;
	if (q->n_set_aside >= SUMMARY_MOST_REFUSED)
		queue_stop(q, ERR_CONFIG, "%s refused the first %zu papers and answered none, so it is not the papers' fault: %s",
		           chat->host.s, q->n_set_aside, chat->refused->reply.s);
	else if (chat->line == NULL && chat->n_resting == 0)  /* no more papers come: too few to tell */
		judge_refused(q, false);
}

static void on_answer(struct queue *q, struct call *c, const struct chat_reply *reply)
{
	struct chat *chat = q->self;
	struct summary y = SUMMARY_INIT;
	struct err e = ERR_INIT;
	int64_t now = queue_ticks(q);
	pace_works(&chat->pace);
	chat->answers = true;
	judge_refused(q, true);
	if (reply->wait_ms > 0)
		pace_rest(&chat->pace, now, now + (reply->wait_ms < PACE_MOST_WAIT_MS ? reply->wait_ms : PACE_MOST_WAIT_MS));
	bool good = answer_from_text(q->schema, &q->o->style, reply->content, &chat->arena, q->stats->rescued, &y, &e);
	y.model = str_empty(reply->model) ? str_of(options(q)->model) : clean_text(reply->model, false, &chat->arena, NULL);
	y.prompt_tokens = reply->prompt_tokens;
	y.completion_tokens = reply->completion_tokens;
	y.cached_tokens = reply->cached_tokens;
	if (!good) {
		queue_bad_answer(q, c->request, &y, e.msg);
		return;
	}
	q->stats->structure_known = true;
	q->stats->structure = c->structure;
	queue_answer(q, c->request, &y);
}

static bool hopeless(struct queue *q, struct call *c, bool busy, const char *reason)
{
	struct chat *chat = q->self;
	if (pace_failed(&chat->pace, queue_ticks(q), c->began, busy))
		return false;
	queue_stop(q, busy ? ERR_BUSY : ERR_SUMMARIZER, "%s %s: %s (%d requests in a row)", chat->host.s,
	           busy ? "is busy" : "does not answer", reason, chat->pace.failures);
	return true;
}

/* It failed for now, and wants WAIT_MS (-1: it does not say). */
static void on_again(struct queue *q, struct call *c, const struct chat_reply *reply)
{
	struct chat *chat = q->self;
	int64_t now = queue_ticks(q), wait = reply->wait_ms;
	bool busy = c->status == 429 || wait >= 0;
	if (hopeless(q, c, busy, reply->reason))
		return;
	if (wait > PACE_MOST_WAIT_MS) {
		struct buf until = BUF_INIT(64);
		clock_rfc3339(clock_now(loop_clock(q->o->loop)) + wait / 1000, &until);
		queue_stop(q, ERR_BUSY, "%s asked for a pause until %s: %s", chat->host.s, until.s, reply->reason);
		buf_free(&until);
		return;
	}
	c->tries++;
	c->retry = true;
	if (wait < 0)
		wait = by_chance(chat, pace_delay(&chat->pace, c->tries));
	if (busy)
		pace_rest(&chat->pace, now, now + wait);
	bool late = now + wait - c->first > BUDGET_TIMES * queue_timeout_ms(q);
	if (c->tries >= chat->tries || late)
		queue_no_answer(q, c->request, SUMMARY_PENDING, reply->why, "%s: %s (%d request%s)", chat->host.s, reply->reason, c->tries,
		                c->tries == 1 ? "" : "s");
	else
		rest(chat, c, now + wait);
}

static void on_once_more(struct queue *q, struct call *c, const struct chat_reply *reply)
{
	struct chat *chat = q->self;
	if (hopeless(q, c, false, reply->reason))
		return;
	if (c->once_more) {
		queue_no_answer(q, c->request, SUMMARY_PENDING, reply->why, "%s: %s", chat->host.s, reply->reason);
		return;
	}
	c->once_more = c->retry = true;
	line_up(chat, c);
}

static void on_length(struct queue *q, struct call *c, const struct chat_reply *reply)
{
	struct chat *chat = q->self;
	pace_works(&chat->pace);
	if (c->lifted) {
		struct buf reason = BUF_INIT(BUF_UNBOUNDED);
		buf_addf(&reason, "%s, also with a limit of %lld tokens", reply->reason, (long long)c->max_tokens);
		refuse(q, c, reply->why, reason.s);
		buf_free(&reason);
		return;
	}
	int64_t limit = c->max_tokens > 0 ? c->max_tokens : reply->completion_tokens;
	c->max_tokens = limit > 0 ? 2 * limit : LIFTED_TOKENS;
	c->lifted = true;
	line_up(chat, c);
}

/* What this one learned holds for all; those who were under way meanwhile are asked again for nothing. */
static void on_simpler(struct queue *q, struct call *c, const struct chat_reply *reply)
{
	struct chat *chat = q->self;
	pace_works(&chat->pace);
	if (c->structure == STRUCTURE_TEXT) {
		refuse(q, c, reply->why, reply->reason);
		return;
	}
	if (chat->structure == c->structure) {
		chat->structure++;
		log_info(q->o->log, "%s: takes no answers as \"%s\" (%s): \"%s\" from here on", chat->host.s,
		         chat_structure_name(c->structure), reply->reason, chat_structure_name(chat->structure));
	}
	line_up(chat, c);
}

static void on_paper(struct queue *q, struct call *c, const struct chat_reply *reply)
{
	pace_works(&((struct chat *)q->self)->pace);
	refuse(q, c, reply->why, reply->reason);
}

static void on_stop(struct queue *q, struct call *c, const struct chat_reply *reply)
{
	UNUSED(c);
	pace_void(&((struct chat *)q->self)->pace);
	stop(q, reply->kind, reply->reason);
}

static void (*const outcomes[])(struct queue *, struct call *, const struct chat_reply *) = {
	[CHAT_ANSWER] = on_answer, [CHAT_AGAIN] = on_again, [CHAT_ONCE_MORE] = on_once_more, [CHAT_LENGTH] = on_length,
	[CHAT_SIMPLER] = on_simpler, [CHAT_PAPER] = on_paper, [CHAT_STOP] = on_stop,
};

/* ---- One request ---- */

static bool on_body(void *ctx, struct str bytes, struct err *e)
{
	struct call *c = ctx;
	UNUSED(e);
	buf_adds(&c->reply, bytes);
	return true;
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
	chat_reply_read(chat->provider, r, buf_str(&c->reply), e, c->structure, options(q)->key, &chat->arena, &reply);
	transfer_free(c->transfer);
	c->transfer = NULL;
	if (reply.outcome != CHAT_ANSWER) {  /* who failed and tells no tokens has used none */
		log_info(q->o->log, "%.*s: %s", STR_ARG(c->request->key), reply.reason);
		queue_spent(q, c->request, reply.prompt_tokens > 0 ? reply.prompt_tokens : 0,
		            reply.completion_tokens > 0 ? reply.completion_tokens : 0, reply.cached_tokens);
	}
	if (failure.kind == ERR_USAGE || failure.kind == ERR_DEFECT) {
		pace_void(&chat->pace);
		stop(q, failure.kind, failure.msg);
	} else {
		outcomes[reply.outcome](q, c, &reply);
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
	buf_clear(&c->reply);
	prompt_user(&q->o->style, r->paper, r->terms, str_of(r->complaint), &chat->user);
	c->structure = chat->structure;
	if (!chat_body(options(q), q->schema, q->o->style.prompt, buf_str(&chat->user), c->structure, c->max_tokens, &chat->body,
	               &e)) {
		queue_unreserve(q, r);
		queue_stop(q, e.kind, "%s", e.msg);
		return;
	}
	const struct http_options o = {
		.url = chat->address.s, .user_agent = chat->agent.s, .accept = "application/json", .headers = chat->headers,
		.n_headers = chat->n_headers, .body = buf_str(&chat->body), .connect_timeout_s = CONNECT_S,
		.total_timeout_s = (long)(queue_timeout_ms(q) / 1000), .max_bytes = queue_max_reply(q), .any_status = true,
	};
	c->began = queue_ticks(q);
	if (c->first == 0)
		c->first = c->began;
	q->stats->retries += c->retry;
	c->retry = false;
	pace_begins(&chat->pace);
	c->transfer = http_start(chat->http, &o, &(struct http_calls){ .body = on_body, .done = on_done, .ctx = c });
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
			*(c = xmalloc(sizeof *c)) = (struct call){ .reply = BUF_INIT(BUF_UNBOUNDED) };
		struct buf reply = c->reply;
		*c = (struct call){ .queue = q, .request = r, .reply = reply, .max_tokens = options(q)->max_tokens };
		r->backend = c;
	}
	line_up(chat, c);
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
		line_up(chat, chat->resting[--chat->n_resting]);
	if (q->n_set_aside > 0 && chat->pace.under_way == 0)
		look_at_refused(q);
	while (chat->line && q->n_set_aside < SUMMARY_MOST_REFUSED && q->stop.kind == ERR_NONE && pace_may(&chat->pace, now, &at)) {
		struct call **place = next_in_line(chat), *c = *place;
		enum reserved reserved = queue_reserve(q, c->request);
		if (reserved == RESERVE_LATER)
			break;
		leave_line(chat, place);
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
	const struct chat_options *o = options(q);
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
	const struct chat_options *o = options(q);
	struct chat *chat = xcalloc(1, sizeof *chat);
	*chat = (struct chat){
		.provider = o->provider, .structure = o->structure, .tries = o->tries > 0 ? o->tries : SUMMARY_TRIES,
		.address = BUF_INIT(BUF_UNBOUNDED), .host = BUF_INIT(BUF_UNBOUNDED), .agent = BUF_INIT(BUF_UNBOUNDED),
		.key = BUF_INIT(BUF_UNBOUNDED), .user = BUF_INIT(BUF_UNBOUNDED),
		.body = BUF_INIT(BUF_UNBOUNDED), .arena = ARENA_INIT,
	};
	chat->line_end = &chat->line;
	q->self = chat;
	chat->resting = xcalloc(q->n_slots + 1, sizeof(struct call *));
	pace_init(&chat->pace, (int)q->n_jobs, o->retry_delay_ms > 0 ? o->retry_delay_ms : SUMMARY_RETRY_DELAY_MS);
	if (getrandom(&chat->random, sizeof chat->random, GRND_NONBLOCK) != sizeof chat->random)
		chat->random = (uint64_t)clock_ticks(NULL) * 2 + 1;
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
		buf_free(&c->reply);
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
	.name = "chat", .paces_itself = true, .files_per_job = 2, .open = chat_open, .ask = chat_ask, .close = chat_close,
	.tick = chat_tick, .forget = chat_forget,
};
