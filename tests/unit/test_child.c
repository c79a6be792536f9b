/* SPDX-License-Identifier: MIT
 * Children: real commands, each with one way to be difficult. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>

#include "digest/world.h"
#include "tests/unit/scratch.h"

struct seen {
	struct buf out, err;
	int done, status;
};

static void on_out(void *ctx, struct str s) { buf_adds(&((struct seen *)ctx)->out, s); }
static void on_err(void *ctx, struct str s) { buf_adds(&((struct seen *)ctx)->err, s); }
static void on_done(void *ctx, int status)
{
	struct seen *s = ctx;
	s->done++;
	s->status = status;
}

static struct child *start(struct loop *l, struct seen *s, const char *const *argv, const char *const *without)
{
	struct child *c = NULL;
	struct err e = ERR_INIT;
	*s = (struct seen){ .out = BUF_INIT(BUF_UNBOUNDED), .err = BUF_INIT(BUF_UNBOUNDED), .status = -2 };
	const struct child_options o = { .argv = argv, .env_without = without, .out = on_out, .err = on_err, .done = on_done, .ctx = s };
	if (!child_start(l, &o, &c, &e))
		fail_msg("%s: %s", argv[0], e.msg);
	return c;
}

/* Long enough for a busy machine: what never comes is what fails. */
enum { LONG_MS = 300000 };

static void wait_done(struct loop *l, const struct seen *s)
{
	struct err e = ERR_INIT;
	for (int64_t end = clock_ticks(NULL) + LONG_MS; s->done == 0 && clock_ticks(NULL) < end;)
		assert_true(loop_turn(l, 50, &e));
	if (s->done != 1)
		fail_msg("done was called %d times", s->done);
}

static void forget(struct loop *l, struct child *c, struct seen *s)
{
	child_free(c);
	buf_free(&s->out);
	buf_free(&s->err);
	loop_free(l);
}

/* ---- rows: a shell script, what it prints, how it ends ---- */

static const struct script {
	int line;
	const char *text, *input, *out, *err, *status;
} scripts[] = {
	{ __LINE__, "cat", "one\ntwo\n", "one\ntwo\n", "", "exit status 0" },
	{ __LINE__, "cat; echo oops >&2; exit 3", "", "", "oops\n", "exit status 3" },
	{ __LINE__, "kill -9 $$", "", "", "", "killed by signal 9 (Killed)" },
	{ __LINE__, "kill -TERM $$", "", "", "", "killed by signal 15 (Terminated)" },
	{ __LINE__, "exec >&- 2>&-; sleep 0.05; exit 4", "", "", "", "exit status 4" },       /* pipes closed first */
	{ __LINE__, "read -r pid comm state ppid pgrp rest </proc/self/stat; test $pgrp = $$ && echo own group", "", "own group\n", "",
	  "exit status 0" },
	{ __LINE__, "kill -PIPE $$; echo survived", "", "", "", "killed by signal 13 (Broken pipe)" },
	{ __LINE__, "sleep 100 & echo left one behind", "", "left one behind\n", "", "exit status 0" },
	{ __LINE__, "(sleep 100 >/dev/null 2>&1 </dev/null &) ; echo silent one", "", "silent one\n", "", "exit status 0" },
};

static void runs_script(void **state)
{
	const struct script *row = *state;
	const char *argv[] = { "sh", "-c", row->text, NULL };
	struct seen s;
	struct buf status = BUF_INIT(200);
	struct loop *l = loop_new(NULL);
	struct child *c = start(l, &s, argv, NULL);
	child_write(c, str_of(row->input));
	child_close_input(c);
	wait_done(l, &s);
	child_status_text(s.status, &status);
	if (strcmp(s.out.s, row->out) != 0 || strcmp(s.err.s, row->err) != 0 || strcmp(status.s, row->status) != 0)
		fail_msg("line %d: out \"%s\" err \"%s\" %s", row->line, s.out.s, s.err.s, status.s);
	buf_free(&status);
	forget(l, c, &s);
}

/* ---- rows: what cannot be started ---- */

static const struct bad {
	int line;
	const char *name, *text;  /* TEXT: of a file to make; NULL: none */
	mode_t mode;
	const char *want;         /* in the message */
} bad[] = {
	{ __LINE__, "no-such-command-here", NULL, 0, "no-such-command-here: command not found" },
	{ __LINE__, "./not/there", NULL, 0, "./not/there: command not found" },
	{ __LINE__, "/", NULL, 0, "cannot be started: Permission denied" },
	{ __LINE__, "@no-permission", "#!/bin/sh\n", 0644, "Permission denied" },
	{ __LINE__, "@no-interpreter", "#!/no/such/interpreter\n", 0755, "the interpreter named in its first line is missing" },
	{ __LINE__, "@no-format", "just words\n", 0755, "neither a program nor a script" },
	{ __LINE__, "", NULL, 0, "without a name" },
};

