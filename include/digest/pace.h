/* SPDX-License-Identifier: MIT
 * How fast an endpoint may be asked (pure: time comes in): how many requests at once, when it wants to be left alone, and
 * whether it is there at all. */
#ifndef DIGEST_PACE_H
#define DIGEST_PACE_H

#include <stdbool.h>
#include <stdint.h>

enum {
	PACE_OPEN_AFTER = 5,         /* failures in a row, without an answer between: the circuit opens */
	PACE_PROBES = 4,             /* then so many single requests; with a delay of a second they take 1 + 2 + 4 + 8 s */
	PACE_PROBE_MS = 20000,       /* none follows one that failed so long after the circuit opened */
	PACE_BUSY_PROBES = 8,        /* of an endpoint that answers, if only that it is busy */
	PACE_MOST_PAUSE_MS = 30000,  /* before a probe */
	PACE_MOST_WAIT_MS = 120000,  /* that an endpoint may ask for; for a longer one the run ends */
};

struct pace {
	int64_t delay_ms;            /* before the second try, and the first probe */
	int most, allowed;           /* at once: as the user says; as the endpoint bears just now */
	int under_way;
	int64_t rest_from, rest_until;  /* the endpoint wants to be left alone. All times are clock_ticks() */
	int failures;                /* in a row */
	bool open;                   /* the circuit: one request at a time */
	int probes;                  /* that failed */
	int64_t opened, probe_at;
};

void pace_init(struct pace *p, int most, int64_t delay_ms);
/* Whether a request may begin NOW. If not, *AT is when, or INT64_MAX: when another one has ended. */
bool pace_may(const struct pace *p, int64_t now, int64_t *at);
void pace_begins(struct pace *p);
/* It ended with an answer, or with anything else that a working endpoint says. */
void pace_works(struct pace *p);
/* It failed. BEGAN: when it was started. BUSY: the endpoint is there, and says that it is asked too much. False: there is
 * no hope. */
bool pace_failed(struct pace *p, int64_t now, int64_t began, bool busy);
/* Nothing is to be asked until UNTIL. */
void pace_rest(struct pace *p, int64_t now, int64_t until);
/* It ended, and says nothing about the endpoint. */
void pace_void(struct pace *p);
/* DELAY_MS twice as long each time: FAILED is 1 for the first. */
int64_t pace_delay(const struct pace *p, int failed);

#endif
