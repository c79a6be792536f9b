/* SPDX-License-Identifier: MIT
 * The pages of a run: those of its papers, then older ones that have become better. */
#include "src/app/run_internal.h"

#include <string.h>

#include "digest/empty_days.h"
#include "digest/moved_pages.h"
#include "digest/pending_pages.h"
#include "digest/endpoint.h"
#include "digest/not_fetched.h"

static struct output output_of(struct run *r)
{
	return (struct output){ .place = run_place(r), .limit = r->o->limit, .top = r->o->top, .rescore = r->o->rescore, .interests = r->interests, .style = &r->style, .options = &r->options,
	                        .world = &r->w, .overwrite = r->o->overwrite, .told = &r->told };
}

static void on_repaired(void *ctx, const char *path) { report_repaired(ctx, path); }

static struct pending_pages pending_of(struct run *r, struct output *out)
{
	return (struct pending_pages){ .output = out, .store = r->store, .log = &r->log, .repaired = on_repaired, .ctx = &r->report };
}

/* An extract is no summary: a page that waits is not repaired by one, and its papers go on waiting. */
static bool extracts(const struct opt_values *o)
{
	return strcmp(summarizer_words(o), "extract") == 0;
}

/* Before pages are looked for the first time: those that have moved with their folder. */
static bool find_moved(struct run *r, struct err *e)
{
	struct output out = output_of(r);
	if (r->pages_found || !run_knows_pages(r) || r->o->dry_run)
		return true;
	r->pages_found = true;
	return moved_pages_note(&out, r->store, e);
}

bool run_add_older(struct run *r, struct selection *s, struct err *e)
{
	struct output out = output_of(r);
	const struct pending_pages again = pending_of(r, &out);
	return !run_knows_pages(r) || extracts(r->o) || (find_moved(r, e) && pending_pages_papers(&again, s, e));
}

static void say_unfit(struct run *r, const struct selection *s)
{
	if (s->unfit > 0)
		log_warn(&r->log, "%lu paper%s: the summary is of another style than %.*s, or lacks a field of it: %s", s->unfit,
		         s->unfit == 1 ? " waits" : "s wait", STR_ARG(r->style.ask.name), s->unfit_names.s);
}

void run_report_waiting(struct run *r, const struct selection *s)
{
	if (s->waiting > 0)
		log_warn(&r->log, "%lu paper%s for a summary: %s%s", s->waiting, s->waiting == 1 ? " waits" : "s wait", s->waiting_names.s,
		         s->store ? " (digest summarize asks again)" : "");
}

bool run_write_pages(struct run *r, struct selection *s, bool brought, struct err *e)
{
	struct output out = output_of(r);
	bool keep = r->store && store_is_file(r->o);
	out.none_is_fine = brought;
	out.notices = r->arxiv.harvest.notices.v;
	out.n_notices = r->arxiv.harvest.notices.n;
	say_unfit(r, s);
	const struct plan *days = &r->arxiv.harvest.plan;
	bool ok = find_moved(r, e) && output_pages(&out, s, keep ? r->store : NULL, e);
	if (ok && keep && days->since[0])
		ok = empty_days_update(&out, s->announce_types, days->since, days->until, r->store, e);
	r->came_out += out.pages + out.kept;
	r->report.pages += out.pages;
	return ok;
}

bool run_report_not_fetched(struct run *r, const struct selection *s, bool *stays, struct err *e)
{
	struct buf line = BUF_INIT(ERR_MSG_SIZE);
	bool ok = not_fetched_find(r->store, &r->query, s, &line, e);
	*stays = ok && line.len > 0 && s->keys.n == 0;
	if (*stays) {
		struct err absent = ERR_INIT;
		err_set(&absent, ERR_ABSENT, "%s", line.s);
		run_report_error(r, &absent);
	} else if (ok && line.len > 0) {
		log_warn(&r->log, "%s", line.s);
	}
	buf_free(&line);
	return ok;
}

static bool has_id(const struct selection *s, struct str text)
{
	struct arena a = ARENA_INIT;
	struct arxiv_id id = { .sort_key = 0 };
	bool has = !paper_id_parse(text, &a, &id);
	for (size_t i = 0; !has && i < s->keys.n; i++)
		has = s->keys.v[i].id_key == id.sort_key;
	arena_free(&a);
	return has;
}

void run_report_missing_ids(struct run *r, const struct selection *s, bool *stays)
{
	struct buf line = BUF_INIT(ERR_MSG_SIZE);
	struct err absent = ERR_INIT;
	for (size_t i = 0; i < r->query.ids.n; i++)
		if (!has_id(s, r->query.ids.v[i]))
			buf_addf(&line, "%s%.*s", line.len ? ", " : "", STR_ARG(r->query.ids.v[i]));
	*stays = line.len > 0 && s->keys.n == 0;
	if (line.len > 0)
		err_set(&absent, ERR_ABSENT, "%s: not in what was read", line.s);
	if (*stays)
		run_report_error(r, &absent);
	else if (line.len > 0)
		log_warn(&r->log, "%s", absent.msg);
	buf_free(&line);
}

static bool show_part(struct run *r, void *ctx, struct err *e)
{
	const struct pages_options *w = ctx;
	struct selection s;
	bool stays = false, ok = run_select(r, w->brought, &s, e) && (!w->as_asked || run_report_not_fetched(r, &s, &stays, e));
	if (ok && w->as_asked && !stays)
		run_report_waiting(r, &s);
	if (ok && w->brought && !r->asks_arxiv)
		run_report_missing_ids(r, &s, &stays);
	if (ok && !stays && (!w->some || s.keys.n > 0 || r->cause == ERR_NONE))
		ok = run_write_pages(r, &s, w->none_is_fine, e);
	else if (ok && !stays)
		log_note(&r->log, "no page was made: of the days asked for there is no paper yet (the next run asks again)");
	selection_free(&s);
	return ok;
}

/* The pages of earlier days that have become better. Those that still wait are there, if nothing else comes out. */
static bool repair(struct run *r, struct err *e)
{
	struct output out = output_of(r);
	struct pending_pages again = pending_of(r, &out);
	if (!run_knows_pages(r))
		return true;
	bool ok = pending_pages_refresh(&again, e);
	r->came_out += out.pages + (r->cause == ERR_NONE ? again.stay : 0);
	r->report.pages += out.pages;
	return ok;
}

bool run_list_pending_pages(struct run *r, struct err *e)
{
	struct output out = output_of(r);
	const struct pending_pages again = pending_of(r, &out);
	return !run_knows_pages(r) || pending_pages_list(&again, e);
}

bool run_write_store_pages(struct run *r, struct pages_options *what, struct err *e)
{
	return run_lock_pages(r, e) && run_each_category(r, show_part, what, e) && repair(r, e);
}
