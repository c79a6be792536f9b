/* SPDX-License-Identifier: MIT
 * What was made of a category's day: its verdict in words, in the store's history, and on the pages that have to say it. */
#include <string.h>

#include "src/harvest/internal.h"

int64_t harvest_now(const struct harvest *h) { return clock_now(h->o->clock) - h->ahead; }

struct str harvest_text(struct harvest *h, const char *fmt, ...)
{
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	va_list ap;
	va_start(ap, fmt);
	buf_vaddf(&b, fmt, ap);
	va_end(ap);
	struct str s = arena_dup(&h->a, buf_str(&b));
	buf_free(&b);
	return s;
}

struct day_result harvest_failed(struct harvest *h, enum road road, const struct err *why)
{
	return (struct day_result){ .status = DAY_FAILED,
		                 .road = road,
		                 .again = why->kind != ERR_BUSY && why->kind != ERR_NET,
		                 .cause = why->kind,
		                 .note = harvest_text(h, "%s", why->msg) };
}

/* ---- A feed of the day that may lack a part ---- */

bool harvest_told_in_part(enum day_status status, struct str note)
{
	return status == DAY_PARTIAL && (str_starts(note, UNCONFIRMED_DAY) || str_starts(note, LACKING_DAY));
}

void harvest_extent(struct harvest *h, size_t category, const char *day, const struct feed_evidence *evidence,
                    struct day_result *v)
{
	const struct known_list *l = &h->lists[category];
	bool past = strcmp(day, h->plan.today) < 0, got_further = l->whole && strcmp(h->newest, day) > 0;
	enum feed_extent extent = feed_extent(evidence);
	/* What OAI-PMH does not have a batch later, it may never have. */
	if (extent == FEED_WHOLE || (extent == FEED_UNCONFIRMED && evidence->listed && past && got_further))
		return;
	v->status = DAY_PARTIAL;
	v->settled = extent == FEED_LACKS && past;
	if (extent == FEED_LACKS)
		v->note = harvest_text(
		        h,
		        LACKING_DAY " %zu paper%s that OAI-PMH has of the day; later cross-lists may be missing, too",
		        evidence->lacking, evidence->lacking == 1 ? "" : "s");
	else if (!l->whole && l->of_day.note.n)
		v->note = harvest_text(h, UNCONFIRMED_DAY ": %.*s", STR_ARG(l->of_day.note));
	else
		v->note = STR(UNCONFIRMED_DAY);
}

/* ---- History ---- */

/* Of a day that is not noted, and may be asked for twice. */
static void say_once(struct harvest *h, const char *day, struct str category, struct str why)
{
	struct str text = harvest_text(h, "%.*s %s: FAILED: %.*s", STR_ARG(category), day, STR_ARG(why));
	for (size_t i = 0; i < h->notices.n; i++)
		if (str_eq(h->notices.v[i].text, text))
			return;
	harvest_notice(h, day, category, text);
}

bool harvest_log_day(struct harvest *h, size_t category, const char *day, const struct day_result *v, int64_t *row,
                  struct err *e)
{
	struct buf now = BUF_INIT(64);
	if (v->status == DAY_NONE || h->o->dry_run)
		return true;
	if (h->horizon[0] && strcmp(day, h->horizon) > 0 && !v->proved) {  /* a day that may not have come */
		if (v->status == DAY_FAILED)
			say_once(h, day, h->o->categories.v[category], v->note);
		return true;
	}
	clock_rfc3339(harvest_now(h), &now);
	struct store_fetch g = {
		.at = buf_str(&now),
		.day = str_of(day),
		.category = h->o->categories.v[category],
		.road = str_of(road_name(v->road)),
		.status = v->status,
		.settled = v->settled,
		.papers = v->papers,
		.note = v->note,
		.ids = v->ids,
		.run = h->o->run,
	};
	bool ok = store_put_fetch(h->store, &g, row, e);
	notify_day(h, &g);
	buf_free(&now);
	return ok;
}

void harvest_notice(struct harvest *h, const char *day, struct str category, struct str text)
{
	struct notice *n = vec_push(&h->notices);
	log_warn(h->log, "%.*s", STR_ARG(text));
	*n = (struct notice){ .category = category, .text = text };
	memcpy(n->day, day, strlen(day) + 1);
}

bool harvest_logged_day(struct harvest *h, size_t category, const char *day, struct arena *a, struct store_fetch *ret, struct err *e)
{
	struct buf latest = BUF_INIT(64);
	if (!store_get_fetch(h->store, h->o->categories.v[category], day, a, ret, e))
		return false;
	clock_rfc3339(harvest_now(h) + 24 * 60 * 60, &latest);
	if (ret->status != DAY_NONE && (str_cmp(str_head(ret->at, DAY_SIZE - 1), str_of(day)) < 0 || str_cmp(ret->at, buf_str(&latest)) > 0))
		*ret = (struct store_fetch){ .status = DAY_NONE };  /* the clock was wrong then: before the day came, or of days to come */
	buf_free(&latest);
	return true;
}
