/* SPDX-License-Identifier: MIT
 * The template engine: what it prints, what it refuses and where it says the fault is, its limits, and how it walks
 * lists that fail, stream, or lend their texts for one item only. The specification's cases are in
 * test_mustache_spec.c; those here are our own and need no other file. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "digest/vec.h"
#include "tests/unit/json_value.h"

/* ---- rows: what comes out ---- */

static const struct good {
	int line;
	const char *data, *text, *partials, *want;
} good[] = {
	/* values */
	{ __LINE__, "{}", "", NULL, "" },
	{ __LINE__, "{}", "no tag, no { brace } lost }}", NULL, "no tag, no { brace } lost }}" },
	{ __LINE__, "{\"t\":\"a<b\"}", "{{t}} {{{t}}} {{&t}} {{ t }}", NULL, "a&lt;b a<b a<b a&lt;b" },
	{ __LINE__, "{\"t\":\"摘要\",\"标题\":\"x\"}", "{{t}}{{标题}}", NULL, "摘要x" },
	{ __LINE__, "{\"n\":null,\"f\":false,\"t\":true,\"o\":{},\"l\":[1]}", "[{{n}}{{f}}{{t}}{{o}}{{l}}{{none}}]", NULL, "[]" },
	{ __LINE__, "{\"t\":\"{{u}}\",\"u\":\"x\"}", "{{t}}", NULL, "{{u}}" },
	{ __LINE__, "{\"t\":\"x\"}", "{{t}}}", NULL, "x}" },
	{ __LINE__, "{\"t\":\"x\"}", "{{{t}}}}", NULL, "x}" },
	{ __LINE__, "{\"t\":\"x\"}", "{{\n  t\n}}", NULL, "x" },
	/* names with dots: the first part from anywhere, the rest only inside */
	{ __LINE__, "{\"a\":{\"b\":{\"c\":\"x\"}}}", "{{a.b.c}}{{#a}}{{b.c}}{{#b}}{{c}}{{a.b.c}}{{/b}}{{/a}}", NULL, "xxxx" },
	{ __LINE__, "{\"a\":{\"b\":{}},\"c\":\"x\"}", "[{{a.b.c}}{{a.c}}{{c.a}}{{x.y}}]", NULL, "[]" },
	{ __LINE__, "{\"b\":{\"c\":\"outer\"},\"a\":{\"b\":{}}}", "{{#a}}[{{b.c}}]{{/a}}", NULL, "[]" },
	{ __LINE__, "{\"b\":{\"c\":\"outer\"},\"a\":{\"b\":null}}", "{{#a}}[{{b}}{{b.c}}]{{/a}}", NULL, "[]" },
	{ __LINE__, "{\"a\":\"text\"}", "{{#a}}[{{a.b}}{{.}}]{{/a}}", NULL, "[text]" },
	/* sections */
	{ __LINE__, "{\"t\":\"\"}", "{{#t}}yes{{/t}}{{^t}}no{{/t}}", NULL, "no" },
	{ __LINE__, "{\"t\":\"0\"}", "{{#t}}{{.}}yes{{/t}}{{^t}}no{{/t}}", NULL, "0yes" },
	{ __LINE__, "{\"t\":[]}", "{{#t}}yes{{/t}}{{^t}}no{{/t}}", NULL, "no" },
	{ __LINE__, "{\"t\":{}}", "{{#t}}yes{{/t}}{{^t}}no{{/t}}", NULL, "yes" },
	{ __LINE__, "{\"t\":true,\"u\":\"x\"}", "{{#t}}yes{{u}}{{/t}}{{^t}}no{{/t}}", NULL, "yesx" },
	{ __LINE__, "{\"l\":[1,\"<\",\"\"]}", "{{#l}}({{.}}{{{.}}}){{/l}}", NULL, "(11)(&lt;<)()" },
	{ __LINE__, "{\"l\":[1,2]}", "{{^l}}none{{/l}}{{#l}}{{.}}{{/l}}{{^l}}none{{/l}}{{#l}}{{.}}{{/l}}", NULL, "1212" },
	{ __LINE__, "{\"l\":[[1,2],[],[3]]}", "{{#l}}({{#.}}{{.}}{{/.}}{{^.}}-{{/.}}){{/l}}", NULL, "(12)(-)(3)" },
	{ __LINE__, "{\"l\":[{\"x\":1},{},{\"x\":3}],\"x\":\"o\"}", "{{#l}}{{x}}{{/l}}", NULL, "1o3" },
	{ __LINE__, "{\"l\":[{\"x\":null}],\"x\":\"o\"}", "{{#l}}[{{x}}]{{/l}}", NULL, "[]" },
	{ __LINE__, "{\"a\":{\"l\":[1,2]}}", "{{#a.l}}{{.}},{{/a.l}}", NULL, "1,2," },
	{ __LINE__, "[1,2]", "{{#.}}{{.}}{{/.}}", NULL, "12" },
	/* lines */
	{ __LINE__, "{\"a\":1}", "x\n{{#a}}\ny\n{{/a}}\nz\n", NULL, "x\ny\nz\n" },
	{ __LINE__, "{\"a\":1}", "x\r\n {{#a}} \r\ny\r\n\t{{/a}}\t\r\nz\r\n", NULL, "x\r\ny\r\nz\r\n" },
	{ __LINE__, "{\"a\":1}", "x\n{{#a}}{{/a}}\nz\n", NULL, "x\n\nz\n" },
	{ __LINE__, "{\"a\":1}", "{{#a}} \n  {{a}}\n {{/a}}", NULL, "  1\n" },
	{ __LINE__, "{\"a\":1}", " {{#a}}\r{{/a}}\n", NULL, " \r\n" },
	{ __LINE__, "{}", "a\n  {{! one }}\nb {{! two }}\nc {{! th\nree }}\n{{!four\n}}\nd", NULL, "a\nb \nc \nd" },
	{ __LINE__, "{}", "{{! one }}{{! two }}\nb", NULL, "\nb" },
	{ __LINE__, "{}", "\xef\xbb\xbf{{! a }}\nb", NULL, "b" },
	/* delimiters */
	{ __LINE__, "{\"a\":1}", "{{=<% %>=}}<%a%>{{a}}<%={{ }}=%>{{a}}<%a%>", NULL, "1{{a}}1<%a%>" },
	{ __LINE__, "{\"a\":\"<\"}", "{{=| |=}}|a| |{a}| |&a|", NULL, "&lt; < <" },
	{ __LINE__, "{\"a\":1}", "x\n{{=<< >>=}}\n<<#a>>\ny\n<</a>>\n", NULL, "x\ny\n" },
	{ __LINE__, "{\"a\":1}", "{{=【 】=}}【a】", NULL, "1" },
	{ __LINE__, "{\"a\":1}", "{{=<% %>=}}<%>p%>", "{\"p\":\"{{a}}<%a%>\"}", "1<%a%>" },
	/* partials */
	{ __LINE__, "{\"a\":1}", "[{{>p}}{{> q }}{{>none}}]", "{\"p\":\"{{a}}\",\"q\":\"{{>p}}{{>p}}\"}", "[111]" },
	{ __LINE__, "{\"a\":1}", "a\n{{>none}}\nb\n", "{}", "a\nb\n" },
	{ __LINE__, "{}", "  {{>p}}\nx", "{\"p\":\"a\\nb\\n\"}", "  a\n  b\nx" },
	{ __LINE__, "{}", "\t{{>p}}\r\nx", "{\"p\":\"a\\r\\n\\r\\nb\"}", "\ta\r\n\r\n\tbx" },
	{ __LINE__, "{}", "  {{>p}}\nx", "{\"p\":\"a\\n\\n\\nb\\n\"}", "  a\n\n\n  b\nx" },
	{ __LINE__, "{\"t\":\"1\\n2\"}", "  {{>p}}\n", "{\"p\":\"{{t}}\\n{{{t}}}-\\n\"}", "  1\n2\n  1\n2-\n" },
	{ __LINE__, "{\"l\":[1,2]}", "  {{>p}}\n", "{\"p\":\"{{#l}}\\n{{.}}\\n- {{.}}\\n{{/l}}\\n.\\n\"}", "  1\n  - 1\n  2\n  - 2\n  .\n" },
	{ __LINE__, "{\"l\":[1,2]}", "  {{>p}}\n", "{\"p\":\"{{#l}}{{.}}{{/l}}\\n{{! c }}.\"}", "  12\n  ." },
	{ __LINE__, "{\"l\":[1,2]}", "  {{>p}}\n", "{\"p\":\"{{#l}}a\\n{{/l}}.\"}", "  a\n  a\n  ." },
	{ __LINE__, "{}", " {{>p}}\n", "{\"p\":\"a\\n  {{>q}}\\nb\\n\",\"q\":\"c\\nd\\n\"}", " a\n   c\n   d\n b\n" },
	{ __LINE__, "{}", " {{>p}}\n", "{\"p\":\"- {{>q}}\\nb\\n\",\"q\":\"c\\nd\"}", " - c\nd\n b\n" },
	{ __LINE__, "{}", " {{>p}}\n", "{\"p\":\"a\\n{{>q}}\\nb{{>q}}\\n\",\"q\":\"c\\nd\\n\"}", " a\n c\n d\n bc\nd\n\n" },
	{ __LINE__, "{}", "- {{>p}}\n", "{\"p\":\"a\\nb\"}", "- a\nb\n" },
	{ __LINE__, "{\"v\":1,\"n\":[{\"v\":2,\"n\":[]},{\"v\":3,\"n\":[{\"v\":4,\"n\":[]}]}]}", "{{>p}}",
	  "{\"p\":\"{{v}}\\n{{#n}}\\n  {{>p}}\\n{{/n}}\\n\"}", "1\n  2\n  3\n    4\n" },
};

