/* SPDX-License-Identifier: MIT
 * The run: the only code that knows all the stages. A command is a set of them; what is wrong is said once, here, and
 * becomes the exit status by one rule: if something came out, 0 or 3; if nothing did, the cause's own number. */
#include "digest/run.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "src/app/asking.h"
#include "digest/source.h"
#include "digest/world.h"
#include "src/app/arxiv.h"
#include "src/app/check.h"
#include "src/app/doctor.h"
#include "src/app/endpoint.h"
#include "src/app/inputs.h"
#include "src/app/lock.h"
#include "src/app/look.h"
#include "src/app/moved.h"
#include "src/app/output.h"
#include "src/app/repair.h"
#include "src/app/shown.h"
#include "src/app/status.h"
#include "src/app/styles.h"
#include "src/app/unasked.h"

enum { EXIT_INCOMPLETE = 3, BATCH = 2000 };

struct run {
	const struct opt_values *o;
	struct run_world w;            /* as the caller's, but its log counts */
	const struct log *outer;
	struct log log;
	struct arena a;
	char today[DAY_SIZE];
	struct wanted wanted;
	struct style style;
	struct page_look look;         /* of the pages */
	struct store *store;
	VEC(int64_t) rows;             /* of the papers that this run brought in */
	struct buf line;               /* the record being printed */
	char first[DAY_SIZE], last[DAY_SIZE];  /* the days of their announcement, "": none of them has one */
	bool pages_found;              /* find_moved() was called */
	bool undated;                  /* one of them has none */
	bool out_failed;               /* records cannot be printed any more */
	unsigned long in_batch, records;
	unsigned long kept, printed;   /* of the records: in the store, on standard output */
	struct arxiv arxiv;
	bool asks_arxiv;
	struct lock lock, turn;        /* of the store's file: to harvest, to write pages */
	int64_t row;                   /* of this run in the store; 0: none */
	struct report report;
	struct buf begun;
	int signal;                    /* that ended it; 0: none did */
	enum err_kind cause;           /* of the first stage that failed */
	unsigned long warnings, came_out;
};

/* ---- What is said ---- */

static void count_and_pass(void *ctx, enum log_level level, const char *line)
{
	struct run *r = ctx;
	r->warnings += level <= LOG_WARN;
	report_message(&r->report, level, line);
	log_put(r->outer, level, "%s", line);
}

/* Say what ended a stage. */
static void complain(struct run *r, const struct err *e)
{
	if (r->cause == ERR_NONE)
		r->cause = e->kind;
	if (e->kind == ERR_READER_LEFT)  /* digest … | head */
		r->signal = SIGPIPE;
	else
		log_put(&r->log, LOG_ERROR, "%s", e->msg);
}

static int status_of(const struct run *r)
{
	if (r->signal)
		return 128 + r->signal;
	if (r->cause == ERR_NONE && r->warnings == 0)
		return 0;
	if (r->came_out > 0)
		return EXIT_INCOMPLETE;
	return err_exit_status(r->cause == ERR_NONE ? ERR_INPUT : r->cause);
}

/* ---- Setting up ---- */

/* The style; and, where pages are made, how they look. */
static bool set_up_style(struct run *r, bool shows, struct err *e)
{
	const struct opt_values *o = r->o;
	struct style_wanted w = { .name = o->style, .templates = o->templates, .lang = o->lang };
	w.format = shows ? r->look.format : NULL;
	w.dialect = shows ? r->look.dialect : NULL;
	if (!style_load(&w, &r->style, e))
		return false;
	const struct page_look *of_style = &r->style.look;
	r->look.words = of_style->words;
	r->look.n_words = of_style->n_words;
	r->look.fields = of_style->fields;
	r->look.n_fields = of_style->n_fields;
	r->look.lang = of_style->lang;
	r->look.css = of_style->css;
	r->look.js = of_style->js;
	return true;
}

static struct output_place place_of(const struct run *r)
{
	return (struct output_place){ r->o->output, r->o->profile, r->o->style, r->wanted.categories };
}

/* What can be wrong before anything is read or asked. */
static bool set_up(struct run *r, bool asks, bool shows, struct err *e)
{
	const struct opt_values *o = r->o;
	day_eastern(clock_now(r->w.clock), r->today);
	if (!wanted_from_options(o, clock_now(r->w.clock), &r->a, &r->wanted, e))
		return false;
	const struct output_place place = place_of(r);
	if (shows && (!output_check(&place, e) || !look_choose(o, &r->w, &r->look, e)))
		return false;
	if (asks && !summarizer_check(o, e))
		return false;
	if (shows && asks && !o->dry_run && !output_writable(&place, r->today, e))  /* before anybody is paid */
		return false;
	return !(asks || shows) || set_up_style(r, shows, e);
}

int64_t run_patience(const struct opt_values *o, const struct run_world *w)
{
	enum { AT_A_TERMINAL = 10, ALONE = 600 };
	return opt_rank_of(o, "wait") != RANK_DEFAULT ? o->wait : w->terminal ? AT_A_TERMINAL : ALONE;
}

