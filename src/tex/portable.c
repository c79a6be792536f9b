/* SPDX-License-Identifier: MIT
 * TeX that no parser of Markdown takes for its own, whether it knows mathematics or not: each sign that means something
 * to one of them is written as a control word, and blanks keep apart what would mean something together.
 * Blanks mean nothing in mathematics, but in \text{…} they do, and control words may be unknown there: what is not safe
 * in there as it stands cannot be made safe. */
#include "digest/tex.h"
#include "digest/text.h"

#include <string.h>

enum { MAX_OPTION = 16 };  /* [2pt] behind the end of a line: more is no distance */

/* Of a text: how deep its braces are, and how deep those are that began with \text. */
struct portable {
	struct str s;
	size_t i;       /* what is to be read next */
	size_t depth, text_depth;  /* text_depth 0: this is mathematics */
	bool large;     /* \displaystyle or a table was seen: large signs have their limits above and below */
	size_t from;    /* where the formula begins in OUT */
	struct buf *out;
};

static char at(const struct portable *p, size_t i)
{
	return i < p->s.n ? p->s.p[i] : '\0';
}

static char last(const struct portable *p)
{
	return p->out->len > p->from ? p->out->s[p->out->len - 1] : '\0';
}

static void put_blank(struct portable *p)
{
	if (last(p) != ' ' && last(p) != '\0')
		buf_addc(p->out, ' ');
}

/* A control word, with blanks around it: what is before or behind it is never a part of its name. */
static void put_word(struct portable *p, const char *word)
{
	buf_addz(p->out, word);
	buf_addc(p->out, ' ');
}

/* ---- Signs ---- */

/* What signs are called that draw the same under a name. */
static const char *const sign_words[128] = {
	['*'] = "\\ast", ['|'] = "\\vert", ['<'] = "\\lt", ['>'] = "\\gt", ['~'] = "\\space",
};
/* The same behind a backslash. "" draws nothing. TeX's signs of text (% # $ & _) have no such name: see tex_next_sign(). */
static const char *const escape_words[128] = {
	['|'] = "\\Vert", ['{'] = "\\lbrace", ['}'] = "\\rbrace", ['\\'] = "\\cr", [','] = "\\thinspace", [';'] = "\\mkern5mu",
	[':'] = "\\mkern4mu", ['>'] = "\\mkern4mu", ['!'] = "\\negthinspace", [' '] = "\\space", ['/'] = "",
};
/* Two of these side by side may mean something to a parser; and some of them with what follows, whatever it is. */
static bool is_neighbour(char c)
{
	return c != '\0' && strchr("&[]!@#-+=:/{}\"", c) != NULL;
}
static bool stands_alone(char c)
{
	return c != '\0' && strchr("&:!@#", c) != NULL;
}

/* "(c)", "(tm)" and their like become signs where typography is mended. */
static bool is_mark(struct str s)
{
	static const char *const marks[] = { "c)", "r)", "p)", "tm)" };
	for (size_t i = 0; i < COUNTOF(marks); i++)
		if (str_is_nocase(str_head(s, strlen(marks[i])), marks[i]))
			return true;
	return false;
}

/* The length of a control word that stands as a superscript by itself: others may take what is behind them. */
static size_t superscript(struct str s)
{
	static const char *const words[] = {
		"\\dagger", "\\ddagger", "\\ast", "\\star", "\\top", "\\circ", "\\prime", "\\perp", "\\alpha", "\\beta", "\\gamma",
		"\\delta", "\\epsilon", "\\lambda", "\\mu", "\\nu",
	};
	for (size_t i = 0; i < COUNTOF(words); i++)
		if (str_starts(s, words[i]) && (s.n == strlen(words[i]) || !is_alpha((unsigned char)s.p[strlen(words[i])])))
			return strlen(words[i]);
	return 0;
}

/* Primes are superscripts; the one that may follow them becomes a part of theirs: what is in braces goes on in it. */
static bool put_primes(struct portable *p)
{
	if (last(p) == '\0')
		buf_addz(p->out, "{}");
	buf_addz(p->out, "^ {");
	for (; at(p, p->i) == '\''; p->i++)
		put_word(p, "\\prime");
	size_t k = p->i;
	while (is_space(at(p, k)))
		k++;
	if (at(p, k) != '^') {
		buf_addc(p->out, '}');
		return true;
	}
	for (k++; is_space(at(p, k)); k++)
		;
	p->i = k;
	if (at(p, k) == '{') {
		p->i++;
		p->depth++;
		return true;
	}
	if (at(p, k) == '*') {
		p->i++;
		put_word(p, "\\ast}");
		return true;
	}
	size_t end = k + (is_alnum((unsigned char)at(p, k)) ? 1 : superscript(str_from(p->s, k)));
	buf_adds(p->out, (struct str){ p->s.p + k, end - k });
	buf_addc(p->out, '}');
	p->i = end;
	return end > k;
}

