/* SPDX-License-Identifier: MIT
 * Portable TeX, row by row: what parsers of Markdown take for their own (CommonMark, GFM, kramdown, Python-Markdown, Liquid,
 * Nunjucks, typographers) is not in it, and TeX draws the same. With --lines: formulas, one a line of standard input, to
 * lines of the result behind '+', or '-' where there is none; other programs judge those. */
#include "digest/tex.h"
#include "digest/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/plain_tap.h"

static const struct { int line; const char *tex, *want; } rows[] = {
	/* scripts: a blank on both sides of '_', one behind '^'; something is before them */
	{ __LINE__, "x", "x" }, { __LINE__, "x_i", "x _ i" }, { __LINE__, "x _ i", "x _ i" }, { __LINE__, "x_{i}^2", "x _ {i}^ 2" },
	{ __LINE__, "_i", "{} _ i" }, { __LINE__, "^2", "{}^ 2" }, { __LINE__, " ^{th} ", "{}^ {th}" },
	/* signs that have a name */
	{ __LINE__, "a*b", "a\\ast b" }, { __LINE__, "a^*", "a^ \\ast" }, { __LINE__, "p(y|x)", "p(y\\vert x)" },
	{ __LINE__, "\\|x\\|", "\\Vert x\\Vert" }, { __LINE__, "a<b>c", "a\\lt b\\gt c" }, { __LINE__, "a~b", "a\\space b" },
	{ __LINE__, "\\{x\\}", "\\lbrace x\\rbrace" }, { __LINE__, "a\\ b", "a\\space b" }, { __LINE__, "a\\,b", "a\\thinspace b" },
	{ __LINE__, "a\\;b", "a\\mkern5mu b" }, { __LINE__, "a\\:b\\>c", "a\\mkern4mu b\\mkern4mu c" },
	{ __LINE__, "a\\!b", "a\\negthinspace b" }, { __LINE__, "\\left|x\\right|", "\\left\\vert x\\right\\vert" },
	{ __LINE__, "\\alpha|", "\\alpha\\vert" }, { __LINE__, "a\\/b", "a b" }, { __LINE__, "\\pi\\/T", "\\pi T" },
	/* lines */
	{ __LINE__, "\\begin{matrix}a&b\\\\c&d\\end{matrix}", "\\begin{matrix}a& b\\cr c& d\\end{matrix}" },
	{ __LINE__, "a\\\\[2pt]b", "a\\cr b" }, { __LINE__, "a\\\\*b", "a\\cr b" }, { __LINE__, "a\\\\[b", "a\\cr [b" },
	{ __LINE__, "\\begin{align*}a&=b\\end{align*}", "\\begin{aligned}a& =b\\end{aligned}" },
	/* primes */
	{ __LINE__, "f'(x)", "f^ {\\prime }(x)" }, { __LINE__, "f''", "f^ {\\prime \\prime }" },
	{ __LINE__, "f'^2", "f^ {\\prime 2}" }, { __LINE__, "f'^{2k}", "f^ {\\prime 2k}" }, { __LINE__, "f' ^\\dagger x", "f^ {\\prime \\dagger} x" },
	{ __LINE__, "f'^*", "f^ {\\prime \\ast}" }, { __LINE__, "f'_i", "f^ {\\prime } _ i" }, { __LINE__, "'", "{}^ {\\prime }" },
	{ __LINE__, "a'^{b'^{c}}", "a^ {\\prime b^ {\\prime c} }" }, { __LINE__, "f'^\\mathrm{T}", NULL }, { __LINE__, "f'^\\tfrac ab", NULL },
	/* neighbours */
	{ __LINE__, "{{a}}", "{ {a} }" }, { __LINE__, "\\frac{a}{b}", "\\frac{a} {b}" }, { __LINE__, "a:=b", "a: =b" },
	{ __LINE__, "a--b==c++d", "a- -b= =c+ +d" }, { __LINE__, "n!", "n!" }, { __LINE__, "n!m", "n! m" }, { __LINE__, "a:b", "a: b" },
	{ __LINE__, "[a](b)", "[a] (b)" }, { __LINE__, "[a][b]", "[a] [b]" }, { __LINE__, "![a]", "! [a]" }, { __LINE__, "x@y", "x@ y" }, { __LINE__, "x#y", "x# y" },
	{ __LINE__, "a&lt;b", "a& lt;b" }, { __LINE__, "(c)(tm)(R)", "( c)( tm)( R)" }, { __LINE__, "f(x)", "f(x)" },
	{ __LINE__, "a...b", "a. . .b" }, { __LINE__, "x_...", "x _ . . ." }, { __LINE__, "0.5", "0.5" },
	{ __LINE__, "a\t\n b", "a b" },
	/* operators with limits */
	{ __LINE__, "\\operatorname*{arg}_x", "\\operatorname{arg} _ x" },
	{ __LINE__, "\\operatorname*{arg\\,max}_x", "\\operatorname{arg\\thinspace max} _ x" }, { __LINE__, "\\operatorname{a}", "\\operatorname{a}" },
	{ __LINE__, "\\operatorname*{a*}", "\\operatorname{a\\ast }" }, { __LINE__, "\\operatorname*{a", NULL }, { __LINE__, "\\operatorname*q", "\\operatorname q" },
	{ __LINE__, "\\displaystyle\\operatorname*{a}", NULL },
	{ __LINE__, "\\begin{aligned}\\operatorname*{a}\\end{aligned}", NULL }, { __LINE__, "\\hspace*{1em}", "\\hspace{1em}" },
	/* text: blanks count, and words may be unknown */
	{ __LINE__, "\\text{it's a}", "\\text{it's a}" }, { __LINE__, "\\text{a-b}", "\\text{a-b}" }, { __LINE__, "\\text{a~b}", "\\text{a b}" },
	{ __LINE__, "\\text{~~a}", NULL }, { __LINE__, "\\text {a|b}", NULL }, { __LINE__, "\\text {a}", "\\text{a}" }, { __LINE__, "\\text{a\\;b}", NULL }, { __LINE__, "\\text{\\{ b}", NULL }, { __LINE__, "\\text{\\{b}", "\\text{\\lbrace b}" },
	{ __LINE__, "a$b", NULL }, { __LINE__, "\\text{a\\/b}", NULL }, { __LINE__, "\\text{-}_i", "\\text{-} _ i" }, { __LINE__, "\\text{a {b}}", "\\text{a {b}}" }, { __LINE__, "\\mathrm{a*}", "\\mathrm{a\\ast }" },
	{ __LINE__, "\\text{a*b}", NULL }, { __LINE__, "\\text{a|b}", NULL }, { __LINE__, "\\text{a_b}", NULL }, { __LINE__, "\\text{{a}}", NULL },
	{ __LINE__, "\\text{[a](b)}", NULL }, { __LINE__, "\\text{a:b}", NULL }, { __LINE__, "\\text{a: b}", "\\text{a: b}" },
	{ __LINE__, "\\text{<b>}", NULL }, { __LINE__, "\\text{a\\\\b}", NULL },
	/* what has no other form */
	{ __LINE__, "5\\%", NULL }, { __LINE__, "5%", NULL }, { __LINE__, "\\mathrm{\\#P}", NULL }, { __LINE__, "a\\_b", NULL },
	{ __LINE__, "\\$5", NULL }, { __LINE__, "a`b", NULL }, { __LINE__, "\\verb|x|", NULL }, { __LINE__, "\\'e", NULL }, { __LINE__, "", NULL },
	{ __LINE__, "  ", NULL }, { __LINE__, "a\\", NULL }, { __LINE__, "{a", NULL }, { __LINE__, "a}", NULL }, { __LINE__, "a}{b", NULL },
	{ __LINE__, "\\begin{array}{l|l}a&b\\end{array}", NULL }, { __LINE__, "\\begin{array}{ll}a\\end{array}", "\\begin{array} {ll}a\\end{array}" },
	{ __LINE__, "\\begin{equation*}a\\end{equation*}", NULL }, { __LINE__, "\\begin", NULL }, { __LINE__, "\\begin{a", NULL },
};

