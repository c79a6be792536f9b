/* SPDX-License-Identifier: MIT
 * Pages go out: sorted, limited, cut by day, written beside the old ones and put in their place if they are no poorer. */
#include "digest/output.h"

#include <stdlib.h>
#include <string.h>

#include "digest/style.h"
#include "src/pages/page_form.h"
#include "src/pages/overwrite_check.h"
#include "src/pages/page_write.h"

/* ---- What a page is about ---- */

/* Whether CATEGORY is among LIST: "cs.CL, stat.ML". */
static bool is_among(struct str category, struct str list)
{
	struct str one;
	while (str_cut(&list, ',', &one))
		if (str_eq(str_trim(one), category))
			return true;
	return false;
}

struct str output_unmatched(struct selection *s, struct str lang, int32_t of, enum day_period period)
{
	size_t n = 0;
	struct buf text = BUF_INIT(ERR_MSG_SIZE);
	for (size_t i = 0; i < s->unmatched.n; i++)
		n += of == 0 || day_of_period(s->unmatched.v[i], period) == of;
	if (n == 0)
		return STR_NULL;
	if (str_starts(lang, "zh"))
		buf_addf(&text, "另有 %zu 篇不符合筛选条件", n);
	else
		buf_addf(&text, "%zu more paper%s not match the filter", n, n == 1 ? " does" : "s do");
	struct str ret = arena_dup(&s->a, buf_str(&text));
	buf_free(&text);
	return ret;
}

/* Those of the page's days and of its categories, and of none. */
static struct strs notices_of(const struct output *o, struct selection *s, const struct output_about *about)
{
	struct strs list = { arena_calloc(&s->a, o->n_notices + 1, sizeof *list.v), 0 };
	const enum day_period period = output_period(o->place.pattern);
	struct str unmatched = output_unmatched(s, o->options->lang, about->of, period);
	for (size_t i = 0; i < o->n_notices; i++)
		if ((about->of == 0 || o->notices[i].day[0] == '\0' || day_of_period(day_number(str_of(o->notices[i].day)), period) == about->of) &&
		    (str_empty(about->category) || str_empty(o->notices[i].category) ||
		     is_among(o->notices[i].category, about->category)))
			list.v[list.n++] = o->notices[i].text;
	if (str_known(unmatched))
		list.v[list.n++] = unmatched;
	return list;
}

bool output_get_paper(void *ctx, const struct page_key *key, struct arena *a, struct paper *ret, struct err *e)
{
	const struct selection *s = ctx;
	if (!selection_get(ctx, key, a, ret, e))
		return false;
	if (str_known(s->stamp) && str_cmp(ret->summary.created, s->stamp) > 0)  /* an unknown one stays unknown */
		ret->summary.created = s->stamp;
	return true;
}

/* Some of the keys are scored. */
static bool is_scored(const struct output *o, const struct selection *s)
{
	return s->notes.n > 0 && !o->options->dialect->by_link;
}

static struct page page_of(const struct output *o, struct selection *s, const struct page_key *keys, size_t n,
                           const struct output_about *about)
{
	s->stamp = o->world->stamp;
	return (struct page){
		.options = *o->options, .template = o->style->page, .style = o->style->ask.name, .date = about->date, .period = about->period,
		.category = about->category, .profile = about->profile, .notices = notices_of(o, s, about), .keys = keys,
		.n = o->limit && (uint64_t)o->limit < n ? (size_t)o->limit : n, .all = n, .get = output_get_paper, .ctx = s,
		.listed = about->listed, .notes = s->notes.v, .shown = is_scored(o, s) ? interest_shown : NULL,
	};
}

/* ---- What comes first ---- */

static int by_id(const struct page_key *x, const struct page_key *y)
{
	int d = (x->id_key > y->id_key) - (x->id_key < y->id_key);
	return d ? d : (x->row > y->row) - (x->row < y->row);
}

/* What the store has noted of the page's papers; the keys are in the order of identifiers. */
struct noted {
	struct selection *s;
	struct page_key *keys;
	size_t n;
};

static bool take_noted(void *ctx, const struct store_page_row *row, struct err *e)
{
	struct noted *x = ctx;
	size_t from = 0, to = x->n;
	UNUSED(e);
	while (from < to) {
		size_t half = (from + to) / 2;
		if (x->keys[half].id_key < row->id_key)
			from = half + 1;
		else
			to = half;
	}
	for (; row->scored && from < x->n && x->keys[from].id_key == row->id_key; from++)
		selection_note(x->s, &x->keys[from], row->score, row->why);
	return true;
}

/* The keys in their page's order: by what is noted of the page at PATH (NULL: it is no file), else by today's interests. Those behind the first
 * ones are listed; how many is in ABOUT. */
