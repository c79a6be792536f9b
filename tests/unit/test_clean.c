/* SPDX-License-Identifier: MIT
 * From each road's form to the record: a row is one field as the road writes it and what the record is to hold. */
#include "digest/paper.h"
#include "tests/unit/plain_tap.h"

enum what { TITLE, ABSTRACT, LINK, COMMENT, JOURNAL, DOI, SUBMITTER, CATEGORIES, MSC, AUTHORS, TYPE, VERSION, WITHDRAWN, ID, N_WHAT,
	ONCE = N_WHAT, N_RAW };  /* once: a record that said so would be read otherwise */

/* The same id unless ID says otherwise. NULL: not given, not asked. */
static const struct row {
	int line;
	enum paper_form form;
	const char *raw[N_RAW];    /* CATEGORIES: separated by blanks; VERSION: a number */
	const char *want[N_WHAT];
	const char *received;      /* the names of what is kept as received, each with a blank behind it; NULL: not asked */
} rows[] = {
	/* the legacy title's suffix */
	{ __LINE__, FORM_RDF, { [TITLE] = "A Title. (arXiv:2402.17010v1 [cs.SD])" },
	  { [TITLE] = "A Title", [VERSION] = "1", [TYPE] = "new", [CATEGORIES] = "cs.SD" }, "title " },
	{ __LINE__, FORM_RDF, { [TITLE] = "Why?. (arXiv:2402.17010v12 [math.IT] UPDATED)" },
	  { [TITLE] = "Why?", [VERSION] = "12", [TYPE] = "replace", [CATEGORIES] = "cs.IT" }, NULL },
	{ __LINE__, FORM_RDF, { [TITLE] = "Wait.... (arXiv:2402.17010v2 [cs.SD] CROSS LISTED)", [CATEGORIES] = "cs.AI cs.SD" },
	  { [TITLE] = "Wait...", [VERSION] = "2", [TYPE] = "cross", [CATEGORIES] = "cs.SD cs.AI" }, NULL },
	{ __LINE__, FORM_RDF, { [TITLE] = "No stop (arXiv:2402.17010 [cs.SD])\n" }, { [TITLE] = "No stop", [VERSION] = "0", [TYPE] = "new" }, NULL },
	{ __LINE__, FORM_RDF, { [TITLE] = "R&amp;D &lt;x&gt; AT&T. (arXiv:2402.17010v1 [cs.SD])" }, { [TITLE] = "R&D <x> AT&T" }, NULL },
	{ __LINE__, FORM_RDF, { [ID] = "math/0309136", [TITLE] = "Old. (arXiv:math.GT/0309136v3 [math.GT] UPDATED)" },
	  { [TITLE] = "Old", [VERSION] = "3", [ID] = "math/0309136" }, NULL },
	{ __LINE__, FORM_RECORD, { [TITLE] = "A Title. (arXiv:2402.17010v3 [cs.LG] UPDATED)" },
	  { [TITLE] = "A Title", [VERSION] = "3", [TYPE] = "replace", [CATEGORIES] = "cs.LG" }, "title " },
	/* what the record knows is not taken from the suffix */
	{ __LINE__, FORM_RECORD, { [TITLE] = "T. (arXiv:2402.17010v3 [cs.LG] UPDATED)", [VERSION] = "5", [TYPE] = "cross" },
	  { [TITLE] = "T", [VERSION] = "5", [TYPE] = "cross" }, NULL },
	/* what is no suffix */
	{ __LINE__, FORM_RECORD, { [TITLE] = "Comment on X (arXiv:2301.00001v1 [cs.LG])" },
	  { [TITLE] = "Comment on X (arXiv:2301.00001v1 [cs.LG])", [TYPE] = "" }, "" },
	{ __LINE__, FORM_RECORD, { [TITLE] = "About (arXiv:2402.17010v1 [cs.LG]) and more." },
	  { [TITLE] = "About (arXiv:2402.17010v1 [cs.LG]) and more." }, "" },
	{ __LINE__, FORM_RECORD, { [TITLE] = "(arXiv: [x]) ])" }, { [TITLE] = "(arXiv: [x]) ])" }, "" },
	{ __LINE__, FORM_FEED, { [ONCE] = "", [TITLE] = "T. (arXiv:2402.17010v1 [cs.SD])" }, { [TITLE] = "T. (arXiv:2402.17010v1 [cs.SD])" }, "" },
	{ __LINE__, FORM_API, { [TITLE] = "A title that ends in a stop." }, { [TITLE] = "A title that ends in a stop." }, "" },

	/* the present abstract's prefix */
	{ __LINE__, FORM_FEED, { [ABSTRACT] = "arXiv:2402.17010v1 Announce Type: new \nAbstract: Text & a<b." },
	  { [ABSTRACT] = "Text & a<b.", [VERSION] = "1", [TYPE] = "new" }, "abstract " },
	{ __LINE__, FORM_RECORD, { [ABSTRACT] = "arXiv:2402.17010v2 Announce Type: replace-cross  Abstract: Flat." },
	  { [ABSTRACT] = "Flat.", [VERSION] = "2", [TYPE] = "replace-cross" }, "abstract " },
	{ __LINE__, FORM_FEED, { [ABSTRACT] = "arXiv:2402.17010v2 Announce Type: cross\nAbstract:\nNext line.", [TYPE] = "replace" },
	  { [ABSTRACT] = "Next line.", [VERSION] = "2", [TYPE] = "replace" }, NULL },
	{ __LINE__, FORM_FEED, { [ABSTRACT] = "arXiv:2402.17010v2 Announce Type: absonly \nAbstract: x" }, { [ABSTRACT] = "x", [TYPE] = "" }, NULL },
	{ __LINE__, FORM_FEED, { [ABSTRACT] = "arXiv:2402.17010v1 Announce Type: new \nAbstract: " }, { [ABSTRACT] = "" }, NULL },
	/* one that names another paper goes, but is not believed */
	{ __LINE__, FORM_RECORD, { [ABSTRACT] = "arXiv:2401.90001v7 Announce Type: cross  Abstract: Other." },
	  { [ABSTRACT] = "Other.", [VERSION] = "0", [TYPE] = "" }, NULL },
	{ __LINE__, FORM_RECORD, { [TITLE] = "arXiv:2402.17010v1 Announce Type: cross  Abstract: Prefix" },
	  { [TITLE] = "arXiv:2402.17010v1 Announce Type: cross Abstract: Prefix", [TYPE] = "" }, NULL },
	{ __LINE__, FORM_FEED, { [ABSTRACT] = "arXiv:2402.17010v1 is cited here." }, { [ABSTRACT] = "arXiv:2402.17010v1 is cited here.", [VERSION] = "0" }, "" },
	{ __LINE__, FORM_API, { [ONCE] = "", [ABSTRACT] = "arXiv:2402.17010v1 Announce Type: new Abstract: x" },
	  { [ABSTRACT] = "arXiv:2402.17010v1 Announce Type: new Abstract: x" }, "" },

	/* wrapping and paragraphs */
	{ __LINE__, FORM_API, { [TITLE] = "A wrapped\n  title", [ABSTRACT] = "  First line\nwrapped.\n  Second paragraph.\n" },
	  { [TITLE] = "A wrapped title", [ABSTRACT] = "First line wrapped.\nSecond paragraph." }, "title abstract " },
	{ __LINE__, FORM_OAI, { [ABSTRACT] = "  One\ntwo.\n\nThree.\n", [COMMENT] = "12 pages,\n  3 figures" },
	  { [ABSTRACT] = "One two.\nThree.", [COMMENT] = "12 pages, 3 figures" }, NULL },
	{ __LINE__, FORM_TEX, { [ABSTRACT] = "  Of G\\\"odel\nand ``others''.\n", [JOURNAL] = "J. Phys.\n  A~1 (2007) 1--2" },
	  { [ABSTRACT] = "Of Gödel and “others”.", [JOURNAL] = "J. Phys. A 1 (2007) 1–2" }, NULL },
	{ __LINE__, FORM_FEED, { [ABSTRACT] = "One\ntwo.\n  Three." }, { [ABSTRACT] = "One two.\nThree." }, NULL },
	{ __LINE__, FORM_RECORD, { [ABSTRACT] = "First paragraph.\nSecond one." }, { [ABSTRACT] = "First paragraph.\nSecond one." }, "" },
	{ __LINE__, FORM_RECORD, { [ABSTRACT] = "  In arXiv's form,\nwrapped.\n  Second." }, { [ABSTRACT] = "In arXiv's form, wrapped.\nSecond." }, NULL },

	/* references: only where the road escapes twice */
	{ __LINE__, FORM_RDF, { [ABSTRACT] = "<p>Range $2.6&lt;\\eta&lt;4$ &amp;amp; <i>more</i>.\nNext line.\n</p>\n" },
	  { [ABSTRACT] = "Range $2.6<\\eta<4$ &amp; more. Next line." }, "" },
	{ __LINE__, FORM_RDF, { [ABSTRACT] = "<p>One.</p><p>Two \\'e.</p>" }, { [ABSTRACT] = "One.\nTwo é." }, "abstract " },
	{ __LINE__, FORM_FEED, { [TITLE] = "AT&amp;T <b>", [ABSTRACT] = "a<b, &lt;c&gt; <p>d" }, { [TITLE] = "AT&amp;T <b>", [ABSTRACT] = "a<b, &lt;c&gt; <p>d" }, "" },
	{ __LINE__, FORM_RECORD, { [TITLE] = "AT&amp;T &copy; &#42;" }, { [TITLE] = "AT&amp;T &copy; &#42;" }, "" },
	{ __LINE__, FORM_API, { [TITLE] = "x &lt; y" }, { [TITLE] = "x &lt; y" }, "" },

	/* TeX and characters, in every field of words; addresses and numbers are no TeX */
	{ __LINE__, FORM_FEED, { [TITLE] = "L\\'evy and $\\'e$ \\textit{x}", [COMMENT] = "5~pages, \\url{https://x.org/a_b}", [SUBMITTER] = "P\\'eter" },
	  { [TITLE] = "Lévy and $\\'e$ x", [COMMENT] = "5 pages, https://x.org/a_b", [SUBMITTER] = "Péter" }, "title " },
	{ __LINE__, FORM_TEX, { [DOI] = " 10.1000/a--b\n  10.1000/c~d ", [MSC] = "68T50,\n  68U15" }, { [DOI] = "10.1000/a--b 10.1000/c~d", [MSC] = "68T50, 68U15" }, NULL },
	{ __LINE__, FORM_RECORD, { [TITLE] = "\xe2\x80\xae" "evil\xe2\x80\xac\x07 e\xcc\x81" }, { [TITLE] = "evil é" }, "title " },

	/* links */
	{ __LINE__, FORM_RECORD, { [LINK] = NULL }, { [LINK] = "https://arxiv.org/abs/2402.17010" }, "" },
	{ __LINE__, FORM_RECORD, { [LINK] = "" }, { [LINK] = "https://arxiv.org/abs/2402.17010" }, "link " },
	{ __LINE__, FORM_RECORD, { [LINK] = "https://arxiv.org/abs/2402.17010" }, { [LINK] = "https://arxiv.org/abs/2402.17010" }, "" },
	{ __LINE__, FORM_RECORD, { [LINK] = "http://arxiv.org/abs/2402.17010" }, { [LINK] = "https://arxiv.org/abs/2402.17010" }, "link " },
	{ __LINE__, FORM_RECORD, { [LINK] = "https://rss.arxiv.org/abs/2402.17010" }, { [LINK] = "https://arxiv.org/abs/2402.17010" }, "link " },
	{ __LINE__, FORM_RECORD, { [LINK] = "http://export.arxiv.org/abs/2402.17010v3" }, { [LINK] = "https://arxiv.org/abs/2402.17010", [VERSION] = "3" }, "link " },
	{ __LINE__, FORM_RECORD, { [LINK] = "https://arxiv.org/abs/2301.00001" }, { [LINK] = "https://arxiv.org/abs/2301.00001" }, "" },
	{ __LINE__, FORM_RECORD, { [LINK] = "https://arxiv.org/pdf/2402.17010" }, { [LINK] = "https://arxiv.org/pdf/2402.17010" }, "" },
	{ __LINE__, FORM_RECORD, { [LINK] = "https://arxiv.org.example.com/abs/2402.17010" }, { [LINK] = "https://arxiv.org.example.com/abs/2402.17010" }, "" },
	{ __LINE__, FORM_RECORD, { [LINK] = "https://example.com/a_(b)?x=1~2--3" }, { [LINK] = "https://example.com/a_(b)?x=1~2--3" }, "" },
	{ __LINE__, FORM_RECORD, { [LINK] = "javascript:alert(1)" }, { [LINK] = "javascript:alert(1)" }, "" },
	{ __LINE__, FORM_RECORD, { [LINK] = "https://x.org/\xe2\x80\xae\ny" }, { [LINK] = "https://x.org/ y" }, "link " },

	/* identity */
	{ __LINE__, FORM_RECORD, { [ID] = "arXiv:2402.17010v4" }, { [ID] = "2402.17010", [VERSION] = "4" }, NULL },
	{ __LINE__, FORM_FEED, { [ID] = "oai:arXiv.org:2402.17010v2", [LINK] = "https://arxiv.org/abs/2402.17010" }, { [ID] = "2402.17010", [VERSION] = "2" }, "" },
	{ __LINE__, FORM_API, { [ID] = "http://arxiv.org/abs/hep-th/9901001v1" }, { [ID] = "hep-th/9901001", [VERSION] = "1", [LINK] = "https://arxiv.org/abs/hep-th/9901001" }, NULL },
	{ __LINE__, FORM_RDF, { [ID] = "-", [LINK] = "http://arxiv.org/abs/2309.11895" }, { [ID] = "2309.11895" }, NULL },

	/* categories */
	{ __LINE__, FORM_FEED, { [CATEGORIES] = "cs.IT math.IT cs.LG cs.LG" }, { [CATEGORIES] = "cs.IT cs.LG" }, NULL },
	{ __LINE__, FORM_TEX, { [CATEGORIES] = "cmp-lg math.MP astro-ph" }, { [CATEGORIES] = "cs.CL math-ph astro-ph" }, NULL },
	{ __LINE__, FORM_API, { [CATEGORIES] = "cs.CL 68T50 I.2.7 cs.NEW" }, { [CATEGORIES] = "cs.CL cs.NEW", [MSC] = "68T50" }, NULL },

	/* authors in one string */
	{ __LINE__, FORM_FEED, { [AUTHORS] = "  Deepti, G\\\"unther K. (Inst, City)" }, { [AUTHORS] = "Deepti [Inst, City]|Günther K. [Inst, City]" }, NULL },
	{ __LINE__, FORM_FEED, { [AUTHORS] = "A. One, B. Two et al" }, { [AUTHORS] = "A. One|B. Two" }, NULL },
	{ __LINE__, FORM_FEED, { [AUTHORS] = "A. One, B. Two et al." }, { [AUTHORS] = "A. One|B. Two" }, NULL },
	{ __LINE__, FORM_TEX, { [AUTHORS] = "A. One (1) and\n  B. Two ((1) Lab)" }, { [AUTHORS] = "A. One [Lab]|B. Two" }, NULL },
	{ __LINE__, FORM_RDF, { [AUTHORS] = " <a href=\"http://arxiv.org/find/x\">Christopher Dilks</a> (STAR Collaboration)" },
	  { [AUTHORS] = "Christopher Dilks [STAR Collaboration]" }, NULL },
	{ __LINE__, FORM_RDF, { [AUTHORS] = "<a href=\"x\">LHCb collaboration</a>: <a href=\"y\">R. Aaij</a>, et al. (909 additional authors not shown)" },
	  { [AUTHORS] = "LHCb collaboration|R. Aaij|+909" }, NULL },

	/* withdrawn */
	{ __LINE__, FORM_OAI, { [COMMENT] = "This paper has been withdrawn by the author due to an error" }, { [WITHDRAWN] = "yes" }, NULL },
	{ __LINE__, FORM_OAI, { [COMMENT] = "12 pages. This submission has been withdrawn by arXiv administrators" }, { [WITHDRAWN] = "yes" }, NULL },
	{ __LINE__, FORM_OAI, { [COMMENT] = "Withdrawn" }, { [WITHDRAWN] = "yes" }, NULL },
	{ __LINE__, FORM_OAI, { [COMMENT] = "paper withdrawn" }, { [WITHDRAWN] = "yes" }, NULL },
	{ __LINE__, FORM_OAI, { [ABSTRACT] = "  This paper and abstract have been\nwithdrawn." }, { [WITHDRAWN] = "yes" }, NULL },
	{ __LINE__, FORM_OAI, { [ABSTRACT] = "Withdrawn by the author." }, { [WITHDRAWN] = "yes" }, NULL },
	{ __LINE__, FORM_OAI, { [ABSTRACT] = "This paper studies drugs. One of them has never been sold." }, { [WITHDRAWN] = "" }, NULL },
	{ __LINE__, FORM_OAI, { [ABSTRACT] = "Drugs that have been withdrawn from the market are studied." }, { [WITHDRAWN] = "" }, NULL },
	{ __LINE__, FORM_OAI, { [COMMENT] = "replaces a previous version that was withdrawn" }, { [WITHDRAWN] = "" }, NULL },
	{ __LINE__, FORM_OAI, { [COMMENT] = "15 pages" }, { [WITHDRAWN] = "" }, NULL },
};

