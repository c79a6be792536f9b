/* SPDX-License-Identifier: MIT
 * Files: read whole or as they come, written so that no reader ever sees half of one.
 *
 * A file is written beside its target and renamed over it at the end, and only if it differs: a page that did not
 * change keeps its time stamp. Two things look like files and are not to be replaced: a symbolic link (its target is)
 * and a device, pipe or descriptor (written as it is). */
#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "digest/mem.h"

enum { CHUNK = 64 * 1024, MOST_LINKS = 40, MOST_TRIES = 1000 };

/* ---- Reading ---- */

static bool cannot(const char *what, const char *path, struct err *e)
{
	return err_set(e, errno == EPIPE ? ERR_READER_LEFT : ERR_FILE, "%s: cannot %s: %s", path, what, strerror(errno));
}

static int open_to_read(const char *path, struct err *e)
{
	int fd;
	do
		fd = open(path, O_RDONLY | O_CLOEXEC);
	while (fd < 0 && errno == EINTR);
	struct stat st;
	if (fd < 0) {
		cannot("read", path, e);
	} else if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode)) {
		err_set(e, ERR_FILE, "%s: cannot read: it is a directory", path);
		close(fd);
		fd = -1;
	}
	return fd;
}

/* As read(), but waits where a descriptor that another process made non-blocking has nothing yet. */
static ssize_t read_some(int fd, char *to, size_t n)
{
	for (;;) {
		ssize_t got = read(fd, to, n);
		if (got >= 0 || (errno != EINTR && errno != EAGAIN))
			return got;
		struct pollfd p = { fd, POLLIN, 0 };
		if (errno == EAGAIN)
			poll(&p, 1, -1);
	}
}

bool file_read(const char *path, struct buf *out, struct err *e)
{
	int fd = open_to_read(path, e);
	if (fd < 0)
		return false;
	char *chunk = xmalloc(CHUNK);
	ssize_t n;
	while ((n = read_some(fd, chunk, CHUNK)) > 0 && !buf_full(out))
		buf_add(out, chunk, (size_t)n);
	bool ok = n >= 0 || cannot("read", path, e);
	if (ok && buf_full(out))
		ok = err_set(e, ERR_INPUT, "%s: larger than the %zu bytes that it may have", path, out->max);
	free(chunk);
	close(fd);
	return ok;
}

bool file_stream(const char *path, bytes_fn *fn, void *ctx, struct err *e)
{
	bool is_stdin = strcmp(path, "-") == 0;
	const char *name = is_stdin ? "standard input" : path;
	int fd = is_stdin ? STDIN_FILENO : open_to_read(path, e);
	if (fd < 0)
		return false;
	char *chunk = xmalloc(CHUNK);
	struct gunzip *g = gunzip_new(fn, ctx);
	bool ok = true;
	ssize_t n = 0;
	while (ok && (n = read_some(fd, chunk, CHUNK)) > 0)
		ok = gunzip_put(g, (struct str){ chunk, (size_t)n }, e);
	if (ok && n < 0)
		ok = cannot("read", name, e);
	if (ok)
		ok = gunzip_end(g, e);
	gunzip_free(g);
	free(chunk);
	if (!is_stdin)
		close(fd);
	return ok;
}

/* ---- Writing ---- */

struct file_out {
	char *name;   /* as the user wrote it: for messages */
	char *path;   /* what is replaced: NAME, symbolic links followed */
	char *tmp;    /* NULL: FD is the target itself */
	int fd;
	mode_t mode;  /* of the file that is there; 0: there is none */
	char *chunk;  /* bytes not yet written */
	size_t n;
};

static char *with_dir_of(const char *path, const char *name)
{
	const char *slash = strrchr(path, '/');
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	if (slash)
		buf_add(&b, path, (size_t)(slash - path) + 1);
	buf_addz(&b, name);
	return buf_take(&b);
}

/* The end of PATH's chain of symbolic links, which need not exist; NULL with errno. */
static char *follow_links(const char *path)
{
	char *at = xstrdup(path), link[4096];
	for (int i = 0; i < MOST_LINKS; i++) {
		ssize_t n = readlink(at, link, sizeof link - 1);
		if (n < 0)
			return at;  /* not a link, or not there */
		link[n] = '\0';
		char *next = link[0] == '/' ? xstrdup(link) : with_dir_of(at, link);
		free(at);
		at = next;
	}
	free(at);
	errno = ELOOP;
	return NULL;
}

/* Make the folders before PATH's last slash; those that are there are fine. */
static bool make_folders(const char *path)
{
	char *dir = xstrdup(path);
	bool ok = true;
	for (char *p = dir + 1; ok && *dir && (p = strchr(p, '/')) != NULL; p++) {
		*p = '\0';
		ok = mkdir(dir, 0777) == 0 || errno == EEXIST || errno == EROFS || errno == EACCES;
		*p = '/';
	}
	free(dir);
	return ok;  /* a folder that could not be made shows itself when the file is opened in it */
}

/* A new file beside F->path. Opened with 0666 under a name of our own, so that the umask and the folder's default
 * ACL say who may read it, as for any new file. */
