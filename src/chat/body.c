/* SPDX-License-Identifier: MIT
 * The request: the least that works everywhere (model, messages), and what is asked for beyond it.
 *
 * Members are of three ranks: ours, those that turn thinking off, the user's extra ones. A higher rank replaces a member
 * of the same name as a whole; null from the user removes it. */
#include "internal.h"

#include "digest/mem.h"

/* ---- The schema as strict modes take it ----
 *
 * OpenAI's strict mode, the narrowest, wants every property to be required and no others allowed, and refuses keywords
 * that it does not know. So what goes out is type, description, properties, items, enum, anyOf, $ref and $defs; a field
 * that is optional may be null instead; a small range of whole numbers is written as its list; and lengths, patterns,
 * defaults and titles stay here, where the answer is checked by the whole schema anyway. */

enum { MOST_RANGE = 16 };

struct strict {
	struct buf *out;
	bool exact;                  /* false: something in it cannot be said strictly */
	bool first;                  /* no member of the object has been written yet */
	const struct js *required;   /* of the object whose properties are written */
};

static void put_schema(struct strict *s, const struct js *v, bool nullable);

static void put_key(struct strict *s, struct str key)
{
	if (!s->first)
		buf_addc(s->out, ',');
	s->first = false;
	js_put_string(s->out, key);
	buf_addc(s->out, ':');
}

static bool has_string(const struct js *list, struct str wanted)
{
	for (size_t i = 0; i < js_len(list) && js_type(list) == JS_ARRAY; i++)
		if (str_eq(js_str(js_at(list, i)), wanted))
			return true;
	return false;
}

static bool put_property(void *ctx, struct str name, const struct js *v, struct err *e)
{
	UNUSED(e);
	struct strict *s = ctx;
	put_key(s, name);
	put_schema(s, v, s->required && !has_string(s->required, name));
	s->first = false;
	return true;
}

static bool put_name(void *ctx, struct str name, const struct js *v, struct err *e)
{
	UNUSED(v), UNUSED(e);
	struct strict *s = ctx;
	if (!s->first)
		buf_addc(s->out, ',');
	s->first = false;
	js_put_string(s->out, name);
	return true;
}

/* The members of OBJECT, each a schema. REQUIRED: the list of those that may not be null; NULL: none may. */
static void put_schemas(struct strict *s, struct str key, const struct js *object, const struct js *required)
{
	const struct js *before = s->required;
	struct err none = ERR_INIT;
	put_key(s, key);
	buf_addc(s->out, '{');
	s->first = true;
	s->required = required;
	(void)!js_each(object, put_property, s, &none);
	s->required = before;
	s->first = false;
	buf_addc(s->out, '}');
}

static void put_properties(struct strict *s, const struct js *v)
{
	const struct js *properties = js_get(v, "properties"), *required = js_get(v, "required");
	struct err none = ERR_INIT;
	put_schemas(s, STR("properties"), properties, required ? required : v);  /* V is no list: all may be null */
	put_key(s, STR("required"));
	buf_addc(s->out, '[');
	s->first = true;
	(void)!js_each(properties, put_name, s, &none);
	s->first = false;
	buf_addz(s->out, "],\"additionalProperties\":false");
}

/* What a schema without a type is by its other members. */
static const char *type_meant(const struct js *v)
{
	return js_get(v, "properties") ? "object" : js_get(v, "items") ? "array" : "string";
}

static void put_type(struct strict *s, const struct js *v, bool nullable)
{
	const struct js *type = js_get(v, "type");
	bool list = js_type(type) == JS_ARRAY;
	if (js_type(type) == JS_NULL && js_get(v, "enum"))
		return;
	put_key(s, STR("type"));
	if (js_type(type) == JS_NULL) {
		buf_addf(s->out, nullable ? "[\"%s\",\"null\"]" : "\"%s\"", type_meant(v));
	} else if (!nullable || (list && has_string(type, STR("null"))) || str_is(js_str(type), "null")) {
		js_write(type, s->out);
	} else {
		buf_addc(s->out, '[');
		for (size_t i = 0; i < (list ? js_len(type) : 1); i++) {
			js_write(list ? js_at(type, i) : type, s->out);
			buf_addc(s->out, ',');
		}
		buf_addz(s->out, "\"null\"]");
	}
}

static void put_whole(struct buf *out, bool more, int64_t n)
{
	buf_addf(out, "%s%lld", more ? "," : "", (long long)n);
}

