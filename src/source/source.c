/* SPDX-License-Identifier: MIT
 * The table of roads, detection by content, and the paper in the making: what every road does at the end of an entry
 * (draft_put) stands here once. Whatever fails first is kept: a source that failed stays failed. */
#include <stdarg.h>
#include <stdlib.h>

#include "internal.h"

/* <- add a source here: XML by its root element, JSON by what its objects hold. */
const struct xml_road *const xml_roads[] = {
	&road_atom, &road_rss, &road_rdf, &road_oai, &road_oai_record, &road_html, &road_xhtml, NULL,
};
const struct json_road *const json_roads[] = { &road_kaggle, &road_earlier, &road_records, NULL };

const struct xml_road road_html = { .root = "html", .not_this = "an HTML page" };
const struct xml_road road_xhtml = { .ns = NS_ANY, .root = "html", .not_this = "an HTML page" };

enum { HEAD_BYTES = 64 };  /* enough to tell the format from, and to show what it is not */

/* ---- Messages ---- */

static void set(struct err *e, const char *fmt, va_list ap)
{
	struct buf text = BUF_INIT(BUF_UNBOUNDED);  /* err_set() cuts it where a character ends */
	buf_vaddf(&text, fmt, ap);
	err_set(e, ERR_INPUT, "%s", text.s);
	buf_free(&text);
}

bool source_fail(const struct source *s, struct err *e, unsigned long line, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	set(e, fmt, ap);
	va_end(ap);
	return line ? err_wrap(e, "%s:%lu", s->name, line) : err_wrap(e, "%s", s->name);
}

void source_skip(struct source *s, unsigned long line, const char *fmt, ...)
{
	struct err why = ERR_INIT;
	va_list ap;
	va_start(ap, fmt);
	set(&why, fmt, ap);
	va_end(ap);
	s->result.skipped++;
	log_warn(s->log, "%s:%lu: %s", s->name, line, why.msg);
}

void source_keep(struct source *s, struct str *at, struct str text)
{
	if (!str_known(*at))
		*at = arena_dup(&s->keep, text);
}

/* ---- The paper in the making ---- */

void draft_begin(struct source *s, unsigned long line)
{
	struct draft *d = &s->draft;
	arena_reset(&s->arena);
	d->raw = (struct raw_paper){ .paper = PAPER_INIT };
	d->authors.n = d->categories.n = d->affiliations.n = 0;
	d->line = line;
	d->bytes = 0;
}

struct str draft_text(struct source *s, struct str t)
{
	s->draft.bytes += t.n + sizeof(struct author);
	return arena_dup(&s->arena, t);
}

void draft_author(struct source *s, struct str name)
{
	struct draft *d = &s->draft;
	struct author a = { .name = name };
	a.affiliations.n = d->affiliations.n;
	if (d->affiliations.n) {
		a.affiliations.v = arena_alloc(&s->arena, d->affiliations.n * sizeof *a.affiliations.v);
		memcpy(a.affiliations.v, d->affiliations.v, d->affiliations.n * sizeof *a.affiliations.v);
	}
	d->affiliations.n = 0;
	if (!str_empty(name))
		*vec_push(&d->authors) = a;
}

void draft_category(struct source *s, struct str c)
{
	struct draft *d = &s->draft;
	for (size_t i = 0; i < d->categories.n; i++)
		if (str_eq(d->categories.v[i], c))
			return;
	if (!str_empty(c) && d->categories.n < SOURCE_MAX_CATEGORIES)
		*vec_push(&d->categories) = c;
}

/* Cut the next word off *REST, as ASCII white space parts words. */
static bool next_word(struct str *rest, struct str *word)
{
	*rest = str_trim(*rest);
	size_t n = 0;
	while (n < rest->n && !is_space(rest->p[n]))
		n++;
	*word = str_head(*rest, n);
	*rest = str_from(*rest, n);
	return n > 0;
}

void draft_categories(struct source *s, struct str t)
{
	for (struct str word; next_word(&t, &word);)
		draft_category(s, draft_text(s, word));
}

