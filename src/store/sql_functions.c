/* SPDX-License-Identifier: MIT
 * What SQL is taught: categories as arXiv means them, whole lists of days, summaries that are fit to be shown. */
#include "src/store/internal.h"

#include <stdlib.h>
#include <string.h>

const char find_query_type[] = "store_select";

static struct str text_of(sqlite3_value *v)
{
	const char *p = (const char *)sqlite3_value_text(v);
	return (struct str){ p, p ? (size_t)sqlite3_value_bytes(v) : 0 };
}

/* asked(categories, select): whether one of a paper's categories is asked for. */
static void asked(sqlite3_context *c, int n, sqlite3_value **v)
{
	UNUSED(n);
	const struct find_query *f = sqlite3_value_pointer(v[1], find_query_type);
	struct str rest = text_of(v[0]), one;
	while (f && str_cut(&rest, ' ', &one))
		for (size_t i = 0; i < f->q->categories.n; i++)
			if (category_under(one, f->q->categories.v[i])) {
				sqlite3_result_int(c, 1);
				return;
			}
	sqlite3_result_int(c, 0);
}

int whole_order(const void *a, const void *b)
{
	const struct whole_list *x = a, *y = b;
	int d = strcmp(x->day, y->day);
	return d ? d : (x->category > y->category) - (x->category < y->category);
}

static bool is_whole(const struct find_query *f, size_t category, struct str day)
{
	struct whole_list wanted = { .category = category };
	if (f->whole.n == 0 || day.n != DAY_SIZE - 1)
		return false;
	memcpy(wanted.day, day.p, day.n);
	return bsearch(&wanted, f->whole.v, f->whole.n, sizeof wanted, whole_order) != NULL;
}

/* unlisted(categories, day, select): whether a paper may be taken for announced on DAY in a category that is asked for, though
 * no list says so: one of them that it is in has no whole list of that day. */
static void unlisted(sqlite3_context *c, int n, sqlite3_value **v)
{
	UNUSED(n);
	const struct find_query *f = sqlite3_value_pointer(v[2], find_query_type);
	struct str all = text_of(v[0]), day = text_of(v[1]), one;
	for (size_t i = 0; f && i < f->q->categories.n; i++) {
		bool in = false;
		for (struct str rest = all; !in && str_cut(&rest, ' ', &one);)
			in = category_under(one, f->q->categories.v[i]);
		if (in && !is_whole(f, i, day)) {
			sqlite3_result_int(c, 1);
			return;
		}
	}
	sqlite3_result_int(c, 0);
}

/* under(category, asked) */
static void under(sqlite3_context *c, int n, sqlite3_value **v)
{
	UNUSED(n);
	struct str text[2];
	for (int i = 0; i < 2; i++) {
		text[i].p = (const char *)sqlite3_value_text(v[i]);
		text[i].n = (size_t)sqlite3_value_bytes(v[i]);
	}
	sqlite3_result_int(c, category_under(text[0], text[1]));
}

/* lists(categories, asked): whether one of them is under it. */
static void lists(sqlite3_context *c, int n, sqlite3_value **v)
{
	UNUSED(n);
	struct str rest = { (const char *)sqlite3_value_text(v[0]), (size_t)sqlite3_value_bytes(v[0]) }, one;
	struct str asked_for = { (const char *)sqlite3_value_text(v[1]), (size_t)sqlite3_value_bytes(v[1]) };
	bool is = false;
	while (!is && str_cut(&rest, ' ', &one))
		is = category_under(one, asked_for);
	sqlite3_result_int(c, is);
}

/* fit(status, fields): the status, or STATUS_UNFIT where a field is missing that is required. */
static void fit(sqlite3_context *c, int n, sqlite3_value **v)
{
	UNUSED(n);
	const struct store *s = sqlite3_user_data(c);
	int status = sqlite3_value_int(v[0]);
	if (status == SUMMARY_OK && s->required.n > 0) {
		struct arena a = ARENA_INIT;
		struct summary y = SUMMARY_INIT;
		if (unpack_fields(text_of(v[1]), &a, &y.fields, &y.n_fields) && summary_lacks(&y, s->required))
			status = STATUS_UNFIT;
		arena_free(&a);
	}
	sqlite3_result_int(c, status);
}

bool find_sql_functions(struct store *s, struct err *e)
{
	const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY;
	int rc = sqlite3_create_function_v2(s->db, "asked", 2, flags, NULL, asked, NULL, NULL, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_create_function_v2(s->db, "under", 2, flags, NULL, under, NULL, NULL, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_create_function_v2(s->db, "unlisted", 3, flags, NULL, unlisted, NULL, NULL, NULL);
	if (rc == SQLITE_OK)  /* not deterministic: what is required changes */
		rc = sqlite3_create_function_v2(s->db, "fit", 2, SQLITE_UTF8 | SQLITE_DIRECTONLY, s, fit, NULL, NULL, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_create_function_v2(s->db, "lists", 2, flags, NULL, lists, NULL, NULL, NULL);
	return rc == SQLITE_OK || store_fail(s, e);
}
