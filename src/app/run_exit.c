/* SPDX-License-Identifier: MIT
 * What is wrong is said once, here, and becomes the exit status by one rule: if something came out, 0 or 3; if nothing did,
 * the cause's own number. */
#include "src/app/run_internal.h"

#include <signal.h>

static void count_and_pass(void *ctx, enum log_level level, const char *line)
{
	struct run *r = ctx;
	r->warnings += level <= LOG_WARN;
	report_message(&r->report, level, line);
	log_put(r->outer, level, "%s", line);
}

struct log run_counting_log(struct run *r) { return (struct log){ count_and_pass, r, r->outer->most }; }

void run_report_error(struct run *r, const struct err *e)
{
	if (r->cause == ERR_NONE)
		r->cause = e->kind;
	if (e->kind == ERR_READER_LEFT)  /* digest … | head */
		r->signal = SIGPIPE;
	else
		log_put(&r->log, LOG_ERROR, "%s", e->msg);
}

int run_exit_status(const struct run *r)
{
	if (r->signal)
		return 128 + r->signal;
	if (r->cause == ERR_NONE && r->warnings == 0)
		return 0;
	if (r->came_out > 0)
		return EXIT_INCOMPLETE;
	return err_exit_status(r->cause == ERR_NONE ? ERR_INPUT : r->cause);
}
