/* SPDX-License-Identifier: MIT
 * HTTP against a real server (Python's) on the loopback that can lie, stall, cut and flood. */
#include <signal.h>
#include <sys/wait.h>

#include "digest/world.h"
#include "tests/unit/scratch.h"

static pid_t servers[2];
static int ports[2];  /* plain, TLS; 0: not running */

static bool start_server(int i, const char *cert)
{
	int p[2];
	char text[16] = "";
	assert_int_equal(pipe(p), 0);
	servers[i] = fork();
	if (servers[i] == 0) {
		dup2(p[1], 1);
		close(p[0]);
		execl(PYTHON, PYTHON, PEERS "/server.py", cert, (char *)NULL);
		_exit(127);
	}
	close(p[1]);
	bool ok = read(p[0], text, sizeof text - 1) > 0;
	close(p[0]);
	ports[i] = atoi(text);
	return ok;
}

static int begin(void **state)
{
	UNUSED(state);
	unsetenv("http_proxy");
	setenv("no_proxy", "", 1);
	unsetenv("CURL_CA_BUNDLE");
	unsetenv("SSL_CERT_FILE");
	char command[8400];
	snprintf(command, sizeof command, "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost "
	         "-addext subjectAltName=DNS:localhost -keyout %s -out %s 2>/dev/null && cat %s %s > %s && echo made",
	         scratch("key"), scratch("cert"), scratch("key"), scratch("cert"), scratch("both"));
	char *made = output_of(command);
	if (strcmp(made, "made\n") == 0)
		start_server(1, scratch("both"));
	free(made);
	return start_server(0, NULL) ? 0 : -1;
}

static int end(void **state)
{
	UNUSED(state);
	for (int i = 0; i < 2; i++)
		if (servers[i] > 0) {
			kill(servers[i], SIGKILL);
			waitpid(servers[i], NULL, 0);
		}
	return 0;
}

struct got {
	struct buf body;
	struct http_reply *reply;
	char type[100], charset[40], url[200];
	size_t calls;
	bool refuse;
};

static bool on_bytes(void *ctx, struct str s, struct err *e)
{
	struct got *g = ctx;
	if (g->calls++ == 0) {  /* all of it is known by now */
		snprintf(g->type, sizeof g->type, "%.*s", STR_ARG(g->reply->content_type));
		snprintf(g->charset, sizeof g->charset, "%.*s", STR_ARG(g->reply->charset));
		snprintf(g->url, sizeof g->url, "%.*s", STR_ARG(g->reply->url));
		assert_int_equal(g->reply->status, 200);
	}
	buf_adds(&g->body, s);
	return !g->refuse || err_set(e, ERR_STORE, "full");
}

static struct http_options options(const char *url)
{
	return (struct http_options){ .url = url, .user_agent = "digest-test/1", .accept = "application/atom+xml", .connect_timeout_s = 600,
		                      .silence_timeout_s = 600, .total_timeout_s = 600, .max_bytes = 1000000, .max_redirects = 3 };
}

/* ---- rows: a path (or an address), and what must come of it ---- */