/* What is refused, and why. */
static const struct {
	int line;
	const char *id, *link, *title, *error;
} refused[] = {
	{ __LINE__, NULL, NULL, "T", "no arXiv identifier" },
	{ __LINE__, NULL, "https://example.com/x", "T", "no arXiv identifier" },
	{ __LINE__, "", NULL, "T", "no arXiv identifier" },
	{ __LINE__, "nonsense", "https://arxiv.org/abs/2402.17010", "T", "nonsense" },
	{ __LINE__, "2402.17010", NULL, NULL, "no title" },
	{ __LINE__, "2402.17010", NULL, " \n ", "no title" },
	{ __LINE__, "2402.17010", NULL, "\xe2\x80\xae", "no title" },
};

static struct strs words(struct arena *a, const char *z)
{
	struct strs v = { arena_calloc(a, 32, sizeof *v.v), 0 };
	struct str rest = str_of(z), w;
	while (str_cut(&rest, ' ', &w))
		v.v[v.n++] = w;
	return v;
}

static void fill(struct raw_paper *raw, const struct row *r, struct arena *a)
{
	struct paper *p = &raw->paper;
	p->id = r->raw[ID] ? strcmp(r->raw[ID], "-") == 0 ? STR_NULL : str_of(r->raw[ID]) : STR("2402.17010");
	p->title = str_of(r->raw[TITLE] ? r->raw[TITLE] : "Any title");
	p->abstract = str_of(r->raw[ABSTRACT]);
	p->link = str_of(r->raw[LINK]);
	p->comment = str_of(r->raw[COMMENT]);
	p->journal_ref = str_of(r->raw[JOURNAL]);
	p->doi = str_of(r->raw[DOI]);
	p->submitter = str_of(r->raw[SUBMITTER]);
	p->msc_class = str_of(r->raw[MSC]);
	p->version = r->raw[VERSION] ? atoi(r->raw[VERSION]) : 0;
	p->announce_type = announce_parse(str_of(r->raw[TYPE]));
	if (r->raw[CATEGORIES])
		p->categories = words(a, r->raw[CATEGORIES]);
	raw->authors_text = str_of(r->raw[AUTHORS]);
}

