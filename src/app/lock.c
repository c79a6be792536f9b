/* SPDX-License-Identifier: MIT
 * flock() on a file of its own: SQLite's locks belong to SQLite. The file stays, for whoever removed it could remove
 * the one that another run has just locked. */
#include "src/app/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "digest/buf.h"
#include "digest/hash.h"

bool lock_take(const char *path, int *fd, struct err *e)
{
	struct buf name = BUF_INIT(BUF_UNBOUNDED);
	buf_addf(&name, "%s.lock", path);
	int f = open(name.s, O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY, 0666), why = errno;
	bool ok = f >= 0 || err_set(e, ERR_STORE, "%s: %s", name.s, strerror(why));
	if (ok && flock(f, LOCK_EX | LOCK_NB) != 0) {
		why = errno;
		ok = why == EWOULDBLOCK
		             ? err_set(e, ERR_BUSY, "%s: another run is at work on this store: try later", path)
		             : err_set(e, ERR_STORE, "%s: %s", name.s, strerror(why));
	}
	if (ok)
		*fd = f;
	else if (f >= 0)
		close(f);
	buf_free(&name);
	return ok;
}

/* WHAT is a byte of the file, which need not be there: one file for all. Two of one byte wait for each other in vain, no more. */
int lock_wait(const char *path, struct str what, const struct log *log)
{
	struct buf name = BUF_INIT(BUF_UNBOUNDED);
	off_t at = (off_t)(fnv(FNV_BASIS, what) >> 34);
	struct flock byte = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = at, .l_len = 1 };
	buf_addf(&name, "%s.asking", path);
	int f = open(name.s, O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY, 0666), got = -1;
	buf_free(&name);
	if (f < 0)
		return -1;
	if ((got = fcntl(f, F_SETLK, &byte)) != 0 && (errno == EAGAIN || errno == EACCES)) {
		log_note(log, "%s: another run asks for the same summaries: waiting for it", path);
		while ((got = fcntl(f, F_SETLKW, &byte)) != 0 && errno == EINTR)
			;
	}
	if (got == 0)
		return f;
	close(f);
	return -1;
}

void lock_release(int fd)
{
	if (fd >= 0)
		close(fd);
}
