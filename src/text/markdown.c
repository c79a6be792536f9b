/* SPDX-License-Identifier: MIT
 * Text as Markdown that reads as exactly that text, for parsers of the GFM family.
 *
 * One pass. A table of 256 classes says which bytes can mean anything at all; the others, nearly all, are copied in
 * runs. For each class one rule looks at what stands around the sign and answers how it has to be written. A sign
 * that needs a partner (* _ ~ ` $) is left alone as long as it has none: most texts leave here as they came. */
#include <string.h>

#include "digest/text.h"

enum class {
	PLAIN, BLANK, EMPHASIS, TILDE, BACKTICK, DOLLAR, BACKSLASH, LESS, AMPERSAND, BRACKET, BRACKET_END, PIPE, COLON, DOT,
	AT, HASH, SPECIAL, CLASS__COUNT
};

/* ' ' is the most frequent sign and stays as it is unless two stand together: choose_classes() adds it where they do. */
static const uint8_t gfm_classes[256] = {
	['\t'] = BLANK, ['\n'] = BLANK, ['\v'] = BLANK, ['\f'] = BLANK, ['\r'] = BLANK,
	['*'] = EMPHASIS, ['_'] = EMPHASIS, ['~'] = TILDE, ['`'] = BACKTICK, ['$'] = DOLLAR, ['\\'] = BACKSLASH,
	['<'] = LESS, ['&'] = AMPERSAND, ['['] = BRACKET, [']'] = BRACKET_END, ['|'] = PIPE, [':'] = COLON, ['.'] = DOT,
	['@'] = AT, ['#'] = HASH,
};

enum form {
	AS_IS,
	AS_REF,    /* &#NN; — Markdown does not see the sign */
	AS_SPAN,   /* <span>&#NN;</span> — nor does a filter that works on the finished HTML, text node by text node */
	AS_BLANK,
	AS_LINK,   /* [text](address) over at … at + len */
};

struct md {
	const struct md_rules *r;
	enum md_place place;
	const char *p;           /* the text, without white space at its ends */
	size_t n;
	struct buf *out;
	const uint8_t *classes;
	unsigned met;            /* bits 1 << sign % 32: signs that were met without a partner before them */
	size_t last_greater;     /* one past the last '>'; STR_NONE: not looked for yet */
	size_t from;             /* where the run of signs begins that is still to be copied */
	size_t at, len;          /* what the last rule's answer is about: LEN signs from AT */
};

/* The byte at I, 0 outside the text. */
static int sign(const struct md *m, size_t i)
{
	return i < m->n ? (unsigned char)m->p[i] : 0;
}

static int before(const struct md *m, size_t i)
{
	return i > 0 ? (unsigned char)m->p[i - 1] : 0;
}

static bool blank_or_end(int c)
{
	return c == 0 || is_space(c);
}

static size_t run_length(const struct md *m, size_t i)
{
	size_t n = 1;
	while (i + n < m->n && m->p[i + n] == m->p[i])
		n++;
	return n;
}

/* Whether the sign at I, LEN long, has a partner before or behind it. Each kind of sign is looked for once: when it
 * is met for the first time and there is none behind it, it will not be met again. */
static bool paired(struct md *m, size_t i, size_t len)
{
	unsigned bit = 1U << (sign(m, i) & 31);  /* $ _ ` ~ * differ in these bits */
	bool met = m->met & bit;
	m->met |= bit;
	return met || memchr(m->p + i + len, m->p[i], m->n - i - len);
}

/* ---- Addresses ---- */

static bool is_address_sign(int c)
{
	return is_alnum(c) || (c != 0 && strchr("-._~:/?#@!$&'()*+,;=%", c));
}

/* Where the address ends whose host begins at I: before the first sign that RFC 3986 does not know (Chinese text
 * follows without a blank), without the punctuation of the sentence around it (GFM 6.9). */
static size_t address_end(const struct md *m, size_t i)
{
	size_t open = 0, close = 0, end = i;
	for (; is_address_sign(sign(m, end)); end++) {
		open += m->p[end] == '(';
		close += m->p[end] == ')';
	}
	while (end > i) {
		char c = m->p[end - 1];
		if (c == ')' && close > open)
			close--;
		else if (!strchr(".,:;!?'\"*_~", c))
			break;
		end--;
	}
	return end;
}