static struct str authors_shown(const struct paper *p, struct arena *a)
{
	struct buf b = BUF_INIT(10000);
	for (size_t i = 0; i < p->n_authors; i++) {
		buf_addz(&b, i ? "|" : "");
		buf_adds(&b, p->authors[i].name);
		for (size_t k = 0; k < p->authors[i].affiliations.n; k++)
			buf_addf(&b, " [%.*s]", STR_ARG(p->authors[i].affiliations.v[k]));
	}
	if (p->authors_omitted)
		buf_addf(&b, "|+%d", p->authors_omitted);
	struct str s = arena_dup(a, buf_str(&b));
	buf_free(&b);
	return s;
}

static struct str shown(const struct paper *p, enum what what, struct arena *a)
{
	struct buf b = BUF_INIT(10000);
	switch (what) {
	case TITLE: return p->title;
	case ABSTRACT: return p->abstract;
	case LINK: return p->link;
	case COMMENT: return p->comment;
	case JOURNAL: return p->journal_ref;
	case DOI: return p->doi;
	case SUBMITTER: return p->submitter;
	case MSC: return p->msc_class;
	case ID: return p->id;
	case TYPE: return announce_name(p->announce_type);
	case WITHDRAWN: return p->withdrawn == TRI_YES ? STR("yes") : STR("");
	case AUTHORS: return authors_shown(p, a);
	case VERSION: buf_addf(&b, "%d", p->version); break;
	default:
		for (size_t i = 0; i < p->categories.n; i++)
			buf_addf(&b, "%s%.*s", i ? " " : "", STR_ARG(p->categories.v[i]));
	}
	struct str s = arena_dup(a, buf_str(&b));
	buf_free(&b);
	return s;
}

