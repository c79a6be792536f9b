/* SPDX-License-Identifier: MIT
 * The offline default: the sentences of the abstract that carry its contribution, in the paper's own words.
 *
 * The method is H. P. Edmundson's ("New Methods in Automatic Extracting", Journal of the ACM 16(2), 1969): each
 * sentence is scored by its cue words (bonus and stigma), by the title's words in it and by its location, and the best
 * are taken in their original order. That combination, without word frequencies, is the one he found best. The cue
 * table is for abstracts of papers: what they did ("we propose") counts most, then what came of it ("outperforms");
 * what others did, and where the code is, counts against. Integers only: the same text gives the same sentences. */
#include "internal.h"

#include <string.h>

enum {
	MOST_TEXT = 64 * 1024,  /* of an abstract that is looked at */
	MOST_SENTENCES = 200,
	MOST_TITLE_WORDS = 32,
	MOST_CUES = 16,         /* one sentence's sum of cue words, either way: length must not win */
	TITLE_WORD = 2, MOST_TITLE = 8,
	FIRST = -2, LAST = 1,   /* abstracts begin with the background and end with the result */
	TURN = 6,               /* cue words that turn from the background to what the paper does */
	BACKGROUND = -6,        /* what stands before that */
	STUB = -100, STUB_BYTES = 30,  /* only if there is nothing else */
	ROOM = 600,             /* bytes within which a second and third sentence are added */
	THIRD = 8,              /* the third must be worth as much, and half as much as the best */
};

/* At a word's beginning, in lower case; the beginning of a word is enough ("propos": propose, proposed, proposing). */
static const struct cue {
	const char *words;
	int score;
} cues[] = {
	{ "we propose", 10 }, { "we present", 10 }, { "we introduce", 10 }, { "we develop", 9 }, { "we design", 8 },
	{ "we prove", 10 }, { "we show", 8 }, { "we demonstrate", 7 }, { "we establish", 9 }, { "we derive", 8 },
	{ "we construct", 8 }, { "we obtain", 6 }, { "we find", 7 }, { "we study", 6 }, { "we investigate", 6 },
	{ "we consider", 4 }, { "we report", 7 }, { "we describe", 6 }, { "we provide", 6 }, { "we give", 6 },
	{ "we analy", 5 }, { "we examine", 5 }, { "we explore", 5 }, { "we address", 6 }, { "we formulate", 7 },
	{ "we release", 5 }, { "we build", 6 }, { "we create", 6 }, { "we measure", 6 }, { "we observe", 6 },
	{ "we conduct", 3 }, { "we evaluate", 4 }, { "we argue", 6 }, { "we generalize", 7 }, { "we extend", 6 },
	{ "we also", -3 }, { "we review", 6 }, { "we survey", 7 }, { "we apply", 5 }, { "we use", 3 }, { "we classify", 6 },
	{ "i propose", 10 }, { "i show", 8 }, { "i prove", 10 }, { "i argue", 6 },
	{ "this paper", 5 }, { "in this paper", 2 }, { "this work", 5 }, { "this article", 5 }, { "this study", 5 },
	{ "this letter", 5 }, { "this thesis", 5 }, { "this survey", 6 }, { "this review", 6 }, { "here we", 4 },
	{ "here, we", 4 }, { "the paper", 3 }, { "is proposed", 6 }, { "are proposed", 6 }, { "is presented", 5 },
	{ "is introduced", 5 }, { "is shown", 4 }, { "is proved", 6 }, { "are presented", 5 },
	{ "a novel", 4 }, { "a new", 3 }, { "the first", 3 }, { "our main", 4 }, { "our method", 3 }, { "our approach", 3 },
	{ "our results", 4 }, { "our model", 2 }, { "main result", 4 }, { "contribution", 3 }, { "to address", 3 },
	{ "to this end", 3 }, { "to tackle", 3 }, { "to overcome", 3 }, { "our key", 4 }, { "key idea", 4 },
	{ "outperform", 5 }, { "state-of-the-art", 2 }, { "achieve", 3 }, { "improve", 2 }, { "results show", 4 },
	{ "results demonstrate", 4 }, { "results indicate", 4 }, { "results suggest", 4 }, { "experiments show", 4 },
	{ "experiments demonstrate", 4 }, { "demonstrates", 3 }, { "reveal", 3 }, { "significantly", 2 },
	{ "as a corollary", 4 }, { "as a consequence", 3 }, { "as an application", 4 },
	{ "existing", -2 }, { "previous", -2 }, { "prior work", -3 }, { "traditional", -2 }, { "conventional", -2 },
	{ "recent year", -6 }, { "recently", -4 }, { "recent advance", -5 }, { "has been", -3 }, { "have been", -4 },
	{ "has become", -5 }, { "have become", -5 }, { "has attracted", -6 }, { "widely", -3 }, { "remains", -4 },
	{ "remain ", -3 }, { "challeng", -2 }, { "however", -3 }, { "despite", -3 }, { "although", -1 },
	{ "are often", -3 }, { "is often", -3 }, { "suffer", -4 }, { "is essential", -4 }, { "is crucial", -4 },
	{ "is important", -4 }, { "plays a", -4 }, { "play a", -4 }, { "it is well known", -5 }, { "for example", -3 },
	{ "code is", -10 }, { "code and", -8 }, { "our code", -10 }, { "source code", -8 }, { "github", -10 },
	{ "http", -8 }, { "project page", -8 }, { "project website", -8 }, { "publicly available", -4 },
	{ "accepted", -6 }, { "withdrawn", 20 },
};

