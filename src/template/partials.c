/* SPDX-License-Identifier: MIT
 * Which partials call which. Whether a call of itself ends depends on the values that come one day; who cannot wait for
 * them has every such call refused. */
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
