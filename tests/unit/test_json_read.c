/* SPDX-License-Identifier: MIT
 * JSON as we read it, beside jansson: for each text both say yes or both say no, and where they say yes both hold the
 * same values. Rows of the grammar's corners, texts made and broken by a fixed sequence of numbers, and real records.
 * One difference is wanted: a number that is too large for jansson is kept as it is written. */
#include <jansson.h>
#include <stdlib.h>

#include "digest/text.h"
#include "tests/unit/plain_tap.h"

enum answer { SAME, LARGER, NUL, DIFFERENT };

static const struct {
	int line;
	const char *text;
	size_t n;  /* 0: up to the NUL */
	enum answer want;
} rows[] = {
	{ __LINE__, "{}", 0, SAME },
	{ __LINE__, "[]", 0, SAME },
	{ __LINE__, " \t\r\n[ \t\r\n1 , 2 ]\n ", 0, SAME },
	{ __LINE__, "", 0, SAME },
	{ __LINE__, " ", 0, SAME },
	{ __LINE__, "1", 0, SAME },
	{ __LINE__, "\"a\"", 0, SAME },
	{ __LINE__, "null", 0, SAME },
	{ __LINE__, "\xef\xbb\xbf{}", 0, SAME },
	{ __LINE__, "\xef\xbb\xbf\xef\xbb\xbf{}", 0, SAME },
	{ __LINE__, "{} {}", 0, SAME },
	{ __LINE__, "{}x", 0, SAME },
	{ __LINE__, "{}\0", 3, SAME },
	{ __LINE__, "[1,]", 0, SAME },
	{ __LINE__, "[,1]", 0, SAME },
	{ __LINE__, "[1 2]", 0, SAME },
	{ __LINE__, "[1", 0, SAME },
	{ __LINE__, "[", 0, SAME },
	{ __LINE__, "[}", 0, SAME },
	{ __LINE__, "{\"a\":1,}", 0, SAME },
	{ __LINE__, "{\"a\" 1}", 0, SAME },
	{ __LINE__, "{\"a\":}", 0, SAME },
	{ __LINE__, "{a:1}", 0, SAME },
	{ __LINE__, "{'a':1}", 0, SAME },
	{ __LINE__, "{1:1}", 0, SAME },
	{ __LINE__, "{\"a\"", 0, SAME },
	{ __LINE__, "{\"a\":1,\"a\":2}", 0, SAME },
	{ __LINE__, "{\"a\":1,\"\\u0061\":2}", 0, SAME },
	{ __LINE__, "{\"a\":{\"b\":1,\"c\":1,\"b\":2}}", 0, SAME },
	{ __LINE__, "{\"a\":1,\"A\":2,\"\":3,\"aa\":4}", 0, SAME },
	{ __LINE__, "{\"\\u0000\":1}", 0, SAME },
	{ __LINE__, "[\"\\u0000\"]", 0, SAME },
	{ __LINE__, "[\"a\0b\"]", 7, SAME },
	{ __LINE__, "[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]", 0, SAME },
	{ __LINE__, "[\"x\\\"y\\\\z\"]", 0, SAME },
	{ __LINE__, "[\"\\x41\"]", 0, SAME },
	{ __LINE__, "[\"\\'\"]", 0, SAME },
	{ __LINE__, "[\"\\", 0, SAME },
	{ __LINE__, "[\"\\\"]", 0, SAME },
	{ __LINE__, "[\"\\u00e9\\u4E2D\\uABCD\\uabcd\"]", 0, SAME },
	{ __LINE__, "[\"\\u00g0\"]", 0, SAME },
	{ __LINE__, "[\"\\u00e\"]", 0, SAME },
	{ __LINE__, "[\"\\u", 0, SAME },
	{ __LINE__, "[\"\\U0041\"]", 0, SAME },
	{ __LINE__, "[\"\\ud83d\\ude00 and \\uDBFF\\uDFFF\"]", 0, SAME },
	{ __LINE__, "[\"\\ud83d\"]", 0, SAME },
	{ __LINE__, "[\"\\ud83dx\"]", 0, SAME },
	{ __LINE__, "[\"\\ud83d\\n\"]", 0, SAME },
	{ __LINE__, "[\"\\ud83d\\u0041\"]", 0, SAME },
	{ __LINE__, "[\"\\ud83d\\ud83d\"]", 0, SAME },
	{ __LINE__, "[\"\\ude00\"]", 0, SAME },
	{ __LINE__, "[\"\\ud83d\\u", 0, SAME },
	{ __LINE__, "[\"\x7f\xc3\xa9\xe4\xb8\xad\xef\xbc\x8c\xf0\x9f\x98\x80\xef\xbf\xbf\"]", 0, SAME },
	{ __LINE__, "[\"\xc0\x80\"]", 0, SAME },
	{ __LINE__, "[\"\xe0\x80\x80\"]", 0, SAME },
	{ __LINE__, "[\"\xed\xa0\x80\"]", 0, SAME },
	{ __LINE__, "[\"\xf4\x90\x80\x80\"]", 0, SAME },
	{ __LINE__, "[\"\xe4\xb8\"]", 0, SAME },
	{ __LINE__, "[\"\xff\"]", 0, SAME },
	{ __LINE__, "[\"a\nb\"]", 0, SAME },
	{ __LINE__, "[\"a\tb\"]", 0, SAME },
	{ __LINE__, "[\"a\x1f\"]", 0, SAME },
	{ __LINE__, "[\"a", 0, SAME },
	{ __LINE__, "[\"0123456789012345678901234567890123456789\\n0123456789012345678901234567890123456789\"]", 0, SAME },
	{ __LINE__, "[0,-0,1,-1,10,9223372036854775807,-9223372036854775808]", 0, SAME },
	{ __LINE__, "[9223372036854775808]", 0, LARGER },
	{ __LINE__, "[-9223372036854775809,123456789012345678901234567890]", 0, LARGER },
	{ __LINE__, "[0.5,-0.0,1e5,1E5,1e+5,1e-5,1.25e2,0e0,0.1e1]", 0, SAME },
	{ __LINE__, "[1e999]", 0, LARGER },
	{ __LINE__, "[1e-999]", 0, SAME },
	{ __LINE__, "[1\0]", 4, NUL },
	{ __LINE__, "[1 \0]", 5, SAME },
	{ __LINE__, "[1.5\0,2]", 8, NUL },
	{ __LINE__, "[01]", 0, SAME },
	{ __LINE__, "[-01]", 0, SAME },
	{ __LINE__, "[+1]", 0, SAME },
	{ __LINE__, "[.5]", 0, SAME },
	{ __LINE__, "[1.]", 0, SAME },
	{ __LINE__, "[1.e5]", 0, SAME },
	{ __LINE__, "[1e]", 0, SAME },
	{ __LINE__, "[1e+]", 0, SAME },
	{ __LINE__, "[-]", 0, SAME },
	{ __LINE__, "[--1]", 0, SAME },
	{ __LINE__, "[1x]", 0, SAME },
	{ __LINE__, "[0x10]", 0, SAME },
	{ __LINE__, "[NaN]", 0, SAME },
	{ __LINE__, "[Infinity]", 0, SAME },
	{ __LINE__, "[true,false,null]", 0, SAME },
	{ __LINE__, "[True]", 0, SAME },
	{ __LINE__, "[tru]", 0, SAME },
	{ __LINE__, "[truex]", 0, SAME },
	{ __LINE__, "[nul", 0, SAME },
	{ __LINE__, "[1]/**/", 0, SAME },
	{ __LINE__, "[1 //x\n]", 0, SAME },
	{ __LINE__, "[\xc2\xa0" "1]", 0, SAME },
	{ __LINE__, "[\f1]", 0, SAME },
};