static const struct row {
	int line;
	const char *path;  /* "/…": of the server */
	const char *body;  /* NULL: must fail */
	enum err_kind kind;
	const char *want;  /* in the message */
} rows[] = {
	{ __LINE__, "/ok", "hello", ERR_NONE, NULL },
	{ __LINE__, "/bare", "hello", ERR_NONE, NULL },
	{ __LINE__, "/nothing", "", ERR_NONE, NULL },
	{ __LINE__, "/head", "digest-test/1|application/atom+xml|True", ERR_NONE, NULL },
	{ __LINE__, "/chunks", "one two three", ERR_NONE, NULL },
	{ __LINE__, "/file.gz", "from a file", ERR_NONE, NULL },
	{ __LINE__, "/to-ok", "hello", ERR_NONE, NULL },
	{ __LINE__, "/hops/3", "hello", ERR_NONE, NULL },
	{ __LINE__, "/hops/4", NULL, ERR_NET, "too many redirects" },
	{ __LINE__, "/round", NULL, ERR_NET, "too many redirects" },
	{ __LINE__, "/to-file", NULL, ERR_NET, "redirects to what is not an http or https address" },
	{ __LINE__, "/to-ftp", NULL, ERR_NET, "redirects to what is not an http or https address" },
	{ __LINE__, "/bomb", NULL, ERR_INPUT, "larger than the 1000000 bytes" },
	{ __LINE__, "/bomb.gz", NULL, ERR_INPUT, "larger than the 1000000 bytes" },
	{ __LINE__, "/endless", NULL, ERR_INPUT, "larger than the 1000000 bytes" },
	{ __LINE__, "/file-cut.gz", NULL, ERR_INPUT, "gzip data ends early" },
	{ __LINE__, "/bad-coded", NULL, ERR_NET, "compression is broken" },
	{ __LINE__, "/cut", NULL, ERR_NET_TEMP, "the reply ends early" },
	{ __LINE__, "/chunks-cut", NULL, ERR_NET_TEMP, "the reply ends early" },
	{ __LINE__, "/empty", NULL, ERR_NET_TEMP, "an empty reply" },
	{ __LINE__, "/304", NULL, ERR_NET, "the host answered 304" },
	{ __LINE__, "/204", NULL, ERR_NET, "the host answered 204" },
	{ __LINE__, "/403", NULL, ERR_NET, "the host answered 403" },
	{ __LINE__, "/404", NULL, ERR_NET, "the host answered 404: Not here No such thing" },
	{ __LINE__, "/404-long", NULL, ERR_NET, "the host answered 404: word word" },
	{ __LINE__, "/429", NULL, ERR_BUSY, "the host answered 429, and asks to wait 17 s: slow down" },
	{ __LINE__, "/429-past", NULL, ERR_BUSY, "the host answered 429" },
	{ __LINE__, "/503", NULL, ERR_NET_TEMP, "the host answered 503, and asks to wait 5 s: Rate exceeded." },
	{ __LINE__, "/500", NULL, ERR_NET_TEMP, "the host answered 500" },
	{ __LINE__, "/silent", NULL, ERR_NET_TEMP, "timed out (nothing came for 1 s)" },
	{ __LINE__, "/stalls", NULL, ERR_NET_TEMP, "timed out (nothing came for 1 s)" },
	{ __LINE__, "/junk", NULL, ERR_NET, "does not speak HTTP" },
	{ __LINE__, "http://127.0.0.1:1/", NULL, ERR_NET_TEMP, "no connection" },
	{ __LINE__, "http://no-such-host.invalid/", NULL, ERR_NET_TEMP, "the host's name is not known" },
	{ __LINE__, "file:///etc/passwd", NULL, ERR_USAGE, "not an http or https address" },
	{ __LINE__, "ftp://127.0.0.1/", NULL, ERR_USAGE, "not an http or https address" },
	{ __LINE__, "gopher://127.0.0.1/", NULL, ERR_USAGE, "not an http or https address" },
	{ __LINE__, "http://", NULL, ERR_USAGE, "not a usable address" },
	{ __LINE__, "http://bad host/", NULL, ERR_USAGE, "not a usable address" },
};

static void gets(void **state)
{
	const struct row *row = *state;
	char url[300];
	struct http_reply reply;
	struct got g = { .body = BUF_INIT(BUF_UNBOUNDED), .reply = &reply };
	struct err e = ERR_INIT;
	if (row->path[0] == '/')
		snprintf(url, sizeof url, "http://127.0.0.1:%d%s", ports[0], row->path);
	else
		snprintf(url, sizeof url, "%s", row->path);
	struct http_options o = options(url);
	if (row->want && strstr(row->want, "nothing came"))
		o.silence_timeout_s = 1;
	bool ok = http_get(&o, on_bytes, &g, &reply, &e);
	if (ok != (row->body != NULL))
		fail_msg("line %d: %s", row->line, ok ? "no error" : e.msg);
	if (ok && strcmp(g.body.s, row->body) != 0)
		fail_msg("line %d: \"%s\"", row->line, g.body.s);
	if (!ok && (e.kind != row->kind || strstr(e.msg, row->want) == NULL))
		fail_msg("line %d: %s: %s", row->line, err_name(e.kind), e.msg);
	if (!ok && reply.status != 200 && g.body.len > 0)
		fail_msg("line %d: an error page went to the caller", row->line);
	buf_free(&g.body);
}

static bool get(const char *url, struct got *g, struct err *e)
{
	struct http_reply reply;
	*g = (struct got){ .body = BUF_INIT(BUF_UNBOUNDED), .reply = &reply, .refuse = g->refuse };
	struct http_options o = options(url);
	*e = (struct err)ERR_INIT;
	return http_get(&o, on_bytes, g, &reply, e);
}

static void tells_type_charset_and_address(void **state)
{
	UNUSED(state);
	char url[100];
	struct got g = { .calls = 0 };
	struct err e;
	snprintf(url, sizeof url, "http://127.0.0.1:%d/to-ok", ports[0]);
	assert_true(get(url, &g, &e));
	assert_string_equal(g.type, "text/xml; charset=\"GB18030\"; x=y");
	assert_string_equal(g.charset, "GB18030");
	snprintf(url, sizeof url, "http://127.0.0.1:%d/ok", ports[0]);
	assert_string_equal(g.url, url);
	buf_free(&g.body);
	snprintf(url, sizeof url, "http://127.0.0.1:%d/bare", ports[0]);
	assert_true(get(url, &g, &e));
	assert_string_equal(g.charset, "");
	buf_free(&g.body);
}

