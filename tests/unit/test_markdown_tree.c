/* SPDX-License-Identifier: MIT
 * Markdown of answers: what tree is read of a text, what is written of it for readers of Markdown, and that cmark reads that as the
 * same tree. What other readers make of it, tests/whole/test_marks.py and tests/generators ask. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "digest/markdown_tree.h"
#include "digest/vec.h"

#define MARKS MD_FORMAT_INLINE
#define BLOCKS MD_FORMAT_BLOCKS

static const struct md_rules gfm = { .math = MD_MATH_DOLLAR, .escape = true, .linkify = true, .filters = true };
static const struct md_rules wide = { .math = MD_MATH_PARENS, .escape = true, .linkify = true, .readers = MD_WIDE };
static const struct md_rules hugo = { .math = MD_MATH_PARENS, .escape = true, .linkify = true, .readers = MD_WIDE, .no_html = true };

/* A tree as one line: em(…) b(…) `…` $…$, p(…) h1(…) q(…) ul(…) ol3(…) li(…). */
static void show(const struct md_node *m, struct buf *out)
{
	static const char *const names[] = { [MD_NODE_EM] = "em", [MD_NODE_STRONG] = "b", [MD_NODE_PARAGRAPH] = "p", [MD_NODE_HEADING] = "h", [MD_NODE_QUOTE] = "q",
		[MD_NODE_ITEM] = "li" };
	for (; m; m = m->next) {
		if (m->kind == MD_NODE_CODE)
			buf_addf(out, "`%.*s`", STR_ARG(m->text));
		else if (m->kind < MD_NODE_EM)
			buf_adds(out, m->text);
		else {
			buf_addz(out, m->kind == MD_NODE_LIST ? m->ordered ? "ol" : "ul" : names[m->kind]);
			if (m->number)
				buf_addf(out, "%u", m->number);
			buf_addz(out, m->kind == MD_NODE_LIST && !m->tight ? "~(" : "(");
			show(m->first, out);
			buf_addc(out, ')');
		}
	}
}

/* ---- rows: what is read; NULL: there is no mark ---- */

