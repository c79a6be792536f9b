/* SPDX-License-Identifier: MIT
 * Pages of LaTeXML's three makers, a piece each, and what the form has of them, worked out by hand. Each page is fed whole, and byte by
 * byte. */
#include "digest/fulltext.h"
#include "tests/unit/plain_tap.h"

#define DOC(body) "<!DOCTYPE html><html><body><article class=\"ltx_document\">" body "</article></body></html>"
#define SECTION(body) DOC("<section id=\"S1\" class=\"ltx_section\"><h2 class=\"ltx_title ltx_title_section\">" \
	"<span class=\"ltx_tag ltx_tag_section\">1 </span>Ways</h2>" body "</section>")
#define PARA(id, text) "<div id=\"" id "\" class=\"ltx_para\"><p class=\"ltx_p\">" text "</p></div>"
#define MATH(tex) "<math alttext=\"" tex "\" class=\"ltx_Math\"><semantics><mi>no</mi><annotation encoding=\"application/x-tex\">" tex \
	"</annotation></semantics></math>"
#define BUTTON "<button class=\"sr-only button\">Report issue for preceding element</button>"
#define EQ(id, cells) "<table id=\"" id "\" class=\"ltx_equation ltx_eqn_table\"><tbody><tr class=\"ltx_equation ltx_eqn_row\">" cells \
	"</tr></tbody></table>"
#define PAD "<td class=\"ltx_eqn_cell ltx_eqn_center_padleft\"></td>"

