/* SPDX-License-Identifier: MIT
 * What of a record searches look through, as words: one place for the index of a store and for expressions. */
#include "digest/paper.h"
#include "digest/text.h"

const char *const paper_text_names[PAPER_TEXTS] = { "title", "abstract", "authors", "other", "summary" };

/* What no text becomes: a sign, which parts words wherever it stands. */
static const char wall[] = "\xc2\xa6 ";

static void put_part(struct str s, struct buf *out)
{
	if (str_empty(s))
		return;
	words_put(s, out);
	buf_addz(out, wall);
}

void name_words(struct str name, bool join, struct buf *out)
{
	static const char *const apostrophes[] = { "'", "\xe2\x80\x99", "\xca\xbc", "`" };
	struct buf bare = BUF_INIT(BUF_UNBOUNDED);
	for (size_t i = 0; i < name.n;) {
		size_t skip = join && name.p[i] == '-';
		for (size_t k = 0; k < COUNTOF(apostrophes) && skip == 0; k++)
			skip = str_starts(str_from(name, i), apostrophes[k]) ? strlen(apostrophes[k]) : 0;
		if (skip == 0)
			buf_addc(&bare, name.p[i]);
		i += skip ? skip : 1;
	}
	words_put(buf_str(&bare), out);
	buf_free(&bare);
}

/* NAME as it is read, and in the forms that it is typed in, those that differ. */
static void put_name(struct str name, struct buf *out)
{
	struct buf forms[] = { BUF_INIT(BUF_UNBOUNDED), BUF_INIT(BUF_UNBOUNDED), BUF_INIT(BUF_UNBOUNDED) };
	words_put(name, &forms[0]);
	name_words(name, false, &forms[1]);
	name_words(name, true, &forms[2]);
	for (size_t i = 0; i < COUNTOF(forms); i++) {
		bool known = forms[i].len == 0;
		for (size_t k = 0; k < i; k++)
			known = known || str_eq(buf_str(&forms[i]), buf_str(&forms[k]));
		if (!known) {
			buf_adds(out, buf_str(&forms[i]));
			buf_addz(out, wall);
		}
	}
	for (size_t i = 0; i < COUNTOF(forms); i++)
		buf_free(&forms[i]);
}

/* A field's words stand in JSON where it is no string: its signs part them, and so do its keys' quotes. */
static void put_summary(const struct summary *y, struct buf *out)
{
	for (size_t i = 0; i < y->n_fields; i++)
		put_part(y->fields[i].text, out);
}

void paper_words(const struct paper *p, enum paper_text which, struct buf *out)
{
	buf_addc(out, ' ');
	switch (which) {
	case PAPER_TITLE: words_put(p->title, out); break;
	case PAPER_ABSTRACT: words_put(p->abstract, out); break;
	case PAPER_AUTHORS:
		for (size_t i = 0; i < p->n_authors; i++)
			put_name(p->authors[i].name, out);
		break;
	case PAPER_SUMMARY: put_summary(&p->summary, out); break;
	case PAPER_OTHER:
		put_part(p->comment, out);
		put_part(p->journal_ref, out);
		put_part(p->report_no, out);
		put_part(p->doi, out);
		put_part(p->id, out);
		break;
	case PAPER_TEXTS: break;
	}
}
