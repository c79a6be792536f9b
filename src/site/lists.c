/* SPDX-License-Identifier: MIT
 * The pages that show no papers: calendar, months, categories, interests, the search, the page for addresses that there are not, and the map
 * for machines. They are made of what is counted, in every run, and written where they say something else than before. */
#include <stdlib.h>
#include <string.h>

#include "digest/date.h"
#include "src/site/internal.h"

/* ---- One of them ---- */

struct list_page {
	const char *path, *template;
	const char *root;
	struct str title;
};

static struct str word(const struct site *s, const char *name) { return page_word(s->o->look, str_of(name)); }

/* What every page has. */
static struct site_node *begin(const struct site *s, const struct list_page *p, struct arena *a)
{
	struct site_node *o = node_new(a);
	node_text(o, "lang", s->o->look->lang);
	node_text(o, "root", str_of(p->root));
	node_text(o, "title", p->title);
	node_text(o, "profile", s->o->profile);
	node_text(o, "url", s->o->url);
	if (strcmp(p->path, "search.html") == 0)
		node_flag(o, "scripts");
	return o;
}

static bool end(struct site *s, const struct list_page *p, struct site_node *o, struct err *e)
{
	struct template *t = NULL;
	struct buf out = BUF_INIT(BUF_UNBOUNDED);
	bool ok = style_shared_template(s->o->style, s->o->templates, p->template, &t, e) && node_render(o, s->o->look, t, &out, e) &&
	          site_put(s, p->path, 0, buf_str(&out), e);
	template_free(t);
	buf_free(&out);
	return ok;
}

static void put_counts(struct site_node *o, const struct site_day *d)
{
	const struct { const char *name; size_t n; } counts[] = {
		{ "count_new", d->n_new }, { "count_cross", d->n_cross }, { "count_replace", d->n_replace }, { "count_waiting", d->waiting },
	};
	node_text(o, "day", str_of(d->day));
	node_number(o, "count", d->n);
	for (size_t i = 0; i < COUNTOF(counts); i++)
		if (counts[i].n)
			node_number(o, counts[i].name, counts[i].n);
}

/* ---- The calendar ---- */

static struct str month_of(const struct site_day *d) { return str_head(str_of(d->day), sizeof "YYYY-MM" - 1); }

static size_t month_end(const struct site *s, size_t i)
{
	size_t to = i;
	while (to < s->days.n && str_eq(month_of(&s->days.v[to]), month_of(&s->days.v[i])))
		to++;
	return to;
}

static size_t most_papers(const struct site *s)
{
	size_t most = 1;
	for (size_t i = 0; i < s->days.n; i++)
		most = s->days.v[i].n > most ? s->days.v[i].n : most;
	return most;
}

/* The days of a month from FROM to TO, the newest first, in weeks that begin on Monday. */
static void put_month(const struct site *s, struct site_node *month, size_t from, size_t to, size_t most)
{
	enum { LEVELS = 4, THURSDAY = 3 };  /* 1970-01-01 */
	struct str name = month_of(&s->days.v[from]);
	uint64_t year = 0, number = 0;
	bool ok = str_number(str_head(name, 4), 9999, &year) && str_number(str_from(name, 5), 12, &number);
	int64_t first = days_from_date((int64_t)year, (int)number, 1), last = days_from_date((int64_t)year, (int)number + 1, 1);
	if (ok && number == 12)
		last = days_from_date((int64_t)year + 1, 1, 1);
	int64_t start = first - (first + THURSDAY) % 7;
	struct site_node *week = NULL;
	size_t at = to;
	for (int64_t day = start; day < last || (day - start) % 7 != 0; day++) {
		if ((day - start) % 7 == 0)
			week = node_item(month, "weeks");
		struct site_node *cell = node_item(week, "cells");
		if (day < first || day >= last)
			continue;
		node_number(cell, "number", (size_t)(day - first + 1));
		if (at == from || (int64_t)(s->days.v[at - 1].day[8] - '0') * 10 + (s->days.v[at - 1].day[9] - '0') != day - first + 1)
			continue;
		at--;
		put_counts(cell, &s->days.v[at]);
		node_number(cell, "level", 1 + (s->days.v[at].n * LEVELS - 1) / most);
	}
}

static void put_weekdays(const struct site *s, struct site_node *o)
{
	struct str name, rest = word(s, "site_weekdays");
	while (str_cut(&rest, ' ', &name))
		node_text(node_item(o, "weekdays"), "name", name);
}

