/* SPDX-License-Identifier: MIT
 * Recordings: what is in them, what is not, and that a run from one says what the live one said. */
#include "tests/unit/bench.h"

/* What a run that meets everything hands on and says. */
static char *eventful_run(const char *record, const char *replay, const char *state)
{
	static const char *const paths[] = { "/ok?rec", "/ok?rec", "/rec1?fail=503&n=1&after=1", "/to?where=/rec2", "/rec3?fail=cut&n=1",
		                             "/rec4?fail=reset&n=1", "/gzip?rec", "/file.gz?rec", "/rec5?fail=404", "/big?rec", "/bomb?rec",
		                             "/cookie", "/rec6?fail=junk", "/rec7?fail=silent&n=1", "/rec8?fail=cut-503&n=1",
		                             "/to?where=file:///x", "/headers?rec", "http://127.0.0.1:1/rec", "/rec9?fail=503",
		                             "/rec10?fail=redirect-cut", "/tagged?rec", "/rec11?fail=429", "/ok?behind" };
	struct bench b;
	struct buf out = BUF_INIT(BUF_UNBOUNDED);
	stand_at(1800000000);
	struct fetcher_options o = quick(state);
	if (replay)  /* which waits for nothing: these would take days */
		o.interval_ms = o.first_delay_ms = o.most_delay_ms = 3600000;
	open_bench(&b, o, record, replay);
	for (size_t i = 0; i < COUNTOF(paths); i++) {
		struct err e;
		struct fetch_reply r = { .outcome = FETCH_DRY };
		if (record && strstr(paths[i], "fail=silent"))
			turn_at(&b, 1);
		bool ok = get(&b, paths[i], &r, &e);
		if (b.turn_at)
			turner_stop(&b.turner);
		b.turn_at = 0;
		buf_addf(&out, "%s: %d begins, %s, ", paths[i], b.begins, ok ? "fine" : e.msg);
		if (ok)
			buf_addf(&out, "%s %d requests, %lld bytes: ", r.url, r.requests, (long long)r.bytes);
		buf_adds(&out, buf_str(&b.body));
		buf_addc(&out, '\n');
	}
	struct fetch_request q = question(&b, "/tagged?rec");
	struct fetch_reply r = { .outcome = FETCH_DRY };
	struct err e = ERR_INIT;
	q.etag = "\"v1\"";
	bool ok = fetch(b.fetcher, &q, &r, &e);
	buf_addf(&out, "%d %d %s\n", ok, (int)r.outcome, e.msg);
	close_bench(&b);
	stand_at(0);
	return buf_take(&out);
}

static void a_replay_gives_the_same_bytes(void **state)
{
	UNUSED(state);
	char dir[2000], command[9000];
	snprintf(dir, sizeof dir, "%s", new_folder("record"));
	char *live = eventful_run(dir, NULL, new_folder("state"));
	assert_non_null(strstr(live, "/big?rec: "));
	assert_non_null(strstr(live, "asked for a pause until 2027-01-15T08:15:00Z"));
	size_t mark = manners_mark(&host);
	const char *unused = new_folder("state");
	char *again = eventful_run(NULL, dir, unused);
	struct seen s = manners_seen(&host, mark);
	size_t same = 0;  /* a megabyte is too much for a message */
	while (live[same] && live[same] == again[same])
		same++;
	if (live[same] != again[same])
		fail_msg("from byte %zu on: \"%.300s\", replayed \"%.300s\"", same, live + same, again + same);
	assert_int_equal(s.n, 0);
	assert_int_not_equal(access(unused, F_OK), 0);
	snprintf(command, sizeof command, "grep -rl oatmeal %s; grep -rh -e '^Set-Cookie' -e '^GET .*/cookie' %s; head -n 1 %s/recording",
	         dir, dir, dir);
	char want[500];
	snprintf(want, sizeof want, "GET http://127.0.0.1:%d/cookie HTTP/1.1\nSet-Cookie: (left out)\ndigest recording 1\n", host.port);
	char *got = output_of(command);
	assert_string_equal(got, want);
	free(got);
	free(live);
	free(again);
	free(s.text);
}

