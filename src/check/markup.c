/* SPDX-License-Identifier: MIT
 * Markup that a model adds: emphasis, headings, links, HTML. Its marks go,
 * the words stay; mathematics is left alone. */
#include "src/check/internal.h"

#include <string.h>

static const char *const tags[] = {
	"a", "b", "i", "u", "p", "br", "em", "strong", "sub", "sup", "code", "pre", "span", "div", "img", "h1", "h2", "h3", "h4",
	"ul", "ol", "li", "hr", "table", "tr", "td", "th", "script", "style", "iframe", "font", "blockquote", NULL,
};

/* The length of an HTML tag of a known name, or a comment, at the start of S; 0. */
static size_t tag_at(struct str s)
{
	enum { MOST = 2000 };
	size_t i = 1, name;
	if (s.n < 3 || s.p[0] != '<')
		return 0;
	if (str_starts(s, "<!--")) {
		size_t end = str_find(str_head(s, MOST), "-->", 4);
		return end == STR_NONE ? 0 : end + 3;
	}
	i += s.p[1] == '/';
	for (name = i; i < s.n && is_alnum((unsigned char)s.p[i]);)
		i++;
	for (size_t t = 0; tags[t]; t++) {
		if (!str_is_nocase((struct str){ s.p + name, i - name }, tags[t]))
			continue;
		if (i < s.n && s.p[i] != '>' && s.p[i] != '/' && s.p[i] != ' ')
			return 0;
		const char *end = memchr(s.p + i, '>', (s.n < MOST ? s.n : MOST) > i ? (s.n < MOST ? s.n :
			MOST) - i : 0);
		if (end == NULL || (s.p[i] == ' ' && memchr(s.p + i, '=', (size_t)(end - s.p) - i) == NULL && end[-1] != '/'))
			return 0;  /* "a < b and c > d" */
		return (size_t)(end - s.p) + 1;
	}
	return 0;
}

/* "[text](address)", "![text](address)" or "[^1]" at the start of S: its length, and the text that stays. */
static size_t link_at(struct str s, struct str *text)
{
	enum { MOST = 2000 };
	bool image = str_starts(s, "!");
	struct str in = str_from(s, image + 1u);
	if (s.n < 4 || s.p[image] != '[')
		return 0;
	*text = STR("");
	const char *close = memchr(in.p, ']', in.n < MOST ? in.n : MOST);
	if (close == NULL)
		return 0;
	size_t n = (size_t)(close - in.p);
	if (in.p[0] == '^')
		return n < 2 || n > 30 || image ? 0 : n + 2;
	struct str to = str_from(in, n + 1);
	const char *end = to.n > 1 && to.p[0] == '(' ? memchr(to.p, ')', to.n < MOST ? to.n : MOST) : NULL;
	if (end == NULL)
		return 0;
	struct str address = { to.p + 1, (size_t)(end - to.p) - 1 };
	if (str_find(address, ":", 0) == STR_NONE && str_find(address, "/", 0) == STR_NONE && !str_starts(address, "#"))
		return 0;  /* "[0, 1](left)" */
	if (!image)
		*text = (struct str){ in.p, n };
	return (size_t)(end - s.p) + 1;
}

/* Whether S at I begins with "**" or "__" of which an opening and a closing one stand around words. */
static bool emphasis_at(struct str s, size_t i)
{
	return i + 1 < s.n && (s.p[i] == '*' || s.p[i] == '_') && s.p[i + 1] == s.p[i] && (i + 2 == s.n || s.p[i + 2] != s.p[i]) &&
	       (i == 0 || (s.p[i - 1] != s.p[i] && s.p[i - 1] != '\\'));
}

static size_t count_emphasis(struct str s, char sign)
{
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == sign && emphasis_at(s, i);
	return n;
}

/* Marks that make a block of a line: "# ", "> ", "- ", "* ". */
static size_t block_at(struct str s, size_t i)
{
	size_t n = 0;
	if (i > 0 && s.p[i - 1] != '\n')
		return 0;
	while (i + n < s.n && s.p[i + n] == '#' && n < 6)
		n++;
	if (n == 0 && i < s.n && strchr(">-*+", s.p[i]))
		n = 1;
	return n > 0 && i + n < s.n && s.p[i + n] == ' ' ? n + 1 : 0;
}

/* Whether a mark of Markdown or HTML is anywhere in S. */
static bool may_have_markup(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (c == '*' || c == '_' || c == '[' || c == '<' || ((i == 0 || s.p[i - 1] == '\n') && block_at(s, i) > 0))
			return true;
	}
	return false;
}

/* Where the number ends that an item of a list begins with, "2. " or "2) ", at I of S; I: there is none. */
static size_t item_number_end(struct str s, size_t i)
{
	size_t end = i;
	while (end < s.n && is_digit((unsigned char)s.p[end]))
		end++;
	return end > i && end + 1 < s.n && (s.p[end] == '.' || s.p[end] == ')') && s.p[end + 1] == ' ' ? end : i;
}

