/* SPDX-License-Identifier: MIT
 * What a run may spend, and what it has spent. Pure: requests are asked and answered elsewhere.
 *
 * A request is paid for when it is over; so before it begins what it is expected to need is set aside, lest many at once
 * pass the limit together. Where less is told afterwards, there is room for others again. How far the expectation is off
 * is learned from the answers. */
#include "src/summarizer/internal.h"

#include <string.h>

enum {
	PROTOCOL_TOKENS = 12,   /* the role, and the begin and end of a message */
	ANSWER_TOKENS = 150,    /* of a style that does not say: keys, punctuation, short fields, */
	ANSWER_TIMES = 2,       /* and a text in Chinese, which has about as many tokens as its English source, and one as long beside it */
	TRADITIONAL_PERCENT = 22,  /* so much more: fewer of its characters are tokens of their own */
	WHOLE_SHARE = 8,        /* of a whole text, that an answer written from it may have beside that, */
	WHOLE_MOST = 3000,      /* at most */
};

static bool is_traditional(struct str lang)
{
	static const char *const tags[] = { "zh-Hant", "zh-TW", "zh-HK", "zh-MO" };
	for (size_t i = 0; i < COUNTOF(tags); i++)
		if (str_starts(lang, tags[i]))
			return true;
	return false;
}

static int64_t answer_tokens(const struct summarizer_options *o, const struct question *q)
{
	const struct summary_style *y = summary_style_of(o, q->ask);
	if (o->usual_answer > 0 && q->ask == 0)
		return o->usual_answer;
	bool said = y->answer_tokens > 0 || y->answer_ratio > 0;
	int64_t whole = (summary_tokens(q->text) + summary_tokens(q->sections)) / WHOLE_SHARE;
	double text = (double)(summary_tokens(q->paper->title) + summary_tokens(q->paper->abstract));
	double n = said ? y->answer_tokens + y->answer_ratio * text : ANSWER_TOKENS + ANSWER_TIMES * text;
	if (y->keys.n < o->style.keys.n)  /* one of several questions: its share of the fields */
		n = n * (double)y->keys.n / (double)o->style.keys.n;
	n += (double)(whole < WHOLE_MOST ? whole : WHOLE_MOST);
	return (int64_t)(is_traditional(y->lang) ? n * (100 + TRADITIONAL_PERCENT) / 100 : n);
}

static double cost_of(const struct summarizer_options *o, int64_t prompt, int64_t completion, int64_t cached)
{
	const struct chat_prices *p = &o->chat.prices;
	if (strcmp(o->words, "chat") != 0 || p->in < 0 || p->out < 0)
		return -1;
	if (cached > prompt)
		cached = prompt;
	double in = (double)(prompt - cached) * p->in + (double)cached * (p->cached < 0 ? p->in : p->cached);
	return (in + (double)completion * p->out) / 1e6;
}

void summary_expect(const struct summarizer_options *o, const struct question *q, struct summary_spent *ret)
{
	const struct summary_style *style = summary_style_of(o, q->ask);
	struct buf user = BUF_INIT(BUF_UNBOUNDED);
	int64_t schema = o->chat.structure == STRUCTURE_SCHEMA ? summary_tokens(style->schema) : 0;
	prompt_user(style, q, STR(""), &user);
	*ret = (struct summary_spent){ .requests = 1 };
	ret->prompt_tokens = summary_tokens(style->prompt) + schema + summary_tokens(buf_str(&user)) + PROTOCOL_TOKENS;
	ret->completion_tokens = answer_tokens(o, q);
	buf_free(&user);
	ret->cost = cost_of(o, ret->prompt_tokens, ret->completion_tokens, 0);
}

/* ---- The run's account ---- */

static void add(struct summary_spent *to, const struct summary_spent *s, int sign)
{
	to->requests += sign * s->requests;
	to->prompt_tokens += sign * s->prompt_tokens;
	to->completion_tokens += sign * s->completion_tokens;
	to->cached_tokens += sign * s->cached_tokens;
	to->cost += sign * (s->cost > 0 ? s->cost : 0);
}

static int64_t scaled(int64_t n, int64_t told, int64_t foreseen)
{
	return foreseen > 0 && told > 0 ? (int64_t)((double)n * (double)told / (double)foreseen) : n;
}

