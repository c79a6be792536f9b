/* SPDX-License-Identifier: MIT
 * Which papers: the SELECT is put together from fixed pieces by what is asked, so that each question uses the index
 * that fits it; all that the user said is bound. Rows come one by one: nothing is collected here.
 *
 * An announcement is compared as one text, strength then day ("42024-02-28"): its maximum is the strongest, and of
 * equal ones the newest. */
#include "src/store/internal.h"

#include <stdlib.h>
#include <string.h>

#include "digest/sort.h"
#include "digest/vec.h"

/* Parameters of all pieces. */
enum { P_SINCE = 1, P_UNTIL, P_TYPES, P_SELECT, P_ID, P_STYLE, P_VERSION };

#define FITS_TYPES "((1 << " SQL_TYPE_STRENGTH("s") ") & ?3) <> 0"  /* strength → type is the same sum */
#define LATEST "p.version = (SELECT max(version) FROM papers WHERE id = p.id AND (?7 = 0 OR version IN (0, ?7)))"
/* A summary that is referred to and not there is damaged, too. */
#define SHOWN_WHOLE "coalesce((SELECT whole(y.sum, " CHECKSUM_SUMMARIES("y.") ") FROM summaries y WHERE y.row = " SQL_SELECTED("p", "?6") "), " \
	"(" SQL_SELECTED("p", "?6") ") IS NULL)"
#define LINK_WHOLE "coalesce((SELECT whole(l.sum, " CHECKSUM_PAPER_SUMMARIES("l.") ") FROM paper_summaries l WHERE l.paper = p.row AND l.style = ?6), 1)"

/* BEST: SQL. The last two tell whether the record is whole, and what it shows as its summary. */
static void put_hit(struct buf *sql, const char *best)
{
	buf_addf(sql, "SELECT p.row, %s, p.version, %s AS best, p.seen, " SQL_STATUS("p", "?6") " AS status, whole(p.sum, ",
	         strcmp(best, "a.best") == 0 ? "a.id" : "p.id", best);
	checksum_papers(sql, "p.");
	buf_addz(sql, "), " SHOWN_WHOLE " AND " LINK_WHOLE ", p.status FROM ");
}

/* " AND X BETWEEN …", as far as the question has ends. */
static void put_range(struct buf *sql, const struct store_select *q, const char *x)
{
	if (str_known(q->since))
		buf_addf(sql, " AND %s >= ?1", x);
	if (str_known(q->until))
		buf_addf(sql, " AND %s <= ?2", x);
}

/* Ids and rows are asked for one by one. */
static bool by_id_alone(const struct store_select *q) { return q->ids.n > 0 || q->rows; }

static void put_paper_conditions(struct buf *sql, const struct store_select *q)
{
	if (q->categories.n > 0) {  /* of a damaged record they are not known */
		buf_addz(sql, " AND (asked(p.categories, ?4) OR p.row IS NULL OR NOT whole(p.sum, ");
		checksum_papers(sql, "p.");
		buf_addz(sql, "))");
	}
	if (by_id_alone(q))
		buf_addz(sql, " AND p.id = ?5");
}

/* Each announcement is a paper's: one without is told from the hit. Of an id that is asked for the version may not be there. */
static void put_join(struct buf *sql, const struct store_select *q)
{
	buf_addf(sql, " %s papers p ON p.id = a.id AND " LATEST " WHERE 1", by_id_alone(q) ? "CROSS JOIN" : "LEFT JOIN");
}

/* All announcements count, of any day and type: the primary key gives each paper's together, and nothing is sorted. */
static void put_any_announced(struct buf *sql, const struct store_select *q)
{
	put_hit(sql, "a.best");
	buf_addz(sql, "(SELECT id, max(" SQL_TYPE_STRENGTH("type") " || date) AS best FROM announcements WHERE 1");
	if (by_id_alone(q))
		buf_addz(sql, " AND id = ?5");
	buf_addz(sql, " GROUP BY id) a");
	put_join(sql, q);
	put_paper_conditions(sql, q);
}

/* What an announcement in another category is in this one: arXiv lists a paper as new in its primary category and as a
 * cross-list in the others, on the same day. */
#define ELSEWHERE "CASE type WHEN 1 THEN 3 WHEN 2 THEN 3 WHEN 3 THEN 1 WHEN 4 THEN 1 ELSE 0 END"
#define PRIMARY "(SELECT iif(instr(categories, ' '), substr(categories, 1, instr(categories, ' ') - 1), categories) FROM papers " \
	"WHERE id = announcements.id ORDER BY version DESC LIMIT 1)"

/* Each paper's days with its strongest announcement: that of the categories asked for, or of its primary one; where these
 * have none on that day, what the others' means in them, unless it is new or cross-listed in them on another day. WHERE
 * narrows the announcements down. */
