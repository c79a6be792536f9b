/* SPDX-License-Identifier: MIT
 * The summaries of a run: asked for, or only counted (--dry-run). */
#include "src/app/run_internal.h"

#include <string.h>

#include "digest/unsaved_answers.h"

/* What an earlier run paid for when its store went away. */
static bool take_rescued(struct run *r, struct err *e)
{
	return !store_is_file(r->o) || r->o->dry_run || unsaved_answers_load(unsaved_answers_path(&r->a), r->store, str_of(r->today), &r->log, e);
}

bool run_summarize(struct run *r, bool brought, struct summarize_result *ret, struct err *e)
{
	struct selection s;
	*ret = (struct summarize_result){ 0 };
	if (summarizer_is_default(r->o))
		log_note(&r->log, "no --summarizer: the pages show key sentences of the abstracts, not Chinese");
	if (!take_rescued(r, e))
		return false;
	bool ok = run_select_unsummarized(r, brought, &s, e);
	s.older = s.keys.n;
	ok = ok && run_add_older(r, &s, e) && run_get_texts(r, &s, e) &&
	     summarize_papers(r->o, &r->w, &r->style, r->texts, &s, &r->report, ret, e);
	selection_free(&s);
	r->report.summarized = ret->done;
	r->report.waiting = ret->waiting;
	r->signal = ret->signal;
	return ok;
}

/* Whether R's harvest would ask for DAY, and nothing of it is there. */
static bool is_unseen(const struct run *r, const struct selection *s, const struct plan_step *step)
{
	bool there = step->road == ROAD_NONE;
	for (size_t i = 0; !there && i < s->keys.n; i++)
		there = s->keys.v[i].day == day_number(str_of(step->day));
	const struct plan_step *steps = r->arxiv.harvest.plan.steps.v;
	for (const struct plan_step *x = steps; !there && x < step; x++)  /* of each day once */
		there = x->road != ROAD_NONE && strcmp(x->day, step->day) == 0;
	return !there;
}

static int by_day(const struct page_key *x, const struct page_key *y) { return (x->day > y->day) - (x->day < y->day); }

/* The papers of the days before those that are not there yet. */
static bool look_back(struct run *r, const char *first, struct unseen_days *u, struct err *e)
{
	enum { DAYS_BACK = 14 };
	struct selection_query w = r->query;
	w.last = w.by_submitted = w.none = w.undated = false;
	day_add(first, -DAYS_BACK, w.since);
	day_add(first, -1, w.until);
	if (!selection_from_store(&u->past, r->store, &w, NULL, 0, e))
		return false;
	page_sort_by(u->past.keys.v, u->past.keys.n, by_day);
	for (size_t i = 0; i < u->past.keys.n; i++)
		u->past_days += i == 0 || u->past.keys.v[i].day != u->past.keys.v[i - 1].day;
	return true;
}

/* What a harvest that was not made would have brought: S is what is there. */
static bool find_unseen(struct run *r, const struct selection *s, struct unseen_days *u, struct err *e)
{
	const struct plan *plan = &r->arxiv.harvest.plan;
	const char *first = NULL;
	u->unknown = r->asks_arxiv && (r->o->ids.n > 0 || r->o->expressions.n > 0);
	for (size_t i = 0; i < plan->steps.n; i++) {
		const struct plan_step *step = &plan->steps.v[i];
		if (!is_unseen(r, s, step))
			continue;
		u->days++;
		if (first == NULL || strcmp(step->day, first) < 0)
			first = step->day;
	}
	return first == NULL || look_back(r, first, u, e);
}

bool run_estimate_summaries(struct run *r, bool brought, struct store *kept, struct err *e)
{
	struct selection all[2];
	struct unseen_days unseen = { .past = { .log = &r->log, .a = ARENA_INIT } };
	struct store *mine = r->store;
	bool ok = run_select_unsummarized(r, brought, &all[0], e) && find_unseen(r, &all[0], &unseen, e) && run_mark_texts(r, &unseen.past, 0, e);
	all[1] = (struct selection){ .log = &r->log, .a = ARENA_INIT, .store = kept };
	r->store = kept;
	ok = ok && run_add_older(r, &all[mine != kept], e) && run_get_texts(r, &all[0], e) &&
	     estimate_requests(r->o, &r->w, &r->style, r->texts, all, COUNTOF(all), &unseen, kept, e);
	r->store = mine;
	for (size_t i = 0; i < COUNTOF(all); i++)
		selection_free(&all[i]);
	selection_free(&unseen.past);
	r->came_out += ok;
	return ok;
}
