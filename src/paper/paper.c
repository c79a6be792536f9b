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

enum announce_type announce_stronger(enum announce_type a, enum announce_type b)
{
	if (a == ANNOUNCE_UNKNOWN || b == ANNOUNCE_UNKNOWN)
		return a == ANNOUNCE_UNKNOWN ? b : a;
	return a < b ? a : b;
}

struct str summary_status_name(enum summary_status s) { return str_of(status_names[s]); }
enum summary_status summary_status_parse(struct str s) { return row_of(status_names, COUNTOF(status_names), s); }

struct str summary_get(const struct summary *s, const char *name)
{
	for (size_t i = 0; i < s->n_fields; i++)
		if (str_is(s->fields[i].name, name))
			return s->fields[i].text;
	return STR_NULL;
}

static struct strs dup_strs(struct arena *a, struct strs from)
{
	struct strs to = { arena_calloc(a, from.n, sizeof *to.v), from.n };
	for (size_t i = 0; i < from.n; i++)
		to.v[i] = arena_dup(a, from.v[i]);
	return to;
}

struct paper paper_dup(struct arena *a, const struct paper *p)
{
	struct paper to = *p;
	for (size_t i = 0; i < paper_n_fields; i++)
		*paper_field(&to, &paper_fields[i]) = arena_dup(a, paper_get(p, &paper_fields[i]));
	to.categories = dup_strs(a, p->categories);
	to.authors = arena_calloc(a, p->n_authors, sizeof *to.authors);
	for (size_t i = 0; i < p->n_authors; i++)
		to.authors[i] = (struct author){ arena_dup(a, p->authors[i].name), dup_strs(a, p->authors[i].affiliations) };
	to.extra = arena_dup(a, p->extra);

	struct summary *y = &to.summary;
	struct str *const words[] = { &y->lang, &y->style, &y->model, &y->created, &y->reason };
	for (size_t i = 0; i < COUNTOF(words); i++)
		*words[i] = arena_dup(a, *words[i]);
	y->fields = arena_calloc(a, y->n_fields, sizeof *y->fields);
	for (size_t i = 0; i < y->n_fields; i++) {
		const struct summary_field *f = &p->summary.fields[i];
		y->fields[i] = (struct summary_field){ arena_dup(a, f->name), arena_dup(a, f->text), f->json };
	}
	return to;
}
