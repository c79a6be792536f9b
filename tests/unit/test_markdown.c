/* SPDX-License-Identifier: MIT
 * Text as Markdown: what is written for each construct that a text could be taken for, and that cmark reads back
 * exactly the text. cmark is blind to what GFM and GitHub add (tables, footnotes, strikethrough, bare addresses,
 * @names): those have rows here, and tests/whole/test_gfm.py asks cmark-gfm. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <cmark.h>
#include <cmocka.h>

#include "digest/tex.h"
#include "digest/markdown.h"
#include "digest/text.h"
#include "digest/vec.h"

static const struct md_rules gfm = MD_RULES_GFM, exact = { .escape = false };
/* A host without filters that makes no links. */
static const struct md_rules plain = { .escape = true };
/* Who reads beside cmark-gfm. */
#define READ_BY(...) { .escape = true, .linkify = true, .readers = MD_WIDE | __VA_ARGS__ }
static const struct md_rules wide = READ_BY(0), python = READ_BY(MD_PYTHON), pandoc = READ_BY(MD_PANDOC), markdown_it = READ_BY(MD_MARKDOWN_IT),
	mdx = READ_BY(MD_MDX, .filters = true), kramed = READ_BY(MD_KRAMED),
	any = READ_BY(MD_PYTHON | MD_PANDOC | MD_MARKDOWN_IT | MD_MDX, .filters = true);

#define SPAN(n) "<span>&#" #n ";</span>"

/* ---- rows: what is written; the numbers are sections of the GFM specification 0.29 ---- */

