/* SPDX-License-Identifier: MIT
 * Which days the site has, what of them is counted, and their pages. Of a day whose mark the manifest has, nothing is read. */
#include <stdlib.h>
#include <string.h>

#include "digest/hash.h"
#include "src/site/manifest.h"

const char *site_path(const char *folder, struct str name, const char *ending, struct arena *a)
{
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	buf_addf(&b, "%s/%.*s%s", folder, STR_ARG(name), ending);
	const char *ret = arena_dup(a, buf_str(&b)).p;
	buf_free(&b);
	return ret;
}

const char *site_topic_path(const struct site_topic *t, const char *ending, struct arena *a)
{
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	page_own_name(t->name, &b);
	const char *ret = site_path(t->kind == SITE_CATEGORY ? "c" : "i", buf_str(&b), ending, a);
	buf_free(&b);
	return ret;
}

/* ---- Counting ---- */

static void count_topic(struct site *s, struct site_day *d, char kind, struct str name)
{
	size_t i = 0;
	if (str_empty(name) || memchr(name.p, '\n', name.n))
		return;
	while (i < d->topics.n && (d->topics.v[i].kind != kind || !str_eq(d->topics.v[i].name, name)))
		i++;
	if (i == d->topics.n)
		*arena_push(&s->a, &d->topics) = (struct site_topic){ kind, arena_dup(&s->a, name), 0 };
	d->topics.v[i].n++;
}

/* What speaks for a paper is a line of reasons, then a line for each interest. */
static void count_interests(struct site *s, struct site_day *d, struct str why)
{
	struct str line;
	for (bool first = true; str_cut(&why, '\n', &line); first = false)
		if (!first)
			count_topic(s, d, SITE_INTEREST, line);
}

static void count_paper(struct site *s, struct site_day *d, const struct selection *of, const struct page_key *k, const struct paper *p)
{
	struct buf name = BUF_INIT(BUF_UNBOUNDED);
	d->n++;
	d->n_new += k->type == ANNOUNCE_NEW;
	d->n_cross += k->type == ANNOUNCE_CROSS;
	d->n_replace += k->type == ANNOUNCE_REPLACE || k->type == ANNOUNCE_REPLACE_CROSS;
	d->waiting += k->summary != SUMMARY_OK;
	d->failed += k->summary == SUMMARY_PENDING || k->summary == SUMMARY_REJECTED;
	count_topic(s, d, SITE_CATEGORY, p->categories.n ? p->categories.v[0] : STR_NULL);
	if (k->note)
		count_interests(s, d, of->notes.v[k->note - 1]);
	if (s->o->style->reading.reads && p->summary.status == SUMMARY_OK) {
		page_own_name(p->id, &name);
		*arena_push(&s->a, &d->own) = arena_dup(&s->a, buf_str(&name));
	}
	buf_free(&name);
}

static int more_first(const void *x, const void *y)
{
	const struct site_topic *a = x, *b = y;
	if (a->kind != b->kind)
		return a->kind - b->kind;
	return a->n != b->n ? (a->n < b->n) - (a->n > b->n) : str_cmp(a->name, b->name);
}

static bool count_day(struct site *s, struct site_day *d, struct err *e)
{
	struct selection of;
	struct arena a = ARENA_INIT;
	struct paper p;
	struct buf index = BUF_INIT(BUF_UNBOUNDED);
	bool ok = site_select(s, d->day, d->day, &of, e);
	size_t n = of.keys.n;
	if (s->o->limit && (uint64_t)s->o->limit < n)
		n = (size_t)s->o->limit;
	for (size_t i = 0; ok && i < n; i++) {
		arena_reset(&a);
		ok = selection_get(&of, &of.keys.v[i], &a, &p, e);
		if (!ok)
			break;
		count_paper(s, d, &of, &of.keys.v[i], &p);
		buf_addz(&index, i ? ",\n" : "");
		site_put_item(s, &p, str_of(d->day), &index);
	}
	d->index = arena_dup(&s->a, buf_str(&index));
	buf_free(&index);
	if (d->topics.n)
		qsort(d->topics.v, d->topics.n, sizeof *d->topics.v, more_first);
	arena_free(&a);
	selection_free(&of);
	return ok;
}

/* ---- Which days ---- */

static bool add_day(void *ctx, struct str day, uint64_t mark, struct err *e)
{
	struct site *s = ctx;
	struct site_day *d;
	UNUSED(e);
	if (str_cmp(day, str_of(s->o->since)) < 0)
		return true;
	d = vec_push(&s->days);
	*d = (struct site_day){ .mark = s->mark };
	memcpy(d->day, day.p, day.n < DAY_SIZE ? day.n : DAY_SIZE - 1);
	for (size_t i = 0; i < sizeof mark; i++)
		d->mark = fnv_byte(d->mark, (unsigned char)(mark >> (8 * i) & 0xff));
	return true;
}

static int newest_first(const void *x, const void *y)
{
	return strcmp(((const struct site_day *)y)->day, ((const struct site_day *)x)->day);
}

