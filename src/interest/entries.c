/* SPDX-License-Identifier: MIT
 * The entries of an interest's libraries, with their texts. */
#include <string.h>

#include "digest/world.h"
#include "src/interest/internal.h"

void entries_files(const struct interest_section *s, const struct interest_options *o, struct arena *a, library_files *ret)
{
	static const char starred[] = "starred:";
	for (size_t i = 0; i < s->libraries.n; i++) {
		struct err why = ERR_INIT;
		const char *path = s->libraries.v[i].p;
		if (str_starts(s->libraries.v[i], starred))
			path = starred_list(o->starred, str_from(s->libraries.v[i], strlen(starred)), a, &why);
		if (path == NULL || !library_find(path, a, ret, &why))
			log_warn(o->log, "interest %.*s: %s", STR_ARG(s->name), why.msg);
	}
}

struct reading {
	const struct interest_section *s;
	const struct interest_options *o;
	const char *path;
	size_t broken;
	entry_text_fn *fn;
	void *ctx;
	struct arena a;
};

static bool take_entry(void *ctx, const struct library_entry *entry, struct err *e)
{
	struct reading *r = ctx;
	struct store_text t = { .title = entry->title, .abstract = entry->abstract };
	bool known = false;
	arena_reset(&r->a);
	if (str_known(entry->id) && r->o->store && !store_text_of(r->o->store, entry->id, &r->a, &t, &known, e))
		return false;
	if (!known)
		t = (struct store_text){ .title = entry->title, .abstract = entry->abstract };
	return r->fn(r->ctx, entry, &t, known, e);
}

static void skip_broken(void *ctx, int line, const char *why)
{
	enum { NAMED = 5 };
	struct reading *r = ctx;
	if (++r->broken <= NAMED)
		log_warn(r->o->log, "%s:%d: %s; the entry is passed over", r->path, line, why);
	else if (r->broken == NAMED + 1)
		log_warn(r->o->log, "%s: more entries are broken, and passed over", r->path);
}

static bool read_file(struct reading *r, const char *path, struct err *e)
{
	const struct library_sink sink = { take_entry, skip_broken, r };
	struct buf text = BUF_INIT(LIBRARY_MAX_BYTES);
	struct err why = ERR_INIT;
	r->path = path;
	r->broken = 0;
	bool ok = file_read(path, &text, &why) && library_read(buf_str(&text), &sink, &why);
	buf_free(&text);
	if (ok)
		return true;
	if (why.kind == ERR_STORE || why.kind == ERR_BUSY) {
		*e = why;
		return false;
	}
	log_warn(r->o->log, "interest %.*s: %s%s%s; the file is passed over", STR_ARG(r->s->name), why.kind == ERR_FILE ? "" : path,
	         why.kind == ERR_FILE ? "" : ": ", why.msg);
	return true;
}

bool entries_each(const struct interest_section *s, const struct interest_options *o, const library_files *files, entry_text_fn *fn, void *ctx,
                  struct err *e)
{
	struct reading r = { .s = s, .o = o, .fn = fn, .ctx = ctx, .a = ARENA_INIT };
	bool ok = true;
	for (size_t i = 0; ok && i < files->n; i++)
		ok = read_file(&r, files->v[i].path, e);
	arena_free(&r.a);
	return ok;
}