static bool render_json(const char *data, const char *text, const char *partials, struct buf *out, struct err *e)
{
	struct arena arena = ARENA_INIT;
	struct template *t = NULL;
	json_t *root = json_loads(data, JSON_DECODE_ANY, NULL), *texts = partials ? json_loads(partials, 0, NULL) : NULL;
	assert_non_null(root);
	assert_true(partials == NULL || texts != NULL);
	struct template_loader loader = { json_value_load, texts };
	struct template_out how = { json_value_escape, NULL, NULL };
	bool ok = template_parse("page.md", str_of(text), partials ? &loader : NULL, &t, e) &&
	          template_render(t, json_value(&arena, root), &how, out, e);
	template_free(t);
	json_decref(texts);
	json_decref(root);
	arena_free(&arena);
	return ok;
}

static void test_good(void **state)
{
	const struct good *g = *state;
	struct buf out = BUF_INIT(BUF_UNBOUNDED);
	struct err e = ERR_INIT;
	if (!render_json(g->data, g->text, g->partials, &out, &e))
		fail_msg("line %d: %s", g->line, e.msg);
	assert_string_equal(out.s, g->want);
	buf_free(&out);
}

/* ---- rows: what is refused, and where ---- */

static const struct bad {
	int line;
	const char *text, *partials, *want;
} bad[] = {
	{ __LINE__, "a\nb {{x", NULL, "page.md:2: the tag that begins here has no \"}}\"" },
	{ __LINE__, "{{{x}}", NULL, "page.md:1: the tag that begins here has no \"}}}\"" },
	{ __LINE__, "{{", NULL, "page.md:1: the tag that begins here has no \"}}\"" },
	{ __LINE__, "\n\n{{! never\nclosed", NULL, "page.md:3: the tag that begins here has no \"}}\"" },
	{ __LINE__, "{{=<% %>=}}\n<%x}}", NULL, "page.md:2: the tag that begins here has no \"%>\"" },
	{ __LINE__, "\n{{=<% %>}}", NULL, "page.md:2: the tag that begins here has no \"=}}\"" },
	{ __LINE__, "\n{{=<%=}}", NULL, "page.md:2: \"<%\" are not two delimiters" },
	{ __LINE__, "{{=a b c=}}", NULL, "page.md:1: \"a b c\" are not two delimiters" },
	{ __LINE__, "{{=a= b=}}", NULL, "page.md:1: \"a= b\" are not two delimiters" },
	{ __LINE__, "{{= =}}", NULL, "page.md:1: \"\" are not two delimiters" },
	{ __LINE__, "a\n{{}}", NULL, "page.md:2: a tag without a name" },
	{ __LINE__, "{{# }}{{/ }}", NULL, "page.md:1: a tag without a name" },
	{ __LINE__, "{{{}}}", NULL, "page.md:1: a tag without a name" },
	{ __LINE__, "{{>}}", NULL, "page.md:1: a tag without a name" },
	{ __LINE__, "{{a b}}", NULL, "page.md:1: \"a b\" is not a name" },
	{ __LINE__, "{{#a b}}{{/a b}}", NULL, "page.md:1: \"a b\" is not a name" },
	{ __LINE__, "{{ #a}}{{/a}}", NULL, "page.md:1: \"#a\" is not a name" },
	{ __LINE__, "{{&&a}}", NULL, "page.md:1: \"&a\" is not a name" },
	{ __LINE__, "\r\n{{a..b}}", NULL, "page.md:2: \"a..b\" is not a name: nothing beside a dot" },
	{ __LINE__, "{{#.a}}{{/.a}}", NULL, "page.md:1: \".a\" is not a name: nothing beside a dot" },
	{ __LINE__, "{{{a.}}}", NULL, "page.md:1: \"a.\" is not a name: nothing beside a dot" },
	{ __LINE__, "a\n{{#b}}\nc\n", NULL, "page.md:2: section \"b\" is not closed" },
	{ __LINE__, "{{#a}}\n{{^b}}\n{{/b}}\n", NULL, "page.md:1: section \"a\" is not closed" },
	{ __LINE__, "a\n\n{{/b}}", NULL, "page.md:3: nothing is open that \"/b\" could close" },
	{ __LINE__, "{{#a}}\n{{#b}}\n{{/a}}\n{{/b}}", NULL, "page.md:3: \"/a\" where section \"b\" of line 2 is to be closed first" },
	{ __LINE__, "{{!\n\n}}{{#a}}\n{{/a.}}", NULL, "page.md:4: \"/a.\" where section \"a\" of line 3 is to be closed first" },
	{ __LINE__, "{{<a}}{{/a}}", NULL, "page.md:1: parents and blocks ({{<a}}) are not supported" },
	{ __LINE__, "\n{{$a}}{{/a}}", NULL, "page.md:2: parents and blocks ({{$a}}) are not supported" },
	{ __LINE__, "{{>*a}}", NULL, "page.md:1: dynamic names ({{>*a}}) are not supported" },
	{ __LINE__, "{{>p}}", "{\"p\":\"\\n{{#a}}\"}", "page.md (partial p):2: section \"a\" is not closed" },
	{ __LINE__, "{{>p}}", "{\"p\":\"{{>q}}\",\"q\":\"\\n\\n{{a b}}\"}", "page.md (partial q):3: \"a b\" is not a name" },
	/* without end: found when it is rendered, for data may end it */
	{ __LINE__, "a\n{{>p}}", "{\"p\":\"x\\n{{>p}}\"}",
	  "page.md (partial p):2: \"p\" is too deep within sections and partials: does a partial call itself without end?" },
	{ __LINE__, "{{>p}}", "{\"p\":\"{{^no}}{{>q}}{{/no}}\",\"q\":\"\\n {{>p}}\"}",
	  "page.md (partial p):1: \"no\" is too deep within sections and partials: does a partial call itself without end?" },
};

