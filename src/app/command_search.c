/* SPDX-License-Identifier: MIT
 * digest search: papers of the store by words and expressions, as a list, as records, or as a page. */
#include "src/app/run_internal.h"

#include <stdlib.h>

#include "digest/sort.h"
#include "src/app/opening.h"

enum { SHOWN_AT_MOST = 20 };  /* without --limit */

struct search {
	struct run *r;
	const struct expr *wanted;
	bool exact;                  /* what the index finds need not be looked at again */
	size_t most;
	VEC(int64_t) rows;           /* the best first */
	bool more;
	struct arena a;
};

/* The words of the command line are one expression. */
static bool read_words(struct run *r, const struct expr **ret, struct err *e)
{
	struct buf text = BUF_INIT(BUF_UNBOUNDED);
	for (size_t i = 0; i < r->o->files.n; i++)
		buf_addf(&text, "%s%.*s", i ? " " : "", STR_ARG(r->o->files.v[i]));
	bool ok = text.len > 0 ? expr_parse(buf_str(&text), EXPR_HERE, &r->a, ret, e)
	                       : err_set(e, ERR_USAGE, "search: say what to look for (digest search retrieval au:liang)");
	buf_free(&text);
	return ok;
}

static bool on_wanted_day(const struct selection_query *w, const struct paper *p)
{
	struct str day = w->by_submitted ? str_head(p->published, DAY_SIZE - 1) : p->announced;
	if (!w->since[0] && !w->until[0])
		return true;
	return !str_empty(day) && (!w->since[0] || str_cmp(day, str_of(w->since)) >= 0) && (!w->until[0] || str_cmp(day, str_of(w->until)) <= 0);
}

static bool found(void *ctx, int64_t row, struct err *e)
{
	struct search *s = ctx;
	const struct selection_query *w = &s->r->query;
	struct paper p;
	struct err why = ERR_INIT;
	UNUSED(e);
	arena_reset(&s->a);
	if (!store_get(s->r->store, row, true, &s->a, &p, &why)) {  /* damaged since it was put into the index */
		log_warn(&s->r->log, "%s", why.msg);
		return true;
	}
	if (!on_wanted_day(w, &p) || !selection_query_has_kind(w, &p, false) || (!s->exact && !expr_matches(s->wanted, &p, true)) ||
	    (w->where && !expr_matches(w->where, &p, false)))
		return true;
	s->more = s->rows.n == s->most;
	if (!s->more)
		*vec_push(&s->rows) = row;
	return !s->more;
}

/* ---- The list ---- */

static void put_marked(const struct search *s, struct str text, struct buf *out)
{
	bool colour = s->r->w.colour;
	expr_mark(s->wanted, text, colour ? "\033[1m" : "", colour ? "\033[0m" : "", out);
}

/* Identifier, day, primary category and title; below them what its summary says of it in a line. */
static bool list_paper(struct search *s, const struct paper *p, struct err *e)
{
	static const char *const one_line[] = { "title", "tldr" };
	struct buf *out = &s->r->line;
	buf_clear(out);
	if (s->r->o->json) {
		paper_to_json(p, out);
	} else {
		buf_addf(out, "%.*s  %.*s  %.*s  ", STR_ARG(p->id), STR_ARG(str_empty(p->announced) ? STR("    -     ") : p->announced),
		         STR_ARG(p->categories.n ? p->categories.v[0] : STR("-")));
		put_marked(s, p->title, out);
		for (size_t i = 0, some = 0; i < COUNTOF(one_line); i++) {
			struct str text = summary_get(&p->summary, one_line[i]);
			if (str_empty(text))
				continue;
			buf_addz(out, some++ ? "：" : "\n    ");
			put_marked(s, text, out);
		}
	}
	buf_addc(out, '\n');
	return s->r->w.out(s->r->w.ctx, buf_str(out), e);
}

static bool list(struct search *s, struct err *e)
{
	bool ok = true;
	for (size_t i = 0; ok && i < s->rows.n; i++) {
		struct paper p;
		arena_reset(&s->a);
		ok = store_get(s->r->store, s->rows.v[i], true, &s->a, &p, e) && list_paper(s, &p, e);
	}
	return ok;
}