static void cannot_start(void **state)
{
	const struct bad *row = *state;
	char path[4096];
	snprintf(path, sizeof path, "%s", row->name[0] == '@' ? scratch(row->name + 1) : row->name);
	if (row->text)
		put_file(path, str_of(row->text), row->mode);
	const char *argv[] = { path, NULL };
	const struct child_options o = { .argv = argv };
	struct child *c = NULL;
	struct err e = ERR_INIT;
	struct loop *l = loop_new(NULL);
	if (child_start(l, &o, &c, &e) || e.kind != ERR_SUMMARIZER || strstr(e.msg, row->want) == NULL)
		fail_msg("line %d: %d %s", row->line, (int)e.kind, e.msg);
	loop_free(l);
}

/* ---- the rest, one by one ---- */

/* Far more than a pipe holds, both ways at once: whoever waits for one side only, hangs. */
static void more_than_pipes_hold(void **state)
{
	UNUSED(state);
	const char *argv[] = { "tee", "/dev/stderr", NULL };
	struct seen s;
	struct loop *l = loop_new(NULL);
	struct child *c = start(l, &s, argv, NULL);
	struct buf big = BUF_INIT(BUF_UNBOUNDED);
	for (unsigned i = 0; big.len < 5000000; i++)
		buf_addf(&big, "%u some line of text\n", i);
	for (size_t at = 0; at < big.len; at += 99991)  /* written in pieces */
		child_write(c, str_head(str_from(buf_str(&big), at), 99991));
	child_close_input(c);
	wait_done(l, &s);
	assert_int_equal(s.status, 0);
	assert_true(str_eq(buf_str(&s.out), buf_str(&big)));
	assert_true(str_eq(buf_str(&s.err), buf_str(&big)));
	assert_int_equal(child_backlog(c), 0);
	buf_free(&big);
	forget(l, c, &s);
}

/* It prints a lot before it reads anything. */
static void talks_first_listens_later(void **state)
{
	UNUSED(state);
	const char *argv[] = { PYTHON, "-c", "import sys\nsys.stderr.write('e' * 1000000)\nsys.stdout.write('o' * 1000000)\n"
	                       "sys.stdout.flush()\nprint(len(sys.stdin.read()))\n", NULL };
	struct seen s;
	struct loop *l = loop_new(NULL);
	struct child *c = start(l, &s, argv, NULL);
	char *input = xcalloc(1, 500000);
	memset(input, 'i', 500000);
	child_write(c, (struct str){ input, 500000 });
	child_close_input(c);
	wait_done(l, &s);
	assert_int_equal(s.err.len, 1000000);
	assert_int_equal(s.out.len, 1000007);
	assert_string_equal(s.out.s + 1000000, "500000\n");
	free(input);
	forget(l, c, &s);
}

/* The child closes its standard input and lives on: an error on our side, not a signal, and its output still comes. */
static void closes_its_input_early(void **state)
{
	UNUSED(state);
	const char *argv[] = { "sh", "-c", "read -r line; exec <&-; sleep 0.1; echo \"got $line\"", NULL };
	struct seen s;
	struct loop *l = loop_new(NULL);
	struct child *c = start(l, &s, argv, NULL);
	char *input = xcalloc(1, 1000000);
	memset(input, 'x', 1000000);
	assert_true(child_input_open(c));
	child_write(c, STR("first\n"));
	child_write(c, (struct str){ input, 1000000 });
	wait_done(l, &s);
	assert_string_equal(s.out.s, "got first\n");
	assert_int_equal(s.status, 0);
	assert_false(child_input_open(c));
	child_write(c, STR("to nobody"));
	assert_int_equal(child_backlog(c), 0);
	free(input);
	forget(l, c, &s);
}

/* Where nothing is written either, a closed input is seen. */
static void sees_that_input_was_closed(void **state)
{
	UNUSED(state);
	const char *argv[] = { "sh", "-c", "exec <&-; echo closed; sleep 100", NULL };
	struct seen s;
	struct err e = ERR_INIT;
	struct loop *l = loop_new(NULL);
	struct child *c = start(l, &s, argv, NULL);
	for (int64_t end = clock_ticks(NULL) + LONG_MS; child_input_open(c) && clock_ticks(NULL) < end;)
		assert_true(loop_turn(l, 50, &e));
	assert_false(child_input_open(c));
	forget(l, c, &s);
}