static void a_recording_is_text(void **state)
{
	UNUSED(state);
	struct bench b;
	struct err e;
	char dir[2000], path[9000], url[100], want[1000];
	snprintf(dir, sizeof dir, "%s", new_folder("record"));
	stand_at(1800000000);
	open_bench(&b, quick(NULL), dir, NULL);
	snprintf(url, sizeof url, "http://me:pass@127.0.0.1:%d/tagged", host.port);
	assert_true(get(&b, url, NULL, &e));
	assert_false(get(&b, "http://127.0.0.1:1/", NULL, &e));
	close_bench(&b);
	snprintf(path, sizeof path, "sed -e '/^Server:/d' -e 's/^\\(Date:\\).*/\\1/' %s/0001.http", dir);
	snprintf(want, sizeof want, "GET http://127.0.0.1:%d/tagged HTTP/1.1\nUser-Agent: digest/%s (me@example.org)\nAccept: text/x\n\n"
	         "HTTP/1.1 200 OK\nDate:\nETag: \"v1\"\nLast-Modified: Mon, 01 Jun 2026 00:00:00 GMT\nContent-Length: 5\n\nended complete\n",
	         host.port, DIGEST_VERSION);
	char *got = output_of(path);
	assert_string_equal(got, want);
	free(got);
	snprintf(path, sizeof path, "%s/0001.body", dir);
	got = get_file(path, NULL);
	assert_string_equal(got, "hello");
	free(got);
	snprintf(path, sizeof path, "tail -n 2 %s/0002.http | cut -c1-45; ls %s; cat %s/recording", dir, dir, dir);
	got = output_of(path);
	assert_string_equal(got, "\nended network, for now: no connection (Failed\n0001.body\n0001.http\n0002.http\n0003.http\n0004.http\nrecording\n"
	                         "digest recording 1\nbegun 2027-01-15T08:00:00Z\n");
	free(got);
	stand_at(0);
	struct http *h;
	struct http_pool pool = { .loop = b.loop = loop_new(NULL), .replay_dir = dir };
	e = (struct err)ERR_INIT;
	assert_true(http_open(&pool, &h, &e));
	assert_true(http_recorded_at(h) == 1800000000);
	http_close(h);
	pool = (struct http_pool){ .loop = b.loop, .record_dir = dir };
	assert_false(http_open(&pool, &h, &e));
	assert_int_equal(e.kind, ERR_USAGE);
	assert_non_null(strstr(e.msg, "holds a recording already"));
	loop_free(b.loop);
}

static void what_was_not_recorded_is_named(void **state)
{
	UNUSED(state);
	struct bench b;
	struct err e;
	char dir[2000], want[300];
	snprintf(dir, sizeof dir, "%s", new_folder("record"));
	open_bench(&b, quick(NULL), dir, NULL);
	assert_true(get(&b, "/ok?a", NULL, &e));
	close_bench(&b);
	open_bench(&b, quick(NULL), NULL, dir);
	assert_false(get(&b, "/ok?b", NULL, &e));
	assert_int_equal(e.kind, ERR_INPUT);
	snprintf(want, sizeof want, "the recording has no reply to GET http://127.0.0.1:%d/ok?b", host.port);
	assert_string_equal(e.msg, want);
	assert_true(get(&b, "/ok?a", NULL, &e));
	assert_false(get(&b, "/ok?a", NULL, &e));
	snprintf(want, sizeof want, "the recording has no further reply to GET http://127.0.0.1:%d/ok?a", host.port);
	assert_string_equal(e.msg, want);
	close_bench(&b);
	struct http *h;
	struct http_pool pool = { .loop = b.loop = loop_new(NULL), .replay_dir = new_folder("nothing") };
	assert_false(http_open(&pool, &h, &e));
	assert_int_equal(e.kind, ERR_USAGE);
	assert_non_null(strstr(e.msg, "holds no recording"));
	loop_free(b.loop);
}

/* ---- Sent bytes and secrets ---- */