static const struct row {
	int line;
	enum md_format format;
	const char *in, *tree, *gfm;
} rows[] = {
	{ __LINE__, MARKS, "", NULL, NULL },
	{ __LINE__, MARKS, "没有标记的一句话，$a_1*b_2*c$ 与 x_i、R&D、a < b、[1]、C:\\temp。", NULL, NULL },
	{ __LINE__, MARKS, "2 * 3 * 4, a_b_c, * lone, ` tick", NULL, NULL },
	{ __LINE__, BLOCKS, "一段话。", NULL, NULL },
	{ __LINE__, BLOCKS, "2024 年，1.5 倍。", NULL, NULL },
	{ __LINE__, BLOCKS, "一行\n又一行", NULL, NULL },
	/* emphasis; where Chinese punctuation keeps ** from being a delimiter it is one, and is written so that it is */
	{ __LINE__, MARKS, "**要点**：说明", "p(b(要点)：说明)", "**要点**：说明" },
	{ __LINE__, MARKS, "**要点：**说明", "p(b(要点：)说明)", "**要点：**&#35828;明" },
	{ __LINE__, MARKS, "的**“概念”**的", "p(的b(“概念”)的)", "&#30340;**“概念”**&#30340;" },
	{ __LINE__, MARKS, "**GPT-4(turbo)**模型", "p(b(GPT-4(turbo))模型)", "**GPT-4(turbo&#41;**&#27169;型" },
	{ __LINE__, MARKS, "甲**（乙）**和**《丙》**、丁", "p(甲b(（乙）)和b(《丙》)、丁)", "&#30002;**（乙）**&#21644;**《丙》**&#12289;丁" },
	{ __LINE__, MARKS, "*斜*与***粗斜***与**粗*斜*粗**", "p(em(斜)与em(b(粗斜))与b(粗em(斜)粗))", "*斜*&#19982;_**粗斜**_&#19982;**&#31895;*斜*&#31895;**" },
	{ __LINE__, MARKS, "**粗*斜***", "p(b(粗em(斜)))", "**&#31895;_斜_**" },
	{ __LINE__, MARKS, "**a****b**", "p(b(a****b))", "**a&#42;&#42;&#42;&#42;b**" },
	{ __LINE__, MARKS, "__x__ 与 _y_", "p(b(x) 与 em(y))", "**x** 与 *y*" },
	{ __LINE__, MARKS, "**重点：** 后", "p(b(重点：) 后)", "**重点：** 后" },
	{ __LINE__, MARKS, "**不成 **对", NULL, NULL },
	{ __LINE__, MARKS, "**$x$**是", "p(b($x$)是)", "**$x$**&#26159;" },
	/* mathematics and code are not read */
	{ __LINE__, MARKS, "**甲** $a*b*c$ 与 \\(x_1\\)", "p(b(甲) $a*b*c$ 与 \\(x_1\\))", "**甲** $a\\ast b\\ast c$ 与 $x _ 1$" },
	{ __LINE__, MARKS, "`$a$` 与 $`b`$", "p(`$a$` 与 $`b`$)", NULL },
	{ __LINE__, MARKS, "`a*b` ``c`d``", "p(`a*b` `c`d`)", "`a*b` <code>c&#96;d</code>" },
	{ __LINE__, MARKS, "`{{x}}` `a|b`", "p(`{{x}}` `a|b`)", "<code>&#123;&#123;x&#125;&#125;</code> <code>a&#124;b</code>" },
	{ __LINE__, MARKS, "价 \\$5 与 \\$10，\\*号", "p(价 $5 与 $10，*号)", "价 <span>&#36;</span>5 与 <span>&#36;</span>10，*号" },
	{ __LINE__, MARKS, "**重** Erd\\H{o}s, \\'ecole, 5\\,000", "p(b(重) Erdős, école, 5 000)", "**重** Erdős, école, 5 000" },
	/* what is not allowed becomes its text */
	{ __LINE__, MARKS, "见[代码](https://x.org)与![图](i.png)", "p(见代码与图)", "见代码与图" },
	{ __LINE__, MARKS, "<b>x</b> &lt;y&gt; <https://x.org>", "p(<b>x</b> <y> https://x.org)", "&#60;b>x&#60;/b> &#60;y> [https&#58;//x.org](https://x.org)" },
	{ __LINE__, MARKS, "- **a**", "p(- b(a))", "&#45; **a**" },
	{ __LINE__, MARKS, "# **a** #", "p(# b(a) #)", "&#35; **a** &#35;" },
	{ __LINE__, MARKS, "1. **a**\n2. b", "p(1. b(a) 2. b)", "1&#46; **a** 2. b" },
	{ __LINE__, BLOCKS, "[a]: http://x.org \"t\"\n\n[a] **b**", "p([a]: http://x.org \"t\")p([a] b(b))", NULL },
	{ __LINE__, BLOCKS, "甲\n\n```c\nint *a;\n  b\n```\n\n乙", "p(甲)p(int *a;)p(b)p(乙)", "甲\n\nint *a;\n\nb\n\n乙" },
	{ __LINE__, BLOCKS, "<div>\n**x**\n</div>", "p(<div> **x** </div>)", "&#60;div> &#42;&#42;x&#42;&#42; &#60;/div>" },
	{ __LINE__, BLOCKS, "| a | b |\n|---|---|\n| **c** | d |", "p(| a | b | |---|---| | b(c) | d |)", NULL },
	{ __LINE__, BLOCKS, "甲\n\n---\n\n乙", "p(甲)p(乙)", "甲\n\n乙" },
	/* blocks */
	{ __LINE__, BLOCKS, "甲\n\n乙", "p(甲)p(乙)", "甲\n\n乙" },
	{ __LINE__, BLOCKS, "- a\n- b", "ul(li(p(a))li(p(b)))", "- a\n- b" },
	{ __LINE__, BLOCKS, "- a\n\n- b", "ul~(li(p(a))li(p(b)))", "- a\n\n- b" },
	{ __LINE__, BLOCKS, "1. a\n2. b\n   - c\n     1. d", "ol1(li(p(a))li(p(b)ul(li(p(c)ol1(li(p(d)))))))", "1. a\n2. b\n    - c\n        1. d" },
	{ __LINE__, BLOCKS, "- a\n\n  2. b\n- c", "ul~(li(p(a)ol2(li(p(b))))li(p(c)))", "- a\n\n    2. b\n\n- c" },
	{ __LINE__, BLOCKS, "3. a\n4. b", "ol3(li(p(a))li(p(b)))", "3. a\n4. b" },
	{ __LINE__, BLOCKS, "- a\n  - b\n    - c\n      - d\n        - e", "ul(li(p(a)ul(li(p(b)ul(li(p(c)p(d e)))))))", NULL },
	{ __LINE__, BLOCKS, "> 甲\n> 乙\n>\n> - a", "q(p(甲 乙)ul(li(p(a))))", "> 甲 乙\n>\n> - a" },
	{ __LINE__, BLOCKS, "> > > x", "q(q(p(x)))", "> > x" },
	{ __LINE__, BLOCKS, "# 一\n## 二\n### 三\n- # 四", "h1(一)h2(二)h2(三)ul(li(p(四)))", "#### 一\n\n##### 二\n\n##### 三\n\n- 四" },
	{ __LINE__, BLOCKS, "## 只有 `二` ##", "h1(只有 `二`)", "#### 只有 `二`" },
	{ __LINE__, BLOCKS, "- a\n\n1. b", "ul(li(p(a)))ol1(li(p(b)))", "- a\n\n&#8203;\n\n1. b" },
	{ __LINE__, BLOCKS, "- - a", "ul(li(ul(li(p(a)))))", "- &#8203;\n    - a" },
	{ __LINE__, BLOCKS, "- x 为 $a\n- y 为 b$", "ul(li(p(x 为 $a))li(p(y 为 b$)))", NULL },
	{ __LINE__, BLOCKS, "甲 $$\na\n- b\n$$ **乙**", "p(甲 $$ a - b $$ b(乙))", NULL },
};

