/* SPDX-License-Identifier: MIT
 * The whole texts of a run's papers: got before a summarizer is asked about them, no faster than arXiv allows, and kept. */
#include "src/app/run_internal.h"

#include "digest/endpoint.h"
#include "digest/summaries.h"

bool run_reads_texts(const struct run *r)
{
	const char *which = r->o->fulltext;
	/* Who brings papers in files has not asked arXiv for anything. */
	bool wanted = which ? !str_is(str_of(which), "none") : r->o->inputs.n == 0 || r->o->fulltext_from;
	return wanted && r->style.reading.reads && !str_is(str_of(summarizer_words(r->o)), "extract");
}

static void on_request(void *ctx, const char *url, const char *what, const struct fetch_reply *reply, const struct err *why)
{
	struct run *r = ctx;
	report_request(&r->report, url, what, reply, why);
}

static void on_text(void *ctx, const struct paper *p, enum text_state state, const char *road, struct str why)
{
	struct run *r = ctx;
	report_text(&r->report, p->id, p->version, text_state_word(state), road, why);
}

bool run_mark_texts(struct run *r, struct selection *s, size_t from, struct err *e)
{
	struct texts_query w;
	if (!run_reads_texts(r))
		return true;
	if (!texts_query_from(r->o, &r->a, &w, e))
		return false;
	texts_mark(s->keys.v + from, s->keys.n - from, &w, output_period(r->o->output), r->options.dialect ? r->options.dialect : dialect_at(0));
	return true;
}

/* Texts are asked for by the same means as lists are, whatever brought the papers. */
static bool open_texts(struct run *r, struct err *e)
{
	int64_t most;
	struct arxiv *x = &r->arxiv;
	if (r->texts)
		return true;
	if (!texts_size(r->o->fulltext_cache, &most, e) || (x->http == NULL && !run_open_arxiv(r, e)))
		return false;
	x->harvest.log = &r->log;
	if (x->fetcher == NULL && !arxiv_open_fetcher(x, r->o, e))
		return false;
	const struct texts_options how = {
		.folder = path_cache("fulltext", &r->a), .most_bytes = most, .from = r->o->fulltext_from, .base = r->o->arxiv_url,
		.interval_ms = r->o->fulltext_interval, .at_once = r->o->ids.n == 1, .again = r->o->refresh, .fetcher = x->fetcher, .loop = x->loop,
		.clock = r->w.clock, .log = &r->log, .request = on_request, .told = on_text, .ctx = r,
	};
	r->texts = texts_open(&how);
	return true;
}

bool run_get_texts(struct run *r, struct selection *s, struct err *e)
{
	if (!run_reads_texts(r) || s->keys.n == 0)
		return true;
	if (!open_texts(r, e))
		return false;
	const struct reading d = { r->o, &r->style.reading, r->texts };
	return reading_get(&d, s, &r->w, e);
}
