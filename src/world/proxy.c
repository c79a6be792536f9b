/* SPDX-License-Identifier: MIT
 * Proxies. libcurl decides which one is used, and which hosts no_proxy names; its versions read these variables in different ways, so we
 * ask it. We add only this machine to no_proxy: a request to it, with its key, must not leave the machine. */
#include "src/world/transfer.h"

#include <stdlib.h>

static const char this_machine[] = "localhost,127.0.0.1,127.0.0.0/8,::1,0.0.0.0,::";

static const char *said_of_no_proxy(void)
{
	static const char *const names[] = { "no_proxy", "NO_PROXY" };  /* in libcurl's order; empty is unset */
	for (size_t i = 0; i < COUNTOF(names); i++) {
		const char *v = getenv(names[i]);
		if (v && *v)
			return v;
	}
	return "";
}

/* "Uses proxy env variable http_proxy == 'http://name:word@host:port'", which libcurl says as it takes one. */
static int on_said(CURL *curl, curl_infotype type, char *p, size_t n, void *ctx)
{
	static const char first[] = "Uses proxy env variable ";
	struct transfer *t = ctx;
	struct str said = { p, n };
	UNUSED(curl);
	if (type != CURLINFO_TEXT || !str_starts(said, first))
		return 0;
	said = str_from(said, sizeof first - 1);
	size_t blank = str_find(said, " ", 0), open = str_find(said, "'", 0);
	size_t close = open == STR_NONE ? STR_NONE : str_find(said, "'", open + 1);
	if (blank == STR_NONE || close == STR_NONE || str_is_nocase(str_head(said, blank), "no_proxy"))
		return 0;
	struct buf address = BUF_INIT(ERR_MSG_SIZE);
	buf_adds(&address, (struct str){ said.p + open + 1, close - open - 1 });
	buf_clear(&t->proxy);
	address_without_userinfo(address.s, &t->proxy);
	buf_addf(&t->proxy, " (%.*s)", STR_ARG(str_head(said, blank)));
	buf_free(&address);
	return 0;
}

void proxy_set(struct transfer *t)
{
	struct buf none = BUF_INIT(BUF_UNBOUNDED);
	struct str said = str_trim(str_of(said_of_no_proxy()));
	buf_adds(&none, said);
	if (!str_is(said, "*"))
		buf_addf(&none, "%s%s", said.n ? "," : "", this_machine);
	libcurl.curl_easy_setopt(t->curl, CURLOPT_NOPROXY, none.s);
	libcurl.curl_easy_setopt(t->curl, CURLOPT_VERBOSE, 1L);
	libcurl.curl_easy_setopt(t->curl, CURLOPT_DEBUGFUNCTION, on_said);
	libcurl.curl_easy_setopt(t->curl, CURLOPT_DEBUGDATA, t);
	buf_free(&none);
}

bool proxy_named(const struct transfer *t, struct err *e)
{
	char msg[ERR_MSG_SIZE];
	if (t->proxy.len == 0)
		return false;
	memcpy(msg, e->msg, sizeof msg);
	return err_set(e, e->kind, "%s; it went through the proxy %s", msg, t->proxy.s);
}
