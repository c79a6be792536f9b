/* SPDX-License-Identifier: MIT
 * HTTP, the door of libcurl: transfers on the loop, with every limit counted here.
 *
 * libcurl's multi interface tells which sockets it waits for and when it wants to be called; both become watches and
 * timers of the loop. Callers are called from within libcurl's callbacks, where its handles must not be touched: what
 * they free or start there waits until libcurl has returned (enter(), leave()).
 * The body's size is counted where decoded bytes arrive: libcurl's own limit looks at Content-Length only, which a
 * compressed or chunked body does not have. A body that does not come with 200 is an error page: a little of it goes
 * into the message. A replayed reply takes the same way as one from the network, from its head on. */
#include "internal.h"

#include <curl/curl.h>
#include <poll.h>
#include <stdlib.h>

#include "digest/mem.h"

const char http_library[] = "libcurl/" LIBCURL_VERSION;

enum {
	PAGE_BYTES = 4096,
	BUFFER_BYTES = 64 * 1024,
	SMALL_BUFFER_BYTES = 16 * 1024,
	HEAD_BYTES = 256 * 1024,
	HEADER_BYTES = 16 * 1024,
};

struct host {
	struct host *next;
	char *name;                     /* scheme, name and port */
	int running;
	struct transfer *first, *last;  /* waiting */
};
struct http {
	struct loop *loop;
	int per_host;
	CURLM *multi;           /* NULL: replaying, or libcurl cannot be used */
	struct timer timer;     /* libcurl's */
	struct tape *record, *replay;
	struct host *hosts;
	struct conn *conns;
	struct transfer *dead;  /* freed while libcurl, or a replay, was calling */
	size_t alive;           /* transfers */
	bool global, busy;
};
struct transfer {
	struct http *http;
	struct http_calls calls;
	struct host *host;
	struct transfer *next, *before;  /* in the host's queue */
	struct transfer *grave;          /* the next one that is dead */
	enum { WAITING, RUNNING, ENDED } state;
	CURL *curl;             /* NULL: replayed, or not begun */
	char *url, *user_agent, *redirect;
	struct curl_slist *headers;
	struct buf line, request;   /* "GET http://…", without a user's name; all that is recorded of it */
	struct buf sent;
	size_t sent_to;       /* how much of it libcurl has taken */
	bool posts, any_status, close_after;
	long connect_timeout_s, silence_timeout_s, total_timeout_s;
	size_t max_bytes, bytes;    /* BYTES were handed on */
	int max_redirects;
	struct http_reply reply;
	struct buf head, page;      /* PAGE: the beginning of an error page */
	struct gunzip *gunzip;
	struct err err;
	bool begun;                 /* the reply's head was read */
	bool told;                  /* and head() called */
	bool failed;                /* ERR is set: by us, or by the caller */
	bool fault;                 /* and tells what the network did */
	bool dead;
	char detail[CURL_ERROR_SIZE];
	struct timer timer;         /* silence; or what is to come in the next turn */
	curl_off_t moved;
	int64_t started, heard;     /* when the last byte came; clock_ticks() */
	struct take *take;
	struct taken taken;
};
struct conn {
	struct watch watch;
	struct http *http;
	struct conn *next, *before;
};

static void leave(struct http *h);

static int64_t ticks(const struct transfer *t) { return clock_ticks(loop_clock(t->http->loop)); }

/* ---- The reply ---- */

static void read_head(struct transfer *t)
{
	char *url = NULL;
	if (t->begun || t->head.len == 0)
		return;
	t->begun = true;
	if (t->curl)
		curl_easy_getinfo(t->curl, CURLINFO_EFFECTIVE_URL, &url);
	else if (t->taken.address.len)
		url = t->taken.address.s;
	reply_read(&t->reply, buf_str(&t->head), url ? url : t->url, clock_now(loop_clock(t->http->loop)),
	           &t->redirect);
}

static bool wanted(const struct transfer *t) { return t->any_status || t->reply.status == 200; }

static bool tell_head(struct transfer *t)
{
	if (t->told || !wanted(t))
		return true;
	t->told = true;
	t->failed = t->calls.head && !t->calls.head(t->calls.ctx, &t->reply, &t->err);
	return !t->failed && !t->dead;
}

