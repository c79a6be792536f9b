/* SPDX-License-Identifier: MIT
 * UTF-8 by RFC 3629's table, and NFC against Python's unicodedata: another implementation of the same standard. */
#include <utf8proc.h>

#include "digest/text.h"
#include "tests/unit/plain_tap.h"

#define PYTHON "/usr/bin/python3 -c "

static const struct {
	int line;
	const char *s;
	size_t n, bad;  /* the offset of the first wrong byte; == n: valid */
} texts[] = {
	{ __LINE__, "", 0, 0 },
	{ __LINE__, "plain ASCII, longer than eight", 30, 30 },
	{ __LINE__, "\x00", 1, 1 },
	{ __LINE__, "\x7f\xc2\x80", 3, 3 },
	{ __LINE__, "\xdf\xbf\xe0\xa0\x80", 5, 5 },
	{ __LINE__, "\xef\xbf\xbf\xf0\x90\x80\x80", 7, 7 },
	{ __LINE__, "\xf4\x8f\xbf\xbf", 4, 4 },
	{ __LINE__, "\xed\x9f\xbf\xee\x80\x80", 6, 6 },
	{ __LINE__, "\xe4\xb8\xad\xe6\x96\x87\xe3\x80\x82", 9, 9 },
	{ __LINE__, "ab\x80", 3, 2 },                  /* a continuation alone */
	{ __LINE__, "\xc0\x80", 2, 0 },                /* overlong */
	{ __LINE__, "\xc1\xbf", 2, 0 },
	{ __LINE__, "\xe0\x9f\xbf", 3, 0 },
	{ __LINE__, "\xf0\x8f\xbf\xbf", 4, 0 },
	{ __LINE__, "\xed\xa0\x80", 3, 0 },            /* a surrogate */
	{ __LINE__, "\xed\xbf\xbf", 3, 0 },
	{ __LINE__, "\xf4\x90\x80\x80", 4, 0 },        /* above U+10FFFF */
	{ __LINE__, "\xf5\x80\x80\x80", 4, 0 },
	{ __LINE__, "\xff", 1, 0 },
	{ __LINE__, "x\xc3", 2, 1 },                   /* cut */
	{ __LINE__, "\xe4\xb8\xad\xe4\xb8", 5, 3 },
	{ __LINE__, "\xf0\x90\x80", 3, 0 },
	{ __LINE__, "\xe4\xb8\xad\xe4\xb8x", 6, 3 },   /* a letter inside */
	{ __LINE__, "\xe3\x80\xaa\xe4\x28\x80", 6, 3 },
	{ __LINE__, "\xef\xbc\xc0", 3, 0 },
	{ __LINE__, "12345678\xe4\xb8\xad" "12345678\xbf", 20, 19 },
};

static void test_texts(struct tap *t)
{
	for (size_t i = 0; i < COUNTOF(texts); i++) {
		struct str s = { texts[i].s, texts[i].n };
		size_t bad = s.n;
		bool valid = utf8_valid(s, &bad);
		tap_case(t, valid == (texts[i].bad == texts[i].n) && bad == texts[i].bad, "utf8.c valid, line %d: %zu", texts[i].line, bad);
	}
}

/* Every code point there and back. */
static void test_round(struct tap *t)
{
	struct buf b = BUF_INIT(100);
	uint32_t wrong = 0;
	for (uint32_t cp = 0; cp <= 0x10ffff; cp++) {
		uint32_t got = 0;
		buf_clear(&b);
		utf8_encode(cp, &b);
		size_t n = utf8_decode(buf_str(&b), &got);
		bool surrogate = cp >= 0xd800 && cp <= 0xdfff;
		wrong += n != b.len || got != (surrogate ? 0xfffd : cp);
	}
	tap_case(t, wrong == 0, "all code points there and back: %u wrong", wrong);
	buf_clear(&b);
	utf8_encode(0x110000, &b);
	tap_case(t, str_is(buf_str(&b), "\xef\xbf\xbd"), "what is no code point becomes U+FFFD");
	buf_free(&b);
}

/* The quick check may only say yes where it is true: no character that it lets pass is changed by NFC, and none can
 * be the second half of a composition. */
static void test_quick(struct tap *t)
{
	struct buf b = BUF_INIT(100);
	unsigned changed = 0, composes = 0, yes = 0;
	for (uint32_t cp = 0; cp <= 0x10ffff; cp++) {
		utf8proc_int32_t parts[32];
		if (cp >= 0xd800 && cp <= 0xdfff)
			continue;
		buf_clear(&b);
		utf8_encode(cp, &b);
		utf8proc_uint8_t *nfc = NULL;
		utf8proc_ssize_t n = utf8proc_map((const utf8proc_uint8_t *)b.s, (utf8proc_ssize_t)b.len, &nfc,
		                                  UTF8PROC_STABLE | UTF8PROC_COMPOSE);
		bool same = n == (utf8proc_ssize_t)b.len && memcmp(nfc, b.s, b.len) == 0;
		free(nfc);
		yes += utf8_is_nfc_quick(buf_str(&b));
		changed += utf8_is_nfc_quick(buf_str(&b)) && !same;
		int boundary = 0;
		n = utf8proc_decompose_char((utf8proc_int32_t)cp, parts, 32, UTF8PROC_DECOMPOSE, &boundary);
		for (utf8proc_ssize_t k = 1; k < n; k++) {
			buf_clear(&b);
			utf8_encode((uint32_t)parts[k], &b);
			composes += utf8_is_nfc_quick(buf_str(&b));
		}
	}
	tap_case(t, changed == 0, "the quick check lets nothing pass that NFC changes: %u", changed);
	tap_case(t, composes == 0, "nor what can be composed to something: %u", composes);
	tap_case(t, yes > 70000, "it knows %u characters", yes);
	buf_free(&b);
}

