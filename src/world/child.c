/* SPDX-License-Identifier: MIT
 * Children: commands run without a shell, in a process group of their own, written to and read from at once.
 *
 * A child has ended when its process is gone and both its pipes are closed. The process is seen through a pidfd, so
 * that no signal handler is needed (where the kernel has none, a timer asks). It is only collected at the very end: as
 * long as the dead leader stays, its number cannot be given to another group, and the kill of what it left behind
 * hits nobody else. */
#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "digest/mem.h"
#include "digest/vec.h"

extern char **environ;

enum {
	GRACE_MS = 500,      /* for what a child left behind to close the pipes, once the child itself is gone */
	ASK_MS = 20,         /* between two questions whether it lives, where there is no pidfd */
	FREE_WAIT_MS = 1000, /* for a killed child to disappear */
	LAST_READS = 32,     /* of a pipe, after all processes of the group were killed */
	QUEUE_SLACK = 64 * 1024,
};

struct child {
	struct loop *loop;
	struct child_options o;  /* argv and env_without are not kept */
	pid_t pid;
	struct watch in, out, err, process;  /* fd -1: closed */
	struct timer timer;
	struct buf queue;  /* for its standard input; the first `taken` bytes are gone already */
	size_t taken;
	bool close_when_empty, exited, reaped, freed;
};

/* ---- Starting ---- */

/* Descriptors 0 to 2 may be closed in this process; a pipe that got such a number would be in its own way. */
static int above_stdio(int fd)
{
	if (fd < 0 || fd > 2)
		return fd;
	int moved = fcntl(fd, F_DUPFD_CLOEXEC, 3);
	close(fd);
	return moved;
}

/* PIPES[i][0] is read from, PIPES[i][1] written to; i is the child's descriptor. */
static bool make_pipes(int pipes[3][2])
{
	for (int i = 0; i < 3; i++)
		pipes[i][0] = pipes[i][1] = -1;
	for (int i = 0; i < 3; i++) {
		if (pipe2(pipes[i], O_CLOEXEC) != 0)
			return false;
		for (int j = 0; j < 2; j++)
			if ((pipes[i][j] = above_stdio(pipes[i][j])) < 0)
				return false;
		int ours = pipes[i][i == 0 ? 1 : 0];
		fcntl(ours, F_SETFL, O_NONBLOCK);
	}
	return true;
}

static void close_fd(int fd)
{
	if (fd >= 0)
		close(fd);
}

/* The environment without the variables named; only the array is new. */
static char **environment(const char *const *without)
{
	size_t n = 0, kept = 0;
	while (environ && environ[n])
		n++;
	char **env = xcalloc(n + 1, sizeof *env);
	for (size_t i = 0; i < n; i++) {
		size_t name = strcspn(environ[i], "=");
		bool drop = false;
		for (size_t j = 0; without && without[j] && !drop; j++)
			drop = strlen(without[j]) == name && memcmp(without[j], environ[i], name) == 0;
		if (!drop)
			env[kept++] = environ[i];
	}
	return env;
}

/* posix_spawn rather than fork: the cost does not grow with our memory, and it says why exec failed. */
static int spawn(const struct child_options *o, int pipes[3][2], pid_t *pid)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attr;
	sigset_t none, defaults;
	sigemptyset(&none);
	sigemptyset(&defaults);
	sigaddset(&defaults, SIGPIPE);
	sigaddset(&defaults, SIGXFSZ);
	sigaddset(&defaults, SIGCHLD);
	posix_spawn_file_actions_init(&actions);
	posix_spawnattr_init(&attr);
	for (int i = 0; i < 3; i++)
		posix_spawn_file_actions_adddup2(&actions, pipes[i][i == 0 ? 0 : 1], i);
	posix_spawnattr_setpgroup(&attr, 0);
	posix_spawnattr_setsigmask(&attr, &none);
	posix_spawnattr_setsigdefault(&attr, &defaults);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	char **env = environment(o->env_without);
	/* posix_spawnp() does not change the words; its prototype is older than const. */
	int error = posix_spawnp(pid, o->argv[0], &actions, &attr, (char *const *)(uintptr_t)o->argv, env);
	free(env);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&actions);
	return error;
}

static bool cannot_start(const char *name, int error, struct err *e)
{
	if (error == ENOENT && strchr(name, '/') && access(name, F_OK) == 0)
		return err_set(e, ERR_SUMMARIZER, "%s: cannot be started: the interpreter named in its first line is missing", name);
	if (error == ENOENT)
		return err_set(e, ERR_SUMMARIZER, "%s: command not found", name);
	if (error == ENOEXEC)
		return err_set(e, ERR_SUMMARIZER, "%s: cannot be started: neither a program nor a script that begins with #!", name);
	return err_set(e, ERR_SUMMARIZER, "%s: cannot be started: %s", name, strerror(error));
}

