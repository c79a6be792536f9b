/* SPDX-License-Identifier: MIT
 * digest summarize: the summaries that the store's papers lack. */
#include "src/app/run_internal.h"

bool command_summarize(struct run *r, struct err *e)
{
	struct summarize_result got = { 0 };
	if (!store_is_file(r->o))
		return err_set(e, ERR_USAGE, "summarize --store none has nothing to fill in");
	if (!run_set_up(r, true, false, e) || !run_open_store_to_read(r, e))
		return false;
	if (r->o->dry_run)
		return run_estimate_summaries(r, false, r->store, e);
	bool ok = run_summarize(r, false, &got, e);
	r->came_out += got.done + got.over;  /* what the user's own limits leave for later is no failure */
	if (ok && got.waiting > 0)
		r->cause = ERR_SUMMARIZER;
	return ok;
}
