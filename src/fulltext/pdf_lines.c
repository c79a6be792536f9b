/* SPDX-License-Identifier: MIT
 * What pdftotext prints, as lines: ligatures taken apart, page heads, page numbers and arXiv's stamp told from the paper, and the words
 * that are known to it, by which hyphens at line ends are judged. */
#include "pdf.h"

#include <stdlib.h>

#include "digest/hash.h"

/* ---- Ligatures ---- */

static const struct { const char *one, *many; } ligatures[] = {
	{ "ﬀ", "ff" }, { "ﬁ", "fi" }, { "ﬂ", "fl" }, { "ﬃ", "ffi" }, { "ﬄ", "ffl" }, { "ﬅ", "st" }, { "ﬆ", "st" },
};

static struct str take_apart(struct pdf_lines *p, struct str line)
{
	if (str_find(line, "\xef\xac", 0) == STR_NONE)
		return line;
	struct buf out = BUF_INIT(BUF_UNBOUNDED);
	for (size_t i = 0; i < line.n;) {
		size_t n = 0;
		for (size_t k = 0; k < COUNTOF(ligatures) && n == 0; k++)
			if (str_starts(str_from(line, i), ligatures[k].one)) {
				buf_addz(&out, ligatures[k].many);
				n = strlen(ligatures[k].one);
			}
		if (n == 0)
			buf_addc(&out, line.p[i++]);
		i += n;
	}
	line = arena_dup(&p->arena, buf_str(&out));
	buf_free(&out);
	return line;
}

/* ---- Lines, and the marks of footnotes ---- */

/* The mark that begins S, and a capital or an address right behind it; 0: none. */
static size_t footnote_mark(struct str s)
{
	size_t n = 0;
	while (n < s.n && n < 3 && is_digit((unsigned char)s.p[n]))
		n++;
	if (n == 0 && (str_starts(s, "†") || str_starts(s, "‡")))
		n = strlen("†");
	else if (n == 0 && str_starts(s, "*"))
		n = 1;
	return n > 0 && n + 3 < s.n && (is_upper((unsigned char)s.p[n]) || str_starts(str_from(s, n), "http")) ? n : 0;
}

static void add_line(struct pdf_lines *p, struct str raw)
{
	struct buf clean = BUF_INIT(BUF_UNBOUNDED);
	bool glyph = raw.n > 0 && (unsigned char)raw.p[0] < ' ' && !is_space((unsigned char)raw.p[0]);
	glyph = glyph || str_starts(raw, "\xef\x80") || str_starts(raw, "\xef\x81") || str_starts(raw, "\xef\x82");  /* private use: symbols' fonts */
	words_add(&clean, 0, glyph && raw.p[0] == '\xef' ? str_from(raw, 3) : raw);
	struct str text = str_trim(buf_str(&clean));
	if (text.n > 0)
		*vec_push(&p->lines) = (struct pdf_line){ take_apart(p, arena_dup(&p->arena, text)), p->pages, false, glyph, footnote_mark(text) };
	buf_free(&clean);
}

/* "garden1 is" is "garden 1 is" where the page has a footnote 1. */
static struct str part_mark(struct pdf_lines *p, struct str s, struct str mark)
{
	for (size_t i = 1; i + mark.n <= s.n; i++) {
		bool behind = i + mark.n == s.n || (!is_alnum((unsigned char)s.p[i + mark.n]) && (unsigned char)s.p[i + mark.n] < 0x80);
		bool word = is_lower((unsigned char)s.p[i - 1]) || memchr(".,;:)", s.p[i - 1], 5);
		if (!word || !behind || memcmp(s.p + i, mark.p, mark.n) != 0 || (i > 1 && s.p[i - 1] == '.' && is_digit((unsigned char)s.p[i - 2])))
			continue;
		struct buf out = BUF_INIT(BUF_UNBOUNDED);
		buf_addf(&out, "%.*s %.*s", STR_ARG(str_head(s, i)), STR_ARG(str_from(s, i)));
		s = arena_dup(&p->arena, buf_str(&out));
		buf_free(&out);
		break;
	}
	return s;
}

