/* SPDX-License-Identifier: MIT
 * Op tree and values to text, in one walk. The context stack is an array: a section puts its value on top, a name
 * is asked from the top down. Nothing is allocated an item: values are small structs, texts stay where they are. */
#include "src/template/internal.h"

struct eval {
	const struct template *t;
	const struct template_out *how;
	struct buf *out;
	struct err *e;
	struct err list_err;  /* for next(): its kind tells an end from a failure, whatever *e holds */
	int depth;            /* of sections and partials */
	size_t n_stack, n_lists;
	struct value stack[TEMPLATE_MAX_DEPTH + 1];
	struct value lists[TEMPLATE_MAX_DEPTH];  /* those that run, outermost first */
};

static bool run(struct eval *v, const struct file *f, uint32_t i, uint32_t end, struct str indent);

static bool fault(struct eval *v, const struct file *f, const struct op *op, const char *what, struct str name)
{
	return err_set(v->e, ERR_CONFIG, "%s:%d: \"%.*s\" %s", f->name, op->line, STR_ARG(name), what);
}

/* ---- values ---- */

static struct value member(const struct value *of, struct str name)
{
	bool has = of->type == VALUE_OBJECT || (of->type == VALUE_TEXT && of->ops);
	return has ? of->ops->get(of->ctx, name) : (struct value){ .type = VALUE_NONE };
}

static struct value look_up(const struct eval *v, const struct op *op)
{
	if (op->n_parts == 0)
		return v->stack[v->n_stack - 1];
	struct value x = { .type = VALUE_NONE };
	for (size_t i = v->n_stack; i-- > 0 && x.type == VALUE_NONE;)
		x = member(&v->stack[i], op->parts[0]);
	for (uint32_t k = 1; k < op->n_parts && x.type != VALUE_NONE; k++)
		x = member(&x, op->parts[k]);
	return x;
}

static bool is_running(const struct eval *v, const struct value *list)
{
	for (size_t i = 0; i < v->n_lists; i++)
		if (v->lists[i].ctx == list->ctx && v->lists[i].ops == list->ops)
			return true;
	return false;
}

/* The next item; at the end *RET is VALUE_NONE. */
static bool next_item(struct eval *v, const struct value *list, struct value *ret)
{
	if (!list->ops->next(list->ctx, ret, &v->list_err)) {
		ret->type = VALUE_NONE;
		if (v->list_err.kind != ERR_NONE) {
			*v->e = v->list_err;
			return false;
		}
	}
	return true;
}

static bool is_true(struct eval *v, const struct value *x, bool *ret)
{
	struct value first = { .type = VALUE_NONE };
	*ret = x->type == VALUE_TEXT ? x->text.n > 0 : x->type != VALUE_NONE && x->type != VALUE_FALSE;
	if (x->type != VALUE_LIST || is_running(v, x))  /* a list that runs has an item, and must not lose its place */
		return true;
	x->ops->rewind(x->ctx);
	if (!next_item(v, x, &first))
		return false;
	*ret = first.type != VALUE_NONE;
	return true;
}

/* ---- ops ---- */

static void put_indented(struct buf *out, struct str text, bool line_start, struct str indent)
{
	for (; text.n > 0; line_start = true) {
		const char *lf = memchr(text.p, '\n', text.n);
		size_t n = lf ? (size_t)(lf - text.p) + 1 : text.n;
		bool empty = text.p[0] == '\n' || (n == 2 && text.p[0] == '\r' && lf);
		if (line_start && !empty)
			buf_adds(out, indent);
		buf_add(out, text.p, n);
		text = str_from(text, n);
	}
}

static void put_value(struct eval *v, const struct op *op)
{
	struct value x = look_up(v, op);
	if (x.type != VALUE_TEXT)
		return;
	if (v->how->escape)
		v->how->escape(v->how->ctx, v->out, x.text, x.kind, op->type == OP_RAW);
	else
		buf_adds(v->out, x.text);
}

