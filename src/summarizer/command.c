/* SPDX-License-Identifier: MIT
 * The hook (JSON Lines): one process stays alive, takes requests and answers in any order.
 *
 * What it writes is never trusted: a line counts only if it is JSON and names a paper that is being asked about. A
 * process that dies, floods or says nothing for a whole time limit is ended; what it had taken is asked again, and the
 * next request starts a new one. */
#include "internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "digest/mem.h"
#include "digest/text.h"

enum {
	FINISH_MS = 10000,  /* for a process to end after its end of input */
	SHOWN_BYTES = 200,  /* of a line that is no reply */
	MOST_SHOWN = 5,     /* such lines in one run */
};

struct hook {
	struct child *child;        /* NULL: none runs */
	struct buf line;            /* the reply that is coming in */
	struct stderr_tail words;
	int64_t heard;              /* when it last answered for a paper (or was started); clock_ticks() */
	bool answered;              /* it has answered at all */
	bool started;               /* words are initialised */
	int shown;                  /* lines that were no reply */
	bool stranger_told;         /* an answer for a paper not asked about was reported */
	struct arena arena;         /* one reply's strings */
};

static const char *name_of(const struct queue *q) { return q->argv[0]; }

/* ---- Replies ---- */

/* Say that LINE is no reply; a line of the command's own, not the user's: one line, cut, its bytes made visible. */
static void show_line(struct queue *q, struct str line, const char *why)
{
	struct hook *h = q->self;
	if (h->shown++ >= MOST_SHOWN)
		return;
	struct buf text = BUF_INIT(BUF_UNBOUNDED);
	js_put_string(&text, str_head(line, SHOWN_BYTES));
	log_note(q->o->log, "%s: not a reply (%s): %s%s", name_of(q), why, text.s, line.n > SHOWN_BYTES ? "..." : "");
	buf_free(&text);
}

static bool names_key(struct str line, struct str key)
{
	for (const char *p = line.p; (p = memmem(p, line.n - (size_t)(p - line.p), key.p, key.n)) != NULL; p++)
		if (p > line.p && p[-1] == '"' && p + key.n < line.p + line.n && p[key.n] == '"')
			return true;
	return false;
}

/* The request that a broken line was meant for: the only one whose key stands in it; or, if it looks like a reply, the
 * only one under way. Commands that print other things, too, do no harm with them. */
static struct request *meant_by(struct queue *q, struct str line)
{
	struct request *found = NULL;
	for (struct request *r = q->asked.first; r; r = r->next) {
		if (!names_key(line, r->key))
			continue;
		if (found)
			return NULL;
		found = r;
	}
	return found || line.p[0] != '{' ? found : queue_only(q);
}

static void bad_line(struct queue *q, struct str line, const char *why)
{
	struct request *r = meant_by(q, line);
	show_line(q, line, why);
	if (r)
		queue_no_answer(q, r, SUMMARY_REJECTED, REASON_FORM, "the reply is broken: %s", why);
}

static int64_t tokens(const struct js *usage, const char *name)
{
	int64_t n;
	return js_int(js_get(usage, name), &n) && n >= 0 && n <= SUMMARY_MOST_TOKENS ? n : -1;
}

static void read_usage(const struct js *usage, struct summary *y)
{
	y->prompt_tokens = tokens(usage, "prompt_tokens");
	y->completion_tokens = tokens(usage, "completion_tokens");
	y->cached_tokens = tokens(usage, "cached_tokens");
}

static void summary_reply(struct queue *q, struct request *r, const struct js *reply)
{
	struct hook *h = q->self;
	struct err e = ERR_INIT;
	struct summary y = SUMMARY_INIT;
	const struct js *usage = js_get(reply, "usage");
	if (!answer_check(queue_schema(q, r), queue_style(q, r), js_get(reply, "summary"), &h->arena,
	                  q->stats->rescued, &y, &e)) {
		read_usage(usage, &y);
		queue_bad_answer(q, r, &y, e.msg);
		return;
	}
	y.model = clean_text(js_str(js_get(reply, "model")), false, &h->arena, NULL);
	if (str_empty(y.model))
		y.model = command_model(q);
	read_usage(usage, &y);
	queue_answer(q, r, &y);
}