static bool on_decoded(void *ctx, struct str bytes, struct err *e)
{
	struct transfer *t = ctx;
	if (t->dead)
		return err_set(e, ERR_DEFECT, "nobody wants it");
	size_t room = t->max_bytes ? t->max_bytes - t->bytes : bytes.n;
	bool fits = bytes.n <= room;
	bytes = str_head(bytes, room);  /* what is handed on does not depend on the pieces that it came in */
	t->bytes += bytes.n;
	if (t->calls.body && bytes.n > 0 && !t->calls.body(t->calls.ctx, bytes, e))
		return false;
	return fits || err_set(e, ERR_INPUT, "the reply is larger than the %zu bytes that it may have", t->max_bytes);
}

/* Some of the body, Content-Encoding undone. False: no more is wanted. */
static bool take_bytes(struct transfer *t, struct str bytes)
{
	read_head(t);
	if (t->take && !take_body(t->take, bytes, &t->err)) {
		t->failed = true;
		return false;
	}
	if (!wanted(t)) {
		size_t room = PAGE_BYTES - t->page.len;
		buf_adds(&t->page, str_head(bytes, room));
		return t->page.len < PAGE_BYTES;
	}
	if (!tell_head(t))
		return false;
	t->failed = !gunzip_put(t->gunzip, bytes, &t->err);
	return !t->failed && !t->dead;
}

/* The body as a stream that cannot be rewound: what was sent on a kept connection that then broke may have been received, and
 * paid for. libcurl would send it again, up to five times, without a word; so it fails, and the asker decides. */
static size_t on_sending(char *p, size_t size, size_t n, void *ctx)
{
	struct transfer *t = ctx;
	size_t left = t->sent.len - t->sent_to;
	if (left > size * n)
		left = size * n;
	if (left > 0)
		memcpy(p, t->sent.s + t->sent_to, left);
	t->sent_to += left;
	return left;
}

static size_t on_body(char *p, size_t size, size_t n, void *ctx)
{
	struct transfer *t = ctx;
	t->heard = ticks(t);
	return !t->dead && take_bytes(t, (struct str){ p, size * n }) ? size * n : CURL_WRITEFUNC_ERROR;
}

/* A redirect that libcurl is about to follow must not lead out of https, at whatever hop. */
static bool stays_encrypted(struct transfer *t)
{
	struct http_reply r;
	char *url = NULL, *redirect = NULL;
	if (t->max_redirects == 0 || curl_easy_getinfo(t->curl, CURLINFO_EFFECTIVE_URL, &url) != CURLE_OK || url == NULL)
		return true;
	reply_read(&r, buf_str(&t->head), url, 0, &redirect);
	bool stays = redirect == NULL || !address_downgrades(str_of(url), str_of(redirect));
	if (!stays)
		t->failed = t->fault = !err_set(&t->err, ERR_NET, DOWNGRADE " (%.200s)", redirect);
	free(redirect);
	return stays;
}

static size_t on_header(char *p, size_t size, size_t n, void *ctx)
{
	struct transfer *t = ctx;
	struct str line = { p, size * n };
	t->heard = ticks(t);
	if (t->begun)  /* behind a chunked body: nothing that we need */
		return line.n;
	if (str_starts(line, "HTTP/"))  /* the final one, after redirects and 100 Continue, is kept */
		buf_clear(&t->head);
	buf_adds(&t->head, line);
	if (!buf_full(&t->head))
		return !str_is(line, "\r\n") || stays_encrypted(t) ? line.n : 0;
	err_set(&t->err, ERR_NET, "the reply's head is larger than the %d bytes that it may have", HEAD_BYTES);
	t->failed = t->fault = true;
	return 0;
}

static int on_progress(void *ctx, curl_off_t total, curl_off_t now, curl_off_t up_total, curl_off_t up_now)
{
	struct transfer *t = ctx;
	UNUSED(total);
	UNUSED(up_total);
	if (now + up_now != t->moved)
		t->heard = ticks(t);
	t->moved = now + up_now;
	return t->dead;
}

/* ---- What went wrong ---- */

static bool transfer_error(struct transfer *t, CURLcode code, struct err *e)
{
	struct failure f = { .code = (int)code, .detail = t->detail };
	curl_easy_getinfo(t->curl, CURLINFO_RESPONSE_CODE, &f.status);
	curl_easy_getinfo(t->curl, CURLINFO_HTTP_CONNECTCODE, &f.proxy_status);
	return failure_set(&f, e);
}

