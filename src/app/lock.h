/* SPDX-License-Identifier: MIT
 * One harvest a store: a lock beside it, held as long as the process lives, however it ends. */
#ifndef APP_LOCK_H
#define APP_LOCK_H

#include "digest/err.h"

/* Take the lock of the store at PATH. *FD is to be given to lock_release(). ERR_BUSY: another run has it; ERR_STORE. */
bool lock_take(const char *path, int *fd, struct err *e) NODISCARD;
void lock_release(int fd);  /* negative is fine */

#endif
