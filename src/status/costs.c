/* SPDX-License-Identifier: MIT
 * A line a day, provider and model, as the store has added them up, then sums by month, profile, style and model. Days are UTC's:
 * providers bill by their own. What was paid in one currency is added to nothing in another. */
#include "src/status/internal.h"

#include "digest/text.h"

static const char *const sums[] = {
	[SPENT_BY_MONTH] = "month", [SPENT_BY_PROFILE] = "profile", [SPENT_BY_STYLE] = "style", [SPENT_BY_MODEL] = "model",
};
static_assert(COUNTOF(sums) == SPENT_BY__COUNT, "a sum without a name");

struct list {
	struct buf *out;
	unsigned long listed;
	const char *name;            /* of a list of sums; NULL: of days */
	struct store_spent day;      /* for people: what is being added up of one day, provider, model and currency; its texts live in: */
	struct arena a;
};

/* ---- For people ---- */

static void put_line(struct list *l, const struct store_spent *x)
{
	struct buf *b = l->out;
	if (l->listed++ == 0)
		buf_addf(b, l->name ? "\nIn all, by %s:\n" : "\nWhat summaries took, by day (UTC), provider and model:\n", l->name);
	buf_addf(b, "%.*s", STR_ARG(str_empty(x->day) ? STR("-") : x->day));
	if (l->name == NULL)
		buf_addf(b, "  %.*s  %.*s", STR_ARG(x->provider), STR_ARG(x->model));
	buf_addf(b, "  %lld request%s  %lld tokens in", (long long)x->requests, x->requests == 1 ? "" : "s", (long long)x->prompt_tokens);
	if (x->cached_tokens)
		buf_addf(b, " (%lld cached)", (long long)x->cached_tokens);
	buf_addf(b, "  %lld out", (long long)x->completion_tokens);
	if (x->cost >= 0)
		buf_addf(b, "  cost %.4f%s%.*s", x->cost, x->currency.n ? " " : "", STR_ARG(x->currency));
	buf_addc(b, '\n');
}

static bool same_line(const struct store_spent *x, const struct store_spent *y)
{
	return str_eq(x->day, y->day) && str_eq(x->provider, y->provider) && str_eq(x->model, y->model) && str_eq(x->currency, y->currency);
}

static void end_day(struct list *l)
{
	if (l->day.requests > 0)
		put_line(l, &l->day);
	l->day.requests = 0;
	arena_reset(&l->a);
}

/* Profiles and styles of one day are one line. */
static bool add_day(void *ctx, const struct store_spent *x, struct err *e)
{
	struct list *l = ctx;
	struct store_spent *d = &l->day;
	UNUSED(e);
	if (d->requests > 0 && same_line(d, x)) {
		d->requests += x->requests;
		d->prompt_tokens += x->prompt_tokens;
		d->cached_tokens += x->cached_tokens;
		d->completion_tokens += x->completion_tokens;
		d->cost = d->cost < 0 ? x->cost : x->cost < 0 ? d->cost : d->cost + x->cost;
		return true;
	}
	end_day(l);
	*d = *x;
	struct str *const texts[] = { &d->day, &d->provider, &d->model, &d->currency };
	for (size_t i = 0; i < COUNTOF(texts); i++)
		*texts[i] = arena_dup(&l->a, *texts[i]);
	return true;
}

static bool add_sum(void *ctx, const struct store_spent *x, struct err *e)
{
	UNUSED(e);
	put_line(ctx, x);
	return true;
}

bool spending_text(struct store *s, const char *since, const char *until, const char *sums_since, struct buf *out, struct err *e)
{
	struct list days = { .out = out, .a = ARENA_INIT };
	bool ok = store_spent_each(s, since, until, add_day, &days, e);
	end_day(&days);
	arena_free(&days.a);
	for (int by = 0; ok && by < SPENT_BY__COUNT; by++) {
		struct list l = { .out = out, .name = sums[by] };
		ok = store_spent_total(s, (enum spent_by)by, sums_since, until, add_sum, &l, e);
	}
	return ok;
}

/* ---- For programs ---- */

static void put_text(struct buf *b, const char *name, struct str text)
{
	buf_addf(b, "\"%s\": ", name);
	js_put_string(b, text);
	buf_addz(b, ", ");
}

static bool put_object(void *ctx, const struct store_spent *x, struct err *e)
{
	struct list *l = ctx;
	struct buf *b = l->out;
	const struct { const char *name; struct str text; } texts[] = {
		{ l->name ? l->name : "day", x->day }, { "provider", x->provider }, { "model", x->model }, { "profile", x->profile },
		{ "style", x->style }, { "currency", x->currency },
	};
	UNUSED(e);
	buf_addz(b, l->listed++ ? ", {" : "{");
	for (size_t i = 0; i < COUNTOF(texts); i++)
		if (l->name == NULL || i == 0 || i == COUNTOF(texts) - 1)
			put_text(b, texts[i].name, texts[i].text);
	buf_addf(b, "\"requests\": %lld, \"prompt_tokens\": %lld, \"cached_tokens\": %lld, \"completion_tokens\": %lld, \"cost\": ",
	         (long long)x->requests, (long long)x->prompt_tokens, (long long)x->cached_tokens, (long long)x->completion_tokens);
	if (x->cost < 0)
		buf_addz(b, "null}");
	else
		buf_addf(b, "%.6f}", x->cost);
	return true;
}

bool spending_json(struct store *s, const char *since, const char *until, const char *sums_since, struct buf *out, struct err *e)
{
	struct list days = { .out = out };
	buf_addz(out, "  \"spending\": [");
	bool ok = store_spent_each(s, since, until, put_object, &days, e);
	buf_addz(out, "],\n  \"spending_sums\": {");
	for (int by = 0; ok && by < SPENT_BY__COUNT; by++) {
		struct list l = { .out = out, .name = sums[by] };
		buf_addf(out, "%s\"%s\": [", by ? ", " : "", sums[by]);
		ok = store_spent_total(s, (enum spent_by)by, sums_since, until, put_object, &l, e);
		buf_addc(out, ']');
	}
	buf_addc(out, '}');
	return ok;
}
