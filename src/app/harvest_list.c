/* SPDX-License-Identifier: MIT
 * Days gone by: one OAI-PMH list of what changed in a category since the day before the first of them, page by page.
 * The list has no end date, because a later change of a record moves it out of any range.
 *
 * A resumption token is an offset into a list that may change meanwhile, and it expires: then the list is begun anew
 * from the last day that was seen. Records come twice that way, which the store takes for what it is. */
#include <string.h>

#include "src/app/harvest_internal.h"

enum { MOST_RESTARTS = 6, TOKEN_BYTES = 64 * 1024 };

static const char oldest[] = "2005-09-16";  /* an earlier `from` is refused */

struct list {
	struct reading reading;
	struct derivation d;
	struct buf token;            /* of the page that came last */
	char last[DAY_SIZE];         /* newest datestamp seen */
	struct buf stamp;            /* of the record that is coming */
	VEC(struct source_version) versions;
	struct arena a;              /* their texts */
	uint64_t page, page_before;  /* what pages held, in one number: a server may send one twice */
	unsigned long records;       /* of this page */
	bool expired;                /* the page was a refusal of the token */
};

/* ---- A page in ---- */

static void begin(void *ctx)
{
	struct list *l = ctx;
	l->records = 0;
	l->page = UINT64_C(14695981039346656037);  /* FNV-1a */
}

static void history(void *ctx, const struct source_history *h)
{
	struct list *l = ctx;
	arena_reset(&l->a);
	l->versions.n = 0;
	for (size_t i = 0; i < h->n_versions; i++)
		*vec_push(&l->versions) =
		        (struct source_version){ h->versions[i].number, arena_dup(&l->a, h->versions[i].submitted) };
	buf_clear(&l->stamp);
	buf_adds(&l->stamp, h->datestamp);
	if (day_valid(h->datestamp) && str_cmp(h->datestamp, str_of(l->last)) > 0)
		memcpy(l->last, l->stamp.s, DAY_SIZE);
}

static bool put(void *ctx, const struct paper *p, struct err *e)
{
	struct list *l = ctx;
	const struct source_history h = { buf_str(&l->stamp), l->versions.v, l->versions.n };
	for (size_t i = 0; i < p->id.n; i++)
		l->page = (l->page ^ (unsigned char)p->id.p[i]) * UINT64_C(1099511628211);
	l->records++;
	return derive_paper(&l->d, p, &h, e);
}

/* A page without records that goes on all the same has lost them. */
static bool whole(void *ctx, const struct source_result *r, struct err *e)
{
	struct list *l = ctx;
	if (l->records > 0 || str_empty(r->resumption_token) || r->skipped > 0 || r->deleted > 0)
		return true;
	l->reading.told = true;
	return err_set(e, ERR_NET_TEMP, "%s: an empty page, though the list goes on", l->reading.shown);
}

/* Ask for one page. False: *E; FATAL in the reading says whether all must end. */
static bool ask_page(struct list *l, const char *url, struct err *e)
{
	struct harvest *h = l->d.h;
	struct reading *r = &l->reading;
	reading_free(r);
	*r = (struct reading){ .h = h,
		               .name = r->name,
		               .url = url,
		               .why = r->why,
		               .ctx = l,
		               .begin = begin,
		               .put = put,
		               .history = history,
		               .whole = whole };
	l->expired = false;
	bool ok = reading_run(r, e);
	if (!ok && r->source)
		l->expired = str_is(source_result(r->source)->error_code, "badResumptionToken");
	buf_clear(&l->token);
	if (ok && r->source)
		buf_adds(&l->token, source_result(r->source)->resumption_token);
	return ok;
}

/* ---- All pages ---- */

static void first_day(const struct list *l, char ret[DAY_SIZE])
{
	day_add(l->d.days.v[0], -1,
	        ret); /* a mailing at 20:00 is stamped with the next day by UTC; one day more costs little */
	if (strcmp(ret, oldest) < 0)
		memcpy(ret, oldest, DAY_SIZE);
}