static void on_in(void *ctx, short revents);
static void on_out(void *ctx, short revents);
static void on_err(void *ctx, short revents);
static void on_process(void *ctx, short revents);
static void on_timer(void *ctx);

static void watch_fd(struct child *c, struct watch *w, int fd, short events, void (*fn)(void *, short))
{
	*w = (struct watch){ .fd = fd, .events = events, .fn = fn, .ctx = c };
	if (fd >= 0)
		loop_watch(c->loop, w);
}

static int pidfd(pid_t pid)
{
#ifdef SYS_pidfd_open
	return (int)syscall(SYS_pidfd_open, pid, 0);  /* close-on-exec by itself */
#else
	UNUSED(pid);
	return -1;
#endif
}

bool child_start(struct loop *l, const struct child_options *o, struct child **ret, struct err *e)
{
	int pipes[3][2];
	pid_t pid = -1;
	if (o->argv[0] == NULL || o->argv[0][0] == '\0')
		return err_set(e, ERR_SUMMARIZER, "a command without a name");
	int error = make_pipes(pipes) ? 0 : errno;
	if (error == 0)
		error = spawn(o, pipes, &pid);
	for (int i = 0; i < 3; i++) {
		close_fd(pipes[i][i == 0 ? 0 : 1]);
		if (error)
			close_fd(pipes[i][i == 0 ? 1 : 0]);
	}
	if (error)
		return cannot_start(o->argv[0], error, e);
	struct child *c = xcalloc(1, sizeof *c);
	*c = (struct child){ .loop = l, .o = *o, .pid = pid, .queue = BUF_INIT(BUF_UNBOUNDED) };
	c->timer = (struct timer){ .fn = on_timer, .ctx = c };
	watch_fd(c, &c->in, pipes[0][1], 0, on_in);
	watch_fd(c, &c->out, pipes[1][0], POLLIN, on_out);
	watch_fd(c, &c->err, pipes[2][0], POLLIN, on_err);
	watch_fd(c, &c->process, pidfd(pid), POLLIN, on_process);
	if (c->process.fd < 0)
		loop_timer(l, &c->timer, ASK_MS);
	*ret = c;
	return true;
}

/* ---- Writing ---- */

static void close_watch(struct child *c, struct watch *w)
{
	if (w->fd < 0)
		return;
	loop_unwatch(c->loop, w);
	close(w->fd);
	w->fd = -1;
}

static void close_in(struct child *c)
{
	close_watch(c, &c->in);
	buf_free(&c->queue);
	c->taken = 0;
}

void child_write(struct child *c, struct str bytes)
{
	if (c->in.fd < 0 || c->close_when_empty)
		return;
	if (c->taken > QUEUE_SLACK && c->taken > c->queue.len / 2) {  /* the taken part is moved over rarely: linear in all */
		c->queue.len -= c->taken;
		memmove(c->queue.s, c->queue.s + c->taken, c->queue.len + 1);
		c->taken = 0;
	}
	buf_adds(&c->queue, bytes);
	if (child_backlog(c))
		c->in.events = POLLOUT;
}

size_t child_backlog(const struct child *c) { return c->queue.len - c->taken; }
bool child_input_open(const struct child *c) { return c->in.fd >= 0 && !c->close_when_empty; }

void child_close_input(struct child *c)
{
	c->close_when_empty = true;
	if (child_backlog(c) == 0)
		close_in(c);
}

static void on_in(void *ctx, short revents)
{
	struct child *c = ctx;
	if (revents & POLLOUT) {
		struct sigpipe sp;
		sigpipe_hold(&sp);
		ssize_t n = write(c->in.fd, c->queue.s + c->taken, child_backlog(c));
		int error = n < 0 ? errno : 0;
		sigpipe_release(&sp);
		if (n > 0)
			c->taken += (size_t)n;
		if (error && error != EAGAIN && error != EINTR) {
			close_in(c);
			return;
		}
	} else if (revents & (POLLERR | POLLNVAL)) {  /* the child reads no more */
		close_in(c);
		return;
	}
	if (child_backlog(c) > 0)
		return;
	buf_clear(&c->queue);
	c->taken = 0;
	c->in.events = 0;
	if (c->close_when_empty)
		close_in(c);
}

/* ---- Reading, and the end ---- */

