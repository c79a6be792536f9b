/* SPDX-License-Identifier: MIT
 * digest star, digest unstar: lists of papers that are liked. */
#include "src/app/run_internal.h"

#include <string.h>
#include <unistd.h>

#include "digest/library.h"

/* One of the two commands. */
struct starring {
	bool (*change)(const char *path, const struct star *v, size_t n, size_t *changed, struct err *e);
	const char *name;
	const char *done;      /* "N of M papers DONE" */
};

/* What is wanted, with titles as far as the store has them. */
static bool stars_of(struct run *r, struct star *v, struct err *e)
{
	for (size_t i = 0; i < r->query.ids.n; i++) {
		struct store_text t = { .title = STR_NULL };
		bool known = false;
		v[i].id = r->query.ids.v[i];
		if (str_known(paper_id_local(v[i].id)))
			return err_set(e, ERR_USAGE, "%.*s: lists have papers of arXiv's alone; a library in BibTeX takes others", STR_ARG(v[i].id));
		if (r->store && !store_text_of(r->store, v[i].id, &r->a, &t, &known, e))
			return false;
		v[i].title = known ? t.title : STR_NULL;
	}
	return true;
}

/* The store only says titles: where there is none, lists are kept all the same. */
static bool open_store(struct run *r, struct err *e)
{
	return !store_is_file(r->o) || access(store_path(r->o, &r->a), F_OK) != 0 || run_open_store_to_read(r, e);
}

static bool star(struct run *r, const struct starring *s, struct err *e)
{
	struct lock lock = LOCK_INIT;
	const struct lock_wait wait = { 60, &r->log };
	const char *folder = path_data("starred", &r->a);
	size_t changed = 0;
	if (!run_set_up(r, false, false, e))
		return false;
	if (r->query.ids.n == 0)
		return err_set(e, ERR_USAGE, "%s: say which papers (digest %s 2402.17010)", s->name, s->name);
	struct star *v = arena_calloc(&r->a, r->query.ids.n, sizeof *v);
	const char *path = starred_list(folder, str_of(r->o->star_as), &r->a, e);
	if (path == NULL)
		return err_wrap(e, "--as");
	if (!open_store(r, e) || !stars_of(r, v, e) || !lock_task(folder, STR("list"), "writes such a list", &wait, &lock, e))
		return false;
	bool ok = s->change(path, v, r->query.ids.n, &changed, e);
	lock_release(&lock);
	if (ok)
		log_note(&r->log, "%s: %zu of %zu paper%s %s", path, changed, r->query.ids.n, r->query.ids.n == 1 ? "" : "s", s->done);
	r->came_out += ok;
	return ok;
}

bool command_star(struct run *r, struct err *e)
{
	static const struct starring s = { starred_add, "star", "put in" };
	return star(r, &s, e);
}

bool command_unstar(struct run *r, struct err *e)
{
	static const struct starring s = { starred_remove, "unstar", "taken out" };
	return star(r, &s, e);
}
