/* SPDX-License-Identifier: MIT
 * [provider NAME], read over a table of rows as the options are. All is checked here, where the line is known; what may be a
 * key put into the wrong place is never part of a message. */
#include "digest/provider_section.h"

#include <string.h>

#include "digest/argv.h"
#include "digest/chat.h"
#include "digest/text.h"

enum {
	SECTIONS_MAX = 64,
	HEADERS_MAX = 32,
	ANSWER_TOKENS_MAX = 1000000,
	PRICE_MAX = 1000000,          /* for a million tokens */
};

static const char no_keys_here[] =
	"a key does not stand in this file: put it into an environment variable (DIGEST_API_KEY, or api-key-env = NAME in "
	"[provider NAME]), or let a command print it (key-command = pass show llm)";

bool section_is_key(struct str name, const char **why)
{
	static const char *const names[] = { "api-key", "api_key", "apikey", "key", "api-token", "token", "access-token", "secret",
		                             "password", "authorization" };
	for (size_t i = 0; i < COUNTOF(names); i++)
		if (str_is_nocase(name, names[i])) {
			*why = no_keys_here;
			return true;
		}
	return false;
}

bool variable_name(struct str text)
{
	for (size_t i = 0; i < text.n; i++)
		if (!is_alnum(text.p[i]) && text.p[i] != '_')
			return false;
	return text.n > 0 && !is_digit(text.p[0]);
}

/* ---- What values are checked for ---- */

static bool is_token(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!is_alnum(s.p[i]) && strchr("!#$%&'*+-.^_`|~", s.p[i]) == NULL)  /* RFC 9110, 5.6.2 */
			return false;
	return s.n > 0;
}

static bool is_printable(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7f)
			return false;
	return true;
}

static bool check_url(struct str v, struct err *e)
{
	struct buf address = BUF_INIT(BUF_UNBOUNDED);
	/* Azure's version may stand in the section's `query`; the whole address is looked at when it is used. */
	bool ok = provider_address(v, "api-version=", &address, e);
	if (!ok)
		e->kind = ERR_CONFIG;
	buf_free(&address);
	return ok;
}

static bool check_variable(struct str v, struct err *e)
{
	return variable_name(v) ||
	       err_set(e, ERR_CONFIG, "not the name of a variable (capital letters, digits, _), which holds the key; %s", no_keys_here);
}

static bool check_command(struct str v, struct err *e)
{
	struct arena a = ARENA_INIT;
	char **argv;
	bool ok = argv_split(arena_dup(&a, v).p, &a, &argv, e) || err_set(e, ERR_CONFIG, "a quote that is not closed");
	arena_free(&a);
	return ok;
}

static bool check_header_name(struct str v, struct err *e)
{
	return is_token(v) || err_set(e, ERR_CONFIG, "not the name of a header");
}

static bool check_word(struct str v, struct err *e)
{
	return variable_name(v) || err_set(e, ERR_CONFIG, "\"%.*s\" is no name, as max_tokens", STR_ARG(str_head(v, 60)));
}

static bool check_structure(struct str v, struct err *e)
{
	for (int s = STRUCTURE_SCHEMA; s <= STRUCTURE_TEXT; s++)
		if (str_is(v, chat_structure_name((enum chat_structure)s)))
			return true;
	return err_set(e, ERR_CONFIG, "\"%.*s\" is none of schema, json, text", STR_ARG(str_head(v, 60)));
}

static bool check_switch(struct str v, struct err *e)
{
	return str_is(v, "true") || str_is(v, "false") || err_set(e, ERR_CONFIG, "\"%.*s\" is neither true nor false", STR_ARG(str_head(v, 60)));
}

static bool check_currency(struct str v, struct err *e)
{
	enum { MOST = 8 };
	size_t n = 0;
	bool ok = is_printable(v);
	for (size_t i = 0; i < v.n; i++) {
		n += ((unsigned char)v.p[i] & 0xc0) != 0x80;
		ok = ok && v.p[i] != ' ' && !is_digit(v.p[i]);
	}
	return (ok && n <= MOST) || err_set(e, ERR_CONFIG, "\"%.*s\" is no name of a currency, as CNY or \xe2\x82\xac", STR_ARG(str_head(v, 60)));
}