static struct str received(const struct paper *p, struct arena *a)
{
	struct buf b = BUF_INIT(100);
	buf_addz(&b, str_known(p->received_title) ? "title " : "");
	buf_addz(&b, str_known(p->received_abstract) ? "abstract " : "");
	buf_addz(&b, str_known(p->received_link) ? "link " : "");
	struct str s = arena_dup(a, buf_str(&b));
	buf_free(&b);
	return s;
}

/* A record that was cleaned is read again, as from a file: nothing changes, and what was received is still there. */
static bool settled(const struct paper *p, struct arena *a)
{
	struct raw_paper again = { .paper = *p, .form = FORM_RECORD };
	struct paper q;
	struct err e = ERR_INIT;
	if (!paper_clean(&again, a, &q, NULL, &e))
		return false;
	for (enum what w = 0; w < N_WHAT; w++)
		if (!str_eq(shown(p, w, a), shown(&q, w, a)))
			return false;
	return str_eq(p->received_title, q.received_title) && str_eq(p->received_abstract, q.received_abstract) &&
	       str_eq(p->received_link, q.received_link);
}

static void test_row(struct tap *t, const struct row *r)
{
	struct arena a = ARENA_INIT;
	struct raw_paper raw = { .paper = PAPER_INIT, .form = r->form };
	struct paper p;
	struct err e = ERR_INIT;
	bool ok;
	fill(&raw, r, &a);
	ok = paper_clean(&raw, &a, &p, NULL, &e);
	if (!ok)
		printf("# %s\n", e.msg);
	for (enum what w = 0; w < N_WHAT && ok; w++)
		if (r->want[w] && !str_eq(shown(&p, w, &a), str_of(r->want[w]))) {
			printf("# got  \"%.*s\"\n# want \"%s\"\n", STR_ARG(shown(&p, w, &a)), r->want[w]);
			ok = false;
		}
	if (ok && r->received && !str_eq(received(&p, &a), str_of(r->received))) {
		printf("# kept as received: %.*s\n", STR_ARG(received(&p, &a)));
		ok = false;
	}
	if (ok && !r->raw[ONCE] && !settled(&p, &a)) {
		printf("# changes when it is cleaned again\n");
		ok = false;
	}
	tap_case(t, ok, "clean, line %d", r->line);
	arena_free(&a);
}

