/* SPDX-License-Identifier: MIT
 * The rules, the strongest first. Papers that moderation held back are a minority that must not decide. */
#include "src/harvest/feed_evidence.h"

static bool is_first(const struct feed_item *i) { return i->type == ANNOUNCE_NEW || i->type == ANNOUNCE_CROSS; }

/* ---- Counting by day ---- */

/* The entries of a batch are of few days. */
enum { MOST_DAYS = 64 };
struct ballot {
	int32_t days[MOST_DAYS];
	size_t votes[MOST_DAYS], n, cast;
};

static void vote(struct ballot *b, int32_t day)
{
	size_t i = 0;
	b->cast++;
	while (i < b->n && b->days[i] != day)
		i++;
	if (i == MOST_DAYS)
		return;
	if (i == b->n) {
		b->days[b->n] = day;
		b->votes[b->n++] = 0;
	}
	b->votes[i]++;
}

/* Of equal ones the later; 0: there was no vote. */
static int32_t winner(const struct ballot *b)
{
	size_t best = 0;
	for (size_t i = 1; i < b->n; i++)
		if (b->votes[i] > b->votes[best] || (b->votes[i] == b->votes[best] && b->days[i] > b->days[best]))
			best = i;
	return b->n ? b->days[best] : 0;
}

/* ---- By what the store knows ---- */

/* The day on which most of the new papers were new before; 0 where most were not. */
static int32_t known_before(const struct feed_evidence *v, size_t *known)
{
	struct ballot b = { .n = 0 };
	size_t total = 0;
	for (size_t i = 0; i < v->n; i++) {
		total += v->items[i].type == ANNOUNCE_NEW;
		if (v->items[i].known)
			vote(&b, v->items[i].known);
	}
	*known = b.cast;
	return b.cast * 2 > total ? winner(&b) : 0;
}

/* Identifiers bind new papers alone: a paper of any age can be cross-listed. */
static enum feed_verdict by_store(const struct feed_evidence *v, int32_t *earlier)
{
	size_t known, first = 0;
	int64_t newest = 0, newest_new = 0;
	*earlier = known_before(v, &known);
	if (*earlier)
		return FEED_OF_EARLIER;
	for (size_t i = 0; i < v->n; i++) {
		const struct feed_item *x = &v->items[i];
		if (!is_first(x))
			continue;
		first++;
		newest = x->key > newest ? x->key : newest;
		if (x->type == ANNOUNCE_NEW && x->key > newest_new)
			newest_new = x->key;
	}
	if (known > 0 || (newest_new > 0 && v->highest && newest_new <= v->highest))
		return FEED_AGAINST;
	return first > 0 && v->highest && newest > v->highest && v->gapless ? FEED_OF_DAY : FEED_DOUBTFUL;
}

/* ---- By OAI-PMH ---- */

/* The day before DAY into which most submissions fell. */
static int32_t submitted_before(const struct feed_evidence *v, bool first_only)
{
	struct ballot b = { .n = 0 };
	for (size_t i = 0; i < v->n; i++) {
		const struct feed_item *x = &v->items[i];
		if (x->recorded && x->from < v->day && (!first_only || is_first(x)))
			vote(&b, x->from);
	}
	return winner(&b);
}

/* Whether entries can be DAY's: how many, and how many of them can be no other's. */
static size_t can_be(const struct feed_evidence *v, int32_t day, size_t *only)
{
	size_t n = 0;
	*only = 0;
	for (size_t i = 0; i < v->n; i++) {
		const struct feed_item *x = &v->items[i];
		bool can = x->recorded && x->from <= day && x->until >= day;
		n += can;
		*only += can && x->from == day && x->until == day;
	}
	return n;
}

static enum feed_verdict of_earlier(const struct feed_evidence *v, int32_t *earlier, bool *certain)
{
	size_t only, n;
	*earlier = submitted_before(v, true);
	if (*earlier == 0)
		*earlier = submitted_before(v, false);
	if (*earlier == 0)
		return FEED_AGAINST;
	n = can_be(v, *earlier, &only);
	*certain = only > 0 && n * 10 >= v->n * 9;
	return FEED_OF_EARLIER;
}

/* Whether OAI-PMH has got as far as the feed; a record or two that it never has are no proof. */
static bool has_got_as_far(const struct feed_evidence *v)
{
	size_t recorded = 0;
	for (size_t i = 0; i < v->n; i++)
		recorded += v->items[i].recorded;
	return recorded * 10 >= v->n * 9;
}

/* A public paper whose submission fell into DAY's batch was announced on no earlier day: a feed that shows it is DAY's, and
 * one that lacks all of these is not. Where there are none, a batch of papers that were held back is left: their records
 * were changed that day. */
static enum feed_verdict by_list(const struct feed_evidence *v, int32_t *earlier, bool *certain)
{
	size_t of_day = 0, later = 0, changed = 0, known = 0;
	for (size_t i = 0; i < v->n; i++) {
		const struct feed_item *x = &v->items[i];
		of_day += x->recorded && x->from == v->day;
		later += x->recorded && x->from > v->day;  /* by a calendar that is wrong: it is public already */
		changed += x->recorded && x->until >= v->day;
		known += x->known != 0;
	}
	if (of_day > 0 || (later > 0 && changed == v->n))
		return FEED_OF_DAY;
	if (v->of_day == 0 && changed == v->n && known == 0)
		return FEED_OF_DAY;
	if (v->of_day == 0 && !has_got_as_far(v))
		return by_store(v, earlier);
	return of_earlier(v, earlier, certain);
}

enum feed_extent feed_extent(const struct feed_evidence *v)
{
	if (!v->listed)
		return FEED_UNCONFIRMED;
	if (v->lacking > 0)
		return FEED_LACKS;
	return has_got_as_far(v) ? FEED_WHOLE : FEED_UNCONFIRMED;
}

enum feed_verdict feed_judge(const struct feed_evidence *v, int32_t *earlier, bool *certain)
{
	*earlier = 0;
	*certain = false;
	if (v->same) {
		*earlier = v->same;
		return FEED_OF_EARLIER;
	}
	if (v->listed)
		return by_list(v, earlier, certain);
	/* Its own date proves nothing for it, as repeated feeds carry fresh ones; but an older one speaks against it. */
	enum feed_verdict verdict = by_store(v, earlier);
	if (v->dated && v->dated < v->day && verdict != FEED_OF_EARLIER)
		return FEED_AGAINST;
	return v->dated > v->day && verdict == FEED_OF_DAY ? FEED_DOUBTFUL : verdict;
}
