/* SPDX-License-Identifier: MIT
 * Sources: a small document for each format and each trap of arXiv's protocols, its papers as one line each. Every
 * document is fed whole, byte by byte and in odd chunks; the papers, the messages and the error must be the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "digest/source.h"

/* ---- What came out ---- */

struct seen {
	struct buf papers;   /* a line each: show() */
	struct buf log;      /* "warn …" and "note …", a line each */
	struct err err;
	const char *format;
	unsigned long n, skipped, deleted;
	int64_t total;
	char token[200], code[100];
	unsigned long stop_at;  /* the sink fails at this paper; 0: never */
};

static void show_str(struct buf *b, const char *key, struct str s)
{
	if (!str_known(s))
		return;
	buf_addf(b, " %s=", key);
	for (size_t i = 0; i < s.n; i++)
		buf_addc(b, s.p[i] == '\n' ? '|' : s.p[i]);
}

static void show_people(struct buf *b, const struct paper *p)
{
	for (size_t i = 0; i < p->n_authors; i++) {
		buf_addf(b, "%s%.*s", i ? ", " : " by ", STR_ARG(p->authors[i].name));
		for (size_t k = 0; k < p->authors[i].affiliations.n; k++)
			buf_addf(b, "%s%.*s%s", k ? "; " : " (", STR_ARG(p->authors[i].affiliations.v[k]),
			         k + 1 == p->authors[i].affiliations.n ? ")" : "");
	}
	if (p->authors_omitted)
		buf_addf(b, " and %d more", p->authors_omitted);
}

/* "ID vN TITLE by AUTHORS [CATEGORIES] TYPE key=value …" */
static void show(struct buf *b, const struct paper *p)
{
	static const char *const types[] = { "", " new", " cross", " replace", " replace-cross" };
	buf_adds(b, p->id);
	if (p->version)
		buf_addf(b, " v%d", p->version);
	buf_addf(b, " \"%.*s\"", STR_ARG(p->title));
	show_people(b, p);
	for (size_t i = 0; i < p->categories.n; i++)
		buf_addf(b, "%s%.*s%s", i ? " " : " [", STR_ARG(p->categories.v[i]), i + 1 == p->categories.n ? "]" : "");
	buf_addz(b, types[p->announce_type]);
	show_str(b, "abstract", p->abstract);
	show_str(b, "announced", p->announced);
	show_str(b, "published", p->published);
	show_str(b, "updated", p->updated);
	show_str(b, "link", p->link);
	show_str(b, "comment", p->comment);
	show_str(b, "journal", p->journal_ref);
	show_str(b, "doi", p->doi);
	show_str(b, "license", p->license);
	show_str(b, "msc", p->msc_class);
	show_str(b, "acm", p->acm_class);
	show_str(b, "report", p->report_no);
	show_str(b, "submitter", p->submitter);
	if (p->withdrawn == TRI_YES)
		buf_addz(b, " withdrawn");
	show_str(b, "source", p->source);
	show_str(b, "lang", p->summary.lang);
	for (size_t i = 0; i < p->summary.n_fields; i++)
		buf_addf(b, " %.*s=%.*s", STR_ARG(p->summary.fields[i].name), STR_ARG(p->summary.fields[i].text));
	show_str(b, "extra", p->extra);
	buf_addc(b, '\n');
}

static bool put(void *ctx, const struct paper *p, struct err *e)
{
	struct seen *seen = ctx;
	if (++seen->n == seen->stop_at)
		return err_set(e, ERR_STORE, "disk full");
	show(&seen->papers, p);
	return true;
}

static void note(void *ctx, enum log_level level, const char *line)
{
	buf_addf(ctx, "%s%s\n", level == LOG_WARN ? "warn " : level == LOG_NOTE ? "note " : "other ", line);
}

static void copy(char *to, size_t n, struct str s)
{
	size_t len = s.n < n ? s.n : n - 1;
	if (len)
		memcpy(to, s.p, len);
	to[len] = '\0';
}

/* CHUNK 0: all at once; negative: 1, 2, 3 … -CHUNK bytes, and again. */
static bool read_doc(struct str doc, const char *charset, int chunk, struct seen *seen)
{
	struct log log = { note, &seen->log, LOG_INFO };
	struct source_options o = { .name = "x", .charset = charset, .sink = { put, seen }, .log = &log };
	struct source *s = source_open(&o);
	seen->papers = seen->log = (struct buf)BUF_INIT(BUF_UNBOUNDED);
	bool ok = true;
	size_t step = 0;
	while (ok && doc.n) {
		step = chunk == 0 ? doc.n : chunk > 0 ? (size_t)chunk : step % (size_t)-chunk + 1;
		struct str piece = str_head(doc, step);
		/* In memory of its own, so that a sanitizer sees who reads past its end or keeps it. */
		char *own = malloc(piece.n);
		memcpy(own, piece.p, piece.n);
		ok = source_feed(s, (struct str){ own, piece.n }, &seen->err);
		free(own);
		doc = str_from(doc, step);
	}
	ok = ok && source_finish(s, &seen->err);
	const struct source_result *r = source_result(s);
	seen->format = r->format;
	seen->skipped = r->skipped;
	seen->deleted = r->deleted;
	seen->total = r->total_results;
	copy(seen->token, sizeof seen->token, str_known(r->resumption_token) ? r->resumption_token : STR("none"));
	copy(seen->code, sizeof seen->code, r->error_code);
	if (ok || seen->err.kind != ERR_STORE)
		assert_int_equal(r->papers, seen->n);
	if (!ok) {  /* it stays failed */
		struct err again = ERR_INIT;
		assert_false(source_feed(s, STR("<"), &again));
		assert_string_equal(again.msg, seen->err.msg);
		assert_false(source_finish(s, &again));
	}
	source_free(s);
	return ok;
}

static void forget(struct seen *seen)
{
	buf_free(&seen->papers);
	buf_free(&seen->log);
}

/* ---- Documents ---- */

#define RECORD(n) "{\"id\":\"2401.0000" n "\",\"title\":\"T\"}\n"
#define RECORD_LINE(n) "2401.0000" n " \"T\" link=https://arxiv.org/abs/2401.0000" n " source=jsonl\n"
#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
#define API XML "<feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:arxiv=\"http://arxiv.org/schemas/atom\" " \
	"xmlns:opensearch=\"http://a9.com/-/spec/opensearch/1.1/\">\n" \
	"<id>https://arxiv.org/api/abc</id><title>arXiv Query: q</title>\n"
#define TOTAL(n) "<opensearch:totalResults>" #n "</opensearch:totalResults>\n"
#define ATOM XML "<feed xmlns:arxiv=\"http://arxiv.org/schemas/atom\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" " \
	"xmlns=\"http://www.w3.org/2005/Atom\"><id>http://rss.arxiv.org/atom/cs.CL</id><title>cs.CL updates on arXiv.org</title>\n"
#define RSS_HEAD XML "<rss xmlns:arxiv=\"http://arxiv.org/schemas/atom\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" version=\"2.0\">" \
	"<channel><title>cs.CL updates on arXiv.org</title><link>http://rss.arxiv.org/rss/cs.CL</link><description>d</description>\n"
#define RSS_DAY "<pubDate>Mon, 27 Apr 2026 00:00:00 -0400</pubDate>\n"
#define RSS_END "</channel></rss>\n"
#define ITEM(n, more) "<item><title>Paper " #n "</title><link>https://arxiv.org/abs/2604.0000" #n "</link><description>arXiv:2604.0000" #n \
	"v1 Announce Type: new \nAbstract: Text " #n ".</description><guid isPermaLink=\"false\">oai:arXiv.org:2604.0000" #n "v1</guid>" more "</item>\n"
