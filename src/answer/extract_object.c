/* SPDX-License-Identifier: MIT
 * What stands around an answer: a code fence. And what each way of rescuing one is called. */
#include "internal.h"

#include <string.h>

const char *rescue_name(enum rescue r)
{
	static const char *const names[] = {
		[RESCUE_THINKING] = "thinking", [RESCUE_FENCE] = "fence", [RESCUE_TALK] = "talk", [RESCUE_NESTED] = "nested",
		[RESCUE_BACKSLASH] = "backslash", [RESCUE_CONTROL] = "control", [RESCUE_QUOTE] = "quote",
		[RESCUE_FOREIGN] = "foreign", [RESCUE_COMMA] = "comma", [RESCUE_NUMBER] = "number", [RESCUE_CUT] = "cut",
		[RESCUE_LABELS] = "labels",
	};
	return names[r];
}

struct str rescue_fence(struct str s)
{
	static const struct { const char *open, *close; } fences[] = { { "```", "\n```" }, { "~~~", "\n~~~" } };
	for (size_t i = 0; i < COUNTOF(fences); i++) {
		size_t open = str_find(s, fences[i].open, 0);
		if (open == STR_NONE || (open > 0 && s.p[open - 1] != '\n'))
			continue;
		size_t line = str_find(s, "\n", open);
		size_t close = line == STR_NONE ? STR_NONE : str_find(s, fences[i].close, line);
		if (close != STR_NONE)
			return str_trim((struct str){ s.p + line, close - line });
	}
	return s;
}
