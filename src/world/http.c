/* SPDX-License-Identifier: MIT
 * HTTP, the door of libcurl: transfers on the loop, with every limit counted here.
 *
 * libcurl's multi interface tells which sockets it waits for and when it wants to be called; both become watches and
 * timers of the loop. Callers are called from within libcurl's callbacks, where its handles must not be touched: what
 * they free or start there waits until libcurl has returned (enter(), leave()). */
#include "src/world/transfer.h"

#include <poll.h>
#include <stdlib.h>

#include "digest/mem.h"

const char http_library[] = "libcurl/" LIBCURL_VERSION;

static void leave(struct http *h);

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
		libcurl.curl_multi_remove_handle(t->http->multi, t->curl);
		sigpipe_release(&sp);
	}
}

/* Take T off the host and call its owner, which may free T: T is not touched afterwards. leave() must follow. */
static void finish(struct transfer *t, CURLcode code, const struct err *recorded)
{
	struct http *h = t->http;
	struct err e = ERR_INIT;
	h->busy = true;
	bool ok = transfer_judge(t, code, recorded);
	if (!transfer_end_exchange(t, &e)) {
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
	libcurl.curl_easy_getinfo(t->curl, CURLINFO_PRETRANSFER_TIME_T, &connected);
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

static void on_failed_start(void *ctx)
{
	struct transfer *t = ctx;
	struct http *h = t->http;
	t->failed = true;
	finish(t, CURLE_OK, NULL);
	leave(h);
}

/* The whole reply in one turn, from the recording. */
static void on_replay(void *ctx)
{
	struct transfer *t = ctx;
	struct err e = ERR_INIT;
	struct http *h = t->http;
	h->busy = true;
	buf_adds(&t->head, buf_str(&t->recorded.head));
	if (!recorded_stream(&t->recorded, transfer_feed, t, &e) && e.kind == ERR_FILE && !t->failed) {
		t->failed = true;
		t->err = e;
	}
	h->busy = false;
	finish(t, CURLE_OK, &t->recorded.ended);
	leave(h);
}

static bool begin_replay(struct transfer *t, struct str sent)
{
	if (!recording_find(t->http->replay, buf_str(&t->line), sent, &t->recorded, &t->err))
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
	t->curl = h->multi ? libcurl.curl_easy_init() : NULL;
	if (t->curl == NULL)
		return err_set(&t->err, ERR_DEFECT, "libcurl cannot be used");
	if (h->record && !exchange_begin(h->record, buf_str(&t->request), sent, &t->exchange, &t->err))
		return false;
	transfer_set_options(t);
	t->started = t->heard = ticks(t);
	if (t->silence_timeout_s > 0) {
		t->timer.fn = on_silence;
		loop_timer(h->loop, &t->timer, t->silence_timeout_s * 1000);
	}
	CURLMcode code = libcurl.curl_multi_add_handle(h->multi, t->curl);
	return code == CURLM_OK || err_set(&t->err, ERR_DEFECT, "libcurl: %s", libcurl.curl_multi_strerror(code));
}

static void begin(struct transfer *t)
{
	t->state = RUNNING;
	if (t->err.kind == ERR_NONE && begin_transfer(t))
		return;
	exchange_abandon(t->exchange);
	t->exchange = NULL;
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
	libcurl.curl_easy_cleanup(t->curl);
	libcurl.curl_slist_free_all(t->headers);
	gunzip_free(t->gunzip);
	exchange_abandon(t->exchange);
	recorded_free(&t->recorded);
	buf_free(&t->head);
	buf_free(&t->page);
	buf_free(&t->line);
	buf_free(&t->request);
	buf_free(&t->sent);
	buf_free(&t->proxy);
	free(t->url);
	free(t->user_agent);
	free(t->redirect);
	t->http->alive--;
	free(t);
}

/* libcurl, or another caller, has returned: do what had to wait for that. */
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
	while (h->multi && (m = libcurl.curl_multi_info_read(h->multi, &left)) != NULL)
		if (m->msg == CURLMSG_DONE && libcurl.curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &t) == CURLE_OK)
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
	libcurl.curl_multi_socket_action(h->multi, fd, what, &running);
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
		libcurl.curl_multi_assign(h->multi, fd, c);
	}
	c->watch.events = (short)((what & CURL_POLL_IN ? POLLIN : 0) | (what & CURL_POLL_OUT ? POLLOUT : 0));
	return 0;
}

