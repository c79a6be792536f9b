/* SPDX-License-Identifier: MIT
 * OAI-PMH 2.0: ListRecords and GetRecord in arXiv, arXivRaw, arXivOld and oai_dc, also bare record elements. Files
 * in the wild lack namespaces here and there, so elements go by their local names; what is met where decides. */
#include <stdlib.h>

#include "internal.h"

enum { REPLY = 1, LIST, RECORD, HEADER, METADATA, ARXIV, RAW, DC, AUTHORS, AUTHOR, VERSION };

struct oai {
	bool list;                        /* there was a ListRecords or GetRecord */
	struct str verb;                  /* of the request, for the message when there was none */
	/* Of the record: */
	bool deleted, metadata;
	struct str keyname, forenames, suffix;
	struct str last_date, size, source_type;  /* of the version being read, the last one at the end */
	int version;
	struct str datestamp;
	VEC(struct source_version) versions;
	bool described;                   /* oai_dc: the first description, the abstract, is in */
};

static void free_oai(void *state)
{
	struct oai *o = state;
	vec_free(&o->versions);
	free(o);
}

static void open_oai(struct source *s)
{
	s->state = xcalloc(1, sizeof(struct oai));
	s->state_free = free_oai;
	s->result.format = "oai";
	s->why_none = STR("the reply has no records");
}

/* ---- The reply ---- */

static void request_begin(struct source *s, const struct xml *x)
{
	struct oai *o = s->state;
	source_keep(s, &o->verb, xml_attribute(x, "verb"));
}

static void list_begin(struct source *s, const struct xml *x)
{
	UNUSED(x);
	((struct oai *)s->state)->list = true;
}

static void error_begin(struct source *s, const struct xml *x)
{
	struct str code = xml_attribute(x, "code");
	s->result.error_code = str_is(code, "noRecordsMatch") ? STR("noRecordsMatch") : arena_dup(&s->keep, code);
}

/* No record matches: a day without papers, as on weekends. Anything else is a refusal. */
static bool error_end(struct source *s, struct str text, struct err *e)
{
	if (!str_is(s->result.error_code, "noRecordsMatch"))
		return source_fail(s, e, xml_line(s->xml), "arXiv answered %.*s: %.*s", STR_ARG(s->result.error_code), STR_ARG(text));
	struct buf why = BUF_INIT(SOURCE_MAX_FIELD);
	buf_addf(&why, "noRecordsMatch: %.*s", STR_ARG(text));
	s->why_none = arena_dup(&s->keep, buf_str(&why));
	buf_free(&why);
	return true;
}

static bool token_end(struct source *s, struct str text, struct err *e)
{
	UNUSED(e);
	source_keep(s, &s->result.resumption_token, text);
	return true;
}

static bool reply_end(struct source *s, struct str text, struct err *e)
{
	UNUSED(text);
	const struct oai *o = s->state;
	if (o->list || str_known(s->result.error_code))
		return true;
	return source_fail(s, e, 0, "an OAI-PMH reply (%.*s) that holds no papers", STR_ARG(str_known(o->verb) ? o->verb : STR("no verb")));
}

/* ---- A record ---- */

static void record_begin(struct source *s, const struct xml *x)
{
	struct oai *o = s->state, fresh = { .list = true, .verb = o->verb, .versions = VEC_INIT };
	draft_begin(s, xml_line(x));
	fresh.versions.v = o->versions.v;
	fresh.versions.cap = o->versions.cap;
	*o = fresh;
	s->draft.raw.form = FORM_OAI;
}

static void header_begin(struct source *s, const struct xml *x)
{
	((struct oai *)s->state)->deleted = str_is(xml_attribute(x, "status"), "deleted");
}

static bool header_date(struct source *s, struct str text, struct err *e)
{
	UNUSED(e);
	((struct oai *)s->state)->datestamp = draft_text(s, str_head(text, DAY_SIZE - 1));
	return true;
}

static void format_begin(struct source *s, const struct xml *x)
{
	UNUSED(x);
	((struct oai *)s->state)->metadata = true;
}

static void raw_begin(struct source *s, const struct xml *x)
{
	format_begin(s, x);
	s->draft.raw.form = FORM_TEX;
}

static bool text_categories(struct source *s, struct str text, struct err *e)
{
	UNUSED(e);
	draft_categories(s, text);
	return true;
}