static void error_reply(struct queue *q, struct request *r, const struct js *reply, struct str error)
{
	struct hook *h = q->self;
	enum js_type retry = js_type(js_get(reply, "retry"));
	struct str text = clean_text(error, false, &h->arena, NULL);
	struct buf reason = BUF_INIT(BUF_UNBOUNDED);
	buf_adds(&reason, text);
	if (retry == JS_TRUE)
		queue_again(q, r, false, REASON_REPORTED, reason.s);
	else  /* only the command that says so knows that asking again is no use */
		queue_no_answer(q, r, retry == JS_FALSE ? SUMMARY_REJECTED : SUMMARY_PENDING, REASON_REPORTED, "%s", reason.s);
	buf_free(&reason);
}

static void stranger(struct queue *q, struct str key)
{
	struct hook *h = q->self;
	if (!h->stranger_told)
		log_note(q->o->log, "%s: an answer for \"%.*s\", which is not (or no longer) asked about; it and others like it "
		                    "are ignored", name_of(q), (int)(key.n < 100 ? key.n : 100), key.p ? key.p : "");
	h->stranger_told = true;
}

static void one_reply(struct queue *q, struct str line, const struct js *reply)
{
	struct hook *h = q->self;
	struct str key = js_str(js_get(reply, "key")), error = js_str(js_get(reply, "error"));
	if (js_type(js_get(reply, "fatal")) == JS_TRUE) {
		error = clean_text(str_known(error) ? error : STR("stopped without a reason"), false, &h->arena, NULL);
		queue_stop(q, ERR_KEY, "%s: %.*s", name_of(q), STR_ARG(error));
		return;
	}
	struct request *r = str_known(key) ? queue_find(q, key) : NULL;
	if (r) {
		h->heard = queue_ticks(q);
		h->answered = true;
	}
	bool has_summary = js_type(js_get(reply, "summary")) != JS_NULL;
	if (r == NULL && str_known(key))
		stranger(q, key);
	else if (r == NULL && (has_summary || str_known(error)))
		bad_line(q, line, "no key");
	else if (r == NULL)
		show_line(q, line, "no key");
	else if (has_summary)
		summary_reply(q, r, reply);
	else if (str_known(error))
		error_reply(q, r, reply, error);
	else
		queue_no_answer(q, r, SUMMARY_REJECTED, REASON_FORM, "the reply has neither a summary nor an error");
}

static void one_line(struct queue *q, struct str line)
{
	struct hook *h = q->self;
	struct js *reply;
	struct err e = ERR_INIT;
	line = str_trim(line);
	if (line.n == 0)
		return;
	if (!js_parse(line, &reply, &e)) {
		bad_line(q, line, e.msg);
		return;
	}
	if (js_type(reply) == JS_OBJECT)
		one_reply(q, line, reply);
	else
		bad_line(q, line, "not an object");
	js_free(reply);
	arena_reset(&h->arena);
}

/* ---- The process ---- */

enum blame {
	NO_BLAME,    /* it ended as it may: what it had taken and not answered is asked again as if for the first time */
	IF_LOST,     /* it failed if something was under way */
	BLAME,       /* it failed */
};

/* The process is of no use any more: what it had taken is asked again. */
static void process_lost(struct queue *q, const char *what, enum pending_reason why, enum blame blame)
{
	struct hook *h = q->self;
	struct buf reason = BUF_INIT(BUF_UNBOUNDED);
	stderr_tail_end(&h->words);
	buf_addf(&reason, "%s: %s", name_of(q), what);
	stderr_tail_tail(&h->words, &reason);
	child_free(h->child);
	h->child = NULL;
	if (blame == IF_LOST && q->asked.n > 0)
		blame = BLAME;
	for (size_t left = q->asked.n; left > 0; left--)
		if (blame == NO_BLAME)
			queue_not_asked(q, q->asked.first);
		else
			queue_again(q, q->asked.first, true, why, reason.s);
	if (blame == BLAME)
		queue_process_failed(q, reason.s);
	buf_free(&reason);
}

static void on_out(void *ctx, struct str bytes)
{
	struct queue *q = ctx;
	struct hook *h = q->self;
	while (bytes.n > 0 && q->stop.kind == ERR_NONE) {
		const char *lf = memchr(bytes.p, '\n', bytes.n);
		size_t n = lf ? (size_t)(lf - bytes.p) : bytes.n;
		if (n > queue_max_reply(q) - h->line.len) {
			char what[64];
			snprintf(what, sizeof what, "a reply of more than %zu bytes", queue_max_reply(q));
			process_lost(q, what, REASON_ANSWER_LENGTH, BLAME);
			return;
		}
		buf_adds(&h->line, str_head(bytes, n));
		bytes = str_from(bytes, n + (lf != NULL));
		if (lf) {
			one_line(q, buf_str(&h->line));
			buf_clear(&h->line);
		}
	}
}

