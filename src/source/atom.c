/* SPDX-License-Identifier: MIT
 * The two Atom formats, the API's replies (legacy and since November 2025) and the Atom flavour of the daily feed.
 * They share root and namespaces, and an element's place differs from dialect to dialect: so one table reads both,
 * in any order, and an entry's own identifier says which it is ("oai:arXiv.org:…" only in the feed). */
#include <stdlib.h>

#include "internal.h"

enum { FEED = 1, ENTRY, AUTHOR };

struct atom {
	struct str title, subtitle;   /* of the feed */
	bool arxiv;                   /* something in it says that it is arXiv's */
	struct str doi_link;          /* of the entry */
	struct str primary;
	struct str name;              /* of the author being read */
};

static void open_atom(struct source *s)
{
	s->state = xcalloc(1, sizeof(struct atom));
	s->state_free = free;
	s->why_none = STR("the reply has no entries");
}

/* ---- The feed ---- */

static void known_as(struct source *s, const char *format)
{
	struct atom *a = s->state;
	a->arxiv = true;
	s->result.format = format;
}

static bool feed_title(struct source *s, struct str text, struct err *e)
{
	UNUSED(e);
	source_keep(s, &((struct atom *)s->state)->title, text);
	return true;
}

static bool feed_subtitle(struct source *s, struct str text, struct err *e)
{
	UNUSED(e);
	source_keep(s, &((struct atom *)s->state)->subtitle, text);
	return true;
}

static bool feed_id(struct source *s, struct str text, struct err *e)
{
	UNUSED(e);
	if (str_find(text, "rss.arxiv.org/", 0) != STR_NONE)
		known_as(s, "atom");
	else if (str_find(text, "arxiv.org/", 0) != STR_NONE)
		known_as(s, "api");
	return true;
}

static bool feed_total(struct source *s, struct str text, struct err *e)
{
	UNUSED(e);
	uint64_t n;
	known_as(s, "api");
	if (str_number(text, INT64_MAX, &n))
		s->result.total_results = (int64_t)n;
	return true;
}

static bool feed_end(struct source *s, struct str text, struct err *e)
{
	UNUSED(text);
	const struct atom *a = s->state;
	if (str_starts(a->title, "Feed error for query"))
		return source_fail(s, e, xml_line(s->xml), "arXiv answered: %.*s: %.*s", STR_ARG(a->title), STR_ARG(a->subtitle));
	if (s->result.papers == 0 && !a->arxiv)
		return source_fail(s, e, xml_line(s->xml), "an Atom feed, but not arXiv's");
	return true;
}

/* ---- An entry ---- */

static void entry_begin(struct source *s, const struct xml *x)
{
	struct atom *a = s->state;
	draft_begin(s, xml_line(x));
	a->doi_link = a->primary = STR_NULL;
}

static void entry_link(struct source *s, const struct xml *x)
{
	struct atom *a = s->state;
	struct str href = xml_attribute(x, "href"), rel = xml_attribute(x, "rel");
	if (str_is(rel, "alternate") && !str_known(s->draft.raw.paper.link))
		s->draft.raw.paper.link = draft_text(s, href);
	else if (str_is(xml_attribute(x, "title"), "doi"))
		a->doi_link = draft_text(s, href);
}

/* The old server wrote MSC and ACM classes as categories, too: `68T30`, `I.2.6`, whole lists of them.
 * A category is an archive, or archive.SUBJECT. */
static bool looks_like_category(struct str c)
{
	bool dot = false;
	if (c.n == 0 || !is_lower(c.p[0]))
		return false;
	for (size_t i = 0; i < c.n; i++) {
		if (c.p[i] == '.' && !dot && i + 1 < c.n)
			dot = true;
		else if (!(is_lower(c.p[i]) || c.p[i] == '-' || (dot && is_upper(c.p[i]))))
			return false;
	}
	return true;
}

static void entry_category(struct source *s, const struct xml *x)
{
	struct str term = xml_attribute(x, "term"), scheme = xml_attribute(x, "scheme");
	if (looks_like_category(term) && (!str_known(scheme) || str_is(scheme, "http://arxiv.org/schemas/atom")))
		draft_category(s, draft_text(s, term));
}

static void entry_primary(struct source *s, const struct xml *x)
{
	struct str term = xml_attribute(x, "term");
	if (looks_like_category(term))
		((struct atom *)s->state)->primary = draft_text(s, term);
}

static bool entry_doi(struct source *s, struct str text, struct err *e)
{
	UNUSED(e);
	draft_doi(s, text);
	return true;
}

static bool entry_type(struct source *s, struct str text, struct err *e)
{
	UNUSED(e);
	s->draft.raw.paper.announce_type = announce_parse(text);
	return true;
}

/* The primary category goes first; it is one of the others, but for papers that list only an alias of it. */
static void put_primary_first(struct source *s)
{
	struct str primary = ((struct atom *)s->state)->primary;
	struct draft *d = &s->draft;
	if (!str_known(primary))
		return;
	draft_category(s, primary);
	for (size_t i = d->categories.n; i-- > 0;)
		if (str_eq(d->categories.v[i], primary)) {
			memmove(d->categories.v + 1, d->categories.v, i * sizeof *d->categories.v);
			d->categories.v[0] = primary;
			break;
		}
}

/* "http://dx.doi.org/10.1103/…" → "10.1103/…" */
static struct str doi_of_link(struct str link)
{
	size_t at = str_find(link, "doi.org/", 0);
	return at == STR_NONE ? STR_NULL : str_from(link, at + strlen("doi.org/"));
}