static bool put_script(struct portable *p, char sign)
{
	if (last(p) == '\0')
		buf_addz(p->out, "{}");
	if (sign == '_')
		put_blank(p);
	buf_addc(p->out, sign);
	buf_addc(p->out, ' ');
	return true;
}

/* The sign C of mathematics, at I - 1. */
static bool put_sign(struct portable *p, char c)
{
	char before = last(p);
	if (c == '_' || c == '^')
		return put_script(p, c);
	if (c == '\'')
		return p->i--, put_primes(p);
	if (c == '`' || c == '%' || c == '$')
		return false;
	if (c > 0 && sign_words[(int)c]) {
		put_word(p, sign_words[(int)c]);
		return true;
	}
	/* "..." is one sign where typography is mended; \ldots has other distances. */
	if ((is_neighbour(before) && is_neighbour(c)) || (before == '.' && c == '.') || (before == ']' && c == '('))
		buf_addc(p->out, ' ');
	buf_addc(p->out, c);
	if (stands_alone(c) || (c == '(' && is_mark(str_from(p->s, p->i))))
		buf_addc(p->out, ' ');
	return true;
}

static bool opens_directive(char c, char next)
{
	return c == '{' && next != '\0' && strchr("{:%#", next) != NULL;
}

/* A sign of \text{…}: it stays, or nothing can be done. */
static bool put_text_sign(struct portable *p, char c)
{
	char next = at(p, p->i);
	if (strchr("_^*|<>`$&%@#\"", c))
		return false;
	if (opens_directive(c, next) || (c == ']' && next == '(') || (c == '!' && next == '[')
	    || (c == ':' && (is_alnum(next) || next == ':' || next == '/')))
		return false;
	if (c == '~' && (last(p) == ' ' || next == '~' || is_space((unsigned char)next)))
		return false;  /* two blanks side by side are one */
	buf_addc(p->out, c == '~' ? ' ' : c);
	return true;
}

/* ---- Control words ---- */

/* Those whose argument is text. */
static bool is_text_word(struct str word)
{
	static const char *const words[] = { "text", "mbox", "hbox", "fbox", "textrm", "textbf", "textit", "texttt", "textsf",
		"textnormal", "textup", "textmd", "textsc", "emph", "tag" };
	for (size_t i = 0; i < COUNTOF(words); i++)
		if (str_is(word, words[i]))
			return true;
	return false;
}

/* Environments without numbers draw in a line what those with a star draw on their own. */
static const struct {
	const char *starred, *name;
} stars[] = {
	{ "{align*}", "{aligned}" }, { "{gather*}", "{gathered}" }, { "{alignat*}", "{alignedat}" },
};

/* \begin{…} and \end{…}, from behind the word: the name has no sign, the columns of an array no rule. */
static bool put_environment(struct portable *p)
{
	struct str rest = str_from(p->s, p->i), name = str_head(rest, str_find(rest, "}", 0) + 1);
	if (name.n == 0 || name.p[0] != '{')
		return false;
	p->i += name.n;
	for (size_t k = 0; k < COUNTOF(stars); k++)
		if (str_is(name, stars[k].starred)) {
			buf_addz(p->out, stars[k].name);
			return true;
		}
	for (size_t k = 1; k + 1 < name.n; k++)
		if (!is_alpha(name.p[k]))
			return false;
	buf_adds(p->out, name);
	if (!str_is(name, "{array}") || at(p, p->i) != '{')
		return true;
	for (size_t k = p->i; at(p, k) != '}'; k++)
		if (at(p, k) == '|' || at(p, k) == '*' || at(p, k) == '\0')
			return false;
	return true;
}

/* Stars of words: in a line \operatorname* is drawn as \operatorname, but for the large style; that of \hspace* is for its
 * ends. */
static bool put_starred(struct portable *p, struct str word)
{
	if (str_is(word, "operatorname") && p->large)
		return false;
	p->i++;
	buf_addc(p->out, '\\');
	buf_adds(p->out, word);
	if (is_alpha((unsigned char)at(p, p->i)))
		buf_addc(p->out, ' ');
	return true;
}

/* \\* and \\[2pt]: the distance to the next line is not drawn the same everywhere. */
static void skip_line_option(struct portable *p)
{
	p->i += at(p, p->i) == '*';
	if (at(p, p->i) == '[') {
		size_t end = str_find(str_head(p->s, p->i + MAX_OPTION), "]", p->i);
		p->i = end == STR_NONE ? p->i : end + 1;
	}
}

