/* SPDX-License-Identifier: MIT
 * The record in memory: its words, and copies of it. */
#include "digest/paper.h"

static const char *const announce_names[] = {
	[ANNOUNCE_NEW] = "new", [ANNOUNCE_CROSS] = "cross", [ANNOUNCE_REPLACE] = "replace",
	[ANNOUNCE_REPLACE_CROSS] = "replace-cross",
};
static const char *const status_names[] = {
	[SUMMARY_OK] = "ok", [SUMMARY_PENDING] = "pending", [SUMMARY_REJECTED] = "rejected", [SUMMARY_EXTRACT] = "extract",
};

/* The row that says S, or 0: row 0 of both tables is "none". */
static unsigned row_of(const char *const *names, unsigned n, struct str s)
{
	for (unsigned i = 1; i < n; i++)
		if (str_is(s, names[i]))
			return i;
	return 0;
}

struct str announce_name(enum announce_type t) { return str_of(announce_names[t]); }
enum announce_type announce_parse(struct str s) { return row_of(announce_names, COUNTOF(announce_names), s); }

struct str summary_status_name(enum summary_status s) { return str_of(status_names[s]); }
enum summary_status summary_status_parse(struct str s) { return row_of(status_names, COUNTOF(status_names), s); }

struct str summary_get(const struct summary *s, const char *name)
{
	for (size_t i = 0; i < s->n_fields; i++)
		if (str_is(s->fields[i].name, name))
			return s->fields[i].text;
	return STR_NULL;
}

/* No text, or JSON without any. */
static bool is_blank(const struct summary_field *f)
{
	static const char *const nothing[] = { "", "\"\"", "[]", "{}", "null" };
	struct str text = str_trim(f->text);
	for (size_t i = 0; i < (f->json ? COUNTOF(nothing) : 1); i++)
		if (str_is(text, nothing[i]))
			return true;
	return false;
}

const char *summary_lacks(const struct summary *y, struct strs required)
{
	for (size_t i = 0; i < required.n; i++) {
		bool has = false;
		for (size_t k = 0; !has && k < y->n_fields; k++)
			has = str_eq(y->fields[k].name, required.v[i]) && !is_blank(&y->fields[k]);
		if (!has)
			return required.v[i].p;
	}
	return NULL;
}
