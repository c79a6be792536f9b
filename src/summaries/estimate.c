/* SPDX-License-Identifier: MIT
 * What summaries would take, for --dry-run: the same papers, keys and cache as when they are asked for, and no request is sent. */
#include "digest/summaries.h"

#include <stdlib.h>
#include <string.h>

#include "digest/mem.h"
#include "src/summaries/summary_cache.h"
#include "src/summaries/reading.h"

struct estimate {
	const struct opt_values *o;
	struct summarizer x;
	struct summary_cache cached;
	struct reading reading;
	struct store *cache;
	struct summary_spent need;   /* of papers that are there */
	struct summary_spent like;   /* of those of days gone by */
	uint64_t *texts;             /* that were counted: a hash table of their keys; its size is a power of two */
	size_t n_texts, n_slots;
	unsigned long rejected;      /* lately: they are not asked about */
};

static uint64_t *slot_of(const struct estimate *n, uint64_t h)
{
	size_t i = (size_t)(h >> 8) & (n->n_slots - 1);
	while (n->texts[i] && n->texts[i] != h)
		i = (i + 1) & (n->n_slots - 1);
	return &n->texts[i];
}

/* Whether KEY, hex digits, is a new one: papers of the same text take one request. */
static bool is_new(struct estimate *n, struct str key)
{
	uint64_t h = 0;
	for (size_t i = 0; i < key.n && i < 16; i++)
		h = h << 4 | (uint64_t)hex_digit((unsigned char)key.p[i]);
	h |= 1;  /* 0: free */
	if (2 * n->n_texts >= n->n_slots) {
		const struct estimate old = *n;
		n->n_slots = old.n_slots ? 4 * old.n_slots : 256;
		n->texts = xcalloc(n->n_slots, sizeof *n->texts);
		for (size_t i = 0; i < old.n_slots; i++)
			if (old.texts[i])
				*slot_of(n, old.texts[i]) = old.texts[i];
		free(old.texts);
	}
	uint64_t *slot = slot_of(n, h);
	bool fresh = *slot == 0;
	*slot = h;
	n->n_texts += fresh;
	return fresh;
}

static void expect(const struct estimate *n, const struct question *q, struct summary_spent *sum)
{
	struct summary_spent one;
	summary_expect(&n->x.how, q, &one);
	sum->requests += one.requests;
	sum->prompt_tokens += one.prompt_tokens;
	sum->completion_tokens += one.completion_tokens;
	if (one.cost > 0)
		sum->cost += one.cost;
}

/* All of R's questions. */
static void expect_all(const struct estimate *n, struct paper_request *r, struct summary_spent *sum)
{
	for (r->part = 0; r->part < (r->reads ? r->n_parts : 1); r->part++) {
		const struct question q = reading_question(r);
		expect(n, &q, sum);
	}
}

/* A text that is not there yet is expected to fill what may be given of one. */
static void expect_text(const struct estimate *n, struct paper_request *r)
{
	static const char sentence[] = "We show that the method works on other data, too. ";
	int64_t each = summary_tokens(str_of(sentence));
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	for (int64_t left = n->o->fulltext_tokens; left > 0; left -= each)
		buf_addz(&b, sentence);
	r->given = arena_dup(&r->a, buf_str(&b));
	r->reads = true;
	r->n_parts = n->reading.style->n_asks;
	buf_free(&b);
}

static bool count_request(struct estimate *n, const struct page_key *k, struct paper_request *r, struct err *e)
{
	struct summary y = SUMMARY_INIT;
	r->terms = summarizer_key(&n->x, &r->p, &r->a, &r->key);
	if (!reading_load(&n->reading, &n->x, k, r, e) || !summary_cache_get(&n->cached, n->cache, buf_str(&r->key), &r->a, &y, e))
		return false;
	n->rejected += y.status == SUMMARY_REJECTED;
	if (y.status != SUMMARY_NONE || !is_new(n, buf_str(&r->key)))
		return true;
	if (!r->reads && k->read == PAGE_READ_TEXT && r->text.state != TEXT_NONE)
		expect_text(n, r);
	expect_all(n, r, &n->need);
	return true;
}

/* A paper that is there: asked about, unless its answer is, too. */
static bool count_paper(struct estimate *n, struct selection *s, const struct page_key *k, struct err *e)
{
	if (k->summary == SUMMARY_OK && !n->o->refresh && k->read != PAGE_READ_TEXT)
		return true;
	struct paper_request *r = paper_request_new(k);
	bool ok = selection_get(s, k, &r->a, &r->p, e) && (r->p.withdrawn == TRI_YES || count_request(n, k, r, e));
	paper_request_free(r);
	return ok;
}

/* A paper of a day gone by, as if it came again. */
static bool count_like(struct estimate *n, struct selection *s, const struct page_key *k, struct err *e)
{
	struct paper_request *r = paper_request_new(k);
	bool ok = selection_get(s, k, &r->a, &r->p, e);
	if (ok) {
		r->terms = summarizer_key(&n->x, &r->p, &r->a, &r->key);
		if (k->read == PAGE_READ_TEXT)
			expect_text(n, r);
		expect_all(n, r, &n->like);
	}
	paper_request_free(r);
	return ok;
}

