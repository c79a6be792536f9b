/* SPDX-License-Identifier: MIT
 * What stands before an answer and around it: a model's reasoning, a code fence. */
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

static bool is_answer_start(struct str s) { return str_starts(s, "{") || str_starts(s, "[") || is_fence(s); }

/* The mark at S's beginning, behind OPEN: "<" or "</". 0: none. */
static size_t thinking_mark(struct str s, const char *open)
{
	static const char *const names[] = { "think>", "thinking>", "thought>", "thoughts>", "reasoning>", "analysis>", "reflection>" };
	size_t n = strlen(open);
	for (size_t i = 0; str_starts(s, open) && i < COUNTOF(names); i++)
		if (str_starts(str_from(s, n), names[i]))
			return n + strlen(names[i]);
	return 0;
}

/* A paper on reasoning has the marks in its own text: the mark counts behind which an answer begins. */
struct str rescue_thinking(struct str s, bool *cut, bool *open)
{
	struct str rest = s;
	bool any = !is_answer_start(s);
	*cut = false;
	for (size_t at, n, from = 0; (at = str_find(s, "</", from)) != STR_NONE; from = at + 1) {
		if ((n = thinking_mark(str_from(s, at), "</")) == 0)
			continue;
		struct str behind = str_trim(str_from(s, at + n));
		bool answer = is_answer_start(behind);
		if (!answer && !any)
			continue;
		rest = behind;
		*cut = true;
		if (answer)
			break;
	}
	*open = thinking_mark(rest, "<") > 0;
	return rest;
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
