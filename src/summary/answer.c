/* SPDX-License-Identifier: MIT
 * What comes back is data: it must be an object with the fields that the style asks for, of their types, and from
 * then on it is text like any other, cleaned as a paper's own. */
#include "internal.h"

#include <stdlib.h>
#include <string.h>

#include "digest/mem.h"
#include "digest/text.h"

static bool is_required(const struct summary_style *style, struct str name)
{
	for (size_t i = 0; i < style->required.n; i++)
		if (str_eq(style->required.v[i], name))
			return true;
	return false;
}

/* One field's value; a field that is not there leaves *RET's text unknown. */
static bool read_field(const struct schema *schema, const struct summary_style *style, struct str name, const struct js *v,
                       struct arena *a, struct summary_field *ret, struct err *e)
{
	struct str wanted;
	bool required = is_required(style, name);
	*ret = (struct summary_field){ .name = name };
	if (js_type(v) == JS_NULL)
		return !required || err_set(e, ERR_INPUT, "the answer has no \"%.*s\"", STR_ARG(name));
	if (!schema_type_ok(schema, name, v, &wanted))
		return err_set(e, ERR_INPUT, "\"%.*s\" in the answer is %s, not of type %.*s", STR_ARG(name),
		               js_type_name(js_type(v)), STR_ARG(wanted));
	if (js_type(v) == JS_STRING) {
		/* A title is one line; other texts may have paragraphs. */
		ret->text = str_trim(clean_text(js_str(v), !str_is(name, "title"), a, NULL));
		return !required || ret->text.n > 0 || err_set(e, ERR_INPUT, "\"%.*s\" in the answer is empty", STR_ARG(name));
	}
	struct buf json = BUF_INIT(BUF_UNBOUNDED);
	js_write(v, &json);
	ret->text = arena_dup(a, buf_str(&json));
	ret->json = true;
	buf_free(&json);
	return true;
}

bool answer_check(const struct schema *schema, const struct summary_style *style, const struct js *v, struct arena *a,
                  unsigned long *rescued, struct summary *ret, struct err *e)
{
	UNUSED(rescued);
	if (js_type(v) != JS_OBJECT)
		return err_set(e, ERR_INPUT, "the answer is %s, not an object", js_type_name(js_type(v)));
	struct summary y = SUMMARY_INIT;
	y.fields = arena_alloc(a, (style->keys.n + 1) * sizeof *y.fields);
	for (size_t i = 0; i < style->keys.n; i++) {
		struct summary_field *f = &y.fields[y.n_fields];
		if (!read_field(schema, style, style->keys.v[i], member(v, style->keys.v[i]), a, f, e))
			return false;
		y.n_fields += str_known(f->text);
	}
	y.status = SUMMARY_OK;
	*ret = y;
	return true;
}

/* ---- Plain text ---- */

/* Reasoning that a model shows before its answer: what stands behind the last end mark counts. */
static struct str without_thinking(struct str s)
{
	static const char end[] = "</think>";
	size_t at, last = STR_NONE;
	for (size_t from = 0; (at = str_find(s, end, from)) != STR_NONE; from = at + 1)
		last = at;
	return last == STR_NONE ? s : str_trim(str_from(s, last + sizeof end - 1));
}

/* What stands inside the first code fence, or S. */
static struct str without_fence(struct str s)
{
	size_t open = str_find(s, "```", 0);
	if (open == STR_NONE || (open > 0 && s.p[open - 1] != '\n'))
		return s;
	size_t line = str_find(s, "\n", open);
	size_t close = line == STR_NONE ? STR_NONE : str_find(s, "\n```", line);
	if (close == STR_NONE)
		return s;
	return str_trim((struct str){ s.p + line, close - line });
}

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

static bool parse_text(const struct schema *schema, struct str text, const struct summary_style *style, struct js **ret,
                       struct err *e)
{
	struct str bare = without_fence(text);
	if (str_starts(bare, "{"))
		return js_parse(bare, ret, e);
	struct buf json = BUF_INIT(BUF_UNBOUNDED);
	struct err ignored = ERR_INIT;
	size_t open = str_find(text, "{", 0);
	const char *close = text.n ? memrchr(text.p, '}', text.n) : NULL;
	bool ok = labels_to_json(schema, bare, style, &json) && js_parse(buf_str(&json), ret, e);
	if (!ok && open != STR_NONE && close && close > text.p + open)  /* an object with talk around it */
		ok = js_parse((struct str){ text.p + open, (size_t)(close - text.p) - open + 1 }, ret, &ignored);
	buf_free(&json);
	return ok || err_set(e, ERR_INPUT, "the answer is neither a JSON object nor lines \"label: value\"");
}

bool answer_from_text(const struct schema *schema, const struct summary_style *style, struct str text, struct arena *a,
                      unsigned long *rescued, struct summary *ret, struct err *e)
{
	struct js *v;
	size_t bad;
	text = str_trim(without_thinking(str_trim(text)));
	if (text.n == 0)
		return err_set(e, ERR_INPUT, "the answer is empty");
	if (!utf8_valid(text, &bad))
		return err_set(e, ERR_INPUT, "the answer is not UTF-8 (byte %zu)", bad + 1);
	if (str_starts(text, "<think>"))
		return err_set(e, ERR_INPUT, "the answer ends while the model is still thinking");
	if (!parse_text(schema, text, style, &v, e))
		return false;
	bool ok = answer_check(schema, style, v, a, rescued, ret, e);
	for (size_t i = 0; ok && i < ret->n_fields; i++)  /* texts that needed no cleaning still lie in V */
		ret->fields[i].text = arena_dup(a, ret->fields[i].text);
	js_free(v);
	return ok;
}
