/* SPDX-License-Identifier: MIT
 * What a reply means, looked at in the order in which its parts can be believed: did it come whole, is it a redirect, is
 * it the API that speaks, does it complain, why did the model stop, what did it say.
 *
 * What hosts say is quoted, short and cleaned, and never with the key: some say it back. */
#include "internal.h"

#include <stdio.h>

#include "digest/mem.h"

enum {
	MOST_QUOTE = 200,  /* bytes */
	MOST_KEY = 4096,
	LONG_KEY = 8,      /* shorter ones ("none", "x") are struck out as words only: they stand within others */
};

struct reading {
	const struct provider *provider;
	const struct http_reply *head;
	const char *key;
	struct chat_form form;
	struct arena *a;
	struct chat_reply *ret;
};

/* ---- Words for people ---- */

static bool is_shown(uint32_t cp)
{
	return cp >= ' ' && !(cp >= 0x7f && cp < 0xa0) && !(cp >= 0x200b && cp <= 0x200f) && !(cp >= 0x2028 && cp <= 0x202e) &&
	       !(cp >= 0x2060 && cp <= 0x206f) && cp != 0xfeff;
}

/* Append S on one line: white space folded, without tags (TAGS), what is not shown, and what is not UTF-8. Ends beyond MOST. */
static void put_clean(struct str s, bool tags, size_t most, struct buf *out)
{
	bool in_tag = false, gap = false;
	size_t start = out->len;
	while (s.n > 0 && out->len - start < most) {
		uint32_t cp;
		size_t n = utf8_decode(s, &cp);
		bool tag_end = tags && in_tag && s.p[0] == '>';
		in_tag = tags && n > 0 && (in_tag ? cp != '>' : cp == '<');
		if (n == 0 || in_tag || tag_end || !is_shown(cp) || cp == ' ') {
			gap = gap || in_tag || tag_end || (n > 0 && (cp == ' ' || cp == '\n' || cp == '\t' || cp == '\r'));
		} else {
			if (gap && out->len > start)
				buf_addc(out, ' ');
			gap = false;
			buf_add(out, s.p, n);
		}
		s = str_from(s, n ? n : 1);
	}
}

static bool is_word(const struct buf *b, size_t at, size_t n)
{
	return (at == 0 || !is_alnum((unsigned char)b->s[at - 1])) && (at + n == b->len || !is_alnum((unsigned char)b->s[at + n]));
}

/* Strike KEY out of B's text from FROM on. */
static void strike(struct buf *b, size_t from, const char *key)
{
	size_t n = key ? strlen(key) : 0, at = from;
	if (n == 0 || str_find(str_from(buf_str(b), from), key, 0) == STR_NONE)
		return;
	struct buf out = BUF_INIT(BUF_UNBOUNDED);
	buf_add(&out, b->s, from);
	for (size_t found; (found = str_find(buf_str(b), key, at)) != STR_NONE;) {
		bool strike_it = n >= LONG_KEY || is_word(b, found, n);
		buf_add(&out, b->s + at, found - at);
		buf_addz(&out, strike_it ? "***" : "");
		at = found + (strike_it ? n : 1);
		if (!strike_it)
			buf_addc(&out, b->s[found]);
	}
	buf_add(&out, b->s + at, b->len - at);
	buf_clear(b);
	buf_adds(b, buf_str(&out));
	buf_free(&out);
}

/* Shorten B to MOST bytes, at a character's edge. */
static void cut(struct buf *b, size_t most)
{
	if (b->len <= most)
		return;
	buf_cut(b, str_head_utf8(buf_str(b), most - 3).n);
	buf_addz(b, "...");
}

