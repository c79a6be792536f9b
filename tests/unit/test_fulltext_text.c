/* SPDX-License-Identifier: MIT
 * Texts that are no HTML: what pdftotext prints, files of text and Markdown; what speaks against a text; the part that fits a budget.
 * A row a case, the form worked out by hand. */
#include "digest/fulltext.h"
#include "tests/unit/plain_tap.h"

/* ---- Reading ---- */

#define ANY "Ways of walking\nAnn Writer\nAbstract\nWe walk.\n"

static const struct { int line; bool pdf; const char *text, *want; } rows[] = {
	/* headings, by number and by name; hyphens by the paper's own words; ligatures */
	{ __LINE__, true, ANY "1 Introduction\nA ﬁrst line about walk-\ning in graphs, well-known graphs and well-\nknown walking.\n2 Method\nTwo.\n",
	  "# \nparagraph Ann Writer\n# Abstract\nparagraph We walk.\n# 1 Introduction\nparagraph A first line about walking in graphs, well-known graphs and well-known walking.\n"
	  "# 2 Method\nparagraph Two.\n" },
	{ __LINE__, true, ANY "1 Introduction\n3 Apples are no heading\n1.1 Data\nx\n1.2 More\ny\n",
	  "# \nparagraph Ann Writer\n# Abstract\nparagraph We walk.\n# 1 Introduction\nparagraph 3 Apples are no heading\n# 1.1 Data\nparagraph x\n# 1.2 More\nparagraph y\n" },
	{ __LINE__, true, "T\nAbstract—We walk on.\nI. INTRODUCTION\nOne.\nII. METHOD\nA. Data\nTwo.\n",
	  "# Abstract\nparagraph We walk on.\n# I INTRODUCTION\nparagraph One.\n# II METHOD\n# A Data\nparagraph Two.\n" },
	/* page heads and numbers, the stamp */
	{ __LINE__, true, "T\nHead of 2026\nOne is\n1\n\fHead of 2027\nhere and\n2\n\fHead of 2028\nthere.\n3\n\f", "# \nparagraph One is here and there.\n" },
	{ __LINE__, true, "arXiv:2609.01234v2 [cs.CL] 2 Sep 2026\nT\nOne.\n", "# \nparagraph One.\nid 2609.01234 2\n" },
	/* captions, rows, algorithms, footnotes behind their paragraph */
	{ __LINE__, true, "T\nA line that is as long as lines are in this paper, or nearly.\nTable 1: Scores.\nModel Score\nOurs 91.2 88.0\nBase line 90 87\n"
	  "The text goes on here with a line that is as long as lines are.\n",
	  "# \nparagraph A line that is as long as lines are in this paper, or nearly.\ncaption Table 1: Scores.\nrow Model Score\nrow Ours | 91.2 | 88.0\nrow Base line | 90 | 87\n"
	  "paragraph The text goes on here with a line that is as long as lines are.\n" },
	{ __LINE__, true, "T\nAlgorithm 1 Walk\n1: x = 0\n2: return x\n", "# \ncaption Algorithm 1 Walk\nline 1: x = 0\nline 2: return x\n" },
	{ __LINE__, true, "T\nWe went home2 and slept.\n2The home is a house.\n", "# \nparagraph We went home 2 and slept.\nfootnote The home is a house.\n" },
	{ __LINE__, true, "T\nA line that is as long as lines are in this paper, or nearly so, and\nTable 1: Scores.\nOurs 91.2\n\fgoes on\n1The note.\n\fhere.\n",
	  "# \ncaption Table 1: Scores.\nrow Ours | 91.2\nparagraph A line that is as long as lines are in this paper, or nearly so, and goes on here.\nfootnote The note.\n" },
	/* the bibliography, with and without marks; appendices after it */
	{ __LINE__, true, "T\nReferences\n[1] A. Writer. A work of\nmany words.\n[2] B. Reader. Another.\nA Proofs\nSo.\n",
	  "# A Proofs\nparagraph So.\nwork [1] A. Writer. A work of many words.\nwork [2] B. Reader. Another.\n" },
	{ __LINE__, true, "T\nReferences\nAnn Writer and Bo Reader. A work, in\nProceedings of Works, 2020.\nCe Loe. Another. 2021.\n",
	  "work Ann Writer and Bo Reader. A work, in Proceedings of Works, 2020.\nwork Ce Loe. Another. 2021.\n" },
	/* files */
	{ __LINE__, false, "# Ways\n\n## Abstract\n\nWe\nwalk.\n\n## 1 Method\n\n- one\n  - two\n\n$$\nx\n= 1\n$$\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\nx  y\n```\n[^1]: A note.\n\n## References\n\n[1] A.\n[2] B.\n",
	  "# Abstract\nparagraph We walk.\n# 1 Method\nitem - one\nitem - two\nformula $x = 1$\nrow a | b\nrow 1 | 2\nline x y\nfootnote A note.\nwork [1] A.\nwork [2] B.\n" },
	{ __LINE__, false, "Some words.\n\n1 Introduction\n\nText of\nit.\n\nReferences\n\nA. Writer. A work.\n", "# \nparagraph Some words.\n# 1 Introduction\nparagraph Text of it.\nwork A. Writer. A work.\n" },
};

