/* SPDX-License-Identifier: MIT
 * Lines for terminals: expected by hand, column by column; widths of graphemes by UAX 29's and the emoji's own rules, of
 * single characters against Python's unicodedata. */
#include "digest/text.h"
#include "tests/unit/plain_tap.h"

#define BOLD "\033[1m"
#define PLAIN "\033[0m"
#define LONG "https://example.org/a/very/long/path"

static const struct {
	int line, width;
	bool wide;
	const char *in, *out;
} rows[] = {
	/* Latin words stay whole, blanks at a break go. */
	{ __LINE__, 10, false, "", "" },
	{ __LINE__, 10, false, "short", "short" },
	{ __LINE__, 10, false, "exactly te", "exactly te" },
	{ __LINE__, 10, false, "exactly ten", "exactly\nten" },
	{ __LINE__, 10, false, "one two three four", "one two\nthree four" },
	{ __LINE__, 10, false, "one  two   three", "one  two\nthree" },
	{ __LINE__, 10, false, "the end   ", "the end" },
	{ __LINE__, 10, false, "     ", "" },
	{ __LINE__, 10, false, "it\u2019s well-known e.g. 3.14%", "it\u2019s\nwell-known\ne.g. 3.14%" },
	/* Han may be parted anywhere, and from Latin; two columns each. */
	{ __LINE__, 10, false, "一二三四五六七", "一二三四五\n六七" },
	{ __LINE__, 11, false, "一二三四五六七", "一二三四五\n六七" },
	{ __LINE__, 10, false, "使用BERT模型", "使用BERT模\n型" },
	{ __LINE__, 10, false, "使用 BERT 模型", "使用 BERT\n模型" },
	{ __LINE__, 10, false, "一二三四BERT", "一二三四\nBERT" },
	/* What closes begins no line, what opens ends none. */
	{ __LINE__, 10, false, "一二三四五。六", "一二三四\n五。六" },
	{ __LINE__, 10, false, "一二三四五，。六", "一二三四\n五，。六" },
	{ __LINE__, 10, false, "一二三四（五六）", "一二三四\n（五六）" },
	{ __LINE__, 10, false, "一二三《五六七》八", "一二三《五\n六七》八" },
	{ __LINE__, 10, false, "一二三四五%六", "一二三四\n五%六" },
	{ __LINE__, 10, false, "一二三四五 。六", "一二三四\n五 。六" },
	{ __LINE__, 10, false, "一二三四（ 五六", "一二三四\n（ 五六" },
	{ __LINE__, 10, false, "一二三 提升95.3%。", "一二三 提\n升95.3%。" },
	{ __LINE__, 10, false, "一二三四五\u2026\u2026六", "一二三四\n五\u2026\u2026六" },
	{ __LINE__, 10, false, "一二三四\u2014\u2014五六", "一二三四\u2014\u2014\n五六" },
	{ __LINE__, 9, false, "一二三四\u2014\u2014五六", "一二三四\n\u2014\u2014五六" },
	{ __LINE__, 10, false, "一二三四\u201c五六\u201d七", "一二三四\n\u201c五六\u201d七" },
	{ __LINE__, 10, false, "一二三四五)六(七", "一二三四\n五)六(七" },
	{ __LINE__, 10, false, "一二三四，Latin", "一二三四，\nLatin" },
	/* A word longer than a line begins one, and is cut. */
	{ __LINE__, 10, false, "see abcdefghijklmn o", "see\nabcdefghij\nklmn o" },
	{ __LINE__, 10, false, "见abcdefghij，好", "见\nabcdefghi\nj，好" },
	{ __LINE__, 20, false, "见 " LONG "。", "见\nhttps://example.org/\na/very/long/path。" },
	{ __LINE__, 10, false, "abcdefghi.jkl", "abcdefghi.\njkl" },
	{ __LINE__, 10, false, "abcdefghij.kl", "abcdefghi\nj.kl" },
	/* Nowhere to part: where it must. */
	{ __LINE__, 4, false, "！！！！", "！！\n！！" },
	{ __LINE__, 4, false, "（（（", "（（\n（" },
	/* The first line's indentation is everybody's. */
	{ __LINE__, 10, false, "  one two three", "  one two\n  three" },
	{ __LINE__, 10, false, "    一二三四", "    一二三\n    四" },
	{ __LINE__, 10, false, "        one two", "one two" },
	/* ESC […m is nowhere in the way, and never lost. */
	{ __LINE__, 10, false, BOLD "exactly te" PLAIN, BOLD "exactly te" PLAIN },
	{ __LINE__, 10, false, BOLD "一二三四五" PLAIN "六", BOLD "一二三四五" PLAIN "\n六" },
	{ __LINE__, 10, false, "one two " BOLD "three" PLAIN " four", "one two" BOLD "\nthree" PLAIN " four" },
	{ __LINE__, 10, false, "one two " BOLD " three", "one two" BOLD "\nthree" },
	{ __LINE__, 10, false, "  " BOLD "one two three" PLAIN, "  " BOLD "one two\n  three" PLAIN },
	{ __LINE__, 10, false, "\033[12;345mabcdefghij", "\033[12;345mabcdefghij" },
	/* Graphemes are not taken apart; what is ambiguous is narrow, or wide where the terminal says so. */
	{ __LINE__, 4, false, "e\u0301e\u0301e\u0301e\u0301e\u0301", "e\u0301e\u0301e\u0301e\u0301\ne\u0301" },
	{ __LINE__, 4, false, "👩‍👩‍👧‍👦👍🏽👍🏽", "👩‍👩‍👧‍👦👍🏽\n👍🏽" },
	{ __LINE__, 4, false, "★★★★☆", "★★★★\n☆" },
	{ __LINE__, 4, true, "★★★★☆", "★★\n★★\n☆" },
	{ __LINE__, 10, true, "一二三四\u201c五\u201d", "一二三四\n\u201c五\u201d" },
};

