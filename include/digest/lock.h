/* SPDX-License-Identifier: MIT
 * Locks beside a store: one harvest at a time, one run that asks the same summarizer for the same style, one that writes pages.
 * Each is held by a process and ends with it, however that ends; the file says which process and since when. */
#ifndef DIGEST_LOCK_H
#define DIGEST_LOCK_H

#include <sys/types.h>

#include "digest/arena.h"
#include "digest/err.h"
#include "digest/log.h"
#include "digest/str.h"

/* How long a run waits for another one; that it does, and for which, is said to LOG at once. 0: not at all. */
struct lock_wait {
	int64_t seconds;
	const struct log *log;
};

struct lock {
	int fd;                  /* below 0: not taken */
	off_t at;                /* of its slot in the file */
	bool whole;              /* of the whole file */
};
#define LOCK_INIT { .fd = -1 }

/* Take the lock of the store at PATH. ERR_BUSY: another run has it, which the message names; ERR_STORE. */
bool lock_store(const char *path, const struct lock_wait *p, struct lock *ret, struct err *e) NODISCARD;
/* Take the lock for WHAT at the store of PATH; to be released before another WHAT is taken. DOES: what the run that has it is
 * doing, as messages say it. Where no file can be made for such locks it is true, and nothing is taken. ERR_BUSY. */
bool lock_task(const char *path, struct str what, const char *does, const struct lock_wait *p, struct lock *ret,
               struct err *e) NODISCARD;
void lock_release(struct lock *l);  /* one that is not taken is fine */

/* What stands in the lock file of the store at PATH. */
struct lock_state {
	bool held;               /* by a process */
	int64_t pid;             /* as the file says; 0: it names none */
	struct str since;        /* RFC 3339, in A */
};
/* False: there is no such file, or it cannot be looked at. */
bool lock_read(const char *path, struct arena *a, struct lock_state *ret) NODISCARD;
/* Take out what a process that is gone left in the file. False: it is held, or cannot be written. */
bool lock_clear(const char *path) NODISCARD;

/* The process that writes to the SQLite file at PATH, as the system's list of locks says; 0: not known. */
int64_t lock_writer(const char *path);

#endif