typedef bool count_fn(struct estimate *n, struct selection *s, const struct page_key *k, struct err *e);

static bool count_all(struct estimate *n, struct selection *s, count_fn *count, struct err *e)
{
	bool ok = true;
	for (size_t i = 0; ok && i < s->keys.n; i++)
		ok = count(n, s, &s->keys.v[i], e);
	return ok;
}

static int64_t share(int64_t n, const struct unseen_days *u) { return n * u->days / u->past_days; }

/* What the days that are not there yet would take, if they are like those before. */
static struct summary_spent expected(const struct estimate *n, const struct unseen_days *u)
{
	struct summary_spent x = { 0 };
	if (u->days == 0 || u->past_days == 0)
		return x;
	x.requests = share(n->like.requests, u);
	x.prompt_tokens = share(n->like.prompt_tokens, u);
	x.completion_tokens = share(n->like.completion_tokens, u);
	x.cost = n->like.cost * u->days / u->past_days;
	return x;
}

static bool put_address(const struct estimate *n, struct buf *b, struct err *e)
{
	const struct chat_options *chat = &n->x.how.chat;
	buf_addz(b, "POST ");
	bool ok = provider_address(str_of(chat->base_url), chat->provider->query, b, e);
	buf_addc(b, '\n');
	return ok;
}

static void put_need(const struct estimate *n, const struct summary_spent *s, const char *about, struct buf *b)
{
	const struct chat_options *chat = &n->x.how.chat;
	const char *who = !n->x.chat ? n->x.how.words : chat->model ? chat->model : chat->provider->name;
	buf_addf(b, "    %s%lld request%s of %s for summaries, about %lld tokens of questions and %lld of answers", about,
	         (long long)s->requests, s->requests == 1 ? "" : "s", who, (long long)s->prompt_tokens, (long long)s->completion_tokens);
	if (n->x.chat && chat->prices.in >= 0)
		buf_addf(b, ", about %.4f%s%s in all", s->cost, chat->prices.currency ? " " : "", chat->prices.currency ? chat->prices.currency : "");
	buf_addc(b, '\n');
}

static void put_unseen(const struct estimate *n, const struct unseen_days *u, struct buf *b)
{
	const struct summary_spent more = expected(n, u);
	if (u->unknown) {
		buf_addz(b, "    how many summaries there will be to ask for is known when the API has answered\n");
	} else if (u->days > 0 && u->past_days == 0) {
		buf_addf(b, "    for %u day%s that %s not there yet, and no day before to go by\n", u->days, u->days == 1 ? "" : "s", u->days == 1 ? "is" : "are");
	} else if (u->days > 0) {
		put_need(n, &more, "about ", b);
		buf_addf(b, "    for %u day%s that %s not there yet, by the last %u day%s\n", u->days, u->days == 1 ? "" : "s", u->days == 1 ? "is" : "are",
		         u->past_days, u->past_days == 1 ? "" : "s");
	}
}

static bool put_plan(const struct estimate *n, const struct unseen_days *u, struct buf *b, struct err *e)
{
	bool unseen = u->days > 0 || u->unknown;
	if (n->x.extract) {
		buf_addz(b, "no summaries to ask for: the extract is made offline\n");
	} else if (n->need.requests == 0 && !unseen) {
		buf_addz(b, "no summaries to ask for\n");
	} else {
		if (n->x.chat && !put_address(n, b, e))
			return false;
		if (n->need.requests > 0)
			put_need(n, &n->need, "", b);
		put_unseen(n, u, b);
	}
	if (n->rejected)
		buf_addf(b, "    %lu more had their answers rejected lately (--retry-rejected)\n", n->rejected);
	return true;
}

bool estimate_requests(const struct opt_values *o, const struct run_io *w, const struct style *style, struct texts *texts, struct selection *s,
                 size_t n, struct unseen_days *unseen, struct store *cache, struct err *e)
{
	struct estimate p = { .o = o, .cache = cache, .cached = summary_cache_options(o, w->clock), .reading = { o, &style->reading, texts } };
	struct buf text = BUF_INIT(BUF_UNBOUNDED);
	bool ok = summarizer_open(&p.x, o, &style->ask, &style->reading, cache, e);
	for (size_t i = 0; ok && i < n && !p.x.extract; i++)
		ok = count_all(&p, &s[i], count_paper, e);
	if (ok && !p.x.extract && unseen->days > 0)
		ok = count_all(&p, &unseen->past, count_like, e);
	ok = ok && put_plan(&p, unseen, &text, e) && w->out(w->ctx, buf_str(&text), e);
	buf_free(&text);
	free(p.texts);
	summarizer_close(&p.x);
	return ok;
}
