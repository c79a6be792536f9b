/* SPDX-License-Identifier: MIT
 * What comes back is data: it must be an object with the fields that the style asks for, of their types, and from
 * then on it is text like any other, cleaned as a paper's own. */
#include "internal.h"

#include <stdlib.h>
#include <string.h>

#include "digest/mem.h"
#include "digest/text.h"

/* S with the TeX commands that JSON's escapes took from it, in A; S itself if there is none. */
static struct str with_commands(struct str s, struct arena *a, unsigned long *rescued)
{
	struct buf mended = BUF_INIT(BUF_UNBOUNDED);
	if (backslash_mend(s, &mended)) {
		s = arena_dup(a, buf_str(&mended));
		rescued[RESCUE_BACKSLASH] = 1;
	}
	buf_free(&mended);
	return s;
}

/* A list's or an object's JSON, its strings as above. */
struct answer_writer {
	struct buf *out;
	struct arena *a;
	unsigned long *rescued;
	bool first;
};
static bool write_value(struct answer_writer *w, const struct js *v);

static bool write_member(void *ctx, struct str name, const struct js *v, struct err *e)
{
	struct answer_writer *w = ctx;
	UNUSED(e);
	if (!w->first)
		buf_addc(w->out, ',');
	js_put_string(w->out, name);
	buf_addc(w->out, ':');
	bool ok = write_value(w, v);
	w->first = false;
	return ok;
}

static bool write_value(struct answer_writer *w, const struct js *v)
{
	struct err never = ERR_INIT;
	bool ok = true;
	int64_t n;
	if (js_type(v) == JS_STRING) {
		js_put_string(w->out, with_commands(js_str(v), w->a, w->rescued));
	} else if (js_type(v) == JS_OBJECT) {
		buf_addc(w->out, '{');
		w->first = true;
		ok = js_each(v, write_member, w, &never);
		buf_addc(w->out, '}');
	} else if (js_type(v) == JS_ARRAY) {
		buf_addc(w->out, '[');
		for (size_t i = 0; i < js_len(v) && ok; i++) {
			if (i > 0)
				buf_addc(w->out, ',');
			ok = write_value(w, js_at(v, i));
		}
		buf_addc(w->out, ']');
	} else if (js_type(v) == JS_NUMBER && js_whole(v, &n)) {
		buf_addf(w->out, "%lld", (long long)n);  /* "4.0": stars are counted by it */
	} else {
		js_write(v, w->out);
	}
	return ok;
}

/* Whether V, a string, says a number, and the field NAME is to be one; then its text is *RET. */
static bool number_in_string(const struct schema *schema, struct str name, const struct js *v, struct arena *a,
                             struct str *ret)
{
	enum { MOST_NUMBER = 40 };
	struct str text = str_trim(js_str(v)), wanted;
	struct js *list;
	struct err ignored = ERR_INIT;
	struct buf json = BUF_INIT(MOST_NUMBER + 2);
	if (js_type(v) != JS_STRING || text.n == 0 || text.n > MOST_NUMBER)
		return false;
	buf_addc(&json, '[');
	buf_adds(&json, text);
	buf_addc(&json, ']');
	bool ok = js_parse(buf_str(&json), &list, &ignored);
	buf_free(&json);
	if (!ok)
		return false;
	ok = js_len(list) == 1 && js_type(js_at(list, 0)) == JS_NUMBER && schema_type_ok(schema, name, js_at(list, 0), &wanted) &&
	     schema_fits(schema, name, js_at(list, 0), &ignored);
	int64_t n;
	struct buf number = BUF_INIT(MOST_NUMBER + 2);
	if (ok && js_whole(js_at(list, 0), &n))
		buf_addf(&number, "%lld", (long long)n);
	else
		buf_adds(&number, text);
	*ret = ok ? arena_dup(a, buf_str(&number)) : STR_NULL;
	buf_free(&number);
	js_free(list);
	return ok;
}

/* The text S of the field NAME. */
static bool read_text(const struct summary_style *style, struct str name, struct str s, bool required, struct arena *a,
                      unsigned long *rescued, struct summary_field *ret, struct err *e)
{
	struct str text = with_commands(s, a, rescued);
	/* A title is one line; other texts may have paragraphs. */
	enum md_format format = md_format_of(&style->marks, name);
	bool lines = format == MD_FORMAT_BLOCKS, marks = format != MD_FORMAT_NONE && md_tree_may_be(text, lines);
	struct str clean =
	        str_trim(marks ? clean_marked(text, lines, a) : clean_text(text, !str_is(name, "title"), a, NULL));
	ret->text = style->as_is ? str_trim(text) : clean;
	return !required || clean.n > 0 || err_set(e, ERR_INPUT, "\"%.*s\" in the answer is empty", STR_ARG(name));
}

