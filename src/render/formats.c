/* SPDX-License-Identifier: MIT
 * What a page can be: a row a format. The first one is the default. */
#include <stdlib.h>

#include "digest/render.h"

static const struct format formats[] = {
	{ .name = "md", .help = "Markdown, in a dialect", .by_dialect = true },
	{ .name = "html", .help = "one HTML file, to be opened as it is" },
	{ .name = "atom", .help = "an Atom feed, RFC 4287" },
	{ .name = "json", .help = "the records, one JSON object a line", .records = true },
	{ .name = "text", .help = "lines for a terminal", .wrapped = true },
};

const struct format *format_at(size_t i) { return i < COUNTOF(formats) ? &formats[i] : NULL; }

const struct format *format_find(const char *name)
{
	for (size_t i = 0; i < COUNTOF(formats); i++)
		if (str_is(str_of(name), formats[i].name))
			return &formats[i];
	return NULL;
}

