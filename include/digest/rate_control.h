/* SPDX-License-Identifier: MIT
 * How fast an endpoint may be asked (pure: time comes in): how many requests at once, when it wants to be left alone, and
 * whether it is there at all. */
#ifndef DIGEST_RATE_CONTROL_H
#define DIGEST_RATE_CONTROL_H

#include <stdbool.h>
#include <stdint.h>

enum {
	CIRCUIT_OPEN_AFTER = 5,        /* failures in a row, without an answer between: the circuit opens */
	CIRCUIT_PROBES = 4,            /* then so many single requests; with a delay of a second they take 1 + 2 + 4 + 8 s */
	CIRCUIT_PROBE_MS = 20000,      /* none follows one that failed so long after the circuit opened */
	CIRCUIT_BUSY_PROBES = 8,       /* of an endpoint that answers, if only that it is busy */
	RATE_MOST_BACKOFF_MS = 30000,  /* before a probe */
	RATE_MOST_PAUSE_MS = 120000,   /* that an endpoint may ask for; for a longer one the run ends */
};

struct rate_control {
	int64_t delay_ms;            /* before the second try, and the first probe */
	int most, allowed;           /* at once: as the user says; as the endpoint bears just now */
	int under_way;
	int64_t pause_from, pause_until;  /* the endpoint wants to be left alone. All times are clock_ticks() */
	int failures;                /* in a row */
	bool open;                   /* the circuit: one request at a time */
	int probes;                  /* that failed */
	int64_t opened, probe_at;
};

void rate_control_init(struct rate_control *r, int most, int64_t delay_ms);
/* Whether a request may begin NOW. If not, *AT is when, or INT64_MAX: when another one has ended. */
bool rate_control_may_begin(const struct rate_control *r, int64_t now, int64_t *at);
void rate_control_begins(struct rate_control *r);
/* It ended with an answer, or with anything else that a working endpoint says. */
void rate_control_succeeded(struct rate_control *r);
/* It failed. BEGAN: when it was started. BUSY: the endpoint is there, and says that it is asked too much. False: there is
 * no hope. */
bool rate_control_failed(struct rate_control *r, int64_t now, int64_t began, bool busy);
/* Nothing is to be asked until UNTIL. */
void rate_control_pause(struct rate_control *r, int64_t now, int64_t until);
/* It ended, and says nothing about the endpoint. */
void rate_control_cancelled(struct rate_control *r);
/* DELAY_MS twice as long each time: FAILED is 1 for the first. */
int64_t rate_control_backoff(const struct rate_control *r, int failed);

#endif
