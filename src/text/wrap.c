/* SPDX-License-Identifier: MIT
 * Lines for terminals: each is filled as far as it goes. While it is, the last place where it may end is kept, and for
 * words longer than a line the last where it might: so every character is looked at once.
 *
 * Which characters may not begin or end a line: GB/T 15834-2011 and W3C's "Requirements for Chinese Text Layout". */
#include "digest/text.h"

#include <stdlib.h>

/* What a grapheme is for its neighbours. Those from WORD on make one word with one another. */
enum kind { IDEOGRAPH, OPENS, CLOSES, WORD, WORD_OPENS, WORD_CLOSES, DASH };

/* Sorted by character. Letters and whatever else is not here is an ideograph where it is wide, else part of a word. */
static const struct special {
	uint32_t cp;
	enum kind kind;
} specials[] = {
	{ '!', WORD_CLOSES }, { '%', WORD_CLOSES }, { '(', WORD_OPENS }, { ')', WORD_CLOSES }, { ',', WORD_CLOSES },
	{ '.', WORD_CLOSES }, { ':', WORD_CLOSES }, { ';', WORD_CLOSES }, { '?', WORD_CLOSES }, { '[', WORD_OPENS },
	{ ']', WORD_CLOSES }, { '{', WORD_OPENS }, { '}', WORD_CLOSES }, { 0xb0 /* ° */, WORD_CLOSES },
	{ 0xb7 /* · */, WORD_CLOSES }, { 0x2014 /* — */, DASH }, { 0x2018 /* ‘ */, WORD_OPENS }, { 0x2019 /* ’ */, WORD_CLOSES },
	{ 0x201c /* “ */, WORD_OPENS }, { 0x201d /* ” */, WORD_CLOSES }, { 0x2026 /* … */, WORD_CLOSES },
	{ 0x2030 /* ‰ */, WORD_CLOSES }, { 0x2103 /* ℃ */, WORD_CLOSES }, { 0x2e3a /* ⸺ */, DASH }, { 0x3001 /* 、 */, CLOSES },
	{ 0x3002 /* 。 */, CLOSES }, { 0x3005 /* 々 */, CLOSES }, { 0x3008 /* 〈 */, OPENS }, { 0x3009 /* 〉 */, CLOSES },
	{ 0x300a /* 《 */, OPENS }, { 0x300b /* 》 */, CLOSES }, { 0x300c /* 「 */, OPENS }, { 0x300d /* 」 */, CLOSES },
	{ 0x300e /* 『 */, OPENS }, { 0x300f /* 』 */, CLOSES }, { 0x3010 /* 【 */, OPENS }, { 0x3011 /* 】 */, CLOSES },
	{ 0x3014 /* 〔 */, OPENS }, { 0x3015 /* 〕 */, CLOSES }, { 0x3016 /* 〖 */, OPENS }, { 0x3017 /* 〗 */, CLOSES },
	{ 0x301d /* 〝 */, OPENS }, { 0x301e /* 〞 */, CLOSES }, { 0x301f /* 〟 */, CLOSES }, { 0x30fb /* ・ */, CLOSES },
	{ 0x30fc /* ー */, CLOSES }, { 0xff01 /* ！ */, CLOSES }, { 0xff05 /* ％ */, CLOSES }, { 0xff08 /* （ */, OPENS },
	{ 0xff09 /* ） */, CLOSES }, { 0xff0c /* ， */, CLOSES }, { 0xff0e /* ． */, CLOSES }, { 0xff1a /* ： */, CLOSES },
	{ 0xff1b /* ； */, CLOSES }, { 0xff1f /* ？ */, CLOSES }, { 0xff3b /* ［ */, OPENS }, { 0xff3d /* ］ */, CLOSES },
	{ 0xff5b /* ｛ */, OPENS }, { 0xff5d /* ｝ */, CLOSES }, { 0xff5e /* ～ */, CLOSES }, { 0xffe5 /* ￥ */, OPENS },
};

static int compare_special(const void *key, const void *row)
{
	uint32_t cp = *(const uint32_t *)key, other = ((const struct special *)row)->cp;
	return (cp > other) - (cp < other);
}

static enum kind kind_of(uint32_t cp, int width)
{
	if (cp < 0x80 && is_alnum((int)cp))
		return WORD;
	if (cp >= 0x3400 && cp <= 0x9fff)
		return IDEOGRAPH;
	const struct special *s = bsearch(&cp, specials, COUNTOF(specials), sizeof *specials, compare_special);
	if (s)
		return s->kind;
	return utf8_is_cjk(cp) || (width == 2 && cp >= 0x1f000) ? IDEOGRAPH : WORD;
}

