/* SPDX-License-Identifier: MIT
 * Today's batch. The feed is set aside first, for it may be the wrong one: a feed can repeat the batch of an earlier
 * day with fresh dates on it, so what it says of its own day is worth nothing. What counts is the set of its papers:
 * the same set as on an earlier announcement day, or `new` papers that were new before, is that day's. */
#include <stdlib.h>
#include <string.h>

#include "src/harvest/internal.h"
#include "digest/redact.h"
#include "digest/sort.h"
#include "digest/spool.h"

struct feed {
	struct source_fetch reading;
	struct spool *spool;
	VEC(int64_t) rows;           /* of the spool */
	VEC(struct feed_item) items; /* the same entries */
	VEC(struct str) set;         /* "IDvN"; then sorted, each once */
	int32_t dated;               /* the day that it says of itself; 0: none */
	struct arena a;              /* the set's texts */
	struct buf ids;              /* the set as the store keeps it */
	int64_t papers;              /* in the set */
	unsigned long skipped;
	size_t category;
	char day[DAY_SIZE];
	struct str key, etag, modified;  /* the address, and what it is to be asked again by; in the harvest's arena */
};

static struct str asked(const struct feed *f) { return f->reading.h->o->categories.v[f->category]; }

/* ---- In ---- */

static void begin(void *ctx)
{
	struct feed *f = ctx;
	spool_free(f->spool);
	f->spool = NULL;
	f->rows.n = f->items.n = f->set.n = 0;
	f->dated = 0;
	arena_reset(&f->a);
}

static bool put(void *ctx, const struct paper *p, struct err *e)
{
	struct feed *f = ctx;
	struct buf key = BUF_INIT(ERR_MSG_SIZE);
	if (f->spool == NULL && !spool_open(&f->spool, e))
		return false;
	buf_addf(&key, "%.*sv%d", STR_ARG(p->id), p->version);
	*vec_push(&f->set) = arena_dup(&f->a, buf_str(&key));
	buf_free(&key);
	struct feed_item *x = vec_push(&f->items);
	*x = (struct feed_item){ .version = p->version, .type = p->announce_type };
	struct arxiv_id id;
	if (arxiv_id_parse(p->id, &f->a, &id))
		x->key = id.sort_key;
	if (day_number(p->announced) > f->dated)
		f->dated = day_number(p->announced);
	return spool_put(f->spool, p, vec_push(&f->rows), e);
}

static bool whole(void *ctx, const struct source_result *r, struct err *e)
{
	struct feed *f = ctx;
	if (str_is(str_of(r->format), "rss") || str_is(str_of(r->format), "atom"))
		return true;
	f->reading.told = true;
	return err_set(e, ERR_NET_TEMP, "%s: not a feed", f->reading.shown);
}

static void settle_set(struct feed *f)
{
	vec_sort_unique(&f->set, order_str);
	for (size_t i = 0; i < f->set.n; i++)
		buf_addf(&f->ids, "%.*s\n", STR_ARG(f->set.v[i]));
}

/* ---- Whose batch it is ---- */

/* On which earlier day the new papers were new before, as far as the store knows. */
static bool look_up(struct feed *f, struct err *e)
{
	struct arena a = ARENA_INIT;
	bool ok = true;
	for (size_t i = 0; ok && i < f->rows.n; i++) {
		struct paper p;
		char day[DAY_SIZE] = "";
		bool worked_out;
		f->items.v[i].known = 0;
		if (f->items.v[i].type != ANNOUNCE_NEW)
			continue;
		arena_reset(&a);
		ok = spool_get(f->spool, f->rows.v[i], &a, &p, e);
		if (ok && p.categories.n > 0)
			ok = store_new_before(f->reading.h->store, p.id, p.categories.v[0], f->day, day, &worked_out, e);
		f->items.v[i].known = day_number(str_of(day));
	}
	arena_free(&a);
	return ok;
}