#define ITEM_LINE(n) "2604.0000" #n " v1 \"Paper " #n "\" new abstract=Text " #n ". announced=2026-04-27 link=https://arxiv.org/abs/2604.0000" #n " source=rss\n"
#define RDF XML "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://purl.org/rss/1.0/\" " \
	"xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n<channel rdf:about=\"http://arxiv.org/\"><title>hep-ex updates on arXiv.org</title>" \
	"<link>http://arxiv.org/</link><dc:date>2018-05-23T20:30:00-05:00</dc:date></channel>\n" \
	"<image rdf:about=\"i\"><title>arXiv.org</title><link>http://arxiv.org/</link></image>\n"
#define OAI XML "<OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\">\n<responseDate>2026-01-05T20:39:08Z</responseDate>" \
	"<request verb=\"ListRecords\" from=\"2026-01-01\">http://oaipmh.arxiv.org/oai</request>\n"
#define HEADER(id) "<record><header><identifier>oai:arXiv.org:" id "</identifier><datestamp>2026-01-04</datestamp><setSpec>cs:cs:CL</setSpec></header>"
#define ARXIV(more) "<metadata><arXiv xmlns=\"http://arxiv.org/OAI/arXiv/\">" more "</arXiv></metadata></record>\n"
#define RAW(more) "<metadata><arXivRaw xmlns=\"http://arxiv.org/OAI/arXivRaw/\">" more "</arXivRaw></metadata></record>\n"
#define DC(more) "<metadata><oai_dc:dc xmlns:oai_dc=\"http://www.openarchives.org/OAI/2.0/oai_dc/\" " \
	"xmlns:dc=\"http://purl.org/dc/elements/1.1/\">" more "</oai_dc:dc></metadata></record>\n"

struct doc {
	int line;
	const char *name, *doc;
	const char *papers;   /* show(), a line each */
	const char *err;      /* the error's message; NULL: none */
	const char *log;      /* NULL: none */
	const char *format;     /* NULL: not known */
	const char *charset;
	const char *token, *code;
	unsigned long deleted;
	int64_t total;        /* 0: not given */
};

