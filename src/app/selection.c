/* SPDX-License-Identifier: MIT
 * Choosing papers: the store is asked in its own language, papers from files are looked at as they come. Both end as
 * keys to sort by, small enough to hold for any number of papers. */
#include "src/app/selection.h"

#include <string.h>

/* ---- What was asked for ---- */

static bool read_announce(const struct opt_values *o, unsigned *ret, struct err *e)
{
	for (size_t i = 0; i < o->announce.n; i++) {
		enum announce_type t = announce_parse(o->announce.v[i]);
		if (t == ANNOUNCE_UNKNOWN)
			return err_set(e, ERR_USAGE, "--announce: \"%.*s\" is not new, cross, replace or replace-cross",
			               STR_ARG(o->announce.v[i]));
		*ret |= 1u << t;
	}
	return true;
}

static bool read_day(const char *option, const char *word, const char *today, char ret[DAY_SIZE], struct err *e)
{
	return word == NULL || day_parse(str_of(word), today, ret, e) || err_wrap(e, "--%s", option);
}

static bool read_ids(const struct opt_values *o, struct arena *a, struct strs *ret, struct err *e)
{
	ret->v = arena_calloc(a, o->ids.n, sizeof *ret->v);
	for (ret->n = 0; ret->n < o->ids.n; ret->n++) {
		struct arxiv_id id;
		if (!arxiv_id_parse(o->ids.v[ret->n], a, &id))
			return err_set(e, ERR_USAGE, "--id: \"%.*s\" is not an arXiv identifier", STR_ARG(o->ids.v[ret->n]));
		ret->v[ret->n] = id.id;
	}
	return true;
}

bool wanted_from_options(const struct opt_values *o, const char *today, struct arena *a, struct wanted *ret, struct err *e)
{
	struct wanted w = { .by_submitted = strcmp(o->by, "submitted") == 0 };
	bool from_last = o->since && strcmp(o->since, "last") == 0;
	if (!w.by_submitted && strcmp(o->by, "announced") != 0)
		return err_set(e, ERR_USAGE, "--by: \"%s\" is neither announced nor submitted", o->by);
	if (o->date && (o->since || o->until))
		return err_set(e, ERR_USAGE, "--date is one day: it goes with neither --since nor --until");
	if (!read_announce(o, &w.announce_types, e) || !read_ids(o, a, &w.ids, e) ||
	    !read_day("since", from_last ? NULL : o->since, today, w.since, e) ||
	    !read_day("until", o->until, today, w.until, e))
		return false;
	if (o->date) {
		if (!read_day("date", o->date, today, w.since, e))
			return false;
		memcpy(w.until, w.since, sizeof w.until);
	}
	if (w.since[0] && w.until[0] && strcmp(w.since, w.until) > 0)
		return err_set(e, ERR_USAGE, "--since %s is after --until %s", w.since, w.until);
	w.categories = (struct strs){ arena_calloc(a, o->categories.n, sizeof (struct str)), o->categories.n };
	for (size_t i = 0; i < w.categories.n; i++)
		w.categories.v[i] = category_canonical(o->categories.v[i]);
	w.last = from_last || !(o->all || w.since[0] || w.until[0] || w.ids.n);
	*ret = w;
	return true;
}

/* ---- Keys ---- */

void selection_free(struct selection *s)
{
	vec_free(&s->keys);
	spool_free(s->spool);
	arena_free(&s->a);
}

static int64_t id_key(struct str id, struct arena *a)
{
	struct arxiv_id parsed;
	return arxiv_id_parse(id, a, &parsed) ? parsed.sort_key : 0;
}

static struct page_key *add_key(struct selection *s, int64_t row, struct str id, struct str day)
{
	struct page_key *k = vec_push(&s->keys);
	struct page_key *before = s->keys.n > 1 ? k - 1 : NULL;
	*k = (struct page_key){ .row = row, .place = (int64_t)s->keys.n, .id_key = id_key(id, &s->a) };
	/* Neighbours are mostly of one day: they share its text. */
	k->day = before && str_eq(before->day, day) ? before->day : arena_dup(&s->a, day);
	return k;
}

/* Whether the dialect can show P; what it cannot is named. */
static bool complete(struct selection *s, const struct paper *p)
{
	const char *missing = s->dialect && s->dialect->complete_only ? page_missing(p) : NULL;
	if (missing == NULL)
		return true;
	s->left_out++;
	log_warn(s->log, "%.*s: left out: no %s", STR_ARG(p->id), missing);
	return false;
}

