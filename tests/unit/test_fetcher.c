/* SPDX-License-Identifier: MIT
 * The polite fetcher against a host on the loopback that writes down each request: what counts is what the host saw. */
#include <netinet/in.h>
#include <sys/socket.h>

#include "src/world/internal.h"
#include "tests/unit/bench.h"

/* ---- Rows: an address, and what must come of it ---- */

static const struct row {
	int line;
	const char *path;
	const char *body;    /* NULL: it must fail */
	int requests;        /* that the host saw */
	enum err_kind kind;
	const char *message; /* part of it */
} rows[] = {
	{ __LINE__, "/ok", "hello", 1, ERR_NONE, NULL },
	{ __LINE__, "/r1?fail=429&n=2", "hello", 3, ERR_NONE, NULL },
	{ __LINE__, "/r2?fail=406&n=1", "hello", 2, ERR_NONE, NULL },
	{ __LINE__, "/r3?fail=500&n=1", "hello", 2, ERR_NONE, NULL },
	{ __LINE__, "/r4?fail=502&n=1", "hello", 2, ERR_NONE, NULL },
	{ __LINE__, "/r5?fail=503&n=2", "hello", 3, ERR_NONE, NULL },
	{ __LINE__, "/r6?fail=504&n=1", "hello", 2, ERR_NONE, NULL },
	{ __LINE__, "/r7?fail=408&n=1", "hello", 2, ERR_NONE, NULL },
	{ __LINE__, "/r8?fail=cut&n=1", "hello", 2, ERR_NONE, NULL },
	{ __LINE__, "/r9?fail=chunks-cut&n=1", "hello", 2, ERR_NONE, NULL },
	{ __LINE__, "/r10?fail=reset&n=1", "hello", 2, ERR_NONE, NULL },
	{ __LINE__, "/r11?fail=empty&n=1", "hello", 2, ERR_NONE, NULL },
	{ __LINE__, "/r12?fail=cut-503&n=1", "hello", 2, ERR_NONE, NULL },
	{ __LINE__, "/r13?fail=silent&n=1", "hello", 2, ERR_NONE, NULL },
	{ __LINE__, "/r14?fail=stalls&n=1", "hello", 2, ERR_NONE, NULL },
	{ __LINE__, "/x?fail=406", NULL, 3, ERR_NET_TEMP, "the host answered 406: Rate exceeded. (the last of 3 tries)" },
	{ __LINE__, "/x?fail=503", NULL, 3, ERR_NET_TEMP, "the host answered 503: Rate exceeded. (the last of 3 tries)" },
	{ __LINE__, "/x?fail=599", NULL, 3, ERR_NET_TEMP, "the host answered 599" },
	{ __LINE__, "/x?fail=cut", NULL, 3, ERR_NET_TEMP, "the reply ends early" },
	{ __LINE__, "/x?fail=chunks-cut", NULL, 3, ERR_NET_TEMP, "the reply ends early" },
	{ __LINE__, "/x?fail=reset", NULL, 3, ERR_NET_TEMP, "the connection broke" },
	{ __LINE__, "/x?fail=empty", NULL, 3, ERR_NET_TEMP, "an empty reply" },
	{ __LINE__, "/x?fail=429", NULL, 3, ERR_BUSY, "asked for a pause until 20" },
	{ __LINE__, "/x?fail=403", NULL, 1, ERR_BUSY, "asked for a pause until 20" },
	{ __LINE__, "/x?fail=503&after=1000", NULL, 1, ERR_BUSY, "asked for a pause until 20" },
	{ __LINE__, "/x?fail=400", NULL, 1, ERR_NET, "the host answered 400: Rate exceeded." },
	{ __LINE__, "/x?fail=401", NULL, 1, ERR_NET, "the host answered 401" },
	{ __LINE__, "/x?fail=404", NULL, 1, ERR_NET, "the host answered 404" },
	{ __LINE__, "/x?fail=410", NULL, 1, ERR_NET, "the host answered 410" },
	{ __LINE__, "/x?fail=304", NULL, 1, ERR_NET, "the host answered 304" },
	{ __LINE__, "/x?fail=204", NULL, 1, ERR_NET, "the host answered 204" },
	{ __LINE__, "/x?fail=302", NULL, 1, ERR_NET, "the host answered 302" },
	{ __LINE__, "/x?fail=junk", NULL, 1, ERR_NET, "does not speak HTTP" },
	{ __LINE__, "/gzip", "hello", 1, ERR_NONE, NULL },
	{ __LINE__, "/br", "hello", 1, ERR_NONE, NULL },
	{ __LINE__, "/zstd", "hello", 1, ERR_NONE, NULL },
	{ __LINE__, "/file.gz", "hello", 1, ERR_NONE, NULL },
	{ __LINE__, "/bomb", NULL, 1, ERR_INPUT, "larger than the 2000000 bytes" },
	{ __LINE__, "/headers", NULL, 1, ERR_NET, "the reply's head is larger than the 262144 bytes" },
	{ __LINE__, "/agent", "digest/" DIGEST_VERSION " (me@example.org)|text/x|deflate, gzip, br, zstd", 1, ERR_NONE, NULL },
	{ __LINE__, "/to?where=/ok", "hello", 2, ERR_NONE, NULL },
	{ __LINE__, "/to?where=/to%3Fwhere=/ok", "hello", 3, ERR_NONE, NULL },
	{ __LINE__, "/to?where=%2Fr20%3Ffail=503%26n=1", "hello", 3, ERR_NONE, NULL },  /* the second try begins where it led */
	{ __LINE__, "/to?where=file:///etc/passwd", NULL, 1, ERR_NET, "redirects to what is not an http or https address (file:///etc" },
	{ __LINE__, "/to?where=ftp://127.0.0.1/", NULL, 1, ERR_NET, "redirects to what is not an http or https address" },
	{ __LINE__, "/to?where=gopher://127.0.0.1/", NULL, 1, ERR_NET, "redirects to what is not an http or https address" },
	{ __LINE__, "/round", NULL, 6, ERR_NET, "too many redirects" },
	{ __LINE__, "http://127.0.0.1:1/", NULL, 0, ERR_NET_TEMP, "(the last of 3 tries)" },
	{ __LINE__, "file:///etc/passwd", NULL, 0, ERR_USAGE, "not an http or https address" },
	{ __LINE__, "ftp://127.0.0.1/", NULL, 0, ERR_USAGE, "not an http or https address" },
	{ __LINE__, "http://", NULL, 0, ERR_USAGE, "not a usable address" },
	{ __LINE__, "http://bad host/", NULL, 0, ERR_USAGE, "not a usable address" },
};