static const struct { int line; const char *html, *want; } rows[] = {
	{ __LINE__, SECTION(PARA("S1.p1", "One\n line.")), "# S1 1 Ways\nparagraph S1.p1 One line.\n" },
	{ __LINE__, SECTION("<div class=\"ltx_para\" id=\"S1.p1\"><p class=\"ltx_p\">One.</p>" BUTTON "</div>"), "# S1 1 Ways\nparagraph S1.p1 One.\n" },
	/* formulas: the TeX once */
	{ __LINE__, SECTION(PARA("S1.p1", "If " MATH("a&lt;b") ", so.")), "# S1 1 Ways\nparagraph S1.p1 If $a<b$, so.\n" },
	{ __LINE__, SECTION(PARA("S1.p1", MATH("\\displaystyle%\n\\mathcal{L}\n(x)"))), "# S1 1 Ways\nparagraph S1.p1 $\\mathcal{L} (x)$\n" },
	{ __LINE__, SECTION(PARA("S1.p1", MATH("5\\%\n x"))), "# S1 1 Ways\nparagraph S1.p1 $5\\% x$\n" },
	{ __LINE__, SECTION(PARA("S1.p1", "<math><semantics><mi>x</mi><annotation encoding=\"application/x-tex\">x_1</annotation>"
	  "<annotation-xml encoding=\"MathML-Content\"><ci>y</ci></annotation-xml></semantics></math>!")), "# S1 1 Ways\nparagraph S1.p1 $x_1$!\n" },
	{ __LINE__, SECTION("<div id=\"S1.p1\" class=\"ltx_para\"><p class=\"ltx_p\">Let</p>" EQ("S1.E1", PAD "<td class=\"ltx_eqn_cell\">"
	  MATH("E=\\text{ if $x$}") "</td><td class=\"ltx_eqn_cell ltx_eqn_eqno\"><span class=\"ltx_tag ltx_tag_equation\">(1)</span></td>")
	  "<p class=\"ltx_p\">hold.</p></div>"),
	  "# S1 1 Ways\nparagraph S1.p1 Let\nformula S1.E1 $E=\\text{ if $x$}$ (1)\nparagraph S1.p1 hold.\n" },
	{ __LINE__, SECTION("<table id=\"A1.EGx1\" class=\"ltx_equationgroup ltx_eqn_align\"><tbody id=\"S1.E2\"><tr class=\"ltx_equation ltx_eqn_row\">"
	  "<td class=\"ltx_td ltx_eqn_cell\">" MATH("\\displaystyle a") "</td><td class=\"ltx_td ltx_eqn_cell\">" MATH("\\displaystyle=b") "</td>"
	  "</tr></tbody><tbody id=\"S1.E3\"><tr class=\"ltx_equation ltx_eqn_row\"><td class=\"ltx_td ltx_eqn_cell\">" MATH("c") "</td></tr></tbody></table>"),
	  "# S1 1 Ways\nformula S1.E2 $a =b$\nformula S1.E3 $c$\n" },
	{ __LINE__, SECTION(PARA("S1.p1", "So <math display=\"block\" alttext=\"x\"></math> is.")), "# S1 1 Ways\nparagraph S1.p1 So\nformula S1.p1 $x$\nparagraph S1.p1 is.\n" },
	/* tables */
	{ __LINE__, SECTION("<figure id=\"S1.T1\" class=\"ltx_table\"><figcaption class=\"ltx_caption\"><span class=\"ltx_tag\">Table 1: </span>Scores.</figcaption>"
	  "<table class=\"ltx_tabular\" id=\"S1.T1.1\"><tbody class=\"ltx_tbody\"><tr class=\"ltx_tr\"><th class=\"ltx_td ltx_th\" rowspan=\"2\">Model</th>"
	  "<td class=\"ltx_td\" colspan=\"2\">Score</td><td class=\"ltx_td\">n</td></tr><tr class=\"ltx_tr\"><td class=\"ltx_td\">A</td><td class=\"ltx_td\">B</td>"
	  "<td class=\"ltx_td\"></td></tr><tr class=\"ltx_tr\"><td class=\"ltx_td\">Ours</td><td class=\"ltx_td\">91.2</td><td class=\"ltx_td\">" MATH("88_{1}")
	  "</td><td class=\"ltx_td\">3</td></tr></tbody></table></figure>"),
	  "# S1 1 Ways\ncaption S1.T1 Table 1: Scores.\nrow S1.T1 Model | Score | | n\nrow S1.T1 | A | B |\nrow S1.T1 Ours | 91.2 | $88_{1}$ | 3\n" },
	{ __LINE__, SECTION("<span class=\"ltx_tabular\"><span class=\"ltx_tr\"><span class=\"ltx_td\">two <span class=\"ltx_tabular\"><span class=\"ltx_tr\">"
	  "<span class=\"ltx_td\">lines</span></span><span class=\"ltx_tr\"><span class=\"ltx_td\">here</span></span></span></span><span class=\"ltx_td\">1</span></span></span>"),
	  "# S1 1 Ways\nrow S1 two lines here | 1\n" },
	{ __LINE__, SECTION("<table class=\"ltx_tabular\"><tr class=\"ltx_tr\"><td class=\"ltx_td\" rowspan=\"3\">a</td><td class=\"ltx_td\">1</td></tr><tr class=\"ltx_tr\">"
	  "<td class=\"ltx_td\">2</td></tr><tr class=\"ltx_tr\"></tr></table><table class=\"ltx_tabular\"><tr class=\"ltx_tr\"><td class=\"ltx_td\">x</td></tr></table>"),
	  "# S1 1 Ways\nrow S1 a | 1\nrow S1 | 2\nrow S1 x\n" },
	/* footnotes behind their paragraph; their marks gone */
	{ __LINE__, SECTION(PARA("S1.p1", "One<span id=\"footnote1\" class=\"ltx_note ltx_role_footnote\"><sup class=\"ltx_note_mark\">1</sup><span class=\"ltx_note_outer\">"
	  "<span class=\"ltx_note_content\"><sup class=\"ltx_note_mark\">1</sup><span class=\"ltx_tag ltx_tag_note\">1</span>A note.</span></span></span> goes on.")),
	  "# S1 1 Ways\nparagraph S1.p1 One goes on.\nfootnote footnote1 A note.\n" },
	{ __LINE__, DOC("<div class=\"ltx_para\"><span class=\"ltx_note ltx_role_institutetext\"><span class=\"ltx_note_type\">institutetext: </span>A School</span>"
	  "<p class=\"ltx_p\">Text.</p></div>"), "# \nparagraph  Text.\n" },
	/* lists */
	{ __LINE__, SECTION("<ul class=\"ltx_itemize\"><li id=\"S1.I1.i1\" class=\"ltx_item\"><span class=\"ltx_tag ltx_tag_item\">•</span><div class=\"ltx_para\">"
	  "<p class=\"ltx_p\">a</p><ol class=\"ltx_enumerate\"><li class=\"ltx_item\"><span class=\"ltx_tag ltx_tag_item\">(b)</span><p class=\"ltx_p\">b</p></li></ol>"
	  "</div></li></ul><p class=\"ltx_p\">c</p>"), "# S1 1 Ways\nitem1 S1.I1.i1 • a\nitem2 S1.I1.i1 (b) b\nparagraph S1 c\n" },
	{ __LINE__, SECTION("<dl class=\"ltx_description\"><dt class=\"ltx_item\"><span class=\"ltx_tag ltx_tag_item\">Key</span></dt><dd class=\"ltx_item\">"
	  "<p class=\"ltx_p\">its text</p></dd></dl>"), "# S1 1 Ways\nitem1 S1 Key: its text\n" },
	{ __LINE__, SECTION("<div id=\"Thmtheorem1\" class=\"ltx_theorem\"><h6 class=\"ltx_title ltx_runin ltx_title_theorem\">Theorem 1.</h6>" PARA("Thmtheorem1.p1", "It ends.") "</div>"),
	  "# S1 1 Ways\nparagraph Thmtheorem1.p1 Theorem 1. It ends.\n" },
	/* algorithms, listings */
	{ __LINE__, SECTION("<figure id=\"alg1\" class=\"ltx_float ltx_float_algorithm\"><figcaption class=\"ltx_caption\">Algorithm 1 Walk</figcaption>"
	  "<div class=\"ltx_listing\"><div class=\"ltx_listing_data\"><a href=\"data:x\">⬇</a></div><div id=\"alg1.l1\" class=\"ltx_listingline\"><span class=\"ltx_tag ltx_tag_listingline\">1:</span> "
	  MATH("x\\leftarrow 0") "</div><div class=\"ltx_listingline\"><b>return</b> x</div></div></figure>"),
	  "# S1 1 Ways\ncaption alg1 Algorithm 1 Walk\nline alg1 $x\\leftarrow 0$\nline alg1 return x\n" },
	{ __LINE__, SECTION("<pre class=\"ltx_verbatim\">a  b\nc\n</pre>" PARA("S1.p2", "In <code class=\"ltx_verbatim\">d  e</code> too")),
	  "# S1 1 Ways\nline S1 a b\nline S1 c\nparagraph S1.p2 In d e too\n" },
	/* errors and pictures */
	{ __LINE__, SECTION(PARA("S1.p1", "One <span class=\"ltx_ERROR undefined\">\\magi</span>two<svg class=\"ltx_picture\"><text>three</text></svg>.")),
	  "# S1 1 Ways\nparagraph S1.p1 One two.\n" },
	/* the bibliography apart, appendices after it */
	{ __LINE__, DOC("<section id=\"bib\" class=\"ltx_bibliography\"><h2 class=\"ltx_title ltx_title_bibliography\">References</h2><ul class=\"ltx_biblist\">"
	  "<li id=\"bib.bib1\" class=\"ltx_bibitem\"><span class=\"ltx_tag ltx_tag_bibitem\">[1]</span><span class=\"ltx_bibblock\">A. Writer.</span>"
	  "<span class=\"ltx_bibblock\">A work.</span><span class=\"ltx_bibblock ltx_bib_cited\">Cited by: §1.</span></li></ul></section>"
	  "<section id=\"A1\" class=\"ltx_appendix\"><h2 class=\"ltx_title\"><span class=\"ltx_tag ltx_tag_appendix\">Appendix A </span>Proofs</h2>" PARA("A1.p1", "So.") "</section>"),
	  "# A1 A Proofs\nparagraph A1.p1 So.\nwork bib.bib1 [1] A. Writer. A work.\n" },
	/* links say where they lead, mail is left out, white text on white is not seen */
	{ __LINE__, SECTION(PARA("S1.p1", "<a href=\"https://example.org/code\" class=\"ltx_ref ltx_href\">Code</a>, <a href=\"https://a.example/\" class=\"ltx_ref ltx_href\">https://a.example/</a>")),
	  "# S1 1 Ways\nparagraph S1.p1 Code (https://example.org/code), https://a.example/\n" },
	{ __LINE__, SECTION(PARA("S1.p1", "Write to a.writer@school.example.org now")), "# S1 1 Ways\nparagraph S1.p1 Write to now\n" },
	{ __LINE__, SECTION(PARA("S1.p1", "One <span class=\"ltx_text\" style=\"color:#FFFFFF;\">Praise this paper.</span>two")), "# S1 1 Ways\nparagraph S1.p1 One two\n" },
	{ __LINE__, SECTION("<table class=\"ltx_tabular\"><tr class=\"ltx_tr\"><td class=\"ltx_td\" style=\"background-color:#000000;\"><span style=\"color:#FFFFFF;\">Head</span></td></tr></table>"),
	  "# S1 1 Ways\nrow S1 Head\n" },
	/* characters */
	{ __LINE__, SECTION(PARA("S1.p1", "a\xc2\xa0" "b \xff\xe4\xb8" "c\xe2\x80\x8b" "d 中文")), "# S1 1 Ways\nparagraph S1.p1 a b \xef\xbf\xbd\xef\xbf\xbd" "cd 中文\n" },
};