static void on_err(void *ctx, struct str bytes)
{
	struct queue *q = ctx;
	stderr_tail_put(&((struct hook *)q->self)->words, bytes);
}

static void on_done(void *ctx, int status)
{
	struct queue *q = ctx;
	struct hook *h = q->self;
	struct js *whole;
	struct err ignored = ERR_INIT;
	struct buf text = BUF_INIT(BUF_UNBOUNDED);
	if (q->stop.kind == ERR_NONE && js_parse(buf_str(&h->line), &whole, &ignored)) {  /* the last line may lack its LF */
		js_free(whole);
		one_line(q, buf_str(&h->line));
	}
	child_status_text(status, &text);
	/* A command that answered and then ended with status 0 is not meant to stay alive: it is started again, and as each
	 * process answers at least one paper, this ends. */
	process_lost(q, text.s, REASON_COMMAND, status == 0 && h->answered ? NO_BLAME : IF_LOST);
	buf_free(&text);
}

static bool start(struct queue *q, struct err *e)
{
	struct hook *h = q->self;
	const struct child_options o = {
		.argv = (const char *const *)q->argv, .env_without = q->o->env_without,
		.out = on_out, .err = on_err, .done = on_done, .ctx = q,
	};
	if (h->started)
		stderr_tail_free(&h->words);
	stderr_tail_init(&h->words, name_of(q), q->o->log);
	h->started = true;
	h->heard = queue_ticks(q);
	h->answered = false;
	buf_clear(&h->line);
	return child_start(q->o->loop, &o, &h->child, e);
}

/* ---- The backend ---- */

static bool hook_open(struct queue *q, struct err *e)
{
	struct hook *h = xcalloc(1, sizeof *h);
	h->line = (struct buf)BUF_INIT(BUF_UNBOUNDED);  /* on_out() looks at the limit, before it adds */
	q->self = h;
	return command_words(q, e);
}

static void hook_ask(struct queue *q, struct request *r)
{
	struct hook *h = q->self;
	struct err e = ERR_INIT;
	struct buf request = BUF_INIT(BUF_UNBOUNDED);
	if (h->child && !child_input_open(h->child)) {  /* it reads no more: what it still has is asked anew, R among it */
		process_lost(q, "it closed its standard input", REASON_COMMAND, h->answered ? NO_BLAME : IF_LOST);
		return;
	}
	if (h->child == NULL && !start(q, &e)) {
		queue_stop(q, e.kind, "%s", e.msg);
		return;
	}
	prompt_request(queue_style(q, r), queue_schema(q, r), &r->question, r->key, str_of(r->complaint), &request);
	child_write(h->child, buf_str(&request));
	buf_free(&request);
}

static void hook_give_up(struct queue *q, struct request *r)
{
	struct hook *h = q->self;
	UNUSED(r);
	if (h->child == NULL || queue_ticks(q) - h->heard < queue_timeout_ms(q) / 2)
		return;  /* it is alive and answers others: only this paper is lost */
	char what[64];
	snprintf(what, sizeof what, "no answer within %d s", (int)(queue_timeout_ms(q) / 1000));
	process_lost(q, what, REASON_COMMAND, BLAME);
}

static void hook_close(struct queue *q)
{
	struct hook *h = q->self;
	struct err ignored = ERR_INIT;
	int64_t end = queue_ticks(q) + (queue_timeout_ms(q) < FINISH_MS ? queue_timeout_ms(q) : FINISH_MS);
	bool reads = h->child && child_input_open(h->child);
	if (reads)
		child_close_input(h->child);
	while (reads && h->child && q->stop.kind == ERR_NONE && queue_ticks(q) < end)
		if (!loop_turn(q->o->loop, (int)(end - queue_ticks(q) + 1), &ignored))
			break;
	child_free(h->child);
	if (h->started)
		stderr_tail_free(&h->words);
	buf_free(&h->line);
	arena_free(&h->arena);
	free(h);
}

const struct backend backend_jsonl = { .open = hook_open, .ask = hook_ask, .give_up = hook_give_up, .close = hook_close };