static bool status_error(const struct transfer *t, struct err *e)
{
	const struct http_reply *r = &t->reply;
	long status = r->status;
	bool for_now = status >= 500 || status == 408 || status == 425;
	enum err_kind kind = status == 429 ? ERR_BUSY : for_now ? ERR_NET_TEMP : ERR_NET;
	struct buf text = BUF_INIT(ERR_MSG_SIZE), quote = BUF_INIT(ERR_MSG_SIZE);
	buf_addf(&text, "the host answered %ld", status);
	if (r->retry_after_s > 0)
		buf_addf(&text, ", and asks to wait %lld s", (long long)r->retry_after_s);
	if (r->redirect.n)
		buf_addf(&text, ", a redirect to %.*s that is not followed", STR_ARG(str_head(r->redirect, 200)));
	reply_quote(buf_str(&t->page), &quote);
	err_set(e, kind, "%s%s%s", text.s, quote.len ? ": " : "", quote.s);
	buf_free(&text);
	buf_free(&quote);
	return false;
}

/* ---- A transfer's end ---- */

static void take_off_host(struct transfer *t)
{
	struct host *host = t->host;
	if (t->state == RUNNING) {
		host->running--;
	} else if (t->state == WAITING) {
		*(t->before ? &t->before->next : &host->first) = t->next;
		*(t->next ? &t->next->before : &host->last) = t->before;
	}
}

/* Nothing of it is under way any more; its strings stay. */
static void stop(struct transfer *t)
{
	take_off_host(t);
	t->state = ENDED;
	loop_untimer(t->http->loop, &t->timer);
	if (t->curl && t->http->multi) {
		struct sigpipe sp;
		sigpipe_hold(&sp);  /* libcurl may say good-bye to the host */
		curl_multi_remove_handle(t->http->multi, t->curl);
		sigpipe_release(&sp);
	}
}

/* The recording keeps what the network did, not what we or the caller made of it. */
static bool end_take(struct transfer *t, struct err *e)
{
	struct take *k = t->take;
	char *url = NULL;
	if (k == NULL)
		return true;
	curl_easy_getinfo(t->curl, CURLINFO_EFFECTIVE_URL, &url);
	t->take = NULL;
	struct str head = t->begun ? buf_str(&t->head) : STR_NULL;
	return take_end(k, head, t->max_redirects > 0 ? url : NULL, t->fault ? &t->err : NULL, e);
}

/* All of a head came. */
static bool head_whole(const struct transfer *t)
{
	struct str head = buf_str(&t->head);
	return t->curl == NULL || str_ends(head, "\n\r\n") || str_ends(head, "\n\n");
}

/* What it comes to. RECORDED: how the exchange ended that is replayed; NULL: CODE says it. */
static bool judge(struct transfer *t, CURLcode code, const struct err *recorded)
{
	if (t->failed)
		return false;
	bool complete = recorded ? recorded->kind == ERR_NONE : code == CURLE_OK;
	if (head_whole(t))
		read_head(t);  /* a reply without a body */
	bool redirect = t->reply.status >= 300 && t->reply.status < 400;  /* may be what failed */
	if (t->begun && !wanted(t) && (complete || !redirect))
		return status_error(t, &t->err);
	if (!complete && recorded)
		return err_set(&t->err, recorded->kind, "%s", recorded->msg);
	t->fault = !complete || !t->begun;
	if (!complete)
		return transfer_error(t, code, &t->err);
	if (!t->begun)
		return err_set(&t->err, ERR_NET_TEMP, "an empty reply");
	return tell_head(t) && (t->dead || gunzip_end(t->gunzip, &t->err));
}

/* Take it off and tell its owner, who may free it: T is not touched after. leave() must follow. */
static void finish(struct transfer *t, CURLcode code, const struct err *recorded)
{
	struct http *h = t->http;
	struct err e = ERR_INIT;
	h->busy = true;
	bool ok = judge(t, code, recorded);
	if (!end_take(t, &e)) {
		ok = false;
		t->err = e;
	}
	h->busy = false;
	stop(t);
	if (!t->dead)
		t->calls.done(t->calls.ctx, &t->reply, ok ? NULL : &t->err);
}

