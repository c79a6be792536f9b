/* SPDX-License-Identifier: MIT
 * JSON, read into a tree that stands on one copy of the text: strings are decoded in place there.
 *
 * Reading is our own because records and snapshots come by the gigabyte: jansson needs 150 instructions a byte, this
 * 8. jansson is the judge in the tests, which hold both to the same answers. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "digest/mem.h"
#include "digest/vec.h"
#include "src/text/json.h"

struct in {
	char *p, *end;
	struct arena *a;
	VEC(struct js) open;       /* what has been read of the containers that are not closed yet */
	struct buf character;
	unsigned depth;
	const char *wrong, *at;    /* what is wrong with the text, if anything is, and where */
};

static bool read_value(struct in *in, struct js *ret);

/* The text is not JSON: WHAT was found, or is missing, AT a place in it. False. */
static bool refuse(struct in *in, const char *what, const char *at)
{
	in->wrong = at < in->end ? what : "it ends too early";
	in->at = at;
	return false;
}

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

/* Four hexadecimal digits. */
static bool take_hex(struct in *in, uint32_t *ret)
{
	*ret = 0;
	for (int i = 0; i < 4; i++, in->p++) {
		int c = in->p < in->end ? to_lower((unsigned char)*in->p) : 0;
		if (!is_digit(c) && !(c >= 'a' && c <= 'f'))
			return refuse(in, "no hexadecimal digit behind \\u", in->p);
		*ret = *ret << 4 | (uint32_t)(is_digit(c) ? c - '0' : c - 'a' + 10);
	}
	return true;
}

