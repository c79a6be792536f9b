/* SPDX-License-Identifier: MIT
 * What a rule says: that it has found something, and how the text reads now if it could mend it. */
#include "src/check/internal.h"

#include <stdarg.h>
#include <stdio.h>

static void say(struct look *l, const char *fmt, va_list ap)
{
	char what[400];
	int n = vsnprintf(what, sizeof what, fmt, ap);
	struct str s = { what, n < 0 ? 0 : (size_t)n < sizeof what ? (size_t)n : sizeof what - 1 };
	size_t bad;
	if (!utf8_valid(s, &bad))  /* cut inside a character */
		s.n = bad;
	const struct gate_finding f = { l->rule, l->field, l->severity, s };
	if (f.severity == GATE_REJECT)
		l->verdict = GATE_REFUSED;
	else if (f.severity == GATE_RETRY && l->verdict == GATE_PASSED)
		l->verdict = GATE_ASK_AGAIN;
	if (l->fn)
		l->fn(l->ctx, &f);
}

void gate_say(struct look *l, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	say(l, fmt, ap);
	va_end(ap);
}

void gate_mend(struct look *l, struct str text, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	say(l, fmt, ap);
	va_end(ap);
	l->text = text;
}
