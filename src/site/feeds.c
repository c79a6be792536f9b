/* SPDX-License-Identifier: MIT
 * Atom feeds of the newest days: of all papers, and of each category. A category's feed stays as it is while nothing comes. */
#include <string.h>

#include "src/site/internal.h"

/* The days of the feeds: how many of S->days, and what tells whether they have changed. */
struct feed_days {
	size_t n;
	uint64_t mark;
};

static struct feed_days feed_days(const struct site *s)
{
	struct feed_days f = { s->days.n < SITE_FEED_DAYS ? s->days.n : SITE_FEED_DAYS, s->mark };
	for (size_t i = 0; i < f.n; i++)
		f.mark = site_mark(f.mark ^ s->days.v[i].mark, STR("feed"));
	return f;
}

/* The feed at PATH of the N papers of KEYS. */
static bool put_feed(struct site *s, struct selection *of, const char *path, uint64_t mark, struct str category, const struct page_key *keys, size_t n,
                     struct err *e)
{
	struct buf self = BUF_INIT(BUF_UNBOUNDED);
	if (!str_empty(s->o->url))
		buf_addf(&self, "%.*s%s", STR_ARG(s->o->url), path);
	struct site_page page = { .path = path, .mark = mark, .day = "", .keys = keys, .n = n, .feed = true, .category = category,
		                  .site = { .root = STR(""), .day = STR(""), .previous = STR(""), .next = STR(""), .self = buf_str(&self) } };
	bool ok = site_put_papers(s, of, &page, e);
	buf_free(&self);
	return ok;
}

/* The keys of OF whose paper has CATEGORY for its first. */
static bool keys_of(struct selection *of, struct str category, const struct str *of_key, struct page_key *ret, size_t *n)
{
	*n = 0;
	for (size_t i = 0; i < of->keys.n; i++)
		if (str_eq(of_key[i], category))
			ret[(*n)++] = of->keys.v[i];
	return *n > 0;
}

static bool read_categories(struct selection *of, struct arena *keep, struct str *ret, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct paper p;
	bool ok = true;
	for (size_t i = 0; ok && i < of->keys.n; i++) {
		arena_reset(&a);
		ok = selection_get(of, &of->keys.v[i], &a, &p, e);
		if (ok)
			ret[i] = p.categories.n ? arena_dup(keep, p.categories.v[0]) : STR_NULL;
	}
	arena_free(&a);
	return ok;
}

/* Each category of those days, once. */
static bool each_category(struct site *s, const struct feed_days *f, struct selection *of, struct err *e)
{
	struct str *categories = arena_calloc(&s->a, of->keys.n + 1, sizeof *categories);
	struct page_key *keys = arena_calloc(&s->a, of->keys.n + 1, sizeof *keys);
	size_t n;
	bool ok = read_categories(of, &s->a, categories, e);
	for (size_t i = 0; ok && i < f->n; i++)
		for (size_t k = 0; ok && k < s->days.v[i].topics.n; k++) {
			const struct site_topic *t = &s->days.v[i].topics.v[k];
			const char *path = site_topic_path(t, ".atom", &s->a);
			if (t->kind == SITE_CATEGORY && !site_is_current(s, path, f->mark) && keys_of(of, t->name, categories, keys, &n))
				ok = put_feed(s, of, path, f->mark, t->name, keys, n, e);
		}
	return ok;
}

/* Feeds of categories that were there before. */
static void keep_older(struct site *s)
{
	for (size_t i = 0; i < s->days.n; i++)
		for (size_t k = 0; k < s->days.v[i].topics.n; k++)
			if (s->days.v[i].topics.v[k].kind == SITE_CATEGORY)
				site_keep(s, site_topic_path(&s->days.v[i].topics.v[k], ".atom", &s->a));
}

bool site_put_feeds(struct site *s, struct err *e)
{
	const struct feed_days f = feed_days(s);
	struct selection of;
	keep_older(s);
	if (f.n == 0 || site_is_current(s, "feed.atom", f.mark))
		return true;
	bool ok = site_select(s, s->days.v[f.n - 1].day, s->days.v[0].day, &of, e) && each_category(s, &f, &of, e) &&
	          put_feed(s, &of, "feed.atom", f.mark, STR(""), of.keys.v, of.keys.n, e);  /* last: where it is there, all are */
	selection_free(&of);
	return ok;
}
