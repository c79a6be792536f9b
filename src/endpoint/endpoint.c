/* SPDX-License-Identifier: MIT
 * The idea that is not obvious: a word that is stronger than another one may mean another host. So an address from the command
 * line lets a provider of the file fall, and the other way round; and a variable of one known provider is never sent to a
 * host that is known to be another's. */
#include "digest/endpoint.h"

#include <stdlib.h>
#include <string.h>

#include "digest/provider_section.h"

enum { BATCH_TIMEOUT_S = 3600 };

/* ---- Which provider ---- */

/* What was said of the endpoint, and what it comes to. */
struct choice {
	const struct opt_values *o;
	const char *name, *base;     /* NULL: not given */
	const struct provider *row;  /* NULL: not in the table */
	const struct provider_section *section;
};

static bool find_named(struct choice *c, struct err *e)
{
	if (c->name == NULL)
		return true;
	c->row = provider_find(str_of(c->name));
	c->section = section_find(c->o, str_of(c->row ? c->row->name : c->name));
	if (c->row || c->section)
		return true;
	struct buf known = BUF_INIT(ERR_MSG_SIZE);
	for (size_t i = 0; provider_at(i); i++)
		buf_addf(&known, "%s%s", i ? ", " : "", provider_at(i)->name);
	for (size_t i = 0; i < c->o->n_sections; i++)
		if (provider_find(str_of(c->o->sections[i].name)) == NULL)
			buf_addf(&known, ", %s", c->o->sections[i].name);
	err_set(e, ERR_USAGE, "--provider: no \"%s\"; there are %s, and what a [provider NAME] of the configuration describes",
	        c->name, known.s);
	buf_free(&known);
	return false;
}

static const char *own_address(const struct choice *c)
{
	if (c->section && c->section->base_url)
		return c->section->base_url;
	return c->row ? c->row->base_url : NULL;
}

/* Whether the provider that is named is the one at the address BASE. */
static bool is_at(const struct choice *c, const char *base)
{
	if (c->row && provider_of_url(str_of(base)) == c->row)
		return true;
	return c->section && c->section->base_url && strcmp(c->section->base_url, base) == 0;
}

static void find_by_address(struct choice *c)
{
	c->row = provider_of_url(str_of(c->base));
	c->section = c->row ? section_find(c->o, str_of(c->row->name)) : NULL;
	for (size_t i = 0; i < c->o->n_sections; i++)
		if (c->o->sections[i].base_url && strcmp(c->o->sections[i].base_url, c->base) == 0)
			c->section = &c->o->sections[i];
	if (c->section)
		c->row = provider_find(str_of(c->section->name));
}

/* Only `chat` was given: the only provider section decides, else OPENAI_API_KEY. */
static bool find_the_only_one(struct choice *c, struct err *e)
{
	const char *key = getenv("OPENAI_API_KEY");
	if (c->o->n_sections == 1)
		c->name = c->o->sections[0].name;
	else if (key && *key)
		c->name = "openai";
	else
		return err_set(e, ERR_USAGE, "--summarizer chat: which endpoint? Say --provider deepseek, or --base-url URL --model NAME");
	return find_named(c, e);
}

static bool choose(const struct opt_values *o, struct choice *c, struct err *e)
{
	int by_name = opt_rank_of(o, "provider"), by_address = opt_rank_of(o, "base-url");
	*c = (struct choice){ .o = o, .name = o->provider, .base = o->base_url };
	if (!find_named(c, e))
		return false;
	if (c->name && c->base && by_name > by_address && own_address(c))
		c->base = NULL;
	else if (c->name && c->base && by_address > by_name && !is_at(c, c->base))
		c->name = NULL;
	bool openai = c->name == NULL || (c->row && c->row == provider_find(STR("openai")));
	if (openai && o->openai_url && by_address < RANK_ENV && by_name <= RANK_ENV)
		c->base = o->openai_url;
	if (c->name == NULL && c->base)
		find_by_address(c);
	return c->name || c->base || find_the_only_one(c, e);
}

/* ---- What about it ---- */

static void replace(const char **member, const char *said)
{
	if (said)
		*member = said;
}

static void describe(struct endpoint *x, const struct choice *c, struct arena *a)
{
	static const struct provider unknown = { .token_field = "max_tokens", .structure = STRUCTURE_SCHEMA, .needs_model = true };
	const struct provider_section *s = c->section;
	struct provider *p = &x->provider;
	*p = c->row ? *c->row : unknown;
	x->section = s;
	if (s) {
		p->name = s->name;
		if (s->base_url)
			p->batch_url = NULL;
		replace(&p->base_url, s->base_url);
		replace(&p->key_header, s->key_header);
		replace(&p->token_field, s->token_field);
		replace(&p->thinking_off, s->thinking_off);
		replace(&p->query, s->query);
		if (s->stream) {
			p->stream = strcmp(s->stream, "true") == 0;
			p->stream_models = NULL;
		}
		for (int form = STRUCTURE_SCHEMA; s->structure && form <= STRUCTURE_TEXT; form++)
			if (strcmp(s->structure, chat_structure_name((enum chat_structure)form)) == 0)
				p->structure = (enum chat_structure)form;
	}
	if (p->name == NULL)
		p->name = arena_dup(a, provider_host(str_of(c->base))).p;  /* it has no other */
}

