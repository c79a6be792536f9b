/* SPDX-License-Identifier: MIT
 * The papers under way: at most `jobs`, each with its key, its time limit and its second chance.
 *
 * Memory is in proportion to jobs, and a turn costs what happened in it: papers stand in a list for each state, and in a
 * table by key. Two papers under way with one key are never asked at once: the second one waits. What was lost with a dead
 * process is asked again alone, so that a paper that kills the command takes no other one with it. */
#include "internal.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "digest/mem.h"

enum {
	MOST_REASON = 300,
	FILES_BESIDES = 64,  /* descriptors that others may need */
};

static void release(struct queue *q, struct request *r)
{
	struct request **at = requests_chain_of(q, r->key);
	bool first = r->state != REQUEST_SAME_KEY;
	if (r->backend && q->backend->forget)
		q->backend->forget(q, r);
	queue_unreserve(q, r);
	while (*at != r)
		at = &(*at)->chain;
	*at = r->chain;
	struct request *second = first ? requests_with_key(q, r->key) : NULL;
	if (second)
		requests_move(q, second, REQUEST_WAITING);
	free(r->key_memory);
	free(r->complaint);
	requests_take_off(q, r);
	*r = (struct request){ .state = REQUEST_FREE };
	requests_put_on(q, r, REQUEST_FREE);
	q->n_used--;
}

static void take(struct queue *q, const struct question *next)
{
	const struct paper *p = next->paper;
	struct request *r = q->free.first, **end;
	struct buf key = BUF_INIT(BUF_UNBOUNDED);
	buf_adds(&key, p->id);
	if (p->version > 0)
		buf_addf(&key, "v%d", p->version);
	size_t n = key.len;
	requests_take_off(q, r);
	*r = (struct request){ .paper = p, .terms = next->terms, .tag = next->tag, .question = *next, .key_memory = buf_take(&key) };
	r->key = (struct str){ r->key_memory, n };
	requests_put_on(q, r, requests_with_key(q, r->key) ? REQUEST_SAME_KEY : REQUEST_WAITING);
	for (end = requests_chain_of(q, r->key); *end; end = &(*end)->chain)
		;
	*end = r;
	q->n_used++;
}

/* Fill the free slots from next(). An error there ends the asking, but not what is under way. */
static void fill(struct queue *q, struct err *e)
{
	struct question next;
	while (q->free.n > 0 && q->n_used - q->n_set_aside - (q->first && q->n_jobs == 1) < q->n_jobs && !q->no_more) {
		if (q->papers->next(q->papers->ctx, &next, e))
			take(q, &next);
		else
			q->no_more = true;
		q->next_failed |= e->kind != ERR_NONE;
	}
}

struct request *queue_find(struct queue *q, struct str key)
{
	struct request *r = requests_with_key(q, key);
	return r && r->state == REQUEST_ASKED ? r : NULL;
}

struct request *queue_only(struct queue *q) { return q->asked.n == 1 ? q->asked.first : NULL; }

/* ---- Answers ---- */

static void tell(struct queue *q, struct request *r, const struct summary *y)
{
	struct err e = ERR_INIT;
	void *tag = r->tag;
	q->stats->rejected += y->status == SUMMARY_REJECTED;
	release(q, r);
	if (q->callback_failed || q->papers->done(q->papers->ctx, tag, y, &e)) {
		q->no_more = q->next_failed;  /* an answer may be what a further question waited for */
		return;
	}
	q->callback_failed = true;
	q->stop = e;
}

static void settle(struct queue *q)
{
	struct err e = ERR_INIT;
	if (q->callback_failed || q->papers->settle == NULL || q->papers->settle(q->papers->ctx, &e))
		return;
	q->callback_failed = true;
	q->stop = e;
}