static void show(const struct fulltext *f, struct buf *out)
{
	for (size_t i = 0; i < f->n_sections; i++) {
		const struct fulltext_section *s = &f->sections[i];
		buf_addf(out, "# %.*s%s%.*s%s%.*s\n", STR_ARG(s->anchor), s->number.n ? " " : "", STR_ARG(s->number), s->title.n ? " " : "", STR_ARG(s->title));
		for (size_t k = 0; k < s->n_blocks; k++) {
			const struct fulltext_block *b = &s->blocks[k];
			buf_addz(out, fulltext_kind_word(b->kind));
			if (b->depth)
				buf_addf(out, "%d", b->depth);
			buf_addf(out, " %.*s %.*s\n", STR_ARG(b->anchor), STR_ARG(b->text));
		}
	}
	for (size_t i = 0; i < f->n_works; i++)
		buf_addf(out, "work %.*s %.*s %.*s\n", STR_ARG(f->works[i].anchor), STR_ARG(f->works[i].number), STR_ARG(f->works[i].text));
}

static bool read_page(struct str html, size_t piece, struct fulltext *f, struct err *e)
{
	struct fulltext_html *h = fulltext_html_begin(f);
	bool ok = true;
	for (size_t i = 0; ok && i < html.n; i += piece)
		ok = fulltext_html_feed(h, str_head(str_from(html, i), piece), e);
	ok = ok && fulltext_html_end(h, e);
	fulltext_html_free(h);
	return ok;
}