static bool put_in_order(const struct output *o, struct selection *s, struct page_key *keys, size_t n, const char *path, struct store *store,
                         struct output_about *about, struct err *e)
{
	struct noted noted = { s, keys, n };
	if (path && store && s->interests && !o->rescore) {
		page_sort_by(keys, n, by_id);
		if (!store_page_each(store, str_of(path), take_noted, &noted, e))
			return false;
	}
	page_sort(keys, n, s->dialect);
	about->listed = o->top && (uint64_t)o->top < n && !o->options->dialect->received && !o->options->format->records ? n - (size_t)o->top : 0;
	for (size_t i = n - about->listed; i < n; i++)
		keys[i].listed = true;
	return true;
}

/* What a limit leaves out is on no page: that is said. PATH: NULL is standard output. */
static void say_limit(const struct output *o, const struct page *p, const char *path)
{
	if (p->all > p->n)
		log_note(o->world->log, "%s%sthe first %zu of %zu papers (--limit)", path ? path : "", path ? ": " : "", p->n, p->all);
}

/* No papers at all never replace some. *STAYS: the old page does; where that is a loss, it is said. */
static bool keep_before_empty(struct output *o, const struct selection *s, const char *path, struct store *store,
                              bool *stays, struct err *e)
{
	struct buf why = BUF_INIT(ERR_MSG_SIZE);
	bool ok = overwrite_check_empty(path, store, s->since, s->until, stays, &why, e);
	if (ok && why.len > 0 && !o->none_is_fine)
		page_keep_old(o, path, &why);
	else if (ok && *stays)
		log_info(o->world->log, "%s: nothing to show; the page stays as it is", path);
	buf_free(&why);
	return ok;
}

/* ---- Which pages ---- */

static int by_day(const struct page_key *x, const struct page_key *y)
{
	int d = (x->day > y->day) - (x->day < y->day);
	return d ? d : (x->row > y->row) - (x->row < y->row);
}

/* Those that no page of a day can show: how many, and the first of them by name. */
static bool say_undated(const struct output *o, struct selection *s, const struct page_key *keys, size_t n,
                        struct err *e)
{
	enum { NAMED = 12 };
	struct arena a = ARENA_INIT;
	struct buf names = BUF_INIT(BUF_UNBOUNDED);
	struct paper p;
	bool ok = true;
	for (size_t i = 0; ok && i < n && i < NAMED; i++) {
		arena_reset(&a);
		ok = selection_get(s, &keys[i], &a, &p, e);
		if (ok)
			buf_addf(&names, "%s%.*s", i ? ", " : "", STR_ARG(p.id));
	}
	if (ok && n > NAMED)
		buf_addf(&names, " and %zu more", n - NAMED);
	if (ok)
		log_warn(o->world->log, "no announcement date, so no page of %s shows %s", o->place.pattern, names.s);
	buf_free(&names);
	arena_free(&a);
	return ok;
}

/* Papers that belong together, and what their pages are about. */
struct group {
	struct page_key *keys;
	size_t n;
	struct str category;
};

/* Of a paper that was announced more than once in the page's days, its strongest announcement stays: of equal ones the newest. */
static int by_paper(const struct page_key *x, const struct page_key *y)
{
	int d = (x->row > y->row) - (x->row < y->row);
	d = d ? d : (unsigned char)(x->type - 1) - (unsigned char)(y->type - 1);  /* one that is not known comes last */
	return d ? d : (x->day < y->day) - (x->day > y->day);
}

static size_t keep_once(struct page_key *keys, size_t n)
{
	size_t kept = 0;
	page_sort_by(keys, n, by_paper);
	for (size_t i = 0; i < n; i++)
		if (kept == 0 || keys[kept - 1].row != keys[i].row)
			keys[kept++] = keys[i];
	return kept;
}

/* What the page of the days of KEY is about. */
static struct output_about about_period(const struct output *o, const struct page_key *key, struct str category, struct arena *a)
{
	const enum day_period period = output_period(o->place.pattern);
	struct output_about about = { .category = category, .profile = str_of(o->place.profile), .of = day_of_period(key->day, period) };
	char day[DAY_SIZE];
	struct buf name = BUF_INIT(64);
	struct str of = day_text(about.of, day);
	day_put_period(of, period, &name);
	*(period == PERIOD_DAY ? &about.date : &about.period) = arena_dup(a, buf_str(&name));
	buf_free(&name);
	return about;
}

