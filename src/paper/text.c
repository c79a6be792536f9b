/* SPDX-License-Identifier: MIT
 * The form of every text in a record: valid UTF-8 in NFC, no control or bidi characters, single blanks, paragraphs
 * separated by one LF, TeX outside mathematics as Unicode.
 * Most texts are so already: one look at each byte finds that out, and then nothing is copied.
 *
 * All of Unicode's white space, no-break and ideographic spaces too, becomes a blank: the texts are compared, searched
 * and wrapped by others. U+200B to U+200D stay: scripts and emoji need them. */
#include <string.h>

#include "clean.h"
#include "digest/tex.h"
#include "digest/text.h"

enum fate { FATE_KEEP, FATE_SPACE, FATE_DROP, FATE_BIDI };

static enum fate fate_of(uint32_t cp)
{
	if (cp < 0x2000) {
		if (cp == 0x85 || cp == 0xa0 || cp == 0x1680)
			return FATE_SPACE;
		return cp == 0x61c ? FATE_BIDI : cp < 0xa0 || cp == 0xad ? FATE_DROP : FATE_KEEP;
	}
	if (cp <= 0x206f) {
		if (cp <= 0x200a || cp == 0x2028 || cp == 0x2029 || cp == 0x202f || cp == 0x205f)
			return FATE_SPACE;
		if (cp == 0x200e || cp == 0x200f || (cp >= 0x202a && cp <= 0x202e) || (cp >= 0x2066 && cp <= 0x2069))
			return FATE_BIDI;
		return cp == 0x2060 ? FATE_DROP : FATE_KEEP;
	}
	if (cp == 0x3000)
		return FATE_SPACE;
	if (cp < 0xfdd0)
		return FATE_KEEP;
	/* The byte order mark, and what is no character and may not stand in XML. */
	return cp == 0xfeff || (cp & 0xfffe) == 0xfffe || cp <= 0xfdef ? FATE_DROP : FATE_KEEP;
}

/* ---- The look ---- */

enum { SAW_CONTROL = 1, SAW_LF = 2, SAW_GAP = 4, SAW_TEX = 8, SAW_HIGH = 16 };

/* The start of what is a group of one sign, as in 50{,}000. */
static inline bool opens_sign(unsigned char c, unsigned char last)
{
	return (last == '{') & ((c < '0') | (c == ':') | (c == '}'));
}

/* What one byte says, and the two together: a gap is white space twice. */
static inline unsigned char look_at_byte(unsigned char c, unsigned char last)
{
	bool white = (c == ' ') | (c == '\n'), last_white = (last == ' ') | (last == '\n');
	bool tex = (c == '\\') | (c == '`') | (c == '~') | ((c == '-') & (last == '-')) | opens_sign(c, last);
	bool control = ((c < ' ') & (c != '\n')) | (c == 0x7f);
	return (unsigned char)((control ? SAW_CONTROL : 0) | (c == '\n' ? SAW_LF : 0) | ((white & last_white) ? SAW_GAP : 0) |
	                       (tex ? SAW_TEX : 0) | (c > 0x7f ? SAW_HIGH : 0));
}

enum { BLOCK = 32 };

/* Look at BLOCK bytes; P[-1] can be read too. A fixed length and no branch: compilers make vector steps of it. */
static inline void look_at_block(const unsigned char *p, unsigned char saw[BLOCK])
{
	for (int i = 0; i < BLOCK; i++)
		saw[i] |= look_at_byte(p[i], p[i - 1]);
}

/* Whether there is nothing to see in the block but what is not ASCII, whose top bits are gathered in *HIGH: a third of
 * the work, and so it is with most blocks. */
static inline bool block_is_plain(const unsigned char *p, unsigned char *high)
{
	unsigned char odd = 0, all = 0;
	for (int i = 0; i < BLOCK; i++) {
		unsigned char c = p[i], last = p[i - 1];
		all |= c;
		odd |= (c < ' ') | ((c | 1) == 0x7f) | (c == '\\') | (c == '`') | ((c == ' ') & (last <= ' ')) |
		       ((c == '-') & (last == '-')) | opens_sign(c, last);
	}
	*high |= all;
	return !odd;
}

/* All that there is to see in S. Before its start stands a blank. A short text is filled up with what says
 * nothing, the last block of a long one is moved back: seeing a byte twice changes nothing. */