static const struct doc docs[] = {
	/* ---- API (section 2) ---- */
	{ __LINE__, "api, now: one line, paragraph breaks, primary first, two DOIs", API TOTAL(214881)
	  "<entry><id>http://arxiv.org/abs/2401.00007v2</id><title>On Trees</title><updated>2024-02-03T04:05:06Z</updated>"
	  "<link href=\"https://arxiv.org/abs/2401.00007v2\" rel=\"alternate\" type=\"text/html\"/>"
	  "<link href=\"https://arxiv.org/pdf/2401.00007v2\" rel=\"related\" type=\"application/pdf\" title=\"pdf\"/>"
	  "<summary>  First.\n  Second.</summary><category term=\"cs.DS\" scheme=\"http://arxiv.org/schemas/atom\"/>"
	  "<category term=\"math.CO\" scheme=\"http://arxiv.org/schemas/atom\"/><published>2024-01-02T03:04:05Z</published>"
	  "<arxiv:comment>12 pages</arxiv:comment><arxiv:primary_category term=\"math.CO\"/><arxiv:journal_ref>J. 1</arxiv:journal_ref>"
	  "<author><name>Ada Byron</name><arxiv:affiliation>Inst, A</arxiv:affiliation><arxiv:affiliation>B</arxiv:affiliation></author>"
	  "<author><name>X Collaboration</name></author>"
	  "<arxiv:doi>10.1/a</arxiv:doi><link title=\"doi\" href=\"https://doi.org/10.1/a\" rel=\"related\"/>"
	  "<arxiv:doi>10.2/b,c</arxiv:doi></entry></feed>",
	  "2401.00007 v2 \"On Trees\" by Ada Byron (Inst, A; B), X Collaboration [math.CO cs.DS] abstract=First.|Second. "
	  "published=2024-01-02T03:04:05Z updated=2024-02-03T04:05:06Z link=https://arxiv.org/abs/2401.00007 comment=12 pages "
	  "journal=J. 1 doi=10.1/a 10.2/b,c source=api\n", .format = "api", .total = 214881 },
	{ __LINE__, "api, legacy: wrapped, namespaces per element, MSC and ACM as categories, DOIs in one element",
	  XML "<feed xmlns=\"http://www.w3.org/2005/Atom\">\n"
	  "<title type=\"html\">ArXiv Query: search_query=&amp;id_list=hep-th/9901001</title><id>http://arxiv.org/api/abc</id>\n"
	  "<opensearch:totalResults xmlns:opensearch=\"http://a9.com/-/spec/opensearch/1.1/\">1</opensearch:totalResults>\n"
	  "<entry><id>http://arxiv.org/abs/hep-th/9901001v3</id><updated>1999-05-08T13:51:21Z</updated><published>1999-01-02T00:00:00Z</published>\n"
	  "<title>A title that is\n  wrapped</title><summary>  Some text\nwrapped here.\n</summary>\n"
	  "<author><name>Mar \xc3\x81lvarez</name></author>"
	  "<arxiv:doi xmlns:arxiv=\"http://arxiv.org/schemas/atom\">10.1/a 10.2/b</arxiv:doi>"
	  "<arxiv:primary_category xmlns:arxiv=\"http://arxiv.org/schemas/atom\" term=\"hep-th\" scheme=\"http://arxiv.org/schemas/atom\"/>"
	  "<category term=\"hep-th\" scheme=\"http://arxiv.org/schemas/atom\"/>"
	  "<category term=\"68T30\" scheme=\"http://arxiv.org/schemas/atom\"/><category term=\"I.2.6; I.5\" scheme=\"http://arxiv.org/schemas/atom\"/>"
	  "<category term=\"81T30,&#10;  83E30\" scheme=\"http://arxiv.org/schemas/atom\"/>"
	  "<category term=\"cs.AI\" scheme=\"http://other.org/\"/></entry></feed>\n",
	  "hep-th/9901001 v3 \"A title that is wrapped\" by Mar \xc3\x81lvarez [hep-th] abstract=Some text wrapped here. "
	  "published=1999-01-02T00:00:00Z updated=1999-05-08T13:51:21Z link=https://arxiv.org/abs/hep-th/9901001 "
	  "doi=10.1/a 10.2/b source=api\n", .format = "api", .total = 1 },
	{ __LINE__, "api: the DOI of the link where there is no other; alias and dead archive as primary", API
	  "<entry><id>http://arxiv.org/abs/2401.00001v1</id><title>0</title><published>2024-01-02T03:04:05+01:00</published>"
	  "<link href=\"http://arxiv.org/abs/2401.00001v1\" rel=\"alternate\"/>"
	  "<link title=\"doi\" href=\"http://dx.doi.org/10.1103/PhysRevD.76.013009\" rel=\"related\"/>"
	  "<arxiv:primary_category term=\"math.IT\"/><category term=\"cmp-lg\"/></entry></feed>",
	  "2401.00001 v1 \"0\" [cs.IT cs.CL] published=2024-01-02T02:04:05Z link=https://arxiv.org/abs/2401.00001 "
	  "doi=10.1103/PhysRevD.76.013009 source=api\n", .format = "api" },
	{ __LINE__, "api: an error entry is told by its id; what came before is kept", API TOTAL(1)
	  "<entry><id>http://arxiv.org/abs/2401.00001v1</id><title>Error</title><published>2024-01-02T03:04:05Z</published></entry>\n"
	  "<entry><id>https://arxiv.org/api/errors#incorrect_id_format_for_abc</id><title>Error</title>"
	  "<summary>incorrect id format for abc</summary></entry></feed>",
	  "2401.00001 v1 \"Error\" published=2024-01-02T03:04:05Z link=https://arxiv.org/abs/2401.00001 source=api\n",
	  .err = "x:6: arXiv answered with an error: incorrect id format for abc", .format = "api", .total = 1 },
	{ __LINE__, "api, legacy: an unknown version is an entry without title", API TOTAL(1)
	  "<entry><id>http://arxiv.org/abs/2401.00001v9</id><link href=\"http://arxiv.org/abs/2401.00001v9\" rel=\"alternate\"/></entry></feed>",
	  "", .log = "warn x:5: skipped: http://arxiv.org/abs/2401.00001v9: no title and no date: there is no such version\n",
	  .format = "api", .total = 1 },
	{ __LINE__, "api: a well-formed unknown id: no entries", API TOTAL(0) "</feed>", "",
	  .log = "note x: no papers: the reply has no entries\n", .format = "api" },
	{ __LINE__, "api: an entry without an id is skipped, the next goes on", API
	  "<entry><title>T</title></entry>\n<entry><id>http://arxiv.org/abs/2401.00001v1</id><title>T</title></entry></feed>",
	  "2401.00001 v1 \"T\" link=https://arxiv.org/abs/2401.00001 source=api\n", .log = "warn x:4: skipped: an entry without <id>\n", .format = "api" },
	{ __LINE__, "an Atom feed of somebody else", XML "<feed xmlns=\"http://www.w3.org/2005/Atom\"><id>urn:x</id><title>Blog</title></feed>", "",
	  .err = "x:2: an Atom feed, but not arXiv's" },
	{ __LINE__, "text in CDATA and in elements is text", API
	  "<entry><id>http://arxiv.org/abs/2401.00001v1</id><title>a<![CDATA[ < ]]>b <i xmlns=\"u\">c</i></title></entry></feed>",
	  "2401.00001 v1 \"a < b c\" link=https://arxiv.org/abs/2401.00001 source=api\n", .format = "api" },

	/* ---- Feeds (section 3) ---- */
	{ __LINE__, "rss, now", RSS_HEAD RSS_DAY
	  "<skipDays><day>Sunday</day><day>Saturday</day></skipDays>"
	  "<item><title>On $a&lt;b$ &amp; more</title><link>https://arxiv.org/abs/2402.17010</link>"
	  "<description>arXiv:2402.17010v3 Announce Type: replace-cross \nAbstract: We show a&lt;b.</description>"
	  "<guid isPermaLink=\"false\">oai:arXiv.org:2402.17010v3</guid><category>cs.CL</category><category>math.IT</category>"
	  "<pubDate>Tue, 28 Apr 2026 00:00:00 -0400</pubDate><arxiv:announce_type>replace-cross</arxiv:announce_type>"
	  "<dc:rights>http://creativecommons.org/licenses/by/4.0/</dc:rights><arxiv:DOI>10.1/x</arxiv:DOI>"
	  "<arxiv:journal_reference>J. 2</arxiv:journal_reference><dc:creator>Ada Byron (Inst, City), G\\\"unther Roe</dc:creator></item>" RSS_END,
	  "2402.17010 v3 \"On $a<b$ & more\" by Ada Byron (Inst, City), G\xc3\xbcnther Roe [cs.CL cs.IT] replace-cross abstract=We show a<b. "
	  "announced=2026-04-28 link=https://arxiv.org/abs/2402.17010 journal=J. 2 doi=10.1/x license=http://creativecommons.org/licenses/by/4.0/ "
	  "source=rss\n", .format = "rss" },
	{ __LINE__, "rss, to August 2024: the day is the channel's", RSS_HEAD RSS_DAY ITEM(1, "<arxiv:announce_type>new</arxiv:announce_type>") ITEM(2, "") RSS_END,
	  ITEM_LINE(1) ITEM_LINE(2), .format = "rss" },
	{ __LINE__, "rss, its first weeks: bare title and abstract, creators with addresses", RSS_HEAD RSS_DAY
	  "<item><title>Bare</title><link>https://arxiv.org/abs/2402.00389</link><description>If a&lt;b then.</description>"
	  "<guid isPermaLink=\"false\">oai:arXiv.org:2402.00389v1</guid>"
	  "<dc:creator>&lt;a href=\"http://arxiv.org/find/cs/1/au:+Roe_J\"&gt;Jane Roe&lt;/a&gt;, &lt;a href=\"http://arxiv.org/find/cs/1/au:+Doe_J\"&gt;John Doe&lt;/a&gt;</dc:creator></item>"
	  "<item><title>No guid</title><link>https://arxiv.org/abs/2402.00390</link><description>D.</description></item>" RSS_END,
	  "2402.00389 v1 \"Bare\" by Jane Roe, John Doe abstract=If a<b then. announced=2026-04-27 link=https://arxiv.org/abs/2402.00389 source=rss\n"
	  "2402.00390 \"No guid\" abstract=D. announced=2026-04-27 link=https://arxiv.org/abs/2402.00390 source=rss\n", .format = "rss" },
	{ __LINE__, "rss of the old server: texts as in RDF", RSS_HEAD
	  "<item><title>Old. (arXiv:1805.00001v2 [cs.CL] UPDATED)</title><link>http://arxiv.org/abs/1805.00001</link>"
	  "<description>&lt;p&gt;If a&amp;lt;b.&lt;/p&gt;</description></item>" RSS_END,
	  "1805.00001 v2 \"Old\" [cs.CL] replace abstract=If a<b. link=https://arxiv.org/abs/1805.00001 source=rss\n", .format = "rss" },
	{ __LINE__, "rss: UTC midnight to four is the Eastern day before", RSS_HEAD "<pubDate>Tue, 28 Apr 2026 03:59:59 +0000</pubDate>" ITEM(1, "") RSS_END,
	  ITEM_LINE(1), .format = "rss" },
	{ __LINE__, "rss: a weekend's feed is empty and no error", RSS_HEAD RSS_DAY RSS_END, "",
	  .log = "note x: no papers: the feed has no items: nothing was announced that day\n", .format = "rss" },
	{ __LINE__, "rss: arXiv refuses the query in a feed without items", XML "<rss version=\"2.0\"><channel>"
	  "<title>Feed error for query: cs.XX</title><link>http://rss.arxiv.org/rss/cs.XX</link>"
	  "<description>Invalid subject class 'XX' for archive 'cs'.</description></channel>\n</rss>", "",
	  .err = "x:3: arXiv answered: Feed error for query: cs.XX: Invalid subject class 'XX' for archive 'cs'.", .format = "rss" },
	{ __LINE__, "atom: the same refusal", ATOM "</feed>", "", .log = "note x: no papers: the reply has no entries\n", .format = "atom" },
	{ __LINE__, "atom: the refusal", XML "<feed xmlns=\"http://www.w3.org/2005/Atom\"><id>http://rss.arxiv.org/atom/cs.XX</id>"
	  "<title>Feed error for query: cs.XX</title><subtitle>Invalid subject class.</subtitle></feed>", "",
	  .err = "x:2: arXiv answered: Feed error for query: cs.XX: Invalid subject class.", .format = "atom" },
	{ __LINE__, "rss of somebody else", XML "<rss version=\"2.0\"><channel><title>Blog</title><link>http://example.org/</link></channel></rss>", "",
	  .err = "x:2: an RSS feed, but not arXiv's", .format = "rss" },
	{ __LINE__, "atom: the feed's flavour, its own times are not the paper's", ATOM
	  "<entry><id>oai:arXiv.org:2508.13426v1</id><title>T</title><updated>2025-08-20T04:00:19.899254+00:00</updated>"
	  "<link href=\"https://arxiv.org/abs/2508.13426\" rel=\"alternate\" type=\"text/html\"/>"
	  "<summary>arXiv:2508.13426v1 Announce Type: cross \nAbstract: A.</summary><category term=\"cs.CL\"/><category term=\"cs.AI\"/>"
	  "<published>2025-08-20T00:00:00-04:00</published><arxiv:announce_type>cross</arxiv:announce_type>"
	  "<dc:rights>http://creativecommons.org/licenses/by/4.0/</dc:rights><dc:creator>Jane Roe, John Doe</dc:creator></entry></feed>",
	  "2508.13426 v1 \"T\" by Jane Roe, John Doe [cs.CL cs.AI] cross abstract=A. announced=2025-08-20 link=https://arxiv.org/abs/2508.13426 "
	  "license=http://creativecommons.org/licenses/by/4.0/ source=atom\n", .format = "atom" },
	{ __LINE__, "rss: an item without title is named, the others go on", RSS_HEAD RSS_DAY
	  "<item><guid>oai:arXiv.org:2604.00009v1</guid></item>\n" ITEM(1, "") RSS_END, ITEM_LINE(1),
	  .log = "warn x:4: skipped: 2604.00009: no title\n", .format = "rss" },

	/* ---- Legacy RDF (section 4) ---- */
	{ __LINE__, "rdf: suffixes, the day after the mailing, escaped twice", RDF
	  "<item rdf:about=\"http://arxiv.org/abs/1805.08875\"><title>Really? (arXiv:1805.08875v1 [hep-ex])</title><link>http://arxiv.org/abs/1805.08875</link>"
	  "<description rdf:parseType=\"Literal\">&lt;p&gt;A range\nof 2&amp;lt;x.\n&lt;/p&gt;\n</description>"
	  "<dc:creator> &lt;a href=&quot;http://arxiv.org/find/hep-ex/1/au:+Roe_J&quot;&gt;Jane Roe&lt;/a&gt; (STAR Collaboration)</dc:creator></item>\n"
	  "<item rdf:about=\"http://arxiv.org/abs/1805.09166\"><title>Recent. (arXiv:1805.09166v2 [hep-ph] CROSS LISTED)</title><link>http://arxiv.org/abs/1805.09166</link>"
	  "<description>d</description></item></rdf:RDF>",
	  "1805.08875 v1 \"Really?\" by Jane Roe (STAR Collaboration) [hep-ex] new abstract=A range of 2<x. announced=2018-05-24 "
	  "link=https://arxiv.org/abs/1805.08875 source=rdf\n"
	  "1805.09166 v2 \"Recent\" [hep-ph] cross abstract=d announced=2018-05-24 link=https://arxiv.org/abs/1805.09166 source=rdf\n",
	  .format = "rdf" },
	{ __LINE__, "rdf: an author list that the server cut", RDF
	  "<item><title>B. (arXiv:2107.03419v1 [hep-ex])</title><link>http://arxiv.org/abs/2107.03419</link><description>d</description>"
	  "<dc:creator> &lt;a href=&quot;u&quot;&gt;LHCb collaboration&lt;/a&gt;: &lt;a href=&quot;u&quot;&gt;R. Roe&lt;/a&gt;, et al. (909 additional authors not shown)</dc:creator>"
	  "</item></rdf:RDF>",
	  "2107.03419 v1 \"B\" by LHCb collaboration, R. Roe and 909 more [hep-ex] new abstract=d announced=2018-05-24 link=https://arxiv.org/abs/2107.03419 source=rdf\n",
	  .format = "rdf" },

	/* ---- OAI-PMH (section 5) ---- */
	{ __LINE__, "oai arXiv: names by parts, dates only, several DOIs, None as ACM class, a token", OAI "<ListRecords>" HEADER("2401.00005")
	  ARXIV("<id>2401.00005</id><created>2024-01-02</created><updated>2024-02-03</updated><authors><author><keyname>Roe</keyname><forenames>Jane</forenames>"
	  "<suffix>Jr</suffix><affiliation>Inst</affiliation></author><author><keyname>Planck Collaboration</keyname></author></authors>"
	  "<title>T\n  wrapped</title><categories>quant-ph chao-dyn nlin.CD</categories><comments>4 pages</comments><report-no>R-1</report-no>"
	  "<msc-class>81P40</msc-class><acm-class>None</acm-class><journal-ref>J. 3</journal-ref>"
	  "<doi>10.1/a, 10.2/b;10.3/c;d</doi><license>http://l</license><abstract>  One.\n  Two.\n</abstract>")
	  "<resumptionToken expirationDate='2026-01-06T00:00:00Z'>verb%3DListRecords%26skip%3D40</resumptionToken></ListRecords></OAI-PMH>",
	  "2401.00005 \"T wrapped\" by Jane Roe Jr (Inst), Planck Collaboration [quant-ph nlin.CD] abstract=One.|Two. "
	  "published=2024-01-02T00:00:00Z updated=2024-02-03T00:00:00Z link=https://arxiv.org/abs/2401.00005 comment=4 pages journal=J. 3 "
	  "doi=10.1/a 10.2/b 10.3/c;d license=http://l msc=81P40 report=R-1 source=oai\n", .format = "oai", .token = "verb%3DListRecords%26skip%3D40" },
	{ __LINE__, "oai arXivRaw: versions, withdrawn, MSC class in the ACM field, TeX kept for the cleaner", OAI "<ListRecords>" HEADER("hep-th/9901001")
	  RAW("<id>hep-th/9901001</id><submitter>J. Roe</submitter><version version=\"v1\"><date>Mon, 4 Jan 1999 21:02:00 GMT</date><size>9kb</size>"
	  "</version><version version=\"v2\"><date>Tue, 05 Jan 1999 01:02:03 -0500</date><size>0kb</size><source_type>I</source_type></version>"
	  "<title>T</title><authors>Jane Roe (Inst), G\\\"unther Doe</authors><categories>hep-th</categories><msc-class>57M25</msc-class>"
	  "<acm-class>57M25</acm-class><abstract>A.</abstract>")
	  HEADER("2401.00006") RAW("<version version=\"v1\"><date>Mon, 1 Jan 2024 00:00:00 GMT</date><size>0kb</size><source_type>I</source_type></version>"
	  "<version version=\"v10\"><date>Wed, 3 Jan 2024 00:00:00 GMT</date><size>12kb</size><source_type>D</source_type></version>"
	  "<title>U</title><acm-class>C.2.3</acm-class>")
	  "<resumptionToken/></ListRecords></OAI-PMH>",
	  "hep-th/9901001 v2 \"T\" by Jane Roe (Inst), G\xc3\xbcnther Doe [hep-th] abstract=A. published=1999-01-04T21:02:00Z updated=1999-01-05T06:02:03Z "
	  "link=https://arxiv.org/abs/hep-th/9901001 msc=57M25 submitter=J. Roe withdrawn source=oai\n"
	  "2401.00006 v10 \"U\" published=2024-01-01T00:00:00Z updated=2024-01-03T00:00:00Z link=https://arxiv.org/abs/2401.00006 acm=C.2.3 source=oai\n",
	  .format = "oai", .token = "" },
	{ __LINE__, "oai arXivOld: one string of authors, the right ACM class", OAI "<GetRecord>" HEADER("cs/0001024")
	  "<metadata><arXivOld xmlns=\"http://arxiv.org/OAI/arXivOld/\"><id>cs/0001024</id><title>T</title><authors>B. Roe and L. Doe</authors>"
	  "<categories>cs.CV</categories><acm-class>I.4</acm-class><abstract>A.</abstract></arXivOld></metadata></record></GetRecord></OAI-PMH>",
	  "cs/0001024 \"T\" by B. Roe, L. Doe [cs.CV] abstract=A. link=https://arxiv.org/abs/cs/0001024 acm=I.4 source=oai\n", .format = "oai" },
	{ __LINE__, "oai oai_dc: names turned, subjects by name, comment without and with label", OAI "<GetRecord>" HEADER("1507.03011")
	  DC("<dc:title>T\n  wrapped</dc:title><dc:creator>de Roe, Jane</dc:creator><dc:creator>Doe Jr, John</dc:creator><dc:creator>LHCb</dc:creator>"
	  "<dc:subject>Computer Science - Learning</dc:subject><dc:subject>Mathematics - Information Theory</dc:subject><dc:subject>68T05, I.2.6</dc:subject>"
	  "<dc:description>  A.\n</dc:description><dc:description>4 pages</dc:description><dc:date>2015-07-10</dc:date><dc:date>2016-01-02</dc:date>"
	  "<dc:type>text</dc:type><dc:identifier>http://arxiv.org/abs/1507.03011</dc:identifier><dc:identifier>J. 4 (2016)</dc:identifier>"
	  "<dc:identifier>doi:10.1/x</dc:identifier>")
	  HEADER("hep-ph/0101001") DC("<dc:title>U</dc:title><dc:description>B.</dc:description><dc:description>Comment: 5 pages</dc:description>") "</GetRecord></OAI-PMH>",
	  "1507.03011 \"T wrapped\" by Jane de Roe, John Doe Jr, LHCb [cs.LG cs.IT] abstract=A. published=2015-07-10T00:00:00Z "
	  "updated=2016-01-02T00:00:00Z link=https://arxiv.org/abs/1507.03011 comment=4 pages journal=J. 4 (2016) doi=10.1/x source=oai\n"
	  "hep-ph/0101001 \"U\" abstract=B. link=https://arxiv.org/abs/hep-ph/0101001 comment=5 pages source=oai\n", .format = "oai" },
	{ __LINE__, "oai: a bare record, no namespace, indented", "\n\n " HEADER("2401.00005") "<metadata><arXiv><id>2401.00005</id><title>T</title></arXiv></metadata></record>\n",
	  "2401.00005 \"T\" link=https://arxiv.org/abs/2401.00005 source=oai\n", .format = "oai" },
	{ __LINE__, "oai: deleted records are counted, one without metadata is named", OAI "<ListRecords>\n"
	  "<record><header status=\"deleted\"><identifier>oai:arXiv.org:2401.00001</identifier></header></record>\n" HEADER("2401.00002") "</record>\n"
	  HEADER("2401.00005") ARXIV("<title>T</title>") "</ListRecords></OAI-PMH>",
	  "2401.00005 \"T\" link=https://arxiv.org/abs/2401.00005 source=oai\n",
	  .log = "warn x:6: skipped: a record without metadata in a known form\n", .format = "oai", .deleted = 1 },
	{ __LINE__, "oai: no records match: a day without papers", OAI "<error code='noRecordsMatch'>\n Nothing.\n</error></OAI-PMH>", "",
	  .log = "note x: no papers: noRecordsMatch: Nothing.\n", .format = "oai", .code = "noRecordsMatch" },
	{ __LINE__, "oai: any other error", OAI "<error code=\"badResumptionToken\">The token is expired.</error></OAI-PMH>", "",
	  .err = "x:4: arXiv answered badResumptionToken: The token is expired.", .format = "oai", .code = "badResumptionToken" },
	{ __LINE__, "oai: the last page of the old server", OAI "<ListRecords>" HEADER("2401.00005") ARXIV("<title>T</title>")
	  "<resumptionToken cursor=\"102000\" completeListSize=\"102538\"></resumptionToken></ListRecords></OAI-PMH>",
	  "2401.00005 \"T\" link=https://arxiv.org/abs/2401.00005 source=oai\n", .format = "oai", .token = "" },
	{ __LINE__, "oai: a reply to another verb", XML "<OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\"><request verb=\"ListSets\">u</request>"
	  "<ListSets><set><setSpec>cs</setSpec></set></ListSets></OAI-PMH>", "", .err = "x: an OAI-PMH reply (ListSets) that holds no papers", .format = "oai" },

	/* ---- Kaggle (section 6), records, the earlier system ---- */
	{ __LINE__, "kaggle: null is not known, versions, two DOIs",
	  "{\"id\":\"0704.0001\",\"submitter\":\"P. N\",\"authors\":\"C. Bal\\\\'azs (Inst) and E. Roe\",\"title\":\"On a\\n  b\",\"comments\":\"37 pages\",\"journal-ref\":null,"
	  "\"doi\":\"10.1/a 10.2/b\",\"report-no\":null,\"categories\":\"hep-ph math.MP\",\"license\":null,\"abstract\":\"  A.\\n\","
	  "\"versions\":[{\"version\":\"v1\",\"created\":\"Mon, 2 Apr 2007 19:18:42 GMT\"},{\"version\":\"v2\",\"created\":\"Tue, 24 Jul 2007 20:10:27 GMT\"}],"
	  "\"update_date\":\"2008-11-26\",\"authors_parsed\":[[\"Bal\xc3\xa1zs\",\"C.\",\"\"],[\"Roe\",\"E.\",\"\",\"Inst\"]]}\n"
	  "{\"id\":\"0704.0002\"\n{\"id\":\"0704.0003\",\"title\":7,\"categories\":\"cs.CL\"}\r\n",
	  "0704.0001 v2 \"On a b\" by C. Bal\xc3\xa1zs (Inst), E. Roe [hep-ph math-ph] abstract=A. published=2007-04-02T19:18:42Z updated=2007-07-24T20:10:27Z "
	  "link=https://arxiv.org/abs/0704.0001 comment=37 pages doi=10.1/a 10.2/b submitter=P. N source=kaggle\n",
	  .log = "warn x:2: not JSON: it ends too early (column 18)\nwarn x:3: \"title\" is a number, not a string\n", .format = "kaggle" },
	{ __LINE__, "records: a BOM, blank lines, a bad line is named, no line feed at the end",
	  "\xef\xbb\xbf\n{\"id\":\"2401.00001\",\"version\":2,\"title\":\"T\",\"authors\":[{\"name\":\"Jane Roe\"}],\"categories\":[\"cs.CL\"],\"source\":\"oai\"}\n\nrubbish\n"
	  "{\"id\":\"2401.00002\",\"title\":\"U\",\"x\":[1]}",
	  "2401.00001 v2 \"T\" by Jane Roe [cs.CL] link=https://arxiv.org/abs/2401.00001 source=oai\n"
	  "2401.00002 \"U\" link=https://arxiv.org/abs/2401.00002 source=jsonl extra=\"x\":[1]\n", .log = "warn x:4: *", .format = "jsonl" },
	{ __LINE__, "records: what is no record at all", "{\"a\":1}\n{\"b\":\n", "", .err = "x: none of its 2 lines is a record",
	  .log = "warn x:1: *", .format = "jsonl" },
	{ __LINE__, "the earlier system's file: one object over many lines", "{\n    \"title\": \"Old. (arXiv:2305.04553v1 [cs.NE] CROSS LISTED)\",\n    \"abstract\": \"A.\",\n"
	  "    \"link\": \"http://arxiv.org/abs/2305.04553\",\n    \"context\": \"c\",\n    \"path\": \"papers/23/05/2305.04553.json\",\n    \"total_tokens\": 7,\n"
	  "    \"translated_title\": \"\xe6\x97\xa7\",\n    \"translated_abstract\": \"\xe7\x94\xb2\",\n    \"tldr\": \"\xe4\xb9\x99\",\n    \"en_tdlr\": \"E\"\n}",
	  "2305.04553 v1 \"Old\" [cs.NE] cross abstract=A. link=https://arxiv.org/abs/2305.04553 source=cn-chat-arxiv lang=zh title=\xe6\x97\xa7 "
	  "tldr=\xe4\xb9\x99 abstract=\xe7\x94\xb2 extra=\"_en_tdlr\":\"E\"\n", .format = "cn-chat-arxiv" },
	{ __LINE__, "the earlier system's file, on one line, with the slot that was printed, not yet summarized",
	  "{\"title\": \"T\", \"abstract\": \"A.\", \"link\": \"https://arxiv.org/abs/2606.21497\", \"context\": \"c\", \"en_tldr\": \"E\"}\n",
	  "2606.21497 \"T\" abstract=A. link=https://arxiv.org/abs/2606.21497 source=cn-chat-arxiv lang=zh tldr_en=E\n", .format = "cn-chat-arxiv" },
	{ __LINE__, "the earlier system's file, cut off", "{\n    \"title\": \"T\",\n    \"abs", "",
	  .err = "x: not JSON: *" },

	/* ---- What it is not, and encodings ---- */
	{ __LINE__, "empty", "", "", .err = "x: empty" },
	{ __LINE__, "white space only", " \n\t\n", "", .err = "x: empty" },
	{ __LINE__, "plain text", "\nRate exceeded.\n", "", .err = "x:2: neither XML nor JSON lines, it begins \"Rate exceeded.\"" },
	{ __LINE__, "an array", "[{\"id\":\"2401.00001\"}]", "", .err = "x:1: a JSON array: records are one object a line" },
	{ __LINE__, "an HTML page", "\n<!doctype HTML>\n<html><body>", "", .err = "x:2: an HTML page, not a reply or feed of arXiv's" },
	{ __LINE__, "an HTML page without doctype", "<HTML><head></head></HTML>", "", .err = "x:1: an HTML page, not a reply or feed of arXiv's" },
	{ __LINE__, "an XHTML page", XML "<!-- c --><html xmlns=\"http://www.w3.org/1999/xhtml\"></html>", "", .err = "x:2: an HTML page, not a reply or feed of arXiv's" },
	{ __LINE__, "an XHTML page with doctype", XML "<!DOCTYPE html PUBLIC \"p\" \"s\">\n<html/>", "", .err = "x:2: an HTML page, not a reply or feed of arXiv's" },
	{ __LINE__, "other XML", "<a xmlns=\"urn:a\"><b/></a>", "", .err = "x:1: not a reply or feed of arXiv's: the root is <a> of urn:a" },
	{ __LINE__, "a feed with another namespace is another thing", "<feed xmlns=\"http://purl.org/atom/ns#\"/>", "",
	  .err = "x:1: not a reply or feed of arXiv's: the root is <feed> of http://purl.org/atom/ns#" },
	{ __LINE__, "an entity bomb", XML "<!DOCTYPE r [\n<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>\n<rss><channel>&b;</channel></rss>", "",
	  .err = "x:2: a document type declaration (<!DOCTYPE r>): not read" },
	{ __LINE__, "an external entity", XML "<!DOCTYPE rss [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><rss><channel><title>&e;</title></channel></rss>", "",
	  .err = "x:2: a document type declaration (<!DOCTYPE rss>): not read" },
	{ __LINE__, "an entity of HTML's", RSS_HEAD RSS_DAY ITEM(1, "") "<item><title>a&nbsp;b</title></item>" RSS_END, ITEM_LINE(1),
	  .err = "x:6: not well-formed XML: Entity 'nbsp' not defined", .format = "rss" },
	{ __LINE__, "not well-formed: what came whole before is kept", RSS_HEAD RSS_DAY ITEM(1, "") "<item><title>a</b></item>" RSS_END, ITEM_LINE(1),
	  .err = "x:6: not well-formed XML: Opening and ending tag mismatch: title line 6 and b", .format = "rss" },
	{ __LINE__, "not well-formed: a prefix that nobody declared", "<rss><channel><x:item/></channel></rss>", "",
	  .err = "x:1: not well-formed XML: Namespace prefix x on item is not defined", .format = "rss" },
	{ __LINE__, "not well-formed: more after the end", RSS_HEAD RSS_DAY ITEM(1, "") RSS_END "<rss/>", ITEM_LINE(1),
	  .err = "x:7: not well-formed XML: Extra content at the end of the document", .format = "rss" },
	{ __LINE__, "not well-formed: a control character", RSS_HEAD RSS_DAY ITEM(1, "") "<item><title>a\x01</title></item>" RSS_END, ITEM_LINE(1),
	  .err = "x:6: not well-formed XML: *", .format = "rss" },
	{ __LINE__, "invalid UTF-8, with its line", RSS_HEAD RSS_DAY ITEM(1, "") "<item>\n<title>a \xb5 b</title></item>" RSS_END, ITEM_LINE(1),
	  .err = "x:7: not UTF-8 (byte 0xB5)", .format = "rss" },
	{ __LINE__, "invalid UTF-8: too long a form, a surrogate, beyond Unicode", RSS_HEAD "\xc0\x80" RSS_END, "", .err = "x:3: not UTF-8 (byte 0xC0)", .format = "rss" },
	{ __LINE__, "invalid UTF-8: a surrogate", RSS_HEAD "\xed\xa0\x80" RSS_END, "", .err = "x:3: not UTF-8 (byte 0xED)", .format = "rss" },
	{ __LINE__, "invalid UTF-8: beyond Unicode", RSS_HEAD "\xf4\x90\x80\x80" RSS_END, "", .err = "x:3: not UTF-8 (byte 0xF4)", .format = "rss" },
	{ __LINE__, "invalid UTF-8 in a record: the others go on", RECORD("1") "{\"id\":\"2401.00002\",\"title\":\"\xff\"}\n" RECORD("3"),
	  RECORD_LINE("1") RECORD_LINE("3"), .log = "warn x:2: not JSON: a byte that is not UTF-8 (column 29: byte 0xFF)\n", .format = "jsonl" },
	{ __LINE__, "invalid UTF-8 in the first record", "{\"id\":\"\xe4\xb8\"}\n" RECORD("2"), RECORD_LINE("2"),
	  .log = "warn x:1: not JSON: a byte that is not UTF-8 (column 8: byte 0xE4)\n", .format = "jsonl" },
	{ __LINE__, "half a character at a line's end spoils that line", "{\"a\":\"\xe4\xb8\n" RECORD("2"), RECORD_LINE("2"),
	  .log = "warn x:1: not JSON: a byte that is not UTF-8 (column 7: byte 0xE4)\n", .format = "jsonl" },
	{ __LINE__, "a first line that is no record", "# my papers\n" RECORD("1"), RECORD_LINE("1"),
	  .log = "warn x:1: neither XML nor JSON lines, it begins \"# my papers\"\n", .format = "jsonl" },
	{ __LINE__, "two first lines that are none", "a\n\nb\n" RECORD("1"), "", .err = "x:1: neither XML nor JSON lines, it begins \"a\"" },
	{ __LINE__, "binary", "\n\x7f" "ELF\x02\n", "", .err = "x:2: neither XML nor JSON lines, it begins \"?ELF?\"" },
	{ __LINE__, "bzip2", "BZh91AY&SY\n", "", .err = "x: bzip2 data: unpack it first" },
	{ __LINE__, "zip", "PK\x03\x04\x14\x01\n", "", .err = "x: a zip archive: unpack it first" },
	{ __LINE__, "cut within a character", "{\"id\":\"2401.00001\",\"title\":\"\xe4\xbd", "", .err = "x:1: cut off within a character" },
#define GBK_ITEM "<rss><channel><item><title>\xd6\xd0\xce\xc4\x81\x30\x81\x30</title><guid>oai:arXiv.org:2401.00001v1</guid></item></channel></rss>"
#define GBK_LINE "2401.00001 v1 \"\xe4\xb8\xad\xe6\x96\x87\xc2\x80\" link=https://arxiv.org/abs/2401.00001 source=rss\n"
#define ZH_ITEM(bytes) "<rss><channel><item><title>" bytes "</title><guid>oai:arXiv.org:2401.00001v1</guid></item></channel></rss>"
#define ZH_LINE "2401.00001 v1 \"\xe4\xb8\xad\xe6\x96\x87\" link=https://arxiv.org/abs/2401.00001 source=rss\n"
	{ __LINE__, "GBK, declared as gb2312", "<?xml version='1.0' encoding='gb2312'?>" ZH_ITEM("\xd6\xd0\xce\xc4"), ZH_LINE, .format = "rss" },
	{ __LINE__, "GBK: a sign beyond GB 2312, a word of four bytes", "<?xml version='1.0' encoding=\"x-gbk\" ?>" ZH_ITEM("\xe9\x46\x95\x32\x82\x36"),
	  "2401.00001 v1 \"\xe9\x95\x95\xf0\xa0\x80\x80\" link=https://arxiv.org/abs/2401.00001 source=rss\n", .format = "rss" },
	{ __LINE__, "GBK, by the HTTP header, against the declaration", XML ZH_ITEM("\xd6\xd0\xce\xc4"), ZH_LINE, .format = "rss", .charset = "GBK" },
	{ __LINE__, "GBK, not declared", ZH_ITEM("\xd6\xd0\xce\xc4"), "", .err = "x:1: not UTF-8 (byte 0xD6), and no other encoding is declared", .format = "rss" },
	{ __LINE__, "GBK, declared as UTF-8", XML ZH_ITEM("\xd6\xd0\xce\xc4"), "", .err = "x:2: not UTF-8 (byte 0xD6)", .format = "rss" },
	{ __LINE__, "Big5, declared", "<?xml version='1.0' encoding='Big5'?>" ZH_ITEM("\xa4\xa4\xa4\xe5"), ZH_LINE, .format = "rss" },
	{ __LINE__, "Big5, by the HTTP header", ZH_ITEM("\xa4\xa4\xa4\xe5"), ZH_LINE, .format = "rss", .charset = "big5" },
	{ __LINE__, "Big5, not declared", ZH_ITEM("\xa4\xa4\xa4\xe5"), "", .err = "x:1: not UTF-8 (byte 0xA4), and no other encoding is declared", .format = "rss" },
	{ __LINE__, "bytes that the declared encoding does not have", "<?xml version='1.0' encoding='gbk'?>\n" ZH_ITEM("a\xff\xff"), "",
	  .err = "x:2: not gbk (byte 0xFF)", .format = "rss" },
	{ __LINE__, "an encoding that nobody knows", "<?xml version='1.0' encoding='x-klingon'?>" ZH_ITEM("a"), "", .err = "x:1: encoding \"x-klingon\" is not known" },
	{ __LINE__, "an encoding that asks iconv for more", "<?xml version='1.0' encoding='utf-8//IGNORE'?>" ZH_ITEM("a"), "",
	  .err = "x:1: encoding \"utf-8//IGNORE\" is not known" },
	{ __LINE__, "ASCII that says it is UTF-16", "<?xml version='1.0' encoding='UTF-16'?>" ZH_ITEM("a"), "", .err = "x:1: declared as \"UTF-16\", which it is not" },
	{ __LINE__, "UTF-8 with a byte order mark wins over the header", "\xef\xbb\xbf" ZH_ITEM("\xe4\xb8\xad\xe6\x96\x87"), ZH_LINE, .format = "rss", .charset = "gbk" },
	{ __LINE__, "Latin-1, as the web means it", "<?xml version='1.0' encoding='ISO-8859-1'?>" ZH_ITEM("caf\xe9 \x80"),
	  "2401.00001 v1 \"caf\xc3\xa9 \xe2\x82\xac\" link=https://arxiv.org/abs/2401.00001 source=rss\n", .format = "rss" },
};