static void on_silence(void *ctx)
{
	struct transfer *t = ctx;
	curl_off_t connected = 0;
	int64_t now = ticks(t), limit = t->silence_timeout_s * 1000;
	curl_easy_getinfo(t->curl, CURLINFO_PRETRANSFER_TIME_T, &connected);
	if (connected == 0)  /* connecting has its own limit */
		t->heard = now;
	else if (t->started + connected / 1000 > t->heard)
		t->heard = t->started + connected / 1000;
	if (now - t->heard < limit) {
		loop_timer(t->http->loop, &t->timer, t->heard + limit - now);
		return;
	}
	t->failed = t->fault = !err_set(&t->err, ERR_NET_TEMP, "timed out (nothing came for %ld s)", t->silence_timeout_s);
	struct http *h = t->http;
	finish(t, CURLE_ABORTED_BY_CALLBACK, NULL);
	leave(h);
}

/* ---- A transfer's beginning ---- */

static void set_options(struct transfer *t)
{
	static const char *const bundles[] = { "CURL_CA_BUNDLE", "SSL_CERT_FILE" };  /* as the curl command does */
	CURL *c = t->curl;
	curl_easy_setopt(c, CURLOPT_URL, t->url);
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(c, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, t->max_redirects > 0 ? 1L : 0L);
	curl_easy_setopt(c, CURLOPT_MAXREDIRS, (long)t->max_redirects);
	curl_easy_setopt(c, CURLOPT_USERAGENT, t->user_agent);
	curl_easy_setopt(c, CURLOPT_HTTPHEADER, t->headers);
	curl_easy_setopt(c, CURLOPT_ACCEPT_ENCODING, "");
	/* What is sent is small, and so is what answers it, but there may be a thousand of them. */
	curl_easy_setopt(c, CURLOPT_BUFFERSIZE, (long)(t->posts ? SMALL_BUFFER_BYTES : BUFFER_BYTES));
	curl_easy_setopt(c, CURLOPT_UPLOAD_BUFFERSIZE, (long)SMALL_BUFFER_BYTES);
	curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, t->connect_timeout_s);
	curl_easy_setopt(c, CURLOPT_TIMEOUT, t->total_timeout_s);
	curl_easy_setopt(c, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(c, CURLOPT_XFERINFOFUNCTION, on_progress);
	curl_easy_setopt(c, CURLOPT_XFERINFODATA, t);
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c, CURLOPT_TCP_KEEPALIVE, 1L);
	curl_easy_setopt(c, CURLOPT_FORBID_REUSE, t->close_after ? 1L : 0L);
	curl_easy_setopt(c, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
	curl_easy_setopt(c, CURLOPT_ERRORBUFFER, t->detail);
	curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(c, CURLOPT_HEADERDATA, t);
	curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(c, CURLOPT_WRITEDATA, t);
	curl_easy_setopt(c, CURLOPT_PRIVATE, t);
	if (t->posts) {
		curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)t->sent.len);
		curl_easy_setopt(c, CURLOPT_POST, 1L);
		curl_easy_setopt(c, CURLOPT_READFUNCTION, on_sending);
		curl_easy_setopt(c, CURLOPT_READDATA, t);
	}
	for (size_t i = 0; i < COUNTOF(bundles); i++) {
		const char *file = getenv(bundles[i]);
		if (file && *file) {
			curl_easy_setopt(c, CURLOPT_CAINFO, file);
			break;
		}
	}
}

static void on_failed_start(void *ctx)
{
	struct transfer *t = ctx;
	struct http *h = t->http;
	t->failed = true;
	finish(t, CURLE_OK, NULL);
	leave(h);
}

static bool feed_body(void *ctx, struct str bytes, struct err *e)
{
	struct transfer *t = ctx;
	return take_bytes(t, bytes) || err_set(e, ERR_DEFECT, "no more is wanted");
}

/* The whole reply in one turn, from the recording. */
static void on_replay(void *ctx)
{
	struct transfer *t = ctx;
	struct err e = ERR_INIT;
	struct http *h = t->http;
	h->busy = true;
	buf_adds(&t->head, buf_str(&t->taken.head));
	if (!taken_stream(&t->taken, feed_body, t, &e) && e.kind == ERR_FILE && !t->failed) {
		t->failed = true;
		t->err = e;
	}
	h->busy = false;
	finish(t, CURLE_OK, &t->taken.ended);
	leave(h);
}

