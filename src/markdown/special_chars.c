/* SPDX-License-Identifier: MIT
 * What each character of a text could mean to a reader of Markdown, and how it is written so that it means itself.
 *
 * For cmark-gfm alone the rules are tight: a sign that needs a partner (* _ ~ ` $) is left alone as long as it has none.
 * Many readers together leave no room for that, but to real texts it makes no difference: what they take for their own is
 * rare outside mathematics. Two signs that mean something together are kept apart by writing every second as a reference. */
#include "internal.h"

enum class {
	PLAIN, BLANK, EMPHASIS, TILDE, BACKTICK, DOLLAR, BACKSLASH, LESS, AMPERSAND, BRACKET, BRACKET_END, PIPE, COLON, DOT,
	AT, HASH, ALWAYS, UNDERSCORE, BRACE_END, DOUBLE, PLUS, EQUALS, DASH, PAREN, SLASH, SEMICOLON, DIGIT, CLASS__COUNT
};

#define WHITE ['\t'] = BLANK, ['\n'] = BLANK, ['\v'] = BLANK, ['\f'] = BLANK, ['\r'] = BLANK
#define COMMON WHITE, ['$'] = DOLLAR, ['\\'] = BACKSLASH, ['&'] = AMPERSAND, [']'] = BRACKET_END, [':'] = COLON, ['.'] = DOT, \
	['@'] = AT, ['#'] = HASH
#define GFM COMMON, ['*'] = EMPHASIS, ['_'] = EMPHASIS, ['~'] = TILDE, ['`'] = BACKTICK, ['<'] = LESS, ['['] = BRACKET, \
	['|'] = PIPE
#define WIDE COMMON, ['*'] = ALWAYS, ['~'] = ALWAYS, ['`'] = ALWAYS, ['<'] = ALWAYS, ['['] = ALWAYS, ['|'] = ALWAYS, \
	['^'] = ALWAYS, ['{'] = ALWAYS, ['}'] = BRACE_END, ['_'] = UNDERSCORE, ['+'] = PLUS, ['='] = EQUALS, ['-'] = DASH, \
	['>'] = DOUBLE, ['!'] = DOUBLE, ['?'] = DOUBLE, [','] = DOUBLE, ['('] = PAREN, ['/'] = SLASH, [';'] = SEMICOLON, \
	['0'] = DIGIT, ['1'] = DIGIT, ['2'] = DIGIT, ['3'] = DIGIT, ['4'] = DIGIT, ['5'] = DIGIT, ['6'] = DIGIT, ['7'] = DIGIT, \
	['8'] = DIGIT, ['9'] = DIGIT
#define QUOTES ['"'] = ALWAYS, ['\''] = ALWAYS

/* ' ' is the most frequent sign, and stays as it is unless two stand together. */
static const uint8_t classes[MD_TABLES][2][256] = {
	[MD_SIGNS_GFM] = { { GFM }, { GFM, [' '] = BLANK } },
	[MD_SIGNS_WIDE] = { { WIDE }, { WIDE, [' '] = BLANK } },
	[MD_SIGNS_TEX] = { { WIDE, QUOTES }, { WIDE, QUOTES, [' '] = BLANK } },
};

const uint8_t *md_classes(enum md_table table, bool double_blanks)
{
	return classes[table][double_blanks];
}

/* Whether the sign at I, LEN long, has a partner before or behind it. Each kind of sign is looked for once: when it
 * is met for the first time and there is none behind it, it will not be met again. */
static bool paired(struct md *m, size_t i, size_t len)
{
	unsigned bit = 1U << (char_at(m, i) & 31);  /* $ _ ` ~ * differ in these bits */
	bool met = m->met & bit;
	m->met |= bit;
	return met || memchr(m->p + i + len, m->p[i], m->n - i - len);
}

/* ---- Addresses ---- */

static bool is_address_sign(int c)
{
	return is_alnum(c) || (c != 0 && strchr("-._~:/?#@!$&'()*+,;=%", c));
}

size_t url_end(struct str s, size_t i)
{
	size_t open = 0, close = 0, end = i;
	for (; end < s.n && is_address_sign((unsigned char)s.p[end]); end++) {
		open += s.p[end] == '(';
		close += s.p[end] == ')';
	}
	while (end > i) {
		char c = s.p[end - 1];
		if (c == ')' && close > open)
			close--;
		else if (!strchr(".,:;!?'\"*_~$", c))
			break;
		end--;
	}
	return end;
}