static const struct text_row {
	int line;
	const struct md_rules *r;
	enum md_place place;
	const char *in, *want;
} texts[] = {
	/* nothing to do */
	{ __LINE__, &gfm, MD_PARAGRAPH, "", "" },
	{ __LINE__, &gfm, MD_CELL, " \n\t ", "" },
	{ __LINE__, &gfm, MD_PARAGRAPH, "We show (in 3 steps): \"a\" is 95% of b; it's {fine}, isn't it?", "We show (in 3 steps): \"a\" is 95% of b; it's {fine}, isn't it?" },
	{ __LINE__, &gfm, MD_CELL, "中文，全角：标点｜［］。", "中文，全角：标点｜［］。" },
	/* 6.13, 6.12, 2.2: one line, no break, white space folded */
	{ __LINE__, &gfm, MD_PARAGRAPH, "  a  \n b\t\tc\r\nd \v\fe  ", "a b c d e" },
	{ __LINE__, &gfm, MD_PARAGRAPH, "a b  c   d", "a b c d" },
	{ __LINE__, &gfm, MD_CELL, "\xc2\xa0" "a\xe3\x80\x80" "b\xc2\xad", "\xc2\xa0" "a\xe3\x80\x80" "b\xc2\xad" },
	/* 6.1 backslashes */
	{ __LINE__, &gfm, MD_PARAGRAPH, "\\alpha \\, \\\\ x\\%", "\\alpha &#92;, &#92;\\ x&#92;%" },
	{ __LINE__, &gfm, MD_CELL, "ends in \\", "ends in &#92;" },
	{ __LINE__, &gfm, MD_LINK_TEXT, "ends in \\ ", "ends in &#92;" },
	{ __LINE__, &gfm, MD_PARAGRAPH, "\\ a \\中", "\\ a \\中" },
	/* 6.2 references */
	{ __LINE__, &gfm, MD_PARAGRAPH, "R&D, AT&T; a&b; &amp; &#42; &#x2A; &;", "R&D, AT&#38;T; a&#38;b; &#38;amp; &#38;" SPAN(35) "42; &#38;#x2A; &;" },
	{ __LINE__, &plain, MD_PARAGRAPH, "&#42; & &copy", "&#38;#42; & &copy" },
	/* 6.3 code */
	{ __LINE__, &gfm, MD_PARAGRAPH, "`a` ``b``", "&#96;a&#96; &#96;&#96;b&#96;&#96;" },
	{ __LINE__, &gfm, MD_CELL, "one ` only", "one ` only" },
	/* 6.4 emphasis */
	{ __LINE__, &gfm, MD_PARAGRAPH, "mean_squared_error, a__b, A* search", "mean_squared_error, a__b, A* search" },
	{ __LINE__, &gfm, MD_PARAGRAPH, "A* and F*, 2 * 3 ** 4", "A&#42; and F&#42;, 2 * 3 ** 4" },
	{ __LINE__, &gfm, MD_PARAGRAPH, "x_i, _y_, 变量_私有_", "x_i, &#95;y&#95;, 变量&#95;私有&#95;" },
	{ __LINE__, &gfm, MD_CELL, "**注意：**中文", "&#42;&#42;注意：&#42;&#42;中文" },
	/* 6.5 strikethrough */
	{ __LINE__, &gfm, MD_PARAGRAPH, "~10 to ~20, ~~x~~", "&#126;10 to &#126;20, &#126;&#126;x&#126;&#126;" },
	{ __LINE__, &gfm, MD_PARAGRAPH, "about ~10", "about ~10" },
	{ __LINE__, &gfm, MD_PARAGRAPH, "p ~ q and r ~ s", "p ~ q and r ~ s" },
	/* 6.6, 6.7 links, images; footnotes */
	{ __LINE__, &gfm, MD_PARAGRAPH, "[1], [MASK], f[x](y), ![a](b), [[c]]", "[1], [MASK], f[x&#93;(y), ![a&#93;(b), [[c]]" },
	{ __LINE__, &gfm, MD_PARAGRAPH, "[^1] ^[x]", "&#91;^1] ^[x]" },
	{ __LINE__, &gfm, MD_LINK_TEXT, "[MASK]: a ![b]", "&#91;MASK&#93;: a !&#91;b&#93;" },
	/* 4.10 tables */
	{ __LINE__, &gfm, MD_CELL, "p(y|x) \\|w\\|", "p(y&#124;x) &#92;&#124;w&#92;&#124;" },
	{ __LINE__, &gfm, MD_LINK_TEXT, "A|B", "A&#124;B" },
	{ __LINE__, &gfm, MD_PARAGRAPH, "|A|B|", "|A|B|" },
	/* 6.8, 6.10 autolinks, raw HTML */
	{ __LINE__, &gfm, MD_PARAGRAPH, "List<int>, </s>, <!-- x -->, <?php ?>, <![CDATA[x]]>", "List&#60;int>, &#60;/s>, &#60;!-- x -->, &#60;?php ?>, &#60;![CDATA[x]]>" },
	{ __LINE__, &gfm, MD_PARAGRAPH, "x<y, a < b <- c <= d <5 <中> <<", "x&#60;y, a < b <- c <= d <5 <中> <<" },
	{ __LINE__, &gfm, MD_PARAGRAPH, "n <k", "n <k" },
	{ __LINE__, &gfm, MD_PARAGRAPH, "<1@a.b>", "&#60;1<span>&#64;</span>a.b>" },
	/* 6.9 bare addresses */
	{ __LINE__, &gfm, MD_PARAGRAPH, "见https://x.org/a_b?c=1&d=2。", "见[https&#58;//x.org/a_b?c=1&d=2](https://x.org/a_b?c=1&amp;d=2)。" },
	{ __LINE__, &gfm, MD_CELL, "(http://x.org/a_(b)), www.x.org.", "([http&#58;//x.org/a_(b)](http://x.org/a_%28b%29)), [www&#46;x.org](http://www.x.org)." },
	{ __LINE__, &gfm, MD_PARAGRAPH, "HTTPS://X.org/*a*!", "[HTTPS&#58;//X.org/&#42;a](HTTPS://X.org/%2Aa)&#42;!" },
	{ __LINE__, &gfm, MD_PARAGRAPH, "\\https://x.org !http://x.org", "&#92;[https&#58;//x.org](https://x.org) &#33;[http&#58;//x.org](http://x.org)" },
	{ __LINE__, &gfm, MD_PARAGRAPH, "\"https://x.org/a|b\" {http://x.org}", "\"[https&#58;//x.org/a](https://x.org/a)|b\" {[http&#58;//x.org](http://x.org)}" },
	{ __LINE__, &gfm, MD_LINK_TEXT, "Code at https://x.org and www.x.org", "Code at https&#58;//x.org and www&#46;x.org" },
	{ __LINE__, &plain, MD_PARAGRAPH, "https://x.org and www.x.org", "https&#58;//x.org and www&#46;x.org" },
	{ __LINE__, &gfm, MD_PARAGRAPH, "ftp://x.org https:// http://例子.cn www. www.a", "ftp&#58;//x.org https&#58;// http&#58;//例子.cn www&#46; www&#46;a" },
	{ __LINE__, &gfm, MD_PARAGRAPH, "git://x.org xhttp://y C://z awww.b.c x/www.b.c", "git://x.org xhttp://y C://z awww.b.c x/www.b.c" },
	{ __LINE__, &gfm, MD_PARAGRAPH, "a.b@x.org, mailto:c@x.org, Recall@10, Hits@1, pass@k", "a.b" SPAN(64) "x.org, mailto:c" SPAN(64) "x.org, Recall@10, Hits@1, pass@k" },
	{ __LINE__, &gfm, MD_PARAGRAPH, "mailto:@x.y -@x.y (@.b", "mailto:" SPAN(64) "x.y -" SPAN(64) "x.y (@.b" },
	{ __LINE__, &gfm, MD_PARAGRAPH, "mailto:@.b a@www.b.c", "mailto:" SPAN(64) ".b a" SPAN(64) "www.b.c" },
	{ __LINE__, &gfm, MD_LINK_TEXT, "a@x.org", "a@x.org" },
	/* GitHub's own filters */
	{ __LINE__, &gfm, MD_PARAGRAPH, "@user, 见@user, a@b, @ x", SPAN(64) "user, 见" SPAN(64) "user, a@b, @ x" },
	{ __LINE__, &gfm, MD_PARAGRAPH, "#12, C#, C#7, # 1", SPAN(35) "12, C#, C#7, # 1" },
	{ __LINE__, &gfm, MD_CELL, ":smile: 1:100:1 a:b ::: f:X:Y", SPAN(58) "smile: 1" SPAN(58) "100:1 a:b ::: f:X:Y" },
	{ __LINE__, &gfm, MD_LINK_TEXT, ":+1:", SPAN(58) "+1:" },
	{ __LINE__, &gfm, MD_PARAGRAPH, "$x$ and $5", SPAN(36) "x" SPAN(36) " and " SPAN(36) "5" },
	{ __LINE__, &gfm, MD_PARAGRAPH, "only $5", "only $5" },
	{ __LINE__, &gfm, MD_CELL, "only $5", "only " SPAN(36) "5" },
	{ __LINE__, &plain, MD_CELL, "$x$ :smile: @user #1", "$x$ :smile: @user #1" },
	/* 4.1, 4.2, 4.5, 4.6, 4.7, 5.1, 5.2: what a paragraph may not begin with */
	{ __LINE__, &gfm, MD_PARAGRAPH, "# x", "&#35; x" },
	{ __LINE__, &gfm, MD_PARAGRAPH, "###### x", "&#35;##### x" },
	{ __LINE__, &gfm, MD_PARAGRAPH, "####### x", "####### x" },
	{ __LINE__, &gfm, MD_PARAGRAPH, "#", "&#35;" },
	{ __LINE__, &gfm, MD_PARAGRAPH, "#x", "#x" },
	{ __LINE__, &gfm, MD_PARAGRAPH, ">x", "&#62;x" },
	{ __LINE__, &gfm, MD_PARAGRAPH, "- x", "&#45; x" },
	{ __LINE__, &gfm, MD_PARAGRAPH, "-", "&#45;" },
	{ __LINE__, &gfm, MD_PARAGRAPH, "-x", "-x" },
	{ __LINE__, &gfm, MD_PARAGRAPH, "+\tx", "&#43; x" },
	{ __LINE__, &gfm, MD_PARAGRAPH, "* x", "&#42; x" },
	{ __LINE__, &gfm, MD_PARAGRAPH, "---", "&#45;--" },
	{ __LINE__, &gfm, MD_PARAGRAPH, "--- x", "--- x" },
	{ __LINE__, &gfm, MD_PARAGRAPH, "***", "&#42;**" },
	{ __LINE__, &gfm, MD_PARAGRAPH, "_ _ _", "&#95; _ _" },
	{ __LINE__, &gfm, MD_PARAGRAPH, "===", "===" },
	{ __LINE__, &gfm, MD_PARAGRAPH, "1. x", "1&#46; x" },
	{ __LINE__, &gfm, MD_PARAGRAPH, "123456789) x", "123456789&#41; x" },
	{ __LINE__, &gfm, MD_PARAGRAPH, "1234567890. x", "1234567890. x" },
	{ __LINE__, &gfm, MD_PARAGRAPH, "1.5 x", "1.5 x" },
	{ __LINE__, &gfm, MD_PARAGRAPH, "1.", "1&#46;" },
	{ __LINE__, &gfm, MD_PARAGRAPH, "```c", "&#96;``c" },
	{ __LINE__, &gfm, MD_PARAGRAPH, "~~~", "&#126;~~" },
	{ __LINE__, &gfm, MD_PARAGRAPH, "``c", "``c" },
	{ __LINE__, &gfm, MD_PARAGRAPH, "<div class", "&#60;div class" },
	{ __LINE__, &gfm, MD_PARAGRAPH, "<!-- x", "&#60;!-- x" },
	{ __LINE__, &gfm, MD_PARAGRAPH, "[x]: /y", "&#91;x]: /y" },
	{ __LINE__, &gfm, MD_PARAGRAPH, "[ ] task", "&#91; ] task" },
	{ __LINE__, &gfm, MD_CELL, "# x", "# x" },
	{ __LINE__, &gfm, MD_CELL, "- x", "- x" },
	{ __LINE__, &gfm, MD_CELL, "1. x", "1. x" },
	{ __LINE__, &gfm, MD_LINK_TEXT, "> x", "> x" },
	/* other rules */
	/* what other readers take for their own: generators' directives and code, and what their parsers know */
	{ __LINE__, &wide, MD_PARAGRAPH, "{{ x }} {% y %} {# z #} {{< w >}}", "&#123;&#123; x }} &#123;% y %} &#123;# z &#35;} &#123;&#123;&#60; w >}}" },
	{ __LINE__, &mdx, MD_PARAGRAPH, "{a} <b/> }", "&#123;a&#125; &#60;b/> &#125;" },
	{ __LINE__, &wide, MD_CELL, "<% x %> ${y} {: .c} {::n}", "&#60;% x %> <span>&#36;</span>&#123;y} &#123;: .c} &#123;::n}" },
	{ __LINE__, &wide, MD_PARAGRAPH, "A* `b c~ d^2 e|f <g [h] i]", "A&#42; &#96;b c&#126; d&#94;2 e&#124;f &#60;g &#91;h&#93; i&#93;" },
	{ __LINE__, &wide, MD_PARAGRAPH, "^[n] [^1] ==m== ~s~ ^t^", "&#94;&#91;n&#93; &#91;&#94;1&#93; =&#61;m=&#61; &#126;s&#126; &#94;t&#94;" },
	{ __LINE__, &wide, MD_PARAGRAPH, "a_b __init__ _c_", "a_b &#95;&#95;init&#95;&#95; &#95;c&#95;" },
	{ __LINE__, &kramed, MD_PARAGRAPH, "a_b", "a&#95;b" },
	{ __LINE__, &wide, MD_PARAGRAPH, "\\alpha b\\ c\\", "&#92;alpha b&#92; c&#92;" },
	{ __LINE__, &wide, MD_PARAGRAPH, "\\(x\\) \\$5 \\ref{a} \\begin{b}", SPAN(92) "(x" SPAN(92) ") " SPAN(92) SPAN(36) "5 " SPAN(92) "ref&#123;a} " SPAN(92) "begin&#123;b}" },
	{ __LINE__, &wide, MD_PARAGRAPH, "only $5", "only " SPAN(36) "5" },
	{ __LINE__, &wide, MD_PARAGRAPH, "R&D &a; &b_c; &d", "R&D &#38;a; &#38;b_c; &d" },
	{ __LINE__, &wide, MD_PARAGRAPH, "a -- b --- c", "a -&#45; b -&#45;- c" },
	{ __LINE__, &wide, MD_PARAGRAPH, "a... b.. c.... d >> e", "a.&#46;. b.&#46; c.&#46;.&#46; d >&#62; e" },
	{ __LINE__, &mdx, MD_PARAGRAPH, "a... b.... c......", "a.&#46;. b.&#46;." SPAN(46) " c.&#46;." SPAN(46) "." SPAN(46) },
	{ __LINE__, &mdx, MD_LINK_TEXT, "b....", "b.&#46;." SPAN(46) },
	{ __LINE__, &wide, MD_PARAGRAPH, "C++, C++ and ++x++, +-1, +/-2", "C++, C++ and &#43;&#43;x++, &#43;-1, &#43;/-2" },
	{ __LINE__, &wide, MD_PARAGRAPH, ":smile: @user #1 a:b", "&#58;smile: &#64;user #1 a:b" },
	{ __LINE__, &any, MD_PARAGRAPH, ":smile: @user #1 a:b", SPAN(58) "smile: " SPAN(64) "user " SPAN(35) "1 a:b" },
	{ __LINE__, &wide, MD_PARAGRAPH, "a@b.org @中", "a&#64;b.org &#64;中" },
	{ __LINE__, &any, MD_LINK_TEXT, "a@b.org @c", "a&#64;b.org &#64;c" },
	/* where a paragraph begins */
	{ __LINE__, &wide, MD_PARAGRAPH, "#x", "&#35;x" },
	{ __LINE__, &wide, MD_PARAGRAPH, "-x", "&#45;x" },
	{ __LINE__, &wide, MD_PARAGRAPH, ": x", "&#58; x" },
	{ __LINE__, &wide, MD_PARAGRAPH, ":::", "&#58;::" },
	{ __LINE__, &wide, MD_PARAGRAPH, "!!! x", "&#33;!&#33; x" },
	{ __LINE__, &wide, MD_PARAGRAPH, "??? x", "&#63;?&#63; x" },
	{ __LINE__, &wide, MD_PARAGRAPH, "=== \"x\"", "&#61;=&#61; \"x\"" },
	{ __LINE__, &wide, MD_PARAGRAPH, "% x", "&#37; x" },
	{ __LINE__, &wide, MD_PARAGRAPH, "[TOC]", "&#91;TOC&#93;" },
	{ __LINE__, &wide, MD_PARAGRAPH, "*[HTML]: x", "&#42;&#91;HTML&#93;: x" },
	{ __LINE__, &wide, MD_PARAGRAPH, "12345678901. x", "12345678901&#46; x" },
	{ __LINE__, &wide, MD_PARAGRAPH, "C#", "C&#35;" },
	{ __LINE__, &wide, MD_CELL, "C#", "C#" },
	{ __LINE__, &wide, MD_CELL, "-x", "-x" },
	{ __LINE__, &gfm, MD_PARAGRAPH, "in C #", "in C &#35;" },
	{ __LINE__, &gfm, MD_PARAGRAPH, "--", "&#45;-" },
	{ __LINE__, &pandoc, MD_PARAGRAPH, "(a) x", "(a&#41; x" },
	{ __LINE__, &pandoc, MD_PARAGRAPH, "iv. x", "iv&#46; x" },
	{ __LINE__, &pandoc, MD_PARAGRAPH, "#. x", "&#35;. x" },
	{ __LINE__, &pandoc, MD_PARAGRAPH, "(@a_1) x", "(&#64;a_1&#41; x" },
	{ __LINE__, &pandoc, MD_PARAGRAPH, "word. x", "word. x" },
	{ __LINE__, &pandoc, MD_PARAGRAPH, "[x] task", SPAN(91) "x&#93; task" },
	{ __LINE__, &wide, MD_PARAGRAPH, "(a) x", "(a) x" },
	{ __LINE__, &mdx, MD_PARAGRAPH, "import x", "&#105;mport x" },
	{ __LINE__, &mdx, MD_PARAGRAPH, "export x", "&#101;xport x" },
	{ __LINE__, &mdx, MD_PARAGRAPH, "important x", "important x" },
	{ __LINE__, &mdx, MD_CELL, "import x", "import x" },
	{ __LINE__, &mdx, MD_PARAGRAPH, "$", "&#36;" },
	{ __LINE__, &mdx, MD_PARAGRAPH, "f:x[1] 10:30", "f" SPAN(58) "x&#91;1&#93; 10:30" },
	/* typography, addresses without a scheme, faces */
	{ __LINE__, &python, MD_PARAGRAPH, "(c) 1/2 c/o 1st 22nd and/or 1/2/3", "&#40;c) 1&#47;2 c&#47;o &#49;st 2&#50;nd and/or 1&#47;2&#47;3" },
	{ __LINE__, &wide, MD_PARAGRAPH, "(c) 1/2 c/o 1st", "(c) 1/2 c/o 1st" },
	{ __LINE__, &markdown_it, MD_PARAGRAPH, "(tm) (TM) (t)", "&#40;tm) &#40;TM) (t)" },
	{ __LINE__, &markdown_it, MD_PARAGRAPH, "x.org, main.py, a.b.c.de, e.g., 3.14, v.abc", "x&#46;org, main&#46;py, a.b.c&#46;de, e.g., 3.14, v.abc" },
	{ __LINE__, &markdown_it, MD_PARAGRAPH, "x@1精度为39.3 a@例子.中文 a@例子", "x&#64;1精度为39.3 a&#64;例子.中文 a@例子" },
	{ __LINE__, &markdown_it, MD_PARAGRAPH, "//x a//b", "/&#47;x a/&#47;b" },
	{ __LINE__, &markdown_it, MD_PARAGRAPH, ":) a:) ;) 8-) (a-) :o :on", "&#58;) a:) &#59;) 8&#45;) (a-) &#58;o :on" },
	{ __LINE__, &any, MD_PARAGRAPH, "http://例子.cn", "http" SPAN(58) "/&#47;例子&#46;cn" },
	{ __LINE__, &exact, MD_CELL, " a|b\nc  *d*\r\n", " a|b c  *d*\r " },
	{ __LINE__, &exact, MD_PARAGRAPH, "\n\n", "  " },
	{ __LINE__, &exact, MD_LINK_TEXT, "", "" },
};

