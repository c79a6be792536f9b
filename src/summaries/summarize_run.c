/* SPDX-License-Identifier: MIT
 * The queue's two ends: papers out of the store one by one, answers into it one by one. What an answer cost is not to be
 * lost, so those that came together are committed, with what was spent, before the next paper is asked about; the offline extract
 * costs nothing and is committed in larger batches. That a paper waits is worth less: it is held back until it is known
 * why the summarizer stopped, if it did. */
#include "src/summaries/summarize_run_internal.h"

#include <stdlib.h>
#include <string.h>

#include "digest/lock.h"
#include "digest/redact.h"
#include "src/summaries/compared_papers.h"
#include "src/summaries/page_reason.h"
#include "src/summaries/unchecked.h"
#include "digest/unsaved_answers.h"

static bool checked(const struct summarize_run *q) { return !q->x.extract && q->x.how.check.mode == CHECK_MEND; }

static bool lacks(const struct summarize_run *q, const struct page_key *k)
{
	if (q->o->refresh && !q->x.extract)
		return true;
	if (k->read == PAGE_READ_TEXT && !q->x.extract)
		return true;
	return k->summary != SUMMARY_OK && !(q->x.extract && k->summary == SUMMARY_EXTRACT);
}

static void show_progress(const struct summarize_run *q)
{
	if (q->w->progress)
		q->w->progress(q->w->ctx, "summarizing", q->done + q->waiting + q->kept_old + q->held.n, q->total);
}

/* Commit what is in hand. */
static bool settle_all(struct summarize_run *q, struct err *e)
{
	bool open = q->in_batch > 0, ok = summarize_pay(q, e);
	q->in_batch = 0;
	return ok && (!open || store_commit(q->s->store, e));
}

static bool settle(void *ctx, struct err *e)
{
	struct summarize_run *q = ctx;
	if ((q->x.extract && q->in_batch < BATCH) || settle_all(q, e))
		return true;
	q->store_failed = true;
	return false;
}

/* ---- Storing an answer ---- */

static bool keep_under(struct summarize_run *q, struct str id, int version, struct str key, const struct summary *y, struct err *e)
{
	struct store *store = q->s->store;
	if (q->in_batch == 0 && !store_begin(store, e))
		return false;
	q->in_batch++;
	bool mark = y->status == SUMMARY_OK && !q->x.extract && (!checked(q) || q->unchecked);
	return store_put_summary(store, id, version, key, y, e) && (!mark || unchecked_mark(store, key, checked(q), e)) &&
	       (q->in_batch < BATCH || settle_all(q, e));
}

static bool keep(struct summarize_run *q, const struct paper_request *r, const struct summary *y, struct err *e)
{
	return keep_under(q, r->p.id, r->p.version, buf_str(&r->key), y, e);
}

/* R has no summary, for the reason in FULL; the page gets less of it. */
static bool put_waiting(struct summarize_run *q, const struct paper_request *r, const struct summary *full, struct err *e)
{
	struct summary y = *full;
	struct buf now = BUF_INIT(64);
	clock_rfc3339(clock_now(q->w->clock), &now);
	y.lang = q->x.how.style.lang;
	y.style = q->x.how.style.name;
	y.created = buf_str(&now);
	y.reason = page_reason(full, q->x.how.style.lang);
	summarize_note_waiting(q, r, y.status, y.why, full->reason);
	bool ok = keep(q, r, &y, e);
	buf_free(&now);
	return ok;
}

/* The first N of those held back. */
static bool let_go(struct summarize_run *q, size_t n, struct err *e)
{
	bool ok = true;
	for (size_t i = 0; i < n; i++) {
		struct unanswered *h = &q->held.v[i];
		ok = ok && put_waiting(q, h->request, &h->y, e);
		paper_request_free(h->request);
	}
	q->held.n -= n;
	if (n > 0 && q->held.n > 0)
		memmove(q->held.v, q->held.v + n, q->held.n * sizeof *q->held.v);
	return ok;
}