static void test_bad(void **state)
{
	const struct bad *b = *state;
	struct buf out = BUF_INIT(BUF_UNBOUNDED);
	struct err e = ERR_INIT;
	assert_false(render_json("{}", b->text, b->partials, &out, &e));
	assert_int_equal(e.kind, ERR_CONFIG);
	assert_string_equal(e.msg, b->want);
	buf_free(&out);
}

/* ---- limits ---- */

static void repeat(struct buf *out, const char *what, size_t n)
{
	while (n-- > 0)
		buf_addz(out, what);
}

static bool parses(struct str text, const struct template_loader *loader, struct err *e)
{
	struct template *t = NULL;
	bool ok = template_parse("page.md", text, loader, &t, e);
	template_free(t);
	return ok;
}

static bool load_text(void *ctx, struct str name, struct str *ret)
{
	UNUSED(name);
	*ret = buf_str(ctx);
	return true;
}

static void test_size(void **state)
{
	UNUSED(state);
	struct err e = ERR_INIT;
	struct buf text = BUF_INIT(BUF_UNBOUNDED);
	struct template_loader loader = { load_text, &text };
	repeat(&text, "x", TEMPLATE_MAX_BYTES);
	assert_true(parses(buf_str(&text), NULL, &e));
	assert_true(parses(STR("{{>big}}"), &loader, &e));
	buf_addc(&text, 'x');
	assert_false(parses(buf_str(&text), NULL, &e));
	assert_string_equal(e.msg, "page.md: larger than 1048576 bytes");
	assert_false(parses(STR("\n{{>big}}"), &loader, &e));
	assert_string_equal(e.msg, "page.md:2: partial \"big\" is larger than 1048576 bytes");
	buf_free(&text);
}