static void test_row(void **state)
{
	const struct row *r = *state;
	struct arena a = ARENA_INIT;
	struct buf out = BUF_INIT(BUF_UNBOUNDED);
	const struct md_node *m = md_tree_read(str_of(r->in), r->format, &a);
	show(m, &out);
	if ((r->tree == NULL) != (m == NULL) || (r->tree && !str_is(buf_str(&out), r->tree)))
		fail_msg("\"%s\" is read as \"%s\", not as \"%s\"", r->in, m ? out.s : "(no mark)", r->tree ? r->tree : "(no mark)");
	buf_clear(&out);
	md_tree_write(&gfm, MD_PARAGRAPH, true, m, &out);
	if (r->gfm && !str_is(buf_str(&out), r->gfm))
		fail_msg("\"%s\" is written as \"%s\", not as \"%s\"", r->in, out.s, r->gfm);
	buf_free(&out);
	arena_free(&a);
}

/* What is written reads as what was read: twice is once. Spans and code as elements, numbers that are text, and empty texts are how
 * some of it is written: those rows have their own expectation above. */
static void test_again(void **state)
{
	const struct row *r = *state;
	struct arena a = ARENA_INIT;
	struct buf out = BUF_INIT(BUF_UNBOUNDED), first = BUF_INIT(BUF_UNBOUNDED), second = BUF_INIT(BUF_UNBOUNDED);
	const struct md_node *m = md_tree_read(str_of(r->in), r->format, &a);
	md_tree_write(&gfm, MD_PARAGRAPH, true, m, &out);
	if (m && !strstr(out.s, "<") && !strstr(out.s, "&#8203;") && !strstr(out.s, "](") && !strchr(out.s, '$')) {
		show(m, &first);
		show(md_tree_read(buf_str(&out), BLOCKS, &a), &second);
		for (char *p; (p = strchr(second.s, '~')) && !strchr(first.s, '~');)  /* two paragraphs in an item make its list loose */
			memmove(p, p + 1, strlen(p));
		if (second.len && strcmp(first.s, second.s) != 0)
			fail_msg("\"%s\" is read as \"%s\"; written and read again it is \"%s\"", r->in, first.s, second.s);
	}
	buf_free(&out);
	buf_free(&first);
	buf_free(&second);
	arena_free(&a);
}

