/* SPDX-License-Identifier: MIT
 * digest fetch: papers into the store, from arXiv or from inputs. */
#include "src/app/run_internal.h"

bool command_fetch(struct run *r, struct err *e)
{
	if (!arxiv_is_asked(r->o, true, &r->asks_arxiv, e))
		return false;
	if (!store_is_file(r->o) && !r->o->json)
		return err_set(e, ERR_USAGE, "fetch --store none keeps nothing: say --json to print the records");
	if (r->asks_arxiv && !run_open_arxiv(r, e))
		return false;
	if (!run_set_up(r, false, false, e))
		return false;
	bool ok;
	if (r->asks_arxiv)
		ok = run_open_store_to_harvest(r, e) && run_harvest(r, e) && run_put_watermark(r, e);
	else
		ok = (!store_is_file(r->o) || run_open_store(r, e)) && run_read_inputs(r, e);
	r->came_out += r->kept + r->printed;
	r->came_out += r->asks_arxiv && ok && r->cause == ERR_NONE;  /* what was asked for is in the store, if from earlier runs */
	return ok;
}
