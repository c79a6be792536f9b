/* SPDX-License-Identifier: MIT
 * The columns of papers, one row each: where the value comes from and what happens when the paper comes again. The
 * statements are made from the rows, so a new field is one row here, one migration and nothing else. */
#include "src/store/internal.h"

#include <string.h>

#define TEXT(field) #field, COLUMN_TEXT, offsetof(struct paper, field)

/* What was received belongs to what was made of it: a new title without one drops the older title's. */
#define RECEIVED_SET(x) "coalesce($received_" x ", iif(coalesce($" x ", " x ") IS " x ", received_" x ", NULL))"
#define RECEIVED_FILL(x) "coalesce(received_" x ", iif(coalesce(" x ", $" x ") IS $" x ", $received_" x ", NULL))"

/* An author list with omissions does not replace a whole one. */
#define AUTHORS_SET(x) "iif($authors_omitted > 0 AND authors_omitted = 0, " x ", coalesce($" x ", " x "))"
#define AUTHORS_FILL(x) "iif(authors_omitted IS NULL, $" x ", " x ")"

/* The newest day of announcement; within it the strongest type. */
#define ANNOUNCED "iif($announced > announced OR announced IS NULL, $announced, announced)"
#define TYPE "CASE WHEN $announced > announced OR (announced IS NULL AND $announced IS NOT NULL) THEN $announce_type " \
	"WHEN $announced IS announced AND " SQL_TYPE_STRENGTH("coalesce($announce_type, 0)") " > " \
	SQL_TYPE_STRENGTH("coalesce(announce_type, 0)") " THEN $announce_type ELSE announce_type END"

const struct column columns[] = {
	{ "id", COLUMN_ID, 0, "id", "id" },
	{ "version", COLUMN_VERSION, 0, "max(version, $version)", "version" },
	{ "seen", COLUMN_SEEN, 0, "coalesce(seen, $seen)", NULL },
	{ "submitted", COLUMN_SUBMITTED, 0, NULL, NULL },
	{ "categories", COLUMN_CATEGORIES, 0, NULL, NULL },
	{ "announced", COLUMN_TEXT, offsetof(struct paper, announced), ANNOUNCED, ANNOUNCED },
	{ "announce_type", COLUMN_TYPE, 0, TYPE, TYPE },
	{ TEXT(published), NULL, NULL },
	{ TEXT(updated), NULL, NULL },
	{ "withdrawn", COLUMN_WITHDRAWN, 0, NULL, NULL },
	{ "authors_omitted", COLUMN_OMITTED, 0, AUTHORS_SET("authors_omitted"), AUTHORS_FILL("authors_omitted") },
	{ TEXT(title), NULL, NULL },
	{ TEXT(link), NULL, NULL },
	{ TEXT(comment), NULL, NULL },
	{ TEXT(journal_ref), NULL, NULL },
	{ TEXT(doi), NULL, NULL },
	{ TEXT(license), NULL, NULL },
	{ TEXT(msc_class), NULL, NULL },
	{ TEXT(acm_class), NULL, NULL },
	{ TEXT(report_no), NULL, NULL },
	{ TEXT(submitter), NULL, NULL },
	{ TEXT(source), NULL, NULL },
	{ TEXT(extra), NULL, NULL },
	{ TEXT(received_title), RECEIVED_SET("title"), RECEIVED_FILL("title") },
	{ TEXT(received_link), RECEIVED_SET("link"), RECEIVED_FILL("link") },
	{ TEXT(abstract), NULL, NULL },
	{ TEXT(received_abstract), RECEIVED_SET("abstract"), RECEIVED_FILL("abstract") },
	{ "authors", COLUMN_AUTHORS, 0, AUTHORS_SET("authors"), AUTHORS_FILL("authors") },
};
const int n_columns = COUNTOF(columns);

void checksum_papers(struct buf *out, const char *before)
{
	for (int i = 0; i < n_columns; i++)
		buf_addf(out, "%s%s%s", i ? ", " : "", before, columns[i].name);
}