static void kill_takes_the_whole_group(void **state)
{
	UNUSED(state);
	const char *argv[] = { "sh", "-c", "sleep 100 & echo $!; sh -c 'sleep 100 & echo $!; wait'; wait", NULL };
	struct seen s;
	struct err e = ERR_INIT;
	struct loop *l = loop_new(NULL);
	struct child *c = start(l, &s, argv, NULL);
	long a = 0, b = 0;
	for (int64_t end = clock_ticks(NULL) + LONG_MS; sscanf(s.out.s, "%ld\n%ld\n", &a, &b) < 2 && clock_ticks(NULL) < end;)
		assert_true(loop_turn(l, 50, &e));
	assert_true(a > 0 && b > 0);
	child_kill(c);
	wait_done(l, &s);
	assert_true(WIFSIGNALED(s.status) && WTERMSIG(s.status) == SIGKILL);
	assert_true(is_gone(a));
	assert_true(is_gone(b));
	forget(l, c, &s);
}

static void free_ends_a_living_child(void **state)
{
	UNUSED(state);
	const char *argv[] = { "sh", "-c", "echo $$; sleep 100", NULL };
	struct seen s;
	struct err e = ERR_INIT;
	struct loop *l = loop_new(NULL);
	struct child *c = start(l, &s, argv, NULL);
	for (int64_t end = clock_ticks(NULL) + LONG_MS; s.out.len == 0 && clock_ticks(NULL) < end;)
		assert_true(loop_turn(l, 50, &e));
	long pid = atol(s.out.s);
	assert_true(pid > 0);
	child_free(c);
	assert_int_equal(kill((pid_t)pid, 0), -1);  /* collected, too: not even a zombie */
	assert_int_equal(s.done, 0);
	forget(l, NULL, &s);
}

struct freed_inside {
	struct child *c;
	int calls;
};
static void frees_itself(void *ctx, struct str bytes)
{
	struct freed_inside *f = ctx;
	UNUSED(bytes);
	f->calls++;
	child_free(f->c);
}
static void must_not_come(void *ctx, int status)
{
	UNUSED(ctx);
	fail_msg("done(%d) after child_free()", status);
}

static void free_from_a_callback(void **state)
{
	UNUSED(state);
	const char *argv[] = { "yes", NULL };
	struct freed_inside f = { .calls = 0 };
	const struct child_options o = { .argv = argv, .out = frees_itself, .done = must_not_come, .ctx = &f };
	struct err e = ERR_INIT;
	struct loop *l = loop_new(NULL);
	assert_true(child_start(l, &o, &f.c, &e));
	for (int i = 0; i < 20 && f.calls == 0; i++)
		assert_true(loop_turn(l, 500, &e));
	assert_true(loop_turn(l, 10, &e));
	assert_int_equal(f.calls, 1);
	loop_free(l);
}

static void environment_without(void **state)
{
	UNUSED(state);
	const char *argv[] = { "env", NULL }, *without[] = { "DIGEST_TEST_SECRET", "DIGEST_TEST_NONE", NULL };
	struct seen s;
	struct loop *l = loop_new(NULL);
	setenv("DIGEST_TEST_SECRET", "hidden", 1);
	setenv("DIGEST_TEST_SECRET2", "kept", 1);
	struct child *c = start(l, &s, argv, without);
	wait_done(l, &s);
	assert_null(strstr(s.out.s, "hidden"));
	assert_non_null(strstr(s.out.s, "DIGEST_TEST_SECRET2=kept\n"));
	assert_non_null(strstr(s.out.s, "PATH="));
	assert_string_equal(getenv("DIGEST_TEST_SECRET"), "hidden");
	unsetenv("DIGEST_TEST_SECRET");
	unsetenv("DIGEST_TEST_SECRET2");
	forget(l, c, &s);
}

static void words_are_not_for_a_shell(void **state)
{
	UNUSED(state);
	const char *argv[] = { "printf", "%s|", "$HOME", "*", "a b", "`id`", "", "\xe6\x91\x98", NULL };
	struct seen s;
	struct loop *l = loop_new(NULL);
	struct child *c = start(l, &s, argv, NULL);
	wait_done(l, &s);
	assert_string_equal(s.out.s, "$HOME|*|a b|`id`||\xe6\x91\x98|");
	forget(l, c, &s);
}

