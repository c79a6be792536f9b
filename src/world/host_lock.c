/* SPDX-License-Identifier: MIT
 * The lock of a host: one small file that says when the next request may start, locked while one is under way.
 *
 * The lock is the kernel's (flock), so it goes with the process that held it, however that ended; and the moment of the
 * next request is written before this one is sent. No process waits for a moment while it holds the lock: one that comes too early
 * releases it, waits and tries again, so that it never keeps the others out for long. */
#include "internal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "digest/mem.h"

/* "digest 1 NEXT PAUSE WHY", filled up with blanks to one length, so that one write replaces all. */
enum { LINE_BYTES = 100 };
static const char prefix[] = "host-";
#define MOST_MS INT64_C(9007199254740992)

int64_t host_lock_clock(const struct clock *c)
{
	struct timespec t;
	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000 + (c ? c->ahead_ms : 0);
}

void host_lock_init(struct host_lock *g, const char *dir, struct str host)
{
	*g = (struct host_lock){ .fd = -1 };
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	buf_adds(&b, host);
	g->host = buf_take(&b);
	if (dir == NULL)
		return;
	buf_addf(&b, "%s/%s", dir, prefix);
	for (size_t i = 0; i < host.n; i++) {
		char c = host.p[i];
		buf_addc(&b, is_alnum((unsigned char)c) || strchr(".-:", c) ? c : '_');
	}
	g->path = buf_take(&b);
}

void host_lock_free(struct host_lock *g)
{
	if (g->fd >= 0)
		close(g->fd);
	g->fd = -1;
	free(g->host);
	free(g->path);
}

bool host_lock_folder(const char *dir, struct err *e)
{
	char *path = xstrdup(dir);
	bool ok = true;
	for (char *slash = path + 1; ok && *path; slash++) {
		if (*slash != '/' && *slash != '\0')
			continue;
		char c = *slash;
		*slash = '\0';
		if (mkdir(path, 0700) != 0 && errno != EEXIST && (c == '\0' || access(path, X_OK) != 0))
			ok = err_set(e, ERR_FILE, "%s: cannot be made: %s", path, strerror(errno));
		*slash = c;
		if (c == '\0')
			break;
	}
	struct stat st;
	if (ok && (stat(path, &st) != 0 || !S_ISDIR(st.st_mode)))
		ok = err_set(e, ERR_FILE, "%s: is no folder", path);
	free(path);
	return ok;
}

/* A file of any other form counts as empty: no request was sent, and the host asked for no pause. */
static void parse(struct host_lock *g, struct str text)
{
	struct str word;
	uint64_t next, pause;
	g->next = g->pause = 0;
	g->why[0] = '\0';
	if (!str_starts(text, "digest 1 "))
		return;
	text = str_from(text, sizeof "digest 1 " - 1);
	if (!str_cut(&text, ' ', &word) || !str_number(word, MOST_MS, &next) || !str_cut(&text, ' ', &word) ||
	    !str_number(word, MOST_MS, &pause))
		return;
	g->next = (int64_t)next;
	g->pause = (int64_t)pause;
	text = str_head(str_trim(text), sizeof g->why - 1);
	memcpy(g->why, text.p, text.n);
	g->why[text.n] = '\0';
}

static bool cannot(const struct host_lock *g, const char *what, struct err *e)
{
	return err_set(e, ERR_FILE, "%s: cannot %s: %s", g->path, what, strerror(errno));
}

static bool read_file(struct host_lock *g, struct err *e)
{
	char text[LINE_BYTES];
	ssize_t n;
	do
		n = pread(g->fd, text, sizeof text, 0);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return cannot(g, "read", e);
	parse(g, (struct str){ text, (size_t)n });
	return true;
}

bool host_lock_try(struct host_lock *g, bool *taken, struct err *e)
{
	struct stat st;
	*taken = g->path == NULL;
	if (g->path == NULL)
		return true;
	if (g->fd < 0)
		g->fd = open(g->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (g->fd < 0)
		return cannot(g, "open", e);
	if (flock(g->fd, LOCK_EX | LOCK_NB) != 0)
		return errno == EWOULDBLOCK || errno == EINTR || cannot(g, "lock", e);
	if (fstat(g->fd, &st) == 0 && st.st_nlink == 0) {  /* it was removed: other processes will use a new one */
		close(g->fd);
		g->fd = -1;
		return true;
	}
	if (!read_file(g, e)) {
		host_lock_release(g);
		return false;
	}
	*taken = true;
	return true;
}

bool host_lock_write(struct host_lock *g, struct err *e)
{
	struct buf b = BUF_INIT(LINE_BYTES);
	ssize_t n;
	if (g->path == NULL)
		return true;
	buf_addf(&b, "digest 1 %lld %lld %s", (long long)g->next, (long long)g->pause, g->why);
	while (b.len < LINE_BYTES - 1)
		buf_addc(&b, ' ');
	buf_addc(&b, '\n');
	do
		n = pwrite(g->fd, b.s, b.len, 0);
	while (n < 0 && errno == EINTR);
	bool ok = n == (ssize_t)b.len || cannot(g, "write", e);
	buf_free(&b);
	return ok;
}

void host_lock_release(struct host_lock *g)
{
	if (g->fd >= 0)
		flock(g->fd, LOCK_UN);
}

void host_lock_peek(struct host_lock *g)
{
	struct err ignored = ERR_INIT;
	if (g->path == NULL || g->fd >= 0)
		return;
	g->fd = open(g->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (g->fd < 0)
		return;
	if (!read_file(g, &ignored))
		g->next = g->pause = 0;
	close(g->fd);
	g->fd = -1;
}

static int is_lock_file(const struct dirent *d) { return str_starts(str_of(d->d_name), prefix); }

bool fetch_pauses(const char *state_dir, const struct clock *clock, void (*fn)(void *ctx, const struct fetch_pause *p), void *ctx,
                  struct err *e)
{
	struct dirent **names = NULL;
	struct buf path = BUF_INIT(BUF_UNBOUNDED);
	int n = scandir(state_dir, &names, is_lock_file, alphasort);
	if (n < 0)
		return errno == ENOENT || err_set(e, ERR_FILE, "%s: cannot read: %s", state_dir, strerror(errno));
	for (int i = 0; i < n; i++) {
		const char *host = names[i]->d_name + sizeof prefix - 1;
		struct host_lock g = { .fd = -1 };
		buf_clear(&path);
		buf_addf(&path, "%s/%s", state_dir, names[i]->d_name);
		g.path = path.s;
		host_lock_peek(&g);
		if (g.pause > clock_now(clock))
			fn(ctx, &(struct fetch_pause){ host, g.pause, g.why });
		free(names[i]);
	}
	free(names);
	buf_free(&path);
	return true;
}
