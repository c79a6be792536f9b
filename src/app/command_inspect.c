/* SPDX-License-Identifier: MIT
 * The commands that write neither papers nor pages: status, check, styles, doctor. */
#include "src/app/run_internal.h"

#include "src/app/check_files.h"
#include "digest/doctor.h"
#include "digest/status.h"
#include "digest/style.h"

bool command_status(struct run *r, struct err *e)
{
	if (!store_is_file(r->o))
		return err_set(e, ERR_USAGE, "status --store none has nothing to tell");
	/* What waits is of a style: its fields are required. */
	if (!run_set_up(r, false, false, e) || (r->o->pending && !style_load(&(struct style_query){ .name = r->o->style, .templates = r->o->templates }, &r->style, e)) || !run_open_store_to_read(r, e))
		return false;
	const struct status_question q = { .categories = r->query.categories, .since = r->query.since, .until = r->query.until,
		                           .today = r->today, .calendar = &r->calendar, .json = r->o->json };
	return (r->o->pending ? status_pending : status_print)(r->store, &q, &r->w, e);
}

static void check_failed(void *ctx, const struct err *e) { run_report_error(ctx, e); }

/* Papers whose summary may not be shown: the command printed records, but not all of them are right. */
bool command_check(struct run *r, struct err *e)
{
	struct checked sum = { 0 };
	if (!style_load(&(struct style_query){ .name = r->o->style, .templates = r->o->templates }, &r->style, e) ||
	    !check_files(r->o, &r->w, &r->style, check_failed, r, &sum, e))
		return false;
	r->came_out += sum.records;
	unsigned long bad = sum.again + sum.refused;
	log_note(&r->log, "%lu record%s: %lu without a summary, %lu clean, %lu with a warning, %lu mended, %lu to be asked again, "
	         "%lu rejected", sum.records, sum.records == 1 ? "" : "s", sum.without, sum.clean, sum.warned, sum.mended, sum.again,
	         sum.refused);
	if (bad > 0)
		log_warn(&r->log, "%lu record%s may not be shown", bad, bad == 1 ? "" : "s");
	return true;
}

static void style_faulty(void *ctx, const struct err *e)
{
	struct run *r = ctx;
	log_warn(&r->log, "%s", e->msg);
}

bool command_styles(struct run *r, struct err *e)
{
	return styles_print(r->o, &r->w, style_faulty, r, &r->came_out, e);
}

static void doctor_found(void *ctx, enum err_kind kind, const char *what)
{
	struct run *r = ctx;
	struct err e = ERR_INIT;
	if (kind == ERR_NONE) {
		log_warn(&r->log, "%s", what);
		return;
	}
	err_set(&e, kind, "%s", what);
	run_report_error(r, &e);
}

/* Something to do is 3; what cannot work is its cause's own number. */
bool command_doctor(struct run *r, struct err *e)
{
	bool ok = doctor_run(r->o, &r->w, doctor_found, r, e);
	r->came_out += r->cause == ERR_NONE;
	return ok;
}
