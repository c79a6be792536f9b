/* SPDX-License-Identifier: MIT
 * The words of --summarizer as a command line: the command and its model, and the reason that papers get when it cannot be used. */
#include "internal.h"

#include <string.h>

#include "digest/argv.h"

bool command_words(struct queue *q, struct err *e)
{
	if (!argv_split(q->o->words, &q->arena, &q->argv, e))
		return false;
	return q->argv[0] != NULL || err_set(e, ERR_USAGE, "the summarizer's command is empty");
}

struct str command_model(const struct queue *q)
{
	const char *slash = strrchr(q->argv[0], '/');
	return str_of(slash ? slash + 1 : q->argv[0]);
}

enum pending_reason summary_stop_reason(const struct summarizer_options *o, enum err_kind kind)
{
	static const struct { enum err_kind kind; enum pending_reason reason; } rows[] = {
		{ ERR_KEY, REASON_ACCOUNT }, { ERR_BUSY, REASON_BUSY }, { ERR_INTERRUPTED, REASON_INTERRUPTED },
		{ ERR_CONFIG, REASON_CONFIGURATION },
	};
	for (size_t i = 0; i < COUNTOF(rows); i++)
		if (rows[i].kind == kind)
			return rows[i].reason;
	return strcmp(o->words, "chat") == 0 ? REASON_ENDPOINT : REASON_COMMAND;
}