/* Whether a host with a dot, as behind "www.", begins at I. */
static bool dotted_host(const struct md *m, size_t i)
{
	if (!is_alnum(sign(m, i)))
		return false;
	while (is_alnum(sign(m, i)) || sign(m, i) == '-')
		i++;
	return sign(m, i) == '.' && is_alnum(sign(m, i + 1));
}

/* What looks like an address begins at START, its host at HOST. GOOD: it is one. If no link comes of it, the sign
 * in hand becomes a reference, and a parser that looks for addresses does not find this one. */
static enum form link_or_ref(struct md *m, size_t start, size_t host, bool good)
{
	if (!m->r->linkify || m->place == MD_LINK_TEXT || !good)
		return AS_REF;
	m->at = start;
	m->len = address_end(m, host) - start;
	return AS_LINK;
}

/* ---- A rule a class: how the sign at I has to be written ---- */

static enum form on_blank(struct md *m, size_t i)
{
	size_t end = i + 1;
	while (is_space(sign(m, end)))
		end++;
	while (i > m->from && m->p[i - 1] == ' ')  /* where ' ' is plain it has been passed over */
		i--;
	m->at = i;
	m->len = end - i;
	return m->len == 1 && m->p[i] == ' ' ? AS_IS : AS_BLANK;
}

/* CommonMark 6.2: '_' within a word, and either sign between blanks, is no delimiter. */
static enum form on_emphasis(struct md *m, size_t i)
{
	m->len = run_length(m, i);
	int prev = before(m, i), next = sign(m, i + m->len);
	if (m->p[i] == '_' && is_alnum(prev) && is_alnum(next))
		return AS_IS;
	if (blank_or_end(prev) && blank_or_end(next))
		return AS_IS;
	return paired(m, i, m->len) ? AS_REF : AS_IS;
}

static enum form on_tilde(struct md *m, size_t i)
{
	m->len = run_length(m, i);
	if (blank_or_end(before(m, i)) && blank_or_end(sign(m, i + m->len)))
		return AS_IS;
	return paired(m, i, m->len) ? AS_REF : AS_IS;
}

static enum form on_backtick(struct md *m, size_t i)
{
	m->len = run_length(m, i);
	return paired(m, i, m->len) ? AS_REF : AS_IS;
}

/* A formula may begin in one cell of a row and end in another, for who looks for it before the cells. */
static enum form on_dollar(struct md *m, size_t i)
{
	if (!m->r->filters)
		return AS_IS;
	return m->place != MD_PARAGRAPH || paired(m, i, 1) ? AS_SPAN : AS_IS;
}

/* CommonMark 2.4; at the end it would take the sign that follows on the page. */
static enum form on_backslash(struct md *m, size_t i)
{
	return i + 1 == m->n || is_punct(sign(m, i + 1)) ? AS_REF : AS_IS;
}

/* CommonMark 6.5, 6.6: a tag, a comment or <address> ends in '>'. An e-mail address may begin with nearly anything. */
static enum form on_less(struct md *m, size_t i)
{
	if (m->last_greater == STR_NONE) {
		const char *last = memrchr(m->p, '>', m->n);
		m->last_greater = last ? (size_t)(last - m->p) + 1 : 0;
	}
	if (i >= m->last_greater)
		return AS_IS;
	int next = sign(m, i + 1);
	if (is_alpha(next) || next == '/' || next == '!' || next == '?')
		return AS_REF;
	size_t j = i + 1;
	while (is_alnum(sign(m, j)) || (sign(m, j) != 0 && strchr(".!#$%&'*+/=?^_`{|}~-", sign(m, j))))
		j++;
	return j > i + 1 && sign(m, j) == '@' ? AS_REF : AS_IS;
}

/* CommonMark 2.5. Names are not looked up: a parser may know more than today's. */
static enum form on_ampersand(struct md *m, size_t i)
{
	enum { LONGEST = 40 };  /* of HTML's names: 31 */
	size_t j = i + 1 + (sign(m, i + 1) == '#');
	size_t from = j;
	while (j - from < LONGEST && is_alnum(sign(m, j)))
		j++;
	return j > from && sign(m, j) == ';' ? AS_REF : AS_IS;
}

/* '[' begins a footnote's reference; a link ends in "](". Definitions, which "[x]" alone would need, stand at a
 * paragraph's start: see block_start(). In a link's text brackets must pair, so none is left. */
static enum form on_bracket(struct md *m, size_t i)
{
	return m->place == MD_LINK_TEXT || sign(m, i + 1) == '^' ? AS_REF : AS_IS;
}

