/* SPDX-License-Identifier: MIT
 * Writing to a pipe or connection without a reader is an error here, not the end of the process: the signal is held back for this
 * thread around the write and taken off again if the write raised it. The process's own setting is not touched. */
#include "internal.h"

#include <errno.h>
#include <time.h>

static bool sigpipe_pending(void)
{
	sigset_t pending;
	sigpending(&pending);
	return sigismember(&pending, SIGPIPE) == 1;
}

static sigset_t only_sigpipe(void)
{
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGPIPE);
	return set;
}

void sigpipe_hold(struct sigpipe *s)
{
	sigset_t set = only_sigpipe();
	s->was_pending = sigpipe_pending();
	pthread_sigmask(SIG_BLOCK, &set, &s->old);
}

void sigpipe_release(const struct sigpipe *s)
{
	sigset_t set = only_sigpipe();
	struct timespec at_once = { 0, 0 };
	while (!s->was_pending && sigpipe_pending() && sigtimedwait(&set, NULL, &at_once) < 0 && errno == EINTR)
		;
	pthread_sigmask(SIG_SETMASK, &s->old, NULL);
}
