/* SPDX-License-Identifier: MIT
 * digest interest: what each interest made of the last two weeks' papers, and words to add to one. */
#include "src/app/run_internal.h"

/* ---- What they matched ---- */

static void put_never(const struct interest_tally_line *l, struct buf *out)
{
	size_t said = 0;
	for (size_t i = 0; i < l->n_words; i++)
		if (l->words[i].papers == 0)
			buf_addf(out, "%s%.*s", said++ ? ", " : "; never: ", STR_ARG(l->words[i].said));
}

static void put_line(const struct interest_tally_line *l, struct buf *out)
{
	static const char *const names[] = { [PART_MATCH] = "match", [PART_AUTHOR] = "author", [PART_LIKE] = "like its library" };
	buf_addf(out, "    %6lu  %s", l->papers, names[l->kind]);
	if (l->line)
		buf_addf(out, " = %.*s", STR_ARG(l->text));
	put_never(l, out);
	buf_addc(out, '\n');
}

static void put_section(const struct interest_tally *t, const struct interest_tally_of *of, struct buf *out)
{
	buf_addf(out, "%.*s: speaks for %lu of %lu paper%s", STR_ARG(of->of->name), of->papers, t->papers, t->papers == 1 ? "" : "s");
	if (of->of->weight != 1)
		buf_addf(out, ", weight %g", of->of->weight);
	buf_addc(out, '\n');
	for (size_t i = 0; i < of->n_lines; i++)
		put_line(&of->lines[i], out);
}

static void put_overlaps(const struct interest_tally *t, struct buf *out)
{
	for (size_t i = 0; i < t->n; i++)
		for (size_t k = i + 1; k < t->n; k++) {
			unsigned long n = t->both[i * t->n + k];
			if (n > 0)
				buf_addf(out, "%.*s and %.*s: both speak for %lu paper%s\n", STR_ARG(t->of[i].of->name), STR_ARG(t->of[k].of->name), n, n == 1 ? "" : "s");
		}
}

static bool count(struct run *r, struct selection *s, struct interest_tally *t, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct paper p;
	bool ok = true;
	for (size_t i = 0; ok && i < s->keys.n; i++) {
		arena_reset(&a);
		ok = store_get(r->store, s->keys.v[i].row, true, &a, &p, e);
		if (ok)
			interest_tally_add(r->interests, &p, t);
	}
	arena_free(&a);
	return ok;
}

static bool tell(struct run *r, struct selection *s, struct buf *out, struct err *e)
{
	struct interest_tally t;
	interest_tally_begin(r->interests, &r->a, &t);
	if (!count(r, s, &t, e))
		return false;
	for (size_t i = 0; i < t.n; i++)
		put_section(&t, &t.of[i], out);
	put_overlaps(&t, out);
	return true;
}

/* ---- Words to add: lines of the configuration, with what speaks for each as a remark ---- */

static bool suggest(struct run *r, struct buf *out, struct err *e)
{
	struct interest_options how = run_interest_options(r);
	size_t some = 0;
	for (size_t i = 0; i < r->n_sections; i++) {
		struct interest_suggestion *v;
		size_t n;
		if (!interest_suggest(r->interests, i, &how, &r->a, &v, &n, e))
			return false;
		if (n > 0)
			buf_addf(out, "%s[interest %.*s]\n", some++ ? "\n" : "", STR_ARG(r->sections[i]->name));
		for (size_t k = 0; k < n; k++)
			buf_addf(out, "# in %lu of the library's %lu entries, and in %lu of the store's %lu papers\nmatch = \"%.*s\"\n", v[k].entries, v[k].of_entries,
			         v[k].papers, v[k].of_papers, STR_ARG(v[k].words));
	}
	return some > 0 || err_set(e, ERR_ABSENT, "no interest has a library that tells its papers from others: more than one entry has to have a word that the store's papers seldom have");
}

/* ---- The command ---- */

/* The days asked for, or the last two weeks. */
static bool choose(struct run *r, struct selection *s, struct err *e)
{
	enum { DAYS = 14 };
	struct selection_query w = r->query;
	if (w.last) {
		w.last = w.brought = false;
		day_add(r->today, 1 - DAYS, w.since);
	}
	return selection_from_store(s, r->store, &w, NULL, 0, e);
}

bool command_interest(struct run *r, struct err *e)
{
	struct selection s = { .log = &r->log, .a = ARENA_INIT }, none = { .log = &r->log };
	struct buf out = BUF_INIT(BUF_UNBOUNDED);
	if (!store_is_file(r->o))
		return err_set(e, ERR_USAGE, "interest --store none has no papers to look at");
	if (!run_set_up(r, false, false, e))
		return false;
	if (r->n_sections == 0)
		return err_set(e, ERR_ABSENT, "the configuration has no section [interest NAME] that counts");
	if (!run_open_store_to_read(r, e))
		return false;
	bool ok = run_open_interests(r, &none, e) && (r->o->suggest ? suggest(r, &out, e) : choose(r, &s, e) && tell(r, &s, &out, e)) &&
	          r->w.out(r->w.ctx, buf_str(&out), e);
	r->came_out += ok;
	selection_free(&s);
	buf_free(&out);
	return ok;
}
