/* SPDX-License-Identifier: MIT
 * What a feed needs beyond a page (RFC 4287): moments that never go back, whatever a record has written for times, and an
 * identifier that is the same for ever. All of it comes from the records and from what was asked for, never from the clock:
 * the same papers give the same bytes. */
#include <time.h>

#include "digest/hash.h"
#include "digest/world.h"
#include "src/render/ctx.h"

/* ---- Moments ---- */

/* arXiv's first day: where nothing is known. */
#define FIRST_MOMENT INT64_C(682128000)

static bool digits(struct str s, size_t at, size_t n, int *ret)
{
	uint64_t value;
	if (!str_number(str_head(str_from(s, at), n), 9999, &value) || s.n < at + n)
		return false;
	*ret = (int)value;
	return true;
}

/* "Z", "+08:00": the seconds that it is ahead of UTC. */
static bool read_zone(struct str s, int *ret)
{
	int hours, minutes;
	if (str_is(s, "Z") || str_is(s, "z")) {
		*ret = 0;
		return true;
	}
	if (s.n != 6 || (s.p[0] != '+' && s.p[0] != '-') || s.p[3] != ':' || !digits(s, 1, 2, &hours) || !digits(s, 4, 2, &minutes) ||
	    hours > 23 || minutes > 59)
		return false;
	*ret = (s.p[0] == '-' ? -60 : 60) * (hours * 60 + minutes);
	return true;
}

/* A day, which begins at 0:00 UTC, or a time as RFC 3339 writes it. False: it is neither, or not of our time. */
static bool read_moment(struct str s, int64_t *ret)
{
	struct tm tm = { .tm_year = 0 };
	int year, month, zone = 0;
	if (!day_valid(str_head(s, DAY_SIZE - 1)) || !digits(s, 0, 4, &year) || !digits(s, 5, 2, &month) ||
	    !digits(s, 8, 2, &tm.tm_mday) || year < 1900)
		return false;
	tm.tm_year = year - 1900;
	tm.tm_mon = month - 1;
	if (s.n >= DAY_SIZE) {
		size_t end = sizeof "YYYY-MM-DDTHH:MM:SS" - 1;
		if (s.n < end || (s.p[10] != 'T' && s.p[10] != 't' && s.p[10] != ' ') || s.p[13] != ':' || s.p[16] != ':' ||
		    !digits(s, 11, 2, &tm.tm_hour) || !digits(s, 14, 2, &tm.tm_min) || !digits(s, 17, 2, &tm.tm_sec) ||
		    tm.tm_hour > 23 || tm.tm_min > 59 || tm.tm_sec > 60)
			return false;
		if (end + 1 < s.n && s.p[end] == '.')
			for (end++; end < s.n && is_digit((unsigned char)s.p[end]); end++)
				;
		if (!read_zone(str_from(s, end), &zone))
			return false;
	}
	*ret = (int64_t)timegm(&tm) - zone;
	return true;
}

/* When P was last changed: announced, submitted anew, or given its summary. */
static int64_t moment_of(const struct paper *p)
{
	const struct str times[] = { p->announced, p->updated, p->published,
		p->summary.status == SUMMARY_OK ? p->summary.created : STR_NULL };
	int64_t latest = FIRST_MOMENT, t;
	for (size_t i = 0; i < COUNTOF(times); i++)
		if (read_moment(times[i], &t) && t > latest)
			latest = t;
	return latest;
}

static struct value moment(struct arena *a, int64_t t)
{
	struct buf b = BUF_INIT(64);
	clock_rfc3339(t, &b);
	struct str s = arena_dup(a, buf_str(&b));
	buf_free(&b);
	return value_text(s);
}

struct value get_stamp(struct render_ctx *r) { return moment(&r->a, moment_of(&r->p)); }

struct value get_submitted(struct render_ctx *r)
{
	int64_t t;
	return read_moment(r->p.published, &t) ? moment(&r->a, t) : value_none();
}

/* The newest of the papers' moments: a pass of its own over them. */
struct value get_page_stamp(struct render_ctx *r)
{
	struct arena a = ARENA_INIT;
	struct paper p;
	int64_t latest = FIRST_MOMENT, t;
	if (r->page->n == 0 && read_moment(r->page->date, &t))
		latest = t;
	for (size_t i = 0; i < r->page->n && r->failed.kind == ERR_NONE; i++) {
		arena_reset(&a);
		if (r->page->get(r->page->ctx, &r->page->keys[i], &a, &p, &r->failed) && moment_of(&p) > latest)
			latest = moment_of(&p);
	}
	arena_free(&a);
	return moment(&r->page_arena, latest);
}

/* ---- Identifier ---- */

/* A UUID of version 8 (RFC 9562) made of the N texts at PARTS; in A. */
static struct value uuid_of(const struct str *parts, size_t n, struct arena *a)
{
	static const char hex[] = "0123456789abcdef";
	struct hash h;
	unsigned char id[HASH_SIZE];
	struct buf b = BUF_INIT(64);
	hash_init(&h);
	for (size_t i = 0; i < n; i++) {
		hash_add(&h, parts[i]);
		hash_add(&h, STR("\n"));
	}
	hash_end(&h, id);
	id[6] = (unsigned char)(0x80 | (id[6] & 0x0f));
	id[8] = (unsigned char)(0x80 | (id[8] & 0x3f));
	buf_addz(&b, "urn:uuid:");
	for (size_t i = 0; i < 16; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			buf_addc(&b, '-');
		buf_addc(&b, hex[id[i] >> 4]);
		buf_addc(&b, hex[id[i] & 15]);
	}
	struct str s = arena_dup(a, buf_str(&b));
	buf_free(&b);
	return value_text(s);
}

/* Of what the feed is about, so that every page of it, of any day, has the same. */
struct value get_feed_id(struct render_ctx *r)
{
	const struct str parts[] = { STR("digest"), r->page->profile, r->page->category, r->page->style, r->page->options.lang };
	return uuid_of(parts, COUNTOF(parts), &r->page_arena);
}

/* Of a paper that arXiv has no address of. */
struct value get_entry_id(struct render_ctx *r)
{
	const struct str parts[] = { STR("digest"), r->p.id };
	return uuid_of(parts, COUNTOF(parts), &r->a);
}