/* ---- mathematics: generators' and KaTeX's own documents say who looks for which delimiters ---- */

#define MATH(how, ...) { .escape = true, .linkify = true, .math = how, .readers = __VA_ARGS__ }
static const struct md_rules dollar = MATH(MD_MATH_DOLLAR, MD_WIDE), dollar_gfm = MATH(MD_MATH_DOLLAR, 0, .filters = true),
	parens = MATH(MD_MATH_PARENS, MD_WIDE), retext = MATH(MD_MATH_PARENS, MD_WIDE | MD_RETEXT), as_text = MATH(MD_MATH_TEXT, MD_WIDE);

static const struct text_row formulas[] = {
	{ __LINE__, &dollar, MD_PARAGRAPH, "the $n$ of $ x+y $", "the $n$ of $x+y$" },
	{ __LINE__, &dollar, MD_CELL, "\\(n\\), \\[m\\], $$k$$", "$n$, $m$, $k$" },
	{ __LINE__, &dollar, MD_CELL, "$x_1$ and $a|b$", "$x _ 1$ and $a\\vert b$" },
	{ __LINE__, &dollar, MD_LINK_TEXT, "An $n$-ary Thing", "An $n$-ary Thing" },
	{ __LINE__, &dollar, MD_PARAGRAPH, "$\\sim$10 and 5$\\times$2", "$\\sim$&#49;0 and &#53;$\\times$&#50;" },
	{ __LINE__, &dollar, MD_PARAGRAPH, "$7$$\\times$$7$", "$7 \\times 7$" },
	{ __LINE__, &dollar, MD_PARAGRAPH, "$a$ $b$", "$a$ $b$" },
	{ __LINE__, &dollar, MD_PARAGRAPH, "$95\\%$ of \\(\\$\\)", "$95$&#37; of " SPAN(36) },
	{ __LINE__, &dollar, MD_PARAGRAPH, "$a$$95\\%$", "$a 95$&#37;" },
	{ __LINE__, &dollar, MD_PARAGRAPH, "$\\%$$a$", "&#37;$a$" },
	/* an amount is no mathematics, beside it or without it */
	{ __LINE__, &dollar, MD_PARAGRAPH, "$5 and $10", SPAN(36) "5 and " SPAN(36) "10" },
	{ __LINE__, &dollar, MD_PARAGRAPH, "$x$ for US$5", "$x$ for US" SPAN(36) "5" },
	{ __LINE__, &dollar_gfm, MD_PARAGRAPH, "$x$ for US$5", "$x$ for US" SPAN(36) "5" },
	{ __LINE__, &dollar_gfm, MD_PARAGRAPH, "for US$5", "for US$5" },
	{ __LINE__, &dollar_gfm, MD_PARAGRAPH, "US$5 and $x$", "US" SPAN(36) "5 and $x$" },
	{ __LINE__, &parens, MD_CELL, "$5 and $10 each, $7", SPAN(36) "5 and " SPAN(36) "10 each, " SPAN(36) "7" },
	/* what is no TeX, or cannot be written, is text */
	{ __LINE__, &dollar, MD_PARAGRAPH, "$a{b$ c", SPAN(36) "a&#123;b" SPAN(36) " c" },
	{ __LINE__, &dollar, MD_PARAGRAPH, "$\\verb|a|$", SPAN(36) "&#92;verb&#124;a&#124;" SPAN(36) },
	{ __LINE__, &dollar, MD_PARAGRAPH, "$a$$\\verb|b|$", "$a$" SPAN(36) "&#92;verb&#124;b&#124;" SPAN(36) },
	{ __LINE__, &dollar, MD_LINK_TEXT, "on $[0,1)$", "on " SPAN(36) "&#91;0,1)" SPAN(36) },
	{ __LINE__, &dollar, MD_PARAGRAPH, "on $[0,1)$", "on $[0,1)$" },
	{ __LINE__, &dollar, MD_PARAGRAPH, "$f[x]$ and $g[xy]$", "$f[x ]$ and $g[xy]$" },
	/* an address ends before a formula */
	{ __LINE__, &dollar, MD_PARAGRAPH, "$此 (https://x.org/b)$ c", SPAN(36) "此 ([https&#58;//x.org/b](https://x.org/b))" SPAN(36) " c" },
	{ __LINE__, &dollar, MD_PARAGRAPH, "$\\mathrm{https://x.org}{y}$", "$\\mathrm{https: / /x.org} {y}$" },
	/* a formula that would act is a text, and no address in it is a link; the others stay formulas */
	{ __LINE__, &dollar, MD_PARAGRAPH, "$a$ $\\href{https://x.org}{y}$ $b$", "$a$ " SPAN(36) "&#92;href&#123;https&#58;//x.org}&#123;y}" SPAN(36) " $b$" },
	{ __LINE__, &dollar_gfm, MD_PARAGRAPH, "$a$ $\\href{https://x.org}{y}$", "$a$ " SPAN(36) "\\href{https&#58;//x.org}{y}" SPAN(36) },
	{ __LINE__, &dollar, MD_CELL, "$$\\class{x}{\\style{color:red}{y}}$$", SPAN(36) SPAN(36) "&#92;class&#123;x}&#123;&#92;style&#123;color:red}&#123;y}}" SPAN(36) SPAN(36) },
	{ __LINE__, &parens, MD_PARAGRAPH, "\\(a\\) \\(\\def\\x{y}\\)", "&#92;(a&#92;) <span>&#92;</span>(&#92;def&#92;x&#123;y}<span>&#92;</span>)" },
	{ __LINE__, &parens, MD_LINK_TEXT, "$\\unicode[x]{65}$", SPAN(36) "&#92;unicode&#91;x&#93;&#123;65}" SPAN(36) },
	{ __LINE__, &dollar, MD_PARAGRAPH, "$\\hrefs \\styled \\defx$", "$\\hrefs \\styled \\defx$" },
	{ __LINE__, &dollar, MD_PARAGRAPH, "$\\html@x$", SPAN(36) "&#92;html@x" SPAN(36) },
	{ __LINE__, &dollar, MD_PARAGRAPH, "https://x.org/$n$", "[https&#58;//x.org/](https://x.org/)$n$" },
	{ __LINE__, &dollar, MD_PARAGRAPH, "https://x.org/1$n$", "[https&#58;//x.org/](https://x.org/)&#49;$n$" },
	{ __LINE__, &dollar, MD_PARAGRAPH, "# $n$ #", "&#35; $n$ &#35;" },
	/* for a script: exactly the TeX */
	{ __LINE__, &parens, MD_CELL, "$x_{1}$ and \\[a|b\\]", "&#92;(x&#95;&#123;1&#125;&#92;) and &#92;(a&#124;b&#92;)" },
	{ __LINE__, &parens, MD_LINK_TEXT, "$[0,1)$ 5$ $", "&#92;(&#91;0,1)&#92;) 5" SPAN(36) " " SPAN(36) },
	{ __LINE__, &parens, MD_PARAGRAPH, "$f'(x)--\"y\"$", "&#92;(f&#39;(x)-&#45;&#34;y&#34;&#92;)" },
	{ __LINE__, &parens, MD_PARAGRAPH, "$\\text{a $b$}$", SPAN(36) "&#92;text&#123;a &#92;(b&#92;)}" SPAN(36) },
	{ __LINE__, &parens, MD_PARAGRAPH, "$ a\\,b \\\\ c $", "&#92;(a&#92;,b &#92;&#92; c&#92;)" },
	{ __LINE__, &retext, MD_PARAGRAPH, "$f'$ and $a_1$", "&#92;(f&#94; &#123;&#92;prime &#125;&#92;) and &#92;(a&#95;1&#92;)" },
	{ __LINE__, &as_text, MD_CELL, "$x_1$ \\(y\\)", SPAN(36) "x_1" SPAN(36) " " SPAN(92) "(y" SPAN(92) ")" },
};

