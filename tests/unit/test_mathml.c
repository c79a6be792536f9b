/* SPDX-License-Identifier: MIT
 * TeX to MathML, row by row: the elements are those that MathML Core (W3C) and the arguments' order that MathML have for each
 * form. The outer <math> is left out of the rows. With --lines: formulas, one a line of standard input, 'D' (on a line of its
 * own) or 'I' before it, to lines of the result behind '+', or '-' where there is none; other programs judge those. */
#include "digest/tex.h"
#include "digest/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/plain_tap.h"

/* What stands in many rows. */
#define UP "<mi mathvariant=\"normal\">"
#define OPEN "<mo stretchy=\"false\">"
#define FENCE "<mo stretchy=\"true\" fence=\"true\" form="
#define PRIME "<mo lspace=\"0\" rspace=\"0\">\u2032</mo>"
#define THIN "<mspace width=\"0.1667em\"/>"

static const struct { int line; const char *tex, *want; } rows[] = {
	/* leaves */
	{ __LINE__, "x", "<mi>x</mi>" }, { __LINE__, "12.5", "<mn>12.5</mn>" }, { __LINE__, "5.", "<mn>5</mn>" UP ".</mi>" },
	/* signs in front, operators in scripts, what takes no room (The TeXbook, chapters 11 and 18) */
	{ __LINE__, "a=-1", "<mi>a</mi><mo>=</mo><mo form=\"prefix\">\u2212</mo><mn>1</mn>" },
	{ __LINE__, "[-1,+b", "<mo stretchy=\"false\">[</mo><mo form=\"prefix\">\u2212</mo><mn>1</mn><mo>,</mo><mo form=\"prefix\">+</mo><mi>b</mi>" },
	{ __LINE__, "a\\le\\pm b", "<mi>a</mi><mo>\u2264</mo><mo form=\"prefix\">\u00b1</mo><mi>b</mi>" },
	{ __LINE__, "-a-b", "<mo>\u2212</mo><mi>a</mi><mo>\u2212</mo><mi>b</mi>" },
	{ __LINE__, "n!-1", "<mi>n</mi><mo stretchy=\"false\">!</mo><mo>\u2212</mo><mn>1</mn>" },
	{ __LINE__, "x_{i-1}", "<msub><mi>x</mi><mrow><mi>i</mi><mo lspace=\"0\" rspace=\"0\">\u2212</mo><mn>1</mn></mrow></msub>" },
	{ __LINE__, "x^*-1", "<msup><mi>x</mi><mo lspace=\"0\" rspace=\"0\">\u2217</mo></msup><mo>\u2212</mo><mn>1</mn>" },
	{ __LINE__, "x:=y", "<mi>x</mi><mo>:=</mo><mi>y</mi>" }, { __LINE__, "x_:=y", "<msub><mi>x</mi><mo lspace=\"0\" rspace=\"0\">:</mo></msub><mo>=</mo><mi>y</mi>" },
	{ __LINE__, "\\vphantom{x}y", "<mpadded width=\"0\"><mphantom><mi>x</mi></mphantom></mpadded><mi>y</mi>" },
	{ __LINE__, "\\hphantom x", "<mpadded height=\"0\" depth=\"0\"><mphantom><mi>x</mi></mphantom></mpadded>" },
	{ __LINE__, "\\smash{x}", "<mpadded height=\"0\" depth=\"0\"><mi>x</mi></mpadded>" }, { __LINE__, "\\smash[b]{x}", NULL },
	{ __LINE__, "a+b-c", "<mi>a</mi><mo>+</mo><mi>b</mi><mo>\u2212</mo><mi>c</mi>" }, { __LINE__, "a<b", "<mi>a</mi><mo>&lt;</mo><mi>b</mi>" },
	{ __LINE__, "a>b", "<mi>a</mi><mo>&gt;</mo><mi>b</mi>" }, { __LINE__, "\\alpha\\leq\\Omega", "<mi>\u03b1</mi><mo>\u2264</mo>" UP "\u03a9</mi>" },
	{ __LINE__, "\\epsilon\\varepsilon\\phi\\varphi", "<mi>\u03f5</mi><mi>\u03b5</mi><mi>\u03d5</mi><mi>\u03c6</mi>" },
	{ __LINE__, "\\{\\}", OPEN "{</mo>" OPEN "}</mo>" }, { __LINE__, "5\\%", "<mn>5</mn>" UP "%</mi>" }, { __LINE__, "\\&\\#\\$\\_", UP "&amp;</mi>" UP "#</mi>" UP "$</mi>" UP "_</mi>" },
	{ __LINE__, "(x]", OPEN "(</mo><mi>x</mi>" OPEN "]</mo>" }, { __LINE__, "\u03b1\u2264", "<mi>\u03b1</mi><mo>\u2264</mo>" },
	{ __LINE__, "a\\,b", "<mi>a</mi>" THIN "<mi>b</mi>" }, { __LINE__, "a\\!b", "<mi>a</mi><mi>b</mi>" },
	{ __LINE__, "a\\quad b", "<mi>a</mi><mspace width=\"1em\"/><mi>b</mi>" }, { __LINE__, "a~b", "<mi>a</mi><mspace width=\"0.25em\"/><mi>b</mi>" },
	{ __LINE__, "\\ldots\\cdots", UP "\u2026</mi>" UP "\u22ef</mi>" }, { __LINE__, "\\not=", "<mo>\u2260</mo>" }, { __LINE__, "\\not\\in", "<mo>\u2209</mo>" },
	/* scripts: base, sub, sup, whatever comes first */
	{ __LINE__, "x_i", "<msub><mi>x</mi><mi>i</mi></msub>" }, { __LINE__, "x^2", "<msup><mi>x</mi><mn>2</mn></msup>" },
	{ __LINE__, "x_i^2", "<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>" }, { __LINE__, "x^2_i", "<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>" },
	{ __LINE__, "x^23", "<msup><mi>x</mi><mn>2</mn></msup><mn>3</mn>" }, { __LINE__, "x_{ij}", "<msub><mi>x</mi><mrow><mi>i</mi><mi>j</mi></mrow></msub>" },
	{ __LINE__, "x_{i}", "<msub><mi>x</mi><mi>i</mi></msub>" }, { __LINE__, "x_{}", "<msub><mi>x</mi><mrow></mrow></msub>" },
	{ __LINE__, "^2", "<msup><mrow></mrow><mn>2</mn></msup>" }, { __LINE__, "{ab}^2", "<msup><mrow><mi>a</mi><mi>b</mi></mrow><mn>2</mn></msup>" },
	{ __LINE__, "x^{y^{z}}", "<msup><mi>x</mi><msup><mi>y</mi><mi>z</mi></msup></msup>" }, { __LINE__, "x^\\frac12", "<msup><mi>x</mi><mfrac><mn>1</mn><mn>2</mn></mfrac></msup>" },
	{ __LINE__, "f'", "<msup><mi>f</mi>" PRIME "</msup>" }, { __LINE__, "f''", "<msup><mi>f</mi><mrow>" PRIME PRIME "</mrow></msup>" },
	{ __LINE__, "f'_i", "<msubsup><mi>f</mi><mi>i</mi>" PRIME "</msubsup>" }, { __LINE__, "f'^2", "<msup><mi>f</mi><mrow>" PRIME "<mn>2</mn></mrow></msup>" },
	{ __LINE__, "x^1^2", NULL }, { __LINE__, "x_1_2", NULL }, { __LINE__, "x^", NULL }, { __LINE__, "x_}", NULL }, { __LINE__, "x^_", NULL },
	/* large signs, names */
	{ __LINE__, "\\sum_i^n", "<msubsup><mo>\u2211</mo><mi>i</mi><mi>n</mi></msubsup>" },
	{ __LINE__, "\\sum\\limits_i", "<munder><mo>\u2211</mo><mi>i</mi></munder>" }, { __LINE__, "\\int_0^1", "<msubsup><mo>\u222b</mo><mn>0</mn><mn>1</mn></msubsup>" },
	{ __LINE__, "\\log x", "<mi>log</mi>" THIN "<mi>x</mi>" }, { __LINE__, "\\log(x)", "<mi>log</mi>" OPEN "(</mo><mi>x</mi>" OPEN ")</mo>" },
	{ __LINE__, "n\\log n", "<mi>n</mi>" THIN "<mi>log</mi>" THIN "<mi>n</mi>" }, { __LINE__, "x_{\\log n}", "<msub><mi>x</mi><mrow><mi>log</mi><mi>n</mi></mrow></msub>" },
	{ __LINE__, "\\max_x", "<msub><mi>max</mi><mi>x</mi></msub>" }, { __LINE__, "\\operatorname{ReLU}(x)", "<mi>ReLU</mi>" OPEN "(</mo><mi>x</mi>" OPEN ")</mo>" },
	{ __LINE__, "\\operatorname*{a}\\limits_x", "<munder>" UP "a</mi><mi>x</mi></munder>" },
	{ __LINE__, "a\\bmod b", "<mi>a</mi><mo>mod</mo><mi>b</mi>" },
	{ __LINE__, "\\pmod n", "<mrow><mspace width=\"0.4444em\"/>" OPEN "(</mo><mi>mod</mi><mspace width=\"0.3333em\"/><mi>n</mi>" OPEN ")</mo></mrow>" },
	/* fractions, roots */
	{ __LINE__, "\\frac{a}{b}", "<mfrac><mi>a</mi><mi>b</mi></mfrac>" }, { __LINE__, "\\frac12", "<mfrac><mn>1</mn><mn>2</mn></mfrac>" },
	{ __LINE__, "\\dfrac ab", "<mstyle displaystyle=\"true\" scriptlevel=\"0\"><mfrac><mi>a</mi><mi>b</mi></mfrac></mstyle>" },
	{ __LINE__, "\\binom nk", "<mrow><mo>(</mo><mfrac linethickness=\"0\"><mi>n</mi><mi>k</mi></mfrac><mo>)</mo></mrow>" },
	{ __LINE__, "{a\\over b}", "<mfrac><mrow><mi>a</mi></mrow><mrow><mi>b</mi></mrow></mfrac>" }, { __LINE__, "a\\over b\\over c", NULL },
	{ __LINE__, "\\sqrt x", "<msqrt><mi>x</mi></msqrt>" }, { __LINE__, "\\sqrt[3]{x}", "<mroot><mi>x</mi><mrow><mn>3</mn></mrow></mroot>" },
	{ __LINE__, "\\sqrt[3", NULL }, { __LINE__, "\\frac a", NULL }, { __LINE__, "\\frac", NULL },
	/* alphabets (the Unicode code charts; letters that are older than the block stand elsewhere) */
	{ __LINE__, "\\mathbb{R}\\mathbb E", "<mi>\u211d</mi><mi>\U0001d53c</mi>" }, { __LINE__, "\\mathcal{LO}", "<mrow><mi>\u2112</mi><mi>\U0001d4aa</mi></mrow>" },
	{ __LINE__, "\\mathbf{x}\\boldsymbol{x}\\bm 1", "<mi>\U0001d431</mi><mi>\U0001d499</mi><mn>\U0001d7cf</mn>" }, { __LINE__, "\\boldsymbol{\\alpha}", "<mi>\U0001d736</mi>" },
	{ __LINE__, "\\boldsymbol\\Sigma\\mathbf\\Gamma\\mathbf\\alpha", "<mi>\U0001d6ba</mi><mi>\U0001d6aa</mi><mi>\u03b1</mi>" },
	{ __LINE__, "\\boldsymbol{\\epsilon\\phi}", "<mrow><mi>\U0001d750</mi><mi>\U0001d753</mi></mrow>" },
	{ __LINE__, "\\mathfrak{gC}", "<mrow><mi>\U0001d524</mi><mi>\u212d</mi></mrow>" }, { __LINE__, "\\mathrm{max}", "<mi>max</mi>" },
	{ __LINE__, "\\mathrm{d}x", UP "d</mi><mi>x</mi>" }, { __LINE__, "\\mathsf{A}\\mathtt{1}", "<mi>\U0001d5a0</mi><mn>\U0001d7f7</mn>" },
	{ __LINE__, "{\\bf x}y", "<mi>\U0001d431</mi><mi>y</mi>" }, { __LINE__, "\\boldsymbol{\\mathcal{X}}", "<mi>\U0001d4e7</mi>" },
	{ __LINE__, "\\mathbb{1}", "<mn>\U0001d7d9</mn>" },
	/* text */
	{ __LINE__, "\\text{if }x", "<mtext>if\u00a0</mtext><mi>x</mi>" }, { __LINE__, "\\mbox{a<b}", "<mtext>a&lt;b</mtext>" },
	{ __LINE__, "\\text{it's 5\\%~``q''--x}", "<mtext>it\u2019s\u00a05%\u00a0\u201cq\u201d\u2013x</mtext>" }, { __LINE__, "\\textbf{Ab}", "<mtext>\U0001d400\U0001d41b</mtext>" },
	{ __LINE__, "\\text{a {b} \\textit{c}}", "<mtext>a\u00a0b\u00a0c</mtext>" }, { __LINE__, "\\text{\u4e2d}", "<mtext>\u4e2d</mtext>" },
	{ __LINE__, "\\text{a\\   b}", "<mtext>a\u00a0b</mtext>" }, { __LINE__, "\\text{$x$}", NULL }, { __LINE__, "\\text{a_b}", NULL }, { __LINE__, "\\text{a", NULL }, { __LINE__, "\\text x", NULL },
	/* marks */
	{ __LINE__, "\\hat x", "<mover accent=\"true\"><mi>x</mi>" OPEN "^</mo></mover>" }, { __LINE__, "\\bar{x}_i", "<msub><mover accent=\"true\"><mi>x</mi>" OPEN "\u02c9</mo></mover><mi>i</mi></msub>" },
	{ __LINE__, "\\overline{AB}", "<mover accent=\"true\"><mrow><mi>A</mi><mi>B</mi></mrow><mo stretchy=\"true\">\u203e</mo></mover>" },
	{ __LINE__, "\\underbrace{x}_{n}", "<munder><munder accentunder=\"true\"><mi>x</mi><mo stretchy=\"true\">\u23df</mo></munder><mi>n</mi></munder>" },
	{ __LINE__, "\\overset{a}{=}", "<mover><mo>=</mo><mi>a</mi></mover>" }, { __LINE__, "\\underset{x}{y}", "<munder><mi>y</mi><mi>x</mi></munder>" },
	{ __LINE__, "\\stackrel{d}{\\to}", "<mover><mo>\u2192</mo><mi>d</mi></mover>" },
	{ __LINE__, "\\xrightarrow[b]{a}", "<munderover><mo stretchy=\"true\">\u2192</mo><mrow><mi>b</mi></mrow><mi>a</mi></munderover>" },
	/* fences */
	{ __LINE__, "\\left(x\\right]", "<mrow>" FENCE "\"prefix\">(</mo><mi>x</mi>" FENCE "\"postfix\">]</mo></mrow>" },
	{ __LINE__, "\\left.x\\right|", "<mrow><mi>x</mi>" FENCE "\"postfix\">|</mo></mrow>" },
	{ __LINE__, "\\left\\{a\\middle|b\\right\\}", "<mrow>" FENCE "\"prefix\">{</mo><mi>a</mi>" FENCE "\"infix\">|</mo><mi>b</mi>" FENCE "\"postfix\">}</mo></mrow>" },
	{ __LINE__, "\\left<x\\right>", "<mrow>" FENCE "\"prefix\">\u27e8</mo><mi>x</mi>" FENCE "\"postfix\">\u27e9</mo></mrow>" },
	{ __LINE__, "\\left(x", NULL }, { __LINE__, "x\\right)", NULL }, { __LINE__, "\\left x\\right)", NULL }, { __LINE__, "\\middle|", NULL },
	{ __LINE__, "\\big(", "<mo stretchy=\"true\" minsize=\"1.2em\" maxsize=\"1.2em\" lspace=\"0\" rspace=\"0\">(</mo>" },
	/* tables */
	{ __LINE__, "\\begin{matrix}a&b\\\\c&d\\end{matrix}", "<mtable><mtr><mtd><mi>a</mi></mtd><mtd><mi>b</mi></mtd></mtr><mtr><mtd><mi>c</mi></mtd><mtd><mi>d</mi></mtd></mtr></mtable>" },
	{ __LINE__, "\\begin{pmatrix}a\\\\\\end{pmatrix}", "<mrow>" FENCE "\"prefix\">(</mo><mtable><mtr><mtd><mi>a</mi></mtd></mtr></mtable>" FENCE "\"postfix\">)</mo></mrow>" },
	{ __LINE__, "\\begin{cases}a&b\\end{cases}", "<mrow>" FENCE "\"prefix\">{</mo><mtable><mtr><mtd class=\"left\"><mi>a</mi></mtd><mtd class=\"left\"><mi>b</mi></mtd></mtr></mtable></mrow>" },
	{ __LINE__, "\\begin{aligned}a&=b\\end{aligned}", "<mtable displaystyle=\"true\"><mtr><mtd class=\"right\"><mi>a</mi></mtd><mtd class=\"left\"><mo>=</mo><mi>b</mi></mtd></mtr></mtable>" },
	{ __LINE__, "\\begin{array}{l|r}a&b\\\\[2pt]c\\end{array}", "<mtable><mtr><mtd class=\"left\"><mi>a</mi></mtd><mtd class=\"right\"><mi>b</mi></mtd></mtr><mtr><mtd class=\"left\"><mi>c</mi></mtd></mtr></mtable>" },
	{ __LINE__, "\\substack{a\\\\b}", "<mtable><mtr><mtd><mi>a</mi></mtd></mtr><mtr><mtd><mi>b</mi></mtd></mtr></mtable>" },
	{ __LINE__, "a&b", NULL }, { __LINE__, "a\\\\b", NULL }, { __LINE__, "\\begin{matrix}a", NULL }, { __LINE__, "\\begin{matrix}a\\end{pmatrix}", NULL },
	{ __LINE__, "\\begin{unknown}a\\end{unknown}", NULL }, { __LINE__, "\\begin{array}{p{1cm}}a\\end{array}", NULL }, { __LINE__, "\\end{matrix}", NULL },
	/* what goes */
	{ __LINE__, "\\color{red}x", "<mi>x</mi>" }, { __LINE__, "\\textcolor{red}{x}", "<mi>x</mi>" }, { __LINE__, "\\color[rgb]{1,0,0}x", "<mi>x</mi>" },
	{ __LINE__, "\\ensuremath{x}", "<mi>x</mi>" }, { __LINE__, "x\\label{eq:1}\\tag{2}", "<mi>x</mi>" },
	{ __LINE__, "\\displaystyle\\sum_i", "<mstyle displaystyle=\"true\" scriptlevel=\"0\"><munder><mo>\u2211</mo><mi>i</mi></munder></mstyle>" },
	/* what is not in the subset, or no formula */
	{ __LINE__, "\\unknown", NULL }, { __LINE__, "", NULL }, { __LINE__, " ", NULL }, { __LINE__, "\\label{x}", NULL }, { __LINE__, "{a", NULL },
	{ __LINE__, "a}", NULL }, { __LINE__, "a\\", NULL }, { __LINE__, "a#b", NULL }, { __LINE__, "a$b", NULL }, { __LINE__, "a`b", NULL },
	{ __LINE__, "a\x01" "b", NULL }, { __LINE__, "a\xff" "b", NULL }, { __LINE__, "a\uffff", NULL }, { __LINE__, "\\text{\x01}", NULL },
	/* nothing of a text gets into a tag */
	{ __LINE__, "\\color{\"><script>}x", "<mi>x</mi>" }, { __LINE__, "\\href{javascript:x}{y}", "<mi>y</mi>" },
	{ __LINE__, "\\text{<script>}", "<mtext>&lt;script&gt;</mtext>" },
};

