/* SPDX-License-Identifier: MIT
 * The summaries of a run: asked for, or only counted (--dry-run). */
#include "src/app/run_internal.h"

#include "src/app/rescued.h"

/* What an earlier run paid for when its store went away. */
static bool take_rescued(struct run *r, struct err *e)
{
	return !store_is_file(r->o) || r->o->dry_run || rescued_take(rescued_path(&r->a), r->store, str_of(r->today), &r->log, e);
}

bool run_ask(struct run *r, bool brought, struct asked *ret, struct err *e)
{
	struct selection s;
	*ret = (struct asked){ 0 };
	if (summarizer_unsaid(r->o))
		log_note(&r->log, "no --summarizer: the pages show key sentences of the abstracts, not Chinese");
	if (!take_rescued(r, e))
		return false;
	bool ok = run_gather(r, brought, &s, e);
	s.older = s.keys.n;
	ok = ok && run_add_older(r, &s, e) && ask_for_summaries(r->o, &r->w, &r->style, &s, &r->report, ret, e);
	selection_free(&s);
	r->report.summarized = ret->done;
	r->report.waiting = ret->waiting;
	r->signal = ret->signal;
	return ok;
}

bool run_plan_summaries(struct run *r, bool brought, struct store *kept, struct err *e)
{
	struct selection all[2];
	struct store *mine = r->store;
	bool ok = run_gather(r, brought, &all[0], e);
	all[1] = (struct selection){ .log = &r->log, .a = ARENA_INIT, .store = kept };
	r->store = kept;
	ok = ok && run_add_older(r, &all[mine != kept], e) && asking_plan(r->o, &r->w, &r->style, all, COUNTOF(all), kept, e);
	r->store = mine;
	for (size_t i = 0; i < COUNTOF(all); i++)
		selection_free(&all[i]);
	r->came_out += ok;
	return ok;
}