static void show(const struct fulltext *f, struct buf *out)
{
	for (size_t i = 0; i < f->n_sections; i++) {
		const struct fulltext_section *s = &f->sections[i];
		buf_addf(out, "# %.*s%s%.*s\n", STR_ARG(s->number), s->number.n ? " " : "", STR_ARG(s->title));
		for (size_t k = 0; k < s->n_blocks; k++)
			buf_addf(out, "%s %.*s\n", fulltext_kind_word(s->blocks[k].kind), STR_ARG(s->blocks[k].text));
	}
	for (size_t i = 0; i < f->n_works; i++)
		buf_addf(out, "work %.*s%s%.*s\n", STR_ARG(f->works[i].number), f->works[i].number.n ? " " : "", STR_ARG(f->works[i].text));
	if (f->id.n)
		buf_addf(out, "id %.*s %u\n", STR_ARG(f->id), f->version);
}

static void check_reading(struct tap *t)
{
	for (size_t i = 0; i < COUNTOF(rows); i++) {
		struct fulltext f = FULLTEXT_INIT;
		struct err e = ERR_INIT;
		struct buf got = BUF_INIT(BUF_UNBOUNDED);
		struct str text = str_of(rows[i].text);
		if (tap_case(t, rows[i].pdf ? fulltext_pdf_text(text, &f, &e) : fulltext_text(text, &f, &e), "line %d is read: %s", rows[i].line, e.msg))
			show(&f, &got);
		tap_same(t, buf_str(&got), str_of(rows[i].want), __FILE__, rows[i].line);
		buf_free(&got);
		fulltext_free(&f);
	}
}

/* ---- Believing ---- */

#define LONG "Words of a paper that has something to say, and says it. Words of a paper that has something to say, and says it again. "
#define LONGER LONG LONG LONG LONG LONG LONG LONG LONG LONG LONG
#define BLOCKS(text) ",\"blocks\":[{\"kind\":\"paragraph\",\"text\":\"" text "\"}]}"
#define SECTION(title, role, text) "{\"title\":\"" title "\",\"level\":1,\"role\":\"" role "\"" BLOCKS(text)
#define WORKS ",\"bibliography\":[{\"text\":\"A work.\"}]}"
#define WHOLE SECTION("Introduction", "introduction", LONGER) "," SECTION("Method", "method", LONGER) "," SECTION("Conclusion", "conclusion", LONG)

