/* SPDX-License-Identifier: MIT
 * JSON, written and read. Both step over what is plain text in long strides, and neither has an intermediate form that
 * is not needed: strings are written from where they are, and decoded in place in the one copy of the text that a tree
 * stands on.
 *
 * Reading is our own because records and snapshots come by the gigabyte: jansson needs 150 instructions a byte, this
 * 8. jansson stays the judge: what is wrong with a text, it says, and a test holds both to the same answers. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "digest/mem.h"
#include "digest/text.h"
#include "digest/vec.h"

const char json_library[] = "jansson/" JANSSON_VERSION;

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

/* Where, from S[I] on, a byte is not ASCII or needs an escape; S.n: nowhere. */
static size_t skip_plain(struct str s, size_t i)
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
	while ((i = skip_plain(s, i)) < s.n) {
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

/* ---- Reading ---- */

struct js {
	enum js_type type;
	struct str key;            /* a member's */
	union {
		struct str text;       /* a string's characters; a number as it is written */
		struct {
			struct js *v;      /* items, members */
			size_t n;
		};
	};
};

struct root {
	struct js v;
	struct arena a;            /* the text, and all that is below v */
};

struct in {
	char *p, *end;
	struct arena *a;
	VEC(struct js) open;       /* what has been read of the containers that are not closed yet */
	struct buf character;
	unsigned depth;
};

static bool read_value(struct in *in, struct js *ret);

static void skip_space(struct in *in)
{
	while (in->p < in->end && (*in->p == ' ' || *in->p == '\n' || *in->p == '\t' || *in->p == '\r'))
		in->p++;
}

/* Pass over C and the white space before it, if that is what comes. */
static bool take(struct in *in, char c)
{
	skip_space(in);
	bool ok = in->p < in->end && *in->p == c;
	in->p += ok;
	return ok;
}

static bool take_hex(struct in *in, uint32_t *ret)
{
	*ret = 0;
	for (int i = 0; i < 4; i++, in->p++) {
		int c = in->p < in->end ? to_lower((unsigned char)*in->p) : 0;
		if (!is_digit(c) && !(c >= 'a' && c <= 'f'))
			return false;
		*ret = *ret << 4 | (uint32_t)(is_digit(c) ? c - '0' : c - 'a' + 10);
	}
	return true;
}

/* What the escape behind a backslash means, to *TO, which moves on. It is never longer than the escape. */
static bool take_escape(struct in *in, char **to)
{
	static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
	uint32_t cp, low;
	if (in->p == in->end)
		return false;
	char c = *in->p++;
	const char *at = memchr(letters, c, sizeof letters - 1);
	if (at) {
		*(*to)++ = meanings[at - letters];
		return true;
	}
	if (c != 'u' || !take_hex(in, &cp) || (cp >= 0xdc00 && cp <= 0xdfff))
		return false;
	if (cp >= 0xd800 && cp <= 0xdbff) {
		if (in->end - in->p < 2 || *in->p++ != '\\' || *in->p++ != 'u' || !take_hex(in, &low) || low < 0xdc00 || low > 0xdfff)
			return false;
		cp = 0x10000 + ((cp - 0xd800) << 10) + (low - 0xdc00);
	}
	buf_clear(&in->character);
	utf8_encode(cp, &in->character);
	memcpy(*to, in->character.s, in->character.len);
	*to += in->character.len;
	return true;
}

/* The string whose quote comes. Its characters move together over its escapes. */
static bool read_string(struct in *in, struct str *ret)
{
	char *start = ++in->p, *to = start, *run = start;
	for (;;) {
		struct str s = { in->p, (size_t)(in->end - in->p) };
		uint32_t cp;
		size_t n = skip_plain(s, 0);
		in->p += n;
		if (n == s.n)
			return false;
		unsigned char c = (unsigned char)*in->p;
		if (c >= 0x7f) {
			size_t past = utf8_skip_han(s, n);
			if (past == n)
				past += utf8_decode(str_from(s, n), &cp);
			if (past == n)
				return false;
			in->p += past - n;
			continue;
		}
		if (to != run)
			memmove(to, run, (size_t)(in->p - run));
		to += in->p - run;
		in->p++;
		if (c == '"')
			break;
		if (c != '\\' || !take_escape(in, &to))
			return false;
		run = in->p;
	}
	*ret = (struct str){ start, (size_t)(to - start) };
	return true;
}

static bool take_digits(struct in *in)
{
	const char *from = in->p;
	while (in->p < in->end && is_digit((unsigned char)*in->p))
		in->p++;
	return in->p > from;
}

static bool take_sign(struct in *in, char a, char b)
{
	bool ok = in->p < in->end && (*in->p == a || *in->p == b);
	in->p += ok;
	return ok;
}

static bool read_number(struct in *in, struct js *ret)
{
	char *from = in->p;
	take_sign(in, '-', '-');
	if (!take_sign(in, '0', '0') && !take_digits(in))
		return false;
	if (take_sign(in, '.', '.') && !take_digits(in))
		return false;
	if (take_sign(in, 'e', 'E') && (take_sign(in, '+', '-'), !take_digits(in)))
		return false;
	ret->type = JS_NUMBER;
	ret->text = (struct str){ from, (size_t)(in->p - from) };
	return true;
}

static bool read_word(struct in *in, struct js *ret)
{
	static const struct { struct str word; enum js_type type; } words[] = {
		{ { "null", 4 }, JS_NULL }, { { "true", 4 }, JS_TRUE }, { { "false", 5 }, JS_FALSE },
	};
	for (size_t i = 0; i < COUNTOF(words); i++)
		if ((size_t)(in->end - in->p) >= words[i].word.n && memcmp(in->p, words[i].word.p, words[i].word.n) == 0) {
			in->p += words[i].word.n;
			ret->type = words[i].type;
			return true;
		}
	return false;
}

static int by_key(const void *a, const void *b)
{
	return str_cmp((*(const struct js *const *)a)->key, (*(const struct js *const *)b)->key);
}

/* Few members are compared with one another, many are sorted. */
static bool keys_differ(struct in *in, const struct js *object)
{
	enum { FEW = 24 };
	if (object->n <= FEW) {
		for (size_t i = 1; i < object->n; i++)
			for (size_t k = 0; k < i; k++)
				if (str_eq(object->v[i].key, object->v[k].key))
					return false;
		return true;
	}
	const struct js **sorted = arena_alloc(in->a, object->n * sizeof *sorted);
	for (size_t i = 0; i < object->n; i++)
		sorted[i] = &object->v[i];
	qsort(sorted, object->n, sizeof *sorted, by_key);
	for (size_t i = 1; i < object->n; i++)
		if (str_eq(sorted[i]->key, sorted[i - 1]->key))
			return false;
	return true;
}

static bool read_key(struct in *in, struct str *ret)
{
	skip_space(in);
	return in->p < in->end && *in->p == '"' && read_string(in, ret) && memchr(ret->p, '\0', ret->n) == NULL && take(in, ':');
}

static bool read_items(struct in *in, struct js *ret)
{
	bool object = *in->p++ == '{';
	char close = object ? '}' : ']';
	size_t mark = in->open.n;
	if (++in->depth > JS_MAX_DEPTH)
		return false;
	if (!take(in, close)) {
		do {
			struct js one = { .key = STR_NULL };
			if ((object && !read_key(in, &one.key)) || !read_value(in, &one))
				return false;
			*vec_push(&in->open) = one;
		} while (take(in, ','));
		if (!take(in, close))
			return false;
	}
	in->depth--;
	ret->type = object ? JS_OBJECT : JS_ARRAY;
	ret->n = in->open.n - mark;
	ret->v = arena_alloc(in->a, ret->n * sizeof *ret->v);
	if (ret->n)
		memcpy(ret->v, in->open.v + mark, ret->n * sizeof *ret->v);
	in->open.n = mark;
	return !object || keys_differ(in, ret);
}

static bool read_value(struct in *in, struct js *ret)
{
	skip_space(in);
	if (in->p == in->end)
		return false;
	switch (*in->p) {
	case '{':
	case '[':
		return read_items(in, ret);
	case '"':
		ret->type = JS_STRING;
		return read_string(in, &ret->text);
	case 't':
	case 'f':
	case 'n':
		return read_word(in, ret);
	default:
		return read_number(in, ret);
	}
}

/* Say why TEXT is none. */
static bool refuse(struct str text, struct err *e)
{
	json_error_t why;
	json_set_alloc_funcs(xmalloc, free);  /* without memory jansson calls good text broken, or crashes (2.14) */
	json_t *taken = json_loadb(text.p ? text.p : "", text.n, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &why);
	json_decref(taken);
	if (taken)  /* it passes over a NUL behind a number (2.14) */
		return err_set(e, ERR_INPUT, "not JSON: a NUL byte");
	if (why.line <= 1)  /* a record is one line: the caller knows the line of the file */
		return err_set(e, ERR_INPUT, "not JSON: %s (column %d)", why.text, why.column);
	return err_set(e, ERR_INPUT, "not JSON: %s (line %d, column %d)", why.text, why.line, why.column);
}

bool js_parse(struct str text, struct js **ret, struct err *e)
{
	static const char bom[] = "\xef\xbb\xbf";
	if (str_starts(text, bom))
		text = str_from(text, sizeof bom - 1);
	struct root *root = xmalloc(sizeof *root);
	*root = (struct root){ .a = ARENA_INIT };
	struct in in = { .a = &root->a, .open = VEC_INIT, .character = BUF_INIT(8) };
	in.p = arena_alloc(in.a, text.n);
	in.end = in.p + text.n;
	if (text.n)
		memcpy(in.p, text.p, text.n);
	skip_space(&in);
	bool ok = in.p < in.end && (*in.p == '{' || *in.p == '[') && read_items(&in, &root->v);
	skip_space(&in);
	ok = ok && in.p == in.end;
	vec_free(&in.open);
	buf_free(&in.character);
	if (ok)
		*ret = &root->v;
	else
		js_free(&root->v);
	return ok || refuse(text, e);
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