/* From behind the backslash. */
static bool put_control(struct portable *p)
{
	size_t from = p->i;
	char c = at(p, from);
	if (!is_alpha(c)) {
		p->i++;
		/* In text a blank behind a word is a part of its name, behind a sign it is a blank. */
		bool blank = c != ' ' && is_space((unsigned char)at(p, p->i));
		if (c <= 0 || escape_words[(int)c] == NULL || (p->text_depth && (blank || strchr("|\\/;:>", c))))
			return false;
		if (*escape_words[(int)c])
			put_word(p, escape_words[(int)c]);
		else
			put_blank(p);  /* the end of the word before it */
		if (c == '\\')
			skip_line_option(p);
		return true;
	}
	while (is_alpha(at(p, p->i)))
		p->i++;
	struct str word = { p->s.p + from, p->i - from };
	if (str_is(word, "verb"))
		return false;
	if (at(p, p->i) == '*' && (str_is(word, "operatorname") || str_is(word, "hspace") || str_is(word, "vspace")))
		return put_starred(p, word);
	p->large |= str_is(word, "displaystyle") || str_is(word, "begin");
	buf_addc(p->out, '\\');
	buf_adds(p->out, word);
	if (str_is(word, "begin") || str_is(word, "end"))
		return put_environment(p);
	if (is_text_word(word) && p->text_depth == 0) {
		while (is_space((unsigned char)at(p, p->i)))
			p->i++;
		if (at(p, p->i) != '{')
			return false;
		buf_addc(p->out, '{');
		p->i++;
		p->text_depth = ++p->depth;
		return !opens_directive('{', at(p, p->i));
	}
	return true;
}

static bool put_next(struct portable *p)
{
	char c = p->s.p[p->i++];
	if (c == '\\')
		return put_control(p);
	if (is_space((unsigned char)c)) {
		put_blank(p);
		return true;
	}
	p->depth += c == '{';
	if (c == '}') {
		if (p->depth-- == 0)
			return false;
		if (p->depth + 1 == p->text_depth) {
			p->text_depth = 0;  /* a blank before this brace would be a part of the text */
			buf_addc(p->out, c);
			return true;
		}
	}
	if (!is_punct((unsigned char)c)) {
		buf_addc(p->out, c);
		return true;
	}
	return p->text_depth ? put_text_sign(p, c) : put_sign(p, c);
}

bool tex_portable(struct str tex, struct buf *out)
{
	struct portable p = { .s = str_trim(tex), .from = out->len, .out = out };
	bool ok = p.s.n > 0;
	while (ok && p.i < p.s.n)
		ok = put_next(&p);
	while (ok && last(&p) == ' ')
		buf_cut(out, out->len - 1);
	if (!ok || p.depth != 0 || last(&p) == '\\' || last(&p) == '\0') {
		buf_cut(out, p.from);
		return false;
	}
	return true;
}

/* ---- Signs of text ---- */

/* What the control word WORD does to how deep we are: pairs that may not be cut in two. */
static int word_depth(struct str word)
{
	static const char *const open[] = { "left", "begin", "bgroup", "begingroup" };
	static const char *const close[] = { "right", "end", "egroup", "endgroup" };
	for (size_t i = 0; i < COUNTOF(open); i++)
		if (str_is(word, open[i]) || str_is(word, close[i]))
			return str_is(word, open[i]) ? 1 : -1;
	return 0;
}

bool tex_next_sign(struct str tex, size_t from, struct tex_sign *ret)
{
	long depth = 0;
	bool bound = false;  /* what comes next may be the argument of what is before it */
	for (size_t i = from; i < tex.n; i++) {
		char c = tex.p[i];
		if (c == '%' && depth == 0 && !bound) {
			*ret = (struct tex_sign){ i, i + 1, c };
			return true;
		}
		if (c != '\\' || i + 1 == tex.n) {
			depth += (c == '{') - (c == '}');
			bound = c == '^' || c == '_' || (bound && is_space((unsigned char)c));
			continue;
		}
		size_t end = i + 1;
		while (end < tex.n && is_alpha((unsigned char)tex.p[end]))
			end++;
		if (end > i + 1) {
			depth += word_depth((struct str){ tex.p + i + 1, end - i - 1 });
			bound = true;
			i = end - 1;
			continue;
		}
		if (strchr("%#$&_", tex.p[i + 1]) && depth == 0 && !bound) {
			*ret = (struct tex_sign){ i, i + 2, tex.p[i + 1] };
			return true;
		}
		bound = false;
		i++;
	}
	return false;
}
