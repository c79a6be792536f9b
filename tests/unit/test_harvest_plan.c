/* SPDX-License-Identifier: MIT
 * Which days are asked for, and on which road. Dates are of November 2026: Thursday 26 is a holiday, so that Friday 27 has no
 * announcement. */
#include "digest/harvest_plan.h"
#include "tests/unit/plain_tap.h"

enum { ELEVEN_AT_NIGHT = 23 * 3600, NOON = 12 * 3600 };

/* What is known: "CATEGORY DAY STATUS" lines, and "CATEGORY since SINCE..DAY" for watermarks. */
static struct str find_line(const char *known, const char *what, struct str category, const char *rest)
{
	struct buf begin = BUF_INIT(256);
	struct str lines = str_of(known), line, found = STR_NULL;
	buf_addf(&begin, "%.*s %s%s", STR_ARG(category), what, rest);
	while (!str_known(found) && str_cut(&lines, '\n', &line))
		if (str_starts(line, begin.s))
			found = str_from(line, begin.len);
	buf_free(&begin);
	return found;
}

struct facts {
	const char *known;
	const struct strs *categories;
};

static bool got(void *ctx, size_t category, const char *day, enum day_status *status, bool *settled, struct err *e)
{
	UNUSED(e);
	const struct facts *f = ctx;
	struct str word = find_line(f->known, "", f->categories->v[category], day);
	for (int s = 0; s < DAY__COUNT; s++)
		if (str_known(word) && str_starts(str_trim(word), day_status_name((enum day_status)s)))
			*status = (enum day_status)s;
	*settled = str_known(word) && str_ends(word, "settled");
	return true;
}

static bool watermark(void *ctx, size_t category, struct store_watermark *ret, struct err *e)
{
	UNUSED(e);
	const struct facts *f = ctx;
	struct str days = find_line(f->known, "had ", f->categories->v[category], "");
	if (days.n >= 22) {
		memcpy(ret->since, days.p, 10);
		memcpy(ret->day, days.p + 12, 10);
		ret->since[10] = ret->day[10] = '\0';
	}
	return true;
}

