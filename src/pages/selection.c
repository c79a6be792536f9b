/* SPDX-License-Identifier: MIT
 * Choosing papers: the store is asked in its own language, papers from files are looked at as they come. Both end as
 * keys to sort by, small enough to hold for any number of papers. */
#include "digest/selection.h"

#include <string.h>

#include "digest/nearest.h"

#include "digest/choices.h"

/* ---- What was asked for ---- */

/* NEWEST: the last day that there can be papers of. */
struct clock_days {
	const char *today, *newest;
};

static bool read_day(const char *option, const char *word, const struct clock_days *days, char ret[DAY_SIZE], struct err *e)
{
	if (word == NULL)
		return true;
	if (!day_parse(str_of(word), days->today, ret, e))
		return err_wrap(e, "--%s", option);
	return strcmp(ret, days->newest) <= 0 ||
	       err_set(e, ERR_USAGE, "--%s: %s is a day to come (in New York it is %s)", option, ret, days->today);
}

static struct str cut_word(struct str *rest)
{
	size_t n = 0;
	struct str s = str_trim(*rest);
	while (n < s.n && !is_space((unsigned char)s.p[n]))
		n++;
	*rest = str_trim(str_from(s, n));
	return str_head(s, n);
}

/* Identifiers as they are pasted, blanks between them; "arXiv: 2402.17010v1 [cs.CL] 27 Feb 2024" is how arXiv stamps a paper. */
static bool read_pasted(struct str text, struct arena *a, struct wanted *w, struct err *e)
{
	size_t before = w->ids.n;
	for (struct str rest = text, word; !str_empty(word = cut_word(&rest));) {
		struct arxiv_id id;
		if (word.p[0] == '[' && w->ids.n > before)
			break;
		if (str_ends(word, ":") && !str_empty(rest))
			word = cut_word(&rest);
		if (!arxiv_id_from_words(word, a, &id))
			return err_set(e, ERR_USAGE, "--id: \"%.*s\" is not an arXiv identifier", STR_ARG(word));
		w->ids.v[w->ids.n] = id.id;
		w->versions[w->ids.n++] = id.version;
	}
	return true;
}

static bool read_ids(const struct opt_values *o, struct arena *a, struct wanted *w, struct err *e)
{
	size_t most = 0;
	for (size_t i = 0; i < o->ids.n; i++)
		most += o->ids.v[i].n / 2 + 1;
	w->ids.v = arena_calloc(a, most, sizeof *w->ids.v);
	w->versions = arena_calloc(a, most, sizeof *w->versions);
	for (size_t i = 0; i < o->ids.n; i++)
		if (!read_pasted(o->ids.v[i], a, w, e))
			return false;
	return w->ids.n > 0 || opt_rank_of(o, "id") == RANK_DEFAULT || err_set(e, ERR_USAGE, "--id: there is no identifier in it");
}

/* What an archive could be called that arXiv makes after this program was built: "eess", "q-fin". */
static bool archive_shape(struct str s)
{
	enum { LEAST = 2, MOST = 9 };
	size_t hyphen = str_find(s, "-", 0);
	bool ok = s.n >= LEAST && s.n <= MOST && hyphen != 0 && hyphen != s.n - 1;
	for (size_t i = 0; ok && i < s.n; i++)
		ok = is_lower((unsigned char)s.p[i]) || i == hyphen;
	return ok;
}

/* Whether C may be of a new archive: not under one that there is, nor a slip of one. Which it is the network decides. */
static bool may_be_new(struct str archive, struct nearest *meant)
{
	struct nearest near = { .said = archive };
	category_nearest(meant);
	category_nearest(&near);
	return !category_is_archive(archive) && archive_shape(archive) && str_empty(meant->best) && str_empty(near.best);
}

