/* SPDX-License-Identifier: MIT
 * For tests of templates: a JSON text as template values, each list with its own place. Null is a member that is
 * there and empty. */
#ifndef TESTS_JSON_VALUE_H
#define TESTS_JSON_VALUE_H

#include <jansson.h>

#include "digest/arena.h"
#include "digest/template.h"

struct json_node {
	struct arena *arena;
	json_t *json;
	size_t at;
};

static const struct value_ops json_value_ops;

static inline struct value json_value(struct arena *a, json_t *json)
{
	struct value x = { .type = VALUE_NONE };
	char *number;
	struct json_node *node;
	switch (json ? (int)json_typeof(json) : -1) {
	case JSON_OBJECT:
	case JSON_ARRAY:
		x.type = json_is_array(json) ? VALUE_LIST : VALUE_OBJECT;
		x.ops = &json_value_ops;
		x.ctx = node = arena_alloc(a, sizeof *node);
		*node = (struct json_node){ a, json, 0 };
		break;
	case JSON_STRING:
		x.type = VALUE_TEXT;
		x.text = (struct str){ json_string_value(json), json_string_length(json) };
		break;
	case JSON_INTEGER:
	case JSON_REAL:
		number = json_dumps(json, JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));
		x.type = VALUE_TEXT;
		x.text = arena_dup(a, str_of(number));
		free(number);
		break;
	case JSON_TRUE:
		x.type = VALUE_TRUE;
		break;
	case JSON_FALSE:
	case JSON_NULL:
		x.type = VALUE_FALSE;
		break;
	}
	return x;
}

static inline struct value json_value_get(void *ctx, struct str name)
{
	struct json_node *n = ctx;
	return json_value(n->arena, json_object_getn(n->json, name.p, name.n));
}

static inline void json_value_rewind(void *ctx)
{
	struct json_node *n = ctx;
	n->at = 0;
}

static inline bool json_value_next(void *ctx, struct value *ret, struct err *e)
{
	UNUSED(e);
	struct json_node *n = ctx;
	if (n->at == json_array_size(n->json))
		return false;
	*ret = json_value(n->arena, json_array_get(n->json, n->at++));
	return true;
}

/* Partials from a JSON object of texts. */
static inline bool json_value_load(void *ctx, struct str name, struct str *ret)
{
	json_t *text = json_object_getn(ctx, name.p, name.n);
	if (!json_is_string(text))
		return false;
	*ret = (struct str){ json_string_value(text), json_string_length(text) };
	return true;
}

/* HTML's escaping, as the Mustache specification expects it. */
static inline void json_value_escape(void *ctx, struct buf *out, struct str text, int kind, bool raw)
{
	UNUSED(ctx), UNUSED(kind);
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		const char *as = raw ? NULL : c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '"' ? "&quot;" : NULL;
		if (as)
			buf_addz(out, as);
		else
			buf_addc(out, c);
	}
}

static const struct value_ops json_value_ops = { json_value_get, json_value_rewind, json_value_next };

#endif
