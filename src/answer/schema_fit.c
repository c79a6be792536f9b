/* SPDX-License-Identifier: MIT
 * A value against the schema, all the way down: what a template walks through must be there, and of the shape that it
 * was asked for. The keywords are those of JSON Schema 2020-12 that styles need; others say nothing here. */
#include "internal.h"

struct fit {
	struct buf path;         /* "sections[2].head" */
	struct err *e;
};

static bool fits(struct fit *f, const struct js *node, const struct js *v);

static bool wrong(struct fit *f, const char *what)
{
	return err_set(f->e, ERR_INPUT, "\"%s\" in the answer %s", f->path.s, what);
}

static bool fits_type(struct fit *f, const struct js *node, const struct js *v)
{
	const struct js *type = js_get(node, "type");
	bool list = js_type(type) == JS_ARRAY;
	size_t n = list ? js_len(type) : js_type(type) == JS_STRING;
	for (size_t i = 0; i < n; i++)
		if (schema_is_type(js_str(list ? js_at(type, i) : type), v))
			return true;
	return n == 0 || err_set(f->e, ERR_INPUT, "\"%s\" in the answer is %s, not of type %.*s", f->path.s, js_type_name(js_type(v)),
	                         STR_ARG(js_str(list ? js_at(type, 0) : type)));
}

/* Whether N is within the keywords LOW and HIGH of NODE. */
static bool fits_range(struct fit *f, const struct js *node, const char *low, const char *high, int64_t n, const char *unit)
{
	int64_t end;
	if (js_whole(js_get(node, low), &end) && n < end)
		return err_set(f->e, ERR_INPUT, "\"%s\" in the answer has %lld%s, not at least %lld", f->path.s, (long long)n, unit,
		               (long long)end);
	if (js_whole(js_get(node, high), &end) && n > end)
		return err_set(f->e, ERR_INPUT, "\"%s\" in the answer has %lld%s, not at most %lld", f->path.s, (long long)n, unit,
		               (long long)end);
	return true;
}

static bool fits_items(struct fit *f, const struct js *node, const struct js *v)
{
	const struct js *items = js_get(node, "items");
	size_t had = f->path.len;
	bool ok = fits_range(f, node, "minItems", "maxItems", (int64_t)js_len(v), " items");
	for (size_t i = 0; ok && items && i < js_len(v); i++) {
		buf_addf(&f->path, "[%zu]", i + 1);
		ok = fits(f, items, js_at(v, i));
		buf_cut(&f->path, had);
	}
	return ok;
}

/* One property of an object: NODE is its schema. */
struct property {
	struct fit *fit;
	const struct js *object, *required;
};

static bool is_among(const struct js *list, struct str name)
{
	for (size_t i = 0; i < js_len(list); i++)
		if (str_eq(js_str(js_at(list, i)), name))
			return true;
	return false;
}

/* A null stands for what is not there: strict modes have no other way to leave something out. */
static bool fits_property(void *ctx, struct str name, const struct js *node, struct err *e)
{
	struct property *p = ctx;
	struct fit *f = p->fit;
	const struct js *v = js_member(p->object, name);
	size_t had = f->path.len;
	bool needed = js_type(p->required) == JS_ARRAY && is_among(p->required, name);
	UNUSED(e);
	buf_addf(&f->path, ".%.*s", STR_ARG(name));
	bool ok = v && js_type(v) != JS_NULL ? fits(f, node, v) : !needed || wrong(f, "is missing");
	buf_cut(&f->path, had);
	return ok;
}

static bool fits(struct fit *f, const struct js *node, const struct js *v)
{
	int64_t n;
	if (!fits_type(f, node, v))
		return false;
	switch (js_type(v)) {
	case JS_STRING:
		return !js_whole(js_get(node, "minLength"), &n) || n <= 0 || !str_empty(str_trim(js_str(v))) || wrong(f, "is empty");
	case JS_NUMBER:
		return !js_whole(v, &n) || fits_range(f, node, "minimum", "maximum", n, "");
	case JS_ARRAY:
		return fits_items(f, node, v);
	case JS_OBJECT:
		return js_each(js_get(node, "properties"), fits_property,
		               &(struct property){ f, v, js_get(node, "required") }, f->e);
	default:
		return true;
	}
}

bool schema_fits(const struct schema *s, struct str name, const struct js *v, struct err *e)
{
	const struct js *node = schema_property(s, name);
	struct fit f = { .path = BUF_INIT(BUF_UNBOUNDED), .e = e };
	buf_adds(&f.path, name);
	bool ok = node == NULL || fits(&f, node, v);
	buf_free(&f.path);
	return ok;
}
