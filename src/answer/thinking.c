/* SPDX-License-Identifier: MIT
 * What stands before an answer: a model's thoughts, and the marks that part them from it. Models, templates and servers each have marks
 * of their own, so a mark is known by its form, whatever the word in it:
 *   </think>  </mm:think>  [/THINK]  ◁/think▷      the end of an element
 *   <|channel|>final<|message|>  <｜Assistant｜>    special tokens, with a word between them
 *   "...done thinking."                             a line that says so (`ollama run`)
 * Which of them parts: behind it the answer begins, an object with one of the style's fields. A paper on reasoning has such marks in its
 * own text, and no object behind them; thoughts hold drafts, so the last one counts. */
#include "internal.h"

#include <string.h>

enum { MOST_NAME = 48 };  /* bytes within a mark */

enum form { FORM_NONE, FORM_OPEN, FORM_CLOSE, FORM_TOKEN, FORM_LINE };
struct parting {
	enum form form;
	struct str name;
	size_t n;       /* bytes of all of it */
};

static struct str skip_space(struct str s)
{
	while (s.n > 0 && is_space((unsigned char)s.p[0]))
		s = str_from(s, 1);
	return s;
}

/* ---- Marks ---- */

static const struct { const char *open, *close; enum form form; } brackets[] = {
	{ "<|", "|>", FORM_TOKEN }, { "<｜", "｜>", FORM_TOKEN },
	{ "</", ">", FORM_CLOSE }, { "<", ">", FORM_OPEN }, { "[/", "]", FORM_CLOSE }, { "[", "]", FORM_OPEN },
	{ "◁/", "▷", FORM_CLOSE }, { "◁", "▷", FORM_OPEN },
};

static bool is_name(struct str s, bool token)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (!is_alnum(c) && strchr("_:.-", c) == NULL && !(token && (c >= 0x80 || c == '/' || c == ' ')))
			return false;
	}
	return s.n > 0 && s.n <= MOST_NAME && !is_digit((unsigned char)s.p[0]);
}

/* The mark in brackets at S's beginning. */
static struct parting md_node_at(struct str s)
{
	for (size_t i = 0; i < COUNTOF(brackets); i++) {
		size_t open = strlen(brackets[i].open), end;
		if (!str_starts(s, brackets[i].open))
			continue;
		end = str_find(str_head(s, open + MOST_NAME + 4), brackets[i].close, open);
		struct str name = end == STR_NONE ? STR_NULL : (struct str){ s.p + open, end - open };
		if (is_name(name, brackets[i].form == FORM_TOKEN))
			return (struct parting){ brackets[i].form, name, end + strlen(brackets[i].close) };
	}
	return (struct parting){ .form = FORM_NONE };
}

static bool has_word(struct str s, const char *const *words)
{
	char small[2 * MOST_NAME];
	size_t n = s.n < sizeof small ? s.n : sizeof small;
	for (size_t i = 0; i < n; i++)
		small[i] = (char)to_lower((unsigned char)s.p[i]);
	for (; *words; words++)
		if (str_find((struct str){ small, n }, *words, 0) != STR_NONE)
			return true;
	return false;
}

/* A name or line that is about thinking, in any of its words. */
static bool is_thinking(struct str s)
{
	static const char *const words[] = { "think", "thought", "reason", "analys", "reflect", "ponder", "scratch", "monologue", NULL };
	return has_word(s, words);
}

/* "...done thinking.": a short line, the first in S, of words that end it. Its length with the line's end; 0: it is none. */
static size_t closing_line(struct str s)
{
	static const char *const ends[] = { "done ", "end of ", "finished ", "ended ", " done", " ends", " ended", " finished", " complete", NULL };
	enum { SHORT = 40 };
	const char *lf = s.n ? memchr(s.p, '\n', s.n) : NULL;
	struct str line = lf ? str_head(s, (size_t)(lf - s.p)) : s;
	return line.n <= SHORT && is_thinking(line) && has_word(line, ends) && !memchr(line.p, '{', line.n) && !memchr(line.p, ':', line.n) ?
	       line.n + (lf != NULL) : 0;
}