/* Append EXPR with each $name as the number of its parameter. */
static void put_expression(struct buf *out, const char *expr)
{
	while (*expr) {
		size_t n = strcspn(expr, "$");
		buf_add(out, expr, n);
		expr += n;
		if (*expr == '\0')
			return;
		expr++;
		struct str name = { expr, strspn(expr, "abcdefghijklmnopqrstuvwxyz_") };
		for (int i = 0; i < n_columns; i++)
			if (str_is(name, columns[i].name))
				buf_addf(out, "?%d", i + 1);
		expr += name.n;
	}
}

/* Append what COLUMN becomes when a record comes again. */
static void put_merged(struct buf *out, const struct column *c, bool fill)
{
	struct buf plain = BUF_INIT(128);
	if (fill)
		buf_addf(&plain, "coalesce(%s, $%s)", c->name, c->name);
	else
		buf_addf(&plain, "coalesce($%s, %s)", c->name, c->name);
	const char *own = fill ? c->fill : c->set;
	put_expression(out, own ? own : plain.s);
	buf_free(&plain);
}

/* The condition repeats every expression: a look is cheaper than a write, and the same feed twice writes nothing. */
static void put_update(struct buf *out, bool fill)
{
	buf_addz(out, "UPDATE papers SET ");
	for (int i = 0; i < n_columns; i++) {
		buf_addf(out, "%s%s = ", i ? ", " : "", columns[i].name);
		put_merged(out, &columns[i], fill);
	}
	buf_addf(out, " WHERE row = ?%d AND (", n_columns + 1);
	for (int i = 0; i < n_columns; i++) {
		buf_addf(out, "%s%s IS NOT (", i ? " OR " : "", columns[i].name);
		put_merged(out, &columns[i], fill);
		buf_addz(out, ")");
	}
	buf_addz(out, ")");
}

void column_sql_set(struct buf *out) { put_update(out, false); }
void column_sql_fill(struct buf *out) { put_update(out, true); }

void column_sql_insert(struct buf *out)
{
	buf_addz(out, "INSERT INTO papers (");
	for (int i = 0; i < n_columns; i++)
		buf_addf(out, "%s, ", columns[i].name);
	buf_addz(out, "summary, status, sum) VALUES (");
	for (int i = 0; i < n_columns + 2; i++)
		buf_addf(out, "?%d, ", i + 1);
	buf_addz(out, "checksum(");
	for (int i = 0; i < n_columns; i++)
		buf_addf(out, "%s?%d", i ? ", " : "", i + 1);
	buf_addz(out, "))");
}

void column_sql_versions(struct buf *out)
{
	buf_addz(out, "SELECT row, version, seen, submitted, categories, whole(sum, ");
	checksum_papers(out, "");
	buf_addz(out, ") FROM papers WHERE id = ?1 ORDER BY version DESC");
}

void column_sql_wipe(struct buf *out)
{
	buf_addz(out, "UPDATE papers SET ");
	for (int i = 0, n = 0; i < n_columns; i++)
		if (columns[i].type != COLUMN_ID && columns[i].type != COLUMN_VERSION)
			buf_addf(out, "%s%s = NULL", n++ ? ", " : "", columns[i].name);
	buf_addz(out, " WHERE row = ?1");
}

/* Behind the columns: whether the row is whole, then the summary's columns, of one that is whole alone. */
void column_sql_get(struct buf *out)
{
	buf_addz(out, "SELECT ");
	for (int i = 0; i < n_columns; i++)
		buf_addf(out, "p.%s, ", columns[i].name);
	buf_addz(out, "whole(p.sum, ");
	checksum_papers(out, "p.");
	buf_addz(out, "), " SUMMARY_COLUMNS " FROM papers p LEFT JOIN summaries y ON y.row = " SQL_SELECTED("p", "?2")
	              " AND whole(y.sum, " CHECKSUM_SUMMARIES("y.") ") WHERE p.row = ?1");
}