static bool begin_replay(struct transfer *t, struct str sent)
{
	if (!tape_find(t->http->replay, buf_str(&t->line), sent, &t->taken, &t->err))
		return false;
	t->timer.fn = on_replay;
	loop_timer(t->http->loop, &t->timer, 0);
	return true;
}

static bool begin_transfer(struct transfer *t)
{
	struct http *h = t->http;
	struct str sent = t->posts ? buf_str(&t->sent) : STR_NULL;
	if (h->replay)
		return begin_replay(t, sent);
	t->curl = h->multi ? curl_easy_init() : NULL;
	if (t->curl == NULL)
		return err_set(&t->err, ERR_DEFECT, "libcurl cannot be used");
	if (h->record && !take_begin(h->record, buf_str(&t->request), sent, &t->take, &t->err))
		return false;
	set_options(t);
	t->started = t->heard = ticks(t);
	if (t->silence_timeout_s > 0) {
		t->timer.fn = on_silence;
		loop_timer(h->loop, &t->timer, t->silence_timeout_s * 1000);
	}
	CURLMcode code = curl_multi_add_handle(h->multi, t->curl);
	return code == CURLM_OK || err_set(&t->err, ERR_DEFECT, "libcurl: %s", curl_multi_strerror(code));
}

static void begin(struct transfer *t)
{
	t->state = RUNNING;
	if (t->err.kind == ERR_NONE && begin_transfer(t))
		return;
	take_abandon(t->take);
	t->take = NULL;
	t->timer.fn = on_failed_start;
	loop_timer(t->http->loop, &t->timer, 0);
}

/* ---- Many transfers ---- */

static void begin_waiting(struct http *h, struct host *host)
{
	while (host->first && (h->per_host <= 0 || host->running < h->per_host)) {
		struct transfer *t = host->first;
		take_off_host(t);
		host->running++;
		begin(t);
	}
}

static void release(struct transfer *t)
{
	curl_easy_cleanup(t->curl);
	curl_slist_free_all(t->headers);
	gunzip_free(t->gunzip);
	take_abandon(t->take);
	taken_free(&t->taken);
	buf_free(&t->head);
	buf_free(&t->page);
	buf_free(&t->line);
	buf_free(&t->request);
	buf_free(&t->sent);
	free(t->url);
	free(t->user_agent);
	free(t->redirect);
	t->http->alive--;
	free(t);
}

/* libcurl, or who else was calling, has returned: do what had to wait for that. */
static void leave(struct http *h)
{
	struct transfer *t;
	CURLMsg *m;
	int left;
	if (h->busy)
		return;
	while ((t = h->dead) != NULL) {
		h->dead = t->grave;
		stop(t);
		release(t);
	}
	while (h->multi && (m = curl_multi_info_read(h->multi, &left)) != NULL)
		if (m->msg == CURLMSG_DONE && curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &t) == CURLE_OK)
			finish(t, m->data.result, NULL);
	while ((t = h->dead) != NULL) {  /* freed while it was being judged */
		h->dead = t->grave;
		release(t);
	}
	for (struct host *host = h->hosts; host; host = host->next)
		begin_waiting(h, host);
}

static void act(struct http *h, curl_socket_t fd, int what)
{
	struct sigpipe sp;
	int running;
	h->busy = true;
	sigpipe_hold(&sp);
	curl_multi_socket_action(h->multi, fd, what, &running);
	sigpipe_release(&sp);
	h->busy = false;
	leave(h);
}

static void on_ready(void *ctx, short revents)
{
	struct conn *c = ctx;
	int what = revents & (POLLIN | POLLHUP) ? CURL_CSELECT_IN : 0;
	what |= revents & POLLOUT ? CURL_CSELECT_OUT : 0;
	what |= revents & (POLLERR | POLLNVAL) ? CURL_CSELECT_ERR : 0;
	act(c->http, c->watch.fd, what);
}

static void on_time(void *ctx) { act(ctx, CURL_SOCKET_TIMEOUT, 0); }

