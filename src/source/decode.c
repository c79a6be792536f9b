/* SPDX-License-Identifier: MIT
 * Bytes to UTF-8, before any parser sees them, so that all formats have one answer to wrong bytes and one line number.
 * UTF-8 is checked and passed on as it is, in long steps where it is ASCII; anything else goes through iconv
 * (libc's own, and this is its one door). What names the encoding, strongest first: a byte order mark, the HTTP
 * header, the XML declaration. */
#include <errno.h>
#include <iconv.h>
#include <stdlib.h>

#include "digest/text.h"
#include "internal.h"

enum {
	HEAD_MAX = 1024,         /* the XML declaration ends before this, or there is none */
	PIECE = 16 * 1024,       /* converted at a time */
	LONGEST_CHARACTER = 16,  /* bytes of one character, shift sequences included, in any encoding */
};

struct decoder {
	struct source *s;
	text_fn *put;
	by_lines_fn *by_lines;
	struct buf head;         /* the bytes until the encoding is known */
	bool known;
	iconv_t cd;              /* (iconv_t)-1: UTF-8 */
	char charset[64];        /* for messages */
	char tail[LONGEST_CHARACTER];
	size_t n_tail;           /* bytes of a character whose rest has not come */
	unsigned long line;
};

/* What the web calls an encoding, and what it means by it. Names that are not here go to iconv as they are. */
static const struct { const char *name, *means; } aliases[] = {
	{ "utf-8", NULL }, { "utf8", NULL }, { "us-ascii", NULL }, { "ascii", NULL }, { "unicode-1-1-utf-8", NULL },
	{ "gb2312", "GB18030" }, { "gb_2312-80", "GB18030" }, { "gbk", "GB18030" }, { "x-gbk", "GB18030" },
	{ "cp936", "GB18030" }, { "euc-cn", "GB18030" }, { "gb18030", "GB18030" }, { "chinese", "GB18030" },
	{ "big5", "BIG5-HKSCS" }, { "big5-hkscs", "BIG5-HKSCS" }, { "x-x-big5", "BIG5-HKSCS" }, { "cn-big5", "BIG5-HKSCS" },
	{ "iso-8859-1", "WINDOWS-1252" }, { "latin1", "WINDOWS-1252" }, { "x-sjis", "CP932" }, { "shift_jis", "CP932" },
};

/* Byte order marks; and what an XML declaration looks like without one (XML 1.0, F.1). */
static const struct { struct str mark; const char *charset; bool text; } marks[] = {
	{ { "\xef\xbb\xbf", 3 }, "utf-8", false }, { { "\xff\xfe", 2 }, "UTF-16LE", false },
	{ { "\xfe\xff", 2 }, "UTF-16BE", false }, { { "<\0?\0", 4 }, "UTF-16LE", true }, { { "\0<\0?", 4 }, "UTF-16BE", true },
};

/* What is to be unpacked first, as snapshots come; gzip alone is undone on the way here. */
static const struct { struct str mark; const char *what; } packed[] = {
	{ { "PK\x03\x04", 4 }, "a zip archive" }, { { "BZh", 3 }, "bzip2 data" }, { { "\xfd" "7zXZ", 5 }, "xz data" },
	{ { "\x28\xb5\x2f\xfd", 4 }, "zstd data" }, { { "\x1f\x8b", 2 }, "gzip data within gzip data" },
};

struct decoder *decoder_new(struct source *s, text_fn *put, by_lines_fn *by_lines)
{
	struct decoder *d = xcalloc(1, sizeof *d);
	d->s = s;
	d->put = put;
	d->by_lines = by_lines;
	d->head = (struct buf)BUF_INIT(BUF_UNBOUNDED);
	d->cd = (iconv_t)-1;
	d->line = 1;
	return d;
}

void decoder_free(struct decoder *d)
{
	if (d == NULL)
		return;
	buf_free(&d->head);
	if (d->cd != (iconv_t)-1)
		iconv_close(d->cd);
	free(d);
}

static bool converts_ascii(iconv_t cd)
{
	char in[] = "<?xml {\"", out[32], *from = in, *to = out;
	size_t n = sizeof in - 1, room = sizeof out;
	bool same = iconv(cd, &from, &n, &to, &room) == 0 && (size_t)(to - out) == sizeof in - 1 &&
	            memcmp(in, out, sizeof in - 1) == 0;
	iconv(cd, NULL, NULL, NULL, NULL);
	return same;
}