static struct patience patience_of(const struct run *r) { return (struct patience){ run_patience(r->o, &r->w), &r->log }; }

static void say_busy(void *ctx)
{
	struct run *r = ctx;
	struct buf who = BUF_INIT(128);
	const char *path = store_path(r->o, &r->a);
	int64_t pid = lock_writer(path);
	if (pid)
		buf_addf(&who, " (process %lld)", (long long)pid);
	log_note(&r->log, "%s: another process%s is writing to this store: waiting for it", path, who.s ? who.s : "");
	buf_free(&who);
}

static bool open_store(struct run *r, struct err *e)
{
	const char *path = store_path(r->o, &r->a);
	bool file = store_is_file(r->o) && !(r->o->dry_run && access(path, F_OK) != 0);  /* a dry run makes none */
	if (store_open(file ? path : NULL, &r->store, e)) {
		store_show_style(r->store, str_of(r->o->style));
		store_require(r->store, r->style.ask.required);
		if (file)
			store_wait(r->store, run_patience(r->o, &r->w) * 1000, say_busy, r);
		return true;
	}
	return e->kind == ERR_STORE ? err_set(e, ERR_STORE, "%s (--store FILE takes another one)", e->msg) : false;
}

/* ---- Archives that are newer than the program ---- */

static bool no_such_category(const struct run *r, struct err *e)
{
	return err_set(e, ERR_USAGE, "--category: \"%.*s\" is no category of arXiv's (https://arxiv.org/category_taxonomy)",
	               STR_ARG(r->wanted.strange.v[0]));
}

/* Say of those that the store knows nothing of what it means; where arXiv is not asked, it means that there are none. */
static bool look_at_strange(struct run *r, const char *what, struct err *e)
{
	bool known = true, ok = true;
	for (size_t i = 0; ok && i < r->wanted.strange.n; i++) {
		struct str c = r->wanted.strange.v[i];
		ok = store_knows_category(r->store, c, &known, e);
		if (ok && !known && !r->asks_arxiv)
			return err_set(e, ERR_USAGE, "--category: \"%.*s\" is no category of arXiv's (https://arxiv.org/category_taxonomy)",
			               STR_ARG(c));
		if (ok && !known)
			log_note(&r->log, "warning: \"%.*s\" is no category that this program knows: %s", STR_ARG(c), what);
	}
	return ok;
}

/* For commands that only read: a store that is not there is not made. */
static bool open_store_to_read(struct run *r, struct err *e)
{
	const char *path = store_path(r->o, &r->a);
	if (access(path, F_OK) == 0)
		return open_store(r, e) && look_at_strange(r, "", e);
	if (r->wanted.strange.n)
		return no_such_category(r, e);
	return err_set(e, ERR_ABSENT, "%s: there is no such store (digest fetch -c cs.CL makes one; --store FILE takes another)", path);
}

/* ---- Stages ---- */

static bool print_record(struct run *r, const struct paper *p, struct err *e)
{
	buf_clear(&r->line);
	paper_to_json(p, &r->line);
	buf_addc(&r->line, '\n');
	bool ok = r->w.out(r->w.ctx, buf_str(&r->line), e);
	r->printed += ok;
	r->out_failed = !ok;
	return ok;
}

/* Only what is committed has come out. */
static bool commit_papers(struct run *r, struct err *e)
{
	unsigned long n = r->in_batch;
	r->in_batch = 0;
	if (n > 0 && !store_commit(r->store, e))
		return false;
	r->kept += n;
	return true;
}

/* A summary that says no style, and has all that the one asked for wants, is one of it. */
static struct paper with_style(const struct run *r, const struct paper *p)
{
	const struct summary_style *ask = &r->style.ask;
	struct paper q = *p;
	bool all = ask->required.n > 0 && str_empty(p->summary.style) && p->summary.status == SUMMARY_OK &&
	           !str_is(ask->name, STORE_UNSAID_STYLE);
	for (size_t i = 0; all && i < ask->required.n; i++)
		all = str_known(summary_get(&p->summary, ask->required.v[i].p));
	if (all)
		q.summary.style = ask->name;
	return q;
}

/* HOW: out of a list of arXiv's; then the pages are found by day, and not by row. */
static bool store_paper(struct run *r, const struct paper *received, const struct store_announced *how, struct err *e)
{
	const struct paper styled = with_style(r, received), *p = &styled;
	if (r->in_batch == 0 && !store_begin(r->store, e))
		return false;
	if (r->asks_arxiv) {
		if (!(how ? store_put_listed(r->store, p, str_of(r->today), how, NULL, e)
		          : store_put(r->store, p, str_of(r->today), NULL, e)))
			return false;
	} else if (!store_put(r->store, p, str_of(r->today), vec_push(&r->rows), e))
		return false;
	return ++r->in_batch < BATCH || commit_papers(r, e);
}

