/* SPDX-License-Identifier: MIT
 * Text as HTML and XML have it. */
#include "src/render/ctx.h"

/* The characters that XML 1.0 has no way to write are not in a cleaned text. In an attribute's value a line end is
 * written as a reference, so that its tag stays on the line that we look at. */
static const char *const entities[256] = {
	['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;", ['\n'] = "&#10;",
};

void escape_entities(struct str s, bool line_ends, struct buf *out)
{
	size_t from = 0;
	for (size_t i = 0; i < s.n; i++) {
		const char *entity = entities[(unsigned char)s.p[i]];
		if (entity == NULL || (s.p[i] == '\n' && !line_ends))
			continue;
		buf_add(out, s.p + from, i - from);
		buf_addz(out, entity);
		from = i + 1;
	}
	buf_add(out, s.p + from, s.n - from);
}