static bool read_category(struct str c, struct arena *a, struct wanted *w, struct err *e)
{
	struct nearest meant = { .said = c };
	struct str archive = str_head(c, str_find(c, ".", 0));
	if (!category_known(c) && !category_is_archive(c)) {
		struct buf end = BUF_INIT(256);
		bool new = may_be_new(archive, &meant);
		nearest_say(&meant, "", &end);
		if (!new)
			err_set(e, ERR_USAGE, "--category: \"%.*s\" is no category of arXiv's (https://arxiv.org/category_taxonomy)%s", STR_ARG(c),
			        end.s ? end.s : "");
		buf_free(&end);
		if (!new)
			return false;
		w->strange.v[w->strange.n++] = arena_dup(a, c);
	}
	w->categories.v[w->categories.n++] = category_canonical(c);
	return true;
}

static bool read_categories(const struct opt_values *o, struct arena *a, struct wanted *w, struct err *e)
{
	w->categories.v = arena_calloc(a, o->categories.n, sizeof *w->categories.v);
	w->strange.v = arena_calloc(a, o->categories.n, sizeof *w->strange.v);
	for (size_t i = 0; i < o->categories.n; i++)
		if (!read_category(o->categories.v[i], a, w, e))
			return false;
	return true;
}

/* The words about days that hold: a stronger one lets weaker ones of another kind fall (the configuration's since
 * before the command line's --date); side by side they contradict each other. */
struct days_said {
	const char *since, *until, *date;
	bool all;
};

static bool read_days_said(const struct opt_values *o, struct days_said *ret, struct err *e)
{
	int since = opt_rank_of(o, "since"), until = opt_rank_of(o, "until"), range = since > until ? since : until;
	int date = opt_rank_of(o, "date"), all = o->all ? opt_rank_of(o, "all") : RANK_DEFAULT;
	int most = range > date ? range : date;
	if (all > most)
		most = all;
	if (most > RANK_DEFAULT && date == most && range == most)
		return err_set(e, ERR_USAGE, "--date is one day: it goes with neither --since nor --until");
	if (most > RANK_DEFAULT && all == most && (date == most || range == most))
		return err_set(e, ERR_USAGE, "--all means every day: it goes with neither --date nor --since nor --until");
	*ret = (struct days_said){ .all = all == most && o->all };
	if (date == most)
		ret->date = o->date;
	if (range == most) {
		ret->since = o->since;
		ret->until = o->until;
	}
	return true;
}

/* A list on the command line without a word in it is not all there is. */
static bool says_some(bool some, const struct opt_values *o, const char *option, const char *what, struct err *e)
{
	return some || opt_rank_of(o, option) != RANK_FLAG || err_set(e, ERR_USAGE, "--%s: there is no %s in it", option, what);
}

bool wanted_from_options(const struct opt_values *o, struct calendar *c, int64_t now, struct arena *a, struct wanted *ret,
                         struct err *e)
{
	struct wanted w = { .calendar = c, .announce_types = o->announce, .by_submitted = o->by == BY_SUBMITTED };
	struct days_said said = { .all = false };
	char today[DAY_SIZE], newest[DAY_SIZE];
	const struct clock_days days = { today, newest };
	day_eastern(now, today);
	calendar_public(c, now, newest);
	if (strcmp(newest, today) < 0)
		memcpy(newest, today, DAY_SIZE);
	if (w.by_submitted)
		day_add(today, 1, newest);  /* days of submission are UTC's */
	if (!read_days_said(o, &said, e))
		return false;
	bool from_last = said.since && strcmp(said.since, "last") == 0;
	if (!says_some(o->categories.n > 0, o, "category", "category", e) || !says_some(o->announce != 0, o, "announce", "announce type", e) ||
	    !read_categories(o, a, &w, e) || !read_ids(o, a, &w, e) ||
	    !read_day("since", from_last ? NULL : said.since, &days, w.since, e) ||
	    !read_day("until", said.until, &days, w.until, e))
		return false;
	if (said.date) {
		if (!read_day("date", said.date, &days, w.since, e))
			return false;
		memcpy(w.until, w.since, sizeof w.until);
	}
	if (w.since[0] && w.until[0] && strcmp(w.since, w.until) > 0)
		return err_set(e, ERR_USAGE, "--since %s is after --until %s", w.since, w.until);
	w.last = from_last || !(said.all || w.since[0] || w.until[0] || w.ids.n);
	w.brought = w.last && !from_last;
	*ret = w;
	return true;
}