static const int chunks[] = { 0, 1, -7, -97 };

/* "TEXT*" wants only the beginning. */
static void assert_like(const char *got, const char *want)
{
	size_t n = strlen(want);
	if (n && want[n - 1] == '*')
		assert_true(strncmp(got, want, n - 1) == 0 || (print_error("got  %s\nwant %s\n", got, want), false));
	else
		assert_string_equal(got, want);
}

struct doc_case {
	const struct doc *d;
	int chunk;
	char name[200];
};

static void check_doc(void **state)
{
	const struct doc_case *c = *state;
	const struct doc *d = c->d;
	struct seen seen = { .n = 0 };
	bool ok = read_doc(str_of(d->doc), d->charset, c->chunk, &seen);
	if (ok != (d->err == NULL))
		fail_msg("test_source.c:%d: %s", d->line, ok ? "no error" : seen.err.msg);
	assert_string_equal(seen.papers.s, d->papers);
	assert_like(seen.log.s, d->log ? d->log : "");
	if (d->err) {
		assert_like(seen.err.msg, d->err);
		assert_int_equal(seen.err.kind, ERR_INPUT);
	}
	if (d->format)
		assert_string_equal(seen.format ? seen.format : "none", d->format);
	else
		assert_null(seen.format);
	assert_string_equal(seen.token, d->token ? d->token : "none");
	assert_string_equal(seen.code, d->code ? d->code : "");
	assert_int_equal(seen.deleted, d->deleted);
	if (d->total)
		assert_int_equal(seen.total, d->total);
	forget(&seen);
}

