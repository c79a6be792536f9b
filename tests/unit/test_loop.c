/* SPDX-License-Identifier: MIT
 * The one poll: order of timers, changes from inside callbacks, what ends a wait. */
#include <poll.h>
#include <signal.h>
#include <sys/time.h>

#include "src/world/internal.h"
#include "tests/unit/scratch.h"

struct seen {
	struct loop *loop;
	char order[64];
	struct timer a, b, c;
	struct watch w, v;
	int calls;
};

static void say(struct seen *s, char c) { s->order[strlen(s->order)] = c; }
static void timer_a(void *ctx) { say(ctx, 'a'); }
static void timer_b(void *ctx) { say(ctx, 'b'); }
static void timer_stops_b(void *ctx)
{
	struct seen *s = ctx;
	say(s, 'c');
	loop_untimer(s->loop, &s->b);
}
static void timer_again(void *ctx)
{
	struct seen *s = ctx;
	say(s, 'r');
	if (++s->calls < 3)
		loop_timer(s->loop, &s->a, 1);
}

/* Hours pass in no time, so that what is due is the same on a busy machine. */
enum { HOUR = 3600000 };
static struct clock hours;

static void pass(struct loop *l, int n)
{
	struct err e = ERR_INIT;
	hours.ahead_ms += (int64_t)n * HOUR;
	assert_true(loop_turn(l, 0, &e));
}

static void timers_in_order(void **state)
{
	UNUSED(state);
	struct seen s = { .loop = loop_new(&hours) };
	s.a = (struct timer){ .fn = timer_a, .ctx = &s };
	s.b = (struct timer){ .fn = timer_b, .ctx = &s };
	loop_timer(s.loop, &s.a, 4 * HOUR);
	loop_timer(s.loop, &s.b, HOUR);
	pass(s.loop, 0);
	assert_string_equal(s.order, "");
	pass(s.loop, 2);
	assert_string_equal(s.order, "b");
	pass(s.loop, 2);
	assert_string_equal(s.order, "ba");
	loop_free(s.loop);
}

static void a_timer_stops_another(void **state)
{
	UNUSED(state);
	struct seen s = { .loop = loop_new(&hours) };
	s.c = (struct timer){ .fn = timer_stops_b, .ctx = &s };
	s.b = (struct timer){ .fn = timer_b, .ctx = &s };
	loop_timer(s.loop, &s.c, 1);
	loop_timer(s.loop, &s.b, 1);
	pass(s.loop, 1);  /* both are due in one turn */
	pass(s.loop, 1);
	assert_string_equal(s.order, "c");
	loop_free(s.loop);
}

static void a_timer_starts_itself_again(void **state)
{
	UNUSED(state);
	struct seen s = { .loop = loop_new(&hours) };
	s.a = (struct timer){ .fn = timer_again, .ctx = &s };
	loop_timer(s.loop, &s.a, 1);
	for (int i = 0; i < 5; i++)
		pass(s.loop, 1);
	assert_string_equal(s.order, "rrr");
	loop_free(s.loop);
}

static void starting_again_moves_it(void **state)
{
	UNUSED(state);
	struct seen s = { .loop = loop_new(&hours) };
	s.a = (struct timer){ .fn = timer_a, .ctx = &s };
	loop_timer(s.loop, &s.a, 1);
	loop_timer(s.loop, &s.a, 10 * HOUR);
	pass(s.loop, 1);
	assert_string_equal(s.order, "");
	loop_untimer(s.loop, &s.a);
	loop_free(s.loop);
}

static void watch_removes_both(void *ctx, short revents)
{
	struct seen *s = ctx;
	UNUSED(revents);
	say(s, 'w');
	loop_unwatch(s->loop, &s->w);
	loop_unwatch(s->loop, &s->v);
}

/* Both are ready in one poll; whoever comes first takes the other one off, which must not be called then. */
static void a_watch_removes_another(void **state)
{
	UNUSED(state);
	int p[2];
	struct err e = ERR_INIT;
	struct seen s = { .loop = loop_new(NULL) };
	assert_int_equal(pipe(p), 0);
	assert_int_equal(write(p[1], "x", 1), 1);
	s.w = (struct watch){ .fd = p[0], .events = POLLIN, .fn = watch_removes_both, .ctx = &s };
	s.v = s.w;
	loop_watch(s.loop, &s.w);
	loop_watch(s.loop, &s.v);
	assert_true(loop_turn(s.loop, 1000, &e));
	assert_true(loop_turn(s.loop, 0, &e));
	assert_string_equal(s.order, "w");
	loop_free(s.loop);
	close(p[0]);
	close(p[1]);
}

static void waiting_for_nothing_is_a_defect(void **state)
{
	UNUSED(state);
	struct err e = ERR_INIT;
	struct loop *l = loop_new(NULL);
	assert_false(loop_turn(l, -1, &e));
	assert_int_equal(e.kind, ERR_DEFECT);
	loop_free(l);
}

static void a_time_limit_ends_the_wait(void **state)
{
	UNUSED(state);
	struct err e = ERR_INIT;
	struct loop *l = loop_new(NULL);
	int64_t t = clock_ticks(NULL);
	assert_true(loop_turn(l, 20, &e));
	assert_true(clock_ticks(NULL) - t >= 19);
	loop_free(l);
}

static void nothing(int sig) { UNUSED(sig); }

static void a_signal_ends_the_wait(void **state)
{
	UNUSED(state);
	struct err e = ERR_INIT;
	struct loop *l = loop_new(NULL);
	struct sigaction act = { .sa_handler = nothing }, old;
	struct itimerval soon = { .it_value = { 0, 10000 } };
	sigaction(SIGALRM, &act, &old);
	setitimer(ITIMER_REAL, &soon, NULL);
	int64_t t = clock_ticks(NULL);
	assert_true(loop_turn(l, 3600000, &e));
	assert_true(clock_ticks(NULL) - t < 3600000);
	sigaction(SIGALRM, &old, NULL);
	loop_free(l);
}

/* Writing to a pipe without a reader: EPIPE, no signal then or later, and the process's own setting as before. */
static void sigpipe_is_held_back(void **state)
{
	UNUSED(state);
	int p[2];
	struct sigpipe sp;
	sigset_t pending;
	assert_int_equal(pipe(p), 0);
	close(p[0]);
	sigpipe_hold(&sp);
	assert_int_equal(write(p[1], "x", 1), -1);
	sigpipe_release(&sp);
	close(p[1]);
	sigpending(&pending);
	assert_false(sigismember(&pending, SIGPIPE));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(timers_in_order),
		cmocka_unit_test(a_timer_stops_another),
		cmocka_unit_test(a_timer_starts_itself_again),
		cmocka_unit_test(starting_again_moves_it),
		cmocka_unit_test(a_watch_removes_another),
		cmocka_unit_test(waiting_for_nothing_is_a_defect),
		cmocka_unit_test(a_time_limit_ends_the_wait),
		cmocka_unit_test(a_signal_ends_the_wait),
		cmocka_unit_test(sigpipe_is_held_back),
	};
	return cmocka_run_group_tests_name("loop", tests, NULL, NULL);
}