static struct day_result plain(enum day_status status, int64_t papers)
{
	return (struct day_result){ .status = status,
		                 .road = ROAD_RSS,
		                 .settled = status == DAY_FRESH || status == DAY_EMPTY,
		                 .papers = papers };
}

static struct day_result stale(struct harvest *h, const char *earlier, int64_t papers)
{
	struct day_result v = plain(DAY_STALE, papers);
	v.again = true;
	v.cause = ERR_NET_TEMP;
	v.note = earlier[0] ? harvest_text(h, "the feed shows the papers of %s again", earlier)
	                    : STR("the feed shows papers of an earlier day");
	return v;
}

/* No items. Where a batch is due, few categories have none: one request tells. */
static bool judge_empty(struct feed *f, struct day_result *ret, struct err *e)
{
	struct harvest *h = f->reading.h;
	*ret = plain(DAY_EMPTY, 0);
	if (!calendar_perhaps(h->o->calendar, f->day))
		return true;
	const char days[1][DAY_SIZE] = { "" };
	memcpy((char *)days[0], f->day, DAY_SIZE);
	if (h->lists[f->category].tried)
		*ret = h->lists[f->category].of_day;
	else if (!harvest_list(h, f->category, (struct day_list){ days, 1 }, NULL,
	                       "its feed is empty though a batch is due", ret, e))
		return false;
	/* In the evening OAI-PMH has the batch of the next day, too. */
	bool later = ret->papers > 0 && (ret->settled || ret->open) && !known_list_has_of(&h->lists[f->category], day_number(str_of(f->day)));
	if (ret->status == DAY_PARTIAL && later && !store_forget_derived(h->store, f->day, asked(f), e))
		return false;
	if (ret->status == DAY_PARTIAL && (later || (ret->papers == 0 && ret->settled))) {
		*ret = plain(DAY_FRESH, 0);
		ret->road = ROAD_OAI;
		ret->note = STR("the feed is empty; OAI-PMH has nothing either: none was announced");
	} else if (ret->status == DAY_PARTIAL && ret->papers == 0 && ret->behind) {
		*ret = plain(DAY_EMPTY, 0);
		ret->settled = false;  /* the next run looks once more */
		ret->note = STR("the feed is empty, and OAI-PMH has nothing from this day on: none was announced, or both are late");
	} else if (ret->status != DAY_FAILED) {
		ret->settled = false;
		ret->again = true;
		ret->note = harvest_text(h, "the feed is empty; %.*s", STR_ARG(ret->note));
	} else {
		ret->again = true;
		ret->note = harvest_text(
		        h,
		        "the feed is empty though a batch is due, and OAI-PMH cannot say whether there is none: %.*s",
		        STR_ARG(ret->note));
	}
	return true;
}

/* ---- Into the store ---- */

/* The papers as those of DAY. DOUBTED: it may be another's. */
static bool store_papers(struct feed *f, const char *day, bool doubted, struct err *e)
{
	struct harvest *h = f->reading.h;
	struct store_announced how = { .category = asked(f), .doubted = doubted };
	struct arena a = ARENA_INIT;
	bool ok = true;
	for (size_t i = 0; ok && i < f->rows.n; i++) {
		struct paper p;
		arena_reset(&a);
		ok = spool_get(f->spool, f->rows.v[i], &a, &p, e);
		if (!ok)
			break;
		p.announced = str_of(day);
		ok = h->sink.put(h->sink.ctx, &p, &how, e);
	}
	arena_free(&a);
	return ok;
}

/* They are the day's, as V says: what was worked out for it and is not among them goes, unless OAI-PMH has it of the
 * day for certain. */
static bool store_as(struct feed *f, const char *day, const struct day_result *v, struct err *e)
{
	struct harvest *h = f->reading.h;
	if (!store_papers(f, day, false, e))
		return false;
	return str_starts(v->note, LACKING_DAY) ||
	       (harvest_displace(h, f->category, day, e) && store_forget_derived(h->store, day, asked(f), e));
}