static struct summary copy_of(const struct summary *y, struct arena *a)
{
	struct summary c = *y;
	c.model = arena_dup(a, y->model);
	c.reason = arena_dup(a, y->reason);
	c.fields = arena_calloc(a, y->n_fields, sizeof *c.fields);
	for (size_t i = 0; i < y->n_fields; i++)
		c.fields[i] = (struct summary_field){ arena_dup(a, y->fields[i].name), arena_dup(a, y->fields[i].text), y->fields[i].json };
	return c;
}

/* At most so many papers are under way when the summarizer stops: those before them have a reason of their own. */
static bool hold(struct summarize_run *q, struct paper_request *r, const struct summary *y, struct err *e)
{
	size_t most = (size_t)q->x.how.jobs + SUMMARY_MOST_REFUSED;
	*vec_push(&q->held) = (struct unanswered){ r, copy_of(y, &r->a) };
	return q->held.n < 2 * most || let_go(q, most, e);
}

/* Takes R. */
static bool put_answer(struct summarize_run *q, struct paper_request *r, const struct summary *y, struct err *e)
{
	bool good = y->status == SUMMARY_OK || y->status == SUMMARY_EXTRACT;
	if (!good)
		return hold(q, r, y, e);
	q->done++;
	*vec_push(&q->answered) = r->row;
	bool ok = keep(q, r, y, e);
	paper_request_free(r);
	return ok;
}

/* Y answers a question of R, which has more: it is kept by itself, and R is asked on. */
static bool put_part(struct summarize_run *q, struct paper_request *r, const struct summary *y, struct err *e)
{
	if (!keep_under(q, STR(""), 0, r->parts[r->part].key, y, e)) {
		q->store_failed = true;
		return false;
	}
	reading_take(r, y);
	r->later = q->again;
	q->again = r;
	return true;
}

static bool answered(void *ctx, void *tag, const struct summary *y, struct err *e)
{
	struct summarize_run *q = ctx;
	struct paper_request *r = tag;
	struct arena strings = ARENA_INIT;
	struct summary whole = *y;
	bool ok = true;
	if (r->reads && y->status == SUMMARY_OK && r->part + 1 < r->n_parts)
		return put_part(q, r, y, e);
	waiters_remove(&q->waiters, r);
	if (r->reads && y->status == SUMMARY_OK) {
		reading_take(r, y);
		whole = reading_whole(&q->reading, r, y);
		strings = r->a;  /* others share them */
		r->a = (struct arena)ARENA_INIT;
	}
	for (struct paper_request *next; r; r = next) {
		next = r->waiters ? r->waiters : r->next;  /* the paper that was asked about, then those behind it */
		r->waiters = NULL;
		ok = ok ? put_answer(q, r, &whole, e) : (paper_request_free(r), false);
	}
	arena_free(&strings);
	q->store_failed |= !ok;
	show_progress(q);
	return ok;
}

/* ---- The next paper ---- */

static bool load(struct summarize_run *q, const struct page_key *k, struct paper_request **ret, struct err *e)
{
	struct paper_request *r = paper_request_new(k);
	if (!selection_get(q->s, k, &r->a, &r->p, e)) {
		paper_request_free(r);
		return false;
	}
	r->terms = summarizer_key(&q->x, &r->p, &r->a, &r->key);
	if (!q->x.extract && !reading_load(&q->reading, &q->x, k, r, e)) {
		paper_request_free(r);
		return false;
	}
	*ret = r;
	return true;
}

/* The answer was rejected lately: the paper is not asked about. For an older page this was reported when the page was made. */
static void note_rejected(struct summarize_run *q, const struct paper_request *r, const struct summary *y)
{
	struct buf why = BUF_INIT(BUF_UNBOUNDED);
	buf_addf(&why, "its answer of %.*s was rejected (%.*s): --retry-rejected asks again",
	         STR_ARG(str_head(y->created, DAY_SIZE - 1)), STR_ARG(y->reason));
	if (q->at > q->s->older)
		log_info(q->w->log, "%.*s: %s", STR_ARG(r->p.id), why.s);
	else
		summarize_note_waiting(q, r, y->status, y->why, buf_str(&why));
	buf_free(&why);
}

