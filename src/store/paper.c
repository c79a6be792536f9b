/* SPDX-License-Identifier: MIT
 * Papers in and out. When one comes again, the versions are decided here and each field by its row in column.c. */
#include "src/store/internal.h"

#include <string.h>

/* ---- in ---- */

static struct str packed(struct buf *b, bool known) { return known ? buf_str(b) : STR_NULL; }

static struct str known_or(struct str text, const struct buf *inherited)
{
	return str_known(text) || inherited->len == 0 ? text : buf_str(inherited);
}

static void bind_number(sqlite3_stmt *st, int i, bool known, int64_t v)
{
	if (known)
		stmt_bind_int(st, i, v);
	else
		stmt_bind(st, i, STR_NULL);
}

/* Bind what P says to the parameters 1 … n_columns. */
static void bind_paper(struct store *s, sqlite3_stmt *st, const struct paper *p, struct str seen, bool part)
{
	const struct str day = known_or(str_head(p->published, 10), &s->submitted);
	for (int c = 0, i = 1; c < n_columns; c++, i++) {
		switch (columns[c].type) {
		case COLUMN_TEXT: stmt_bind(st, i, *(const struct str *)((const char *)p + columns[c].offset)); break;
		case COLUMN_ID: stmt_bind(st, i, p->id); break;
		case COLUMN_VERSION: stmt_bind_int(st, i, p->version); break;
		case COLUMN_SEEN: stmt_bind(st, i, s->seen.len ? buf_str(&s->seen) : seen); break;
		case COLUMN_SUBMITTED: stmt_bind(st, i, day); break;
		case COLUMN_CATEGORIES: stmt_bind(st, i, packed(&s->categories, p->categories.n > 0 && !part)); break;
		case COLUMN_AUTHORS: stmt_bind(st, i, packed(&s->authors, p->authors_known)); break;
		case COLUMN_OMITTED: bind_number(st, i, p->authors_known, p->authors_omitted); break;
		case COLUMN_TYPE: bind_number(st, i, p->announce_type != ANNOUNCE_UNKNOWN, p->announce_type); break;
		case COLUMN_WITHDRAWN: bind_number(st, i, p->withdrawn != TRI_UNKNOWN, p->withdrawn == TRI_YES); break;
		}
	}
}

static bool announce_one(struct store *s, const struct paper *p, struct str category, enum statement how, struct err *e)
{
	sqlite3_stmt *st = store_stmt(s, how, e);
	if (st == NULL)
		return false;
	stmt_bind(st, 1, p->id);
	stmt_bind(st, 2, p->announced);
	stmt_bind(st, 3, category);
	stmt_bind_int(st, 4, p->announce_type);
	return stmt_run(s, st, e);
}

/* What was worked out for a paper that a list of arXiv's has shown now: as new or cross-listed, on whatever day. */
static bool forget_derived(struct store *s, const struct paper *p, struct str category, struct err *e)
{
	sqlite3_stmt *st = store_stmt(s, STMT_UNDERIVE, e);
	if (st == NULL)
		return false;
	stmt_bind(st, 1, p->id);
	stmt_bind(st, 2, category);
	return stmt_run(s, st, e);
}

static bool announce_in(struct store *s, const struct paper *p, struct str category, const struct store_announced *how,
                        struct err *e)
{
	bool once = p->announce_type == ANNOUNCE_NEW || p->announce_type == ANNOUNCE_CROSS;
	if (how == NULL)
		return announce_one(s, p, category, STMT_ANNOUNCE, e);
	if (how->derived || how->doubted)
		return announce_one(s, p, category, how->doubted ? STMT_ANNOUNCE_DOUBTED : STMT_ANNOUNCE_DERIVED, e);
	return (!once || forget_derived(s, p, category, e)) && announce_one(s, p, category, STMT_ANNOUNCE, e);
}

/* arXiv announces a paper as new in its primary category and as cross in the others. HOW may be NULL. */
static bool announce(struct store *s, const struct paper *p, const struct store_announced *how, struct err *e)
{
	bool cross = p->announce_type == ANNOUNCE_CROSS || p->announce_type == ANNOUNCE_REPLACE_CROSS;
	if (!str_known(p->announced))
		return true;
	if (!cross || p->categories.n < 2)
		return announce_in(s, p, p->categories.n ? p->categories.v[0] : STR(""), how, e);
	for (size_t i = 1; i < p->categories.n; i++) {
		bool listed = how == NULL || str_empty(how->category) || category_under(p->categories.v[i], how->category);
		if (listed && !announce_in(s, p, p->categories.v[i], how, e))
			return false;
	}
	return true;
}

/* The key of a summary that came with P, in s->key. */
static struct str received_key(struct store *s, const struct paper *p)
{
	buf_clear(&s->key);
	buf_addz(&s->key, "received:");
	buf_adds(&s->key, p->id);
	if (p->version > 0) {
		buf_addc(&s->key, 'v');
		buf_addu(&s->key, (uint64_t)p->version);
	}
	if (!str_empty(p->summary.style)) {
		buf_addc(&s->key, ':');
		buf_adds(&s->key, p->summary.style);
	}
	return buf_str(&s->key);
}

/* A damaged record that comes again is as if it had not been there. */
static bool wipe(struct store *s, int64_t row, struct err *e)
{
	sqlite3_stmt *st = store_stmt(s, STMT_PAPER_WIPE, e);
	if (st == NULL)
		return false;
	stmt_bind_int(st, 1, row);
	return stmt_run(s, st, e);
}