static const struct url_row {
	int line;
	const char *in;
	bool web;
	const char *want;
} urls[] = {
	{ __LINE__, "https://arxiv.org/abs/2402.17010", true, "https://arxiv.org/abs/2402.17010" },
	{ __LINE__, "http://arxiv.org/abs/hep-th/9901001v2", true, "http://arxiv.org/abs/hep-th/9901001v2" },
	{ __LINE__, "HTTPS://x.org", true, "HTTPS://x.org" },
	{ __LINE__, "https://x.org/a_(b)|c\"d'e f?x=1&y=[2]<3>\\", true, "https://x.org/a_%28b%29%7Cc%22d%27e%20f?x=1&amp;y=%5B2%5D%3C3%3E%5C" },
	{ __LINE__, "https://x.org/%28~$!+,;=%2%", true, "https://x.org/%28~$!+,;=%252%25" },
	{ __LINE__, "https://x.org/论文*`{^}\n", true, "https://x.org/%E8%AE%BA%E6%96%87%2A%60%7B%5E%7D%0A" },
	{ __LINE__, "http://user@x.org:80/", true, "http://user@x.org:80/" },
	{ __LINE__, "http://例子.cn/", true, "http://%E4%BE%8B%E5%AD%90.cn/" },
	{ __LINE__, "", false, NULL },
	{ __LINE__, "https://", false, NULL },
	{ __LINE__, "https:///x", false, NULL },
	{ __LINE__, "http://?x", false, NULL },
	{ __LINE__, "http://a b/", false, NULL },
	{ __LINE__, "http://a\\b/", false, NULL },
	{ __LINE__, "http:/x.org", false, NULL },
	{ __LINE__, "xhttp://x.org", false, NULL },
	{ __LINE__, " https://x.org", false, NULL },
	{ __LINE__, "javascript:alert(1)", false, NULL },
	{ __LINE__, "javascript:https://x.org", false, NULL },
	{ __LINE__, "data:text/html,x", false, NULL },
	{ __LINE__, "ftp://x.org", false, NULL },
	{ __LINE__, "//x.org", false, NULL },
	{ __LINE__, "arxiv.org/abs/1", false, NULL },
};

