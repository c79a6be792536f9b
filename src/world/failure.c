/* SPDX-License-Identifier: MIT
 * What went wrong with a transfer, in words that help: libcurl's codes, a proxy's answers, certificates. */
#include "internal.h"

#include "src/world/libcurl.h"

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
#if LIBCURL_VERSION_NUM >= 0x080600
	{ CURLE_TOO_LARGE, ERR_NET, "the reply's headers are larger than libcurl takes" },  /* a code of its own since 8.6 */
#endif
};

/* What to do about a certificate, by the words of the TLS library. */
static const struct {
	const char *words, *advice;
} certificates[] = {
	{ "expired", "it is too old, or this machine's clock is wrong" },
	{ "not yet valid", "it is too new, or this machine's clock is wrong" },
	{ "self-signed", "a proxy that reads along? Its certificate can be named in SSL_CERT_FILE" },
	{ "self signed", "a proxy that reads along? Its certificate can be named in SSL_CERT_FILE" },
	{ "local issuer", "is the package ca-certificates installed? A certificate of one's own is named in SSL_CERT_FILE" },
	{ "does not match", "it is another host's: a login page of the network in between?" },
	{ "no alternative certificate", "it is another host's: a login page of the network in between?" },
};

static const char *advice_on(CURLcode code, const char *detail)
{
	for (size_t i = 0; code == CURLE_PEER_FAILED_VERIFICATION && i < COUNTOF(certificates); i++)
		if (strstr(detail, certificates[i].words))
			return certificates[i].advice;
	return NULL;
}

bool failure_set(const struct failure *f, struct err *e)
{
	const char *text = NULL, *detail = f->detail;
	enum err_kind kind = ERR_NET;
	CURLcode code = (CURLcode)f->code;
	long proxy = f->proxy_status;
	if (proxy == 407)
		return err_set(e, ERR_NET, "the proxy answered 407: it wants a name and a password, http://NAME:PASSWORD@HOST:PORT");
	if (proxy >= 300)
		return err_set(e, proxy >= 500 ? ERR_NET_TEMP : ERR_NET, "the proxy answered %ld", proxy);
	if (code == CURLE_UNSUPPORTED_PROTOCOL && strstr(detail, "HTTP/0.9"))  /* one code for two things */
		code = CURLE_WEIRD_SERVER_REPLY;
	if (code == CURLE_UNSUPPORTED_PROTOCOL && f->status >= 300)
		return err_set(e, ERR_NET, "the host redirects to what is not an http or https address (%s)", detail);
	if (code == CURLE_SEND_FAIL_REWIND)  /* libcurl's words are about what it would have done about it */
		return err_set(e, ERR_NET_TEMP, "the connection broke before a reply");
	for (size_t i = 0; i < COUNTOF(failures); i++)
		if (failures[i].code == code) {
			text = failures[i].text;
			kind = failures[i].kind;
		}
	if (detail[0] == '\0')
		detail = libcurl.curl_easy_strerror(code);
	const char *advice = advice_on(code, detail);
	return text ? err_set(e, kind, "%s (%s%s%s)", text, detail, advice ? "; " : "", advice ? advice : "") :
	              err_set(e, kind, "%s", detail);
}