static void asks(void **state)
{
	const struct row *row = *state;
	struct bench b;
	struct fetch_reply r;
	struct err e;
	open_bench(&b, quick(new_folder("state")), NULL, NULL);
	size_t mark = manners_mark(&host);
	if (strstr(row->path, "fail=silent") || strstr(row->path, "fail=stalls"))
		turn_at(&b, 1);
	bool ok = get(&b, row->path, &r, &e);
	struct seen s = manners_seen(&host, mark);
	if (ok != (row->body != NULL))
		fail_msg("line %d: %s", row->line, ok ? "no error" : e.msg);
	if (s.n != row->requests)
		fail_msg("line %d: %d requests: %s", row->line, s.n, ok ? "fine" : e.msg);
	if (!ok && (e.kind != row->kind || strstr(e.msg, row->message) == NULL))
		fail_msg("line %d: %s: %s", row->line, err_name(e.kind), e.msg);
	if (ok && (strcmp(b.body.s, row->body) != 0 || b.ends != 1 || r.requests != s.n || r.bytes != (int64_t)b.body.len))
		fail_msg("line %d: \"%s\", %d ends, %d requests, %lld bytes", row->line, b.body.s, b.ends, r.requests, (long long)r.bytes);
	for (int i = 0; i < s.n; i++)
		if (s.under_way[i] != 1 || (i > 0 && s.at[i] - s.at[i - 1] < 5))
			fail_msg("line %d: request %d, %d under way", row->line, i, s.under_way[i]);
	free(s.text);
	close_bench(&b);
}

/* ---- Trying again ---- */

static void delays_grow_up_to_a_most(void **state)
{
	UNUSED(state);
	static const int least[] = { 20, 40, 80, 80 };
	struct bench b;
	struct err e;
	struct fetcher_options o = quick(new_folder("state"));
	o.tries = 5;
	o.first_delay_ms = 20;
	o.most_delay_ms = 80;
	open_bench(&b, o, NULL, NULL);
	size_t mark = manners_mark(&host);
	assert_false(get(&b, "/grow?fail=503", NULL, &e));
	struct seen s = manners_seen(&host, mark);
	assert_int_equal(s.n, 5);
	for (int i = 0; i < 4; i++)
		if (s.at[i + 1] - s.at[i] < least[i])
			fail_msg("delay %d: %lld ms", i, s.at[i + 1] - s.at[i]);
	assert_non_null(strstr(b.log.s, "the host answered 503: Rate exceeded.; trying again in 0.0"));
	free(s.text);
	close_bench(&b);
	/* In seconds, as they are said: each up to half as long again. */
	o.first_delay_ms = 20000;
	o.most_delay_ms = 80000;
	open_bench(&b, o, NULL, NULL);
	b.turn_delays = true;
	assert_false(get(&b, "/grow?fail=503", NULL, &e));
	double said[4] = { 0 };
	assert_int_equal(sscanf(b.delays, "%lf %lf %lf %lf", &said[0], &said[1], &said[2], &said[3]), 4);
	for (int i = 0; i < 4; i++)
		if (said[i] < least[i] || said[i] > least[i] * 3 / 2.0)
			fail_msg("delays: %s", b.delays);
	close_bench(&b);
}

static void a_cut_body_is_begun_again(void **state)
{
	UNUSED(state);
	struct bench b;
	struct err e;
	open_bench(&b, quick(NULL), NULL, NULL);
	assert_true(get(&b, "/again?fail=cut&n=2", NULL, &e));
	assert_int_equal(b.begins, 3);
	assert_int_equal(b.ends, 1);
	assert_string_equal(b.body.s, "hello");
	close_bench(&b);
}

static void a_refused_end_is_a_failed_try(void **state)
{
	UNUSED(state);
	struct bench b;
	struct err e;
	open_bench(&b, quick(NULL), NULL, NULL);
	b.refuse_ends = 2;
	struct fetch_reply r;
	assert_true(get(&b, "/ok", &r, &e));
	assert_int_equal(r.requests, 3);
	assert_int_equal(b.begins, 3);
	b.refuse_ends = 100;
	assert_false(get(&b, "/ok", NULL, &e));
	assert_int_equal(e.kind, ERR_NET_TEMP);
	assert_string_equal(e.msg, "not all of it (the last of 3 tries)");
	close_bench(&b);
}

