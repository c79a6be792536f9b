/* SPDX-License-Identifier: MIT
 * Choosing papers: the store is asked in its own language, papers from files are looked at as they come. Both end as
 * keys to sort by, small enough to hold for any number of papers. */
#include "digest/selection.h"

#include <string.h>

/* ---- Keys ---- */

void selection_free(struct selection *s)
{
	vec_free(&s->keys);
	buf_free(&s->unfit_names);
	buf_free(&s->waiting_names);
	vec_free(&s->unmatched);
	vec_free(&s->notes);
	spool_free(s->spool);
	arena_free(&s->a);
}

static struct page_key *add_key(struct selection *s, int64_t row, struct str id, struct str day)
{
	struct arxiv_id parsed;
	struct arena a = ARENA_INIT;  /* canonical identifiers take nothing from it */
	struct page_key *k = vec_push(&s->keys);
	*k = (struct page_key){ .row = row, .day = day_number(day) };
	if (paper_id_parse(id, &a, &parsed))
		k->id_key = parsed.sort_key;
	arena_free(&a);
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
	enum { PACK = 16 * 1024 };
	struct str link = str_known(p->received_link) ? p->received_link : p->link;
	if (s->dialect == NULL || !s->dialect->by_link)
		return;
	if ((size_t)(s->end - s->at) <= link.n) {
		s->at = arena_alloc(&s->a, link.n + PACK);
		s->end = s->at + link.n + PACK;
	}
	k->link = s->at;
	if (link.n)
		memcpy(s->at, link.p, link.n);
	s->at[link.n] = '\0';
	s->at += link.n + 1;
}

/* ---- Summaries that are not what the page's style shows: one rule ---- */

/* An ok summary of another style, or one that lacks a field that this style requires, waits to be made; what there is of such a
 * field is shown all the same. What was received is shown as it is by the dialect that does so. */
static bool is_unfit(const struct selection *s, const struct summary *y, bool *other)
{
	if (s->style == NULL || y->status != SUMMARY_OK || (s->dialect && s->dialect->received))
		return false;
	*other = !str_empty(y->style) && !str_eq(y->style, s->style->name);
	return *other || summary_lacks(y, s->style->required);
}

/* Whether it has one of the fields at all, if an empty one. */
static bool has_some(const struct summary *y, struct strs fields)
{
	for (size_t i = 0; i < fields.n; i++)
		if (str_known(summary_get(y, fields.v[i].p)))
			return true;
	return false;
}

/* Whether P's summary waits. */
static bool fit_summary(const struct selection *s, struct paper *p)
{
	bool other = false;
	if (!is_unfit(s, &p->summary, &other))
		return false;
	if (other || !has_some(&p->summary, s->style->required))
		p->summary.status = SUMMARY_PENDING;
	p->summary.why = other ? REASON_OTHER_STYLE : REASON_LACKS_FIELD;
	p->summary.reason = pending_reason_words(p->summary.why, s->chinese ? STR("zh") : STR("en"));
	return true;
}

static void note(unsigned long *n, struct buf *names, struct str id)
{
	enum { NAMED = 12 };
	if ((*n)++ < NAMED)
		buf_addf(names, "%s%.*s", *n > 1 ? ", " : "", STR_ARG(id));
	else if (*n == NAMED + 1)
		buf_addz(names, " …");
}

/* What is to be said of a paper on a page: its summary is not the style's, or did not come. A dialect that leaves such papers out names
 * them itself. */
static void note_summary(struct selection *s, struct str id, bool unfit, enum summary_status status)
{
	if (unfit)
		note(&s->unfit, &s->unfit_names, id);
	else if (s->style && !(s->dialect && s->dialect->complete_only) && (status == SUMMARY_PENDING || status == SUMMARY_REJECTED))
		note(&s->waiting, &s->waiting_names, id);
}

/* What a key says of P's summary: of a paper that was withdrawn none is waited for. */
static enum summary_status key_status(const struct paper *p)
{
	return p->withdrawn == TRI_YES ? SUMMARY_OK : p->summary.status;
}

/* Whether P is one of those that --where takes; else it is counted for its day. What it says does not change with the summaries that come. */
static bool matches(struct selection *s, const struct paper *p, struct str day)
{
	if (s->where == NULL || expr_matches(s->where, p, false))
		return true;
	*vec_push(&s->unmatched) = day_number(day);
	return false;
}

/* ---- What comes first ---- */

void selection_note(struct selection *s, struct page_key *k, double score, struct str why)
{
	*vec_push(&s->notes) = str_empty(why) ? STR("") : arena_dup(&s->a, why);
	k->score = (float)score;
	k->note = (uint32_t)s->notes.n;
}

