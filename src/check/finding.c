/* SPDX-License-Identifier: MIT
 * What a rule says: that it has found something, and how the text reads now if it could mend it. */
#include "src/check/internal.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void say(struct check_ctx *l, const char *fmt, va_list ap)
{
	char what[400];
	int n = vsnprintf(what, sizeof what, fmt, ap);
	struct str s = { what, n < 0 ? 0 : (size_t)n < sizeof what ? (size_t)n : sizeof what - 1 };
	size_t bad;
	if (!utf8_valid(s, &bad))  /* cut inside a character */
		s.n = bad;
	const struct check_finding f = { l->rule, l->field, l->severity, s };
	if (f.severity == CHECK_REJECT)
		l->verdict = CHECK_REFUSED;
	else if (f.severity == CHECK_RETRY && l->verdict == CHECK_PASSED)
		l->verdict = CHECK_ASK_AGAIN;
	if (l->fn)
		l->fn(l->ctx, &f);
}

void check_say(struct check_ctx *l, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	say(l, fmt, ap);
	va_end(ap);
}

/* What each rule's mending never changes: the mathematics of a text, and how many sentences it has. A mend that would is none. What
 * is not named here takes away what came along, or an end that is not whole. */
static const struct promise {
	const char *rule;
	bool math, sentences;
} promises[] = {
	{ "stop-mark", true, false }, { "fence", true, false }, { "markup", true, false }, { "quotes", true, true },
	{ "traditional", true, true }, { "title-stop", true, true }, { "list-mark", true, true }, { "bracket-width", true, true },
	{ "turned-quotes", true, true }, { "half-width", true, true }, { "double-stop", true, true }, { "final-mark", true, true },
};

static bool same_math(struct str a, struct str b)
{
	struct tex_math x = { 0 }, y = { 0 };
	bool more = true;
	while (more) {
		more = tex_next_math(a, x.end, &x);
		if (more != tex_next_math(b, y.end, &y))
			return false;
		if (more && !str_eq((struct str){ a.p + x.start, x.end - x.start }, (struct str){ b.p + y.start, y.end - y.start }))
			return false;
	}
	return true;
}

/* Stretches with a letter or a digit in them, up to a stop. */
static size_t sentences_in(struct str s)
{
	static const char *const stops[] = { "。", "！", "？", NULL };
	size_t n = 0;
	bool any = false;
	for (size_t i = 0; i <= s.n; i++) {
		if (i == s.n || check_starts(str_from(s, i), stops) > 0) {
			n += any;
			any = false;
		} else {
			any |= is_alnum((unsigned char)s.p[i]) || ((unsigned char)s.p[i] >= 0xe4 && (unsigned char)s.p[i] <= 0xe9);
		}
	}
	return n;
}

static bool keeps_promise(const struct check_ctx *l, struct str text)
{
	for (size_t i = 0; i < COUNTOF(promises); i++)
		if (strcmp(promises[i].rule, l->rule_name) == 0)
			return (!promises[i].math || same_math(l->text, text)) && (!promises[i].sentences || sentences_in(text) >= sentences_in(l->text));
	return true;
}

void check_mend(struct check_ctx *l, struct str text, const char *fmt, ...)
{
	va_list ap;
	if (!keeps_promise(l, text))
		return;
	va_start(ap, fmt);
	say(l, fmt, ap);
	va_end(ap);
	l->text = text;
}
