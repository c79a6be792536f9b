/* SPDX-License-Identifier: MIT
 * Ctrl-C and kill do not end the process at once: code that waits on a loop can put things in order before it ends.
 *
 * The signals are held back and read from a descriptor, so that there is no handler, and nothing that it would have to
 * share. The first one lets them through again: a second Ctrl-C ends the process as ever. What is ignored already
 * (nohup, a shell's background jobs) stays ignored. */
#include "internal.h"

#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/signalfd.h>
#endif

#include "digest/mem.h"

enum { ASK_MS = 100 };  /* between two questions whether one came, where there is no descriptor for it */

static const struct { int number; const char *name; } heard[] = {
	{ SIGINT, "SIGINT" }, { SIGTERM, "SIGTERM" }, { SIGHUP, "SIGHUP" },
};

struct interrupt {
	struct loop *loop;
	sigset_t set, before;
	struct watch watch;  /* fd -1: there is none */
	struct timer timer;
	bool holds;
	int number;          /* of the signal that came; 0: none */
};

static void let_through(struct interrupt *i)
{
	if (i->holds)
		sigprocmask(SIG_SETMASK, &i->before, NULL);
	i->holds = false;
}

static void came(struct interrupt *i, int number)
{
	const char *name = "a signal";
	for (size_t k = 0; k < COUNTOF(heard); k++)
		if (heard[k].number == number)
			name = heard[k].name;
	i->number = number;
	loop_interrupt(i->loop, name);
	let_through(i);
}

static void on_signal(void *ctx, short revents)
{
	struct interrupt *i = ctx;
	UNUSED(revents);
#ifdef __linux__
	struct signalfd_siginfo info;
	if (i->number == 0 && read(i->watch.fd, &info, sizeof info) == (ssize_t)sizeof info)
		came(i, (int)info.ssi_signo);
#else
	UNUSED(i);
#endif
}

static void on_timer(void *ctx)
{
	struct interrupt *i = ctx;
	sigset_t pending;
	int number;
	if (sigpending(&pending) == 0)
		for (size_t k = 0; k < COUNTOF(heard) && i->number == 0; k++)
			if (sigismember(&i->set, heard[k].number) == 1 && sigismember(&pending, heard[k].number) == 1 &&
			    sigwait(&i->set, &number) == 0)
				came(i, number);
	if (i->number == 0)
		loop_timer(i->loop, &i->timer, ASK_MS);
}

struct interrupt *interrupt_new(struct loop *l)
{
	struct interrupt *i = xcalloc(1, sizeof *i);
	*i = (struct interrupt){ .loop = l, .watch = { .fd = -1, .events = POLLIN, .fn = on_signal, .ctx = i },
	                         .timer = { .fn = on_timer, .ctx = i } };
	sigemptyset(&i->set);
	for (size_t k = 0; k < COUNTOF(heard); k++) {
		struct sigaction now;
		if (sigaction(heard[k].number, NULL, &now) == 0 && now.sa_handler != SIG_IGN)
			sigaddset(&i->set, heard[k].number);
	}
	i->holds = sigprocmask(SIG_BLOCK, &i->set, &i->before) == 0;
#ifdef __linux__
	i->watch.fd = signalfd(-1, &i->set, SFD_CLOEXEC | SFD_NONBLOCK);
#endif
	if (i->watch.fd >= 0)
		loop_watch(l, &i->watch);
	else
		loop_timer(l, &i->timer, ASK_MS);
	return i;
}

int interrupt_free(struct interrupt *i)
{
	if (i == NULL)
		return 0;
	if (i->watch.fd >= 0) {
		loop_unwatch(i->loop, &i->watch);
		close(i->watch.fd);
	}
	loop_untimer(i->loop, &i->timer);
	let_through(i);
	int number = i->number;
	free(i);
	return number;
}