/* ---- Cut, hostile, large ---- */

static const struct { const char *name, *doc, *end; } whole[] = {
	{ "rss", RSS_HEAD RSS_DAY ITEM(1, "") ITEM(2, "<category>cs.CL</category>") ITEM(3, "") RSS_END, "</item>" },
	{ "api", API "<entry><id>http://arxiv.org/abs/2401.00001v1</id><title>T</title></entry>\n<entry><id>http://arxiv.org/abs/2401.00002v1</id>"
	  "<title>U \xe4\xb8\xad</title></entry>\n</feed>", "</entry>" },
	{ "rdf", RDF "<item><title>A. (arXiv:1805.00001v1 [cs.CL])</title><link>http://arxiv.org/abs/1805.00001</link></item>\n"
	  "<item><title>B. (arXiv:1805.00002v1 [cs.CL])</title><link>http://arxiv.org/abs/1805.00002</link></item></rdf:RDF>", "</item>" },
	{ "oai", OAI "<ListRecords>" HEADER("2401.00005") ARXIV("<title>T</title>") HEADER("2401.00006") RAW("<title>U</title>") "</ListRecords></OAI-PMH>", "</record>" },
};

/* Cut at 20 places: always an error, and always the papers that were whole. */
static void check_cut(void **state)
{
	const char *const *w = *state;
	struct str doc = str_of(w[1]);
	for (size_t i = 0; i < 20; i++) {
		struct str part = str_head(doc, doc.n * (i + 1) / 21 + 1);
		unsigned long want = 0;
		for (size_t at = 0; (at = str_find(part, w[2], at)) != STR_NONE; at++)
			want++;
		struct seen seen = { .n = 0 };
		assert_false(read_doc(part, NULL, i % 2 ? 0 : 3, &seen));
		assert_int_equal(seen.err.kind, ERR_INPUT);
		assert_true(strstr(seen.err.msg, "cut off") != NULL || part.n < 64);
		assert_int_equal(seen.n, want);
		forget(&seen);
	}
}