/* Whether a host with a dot, as behind "www.", begins at I. */
static bool dotted_host(const struct md *m, size_t i)
{
	if (!is_alnum(char_at(m, i)))
		return false;
	while (is_alnum(char_at(m, i)) || char_at(m, i) == '-')
		i++;
	return char_at(m, i) == '.' && is_alnum(char_at(m, i + 1));
}

/* What looks like an address begins at START, its host at HOST. GOOD: it is one. If no link comes of it, the sign
 * in hand becomes a reference, and a parser that looks for addresses does not find this one; remark looks for them in the
 * text after references are resolved, and takes for a host what is none. */
static enum md_form link_or_ref(struct md *m, size_t start, size_t host, bool good)
{
	if (!m->r->linkify || m->tex || m->bare || m->place == MD_LINK_TEXT || !good || host >= m->end)
		return m->r->filters && is_wide(m) && m->place != MD_LINK_TEXT ? AS_SPAN : AS_REF;
	m->at = start;
	m->len = url_end((struct str){ m->p, m->end }, host) - start;
	return AS_LINK;
}

/* ---- A rule a class: how the sign at I has to be written ---- */

static enum md_form on_blank(struct md *m, size_t i)
{
	size_t end = i + 1;
	while (is_space(char_at(m, end)))
		end++;
	while (i > m->from && m->p[i - 1] == ' ')  /* where ' ' is plain it has been passed over */
		i--;
	m->at = i;
	m->len = end - i;
	return m->len == 1 && m->p[i] == ' ' ? AS_IS : AS_BLANK;
}

/* Whether C, beside a delimiter, is white space. Where a text ends nothing stands; where a run of one does, something. */
static bool is_apart(const struct md *m, int c)
{
	return m->run ? is_space(c) : blank_or_end(c);
}

/* CommonMark 6.2: '_' within a word, and either sign between blanks, is no delimiter. */
static enum md_form on_emphasis(struct md *m, size_t i)
{
	m->len = run_length(m, i);
	int prev = before(m, i), next = char_at(m, i + m->len);
	if (m->p[i] == '_' && is_alnum(prev) && is_alnum(next))
		return AS_IS;
	if (is_apart(m, prev) && is_apart(m, next))
		return AS_IS;
	return paired(m, i, m->len) ? AS_REF : AS_IS;
}

static enum md_form on_tilde(struct md *m, size_t i)
{
	m->len = run_length(m, i);
	if (is_apart(m, before(m, i)) && is_apart(m, char_at(m, i + m->len)))
		return AS_IS;
	return paired(m, i, m->len) ? AS_REF : AS_IS;
}

static enum md_form on_backtick(struct md *m, size_t i)
{
	m->len = run_length(m, i);
	return m->place == MD_LINK_TEXT || paired(m, i, m->len) ? AS_REF : AS_IS;  /* another text may follow behind a link */
}

/* A reader that looks for formulas before it looks for cells may find one that begins in one cell and ends in another. */
static enum md_form on_dollar(struct md *m, size_t i)
{
	if (is_wide(m))
		return AS_SPAN;
	if (!m->r->filters)
		return AS_IS;
	return m->place != MD_PARAGRAPH || paired(m, i, 1) ? AS_SPAN : AS_IS;
}

/* Whether scripts that draw mathematics would take the backslash at I: it begins a formula, names an environment or another
 * formula, or escapes one of their own signs. */
static bool is_script_sign(const struct md *m, size_t i)
{
	static const char *const words[] = { "begin{", "ref{", "eqref{" };
	struct str rest = { m->p + i + 1, m->n - i - 1 };
	for (size_t k = 0; k < COUNTOF(words); k++)
		if (str_starts(rest, words[k]))
			return true;
	return is_one_of(char_at(m, i + 1), "([)]\\$");
}

/* CommonMark 2.4; at the end it would take the sign that follows on the page. pandoc reads TeX's words and drops them. */
static enum md_form on_backslash(struct md *m, size_t i)
{
	if (is_wide(m))
		return is_script_sign(m, i) ? AS_SPAN : AS_REF;
	return i + 1 == m->n || is_punct(char_at(m, i + 1)) ? AS_REF : AS_IS;
}