/* ---- The same values ---- */

static bool same_number(const struct js *v, const json_t *w)
{
	struct buf text = BUF_INIT(BUF_UNBOUNDED);
	int64_t n = 0;
	js_write(v, &text);
	bool ok = json_is_integer(w) ? js_int(v, &n) && n == json_integer_value(w)
	                             : !js_int(v, &n) && strtod(text.s, NULL) == json_real_value(w);
	buf_free(&text);
	return ok;
}

static bool same(const struct js *v, const json_t *w);

struct walk {
	void *at;  /* jansson's iterator over the same object */
	const json_t *object;
};

static bool same_member(void *ctx, struct str key, const struct js *v, struct err *e)
{
	struct walk *x = ctx;
	UNUSED(e);
	bool ok = x->at && str_is(key, json_object_iter_key(x->at)) && same(v, json_object_iter_value(x->at));
	if (ok)
		x->at = json_object_iter_next((json_t *)(uintptr_t)x->object, x->at);
	return ok;
}

static bool same(const struct js *v, const json_t *w)
{
	struct err e = ERR_INIT;
	struct walk x = { NULL, w };
	switch (json_typeof(w)) {
	case JSON_NULL: return js_type(v) == JS_NULL && v != NULL;
	case JSON_TRUE: return js_type(v) == JS_TRUE;
	case JSON_FALSE: return js_type(v) == JS_FALSE;
	case JSON_INTEGER:
	case JSON_REAL: return js_type(v) == JS_NUMBER && same_number(v, w);
	case JSON_STRING:
		return js_type(v) == JS_STRING && str_eq(js_str(v), (struct str){ json_string_value(w), json_string_length(w) });
	case JSON_ARRAY:
		for (size_t i = 0; i < json_array_size(w); i++)
			if (!same(js_at(v, i), json_array_get(w, i)))
				return false;
		return js_type(v) == JS_ARRAY && js_len(v) == json_array_size(w) && js_at(v, js_len(v)) == NULL;
	case JSON_OBJECT:
		x.at = json_object_iter((json_t *)(uintptr_t)w);
		return js_type(v) == JS_OBJECT && js_len(v) == json_object_size(w) && js_each(v, same_member, &x, &e) && x.at == NULL;
	}
	return false;
}