static unsigned look_through(struct str s)
{
	const unsigned char *p = (const unsigned char *)s.p;
	unsigned char saw[BLOCK] = { 0 }, all = 0, high = 0, first[1 + BLOCK + 1] = " xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";
	memcpy(first + 1, p, s.n < BLOCK ? s.n : BLOCK);
	for (size_t i = 0; i < s.n; i += BLOCK) {
		const unsigned char *at = i == 0 ? first + 1 : p + (i + BLOCK < s.n ? i : s.n - BLOCK);
		if (!block_is_plain(at, &high))
			look_at_block(at, saw);
	}
	for (int i = 0; i < BLOCK; i++)
		all |= saw[i];
	return all | (high >= 0x80 ? SAW_HIGH : 0);
}

/* What S needs; NFC: nothing, for it is surely in that form. */
struct text_needs {
	bool fold, tex, nfc;
};

static struct text_needs look_at(struct str s, enum clean_wrap wrap)
{
	if (s.n == 0)
		return (struct text_needs){ false, false, true };
	const unsigned char *p = (const unsigned char *)s.p;
	unsigned saw = look_through(s);
	bool end = p[s.n - 1] == ' ' || p[s.n - 1] == '\n';
	struct text_needs look = {
		.fold = (saw & (SAW_CONTROL | SAW_GAP)) || end || (wrap != WRAP_PARAS && (saw & SAW_LF)),
		.tex = saw & SAW_TEX,
		.nfc = !(saw & SAW_HIGH),
	};
	if (look.nfc || look.fold)
		return look;
	size_t i = utf8_skip_inert(s, 0);
	look.nfc = i == s.n;
	while (i < s.n && !look.fold) {
		uint32_t cp;
		size_t n = utf8_decode(str_from(s, i), &cp);
		look.fold = n == 0 || fate_of(cp) != FATE_KEEP;
		i = utf8_skip_inert(s, i + n);
	}
	return look;
}

/* ---- Folding ---- */

/* The white space since the last character. */
struct gap {
	bool any, feed, paragraph;
};

static void gap_add(struct gap *g, bool feed, enum clean_wrap wrap)
{
	g->paragraph = g->paragraph || (wrap == WRAP_PARAS && feed) || (wrap == WRAP_INDENT && g->feed);
	g->any = true;
	g->feed = g->feed || feed;
}

/* The end of the text at S[I] that is ASCII with single blanks inside, or Han. */
static size_t plain_run(struct str s, size_t i)
{
	const unsigned char *p = (const unsigned char *)s.p;
	while (i < s.n) {
		unsigned char high = 0;
		if (i > 0 && s.n - i >= BLOCK && block_is_plain(p + i, &high) && high < 0x80) {
			i += BLOCK - (p[i + BLOCK - 1] == ' ');  /* what a blank at the end is depends on what follows */
			continue;
		}
		for (size_t end = i + BLOCK; i < s.n && i < end;) {
			size_t past;
			if (p[i] > ' ' && p[i] < 0x7f)
				i++;
			else if (p[i] == ' ' && i + 1 < s.n && p[i + 1] > ' ' && p[i + 1] < 0x7f)
				i += 2;
			else if ((past = utf8_skip_han(s, i)) > i)
				i = past;
			else
				return i;
		}
	}
	return i;
}

static void fold(struct str s, enum clean_wrap wrap, struct clean_counts *counts, struct buf *out)
{
	struct gap gap = { false, false, false };
	for (size_t i = 0; i < s.n;) {
		size_t run = i, n = 1;
		uint32_t cp = 0;
		enum fate fate = FATE_KEEP;
		unsigned char c = (unsigned char)s.p[i];
		if (c == ' ' || (c >= '\t' && c <= '\r')) {
			fate = FATE_SPACE;
		} else if (c < ' ' || c == 0x7f) {
			fate = FATE_DROP;
		} else if ((n = plain_run(s, i) - i) == 0) {
			n = utf8_decode(str_from(s, i), &cp);
			fate = n ? fate_of(cp) : FATE_KEEP;
		}
		i = run + (n ? n : 1);
		counts->controls += fate == FATE_DROP;
		counts->bidi += fate == FATE_BIDI;
		if (fate == FATE_SPACE && !(c == '\r' && i < s.n && s.p[i] == '\n'))
			gap_add(&gap, c == '\n' || c == '\r', wrap);
		if (fate != FATE_KEEP)
			continue;
		if (gap.any && out->len)
			buf_addc(out, gap.paragraph ? '\n' : ' ');
		gap = (struct gap){ false, false, false };
		if (n)
			buf_add(out, s.p + run, n);
		else
			buf_add(out, "\xef\xbf\xbd", 3);  /* U+FFFD for what is not UTF-8 */
	}
}

