/* SPDX-License-Identifier: MIT
 * Line by line: front matter, the blank lines behind it, the body. What begins like front matter is kept until its end is
 * seen; if that does not come, it was the body. */
#include "src/pages/fingerprint.h"

#include <string.h>

#include "digest/world.h"

enum state { AT_START, IN_YAML, IN_TOML, IN_JSON, IN_META, IN_GAP, IN_BODY };

static void fingerprint_add(struct fingerprint *p, struct str s)
{
	p->hash = fnv(p->hash, s);
	p->bytes += s.n;
}

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

static struct str without_end(struct str line)
{
	while (line.n > 0 && is_blank(line.p[line.n - 1]))
		line.n--;
	return line;
}

/* ---- The body ---- */

/* A row of a table: formatters set its cells as wide as the widest. Runs of blanks are one, and so are a rule's dashes. */
static void add_row(struct fingerprint *p, struct str line)
{
	bool rule = true;
	for (size_t i = 0; rule && i < line.n; i++)
		rule = memchr("|-: \t", line.p[i], 5) != NULL;
	for (size_t i = 0; i < line.n; i++) {
		char c = line.p[i] == '\t' ? ' ' : line.p[i];
		if (i > 0 && (c == ' ' || (rule && c == '-')) && (line.p[i - 1] == line.p[i] || (c == ' ' && is_blank(line.p[i - 1]))))
			continue;
		fingerprint_add(p, (struct str){ &c, 1 });
	}
}

static void body_line(struct page_text *t, struct str line)
{
	line = without_end(line);
	if (line.n == 0) {
		t->blank_lines += t->of_body.bytes > 0;
		return;
	}
	for (; t->blank_lines > 0; t->blank_lines--)
		fingerprint_add(&t->of_body, STR("\n"));
	if (t->kind != TEXT_PLAIN && line.p[0] == '|')
		add_row(&t->of_body, line);
	else
		fingerprint_add(&t->of_body, line);
	fingerprint_add(&t->of_body, STR("\n"));
}

/* ---- Front matter ---- */

static void front_line(struct page_text *t, struct str line)
{
	buf_adds(&t->front, line);
	line = without_end(line);
	if (line.n > 0 || t->state != IN_GAP)
		fingerprint_add(&t->of_front, line);
	if (t->state != IN_GAP)
		fingerprint_add(&t->of_front, STR("\n"));
}

/* It was none: all of it is the body's. */
static void front_was_body(struct page_text *t)
{
	struct str rest = buf_str(&t->front), line;
	t->state = IN_BODY;
	t->of_front = (struct fingerprint){ FNV_BASIS, 0 };
	while (str_cut(&rest, '\n', &line))
		body_line(t, line);
	buf_clear(&t->front);
}

/* `Name: value`, as Pelican's metadata begins. */
static bool is_meta(struct str line)
{
	size_t n = 0;
	while (n < line.n && (is_alnum((unsigned char)line.p[n]) || (n > 0 && memchr("-_ ", line.p[n], 3))))
		n++;
	return n > 0 && n < 40 && n < line.n && line.p[n] == ':' && !is_alnum((unsigned char)(n + 1 < line.n ? line.p[n + 1] : ' '));
}

static bool is_object(struct str line)
{
	size_t i = 1;
	while (i < line.n && is_blank(line.p[i]))
		i++;
	return line.n > 0 && line.p[0] == '{' && (i == line.n || line.p[i] == '"' || line.p[i] == '}');
}

/* Whether the object that began before LINE, or with it, ends in it and nothing stands behind. */
static bool object_ends(struct page_text *t, struct str line)
{
	for (size_t i = 0; i < line.n; i++) {
		char c = line.p[i];
		if (t->quoted && c == '\\')
			i++;
		else if (c == '"')
			t->quoted = !t->quoted;
		else if (!t->quoted && (c == '{' || c == '['))
			t->depth++;
		else if (!t->quoted && (c == '}' || c == ']') && --t->depth == 0)
			return i + 1 == line.n;
	}
	return false;
}

static enum state begins(const struct page_text *t, struct str line)
{
	if (t->kind == TEXT_PLAIN)
		return IN_BODY;
	if (str_is(line, "---"))
		return IN_YAML;
	if (str_is(line, "+++"))
		return IN_TOML;
	if (is_object(line))
		return IN_JSON;
	return t->kind == TEXT_META && is_meta(line) ? IN_META : IN_BODY;
}

static bool ends(struct page_text *t, struct str line)
{
	switch (t->state) {
	case IN_YAML:
		return str_is(line, "---") || str_is(line, "...");
	case IN_TOML:
		return str_is(line, "+++");
	case IN_JSON:
		return object_ends(t, line);
	default:
		return line.n == 0;  /* IN_META */
	}
}

