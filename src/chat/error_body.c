/* SPDX-License-Identifier: MIT
 * The shapes in which endpoints, gateways and proxies say that something is wrong:
 *   {"error":{"message","type","code","param"}}     OpenAI and most; code may be a number (OpenRouter, llama.cpp, vLLM) or
 *                                                   a number in a string (Zhipu); metadata.raw (OpenRouter: the provider
 *                                                   behind it), innererror.code (Azure), details[] (Gemini)
 *   [{"error":{…}}]                                 Gemini
 *   {"error":"text"}                                Ollama, gateways
 *   {"type":"error","error":{…},"request_id"}       Anthropic
 *   {"code":20012,"message","data":null}            SiliconFlow; DashScope with a word for the code
 *   {"object":"error","message","type","code"}      vLLM before 2025
 *   {"detail":"text"}, {"detail":[{"loc","msg","type"}]}   FastAPI, as many gateways have it
 *   {"html-message":"…"}                            Portkey
 *   {"base_resp":{"status_code","status_msg"}}      MiniMax */
#include "internal.h"

static void add_code(struct complaint *c, struct arena *a, const struct js *v)
{
	struct buf number = BUF_INIT(64);
	struct str text = js_str(v);
	int64_t n;
	if (c->n_codes == MOST_CODES)
		return;
	if (js_int(v, &n)) {
		buf_addf(&number, "%lld", (long long)n);
		text = arena_dup(a, buf_str(&number));
		if (c->status < 300 && n >= 400 && n <= 599)
			c->status = (long)n;
	}
	uint64_t digits;
	if (c->status < 300 && str_number(js_str(v), 599, &digits) && digits >= 400)
		c->status = (long)digits;
	if (text.n > 0)
		c->codes[c->n_codes++] = text;
	buf_free(&number);
}

/* The first member of V that is a text and has one of the names that messages have. */
static struct str message_in(const struct js *v)
{
	static const char *const names[] = {
		"message", "msg", "error_msg", "error_message", "error_description", "status_msg", "detail", "html-message", "reason",
		"error",
	};
	for (size_t i = 0; i < COUNTOF(names); i++) {
		struct str text = str_trim(js_str(js_get(v, names[i])));
		if (text.n > 0)
			return text;
	}
	return STR_NULL;
}

/* Google's: {"@type":"…RetryInfo","retryDelay":"34s"}, {"…ErrorInfo","reason"}, {"…QuotaFailure","violations":[{"quotaId"}]}. */
static void read_details(const struct js *list, struct arena *a, struct complaint *c)
{
	enum { FEW = 8 };
	for (size_t i = 0; js_type(list) == JS_ARRAY && i < js_len(list) && i < FEW; i++) {
		const struct js *v = js_at(list, i), *violations = js_get(v, "violations");
		int64_t ms;
		add_code(c, a, js_get(v, "reason"));
		if (c->wait_ms < 0 && wait_duration(js_str(js_get(v, "retryDelay")), &ms))
			c->wait_ms = ms;
		for (size_t k = 0; js_type(violations) == JS_ARRAY && k < js_len(violations) && k < FEW; k++)
			add_code(c, a, js_get(js_at(violations, k), "quotaId"));
	}
}

/* FastAPI's: what is wrong with the request, and where in it. */
static bool read_places(const struct js *list, struct arena *a, struct complaint *c)
{
	const struct js *one = js_type(list) == JS_ARRAY ? js_at(list, 0) : NULL, *loc = js_get(one, "loc");
	if (js_type(one) != JS_OBJECT)
		return false;
	c->message = message_in(one);
	add_code(c, a, js_get(one, "type"));
	for (size_t i = 0; js_type(loc) == JS_ARRAY && i < js_len(loc) && i < 4; i++)
		add_code(c, a, js_at(loc, i));
	return c->message.n > 0;
}

bool error_body_err(const struct js *error, struct arena *a, struct complaint *c)
{
	static const char *const codes[] = { "code", "type", "param", "status", "status_code", "error_code", "error_type" };
	if (js_type(error) == JS_STRING) {
		c->message = str_trim(js_str(error));
		return c->message.n > 0;
	}
	if (js_type(error) != JS_OBJECT || js_len(error) == 0)
		return false;
	for (size_t i = 0; i < COUNTOF(codes); i++)
		add_code(c, a, js_get(error, codes[i]));
	add_code(c, a, js_get(js_get(error, "innererror"), "code"));
	read_details(js_get(error, "details"), a, c);
	c->message = message_in(error);
	c->more = str_trim(js_str(js_get(js_get(error, "metadata"), "raw")));
	if (c->message.n == 0)
		(void)!read_places(js_get(error, "detail"), a, c);
	return true;
}

bool error_body_read(const struct js *root, struct arena *a, struct complaint *c)
{
	if (js_type(root) == JS_ARRAY)
		root = js_at(root, 0);
	c->json = true;
	const struct js *error = js_get(root, "error");
	if (error_body_err(error, a, c)) {
		if (js_type(error) == JS_STRING) {  /* what stands beside it: {"error":"…","code":…} */
			add_code(c, a, js_get(root, "code"));
			add_code(c, a, js_get(root, "status"));
		}
		return true;
	}
	if (js_len(js_get(root, "choices")) > 0)
		return false;
	if (read_places(js_get(root, "detail"), a, c))
		return true;
	const struct js *base = js_get(root, "base_resp");
	return message_in(root).n > 0 ? error_body_err(root, a, c) : base && message_in(base).n > 0 && error_body_err(base, a, c);
}