/* It is the day's. */
static struct day_result whole_batch(struct feed *f)
{
	struct day_result v = plain(DAY_FRESH, f->papers);
	v.ids = harvest_text(f->reading.h, "%s", f->ids.s);
	if (f->skipped > 0) {
		v.status = DAY_PARTIAL;
		v.settled = true;
		v.note = harvest_text(f->reading.h, "%lu entries of the feed cannot be used", f->skipped);
	}
	return v;
}

/* An earlier day's batch that no feed has told yet is a gift. */
static bool adopt(struct feed *f, const char *day, bool certain, struct err *e)
{
	struct harvest *h = f->reading.h;
	bool open = false;
	if (!certain || !harvest_is_open(h, f->category, day, &open, e))
		return !certain;
	struct day_result v = whole_batch(f);
	struct feed_evidence then = { .dated = f->dated };
	v.proved = true;
	if (!open)
		return true;
	if (!harvest_collect_evidence(h, f->category, day, f->items.v, f->items.n, &then, e))
		return false;
	harvest_extent(h, f->category, day, &then, &v);
	return store_as(f, day, &v, e) && harvest_log_day(h, f->category, day, &v, NULL, e);
}

/* Nothing tells whose batch it is: it may be right, so it is shown, and judged again when more is known. */
static bool in_doubt(struct feed *f, struct day_result *ret, struct err *e)
{
	*ret = whole_batch(f);
	ret->status = DAY_PARTIAL;
	ret->settled = false;
	ret->again = false;
	ret->note = STR("nothing shows yet that the feed is of this day, and OAI-PMH cannot say: its papers may be an earlier day's");
	return store_papers(f, f->day, true, e);
}

/* What OAI-PMH has from the announcement day before on: two days, mostly one page. */
static bool look_around(struct feed *f, struct err *e)
{
	struct harvest *h = f->reading.h;
	struct day_result ignored;
	char days[1][DAY_SIZE], before[DAY_SIZE];
	if (h->lists[f->category].tried)
		return true;
	memcpy(days[0], f->day, DAY_SIZE);
	calendar_previous(h->o->calendar, f->day, before);
	return harvest_list(h, f->category, (struct day_list){ (const char (*)[DAY_SIZE])days, 1 }, before,
	                    "whose batch its feed holds", &ignored, e);
}

/* An earlier day's feed where by the calendar no batch is due, and OAI-PMH has no record of the day: then none was announced. A
 * calendar that is wrong shows in the next run, which asks for the day once more. */
static bool none_announced(struct feed *f, bool *ret, struct err *e)
{
	struct harvest *h = f->reading.h;
	const struct known_list *l = &h->lists[f->category];
	int32_t day = day_number(str_of(f->day));
	*ret = false;
	if (calendar_due(h->o->calendar, f->day))
		return true;
	if (!look_around(f, e))
		return false;
	*ret = l->whole;
	for (size_t i = 0; *ret && i < l->records.n; i++)
		*ret = l->records.v[i].stamp != day;
	return true;
}

static struct day_result not_due(void)
{
	struct day_result v = plain(DAY_EMPTY, 0);
	v.settled = false;
	v.note = STR("by the calendar none is announced, the feed is an earlier day's, and OAI-PMH has nothing of this day");
	return v;
}

static bool weigh(struct feed *f, struct feed_evidence *v, enum feed_verdict *ret, char earlier[DAY_SIZE], bool *certain,
                  struct err *e)
{
	int32_t day;
	if (!look_up(f, e) || !harvest_collect_evidence(f->reading.h, f->category, f->day, f->items.v, f->items.n, v, e))
		return false;
	*ret = feed_judge(v, &day, certain);
	day_text(day, earlier);
	if (day == 0)
		earlier[0] = '\0';
	return true;
}

