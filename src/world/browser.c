/* SPDX-License-Identifier: MIT
 * An address for the desktop: xdg-open, which is left to itself once it has begun. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "digest/buf.h"
#include "digest/world.h"

extern char **environ;

/* Some browsers come back at once, others stay until they are closed: after this the address counts as opened. */
enum { WAIT_MS = 5000, NAP_MS = 10 };

/* In a session of its own, so that no Ctrl-C of ours ends it; not in the way of what is read from and written to us. */
static int start(const char *const argv[], pid_t *pid)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attr;
	sigset_t none, defaults;
	sigemptyset(&none);
	sigemptyset(&defaults);
	sigaddset(&defaults, SIGPIPE);
	sigaddset(&defaults, SIGXFSZ);
	posix_spawn_file_actions_init(&actions);
	posix_spawnattr_init(&attr);
	posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	posix_spawnattr_setsigmask(&attr, &none);
	posix_spawnattr_setsigdefault(&attr, &defaults);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	int error = posix_spawnp(pid, argv[0], &actions, &attr, (char *const *)(uintptr_t)argv, environ);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&actions);
	return error;
}

bool browser_open(const char *address, struct err *e)
{
	const char *const argv[] = { "xdg-open", address, NULL };
	struct buf said = BUF_INIT(ERR_MSG_SIZE);
	pid_t pid, ended = 0;
	int status = 0, error = start(argv, &pid);
	if (error == ENOENT)
		return err_set(e, ERR_ABSENT, "%s: there is no command xdg-open (Debian's package xdg-utils)", address);
	if (error)
		return err_set(e, ERR_ABSENT, "%s: xdg-open cannot be started: %s", address, strerror(error));
	for (int64_t begun = clock_ticks(NULL); (ended = waitpid(pid, &status, WNOHANG)) == 0 && clock_ticks(NULL) - begun < WAIT_MS;)
		nanosleep(&(struct timespec){ .tv_nsec = NAP_MS * 1000000L }, NULL);
	if (ended != pid || status == 0)
		return true;
	child_status_text(status, &said);
	err_set(e, ERR_ABSENT, "%s: xdg-open did not open it: %s", address, said.s);
	buf_free(&said);
	return false;
}