static const struct { int line; const char *form, *id, *title; unsigned version; const char *want; } beliefs[] = {
	{ __LINE__, "{\"road\":\"html\",\"title\":\"On walks\",\"sections\":[" WHOLE "]" WORKS, "", "On walks", 0, "" },
	{ __LINE__, "{\"road\":\"html\",\"title\":\"On $n$-step walks in Graphs\",\"sections\":[" WHOLE "]" WORKS, "", "On $n$-step Walks in graphs", 0, "" },
	{ __LINE__, "{\"road\":\"html\",\"title\":\"On walks in small rivers\",\"sections\":[" WHOLE "]" WORKS, "", "On walks in large graphs", 0, "other-paper" },
	{ __LINE__, "{\"road\":\"html\",\"title\":\"Cooking with gas\",\"sections\":[" WHOLE "]" WORKS, "", "On walks", 0, "other-paper" },
	{ __LINE__, "{\"road\":\"html\",\"id\":\"2609.00002\",\"title\":\"On walks\",\"sections\":[" WHOLE "]" WORKS, "2609.00001", "On walks", 0, "other-paper" },
	{ __LINE__, "{\"road\":\"html\",\"id\":\"2609.00001\",\"version\":1,\"title\":\"On walks\",\"sections\":[" WHOLE "]" WORKS, "2609.00001", "On walks", 2, "older-version" },
	{ __LINE__, "{\"road\":\"html\",\"id\":\"2609.00001\",\"version\":2,\"title\":\"On walks\",\"sections\":[" WHOLE "]" WORKS, "2609.00001", "On walks", 2, "" },
	{ __LINE__, "{\"road\":\"html\",\"title\":\"On walks\",\"contents\":5,\"sections\":[" WHOLE "]" WORKS, "", "On walks", 0, "sections-gone" },
	{ __LINE__, "{\"road\":\"html\",\"title\":\"On walks\",\"contents\":3,\"sections\":[" WHOLE "]" WORKS, "", "On walks", 0, "" },
	{ __LINE__, "{\"road\":\"html\",\"title\":\"On walks\",\"sections\":[" SECTION("Introduction", "introduction", LONGER) "," SECTION("Conclusion", "conclusion", LONG) "]" WORKS,
	  "", "On walks", 0, "ends-only" },
	{ __LINE__, "{\"road\":\"html\",\"title\":\"On walks\",\"sections\":[" SECTION("One", "other", LONGER) ",{\"title\":\"Two\",\"level\":1,\"role\":\"other\"},{\"title\":\"Three\",\"level\":1,\"role\":\"other\"}]" WORKS,
	  "", "On walks", 0, "sections-bare" },
	{ __LINE__, "{\"road\":\"html\",\"title\":\"On walks\",\"sections\":[" SECTION("Abstract", "abstract", LONGER) "]" WORKS, "", "On walks", 0, "no-text" },
	{ __LINE__, "{\"road\":\"html\",\"title\":\"On walks\",\"sections\":[" SECTION("Method", "method", LONG) "]" WORKS, "", "On walks", 0, "short" },
	{ __LINE__, "{\"road\":\"html\",\"title\":\"On walks\",\"sections\":[" WHOLE "]}", "", "On walks", 0, "no-bibliography" },
	{ __LINE__, "{\"road\":\"pdf\",\"title\":\"On walks in\",\"sections\":[" SECTION("", "other", "large graphs. Ann Writer") "," WHOLE "]" WORKS, "", "On walks in large graphs", 0, "" },
	{ __LINE__, "{\"road\":\"pdf\",\"title\":\"On cooking in\",\"sections\":[" SECTION("", "other", "large kitchens. Ann Writer") "," WHOLE "]" WORKS, "", "On walks through graphs", 0, "other-paper" },
};

static void say_doubts(unsigned doubts, struct buf *out)
{
	for (unsigned d = 0; d < FULLTEXT_DOUBT__COUNT; d++)
		if (doubts >> d & 1)
			buf_addf(out, "%s%s", out->len ? " " : "", fulltext_doubt_word(d));
}

static void check_beliefs(struct tap *t)
{
	for (size_t i = 0; i < COUNTOF(beliefs); i++) {
		struct fulltext f = FULLTEXT_INIT;
		struct err e = ERR_INIT;
		struct buf got = BUF_INIT(BUF_UNBOUNDED);
		struct fulltext_expected w = { .id = str_of(beliefs[i].id), .title = str_of(beliefs[i].title), .version = beliefs[i].version };
		if (tap_case(t, fulltext_read_json(str_of(beliefs[i].form), &f, &e), "line %d: %s", beliefs[i].line, e.msg))
			say_doubts(fulltext_believe(&f, &w), &got);
		tap_same(t, buf_str(&got), str_of(beliefs[i].want), __FILE__, beliefs[i].line);
		buf_free(&got);
		fulltext_free(&f);
	}
}

