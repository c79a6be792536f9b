/* SPDX-License-Identifier: MIT
 * The wiring of the summarizer: option values into the structs of the stage. What costs time (terms, a key) is got when
 * the first request is to be sent, and not before. */
#include "digest/endpoint.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "digest/argv.h"
#include "digest/world.h"
#include "digest/provider_section.h"

static int rank_of_endpoint(const struct opt_values *o)
{
	int provider = opt_rank_of(o, "provider"), address = opt_rank_of(o, "base-url");
	return provider > address ? provider : address;
}

bool summarizer_is_default(const struct opt_values *o) { return o->summarizer == NULL && rank_of_endpoint(o) == RANK_DEFAULT; }

const char *summarizer_words(const struct opt_values *o)
{
	if (rank_of_endpoint(o) > (int)opt_rank_of(o, "summarizer"))
		return "chat";
	return o->summarizer ? o->summarizer : "extract";
}

/* ---- Checking ---- */

/* The name of a provider alone is no command: the user means the provider. */
static bool check_word(const struct opt_values *o, const char *words, struct err *e)
{
	bool provider = provider_find(str_of(words)) != NULL;
	for (size_t i = 0; i < o->n_sections; i++)
		provider = provider || strcmp(o->sections[i].name, words) == 0;
	return !provider || err_set(e, ERR_USAGE, "--summarizer: %s is a provider and no command: say --provider %s (a command of that "
	                            "name is started by its path)", words, words);
}

/* A model is asked at an endpoint. Where the configuration has both, and a command is chosen for once, the model stands by. */
static bool check_model(const struct opt_values *o, const char *words, struct err *e)
{
	int model = opt_rank_of(o, "model");
	if (o->model == NULL || model < (int)opt_rank_of(o, "summarizer") || model <= rank_of_endpoint(o))
		return true;
	return err_set(e, ERR_USAGE, "--model %s: no endpoint is asked, but %s: say --provider NAME, too", o->model,
	               o->summarizer ? words : "the offline extract made");
}

static bool check_command(const char *words, struct err *e)
{
	struct arena a = ARENA_INIT;
	char **argv;
	bool ok = argv_split(words, &a, &argv, e);
	if (!ok)
		err_wrap(e, "--summarizer");
	else if (argv[0] == NULL)
		ok = err_set(e, ERR_USAGE, "--summarizer: no command in \"%s\"", words);
	arena_free(&a);
	return ok;
}

static bool check_endpoint(const struct opt_values *o, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct endpoint x;
	bool ok = endpoint_choose(o, &a, &x, e);
	arena_free(&a);
	return ok;
}

/* The user's own, read to the end: a fault in it is to be told before anything is asked. */
static bool check_glossary(const char *path, struct err *e)
{
	struct glossary *g;
	if (path == NULL || strcmp(path, "none") == 0)
		return true;
	if (access(path, R_OK) != 0)
		return err_set(e, ERR_USAGE, "--glossary: %s cannot be read", path);
	if (!glossary_read(path, &g, e))
		return false;
	glossary_free(g);
	return true;
}

bool summarizer_check(const struct opt_values *o, struct err *e)
{
	for (size_t i = 0; i < o->summarizer_env.n; i++)
		if (!variable_name(o->summarizer_env.v[i]))  /* not said back: it may be a key */
			return err_set(e, ERR_USAGE, "--summarizer-env: not the name of a variable, as OPENAI_API_KEY");
	if (!check_glossary(o->glossary, e))
		return false;
	const char *words = summarizer_words(o);
	if (strcmp(words, "chat") == 0)
		return check_endpoint(o, e);
	return check_word(o, words, e) && check_model(o, words, e) && check_command(words, e);
}

/* ---- Opening ---- */

/* "json stream reasoning": what was learned of the endpoint. */
static const char stream_word[] = "stream", reasoning_word[] = "reasoning";

static void recall(struct chat_options *o, struct str words)
{
	struct str one;
	int first = o->structure;
	while (str_cut(&words, ' ', &one)) {
		for (int s = first; s <= STRUCTURE_TEXT; s++)
			if (str_is(one, chat_structure_name((enum chat_structure)s)))
				o->structure = (enum chat_structure)s;
		o->stream |= str_is(one, stream_word);
		o->reasoning_known |= str_is(one, reasoning_word);
	}
}

/* What answers of this style took of late, of this model. */
static bool recall_usual(struct summarizer *x, struct store *store, struct err *e)
{
	enum { TELLING = 5 };  /* requests: of fewer the style's own word is better */
	const struct chat_options *chat = &x->how.chat;
	const struct store_spent of = { .provider = str_of(chat->provider->name), .model = str_of(chat->model ? chat->model : "-"), .style = x->how.style.name };
	struct store_spent lately;
	if (!store_spent_lately(store, &of, &lately, e))
		return false;
	if (lately.requests >= TELLING)
		x->how.usual_answer = lately.completion_tokens / lately.requests;
	return true;
}

