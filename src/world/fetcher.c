/* SPDX-License-Identifier: MIT
 * Asking hosts, politely: one request at a time under the host's lock, again where that can help, not at all while
 * the host wants to be left alone.
 *
 * A failed try writes into the lock's file when the next one may start, so that another process does not ask
 * in between what this one was told to wait with. The interval is counted from the moment that the reply's head came:
 * earlier than that the host need not have seen the request. */
#include "src/world/fetcher.h"

#include <stdlib.h>

#include "digest/program.h"

enum { TURN_MS = 40, CLOCK_JUMP_MS = 3600 * 1000 };

enum attempt_result { DONE, UNCHANGED, REDIRECTED, RETRY, PAUSE, FAILED };

/* Statuses that are no answer yet. All but 5xx are said by the host's edge rather than by the host. */
static const struct {
	long from, to;
	enum attempt_result result;
} statuses[] = {
	{ 403, 403, PAUSE },  /* "Access denied": going on counts as an attack */
	{ 406, 406, RETRY },  /* arXiv's edge, at times, whatever Accept says */
	{ 408, 408, RETRY },
	{ 425, 425, RETRY },
	{ 429, 429, RETRY },
	{ 500, 599, RETRY },
};

/* Hosts that are one place. */
static const struct {
	const char *under, *name;
} places[] = {
	{ "arxiv.org", "arxiv.org" },
};

/* ---- Opening ---- */

static char *copy(const char *s) { return s ? xstrdup(s) : NULL; }

#define DEFAULT(field, value) ((field) = (field) == 0 ? (value) : (field) < 0 ? 0 : (field))

static void set_defaults(struct fetcher_options *o)
{
	DEFAULT(o->interval_ms, 3000);
	DEFAULT(o->tries, 5);
	DEFAULT(o->first_delay_ms, 3000);
	DEFAULT(o->most_delay_ms, 60000);
	DEFAULT(o->most_retry_after_s, 120);
	DEFAULT(o->pause_s, 900);
	DEFAULT(o->refused_pause_s, 3600);
	DEFAULT(o->most_pause_s, 86400);
	DEFAULT(o->connect_timeout_s, 20);
	DEFAULT(o->silence_timeout_s, 60);
	DEFAULT(o->total_timeout_s, 600);
	DEFAULT(o->max_redirects, 5);
	if (o->tries < 1)
		o->tries = INT32_MAX;
	if (o->max_bytes == 0)
		o->max_bytes = (size_t)256 << 20;
	if (o->budget_ms <= 0)
		o->budget_ms = o->budget_ms ? INT64_MAX / 4 : 600000;
	if (o->turn_wait_ms <= 0)
		o->turn_wait_ms = o->turn_wait_ms ? INT64_MAX / 4 : 600000;
}

bool fetcher_open(const struct fetcher_options *o, struct fetcher **ret, struct err *e)
{
	bool asks = o->dry_run == NULL && !http_replays(o->http);
	if (o->state_dir && asks && !host_lock_folder(o->state_dir, e))
		return false;
	struct fetcher *f = xcalloc(1, sizeof *f);
	struct buf agent = BUF_INIT(FETCH_TEXT_BYTES);
	*f = (struct fetcher){ .o = *o };
	f->url = f->etag = f->last_modified = (struct buf)BUF_INIT(FETCH_TEXT_BYTES);
	set_defaults(&f->o);
	f->o.state_dir = http_replays(o->http) ? NULL : copy(o->state_dir);
	f->o.contact = NULL;
	buf_addf(&agent, "digest/%s", program_version);
	if (o->contact)
		buf_addf(&agent, " (%s)", o->contact);
	f->agent = buf_take(&agent);
	random_seed(&f->random);
	*ret = f;
	return true;
}

