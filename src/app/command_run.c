/* SPDX-License-Identifier: MIT
 * digest without a command: what arXiv announced, or what inputs hold, to summaries and pages. */
#include "src/app/run_internal.h"

/* Another run is asking for the same summaries and this one is not to wait (--wait 0). */
static bool stays_away(const struct run *r, const struct err *why)
{
	return why->kind == ERR_STORE || (why->kind == ERR_BUSY && opt_lock_wait(r->o, r->w.terminal) == 0);
}

/* What waits on a page of a day comes when its page is made again; elsewhere it comes out again only with its day. */
static bool waiting_holds_up(const struct run *r, const struct summarize_result *got)
{
	bool mended = output_is_daily(r->o->output) && run_knows_pages(r) && !r->options.dialect->complete_only;
	return got->waiting > 0 && !mended;
}

static bool from_arxiv(struct run *r, struct err *e)
{
	struct summarize_result got = { 0 };
	struct err why = ERR_INIT;
	if (!run_open_arxiv(r, e) || !run_set_up(r, true, true, e) ||
	    !run_open_store_to_harvest(r, e) || !run_harvest(r, e))
		return false;
	if (r->o->dry_run)
		return run_estimate_summaries(r, true, r->store, e) && run_list_pending_pages(r, e);
	if (r->o->ids.n && r->query.none) {
		r->cause = r->cause == ERR_NONE ? ERR_ABSENT : r->cause;
		return true;  /* it has been said of each */
	}
	lock_release(&r->lock);  /* others may harvest while a summarizer thinks */
	if (!run_summarize(r, true, &got, &why))
		run_report_error(r, &why);
	if (r->signal || stays_away(r, &why))
		return true;
	struct pages_options what = { .brought = true, .none_is_fine = true, .some = true };
	return run_write_store_pages(r, &what, e) && (waiting_holds_up(r, &got) || run_put_watermark(r, e));
}

/* What is read stays in memory; the answers that there are already are in the store. */
static bool plan_inputs(struct run *r, struct err *e)
{
	struct store *answers = NULL;
	if (!run_open_store(r, e))
		return false;
	answers = r->store;
	r->store = NULL;
	bool ok = store_open(NULL, &r->store, e);
	if (ok) {
		store_select_style(r->store, str_of(r->o->style));
		store_require(r->store, r->style.ask.required);
	}
	ok = ok && run_read_inputs(r, e);
	run_unique_rows(r);
	ok = ok && run_estimate_summaries(r, true, answers, e);
	store_close(answers);
	return ok;
}

bool command_run(struct run *r, struct err *e)
{
	struct summarize_result got;
	struct err why = ERR_INIT;
	if (!arxiv_is_asked(r->o, false, &r->asks_arxiv, e))
		return false;
	if (r->asks_arxiv)
		return from_arxiv(r, e);
	if (r->o->dry_run)
		return run_set_up(r, true, true, e) && plan_inputs(r, e);
	if (!run_set_up(r, true, true, e) || !run_open_store(r, e) || !run_read_inputs(r, e))
		return false;
	run_unique_rows(r);
	if (r->rows.n == 0 && r->cause != ERR_NONE)
		return true;  /* nothing to show, and it has been said why */
	if (!run_summarize(r, true, &got, &why))
		run_report_error(r, &why);
	if (r->signal || stays_away(r, &why))
		return true;
	struct pages_options what = { .brought = true, .none_is_fine = r->query.brought };
	return run_write_store_pages(r, &what, e);
}
