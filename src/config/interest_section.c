/* SPDX-License-Identifier: MIT
 * [interest NAME], read over a table of rows as [provider NAME] is. Expressions are parsed here, where the line is known. */
#include "digest/interest_section.h"

#include <stdlib.h>
#include <string.h>

#include "digest/nearest.h"

enum { WEIGHT_MAX = 1000, HALF_LIFE_MAX = 36500 };

static bool add_line(struct interest_line **list, size_t *n, struct str text, struct str expr, struct arena *a, struct err *e)
{
	struct interest_line line = { .text = arena_dup(a, text) };
	if (*n == INTEREST_LINES_MAX)
		return err_set(e, ERR_CONFIG, "more than %d of them", INTEREST_LINES_MAX);
	if (!expr_parse(arena_dup(a, expr), EXPR_HERE, a, &line.expr, e)) {
		e->kind = ERR_CONFIG;
		return false;
	}
	if (*list == NULL)
		*list = arena_calloc(a, INTEREST_LINES_MAX, sizeof **list);
	(*list)[(*n)++] = line;
	return true;
}

static bool set_match(struct interest_section *s, struct str v, struct arena *a, struct err *e)
{
	return add_line(&s->matches, &s->n_matches, v, v, a, e);
}

/* A name, in quotes or not, or as the language of expressions has it: au:"NAME". */
static bool set_author(struct interest_section *s, struct str v, struct arena *a, struct err *e)
{
	if (str_starts(v, "au:"))
		v = str_trim(str_from(v, strlen("au:")));
	if (v.n > 1 && v.p[0] == '"' && v.p[v.n - 1] == '"')
		v = (struct str){ v.p + 1, v.n - 2 };
	if (str_find(v, "\"", 0) != STR_NONE)
		return err_set(e, ERR_CONFIG, "a name has no quotation mark in it");
	struct buf expr = BUF_INIT(BUF_UNBOUNDED);
	buf_addf(&expr, "au:\"%.*s\"", STR_ARG(v));
	bool ok = add_line(&s->authors, &s->n_authors, v, buf_str(&expr), a, e);
	buf_free(&expr);
	return ok;
}

static bool set_library(struct interest_section *s, struct str v, struct arena *a, struct err *e)
{
	if (s->libraries.n == INTEREST_LINES_MAX)
		return err_set(e, ERR_CONFIG, "more than %d of them", INTEREST_LINES_MAX);
	if (s->libraries.v == NULL)
		s->libraries.v = arena_calloc(a, INTEREST_LINES_MAX, sizeof *s->libraries.v);
	s->libraries.v[s->libraries.n++] = str_of(path_expanded(v, a));
	return true;
}

static bool set_weight(struct interest_section *s, struct str v, struct arena *a, struct err *e)
{
	double weight;
	bool down = str_starts(v, "-");
	UNUSED(a);
	if (!decimal_parse(str_from(v, down), WEIGHT_MAX, &weight))
		return err_set(e, ERR_CONFIG, "\"%.*s\" is no number from -%d to %d, as 2.5", STR_ARG(str_head_utf8(v, 60)), WEIGHT_MAX, WEIGHT_MAX);
	s->weight = down ? -weight : weight;
	return true;
}

static bool set_half_life(struct interest_section *s, struct str v, struct arena *a, struct err *e)
{
	UNUSED(a);
	if (str_is(v, "none"))
		s->half_life = 0;
	else if (!decimal_parse(v, HALF_LIFE_MAX, &s->half_life) || s->half_life <= 0)
		return err_set(e, ERR_CONFIG, "\"%.*s\" is neither none nor a number of days up to %d", STR_ARG(str_head_utf8(v, 60)), HALF_LIFE_MAX);
	return true;
}

static bool set_enabled(struct interest_section *s, struct str v, struct arena *a, struct err *e)
{
	UNUSED(a);
	return flag_parse(v, &s->enabled) || err_set(e, ERR_CONFIG, "\"%.*s\" is neither yes nor no", STR_ARG(str_head_utf8(v, 60)));
}