/* arXiv's own pages that are no paper. */
static void check_signs(struct tap *t)
{
	static const struct { const char *html, *want; } pages[] = {
		{ "<html><body><div><h1>No HTML for '2609.00001v1'</h1><p>HTML is not available for the source.</p></div></body></html>", "no-html no-text" },
		{ "<html><body><h1>File unavailable for 2609.00001</h1><p>HTML or source was not provided to generate HTML or a PDF.</p></body></html>", "not-yet no-text" },
		{ "<html><body><h1>The following files are available for 2609.00001v1</h1><ul><li><a href=\"/html/2609.00001v1/a.html\">a.html</a></li></ul></body></html>", "file-list no-text" },
		{ "<html><body><p>502 Bad Gateway</p></body></html>", "no-text" },
		{ "", "no-text" },
	};
	for (size_t i = 0; i < COUNTOF(pages); i++) {
		struct fulltext f = FULLTEXT_INIT;
		struct err e = ERR_INIT;
		struct buf got = BUF_INIT(BUF_UNBOUNDED);
		struct fulltext_html *h = fulltext_html_begin(&f);
		if (fulltext_html_feed(h, str_of(pages[i].html), &e) && fulltext_html_end(h, &e))
			say_doubts(fulltext_believe(&f, &(struct fulltext_expected){ .title = STR("On walks") }), &got);
		tap_same(t, buf_str(&got), str_of(pages[i].want), __FILE__, __LINE__);
		fulltext_html_free(h);
		buf_free(&got);
		fulltext_free(&f);
	}
}

/* ---- The budget ---- */

/* A token a word, so that the test can count, too. */
static int64_t count(struct str text)
{
	int64_t n = 0;
	for (size_t i = 0; i < text.n; i++)
		n += !is_space((unsigned char)text.p[i]) && (i == 0 || is_space((unsigned char)text.p[i - 1]));
	return n;
}

/* What is shared is the same for each question; what is its own are the sections that it needs. */
static void check_roles(struct tap *t, const struct fulltext *f, struct arena *a)
{
	static const struct { unsigned roles; const char *own; } questions[] = {
		{ 1u << FULLTEXT_METHOD, "## 3 Method\nmethod one\nmethod two\n" }, { 1u << FULLTEXT_RELATED, "## 2 Related\nrelated\n" }, { 0, "" },
		{ 1u << FULLTEXT_OTHER | 1u << FULLTEXT_RELATED, "## 2 Related\nrelated\n## 4 Notes\nnotes\n" }, { 1u << FULLTEXT_ABSTRACT, "" },
	};
	for (size_t i = 0; i < COUNTOF(questions); i++) {
		struct buf shared = BUF_INIT(BUF_UNBOUNDED), own = BUF_INIT(BUF_UNBOUNDED);
		struct fulltext_choice c = fulltext_choose(f, questions[i].roles, 1000, count, a);
		fulltext_write_chosen(f, &c, FULLTEXT_SHARED, &shared);
		fulltext_write_chosen(f, &c, FULLTEXT_OWN, &own);
		tap_same(t, buf_str(&own), str_of(questions[i].own), __FILE__, __LINE__);
		tap_same(t, buf_str(&shared), STR("## Abstract\nabstract\n## 1 Introduction [S1]\nintroduction\n## 3 Method\n[S3.T1] Table 1: shown\n1 | 2\n"
		                                  "## 5 End\nconclusion\n"), __FILE__, __LINE__);
		buf_free(&shared);
		buf_free(&own);
	}
}