static int want_time(CURLM *multi, long ms, void *ctx)
{
	struct http *h = ctx;
	UNUSED(multi);
	if (ms < 0)
		loop_untimer(h->loop, &h->timer);
	else
		loop_timer(h->loop, &h->timer, ms);
	return 0;
}

static void forget(struct conn *c)
{
	struct http *h = c->http;
	*(c->before ? &c->before->next : &h->conns) = c->next;
	if (c->next)
		c->next->before = c->before;
	loop_unwatch(h->loop, &c->watch);
	loop_free_later(h->loop, c);
}

static int want_socket(CURL *curl, curl_socket_t fd, int what, void *ctx, void *conn)
{
	struct http *h = ctx;
	struct conn *c = conn;
	UNUSED(curl);
	if (what == CURL_POLL_REMOVE) {
		if (c)
			forget(c);
		return 0;
	}
	if (c == NULL) {
		c = xcalloc(1, sizeof *c);
		*c = (struct conn){ .watch = { .fd = fd, .fn = on_ready, .ctx = c }, .http = h, .next = h->conns };
		if (h->conns)
			h->conns->before = c;
		h->conns = c;
		loop_watch(h->loop, &c->watch);
		curl_multi_assign(h->multi, fd, c);
	}
	c->watch.events = (short)((what & CURL_POLL_IN ? POLLIN : 0) | (what & CURL_POLL_OUT ? POLLOUT : 0));
	return 0;
}

/* ---- What callers see ---- */

bool http_open(const struct http_pool *o, struct http **ret, struct err *e)
{
	struct http *h = xcalloc(1, sizeof *h);
	*h = (struct http){ .loop = o->loop, .per_host = o->per_host, .timer = { .fn = on_time, .ctx = h } };
	h->global = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;  /* counted by libcurl: one cleanup each */
	h->multi = h->global ? curl_multi_init() : NULL;
	bool ok = h->multi || err_set(e, ERR_DEFECT, "libcurl cannot be used");
	if (ok && o->record_dir && o->replay_dir)
		ok = err_set(e, ERR_USAGE, "a run is recorded or replayed, not both");
	ok = ok && (o->record_dir == NULL || tape_record(o->record_dir, clock_now(loop_clock(o->loop)), &h->record, e));
	ok = ok && (o->replay_dir == NULL || tape_replay(o->replay_dir, &h->replay, e));
	if (!ok) {
		http_close(h);
		return false;
	}
	curl_multi_setopt(h->multi, CURLMOPT_SOCKETFUNCTION, want_socket);
	curl_multi_setopt(h->multi, CURLMOPT_SOCKETDATA, h);
	curl_multi_setopt(h->multi, CURLMOPT_TIMERFUNCTION, want_time);
	curl_multi_setopt(h->multi, CURLMOPT_TIMERDATA, h);
	if (o->keep > 0)  /* else libcurl closes those of many transfers that end together */
		curl_multi_setopt(h->multi, CURLMOPT_MAXCONNECTS, (long)o->keep);
	*ret = h;
	return true;
}

void http_close(struct http *h)
{
	if (h == NULL)
		return;
	assert(h->alive == 0 && !h->busy);
	struct sigpipe sp;
	sigpipe_hold(&sp);
	curl_multi_cleanup(h->multi);
	sigpipe_release(&sp);
	while (h->conns)
		forget(h->conns);
	loop_untimer(h->loop, &h->timer);
	for (struct host *next, *host = h->hosts; host; host = next) {
		next = host->next;
		free(host->name);
		free(host);
	}
	tape_free(h->record);
	tape_free(h->replay);
	if (h->global)
		curl_global_cleanup();
	free(h);
}

bool http_replays(const struct http *h) { return h && h->replay; }
int64_t http_recorded_at(const struct http *h) { return tape_begun(h->replay); }

static struct host *host_of(struct http *h, struct str name)
{
	struct host *host = h->hosts;
	while (host && !str_is(name, host->name))
		host = host->next;
	if (host == NULL) {
		host = xcalloc(1, sizeof *host);
		struct buf b = BUF_INIT(BUF_UNBOUNDED);
		buf_adds(&b, name);
		*host = (struct host){ .next = h->hosts, .name = buf_take(&b) };
		h->hosts = host;
	}
	return host;
}

