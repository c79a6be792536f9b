/* SPDX-License-Identifier: MIT
 * Today's batch. The feed is set aside first, for it may be the wrong one: a feed can repeat the batch of an earlier
 * day with fresh dates on it, so what it says of its own day is worth nothing. What counts is the set of its papers:
 * the same set as on an earlier announcement day, or `new` papers that were new before, is that day's. */
#include <stdlib.h>
#include <string.h>

#include "src/app/harvest_internal.h"
#include "src/app/shown.h"
#include "src/app/spool.h"

struct feed {
	struct reading reading;
	struct spool *spool;
	VEC(int64_t) rows;           /* of the spool */
	VEC(struct str) set;         /* "IDvN"; then sorted, each once */
	struct arena a;              /* the set's texts */
	struct buf ids;              /* the set as the store keeps it */
	size_t category;
	const char *day;
};

static struct str asked(const struct feed *f) { return f->reading.h->o->categories.v[f->category]; }

/* ---- In ---- */

static void begin(void *ctx)
{
	struct feed *f = ctx;
	spool_free(f->spool);
	f->spool = NULL;
	f->rows.n = f->set.n = 0;
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
	return spool_put(f->spool, p, vec_push(&f->rows), e);
}

static bool whole(void *ctx, const struct source_result *r, struct err *e)
{
	struct feed *f = ctx;
	if (str_is(str_of(r->road), "rss") || str_is(str_of(r->road), "atom"))
		return true;
	f->reading.told = true;
	return err_set(e, ERR_NET_TEMP, "%s: not a feed", f->reading.shown);
}

static int by_text(const void *a, const void *b) { return str_cmp(*(const struct str *)a, *(const struct str *)b); }

static void settle_set(struct feed *f)
{
	if (f->set.n > 1)
		qsort(f->set.v, f->set.n, sizeof *f->set.v, by_text);
	for (size_t i = 0; i < f->set.n; i++)
		if (i == 0 || !str_eq(f->set.v[i], f->set.v[i - 1]))
			buf_addf(&f->ids, "%.*s\n", STR_ARG(f->set.v[i]));
}

/* ---- Whose batch it is ---- */

/* The day on which most of the `new` papers were new before; "" if they were not. What was only worked out for an
 * earlier day can be wrong for a paper or two: there most must be very many. */
static bool new_before(struct feed *f, char ret[DAY_SIZE], struct err *e)
{
	struct harvest *h = f->reading.h;
	struct arena a = ARENA_INIT;
	size_t total = 0, listed = 0, derived = 0;
	bool ok = true;
	ret[0] = '\0';
	for (size_t i = 0; ok && i < f->rows.n; i++) {
		struct paper p;
		char day[DAY_SIZE] = "";
		bool worked_out = false;
		arena_reset(&a);
		ok = spool_get(f->spool, f->rows.v[i], &a, &p, e);
		if (!ok || p.announce_type != ANNOUNCE_NEW || p.categories.n == 0)
			continue;
		total++;
		ok = store_new_before(h->store, p.id, p.categories.v[0], f->day, day, &worked_out, e);
		if (ok && day[0]) {
			*(worked_out ? &derived : &listed) += 1;
			memcpy(ret, day, DAY_SIZE);
		}
	}
	arena_free(&a);
	if (!(listed * 2 > total || (total >= 3 && (listed + derived) * 10 >= total * 8)))
		ret[0] = '\0';
	return ok;
}

static struct verdict plain(enum got_status status, int64_t papers)
{
	return (struct verdict){ .status = status,
		                 .road = ROAD_RSS,
		                 .settled = status == GOT_FRESH || status == GOT_EMPTY,
		                 .papers = papers };
}

static struct verdict stale(struct harvest *h, const char *earlier, int64_t papers)
{
	struct verdict v = plain(GOT_STALE, papers);
	v.again = true;
	v.cause = ERR_NET_TEMP;
	v.note = harvest_text(h, "the feed shows the papers of %s again", earlier);
	return v;
}

