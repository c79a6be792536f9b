/* SPDX-License-Identifier: MIT
 * The two RSS formats: RSS 2.0 (since February 2024, and what the old server gave for ?version=) and the legacy
 * RSS 1.0 in RDF, where the items stand beside the channel. Both are a channel with a day and items, so they share
 * everything but the names and the level at which an item's text is escaped. */
#include <stdlib.h>

#include "digest/text.h"
#include "internal.h"

enum { RSS = 1, CHANNEL, ITEM };

struct rss {
	struct str title, description, day;  /* of the channel */
	struct str day_text;                 /* the item's own */
	bool arxiv;                          /* the channel says that it is arXiv's */
	char last_date[40], last_day[DAY_SIZE];  /* the last item's date and its day: mostly all items have one */
};

static void open_rss(struct source *s)
{
	s->state = xcalloc(1, sizeof(struct rss));
	s->state_free = free;
	s->result.format = "rss";
	s->why_none = STR("the feed has no items: nothing was announced that day");
}

static void open_rdf(struct source *s)
{
	open_rss(s);
	s->result.format = "rdf";
}

/* ---- The channel ---- */

static void look_for_arxiv(struct rss *r, struct str text)
{
	if (str_find(text, "arxiv.org", 0) != STR_NONE || str_find(text, "arXiv", 0) != STR_NONE)
		r->arxiv = true;
}

static bool channel_title(struct source *s, struct str text, struct err *e)
{
	UNUSED(e);
	struct rss *r = s->state;
	source_keep(s, &r->title, text);
	look_for_arxiv(r, text);
	return true;
}

static bool channel_description(struct source *s, struct str text, struct err *e)
{
	UNUSED(e);
	source_keep(s, &((struct rss *)s->state)->description, text);
	return true;
}

static bool channel_link(struct source *s, struct str text, struct err *e)
{
	UNUSED(e);
	look_for_arxiv(s->state, text);
	return true;
}

/* RSS: midnight of the announcement's day. */
static bool channel_day(struct source *s, struct str text, struct err *e)
{
	UNUSED(e);
	struct rss *r = s->state;
	if (!str_known(r->day))
		r->day = date_eastern(text, false, &s->keep);
	return true;
}

/* RDF: the evening of the mailing, 20:30; the announcement is the next day's. */
static bool channel_evening(struct source *s, struct str text, struct err *e)
{
	UNUSED(e);
	struct rss *r = s->state;
	if (!str_known(r->day))
		r->day = date_eastern(text, true, &s->keep);
	return true;
}

static bool rss_end(struct source *s, struct str text, struct err *e)
{
	UNUSED(text);
	const struct rss *r = s->state;
	if (str_starts(r->title, "Feed error for query"))
		return source_fail(s, e, xml_line(s->xml), "arXiv answered: %.*s: %.*s", STR_ARG(r->title), STR_ARG(r->description));
	if (s->result.papers == 0 && !r->arxiv)
		return source_fail(s, e, xml_line(s->xml), "an RSS feed, but not arXiv's");
	return true;
}

/* ---- An item ---- */

static void item_begin(struct source *s, const struct xml *x)
{
	draft_begin(s, xml_line(x));
	((struct rss *)s->state)->day_text = STR_NULL;
}

static bool item_category(struct source *s, struct str text, struct err *e)
{
	UNUSED(e);
	draft_category(s, draft_text(s, text));
	return true;
}

static bool item_type(struct source *s, struct str text, struct err *e)
{
	UNUSED(e);
	s->draft.raw.paper.announce_type = announce_parse(text);
	return true;
}

static bool item_day(struct source *s, struct str text, struct err *e)
{
	UNUSED(e);
	struct rss *r = s->state;
	if (str_empty(text) || !str_is(text, r->last_date)) {
		r->day_text = date_eastern(text, false, &s->arena);
		if (!str_known(r->day_text) || text.n >= sizeof r->last_date)
			return true;
		memcpy(r->last_date, text.p, text.n);
		r->last_date[text.n] = '\0';
		memcpy(r->last_day, r->day_text.p, DAY_SIZE);
	}
	r->day_text = str_of(r->last_day);
	return true;
}

static bool item_doi(struct source *s, struct str text, struct err *e)
{
	UNUSED(e);
	draft_doi(s, text);
	return true;
}

/* In the first weeks of RSS 2.0 the creators were still links to a search, as in RDF. */
static void creators_without_links(struct source *s)
{
	struct str *t = &s->draft.raw.authors_text;
	if (str_find(*t, "<a ", 0) == STR_NONE)
		return;
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	html_to_text(*t, &b);
	*t = draft_text(s, str_trim(buf_str(&b)));
	buf_free(&b);
}