static bool judge(struct feed *f, struct day_result *ret, struct err *e)
{
	struct harvest *h = f->reading.h;
	struct feed_evidence v = { .dated = f->dated };
	enum feed_verdict verdict;
	char earlier[DAY_SIZE];
	bool certain;
	if (f->set.n == 0 && f->skipped == 0)
		return judge_empty(f, ret, e);
	if (!store_same_set(h->store, asked(f), f->day, buf_str(&f->ids), earlier, e))
		return false;
	v.same = day_number(str_of(earlier));
	if (!weigh(f, &v, &verdict, earlier, &certain, e))
		return false;
	bool tells = verdict == FEED_OF_EARLIER || (verdict == FEED_OF_DAY && !h->unsure);
	if (!tells && !v.listed && (!look_around(f, e) || !weigh(f, &v, &verdict, earlier, &certain, e)))
		return false;
	if (h->unsure && verdict != FEED_OF_EARLIER && !(verdict == FEED_OF_DAY && v.listed)) {
		*ret = plain(DAY_FAILED, f->papers);
		ret->cause = ERR_NET_TEMP;
		ret->note = STR("the clock is in doubt, and nothing else says of which day the feed is");
		return true;
	}
	if (verdict == FEED_DOUBTFUL)
		return in_doubt(f, ret, e);
	if (verdict == FEED_OF_DAY) {
		*ret = whole_batch(f);
		ret->proved = v.listed;
		if (h->o->road != ROAD_RSS)
			harvest_extent(h, f->category, f->day, &v, ret);
		ret->again = h->lists[f->category].of_day.again;
		return store_as(f, f->day, ret, e);
	}
	bool none;
	if (!none_announced(f, &none, e))
		return false;
	*ret = none ? not_due() : stale(h, earlier, f->papers);
	ret->ids = harvest_text(h, "%s", f->ids.s);
	return adopt(f, earlier, certain, e);
}

/* Nothing has changed since: the same as then, if that was today; an earlier day's feed is the earlier day's. */
static bool judge_unchanged(struct feed *f, const struct store_validator *v, struct day_result *ret, struct err *e)
{
	struct harvest *h = f->reading.h;
	if (str_empty(v->got.ids))
		return judge_empty(f, ret, e);
	if (str_is(v->got.day, f->day) && v->got.status != DAY_STALE) {
		*ret = plain(v->got.status, v->got.papers);
		ret->settled = v->got.settled;
		ret->note = v->got.note;
		ret->ids = v->got.ids;
		return true;
	}
	bool none;
	if (!none_announced(f, &none, e))
		return false;
	if (none) {
		*ret = not_due();
		return true;
	}
	*ret = plain(DAY_STALE, v->got.papers);
	ret->again = true;
	ret->cause = ERR_NET_TEMP;
	ret->ids = v->got.ids;
	ret->note = str_is(v->got.day, f->day)
	                    ? v->got.note
	                    : harvest_text(h, "the feed shows the papers of %.*s again", STR_ARG(v->got.day));
	return true;
}

static const char *or_null(struct str s) { return str_empty(s) ? NULL : s.p; }

/* What came when the day was in doubt, or not come yet, is judged by all of it once more. */
static struct source_fetch read_for(struct feed *f, struct harvest *h, const char *url, const struct store_validator *v)
{
	bool known = v->got.status != DAY_NONE && v->got.status != DAY_PARTIAL && str_cmp(v->got.day, str_of(f->day)) <= 0;
	return (struct source_fetch){
		.h = h, .name = h->o->categories.v[f->category].p, .url = url, .why = "today's batch",
		.etag = known ? or_null(v->etag) : NULL, .last_modified = known ? or_null(v->last_modified) : NULL,
		.ctx = f, .begin = begin, .put = put, .whole = whole,
	};
}

void harvest_feed_redate(struct feed *f, const char *day) { memcpy(f->day, day, DAY_SIZE); }
size_t harvest_feed_category(const struct feed *f) { return f->category; }

void harvest_feed_free(struct feed *f)
{
	if (f == NULL)
		return;
	source_fetch_free(&f->reading);
	spool_free(f->spool);
	vec_free(&f->rows);
	vec_free(&f->items);
	vec_free(&f->set);
	arena_free(&f->a);
	buf_free(&f->ids);
	free(f);
}