/* Append WHAT, cleaned, as a quotation. */
static void put_quote(const struct reading *r, struct str what, bool tags, struct buf *out)
{
	struct buf text = BUF_INIT(BUF_UNBOUNDED);
	size_t key = r->key ? strlen(r->key) : 0;
	put_clean(what, tags, MOST_QUOTE + (key < MOST_KEY ? key : MOST_KEY) + 4, &text);  /* a whole key, or its start is cut off */
	strike(&text, 0, r->key);
	cut(&text, MOST_QUOTE);
	if (text.len > 0)
		buf_addf(out, ": %s", text.s);
	buf_free(&text);
}

static void give(const struct reading *r, enum chat_outcome outcome, enum err_kind kind, struct buf *why)
{
	struct buf line = BUF_INIT(BUF_UNBOUNDED);
	put_clean(buf_str(why), false, BUF_UNBOUNDED, &line);
	strike(&line, 0, r->key);
	cut(&line, sizeof r->ret->reason - 1);
	memcpy(r->ret->reason, line.s, line.len + 1);
	r->ret->outcome = outcome;
	r->ret->kind = kind;
	buf_free(&line);
	buf_free(why);
}

static void say(const struct reading *r, enum chat_outcome outcome, const char *why, struct str quote)
{
	struct buf text = BUF_INIT(BUF_UNBOUNDED);
	buf_addz(&text, why);
	put_quote(r, quote, false, &text);
	give(r, outcome, outcome == CHAT_STOP ? ERR_CONFIG : ERR_NONE, &text);
}

/* S without the key, in the arena. */
static struct str keep(const struct reading *r, struct str s)
{
	struct buf text = BUF_INIT(BUF_UNBOUNDED);
	if (!str_known(s))
		return s;
	if (r->key == NULL || strlen(r->key) < LONG_KEY || str_find(s, r->key, 0) == STR_NONE)
		return arena_dup(r->a, s);
	buf_adds(&text, s);
	strike(&text, 0, r->key);
	struct str kept = arena_dup(r->a, buf_str(&text));
	buf_free(&text);
	return kept;
}

/* ---- No answer ---- */

/* Nothing came, or not all of it. */
static void failed(const struct reading *r, const struct err *failure)
{
	struct buf why = BUF_INIT(BUF_UNBOUNDED);
	enum err_kind kind = failure ? failure->kind : ERR_NET_TEMP;
	buf_addz(&why, failure && failure->msg[0] ? failure->msg : "no reply");
	if (r->head->status >= 200 && r->head->status < 300)
		give(r, kind == ERR_INPUT ? CHAT_PAPER : CHAT_AGAIN, ERR_NONE, &why);  /* ERR_INPUT: larger than may be */
	else if (kind == ERR_USAGE || kind == ERR_CONFIG)
		give(r, CHAT_STOP, ERR_CONFIG, &why);
	else if (kind == ERR_NET)  /* a certificate, something else than HTTP: it will be the same for the next paper */
		give(r, CHAT_STOP, ERR_SUMMARIZER, &why);
	else if (kind == ERR_INPUT)  /* a recording that has no such reply */
		give(r, CHAT_ONCE_MORE, ERR_NONE, &why);
	else if (kind == ERR_FILE || kind == ERR_STORE || kind == ERR_DEFECT)
		give(r, CHAT_STOP, kind, &why);
	else
		give(r, CHAT_AGAIN, ERR_NONE, &why);
}

/* Without a query, which may hold anything. */
static struct str bare(struct str url)
{
	size_t n = 0;
	while (n < url.n && url.p[n] != '?' && url.p[n] != '#')
		n++;
	return str_head(url, n < 160 ? n : 160);
}

static void redirected(const struct reading *r)
{
	struct buf why = BUF_INIT(BUF_UNBOUNDED);
	struct str to = bare(r->head->redirect);
	buf_addf(&why, "the endpoint redirects (HTTP %ld) to %.*s, where nothing is sent: is base-url right?", r->head->status,
	         to.n ? (int)to.n : 7, to.n ? to.p : "nowhere");
	give(r, CHAT_STOP, ERR_CONFIG, &why);
}

