/* SPDX-License-Identifier: MIT
 * The queue's two ends: papers out of the store one by one, answers into it one by one. What an answer cost is not to be
 * lost, so each is committed as it comes; the offline extract costs nothing and is committed in batches. */
#include "src/app/asking.h"

#include <stdlib.h>
#include <string.h>

#include "digest/world.h"

enum { BATCH = 512, NAMED = 12 };

/* A paper that is being asked about. */
struct request {
	struct arena a;
	struct paper p;
	struct buf key;
};

struct asking {
	const struct run_world *w;
	const struct summarizer_options *how;
	struct selection *s;
	size_t at;                /* of the next key */
	bool extract;
	unsigned long done, waiting, total, in_batch;
	struct buf names, reason; /* of those that wait: the first few, and why the first of them does */
	bool store_failed;
};

static bool lacks(const struct asking *q, const struct page_key *k)
{
	return k->summary != SUMMARY_OK && !(q->extract && k->summary == SUMMARY_EXTRACT);
}

static bool is_extract(const char *words) { return strcmp(words, "extract") == 0; }

bool asking_check(const struct opt_values *o, struct err *e)
{
	struct arena a = ARENA_INIT;
	char **argv;
	bool ok = true;
	if (strcmp(o->summarizer_protocol, "jsonl") != 0 && strcmp(o->summarizer_protocol, "plain") != 0)
		ok = err_set(e, ERR_USAGE, "--summarizer-protocol: \"%s\" is neither jsonl nor plain", o->summarizer_protocol);
	else if (o->summarizer && !words_split(o->summarizer, &a, &argv, e))
		ok = err_wrap(e, "--summarizer");
	else if (o->summarizer && argv[0] == NULL)
		ok = err_set(e, ERR_USAGE, "--summarizer: no command in \"%s\"", o->summarizer);
	arena_free(&a);
	return ok;
}

/* ---- Storing an answer ---- */

static void free_request(struct request *r)
{
	arena_free(&r->a);
	buf_free(&r->key);
	free(r);
}

static void note_waiting(struct asking *q, const struct paper *p, struct str reason)
{
	if (q->waiting++ < NAMED)
		buf_addf(&q->names, "%s%.*s", q->names.len ? ", " : "", STR_ARG(p->id));
	if (q->reason.len == 0)
		buf_adds(&q->reason, reason);
	log_info(q->w->log, "%.*s: no summary: %.*s", STR_ARG(p->id), STR_ARG(reason));
}

static bool keep(struct asking *q, const struct request *r, const struct summary *y, struct err *e)
{
	struct store *store = q->s->store;
	if (q->in_batch == 0 && !store_begin(store, e))
		return false;
	if (!store_put_summary(store, r->p.id, r->p.version, buf_str(&r->key), y, e))
		return false;
	q->in_batch++;
	if (q->extract && q->in_batch < BATCH)
		return true;
	q->in_batch = 0;
	return store_commit(store, e);
}

static bool answered(void *ctx, void *tag, const struct summary *y, struct err *e)
{
	struct asking *q = ctx;
	struct request *r = tag;
	if (y->status == SUMMARY_OK || y->status == SUMMARY_EXTRACT)
		q->done++;
	else
		note_waiting(q, &r->p, y->reason);
	bool ok = keep(q, r, y, e);
	q->store_failed = !ok;
	free_request(r);
	if (q->w->progress)
		q->w->progress(q->w->ctx, "summarizing", q->done + q->waiting, q->total);
	return ok;
}

/* ---- The next paper ---- */

/* An older version with the same text may have been summarized already: then its answer serves. */
static bool from_cache(struct asking *q, struct request *r, bool *hit, struct err *e)
{
	struct summary y = SUMMARY_INIT;
	if (!store_get_summary(q->s->store, buf_str(&r->key), &r->a, &y, e))
		return false;
	*hit = y.status == SUMMARY_OK;
	return !*hit || keep(q, r, &y, e);
}