void fetcher_close(struct fetcher *f)
{
	if (f == NULL)
		return;
	for (size_t i = 0; i < f->locks.n; i++) {
		host_lock_free(f->locks.v[i]);
		free(f->locks.v[i]);
	}
	vec_free(&f->locks);
	for (size_t i = 0; i < f->clocks.n; i++)
		free((char *)(uintptr_t)f->clocks.v[i].host);
	vec_free(&f->clocks);
	buf_free(&f->url);
	buf_free(&f->etag);
	buf_free(&f->last_modified);
	free(f->agent);
	free((char *)(uintptr_t)f->o.state_dir);
	free(f);
}

/* ---- The lock of a host ---- */

/* The lock NAME, made if it is not there. */
static struct host_lock *lock_named(struct fetcher *f, struct str name)
{
	for (size_t i = 0; i < f->locks.n; i++)
		if (str_is(name, f->locks.v[i]->host))
			return f->locks.v[i];
	struct host_lock *g = xcalloc(1, sizeof *g);
	host_lock_init(g, f->o.state_dir, name);
	*vec_push(&f->locks) = g;
	return g;
}

static struct host_lock *lock_of(struct fetcher *f, const char *url, struct err *e)
{
	struct buf host = BUF_INIT(FETCH_TEXT_BYTES), name = BUF_INIT(FETCH_TEXT_BYTES);
	struct host_lock *g = NULL;
	if (!address_is_web(str_of(url)))
		err_set(e, ERR_USAGE, "not an http or https address");
	else if (!address_origin(url, &host, &name))
		err_set(e, ERR_USAGE, "not a usable address");
	else {
		struct str place = buf_str(&name);
		for (size_t i = 0; i < COUNTOF(places); i++) {
			size_t n = strlen(places[i].under);
			if (str_ends(place, places[i].under) && (place.n == n || place.p[place.n - n - 1] == '.'))
				place = str_of(places[i].name);
		}
		g = lock_named(f, place);
	}
	buf_free(&host);
	buf_free(&name);
	return g;
}

/* The lock of KIND at the host of G: a file of its own, which G's lock is for, too. */
static struct host_lock *lock_of_kind(struct fetcher *f, const struct host_lock *g, const char *kind)
{
	struct buf name = BUF_INIT(FETCH_TEXT_BYTES);
	buf_addf(&name, "%s-%s", g->host, kind);
	struct host_lock *k = lock_named(f, buf_str(&name));
	buf_free(&name);
	return k;
}

/* Keep in the lock of this request's kind that none of them may begin before NEXT. While the lock of the host is held. */
static bool put_off_kind(struct fetch_state *a, int64_t next, struct err *e)
{
	bool ours = true;
	if (a->kind == NULL)
		return true;
	if (!host_lock_try(a->kind, &ours, e))
		return false;
	a->kind->next = next;
	bool ok = !ours || host_lock_write(a->kind, e);
	host_lock_release(a->kind);
	return ok;
}

/* How long those of this kind still have to wait, by the clock NOW; 0 for one that does not. Under the same lock. */
static bool wait_of_kind(struct fetch_state *a, int64_t now, int64_t *wait, struct err *e)
{
	struct host_lock *k = a->kind;
	bool ours;
	*wait = 0;
	if (k == NULL || a->q->at_once)
		return true;
	if (!host_lock_try(k, &ours, e))
		return false;
	if (ours)
		host_lock_release(k);
	if (k->next > now + CLOCK_JUMP_MS + a->q->kind_interval_ms)  /* a clock that was set back */
		k->next = now + a->q->kind_interval_ms;
	*wait = k->next > now ? k->next - now : 0;
	return true;
}

static void on_time(void *ctx) { *(bool *)ctx = true; }

/* The loop goes on meanwhile. */
static bool wait_ms(struct fetch_state *a, int64_t ms, struct err *e)
{
	struct loop *l = a->f->o.loop;
	bool over = false, ok = true;
	struct timer t = { .fn = on_time, .ctx = &over };
	int64_t from = ticks(a);
	loop_timer(l, &t, ms);
	while (ok && !over)
		ok = loop_turn(l, -1, e);
	loop_untimer(l, &t);
	a->waited += ticks(a) - from;
	return ok;
}