static enum form on_bracket_end(struct md *m, size_t i)
{
	return m->place == MD_LINK_TEXT || sign(m, i + 1) == '(' ? AS_REF : AS_IS;
}

static enum form on_pipe(struct md *m, size_t i)
{
	UNUSED(i);
	return m->place == MD_PARAGRAPH ? AS_IS : AS_REF;
}

/* How many letters before I are one of the schemes that GFM 6.9 makes links of; *WEB: http or https. 0: none. */
static size_t scheme_length(const struct md *m, size_t i, bool *web)
{
	enum { LONGEST = 5 };
	size_t n = 0;
	while (n <= LONGEST && n < i && is_alpha((unsigned char)m->p[i - n - 1]))
		n++;
	struct str scheme = { m->p + i - n, n };
	*web = str_is_nocase(scheme, "http") || str_is_nocase(scheme, "https");
	return *web || str_is_nocase(scheme, "ftp") ? n : 0;
}

/* An address, or the first sign of a picture's name, ":smile:". */
static enum form on_colon(struct md *m, size_t i)
{
	if (sign(m, i + 1) == '/' && sign(m, i + 2) == '/') {
		bool web;
		size_t scheme = scheme_length(m, i, &web);
		return scheme ? link_or_ref(m, i - scheme, i + 3, web && is_alnum(sign(m, i + 3))) : AS_IS;
	}
	if (!m->r->filters)
		return AS_IS;
	enum { LONGEST = 64 };  /* of the names that GitHub has: 36 */
	size_t j = i + 1;
	int c;
	while (j - i <= LONGEST && (is_lower(c = sign(m, j)) || is_digit(c) || c == '_' || c == '+' || c == '-'))
		j++;
	return j > i + 1 && sign(m, j) == ':' ? AS_SPAN : AS_IS;
}

static enum form on_dot(struct md *m, size_t i)
{
	if (i < 3 || memcmp(m->p + i - 3, "www", 3) != 0)
		return AS_IS;
	int prev = before(m, i - 3);
	if (is_alnum(prev) || (prev != 0 && strchr("/.-@", prev)))
		return AS_IS;
	return link_or_ref(m, i - 3, i + 1, dotted_host(m, i + 1));
}

/* An e-mail address: GFM finds it in the text after references are resolved, so only a span stops it. Or @somebody,
 * who would get a message. Neither is looked for within a link. */
static enum form on_at(struct md *m, size_t i)
{
	if (m->place == MD_LINK_TEXT)
		return AS_IS;
	int prev = before(m, i), c;
	bool word = is_alnum(prev) || prev == '_';
	if (m->r->filters && !word && is_alnum(sign(m, i + 1)))
		return AS_SPAN;
	if (!word && (prev == 0 || !strchr(".+-:", prev)))  /* ':' of "mailto:" */
		return AS_IS;
	for (size_t j = i + 1; is_alnum(c = sign(m, j)) || c == '-' || c == '_' || c == '.'; j++)
		if (c == '.' && is_alnum(sign(m, j + 1)))
			return AS_SPAN;
	return AS_IS;
}

/* #12 would name an issue of the repository. */
static enum form on_hash(struct md *m, size_t i)
{
	bool word = is_alnum(before(m, i)) || before(m, i) == '_';
	return m->r->filters && m->place != MD_LINK_TEXT && !word && is_digit(sign(m, i + 1)) ? AS_SPAN : AS_IS;
}

static enum form on_special(struct md *m, size_t i)
{
	UNUSED(m);
	UNUSED(i);
	return AS_REF;
}

static enum form (*const rules[])(struct md *m, size_t i) = {
	[BLANK] = on_blank, [EMPHASIS] = on_emphasis, [TILDE] = on_tilde, [BACKTICK] = on_backtick, [DOLLAR] = on_dollar,
	[BACKSLASH] = on_backslash, [LESS] = on_less, [AMPERSAND] = on_ampersand, [BRACKET] = on_bracket,
	[BRACKET_END] = on_bracket_end, [PIPE] = on_pipe, [COLON] = on_colon, [DOT] = on_dot, [AT] = on_at,
	[HASH] = on_hash, [SPECIAL] = on_special,
};
static_assert(COUNTOF(rules) == CLASS__COUNT, "a class without a rule");

/* ---- Writing ---- */

static void put_ref(struct buf *out, unsigned char c)
{
	char ref[6] = "&#", *at = ref + 2;
	if (c >= 100)
		*at++ = '1';
	*at++ = (char)('0' + c / 10 % 10);
	*at++ = (char)('0' + c % 10);
	*at++ = ';';
	buf_add(out, ref, (size_t)(at - ref));
}