static bool api_entry(struct source *s, struct err *e)
{
	struct raw_paper *raw = &s->draft.raw;
	struct paper *p = &raw->paper;
	if (str_find(p->id, "/api/errors", 0) != STR_NONE)
		return source_fail(s, e, s->draft.line, "arXiv answered with an error: %.*s", STR_ARG(str_trim(p->abstract)));
	s->result.format = "api";
	if (!str_known(p->title) && !str_known(p->published)) {
		source_skip(s, s->draft.line, "skipped: %.*s: no title and no date: there is no such version",
		            STR_ARG(str_head(p->id, 100)));
		return true;
	}
	raw->form = FORM_API;
	p->source = STR("api");
	p->published = date_utc(p->published, &s->arena);
	p->updated = date_utc(p->updated, &s->arena);
	put_primary_first(s);
	struct str doi = doi_of_link(((struct atom *)s->state)->doi_link);
	if (!str_known(p->doi) && str_known(doi))
		draft_doi(s, doi);
	return draft_put(s, e);
}

/* `published` is the day of the announcement here, `updated` when the feed was built. */
static bool feed_entry(struct source *s, struct err *e)
{
	struct raw_paper *raw = &s->draft.raw;
	known_as(s, "atom");
	raw->form = FORM_FEED;
	raw->paper.source = STR("atom");
	raw->paper.announced = date_eastern(raw->paper.published, false, &s->arena);
	raw->paper.published = raw->paper.updated = STR_NULL;
	return draft_put(s, e);
}

static bool entry_end(struct source *s, struct str text, struct err *e)
{
	UNUSED(text);
	struct str *id = &s->draft.raw.paper.id;
	if (!str_known(*id)) {
		source_skip(s, s->draft.line, "skipped: an entry without <id>");
		return true;
	}
	return str_is_nocase(str_head(*id, 4), "oai:") ? feed_entry(s, e) : api_entry(s, e);
}

static bool author_name(struct source *s, struct str text, struct err *e)
{
	UNUSED(e);
	((struct atom *)s->state)->name = draft_text(s, text);
	return true;
}

static bool author_affiliation(struct source *s, struct str text, struct err *e)
{
	UNUSED(e);
	*vec_push(&s->draft.affiliations) = draft_text(s, text);
	return true;
}

static bool author_end(struct source *s, struct str text, struct err *e)
{
	UNUSED(text), UNUSED(e);
	struct atom *a = s->state;
	draft_author(s, a->name);
	a->name = STR_NULL;
	return true;
}

static const struct xml_row rows[] = {
	{ IN(FEED), NS_ATOM, "entry", ENTRY, .begin = entry_begin, .end = entry_end },
	{ IN(FEED), NS_ATOM, "id", .keep = KEEP_TEXT, .end = feed_id },
	{ IN(FEED), NS_ATOM, "title", .keep = KEEP_TEXT, .end = feed_title },
	{ IN(FEED), NS_ATOM, "subtitle", .keep = KEEP_TEXT, .end = feed_subtitle },
	{ IN(FEED), NS_OPENSEARCH, "totalResults", .keep = KEEP_TEXT, .end = feed_total },

	{ IN(ENTRY), NS_ATOM, "id", .keep = KEEP_TRIM, .at = AT(paper.id) },
	{ IN(ENTRY), NS_ATOM, "title", .keep = KEEP_RAW, .at = AT(paper.title) },
	{ IN(ENTRY), NS_ATOM, "summary", .keep = KEEP_RAW, .at = AT(paper.abstract) },
	{ IN(ENTRY), NS_ATOM, "published", .keep = KEEP_TRIM, .at = AT(paper.published) },
	{ IN(ENTRY), NS_ATOM, "updated", .keep = KEEP_TRIM, .at = AT(paper.updated) },
	{ IN(ENTRY), NS_ATOM, "author", AUTHOR, .end = author_end },
	{ IN(ENTRY), NS_ATOM, "link", .begin = entry_link },
	{ IN(ENTRY), NS_ATOM, "category", .begin = entry_category },
	{ IN(ENTRY), NS_ARXIV, "primary_category", .begin = entry_primary },
	{ IN(ENTRY), NS_ARXIV, "comment", .keep = KEEP_TRIM, .at = AT(paper.comment) },
	{ IN(ENTRY), NS_ARXIV, "journal_ref", .keep = KEEP_TRIM, .at = AT(paper.journal_ref) },
	{ IN(ENTRY), NS_ARXIV, "doi", .keep = KEEP_TEXT, .end = entry_doi },
	{ IN(ENTRY), NS_ARXIV, "announce_type", .keep = KEEP_TEXT, .end = entry_type },
	{ IN(ENTRY), NS_ARXIV, "DOI", .keep = KEEP_TEXT, .end = entry_doi },
	{ IN(ENTRY), NS_ARXIV, "journal_reference", .keep = KEEP_TRIM, .at = AT(paper.journal_ref) },
	{ IN(ENTRY), NS_DC, "creator", .keep = KEEP_TRIM, .at = AT(authors_text) },
	{ IN(ENTRY), NS_DC, "rights", .keep = KEEP_TRIM, .at = AT(paper.license) },

	{ IN(AUTHOR), NS_ATOM, "name", .keep = KEEP_TEXT, .end = author_name },
	{ IN(AUTHOR), NS_ARXIV, "affiliation", .keep = KEEP_TEXT, .end = author_affiliation },
};

const struct xml_format format_atom = {
	NS_ATOM, "feed", FEED, rows, COUNTOF(rows), .open = open_atom, .end = feed_end,
};
