/* SPDX-License-Identifier: MIT
 * Cases counted without a frame around them: one TAP line each, for tables that are walked. */
#ifndef DIGEST_TESTS_PLAIN_TAP_H
#define DIGEST_TESTS_PLAIN_TAP_H

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "digest/buf.h"

struct tap {
	unsigned n, bad;
};

static inline bool tap_case(struct tap *t, bool ok, const char *fmt, ...) PRINTF_LIKE(3, 4);
static inline bool tap_case(struct tap *t, bool ok, const char *fmt, ...)
{
	char name[160];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(name, sizeof name, fmt, ap);
	va_end(ap);
	for (char *p = name; *p; p++)
		if (*p == '#' || (unsigned char)*p < ' ')  /* TAP has a meaning for these */
			*p = '~';
	t->bad += !ok;
	printf("%sok %u - %s\n", ok ? "" : "not ", ++t->n, name);
	return ok;
}

/* GOT is WANT; shows both. */
static inline bool tap_same(struct tap *t, struct str got, struct str want, const char *file, int line)
{
	bool ok = tap_case(t, str_eq(got, want), "%s:%d: %.*s", file, line, (int)(want.n < 60 ? want.n : 60), want.p ? want.p : "");
	if (!ok)
		printf("# got  \"%.*s\"\n# want \"%.*s\"\n", STR_ARG(got), STR_ARG(want));
	return ok;
}

static inline int tap_done(const struct tap *t)
{
	printf("1..%u\n", t->n);
	return t->bad ? 1 : 0;
}

/* What a command line prints, for judges that are other programs. The caller frees. */
static inline char *tap_output(const char *command)
{
	FILE *f = popen(command, "r");
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	char chunk[4096];
	size_t got;
	while (f && (got = fread(chunk, 1, sizeof chunk, f)) > 0)
		buf_add(&b, chunk, got);
	if (f)
		pclose(f);
	return buf_take(&b);
}

#endif