/* ---- cmark as the reader ---- */

/* Append the text below NODE. False if anything is there that is no text: bare addresses may be links, LINKS deep. */
static bool read_inlines(cmark_node *node, int links, struct buf *out)
{
	for (cmark_node *n = cmark_node_first_child(node); n; n = cmark_node_next(n)) {
		const char *literal = cmark_node_get_literal(n);
		switch (cmark_node_get_type(n)) {
		case CMARK_NODE_TEXT:
			buf_addz(out, literal);
			break;
		case CMARK_NODE_HTML_INLINE:
			if (!str_is(str_of(literal), "<span>") && !str_is(str_of(literal), "</span>"))
				return false;
			break;
		case CMARK_NODE_LINK:
			if (links == 0 || !url_is_web(str_of(cmark_node_get_url(n))) || !read_inlines(n, links - 1, out))
				return false;
			break;
		default:
			return false;
		}
	}
	return true;
}

/* Whether MARKDOWN is one paragraph of text, or nothing at all; its text in OUT. */
static bool read_paragraph(struct str markdown, int links, struct buf *out)
{
	cmark_node *doc = cmark_parse_document(markdown.p, markdown.n, CMARK_OPT_DEFAULT);
	cmark_node *p = cmark_node_first_child(doc);
	bool ok = p == NULL ||
	          (cmark_node_get_type(p) == CMARK_NODE_PARAGRAPH && !cmark_node_next(p) && read_inlines(p, links, out));
	cmark_node_free(doc);
	return ok;
}