static void undoes_content_encoding(void **state)
{
	UNUSED(state);
	char url[100];
	struct got g = { .calls = 0 };
	struct err e;
	snprintf(url, sizeof url, "http://127.0.0.1:%d/coded", ports[0]);
	assert_true(get(url, &g, &e));
	assert_int_equal(g.body.len, 9000);
	assert_true(str_starts(buf_str(&g.body), "inflated inflated "));
	buf_free(&g.body);
}

static void what_the_reader_refuses_is_the_error(void **state)
{
	UNUSED(state);
	char url[100];
	struct got g = { .refuse = true };
	struct err e;
	snprintf(url, sizeof url, "http://127.0.0.1:%d/ok", ports[0]);
	assert_false(get(url, &g, &e));
	assert_int_equal(e.kind, ERR_STORE);
	assert_string_equal(e.msg, "full");
	assert_int_equal(g.calls, 1);
	buf_free(&g.body);
}

static void redirects_may_be_refused(void **state)
{
	UNUSED(state);
	char url[100];
	struct http_reply reply;
	struct got g = { .body = BUF_INIT(100), .reply = &reply };
	struct err e = ERR_INIT;
	snprintf(url, sizeof url, "http://127.0.0.1:%d/to-ok", ports[0]);
	struct http_options o = options(url);
	o.max_redirects = 0;
	assert_false(http_get(&o, on_bytes, &g, NULL, &e));
	assert_int_equal(e.kind, ERR_NET);
	assert_non_null(strstr(e.msg, "the host answered 302, a redirect to http://127.0.0.1:"));
	assert_int_equal(g.calls, 0);
}

static void takes_the_proxy_from_the_environment(void **state)
{
	UNUSED(state);
	char proxy[100];
	struct got g = { .calls = 0 };
	struct err e;
	snprintf(proxy, sizeof proxy, "http://127.0.0.1:%d", ports[0]);
	setenv("http_proxy", proxy, 1);
	bool ok = get("http://export.example.invalid/x", &g, &e);
	unsetenv("http_proxy");
	if (!ok)
		fail_msg("%s", e.msg);
	assert_string_equal(g.body.s, "by proxy: http://export.example.invalid/x");
	buf_free(&g.body);
}

static void explains_certificates(void **state)
{
	UNUSED(state);
	char url[100], path[4096];
	struct got g = { .calls = 0 };
	struct err e;
	if (ports[1] == 0)
		skip();
	snprintf(url, sizeof url, "https://localhost:%d/ok", ports[1]);
	assert_false(get(url, &g, &e));
	assert_int_equal(e.kind, ERR_NET);
	assert_non_null(strstr(e.msg, "the host's certificate cannot be trusted ("));
	setenv("SSL_CERT_FILE", scratch("cert"), 1);
	bool ok = get(url, &g, &e);
	if (!ok)
		fail_msg("%s", e.msg);
	assert_string_equal(g.body.s, "hello");
	buf_free(&g.body);
	snprintf(url, sizeof url, "https://127.0.0.1:%d/ok", ports[1]);  /* not the name in the certificate */
	assert_false(get(url, &g, &e));
	assert_non_null(strstr(e.msg, "certificate cannot be trusted"));
	snprintf(path, sizeof path, "%s", scratch("no-such-file"));
	setenv("SSL_CERT_FILE", path, 1);
	assert_false(get(url, &g, &e));
	assert_non_null(strstr(e.msg, "trusted certificates cannot be read"));
	unsetenv("SSL_CERT_FILE");
}

int main(void)
{
	static char names[COUNTOF(rows)][120];
	struct CMUnitTest tests[COUNTOF(rows) + 16] = { { 0 } };
	size_t n = 0;
	for (size_t i = 0; i < COUNTOF(rows); i++, n++) {
		snprintf(names[n], sizeof names[n], "get, line %d: %s", rows[i].line, rows[i].path);
		tests[n] = (struct CMUnitTest){ names[n], gets, NULL, NULL, (void *)(uintptr_t)&rows[i] };
	}
	const struct CMUnitTest rest[] = {
		cmocka_unit_test(tells_type_charset_and_address),
		cmocka_unit_test(undoes_content_encoding),
		cmocka_unit_test(what_the_reader_refuses_is_the_error),
		cmocka_unit_test(redirects_may_be_refused),
		cmocka_unit_test(takes_the_proxy_from_the_environment),
		cmocka_unit_test(explains_certificates),
	};
	memcpy(tests + n, rest, sizeof rest);
	n += COUNTOF(rest);
	return _cmocka_run_group_tests("http", tests, n, begin, end);
}
