/* SPDX-License-Identifier: MIT
 * Sentences and which of them are taken; on texts of our own, and as properties on real abstracts where they are. */
#include "src/summarizer/internal.h"
#include "tests/unit/scratch.h"

/* ---- rows: a text, and its sentences with | behind each ---- */

static const struct split {
	int line;
	const char *text, *want;
} splits[] = {
	{ __LINE__, "", "" },
	{ __LINE__, " \n ", "" },
	{ __LINE__, "No stop", "No stop|" },
	{ __LINE__, "One. Two! Three? Four", "One.|Two!|Three?|Four|" },
	{ __LINE__, "  One.   Two.  ", "One.|Two.|" },
	{ __LINE__, "A paragraph\nanother one.", "A paragraph|another one.|" },
	/* abbreviations */
	{ __LINE__, "Large models, e.g. GPT, work. Others, i.e. Small ones, fail.", "Large models, e.g. GPT, work.|Others, i.e. Small ones, fail.|" },
	{ __LINE__, "As in Fig. 3 and Eq. (2), cf. Smith. See Sec. IV.", "As in Fig. 3 and Eq. (2), cf. Smith.|See Sec. IV.|" },
	{ __LINE__, "Smith et al. Phys. Rev. Lett. 99 is cited.", "Smith et al. Phys. Rev. Lett. 99 is cited.|" },
	{ __LINE__, "This extends Smith et al. We prove more.", "This extends Smith et al.|We prove more.|" },
	{ __LINE__, "Apples, pears, etc. The rest is left.", "Apples, pears, etc.|The rest is left.|" },
	{ __LINE__, "Ideas of J. R. Miller vs. Dr. Jones are compared.", "Ideas of J. R. Miller vs. Dr. Jones are compared.|" },
	{ __LINE__, "We study type A. It differs from type B. Nothing else.", "We study type A.|It differs from type B. Nothing else.|" },
	{ __LINE__, "Noise is i.i.d. Gaussian. Data are i.i.d. We show this.", "Noise is i.i.d. Gaussian.|Data are i.i.d.|We show this.|" },
	{ __LINE__, "In the U.S. Senate it failed.", "In the U.S. Senate it failed.|" },
	/* numbers, names, addresses */
	{ __LINE__, "It is 3.14 or .5 of v2.0 at arxiv.org. Node.js is fast.", "It is 3.14 or .5 of v2.0 at arxiv.org.|Node.js is fast.|" },
	{ __LINE__, "It rose by 5. 7 others fell.", "It rose by 5.|7 others fell.|" },
	{ __LINE__, "We wait... and see. Then... Nothing.", "We wait... and see.|Then...|Nothing.|" },
	{ __LINE__, "The method ends. k-means follows.", "The method ends. k-means follows.|" },
	/* quotes and brackets close behind the stop */
	{ __LINE__, "He said \"no.\" She left. (It rained.) We know.", "He said \"no.\"|She left.|(It rained.)|We know.|" },
	{ __LINE__, "He said \u201cno.\u201d She left.", "He said \u201cno.\u201d|She left.|" },
	/* a forgotten blank */
	{ __LINE__, "These are results.We show them.", "These are results.|We show them.|" },
	{ __LINE__, "The class a.B.We is code.", "The class a.B.We is code.|" },
	/* mathematics is one piece */
	{ __LINE__, "Let $x. Y$ be. The set $\\{a. B\\}$ is.", "Let $x. Y$ be.|The set $\\{a. B\\}$ is.|" },
	{ __LINE__, "We have $$a = b. C$$ here. Done.", "We have $$a = b. C$$ here.|Done.|" },
	{ __LINE__, "So $x = 0.$ We conclude.", "So $x = 0.$|We conclude.|" },
	{ __LINE__, "It costs 5 $. Others cost 6 $. So what.", "It costs 5 $.|Others cost 6 $.|So what.|" },
	{ __LINE__, "For all n. $\\alpha$ is small.", "For all n.|$\\alpha$ is small.|" },
	/* other scripts */
	{ __LINE__, "我们提出方法。结果很好！对吗？是", "我们提出方法。|结果很好！|对吗？|是|" },
	{ __LINE__, "C'est fini. \u00c9tant donn\u00e9 cela, on va.", "C'est fini.|\u00c9tant donn\u00e9 cela, on va.|" },
};

static bool collect(void *ctx, struct str sentence)
{
	buf_adds(ctx, sentence);
	buf_addc(ctx, '|');
	return true;
}

static void sentences(void **state)
{
	const struct split *row = *state;
	struct buf got = BUF_INIT(10000);
	sentences_each(str_of(row->text), collect, &got);
	if (strcmp(got.s, row->want) != 0)
		fail_msg("line %d: %s", row->line, got.s);
	buf_free(&got);
}

/* ---- rows: a title, an abstract, what is taken ---- */