static bool item_end(struct source *s, struct str text, struct err *e)
{
	UNUSED(text);
	const struct rss *r = s->state;
	struct raw_paper *raw = &s->draft.raw;
	raw->paper.source = str_of(s->result.format);
	raw->paper.announced = str_known(r->day_text) ? r->day_text : r->day;
	/* What the old server gave for ?version=2.0 has the RDF's texts: the identifier in the title, no guid. */
	bool old_texts = str_is(raw->paper.source, "rdf") ||
	                 (!str_known(raw->paper.id) && str_find(raw->paper.title, "(arXiv:", 0) != STR_NONE);
	raw->form = old_texts ? FORM_RDF : FORM_FEED;
	if (!old_texts)
		creators_without_links(s);
	return draft_put(s, e);
}

static const struct xml_row rss_rows[] = {
	{ IN(RSS), NS_NONE, "channel", CHANNEL, .keep = KEEP_NOT },

	{ IN(CHANNEL), NS_NONE, "item", ITEM, .begin = item_begin, .end = item_end },
	{ IN(CHANNEL), NS_NONE, "title", .keep = KEEP_TEXT, .end = channel_title },
	{ IN(CHANNEL), NS_NONE, "link", .keep = KEEP_TEXT, .end = channel_link },
	{ IN(CHANNEL), NS_NONE, "description", .keep = KEEP_TEXT, .end = channel_description },
	{ IN(CHANNEL), NS_NONE, "pubDate", .keep = KEEP_TEXT, .end = channel_day },

	{ IN(ITEM), NS_NONE, "title", .keep = KEEP_RAW, .at = AT(paper.title) },
	{ IN(ITEM), NS_NONE, "link", .keep = KEEP_TRIM, .at = AT(paper.link) },
	{ IN(ITEM), NS_NONE, "description", .keep = KEEP_RAW, .at = AT(paper.abstract) },
	{ IN(ITEM), NS_NONE, "guid", .keep = KEEP_TRIM, .at = AT(paper.id) },
	{ IN(ITEM), NS_NONE, "category", .keep = KEEP_TEXT, .end = item_category },
	{ IN(ITEM), NS_NONE, "pubDate", .keep = KEEP_TEXT, .end = item_day },
	{ IN(ITEM), NS_ARXIV, "announce_type", .keep = KEEP_TEXT, .end = item_type },
	{ IN(ITEM), NS_ARXIV, "DOI", .keep = KEEP_TEXT, .end = item_doi },
	{ IN(ITEM), NS_ARXIV, "journal_reference", .keep = KEEP_TRIM, .at = AT(paper.journal_ref) },
	{ IN(ITEM), NS_DC, "rights", .keep = KEEP_TRIM, .at = AT(paper.license) },
	{ IN(ITEM), NS_DC, "creator", .keep = KEEP_TRIM, .at = AT(authors_text) },
};

static const struct xml_row rdf_rows[] = {
	{ IN(RSS), NS_RSS1, "channel", CHANNEL, .keep = KEEP_NOT },
	{ IN(RSS), NS_RSS1, "item", ITEM, .begin = item_begin, .end = item_end },

	{ IN(CHANNEL), NS_RSS1, "title", .keep = KEEP_TEXT, .end = channel_title },
	{ IN(CHANNEL), NS_RSS1, "link", .keep = KEEP_TEXT, .end = channel_link },
	{ IN(CHANNEL), NS_RSS1, "description", .keep = KEEP_TEXT, .end = channel_description },
	{ IN(CHANNEL), NS_DC, "date", .keep = KEEP_TEXT, .end = channel_evening },

	{ IN(ITEM), NS_RSS1, "title", .keep = KEEP_RAW, .at = AT(paper.title) },
	{ IN(ITEM), NS_RSS1, "link", .keep = KEEP_TRIM, .at = AT(paper.link) },
	{ IN(ITEM), NS_RSS1, "description", .keep = KEEP_RAW, .at = AT(paper.abstract) },
	{ IN(ITEM), NS_DC, "creator", .keep = KEEP_TRIM, .at = AT(authors_text) },
};

const struct xml_format format_rss = {
	NS_NONE, "rss", RSS, rss_rows, COUNTOF(rss_rows), .open = open_rss, .end = rss_end,
};
const struct xml_format format_rdf = {
	NS_RDF, "RDF", RSS, rdf_rows, COUNTOF(rdf_rows), .open = open_rdf, .end = rss_end,
};
