/* SPDX-License-Identifier: MIT
 * What a style asks. One that is written from abstracts asks one question. One that reads whole texts asks for all its fields, in one
 * question or in several; and where a paper's text is not read, by instructions of their own, for those that an abstract supports. */
#include "digest/fulltext.h"
#include "src/style/internal.h"

#include <string.h>

static bool has(struct strs list, struct str name)
{
	for (size_t i = 0; i < list.n; i++)
		if (str_eq(list.v[i], name))
			return true;
	return false;
}

/* Those of ALL that are not in BUT. */
static struct strs without(struct strs all, struct strs but, struct arena *a)
{
	struct strs left = { arena_calloc(a, all.n + 1, sizeof *left.v), 0 };
	for (size_t i = 0; i < all.n; i++)
		if (!has(but, all.v[i]))
			left.v[left.n++] = all.v[i];
	return left;
}

/* WHOLE with the fields KEYS alone. */
static bool part_of(struct style *s, const struct summary_style *whole, struct strs keys, struct summary_style *ret, struct err *e)
{
	*ret = *whole;
	return summary_schema_part(whole->schema, keys, &s->a, &ret->schema, e) && summary_schema_read(ret->schema, &s->a, ret, e);
}

/* `ask = problem, related | solution | …`: a list of fields for each question, the next one in *KEYS. */
static bool next_part(struct style *s, struct str *rest, struct strs *keys, struct err *e)
{
	struct str part, one;
	struct strs none = { NULL, 0 };
	*keys = none;
	if (!str_cut(rest, '|', &part))
		return false;
	keys->v = arena_calloc(&s->a, part.n / 2 + s->reading.whole.keys.n + 1, sizeof *keys->v);
	while (str_cut(&part, ',', &one)) {
		one = str_trim(one);
		if (!has(s->reading.whole.keys, one))
			return err_set(e, ERR_CONFIG, "%s/style.conf: `ask` names \"%.*s\", which is no property of schema.json", s->folder, STR_ARG(one));
		keys->v[keys->n++] = one;
	}
	return keys->n > 0 || err_set(e, ERR_CONFIG, "%s/style.conf: `ask` has a part without a field", s->folder);
}

/* The fields in several questions; those that `ask` does not name go with the first. */
static bool read_parts(struct style *s, struct err *e)
{
	struct summary_reading *r = &s->reading;
	size_t most = r->whole.keys.n + 1, n = 0;
	struct summary_style *asks = arena_calloc(&s->a, most, sizeof *asks);
	struct strs *parts = arena_calloc(&s->a, most, sizeof *parts), named = { arena_calloc(&s->a, s->parts.n + 1, sizeof *named.v), 0 };
	struct str rest = s->parts;
	e->kind = ERR_NONE;
	while (next_part(s, &rest, &parts[n], e)) {
		for (size_t i = 0; i < parts[n].n; i++) {
			if (has(named, parts[n].v[i]))
				return err_set(e, ERR_CONFIG, "%s/style.conf: `ask` names \"%.*s\" twice", s->folder, STR_ARG(parts[n].v[i]));
			named.v[named.n++] = parts[n].v[i];
		}
		n++;
	}
	if (e->kind != ERR_NONE)
		return false;
	struct strs left = without(r->whole.keys, named, &s->a);
	for (size_t i = 0; i < left.n; i++)
		parts[0].v[parts[0].n++] = left.v[i];
	for (size_t i = 0; i < n; i++) {
		if (!part_of(s, &r->whole, parts[i], &asks[i], e))
			return err_wrap(e, "%s/style.conf: `ask`", s->folder);
		asks[i].schema = summary_schema_asked(asks[i].schema, &s->a);
	}
	r->asks = asks;
	r->n_asks = n;
	return true;
}

/* `sections = related work | method | …`: what each question is given beside what all are given. */
static bool read_sections(struct style *s, struct err *e)
{
	struct summary_reading *r = &s->reading;
	unsigned *roles = arena_calloc(&s->a, r->n_asks + 1, sizeof *roles);
	struct str rest = s->sections, part, one;
	size_t n = 0;
	for (; str_cut(&rest, '|', &part); n++)
		while (n < r->n_asks && str_cut(&part, ',', &one)) {
			enum fulltext_role role = fulltext_role_of(str_trim(one));
			if (role == FULLTEXT_ROLE__COUNT)
				return err_set(e, ERR_CONFIG, "%s/style.conf: `sections` names \"%.*s\": there are related work, method, experiments, appendix, "
				               "acknowledgements, other", s->folder, STR_ARG(str_head(str_trim(one), 60)));
			roles[n] |= 1u << role;
		}
	if (n != r->n_asks)
		return err_set(e, ERR_CONFIG, "%s/style.conf: `sections` has %zu parts and `ask` %zu", s->folder, n, r->n_asks);
	r->sections = roles;
	return true;
}

/* Answers to several questions are others than those to one. */
static void tell_apart(struct style *s)
{
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	buf_addf(&b, "%.*s\n%.*s\n%.*s", STR_ARG(s->reading.whole.prompt), STR_ARG(s->parts), STR_ARG(s->sections));
	s->reading.whole.prompt = arena_dup(&s->a, buf_str(&b));
	buf_free(&b);
}

static bool read_whole(struct style *s, struct err *e)
{
	struct summary_style *w = &s->reading.whole;
	const char *path = style_join(s->folder, "schema.json", &s->a);
	*w = s->ask;
	return style_read_full(s, style_join(s->folder, "prompt.txt", &s->a), &w->prompt, e) && style_read(s, path, &w->schema, e) &&
	       (summary_schema_read(w->schema, &s->a, w, e) || err_wrap(e, "%s", path));
}

/* Whether what NAME lists are the style's fields. */
static bool are_keys(const struct style *s, const char *name, struct strs list, struct err *e)
{
	for (size_t i = 0; i < list.n; i++)
		if (!has(s->reading.whole.keys, list.v[i]))
			return err_set(e, ERR_CONFIG, "%s/style.conf: `%s` names \"%.*s\", which is no property of schema.json", s->folder, name,
			               STR_ARG(list.v[i]));
	return true;
}

bool style_questions(struct style *s, struct err *e)
{
	struct summary_reading *r = &s->reading;
	if (!read_whole(s, e))
		return false;
	if (!are_keys(s, "needs", s->needs, e) || !are_keys(s, "cites", r->cites, e))
		return false;
	if (!r->reads) {
		s->ask = r->whole;
		s->ask.schema = summary_schema_asked(s->ask.schema, &s->a);
		return true;
	}
	if (!part_of(s, &r->whole, without(r->whole.keys, s->needs, &s->a), &s->ask, e) ||
	    !style_read_full(s, style_join(s->folder, "prompt.abstract.txt", &s->a), &s->ask.prompt, e))
		return false;
	if ((str_known(s->parts) && !read_parts(s, e)) || (str_known(s->sections) && !read_sections(s, e)))
		return false;
	s->ask.schema = summary_schema_asked(s->ask.schema, &s->a);
	r->whole.schema = summary_schema_asked(r->whole.schema, &s->a);
	if (r->n_asks > 1)
		tell_apart(s);
	if (r->n_asks == 0) {
		struct summary_style *only = arena_calloc(&s->a, 1, sizeof *only);
		*only = r->whole;
		r->asks = only;
		r->n_asks = 1;
	}
	return true;
}
