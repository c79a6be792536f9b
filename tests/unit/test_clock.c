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

static const struct { int line; const char *value; int64_t want; } fixed[] = {  /* -1: the real time */
	{ __LINE__, "0", 0 },
	{ __LINE__, "1700000000", 1700000000 },
	{ __LINE__, "253402300799", 253402300799 },
	{ __LINE__, "253402300800", -1 },
	{ __LINE__, "", -1 },
	{ __LINE__, "yesterday", -1 },
	{ __LINE__, "-5", -1 },
	{ __LINE__, "12 ", -1 },
};

static void source_date_epoch(void **state)
{
	UNUSED(state);
	for (size_t i = 0; i < COUNTOF(fixed); i++) {
		setenv("SOURCE_DATE_EPOCH", fixed[i].value, 1);
		int64_t now = clock_now(), real = (int64_t)time(NULL);
		if (fixed[i].want >= 0 ? now != fixed[i].want : now < real - 5 || now > real + 5)
			fail_msg("line %d: %lld", fixed[i].line, (long long)now);
	}
	unsetenv("SOURCE_DATE_EPOCH");
}

static void ticks_grow(void **state)
{
	UNUSED(state);
	int64_t a = clock_ticks();
	usleep(15000);
	int64_t b = clock_ticks();
	assert_true(b - a >= 14 && b - a < 5000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(writes_rfc3339),
		cmocka_unit_test(source_date_epoch),
		cmocka_unit_test(ticks_grow),
	};
	return cmocka_run_group_tests_name("clock", tests, NULL, NULL);
}
