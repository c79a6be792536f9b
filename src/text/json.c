/* SPDX-License-Identifier: MIT
 * JSON, written and looked into. Plain text is stepped over in long strides, and strings are written from where they are. */
#include <stdlib.h>
#include <string.h>

#include "digest/mem.h"
#include "src/text/json.h"

/* ---- Writing ---- */

/* 0: copy; 'u': \u00XX; else the letter of the short escape. */
static const char escape_of[128] = {
	['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r', ['"'] = '"', ['\\'] = '\\',
	[0x00] = 'u', [0x01] = 'u', [0x02] = 'u', [0x03] = 'u', [0x04] = 'u', [0x05] = 'u', [0x06] = 'u', [0x07] = 'u',
	[0x0b] = 'u', [0x0e] = 'u', [0x0f] = 'u', [0x10] = 'u', [0x11] = 'u', [0x12] = 'u', [0x13] = 'u', [0x14] = 'u',
	[0x15] = 'u', [0x16] = 'u', [0x17] = 'u', [0x18] = 'u', [0x19] = 'u', [0x1a] = 'u', [0x1b] = 'u', [0x1c] = 'u',
	[0x1d] = 'u', [0x1e] = 'u', [0x1f] = 'u', [0x7f] = 'u',
};

/* Pass over one character that is not ASCII at S[I]; *OK says whether it can be copied as it is. */
static size_t high(struct str s, size_t i, bool *ok, uint32_t *cp)
{
	size_t n = utf8_decode(str_from(s, i), cp);
	*ok = n > 0 && *cp >= 0xa0 && *cp != 0x2028 && *cp != 0x2029;
	if (n == 0)
		*cp = 0xfffd;
	return n ? n : 1;
}

enum { BLOCK = 32 };

/* Whether BLOCK bytes are ASCII that needs no escape. A fixed length and no branch: compilers make vector steps of it. */
static bool block_is_plain(const char *p)
{
	unsigned char odd = 0;
	for (int i = 0; i < BLOCK; i++) {
		unsigned char c = (unsigned char)p[i];
		odd |= (c < ' ') | (c > '~') | (c == '"') | (c == '\\');
	}
	return !odd;
}

size_t json_skip_plain(struct str s, size_t i)
{
	while (s.n - i >= BLOCK && block_is_plain(s.p + i))
		i += BLOCK;
	if (i > 0 && s.n - i < BLOCK && s.n >= BLOCK && block_is_plain(s.p + s.n - BLOCK))
		return s.n;  /* the rest, looked at together with what is before it */
	while (i < s.n && (unsigned char)s.p[i] < 0x80 && escape_of[(unsigned char)s.p[i]] == 0)
		i++;
	return i;
}

void js_put_string(struct buf *out, struct str s)
{
	size_t run = 0, i = 0;
	if (!buf_grow(out, s.n + 2))
		return;
	buf_addc(out, '"');
	while ((i = json_skip_plain(s, i)) < s.n) {
		unsigned char c = (unsigned char)s.p[i];
		uint32_t cp = c;
		size_t n = 1;
		if (c >= 0x80) {
			bool ok;
			size_t past = utf8_skip_han(s, i);
			if (past > i) {
				i = past;
				continue;
			}
			n = high(s, i, &ok, &cp);
			if (ok) {
				i += n;
				continue;
			}
		}
		buf_add(out, s.p + run, i - run);
		i += n;
		run = i;
		if (cp == 0xfffd)
			buf_add(out, "\xef\xbf\xbd", 3);
		else if (cp >= 0x7f || escape_of[cp] == 'u')
			buf_addf(out, "\\u%04x", (unsigned)cp);
		else
			buf_add(out, (char[]){ '\\', escape_of[cp] }, 2);
	}
	buf_add(out, s.p + run, i - run);
	buf_addc(out, '"');
}

void js_free(struct js *v)
{
	if (v == NULL)
		return;
	struct root *root = (struct root *)v;  /* its first member */
	arena_free(&root->a);
	free(root);
}

/* ---- Asking ---- */

enum js_type js_type(const struct js *v) { return v ? v->type : JS_NULL; }

const char *js_type_name(enum js_type t)
{
	static const char *const names[] = {
		[JS_NULL] = "null", [JS_FALSE] = "false", [JS_TRUE] = "true", [JS_NUMBER] = "a number",
		[JS_STRING] = "a string", [JS_ARRAY] = "an array", [JS_OBJECT] = "an object",
	};
	return names[t];
}

const struct js *js_member(const struct js *object, struct str key)
{
	if (js_type(object) != JS_OBJECT)
		return NULL;
	for (size_t i = 0; i < object->n; i++)
		if (str_eq(object->v[i].key, key))
			return &object->v[i];
	return NULL;
}

const struct js *js_get(const struct js *object, const char *key) { return js_member(object, str_of(key)); }

struct str js_str(const struct js *v) { return js_type(v) == JS_STRING ? v->text : STR_NULL; }

/* An integer as it is written, or, with BY_VALUE, as a decimal fraction, too. */
static bool integer(const struct js *v, bool by_value, int64_t *ret)
{
	if (js_type(v) != JS_NUMBER)
		return false;
	bool minus = v->text.p[0] == '-';
	uint64_t n, most = (uint64_t)INT64_MAX + minus;
	struct str text = str_from(v->text, minus);
	if (!str_number(text, most, &n) && !(by_value && decimal_integral(text, most, &n)))
		return false;
	*ret = minus ? (int64_t)(0 - n) : (int64_t)n;
	return true;
}

bool js_int(const struct js *v, int64_t *ret) { return integer(v, false, ret); }
bool js_whole(const struct js *v, int64_t *ret) { return integer(v, true, ret); }

size_t js_len(const struct js *v) { return js_type(v) >= JS_ARRAY ? v->n : 0; }
const struct js *js_at(const struct js *array, size_t i)
{
	return js_type(array) == JS_ARRAY && i < array->n ? &array->v[i] : NULL;
}

bool js_each(const struct js *object, bool (*fn)(void *ctx, struct str key, const struct js *v, struct err *e), void *ctx,
             struct err *e)
{
	for (size_t i = 0; js_type(object) == JS_OBJECT && i < object->n; i++)
		if (!fn(ctx, object->v[i].key, &object->v[i], e))
			return false;
	return true;
}

static void write_mapped(const struct js *v, js_map_fn *fn, void *ctx, const struct js_place *at, struct buf *out)
{
	switch (js_type(v)) {
	case JS_NULL: buf_addz(out, "null"); return;
	case JS_FALSE: buf_addz(out, "false"); return;
	case JS_TRUE: buf_addz(out, "true"); return;
	case JS_NUMBER: buf_adds(out, v->text); return;
	case JS_STRING: js_put_string(out, fn ? fn(ctx, v->text, at) : v->text); return;
	case JS_ARRAY:
	case JS_OBJECT: break;
	}
	buf_addc(out, v->type == JS_OBJECT ? '{' : '[');
	struct js_place inner = { .outer = at, .depth = at ? at->depth + 1 : 1 };
	for (size_t i = 0; i < v->n; i++) {
		if (i > 0)
			buf_addc(out, ',');
		if (v->type == JS_OBJECT) {
			inner.key = v->v[i].key;
			js_put_string(out, inner.key);
			buf_addc(out, ':');
		}
		write_mapped(&v->v[i], fn, ctx, &inner, out);
	}
	buf_addc(out, v->type == JS_OBJECT ? '}' : ']');
}

void js_write(const struct js *v, struct buf *out) { write_mapped(v, NULL, NULL, NULL, out); }

void js_map_strings(const struct js *v, js_map_fn *fn, void *ctx, struct buf *out) { write_mapped(v, fn, ctx, NULL, out); }
