/* SPDX-License-Identifier: MIT
 * The versions of a paper: which row is meant, and what another one of its rows hands on. */
#include "src/store/internal.h"

static bool has_category(struct str packed, struct str name)
{
	struct str one;
	while (str_cut(&packed, ' ', &one))
		if (str_eq(one, name))
			return true;
	return false;
}

/* Whether V is a part of the categories PACKED, with the same primary one: the earlier feeds' titles name only that. */
static bool is_part(const struct strs *v, struct str packed)
{
	struct str rest = packed, primary = STR_NULL;
	if (v->n == 0 || !str_cut(&rest, ' ', &primary) || !str_eq(v->v[0], primary))
		return false;
	for (size_t i = 1; i < v->n; i++)
		if (!has_category(packed, v->v[i]))
			return false;
	return true;
}

static void copy(struct buf *to, sqlite3_stmt *st, int column)
{
	struct str text;
	buf_clear(to);
	if (stmt_text(st, column, &text))
		buf_adds(to, text);
}

bool version_find(struct store *s, struct str id, int version, const struct strs *categories, struct version_at *ret,
                  struct err *e)
{
	sqlite3_stmt *st = store_stmt(s, STMT_PAPER_VERSIONS, e);
	*ret = (struct version_at){ 0 };
	buf_clear(&s->seen);
	buf_clear(&s->submitted);
	if (st == NULL)
		return false;
	stmt_bind(st, 1, id);
	for (bool row = true;;) {
		if (!stmt_step(s, st, &row, e))
			return false;
		if (!row)
			return true;
		int has = sqlite3_column_int(st, 1);
		if (version == 0 || has == 0 || has == version) {
			struct str known;
			ret->row = sqlite3_column_int64(st, 0);
			ret->damaged = sqlite3_column_int(st, 5) == 0;
			ret->fill = version == 0 && has != 0;
			ret->part = !ret->damaged && categories && stmt_text(st, 4, &known) && is_part(categories, known);
			sqlite3_reset(st);
			return true;
		}
		copy(&s->seen, st, 2);
		copy(&s->submitted, st, 3);
	}
}

bool paper_row(struct store *s, struct str id, int version, int64_t *row, struct err *e)
{
	struct version_at at;
	bool ok = version_find(s, id, version, NULL, &at, e);
	if (ok)
		*row = at.row;
	return ok;
}