/* Whether V is a list of texts, and the field NAME may have lists in its text; then that is *RET. */
static bool list_for_blocks(const struct summary_style *style, struct str name, const struct js *v, struct arena *a,
                            struct str *ret)
{
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	bool is = md_format_of(&style->marks, name) == MD_FORMAT_BLOCKS && md_list_of(v, &b);
	if (is)
		*ret = arena_dup(a, buf_str(&b));
	buf_free(&b);
	return is;
}

/* One field's value; a field that is not there leaves *RET's text unknown. */
static bool read_field(const struct schema *schema, const struct summary_style *style, struct str name, const struct js *v,
                       struct arena *a, unsigned long *rescued, struct summary_field *ret, struct err *e)
{
	struct str wanted, list;
	bool required = strs_has(style->required, name);
	*ret = (struct summary_field){ .name = name };
	if (js_type(v) == JS_NULL)
		return !required || err_set(e, ERR_INPUT, "the answer has no \"%.*s\"", STR_ARG(name));
	if (!schema_type_ok(schema, name, v, &wanted) && list_for_blocks(style, name, v, a, &list))
		return read_text(style, name, list, required, a, rescued, ret, e);
	if (!schema_type_ok(schema, name, v, &wanted)) {
		ret->json = number_in_string(schema, name, v, a, &ret->text);
		rescued[RESCUE_NUMBER] |= ret->json;
		return ret->json || err_set(e, ERR_INPUT, "\"%.*s\" in the answer is %s, not of type %.*s", STR_ARG(name),
		                            js_type_name(js_type(v)), STR_ARG(wanted));
	}
	if (js_type(v) == JS_STRING)
		return read_text(style, name, js_str(v), required, a, rescued, ret, e);
	if (!schema_fits(schema, name, v, e))
		return false;
	struct buf json = BUF_INIT(BUF_UNBOUNDED);
	struct answer_writer w = { &json, a, rescued, true };
	ret->json = write_value(&w, v);
	ret->text = arena_dup(a, buf_str(&json));
	buf_free(&json);
	return ret->json;
}

bool answer_check(const struct schema *schema, const struct summary_style *style, const struct js *v, struct arena *a,
                  unsigned long *rescued, struct summary *ret, struct err *e)
{
	unsigned long ways[RESCUE__COUNT] = { 0 };
	if (js_type(v) != JS_OBJECT)
		return err_set(e, ERR_INPUT, "the answer is %s, not an object", js_type_name(js_type(v)));
	struct summary y = SUMMARY_INIT;
	y.fields = arena_alloc(a, (style->keys.n + 1) * sizeof *y.fields);
	for (size_t i = 0; i < style->keys.n; i++) {
		struct summary_field *f = &y.fields[y.n_fields];
		if (!read_field(schema, style, style->keys.v[i], js_member(v, style->keys.v[i]), a, ways, f, e))
			return false;
		y.n_fields += str_known(f->text);
	}
	for (int i = 0; rescued && i < RESCUE__COUNT; i++)
		rescued[i] += ways[i];
	y.status = SUMMARY_OK;
	*ret = y;
	return true;
}

/* ---- Plain text ---- */

/* If LINE begins with one of the keys as a label ("tldr: …", "**摘要**：…"), its number, and *REST behind the colon. */
static size_t label_of(struct str line, const struct summary_style *style, struct str *rest)
{
	static const char wide_colon[] = "：";
	size_t at = 0;
	while (at < line.n && (is_space((unsigned char)line.p[at]) || strchr("*-#_\"'`", line.p[at])))
		at++;
	for (size_t i = 0; i < style->keys.n; i++) {
		struct str key = style->keys.v[i], behind = str_from(line, at);
		char z[128];
		if (key.n >= sizeof z || behind.n < key.n)
			continue;
		memcpy(z, key.p, key.n);
		z[key.n] = '\0';
		if (!str_is_nocase(str_head(behind, key.n), z))
			continue;
		behind = str_from(behind, key.n);
		while (behind.n && strchr("*_\"'` ", behind.p[0]))
			behind = str_from(behind, 1);
		size_t colon = str_starts(behind, ":") ? 1 : str_starts(behind, wide_colon) ? sizeof wide_colon - 1 : 0;
		if (colon == 0)
			continue;
		behind = str_from(behind, colon);
		while (str_starts(behind, "**"))  /* "**label:** text" */
			behind = str_from(behind, 2);
		*rest = str_trim(behind);
		return i;
	}
	return STR_NONE;
}