/* What Python says: lines of "input output" in hexadecimal UTF-8. */
static void against_python(struct tap *t, const char *name, const char *script)
{
	struct buf command = BUF_INIT(10000), in = BUF_INIT(BUF_UNBOUNDED), got = BUF_INIT(BUF_UNBOUNDED);
	buf_addf(&command, PYTHON "'import unicodedata as u, random\nr = random.Random(7)\n"
	         "p = lambda s: print(s.encode().hex(), u.normalize(\"NFC\", s).encode().hex())\n%s'", script);
	char *out = tap_output(command.s), *save = out;
	unsigned n = 0, wrong = 0;
	for (char *line = out; *line; n++) {
		char *end = strchr(line, '\n'), *blank = strchr(line, ' ');
		if (!end || !blank || blank > end)
			break;
		buf_clear(&in);
		for (char *p = line; p < blank; p += 2) {
			unsigned byte = 0;
			sscanf(p, "%2x", &byte);
			buf_addc(&in, (char)byte);
		}
		buf_clear(&got);
		utf8_nfc(buf_str(&in), &got);
		char *want = blank + 1;
		bool same = got.len * 2 == (size_t)(end - want);
		for (size_t i = 0; same && i < got.len; i++) {
			unsigned byte = 0;
			sscanf(want + 2 * i, "%2x", &byte);
			same = byte == (unsigned char)got.s[i];
		}
		wrong += !same;
		line = end + 1;
	}
	tap_case(t, n > 100 && wrong == 0, "NFC as Python's, %s: %u of %u differ", name, wrong, n);
	free(save);
	buf_free(&command);
	buf_free(&in);
	buf_free(&got);
}

/* Random bytes: the same verdict and the same offset as Python's strict decoder. */
static void test_bytes(struct tap *t)
{
	char *out = tap_output(PYTHON "'import random\nr = random.Random(5)\n"
		"P = [b\"a\", b\"\\xc3\\xa9\", b\"\\xe4\\xb8\\xad\", b\"\\xf0\\x9f\\x98\\x80\", b\"\\xed\", b\"\\x80\", b\"\\xf4\", b\"\\x90\", b\"\\xe0\", b\"\\xc0\", b\"\\xe3\\x80\\x82\", b\"\\xef\\xbc\"]\n"
		"for i in range(4000):\n"
		"  s = b\"\".join(r.choice(P) for _ in range(r.randint(1, 12)))\n"
		"  try: s.decode(); n = len(s)\n"
		"  except UnicodeDecodeError as e: n = e.start\n"
		"  print(s.hex(), n)'");
	unsigned n = 0, wrong = 0;
	for (char *line = out; *line; n++) {
		char *end = strchr(line, '\n'), *blank = strchr(line, ' ');
		struct buf in = BUF_INIT(1000);
		if (!end || !blank)
			break;
		for (char *p = line; p < blank; p += 2) {
			unsigned byte = 0;
			sscanf(p, "%2x", &byte);
			buf_addc(&in, (char)byte);
		}
		size_t bad = in.len;
		utf8_valid(buf_str(&in), &bad);
		wrong += bad != strtoul(blank, NULL, 10);
		buf_free(&in);
		line = end + 1;
	}
	tap_case(t, n == 4000 && wrong == 0, "random bytes as Python's decoder: %u of %u differ", wrong, n);
	free(out);
}

static void test_cjk(struct tap *t)
{
	static const struct { uint32_t cp; bool is; } rows[] = {
		{ 'a', false }, { 0xe9, false }, { 0x3b1, false }, { 0x2014, false }, { 0x201c, false }, { 0x1f600, false },
		{ 0x4e2d, true }, { 0x9fff, true }, { 0x3400, true }, { 0x20bb7, true }, { 0x3001, true }, { 0xff0c, true },
		{ 0xff08, true }, { 0x3042, true }, { 0x30a2, true }, { 0xac00, true }, { 0xf900, true }, { 0x300a, true },
	};
	for (size_t i = 0; i < COUNTOF(rows); i++)
		tap_case(t, utf8_is_cjk(rows[i].cp) == rows[i].is, "U+%04X is %sCJK", (unsigned)rows[i].cp, rows[i].is ? "" : "not ");
}

int main(void)
{
	struct tap t = { 0, 0 };
	test_texts(&t);
	test_round(&t);
	test_quick(&t);
	against_python(&t, "each character that has a decomposition",
		"for c in range(0x110000):\n  if not 0xd800 <= c < 0xe000 and u.decomposition(chr(c)): p(chr(c)); p(u.normalize(\"NFD\", chr(c)))");
	against_python(&t, "letters with several marks",
		"M = [chr(c) for c in range(0x300, 0x370)] + list(\"\\u0591\\u05b0\\u0f71\\u3099\\u1161\\u11a8\")\n"
		"L = list(\"aeiouyAEOcsz\\u0131\\u00ea\\u01a1\\u03b1\\u1100\\uac00\\u304b\\u0915 \")\n"
		"for i in range(20000): p(\"\".join(r.choice(L) + \"\".join(r.choice(M) for _ in range(r.randint(0, 3))) for _ in range(3)))");
	test_bytes(&t);
	test_cjk(&t);
	return tap_done(&t);
}