static bool put(struct store *s, const struct paper *p, struct str seen, const struct store_announced *how, int64_t *row,
                struct err *e)
{
	struct version_at at;
	if (!version_find(s, p->id, p->version, &p->categories, &at, e))
		return false;
	if (at.damaged && !wipe(s, at.row, e))
		return false;
	int64_t summary = 0;
	enum summary_status status = SUMMARY_NONE;
	bool newer = false;
	if (p->summary.status != SUMMARY_NONE &&
	    !summary_keep(s, p->id, p->version, received_key(s, p), &p->summary, false, &summary, &status, &newer, e))
		return false;
	enum statement which = at.row == 0 ? STMT_PAPER_INSERT : at.fill ? STMT_PAPER_FILL : STMT_PAPER_SET;
	sqlite3_stmt *st = store_stmt(s, which, e);
	if (st == NULL)
		return false;
	buf_clear(&s->authors);
	buf_clear(&s->categories);
	pack_authors(&s->authors, p->authors, p->n_authors);
	pack_categories(&s->categories, &p->categories);
	bind_paper(s, st, p, seen, at.part);
	if (at.row == 0) {
		bind_number(st, n_columns + 1, summary != 0, summary);
		stmt_bind_int(st, n_columns + 2, status);
	} else {
		stmt_bind_int(st, n_columns + 1, at.row);
	}
	if (!stmt_run(s, st, e) || !search_note(s, p->id, e))
		return false;
	int64_t paper = at.row ? at.row : sqlite3_last_insert_rowid(s->db);
	if (row)
		*row = paper;
	if (!announce(s, p, how, e))
		return false;
	const struct selected_summary shown = { p->summary.style, summary, status, newer };
	return summary == 0 || summary_select(s, p->id, paper, &shown, e);
}

bool store_put(struct store *s, const struct paper *p, struct str seen, int64_t *row, struct err *e)
{
	bool own;
	return store_enter(s, &own, e) && store_leave(s, own, put(s, p, seen, NULL, row, e), e);
}

bool store_put_listed(struct store *s, const struct paper *p, struct str seen, const struct store_announced *how, int64_t *row,
                      struct err *e)
{
	bool own;
	return store_enter(s, &own, e) && store_leave(s, own, put(s, p, seen, how, row, e), e);
}

/* ---- out ---- */

static enum tri read_tri(sqlite3_stmt *st, int i)
{
	return sqlite3_column_type(st, i) == SQLITE_NULL ? TRI_UNKNOWN : sqlite3_column_int(st, i) ? TRI_YES : TRI_NO;
}

static bool read_column(sqlite3_stmt *st, int i, bool authors, struct arena *a, struct paper *p)
{
	switch (columns[i].type) {
	case COLUMN_TEXT: *(struct str *)((char *)p + columns[i].offset) = stmt_dup(st, i, a); break;
	case COLUMN_ID: p->id = stmt_dup(st, i, a); break;
	case COLUMN_VERSION: p->version = sqlite3_column_int(st, i); break;
	case COLUMN_SEEN: break;
	case COLUMN_SUBMITTED: break;
	case COLUMN_CATEGORIES: unpack_categories(stmt_dup(st, i, a), a, &p->categories); break;
	case COLUMN_OMITTED: p->authors_omitted = authors ? sqlite3_column_int(st, i) : 0; break;
	case COLUMN_TYPE: p->announce_type = (enum announce_type)sqlite3_column_int(st, i); break;
	case COLUMN_WITHDRAWN: p->withdrawn = read_tri(st, i); break;
	case COLUMN_AUTHORS:
		p->authors_known = authors && sqlite3_column_type(st, i) != SQLITE_NULL;
		return !p->authors_known || unpack_authors(stmt_dup(st, i, a), a, &p->authors, &p->n_authors);
	}
	return true;
}

bool store_get(struct store *s, int64_t row, bool authors, struct arena *a, struct paper *ret, struct err *e)
{
	struct paper p = PAPER_INIT;
	sqlite3_stmt *st = store_stmt(s, STMT_PAPER_GET, e);
	if (st == NULL)
		return false;
	stmt_bind(st, 2, selected_style(s));
	if (stmt_of_row(s, STMT_PAPER_GET, row, e) == NULL)
		return false;
	bool ok = true;
	for (int i = 0; ok && i < n_columns; i++)
		ok = read_column(st, i, authors, a, &p) || store_damaged(s, "authors of", p.id, e);
	if (ok && sqlite3_column_int(st, n_columns) == 0)
		ok = store_damaged_paper(s, p.id, e);
	ok = ok && summary_read(s, st, n_columns + 1, a, &p.summary, e);
	sqlite3_reset(st);
	if (ok)
		*ret = p;
	return ok;
}

bool store_count(struct store *s, struct store_counts *ret, struct err *e)
{
	bool row;
	sqlite3_stmt *st = store_stmt(s, STMT_COUNT, e);
	if (st == NULL || !stmt_step(s, st, &row, e))
		return false;
	*ret = (struct store_counts){ sqlite3_column_int64(st, 0), sqlite3_column_int64(st, 1),
		sqlite3_column_int64(st, 2), sqlite3_column_int64(st, 3) };
	sqlite3_reset(st);
	return true;
}