/* The next mark from *I on, which comes to stand on it. */
static struct parting next_mark(struct str s, size_t *i)
{
	for (; *i < s.n; (*i)++) {
		unsigned char c = (unsigned char)s.p[*i];
		struct parting m = { .form = FORM_NONE };
		if (c == '<' || c == '[' || c == 0xe2)
			m = md_node_at(str_from(s, *i));
		if (m.form != FORM_NONE)
			return m;
		if (*i == 0 || s.p[*i - 1] == '\n') {
			size_t n = closing_line(str_from(s, *i));
			if (n > 0)
				return (struct parting){ FORM_LINE, STR("thinking"), n };
		}
	}
	return (struct parting){ .form = FORM_NONE };
}

/* ---- The answer's beginning ---- */

static bool is_answer_start(struct str s) { return str_starts(s, "{") || str_starts(s, "[") || is_fence(s); }

/* Whether S begins with an object whose first member is a field of the style, within a fence and a list or not. */
static bool is_answer(struct str s, const struct summary_style *style)
{
	static const char *const quotes[] = { "\"", "'", "“", "”", "＂" };
	if (is_fence(s)) {
		s = str_from(s, 3);
		while (s.n > 0 && is_alnum((unsigned char)s.p[0]))
			s = str_from(s, 1);
		s = skip_space(s);
	}
	if (str_starts(s, "["))
		s = skip_space(str_from(s, 1));
	if (!str_starts(s, "{"))
		return false;
	s = skip_space(str_from(s, 1));
	for (size_t i = 0; i < COUNTOF(quotes); i++)
		if (str_starts(s, quotes[i])) {
			s = str_from(s, strlen(quotes[i]));
			break;
		}
	for (size_t i = 0; i < style->keys.n; i++) {
		struct str key = style->keys.v[i], behind = str_from(s, key.n);
		if (s.n > key.n && memcmp(s.p, key.p, key.n) == 0 && !is_alnum((unsigned char)behind.p[0]) && behind.p[0] != '_')
			return true;
	}
	return false;
}

/* Behind a token may stand a role or a channel on its own: <|im_start|>assistant LF. */
static struct str behind_role(struct str s)
{
	enum { MOST_ROLE = 16 };
	size_t n = 0;
	while (n < s.n && n < MOST_ROLE && is_alpha((unsigned char)s.p[n]))
		n++;
	return n > 0 && n < s.n && is_space((unsigned char)s.p[n]) ? skip_space(str_from(s, n)) : s;
}

/* ---- Thoughts ---- */

/* Whether M ends thoughts by its word, where no object behind it shows that it does. */
static bool is_end(struct str s, const struct parting *first, const struct parting *m)
{
	return m->form == FORM_LINE ||
	       (m->form == FORM_CLOSE && is_thinking(m->name) && (first->form == FORM_OPEN || !is_answer_start(s)));
}

static bool is_open(struct str rest)
{
	struct parting m = md_node_at(rest), next;
	if (m.form == FORM_OPEN)
		return is_thinking(m.name);
	if (m.form != FORM_TOKEN)
		return false;
	size_t at = m.n, word = m.n;
	next = next_mark(rest, &at);  /* <|channel|>analysis<|message|> */
	return is_thinking(m.name) || (next.form == FORM_TOKEN && at - word <= MOST_NAME && is_thinking(str_head(str_from(rest, word), at - word)));
}

struct str rescue_thinking(struct str s, const struct summary_style *style, bool *cut, bool *open)
{
	struct parting first = md_node_at(s), m;
	struct str sure = STR_NULL, likely = STR_NULL, worded = STR_NULL;
	for (size_t i = 0; (m = next_mark(s, &i)).form != FORM_NONE; i += m.n) {
		struct str behind = skip_space(str_from(s, i + m.n));
		if (m.form == FORM_OPEN || (m.form == FORM_TOKEN && is_answer(s, style)))  /* or the model runs on behind its answer */
			continue;
		if (m.form == FORM_TOKEN && !is_answer(behind, style))
			behind = behind_role(behind);
		if (is_answer(behind, style))
			sure = behind;
		else if (is_answer_start(behind) && !str_known(likely) && is_thinking(m.name))
			likely = behind;
		else if (is_end(s, &first, &m))
			worded = behind;
	}
	struct str rest = str_known(sure) ? sure : str_known(likely) ? likely : str_known(worded) ? worded : s;
	*cut = rest.p != s.p;
	*open = is_open(rest);
	return rest;
}