static const struct taken {
	int line;
	const char *title, *abstract, *want;
} taken[] = {
	{ __LINE__, "T", "", "" },
	{ __LINE__, "T", "Too short.", "Too short." },
	{ __LINE__, "Counting sheep", "We count sheep with a net.", "We count sheep with a net." },
	/* background first, contribution, detail, result, code */
	{ __LINE__, "Counting sheep at night",
	  "Sheep have been counted for centuries. However, counting at night remains hard. We propose a lamp for counting "
	  "sheep at night. The lamp is held by a stick. Experiments show that the lamp outperforms candles by 12.5%. Code is "
	  "available at https://example.org/lamp.",
	  "We propose a lamp for counting sheep at night. Experiments show that the lamp outperforms candles by 12.5%." },
	/* a theorem says it first */
	{ __LINE__, "On odd rings",
	  "We prove that every odd ring $R. S$ is even. As a corollary, no ring is odd. The proof uses the axiom of choice, "
	  "which was found by others.",
	  "We prove that every odd ring $R. S$ is even. As a corollary, no ring is odd." },
	/* order is the text's, not the score's; white space is folded */
	{ __LINE__, "Folding",
	  "Paper has been  folded in\trecent years.\nThis paper studies  how to fold.",
	  "Paper has been folded in recent years. This paper studies how to fold." },
	/* a stub says nothing */
	{ __LINE__, "Stubs", "Code is here. We prove that every group of order two is abelian. Ten figures.",
	  "We prove that every group of order two is abelian." },
	/* what was withdrawn says so */
	{ __LINE__, "A wrong theorem",
	  "We show a surprising thing about numbers. This paper has been withdrawn by the author due to an error in Lemma 2.",
	  "We show a surprising thing about numbers. This paper has been withdrawn by the author due to an error in Lemma 2." },
	/* capitals are no different */
	{ __LINE__, "Loud", "IN RECENT YEARS NOISE GREW A LOT. WE PROPOSE SILENCE AS A REMEDY.",
	  "IN RECENT YEARS NOISE GREW A LOT. WE PROPOSE SILENCE AS A REMEDY." },
	{ __LINE__, "T", "我们提出一种新的方法和理论。结果比从前的方法都好。", "我们提出一种新的方法和理论。 结果比从前的方法都好。" },
};

static void extracts(void **state)
{
	const struct taken *row = *state;
	struct buf got = BUF_INIT(10000);
	extract_sentences(str_of(row->title), str_of(row->abstract), &got);
	if (strcmp(got.s, row->want) != 0)
		fail_msg("line %d: %s", row->line, got.s);
	buf_free(&got);
}

/* A text without an end, and one of stops only: bounded, and not in quadratic time, which would be days. */
static void huge_texts(void **state)
{
	UNUSED(state);
	size_t n = 20000000;
	char *text = xmalloc(n);
	struct buf out = BUF_INIT(BUF_UNBOUNDED);
	static const char *const patterns[] = { "x", ". ", "A. ", "$", "\\(", "We show. ", "e.g. A ", "\u3002" };
	for (size_t i = 0; i < COUNTOF(patterns); i++) {
		for (size_t k = 0; k < n; k++)
			text[k] = patterns[i][k % strlen(patterns[i])];
		buf_clear(&out);
		extract_sentences(STR("We show A"), (struct str){ text, n }, &out);
		if (out.len > 70000)
			fail_msg("%s: %zu bytes", patterns[i], out.len);
	}
	free(text);
	buf_free(&out);
}

/* ---- the backend ---- */

struct feed {
	const struct paper *p;
	size_t n, at;
	struct buf seen;
};

static bool next_paper(void *ctx, struct question *ret, struct err *e)
{
	struct feed *f = ctx;
	UNUSED(e);
	if (f->at == f->n)
		return false;
	*ret = (struct question){ .paper = &f->p[f->at++] };
	return true;
}

static bool paper_done(void *ctx, void *tag, const struct summary *y, struct err *e)
{
	struct feed *f = ctx;
	UNUSED(tag);
	UNUSED(e);
	summary_to_json(y, &f->seen);
	buf_addc(&f->seen, '\n');
	return true;
}