static void finish(struct queue *q, struct request *r, const struct summary *y)
{
	struct summary full = *y;
	struct buf created = BUF_INIT(64);
	clock_rfc3339(clock_now(loop_clock(q->o->loop)), &created);
	full.lang = q->o->style.lang;
	full.style = q->o->style.name;
	if (y->status == SUMMARY_OK)
		full.created = buf_str(&created);
	else
		log_info(q->o->log, "%.*s: %.*s", STR_ARG(r->key), STR_ARG(y->reason));
	tell(q, r, &full);
	buf_free(&created);
}

/* One line of anything, cut at a character's edge. */
static struct str reason_of(const char *text, struct err *line)
{
	err_set(line, ERR_SUMMARIZER, "%s", text);
	return str_head_utf8(str_of(line->msg), MOST_REASON);
}

static void no_answer(struct queue *q, struct request *r, const struct summary *y, enum summary_status status,
                      enum pending_reason why, const char *reason)
{
	struct summary without = *y;
	struct err line;
	without.status = status;
	without.why = why;
	without.reason = reason_of(reason, &line);
	finish(q, r, &without);
}

void queue_no_answer(struct queue *q, struct request *r, enum summary_status status, enum pending_reason why, const char *fmt, ...)
{
	static const struct summary none = SUMMARY_INIT;
	struct buf reason = BUF_INIT(BUF_UNBOUNDED);
	va_list ap;
	va_start(ap, fmt);
	buf_vaddf(&reason, fmt, ap);
	va_end(ap);
	queue_spent(q, r, 0, 0, 0);
	no_answer(q, r, &none, status, why, reason.s);
	buf_free(&reason);
}

/* ---- What may be spent ---- */

enum reserved queue_reserve(struct queue *q, struct request *r) { return budget_reserve(&q->budget, &r->question, &r->claim); }

void queue_unreserve(struct queue *q, struct request *r) { budget_release(&q->budget, &r->claim); }

void queue_spent(struct queue *q, struct request *r, int64_t prompt, int64_t completion, int64_t cached)
{
	struct err e = ERR_INIT;
	struct summary_spent told;
	if (!budget_spend(&q->budget, &r->claim, prompt, completion, cached, &told))
		return;
	budget_add(&q->stats->spent, &told);
	if (q->papers->spent == NULL || q->callback_failed || q->papers->spent(q->papers->ctx, &told, &e))
		return;
	q->callback_failed = true;
	q->stop = e;
}

void queue_over(struct queue *q, struct request *r)
{
	queue_no_answer(q, r, SUMMARY_PENDING, REASON_BUDGET, "not asked%s: the run may spend no more (%s)%s%s", r->times_asked > 1 ? " again" : "",
	                q->budget.over, r->complaint ? "; what was wrong with its first answer: " : "", r->complaint ? r->complaint : "");
}

/* ---- The check ---- */

struct judged {
	struct queue *q;
	struct request *r;
	bool mended;
	struct buf reason;     /* for people */
	struct buf complaint;  /* for the model */
};

static void on_finding(void *ctx, const struct check_finding *f)
{
	struct judged *j = ctx;
	struct buf what = BUF_INIT(MOST_REASON);
	bool bad = f->severity == CHECK_RETRY || f->severity == CHECK_REJECT;
	buf_addf(&what, "%.*s: %.*s", STR_ARG(f->field), STR_ARG(f->what));
	bool shown = bad && j->q->o->check.mode == CHECK_WARN;  /* it is not said elsewhere */
	log_put(j->q->o->log, shown ? LOG_NOTE : LOG_INFO, "%.*s: %s (%s: %s)", STR_ARG(j->r->key), what.s,
	        check_rule_name(f->rule), check_severity_name(f->severity));
	if (f->rule < CHECK_MOST_RULES)
		j->q->stats->findings[f->rule]++;
	j->mended |= f->severity == CHECK_REPAIR;
	if (bad) {
		buf_addf(&j->reason, "%s%.*s: %.*s", j->reason.len ? "; " : "", STR_ARG(f->field), STR_ARG(f->what));
		prompt_complain(f->field, &j->complaint);
		prompt_complain(f->what, &j->complaint);
	}
	buf_free(&what);
}

