/* SPDX-License-Identifier: MIT
 * The site's files: which are there and whose they are. A file is ours where its bytes are those that the manifest knows it by, or that a
 * run noted that it would write (the journal: that run may have been killed before it could write the manifest). */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "digest/hash.h"
#include "digest/world.h"
#include "src/site/manifest.h"

#define MANIFEST ".digest-site"
#define JOURNAL ".digest-site.new"

uint64_t site_mark(uint64_t mark, struct str more) { return fnv_byte(fnv(mark, more), '\n'); }

static const char *path_of(struct site *s, struct str name, struct buf *out)
{
	buf_clear(out);
	buf_addf(out, "%s/%.*s", s->o->folder, STR_ARG(name));
	return out->s;
}

static void sha_of(struct str bytes, char ret[HASH_HEX_SIZE])
{
	struct hash h;
	hash_init(&h);
	hash_add(&h, bytes);
	hash_hex(&h, ret);
}

/* The file NAME of the site into TEXT, if it is there. */
static bool read_own(struct site *s, const char *name, struct buf *text, bool *there, struct err *e)
{
	struct buf path = BUF_INIT(BUF_UNBOUNDED);
	*there = access(path_of(s, str_of(name), &path), F_OK) == 0;
	bool ok = !*there || file_read(path.s, text, e);
	buf_free(&path);
	return ok;
}

/* The day comes first in a struct site_day, and is all that is compared: a day's text can be looked up, too. */
static int by_day(const void *x, const void *y) { return strcmp(x, y); }

bool site_files_open(struct site *s, struct err *e)
{
	struct buf text = BUF_INIT(SITE_MAX_MANIFEST), noted = BUF_INIT(SITE_MAX_MANIFEST), path = BUF_INIT(BUF_UNBOUNDED);
	bool there;
	bool ok = read_own(s, MANIFEST, &text, &there, e) &&
	          (!there || manifest_read(s, path_of(s, STR(MANIFEST), &path), buf_str(&text), e)) && read_own(s, JOURNAL, &noted, &there, e);
	if (ok && s->known.n)
		qsort(s->known.v, s->known.n, sizeof *s->known.v, by_day);
	if (ok && there)
		manifest_read_journal(s, buf_str(&noted));
	buf_free(&text);
	buf_free(&noted);
	buf_free(&path);
	return ok;
}

void site_files_free(struct site *s)
{
	vec_free(&s->files.all);
	free(s->files.slots);
	vec_free(&s->owners.all);
	free(s->owners.slots);
	vec_free(&s->journal);
}

const struct site_day *site_known_day(const struct site *s, const char *day)
{
	return s->known.n ? bsearch(day, s->known.v, s->known.n, sizeof *s->known.v, by_day) : NULL;
}

bool site_is_current(struct site *s, const char *path, uint64_t mark)
{
	struct site_file *f = files_find(&s->files, str_of(path));
	struct buf full = BUF_INIT(BUF_UNBOUNDED);
	bool ok = f && f->mark == mark && access(path_of(s, str_of(path), &full), F_OK) == 0;
	if (ok)
		f->seen = true;
	buf_free(&full);
	return ok;
}

void site_keep(struct site *s, const char *path)
{
	struct site_file *f = files_find(&s->files, str_of(path));
	if (f)
		f->seen = true;
}

bool site_has(const struct site *s, const char *path)
{
	const struct site_file *f = files_find(&s->files, str_of(path));
	return f && f->seen;
}

/* ---- Writing ---- */

static bool is_noted(const struct site *s, struct str path, const char *sha)
{
	for (size_t i = 0; i < s->journal.n; i++)
		if (str_eq(s->journal.v[i].path, path) && strcmp(s->journal.v[i].sha, sha) == 0)
			return true;
	return false;
}

/* Before a file is written: by what it will be known. */
static bool note_intent(struct site *s, struct str path, const char *sha, struct err *e)
{
	struct buf name = BUF_INIT(BUF_UNBOUNDED);
	FILE *f = fopen(path_of(s, STR(JOURNAL), &name), "a");
	bool ok = f && fprintf(f, "%s %.*s\n", sha, STR_ARG(path)) > 0;
	if (f && fclose(f) != 0)
		ok = false;
	if (!ok)
		err_set(e, ERR_FILE, "%s: %s", name.s, strerror(errno));
	buf_free(&name);
	return ok;
}

static bool write_file(struct site *s, const char *full, struct str path, const char *sha, struct str bytes, struct err *e)
{
	struct file_out *out;
	bool changed;
	if (!file_create(full, &out, e))
		return false;
	if (!note_intent(s, path, sha, e) || !file_write(out, bytes, e)) {
		file_abandon(out);
		return false;
	}
	bool ok = file_commit(out, &changed, e);
	s->result->written += ok && changed;
	return ok;
}