void draft_doi(struct source *s, struct str t)
{
	struct str *doi = &s->draft.raw.paper.doi;
	struct buf b = BUF_INIT(SOURCE_MAX_FIELD);
	if (!str_empty(*doi))
		buf_adds(&b, *doi);
	for (struct str word; next_word(&t, &word);) {
		/* Commas and semicolons are signs of a DOI, too: they part two only where the next one begins. */
		for (size_t cut, i = 0; word.n; word = str_from(word, cut)) {
			for (cut = 1, i = 1; i < word.n; i++, cut++)
				if ((word.p[i - 1] == ',' || word.p[i - 1] == ';') && str_starts(str_from(word, i), "10."))
					break;
			struct str one = str_head(word, cut);
			while (one.n && (one.p[one.n - 1] == ',' || one.p[one.n - 1] == ';'))
				one.n--;
			if (b.len && one.n)
				buf_addc(&b, ' ');
			buf_adds(&b, one);
		}
	}
	*doi = draft_text(s, buf_str(&b));
	buf_free(&b);
}

/* The identifier out of what the road calls one: an address, "oai:arXiv.org:…", or the link where it has none. */
static void take_id(struct source *s)
{
	struct paper *p = &s->draft.raw.paper;
	struct arxiv_id id;
	if (!(str_known(p->id) && (arxiv_id_parse(p->id, &s->arena, &id) || arxiv_id_from_link(p->id, &s->arena, &id))) &&
	    !(str_known(p->link) && arxiv_id_from_link(p->link, &s->arena, &id)))
		return;  /* paper_clean() may find one in the text, or says why not */
	p->id = id.id;
	if (id.version)
		p->version = id.version;
}

bool draft_put(struct source *s, struct err *e)
{
	struct draft *d = &s->draft;
	struct paper *p = &d->raw.paper, clean;
	take_id(s);
	if (d->authors.n) {
		p->authors = d->authors.v;
		p->n_authors = d->authors.n;
		p->authors_known = true;
	}
	if (d->categories.n)
		p->categories = (struct strs){ d->categories.v, d->categories.n };
	struct err why = ERR_INIT;
	if (!paper_clean(&d->raw, &s->arena, &clean, &s->result.cleaned, &why)) {
		source_skip(s, d->line, "skipped: %s", why.msg);
		return true;
	}
	s->result.papers++;
	return s->sink.put(s->sink.ctx, &clean, e);
}

/* ---- Life ---- */

static bool take_text(struct source *s, struct str utf8, struct err *e);

struct source *source_open(const struct source_options *o)
{
	struct source *s = xcalloc(1, sizeof *s);
	s->name = xstrdup(o->name);
	s->charset = o->charset ? xstrdup(o->charset) : NULL;
	s->sink = o->sink;
	s->log = o->log;
	s->history = o->history;
	s->history_ctx = o->history_ctx;
	s->may_be_empty = o->may_be_empty;
	s->result.total_results = -1;
	s->head = (struct buf)BUF_INIT(HEAD_BYTES);
	s->decoder = decoder_new(s, take_text);
	draft_begin(s, 1);
	return s;
}

void source_free(struct source *s)
{
	if (s == NULL)
		return;
	if (s->road_free)
		s->road_free(s->road);
	xml_free(s->xml);
	lines_free(s->lines);
	decoder_free(s->decoder);
	buf_free(&s->head);
	vec_free(&s->draft.authors);
	vec_free(&s->draft.categories);
	vec_free(&s->draft.affiliations);
	arena_free(&s->arena);
	arena_free(&s->keep);
	free((char *)s->name);
	free((char *)s->charset);
	free(s);
}

const struct source_result *source_result(const struct source *s) { return &s->result; }

/* ---- Detection ---- */

static bool starts_nocase(struct str s, const char *z) { return str_is_nocase(str_head(s, strlen(z)), z); }