/* Whether the page that came brings the list no further: the one before once more, or the same token again. */
static bool stands_still(const struct list *l, struct str sent)
{
	return (l->records > 0 && l->page == l->page_before) || (sent.n > 0 && str_eq(buf_str(&l->token), sent));
}

static bool walk(struct list *l, bool *dry, struct err *e)
{
	struct harvest *h = l->d.h;
	struct buf url = BUF_INIT(TOKEN_BYTES * 4), sent = BUF_INIT(TOKEN_BYTES);
	int restarts = 0;
	bool ok = false;
	first_day(l, l->last);
	for (bool anew = true;;) {
		char from[DAY_SIZE];
		memcpy(from, l->last, sizeof from);
		buf_clear(&url);
		buf_clear(&sent);
		if (anew) {
			query_oai(h->o->base, l->d.category, from, &url);
		} else {
			buf_adds(&sent, buf_str(&l->token));
			query_oai_next(h->o->base, buf_str(&sent), &url);
		}
		bool page = ask_page(l, url.s, e);
		*dry = page && l->reading.reply.outcome == FETCH_DRY;
		if (*dry || (page && l->token.len == 0)) {
			ok = true;
			break;
		}
		if (l->reading.fatal || (page && !h->sink.commit(h->sink.ctx, e))) {
			l->reading.fatal = true;
			break;
		}
		bool again = page ? stands_still(l, buf_str(&sent)) : l->expired;
		if (!page && !again)
			break;
		if (again && ++restarts > MOST_RESTARTS) {
			if (page)
				err_set(e, ERR_NET_TEMP, "%s: the same page again and again", l->reading.shown);
			break;
		}
		if (again)
			log_info(h->log, "%s: %s; the list is begun anew from %s", l->reading.name,
			         page ? "a page came twice" : "the resumption token has expired", l->last);
		anew = again;
		l->page_before = l->page;
	}
	buf_free(&url);
	buf_free(&sent);
	return ok;
}

/* What is known of each day when the list broke off. */
static void broken(struct list *l, const struct err *why, struct verdict *ret)
{
	struct harvest *h = l->d.h;
	for (size_t i = 0; i < l->d.days.n; i++) {
		ret[i] = harvest_failed(h, ROAD_OAI, why);
		if (l->d.papers[i] == 0)
			continue;
		ret[i].status = GOT_PARTIAL;
		ret[i].papers = l->d.papers[i];
		ret[i].note = harvest_text(h, "the list broke off: %s", why->msg);
	}
}

bool harvest_list(struct harvest *h, size_t category, struct day_list days, const char *why, struct verdict *ret,
                  struct err *e)
{
	struct err broke = ERR_INIT;
	struct list l = {
		.reading = { .name = h->o->categories.v[category].p, .why = why },
		.d = { .h = h, .category = h->o->categories.v[category], .days = days,
		       .papers = xcalloc(days.n, sizeof *l.d.papers) },
		.token = BUF_INIT(TOKEN_BYTES), .stamp = BUF_INIT(DAY_SIZE), .versions = VEC_INIT, .a = ARENA_INIT,
	};
	bool dry = false, ok = walk(&l, &dry, &broke);
	bool fatal = !ok && l.reading.fatal;
	if (fatal)
		*e = broke;
	if (!fatal && !derive_count(&l.d, e))
		fatal = true;
	if (!fatal && !ok)
		broken(&l, &broke, ret);
	for (size_t i = 0; ok && !fatal && i < days.n; i++)
		ret[i] = dry ? (struct verdict){ .status = GOT_NONE } : derive_verdict(&l.d, i, ROAD_OAI);
	reading_free(&l.reading);
	buf_free(&l.token);
	buf_free(&l.stamp);
	vec_free(&l.versions);
	arena_free(&l.a);
	free(l.d.papers);
	return !fatal;
}