/* Only on a line of its own. */
static const struct { int line; const char *tex, *want; } displays[] = {
	{ __LINE__, "\\sum_i^n", "<munderover><mo>\u2211</mo><mi>i</mi><mi>n</mi></munderover>" }, { __LINE__, "\\max_x", "<munder><mi>max</mi><mi>x</mi></munder>" },
	{ __LINE__, "\\int_0^1", "<msubsup><mo>\u222b</mo><mn>0</mn><mn>1</mn></msubsup>" }, { __LINE__, "\\sum\\nolimits_i", "<msub><mo>\u2211</mo><mi>i</mi></msub>" },
	{ __LINE__, "\\operatorname*{arg\\,max}_x", "<munder><mrow><mi>arg</mi>" THIN "<mi>max</mi></mrow><mi>x</mi></munder>" },
	{ __LINE__, "x^{\\sum_i}", "<msup><mi>x</mi><msub><mo>\u2211</mo><mi>i</mi></msub></msup>" },
	{ __LINE__, "\\frac{\\sum_i}{2}\\textstyle\\sum_i", "<mfrac><msub><mo>\u2211</mo><mi>i</mi></msub><mn>2</mn></mfrac>"
	  "<mstyle displaystyle=\"false\" scriptlevel=\"0\"><msub><mo>\u2211</mo><mi>i</mi></msub></mstyle>" },
};

