/* SPDX-License-Identifier: MIT
 * Texts are looked at in strides of many bytes. Here a sign stands at each place of texts of each length around those
 * strides, and what comes out is compared with what a loop over single bytes says. */
#include <string.h>

#include "digest/paper.h"
#include "digest/tex.h"
#include "digest/text.h"
#include "tests/unit/plain_tap.h"

enum { LONGEST = 140 };

/* Words of one letter and their blanks, so that each place can have either before it. */
static void plain(size_t n, struct buf *out)
{
	buf_clear(out);
	for (size_t i = 0; i < n; i++)
		buf_addc(out, i % 7 == 3 && i + 1 < n ? ' ' : (char)('a' + i % 26));
}

/* N plain bytes with SIGN at AT. */
static void with_sign(size_t n, size_t at, struct str sign, struct buf *out)
{
	struct buf text = BUF_INIT(BUF_UNBOUNDED);
	plain(n, &text);
	buf_clear(out);
	buf_add(out, text.s, at);
	buf_adds(out, sign);
	buf_add(out, text.s + at, n - at);
	buf_free(&text);
}

/* The rules said again, byte by byte: blanks fold, an LF ends a paragraph if LINES, controls go. A no-break space and an
 * ideographic one are blanks. */
static void fold(struct str s, bool lines, struct buf *out)
{
	bool gap = false, feed = false;
	buf_clear(out);
	for (size_t i = 0; i < s.n; i++) {
		struct str rest = str_from(s, i);
		size_t wide = str_starts(rest, "\xc2\xa0") ? 2 : str_starts(rest, "\xe3\x80\x80") ? 3 : 0;
		unsigned char c = (unsigned char)s.p[i];
		if (wide || is_space(c)) {
			gap = true;
			feed = feed || c == '\n' || c == '\r';
			i += wide ? wide - 1 : 0;
		} else if (c >= ' ' && c != 0x7f) {
			if (gap && out->len)
				buf_addc(out, feed && lines ? '\n' : ' ');
			gap = feed = false;
			buf_addc(out, (char)c);
		}
	}
}

static void escaped(struct str s, struct buf *out)
{
	buf_clear(out);
	buf_addc(out, '"');
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c == '"' || c == '\\')
			buf_addf(out, "\\%c", c);
		else if (c == '\n' || c == '\t' || c == '\r')
			buf_addf(out, "\\%c", c == '\n' ? 'n' : c == '\t' ? 't' : 'r');
		else if (c < ' ' || c == 0x7f)
			buf_addf(out, "\\u%04x", c);
		else
			buf_addc(out, (char)c);
	}
	buf_addc(out, '"');
}

/* ---- What is asked of each text ---- */

static bool cleans(struct str s, struct buf *want)
{
	struct arena a = ARENA_INIT;
	bool ok = true;
	for (int lines = 0; lines < 2; lines++) {
		fold(s, lines, want);
		ok = ok && str_eq(clean_characters(s, lines, &a, NULL), buf_str(want));
	}
	arena_free(&a);
	return ok;
}

static bool writes_and_reads(struct str s, struct buf *want)
{
	struct buf got = BUF_INIT(BUF_UNBOUNDED), array = BUF_INIT(BUF_UNBOUNDED);
	struct err e = ERR_INIT;
	struct js *v = NULL;
	escaped(s, want);
	js_put_string(&got, s);
	buf_addf(&array, "[%s]", got.s);
	bool ok = str_eq(buf_str(&got), buf_str(want)) && js_parse(buf_str(&array), &v, &e) && str_eq(js_str(js_at(v, 0)), s);
	js_free(v);
	buf_free(&got);
	buf_free(&array);
	return ok;
}

