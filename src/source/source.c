/* SPDX-License-Identifier: MIT
 * Detection by content, and a source's life. Whatever fails first is kept: a source that failed stays failed. */
#include <stdlib.h>

#include "internal.h"

static const struct xml_format format_html = { .root = "html", .not_this = HTML_PAGE };
static const struct xml_format format_xhtml = { .ns = NS_ANY, .root = "html", .not_this = HTML_PAGE };

/* <- add a source here: XML by its root element, JSON by what its objects hold. */
static const struct xml_format *const xml_formats[] = {
	&format_atom, &format_rss, &format_rdf, &format_oai, &format_oai_record, &format_html, &format_xhtml, NULL,
};
static const struct json_format *const json_formats[] = { &format_kaggle, &format_earlier, &format_records, NULL };


enum { HEAD_BYTES = 64 };  /* enough to tell the format from, and to show what it is not */

/* ---- Life ---- */

static bool take_text(struct source *s, struct str utf8, struct err *e);
static bool by_lines(struct source *s, bool *ret, struct err *e);

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
	s->decoder = decoder_new(s, take_text, by_lines);
	draft_begin(s, 1);
	return s;
}

void source_free(struct source *s)
{
	if (s == NULL)
		return;
	if (s->state_free)
		s->state_free(s->state);
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
		return source_fail(s, e, line, HTML_PAGE ", not a reply or feed of arXiv's");
	if (head.n && head.p[0] == '<') {
		s->xml = xml_new(s, xml_formats, e);
		return s->xml != NULL;
	}
	if (head.n && head.p[0] == '[')
		return source_fail(s, e, line, "a JSON array: records are one object a line");
	s->lines = lines_new(s, json_formats, head.n && head.p[0] != '{');
	return true;
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

static bool by_lines(struct source *s, bool *ret, struct err *e)
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
