/* SPDX-License-Identifier: MIT
 * Which partials call which, and what a list's section calls. Whether a call of itself ends depends on the values that come
 * one day; a caller that cannot wait for them has every such call refused. */
#include "src/template/internal.h"

enum colour { NEW, OPEN, DONE };

struct walk {
	const struct template *t;
	unsigned char colours[TEMPLATE_MAX_PARTIALS + 2];  /* by file */
	struct err *e;
};

static bool visit(struct walk *w, size_t file)
{
	const struct file *f = &w->t->files.v[file];
	w->colours[file] = OPEN;
	for (size_t i = 0; i < f->ops.n; i++) {
		const struct op *op = &f->ops.v[i];
		if (op->type != OP_PARTIAL)
			continue;
		if (w->colours[op->to] == OPEN)
			return err_set(w->e, ERR_CONFIG, "%s:%d: partial \"%.*s\" calls itself without end", f->name, op->line,
			               STR_ARG(w->t->files.v[op->to].partial));
		if (w->colours[op->to] == NEW && !visit(w, op->to))
			return false;
	}
	w->colours[file] = DONE;
	return true;
}

bool template_check_partials(const struct template *t, struct err *e)
{
	struct walk w = { .t = t, .e = e };
	return visit(&w, 0);
}

/* ---- A list within itself ---- */

struct lists {
	const struct template *t;
	struct str list;
	bool seen[TEMPLATE_MAX_PARTIALS + 2][2];  /* by file, and whether it was inside */
	struct err *e;
};

static bool look_through(struct lists *w, size_t file, bool inside)
{
	const struct file *f = &w->t->files.v[file];
	if (w->seen[file][inside])
		return true;
	w->seen[file][inside] = true;
	for (size_t i = 0, end = 0; i < f->ops.n; i++) {
		const struct op *op = &f->ops.v[i];
		bool within = inside || i < end;
		if (op->type == OP_PARTIAL && !look_through(w, op->to, within))
			return false;
		if (op->type != OP_SECTION || !str_eq(op->text, w->list))
			continue;
		if (within)
			return err_set(w->e, ERR_CONFIG, "%s:%d: {{#%.*s}} inside {{#%.*s}}", f->name, op->line, STR_ARG(w->list),
			               STR_ARG(w->list));
		end = op->to;
	}
	return true;
}

bool template_check_list(const struct template *t, struct str list, struct err *e)
{
	struct lists w = { .t = t, .list = list, .e = e };
	return look_through(&w, 0, false);
}