struct words {
	struct str v[MOST_TITLE_WORDS];
	size_t n;
	uint32_t beginnings;  /* a bit for each first byte, modulo 32: most words begin like none of them */
};

struct scored {
	struct str text;
	int score;
	bool turn;  /* it has the cue words of a contribution */
	bool taken;
};

/* The cues by their first two letters: lists through `next`, which hold a cue's number + 1; 0 ends one. */
struct cue_index {
	unsigned char first[64], next[COUNTOF(cues)];
};
static_assert(COUNTOF(cues) < 255, "a number must fit");

struct extraction {
	struct words title;
	struct cue_index index;
	struct scored s[MOST_SENTENCES];
	size_t n;
};

static bool word_char(char c) { return is_alnum((unsigned char)c) || (unsigned char)c >= 0x80; }

/* The next word of S at or after *AT; *AT is then behind it. */
static bool next_word(struct str s, size_t *at, struct str *word)
{
	while (*at < s.n && !word_char(s.p[*at]))
		(*at)++;
	size_t start = *at;
	while (*at < s.n && word_char(s.p[*at]))
		(*at)++;
	*word = (struct str){ s.p + start, *at - start };
	return word->n > 0;
}

static bool same_word(struct str a, struct str b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (to_lower((unsigned char)a.p[i]) != to_lower((unsigned char)b.p[i]))
			return false;
	return true;
}

static uint32_t beginning(struct str word) { return (uint32_t)1 << ((unsigned char)word.p[0] & 31); }  /* both cases */

/* Words of a title that say what it is about: the short ones hardly do. */
static struct words title_words(struct str title)
{
	struct words w = { .n = 0, .beginnings = 0 };
	struct str word;
	for (size_t at = 0; w.n < MOST_TITLE_WORDS && next_word(title, &at, &word);)
		if (word.n >= 4 && !same_word(word, STR("with")) && !same_word(word, STR("from")))
			w.beginnings |= beginning(word), w.v[w.n++] = word;
	return w;
}

/* Which list: the same for capitals and small letters. */
static size_t cue_list(char a, char b) { return ((unsigned char)a & 31) * 2 ^ ((unsigned char)b & 31); }

static void index_cues(struct cue_index *x)
{
	memset(x->first, 0, sizeof x->first);
	for (size_t i = 0; i < COUNTOF(cues); i++) {
		unsigned char *first = &x->first[cue_list(cues[i].words[0], cues[i].words[1])];
		x->next[i] = *first;
		*first = (unsigned char)(i + 1);
	}
}

/* The scores of the cues that REST, the text from a word on, begins with. */
static int cue_at(const struct cue_index *x, struct str rest)
{
	int score = 0;
	if (rest.n < 2)
		return 0;
	for (size_t i = x->first[cue_list(rest.p[0], rest.p[1])]; i > 0; i = x->next[i - 1]) {
		const char *c = cues[i - 1].words;
		size_t k = 0;
		while (c[k] && k < rest.n && to_lower((unsigned char)rest.p[k]) == c[k])
			k++;
		if (c[k] == '\0')
			score += cues[i - 1].score;
	}
	return score;
}

static int clamp(int v, int low, int high) { return v < low ? low : v > high ? high : v; }