static void test_refused(struct tap *t)
{
	struct arena a = ARENA_INIT;
	for (size_t i = 0; i < COUNTOF(refused); i++) {
		struct raw_paper raw = { .paper = PAPER_INIT, .form = FORM_RECORD };
		struct paper p = { .version = -1 };
		struct err e = ERR_INIT;
		raw.paper.id = str_of(refused[i].id);
		raw.paper.link = str_of(refused[i].link);
		raw.paper.title = str_of(refused[i].title);
		bool ok = paper_clean(&raw, &a, &p, NULL, &e);
		tap_case(t, !ok && e.kind == ERR_INPUT && strstr(e.msg, refused[i].error) && p.version == -1, "refused, line %d: %s",
		         refused[i].line, e.msg);
	}
	arena_free(&a);
}

/* Nothing is copied that is clean, and what is dropped is counted. */
static void test_counts(struct tap *t)
{
	struct arena a = ARENA_INIT;
	struct clean_counts n = { 0, 0, 0, 0 };
	static const char *const clean[] = { "A plain title: nothing to do, $x_{1}$ included", "中文标题，没有什么要改的。", "Café – naïve",
		"Ein sehr langer Titel, der mehr als vierundsechzig Zeichen hat, damit auch die Bloecke gelesen werden - ja." };
	for (size_t i = 0; i < COUNTOF(clean); i++) {
		struct str s = str_of(clean[i]);
		tap_case(t, clean_text(s, false, &a, &n).p == s.p && clean_characters(s, false, &a, &n).p == s.p, "not copied: %s", clean[i]);
	}
	tap_case(t, !str_known(clean_text(STR_NULL, false, &a, &n)), "what is not known stays so");
	tap_case(t, n.controls + n.bidi + n.entities + n.tex == 0, "nothing counted yet");
	clean_text(STR("a\x01\x02 \xe2\x80\xae \xef\xbb\xbf \\'e \\o x\xc2\xad"), false, &a, &n);
	tap_case(t, n.controls == 4 && n.bidi == 1 && n.tex == 2, "counted: %lu controls, %lu bidi, %lu TeX", n.controls, n.bidi, n.tex);
	tap_case(t, str_is(clean_characters(STR("a\\'e  ~x"), false, &a, NULL), "a\\'e ~x"), "characters only: TeX stays");
	tap_case(t, str_is(clean_text(STR("a\xff" "b"), false, &a, NULL), "a\xef\xbf\xbd" "b"), "what is not UTF-8 becomes U+FFFD");
	arena_free(&a);
}