static void what_the_reader_refuses_is_the_error(void **state)
{
	UNUSED(state);
	struct bench b;
	struct err e;
	open_bench(&b, quick(NULL), NULL, NULL);
	b.refuse_body = ERR_STORE;
	assert_false(get(&b, "/ok", NULL, &e));
	assert_int_equal(e.kind, ERR_STORE);
	assert_int_equal(b.begins, 1);
	b.refuse_body = ERR_NET_TEMP;  /* "this is an error page" */
	assert_false(get(&b, "/ok", NULL, &e));
	assert_int_equal(e.kind, ERR_NET_TEMP);
	assert_int_equal(b.begins, 4);
	close_bench(&b);
}

/* Between PATH's first failure and the second request at least LEAST and at most MOST seconds are waited. */
static void takes(const char *path, double least, double most)
{
	struct bench b;
	struct err e;
	stand_at(1800000000);  /* 2027-01-15T08:00:00Z */
	open_bench(&b, quick(NULL), NULL, NULL);
	b.turn_delays = true;
	size_t mark = manners_mark(&host);
	if (!get(&b, path, NULL, &e))
		fail_msg("%s: %s", path, e.msg);
	struct seen s = manners_seen(&host, mark);
	assert_int_equal(s.n, 2);
	if (atof(b.delays) < least || atof(b.delays) > most)
		fail_msg("%s: %s s", path, b.delays);
	free(s.text);
	close_bench(&b);
	stand_at(0);
}

static void retry_after_in_both_forms(void **state)
{
	UNUSED(state);
	takes("/ra1?fail=429&n=1&after=20", 20, 30);
	takes("/ra2?fail=503&n=1&after=%2B20", 20, 30);            /* a date, 20 seconds on */
	takes("/ra3?fail=503&n=1&skew=1&after=%2B20", 20, 30);     /* and on a host whose clock is a day behind */
	takes("/ra4?fail=503&n=1&after=-5", 0, 0.1);               /* a date that is past */
	takes("/ra5?fail=503&n=1&after=0", 0, 0.1);
	takes("/ra6?fail=503&n=1&after=soon", 0, 0.1);             /* nonsense is not given */
	takes("/ra7?fail=503&n=1&after=1.5", 0, 0.1);
	takes("/ra8?fail=503&n=1&nodate=1&after=@1800000020", 20, 30);  /* against our clock */
}

static void a_long_retry_after_is_not_waited_for(void **state)
{
	UNUSED(state);
	struct bench b;
	struct err e;
	const char *dir = new_folder("state");
	stand_at(1800000000);  /* 2027-01-15T08:00:00Z */
	open_bench(&b, quick(dir), NULL, NULL);
	size_t mark = manners_mark(&host);
	assert_false(get(&b, "/long?fail=429&after=121", NULL, &e));
	assert_int_equal(e.kind, ERR_BUSY);
	assert_non_null(strstr(e.msg, "asked for a pause until 2027-01-15T08:02:01Z (the host answered 429, and asks to wait 121 s"));
	struct seen s = manners_seen(&host, mark);
	assert_int_equal(s.n, 1);
	free(s.text);
	close_bench(&b);
	open_bench(&b, quick(new_folder("state")), NULL, NULL);  /* the longest: a day */
	assert_false(get(&b, "/long?fail=503&after=99999999999999999999", NULL, &e));
	assert_non_null(strstr(e.msg, "asked for a pause until 2027-01-16T08:00:00Z"));
	stand_at(0);
	close_bench(&b);
}

static void a_budget_of_time_ends_it(void **state)
{
	UNUSED(state);
	struct bench b;
	struct err e;
	struct fetcher_options o = quick(NULL);
	o.tries = 100;
	o.budget_ms = 300000;
	o.most_retry_after_s = 1000;
	open_bench(&b, o, NULL, NULL);
	b.turn_a_try = 100000;
	size_t mark = manners_mark(&host);
	assert_false(get(&b, "/budget?fail=503", NULL, &e));
	assert_int_equal(e.kind, ERR_NET_TEMP);
	assert_non_null(strstr(e.msg, "the host answered 503"));
	struct seen s = manners_seen(&host, mark);
	assert_int_equal(s.n, 3);  /* at 0, 100 and 200 s */
	free(s.text);
	mark = manners_mark(&host);
	assert_false(get(&b, "/budget?fail=503&after=400", NULL, &e));  /* that would be too late */
	assert_int_equal(e.kind, ERR_BUSY);
	s = manners_seen(&host, mark);
	assert_int_equal(s.n, 1);
	free(s.text);
	close_bench(&b);
}

static void a_transfer_may_last_only_so_long(void **state)
{
	UNUSED(state);
	struct bench b;
	struct err e;
	struct fetcher_options o = quick(NULL);
	o.total_timeout_s = 1;  /* libcurl's clock, which is not turned; nothing has to come in this second */
	o.tries = 1;
	open_bench(&b, o, NULL, NULL);
	assert_false(get(&b, "/drip?step=60", NULL, &e));
	assert_int_equal(e.kind, ERR_NET_TEMP);
	assert_non_null(strstr(e.msg, "timed out ("));
	close_bench(&b);
}

/* What the host waits for before it sends the next piece: as many bytes in a file as were read. */
static const char *read_so_far;

static bool on_drip(void *ctx, struct str s, struct err *e)
{
	bool ok = on_bytes(ctx, s, e);
	put_file(read_so_far, buf_str(&((struct bench *)ctx)->body), 0600);
	return ok;
}