static void test_row(struct tap *t, int line, const char *tex, bool display, const char *want)
{
	struct buf got = BUF_INIT(BUF_UNBOUNDED), whole = BUF_INIT(BUF_UNBOUNDED);
	buf_addz(&got, "before");
	bool ok = tex_to_mathml(str_of(tex), display, &got);
	buf_addz(&whole, "before");
	if (want)
		buf_addf(&whole, "<math%s>%s</math>", display ? " display=\"block\"" : "", want);
	tap_case(t, ok == (want != NULL), "%s:%d: %s is %s", __FILE__, line, tex, want ? "taken" : "refused");
	tap_same(t, buf_str(&got), buf_str(&whole), __FILE__, line);
	buf_free(&got);
	buf_free(&whole);
}

/* As deep as the limit goes, and one more: what stands in what is a form each. */
static void test_depth(struct tap *t)
{
	static const struct { int line; const char *open, *close; int costs; } forms[] = {
		{ __LINE__, "{", "}", 1 }, { __LINE__, "x^{", "}", 1 }, { __LINE__, "\\left(", "\\right)", 2 }, { __LINE__, "\\sqrt{", "}", 2 },
		{ __LINE__, "\\begin{matrix}", "\\end{matrix}", 2 },
	};
	enum { LIMIT = 64 };  /* MATH_MAX_DEPTH; the outermost row is one */
	for (size_t f = 0; f < COUNTOF(forms); f++)
		for (int more = 0; more < 2; more++) {
			struct buf tex = BUF_INIT(BUF_UNBOUNDED), out = BUF_INIT(BUF_UNBOUNDED);
			int n = (LIMIT - 1) / forms[f].costs + more;
			for (int i = 0; i < n; i++)
				buf_addz(&tex, forms[f].open);
			buf_addc(&tex, 'x');
			for (int i = 0; i < n; i++)
				buf_addz(&tex, forms[f].close);
			bool ok = tex_to_mathml(buf_str(&tex), false, &out);
			tap_case(t, ok == !more && (ok || out.len == 0), "%s:%d: %d times %s", __FILE__, forms[f].line, n, forms[f].open);
			buf_free(&tex);
			buf_free(&out);
		}
}

