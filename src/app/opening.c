/* SPDX-License-Identifier: MIT
 * Where the pages of a paper are, and who shows them. */
#include "src/app/opening.h"

#include "digest/choices.h"

static void put_arxiv(const struct run *r, const struct paper *p, int version, struct buf *out)
{
	static const char *const paths[] = { [OPEN_ABS] = "abs", [OPEN_PDF] = "pdf", [OPEN_HTML] = "html" };
	buf_addf(out, "https://arxiv.org/%s/%.*s", paths[r->o->open], STR_ARG(p->id));
	if (version > 0)
		buf_addf(out, "v%d", version);
}

bool opening_paper(struct run *r, const struct paper *p, int version, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct arxiv_id id;
	struct buf address = BUF_INIT(BUF_UNBOUNDED);
	if (arxiv_id_parse(p->id, &a, &id))
		put_arxiv(r, p, version, &address);
	else if (r->o->open == OPEN_ABS && url_is_web(p->link))
		buf_adds(&address, p->link);
	bool ok = address.len ? browser_open(address.s, e)
	                      : err_set(e, ERR_ABSENT, "%.*s: there is no address of its %s", STR_ARG(p->id), opt_word("open", r->o->open));
	buf_free(&address);
	arena_free(&a);
	return ok;
}

static bool note_row(void *ctx, const struct store_hit *h, struct err *e)
{
	UNUSED(e);
	*(int64_t *)ctx = h->row;
	return true;
}

bool opening_by_id(struct run *r, struct str id, int version, bool *found, struct err *e)
{
	const struct store_select q = { .ids = { &id, 1 }, .versions = &version, .undated = true };
	struct arena a = ARENA_INIT;
	struct paper p;
	int64_t row = 0;
	bool ok = store_find(r->store, &q, note_row, &row, e);
	*found = ok && row != 0;
	if (*found)
		ok = store_get(r->store, row, false, &a, &p, e) && opening_paper(r, &p, version, e);
	arena_free(&a);
	return ok;
}