/* Where "[12]" at I of S ends; I: there is none. */
static size_t reference_end(struct str s, size_t i)
{
	enum { MOST_DIGITS = 3 };
	size_t end = i + 1;
	while (end < s.n && is_digit((unsigned char)s.p[end]))
		end++;
	return end > i + 1 && end <= i + 1 + MOST_DIGITS && end < s.n && s.p[end] == ']' ? end + 1 : i;
}

struct str check_unnumbered(struct check_ctx *l)
{
	struct str s = l->text;
	char *copy = NULL;
	bool starts = true;
	for (size_t i = 0; l->format != MD_FORMAT_NONE && i < s.n; i++) {
		size_t end = starts && l->format == MD_FORMAT_BLOCKS ? item_number_end(s, i) : i;
		end = s.p[i] == '[' ? reference_end(s, i) : end;
		starts = s.p[i] == '\n' || (starts && strchr(" >-", s.p[i]));
		if (end == i)
			continue;
		if (copy == NULL) {
			copy = arena_alloc(l->scratch, s.n + 1);
			memcpy(copy, s.p, s.n);
			copy[s.n] = '\0';
		}
		memset(copy + i, ' ', end - i);
		i = end - 1;
	}
	return copy ? (struct str){ copy, s.n } : s;
}

/* "| --- |" at the start of S, as no text has it but a table's second line. */
static bool is_delimiter(struct str s)
{
	size_t i = 1, dashes = 0;
	while (i < s.n && strchr(" :", s.p[i]))
		i++;
	for (; i < s.n && s.p[i] == '-'; i++)
		dashes++;
	while (i < s.n && strchr(" :", s.p[i]))
		i++;
	return dashes >= 3 && i < s.n && s.p[i] == '|';
}

/* "[^1]:" at the start of S. */
static bool is_footnote(struct str s)
{
	struct str text;
	size_t n = str_starts(s, "[^") ? link_at(s, &text) : 0;
	return n > 0 && n < s.n && s.p[n] == ':';
}

void rule_table(struct check_ctx *l)
{
	struct str s = check_plain(l);
	for (size_t i = 0; i < s.n; i++)
		if ((s.p[i] == '|' && is_delimiter(str_from(s, i))) || (s.p[i] == '[' && is_footnote(str_from(s, i)))) {
			check_say(l, "a table or a footnote: \"%.*s\"", STR_ARG(check_shown(str_from(l->text, i))));
			return;
		}
}

void rule_markup(struct check_ctx *l)
{
	if (!may_have_markup(check_plain(l)))
		return;
	struct str s = l->text, plain = check_plain(l), text;
	bool stars = count_emphasis(plain, '*') % 2 == 0, lines = count_emphasis(plain, '_') % 2 == 0;
	struct buf out = BUF_INIT(BUF_UNBOUNDED);
	size_t n, first = STR_NONE;
	for (size_t i = 0; i < s.n; i += n) {
		text = STR("");
		struct str at = str_from(plain, i);
		bool allowed = l->format != MD_FORMAT_NONE, block = l->format != MD_FORMAT_BLOCKS;
		if ((n = tag_at(at)) == 0 && (n = link_at(at, &text)) == 0 && (n = block ? block_at(plain, i) : 0) == 0) {
			n = 1;
			if (!allowed && emphasis_at(plain, i) && (plain.p[i] == '*' ? stars : lines))
				n = 2;
			else
				text = str_head(str_from(s, i), 1);
		} else if (text.n > 0) {
			text.p = s.p + (text.p - plain.p);
		}
		if ((text.n != n || n > 1) && first == STR_NONE)
			first = i;
		buf_adds(&out, text);
	}
	struct str rest = str_trim(buf_str(&out));
	if (first != STR_NONE && rest.n > 0)
		check_mend(l, arena_dup(l->a, rest), "markup: \"%.*s\"", STR_ARG(check_shown(str_from(s, first))));
	buf_free(&out);
}

static const char *const quotes[][2] = { { "“", "”" }, { "\"", "\"" }, { "「", "」" }, { "『", "』" }, { "《", "》" },
	{ "‘", "’" }, { "'", "'" }, { "``", "''" },
	                                 { "”", "“" }, { "“", "“" }, { "”", "”" }, { "【", "】" }, { "`", "`" } };

/* The whole text in quotes, and no other of the kind inside: "“A”与“B”" has none to take off. */
void rule_quotes(struct check_ctx *l)
{
	for (size_t i = 0; i < COUNTOF(quotes); i++) {
		struct str s = l->text;
		size_t open = strlen(quotes[i][0]), close = strlen(quotes[i][1]);
		if (l->use == USE_PROSE)  /* a full stop behind the closing one */
			while (str_ends(s, "。"))
				s.n -= 3;
		if (s.n <= open + close || !str_starts(s, quotes[i][0]) || !str_ends(s, quotes[i][1]))
			continue;
		struct str in = str_trim((struct str){ s.p + open, s.n - open - close });
		if (in.n == 0 || str_find(in, quotes[i][0], 0) != STR_NONE || str_find(in, quotes[i][1], 0) != STR_NONE)
			continue;
		check_mend(l, in, "the whole text is in quotes");
		return;
	}
}
