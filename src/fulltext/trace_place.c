/* SPDX-License-Identifier: MIT
 * A place in the paper, with as much of its text as a reader needs to know it again. */
#include "trace.h"

#include "digest/text.h"

static size_t characters(struct str s)
{
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++)
		n += ((unsigned char)s.p[i] & 0xc0) != 0x80;
	return n;
}

/* MOST characters before I, from a word's start on; S's start where these are all. */
static size_t words_before(struct str s, size_t i, size_t most)
{
	size_t from = i;
	while (from > 0 && most > 0) {
		from--;
		most -= ((unsigned char)s.p[from] & 0xc0) != 0x80;
	}
	if (from == 0)
		return 0;
	size_t blank = from;
	while (blank < i && s.p[blank] != ' ')
		blank++;
	return blank < i ? blank + 1 : from;
}

static size_t words_behind(struct str s, size_t i, size_t most)
{
	size_t to = i;
	while (to < s.n && (most > 0 || ((unsigned char)s.p[to] & 0xc0) == 0x80)) {
		most -= most > 0 && ((unsigned char)s.p[to] & 0xc0) != 0x80;
		to++;
	}
	if (to == s.n)
		return to;
	size_t blank = to;
	while (blank > i && s.p[blank] != ' ')
		blank--;
	return blank > i ? blank : to;
}

static struct str quotation(struct str s, size_t at, size_t end, struct arena *a)
{
	if (characters(s) <= TRACE_MAX_QUOTATION)
		return s;
	struct str figure = str_head_utf8((struct str){ s.p + at, end - at }, TRACE_MAX_QUOTATION / 2);
	size_t room = TRACE_MAX_QUOTATION - 2 - characters(figure), half = room / 2;  /* 2: the signs where it is cut */
	size_t from = words_before(s, at, half);
	size_t used = characters((struct str){ s.p + from, at - from });
	size_t to = words_behind(s, at + figure.n, room - used);
	if (to == s.n)  /* what is not needed behind it goes before it */
		from = words_before(s, at, room - characters((struct str){ s.p + at + figure.n, to - at - figure.n }));
	struct buf out = BUF_INIT(BUF_UNBOUNDED);
	if (from > 0)
		buf_addz(&out, "…");
	buf_adds(&out, str_trim((struct str){ s.p + from, to - from }));
	if (to < s.n)
		buf_addz(&out, "…");
	struct str made = arena_dup(a, buf_str(&out));
	buf_free(&out);
	return made;
}

struct trace_place trace_place_of(const struct spot *s, size_t at, size_t end, struct arena *a)
{
	return (struct trace_place){ .anchor = s->anchor, .page = s->page, .quotation = quotation(s->text, at, end, a) };
}