/* An older version with the same text may have been summarized already: then its answer serves; or rejected lately. */
static bool from_cache(struct summarize_run *q, struct paper_request *r, bool *hit, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct summary y;
	enum unchecked found = UNCHECKED_NOT;
	bool ok = summary_cache_get(&q->cached, q->s->store, buf_str(&r->key), &a, &y, e);
	if (ok && y.status == SUMMARY_OK && q->unchecked)
		ok = unchecked_look(q->s->store, &q->x.how.check, &r->p, buf_str(&r->key), &y, &a, &found, e);
	*hit = ok && y.status != SUMMARY_NONE && found != UNCHECKED_BAD;
	if (*hit && y.status == SUMMARY_OK)
		q->done += !r->had;
	else if (*hit)
		note_rejected(q, r, &y);
	r->had = r->had && found != UNCHECKED_BAD;
	if (ok && *hit && !(r->had && found == UNCHECKED_NOT && !r->reads))
		ok = keep(q, r, &y, e);
	arena_free(&a);
	return ok;
}

/* Answers to some of R's questions may be there: it goes on behind them. *ALL: to all of them; then they are its answer. */
static bool parts_from_cache(struct summarize_run *q, struct paper_request *r, bool *all, struct err *e)
{
	struct summary y = SUMMARY_INIT;
	bool ok = true, hit = r->n_parts > 1;
	while (ok && hit && r->part < r->n_parts) {
		ok = summary_cache_get(&q->cached, q->s->store, r->parts[r->part].key, &r->a, &y, e);
		hit = ok && y.status == SUMMARY_OK;
		if (hit)
			reading_take(r, &y);
	}
	*all = ok && hit;
	if (*all) {
		const struct summary whole = reading_whole(&q->reading, r, &y);
		q->done++;
		ok = keep(q, r, &whole, e);
	}
	return ok;
}

/* What R is answered by without anybody being asked, if it is: *HIT. */
static bool look_for_answer(struct summarize_run *q, struct paper_request *r, bool *hit, struct err *e)
{
	bool ok = from_cache(q, r, hit, e);
	if (!ok || *hit || !r->reads)
		return ok;
	if (!r->answered_only)
		return parts_from_cache(q, r, hit, e);
	r->reads = false;  /* nor does an older text's serve: its abstract does */
	buf_clear(&r->key);
	summarizer_key(&q->x, &r->p, &r->a, &r->key);
	return from_cache(q, r, hit, e);
}

/* Its text is not there yet: so it waits. */
static bool wait_for_text(struct summarize_run *q, const struct paper_request *r, struct err *e)
{
	struct summary y = SUMMARY_INIT;
	struct buf why = BUF_INIT(ERR_MSG_SIZE);
	buf_addf(&why, "its whole text is not there yet%s%.*s (the next run asks again; --fulltext none does without)", r->text.why.n ? ": " : "",
	         STR_ARG(r->text.why));
	y.status = SUMMARY_PENDING;
	y.why = REASON_TEXT;
	y.reason = buf_str(&why);
	bool ok = put_waiting(q, r, &y, e);
	buf_free(&why);
	return ok;
}

/* The next one that somebody has to be asked about; *RET is NULL if there is none. */
static bool next_request(struct summarize_run *q, struct paper_request **ret, struct err *e)
{
	*ret = NULL;
	while (q->at < q->s->keys.n) {
		const struct page_key *k = &q->s->keys.v[q->at++];
		struct paper_request *r;
		bool hit = false;
		if (!lacks(q, k) && !(q->unchecked && k->summary == SUMMARY_OK))
			continue;
		if (!load(q, k, &r, e))
			return false;
		if (r->p.withdrawn == TRI_YES) {  /* --refresh: there is nothing to be summarized */
			paper_request_free(r);
			continue;
		}
		if (r->awaits) {
			bool kept = r->had || wait_for_text(q, r, e);
			paper_request_free(r);
			if (!kept)
				return false;
			continue;
		}
		bool ok = look_for_answer(q, r, &hit, e);
		if (ok && !hit && r->had && !lacks(q, k)) {  /* written from a text: the check has not that at hand */
			paper_request_free(r);
			continue;
		}
		if (ok && !hit && waiters_join(&q->waiters, r))
			continue;
		if (ok && !hit) {
			waiters_add(&q->waiters, r);
			*ret = r;
			return true;
		}
		paper_request_free(r);
		if (!ok)
			return false;
		show_progress(q);
	}
	return true;
}

