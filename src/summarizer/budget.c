/* SPDX-License-Identifier: MIT
 * What a run may spend, and what it has spent.
 *
 * A request is paid for when it is over; so before it begins what it is expected to need is set aside, lest many at once
 * pass the limit together. Where less is told afterwards, there is room for others again. How far the expectation is off
 * is learned from the answers. */
#include "internal.h"

#include <string.h>

enum {
	ASCII_PER_TOKEN = 4,
	QUESTION_TOKENS = 120,  /* the words of prompt_user(), and those of the protocol */
	ANSWER_TOKENS = 150,    /* keys, punctuation, short fields */
	ANSWER_TIMES = 2,       /* a Chinese text has about as many tokens as its English source, and there are two of them */
};

int64_t summary_tokens(struct str text)
{
	size_t ascii = 0, characters = 0;
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];
		ascii += c < 0x80;
		characters += c >= 0xc0;  /* the first byte of each */
	}
	return (int64_t)((ascii + ASCII_PER_TOKEN - 1) / ASCII_PER_TOKEN + characters);
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

void summary_expect(const struct summarizer_options *o, const struct paper *p, struct summary_spent *ret)
{
	int64_t text = summary_tokens(p->title) + summary_tokens(p->abstract);
	int64_t schema = o->chat.structure == STRUCTURE_SCHEMA ? summary_tokens(o->style.schema) : 0;
	*ret = (struct summary_spent){ .requests = 1 };
	ret->prompt_tokens = summary_tokens(o->style.prompt) + schema + QUESTION_TOKENS + text;
	ret->completion_tokens = ANSWER_TIMES * text + ANSWER_TOKENS;
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

/* What R's next request is expected to need, by what others needed until now. */
static struct summary_spent need_of(struct queue *q, struct request *r)
{
	const struct summary_spent *told = &q->budget.told, *foreseen = &q->budget.foreseen;
	struct summary_spent need = { .requests = 1 };
	if (q->o->budget.max_tokens <= 0 && q->o->budget.max_cost <= 0)
		return need;  /* nobody wants to know */
	if (r->expected.requests == 0)
		summary_expect(q->o, r->paper, &r->expected);
	need.prompt_tokens = scaled(r->expected.prompt_tokens, told->prompt_tokens, foreseen->prompt_tokens);
	need.completion_tokens = scaled(r->expected.completion_tokens, told->completion_tokens, foreseen->completion_tokens);
	need.cost = cost_of(q->o, need.prompt_tokens, need.completion_tokens, 0);
	return need;
}

static double tokens(const struct summary_spent *s) { return (double)(s->prompt_tokens + s->completion_tokens); }

enum reserved queue_reserve(struct queue *q, struct request *r)
{
	const struct summary_budget *most = &q->o->budget;
	const struct summary_spent *used = &q->budget.used, *reserved = &q->budget.reserved;
	const struct summary_spent need = need_of(q, r);
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
	for (size_t i = 0; i < COUNTOF(rows) && q->budget.over == NULL; i++) {
		if (rows[i].most <= 0)
			continue;
		if (rows[i].used + rows[i].need > rows[i].most)
			q->budget.over = rows[i].option;
		later |= rows[i].used + rows[i].reserved + rows[i].need > rows[i].most;
	}
	if (q->budget.over || later)
		return q->budget.over ? RESERVE_NEVER : RESERVE_LATER;
	r->reserved = need;
	add(&q->budget.reserved, &need, 1);
	return RESERVED;
}

void queue_unreserve(struct queue *q, struct request *r)
{
	add(&q->budget.reserved, &r->reserved, -1);
	r->reserved.requests = 0;
	r->reserved.prompt_tokens = r->reserved.completion_tokens = 0;
	r->reserved.cost = 0;
	if (q->budget.reserved.requests == 0)  /* nor what rounding left of the money */
		q->budget.reserved.cost = 0;
}

void queue_spent(struct queue *q, struct request *r, int64_t prompt, int64_t completion, int64_t cached)
{
	struct err e = ERR_INIT;
	if (r->reserved.requests == 0)
		return;
	const struct summary_spent reserved = r->reserved;
	queue_unreserve(q, r);
	struct summary_spent told = { .requests = 1, .prompt_tokens = prompt > 0 ? prompt : 0,
	                              .completion_tokens = completion > 0 ? completion : 0,
	                              .cached_tokens = cached > 0 ? cached : 0 };
	bool unknown = prompt < 0 || completion < 0;  /* what it cost is not nothing */
	told.cost = unknown ? -1 : cost_of(q->o, told.prompt_tokens, told.completion_tokens, told.cached_tokens);
	struct summary_spent guessed = told;
	if (prompt < 0)
		guessed.prompt_tokens = reserved.prompt_tokens;
	if (completion < 0)
		guessed.completion_tokens = reserved.completion_tokens;
	guessed.cost = cost_of(q->o, guessed.prompt_tokens, guessed.completion_tokens, guessed.cached_tokens);
	add(&q->budget.used, &guessed, 1);
	if (prompt > 0 && completion > 0) {
		add(&q->budget.told, &told, 1);
		add(&q->budget.foreseen, &r->expected, 1);
	}
	unknown = told.cost < 0 || q->stats->spent.cost < 0;
	add(&q->stats->spent, &told, 1);
	if (unknown)
		q->stats->spent.cost = -1;
	if (q->papers->spent == NULL || q->deaf || q->papers->spent(q->papers->ctx, &told, &e))
		return;
	q->deaf = true;
	q->stop = e;
}

void queue_over(struct queue *q, struct request *r)
{
	queue_no_answer(q, r, SUMMARY_PENDING, "not asked%s: the run may spend no more (%s)%s%s", r->times_asked > 1 ? " again" : "",
	                q->budget.over, r->complaint ? "; what was wrong with its first answer: " : "", r->complaint ? r->complaint : "");
}
