/* SPDX-License-Identifier: MIT
 * The one door to libxml2: its SAX2 push parser, sealed. No network, no document type (so no entity but XML's five),
 * no recovery, nothing deep, nothing huge. A format is a table of rows; an element is looked up by two pointers, for
 * libxml2 keeps each name once. Memory holds one text and a tag at a time, however long the document is. */
#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <stdlib.h>

#include "digest/shared_object.h"
#include "internal.h"
#include "sonames.inc"

const char source_library[] = "libxml2/" LIBXML_DOTTED_VERSION;

enum { SLICE = 32 * 1024 };  /* fed at once: what libxml2 has to hold */

/* What differs between versions: an error is const for its handler since 2.12, and a field became a function in 2.14. */
#if LIBXML_VERSION >= 21200
#define XML_ERROR const xmlError
#else
#define XML_ERROR xmlError
#endif
#if LIBXML_VERSION >= 21400
#define XML_STOPPED(ctxt) libxml2.xmlCtxtIsStopped(ctxt)
#define SINCE_2_14(X) X(xmlCtxtIsStopped)
#else
#define XML_STOPPED(ctxt) ((ctxt)->disableSAX)
#define SINCE_2_14(X)
#endif

/* What is called of libxml2, which is loaded for the first document. */
#define LIBXML2_CALLS(X) \
	X(xmlCreatePushParserCtxt) X(xmlCtxtUseOptions) X(xmlSwitchEncoding) X(xmlParseChunk) X(xmlStopParser) X(xmlFreeParserCtxt) \
	X(xmlDictLookup) X(xmlDictSize) SINCE_2_14(X)
static struct {
	LIBXML2_CALLS(SHARED_OBJECT_POINTER)
} libxml2;

SHARED_OBJECT_NOTE("[{\"feature\":\"xml\",\"description\":\"feeds, lists and pages of arXiv\",\"priority\":\"required\",\"soname\":[\"" LIBXML2_SONAME "\"]}]");

static bool libxml2_load(struct err *e)
{
	static const char *const names[] = { LIBXML2_CALLS(SHARED_OBJECT_NAME) };
	static const struct shared_object o = { LIBXML2_SONAME, names, COUNTOF(names) };
	return shared_object_load(&o, &libxml2, e);
}

static const char *const namespaces[NS__COUNT] = {
	[NS_ATOM] = "http://www.w3.org/2005/Atom",
	[NS_ARXIV] = "http://arxiv.org/schemas/atom",
	[NS_OPENSEARCH] = "http://a9.com/-/spec/opensearch/1.1/",
	[NS_DC] = "http://purl.org/dc/elements/1.1/",
	[NS_RSS1] = "http://purl.org/rss/1.0/",
	[NS_RDF] = "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
	[NS_OAI] = "http://www.openarchives.org/OAI/2.0/",
};

/* A row with its names as libxml2 keeps them. */
struct known_row {
	const struct xml_row *row;
	const xmlChar *name, *uri;
};

struct xml {
	struct source *s;
	const struct xml_format *const *formats;
	xmlParserCtxtPtr ctxt;
	const struct xml_format *format;
	struct known_row *rows;                        /* of all states, one state after the other */
	unsigned first[XML_MAX_STATES + 1];            /* of each state, in rows */
	const struct xml_row *open[SOURCE_MAX_DEPTH];  /* the row of each open element; NULL: it does not matter */
	const xmlChar *names[SOURCE_MAX_DEPTH];        /* of each open element, as libxml2 keeps them */
	int depth;
	int text_depth;                                /* of the element whose text is being kept; 0: none */
	struct buf text;
	const xmlChar **attributes;                    /* of the element that begins, five pointers each */
	int n_attributes;
	bool ended, failed;
	struct err err;
};

unsigned long xml_line(const struct xml *x)
{
	return (x->ctxt->input ? (unsigned long)x->ctxt->input->line : 1) + x->s->lead_lines;
}

/* Stop the parser; nothing is called any more. */
static void stop(struct xml *x)
{
	x->failed = true;
	libxml2.xmlStopParser(x->ctxt);
}

#define FAIL(x, ...) (source_fail((x)->s, &(x)->err, xml_line(x), __VA_ARGS__), stop(x))

/* ---- Rows ---- */

static const xmlChar *keep_name(struct xml *x, const char *name)
{
	return name ? libxml2.xmlDictLookup(x->ctxt->dict, (const xmlChar *)name, -1) : NULL;
}

static void learn_rows(struct xml *x)
{
	const struct xml_format *r = x->format;
	size_t n = 0;
	for (size_t i = 0; i < r->n_rows; i++)
		for (unsigned in = r->rows[i].in; in; in &= in - 1)
			n++;
	x->rows = xcalloc(n + 1, sizeof *x->rows);
	n = 0;
	for (unsigned state = 0; state < XML_MAX_STATES; state++) {
		x->first[state] = (unsigned)n;
		for (size_t i = 0; i < r->n_rows; i++)
			if (r->rows[i].in & IN(state))
				x->rows[n++] = (struct known_row){ &r->rows[i], keep_name(x, r->rows[i].name),
				                                   keep_name(x, namespaces[r->rows[i].ns]) };
	}
	x->first[XML_MAX_STATES] = (unsigned)n;
}

