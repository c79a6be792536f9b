/* SPDX-License-Identifier: MIT
 * What LaTeXML's classes and the names of elements mean for the form: a row a word. Of several words of an element the row that
 * stands first counts. */
#include "internal.h"

#include "digest/hash.h"

#define IS(word, role) { word, role, 0, FULLTEXT_OTHER }
#define SECTION(word, level, about) { word, ROLE_SECTION, level, about }

static const struct role_row rows[] = {
	/* what is no paper */
	IS("ltx_ERROR", ROLE_SKIP), IS("ltx_page_header", ROLE_SKIP), IS("ltx_page_footer", ROLE_SKIP), IS("ltx_page_logo", ROLE_SKIP),
	IS("ltx_TOC", ROLE_CONTENTS), IS("ltx_page_navbar", ROLE_CONTENTS),
	IS("ltx_tocentry_section", ROLE_CONTENTS_SECTION), IS("ltx_tocentry_appendix", ROLE_CONTENTS_SECTION),
	IS("ltx_pagination", ROLE_SKIP), IS("package-alerts", ROLE_SKIP), IS("ltx_dates", ROLE_SKIP), IS("ltx_note_mark", ROLE_SKIP),
	IS("ltx_note_type", ROLE_SKIP), IS("ltx_tag_note", ROLE_SKIP), IS("ltx_picture", ROLE_SKIP), IS("ltx_listing_data", ROLE_SKIP),
	IS("ltx_bib_cited", ROLE_SKIP), IS("ltx_author_before", ROLE_SKIP), IS("ltx_role_institutetext", ROLE_SKIP),
	IS("ltx_role_footnotemark", ROLE_SKIP), IS("ltx_role_email", ROLE_SKIP), IS("ltx_role_thanks", ROLE_SKIP),
	IS("ltx_role_orcid", ROLE_SKIP), IS("ltx_listingline_tag", ROLE_SKIP), IS("sr-only", ROLE_SKIP),
	IS("ltx_tag_listingline", ROLE_SKIP), IS("ltx_role_newpage", ROLE_SKIP),
	/* notes of a front: what journals' classes print, and marks that lead to authors */
	IS("ltx_role_affiliationtext", ROLE_SKIP), IS("ltx_role_journal", ROLE_SKIP), IS("ltx_role_journalyear", ROLE_SKIP), IS("ltx_role_doi", ROLE_SKIP),
	IS("ltx_role_journalvolume", ROLE_SKIP), IS("ltx_role_ccs", ROLE_SKIP), IS("ltx_role_conference", ROLE_SKIP), IS("ltx_role_copyright", ROLE_SKIP),
	IS("ltx_role_copyrightyear", ROLE_SKIP), IS("ltx_role_submissionid", ROLE_SKIP), IS("ltx_role_isbn", ROLE_SKIP), IS("ltx_role_price", ROLE_SKIP),
	IS("ltx_role_article", ROLE_SKIP), IS("ltx_role_publicationmonth", ROLE_SKIP), IS("ltx_role_booktitle", ROLE_SKIP), IS("ltx_rdf", ROLE_SKIP),
	/* the front */
	IS("ltx_document", ROLE_DOCUMENT), IS("ltx_title_document", ROLE_TITLE_DOCUMENT), IS("ltx_authors", ROLE_AUTHORS),
	IS("ltx_personname", ROLE_PERSON), IS("ltx_role_affiliation", ROLE_AFFILIATION), SECTION("ltx_abstract", 1, FULLTEXT_ABSTRACT),
	/* sections */
	SECTION("ltx_part", 0, FULLTEXT_OTHER), SECTION("ltx_chapter", 1, FULLTEXT_OTHER), SECTION("ltx_section", 1, FULLTEXT_OTHER),
	SECTION("ltx_appendix", 1, FULLTEXT_APPENDIX),
	SECTION("ltx_subsection", 2, FULLTEXT_OTHER), SECTION("ltx_subsubsection", 3, FULLTEXT_OTHER), SECTION("ltx_paragraph", 4, FULLTEXT_OTHER),
	SECTION("ltx_subparagraph", 5, FULLTEXT_OTHER), SECTION("ltx_acknowledgements", 1, FULLTEXT_THANKS), IS("ltx_bibliography", ROLE_BIBLIOGRAPHY),
	IS("ltx_title_theorem", ROLE_THEOREM_HEADING), IS("ltx_title_proof", ROLE_THEOREM_HEADING),
	IS("ltx_title_keywords", ROLE_THEOREM_HEADING), IS("ltx_title_classification", ROLE_THEOREM_HEADING),
	IS("ltx_title", ROLE_HEADING),
	/* tags before the text that they number */
	IS("ltx_tag_item", ROLE_TAG_ITEM), IS("ltx_tag_equation", ROLE_TAG_EQUATION), IS("ltx_tag_equationgroup", ROLE_TAG_EQUATION),
	IS("ltx_tag_bibitem", ROLE_TAG), IS("ltx_tag_section", ROLE_TAG), IS("ltx_tag_subsection", ROLE_TAG),
	IS("ltx_tag_subsubsection", ROLE_TAG), IS("ltx_tag_appendix", ROLE_TAG), IS("ltx_tag_paragraph", ROLE_TAG),
	IS("ltx_tag_subparagraph", ROLE_TAG), IS("ltx_tag_chapter", ROLE_TAG), IS("ltx_tag_part", ROLE_TAG),
	/* formulas before the tables that they are made of */
	IS("ltx_Math", ROLE_MATH), IS("ltx_eqn_row", ROLE_EQUATION_ROW), IS("ltx_eqn_cell", ROLE_EQUATION_CELL),
	IS("ltx_equation", ROLE_EQUATION), IS("ltx_equationgroup", ROLE_EQUATION),
	/* floats and tables */
	IS("ltx_caption", ROLE_CAPTION), IS("ltx_figure", ROLE_FLOAT), IS("ltx_table", ROLE_FLOAT), IS("ltx_float", ROLE_FLOAT),
	IS("ltx_tabular", ROLE_TABLE), IS("ltx_tr", ROLE_ROW), IS("ltx_td", ROLE_CELL), IS("ltx_th", ROLE_CELL),
	/* text */
	IS("ltx_itemize", ROLE_LIST), IS("ltx_enumerate", ROLE_LIST), IS("ltx_description", ROLE_LIST), IS("ltx_item", ROLE_ITEM),
	IS("ltx_bibitem", ROLE_WORK), IS("ltx_note", ROLE_NOTE), IS("ltx_listingline", ROLE_LISTING_LINE), IS("ltx_verbatim", ROLE_VERBATIM),
	IS("ltx_theorem", ROLE_PARA), IS("ltx_para", ROLE_PARA), IS("ltx_p", ROLE_BLOCK), IS("ltx_break", ROLE_BREAK),
	IS("ltx_bibblock", ROLE_BREAK), IS("ltx_href", ROLE_LINK), IS("ltx_bib_external", ROLE_LINK),
	/* names of elements */
	IS("script", ROLE_SKIP), IS("style", ROLE_SKIP), IS("svg", ROLE_SKIP), IS("button", ROLE_SKIP), IS("template", ROLE_SKIP),
	IS("noscript", ROLE_SKIP), IS("header", ROLE_CHROME), IS("footer", ROLE_CHROME), IS("dialog", ROLE_CHROME), IS("form", ROLE_CHROME),
	IS("nav", ROLE_CONTENTS), IS("tbody", ROLE_BODY),
	IS("math", ROLE_MATH), IS("annotation", ROLE_ANNOTATION), IS("p", ROLE_BLOCK), IS("div", ROLE_BLOCK), IS("section", ROLE_BLOCK),
	IS("figure", ROLE_BLOCK), IS("table", ROLE_BLOCK), IS("ul", ROLE_BLOCK), IS("ol", ROLE_BLOCK), IS("dl", ROLE_BLOCK), IS("li", ROLE_BLOCK),
	IS("pre", ROLE_BLOCK), IS("blockquote", ROLE_BLOCK), IS("h1", ROLE_BLOCK), IS("h2", ROLE_BLOCK), IS("h3", ROLE_BLOCK), IS("h4", ROLE_BLOCK),
	IS("h5", ROLE_BLOCK), IS("h6", ROLE_BLOCK), IS("tr", ROLE_BLOCK), IS("br", ROLE_BREAK),
};

