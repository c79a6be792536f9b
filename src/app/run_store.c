/* SPDX-License-Identifier: MIT
 * The run's store: how it is opened to be read and to be written, and how long a run waits for others at it. */
#include "src/app/run_internal.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

static struct lock_wait patience_of(const struct run *r) { return (struct lock_wait){ opt_lock_wait(r->o, r->w.terminal), &r->log }; }

static void say_busy(void *ctx)
{
	struct run *r = ctx;
	struct buf who = BUF_INIT(128);
	const char *path = store_path(r->o, &r->a);
	int64_t pid = lock_writer(path);
	if (pid)
		buf_addf(&who, " (process %lld)", (long long)pid);
	log_note(&r->log, "%s: another process%s is writing to this store: waiting for it", path, who.s ? who.s : "");
	buf_free(&who);
}

bool run_open_store(struct run *r, struct err *e)
{
	const char *path = store_path(r->o, &r->a);
	bool file = store_is_file(r->o) && !(r->o->dry_run && access(path, F_OK) != 0);  /* a dry run makes none */
	if (store_open(file ? path : NULL, &r->store, e)) {
		store_select_style(r->store, str_of(r->o->style));
		store_require(r->store, r->style.ask.required);
		if (file)
			store_wait(r->store, opt_lock_wait(r->o, r->w.terminal) * 1000, say_busy, r);
		return true;
	}
	return e->kind == ERR_STORE ? err_set(e, ERR_STORE, "%s (--store FILE takes another one)", e->msg) : false;
}

bool run_no_such_category(struct str category, struct err *e)
{
	return err_set(e, ERR_USAGE, "--category: \"%.*s\" is no category of arXiv's (https://arxiv.org/category_taxonomy)",
	               STR_ARG(category));
}

bool run_check_unknown_archives(struct run *r, const char *what, struct err *e)
{
	bool known = true, ok = true;
	for (size_t i = 0; ok && i < r->query.strange.n; i++) {
		struct str c = r->query.strange.v[i];
		ok = store_knows_category(r->store, c, &known, e);
		if (ok && !known && !r->asks_arxiv)
			return run_no_such_category(c, e);
		if (ok && !known)
			log_note(&r->log, "warning: \"%.*s\" is no category that this program knows: %s", STR_ARG(c), what);
	}
	return ok;
}

bool run_open_store_to_read(struct run *r, struct err *e)
{
	const char *path = store_path(r->o, &r->a);
	if (access(path, F_OK) == 0 || errno != ENOENT)  /* other causes are said in its words by SQLite */
		return run_open_store(r, e) && run_check_unknown_archives(r, "", e);
	if (r->query.strange.n)
		return run_no_such_category(r->query.strange.v[0], e);
	return err_set(e, ERR_ABSENT, "%s: there is no such store (digest fetch -c cs.CL makes one; --store FILE takes another)", path);
}

bool run_open_store_to_harvest(struct run *r, struct err *e)
{
	const char *path = store_path(r->o, &r->a);
	if (!run_open_store(r, e) || !run_check_unknown_archives(r, "arXiv decides whether there is one", e))
		return false;
	if (r->o->dry_run || !store_is_file(r->o))
		return true;
	const struct lock_wait p = patience_of(r);
	return lock_store(path, &p, &r->lock, e) && store_run_begin(r->store, buf_str(&r->begun), str_of(r->w.words), &r->row, e);
}

bool run_knows_pages(const struct run *r) { return r->store && r->options.dialect && store_is_file(r->o); }

/* Two runs that write the same page: the second one has to see what the first one wrote. A page is written in no time, so this is
 * waited for even where nothing else is. What goes to standard output has no turn. */
bool run_lock_pages(struct run *r, struct err *e)
{
	enum { LEAST_S = 60 };
	struct lock_wait p = patience_of(r);
	if (!run_knows_pages(r) || r->o->output == NULL || strcmp(r->o->output, "-") == 0)
		return true;
	p.seconds = p.seconds < LEAST_S ? LEAST_S : p.seconds;
	return lock_task(store_path(r->o, &r->a), STR("pages"), "writes its pages", &p, &r->turn, e);
}
