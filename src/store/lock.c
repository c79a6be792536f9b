/* SPDX-License-Identifier: MIT
 * flock() on a file of its own for the harvest: SQLite's locks belong to SQLite. The other locks are bytes of a second file,
 * a slot each. The files stay: removing one could remove the one that another run has just locked.
 *
 * A run that takes a lock writes "PID SINCE" into its slot and removes it at the end: what is left there, without a lock, is of a
 * process that was killed. */
#include "digest/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "digest/buf.h"
#include "digest/hash.h"
#include "digest/world.h"

enum { SLOT = 64, SLOTS = 256, NAP_MS = 50 };

static int open_lock(const char *path, const char *suffix, struct err *e)
{
	struct buf name = BUF_INIT(BUF_UNBOUNDED);
	buf_addf(&name, "%s%s", path, suffix);
	int f = open(name.s, O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY, 0666);
	if (f < 0)
		err_set(e, ERR_STORE, "%s: %s", name.s, strerror(errno));
	buf_free(&name);
	return f;
}

/* 0, or errno; EWOULDBLOCK: another process has it. */
static int try_lock(const struct lock *l)
{
	struct flock byte = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = l->at, .l_len = 1 };
	if ((l->whole ? flock(l->fd, LOCK_EX | LOCK_NB) : fcntl(l->fd, F_SETLK, &byte)) == 0)
		return 0;
	return errno == EAGAIN || errno == EACCES ? EWOULDBLOCK : errno;
}

/* "PID SINCE" of the slot; false: it is empty, or something else. */
static bool read_slot(const struct lock *l, int64_t *pid, char since[SLOT])
{
	char text[SLOT + 1] = "";
	ssize_t n = pread(l->fd, text, SLOT, l->at);
	struct str rest = { text, n > 0 ? strnlen(text, (size_t)n) : 0 }, line, word;
	uint64_t number;
	if (!str_cut(&rest, '\n', &line) ||
	    !str_cut(&line, ' ', &word) || !str_number(word, INT32_MAX, &number) || number == 0)
		return false;
	*pid = (int64_t)number;
	memcpy(since, line.p, line.n);
	since[line.n] = '\0';
	return true;
}

static void write_slot(const struct lock *l, bool mine)
{
	char slot[SLOT] = "";
	if (mine) {
		struct buf line = BUF_INIT(SLOT - 1);
		buf_addf(&line, "%ld ", (long)getpid());
		clock_rfc3339(clock_now(NULL), &line);
		buf_addc(&line, '\n');
		memcpy(slot, line.s, line.len);
		buf_free(&line);
	}
	ssize_t n = pwrite(l->fd, slot, l->whole && !mine ? 0 : SLOT, l->at);
	if (l->whole && !mine)
		n = ftruncate(l->fd, 0);
	UNUSED(n);  /* it is for people: a lock that says nothing is one all the same */
}

/* "another run (process 123, since 2026-11-21T08:30:00Z) DOES" */
static void describe(const struct lock *l, const char *does, struct buf *out)
{
	int64_t pid;
	char since[SLOT];
	buf_addz(out, "another run ");
	if (read_slot(l, &pid, since))
		buf_addf(out, "(process %lld, since %s) ", (long long)pid, since);
	buf_addz(out, does);
}

static bool wait_for(const struct lock *l, const char *path, const char *does, const struct lock_wait *p, struct err *e)
{
	int64_t until = clock_ticks(NULL) + p->seconds * 1000;
	for (bool said = false;; said = true) {
		int why = try_lock(l);
		if (why == 0) {
			write_slot(l, true);
			return true;
		}
		if (why != EWOULDBLOCK)
			return err_set(e, ERR_STORE, "%s: its lock: %s", path, strerror(why));
		struct buf who = BUF_INIT(BUF_UNBOUNDED);
		describe(l, does, &who);
		bool over = clock_ticks(NULL) >= until;
		if (over)
			err_set(e, ERR_BUSY, "%s: %s: try later%s", path, who.s, p->seconds ? "" : ", or wait for it with --wait SECONDS");
		else if (!said)
			log_note(p->log, "%s: %s: waiting up to %lld s for it", path, who.s, (long long)p->seconds);
		buf_free(&who);
		if (over)
			return false;
		nanosleep(&(struct timespec){ .tv_nsec = NAP_MS * 1000000L }, NULL);
	}
}

