/* SPDX-License-Identifier: MIT
 * The clock is evidence as any other. Where it differs from the hosts' and their day is another one, the run is about their day
 * if two hosts agree; if only one says so, it is about their day too, but nothing is settled by that alone. */
#include "src/harvest/clock.h"

#include <stdlib.h>
#include <string.h>

#include "src/harvest/internal.h"
#include "digest/redact.h"

enum { HOUR = 60 * 60, DAY_SECONDS = 24 * HOUR, AGREE = 10 * 60, COMPARED_FOR = 20 * HOUR };

struct clock_verdict clock_weigh(const struct fetch_clock *v, size_t n)
{
	struct clock_verdict c = { .known = n > 0 };
	size_t same = 0;
	for (size_t i = 0; i < n; i++)
		if (c.host == NULL || v[i].ahead < c.ahead) {
			c.ahead = v[i].ahead;
			c.host = v[i].host;
		}
	for (size_t i = 0; i < n; i++)
		same += v[i].ahead - c.ahead <= AGREE;
	c.off = c.ahead > HOUR || c.ahead < -HOUR;
	c.agreed = same > 1;
	return c;
}

void clock_difference(int64_t ahead, struct buf *out)
{
	int64_t s = ahead < 0 ? -ahead : ahead;
	bool days = s >= 2 * DAY_SECONDS;
	buf_addf(out, "%lld %s %s", (long long)(s / (days ? DAY_SECONDS : HOUR)), days ? "days" : s >= 2 * HOUR ? "hours" : "hour",
	         ahead < 0 ? "behind" : "ahead of");
}

static struct clock_verdict ask_clocks(struct harvest *h)
{
	const struct fetch_clock *v;
	size_t n = fetcher_clocks(h->fetcher, &v);
	return clock_weigh(v, n);
}

/* OAI-PMH is another host, and has the records that tell what day it is. */
static bool second_opinion(struct harvest *h, const char *theirs, struct clock_verdict *c, struct err *e)
{
	char days[1][DAY_SIZE], before[DAY_SIZE];
	struct day_result ignored;
	if (c->agreed || h->o->categories.n == 0 || h->lists[0].tried)
		return true;
	memcpy(days[0], theirs, DAY_SIZE);
	calendar_previous(h->o->calendar, theirs, before);
	if (!harvest_list(h, 0, (struct day_list){ (const char (*)[DAY_SIZE])days, 1 }, before, "what day it is", &ignored, e))
		return false;
	*c = ask_clocks(h);
	return true;
}

#define SET_IT " (if it is wrong, set it: timedatectl set-ntp true)"

static void say(struct harvest *h, const struct clock_verdict *c, const char *ours, const char *theirs)
{
	struct buf b = BUF_INIT(256);
	clock_difference(c->ahead, &b);
	if (strcmp(ours, theirs) == 0)
		log_note(h->log, "the clock of this machine is %s %s's" SET_IT, b.s, c->host);
	else
		log_warn(h->log, "the clock of this machine is %s %s's: there it is %s and not %s: %s" SET_IT, b.s, c->host, theirs, ours,
		         c->agreed ? "two hosts agree, so this run is about their day"
		                   : "only this host says so, so nothing is settled by its day alone");
	buf_free(&b);
}

static bool ignore(void *ctx, struct str bytes, struct err *e)
{
	UNUSED(ctx);
	UNUSED(bytes);
	UNUSED(e);
	return true;
}

/* ---- The last comparison: "TIME BOOTED" ---- */

#define COMPARED STR("clock compared")

/* A clock that was right some hours ago is right still, if it was not set since and the machine runs on. */
bool harvest_clock_is_known(struct harvest *h, bool *ret, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct str kept, time;
	uint64_t then, booted;
	bool ok = store_kv_get(h->store, COMPARED, &a, &kept, e);
	*ret = false;
	if (ok && str_known(kept) && str_cut(&kept, ' ', &time) && str_number(time, CLOCK_LAST, &then) &&
	    str_number(kept, CLOCK_LAST, &booted)) {
		int64_t passed = clock_now(h->o->clock) - (int64_t)then, set = clock_booted(h->o->clock) - (int64_t)booted;
		*ret = passed >= 0 && passed < COMPARED_FOR && set <= AGREE && set >= -AGREE;
	}
	arena_free(&a);
	return ok;
}

bool harvest_clock_keep(struct harvest *h, struct err *e)
{
	struct clock_verdict c = ask_clocks(h);
	struct buf b = BUF_INIT(64);
	if (!c.known || c.off || h->o->dry_run)
		return true;
	buf_addf(&b, "%lld %lld", (long long)clock_now(h->o->clock), (long long)clock_booted(h->o->clock));
	bool ok = store_kv_put(h->store, COMPARED, buf_str(&b), e);
	buf_free(&b);
	return ok;
}

void harvest_ask_time(struct harvest *h)
{
	struct buf url = BUF_INIT(ERR_MSG_SIZE);
	struct err why = ERR_INIT;
	struct fetch_reply reply;
	query_status(h->o->base, &url);
	const struct fetch_request q = { .url = url.s, .why = "what time it is", .once = true, .body = ignore };
	const char *shown = redact_url(url.s, &h->a);
	bool ok = fetch(h->fetcher, &q, &reply, &why);
	notify_request(h, shown, q.why, ok ? &reply : NULL, ok ? NULL : &why);
	buf_free(&url);
	if (!ok && !ask_clocks(h).known) {  /* a refusal has a Date, too */
		log_warn(h->log, "nothing is due by this machine's clock, and the host cannot say what time it is: %s", why.msg);
		h->incomplete++;
		h->cause = h->cause == ERR_NONE ? why.kind : h->cause;
	}
}

bool harvest_clock(struct harvest *h, bool *moved, struct err *e)
{
	struct clock_verdict c = ask_clocks(h);
	char ours[DAY_SIZE], theirs[DAY_SIZE];
	*moved = false;
	if (h->clock_told || !c.known || !c.off)
		return true;
	day_eastern(clock_now(h->o->clock), ours);
	day_eastern(clock_now(h->o->clock) - c.ahead, theirs);
	if (strcmp(ours, theirs) != 0 && !second_opinion(h, theirs, &c, e))
		return false;
	if (!c.off)  /* the first host's reply was an old one, out of a cache that does not say so */
		return true;
	day_eastern(clock_now(h->o->clock) - c.ahead, theirs);
	h->clock_told = true;
	say(h, &c, ours, theirs);
	if (strcmp(ours, theirs) == 0)
		return true;
	h->ahead = c.ahead;
	h->unsure = !c.agreed;
	if (h->unsure) {
		memcpy(h->horizon, strcmp(ours, theirs) < 0 ? ours : theirs, DAY_SIZE);
		h->incomplete++;
		if (h->cause == ERR_NONE)
			h->cause = ERR_NET_TEMP;
	}
	*moved = true;
	return true;
}