static void put_days(struct buf *sql, const struct store_select *q, const char *where)
{
	static const char strength[] = SQL_TYPE_STRENGTH("type");
	const char *own = q->categories.n ? "asked(category, ?4)" : "category = " PRIMARY;
	if (q->categories.n == 0 && !q->by_primary) {
		buf_addf(sql, "SELECT id, date, max(%s) AS s FROM announcements WHERE 1%s GROUP BY id, date", strength, where);
		return;
	}
	buf_addf(sql, "SELECT id, date, s FROM (SELECT id, date, coalesce(max(iif(%s, %s, NULL)), max(%s)) AS s, max(%s) AS own "
	         "FROM announcements WHERE 1%s GROUP BY id, date)", own, strength, q->categories.n ? ELSEWHERE : strength, own, where);
	if (q->categories.n == 0)
		return;
	buf_addz(sql, " d WHERE own OR (unlisted((SELECT categories FROM papers WHERE id = d.id ORDER BY version DESC LIMIT 1), "
	         "date, ?4) AND NOT EXISTS (SELECT 1 FROM announcements o WHERE o.id = d.id AND o.date <> d.date "
	         "AND o.type IN (1, 2) AND asked(o.category, ?4))) OR EXISTS (SELECT 1 FROM papers WHERE id = d.id AND NOT whole(sum, ");  /* damaged: not known */
	checksum_papers(sql, "");
	buf_addz(sql, "))");
}

static bool any_day(const struct store_select *q)
{
	return !q->each_day && !str_known(q->since) && !str_known(q->until);
}

static bool one_day(const struct store_select *q)
{
	return str_known(q->since) && str_known(q->until) && str_eq(q->since, q->until);
}

/* By the days of announcement, in an index's order: nothing is sorted for one day, or where each day gives a hit. */
static void put_announced(struct buf *sql, const struct store_select *q)
{
	bool each_day = q->each_day || one_day(q);
	struct buf where = BUF_INIT(BUF_UNBOUNDED);
	if (one_day(q))
		buf_addz(&where, " AND date = ?1");
	else
		put_range(&where, q, "date");
	if (by_id_alone(q))
		buf_addz(&where, " AND id = ?5");
	put_hit(sql, "a.best");
	buf_addz(sql, each_day ? "(SELECT id, s || date AS best FROM (" : "(SELECT id, max(s || date) AS best FROM (");
	put_days(sql, q, where.s ? where.s : "");
	buf_addz(sql, ")");
	if (q->announce_types)
		buf_addz(sql, " WHERE " FITS_TYPES);
	buf_addz(sql, each_day ? ")" : " GROUP BY id)");
	buf_addz(sql, " a");
	put_join(sql, q);
	put_paper_conditions(sql, q);
	buf_free(&where);
}

static void put_undated(struct buf *sql, const struct store_select *q)
{
	put_hit(sql, "NULL");
	buf_addz(sql, "papers p WHERE NOT EXISTS (SELECT 1 FROM announcements WHERE id = p.id) AND " LATEST);
	put_range(sql, q, "p.seen");
	put_paper_conditions(sql, q);
}

/* Paper by paper, where days of announcement do not narrow it down: by submission, or by type alone. The day is that of
 * announcement, where there is one. */
static void put_papers(struct buf *sql, const struct store_select *q)
{
	buf_addz(sql, "SELECT * FROM (");
	struct buf days = BUF_INIT(BUF_UNBOUNDED);
	buf_addz(&days, "(SELECT max(s || date) FROM (");
	put_days(&days, q, " AND id = p.id");
	buf_addz(&days, ") WHERE ?3 = 0 OR " FITS_TYPES ")");
	put_hit(sql, days.s);
	buf_free(&days);
	buf_addz(sql, "papers p WHERE " LATEST);
	if (q->by_submitted)
		put_range(sql, q, "p.submitted");
	put_paper_conditions(sql, q);
	buf_addz(sql, q->by_submitted ? ") WHERE ?3 = 0 OR best IS NOT NULL" : ") WHERE best IS NOT NULL");
}

static sqlite3_stmt *prepare(struct store *s, const struct store_select *q, struct err *e)
{
	struct buf sql = BUF_INIT(BUF_UNBOUNDED);
	sqlite3_stmt *st = NULL;
	if (q->by_submitted || (any_day(q) && q->announce_types))
		put_papers(&sql, q);
	else if (any_day(q) && q->categories.n == 0 && !q->by_primary)
		put_any_announced(&sql, q);
	else
		put_announced(&sql, q);
	if (q->undated && !q->by_submitted) {
		buf_addz(&sql, " UNION ALL ");
		put_undated(&sql, q);
	}
	if (sqlite3_prepare_v2(s->db, sql.s, (int)sql.len, &st, NULL) != SQLITE_OK)
		store_fail(s, e);
	buf_free(&sql);
	return st;
}