/* White space folded, in the plainest way. */
static void fold(struct str s, struct buf *out)
{
	for (size_t i = 0; i < s.n; i++) {
		if (!is_space((unsigned char)s.p[i]))
			buf_addc(out, s.p[i]);
		else if (out->len && out->s[out->len - 1] != ' ')
			buf_addc(out, ' ');
	}
	if (out->len && out->s[out->len - 1] == ' ')
		buf_cut(out, out->len - 1);
}

/* Whether cmark reads S in the text again, where PLACE says it stands. */
static bool reads_back(const struct md_rules *r, enum md_place place, struct str s)
{
	struct buf md = BUF_INIT(BUF_UNBOUNDED), got = BUF_INIT(BUF_UNBOUNDED), want = BUF_INIT(BUF_UNBOUNDED);
	static const struct { const char *before, *after; } page[] = {
		[MD_PARAGRAPH] = { "", "\n" },
		[MD_CELL] = { "- ", " |\n" },  /* cmark knows no tables: something before, so that no block begins */
		[MD_LINK_TEXT] = { "-[", "](https://x.org)\n" },
	};
	buf_addz(&md, place == MD_CELL ? "x" : "");
	buf_addz(&md, page[place].before);
	md_text(r, place, s, &md);
	bool one_line = !memchr(md.s, '\n', md.len);
	bool no_bar = place == MD_PARAGRAPH || !memchr(md.s, '|', md.len);
	buf_addz(&md, page[place].after);

	fold(s, &want);
	bool ok = read_paragraph(buf_str(&md), 1, &got);
	size_t head = place == MD_PARAGRAPH ? 0 : place == MD_CELL ? 3 : 1, tail = place == MD_CELL ? 2 : 0;
	if (want.len == 0 && place == MD_CELL)
		head--;  /* "x-  |": nothing between the two blanks, which cmark keeps */
	ok = ok && one_line && no_bar && got.len >= head + tail &&
	     (want.len == 0 || str_eq(str_head(str_from(buf_str(&got), head), got.len - head - tail), buf_str(&want)));
	if (!ok)
		print_error("text     %s\nmarkdown %sread as  %s\n", want.s, md.s, got.s);
	buf_free(&md);
	buf_free(&got);
	buf_free(&want);
	return ok;
}