static void test_rows(struct tap *t)
{
	struct buf out = BUF_INIT(BUF_UNBOUNDED);
	for (size_t i = 0; i < COUNTOF(rows); i++) {
		buf_clear(&out);
		text_wrap(str_of(rows[i].in), rows[i].width, rows[i].wide, &out);
		tap_same(t, buf_str(&out), str_of(rows[i].out), __FILE__, rows[i].line);
	}
	buf_free(&out);
}

static const struct {
	int line;
	const char *text;
	size_t n;
	int narrow, wide;
} graphemes[] = {
	{ __LINE__, "a", 1, 1, 1 },
	{ __LINE__, "中", 3, 2, 2 },
	{ __LINE__, "中文", 3, 2, 2 },
	{ __LINE__, "a中", 1, 1, 1 },
	{ __LINE__, "e\u0301x", 3, 1, 1 },
	{ __LINE__, "①", 3, 1, 2 },
	{ __LINE__, "\u201c", 3, 1, 2 },
	{ __LINE__, "ｱ", 3, 1, 1 },
	{ __LINE__, "Ａ", 3, 2, 2 },
	{ __LINE__, "\u4dc0", 3, 1, 1 },            /* a hexagram */
	{ __LINE__, "\U00020000", 4, 2, 2 },
	{ __LINE__, "😀", 4, 2, 2 },
	{ __LINE__, "❤\ufe0f", 6, 2, 2 },
	{ __LINE__, "1\ufe0f\u20e3", 7, 2, 2 },     /* a keycap */
	{ __LINE__, "🇨🇳🇫🇷", 8, 2, 2 },
	{ __LINE__, "👩‍👩‍👧‍👦", 25, 2, 2 },
	{ __LINE__, "👍🏽", 8, 2, 2 },
	{ __LINE__, "\u1112\u1161\u11ab", 9, 2, 2 },  /* 한 in three parts */
	{ __LINE__, "\xff" "a", 1, 1, 2 },
};

