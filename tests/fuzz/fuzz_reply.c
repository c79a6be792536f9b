/* SPDX-License-Identifier: MIT
 * libFuzzer over a chat endpoint's replies: "STATUS LF header lines LF LF body". Whatever comes is an answer, or a reason
 * in one valid line; and the key, which the body may say back, is in neither. A body that is JSON is also read as a schema
 * and as extra members of a request, which must stay JSON. */
#include <stdlib.h>
#include <string.h>

#include "digest/chat.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const char key[] = "sk-fuzz-0123456789";

static void check(bool ok)
{
	if (!ok)
		abort();
}

static bool says_key(struct str s) { return str_find(s, key, 0) != STR_NONE; }

static void check_reply(const struct chat_reply *r)
{
	struct str reason = str_of(r->reason);
	check(r->outcome <= CHAT_STOP && (r->kind != ERR_NONE) == (r->outcome == CHAT_STOP));
	check((r->outcome == CHAT_ANSWER) == (str_trim(r->content).n > 0) && (r->outcome == CHAT_ANSWER) == str_empty(reason));
	check(utf8_valid(r->content, NULL) && utf8_valid(r->model, NULL) && utf8_valid(reason, NULL));
	check(!says_key(r->content) && !says_key(r->model) && !says_key(reason));
	for (size_t i = 0; i < reason.n; i++)
		check((unsigned char)reason.p[i] >= ' ');
	check(r->prompt_tokens >= -1 && r->completion_tokens >= -1 && r->cached_tokens >= -1);
	check(r->wait_ms >= -1 && r->wait_ms <= INT64_C(86400000));
}

static void check_request(struct str json)
{
	static const enum chat_structure structures[] = { STRUCTURE_SCHEMA, STRUCTURE_JSON, STRUCTURE_TEXT };
	struct schema *schema = schema_new(json);
	struct arena a = ARENA_INIT;
	struct chat_options o = { .provider = provider_at(json.n % 12), .model = "m" };
	for (size_t i = 0; i < 2 * COUNTOF(structures); i++) {
		struct buf body = BUF_INIT(BUF_UNBOUNDED);
		struct err e = ERR_INIT;
		struct js *v;
		o.extra_body = i < COUNTOF(structures) ? NULL : arena_dup(&a, json).p;
		if (chat_body(&o, schema, STR("s"), STR("u"), (struct chat_form){ structures[i % COUNTOF(structures)], json.n % 2 == 1, 9 }, &body, &e)) {
			check(js_parse(buf_str(&body), &v, &e));
			js_free(v);
		} else {
			check(e.kind == ERR_CONFIG && body.len == 0);
		}
		buf_free(&body);
	}
	arena_free(&a);
	schema_free(schema);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str all = { (const char *)data, n }, line;
	struct arena a = ARENA_INIT;
	struct chat_reply r;
	uint64_t status = 200;
	if (str_cut(&all, '\n', &line))
		(void)!str_number(line, 999, &status);
	size_t end = str_find(all, "\n\n", 0);
	struct http_reply head = { .status = (long)status, .retry_after_s = -1, .url = STR("http://x.test/v1/chat/completions") };
	head.head = end == STR_NONE ? STR_NULL : str_head(all, end + 1);
	struct str body = end == STR_NONE ? all : str_from(all, end + 2);
	head.redirect = http_head_value(head.head, "location");
	chat_reply_read(provider_at(n % 13), &head, body, NULL, (struct chat_form){ .structure = (enum chat_structure)(n % 3), .stream = n % 2 == 1 }, key, &a, &r);
	check_reply(&r);
	if (str_starts(body, "{"))
		check_request(body);
	arena_free(&a);
	return 0;
}