static bool next_paper(void *ctx, struct question *ret, struct err *e)
{
	struct summarize_run *q = ctx;
	struct paper_request *r = q->first ? q->first : q->again;
	if (q->first == NULL && r)
		q->again = r->later;
	q->first = NULL;
	if (r == NULL && !next_request(q, &r, e))
		q->store_failed = true;
	if (r == NULL)
		return false;
	*ret = reading_question(r);
	return true;
}

/* ---- The end ---- */

/* The summarizer is gone: those that were not asked about wait, and the page says why. */
static bool rest_waits(struct summarize_run *q, const struct err *why, struct err *e)
{
	struct summary y = SUMMARY_INIT;
	struct question left;
	y.status = SUMMARY_PENDING;
	y.why = summary_stop_reason(&q->x.how, why->kind);
	y.reason = str_of(why->msg);
	if (!let_go(q, q->held.n, e))
		return false;
	if (q->signal)  /* the next run asks about them: nothing is to be written that can wait, and nothing said */
		return true;
	while (next_paper(q, &left, e)) {
		struct paper_request *r = left.tag;
		waiters_remove(&q->waiters, r);
		bool ok = put_waiting(q, r, &y, e);
		for (const struct paper_request *t = r->waiters; ok && t; t = t->next)
			ok = put_waiting(q, t, &y, e);
		paper_request_free(r);
		if (!ok)
			return false;
	}
	return !q->store_failed;
}

/* Ask. What ended the summarizer is in WHY, what ended the store in E. */
static bool ask_all(struct summarize_run *q, struct err *why, struct err *e)
{
	const struct summary_done papers = { .next = next_paper, .done = answered, .spent = summarize_spent, .settle = settle, .ctx = q };
	bool usable = next_request(q, &q->first, e) && settle_all(q, e);  /* a key's command may take its time */
	if (!usable) {
		q->store_failed = true;
		return false;
	}
	struct likeness *others = NULL;
	bool looks = !q->x.extract && q->x.how.check.mode != CHECK_OFF;
	if (q->first && looks && !compared_papers_read(q->s, &others, e)) {
		q->store_failed = true;
		return false;
	}
	q->x.how.check.papers = others;
	if (q->first)
		usable = summarizer_begin(&q->x, q->o, q->w->clock, why) && summarize(&q->x.how, &papers, why);
	likeness_free(others);
	q->x.how.check.papers = NULL;
	q->signal = summarizer_end(&q->x);
	if (q->signal && usable)  /* it came when all was answered already */
		usable = err_set(why, ERR_INTERRUPTED, "ended by signal %d", q->signal);
	if (q->store_failed) {
		*e = *why;
		return false;
	}
	bool ok = (usable ? let_go(q, q->held.n, e) : rest_waits(q, why, e)) && settle_all(q, e) &&
	          summarizer_keep_learned(&q->x, q->s->store, e);
	q->store_failed = !ok;
	if (ok && !usable)
		*e = *why;
	return ok && usable;
}

static void end_asking(struct summarize_run *q)
{
	while (q->held.n > 0)
		paper_request_free(q->held.v[--q->held.n].request);
	if (q->first)
		paper_request_free(q->first);
	for (struct paper_request *r; (r = q->again) != NULL;) {
		q->again = r->later;
		paper_request_free(r);
	}
	vec_free(&q->held);
	vec_free(&q->answered);
	buf_free(&q->names);
	buf_free(&q->reason);
	buf_free(&q->old_reason);
	summarizer_close(&q->x);
}

