/* SPDX-License-Identifier: MIT
 * The wiring of the harvest: option values into the structs of the stages that use them. */
#include "src/app/arxiv.h"

#include <string.h>

#include "digest/source.h"
#include "digest/markdown.h"
#include "digest/text.h"

enum { ARXIV_INTERVAL_MS = 3000 };

bool arxiv_is_asked(const struct opt_values *o, bool fetch_only, bool *ret, struct err *e)
{
	int query = opt_rank_of(o, "query"), input = opt_rank_of(o, "input");
	if (o->inputs.n && o->expressions.n && query == input)
		return err_set(e, ERR_USAGE, "--query asks arXiv, --input reads what is there: say one of them");
	static const char *const of_arxiv[] = { "since", "until", "date", "by", "id" };
	for (size_t i = 0; fetch_only && o->inputs.n && i < COUNTOF(of_arxiv); i++)
		if (opt_rank_of(o, of_arxiv[i]) == RANK_FLAG)
			return err_set(e, ERR_USAGE,
			               "--%s is for what arXiv is asked: fetch --input takes all that it reads",
			               of_arxiv[i]);
	*ret = o->inputs.n == 0 || (o->expressions.n && query > input);
	if (*ret && o->categories.n == 0 && o->expressions.n == 0 && o->ids.n == 0)
		return err_set(e, ERR_USAGE,
		               "nothing to read: say digest%s -c cs.CL (a category of arXiv's), or --input FILE",
		               fetch_only ? " fetch" : "");
	return true;
}

bool arxiv_check(const struct opt_values *o, struct err *e)
{
	if (o->road != CHOICE_NONE && o->road != ROAD_API && (o->expressions.n || o->ids.n))
		return err_set(e, ERR_USAGE, "--road %s: only the API can be asked for %s", opt_word("road", o->road),
		               o->ids.n ? "identifiers" : "a query");
	if (o->arxiv_url && !url_is_web(str_of(o->arxiv_url)))
		return err_set(e, ERR_USAGE, "--arxiv-url: \"%s\" is no http or https address", o->arxiv_url);
	if (o->arxiv_url == NULL && o->interval < ARXIV_INTERVAL_MS && o->replay == NULL)
		return err_set(e, ERR_USAGE,
		               "--interval: arXiv asks for %d milliseconds between requests; less is for other hosts "
		               "(--arxiv-url)",
		               ARXIV_INTERVAL_MS);
	if (o->record && o->replay)
		return err_set(e, ERR_USAGE, "--record and --replay: say one of them");
	return true;
}

static void fix_time(struct clock *c, int64_t t)
{
	if (!c->fixed) {
		c->booted = clock_booted(c);
		c->at = t;
	}
	c->fixed = true;
}

bool arxiv_open(struct arxiv *x, const struct opt_values *o, struct run_io *w, struct err *e)
{
	x->clock = w->clock ? *w->clock : (struct clock){ .fixed = false };
	w->clock = &x->clock;
	x->world = w;
	x->loop = loop_new(&x->clock);
	const struct http_pool pool = {
		.loop = x->loop, .per_host = 1, .record_dir = o->record, .replay_dir = o->replay
	};
	if (o->record)
		fix_time(&x->clock, clock_now(&x->clock));
	if (!http_open(&pool, &x->http, e))
		return false;
	if (o->replay)
		fix_time(&x->clock, http_recorded_at(x->http));
	return true;
}

/* One line a request, and one for the waiting before it. */
static void print_plan(void *ctx, const struct fetch_plan *p)
{
	struct arxiv *x = ctx;
	struct buf line = BUF_INIT(BUF_UNBOUNDED);
	if (p->wait_ms > 0)
		buf_addf(&line, "wait %lld.%lld s\n", (long long)(p->wait_ms / 1000),
		         (long long)(p->wait_ms % 1000 / 100));
	buf_addf(&line, "GET %s\n", p->url);
	if (p->why)
		buf_addf(&line, "    %s\n", p->why);
	if (!x->out_failed && !x->world->out(x->world->ctx, buf_str(&line), &x->out_why))
		x->out_failed = true;
	buf_free(&line);
}

