/* SPDX-License-Identifier: MIT
 * The papers under way: at most `jobs`, each with its key, its time limit and its second chance.
 *
 * Memory is in proportion to jobs. Two papers under way with one key are never asked at once: with the same text the
 * second takes the first one's answer, with another text it waits. What was lost with a dead process is asked again
 * alone, so that a paper that kills the command takes no other one with it. */
#include "internal.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "digest/mem.h"

enum { MOST_JOBS = 1024, MOST_REASON = 300 };

/* ---- Slots ---- */

static void release(struct queue *q, struct request *r)
{
	if (r->state == REQUEST_ASKED)
		q->n_asked--;
	free(r->key_memory);
	*r = (struct request){ .state = REQUEST_FREE };
	q->n_used--;
}

static void take(struct queue *q, struct request *r, const struct paper *p, void *tag)
{
	struct buf key = BUF_INIT(BUF_UNBOUNDED);
	buf_adds(&key, p->id);
	if (p->version > 0)
		buf_addf(&key, "v%d", p->version);
	struct str view = buf_str(&key);
	*r = (struct request){ .paper = p, .tag = tag, .key = view, .state = REQUEST_WAITING };
	r->key_memory = buf_take(&key);
	r->key.p = r->key_memory;
	q->n_used++;
}

/* Fill the free slots from next(). An error there ends the asking, but not what is under way. */
static void fill(struct queue *q, struct err *e)
{
	const struct paper *p;
	void *tag;
	for (size_t i = 0; i < q->n_slots && !q->no_more; i++) {
		if (q->slots[i].state != REQUEST_FREE)
			continue;
		if (q->papers->next(q->papers->ctx, &p, &tag, e))
			take(q, &q->slots[i], p, tag);
		else
			q->no_more = true;
	}
}

struct request *queue_find(struct queue *q, struct str key)
{
	for (size_t i = 0; i < q->n_slots; i++)
		if (q->slots[i].state == REQUEST_ASKED && str_eq(q->slots[i].key, key))
			return &q->slots[i];
	return NULL;
}

struct request *queue_only(struct queue *q)
{
	for (size_t i = 0; q->n_asked == 1 && i < q->n_slots; i++)
		if (q->slots[i].state == REQUEST_ASKED)
			return &q->slots[i];
	return NULL;
}

/* ---- Answers ---- */

static void tell(struct queue *q, struct request *r, const struct summary *y)
{
	struct err e = ERR_INIT;
	void *tag = r->tag;
	release(q, r);
	if (q->deaf || q->papers->done(q->papers->ctx, tag, y, &e))
		return;
	q->deaf = true;
	q->stop = e;
}

static bool same_request(const struct request *a, const struct request *b)
{
	return str_eq(a->key, b->key) && str_eq(a->paper->title, b->paper->title) &&
	       str_eq(a->paper->abstract, b->paper->abstract);
}

/* Tell R's answer, and those that waited behind it for the same one. */
static void deliver(struct queue *q, struct request *r, const struct summary *y)
{
	for (size_t i = 0; i < q->n_slots; i++) {
		struct request *other = &q->slots[i];
		if (other != r && other->state == REQUEST_WAITING && other->times_asked == 0 && same_request(r, other))
			tell(q, other, y);
	}
	tell(q, r, y);
}

void queue_answer(struct queue *q, struct request *r, const struct summary *y)
{
	struct summary full = *y;
	struct buf created = BUF_INIT(64);
	if (prompt_said_back(r->paper, y)) {
		queue_no_answer(q, r, SUMMARY_REJECTED, "the answer is the question said back");
		return;
	}
	clock_rfc3339(clock_now(), &created);
	full.lang = q->o->style.lang;
	full.style = q->o->style.name;
	full.created = buf_str(&created);
	q->failures = 0;
	deliver(q, r, &full);
	buf_free(&created);
}

static void no_answer(struct queue *q, struct request *r, enum summary_status status, struct str reason)
{
	struct summary y = SUMMARY_INIT;
	y.status = status;
	y.lang = q->o->style.lang;
	y.style = q->o->style.name;
	y.reason = reason;
	log_info(q->o->log, "%.*s: %.*s", STR_ARG(r->key), STR_ARG(reason));
	deliver(q, r, &y);
}

void queue_no_answer(struct queue *q, struct request *r, enum summary_status status, const char *fmt, ...)
{
	struct err text;  /* its setter makes one line of anything, cut at a character's edge */
	struct buf reason = BUF_INIT(BUF_UNBOUNDED);
	va_list ap;
	va_start(ap, fmt);
	buf_vaddf(&reason, fmt, ap);
	va_end(ap);
	err_set(&text, ERR_SUMMARIZER, "%s", reason.s);
	buf_free(&reason);
	struct str s = str_of(text.msg);
	if (s.n > MOST_REASON) {
		s.n = MOST_REASON;
		while (s.n > 0 && ((unsigned char)s.p[s.n] & 0xc0) == 0x80)
			s.n--;
	}
	no_answer(q, r, status, s);
}

