/* SPDX-License-Identifier: MIT
 * What a page says that is no paper: that there is none, or none yet; and which program made it. */
#include "page.h"

/* The words of arXiv's own pages (arxiv-browse, browse/templates/dissemination: no_html, multiple_files; withdrawn, which comes also
 * as long as a new paper's files are not made). */
static const struct { const char *says; enum fulltext_doubt sign; } signs[] = {
	{ "File unavailable for", FULLTEXT_NOT_YET },
	{ "No HTML for", FULLTEXT_NO_HTML },
	{ "HTML is not available for the source", FULLTEXT_NO_HTML },
	{ "The following files are available for", FULLTEXT_FILE_LIST },
};

/* LaTeXML writes "Generated on … by LaTeXML (version 0.8.7)", its rewrite in Rust its own name. */
void page_comment(struct page *p, struct str t)
{
	static const struct { const char *before, *maker; } makers[] = {
		{ "latexml-oxide", "latexml-oxide" }, { "LaTeXML (version ", "latexml/" }, { "latexml_oxide", "latexml-oxide" },
	};
	struct fulltext *f = p->b->f;
	for (size_t i = 0; i < COUNTOF(makers) && f->maker.n == 0; i++) {
		size_t at = str_find(t, makers[i].before, 0);
		if (at == STR_NONE)
			continue;
		struct str version = str_from(t, at + strlen(makers[i].before));
		size_t n = 0;
		while (n < version.n && n < 20 && (is_alnum((unsigned char)version.p[n]) || version.p[n] == '.'))
			n++;
		struct buf maker = BUF_INIT(80);
		buf_addf(&maker, "%s%.*s", makers[i].maker, makers[i].maker[strlen(makers[i].maker) - 1] == '/' ? (int)n : 0, version.p);
		f->maker = arena_dup(&f->arena, buf_str(&maker));
		buf_free(&maker);
	}
}

void page_finish(struct page *p)
{
	struct fulltext *f = p->b->f;
	struct str text = buf_str(&p->outside);
	while (p->depth > 0)
		page_end_tag(p);
	if (p->b->sections.n > 0)
		return;
	for (size_t i = 0; i < COUNTOF(signs); i++)
		if (str_find(text, signs[i].says, 0) != STR_NONE)
			f->signs |= 1u << signs[i].sign;
}