static bool load(struct asking *q, const struct page_key *k, struct request **ret, struct err *e)
{
	struct request *r = xmalloc(sizeof *r);
	*r = (struct request){ .a = ARENA_INIT, .key = BUF_INIT(256) };
	if (!selection_get(q->s, k, &r->a, &r->p, e)) {
		free_request(r);
		q->store_failed = true;
		return false;
	}
	summary_key(q->how, &r->p, &r->key);
	*ret = r;
	return true;
}

static bool next_paper(void *ctx, const struct paper **p, void **tag, struct err *e)
{
	struct asking *q = ctx;
	while (q->at < q->s->keys.n) {
		const struct page_key *k = &q->s->keys.v[q->at++];
		struct request *r;
		bool hit = false;
		if (!lacks(q, k))
			continue;
		if (!load(q, k, &r, e))
			return false;
		if (!from_cache(q, r, &hit, e)) {
			q->store_failed = true;
			free_request(r);
			return false;
		}
		if (hit) {
			q->done++;
			free_request(r);
			continue;
		}
		*p = &r->p;
		*tag = r;
		return true;
	}
	return false;
}

/* The summarizer is gone: those that were not asked about wait, and the page says why. */
static bool rest_waits(struct asking *q, const char *reason, struct err *e)
{
	struct summary y = SUMMARY_INIT;
	y.status = SUMMARY_PENDING;
	y.lang = q->how->style.lang;
	y.style = q->how->style.name;
	y.reason = str_of(reason);
	for (; q->at < q->s->keys.n; q->at++) {
		struct request *r;
		if (!lacks(q, &q->s->keys.v[q->at]))
			continue;
		if (!load(q, &q->s->keys.v[q->at], &r, e))
			return false;
		note_waiting(q, &r->p, y.reason);
		bool ok = keep(q, r, &y, e);
		free_request(r);
		if (!ok)
			return false;
	}
	return true;
}

static void say_who_waits(const struct asking *q)
{
	if (q->waiting > NAMED)
		log_warn(q->w->log, "%lu papers wait for their summary: %s and %lu more: %s", q->waiting, q->names.s,
		         q->waiting - NAMED, q->reason.s);
	else if (q->waiting > 0)
		log_warn(q->w->log, "%lu paper%s for a summary: %s: %s", q->waiting, q->waiting == 1 ? " waits" : "s wait",
		         q->names.s, q->reason.s);
}

bool ask_for_summaries(const struct opt_values *o, const struct run_world *w, const struct style *style, struct selection *s,
                       struct asked *ret, struct err *e)
{
	const char *words = o->summarizer ? o->summarizer : "extract";
	struct summarizer_options how = {
		.words = words, .protocol = strcmp(o->summarizer_protocol, "plain") == 0 ? PROTOCOL_PLAIN : PROTOCOL_JSONL,
		.style = style->ask, .jobs = (int)o->jobs, .timeout_s = (int)o->summarizer_timeout,
		.max_reply = (size_t)o->summarizer_max_reply, .max_restarts = (int)o->summarizer_restarts, .log = w->log,
	};
	struct asking q = {
		.w = w, .how = &how, .s = s, .extract = is_extract(words),
		.names = BUF_INIT(BUF_UNBOUNDED), .reason = BUF_INIT(BUF_UNBOUNDED),
	};
	struct summary_done papers = { .next = next_paper, .done = answered, .ctx = &q };
	for (size_t i = 0; i < s->keys.n; i++)
		q.total += lacks(&q, &s->keys.v[i]);
	bool ok = true;
	if (q.total > 0) {
		how.loop = loop_new();
		ok = summarize(&how, &papers, e);
		loop_free(how.loop);
	}
	struct err why = *e;
	if (!ok && !q.store_failed && !rest_waits(&q, why.msg, e))
		q.store_failed = true;
	if (!q.store_failed && q.in_batch > 0 && !store_commit(s->store, e))
		ok = false;
	say_who_waits(&q);
	*ret = (struct asked){ q.done, q.waiting };
	buf_free(&q.names);
	buf_free(&q.reason);
	return ok;
}