/* What the two say of TEXT; *READ: ours could read it. What it writes then must mean the same again. */
static enum answer ask(struct str text, bool *read)
{
	struct err e = ERR_INIT;
	json_error_t why;
	struct js *v = NULL;
	struct str bare = str_starts(text, "\xef\xbb\xbf") ? str_from(text, 3) : text;
	json_t *w = json_loadb(bare.p, bare.n, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &why), *again = NULL;
	struct buf written = BUF_INIT(BUF_UNBOUNDED);
	enum answer a = SAME;
	*read = js_parse(text, &v, &e);
	if (*read)
		js_write(v, &written);
	if (*read && w) {
		again = json_loadb(written.s, written.len, JSON_ALLOW_NUL, &why);
		a = same(v, w) && again && json_equal(w, again) ? SAME : DIFFERENT;
	} else if (*read) {
		a = strstr(why.text, "too big") || strstr(why.text, "overflow") ? LARGER : DIFFERENT;
	} else if (w) {
		a = memchr(text.p, '\0', text.n) && strstr(e.msg, "byte 0x00)") ? NUL : DIFFERENT;
	} else if (e.kind != ERR_INPUT || strncmp(e.msg, "not JSON: ", 10) != 0 || e.msg[10] == ' ') {
		a = DIFFERENT;
	}
	js_free(v);
	json_decref(w);
	json_decref(again);
	buf_free(&written);
	return a;
}

/* ---- What is wrong, and where: columns in characters, lines behind the first ---- */

