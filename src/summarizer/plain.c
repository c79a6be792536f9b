/* SPDX-License-Identifier: MIT
 * The plain protocol, for commands that know nothing of the hook: a process a paper, the question on its standard
 * input, the answer on its standard output. */
#include "internal.h"

#include <stdlib.h>
#include <sys/wait.h>

#include "digest/mem.h"

/* One process; it belongs to its request. */
struct job {
	struct queue *queue;
	struct request *request;
	struct child *child;
	struct buf out;
	struct stderr_tail words;
};

static void job_free(struct job *j)
{
	if (j == NULL)
		return;
	j->request->backend = NULL;
	child_free(j->child);
	buf_free(&j->out);
	stderr_tail_free(&j->words);
	free(j);
}

static void on_out(void *ctx, struct str bytes)
{
	struct job *j = ctx;
	buf_adds(&j->out, bytes);
	if (!buf_full(&j->out))
		return;
	struct queue *q = j->queue;
	struct request *r = j->request;
	job_free(j);
	queue_no_answer(q, r, SUMMARY_PENDING, REASON_ANSWER_LENGTH, "%s: an answer of more than %zu bytes", q->argv[0], queue_max_reply(q));
}

static void on_err(void *ctx, struct str bytes)
{
	struct job *j = ctx;
	stderr_tail_put(&j->words, bytes);
}

static void answered(struct queue *q, struct request *r, struct str text)
{
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct summary y = SUMMARY_INIT;
	if (answer_from_text(queue_schema(q, r), queue_style(q, r), text, &a, q->stats->rescued, &y, &e)) {
		y.model = command_model(q);
		queue_answer(q, r, &y);
	} else {
		queue_bad_answer(q, r, &y, e.msg);
	}
	arena_free(&a);
}

/* A process that was killed may have met an accident: its paper gets a second chance. One that ended by itself has
 * said why. */
static void failed(struct queue *q, struct request *r, int status, const char *reason)
{
	if (WIFSIGNALED(status))
		queue_again(q, r, false, REASON_COMMAND, reason);
	else
		queue_no_answer(q, r, SUMMARY_PENDING, REASON_COMMAND, "%s", reason);
	queue_process_failed(q, reason);
}

static void on_done(void *ctx, int status)
{
	struct job *j = ctx;
	struct queue *q = j->queue;
	struct request *r = j->request;
	struct buf out = j->out, reason = BUF_INIT(BUF_UNBOUNDED);
	j->out = (struct buf)BUF_INIT(0);
	stderr_tail_end(&j->words);
	buf_addf(&reason, "%s: ", q->argv[0]);
	child_status_text(status, &reason);
	stderr_tail_tail(&j->words, &reason);
	job_free(j);
	if (status == 0)
		answered(q, r, buf_str(&out));
	else
		failed(q, r, status, reason.s);
	buf_free(&out);
	buf_free(&reason);
}

static bool plain_open(struct queue *q, struct err *e) { return command_words(q, e); }

static void plain_ask(struct queue *q, struct request *r)
{
	struct job *j = xcalloc(1, sizeof *j);
	struct err e = ERR_INIT;
	const struct child_options o = {
		.argv = (const char *const *)q->argv, .env_without = q->o->env_without,
		.out = on_out, .err = on_err, .done = on_done, .ctx = j,
	};
	j->queue = q;
	j->request = r;
	j->out = (struct buf)BUF_INIT(queue_max_reply(q));
	stderr_tail_init(&j->words, q->argv[0], q->o->log);
	r->backend = j;
	if (!child_start(q->o->loop, &o, &j->child, &e)) {
		job_free(j);
		queue_stop(q, e.kind, "%s", e.msg);
		return;
	}
	struct buf input = BUF_INIT(BUF_UNBOUNDED);
	struct str system = str_trim(queue_style(q, r)->prompt);
	buf_adds(&input, system);
	buf_addz(&input, "\n\n");
	prompt_user(queue_style(q, r), &r->question, str_of(r->complaint), &input);
	child_write(j->child, buf_str(&input));
	child_close_input(j->child);
	buf_free(&input);
}

static void plain_give_up(struct queue *q, struct request *r)
{
	UNUSED(q);
	job_free(r->backend);
}

static void plain_close(struct queue *q)
{
	for (size_t i = 0; i < q->n_slots; i++)
		job_free(q->slots[i].backend);
}

const struct backend backend_plain = {
	.files_per_job = 4, .open = plain_open, .ask = plain_ask, .give_up = plain_give_up, .close = plain_close,
};
