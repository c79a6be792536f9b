/* SPDX-License-Identifier: MIT
 * Which days have changed, told without reading a record. Rows come in no order: a day's mark is a sum over its papers. */
#include <stdlib.h>
#include <string.h>

#include "digest/hash.h"
#include "digest/vec.h"
#include "src/store/internal.h"

struct day_mark {
	char day[DAY_SIZE];
	uint64_t mark;
};
struct day_marks {
	VEC(struct day_mark) all;   /* by day */
	size_t last;                /* rows of a day mostly come together */
};

static uint64_t mark_number(uint64_t h, int64_t n)
{
	for (size_t i = 0; i < sizeof n; i++)
		h = fnv_byte(h, (unsigned char)((uint64_t)n >> (8 * i) & 0xff));
	return h;
}

static bool read_days(struct store *s, struct day_marks *m, struct err *e)
{
	sqlite3_stmt *st = store_stmt(s, STMT_DAY_EACH, e);
	bool ok = true;
	while (stmt_next(s, st, &ok, e)) {
		struct str day;
		if (!stmt_text(st, 0, &day) || !day_valid(day))
			continue;
		struct day_mark *d = vec_push(&m->all);
		*d = (struct day_mark){ .mark = mark_number(FNV_BASIS, sqlite3_column_int64(st, 1)) };
		memcpy(d->day, day.p, day.n);
	}
	return ok;
}

static int by_day(const void *key, const void *row)
{
	return str_cmp(*(const struct str *)key, str_of(((const struct day_mark *)row)->day));
}

/* NULL: the sums of days do not have it. */
static struct day_mark *find_day(struct day_marks *m, struct str day)
{
	if (m->all.n == 0 || str_is(day, m->all.v[m->last].day))
		return m->all.n ? &m->all.v[m->last] : NULL;
	struct day_mark *d = bsearch(&day, m->all.v, m->all.n, sizeof *m->all.v, by_day);
	m->last = d ? (size_t)(d - m->all.v) : m->last;
	return d;
}

static bool read_papers(struct store *s, struct day_marks *m, struct err *e)
{
	enum { DAY, FIRST, COLUMNS = 5 };
	sqlite3_stmt *st = store_stmt(s, STMT_DAY_PAPERS, e);
	bool ok = true;
	if (st)
		stmt_bind(st, 1, selected_style(s));
	while (stmt_next(s, st, &ok, e)) {
		struct str day;
		struct day_mark *d = stmt_text(st, DAY, &day) ? find_day(m, day) : NULL;
		uint64_t mark = FNV_BASIS;
		for (int i = FIRST; i < COLUMNS; i++)
			mark = mark_number(mark, sqlite3_column_int64(st, i));
		if (d)
			d->mark += mark;
	}
	return ok;
}

bool store_day_each(struct store *s, store_day_fn *fn, void *ctx, struct err *e)
{
	struct day_marks m = { VEC_INIT, 0 };
	bool own = s->state == STORE_IDLE;  /* then both passes see the same store */
	bool ok = (!own || store_read_begin(s, e)) && read_days(s, &m, e) && read_papers(s, &m, e);
	if (own)
		store_read_end(s);
	for (size_t i = 0; ok && i < m.all.n; i++)
		ok = fn(ctx, str_of(m.all.v[i].day), m.all.v[i].mark, e);
	vec_free(&m.all);
	return ok;
}
