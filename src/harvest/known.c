/* SPDX-License-Identifier: MIT
 * What OAI-PMH's records say of the days on which papers were announced, kept small: a list may have tens of thousands. */
#include <stdlib.h>
#include <string.h>

#include "src/harvest/internal.h"
#include "digest/spool.h"

/* The batch that a time fell into, of a record that was last changed on STAMP; 0: no time. */
static int32_t batch_of(struct calendar *c, struct str time, struct str stamp, int64_t *seconds)
{
	char day[DAY_SIZE];
	if (!date_time_parse(time, seconds))
		return 0;
	if (day_valid(stamp)) {
		memcpy(day, stamp.p, DAY_SIZE - 1);
		day[DAY_SIZE - 1] = '\0';
		calendar_learn(c, *seconds, day);
	}
	calendar_batch(c, *seconds, day);
	return day_number(str_of(day));
}

int32_t known_before(const struct calendar *c, int32_t next, int32_t until)
{
	char day[DAY_SIZE];
	if (next == 0)
		return until;
	day_text(next, day);
	calendar_previous(c, day, day);
	int32_t before = day_number(str_of(day));
	return until && until < before ? until : before;
}

void known_list_add(struct known_list *l, const struct paper *p, const struct source_history *history)
{
	struct arxiv_id id;
	struct list_record r = { .version = p->version, .stamp = day_number(history->datestamp) };
	if (!arxiv_id_parse(p->id, &l->a, &id))
		return;
	r.key = id.sort_key;
	r.id = arena_dup(&l->a, p->id);
	if (p->categories.n > 0)
		r.primary = arena_dup(&l->a, p->categories.v[0]);
	for (size_t i = 0; i < history->n_versions; i++) {
		const struct source_version *v = &history->versions[i];
		int64_t submitted = 0;
		int32_t batch = batch_of(l->calendar, v->submitted, history->datestamp, &submitted);
		if (v->number > 0 && v->number <= LAST_VERSION_IN_FEEDS)
			r.batch[v->number] = batch;
		if (v->number == 1) {
			r.first = batch;
			r.submitted = submitted;
		}
		if (v->number >= r.version) {
			r.version = v->number;
			r.last = batch;
		}
	}
	r.until = known_before(l->calendar, r.batch[2], r.stamp);
	*vec_push(&l->records) = r;
}

/* Of one paper's the newest last. */
static int by_key(const void *a, const void *b)
{
	const struct list_record *x = a, *y = b;
	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return (x->stamp > y->stamp) - (x->stamp < y->stamp);
}

void known_list_sort(struct known_list *l)
{
	size_t kept = 0;
	struct list_record *v = l->records.v;
	if (l->records.n > 1)
		qsort(v, l->records.n, sizeof *v, by_key);
	for (size_t i = 0; i < l->records.n; i++) {
		if (kept > 0 && v[kept - 1].key == v[i].key)
			kept--;
		v[kept++] = v[i];
	}
	l->records.n = kept;
}

static int key_to_record(const void *key, const void *record)
{
	int64_t k = *(const int64_t *)key, r = ((const struct list_record *)record)->key;
	return (k > r) - (k < r);
}

const struct list_record *known_list_find(const struct known_list *l, int64_t key)
{
	if (l->records.n == 0)
		return NULL;
	return bsearch(&key, l->records.v, l->records.n, sizeof *l->records.v, key_to_record);
}

bool known_list_has_of(const struct known_list *l, int32_t day)
{
	for (size_t i = 0; i < l->records.n; i++) {
		const struct list_record *r = &l->records.v[i];
		bool version = r->version > 1 && r->version <= LAST_VERSION_IN_FEEDS && r->last == day;
		if (r->stamp == day && (r->first == day || r->at == day || version || (r->aside && !r->listed)))
			return true;
	}
	return false;
}

/* The last day on which version N can have been announced. */
static int32_t version_until(const struct calendar *c, const struct list_record *r, int32_t n)
{
	return n >= r->version ? r->stamp : known_before(c, n < LAST_VERSION_IN_FEEDS ? r->batch[n + 1] : 0, r->stamp);
}

