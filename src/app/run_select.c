/* SPDX-License-Identifier: MIT
 * Which papers of the store a run is about: for its summaries, and for its pages. */
#include "src/app/run_internal.h"

#include <string.h>

/* What the run brought in: the papers, or for pages a day the days, whole: a page also shows what earlier runs brought. */
static bool what_came(struct run *r, struct selection *s, struct err *e)
{
	static const int64_t no_rows[1];
	struct selection_query w = r->query;
	bool days = output_period(r->o->output) != PERIOD_ALL && r->rows.n > 0;
	w.last = w.by_submitted = false;
	if (days && r->undated) {  /* those without a day go to the day that they came in */
		run_note_day(r, str_of(r->today));
		w.undated = true;
	}
	if (days || !r->undated) {
		memcpy(w.since, r->first, sizeof w.since);
		memcpy(w.until, r->last, sizeof w.until);
	}
	return selection_from_store(s, r->store, &w, days ? NULL : r->rows.n ? r->rows.v : no_rows, days ? 0 : r->rows.n, e);
}

static bool select_from_store(struct run *r, bool brought, struct selection *s, struct err *e)
{
	if (brought && r->query.brought)
		return what_came(r, s, e);
	return selection_from_store(s, r->store, &r->query, NULL, 0, e);
}

static void counting(void *ctx, const char *what, unsigned long done, unsigned long total)
{
	const struct run *r = ctx;
	if (r->w.progress && total > 0)
		r->w.progress(r->w.ctx, what, done, total);
}

struct interest_options run_interest_options(struct run *r)
{
	return (struct interest_options){
		.sections = r->sections, .n = r->n_sections, .store = r->store, .keeps = r->row != 0, .starred = path_data("starred", &r->a), .log = &r->log,
		.told = { counting, r },
	};
}

bool run_open_interests(struct run *r, struct selection *s, struct err *e)
{
	const struct dialect *d = r->options.dialect;
	const struct interest_options how = run_interest_options(r);
	if (r->interests == NULL && r->n_sections > 0 && !(d && d->by_link) && !interests_open(&how, &r->interests, e))
		return false;
	s->interests = r->interests;
	return true;
}

bool run_each_category(struct run *r, run_category_fn *fn, void *ctx, struct err *e)
{
	const struct strs all = r->query.categories;
	bool ok = true;
	if (!output_by_category(r->o->output) || all.n < 2)
		return fn(r, ctx, e);
	for (size_t i = 0; ok && i < all.n; i++) {
		bool again = strs_has((struct strs){ all.v, i }, all.v[i]);
		r->query.categories = (struct strs){ &all.v[i], 1 };
		ok = again || fn(r, ctx, e);
	}
	r->query.categories = all;
	return ok;
}

/* The papers that are to have summaries: those of all pages. */
struct gathering {
	struct selection *s;
	bool brought;
};

static bool gather(struct run *r, void *ctx, struct err *e)
{
	struct gathering *g = ctx;
	size_t from = g->s->keys.n;
	if (!select_from_store(r, g->brought, g->s, e) || !run_mark_texts(r, g->s, from, e))
		return false;
	if (r->asks_first)
		g->s->keys.n = from + page_keep_first(g->s->keys.v + from, g->s->keys.n - from, r->asks_first, output_period(r->o->output));
	return true;
}

static int by_key_row(const struct page_key *x, const struct page_key *y)
{
	return x->row != y->row ? (x->row > y->row) - (x->row < y->row) : (x->type > y->type) - (x->type < y->type);
}

bool run_select_unsummarized(struct run *r, bool brought, struct selection *s, struct err *e)
{
	struct gathering g = { s, brought };
	*s = (struct selection){ .log = &r->log, .a = ARENA_INIT, .period = output_period(r->o->output) };
	if (!run_open_interests(r, s, e) || !run_each_category(r, gather, &g, e))
		return false;
	size_t kept = 0;
	bool several = output_by_category(r->o->output) && r->query.categories.n > 1;
	if (several)
		page_sort_by(s->keys.v, s->keys.n, by_key_row);
	for (size_t i = 0; several && i < s->keys.n; i++)
		if (kept == 0 || s->keys.v[i].row != s->keys.v[kept - 1].row)
			s->keys.v[kept++] = s->keys.v[i];
		else if (s->keys.v[i].read)
			s->keys.v[kept - 1].read = s->keys.v[i].read;
	s->keys.n = several ? kept : s->keys.n;
	if (s->interests)  /* what comes first is paid for first */
		page_sort(s->keys.v, s->keys.n, dialect_at(0));
	return true;
}

void run_select_style(const struct run *r, struct selection *s)
{
	s->style = r->options.format->records ? NULL : &r->style.ask;
	s->chinese = str_starts(r->options.lang, "zh");
	s->unfit_names = s->waiting_names = (struct buf)BUF_INIT(BUF_UNBOUNDED);
}

bool run_select(struct run *r, bool brought, struct selection *s, struct err *e)
{
	*s = (struct selection){ .dialect = r->options.dialect, .log = &r->log, .a = ARENA_INIT };
	s->period = output_period(r->o->output);
	s->each_day = s->period != PERIOD_ALL;
	s->by_category = output_by_category(r->o->output);
	run_select_style(r, s);
	return run_open_interests(r, s, e) && select_from_store(r, brought, s, e);
}
