/* SPDX-License-Identifier: MIT
 * The fields of a summary that are JSON, each read when it is first asked for. */
#include "src/render/view.h"

/* The field I's JSON, in one object so that a number can be read too; NULL: it is none. */
const struct js *summary_json(struct view *v, size_t i)
{
	for (struct parsed *p = v->parsed; p; p = p->next)
		if (p->field == i)
			return js_at(p->js, 0);
	struct buf wrapped = BUF_INIT(BUF_UNBOUNDED);
	struct err ignored = ERR_INIT;
	struct js *js = NULL;
	buf_addc(&wrapped, '[');
	buf_adds(&wrapped, v->p.summary.fields[i].text);
	buf_addc(&wrapped, ']');
	if (js_parse(buf_str(&wrapped), &js, &ignored)) {
		struct parsed *p = arena_calloc(&v->a, 1, sizeof *p);
		*p = (struct parsed){ i, js, v->parsed };
		v->parsed = p;
	}
	buf_free(&wrapped);
	return js_at(js, 0);
}

void summary_values_end(struct view *v)
{
	for (; v->parsed; v->parsed = v->parsed->next)
		js_free(v->parsed->js);
}