/* At each offset around a block's edge the look must find what is to be changed. */
static void test_blocks(struct tap *t)
{
	static const char *const odd[] = { "  ", "\\'e", "~", "``x''", "\t", "\x7f", "\xc2\xa0", "\xe2\x80\xae", "e\xcc\x81", "x--y" };
	struct arena a = ARENA_INIT;
	unsigned missed = 0;
	char text[400];
	for (size_t k = 0; k < COUNTOF(odd); k++)
		for (size_t at = 1; at < 200; at++) {
			memset(text, 'x', sizeof text);
			memcpy(text + at, odd[k], strlen(odd[k]));
			struct str s = { text, 300 };
			struct str got = clean_text(s, false, &a, NULL);
			missed += got.p == s.p;
			arena_reset(&a);
		}
	tap_case(t, missed == 0, "every odd character is found wherever it stands: %u missed", missed);
	arena_free(&a);
}

/* Long texts that would be slow if anything were read again and again. */
static void test_linear(struct tap *t)
{
	static const char *const repeated[] = { "$", "$$ ", "\\(", "\\[", "{", "}", "\\textbf{", "\\textcolor{", "\\cite{", "\\begin{", "``", "`x ",
		"``a``", "\\\\", "\\'", "~", "--", "\\verb|", "[", "\\cite[", "(", "((", "(1) ", "a (1), ", "<a", "&", " and ", "\\unicode{", "$5 中",
		"\\begin{x}", "http://\\_", "'", "\"", "(arXiv:", "e\xcc\x81", "\n ", "\xc2\xa0", "\\footnote{$" };
	for (size_t i = 0; i < COUNTOF(repeated); i++) {
		struct arena a = ARENA_INIT;
		struct buf b = BUF_INIT(BUF_UNBOUNDED);
		while (b.len < 1u << 19)
			buf_addz(&b, repeated[i]);
		struct raw_paper raw = { .paper = PAPER_INIT, .form = FORM_RDF, .authors_text = buf_str(&b) };
		struct paper p;
		struct err e = ERR_INIT;
		raw.paper.id = STR("2402.17010");
		raw.paper.title = STR("T");
		raw.paper.abstract = raw.paper.comment = buf_str(&b);
		tap_case(t, paper_clean(&raw, &a, &p, NULL, &e), "half a megabyte of %s", repeated[i]);
		buf_free(&b);
		arena_free(&a);
	}
}

int main(void)
{
	struct tap t = { 0, 0 };
	for (size_t i = 0; i < COUNTOF(rows); i++)
		test_row(&t, &rows[i]);
	test_refused(&t);
	test_counts(&t);
	test_blocks(&t);
	test_linear(&t);
	return tap_done(&t);
}