/* CommonMark 6.5, 6.6: a tag, a comment or <address> ends in '>'. An e-mail address may begin with nearly anything. */
static enum md_form on_less(struct md *m, size_t i)
{
	if (m->last_greater == STR_NONE) {
		const char *last = memrchr(m->p, '>', m->n);
		m->last_greater = last ? (size_t)(last - m->p) + 1 : 0;
	}
	if (i >= m->last_greater && m->place != MD_LINK_TEXT)
		return AS_IS;
	int next = char_at(m, i + 1);
	if (is_alpha(next) || next == '/' || next == '!' || next == '?')
		return AS_REF;
	size_t j = i + 1;
	while (is_alnum(char_at(m, j)) || (char_at(m, j) != 0 && strchr(".!#$%&'*+/=?^_`{|}~-", char_at(m, j))))
		j++;
	return j > i + 1 && char_at(m, j) == '@' ? AS_REF : AS_IS;
}

/* CommonMark 2.5. Names are not looked up: a parser may know more than today's, and takes '_' for a letter. */
static enum md_form on_ampersand(struct md *m, size_t i)
{
	enum { LONGEST = 40 };  /* of HTML's names: 31 */
	size_t j = i + 1 + (char_at(m, i + 1) == '#');
	size_t from = j;
	while (j - from < LONGEST && (is_alnum(char_at(m, j)) || (is_wide(m) && char_at(m, j) == '_')))
		j++;
	return j > from && (char_at(m, j) == ';' || (is_wide(m) && j - from == LONGEST)) ? AS_REF : AS_IS;
}

/* '[' begins a footnote's reference; a link ends in "](". Definitions, which "[x]" alone would need, stand at a
 * paragraph's start: see md_block_start(). In a link's text brackets must pair, so none is left. */
static enum md_form on_bracket(struct md *m, size_t i)
{
	return m->place == MD_LINK_TEXT || char_at(m, i + 1) == '^' ? AS_REF : AS_IS;
}

static enum md_form on_bracket_end(struct md *m, size_t i)
{
	return m->place == MD_LINK_TEXT || is_wide(m) || char_at(m, i + 1) == '(' ? AS_REF : AS_IS;
}

static enum md_form on_pipe(struct md *m, size_t i)
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

/* Whether a picture's name, ":smile:", begins at I; for MDX also a directive's, ":name[". */
static bool is_name(const struct md *m, size_t i)
{
	enum { LONGEST = 64 };  /* of the names that GitHub has: 36 */
	size_t j = i + 1;
	int c;
	while (j - i <= LONGEST && (is_lower(c = char_at(m, j)) || is_digit(c) || c == '_' || c == '+' || c == '-'))
		j++;
	if (j > i + 1 && char_at(m, j) == ':')
		return true;
	for (j = i + 1; read_by(m, MD_MDX) && j - i <= LONGEST && (is_alnum(c = char_at(m, j)) || c == '_' || c == '-'); )
		j++;
	return j > i + 1 && char_at(m, j) == '[';
}

/* Whether a face, ":)" or ";-(", begins at I: markdown-it's plugin wants no letter before it, and none behind. */
static bool is_face(const struct md *m, size_t i)
{
	int prev = before(m, i), next = char_at(m, i + 1);
	if (!read_by(m, MD_MARKDOWN_IT) || (is_alnum(prev) && !is_one_of(prev, "oO0")))
		return false;
	return is_one_of(next, ")(/*|@$'\",-=") || (is_one_of(next, "oODPsSzZ") && !is_alnum(char_at(m, i + 2)));
}

/* An address, or what stands for a picture. */
static enum md_form on_colon(struct md *m, size_t i)
{
	if (char_at(m, i + 1) == '/' && char_at(m, i + 2) == '/') {
		bool web;
		size_t scheme = scheme_length(m, i, &web);
		return scheme ? link_or_ref(m, i - scheme, i + 3, web && is_alnum(char_at(m, i + 3))) : AS_IS;
	}
	if ((m->r->filters || is_wide(m)) && is_name(m, i))
		return m->r->filters ? AS_SPAN : AS_REF;
	return is_face(m, i) ? AS_REF : AS_IS;
}

/* Whether an address without scheme or "www." has its last dot at I, which markdown-it looks for: any two letters may be
 * a country. */