/* Pieces and signs, a bar between them. */
static const struct { int line; const char *tex, *want; } signs[] = {
	{ __LINE__, "95\\%", "95|<%>|" }, { __LINE__, "\\#P", "|<#>|P" }, { __LINE__, "5\\%\\pm 2\\%", "5|<%>|\\pm 2|<%>|" },
	{ __LINE__, "95%", "95|<%>|" }, { __LINE__, "\\$5", "|<$>|5" }, { __LINE__, "a\\_b\\&c", "a|<_>|b|<&>|c" }, { __LINE__, "x", "x" },
	{ __LINE__, "\\mathrm{5\\%}", "\\mathrm{5\\%}" }, { __LINE__, "x^\\%", "x^\\%" }, { __LINE__, "x_ \\%", "x_ \\%" },
	{ __LINE__, "\\left(5\\%\\right)", "\\left(5\\%\\right)" }, { __LINE__, "\\left(5\\right)\\%", "\\left(5\\right)|<%>|" },
	{ __LINE__, "(\\alpha)\\%", "(\\alpha)|<%>|" }, { __LINE__, "\\begin{a}\\%\\end{a}", "\\begin{a}\\%\\end{a}" },
	{ __LINE__, "\\\\%", "\\\\|<%>|" }, { __LINE__, "\\hat\\%", "\\hat\\%" }, { __LINE__, "5\\,\\%", "5\\,|<%>|" }, { __LINE__, "a\\", "a\\" },
	{ __LINE__, "{a}\\%", "{a}|<%>|" },
};

