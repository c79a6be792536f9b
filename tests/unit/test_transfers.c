/* SPDX-License-Identifier: MIT
 * Transfers on the loop: many at a time, freed and started wherever a caller may think of it. */
#include "tests/unit/manners.h"

static struct manners host;

static int begin(void **state)
{
	UNUSED(state);
	unsetenv("http_proxy");
	setenv("no_proxy", "", 1);
	return manners_start(&host) ? 0 : -1;
}

static int end(void **state)
{
	UNUSED(state);
	stop_peer(host.pid);
	return 0;
}

enum { MOST = 40 };
/* What a transfer's caller does where. */
enum deed { NOTHING, FREE_ME, FREE_OTHER, FREE_ALL, START, REFUSE };

struct group;
struct one {
	struct group *g;
	struct transfer *t;
	struct buf body;
	long status;
	int heads, dones;
	struct err err;
	enum deed at_head, at_body, at_done;
};
struct group {
	struct loop *loop;
	struct http *http;
	struct one v[MOST];
	int n, ended;
};

static struct one *start(struct group *g, const char *path, struct http_options o);

static bool do_deed(struct one *one, enum deed deed, struct err *e)
{
	struct group *g = one->g;
	for (int i = 0; i < g->n; i++) {
		struct one *other = &g->v[i];
		if (deed == FREE_ALL || (deed == FREE_ME && other == one) || (deed == FREE_OTHER && other != one)) {
			g->ended += other->t && other->dones == 0;
			transfer_free(other->t);
			other->t = NULL;
		}
	}
	if (deed == START)
		start(g, "/ok", (struct http_options){ .max_bytes = 0 });
	return deed != REFUSE || err_set(e, ERR_STORE, "refused");
}

static bool on_head(void *ctx, const struct http_reply *r, struct err *e)
{
	struct one *one = ctx;
	one->heads++;
	one->status = r->status;
	enum deed deed = one->at_head;
	one->at_head = NOTHING;
	return do_deed(one, deed, e);
}

static bool on_body(void *ctx, struct str s, struct err *e)
{
	struct one *one = ctx;
	assert_non_null(one->t);  /* nothing comes to who was freed */
	buf_adds(&one->body, s);
	enum deed deed = one->at_body;
	one->at_body = NOTHING;
	return do_deed(one, deed, e);
}

static void on_done(void *ctx, const struct http_reply *r, const struct err *e)
{
	struct one *one = ctx;
	struct err ignored;
	assert_non_null(one->t);
	one->status = r->status;
	one->dones++;
	one->g->ended++;
	if (e)
		one->err = *e;
	do_deed(one, one->at_done, &ignored);
}

static struct one *start(struct group *g, const char *path, struct http_options o)
{
	char url[5000];
	if (path[0] == '/')
		snprintf(url, sizeof url, "http://127.0.0.1:%d%s", host.port, path);
	else
		snprintf(url, sizeof url, "%s", path);
	struct one *one = &g->v[g->n];
	assert_in_range(g->n, 0, MOST - 1);
	*one = (struct one){ .g = g, .body = BUF_INIT(BUF_UNBOUNDED), .err = ERR_INIT };
	g->n++;
	o.url = url;
	if (o.connect_timeout_s == 0)
		o.connect_timeout_s = o.silence_timeout_s = o.total_timeout_s = 600;
	one->t = http_start(g->http, &o, &(struct http_callbacks){ on_head, on_body, on_done, one });
	memset(url, 'x', sizeof url - 1);  /* nothing of the options is kept */
	return one;
}

static void group_open(struct group *g, int per_host)
{
	struct err e = ERR_INIT;
	*g = (struct group){ .loop = loop_new(NULL) };
	assert_true(http_open(&(struct http_pool){ .loop = g->loop, .per_host = per_host }, &g->http, &e));
}

static void group_run(struct group *g)
{
	struct err e = ERR_INIT;
	int64_t until = clock_ticks(NULL) + 600000;
	while (g->ended < g->n && clock_ticks(NULL) < until)
		if (!loop_turn(g->loop, 1000, &e))
			fail_msg("%s", e.msg);
	assert_int_equal(g->ended, g->n);
}

static void group_close(struct group *g)
{
	for (int i = 0; i < g->n; i++) {
		transfer_free(g->v[i].t);
		buf_free(&g->v[i].body);
	}
	http_close(g->http);
	loop_free(g->loop);
}

static const struct http_options plain = { .max_bytes = 0 };
/* For what is silent for ever. */
static const struct http_options impatient = { .connect_timeout_s = 600, .silence_timeout_s = 2, .total_timeout_s = 600 };

