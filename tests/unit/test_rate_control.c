/* SPDX-License-Identifier: MIT
 * The rate at which an endpoint is asked, on a clock of the test's own: what a dead one costs, who slows down when and how far. */
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "digest/macros.h"
#include "digest/rate_control.h"

/* Ask as fast as it may be, each request ending after TAKES ms: the clock when there is no hope any more. */
static int64_t time_to_give_up(int jobs, int64_t delay, int64_t takes, bool busy, int *requests)
{
	struct rate_control p;
	int64_t now = 1000, at;
	rate_control_init(&p, jobs, delay);
	for (*requests = 0; *requests < 10000;) {
		int64_t began = now;
		int n = 0;
		for (; rate_control_may_begin(&p, now, &at); n++)
			rate_control_begins(&p);
		assert_true(n > 0 || (at > now && at != INT64_MAX));
		if (n == 0) {
			now = at;
			continue;
		}
		now += takes;
		*requests += n;
		while (n-- > 0)
			if (!rate_control_failed(&p, now, began, busy))
				return now - 1000;
	}
	fail_msg("%d requests", *requests);
	return 0;
}

static const struct row {
	int line, jobs;
	int64_t takes;
	bool busy;
	int64_t least, most;  /* milliseconds */
	int requests;         /* at most */
} rows[] = {
	{ __LINE__, 1, 0, false, 15000, 20000, 5 + 4 },
	{ __LINE__, 8, 0, false, 15000, 20000, 8 + 4 },
	{ __LINE__, 1000, 0, false, 15000, 20000, 1000 + 4 },
	{ __LINE__, 8, 5000, false, 20000, 40000, 8 + 4 },
	{ __LINE__, 8, 600000, false, 600000, 1300000, 8 + 2 },  /* a time limit of ten minutes: one more of these is enough */
	{ __LINE__, 8, 100, true, 60000, 180000, 8 + 8 },        /* busy is not dead */
};

static void no_hope(void **state)
{
	const struct row *row = *state;
	int requests;
	int64_t t = time_to_give_up(row->jobs, 1000, row->takes, row->busy, &requests);
	if (t < row->least || t > row->most || requests > row->requests)
		fail_msg("line %d: %lld ms, %d requests", row->line, (long long)t, requests);
}

static int may_begin(struct rate_control *p, int64_t now)
{
	int64_t at;
	int n = 0;
	for (; n < 100 && rate_control_may_begin(p, now, &at); n++)
		rate_control_begins(p);
	return n;
}

static void one_answer_closes_the_circuit(void **state)
{
	UNUSED(state);
	struct rate_control p;
	rate_control_init(&p, 8, 1000);
	assert_int_equal(may_begin(&p, 0), 8);
	for (int i = 0; i < 8; i++)
		assert_true(rate_control_failed(&p, 10, 0, false));
	assert_int_equal(may_begin(&p, 11), 0);
	assert_int_equal(may_begin(&p, 1009), 0);
	assert_int_equal(may_begin(&p, 1010), 1);  /* a probe, one */
	rate_control_succeeded(&p);
	assert_int_equal(may_begin(&p, 1020), 8);
}

static void four_failures_do_not_open_it(void **state)
{
	UNUSED(state);
	struct rate_control p;
	rate_control_init(&p, 8, 1000);
	for (int i = 0; i < 100; i++) {
		assert_int_equal(may_begin(&p, i), 8);
		for (int k = 0; k < 4; k++)
			assert_true(rate_control_failed(&p, i, i, false));
		for (int k = 0; k < 4; k++)
			rate_control_succeeded(&p);
	}
}