/* A child sees its three descriptors and nothing of its siblings' pipes: else their ends would never be seen. */
static void no_descriptor_leaks(void **state)
{
	UNUSED(state);
	const char *sleeper[] = { "sleep", "100", NULL };
	const char *argv[] = { PYTHON, "-c", "import os\nprint(sorted(int(f) for f in os.listdir('/proc/self/fd') if os.path.exists('/proc/self/fd/' + f)))", NULL };
	struct seen s, other;
	struct loop *l = loop_new(NULL);
	struct child *first = start(l, &other, sleeper, NULL);
	struct child *c = start(l, &s, argv, NULL);
	wait_done(l, &s);
	/* What this test program itself was started with may be there, too: ask the same of a plain fork. */
	char *plain = output_of(PYTHON " -c \"import os\nprint(sorted(int(f) for f in os.listdir('/proc/self/fd') if os.path.exists('/proc/self/fd/' + f)))\"");
	assert_string_equal(s.out.s, plain);
	free(plain);
	child_free(first);
	buf_free(&other.out);
	buf_free(&other.err);
	forget(l, c, &s);
}

/* Cron jobs and daemons may start us with standard descriptors closed: pipes then get the numbers 0 to 2. */
static void works_without_standard_descriptors(void **state)
{
	UNUSED(state);
	const char *argv[] = { "sh", "-c", "cat; echo err >&2", NULL };
	int kept[3];
	struct seen s;
	struct loop *l = loop_new(NULL);
	for (int i = 0; i < 3; i++) {
		kept[i] = fcntl(i, F_DUPFD_CLOEXEC, 10);
		close(i);
	}
	struct child *c = start(l, &s, argv, NULL);
	for (int i = 0; i < 3; i++) {
		dup2(kept[i], i);
		close(kept[i]);
	}
	child_write(c, STR("through"));
	child_close_input(c);
	wait_done(l, &s);
	assert_string_equal(s.out.s, "through");
	assert_string_equal(s.err.s, "err\n");
	forget(l, c, &s);
}

/* Fifty at once on one loop, each ends by itself. */
static void many_at_once(void **state)
{
	UNUSED(state);
	enum { N = 50 };
	struct seen s[N];
	struct child *c[N];
	struct loop *l = loop_new(NULL);
	for (int i = 0; i < N; i++) {
		char number[16];
		snprintf(number, sizeof number, "%d", i);
		const char *argv[] = { "sh", "-c", "cat; exit $0", number, NULL };
		c[i] = start(l, &s[i], argv, NULL);
		child_write(c[i], str_of(number));
		child_close_input(c[i]);
	}
	for (int i = 0; i < N; i++) {
		wait_done(l, &s[i]);
		assert_int_equal(WEXITSTATUS(s[i].status), i);
		assert_int_equal(atoi(s[i].out.s), i);
		child_free(c[i]);
		buf_free(&s[i].out);
		buf_free(&s[i].err);
	}
	loop_free(l);
}

int main(void)
{
	enum { MOST = COUNTOF(scripts) + COUNTOF(bad) };
	static char names[MOST][200];
	struct CMUnitTest tests[MOST + 32] = { { 0 } };
	size_t n = 0;
	for (size_t i = 0; i < COUNTOF(scripts); i++, n++) {
		snprintf(names[n], sizeof names[n], "script, line %d: %s", scripts[i].line, scripts[i].text);
		tests[n] = (struct CMUnitTest){ names[n], runs_script, NULL, NULL, (void *)(uintptr_t)&scripts[i] };
	}
	for (size_t i = 0; i < COUNTOF(bad); i++, n++) {
		snprintf(names[n], sizeof names[n], "cannot be started, line %d: %s", bad[i].line, bad[i].name);
		tests[n] = (struct CMUnitTest){ names[n], cannot_start, NULL, NULL, (void *)(uintptr_t)&bad[i] };
	}
	const struct CMUnitTest rest[] = {
		cmocka_unit_test(more_than_pipes_hold),
		cmocka_unit_test(talks_first_listens_later),
		cmocka_unit_test(closes_its_input_early),
		cmocka_unit_test(sees_that_input_was_closed),
		cmocka_unit_test(kill_takes_the_whole_group),
		cmocka_unit_test(free_ends_a_living_child),
		cmocka_unit_test(free_from_a_callback),
		cmocka_unit_test(environment_without),
		cmocka_unit_test(words_are_not_for_a_shell),
		cmocka_unit_test(no_descriptor_leaks),
		cmocka_unit_test(works_without_standard_descriptors),
		cmocka_unit_test(many_at_once),
	};
	memcpy(tests + n, rest, sizeof rest);
	n += COUNTOF(rest);
	return _cmocka_run_group_tests("child", tests, n, NULL, NULL);
}