/* Make *S, which may be in OUT[0], the result of one step in OUT[1]; then the two change places. */
static void step(struct str *s, struct buf out[2])
{
	struct buf b = out[0];
	out[0] = out[1];
	out[1] = b;
	*s = buf_str(&out[0]);
	buf_clear(&out[1]);
}

static void to_nfc(struct str *s, struct buf out[2])
{
	if (utf8_is_nfc_quick(*s))
		return;
	utf8_nfc(*s, &out[1]);
	step(s, out);
}

/* What is clean must not change when it is cleaned again, as a record that was printed and is read: so macros that
 * stood in the arguments of others have their turn too. */
enum { MAX_PASSES = 4 };

struct str clean_string(struct str s, enum clean_wrap wrap, bool tex, struct arena *a, struct clean_counts *counts)
{
	struct buf out[2] = { BUF_INIT(BUF_UNBOUNDED), BUF_INIT(BUF_UNBOUNDED) };
	struct clean_counts none = { 0, 0, 0, 0 };
	struct text_needs look = look_at(s, wrap);
	struct str was = s;

	counts = counts ? counts : &none;
	if (look.nfc && !look.fold && !(tex && look.tex))
		return s;
	if (look.fold) {
		buf_grow(&out[1], s.n);
		fold(s, wrap, counts, &out[1]);
		step(&s, out);
	}
	if (!look.nfc)
		to_nfc(&s, out);
	for (int i = 0; tex && look.tex && i < MAX_PASSES; i++) {
		size_t n = tex_to_unicode(s, &out[1]);
		counts->tex += n;
		if (n == 0)
			break;
		step(&s, out);
		look = look_at(s, WRAP_PARAS);
		if (look.fold) {  /* what a macro left behind at an end or beside an LF */
			fold(s, wrap == WRAP_LINE ? WRAP_LINE : WRAP_PARAS, counts, &out[1]);
			step(&s, out);
		}
		if (!look.nfc)
			to_nfc(&s, out);
	}
	if (s.p != was.p)
		s = str_eq(s, was) ? was : arena_dup(a, s);
	buf_free(&out[0]);
	buf_free(&out[1]);
	return s;
}

struct str clean_text(struct str s, bool lines, struct arena *a, struct clean_counts *counts)
{
	return clean_string(s, lines ? WRAP_PARAS : WRAP_LINE, true, a, counts);
}

struct str clean_characters(struct str s, bool lines, struct arena *a, struct clean_counts *counts)
{
	return clean_string(s, lines ? WRAP_PARAS : WRAP_LINE, false, a, counts);
}

/* The blanks before LINE, as columns. */
static size_t indentation(struct str line)
{
	size_t columns = 0;
	for (size_t i = 0; i < line.n && (line.p[i] == ' ' || line.p[i] == '\t'); i++)
		columns += line.p[i] == '\t' ? 4 - columns % 4 : 1;
	return columns;
}

struct str clean_marked(struct str s, bool blocks, struct arena *a)
{
	struct buf out = BUF_INIT(BUF_UNBOUNDED);
	struct str rest = s, line;
	bool parted = false;
	if (!blocks || memchr(s.p ? s.p : "", '\n', s.n) == NULL)
		return clean_string(s, WRAP_LINE, false, a, NULL);
	while (str_cut(&rest, '\n', &line)) {
		size_t columns = indentation(line);
		struct str clean = clean_string(line, WRAP_LINE, false, a, NULL);
		if (clean.n && out.len)
			buf_addz(&out, parted ? "\n\n" : "\n");
		parted = clean.n == 0 && out.len;
		for (; clean.n && columns > 0; columns--)
			buf_addc(&out, ' ');
		buf_adds(&out, clean);
	}
	struct str done = str_eq(buf_str(&out), s) ? s : arena_dup(a, buf_str(&out));
	buf_free(&out);
	return done;
}
