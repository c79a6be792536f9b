/* SPDX-License-Identifier: MIT
 * Expressions: what is refused and where; names of people. Which records match is judged by tests/whole/test_expression.py. */
#include "digest/expression.h"
#include "digest/text.h"
#include "tests/unit/plain_tap.h"

static const struct {
	int line;
	const char *text, *words;
} words[] = {
	{ __LINE__, "Retrieval-Augmented Generation (RAG)", "retrieval augmented generation rag " },
	{ __LINE__, "Schrödinger, Gödel und Ångström", "schrodinger godel und angstrom " },
	{ __LINE__, "Łukasz Søren Đặng Þór Æsir straße", "lukasz soren dang thor aesir strasse " },
	{ __LINE__, "ﬁnite x² Ⅳ ＡＢＣ１", "finite x2 iv abc1 " },
	{ __LINE__, "$\\alpha$-divergence of $H_2O$", "alpha divergence of h 2o " },
	{ __LINE__, "检索增强RAG的“方法”", "检 索 增 强 rag 的 方 法 " },
	{ __LINE__, "かな カナ", "か な カ ナ " },
	{ __LINE__, "", "" }, { __LINE__, " .,;: ", "" },
	{ __LINE__, "a\xff" "b", "a b " },
	{ __LINE__, "e\xcc\x81tale", "etale " },
};

static const struct {
	int line;
	const char *text;
	enum expr_reader reader;
	const char *message;   /* NULL: it is parsed */
} forms[] = {
	{ __LINE__, "ti:\"retrieval augmented\" OR abs:RAG ANDNOT cat:cs.CV", EXPR_HERE, NULL },
	{ __LINE__, "(ti:a OR (abs:b AND co:c)) ANDNOT jr:d", EXPR_HERE, NULL },
	{ __LINE__, "ti:(a OR b) au:\"Y. LeCun\" rn:x all:y af:mit zh:检索*", EXPR_HERE, NULL },
	{ __LINE__, "cat:cs.* cat:cs cat:hep-th", EXPR_HERE, NULL },
	{ __LINE__, "submittedDate:[202401010600 TO 202402010600] AND au:vaswani", EXPR_ARXIV, NULL },
	{ __LINE__, "submittedDate:[202401010600 TO 202402010600]", EXPR_HERE,
	  "there is no such field (ti abs au co jr rn cat all; a word with a colon stands between \"quotes\"), at column 1 (^): ^submittedDate:[202401010600 TO 202402010600]" },
	{ __LINE__, "", EXPR_HERE, "a word is missing, at column 1 (^): ^" },
	{ __LINE__, "ti:", EXPR_HERE, "a word is missing behind the colon, at column 4 (^): ti:^" },
	{ __LINE__, "ti: a", EXPR_HERE, "a word is missing behind the colon, at column 4 (^): ti:^ a" },
	{ __LINE__, "a AND", EXPR_HERE, "a word is missing, at column 6 (^): a AND^" },
	{ __LINE__, "AND a", EXPR_HERE, "a word is missing, at column 1 (^): ^AND a" },
	{ __LINE__, "a OR OR b", EXPR_HERE, "a word is missing, at column 6 (^): a OR ^OR b" },
	{ __LINE__, "ANDNOT a", EXPR_HERE, "a word is missing, at column 1 (^): ^ANDNOT a" },
	{ __LINE__, "(a OR b", EXPR_HERE, "the parenthesis is not closed, at column 1 (^): ^(a OR b" },
	{ __LINE__, "a) b", EXPR_HERE, "nothing is open here, at column 2 (^): a^) b" },
	{ __LINE__, "()", EXPR_HERE, "nothing is open here, at column 2 (^): (^)" },
	{ __LINE__, "ti:\"a b", EXPR_HERE, "the quotation is not closed, at column 4 (^): ti:^\"a b" },
	{ __LINE__, "a and b", EXPR_HERE, "an operator is AND, OR or ANDNOT, a word stands between \"quotes\", at column 3 (^): a ^and b" },
	{ __LINE__, "a \"and\" b", EXPR_HERE, NULL },
	{ __LINE__, "cat:cs.XX", EXPR_HERE, "arXiv has no such category, at column 5 (^): cat:^cs.XX" },
	{ __LINE__, "ab*c", EXPR_HERE, "a * stands at the end of a word, at column 1 (^): ^ab*c" },
	{ __LINE__, "!!", EXPR_HERE, "there is no letter or digit in it, at column 1 (^): ^!!" },
	{ __LINE__, "tj:a", EXPR_HERE,
	  "there is no such field (ti abs au co jr rn cat all; a word with a colon stands between \"quotes\"); did you mean ti?, at column 1 (^): ^tj:a" },
	{ __LINE__, "af:mit", EXPR_ARXIV, "" },
	{ __LINE__, "cat:new.XX and ti:a*b id:2401.00001", EXPR_ARXIV, NULL },
	{ __LINE__, "ti:(a", EXPR_ARXIV, "the parenthesis is not closed, at column 4 (^): ti:^(a" },
};

