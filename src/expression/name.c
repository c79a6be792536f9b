/* SPDX-License-Identifier: MIT
 * Names of people as they are typed, against names as records have them. */
#include "src/expression/internal.h"

/* The words of PIECE. */
static bool add_words(struct name *name, struct str piece, bool join, struct arena *a)
{
	struct buf words = BUF_INIT(BUF_UNBOUNDED);
	name_words(piece, join, &words);
	struct str rest = buf_str(&words), word;
	bool ok = true;
	while (ok && str_cut(&rest, ' ', &word)) {
		ok = name->n < NAME_MAX_WORDS;
		if (ok)
			name->words[name->n++] = arena_dup(a, word);
	}
	buf_free(&words);
	return ok;
}

static bool is_initial(struct str word) { return word.n == 1; }

/* "LeCun, Yann" and lecun_y begin with the family name; where all before the last word are initials, that one is it. */
static size_t family_of(const struct name *name, size_t before_sign)
{
	if (before_sign > 0 && before_sign < name->n)
		return before_sign - 1;
	for (size_t i = 0; i + 1 < name->n; i++)
		if (!is_initial(name->words[i]))
			return NAME_MAX_WORDS;
	return name->n > 1 && !is_initial(name->words[name->n - 1]) ? name->n - 1 : NAME_MAX_WORDS;
}

bool name_read(struct str text, bool join, struct arena *a, struct name *ret)
{
	size_t sign = 0;
	*ret = (struct name){ .family = NAME_MAX_WORDS };
	while (sign < text.n && text.p[sign] != ',' && text.p[sign] != '_')
		sign++;
	if (!add_words(ret, str_head(text, sign), join, a))
		return false;
	size_t before_sign = ret->n;
	if (!add_words(ret, str_from(text, sign), join, a))
		return false;
	ret->family = family_of(ret, before_sign);
	return ret->n > 0;
}

enum fit { FIT_NO, FIT_INITIAL, FIT_SAME };

static enum fit fit_of_words(struct str said, bool prefix, struct str word)
{
	if ((str_eq(said, word) && !is_initial(said)) || (prefix && word.n > said.n && memcmp(word.p, said.p, said.n) == 0))
		return FIT_SAME;
	bool initial = (is_initial(said) || is_initial(word)) && said.n > 0 && word.n > 0 && said.p[0] == word.p[0];
	return initial && (unsigned char)said.p[0] < 0x80 ? FIT_INITIAL : FIT_NO;
}

/* The place in NAME that the I-th word of SAID takes; NAME->n: none is free. One that is the same goes before an initial. */
static size_t place_of(const struct name *said, size_t i, const struct name *name, unsigned taken, enum fit *how)
{
	size_t best = name->n;
	bool prefix = said->prefix && i + 1 == said->n, family = i == said->family;
	*how = FIT_NO;
	for (size_t k = 0; k < name->n; k++) {
		enum fit f = taken & 1u << k || (family && k == 0 && name->n > 1) ? FIT_NO : fit_of_words(said->words[i], prefix, name->words[k]);
		if (f > *how && !(family && f != FIT_SAME)) {
			*how = f;
			best = k;
		}
	}
	return best;
}

bool name_matches(const struct name *said, const struct name *name)
{
	unsigned taken = 0, done = 0;
	bool same = false;
	for (enum fit wanted = FIT_SAME; wanted > FIT_NO; wanted--)  /* what is the same takes its place before initials do */
		for (size_t i = 0; i < said->n; i++) {
			enum fit how;
			size_t k = done & 1u << i ? name->n : place_of(said, i, name, taken, &how);
			if (k == name->n || how < wanted)
				continue;
			taken |= 1u << k;
			done |= 1u << i;
			same = same || how == FIT_SAME;
		}
	return same && done == (1u << said->n) - 1;
}