/* A megabyte of each: refused, or taken, without going back. What a quadratic way costs would be hours. */
static void test_long(struct tap *t)
{
	static const struct { int line; const char *piece; bool taken; } pieces[] = {
		{ __LINE__, "{", false }, { __LINE__, "\\frac", false }, { __LINE__, "^", false }, { __LINE__, "\\left(", false }, { __LINE__, "x_1", true },
		{ __LINE__, "{}^{a}_b", true }, { __LINE__, "\\begin{matrix}", false }, { __LINE__, "\\sqrt[", false }, { __LINE__, "a\\over b", false },
		{ __LINE__, "\\log x", true }, { __LINE__, "\\color{a}[", true }, { __LINE__, "\\text{a}", true }, { __LINE__, "\\bf x", true },
		{ __LINE__, "\\displaystyle x", true }, { __LINE__, "}", false }, { __LINE__, "\\", false }, { __LINE__, "\\\\[", false }, { __LINE__, "'", true },
		{ __LINE__, "\\overset{a}{b}", true }, { __LINE__, "abcdefgh", true }, { __LINE__, "\\color[", false },
	};
	for (size_t i = 0; i < COUNTOF(pieces); i++) {
		struct buf tex = BUF_INIT(BUF_UNBOUNDED), out = BUF_INIT(BUF_UNBOUNDED), portable = BUF_INIT(BUF_UNBOUNDED);
		while (tex.len < 1000000)
			buf_addz(&tex, pieces[i].piece);
		bool ok = tex_to_mathml(buf_str(&tex), true, &out);
		tap_case(t, ok == pieces[i].taken && out.len <= 200 * tex.len, "%s:%d: a megabyte of %s", __FILE__, pieces[i].line, pieces[i].piece);
		ok = tex_portable(buf_str(&tex), &portable);
		tap_case(t, portable.len <= 20 * tex.len && (ok || portable.len == 0), "%s:%d: portable", __FILE__, pieces[i].line);
		buf_free(&tex);
		buf_free(&out);
		buf_free(&portable);
	}
}

static int answer_lines(void)
{
	char *line = NULL;
	size_t cap = 0;
	ssize_t n;
	while ((n = getline(&line, &cap, stdin)) > 1) {
		struct buf b = BUF_INIT(BUF_UNBOUNDED);
		bool ok = tex_to_mathml((struct str){ line + 1, (size_t)n - 2 }, line[0] == 'D', &b);
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
	for (size_t i = 0; i < COUNTOF(rows); i++)
		test_row(&t, rows[i].line, rows[i].tex, false, rows[i].want);
	for (size_t i = 0; i < COUNTOF(displays); i++)
		test_row(&t, displays[i].line, displays[i].tex, true, displays[i].want);
	test_depth(&t);
	test_long(&t);
	return tap_done(&t);
}
