/* SPDX-License-Identifier: MIT
 * For tests that ask a host: peers/manners.py started, and what it wrote down. */
#ifndef DIGEST_TESTS_MANNERS_H
#define DIGEST_TESTS_MANNERS_H

#include <signal.h>
#include <sys/wait.h>

#include "digest/world.h"
#include "tests/unit/scratch.h"

struct manners {
	pid_t pid;
	int port;
	char log[4096];
};

/* Start ARGV, whose first line has a port behind LABEL; 0: it did not say one. */
static inline int start_peer(const char *const argv[], const char *label, pid_t *pid)
{
	int p[2];
	struct buf text = BUF_INIT(10000);
	char c;
	assert_int_equal(pipe(p), 0);
	*pid = fork();
	if (*pid == 0) {
		dup2(p[1], 1);
		dup2(p[1], 2);
		close(p[0]);
		close(p[1]);
		execvp(argv[0], (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	close(p[1]);
	int port = 0;
	while (port == 0 && read(p[0], &c, 1) == 1) {
		buf_addc(&text, c);
		size_t at = str_find(buf_str(&text), label, 0);
		if (c == '\n' && at != STR_NONE)
			port = atoi(text.s + at + strlen(label));
	}
	buf_free(&text);
	/* the pipe stays open: a peer that goes on talking must not die of it */
	return port;
}

static inline void stop_peer(pid_t pid)
{
	if (pid > 0) {
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
	}
}

static inline bool manners_start(struct manners *m)
{
	snprintf(m->log, sizeof m->log, "%s", scratch("manners.log"));
	const char *const argv[] = { PYTHON, PEERS "/manners.py", m->log, NULL };
	m->port = start_peer(argv, "", &m->pid);
	return m->port > 0;
}

/* The log's end as it is now: what comes after belongs to the test that asks. */
static inline size_t manners_mark(const struct manners *m)
{
	size_t n;
	free(get_file(m->log, &n));
	return n;
}

struct seen {
	long long at[200];           /* ms */
	int under_way[200], connections[200];
	char path[200][200];
	char *text;                  /* all lines; the caller frees */
	int n;
};

static inline struct seen manners_seen(const struct manners *m, size_t mark)
{
	struct seen s = { .n = 0 };
	char *all = get_file(m->log, NULL);
	s.text = xstrdup(all + mark);
	free(all);
	struct str line, rest = str_of(s.text);
	while (s.n < 200 && str_cut(&rest, '\n', &line))
		if (sscanf(line.p, "%lld\t%d\t%d\t%199[^\t]", &s.at[s.n], &s.under_way[s.n], &s.connections[s.n], s.path[s.n]) == 4)
			s.n++;
	return s;
}

#endif
