/* SPDX-License-Identifier: MIT
 * In each unit test: with CASE in the environment (tests/run -k) cmocka runs only the cases whose name has it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static void one_case(void) __attribute__((constructor));

static void one_case(void)
{
	static char pattern[200];
	const char *word = getenv("CASE");
	if (word == NULL || *word == '\0')
		return;
	snprintf(pattern, sizeof pattern, "*%s*", word);
	cmocka_set_test_filter(pattern);
}
