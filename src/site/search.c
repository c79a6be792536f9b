/* SPDX-License-Identifier: MIT
 * The index for the browser: scripts of some ten days each, which the search page loads one after the other, the newest first, as long as
 * more is wanted. A script is a call with a list, one item a paper: what the search shows and looks through.
 *
 *   digestShard("2026-11-2", [["2611.00001","2026-11-20","中文题目","Title","Names","cs.CL","一句话。 GPT-4 RAG","2611.00001"], …]) */
#include <string.h>

#include "src/site/internal.h"

/* ---- Shards ---- */

/* The days of a shard: from the first to the tenth of a month, to the twentieth, to its end. */
static struct str shard_of(const struct site_day *d, char ret[DAY_SIZE])
{
	int tens = d->day[8] - '0', ones = d->day[9] - '0', part = (tens * 10 + ones - 1) / 10;
	memcpy(ret, d->day, 8);
	ret[8] = (char)('0' + (part > 2 ? 2 : part));
	ret[9] = '\0';
	return str_of(ret);
}

static bool put_day(struct site *s, const struct site_day *d, bool *first, struct buf *out, struct err *e)
{
	struct selection of;
	struct arena a = ARENA_INIT;
	struct paper p;
	buf_addz(out, *first ? "\n" : ",\n");
	*first = false;
	if (str_known(d->index)) {
		buf_adds(out, d->index);
		return true;
	}
	bool ok = site_select(s, d->day, d->day, &of, e);
	for (size_t i = 0; ok && i < of.keys.n && i < d->n; i++) {
		arena_reset(&a);
		buf_addz(out, i ? ",\n" : "");
		ok = selection_get(&of, &of.keys.v[i], &a, &p, e);
		if (ok)
			site_put_item(s, &p, str_of(d->day), out);
	}
	arena_free(&a);
	selection_free(&of);
	return ok;
}

/* The days from I on that are of one shard; its name in NAME. */
static size_t shard_end(const struct site *s, size_t i, char name[DAY_SIZE], uint64_t *mark)
{
	char other[DAY_SIZE];
	size_t end = i;
	shard_of(&s->days.v[i], name);
	for (*mark = s->mark; end < s->days.n && str_is(shard_of(&s->days.v[end], other), name); end++)
		*mark = site_mark(*mark ^ s->days.v[end].mark, STR("shard"));
	return end;
}

static bool put_shard(struct site *s, size_t from, size_t to, const char *name, uint64_t mark, struct err *e)
{
	struct arena a = ARENA_INIT;
	const char *path = site_path("search", str_of(name), ".js", &a);
	struct buf out = BUF_INIT(BUF_UNBOUNDED);
	bool ok = true, first = true;
	if (!site_is_current(s, path, mark)) {
		buf_addf(&out, "digestShard(\"%s\",[", name);
		for (size_t i = from; ok && i < to; i++)
			ok = put_day(s, &s->days.v[i], &first, &out, e);
		buf_addz(&out, "\n]);\n");
		ok = ok && site_put(s, path, mark, buf_str(&out), e);
	}
	buf_free(&out);
	arena_free(&a);
	return ok;
}

bool site_put_index(struct site *s, struct err *e)
{
	struct buf list = BUF_INIT(BUF_UNBOUNDED);
	char name[DAY_SIZE];
	uint64_t mark;
	bool ok = true;
	buf_addz(&list, "digestShards([");
	for (size_t i = 0, end; ok && i < s->days.n; i = end) {
		end = shard_end(s, i, name, &mark);
		buf_addf(&list, "%s\"%s\"", i ? "," : "", name);
		ok = put_shard(s, i, end, name, mark, e);
	}
	buf_addz(&list, "]);\n");
	ok = ok && site_put(s, "search/index.js", 0, buf_str(&list), e);
	buf_free(&list);
	return ok;
}