/* R is asked once more, with what was wrong, or rejected with REASON. */
static void complain(struct queue *q, struct request *r, const struct summary *y, bool again, enum pending_reason why,
                     const char *reason, struct buf *complaint)
{
	if (!again || r->complaint || q->o->check.mode != CHECK_MEND) {
		no_answer(q, r, y, SUMMARY_REJECTED, why, reason);
		return;
	}
	log_info(q->o->log, "%.*s: asked again: %s", STR_ARG(r->key), reason);
	q->stats->asked_again++;
	r->complaint = buf_take(complaint);
	requests_move(q, r, REQUEST_WAITING);
}

void queue_bad_answer(struct queue *q, struct request *r, const struct summary *y, const char *reason)
{
	struct buf complaint = BUF_INIT(BUF_UNBOUNDED);
	queue_spent(q, r, y->prompt_tokens, y->completion_tokens, y->cached_tokens);
	q->failures = 0;
	prompt_complain(str_of(reason), &complaint);
	complain(q, r, y, true, REASON_FORM, reason, &complaint);
	buf_free(&complaint);
}

/* The first answer of a run waits for the second: if that is the same, neither is told. */
static void hold_first(struct queue *q, struct request *r, const struct summary *y)
{
	q->first = r;
	q->first_answer = repeats_copy(y, &q->arena);
	requests_move(q, r, REQUEST_HELD);
}

static void tell_first(struct queue *q)
{
	struct request *r = q->first;
	q->first = NULL;
	if (r)
		finish(q, r, &q->first_answer);
}

/* Whether another paper got this very answer: then J says so, and after some such papers nothing more is asked. */
static bool look_for_repeat(struct queue *q, struct request *r, const struct summary *y, struct judged *j)
{
	const char *other = repeats_look(&q->repeats, r->paper, r->key, y, r->complaint != NULL);
	if (other) {
		buf_addf(&j->reason, "%sthe same answer as for %s", j->reason.len ? "; " : "", other);
		prompt_complain(buf_str(&j->reason), &j->complaint);
	}
	if (q->repeats.papers >= REPEATS_MOST)
		queue_stop(q, ERR_SUMMARIZER, "one and the same answer came for different papers (%s): a cache or a proxy on the way answers for "
		           "the model; nothing more was asked", q->repeats.names.s);
	else if (q->first && q->first != r && other && str_is(q->first->key, other)) {
		struct buf complaint = BUF_INIT(BUF_UNBOUNDED);
		struct request *first = q->first;
		q->first = NULL;
		prompt_complain(buf_str(&j->reason), &complaint);
		complain(q, first, &q->first_answer, true, REASON_CHECKS, j->reason.s, &complaint);
		buf_free(&complaint);
	} else if (q->first && q->first != r)
		tell_first(q);
	return other != NULL;
}

void queue_answer(struct queue *q, struct request *r, const struct summary *y)
{
	struct judged j = { .q = q, .r = r, .reason = BUF_INIT(4 * MOST_REASON), .complaint = BUF_INIT(BUF_UNBOUNDED) };
	struct summary good = *y;
	if (prompt_said_back(&r->question, y)) {
		queue_bad_answer(q, r, y, "the answer is the question said back");
		return;
	}
	queue_spent(q, r, y->prompt_tokens, y->completion_tokens, y->cached_tokens);
	q->failures = 0;
	struct answer_check check = q->o->check;
	check.prompt = queue_style(q, r)->prompt;
	check.text = r->question.facts;
	struct traced *traced = traced_new(r->question.form, r->question.cites);
	check.traced = traced_text(traced);
	check.untraced_stay =
	        traced && r->complaint; /* asked again in vain: what is done about it is no longer the check's */
	enum check_verdict verdict = check_answer(&check, r->paper, &good, &q->answer, on_finding, &j);
	traced_free(traced);
	bool repeated = q->o->check.mode == CHECK_MEND && look_for_repeat(q, r, y, &j);
	if (verdict == CHECK_PASSED && !repeated) {
		q->stats->mended += j.mended && q->o->check.mode == CHECK_MEND;
		if (q->repeats.n == 1)
			hold_first(q, r, &good);
		else
			finish(q, r, &good);
	} else {
		complain(q, r, &good, verdict != CHECK_REFUSED, REASON_CHECKS, j.reason.s, &j.complaint);
	}
	arena_reset(&q->answer);
	buf_free(&j.reason);
	buf_free(&j.complaint);
}