/* A line with what ends it. */
static void take_line(struct page_text *t, struct str line)
{
	struct str text = without_end(line);
	if (t->state == AT_START) {
		t->state = (int)begins(t, text);
		if (t->state != IN_BODY) {
			front_line(t, line);
			if (t->state == IN_JSON && object_ends(t, text))
				t->state = IN_GAP;
			return;
		}
	} else if (t->state == IN_GAP && text.n > 0) {
		t->state = IN_BODY;
	}
	if (t->state == IN_BODY) {
		body_line(t, line);
		return;
	}
	bool end = t->state != IN_GAP && ends(t, text);
	if (t->state == IN_META && end)
		t->state = IN_GAP;  /* the blank line is none of it */
	front_line(t, line);
	if (end)
		t->state = IN_GAP;
	else if (t->front.len > FRONT_MOST_BYTES)
		front_was_body(t);
}

/* ---- A text ---- */

static void add_raw(struct page_text *t, struct str bytes)
{
	fingerprint_add(&t->raw, bytes);
	for (size_t i = 0; i < bytes.n; i++) {
		if (t->cr && bytes.p[i] != '\n')
			fingerprint_add(&t->unix_raw, STR("\r"));
		t->cr = bytes.p[i] == '\r';
		if (!t->cr)
			fingerprint_add(&t->unix_raw, (struct str){ bytes.p + i, 1 });
	}
}

void page_text_body_only(struct page_text *t) { t->state = IN_BODY; }

void page_text_feed(struct page_text *t, struct str bytes)
{
	if (t->whole)
		add_raw(t, bytes);
	for (size_t lf; (lf = str_find(bytes, "\n", 0)) != STR_NONE; bytes = str_from(bytes, lf + 1)) {
		buf_adds(&t->line, str_head(bytes, lf + 1));
		struct str line = buf_str(&t->line);
		if (t->state == AT_START && str_starts(line, "\xef\xbb\xbf"))
			line = str_from(line, 3);
		take_line(t, line);
		buf_clear(&t->line);
	}
	buf_adds(&t->line, bytes);
}

void page_text_end(struct page_text *t)
{
	if (t->line.len > 0)
		take_line(t, buf_str(&t->line));
	buf_clear(&t->line);
	if (t->state == IN_META)
		t->state = IN_GAP;
	if (t->state != AT_START && t->state < IN_GAP)
		front_was_body(t);
}

void page_text_free(struct page_text *t)
{
	buf_free(&t->line);
	buf_free(&t->front);
}

static bool feed(void *ctx, struct str bytes, struct err *e)
{
	UNUSED(e);
	page_text_feed(ctx, bytes);
	return true;
}

bool page_text_read(struct page_text *t, const char *path, struct err *e)
{
	t->whole = true;
	if (!file_stream(path, feed, t, e))
		return false;
	page_text_end(t);
	return true;
}

static bool same(struct fingerprint a, struct fingerprint b) { return a.hash == b.hash && a.bytes == b.bytes; }

bool page_text_same_front(const struct page_text *a, const struct page_text *b) { return same(a->of_front, b->of_front); }
bool page_text_same_body(const struct page_text *a, const struct page_text *b) { return same(a->of_body, b->of_body); }

/* ---- Prints as texts ---- */

static void put_fingerprint(struct fingerprint p, struct buf *out)
{
	buf_addf(out, "%016llx-%llu", (unsigned long long)p.hash, (unsigned long long)p.bytes);
}

void page_text_fingerprint(const struct page_text *t, struct str front, struct buf *out)
{
	buf_addf(out, "%c:", (int)t->kind);
	if (str_known(front))
		buf_adds(out, front);
	else
		put_fingerprint(t->of_front, out);
	buf_addc(out, ':');
	put_fingerprint(t->of_body, out);
}

static bool is_of_parts(struct str fingerprint)
{
	return fingerprint.n > 2 && fingerprint.p[1] == ':' && memchr("pfm", fingerprint.p[0], 3) && str_find(str_from(fingerprint, 2), ":", 0) != STR_NONE;
}

enum page_text_kind fingerprint_kind(struct str fingerprint, enum page_text_kind otherwise)
{
	return is_of_parts(fingerprint) ? (enum page_text_kind)fingerprint.p[0] : otherwise;
}

struct str fingerprint_front(struct str fingerprint)
{
	return is_of_parts(fingerprint) ? str_head(str_from(fingerprint, 2), str_find(str_from(fingerprint, 2), ":", 0)) : STR_NULL;
}

static bool reads_as(struct str text, struct fingerprint p)
{
	struct buf b = BUF_INIT(64);
	put_fingerprint(p, &b);
	bool ret = str_eq(text, buf_str(&b));
	buf_free(&b);
	return ret;
}

static bool is_whole(struct str fingerprint, const struct page_text *t)
{
	return !is_of_parts(fingerprint) && (reads_as(fingerprint, t->raw) || reads_as(fingerprint, t->unix_raw));
}

bool fingerprint_has_front(struct str fingerprint, const struct page_text *t)
{
	return is_of_parts(fingerprint) ? reads_as(fingerprint_front(fingerprint), t->of_front) : is_whole(fingerprint, t);
}

bool fingerprint_has_body(struct str fingerprint, const struct page_text *t)
{
	size_t front = fingerprint_front(fingerprint).n;
	return is_of_parts(fingerprint) ? reads_as(str_from(fingerprint, front + 3), t->of_body) : is_whole(fingerprint, t);
}
