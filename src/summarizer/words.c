/* SPDX-License-Identifier: MIT
 * The words of a summarizer that is a command, and the name of its model where it says none. */
#include "internal.h"

#include <string.h>

#include "digest/argv.h"

bool command_words(struct queue *q, struct err *e)
{
	if (!words_split(q->o->words, &q->arena, &q->argv, e))
		return false;
	return q->argv[0] != NULL || err_set(e, ERR_USAGE, "the summarizer's command is empty");
}

struct str command_model(const struct queue *q)
{
	const char *slash = strrchr(q->argv[0], '/');
	return str_of(slash ? slash + 1 : q->argv[0]);
}