static bool text_doi(struct source *s, struct str text, struct err *e)
{
	UNUSED(e);
	draft_doi(s, text);
	return true;
}

/* Since March 2025 arXiv and arXivRaw print the MSC class here, or the word None (a defect of their templates). */
static void drop_wrong_acm_class(struct paper *p)
{
	if (str_is(p->acm_class, "None") || (str_known(p->msc_class) && str_eq(p->acm_class, p->msc_class)))
		p->acm_class = STR_NULL;
}

/* arXivRaw, flag I of a version without bytes: withdrawn. */
static enum tri withdrawn(const struct oai *o)
{
	return str_find(o->source_type, "I", 0) != STR_NONE && str_is(o->size, "0kb") ? TRI_YES : TRI_UNKNOWN;
}

static bool record_end(struct source *s, struct str text, struct err *e)
{
	UNUSED(text);
	const struct oai *o = s->state;
	struct paper *p = &s->draft.raw.paper;
	if (o->deleted) {
		s->result.deleted++;
		s->why_none = STR("all records are deleted ones");
		return true;
	}
	if (!o->metadata) {
		source_skip(s, s->draft.line, "skipped: a record without metadata in a known form");
		return true;
	}
	p->source = STR("oai");
	p->published = date_utc(p->published, &s->arena);
	if (o->version) {
		p->version = o->version;
		p->updated = o->last_date;
		p->withdrawn = withdrawn(o);
	} else {
		p->updated = date_utc(p->updated, &s->arena);
	}
	drop_wrong_acm_class(p);
	if (s->history)
		s->history(s->history_ctx, &(struct source_history){ o->datestamp, o->versions.v, o->versions.n });
	return draft_put(s, e);
}

static bool root_record_end(struct source *s, struct str text, struct err *e)
{
	s->result.format = "oai";
	return record_end(s, text, e);
}

/* ---- arXiv: authors by their parts ---- */

static void keep_part(struct source *s, struct str *part, struct str text)
{
	if (!str_known(*part))
		*part = draft_text(s, text);
}

static bool keyname_end(struct source *s, struct str text, struct err *e)
{
	UNUSED(e);
	keep_part(s, &((struct oai *)s->state)->keyname, text);
	return true;
}

static bool forenames_end(struct source *s, struct str text, struct err *e)
{
	UNUSED(e);
	keep_part(s, &((struct oai *)s->state)->forenames, text);
	return true;
}

static bool suffix_end(struct source *s, struct str text, struct err *e)
{
	UNUSED(e);
	keep_part(s, &((struct oai *)s->state)->suffix, text);
	return true;
}

static bool affiliation_end(struct source *s, struct str text, struct err *e)
{
	UNUSED(e);
	*vec_push(&s->draft.affiliations) = draft_text(s, text);
	return true;
}

/* "FORENAMES KEYNAME SUFFIX", of what there is. */
static struct str whole_name(struct source *s, struct str forenames, struct str keyname, struct str suffix)
{
	const struct str parts[] = { forenames, keyname, suffix };
	struct buf b = BUF_INIT(SOURCE_MAX_FIELD);
	for (size_t i = 0; i < COUNTOF(parts); i++) {
		if (str_empty(parts[i]))
			continue;
		if (b.len)
			buf_addc(&b, ' ');
		buf_adds(&b, parts[i]);
	}
	struct str name = draft_text(s, buf_str(&b));
	buf_free(&b);
	return name;
}

static bool author_end(struct source *s, struct str text, struct err *e)
{
	UNUSED(text), UNUSED(e);
	struct oai *o = s->state;
	draft_author(s, whole_name(s, o->forenames, o->keyname, o->suffix));
	o->forenames = o->keyname = o->suffix = STR_NULL;
	return true;
}

/* ---- arXivRaw: versions ---- */

static void version_begin(struct source *s, const struct xml *x)
{
	struct oai *o = s->state;
	struct str name = xml_attribute(x, "version");
	uint64_t n;
	o->version = str_starts(name, "v") && str_number(str_from(name, 1), 9999, &n) ? (int)n : o->version + 1;
	o->size = o->source_type = o->last_date = STR_NULL;
}

static bool version_date(struct source *s, struct str text, struct err *e)
{
	UNUSED(e);
	struct oai *o = s->state;
	o->last_date = date_utc(text, &s->arena);
	if (o->versions.n < SOURCE_MAX_VERSIONS)
		*vec_push(&o->versions) = (struct source_version){ o->version, o->last_date };
	if (!str_known(s->draft.raw.paper.published))
		s->draft.raw.paper.published = o->last_date;
	return true;
}

