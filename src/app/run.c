/* SPDX-License-Identifier: MIT
 * A run from its beginning to its end: the command's stages, then what is written of the run itself. */
#include "src/app/run_internal.h"

#include "digest/endpoint.h"
#include "digest/redact.h"

static const struct {
	unsigned command;
	bool (*run)(struct run *r, struct err *e);
} stages_of[] = {
	{ CMD_DOCTOR, command_doctor }, { CMD_SEARCH, command_search },
	{ CMD_RUN, command_run }, { CMD_FETCH, command_fetch }, { CMD_SUMMARIZE, command_summarize }, { CMD_RENDER, command_render }, { CMD_EXPORT, command_export }, { CMD_SHOW, command_show },
	{ CMD_SITE, command_site }, { CMD_STAR, command_star }, { CMD_UNSTAR, command_unstar }, { CMD_INTEREST, command_interest },
	{ CMD_STATUS, command_status }, { CMD_CHECK, command_check }, { CMD_STYLES, command_styles },
};

/* What is left behind of the run itself. */
static int end_run(struct run *r)
{
	struct err e = ERR_INIT;
	struct buf now = BUF_INIT(64);
	int status = run_exit_status(r);
	clock_rfc3339(clock_now(r->w.clock), &now);
	if (r->row && !store_run_end(r->store, r->row, buf_str(&now), status, &e))
		run_report_error(r, &e);
	r->report.papers = r->records;
	const struct report_run run = { buf_str(&r->begun), buf_str(&now), str_of(r->w.words), status };
	if (r->o->report && !report_write(&r->report, &run, r->o->report, &e))
		run_report_error(r, &e);
	buf_free(&now);
	return run_exit_status(r);
}

int run_command(unsigned command, const struct opt_values *o, const struct run_io *w)
{
	struct err e = ERR_INIT;
	struct run r = { .o = o, .w = *w, .outer = w->log, .a = ARENA_INIT, .rows = VEC_INIT,
	                 .line = BUF_INIT(BUF_UNBOUNDED), .lock = LOCK_INIT, .turn = LOCK_INIT, .begun = BUF_INIT(64), .report = REPORT_INIT, .told = PATHS_TOLD_INIT };
	r.log = run_counting_log(&r);
	r.w.log = &r.log;
	r.w.words = redact_command_line(w->words ? w->words : "", endpoint_secret_values(o, &r.a), &r.a);
	clock_rfc3339(clock_now(r.w.clock), &r.begun);
	for (size_t i = 0; i < COUNTOF(stages_of); i++)
		if (stages_of[i].command == command && !stages_of[i].run(&r, &e))
			run_report_error(&r, &e);
	int status = end_run(&r);
	texts_close(r.texts);
	interests_close(r.interests);
	arxiv_close(&r.arxiv);
	store_close(r.store);
	lock_release(&r.lock);
	lock_release(&r.turn);
	style_free(&r.style);
	vec_free(&r.rows);
	vec_free(&r.told.paths);
	arena_free(&r.told.a);
	buf_free(&r.line);
	buf_free(&r.begun);
	report_free(&r.report);
	arena_free(&r.a);
	return status;
}
