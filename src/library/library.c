/* SPDX-License-Identifier: MIT
 * What kind of library a file is. */
#include "src/library/internal.h"

static const struct {
	bool (*is)(struct str text);
	bool (*read)(struct str text, const struct library_sink *sink, struct err *e);
} kinds[] = { { csl_is, csl_read }, { bibtex_is, bibtex_read } };

bool library_read(struct str text, const struct library_sink *sink, struct err *e)
{
	if (str_starts(text, "\xef\xbb\xbf"))
		text = str_from(text, 3);
	for (size_t i = 0; i < COUNTOF(kinds); i++)
		if (kinds[i].is(text))
			return kinds[i].read(text, sink, e);
	return list_read(text, sink, e);
}