/* "minimum" and "maximum" of a whole number as its few values. */
static void put_range(struct strict *s, const struct js *v, bool nullable)
{
	int64_t low, high;
	if (js_get(v, "enum") || !str_is(js_str(js_get(v, "type")), "integer") || !js_int(js_get(v, "minimum"), &low) ||
	    !js_int(js_get(v, "maximum"), &high) || low > high || (uint64_t)high - (uint64_t)low >= MOST_RANGE)
		return;
	put_key(s, STR("enum"));
	buf_addc(s->out, '[');
	for (int64_t i = 0; i <= high - low; i++)
		put_whole(s->out, i > 0, low + i);
	buf_addz(s->out, nullable ? ",null]" : "]");
}

static void put_choices(struct strict *s, const struct js *list, bool nullable)
{
	bool has_null = false;
	put_key(s, STR("enum"));
	buf_addc(s->out, '[');
	for (size_t i = 0; i < js_len(list); i++) {
		if (i)
			buf_addc(s->out, ',');
		js_write(js_at(list, i), s->out);
		has_null |= js_type(js_at(list, i)) == JS_NULL;
	}
	buf_addz(s->out, nullable && !has_null ? ",null]" : "]");
}

static void put_any_of(struct strict *s, const struct js *list, bool nullable)
{
	put_key(s, STR("anyOf"));
	buf_addc(s->out, '[');
	for (size_t i = 0; i < js_len(list); i++) {
		if (i)
			buf_addc(s->out, ',');
		put_schema(s, js_at(list, i), false);
	}
	buf_addz(s->out, nullable ? ",{\"type\":\"null\"}]" : "]");
	s->first = false;
}

/* One schema. NULLABLE: it stands for an optional field. */
static void put_schema(struct strict *s, const struct js *v, bool nullable)
{
	const struct js *type = js_get(v, "type"), *any = js_get(v, "anyOf"), *choices = js_get(v, "enum"), *x;
	buf_addc(s->out, '{');
	s->first = true;
	if (js_type(x = js_get(v, "$ref")) == JS_STRING) {
		put_key(s, STR("$ref"));
		js_write(x, s->out);
	} else if (js_type(any) == JS_ARRAY) {
		put_any_of(s, any, nullable);
	} else {
		put_type(s, v, nullable);
	}
	if (js_type(x = js_get(v, "description")) == JS_STRING) {
		put_key(s, STR("description"));
		js_write(x, s->out);
	}
	if (js_type(choices) == JS_ARRAY)
		put_choices(s, choices, nullable);
	put_range(s, v, nullable);
	if (js_type(js_get(v, "properties")) == JS_OBJECT)
		put_properties(s, v);
	else if (str_is(js_str(type), "object") || has_string(type, STR("object")))
		s->exact = false;  /* an object with any members */
	if (js_type(x = js_get(v, "items")) == JS_OBJECT) {
		put_key(s, STR("items"));
		put_schema(s, x, false);
	}
	if (js_type(x = js_get(v, "$defs")) == JS_OBJECT)
		put_schemas(s, STR("$defs"), x, NULL);
	s->first = false;
	buf_addc(s->out, '}');
}

/* ---- Members ---- */

struct body {
	struct buf *out;
	const struct js *thinking, *extra;
	bool first;
};

/* NAME is one of ours: whether it goes out, its key with it. */
static bool begin(struct body *b, const char *name)
{
	if (js_get(b->extra, name) || js_get(b->thinking, name))
		return false;
	if (!b->first)
		buf_addc(b->out, ',');
	b->first = false;
	js_put_string(b->out, str_of(name));
	buf_addc(b->out, ':');
	return true;
}

static bool put_member(void *ctx, struct str key, const struct js *v, struct err *e)
{
	UNUSED(e);
	struct body *b = ctx;
	if (js_type(v) == JS_NULL)
		return true;
	if (!b->first)
		buf_addc(b->out, ',');
	b->first = false;
	js_put_string(b->out, key);
	buf_addc(b->out, ':');
	js_write(v, b->out);
	return true;
}

static bool put_thinking(void *ctx, struct str key, const struct js *v, struct err *e)
{
	struct body *b = ctx;
	return js_member(b->extra, key) != NULL || put_member(ctx, key, v, e);
}

static bool mentions_json(struct str s)
{
	for (size_t i = 0; i + 4 <= s.n; i++)
		if ((s.p[i] == 'j' || s.p[i] == 'J') && str_is_nocase((struct str){ s.p + i, 4 }, "json"))
			return true;
	return false;
}

