/* SPDX-License-Identifier: MIT
 * The store knows what each page shows and whether it has its summary: what it has now and had not then is to be repaired.
 * So a run that died between an answer and its page is made good by the next one, too. */
#include "digest/pending_pages.h"
#include "digest/sort.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* A page of the pattern that waits; strings in the list's arena. */
struct waiting_page {
	const char *path;
	struct output_about about;
	struct str notices;
	bool edited;              /* as the user changed it; perhaps it is not so any more */
};

struct page_list {
	const struct pending_pages *repair;
	struct arena a;
	VEC(struct waiting_page) pages;
	const char *other;      /* the first page of another form; NULL: none */
	size_t others;
};

static bool is_there(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

static bool was_told(const struct paths_warned *told, const char *path)
{
	for (size_t i = 0; told && i < told->paths.n; i++)
		if (strcmp(told->paths.v[i], path) == 0)
			return true;
	return false;
}

/* Those of the pattern, of this run's form, and still there. */
static bool list_page(void *ctx, const struct store_page_waiting *w, struct err *e)
{
	struct page_list *l = ctx;
	const struct output *o = l->repair->output;
	struct output_about about;
	bool same = output_same_form(o, w->page.form, w->page.day, &l->a, &about);
	const char *path = output_path(&o->place, w->page.day, about.category, &l->a, e);
	if (path == NULL)
		return false;
	if (!str_is(w->page.path, path) || !is_there(path))
		return true;
	if (!same && !o->overwrite && was_told(o->told, path))
		return true;
	if (!same && !o->overwrite) {
		l->others++;
		l->other = l->other ? l->other : path;
		return true;
	}
	about = (struct output_about){ arena_dup(&l->a, about.date), arena_dup(&l->a, about.category), arena_dup(&l->a, about.profile), about.all, 0, STR_NULL, about.of };
	*vec_push(&l->pages) = (struct waiting_page){ path, about, arena_dup(&l->a, w->page.notices), w->edited };
	return true;
}

static bool list_pages(const struct pending_pages *r, struct page_list *l, struct err *e)
{
	*l = (struct page_list){ .repair = r, .a = ARENA_INIT, .pages = VEC_INIT };
	if (!output_is_daily(r->output->place.pattern))
		return true;
	return store_page_waiting(r->store, list_page, l, e);
}

static void free_list(struct page_list *l)
{
	vec_free(&l->pages);
	arena_free(&l->a);
}

/* ---- Asking ---- */

struct ask_list {
	VEC(struct page_key) keys;
	int32_t day;
};

static bool list_paper(void *ctx, const struct store_page_now *n, struct err *e)
{
	struct ask_list *l = ctx;
	UNUSED(e);
	if (n->waits && n->row && n->summary != SUMMARY_OK)
		*vec_push(&l->keys) = (struct page_key){ .row = n->row, .id_key = n->id_key, .day = l->day,
		                                         .summary = (unsigned char)n->summary };
	return true;
}

/* No two are equal: each row is in a day's page once, and the day decides between pages. */
static int by_row(const struct page_key *x, const struct page_key *y)
{
	if (x->row != y->row)
		return x->row < y->row ? -1 : 1;
	return (x->day < y->day) - (x->day > y->day);
}

static int newest_first(const struct page_key *x, const struct page_key *y)
{
	int d = (x->day < y->day) - (x->day > y->day);
	return d ? d : (x->row > y->row) - (x->row < y->row);
}

/* Those that S has not, each once. */
static void append_new(struct ask_list *l, struct selection *s)
{
	size_t had = s->keys.n, kept = 0;
	int64_t *rows = xreallocarray(NULL, had, sizeof *rows);
	for (size_t i = 0; i < had; i++)
		rows[i] = s->keys.v[i].row;
	size_t n_rows = sort_unique(rows, had, sizeof *rows, order_int64);
	page_sort_by(l->keys.v, l->keys.n, by_row);
	for (size_t i = 0; i < l->keys.n; i++) {
		int64_t row = l->keys.v[i].row;
		bool twice = kept > 0 && l->keys.v[kept - 1].row == row;
		if (!twice && !(n_rows && bsearch(&row, rows, n_rows, sizeof *rows, order_int64)))
			l->keys.v[kept++] = l->keys.v[i];
	}
	page_sort_by(l->keys.v, kept, newest_first);
	for (size_t i = 0; i < kept; i++)
		*vec_push(&s->keys) = l->keys.v[i];
	free(rows);
}

bool pending_pages_papers(const struct pending_pages *r, struct selection *s, struct err *e)
{
	struct page_list pages;
	struct ask_list list = { .keys = VEC_INIT };
	bool ok = list_pages(r, &pages, e);
	for (size_t i = 0; ok && i < pages.pages.n; i++) {
		list.day = day_number(pages.pages.v[i].about.date);
		ok = store_page_now(r->store, str_of(pages.pages.v[i].path), list_paper, &list, e);
	}
	if (ok)
		append_new(&list, s);
	vec_free(&list.keys);
	free_list(&pages);
	return ok;
}

/* ---- Writing ---- */

/* A page as it would be now. */
struct made_again {
	struct selection s;
	int32_t day;
	size_t listed;
	size_t waits, came;     /* papers that still wait; summaries that the page has not */
	bool unknown;           /* a paper of it is not in the store */
};

static bool add_paper(void *ctx, const struct store_page_now *n, struct err *e)
{
	struct made_again *m = ctx;
	UNUSED(e);
	m->unknown |= n->row == 0;
	m->came += !n->summarized && !n->listed && n->summary == SUMMARY_OK;
	m->listed += n->listed;
	m->waits += n->waits && n->summary != SUMMARY_OK;
	*vec_push(&m->s.keys) = (struct page_key){ .row = n->row, .id_key = n->id_key, .day = m->day,
	                                           .type = (unsigned char)n->type, .summary = (unsigned char)n->summary, .listed = n->listed };
	if (n->scored)
		selection_note(&m->s, &m->s.keys.v[m->s.keys.n - 1], n->score, n->why);
	return true;
}

static bool write_again(struct pending_pages *r, const struct waiting_page *p, struct made_again *m, struct err *e)
{
	unsigned long kept = r->output->kept, changed = r->output->changed;
	struct output_about about = p->about;
	about.listed = m->listed;
	if (!output_again(r->output, &m->s, p->path, &about, p->notices, r->store, e))
		return false;
	r->stay += m->waits > 0 || r->output->kept > kept;
	if (r->output->kept == kept && (m->came > 0 || r->output->changed > changed)) {
		if (r->repaired)
			r->repaired(r->ctx, p->path);
		log_info(r->log, "%s: repaired: %zu summar%s", p->path, m->came, m->came == 1 ? "y" : "ies");
	}
	return true;
}

/* The types of a page are its category's: those of a day, found as for a new page. */
struct types {
	VEC(struct page_key *) keys;  /* by identifier */
	struct arena a;
};

static int by_id(const void *a, const void *b)
{
	const struct page_key *x = *(const struct page_key *const *)a, *y = *(const struct page_key *const *)b;
	return (x->id_key > y->id_key) - (x->id_key < y->id_key);
}

static bool set_type(void *ctx, const struct store_hit *h, struct err *e)
{
	struct types *t = ctx;
	struct arxiv_id id;
	UNUSED(e);
	arena_reset(&t->a);
	if (!paper_id_parse(h->id, &t->a, &id))
		return true;
	struct page_key wanted = { .id_key = id.sort_key }, *key = &wanted;
	struct page_key **found = t->keys.n ? bsearch(&key, t->keys.v, t->keys.n, sizeof *t->keys.v, by_id) : NULL;
	if (found)
		(*found)->type = (unsigned char)h->type;
	return true;
}

static bool set_types(const struct pending_pages *r, const struct waiting_page *p, struct made_again *m, struct err *e)
{
	struct types t = { VEC_INIT, ARENA_INIT };
	struct strs categories = { arena_calloc(&m->s.a, p->about.category.n / 2 + 1, sizeof *categories.v), 0 };
	struct str rest = p->about.category, one;
	while (str_cut(&rest, ',', &one))
		categories.v[categories.n++] = str_trim(one);
	const struct store_select q = { .categories = categories, .since = p->about.date, .until = p->about.date };
	for (size_t i = 0; i < m->s.keys.n; i++)
		*vec_push(&t.keys) = &m->s.keys.v[i];
	if (t.keys.n > 1)
		qsort(t.keys.v, t.keys.n, sizeof *t.keys.v, by_id);
	bool ok = categories.n == 0 || store_find(r->store, &q, set_type, &t, e);
	vec_free(&t.keys);
	arena_free(&t.a);
	return ok;
}

/* By today's interests, where that is asked for. */
static bool order_anew(const struct pending_pages *r, struct made_again *m, struct err *e)
{
	const struct output *o = r->output;
	if (!o->rescore || o->interests == NULL)
		return true;
	m->s.interests = o->interests;
	m->s.chinese = str_starts(o->options->lang, "zh");
	if (!selection_score(&m->s, e))
		return false;
	page_sort(m->s.keys.v, m->s.keys.n, o->options->dialect);
	for (size_t i = 0; i < m->s.keys.n; i++)
		m->s.keys.v[i].listed = i >= m->s.keys.n - m->listed;
	return true;
}

static bool repair_page(struct pending_pages *r, const struct waiting_page *p, struct err *e)
{
	struct made_again m = { .s = { .dialect = r->output->options->dialect, .log = r->log, .a = ARENA_INIT, .store = r->store },
	                        .day = day_number(p->about.date) };
	bool ok = store_page_now(r->store, str_of(p->path), add_paper, &m, e);
	if (ok && ((m.came == 0 && !p->edited) || m.unknown)) {
		r->stay += m.waits > 0;
	} else if (ok) {
		ok = set_types(r, p, &m, e) && order_anew(r, &m, e) && write_again(r, p, &m, e);
	}
	selection_free(&m.s);
	return ok;
}

bool pending_pages_refresh(struct pending_pages *r, struct err *e)
{
	struct page_list pages;
	bool listed = list_pages(r, &pages, e), ok = listed;
	if (pages.others)
		log_note(r->log, "%s waits for summaries, in another style, format, dialect or language, which repairs it%s", pages.other,
		         pages.others > 1 ? "; and so do others" : "");
	for (size_t i = 0; listed && i < pages.pages.n; i++) {
		struct err why = ERR_INIT;
		if (repair_page(r, &pages.pages.v[i], &why))
			continue;
		if (ok)
			*e = why;
		else
			log_put(r->log, LOG_ERROR, "%s", why.msg);
		ok = false;
	}
	free_list(&pages);
	return ok;
}

bool pending_pages_list(const struct pending_pages *r, struct err *e)
{
	const struct run_io *w = r->output->world;
	struct page_list pages;
	struct buf line = BUF_INIT(BUF_UNBOUNDED);
	bool ok = list_pages(r, &pages, e);
	for (size_t i = 0; ok && i < pages.pages.n; i++) {
		struct made_again m = { .s = { .a = ARENA_INIT }, .day = 0 };
		ok = store_page_now(r->store, str_of(pages.pages.v[i].path), add_paper, &m, e);
		buf_clear(&line);
		buf_addf(&line, "%s: %zu paper%s for a summary, %zu %s come: to be written anew\n", pages.pages.v[i].path, m.waits,
		         m.waits == 1 ? " waits" : "s wait", m.came, m.came == 1 ? "has" : "have");
		ok = ok && w->out(w->ctx, buf_str(&line), e);
		selection_free(&m.s);
	}
	buf_free(&line);
	free_list(&pages);
	return ok;
}