/* In the browser, instead. */
static bool open_pages(struct search *s, struct err *e)
{
	bool ok = true;
	for (size_t i = 0; ok && i < s->rows.n; i++) {
		struct paper p;
		arena_reset(&s->a);
		ok = store_get(s->r->store, s->rows.v[i], false, &s->a, &p, e) && opening_paper(s->r, &p, 0, e);
	}
	return ok;
}

/* ---- A page of what was found, in the page's own order ---- */

static bool wants_page(const struct opt_values *o)
{
	static const char *const of_page[] = { "format", "style", "dialect", "output" };
	for (size_t i = 0; i < COUNTOF(of_page); i++)
		if (opt_rank_of(o, of_page[i]) == RANK_FLAG)
			return true;
	return false;
}

static bool show(struct search *s, struct err *e)
{
	struct run *r = s->r;
	struct selection_query w = r->query;
	struct selection chosen = { .dialect = r->options.dialect, .log = &r->log, .a = ARENA_INIT, .each_day = output_period(r->o->output) != PERIOD_ALL,
	                            .by_category = output_by_category(r->o->output) };
	w.last = w.brought = false;
	w.undated = true;
	run_select_style(r, &chosen);
	vec_sort_unique(&s->rows, order_int64);
	bool ok = selection_from_store(&chosen, r->store, &w, s->rows.v, s->rows.n, e) && run_write_pages(r, &chosen, false, e);
	selection_free(&chosen);
	return ok;
}

/* ---- The command ---- */

static void indexing(void *ctx, unsigned long done, unsigned long total)
{
	const struct run *r = ctx;
	r->w.progress(r->w.ctx, "indexing", done, total);
}

static bool look(struct search *s, struct err *e)
{
	struct run *r = s->r;
	struct buf match = BUF_INIT(BUF_UNBOUNDED);
	unsigned long damaged;
	bool narrowed = expr_to_match(s->wanted, &match, &s->exact);
	s->exact = s->exact && narrowed;
	bool ok = store_index(r->store, r->w.progress ? indexing : NULL, r, &damaged, e) &&
	          store_search(r->store, narrowed ? match.s : NULL, found, s, e);
	if (ok && damaged > 0)
		log_warn(&r->log, "%lu damaged record%s cannot be found (digest doctor names them)", damaged, damaged == 1 ? "" : "s");
	buf_free(&match);
	return ok;
}

static bool search_store(struct search *s, bool page, struct err *e)
{
	struct run *r = s->r;
	struct selection_query *w = &r->query;
	if (w->last && !w->brought && !store_last_day(r->store, w->since, e))
		return false;
	if (!page)
		store_select_style(r->store, STR(""));  /* whichever there is */
	if (!look(s, e))
		return false;
	if (s->rows.n == 0)
		return err_set(e, ERR_ABSENT, "nothing found");
	if (s->more && r->o->open == CHOICE_NONE)
		log_note(&r->log, "more than %zu papers match: these are the best (--limit N shows N)", s->most);
	r->came_out += s->rows.n;
	return r->o->open != CHOICE_NONE ? open_pages(s, e) : page ? show(s, e) : list(s, e);
}

bool command_search(struct run *r, struct err *e)
{
	struct search s = { .r = r, .rows = VEC_INIT, .most = r->o->limit ? (size_t)r->o->limit : r->o->open != CHOICE_NONE ? 1 : SHOWN_AT_MOST, .a = ARENA_INIT };
	bool page = wants_page(r->o);
	if (!store_is_file(r->o))
		return err_set(e, ERR_USAGE, "search --store none has nothing to look through");
	if (page && r->o->open != CHOICE_NONE)
		return err_set(e, ERR_USAGE, "--open shows arXiv's pages, --format, --style, --dialect and --output make one: say one of them");
	bool ok = read_words(r, &s.wanted, e) && run_set_up(r, false, page, e) && run_open_store_to_read(r, e) && search_store(&s, page, e);
	vec_free(&s.rows);
	arena_free(&s.a);
	return ok;
}