static bool open_chat(struct summarizer *x, const struct opt_values *o, struct store *store, struct err *e)
{
	struct buf key = BUF_INIT(BUF_UNBOUNDED);
	struct str word = STR_NULL;
	if (!endpoint_choose(o, &x->a, &x->endpoint, e))
		return false;
	const char *begins = chat_structure_name(x->endpoint.chat.structure);
	buf_addf(&key, "structure %s %s %s", begins, x->endpoint.chat.model ? x->endpoint.chat.model : "-", x->endpoint.chat.base_url);
	x->memory = arena_dup(&x->a, buf_str(&key));
	buf_free(&key);
	if (!store_kv_get(store, x->memory, &x->a, &word, e))
		return false;
	recall(&x->endpoint.chat, word);
	x->how.chat = x->endpoint.chat;
	x->how.timeout_s = x->endpoint.timeout_s;
	return recall_usual(x, store, e);
}

bool summarizer_open(struct summarizer *x, const struct opt_values *o, const struct summary_style *style, const struct summary_reading *reading,
                     struct store *store, struct err *e)
{
	const char *words = summarizer_words(o);
	*x = (struct summarizer){
		.a = ARENA_INIT, .chat = strcmp(words, "chat") == 0, .extract = strcmp(words, "extract") == 0,
		.how = { .words = words, .protocol = (enum summary_protocol)o->summarizer_protocol,
		         .style = *style, .more = reading->asks, .n_more = reading->n_asks, .jobs = (int)o->jobs, .timeout_s = (int)o->summarizer_timeout,
		         .max_reply = (size_t)o->summarizer_max_reply, .max_restarts = (int)o->summarizer_restarts,
		         .budget = { o->max_requests, o->max_tokens, o->max_cost } },
	};
	x->how.stats = &x->stats;
	x->how.check = (struct answer_check){ .mode = (enum check_mode)o->gate, .prompt = style->prompt, .lang = style->lang, .marks = reading->whole.marks, .phrases = prompt_phrases };
	x->secrets = endpoint_secrets(o, &x->a);
	x->how.env_without = x->secrets;
	if (x->chat && !open_chat(x, o, store, e))
		return false;
	if (!x->extract && (o->glossary || str_starts(x->how.style.lang, "zh")) && !glossary_choose(o, &x->glossary, e))
		return false;
	x->how.check.glossary = x->glossary;
	summary_keys_init(&x->keys, &x->how, style);
	summary_keys_init(&x->whole, &x->how, &reading->whole);
	x->parts = arena_calloc(&x->a, reading->n_asks + 1, sizeof *x->parts);
	for (size_t i = 0; i < reading->n_asks; i++)
		summary_keys_init(&x->parts[i], &x->how, &reading->asks[i]);
	return true;
}

struct str summarizer_key(const struct summarizer *x, const struct paper *p, struct arena *a, struct buf *key)
{
	struct buf lines = BUF_INIT(BUF_UNBOUNDED);
	glossary_lines(x->glossary, p->title, p->abstract, &lines);
	struct str terms = arena_dup(a, buf_str(&lines));
	summary_key(&x->keys, p, terms, STR(""), key);
	buf_free(&lines);
	return terms;
}

void summarizer_text_key(const struct summarizer *x, const struct paper *p, struct str terms, struct str text, int part, struct buf *key)
{
	summary_key(part < 0 ? &x->whole : &x->parts[part], p, terms, text, key);
}

bool summarizer_begin(struct summarizer *x, const struct opt_values *o, const struct clock *clock, struct err *e)
{
	x->how.loop = loop_new(clock);
	x->interrupt = x->extract ? NULL : interrupt_new(x->how.loop);
	return !x->chat || endpoint_key(&x->endpoint, o, x->how.loop, &x->a, &x->how.chat.key, e);
}

bool summarizer_keep_learned(const struct summarizer *x, struct store *store, struct err *e)
{
	const struct chat_options *before = &x->endpoint.chat;
	const struct summary_stats *now = &x->stats;
	bool stream = before->stream || now->stream, reasoning = before->reasoning_known || now->reasoning;
	if (!x->chat || !now->form_known ||
	    (now->structure == before->structure && stream == before->stream && reasoning == before->reasoning_known))
		return true;
	struct buf words = BUF_INIT(64);
	buf_addf(&words, "%s%s%s%s%s", chat_structure_name(now->structure), stream ? " " : "", stream ? stream_word : "",
	         reasoning ? " " : "", reasoning ? reasoning_word : "");
	bool ok = store_kv_put(store, x->memory, buf_str(&words), e);
	buf_free(&words);
	return ok;
}

int summarizer_end(struct summarizer *x)
{
	int signal = interrupt_free(x->interrupt);
	x->interrupt = NULL;
	return signal;
}

void summarizer_close(struct summarizer *x)
{
	(void)summarizer_end(x);
	loop_free(x->how.loop);
	glossary_free(x->glossary);
	arena_free(&x->a);
}
