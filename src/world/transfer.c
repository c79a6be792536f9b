/* SPDX-License-Identifier: MIT
 * One transfer: what libcurl is told of it, its reply as it comes, and what that comes to.
 *
 * The body's size is counted where decoded bytes arrive: libcurl's own limit looks at Content-Length only, which a
 * compressed or chunked body does not have. A body that does not come with 200 is an error page: a little of it goes
 * into the message. A replayed reply takes the same way as one from the network, from its head on. */
#include "src/world/transfer.h"

#include <stdlib.h>

#include "digest/mem.h"

/* ---- The reply ---- */

static void read_head(struct transfer *t)
{
	char *url = NULL;
	if (t->begun || t->head.len == 0)
		return;
	t->begun = true;
	if (t->curl)
		libcurl.curl_easy_getinfo(t->curl, CURLINFO_EFFECTIVE_URL, &url);
	else if (t->recorded.address.len)
		url = t->recorded.address.s;
	reply_read(&t->reply, buf_str(&t->head), url ? url : t->url, clock_now(loop_clock(t->http->loop)),
	           &t->redirect);
	t->reply.proxy = str_is_nocase(str_head(str_of(url ? url : t->url), 7), "http://") ? buf_str(&t->proxy) : STR("");
}

static bool wanted(const struct transfer *t) { return t->any_status || t->reply.status == 200; }

static bool tell_head(struct transfer *t)
{
	if (t->head_reported || !wanted(t))
		return true;
	t->head_reported = true;
	t->failed = t->calls.head && !t->calls.head(t->calls.ctx, &t->reply, &t->err);
	return !t->failed && !t->dead;
}

bool transfer_put_decoded(void *ctx, struct str bytes, struct err *e)
{
	struct transfer *t = ctx;
	if (t->dead)
		return err_set(e, ERR_DEFECT, "the transfer was freed");
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
	if (t->exchange && !exchange_body(t->exchange, bytes, &t->err)) {
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
	if (t->max_redirects == 0 || libcurl.curl_easy_getinfo(t->curl, CURLINFO_EFFECTIVE_URL, &url) != CURLE_OK || url == NULL)
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
	libcurl.curl_easy_getinfo(t->curl, CURLINFO_RESPONSE_CODE, &f.status);
	libcurl.curl_easy_getinfo(t->curl, CURLINFO_HTTP_CONNECTCODE, &f.proxy_status);
	(void)!failure_set(&f, e);
	return proxy_named(t, e);
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
	(void)!proxy_named(t, e);
	buf_free(&text);
	buf_free(&quote);
	return false;
}

/* ---- What it comes to ---- */

bool transfer_end_exchange(struct transfer *t, struct err *e)
{
	struct exchange *k = t->exchange;
	char *url = NULL;
	if (k == NULL)
		return true;
	libcurl.curl_easy_getinfo(t->curl, CURLINFO_EFFECTIVE_URL, &url);
	t->exchange = NULL;
	struct str head = t->begun ? buf_str(&t->head) : STR_NULL;
	return exchange_end(k, head, t->max_redirects > 0 ? url : NULL, t->fault ? &t->err : NULL, e);
}

/* All of a head came. */
static bool head_whole(const struct transfer *t)
{
	struct str head = buf_str(&t->head);
	return t->curl == NULL || str_ends(head, "\n\r\n") || str_ends(head, "\n\n");
}

bool transfer_judge(struct transfer *t, CURLcode code, const struct err *recorded)
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

/* ---- What is asked ---- */

void transfer_set_options(struct transfer *t)
{
	static const char *const bundles[] = { "CURL_CA_BUNDLE", "SSL_CERT_FILE" };  /* as the curl command does */
	CURL *c = t->curl;
	proxy_set(t);
	libcurl.curl_easy_setopt(c, CURLOPT_URL, t->url);
	libcurl.curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
	libcurl.curl_easy_setopt(c, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
	libcurl.curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, t->max_redirects > 0 ? 1L : 0L);
	libcurl.curl_easy_setopt(c, CURLOPT_MAXREDIRS, (long)t->max_redirects);
	libcurl.curl_easy_setopt(c, CURLOPT_USERAGENT, t->user_agent);
	libcurl.curl_easy_setopt(c, CURLOPT_HTTPHEADER, t->headers);
	libcurl.curl_easy_setopt(c, CURLOPT_ACCEPT_ENCODING, "");
	/* What is sent is small, and so is what answers it, but there may be a thousand of them. */
	libcurl.curl_easy_setopt(c, CURLOPT_BUFFERSIZE, (long)(t->posts ? SMALL_BUFFER_BYTES : BUFFER_BYTES));
	libcurl.curl_easy_setopt(c, CURLOPT_UPLOAD_BUFFERSIZE, (long)SMALL_BUFFER_BYTES);
	libcurl.curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, t->connect_timeout_s);
	libcurl.curl_easy_setopt(c, CURLOPT_TIMEOUT, t->total_timeout_s);
	libcurl.curl_easy_setopt(c, CURLOPT_NOPROGRESS, 0L);
	libcurl.curl_easy_setopt(c, CURLOPT_XFERINFOFUNCTION, on_progress);
	libcurl.curl_easy_setopt(c, CURLOPT_XFERINFODATA, t);
	libcurl.curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	libcurl.curl_easy_setopt(c, CURLOPT_TCP_KEEPALIVE, 1L);
	libcurl.curl_easy_setopt(c, CURLOPT_FORBID_REUSE, t->close_after ? 1L : 0L);
	libcurl.curl_easy_setopt(c, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
	libcurl.curl_easy_setopt(c, CURLOPT_ERRORBUFFER, t->detail);
	libcurl.curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, on_header);
	libcurl.curl_easy_setopt(c, CURLOPT_HEADERDATA, t);
	libcurl.curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, on_body);
	libcurl.curl_easy_setopt(c, CURLOPT_WRITEDATA, t);
	libcurl.curl_easy_setopt(c, CURLOPT_PRIVATE, t);
	if (t->posts) {
		libcurl.curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)t->sent.len);
		libcurl.curl_easy_setopt(c, CURLOPT_POST, 1L);
		libcurl.curl_easy_setopt(c, CURLOPT_READFUNCTION, on_sending);
		libcurl.curl_easy_setopt(c, CURLOPT_READDATA, t);
	}
	for (size_t i = 0; i < COUNTOF(bundles); i++) {
		const char *file = getenv(bundles[i]);
		if (file && *file) {
			libcurl.curl_easy_setopt(c, CURLOPT_CAINFO, file);
			break;
		}
	}
}

bool transfer_feed(void *ctx, struct str bytes, struct err *e)
{
	struct transfer *t = ctx;
	return take_bytes(t, bytes) || err_set(e, ERR_DEFECT, "no more is wanted");
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
	t->headers = libcurl.curl_slist_append(t->headers, line.s);
	buf_addf(&t->request, "%s: %s\n", h->name, header_secret(h) ? "(left out)" : h->value);
	if (header_secret(h))
		t->max_redirects = 0;
	buf_free(&line);
}

void transfer_add_headers(struct transfer *t, const struct http_options *o)
{
	buf_addf(&t->request, "%s HTTP/1.1\n", t->line.s);
	if (o->user_agent)
		buf_addf(&t->request, "User-Agent: %s\n", o->user_agent);
	if (o->accept)
		add_header(t, &(struct http_header){ "Accept", o->accept, false });
	for (size_t i = 0; i < o->n_headers; i++)
		add_header(t, &o->headers[i]);
	if (t->posts)
		t->headers = libcurl.curl_slist_append(t->headers, "Expect:");  /* no waiting for 100 Continue */
}