static void keep_done(void *ctx, const struct http_reply *r, const struct err *e)
{
	struct bench *b = ctx;
	buf_addf(&b->log, "%ld %s\n", r->status, e ? e->msg : "fine");
	b->ends++;
}

static bool keep_body(void *ctx, struct str s, struct err *e)
{
	struct bench *b = ctx;
	UNUSED(e);
	buf_adds(&b->body, s);
	return true;
}

/* POST each of TEXTS, one after the other, with a secret in every place for one. */
static void post(struct bench *b, const char *path, const char *const *texts)
{
	static const struct http_header headers[] = {
		{ "Content-Type", "application/json", false }, { "authorization", "Bearer sesame-1", false }, { "X-API-KEY", "sesame-2", false },
		{ "api-key", "sesame-3", false }, { "Cookie", "a=sesame-4", false }, { "X-Goog-Api-Key", "sesame-5", false },
		{ "X-Team", "sesame-6", true }, { "X-Open", "reading", false },
	};
	struct http_callbacks calls = { NULL, keep_body, keep_done, b };
	char url[200];
	snprintf(url, sizeof url, "http://user:sesame-7@127.0.0.1:%d%s", host.port, path);
	for (; *texts; texts++) {
		struct http_options o = { .url = url, .user_agent = "t/1", .headers = headers, .n_headers = COUNTOF(headers),
			                  .body = str_of(*texts), .any_status = true };
		struct err e = ERR_INIT;
		int ends = b->ends;
		struct transfer *t = http_start(b->http, &o, &calls);
		while (b->ends == ends)
			assert_true(loop_turn(b->loop, 5000, &e));
		transfer_free(t);
		buf_addc(&b->body, '\n');
	}
}

static void posts_are_matched_by_what_they_send_and_hold_no_secrets(void **state)
{
	UNUSED(state);
	static const char *const texts[] = { "{\"n\":1}", "{\"n\":2}", "", "{\"n\":1}", NULL }, *const turned[] = { "{\"n\":2}", "{\"n\":1}", NULL };
	struct bench b;
	char dir[2000], command[7000];
	snprintf(dir, sizeof dir, "%s", new_folder("record"));
	open_bench(&b, quick(NULL), dir, NULL);
	post(&b, "/echo", texts);
	post(&b, "/error", texts + 3);
	assert_string_equal(b.body.s, "[\"POST\", \"{\\\"n\\\":1}\", \"application/json\", null]\n[\"POST\", \"{\\\"n\\\":2}\", \"application/json\", null]\n"
	                              "[\"POST\", \"\", \"application/json\", null]\n[\"POST\", \"{\\\"n\\\":1}\", \"application/json\", null]\n"
	                              "{\"error\":\"no key\"}\n");
	assert_string_equal(b.log.s, "200 fine\n200 fine\n200 fine\n200 fine\n401 fine\n");
	close_bench(&b);
	snprintf(command, sizeof command, "grep -rc sesame %s | grep -v ':0$'; sed -n '1,/^$/p' %s/0002.http; cat %s/0002.sent", dir, dir, dir);
	char *got = output_of(command), want[1000];
	snprintf(want, sizeof want, "POST http://127.0.0.1:%d/echo HTTP/1.1\nUser-Agent: t/1\nContent-Type: application/json\n"
	         "authorization: (left out)\nX-API-KEY: (left out)\napi-key: (left out)\nCookie: (left out)\n"
	         "X-Goog-Api-Key: (left out)\nX-Team: (left out)\nX-Open: reading\n\n{\"n\":2}", host.port);
	assert_string_equal(got, want);
	free(got);
	open_bench(&b, quick(NULL), NULL, dir);
	size_t mark = manners_mark(&host);
	post(&b, "/echo", turned);
	assert_string_equal(b.body.s, "[\"POST\", \"{\\\"n\\\":2}\", \"application/json\", null]\n[\"POST\", \"{\\\"n\\\":1}\", \"application/json\", null]\n");
	buf_clear(&b.log);
	post(&b, "/echo", turned);  /* 1 was recorded twice, 2 once */
	snprintf(want, sizeof want, "0 the recording has no further reply to POST http://127.0.0.1:%d/echo\n200 fine\n", host.port);
	assert_string_equal(b.log.s, want);
	struct seen s = manners_seen(&host, mark);
	assert_int_equal(s.n, 0);
	free(s.text);
	close_bench(&b);
}

