/* SPDX-License-Identifier: MIT
 * The summaries of a run: asked for, or only counted (--dry-run). */
#include "src/app/run_internal.h"

#include <unistd.h>

#include "src/app/inputs.h"

static bool put_rescued(void *ctx, const struct paper *p, struct err *e)
{
	struct run *r = ctx;
	return store_put(r->store, p, str_of(r->today), NULL, e);
}

/* What an earlier run paid for when its store went away. */
static bool take_rescued(struct run *r, struct err *e)
{
	const char *path = path_state("rescued.jsonl", &r->a);
	struct input_options how = { .may_be_empty = true, .sink = { put_rescued, r }, .log = &r->log };
	struct input_result got = { 0, 0 };
	if (!store_is_file(r->o) || r->o->dry_run || access(path, F_OK) != 0)
		return true;
	if (!store_begin(r->store, e) || !input_read(path, &how, &got, e) || !store_commit(r->store, e))
		return false;
	unlink(path);
	log_note(&r->log, "%s: %lu answers of an earlier run are in the store now", path, got.papers);
	return true;
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