static void complain(const struct reading *r, const struct complaint *c, bool page)
{
	struct buf why = BUF_INIT(BUF_UNBOUNDED);
	struct refused refused;
	if (r->ret->wait_ms < 0)
		r->ret->wait_ms = c->wait_ms;
	error_rule_apply(c, r->provider, bare(r->head->url), r->form, &refused, &why);
	if (r->head->status >= 300)
		buf_addf(&why, " (HTTP %ld)", r->head->status);
	else if (c->status >= 300)
		buf_addf(&why, " (error %ld)", c->status);
	put_quote(r, c->message, page, &why);
	if (c->more.n)
		put_quote(r, c->more, false, &why);
	r->ret->why = refused.reason;
	give(r, refused.outcome, refused.kind, &why);
}

/* What is no JSON: a proxy's page, whose title says it best, or a line of text. */
static void not_json(const struct reading *r, struct str body)
{
	bool page = str_starts(body, "<");
	struct complaint c = { .status = r->head->status, .wait_ms = r->ret->wait_ms };
	size_t open = page ? str_find(str_head(body, 4096), "<title", 0) : STR_NONE;
	size_t close = open == STR_NONE ? STR_NONE : str_find(str_head(body, 8192), "</title", open);
	c.message = close == STR_NONE ? body : (struct str){ body.p + open, close - open };
	if (r->head->status >= 300) {
		complain(r, &c, page);
		return;
	}
	struct buf why = BUF_INIT(BUF_UNBOUNDED);
	buf_addz(&why, body.n == 0 ? "an empty reply" : page ? "a page instead of an answer" : "something else than JSON");
	put_quote(r, c.message, page, &why);
	give(r, CHAT_AGAIN, ERR_NONE, &why);
}

/* ---- An answer ---- */

/* Why models stop; anything else ("stop", "eos", a token) is an end. */
static const struct { const char *reason; enum chat_outcome outcome; const char *why; enum pending_reason code; } finishes[] = {
	{ "length", CHAT_LENGTH, "the answer was cut at the token limit", REASON_ANSWER_LENGTH },
	{ "max_tokens", CHAT_LENGTH, "the answer was cut at the token limit", REASON_ANSWER_LENGTH },
	{ "content_filter", CHAT_PAPER, "the provider's filter cut the answer", REASON_FILTERED },
	{ "sensitive", CHAT_PAPER, "the provider's filter cut the answer", REASON_FILTERED },
	{ "safety", CHAT_PAPER, "the provider's filter cut the answer", REASON_FILTERED },
	{ "prohibited_content", CHAT_PAPER, "the provider's filter cut the answer", REASON_FILTERED },
	{ "recitation", CHAT_PAPER, "the provider's filter cut the answer", REASON_FILTERED },
	{ "refusal", CHAT_PAPER, "the model refuses", REASON_REFUSED },
	{ "model_context_window_exceeded", CHAT_PAPER, "the question is too long for the model", REASON_PAPER_LENGTH },
	{ "error", CHAT_AGAIN, "the model failed", REASON_NO_ANSWER },
	{ "network_error", CHAT_AGAIN, "the model failed", REASON_NO_ANSWER },
	{ "insufficient_system_resource", CHAT_AGAIN, "the model was interrupted", REASON_NO_ANSWER },
	{ "abort", CHAT_AGAIN, "the model was interrupted", REASON_NO_ANSWER },
	{ "timeout", CHAT_AGAIN, "the model was interrupted", REASON_NO_ANSWER },
};

static int64_t count(const struct js *usage, const char *name, const char *other)
{
	int64_t n;
	if ((js_int(js_get(usage, name), &n) || js_int(js_get(usage, other), &n)) && n >= 0 && n <= SUMMARY_MOST_TOKENS)
		return n;
	return -1;
}

