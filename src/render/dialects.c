/* SPDX-License-Identifier: MIT
 * Who reads a page: a row a dialect. The first one is the default. */
#include <stdlib.h>

#include "digest/render.h"

static const struct dialect dialects[] = {
	{
		.name = "gfm",
		.help = "GitHub Flavored Markdown; shows every character of the record and runs none of it",
		.rules = MD_RULES_GFM,
	},
	{
		.name = "exact",
		.help = "the earlier system's bytes: nothing escaped, papers without Chinese left out",
		.rules = { .escape = false },
		.received = true,
		.complete_only = true,
		.by_link = true,
	},
};

const struct dialect *dialect_at(size_t i) { return i < COUNTOF(dialects) ? &dialects[i] : NULL; }

const struct dialect *dialect_find(const char *name)
{
	for (size_t i = 0; i < COUNTOF(dialects); i++)
		if (str_is(str_of(name), dialects[i].name))
			return &dialects[i];
	return NULL;
}
