/* SPDX-License-Identifier: MIT
 * What each meaning of a reply (src/chat/reply.c) leads to: a function each, in a table. */
#include "src/summarizer/chat.h"

#include <stdio.h>
#include <string.h>

enum {
	BUDGET_TIMES = 2,      /* of one paper, in time limits of a request: no try begins later */
	LIFTED_TOKENS = 8192,  /* where an answer was cut at a limit that the endpoint does not name */
};

void chat_stop(struct queue *q, enum err_kind kind, const char *reason)
{
	struct chat *chat = q->self;
	queue_stop(q, kind, "%s: %s", chat->host.s, reason);
}

/* The refused papers that were set aside are rejected. If no paper was ANSWERED, and no row knows the error, they become pending: the
 * next run asks about them again. */
static void judge_refused(struct queue *q, bool answered)
{
	struct chat *chat = q->self;
	for (struct call *next, *c = chat->refused; c; c = next) {
		next = c->next;
		bool again = !answered && c->why == REASON_NOT_TAKEN;
		queue_no_answer(q, c->request, again ? SUMMARY_PENDING : SUMMARY_REJECTED, c->why, "%s", c->reason.s);
	}
	chat->refused = NULL;
	q->n_set_aside = 0;
}

/* The paper is rejected, if it is the paper's fault. As long as no paper was answered it may as well be ours. */
static void refuse(struct queue *q, struct call *c, enum pending_reason why, const char *reason)
{
	struct chat *chat = q->self;
	if (chat->answers) {
		queue_no_answer(q, c->request, SUMMARY_REJECTED, why, "%s", reason);
		return;
	}
	buf_clear(&c->reason);
	buf_addz(&c->reason, reason);
	c->why = why;
	c->next = chat->refused;
	chat->refused = c;
	q->n_set_aside++;
}

/* Nothing is under way that could still be answered. */
void chat_look_at_refused(struct queue *q)
{
	struct chat *chat = q->self;
	if (q->n_set_aside >= SUMMARY_MOST_REFUSED)
		queue_stop(q, ERR_CONFIG, "%s refused the first %zu papers and answered none, so it is not the papers' fault: %s",
		           chat->host.s, q->n_set_aside, chat->refused->reason.s);
	else if (chat->line == NULL && chat->n_resting == 0)  /* no more papers come: too few to tell */
		judge_refused(q, false);
}

static bool hopeless(struct queue *q, struct call *c, bool busy, const char *reason)
{
	struct chat *chat = q->self;
	if (rate_control_failed(&chat->rate, queue_ticks(q), c->began, busy))
		return false;
	queue_stop(q, busy ? ERR_BUSY : ERR_SUMMARIZER, "%s %s: %s (%d requests in a row)", chat->host.s,
	           busy ? "is busy" : "does not answer", reason, chat->rate.failures);
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
	if (wait > RATE_MOST_PAUSE_MS) {
		struct buf until = BUF_INIT(64);
		clock_rfc3339(clock_now(loop_clock(q->o->loop)) + wait / 1000, &until);
		queue_stop(q, ERR_BUSY, "%s asked for a pause until %s: %s", chat->host.s, until.s, reply->reason);
		buf_free(&until);
		return;
	}
	c->tries++;
	c->retry = true;
	if (wait < 0)
		wait = random_below(&chat->random, rate_control_backoff(&chat->rate, c->tries) + 1);
	if (busy)
		rate_control_pause(&chat->rate, now, now + wait);
	bool late = now + wait - c->first > BUDGET_TIMES * queue_timeout_ms(q);
	if (c->tries >= chat->tries || late)
		queue_no_answer(q, c->request, SUMMARY_PENDING, reply->why, "%s: %s (%d request%s)", chat->host.s, reply->reason, c->tries,
		                c->tries == 1 ? "" : "s");
	else
		chat_rest(chat, c, now + wait);
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
	chat_enqueue(chat, c);
}

/* Where a model thinks stands its answer: said once, and never again of this endpoint. */
static void say_reasoning(struct queue *q)
{
	struct chat *chat = q->self;
	const char *off = chat->provider->thinking_off;
	if (chat->reasoning_said || chat_options_of(q)->reasoning_known)
		return;
	chat->reasoning_said = true;
	if (off && strchr(off, '"'))
		log_note(q->o->log, "%s: answers come in the member for reasoning, \"content\" is empty; they are taken if they are whole. A server "
		         "without its reasoning parser, or thinking-off = {} in [provider %s], puts that right", chat->host.s, chat->provider->name);
	else
		log_note(q->o->log, "%s: answers come in the member for reasoning, \"content\" is empty; they are taken if they are whole. A server "
		         "without its reasoning parser puts that right", chat->host.s);
}

/* What stands in an odd place, or has no end that was told, is an answer only if it is whole; else the reply means this: */
static const struct { enum chat_outcome outcome; const char *reason; } no_answers[] = {
	[PLACE_CONTENT] = { CHAT_AGAIN, CHAT_BROKEN_OFF },
	[PLACE_TOOL] = { CHAT_ONCE_MORE, "the model calls a tool instead of answering" },
	[PLACE_REASONING] = { CHAT_ONCE_MORE, "the answer is empty" },
};

static bool read_answer(struct queue *q, const struct request *r, const struct chat_reply *reply, struct summary *y, struct err *e)
{
	struct arena *a = &((struct chat *)q->self)->arena;
	if (reply->place == PLACE_REASONING || reply->unfinished)
		return answer_whole(queue_schema(q, r), queue_style(q, r), reply->content, reply->place == PLACE_REASONING, a, q->stats->rescued, y, e);
	return answer_from_text(queue_schema(q, r), queue_style(q, r), reply->content, a, q->stats->rescued, y, e);
}