void roles_learn(struct roles *r)
{
	static_assert(COUNTOF(rows) < COUNTOF(r->slots) / 2 && COUNTOF(rows) < 255, "a slot holds the number of a row");
	memset(r->slots, 0, sizeof r->slots);
	for (size_t i = 0; i < COUNTOF(rows); i++) {
		size_t at = fnv(FNV_BASIS, str_of(rows[i].word)) % COUNTOF(r->slots);
		while (r->slots[at])
			at = (at + 1) % COUNTOF(r->slots);
		r->slots[at] = (unsigned char)(i + 1);
	}
}

static const struct role_row *row_of(const struct roles *r, struct str word)
{
	for (size_t at = fnv(FNV_BASIS, word) % COUNTOF(r->slots); r->slots[at]; at = (at + 1) % COUNTOF(r->slots))
		if (str_is(word, rows[r->slots[at] - 1].word))
			return &rows[r->slots[at] - 1];
	return NULL;
}

const struct role_row *role_of(const struct roles *r, const char *name, struct str class)
{
	static const struct role_row none = { .word = "", .role = ROLE_NONE };
	const struct role_row *best = row_of(r, str_of(name));
	struct str rest = class, word;
	while (str_cut(&rest, ' ', &word)) {
		const struct role_row *row = row_of(r, str_trim(word));
		if (row && (best == NULL || row < best))
			best = row;
	}
	return best ? best : &none;
}