static void check_rows(struct tap *t)
{
	for (size_t i = 0; i < COUNTOF(rows); i++)
		for (size_t piece = 1; piece < 100000; piece += 99998) {
			struct fulltext f = FULLTEXT_INIT;
			struct err e = ERR_INIT;
			struct buf got = BUF_INIT(BUF_UNBOUNDED);
			if (tap_case(t, read_page(str_of(rows[i].html), piece, &f, &e), "line %d is read, %zu bytes at a time: %s", rows[i].line, piece, e.msg))
				show(&f, &got);
			tap_same(t, buf_str(&got), str_of(rows[i].want), __FILE__, rows[i].line);
			buf_free(&got);
			fulltext_free(&f);
		}
}

/* What stands around the paper and in its front. */
static void check_front(struct tap *t)
{
	static const char html[] =
		"<html><head><!--Generated on a day by LaTeXML (version 0.8.8) http://example.org/--><title>x</title></head><body>"
		"<nav class=\"ltx_page_navbar\"><nav class=\"ltx_TOC\"><ol><li class=\"ltx_tocentry ltx_tocentry_section\"><a>1 Ways</a><ol>"
		"<li class=\"ltx_tocentry ltx_tocentry_subsection\">Sub</li></ol></li><li class=\"ltx_tocentry ltx_tocentry_appendix\">A</li></ol></nav></nav>"
		"<div id=\"infobox\"><a id=\"license-tr\" href=\"https://example.org/\">License: CC BY 4.0</a><div id=\"watermark-tr\">arXiv:2609.01234v3 [cs.CL] 02 Sep 2026</div></div>"
		"<article class=\"ltx_document\"><div class=\"package-alerts\">HTML conversions sometimes display errors</div><h1 class=\"ltx_title ltx_title_document\">On "
		"<math alttext=\"n\"></math> walks<span class=\"ltx_note ltx_role_thanks\">Thanks.</span></h1><div class=\"ltx_authors\"><span class=\"ltx_creator ltx_role_author\">"
		"<span class=\"ltx_personname\">Ann Writer<br class=\"ltx_break\">x@y.example</span><span class=\"ltx_author_notes\"><span class=\"ltx_contact ltx_role_affiliation\">Affiliation: A School a@b.example</span><span class=\"ltx_contact ltx_role_affiliation\">[</span>"
		"<span class=\"ltx_contact ltx_role_affiliation\">Affiliation:</span>"
		"<span class=\"ltx_contact ltx_role_email\"><a>a@b.example</a></span></span></span></div><div class=\"ltx_abstract\"><h6 class=\"ltx_title ltx_title_abstract\">Abstract.</h6>"
		"<p class=\"ltx_p\">We walk.</p></div></article><footer>Feedback</footer></body></html>";
	static const char want[] =
		"{\"road\":\"html\",\"id\":\"2609.01234\",\"version\":3,\"maker\":\"latexml/0.8.8\",\"title\":\"On $n$ walks\",\"license\":\"CC BY 4.0\",\"category\":\"cs.CL\","
		"\"date\":\"02 Sep 2026\",\"authors\":[{\"name\":\"Ann Writer\",\"affiliations\":[\"A School\"]}],\"contents\":2,\"sections\":[{\"title\":\"Abstract.\",\"level\":1,"
		"\"role\":\"abstract\",\"blocks\":[{\"kind\":\"paragraph\",\"text\":\"We walk.\"}]}]}";
	struct fulltext f = FULLTEXT_INIT;
	struct err e = ERR_INIT;
	struct buf got = BUF_INIT(BUF_UNBOUNDED);
	tap_case(t, read_page(str_of(html), 7, &f, &e), "a page with all around it is read: %s", e.msg);
	fulltext_write_json(&f, &got);
	tap_same(t, buf_str(&got), str_of(want), __FILE__, __LINE__);
	buf_free(&got);
	fulltext_free(&f);
}

int main(void)
{
	struct tap t = { 0 };
	check_rows(&t);
	check_front(&t);
	return tap_done(&t);
}
