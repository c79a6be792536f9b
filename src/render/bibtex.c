/* SPDX-License-Identifier: MIT
 * A paper as an entry of BibTeX. The keys of a page are made in a pass of its own over the papers, when the first is asked for. */
#include "digest/cite.h"
#include "src/render/ctx.h"

static struct cite_keys *keys_of(struct render_ctx *r)
{
	struct cite_keys *keys = cite_keys_new();
	struct arena a = ARENA_INIT;
	struct paper p;
	for (size_t i = 0; i < r->page->n && r->failed.kind == ERR_NONE; i++) {
		arena_reset(&a);
		if (r->page->get(r->page->ctx, &r->page->keys[i], &a, &p, &r->failed))
			cite_keys_add(keys, &p);
	}
	arena_free(&a);
	cite_keys_settle(keys);
	return keys;
}

struct value get_bibtex(struct render_ctx *r)
{
	struct buf entry = BUF_INIT(BUF_UNBOUNDED);
	if (!str_known(r->p.id))
		return value_none();
	if (r->keys == NULL)
		r->keys = keys_of(r);
	if (r->failed.kind != ERR_NONE)
		return value_none();
	cite_bibtex(&r->p, cite_keys_of(r->keys, r->at - 1), &r->a, &entry);
	struct str s = arena_dup(&r->a, buf_str(&entry));
	buf_free(&entry);
	return value_text_as(s, TEXT_VERBATIM);
}