static bool check_object(struct str v, struct err *e)
{
	struct js *js;
	if (!js_parse(v, &js, e)) {
		e->kind = ERR_CONFIG;
		return false;
	}
	bool ok = js_type(js) == JS_OBJECT;
	js_free(js);
	return ok || err_set(e, ERR_CONFIG, "not a JSON object, as {\"temperature\": 0.3}");
}

static bool check_query(struct str v, struct err *e)
{
	for (size_t i = 0; i < v.n; i++)
		if ((unsigned char)v.p[i] <= ' ' || (unsigned char)v.p[i] >= 0x7f || v.p[i] == '#')
			return err_set(e, ERR_CONFIG, "not the part of an address behind \"?\", as api-version=2024-10-21");
	return true;
}

/* What the request itself says, and what would be a key. */
static bool check_header(struct str v, struct err *e)
{
	static const char *const ours[] = { "host", "content-type", "content-length", "transfer-encoding", "connection", "expect",
		                            "user-agent", "accept" };
	static const char *const keys[] = { "authorization", "proxy-authorization", "cookie", "api-key", "x-api-key",
		                            "x-goog-api-key", "apikey" };
	size_t colon = str_find(v, ":", 0);
	struct str name = str_trim(str_head(v, colon));
	if (colon == STR_NONE || !is_token(name))
		return err_set(e, ERR_CONFIG, "not `Name: value`");
	for (size_t i = 0; i < COUNTOF(ours); i++)
		if (str_is_nocase(name, ours[i]))
			return err_set(e, ERR_CONFIG, "%s: this header is made for each request", ours[i]);
	for (size_t i = 0; i < COUNTOF(keys); i++)
		if (str_is_nocase(name, keys[i]))
			return err_set(e, ERR_CONFIG, "%s: %s; the header's name is key-header's", keys[i], no_keys_here);
	return is_printable(v) || err_set(e, ERR_CONFIG, "%.*s: a control character in its value", STR_ARG(name));
}

/* ---- The rows ---- */

enum row_type { ROW_STR, ROW_LIST, ROW_PRICE, ROW_COUNT };

#define AT(field) offsetof(struct provider_section, field)

static const struct {
	const char *name;
	enum row_type type;
	size_t offset;
	bool (*check)(struct str v, struct err *e);  /* ERR_CONFIG; may be NULL */
	const char *help, *example;
} rows[] = {
	{ "base-url", ROW_STR, AT(base_url), check_url,
	  "The endpoint's address up to before /chat/completions.", "https://llm.example.org/v1" },
	{ "model", ROW_STR, AT(model), NULL,
	  "The model that is asked, where --model does not name one.", "qwen3-32b" },
	{ "api-key-env", ROW_STR, AT(api_key_env), check_variable,
	  "The environment variable that holds the key.", "LAB_KEY" },
	{ "key-command", ROW_STR, AT(key_command), check_command,
	  "A command whose first line of output is the key. It is started without a shell.", "pass show lab/llm" },
	{ "key-header", ROW_STR, AT(key_header), check_header_name,
	  "The header that has the bare key, instead of Authorization.", "X-Api-Key" },
	{ "token-field", ROW_STR, AT(token_field), check_word,
	  "The request's member that limits the tokens of an answer.", "max_tokens" },
	{ "structure", ROW_STR, AT(structure), check_structure,
	  "How the form of an answer is asked for: schema (a JSON Schema), json (any object), text (in words only).", "json" },
	{ "thinking-off", ROW_STR, AT(thinking_off), check_object,
	  "The members of a request that turn the model's thinking off, as a JSON object; {} for none.", "{\"chat_template_kwargs\": {\"enable_thinking\": false}}" },
	{ "stream", ROW_STR, AT(stream), check_switch,
	  "Whether answers are asked for as a stream: true for models that answer in no other way, which is found out otherwise.", "true" },
	{ "extra-body", ROW_STR, AT(extra_body), check_object,
	  "Members to add to each request, as a JSON object.", "{\"temperature\": 0.3}" },
	{ "query", ROW_STR, AT(query), check_query,
	  "What stands behind the question mark of the address.", "api-version=2024-10-21" },
	{ "header", ROW_LIST, AT(headers), check_header,
	  "A header to add to each request. Repeat the line for more.", "X-Team: reading" },
	{ "price-in", ROW_PRICE, AT(price_in), NULL,
	  "The price of a million tokens of questions.", "0.27" },
	{ "price-out", ROW_PRICE, AT(price_out), NULL,
	  "The price of a million tokens of answers.", "1.10" },
	{ "price-cached", ROW_PRICE, AT(price_cached), NULL,
	  "The price of a million tokens of questions that the provider had in its cache.", "0.07" },
	{ "currency", ROW_STR, AT(currency), check_currency,
	  "The money of the prices, a word of at most 8 letters or signs.", "CNY" },
	{ "max-tokens", ROW_COUNT, AT(max_tokens), NULL,
	  "Tokens that one answer may have.", "4000" },
};