static void test_rows(struct tap *t)
{
	for (size_t i = 0; i < COUNTOF(rows); i++) {
		struct buf b = BUF_INIT(BUF_UNBOUNDED);
		buf_addz(&b, "before ");
		bool ok = tex_portable(str_of(rows[i].tex), &b);
		tap_case(t, ok == (rows[i].want != NULL), "%s:%d: %s is %s", __FILE__, rows[i].line, rows[i].tex, rows[i].want ? "taken" : "refused");
		tap_same(t, str_from(buf_str(&b), 7), rows[i].want ? str_of(rows[i].want) : STR(""), __FILE__, rows[i].line);
		buf_free(&b);
	}
}

static void test_signs(struct tap *t)
{
	for (size_t i = 0; i < COUNTOF(signs); i++) {
		struct str tex = str_of(signs[i].tex);
		struct buf b = BUF_INIT(BUF_UNBOUNDED);
		struct tex_sign s;
		size_t from = 0;
		for (; tex_next_sign(tex, from, &s); from = s.end) {
			buf_add(&b, tex.p + from, s.start - from);
			buf_addf(&b, "|<%c>|", s.sign);
		}
		buf_adds(&b, str_from(tex, from));
		tap_same(t, buf_str(&b), str_of(signs[i].want), __FILE__, signs[i].line);
		buf_free(&b);
	}
}

static int answer_lines(void)
{
	char *line = NULL;
	size_t cap = 0;
	ssize_t n;
	while ((n = getline(&line, &cap, stdin)) > 0) {
		struct buf b = BUF_INIT(BUF_UNBOUNDED);
		bool ok = tex_portable((struct str){ line, (size_t)n - 1 }, &b);
		printf("%c%s\n", ok ? '+' : '-', b.s);
		buf_free(&b);
	}
	free(line);
	return 0;
}

int main(int argc, char **argv)
{
	struct tap t = { 0 };
	if (argc > 1 && strcmp(argv[1], "--lines") == 0)
		return answer_lines();
	test_rows(&t);
	test_signs(&t);
	return tap_done(&t);
}