/* What came of it is kept, with what it is to be asked again by. */
static bool conclude(struct feed *f, const struct day_result *v, bool changed, struct err *e)
{
	struct harvest *h = f->reading.h;
	int64_t row = 0;
	if (!harvest_log_day(h, f->category, f->day, v, &row, e))
		return false;
	if (changed && row && (str_known(f->etag) || str_known(f->modified)) && v->status != DAY_FAILED &&
	    !store_put_validator(h->store, f->key, f->etag, f->modified, row, e))
		return false;
	return h->sink.commit(h->sink.ctx, e);
}

bool harvest_feed_judge(struct feed *f, struct day_result *ret, struct err *e)
{
	return judge(f, ret, e) && conclude(f, ret, true, e);
}

static struct feed *feed_new(struct harvest *h, size_t category, const char *day)
{
	struct feed *f = xcalloc(1, sizeof *f);
	*f = (struct feed){ .rows = VEC_INIT, .items = VEC_INIT, .set = VEC_INIT, .a = ARENA_INIT, .ids = BUF_INIT(BUF_UNBOUNDED),
		            .category = category };
	f->reading.h = h;
	memcpy(f->day, day, DAY_SIZE);
	return f;
}

/* All of it came. */
static void take(struct feed *f)
{
	const struct fetch_reply *reply = &f->reading.reply;
	settle_set(f);
	for (size_t i = 0; i < f->ids.len; i++)
		f->papers += f->ids.s[i] == '\n';
	f->skipped = source_result(f->reading.source)->skipped;
	f->etag = arena_dup(&f->reading.h->a, str_of(reply->etag));  /* the reply's are gone with the next request */
	f->modified = arena_dup(&f->reading.h->a, str_of(reply->last_modified));
}

/* Ask. *JUDGE: there is a feed to be judged; else RET says what came of it. */
static bool ask(struct feed *f, const struct store_validator *v, bool *judge_it, struct day_result *ret, struct err *e)
{
	struct harvest *h = f->reading.h;
	struct err why = ERR_INIT;
	char now[DAY_SIZE];
	if (!source_fetch_run(&f->reading, &why)) {
		if (f->reading.fatal) {
			*e = why;
			return false;
		}
		*ret = harvest_failed(h, ROAD_RSS, &why);
		return conclude(f, ret, false, e);
	}
	day_eastern(harvest_now(h), now);
	if (f->reading.reply.outcome == FETCH_DRY) {
		*ret = (struct day_result){ .status = DAY_NONE };
	} else if (f->reading.reply.outcome == FETCH_UNCHANGED) {
		return judge_unchanged(f, v, ret, e) && conclude(f, ret, false, e);
	} else if (strcmp(now, f->day) != 0) {
		*ret = plain(DAY_FAILED, 0);
		ret->cause = ERR_NET_TEMP;
		ret->note = STR("midnight in New York came while the feed was asked: it may be the next day's already");
		return conclude(f, ret, false, e);
	} else {
		take(f);
		*judge_it = true;
	}
	return true;
}

bool harvest_feed(struct harvest *h, size_t category, const char *day, struct feed **feed, struct day_result *ret, struct err *e)
{
	struct buf url = BUF_INIT(ERR_MSG_SIZE);
	struct feed *f = feed_new(h, category, day);
	struct store_validator v;
	bool judge_it = false;
	query_feed(h->o->base, h->o->categories.v[category], &url);
	f->key = arena_dup(&h->a, str_of(redact_url(url.s, &h->a)));  /* a mirror's password is not to be stored */
	bool ok = store_get_validator(h->store, f->key, &h->a, &v, e);
	if (ok) {
		f->reading = read_for(f, h, url.s, &v);
		ok = ask(f, &v, &judge_it, ret, e);
	}
	f->reading.url = NULL;
	buf_free(&url);
	*feed = ok && judge_it ? f : NULL;
	if (*feed == NULL)
		harvest_feed_free(f);
	return ok;
}