static void put_signs(struct md *m, size_t from, size_t len, enum form form)
{
	for (size_t i = from; i < from + len; i++) {
		if (form == AS_SPAN)
			buf_adds(m->out, STR("<span>"));
		put_ref(m->out, (unsigned char)m->p[i]);
		if (form == AS_SPAN)
			buf_adds(m->out, STR("</span>"));
	}
}

static void put_text(struct md *m, size_t from, size_t end);

/* The link over START … END, after what is still to be written before it. */
static void put_link(struct md *m, size_t start, size_t end)
{
	size_t plain = start;
	if (plain > m->from && (m->p[plain - 1] == '\\' || m->p[plain - 1] == '!'))
		plain--;  /* with the link's '[' it would be an escape, or a picture */
	buf_add(m->out, m->p + m->from, plain - m->from);
	put_signs(m, plain, start - plain, AS_REF);

	enum md_place place = m->place;
	m->place = MD_LINK_TEXT;
	buf_addc(m->out, '[');
	put_text(m, start, end);
	buf_adds(m->out, STR("]("));
	m->place = place;
	struct str url = { m->p + start, end - start };
	if (*url.p == 'w')
		buf_adds(m->out, STR("http://"));
	md_url(url, m->out);
	buf_addc(m->out, ')');
}

/* The next sign at or after I that needs a rule. Eight at a time: most blocks have none, and one branch is taken
 * for each, always the same way. */
static size_t next_sign(const struct md *m, size_t i, size_t end)
{
	const uint8_t *class = m->classes;
	const unsigned char *p = (const unsigned char *)m->p;
	for (; end - i >= 8; i += 8)
		if (class[p[i]] | class[p[i + 1]] | class[p[i + 2]] | class[p[i + 3]] |
		    class[p[i + 4]] | class[p[i + 5]] | class[p[i + 6]] | class[p[i + 7]])
			break;
	while (i < end && !class[p[i]])
		i++;
	return i;
}

/* FROM … END of the text; rules may look at all of it. */
static void put_text(struct md *m, size_t from, size_t end)
{
	m->from = from;
	for (size_t i = from; (i = next_sign(m, i, end)) < end; ) {
		m->at = i;
		m->len = 1;
		enum form form = rules[m->classes[(unsigned char)m->p[i]]](m, i);
		i = m->at + m->len;
		if (form == AS_IS)
			continue;
		if (form == AS_LINK) {
			put_link(m, m->at, i);
		} else {
			buf_add(m->out, m->p + m->from, m->at - m->from);
			if (form == AS_BLANK)
				buf_addc(m->out, ' ');
			else
				put_signs(m, m->at, m->len, form);
		}
		m->from = i;
	}
	if (m->from < end)
		buf_add(m->out, m->p + m->from, end - m->from);
}

/* ---- Where a paragraph begins ---- */

/* Whether the text is nothing but C, three times or more, and blanks (CommonMark 4.1). */
static bool is_rule(const struct md *m, int c)
{
	size_t n = 0;
	for (size_t i = 0; i < m->n; i++) {
		if (sign(m, i) == c)
			n++;
		else if (!is_space(sign(m, i)))
			return false;
	}
	return n >= 3;
}

/* The sign that would make a paragraph something else, by its place; STR_NONE: there is none. */
static size_t block_start(const struct md *m)
{
	int c = sign(m, 0);
	size_t n = run_length(m, 0);
	bool starts = false;
	switch (c) {
	case '>': starts = true; break;                                                    /* 5.1 quote */
	case '#': starts = n <= 6 && blank_or_end(sign(m, n)); break;                      /* 4.2 heading */
	case '+': starts = blank_or_end(sign(m, 1)); break;                                /* 5.2 list */
	case '-': case '*': starts = blank_or_end(sign(m, 1)) || is_rule(m, c); break;     /* 4.1 rule, 5.2 */
	case '_': starts = is_rule(m, c); break;
	case '`': case '~': starts = n >= 3; break;                                        /* 4.5 fence */
	case '<': starts = is_alpha(sign(m, 1)) || (sign(m, 1) != 0 && strchr("/!?", sign(m, 1))); break;  /* 4.6 HTML */
	case '[': starts = str_find((struct str){ m->p, m->n }, "]:", 0) != STR_NONE; break;  /* 4.7 definition */
	default: break;
	}
	if (starts)
		return 0;
	size_t digits = 0;
	while (digits <= 9 && is_digit(sign(m, digits)))
		digits++;
	bool numbered = digits > 0 && digits <= 9 && (sign(m, digits) == '.' || sign(m, digits) == ')');
	return numbered && blank_or_end(sign(m, digits + 1)) ? digits : STR_NONE;          /* 5.2 */
}

