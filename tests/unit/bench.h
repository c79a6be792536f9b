/* SPDX-License-Identifier: MIT
 * For tests of the fetcher: one of them with all that it needs, and what its reader got. */
#ifndef DIGEST_TESTS_BENCH_H
#define DIGEST_TESTS_BENCH_H

#include "tests/unit/manners.h"
#include "tests/unit/turner.h"

static struct manners host;
/* What the fetchers of a test have their time from: its own to turn. */
static struct clock host_clock;

static inline int begin(void **state)
{
	UNUSED(state);
	static const char *const unset[] = { "http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "CURL_CA_BUNDLE",
		                             "SSL_CERT_FILE" };
	for (size_t i = 0; i < COUNTOF(unset); i++)
		unsetenv(unset[i]);
	setenv("no_proxy", "", 1);
	host_clock = (struct clock){ .fixed = false };
	return manners_start(&host) ? 0 : -1;
}

static inline int end(void **state)
{
	UNUSED(state);
	stop_peer(host.pid);
	return 0;
}

/* ---- One fetcher, and what its reader got ---- */

struct bench {
	struct loop *loop;
	struct http *http;
	struct fetcher *fetcher;
	struct fetcher_options o;
	struct buf body, log, plans;
	int begins, ends, refuse_ends;  /* the first so many ends are refused */
	enum err_kind refuse_body;
	struct log sink;
	/* The clock is turned: by the delay that is said before each further try; by so much before each of them; by so much
	 * with each piece of a body; once the host has seen TURN_AT requests since MARK. */
	bool turn_delays;
	int64_t turn_a_try, turn_a_piece;
	int turn_at;
	size_t mark;
	char delays[200];             /* as they were said, a blank behind each */
	struct turner turner;
};

static inline bool on_begin(void *ctx, const struct http_reply *r, struct err *e)
{
	struct bench *b = ctx;
	UNUSED(e);
	assert_int_equal(r->status, 200);
	b->begins++;
	buf_clear(&b->body);
	return true;
}

static inline bool on_bytes(void *ctx, struct str s, struct err *e)
{
	struct bench *b = ctx;
	buf_adds(&b->body, s);
	host_clock.ahead_ms += b->turn_a_piece;
	return b->refuse_body == ERR_NONE || err_set(e, b->refuse_body, "refused");
}

static inline bool on_end(void *ctx, struct err *e)
{
	struct bench *b = ctx;
	return ++b->ends > b->refuse_ends || err_set(e, ERR_NET_TEMP, "not all of it");
}

static inline void on_log(void *ctx, enum log_level level, const char *line)
{
	struct bench *b = ctx;
	UNUSED(level);
	buf_addf(&b->log, "%s\n", line);
	const char *again = strstr(line, "trying again in ");
	if (again == NULL)
		return;
	double s = atof(again + strlen("trying again in "));
	size_t n = strlen(b->delays);
	snprintf(b->delays + n, sizeof b->delays - n, "%.1f ", s);
	host_clock.ahead_ms += b->turn_a_try + (b->turn_delays ? (int64_t)(s * 1000) : 0);
}

static inline void on_plan(void *ctx, const struct fetch_plan *p)
{
	struct bench *b = ctx;
	buf_addf(&b->plans, "%s (%s) after %lld\n", p->url, p->why, (long long)p->wait_ms);
}

/* A folder of this name that is not there yet. */
static inline const char *new_folder(const char *name)
{
	static int number;
	char text[100];
	snprintf(text, sizeof text, "%s-%d", name, ++number);
	return scratch(text);
}

static inline struct fetcher_options quick(const char *state)
{
	return (struct fetcher_options){ .state_dir = state, .interval_ms = 5, .tries = 3, .budget_ms = -1, .first_delay_ms = 10, .most_delay_ms = 40,
		                         .connect_timeout_s = FAR_S, .silence_timeout_s = FAR_S, .total_timeout_s = FAR_S, .contact = "me@example.org",
		                         .max_bytes = 2000000 };
}

/* The time of day stands at T; 0: it is the machine's. */
static inline void stand_at(int64_t t) { host_clock = (struct clock){ .fixed = t > 0, .at = t }; }

static inline void open_bench(struct bench *b, struct fetcher_options o, const char *record, const char *replay)
{
	struct err e = ERR_INIT;
	*b = (struct bench){ .loop = loop_new(&host_clock), .body = BUF_INIT(BUF_UNBOUNDED), .log = BUF_INIT(BUF_UNBOUNDED),
		             .plans = BUF_INIT(BUF_UNBOUNDED), .sink = { on_log, b, LOG_INFO } };
	struct http_pool pool = { .loop = b->loop, .record_dir = record, .replay_dir = replay };
	if (!http_open(&pool, &b->http, &e))
		fail_msg("%s", e.msg);
	o.loop = b->loop;
	o.http = b->http;
	o.log = &b->sink;
	o.dry_run_ctx = b;
	if (!fetcher_open(&o, &b->fetcher, &e))
		fail_msg("%s", e.msg);
}

static inline bool enough_seen(void *ctx)
{
	const struct bench *b = ctx;
	struct seen s = manners_seen(&host, b->mark);
	free(s.text);
	return s.n >= b->turn_at;
}

/* The clock is turned over all limits once the host has seen N requests: the Nth will never be answered. */
static inline void turn_at(struct bench *b, int n)
{
	b->turn_at = n;
	b->mark = manners_mark(&host);
	b->turner = (struct turner){ .loop = b->loop, .clock = &host_clock, .by_ms = (FAR_S + 1) * 1000, .due = enough_seen, .ctx = b, .once = true };
	turner_start(&b->turner);
}

static inline void close_bench(struct bench *b)
{
	if (b->turn_at)
		turner_stop(&b->turner);
	fetcher_close(b->fetcher);
	http_close(b->http);
	loop_free(b->loop);
	buf_free(&b->body);
	buf_free(&b->log);
	buf_free(&b->plans);
}

static inline const char *url_of(const char *path)
{
	static char text[4][1000];
	static unsigned at;
	char *s = text[at++ % 4];
	if (path[0] == '/')
		snprintf(s, sizeof text[0], "http://127.0.0.1:%d%s", host.port, path);
	else
		snprintf(s, sizeof text[0], "%s", path);
	return s;
}

static inline struct fetch_request question(struct bench *b, const char *path)
{
	return (struct fetch_request){ .url = url_of(path), .why = "a test", .accept = "text/x", .begin = on_begin, .body = on_bytes,
		                       .end = on_end, .ctx = b };
}

static inline bool get(struct bench *b, const char *path, struct fetch_reply *r, struct err *e)
{
	struct fetch_request q = question(b, path);
	*e = (struct err)ERR_INIT;
	return fetch(b->fetcher, &q, r, e);
}

#endif
