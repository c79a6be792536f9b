/* SPDX-License-Identifier: MIT
 * HTTP, the door of libcurl: one transfer, with every limit counted here.
 *
 * The body's size is counted where decoded bytes arrive: libcurl's own limit looks at Content-Length only, which a
 * compressed or chunked body does not have. A body that does not come with 200 is an error page: a little of it goes
 * into the message. */
#include "internal.h"

#include <curl/curl.h>
#include <stdlib.h>

enum { PAGE_BYTES = 4096, QUOTE_BYTES = 160, BUFFER_BYTES = 64 * 1024 };

struct transfer {
	CURL *curl;
	const struct http_options *o;
	bytes_fn *fn;
	void *ctx;
	struct http_reply *reply;
	struct err *e;
	struct gunzip *gunzip;
	size_t bytes;         /* handed on */
	bool begun;           /* the reply's head was read */
	bool failed;          /* E is set: by us, or by fn */
	curl_off_t received;
	int64_t heard;        /* when the last byte came; clock_ticks() */
	struct buf page;      /* the beginning of an error page */
};

/* ---- The reply ---- */

/* The value of PARAM in a Content-Type: `text/xml; charset="utf-8"`. */
static struct str type_parameter(struct str type, const char *param)
{
	struct str piece, rest = type;
	while (str_cut(&rest, ';', &piece)) {
		size_t eq = str_find(piece, "=", 0);
		if (eq == STR_NONE || !str_is_nocase(str_trim(str_head(piece, eq)), param))
			continue;
		struct str value = str_trim(str_from(piece, eq + 1));
		if (value.n >= 2 && value.p[0] == '"' && value.p[value.n - 1] == '"')
			value = (struct str){ value.p + 1, value.n - 2 };
		return value;
	}
	return STR_NULL;
}

static void read_head(struct transfer *t)
{
	char *type = NULL, *url = NULL;
	if (t->begun)
		return;
	t->begun = true;
	curl_easy_getinfo(t->curl, CURLINFO_RESPONSE_CODE, &t->reply->status);
	curl_easy_getinfo(t->curl, CURLINFO_CONTENT_TYPE, &type);
	curl_easy_getinfo(t->curl, CURLINFO_EFFECTIVE_URL, &url);
	t->reply->content_type = str_of(type);
	t->reply->charset = type_parameter(str_of(type), "charset");
	t->reply->url = str_of(url);
}

static bool on_decoded(void *ctx, struct str bytes, struct err *e)
{
	struct transfer *t = ctx;
	if (t->o->max_bytes && bytes.n > t->o->max_bytes - t->bytes)
		return err_set(e, ERR_INPUT, "the reply is larger than the %zu bytes that it may have", t->o->max_bytes);
	t->bytes += bytes.n;
	return t->fn(t->ctx, bytes, e);
}

static size_t on_body(char *p, size_t size, size_t n, void *ctx)
{
	struct transfer *t = ctx;
	n *= size;
	read_head(t);
	if (t->reply->status != 200) {
		size_t room = PAGE_BYTES - t->page.len;
		buf_add(&t->page, p, n < room ? n : room);
		return t->page.len < PAGE_BYTES ? n : CURL_WRITEFUNC_ERROR;  /* enough read */
	}
	t->failed = !gunzip_put(t->gunzip, (struct str){ p, n }, t->e);
	return t->failed ? CURL_WRITEFUNC_ERROR : n;
}

/* Called at least once a second. libcurl's own low-speed limit looks at an average of several seconds; what we promise
 * is silence. */
static int on_progress(void *ctx, curl_off_t total, curl_off_t now, curl_off_t up_total, curl_off_t up_now)
{
	struct transfer *t = ctx;
	int64_t ticks = clock_ticks();
	curl_off_t connected = 0;
	UNUSED(total);
	UNUSED(up_total);
	UNUSED(up_now);
	curl_easy_getinfo(t->curl, CURLINFO_PRETRANSFER_TIME_T, &connected);
	if (connected == 0 || now != t->received)  /* connecting has its own limit */
		t->heard = ticks;
	t->received = now;
	if (ticks - t->heard < t->o->silence_timeout_s * 1000)
		return 0;
	t->failed = !err_set(t->e, ERR_NET_TEMP, "timed out (nothing came for %ld s)", t->o->silence_timeout_s);
	return 1;
}

/* ---- What went wrong ---- */

