/* SPDX-License-Identifier: MIT
 * On which days papers can have been announced, by their records, by the order of identifiers and by what feeds have told: a row a case, worked
 * out by hand. Days are of March 2026: Monday 9 to Friday 13. */
#include "src/harvest/internal.h"
#include "tests/unit/plain_tap.h"

enum { MARCH = 20260300, MOST = 6 };

struct row {
	int key, first, submitted, until;  /* first and until: days, 0: not known; submitted 0: a day that feeds have told begins or ends there */
};

static const struct {
	int line;
	struct row rows[MOST];             /* those with a time of submission are the list's records, too */
	const char *want;                  /* of each record */
} cases[] = {
	{ __LINE__, { { 1, 9, 1, 9 } }, "9-9" },
	{ __LINE__, { { 1, 9, 1, 12 } }, "9-12" },
	{ __LINE__, { { 1, 9, 1, 0 } }, "9-" },
	/* No paper is announced after one with a higher identifier, nor before one with a lower. */
	{ __LINE__, { { 1, 9, 1, 12 }, { 2, 9, 2, 9 } }, "9-9 9-9" },
	{ __LINE__, { { 1, 9, 1, 12 }, { 2, 10, 2, 10 } }, "9-10 10-10" },
	{ __LINE__, { { 1, 9, 1, 12 }, { 2, 10, 2, 12 }, { 3, 11, 3, 11 } }, "9-11 10-11 11-11" },
	/* Held back: of the batch before, its papers that were submitted later have lower identifiers. */
	{ __LINE__, { { 1, 10, 3, 10 }, { 2, 9, 1, 11 } }, "10-10 11-11" },
	{ __LINE__, { { 1, 9, 3, 9 }, { 2, 9, 1, 10 } }, "9-9 10-10" },
	{ __LINE__, { { 1, 9, 3, 9 }, { 2, 9, 1, 12 } }, "9-9 10-12" },
	{ __LINE__, { { 1, 9, 3, 9 }, { 2, 9, 4, 10 } }, "9-9 9-10" },             /* last of its batch and changed, or first of the next */
	{ __LINE__, { { 1, 9, 3, 9 }, { 2, 9, 1, 12 }, { 3, 10, 5, 10 } }, "9-9 10-10 10-10" },
	/* One with a higher identifier that was submitted before is of a later batch. */
	{ __LINE__, { { 1, 9, 4, 12 }, { 2, 9, 3, 10 } }, "9-9 10-10" },
	{ __LINE__, { { 1, 9, 4, 12 }, { 2, 9, 3, 11 } }, "9-10 10-11" },
	/* What feeds have told. */
	{ __LINE__, { { 1, 10, 0, 0 }, { 2, 9, 1, 12 } }, "10-12" },
	{ __LINE__, { { 1, 10, 0, 0 }, { 2, 9, 1, 12 }, { 3, 0, 0, 10 } }, "10-10" },
	{ __LINE__, { { 2, 9, 1, 12 }, { 3, 0, 0, 9 } }, "9-9" },
	{ __LINE__, { { 2, 10, 0, 0 }, { 2, 9, 1, 12 }, { 2, 0, 0, 10 } }, "9-12" },  /* itself proves nothing here */
	/* Contradictions are the caller's. */
	{ __LINE__, { { 1, 11, 1, 11 }, { 2, 10, 2, 10 } }, "11-10 11-10" },
};

static int32_t march(int day) { return day ? MARCH + day : 0; }

static void put_bounds(struct buf *out, int32_t lo, int32_t hi)
{
	buf_addf(out, "%s%d-", out->len ? " " : "", lo - MARCH);
	if (hi != INT32_MAX)
		buf_addf(out, "%d", hi - MARCH);
}