/* No items. Where a batch is due, few categories have none: one request tells. */
static bool judge_empty(struct feed *f, struct verdict *ret, struct err *e)
{
	struct harvest *h = f->reading.h;
	*ret = plain(GOT_EMPTY, 0);
	if (!calendar_due(f->day))
		return true;
	const char days[1][DAY_SIZE] = { "" };
	memcpy((char *)days[0], f->day, DAY_SIZE);
	if (!harvest_list(h, f->category, (struct day_list){ days, 1 }, "its feed is empty though a batch is due", ret,
	                  e))
		return false;
	if (ret->status == GOT_PARTIAL && ret->papers == 0 && ret->settled) {
		*ret = plain(GOT_FRESH, 0);
		ret->road = ROAD_OAI;
		ret->note = STR("the feed is empty; OAI-PMH has nothing either: none was announced");
	} else if (ret->status != GOT_FAILED) {
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

static bool store_papers(struct feed *f, struct err *e)
{
	struct harvest *h = f->reading.h;
	struct store_announced how = { asked(f), false };
	struct arena a = ARENA_INIT;
	bool ok = true;
	for (size_t i = 0; ok && i < f->rows.n; i++) {
		struct paper p;
		arena_reset(&a);
		ok = spool_get(f->spool, f->rows.v[i], &a, &p, e);
		if (!ok)
			break;
		p.announced = str_of(f->day);
		ok = h->sink.put(h->sink.ctx, &p, &how, e);
	}
	arena_free(&a);
	return ok && store_forget_derived(h->store, f->day, asked(f), e);
}

static bool judge(struct feed *f, struct verdict *ret, struct err *e)
{
	struct harvest *h = f->reading.h;
	unsigned long skipped = source_result(f->reading.source)->skipped;
	char now[DAY_SIZE], earlier[DAY_SIZE];
	settle_set(f);
	day_eastern(clock_now(h->o->clock), now);
	if (strcmp(now, f->day) != 0) {
		*ret = plain(GOT_FAILED, 0);
		ret->cause = ERR_NET_TEMP;
		ret->note = STR("midnight in New York came while the feed was asked: it may be the next day's already");
		return true;
	}
	if (f->set.n == 0 && skipped == 0)
		return judge_empty(f, ret, e);
	if (!store_same_set(h->store, asked(f), f->day, buf_str(&f->ids), earlier, e) ||
	    (earlier[0] == '\0' && !new_before(f, earlier, e)))
		return false;
	int64_t papers = 0;
	for (size_t i = 0; i < f->ids.len; i++)
		papers += f->ids.s[i] == '\n';
	*ret = earlier[0] ? stale(h, earlier, papers) : plain(GOT_FRESH, papers);
	ret->ids = harvest_text(h, "%s", f->ids.s);
	if (earlier[0])
		return true;
	if (skipped > 0) {
		ret->status = GOT_PARTIAL;
		ret->settled = true;
		ret->note = harvest_text(h, "%lu entries of the feed cannot be used", skipped);
	}
	return store_papers(f, e);
}

/* Nothing has changed since: the same as then, if that was today; an earlier day's feed is the earlier day's. */
static bool judge_unchanged(struct feed *f, const struct store_validator *v, struct verdict *ret, struct err *e)
{
	struct harvest *h = f->reading.h;
	if (str_empty(v->got.ids))
		return judge_empty(f, ret, e);
	if (str_is(v->got.day, f->day) && v->got.status != GOT_STALE) {
		*ret = plain(v->got.status, v->got.papers);
		ret->settled = v->got.settled;
		ret->note = v->got.note;
		ret->ids = v->got.ids;
		return true;
	}
	*ret = plain(GOT_STALE, v->got.papers);
	ret->again = true;
	ret->cause = ERR_NET_TEMP;
	ret->ids = v->got.ids;
	ret->note = str_is(v->got.day, f->day)
	                    ? v->got.note
	                    : harvest_text(h, "the feed shows the papers of %.*s again", STR_ARG(v->got.day));
	return true;
}

static const char *or_null(struct str s) { return str_empty(s) ? NULL : s.p; }

static struct reading read_for(struct feed *f, struct harvest *h, const char *url, const struct store_validator *v)
{
	bool known = v->got.status != GOT_NONE;
	return (struct reading){
		.h = h, .name = h->o->categories.v[f->category].p, .url = url, .why = "today's batch",
		.etag = known ? or_null(v->etag) : NULL, .last_modified = known ? or_null(v->last_modified) : NULL,
		.ctx = f, .begin = begin, .put = put, .whole = whole,
	};
}

bool harvest_feed(struct harvest *h, size_t category, const char *day, struct verdict *ret, struct err *e)
{
	struct buf url = BUF_INIT(ERR_MSG_SIZE);
	struct feed f = { .rows = VEC_INIT,
		          .set = VEC_INIT,
		          .a = ARENA_INIT,
		          .ids = BUF_INIT(BUF_UNBOUNDED),
		          .category = category,
		          .day = day };
	struct store_validator v;
	struct err why = ERR_INIT;
	int64_t row;
	bool ok = false;
	query_feed(h->o->base, h->o->categories.v[category], &url);
	const struct str key = str_of(shown_text(url.s, &h->a));  /* a mirror's password is not to be stored */
	if (!store_get_validator(h->store, key, &h->a, &v, e))
		goto out;
	f.reading = read_for(&f, h, url.s, &v);
	if (!reading_run(&f.reading, &why)) {
		if (f.reading.fatal) {
			*e = why;
			goto out;
		}
		*ret = harvest_failed(h, ROAD_RSS, &why);
		ok = harvest_note(h, category, day, ret, NULL, e);
		goto out;
	}
	const struct fetch_reply *reply = &f.reading.reply;
	if (reply->outcome == FETCH_DRY) {
		*ret = (struct verdict){ .status = GOT_NONE };
		ok = true;
		goto out;
	}
	bool unchanged = reply->outcome == FETCH_UNCHANGED;
	struct str etag = str_of(reply->etag), modified = str_of(reply->last_modified);
	etag = arena_dup(&h->a, etag);          /* the reply's are gone with the next request */
	modified = arena_dup(&h->a, modified);
	ok = (unchanged ? judge_unchanged(&f, &v, ret, e) : judge(&f, ret, e)) &&
	     harvest_note(h, category, day, ret, &row, e);
	if (ok && !unchanged && (str_known(etag) || str_known(modified)) && ret->status != GOT_FAILED)
		ok = store_put_validator(h->store, key, etag, modified, row, e);
	ok = ok && h->sink.commit(h->sink.ctx, e);
out:
	reading_free(&f.reading);
	spool_free(f.spool);
	vec_free(&f.rows);
	vec_free(&f.set);
	arena_free(&f.a);
	buf_free(&f.ids);
	buf_free(&url);
	return ok;
}
