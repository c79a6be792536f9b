/* SPDX-License-Identifier: MIT
 * The fields of a summary that are JSON, each read when it is first asked for. */
#include <string.h>

#include "src/render/ctx.h"

/* The field I's JSON, in one object so that a number can be read too; NULL: it is none. */
const struct js *summary_json(struct render_ctx *r, size_t i)
{
	for (struct parsed *p = r->parsed; p; p = p->next)
		if (p->field == i)
			return js_at(p->js, 0);
	struct buf wrapped = BUF_INIT(BUF_UNBOUNDED);
	struct err ignored = ERR_INIT;
	struct js *js = NULL;
	buf_addc(&wrapped, '[');
	buf_adds(&wrapped, r->p.summary.fields[i].text);
	buf_addc(&wrapped, ']');
	if (js_parse(buf_str(&wrapped), &js, &ignored)) {
		struct parsed *p = arena_calloc(&r->a, 1, sizeof *p);
		*p = (struct parsed){ i, js, r->parsed };
		r->parsed = p;
	}
	buf_free(&wrapped);
	return js_at(js, 0);
}

void summary_values_end(struct render_ctx *r)
{
	for (; r->parsed; r->parsed = r->parsed->next)
		js_free(r->parsed->js);
}

static bool list_of(struct str json, struct buf *out)
{
	struct js *js;
	struct err ignored = ERR_INIT;
	if (!str_starts(json, "[") || !js_parse(json, &js, &ignored))
		return false;
	bool is = md_list_of(js, out);
	js_free(js);
	return is;
}

void summary_lists_to_blocks(struct render_ctx *r)
{
	struct summary *y = &r->p.summary;
	struct summary_field *fields = NULL;
	for (size_t i = 0; i < y->n_fields; i++) {
		struct buf b = BUF_INIT(BUF_UNBOUNDED);
		bool may_be = y->fields[i].json &&
		              md_format_of(&r->page->options.marks, y->fields[i].name) == MD_FORMAT_BLOCKS;
		if (may_be && list_of(y->fields[i].text, &b)) {
			if (fields == NULL) {
				fields = arena_calloc(&r->a, y->n_fields, sizeof *fields);
				memcpy(fields, y->fields, y->n_fields * sizeof *fields);
			}
			fields[i].json = false;
			fields[i].text = arena_dup(&r->a, buf_str(&b));
		}
		buf_free(&b);
	}
	if (fields)
		y->fields = fields;
}

