/* SPDX-License-Identifier: MIT
 * Poorer or not: two ways to know what the old page shows, one question. */
#include "src/app/guard.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "digest/world.h"
#include "src/app/selection.h"

/* Whether there is something that can be replaced; devices and descriptors (/dev/stdout) hold no page. */
static bool is_page(const char *path)
{
	struct stat st;
	struct str s = str_of(path);
	return stat(path, &st) == 0 && S_ISREG(st.st_mode) && !str_starts(s, "/dev/") && !str_starts(s, "/proc/");
}

/* ---- By the pages' own bytes ---- */

static size_t count(struct str line, struct str word)
{
	size_t n = 0;
	struct buf z = BUF_INIT(BUF_UNBOUNDED);
	buf_adds(&z, word);
	for (size_t at = 0; word.n && (at = str_find(line, z.s, at)) != STR_NONE; at += word.n)
		n++;
	buf_free(&z);
	return n;
}

static void scan_line(struct page_scan *s, struct str line)
{
	static const char mark[] = "arxiv.org/abs/";
	struct arena a = ARENA_INIT;
	for (size_t at = 0; (at = str_find(line, mark, at)) != STR_NONE;) {
		struct str id = str_from(line, at += sizeof mark - 1);
		size_t n = 0;
		while (n < id.n && (is_alnum(id.p[n]) || strchr("./-", id.p[n])))
			n++;
		struct arxiv_id parsed;
		if (!arxiv_id_parse(str_head(id, n), &a, &parsed))
			continue;
		if (s->ids.n == 0 || s->ids.v[s->ids.n - 1] != parsed.sort_key)  /* a link's text and its address */
			*vec_push(&s->ids) = parsed.sort_key;
	}
	for (size_t i = 0; i < s->waiting.n; i++)
		s->waits += count(line, s->waiting.v[i]);
	arena_free(&a);
}

void page_scan_feed(struct page_scan *s, struct str bytes)
{
	const char *lf = bytes.n ? memrchr(bytes.p, '\n', bytes.n) : NULL;
	size_t whole = lf ? (size_t)(lf + 1 - bytes.p) : 0;
	buf_adds(&s->line, str_head(bytes, whole));
	if (whole > 0) {
		scan_line(s, buf_str(&s->line));
		buf_clear(&s->line);
	}
	buf_adds(&s->line, str_from(bytes, whole));
}

void page_scan_free(struct page_scan *s)
{
	buf_free(&s->line);
	vec_free(&s->ids);
}

