/* SPDX-License-Identifier: MIT
 * Addresses as arXiv's help pages and OAI-PMH's specification write them, and what a record says of its past. */
#include "digest/source.h"
#include "tests/unit/plain_tap.h"

static const struct {
	int line;
	const char *base, *category, *url;
} feeds[] = {
	{ __LINE__, NULL, "cs.CL", "https://rss.arxiv.org/rss/cs.CL" },
	{ __LINE__, NULL, "astro-ph", "https://rss.arxiv.org/rss/astro-ph" },
	{ __LINE__, "http://127.0.0.1:8080", "cs.CL", "http://127.0.0.1:8080/rss/cs.CL" },
	{ __LINE__, "https://example.org/arxiv/", "cs.CL", "https://example.org/arxiv/rss/cs.CL" },
	{ __LINE__, NULL, "a/../b?c", "https://rss.arxiv.org/rss/a%2F..%2Fb%3Fc" },
};

/* Sets as ListSets of arXiv gives them since March 2025. */
static const struct {
	int line;
	const char *category, *set;
} sets[] = {
	{ __LINE__, "cs.CL", "cs:cs:CL" }, { __LINE__, "cs", "cs:cs" }, { __LINE__, "hep-th", "physics:hep-th" },
	{ __LINE__, "astro-ph.EP", "physics:astro-ph:EP" }, { __LINE__, "astro-ph", "physics:astro-ph" },
	{ __LINE__, "math.NA", "math:math:NA" }, { __LINE__, "math-ph", "physics:math-ph" }, { __LINE__, "physics.optics", "physics:physics:optics" },
	{ __LINE__, "physics", "physics:physics" }, { __LINE__, "q-bio.BM", "q-bio:q-bio:BM" }, { __LINE__, "nlin.CD", "physics:nlin:CD" },
	{ __LINE__, "stat.ML", "stat:stat:ML" }, { __LINE__, "eess.SY", "eess:eess:SY" }, { __LINE__, "cond-mat.soft", "physics:cond-mat:soft" },
	{ __LINE__, "cs.ZZ", "cs:cs:ZZ" }, { __LINE__, "nlin.ZZ", "physics:nlin:ZZ" }, { __LINE__, "zz.AA", "zz:zz:AA" },
};

static const struct {
	int line;
	const char *token, *url;
} tokens[] = {
	{ __LINE__, "verb%3DListRecords%26skip%3D40", "/oai?verb=ListRecords&resumptionToken=verb%253DListRecords%2526skip%253D40" },
	{ __LINE__, "1122234|1001", "/oai?verb=ListRecords&resumptionToken=1122234%7C1001" },
	{ __LINE__, "a+b c", "/oai?verb=ListRecords&resumptionToken=a%2Bb+c" },
};

static const struct {
	int line;
	const char *category, *expression;
} listed[] = {
	{ __LINE__, "cs.CL", "cat:cs.CL" }, { __LINE__, "cs", "cat:cs.*" }, { __LINE__, "hep-th", "cat:hep-th" },
	{ __LINE__, "astro-ph", "(cat:astro-ph OR cat:astro-ph.*)" }, { __LINE__, "math-ph", "cat:math-ph" },
	{ __LINE__, "physics", "cat:physics.*" },
};

static struct strs two_ids(void)
{
	static struct str v[2];
	v[0] = STR("2402.17010");
	v[1] = STR("hep-th/9901001v2");
	return (struct strs){ v, 2 };
}

static void api(struct tap *t)
{
	struct buf url = BUF_INIT(BUF_UNBOUNDED);
	struct api_query q = { .expression = STR("ti:\"a b\" AND (au:x OR au:y)"), .most = 100 };
	query_api(NULL, &q, &url);
	tap_same(t, buf_str(&url), STR("https://export.arxiv.org/api/query?search_query=ti%3A%22a+b%22+AND+%28au%3Ax+OR+au%3Ay%29&start=0"
	         "&max_results=100&sortBy=submittedDate&sortOrder=ascending"), __FILE__, __LINE__);
	buf_clear(&url);
	q = (struct api_query){ .expression = STR("cat:cs.CL"), .windowed = true, .from = 1709042400, .to = 1709128740, .start = 500, .most = 500 };
	query_api("http://h/", &q, &url);
	tap_same(t, buf_str(&url), STR("http://h/api/query?search_query=%28cat%3Acs.CL%29+AND+submittedDate%3A%5B202402271400+TO+202402281359%5D"
	         "&start=500&max_results=500&sortBy=submittedDate&sortOrder=ascending"), __FILE__, __LINE__);
	buf_clear(&url);
	q = (struct api_query){ .ids = two_ids(), .most = 2 };
	query_api(NULL, &q, &url);
	tap_same(t, buf_str(&url), STR("https://export.arxiv.org/api/query?id_list=2402.17010,hep-th%2F9901001v2&start=0&max_results=2"
	         "&sortBy=submittedDate&sortOrder=ascending"), __FILE__, __LINE__);
	buf_free(&url);
}