static bool take(struct lock *l, const char *path, const char *does, const struct lock_wait *p, struct err *e)
{
	if (wait_for(l, path, does, p, e))
		return true;
	close(l->fd);
	l->fd = -1;
	return false;
}

bool lock_store(const char *path, const struct lock_wait *p, struct lock *ret, struct err *e)
{
	*ret = (struct lock){ open_lock(path, ".lock", e), 0, true };
	return ret->fd >= 0 && take(ret, path, "is at work on this store", p, e);
}

/* WHAT is a slot of the file. Two of one slot wait for each other in vain, no more. */
bool lock_task(const char *path, struct str what, const char *does, const struct lock_wait *p, struct lock *ret, struct err *e)
{
	struct err why = ERR_INIT;
	*ret = (struct lock){ open_lock(path, ".turns", &why), (off_t)(fnv(FNV_BASIS, what) >> 32) % SLOTS * SLOT, false };
	if (ret->fd < 0 || take(ret, path, does, p, &why) || why.kind != ERR_BUSY)
		return true;
	*e = why;
	return false;
}

void lock_release(struct lock *l)
{
	if (l->fd < 0)
		return;
	write_slot(l, false);
	close(l->fd);
	l->fd = -1;
}

bool lock_read(const char *path, struct arena *a, struct lock_state *ret)
{
	struct buf name = BUF_INIT(BUF_UNBOUNDED);
	char since[SLOT];
	buf_addf(&name, "%s.lock", path);
	struct lock l = { open(name.s, O_RDONLY | O_CLOEXEC | O_NOCTTY), 0, true };
	buf_free(&name);
	if (l.fd < 0)
		return false;
	*ret = (struct lock_state){ .held = flock(l.fd, LOCK_SH | LOCK_NB) != 0 };
	if (read_slot(&l, &ret->pid, since))
		ret->since = arena_dup(a, str_of(since));
	close(l.fd);
	return true;
}

bool lock_clear(const char *path)
{
	struct buf name = BUF_INIT(BUF_UNBOUNDED);
	buf_addf(&name, "%s.lock", path);
	struct lock l = { open(name.s, O_RDWR | O_CLOEXEC | O_NOCTTY), 0, true };
	buf_free(&name);
	bool ok = l.fd >= 0 && try_lock(&l) == 0;
	if (ok)
		write_slot(&l, false);
	if (l.fd >= 0)
		close(l.fd);
	return ok;
}

/* Linux, proc(5), /proc/locks: "1: POSIX  ADVISORY  WRITE PID MAJOR:MINOR:INODE START END". With a write-ahead log the writer
 * has byte 120 of the file beside it (sqlite.org/walformat.html, 2.3.1). */
static bool is_writer(struct str line, ino_t inode, int64_t *pid)
{
	struct str words[8] = { { 0 } }, rest = line, number;
	uint64_t id, node;
	size_t n = 0;
	while (n < COUNTOF(words) && str_cut(&rest, ' ', &words[n]))
		n += !str_empty(words[n]);
	if (n < 7 || !str_is(words[3], "WRITE") || !str_is(words[6], "120") || !str_number(words[4], INT32_MAX, &id))
		return false;
	rest = words[5];
	for (int i = 0; i < 3; i++)
		if (!str_cut(&rest, ':', &number))
			return false;
	*pid = (int64_t)id;
	return str_number(number, INT64_MAX, &node) && (ino_t)node == inode;
}

int64_t lock_writer(const char *path)
{
	enum { LIST_BYTES = 1 << 20 };
	struct buf name = BUF_INIT(BUF_UNBOUNDED), text = BUF_INIT(LIST_BYTES);
	struct err none = ERR_INIT;
	struct stat st;
	int64_t pid = 0;
	buf_addf(&name, "%s-shm", path);
	if (stat(name.s, &st) == 0 && file_read("/proc/locks", &text, &none))
		for (struct str rest = buf_str(&text), line; pid == 0 && str_cut(&rest, '\n', &line);)
			if (!is_writer(line, st.st_ino, &pid))
				pid = 0;
	buf_free(&name);
	buf_free(&text);
	return pid;
}
