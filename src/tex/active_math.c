/* SPDX-License-Identifier: MIT
 * Formulas that would do more than be drawn. MathJax (extensions html, action, bbox, newcommand, require, setoptions, mathtools,
 * extpfeil, unicode and the base) and KaTeX (what its option `trust` is about, and its macros) have control words that make links,
 * give names and styles to elements, load, define what other words mean, or print to the console. What a page's own script is
 * set to allow is not known here, so a formula with one of them is a text. */
#include "digest/tex.h"
#include "digest/text.h"

#include <stdlib.h>

/* Sorted as bytes. */
static const char *const acting[] = {
	"DeclareMathOperator", "DeclarePairedDelimiter", "DeclarePairedDelimiterX", "DeclarePairedDelimiterXPP", "DeclarePairedDelimiters",
	"DeclarePairedDelimitersX", "DeclarePairedDelimitersXPP", "DeclareRobustCommand", "NewDocumentCommand", "Newextarrow",
	"RenewDocumentCommand", "bbox", "catcode", "class", "csname", "cssId", "data", "def", "definecolor", "edef", "eqref", "errmessage",
	"expandafter", "futurelet", "gdef", "global", "href", "htmlClass", "htmlData", "htmlId", "htmlStyle", "hyperlink", "hyperref",
	"hypertarget", "img", "import", "include", "includegraphics", "input", "label", "let", "long", "mathtip", "mathtoolsset",
	"message", "mmlToken", "newcolumntype", "newcommand", "newenvironment", "newtagform", "newtheorem", "nolinkurl", "outer",
	"providecommand", "ref", "renewcommand", "renewenvironment", "renewtagform", "require", "setOptions", "show", "special", "style",
	"texttip", "toggle", "tooltip", "unicode", "url", "usepackage", "usetagform", "xdef",
};

static int compare(const void *word, const void *row)
{
	return str_cmp(*(const struct str *)word, str_of(*(const char *const *)row));
}

bool tex_is_active_math(struct str tex)
{
	for (size_t i = 0; (i = str_find(tex, "\\", i)) != STR_NONE;) {
		struct str word = { tex.p + ++i, 0 };
		while (i + word.n < tex.n && is_alpha((unsigned char)word.p[word.n]))
			word.n++;
		/* '@' belongs to the names of words that KaTeX keeps for itself. */
		if ((i + word.n < tex.n && word.p[word.n] == '@') || bsearch(&word, acting, COUNTOF(acting), sizeof *acting, compare))
			return true;
		i += word.n ? word.n : 1;
	}
	return false;
}