static bool page_of_period(struct output *o, struct selection *s, struct page_key *keys, size_t n, struct output_about *about, struct store *store,
                           struct arena *a, struct err *e)
{
	char day[DAY_SIZE];
	const char *path = output_path(&o->place, day_text(about->of, day), about->category, a, e);
	if (!output_is_daily(o->place.pattern))
		n = keep_once(keys, n);
	if (path == NULL || !put_in_order(o, s, keys, n, path, store, about, e))
		return false;
	struct page p = page_of(o, s, keys, n, about);
	say_limit(o, &p, path);
	return page_write(o, &p, path, store, e);
}

static bool page_a_period(struct output *o, struct selection *s, const struct group *g, struct store *store, struct err *e)
{
	const enum day_period period = output_period(o->place.pattern);
	struct page_key *keys = g->keys;
	size_t n = g->n, undated = 0;
	struct arena a = ARENA_INIT;
	bool ok = true;
	page_sort_by(keys, n, by_day);
	for (size_t from = 0, to; ok && from < n; from = to) {
		struct output_about about = about_period(o, &keys[from], g->category, &a);
		for (to = from; to < n && day_of_period(keys[to].day, period) == about.of; to++)
			;
		if (about.of == 0)
			undated = to - from;
		else
			ok = page_of_period(o, s, keys + from, to - from, &about, store, &a, e);
	}
	if (ok && undated)
		ok = say_undated(o, s, keys, undated, e);
	arena_free(&a);
	return ok;
}

/* The day that all papers are of; 0: there is none. */
static int32_t only_day(const struct group *g)
{
	for (size_t i = 1; i < g->n; i++)
		if (g->keys[i].day != g->keys[0].day)
			return 0;
	return g->n ? g->keys[0].day : 0;
}

static bool one_page(struct output *o, struct selection *s, const struct group *g, struct store *store, struct err *e)
{
	struct arena a = ARENA_INIT;
	char day[DAY_SIZE];
	const char *pattern = o->place.pattern;
	struct output_about about = { day_text(only_day(g), day), g->category, str_of(o->place.profile), 0, 0, STR_NULL, 0 };
	bool file = pattern && strcmp(pattern, "-") != 0;
	const char *path = file ? output_path(&o->place, STR_NULL, g->category, &a, e) : NULL;
	bool ok = (path || !file) && put_in_order(o, s, g->keys, g->n, path, store, &about, e);
	struct page p = page_of(o, s, g->keys, g->n, &about);
	if (ok && !file) {
		say_limit(o, &p, NULL);
		ok = page_print(o, &p, e);
	} else if (ok) {
		bool stays = false;
		ok = (p.n > 0 || keep_before_empty(o, s, path, store, &stays, e));
		if (ok && !stays) {
			say_limit(o, &p, path);
			ok = page_write(o, &p, path, store, e);
		}
	}
	arena_free(&a);
	return ok;
}

static bool pages_of(struct output *o, struct selection *s, const struct group *g, struct store *store, struct err *e)
{
	return output_period(o->place.pattern) != PERIOD_ALL ? page_a_period(o, s, g, store, e) : one_page(o, s, g, store, e);
}

/* ---- A page for each category ---- */

enum { MOST_CATEGORIES = 256 };  /* arXiv has 155; papers of what comes beyond are with the others */

/* Which category's pages show which paper; a paper may be on several. Where none was asked for, the first is that of all
 * papers whose primary category is no name. */
struct filing {
	struct arena a;
	struct str names[MOST_CATEGORIES];
	size_t counts[MOST_CATEGORIES], n_names;
	bool asked;
	bool from_files;             /* of the store, what was selected is of the category already */
	unsigned announce_types;     /* bits; 0: all */
	struct { VEC(uint16_t) group; VEC(struct page_key) key; } filed;
};

static void file_under(struct filing *f, size_t group, const struct page_key *key)
{
	*vec_push(&f->filed.group) = (uint16_t)group;
	*vec_push(&f->filed.key) = *key;
	f->counts[group]++;
}

static bool is_under(const struct paper *p, struct str asked)
{
	for (size_t i = 0; i < p->categories.n; i++)
		if (category_under(p->categories.v[i], asked))
			return true;
	return false;
}

/* In a category that was asked for, as what its announcement is there. */
static void file_asked(struct filing *f, size_t group, const struct paper *p, const struct page_key *key)
{
	struct page_key in = *key;
	if (f->from_files)
		in.type = (unsigned char)announce_in(p, (struct strs){ &f->names[group], 1 });
	if (f->announce_types == 0 || f->announce_types & 1u << in.type)
		file_under(f, group, &in);
}

