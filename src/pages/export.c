/* SPDX-License-Identifier: MIT
 * References go out: keys first, then entry by entry. */
#include "digest/export.h"

#include <sys/stat.h>

#include "digest/hash.h"

/* An export on its way. */
struct writing {
	const struct export *o;
	struct cite_keys *keys;    /* NULL: the format has none */
	struct file_out *file;     /* NULL: standard output */
	struct hash hash;          /* of what was written into it */
	bool begun;                /* an entry is written */
	struct arena a;
};

static bool put(struct writing *x, struct str bytes, struct err *e)
{
	if (x->file == NULL)
		return x->o->world->out(x->o->world->ctx, bytes, e);
	hash_add(&x->hash, bytes);
	return file_write(x->file, bytes, e);
}

/* A paper's keys are made in a pass of their own, since which of two keeps it is known at the end. */
static bool make_keys(struct writing *x, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct paper p;
	bool ok = true;
	x->keys = cite_keys_new();
	for (size_t i = 0; ok && i < x->o->n; i++) {
		arena_reset(&a);
		ok = selection_get(x->o->selection, &x->o->selection->keys.v[i], &a, &p, e);
		if (ok)
			cite_keys_add(x->keys, &p);
	}
	cite_keys_settle(x->keys);
	arena_free(&a);
	return ok;
}

static bool put_paper(struct writing *x, size_t i, const struct paper *p, struct arena *a, struct err *e)
{
	struct buf entry = BUF_INIT(BUF_UNBOUNDED);
	bool ok = true;
	if (x->keys == NULL || !cite_keys_again(x->keys, i)) {
		buf_addz(&entry, x->begun ? x->o->format->between : x->o->format->before);
		x->o->format->put(p, x->keys ? cite_keys_of(x->keys, i) : STR_NULL, a, &entry);
		x->begun = true;
		ok = put(x, buf_str(&entry), e);
	}
	buf_free(&entry);
	return ok;
}

static bool put_papers(struct writing *x, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct paper p;
	bool ok = !x->o->format->keyed || make_keys(x, e);
	for (size_t i = 0; ok && i < x->o->n; i++) {
		arena_reset(&a);
		ok = selection_get(x->o->selection, &x->o->selection->keys.v[i], &a, &p, e) && put_paper(x, i, &p, &a, e);
	}
	arena_free(&a);
	if (ok && !x->begun)
		ok = put(x, str_of(x->o->format->before), e);
	return ok && (!x->begun && !*x->o->format->before ? true : put(x, str_of(x->o->format->after), e));
}

/* Both passes see the same store. */
static bool put_all(struct writing *x, struct err *e)
{
	if (!store_read_begin(x->o->store, e))
		return false;
	bool ok = put_papers(x, e);
	store_read_end(x->o->store);
	return ok;
}

/* ---- Into a file ---- */

static struct str note_of(struct writing *x)
{
	struct buf key = BUF_INIT(BUF_UNBOUNDED);
	buf_addf(&key, "export %s", x->o->path);
	struct str s = arena_dup(&x->a, buf_str(&key));
	buf_free(&key);
	return s;
}

static bool add_bytes(void *ctx, struct str bytes, struct err *e)
{
	UNUSED(e);
	hash_add(ctx, bytes);
	return true;
}

/* What stands at the path: nothing, what the last export of this store wrote there, or somebody's own. */
static bool look_at(struct writing *x, bool *there, bool *ours, struct err *e)
{
	struct stat st;
	struct hash hash;
	struct str noted;
	char hex[HASH_HEX_SIZE];
	*there = stat(x->o->path, &st) == 0 && S_ISREG(st.st_mode);
	*ours = !*there || st.st_size == 0;
	if (*ours)
		return true;
	hash_init(&hash);
	if (!file_stream(x->o->path, add_bytes, &hash, e) || !store_kv_get(x->o->store, note_of(x), &x->a, &noted, e))
		return false;
	hash_hex(&hash, hex);
	*ours = str_is(noted, hex);
	return true;
}

/* What it is told by is noted before it is there: whenever we die, the next export knows the file. */
static bool put_file(struct writing *x, struct err *e)
{
	char hex[HASH_HEX_SIZE];
	bool changed;
	hash_init(&x->hash);
	bool ok = file_create(x->o->path, &x->file, e) && put_all(x, e);
	if (ok) {
		hash_hex(&x->hash, hex);
		ok = store_kv_put(x->o->store, note_of(x), str_of(hex), e);
	}
	if (!ok) {
		file_abandon(x->file);
		return false;
	}
	ok = file_commit(x->file, &changed, e);
	if (ok)
		log_info(x->o->world->log, "%s: %zu papers%s", x->o->path, x->o->n, changed ? "" : ", unchanged");
	return ok;
}

static bool write_out(struct writing *x, struct err *e)
{
	bool there = false, ours = true;
	if (x->o->path == NULL)
		return put_all(x, e);
	if (!look_at(x, &there, &ours, e))
		return false;
	if (ours || x->o->overwrite) {
		if (x->o->n > 0 || !there)
			return put_file(x, e);
		log_note(x->o->world->log, "%s: nothing to export; the file stays as it is", x->o->path);
	} else {
		log_warn(x->o->world->log, "%s: is not as an export left it, so it stays as it is (--overwrite takes ours)", x->o->path);
	}
	return true;
}

bool export_write(const struct export *x, struct err *e)
{
	struct writing w = { .o = x, .a = ARENA_INIT };
	bool ok = write_out(&w, e);
	cite_keys_free(w.keys);
	arena_free(&w.a);
	return ok;
}
