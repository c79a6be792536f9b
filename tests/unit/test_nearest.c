/* SPDX-License-Identifier: MIT
 * Edit distances against examples of the literature and the definition, and which word is offered for a wrong one. */
#include <limits.h>

#include "digest/macros.h"
#include "digest/nearest.h"
#include "tests/unit/plain_tap.h"

static const struct {
	int line;
	const char *a, *b;
	unsigned want;
} distances[] = {
	{ __LINE__, "", "", 0 },
	{ __LINE__, "", "abc", 3 },
	{ __LINE__, "kitten", "sitting", 3 },    /* Levenshtein's usual example */
	{ __LINE__, "Saturday", "Sunday", 3 },
	{ __LINE__, "ca", "abc", 3 },            /* optimal string alignment; unrestricted Damerau has 2 */
	{ __LINE__, "ab", "ba", 1 },
	{ __LINE__, "digset", "digest", 1 },
	{ __LINE__, "abcd", "badc", 2 },
	{ __LINE__, "cs.lg", "cs.LG", 0 },
	{ __LINE__, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", 1 },         /* 40 bytes */
	{ __LINE__, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", UINT_MAX },  /* 41 */
};

static const struct {
	int line;
	const char *said, *words, *want;  /* "": none */
} meant[] = {
	{ __LINE__, "catgory", "input category query", "category" },
	{ __LINE__, "lim", "list limit lang", "limit" },           /* its beginning */
	{ __LINE__, "li", "list limit lang", "" },
	{ __LINE__, "hgo", "hugo hexo", "hugo" },
	{ __LINE__, "heggo", "hugo hexo", "" },                    /* two edits in a short word */
	{ __LINE__, "Hugo", "hexo hugo", "hugo" },
	{ __LINE__, "summarise", "status summarize", "summarize" },
	{ __LINE__, "frobnicate", "fetch render", "" },
	{ __LINE__, "x", "a", "" },                                /* another word altogether */
	{ __LINE__, "gitfs", "gifts gitis", "gifts" },             /* equally near: the first */
	{ __LINE__, "", "a bc", "" },
	{ __LINE__, "word", "", "" },
};

int main(void)
{
	struct tap t = { 0, 0 };
	for (size_t i = 0; i < COUNTOF(distances); i++) {
		struct str a = str_of(distances[i].a), b = str_of(distances[i].b);
		unsigned there = edit_distance(a, b), back = edit_distance(b, a);
		tap_case(&t, there == distances[i].want && back == there, "line %d: %s, %s: %u, %u", distances[i].line, a.p, b.p, there, back);
	}
	for (size_t i = 0; i < COUNTOF(meant); i++) {
		struct nearest n = { .said = str_of(meant[i].said) };
		struct str rest = str_of(meant[i].words), word;
		struct buf said = BUF_INIT(256), want = BUF_INIT(256);
		while (str_cut(&rest, ' ', &word))
			nearest_try(&n, word);
		nearest_say(&n, "--", &said);
		if (*meant[i].want)
			buf_addf(&want, "; did you mean --%s?", meant[i].want);
		tap_same(&t, buf_str(&said), buf_str(&want), __FILE__, meant[i].line);
		buf_free(&said);
		buf_free(&want);
	}
	return tap_done(&t);
}