/* Everything is over: collect the process and tell. */
static void finish(struct child *c)
{
	int status = 0;
	loop_untimer(c->loop, &c->timer);
	close_in(c);
	kill(-c->pid, SIGKILL);  /* what the child left behind */
	pid_t got;
	while ((got = waitpid(c->pid, &status, 0)) < 0 && errno == EINTR)
		;
	if (got != c->pid)
		status = -1;  /* its status was collected elsewhere: perhaps SIGCHLD is ignored */
	c->reaped = true;
	if (!c->freed && c->o.done)
		c->o.done(c->o.ctx, status);
}

static void maybe_finish(struct child *c)
{
	if (c->exited && c->out.fd < 0 && c->err.fd < 0 && !c->reaped && !c->freed)
		finish(c);
}

/* One read; false if the pipe has nothing (more) to give for now, or is closed. */
static bool read_once(struct child *c, struct watch *w, void (*fn)(void *, struct str))
{
	if (w->fd < 0)
		return false;
	char *scratch = loop_scratch(c->loop);
	ssize_t n = read(w->fd, scratch, LOOP_SCRATCH);
	if (n > 0) {
		if (fn)
			fn(c->o.ctx, (struct str){ scratch, (size_t)n });
		return !c->freed;
	}
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return false;
	close_watch(c, w);
	return false;
}

static void on_out(void *ctx, short revents)
{
	struct child *c = ctx;
	UNUSED(revents);
	read_once(c, &c->out, c->o.out);
	maybe_finish(c);
}

static void on_err(void *ctx, short revents)
{
	struct child *c = ctx;
	UNUSED(revents);
	read_once(c, &c->err, c->o.err);
	maybe_finish(c);
}

static void process_gone(struct child *c)
{
	c->exited = true;
	close_watch(c, &c->process);
	loop_untimer(c->loop, &c->timer);
	if (c->out.fd >= 0 || c->err.fd >= 0)
		loop_timer(c->loop, &c->timer, GRACE_MS);
	maybe_finish(c);
}

static void on_process(void *ctx, short revents)
{
	UNUSED(revents);
	process_gone(ctx);
}

/* The leader has ended, but other processes of its group hold its pipes open: end them, read what is still in the pipes. */
static void end_leftovers(struct child *c)
{
	kill(-c->pid, SIGKILL);
	for (int i = 0; i < LAST_READS && read_once(c, &c->out, c->o.out); i++)
		;
	for (int i = 0; i < LAST_READS && !c->freed && read_once(c, &c->err, c->o.err); i++)
		;
	if (c->freed)
		return;
	close_watch(c, &c->out);
	close_watch(c, &c->err);
	maybe_finish(c);
}

static bool is_dead(pid_t pid)
{
	siginfo_t info = { 0 };
	return waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid == pid;
}

static void on_timer(void *ctx)
{
	struct child *c = ctx;
	if (c->exited)
		end_leftovers(c);
	else if (is_dead(c->pid))
		process_gone(c);
	else
		loop_timer(c->loop, &c->timer, ASK_MS);
}

void child_kill(struct child *c)
{
	if (!c->reaped)
		kill(-c->pid, SIGKILL);
}

/* Collect a killed process: soon, as a rule at once; one that the kernel cannot end now is left to init. */
static void collect(pid_t pid)
{
	struct timespec ms = { 0, 1000000 };
	for (int i = 0; i < FREE_WAIT_MS; i++) {
		pid_t got = waitpid(pid, NULL, WNOHANG);
		if (got == pid || (got < 0 && errno != EINTR))
			return;
		nanosleep(&ms, NULL);
	}
}

void child_free(struct child *c)
{
	if (c == NULL || c->freed)
		return;
	c->freed = true;
	loop_untimer(c->loop, &c->timer);
	close_in(c);
	close_watch(c, &c->out);
	close_watch(c, &c->err);
	close_watch(c, &c->process);
	if (!c->reaped) {
		kill(-c->pid, SIGKILL);
		collect(c->pid);
	}
	loop_free_later(c->loop, c);
}

/* ---- What became of it ---- */

static const char *signal_name(int sig)
{
#ifdef __GLIBC__
	const char *name = sigdescr_np(sig);  /* unlike strsignal(), the same in every locale */
	return name ? name : "unknown";
#else
	return strsignal(sig);
#endif
}

void child_status_text(int status, struct buf *out)
{
	if (status == -1)
		buf_addz(out, "unknown status");
	else if (WIFSIGNALED(status))
		buf_addf(out, "killed by signal %d (%s)", WTERMSIG(status), signal_name(WTERMSIG(status)));
	else
		buf_addf(out, "exit status %d", WEXITSTATUS(status));
}