static struct store_hit read_hit(sqlite3_stmt *st)
{
	struct store_hit h = { .row = sqlite3_column_int64(st, 0), .version = sqlite3_column_int(st, 2),
		.summary = status_of_column(sqlite3_column_int(st, 5)) };
	h.unfit = sqlite3_column_int(st, 5) == STATUS_UNFIT || (h.summary == SUMMARY_NONE && sqlite3_column_int(st, 8) == SUMMARY_OK);
	struct str best;
	stmt_text(st, 1, &h.id);
	h.announced = stmt_text(st, 3, &best) && best.n > 0;
	if (h.announced) {
		h.type = (enum announce_type)((5 - (best.p[0] - '0')) % 5);
		h.day = str_from(best, 1);
	} else {
		stmt_text(st, 4, &h.day);
	}
	return h;
}

/* What the row says of itself; a damaged summary is none. */
static bool check_hit(struct store *s, sqlite3_stmt *st, struct store_hit *h, struct err *e)
{
	if (h->row == 0 || sqlite3_column_int(st, 6) == 0)
		return store_damaged_paper(s, h->id, e);
	h->damaged = sqlite3_column_int(st, 7) == 0;
	if (h->damaged)
		h->summary = SUMMARY_NONE;
	return true;
}

/* Which one execution is about, where ids are asked for. */
struct asked_id {
	struct str id;
	int version;          /* 0: the latest */
};

static bool each(struct store *s, sqlite3_stmt *st, const struct find_query *f, struct asked_id id, store_hit_fn *fn, void *ctx,
                 struct err *e)
{
	const struct store_select *q = f->q;
	stmt_bind(st, P_SINCE, q->since);
	stmt_bind(st, P_UNTIL, q->until);
	stmt_bind_int(st, P_TYPES, q->announce_types);
	sqlite3_bind_pointer(st, P_SELECT, (void *)(uintptr_t)f, find_query_type, NULL);
	stmt_bind(st, P_ID, id.id);
	stmt_bind_int(st, P_VERSION, id.version);
	stmt_bind(st, P_STYLE, selected_style(s));
	bool ok = true;
	while (stmt_next(s, st, &ok, e)) {
		struct store_hit h = read_hit(st);
		ok = check_hit(s, st, &h, e) && fn(ctx, &h, e);
	}
	return ok;
}

static int by_id(const void *a, const void *b)
{
	const struct asked_id *x = a, *y = b;
	int d = str_cmp(x->id, y->id);
	return d ? d : (x->version > y->version) - (x->version < y->version);
}

/* One execution for each: there is no limit on their number, and the index is used. */
static bool each_id(struct store *s, sqlite3_stmt *st, const struct find_query *f, store_hit_fn *fn, void *ctx,
                    struct err *e)
{
	const struct store_select *q = f->q;
	VEC(struct asked_id) ids = VEC_INIT;
	bool ok = true;
	for (size_t i = 0; i < q->ids.n; i++)
		*vec_push(&ids) = (struct asked_id){ q->ids.v[i], q->versions ? q->versions[i] : 0 };
	vec_sort_unique(&ids, by_id);
	for (size_t i = 0; ok && i < ids.n; i++)
		ok = each(s, st, f, ids.v[i], fn, ctx, e);
	vec_free(&ids);
	return ok;
}

struct found {
	int64_t row;  /* of the latest version */
	struct str id;
};

static int by_row(const void *a, const void *b)
{
	int64_t x = ((const struct found *)a)->row, y = ((const struct found *)b)->row;
	return (x > y) - (x < y);
}

/* The paper in ROW, with the row of its latest version. The id is in A. */
static bool latest(struct store *s, int64_t row, struct arena *a, struct found *ret, struct err *e)
{
	sqlite3_stmt *st = stmt_of_row(s, STMT_LATEST, row, e);
	if (st == NULL)
		return false;
	*ret = (struct found){ sqlite3_column_int64(st, 1), stmt_dup(st, 0, a) };
	sqlite3_reset(st);
	return true;
}

/* The paper ID, in each version that is asked for. */
static bool each_wanted(struct store *s, sqlite3_stmt *st, const struct find_query *f, struct str id, store_hit_fn *fn,
                        void *ctx, struct err *e)
{
	const struct store_select *q = f->q;
	bool ok = true;
	if (q->ids.n == 0)
		return each(s, st, f, (struct asked_id){ id, 0 }, fn, ctx, e);
	for (size_t i = 0; ok && i < q->ids.n; i++) {
		int version = q->versions ? q->versions[i] : 0;
		bool wanted = str_eq(q->ids.v[i], id);
		for (size_t k = 0; wanted && k < i; k++)  /* not twice */
			wanted = !str_eq(q->ids.v[k], id) || (q->versions ? q->versions[k] : 0) != version;
		ok = !wanted || each(s, st, f, (struct asked_id){ id, version }, fn, ctx, e);
	}
	return ok;
}