/* libcurl's codes that mean more, or another kind, than "the host cannot be used". */
static const struct {
	CURLcode code;
	enum err_kind kind;
	const char *text;
} failures[] = {
	{ CURLE_UNSUPPORTED_PROTOCOL, ERR_USAGE, "not an http or https address" },
	{ CURLE_URL_MALFORMAT, ERR_USAGE, "not a usable address" },
	{ CURLE_COULDNT_RESOLVE_HOST, ERR_NET_TEMP, "the host's name is not known" },
	{ CURLE_COULDNT_RESOLVE_PROXY, ERR_NET_TEMP, "the proxy's name is not known" },
	{ CURLE_COULDNT_CONNECT, ERR_NET_TEMP, "no connection" },
	{ CURLE_OPERATION_TIMEDOUT, ERR_NET_TEMP, "timed out" },
	{ CURLE_PARTIAL_FILE, ERR_NET_TEMP, "the reply ends early" },
	{ CURLE_GOT_NOTHING, ERR_NET_TEMP, "an empty reply" },
	{ CURLE_RECV_ERROR, ERR_NET_TEMP, "the connection broke while receiving" },
	{ CURLE_SEND_ERROR, ERR_NET_TEMP, "the connection broke while sending" },
	{ CURLE_HTTP2, ERR_NET_TEMP, "the connection broke" },
	{ CURLE_HTTP2_STREAM, ERR_NET_TEMP, "the connection broke" },
	{ CURLE_SSL_CONNECT_ERROR, ERR_NET_TEMP, "no secure connection" },
	{ CURLE_PEER_FAILED_VERIFICATION, ERR_NET, "the host's certificate cannot be trusted" },
	{ CURLE_SSL_CACERT_BADFILE, ERR_NET, "the file of trusted certificates cannot be read (package ca-certificates)" },
	{ CURLE_TOO_MANY_REDIRECTS, ERR_NET, "too many redirects" },
	{ CURLE_BAD_CONTENT_ENCODING, ERR_NET, "the reply's compression is broken" },
	{ CURLE_WEIRD_SERVER_REPLY, ERR_NET, "what answers there does not speak HTTP" },
	{ CURLE_OUT_OF_MEMORY, ERR_NET, "the reply's headers are larger than libcurl takes" },  /* its code for that, too */
};

static bool transfer_error(CURLcode code, const char *detail, long status, struct err *e)
{
	const char *text = NULL;
	enum err_kind kind = ERR_NET;
	if (code == CURLE_UNSUPPORTED_PROTOCOL && strstr(detail, "HTTP/0.9"))  /* one code for two things */
		code = CURLE_WEIRD_SERVER_REPLY;
	if (code == CURLE_UNSUPPORTED_PROTOCOL && status >= 300)
		return err_set(e, ERR_NET, "the host redirects to what is not an http or https address (%s)", detail);
	for (size_t i = 0; i < COUNTOF(failures); i++)
		if (failures[i].code == code) {
			text = failures[i].text;
			kind = failures[i].kind;
		}
	if (detail[0] == '\0')
		detail = curl_easy_strerror(code);
	return text ? err_set(e, kind, "%s (%s)", text, detail) : err_set(e, kind, "%s", detail);
}

/* The page's words: tags and white space folded away. Its encoding is anybody's guess, so only ASCII is shown. */
static void quote_page(struct str page, struct buf *out)
{
	bool in_tag = false, gap = false;
	for (size_t i = 0; i < page.n && out->len < QUOTE_BYTES; i++) {
		unsigned char c = (unsigned char)page.p[i];
		if (c == '<' || c == '>')
			in_tag = c == '<';
		if (c == '<' || c == '>' || c <= ' ' || c > '~') {
			gap = true;
		} else if (!in_tag) {
			if (gap && out->len > 0)
				buf_addc(out, ' ');
			buf_addc(out, (char)c);
			gap = false;
		}
	}
}

static bool status_error(struct transfer *t, struct err *e)
{
	long status = t->reply->status;
	curl_off_t wait = 0;
	curl_easy_getinfo(t->curl, CURLINFO_RETRY_AFTER, &wait);
	enum err_kind kind = status == 429 ? ERR_BUSY : status >= 500 || status == 408 || status == 425 ? ERR_NET_TEMP : ERR_NET;
	struct buf text = BUF_INIT(QUOTE_BYTES * 4), quote = BUF_INIT(QUOTE_BYTES * 2);
	char *target = NULL;
	curl_easy_getinfo(t->curl, CURLINFO_REDIRECT_URL, &target);
	buf_addf(&text, "the host answered %ld", status);
	if (wait > 0)
		buf_addf(&text, ", and asks to wait %ld s", (long)wait);
	if (target && status >= 300 && status < 400)
		buf_addf(&text, ", a redirect to %.200s that is not followed", target);
	quote_page(buf_str(&t->page), &quote);
	err_set(e, kind, "%s%s%s", text.s, quote.len ? ": " : "", quote.s);
	buf_free(&text);
	buf_free(&quote);
	return false;
}