/* "4" is a number where the schema wants one; anything else is a string, and for the check to refuse. */
static void put_value(const struct schema *schema, struct str key, struct str value, struct buf *out)
{
	uint64_t n;
	if (schema_wants_number(schema, key) && str_number(value, INT64_MAX, &n))
		buf_addu(out, n);
	else
		js_put_string(out, value);
}

/* Lines `label: value`; lines without a label belong to the value before. Appends a JSON object; false: no label. */
static bool labels_to_json(const struct schema *schema, struct str text, const struct summary_style *style,
                           struct buf *out)
{
	struct buf *values = xcalloc(style->keys.n + 1, sizeof *values);
	for (size_t i = 0; i <= style->keys.n; i++)
		values[i] = (struct buf)BUF_INIT(BUF_UNBOUNDED);
	size_t now = STR_NONE;
	struct str line, rest;
	while (str_cut(&text, '\n', &line)) {
		size_t i = label_of(line, style, &rest);
		bool repeated = i != STR_NONE && values[i].len > 0;  /* the first one counts; this one is part of a text */
		if (i != STR_NONE && !repeated)
			now = i;
		else
			rest = line;
		if (now == STR_NONE)
			continue;
		if (values[now].len > 0)
			buf_addc(&values[now], '\n');
		buf_adds(&values[now], rest);
	}
	buf_addc(out, '{');
	for (size_t i = 0; i < style->keys.n; i++) {
		if (values[i].len > 0) {
			if (out->s[out->len - 1] != '{')
				buf_addc(out, ',');
			js_put_string(out, style->keys.v[i]);
			buf_addc(out, ':');
			put_value(schema, style->keys.v[i], str_trim(buf_str(&values[i])), out);
		}
		buf_free(&values[i]);
	}
	buf_addc(out, '}');
	free(values);
	return now != STR_NONE;
}

/* ---- From a text to an object ---- */

struct search {
	const struct summary_style *style;
	const struct js *found;
	size_t objects;
};

static bool has_field(const struct js *v, const struct summary_style *style)
{
	for (size_t i = 0; i < style->keys.n; i++)
		if (js_member(v, style->keys.v[i]))
			return true;
	return false;
}

static bool one_member(void *ctx, struct str name, const struct js *v, struct err *e)
{
	struct search *s = ctx;
	UNUSED(name);
	UNUSED(e);
	if (js_type(v) == JS_OBJECT) {
		s->found = v;
		s->objects++;
	}
	return true;
}

/* V, or the object that stands alone in it: in a list, or in an object that has none of the style's fields. */
static const struct js *unwrapped(const struct js *v, const struct summary_style *style, bool *used)
{
	enum { MOST_LEVELS = 3 };
	struct err never = ERR_INIT;
	for (int level = 0; level < MOST_LEVELS; level++) {
		struct search inside = { .style = style };
		if (js_type(v) == JS_ARRAY && js_len(v) == 1)
			inside = (struct search){ style, js_at(v, 0), js_type(js_at(v, 0)) == JS_OBJECT };
		else if (js_type(v) == JS_OBJECT && !has_field(v, style) && !js_each(v, one_member, &inside, &never))
			return v;
		if (inside.objects != 1)
			return v;
		v = inside.found;
		used[RESCUE_NESTED] = true;
	}
	return v;
}

static bool has_required(const struct js *root, const struct summary_style *style)
{
	bool ignored[RESCUE__COUNT];
	const struct js *v = unwrapped(root, style, ignored);
	for (size_t i = 0; i < style->required.n; i++)
		if (js_type(js_member(v, style->required.v[i])) == JS_NULL)
			return false;
	return true;
}

/* Lines with labels in TEXT, fenced or not, if they have what the style requires. */
static bool parse_labels(const struct schema *schema, struct str text, const struct summary_style *style, bool *used,
                         struct js **ret)
{
	struct err ignored = ERR_INIT;
	struct buf json = BUF_INIT(BUF_UNBOUNDED);
	struct str bare = rescue_fence(text);
	bool ok = labels_to_json(schema, bare, style, &json) && js_parse(buf_str(&json), ret, &ignored);
	buf_free(&json);
	used[RESCUE_LABELS] = true;
	used[RESCUE_FENCE] = bare.p != text.p;
	return ok;
}

/* Read an object in TEXT in the known ways, or labels. An object that lacks something may be part of what stands beside
 * it: then labels count, if they lack nothing. */