/* ---- where it goes ---- */

static const struct place_row {
	int line;
	const struct md_rules *r;
	enum md_place place;
	bool blocks;
	const char *before, *in, *want;
} places[] = {
	{ __LINE__, &wide, MD_PARAGRAPH, true, "A: ", "甲\n\n- b", "A: 甲\n\n- b" },
	{ __LINE__, &wide, MD_PARAGRAPH, true, "A: ", "- b\n- c", "A:\n\n- b\n- c" },
	{ __LINE__, &wide, MD_PARAGRAPH, true, "    ", "甲\n\n- b\n\n> c", "    甲\n\n    - b\n\n    > c" },
	{ __LINE__, &wide, MD_PARAGRAPH, true, "x\n- ", "甲\n\n乙", "x\n- 甲\n\n    乙" },
	{ __LINE__, &wide, MD_PARAGRAPH, false, "### ", "**甲**\n\n- b", "### **甲** b" },
	{ __LINE__, &wide, MD_CELL, true, "| ", "**甲|乙**\n\n- `a|b`", "| **甲&#124;乙** <code>a&#124;b</code>" },
	{ __LINE__, &wide, MD_LINK_TEXT, true, "[", "**甲** [x] `c`", "[**甲** &#91;x&#93; `c`" },
	{ __LINE__, &wide, MD_PARAGRAPH, true, "", "7. a\n8. b", "- 7&#46; a\n- 8&#46; b" },
	{ __LINE__, &hugo, MD_PARAGRAPH, true, "", "**甲** `{{x}}` `y`", "**甲** &#123;&#123;x}&#125; `y`" },
	{ __LINE__, &wide, MD_PARAGRAPH, true, "", "**甲** $a_1$ http", "**甲** &#92;(a&#95;1&#92;) http" },
};

static void test_place(void **state)
{
	const struct place_row *r = *state;
	struct arena a = ARENA_INIT;
	struct buf out = BUF_INIT(BUF_UNBOUNDED);
	const struct md_node *m = md_tree_read(str_of(r->in), BLOCKS, &a);
	assert_non_null(m);
	buf_addz(&out, r->before);
	md_tree_write(r->r, r->place, r->blocks, m, &out);
	if (!str_is(buf_str(&out), r->want))
		fail_msg("\"%s\" is written as \"%s\", not as \"%s\"", r->in, out.s, r->want);
	buf_free(&out);
	arena_free(&a);
}

/* ---- limits ---- */

static const struct md_node *read_many(const char *head, const char *piece, size_t n, const char *tail, enum md_format f, struct arena *a)
{
	struct buf text = BUF_INIT(BUF_UNBOUNDED);
	buf_addz(&text, head);
	for (size_t i = 0; i < n; i++)
		buf_addz(&text, piece);
	buf_addz(&text, tail);
	const struct md_node *m = md_tree_read(arena_dup(a, buf_str(&text)), f, a);
	buf_free(&text);
	return m;
}

static size_t depth_of(const struct md_node *m)
{
	size_t most = 0;
	for (; m; m = m->next) {
		size_t n = 1 + depth_of(m->first);
		most = n > most ? n : most;
	}
	return most;
}