/* ---- The transfer ---- */

static void set_options(struct transfer *t, char *detail, struct curl_slist *headers)
{
	static const char *const bundles[] = { "CURL_CA_BUNDLE", "SSL_CERT_FILE" };  /* as the curl command does */
	CURL *c = t->curl;
	curl_easy_setopt(c, CURLOPT_URL, t->o->url);
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(c, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, t->o->max_redirects > 0 ? 1L : 0L);
	curl_easy_setopt(c, CURLOPT_MAXREDIRS, (long)t->o->max_redirects);
	curl_easy_setopt(c, CURLOPT_USERAGENT, t->o->user_agent);
	curl_easy_setopt(c, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(c, CURLOPT_ACCEPT_ENCODING, "");
	curl_easy_setopt(c, CURLOPT_BUFFERSIZE, (long)BUFFER_BYTES);
	curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, t->o->connect_timeout_s);
	curl_easy_setopt(c, CURLOPT_TIMEOUT, t->o->total_timeout_s);
	curl_easy_setopt(c, CURLOPT_NOPROGRESS, t->o->silence_timeout_s > 0 ? 0L : 1L);
	curl_easy_setopt(c, CURLOPT_XFERINFOFUNCTION, on_progress);
	curl_easy_setopt(c, CURLOPT_XFERINFODATA, t);
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c, CURLOPT_TCP_KEEPALIVE, 1L);
	curl_easy_setopt(c, CURLOPT_ERRORBUFFER, detail);
	curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(c, CURLOPT_WRITEDATA, t);
	for (size_t i = 0; i < COUNTOF(bundles); i++) {
		const char *file = getenv(bundles[i]);
		if (file && *file) {
			curl_easy_setopt(c, CURLOPT_CAINFO, file);
			break;
		}
	}
}

static bool run(struct transfer *t, struct err *e)
{
	char detail[CURL_ERROR_SIZE] = "";
	struct buf accept = BUF_INIT(4096);
	struct curl_slist *headers = NULL;
	if (t->o->accept) {
		buf_addf(&accept, "Accept: %s", t->o->accept);
		headers = curl_slist_append(NULL, accept.s);
	}
	set_options(t, detail, headers);
	struct sigpipe sp;
	sigpipe_hold(&sp);
	CURLcode code = curl_easy_perform(t->curl);
	sigpipe_release(&sp);
	curl_slist_free_all(headers);
	buf_free(&accept);
	if (t->failed)
		return false;
	if (code == CURLE_OK)
		read_head(t);  /* a reply without a body */
	if (t->begun && t->reply->status != 200)
		return status_error(t, e);
	if (code != CURLE_OK) {
		long status = 0;
		curl_easy_getinfo(t->curl, CURLINFO_RESPONSE_CODE, &status);
		return transfer_error(code, detail, status, e);
	}
	return gunzip_end(t->gunzip, e);
}

bool http_get(const struct http_options *o, bytes_fn *fn, void *ctx, struct http_reply *reply, struct err *e)
{
	struct http_reply own;
	struct transfer t = { .o = o, .fn = fn, .ctx = ctx, .reply = reply ? reply : &own, .e = e, .page = BUF_INIT(PAGE_BYTES) };
	*t.reply = (struct http_reply){ .status = 0 };
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)  /* counted by libcurl: one cleanup each */
		return err_set(e, ERR_DEFECT, "libcurl cannot be used");
	t.curl = curl_easy_init();
	t.gunzip = gunzip_new(on_decoded, &t);
	bool ok = t.curl ? run(&t, e) : err_set(e, ERR_DEFECT, "libcurl cannot be used");
	gunzip_free(t.gunzip);
	buf_free(&t.page);
	curl_easy_cleanup(t.curl);
	t.reply->content_type = t.reply->charset = t.reply->url = STR_NULL;
	curl_global_cleanup();
	return ok;
}