/* Pieces that come one by one, 400 s from one to the next: longer than the limits in all, and never silent for as long. */
static void silence_counts_from_the_last_byte(void **state)
{
	UNUSED(state);
	struct bench b;
	struct err e = ERR_INIT;
	struct fetch_reply r;
	char path[900];
	open_bench(&b, quick(NULL), NULL, NULL);
	read_so_far = scratch("drip");
	put_file(read_so_far, STR(""), 0600);
	snprintf(path, sizeof path, "/drip?file=%s", read_so_far);
	struct fetch_request q = question(&b, path);
	q.body = on_drip;
	b.turn_a_piece = FAR_S * 1000 * 2 / 3;
	int64_t t = clock_ticks(&host_clock);
	if (!fetch(b.fetcher, &q, &r, &e))
		fail_msg("%s", e.msg);
	assert_int_equal(b.body.len, 7 * 2048 * strlen("piece 0\n"));
	assert_int_equal(r.requests, 1);
	assert_true(clock_ticks(&host_clock) - t >= 7 * b.turn_a_piece);
	close_bench(&b);
}

/* ---- Conditional requests ---- */

static void nothing_new_is_said_so(void **state)
{
	UNUSED(state);
	struct bench b;
	struct err e = ERR_INIT;
	struct fetch_reply r;
	char etag[100], modified[100];
	open_bench(&b, quick(NULL), NULL, NULL);
	assert_true(get(&b, "/tagged", &r, &e));
	assert_int_equal(r.outcome, FETCH_DONE);
	assert_string_equal(r.etag, "\"v1\"");
	assert_string_equal(r.last_modified, "Mon, 01 Jun 2026 00:00:00 GMT");
	snprintf(etag, sizeof etag, "%s", r.etag);
	snprintf(modified, sizeof modified, "%s", r.last_modified);
	struct fetch_request q = question(&b, "/tagged");
	q.etag = etag;
	assert_true(fetch(b.fetcher, &q, &r, &e));
	assert_int_equal(r.outcome, FETCH_UNCHANGED);
	assert_string_equal(r.etag, "\"v1\"");
	q.etag = NULL;
	q.last_modified = modified;
	assert_true(fetch(b.fetcher, &q, &r, &e));
	assert_int_equal(r.outcome, FETCH_UNCHANGED);
	assert_int_equal(b.begins, 1);
	assert_int_equal(b.ends, 1);
	q.last_modified = "Mon, 01 Jun 2025 00:00:00 GMT";
	assert_true(fetch(b.fetcher, &q, &r, &e));
	assert_int_equal(r.outcome, FETCH_DONE);
	assert_int_equal(b.begins, 2);
	assert_true(get(&b, "/ok", &r, &e));
	assert_null(r.etag);
	close_bench(&b);
}

/* ---- The lock of a host ---- */

/* In another process: ask PATH so often. Ends with 0, or the error's exit status. */
static pid_t ask_in_child(const char *path, int times, struct fetcher_options o)
{
	pid_t pid = fork();
	if (pid != 0)
		return pid;
	struct bench b;
	struct err e = ERR_INIT;
	open_bench(&b, o, NULL, NULL);
	bool ok = true;
	for (int i = 0; ok && i < times; i++)
		ok = get(&b, path, NULL, &e);
	_exit(ok ? 0 : err_exit_status(e.kind));
}

