/* SPDX-License-Identifier: MIT
 * digest render: the pages of what is in the store, or of files of records. */
#include "src/app/run_internal.h"

#include <string.h>
#include <unistd.h>

#include "digest/inputs.h"

static bool render_store(struct run *r, struct err *e)
{
	if (!store_is_file(r->o))
		return err_set(e, ERR_USAGE, "render --store none has nothing to show: name files of records");
	if (!run_open_store_to_read(r, e))
		return false;
	struct pages_options what = { .as_asked = true };
	return run_write_store_pages(r, &what, e);
}

/* The papers are not the store's, but the pages that they replace may be: where there is a store, it says whose they are, and how rare a word is. */
static bool open_pages(struct run *r, struct err *e)
{
	bool files = r->o->output && strcmp(r->o->output, "-") != 0;
	return !(files || r->n_sections > 0) || !store_is_file(r->o) || access(store_path(r->o, &r->a), F_OK) != 0 || run_open_store(r, e);
}

/* Whether something may have been announced on the days asked for. */
static bool has_day(const struct selection_query *w)
{
	char day[DAY_SIZE];
	if (!w->since[0] || !w->until[0] || w->by_submitted)
		return true;
	day_add(w->since, -1, day);
	calendar_next_perhaps(w->calendar, day, day);
	return strcmp(day, w->until) <= 0;
}

static void put_days(const struct selection_query *w, struct buf *out)
{
	bool one = w->since[0] && strcmp(w->since, w->until) == 0;
	if (!w->since[0] && !w->until[0])
		return;
	buf_addf(out, "%s%s", w->categories.n ? ", " : "", w->by_submitted ? "submitted" : "announced");
	if (one)
		buf_addf(out, " on %s", w->since);
	else if (w->since[0])
		buf_addf(out, " from %s%s", w->since, w->until[0] ? "" : " on");
	if (w->until[0] && !one)
		buf_addf(out, "%s%s", w->since[0] ? " to " : " up to ", w->until);
}

/* Files were read, and nothing of what was asked for is in them: a page without papers would look like a day without any. */
static bool has_some(const struct run *r, const struct selection *s, struct err *e)
{
	const struct selection_query *w = &r->query;
	struct buf what = BUF_INIT(ERR_MSG_SIZE);
	if (r->records == 0 || s->near > 0 || w->ids.n > 0 || (w->categories.n == 0 && !w->since[0] && !w->until[0]) || !has_day(w))
		return true;
	buf_addz(&what, w->categories.n ? "of " : "");
	for (size_t i = 0; i < w->categories.n; i++)
		buf_addf(&what, "%s%.*s", i ? ", " : "", STR_ARG(w->categories.v[i]));
	put_days(w, &what);
	err_set(e, ERR_ABSENT, "none of the %lu paper%s that were read is %s", r->records, r->records == 1 ? "" : "s", what.s);
	buf_free(&what);
	return false;
}

static bool render_files(struct run *r, struct err *e)
{
	struct selection s = { .dialect = r->options.dialect, .log = &r->log, .a = ARENA_INIT,
	                       .by_category = output_by_category(r->o->output) };
	struct spooling to = { &s, &r->query };
	run_select_style(r, &s);
	struct input_options how = { .may_be_empty = true, .sink = { selection_spool, &to }, .log = &r->log };
	if (!open_pages(r, e) || !run_open_interests(r, &s, e)) {
		selection_free(&s);
		return false;
	}
	for (size_t i = 0; i < r->o->files.n; i++) {
		struct input_result got = { 0, 0 };
		struct err why = ERR_INIT;
		if (!input_read(r->o->files.v[i].p, &how, &got, &why))
			run_report_error(r, &why);
		r->records += got.papers;
	}
	if (s.undated)
		log_warn(&r->log, "%lu paper%s no %s date: passed over", s.undated, s.undated == 1 ? " has" : "s have",
		         r->query.by_submitted ? "submission" : "announcement");
	bool stays = false, ok =
	                           (s.keys.n > 0 || r->query.strange.n == 0 || run_no_such_category(r->query.strange.v[0], e)) && has_some(r, &s, e);
	if (ok)
		run_report_missing_ids(r, &s, &stays);
	if (ok && !stays)
		run_report_waiting(r, &s);
	if (ok && !stays && (r->records > 0 || r->cause == ERR_NONE))
		ok = run_write_pages(r, &s, false, e);
	selection_free(&s);
	return ok;
}

bool command_render(struct run *r, struct err *e)
{
	return run_set_up(r, false, true, e) && (r->o->files.n ? render_files(r, e) : render_store(r, e));
}