static void busy_halves_once_a_rest(void **state)
{
	UNUSED(state);
	struct rate_control p;
	rate_control_init(&p, 32, 1000);
	assert_int_equal(may_begin(&p, 100), 32);
	for (int i = 0; i < 4; i++) {  /* told the same before the first of them was heard: one reason */
		assert_true(rate_control_failed(&p, 200 + i, 100, true));
		rate_control_pause(&p, 200 + i, 5000);
	}
	for (int i = 0; i < 28; i++)
		rate_control_succeeded(&p);
	assert_int_equal(may_begin(&p, 4999), 0);
	int n = may_begin(&p, 5000);
	assert_in_range(n, 16, 32);  /* half of 32, and one more for each answer since */
	rate_control_init(&p, 32, 1000);
	may_begin(&p, 100);
	for (int i = 0; i < 4; i++) {
		assert_true(rate_control_failed(&p, 200, 100, true));
		rate_control_pause(&p, 200, 5000);
	}
	for (int i = 0; i < 28; i++)
		rate_control_cancelled(&p);
	assert_int_equal(may_begin(&p, 5000), 16);
	for (int round = 0, want = 8; round < 6; round++, want = want > 1 ? want / 2 : 1) {
		int64_t now = 5000 + 1000 * (round + 1);
		p.failures = 0;  /* the circuit is another matter */
		assert_true(rate_control_failed(&p, now - 500, now - 900, true));
		rate_control_pause(&p, now - 500, now);
		for (n = p.under_way; n > 0; n--)
			rate_control_cancelled(&p);
		assert_int_equal(may_begin(&p, now), want);
	}
}

/* What began in the tick of the pause was under way when the endpoint said so: it says nothing new. */
static void same_tick(void **state)
{
	UNUSED(state);
	struct rate_control p;
	rate_control_init(&p, 8, 1000);
	assert_int_equal(may_begin(&p, 0), 8);
	assert_true(rate_control_failed(&p, 200, 100, true));
	rate_control_pause(&p, 200, 5000);
	assert_int_equal(p.allowed, 4);
	assert_true(rate_control_failed(&p, 210, 200, true));
	assert_int_equal(p.allowed, 4);
	assert_true(rate_control_failed(&p, 220, 201, true));
	assert_int_equal(p.allowed, 2);
}

static void the_later_rest_counts(void **state)
{
	UNUSED(state);
	struct rate_control p;
	int64_t at;
	rate_control_init(&p, 4, 1000);
	rate_control_pause(&p, 0, 500);
	rate_control_pause(&p, 10, 300);
	assert_false(rate_control_may_begin(&p, 499, &at));
	assert_int_equal(at, 500);
	assert_true(rate_control_may_begin(&p, 500, &at));
}

static void delays_double_up_to_a_limit(void **state)
{
	UNUSED(state);
	struct rate_control p;
	rate_control_init(&p, 4, 1000);
	static const int64_t want[] = { 1000, 2000, 4000, 8000, 16000, RATE_MOST_BACKOFF_MS, RATE_MOST_BACKOFF_MS };
	for (int i = 0; i < (int)COUNTOF(want); i++)
		assert_int_equal(rate_control_backoff(&p, i + 1), want[i]);
	assert_int_equal(rate_control_backoff(&p, 1000000), RATE_MOST_BACKOFF_MS);
}

int main(void)
{
	static char titles[COUNTOF(rows)][80];
	struct CMUnitTest tests[COUNTOF(rows) + 6] = { { 0 } };
	size_t n = 0;
	for (; n < COUNTOF(rows); n++) {
		snprintf(titles[n], sizeof titles[n], "line %d: %d jobs, requests of %d ms", rows[n].line, rows[n].jobs, (int)rows[n].takes);
		tests[n] = (struct CMUnitTest){ titles[n], no_hope, NULL, NULL, (void *)(uintptr_t)&rows[n] };
	}
	const struct CMUnitTest rest[] = {
		cmocka_unit_test(same_tick),
		cmocka_unit_test(one_answer_closes_the_circuit),
		cmocka_unit_test(four_failures_do_not_open_it),
		cmocka_unit_test(busy_halves_once_a_rest),
		cmocka_unit_test(the_later_rest_counts),
		cmocka_unit_test(delays_double_up_to_a_limit),
	};
	memcpy(tests + n, rest, sizeof rest);
	return _cmocka_run_group_tests("rate_control", tests, COUNTOF(tests), NULL, NULL);
}
