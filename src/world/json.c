/* SPDX-License-Identifier: MIT
 * JSON text, read strictly. The door to jansson: struct js is its json_t under another name, and nothing else of it
 * is seen outside. Writing is text/json.c's: building trees only to print them costs four times as much. */
#include <jansson.h>
#include <stdlib.h>

#include "digest/mem.h"
#include "digest/world.h"

static json_t *in(const struct js *v) { return (json_t *)(uintptr_t)v; }
static struct js *out(const json_t *v) { return (struct js *)(uintptr_t)v; }

bool js_parse(struct str text, struct js **ret, struct err *e)
{
	/* Without memory jansson calls good text broken, or crashes (2.14): it takes ours, which is memory or the end. */
	json_set_alloc_funcs(xmalloc, free);
	json_error_t why;
	static const char bom[] = "\xef\xbb\xbf";
	if (str_starts(text, bom))
		text = str_from(text, sizeof bom - 1);
	json_t *v = json_loadb(text.p ? text.p : "", text.n, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &why);
	if (v == NULL && why.line <= 1)  /* a record's: the file's line is told by who knows it */
		return err_set(e, ERR_INPUT, "not JSON: %s (column %d)", why.text, why.column);
	if (v == NULL)
		return err_set(e, ERR_INPUT, "not JSON: %s (line %d, column %d)", why.text, why.line, why.column);
	*ret = out(v);
	return true;
}

void js_free(struct js *v) { json_decref(in(v)); }

enum js_type js_type(const struct js *v)
{
	static const enum js_type types[] = {
		[JSON_OBJECT] = JS_OBJECT, [JSON_ARRAY] = JS_ARRAY, [JSON_STRING] = JS_STRING, [JSON_INTEGER] = JS_NUMBER,
		[JSON_REAL] = JS_NUMBER, [JSON_TRUE] = JS_TRUE, [JSON_FALSE] = JS_FALSE, [JSON_NULL] = JS_NULL,
	};
	return v ? types[json_typeof(in(v))] : JS_NULL;
}

const char *js_type_name(enum js_type t)
{
	static const char *const names[] = {
		[JS_NULL] = "null", [JS_FALSE] = "false", [JS_TRUE] = "true", [JS_NUMBER] = "a number",
		[JS_STRING] = "a string", [JS_ARRAY] = "an array", [JS_OBJECT] = "an object",
	};
	return names[t];
}

const struct js *js_get(const struct js *object, const char *key) { return out(json_object_get(in(object), key)); }

struct str js_str(const struct js *v)
{
	if (!json_is_string(in(v)))
		return STR_NULL;
	return (struct str){ json_string_value(in(v)), json_string_length(in(v)) };
}

bool js_int(const struct js *v, int64_t *ret)
{
	if (!json_is_integer(in(v)))
		return false;
	*ret = json_integer_value(in(v));
	return true;
}

size_t js_len(const struct js *v) { return json_is_array(in(v)) ? json_array_size(in(v)) : json_object_size(in(v)); }
const struct js *js_at(const struct js *array, size_t i) { return out(json_array_get(in(array), i)); }

bool js_each(const struct js *object, bool (*fn)(void *ctx, struct str key, const struct js *v, struct err *e), void *ctx,
             struct err *e)
{
	const char *key;
	json_t *v;
	json_object_foreach(in(object), key, v)
		if (!fn(ctx, str_of(key), out(v), e))
			return false;
	return true;
}

static int add(const char *bytes, size_t n, void *b)
{
	buf_add(b, bytes, n);
	return 0;
}

void js_write(const struct js *v, struct buf *b) { json_dump_callback(in(v), add, b, JSON_COMPACT | JSON_ENCODE_ANY); }