/* Whether LAST and NEXT may stand on two lines at all, if it takes a word apart. */
static bool may_part(enum kind last, enum kind next)
{
	if (next == CLOSES || next == WORD_CLOSES || last == OPENS || last == WORD_OPENS)
		return false;
	return !(last == DASH && next == DASH);
}

/* ---- One line after the other ---- */

/* A line may end at END, and the next one begin at NEXT; between the two are blanks. */
struct cut {
	bool set;
	size_t end, next;
	int column;            /* of NEXT */
};

struct wrapping {
	struct str s;
	struct buf *out;
	int width, indent;
	bool ambiguous_wide;
	size_t start;          /* of the line under way, in S */
	int column;
	struct cut good, rough;  /* between words; within one */
	size_t gap;            /* where the blanks before the next grapheme begin; STR_NONE: none are there */
	enum kind last;
};

/* The length of ESC […m at I; 0: there is none. */
static size_t escape_at(struct str s, size_t i)
{
	size_t n = 2;
	if (i + n >= s.n || s.p[i] != '\033' || s.p[i + 1] != '[')
		return 0;
	while (i + n < s.n && (is_digit((unsigned char)s.p[i + n]) || s.p[i + n] == ';'))
		n++;
	return i + n < s.n && s.p[i + n] == 'm' ? n + 1 : 0;
}

/* Blanks are gone between FROM and TO; what colours the text stays. */
static void put_escapes(const struct wrapping *w, size_t from, size_t to)
{
	while (from < to) {
		size_t n = escape_at(w->s, from);
		buf_add(w->out, w->s.p + from, n);
		from += n ? n : 1;
	}
}

static void put_indent(const struct wrapping *w)
{
	for (int i = 0; i < w->indent; i++)
		buf_addc(w->out, ' ');
}

static void end_line(struct wrapping *w, struct cut at)
{
	buf_add(w->out, w->s.p + w->start, at.end - w->start);
	put_escapes(w, at.end, at.next);
	buf_addc(w->out, '\n');
	put_indent(w);
	int moved = at.column - w->indent;
	w->start = at.next;
	w->column -= moved;
	w->good.set = false;
	w->rough.column -= moved;
	w->rough.set = w->rough.set && w->rough.end > w->start;
}

/* What begins at I is of KIND and takes COLUMNS: end lines until it has its place. */
static void place(struct wrapping *w, size_t i, enum kind kind, int columns)
{
	struct cut here = { true, w->gap == STR_NONE ? i : w->gap, i, w->column };
	bool words = w->last >= WORD && kind >= WORD && w->gap == STR_NONE;
	if (i > w->start && may_part(w->last, kind)) {
		if (words)
			w->rough = here;
		else
			w->good = here;
	}
	while (w->column + columns > w->width && w->start < i)
		end_line(w, w->good.set ? w->good : w->rough.set ? w->rough : here);
	w->column += columns;
	w->last = kind;
	w->gap = STR_NONE;
}

/* The line's own indentation; the first byte behind it. */
static size_t begin(struct wrapping *w)
{
	size_t i = 0, n = 0;
	while (i < w->s.n && (w->s.p[i] == ' ' || (n = escape_at(w->s, i)) > 0)) {
		w->indent += w->s.p[i] == ' ' && w->indent <= w->width;
		i += w->s.p[i] == ' ' ? 1 : n;
	}
	if (w->indent > w->width / 2)
		w->indent = 0;
	if (i < w->s.n)
		put_indent(w);
	put_escapes(w, 0, i);
	return i;
}

void text_wrap(struct str line, int width, bool ambiguous_wide, struct buf *out)
{
	struct wrapping w = { .s = line, .out = out, .width = width, .ambiguous_wide = ambiguous_wide, .gap = STR_NONE,
	                      .last = OPENS };
	w.start = begin(&w);
	w.column = w.indent;
	for (size_t i = w.start, n; i < line.n; i += n) {
		uint32_t first;
		int columns;
		if ((n = escape_at(line, i)) > 0)
			continue;
		if (line.p[i] == ' ') {
			w.gap = w.gap == STR_NONE ? i : w.gap;
			w.column += w.column < INT16_MAX;
			n = 1;
			continue;
		}
		n = utf8_grapheme(str_from(line, i), ambiguous_wide, &first, &columns);
		place(&w, i, kind_of(first, columns), columns);
	}
	size_t end = w.gap == STR_NONE ? line.n : w.gap;
	buf_add(out, line.p + w.start, end - w.start);
	put_escapes(&w, end, line.n);
}
