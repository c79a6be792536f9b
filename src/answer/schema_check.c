/* SPDX-License-Identifier: MIT
 * A style's schema before the first request with it: what it says must be what schema_fit.c and strict modes can hold an
 * answer to. The tree knows no lines, so a fault's line is found in the text: by the names on the way to it, in order. */
#include "internal.h"

#include "digest/paper.h"

enum { MOST_DEPTH = 16, MOST_NAME = 128 };

struct checking {
	struct str text;
	int depth;
	size_t fault;            /* where it is in the text */
	struct err *e;
};

/* Where NAME stands in quotes, at or after FROM; FROM if it does not. */
static size_t find_name(const struct checking *c, struct str name, size_t from)
{
	struct buf quoted = BUF_INIT(BUF_UNBOUNDED);
	buf_addc(&quoted, '"');
	buf_adds(&quoted, name);
	buf_addc(&quoted, '"');
	size_t at = str_find(c->text, quoted.s, from);
	buf_free(&quoted);
	return at == STR_NONE ? from : at;
}

static bool check_node(struct checking *c, const struct js *node, struct str name, size_t at);

static bool fault(struct checking *c, struct str name, size_t at, const char *what)
{
	c->fault = at;
	return err_set(c->e, ERR_CONFIG, "\"%.*s\" %s", STR_ARG(name), what);
}

static bool known_type(struct str name)
{
	static const char *const names[] = { "string", "number", "integer", "boolean", "array", "object", "null" };
	for (size_t i = 0; i < COUNTOF(names); i++)
		if (str_is(name, names[i]))
			return true;
	return false;
}

static bool check_type(struct checking *c, const struct js *node, struct str name, size_t at)
{
	const struct js *type = js_get(node, "type");
	bool list = js_type(type) == JS_ARRAY;
	size_t n = type == NULL ? 0 : list ? js_len(type) : 1;
	for (size_t i = 0; i < n; i++)
		if (!known_type(js_str(list ? js_at(type, i) : type)))
			return fault(c, name, find_name(c, STR("type"), at),
			             "has a type that is none of string, number, integer, boolean, array, object, null");
	return type == NULL || n > 0 || fault(c, name, at, "has an empty list of types");
}

static bool check_bounds(struct checking *c, const struct js *node, struct str name, size_t at)
{
	static const char *const pairs[][2] = {
		{ "minimum", "maximum" }, { "minItems", "maxItems" }, { "minLength", "maxLength" },
	};
	for (size_t i = 0; i < COUNTOF(pairs); i++) {
		int64_t end[2];
		bool has[2];
		for (int k = 0; k < 2; k++) {
			const struct js *v = js_get(node, pairs[i][k]);
			has[k] = js_whole(v, &end[k]);
			if (v && js_type(v) != JS_NUMBER)
				return fault(c, name, find_name(c, str_of(pairs[i][k]), at), "has a bound that is no number");
		}
		if (has[0] && has[1] && end[0] > end[1])
			return fault(c, name, find_name(c, str_of(pairs[i][0]), at), "has a least value above the greatest");
	}
	return true;
}

static bool check_required(struct checking *c, const struct js *node, struct str name, size_t at)
{
	const struct js *list = js_get(node, "required"), *properties = js_get(node, "properties");
	if (list == NULL)
		return true;
	size_t from = find_name(c, STR("required"), at);
	if (js_type(list) != JS_ARRAY)
		return fault(c, name, from, "has a \"required\" that is no list");
	for (size_t i = 0; i < js_len(list); i++) {
		struct str one = js_str(js_at(list, i));
		c->fault = find_name(c, one, from);
		if (js_member(properties, one) == NULL)
			return err_set(c->e, ERR_CONFIG, "required \"%.*s\" is no property", STR_ARG(one));
	}
	return true;
}

struct properties {
	struct checking *c;
	size_t at;
};

static bool check_property(void *ctx, struct str name, const struct js *node, struct err *e)
{
	struct properties *p = ctx;
	size_t at = find_name(p->c, name, p->at);
	p->c->fault = at;
	if (name.n == 0 || name.n >= MOST_NAME)
		return err_set(e, ERR_CONFIG, "a property's name has %zu bytes", name.n);
	return check_node(p->c, node, name, at);
}

static bool check_inside(struct checking *c, const struct js *node, struct str name, size_t at)
{
	const struct js *properties = js_get(node, "properties"), *items = js_get(node, "items");
	struct properties p = { c, find_name(c, STR("properties"), at) };
	if (properties && js_type(properties) != JS_OBJECT)
		return fault(c, name, p.at, "has \"properties\" that are no object");
	if (properties && !js_each(properties, check_property, &p, c->e))
		return false;
	return items == NULL || check_node(c, items, name, find_name(c, STR("items"), at));
}

static bool check_node(struct checking *c, const struct js *node, struct str name, size_t at)
{
	c->fault = at;
	if (js_type(node) != JS_OBJECT)
		return err_set(c->e, ERR_CONFIG, "property \"%.*s\" is %s, not an object", STR_ARG(name), js_type_name(js_type(node)));
	if (c->depth == MOST_DEPTH)
		return fault(c, name, at, "is too deep within others");
	c->depth++;
	bool ok = check_type(c, node, name, at) && check_bounds(c, node, name, at) && check_required(c, node, name, at) &&
	          check_inside(c, node, name, at);
	c->depth--;
	return ok;
}

bool schema_check(const struct js *root, struct str text, struct err *e)
{
	struct checking c = { .text = text, .e = e };
	if (check_node(&c, root, STR("schema"), 0))
		return true;
	int line = 1;
	for (size_t i = 0; i < c.fault && i < text.n; i++)
		line += text.p[i] == '\n';
	struct err why = *e;
	return line == 1 ? false : err_set(e, ERR_CONFIG, "%s (line %d)", why.msg, line);
}