static const struct { int line; const char *text; size_t n; const char *want; } faults[] = {
	{ __LINE__, "", 0, "it ends too early (column 1)" },
	{ __LINE__, "{\"a\":1", 0, "it ends too early (column 7)" },
	{ __LINE__, "{\"a\":\"b", 0, "it ends too early (column 8)" },
	{ __LINE__, "[\"\\", 0, "it ends too early (column 4)" },
	{ __LINE__, "[\"\\u00", 0, "it ends too early (column 7)" },
	{ __LINE__, "[1.", 0, "it ends too early (column 4)" },
	{ __LINE__, "7", 0, "{ or [ is expected (column 1: 7)" },
	{ __LINE__, "[] []", 0, "more text behind its end (column 4: [)" },
	{ __LINE__, "[]\0", 3, "more text behind its end (column 3: byte 0x00)" },
	{ __LINE__, "[1 2]", 0, "a comma or ] is expected (column 4: 2)" },
	{ __LINE__, "{\"a\":1;}", 0, "a comma or } is expected (column 7: ;)" },
	{ __LINE__, "{\"a\" 1}", 0, "a colon is expected (column 6: 1)" },
	{ __LINE__, "{'a':1}", 0, "a name in quotation marks is expected (column 2: ')" },
	{ __LINE__, "{\"a\":1,}", 0, "a name in quotation marks is expected (column 8: })" },
	{ __LINE__, "[nul]", 0, "a value is expected (column 2: n)" },
	{ __LINE__, "[1,]", 0, "a value is expected (column 4: ])" },
	{ __LINE__, "[-x]", 0, "a value is expected (column 2: -)" },
	{ __LINE__, "[1.x]", 0, "a digit is expected (column 4: x)" },
	{ __LINE__, "[1e+]", 0, "a digit is expected (column 5: ])" },
	{ __LINE__, "[\"\\x41\"]", 0, "an escape that JSON does not have (column 3: \\)" },
	{ __LINE__, "[\"\\u12g4\"]", 0, "no hexadecimal digit behind \\u (column 7: g)" },
	{ __LINE__, "[\"\\ude00\"]", 0, "half of a pair of \\u escapes (column 3: \\)" },
	{ __LINE__, "[\"\\ud83d!\"]", 0, "half of a pair of \\u escapes (column 3: \\)" },
	{ __LINE__, "[\"\\ud83d\\ud83d\"]", 0, "half of a pair of \\u escapes (column 3: \\)" },
	{ __LINE__, "[\"a\tb\"]", 0, "a control character in a string (column 4: byte 0x09)" },
	{ __LINE__, "{\"a\\u0000b\":1}", 0, "a NUL in a name (column 2: \")" },
	{ __LINE__, "{\"x\":{\"a\":1,\"a\":2}}", 0, "an object that has a name twice (column 6: {)" },
	{ __LINE__, "[\"中文\", 中文]", 0, "a value is expected (column 8: 中)" },
	{ __LINE__, "[\"中\xff\"]", 0, "a byte that is not UTF-8 (column 4: byte 0xFF)" },
	{ __LINE__, "[1,\n 2,\n  x]", 0, "a value is expected (line 3, column 3: x)" },
	{ __LINE__, "[\"a\"\n", 0, "it ends too early (line 2, column 1)" },
	{ __LINE__, "[x中中中中中中中]", 0, "a value is expected (column 2: x)" },
};

static void test_faults(struct tap *t)
{
	for (size_t i = 0; i < COUNTOF(faults); i++) {
		struct err e = ERR_INIT;
		struct js *v = NULL;
		size_t n = faults[i].n ? faults[i].n : strlen(faults[i].text);
		bool read = js_parse((struct str){ faults[i].text, n }, &v, &e);
		char want[128];
		snprintf(want, sizeof want, "not JSON: %s", faults[i].want);
		tap_case(t, !read && e.kind == ERR_INPUT && strcmp(e.msg, want) == 0, "line %d: want \"%s\", got \"%s\"", faults[i].line, want, e.msg);
		js_free(v);
	}
}

/* ---- Made texts ---- */

static unsigned next_number(unsigned *seed, unsigned below)
{
	*seed = *seed * 1103515245u + 12345u;
	return (*seed >> 8) % below;
}

