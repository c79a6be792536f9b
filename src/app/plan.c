/* SPDX-License-Identifier: MIT
 * What summaries would take, for --dry-run: the same papers, keys and cache as when they are asked for, and nobody asked. */
#include "src/app/asking.h"

#include <stdlib.h>
#include <string.h>

#include "digest/mem.h"
#include "src/app/cached.h"

struct plan {
	const struct opt_values *o;
	struct summarizer x;
	struct cached cached;
	struct store *cache;
	struct summary_spent need;
	uint64_t *texts;             /* that were counted: a hash table of their keys; its size is a power of two */
	size_t n_texts, n_slots;
	unsigned long rejected;      /* lately: they are not asked about */
};

static uint64_t *slot_of(const struct plan *n, uint64_t h)
{
	size_t i = (size_t)(h >> 8) & (n->n_slots - 1);
	while (n->texts[i] && n->texts[i] != h)
		i = (i + 1) & (n->n_slots - 1);
	return &n->texts[i];
}

/* Whether KEY, hex digits, is a new one: papers of the same text take one request. */
static bool is_new(struct plan *n, struct str key)
{
	uint64_t h = 0;
	for (size_t i = 0; i < key.n && i < 16; i++)
		h = h << 4 | (uint64_t)hex_digit((unsigned char)key.p[i]);
	h |= 1;  /* 0: free */
	if (2 * n->n_texts >= n->n_slots) {
		const struct plan old = *n;
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

static bool count_paper(struct plan *n, struct selection *s, const struct page_key *k, struct arena *a, struct err *e)
{
	struct paper p;
	struct summary y = SUMMARY_INIT;
	struct summary_spent one;
	struct buf key = BUF_INIT(256);
	bool ok = selection_get(s, k, a, &p, e);
	if (ok && p.withdrawn == TRI_YES)
		return true;
	if (ok) {
		summarizer_key(&n->x, &p, a, &key);
		ok = cached_get(&n->cached, n->cache, buf_str(&key), a, &y, e);
	}
	bool asked = ok && y.status == SUMMARY_NONE && is_new(n, buf_str(&key));
	buf_free(&key);
	n->rejected += ok && y.status == SUMMARY_REJECTED;
	if (!asked)
		return ok;
	summary_expect(&n->x.how, &p, &one);
	n->need.requests += one.requests;
	n->need.prompt_tokens += one.prompt_tokens;
	n->need.completion_tokens += one.completion_tokens;
	if (one.cost > 0)
		n->need.cost += one.cost;
	return true;
}

static bool count_all(struct plan *n, struct selection *s, struct err *e)
{
	struct arena a = ARENA_INIT;
	bool ok = true;
	for (size_t i = 0; ok && i < s->keys.n; i++) {
		const struct page_key *k = &s->keys.v[i];
		if (k->summary == SUMMARY_OK && !n->o->refresh)
			continue;
		arena_reset(&a);
		ok = count_paper(n, s, k, &a, e);
	}
	arena_free(&a);
	return ok;
}

static bool put_address(const struct plan *n, struct buf *b, struct err *e)
{
	const struct chat_options *chat = &n->x.how.chat;
	buf_addz(b, "POST ");
	bool ok = provider_address(str_of(chat->base_url), chat->provider->query, b, e);
	buf_addc(b, '\n');
	return ok;
}

static bool put_plan(const struct plan *n, struct buf *b, struct err *e)
{
	const struct summary_spent *s = &n->need;
	if (n->x.extract || s->requests == 0) {
		buf_addz(b, n->x.extract ? "no summaries to ask for: the extract is made offline\n" : "no summaries to ask for\n");
	} else {
		const char *model = n->x.how.chat.model;
		if (n->x.chat && !put_address(n, b, e))
			return false;
		buf_addf(b, "    %lld request%s of %s for summaries, about %lld tokens of questions and %lld of answers",
		         (long long)s->requests, s->requests == 1 ? "" : "s", n->x.chat ? model ? model : n->x.how.chat.provider->name :
		         n->x.how.words, (long long)s->prompt_tokens, (long long)s->completion_tokens);
		if (n->x.chat && n->x.how.chat.prices.in >= 0)
			buf_addf(b, ", about %.4f in all", s->cost);
		buf_addc(b, '\n');
	}
	if (n->rejected)
		buf_addf(b, "    %lu more had their answers rejected lately (--retry-rejected)\n", n->rejected);
	return true;
}

bool asking_plan(const struct opt_values *o, const struct run_world *w, const struct style *style, struct selection *s,
                 size_t n, struct store *cache, struct err *e)
{
	struct plan p = { .o = o, .cache = cache, .cached = cached_options(o, w->clock) };
	struct buf text = BUF_INIT(BUF_UNBOUNDED);
	bool ok = summarizer_open(&p.x, o, &style->ask, cache, e);
	for (size_t i = 0; ok && i < n && !p.x.extract; i++)
		ok = count_all(&p, &s[i], e);
	ok = ok && put_plan(&p, &text, e) && w->out(w->ctx, buf_str(&text), e);
	buf_free(&text);
	free(p.texts);
	summarizer_close(&p.x);
	return ok;
}
