/* SPDX-License-Identifier: MIT
 * A part of a schema: some of the answer's fields, each as it stands in the whole, and of what is required what is left. */
#include "internal.h"

static bool has(struct strs keys, struct str name)
{
	for (size_t i = 0; i < keys.n; i++)
		if (str_eq(keys.v[i], name))
			return true;
	return false;
}

struct part {
	struct strs keys;
	struct buf *out;
	const char *comma;
};

static void put_key(struct part *p, struct str key)
{
	buf_addz(p->out, p->comma);
	js_put_string(p->out, key);
	buf_addc(p->out, ':');
	p->comma = ",";
}

static bool put_property(void *ctx, struct str key, const struct js *v, struct err *e)
{
	struct part *p = ctx;
	UNUSED(e);
	if (has(p->keys, key)) {
		put_key(p, key);
		js_write(v, p->out);
	}
	return true;
}

static bool put_member(void *ctx, struct str key, const struct js *v, struct err *e)
{
	struct part *p = ctx, inner = { p->keys, p->out, "" };
	put_key(p, key);
	if (str_is(key, "properties") && js_type(v) == JS_OBJECT) {
		buf_addc(p->out, '{');
		if (!js_each(v, put_property, &inner, e))
			return false;
		buf_addc(p->out, '}');
	} else if (str_is(key, "required") && js_type(v) == JS_ARRAY) {
		buf_addc(p->out, '[');
		for (size_t i = 0; i < js_len(v); i++) {
			struct str name = js_str(js_at(v, i));
			if (!has(p->keys, name))
				continue;
			buf_addz(p->out, inner.comma);
			js_put_string(p->out, name);
			inner.comma = ",";
		}
		buf_addc(p->out, ']');
	} else {
		js_write(v, p->out);
	}
	return true;
}

bool summary_schema_part(struct str text, struct strs keys, struct arena *a, struct str *ret, struct err *e)
{
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	struct part p = { keys, &b, "" };
	struct js *root;
	if (!js_parse(text, &root, e)) {
		e->kind = ERR_CONFIG;
		return false;
	}
	buf_addc(&b, '{');
	bool ok = js_each(root, put_member, &p, e);
	buf_addc(&b, '}');
	if (ok)
		*ret = arena_dup(a, buf_str(&b));
	buf_free(&b);
	js_free(root);
	return ok;
}