bool arxiv_open_fetcher(struct arxiv *x, const struct opt_values *o, struct err *e)
{
	const struct fetcher_options how = {
		.loop = x->loop,
		.http = x->http,
		.log = x->harvest.log,
		.state_dir = path_state(NULL, &x->harvest.a),
		.contact = o->contact,
		.interval_ms = o->interval,
		.tries = (int)o->tries,
		.budget_ms = o->budget * 1000,
		.first_delay_ms = o->retry_delay,
		.most_delay_ms = o->retry_delay * 20,
		.connect_timeout_s = (long)o->connect_timeout,
		.silence_timeout_s = (long)o->silence_timeout,
		.total_timeout_s = (long)o->transfer_timeout,
		.max_bytes = (size_t)o->max_bytes,
		.dry_run = o->dry_run ? print_plan : NULL,
		.dry_run_ctx = x,
	};
	return fetcher_open(&how, &x->fetcher, e);
}

/* Announcement days that hold what was submitted on the days (UTC) that were asked for. */
static void submitted_days(const struct selection_query *w, char since[DAY_SIZE], char until[DAY_SIZE])
{
	enum { DAY_SECONDS = 86400 };
	if (w->since[0])
		calendar_batch(w->calendar, day_begins(w->since) / DAY_SECONDS * DAY_SECONDS, since);
	if (w->until[0])
		calendar_batch(w->calendar, day_begins(w->until) / DAY_SECONDS * DAY_SECONDS + DAY_SECONDS - 1, until);
}

/* Identifiers as the API is asked: with the version that is wanted. */
static struct strs asked_ids(const struct selection_query *w, struct arena *a)
{
	struct strs ids = { arena_calloc(a, w->ids.n, sizeof *ids.v), w->ids.n };
	for (size_t i = 0; i < ids.n; i++) {
		struct buf b = BUF_INIT(ERR_MSG_SIZE);
		buf_adds(&b, w->ids.v[i]);
		if (w->versions && w->versions[i] > 0)
			buf_addf(&b, "v%d", w->versions[i]);
		ids.v[i] = arena_dup(a, buf_str(&b));
		buf_free(&b);
	}
	return ids;
}

bool arxiv_harvest(struct arxiv *x, const struct opt_values *o, const struct selection_query *w, int64_t run, struct err *e)
{
	char *since = arena_calloc(&x->harvest.a, 2, DAY_SIZE), *until = since + DAY_SIZE;
	for (size_t i = 0; i < w->ids.n; i++)
		if (str_known(paper_id_local(w->ids.v[i])))
			return err_set(e, ERR_USAGE, "--id: arXiv does not have %.*s (digest fetch --input FILE brings its record in)", STR_ARG(w->ids.v[i]));
	memcpy(since, w->since, DAY_SIZE);
	memcpy(until, w->until, DAY_SIZE);
	if (w->by_submitted)
		submitted_days(w, since, until);
	x->ask = (struct harvest_options){
		.categories = w->categories,
		.expressions = o->expressions,
		.ids = asked_ids(w, &x->harvest.a),
		.since = since,
		.until = until,
		.refresh = o->refresh,
		.calendar = w->calendar,
		.clock = &x->clock,
		.only_new = w->announce_types == 1u << ANNOUNCE_NEW,
		.road = o->road == CHOICE_NONE ? ROAD_NONE : (enum road)o->road,
		.base = o->arxiv_url,
		.profile = str_of(o->profile ? o->profile : ""),
		.run = run,
		.dry_run = o->dry_run,
	};
	x->harvest.o = &x->ask;
	if (!arxiv_open_fetcher(x, o, e))
		return false;
	x->harvest.fetcher = x->fetcher;
	if (!harvest_run(&x->harvest, e))
		return false;
	if (x->out_failed)
		*e = x->out_why;
	return !x->out_failed;
}

void arxiv_close(struct arxiv *x)
{
	fetcher_close(x->fetcher);
	http_close(x->http);
	loop_free(x->loop);
	harvest_free(&x->harvest);
}
