/* SPDX-License-Identifier: MIT
 * The addresses of arXiv's roads. What goes into one is encoded here and nowhere else: everything but letters, digits and
 * "-._~" (RFC 3986), so that a resumption token, which is percent-encoded text already, arrives as it was given. */
#include <string.h>

#include "digest/source.h"
#include "digest/world.h"

static const char *const roads[] = { "none", "rss", "oai", "api" };
static_assert(COUNTOF(roads) == ROAD__COUNT, "a road without a name");

const char *road_name(enum road r) { return roads[r]; }

static const struct {
	const char *own, *below_base;
} hosts[] = {
	{ "https://rss.arxiv.org/rss/", "/rss/" },
	{ "https://oaipmh.arxiv.org/oai", "/oai" },
	{ "https://export.arxiv.org/api/query", "/api/query" },
	{ "https://rss.arxiv.org/feed/status", "/feed/status" },
};
enum { FEED, OAI, API, STATUS };

static void put_host(const char *base, int host, struct buf *url)
{
	if (base == NULL) {
		buf_addz(url, hosts[host].own);
		return;
	}
	struct str front = str_of(base);
	while (str_ends(front, "/"))
		front.n--;
	buf_adds(url, front);
	buf_addz(url, hosts[host].below_base);
}

/* A blank is '+' in a query (the form encoding) and nowhere else. */
static void put_encoded(struct str s, bool in_query, struct buf *url)
{
	static const char hex[] = "0123456789ABCDEF";
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (is_alnum(c) || (c && strchr("-._~", c))) {
			buf_addc(url, (char)c);
		} else if (c == ' ' && in_query) {
			buf_addc(url, '+');
		} else {
			const char code[] = { '%', hex[c >> 4], hex[c & 15] };
			buf_add(url, code, sizeof code);
		}
	}
}

void query_feed(const char *base, struct str category, struct buf *url)
{
	put_host(base, FEED, url);
	put_encoded(category, false, url);
}

void query_status(const char *base, struct buf *url) { put_host(base, STATUS, url); }

void query_set(struct str category, struct buf *set)
{
	size_t dot = str_find(category, ".", 0);
	struct str archive = str_head(category, dot), group = category_group(category);
	buf_adds(set, str_known(group) ? group : archive);
	buf_addc(set, ':');
	buf_adds(set, archive);
	if (dot != STR_NONE) {
		buf_addc(set, ':');
		buf_adds(set, str_from(category, dot + 1));
	}
}

void query_oai(const char *base, struct str category, const char *from, struct buf *url)
{
	struct buf set = BUF_INIT(BUF_UNBOUNDED);
	query_set(category, &set);
	put_host(base, OAI, url);
	buf_addz(url, "?verb=ListRecords&metadataPrefix=arXivRaw&set=");
	put_encoded(buf_str(&set), true, url);
	buf_addf(url, "&from=%s", from);
	buf_free(&set);
}

void query_oai_next(const char *base, struct str token, struct buf *url)
{
	put_host(base, OAI, url);
	buf_addz(url, "?verb=ListRecords&resumptionToken=");
	put_encoded(token, true, url);
}

/* "cat:cs.*" does not take a bare cs, nor "cat:cs" what is below it; a few archives are categories of old papers, too. */
void query_category(struct str category, struct buf *expression)
{
	if (str_find(category, ".", 0) != STR_NONE || !category_has_subjects(category))
		buf_addf(expression, "cat:%.*s", STR_ARG(category));
	else if (category_known(category))
		buf_addf(expression, "(cat:%.*s OR cat:%.*s.*)", STR_ARG(category), STR_ARG(category));
	else
		buf_addf(expression, "cat:%.*s.*", STR_ARG(category));
}

/* "202611211430": GMT, to the minute. */
static void put_minute(int64_t t, struct buf *out)
{
	struct buf text = BUF_INIT(64);
	clock_rfc3339(t, &text);
	for (size_t i = 0; i < strlen("2026-11-21T14:30"); i++)
		if (is_digit(text.s[i]))
			buf_addc(out, text.s[i]);
	buf_free(&text);
}

static void put_expression(const struct api_query *q, struct buf *url)
{
	struct buf text = BUF_INIT(BUF_UNBOUNDED);
	if (q->windowed) {
		if (str_known(q->expression))
			buf_addf(&text, "(%.*s) AND ", STR_ARG(q->expression));
		buf_addz(&text, "submittedDate:[");
		put_minute(q->from, &text);
		buf_addz(&text, " TO ");
		put_minute(q->to, &text);
		buf_addc(&text, ']');
	} else if (str_known(q->expression)) {
		buf_adds(&text, q->expression);
	}
	if (text.len > 0) {
		buf_addz(url, "search_query=");
		put_encoded(buf_str(&text), true, url);
		buf_addc(url, '&');
	}
	buf_free(&text);
}

void query_api(const char *base, const struct api_query *q, struct buf *url)
{
	put_host(base, API, url);
	buf_addc(url, '?');
	put_expression(q, url);
	for (size_t i = 0; i < q->ids.n; i++) {
		buf_addz(url, i ? "," : "id_list=");
		put_encoded(q->ids.v[i], true, url);
	}
	/* By submission, oldest first: what comes in meanwhile comes behind, and no page moves. */
	buf_addf(url, "%sstart=%lld&max_results=%lld&sortBy=submittedDate&sortOrder=ascending", q->ids.n ? "&" : "",
	         (long long)q->start, (long long)q->most);
}