static void part_marks(struct pdf_lines *p)
{
	enum { MOST = 20 };  /* footnotes of a page */
	for (size_t from = 0, to; from < p->lines.n; from = to) {
		struct str marks[MOST];
		size_t n = 0;
		for (to = from; to < p->lines.n && p->lines.v[to].page == p->lines.v[from].page; to++)
			if (n < MOST && p->lines.v[to].mark > 0 && is_digit((unsigned char)p->lines.v[to].text.p[0]))
				marks[n++] = str_head(p->lines.v[to].text, p->lines.v[to].mark);
		for (size_t i = from; i < to; i++)
			for (size_t k = 0; k < n; k++)
				if (p->lines.v[i].mark == 0)
					p->lines.v[i].text = part_mark(p, p->lines.v[i].text, marks[k]);
	}
}

/* ---- Furniture ---- */

/* A line with its digits as one sign, so that heads of different pages are the same. */
static uint64_t shape_of(struct str s)
{
	uint64_t h = FNV_BASIS;
	for (size_t i = 0; i < s.n; i++)
		if (!is_digit((unsigned char)s.p[i]) || i == 0 || !is_digit((unsigned char)s.p[i - 1]))
			h = fnv_byte(h, is_digit((unsigned char)s.p[i]) ? '0' : (unsigned char)s.p[i]);
	return h;
}

static bool is_number(struct str s)
{
	uint64_t n;
	enum { MOST_PAGES = 9999 };
	while (s.n > 2 && memchr("-–— ", s.p[0], 4))
		s = str_trim(str_from(s, 1));
	while (s.n > 2 && memchr("-–— ", s.p[s.n - 1], 4))
		s = str_trim(str_head(s, s.n - 1));
	return str_number(s, MOST_PAGES, &n);
}

/* The lines at the edges of pages: EDGE at the top and as many at the bottom. */
enum { EDGE = 2 };
struct edge { uint64_t shape; size_t line; };

static int by_shape(const void *a, const void *b)
{
	const struct edge *x = a, *y = b;
	return x->shape != y->shape ? (x->shape > y->shape ? 1 : -1) : (x->line > y->line) - (x->line < y->line);
}

/* What stands at the same edge of a third of the pages, at least three, is a head or a foot; so is a lone number. */
static void find_furniture(struct pdf_lines *p)
{
	VEC(struct edge) edges = VEC_INIT;
	size_t least = p->pages / 3 > 3 ? p->pages / 3 : 3;
	for (size_t from = 0, to; from < p->lines.n; from = to) {
		for (to = from; to < p->lines.n && p->lines.v[to].page == p->lines.v[from].page; to++)
			;
		for (size_t i = from; i < to; i++) {
			bool first = i < from + EDGE, last = i + EDGE >= to;
			if (first || last)
				*vec_push(&edges) = (struct edge){ shape_of(p->lines.v[i].text) + last, i };
			if ((i == from || i + 1 == to) && is_number(p->lines.v[i].text) && (p->pages > 1 || str_is(p->lines.v[i].text, "1")))
				p->lines.v[i].furniture = true;
		}
	}
	if (edges.n > 0)
		qsort(edges.v, edges.n, sizeof *edges.v, by_shape);
	for (size_t from = 0, to; from < edges.n; from = to) {
		for (to = from; to < edges.n && edges.v[to].shape == edges.v[from].shape; to++)
			;
		for (size_t i = from; to - from >= least && i < to; i++)
			p->lines.v[edges.v[i].line].furniture = true;
	}
	vec_free(&edges);
}

static void find_stamp(struct pdf_lines *p, struct fulltext *f)
{
	for (size_t i = 0; i < p->lines.n && p->lines.v[i].page == 1; i++)
		if (str_starts(p->lines.v[i].text, "arXiv:") && str_find(p->lines.v[i].text, "[", 0) != STR_NONE && words_stamp(p->lines.v[i].text, f))
			p->lines.v[i].furniture = true;
}

