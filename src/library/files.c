/* SPDX-License-Identifier: MIT
 * Which files a library is. */
#include <errno.h>
#include <fts.h>
#include <sys/stat.h>

#include "digest/library.h"

static int by_name(const FTSENT **a, const FTSENT **b) { return strcmp((*a)->fts_name, (*b)->fts_name); }

static bool is_library(const char *name)
{
	static const char *const ends[] = { ".bib", ".bibtex", ".json", ".txt" };
	for (size_t i = 0; i < COUNTOF(ends); i++)
		if (str_ends(str_of(name), ends[i]))
			return true;
	return false;
}

static struct library_file file_of(const char *path, const struct stat *st, struct arena *a)
{
	enum { NS = 1000000000 };
	return (struct library_file){ arena_dup(a, str_of(path)).p, (int64_t)st->st_size, (int64_t)st->st_mtim.tv_sec * NS + st->st_mtim.tv_nsec };
}

bool library_find(const char *path, struct arena *a, library_files *ret, struct err *e)
{
	struct stat st;
	if (stat(path, &st) != 0)
		return err_set(e, ERR_FILE, "%s: %s", path, strerror(errno));
	if (!S_ISDIR(st.st_mode)) {
		*vec_push(ret) = file_of(path, &st, a);
		return true;
	}
	char *roots[] = { (char *)(uintptr_t)path, NULL };  /* fts does not write to it */
	FTS *walk = fts_open(roots, FTS_LOGICAL | FTS_NOCHDIR, by_name);
	size_t before = ret->n;
	if (walk == NULL)
		return err_set(e, ERR_FILE, "%s: %s", path, strerror(errno));
	for (FTSENT *f; (f = fts_read(walk)) != NULL && ret->n - before < LIBRARY_MAX_FILES;) {
		if (f->fts_info == FTS_D && f->fts_level > 0 && f->fts_name[0] == '.')
			fts_set(walk, f, FTS_SKIP);
		else if (f->fts_info == FTS_F && is_library(f->fts_name))
			*vec_push(ret) = file_of(f->fts_path, f->fts_statp, a);
	}
	fts_close(walk);
	return ret->n > before || err_set(e, ERR_FILE, "%s: a folder without .bib, .json or .txt", path);
}
