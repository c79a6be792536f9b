/* SPDX-License-Identifier: MIT
 * A page noted elsewhere is a candidate for a file here that the store does not know, if its path ends as the pattern's does.
 * It is that page if it is the same file, has the text that we wrote, comes from a folder of which another page has come, or is
 * no more where it was and is about the same category. */
#include "digest/moved_pages.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "src/pages/fingerprint.h"

struct candidate {
	const char *from, *to;
	struct str root;       /* FROM's folder */
	bool same_file, same_text, gone, same_about;
	int score;
};

struct moving {
	const struct output *o;
	struct store *store;
	struct str root;
	struct arena a;
	VEC(struct candidate) all;
	VEC(struct str) came;  /* folders of which a page has surely come */
};

static bool regular(const char *path, struct stat *st) { return stat(path, st) == 0 && S_ISREG(st->st_mode); }

/* How many folders at the end of the two are the same. */
static int alike(struct str a, struct str b)
{
	int n = 0;
	while (a.n > 0 && b.n > 0 && a.p[a.n - 1] == b.p[b.n - 1]) {
		n += a.p[a.n - 1] == '/';
		a.n--;
		b.n--;
	}
	return n < 99 ? n : 99;
}

static bool compare_text(struct candidate *c, const struct store_page_waiting *w, struct err *e)
{
	struct page_text t = PAGE_TEXT_INIT(fingerprint_kind(w->page.fingerprint, TEXT_PLAIN));
	bool ok = page_text_read(&t, c->to, e);
	c->same_text = ok && (fingerprint_has_body(w->page.fingerprint, &t) || fingerprint_has_body(w->intended, &t));
	page_text_free(&t);
	return ok;
}

/* Whether a file is at TO that the store does not know. */
static bool is_unknown(struct moving *m, const char *to, struct stat *here, bool *ret, struct err *e)
{
	struct store_page_waiting ignored;
	struct arena a = ARENA_INIT;
	bool known = false;
	*ret = regular(to, here);
	bool ok = !*ret || store_page_get(m->store, str_of(to), &a, &ignored, &known, e);
	*ret = *ret && !known;
	arena_free(&a);
	return ok;
}

static bool take_candidate(void *ctx, const struct store_page_waiting *w, struct err *e)
{
	struct moving *m = ctx;
	struct output_about about, own;
	struct stat here, there;
	bool unknown;
	if (str_known(w->page.day) != output_is_daily(m->o->place.pattern))
		return true;
	bool form = output_same_form(m->o, w->page.form, w->page.day, &m->a, &about);
	output_same_form(m->o, STR_NULL, w->page.day, &m->a, &own);
	const char *to = output_path(&m->o->place, w->page.day, about.category, &m->a, e);
	if (to == NULL)
		return false;
	struct str name = str_from(str_of(to), m->root.n), from = w->page.path;
	if (from.n <= name.n || !str_ends(from, name.p) || from.p[from.n - name.n - 1] != '/')
		return true;
	if (!is_unknown(m, to, &here, &unknown, e))
		return false;
	if (!unknown)
		return true;
	struct candidate c = { .from = arena_dup(&m->a, from).p, .to = to };
	c.root = str_head(str_of(c.from), from.n - name.n);
	c.gone = !regular(c.from, &there);
	c.same_file = !c.gone && here.st_dev == there.st_dev && here.st_ino == there.st_ino;
	c.same_about = strstr(m->o->place.pattern, "{category}") || str_eq(about.category, own.category);
	c.score = alike(c.root, m->root) + 100 * (form + c.same_about + str_eq(about.profile, own.profile));
	if (!c.same_file && !compare_text(&c, w, e))
		return false;
	c.score += c.same_file ? 2000 : c.same_text ? 1000 : 0;
	*vec_push(&m->all) = c;
	return true;
}

/* By where they would be, the likeliest first. */
static int by_place(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;
	int d = strcmp(x->to, y->to);
	return d ? d : (x->score < y->score) - (x->score > y->score);
}

static bool folder_came(const struct moving *m, struct str root) { return strs_has((struct strs){ m->came.v, m->came.n }, root); }

static bool settle(struct moving *m, struct err *e)
{
	const char *done = "";
	for (size_t i = 0; i < m->all.n; i++) {
		const struct candidate *c = &m->all.v[i];
		if ((c->same_file || c->same_text) && !folder_came(m, c->root))
			*vec_push(&m->came) = c->root;
	}
	if (m->all.n > 1)
		qsort(m->all.v, m->all.n, sizeof *m->all.v, by_place);
	for (size_t i = 0; i < m->all.n; i++) {
		const struct candidate *c = &m->all.v[i];
		if (strcmp(c->to, done) == 0 || !(folder_came(m, c->root) || (c->gone && c->same_about)))
			continue;
		if (!store_page_move(m->store, str_of(c->from), str_of(c->to), !c->gone && !c->same_file, e))
			return false;
		log_info(m->o->world->log, "%s: is the page that was %s", c->to, c->from);
		done = c->to;
	}
	return true;
}

bool moved_pages_note(const struct output *o, struct store *store, struct err *e)
{
	struct moving m = { .o = o, .store = store, .a = ARENA_INIT, .all = VEC_INIT, .came = VEC_INIT };
	if (o->place.pattern == NULL || strcmp(o->place.pattern, "-") == 0)
		return true;
	m.root = output_root(&o->place, &m.a);
	bool ok = store_page_elsewhere(store, m.root, take_candidate, &m, e) && settle(&m, e);
	vec_free(&m.all);
	vec_free(&m.came);
	arena_free(&m.a);
	return ok;
}