static void marks_what_it_gives(void **state)
{
	UNUSED(state);
	struct paper p[2] = { PAPER_INIT, PAPER_INIT };
	p[0].title = p[1].title = STR("T");
	p[0].abstract = STR("We show this.");
	struct feed f = { p, 2, 0, BUF_INIT(10000) };
	static const struct clock beginning = { .fixed = true, .at = 0 };
	const struct summarizer_options o = { .words = "extract", .style = { .name = STR("footnote"), .lang = STR("zh-Hans") },
		                              .loop = loop_new(&beginning) };
	const struct summary_done papers = { .next = next_paper, .done = paper_done, .ctx = &f };
	struct err e = ERR_INIT;
	assert_true(summarize(&o, &papers, &e));
	struct arena a = ARENA_INIT;
	struct summary y[2];
	struct str line, rest = buf_str(&f.seen);
	for (int i = 0; i < 2; i++) {
		assert_true(str_cut(&rest, '\n', &line));
		assert_true(summary_from_json(line, &a, &y[i], &e));
	}
	assert_int_equal(y[0].status, SUMMARY_EXTRACT);
	assert_true(str_is(y[0].lang, "en"));
	assert_true(str_is(y[0].model, "extract"));
	assert_true(str_is(y[0].style, "footnote"));
	assert_true(str_is(y[0].created, "1970-01-01T00:00:00Z"));
	assert_int_equal(y[0].n_fields, 1);
	assert_true(str_is(summary_get(&y[0], "tldr"), "We show this."));
	assert_int_equal(y[1].status, SUMMARY_PENDING);
	assert_true(str_is(y[1].reason, "there is no abstract"));
	assert_int_equal(y[1].n_fields, 0);
	arena_free(&a);
	buf_free(&f.seen);
}

/* ---- properties on real abstracts ---- */

static bool on_bytes(void *ctx, struct str s, struct err *e)
{
	UNUSED(e);
	buf_adds(ctx, s);
	return true;
}

static void fold(struct str s, struct buf *out)
{
	buf_clear(out);
	for (size_t i = 0; i < s.n; i++)
		if (!is_space((unsigned char)s.p[i]))
			buf_addc(out, s.p[i]);
		else if (out->len > 0 && out->s[out->len - 1] != ' ')
			buf_addc(out, ' ');
}

struct check {
	struct str left;  /* of the extract */
	struct buf one;
	size_t n;
};

/* The extract is some of the abstract's sentences, in their order. */
static bool use_up(void *ctx, struct str sentence)
{
	struct check *c = ctx;
	fold(sentence, &c->one);
	if (str_starts(c->left, c->one.s)) {
		c->left = str_from(c->left, c->one.len + 1);
		c->n++;
	}
	return true;
}

static void real_abstracts(void **state)
{
	UNUSED(state);
	const char *shared = getenv("DIGEST_SHARED");
	char path[4096];
	snprintf(path, sizeof path, "%s/corpus/papers-sample.jsonl", shared ? shared : DIGEST_SOURCEDIR "/../shared");
	if (access(path, R_OK) != 0)
		skip();
	struct buf text = BUF_INIT(BUF_UNBOUNDED), out = BUF_INIT(100000), abstract = BUF_INIT(100000);
	struct check c = { .one = BUF_INIT(100000) };
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct paper p;
	size_t n = 0, proposed = 0, missed = 0;
	assert_true(file_stream(path, on_bytes, &text, &e));
	struct str line, rest = buf_str(&text);
	while (str_cut(&rest, '\n', &line)) {
		arena_reset(&a);
		assert_true(paper_from_json(line, &a, &p, &e));
		buf_clear(&out);
		extract_sentences(p.title, p.abstract, &out);
		assert_true(out.len > 0 && out.len <= p.abstract.n);
		c.n = 0;
		c.left = buf_str(&out);
		sentences_each(p.abstract, use_up, &c);
		if (c.left.n > 0 || c.n < 1 || c.n > 3)
			fail_msg("%.*s: %zu sentences, left over: %.*s", STR_ARG(p.id), c.n, STR_ARG(c.left));
		n++;
		/* Where the abstract says "we propose", so does the extract: an independent look at what it is for. */
		fold(p.abstract, &abstract);
		bool says = str_find(buf_str(&abstract), "we propose ", 0) != STR_NONE;
		proposed += says;
		missed += says && str_find(buf_str(&out), "propose ", 0) == STR_NONE;
	}
	assert_true(n > 0);
	if (missed * 20 > proposed)
		fail_msg("%zu of %zu miss it", missed, proposed);
	buf_free(&text);
	buf_free(&out);
	buf_free(&abstract);
	buf_free(&c.one);
	arena_free(&a);
}

int main(void)
{
	enum { MOST = COUNTOF(splits) + COUNTOF(taken) };
	static char names[MOST][160];
	struct CMUnitTest tests[MOST + 4] = { { 0 } };
	size_t n = 0;
	for (size_t i = 0; i < COUNTOF(splits); i++, n++) {
		snprintf(names[n], sizeof names[n], "sentences, line %d", splits[i].line);
		tests[n] = (struct CMUnitTest){ names[n], sentences, NULL, NULL, (void *)(uintptr_t)&splits[i] };
	}
	for (size_t i = 0; i < COUNTOF(taken); i++, n++) {
		snprintf(names[n], sizeof names[n], "extract, line %d: %s", taken[i].line, taken[i].title);
		tests[n] = (struct CMUnitTest){ names[n], extracts, NULL, NULL, (void *)(uintptr_t)&taken[i] };
	}
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(huge_texts);
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(marks_what_it_gives);
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(real_abstracts);
	return _cmocka_run_group_tests("extract", tests, n, NULL, NULL);
}
