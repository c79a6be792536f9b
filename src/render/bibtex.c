/* SPDX-License-Identifier: MIT
 * A paper as an entry of BibTeX. The keys of a page are made in a pass of its own over the papers, when the first is asked for. */
#include "digest/cite.h"
#include "src/render/view.h"

static struct cite_keys *keys_of(struct view *v)
{
	struct cite_keys *keys = cite_keys_new();
	struct arena a = ARENA_INIT;
	struct paper p;
	for (size_t i = 0; i < v->page->n && v->failed.kind == ERR_NONE; i++) {
		arena_reset(&a);
		if (v->page->get(v->page->ctx, &v->page->keys[i], &a, &p, &v->failed))
			cite_keys_add(keys, &p);
	}
	arena_free(&a);
	cite_keys_settle(keys);
	return keys;
}

struct value get_bibtex(struct view *v)
{
	struct buf entry = BUF_INIT(BUF_UNBOUNDED);
	if (!str_known(v->p.id))
		return value_none();
	if (v->keys == NULL)
		v->keys = keys_of(v);
	if (v->failed.kind != ERR_NONE)
		return value_none();
	cite_bibtex(&v->p, cite_keys_of(v->keys, v->at - 1), &v->a, &entry);
	struct str s = arena_dup(&v->a, buf_str(&entry));
	buf_free(&entry);
	return value_text_as(s, TEXT_VERBATIM);
}
