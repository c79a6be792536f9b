/* SPDX-License-Identifier: MIT
 * Marks of a chat's form that a server lets through: <|im_end|>, <｜Assistant｜>, |assistant|. Templates have many words for them, so they are
 * known by their form. */
#include "src/check/internal.h"

#include <string.h>

/* The mark of a chat's form at S's beginning, whatever its word: <|im_end|>, <｜Assistant｜>, |assistant|. Its length; 0: none. */
static size_t chat_mark(struct str s)
{
	static const struct { const char *open, *close; } tokens[] = { { "<|", "|>" }, { "<｜", "｜>" } };
	static const char *const roles[] = { "|assistant|", "|user|", "|system|", "|human|", "|bot|", "|im_end|", "|im_start|", "|end|", NULL };
	enum { MOST = 48 };
	for (size_t i = 0; i < COUNTOF(tokens); i++) {
		size_t open = strlen(tokens[i].open);
		size_t end = str_starts(s, tokens[i].open) ? str_find(str_head(s, MOST), tokens[i].close, open) : STR_NONE;
		if (end != STR_NONE && end > open && !memchr(s.p, '\n', end) && !memchr(s.p, '$', end))
			return end + strlen(tokens[i].close);
	}
	return check_starts(s, roles);
}

/* The first such mark in S from FROM on that P does not have in its own words: a paper may be about them. STR_NONE. */
size_t check_chat_mark(const struct check_ctx *l, struct str s, size_t from)
{
	for (size_t i = from; i < s.n; i++) {
		size_t n = s.p[i] == '<' || s.p[i] == '|' ? chat_mark(str_from(s, i)) : 0;
		if (n == 0)
			continue;
		char mark[64];
		memcpy(mark, s.p + i, n);
		mark[n] = '\0';
		if (str_find(l->p->title, mark, 0) == STR_NONE && str_find(l->p->abstract, mark, 0) == STR_NONE)
			return i;
	}
	return STR_NONE;
}

/* S without the marks that it begins with, and the roles between them. */
static struct str behind_marks(struct str s)
{
	static const char *const roles[] = { "assistant", "user", "system", "final", "analysis", NULL };
	for (size_t n; (n = chat_mark(s = str_trim(s))) > 0;) {
		s = str_trim(str_from(s, n));
		struct str behind = str_from(s, check_starts(s, roles));
		if (behind.n == 0 || behind.p[0] == '\n' || behind.p[0] == '<')
			s = behind;
	}
	return s;
}

/* What a server ought to have kept for itself: before the text it goes; behind a text that is whole it goes with all that follows,
 * another turn of the chat. */
struct str check_without_chat_marks(const struct check_ctx *l)
{
	size_t at = check_chat_mark(l, l->text, 0);
	struct str s = l->text;
	struct check_counts n;
	if (at == 0)
		s = behind_marks(s);
	at = s.n > 0 ? check_chat_mark(l, s, 0) : STR_NONE;
	if (at != STR_NONE) {
		struct str head = str_trim(str_head(s, at)), tail = behind_marks(str_from(s, at));
		check_count(head, &n);
		if (head.n > 0 && (tail.n == 0 || (n.han >= 10 && check_ends_sentence(head))))
			s = head;
	}
	return s.n > 0 ? s : l->text;
}
