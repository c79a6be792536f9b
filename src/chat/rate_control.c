/* SPDX-License-Identifier: MIT
 * The rate at which an endpoint is asked, and its circuit breaker.
 *
 * After "too many requests" half as many are sent at once, and one more with each answer. A rest holds for all: what
 * was under way when it began is told the same, and that is no second reason to slow down. An endpoint that fails again
 * and again is not asked by all papers in turn, but by one of them at a time, after pauses that grow; one answer, and
 * all is as before. */
#include "digest/rate_control.h"

void rate_control_init(struct rate_control *r, int most, int64_t delay_ms)
{
	*r = (struct rate_control){ .delay_ms = delay_ms, .most = most, .allowed = most, .pause_from = -1 };
}

int64_t rate_control_backoff(const struct rate_control *r, int failed)
{
	int64_t ms = r->delay_ms;
	for (int i = 1; i < failed && ms < RATE_MOST_BACKOFF_MS; i++)
		ms *= 2;
	return ms < RATE_MOST_BACKOFF_MS ? ms : RATE_MOST_BACKOFF_MS;
}

bool rate_control_may_begin(const struct rate_control *r, int64_t now, int64_t *at)
{
	*at = INT64_MAX;
	if (r->under_way >= (r->open ? 1 : r->allowed))
		return false;
	int64_t first = r->open && r->probe_at > r->pause_until ? r->probe_at : r->pause_until;
	if (first > now)
		*at = first;
	return first <= now;
}

void rate_control_begins(struct rate_control *r) { r->under_way++; }
void rate_control_cancelled(struct rate_control *r) { r->under_way--; }

void rate_control_succeeded(struct rate_control *r)
{
	r->under_way--;
	r->failures = 0;
	r->open = false;
	if (r->allowed < r->most)
		r->allowed++;
}

void rate_control_pause(struct rate_control *r, int64_t now, int64_t until)
{
	if (until <= r->pause_until)
		return;
	if (r->pause_until <= now)
		r->pause_from = now;
	r->pause_until = until;
}

bool rate_control_failed(struct rate_control *r, int64_t now, int64_t began, bool busy)
{
	if (busy && began > r->pause_from) {
		int at_once = r->under_way < r->allowed ? r->under_way : r->allowed;
		r->allowed = at_once > 1 ? at_once / 2 : 1;
	}
	r->under_way--;
	r->failures++;
	if (!r->open) {
		r->open = r->failures >= CIRCUIT_OPEN_AFTER;
		r->opened = now;
		r->probes = 0;
		r->probe_at = now + rate_control_backoff(r, 1);
		return true;
	}
	if (began < r->probe_at)
		return true;  /* it was under way when the circuit opened */
	r->probes++;
	r->probe_at = now + rate_control_backoff(r, r->probes + 1);
	return busy ? r->probes < CIRCUIT_BUSY_PROBES : r->probes < CIRCUIT_PROBES && now - r->opened < CIRCUIT_PROBE_MS;
}
