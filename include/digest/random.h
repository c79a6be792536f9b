/* SPDX-License-Identifier: MIT
 * Numbers by chance, for spreading waits and not for secrets: SplitMix64. */
#ifndef DIGEST_RANDOM_H
#define DIGEST_RANDOM_H

#include <stdint.h>

struct random {
	uint64_t state;
};
void random_seed(struct random *r);                  /* from the system; without it from the time */
int64_t random_below(struct random *r, int64_t n);   /* 0 … n-1; 0 where n is none of these */

#endif