static void read_usage(const struct js *usage, struct chat_reply *ret)
{
	ret->prompt_tokens = count(usage, "prompt_tokens", "input_tokens");
	ret->completion_tokens = count(usage, "completion_tokens", "output_tokens");
	ret->cached_tokens = count(js_get(usage, "prompt_tokens_details"), "cached_tokens", "cached_tokens");
	if (ret->cached_tokens < 0)
		ret->cached_tokens = count(usage, "prompt_cache_hit_tokens", "cached_tokens");
}

void message_parts(const struct js *parts, struct buf *out)
{
	for (size_t i = 0; i < js_len(parts); i++) {
		const struct js *one = js_at(parts, i), *text = js_get(one, "text");
		struct str type = js_str(js_get(one, "type"));
		if (js_type(one) == JS_STRING)
			buf_adds(out, js_str(one));
		else if (!str_known(type) || str_is(type, "text") || str_is(type, "output_text"))
			buf_adds(out, js_str(js_type(text) == JS_OBJECT ? js_get(text, "value") : text));
	}
}

/* V as text: a string, parts of one, a part alone, or an object that the server has parsed already. */
static void put_text(const struct js *v, struct buf *out)
{
	if (js_type(v) == JS_STRING)
		buf_adds(out, js_str(v));
	else if (js_type(v) == JS_ARRAY)
		message_parts(v, out);
	else if (js_type(v) == JS_OBJECT && js_get(v, "type") && js_type(js_get(v, "text")) == JS_STRING)
		buf_adds(out, js_str(js_get(v, "text")));
	else if (js_type(v) == JS_OBJECT)
		js_write(v, out);
}

/* Where answers stand beside `content`: gateways turn a schema into a tool, and servers that split off a model's thoughts take
 * an answer without thoughts for one (vLLM with --reasoning-parser and thinking turned off). */
static enum chat_place find_text(const struct js *message, bool ended, struct buf *out)
{
	const struct js *call = js_at(js_get(message, "tool_calls"), 0);
	put_text(js_get(message, "content"), out);
	if (!str_empty(str_trim(buf_str(out))))
		return PLACE_CONTENT;
	size_t blanks = out->len;
	put_text(js_get(js_get(call, "function"), "arguments"), out);
	put_text(js_get(js_get(message, "function_call"), "arguments"), out);
	if (!str_empty(str_trim(buf_str(out))))
		return PLACE_TOOL;
	static const char *const thoughts[] = { "reasoning_content", "reasoning" };
	for (size_t i = 0; ended && i < COUNTOF(thoughts); i++) {
		buf_cut(out, blanks);
		put_text(js_get(message, thoughts[i]), out);
		struct str text = str_trim(buf_str(out));
		if (str_starts(text, "{") && str_ends(text, "}"))
			return PLACE_REASONING;
	}
	buf_cut(out, blanks);
	return PLACE_CONTENT;
}

/* ENDED: the model stopped of its own, as far as is told. */
static void read_message(const struct reading *r, const struct js *message, bool ended)
{
	struct str refusal = str_trim(js_str(js_get(message, "refusal")));
	struct buf text = BUF_INIT(BUF_UNBOUNDED);
	enum chat_place place = find_text(message, ended, &text);
	if (!str_empty(str_trim(buf_str(&text))) && !(refusal.n > 0 && place != PLACE_CONTENT)) {
		r->ret->outcome = CHAT_ANSWER;
		r->ret->content = keep(r, buf_str(&text));
		r->ret->place = place;
	} else if (refusal.n > 0) {
		r->ret->why = REASON_REFUSED;
		say(r, CHAT_PAPER, "the model refuses", refusal);
	} else if (js_len(js_get(message, "tool_calls")) > 0) {
		r->ret->why = REASON_FORM;
		say(r, CHAT_ONCE_MORE, "the model calls a tool instead of answering", STR_NULL);
	} else {
		r->ret->why = REASON_FORM;
		say(r, CHAT_ONCE_MORE, text.len > 0 ? "the answer has nothing but blanks" : "the answer is empty", STR_NULL);
	}
	buf_free(&text);
}