static bool header_secret(const struct http_header *h)
{
	static const char *const names[] = { "Authorization", "Proxy-Authorization", "Cookie", "Api-Key" };
	static const char *const ends[] = { "-key", "-token", "-secret" };
	struct str name = str_of(h->name);
	bool secret = h->secret;
	for (size_t i = 0; i < COUNTOF(names); i++)
		secret = secret || str_is_nocase(name, names[i]);
	for (size_t i = 0; i < COUNTOF(ends); i++)
		secret = secret || str_is_nocase(str_from(name, name.n - strlen(ends[i])), ends[i]);
	return secret;
}

static void add_header(struct transfer *t, const struct http_header *h)
{
	struct buf line = BUF_INIT(HEADER_BYTES);
	for (size_t part = 0; part < 2; part++)
		for (const char *c = part ? h->value : h->name; *c; c++)
			if ((unsigned char)*c < ' ' || *c == 0x7f)
				err_set(&t->err, ERR_USAGE, "the header %.100s holds a control character", h->name);
	buf_addf(&line, *h->value ? "%s: %s" : "%s;", h->name, h->value);  /* libcurl writes the latter as "NAME:" */
	if (buf_full(&line))
		err_set(&t->err, ERR_USAGE, "the header %.100s has more than the %d bytes that it may have", h->name, HEADER_BYTES);
	t->headers = curl_slist_append(t->headers, line.s);
	buf_addf(&t->request, "%s: %s\n", h->name, header_secret(h) ? "(left out)" : h->value);
	if (header_secret(h))
		t->max_redirects = 0;
	buf_free(&line);
}

static void add_headers(struct transfer *t, const struct http_options *o)
{
	buf_addf(&t->request, "%s HTTP/1.1\n", t->line.s);
	if (o->user_agent)
		buf_addf(&t->request, "User-Agent: %s\n", o->user_agent);
	if (o->accept)
		add_header(t, &(struct http_header){ "Accept", o->accept, false });
	for (size_t i = 0; i < o->n_headers; i++)
		add_header(t, &o->headers[i]);
	if (t->posts)
		t->headers = curl_slist_append(t->headers, "Expect:");  /* no waiting for 100 Continue */
}

struct transfer *http_start(struct http *h, const struct http_options *o, const struct http_calls *c)
{
	struct transfer *t = xcalloc(1, sizeof *t);
	struct buf who = BUF_INIT(BUF_UNBOUNDED);
	*t = (struct transfer){
		.http = h, .calls = *c, .url = xstrdup(o->url), .user_agent = o->user_agent ? xstrdup(o->user_agent) : NULL,
		.posts = str_known(o->body), .any_status = o->any_status, .close_after = o->close_after, .max_bytes = o->max_bytes,
		.connect_timeout_s = o->connect_timeout_s, .silence_timeout_s = o->silence_timeout_s,
		.total_timeout_s = o->total_timeout_s, .max_redirects = o->max_redirects, .line = BUF_INIT(BUF_UNBOUNDED),
		.request = BUF_INIT(BUF_UNBOUNDED), .sent = BUF_INIT(BUF_UNBOUNDED), .head = BUF_INIT(HEAD_BYTES), .page = BUF_INIT(PAGE_BYTES),
		.reply = { .retry_after_s = -1 }, .timer = { .ctx = t },
		.taken = { .head = BUF_INIT(0), .address = BUF_INIT(0), .body_path = BUF_INIT(0) },
	};
	h->alive++;
	t->gunzip = gunzip_new(on_decoded, t);
	buf_adds(&t->sent, o->body);
	buf_addz(&t->line, t->posts ? "POST " : "GET ");
	address_shown(o->url, &t->line);
	add_headers(t, o);
	address_host(o->url, &who, NULL);  /* where it has none, libcurl says why */
	t->host = host_of(h, buf_str(&who));
	buf_free(&who);
	t->before = t->host->last;
	*(t->before ? &t->before->next : &t->host->first) = t;
	t->host->last = t;
	if (!h->busy)
		begin_waiting(h, t->host);
	return t;
}

void transfer_free(struct transfer *t)
{
	if (t == NULL)
		return;
	struct http *h = t->http;
	if (h->busy) {
		t->dead = true;
		t->grave = h->dead;
		h->dead = t;
		return;
	}
	struct host *host = t->host;
	stop(t);
	release(t);
	begin_waiting(h, host);
}