static void put_lines_as_one(struct str s, struct buf *out)
{
	struct str piece;
	for (const char *lf; s.n > 0 && (lf = memchr(s.p, '\n', s.n)); s = str_from(s, piece.n + 1)) {
		piece = str_head(s, (size_t)(lf - s.p));
		buf_adds(out, piece);
		buf_addc(out, ' ');
	}
	buf_adds(out, s);
}

/* Whether two blanks stand together. Seven pairs at a time: bytes that are ' ' become 0x80, all others 0. */
static bool has_double_blank(struct str s)
{
	const uint64_t blanks = UINT64_C(0x2020202020202020), low7 = UINT64_C(0x7f7f7f7f7f7f7f7f);
	size_t i = 0;
	for (; s.n - i >= 8; i += 7) {
		uint64_t w;
		memcpy(&w, s.p + i, sizeof w);
		w ^= blanks;
		w = ~(((w & low7) + low7) | w | low7);
		if (w & w << 8)
			return true;
	}
	for (; i + 1 < s.n; i++)
		if (s.p[i] == ' ' && s.p[i + 1] == ' ')
			return true;
	return false;
}

/* The classes for this text, in OWN if they are not the usual ones. */
static const uint8_t *choose_classes(const struct md_rules *r, struct str s, uint8_t own[256])
{
	bool special = r->special && *r->special, blanks = has_double_blank(s);
	if (!special && !blanks)
		return gfm_classes;
	memcpy(own, gfm_classes, sizeof gfm_classes);
	if (blanks)
		own[' '] = BLANK;
	for (const char *c = special ? r->special : ""; *c; c++)
		own[(unsigned char)*c] = SPECIAL;
	return own;
}

void md_text(const struct md_rules *r, enum md_place place, struct str s, struct buf *out)
{
	if (!r->escape) {
		put_lines_as_one(s, out);
		return;
	}
	s = str_trim(s);
	if (str_empty(s))
		return;
	uint8_t own[256];
	struct md m = { .r = r, .place = place, .p = s.p, .n = s.n, .out = out, .classes = choose_classes(r, s, own),
	                .last_greater = STR_NONE };
	size_t from = 0;
	if (place == MD_PARAGRAPH) {
		size_t start = block_start(&m);
		if (start != STR_NONE) {
			buf_add(out, s.p, start);
			put_ref(out, (unsigned char)s.p[start]);
			from = start + 1;
		}
	}
	put_text(&m, from, m.n);
}

/* ---- Link destinations ---- */

void md_url(struct str url, struct buf *out)
{
	static const char hex[] = "0123456789ABCDEF";
	size_t from = 0;
	for (size_t i = 0; i < url.n; i++) {
		unsigned char c = (unsigned char)url.p[i];
		if (is_alnum(c) || (c != 0 && strchr("-.~:/?#@!$+,;=%_", c)))
			continue;
		buf_add(out, url.p + from, i - from);
		from = i + 1;
		if (c == '&')
			buf_adds(out, STR("&amp;"));
		else
			buf_add(out, (char[]){ '%', hex[c >> 4], hex[c & 15] }, 3);
	}
	if (from < url.n)
		buf_add(out, url.p + from, url.n - from);
}

bool url_is_web(struct str url)
{
	size_t scheme = 0;
	while (scheme < url.n && is_alpha((unsigned char)url.p[scheme]))
		scheme++;
	struct str name = str_head(url, scheme), rest = str_from(url, scheme);
	if (!(str_is_nocase(name, "http") || str_is_nocase(name, "https")) || !str_starts(rest, "://"))
		return false;
	rest = str_from(rest, 3);
	if (str_empty(rest) || !(is_alnum((unsigned char)*rest.p) || (unsigned char)*rest.p >= 0x80))
		return false;
	for (size_t i = 0; i < rest.n; i++) {
		unsigned char c = (unsigned char)rest.p[i];
		if (is_alnum(c) || c == '.' || c == '-')
			continue;
		if (c == '/' || c == '?' || c == '#')
			return true;
		if (c <= ' ' || c == 0x7f || strchr("\"<>\\^`{|}[]", c))
			return false;
	}
	return true;
}