static void note_day(struct run *r, struct str day)
{
	if (!day_valid(day)) {
		r->undated = true;
		return;
	}
	if (r->first[0] == '\0' || str_cmp(day, str_of(r->first)) < 0)
		memcpy(r->first, day.p, day.n);
	if (r->last[0] == '\0' || str_cmp(day, str_of(r->last)) > 0)
		memcpy(r->last, day.p, day.n);
}

/* What is read goes into the store whatever it is; what is printed is what was asked for, as on a page. */
static bool take_listed(void *ctx, const struct paper *p, const struct store_announced *how, struct err *e)
{
	struct run *r = ctx;
	r->records++;
	note_day(r, p->announced);
	if (r->w.progress)
		r->w.progress(r->w.ctx, "reading", r->records, 0);
	bool print = r->o->json && (r->asks_arxiv || wanted_kind(&r->wanted, p, false));
	return (!r->store || store_paper(r, p, how, e)) && (!print || print_record(r, p, e));
}

static bool take_paper(void *ctx, const struct paper *p, struct err *e) { return take_listed(ctx, p, NULL, e); }
static bool commit_listed(void *ctx, struct err *e) { return commit_papers(ctx, e); }

/* Read all inputs; one that fails does not hold up the others. False: nothing can be kept any more. */
static bool read_inputs(struct run *r, struct err *e)
{
	struct input_options how = { .contact = r->o->contact, .sink = { take_paper, r }, .log = &r->log };
	for (size_t i = 0; i < r->o->inputs.n; i++) {
		struct input_result got = { 0, 0 };
		struct err why = ERR_INIT;
		if (input_read(r->o->inputs.v[i].p, &how, &got, &why))
			continue;
		if (why.kind == ERR_STORE || why.kind == ERR_DEFECT || r->out_failed)
			return err_set(e, why.kind, "%s", why.msg);
		complain(r, &why);
	}
	return commit_papers(r, e) && (r->store == NULL || look_at_strange(r, "", e));
}

/* ---- arXiv ---- */

/* From here on the run has its time from R->arxiv: that of a recording, if there is one. */
static bool open_arxiv(struct run *r, struct err *e)
{
	if (!arxiv_check(r->o, e) || !arxiv_open(&r->arxiv, r->o, &r->w, e))
		return false;
	buf_clear(&r->begun);
	clock_rfc3339(clock_now(r->w.clock), &r->begun);
	return true;
}

static bool open_store_to_harvest(struct run *r, struct err *e)
{
	const char *path = store_path(r->o, &r->a);
	if (!open_store(r, e) || !look_at_strange(r, "arXiv decides whether there is one", e))
		return false;
	if (r->o->dry_run || !store_is_file(r->o))
		return true;
	const struct patience p = patience_of(r);
	return lock_take(path, &p, &r->lock, e) && store_run_begin(r->store, buf_str(&r->begun), str_of(r->w.words), &r->row, e);
}

/* The papers that the API gave, in the versions that were asked for. */
static void want_what_was_found(struct run *r)
{
	const struct harvest *h = &r->arxiv.harvest;
	struct wanted *w = &r->wanted;
	w->ids = (struct strs){ arena_calloc(&r->a, h->found.n, sizeof *w->ids.v), h->found.n };
	w->versions = arena_calloc(&r->a, h->found.n, sizeof *w->versions);
	for (size_t i = 0; i < h->found.n; i++) {
		struct arxiv_id id = { .version = 0 };
		bool ours = arxiv_id_parse(h->found.v[i], &r->a, &id);
		w->ids.v[i] = ours ? id.id : h->found.v[i];
		w->versions[i] = id.version;
	}
	w->none = h->found.n == 0;
	w->since[0] = w->until[0] = '\0';
	w->undated = true;
}

/* What the page is about: the days that were harvested, or the papers that the API gave. */
static void want_what_was_asked(struct run *r)
{
	struct harvest *h = &r->arxiv.harvest;
	struct wanted *w = &r->wanted;
	if (r->o->expressions.n || r->o->ids.n) {
		want_what_was_found(r);
	} else if (w->last) {
		memcpy(w->since, h->plan.since, DAY_SIZE);
		memcpy(w->until, h->plan.until, DAY_SIZE);
	}
	w->last = w->brought = false;
}

static bool ask_arxiv(struct run *r, struct err *e)
{
	struct harvest *h = &r->arxiv.harvest;
	h->store = r->store;
	h->log = &r->log;
	h->report = &r->report;
	h->sink = (struct harvest_sink){ take_listed, commit_listed, r };
	bool ok = arxiv_harvest(&r->arxiv, r->o, &r->wanted, r->row, e) && commit_papers(r, e);
	if (r->cause == ERR_NONE)
		r->cause = h->cause;
	if (ok)
		want_what_was_asked(r);
	return ok;
}

