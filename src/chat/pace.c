/* SPDX-License-Identifier: MIT
 * The pace of an endpoint.
 *
 * After "too many requests" half as many are sent at once, and one more with each answer. A rest holds for all: what
 * was under way when it began is told the same, and that is no second reason to slow down. An endpoint that fails again
 * and again is not asked by all papers in turn, but by one of them at a time, after pauses that grow; one answer, and
 * all is as before. */
#include "digest/pace.h"

void pace_init(struct pace *p, int most, int64_t delay_ms)
{
	*p = (struct pace){ .delay_ms = delay_ms, .most = most, .allowed = most, .rest_from = -1 };
}

int64_t pace_delay(const struct pace *p, int failed)
{
	int64_t ms = p->delay_ms;
	for (int i = 1; i < failed && ms < PACE_MOST_PAUSE_MS; i++)
		ms *= 2;
	return ms < PACE_MOST_PAUSE_MS ? ms : PACE_MOST_PAUSE_MS;
}

bool pace_may(const struct pace *p, int64_t now, int64_t *at)
{
	*at = INT64_MAX;
	if (p->under_way >= (p->open ? 1 : p->allowed))
		return false;
	int64_t first = p->open && p->probe_at > p->rest_until ? p->probe_at : p->rest_until;
	if (first > now)
		*at = first;
	return first <= now;
}

void pace_begins(struct pace *p) { p->under_way++; }
void pace_void(struct pace *p) { p->under_way--; }

void pace_works(struct pace *p)
{
	p->under_way--;
	p->failures = 0;
	p->open = false;
	if (p->allowed < p->most)
		p->allowed++;
}

void pace_rest(struct pace *p, int64_t now, int64_t until)
{
	if (until <= p->rest_until)
		return;
	if (p->rest_until <= now)
		p->rest_from = now;
	p->rest_until = until;
}

bool pace_failed(struct pace *p, int64_t now, int64_t began, bool busy)
{
	if (busy && began > p->rest_from) {
		int at_once = p->under_way < p->allowed ? p->under_way : p->allowed;
		p->allowed = at_once > 1 ? at_once / 2 : 1;
	}
	p->under_way--;
	p->failures++;
	if (!p->open) {
		p->open = p->failures >= PACE_OPEN_AFTER;
		p->opened = now;
		p->probes = 0;
		p->probe_at = now + pace_delay(p, 1);
		return true;
	}
	if (began < p->probe_at)
		return true;  /* it was under way when the circuit opened */
	p->probes++;
	p->probe_at = now + pace_delay(p, p->probes + 1);
	return busy ? p->probes < PACE_BUSY_PROBES : p->probes < PACE_PROBES && now - p->opened < PACE_PROBE_MS;
}
