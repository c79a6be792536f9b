/* SPDX-License-Identifier: MIT
 * What models print, made strict JSON: one reader that writes what it reads as it should have been.
 *
 * An object is read strictly first. Only if that fails is it read again, forgivingly, and then each quote has to show
 * by what stands behind it whether it ends its string: a comma and another member, or the end of the object. What could
 * be read in two ways is refused; the paper is then asked about again, which is better than half a text.
 * No place is looked at more than a fixed number of times: looking ahead passes white space and one name. */
#include "src/answer/lenient.h"

#include <string.h>

enum {
	MOST_DEPTH = 64,       /* of objects and lists in one another */
	MOST_OBJECTS = 16,     /* that are tried in one text */
	FIELDS_DEPTH = 3,      /* how deep the style's fields may be */
};

/* ---- The reader ---- */

enum got { GOT, CUT, BAD };  /* all of it; the text ended inside; it cannot be read */

struct reader {
	struct str s;
	size_t i;
	struct buf *out;
	const struct summary_style *style;
	size_t last_quote;          /* where the last '"' of S is */
	int depth;
	bool in_list[MOST_DEPTH + 1];  /* by depth: a list, else an object */
	bool strict;
	bool fields;                /* one of the style's fields has been seen, not too deep */
	bool used[RESCUE__COUNT];
};

/* W has to be used to go on. False: it may not be. */
static bool use(struct reader *r, enum rescue w)
{
	if (r->strict)
		return false;
	r->used[w] = true;
	return true;
}

static bool skip_space(struct reader *r)
{
	r->i = lenient_past_space(r->s, r->i);
	return r->i < r->s.n;
}

/* Whether a member begins at S[I]: SURELY one of the style's fields, else perhaps another one, too. */
static bool member_at(const struct reader *r, size_t i, bool surely)
{
	struct str name;
	bool bare;
	enum quote kind;
	if (!lenient_name_at(r->s, i, &name, &bare, &kind))
		return false;
	return lenient_is_field(r->style, name) || (!surely && !bare && lenient_is_plain_name(name));
}

/* Whether what was open may have ended before S[I]: an outermost object when only brackets, or a fence, follow, or at
 * least a line's end, if that is ENOUGH; any other before what can stand behind it. */
static bool is_end(const struct reader *r, size_t i, bool enough)
{
	size_t line = i;
	while (line < r->s.n && (r->s.p[line] == ' ' || r->s.p[line] == '\r'))
		line++;
	if (r->depth > 1) {
		i = lenient_past_space(r->s, i);
		return i >= r->s.n || has(",]}", r->s.p[i]);
	}
	while (i < r->s.n && (is_space((unsigned char)r->s.p[i]) || has("]}", r->s.p[i])))
		i++;
	return i >= r->s.n || is_fence(str_from(r->s, i)) || (enough && line < r->s.n && r->s.p[line] == '\n');
}

/* Whether the quote that ends before S[I] ends its string. OWN: it is of the kind that the string began with. */
static bool closes(const struct reader *r, size_t i, bool own)
{
	struct str s = r->s;
	bool list = r->in_list[r->depth], last = r->last_quote < i;
	size_t j = lenient_past_space(s, i), n = lenient_comma_at(s, j);
	if (j >= s.n || (r->depth == 1 && is_fence(str_from(s, j))))
		return own;
	if (n) {
		bool wide = n > 1;
		j = lenient_past_space(s, j + n);
		while (j < s.n && s.p[j] == ',')
			j = lenient_past_space(s, j + 1);
		if (j >= s.n || s.p[j] == (list ? ']' : '}') || lenient_is_cut_name(s, j))
			return own && !wide;
		if (!list)
			return member_at(r, j, !own || wide);
		return own && !wide && (lenient_quote_at(s, j, &n) || is_alnum((unsigned char)s.p[j]) || has("{[-", s.p[j]));
	}
	if (s.p[j] == (list ? ']' : '}'))
		return (own && last) || is_end(r, j + 1, own);
	return !list && lenient_quote_at(s, j, &n) && member_at(r, j, true);  /* the comma is missing */
}

