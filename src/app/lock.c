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

void lock_release(int fd)
{
	if (fd >= 0)
		close(fd);
}