/* What the request Q is expected to need, by what others needed until now. */
static struct summary_spent need_of(const struct budget *b, const struct question *q, struct claim *c)
{
	const struct summary_spent *told = &b->told, *foreseen = &b->foreseen;
	struct summary_spent need = { .requests = 1 };
	if (b->o->budget.max_tokens <= 0 && b->o->budget.max_cost <= 0)
		return need;  /* there is no limit */
	if (c->expected.requests == 0)
		summary_expect(b->o, q, &c->expected);
	need.prompt_tokens = scaled(c->expected.prompt_tokens, told->prompt_tokens, foreseen->prompt_tokens);
	need.completion_tokens = scaled(c->expected.completion_tokens, told->completion_tokens, foreseen->completion_tokens);
	need.cost = cost_of(b->o, need.prompt_tokens, need.completion_tokens, 0);
	return need;
}

static double tokens(const struct summary_spent *s) { return (double)(s->prompt_tokens + s->completion_tokens); }

enum reserved budget_reserve(struct budget *b, const struct question *q, struct claim *c)
{
	const struct summary_budget *most = &b->o->budget;
	const struct summary_spent *used = &b->used, *reserved = &b->reserved;
	const struct summary_spent need = need_of(b, q, c);
	const struct {
		const char *option;
		double most, used, reserved, need;
	} rows[] = {
		{ "--max-requests", (double)most->max_requests, (double)used->requests, (double)reserved->requests, 1 },
		{ "--max-tokens", (double)most->max_tokens, tokens(used), tokens(reserved), tokens(&need) },
		{ "--max-cost", most->max_cost, used->cost, reserved->cost, need.cost > 0 ? need.cost : 0 },
	};
	/* The first one shows how far the expectation is off, before many rely on it. */
	bool priced = most->max_tokens > 0 || most->max_cost > 0, later = priced && used->requests == 0 && reserved->requests > 0;
	for (size_t i = 0; i < COUNTOF(rows) && b->over == NULL; i++) {
		if (rows[i].most <= 0)
			continue;
		if (rows[i].used + rows[i].need > rows[i].most)
			b->over = rows[i].option;
		later |= rows[i].used + rows[i].reserved + rows[i].need > rows[i].most;
	}
	if (b->over || later)
		return b->over ? RESERVE_NEVER : RESERVE_LATER;
	c->reserved = need;
	add(&b->reserved, &need, 1);
	return RESERVED;
}

void budget_release(struct budget *b, struct claim *c)
{
	add(&b->reserved, &c->reserved, -1);
	c->reserved.requests = 0;
	c->reserved.prompt_tokens = c->reserved.completion_tokens = 0;
	c->reserved.cost = 0;
	if (b->reserved.requests == 0)  /* nor what rounding left of the money */
		b->reserved.cost = 0;
}

bool budget_spend(struct budget *b, struct claim *c, int64_t prompt, int64_t completion, int64_t cached, struct summary_spent *ret)
{
	if (c->reserved.requests == 0)
		return false;
	const struct summary_spent reserved = c->reserved;
	budget_release(b, c);
	struct summary_spent told = { .requests = 1, .prompt_tokens = prompt > 0 ? prompt : 0,
	                              .completion_tokens = completion > 0 ? completion : 0,
	                              .cached_tokens = cached > 0 ? cached : 0 };
	bool unknown = prompt < 0 || completion < 0;  /* what it cost is not nothing */
	told.cost = unknown ? -1 : cost_of(b->o, told.prompt_tokens, told.completion_tokens, told.cached_tokens);
	struct summary_spent guessed = told;
	if (prompt < 0)
		guessed.prompt_tokens = reserved.prompt_tokens;
	if (completion < 0)
		guessed.completion_tokens = reserved.completion_tokens;
	guessed.cost = cost_of(b->o, guessed.prompt_tokens, guessed.completion_tokens, guessed.cached_tokens);
	add(&b->used, &guessed, 1);
	if (prompt > 0 && completion > 0) {
		add(&b->told, &told, 1);
		add(&b->foreseen, &c->expected, 1);
	}
	*ret = told;
	return true;
}

void budget_add(struct summary_spent *sum, const struct summary_spent *s)
{
	bool unknown = s->cost < 0 || sum->cost < 0;
	add(sum, s, 1);
	if (unknown)
		sum->cost = -1;
}