static const struct {
	int line;
	const char *now;             /* an Eastern day, and + for 23:00 */
	const char *categories, *since, *until;
	enum road road;
	bool refresh;
	const char *known;
	const char *plan;            /* "category day road" lines; then the range of the first category, and whether it moves */
} rows[] = {
	/* a first run takes today's batch */
	{ __LINE__, "2026-11-19", "cs.CL", "", "", 0, false, "", "cs.CL 2026-11-19 rss\n2026-11-19..2026-11-19 moves\n" },
	{ __LINE__, "2026-11-19+", "cs.CL", "", "", 0, false, "", "cs.CL 2026-11-19 rss\n2026-11-19..2026-11-19 moves\n" },
	{ __LINE__, "2026-11-19", "cs.CL,stat.ML", "", "", 0, false, "",
	  "cs.CL 2026-11-19 rss\nstat.ML 2026-11-19 rss\n2026-11-19..2026-11-19 moves\n" },
	/* the next night */
	{ __LINE__, "2026-11-20", "cs.CL", "", "", 0, false, "cs.CL had 2026-11-19..2026-11-19\ncs.CL 2026-11-19 FRESH",
	  "cs.CL 2026-11-20 rss\n2026-11-20..2026-11-20 moves\n" },
	/* the same night again, before and after it was whole */
	{ __LINE__, "2026-11-20+", "cs.CL", "", "", 0, false, "cs.CL had 2026-11-18..2026-11-20\ncs.CL 2026-11-18 FRESH\ncs.CL 2026-11-19 FRESH\ncs.CL 2026-11-20 FRESH",
	  "2026-11-18..2026-11-20 moves\n" },
	{ __LINE__, "2026-11-20", "cs.CL", "", "", 0, false, "cs.CL had 2026-11-19..2026-11-19\ncs.CL 2026-11-20 STALE",
	  "cs.CL 2026-11-20 rss\n2026-11-20..2026-11-20 moves\n" },
	{ __LINE__, "2026-11-20", "cs.CL", "", "", 0, false, "cs.CL had 2026-11-19..2026-11-19\ncs.CL 2026-11-20 PARTIAL",
	  "cs.CL 2026-11-20 rss\n2026-11-20..2026-11-20 moves\n" },
	{ __LINE__, "2026-11-20", "cs.CL", "", "", 0, false, "cs.CL had 2026-11-19..2026-11-19\ncs.CL 2026-11-20 PARTIAL settled",
	  "2026-11-20..2026-11-20 moves\n" },
	{ __LINE__, "2026-11-20", "cs.CL", "", "", 0, true, "cs.CL had 2026-11-20..2026-11-20\ncs.CL 2026-11-20 FRESH",
	  "cs.CL 2026-11-20 rss\n2026-11-20..2026-11-20 moves\n" },
	/* nights that were missed, over a weekend: feeds hold one day */
	{ __LINE__, "2026-11-24", "cs.CL", "", "", 0, false, "cs.CL had 2026-11-18..2026-11-18",
	  "cs.CL 2026-11-24 rss\ncs.CL 2026-11-19 oai\ncs.CL 2026-11-20 oai\ncs.CL 2026-11-23 oai\n2026-11-19..2026-11-24 moves\n" },
	{ __LINE__, "2026-11-24", "cs.CL", "", "", 0, false, "cs.CL had 2026-11-18..2026-11-18\ncs.CL 2026-11-19 FRESH\ncs.CL 2026-11-20 PARTIAL settled\ncs.CL 2026-11-23 FAILED",
	  "cs.CL 2026-11-24 rss\ncs.CL 2026-11-23 oai\n2026-11-19..2026-11-24 moves\n" },
	/* today's feeds of all categories come first */
	{ __LINE__, "2026-11-20", "cs.CL,stat.ML", "", "", 0, false, "cs.CL had 2026-11-18..2026-11-18\nstat.ML had 2026-11-18..2026-11-18",
	  "cs.CL 2026-11-20 rss\nstat.ML 2026-11-20 rss\ncs.CL 2026-11-19 oai\nstat.ML 2026-11-19 oai\n2026-11-19..2026-11-20 moves\n" },
	/* each category has its own past */
	{ __LINE__, "2026-11-20", "cs.CL,stat.ML", "", "", 0, false, "cs.CL had 2026-11-18..2026-11-18",
	  "cs.CL 2026-11-20 rss\nstat.ML 2026-11-20 rss\ncs.CL 2026-11-19 oai\n2026-11-19..2026-11-20 moves\n" },
	/* weekends: nothing is asked; a Friday that was missed is */
	{ __LINE__, "2026-11-21", "cs.CL", "", "", 0, false, "cs.CL had 2026-11-20..2026-11-20", "cs.CL 2026-11-21 none EMPTY\n2026-11-21..2026-11-21 moves\n" },
	{ __LINE__, "2026-11-22", "cs.CL", "", "", 0, false, "cs.CL had 2026-11-19..2026-11-19",
	  "cs.CL 2026-11-20 oai\ncs.CL 2026-11-22 none EMPTY\n2026-11-20..2026-11-22 moves\n" },
	{ __LINE__, "2026-11-21", "cs.CL", "", "", 0, false, "cs.CL had 2026-11-20..2026-11-20\ncs.CL 2026-11-21 EMPTY settled", "2026-11-21..2026-11-21 moves\n" },
	{ __LINE__, "2026-11-23", "cs.CL", "", "", 0, false, "cs.CL had 2026-11-19..2026-11-19\ncs.CL 2026-11-20 EMPTY",
	  "cs.CL 2026-11-23 rss\ncs.CL 2026-11-20 oai\n2026-11-20..2026-11-23 moves\n" },
	/* the day after a holiday: the calendar may be wrong, the feed is asked */
	{ __LINE__, "2026-11-26", "cs.CL", "", "", 0, false, "cs.CL had 2026-11-25..2026-11-25", "cs.CL 2026-11-26 rss\n2026-11-26..2026-11-26 moves\n" },
	{ __LINE__, "2026-11-27", "cs.CL", "", "", 0, false, "cs.CL had 2026-11-26..2026-11-26", "cs.CL 2026-11-27 rss\n2026-11-27..2026-11-27 moves\n" },
	{ __LINE__, "2026-11-30", "cs.CL", "", "", 0, false, "cs.CL had 2026-11-25..2026-11-25",
	  "cs.CL 2026-11-30 rss\ncs.CL 2026-11-26 oai\n2026-11-26..2026-11-30 moves\n" },
	/* days that were asked for */
	{ __LINE__, "2026-11-20", "cs.CL", "2026-11-17", "", 0, false, "", "cs.CL 2026-11-20 rss\ncs.CL 2026-11-17 oai\ncs.CL 2026-11-18 oai\ncs.CL 2026-11-19 oai\n2026-11-17..2026-11-20 moves\n" },
	{ __LINE__, "2026-11-20", "cs.CL", "2026-11-17", "2026-11-18", 0, false, "", "cs.CL 2026-11-17 oai\ncs.CL 2026-11-18 oai\n2026-11-17..2026-11-18\n" },
	{ __LINE__, "2026-11-20", "cs.CL", "2026-11-18", "2026-11-18", 0, false, "cs.CL 2026-11-18 FRESH", "2026-11-18..2026-11-18\n" },
	{ __LINE__, "2026-11-20", "cs.CL", "", "2026-11-18", 0, false, "", "cs.CL 2026-11-18 oai\n2026-11-18..2026-11-18\n" },
	{ __LINE__, "2026-11-20", "cs.CL", "2026-11-20", "2026-12-24", 0, false, "", "cs.CL 2026-11-20 rss\n2026-11-20..2026-11-20 moves\n" },
	{ __LINE__, "2026-11-20", "cs.CL", "2026-11-25", "", 0, false, "", "2026-11-25..2026-11-20\n" },
	{ __LINE__, "2026-11-21", "cs.CL", "2026-11-20", "", 0, false, "", "cs.CL 2026-11-20 oai\ncs.CL 2026-11-21 none EMPTY\n2026-11-20..2026-11-21 moves\n" },
	/* a gap behind the watermark: the days before are still missing */
	{ __LINE__, "2026-11-20", "cs.CL", "2026-11-19", "", 0, false, "cs.CL had 2026-11-16..2026-11-16",
	  "cs.CL 2026-11-20 rss\ncs.CL 2026-11-19 oai\n2026-11-19..2026-11-20\n" },
	{ __LINE__, "2026-11-20", "cs.CL", "2026-11-19", "", 0, false, "cs.CL had 2026-11-18..2026-11-18",
	  "cs.CL 2026-11-20 rss\ncs.CL 2026-11-19 oai\n2026-11-19..2026-11-20 moves\n" },
	/* a road that was asked for */
	{ __LINE__, "2026-11-20", "cs.CL", "2026-11-19", "", ROAD_OAI, false, "", "cs.CL 2026-11-19 oai\ncs.CL 2026-11-20 oai\n2026-11-19..2026-11-20 moves\n" },
	{ __LINE__, "2026-11-20", "cs.CL", "2026-11-19", "", ROAD_API, false, "", "cs.CL 2026-11-19 api\ncs.CL 2026-11-20 api\n2026-11-19..2026-11-20 moves\n" },
	{ __LINE__, "2026-11-20", "cs.CL", "2026-11-19", "", ROAD_RSS, false, "", "cs.CL 2026-11-20 rss\ncs.CL 2026-11-19 none FAILED\n2026-11-19..2026-11-20 moves\n" },
	{ __LINE__, "2026-11-27", "cs.CL", "", "", ROAD_OAI, false, "", "cs.CL 2026-11-27 none EMPTY\n2026-11-27..2026-11-27 moves\n" },
};

