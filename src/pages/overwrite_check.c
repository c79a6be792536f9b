/* SPDX-License-Identifier: MIT
 * Poorer or not: two ways to know what the old page shows, one question. */
#include "src/pages/overwrite_check.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "digest/world.h"
#include "digest/selection.h"
#include "digest/sort.h"

bool overwrite_check_is_page(const char *path)
{
	struct stat st;
	struct str s = str_of(path);
	bool stream = (str_starts(s, "/dev/") && !str_starts(s, "/dev/shm/")) || str_starts(s, "/proc/");
	return !stream && stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

static void say_loss(struct buf *why, size_t papers, size_t of, size_t summaries)
{
	if (papers)
		buf_addf(why, "%zu of its %zu papers", papers, of);
	if (summaries)
		buf_addf(why, "%s%zu summar%s", why->len ? " and " : "", summaries, summaries == 1 ? "y" : "ies");
}

/* ---- By the pages' own bytes ---- */

static bool says_it_waits(const struct page_scan *s, struct str line)
{
	for (size_t i = 0; i < s->waiting.n; i++)
		if (s->waiting.v[i].n && memmem(line.p, line.n, s->waiting.v[i].p, s->waiting.v[i].n))
			return true;
	return false;
}

static void scan_record(struct page_scan *s, struct str line)
{
	struct arena a = ARENA_INIT;
	struct err ignored = ERR_INIT;  /* whatever stands there shows no paper */
	struct arxiv_id id;
	struct paper p;
	if (paper_from_json(line, &a, &p, &ignored) && paper_id_parse(p.id, &a, &id))
		*vec_push(&s->ids) = id.sort_key * 2 + (p.summary.status != SUMMARY_OK);
	arena_free(&a);
}

static void scan_line(struct page_scan *s, struct str line)
{
	static const char mark[] = "arxiv.org/abs/";
	if (s->records) {
		scan_record(s, line);
		return;
	}
	struct arena a = ARENA_INIT;
	size_t at = str_find(line, mark, 0);
	bool waits = says_it_waits(s, line);
	if (waits && at == STR_NONE && s->ids.n > 0)
		s->ids.v[s->ids.n - 1] |= 1;
	for (; at != STR_NONE; at = str_find(line, mark, at)) {
		struct str id = str_from(line, at += sizeof mark - 1);
		size_t n = 0;
		while (n < id.n && (is_alnum(id.p[n]) || strchr("./-", id.p[n])))
			n++;
		struct arxiv_id parsed;
		if (!arxiv_id_parse(str_head(id, n), &a, &parsed))
			continue;
		int64_t mine = parsed.sort_key * 2 + waits;
		if (s->ids.n == 0 || s->ids.v[s->ids.n - 1] != mine)  /* a link's text and its address */
			*vec_push(&s->ids) = mine;
	}
	arena_free(&a);
}

static void scan_lines(struct page_scan *s, struct str lines)
{
	struct str line;
	while (str_cut(&lines, '\n', &line))
		scan_line(s, line);
}

void page_scan_feed(struct page_scan *s, struct str bytes)
{
	const char *lf = bytes.n ? memrchr(bytes.p, '\n', bytes.n) : NULL;
	size_t whole = lf ? (size_t)(lf + 1 - bytes.p) : 0;
	buf_adds(&s->line, str_head(bytes, whole));
	if (whole > 0) {
		scan_lines(s, buf_str(&s->line));
		buf_clear(&s->line);
	}
	buf_adds(&s->line, str_from(bytes, whole));
}

void page_scan_free(struct page_scan *s)
{
	buf_free(&s->line);
	vec_free(&s->ids);
}

/* Each paper once; it waits if any line says so. */
static void finish_scan(struct page_scan *s)
{
	scan_line(s, buf_str(&s->line));
	buf_clear(&s->line);
	if (s->ids.n < 2)
		return;
	qsort(s->ids.v, s->ids.n, sizeof *s->ids.v, order_int64);
	size_t kept = 0;
	for (size_t i = 0; i < s->ids.n; i++)
		if (i + 1 == s->ids.n || s->ids.v[i + 1] / 2 != s->ids.v[i] / 2)
			s->ids.v[kept++] = s->ids.v[i];
	s->ids.n = kept;
}

static bool feed_scan(void *ctx, struct str bytes, struct err *e)
{
	UNUSED(e);
	page_scan_feed(ctx, bytes);
	return true;
}

/* Both are sorted: one pass over the two. */
static bool compare_bytes(const char *path, const struct overwrite_new *fresh, struct buf *why, struct err *e)
{
	struct page_scan *now = fresh->scan, old = PAGE_SCAN_INIT(now->waiting, now->records);
	size_t papers = 0, summaries = 0, brought = 0;
	bool ok = file_stream(path, feed_scan, &old, e);
	finish_scan(&old);
	finish_scan(now);
	for (size_t i = 0, k = 0; ok && (i < old.ids.n || k < now->ids.n);) {
		int64_t was = i < old.ids.n ? old.ids.v[i] : INT64_MAX, is = k < now->ids.n ? now->ids.v[k] : INT64_MAX;
		papers += was / 2 < is / 2;
		brought += is / 2 < was / 2;
		summaries += was / 2 == is / 2 && is > was;
		i += was / 2 <= is / 2;
		k += is / 2 <= was / 2;
	}
	if (ok && papers + summaries > 0 && (fresh->same_day || brought == 0))
		say_loss(why, papers, old.ids.n, summaries);
	page_scan_free(&old);
	return ok;
}

/* ---- By the store ---- */

struct by_store {
	struct store *store;
	const struct page_key **sorted;  /* the new page's, by identifier */
	size_t n;
	struct strs categories;          /* the new page's, and its types */
	unsigned announce_types;
	VEC(int32_t) days;               /* the new page's, each once, sorted */
	size_t rows, met;                /* of the old page; and of these on the new one */
	size_t moved;                    /* off the old page's day: it was the wrong one, so that is no loss */
	size_t came;                     /* of these, summaries that the old page has not */
	struct { size_t papers, summaries; } lost, undated;  /* of days that the new page shows; of no day */
};

static int by_id(const void *a, const void *b)
{
	const struct page_key *x = *(const struct page_key *const *)a, *y = *(const struct page_key *const *)b;
	return (x->id_key > y->id_key) - (x->id_key < y->id_key);
}

static void gather_days(struct by_store *c, const struct page_key *keys, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (i == 0 || keys[i].day != keys[i - 1].day)
			*vec_push(&c->days) = keys[i].day;
	vec_sort_unique(&c->days, order_int32);
}

static bool shows_day(const struct by_store *c, struct str day)
{
	int32_t wanted = day_number(day);
	return c->days.n && bsearch(&wanted, c->days.v, c->days.n, sizeof *c->days.v, order_int32);
}

static bool compare_row(void *ctx, const struct store_page_row *row, struct err *e)
{
	struct by_store *c = ctx;
	struct page_key wanted = { .id_key = row->id_key }, *key = &wanted;
	struct page_key **hit = c->n ? bsearch(&key, c->sorted, c->n, sizeof *c->sorted, by_id) : NULL;
	bool has = hit && (*hit)->summary == SUMMARY_OK && !(*hit)->listed, summary = hit && row->summarized && !has;
	c->rows++;
	c->met += hit != NULL;
	c->came += has && !row->summarized;
	if (hit == NULL && row->row && !str_empty(row->day)) {
		bool still;
		if (!store_is_announced(c->store, row->row, row->day, c->categories, c->announce_types, &still, e))
			return false;
		c->moved += !still;
		if (!still)
			return true;
	}
	if (str_empty(row->day)) {
		c->undated.papers += hit == NULL;
		c->undated.summaries += summary;
	} else if (shows_day(c, row->day)) {
		c->lost.papers += hit == NULL;
		c->lost.summaries += summary;
	}
	return true;
}

/* Papers without a day are those of a search, whose results come and go: it is poorer when nothing came. */
static bool compare_store(const char *path, struct store *store, const struct overwrite_new *fresh, struct by_store *c,
                          struct buf *why, struct err *e)
{
	size_t n = fresh->n;
	*c = (struct by_store){ .store = store, .sorted = xreallocarray(NULL, n, sizeof *c->sorted), .n = n,
	                        .categories = fresh->categories, .announce_types = fresh->announce_types };
	for (size_t i = 0; i < n; i++)
		c->sorted[i] = &fresh->keys[i];
	gather_days(c, fresh->keys, n);
	if (n > 1)
		qsort(c->sorted, n, sizeof *c->sorted, by_id);
	bool ok = store_page_each(store, str_of(path), compare_row, c, e);
	if (ok && c->met >= n) {
		c->lost.papers += c->undated.papers;
		c->lost.summaries += c->undated.summaries;
	}
	if (ok)
		say_loss(why, c->lost.papers, c->rows - c->moved, c->lost.summaries);
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

bool overwrite_check_reads(const char *path, struct store *store, bool *ret, struct err *e)
{
	size_t rows = 0;
	*ret = overwrite_check_is_page(path);
	if (*ret && store && !store_page_each(store, str_of(path), count_any, &rows, e))
		return false;
	*ret = *ret && rows == 0;
	return true;
}

bool overwrite_check(const char *path, struct store *store, struct overwrite_new *fresh, struct buf *why, struct err *e)
{
	struct by_store known = { .rows = 0 };
	if (!overwrite_check_is_page(path))
		return true;
	if (store && !compare_store(path, store, fresh, &known, why, e))
		return false;
	fresh->brought = known.rows && known.met < fresh->n ? fresh->n - known.met : 0;
	fresh->came = known.came;
	return known.rows > 0 || compare_bytes(path, fresh, why, e);
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

bool overwrite_check_empty(const char *path, struct store *store, const char *since, const char *until, bool *has,
                 struct buf *why, struct err *e)
{
	struct days_asked d = { since, until, 0, 0 };
	struct page_scan old = PAGE_SCAN_INIT(((struct strs){ NULL, 0 }), false);
	bool ok = true;
	if (overwrite_check_is_page(path)) {
		ok = store == NULL || store_page_each(store, str_of(path), count_row, &d, e);
		if (ok && d.rows == 0) {  /* the store does not know it: its days are not known */
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
