/* SPDX-License-Identifier: MIT
 * The store as a whole: opened, waited for, closed. */
#include "src/store/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "digest/mem.h"
#include "digest/world.h"

const char store_library[] = "SQLite/" SQLITE_VERSION;

/* SQLite takes some names for something else ("file:…", ":memory:", ""); as paths they mean what they say. */
static char *plain_path(const char *path)
{
	bool special = *path == '\0' || *path == ':' || strncmp(path, "file:", 5) == 0;
	size_t n = strlen(path);
	char *ret = xmalloc(n + sizeof "./");
	memcpy(ret, "./", 2);
	memcpy(ret + (special ? 2 : 0), path, n + 1);
	return ret;
}

/* Make the folders that PATH is to lie in. */
static bool make_folders(char *path, struct err *e)
{
	for (char *p = strchr(path + 1, '/'); p; p = strchr(p + 1, '/')) {
		*p = '\0';
		int why = mkdir(path, 0777) == 0 ? EEXIST : errno;
		bool there = why == EEXIST || access(path, F_OK) == 0;
		*p = '/';
		if (!there)
			return err_set(e, ERR_STORE, "%s: cannot make its folder: %s", path, strerror(why));
	}
	return true;
}

/* SQLite tries to read where it may not write, and then tells why it could not read. */
static bool tell_open_failure(struct store *s, struct err *e)
{
	int fd = open(s->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY, 0666);
	int why = errno;
	if (fd < 0)
		return err_set(e, ERR_STORE, "%s: cannot open the store: %s", s->path, strerror(why));
	close(fd);
	return store_fail(s, e);
}

static bool open_file(struct store *s, const char *path, const struct store_hooks *h, struct err *e)
{
	if (path) {
		s->path = plain_path(path);
		if (!make_folders(s->path, e))
			return false;
	}
	/* No second thread uses SQLite, and its statistics of memory are not used. Refused when it is at work already: no harm. */
	(void)sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
	(void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
	int rc = sqlite3_open_v2(path ? s->path : "", &s->db, flags, h->vfs);
	if (rc != SQLITE_OK)
		return path ? tell_open_failure(s, e) : store_fail(s, e);
	return schema_open(s, h, e) && find_sql_functions(s, e);
}

bool store_open_with(const char *path, const struct store_hooks *h, struct store **ret, struct err *e)
{
	struct store *s = xcalloc(1, sizeof *s);
	struct buf *const scratch[] = { &s->authors, &s->categories, &s->fields, &s->key, &s->seen, &s->submitted, &s->style };
	for (size_t i = 0; i < COUNTOF(scratch); i++)
		*scratch[i] = (struct buf)BUF_INIT(BUF_UNBOUNDED);
	if (!open_file(s, path, h, e)) {
		store_close(s);
		return false;
	}
	struct stat st;
	if (s->path && stat(s->path, &st) == 0) {
		s->device = st.st_dev;
		s->inode = st.st_ino;
	}
	*ret = s;
	return true;
}

bool store_file_in_place(struct store *s, struct err *e)
{
	struct stat st;
	if (s->path == NULL || (stat(s->path, &st) == 0 && st.st_dev == s->device && st.st_ino == s->inode))
		return true;
	return err_set(e, ERR_STORE, "%s: the store was removed or replaced while this run was at work", s->path);
}

bool store_open(const char *path, struct store **ret, struct err *e)
{
	static const struct store_hooks none;
	return store_open_with(path, &none, ret, e);
}

void store_close(struct store *s)
{
	if (s == NULL)
		return;
	for (size_t i = 0; i < COUNTOF(s->stmts); i++)
		sqlite3_finalize(s->stmts[i]);
	sqlite3_close(s->db);  /* an open transaction is rolled back */
	buf_free(&s->authors);
	buf_free(&s->categories);
	buf_free(&s->fields);
	buf_free(&s->key);
	buf_free(&s->seen);
	buf_free(&s->style);
	buf_free(&s->submitted);
	free(s->path);
	free(s);
}

/* SQLite asks whether it is to try again. */
static int on_busy(void *ctx, int tries)
{
	enum { SOON_MS = 100, NAP_MS = 20 };
	struct store *s = ctx;
	int64_t now = clock_ticks(NULL);
	if (tries == 0)
		s->busy_since = now;
	if (now - s->busy_since >= s->wait_ms)
		return 0;
	if (now - s->busy_since >= SOON_MS && s->busy) {
		s->busy(s->busy_ctx);
		s->busy = NULL;
	}
	sqlite3_sleep(NAP_MS);
	return 1;
}

void store_wait(struct store *s, int64_t ms, void (*busy)(void *ctx), void *ctx)
{
	enum { LEAST_MS = 2000 };
	s->wait_ms = ms < LEAST_MS ? LEAST_MS : ms;
	s->busy = busy;
	s->busy_ctx = ctx;
	sqlite3_busy_handler(s->db, on_busy, s);
}