/* What the sink says goes through untouched, and nothing comes after it. */
static void check_sink_fails(void **state)
{
	const char *const *w = *state;
	for (size_t i = 0; i < COUNTOF(chunks); i++) {
		struct seen seen = { .stop_at = 2 };
		assert_false(read_doc(str_of(w[1]), NULL, chunks[i], &seen));
		assert_int_equal(seen.err.kind, ERR_STORE);
		assert_string_equal(seen.err.msg, "disk full");
		assert_int_equal(seen.n, 2);
		forget(&seen);
	}
}

static void check_sink_fails_in_records(void **state)
{
	UNUSED(state);
	const char *w[] = { "", "{\"id\":\"2401.00001\",\"title\":\"T\"}\n{\"id\":\"2401.00002\",\"title\":\"T\"}\n{\"id\":\"2401.00003\",\"title\":\"T\"}\n" };
	void *p = w;
	check_sink_fails(&p);
}

/* What the process holds just now. Not its peak: an earlier case may have set that. */
static long resident_kib(void)
{
	char line[100] = "";
	FILE *f = fopen("/proc/self/statm", "r");
	if (f == NULL || fgets(line, sizeof line, f) == NULL)
		fail_msg("no /proc/self/statm");
	fclose(f);
	const char *second = strchr(line, ' ');
	return second ? strtol(second, NULL, 10) * (sysconf(_SC_PAGESIZE) / 1024) : 0;
}