static bool check_room(const struct eval *v)
{
	return !buf_full(v->out) ||
	       err_set(v->e, ERR_INPUT, "%s: the page would be larger than %zu bytes", v->t->files.v[0].name, v->out->max);
}

/* The inside of the section OP with X on top. */
static bool run_with(struct eval *v, const struct file *f, const struct op *op, const struct value *x, struct str indent)
{
	v->stack[v->n_stack++] = *x;
	bool ok = run(v, f, (uint32_t)(op - f->ops.v) + 1, op->to, indent);
	v->n_stack--;
	return ok;
}

static bool run_list(struct eval *v, const struct file *f, const struct op *op, const struct value *list,
                     struct str indent)
{
	if (is_running(v, list))
		return fault(v, f, op, "is a list within itself", op->text);
	v->lists[v->n_lists++] = *list;
	list->ops->rewind(list->ctx);
	bool ok;
	for (struct value item = { .type = VALUE_NONE }; (ok = next_item(v, list, &item)) && item.type != VALUE_NONE;) {
		if (!run_with(v, f, op, &item, indent) || !check_room(v) ||
		    (v->how->flush && v->out->len >= TEMPLATE_FLUSH && !v->how->flush(v->how->ctx, v->out, v->e))) {
			ok = false;
			break;
		}
	}
	v->n_lists--;
	return ok;
}

static bool run_section(struct eval *v, const struct file *f, const struct op *op, struct str indent)
{
	struct value x = look_up(v, op);
	bool truth;
	if (op->type == OP_SECTION && x.type == VALUE_LIST)
		return run_list(v, f, op, &x, indent);
	if (!is_true(v, &x, &truth))
		return false;
	if (truth != (op->type == OP_SECTION))
		return true;
	return truth ? run_with(v, f, op, &x, indent) : run(v, f, (uint32_t)(op - f->ops.v) + 1, op->to, indent);
}

/* A partial that stands alone has its line's indentation added to the one around it; any other one has none. */
static bool run_partial(struct eval *v, const struct op *op, struct str indent)
{
	const struct file *f = &v->t->files.v[op->to];
	struct buf both = BUF_INIT(BUF_UNBOUNDED);
	if (op->line_start) {
		buf_adds(&both, indent);
		buf_adds(&both, op->text);
	}
	bool ok = run(v, f, 0, (uint32_t)f->ops.n, buf_str(&both));
	buf_free(&both);
	return ok;
}

/* One step down, which must end somewhere. */
static bool run_inside(struct eval *v, const struct file *f, const struct op *op, struct str indent)
{
	if (v->depth == TEMPLATE_MAX_DEPTH)
		return fault(v, f, op, "is too deep within sections and partials: does a partial call itself without end?",
		             op->type == OP_PARTIAL ? v->t->files.v[op->to].partial : op->text);
	v->depth++;
	bool ok = op->type == OP_PARTIAL ? run_partial(v, op, indent) : run_section(v, f, op, indent);
	v->depth--;
	return ok;
}

static bool run(struct eval *v, const struct file *f, uint32_t i, uint32_t end, struct str indent)
{
	while (i < end) {
		const struct op *op = &f->ops.v[i++];
		switch (op->type) {
		case OP_TEXT:
			if (indent.n > 0)
				put_indented(v->out, op->text, op->line_start, indent);
			else
				buf_adds(v->out, op->text);
			break;
		case OP_INDENT:
			buf_adds(v->out, indent);
			break;
		case OP_VALUE:
		case OP_RAW:
			put_value(v, op);
			break;
		case OP_SECTION:
		case OP_INVERTED:
			i = op->to;
			/* fall through */
		case OP_PARTIAL:
			if (!run_inside(v, f, op, indent))
				return false;
			break;
		}
	}
	return true;
}

bool template_render(const struct template *t, struct value root, const struct template_out *how, struct buf *out,
                     struct err *e)
{
	struct eval v = { .t = t, .how = how, .out = out, .e = e, .n_stack = 1 };
	const struct file *f = &t->files.v[0];
	v.stack[0] = root;
	return run(&v, f, 0, (uint32_t)f->ops.n, STR_NULL) && check_room(&v);
}
