/* SPDX-License-Identifier: MIT
 * Lines for terminals. */
#include "digest/text.h"

void text_wrap(struct str line, int width, bool ambiguous_wide, struct buf *out)
{
	UNUSED(width);
	UNUSED(ambiguous_wide);
	buf_adds(out, line);
}