static const struct {
	const char *name;
	bool (*set)(struct interest_section *s, struct str v, struct arena *a, struct err *e);
	const char *help, *example;
} rows[] = {
	{ "match", set_match,
	  "Papers that match this expression, in the language of --where; in the title they count more than in the abstract. Repeat the line for more.",
	  "ti:\"retrieval augmented\" OR abs:RAG ANDNOT cat:cs.CV" },
	{ "author", set_author, "Papers by this author. Repeat the line for more.", "Percy Liang" },
	{ "library", set_library,
	  "Papers that are like those of this file: BibTeX, CSL JSON as Zotero exports it, or a list of arXiv identifiers or addresses; or of all such files of a folder; or those that digest star keeps under a name (starred:NAME). Repeat the line for more.",
	  "~/papers/thesis.bib" },
	{ "weight", set_weight, "How much this interest counts beside the others; below 0: papers of this kind go down. Default: 1.", "3" },
	{ "half-life", set_half_life,
	  "An entry of a library that is so many days older than the newest one counts half; none, the default: all count the same.", "730" },
	{ "enabled", set_enabled, "no: this interest rests.", "no" },
};

bool interest_setting_at(size_t i, struct provider_setting *ret)
{
	if (i < COUNTOF(rows))
		*ret = (struct provider_setting){ rows[i].name, rows[i].help, rows[i].example };
	return i < COUNTOF(rows);
}

bool interest_set(struct interest_section *s, struct str name, struct str value, struct arena *a, struct err *e)
{
	struct nearest meant = { .said = name };
	for (size_t i = 0; i < COUNTOF(rows); i++) {
		nearest_try(&meant, str_of(rows[i].name));
		if (!str_is(name, rows[i].name))
			continue;
		if (str_empty(value))
			return err_set(e, ERR_CONFIG, "%s needs a value", rows[i].name);
		return rows[i].set(s, value, a, e) || err_wrap(e, "%s", rows[i].name);
	}
	struct buf known = BUF_INIT(ERR_MSG_SIZE);
	for (size_t i = 0; i < COUNTOF(rows); i++)
		buf_addf(&known, "%s%s", i ? ", " : "", rows[i].name);
	nearest_say(&meant, "", &known);
	err_set(e, ERR_CONFIG, "unknown setting \"%.*s\" of an interest: there are %s", STR_ARG(str_head_utf8(name, 60)), known.s);
	buf_free(&known);
	return false;
}

/* ---- The sections ---- */

static struct interest_section *find(const struct opt_values *o, struct str name)
{
	for (size_t i = 0; i < o->n_interests; i++)
		if (str_eq(name, o->interests[i].name))
			return &o->interests[i];
	return NULL;
}

struct interest_section *interest_open(struct opt_values *o, struct str name, const char *where, struct arena *a, struct err *e)
{
	struct interest_section *s = find(o, name);
	if (str_find(name, ",", 0) != STR_NONE || str_find(name, ";", 0) != STR_NONE) {  /* lists of names are parted by them */
		err_set(e, ERR_CONFIG, "the name of an interest has no comma or semicolon");
		return NULL;
	}
	if (s)
		return s;
	if (o->n_interests == INTERESTS_MAX) {
		err_set(e, ERR_CONFIG, "more than %d interests", INTERESTS_MAX);
		return NULL;
	}
	if (o->interests == NULL)
		o->interests = arena_calloc(a, INTERESTS_MAX, sizeof *o->interests);
	s = &o->interests[o->n_interests++];
	*s = (struct interest_section){ .name = arena_dup(a, name), .weight = 1, .enabled = true,
		                        .where = arena_dup(a, str_of(where)).p };
	return s;
}

static bool all_known(const struct opt_values *o, struct err *e)
{
	for (size_t i = 0; i < o->interest_names.n; i++) {
		struct str name = o->interest_names.v[i];
		struct nearest meant = { .said = name };
		struct buf end = BUF_INIT(256);
		for (size_t k = 0; k < o->n_interests; k++)
			nearest_try(&meant, o->interests[k].name);
		nearest_say(&meant, "", &end);
		bool known = find(o, name) || err_set(e, opt_rank_of(o, "interest") == RANK_FLAG ? ERR_USAGE : ERR_CONFIG,
		                                      "interest: the configuration has no section [interest %.*s]%s", STR_ARG(str_head_utf8(name, 60)), end.len ? end.s : "");
		buf_free(&end);
		if (!known)
			return false;
	}
	return true;
}

bool interests_chosen(const struct opt_values *o, struct arena *a, const struct interest_section ***ret, size_t *n, struct err *e)
{
	if (!all_known(o, e))
		return false;
	*ret = arena_calloc(a, o->n_interests + 1, sizeof **ret);
	*n = 0;
	for (size_t i = 0; i < o->n_interests; i++)
		if (o->interests[i].enabled && (o->interest_names.n == 0 || strs_has(o->interest_names, o->interests[i].name)))
			(*ret)[(*n)++] = &o->interests[i];
	return true;
}