static bool is_domain(const struct md *m, size_t i)
{
	static const char *const names[] = { "com", "org", "net", "edu", "gov", "info", "name", "shop", "biz", "pro", "web", "xxx",
		"aero", "asia", "coop", "museum" };
	size_t n = 0;
	while (n < 7 && is_alpha(char_at(m, i + 1 + n)))
		n++;
	if (is_space(before(m, i)) || before(m, i) == 0 || is_alnum(char_at(m, i + 1 + n)))
		return false;
	struct str name = { m->p + i + 1, n };
	for (size_t k = 0; k < COUNTOF(names); k++)
		if (str_is_nocase(name, names[k]))
			return true;
	return n == 2;
}

/* Two dots together are no ellipsis when the second is a reference. Astro makes one of all that stand together, after references
 * are resolved: only a span keeps it from more than three. */
static enum md_form on_dot(struct md *m, size_t i)
{
	if (i >= 3 && memcmp(m->p + i - 3, "www", 3) == 0) {
		int prev = before(m, i - 3);
		if (!is_alnum(prev) && !is_one_of(prev, "/.-@"))
			return link_or_ref(m, i - 3, i + 1, dotted_host(m, i + 1));
	}
	if (!is_wide(m))
		return AS_IS;
	m->at = i + (char_at(m, i + 1) == '.');
	if (m->at > i)
		return read_by(m, MD_MDX) && i >= 2 && m->p[i - 1] == '.' && m->p[i - 2] == '.' ? AS_SPAN : AS_REF;
	return read_by(m, MD_MARKDOWN_IT) && m->place != MD_LINK_TEXT && is_domain(m, i) ? AS_REF : AS_IS;
}

/* Whether C may stand in a host's name: markdown-it takes those in Chinese, too. */
static bool is_host_sign(const struct md *m, int c)
{
	return is_alnum(c) || (c >= 0x80 && read_by(m, MD_MARKDOWN_IT));
}

/* Whether the '@' at I stands in what looks like an e-mail address. */
static bool is_mail(const struct md *m, size_t i)
{
	int prev = before(m, i), c;
	if (!is_alnum(prev) && !is_one_of(prev, "_.+-:"))  /* ':' of "mailto:" */
		return false;
	for (size_t j = i + 1; is_host_sign(m, c = char_at(m, j)) || c == '-' || c == '_' || c == '.'; j++)
		if (c == '.' && is_host_sign(m, char_at(m, j + 1)))
			return true;
	return false;
}

/* An e-mail address: GFM finds it in the text after references are resolved, so only a span stops it. Or @name, a
 * mention that sends a message to a person; to pandoc a citation. GFM looks for neither within a link. */
static enum md_form on_at(struct md *m, size_t i)
{
	int prev = before(m, i);
	bool word = is_alnum(prev) || prev == '_', name = !word && is_alnum(char_at(m, i + 1));
	if (m->place != MD_LINK_TEXT && (is_mail(m, i) || (m->r->filters && name)))
		return m->r->filters || !is_wide(m) ? AS_SPAN : AS_REF;
	return is_wide(m) && (!word || is_mail(m, i)) ? AS_REF : AS_IS;
}

/* #12 would name an issue of the repository, and "#}" ends a comment of Nunjucks', begun or not. At its end, a heading may have
 * more of them, which are not its text. */
static enum md_form on_hash(struct md *m, size_t i)
{
	m->len = run_length(m, i);
	if (m->place == MD_PARAGRAPH && i + m->len == m->n && (is_wide(m) || blank_or_end(before(m, i))))
		return AS_REF;
	m->len = 1;
	if (is_wide(m) && char_at(m, i + 1) == '}')
		return AS_REF;
	bool word = is_alnum(before(m, i)) || before(m, i) == '_';
	return m->r->filters && m->place != MD_LINK_TEXT && !word && is_digit(char_at(m, i + 1)) ? AS_SPAN : AS_IS;
}

/* ---- Rules for many readers ---- */

static enum md_form on_always(struct md *m, size_t i)
{
	m->len = run_length(m, i);
	return AS_REF;
}

/* Within a word nearly all leave it alone. */
static enum md_form on_underscore(struct md *m, size_t i)
{
	m->len = run_length(m, i);
	bool within = m->len == 1 && is_alnum(before(m, i)) && is_alnum(char_at(m, i + 1));
	return within && !m->tex && !read_by(m, MD_KRAMED) ? AS_IS : AS_REF;
}