static void signs(struct tap *t)
{
	static const char *const rows[] = { " ", "  ", "\n", " \n", "\n ", "\n\n", "\t", "\r\n", "\x01", "\x1f", "\x7f", "\"", "\\", "/", "{",
		"-", "\xc3\xa9", "\xe4\xb8\xad", "\xe4\xb8\xad\xe6\x96\x87", "\xe4\xb8\xad \xe6\x96\x87", "\xef\xbc\x8c", "\xf0\x9f\x98\x80",
		"\xc2\xa0", " \xe3\x80\x80 ", "\xe9\xbf\xbf\xe4\x80\x80\xe3\xbf\xbf\xea\x80\x80" };
	struct buf text = BUF_INIT(BUF_UNBOUNDED), want = BUF_INIT(BUF_UNBOUNDED);
	for (size_t r = 0; r < COUNTOF(rows); r++) {
		unsigned dirty = 0, changed = 0, invalid = 0;
		for (size_t n = 0; n <= LONGEST; n++)
			for (size_t at = 0; at <= n; at++) {
				with_sign(n, at, str_of(rows[r]), &text);
				dirty += !cleans(buf_str(&text), &want);
				changed += !writes_and_reads(buf_str(&text), &want);
				invalid += !utf8_valid(buf_str(&text), NULL);
			}
		tap_case(t, dirty == 0, "sign %zu cleaned at each place: %u wrong", r, dirty);
		tap_case(t, changed == 0, "sign %zu written and read at each place: %u wrong", r, changed);
		tap_case(t, invalid == 0, "sign %zu valid at each place: %u wrong", r, invalid);
	}
	buf_free(&text);
	buf_free(&want);
}

/* ---- What must be found where it is ---- */

static void wrong_bytes(struct tap *t)
{
	static const char *const rows[] = { "\x80", "\xff", "\xc0\x80", "\xe4\xb8", "\xe4\xb8 ", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe4\x7f\x80",
		"\xe4\x80\xc0" };
	struct buf text = BUF_INIT(BUF_UNBOUNDED);
	for (size_t r = 0; r < COUNTOF(rows); r++)
		for (int han = 0; han < 2; han++) {
			unsigned wrong = 0;
			for (size_t n = 0; n <= LONGEST; n++)
				for (size_t at = 0; at <= n; at++) {
					size_t bad = STR_NONE, lead = 0;
					with_sign(n, at, str_of(rows[r]), &text);
					if (han) {  /* Chinese before it */
						struct buf both = BUF_INIT(BUF_UNBOUNDED);
						for (size_t i = 0; i < n % 9; i++)
							buf_addz(&both, "\xe4\xb8\xad");
						lead = both.len;
						buf_adds(&both, str_from(buf_str(&text), at));
						buf_free(&text);
						text = both;
					}
					wrong += utf8_valid(buf_str(&text), &bad) || bad != (han ? lead : at);
				}
			tap_case(t, wrong == 0, "wrong bytes %zu%s found at each place: %u missed", r, han ? " behind Chinese" : "", wrong);
		}
	buf_free(&text);
}

static void tex(struct tap *t)
{
	static const struct { const char *tex, *text; } rows[] = { { "\\'e", "\xc3\xa9" }, { "\\%", "%" }, { "\\textbf{x}", "x" } };
	struct buf text = BUF_INIT(BUF_UNBOUNDED), want = BUF_INIT(BUF_UNBOUNDED);
	struct arena a = ARENA_INIT;
	for (size_t r = 0; r < COUNTOF(rows); r++) {
		unsigned wrong = 0;
		for (size_t n = 0; n <= LONGEST; n++)
			for (size_t at = 0; at <= n; at++) {
				with_sign(n, at, str_of(rows[r].tex), &text);
				with_sign(n, at, str_of(rows[r].text), &want);
				wrong += !str_eq(clean_text(buf_str(&text), false, &a, NULL), buf_str(&want));
				arena_reset(&a);
			}
		tap_case(t, wrong == 0, "%s at each place: %u wrong", rows[r].tex, wrong);
	}
	unsigned missed = 0;
	for (size_t n = 0; n <= LONGEST; n++)
		for (size_t at = 0; at <= n; at++) {
			struct tex_math m;
			with_sign(n, at, STR("$x$"), &text);
			missed += !tex_next_math(buf_str(&text), 0, &m) || m.start != at || m.end != at + 3;
		}
	tap_case(t, missed == 0, "a formula at each place: %u missed", missed);
	arena_free(&a);
	buf_free(&text);
	buf_free(&want);
}

int main(void)
{
	struct tap t = { 0, 0 };
	signs(&t);
	wrong_bytes(&t);
	tex(&t);
	return tap_done(&t);
}