static bool choose_address(struct endpoint *x, const struct choice *c, struct err *e)
{
	const struct provider *p = &x->provider;
	const char *base = c->base ? c->base : p->base_url;
	struct buf address = BUF_INIT(BUF_UNBOUNDED);
	if (base == NULL)
		return err_set(e, ERR_USAGE, "provider %s: each user has an address of their own: say --base-url URL, or base-url = URL "
		                             "in [provider %s] of the configuration", p->name, p->name);
	if (c->o->batch && (c->base || p->batch_url == NULL))
		return err_set(e, ERR_USAGE, "--batch: no address for half the price is known of %s", c->base ? "this --base-url" : p->name);
	if (c->o->batch)
		base = p->batch_url;
	x->chat.base_url = base;
	bool ok = provider_address(str_of(base), p->query, &address, e) ||
	          (c->base == NULL && x->section ? err_wrap(e, "%s", x->section->where) :
	           err_wrap(e, c->base == c->o->base_url ? "--base-url" : "OPENAI_BASE_URL"));
	buf_free(&address);
	return ok;
}

/* A model that was said more weakly than the provider was meant for another one: then the section's goes before it. */
static bool choose_model(struct endpoint *x, const struct choice *c, struct err *e)
{
	const struct opt_values *o = c->o;
	const struct provider_section *s = x->section;
	int by_name = opt_rank_of(o, c->name ? "provider" : "base-url");
	bool openai = c->row == NULL || c->row == provider_find(STR("openai"));
	const char *said = o->model;
	if (openai && o->openai_model && opt_rank_of(o, "model") < RANK_ENV && (s == NULL || s->model == NULL))
		said = o->openai_model;
	if (s && s->model && (said == NULL || (int)opt_rank_of(o, "model") < by_name))
		said = s->model;
	if (said == NULL)
		said = x->provider.model;
	x->chat.model = said;
	if (said || !x->provider.needs_model)
		return true;
	return err_set(e, ERR_USAGE, "%s: which model? Say --model NAME, or model = NAME in the configuration", x->provider.name);
}

static void read_headers(struct endpoint *x, struct arena *a)
{
	const struct provider_section *s = x->section;
	if (s == NULL || s->headers.n == 0)
		return;
	struct http_header *v = arena_calloc(a, s->headers.n, sizeof *v);
	for (size_t i = 0; i < s->headers.n; i++) {
		struct str line = s->headers.v[i];
		size_t colon = str_find(line, ":", 0);
		v[i] = (struct http_header){ .name = arena_dup(a, str_trim(str_head(line, colon))).p,
			                     .value = arena_dup(a, str_trim(str_from(line, colon + 1))).p, .secret = true };
	}
	x->chat.headers = v;
	x->chat.n_headers = s->headers.n;
}

static bool choose_prices(struct endpoint *x, const struct opt_values *o, struct err *e)
{
	struct chat_prices *p = &x->chat.prices;
	const struct provider_section *s = x->section;
	double part = o->batch ? 0.5 : 1;
	*p = (struct chat_prices){ -1, -1, -1, s ? s->currency : NULL };
	if (s && s->price_in >= 0 && s->price_out >= 0) {
		p->in = s->price_in * part;
		p->out = s->price_out * part;
		p->cached = s->price_cached >= 0 ? s->price_cached * part : p->in;
	}
	return o->max_cost == 0 || p->in >= 0 ||
	       err_set(e, ERR_USAGE, "--max-cost: no prices are known; say price-in = N and price-out = N (of a million tokens) in "
	                             "[provider %s] of the configuration", x->provider.name);
}

bool endpoint_choose(const struct opt_values *o, struct arena *a, struct endpoint *ret, struct err *e)
{
	struct choice c;
	*ret = (struct endpoint){ .timeout_s = (int)o->summarizer_timeout };
	if (!choose(o, &c, e))
		return false;
	describe(ret, &c, a);
	if (!choose_address(ret, &c, e) || !choose_model(ret, &c, e) || !choose_prices(ret, o, e))
		return false;
	read_headers(ret, a);
	struct chat_options *chat = &ret->chat;
	chat->provider = &ret->provider;
	chat->extra_body = ret->section ? ret->section->extra_body : NULL;
	chat->contact = o->contact;
	chat->max_tokens = o->answer_tokens ? o->answer_tokens : ret->section ? ret->section->max_tokens : 0;
	chat->structure = ret->provider.structure;
	chat->stream = provider_streams(&ret->provider, chat->model);
	chat->tries = (int)o->summarizer_tries;
	chat->retry_delay_ms = o->summarizer_retry_delay;
	if (o->batch && opt_rank_of(o, "summarizer-timeout") == RANK_DEFAULT)
		ret->timeout_s = BATCH_TIMEOUT_S;
	return true;
}