/* Two versions of one paper may be among the rows: each is taken once. */
static bool each_row(struct store *s, sqlite3_stmt *st, const struct find_query *f, store_hit_fn *fn, void *ctx,
                     struct err *e)
{
	const struct store_select *q = f->q;
	VEC(struct found) all = VEC_INIT;
	struct arena a = ARENA_INIT;
	bool ok = true;
	for (size_t i = 0; ok && i < q->n_rows; i++)
		ok = latest(s, q->rows[i], &a, vec_push(&all), e);
	if (ok)
		vec_sort_unique(&all, by_row);
	for (size_t i = 0; ok && i < all.n; i++)
		ok = each_wanted(s, st, f, all.v[i].id, fn, ctx, e);
	arena_free(&a);
	vec_free(&all);
	return ok;
}

/* The lists come by day, category and time: the last word about one counts. */
struct lists_read {
	struct find_query *f;
	struct buf key;       /* of the list at hand: its day and category */
	bool whole;
};

static void end_list(struct lists_read *r)
{
	const struct store_select *q = r->f->q;
	struct str day = str_head(buf_str(&r->key), DAY_SIZE - 1), category = str_from(buf_str(&r->key), DAY_SIZE - 1);
	for (size_t i = 0; r->whole && i < q->categories.n; i++) {
		if (!category_under(q->categories.v[i], category))
			continue;
		struct whole_list *w = vec_push(&r->f->whole);
		*w = (struct whole_list){ .category = i };
		memcpy(w->day, day.p, day.n);
	}
}

static bool read_list(void *ctx, const struct store_fetch *g, struct err *e)
{
	struct lists_read *r = ctx;
	UNUSED(e);
	if (!day_valid(g->day))
		return true;
	bool same = r->key.len > 0 && str_eq(str_head(buf_str(&r->key), DAY_SIZE - 1), g->day) &&
	            str_eq(str_from(buf_str(&r->key), DAY_SIZE - 1), g->category);
	if (!same) {
		end_list(r);
		buf_clear(&r->key);
		buf_adds(&r->key, g->day);
		buf_adds(&r->key, g->category);
	}
	r->whole = g->status == DAY_FRESH;
	return true;
}

static bool find_whole(struct store *s, struct find_query *f, struct err *e)
{
	struct arena a = ARENA_INIT;
	const struct store_select *q = f->q;
	struct lists_read r = { f, BUF_INIT(BUF_UNBOUNDED), false };
	const char *since = str_known(q->since) ? arena_dup(&a, q->since).p : "", *until = "9999-12-31";
	if (str_known(q->until))
		until = arena_dup(&a, q->until).p;
	bool ok = q->categories.n == 0 || store_fetch_each(s, since, until, read_list, &r, e);
	end_list(&r);
	if (f->whole.n > 1)
		qsort(f->whole.v, f->whole.n, sizeof *f->whole.v, whole_order);
	buf_free(&r.key);
	arena_free(&a);
	return ok;
}

bool store_find(struct store *s, const struct store_select *q, store_hit_fn *fn, void *ctx, struct err *e)
{
	bool own = s->state == STORE_IDLE;  /* then all of it sees the same store */
	struct find_query f = { q, VEC_INIT };
	sqlite3_stmt *st = prepare(s, q, e);
	if (st == NULL)
		return false;
	bool days = !by_id_alone(q) && !(q->by_submitted && q->announce_types == 0), all = any_day(q) || q->by_submitted;
	bool ok = (!own || store_read_begin(s, e)) && (!days || checksum_check_days(s, q->since, q->until, false, e)) &&
	          (!days || !all || checksum_check_days(s, q->since, q->until, true, e)) && find_whole(s, &f, e) &&
	          (q->rows ? each_row(s, st, &f, fn, ctx, e) : q->ids.n ? each_id(s, st, &f, fn, ctx, e) :
	           each(s, st, &f, (struct asked_id){ STR_NULL, 0 }, fn, ctx, e));
	sqlite3_finalize(st);
	vec_free(&f.whole);
	if (own)
		store_read_end(s);
	return ok;
}

bool store_last_day(struct store *s, char ret[DAY_SIZE], struct err *e)
{
	bool row;
	struct str day;
	sqlite3_stmt *st = store_stmt(s, STMT_LAST_DAY, e);
	if (st == NULL || !stmt_step(s, st, &row, e))
		return false;
	stmt_text(st, 0, &day);
	day = str_head(day, DAY_SIZE - 1);
	if (day.n)
		memcpy(ret, day.p, day.n);
	ret[day.n] = '\0';
	sqlite3_reset(st);
	return true;
}