/* A clock that was set back must not make processes wait for years: limit what the file says. Whether something was changed. */
static bool limit_clock_jumps(const struct fetcher_options *o, struct host_lock *g, int64_t now)
{
	int64_t most = CLOCK_JUMP_MS + o->interval_ms + o->most_retry_after_s * 1000;
	int64_t last = clock_now(loop_clock(o->loop)) + o->most_pause_s;
	bool far = g->next > now + most, long_pause = g->pause > last;
	if (far)
		g->next = now + o->interval_ms;
	if (long_pause)
		g->pause = last;
	return far || long_pause;
}

static bool pause_error(const struct host_lock *g, const char *why, struct err *e)
{
	struct buf until = BUF_INIT(64);
	clock_rfc3339(g->pause, &until);
	err_set(e, ERR_BUSY, "%s asked for a pause until %s (%s)", g->host, until.s, why);
	buf_free(&until);
	return false;
}

/* Whether a request may be sent now; the lock is held. *WAIT: not yet, so many ms. */
static bool may_ask(struct fetch_state *a, int64_t *wait, struct err *e)
{
	struct host_lock *g = a->lock;
	int64_t now = host_lock_clock(clock_of(a->f));
	*wait = 0;
	if (limit_clock_jumps(&a->f->o, g, now) && !host_lock_write(g, e))
		return false;
	if (g->pause > clock_now(clock_of(a->f)) && a->f->o.most_pause_s > 0)
		return pause_error(g, g->why[0] ? g->why : "earlier", e);
	if (g->next > now) {
		*wait = g->next - now;
		return true;
	}
	if (!wait_of_kind(a, now, wait, e))
		return false;
	if (*wait > 0)
		return true;
	g->next = now + a->f->o.interval_ms + a->f->o.interval_ms / 8;  /* in case that we are killed: it arrives a bit later */
	return put_off_kind(a, now + a->q->kind_interval_ms + a->q->kind_interval_ms / 8, e) && host_lock_write(g, e);
}

/* Wait for our turn; when this returns true the lock is ours. */
static bool wait_for_turn(struct fetch_state *a, struct err *e)
{
	struct host_lock *g = a->lock;
	int64_t from = ticks(a), expected = -1;
	if (http_replays(a->f->o.http))  /* nothing is sent, but a pause that the recorded host asked for holds */
		return g->pause <= clock_now(clock_of(a->f)) || pause_error(g, g->why, e);
	for (bool reported = false;;) {
		bool ours;
		int64_t wait = TURN_MS / 2 + random_below(&a->f->random, TURN_MS);
		if (!host_lock_try(g, &ours, e))
			return false;
		if (ours) {
			if (may_ask(a, &wait, e) && wait == 0)
				return true;
			host_lock_release(g);
			if (wait == 0)
				return false;
			if (expected < 0)
				expected = wait;
		}
		if (ticks(a) - from > a->f->o.turn_wait_ms + (expected > 0 ? expected : 0))
			return err_set(e, ERR_BUSY, "another run is asking %s", g->host);
		if (!reported)
			log_info(a->f->o.log, "%s: waiting%s", g->host, ours ? "" : " for another run");
		reported = true;
		if (!wait_ms(a, wait, e))
			return false;
	}
}

size_t fetcher_clocks(const struct fetcher *f, const struct fetch_clock **ret)
{
	*ret = f->clocks.v;
	return f->clocks.n;
}

/* ---- What it came to ---- */

static enum attempt_result judge(const struct fetch_state *a)
{
	if (a->unchanged)
		return UNCHANGED;
	if (a->refused && a->status == 403 && a->err.kind == ERR_BUSY)
		return PAUSE;
	if (a->refused || a->began)  /* a reply that was an answer, taken or not */
		return a->err.kind == ERR_NONE ? DONE : a->err.kind == ERR_NET_TEMP ? RETRY : FAILED;
	if (a->err.kind == ERR_NONE)
		return DONE;
	if (a->redirect)
		return REDIRECTED;
	for (size_t i = 0; i < COUNTOF(statuses); i++)
		if (a->status >= statuses[i].from && a->status <= statuses[i].to)
			return statuses[i].result;
	return a->err.kind == ERR_NET_TEMP ? RETRY : FAILED;
}

