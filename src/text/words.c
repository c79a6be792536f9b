/* SPDX-License-Identifier: MIT
 * Words as searches compare them: without case, accents, punctuation; Han character by character, as Chinese has no blanks. */
#include "digest/text.h"

/* Latin letters that Unicode does not take apart, though people type them without what was added. */
static const struct {
	uint32_t letter;
	const char *as;
} whole_letters[] = {
	{ 0xe6, "ae" }, { 0xf0, "d" }, { 0xf8, "o" }, { 0xfe, "th" }, { 0x111, "d" }, { 0x127, "h" }, { 0x131, "i" }, { 0x138, "k" },
	{ 0x142, "l" }, { 0x14b, "n" }, { 0x153, "oe" }, { 0x167, "t" }, { 0x180, "b" }, { 0x1b6, "z" },
};

/* A text being taken apart; IN: the word at its end is not ended. */
struct words {
	struct buf *out;
	bool in;
};

static void end_word(struct words *w)
{
	if (w->in)
		buf_addc(w->out, ' ');
	w->in = false;
}

/* A character of what utf8_bare() made. */
static void put_bare(struct words *w, uint32_t cp)
{
	for (size_t i = 0; i < COUNTOF(whole_letters); i++)
		if (whole_letters[i].letter == cp) {
			buf_addz(w->out, whole_letters[i].as);
			w->in = true;
			return;
		}
	bool cjk = utf8_is_cjk(cp);
	if (cjk || !utf8_is_word(cp))
		end_word(w);
	if (utf8_is_word(cp)) {
		utf8_encode(cp, w->out);
		w->in = true;
	}
	if (cjk)
		end_word(w);
}

/* The character that begins S, which is not ASCII; its length. */
static size_t put_character(struct words *w, struct str s)
{
	uint32_t cp, bare[UTF8_BARE_MOST];
	size_t n = utf8_decode(s, &cp);
	if (n == 0) {
		end_word(w);
		return 1;
	}
	bool plain = cp >= 0x4e00 && cp <= 0x9fff;  /* nearly all of a Chinese text: its own form */
	size_t many = plain ? 1 : utf8_bare(cp, bare);
	for (size_t i = 0; i < many; i++)
		put_bare(w, plain ? cp : bare[i]);
	return n;
}

/* The ASCII letters and digits at I of S; where they end. */
static size_t put_ascii(struct words *w, struct str s, size_t i)
{
	size_t from = i, at = w->out->len;
	while (i < s.n && is_alnum((unsigned char)s.p[i]))
		i++;
	buf_add(w->out, s.p + from, i - from);
	for (; at < w->out->len; at++)
		w->out->s[at] = (char)to_lower((unsigned char)w->out->s[at]);
	w->in = w->in || i > from;
	return i;
}

void words_put(struct str s, struct buf *out)
{
	struct words w = { out, false };
	for (size_t i = 0; i < s.n;) {
		i = put_ascii(&w, s, i);
		if (i < s.n && (unsigned char)s.p[i] >= 0x80)
			i += put_character(&w, str_from(s, i));
		else if (i < s.n) {
			end_word(&w);
			i++;
		}
	}
	end_word(&w);
}

size_t address_length(struct str s)
{
	size_t n = 0;
	while (n < s.n && (unsigned char)s.p[n] > ' ' && (unsigned char)s.p[n] < 0x7f && !strchr("<>\"`|\\^{}", s.p[n]))
		n++;
	while (n > 0 && strchr(".,;:!?)]'*", s.p[n - 1]))
		n--;
	return n;
}