static enum got read_escape(struct reader *r, enum quote opened)
{
	struct str s = r->s;
	char c = r->i + 1 < s.n ? s.p[r->i + 1] : '\0';
	size_t n = 2;
	if (r->i + 1 >= s.n) {
		r->i = s.n;
		return CUT;
	}
	bool known = memchr("\"\\/bfnrt", c, 8) != NULL;
	if (c == 'u' && lenient_is_hex4(s, r->i + 2)) {
		known = true;
		n = lenient_escape_u(s, r->i);
	}
	if (known && n > 0) {
		buf_add(r->out, s.p + r->i, n);
		r->i += n;
		return GOT;
	}
	if (!use(r, RESCUE_BACKSLASH))
		return BAD;
	if (n == 0) {
		buf_addz(r->out, "\\ufffd");
		r->i += 6;
	} else if (c == '\'' && (opened == QUOTE_SINGLE || lenient_is_english_apostrophe(s, r->i))) {
		buf_addc(r->out, '\'');
		r->i += 2;
	} else {
		buf_addz(r->out, c == '\n' ? "" : "\\\\");  /* at a line's end it only continues the text */
		r->i++;
	}
	return GOT;
}

static bool read_control(struct reader *r)
{
	char c = r->s.p[r->i++];
	if (!use(r, RESCUE_CONTROL))
		return false;
	if (c == '\n' || c == '\t')
		buf_addz(r->out, c == '\n' ? "\\n" : "\\t");
	return true;  /* no other is meant */
}

/* A quote inside a string that OPENED so. GOT: it ends the string; CUT: it is part of the text. */
static enum got read_quote(struct reader *r, enum quote opened, enum quote q, size_t n)
{
	bool own = q == opened || (opened == QUOTE_CURLY && q == QUOTE_DOUBLE);
	if (own && (r->strict || closes(r, r->i + n, true))) {
		r->i += n;
		return GOT;
	}
	if (opened != QUOTE_SINGLE && q != QUOTE_SINGLE && !own && closes(r, r->i + n, false) && use(r, RESCUE_FOREIGN)) {
		r->i += n;
		return GOT;
	}
	if (q == QUOTE_DOUBLE && !r->in_list[r->depth] && member_at(r, r->i, true))
		return BAD;  /* the string before has lost its end */
	if (q == QUOTE_DOUBLE && opened != QUOTE_SINGLE && !use(r, RESCUE_QUOTE))
		return BAD;
	if (q == QUOTE_DOUBLE)
		buf_addc(r->out, '\\');
	buf_add(r->out, r->s.p + r->i, n);
	r->i += n;
	return CUT;
}

static bool is_special(unsigned char c) { return c < ' ' || c == '"' || c == '\'' || c == '\\' || c == 0xe2 || c == 0xef; }

static enum got read_string(struct reader *r)
{
	size_t n;
	enum got got = GOT;
	enum quote opened = lenient_quote_at(r->s, r->i, &n), q;
	if (opened != QUOTE_DOUBLE && !use(r, RESCUE_FOREIGN))
		return BAD;
	r->i += n;
	buf_addc(r->out, '"');
	for (;;) {
		size_t run = r->i;
		while (r->i < r->s.n && !is_special((unsigned char)r->s.p[r->i]))
			r->i++;
		buf_add(r->out, r->s.p + run, r->i - run);
		if (r->i >= r->s.n)
			return CUT;
		unsigned char c = (unsigned char)r->s.p[r->i];
		if (c == '\\') {
			if ((got = read_escape(r, opened)) != GOT)
				return got;
		} else if (c < ' ') {
			if (!read_control(r))
				return BAD;
		} else if ((q = lenient_quote_at(r->s, r->i, &n)) != QUOTE_NONE) {
			if ((got = read_quote(r, opened, q, n)) == GOT)
				break;
			if (got == BAD)
				return BAD;
		} else {
			buf_addc(r->out, r->s.p[r->i++]);
		}
	}
	buf_addc(r->out, '"');
	return GOT;
}

/* A number, or a word for what is no string. At the very end it may be half of one. */
static enum got read_word(struct reader *r)
{
	static const struct { const char *word, *json; } words[] = {
		{ "true", "true" }, { "false", "false" }, { "null", "null" }, { "True", "true" }, { "False", "false" },
		{ "None", "null" }, { "undefined", "null" }, { "NaN", "null" },
	};
	size_t from = r->i;
	while (r->i < r->s.n && (is_alnum((unsigned char)r->s.p[r->i]) || has("+-._", r->s.p[r->i])))
		r->i++;
	struct str word = { r->s.p + from, r->i - from };
	if (r->i >= r->s.n)
		return CUT;
	if (word.n && (is_digit((unsigned char)word.p[0]) || word.p[0] == '-')) {
		buf_adds(r->out, word);
		return GOT;
	}
	for (size_t k = 0; k < COUNTOF(words); k++)
		if (str_is(word, words[k].word)) {
			buf_addz(r->out, words[k].json);
			return strcmp(words[k].word, words[k].json) == 0 || use(r, RESCUE_FOREIGN) ? GOT : BAD;
		}
	return BAD;
}

static enum got read_items(struct reader *r);