static void score(struct selection *s, struct page_key *k, const struct paper *p)
{
	struct arena a = ARENA_INIT;
	if (s->interests) {
		const struct interest_score found = interests_score(s->interests, p, s->chinese, &a);
		selection_note(s, k, found.sum, found.why);
	}
	arena_free(&a);
}

bool selection_score(struct selection *s, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct paper p;
	bool ok = true;
	for (size_t i = 0; ok && i < s->keys.n; i++) {
		arena_reset(&a);
		ok = selection_get(s, &s->keys.v[i], &a, &p, e);
		if (ok)
			score(s, &s->keys.v[i], &p);
	}
	arena_free(&a);
	return ok;
}

/* ---- From the store ---- */

/* The hit's key; *RET is NULL where --where does not take the paper. */
static bool take_hit(struct selection *s, const struct store_hit *h, struct str day, struct page_key **ret, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct paper p;
	bool reads = s->where || s->interests, ok = !reads || store_get(s->store, h->row, true, &a, &p, e);
	*ret = ok && (!reads || matches(s, &p, day)) ? add_key(s, h->row, h->id, day) : NULL;
	if (*ret && reads)
		score(s, *ret, &p);
	arena_free(&a);
	return ok;
}

static bool add_hit(void *ctx, const struct store_hit *h, struct err *e)
{
	struct selection *s = ctx;
	struct str day = h->announced || s->each_day ? h->day : STR_NULL;
	struct page_key *k;
	if (!take_hit(s, h, day, &k, e) || k == NULL)
		return k == NULL && e->kind == ERR_NONE;
	k->type = (unsigned char)h->type;
	k->summary = (unsigned char)h->summary;
	if (h->damaged)
		log_warn(s->log, "%.*s: its summary in the store is damaged: it waits for a new one", STR_ARG(h->id));
	if (!h->damaged)
		note_summary(s, h->id, s->style && h->unfit && !(s->dialect && s->dialect->received), h->summary);
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

/* A page of a week is whole, whatever days of it were asked for. */
static void widen(struct selection *s)
{
	char day[DAY_SIZE];
	if (s->period == PERIOD_ALL || s->period == PERIOD_DAY)
		return;
	if (s->since[0]) {
		day_period_begin(s->since, s->period, day);
		memcpy(s->since, day, sizeof s->since);
	}
	if (s->until[0]) {
		day_period_end(s->until, s->period, day);
		memcpy(s->until, day, sizeof s->until);
	}
}

bool selection_from_store(struct selection *s, struct store *store, const struct selection_query *w, const int64_t *rows, size_t n,
                          struct err *e)
{
	struct store_select q = {
		.categories = w->categories, .announce_types = w->announce_types, .ids = w->ids, .versions = w->versions,
		.by_submitted = w->by_submitted, .each_day = s->each_day, .by_primary = s->by_category && w->categories.n == 0, .rows = rows, .n_rows = n,
	};
	s->store = store;
	s->where = w->where;
	s->announce_types = w->announce_types;
	if (w->none)
		return true;
	memcpy(s->since, w->since, sizeof s->since);
	memcpy(s->until, w->until, sizeof s->until);
	if (w->last && rows == NULL) {
		if (!store_last_day(store, s->since, e))
			return false;
		if (s->until[0] == '\0')
			memcpy(s->until, s->since, sizeof s->until);  /* none is newer, and one day is found faster than a range */
	}
	widen(s);
	q.since = s->since[0] ? str_of(s->since) : STR_NULL;
	q.until = s->until[0] ? str_of(s->until) : STR_NULL;
	/* What was not announced was not announced as new, either. */
	q.undated = !q.announce_types && (w->undated || (str_empty(q.since) && str_empty(q.until)));
	if (!store_find(store, &q, add_hit, s, e))
		return false;
	return s->dialect == NULL || !s->dialect->complete_only || look_closer(s, e);
}

/* ---- From files ---- */

static bool id_wanted(const struct selection_query *w, const struct paper *p)
{
	for (size_t i = 0; i < w->ids.n; i++)
		if (str_eq(w->ids.v[i], p->id) && (w->versions == NULL || w->versions[i] == 0 || p->version == 0 ||
		                                     w->versions[i] == p->version))
			return true;
	return w->ids.n == 0;
}

static bool under_any(const struct paper *p, struct strs asked)
{
	for (size_t i = 0; i < p->categories.n; i++)
		for (size_t j = 0; j < asked.n; j++)
			if (category_under(p->categories.v[i], asked.v[j]))
				return true;
	return false;
}

enum announce_type announce_in(const struct paper *p, struct strs categories)
{
	bool primary = categories.n == 0 || p->categories.n == 0;
	for (size_t i = 0; !primary && i < categories.n; i++)
		primary = category_under(p->categories.v[0], categories.v[i]);
	switch (p->announce_type) {
	case ANNOUNCE_NEW:
		return primary ? ANNOUNCE_NEW : ANNOUNCE_CROSS;
	case ANNOUNCE_REPLACE:
		return primary ? ANNOUNCE_REPLACE : ANNOUNCE_REPLACE_CROSS;
	case ANNOUNCE_CROSS:
	case ANNOUNCE_REPLACE_CROSS:
	case ANNOUNCE_UNKNOWN:
		break;
	}
	return p->announce_type;
}

static bool kind_in(const struct selection_query *w, const struct paper *p, struct strs categories)
{
	if (categories.n > 0 && !under_any(p, categories))
		return false;
	return w->announce_types == 0 || w->announce_types & 1u << announce_in(p, categories);
}

bool selection_query_has_kind(const struct selection_query *w, const struct paper *p, bool each)
{
	bool fits = kind_in(w, p, w->categories);
	for (size_t i = 0; each && !fits && i < w->categories.n; i++)
		fits = kind_in(w, p, (struct strs){ &w->categories.v[i], 1 });
	return fits;
}

static bool day_wanted(struct selection *s, const struct selection_query *w, const struct paper *p)
{
	if (!w->since[0] && !w->until[0])
		return true;
	struct str day = w->by_submitted ? str_head(p->published, DAY_SIZE - 1) : p->announced;
	if (str_empty(day)) {
		s->undated++;
		return false;
	}
	return (!w->since[0] || str_cmp(day, str_of(w->since)) >= 0) && (!w->until[0] || str_cmp(day, str_of(w->until)) <= 0);
}

static bool fits(struct selection *s, const struct selection_query *w, const struct paper *p)
{
	bool kind = selection_query_has_kind(w, p, s->by_category), near = kind || w->categories.n == 0 || under_any(p, w->categories);
	if (!id_wanted(w, p) || !near || !day_wanted(s, w, p))
		return false;
	s->near++;
	return kind;
}

bool selection_spool(void *ctx, const struct paper *p, struct err *e)
{
	struct spooling *to = ctx;
	struct selection *s = to->selection;
	int64_t row;
	s->announce_types = to->query->announce_types;
	struct paper fitted = *p;
	bool waits = fit_summary(s, &fitted);
	s->where = to->query->where;
	if (!fits(s, to->query, p) || !matches(s, p, p->announced) || !complete(s, &fitted))
		return true;
	if (s->spool == NULL && !spool_open(&s->spool, e))
		return false;
	if (!spool_put(s->spool, p, &row, e))
		return false;
	struct page_key *k = add_key(s, row, p->id, p->announced);
	k->type = (unsigned char)announce_in(p, to->query->categories);
	k->summary = (unsigned char)(waits && p->withdrawn != TRI_YES ? SUMMARY_PENDING : key_status(&fitted));
	note_summary(s, p->id, waits && p->withdrawn != TRI_YES, (enum summary_status)k->summary);
	add_link(s, k, p);
	score(s, k, p);
	return true;
}

/* The store says what is wrong with a record; a summary that was there a moment ago it only leaves out. A withdrawn paper's key
 * counts as ok without one. */
static bool get(struct selection *s, const struct page_key *key, struct arena *a, struct paper *ret, struct err *e)
{
	if (!store_get(s->store, key->row, true, a, ret, e))
		return false;
	if (key->summary == SUMMARY_NONE || ret->summary.status != SUMMARY_NONE || ret->withdrawn == TRI_YES)
		return true;
	return err_set(e, ERR_STORE, "%.*s: its summary in the store is damaged (digest summarize --id %.*s asks for it again)",
	               STR_ARG(ret->id), STR_ARG(ret->id));
}

bool selection_get(void *ctx, const struct page_key *key, struct arena *a, struct paper *ret, struct err *e)
{
	struct selection *s = ctx;
	char day[DAY_SIZE];
	if (!(s->spool ? spool_get(s->spool, key->row, a, ret, e) : get(s, key, a, ret, e)))
		return false;
	(void)fit_summary(s, ret);
	/* As what it stands there, and of which day: the record has its newest announcement, in whichever category. */
	if (key->type != ANNOUNCE_UNKNOWN)
		ret->announce_type = (enum announce_type)key->type;
	if (key->day != 0 && str_known(ret->announced))
		ret->announced = arena_dup(a, day_text(key->day, day));
	return true;
}
