/* SPDX-License-Identifier: MIT
 * TeX whose backslashes JSON took. A model that writes "\frac" for "\\frac" writes valid JSON that says something else:
 * a form feed and "rac". Form feeds and backspaces are never meant; a line end may be, and a tab, so that for them a
 * table decides which letters behind them are the rest of a command. */
#include "internal.h"

#include <string.h>

#include "digest/tex.h"

/* The commands of TeX, LaTeX and AMS-LaTeX that begin with the letters of JSON's \n, \r, \t, without their first letter.
 * Those after which a text may also go on ("u", "to", "an") count only in mathematics, or before an argument. */
static const struct commands { char control, letter; const char *sure, *prose; } commands[] = {
	{ '\n', 'n',
	  " abla atural earrow eq ewcommand ewline ewpage geq geqq geqslant leq leqq leqslant leftarrow Leftarrow"
	  " leftrightarrow rightarrow Rightarrow oalign obreak ocite oindent olimits onumber ormalsize otin prec"
	  " preceq shortmid sim subseteq subseteqq succ succeq supseteq vdash vDash warrow icefrac cong egthinspace"
	  " egthickspace otag ormalfont ",
	  " e eg exists gtr i less mid ot u orm parallel triangleleft triangleright ull umber " },
	{ '\r', 'r',
	  " aggedright aisebox angle ank brace brack ceil e ef elax enewcommand floor group ho hd ight ightarrow ightarrowtail"
	  " ightharpoondown ightharpoonup ightleftarrows ightleftharpoons ightrightarrows ightsquigarrow isingdotseq m"
	  " moustache oot otatebox times ule vert Vert ",
	  "" },
	{ '\t', 't',
	  " anh au binom dfrac ensor ext extasciicircum extasciitilde extbackslash extbf extbullet extcircled extcolor"
	  " extdegree extellipsis extemdash extendash extgreater extit extless extmd extmu extnormal extpm"
	  " extquotedblleft extquotedblright extquoteleft extquoteright extregistered extrm extsc extsf extsl extstyle extsubscript"
	  " extsuperscript exttimes exttt extup extwidth frac herefore heta hickapprox hicksim hinspace ilde imes"
	  " riangle riangledown riangleleft rianglelefteq riangleq riangleright rianglerighteq woheadrightarrow",
	  " ag an iny itle o op r race t " },
};

/* Whether LIST, words between blanks, has the word S. */
static bool has_word(const char *list, struct str s)
{
	for (const char *p = list; (p = memmem(p, strlen(p), s.p, s.n)) != NULL; p++)
		if (p > list && p[-1] == ' ' && (p[s.n] == ' ' || p[s.n] == '\0'))
			return true;
	return false;
}

enum { MOST_COMMAND = 24 };  /* letters; the longest in the table has 18 */

/* The letter whose backslash was taken at S[I], or 0. */
static char taken(struct str s, size_t i, bool math)
{
	size_t end = i + 1;
	while (end < s.n && end - i <= MOST_COMMAND && is_alpha((unsigned char)s.p[end]))
		end++;
	if (end == i + 1)
		return '\0';
	if (s.p[i] == '\b' || s.p[i] == '\f')
		return s.p[i] == '\b' ? 'b' : 'f';
	struct str rest = { s.p + i + 1, end - i - 1 };
	char next = end < s.n ? s.p[end] : '\0';
	for (size_t k = 0; k < COUNTOF(commands); k++) {
		const struct commands *c = &commands[k];
		if (s.p[i] != c->control)
			continue;
		bool argument = next == '{' || next == '_' || next == '^';
		bool yes = has_word(c->sure, rest) || ((math || argument) && has_word(c->prose, rest)) ||
		           (next == '{' && s.p[i] != '\n');  /* a macro of the authors' own */
		return yes ? c->letter : '\0';
	}
	return '\0';
}

/* Where a control character with which an escape may have been taken is, from I on; S.n: nowhere. */
static size_t next_control(struct str s, size_t i)
{
	while (i < s.n && !((unsigned char)s.p[i] >= '\b' && (unsigned char)s.p[i] <= '\r'))
		i++;
	return i;
}

bool backslash_mend(struct str s, struct buf *out)
{
	struct tex_math math = { 0 };
	size_t run = 0;
	bool more = true, mended = false;
	for (size_t i = next_control(s, 0); i < s.n; i = next_control(s, i + 1)) {
		while (more && math.end <= i)
			more = tex_next_math(s, math.end, &math);
		char letter = taken(s, i, more && math.start < i);
		if (letter == '\0')
			continue;
		buf_add(out, s.p + run, i - run);
		buf_addc(out, '\\');
		buf_addc(out, letter);
		run = i + 1;
		mended = true;
	}
	if (mended)
		buf_adds(out, str_from(s, run));
	return mended;
}