static const struct {
	int line;
	const char *said, *name;
	bool matches;
} names[] = {
	{ __LINE__, "\"Y. LeCun\"", "Yann LeCun", true }, { __LINE__, "lecun_y", "Yann LeCun", true },
	{ __LINE__, "\"LeCun, Yann\"", "Yann LeCun", true }, { __LINE__, "lecun", "Yann LeCun", true },
	{ __LINE__, "\"Yann LeCun\"", "Y. LeCun", true }, { __LINE__, "\"LeCun, Y.\"", "Yann A. LeCun", true },
	{ __LINE__, "\"Z. LeCun\"", "Yann LeCun", false }, { __LINE__, "\"Y. Lecunier\"", "Yann LeCun", false },
	{ __LINE__, "lec*", "Yann LeCun", true }, { __LINE__, "lec", "Yann LeCun", false },
	{ __LINE__, "li_w", "Wei Li", true }, { __LINE__, "li_w", "Li Wang", false }, { __LINE__, "\"W. Li\"", "Li Wang", false },
	{ __LINE__, "\"Wei Li\"", "Li Wei", true }, { __LINE__, "\"Wei Li\"", "Wei Lin", false },
	{ __LINE__, "\"Fei-Fei Li\"", "Feifei Li", true }, { __LINE__, "\"Feifei Li\"", "Fei-Fei Li", true },
	{ __LINE__, "\"J.-P. Serre\"", "Jean-Pierre Serre", true }, { __LINE__, "\"Jean-Pierre Serre\"", "J.-P. Serre", true },
	{ __LINE__, "\"O'Neill\"", "Eugene O’Neill", true }, { __LINE__, "oneill_e", "Eugene O'Neill", true },
	{ __LINE__, "Müller", "K. Muller", true }, { __LINE__, "\"van den Berg, Jan\"", "Jan van den Berg", true },
	{ __LINE__, "\"Forney, G. David\"", "G. David Forney, Jr.", true },
	{ __LINE__, "李飞飞", "李飞飞", true }, { __LINE__, "李飞", "李飞飞", true }, { __LINE__, "李非", "李飞飞", false },
	{ __LINE__, "\"CMS Collaboration\"", "CMS Collaboration", true },
	{ __LINE__, "\"J. S.\"", "John Smith", false },
};

static void read_forms(struct tap *t, struct arena *a)
{
	for (size_t i = 0; i < COUNTOF(forms); i++) {
		struct err e = ERR_INIT;
		const struct expr *x;
		bool ok = expr_parse(str_of(forms[i].text), forms[i].reader, a, &x, &e);
		if (forms[i].message == NULL || *forms[i].message == '\0')
			tap_case(t, ok == (forms[i].message == NULL), "%d: %s (%s)", forms[i].line, forms[i].text, e.msg);
		else
			tap_same(t, str_of(e.msg), str_of(forms[i].message), __FILE__, forms[i].line);
	}
}

