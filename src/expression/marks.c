/* SPDX-License-Identifier: MIT
 * Where a text has what an expression looks for. */
#include "src/expression/internal.h"

#include "digest/text.h"
#include "digest/vec.h"

/* A word of the text: where it stands there, and in the words that were made of it. */
struct place {
	size_t start, end, from;
	bool marked;
};

struct places {
	VEC(struct place) list;
	struct buf words;      /* a blank behind each */
};

/* Whether the character at I of TEXT is of a word; *N is its length, *ALONE: it is a word by itself (words_put()). */
static bool is_of_word(struct str text, size_t i, size_t *n, bool *alone)
{
	uint32_t cp = 0;
	*n = utf8_decode(str_from(text, i), &cp);
	bool valid = *n > 0;
	*n = valid ? *n : 1;
	*alone = valid && cp >= 0x80 && utf8_is_cjk(cp);
	return valid && utf8_is_word(cp);
}

static void find_places(struct places *p, struct str text)
{
	for (size_t i = 0; i < text.n;) {
		size_t start = i, from = p->words.len, n = 0;
		bool alone, in = is_of_word(text, start, &n, &alone);
		for (i += n; in && !alone && i < text.n && is_of_word(text, i, &n, &alone) && !alone;)
			i += n;
		if (!in)
			continue;
		words_put((struct str){ text.p + start, i - start }, &p->words);
		if (p->words.len > from)
			*vec_push(&p->list) = (struct place){ .start = start, .end = i, .from = from };
	}
}

/* Mark the pieces in which X's words stand one after the other. */
static void mark_term(struct places *p, const struct expr *x)
{
	struct str wanted = str_trim(x->words), all = buf_str(&p->words);
	for (size_t i = 0; wanted.n > 0 && i < p->list.n; i++) {
		size_t from = p->list.v[i].from, end = from + wanted.n;
		if (end > all.n || memcmp(all.p + from, wanted.p, wanted.n) != 0 || (!x->prefix && all.p[end] != ' '))
			continue;
		for (size_t k = i; k < p->list.n && p->list.v[k].from < end; k++)
			p->list.v[k].marked = true;
	}
}

static void mark_all(struct places *p, const struct expr *x)
{
	if (x->op == EXPR_TERM) {
		if (x->field != FIELD_CATEGORY && x->field != FIELD_OF_ARXIV && x->field != FIELD_AFFILIATION)
			mark_term(p, x);
		return;
	}
	mark_all(p, x->left);
	if (x->op != EXPR_ANDNOT)
		mark_all(p, x->right);
}

void expr_mark(const struct expr *x, struct str text, const char *begin, const char *end, struct buf *out)
{
	struct places p = { VEC_INIT, BUF_INIT(BUF_UNBOUNDED) };
	size_t at = 0;
	find_places(&p, text);
	mark_all(&p, x);
	for (size_t i = 0; i < p.list.n; i++) {
		const struct place *w = &p.list.v[i];
		bool before = i > 0 && p.list.v[i - 1].marked && p.list.v[i - 1].end == w->start;
		bool behind = i + 1 < p.list.n && p.list.v[i + 1].marked && p.list.v[i + 1].start == w->end;
		if (!w->marked)
			continue;
		buf_add(out, text.p + at, w->start - at);
		buf_addz(out, before ? "" : begin);
		buf_add(out, text.p + w->start, w->end - w->start);
		buf_addz(out, behind ? "" : end);
		at = w->end;
	}
	buf_adds(out, str_from(text, at));
	vec_free(&p.list);
	buf_free(&p.words);
}
