/* SPDX-License-Identifier: MIT
 * Whether a text is the paper's, and the whole of it: arXiv's addresses answer with older versions, with other papers, with pages whose body
 * is missing. Each doubt is a row: its word, what it says, how it is told. */
#include "internal.h"

#include <stdlib.h>

#include "digest/hash.h"

/* ---- Titles ---- */

enum { TITLE_WORDS = 60 };

/* The words of a title, formulas and commands of TeX left out: at most MOST. */
static size_t title_words(struct str s, uint64_t *words, size_t most)
{
	size_t n = 0;
	bool formula = false;
	for (size_t i = 0; i < s.n && n < most;) {
		unsigned char c = (unsigned char)s.p[i];
		if (c == '$')
			formula = !formula;
		if (c == '\\')
			while (i + 1 < s.n && is_alpha((unsigned char)s.p[i + 1]))
				i++;
		uint64_t h = FNV_BASIS;
		size_t from = i;
		while (i < s.n && (is_alnum((unsigned char)s.p[i]) || (unsigned char)s.p[i] >= 0x80))
			h = fnv_byte(h, (unsigned char)to_lower((unsigned char)s.p[i++]));
		if (i > from && !formula)
			words[n++] = h;
		i += i == from;
	}
	return n;
}

/* Most words of the shorter one stand in the other. */
static bool same_title(struct str a, struct str b)
{
	uint64_t x[TITLE_WORDS], y[TITLE_WORDS];
	size_t n = title_words(a, x, TITLE_WORDS), m = title_words(b, y, TITLE_WORDS), shared = 0;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < m; k++)
			if (x[i] == y[k]) {
				y[k] = 0;
				shared++;
				break;
			}
	size_t fewer = n < m ? n : m, more = n < m ? m : n;
	return shared * 4 >= fewer * 3 && shared * 2 >= more;
}

/* A PDF does not say which of its first words are its title: most words of the title that is wanted stand among them. */
static bool begins_with(const struct fulltext *f, struct str title)
{
	enum { FIRST = 1200 };
	uint64_t want[TITLE_WORDS], have[TITLE_WORDS * 4];
	struct buf front = BUF_INIT(BUF_UNBOUNDED);
	buf_adds(&front, f->title);
	for (size_t i = 0; f->n_sections > 0 && i < f->sections[0].n_blocks && front.len < FIRST; i++)
		buf_addf(&front, " %.*s", STR_ARG(str_head(f->sections[0].blocks[i].text, FIRST)));
	size_t n = title_words(title, want, COUNTOF(want)), m = title_words(buf_str(&front), have, COUNTOF(have)), there = 0;
	for (size_t i = 0; i < n; i++) {
		bool stands = false;
		for (size_t k = 0; k < m && !stands; k++)
			stands = have[k] == want[i];
		there += stands;
	}
	buf_free(&front);
	return there * 4 >= n * 3;
}

static bool is_other_paper(const struct fulltext *f, const struct fulltext_expected *w)
{
	if (f->id.n > 0 && w->id.n > 0 && !str_eq(f->id, w->id))
		return true;
	if (f->title.n == 0 || w->title.n == 0)
		return false;
	return f->road == FULLTEXT_PDF ? !begins_with(f, w->title) : !same_title(f->title, w->title);
}

/* ---- How much there is ---- */

static size_t bytes_of(const struct fulltext_section *s)
{
	size_t n = 0;
	for (size_t i = 0; i < s->n_blocks; i++)
		n += s->blocks[i].text.n;
	return n;
}

static size_t bytes_without_abstract(const struct fulltext *f)
{
	size_t n = 0;
	for (size_t i = 0; i < f->n_sections; i++)
		n += f->sections[i].role == FULLTEXT_ABSTRACT ? 0 : bytes_of(&f->sections[i]);
	return n;
}

static bool is_empty(const struct fulltext *f, const struct fulltext_expected *w)
{
	UNUSED(w);
	return f->n_sections == 0 || (bytes_without_abstract(f) == 0 && f->signs == 0);
}

static bool is_older(const struct fulltext *f, const struct fulltext_expected *w)
{
	return f->version > 0 && w->version > f->version;
}

static size_t top_sections(const struct fulltext *f)
{
	size_t n = 0;
	for (size_t i = 0; i < f->n_sections; i++)
		n += f->sections[i].level <= 1 && f->sections[i].title.n > 0 && f->sections[i].role != FULLTEXT_ABSTRACT;
	return n;
}

