/* SPDX-License-Identifier: MIT
 * The clock against date(1). */
#include "digest/world.h"
#include "tests/unit/scratch.h"

static const struct { int line; int64_t t; const char *want; } times[] = {  /* date -u -d @T +%FT%TZ */
	{ __LINE__, 0, "1970-01-01T00:00:00Z" },
	{ __LINE__, -1, "1969-12-31T23:59:59Z" },
	{ __LINE__, 951782399, "2000-02-28T23:59:59Z" },
	{ __LINE__, 951782400, "2000-02-29T00:00:00Z" },
	{ __LINE__, 4107542400, "2100-03-01T00:00:00Z" },
	{ __LINE__, 1795249800, "2026-11-21T08:30:00Z" },
	{ __LINE__, 253402300799, "9999-12-31T23:59:59Z" },
};

static void writes_rfc3339(void **state)
{
	UNUSED(state);
	for (size_t i = 0; i < COUNTOF(times); i++) {
		struct buf b = BUF_INIT(64);
		clock_rfc3339(times[i].t, &b);
		if (strcmp(b.s, times[i].want) != 0)
			fail_msg("line %d: %s", times[i].line, b.s);
		buf_free(&b);
	}
}

/* The environment has no say in it. */
static void stands_where_it_is_fixed(void **state)
{
	UNUSED(state);
	struct clock c = { .fixed = true, .at = 0 };
	setenv("SOURCE_DATE_EPOCH", "315532800", 1);
	assert_int_equal(clock_now(&c), 0);
	c.at = CLOCK_LAST;
	assert_true(clock_now(&c) == CLOCK_LAST);
	c.fixed = false;
	int64_t before = (int64_t)time(NULL), free_running = clock_now(&c), of_none = clock_now(NULL), after = (int64_t)time(NULL);
	assert_in_range(free_running, before, after);
	assert_in_range(of_none, before, after);
	unsetenv("SOURCE_DATE_EPOCH");
}

static void ticks_go_on_and_can_be_turned(void **state)
{
	UNUSED(state);
	struct clock c = { .fixed = true, .at = 5 };
	int64_t a = clock_ticks(&c);
	usleep(15000);
	int64_t b = clock_ticks(NULL);
	assert_true(b - a >= 14);
	c.ahead_ms = 3600000;
	assert_true(clock_ticks(&c) - b >= 3600000);
	assert_int_equal(clock_now(&c), 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(writes_rfc3339),
		cmocka_unit_test(stands_where_it_is_fixed),
		cmocka_unit_test(ticks_go_on_and_can_be_turned),
	};
	return cmocka_run_group_tests_name("clock", tests, NULL, NULL);
}