static int status_of(pid_t pid)
{
	int status = -1;
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void a_pause_is_kept_by_another_process(void **state)
{
	UNUSED(state);
	struct bench b;
	struct err e;
	const char *dir = new_folder("state/deep");
	stand_at(1800000000);
	assert_int_equal(status_of(ask_in_child("/p?fail=429", 1, quick(dir))), 75);
	open_bench(&b, quick(dir), NULL, NULL);
	size_t mark = manners_mark(&host);
	stand_at(1800000899);  /* the last second of a quarter of an hour */
	char want[200];
	snprintf(want, sizeof want, "127.0.0.1:%d asked for a pause until 2027-01-15T08:15:00Z (the host answered 429)", host.port);
	assert_false(get(&b, "/ok", NULL, &e));
	assert_int_equal(e.kind, ERR_BUSY);
	assert_string_equal(e.msg, want);
	struct seen s = manners_seen(&host, mark);
	assert_int_equal(s.n, 0);
	free(s.text);
	stand_at(1800000900);
	assert_true(get(&b, "/ok", NULL, &e));
	stand_at(1700000000);  /* a clock set back does not make it a year: a day at most */
	assert_false(get(&b, "/ok", NULL, &e));
	assert_non_null(strstr(e.msg, "until 2023-11-15T22:13:20Z"));
	stand_at(1700086400);
	assert_true(get(&b, "/ok", NULL, &e));
	stand_at(0);
	close_bench(&b);
}

static void note_pause(void *ctx, const struct fetch_pause *p)
{
	buf_addf(ctx, "%s %lld %s\n", p->host, (long long)p->until, p->why);
}

static void pauses_can_be_listed(void **state)
{
	UNUSED(state);
	struct err e = ERR_INIT;
	struct buf got = BUF_INIT(10000);
	char want[200];
	const char *dir = new_folder("state");
	assert_true(fetch_pauses(dir, &host_clock, note_pause, &got, &e));
	stand_at(1800000000);
	assert_int_equal(status_of(ask_in_child("/p?fail=403", 1, quick(dir))), 75);
	assert_true(fetch_pauses(dir, &host_clock, note_pause, &got, &e));
	snprintf(want, sizeof want, "127.0.0.1:%d 1800003600 the host answered 403\n", host.port);
	assert_string_equal(got.s, want);
	buf_clear(&got);
	stand_at(1800003600);
	assert_true(fetch_pauses(dir, &host_clock, note_pause, &got, &e));
	assert_string_equal(got.s, "");
	stand_at(0);
	buf_free(&got);
}

static void processes_together_keep_the_interval(void **state)
{
	UNUSED(state);
	struct fetcher_options o = quick(new_folder("state"));
	o.interval_ms = 60;
	size_t mark = manners_mark(&host);
	pid_t pids[3];  /* answers take longer than the interval; a redirect is a request, too */
	for (int i = 0; i < 3; i++)
		pids[i] = ask_in_child(i == 0 ? "/to?where=/ok" : "/ok?ms=90", 4, o);
	for (int i = 0; i < 3; i++)
		assert_int_equal(status_of(pids[i]), 0);
	struct seen s = manners_seen(&host, mark);
	assert_int_equal(s.n, 16);
	for (int i = 0; i < s.n; i++)
		if (s.under_way[i] != 1 || (i > 0 && s.at[i] - s.at[i - 1] < 60))
			fail_msg("request %d: %d under way, after %lld ms", i, s.under_way[i], i ? s.at[i] - s.at[i - 1] : 0);
	assert_int_equal(s.connections[15] - s.connections[0], 15);  /* none is left open for later */
	free(s.text);
}

/* ---- Requests of a kind with an interval of its own ---- */

static bool ask_of_kind(struct bench *b, const char *path, int64_t interval_ms, bool at_once)
{
	struct err e = ERR_INIT;
	struct fetch_request q = question(b, path);
	q.kind = "texts";
	q.kind_interval_ms = interval_ms;
	q.at_once = at_once;
	return fetch(b->fetcher, &q, NULL, &e);
}

/* Two processes ask for texts, and one for lists between them: only the texts keep the longer interval. */
static void a_kind_keeps_its_interval_over_processes(void **state)
{
	UNUSED(state);
	struct fetcher_options o = quick(new_folder("state"));
	size_t mark = manners_mark(&host);
	pid_t pids[2];
	for (int i = 0; i < 2; i++) {
		pids[i] = fork();
		if (pids[i] != 0)
			continue;
		struct bench b;
		open_bench(&b, o, NULL, NULL);
		_exit(!(ask_of_kind(&b, "/ok?text", 200, false) && ask_of_kind(&b, "/ok?text", 200, false)));
	}
	pid_t lists = ask_in_child("/ok?list", 10, o);
	for (int i = 0; i < 2; i++)
		assert_int_equal(status_of(pids[i]), 0);
	assert_int_equal(status_of(lists), 0);
	struct seen s = manners_seen(&host, mark);
	long long last = -1000;
	int texts = 0, least = 0;
	assert_int_equal(s.n, 14);
	for (int i = 0; i < s.n; i++) {
		assert_int_equal(s.under_way[i], 1);
		least += i > 0 && s.at[i] - s.at[i - 1] < 200;
		if (strstr(s.path[i], "text") == NULL)
			continue;
		if (s.at[i] - last < 200)
			fail_msg("a text after %lld ms", s.at[i] - last);
		last = s.at[i];
		texts++;
	}
	assert_int_equal(texts, 4);
	assert_true(least > 0);  /* lists came closer */
	free(s.text);
}

/* In one process without a folder: neither a list waits for the kind's interval, which would take ten minutes here, nor who asks at
 * once. */
static void at_once_waits_for_no_kind(void **state)
{
	UNUSED(state);
	struct bench b;
	struct fetcher_options o = quick(NULL);
	o.interval_ms = -1;  /* what is waited for is the kind's */
	open_bench(&b, o, NULL, NULL);
	size_t mark = manners_mark(&host);
	assert_true(ask_of_kind(&b, "/ok?text", 600 * 1000, false));
	assert_true(get(&b, "/ok", NULL, &(struct err)ERR_INIT));
	assert_true(ask_of_kind(&b, "/ok?text", 200, true));
	assert_true(ask_of_kind(&b, "/ok?text", 200, false));
	struct seen s = manners_seen(&host, mark);
	assert_int_equal(s.n, 4);
	assert_true(s.at[3] - s.at[2] >= 200);
	free(s.text);
	close_bench(&b);
}

/* ---- Statuses that are answers ---- */

static long began_with;
static bool on_any_begin(void *ctx, const struct http_reply *r, struct err *e)
{
	struct bench *b = ctx;
	UNUSED(e);
	began_with = r->status;
	buf_clear(&b->body);
	return true;
}

static bool wants_to_be_left_alone(void *ctx, struct err *e)
{
	UNUSED(ctx);
	return err_set(e, ERR_BUSY, "access denied");
}

static void some_statuses_are_answers(void **state)
{
	UNUSED(state);
	static const struct { const char *path; long status; int requests; } all[] = {
		{ "/ok", 200, 1 }, { "/a1?fail=404&says=none", 404, 1 }, { "/a2?fail=403&says=none", 403, 1 }, { "/a3?fail=410&says=none", 410, 1 },
		{ "/a4?fail=500&says=none", 500, 1 }, { "/a0?fail=404", 0, 3 },
		{ "/a5?fail=503&n=1", 200, 2 }, { "/a6?fail=429&n=1", 200, 2 }, { "/to?where=/a7%3Ffail=404%26says=none", 404, 2 },
		{ "/a8?fail=400", 0, 1 }, { "/a9?fail=503", 0, 3 },
	};
	for (size_t i = 0; i < COUNTOF(all); i++) {
		struct bench b;
		struct err e = ERR_INIT;
		struct fetch_reply r;
		open_bench(&b, quick(NULL), NULL, NULL);
		size_t mark = manners_mark(&host);
		struct fetch_request q = question(&b, all[i].path);
		q.any_answer = true;
		q.begin = on_any_begin;
		bool ok = fetch(b.fetcher, &q, &r, &e);
		struct seen s = manners_seen(&host, mark);
		if (ok != (all[i].status != 0) || s.n != all[i].requests)
			fail_msg("%s: %s, %d requests", all[i].path, ok ? "no error" : e.msg, s.n);
		if (ok && (r.status != all[i].status || began_with != r.status || b.body.len == 0))
			fail_msg("%s: status %ld, began with %ld, %zu bytes", all[i].path, r.status, began_with, b.body.len);
		free(s.text);
		q.end = wants_to_be_left_alone;
		if (all[i].status == 403 && (fetch(b.fetcher, &q, &r, &e) || strstr(e.msg, "asked for a pause until") == NULL))
			fail_msg("%s: no pause", all[i].path);
		close_bench(&b);
	}
}

static void a_retry_delay_holds_for_others(void **state)
{
	UNUSED(state);
	struct fetcher_options o = quick(new_folder("state"));
	size_t mark = manners_mark(&host);
	o.first_delay_ms = o.most_delay_ms = 300;
	pid_t failing = ask_in_child("/delay?fail=503&n=1", 1, o);
	struct seen s = { .n = 0 };
	while (s.n == 0) {
		free(s.text);
		usleep(5000);
		s = manners_seen(&host, mark);
	}
	free(s.text);
	usleep(50000);
	assert_int_equal(status_of(ask_in_child("/ok", 1, o)), 0);
	assert_int_equal(status_of(failing), 0);
	s = manners_seen(&host, mark);
	assert_int_equal(s.n, 3);
	assert_true(s.at[1] - s.at[0] >= 300);
	free(s.text);
}

static void wait_for_requests(size_t mark, int n)
{
	for (int i = 0; i < 60000; i++) {
		struct seen s = manners_seen(&host, mark);
		free(s.text);
		if (s.n >= n)
			return;
		usleep(5000);
	}
	fail_msg("no request came");
}

static void kill_9_blocks_nobody(void **state)
{
	UNUSED(state);
	struct fetcher_options o = quick(new_folder("state"));
	struct bench b;
	struct err e;
	char name[200];
	long long next;
	o.interval_ms = 200;
	o.turn_wait_ms = FAR_S * 100;  /* whoever waits for the dead one gives up then */
	size_t mark = manners_mark(&host);
	int64_t before = host_lock_clock(NULL);
	pid_t pid = ask_in_child("/hold?ms=3600000", 1, o);
	wait_for_requests(mark, 1);
	open_bench(&b, o, NULL, NULL);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	snprintf(name, sizeof name, "%s/host-127.0.0.1:%d", o.state_dir, host.port);
	char *left = get_file(name, NULL);  /* when the next one may begin */
	assert_int_equal(sscanf(left, "digest 1 %lld", &next), 1);
	free(left);
	assert_true(next >= before + 200);
	if (!get(&b, "/ok", NULL, &e))
		fail_msg("%s", e.msg);
	struct seen s = manners_seen(&host, mark);
	assert_int_equal(s.n, 2);
	assert_true(s.at[1] + host_lock_clock(NULL) - clock_ticks(NULL) >= next - 2);  /* whole milliseconds of two clocks */
	free(s.text);
	close_bench(&b);
}

static void waiting_for_another_run_has_an_end(void **state)
{
	UNUSED(state);
	struct fetcher_options o = quick(new_folder("state"));
	struct bench b;
	struct err e;
	char want[100];
	o.turn_wait_ms = 200;
	size_t mark = manners_mark(&host);
	pid_t pid = ask_in_child("/hold?ms=3600000", 1, o);
	wait_for_requests(mark, 1);
	open_bench(&b, o, NULL, NULL);
	int64_t t = clock_ticks(NULL);
	assert_false(get(&b, "/ok", NULL, &e));
	assert_int_equal(e.kind, ERR_BUSY);
	snprintf(want, sizeof want, "another run is asking 127.0.0.1:%d", host.port);
	assert_string_equal(e.msg, want);
	assert_true(clock_ticks(NULL) - t >= 200);
	assert_int_equal(waitpid(pid, NULL, WNOHANG), 0);  /* it still asks */
	stop_peer(pid);
	close_bench(&b);
}

static void damaged_state_counts_as_none(void **state)
{
	UNUSED(state);
	static const char *const texts[] = { "", "\n", "rubbish", "digest 1", "digest 1 x y z", "digest 1 -5 7 x", "digest 2 9 9999999999999 x\n",
		                             "digest 1 99999999999999999999 0 x\n", "digest 1 9007199254740000 0 \n" /* year 287396 */ };
	char name[100];
	const char *dir = new_folder("state");
	struct bench b;
	struct err e;
	open_bench(&b, quick(dir), NULL, NULL);
	close_bench(&b);
	snprintf(name, sizeof name, "%s/host-127.0.0.1:%d", dir, host.port);
	for (size_t i = 0; i < COUNTOF(texts); i++) {
		put_file(name, str_of(texts[i]), 0600);
		open_bench(&b, quick(dir), NULL, NULL);
		struct fetch_reply r;
		if (!get(&b, "/ok", &r, &e))
			fail_msg("%zu: %s", i, e.msg);
		assert_true(r.waited_ms < FAR_S * 1000);  /* and not for years */
		close_bench(&b);
	}
}

static void a_state_that_cannot_be_written_is_an_error(void **state)
{
	UNUSED(state);
	struct bench b = { .loop = loop_new(&host_clock) };
	struct err e = ERR_INIT;
	const char *file = scratch("a-file");
	put_file(file, STR("x"), 0600);
	assert_true(http_open(&(struct http_pool){ .loop = b.loop }, &b.http, &e));
	struct fetcher_options o = { .loop = b.loop, .http = b.http, .state_dir = file };
	assert_false(fetcher_open(&o, &b.fetcher, &e));
	assert_int_equal(e.kind, ERR_FILE);
	char below[5000];
	snprintf(below, sizeof below, "%s/x", file);
	o.state_dir = below;
	e = (struct err)ERR_INIT;
	assert_false(fetcher_open(&o, &b.fetcher, &e));
	assert_int_equal(e.kind, ERR_FILE);
	http_close(b.http);
	loop_free(b.loop);
}

/* ---- Dry runs ---- */

static void a_dry_run_asks_nothing_and_tells_all(void **state)
{
	UNUSED(state);
	struct bench b;
	struct err e;
	struct fetch_reply r;
	const char *dir = new_folder("state");
	struct fetcher_options o = quick(dir);
	o.dry_run = on_plan;
	o.interval_ms = 0;  /* the default: 3 s */
	open_bench(&b, o, NULL, NULL);
	size_t mark = manners_mark(&host);
	assert_true(get(&b, "http://rss.arxiv.org/rss/cs.CL", &r, &e));
	assert_int_equal(r.outcome, FETCH_DRY);
	assert_true(get(&b, "https://oaipmh.arxiv.org/oai", &r, &e));
	assert_true(get(&b, "http://127.0.0.1:9/", &r, &e));
	assert_true(get(&b, "https://export.arxiv.org:443/api/query", &r, &e));
	assert_true(get(&b, "https://notarxiv.org/", &r, &e));
	assert_string_equal(b.plans.s, "http://rss.arxiv.org/rss/cs.CL (a test) after 0\n"
	                               "https://oaipmh.arxiv.org/oai (a test) after 3000\n"
	                               "http://127.0.0.1:9/ (a test) after 0\n"
	                               "https://export.arxiv.org:443/api/query (a test) after 3000\n"
	                               "https://notarxiv.org/ (a test) after 0\n");
	assert_int_not_equal(access(dir, F_OK), 0);
	assert_int_equal(b.begins, 0);
	struct seen s = manners_seen(&host, mark);
	assert_int_equal(s.n, 0);
	free(s.text);
	close_bench(&b);
}

/* ---- Proxies, certificates, a real server ---- */

static void proxies_come_from_the_environment(void **state)
{
	UNUSED(state);
	struct bench b;
	struct err e;
	char proxy[100];
	open_bench(&b, quick(NULL), NULL, NULL);
	snprintf(proxy, sizeof proxy, "http://127.0.0.1:%d", host.port);
	setenv("http_proxy", proxy, 1);
	bool ok = get(&b, "http://export.example.invalid/x", NULL, &e);
	setenv("no_proxy", "127.0.0.1", 1);
	bool direct = ok && strcmp(b.body.s, "by proxy: http://export.example.invalid/x") == 0 && get(&b, "/ok", NULL, &e);
	unsetenv("http_proxy");
	setenv("https_proxy", proxy, 1);
	bool tunnel = get(&b, "https://export.example.invalid/x", NULL, direct ? &e : &(struct err)ERR_INIT);
	unsetenv("https_proxy");
	setenv("no_proxy", "", 1);
	if (!direct)
		fail_msg("%s; %s", e.msg, b.body.s);
	assert_string_equal(b.body.s, "hello");
	assert_false(tunnel);
	assert_int_equal(e.kind, ERR_NET);
	assert_non_null(strstr(e.msg, "the proxy answered 407: it wants a name and a password"));
	close_bench(&b);
}

static void certificates_are_explained(void **state)
{
	UNUSED(state);
	char command[9000], key[4096], cert[4096], url[100];
	struct bench b;
	struct err e;
	pid_t pid;
	snprintf(key, sizeof key, "%s", scratch("key.pem"));
	snprintf(cert, sizeof cert, "%s", scratch("cert.pem"));
	snprintf(command, sizeof command, "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext "
	         "subjectAltName=DNS:localhost -keyout %s -out %s 2>/dev/null && echo made", key, cert);
	char *made = output_of(command);
	bool can = strcmp(made, "made\n") == 0;
	free(made);
	if (!can)
		skip();
	const char *const argv[] = { "openssl", "s_server", "-accept", "127.0.0.1:0", "-key", key, "-cert", cert, "-www", NULL };
	int port = start_peer(argv, "ACCEPT 127.0.0.1:", &pid);
	assert_int_not_equal(port, 0);
	open_bench(&b, quick(NULL), NULL, NULL);
	snprintf(url, sizeof url, "https://localhost:%d/", port);
	bool trusted = get(&b, url, NULL, &e);
	struct err first = e;
	setenv("SSL_CERT_FILE", cert, 1);
	bool named = get(&b, url, NULL, &e);
	snprintf(url, sizeof url, "https://127.0.0.1:%d/", port);
	struct err other = ERR_INIT;
	bool wrong_name = get(&b, url, NULL, &other);
	unsetenv("SSL_CERT_FILE");
	stop_peer(pid);
	assert_false(trusted);
	assert_int_equal(first.kind, ERR_NET);  /* and so was not tried again */
	assert_non_null(strstr(first.msg, "the host's certificate cannot be trusted ("));
	assert_non_null(strstr(first.msg, "self-signed"));
	assert_non_null(strstr(first.msg, "SSL_CERT_FILE"));
	if (!named)
		fail_msg("%s", e.msg);
	assert_non_null(strstr(b.body.s, "s_server"));
	assert_false(wrong_name);
	assert_non_null(strstr(other.msg, "it is another host's"));
	close_bench(&b);
}

static int free_port(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
	socklen_t n = sizeof a;
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	assert_int_equal(bind(fd, (struct sockaddr *)&a, n), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&a, &n), 0);
	close(fd);
	return ntohs(a.sin_port);
}

