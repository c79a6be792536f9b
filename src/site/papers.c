/* SPDX-License-Identifier: MIT
 * Papers of the store, and pages of them. */
#include <string.h>

#include "src/site/internal.h"

bool site_select(struct site *s, const char *since, const char *until, struct selection *ret, struct err *e)
{
	const struct site_options *o = s->o;
	struct selection_query w = *o->query;
	*ret = (struct selection){
		.dialect = o->look->dialect, .log = o->world->log, .each_day = strcmp(since, until) == 0, .period = PERIOD_DAY, .style = &o->style->ask,
		.chinese = str_starts(o->look->lang, "zh"), .interests = o->interests, .unfit_names = BUF_INIT(BUF_UNBOUNDED),
		.waiting_names = BUF_INIT(BUF_UNBOUNDED), .a = ARENA_INIT, .stamp = o->world->stamp,
	};
	w.last = w.brought = w.undated = w.by_submitted = false;
	memcpy(w.since, since, DAY_SIZE);
	memcpy(w.until, until, DAY_SIZE);
	if (!selection_from_store(ret, o->store, &w, NULL, 0, e))
		return false;
	page_sort(ret->keys.v, ret->keys.n, ret->dialect);
	return true;
}

static bool append(void *ctx, struct str bytes, struct err *e)
{
	struct buf *out = ctx;
	UNUSED(e);
	buf_adds(out, bytes);
	return true;
}

bool site_put_papers(struct site *s, struct selection *of, const struct site_page *p, struct err *e)
{
	const struct site_options *o = s->o;
	const struct style *style = p->feed ? o->feed_style : o->style;
	struct str unmatched = output_unmatched(of, o->look->lang, day_number(str_of(p->day)), PERIOD_DAY);
	struct buf out = BUF_INIT(BUF_UNBOUNDED);
	struct page page = {
		.options = p->feed ? *o->feed_look : *o->look, .site = &p->site, .template = style->page, .style = style->ask.name, .profile = o->profile,
		.category = p->category, .date = str_of(p->day), .notices = { &unmatched, !p->site.alone && !p->feed && str_known(unmatched) },
		.keys = p->keys, .n = o->limit && (uint64_t)o->limit < p->n ? (size_t)o->limit : p->n, .all = p->n, .get = output_get_paper, .ctx = of,
		.notes = of->notes.v, .shown = of->notes.n ? interest_shown : NULL,
	};
	if (o->top && !p->feed && (uint64_t)o->top < page.n)
		page.listed = page.n - (size_t)o->top;
	bool ok = store_read_begin(o->store, e);  /* all passes over the papers see the same store */
	if (ok) {
		ok = page_render(&page, append, &out, e);
		store_read_end(o->store);
	}
	ok = ok && site_put(s, p->path, p->mark, buf_str(&out), e);
	buf_free(&out);
	return ok;
}