bool known_must_show(const struct calendar *c, const struct list_record *r, struct str category, int32_t day)
{
	/* It can have come into a category that is not its primary one by any change since. */
	bool as_new = category_under(r->primary, category) ? r->until == day : r->stamp == day;
	if ((r->first == day && as_new) || (r->sure == day && r->stamp == day) || r->shown == day)
		return true;
	for (int32_t n = 2; n <= LAST_VERSION_IN_FEEDS && n <= r->version; n++)
		if (r->batch[n] == day && version_until(c, r, n) == day)
			return true;
	return false;
}

bool known_has_version_of(const struct list_record *r, int32_t day)
{
	for (int32_t n = 2; n <= LAST_VERSION_IN_FEEDS && n <= r->version; n++)
		if (r->batch[n] == day)
			return true;
	return false;
}

/* ---- Bounds ---- */

static int by_mark(const void *a, const void *b)
{
	const struct known_mark *x = a, *y = b;
	return (x->key > y->key) - (x->key < y->key);
}

/* The announcement day after or before DAY. */
static int32_t beside(const struct calendar *c, int32_t day, bool after)
{
	char text[DAY_SIZE];
	day_text(day, text);
	(after ? calendar_next : calendar_previous)(c, text, text);
	return day_number(str_of(text));
}

/* What lower identifiers say. Of those of the latest batch one that was submitted later than the paper cannot be of the paper's batch. */
struct lower {
	int32_t told, first;         /* by marks without a time of submission, and with one */
	int64_t latest;              /* the last submission among those of FIRST */
};

static void add_lower(struct lower *b, const struct known_mark *m)
{
	if (m->submitted == 0) {
		b->told = m->first > b->told ? m->first : b->told;
		return;
	}
	if (m->first > b->first) {
		b->first = m->first;
		b->latest = 0;
	}
	if (m->first == b->first && m->submitted > b->latest)
		b->latest = m->submitted;
}

static int32_t lower_bound(const struct calendar *c, const struct lower *b, const struct list_record *r)
{
	int32_t lo = r->first > b->first ? r->first : b->first;
	if (b->first && b->first >= r->first && b->latest > r->submitted)
		lo = beside(c, b->first, true);
	return b->told > lo ? b->told : lo;
}

/* What higher identifiers say: of those of the earliest day one that was submitted before the paper is of a later batch. */
struct higher {
	int32_t until;               /* 0: nothing is known */
	int64_t earliest;            /* the first submission among those of UNTIL; 0: not known */
};

static void add_higher(struct higher *b, const struct known_mark *m)
{
	if (m->until == 0 || (b->until && m->until > b->until))
		return;
	if (b->until == 0 || m->until < b->until)
		*b = (struct higher){ m->until, m->submitted };
	else if (m->submitted && (b->earliest == 0 || m->submitted < b->earliest))
		b->earliest = m->submitted;
}

static int32_t upper_bound(const struct calendar *c, const struct higher *b, const struct list_record *r)
{
	int32_t hi = r->until ? r->until : INT32_MAX;
	if (b->until && b->until < hi)
		hi = b->until;
	if (b->until && b->earliest && b->earliest < r->submitted) {
		int32_t before = beside(c, b->until, false);
		hi = before < hi ? before : hi;
	}
	return hi;
}

void known_list_bounds(const struct known_list *l, struct known_mark *marks, size_t n, int32_t *lo, int32_t *hi)
{
	const struct list_record *v = l->records.v;
	struct lower lower = { 0, 0, 0 };
	struct higher higher = { 0, 0 };
	if (n > 1)
		qsort(marks, n, sizeof *marks, by_mark);
	for (size_t i = 0, m = 0; i < l->records.n; i++) {
		for (; m < n && marks[m].key < v[i].key; m++)
			add_lower(&lower, &marks[m]);
		lo[i] = lower_bound(l->calendar, &lower, &v[i]);
	}
	for (size_t i = l->records.n, m = n; i-- > 0;) {
		for (; m > 0 && marks[m - 1].key > v[i].key; m--)
			add_higher(&higher, &marks[m - 1]);
		hi[i] = upper_bound(l->calendar, &higher, &v[i]);
	}
}

void known_list_free(struct known_list *l)
{
	vec_free(&l->records);
	spool_free(l->aside);
	arena_free(&l->a);
}