static void many_share_few_connections(void **state)
{
	UNUSED(state);
	struct group g;
	int most = 0;
	size_t mark = manners_mark(&host);
	group_open(&g, 3);
	for (int i = 0; i < 30; i++)
		start(&g, i < 3 ? "/ok?gather=3" : "/ok", plain);
	group_run(&g);
	struct seen s = manners_seen(&host, mark);
	assert_int_equal(s.n, 30);
	for (int i = 0; i < 30; i++) {
		most = s.under_way[i] > most ? s.under_way[i] : most;
		assert_string_equal(g.v[i].body.s, "hello");
		assert_int_equal(g.v[i].err.kind, ERR_NONE);
	}
	assert_int_equal(most, 3);
	assert_in_range(s.connections[29] - s.connections[0], 0, 2);
	free(s.text);
	group_close(&g);
}

static void without_a_limit_all_go_at_once(void **state)
{
	UNUSED(state);
	struct group g;
	group_open(&g, 0);
	for (int i = 0; i < 20; i++)
		start(&g, "/ok?gather=20", plain);  /* none is answered before the last one has come */
	group_run(&g);
	for (int i = 0; i < 20; i++)
		assert_int_equal(g.v[i].err.kind, ERR_NONE);
	group_close(&g);
}

static void a_connection_may_be_closed_after_use(void **state)
{
	UNUSED(state);
	struct group g;
	size_t mark = manners_mark(&host);
	group_open(&g, 1);
	for (int i = 0; i < 4; i++)
		start(&g, "/ok", (struct http_options){ .close_after = true });
	group_run(&g);
	struct seen s = manners_seen(&host, mark);
	assert_int_equal(s.connections[3] - s.connections[0], 3);
	free(s.text);
	group_close(&g);
}

static void errors_come_to_done_and_from_the_loop(void **state)
{
	UNUSED(state);
	static const struct http_header broken[] = { { "X-A", "b\r\nX-Evil: c", false } };
	static const struct { const char *url; enum err_kind kind; const char *message; } rows[] = {
		{ "ftp://127.0.0.1/", ERR_USAGE, "not an http or https address" },
		{ "http://", ERR_USAGE, "not a usable address" },
		{ "", ERR_USAGE, "not a usable address" },
		{ "http://127.0.0.1:1/", ERR_NET_TEMP, "no connection" },
		{ "/x?fail=404", ERR_NET, "the host answered 404" },
		{ "/x?fail=cut", ERR_NET_TEMP, "the reply ends early" },
		{ "/x?fail=silent", ERR_NET_TEMP, "nothing came for 2 s" },
	};
	struct group g;
	group_open(&g, 2);
	for (size_t i = 0; i < COUNTOF(rows); i++)
		start(&g, rows[i].url, strstr(rows[i].url, "silent") ? impatient : plain);
	struct one *last = start(&g, "/ok", (struct http_options){ .headers = broken, .n_headers = 1 });
	assert_int_equal(g.ended, 0);
	group_run(&g);
	for (size_t i = 0; i < COUNTOF(rows); i++)
		if (g.v[i].err.kind != rows[i].kind || strstr(g.v[i].err.msg, rows[i].message) == NULL || g.v[i].dones != 1)
			fail_msg("%s: %s: %s", rows[i].url, err_name(g.v[i].err.kind), g.v[i].err.msg);
	assert_int_equal(last->err.kind, ERR_USAGE);
	assert_string_equal(last->err.msg, "the header X-A holds a control character");
	group_close(&g);
}

static void any_status_brings_the_body(void **state)
{
	UNUSED(state);
	struct group g;
	group_open(&g, 0);
	struct one *one = start(&g, "/error", (struct http_options){ .any_status = true });
	struct one *other = start(&g, "/error", plain);
	group_run(&g);
	assert_int_equal(one->status, 401);
	assert_int_equal(one->err.kind, ERR_NONE);
	assert_int_equal(one->heads, 1);
	assert_string_equal(one->body.s, "{\"error\":\"no key\"}");
	assert_int_equal(other->err.kind, ERR_NET);
	assert_int_equal(other->heads, 0);
	assert_string_equal(other->err.msg, "the host answered 401: {\"error\":\"no key\"}");
	group_close(&g);
}

static void posts_large_bodies(void **state)
{
	UNUSED(state);
	static const struct http_header json[] = { { "Content-Type", "application/json", false } };
	struct group g;
	struct buf big = BUF_INIT(BUF_UNBOUNDED);
	group_open(&g, 0);
	for (int i = 0; i < 300000; i++)
		buf_addz(&big, "0123456");
	struct one *one = start(&g, "/echo", (struct http_options){ .body = buf_str(&big), .headers = json, .n_headers = 1 });
	group_run(&g);
	assert_int_equal(one->err.kind, ERR_NONE);
	assert_true(str_starts(buf_str(&one->body), "[\"POST\", \"01234560123456"));
	assert_true(str_ends(buf_str(&one->body), "0123456\", \"application/json\", null]"));
	assert_int_equal(one->body.len, big.len + strlen("[\"POST\", \"\", \"application/json\", null]"));
	buf_free(&big);
	group_close(&g);
}

