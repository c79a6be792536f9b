/* SPDX-License-Identifier: MIT
 * digest render: the pages of what is in the store, or of files of records. */
#include "src/app/run_internal.h"

#include <string.h>
#include <unistd.h>

#include "src/app/inputs.h"

static bool render_store(struct run *r, struct err *e)
{
	if (!store_is_file(r->o))
		return err_set(e, ERR_USAGE, "render --store none has nothing to show: name files of records");
	if (!run_open_store_to_read(r, e))
		return false;
	struct showing what = { .as_asked = true };
	return run_show_store(r, &what, e);
}

/* The papers are not the store's, but the pages that they replace may be: where there is a store, it says whose they are. */
static bool open_pages(struct run *r, struct err *e)
{
	bool files = r->o->output && strcmp(r->o->output, "-") != 0;
	return !files || !store_is_file(r->o) || access(store_path(r->o, &r->a), F_OK) != 0 || run_open_store(r, e);
}

static bool render_files(struct run *r, struct err *e)
{
	struct selection s = { .dialect = r->look.dialect, .log = &r->log, .a = ARENA_INIT,
	                       .by_category = output_by_category(r->o->output) };
	struct spooling to = { &s, &r->wanted };
	run_show_style(r, &s);
	struct input_options how = { .may_be_empty = true, .sink = { selection_spool, &to }, .log = &r->log };
	for (size_t i = 0; i < r->o->files.n; i++) {
		struct input_result got = { 0, 0 };
		struct err why = ERR_INIT;
		if (!input_read(r->o->files.v[i].p, &how, &got, &why))
			run_complain(r, &why);
		r->records += got.papers;
	}
	if (s.undated)
		log_warn(&r->log, "%lu paper%s no %s date: passed over", s.undated, s.undated == 1 ? " has" : "s have",
		         r->wanted.by_submitted ? "submission" : "announcement");
	bool stays = false, ok = open_pages(r, e) &&
	                           (s.keys.n > 0 || r->wanted.strange.n == 0 || run_no_such_category(r->wanted.strange.v[0], e));
	if (ok)
		run_look_for_ids(r, &s, &stays);
	if (ok && !stays && (r->records > 0 || r->cause == ERR_NONE))
		ok = run_show(r, &s, false, e);
	selection_free(&s);
	return ok;
}

bool command_render(struct run *r, struct err *e)
{
	return run_set_up(r, false, true, e) && (r->o->files.n ? render_files(r, e) : render_store(r, e));
}