static void test_depth(void **state)
{
	UNUSED(state);
	struct err e = ERR_INIT;
	for (int more = 0; more <= 1; more++) {
		struct buf text = BUF_INIT(BUF_UNBOUNDED), out = BUF_INIT(BUF_UNBOUNDED);
		repeat(&text, "{{#t}}\n", (size_t)(TEMPLATE_MAX_DEPTH + more));
		buf_addz(&text, "x");
		repeat(&text, "{{/t}}", (size_t)(TEMPLATE_MAX_DEPTH + more));
		assert_true(render_json("{\"t\":true}", text.s, NULL, &out, &e) == !more);
		assert_string_equal(out.s, more ? "" : "x");
		buf_free(&out);
		buf_free(&text);
	}
	assert_string_equal(e.msg, "page.md:65: more than 64 sections within one another");
}

/* Data of DEPTH objects within one another, printed by a partial that calls itself: a partial and a section each. */
static void test_deep_data(void **state)
{
	UNUSED(state);
	struct err e = ERR_INIT;
	for (int more = 0; more <= 1; more++) {
		struct buf data = BUF_INIT(BUF_UNBOUNDED), out = BUF_INIT(BUF_UNBOUNDED);
		size_t n = TEMPLATE_MAX_DEPTH / 2 + (size_t)more;
		repeat(&data, "{\"n\":", n);
		buf_addz(&data, "false");
		repeat(&data, "}", n);
		bool ok = render_json(data.s, "{{>p}}", "{\"p\":\"x{{#n}}{{>p}}{{/n}}\"}", &out, &e);
		assert_true(ok == !more);
		if (ok)
			assert_int_equal(out.len, n);
		buf_free(&out);
		buf_free(&data);
	}
	assert_int_equal(e.kind, ERR_CONFIG);
}