/* ---- What a record says of its past ---- */

static void take_history(void *ctx, const struct source_history *h)
{
	struct buf *b = ctx;
	buf_addf(b, "%.*s:", STR_ARG(h->datestamp));
	for (size_t i = 0; i < h->n_versions; i++)
		buf_addf(b, " v%d=%.*s", h->versions[i].number, STR_ARG(h->versions[i].submitted));
	buf_addc(b, '\n');
}

static bool take_paper(void *ctx, const struct paper *p, struct err *e)
{
	UNUSED(e);
	buf_addf(ctx, "%.*s\n", STR_ARG(p->id));
	return true;
}

static void history(struct tap *t)
{
	static const char reply[] =
		"<OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\"><ListRecords>"
		"<record><header><identifier>oai:arXiv.org:2402.00001</identifier><datestamp>2024-02-29</datestamp></header><metadata>"
		"<arXivRaw xmlns=\"http://arxiv.org/OAI/arXivRaw/\"><id>2402.00001</id>"
		"<version version=\"v1\"><date>Tue, 27 Feb 2024 18:00:00 GMT</date><size>9kb</size></version>"
		"<version version=\"v3\"><date>Wed, 28 Feb 2024 01:02:03 GMT</date><size>9kb</size></version>"
		"<title>T</title><authors>A</authors><categories>cs.CL</categories></arXivRaw></metadata></record>"
		"<record><header><identifier>oai:arXiv.org:2402.00002</identifier><datestamp>2024-03-01</datestamp></header><metadata>"
		"<arXivRaw xmlns=\"http://arxiv.org/OAI/arXivRaw/\"><id>2402.00002</id><version version=\"v1\"><date>yesterday</date></version>"
		"<title>U</title><authors>A</authors><categories>cs.CL</categories></arXivRaw></metadata></record></ListRecords></OAI-PMH>";
	struct buf seen = BUF_INIT(BUF_UNBOUNDED);
	struct source_options o = { .name = "x", .sink = { take_paper, &seen }, .history = take_history, .history_ctx = &seen };
	struct source *s = source_open(&o);
	struct err e = ERR_INIT;
	tap_case(t, source_feed(s, str_of(reply), &e) && source_finish(s, &e), "read: %s", e.msg);
	tap_same(t, buf_str(&seen), STR("2024-02-29: v1=2024-02-27T18:00:00Z v3=2024-02-28T01:02:03Z\n2402.00001\n"
	         "2024-03-01: v1=\n2402.00002\n"), __FILE__, __LINE__);
	source_free(s);
	buf_free(&seen);
}

int main(void)
{
	struct tap t = { 0, 0 };
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	for (size_t i = 0; i < COUNTOF(feeds); i++, buf_clear(&b)) {
		query_feed(feeds[i].base, str_of(feeds[i].category), &b);
		tap_same(&t, buf_str(&b), str_of(feeds[i].url), __FILE__, feeds[i].line);
	}
	for (size_t i = 0; i < COUNTOF(sets); i++, buf_clear(&b)) {
		query_set(str_of(sets[i].category), &b);
		tap_same(&t, buf_str(&b), str_of(sets[i].set), __FILE__, sets[i].line);
	}
	for (size_t i = 0; i < COUNTOF(tokens); i++, buf_clear(&b)) {
		query_oai_next("", str_of(tokens[i].token), &b);
		tap_same(&t, buf_str(&b), str_of(tokens[i].url), __FILE__, tokens[i].line);
	}
	for (size_t i = 0; i < COUNTOF(listed); i++, buf_clear(&b)) {
		query_category(str_of(listed[i].category), &b);
		tap_same(&t, buf_str(&b), str_of(listed[i].expression), __FILE__, listed[i].line);
	}
	query_oai(NULL, STR("cs.CL"), "2024-02-27", &b);
	tap_same(&t, buf_str(&b), STR("https://oaipmh.arxiv.org/oai?verb=ListRecords&metadataPrefix=arXivRaw&set=cs%3Acs%3ACL&from=2024-02-27"),
	         __FILE__, __LINE__);
	buf_free(&b);
	api(&t);
	history(&t);
	return tap_done(&t);
}