/* What was sent may have been paid for: whether it is sent once more is not libcurl's to decide. */
static void posts_nothing_twice(void **state)
{
	UNUSED(state);
	struct group g;
	group_open(&g, 0);
	size_t mark = manners_mark(&host);
	for (int i = 0; i < 3; i++)
		start(&g, "/ok?ms=50", (struct http_options){ .body = STR("{}") });
	group_run(&g);
	struct one *one = start(&g, "/ok?fail=gone", (struct http_options){ .body = STR("{}") });
	group_run(&g);
	struct seen s = manners_seen(&host, mark);
	assert_int_equal(s.n, 4);
	assert_int_equal(s.connections[3], s.connections[2]);  /* it went by a kept one */
	assert_int_equal(one->err.kind, ERR_NET_TEMP);
	assert_string_equal(one->err.msg, "the connection broke before a reply");
	free(s.text);
	group_close(&g);
}

static void secrets_do_not_follow_redirects(void **state)
{
	UNUSED(state);
	static const struct http_header key[] = { { "X-Api-Key", "sesame", false } };
	struct group g;
	group_open(&g, 0);
	struct one *one = start(&g, "/to?where=/ok", (struct http_options){ .headers = key, .n_headers = 1, .max_redirects = 3 });
	struct one *other = start(&g, "/to?where=/ok", (struct http_options){ .max_redirects = 3 });
	group_run(&g);
	assert_non_null(strstr(one->err.msg, "the host answered 302, a redirect to http://127.0.0.1:"));
	assert_string_equal(other->body.s, "hello");
	group_close(&g);
}

static void callers_do_what_they_like_in_callbacks(void **state)
{
	UNUSED(state);
	static const enum deed deeds[] = { FREE_ME, FREE_OTHER, FREE_ALL, START, REFUSE };
	static const char *const paths[] = { "/big", "/gzip", "/drip?step=.01", "/big?ms=20" };
	for (size_t d = 0; d < COUNTOF(deeds); d++)
		for (int where = 0; where < 3; where++)
			for (int per_host = 0; per_host < 3; per_host++) {
				struct group g;
				group_open(&g, per_host);
				for (size_t i = 0; i < COUNTOF(paths); i++)
					start(&g, paths[i], plain);
				struct one *one = &g.v[(d + (size_t)where) % 2];
				*(where == 0 ? &one->at_head : where == 1 ? &one->at_body : &one->at_done) = deeds[d];
				group_run(&g);
				if (deeds[d] == REFUSE && where < 2)
					assert_int_equal(one->err.kind, ERR_STORE);
				if (deeds[d] == START)
					assert_string_equal(g.v[COUNTOF(paths)].body.s, "hello");
				group_close(&g);
			}
}

static void what_waits_may_be_freed(void **state)
{
	UNUSED(state);
	struct group g;
	size_t mark = manners_mark(&host);
	group_open(&g, 1);
	for (int i = 0; i < 6; i++)
		start(&g, "/ok", plain);
	for (int i = 1; i < 6; i += 2) {  /* from the middle and the end */
		transfer_free(g.v[i].t);
		g.v[i].t = NULL;
		g.ended++;
	}
	group_run(&g);
	struct seen s = manners_seen(&host, mark);
	assert_int_equal(s.n, 3);
	free(s.text);
	start(&g, "/ok?ms=100", plain);
	group_close(&g);  /* under way */
}

/* What the host waits for before it answers. */
static void child_done(void *ctx, int status)
{
	assert_int_equal(status, 0);
	put_file(ctx, STR("done"), 0600);
}

static void children_go_on_meanwhile(void **state)
{
	UNUSED(state);
	static const char *const argv[] = { "sleep", "0.1", NULL };
	struct group g;
	struct child *child;
	struct err e = ERR_INIT;
	char ended[4096], path[4200];
	snprintf(ended, sizeof ended, "%s", scratch("child-ended"));
	snprintf(path, sizeof path, "/ok?file=%s", ended);
	group_open(&g, 0);
	assert_true(child_start(g.loop, &(struct child_options){ .argv = argv, .done = child_done, .ctx = ended }, &child, &e));
	start(&g, path, plain);
	group_run(&g);
	assert_int_equal(g.v[0].err.kind, ERR_NONE);
	assert_int_equal(access(ended, F_OK), 0);
	child_free(child);
	group_close(&g);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(many_share_few_connections),
		cmocka_unit_test(without_a_limit_all_go_at_once),
		cmocka_unit_test(a_connection_may_be_closed_after_use),
		cmocka_unit_test(errors_come_to_done_and_from_the_loop),
		cmocka_unit_test(any_status_brings_the_body),
		cmocka_unit_test(posts_large_bodies),
		cmocka_unit_test(posts_nothing_twice),
		cmocka_unit_test(secrets_do_not_follow_redirects),
		cmocka_unit_test(callers_do_what_they_like_in_callbacks),
		cmocka_unit_test(what_waits_may_be_freed),
		cmocka_unit_test(children_go_on_meanwhile),
	};
	return _cmocka_run_group_tests("transfers", tests, COUNTOF(tests), begin, end);
}