/* ---- Keys ---- */

void selection_free(struct selection *s)
{
	vec_free(&s->keys);
	buf_free(&s->unfit_names);
	buf_free(&s->waiting_names);
	spool_free(s->spool);
	arena_free(&s->a);
}

static struct page_key *add_key(struct selection *s, int64_t row, struct str id, struct str day)
{
	struct arxiv_id parsed;
	struct arena a = ARENA_INIT;  /* canonical identifiers take nothing from it */
	struct page_key *k = vec_push(&s->keys);
	*k = (struct page_key){ .row = row, .day = day_number(day) };
	if (arxiv_id_parse(id, &a, &parsed))
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

/* ---- From the store ---- */

static bool add_hit(void *ctx, const struct store_hit *h, struct err *e)
{
	struct selection *s = ctx;
	UNUSED(e);
	struct page_key *k = add_key(s, h->row, h->id, h->announced || s->each_day ? h->day : STR_NULL);
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

bool selection_from_store(struct selection *s, struct store *store, const struct wanted *w, const int64_t *rows, size_t n,
                          struct err *e)
{
	struct store_select q = {
		.categories = w->categories, .announce_types = w->announce_types, .ids = w->ids, .versions = w->versions,
		.by_submitted = w->by_submitted, .each_day = s->each_day, .by_primary = s->by_category && w->categories.n == 0, .rows = rows, .n_rows = n,
	};
	s->store = store;
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
	q.since = s->since[0] ? str_of(s->since) : STR_NULL;
	q.until = s->until[0] ? str_of(s->until) : STR_NULL;
	/* What was not announced was not announced as new, either. */
	q.undated = !q.announce_types && (w->undated || (str_empty(q.since) && str_empty(q.until)));
	if (!store_find(store, &q, add_hit, s, e))
		return false;
	return s->dialect == NULL || !s->dialect->complete_only || look_closer(s, e);
}

/* ---- From files ---- */

static bool id_wanted(const struct wanted *w, const struct paper *p)
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

static bool kind_in(const struct wanted *w, const struct paper *p, struct strs categories)
{
	if (categories.n > 0 && !under_any(p, categories))
		return false;
	return w->announce_types == 0 || w->announce_types & 1u << announce_in(p, categories);
}

bool wanted_kind(const struct wanted *w, const struct paper *p, bool each)
{
	bool fits = kind_in(w, p, w->categories);
	for (size_t i = 0; each && !fits && i < w->categories.n; i++)
		fits = kind_in(w, p, (struct strs){ &w->categories.v[i], 1 });
	return fits;
}

static bool day_wanted(struct selection *s, const struct wanted *w, const struct paper *p)
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

static bool fits(struct selection *s, const struct wanted *w, const struct paper *p)
{
	bool kind = wanted_kind(w, p, s->by_category), near = kind || w->categories.n == 0 || under_any(p, w->categories);
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
	s->announce_types = to->wanted->announce_types;
	struct paper fitted = *p;
	bool waits = fit_summary(s, &fitted);
	if (!fits(s, to->wanted, p) || !complete(s, &fitted))
		return true;
	if (s->spool == NULL && !spool_open(&s->spool, e))
		return false;
	if (!spool_put(s->spool, p, &row, e))
		return false;
	struct page_key *k = add_key(s, row, p->id, p->announced);
	k->type = (unsigned char)announce_in(p, to->wanted->categories);
	k->summary = (unsigned char)(waits && p->withdrawn != TRI_YES ? SUMMARY_PENDING : key_status(&fitted));
	note_summary(s, p->id, waits && p->withdrawn != TRI_YES, (enum summary_status)k->summary);
	add_link(s, k, p);
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