/* A sanitizer keeps freed memory for a while. */
#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define SANITIZED true
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#define SANITIZED true
#endif
#ifndef SANITIZED
#define SANITIZED false
#endif

static void assert_small(long before, long limit_kib)
{
	long more = resident_kib() - before;
	if (!SANITIZED && more > limit_kib)
		fail_msg("%ld KiB more than before", more);
}

/* Feed START, then PIECE until MORE bytes went in or it fails. Memory must not follow. */
static void flood(const char *start, struct str piece, size_t more, const char *want)
{
	struct seen seen = { .papers = BUF_INIT(BUF_UNBOUNDED), .log = BUF_INIT(BUF_UNBOUNDED) };
	struct log log = { note, &seen.log, LOG_INFO };
	struct source_options o = { .name = "x", .sink = { put, &seen }, .log = &log };
	struct source *s = source_open(&o);
	long before = resident_kib();
	bool ok = source_feed(s, str_of(start), &seen.err);
	for (size_t n = 0, i = 0; ok && n < more; n += piece.n, i++) {
		ok = source_feed(s, piece, &seen.err);
		if (i % 256 == 0)
			assert_small(before, 48L * 1024);
	}
	assert_false(ok);
	assert_like(seen.err.msg, want);
	assert_small(before, 48L * 1024);
	source_free(s);
	forget(&seen);
}