/* The first signs are there, or all there are: which format? */
static bool choose_format(struct source *s, struct err *e)
{
	struct str head = buf_str(&s->head);
	unsigned long line = s->lead_lines + 1;
	if (head.n == 0 && !s->may_be_empty)
		return source_fail(s, e, 0, "empty");
	if (starts_nocase(head, "<!doctype html") || starts_nocase(head, "<html"))
		return source_fail(s, e, line, "%s, not a reply or feed of arXiv's", road_html.not_this);
	if (head.n && head.p[0] == '<') {
		s->xml = xml_new(s);
		return s->xml || err_set(e, ERR_DEFECT, "libxml2 cannot be set up");
	}
	if (head.n && head.p[0] == '[')
		return source_fail(s, e, line, "a JSON array: records are one object a line");
	s->lines = lines_new(s, head.n && head.p[0] != '{');
	return true;
}

void source_describe(const struct source *s, struct buf *out)
{
	struct str head = buf_str(&s->head);
	if (memchr(head.p, '\0', head.n)) {
		buf_addz(out, "neither XML nor JSON lines but binary data");
		return;
	}
	head = str_head(head, str_find(head, "\n", 0));
	while (head.n && (is_space(head.p[head.n - 1]) || (head.p[head.n - 1] & 0x80)))  /* a character may be cut */
		head.n--;
	buf_addf(out, "neither XML nor JSON lines, it begins \"%.*s\"", STR_ARG(head));
}

static bool pass_text(struct source *s, struct str utf8, struct err *e)
{
	return s->xml ? xml_feed(s->xml, utf8, e) : lines_feed(s->lines, utf8, e);
}

static bool pass_head(struct source *s, struct err *e)
{
	return choose_format(s, e) && pass_text(s, buf_str(&s->head), e);
}

static bool take_text(struct source *s, struct str utf8, struct err *e)
{
	if (s->xml || s->lines)
		return pass_text(s, utf8, e);
	while (s->head.len == 0 && utf8.n && is_space(utf8.p[0])) {
		s->lead_lines += utf8.p[0] == '\n';
		utf8 = str_from(utf8, 1);
	}
	struct str first = str_head(utf8, HEAD_BYTES - s->head.len);
	buf_adds(&s->head, first);
	if (s->head.len < HEAD_BYTES)
		return true;
	return pass_head(s, e) && pass_text(s, str_from(utf8, first.n), e);
}

bool source_by_lines(struct source *s, bool *ret, struct err *e)
{
	if (s->xml == NULL && s->lines == NULL && s->head.len > 0 && s->head.s[0] == '{' && !pass_head(s, e))
		return false;
	*ret = s->lines && !lines_in_doubt(s->lines);
	return true;
}

/* Remember the first failure. */
static bool outcome(struct source *s, bool ok, struct err *e)
{
	if (!ok)
		s->failure = *e;
	return ok;
}

static bool failed_before(const struct source *s, struct err *e)
{
	if (s->failure.kind != ERR_NONE)
		*e = s->failure;
	return s->failure.kind != ERR_NONE;
}

bool source_feed(struct source *s, struct str bytes, struct err *e)
{
	if (failed_before(s, e))
		return false;
	bool ok = decoder_feed(s->decoder, bytes, e);
	if (!ok && s->xml == NULL && s->lines == NULL) {
		/* Wrong bytes among the very first: a short record before them is whole all the same. */
		struct err why = ERR_INIT;
		if (!pass_head(s, &why) && why.kind != ERR_INPUT)
			*e = why;
	}
	return outcome(s, ok, e);
}

static bool finish(struct source *s, struct err *e)
{
	if (!decoder_finish(s->decoder, e))
		return false;
	if (s->xml == NULL && s->lines == NULL && !pass_head(s, e))
		return false;
	if (!(s->xml ? xml_finish(s->xml, e) : lines_finish(s->lines, e)))
		return false;
	if (s->result.papers == 0 && s->result.skipped == 0 && str_known(s->why_none))
		log_note(s->log, "%s: no papers: %.*s", s->name, STR_ARG(s->why_none));
	return true;
}

bool source_finish(struct source *s, struct err *e)
{
	if (failed_before(s, e))
		return false;
	return outcome(s, finish(s, e), e);
}
