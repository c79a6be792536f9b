/* SPDX-License-Identifier: MIT
 * Kinds of error, what each means outside, and the chain of nouns before the fact. */
#include "digest/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "digest/str.h"

static const struct {
	const char *name;
	int exit_status;
} kinds[] = {
	[ERR_NONE] = { "none", 0 },
	[ERR_USAGE] = { "usage", 2 },
	[ERR_CONFIG] = { "configuration", 2 },
	[ERR_ABSENT] = { "not there", 66 },
	[ERR_INPUT] = { "input", 65 },
	[ERR_NET] = { "network", 69 },
	[ERR_NET_TEMP] = { "network, for now", 69 },
	[ERR_SUMMARIZER] = { "summarizer", 69 },
	[ERR_FILE] = { "file", 74 },
	[ERR_STORE] = { "store", 74 },
	[ERR_BUSY] = { "busy", 75 },
	[ERR_KEY] = { "key", 77 },
	[ERR_INTERRUPTED] = { "interrupted", 130 },  /* as shells say it of SIGINT */
	[ERR_READER_LEFT] = { "reader left", 141 },  /* and of SIGPIPE */
	[ERR_DEFECT] = { "defect", 70 },
};
static_assert(COUNTOF(kinds) == ERR__COUNT, "a kind without a row");

/* One line, whatever came in, and nothing that a terminal obeys (U+0080 to U+009F are C2 80 to C2 9F); cut at a
 * character's edge when it is too long. */
static void tidy(char *msg, bool cut)
{
	for (char *p = msg; *p; p++) {
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			*p = *p == '\n' || *p == '\t' ? ' ' : '?';
		else if ((unsigned char)p[0] == 0xc2 && (unsigned char)p[1] >= 0x80 && (unsigned char)p[1] < 0xa0)
			p[0] = p[1] = '?';
	}
	if (!cut)
		return;
	size_t n = str_head_utf8(str_of(msg), ERR_MSG_SIZE - sizeof "...").n;
	memcpy(msg + n, "...", sizeof "...");
}

bool err_set(struct err *e, enum err_kind kind, const char *fmt, ...)
{
	char msg[ERR_MSG_SIZE];  /* first aside: the arguments may point into e->msg */
	va_list ap;
	va_start(ap, fmt);
	int n = vsnprintf(msg, sizeof msg, fmt, ap);
	va_end(ap);
	tidy(msg, n >= (int)sizeof msg);
	memcpy(e->msg, msg, sizeof msg);
	e->kind = kind;
	return false;
}

bool err_wrap(struct err *e, const char *fmt, ...)
{
	char outer[ERR_MSG_SIZE];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(outer, sizeof outer, fmt, ap);
	va_end(ap);
	return err_set(e, e->kind, "%s: %s", outer, e->msg);
}

const char *err_name(enum err_kind kind) { return kinds[kind].name; }
int err_exit_status(enum err_kind kind) { return kinds[kind].exit_status; }