static int by_number(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

static void finish_scan(struct page_scan *s)
{
	scan_line(s, buf_str(&s->line));
	buf_clear(&s->line);
	if (s->ids.n < 2)
		return;
	qsort(s->ids.v, s->ids.n, sizeof *s->ids.v, by_number);
	size_t kept = 1;
	for (size_t i = 1; i < s->ids.n; i++)
		if (s->ids.v[i] != s->ids.v[kept - 1])
			s->ids.v[kept++] = s->ids.v[i];
	s->ids.n = kept;
}

static bool feed_scan(void *ctx, struct str bytes, struct err *e)
{
	UNUSED(e);
	page_scan_feed(ctx, bytes);
	return true;
}

static size_t how_many_in(const struct page_scan *some, const struct page_scan *all)
{
	size_t n = 0;
	for (size_t i = 0; i < some->ids.n; i++)
		n += all->ids.n && bsearch(&some->ids.v[i], all->ids.v, all->ids.n, sizeof *all->ids.v, by_number);
	return n;
}

/* A page of other days may share papers with the old one; only one that brings nothing new can be poorer. */
static bool compare_bytes(const char *path, struct page_scan *fresh, struct buf *why, struct err *e)
{
	struct page_scan old = PAGE_SCAN_INIT(fresh->waiting);
	bool ok = file_stream(path, feed_scan, &old, e);
	if (ok) {
		finish_scan(&old);
		finish_scan(fresh);
		size_t shared = how_many_in(fresh, &old);
		if (shared == fresh->ids.n && shared < old.ids.n)
			buf_addf(why, "%zu of its %zu papers", old.ids.n - shared, old.ids.n);
		else if (shared == old.ids.n && shared == fresh->ids.n && fresh->waits > old.waits)
			buf_addz(why, "summaries that it shows");
	}
	page_scan_free(&old);
	return ok;
}

/* ---- By the store ---- */

struct by_store {
	const struct page_key **sorted;  /* the new page's, by identifier */
	size_t n;
	VEC(int32_t) days;               /* the new page's, each once, sorted */
	size_t papers, summaries;        /* lost */
	size_t rows;
};

static int by_id(const void *a, const void *b)
{
	const struct page_key *x = *(const struct page_key *const *)a, *y = *(const struct page_key *const *)b;
	return (x->id_key > y->id_key) - (x->id_key < y->id_key);
}

static int by_day(const void *a, const void *b)
{
	int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
	return (x > y) - (x < y);
}

static void gather_days(struct by_store *c, const struct page_key *keys, size_t n)
{
	size_t kept = 0;
	for (size_t i = 0; i < n; i++)
		if (i == 0 || keys[i].day != keys[i - 1].day)
			*vec_push(&c->days) = keys[i].day;
	if (c->days.n > 1)
		qsort(c->days.v, c->days.n, sizeof *c->days.v, by_day);
	for (size_t i = 0; i < c->days.n; i++)
		if (kept == 0 || c->days.v[i] != c->days.v[kept - 1])
			c->days.v[kept++] = c->days.v[i];
	c->days.n = kept;
}

static bool shows_day(const struct by_store *c, struct str day)
{
	int32_t wanted = day_number(day);
	return c->days.n && bsearch(&wanted, c->days.v, c->days.n, sizeof *c->days.v, by_day);
}

static bool compare_row(void *ctx, const struct store_page_row *row, struct err *e)
{
	struct by_store *c = ctx;
	struct page_key wanted = { .id_key = row->id_key }, *key = &wanted;
	UNUSED(e);
	struct page_key **hit = c->n ? bsearch(&key, c->sorted, c->n, sizeof *c->sorted, by_id) : NULL;
	c->rows++;
	if (hit == NULL)
		c->papers += shows_day(c, row->day);
	else
		c->summaries += row->summarized && (*hit)->summary != SUMMARY_OK;
	return true;
}

static bool compare_store(const char *path, struct store *store, const struct page_key *keys, size_t n, struct by_store *c,
                          struct buf *why, struct err *e)
{
	*c = (struct by_store){ .sorted = xreallocarray(NULL, n, sizeof *c->sorted), .n = n };
	for (size_t i = 0; i < n; i++)
		c->sorted[i] = &keys[i];
	gather_days(c, keys, n);
	if (n > 1)
		qsort(c->sorted, n, sizeof *c->sorted, by_id);
	bool ok = store_page_each(store, str_of(path), compare_row, c, e);
	if (ok && c->papers)
		buf_addf(why, "%zu of its %zu papers", c->papers, c->rows);
	if (ok && c->summaries)
		buf_addf(why, "%s%zu summaries", why->len ? " and " : "", c->summaries);
	free(c->sorted);
	vec_free(&c->days);
	return ok;
}

static bool count_any(void *ctx, const struct store_page_row *row, struct err *e)
{
	UNUSED(row);
	UNUSED(e);
	++*(size_t *)ctx;
	return true;
}

bool guard_reads(const char *path, struct store *store, bool *ret, struct err *e)
{
	size_t rows = 0;
	*ret = is_page(path);
	if (*ret && store && !store_page_each(store, str_of(path), count_any, &rows, e))
		return false;
	*ret = *ret && rows == 0;
	return true;
}

bool guard_compare(const char *path, struct store *store, const struct page_key *keys, size_t n, struct page_scan *new_scan,
                   struct buf *why, struct err *e)
{
	struct by_store known = { .rows = 0 };
	if (!is_page(path))
		return true;
	if (store && !compare_store(path, store, keys, n, &known, why, e))
		return false;
	return known.rows > 0 || compare_bytes(path, new_scan, why, e);
}

/* ---- A page without papers ---- */

struct days_asked {
	const char *since, *until;
	size_t rows, lost;
};

static bool count_row(void *ctx, const struct store_page_row *row, struct err *e)
{
	struct days_asked *d = ctx;
	UNUSED(e);
	d->rows++;
	d->lost += str_empty(row->day) || ((!*d->since || str_cmp(row->day, str_of(d->since)) >= 0) &&
	                                   (!*d->until || str_cmp(row->day, str_of(d->until)) <= 0));
	return true;
}

bool guard_empty(const char *path, struct store *store, const char *since, const char *until, bool *has, struct buf *why,
                 struct err *e)
{
	struct days_asked d = { since, until, 0, 0 };
	struct page_scan old = PAGE_SCAN_INIT(((struct strs){ NULL, 0 }));
	bool ok = true;
	if (is_page(path)) {
		ok = store == NULL || store_page_each(store, str_of(path), count_row, &d, e);
		if (ok && d.rows == 0) {  /* the store does not know it: of which days it is nobody can tell */
			ok = file_stream(path, feed_scan, &old, e);
			finish_scan(&old);
			d.rows = d.lost = old.ids.n;
		}
	}
	*has = d.rows > 0;
	if (ok && d.lost > 0)
		buf_addf(why, "%zu of its %zu papers", d.lost, d.rows);
	page_scan_free(&old);
	return ok;
}
