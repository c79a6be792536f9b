/* SPDX-License-Identifier: MIT
 * What the prompt says, in an answer: its placeholders, its words. */
#include "src/check/internal.h"

#include <string.h>

/* "这里是翻译过的论文标题": what an example in a prompt has in the answer's place. */
void rule_placeholder(struct check_ctx *l)
{
	static const char *const forms[] = {
		"该论文标题已翻译", "论文标题已翻译", "论文摘要已翻译", "这里是中文总结", "这里是英文总结", "这里是一句话", "这里是总结", "这里是标题", "这里是摘要", "这里是翻译过的",
		"这里是翻译后的", "这里是中文翻译", "这里是论文的", "此处填写", "在此填写", "一句话要点的英文", "论文题目的中文译名",
		"your summary here", "your translation here", "<title>", "<abstract>", "<tldr>", "<中文", "<翻译", "[中文标题]",
		"[中文摘要]", "[翻译]", "translated title here", "translated abstract here", "insert translation", "lorem ipsum",
		NULL, };
	size_t at = check_find_text(l, forms);
	if (at != STR_NONE)
		check_say(l, "the prompt's placeholder: \"%.*s\"", STR_ARG(check_shown(str_from(l->text, at))));
}

/* The prompt's windows of some fifteen characters are hashed, and the text's are looked up while they roll by. */
enum { WINDOW = 45 };

static bool windows_have(const struct check_windows *w, uint64_t h)
{
	for (size_t i = (h >> 17) & w->mask; w->slots[i]; i = (i + 1) & w->mask)
		if (w->slots[i] == h)
			return true;
	return false;
}

static void windows_add(struct check_windows *w, uint64_t h)
{
	size_t i = (h >> 17) & w->mask;
	while (w->slots[i] && w->slots[i] != h)
		i = (i + 1) & w->mask;
	w->slots[i] = h;
}

/* Call FN for the hash of each window of S; where it ends for the first that FN takes, or 0. */
static size_t windows_each(struct str s, bool (*fn)(struct check_windows *w, uint64_t h), struct check_windows *w)
{
	uint64_t h = 0, out = 1;
	for (size_t i = 1; i < WINDOW; i++)
		out *= check_base;
	for (size_t i = 0; i < s.n; i++) {
		if (i >= WINDOW)
			h -= out * (unsigned char)s.p[i - WINDOW];
		h = h * check_base + (unsigned char)s.p[i];
		if (i + 1 >= WINDOW && fn(w, h | 1))
			return i + 1;
	}
	return 0;
}

static bool add_window(struct check_windows *w, uint64_t h)
{
	windows_add(w, h);
	return false;
}

static bool find_window(struct check_windows *w, uint64_t h) { return windows_have(w, h); }

/* A window of the prompt has at least three groups of six bytes that begin at multiples of thirteen:
 * where no three in a
 * row are in the text, no window is. */
static bool may_echo(struct check_ctx *l)
{
	enum { STEP = 13, GROUP = 6, IN_WINDOW = (WINDOW - GROUP) / STEP };
	struct str s = l->g->prompt;
	size_t run = 0;
	for (size_t i = 0; i + GROUP <= s.n && run < IN_WINDOW; i += STEP)
		run = check_may_have(l, s.p + i, GROUP) ? run + 1 : 0;
	return run >= IN_WINDOW;
}

/* A title such as the words by which the title was asked for. */
static bool is_of_prompt(const struct check_ctx *l)
{
	enum { LEAST = 12, MOST = 100 };  /* bytes: a name of a method may well stand in both */
	return (l->use & (USE_TITLE | USE_PROSE)) && l->text.n >= LEAST && l->text.n <= MOST &&
	       l->text.n <= l->g->prompt.n && memmem(l->g->prompt.p, l->g->prompt.n, l->text.p, l->text.n) != NULL;
}

void rule_prompt_echo(struct check_ctx *l)
{
	struct check_windows *w = &l->prompt;
	size_t own = l->g->phrases ? check_find_text(l, l->g->phrases) : STR_NONE;
	if (own != STR_NONE || is_of_prompt(l)) {
		check_say(l, "words of the instructions: \"%.*s\"", STR_ARG(check_shown(str_from(l->text, own != STR_NONE ? own : 0))));
		return;
	}
	if (l->g->prompt.n < WINDOW || l->text.n < WINDOW || !may_echo(l))
		return;
	if (w->slots == NULL) {
		for (w->mask = 255; w->mask < l->g->prompt.n * 2;)
			w->mask = w->mask * 2 + 1;
		w->slots = arena_calloc(l->scratch, w->mask + 1, sizeof *w->slots);
		windows_each(l->g->prompt, add_window, w);
	}
	size_t end = windows_each(l->text, find_window, w);
	if (end > 0)
		check_say(l, "words of the instructions: \"%.*s\"", STR_ARG(check_shown(str_from(l->text,
			check_tail(str_head(l->text, end), WINDOW)))));
}