/* What the escape behind a backslash means, to *TO, which moves on. It is never longer than the escape. */
static bool take_escape(struct in *in, char **to)
{
	static const char lone[] = "half of a pair of \\u escapes";
	static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
	uint32_t cp, low;
	const char *escape = in->p - 1;
	if (in->p == in->end)
		return refuse(in, "", in->p);
	char c = *in->p++;
	const char *at = memchr(letters, c, sizeof letters - 1);
	if (at) {
		*(*to)++ = meanings[at - letters];
		return true;
	}
	if (c != 'u')
		return refuse(in, "an escape that JSON does not have", escape);
	if (!take_hex(in, &cp))
		return false;
	if (cp >= 0xdc00 && cp <= 0xdfff)
		return refuse(in, lone, escape);
	if (cp >= 0xd800 && cp <= 0xdbff) {
		if (!str_starts((struct str){ in->p, (size_t)(in->end - in->p) }, "\\u"))
			return refuse(in, lone, escape);
		in->p += 2;
		if (!take_hex(in, &low))
			return false;
		if (low < 0xdc00 || low > 0xdfff)
			return refuse(in, lone, escape);
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
		size_t n = json_skip_plain(s, 0);
		in->p += n;
		if (n == s.n)
			return refuse(in, "", in->end);
		unsigned char c = (unsigned char)*in->p;
		if (c >= 0x7f) {
			size_t past = utf8_skip_han(s, n);
			if (past == n)
				past += utf8_decode(str_from(s, n), &cp);
			if (past == n)
				return refuse(in, "a byte that is not UTF-8", in->p);
			in->p += past - n;
			continue;
		}
		if (to != run)
			memmove(to, run, (size_t)(in->p - run));
		to += in->p - run;
		in->p++;
		if (c == '"')
			break;
		if (c != '\\')
			return refuse(in, "a control character in a string", in->p - 1);
		if (!take_escape(in, &to))
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
		return refuse(in, "a value is expected", from);
	if (take_sign(in, '.', '.') && !take_digits(in))
		return refuse(in, "a digit is expected", in->p);
	if (take_sign(in, 'e', 'E') && (take_sign(in, '+', '-'), !take_digits(in)))
		return refuse(in, "a digit is expected", in->p);
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
	return refuse(in, "a value is expected", in->p);
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
	const char *from = in->p;
	if (in->p == in->end || *in->p != '"')
		return refuse(in, "a name in quotation marks is expected", from);
	if (!read_string(in, ret))
		return false;
	if (memchr(ret->p, '\0', ret->n))
		return refuse(in, "a NUL in a name", from);
	return take(in, ':') || refuse(in, "a colon is expected", in->p);
}

static bool read_items(struct in *in, struct js *ret)
{
	const char *from = in->p;
	bool object = *in->p++ == '{';
	char close = object ? '}' : ']';
	size_t mark = in->open.n;
	if (++in->depth > JS_MAX_DEPTH)
		return refuse(in, "more levels than are read", in->p - 1);
	if (!take(in, close)) {
		do {
			struct js one = { .key = STR_NULL };
			if ((object && !read_key(in, &one.key)) || !read_value(in, &one))
				return false;
			*vec_push(&in->open) = one;
		} while (take(in, ','));
		if (!take(in, close))
			return refuse(in, object ? "a comma or } is expected" : "a comma or ] is expected", in->p);
	}
	in->depth--;
	ret->type = object ? JS_OBJECT : JS_ARRAY;
	ret->n = in->open.n - mark;
	ret->v = arena_alloc(in->a, ret->n * sizeof *ret->v);
	if (ret->n)
		memcpy(ret->v, in->open.v + mark, ret->n * sizeof *ret->v);
	in->open.n = mark;
	return !object || keys_differ(in, ret) || refuse(in, "an object that has a name twice", from);
}

static bool read_value(struct in *in, struct js *ret)
{
	skip_space(in);
	if (in->p == in->end)
		return refuse(in, "", in->p);
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

/* The object or the list that is the whole text. */
static bool read_all(struct in *in, struct js *ret)
{
	skip_space(in);
	if (in->p < in->end && *in->p != '{' && *in->p != '[')
		return refuse(in, "{ or [ is expected", in->p);
	if (!read_value(in, ret))
		return false;
	skip_space(in);
	return in->p == in->end || refuse(in, "more text behind its end", in->p);
}

/* What is wrong with TEXT AT a byte of it: the line is said where it is not the first (a record is one line: the caller
 * knows the line of the file), the column in characters, and the one character that stands there: more of it might be a
 * part of a key, which nothing could find and take out. */
static bool explain(struct str text, size_t at, const char *wrong, struct err *e)
{
	size_t line = 1, column = 1;
	uint32_t cp;
	for (size_t i = 0; i < at; i++) {
		column += ((unsigned char)text.p[i] & 0xc0) != 0x80;
		if (text.p[i] == '\n')
			line++, column = 1;
	}
	struct str one = { text.p + at, utf8_decode(str_from(text, at), &cp) };
	char where[48] = "", byte[16] = "";
	if (line > 1)
		snprintf(where, sizeof where, "line %zu, ", line);
	if (one.n == 0 || (unsigned char)*one.p < ' ')
		one.n = 0;
	if (one.n == 0 && at < text.n)
		snprintf(byte, sizeof byte, "byte 0x%02X", (unsigned char)text.p[at]);
	return err_set(e, ERR_INPUT, "not JSON: %s (%scolumn %zu%s%s%.*s)", wrong, where, column, at < text.n ? ": " : "", byte, STR_ARG(one));
}

bool js_parse(struct str text, struct js **ret, struct err *e)
{
	static const char bom[] = "\xef\xbb\xbf";
	if (str_starts(text, bom))
		text = str_from(text, sizeof bom - 1);
	struct root *root = xmalloc(sizeof *root);
	*root = (struct root){ .a = ARENA_INIT };
	struct in in = { .a = &root->a, .open = VEC_INIT, .character = BUF_INIT(8) };
	const char *start = in.p = arena_alloc(in.a, text.n);
	in.end = in.p + text.n;
	if (text.n)
		memcpy(in.p, text.p, text.n);
	bool ok = read_all(&in, &root->v);
	vec_free(&in.open);
	buf_free(&in.character);
	if (ok) {
		*ret = &root->v;
		return true;
	}
	explain(text, (size_t)(in.at - start), in.wrong, e);
	js_free(&root->v);
	return false;
}