static void add_categories(struct str list, struct strs *to)
{
	for (struct str one; str_cut(&list, ',', &one);)
		to->v[to->n++] = one;
}

static void put_plan(const struct plan *p, const struct strs *categories, struct buf *out)
{
	for (size_t i = 0; i < p->steps.n; i++) {
		const struct plan_step *s = &p->steps.v[i];
		buf_addf(out, "%.*s %s %s%s%s\n", STR_ARG(categories->v[s->category]), s->day, road_name(s->road),
		         s->road == ROAD_NONE ? " " : "", s->road == ROAD_NONE ? day_status_name(s->outcome) : "");
	}
	buf_addf(out, "%s..%s%s\n", p->ranges.v[0].since, p->ranges.v[0].until, p->ranges.v[0].moves ? " moves" : "");
}

int main(void)
{
	struct tap t = { 0, 0 };
	for (size_t i = 0; i < COUNTOF(rows); i++) {
		struct str names[4];
		struct strs categories = { names, 0 };
		struct plan p = PLAN_INIT;
		struct err e = ERR_INIT;
		struct buf text = BUF_INIT(BUF_UNBOUNDED);
		char today[DAY_SIZE];
		memcpy(today, rows[i].now, DAY_SIZE - 1);
		today[DAY_SIZE - 1] = '\0';
		add_categories(str_of(rows[i].categories), &categories);
		const struct plan_options o = { .now = day_begins(today) + (rows[i].now[10] ? ELEVEN_AT_NIGHT : NOON), .categories = categories,
			.since = rows[i].since, .until = rows[i].until, .road = rows[i].road, .refresh = rows[i].refresh };
		struct facts facts = { rows[i].known, &categories };
		const struct plan_known known = { got, watermark, &facts };
		if (plan_make(&o, &known, &p, &e))
			put_plan(&p, &categories, &text);
		tap_same(&t, buf_str(&text), str_of(rows[i].plan), __FILE__, rows[i].line);
		plan_free(&p);
		buf_free(&text);
	}
	return tap_done(&t);
}