static void make_value(unsigned *seed, unsigned depth, struct buf *out)
{
	static const char *const atoms[] = { "null", "true", "false", "0", "-1", "12.5", "1e3", "\"\"", "\"a\"",
		"\"\\n\\u4e2d\"", "\"\\ud83d\\ude00\"", "\"\xe4\xb8\xad\xe6\x96\x87\"", "\"a rather longer text that fills more than one block, \\\" and on\"" };
	unsigned kind = next_number(seed, depth > 5 ? 2 : 4), n = next_number(seed, depth == 0 ? 40 : 5);
	if (kind < 2 && depth > 0) {
		buf_addz(out, atoms[next_number(seed, COUNTOF(atoms))]);
		return;
	}
	buf_addc(out, kind % 2 ? '{' : '[');
	for (unsigned i = 0; i < n; i++) {
		if (i > 0)
			buf_addz(out, next_number(seed, 2) ? "," : " , ");
		if (kind % 2)
			buf_addf(out, "\"k%u\":", next_number(seed, 200) ? i : next_number(seed, 40));
		make_value(seed, depth + 1, out);
	}
	buf_addc(out, kind % 2 ? '}' : ']');
}

/* One byte becomes another, goes, or comes. */
static void break_text(unsigned *seed, struct buf *text)
{
	static const char bytes[] = "{}[]\",:\\u0019-+.eEtfn \n\xc3\xa9\xe4\xff\x01";
	size_t at = next_number(seed, (unsigned)text->len + 1);
	char c = bytes[next_number(seed, sizeof bytes)];  /* the NUL, too */
	switch (next_number(seed, 3)) {
	case 0:
		if (at < text->len)
			text->s[at] = c;
		break;
	case 1:
		buf_cut(text, at);
		break;
	default:
		buf_addc(text, c);
		memmove(text->s + at + 1, text->s + at, text->len - 1 - at);
		text->s[at] = c;
	}
}

static void made_texts(struct tap *t, unsigned *seed)
{
	enum { TEXTS = 4000 };
	struct buf text = BUF_INIT(BUF_UNBOUNDED);
	unsigned read = 0, wrong = 0;
	for (int i = 0; i < TEXTS; i++) {
		bool ok;
		buf_clear(&text);
		make_value(seed, 0, &text);
		for (unsigned n = next_number(seed, 2); n > 0; n--)
			break_text(seed, &text);
		if (ask(buf_str(&text), &ok) == DIFFERENT && wrong++ < 3)
			printf("# %s\n", text.s);
		read += ok;
	}
	tap_case(t, wrong == 0 && read > TEXTS / 4 && read < TEXTS * 3 / 4, "%d made texts, %u read, %u differently", TEXTS, read, wrong);
	buf_free(&text);
}

static void depth(struct tap *t)
{
	static const struct { int line; unsigned n; bool want; } cases[] = {
		{ __LINE__, 100, true }, { __LINE__, JS_MAX_DEPTH, true }, { __LINE__, JS_MAX_DEPTH + 1, false },
		{ __LINE__, 1000000, false },
	};
	struct buf text = BUF_INIT(BUF_UNBOUNDED);
	for (size_t i = 0; i < COUNTOF(cases); i++) {
		bool read;
		buf_clear(&text);
		for (unsigned n = 0; n < cases[i].n; n++)
			buf_addc(&text, '[');
		for (unsigned n = 0; n < cases[i].n; n++)
			buf_addc(&text, ']');
		tap_case(t, ask(buf_str(&text), &read) == SAME && read == cases[i].want, "line %d: %u arrays in one another", cases[i].line, cases[i].n);
	}
	buf_free(&text);
}

/* An object with N members; twice: the last key is one that was there. */
static void many_members(struct tap *t, unsigned n, bool twice)
{
	struct buf text = BUF_INIT(BUF_UNBOUNDED);
	buf_addc(&text, '{');
	for (unsigned i = 0; i < n; i++)
		buf_addf(&text, "%s\"%u\":%u", i ? "," : "", twice && i == n - 1 ? n / 3 : i * 7919 % n, i);
	buf_addc(&text, '}');
	bool read;
	tap_case(t, ask(buf_str(&text), &read) == SAME && read != twice, "%u members%s", n, twice ? ", one twice" : "");
	buf_free(&text);
}

