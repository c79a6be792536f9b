/* SPDX-License-Identifier: MIT
 * The door to libxml2's HTML parser: its SAX push parser, which holds a tag and a text at a time, whatever the page's size. It is fed
 * UTF-8 that was looked at before, whole tags at a time, and goes to no network; what it calls errors are ordinary pages. */
#include <libxml/HTMLparser.h>
#include <stdlib.h>

#include "internal.h"

#include "digest/shared_object.h"
#include "digest/text.h"
#include "sonames.inc"

enum { SLICE = 16 * 1024 };  /* fed at once, if tags end there */

/* The names of attributes that matter, as libxml2 keeps them: each name once, so that pointers are compared. */
enum attribute { CLASS, ID, STYLE, HREF, ALTTEXT, ENCODING, DISPLAY, ROWSPAN, COLSPAN, ATTRIBUTE__COUNT };
static const char *const attribute_names[ATTRIBUTE__COUNT] = {
	"class", "id", "style", "href", "alttext", "encoding", "display", "rowspan", "colspan",
};

struct fulltext_html {
	struct builder b;
	struct page *page;
	htmlParserCtxtPtr ctxt;
	const xmlChar *names[ATTRIBUTE__COUNT];
	struct buf held;        /* behind the last tag that is whole */
	unsigned char tail[4];  /* of a character whose rest has not come */
	size_t n_tail;
	size_t bytes;
	struct err lacking;     /* why there is no parser */
};

#if LIBXML_VERSION >= 21200
#define XML_ERROR const xmlError
#else
#define XML_ERROR xmlError
#endif

/* What is called of libxml2, which is loaded for the first page. */
#define LIBXML2_CALLS(X) \
	X(htmlCreatePushParserCtxt) X(htmlCtxtUseOptions) X(htmlParseChunk) X(htmlFreeParserCtxt) X(xmlStopParser) X(xmlDictLookup)
static struct {
	LIBXML2_CALLS(SHARED_OBJECT_POINTER)
} libxml2;

static bool libxml2_load(struct err *e)
{
	static const char *const names[] = { LIBXML2_CALLS(SHARED_OBJECT_NAME) };
	static const struct shared_object o = { LIBXML2_SONAME, names, COUNTOF(names) };
	return shared_object_load(&o, &libxml2, e);
}

static void stop_if_failed(struct fulltext_html *h)
{
	if (h->b.failed)
		libxml2.xmlStopParser(h->ctxt);
}

/* "2" of rowspan="2"; what is no number, or no table's, is 1. */
static unsigned span_of(struct str s)
{
	enum { MOST = 1000 };
	uint64_t n;
	return str_number(str_trim(s), MOST, &n) && n > 0 ? (unsigned)n : 1;
}

static void on_start(void *ctx, const xmlChar *name, const xmlChar **attributes)
{
	struct fulltext_html *h = ctx;
	struct str values[ATTRIBUTE__COUNT];
	if (h->b.failed)
		return;
	for (size_t i = 0; i < ATTRIBUTE__COUNT; i++)
		values[i] = STR("");
	for (const xmlChar **a = attributes; a && a[0] && !page_skips(h->page); a += 2)
		for (size_t i = 0; i < ATTRIBUTE__COUNT; i++)
			if (a[0] == h->names[i] && a[1])
				values[i] = str_of((const char *)a[1]);
	struct page_tag tag = {
		(const char *)name, values[CLASS], values[ID], values[STYLE], values[HREF], values[ALTTEXT], values[ENCODING], values[DISPLAY],
		span_of(values[ROWSPAN]), span_of(values[COLSPAN]),
	};
	page_start(h->page, &tag);
	stop_if_failed(h);
}

static void on_end(void *ctx, const xmlChar *name)
{
	UNUSED(name);
	struct fulltext_html *h = ctx;
	if (h->b.failed)
		return;
	page_end_tag(h->page);
	stop_if_failed(h);
}

static void on_text(void *ctx, const xmlChar *p, int n)
{
	struct fulltext_html *h = ctx;
	if (h->b.failed)
		return;
	page_text(h->page, (struct str){ (const char *)p, (size_t)n });
}

static void on_comment(void *ctx, const xmlChar *text)
{
	struct fulltext_html *h = ctx;
	if (!h->b.failed)
		page_comment(h->page, str_of((const char *)text));
}

static void on_error(void *ctx, XML_ERROR *why)
{
	UNUSED(ctx), UNUSED(why);
}