static bool version_size(struct source *s, struct str text, struct err *e)
{
	UNUSED(e);
	((struct oai *)s->state)->size = draft_text(s, text);
	return true;
}

static bool version_type(struct source *s, struct str text, struct err *e)
{
	UNUSED(e);
	((struct oai *)s->state)->source_type = draft_text(s, text);
	return true;
}

/* ---- oai_dc ---- */

static const struct { const char *subject, *category; } subjects[] = {
#include "subjects.inc"
};

/* The long name of a category, as dc:subject has it; MSC and ACM classes are subjects, too, and left out. */
static bool dc_subject(struct source *s, struct str text, struct err *e)
{
	UNUSED(e);
	for (size_t low = 0, high = COUNTOF(subjects); low < high;) {
		size_t mid = (low + high) / 2;
		int order = str_cmp(text, str_of(subjects[mid].subject));
		if (order == 0) {
			draft_category(s, str_of(subjects[mid].category));
			break;
		}
		if (order < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return true;
}

/* "Keyname suffix, Forenames" */
static bool dc_creator(struct source *s, struct str text, struct err *e)
{
	UNUSED(e);
	size_t comma = str_find(text, ", ", 0);
	if (comma == STR_NONE)
		draft_author(s, draft_text(s, text));
	else
		draft_author(s, whole_name(s, str_trim(str_from(text, comma + 1)), str_head(text, comma), STR_NULL));
	return true;
}

/* The first is the abstract, the others are comments: legacy with a label, now without. */
static bool dc_description(struct source *s, struct str text, struct err *e)
{
	UNUSED(e);
	struct oai *o = s->state;
	struct paper *p = &s->draft.raw.paper;
	bool label = str_starts(text, "Comment:");
	if (!label && !o->described) {
		o->described = true;
		p->abstract = draft_text(s, text);
	} else if (!str_known(p->comment)) {
		p->comment = draft_text(s, label ? str_trim(str_from(text, strlen("Comment:"))) : text);
	}
	return true;
}

/* Version 1's day, then the latest one's. */
static bool dc_date(struct source *s, struct str text, struct err *e)
{
	UNUSED(e);
	struct paper *p = &s->draft.raw.paper;
	*(str_known(p->published) ? &p->updated : &p->published) = draft_text(s, text);
	return true;
}

/* An address of the paper, "doi:…", or else where it appeared. */
static bool dc_identifier(struct source *s, struct str text, struct err *e)
{
	UNUSED(e);
	struct paper *p = &s->draft.raw.paper;
	if (str_starts(text, "http://") || str_starts(text, "https://")) {
		if (!str_known(p->link))
			p->link = draft_text(s, text);
	} else if (str_starts(text, "doi:")) {
		draft_doi(s, str_from(text, strlen("doi:")));
	} else if (!str_known(p->journal_ref)) {
		p->journal_ref = draft_text(s, text);
	}
	return true;
}

static const struct xml_row rows[] = {
	{ IN(REPLY), NS_ANY, "request", .begin = request_begin },
	{ IN(REPLY), NS_ANY, "error", .keep = KEEP_TEXT, .begin = error_begin, .end = error_end },
	{ IN(REPLY), NS_ANY, "ListRecords", LIST, .begin = list_begin },
	{ IN(REPLY), NS_ANY, "GetRecord", LIST, .begin = list_begin },
	{ IN(LIST), NS_ANY, "record", RECORD, .begin = record_begin, .end = record_end },
	{ IN(LIST), NS_ANY, "resumptionToken", .keep = KEEP_TEXT, .end = token_end },
	{ IN(RECORD), NS_ANY, "header", HEADER, .begin = header_begin },
	{ IN(RECORD), NS_ANY, "metadata", METADATA, .keep = KEEP_NOT },
	{ IN(HEADER), NS_ANY, "identifier", .keep = KEEP_TRIM, .at = AT(paper.id) },
	{ IN(HEADER), NS_ANY, "datestamp", .keep = KEEP_TEXT, .end = header_date },
	{ IN(METADATA), NS_ANY, "arXiv", ARXIV, .begin = format_begin },
	{ IN(METADATA), NS_ANY, "arXivRaw", RAW, .begin = raw_begin },
	{ IN(METADATA), NS_ANY, "arXivOld", RAW, .begin = raw_begin },
	{ IN(METADATA), NS_ANY, "dc", DC, .begin = format_begin },

	{ IN(ARXIV) | IN(RAW), NS_ANY, "id", .keep = KEEP_TRIM, .at = AT(paper.id) },
	{ IN(ARXIV) | IN(RAW) | IN(DC), NS_ANY, "title", .keep = KEEP_RAW, .at = AT(paper.title) },
	{ IN(ARXIV) | IN(RAW), NS_ANY, "abstract", .keep = KEEP_RAW, .at = AT(paper.abstract) },
	{ IN(ARXIV) | IN(RAW), NS_ANY, "categories", .keep = KEEP_TEXT, .end = text_categories },
	{ IN(ARXIV) | IN(RAW), NS_ANY, "comments", .keep = KEEP_TRIM, .at = AT(paper.comment) },
	{ IN(ARXIV) | IN(RAW), NS_ANY, "journal-ref", .keep = KEEP_TRIM, .at = AT(paper.journal_ref) },
	{ IN(ARXIV) | IN(RAW), NS_ANY, "report-no", .keep = KEEP_TRIM, .at = AT(paper.report_no) },
	{ IN(ARXIV) | IN(RAW), NS_ANY, "msc-class", .keep = KEEP_TRIM, .at = AT(paper.msc_class) },
	{ IN(ARXIV) | IN(RAW), NS_ANY, "acm-class", .keep = KEEP_TRIM, .at = AT(paper.acm_class) },
	{ IN(ARXIV) | IN(RAW), NS_ANY, "license", .keep = KEEP_TRIM, .at = AT(paper.license) },
	{ IN(ARXIV) | IN(RAW), NS_ANY, "doi", .keep = KEEP_TEXT, .end = text_doi },

	{ IN(ARXIV), NS_ANY, "created", .keep = KEEP_TRIM, .at = AT(paper.published) },
	{ IN(ARXIV), NS_ANY, "updated", .keep = KEEP_TRIM, .at = AT(paper.updated) },
	{ IN(ARXIV), NS_ANY, "authors", AUTHORS, .keep = KEEP_NOT },
	{ IN(AUTHORS), NS_ANY, "author", AUTHOR, .end = author_end },
	{ IN(AUTHOR), NS_ANY, "keyname", .keep = KEEP_TEXT, .end = keyname_end },
	{ IN(AUTHOR), NS_ANY, "forenames", .keep = KEEP_TEXT, .end = forenames_end },
	{ IN(AUTHOR), NS_ANY, "suffix", .keep = KEEP_TEXT, .end = suffix_end },
	{ IN(AUTHOR), NS_ANY, "affiliation", .keep = KEEP_TEXT, .end = affiliation_end },

	{ IN(RAW), NS_ANY, "submitter", .keep = KEEP_TRIM, .at = AT(paper.submitter) },
	{ IN(RAW), NS_ANY, "authors", .keep = KEEP_TRIM, .at = AT(authors_text) },
	{ IN(RAW), NS_ANY, "version", VERSION, .begin = version_begin },
	{ IN(VERSION), NS_ANY, "date", .keep = KEEP_TEXT, .end = version_date },
	{ IN(VERSION), NS_ANY, "size", .keep = KEEP_TEXT, .end = version_size },
	{ IN(VERSION), NS_ANY, "source_type", .keep = KEEP_TEXT, .end = version_type },

	{ IN(DC), NS_ANY, "creator", .keep = KEEP_TEXT, .end = dc_creator },
	{ IN(DC), NS_ANY, "subject", .keep = KEEP_TEXT, .end = dc_subject },
	{ IN(DC), NS_ANY, "description", .keep = KEEP_TEXT, .end = dc_description },
	{ IN(DC), NS_ANY, "date", .keep = KEEP_TEXT, .end = dc_date },
	{ IN(DC), NS_ANY, "identifier", .keep = KEEP_TEXT, .end = dc_identifier },
};

const struct xml_format format_oai = {
	NS_OAI, "OAI-PMH", REPLY, rows, COUNTOF(rows), .open = open_oai, .end = reply_end,
};
const struct xml_format format_oai_record = {
	NS_ANY, "record", RECORD, rows, COUNTOF(rows), .open = open_oai, .begin = record_begin, .end = root_record_end,
};