/* MARKED: told by a byte order mark. Else a name like UTF-16 cannot be true: the bytes were read as ASCII so far. */
static bool set_charset(struct decoder *d, struct str name, bool marked, struct err *e)
{
	if (name.n >= sizeof d->charset)
		name = str_head(name, sizeof d->charset - 1);
	memcpy(d->charset, name.p, name.n);
	d->charset[name.n] = '\0';
	const char *means = d->charset;
	for (size_t i = 0; i < COUNTOF(aliases); i++)
		if (str_is_nocase(name, aliases[i].name))
			means = aliases[i].means;
	if (means == NULL)
		return true;
	for (size_t i = 0; i < name.n; i++)
		if (!is_alnum(name.p[i]) && strchr("-_.:", name.p[i]) == NULL)
			return source_fail(d->s, e, 1, "encoding \"%s\" is not known", d->charset);
	d->cd = iconv_open("UTF-8", means);
	if (d->cd == (iconv_t)-1)
		return source_fail(d->s, e, 1, "encoding \"%s\" is not known", d->charset);
	return marked || converts_ascii(d->cd) ||
	       source_fail(d->s, e, 1, "declared as \"%s\", which it is not", d->charset);
}

/* The value of encoding="…" in the XML declaration at the start of HEAD. */
static struct str declared(struct str head)
{
	head = str_trim(head);
	if (!str_starts(head, "<?xml"))
		return STR_NULL;
	size_t end = str_find(head, "?>", 0), at = str_find(head, "encoding", 0);
	if (end == STR_NONE || at == STR_NONE || at > end)
		return STR_NULL;
	head = str_head(head, end);
	struct str rest = str_trim(str_from(head, at + strlen("encoding")));
	if (rest.n == 0 || rest.p[0] != '=')
		return STR_NULL;
	rest = str_trim(str_from(rest, 1));
	if (rest.n < 2 || (rest.p[0] != '"' && rest.p[0] != '\''))
		return STR_NULL;
	const char *quote = memchr(rest.p + 1, rest.p[0], rest.n - 1);
	return quote ? (struct str){ rest.p + 1, (size_t)(quote - rest.p) - 1 } : STR_NULL;
}

/* Whether HEAD is enough to tell the encoding from. */
static bool head_suffices(struct str head)
{
	if (head.n >= HEAD_MAX)
		return true;
	struct str text = head;
	while (text.n && is_space(text.p[0]))
		text = str_from(text, 1);
	if (text.n < 5)
		return false;
	return !str_starts(text, "<?xml") || str_find(text, "?>", 0) != STR_NONE;
}

static bool choose(struct decoder *d, struct err *e)
{
	d->known = true;
	struct str head = buf_str(&d->head), name = str_of(d->s->charset);
	for (size_t i = 0; i < COUNTOF(packed); i++)
		if (head.n >= packed[i].mark.n && memcmp(head.p, packed[i].mark.p, packed[i].mark.n) == 0)
			return source_fail(d->s, e, 0, "%s: unpack it first", packed[i].what);
	for (size_t i = 0; i < COUNTOF(marks); i++)
		if (head.n >= marks[i].mark.n && memcmp(head.p, marks[i].mark.p, marks[i].mark.n) == 0) {
			if (!set_charset(d, str_of(marks[i].charset), true, e))
				return false;
			size_t off = marks[i].text ? 0 : marks[i].mark.n;
			memmove(d->head.s, d->head.s + off, head.n - off);
			buf_cut(&d->head, head.n - off);
			return true;
		}
	if (str_empty(name))
		name = declared(head);
	return str_empty(name) || set_charset(d, name, false, e);
}

/* ---- UTF-8 ---- */

/* How much of P is valid UTF-8, and how many LFs are in it. */
static size_t valid_prefix(const char *p, size_t n, unsigned long *lines)
{
	size_t bad;
	if (!utf8_valid((struct str){ p, n }, &bad))
		n = bad;
	for (const char *at = p, *end = p + n; at < end && (at = memchr(at, '\n', (size_t)(end - at))) != NULL; at++)
		++*lines;
	return n;
}