static bool open_tmp(struct file_out *f)
{
	for (int i = 0; i < MOST_TRIES; i++) {
		char name[64];
		snprintf(name, sizeof name, ".digest-%ld-%d.tmp", (long)getpid(), i);
		free(f->tmp);
		f->tmp = with_dir_of(f->path, name);
		f->fd = open(f->tmp, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
		if (f->fd >= 0 || errno != EEXIST)
			break;
	}
	if (f->fd >= 0 && f->mode)
		(void)!fchmod(f->fd, f->mode & 07777);
	if (f->fd < 0) {
		int error = errno;
		free(f->tmp);
		f->tmp = NULL;
		errno = error;
	}
	return f->fd >= 0;
}

/* Not to be replaced by a file: devices, pipes, sockets, and what is reached through /dev or /proc (/dev/stdout).
 * Files in /dev/shm are as others. */
static bool is_special(const char *path, const struct stat *st)
{
	struct str s = str_of(path);
	bool device = str_starts(s, "/dev/") && !str_starts(s, "/dev/shm/");
	return !S_ISREG(st->st_mode) || device || str_starts(s, "/proc/");
}

static bool open_out(struct file_out *f)
{
	struct stat st;
	bool exists = stat(f->name, &st) == 0;
	if (exists && S_ISDIR(st.st_mode)) {
		errno = EISDIR;
		return false;
	}
	if (exists && is_special(f->name, &st)) {
		f->fd = open(f->name, O_WRONLY | O_CLOEXEC);
		return f->fd >= 0;
	}
	if (exists && faccessat(AT_FDCWD, f->name, W_OK, AT_EACCESS) != 0)
		return false;  /* renaming would overrule the write protection */
	if (!exists && errno != ENOENT && errno != ENOTDIR)
		return false;
	f->mode = exists ? st.st_mode : 0;
	f->path = follow_links(f->name);
	return f->path && make_folders(f->path) && open_tmp(f);
}

bool file_create(const char *path, struct file_out **ret, struct err *e)
{
	struct file_out *f = xcalloc(1, sizeof *f);
	f->name = xstrdup(path);
	f->fd = -1;
	if (!open_out(f)) {
		cannot("write", path, e);
		file_abandon(f);
		return false;
	}
	f->chunk = xmalloc(CHUNK);
	*ret = f;
	return true;
}

static bool write_all(struct file_out *f, const char *p, size_t n, struct err *e)
{
	while (n > 0) {
		struct sigpipe sp;
		sigpipe_hold(&sp);
		ssize_t done = write(f->fd, p, n);
		int error = errno;
		sigpipe_release(&sp);
		errno = error;
		if (done < 0 && error != EINTR && error != EAGAIN)
			return cannot("write", f->name, e);
		if (done < 0 && error == EAGAIN)
			poll(&(struct pollfd){ f->fd, POLLOUT, 0 }, 1, -1);
		if (done > 0)
			p += done, n -= (size_t)done;
	}
	return true;
}

static bool flush(struct file_out *f, struct err *e)
{
	size_t n = f->n;
	f->n = 0;
	return write_all(f, f->chunk, n, e);
}

bool file_write(struct file_out *f, struct str bytes, struct err *e)
{
	if (bytes.n > CHUNK - f->n && !flush(f, e))
		return false;
	if (bytes.n >= CHUNK)
		return write_all(f, bytes.p, bytes.n, e);
	if (bytes.n > 0)
		memcpy(f->chunk + f->n, bytes.p, bytes.n);
	f->n += bytes.n;
	return true;
}

/* Whether the file at F->path has the bytes that were written; what cannot be read counts as different. */
static bool is_same(struct file_out *f)
{
	struct stat old, new;
	int fd = f->mode ? open(f->path, O_RDONLY | O_CLOEXEC) : -1;
	bool same = fd >= 0 && fstat(fd, &old) == 0 && fstat(f->fd, &new) == 0 && old.st_size == new.st_size;
	char *mine = f->chunk, *theirs = same ? xmalloc(CHUNK) : NULL;  /* chunk is free: all is flushed */
	off_t at = 0;
	while (same && at < new.st_size) {
		ssize_t a = pread(f->fd, mine, CHUNK, at), b = pread(fd, theirs, CHUNK, at);
		same = a > 0 && a == b && memcmp(mine, theirs, (size_t)a) == 0;
		at += a;
	}
	free(theirs);
	if (fd >= 0)
		close(fd);
	return same;
}

/* The folder's entry is on the disk too. Not every file system can; then the file itself still is. */
static void sync_folder(const char *path)
{
	char *dir = with_dir_of(path, ".");
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0) {
		(void)!fsync(fd);
		close(fd);
	}
	free(dir);
}

static bool put_in_place(struct file_out *f, bool *changed, struct err *e)
{
	*changed = f->tmp == NULL || !is_same(f);
	if (f->tmp == NULL || !*changed)
		return true;
	if (fsync(f->fd) != 0 || rename(f->tmp, f->path) != 0)
		return cannot("write", f->name, e);
	free(f->tmp);
	f->tmp = NULL;  /* nothing to take away any more */
	sync_folder(f->path);
	return true;
}

bool file_commit(struct file_out *f, bool *changed, struct err *e)
{
	bool differs = false;
	bool ok = flush(f, e) && put_in_place(f, &differs, e);
	if (ok && f->path == NULL) {  /* written as it is: only now a device may tell that it could not */
		int fd = f->fd;
		f->fd = -1;
		ok = close(fd) == 0 || errno == EINTR || cannot("write", f->name, e);
	}
	if (ok)
		*changed = differs;
	file_abandon(f);
	return ok;
}

void file_abandon(struct file_out *f)
{
	if (f == NULL)
		return;
	if (f->fd >= 0)
		close(f->fd);
	if (f->tmp)
		unlink(f->tmp);
	free(f->tmp);
	free(f->path);
	free(f->name);
	free(f->chunk);
	free(f);
}