static void check_budget(struct tap *t)
{
	static const char form[] = "{\"road\":\"html\",\"sections\":["
		"{\"title\":\"Abstract\",\"level\":1,\"role\":\"abstract\",\"blocks\":[{\"kind\":\"paragraph\",\"text\":\"abstract\"}]},"
		"{\"anchor\":\"S1\",\"number\":\"1\",\"title\":\"Introduction\",\"level\":1,\"role\":\"introduction\",\"blocks\":[{\"kind\":\"paragraph\",\"text\":\"introduction\"}]},"
		"{\"number\":\"2\",\"title\":\"Related\",\"level\":1,\"role\":\"related work\",\"blocks\":[{\"kind\":\"paragraph\",\"text\":\"related\"}]},"
		"{\"number\":\"3\",\"title\":\"Method\",\"level\":1,\"role\":\"method\",\"blocks\":[{\"kind\":\"paragraph\",\"text\":\"method one\"},{\"kind\":\"paragraph\",\"text\":\"method two\"},"
		"{\"kind\":\"caption\",\"anchor\":\"S3.T1\",\"text\":\"Table 1: shown\"},{\"kind\":\"row\",\"text\":\"1 | 2\"}]},"
		"{\"number\":\"4\",\"title\":\"Notes\",\"level\":1,\"role\":\"other\",\"blocks\":[{\"kind\":\"paragraph\",\"text\":\"notes\"}]},"
		"{\"number\":\"5\",\"title\":\"End\",\"level\":1,\"role\":\"conclusion\",\"blocks\":[{\"kind\":\"paragraph\",\"text\":\"conclusion\"}]}]}";
	/* in the order of the rules: what a larger budget adds */
	static const char *const order[] = { "abstract", "introduction", "conclusion", "[S3.T1] Table 1: shown", "1 | 2", "method one", "method two", "notes", "related" };
	struct fulltext f = FULLTEXT_INIT;
	struct err e = ERR_INIT;
	tap_case(t, fulltext_read_json(str_of(form), &f, &e), "the form is read: %s", e.msg);
	size_t most = 0;
	for (int64_t tokens = 0; tokens < 60; tokens++) {
		struct arena a = ARENA_INIT;
		struct buf out = BUF_INIT(BUF_UNBOUNDED), left = BUF_INIT(BUF_UNBOUNDED);
		struct fulltext_choice c = fulltext_choose(&f, ~0u, tokens, count, &a);
		fulltext_write_chosen(&f, &c, FULLTEXT_SHARED | FULLTEXT_OWN, &out);
		fulltext_write_left_out(&f, &c, &left);
		bool right = count(buf_str(&out)) <= tokens && c.tokens <= tokens && (left.len == 0) == (c.n_left == 0);
		for (size_t i = 0; i < COUNTOF(order); i++)
			right = right && (str_find(buf_str(&out), order[i], 0) != STR_NONE) == (i < c.n - c.n_left);
		most = c.n - c.n_left > most ? c.n - c.n_left : most;
		if (!right || tokens % 20 == 0)
			tap_case(t, right, "%d tokens: %zu blocks, %zu left", (int)tokens, c.n - c.n_left, c.n_left);
		buf_free(&out);
		buf_free(&left);
		arena_free(&a);
	}
	tap_case(t, most == COUNTOF(order), "a large budget has all %zu blocks", most);
	struct arena a = ARENA_INIT;
	struct buf left = BUF_INIT(BUF_UNBOUNDED), method = BUF_INIT(BUF_UNBOUNDED);
	struct fulltext_choice c = { .kept = (unsigned char[]){ 1, 1, 0, 2, 0, 1, 1, 0, 1 }, .n = 9, .n_left = 3 };
	fulltext_write_left_out(&f, &c, &left);
	tap_same(t, buf_str(&left), STR("2 Related (all)\n3 Method (1 of 4 paragraphs)\n4 Notes (all)\n"), __FILE__, __LINE__);
	fulltext_write_chosen(&f, &c, FULLTEXT_OWN, &method);
	tap_same(t, buf_str(&method), STR("## 3 Method\nmethod one\n"), __FILE__, __LINE__);
	check_roles(t, &f, &a);
	buf_free(&left);
	buf_free(&method);
	arena_free(&a);
	fulltext_free(&f);
}

int main(void)
{
	struct tap t = { 0 };
	check_reading(&t);
	check_beliefs(&t);
	check_signs(&t);
	check_budget(&t);
	return tap_done(&t);
}