static void test_partials_count(void **state)
{
	UNUSED(state);
	struct err e = ERR_INIT;
	struct buf text = BUF_INIT(BUF_UNBOUNDED);
	for (int i = 0; i < TEMPLATE_MAX_PARTIALS; i++)
		buf_addf(&text, "{{>p%d}}{{>p%d}}\n", i, i);
	assert_true(parses(buf_str(&text), NULL, &e));
	buf_addz(&text, "{{>more}}");
	assert_false(parses(buf_str(&text), NULL, &e));
	assert_string_equal(e.msg, "page.md:257: more than 256 different partials");
	buf_free(&text);
}

/* Each would take minutes if something were quadratic; now they take milliseconds, under a sanitizer too. */
static void test_pathological(void **state)
{
	const char *piece = *state;
	struct err e = ERR_INIT;
	struct buf text = BUF_INIT(TEMPLATE_MAX_BYTES), out = BUF_INIT(BUF_UNBOUNDED);
	repeat(&text, piece, TEMPLATE_MAX_BYTES / strlen(piece));
	clock_t t0 = clock();
	if (parses(buf_str(&text), NULL, &e))
		assert_true(render_json("{\"a\":true}", text.s, NULL, &out, &e));
	assert_true(clock() - t0 < 10 * CLOCKS_PER_SEC);
	buf_free(&out);
	buf_free(&text);
}

/* ---- lists that stream: what the program renders from ---- */

struct stream {
	int n, at, fails_at;  /* fails_at: the item that cannot be had; 0: none */
	int rewinds;
	char text[16];        /* of the item: gone with the next one */
	int flushes, flush_fails_at;
	size_t written, most;
	uint32_t sum;
};

static struct value item_get(void *ctx, struct str name);
static struct value stream_get(void *ctx, struct str name);

static void stream_rewind(void *ctx)
{
	struct stream *s = ctx;
	s->at = 0;
	s->rewinds++;
}

static const struct value_ops item_ops = { item_get, NULL, NULL };

static bool stream_next(void *ctx, struct value *ret, struct err *e)
{
	struct stream *s = ctx;
	memset(s->text, '!', sizeof s->text);
	if (s->at == s->n)
		return false;
	if (++s->at == s->fails_at)
		return err_set(e, ERR_STORE, "row %d: disk on fire", s->at);
	snprintf(s->text, sizeof s->text, "%d", s->at);
	*ret = (struct value){ .type = VALUE_OBJECT, .ops = &item_ops, .ctx = s };
	return true;
}

static const struct value_ops stream_ops = { stream_get, stream_rewind, stream_next };

