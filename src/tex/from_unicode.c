/* SPDX-License-Identifier: MIT
 * Unicode as LaTeX writes it in 7 bits: the table of data/latex.tsv. */
#include <string.h>

#include "digest/tex.h"
#include "digest/text.h"

enum latex_kind { LATEX_ACCENT, LATEX_LETTER, LATEX_TEXT, LATEX_SYMBOL, LATEX_MATH };
static const struct latex_row {
	uint32_t character;
	enum latex_kind kind;
	const char *tex;
} rows[] = {
#include "latex.inc"
};

enum { MOST_MARKS = 4 };

static const struct latex_row *row_of(uint32_t character)
{
	size_t lo = 0, hi = COUNTOF(rows);
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		if (rows[mid].character == character)
			return &rows[mid];
		if (rows[mid].character < character)
			lo = mid + 1;
		else
			hi = mid;
	}
	return NULL;
}

/* A letter and the marks on it, the innermost first. */
struct letter {
	uint32_t base;
	const struct latex_row *row;  /* of a base that is not ASCII */
	const struct latex_row *marks[MOST_MARKS];
	size_t n_marks;
};

/* The character at the start of S, with what else combines with it. Returns its length; 0: TeX has no such letter. */
static size_t read_letter(struct str s, struct letter *ret)
{
	struct buf parts = BUF_INIT(BUF_UNBOUNDED);
	uint32_t cp;
	size_t n = utf8_decode(s, &cp), step;
	*ret = (struct letter){ .base = 0 };
	if (n == 1 && (s.n == 1 || (unsigned char)s.p[1] < 0x80))
		return 0;
	for (; (step = utf8_decode(str_from(s, n), &cp)) != 0 && utf8_is_mark(cp); n += step)
		;
	utf8_nfd(str_head(s, n), &parts);
	struct str rest = buf_str(&parts);
	size_t at = utf8_decode(rest, &ret->base);
	ret->row = ret->base < 0x80 ? NULL : row_of(ret->base);
	bool ok = ret->base < 0x80 ? is_alpha((int)ret->base) : ret->row && ret->row->kind == LATEX_LETTER;
	while (ok && (step = utf8_decode(str_from(rest, at), &cp)) != 0) {
		const struct latex_row *mark = row_of(cp);
		ok = mark && mark->kind == LATEX_ACCENT && ret->n_marks < MOST_MARKS;
		if (ok)
			ret->marks[ret->n_marks++] = mark;
		at += step;
	}
	buf_free(&parts);
	return ok && (ret->row || ret->n_marks) ? n : 0;
}

/* {\'e}, {\c{c}}, {\~{\^e}}, {\o}: BibTeX's "special character". */
static void put_letter(const struct letter *l, struct buf *out)
{
	size_t open = 1;
	buf_addc(out, '{');
	for (size_t i = l->n_marks; i > 0; i--) {
		bool named = is_alpha((unsigned char)l->marks[i - 1]->tex[0]);
		buf_addf(out, "\\%s", l->marks[i - 1]->tex);
		if (named || i > 1 || l->row) {
			buf_addc(out, '{');
			open++;
		}
	}
	if (l->row)
		buf_addf(out, "\\%s", l->row->tex);
	else
		buf_addc(out, (char)l->base);
	for (; open > 0; open--)
		buf_addc(out, '}');
}

static void put_row(const struct latex_row *row, enum tex_place place, bool letter_follows, struct buf *out)
{
	bool math = place == TEX_IN_MATH;
	switch (row->kind) {
	case LATEX_MATH:
		buf_addf(out, math ? "%s%s" : "{$%s%s$}", row->tex, math && letter_follows && row->tex[0] == '\\' ? " " : "");
		break;
	case LATEX_TEXT:
		buf_addf(out, math ? "\\mbox{%s}" : place == TEX_IN_NAME && strchr(row->tex, '-') && row->tex[1] ? "{%s}" : "%s", row->tex);
		break;
	case LATEX_SYMBOL:
	case LATEX_LETTER:
	case LATEX_ACCENT:
		buf_addf(out, math ? "\\mbox{\\%s}" : "{\\%s}", row->tex);
		break;
	}
}

size_t tex_from_unicode(struct str s, enum tex_place place, struct buf *out)
{
	struct letter l;
	uint32_t cp = 0;
	size_t n = utf8_decode(s, &cp), whole = read_letter(s, &l);
	if (whole) {
		buf_addz(out, place == TEX_IN_MATH ? "\\mbox" : "");
		put_letter(&l, out);
		return whole;
	}
	const struct latex_row *row = cp < 0x80 ? NULL : row_of(cp);
	if (row && row->kind != LATEX_ACCENT)
		put_row(row, place, n < s.n && is_alpha((unsigned char)s.p[n]), out);
	else
		buf_add(out, s.p, n ? n : 1);
	return n ? n : 1;
}

size_t tex_plain_letter(struct str s, struct buf *out)
{
	struct letter l;
	size_t n = read_letter(s, &l);
	uint32_t cp;
	if (n && l.row)
		buf_addz(out, l.row->tex);
	else if (n)
		buf_addc(out, (char)l.base);
	else if (s.n && is_alnum((unsigned char)s.p[0]))
		buf_addc(out, s.p[0]);
	if (n == 0)
		n = utf8_decode(s, &cp);
	return n ? n : 1;
}