static void file_paper(struct filing *f, const struct paper *p, const struct page_key *key)
{
	struct str primary = p->categories.n ? p->categories.v[0] : STR_NULL;
	size_t i = 1;
	for (size_t k = 0; f->asked && k < f->n_names; k++)
		if (is_under(p, f->names[k]))
			file_asked(f, k, p, key);
	if (f->asked)
		return;
	while (i < f->n_names && !str_eq(f->names[i], primary))
		i++;
	if (i == MOST_CATEGORIES || str_empty(primary) || !str_eq(output_category_file(primary), primary))
		i = 0;
	else if (i == f->n_names)
		f->names[f->n_names++] = arena_dup(&f->a, primary);
	file_under(f, i, key);
}

static bool file_papers(struct filing *f, struct output *o, struct selection *s, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct paper p;
	bool ok = true;
	f->asked = o->place.categories.n > 0;
	f->from_files = s->spool != NULL;
	f->announce_types = s->announce_types;
	f->n_names = !f->asked;
	for (size_t i = 0; i < o->place.categories.n && f->n_names < MOST_CATEGORIES; i++) {
		size_t k = 0;
		while (k < f->n_names && !str_eq(f->names[k], o->place.categories.v[i]))
			k++;
		if (k == f->n_names)
			f->names[f->n_names++] = o->place.categories.v[i];
	}
	for (size_t i = 0; ok && i < s->keys.n; i++) {
		arena_reset(&a);
		ok = selection_get(s, &s->keys.v[i], &a, &p, e);
		if (ok)
			file_paper(f, &p, &s->keys.v[i]);
	}
	arena_free(&a);
	return ok;
}

/* In the order in which categories were asked for, or first met. */
static bool pages_by_category(struct output *o, struct selection *s, struct store *store, struct err *e)
{
	struct filing *f = arena_calloc(&s->a, 1, sizeof *f);
	size_t starts[MOST_CATEGORIES + 1] = { 0 };
	bool ok = file_papers(f, o, s, e);
	struct page_key *keys = xreallocarray(NULL, f->filed.key.n, sizeof *keys);
	for (size_t g = 0; g < f->n_names; g++)
		starts[g + 1] = starts[g] + f->counts[g];
	for (size_t i = 0; i < f->filed.key.n; i++)
		keys[starts[f->filed.group.v[i]]++] = f->filed.key.v[i];  /* starts[g] ends as the end of g */
	for (size_t g = 0; ok && g < f->n_names; g++) {
		const struct group group = { keys + starts[g] - f->counts[g], f->counts[g], f->names[g] };
		ok = (group.n == 0 && !f->asked) || pages_of(o, s, &group, store, e);
	}
	free(keys);
	vec_free(&f->filed.group);
	vec_free(&f->filed.key);
	arena_free(&f->a);
	return ok;
}

/* ---- Once more ---- */

/* The categories that were asked for, for the page that shows them all. */
static struct str asked_for(const struct output *o, struct arena *a)
{
	struct buf all = BUF_INIT(BUF_UNBOUNDED);
	for (size_t i = 0; i < o->place.categories.n; i++)
		buf_addf(&all, "%s%.*s", i ? ", " : "", STR_ARG(o->place.categories.v[i]));
	struct str ret = arena_dup(a, buf_str(&all));
	buf_free(&all);
	return ret;
}

bool output_same_form(const struct output *o, struct str noted, struct str day, struct arena *a, struct output_about *ret)
{
	struct str rest = noted, form, category, profile;
	uint64_t all = 0;
	*ret = (struct output_about){ day, asked_for(o, a), str_of(o->place.profile), 0, 0, STR_NULL, 0 };
	if (!str_known(noted))
		return true;
	str_cut(&rest, '\n', &form);
	if (str_cut(&rest, '\n', &category)) {
		ret->category = category;
		ret->profile = str_cut(&rest, '\n', &profile) ? profile : STR_NULL;
		if (str_number(rest, SIZE_MAX / 2, &all))
			ret->all = (size_t)all;
	}
	return page_form_same(o, noted);
}

bool output_again(struct output *o, struct selection *s, const char *path, const struct output_about *about,
                  struct str notices, struct store *store, struct err *e)
{
	struct page p = page_of(o, s, s->keys.v, s->keys.n, about);
	VEC(struct str) lines = VEC_INIT;
	struct str line;
	p.n = s->keys.n;
	p.all = about->all;
	while (str_cut(&notices, '\n', &line))
		*vec_push(&lines) = line;
	p.notices = (struct strs){ lines.v, lines.n };
	bool ok = page_write(o, &p, path, store, e);
	vec_free(&lines);
	return ok;
}

bool output_pages(struct output *o, struct selection *s, struct store *store, struct err *e)
{
	if (output_by_category(o->place.pattern))
		return pages_by_category(o, s, store, e);
	const struct group all = { s->keys.v, s->keys.n, asked_for(o, &s->a) };
	return pages_of(o, s, &all, store, e);
}