static bool wrong_bytes(struct decoder *d, struct str wrong, struct err *e)
{
	bool passed;
	if (!d->by_lines(d->s, &passed, e))
		return false;
	if (passed)
		return d->put(d->s, wrong, e);
	return source_fail(d->s, e, d->line, "not UTF-8 (byte 0x%02X)%s", (unsigned char)wrong.p[0],
	                   d->charset[0] ? "" : ", and no other encoding is declared");
}

/* The rest of the character in the tail: takes what it needs from *BYTES. */
static bool finish_tail(struct decoder *d, struct str *bytes, struct err *e)
{
	while (d->n_tail && bytes->n) {
		d->tail[d->n_tail] = bytes->p[0];
		size_t len = utf8_length((struct str){ d->tail, d->n_tail + 1 });
		if (len == 0) {  /* what came belongs to something else */
			struct str wrong = { d->tail, d->n_tail };
			d->n_tail = 0;
			return wrong_bytes(d, wrong, e);
		}
		*bytes = str_from(*bytes, 1);
		if (len == ++d->n_tail) {
			d->n_tail = 0;
			return d->put(d->s, (struct str){ d->tail, len }, e);
		}
	}
	return true;
}

static bool pass_utf8(struct decoder *d, struct str bytes, struct err *e)
{
	if (!finish_tail(d, &bytes, e))
		return false;
	while (bytes.n) {
		struct str piece = str_head(bytes, PIECE);
		size_t n = valid_prefix(piece.p, piece.n, &d->line);
		if (n && !d->put(d->s, str_head(piece, n), e))
			return false;
		bytes = str_from(bytes, n);
		if (n == piece.n || bytes.n == 0)
			continue;
		size_t len = utf8_length(bytes);
		if (len == 0) {
			if (!wrong_bytes(d, str_head(bytes, 1), e))
				return false;
			bytes = str_from(bytes, 1);
		}
		if (len > bytes.n) {
			memcpy(d->tail, bytes.p, bytes.n);
			d->n_tail = bytes.n;
			return true;
		}
	}
	return true;
}

/* ---- iconv ---- */

static bool convert(struct decoder *d, char *from, size_t n, size_t *left, struct err *e)
{
	char out[PIECE];
	*left = n;
	while (*left) {
		char *to = out;
		size_t room = sizeof out;
		int why = iconv(d->cd, &from, left, &to, &room) == (size_t)-1 ? errno : 0;
		valid_prefix(out, (size_t)(to - out), &d->line);
		if (to > out && !d->put(d->s, (struct str){ out, (size_t)(to - out) }, e))
			return false;
		if (why == EILSEQ)
			return source_fail(d->s, e, d->line, "not %s (byte 0x%02X)", d->charset, (unsigned char)*from);
		if (why == EINVAL)  /* a character's beginning is left */
			return true;
	}
	return true;
}

static bool pass_converted(struct decoder *d, struct str bytes, struct err *e)
{
	while (bytes.n) {
		char in[PIECE];
		memcpy(in, d->tail, d->n_tail);
		struct str piece = str_head(bytes, sizeof in - d->n_tail);
		memcpy(in + d->n_tail, piece.p, piece.n);
		bytes = str_from(bytes, piece.n);
		size_t n = d->n_tail + piece.n, left;
		if (!convert(d, in, n, &left, e))
			return false;
		if (left > sizeof d->tail)
			return source_fail(d->s, e, d->line, "not %s", d->charset);
		memcpy(d->tail, in + n - left, left);
		d->n_tail = left;
	}
	return true;
}

static bool pass(struct decoder *d, struct str bytes, struct err *e)
{
	return d->cd == (iconv_t)-1 ? pass_utf8(d, bytes, e) : pass_converted(d, bytes, e);
}

static bool pass_head(struct decoder *d, struct err *e)
{
	bool ok = choose(d, e) && pass(d, buf_str(&d->head), e);
	buf_free(&d->head);
	return ok;
}

bool decoder_feed(struct decoder *d, struct str bytes, struct err *e)
{
	if (d->known)
		return pass(d, bytes, e);
	struct str first = str_head(bytes, HEAD_MAX);
	buf_adds(&d->head, first);
	if (!head_suffices(buf_str(&d->head)))
		return true;
	return pass_head(d, e) && pass(d, str_from(bytes, first.n), e);
}

bool decoder_finish(struct decoder *d, struct err *e)
{
	if (!d->known && !pass_head(d, e))
		return false;
	return d->n_tail == 0 || source_fail(d->s, e, d->line, "cut off within a character");
}