/* ---- what a row is tested for ---- */

static void test_text(void **state)
{
	const struct text_row *row = *state;
	struct buf out = BUF_INIT(BUF_UNBOUNDED);
	md_text(row->r, row->place, str_of(row->in), &out);
	if (!str_is(buf_str(&out), row->want))
		print_error("line %d\n", row->line);
	assert_string_equal(out.s, row->want);
	buf_free(&out);
	if (row->r->escape && row->r->math == MD_MATH_TEXT)
		assert_true(reads_back(row->r, row->place, str_of(row->in)));
}

/* Every word that MathJax and KaTeX have of this kind, by their documents, beside some that only look so. */
static void test_acting_formulas(void **state)
{
	static const char *const acting[] = { "\\href{a}{b}", "\\url{a}", "\\class{a}{b}", "\\cssId{a}{b}", "\\style{a}{b}", "\\data{a=b}{c}",
		"\\require{html}", "\\def\\a{b}", "\\gdef\\a{b}", "\\edef\\a{b}", "\\xdef\\a{b}", "\\let\\a=b", "\\futurelet\\a\\b\\c",
		"\\newcommand{\\a}{b}", "\\renewcommand{\\a}{b}", "\\providecommand{\\a}{b}", "\\newenvironment{a}{b}{c}",
		"\\renewenvironment{a}{b}{c}", "\\htmlClass{a}{b}", "\\htmlId{a}{b}", "\\htmlStyle{a}{b}", "\\htmlData{a=b}{c}", "\\html@mathml{a}{b}",
		"\\includegraphics{a}", "\\mmlToken{mi}[href=a]{b}", "\\bbox[border:1px]{a}", "\\unicode{65}", "\\toggle{a}{b}\\endtoggle",
		"\\mathtip{a}{b}", "\\texttip{a}{b}", "\\setOptions{a=b}", "\\mathtoolsset{a}", "\\newtagform{a}{b}{c}", "\\Newextarrow{\\a}{1,2}{3}",
		"\\DeclareMathOperator{\\a}{b}", "\\DeclarePairedDelimiter{\\a}{b}{c}", "\\label{a}", "\\ref{a}", "\\eqref{a}", "\\definecolor{a}{rgb}{1,0,0}",
		"\\global\\a", "\\csname href\\endcsname{a}{b}", "\\text{\\href{a}{b}}", "x_{\\style{a}{b}}", "\\\\\\href{a}{b}", "\\href", "\\newcommand*\\a{b}",
		"\\message{a}", "\\input{a}" };
	static const char *const harmless[] = { "", "\\", "a", "\\frac{a}{b}", "\\\\href{a}", "\\datum", "\\classes", "\\lett", "\\defined", "href", "\\left(\\right)",
		"\\displaystyle", "\\textstyle", "\\color{red}{a}", "\\operatorname{def}", "\\mathbb{E}_{x\\sim D}", "\\tag{1}", "\\Href", "a@b" };
	for (size_t i = 0; i < COUNTOF(acting); i++)
		if (!tex_is_active_math(str_of(acting[i])))
			fail_msg("\"%s\" would act", acting[i]);
	for (size_t i = 0; i < COUNTOF(harmless); i++)
		if (tex_is_active_math(str_of(harmless[i])))
			fail_msg("\"%s\" does nothing but draw", harmless[i]);
	UNUSED(state);
}

static void test_url(void **state)
{
	const struct url_row *row = *state;
	assert_int_equal(url_is_web(str_of(row->in)), row->web);
	if (!row->web)
		return;
	struct buf out = BUF_INIT(BUF_UNBOUNDED), md = BUF_INIT(BUF_UNBOUNDED);
	md_url(str_of(row->in), &out);
	assert_string_equal(out.s, row->want);
	/* The whole of it is a link's destination. */
	buf_addf(&md, "[x](%s)\n", out.s);
	cmark_node *doc = cmark_parse_document(md.s, md.len, CMARK_OPT_DEFAULT);
	cmark_node *link = cmark_node_first_child(cmark_node_first_child(doc));
	assert_int_equal(cmark_node_get_type(link), CMARK_NODE_LINK);
	assert_null(cmark_node_next(link));
	cmark_node_free(doc);
	buf_free(&out);
	buf_free(&md);
}

/* ---- properties ---- */

static const char *const pieces[] = {
	"*", "_", "~", "`", "$", "\\", "<", ">", "&", "[", "]", "|", ":", ".", "@", "#", "!", "^", "(", ")", "-", "+", "=", "{",
	"}", "'", "\"", "/", ";", ",", "?", "%", "0", "1", "9", "a", "b", "w", "h", "中", "。", "，", "é", "\xc2\xa0",
	" ", " ", " ", " ", "  ", "\t", "\n", " \\", "**", "__", "``", "```", "~~~", "](", "![", "[x]", "[x]:", "[ ]", "<b>", "</b>",
	"<!--", "-->", "<a@b.c>", "<http://x.y>", "http://", "https://", "ftp://", "www.", "x.org", "/a_b", "(c)", "a@b.org",
	"@user", "&amp;", "&#42;", "&copy", "1.", "1)", "- ", "+ ", "# ", "> ", "---", "===", "* * *", ":smile:", "#12", "<?", "<![CDATA[",
};

