/* SPDX-License-Identifier: MIT
 * libFuzzer over templates: the page's text before the first NUL, the partial "p" behind it. The values are of each type
 * and hold each other, so that sections can go as deep as they may. */
#include <stdlib.h>
#include <string.h>

#include "digest/template.h"

enum { MOST_OUTPUT = 256 * 1024, ITEMS = 3 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static struct value member(void *ctx, struct str name);
static void rewind_list(void *ctx) { *(int *)ctx = 0; }

static const struct value_ops object_ops = { .get = member };

static bool next(void *ctx, struct value *ret, struct err *e)
{
	UNUSED(e);
	*ret = (struct value){ .type = VALUE_OBJECT, .ops = &object_ops, .ctx = ctx };
	return (*(int *)ctx)++ < ITEMS;
}

static const struct value_ops list_ops = { .rewind = rewind_list, .next = next };

static struct value member(void *ctx, struct str name)
{
	switch (name.n == 1 ? name.p[0] : 0) {
	case 'a': return (struct value){ .type = VALUE_TEXT, .text = STR("<text>\nof two lines") };
	case 'e': return (struct value){ .type = VALUE_TEXT, .text = STR("") };
	case 't': return (struct value){ .type = VALUE_TRUE };
	case 'f': return (struct value){ .type = VALUE_FALSE };
	case 'o': return (struct value){ .type = VALUE_OBJECT, .ops = &object_ops, .ctx = ctx };
	case 'l': return (struct value){ .type = VALUE_LIST, .ops = &list_ops, .ctx = ctx };
	default: return (struct value){ .type = VALUE_NONE };
	}
}

static bool load(void *ctx, struct str name, struct str *ret)
{
	*ret = *(struct str *)ctx;
	return str_known(*ret) && str_is(name, "p");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str text = { (const char *)data, n }, partial = STR_NULL;
	const char *nul = n ? memchr(text.p, '\0', n) : NULL;
	if (nul) {
		text.n = (size_t)(nul - text.p);
		partial = (struct str){ nul + 1, n - text.n - 1 };
	}
	struct template_loader loader = { load, &partial };
	struct template *t;
	struct err e = ERR_INIT;
	int at = 0;
	if (!template_parse("x", text, &loader, &t, &e))
		return 0;
	struct buf out = BUF_INIT(MOST_OUTPUT);
	struct template_out how = { .flush = NULL };
	struct value root = { .type = VALUE_OBJECT, .ops = &object_ops, .ctx = &at };
	if (template_render(t, root, &how, &out, &e) != (e.kind == ERR_NONE))
		abort();
	buf_free(&out);
	template_free(t);
	return 0;
}
