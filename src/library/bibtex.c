/* SPDX-License-Identifier: MIT
 * BibTeX, as bibtex(1) itself reads it (btxdoc, "Format of the database"; bibtex.web, 217 ff.): entries between braces or
 * parentheses, values in braces or quotes, numbers, names of @string, joined by #. What stands between entries is a remark. After a broken entry
 * reading goes on at the next line that begins with @, as biber does.
 *
 * Debian's libbtparse is not used: its lexer and its messages are static variables of the process, it writes to standard error, and it calls
 * exit(). */
#include "src/library/internal.h"

#include "digest/buf.h"
#include "digest/vec.h"

enum { MOST_STRINGS = 10000, MOST_DEPTH = 1000 };

struct named_value {
	struct str name, text;
};

struct bib {
	struct str text;
	size_t at;
	int line;              /* of AT */
	const struct library_sink *sink;
	VEC(struct named_value) strings;   /* @string, in LASTING */
	struct arena lasting, a;           /* as long as the file; as the entry */
	const char *why;       /* what is wrong with the entry */
};

/* The fields that count, of one entry. */
enum field { F_TITLE, F_ABSTRACT, F_EPRINT, F_PREFIX, F_TYPE, F_URL, F_DOI, F_JOURNAL, F_HOWPUBLISHED, F_NOTE, F_YEAR, F_DATE, F_MONTH, F_PUBLISHER, FIELDS };
static const char *const field_names[FIELDS] = { "title", "abstract", "eprint", "archiveprefix", "eprinttype", "url", "doi", "journal", "howpublished", "note",
	                                          "year", "date", "month", "publisher" };

bool bibtex_is(struct str text)
{
	/* "@" at a line's beginning, a word, an opening brace or parenthesis. */
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] != '@' || (i > 0 && text.p[i - 1] != '\n' && text.p[i - 1] != ' ' && text.p[i - 1] != '\t'))
			continue;
		size_t k = i + 1;
		while (k < text.n && is_alpha((unsigned char)text.p[k]))
			k++;
		size_t word = k - i - 1;
		while (k < text.n && is_space((unsigned char)text.p[k]))
			k++;
		if (word > 0 && k < text.n && (text.p[k] == '{' || text.p[k] == '('))
			return true;
	}
	return false;
}

/* ---- Signs ---- */

static int peek(const struct bib *b) { return b->at < b->text.n ? (unsigned char)b->text.p[b->at] : -1; }

static void step(struct bib *b)
{
	b->line += b->text.p[b->at] == '\n';
	b->at++;
}

static void skip_space(struct bib *b)
{
	while (b->at < b->text.n && is_space(peek(b)))
		step(b);
}

static bool wrong(struct bib *b, const char *why)
{
	b->why = why;
	return false;
}

static bool take(struct bib *b, char c, const char *why)
{
	skip_space(b);
	if (peek(b) != c)
		return wrong(b, why);
	step(b);
	return true;
}

/* What bibtex.web calls id_class, numeric and other characters of names. */
static bool in_name(int c) { return c > ' ' && c != 0x7f && strchr("\"#%'(),={}", c) == NULL; }

static struct str take_name(struct bib *b)
{
	size_t from = b->at;
	while (peek(b) >= 0 && in_name(peek(b)))
		step(b);
	return (struct str){ b->text.p + from, b->at - from };
}

/* ---- Values ---- */

/* What stands between braces, or (QUOTED) quotes, which count outside of braces alone. */
static bool take_braced(struct bib *b, bool quoted, struct buf *out)
{
	int depth = 0;
	size_t from = b->at + 1;
	step(b);
	for (; peek(b) >= 0; step(b)) {
		int c = peek(b);
		if (depth == 0 && c == (quoted ? '"' : '}')) {
			buf_add(out, b->text.p + from, b->at - from);
			step(b);
			return true;
		}
		depth += (c == '{') - (c == '}');
		if (depth < 0)
			return wrong(b, "a closing brace without an opening one");
		if (depth > MOST_DEPTH)
			return wrong(b, "too many braces in one another");
	}
	return wrong(b, "the value is not closed");
}

static struct str string_of(const struct bib *b, struct str name)
{
	static const char *const months[] = { "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec" };
	for (size_t i = b->strings.n; i > 0; i--)
		if (b->strings.v[i - 1].name.n == name.n && str_is_nocase(name, b->strings.v[i - 1].name.p))
			return b->strings.v[i - 1].text;
	for (size_t i = 0; i < COUNTOF(months); i++)
		if (str_is_nocase(name, months[i]))
			return str_of(months[i]);
	return STR("");  /* bibtex warns, and goes on with nothing */
}

static bool take_piece(struct bib *b, struct buf *out)
{
	skip_space(b);
	int c = peek(b);
	if (c == '{' || c == '"')
		return take_braced(b, c == '"', out);
	struct str name = take_name(b);
	if (name.n == 0)
		return wrong(b, "a value is missing");
	buf_adds(out, is_digit((unsigned char)name.p[0]) ? name : string_of(b, name));
	return true;
}

static bool take_value(struct bib *b, struct arena *a, struct str *ret)
{
	struct buf text = BUF_INIT(BUF_UNBOUNDED);
	bool ok = take_piece(b, &text);
	for (skip_space(b); ok && peek(b) == '#'; skip_space(b)) {
		step(b);
		ok = take_piece(b, &text);
	}
	*ret = arena_dup(a, buf_str(&text));
	buf_free(&text);
	return ok;
}

/* ---- Entries ---- */

