/* SPDX-License-Identifier: MIT
 * libFuzzer over what a command of the plain protocol prints. An answer that passes has every required field, as valid
 * text; one that does not says why. */
#include <stdlib.h>

#include "digest/text.h"
#include "src/summary/internal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const char schema_json[] =
	"{\"properties\":{\"title\":{\"type\":\"string\"},\"tldr\":{\"type\":\"string\"},\"score\":{\"type\":\"integer\"},"
	"\"list\":{\"type\":[\"array\",\"null\"]}},\"required\":[\"title\",\"tldr\"]}";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const struct str schema_text = { schema_json, sizeof schema_json - 1 };
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct summary_style style = { .name = STR("s"), .lang = STR("zh-Hans"), .schema = schema_text };
	struct summary y;
	if (!summary_schema_read(schema_text, &a, &style, &e))
		abort();
	struct schema *schema = schema_new(schema_text);
	if (answer_from_text(schema, &style, (struct str){ (const char *)data, n }, &a, NULL, &y, &e)) {
		for (size_t i = 0; i < style.required.n; i++)
			if (str_empty(summary_get(&y, style.required.v[i].p)))
				abort();
		for (size_t i = 0; i < y.n_fields; i++)
			if (!utf8_valid(y.fields[i].text, NULL))
				abort();
	} else if (e.kind != ERR_INPUT || e.msg[0] == '\0') {
		abort();
	}
	schema_free(schema);
	arena_free(&a);
	return 0;
}
