/* SPDX-License-Identifier: MIT
 * A line a day, provider and model, as the store has added them up. Days are UTC's: providers bill by their own. */
#include "digest/costs.h"

#include "digest/text.h"

struct list {
	struct buf *out;
	unsigned long listed;
};

static bool put_line(void *ctx, const struct store_spent *x, struct err *e)
{
	struct list *l = ctx;
	UNUSED(e);
	if (l->listed++ == 0)
		buf_addz(l->out, "\nWhat summaries took, by day (UTC), provider and model:\n");
	buf_addf(l->out, "%.*s  %.*s  %.*s  %lld request%s  %lld tokens in", STR_ARG(x->day), STR_ARG(x->provider), STR_ARG(x->model),
	         (long long)x->requests, x->requests == 1 ? "" : "s", (long long)x->prompt_tokens);
	if (x->cached_tokens)
		buf_addf(l->out, " (%lld cached)", (long long)x->cached_tokens);
	buf_addf(l->out, "  %lld out", (long long)x->completion_tokens);
	if (x->cost >= 0)
		buf_addf(l->out, "  cost %.4f", x->cost);
	buf_addc(l->out, '\n');
	return true;
}

static bool put_object(void *ctx, const struct store_spent *x, struct err *e)
{
	struct list *l = ctx;
	struct buf *b = l->out;
	UNUSED(e);
	buf_addz(b, l->listed++ ? ", {\"day\": " : "{\"day\": ");
	js_put_string(b, x->day);
	buf_addz(b, ", \"provider\": ");
	js_put_string(b, x->provider);
	buf_addz(b, ", \"model\": ");
	js_put_string(b, x->model);
	buf_addf(b, ", \"requests\": %lld, \"prompt_tokens\": %lld, \"cached_tokens\": %lld, \"completion_tokens\": %lld, \"cost\": ",
	         (long long)x->requests, (long long)x->prompt_tokens, (long long)x->cached_tokens, (long long)x->completion_tokens);
	if (x->cost < 0)
		buf_addz(b, "null}");
	else
		buf_addf(b, "%.6f}", x->cost);
	return true;
}

bool spending_text(struct store *s, const char *since, const char *until, struct buf *out, struct err *e)
{
	struct list l = { out, 0 };
	return store_spent_each(s, since, until, put_line, &l, e);
}

bool spending_json(struct store *s, const char *since, const char *until, struct buf *out, struct err *e)
{
	struct list l = { out, 0 };
	buf_addc(out, '[');
	bool ok = store_spent_each(s, since, until, put_object, &l, e);
	buf_addc(out, ']');
	return ok;
}