static bool lacks_sections(const struct fulltext *f, const struct fulltext_expected *w)
{
	UNUSED(w);
	return f->n_sections > 0 && top_sections(f) < f->n_contents;
}

/* Whether nothing stands under the section I, its subsections counted. */
static bool is_bare(const struct fulltext *f, size_t i)
{
	if (f->sections[i].n_blocks > 0)
		return false;
	for (size_t k = i + 1; k < f->n_sections && f->sections[k].level > f->sections[i].level; k++)
		if (f->sections[k].n_blocks > 0)
			return false;
	return true;
}

/* A third of the sections: one may be meant to be empty. */
static bool has_bare_sections(const struct fulltext *f, const struct fulltext_expected *w)
{
	size_t bare = 0, all = top_sections(f);
	UNUSED(w);
	for (size_t i = 0; i < f->n_sections; i++)
		bare += f->sections[i].level <= 1 && f->sections[i].title.n > 0 && is_bare(f, i);
	return bare > 0 && bare * 3 >= all;
}

/* The introduction and the conclusion, and next to nothing between. */
static bool has_only_ends(const struct fulltext *f, const struct fulltext_expected *w)
{
	enum { LITTLE = 400 };
	size_t ends = 0, between = 0;
	bool introduction = false, conclusion = false;
	UNUSED(w);
	for (size_t i = 0; i < f->n_sections; i++) {
		const struct fulltext_section *s = &f->sections[i];
		bool end = s->role == FULLTEXT_INTRODUCTION || s->role == FULLTEXT_CONCLUSION;
		introduction = introduction || s->role == FULLTEXT_INTRODUCTION;
		conclusion = conclusion || s->role == FULLTEXT_CONCLUSION;
		if (end)
			ends += bytes_of(s);
		else if (s->role != FULLTEXT_ABSTRACT && s->role != FULLTEXT_THANKS)
			between += bytes_of(s);
	}
	return introduction && conclusion && ends > between && between < LITTLE;
}

/* Shorter than any paper but a note of a page: 150 words. */
static bool is_short(const struct fulltext *f, const struct fulltext_expected *w)
{
	enum { SHORTEST = 1000 };
	UNUSED(w);
	size_t n = bytes_without_abstract(f);
	return n > 0 && n < SHORTEST;
}

static bool lacks_works(const struct fulltext *f, const struct fulltext_expected *w)
{
	UNUSED(w);
	return f->n_sections > 0 && f->n_works == 0;
}

/* ---- Rows ---- */

static const struct {
	const char *word, *text;
	bool (*told)(const struct fulltext *f, const struct fulltext_expected *w);  /* NULL: by the reader's signs */
} doubts[FULLTEXT_DOUBT__COUNT] = {
	[FULLTEXT_NO_HTML] = { "no-html", "arXiv says that there is no HTML of it", NULL },
	[FULLTEXT_NOT_YET] = { "not-yet", "arXiv says that its file is not available, as it does until a new paper's files are made", NULL },
	[FULLTEXT_FILE_LIST] = { "file-list", "it is HTML of several files, of which arXiv gives a list", NULL },
	[FULLTEXT_NO_TEXT] = { "no-text", "there is no text of a paper in it", is_empty },
	[FULLTEXT_OTHER_PAPER] = { "other-paper", "its title or identifier is another paper's", is_other_paper },
	[FULLTEXT_OLDER] = { "older-version", "it is the text of an older version", is_older },
	[FULLTEXT_SECTIONS_GONE] = { "sections-gone", "it has fewer sections than its table of contents", lacks_sections },
	[FULLTEXT_SECTIONS_BARE] = { "sections-bare", "a third of its sections or more are headings without text", has_bare_sections },
	[FULLTEXT_ENDS_ONLY] = { "ends-only", "it has an introduction and a conclusion, and nothing between them", has_only_ends },
	[FULLTEXT_SHORT] = { "short", "it is too short for a paper", is_short },
	[FULLTEXT_NO_WORKS] = { "no-bibliography", "it has no bibliography: works that are named cannot be looked up", lacks_works },
};

const char *fulltext_doubt_word(enum fulltext_doubt d) { return doubts[d].word; }
const char *fulltext_doubt_text(enum fulltext_doubt d) { return doubts[d].text; }

unsigned fulltext_believe(const struct fulltext *f, const struct fulltext_expected *expected)
{
	unsigned ret = f->signs;
	for (unsigned i = 0; i < FULLTEXT_DOUBT__COUNT; i++)
		if (doubts[i].told && doubts[i].told(f, expected))
			ret |= 1u << i;
	return ret;
}
