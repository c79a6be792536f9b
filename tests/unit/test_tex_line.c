/* SPDX-License-Identifier: MIT
 * Formulas as a line of Unicode: what each is by TeX's meaning of its words and Unicode's charts of scripts, or that it needs
 * more than a line. */
#include "digest/tex.h"
#include "tests/unit/plain_tap.h"

static const struct { int line; const char *tex, *want; } rows[] = {
	/* letters, numbers, signs */
	{ __LINE__, "x", "x" },
	{ __LINE__, "\\alpha=-0.5", "α=−0.5" },
	{ __LINE__, " n \\leq 10 ", "n≤10" },
	{ __LINE__, "\\Gamma \\times \\Delta", "Γ×Δ" },
	{ __LINE__, "95\\%", "95%" },
	{ __LINE__, "[-1, 1]", "[−1,1]" },
	{ __LINE__, "\\{0,1\\}", "{0,1}" },
	{ __LINE__, "\\left( a+b \\right)", "(a+b)" },
	{ __LINE__, "\\left. x \\right|", "x|" },
	{ __LINE__, "\\big(x\\big)", "(x)" },
	{ __LINE__, "a~b\\ c\\quad d\\,e\\!f", "a b c def" },
	{ __LINE__, "{a}{b}", "ab" },
	{ __LINE__, "中 < 文", "中<文" },
	{ __LINE__, "\\displaystyle x", "x" },
	/* names */
	{ __LINE__, "O(n\\log n)", "O(n log n)" },
	{ __LINE__, "\\log(n)", "log(n)" },
	{ __LINE__, "\\max", "max" },
	{ __LINE__, "2\\sin x", "2 sin x" },
	/* alphabets and text */
	{ __LINE__, "\\mathbb{R}", "ℝ" },
	{ __LINE__, "\\mathcal{O}(1)", "𝒪(1)" },
	{ __LINE__, "\\mathcal L", "ℒ" },
	{ __LINE__, "\\mathrm{KL}", "KL" },
	{ __LINE__, "\\text{top 5}", "top 5" },
	/* scripts */
	{ __LINE__, "x^2", "x²" },
	{ __LINE__, "x_{i}^{2}", "xᵢ²" },
	{ __LINE__, "10^{-3}", "10⁻³" },
	{ __LINE__, "\\ell_1", "ℓ₁" },
	{ __LINE__, "A^\\top", "Aᵀ" },
	{ __LINE__, "90^\\circ", "90°" },
	{ __LINE__, "f'", "f′" },
	{ __LINE__, "\\sum_{i=1}^n x_i", "∑ᵢ₌₁ⁿxᵢ" },
	{ __LINE__, "x_{\\max}", "xₘₐₓ" },
	{ __LINE__, "L^{2n+1}", "L²ⁿ⁺¹" },
	{ __LINE__, "\\mathbb{R}^{d}", "ℝᵈ" },
	/* small fractions and roots */
	{ __LINE__, "\\frac{1}{2}", "1/2" },
	{ __LINE__, "\\frac12", "1/2" },
	{ __LINE__, "\\sqrt{n}", "√n" },
	{ __LINE__, "\\sqrt 2", "√2" },
	/* more than a line */
	{ __LINE__, "\\frac{a+b}{2}", NULL },
	{ __LINE__, "\\frac{1}{x^2+1}", NULL },
	{ __LINE__, "\\sqrt{a+b}", NULL },
	{ __LINE__, "\\sqrt[3]{x}", NULL },
	{ __LINE__, "x_q", NULL },
	{ __LINE__, "x^{y^z}", NULL },
	{ __LINE__, "\\hat{x}", NULL },
	{ __LINE__, "\\begin{matrix}a\\end{matrix}", NULL },
	{ __LINE__, "\\binom n k", NULL },
	{ __LINE__, "a \\over b", NULL },
	/* unknown, unfinished, active */
	{ __LINE__, "\\nosuchword", NULL },
	{ __LINE__, "{a", NULL },
	{ __LINE__, "a}", NULL },
	{ __LINE__, "x^", NULL },
	{ __LINE__, "\\frac1", NULL },
	{ __LINE__, "a & b", NULL },
	{ __LINE__, "50% more", NULL },
	{ __LINE__, "\\text{a $x$}", NULL },
	{ __LINE__, "\\href{x}{y}", NULL },
	{ __LINE__, "", NULL },
	{ __LINE__, "  ", NULL },
};

int main(void)
{
	struct tap t = { 0, 0 };
	struct buf out = BUF_INIT(BUF_UNBOUNDED);
	for (size_t i = 0; i < COUNTOF(rows); i++) {
		buf_clear(&out);
		buf_addz(&out, "|");
		bool ok = tex_to_line(str_of(rows[i].tex), &out);
		buf_addc(&out, '\0');
		tap_case(&t, rows[i].want ? ok && strcmp(out.s + 1, rows[i].want) == 0 : !ok && out.len == 2,
		         "line %d: %s: want %s, got %s", rows[i].line, rows[i].tex, rows[i].want ? rows[i].want : "none", out.s + 1);
	}
	/* Braces in one another beyond the limit, and a long formula: each comes to an end. */
	buf_clear(&out);
	struct buf deep = BUF_INIT(BUF_UNBOUNDED), lined = BUF_INIT(BUF_UNBOUNDED);
	for (int i = 0; i < 100000; i++)
		buf_addz(&deep, "{");
	tap_case(&t, !tex_to_line(buf_str(&deep), &lined) && lined.len == 0, "100,000 open braces are refused");
	buf_clear(&deep);
	for (int i = 0; i < 100000; i++)
		buf_addz(&deep, "x^2+");
	tap_case(&t, tex_to_line(buf_str(&deep), &lined) && lined.len == 400000, "100,000 terms are a line of %zu bytes", lined.len);
	buf_free(&deep);
	buf_free(&lined);
	buf_free(&out);
	return tap_done(&t);
}