/* ---- What callers see ---- */

bool http_open(const struct http_pool *o, struct http **ret, struct err *e)
{
	if (!libcurl_load(e))
		return false;
	struct http *h = xcalloc(1, sizeof *h);
	*h = (struct http){ .loop = o->loop, .per_host = o->per_host, .timer = { .fn = on_time, .ctx = h } };
	h->global = libcurl.curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;  /* counted by libcurl: one cleanup each */
	h->multi = h->global ? libcurl.curl_multi_init() : NULL;
	bool ok = h->multi || err_set(e, ERR_DEFECT, "libcurl cannot be used");
	if (ok && o->record_dir && o->replay_dir)
		ok = err_set(e, ERR_USAGE, "a run is recorded or replayed, not both");
	ok = ok && (o->record_dir == NULL || recording_create(o->record_dir, clock_now(loop_clock(o->loop)), &h->record, e));
	ok = ok && (o->replay_dir == NULL || recording_open(o->replay_dir, &h->replay, e));
	if (!ok) {
		http_close(h);
		return false;
	}
	libcurl.curl_multi_setopt(h->multi, CURLMOPT_SOCKETFUNCTION, want_socket);
	libcurl.curl_multi_setopt(h->multi, CURLMOPT_SOCKETDATA, h);
	libcurl.curl_multi_setopt(h->multi, CURLMOPT_TIMERFUNCTION, want_time);
	libcurl.curl_multi_setopt(h->multi, CURLMOPT_TIMERDATA, h);
	if (o->keep > 0)  /* else libcurl closes those of many transfers that end together */
		libcurl.curl_multi_setopt(h->multi, CURLMOPT_MAXCONNECTS, (long)o->keep);
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
	libcurl.curl_multi_cleanup(h->multi);
	sigpipe_release(&sp);
	while (h->conns)
		forget(h->conns);
	loop_untimer(h->loop, &h->timer);
	for (struct host *next, *host = h->hosts; host; host = next) {
		next = host->next;
		free(host->name);
		free(host);
	}
	recording_free(h->record);
	recording_free(h->replay);
	if (h->global)
		libcurl.curl_global_cleanup();
	free(h);
}

bool http_replays(const struct http *h) { return h && h->replay; }
int64_t http_recorded_at(const struct http *h) { return recording_begun(h->replay); }

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

struct transfer *http_start(struct http *h, const struct http_options *o, const struct http_callbacks *c)
{
	struct transfer *t = xcalloc(1, sizeof *t);
	struct buf who = BUF_INIT(BUF_UNBOUNDED);
	*t = (struct transfer){
		.http = h, .calls = *c, .url = xstrdup(o->url), .user_agent = o->user_agent ? xstrdup(o->user_agent) : NULL,
		.posts = str_known(o->body), .any_status = o->any_status, .close_after = o->close_after, .max_bytes = o->max_bytes,
		.connect_timeout_s = o->connect_timeout_s, .silence_timeout_s = o->silence_timeout_s,
		.total_timeout_s = o->total_timeout_s, .max_redirects = o->max_redirects, .line = BUF_INIT(BUF_UNBOUNDED),
		.request = BUF_INIT(BUF_UNBOUNDED), .sent = BUF_INIT(BUF_UNBOUNDED), .proxy = BUF_INIT(BUF_UNBOUNDED), .head = BUF_INIT(HEAD_BYTES), .page = BUF_INIT(PAGE_BYTES),
		.reply = { .retry_after_s = -1 }, .timer = { .ctx = t },
		.recorded = { .head = BUF_INIT(0), .address = BUF_INIT(0), .body_path = BUF_INIT(0) },
	};
	h->alive++;
	t->gunzip = gunzip_new(transfer_put_decoded, t);
	buf_adds(&t->sent, o->body);
	buf_addz(&t->line, t->posts ? "POST " : "GET ");
	address_without_userinfo(o->url, &t->line);
	transfer_add_headers(t, o);
	address_origin(o->url, &who, NULL);  /* where it has none, libcurl says why */
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