static char big[1 << 16];

static void check_large_text(void **state)
{
	UNUSED(state);
	memset(big, 'a', sizeof big);
	flood(RSS_HEAD "<item><title>", (struct str){ big, sizeof big }, 200u << 20, "x:3: a text longer than 4194304 bytes");
}

static void check_large_attribute(void **state)
{
	UNUSED(state);
	memset(big, 'a', sizeof big);
	flood(API "<entry><link href=\"", (struct str){ big, sizeof big }, 200u << 20, "x:*");
}

static void check_large_comment(void **state)
{
	UNUSED(state);
	memset(big, 'a', sizeof big);
	flood(RSS_HEAD "<!-- ", (struct str){ big, sizeof big }, 200u << 20, "x:*");
}

static void check_large_entry(void **state)
{
	UNUSED(state);
	flood(API "<entry>", STR("<author><name>Jane Roe</name></author>"), 2000u << 20, "x:4: an entry longer than 16777216 bytes");
}

/* A line that is too long takes no memory beyond the limit; it is named, and what stands behind it is read. */
static void check_long_line(void)
{
	struct seen seen = { .papers = BUF_INIT(BUF_UNBOUNDED), .log = BUF_INIT(BUF_UNBOUNDED) };
	struct log log = { note, &seen.log, LOG_INFO };
	struct source_options o = { .name = "x", .sink = { put, &seen }, .log = &log };
	struct source *s = source_open(&o);
	long before = resident_kib();
	bool ok = source_feed(s, STR("{\"id\":\"2401.00001\",\"title\":\""), &seen.err);
	for (size_t n = 0; ok && n < 200u << 20; n += sizeof big)
		ok = source_feed(s, (struct str){ big, sizeof big }, &seen.err);
	assert_small(before, 48L * 1024);
	assert_true(ok && source_feed(s, STR("\"}\n" RECORD("2")), &seen.err) && source_finish(s, &seen.err));
	assert_string_equal(seen.papers.s, RECORD_LINE("2"));
	assert_string_equal(seen.log.s, "warn x:1: a line longer than 16777216 bytes\n");
	source_free(s);
	forget(&seen);
}

static void check_large_line(void **state)
{
	UNUSED(state);
	memset(big, 'a', sizeof big);
	check_long_line();
	flood("{\n\"id\":\"2401.00001\",\"title\":\"", (struct str){ big, sizeof big }, 200u << 20, "x:2: an object longer than 16777216 bytes");
}

/* A text of 200 MB where nobody asks for it is no harm and takes no memory. */
static void check_large_nothing(void **state)
{
	UNUSED(state);
	memset(big, 'a', sizeof big);
	struct seen seen = { .papers = BUF_INIT(BUF_UNBOUNDED), .log = BUF_INIT(BUF_UNBOUNDED) };
	struct source_options o = { .name = "x", .sink = { put, &seen } };
	struct source *s = source_open(&o);
	long before = resident_kib();
	bool ok = source_feed(s, STR(RSS_HEAD "<other>"), &seen.err);
	for (size_t n = 0; ok && n < 200u << 20; n += sizeof big) {
		ok = source_feed(s, (struct str){ big, sizeof big }, &seen.err);
		assert_small(before, 4L * 1024);
	}
	ok = ok && source_feed(s, STR("</other>" RSS_END), &seen.err) && source_finish(s, &seen.err);
	assert_true(ok);
	source_free(s);
	forget(&seen);
}

static void check_deep(void **state)
{
	UNUSED(state);
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	buf_addz(&b, RSS_HEAD RSS_DAY ITEM(1, ""));
	for (int i = 0; i < 10000; i++)
		buf_addz(&b, "<a>\n");
	for (size_t i = 0; i < COUNTOF(chunks); i++) {
		struct seen seen = { .n = 0 };
		assert_false(read_doc(buf_str(&b), NULL, chunks[i], &seen));
		assert_string_equal(seen.err.msg, "x:68: elements nested deeper than 64");
		assert_string_equal(seen.papers.s, ITEM_LINE(1));
		forget(&seen);
	}
	buf_free(&b);
}

/* So many different names as no feed has, and a thousand more than may be: the table also has those of libxml2's own. */
static void check_names(void **state)
{
	UNUSED(state);
	static const struct { int names; bool ok; } documents[] = { { SOURCE_MAX_NAMES - 1000, true }, { SOURCE_MAX_NAMES + 1000, false } };
	for (size_t i = 0; i < COUNTOF(documents); i++) {
		struct buf b = BUF_INIT(BUF_UNBOUNDED);
		struct seen seen = { .n = 0 };
		buf_addz(&b, RSS_HEAD RSS_DAY ITEM(1, ""));
		for (int k = 0; k < documents[i].names; k++)
			buf_addf(&b, "<e%d/>", k);
		buf_addz(&b, RSS_END);
		assert_int_equal(read_doc(buf_str(&b), NULL, 0, &seen), documents[i].ok);
		assert_like(seen.err.msg, documents[i].ok ? "" : "x:6: more than 10000 different names of elements and attributes");
		assert_string_equal(seen.papers.s, ITEM_LINE(1));
		forget(&seen);
		buf_free(&b);
	}
}

/* ---- The table of subjects: in order, and each a category that the taxonomy has ---- */

static void check_subjects(void **state)
{
	UNUSED(state);
	static const struct { const char *subject, *category; } subjects[] = {
#include "subjects.inc"
	};
	for (size_t i = 0; i < COUNTOF(subjects); i++) {
		if (!category_known(str_of(subjects[i].category)))
			fail_msg("%s: no category %s", subjects[i].subject, subjects[i].category);
		if (i > 0 && strcmp(subjects[i - 1].subject, subjects[i].subject) >= 0)
			fail_msg("%s: out of order", subjects[i].subject);
	}
}

/* ---- */

enum { MOST_TESTS = COUNTOF(docs) * COUNTOF(chunks) + 2 * COUNTOF(whole) + 20 };

int main(void)
{
	static struct CMUnitTest tests[MOST_TESTS];
	static struct doc_case cases[COUNTOF(docs) * COUNTOF(chunks)];
	static const struct CMUnitTest others[] = {
		cmocka_unit_test(check_sink_fails_in_records), cmocka_unit_test(check_large_text), cmocka_unit_test(check_large_attribute),
		cmocka_unit_test(check_large_comment), cmocka_unit_test(check_large_entry), cmocka_unit_test(check_large_line),
		cmocka_unit_test(check_large_nothing), cmocka_unit_test(check_deep), cmocka_unit_test(check_names),
		cmocka_unit_test(check_subjects),
	};
	size_t n = 0;
	for (size_t i = 0; i < COUNTOF(docs) * COUNTOF(chunks); i++) {
		struct doc_case *c = &cases[i];
		c->d = &docs[i / COUNTOF(chunks)];
		c->chunk = chunks[i % COUNTOF(chunks)];
		snprintf(c->name, sizeof c->name, "line %d, chunks %d: %.150s", c->d->line, c->chunk, c->d->name);
		tests[n++] = (struct CMUnitTest){ c->name, check_doc, NULL, NULL, c };
	}
	for (size_t i = 0; i < COUNTOF(whole); i++) {
		void *w = (void *)(uintptr_t)&whole[i];
		tests[n++] = (struct CMUnitTest){ "cut at 20 places", check_cut, NULL, NULL, w };
		tests[n++] = (struct CMUnitTest){ "the sink fails", check_sink_fails, NULL, NULL, w };
	}
	for (size_t i = 0; i < COUNTOF(others); i++)
		tests[n++] = others[i];
	return _cmocka_run_group_tests("source", tests, n, NULL, NULL);
}
