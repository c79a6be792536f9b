/* SPDX-License-Identifier: MIT
 * Files by their path: tens of thousands of them, where papers have pages of their own. */
#include <stdlib.h>

#include "digest/hash.h"
#include "src/site/manifest.h"

/* The slot of PATH: its own, or a free one. */
static size_t *slot_of(const struct site_files *f, struct str path)
{
	size_t at = (size_t)fnv(FNV_BASIS, path) & (f->n_slots - 1);
	while (f->slots[at] && !str_eq(f->all.v[f->slots[at] - 1].path, path))
		at = (at + 1) & (f->n_slots - 1);
	return &f->slots[at];
}

/* At most half of the slots are taken. */
static void make_room(struct site_files *f)
{
	enum { LEAST = 256 };
	if (f->n_slots > 2 * f->all.n)
		return;
	free(f->slots);
	f->n_slots = f->n_slots ? 2 * f->n_slots : LEAST;
	f->slots = xcalloc(f->n_slots, sizeof *f->slots);
	for (size_t i = 0; i < f->all.n; i++)
		*slot_of(f, f->all.v[i].path) = i + 1;
}

struct site_file *files_find(const struct site_files *f, struct str path)
{
	size_t at = f->n_slots ? *slot_of(f, path) : 0;
	return at ? &f->all.v[at - 1] : NULL;
}

struct site_file *files_add(struct site_files *f, const struct site_file *file)
{
	struct site_file *old = files_find(f, file->path);
	if (old)
		return old;
	make_room(f);
	struct site_file *ret = vec_push(&f->all);
	*ret = *file;
	*slot_of(f, file->path) = f->all.n;
	return ret;
}
