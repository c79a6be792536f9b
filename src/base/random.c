/* SPDX-License-Identifier: MIT
 * SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014). */
#include "digest/random.h"

#include <sys/random.h>
#include <time.h>

void random_seed(struct random *r)
{
	struct timespec t = { 0, 0 };
	if (getrandom(&r->state, sizeof r->state, GRND_NONBLOCK) == sizeof r->state)
		return;
	clock_gettime(CLOCK_MONOTONIC, &t);
	r->state = (uint64_t)t.tv_sec * 1000000007 + (uint64_t)t.tv_nsec;
}

int64_t random_below(struct random *r, int64_t n)
{
	uint64_t z = r->state += UINT64_C(0x9e3779b97f4a7c15);
	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	z ^= z >> 31;
	return n > 0 ? (int64_t)(z % (uint64_t)n) : 0;
}