static void nginx_is_understood(void **state)
{
	UNUSED(state);
	struct bench b;
	struct err e = ERR_INIT;
	struct fetch_reply r;
	char root[2000], conf[16000], path[4096], url[100];
	snprintf(root, sizeof root, "%s", scratch("nginx"));
	assert_int_equal(mkdir(root, 0755), 0);
	int port = free_port();
	snprintf(conf, sizeof conf, "daemon off; master_process off; pid %s/pid; error_log /dev/null; events { } http { access_log off;\n"
	         "client_body_temp_path %s/b; proxy_temp_path %s/p; fastcgi_temp_path %s/f; uwsgi_temp_path %s/u; scgi_temp_path %s/s;\n"
	         "gzip on; gzip_types *; gzip_min_length 1; server { listen 127.0.0.1:%d; root %s; location /up/ { proxy_pass "
	         "http://127.0.0.1:1/; } } }", root, root, root, root, root, root, port, root);
	snprintf(path, sizeof path, "%s/conf", root);
	put_file(path, str_of(conf), 0644);
	char page[4096];
	snprintf(page, sizeof page, "%s/page", root);
	put_file(page, STR("a page of some length, a page of some length, a page of some length"), 0644);
	pid_t pid = fork();
	if (pid == 0) {
		execlp("nginx", "nginx", "-c", path, "-p", root, (char *)NULL);
		_exit(127);
	}
	open_bench(&b, quick(NULL), NULL, NULL);
	snprintf(url, sizeof url, "http://127.0.0.1:%d/page", port);
	bool up = false;
	for (int i = 0; i < 3000 && !up; i++) {
		usleep(20000);
		if (waitpid(pid, NULL, WNOHANG) == pid)
			break;
		up = get(&b, url, &r, &e);
	}
	if (!up) {
		stop_peer(pid);
		close_bench(&b);
		skip();
	}
	char etag[100];
	snprintf(etag, sizeof etag, "%s", r.etag ? r.etag : "");
	struct fetch_request q = question(&b, url);
	q.etag = etag;
	bool same = fetch(b.fetcher, &q, &r, &e) && r.outcome == FETCH_UNCHANGED;
	put_file(page, STR("another page"), 0644);
	bool other = fetch(b.fetcher, &q, &r, &e) && r.outcome == FETCH_DONE && strcmp(b.body.s, "another page") == 0;
	snprintf(url, sizeof url, "http://127.0.0.1:%d/up/x", port);
	bool bad = get(&b, url, &r, &e);
	stop_peer(pid);
	assert_true(same);
	assert_true(other);
	assert_false(bad);
	assert_int_equal(e.kind, ERR_NET_TEMP);
	assert_non_null(strstr(e.msg, "the host answered 502: 502 Bad Gateway"));
	close_bench(&b);
}