static enum got read_value(struct reader *r)
{
	size_t n;
	if (!skip_space(r))
		return CUT;
	if (r->s.p[r->i] == '{' || r->s.p[r->i] == '[')
		return read_items(r);
	return lenient_quote_at(r->s, r->i, &n) ? read_string(r) : read_word(r);
}

/* A member's name and colon. */
static enum got read_name(struct reader *r)
{
	struct str name, plain;
	bool bare;
	enum quote kind;
	size_t past = lenient_name_at(r->s, r->i, &name, &bare, &kind);
	if (past == 0) {
		bool cut = lenient_is_cut_name(r->s, r->i);
		r->i = cut ? r->s.n : r->i;
		return cut ? CUT : BAD;
	}
	if ((kind != QUOTE_DOUBLE || r->s.p[past - 1] != ':') && !use(r, RESCUE_FOREIGN))
		return BAD;
	char memory[MOST_NAME];
	plain = (struct str){ memory, 0 };
	for (size_t i = 0; i < name.n; i++)  /* "tldr\_en", as in Markdown */
		if (name.p[i] != '\\')
			memory[plain.n++] = name.p[i];
	if (plain.n < name.n && !use(r, RESCUE_BACKSLASH))
		return BAD;
	js_put_string(r->out, plain);
	buf_addc(r->out, ':');
	r->i = past;
	r->fields |= r->depth <= FIELDS_DEPTH && lenient_is_field(r->style, plain);
	return GOT;
}

/* What stands between two items: commas, or nothing where a member surely begins. */
static enum got read_comma(struct reader *r, bool *closed)
{
	char close = r->in_list[r->depth] ? ']' : '}';
	size_t n = 0, commas = 0;
	for (; skip_space(r) && (n = lenient_comma_at(r->s, r->i)) > 0; commas++) {
		r->i += n;
		if ((n > 1 && !use(r, RESCUE_FOREIGN)) || (commas > 0 && !use(r, RESCUE_COMMA)))
			return BAD;
	}
	if (r->i >= r->s.n)
		return CUT;
	*closed = r->s.p[r->i] == close;
	if (*closed)
		return commas == 0 || use(r, RESCUE_COMMA) ? GOT : BAD;
	if (commas > 0)
		return GOT;
	if (close == '}' && lenient_quote_at(r->s, r->i, &n) && member_at(r, r->i, true) && use(r, RESCUE_COMMA))
		return GOT;
	return is_fence(str_from(r->s, r->i)) ? CUT : BAD;
}

/* The object or list that begins here. If it is the outermost, and cut, what is whole is written. */
static enum got read_items(struct reader *r)
{
	bool list = r->s.p[r->i] == '[', closed = false;
	enum got got = GOT;
	size_t whole;
	if (++r->depth > MOST_DEPTH)
		return BAD;
	r->in_list[r->depth] = list;
	buf_addc(r->out, r->s.p[r->i++]);
	whole = r->out->len;
	if (!skip_space(r))
		got = CUT;
	else
		closed = r->s.p[r->i] == (list ? ']' : '}');
	for (bool first = true; got == GOT && !closed; first = false) {
		if (!first)
			buf_addc(r->out, ',');
		if (!list)
			got = read_name(r);
		if (got == GOT)
			got = read_value(r);
		if (got != GOT)
			break;
		whole = r->out->len;
		got = read_comma(r, &closed);
	}
	if (got == CUT && r->depth == 1 && use(r, RESCUE_CUT)) {
		buf_cut(r->out, whole);
		buf_addc(r->out, '}');
	} else if (got == GOT) {
		buf_addc(r->out, r->s.p[r->i++]);
	}
	r->depth--;
	return got;
}

/* ---- Finding the object ---- */

/* What stands around the object, from START to END. False: others stand beside it in a list. */
static bool look_around(struct reader *r, size_t start, size_t end)
{
	struct str before = str_trim(str_head(r->s, start)), behind = str_trim(str_from(r->s, end));
	if (str_ends(before, "[") && str_starts(behind, ",")) {
		behind = str_trim(str_from(behind, 1));
		r->used[RESCUE_COMMA] = true;
		if (!str_starts(behind, "]"))
			return false;
	}
	if (str_ends(before, "[") && (behind.n == 0 || behind.p[0] == ']')) {
		r->used[RESCUE_NESTED] = true;
		before = str_trim(str_head(before, before.n - 1));
		behind = str_trim(str_from(behind, 1));
	}
	const char *lf = before.n ? memrchr(before.p, '\n', before.n) : NULL;
	size_t line = lf ? (size_t)(lf - before.p) + 1 : 0;
	if (is_fence(str_from(before, line))) {
		r->used[RESCUE_FENCE] = true;
		before = str_trim(str_head(before, line));
	}
	if (is_fence(behind)) {
		r->used[RESCUE_FENCE] = true;
		behind = str_trim(str_from(behind, 3));
	}
	r->used[RESCUE_TALK] |= before.n > 0 || behind.n > 0;
	return true;
}