static struct value item_get(void *ctx, struct str name)
{
	struct stream *s = ctx;
	if (str_is(name, "i"))
		return (struct value){ .type = VALUE_TEXT, .text = str_of(s->text), .kind = 7 };
	return (struct value){ .type = VALUE_NONE };
}

static struct value stream_get(void *ctx, struct str name)
{
	if (str_is(name, "items"))
		return (struct value){ .type = VALUE_LIST, .ops = &stream_ops, .ctx = ctx };
	return (struct value){ .type = VALUE_NONE };
}

static bool render_stream(struct stream *s, const char *text, const struct template_out *how, struct buf *out,
                          struct err *e)
{
	struct template *t = NULL;
	struct value root = { .type = VALUE_OBJECT, .ops = &stream_ops, .ctx = s };
	bool ok = template_parse("page.md", str_of(text), NULL, &t, e) && template_render(t, root, how, out, e);
	template_free(t);
	return ok;
}

static const struct template_out plain = { NULL, NULL, NULL };

static void test_list_fails(void **state)
{
	UNUSED(state);
	static const struct { int n, fails_at; const char *text, *want, *msg; } rows[] = {
		{ 3, 0, "{{#items}}{{i}},{{/items}}.", "1,2,3,.", "" },
		{ 3, 3, "{{#items}}{{i}},{{/items}}.", "1,2,", "row 3: disk on fire" },
		{ 3, 1, "{{#items}}{{i}},{{/items}}.", "", "row 1: disk on fire" },
		{ 3, 1, "{{^items}}none{{/items}}.", "", "row 1: disk on fire" },
		{ 0, 0, "{{^items}}none{{/items}}.", "none.", "" },
	};
	for (size_t i = 0; i < COUNTOF(rows); i++) {
		struct stream s = { .n = rows[i].n, .fails_at = rows[i].fails_at };
		struct err e = ERR_INIT;
		struct buf out = BUF_INIT(BUF_UNBOUNDED);
		assert_true(render_stream(&s, rows[i].text, &plain, &out, &e) == (rows[i].msg[0] == '\0'));
		assert_int_equal(e.kind, rows[i].msg[0] ? ERR_STORE : ERR_NONE);
		assert_string_equal(e.msg, rows[i].msg);
		assert_string_equal(out.s, rows[i].want);
		buf_free(&out);
	}
}

/* An error that the caller still holds from before is not taken for the list's. */
static void test_old_error(void **state)
{
	UNUSED(state);
	struct stream s = { .n = 2 };
	struct err e = { ERR_NET, "from before" };
	struct buf out = BUF_INIT(BUF_UNBOUNDED);
	assert_true(render_stream(&s, "{{#items}}{{i}}{{/items}}", &plain, &out, &e));
	assert_string_equal(out.s, "12");
	assert_string_equal(e.msg, "from before");
	buf_free(&out);
}

static void test_list_within_itself(void **state)
{
	UNUSED(state);
	struct stream s = { .n = 2 };
	struct err e = ERR_INIT;
	struct buf out = BUF_INIT(BUF_UNBOUNDED);
	assert_false(render_stream(&s, "{{#items}}\n{{i}}{{#items}}{{i}}{{/items}}\n{{/items}}", &plain, &out, &e));
	assert_int_equal(e.kind, ERR_CONFIG);
	assert_string_equal(e.msg, "page.md:2: \"items\" is a list within itself");
	buf_clear(&out);
	/* To ask whether it is empty is harmless: it goes on where it was. */
	assert_true(render_stream(&s, "{{#items}}{{^items}}?{{/items}}{{i}}{{/items}}", &plain, &out, &e));
	assert_string_equal(out.s, "12");
	buf_free(&out);
}

static bool flush(void *ctx, struct buf *out, struct err *e)
{
	struct stream *s = ctx;
	if (++s->flushes == s->flush_fails_at)
		return err_set(e, ERR_FILE, "no space left");
	if (out->len > s->most)
		s->most = out->len;
	for (size_t i = 0; i < out->len; i++)
		s->sum = s->sum * 31 + (unsigned char)out->s[i];
	s->written += out->len;
	buf_clear(out);
	return true;
}

