/* SPDX-License-Identifier: MIT
 * Equal or nearly equal answers for different papers: what a broken cache or proxy between us and the model makes. */
#ifndef SUMMARIZER_REPEATS_H
#define SUMMARIZER_REPEATS_H

#include "digest/arena.h"
#include "digest/buf.h"
#include "digest/paper.h"

enum {
	REPEATS_MOST = 3,        /* papers that get another's answer before nothing more is asked */
	REPEATS_KEPT = 64,       /* the last answers that one is held against */
	SKETCH = 32,             /* numbers that stand for a text */
	SKETCH_LEAST = 90,       /* bytes of an answer's texts, below which equal ones say nothing: thirty characters of Chinese */
};

/* A text by the least hashes of its stretches of nine bytes (one-permutation MinHash): the share of equal numbers of two sketches is
 * about that of equal stretches. */
struct sketch {
	uint32_t v[SKETCH];
	size_t bytes;
};
void sketch_clear(struct sketch *s);
void sketch_add(struct sketch *s, struct str text);
/* Between 0 and 1. */
double sketch_likeness(const struct sketch *a, const struct sketch *b);

struct repeats {
	struct repeated {
		struct sketch answer, paper;
		char *key;       /* the paper's; NULL: none yet */
		} last[REPEATS_KEPT];
	size_t n;                /* answers that came */
	size_t papers;           /* that got another's */
	struct buf names;        /* of them, and of the one that had it first */
};

void repeats_init(struct repeats *r);
void repeats_free(struct repeats *r);
/* The key of another paper of other text that got nearly the answer Y, which P under KEY gets now; NULL: none did. AGAIN: P is asked
 * for the second time, and counted already. Y is kept, until REPEATS_KEPT others came. */
const char *repeats_look(struct repeats *r, const struct paper *p, struct str key, const struct summary *y, bool again);
/* Y in A. */
struct summary repeats_copy(const struct summary *y, struct arena *a);

#endif