static enum got read_object(struct reader *r, size_t at, bool strict)
{
	buf_clear(r->out);
	memset(r->used, 0, sizeof r->used);
	r->i = at;
	r->depth = 0;
	r->strict = strict;
	r->fields = false;
	return read_items(r);
}

/* The first '{' from I on behind which a member's name stands, without quotes a field's; S.n: none. */
static size_t next_object(struct str s, size_t i, const struct summary_style *style)
{
	struct str name;
	bool bare;
	enum quote kind;
	const char *p;
	for (; i < s.n && (p = memchr(s.p + i, '{', s.n - i)) != NULL; i++) {
		i = (size_t)(p - s.p);
		if (lenient_name_at(s, lenient_past_space(s, i + 1), &name, &bare, &kind) && (!bare || lenient_is_field(style, name)))
			return i;
	}
	return s.n;
}

/* Find the first object from AT on that has one of the style's fields, in at most MOST_OBJECTS tries. WHOLE: one that TEXT's end cuts is
 * none. Where it begins; TEXT's length: there is none. */
static size_t find_object(struct reader *r, size_t at, bool whole)
{
	for (int tries = 0; tries < MOST_OBJECTS && (at = next_object(r->s, at, r->style)) < r->s.n; tries++) {
		enum got got = read_object(r, at, true);
		if (got != GOT)
			got = read_object(r, at, false);
		if (got == GOT ? r->fields : got == CUT && r->fields && !whole)
			return at;
		at = r->i > at ? r->i : at + 1;
	}
	return r->s.n;
}

/* Whether nothing but brackets, a fence or marks of the model's own stand behind I. */
static bool is_last(struct str s, size_t i)
{
	struct str rest = str_trim(str_from(s, i));
	while (str_starts(rest, "]"))
		rest = str_trim(str_from(rest, 1));
	if (is_fence(rest))
		rest = str_trim(str_from(rest, 3));
	return rest.n == 0 || str_starts(rest, "<") || str_starts(rest, "[/");
}

/* R has read an object at *AT. Another one behind it, which is not the same, counts in its place where words stand before the first
 * and none behind the last: then the first was a draft. NONE: there is no other. */
static enum rescued look_behind(struct reader *r, size_t *at, struct buf *json)
{
	struct buf other = BUF_INIT(BUF_UNBOUNDED);
	struct reader next = { .s = r->s, .out = &other, .style = r->style, .last_quote = r->last_quote };
	size_t first = *at, found;
	enum rescued ret = RESCUED_NONE;
	for (size_t from = r->i; (found = find_object(&next, from, true)) < r->s.n; from = next.i) {
		if (str_eq(buf_str(&other), buf_str(json)))
			continue;
		struct str before = str_trim(str_head(r->s, first));
		ret = before.n > 0 && !is_fence(before) && !str_is(before, "[") ? RESCUED_ONE : RESCUED_TWO;
		if (ret == RESCUED_TWO)
			break;
		buf_clear(json);
		buf_adds(json, buf_str(&other));
		*at = found;
		r->i = next.i;
		memcpy(r->used, next.used, sizeof r->used);
	}
	if (ret == RESCUED_ONE && !is_last(r->s, r->i))
		ret = RESCUED_TWO;
	buf_free(&other);
	return ret;
}

enum rescued rescue_object(struct str text, const struct summary_style *style, bool *used, struct buf *out)
{
	const char *last = text.n ? memrchr(text.p, '"', text.n) : NULL;
	struct buf json = BUF_INIT(BUF_UNBOUNDED);
	struct reader r = { .s = text, .out = &json, .style = style, .last_quote = last ? (size_t)(last - text.p) : 0 };
	size_t at = find_object(&r, 0, false);
	enum rescued ret = RESCUED_NONE;
	if (at < text.n && look_around(&r, at, r.i)) {
		enum rescued behind = look_behind(&r, &at, &json);
		ret = behind == RESCUED_TWO ? RESCUED_TWO : RESCUED_ONE;
		r.used[RESCUE_TALK] |= behind == RESCUED_ONE;
	}
	for (int i = 0; ret == RESCUED_ONE && i < RESCUE__COUNT; i++)
		used[i] |= r.used[i];
	if (ret == RESCUED_ONE)
		buf_adds(out, buf_str(&json));
	buf_free(&json);
	return ret;
}
