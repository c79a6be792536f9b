/* SPDX-License-Identifier: MIT
 * "Did you mean …?": of the words that there are, the one that a wrong word is most likely a slip of. */
#ifndef DIGEST_NEAREST_H
#define DIGEST_NEAREST_H

#include "digest/buf.h"
#include "digest/str.h"

enum { NEAREST_MAX_BYTES = 40 };  /* longer words are compared with nothing */

struct nearest {
	struct str said;     /* the wrong word */
	struct str best;     /* STR_NULL: none is near */
	unsigned distance;   /* of BEST */
};

/* Edits that lead from A to B: a byte put in, left out or changed, or two neighbours exchanged (optimal string alignment);
 * ASCII letters in any case are equal. UINT_MAX where one of them is longer than NEAREST_MAX_BYTES. */
unsigned edit_distance(struct str a, struct str b);

/* Take WORD into account, which lives as long as N is used. A word is near if at most a third of its bytes differ, one edit for
 * words under six bytes, or if it begins with what was said (three bytes or more); of equally near ones the first counts. */
void nearest_try(struct nearest *n, struct str word);

/* Append "; did you mean BEST?", BEFORE standing before the word ("--"); nothing where none is near. */
void nearest_say(const struct nearest *n, const char *before, struct buf *out);

#endif