/* ---- Words ---- */

/* Where WORD is in the table, or would be. */
static size_t slot_of(const struct pdf_lines *p, uint32_t hash)
{
	size_t i = hash & (p->n_slots - 1);
	while (p->words[i] && p->words[i] != hash)
		i = (i + 1) & (p->n_slots - 1);
	return i;
}

static bool knows(const struct pdf_lines *p, struct str word)
{
	return p->n_slots > 0 && p->words[slot_of(p, words_hash(word))] != 0;
}

static bool is_word_byte(unsigned char c) { return is_alnum(c) || c >= 0x80 || c == '-'; }

static void learn_words(struct pdf_lines *p, size_t bytes)
{
	for (p->n_slots = 1024; p->n_slots < bytes; p->n_slots *= 2)
		;
	p->words = xcalloc(p->n_slots, sizeof *p->words);
	for (size_t k = 0; k < p->lines.n; k++) {
		struct str s = p->lines.v[k].text;
		for (size_t i = 0, end; i < s.n; i = end + 1) {
			for (end = i; end < s.n && is_word_byte((unsigned char)s.p[end]); end++)
				;
			bool cut = end == s.n && end > i && s.p[end - 1] == '-';
			struct str word = { s.p + i, end - i };
			if (word.n > 1 && !cut)
				p->words[slot_of(p, words_hash(word))] = words_hash(word);
		}
	}
}

/* ---- Joining ---- */

/* The letters that S ends with, or begins with. */
static struct str last_word(struct str s)
{
	size_t i = s.n;
	while (i > 0 && is_word_byte((unsigned char)s.p[i - 1]))
		i--;
	return str_from(s, i);
}

static struct str first_word(struct str s)
{
	size_t i = 0;
	while (i < s.n && is_word_byte((unsigned char)s.p[i]))
		i++;
	return str_head(s, i);
}

/* Whether the hyphen between HEAD, which ends with it, and TAIL belongs to the word. */
static bool keeps_hyphen(const struct pdf_lines *p, struct str head, struct str tail)
{
	struct buf word = BUF_INIT(BUF_UNBOUNDED);
	buf_adds(&word, head);
	buf_adds(&word, tail);
	bool with = knows(p, buf_str(&word));
	buf_clear(&word);
	buf_add(&word, head.p, head.n - 1);
	buf_adds(&word, tail);
	bool without = knows(p, buf_str(&word));
	buf_free(&word);
	if (with != without)
		return with;
	bool compound = memchr(head.p, '-', head.n - 1) != NULL;  /* state-of-the- */
	bool parts = knows(p, str_head(head, head.n - 1)) && knows(p, tail) && head.n > 4 && tail.n > 3;
	return !without && (compound || parts);
}

void pdf_join(const struct pdf_lines *p, struct buf *out, size_t from, struct str text)
{
	struct str head = last_word(str_from(buf_str(out), from)), tail = first_word(text);
	bool cut = head.n > 1 && head.p[head.n - 1] == '-' && tail.n > 0 && is_lower((unsigned char)tail.p[0]);
	if (cut && !keeps_hyphen(p, head, tail))
		buf_cut(out, out->len - 1);
	else if (!cut && out->len > from && !(head.n > 1 && head.p[head.n - 1] == '-'))
		buf_addc(out, ' ');
	buf_adds(out, text);
}

/* ---- All ---- */

void pdf_lines_read(struct pdf_lines *p, struct str text, struct fulltext *f)
{
	struct str page, line;
	*p = (struct pdf_lines){ .pages = 0 };
	for (struct str rest = text; str_cut(&rest, '\f', &page);) {
		p->pages++;
		while (str_cut(&page, '\n', &line))
			add_line(p, line);
	}
	part_marks(p);
	find_stamp(p, f);
	find_furniture(p);
	learn_words(p, text.n);
}

void pdf_lines_free(struct pdf_lines *p)
{
	arena_free(&p->arena);
	vec_free(&p->lines);
	free(p->words);
}