static uint64_t next_random(uint64_t *state)  /* splitmix64 */
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

static void test_property(void **state)
{
	enum { TEXTS = 15000 };
	enum md_place place = (enum md_place)(uintptr_t)*state;
	uint64_t seed = 20170101;
	struct buf s = BUF_INIT(BUF_UNBOUNDED);
	for (int i = 0; i < TEXTS; i++) {
		static const int lengths[] = { 1, 2, 3, 4, 6, 9, 15, 30 };
		int n = lengths[next_random(&seed) % COUNTOF(lengths)];
		buf_clear(&s);
		while (n-- > 0)
			buf_addz(&s, pieces[next_random(&seed) % COUNTOF(pieces)]);
		if (!reads_back(&gfm, place, buf_str(&s)) || !reads_back(&any, place, buf_str(&s)))
			fail_msg("text %d", i);
	}
	buf_free(&s);
}

/* The reader is no yes-man: texts that are not escaped do not read back. */
static void test_reader_can_fail(void **state)
{
	UNUSED(state);
	static const char *const wrong[] = { "*a*", "# a", "`a`", "<b>", "[a](b)", "a\\*", "&amp;", "1. a", "- - -" };
	for (size_t i = 0; i < COUNTOF(wrong); i++) {
		struct buf got = BUF_INIT(BUF_UNBOUNDED);
		bool same = read_paragraph(str_of(wrong[i]), 1, &got) && str_is(buf_str(&got), wrong[i]);
		buf_free(&got);
		if (same)
			fail_msg("\"%s\" was taken for text", wrong[i]);
	}
}

/* Half a megabyte of one piece: the time grows with the length, not with its square. */
static void test_linear(void **state)
{
	const char *piece = *state;
	struct buf s = BUF_INIT(BUF_UNBOUNDED), out = BUF_INIT(BUF_UNBOUNDED);
	while (s.len < 500000)
		buf_addz(&s, piece);
	clock_t before = clock();
	md_text(&gfm, MD_PARAGRAPH, buf_str(&s), &out);
	md_text(&any, MD_PARAGRAPH, buf_str(&s), &out);
	md_text(&dollar, MD_PARAGRAPH, buf_str(&s), &out);
	md_text(&parens, MD_PARAGRAPH, buf_str(&s), &out);
	double seconds = (double)(clock() - before) / CLOCKS_PER_SEC;
	buf_free(&s);
	buf_free(&out);
	if (seconds > 3)  /* 0.1 s or less; a square would take many minutes */
		fail_msg("%.1f s", seconds);
}

static void test_ceiling(void **state)
{
	UNUSED(state);
	struct buf out = BUF_INIT(10);
	md_text(&gfm, MD_CELL, STR("a|b|c|d"), &out);
	assert_true(buf_full(&out));
	assert_true(out.len <= 10);
	buf_free(&out);
}

/* ---- the list ---- */

typedef VEC(struct CMUnitTest) test_list;

static void add(test_list *all, void (*fn)(void **), const void *row, const char *what, int line, const char *text)
{
	struct buf name = BUF_INIT(200);
	buf_addz(&name, what);
	if (line)
		buf_addf(&name, " line %d", line);
	if (text)
		buf_addf(&name, ": %.60s", text);
	for (size_t i = 0; i < name.len; i++)
		if (name.s[i] == '#')
			name.s[i] = '+';  /* TAP takes what follows a number sign for its own */
		else if ((name.s[i] < ' ' && name.s[i] >= 0) || name.s[i] == 0x7f)
			name.s[i] = '~';
	*vec_push(all) = (struct CMUnitTest){ buf_take(&name), fn, NULL, NULL, (void *)(uintptr_t)row };
}

int main(void)
{
	static const char *const repeated[] = {
		"*", "* ", "a_", "~a", "`", "``a`", "[", "](", "<a", "<1", "<a@", "a@", "a.b@", "&a", "&#1", "$", "\\", ":a", "#1",
		"$a$", "$a$ $5 ", "\\(a\\)", "\\(", "$[$ ", "$[x]$", "-", ".", "1", "x.org ", ":a[", "++", "(", "&a_", "$\\%$",
		"http://", "http://a)", "http://a....", "www.", "www.a", "www.a.b ", "(http://x.y)", "[x]:", "- ", "1", " \n",
	};
	test_list all = VEC_INIT;
	for (size_t i = 0; i < COUNTOF(texts); i++)
		add(&all, test_text, &texts[i], "text", texts[i].line, texts[i].in);
	for (size_t i = 0; i < COUNTOF(formulas); i++)
		add(&all, test_text, &formulas[i], "mathematics", formulas[i].line, formulas[i].in);
	for (size_t i = 0; i < COUNTOF(urls); i++)
		add(&all, test_url, &urls[i], "address", urls[i].line, urls[i].in);
	add(&all, test_acting_formulas, NULL, "formulas that would act", 0, NULL);
	add(&all, test_property, (void *)(uintptr_t)MD_PARAGRAPH, "15,000 texts read back: paragraph", 0, NULL);
	add(&all, test_property, (void *)(uintptr_t)MD_CELL, "15,000 texts read back: cell", 0, NULL);
	add(&all, test_property, (void *)(uintptr_t)MD_LINK_TEXT, "15,000 texts read back: link text", 0, NULL);
	add(&all, test_reader_can_fail, NULL, "what is not escaped does not read back", 0, NULL);
	for (size_t i = 0; i < COUNTOF(repeated); i++)
		add(&all, test_linear, repeated[i], "two megabytes", 0, repeated[i]);
	add(&all, test_ceiling, NULL, "ceiling of the buffer", 0, NULL);
	int failed = _cmocka_run_group_tests("markdown", all.v, all.n, NULL, NULL);
	for (size_t i = 0; i < all.n; i++)
		free((char *)(uintptr_t)all.v[i].name);
	vec_free(&all);
	return failed;
}