static void progress(const struct site *s, const char *what, size_t i, size_t n)
{
	if (s->o->world->progress)
		s->o->world->progress(s->o->world->ctx, what, i, n);
}

/* Of papers with pages of their own: which day's run writes them. */
static void note_owners(struct site *s)
{
	for (size_t i = 0; i < s->days.n; i++)
		for (size_t k = 0; k < s->days.v[i].own.n; k++)
			files_add(&s->owners, &(struct site_file){ .path = s->days.v[i].own.v[k], .mark = i });
}

bool site_find_days(struct site *s, struct err *e)
{
	size_t kept = 0;
	bool ok = store_day_each(s->o->store, add_day, s, e);
	if (s->days.n)
		qsort(s->days.v, s->days.n, sizeof *s->days.v, newest_first);
	for (size_t i = 0; ok && i < s->days.n; i++) {
		struct site_day *d = &s->days.v[i];
		const struct site_day *known = site_known_day(s, d->day);
		progress(s, "counting", i, s->days.n);
		if (known && known->mark == d->mark)
			*d = *known;
		else
			ok = count_day(s, d, e);
		if (ok && d->n > 0)
			s->days.v[kept++] = *d;
	}
	s->days.n = ok ? kept : 0;
	for (size_t i = 0; i < s->days.n; i++) {
		s->result->papers += s->days.v[i].n;
		s->result->failed += s->days.v[i].failed;
	}
	s->result->days = s->days.n;
	note_owners(s);
	return ok;
}

/* ---- Their pages ---- */

static struct page_site beside(const struct site *s, size_t i, const char *root)
{
	return (struct page_site){
		.root = str_of(root), .readings = s->o->style->reading.reads, .previous = i + 1 < s->days.n ? str_of(s->days.v[i + 1].day) : STR(""),
		.next = i > 0 ? str_of(s->days.v[i - 1].day) : STR(""),
	};
}

static uint64_t own_mark(const struct site_day *d) { return site_mark(d->mark, STR("own")); }

/* Whether the pages of D's papers that are D's to write are there as they should be. */
static bool own_are_current(struct site *s, size_t i)
{
	const struct site_day *d = &s->days.v[i];
	bool all = true;
	for (size_t k = 0; k < d->own.n; k++)
		if (files_find(&s->owners, d->own.v[k])->mark == i)
			all = site_is_current(s, site_path("p", d->own.v[k], ".html", &s->a), own_mark(d)) && all;
	return all;
}

/* The page of one paper says of it what its record says, whichever day writes it. */
static bool put_own(struct site *s, struct selection *of, size_t i, const struct page_key *key, struct err *e)
{
	const struct site_day *d = &s->days.v[i];
	struct page_key alone = *key;
	struct arena a = ARENA_INIT;
	struct buf name = BUF_INIT(BUF_UNBOUNDED);
	struct paper p;
	bool ok = selection_get(of, key, &a, &p, e);
	page_own_name(ok ? p.id : STR("none"), &name);
	const struct site_file *owner = files_find(&s->owners, buf_str(&name));
	const char *path = site_path("p", buf_str(&name), ".html", &a);
	alone.day = 0;
	alone.type = ANNOUNCE_UNKNOWN;
	struct site_page page = {
		.path = path, .mark = own_mark(d), .day = "", .keys = &alone, .n = 1,
		.site = { .root = STR("../"), .day = str_of(d->day), .previous = STR(""), .next = STR(""), .readings = true, .alone = true },
	};
	if (ok && owner && owner->mark == i && !site_is_current(s, path, page.mark))
		ok = site_put_papers(s, of, &page, e);
	buf_free(&name);
	arena_free(&a);
	return ok;
}

static bool put_day(struct site *s, size_t i, struct err *e)
{
	const struct site_day *d = &s->days.v[i];
	struct site_page page = { .path = site_path("d", str_of(d->day), ".html", &s->a), .day = d->day, .site = beside(s, i, "../") };
	struct selection of;
	page.mark = site_mark(site_mark(d->mark, page.site.previous), page.site.next);
	bool current = site_is_current(s, page.path, page.mark) && (i > 0 || site_is_current(s, "index.html", page.mark));
	if (own_are_current(s, i) && current)
		return true;
	bool ok = site_select(s, d->day, d->day, &of, e);
	page.keys = of.keys.v;
	page.n = of.keys.n;
	if (ok && !current)
		ok = site_put_papers(s, &of, &page, e);
	if (ok && i == 0) {
		page.path = "index.html";
		page.site.root = STR("");
		ok = site_put_papers(s, &of, &page, e);
	}
	for (size_t k = 0; ok && d->own.n > 0 && k < of.keys.n; k++)
		ok = put_own(s, &of, i, &of.keys.v[k], e);
	selection_free(&of);
	return ok;
}

bool site_put_days(struct site *s, struct err *e)
{
	bool ok = true;
	for (size_t i = 0; ok && i < s->days.n; i++) {
		progress(s, "pages", i, s->days.n);
		ok = put_day(s, i, e);
	}
	progress(s, "pages", s->days.n, s->days.n);
	return ok;
}
