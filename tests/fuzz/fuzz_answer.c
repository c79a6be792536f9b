/* SPDX-License-Identifier: MIT
 * libFuzzer over what models and commands print. An answer that passes has every required field, as valid text; one that
 * does not says why, and counts no rescue. What was read strictly is read the same from within a fence with words around
 * it. */
#include <stdlib.h>

#include "digest/answer.h"
#include "digest/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const char schema_json[] =
	"{\"properties\":{\"title\":{\"type\":\"string\"},\"tldr\":{\"type\":\"string\"},\"score\":{\"type\":\"integer\"},"
	"\"list\":{\"type\":[\"array\",\"null\"]}},\"required\":[\"title\",\"tldr\"]}";

/* The same object in a code fence, with talk: the same fields. */
static void in_a_fence(const struct schema *schema, const struct summary_style *style, struct str text,
                       const struct summary *want, struct arena *a)
{
	struct buf fenced = BUF_INIT(BUF_UNBOUNDED);
	struct err e = ERR_INIT;
	struct summary y;
	unsigned long rescued[RESCUE__COUNT] = { 0 };
	buf_addz(&fenced, "Here it is:\n```json\n");
	buf_adds(&fenced, text);
	buf_addz(&fenced, "\n```\n");
	if (!answer_from_text(schema, style, buf_str(&fenced), a, rescued, &y, &e) || !rescued[RESCUE_FENCE] ||
	    y.n_fields != want->n_fields)
		abort();
	for (size_t i = 0; i < y.n_fields; i++)
		if (!str_eq(y.fields[i].text, want->fields[i].text))
			abort();
	buf_free(&fenced);
}

/* Whether TEXT needs no rescue to be an object with a field of the style, and no deeper than the forgiving reader goes. */
static bool is_plain_object(struct str text, const unsigned long *rescued)
{
	size_t deep = 0;
	for (int i = 0; i < RESCUE__COUNT; i++)
		if (rescued[i] && i != RESCUE_BACKSLASH && i != RESCUE_NUMBER)
			return false;
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] == '[' || text.p[i] == '{')
			deep++;
	struct js *v;
	struct err ignored = ERR_INIT;
	if (deep > 60 || memchr(text.p, '\\', text.n) || !js_parse(text, &v, &ignored))
		return false;
	js_free(v);
	return text.p[0] == '{';
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const struct str text = str_trim((struct str){ (const char *)data, n });
	unsigned long rescued[RESCUE__COUNT] = { 0 };
	const struct str schema_text = { schema_json, sizeof schema_json - 1 };
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct summary_style style = { .name = STR("s"), .lang = STR("zh-Hans"), .schema = schema_text };
	struct summary y;
	if (!summary_schema_read(schema_text, &a, &style, &e))
		abort();
	struct schema *schema = schema_new(schema_text);
	if (answer_from_text(schema, &style, text, &a, rescued, &y, &e)) {
		for (size_t i = 0; i < style.required.n; i++)
			if (str_empty(summary_get(&y, style.required.v[i].p)))
				abort();
		for (size_t i = 0; i < y.n_fields; i++)
			if (!utf8_valid(y.fields[i].text, NULL))
				abort();
		if (is_plain_object(text, rescued))
			in_a_fence(schema, &style, text, &y, &a);
	} else if (e.kind != ERR_INPUT || e.msg[0] == '\0') {
		abort();
	} else {
		for (int i = 0; i < RESCUE__COUNT; i++)
			if (rescued[i])
				abort();
	}
	schema_free(schema);
	arena_free(&a);
	return 0;
}
