/* SPDX-License-Identifier: MIT
 * Where a paragraph begins, its first sign could make something else of it: a heading, a list, a rule, a fence (CommonMark 4, 5). */
#include "internal.h"

/* Whether the text is nothing but C and blanks: three of them are a rule (CommonMark 4.1), and a list's item begins with one. */
static bool is_rule(const struct md *m, int c)
{
	for (size_t i = 0; i < m->n; i++)
		if (char_at(m, i) != c && !is_space(char_at(m, i)))
			return false;
	return true;
}

/* Where a list's item begins, this is a box to be ticked; pandoc looks for it after references are resolved. */
static bool is_task(const struct md *m)
{
	return char_at(m, 0) == '[' && is_one_of(char_at(m, 1), " xX") && char_at(m, 2) == ']';
}

/* Whether the sign C at the start begins a block of GFM's. */
static bool starts_block(const struct md *m, int c)
{
	size_t n = run_length(m, 0);
	switch (c) {
	case '>': return true;                                                  /* 5.1 quote */
	case '#': return n <= 6 && blank_or_end(char_at(m, n));                    /* 4.2 heading */
	case '+': return blank_or_end(char_at(m, 1));                              /* 5.2 list */
	case '-': case '*': return blank_or_end(char_at(m, 1)) || is_rule(m, c);   /* 4.1 rule, 5.2 */
	case '_': return is_rule(m, c);
	case '`': case '~': return n >= 3;                                      /* 4.5 fence */
	case '<': return is_alpha(char_at(m, 1)) || is_one_of(char_at(m, 1), "/!?");  /* 4.6 HTML */
	case '[':                                                               /* 5.3 task, 4.7 definition */
		return is_task(m) || str_find((struct str){ m->p, m->n }, "]:", 0) != STR_NONE;
	default: return false;
	}
}

/* The delimiter behind what pandoc takes for a number, too: "(1)", "a)", "iv.", "#.", "(@x)"; STR_NONE: there is none. */
static size_t fancy_number(const struct md *m)
{
	enum { LONGEST = 40 };
	size_t open = char_at(m, 0) == '(', i = open, digits = 0, roman = 0;
	bool named = char_at(m, i) == '@' || char_at(m, i) == '#';
	for (i += named; i - open < LONGEST && (is_alnum(char_at(m, i)) || (named && is_one_of(char_at(m, i), "_-"))); i++) {
		digits += is_digit(char_at(m, i));
		roman += is_one_of(char_at(m, i) | 32, "ivxlcdm");
	}
	size_t n = i - open;
	bool number = named || n == 1 || digits == n || roman == n;
	return n > 0 && number && is_one_of(char_at(m, i), open ? ")" : ".)") && blank_or_end(char_at(m, i + 1)) ? i : STR_NONE;
}

size_t md_block_start(struct md *m, enum md_form *form)
{
	bool filtered = (char_at(m, 0) == ':' || char_at(m, 0) == '#') && md_rules_of[m->classes[char_at(m, 0)]](m, 0) == AS_SPAN;
	*form = filtered || (read_by(m, MD_PANDOC) && is_task(m)) ? AS_SPAN : AS_REF;
	if (starts_block(m, char_at(m, 0)) || (is_wide(m) && is_one_of(char_at(m, 0), "#+-=:!?%")))
		return 0;
	struct str line = { m->p, m->n };
	if (read_by(m, MD_MDX) && (str_starts(line, "import ") || str_starts(line, "export ")))
		return 0;
	size_t digits = 0;
	while ((is_wide(m) || digits <= 9) && is_digit(char_at(m, digits)))
		digits++;
	bool numbered = digits > 0 && (is_wide(m) || digits <= 9) && is_one_of(char_at(m, digits), ".)");
	if (numbered && blank_or_end(char_at(m, digits + 1)))
		return digits;                                                      /* 5.2 */
	return read_by(m, MD_PANDOC) ? fancy_number(m) : STR_NONE;
}