static struct scored scored(const struct extraction *x, struct str sentence)
{
	int cue = 0, shared = 0;
	uint32_t seen = 0;
	struct str word;
	for (size_t at = 0; next_word(sentence, &at, &word);) {
		cue += cue_at(&x->index, (struct str){ word.p, sentence.n - (size_t)(word.p - sentence.p) });
		if (word.n < 4 || !(x->title.beginnings & beginning(word)))
			continue;
		for (size_t i = 0; i < x->title.n; i++)
			if (!(seen >> i & 1) && same_word(word, x->title.v[i])) {
				seen |= (uint32_t)1 << i;
				shared++;
			}
	}
	return (struct scored){ .text = sentence, .turn = cue >= TURN,
		                .score = clamp(cue, -MOST_CUES, MOST_CUES) + clamp(shared * TITLE_WORD, 0, MOST_TITLE) +
		                         (sentence.n < STUB_BYTES ? STUB : 0) };
}

static bool one_sentence(void *ctx, struct str sentence)
{
	struct extraction *x = ctx;
	x->s[x->n++] = scored(x, sentence);
	return x->n < MOST_SENTENCES;
}

/* The scores for where a sentence stands. */
static void score_places(struct extraction *x)
{
	size_t turn = 0;
	while (turn < x->n && !x->s[turn].turn)
		turn++;
	for (size_t i = 0; turn < x->n && i < turn; i++)
		x->s[i].score += BACKGROUND;
	if (x->n > 0) {
		x->s[0].score += FIRST;
		x->s[x->n - 1].score += LAST;
	}
}

/* The best that is not taken; the earlier one of equals. */
static struct scored *best(struct extraction *x)
{
	struct scored *found = NULL;
	for (size_t i = 0; i < x->n; i++)
		if (!x->s[i].taken && (found == NULL || x->s[i].score > found->score))
			found = &x->s[i];
	return found;
}

static void take_best(struct extraction *x)
{
	size_t bytes = 0;
	int top = 0;
	for (int i = 0; i < 3; i++) {
		struct scored *s = best(x);
		if (s == NULL || (i > 0 && bytes + s->text.n > ROOM))
			return;
		if (i == 0)
			top = s->score;
		if ((i == 2 && (s->score < THIRD || s->score * 2 < top)) || (i > 0 && s->score < STUB / 2))
			return;
		s->taken = true;
		bytes += s->text.n;
	}
}

static void put_folded(struct str s, struct buf *out)
{
	for (size_t i = 0; i < s.n; i++) {
		if (!is_space((unsigned char)s.p[i]))
			buf_addc(out, s.p[i]);
		else if (!is_space((unsigned char)s.p[i - 1]))  /* a sentence does not begin with a blank */
			buf_addc(out, ' ');
	}
}

void extract_sentences(struct str title, struct str abstract, struct buf *out)
{
	struct extraction x;
	x.title = title_words(title);
	x.n = 0;
	index_cues(&x.index);
	sentences_each(str_head_utf8(abstract, MOST_TEXT), one_sentence, &x);
	score_places(&x);
	take_best(&x);
	bool first = true;
	for (size_t i = 0; i < x.n; i++) {
		if (!x.s[i].taken)
			continue;
		if (!first)
			buf_addc(out, ' ');
		put_folded(x.s[i].text, out);
		first = false;
	}
}

static bool one_paper(const struct summarizer_options *o, const struct summary_done *papers,
                      const struct question *q, struct buf *text, struct buf *created, struct err *e)
{
	struct summary_field tldr;
	struct summary y = SUMMARY_INIT;
	buf_clear(text);
	extract_sentences(q->paper->title, q->paper->abstract, text);
	tldr = (struct summary_field){ .name = STR("tldr"), .text = buf_str(text) };
	y.style = o->style.name;
	y.created = buf_str(created);
	y.lang = text->len ? STR("en") : o->style.lang;
	y.model = STR("extract");
	y.status = text->len ? SUMMARY_EXTRACT : SUMMARY_PENDING;
	y.why = text->len ? REASON_NONE : REASON_NO_ABSTRACT;
	y.reason = text->len ? STR_NULL : STR("there is no abstract");
	y.fields = &tldr;
	y.n_fields = text->len > 0;
	return papers->done(papers->ctx, q->tag, &y, e);
}

bool extract_run(const struct summarizer_options *o, const struct summary_done *papers, struct err *e)
{
	struct buf text = BUF_INIT(BUF_UNBOUNDED), created = BUF_INIT(64);
	struct err mine = ERR_INIT;
	struct question next;
	bool ok = true;
	clock_rfc3339(clock_now(loop_clock(o->loop)), &created);
	while (ok && papers->next(papers->ctx, &next, &mine))
		ok = one_paper(o, papers, &next, &text, &created, &mine);
	buf_free(&text);
	buf_free(&created);
	ok = ok && mine.kind == ERR_NONE;
	if (!ok)
		*e = mine;
	return ok;
}