static bool put_calendar(struct site *s, struct err *e)
{
	const struct list_page page = { "calendar.html", "site_calendar.html", "", word(s, "site_calendar") };
	struct arena a = ARENA_INIT;
	struct site_node *o = begin(s, &page, &a);
	size_t most = most_papers(s);
	node_number(o, "days", s->days.n);
	node_number(o, "papers", s->result->papers);
	for (size_t i = 0, to; i < s->days.n; i = to) {
		struct site_node *month = node_item(o, "months");
		size_t sum = 0;
		to = month_end(s, i);
		for (size_t k = i; k < to; k++)
			sum += s->days.v[k].n;
		node_text(month, "month", month_of(&s->days.v[i]));
		node_number(month, "sum", sum);  /* "count" is a day's */
		put_weekdays(s, month);
		put_month(s, month, i, to, most);
	}
	bool ok = end(s, &page, o, e);
	arena_free(&a);
	return ok;
}

/* ---- A month: its days, and what most papers of each are about ---- */

static void put_day_line(struct site_node *o, const struct site_day *d, struct arena *a)
{
	enum { SHOWN = 6 };
	struct site_node *line = node_item(o, "lines");
	put_counts(line, d);
	for (size_t i = 0, n = 0; i < d->topics.n && n < SHOWN; i++) {
		if (d->topics.v[i].kind != SITE_CATEGORY)
			continue;
		struct site_node *topic = node_item(line, "topics");
		node_text(topic, "name", d->topics.v[i].name);
		node_text(topic, "path", str_of(site_topic_path(&d->topics.v[i], ".html", a)));
		node_number(topic, "count", d->topics.v[i].n);
		n++;
	}
}

static bool put_months(struct site *s, struct err *e)
{
	bool ok = true;
	for (size_t i = 0, to; ok && i < s->days.n; i = to) {
		struct arena a = ARENA_INIT;
		const struct list_page page = { site_path("m", month_of(&s->days.v[i]), ".html", &a), "site_month.html", "../", month_of(&s->days.v[i]) };
		struct site_node *o = begin(s, &page, &a);
		to = month_end(s, i);
		if (i > 0)
			node_text(o, "month_after", month_of(&s->days.v[i - 1]));
		if (to < s->days.n)
			node_text(o, "month_before", month_of(&s->days.v[to]));
		for (size_t k = i; k < to; k++)
			put_day_line(o, &s->days.v[k], &a);
		ok = end(s, &page, o, e);
		arena_free(&a);
	}
	return ok;
}

/* ---- Categories and interests ---- */

/* A topic over all days: its papers, and in how many days. */
struct topic_sum {
	struct site_topic topic;
	size_t days;
};
struct topic_sums {
	VEC(struct topic_sum) all;
};

static int by_name(const void *x, const void *y)
{
	const struct topic_sum *a = x, *b = y;
	return a->topic.kind != b->topic.kind ? a->topic.kind - b->topic.kind : str_cmp(a->topic.name, b->topic.name);
}

static void sum_topics(const struct site *s, struct topic_sums *sums)
{
	size_t kept = 0;
	for (size_t i = 0; i < s->days.n; i++)
		for (size_t k = 0; k < s->days.v[i].topics.n; k++)
			*vec_push(&sums->all) = (struct topic_sum){ s->days.v[i].topics.v[k], 1 };
	if (sums->all.n)
		qsort(sums->all.v, sums->all.n, sizeof *sums->all.v, by_name);
	for (size_t i = 0; i < sums->all.n; i++)
		if (kept > 0 && by_name(&sums->all.v[kept - 1], &sums->all.v[i]) == 0) {
			sums->all.v[kept - 1].topic.n += sums->all.v[i].topic.n;
			sums->all.v[kept - 1].days++;
		} else {
			sums->all.v[kept++] = sums->all.v[i];
		}
	sums->all.n = kept;
}

static bool put_topics(struct site *s, const struct topic_sums *sums, struct err *e)
{
	const struct list_page page = { "topics.html", "site_topics.html", "", word(s, "site_topics") };
	struct arena a = ARENA_INIT;
	struct site_node *o = begin(s, &page, &a);
	for (size_t i = 0; i < sums->all.n; i++) {
		const struct site_topic *t = &sums->all.v[i].topic;
		bool category = t->kind == SITE_CATEGORY;
		struct site_node *line = node_item(o, category ? "categories" : "interests");
		if (!category && (i == 0 || sums->all.v[i - 1].topic.kind == SITE_CATEGORY))
			node_flag(o, "some_interests");
		node_text(line, "name", t->name);
		node_text(line, "about", category ? category_title(t->name) : STR(""));
		node_text(line, "path", str_of(site_topic_path(t, ".html", &a)));
		node_number(line, "count", t->n);
	}
	bool ok = end(s, &page, o, e);
	arena_free(&a);
	return ok;
}

/* A value of an address's query. */
static struct str query_of(struct str text, struct arena *a)
{
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	for (size_t i = 0; i < text.n; i++)
		if (is_alnum((unsigned char)text.p[i]) || text.p[i] == '.' || text.p[i] == '-')
			buf_addc(&b, text.p[i]);
		else
			buf_addf(&b, "%%%02X", (unsigned char)text.p[i]);
	struct str ret = arena_dup(a, buf_str(&b));
	buf_free(&b);
	return ret;
}