bool provider_setting_at(size_t i, struct provider_setting *ret)
{
	if (i < COUNTOF(rows))
		*ret = (struct provider_setting){ rows[i].name, rows[i].help, rows[i].example };
	return i < COUNTOF(rows);
}

static void *member(struct provider_section *s, size_t offset) { return (char *)s + offset; }

static bool add(struct strs *list, struct str v, struct arena *a, struct err *e)
{
	if (list->n == HEADERS_MAX)
		return err_set(e, ERR_CONFIG, "more than %d of them", HEADERS_MAX);
	if (list->v == NULL)
		list->v = arena_calloc(a, HEADERS_MAX, sizeof *list->v);
	list->v[list->n++] = arena_dup(a, v);
	return true;
}

static bool set(struct provider_section *s, size_t row, struct str v, struct arena *a, struct err *e)
{
	void *at = member(s, rows[row].offset);
	double price;
	uint64_t n;
	if (str_empty(v))
		return err_set(e, ERR_CONFIG, "needs a value");
	if (rows[row].check && !rows[row].check(v, e))
		return false;
	switch (rows[row].type) {
	case ROW_STR:
		*(const char **)at = arena_dup(a, v).p;
		return true;
	case ROW_LIST:
		return add(at, v, a, e);
	case ROW_PRICE:
		if (!decimal_parse(v, PRICE_MAX, &price))
			return err_set(e, ERR_CONFIG, "\"%.*s\" is no price of a million tokens, as 0.27", STR_ARG(str_head(v, 60)));
		*(double *)at = price;
		return true;
	case ROW_COUNT:
		if (!str_number(v, ANSWER_TOKENS_MAX, &n) || n == 0)
			return err_set(e, ERR_CONFIG, "\"%.*s\" is not a whole number from 1 to %d", STR_ARG(str_head(v, 60)),
			               ANSWER_TOKENS_MAX);
		*(int64_t *)at = (int64_t)n;
		return true;
	}
	return true;
}

bool section_set(struct provider_section *s, struct str name, struct str value, struct arena *a, struct err *e)
{
	const char *why;
	for (size_t i = 0; i < COUNTOF(rows); i++)
		if (str_is(name, rows[i].name))
			return set(s, i, value, a, e) || err_wrap(e, "%s", rows[i].name);
	if (section_is_key(name, &why))
		return err_set(e, ERR_CONFIG, "%s", why);
	struct buf known = BUF_INIT(ERR_MSG_SIZE);
	for (size_t i = 0; i < COUNTOF(rows); i++)
		buf_addf(&known, "%s%s", i ? ", " : "", rows[i].name);
	err_set(e, ERR_CONFIG, "unknown setting \"%.*s\" of a provider: there are %s", STR_ARG(str_head(name, 60)), known.s);
	buf_free(&known);
	return false;
}

/* ---- The sections ---- */

struct provider_section *section_find(const struct opt_values *o, struct str name)
{
	for (size_t i = 0; i < o->n_sections; i++)
		if (str_is(name, o->sections[i].name))
			return &o->sections[i];
	return NULL;
}

struct provider_section *section_open(struct opt_values *o, struct str name, const char *where, struct arena *a)
{
	struct provider_section *s = section_find(o, name);
	if (s || o->n_sections == SECTIONS_MAX)
		return s;
	if (o->sections == NULL)
		o->sections = arena_calloc(a, SECTIONS_MAX, sizeof *o->sections);
	s = &o->sections[o->n_sections++];
	*s = (struct provider_section){ .name = arena_dup(a, name).p, .where = arena_dup(a, str_of(where)).p,
		                        .price_in = -1, .price_out = -1, .price_cached = -1 };
	return s;
}