/* What it ends began with '{'; but to MDX one alone is a fault. */
static enum md_form on_brace_end(struct md *m, size_t i)
{
	UNUSED(i);
	return m->tex || read_by(m, MD_MDX) ? AS_REF : AS_IS;
}

/* Of a run every second: ">>" is a quotation mark, "..", "!!!!", "????" and ",," are mended. */
static enum md_form on_double(struct md *m, size_t i)
{
	m->at = i + (char_at(m, i + 1) == m->p[i]);
	return m->at > i ? AS_REF : AS_IS;
}

/* "++x++", but not "C++"; "+-" and "+/-". */
static enum md_form on_plus(struct md *m, size_t i)
{
	m->len = run_length(m, i);
	int prev = before(m, i), next = char_at(m, i + m->len);
	if (next == '-' || (next == '/' && char_at(m, i + m->len + 1) == '-'))
		return AS_REF;
	bool opens = !blank_or_end(next) && !(is_punct(next) && is_alnum(prev));
	return m->len > 1 && opens ? AS_REF : AS_IS;
}

/* "==x==", and "=/=". */
static enum md_form on_equals(struct md *m, size_t i)
{
	return char_at(m, i + 1) == '/' ? AS_REF : on_double(m, i);
}

/* "--" and "---" become dashes; "8-)" a face. */
static enum md_form on_dash(struct md *m, size_t i)
{
	if (char_at(m, i + 1) == ')' && is_one_of(before(m, i), "8BxX"))
		return AS_REF;
	return on_double(m, i);
}

/* "(c)", "(r)", "(tm)" and "(p)" become signs. */
static enum md_form on_paren(struct md *m, size_t i)
{
	static const char *const marks[] = { "(c)", "(r)", "(p)", "(tm)" };
	for (size_t k = 0; k < COUNTOF(marks); k++)
		if (m->n - i >= strlen(marks[k]) && str_is_nocase((struct str){ m->p + i, strlen(marks[k]) }, marks[k]))
			return read_by(m, MD_PYTHON | MD_MARKDOWN_IT) ? AS_REF : AS_IS;
	return AS_IS;
}

/* "1/2" and "c/o" become signs; to markdown-it "//x.org" is an address. */
static enum md_form on_slash(struct md *m, size_t i)
{
	int prev = before(m, i), next = char_at(m, i + 1);
	if (next == '/')
		return read_by(m, MD_MARKDOWN_IT) && m->place != MD_LINK_TEXT ? on_double(m, i) : AS_IS;
	bool half = is_digit(prev) && is_digit(next), care = (prev | 32) == 'c' && (next | 32) == 'o' && !is_alnum(char_at(m, i + 2));
	return read_by(m, MD_PYTHON) && (half || care) ? AS_REF : AS_IS;
}

static enum md_form on_semicolon(struct md *m, size_t i)
{
	return is_face(m, i) ? AS_REF : AS_IS;
}

/* "1st", "2nd", "11th": the letters would be raised. */
static enum md_form on_digit(struct md *m, size_t i)
{
	static const char *const ends[] = { "st", "nd", "rd", "th" };
	if (!read_by(m, MD_PYTHON) || is_alnum(char_at(m, i + 3)) || i + 3 > m->n)
		return AS_IS;
	for (size_t k = 0; k < COUNTOF(ends); k++)
		if (memcmp(m->p + i + 1, ends[k], 2) == 0)
			return AS_REF;
	return AS_IS;
}

md_rule *const md_rules_of[] = {
	[BLANK] = on_blank, [EMPHASIS] = on_emphasis, [TILDE] = on_tilde, [BACKTICK] = on_backtick, [DOLLAR] = on_dollar,
	[BACKSLASH] = on_backslash, [LESS] = on_less, [AMPERSAND] = on_ampersand, [BRACKET] = on_bracket,
	[BRACKET_END] = on_bracket_end, [PIPE] = on_pipe, [COLON] = on_colon, [DOT] = on_dot, [AT] = on_at,
	[HASH] = on_hash, [ALWAYS] = on_always, [UNDERSCORE] = on_underscore, [BRACE_END] = on_brace_end, [DOUBLE] = on_double,
	[PLUS] = on_plus, [EQUALS] = on_equals, [DASH] = on_dash, [PAREN] = on_paren, [SLASH] = on_slash,
	[SEMICOLON] = on_semicolon, [DIGIT] = on_digit,
};
static_assert(COUNTOF(md_rules_of) == CLASS__COUNT, "a class without a rule");
