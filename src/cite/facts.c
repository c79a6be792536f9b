/* SPDX-License-Identifier: MIT
 * What every format says of a paper: when, where, and beside what. */
#include <string.h>

#include "src/cite/internal.h"

static int number_at(struct str s, size_t at, size_t n)
{
	uint64_t number;
	return s.n >= at + n && str_number(str_head(str_from(s, at), n), 9999, &number) ? (int)number : 0;
}

bool cite_is_arxiv(const struct paper *p)
{
	struct arena a = ARENA_INIT;
	struct arxiv_id id;
	bool is = arxiv_id_parse(p->id, &a, &id);
	arena_free(&a);
	return is;
}

/* "2402.17010" and "hep-th/9901001" begin with year and month, of two digits each; arXiv began in 1991. */
static struct cite_date date_of_id(const struct paper *p)
{
	enum { FIRST = 91 };
	size_t slash = str_find(p->id, "/", 0), at = slash == STR_NONE ? 0 : slash + 1;
	if (!cite_is_arxiv(p))
		return (struct cite_date){ 0, 0, 0 };
	int year = number_at(p->id, at, 2);
	return (struct cite_date){ year + (year >= FIRST ? 1900 : 2000), number_at(p->id, at + 2, 2), 0 };
}

struct cite_date cite_date(const struct paper *p)
{
	struct str when = !str_empty(p->updated) ? p->updated : !str_empty(p->published) ? p->published : p->announced;
	struct cite_date d = { number_at(when, 0, 4), number_at(when, 5, 2), number_at(when, 8, 2) };
	return d.year ? d : date_of_id(p);
}

struct str cite_doi(const struct paper *p)
{
	struct str doi = str_empty(p->doi) && str_starts(p->id, "doi:") ? str_from(p->id, 4) : p->doi;
	doi = str_head(str_trim(doi), str_find(str_trim(doi), " ", 0));
	return str_empty(doi) ? STR_NULL : doi;
}

struct cite_names cite_names(const struct paper *p, struct arena *a)
{
	struct cite_names names = { arena_calloc(a, p->n_authors, sizeof *names.v), 0 };
	for (size_t i = 0; i < p->n_authors; i++) {
		struct str name = clean_characters(p->authors[i].name, false, a, NULL);
		if (!str_empty(name))
			cite_name_split(name, a, &names.v[names.n++]);
	}
	return names;
}

void cite_url(const struct paper *p, struct buf *out)
{
	if (cite_is_arxiv(p))
		buf_addf(out, "https://arxiv.org/abs/%.*s", STR_ARG(p->id));
	else if (str_starts(p->link, "https://") || str_starts(p->link, "http://"))
		buf_adds(out, p->link);
}

void cite_note(const struct paper *p, const char *between, struct buf *out)
{
	if (!str_empty(p->journal_ref))
		buf_adds(out, p->journal_ref);
	if (p->authors_omitted > 0)
		buf_addf(out, "%sand %d other author%s", str_empty(p->journal_ref) ? "" : between, p->authors_omitted, p->authors_omitted == 1 ? "" : "s");
}