static void add_link(struct selection *s, struct page_key *k, const struct paper *p)
{
	if (s->dialect && s->dialect->by_link)
		k->link = arena_dup(&s->a, str_known(p->received_link) ? p->received_link : p->link);
}

/* ---- From the store ---- */

static bool add_hit(void *ctx, const struct store_hit *h, struct err *e)
{
	struct selection *s = ctx;
	UNUSED(e);
	struct page_key *k = add_key(s, h->row, h->id, h->day);
	k->type = h->type;
	k->summary = h->summary;
	return true;
}

/* The dialect wants more of each paper than the store's index says: look at them all. */
static bool look_closer(struct selection *s, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct paper p;
	size_t kept = 0;
	bool ok = true;
	for (size_t i = 0; ok && i < s->keys.n; i++) {
		struct page_key k = s->keys.v[i];
		arena_reset(&a);
		ok = selection_get(s, &k, &a, &p, e);
		if (ok && complete(s, &p)) {
			add_link(s, &k, &p);
			s->keys.v[kept++] = k;
		}
	}
	s->keys.n = kept;
	arena_free(&a);
	return ok;
}

bool selection_from_store(struct selection *s, struct store *store, const struct wanted *w, const int64_t *rows, size_t n,
                          struct err *e)
{
	struct store_select q = {
		.categories = w->categories, .announce_types = w->announce_types, .ids = w->ids,
		.since = w->since[0] ? str_of(w->since) : STR_NULL, .until = w->until[0] ? str_of(w->until) : STR_NULL,
		.by_submitted = w->by_submitted, .each_day = s->each_day, .rows = rows, .n_rows = n,
	};
	char newest[DAY_SIZE] = "";
	s->store = store;
	if (w->last && rows == NULL) {
		if (!store_last_day(store, newest, e))
			return false;
		q.since = newest[0] ? str_of(newest) : STR_NULL;
	}
	q.undated = str_empty(q.since) && str_empty(q.until);
	if (!store_find(store, &q, add_hit, s, e))
		return false;
	return s->dialect == NULL || !s->dialect->complete_only || look_closer(s, e);
}

/* ---- From files ---- */

static bool in_list(struct str id, struct strs ids)
{
	for (size_t i = 0; i < ids.n; i++)
		if (str_eq(ids.v[i], id))
			return true;
	return false;
}

static bool under_any(const struct paper *p, struct strs asked)
{
	for (size_t i = 0; i < p->categories.n; i++)
		for (size_t j = 0; j < asked.n; j++)
			if (category_under(p->categories.v[i], asked.v[j]))
				return true;
	return false;
}

static bool fits(struct selection *s, const struct wanted *w, const struct paper *p)
{
	if (w->ids.n > 0 && !in_list(p->id, w->ids))
		return false;
	if (w->categories.n > 0 && !under_any(p, w->categories))
		return false;
	if (w->announce_types && !(w->announce_types & 1u << p->announce_type))
		return false;
	if (!w->since[0] && !w->until[0])
		return true;
	struct str day = w->by_submitted ? str_head(p->published, DAY_SIZE - 1) : p->announced;
	if (str_empty(day)) {
		s->undated++;
		return false;
	}
	return (!w->since[0] || str_cmp(day, str_of(w->since)) >= 0) && (!w->until[0] || str_cmp(day, str_of(w->until)) <= 0);
}

bool selection_spool(void *ctx, const struct paper *p, struct err *e)
{
	struct spooling *to = ctx;
	struct selection *s = to->selection;
	int64_t row;
	if (!fits(s, to->wanted, p) || !complete(s, p))
		return true;
	if (s->spool == NULL && !spool_open(&s->spool, e))
		return false;
	if (!spool_put(s->spool, p, &row, e))
		return false;
	struct page_key *k = add_key(s, row, p->id, p->announced);
	k->type = p->announce_type;
	k->summary = p->summary.status;
	add_link(s, k, p);
	return true;
}

bool selection_get(void *ctx, const struct page_key *key, struct arena *a, struct paper *ret, struct err *e)
{
	struct selection *s = ctx;
	return s->spool ? spool_get(s->spool, key->row, a, ret, e) : store_get(s->store, key->row, true, a, ret, e);
}