/* Two runs that ask at the same time would pay for the same answers. */
static bool wait_for_others(struct summarize_run *q, struct lock *ret, struct err *e)
{
	const struct summarizer_options *how = &q->x.how;
	const struct lock_wait p = { opt_lock_wait(q->o, q->w->terminal), q->w->log };
	struct buf what = BUF_INIT(BUF_UNBOUNDED);
	if (q->x.extract || !store_is_file(q->o))
		return true;
	buf_addf(&what, "%s %s %s %.*s %.*s", how->words, how->chat.base_url ? how->chat.base_url : "",
	         how->chat.model ? how->chat.model : "", STR_ARG(how->style.name), STR_ARG(how->style.lang));
	bool ok = lock_task(store_path(q->o, &q->x.a), buf_str(&what), "asks for the same summaries", &p, ret, e);
	buf_free(&what);
	return ok;
}

/* Another run went on asking: all wait. */
static bool all_wait(struct summarize_run *q, const struct err *why, struct err *e)
{
	if (rest_waits(q, why, e) && settle_all(q, e))
		*e = *why;
	return false;
}

/* The store went away under the run: what was paid for is kept beside it. */
static bool rescue(struct summarize_run *q, struct err *e)
{
	struct err gone = ERR_INIT, why = ERR_INIT;
	if (store_file_in_place(q->s->store, &gone))
		return true;
	const char *path = unsaved_answers_path(&q->x.a);
	if (q->x.extract || q->answered.n == 0)
		*e = gone;
	else if (unsaved_answers_write(path, q->s->store, q->answered.v, q->answered.n, &why))
		err_set(e, ERR_STORE, "%s: the answers are kept in %s, and the next run puts them in", gone.msg, path);
	else
		err_set(e, ERR_STORE, "%s: and the answers cannot be kept: %s", gone.msg, why.msg);
	return false;
}

bool summarize_papers(const struct opt_values *o, const struct run_io *w, const struct style *style, struct texts *texts,
                       struct selection *s, struct report *report, struct summarize_result *ret, struct err *e)
{
	struct summarize_run q = { .w = w, .o = o, .s = s, .report = report, .held = VEC_INIT, .answered = VEC_INIT, .cached = summary_cache_options(o, w->clock),
		            .names = BUF_INIT(BUF_UNBOUNDED), .reason = BUF_INIT(BUF_UNBOUNDED),
		            .old_reason = BUF_INIT(BUF_UNBOUNDED) };
	struct err why = ERR_INIT;
	q.reading = (struct reading){ o, &style->reading, texts };
	bool ok = summarizer_open(&q.x, o, &style->ask, &style->reading, s->store, e);
	q.x.how.log = w->log;
	ok = ok && (!checked(&q) || unchecked_any(s->store, &q.unchecked, e));
	for (size_t i = 0; ok && i < s->keys.n; i++)
		q.total += lacks(&q, &s->keys.v[i]);
	if (ok && (q.total > 0 || q.unchecked)) {
		struct lock lock = LOCK_INIT;
		ok = wait_for_others(&q, &lock, &why) ? ask_all(&q, &why, e) : all_wait(&q, &why, e);
		lock_release(&lock);
		ok = rescue(&q, e) && ok;
		summarize_say_withheld(&q, q.signal == 0 && (!ok || q.waiting > 0));
	}
	if (q.signal)
		err_set(e, e->kind, "%s: the %lu summar%s that came %s stored", e->msg, q.done, q.done == 1 ? "y" : "ies",
		        q.done == 1 ? "is" : "are");
	else
		summarize_say_who_waits(&q);
	if (q.total > 0)
		report_summaries(report, &q.x.how, redact_command_line(q.x.how.words, endpoint_secret_values(o, &q.x.a), &q.x.a), q.done);
	*ret = (struct summarize_result){ q.done, q.waiting, q.signal, q.over };
	end_asking(&q);
	return ok;
}
