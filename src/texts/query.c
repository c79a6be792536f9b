/* SPDX-License-Identifier: MIT
 * Which papers of a run are read whole: the first ones of each page, all, none, or those that are named. */
#include "digest/texts.h"

#include <stdlib.h>
#include <string.h>

#include "digest/mem.h"

static bool read_ids(struct str text, struct arena *a, struct strs *ret, struct err *e)
{
	struct str one;
	ret->v = arena_calloc(a, text.n / 2 + 1, sizeof *ret->v);
	while (str_cut(&text, ',', &one)) {
		struct arxiv_id id;
		one = str_trim(one);
		if (str_empty(one))
			continue;
		if (!paper_id_from_words(one, a, &id))
			return err_set(e, ERR_USAGE, "--fulltext: \"%.*s\" is neither none, all, top:N nor an identifier", STR_ARG(one));
		ret->v[ret->n++] = id.id;
	}
	return ret->n > 0 || err_set(e, ERR_USAGE, "--fulltext: say none, all, top:N or identifiers");
}

bool texts_query_from(const struct opt_values *o, struct arena *a, struct texts_query *ret, struct err *e)
{
	static const char top[] = "top:";
	struct texts_query w = { .top = TEXTS_TOP };
	struct str said = str_of(o->fulltext);
	uint64_t n;
	if (str_known(said)) {
		w.top = 0;
		w.all = str_is(said, "all");
		if (str_starts(said, top)) {
			if (!str_number(str_from(said, sizeof top - 1), INT32_MAX, &n))
				return err_set(e, ERR_USAGE, "--fulltext %s: top: wants a number, as top:20", o->fulltext);
			w.top = (size_t)n;
		} else if (!w.all && !str_is(said, "none") && !read_ids(said, a, &w.ids, e)) {
			return false;
		}
	}
	*ret = w;
	return true;
}

bool texts_size(const char *text, int64_t *ret, struct err *e)
{
	static const struct { char unit; int shift; } units[] = { { 'k', 10 }, { 'm', 20 }, { 'g', 30 }, { 't', 40 } };
	enum { MOST_SHIFT = 20 };
	struct str s = str_of(text), digits = s;
	uint64_t n;
	int shift = 0;
	for (size_t i = 0; i < COUNTOF(units) && s.n > 1; i++)
		if (to_lower((unsigned char)s.p[s.n - 1]) == units[i].unit) {
			digits.n = s.n - 1;
			shift = units[i].shift;
		}
	if (!str_number(digits, (uint64_t)INT64_MAX >> (40 + MOST_SHIFT - 20), &n) && (shift || !str_number(digits, INT64_MAX, &n)))
		return err_set(e, ERR_USAGE, "--fulltext-cache: \"%s\" is no size, as 500M or 2G", text);
	*ret = (int64_t)(n << shift);
	return true;
}

/* ---- Marks ---- */

/* The first MOST of each page, in its order. */
static void mark_first(struct page_key *keys, size_t n, size_t most, enum day_period period, const struct dialect *d)
{
	bool *is_first = xcalloc(n, sizeof *is_first);
	page_find_first(keys, n, most, period, d, is_first);
	for (size_t i = 0; i < n; i++)
		if (is_first[i])
			keys[i].read = PAGE_READ_TEXT;
	free(is_first);
}

static bool is_named(const struct page_key *k, const struct texts_query *w)
{
	struct arena a = ARENA_INIT;
	struct arxiv_id id;
	bool is = false;
	for (size_t i = 0; !is && i < w->ids.n; i++)
		is = paper_id_parse(w->ids.v[i], &a, &id) && id.sort_key == k->id_key;
	arena_free(&a);
	return is;
}

void texts_mark(struct page_key *keys, size_t n, const struct texts_query *w, enum day_period period, const struct dialect *d)
{
	for (size_t i = 0; i < n; i++)
		keys[i].read = w->all || is_named(&keys[i], w) ? PAGE_READ_TEXT : PAGE_READ_NOT;
	if (w->top > 0 && n > 0)
		mark_first(keys, n, w->top, period, d);
}