static int by_row(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

/* A paper that several inputs list counts once. */
static void settle_rows(struct run *r)
{
	size_t kept = 0;
	if (r->rows.n > 1)
		qsort(r->rows.v, r->rows.n, sizeof *r->rows.v, by_row);
	for (size_t i = 0; i < r->rows.n; i++)
		if (kept == 0 || r->rows.v[i] != r->rows.v[kept - 1])
			r->rows.v[kept++] = r->rows.v[i];
	r->rows.n = kept;
}

/* What the run brought in: the papers, or for pages a day the days, whole: a page also shows what earlier runs brought. */
static bool what_came(struct run *r, struct selection *s, struct err *e)
{
	static const int64_t no_rows[1];
	struct wanted w = r->wanted;
	bool days = output_is_daily(r->o->output) && r->rows.n > 0;
	w.last = w.by_submitted = false;
	if (days && r->undated) {  /* those without a day go to the day that they came in */
		note_day(r, str_of(r->today));
		w.undated = true;
	}
	if (days || !r->undated) {
		memcpy(w.since, r->first, sizeof w.since);
		memcpy(w.until, r->last, sizeof w.until);
	}
	return selection_from_store(s, r->store, &w, days ? NULL : r->rows.n ? r->rows.v : no_rows, days ? 0 : r->rows.n, e);
}

/* A page's types are its category's: where each category has pages of its own, FN is called for one after the other, as if it
 * alone had been asked for. */
typedef bool category_fn(struct run *r, void *ctx, struct err *e);
static bool each_category(struct run *r, category_fn *fn, void *ctx, struct err *e)
{
	const struct strs all = r->wanted.categories;
	bool ok = true;
	if (!output_by_category(r->o->output) || all.n < 2)
		return fn(r, ctx, e);
	for (size_t i = 0; ok && i < all.n; i++) {
		bool again = false;
		for (size_t k = 0; k < i; k++)
			again = again || str_eq(all.v[k], all.v[i]);
		r->wanted.categories = (struct strs){ &all.v[i], 1 };
		ok = again || fn(r, ctx, e);
	}
	r->wanted.categories = all;
	return ok;
}

/* The papers that are to have summaries: those of all pages. */
struct gathering {
	struct selection *s;
	bool brought;
};

static bool select_from_store(struct run *r, bool brought, struct selection *s, struct err *e);

static bool gather(struct run *r, void *ctx, struct err *e)
{
	struct gathering *g = ctx;
	return select_from_store(r, g->brought, g->s, e);
}

static int by_key_row(const struct page_key *x, const struct page_key *y)
{
	return x->row != y->row ? (x->row > y->row) - (x->row < y->row) : (x->type > y->type) - (x->type < y->type);
}

static bool gather_from_store(struct run *r, bool brought, struct selection *s, struct err *e)
{
	struct gathering g = { s, brought };
	*s = (struct selection){ .log = &r->log, .a = ARENA_INIT };
	if (!each_category(r, gather, &g, e))
		return false;
	size_t kept = 0;
	bool several = output_by_category(r->o->output) && r->wanted.categories.n > 1;
	if (several)
		page_sort_by(s->keys.v, s->keys.n, by_key_row);
	for (size_t i = 0; several && i < s->keys.n; i++)
		if (kept == 0 || s->keys.v[i].row != s->keys.v[kept - 1].row)
			s->keys.v[kept++] = s->keys.v[i];
	s->keys.n = several ? kept : s->keys.n;
	return true;
}

/* Records are printed with whatever summary they have. */
static void show_style(const struct run *r, struct selection *s)
{
	s->style = r->look.format->records ? NULL : &r->style.ask;
	s->chinese = str_starts(r->look.lang, "zh");
	s->unfit_names = (struct buf)BUF_INIT(BUF_UNBOUNDED);
}

static void say_unfit(struct run *r, const struct selection *s)
{
	enum { NAMED = 12 };
	if (s->unfit == 0)
		return;
	bool more = s->unfit > NAMED;
	log_warn(&r->log, "%lu paper%s: the summary is of another style than %.*s, or lacks a field of it: %s%s", s->unfit,
	         s->unfit == 1 ? " waits" : "s wait", STR_ARG(r->style.ask.name), s->unfit_names.s, more ? " …" : "");
}

/* For pages. */
static bool from_store(struct run *r, bool brought, struct selection *s, struct err *e)
{
	*s = (struct selection){ .dialect = r->look.dialect, .log = &r->log, .a = ARENA_INIT };
	s->each_day = output_is_daily(r->o->output);
	s->by_category = output_by_category(r->o->output);
	show_style(r, s);
	return select_from_store(r, brought, s, e);
}

static bool select_from_store(struct run *r, bool brought, struct selection *s, struct err *e)
{
	if (brought && r->wanted.brought)
		return what_came(r, s, e);
	return selection_from_store(s, r->store, &r->wanted, NULL, 0, e);
}

static struct output output_of(struct run *r)
{
	return (struct output){ .place = place_of(r), .limit = r->o->limit, .style = &r->style, .look = &r->look,
	                        .world = &r->w, .overwrite = r->o->overwrite };
}

/* Older pages are in the store's file, and are repaired as far as a pattern says which are meant. */
static bool knows_pages(const struct run *r) { return r->store && r->look.dialect && store_is_file(r->o); }

static struct repair repair_of(struct run *r, struct output *out)
{
	return (struct repair){ .output = out, .store = r->store, .log = &r->log, .report = &r->report };
}

/* An extract is no summary: a page that waits is not repaired by one, and its papers go on waiting. */
static bool extracts(const struct opt_values *o)
{
	return strcmp(summarizer_words(o), "extract") == 0;
}

/* Before pages are looked for the first time: those that have moved with their folder. */
static bool find_moved(struct run *r, struct err *e)
{
	struct output out = output_of(r);
	if (r->pages_found || !knows_pages(r) || r->o->dry_run)
		return true;
	r->pages_found = true;
	return pages_moved(&out, r->store, e);
}

/* Behind the run's own papers, so that those come first. */
static bool add_older(struct run *r, struct selection *s, struct err *e)
{
	struct output out = output_of(r);
	const struct repair again = repair_of(r, &out);
	return !knows_pages(r) || extracts(r->o) || (find_moved(r, e) && repair_ask(&again, s, e));
}

static bool put_rescued(void *ctx, const struct paper *p, struct err *e)
{
	struct run *r = ctx;
	return store_put(r->store, p, str_of(r->today), NULL, e);
}

/* What an earlier run paid for when its store went away. */
static bool take_rescued(struct run *r, struct err *e)
{
	const char *path = path_state("rescued.jsonl", &r->a);
	struct input_options how = { .may_be_empty = true, .sink = { put_rescued, r }, .log = &r->log };
	struct input_result got = { 0, 0 };
	if (!store_is_file(r->o) || r->o->dry_run || access(path, F_OK) != 0)
		return true;
	if (!store_begin(r->store, e) || !input_read(path, &how, &got, e) || !store_commit(r->store, e))
		return false;
	unlink(path);
	log_note(&r->log, "%s: %lu answers of an earlier run are in the store now", path, got.papers);
	return true;
}

static bool ask(struct run *r, bool brought, struct asked *ret, struct err *e)
{
	struct selection s;
	*ret = (struct asked){ 0 };
	if (summarizer_unsaid(r->o))
		log_note(&r->log, "no --summarizer: the pages show key sentences of the abstracts, not Chinese");
	if (!take_rescued(r, e))
		return false;
	bool ok = gather_from_store(r, brought, &s, e);
	s.older = s.keys.n;
	ok = ok && add_older(r, &s, e) && ask_for_summaries(r->o, &r->w, &r->style, &s, &r->report, ret, e);
	selection_free(&s);
	r->report.summarized = ret->done;
	r->report.waiting = ret->waiting;
	r->signal = ret->signal;
	return ok;
}

/* What summaries would take, of papers that are there. KEPT: where answers may be, and the older pages; another one than
 * r->store for papers that are not to be stored. */
static bool plan_summaries(struct run *r, bool brought, struct store *kept, struct err *e)
{
	struct selection all[2];
	struct store *mine = r->store;
	bool ok = gather_from_store(r, brought, &all[0], e);
	all[1] = (struct selection){ .log = &r->log, .a = ARENA_INIT, .store = kept };
	r->store = kept;
	ok = ok && add_older(r, &all[mine != kept], e) && asking_plan(r->o, &r->w, &r->style, all, COUNTOF(all), kept, e);
	r->store = mine;
	for (size_t i = 0; i < COUNTOF(all); i++)
		selection_free(&all[i]);
	r->came_out += ok;
	return ok;
}

/* BROUGHT: the papers are those that this run brought in; none means that nothing was announced. */
static bool show(struct run *r, struct selection *s, bool brought, struct err *e)
{
	struct output out = output_of(r);
	bool keep = r->store && store_is_file(r->o);
	out.none_is_fine = brought;
	out.notices = r->arxiv.harvest.notices.v;
	out.n_notices = r->arxiv.harvest.notices.n;
	say_unfit(r, s);
	bool ok = find_moved(r, e) && output_pages(&out, s, keep ? r->store : NULL, e);
	r->came_out += out.pages + out.kept;
	r->report.pages += out.pages;
	return ok;
}

/* What is shown of the store, and which of it. */
struct showing {
	bool brought;          /* what this run brought in */
	bool none_is_fine;     /* nothing was announced, if there is nothing */
	bool some;             /* no page without papers where a stage has failed: it has been said why */
	bool as_asked;         /* of the store as it is: what it never got is said, and no empty page shown for it */
};

/* *STAYS: there is nothing to show, and it has been said why. */
static bool look_for_unasked(struct run *r, const struct selection *s, bool *stays, struct err *e)
{
	struct buf line = BUF_INIT(ERR_MSG_SIZE);
	bool ok = unasked_find(r->store, &r->wanted, s, &line, e);
	*stays = ok && line.len > 0 && s->keys.n == 0;
	if (*stays) {
		struct err absent = ERR_INIT;
		err_set(&absent, ERR_ABSENT, "%s", line.s);
		complain(r, &absent);
	} else if (ok && line.len > 0) {
		log_warn(&r->log, "%s", line.s);
	}
	buf_free(&line);
	return ok;
}

static bool has_id(const struct selection *s, struct str text)
{
	struct arena a = ARENA_INIT;
	struct arxiv_id id = { .sort_key = 0 };
	bool has = !arxiv_id_parse(text, &a, &id);
	for (size_t i = 0; !has && i < s->keys.n; i++)
		has = s->keys.v[i].id_key == id.sort_key;
	arena_free(&a);
	return has;
}

/* The same of identifiers and files. */
static void look_for_ids(struct run *r, const struct selection *s, bool *stays)
{
	struct buf line = BUF_INIT(ERR_MSG_SIZE);
	struct err absent = ERR_INIT;
	for (size_t i = 0; i < r->wanted.ids.n; i++)
		if (!has_id(s, r->wanted.ids.v[i]))
			buf_addf(&line, "%s%.*s", line.len ? ", " : "", STR_ARG(r->wanted.ids.v[i]));
	*stays = line.len > 0 && s->keys.n == 0;
	if (line.len > 0)
		err_set(&absent, ERR_ABSENT, "%s: not in what was read", line.s);
	if (*stays)
		complain(r, &absent);
	else if (line.len > 0)
		log_warn(&r->log, "%s", absent.msg);
	buf_free(&line);
}

static bool show_part(struct run *r, void *ctx, struct err *e)
{
	const struct showing *w = ctx;
	struct selection s;
	bool stays = false, ok = from_store(r, w->brought, &s, e) && (!w->as_asked || look_for_unasked(r, &s, &stays, e));
	if (ok && w->brought && !r->asks_arxiv)
		look_for_ids(r, &s, &stays);
	if (ok && !stays && (!w->some || s.keys.n > 0 || r->cause == ERR_NONE))
		ok = show(r, &s, w->none_is_fine, e);
	selection_free(&s);
	return ok;
}

/* The pages of earlier days that have become better. Those that still wait are there, if nothing else comes out. */
static bool repair(struct run *r, struct err *e)
{
	struct output out = output_of(r);
	struct repair again = repair_of(r, &out);
	if (!knows_pages(r))
		return true;
	bool ok = repair_pages(&again, e);
	r->came_out += out.pages + (r->cause == ERR_NONE ? again.stay : 0);
	r->report.pages += out.pages;
	return ok;
}

static bool list_repairs(struct run *r, struct err *e)
{
	struct output out = output_of(r);
	const struct repair again = repair_of(r, &out);
	return !knows_pages(r) || repair_list(&again, e);
}

/* ---- Commands ---- */

/* Two runs that write the same page: the second one has to see what the first one wrote. A page is written in no time, so this is
 * waited for even where nothing else is. What goes to standard output has no turn. */
static bool take_turn_to_write(struct run *r, struct err *e)
{
	enum { LEAST_S = 60 };
	struct patience p = patience_of(r);
	if (!knows_pages(r) || r->o->output == NULL || strcmp(r->o->output, "-") == 0)
		return true;
	p.seconds = p.seconds < LEAST_S ? LEAST_S : p.seconds;
	return lock_turn(store_path(r->o, &r->a), STR("pages"), "writes its pages", &p, &r->turn, e);
}

/* The pages of what is in the store, then the older ones. */
static bool show_store(struct run *r, struct showing *what, struct err *e)
{
	return take_turn_to_write(r, e) && each_category(r, show_part, what, e) && repair(r, e);
}

/* Another run is asking for the same summaries and this one is not to wait (--wait 0). */
static bool stays_away(const struct run *r, const struct err *why)
{
	return why->kind == ERR_STORE || (why->kind == ERR_BUSY && patience_of(r).seconds == 0);
}

/* What arXiv was asked for is whole, and has come out: the profile has had it. */
static bool note_complete(struct run *r, struct err *e)
{
	const struct harvest *h = &r->arxiv.harvest;
	return !r->asks_arxiv || r->o->dry_run || r->cause != ERR_NONE || h->incomplete > 0 || harvest_done(&r->arxiv.harvest, e);
}

static bool run_fetch(struct run *r, struct err *e)
{
	if (!arxiv_wanted(r->o, true, &r->asks_arxiv, e))
		return false;
	if (!store_is_file(r->o) && !r->o->json)
		return err_set(e, ERR_USAGE, "fetch --store none keeps nothing: say --json to print the records");
	if (r->asks_arxiv && !open_arxiv(r, e))
		return false;
	if (!set_up(r, false, false, e))
		return false;
	bool ok;
	if (r->asks_arxiv)
		ok = open_store_to_harvest(r, e) && ask_arxiv(r, e) && note_complete(r, e);
	else
		ok = (!store_is_file(r->o) || open_store(r, e)) && read_inputs(r, e);
	r->came_out += r->kept + r->printed;
	r->came_out += r->asks_arxiv && ok && r->cause == ERR_NONE;  /* what was asked for is in the store, if from earlier runs */
	return ok;
}

static bool run_summarize(struct run *r, struct err *e)
{
	struct asked got = { 0 };
	if (!store_is_file(r->o))
		return err_set(e, ERR_USAGE, "summarize --store none has nothing to fill in");
	if (!set_up(r, true, false, e) || !open_store_to_read(r, e))
		return false;
	if (r->o->dry_run)
		return plan_summaries(r, false, r->store, e);
	bool ok = ask(r, false, &got, e);
	r->came_out += got.done + got.over;  /* what the user's own limits leave for later is no failure */
	if (ok && got.waiting > 0)
		r->cause = ERR_SUMMARIZER;
	return ok;
}

static bool render_store(struct run *r, struct err *e)
{
	if (!store_is_file(r->o))
		return err_set(e, ERR_USAGE, "render --store none has nothing to show: name files of records");
	if (!open_store_to_read(r, e))
		return false;
	struct showing what = { .as_asked = true };
	return show_store(r, &what, e);
}

/* The papers are not the store's, but the pages that they replace may be: where there is a store, it says whose they are. */
static bool open_pages(struct run *r, struct err *e)
{
	bool files = r->o->output && strcmp(r->o->output, "-") != 0;
	return !files || !store_is_file(r->o) || access(store_path(r->o, &r->a), F_OK) != 0 || open_store(r, e);
}

static bool render_files(struct run *r, struct err *e)
{
	struct selection s = { .dialect = r->look.dialect, .log = &r->log, .a = ARENA_INIT,
	                       .by_category = output_by_category(r->o->output) };
	struct spooling to = { &s, &r->wanted };
	show_style(r, &s);
	struct input_options how = { .may_be_empty = true, .sink = { selection_spool, &to }, .log = &r->log };
	for (size_t i = 0; i < r->o->files.n; i++) {
		struct input_result got = { 0, 0 };
		struct err why = ERR_INIT;
		if (!input_read(r->o->files.v[i].p, &how, &got, &why))
			complain(r, &why);
		r->records += got.papers;
	}
	if (s.undated)
		log_warn(&r->log, "%lu paper%s no %s date: passed over", s.undated, s.undated == 1 ? " has" : "s have",
		         r->wanted.by_submitted ? "submission" : "announcement");
	bool stays = false, ok = open_pages(r, e) && (s.keys.n > 0 || r->wanted.strange.n == 0 || no_such_category(r, e));
	if (ok)
		look_for_ids(r, &s, &stays);
	if (ok && !stays && (r->records > 0 || r->cause == ERR_NONE))
		ok = show(r, &s, false, e);
	selection_free(&s);
	return ok;
}

static bool run_render(struct run *r, struct err *e)
{
	return set_up(r, false, true, e) && (r->o->files.n ? render_files(r, e) : render_store(r, e));
}

/* What waits on a page of a day comes onto it by repair; elsewhere it comes out again only with its day. */
static bool waiting_holds_up(const struct run *r, const struct asked *got)
{
	bool mended = output_is_daily(r->o->output) && knows_pages(r) && !r->look.dialect->complete_only;
	return got->waiting > 0 && !mended;
}

static bool run_arxiv(struct run *r, struct err *e)
{
	struct asked got = { 0 };
	struct err why = ERR_INIT;
	if (!open_arxiv(r, e) || !set_up(r, true, true, e) ||
	    !open_store_to_harvest(r, e) || !ask_arxiv(r, e))
		return false;
	if (r->o->dry_run)
		return plan_summaries(r, true, r->store, e) && list_repairs(r, e);
	if (r->o->ids.n && r->wanted.none) {
		r->cause = r->cause == ERR_NONE ? ERR_ABSENT : r->cause;
		return true;  /* it has been said of each */
	}
	lock_release(&r->lock);  /* others may harvest while a summarizer thinks */
	if (!ask(r, true, &got, &why))
		complain(r, &why);
	if (r->signal || stays_away(r, &why))
		return true;
	struct showing what = { .brought = true, .none_is_fine = true, .some = true };
	return show_store(r, &what, e) && (waiting_holds_up(r, &got) || note_complete(r, e));
}

/* What is read stays in memory; the answers that there are already are in the store. */
static bool plan_inputs(struct run *r, struct err *e)
{
	struct store *answers = NULL;
	if (!open_store(r, e))
		return false;
	answers = r->store;
	r->store = NULL;
	bool ok = store_open(NULL, &r->store, e);
	if (ok) {
		store_show_style(r->store, str_of(r->o->style));
		store_require(r->store, r->style.ask.required);
	}
	ok = ok && read_inputs(r, e);
	settle_rows(r);
	ok = ok && plan_summaries(r, true, answers, e);
	store_close(answers);
	return ok;
}

static bool run_all(struct run *r, struct err *e)
{
	struct asked got;
	struct err why = ERR_INIT;
	if (!arxiv_wanted(r->o, false, &r->asks_arxiv, e))
		return false;
	if (r->asks_arxiv)
		return run_arxiv(r, e);
	if (r->o->dry_run)
		return set_up(r, true, true, e) && plan_inputs(r, e);
	if (!set_up(r, true, true, e) || !open_store(r, e) || !read_inputs(r, e))
		return false;
	settle_rows(r);
	if (r->rows.n == 0 && r->cause != ERR_NONE)
		return true;  /* nothing to show, and it has been said why */
	if (!ask(r, true, &got, &why))
		complain(r, &why);
	if (r->signal || stays_away(r, &why))
		return true;
	struct showing what = { .brought = true, .none_is_fine = r->wanted.brought };
	return show_store(r, &what, e);
}

static bool run_status(struct run *r, struct err *e)
{
	if (!store_is_file(r->o))
		return err_set(e, ERR_USAGE, "status --store none has nothing to tell");
	if (!set_up(r, false, false, e))
		return false;
	return open_store_to_read(r, e) && status_print(r->o, &r->wanted, r->today, r->store, &r->w, e);
}

static void check_failed(void *ctx, const struct err *e) { complain(ctx, e); }

/* Papers whose summary may not be shown: something came out, but not all of it is well. */
static bool run_check(struct run *r, struct err *e)
{
	struct checked sum = { 0 };
	if (!style_load(&(struct style_wanted){ .name = r->o->style, .templates = r->o->templates }, &r->style, e) ||
	    !check_files(r->o, &r->w, &r->style, check_failed, r, &sum, e))
		return false;
	r->came_out += sum.records;
	unsigned long bad = sum.again + sum.refused;
	log_note(&r->log, "%lu record%s: %lu without a summary, %lu clean, %lu with a warning, %lu mended, %lu to be asked again, "
	         "%lu rejected", sum.records, sum.records == 1 ? "" : "s", sum.without, sum.clean, sum.warned, sum.mended, sum.again,
	         sum.refused);
	if (bad > 0)
		log_warn(&r->log, "%lu record%s may not be shown", bad, bad == 1 ? "" : "s");
	return true;
}

static void style_faulty(void *ctx, const struct err *e)
{
	struct run *r = ctx;
	log_warn(&r->log, "%s", e->msg);
}

static bool run_styles(struct run *r, struct err *e)
{
	return styles_print(r->o, &r->w, style_faulty, r, &r->came_out, e);
}

static void doctor_found(void *ctx, enum err_kind kind, const char *what)
{
	struct run *r = ctx;
	struct err e = ERR_INIT;
	if (kind == ERR_NONE) {
		log_warn(&r->log, "%s", what);
		return;
	}
	err_set(&e, kind, "%s", what);
	complain(r, &e);
}

/* Something to do is 3; what cannot work is its cause's own number. */
static bool run_doctor(struct run *r, struct err *e)
{
	bool ok = doctor_run(r->o, &r->w, doctor_found, r, e);
	r->came_out += r->cause == ERR_NONE;
	return ok;
}

static const struct {
	unsigned command;
	bool (*run)(struct run *r, struct err *e);
} commands[] = {
	{ CMD_DOCTOR, run_doctor },
	{ CMD_RUN, run_all }, { CMD_FETCH, run_fetch }, { CMD_SUMMARIZE, run_summarize }, { CMD_RENDER, run_render },
	{ CMD_STATUS, run_status }, { CMD_CHECK, run_check }, { CMD_STYLES, run_styles },
};

/* What is left behind of the run itself. */
static int end_run(struct run *r)
{
	struct err e = ERR_INIT;
	struct buf now = BUF_INIT(64);
	int status = status_of(r);
	clock_rfc3339(clock_now(r->w.clock), &now);
	if (r->row && !store_run_end(r->store, r->row, buf_str(&now), status, &e))
		complain(r, &e);
	r->report.papers = r->records;
	const struct report_run run = { buf_str(&r->begun), buf_str(&now), str_of(r->w.words), status };
	if (r->o->report && !report_write(&r->report, &run, r->o->report, &e))
		complain(r, &e);
	buf_free(&now);
	return status_of(r);
}

int run_command(unsigned command, const struct opt_values *o, const struct run_world *w)
{
	struct err e = ERR_INIT;
	struct run r = { .o = o, .w = *w, .outer = w->log, .a = ARENA_INIT, .rows = VEC_INIT,
	                 .line = BUF_INIT(BUF_UNBOUNDED), .lock = LOCK_INIT, .turn = LOCK_INIT, .begun = BUF_INIT(64), .report = REPORT_INIT };
	r.log = (struct log){ count_and_pass, &r, w->log->most };
	r.w.log = &r.log;
	r.w.words = shown_words(w->words ? w->words : "", endpoint_secret_values(o, &r.a), &r.a);
	clock_rfc3339(clock_now(r.w.clock), &r.begun);
	for (size_t i = 0; i < COUNTOF(commands); i++)
		if (commands[i].command == command && !commands[i].run(&r, &e))
			complain(&r, &e);
	int status = end_run(&r);
	arxiv_close(&r.arxiv);
	store_close(r.store);
	lock_release(&r.lock);
	lock_release(&r.turn);
	style_free(&r.style);
	vec_free(&r.rows);
	buf_free(&r.line);
	buf_free(&r.begun);
	report_free(&r.report);
	arena_free(&r.a);
	return status;
}
