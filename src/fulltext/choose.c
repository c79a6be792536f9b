/* SPDX-License-Identifier: MIT
 * The part of a text that a model is given: what matters most first, until the budget is used up, cut between blocks; and what was left
 * out. */
#include "internal.h"

/* In this order they are chosen. */
enum tier { TIER_ENDS, TIER_SHOWN, TIER_SECOND, TIER_REST, TIER_LAST, TIER__COUNT };

static const enum tier tiers[FULLTEXT_ROLE__COUNT] = {
	[FULLTEXT_ABSTRACT] = TIER_ENDS, [FULLTEXT_INTRODUCTION] = TIER_ENDS, [FULLTEXT_CONCLUSION] = TIER_ENDS, [FULLTEXT_METHOD] = TIER_SECOND,
	[FULLTEXT_EXPERIMENTS] = TIER_SECOND, [FULLTEXT_OTHER] = TIER_REST, [FULLTEXT_RELATED] = TIER_LAST, [FULLTEXT_APPENDIX] = TIER_LAST,
	[FULLTEXT_THANKS] = TIER_LAST,
};

/* Captions and tables come next wherever they stand, but an appendix's. */
static enum tier tier_of(const struct fulltext_section *s, const struct fulltext_block *b)
{
	bool shown = b->kind == FULLTEXT_CAPTION || b->kind == FULLTEXT_ROW;
	return shown && s->role != FULLTEXT_APPENDIX ? TIER_SHOWN : tiers[s->role];
}

static void write_heading(const struct fulltext_section *s, struct buf *out)
{
	for (int i = 0; i <= s->level; i++)
		buf_addc(out, '#');
	if (s->number.n > 0)
		buf_addf(out, " %.*s", STR_ARG(s->number));
	if (s->title.n > 0)
		buf_addf(out, " %.*s", STR_ARG(s->title));
	if (s->anchor.n > 0)
		buf_addf(out, " [%.*s]", STR_ARG(s->anchor));
	buf_addc(out, '\n');
}

/* A table's or a figure's anchor is said once, at its caption. */
static void write_block(const struct fulltext_block *b, struct buf *out)
{
	if (b->kind == FULLTEXT_CAPTION && b->anchor.n > 0)
		buf_addf(out, "[%.*s] ", STR_ARG(b->anchor));
	if (b->kind == FULLTEXT_FOOTNOTE)
		buf_addz(out, "[footnote] ");
	buf_adds(out, b->text);
	buf_addc(out, '\n');
}

static int64_t heading_tokens(const struct fulltext_section *s, fulltext_count_fn *count)
{
	struct buf line = BUF_INIT(BUF_UNBOUNDED);
	write_heading(s, &line);
	int64_t n = count(buf_str(&line));
	buf_free(&line);
	return n;
}

static int64_t block_tokens(const struct fulltext_block *b, fulltext_count_fn *count)
{
	struct buf line = BUF_INIT(BUF_UNBOUNDED);
	write_block(b, &line);
	int64_t n = count(buf_str(&line)) + 1;  /* the line's end */
	buf_free(&line);
	return n;
}

struct chooser {
	const struct fulltext *f;
	unsigned roles;
	int64_t most;
	fulltext_count_fn *count;
	unsigned char *headed;       /* of each section: its heading is counted */
	struct fulltext_choice c;
};

/* Take the blocks of TIER in the section I, whose first block is AT in all. False: there is no room for more. */
static bool take_tier(struct chooser *x, enum tier tier, size_t i, size_t at)
{
	const struct fulltext_section *s = &x->f->sections[i];
	for (size_t k = 0; k < s->n_blocks; k++) {
		bool shared = tier <= TIER_SHOWN;
		if (tier_of(s, &s->blocks[k]) != tier || !(shared || x->roles >> s->role & 1))
			continue;
		int64_t cost = block_tokens(&s->blocks[k], x->count) + (x->headed[i] ? 0 : heading_tokens(s, x->count));
		if (x->c.tokens + cost > x->most)
			return false;
		x->c.kept[at + k] = shared ? FULLTEXT_SHARED : FULLTEXT_OWN;
		x->headed[i] = 1;
		x->c.tokens += cost;
		x->c.n_left--;
	}
	return true;
}

struct fulltext_choice fulltext_choose(const struct fulltext *f, unsigned roles, int64_t tokens, fulltext_count_fn *count, struct arena *a)
{
	struct chooser x = { .f = f, .roles = roles, .most = tokens, .count = count, .headed = arena_calloc(a, f->n_sections + 1, 1) };
	for (size_t i = 0; i < f->n_sections; i++)
		x.c.n += f->sections[i].n_blocks;
	x.c.kept = arena_calloc(a, x.c.n + 1, 1);
	x.c.n_left = x.c.n;
	bool room = true;
	for (enum tier tier = TIER_ENDS; tier < TIER__COUNT && room; tier++) {
		size_t at = 0;
		for (size_t i = 0; i < f->n_sections && room; at += f->sections[i++].n_blocks)
			room = take_tier(&x, tier, i, at);
	}
	return x.c;
}

/* How many blocks of S are WHICH. */
static size_t kept_of(const struct fulltext_section *s, const unsigned char *kept, unsigned which)
{
	size_t n = 0;
	for (size_t i = 0; i < s->n_blocks; i++)
		n += (kept[i] & which) != 0;
	return n;
}

void fulltext_write_chosen(const struct fulltext *f, const struct fulltext_choice *c, unsigned which, struct buf *out)
{
	const unsigned char *kept = c->kept;
	for (size_t i = 0; i < f->n_sections; kept += f->sections[i++].n_blocks) {
		const struct fulltext_section *s = &f->sections[i];
		if (kept_of(s, kept, which) == 0)
			continue;
		write_heading(s, out);
		for (size_t k = 0; k < s->n_blocks; k++)
			if (kept[k] & which)
				write_block(&s->blocks[k], out);
	}
}

void fulltext_write_left_out(const struct fulltext *f, const struct fulltext_choice *c, struct buf *out)
{
	const unsigned char *kept = c->kept;
	for (size_t i = 0; i < f->n_sections; kept += f->sections[i++].n_blocks) {
		const struct fulltext_section *s = &f->sections[i];
		size_t n = kept_of(s, kept, FULLTEXT_SHARED | FULLTEXT_OWN);
		if (n == s->n_blocks)
			continue;
		buf_addf(out, "%.*s%s%.*s ", STR_ARG(s->number), s->number.n ? " " : "", STR_ARG(s->title));
		if (n == 0)
			buf_addz(out, "(all)\n");
		else
			buf_addf(out, "(%zu of %zu paragraphs)\n", s->n_blocks - n, s->n_blocks);
	}
}