/* The same bytes, whether they are written away now and then or kept. */
static void test_flush(void **state)
{
	UNUSED(state);
	const char *text = "{{#items}}| {{i}} | some words that fill the line | {{i}} |\n{{/items}}the end\n";
	struct err e = ERR_INIT;
	struct stream whole = { .n = 50000 }, parts = { .n = 50000 };
	struct template_out flushing = { NULL, &parts, flush };
	struct buf all = BUF_INIT(BUF_UNBOUNDED), rest = BUF_INIT(TEMPLATE_FLUSH * 2);
	assert_true(render_stream(&whole, text, &plain, &all, &e));
	assert_true(render_stream(&parts, text, &flushing, &rest, &e));
	assert_true(rest.len > 0 && rest.len < TEMPLATE_FLUSH + 100);
	assert_true(flush(&parts, &rest, &e) && flush(&whole, &all, &e));
	assert_int_equal(parts.written, whole.written);
	assert_int_equal(parts.sum, whole.sum);
	assert_int_equal(parts.flushes, (int)(parts.written / TEMPLATE_FLUSH) + 1);
	assert_true(parts.most >= TEMPLATE_FLUSH && parts.most < TEMPLATE_FLUSH + 100);
	buf_free(&rest);
	buf_free(&all);
}

static void test_flush_fails(void **state)
{
	UNUSED(state);
	struct err e = ERR_INIT;
	struct stream s = { .n = 50000, .flush_fails_at = 2 };
	struct template_out how = { NULL, &s, flush };
	struct buf out = BUF_INIT(BUF_UNBOUNDED);
	assert_false(render_stream(&s, "{{#items}}0123456789012345678901234567890123456789\n{{/items}}", &how, &out, &e));
	assert_int_equal(e.kind, ERR_FILE);
	assert_string_equal(e.msg, "no space left");
	assert_true(s.at < 4000);
	buf_free(&out);
}

static void test_ceiling(void **state)
{
	UNUSED(state);
	struct buf literal = BUF_INIT(BUF_UNBOUNDED);
	repeat(&literal, "0123456789", 200);
	const char *const texts[] = { "{{#items}}0123456789{{/items}}", literal.s };
	for (size_t i = 0; i < COUNTOF(texts); i++) {
		struct err e = ERR_INIT;
		struct stream s = { .n = 1000000 };
		struct buf out = BUF_INIT(1000);
		assert_false(render_stream(&s, texts[i], &plain, &out, &e));
		assert_int_equal(e.kind, ERR_INPUT);
		assert_string_equal(e.msg, "page.md: the page would be larger than 1000 bytes");
		assert_true(s.at < 200);  /* it does not go through a million items for nothing */
		buf_free(&out);
	}
	buf_free(&literal);
}

static void note(void *ctx, struct buf *out, struct str text, int kind, bool raw)
{
	struct stream *s = ctx;
	s->flushes++;
	buf_addf(out, "<%d%s:%.*s>", kind, raw ? " raw" : "", STR_ARG(text));
}

static void test_escape(void **state)
{
	UNUSED(state);
	struct err e = ERR_INIT;
	struct stream s = { .n = 1 };
	struct template_out how = { note, &s, NULL };
	struct buf out = BUF_INIT(BUF_UNBOUNDED);
	assert_true(render_stream(&s, "{{#items}}{{i}}{{{i}}}{{&i}}{{no}}{{#i}}{{.}}{{/i}}&{{/items}}", &how, &out, &e));
	assert_string_equal(out.s, "<7:1><7 raw:1><7 raw:1><7:1>&");
	assert_int_equal(s.flushes, 4);
	buf_free(&out);
}

/* ---- names ---- */

static bool list_name(void *ctx, struct str name, const char *file, int line, struct err *e)
{
	buf_addf(ctx, "%s:%d %.*s\n", file, line, STR_ARG(name));
	return !str_is(name, "stop") || err_set(e, ERR_CONFIG, "%s:%d: stop", file, line);
}

static void test_names(void **state)
{
	UNUSED(state);
	struct err e = ERR_INIT;
	struct template *t = NULL;
	struct buf out = BUF_INIT(BUF_UNBOUNDED);
	json_t *texts = json_loads("{\"p\":\"\\n{{q}}{{>p}}\",\"r\":\"{{stop}}{{never}}\"}", 0, NULL);
	struct template_loader loader = { json_value_load, texts };
	assert_true(template_parse("page.md", STR("{{a.b}}\n{{#c}}{{.}}\n{{^d}}{{{e}}}{{/d}}{{/c}}{{>p}}{{>none}}{{! f }}\n{{&g}}"),
	                           &loader, &t, &e));
	assert_true(template_each_name(t, list_name, &out, &e));
	assert_string_equal(out.s, "page.md:1 a.b\npage.md:2 c\npage.md:3 d\npage.md:3 e\npage.md:4 g\npage.md (partial p):2 q\n");
	template_free(t);
	buf_clear(&out);
	assert_true(template_parse("page.md", STR("{{>r}}"), &loader, &t, &e));
	assert_false(template_each_name(t, list_name, &out, &e));
	assert_string_equal(e.msg, "page.md (partial r):1: stop");
	assert_string_equal(out.s, "page.md (partial r):1 stop\n");
	template_free(t);
	buf_free(&out);
	json_decref(texts);
}