struct fulltext_html *fulltext_html_begin(struct fulltext *f)
{
	struct fulltext_html *h = xcalloc(1, sizeof *h);
	xmlSAXHandler sax = {
		.initialized = XML_SAX2_MAGIC, .startElement = on_start, .endElement = on_end, .characters = on_text,
		.ignorableWhitespace = on_text, .cdataBlock = on_text, .comment = on_comment, .serror = on_error,
	};
	f->road = FULLTEXT_HTML;
	build_begin(&h->b, f);
	h->page = page_new(&h->b);
	h->held = (struct buf)BUF_INIT(FULLTEXT_MAX_TAG);
	if (!libxml2_load(&h->lacking))
		return h;
	h->ctxt = libxml2.htmlCreatePushParserCtxt(&sax, h, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
	if (h->ctxt == NULL)
		err_set(&h->lacking, ERR_DEFECT, "libxml2 gives no HTML parser");
	else
		libxml2.htmlCtxtUseOptions(h->ctxt, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
	for (size_t i = 0; h->ctxt && i < ATTRIBUTE__COUNT; i++)
		h->names[i] = libxml2.xmlDictLookup(h->ctxt->dict, (const xmlChar *)attribute_names[i], -1);
	return h;
}

void fulltext_html_free(struct fulltext_html *h)
{
	if (h == NULL)
		return;
	if (h->ctxt)
		libxml2.htmlFreeParserCtxt(h->ctxt);
	page_free(h->page);
	build_free(&h->b);
	buf_free(&h->held);
	free(h);
}

static bool answer(const struct fulltext_html *h, struct err *e)
{
	if (h->b.failed)
		*e = *h->b.failed;
	return h->b.failed == NULL;
}

static void parse_chunk(struct fulltext_html *h, struct str utf8)
{
	libxml2.htmlParseChunk(h->ctxt, utf8.p, (int)utf8.n, 0);
	if (h->ctxt->input->end - h->ctxt->input->cur > FULLTEXT_MAX_TAG)  /* until it ends, libxml2 holds it back */
		build_fail(&h->b, "a tag, comment or script of more bytes than", FULLTEXT_MAX_TAG);
}

/* Where the last tag in S ends that another one, or a line, follows; 0: nowhere from FROM on. */
static size_t tags_end(struct str s, size_t from)
{
	for (size_t i = s.n; i > from + 1; i--)
		if (s.p[i - 2] == '>' && (s.p[i - 1] == '<' || s.p[i - 1] == '\n'))
			return i - 1;
	return 0;
}

/* libxml2 (2.9.14) is fed whole tags: where a chunk ends within one, it may hold back all that comes after it. */
static void parse(struct fulltext_html *h, struct str utf8)
{
	while (utf8.n > 0 && h->b.failed == NULL) {
		struct str slice = str_head(utf8, SLICE);
		size_t from = h->held.len > 0 ? h->held.len - 1 : 0;
		buf_adds(&h->held, slice);
		utf8 = str_from(utf8, slice.n);
		size_t end = tags_end(buf_str(&h->held), from);
		if (buf_full(&h->held)) {
			build_fail(&h->b, "a tag, comment or script of more bytes than", FULLTEXT_MAX_TAG);
		} else if (end > 0) {
			parse_chunk(h, str_head(buf_str(&h->held), end));
			memmove(h->held.s, h->held.s + end, h->held.len - end);
			buf_cut(&h->held, h->held.len - end);
		}
	}
}

/* Feed BYTES, what is no UTF-8 and NUL as U+FFFD. LAST: a character that is cut will not be completed. */
static void parse_checked(struct fulltext_html *h, struct str bytes, bool last)
{
	while (bytes.n > 0 && h->b.failed == NULL) {
		size_t bad = bytes.n;
		const char *nul = memchr(bytes.p, '\0', bytes.n);
		struct str part = str_head(bytes, nul ? (size_t)(nul - bytes.p) : bytes.n);
		if (utf8_valid(part, &bad))
			bad = part.n;
		parse(h, str_head(part, bad));
		bytes = str_from(bytes, bad);
		if (bytes.n == 0)
			break;
		if (!last && bytes.n < sizeof h->tail && utf8_length(bytes) > bytes.n) {
			memcpy(h->tail, bytes.p, bytes.n);
			h->n_tail = bytes.n;
			break;
		}
		size_t wrong = 1;
		while (wrong < bytes.n && utf8_length(str_head(bytes, wrong + 1)) != 0)
			wrong++;  /* a character that was cut is one wrong one */
		parse(h, STR("\xef\xbf\xbd"));
		bytes = str_from(bytes, wrong);
	}
}

/* The character that the piece before left open, with the first bytes of this one. */
static struct str complete_tail(struct fulltext_html *h, struct str bytes)
{
	struct str tail = { (const char *)h->tail, h->n_tail };
	while (h->n_tail > 0 && h->n_tail < sizeof h->tail && bytes.n > 0 && utf8_length(tail) > tail.n) {
		h->tail[h->n_tail++] = (unsigned char)bytes.p[0];
		tail.n = h->n_tail;
		bytes = str_from(bytes, 1);
	}
	if (h->n_tail > 0 && (utf8_length(tail) <= tail.n || h->n_tail == sizeof h->tail)) {
		char whole[sizeof h->tail];
		memcpy(whole, h->tail, h->n_tail);
		h->n_tail = 0;
		parse_checked(h, (struct str){ whole, tail.n }, true);
	}
	return bytes;
}

static bool has_parser(const struct fulltext_html *h, struct err *e)
{
	if (h->ctxt == NULL)
		*e = h->lacking;
	return h->ctxt != NULL;
}

bool fulltext_html_feed(struct fulltext_html *h, struct str bytes, struct err *e)
{
	h->bytes += bytes.n;
	if (!has_parser(h, e))
		return false;
	if (h->bytes > FULLTEXT_MAX_BYTES)
		build_fail(&h->b, "a page of more bytes than", FULLTEXT_MAX_BYTES);
	parse_checked(h, complete_tail(h, bytes), false);
	return answer(h, e);
}

bool fulltext_html_end(struct fulltext_html *h, struct err *e)
{
	if (!has_parser(h, e))
		return false;
	parse_checked(h, (struct str){ (const char *)h->tail, h->n_tail }, true);
	if (h->b.failed == NULL) {
		parse_chunk(h, buf_str(&h->held));
		libxml2.htmlParseChunk(h->ctxt, NULL, 0, 1);
	}
	if (h->b.failed == NULL)
		page_finish(h->page);
	return build_end(&h->b, e);
}
