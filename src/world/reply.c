/* SPDX-License-Identifier: MIT
 * What a host said: a reply's head taken apart, addresses. A recorded reply and one from the network go through the
 * same reading, so nothing here asks libcurl about a transfer; its address and date parsers are used, no more. */
#include "internal.h"

#include "src/world/libcurl.h"
#include <stdlib.h>

#include "digest/mem.h"

enum { QUOTE_BYTES = 160 };
#define MOST_RETRY_AFTER INT64_C(315360000)  /* ten years: longer is nonsense */

/* ---- The head ---- */

struct str http_head_value(struct str head, const char *name)
{
	struct str line, value = STR_NULL;
	size_t n = strlen(name);
	while (str_cut(&head, '\n', &line))
		if (line.n > n && line.p[n] == ':' && str_is_nocase(str_head(line, n), name))
			value = str_trim(str_from(line, n + 1));
	return value;
}

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

static int64_t date(struct str s)
{
	char text[64];
	struct err unused;
	if (s.n == 0 || s.n >= sizeof text || !libcurl_load(&unused))
		return -1;
	memcpy(text, s.p, s.n);
	text[s.n] = '\0';
	return (int64_t)libcurl.curl_getdate(text, NULL);
}

/* RFC 9110, 10.2.3: seconds, or a date. A date is compared with the host's own, so that no clock of ours matters. */
static int64_t retry_after(struct str head, int64_t received)
{
	struct str s = http_head_value(head, "Retry-After");
	uint64_t seconds;
	bool digits = s.n > 0;
	for (size_t i = 0; i < s.n; i++)
		digits = digits && is_digit((unsigned char)s.p[i]);
	if (digits)
		return str_number(s, MOST_RETRY_AFTER, &seconds) ? (int64_t)seconds : MOST_RETRY_AFTER;
	size_t letters = 0;
	while (letters < s.n && is_alpha((unsigned char)s.p[letters]))
		letters++;
	int64_t then = letters >= 3 ? date(s) : -1;  /* a date begins with its weekday */
	int64_t now = date(http_head_value(head, "Date"));
	if (then < 0)
		return -1;
	int64_t wait = then - (now < 0 ? received : now);
	return wait < 0 ? 0 : wait > MOST_RETRY_AFTER ? MOST_RETRY_AFTER : wait;
}

static long status_of(struct str head)
{
	struct str line, word;
	uint64_t status;
	if (!str_cut(&head, '\n', &line) || !str_cut(&line, ' ', &word) || !str_cut(&line, ' ', &word))
		return 0;
	return str_number(str_trim(word), 999, &status) ? (long)status : 0;
}

static char *resolve(const char *base, struct str location)
{
	char *text = xmalloc(location.n + 1), *whole = NULL, *ret = NULL;
	memcpy(text, location.p, location.n);
	text[location.n] = '\0';
	CURLU *u = libcurl.curl_url();
	if (u && libcurl.curl_url_set(u, CURLUPART_URL, base, CURLU_NON_SUPPORT_SCHEME) == CURLUE_OK &&
	    libcurl.curl_url_set(u, CURLUPART_URL, text, CURLU_NON_SUPPORT_SCHEME | CURLU_URLENCODE) == CURLUE_OK &&
	    libcurl.curl_url_get(u, CURLUPART_URL, &whole, 0) == CURLUE_OK)
		ret = xstrdup(whole);
	libcurl.curl_free(whole);
	libcurl.curl_url_cleanup(u);
	free(text);
	return ret;
}

void reply_read(struct http_reply *r, struct str head, const char *url, int64_t now, char **redirect)
{
	*r = (struct http_reply){ .status = status_of(head), .url = str_of(url), .head = head, .received = now };
	r->content_type = http_head_value(head, "Content-Type");
	r->charset = type_parameter(r->content_type, "charset");
	r->etag = http_head_value(head, "ETag");
	r->last_modified = http_head_value(head, "Last-Modified");
	r->retry_after_s = retry_after(head, now);
	uint64_t age = 0;
	if (!str_number(str_trim(http_head_value(head, "Age")), INT32_MAX, &age))
		age = 0;
	r->host_time = date(http_head_value(head, "Date"));
	if (r->host_time >= 0)
		r->host_time += (int64_t)age;
	struct str location = http_head_value(head, "Location");
	free(*redirect);
	*redirect = NULL;
	if (r->status >= 300 && r->status < 400 && location.n > 0)
		*redirect = resolve(url, location);
	r->redirect = str_of(*redirect);
}

/* The encoding of an error page is not known, so only ASCII is shown. */
void reply_quote(struct str page, struct buf *out)
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

/* ---- Addresses ---- */

bool address_is_web(struct str url)
{
	return str_is_nocase(str_head(url, 7), "http://") || str_is_nocase(str_head(url, 8), "https://");
}

bool address_downgrades(struct str from, struct str to)
{
	return str_is_nocase(str_head(from, 8), "https://") && !str_is_nocase(str_head(to, 8), "https://");
}

bool address_origin(const char *url, struct buf *host, struct buf *name)
{
	char *scheme = NULL, *who = NULL, *port = NULL, *own = NULL;
	struct err unused;
	if (!libcurl_load(&unused))
		return false;
	CURLU *u = libcurl.curl_url();
	bool ok = u && libcurl.curl_url_set(u, CURLUPART_URL, url, CURLU_NON_SUPPORT_SCHEME) == CURLUE_OK &&
	          libcurl.curl_url_get(u, CURLUPART_SCHEME, &scheme, 0) == CURLUE_OK &&
	          libcurl.curl_url_get(u, CURLUPART_HOST, &who, 0) == CURLUE_OK &&
	          libcurl.curl_url_get(u, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT) == CURLUE_OK;
	if (ok) {
		for (char *c = who; *c; c++)
			*c = (char)to_lower((unsigned char)*c);
		buf_addf(host, "%s://%s:%s", scheme, who, port);
	}
	if (ok && name) {
		bool usual = libcurl.curl_url_get(u, CURLUPART_PORT, &own, CURLU_NO_DEFAULT_PORT) != CURLUE_OK;
		buf_addf(name, usual ? "%s" : "%s:%s", who, port);
	}
	libcurl.curl_free(scheme);
	libcurl.curl_free(who);
	libcurl.curl_free(port);
	libcurl.curl_free(own);
	libcurl.curl_url_cleanup(u);
	return ok;
}

void address_without_userinfo(const char *url, struct buf *out)
{
	struct str rest = str_of(url);
	size_t host = str_find(rest, "://", 0), at = STR_NONE;
	host = host == STR_NONE ? 0 : host + 3;
	for (size_t i = host; i < rest.n && strchr("/?#", rest.p[i]) == NULL; i++)
		if (rest.p[i] == '@')
			at = i;
	if (at != STR_NONE) {
		buf_adds(out, str_head(rest, host));
		rest = str_from(rest, at + 1);
	}
	buf_adds(out, rest);
}
