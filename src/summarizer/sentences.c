/* SPDX-License-Identifier: MIT
 * English (and, by their own full stops, Chinese) prose into sentences.
 *
 * A full stop ends a sentence when a blank and something that can begin one follow, and the word before is no
 * abbreviation. Some abbreviations stand at a sentence's end too ("et al.", initials): there a sentence ends only if
 * the next word is one that mostly begins sentences. Mathematics is never looked into. */
#include "internal.h"

#include <string.h>

#include "digest/tex.h"
#include "digest/text.h"

/* Never the last word of a sentence. In lower case. */
static const char *const never_last[] = {
	"e.g", "i.e", "cf", "vs", "fig", "figs", "eq", "eqs", "eqn", "sec", "sect", "ref", "refs", "tab", "thm", "prop",
	"lem", "cor", "def", "ch", "no", "nos", "vol", "pp", "dr", "prof", "mr", "mrs", "ms", "st", "resp", "approx", "ca",
	"viz", "incl", "w.r.t", "s.t", "a.k.a", "phys", "math", "rev", "lett", "ann", "proc", "univ", "dept", "jr", "ed",
};
/* Last words at times. */
static const char *const maybe_last[] = {
	"al", "etc", "i.i.d", "u.s", "u.k", "e.u", "inc", "ltd", "co", "corp", "a.m", "p.m", "a.s", "a.e", "d.o.f", "dof",
};
/* Words that mostly begin sentences. */
static const char *const starters[] = {
	"A", "Additionally", "Also", "Although", "An", "And", "As", "At", "Based", "Both", "But", "By", "Code", "Consequently",
	"Despite", "Due", "Each", "Existing", "Experimental", "Experiments", "Extensive", "Finally", "First", "For", "From",
	"Furthermore", "Given", "Hence", "Here", "How", "However", "I", "If", "In", "Inspired", "Instead", "It", "Its", "Many",
	"More", "Moreover", "Most", "Motivated", "On", "One", "Our", "Previous", "Prior", "Recent", "Recently", "Results",
	"Second", "Several", "Since", "Some", "Specifically", "Such", "That", "The", "Then", "Therefore", "These", "They",
	"This", "Those", "Though", "Through", "Thus", "To", "Together", "Under", "Unfortunately", "Unlike", "Using", "We",
	"What", "When", "Where", "While", "With", "Within", "Without", "Yet",
};

static bool is_in(struct str word, const char *const *list, size_t n, bool nocase)
{
	for (size_t i = 0; i < n; i++)
		if (nocase ? str_is_nocase(word, list[i]) : str_is(word, list[i]))
			return true;
	return false;
}

/* The word that ends before AT: letters, digits and the stops inside it. Of a longer one than any in the lists its end:
 * a text may be one word, and each stop in it is asked about. */
static struct str word_before(struct str s, size_t from, size_t at)
{
	enum { MOST_WORD = 16 };
	size_t start = at;
	while (start > from && at - start < MOST_WORD && (is_alnum((unsigned char)s.p[start - 1]) || s.p[start - 1] == '.'))
		start--;
	return (struct str){ s.p + start, at - start };
}

static bool starter_at(struct str s, size_t at)
{
	size_t end = at;
	while (end < s.n && is_alpha((unsigned char)s.p[end]))
		end++;
	return is_in((struct str){ s.p + at, end - at }, starters, COUNTOF(starters), false);
}

/* How many bytes at AT close a quotation or bracket behind a full stop; 0: none. */
static size_t closer_at(struct str s, size_t at)
{
	static const char *const wide[] = { "\u2019", "\u201d" };
	if (at < s.n && strchr(".!?)]}\"'", s.p[at]) && s.p[at])
		return 1;
	for (size_t i = 0; i < COUNTOF(wide); i++)
		if (str_starts(str_from(s, at), wide[i]))
			return strlen(wide[i]);
	return 0;
}

static size_t skip_blanks(struct str s, size_t at)
{
	while (at < s.n && is_space((unsigned char)s.p[at]))
		at++;
	return at;
}

/* Can a sentence begin at AT? Small letters cannot. */
static bool can_begin(struct str s, size_t at)
{
	unsigned char c = (unsigned char)s.p[at];
	return is_upper(c) || is_digit(c) || c >= 0x80 || strchr("$\\\"'([`", c) != NULL;
}

/* Where the sentence that began at FROM ends, if the sign at AT ends it; else 0. */
static size_t end_at(struct str s, size_t from, size_t at)
{
	size_t end = at + 1, n;
	while ((n = closer_at(s, end)) > 0)
		end += n;
	size_t next = skip_blanks(s, end);
	if (next == s.n)
		return end;
	struct str word = word_before(s, from, at);
	if (next == end)  /* "results.We show": a blank was forgotten */
		return s.p[at] == '.' && word.n > 2 && is_lower((unsigned char)s.p[at - 1]) &&
		       !memchr(word.p, '.', word.n) && starter_at(s, next) ? end : 0;
	if (!can_begin(s, next))
		return 0;
	if (s.p[at] != '.' || end > at + 1)
		return end;
	if (is_in(word, never_last, COUNTOF(never_last), true))
		return 0;
	bool initial = word.n == 1 && is_upper((unsigned char)word.p[0]);
	if (initial || is_in(word, maybe_last, COUNTOF(maybe_last), true))
		return starter_at(s, next) ? end : 0;
	return end;
}

/* The length of a full-width full stop at AT; 0: none. */
static size_t wide_stop_at(struct str s, size_t at)
{
	static const char *const stops[] = { "。", "！", "？" };
	for (size_t i = 0; (unsigned char)s.p[at] >= 0xe3 && i < COUNTOF(stops); i++)
		if (str_starts(str_from(s, at), stops[i]))
			return strlen(stops[i]);
	return 0;
}

/* The end of the sentence that begins at FROM. *MATH is the next stretch of mathematics, if *HAS. */
static size_t sentence_end(struct str s, size_t from, struct tex_math *math, bool *has)
{
	for (size_t at = from; at < s.n; at++) {
		while (*has && math->end <= at)
			*has = tex_next_math(s, math->end, math);
		size_t end = 0, wide;
		if (*has && at == math->start) {
			at = math->end - 1;
			if (math->body_end > math->body_start && s.p[math->body_end - 1] == '.') {  /* "… = 0.$ We" */
				size_t next = skip_blanks(s, math->end);
				end = next > math->end && next < s.n && starter_at(s, next) ? math->end : 0;
			}
		} else if (s.p[at] == '\n') {
			return at;
		} else if (s.p[at] == '.' || s.p[at] == '!' || s.p[at] == '?') {
			end = end_at(s, from, at);
		} else if ((wide = wide_stop_at(s, at)) > 0) {
			end = at + wide;
		}
		if (end > 0)
			return end;
	}
	return s.n;
}

void sentences_each(struct str text, bool (*fn)(void *ctx, struct str sentence), void *ctx)
{
	struct tex_math math;
	bool has = tex_next_math(text, 0, &math);
	for (size_t at = skip_blanks(text, 0); at < text.n;) {
		size_t end = sentence_end(text, at, &math, &has);
		struct str sentence = str_trim((struct str){ text.p + at, end - at });
		if (sentence.n > 0 && !fn(ctx, sentence))
			return;
		at = skip_blanks(text, end);
	}
}
