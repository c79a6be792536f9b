/* SPDX-License-Identifier: MIT
 * A day gone by is in no list any more. OAI-PMH tells when each version was submitted, and arXiv's schedule what it was
 * announced with: `new` by version 1, replacements by theirs. What the schedule cannot tell, moderation's delays and
 * the days of later cross-lists, is said to be missing and not guessed. */
#include <string.h>

#include "src/harvest/internal.h"

/* Which of the days T belongs to, and the day itself; STR_NONE: none of them. */
static size_t day_of(const struct derivation *d, struct str t, char day[DAY_SIZE])
{
	int64_t seconds;
	if (!date_time_parse(t, &seconds))
		return STR_NONE;
	calendar_batch(d->h->o->calendar, seconds, day);
	size_t lo = 0, hi = d->days.n;
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		int order = strcmp(day, d->days.v[mid]);
		if (order == 0)
			return mid;
		if (order < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	return STR_NONE;
}

static bool put(struct derivation *d, size_t i, const struct paper *p, const char *day, enum announce_type type,
                struct err *e)
{
	struct store_announced how = { .category = d->category, .derived = true };
	struct paper dated = *p;
	dated.announced = str_of(day);
	dated.announce_type = type;
	d->papers[i]++;
	return d->h->sink.put(d->h->sink.ctx, &dated, &how, e);
}

static enum announce_type type_of(const struct derivation *d, const struct paper *p, bool replaced)
{
	bool primary = p->categories.n > 0 && category_under(p->categories.v[0], d->category);
	if (replaced)
		return primary ? ANNOUNCE_REPLACE : ANNOUNCE_REPLACE_CROSS;
	return primary ? ANNOUNCE_NEW : ANNOUNCE_CROSS;
}

bool derive_paper(struct derivation *d, const struct paper *p, const struct source_history *history, struct err *e)
{
	const struct source_version only = { 1, p->published };
	const struct source_version *v = history && history->n_versions ? history->versions : &only;
	size_t n = history && history->n_versions ? history->n_versions : 1;
	char day[DAY_SIZE];
	for (size_t i = 0; i < n; i++) {
		size_t at = v[i].number <= LAST_VERSION_IN_FEEDS ? day_of(d, v[i].submitted, day) : STR_NONE;
		if (at != STR_NONE && !put(d, at, p, day, type_of(d, p, v[i].number > 1), e))
			return false;
	}
	return true;
}

bool derive_on(struct derivation *d, const struct paper *p, const char *day, bool replaced, struct err *e)
{
	for (size_t i = 0; i < d->days.n; i++)
		if (strcmp(d->days.v[i], day) == 0)
			return put(d, i, p, day, type_of(d, p, replaced), e);
	return true;
}

bool derive_count(struct derivation *d, struct err *e)
{
	for (size_t i = 0; i < d->days.n; i++) {
		struct store_tally t;
		if (!store_tally(d->h->store, d->days.v[i], d->category, &t, e))
			return false;
		d->papers[i] = t.papers;
	}
	return true;
}

struct day_result derive_result(const struct derivation *d, size_t i, enum road road)
{
	struct day_result v = { .status = DAY_PARTIAL, .road = road, .settled = true, .papers = d->papers[i] };
	const char *missing = road == ROAD_API
	                              ? "replacements, later cross-lists and papers that were held back may be missing"
	                              : "later cross-lists and papers that were held back may be missing";
	v.note = harvest_text(d->h, "%sworked out from times of submission: %s", d->untold && d->untold[i] ? UNTOLD_DAY "; " : "", missing);
	return v;
}