/* Before the next try: twice as long each time, a bit by chance, and no shorter than the host asked for. */
static int64_t delay(struct fetch_state *a)
{
	const struct fetcher_options *o = &a->f->o;
	int64_t ms = o->first_delay_ms;
	for (int i = 1; i < a->tries && ms < o->most_delay_ms; i++)
		ms *= 2;
	if (ms > o->most_delay_ms)
		ms = o->most_delay_ms;
	ms += random_below(&a->f->random, ms / 2);
	return a->retry_after > 0 && a->retry_after * 1000 > ms ? a->retry_after * 1000 : ms;
}

/* No further try: because there were enough, or it would be too late. */
static bool too_many(const struct fetch_state *a, int64_t ms)
{
	const struct fetcher_options *o = &a->f->o;
	if (a->tries >= o->tries || a->q->once || (a->retry_after > o->most_retry_after_s && a->retry_after > 0))
		return true;
	return !http_replays(o->http) && ticks(a) + ms - a->begun > o->budget_ms;
}

static void set_pause(struct fetch_state *a)
{
	const struct fetcher_options *o = &a->f->o;
	int64_t s = a->retry_after > 0 ? a->retry_after : a->status == 403 ? o->refused_pause_s : o->pause_s;
	a->lock->pause = clock_now(clock_of(a->f)) + (s < o->most_pause_s ? s : o->most_pause_s);
	struct buf why = BUF_INIT(sizeof a->lock->why - 1);
	buf_addf(&why, "the host answered %ld%s", a->status, a->limited ? ": Rate exceeded" : "");
	memcpy(a->lock->why, why.s, why.len + 1);
	buf_free(&why);
	struct err said = a->err;
	pause_error(a->lock, said.msg, &a->err);
}

static void give_up(struct fetch_state *a)
{
	bool told_to_wait = a->retry_after > 0 && a->status >= 400 && !a->began;
	if (a->status == 429 || told_to_wait || a->limited) {
		set_pause(a);
		return;
	}
	a->err.kind = ERR_NET_TEMP;  /* 406 is none by itself */
	if (a->tries > 1) {
		struct err last = a->err;
		err_set(&a->err, ERR_NET_TEMP, "%s (the last of %d tries)", last.msg, a->tries);
	}
}

static bool redirect(struct fetch_state *a)
{
	static const char elsewhere[] = "the host redirects to what is not an http or https address";
	if (!address_is_web(str_of(a->redirect)))
		return err_set(&a->err, ERR_NET, "%s (%.200s)", elsewhere, a->redirect);
	if (address_downgrades(str_of(a->url), str_of(a->redirect)))
		return err_set(&a->err, ERR_NET, DOWNGRADE " (%.200s)", a->redirect);
	if (++a->hops > a->f->o.max_redirects)
		return err_set(&a->err, ERR_NET, "too many redirects");
	free(a->url);
	a->url = a->redirect;
	a->redirect = NULL;
	return true;
}

/* Judge what came while the lock is held, and write into its file what follows for all processes. */
static enum attempt_result conclude(struct fetch_state *a, struct err *e)
{
	enum attempt_result v = judge(a);
	struct host_lock *g = a->lock;
	int64_t ms = 0;
	if (v != REDIRECTED)
		a->tries++;
	if (v == RETRY) {
		ms = delay(a);
		if (too_many(a, ms)) {
			v = FAILED;
			give_up(a);
		}
	} else if (v == PAUSE) {
		set_pause(a);
		v = FAILED;
	} else if (v == REDIRECTED && !redirect(a)) {
		v = FAILED;
	}
	if (!http_replays(a->f->o.http)) {
		int64_t soonest = a->seen + a->f->o.interval_ms, then = host_lock_clock(clock_of(a->f)) + ms;
		g->next = v == RETRY && then > soonest ? then : soonest;
		bool kept = put_off_kind(a, a->seen + a->q->kind_interval_ms, e) && host_lock_write(g, e);
		host_lock_release(g);
		if (!kept) {
			a->err = *e;
			return FAILED;
		}
	}
	if (v == RETRY)
		log_info(a->f->o.log, "%s: %s; trying again in %.1f s", g->host, a->err.msg, (double)ms / 1000);
	return v;
}

