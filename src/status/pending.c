/* SPDX-License-Identifier: MIT
 * Why papers wait: those of one reason together, the newest first. */
#include "digest/status.h"

#include <stdlib.h>

#include "digest/text.h"
#include "digest/vec.h"

struct waiting {
	struct str id, title, day, words;  /* DAY: of its announcement, else STR_NULL */
	int version;
	enum summary_status status;        /* SUMMARY_PENDING or SUMMARY_REJECTED */
	enum pending_reason why;
};

struct pending {
	struct store *store;
	struct arena a;
	VEC(int64_t) rows;
	VEC(bool) unfit;                   /* by row: there is a summary, which is not the style's or lacks a field of it */
	VEC(struct waiting) papers;
	struct buf out;
};

/* ---- Gathering ---- */

static bool add_hit(void *ctx, const struct store_hit *h, struct err *e)
{
	struct pending *p = ctx;
	UNUSED(e);
	if (h->summary != SUMMARY_OK) {
		*vec_push(&p->rows) = h->row;
		*vec_push(&p->unfit) = h->unfit;
	}
	return true;
}

/* Why: what the summary says of itself, unless it is an ok one that does not do, or there is none. */
static void add_reason(struct waiting *w, const struct summary *y, bool unfit)
{
	bool said = y->status == SUMMARY_PENDING || y->status == SUMMARY_REJECTED;
	enum pending_reason otherwise = !unfit ? REASON_NOT_ASKED : y->status == SUMMARY_OK ? REASON_LACKS_FIELD : REASON_OTHER_STYLE;
	w->status = y->status == SUMMARY_REJECTED ? SUMMARY_REJECTED : SUMMARY_PENDING;
	w->why = said ? y->why : otherwise;
	w->words = w->why == REASON_NONE || w->why == REASON_REPORTED ? y->reason : pending_reason_words(w->why, STR("en"));
}

static bool add_paper(struct pending *p, size_t i, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct paper x;
	bool ok = store_get(p->store, p->rows.v[i], false, &a, &x, e);
	if (ok) {
		struct waiting *w = vec_push(&p->papers);
		*w = (struct waiting){ .id = x.id, .title = x.title, .day = x.announced, .version = x.version };
		add_reason(w, &x.summary, p->unfit.v[i]);
		struct str *const texts[] = { &w->id, &w->title, &w->day, &w->words };
		for (size_t k = 0; k < COUNTOF(texts); k++)
			*texts[k] = arena_dup(&p->a, *texts[k]);
	}
	arena_free(&a);
	return ok;
}

static int by_reason(const void *va, const void *vb)
{
	const struct waiting *a = va, *b = vb;
	if (a->why != b->why)
		return (a->why > b->why) - (a->why < b->why);
	if (a->status != b->status)
		return (a->status > b->status) - (a->status < b->status);
	int day = str_cmp(b->day, a->day);
	return day ? day : str_cmp(b->id, a->id);
}

static bool gather(struct pending *p, const struct status_question *q, struct err *e)
{
	struct store_select want = { .categories = q->categories, .undated = true };
	want.since = q->since[0] ? str_of(q->since) : STR_NULL;
	want.until = q->until[0] ? str_of(q->until) : STR_NULL;
	bool ok = store_find(p->store, &want, add_hit, p, e);
	for (size_t i = 0; ok && i < p->rows.n; i++)
		ok = add_paper(p, i, e);
	if (p->papers.n > 1)
		qsort(p->papers.v, p->papers.n, sizeof *p->papers.v, by_reason);
	return ok;
}

/* ---- Printing ---- */

static bool same_reason(const struct waiting *a, const struct waiting *b) { return a->why == b->why && a->status == b->status; }

static void put_group(struct pending *p, size_t from, size_t to)
{
	struct buf *b = &p->out;
	const struct waiting *first = &p->papers.v[from];
	struct str name = pending_reason_name(first->why), words = pending_reason_words(first->why, STR("en"));
	buf_addc(b, '\n');
	if (str_known(name))
		buf_addf(b, "%.*s (%.*s)", STR_ARG(words), STR_ARG(name));
	else
		buf_addz(b, "for a reason that its record does not name");
	buf_addf(b, "%s: %zu paper%s\n    ", first->status == SUMMARY_REJECTED ? ", rejected" : "", to - from, to - from == 1 ? "" : "s");
	pending_advice(first->why, first->status, b);
	buf_addc(b, '\n');
	for (size_t i = from; i < to; i++) {
		const struct waiting *w = &p->papers.v[i];
		buf_addf(b, "  %.*s", STR_ARG(w->id));
		if (w->version > 0)
			buf_addf(b, "v%d", w->version);
		buf_addf(b, "  %.*s  %.*s", STR_ARG(str_known(w->day) ? w->day : STR("-")), STR_ARG(w->title));
		if (str_known(w->words) && !str_eq(w->words, words))
			buf_addf(b, ": %.*s", STR_ARG(w->words));
		buf_addc(b, '\n');
	}
}

static void put_text(struct pending *p)
{
	size_t n = p->papers.n;
	if (n == 0)
		buf_addz(&p->out, "No paper waits for its summary.\n");
	else
		buf_addf(&p->out, "%zu paper%s for %s summary:\n", n, n == 1 ? " waits" : "s wait", n == 1 ? "its" : "their");
	for (size_t from = 0, to; from < n; from = to) {
		for (to = from + 1; to < n && same_reason(&p->papers.v[from], &p->papers.v[to]); to++)
			;
		put_group(p, from, to);
	}
}

static void put_member(struct buf *b, const char *name, struct str text)
{
	buf_addf(b, ", \"%s\": ", name);
	if (str_known(text))
		js_put_string(b, text);
	else
		buf_addz(b, "null");
}

static void put_json(struct pending *p)
{
	struct buf *b = &p->out, advice = BUF_INIT(BUF_UNBOUNDED);
	buf_addf(b, "{\n  \"waiting\": %zu,\n  \"papers\": [", p->papers.n);
	for (size_t i = 0; i < p->papers.n; i++) {
		const struct waiting *w = &p->papers.v[i];
		buf_addz(b, i ? ",\n    {\"id\": " : "\n    {\"id\": ");
		js_put_string(b, w->id);
		if (w->version > 0)
			buf_addf(b, ", \"version\": %d", w->version);
		put_member(b, "title", w->title);
		put_member(b, "announced", w->day);
		put_member(b, "status", summary_status_name(w->status));
		put_member(b, "reason_code", pending_reason_name(w->why));
		put_member(b, "reason", w->words);
		buf_clear(&advice);
		pending_advice(w->why, w->status, &advice);
		put_member(b, "advice", buf_str(&advice));
		buf_addc(b, '}');
	}
	buf_addz(b, p->papers.n ? "\n  ]\n}\n" : "]\n}\n");
	buf_free(&advice);
}

bool status_pending(struct store *store, const struct status_question *q, const struct run_io *world, struct err *e)
{
	struct pending p = { .store = store, .a = ARENA_INIT, .rows = VEC_INIT, .unfit = VEC_INIT, .papers = VEC_INIT,
		             .out = BUF_INIT(BUF_UNBOUNDED) };
	bool ok = store_read_begin(store, e);
	if (ok) {
		ok = gather(&p, q, e);
		store_read_end(store);
	}
	if (ok)
		q->json ? put_json(&p) : put_text(&p);
	ok = ok && world->out(world->ctx, buf_str(&p.out), e);
	vec_free(&p.rows);
	vec_free(&p.unfit);
	vec_free(&p.papers);
	buf_free(&p.out);
	arena_free(&p.a);
	return ok;
}
