/* SPDX-License-Identifier: MIT
 * JSON strings as we write them: exact bytes for the rows, and any text read back by jansson. */
#include <jansson.h>

#include "digest/text.h"
#include "tests/unit/plain_tap.h"

static const struct {
	int line;
	const char *in;
	size_t n;
	const char *out;
} rows[] = {
	{ __LINE__, "", 0, "\"\"" },
	{ __LINE__, "plain", 5, "\"plain\"" },
	{ __LINE__, "a \"b\" \\c", 8, "\"a \\\"b\\\" \\\\c\"" },
	{ __LINE__, "\b\t\n\f\r", 5, "\"\\b\\t\\n\\f\\r\"" },
	{ __LINE__, "\x00\x01\x1f", 3, "\"\\u0000\\u0001\\u001f\"" },
	{ __LINE__, "\x7f\xc2\x80\xc2\x9f\xc2\xa0", 7, "\"\\u007f\\u0080\\u009f\xc2\xa0\"" },
	{ __LINE__, "/ < > & '", 9, "\"/ < > & '\"" },
	{ __LINE__, "\xe4\xb8\xad\xe6\x96\x87\xef\xbc\x8c\xc3\xa9\xf0\x9f\x98\x80", 15, "\"\xe4\xb8\xad\xe6\x96\x87\xef\xbc\x8c\xc3\xa9\xf0\x9f\x98\x80\"" },
	{ __LINE__, "\xe2\x80\xa8x\xe2\x80\xa9", 7, "\"\\u2028x\\u2029\"" },
	{ __LINE__, "a\xff" "b\xe4\xb8", 5, "\"a\xef\xbf\xbd" "b\xef\xbf\xbd\xef\xbf\xbd\"" },
	{ __LINE__, "\xef\xbf\xbd", 3, "\"\xef\xbf\xbd\"" },
	{ __LINE__, "\xed\xa0\x80", 3, "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"" },
	{ __LINE__, "seven77\"eight888\\nine99999\n", 27, "\"seven77\\\"eight888\\\\nine99999\\n\"" },
};

/* A text of N pieces from a fixed sequence of numbers. */
static void random_text(unsigned *seed, unsigned n, struct buf *out)
{
	static const char *const pieces[] = { "a", "word ", "\"", "\\", "\n", "\t", "\x01", "\x7f", "\xc3\xa9", "\xe4\xb8\xad", "\xe3\x80\x82",
		"\xe2\x80\xa8", "\xf0\x9f\x98\x80", "\xc2\x85", "12345678", "/", "\xef\xbc\x8c" };
	buf_clear(out);
	while (n--) {
		*seed = *seed * 1103515245u + 12345u;
		buf_addz(out, pieces[(*seed >> 16) % COUNTOF(pieces)]);
	}
}

int main(void)
{
	struct tap t = { 0, 0 };
	struct buf out = BUF_INIT(BUF_UNBOUNDED), in = BUF_INIT(BUF_UNBOUNDED), small = BUF_INIT(10);
	unsigned seed = 1, wrong = 0;
	for (size_t i = 0; i < COUNTOF(rows); i++) {
		buf_clear(&out);
		js_put_string(&out, (struct str){ rows[i].in, rows[i].n });
		tap_same(&t, buf_str(&out), str_of(rows[i].out), "json.c", rows[i].line);
	}
	for (unsigned i = 0; i < 5000; i++) {
		random_text(&seed, i % 60, &in);
		buf_clear(&out);
		js_put_string(&out, buf_str(&in));
		json_t *v = json_loadb(out.s, out.len, JSON_DECODE_ANY, NULL);
		wrong += !json_is_string(v) || json_string_length(v) != in.len || memcmp(json_string_value(v), in.s, in.len) != 0;
		json_decref(v);
	}
	tap_case(&t, wrong == 0, "5,000 texts read back by jansson: %u differ", wrong);
	js_put_string(&small, STR("longer than ten bytes"));
	tap_case(&t, buf_full(&small) && small.len <= 10, "the ceiling of the buffer holds");
	buf_free(&out);
	buf_free(&in);
	buf_free(&small);
	return tap_done(&t);
}
