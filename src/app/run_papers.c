/* SPDX-License-Identifier: MIT
 * Papers that come in, from arXiv or from inputs: into the store in batches, and onto standard output as records. */
#include "src/app/run_internal.h"
#include "digest/sort.h"

#include <stdlib.h>
#include <string.h>

#include "digest/inputs.h"

enum { BATCH = 2000 };  /* papers a transaction */

static bool print_record(struct run *r, const struct paper *p, struct err *e)
{
	buf_clear(&r->line);
	paper_to_json(p, &r->line);
	buf_addc(&r->line, '\n');
	bool ok = r->w.out(r->w.ctx, buf_str(&r->line), e);
	r->printed += ok;
	r->out_failed = !ok;
	return ok;
}

bool run_commit_papers(struct run *r, struct err *e)
{
	unsigned long n = r->in_batch;
	r->in_batch = 0;
	if (n > 0 && !store_commit(r->store, e))
		return false;
	r->kept += n;
	if (r->store == NULL || store_file_in_place(r->store, e))
		return true;
	r->kept = 0;
	return false;
}

/* A summary that says no style, and has all that the one asked for wants, is one of it. */
static struct paper with_style(const struct run *r, const struct paper *p)
{
	const struct summary_style *ask = &r->style.ask;
	struct paper q = *p;
	bool all = ask->required.n > 0 && str_empty(p->summary.style) && p->summary.status == SUMMARY_OK &&
	           !str_is(ask->name, STORE_UNSAID_STYLE);
	for (size_t i = 0; all && i < ask->required.n; i++)
		all = str_known(summary_get(&p->summary, ask->required.v[i].p));
	if (all)
		q.summary.style = ask->name;
	return q;
}

/* HOW: out of a list of arXiv's; then the pages are found by day, and not by row. */
static bool store_paper(struct run *r, const struct paper *received, const struct store_announced *how, struct err *e)
{
	const struct paper styled = with_style(r, received), *p = &styled;
	if (r->in_batch == 0 && !store_begin(r->store, e))
		return false;
	if (r->asks_arxiv) {
		if (!(how ? store_put_listed(r->store, p, str_of(r->today), how, NULL, e)
		          : store_put(r->store, p, str_of(r->today), NULL, e)))
			return false;
	} else if (!store_put(r->store, p, str_of(r->today), vec_push(&r->rows), e))
		return false;
	return ++r->in_batch < BATCH || run_commit_papers(r, e);
}

void run_note_day(struct run *r, struct str day)
{
	if (!day_valid(day)) {
		r->undated = true;
		return;
	}
	if (r->first[0] == '\0' || str_cmp(day, str_of(r->first)) < 0)
		memcpy(r->first, day.p, day.n);
	if (r->last[0] == '\0' || str_cmp(day, str_of(r->last)) > 0)
		memcpy(r->last, day.p, day.n);
}

bool run_put_listed(void *ctx, const struct paper *p, const struct store_announced *how, struct err *e)
{
	struct run *r = ctx;
	r->records++;
	run_note_day(r, p->announced);
	if (r->w.progress)
		r->w.progress(r->w.ctx, "reading", r->records, 0);
	bool print = r->o->json && (r->asks_arxiv || selection_query_has_kind(&r->query, p, false));
	return (!r->store || store_paper(r, p, how, e)) && (!print || print_record(r, p, e));
}

static bool take_paper(void *ctx, const struct paper *p, struct err *e) { return run_put_listed(ctx, p, NULL, e); }

bool run_read_inputs(struct run *r, struct err *e)
{
	struct input_options how = { .contact = r->o->contact, .sink = { take_paper, r }, .log = &r->log };
	for (size_t i = 0; i < r->o->inputs.n; i++) {
		struct input_result got = { 0, 0 };
		struct err why = ERR_INIT;
		if (input_read(r->o->inputs.v[i].p, &how, &got, &why))
			continue;
		if (why.kind == ERR_STORE || why.kind == ERR_DEFECT || r->out_failed)
			return err_set(e, why.kind, "%s", why.msg);
		run_report_error(r, &why);
	}
	return run_commit_papers(r, e) && (r->store == NULL || run_check_unknown_archives(r, "", e));
}

void run_unique_rows(struct run *r) { vec_sort_unique(&r->rows, order_int64); }
