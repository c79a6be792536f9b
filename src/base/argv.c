/* SPDX-License-Identifier: MIT
 * A command line split into words as a shell splits it: blanks, '…', "…" and \; nothing is expanded and no other sign
 * means anything, so that what a user writes there is what the command gets. */
#include "digest/argv.h"

#include <string.h>

#include "digest/str.h"

/* The quotes as one row each: what ends them, and what a backslash may take the meaning from inside. */
static const struct quote {
	char sign;
	const char *escapable;
} quotes[] = {
	{ '\'', "" },
	{ '"', "\"\\$`" },
};

static const struct quote *quote_of(char c)
{
	for (size_t i = 0; i < COUNTOF(quotes); i++)
		if (quotes[i].sign == c)
			return &quotes[i];
	return NULL;
}

/* Copy what stands in quotes; *P is behind the opening one, and then behind the closing one. */
static bool in_quotes(const struct quote *q, const char **p, char **out)
{
	for (; **p; (*p)++) {
		if (**p == q->sign) {
			(*p)++;
			return true;
		}
		if (**p == '\\' && (*p)[1] && strchr(q->escapable, (*p)[1]))
			(*p)++;
		*(*out)++ = **p;
	}
	return false;
}

/* One word from *P to *OUT. */
static bool one_word(const char **p, char **out, struct err *e)
{
	while (**p && !is_space((unsigned char)**p)) {
		const struct quote *q = quote_of(**p);
		if (q) {
			(*p)++;
			if (!in_quotes(q, p, out))
				return err_set(e, ERR_USAGE, "the command has an opening %c without a closing one", q->sign);
			continue;
		}
		if (**p == '\\' && *++*p == '\0')
			return err_set(e, ERR_USAGE, "the command ends in a \\ with nothing behind it");
		*(*out)++ = *(*p)++;
	}
	*(*out)++ = '\0';
	return true;
}

bool argv_split(const char *words, struct arena *a, char ***ret, struct err *e)
{
	size_t n = strlen(words);
	char *out = arena_alloc(a, n + 1), **argv = arena_calloc(a, n / 2 + 2, sizeof *argv);  /* no word is shorter than 1 */
	size_t argc = 0;
	for (;;) {
		while (is_space((unsigned char)*words))
			words++;
		if (*words == '\0')
			break;
		argv[argc++] = out;
		if (!one_word(&words, &out, e))
			return false;
	}
	*ret = argv;
	return true;
}