/* What stands at a path, beside what the manifest says. */
struct standing {
	bool there;
	char sha[HASH_HEX_SIZE];
};

static bool look(const char *full, struct standing *ret, struct err *e)
{
	struct buf text = BUF_INIT(BUF_UNBOUNDED);
	struct stat st;
	*ret = (struct standing){ .there = stat(full, &st) == 0 };
	if (ret->there && !S_ISREG(st.st_mode))
		return err_set(e, ERR_FILE, "%s: no file, and a page of the site should stand there", full);
	bool ok = !ret->there || file_read(full, &text, e);
	if (ok && ret->there)
		sha_of(buf_str(&text), ret->sha);
	buf_free(&text);
	return ok;
}

/* Whether it is another's: then it stays. */
static bool is_theirs(struct site *s, const char *full, struct str path, const struct site_file *f, const struct standing *now)
{
	bool known = f && f->sha[0];
	if (!now->there || s->o->overwrite || (known && strcmp(f->sha, now->sha) == 0) || is_noted(s, path, now->sha))
		return false;
	log_warn(s->o->world->log, known ? "%s: changed by hand, so it stays as it is (--overwrite takes ours)" :
	         "%s: not a file of this site, so it stays as it is (--overwrite takes ours)", full);
	s->result->kept++;
	return true;
}

bool site_put(struct site *s, const char *path, uint64_t mark, struct str bytes, struct err *e)
{
	struct buf full = BUF_INIT(BUF_UNBOUNDED);
	struct str name = str_of(path);
	struct standing now;
	char sha[HASH_HEX_SIZE];
	struct site_file *f = files_find(&s->files, name);
	sha_of(bytes, sha);
	path_of(s, name, &full);
	bool ok = look(full.s, &now, e), same = ok && now.there && strcmp(now.sha, sha) == 0, theirs = ok && !same && is_theirs(s, full.s, name, f, &now);
	if (ok && !same && !theirs)
		ok = write_file(s, full.s, name, sha, bytes, e);
	if (ok && !(theirs && f == NULL)) {
		if (f == NULL)
			f = files_add(&s->files, &(struct site_file){ .path = arena_dup(&s->a, name) });
		if (!theirs)
			memcpy(f->sha, sha, sizeof f->sha);
		f->mark = mark;
		f->seen = true;
	}
	buf_free(&full);
	return ok;
}

/* ---- The end ---- */

/* The folders that a file leaves empty go, too. */
static void remove_folders(const char *folder, char *path)
{
	for (char *slash; (slash = strrchr(path, '/')) != NULL && strlen(folder) < (size_t)(slash - path);) {
		*slash = '\0';
		if (rmdir(path) != 0)
			return;
	}
}

/* F is no longer part of the site. *STAYS: it was not removed, and is to be known on. */
static bool drop(struct site *s, const struct site_file *f, bool *stays, struct err *e)
{
	struct buf full = BUF_INIT(BUF_UNBOUNDED);
	struct standing now;
	bool ok = look(path_of(s, f->path, &full), &now, e);
	*stays = ok && now.there && !s->o->prune;
	s->result->gone += *stays;
	if (ok && now.there && s->o->prune && !is_theirs(s, full.s, f->path, f, &now)) {
		ok = unlink(full.s) == 0 || err_set(e, ERR_FILE, "%s: %s", full.s, strerror(errno));
		s->result->removed += ok;
		remove_folders(s->o->folder, full.s);
	}
	buf_free(&full);
	return ok;
}

static int by_path(const void *x, const void *y)
{
	return str_cmp(((const struct site_file *)x)->path, ((const struct site_file *)y)->path);
}

bool site_files_end(struct site *s, struct err *e)
{
	struct buf text = BUF_INIT(SITE_MAX_MANIFEST), path = BUF_INIT(BUF_UNBOUNDED);
	struct file_out *out = NULL;
	size_t left = 0;
	bool ok = true, changed;
	for (size_t i = 0; ok && i < s->files.all.n; i++) {
		bool stays = true;
		ok = s->files.all.v[i].seen || drop(s, &s->files.all.v[i], &stays, e);
		if (stays)
			s->files.all.v[left++] = s->files.all.v[i];
	}
	s->files.all.n = ok ? left : s->files.all.n;
	if (ok && left)
		qsort(s->files.all.v, left, sizeof *s->files.all.v, by_path);
	s->result->files = left;
	manifest_put(s, &text);
	ok = ok && (!buf_full(&text) || err_set(e, ERR_INPUT, "%s: the site has too many files", s->o->folder)) &&
	     file_create(path_of(s, STR(MANIFEST), &path), &out, e);
	if (ok && !file_write(out, buf_str(&text), e)) {
		file_abandon(out);
		ok = false;
	}
	ok = ok && file_commit(out, &changed, e);
	if (ok)
		unlink(path_of(s, STR(JOURNAL), &path));
	buf_free(&text);
	buf_free(&path);
	return ok;
}