static void a_damaged_recording_is_an_error(void **state)
{
	UNUSED(state);
#define FIRST "digest recording 1\nbegun 2027-01-15T08:00:00Z\n"
	static const struct { const char *recording, *http; enum err_kind kind; const char *message; bool opens; } rows[] = {
		{ "digest recording 2\nbegun 2027-01-15T08:00:00Z\n", NULL, ERR_INPUT, "that this version can read", false },
		{ "digest recording 1\n", NULL, ERR_INPUT, "when it was begun", false },
		{ "digest recording 1\nbegun yesterday\n", NULL, ERR_INPUT, "when it was begun", false },
		{ FIRST, "", ERR_INPUT, "does not begin with a request", false },
		{ FIRST, "GET http://h/\n\nended complete\n", ERR_INPUT, "begin with a request", false },
		{ FIRST, "POST http://h/ HTTP/1.1\n\nended complete\n", ERR_FILE, "0007.sent", false },
		{ FIRST, "GET http://h/ HTTP/1.1\n\nHTTP/1.1 200 OK\n\n", ERR_INPUT, "how it ended", true },
		{ FIRST, "GET http://h/ HTTP/1.1\n\nended oddly\n", ERR_INPUT, "how it ended", true },
		{ FIRST, "GET http://h/ HTTP/1.1\n\nended complete\n", ERR_NET_TEMP, "an empty reply", true },
		{ FIRST, "GET http://h/ HTTP/1.1\n\nended network: as told\n", ERR_NET, "as told", true },
	};
	for (size_t i = 0; i < COUNTOF(rows); i++) {
		char dir[2000], path[2100];
		struct bench b;
		struct err e = ERR_INIT;
		snprintf(dir, sizeof dir, "%s", new_folder("damaged"));
		assert_int_equal(mkdir(dir, 0755), 0);
		snprintf(path, sizeof path, "%s/recording", dir);
		put_file(path, str_of(rows[i].recording), 0644);
		snprintf(path, sizeof path, "%s/0007.http", dir);
		if (rows[i].http)
			put_file(path, str_of(rows[i].http), 0644);
		if (rows[i].opens) {
			struct fetcher_options o = quick(NULL);
			o.tries = 1;
			open_bench(&b, o, NULL, dir);
			assert_false(get(&b, "http://h/", NULL, &e));
			close_bench(&b);
		} else {
			struct http_pool pool = { .loop = b.loop = loop_new(NULL), .replay_dir = dir };
			assert_false(http_open(&pool, &b.http, &e));
			loop_free(b.loop);
		}
		if (e.kind != rows[i].kind || strstr(e.msg, rows[i].message) == NULL)
			fail_msg("row %zu: %s: %s", i, err_name(e.kind), e.msg);
	}
}

static void a_full_disk_ends_the_transfer(void **state)
{
	UNUSED(state);
	struct bench b;
	struct err e;
	char dir[2000], path[2100];
	snprintf(dir, sizeof dir, "%s", new_folder("record"));
	open_bench(&b, quick(NULL), dir, NULL);
	snprintf(path, sizeof path, "%s/0001.body", dir);
	assert_int_equal(symlink("/dev/full", path), 0);
	assert_false(get(&b, "/ok", NULL, &e));
	assert_int_equal(e.kind, ERR_FILE);
	assert_non_null(strstr(e.msg, "0001.body: cannot write: No space left"));
	close_bench(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_replay_gives_the_same_bytes),
		cmocka_unit_test(a_recording_is_text),
		cmocka_unit_test(what_was_not_recorded_is_named),
		cmocka_unit_test(posts_are_matched_by_what_they_send_and_hold_no_secrets),
		cmocka_unit_test(a_damaged_recording_is_an_error),
		cmocka_unit_test(a_full_disk_ends_the_transfer),
	};
	return _cmocka_run_group_tests("recording", tests, COUNTOF(tests), begin, end);
}
