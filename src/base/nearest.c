/* SPDX-License-Identifier: MIT
 * The word that was meant: the optimal string alignment distance, in three rows of a table. */
#include "digest/nearest.h"

#include <limits.h>

static unsigned least(unsigned a, unsigned b) { return a < b ? a : b; }

unsigned edit_distance(struct str a, struct str b)
{
	unsigned rows[3][NEAREST_MAX_BYTES + 1], *before = rows[0], *above = rows[1], *row = rows[2];
	if (a.n > NEAREST_MAX_BYTES || b.n > NEAREST_MAX_BYTES)
		return UINT_MAX;
	for (unsigned j = 0; j <= b.n; j++)
		above[j] = before[j] = j;
	for (unsigned i = 1; i <= a.n; i++) {
		row[0] = i;
		for (unsigned j = 1; j <= b.n; j++) {
			int x = to_lower(a.p[i - 1]), y = to_lower(b.p[j - 1]);
			row[j] = least(least(above[j], row[j - 1]) + 1, above[j - 1] + (x != y));
			if (i > 1 && j > 1 && x == to_lower(b.p[j - 2]) && y == to_lower(a.p[i - 2]))
				row[j] = least(row[j], before[j - 2] + 1);
		}
		unsigned *oldest = before;
		before = above;
		above = row;
		row = oldest;
	}
	return above[b.n];
}

void nearest_try(struct nearest *n, struct str word)
{
	enum { SHORT = 6, PREFIX_LEAST = 3 };
	unsigned distance = edit_distance(n->said, word), most = word.n < SHORT ? 1 : (unsigned)word.n / 3;
	if (distance > most && n->said.n >= PREFIX_LEAST && word.n > n->said.n && edit_distance(n->said, str_head(word, n->said.n)) == 0)
		distance = most;
	if (distance > most || distance >= word.n || (str_known(n->best) && distance >= n->distance))
		return;
	n->best = word;
	n->distance = distance;
}

void nearest_say(const struct nearest *n, const char *before, struct buf *out)
{
	if (str_known(n->best))
		buf_addf(out, "; did you mean %s%.*s?", before, STR_ARG(n->best));
}
