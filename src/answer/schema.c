/* SPDX-License-Identifier: MIT
 * A style's JSON Schema, as far as it is used: the names of the answer's fields, their types, which are required. The
 * schema itself goes to the summarizer, which may know more of it. */
#include "internal.h"

#include <string.h>

#include "digest/mem.h"
#include "digest/vec.h"

struct schema {
	struct js *root;
	struct buf line;
};

bool summary_own_key(struct str name)
{
	static const char *const names[] = { "status",      "lang",  "style", "model",         "created",  "reason",
		                             "reason_code", "usage", "reads", "reads_version", "evidence", "dropped",
		                             "project", "first_figure" };
	for (size_t i = 0; i < COUNTOF(names); i++)
		if (str_is(name, names[i]))
			return true;
	return false;
}

typedef VEC(struct str) str_list;

struct schema_reader {
	struct arena *a;
	str_list keys;
};

static bool one_property(void *ctx, struct str name, const struct js *v, struct err *e)
{
	struct schema_reader *r = ctx;
	UNUSED(v);
	if (summary_own_key(name))
		return err_set(e, ERR_CONFIG, "property \"%.*s\": the record uses this name itself", STR_ARG(name));
	*vec_push(&r->keys) = arena_dup(r->a, name);
	return true;
}

static struct strs list_in(struct arena *a, const struct str *v, size_t n)
{
	struct strs list = { arena_alloc(a, (n ? n : 1) * sizeof *v), n };
	if (n)
		memcpy(list.v, v, n * sizeof *v);
	return list;
}

static bool read_required(const struct js *root, struct strs keys, struct arena *a, struct strs *ret, struct err *e)
{
	const struct js *list = js_get(root, "required");
	size_t n = js_type(list) == JS_ARRAY ? js_len(list) : 0;
	*ret = (struct strs){ arena_alloc(a, (n ? n : 1) * sizeof *ret->v), n };
	for (size_t i = 0; i < n; i++) {
		struct str name = js_str(js_at(list, i));
		size_t k = 0;
		while (k < keys.n && !str_eq(keys.v[k], name))
			k++;
		if (k == keys.n)
			return err_set(e, ERR_CONFIG, "required \"%.*s\" is no property", STR_ARG(name));
		ret->v[i] = keys.v[k];
	}
	return true;
}

static bool read_root(const struct js *root, struct str text, struct arena *a, struct summary_style *style, struct err *e)
{
	const struct js *properties = js_get(root, "properties");
	struct schema_reader r = { .a = a, .keys = VEC_INIT };
	struct strs keys = { NULL, 0 }, required;
	bool ok = true;
	if (js_type(properties) != JS_OBJECT || js_len(properties) == 0)
		ok = err_set(e, ERR_CONFIG, "a schema needs an object \"properties\" with at least one property");
	if (ok)
		ok = schema_check(root, text, e) && js_each(properties, one_property, &r, e) && schema_marks(root, a, &style->marks, e);
	if (ok) {
		keys = list_in(a, r.keys.v, r.keys.n);
		ok = read_required(root, keys, a, &required, e);
	}
	if (ok) {
		style->keys = keys;
		style->required = required;
	}
	vec_free(&r.keys);
	return ok;
}

bool summary_schema_read(struct str text, struct arena *a, struct summary_style *style, struct err *e)
{
	struct js *root;
	if (!js_parse(text, &root, e)) {
		e->kind = ERR_CONFIG;
		return false;
	}
	bool ok = read_root(root, text, a, style, e);
	js_free(root);
	return ok;
}

struct schema *schema_new(struct str text)
{
	struct err ignored = ERR_INIT;
	struct js *root;
	if (str_empty(text) || !js_parse(text, &root, &ignored))
		return NULL;
	struct schema *s = xcalloc(1, sizeof *s);
	s->root = root;
	s->line = (struct buf)BUF_INIT(BUF_UNBOUNDED);
	js_write(root, &s->line);
	return s;
}

void schema_free(struct schema *s)
{
	if (s == NULL)
		return;
	js_free(s->root);
	buf_free(&s->line);
	free(s);
}

struct str schema_line(const struct schema *s) { return s ? buf_str(&s->line) : STR("{}"); }

static const struct { const char *name; enum js_type type; } types[] = {
	{ "string", JS_STRING }, { "number", JS_NUMBER }, { "array", JS_ARRAY }, { "object", JS_OBJECT }, { "null", JS_NULL },
};

bool schema_is_type(struct str name, const struct js *v)
{
	enum js_type t = js_type(v);
	int64_t n;
	if (str_is(name, "boolean"))
		return t == JS_TRUE || t == JS_FALSE;
	if (str_is(name, "integer"))
		return js_whole(v, &n);
	for (size_t i = 0; i < COUNTOF(types); i++)
		if (str_is(name, types[i].name))
			return t == types[i].type;
	return true;  /* a type that we do not know */
}

const struct js *schema_property(const struct schema *s, struct str name)
{
	return s ? js_member(js_get(s->root, "properties"), name) : NULL;
}

bool schema_type_ok(const struct schema *s, struct str name, const struct js *v, struct str *wanted)
{
	const struct js *type = js_get(schema_property(s, name), "type");
	bool list = js_type(type) == JS_ARRAY;
	size_t n = list ? js_len(type) : js_type(type) == JS_STRING;
	for (size_t i = 0; i < n; i++)
		if (schema_is_type(js_str(list ? js_at(type, i) : type), v))
			return true;
	*wanted = n ? js_str(list ? js_at(type, 0) : type) : STR_NULL;
	return n == 0;
}

bool schema_wants_number(const struct schema *s, struct str name)
{
	struct str type = js_str(js_get(schema_property(s, name), "type"));
	return str_is(type, "integer") || str_is(type, "number");
}