static void test_limits(void **state)
{
	struct arena a = ARENA_INIT;
	UNUSED(state);
	assert_non_null(read_many("**b** ", "x", MD_TREE_MAX_BYTES - 6, "", MARKS, &a));
	assert_null(read_many("**b** ", "x", MD_TREE_MAX_BYTES - 5, "", MARKS, &a));
	/* each "`x` " is two nodes */
	assert_non_null(read_many("", "`x` ", MD_TREE_MAX_NODES / 2 - 2, "", MARKS, &a));
	assert_null(read_many("", "`x` ", MD_TREE_MAX_NODES / 2 + 2, "", MARKS, &a));
	assert_null(read_many("`x` ", "$a$", MD_TREE_MAX_FORMULAS + 1, "", MARKS, &a));
	/* how deep it is has an end, and nothing is lost */
	static const struct { const char *head, *piece, *tail; } deep[] = { { "", "> ", "x" }, { "", "- ", "x" }, { "", "*a **b ", "x" }, { "", "[", "x" } };
	for (size_t i = 0; i < COUNTOF(deep); i++)
		assert_true(depth_of(read_many(deep[i].head, deep[i].piece, 5000, deep[i].tail, BLOCKS, &a)) <= 16);
	struct buf text = BUF_INIT(BUF_UNBOUNDED);
	md_tree_text(read_many("", "> - ", 500, "x", BLOCKS, &a), &text);
	assert_true(str_is(str_trim(buf_str(&text)), "x"));
	buf_free(&text);
	arena_free(&a);
}

/* Texts that are hard for who reads them naively; each is read to its end. */
static void test_hard(void **state)
{
	static const char *const pieces[] = { "*", "**a ", "_a", "`", "``x`", "[", "](", "<", "&", "$", "$a$`", "\\(", "**（", "）**", "a**b", "\n\n", "- ", "\n- a", "\n> ", "$\n\n" };
	UNUSED(state);
	for (size_t i = 0; i < COUNTOF(pieces); i++) {
		struct arena a = ARENA_INIT;
		read_many("**甲** ", pieces[i], (MD_TREE_MAX_BYTES - 16) / strlen(pieces[i]), "", BLOCKS, &a);
		arena_free(&a);
	}
}

static void test_fields(void **state)
{
	static const struct md_field v[] = { { { "a", 1 }, MD_FORMAT_INLINE }, { { "a.b", 3 }, MD_FORMAT_BLOCKS } };
	const struct md_fields f = { v, COUNTOF(v) };
	UNUSED(state);
	assert_int_equal(md_format_of(&f, STR("a")), MD_FORMAT_INLINE);
	assert_int_equal(md_format_of(&f, STR("a.b")), MD_FORMAT_BLOCKS);
	assert_int_equal(md_format_of(&f, STR("b")), MD_FORMAT_NONE);
	assert_int_equal(md_format_parse(STR("blocks")), MD_FORMAT_BLOCKS);
	assert_int_equal(md_format_parse(STR("block")), MD_FORMAT_NONE);
}

typedef VEC(struct CMUnitTest) test_list;

static void add(test_list *all, CMUnitTestFunction fn, const void *row, const char *what, int line)
{
	struct buf name = BUF_INIT(256);
	buf_addf(&name, line ? "%s line %d" : "%s", what, line);
	*vec_push(all) = (struct CMUnitTest){ .name = buf_take(&name), .test_func = fn, .initial_state = (void *)(uintptr_t)row };
}

int main(void)
{
	test_list all = VEC_INIT;
	for (size_t i = 0; i < COUNTOF(rows); i++) {
		add(&all, test_row, &rows[i], "marks", rows[i].line);
		add(&all, test_again, &rows[i], "read again", rows[i].line);
	}
	for (size_t i = 0; i < COUNTOF(places); i++)
		add(&all, test_place, &places[i], "place", places[i].line);
	add(&all, test_limits, NULL, "limits", 0);
	add(&all, test_hard, NULL, "texts that are hard to read", 0);
	add(&all, test_fields, NULL, "fields", 0);
	int failed = _cmocka_run_group_tests("marks", all.v, all.n, NULL, NULL);
	for (size_t i = 0; i < all.n; i++)
		free((char *)(uintptr_t)all.v[i].name);
	vec_free(&all);
	return failed;
}
