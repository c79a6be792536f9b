/* SPDX-License-Identifier: MIT
 * arXiv's taxonomy (data/categories.tsv). A few categories have two names (math.IT is cs.IT) and some archives of the
 * nineties live on under another; all questions are answered for the canonical name. */
#include "digest/nearest.h"
#include "digest/paper.h"

#include <string.h>

struct category {
	const char *name, *title, *archive, *group, *canonical, *other;
};
static const struct category categories[] = {
#include "categories.inc"
};
static int cmp_nocase(struct str a, const char *z)
{
	size_t i;
	for (i = 0; i < a.n && z[i]; i++) {
		int d = to_lower((unsigned char)a.p[i]) - to_lower((unsigned char)z[i]);
		if (d)
			return d;
	}
	return i < a.n ? 1 : z[i] ? -1 : 0;
}

static const struct category *find(struct str s)
{
	size_t lo = 0, hi = COUNTOF(categories);
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		int d = cmp_nocase(s, categories[mid].name);
		if (d == 0)
			return &categories[mid];
		if (d < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	return NULL;
}

struct str category_canonical(struct str s)
{
	const struct category *c = find(s);
	return c ? str_of(c->canonical) : s;
}

struct str category_name_at(size_t i) { return i < COUNTOF(categories) ? str_of(categories[i].name) : STR_NULL; }
bool category_known(struct str s) { return find(s) != NULL; }

struct str category_title(struct str s)
{
	const struct category *c = find(category_canonical(s));
	return c ? str_of(c->title) : STR_NULL;
}

bool category_is_archive(struct str s)
{
	for (size_t i = 0; i < COUNTOF(categories); i++)
		if (str_is_nocase(s, categories[i].archive))
			return true;
	return false;
}

struct str category_group(struct str s)
{
	const struct category *c = find(s);
	for (size_t i = 0; c == NULL && i < COUNTOF(categories); i++)
		if (str_is_nocase(s, categories[i].archive) || str_is_nocase(str_head(s, str_find(s, ".", 0)), categories[i].archive))
			c = &categories[i];
	return c ? str_of(c->group) : STR_NULL;
}

bool category_has_subjects(struct str archive)
{
	for (size_t i = 0; i < COUNTOF(categories); i++)
		if (str_is_nocase(archive, categories[i].archive) && strchr(categories[i].name, '.'))
			return true;
	return false;
}

bool category_same(struct str a, struct str b)
{
	const struct category *x = find(a), *y = find(b);
	return x && y ? strcmp(x->canonical, y->canonical) == 0 : str_eq(a, b);
}

bool category_under(struct str category, struct str asked)
{
	if (category_same(category, asked))
		return true;
	const struct category *c = find(category_canonical(category));
	if (c == NULL)  /* one that is newer than the table */
		return category.n > asked.n && category.p[asked.n] == '.' && str_eq(str_head(category, asked.n), asked);
	const struct category *other = find(str_of(c->other));
	return str_is_nocase(asked, c->archive) || (other && str_is_nocase(asked, other->archive));
}

/* What people call a field, and arXiv does not. */
static const struct { const char *said, *meant; } habits[] = {
	{ "cs.ML", "cs.LG" }, { "ML", "cs.LG" }, { "cs.NLP", "cs.CL" }, { "NLP", "cs.CL" }, { "CL", "cs.CL" }, { "LG", "cs.LG" },
	{ "AI", "cs.AI" }, { "CV", "cs.CV" }, { "RO", "cs.RO" }, { "IR", "cs.IR" }, { "cs.RL", "cs.LG" },
};

void category_nearest(struct nearest *n)
{
	for (size_t i = 0; i < COUNTOF(habits); i++)
		if (str_is_nocase(n->said, habits[i].said)) {
			n->best = str_of(habits[i].meant);
			n->distance = 0;
			return;
		}
	for (size_t i = 0; i < COUNTOF(categories); i++)
		nearest_try(n, str_of(categories[i].name));
	for (size_t i = 0; i < COUNTOF(categories); i++)
		nearest_try(n, str_of(categories[i].archive));
}
