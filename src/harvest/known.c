/* SPDX-License-Identifier: MIT
 * What OAI-PMH's records say of the days on which papers were announced, kept small: a list may have tens of thousands. */
#include <stdlib.h>
#include <string.h>

#include "src/harvest/internal.h"

/* The batch that a time fell into, of a record that was last changed on STAMP; 0: no time. */
static int32_t batch_of(struct calendar *c, struct str time, struct str stamp, int64_t *seconds)
{
	char day[DAY_SIZE];
	if (!derive_time(time, seconds))
		return 0;
	if (day_valid(stamp)) {
		memcpy(day, stamp.p, DAY_SIZE - 1);
		day[DAY_SIZE - 1] = '\0';
		calendar_learn(c, *seconds, day);
	}
	calendar_batch(c, *seconds, day);
	return day_number(str_of(day));
}

void known_list_add(struct known_list *l, const struct paper *p, const struct source_history *history)
{
	struct arxiv_id id;
	struct list_record r = { .version = p->version, .stamp = day_number(history->datestamp) };
	if (!arxiv_id_parse(p->id, &l->a, &id))
		return;
	r.key = id.sort_key;
	r.id = arena_dup(&l->a, p->id);
	for (size_t i = 0; i < history->n_versions; i++) {
		const struct source_version *v = &history->versions[i];
		int64_t submitted = 0;
		int32_t batch = batch_of(l->calendar, v->submitted, history->datestamp, &submitted);
		if (v->number == 1) {
			r.first = batch;
			r.submitted = submitted;
		}
		if (v->number >= r.version) {
			r.version = v->number;
			r.last = batch;
		}
	}
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

void known_list_bounds(const struct known_list *l, int32_t *lo, int32_t *hi)
{
	const struct list_record *v = l->records.v;
	int32_t bound = 0;
	for (size_t i = 0; i < l->records.n; i++) {
		if (v[i].first > bound)
			bound = v[i].first;
		lo[i] = bound;
	}
	bound = INT32_MAX;
	for (size_t i = l->records.n; i-- > 0;) {
		if (v[i].stamp && v[i].stamp < bound)
			bound = v[i].stamp;
		hi[i] = bound;
	}
}

void known_list_free(struct known_list *l)
{
	vec_free(&l->records);
	arena_free(&l->a);
}
