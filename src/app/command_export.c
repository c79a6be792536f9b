/* SPDX-License-Identifier: MIT
 * digest export: papers of the store as references. */
#include "src/app/run_internal.h"

#include <string.h>

#include "digest/choices.h"
#include "digest/export.h"

/* Who names papers means them: what the configuration says of categories, types and expressions is said of pages. */
static void name_alone(struct run *r)
{
	if (r->query.ids.n == 0)
		return;
	if (opt_rank_of(r->o, "category") != RANK_FLAG)
		r->query.categories.n = 0;
	if (opt_rank_of(r->o, "announce") != RANK_FLAG)
		r->query.announce_types = 0;
	if (opt_rank_of(r->o, "where") != RANK_FLAG)
		r->query.where = NULL;
}

/* As what, and where to. */
static bool choose(struct run *r, struct export *x, struct err *e)
{
	const struct opt_values *o = r->o;
	bool file = o->output && strcmp(o->output, "-") != 0;
	const struct cite_format *by_name = file ? cite_format_of_file(str_of(o->output)) : NULL;
	x->format = o->to == CHOICE_NONE && by_name ? by_name : cite_format_at(o->to == CHOICE_NONE ? 0 : (size_t)o->to);
	if (file && strchr(o->output, '{'))
		return err_set(e, ERR_USAGE, "--output %s: export writes one file, so its name has no {…}", o->output);
	const struct output_place place = { .pattern = o->output, .style = o->style };
	x->path = file ? output_path(&place, STR_NULL, STR_NULL, &r->a, e) : NULL;
	return !file || x->path;
}

bool command_export(struct run *r, struct err *e)
{
	struct selection s = { .log = &r->log, .a = ARENA_INIT };
	struct export x = { .selection = &s, .overwrite = r->o->overwrite, .world = &r->w };
	bool stays = false;
	if (!store_is_file(r->o))
		return err_set(e, ERR_USAGE, "export --store none has nothing to export");
	if (!run_set_up(r, false, false, e) || !choose(r, &x, e) || !run_open_store_to_read(r, e))
		return false;
	name_alone(r);
	x.store = r->store;
	bool ok = selection_from_store(&s, r->store, &r->query, NULL, 0, e) && run_report_not_fetched(r, &s, &stays, e);
	if (ok && !stays) {
		page_sort(s.keys.v, s.keys.n, dialect_at(0));
		x.n = r->o->limit && (uint64_t)r->o->limit < s.keys.n ? (size_t)r->o->limit : s.keys.n;
		if (x.n < s.keys.n)
			log_note(&r->log, "the first %zu of %zu papers (--limit)", x.n, s.keys.n);
		ok = export_write(&x, e);
		r->came_out += ok;
	}
	selection_free(&s);
	return ok;
}
