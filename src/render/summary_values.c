/* SPDX-License-Identifier: MIT
 * A summary's fields as a template sees them. A style's schema may ask for texts, numbers, lists of texts and lists of
 * objects; whatever came stands in the record as JSON and is read when a template first asks for it. */
#include "src/render/ctx.h"

static size_t find_field(const struct render_ctx *r, struct str name)
{
	const struct summary *y = &r->p.summary;
	for (size_t i = 0; i < y->n_fields; i++)
		if (str_eq(y->fields[i].name, name))
			return i;
	return STR_NONE;
}

struct str summary_text(struct render_ctx *r, struct str name)
{
	size_t i = find_field(r, name);
	if (i == STR_NONE)
		return STR_NULL;
	const struct summary *y = &r->p.summary;
	if (received(r) || y->fields[i].json)
		return y->fields[i].text;
	if (r->cleaned_texts == NULL)
		r->cleaned_texts = arena_calloc(&r->a, y->n_fields, sizeof *r->cleaned_texts);
	if (!str_known(r->cleaned_texts[i]))
		r->cleaned_texts[i] = clean_text(y->fields[i].text, false, &r->a, NULL);
	return r->cleaned_texts[i];
}

/* What the field of this path may have of Markdown: what was received has none, nor has an extract of the paper's own words. */
static enum md_format format_of(const struct render_ctx *r, struct str path)
{
	bool answer = !received(r) && r->p.summary.status == SUMMARY_OK;
	return answer ? md_format_of(&r->page->options.marks, path) : MD_FORMAT_NONE;
}

/* ---- JSON as values ---- */

struct json_list {
	struct render_ctx *r;
	const struct js *array;
	struct str path;           /* of its items, as md_format_of() has it */
	size_t at;
};
struct json_object {
	struct render_ctx *r;
	const struct js *object;
	struct str path;
};

static struct value json_value(struct render_ctx *r, const struct js *js, struct str path);

/* "sections" and "head" as "sections.head". */
static struct str path_of(struct render_ctx *r, struct str outer, struct str name)
{
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	buf_adds(&b, outer);
	buf_addc(&b, '.');
	buf_adds(&b, name);
	struct str path = arena_dup(&r->a, buf_str(&b));
	buf_free(&b);
	return path;
}

static struct value json_member(void *ctx, struct str name)
{
	const struct json_object *o = ctx;
	const char *key = arena_dup(&o->r->a, name).p;
	const struct js *found = js_get(o->object, key);
	return found ? json_value(o->r, found, path_of(o->r, o->path, name)) : value_none();
}
static const struct value_ops object_ops = { .get = json_member };

static void list_rewind(void *ctx) { ((struct json_list *)ctx)->at = 0; }

static bool list_next(void *ctx, struct value *ret, struct err *e)
{
	struct json_list *l = ctx;
	UNUSED(e);
	if (l->at == js_len(l->array))
		return false;
	*ret = json_value(l->r, js_at(l->array, l->at++), l->path);
	return true;
}
static const struct value_ops list_ops = { .rewind = list_rewind, .next = list_next };

static struct value json_number(struct render_ctx *r, const struct js *js)
{
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	js_write(js, &b);
	struct str s = arena_dup(&r->a, buf_str(&b));
	buf_free(&b);
	return value_text(s);
}

static struct value json_value(struct render_ctx *r, const struct js *js, struct str path)
{
	switch (js_type(js)) {
	case JS_STRING:
		return value_marked(r, js_str(js), format_of(r, path));
	case JS_NUMBER:
		return json_number(r, js);
	case JS_ARRAY: {
		struct json_list *l = arena_calloc(&r->a, 1, sizeof *l);
		*l = (struct json_list){ r, js, path, 0 };
		return (struct value){ .type = js_len(js) ? VALUE_LIST : VALUE_FALSE, .ops = &list_ops, .ctx = l };
	}
	case JS_OBJECT: {
		struct json_object *o = arena_calloc(&r->a, 1, sizeof *o);
		*o = (struct json_object){ r, js, path };
		return (struct value){ .type = VALUE_OBJECT, .ops = &object_ops, .ctx = o };
	}
	case JS_TRUE:
		return value_flag(true);
	case JS_FALSE:
	case JS_NULL:
		break;
	}
	return value_flag(false);
}

/* ---- {{summary.KEY}}, {{lacks.KEY}}, {{stars.KEY}} ---- */

static struct value summary_member(void *ctx, struct str name)
{
	struct render_ctx *r = ctx;
	size_t i = find_field(r, name);
	if (i == STR_NONE)
		return value_none();
	const struct summary_field *f = &r->p.summary.fields[i];
	enum md_format format = format_of(r, f->name);
	if (!f->json)
		return format || evidence_links(r, f->text) ? value_marked(r, f->text, format)
		                                            : value_text(summary_text(r, name));
	const struct js *js = summary_json(r, i);
	return js ? json_value(r, js, f->name) : value_none();
}

/* Whether nothing stands in a value: no text, no item with one. */
static bool is_blank(const struct js *js);

static bool blank_member(void *ctx, struct str key, const struct js *js, struct err *e)
{
	UNUSED(ctx);
	UNUSED(key);
	UNUSED(e);
	return is_blank(js);
}

static bool is_blank(const struct js *js)
{
	struct err never = ERR_INIT;
	switch (js_type(js)) {
	case JS_STRING:
		return str_empty(str_trim(js_str(js)));
	case JS_ARRAY:
		for (size_t i = 0; i < js_len(js); i++)
			if (!is_blank(js_at(js, i)))
				return false;
		return true;
	case JS_OBJECT:
		return js_each(js, blank_member, NULL, &never);
	case JS_NULL:
	case JS_FALSE:
		return true;
	case JS_NUMBER:
	case JS_TRUE:
		break;
	}
	return false;
}

/* Whether a field is missing or empty. What was received counts as it is: an empty string is there. */
static struct value lacks_member(void *ctx, struct str name)
{
	struct render_ctx *r = ctx;
	size_t i = find_field(r, name);
	if (!received(r) && i != STR_NONE && r->p.summary.fields[i].json)
		return value_flag(is_blank(summary_json(r, i)));
	return value_flag(!received(r) && str_empty(summary_text(r, name)));
}

/* A rating from 1 to 5; anything else has no stars. */
static struct value stars_member(void *ctx, struct str name)
{
	enum { MOST = 5 };
	static const char stars[] = "★★★★★☆☆☆☆☆";
	const size_t star = (sizeof stars - 1) / (2 * MOST);
	struct render_ctx *r = ctx;
	uint64_t n;
	if (!str_number(summary_text(r, name), MOST, &n) || n == 0)
		return value_none();
	return value_text((struct str){ stars + (MOST - n) * star, MOST * star });
}

static const struct value_ops summary_ops = { .get = summary_member };
static const struct value_ops lacks_ops = { .get = lacks_member };
static const struct value_ops stars_ops = { .get = stars_member };

static struct value object(struct render_ctx *r, const struct value_ops *ops)
{
	return (struct value){ .type = VALUE_OBJECT, .ops = ops, .ctx = r };
}
struct value get_summary(struct render_ctx *r) { return object(r, &summary_ops); }
struct value get_lacks(struct render_ctx *r) { return object(r, &lacks_ops); }
struct value get_stars(struct render_ctx *r) { return object(r, &stars_ops); }

