/* SPDX-License-Identifier: MIT
 * Values that are made: numbers, lists of texts; how rows of names and the page's words are found. */
#include <stdlib.h>

#include "src/render/ctx.h"

struct value value_copied(struct arena *a, struct buf *b)
{
	struct str s = arena_dup(a, buf_str(b));
	buf_free(b);
	return value_text(s);
}

struct value value_number(struct arena *a, uint64_t n)
{
	struct buf b = BUF_INIT(32);
	buf_addu(&b, n);
	return value_copied(a, &b);
}

struct list {
	struct strs strs;
	size_t at;
};
static void strs_rewind(void *ctx) { ((struct list *)ctx)->at = 0; }
static bool strs_next(void *ctx, struct value *ret, struct err *e)
{
	struct list *l = ctx;
	UNUSED(e);
	if (l->at == l->strs.n)
		return false;
	*ret = value_text(l->strs.v[l->at++]);
	return true;
}
static const struct value_ops strs_ops = { .rewind = strs_rewind, .next = strs_next };

struct value value_strs(struct arena *a, struct strs list)
{
	struct list *l = arena_calloc(a, 1, sizeof *l);
	l->strs = list;
	return (struct value){ .type = list.n ? VALUE_LIST : VALUE_FALSE, .ops = &strs_ops, .ctx = l };
}

static int compare_name(const void *key, const void *row)
{
	return str_cmp(*(const struct str *)key, str_of(((const struct field_row *)row)->name));
}

const struct field_row *find_name(struct str name, const struct field_row *rows, size_t n)
{
	return bsearch(&name, rows, n, sizeof *rows, compare_name);
}

struct str page_word(const struct render_options *options, struct str name)
{
	size_t from = 0, to = options->n_words;
	while (from < to) {
		size_t half = (from + to) / 2;
		int c = str_cmp(name, options->words[half].name);
		if (c == 0)
			return options->words[half].text;
		if (c < 0)
			to = half;
		else
			from = half + 1;
	}
	return STR_NULL;
}