/* Text, name and partials are the caller's again once template_parse() is back. */
static bool load_once(void *ctx, struct str name, struct str *ret)
{
	struct stream *s = ctx;
	s->flushes++;
	snprintf(s->text, sizeof s->text, "<%.*s>", STR_ARG(name));
	*ret = str_of(s->text);
	return true;
}

static void test_copies(void **state)
{
	UNUSED(state);
	struct err e = ERR_INIT;
	struct template *t = NULL;
	struct stream s = { .n = 0 };
	struct template_loader loader = { load_once, &s };
	char name[] = "page.md", text[] = "{{>one}}{{>two}}{{>one}}{{>p}}";
	assert_true(template_parse(name, str_of(text), &loader, &t, &e));
	memset(name, '?', sizeof name);
	memset(text, '?', sizeof text);
	memset(s.text, '?', sizeof s.text);
	struct buf out = BUF_INIT(BUF_UNBOUNDED);
	assert_true(template_render(t, (struct value){ .type = VALUE_NONE }, &plain, &out, &e));
	assert_string_equal(out.s, "<one><two><one><p>");
	assert_int_equal(s.flushes, 3);
	buf_free(&out);
	template_free(t);
	template_free(NULL);
}

/* ---- */

typedef VEC(struct CMUnitTest) test_list;

static void add(test_list *all, void (*fn)(void **), const void *row, const char *what, int line, const char *text)
{
	struct buf name = BUF_INIT(BUF_UNBOUNDED);
	buf_addf(&name, "%s", what);
	if (line)
		buf_addf(&name, " (line %d): %s", line, text);
	else if (text)
		buf_addf(&name, ": %s", text);
	for (size_t i = 0; i < name.len; i++)
		if (name.s[i] == '#')
			name.s[i] = '+';  /* TAP takes what follows a number sign for its own */
		else if (name.s[i] < ' ' && name.s[i] >= 0)
			name.s[i] = '~';
	*vec_push(all) = (struct CMUnitTest){ buf_take(&name), fn, NULL, NULL, (void *)(uintptr_t)row };
}

int main(void)
{
	static const struct { const char *name; void (*fn)(void **); } single[] = {
		{ "size", test_size },
		{ "depth of sections", test_depth },
		{ "depth of data", test_deep_data },
		{ "number of partials", test_partials_count },
		{ "a list that fails", test_list_fails },
		{ "an old error", test_old_error },
		{ "a list within itself", test_list_within_itself },
		{ "flush", test_flush },
		{ "flush fails", test_flush_fails },
		{ "ceiling of the buffer", test_ceiling },
		{ "escape", test_escape },
		{ "names", test_names },
		{ "copies", test_copies },
	};
	static const char *const pieces[] = { "{{a}}", "{{", "{{{a}}", " ", "\n", "  {{! c }}", "{{#a}}", "{{a.a.a}}", "{{!}}\n", "{{=", "{{#a}}x\n{{/a}}\n" };
	test_list all = VEC_INIT;
	for (size_t i = 0; i < COUNTOF(good); i++)
		add(&all, test_good, &good[i], "prints", good[i].line, good[i].text);
	for (size_t i = 0; i < COUNTOF(bad); i++)
		add(&all, test_bad, &bad[i], "refuses", bad[i].line, bad[i].text);
	for (size_t i = 0; i < COUNTOF(pieces); i++)
		add(&all, test_pathological, pieces[i], "a megabyte", 0, pieces[i]);
	for (size_t i = 0; i < COUNTOF(single); i++)
		add(&all, single[i].fn, NULL, single[i].name, 0, NULL);
	int failed = _cmocka_run_group_tests("template", all.v, all.n, NULL, NULL);
	for (size_t i = 0; i < all.n; i++)
		free((char *)(uintptr_t)all.v[i].name);
	vec_free(&all);
	return failed;
}