void queue_again(struct queue *q, struct request *r, bool alone, const char *reason)
{
	if (r->times_asked > 1) {
		queue_no_answer(q, r, SUMMARY_PENDING, "%s", reason);
		return;
	}
	q->n_asked--;
	r->state = REQUEST_WAITING;
	r->alone = alone;
	r->backend = NULL;
}

void queue_process_failed(struct queue *q, const char *reason)
{
	log_info(q->o->log, "%s", reason);
	if (++q->failures > q->o->max_restarts)
		queue_stop(q, ERR_SUMMARIZER, "%s%s", reason, q->failures > 1 ? "; given up, no answer between several failures" : "");
}

void queue_stop(struct queue *q, enum err_kind kind, const char *fmt, ...)
{
	if (q->stop.kind != ERR_NONE)
		return;  /* the first reason is the one to tell */
	char msg[ERR_MSG_SIZE];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(msg, sizeof msg, fmt, ap);
	va_end(ap);
	err_set(&q->stop, kind, "%s", msg);
}

/* ---- Asking ---- */

int64_t queue_timeout_ms(const struct queue *q)
{
	return (int64_t)(q->o->timeout_s > 0 ? q->o->timeout_s : SUMMARY_TIMEOUT_S) * 1000;
}

size_t queue_max_reply(const struct queue *q) { return q->o->max_reply ? q->o->max_reply : SUMMARY_MAX_REPLY; }

static bool somebody_alone(const struct queue *q)
{
	for (size_t i = 0; i < q->n_slots; i++)
		if (q->slots[i].state != REQUEST_FREE && q->slots[i].alone)
			return true;
	return false;
}

static void ask_some(struct queue *q)
{
	for (size_t i = 0; i < q->n_slots && q->stop.kind == ERR_NONE; i++) {
		struct request *r = &q->slots[i];
		if (r->state != REQUEST_WAITING || queue_find(q, r->key))
			continue;
		if (r->alone ? q->n_asked > 0 : somebody_alone(q))
			continue;
		r->state = REQUEST_ASKED;
		r->times_asked++;
		r->turn = ++q->turns;
		r->deadline = clock_ticks() + queue_timeout_ms(q);
		q->n_asked++;
		q->backend->ask(q, r);
	}
}

/* The one that was asked first of those under way, or NULL: all have the same limit, so it is the first to run out. */
static struct request *oldest(struct queue *q)
{
	struct request *found = NULL;
	for (size_t i = 0; i < q->n_slots; i++)
		if (q->slots[i].state == REQUEST_ASKED && (found == NULL || q->slots[i].turn < found->turn))
			found = &q->slots[i];
	return found;
}

static void expire(struct queue *q)
{
	struct request *r;
	int64_t now = clock_ticks();
	while ((r = oldest(q)) != NULL && r->deadline <= now) {
		r->state = REQUEST_WAITING;  /* no longer the backend's */
		q->n_asked--;
		q->backend->give_up(q, r);
		queue_no_answer(q, r, SUMMARY_PENDING, "no answer within %d s", (int)(queue_timeout_ms(q) / 1000));
	}
}

/* Wait for answers, or for the first time limit. */
static void wait_some(struct queue *q)
{
	struct request *r = oldest(q);
	int64_t left = r ? r->deadline - clock_ticks() : 0;
	struct err e = ERR_INIT;
	if (!loop_turn(q->o->loop, left < 0 ? 0 : left > INT_MAX ? INT_MAX : (int)left, &e) && q->stop.kind == ERR_NONE)
		q->stop = e;
	if (q->stop.kind == ERR_NONE)
		expire(q);
}

/* The summarizer cannot be used: who is under way waits for a better day. */
static void leave(struct queue *q)
{
	for (size_t i = 0; i < q->n_slots; i++)
		if (q->slots[i].state != REQUEST_FREE)
			queue_no_answer(q, &q->slots[i], SUMMARY_PENDING, "%s", q->stop.msg);
}

bool queue_run(const struct backend *backend, const struct summarizer_options *o, const struct summary_done *papers,
               struct err *e)
{
	struct queue q = { .o = o, .papers = papers, .backend = backend, .arena = ARENA_INIT, .stop = ERR_INIT };
	struct err next_error = ERR_INIT;
	int jobs = o->jobs > 0 ? o->jobs : SUMMARY_JOBS;
	q.n_slots = (size_t)(jobs < MOST_JOBS ? jobs : MOST_JOBS);
	q.slots = xcalloc(q.n_slots, sizeof *q.slots);
	q.schema = schema_new(o->style.schema);
	bool open = backend->open(&q, &q.stop);
	while (open && q.stop.kind == ERR_NONE) {
		fill(&q, &next_error);
		if (q.n_used == 0)
			break;
		ask_some(&q);
		if (q.n_asked > 0 && q.stop.kind == ERR_NONE)
			wait_some(&q);
	}
	backend->close(&q);
	leave(&q);
	schema_free(q.schema);
	free(q.slots);
	arena_free(&q.arena);
	if (q.stop.kind == ERR_NONE)
		q.stop = next_error;
	if (q.stop.kind == ERR_NONE)
		return true;
	*e = q.stop;
	return false;
}