/* DeepSeek and DashScope refuse JSON mode where no message has the word, and OpenAI sends blanks without end. */
static void put_messages(struct body *b, struct str system, struct str user, bool json)
{
	static const char word[] = "只输出一个 JSON 对象。";
	struct buf with = BUF_INIT(BUF_UNBOUNDED);
	if (json && !mentions_json(user) && !mentions_json(system)) {
		buf_adds(&with, system);
		if (system.n)
			buf_addz(&with, "\n\n");
		buf_addz(&with, word);
		system = buf_str(&with);
	}
	buf_addc(b->out, '[');
	if (system.n) {
		buf_addz(b->out, "{\"role\":\"system\",\"content\":");
		js_put_string(b->out, system);
		buf_addz(b->out, "},");
	}
	buf_addz(b->out, "{\"role\":\"user\",\"content\":");
	js_put_string(b->out, user);
	buf_addz(b->out, "}]");
	buf_free(&with);
}

/* SCHEMA: its root; NULL: JSON mode. */
static void put_format(struct buf *out, const struct js *schema)
{
	struct buf text = BUF_INIT(BUF_UNBOUNDED);
	struct strict s = { .out = &text, .exact = true, .first = true };
	if (schema == NULL) {
		buf_addz(out, "{\"type\":\"json_object\"}");
		return;
	}
	put_schema(&s, schema, false);
	buf_addf(out, "{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"summary\",\"strict\":%s,\"schema\":",
	         s.exact ? "true" : "false");
	buf_adds(out, buf_str(&text));
	buf_addz(out, "}}");
	buf_free(&text);
}

/* The schema's root, to be freed; NULL where it says nothing. */
static struct js *schema_root(const struct schema *schema)
{
	struct err ignored = ERR_INIT;
	struct js *root;
	if (!js_parse(schema_line(schema), &root, &ignored))
		return NULL;
	if (js_type(js_get(root, "properties")) == JS_OBJECT)
		return root;
	js_free(root);
	return NULL;
}

static bool parse_object(const char *text, const char *what, struct js **ret, struct err *e)
{
	*ret = NULL;
	if (text == NULL || str_empty(str_trim(str_of(text))))
		return true;
	if (!js_parse(str_of(text), ret, e)) {
		e->kind = ERR_CONFIG;
		return err_wrap(e, "%s", what);
	}
	if (js_type(*ret) == JS_OBJECT)
		return true;
	js_free(*ret);
	*ret = NULL;
	return err_set(e, ERR_CONFIG, "%s: not a JSON object", what);
}

static bool check_extra(const struct js *extra, struct err *e)
{
	return js_get(extra, "messages") == NULL ||
	       err_set(e, ERR_CONFIG, "extra-body: \"messages\" are made from the style and the paper");
}

/* A stream tells what it took only where that is asked for. */
static void put_stream(struct body *b, bool stream)
{
	if (stream && begin(b, "stream"))
		buf_addz(b->out, "true");
	const struct js *said = js_get(b->extra, "stream");
	if ((said ? js_type(said) == JS_TRUE : stream) && begin(b, "stream_options"))
		buf_addz(b->out, "{\"include_usage\":true}");
}

bool chat_body(const struct chat_options *o, const struct schema *schema, struct str system, struct str user,
               struct chat_form form, struct buf *out, struct err *e)
{
	struct js *thinking = NULL, *extra = NULL;
	const char *token_field = o->provider && o->provider->token_field ? o->provider->token_field : "max_tokens";
	bool ok = parse_object(o->provider ? o->provider->thinking_off : NULL, "thinking-off", &thinking, e) &&
	          parse_object(o->extra_body, "extra-body", &extra, e) && check_extra(extra, e);
	if (ok) {
		struct body b = { .out = out, .thinking = thinking, .extra = extra, .first = true };
		struct js *root = form.structure == STRUCTURE_SCHEMA ? schema_root(schema) : NULL;
		struct err none = ERR_INIT;
		buf_addc(out, '{');
		if (o->model && o->model[0] && begin(&b, "model"))
			js_put_string(out, str_of(o->model));
		if (begin(&b, "messages"))
			put_messages(&b, system, user, form.structure != STRUCTURE_TEXT && root == NULL);
		if (form.max_tokens > 0 && begin(&b, token_field))
			buf_addf(out, "%lld", (long long)form.max_tokens);
		put_stream(&b, form.stream);
		if (form.structure != STRUCTURE_TEXT && begin(&b, "response_format"))
			put_format(out, root);
		ok = js_each(thinking, put_thinking, &b, &none) && js_each(extra, put_member, &b, &none);
		buf_addc(out, '}');
		js_free(root);
	}
	js_free(thinking);
	js_free(extra);
	return ok;
}