/* Every line of a file of records. */
static void real_lines(struct tap *t, const char *folder, const char *name)
{
	struct buf path = BUF_INIT(BUF_UNBOUNDED);
	buf_addf(&path, "%s/%s", folder, name);
	FILE *f = fopen(path.s, "r");
	char *line = NULL;
	size_t cap = 0, lines = 0, wrong = 0;
	bool read;
	for (ssize_t n; f && (n = getline(&line, &cap, f)) > 0; lines++)
		wrong += ask((struct str){ line, (size_t)n }, &read) != SAME || !read;
	if (f)
		tap_case(t, wrong == 0 && lines > 0, "%s: %zu lines, %zu read differently", name, lines, wrong);
	else
		tap_case(t, true, "%s # SKIP not on this machine", name);
	if (f)
		fclose(f);
	free(line);
	buf_free(&path);
}

/* What JSON Schema 2020-12 (Validation, 6.1.1) calls an integer: a number with a zero fractional part. */
static void integers_by_value(struct tap *t)
{
	static const struct { int line; const char *text; bool ok; int64_t want; } cases[] = {
		{ __LINE__, "[4]", true, 4 }, { __LINE__, "[4.0]", true, 4 }, { __LINE__, "[1e2]", true, 100 }, { __LINE__, "[-1.20e1]", true, -12 },
		{ __LINE__, "[1.5]", false, 5 }, { __LINE__, "[1e-1]", false, 5 }, { __LINE__, "[1e19]", false, 5 }, { __LINE__, "[\"4\"]", false, 5 },
	};
	for (size_t i = 0; i < COUNTOF(cases); i++) {
		struct err e = ERR_INIT;
		struct js *v = NULL;
		int64_t n = 5;
		bool ok = js_parse(str_of(cases[i].text), &v, &e) && js_whole(js_at(v, 0), &n) == cases[i].ok && n == cases[i].want;
		tap_case(t, ok, "line %d: %s as an integer by its value", cases[i].line, cases[i].text);
		js_free(v);
	}
}

static void integers(struct tap *t)
{
	static const struct { int line; const char *text; bool ok; int64_t want; } cases[] = {
		{ __LINE__, "[0]", true, 0 }, { __LINE__, "[-0]", true, 0 }, { __LINE__, "[9223372036854775807]", true, INT64_MAX },
		{ __LINE__, "[-9223372036854775808]", true, INT64_MIN }, { __LINE__, "[9223372036854775808]", false, 5 },
		{ __LINE__, "[-9223372036854775809]", false, 5 }, { __LINE__, "[1.0]", false, 5 }, { __LINE__, "[1e2]", false, 5 },
		{ __LINE__, "[\"1\"]", false, 5 }, { __LINE__, "[null]", false, 5 }, { __LINE__, "[]", false, 5 },
	};
	for (size_t i = 0; i < COUNTOF(cases); i++) {
		struct err e = ERR_INIT;
		struct js *v = NULL;
		int64_t n = 5;
		bool ok = js_parse(str_of(cases[i].text), &v, &e) && js_int(js_at(v, 0), &n) == cases[i].ok && n == cases[i].want;
		tap_case(t, ok, "line %d: %s as an integer", cases[i].line, cases[i].text);
		js_free(v);
	}
}

int main(void)
{
	const char *shared = getenv("DIGEST_SHARED");
	struct tap t = { 0, 0 };
	unsigned seed = 7;
	for (size_t i = 0; i < COUNTOF(rows); i++) {
		struct str text = { rows[i].text, rows[i].n ? rows[i].n : strlen(rows[i].text) };
		bool read;
		tap_case(&t, ask(text, &read) == rows[i].want, "line %d: %s", rows[i].line, rows[i].text);
	}
	test_faults(&t);
	for (int i = 0; i < 10; i++)
		made_texts(&t, &seed);
	depth(&t);
	integers(&t);
	integers_by_value(&t);
	integers_by_value(&t);
	for (unsigned n = 2; n < 100000; n = n * 3 + 1) {
		many_members(&t, n, false);
		many_members(&t, n, true);
	}
	real_lines(&t, shared ? shared : "../shared", "corpus/papers-sample.jsonl");
	real_lines(&t, shared ? shared : "../shared", "corpus/torture.jsonl");
	return tap_done(&t);
}