static bool name_is(const char *said, const char *name, struct arena *a)
{
	struct err e = ERR_INIT;
	struct buf text = BUF_INIT(200);
	struct author author = { .name = str_of(name) };
	struct paper p = PAPER_INIT;
	const struct expr *x;
	p.authors = &author;
	p.n_authors = 1;
	buf_addf(&text, "au:%s", said);
	bool ok = expr_parse(buf_str(&text), EXPR_HERE, a, &x, &e) && expr_matches(x, &p, false);
	buf_free(&text);
	return ok;
}

static void limits(struct tap *t, struct arena *a)
{
	struct buf text = BUF_INIT(BUF_UNBOUNDED);
	const struct expr *x;
	for (int depth = EXPR_MAX_DEPTH; depth <= EXPR_MAX_DEPTH + 1; depth++) {
		struct err e = ERR_INIT;
		buf_clear(&text);
		for (int i = 0; i < depth; i++)
			buf_addc(&text, '(');
		buf_addc(&text, 'a');
		for (int i = 0; i < depth; i++)
			buf_addc(&text, ')');
		tap_case(t, expr_parse(buf_str(&text), EXPR_HERE, a, &x, &e) == (depth == EXPR_MAX_DEPTH), "%d parentheses", depth);
	}
	for (size_t n = EXPR_MAX_BYTES; n <= EXPR_MAX_BYTES + 1; n++) {
		struct err e = ERR_INIT;
		buf_clear(&text);
		while (text.len < n)
			buf_addz(&text, text.len % 2 ? " " : "a");
		tap_case(t, expr_parse(buf_str(&text), EXPR_HERE, a, &x, &e) == (n == EXPR_MAX_BYTES), "%zu bytes", n);
	}
	buf_free(&text);
}

/* What interests say of a paper: not the words behind ANDNOT, but those that stand behind two of them. */
static void list_term(void *ctx, const struct expr *x, struct str said)
{
	(void)x;
	buf_addf(ctx, "%.*s ", STR_ARG(said));
}

static void term_forms(struct tap *t, struct arena *a)
{
	static const struct { int line; const char *text, *want; } terms[] = {
		{ __LINE__, "ti:lamp OR abs:rope", "lamp rope " },
		{ __LINE__, "ti:lamp ANDNOT abs:rope", "lamp " },
		{ __LINE__, "ti:lamp ANDNOT (abs:rope ANDNOT abs:tide)", "lamp tide " },
	};
	for (size_t i = 0; i < COUNTOF(terms); i++) {
		struct err e = ERR_INIT;
		const struct expr *x;
		struct buf out = BUF_INIT(BUF_UNBOUNDED);
		if (expr_parse(str_of(terms[i].text), EXPR_ARXIV, a, &x, &e))
			expr_each_term(x, list_term, &out);
		tap_same(t, buf_str(&out), str_of(terms[i].want), __FILE__, terms[i].line);
		buf_free(&out);
	}
}

int main(void)
{
	struct tap t = { 0, 0 };
	struct arena a = ARENA_INIT;
	struct buf out = BUF_INIT(BUF_UNBOUNDED);
	for (size_t i = 0; i < COUNTOF(words); i++) {
		buf_clear(&out);
		words_put(str_of(words[i].text), &out);
		tap_same(&t, buf_str(&out), str_of(words[i].words), __FILE__, words[i].line);
	}
	read_forms(&t, &a);
	for (size_t i = 0; i < COUNTOF(names); i++)
		tap_case(&t, name_is(names[i].said, names[i].name, &a) == names[i].matches, "%d: au:%s, %s", names[i].line, names[i].said, names[i].name);
	term_forms(&t, &a);
	limits(&t, &a);
	buf_free(&out);
	arena_free(&a);
	printf("1..%u\n", t.n);
	return t.bad > 0;
}
