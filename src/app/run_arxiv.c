/* SPDX-License-Identifier: MIT
 * A run that asks arXiv: the harvest, and what the pages are about after it. */
#include "src/app/run_internal.h"

#include <string.h>

bool run_open_arxiv(struct run *r, struct err *e)
{
	if (!arxiv_check(r->o, e) || !arxiv_open(&r->arxiv, r->o, &r->w, e))
		return false;
	buf_clear(&r->begun);
	clock_rfc3339(clock_now(r->w.clock), &r->begun);
	return true;
}

/* The papers that the API gave, in the versions that were asked for. */
static void want_what_was_found(struct run *r)
{
	const struct harvest *h = &r->arxiv.harvest;
	struct selection_query *w = &r->query;
	w->ids = (struct strs){ arena_calloc(&r->a, h->found.n, sizeof *w->ids.v), h->found.n };
	w->versions = arena_calloc(&r->a, h->found.n, sizeof *w->versions);
	for (size_t i = 0; i < h->found.n; i++) {
		struct arxiv_id id = { .version = 0 };
		bool ours = arxiv_id_parse(h->found.v[i], &r->a, &id);
		w->ids.v[i] = ours ? id.id : h->found.v[i];
		w->versions[i] = id.version;
	}
	w->none = h->found.n == 0;
	w->since[0] = w->until[0] = '\0';
	w->undated = true;
}

/* What the page is about: the days that were harvested, or the papers that the API gave. */
static void want_what_was_asked(struct run *r)
{
	struct harvest *h = &r->arxiv.harvest;
	struct selection_query *w = &r->query;
	if (r->o->expressions.n || r->o->ids.n) {
		want_what_was_found(r);
	} else if (w->last) {
		memcpy(w->since, h->plan.since, DAY_SIZE);
		memcpy(w->until, h->plan.until, DAY_SIZE);
	}
	w->last = w->brought = false;
}

static void on_request(void *ctx, const char *url, const char *what, const struct fetch_reply *reply, const struct err *why)
{
	report_request(ctx, url, what, reply, why);
}

static void on_day(void *ctx, const struct store_fetch *g) { report_day(ctx, g); }

static bool commit_listed(void *ctx, struct err *e) { return run_commit_papers(ctx, e); }

bool run_harvest(struct run *r, struct err *e)
{
	struct harvest *h = &r->arxiv.harvest;
	h->store = r->store;
	h->log = &r->log;
	h->told = (struct harvest_callbacks){ on_request, on_day, &r->report };
	h->sink = (struct harvest_sink){ run_put_listed, commit_listed, r };
	bool ok = arxiv_harvest(&r->arxiv, r->o, &r->query, r->row, e) && run_commit_papers(r, e);
	if (r->cause == ERR_NONE)
		r->cause = h->cause;
	if (ok)
		want_what_was_asked(r);
	return ok;
}

bool run_put_watermark(struct run *r, struct err *e)
{
	const struct harvest *h = &r->arxiv.harvest;
	return !r->asks_arxiv || r->o->dry_run || r->cause != ERR_NONE || h->incomplete > 0 || harvest_done(&r->arxiv.harvest, e);
}