static void read_choice(const struct reading *r, const struct js *choice)
{
	const struct js *finish = js_get(choice, "finish_reason");
	struct complaint c = { .status = r->head->status, .json = true, .wait_ms = -1 };
	if (js_type(choice) != JS_OBJECT) {
		say(r, CHAT_ONCE_MORE, "a reply without an answer in it", STR_NULL);
		return;
	}
	if (error_body_err(js_get(choice, "error"), r->a, &c)) {
		complain(r, &c, false);
		return;
	}
	for (size_t i = 0; i < COUNTOF(finishes); i++)
		if (str_is_nocase(js_str(finish), finishes[i].reason)) {
			r->ret->why = finishes[i].code;
			say(r, finishes[i].outcome, finishes[i].why, js_str(js_get(js_get(choice, "message"), "refusal")));
			return;
		}
	bool untold = js_type(finish) == JS_NULL;
	read_message(r, js_get(choice, "message"), untold || str_is(js_str(finish), "stop"));
	if (finish == NULL || !untold)  /* missing is another thing than null: some servers never tell */
		return;
	r->ret->unfinished = r->ret->outcome == CHAT_ANSWER;
	if (r->ret->outcome == CHAT_ONCE_MORE) {
		r->ret->why = REASON_NO_ANSWER;
		say(r, CHAT_AGAIN, CHAT_BROKEN_OFF, STR_NULL);
	}
}

static void read_json(const struct reading *r, const struct js *root)
{
	struct complaint c = { .status = r->head->status, .wait_ms = r->ret->wait_ms };
	r->ret->model = keep(r, js_str(js_get(root, "model")));
	read_usage(js_get(root, "usage"), r->ret);
	bool wrong = error_body_read(root, r->a, &c);
	if (wrong || r->head->status >= 300)
		complain(r, &c, false);
	else if (js_len(js_get(root, "choices")) == 0)
		say(r, CHAT_ONCE_MORE, "a reply without an answer in it", STR_NULL);
	else
		read_choice(r, js_at(js_get(root, "choices"), 0));
}

/* What is no answer of the API's may be the proxy's own. */
static void name_proxy(const struct http_reply *head, struct chat_reply *ret)
{
	size_t n = strlen(ret->reason);
	if (!str_empty(head->proxy) && head->status >= 400)
		snprintf(ret->reason + n, sizeof ret->reason - n, "; it went through the proxy %.*s", STR_ARG(head->proxy));
}

void chat_reply_read(const struct provider *provider, const struct http_reply *head, struct str body,
                     const struct err *failure, struct chat_form form, const char *key, struct arena *a,
                     struct chat_reply *ret)
{
	const struct reading r = { provider, head, key, form, a, ret };
	struct err e = ERR_INIT;
	struct js *root = NULL;
	*ret = (struct chat_reply){ .content = STR_NULL, .model = STR_NULL, .prompt_tokens = -1, .completion_tokens = -1, .cached_tokens = -1,
	                            .why = REASON_NO_ANSWER, .wait_ms = head->status ? chat_wait_ms(head) : -1 };
	if (str_starts(body, "\xef\xbb\xbf"))
		body = str_from(body, 3);
	body = str_trim(body);
	if (head->status < 200 || (failure && head->status < 300)) {
		failed(&r, failure);
	} else if (head->status >= 300 && head->status < 400) {
		redirected(&r);
	} else if (!str_starts(body, "{") && !str_starts(body, "[")) {
		not_json(&r, body);
		name_proxy(head, ret);
	} else if (js_parse(body, &root, &e)) {
		read_json(&r, root);
		js_free(root);
	} else if (head->status >= 300) {
		not_json(&r, body);
	} else {
		ret->why = REASON_FORM;
		say(&r, CHAT_AGAIN, "the reply is broken", str_of(e.msg));
	}
}