static const struct xml_row *find_row(const struct xml *x, unsigned state, const xmlChar *name, const xmlChar *uri)
{
	for (unsigned i = x->first[state]; i < x->first[state + 1]; i++) {
		const struct known_row *k = &x->rows[i];
		if (k->name == name && (k->uri == uri || k->row->ns == NS_ANY))
			return k->row;
	}
	return NULL;
}

/* The state inside of the innermost open element; 0 where nothing matters. */
static unsigned state_now(const struct xml *x)
{
	if (x->depth == 1)
		return x->format->state;
	const struct xml_row *row = x->open[x->depth - 1];
	return row ? row->to : 0;
}

/* ---- What libxml2 calls ---- */

static void meet_root(struct xml *x, const xmlChar *name, const xmlChar *uri)
{
	struct str local = str_of((const char *)name), ns = str_of((const char *)uri);
	for (size_t i = 0; x->formats[i] && x->format == NULL; i++) {
		const struct xml_format *r = x->formats[i];
		bool same_ns = r->ns == NS_ANY || (namespaces[r->ns] ? str_is(ns, namespaces[r->ns]) : !str_known(ns));
		if (same_ns && (r->not_this ? str_is_nocase(local, r->root) : str_is(local, r->root)))
			x->format = r;
	}
	if (x->format == NULL) {
		FAIL(x, "not a reply or feed of arXiv's: the root is <%.100s>%s%.200s", name, uri ? " of " : "", uri ? (const char *)uri : "");
		return;
	}
	if (x->format->not_this) {
		FAIL(x, "%s, not a reply or feed of arXiv's", x->format->not_this);
		return;
	}
	learn_rows(x);
	if (x->format->open)
		x->format->open(x->s);
	if (x->format->begin)
		x->format->begin(x->s, x);
}

static void on_start(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int n_ns,
                     const xmlChar **ns, int n_attributes, int n_default, const xmlChar **attributes)
{
	UNUSED(prefix), UNUSED(n_ns), UNUSED(ns), UNUSED(n_default);
	struct xml *x = ctx;
	if (x->failed)
		return;
	if (x->depth == SOURCE_MAX_DEPTH) {
		FAIL(x, "elements nested deeper than %d", SOURCE_MAX_DEPTH);
		return;
	}
	x->attributes = attributes;
	x->n_attributes = n_attributes;
	const struct xml_row *row = NULL;
	if (x->depth == 0)
		meet_root(x, name, uri);
	else if (x->text_depth == 0 && state_now(x) != 0)
		row = find_row(x, state_now(x), name, uri);
	x->names[x->depth] = name;
	x->open[x->depth++] = row;
	if (row == NULL)
		return;
	if (row->keep != KEEP_NOT) {
		x->text_depth = x->depth;
		buf_clear(&x->text);
	}
	if (row->begin)
		row->begin(x->s, x);
}

static void on_text(void *ctx, const xmlChar *p, int n)
{
	struct xml *x = ctx;
	if (x->text_depth == 0 || x->failed)
		return;
	buf_add(&x->text, p, (size_t)n);
	if (buf_full(&x->text))
		FAIL(x, "a text longer than %d bytes", SOURCE_MAX_FIELD);
}

/* The text of ROW is whole: put it where it belongs. */
static struct str keep_text(struct xml *x, const struct xml_row *row)
{
	struct str t = buf_str(&x->text);
	x->text_depth = 0;
	if (row->keep != KEEP_RAW)
		t = str_trim(t);
	if (row->keep == KEEP_TEXT)
		return t;
	struct str *at = (struct str *)(void *)((char *)&x->s->draft.raw + row->at);
	if (!str_known(*at))
		*at = draft_text(x->s, t);
	return t;
}

static void on_end(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
	UNUSED(name), UNUSED(prefix), UNUSED(uri);
	struct xml *x = ctx;
	if (x->failed)
		return;
	const struct xml_row *row = x->open[--x->depth];
	struct str text = STR_NULL;
	bool ok = true;
	if (row && row->keep != KEEP_NOT)
		text = keep_text(x, row);
	if (row && row->end)
		ok = row->end(x->s, text, &x->err);
	if (x->depth == 0) {
		x->ended = true;
		ok = x->format->end == NULL || x->format->end(x->s, STR_NULL, &x->err);
	}
	if (!ok)
		stop(x);
	else if (x->s->draft.bytes > SOURCE_MAX_ENTRY)
		FAIL(x, "an entry longer than %d bytes", SOURCE_MAX_ENTRY);
}

static void on_doctype(void *ctx, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
	UNUSED(external), UNUSED(system);
	struct xml *x = ctx;
	if (x->failed)
		return;
	if (str_is_nocase(str_of((const char *)name), "html"))
		FAIL(x, HTML_PAGE ", not a reply or feed of arXiv's");
	else
		FAIL(x, "a document type declaration (<!DOCTYPE %.100s>): not read", (const char *)name);
}

