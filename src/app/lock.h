/* SPDX-License-Identifier: MIT
 * One harvest a store, and one run that asks the same summarizer for the same style: locks beside it, held as long as the
 * process lives, however it ends. */
#ifndef APP_LOCK_H
#define APP_LOCK_H

#include "digest/err.h"
#include "digest/log.h"
#include "digest/str.h"

/* Take the lock of the store at PATH. *FD is to be given to lock_release(). ERR_BUSY: another run has it; ERR_STORE. */
bool lock_take(const char *path, int *fd, struct err *e) NODISCARD;
/* Wait until no other run at the store of PATH holds the lock for WHAT, and take it; that it waits is said once. Where there
 * are no such locks: -1, and at once. */
int lock_wait(const char *path, struct str what, const struct log *log);
void lock_release(int fd);  /* negative is fine */

#endif
