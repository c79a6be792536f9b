/* SPDX-License-Identifier: MIT
 * A tree of texts, numbers and lists as the template engine reads values. */
#include "src/site/internal.h"

struct member {
	const char *name;
	enum value_type type;
	struct str text;
	struct list *list;
	struct member *next;
};

struct site_node {
	struct arena *a;
	const struct render_options *look;  /* of the root */
	struct member *members;
	struct site_node *next;             /* item of the same list */
};

struct list {
	struct site_node *first, *last, *at;
};

struct site_node *node_new(struct arena *a)
{
	struct site_node *o = arena_calloc(a, 1, sizeof *o);
	o->a = a;
	return o;
}

static struct member *add(struct site_node *o, const char *name, enum value_type type)
{
	struct member *m = arena_calloc(o->a, 1, sizeof *m);
	*m = (struct member){ .name = name, .type = type, .next = o->members };
	return o->members = m;
}

void node_text(struct site_node *o, const char *name, struct str text)
{
	add(o, name, VALUE_TEXT)->text = str_known(text) ? text : STR("");
}

void node_number(struct site_node *o, const char *name, size_t n)
{
	struct buf b = BUF_INIT(32);
	buf_addu(&b, n);
	node_text(o, name, arena_dup(o->a, buf_str(&b)));
	buf_free(&b);
}

void node_flag(struct site_node *o, const char *name) { add(o, name, VALUE_TRUE); }

static struct member *find(const struct site_node *o, struct str name)
{
	struct member *m = o->members;
	while (m && !str_is(name, m->name))
		m = m->next;
	return m;
}

struct site_node *node_item(struct site_node *o, const char *name)
{
	struct member *m = find(o, str_of(name));
	if (m == NULL) {
		m = add(o, name, VALUE_LIST);
		m->list = arena_calloc(o->a, 1, sizeof *m->list);
	}
	struct site_node *item = node_new(o->a);
	if (m->list->last)
		m->list->last->next = item;
	else
		m->list->first = item;
	return m->list->last = item;
}

/* ---- As values ---- */

static void list_rewind(void *ctx)
{
	struct list *l = ctx;
	l->at = l->first;
}

static const struct value_ops node_ops;

static bool list_next(void *ctx, struct value *ret, struct err *e)
{
	struct list *l = ctx;
	UNUSED(e);
	if (l->at == NULL)
		return false;
	*ret = (struct value){ .type = VALUE_OBJECT, .ops = &node_ops, .ctx = l->at };
	l->at = l->at->next;
	return true;
}
static const struct value_ops list_ops = { .rewind = list_rewind, .next = list_next };

static struct value word(void *ctx, struct str name)
{
	const struct site_node *root = ctx;
	struct str text = page_word(root->look, name);
	return (struct value){ .type = str_known(text) ? VALUE_TEXT : VALUE_NONE, .text = text };
}
static const struct value_ops words_ops = { .get = word };

static struct value node_get(void *ctx, struct str name)
{
	struct site_node *o = ctx;
	const struct member *m = find(o, name);
	if (m == NULL && o->look && str_is(name, "words"))
		return (struct value){ .type = VALUE_OBJECT, .ops = &words_ops, .ctx = o };
	if (m == NULL)
		return (struct value){ .type = VALUE_NONE };
	if (m->type == VALUE_LIST)
		return (struct value){ .type = VALUE_LIST, .ops = &list_ops, .ctx = m->list };
	return (struct value){ .type = m->type, .text = m->text };
}
static const struct value_ops node_ops = { .get = node_get };

static void escape(void *ctx, struct buf *out, struct str text, int kind, bool raw)
{
	UNUSED(ctx);
	UNUSED(kind);
	UNUSED(raw);
	escape_entities(text, true, out);
}

bool node_render(struct site_node *o, const struct render_options *look, const struct template *t, struct buf *out, struct err *e)
{
	const struct template_out how = { .escape = escape };
	o->look = look;
	return template_render(t, (struct value){ .type = VALUE_OBJECT, .ops = &node_ops, .ctx = o }, &how, out, e);
}