static void note_spent(struct queue *q, const struct chat_reply *reply, struct summary *y)
{
	struct chat *chat = q->self;
	y->model = str_empty(reply->model) ? str_of(chat_options_of(q)->model) : clean_text(reply->model, false, &chat->arena, NULL);
	y->prompt_tokens = reply->prompt_tokens;
	y->completion_tokens = reply->completion_tokens;
	y->cached_tokens = reply->cached_tokens;
}

/* No answer after all: it was paid for. */
static void no_answer(struct queue *q, struct call *c, const struct chat_reply *reply)
{
	struct chat_reply none = *reply;
	none.outcome = no_answers[reply->place].outcome;
	none.why = REASON_FORM;
	snprintf(none.reason, sizeof none.reason, "%s", no_answers[reply->place].reason);
	queue_spent(q, c->request, reply->prompt_tokens, reply->completion_tokens, reply->cached_tokens);
	if (none.outcome == CHAT_AGAIN)
		on_again(q, c, &none);
	else
		on_once_more(q, c, &none);
}

static void on_answer(struct queue *q, struct call *c, const struct chat_reply *reply)
{
	struct chat *chat = q->self;
	struct summary y = SUMMARY_INIT;
	struct err e = ERR_INIT;
	int64_t now = queue_ticks(q);
	bool good = read_answer(q, c->request, reply, &y, &e);
	if (!good && (reply->place != PLACE_CONTENT || reply->unfinished)) {
		no_answer(q, c, reply);
		return;
	}
	rate_control_succeeded(&chat->rate);
	chat->answers = true;
	judge_refused(q, true);
	if (reply->wait_ms > 0)
		rate_control_pause(&chat->rate, now, now + (reply->wait_ms < RATE_MOST_PAUSE_MS ? reply->wait_ms : RATE_MOST_PAUSE_MS));
	note_spent(q, reply, &y);
	if (!good) {
		queue_bad_answer(q, c->request, &y, e.msg);
		return;
	}
	if (reply->place == PLACE_REASONING)
		say_reasoning(q);
	q->stats->form_known = true;
	q->stats->structure = c->form.structure;
	q->stats->stream |= c->form.stream;
	q->stats->reasoning |= reply->place == PLACE_REASONING;
	queue_answer(q, c->request, &y);
}

static void on_length(struct queue *q, struct call *c, const struct chat_reply *reply)
{
	struct chat *chat = q->self;
	rate_control_succeeded(&chat->rate);
	if (c->lifted) {
		struct buf reason = BUF_INIT(BUF_UNBOUNDED);
		buf_addf(&reason, "%s, also with a limit of %lld tokens", reply->reason, (long long)c->form.max_tokens);
		refuse(q, c, reply->why, reason.s);
		buf_free(&reason);
		return;
	}
	int64_t limit = c->form.max_tokens > 0 ? c->form.max_tokens : reply->completion_tokens;
	c->form.max_tokens = limit > 0 ? 2 * limit : LIFTED_TOKENS;
	c->lifted = true;
	chat_enqueue(chat, c);
}

/* What this request showed holds for all; those that were under way meanwhile are asked again without counting a try. */
static void on_simpler(struct queue *q, struct call *c, const struct chat_reply *reply)
{
	struct chat *chat = q->self;
	rate_control_succeeded(&chat->rate);
	if (c->form.structure == STRUCTURE_TEXT) {
		refuse(q, c, reply->why, reply->reason);
		return;
	}
	if (chat->structure == c->form.structure) {
		chat->structure++;
		log_info(q->o->log, "%s: takes no answers as \"%s\" (%s): \"%s\" from here on", chat->host.s,
		         chat_structure_name(c->form.structure), reply->reason, chat_structure_name(chat->structure));
	}
	chat_enqueue(chat, c);
}

/* As above. A model that thinks may want no more than to be told not to. */
static void on_stream(struct queue *q, struct call *c, const struct chat_reply *reply)
{
	struct chat *chat = q->self;
	rate_control_succeeded(&chat->rate);
	if (!chat->stream) {
		chat->stream = true;
		log_info(q->o->log, "%s: %s: they are asked for as such from here on", chat->host.s, reply->reason);
		if (chat->provider->thinking_off == NULL && strstr(reply->reason, "enable_thinking"))
			log_note(q->o->log, "%s: the model thinks before each answer; thinking-off = {\"enable_thinking\": false} in [provider %s] "
			         "turns that off", chat->host.s, chat->provider->name);
	}
	chat_enqueue(chat, c);
}

static void on_paper(struct queue *q, struct call *c, const struct chat_reply *reply)
{
	rate_control_succeeded(&((struct chat *)q->self)->rate);
	refuse(q, c, reply->why, reply->reason);
}

static void on_stop(struct queue *q, struct call *c, const struct chat_reply *reply)
{
	UNUSED(c);
	rate_control_cancelled(&((struct chat *)q->self)->rate);
	chat_stop(q, reply->kind, reply->reason);
}

static void (*const outcomes[])(struct queue *, struct call *, const struct chat_reply *) = {
	[CHAT_ANSWER] = on_answer, [CHAT_AGAIN] = on_again, [CHAT_ONCE_MORE] = on_once_more, [CHAT_LENGTH] = on_length,
	[CHAT_SIMPLER] = on_simpler, [CHAT_STREAM] = on_stream, [CHAT_PAPER] = on_paper, [CHAT_STOP] = on_stop,
};

void chat_outcome(struct queue *q, struct call *c, const struct chat_reply *reply) { outcomes[reply->outcome](q, c, reply); }