int main(void)
{
	static char names[COUNTOF(rows)][160];
	static struct CMUnitTest tests[COUNTOF(rows) + 40];
	size_t n = 0;
	for (size_t i = 0; i < COUNTOF(rows); i++, n++) {
		snprintf(names[n], sizeof names[n], "fetch, line %d: %s", rows[i].line, rows[i].path);
		tests[n] = (struct CMUnitTest){ names[n], asks, NULL, NULL, (void *)(uintptr_t)&rows[i] };
	}
	const struct CMUnitTest rest[] = {
		cmocka_unit_test(delays_grow_up_to_a_most),
		cmocka_unit_test(a_cut_body_is_begun_again),
		cmocka_unit_test(a_refused_end_is_a_failed_try),
		cmocka_unit_test(what_the_reader_refuses_is_the_error),
		cmocka_unit_test(retry_after_in_both_forms),
		cmocka_unit_test(a_long_retry_after_is_not_waited_for),
		cmocka_unit_test(a_budget_of_time_ends_it),
		cmocka_unit_test(a_transfer_may_last_only_so_long),
		cmocka_unit_test(silence_counts_from_the_last_byte),
		cmocka_unit_test(nothing_new_is_said_so),
		cmocka_unit_test(a_pause_is_kept_by_another_process),
		cmocka_unit_test(pauses_can_be_listed),
		cmocka_unit_test(processes_together_keep_the_interval),
		cmocka_unit_test(a_kind_keeps_its_interval_over_processes),
		cmocka_unit_test(at_once_waits_for_no_kind),
		cmocka_unit_test(some_statuses_are_answers),
		cmocka_unit_test(a_retry_delay_holds_for_others),
		cmocka_unit_test(kill_9_blocks_nobody),
		cmocka_unit_test(waiting_for_another_run_has_an_end),
		cmocka_unit_test(damaged_state_counts_as_none),
		cmocka_unit_test(a_state_that_cannot_be_written_is_an_error),
		cmocka_unit_test(a_dry_run_asks_nothing_and_tells_all),
		cmocka_unit_test(proxies_come_from_the_environment),
		cmocka_unit_test(certificates_are_explained),
		cmocka_unit_test(nginx_is_understood),
	};
	memcpy(tests + n, rest, sizeof rest);
	n += COUNTOF(rest);
	return _cmocka_run_group_tests("fetcher", tests, n, begin, end);
}
