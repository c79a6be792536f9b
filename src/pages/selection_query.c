/* SPDX-License-Identifier: MIT
 * What the user asked for, from the options: categories, identifiers, days, expressions. */
#include "digest/selection.h"

#include <string.h>

#include "digest/choices.h"
#include "digest/nearest.h"

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
static bool read_pasted(struct str text, struct arena *a, struct selection_query *w, struct err *e)
{
	size_t before = w->ids.n;
	for (struct str rest = text, word; !str_empty(word = cut_word(&rest));) {
		struct arxiv_id id;
		if (word.p[0] == '[' && w->ids.n > before)
			break;
		if (str_ends(word, ":") && !str_empty(rest))
			word = cut_word(&rest);
		if (!paper_id_from_words(word, a, &id))
			return err_set(e, ERR_USAGE, "\"%.*s\" is not an arXiv identifier", STR_ARG(word));
		w->ids.v[w->ids.n] = id.id;
		w->versions[w->ids.n++] = id.version;
	}
	return true;
}

static bool read_ids(const struct opt_values *o, struct arena *a, struct selection_query *w, struct err *e)
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

static bool read_category(struct str c, struct arena *a, struct selection_query *w, struct err *e)
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

static bool read_categories(const struct opt_values *o, struct arena *a, struct selection_query *w, struct err *e)
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

static bool read_expressions(const struct opt_values *o, struct arena *a, struct selection_query *w, struct err *e)
{
	const struct expr *asked;
	for (size_t i = 0; i < o->expressions.n; i++)
		if (!expr_parse(o->expressions.v[i], EXPR_ARXIV, a, &asked, e))
			return err_wrap(e, "--query");
	return o->where == NULL || expr_parse(str_of(o->where), EXPR_HERE, a, &w->where, e) || err_wrap(e, "--where");
}

/* A list on the command line without a word in it is not all there is. */
static bool says_some(bool some, const struct opt_values *o, const char *option, const char *what, struct err *e)
{
	return some || opt_rank_of(o, option) != RANK_FLAG || err_set(e, ERR_USAGE, "--%s: there is no %s in it", option, what);
}

bool selection_query_from(const struct opt_values *o, struct calendar *c, int64_t now, struct arena *a, struct selection_query *ret,
                         struct err *e)
{
	struct selection_query w = { .calendar = c, .announce_types = o->announce, .by_submitted = o->by == BY_SUBMITTED };
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
	if (!read_expressions(o, a, &w, e))
		return false;
	w.last = from_last || !(said.all || w.since[0] || w.until[0] || w.ids.n);
	w.brought = w.last && !from_last;
	*ret = w;
	return true;
}