static void test_graphemes(struct tap *t)
{
	for (size_t i = 0; i < COUNTOF(graphemes); i++) {
		uint32_t first;
		int narrow = -1, wide = -1;
		size_t n = utf8_grapheme(str_of(graphemes[i].text), false, &first, &narrow);
		utf8_grapheme(str_of(graphemes[i].text), true, &first, &wide);
		tap_case(t, n == graphemes[i].n && narrow == graphemes[i].narrow && wide == graphemes[i].wide,
		         "grapheme, line %d: %zu bytes, %d and %d columns", graphemes[i].line, n, narrow, wide);
	}
}

/* Every character of the blocks that papers are made of, against Python's table of the East Asian width. */
static void test_widths(struct tap *t)
{
	static const char program[] = "/usr/bin/python3 -c \"import unicodedata as u\n"
		"for r in ((0x20,0x7f),(0xa1,0x300),(0x370,0x378),(0x391,0x3a2),(0x400,0x483),(0x2010,0x2028),(0x2030,0x205f),(0x20a0,0x20c0),"
		"(0x2100,0x218c),(0x2190,0x2400),(0x2460,0x2774),(0x3001,0x302a),(0x3041,0x3097),(0x30a0,0x3100),(0x3400,0x4dc0),"
		"(0x4e00,0x9ffd),(0xac00,0xd7a4),(0xff01,0xff61),(0x1f300,0x1f3fb),(0x20000,0x20100)):\n"
		" for c in range(*r):\n"
		"  w=u.east_asian_width(chr(c))\n"
		"  if u.category(chr(c))[0] not in 'MC': print(c, 2 if w in 'WF' else 1, 2 if w in 'WFA' else 1)\"";
	char *text = tap_output(program), *at = text;
	struct buf b = BUF_INIT(16);
	unsigned long seen = 0, wrong = 0, first_wrong = 0;
	while (*at) {
		unsigned long cp = strtoul(at, &at, 10);
		long narrow = strtol(at, &at, 10), wide = strtol(at, &at, 10);
		uint32_t first;
		int n = -1, w = -1;
		at += *at == '\n';
		buf_clear(&b);
		utf8_encode((uint32_t)cp, &b);
		utf8_grapheme(buf_str(&b), false, &first, &n);
		utf8_grapheme(buf_str(&b), true, &first, &w);
		seen++;
		if ((n != narrow || w != wide) && wrong++ == 0)
			first_wrong = cp;
	}
	tap_case(t, seen > 40000 && wrong == 0, "%lu characters are as wide as unicodedata says: %lu are not, U+%04lX first", seen, wrong,
	         first_wrong);
	buf_free(&b);
	free(text);
}

/* A megabyte that may be parted nowhere, or everywhere: what comes out is what came in, in lines. */
static void test_long(struct tap *t)
{
	static const char *const parts[] = { "a", "（", "。", "—", "中", " ", "e\u0301", BOLD, "a " };
	for (size_t i = 0; i < COUNTOF(parts); i++) {
		struct buf in = BUF_INIT(BUF_UNBOUNDED), out = BUF_INIT(BUF_UNBOUNDED);
		while (in.len < 1 << 20)
			buf_addz(&in, parts[i]);
		text_wrap(buf_str(&in), 40, false, &out);
		size_t kept = 0, was = 0;
		for (size_t k = 0; k < out.len; k++)
			kept += out.s[k] != '\n' && out.s[k] != ' ';
		for (size_t k = 0; k < in.len; k++)
			was += in.s[k] != ' ';
		tap_case(t, kept == was, "a megabyte of \"%s\": %zu bytes of %zu", parts[i], kept, was);
		buf_free(&in);
		buf_free(&out);
	}
}

int main(void)
{
	struct tap t = { 0, 0 };
	test_rows(&t);
	test_graphemes(&t);
	test_widths(&t);
	test_long(&t);
	return tap_done(&t);
}