static bool parse_forgivingly(const struct schema *schema, struct str text, const struct summary_style *style, bool *used,
                              struct js **ret, struct err *e)
{
	bool by_object[RESCUE__COUNT] = { false }, by_labels[RESCUE__COUNT] = { false };
	struct js *object = NULL, *labels = NULL;
	struct buf json = BUF_INIT(BUF_UNBOUNDED);
	struct err why = ERR_INIT;
	enum rescued rescued = rescue_object(text, style, by_object, &json);
	bool found = rescued == RESCUED_ONE;
	if (found && !js_parse(buf_str(&json), &object, &why))
		object = NULL;
	buf_free(&json);
	if (rescued == RESCUED_TWO) {
		*ret = NULL;
		(void)err_set(e, ERR_INPUT, "the answer holds two objects that are not the same");
		return true;
	}
	bool whole = object && has_required(object, style);
	if (whole || !parse_labels(schema, text, style, by_labels, &labels))
		labels = NULL;
	if (labels && found && !has_required(labels, style)) {
		js_free(labels);
		labels = NULL;
	}
	const bool *by = labels ? by_labels : by_object;
	for (int i = 0; i < RESCUE__COUNT; i++)
		used[i] |= by[i];
	if (labels)
		js_free(object);
	*ret = labels ? labels : object;
	if (*ret == NULL && found)
		*e = why;
	return *ret || found || err_set(e, ERR_INPUT, "the answer is neither a JSON object nor lines \"label: value\"");
}

/* Read TEXT as it is, then without a model's reasoning, then forgivingly. */
static bool parse_text(const struct schema *schema, struct str text, const struct summary_style *style, bool *used,
                       struct js **ret, struct err *e)
{
	struct err broken = ERR_INIT, ignored = ERR_INIT;
	bool open;
	if (js_parse(text, ret, &broken))
		return true;
	struct str answer = rescue_thinking(text, style, &used[RESCUE_THINKING], &open);
	if (open)
		return err_set(e, ERR_INPUT, "the answer ends while the model is still thinking");
	if (used[RESCUE_THINKING] && js_parse(answer, ret, &ignored))
		return true;
	if (parse_forgivingly(schema, answer, style, used, ret, e))
		return *ret != NULL;
	struct str bare = rescue_fence(answer);
	if (!str_starts(bare, "{"))
		return false;
	return js_parse(bare, ret, &broken) || err_set(e, ERR_INPUT, "%s", broken.msg);
}

static bool answer_from_tree(const struct schema *schema, const struct summary_style *style, const struct js *root,
                             struct arena *a, bool *used, unsigned long *rescued, struct summary *ret, struct err *e)
{
	unsigned long ways[RESCUE__COUNT] = { 0 };
	const struct js *v = unwrapped(root, style, used);
	if (js_type(v) != JS_OBJECT)
		return err_set(e, ERR_INPUT, "the answer is neither a JSON object nor lines \"label: value\"");
	if (!answer_check(schema, style, v, a, ways, ret, e))
		return false;
	for (size_t i = 0; i < ret->n_fields; i++)  /* texts that needed no cleaning still lie in the tree */
		ret->fields[i].text = arena_dup(a, ret->fields[i].text);
	for (int i = 0; rescued && i < RESCUE__COUNT; i++)
		rescued[i] += used[i] || ways[i];
	return true;
}

bool answer_from_text(const struct schema *schema, const struct summary_style *style, struct str text, struct arena *a,
                      unsigned long *rescued, struct summary *ret, struct err *e)
{
	bool used[RESCUE__COUNT] = { false };
	struct js *root;
	size_t bad;
	text = str_trim(text);
	if (text.n == 0)
		return err_set(e, ERR_INPUT, "the answer is empty");
	if (!utf8_valid(text, &bad))
		return err_set(e, ERR_INPUT, "the answer is not UTF-8 (byte %zu)", bad + 1);
	if (!parse_text(schema, text, style, used, &root, e))
		return false;
	bool ok = answer_from_tree(schema, style, root, a, used, rescued, ret, e);
	js_free(root);
	return ok;
}

bool answer_whole(const struct schema *schema, const struct summary_style *style, struct str text, bool bare, struct arena *a,
                  unsigned long *rescued, struct summary *ret, struct err *e)
{
	static const enum rescue beside[] = { RESCUE_THINKING, RESCUE_FENCE, RESCUE_TALK, RESCUE_NESTED, RESCUE_LABELS };
	unsigned long ways[RESCUE__COUNT] = { 0 };
	struct summary y;
	if (!answer_from_text(schema, style, text, a, ways, &y, e))
		return false;
	bool whole = ways[RESCUE_CUT] == 0;
	for (size_t i = 0; bare && i < COUNTOF(beside); i++)
		whole = whole && ways[beside[i]] == 0;
	if (!whole)
		return err_set(e, ERR_INPUT, "the answer is not whole");
	for (int i = 0; rescued && i < RESCUE__COUNT; i++)
		rescued[i] += ways[i];
	*ret = y;
	return true;
}