static void on_error(void *ctx, XML_ERROR *why)
{
	struct xml *x = ctx;
	if (x->failed || why->level < XML_ERR_ERROR)
		return;
	static const char inner[] = "internal error: ";  /* so it calls some faults of the document */
	struct str text = str_trim(str_of(why->message));
	if (str_starts(text, inner))
		text = str_from(text, sizeof inner - 1);
	source_fail(x->s, &x->err, (why->line > 0 ? (unsigned long)why->line : 1) + x->s->lead_lines,
	            "not well-formed XML: %.*s", STR_ARG(text));
	stop(x);
}

/* ---- Life ---- */

struct xml *xml_new(struct source *s, const struct xml_format *const *formats, struct err *e)
{
	if (!libxml2_load(e))
		return NULL;
	struct xml *x = xcalloc(1, sizeof *x);
	x->s = s;
	x->formats = formats;
	x->text = (struct buf)BUF_INIT(SOURCE_MAX_FIELD);
	xmlSAXHandler sax = {
		.initialized = XML_SAX2_MAGIC, .startElementNs = on_start, .endElementNs = on_end, .characters = on_text,
		.ignorableWhitespace = on_text, .cdataBlock = on_text, .internalSubset = on_doctype, .serror = on_error,
	};
	x->ctxt = libxml2.xmlCreatePushParserCtxt(&sax, x, NULL, 0, NULL);
	/* decode.c has made it UTF-8, whatever the declaration or the first bytes say: libxml2's own guess would take NULs
	 * for another encoding, and write to standard error what it thinks of them. */
	if (x->ctxt == NULL || libxml2.xmlCtxtUseOptions(x->ctxt, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC) != 0 ||
	    libxml2.xmlSwitchEncoding(x->ctxt, XML_CHAR_ENCODING_UTF8) != 0) {
		xml_free(x);
		err_set(e, ERR_DEFECT, "libxml2 gives no parser");
		return NULL;
	}
	return x;
}

void xml_free(struct xml *x)
{
	if (x == NULL)
		return;
	if (x->ctxt)
		libxml2.xmlFreeParserCtxt(x->ctxt);
	buf_free(&x->text);
	free(x->rows);
	free(x);
}

static bool answer(struct xml *x, struct err *e)
{
	if (x->failed)
		*e = x->err;
	return !x->failed;
}

/* What libxml2 holds back until its end comes, and what its tables have, must stay small. */
static void check_backlog(struct xml *x)
{
	const xmlChar *p = x->ctxt->input->cur;
	ptrdiff_t n = x->ctxt->input->end - p;
	bool tag = n > 1 && p[0] == '<' && p[1] != '!' && p[1] != '?';
	if (tag && n > SOURCE_MAX_TAG)
		FAIL(x, "a tag longer than %d bytes", SOURCE_MAX_TAG);
	else if (n > SOURCE_MAX_FIELD)
		FAIL(x, "a comment, instruction or CDATA section longer than %d bytes", SOURCE_MAX_FIELD);
	else if (libxml2.xmlDictSize(x->ctxt->dict) > SOURCE_MAX_NAMES)
		FAIL(x, "more than %d different names of elements and attributes", SOURCE_MAX_NAMES);
}

bool xml_feed(struct xml *x, struct str utf8, struct err *e)
{
	while (utf8.n && !x->failed) {
		struct str slice = str_head(utf8, SLICE);
		utf8 = str_from(utf8, slice.n);
		int why = libxml2.xmlParseChunk(x->ctxt, slice.p, (int)slice.n, 0);
		if (x->failed)
			break;
		if (why != XML_ERR_OK && XML_STOPPED(x->ctxt))
			FAIL(x, "not well-formed XML (libxml2 error %d)", why);
		else
			check_backlog(x);
	}
	return answer(x, e);
}

bool xml_finish(struct xml *x, struct err *e)
{
	unsigned long line = xml_line(x);
	if (!x->failed && !x->ended) {
		/* libxml2 would name the tag that is missing; what matters is that bytes are. */
		if (x->depth > 0)
			source_fail(x->s, &x->err, line, "cut off: the document ends within <%.100s>", (const char *)x->names[x->depth - 1]);
		else
			source_fail(x->s, &x->err, line, "cut off: the document has no element");
		stop(x);
	}
	if (!x->failed)
		libxml2.xmlParseChunk(x->ctxt, NULL, 0, 1);
	return answer(x, e);
}

struct str xml_attribute(const struct xml *x, const char *local)
{
	for (int i = 0; i < x->n_attributes; i++) {
		const xmlChar **a = x->attributes + (ptrdiff_t)i * 5;  /* local name, prefix, URI, value, end of value */
		if (strcmp((const char *)a[0], local) == 0)
			return (struct str){ (const char *)a[3], (size_t)(a[4] - a[3]) };
	}
	return STR_NULL;
}