static size_t count_in(const struct site_day *d, const struct site_topic *t)
{
	for (size_t i = 0; i < d->topics.n; i++)
		if (d->topics.v[i].kind == t->kind && str_eq(d->topics.v[i].name, t->name))
			return d->topics.v[i].n;
	return 0;
}

static bool put_topic(struct site *s, const struct site_topic *t, struct err *e)
{
	struct arena a = ARENA_INIT;
	const struct list_page page = { site_topic_path(t, ".html", &a), "site_topic.html", "../", t->name };
	struct site_node *o = begin(s, &page, &a);
	const char *feed = site_topic_path(t, ".atom", &a);
	node_text(o, "about", t->kind == SITE_CATEGORY ? category_title(t->name) : STR(""));
	node_text(o, "key", t->kind == SITE_CATEGORY ? STR("c") : STR("i"));
	node_text(o, "query", query_of(t->name, &a));
	node_number(o, "count", t->n);
	if (t->kind == SITE_CATEGORY && site_has(s, feed))
		node_text(o, "feed", str_of(feed));
	for (size_t i = 0; i < s->days.n; i++) {
		size_t n = count_in(&s->days.v[i], t);
		if (n == 0)
			continue;
		struct site_node *line = node_item(o, "lines");
		node_text(line, "day", str_of(s->days.v[i].day));
		node_number(line, "count", n);
	}
	bool ok = end(s, &page, o, e);
	arena_free(&a);
	return ok;
}

static bool put_all_topics(struct site *s, struct err *e)
{
	struct topic_sums sums = { VEC_INIT };
	sum_topics(s, &sums);
	bool ok = put_topics(s, &sums, e);
	for (size_t i = 0; ok && i < sums.all.n; i++)
		ok = put_topic(s, &sums.all.v[i].topic, e);
	vec_free(&sums.all);
	return ok;
}

/* ---- The rest ---- */

static bool put_plain(struct site *s, const struct list_page *page, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct site_node *o = begin(s, page, &a);
	bool ok = end(s, page, o, e);
	arena_free(&a);
	return ok;
}

/* sitemaps.org, 0.9: at most 50,000 addresses. Days, lists, and today. */
static bool put_sitemap(struct site *s, struct err *e)
{
	enum { MOST = 50000 };
	static const char *const pages[] = { "", "calendar.html", "topics.html" };
	const struct list_page page = { "sitemap.xml", "site_map.xml", "", STR("") };
	struct arena a = ARENA_INIT;
	struct site_node *o = begin(s, &page, &a);
	for (size_t i = 0; i < COUNTOF(pages); i++)
		node_text(node_item(o, "pages"), "path", str_of(pages[i]));
	for (size_t i = 0; i < s->days.n && i + COUNTOF(pages) < MOST; i++)
		node_text(node_item(o, "pages"), "path", str_of(site_path("d", str_of(s->days.v[i].day), ".html", &a)));
	bool ok = end(s, &page, o, e);
	arena_free(&a);
	return ok;
}

/* Style sheet and scripts: what single pages have, and what the site adds. */
static bool put_parts(struct site *s, struct err *e)
{
	static const char *const names[] = { "site.css", "site.js", "search.js" };
	struct str text[COUNTOF(names)];
	struct buf css = BUF_INIT(BUF_UNBOUNDED);
	bool ok = true;
	for (size_t i = 0; ok && i < COUNTOF(names); i++)
		ok = style_shared_text(s->o->style, s->o->templates, names[i], &text[i], e);
	if (ok) {
		buf_adds(&css, s->o->look->css);
		buf_adds(&css, text[0]);
	}
	ok = ok && site_put(s, "style.css", 0, buf_str(&css), e) && site_put(s, "page.js", 0, s->o->look->js, e) &&
	     site_put(s, "site.js", 0, text[1], e) && site_put(s, "search.js", 0, text[2], e);
	buf_free(&css);
	return ok;
}

bool site_put_lists(struct site *s, struct err *e)
{
	/* Whatever address it is served for: only an absolute way leads from there. */
	const char *top = str_empty(s->o->url) ? "" : s->o->url.p;
	const struct list_page search = { "search.html", "site_search.html", "", word(s, "site_search") };
	const struct list_page lost = { "404.html", "site_404.html", top, word(s, "site_lost") };
	const struct list_page none = { "index.html", "site_none.html", "", word(s, "no_papers") };
	return put_parts(s, e) && put_calendar(s, e) && put_months(s, e) && put_all_topics(s, e) && put_plain(s, &search, e) && put_plain(s, &lost, e) &&
	       (s->days.n > 0 || put_plain(s, &none, e)) && (str_empty(s->o->url) || put_sitemap(s, e));
}