/* NAME = VALUE, up to END; each goes into FIELDS, where it is one that counts: the first of its name, as bibtex takes it. */
static bool take_fields(struct bib *b, char end, struct str *fields)
{
	for (;;) {
		skip_space(b);
		if (peek(b) == end) {
			step(b);
			return true;
		}
		struct str name = take_name(b), value;
		if (name.n == 0)
			return wrong(b, peek(b) < 0 ? "the entry is not closed" : "a field's name is missing");
		if (!take(b, '=', "\"=\" is missing behind a field's name") || !take_value(b, &b->a, &value))
			return false;
		for (size_t i = 0; i < FIELDS; i++)
			if (str_is_nocase(name, field_names[i]) && !str_known(fields[i]))
				fields[i] = value;
		skip_space(b);
		if (peek(b) == ',')
			step(b);
		else if (peek(b) != end)
			return wrong(b, peek(b) < 0 ? "the entry is not closed" : "a comma is missing between fields");
	}
}

static struct str entry_id(struct bib *b, const struct str *f)
{
	static const enum field where[] = { F_URL, F_DOI, F_JOURNAL, F_HOWPUBLISHED, F_NOTE, F_PUBLISHER };
	bool arxiv = str_is_nocase(f[F_PREFIX], "arxiv") || str_is_nocase(f[F_TYPE], "arxiv") || (!str_known(f[F_PREFIX]) && !str_known(f[F_TYPE]));
	struct str id = id_within(f[F_EPRINT], arxiv, &b->a);
	for (size_t i = 0; i < COUNTOF(where) && !str_known(id); i++)
		id = id_within(f[where[i]], false, &b->a);
	return id;
}

static int32_t entry_day(const struct str *f, struct str id, struct arena *a)
{
	int32_t day = day_within(str_trim(f[F_DATE]));
	if (day == 0)
		day = day_within(plain_text(str_trim(f[F_YEAR]), a));
	return day ? day : day_of_id(id);
}

static bool put_entry(struct bib *b, struct str key, int line, const struct str *f, struct err *e)
{
	struct library_entry entry = { .key = key, .id = entry_id(b, f), .line = line };
	if (str_known(f[F_TITLE]))
		entry.title = plain_text(f[F_TITLE], &b->a);
	if (str_known(f[F_ABSTRACT]))
		entry.abstract = plain_text(f[F_ABSTRACT], &b->a);
	if (str_empty(entry.title) && !str_known(entry.id)) {
		b->sink->broken(b->sink->ctx, line, "neither a title nor an arXiv identifier");
		return true;
	}
	entry.day = entry_day(f, entry.id, &b->a);
	return b->sink->put(b->sink->ctx, &entry, e);
}

static bool take_string(struct bib *b, char end)
{
	struct str value;
	skip_space(b);
	struct str name = take_name(b);
	if (name.n == 0)
		return wrong(b, "@string without a name");
	if (!take(b, '=', "\"=\" is missing behind the name of @string") || !take_value(b, &b->lasting, &value))
		return false;
	if (b->strings.n < MOST_STRINGS)
		*vec_push(&b->strings) = (struct named_value){ arena_dup(&b->lasting, name), value };
	return take(b, end, "@string is not closed");
}

/* What stands behind "@"; false: it is broken. *FAILED: the sink has. */
static bool take_entry(struct bib *b, bool *failed, struct err *e)
{
	struct str fields[FIELDS] = { STR_NULL }, ignored;
	int line = b->line;
	skip_space(b);
	struct str type = take_name(b);
	if (str_is_nocase(type, "comment"))
		return true;
	skip_space(b);
	int open = peek(b);
	if (type.n == 0 || (open != '{' && open != '('))
		return true;  /* an address in a remark */
	char end = open == '{' ? '}' : ')';
	step(b);
	if (str_is_nocase(type, "string"))
		return take_string(b, end);
	if (str_is_nocase(type, "preamble"))
		return take_value(b, &b->a, &ignored) && take(b, end, "@preamble is not closed");
	skip_space(b);
	size_t from = b->at;
	while (peek(b) >= 0 && peek(b) != ',' && !is_space(peek(b)) && peek(b) != '}')
		step(b);
	struct str key = { b->text.p + from, b->at - from };
	skip_space(b);
	if (peek(b) == ',')
		step(b);
	else if (peek(b) != end)
		return wrong(b, "a comma is missing behind the entry's key");
	if (!take_fields(b, end, fields))
		return false;
	*failed = !put_entry(b, key, line, fields, e);
	return true;
}

/* Behind a broken entry: the next line that begins with @. */
static void resume(struct bib *b, size_t from, int line)
{
	b->at = from;
	b->line = line;
	for (bool begins = false; peek(b) >= 0; step(b)) {
		if (begins && peek(b) == '@')
			return;
		begins = peek(b) == '\n' || (begins && is_space(peek(b)));
	}
}

bool bibtex_read(struct str text, const struct library_sink *sink, struct err *e)
{
	struct bib b = { .text = text, .line = 1, .sink = sink, .strings = VEC_INIT, .lasting = ARENA_INIT, .a = ARENA_INIT };
	bool failed = false;
	while (!failed && peek(&b) >= 0) {
		bool at = peek(&b) == '@';
		int line = b.line;
		step(&b);
		size_t behind = b.at;
		if (!at)
			continue;
		arena_reset(&b.a);
		if (!take_entry(&b, &failed, e)) {
			sink->broken(sink->ctx, line, b.why);
			resume(&b, behind, line);
		}
	}
	vec_free(&b.strings);
	arena_free(&b.lasting);
	arena_free(&b.a);
	return !failed;
}