/* ---- fetch() ---- */

static bool dry_run(struct fetch_state *a, struct err *e)
{
	struct fetcher *f = a->f;
	struct host_lock *g = a->lock;
	if (f->dry_clock == 0)
		f->dry_clock = host_lock_clock(clock_of(f));
	if (g->next == 0) {
		host_lock_peek(g);
		limit_clock_jumps(&f->o, g, f->dry_clock);
		if (g->pause > clock_now(clock_of(f)))
			return pause_error(g, g->why, e);
	}
	int64_t next = g->next;
	if (a->kind && a->kind->next == 0)
		host_lock_peek(a->kind);
	if (a->kind && !a->q->at_once && a->kind->next > next)
		next = a->kind->next;
	struct fetch_plan p = { a->url, a->q->why, next > f->dry_clock ? next - f->dry_clock : 0 };
	f->dry_clock += p.wait_ms;
	g->next = f->dry_clock + f->o.interval_ms;
	if (a->kind)
		a->kind->next = f->dry_clock + a->q->kind_interval_ms;
	f->o.dry_run(f->o.dry_run_ctx, &p);
	return true;
}

static bool fetch_with_retries(struct fetch_state *a, enum attempt_result *ret, struct err *e)
{
	struct err last = ERR_INIT;
	for (;;) {
		a->lock = lock_of(a->f, a->url, e);
		if (a->lock == NULL)
			return false;
		a->kind = a->q->kind ? lock_of_kind(a->f, a->lock, a->q->kind) : NULL;
		if (!wait_for_turn(a, e))
			return false;
		if (a->tries > 0 && ticks(a) - a->begun > a->f->o.budget_ms) {  /* others were before us */
			host_lock_release(a->lock);
			return err_set(e, ERR_NET_TEMP, "%s (no time is left for another try)", last.msg);
		}
		if (a->requests == 0)
			a->begun = ticks(a);
		if (!fetch_request_run(a, e)) {
			host_lock_release(a->lock);
			return false;
		}
		*ret = conclude(a, e);
		if (*ret == FAILED) {
			bool unknown = http_replays(a->f->o.http) && a->err.kind == ERR_INPUT && a->status == 0;
			*e = unknown && a->tries > 1 ? last : a->err;  /* the recorded run gave up here: for want of time */
			return false;
		}
		if (*ret != RETRY && *ret != REDIRECTED)
			return true;
		last = a->err;
	}
}

bool fetch(struct fetcher *f, const struct fetch_request *q, struct fetch_reply *reply, struct err *e)
{
	struct fetch_state a = { .f = f, .q = q, .url = xstrdup(q->url), .err = ERR_INIT };
	struct fetch_reply own;
	enum attempt_result v = DONE;
	bool ok;
	if (reply == NULL)
		reply = &own;
	if (f->o.dry_run) {
		a.lock = lock_of(f, a.url, e);
		a.kind = a.lock && q->kind ? lock_of_kind(f, a.lock, q->kind) : NULL;
		ok = a.lock && dry_run(&a, e);
		if (ok)
			*reply = (struct fetch_reply){ .outcome = FETCH_DRY, .url = "" };
	} else {
		ok = fetch_with_retries(&a, &v, e);
		if (ok) {
			keep(&f->url, str_of(a.url));
			*reply = (struct fetch_reply){
				.outcome = v == UNCHANGED ? FETCH_UNCHANGED : FETCH_DONE, .status = a.status, .url = f->url.s, .etag = f->etag.len ? f->etag.s : NULL,
				.last_modified = f->last_modified.len ? f->last_modified.s : NULL, .requests = a.requests, .bytes = a.bytes,
				.waited_ms = a.waited,
			};
		}
	}
	free(a.url);
	free(a.redirect);
	return ok;
}
