/* SPDX-License-Identifier: MIT
 * All papers of a page of ours can turn out to be of other days: then there is no page of its day, and the file goes. Where the day is still
 * in doubt it becomes a page without papers that says so. One that was changed by hand is the user's, so it stays, and what it is to show
 * lies beside it. */
#include "digest/empty_days.h"

#include <string.h>
#include <unistd.h>

#include "src/pages/page_write.h"

struct emptied_page {
	const char *path;
	struct output_about about;
};

struct empty_day_pages {
	struct output *o;
	struct store *store;
	struct strs categories;      /* of the page that is looked at; */
	unsigned announce_types;
	size_t papers, here;         /* how many it has, and how many of them its day announced, or are not known */
	VEC(struct emptied_page) pages;
	struct arena a;
};

static bool list_page(void *ctx, const struct store_page_waiting *w, struct err *e)
{
	struct empty_day_pages *p = ctx;
	struct output_about about;
	bool same = output_same_form(p->o, w->page.form, w->page.day, &p->a, &about);
	const char *path = same ? output_path(&p->o->place, w->page.day, about.category, &p->a, e) : "";
	if (path == NULL)
		return false;
	if (!str_is(w->page.path, path) || access(path, F_OK) != 0)
		return true;
	about = (struct output_about){ arena_dup(&p->a, about.date), arena_dup(&p->a, about.category), arena_dup(&p->a, about.profile), 0, 0, STR_NULL, about.of };
	*vec_push(&p->pages) = (struct emptied_page){ path, about };
	return true;
}

static bool look_at_paper(void *ctx, const struct store_page_row *row, struct err *e)
{
	struct empty_day_pages *p = ctx;
	bool here = true;
	if (row->row && !str_empty(row->day) &&
	    !store_is_announced(p->store, row->row, row->day, p->categories, p->announce_types, &here, e))
		return false;
	p->papers++;
	p->here += here;
	return true;
}

/* What is to be said of the page's day, a line each. */
static void find_doubts(const struct empty_day_pages *p, const struct emptied_page *page, struct buf *out)
{
	for (size_t i = 0; i < p->o->n_notices; i++) {
		const struct notice *n = &p->o->notices[i];
		bool ours = !str_known(n->category);
		for (size_t k = 0; k < p->categories.n; k++)
			ours |= str_eq(n->category, p->categories.v[k]);
		if (ours && str_is(page->about.date, n->day))
			buf_addf(out, "%.*s\n", STR_ARG(n->text));
	}
}

static bool show_none(struct empty_day_pages *p, const struct emptied_page *page, struct str doubts, struct err *e)
{
	struct selection none = { .dialect = p->o->options->dialect, .log = p->o->world->log, .a = ARENA_INIT, .store = p->store };
	bool ok = output_again(p->o, &none, page->path, &page->about, doubts, p->store, e);
	selection_free(&none);
	return ok;
}

/* A day in doubt keeps its page, which says so. */
static bool take_away(struct empty_day_pages *p, const struct emptied_page *page, struct err *e)
{
	bool gone = false;
	struct buf doubts = BUF_INIT(BUF_UNBOUNDED);
	find_doubts(p, page, &doubts);
	bool ok = doubts.len > 0 || page_remove(p->o, page->path, p->store, &gone, e);
	if (ok && gone)
		log_note(p->o->world->log, "%s: removed: %s announced on another day, and no other is of %.*s", page->path,
		         p->papers == 1 ? "its paper was" : "its papers were", STR_ARG(page->about.date));
	ok = ok && (gone || show_none(p, page, buf_str(&doubts), e));
	buf_free(&doubts);
	return ok;
}

/* A day of which no paper is known, and no road will tell whether there are any: its page says so. */
static bool show_doubt(struct empty_day_pages *p, const struct notice *n, struct err *e)
{
	struct emptied_page page = { .path = NULL };
	struct buf doubts = BUF_INIT(BUF_UNBOUNDED);
	bool by_category = output_by_category(p->o->place.pattern);
	output_same_form(p->o, STR_NULL, str_of(n->day), &p->a, &page.about);
	if (by_category)
		page.about.category = n->category;
	page.path = output_path(&p->o->place, page.about.date, page.about.category, &p->a, e);
	if (page.path == NULL)
		return false;
	p->categories = by_category ? (struct strs){ (struct str *)&n->category, 1 } : p->o->place.categories;
	bool ok = true;
	if (access(page.path, F_OK) != 0) {
		find_doubts(p, &page, &doubts);
		ok = show_none(p, &page, buf_str(&doubts), e);
	}
	buf_free(&doubts);
	return ok;
}

bool empty_days_update(struct output *o, unsigned announce_types, const char *since, const char *until, struct store *store, struct err *e)
{
	struct empty_day_pages p = { .o = o, .store = store, .announce_types = announce_types, .pages = VEC_INIT, .a = ARENA_INIT };
	bool ok = !output_is_daily(o->place.pattern) || store_page_of_days(store, since, until, list_page, &p, e);
	for (size_t i = 0; ok && i < p.pages.n; i++) {
		const struct emptied_page *page = &p.pages.v[i];
		p.papers = p.here = 0;
		p.categories = o->place.categories;
		if (output_by_category(o->place.pattern) && !str_empty(page->about.category))
			p.categories = (struct strs){ (struct str *)&page->about.category, 1 };
		ok = store_page_each(store, str_of(page->path), look_at_paper, &p, e);
		if (ok && p.papers > 0 && p.here == 0)
			ok = take_away(&p, page, e);
	}
	for (size_t i = 0; ok && output_is_daily(o->place.pattern) && i < o->n_notices; i++)
		if (o->notices[i].stays && o->notices[i].day[0])
			ok = show_doubt(&p, &o->notices[i], e);
	vec_free(&p.pages);
	arena_free(&p.a);
	return ok;
}