static void bounds(struct tap *t)
{
	for (size_t i = 0; i < COUNTOF(cases); i++) {
		struct known_list l = { .whole = true, .records = VEC_INIT, .a = ARENA_INIT };
		struct known_mark marks[MOST];
		int32_t lo[MOST], hi[MOST];
		struct buf got = BUF_INIT(256);
		size_t n = 0;
		for (; n < MOST && cases[i].rows[n].key; n++) {
			const struct row *r = &cases[i].rows[n];
			marks[n] = (struct known_mark){ r->key, r->submitted, march(r->first), march(r->until) };
			if (r->submitted)
				*vec_push(&l.records) = (struct list_record){ .key = r->key, .submitted = r->submitted, .first = march(r->first),
				                                              .until = march(r->until), .stamp = march(r->until) };
		}
		for (size_t k = 0; k < n / 2; k++) {  /* in whatever order */
			struct known_mark m = marks[k];
			marks[k] = marks[n - 1 - k];
			marks[n - 1 - k] = m;
		}
		known_list_bounds(&l, marks, n, lo, hi);
		for (size_t k = 0; k < l.records.n; k++)
			put_bounds(&got, lo[k], hi[k]);
		tap_same(t, buf_str(&got), str_of(cases[i].want), __FILE__, cases[i].line);
		buf_free(&got);
		known_list_free(&l);
	}
}

/* What a record says of itself. */
static const struct {
	int line;
	const char *stamp, *versions[3], *want, *shown, *shown_elsewhere;
} records[] = {
	{ __LINE__, "2026-03-10", { "2026-03-09T12:00:00Z" }, "10 until 10, version 1 of 10", "10", "10" },
	{ __LINE__, "2026-03-13", { "2026-03-09T12:00:00Z" }, "10 until 13, version 1 of 10", "", "" },
	/* What replaces it is submitted when it is public: on the 12th, with the 13th's batch. */
	{ __LINE__,
	  "2026-03-13",
	  { "2026-03-09T12:00:00Z", "2026-03-12T12:00:00Z" },
	  "10 until 12, version 2 of 13",
	  "13",
	  "13" },
	{ __LINE__,
	  "2026-03-13",
	  { "2026-03-09T12:00:00Z", "2026-03-10T12:00:00Z", "2026-03-12T12:00:00Z" },
	  "10 until 10, version 3 of 13",
	  "10 13",
	  "13" },
	{ __LINE__, "", { "2026-03-09T12:00:00Z", "2026-03-12T12:00:00Z" }, "10 until 12, version 2 of 13", "", "" },
};

/* The days on which feeds of CATEGORY must show R. */
static void put_shown(const struct list_record *r, const char *category, struct buf *out)
{
	for (int32_t day = MARCH + 9; day <= MARCH + 13; day++)
		if (known_must_show(NULL, r, str_of(category), day))
			buf_addf(out, "%s%d", out->len ? " " : "", day - MARCH);
}

static void own_times(struct tap *t)
{
	static struct str category[] = { { "cs.CL", 5 } };
	for (size_t i = 0; i < COUNTOF(records); i++) {
		struct known_list l = { .whole = true, .records = VEC_INIT, .a = ARENA_INIT };
		struct source_version v[3];
		size_t n = 0;
		for (; n < 3 && records[i].versions[n]; n++)
			v[n] = (struct source_version){ (int)n + 1, str_of(records[i].versions[n]) };
		const struct source_history h = { str_of(records[i].stamp), v, n };
		const struct paper p = { .id = STR("2603.00001"), .version = (int)n, .categories = { category, 1 } };
		known_list_add(&l, &p, &h);
		struct buf got = BUF_INIT(256);
		const struct list_record *r = &l.records.v[0];
		buf_addf(&got, "%d until %d, version %d of %d", r->first - MARCH, r->until - MARCH, r->version, r->last - MARCH);
		tap_same(t, buf_str(&got), str_of(records[i].want), __FILE__, records[i].line);
		tap_case(t, str_is(r->primary, "cs.CL"), "%d: its primary category", records[i].line);
		buf_clear(&got);
		put_shown(r, "cs.CL", &got);
		tap_same(t, buf_str(&got), str_of(records[i].shown), __FILE__, records[i].line);
		buf_clear(&got);
		put_shown(r, "cs.LG", &got);
		tap_same(t, buf_str(&got), str_of(records[i].shown_elsewhere), __FILE__, records[i].line);
		buf_free(&got);
		known_list_free(&l);
	}
}

int main(void)
{
	struct tap t = { 0, 0 };
	bounds(&t);
	own_times(&t);
	return tap_done(&t);
}
