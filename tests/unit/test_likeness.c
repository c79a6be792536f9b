/* SPDX-License-Identifier: MIT
 * Whose answer is it: a small run of papers, and texts with the paper that each of them fits best; and answers that are nearly equal. */
#include "src/check/likeness.h"
#include "src/summarizer/repeats.h"
#include "tests/unit/plain_tap.h"

static const struct { const char *id, *title, *abstract; } papers[] = {
	{ "2602.00001", "LampNet: Counting Sheep", "We train LampNet on 12,500 nights; it needs 37.5 hours and beats CandleBot." },
	{ "2602.00002", "BuoyBERT for Harbours", "BuoyBERT reads 8,421 logs of harbours and beats GullFormer by 4.2 points on HarbourBench." },
	{ "2602.00003", "On Ropes", "We prove a bound for ropes of length n, and that it is tight." },
};

static const struct row {
	int line;
	const char *text;
	size_t own;        /* of `papers`: whose answer it is said to be */
	size_t best;       /* that fits it best of the others; STR_NONE: none has anything of it */
	size_t strong, shared;  /* names and numbers of its own, and those that its paper has */
} rows[] = {
	{ __LINE__, "LampNet在12,500个夜晚中数羊，胜过CandleBot。", 0, STR_NONE, 3, 3 },
	{ __LINE__, "LampNet在12500个夜晚中数羊，用了37.5小时。", 0, STR_NONE, 3, 3 },
	{ __LINE__, "BuoyBERT读8,421份日志，在HarbourBench上胜过GullFormer。", 0, 1, 4, 0 },
	{ __LINE__, "BuoyBERT读8,421份日志，在HarbourBench上胜过GullFormer。", 1, STR_NONE, 4, 4 },
	{ __LINE__, "我们证明绳索的一个界。", 2, STR_NONE, 0, 0 },
	{ __LINE__, "LampNet与BuoyBERT。", 2, 0, 2, 0 },
	{ __LINE__, "", 0, STR_NONE, 0, 0 },
};

static const struct { int line; const char *a, *b; bool nearly; } pairs[] = {
	{ __LINE__, "本文观察雾中的浮标，并说明它们在一年里怎样变化，记下每一次变化。", "本文观察雾中的浮标，并说明它们在一年里怎样变化，记下每一次变化。", true },
	{ __LINE__, "本文观察雾中的浮标，并说明它们在一年里怎样变化，记下每一次变化，并说明其中的规律。", "本文观察雾中的浮标，并说明它们在一年里怎样变化，记下每一次变化，并说明其中的规律！", true },
	{ __LINE__, "本文观察雾中的浮标，并说明它们在一年里怎样变化，记下每一次变化。", "我们训练一个数羊的模型，它在夜间比蜡烛更好，也更快、更亮、更省油。", false },
	{ __LINE__, "", "本文观察雾中的浮标。", false },
};

static struct paper paper_of(size_t i)
{
	struct paper p = PAPER_INIT;
	p.id = str_of(papers[i].id);
	p.title = str_of(papers[i].title);
	p.abstract = str_of(papers[i].abstract);
	return p;
}

int main(void)
{
	struct tap t = { 0, 0 };
	struct arena a = ARENA_INIT;
	struct likeness *l = likeness_new();
	for (size_t i = 0; i < COUNTOF(papers); i++) {
		struct paper p = paper_of(i);
		likeness_add(l, &p);
	}
	likeness_ready(l);
	tap_case(&t, likeness_papers(l) == COUNTOF(papers) && likeness_papers(NULL) == 0, "how many papers there are");
	for (size_t i = 0; i < COUNTOF(rows); i++) {
		const struct row *r = &rows[i];
		struct paper p = paper_of(r->own);
		struct features f = features_of(str_of(r->text), false, &a);
		struct fit own = fit_of(l, &p, NULL, &f, NULL, NULL),
		           alone = fit_of(NULL, &p, NULL, &f, NULL, NULL), other = { 0, 0, 0, 0 };
		tap_case(&t, own.strong == r->strong && own.strong_shared == r->shared, "line %d: %zu names and numbers, %zu shared", r->line, own.strong, own.strong_shared);
		tap_case(&t, alone.strong == r->strong && alone.strong_shared == r->shared, "line %d: the same where no other paper is known", r->line);
		size_t best = fit_best(l, &p, &f, &other);
		tap_case(&t, best == r->best || (best != STR_NONE && r->best == STR_NONE && other.shared <= own.shared), "line %d: the other one that fits best", r->line);
		tap_case(&t, r->best == STR_NONE || other.shared > own.shared, "line %d: it fits better than the text's own", r->line);
	}
	likeness_clear(l);
	tap_case(&t, likeness_papers(l) == 0, "cleared");
	likeness_free(l);
	for (size_t i = 0; i < COUNTOF(pairs); i++) {
		struct sketch x, y;
		sketch_clear(&x);
		sketch_clear(&y);
		sketch_add(&x, str_of(pairs[i].a));
		sketch_add(&y, str_of(pairs[i].b));
		double v = sketch_likeness(&x, &y);
		tap_case(&t, (v >= 0.85) == pairs[i].nearly && sketch_likeness(&y, &x) == v, "line %d: nearly equal or not: %.2f", pairs[i].line, v);
	}
	arena_free(&a);
	return tap_done(&t);
}