/* ---- Second chances, and the end ---- */

void queue_again(struct queue *q, struct request *r, bool alone, enum pending_reason why, const char *reason)
{
	queue_spent(q, r, 0, 0, 0);
	if (r->times_asked > 1) {
		queue_no_answer(q, r, SUMMARY_PENDING, why, "%s", reason);
		return;
	}
	requests_take_off(q, r);
	r->alone = alone;
	r->backend = NULL;
	requests_put_on(q, r, REQUEST_WAITING);
}

void queue_not_asked(struct queue *q, struct request *r)
{
	queue_unreserve(q, r);
	r->times_asked--;
	r->backend = NULL;
	requests_move(q, r, REQUEST_WAITING);
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

/* The next paper that may be asked about now: one that must be asked alone goes first, when no other is under way. */
static struct request *next_to_ask(const struct queue *q)
{
	bool one_alone = q->asked.first && q->asked.first->alone;
	if (q->alone.n > 0)
		return q->asked.n == 0 ? q->alone.first : NULL;
	return one_alone ? NULL : q->waiting.first;
}

static void ask_some(struct queue *q)
{
	struct request *r;
	while (q->stop.kind == ERR_NONE && (r = next_to_ask(q)) != NULL) {
		bool own_rate = q->backend->own_rate;
		enum reserved reserved = q->budget.over ? RESERVE_NEVER : own_rate ? RESERVED : queue_reserve(q, r);
		if (reserved == RESERVE_LATER)
			return;
		if (reserved == RESERVE_NEVER) {
			queue_over(q, r);
			continue;
		}
		requests_move(q, r, REQUEST_ASKED);
		r->times_asked++;
		r->deadline = own_rate ? INT64_MAX : queue_ticks(q) + queue_timeout_ms(q);
		q->backend->ask(q, r);
	}
}

/* All have the same limit: the one that was asked first is the first to run out. */
static void expire(struct queue *q)
{
	struct request *r;
	int64_t now = queue_ticks(q);
	while ((r = q->asked.first) != NULL && r->deadline <= now) {
		requests_move(q, r, REQUEST_WAITING);  /* no longer the backend's */
		q->backend->give_up(q, r);
		queue_no_answer(q, r, SUMMARY_PENDING, REASON_TIME, "no answer within %d s", (int)(queue_timeout_ms(q) / 1000));
	}
}

/* Wait for answers, for the first time limit, or until DUE. */
static void wait_some(struct queue *q, int64_t due)
{
	struct err e = ERR_INIT;
	if (q->asked.first->deadline < due)
		due = q->asked.first->deadline;
	int64_t left = due == INT64_MAX ? -1 : due - queue_ticks(q);
	if (due != INT64_MAX && left < 0)
		left = 0;
	if (!loop_turn(q->o->loop, left > INT_MAX ? INT_MAX : (int)left, &e) && q->stop.kind == ERR_NONE)
		q->stop = e;
	if (q->stop.kind == ERR_NONE)
		expire(q);
}

/* The summarizer cannot be used: papers under way become pending. */
static void leave(struct queue *q)
{
	if (q->repeats.papers < REPEATS_MOST)
		tell_first(q);
	for (size_t i = 0; i < q->n_slots; i++)
		if (q->slots[i].state != REQUEST_FREE)
			queue_no_answer(q, &q->slots[i], SUMMARY_PENDING, summary_stop_reason(q->o, q->stop.kind), "%s", q->stop.msg);
}

/* As many slots as there may be jobs, and descriptors for them. */
static void make_slots(struct queue *q)
{
	size_t jobs = (size_t)(q->o->jobs > 0 ? q->o->jobs : SUMMARY_JOBS), each = q->backend->files_per_job;
	if (jobs > SUMMARY_MOST_JOBS)
		jobs = SUMMARY_MOST_JOBS;
	size_t files = each ? files_raise_limit(jobs * each + FILES_BESIDES) : 0;
	if (each && files < jobs * each + FILES_BESIDES) {
		size_t fit = files > FILES_BESIDES + each ? (files - FILES_BESIDES) / each : 1;
		log_note(q->o->log, "%zu jobs need more open files than the %zu that are allowed (ulimit -n): %zu jobs", jobs, files,
		         fit);
		jobs = fit;
	}
	q->n_jobs = jobs;
	q->n_slots = jobs + 1 + (q->backend->own_rate ? SUMMARY_MOST_REFUSED : 0);
	q->slots = xcalloc(q->n_slots, sizeof *q->slots);
	for (size_t i = 0; i < q->n_slots; i++)
		requests_put_on(q, &q->slots[i], REQUEST_FREE);
	for (q->n_keys = 16; q->n_keys < 2 * q->n_slots; q->n_keys *= 2)
		;
	q->keys = xcalloc(q->n_keys, sizeof(struct request *));
}

/* The questions of the style, and the schemas of their answers. */
static void make_asks(struct queue *q)
{
	size_t n = q->o->n_more + 1;
	q->styles = arena_calloc(&q->arena, n, sizeof *q->styles);
	q->schemas = arena_calloc(&q->arena, n, sizeof(struct schema *));
	for (size_t i = 0; i < n; i++) {
		q->styles[i] = *summary_style_of(q->o, i);
		q->styles[i].as_is = q->o->check.mode == CHECK_OFF;
		q->schemas[i] = schema_new(q->styles[i].schema);
	}
}

bool queue_run(const struct backend *backend, const struct summarizer_options *o, const struct summary_done *papers,
               struct err *e)
{
	const struct summarizer_options own = *o;
	struct queue q = { .o = &own, .papers = papers, .backend = backend, .arena = ARENA_INIT, .answer = ARENA_INIT,
	                   .stop = ERR_INIT };
	struct err next_error = ERR_INIT;
	q.stats = o->stats ? o->stats : &q.unread;
	q.budget.o = &own;
	make_slots(&q);
	repeats_init(&q.repeats);
	make_asks(&q);
	bool open = backend->open(&q, &q.stop);
	while (open && q.stop.kind == ERR_NONE) {
		fill(&q, &next_error);
		settle(&q);
		if (q.first && q.n_used == 1 && q.no_more)
			tell_first(&q);
		if (q.n_used == 0 && q.no_more)
			break;
		ask_some(&q);
		int64_t due = backend->tick && q.stop.kind == ERR_NONE ? backend->tick(&q) : INT64_MAX;
		if (q.asked.n > 0 && q.stop.kind == ERR_NONE)
			wait_some(&q, due);
	}
	backend->close(&q);
	leave(&q);
	for (size_t i = 0; i <= own.n_more; i++)
		schema_free(q.schemas[i]);
	free(q.slots);
	free(q.keys);
	repeats_free(&q.repeats);
	arena_free(&q.arena);
	arena_free(&q.answer);
	if (q.stop.kind == ERR_NONE)
		q.stop = next_error;
	if (q.stop.kind == ERR_NONE)
		return true;
	*e = q.stop;
	return false;
}
