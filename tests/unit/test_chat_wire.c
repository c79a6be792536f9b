/* SPDX-License-Identifier: MIT
 * What is sent to a chat endpoint, and where. Requests are read back with jansson. */
#include <jansson.h>

#include "digest/chat.h"
#include "tests/unit/plain_tap.h"

#define T STRUCTURE_TEXT
#define S STRUCTURE_SCHEMA
#define J STRUCTURE_JSON

static struct provider provider_named(const char *name)
{
	const struct provider *known = provider_find(str_of(name));
	return known ? *known : (struct provider){ .name = name, .token_field = "max_tokens" };
}

/* ---- rows: what is sent; WANT is compared by jansson ---- */

#define MESSAGES "\"messages\":[{\"role\":\"system\",\"content\":\"JSON\"},{\"role\":\"user\",\"content\":\"u\"}]"
static const char schema_text[] =
	"{\"$schema\":\"https://json-schema.org/x\",\"title\":\"s\",\"type\":\"object\",\"properties\":{"
	"\"title\":{\"type\":\"string\",\"description\":\"题\",\"minLength\":1,\"pattern\":\"x\"},"
	"\"摘要\":{\"type\":\"string\",\"default\":\"\"},"
	"\"stars\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":5},"
	"\"big\":{\"type\":\"integer\",\"minimum\":0,\"maximum\":1000},"
	"\"kind\":{\"enum\":[\"a\",\"b\"]},"
	"\"maybe\":{\"type\":[\"string\",\"null\"]},"
	"\"none\":{},"
	"\"tags\":{\"type\":\"array\",\"minItems\":1,\"items\":{\"type\":\"object\",\"properties\":{\"t\":{\"type\":\"string\"},"
	"\"u\":{\"type\":\"string\"}},\"required\":[\"t\"]}}"
	"},\"required\":[\"title\",\"stars\",\"tags\",\"kind\"]}";
#define STRICT \
	"{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"summary\",\"strict\":true,\"schema\":{\"type\":\"object\",\"properties\":{" \
	"\"title\":{\"type\":\"string\",\"description\":\"题\"}," \
	"\"摘要\":{\"type\":[\"string\",\"null\"]}," \
	"\"stars\":{\"type\":\"integer\",\"enum\":[1,2,3,4,5]}," \
	"\"big\":{\"type\":[\"integer\",\"null\"]}," \
	"\"kind\":{\"enum\":[\"a\",\"b\"]}," \
	"\"maybe\":{\"type\":[\"string\",\"null\"]}," \
	"\"none\":{\"type\":[\"string\",\"null\"]}," \
	"\"tags\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{\"t\":{\"type\":\"string\"},\"u\":{\"type\":" \
	"[\"string\",\"null\"]}},\"required\":[\"t\",\"u\"],\"additionalProperties\":false}}" \
	"},\"required\":[\"title\",\"摘要\",\"stars\",\"big\",\"kind\",\"maybe\",\"none\",\"tags\"],\"additionalProperties\":false}}}"

static const struct body_row {
	int line;
	const char *provider, *model, *extra;
	enum chat_structure structure;
	int64_t max_tokens;
	const char *system, *want, *error;
} bodies[] = {
	{ __LINE__, "openai", "m", NULL, T, 0, "JSON", "{\"model\":\"m\"," MESSAGES "}", NULL },
	{ __LINE__, "openai", "m", "", T, 0, NULL, "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"u\"}]}", NULL },
	{ __LINE__, "openai", "m", NULL, T, 900, "JSON", "{\"model\":\"m\"," MESSAGES ",\"max_completion_tokens\":900}", NULL },
	{ __LINE__, "llamacpp", NULL, NULL, T, 900, "JSON", "{" MESSAGES ",\"max_tokens\":900,\"chat_template_kwargs\":{\"enable_thinking\":"
	  "false}}", NULL },
	{ __LINE__, "lab", "m", NULL, T, 9, "JSON", "{\"model\":\"m\"," MESSAGES ",\"max_tokens\":9}", NULL },
	{ __LINE__, "openai", "m", NULL, J, 0, "JSON", "{\"model\":\"m\"," MESSAGES ",\"response_format\":{\"type\":\"json_object\"}}", NULL },
	{ __LINE__, "openai", "m", NULL, S, 0, "JSON", "{\"model\":\"m\"," MESSAGES ",\"response_format\":" STRICT "}", NULL },
	/* the word that JSON mode needs */
	{ __LINE__, "openai", "m", NULL, J, 0, "s", "{\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"content\":\"s\\n\\n只输出一个 JSON "
	  "对象。\"},{\"role\":\"user\",\"content\":\"u\"}],\"response_format\":{\"type\":\"json_object\"}}", NULL },
	{ __LINE__, "openai", "m", NULL, J, 0, "Json", "{\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"content\":\"Json\"},{\"role\":"
	  "\"user\",\"content\":\"u\"}],\"response_format\":{\"type\":\"json_object\"}}", NULL },
	/* thinking turned off, by each provider's own switch */
	{ __LINE__, "deepseek", "m", NULL, T, 0, "JSON", "{\"model\":\"m\"," MESSAGES ",\"thinking\":{\"type\":\"disabled\"}}", NULL },
	{ __LINE__, "zhipu", "m", NULL, T, 0, "JSON", "{\"model\":\"m\"," MESSAGES ",\"thinking\":{\"type\":\"disabled\"}}", NULL },
	{ __LINE__, "moonshot", "m", NULL, T, 0, "JSON", "{\"model\":\"m\"," MESSAGES ",\"thinking\":{\"type\":\"disabled\"}}", NULL },
	{ __LINE__, "dashscope", "m", NULL, T, 0, "JSON", "{\"model\":\"m\"," MESSAGES ",\"enable_thinking\":false}", NULL },
	{ __LINE__, "siliconflow", "m", NULL, T, 0, "JSON", "{\"model\":\"m\"," MESSAGES ",\"enable_thinking\":false}", NULL },
	{ __LINE__, "openrouter", "m", NULL, T, 0, "JSON", "{\"model\":\"m\"," MESSAGES ",\"reasoning\":{\"effort\":\"none\"}}", NULL },
	{ __LINE__, "gemini", "m", NULL, T, 0, "JSON", "{\"model\":\"m\"," MESSAGES ",\"reasoning_effort\":\"low\"}", NULL },
	{ __LINE__, "ollama", "m", NULL, T, 0, "JSON", "{\"model\":\"m\"," MESSAGES ",\"reasoning_effort\":\"none\"}", NULL },
	{ __LINE__, "vllm", "m", NULL, T, 0, "JSON", "{\"model\":\"m\"," MESSAGES ",\"chat_template_kwargs\":{\"enable_thinking\":false}}", NULL },
	{ __LINE__, "azure", "m", NULL, T, 0, "JSON", "{\"model\":\"m\"," MESSAGES "}", NULL },
	/* extra members: added, in the place of ours, taken away */
	{ __LINE__, "openai", "m", "{\"temperature\": 0.30, \"seed\": 7}", T, 0, "JSON", "{\"model\":\"m\"," MESSAGES ",\"temperature\":0.3,"
	  "\"seed\":7}", NULL },
	{ __LINE__, "deepseek", "m", "{\"thinking\":null,\"model\":\"n\"}", T, 0, "JSON", "{\"model\":\"n\"," MESSAGES "}", NULL },
	{ __LINE__, "deepseek", "m", "{\"thinking\":{\"type\":\"enabled\"}}", T, 0, "JSON", "{\"model\":\"m\"," MESSAGES ",\"thinking\":{\"type\":"
	  "\"enabled\"}}", NULL },
	{ __LINE__, "openai", "m", "{\"response_format\":null,\"max_completion_tokens\":null}", S, 5, "JSON", "{\"model\":\"m\"," MESSAGES "}", NULL },
	{ __LINE__, "openai", "m", "{\"max_completion_tokens\":1}", T, 5, "JSON", "{\"model\":\"m\"," MESSAGES ",\"max_completion_tokens\":1}", NULL },
	{ __LINE__, "openai", "m", "{\"a\":{\"b\":null}}", T, 0, "JSON", "{\"model\":\"m\"," MESSAGES ",\"a\":{\"b\":null}}", NULL },
	{ __LINE__, "openai", "m", "{\"stream\":false}", T, 0, "JSON", "{\"model\":\"m\"," MESSAGES ",\"stream\":false}", NULL },
	{ __LINE__, "openai", "m", "{\"model\":null}", T, 0, "JSON", "{" MESSAGES "}", NULL },
	{ __LINE__, "openai", "m", "{}", T, 0, "\"\\\n\x01", "{\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"content\":\"\\\"\\\\\\n\\u0001\"},"
	  "{\"role\":\"user\",\"content\":\"u\"}]}", NULL },
	/* streams */
	{ __LINE__, "streams", "m", NULL, T, 0, "", "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"u\"}],\"stream\":true,"
	  "\"stream_options\":{\"include_usage\":true}}", NULL },
	{ __LINE__, "streams", "m", "{\"stream_options\":null}", T, 0, "", "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"u\"}],"
	  "\"stream\":true}", NULL },
	{ __LINE__, "openai", "m", "{\"stream\":true}", T, 0, "", "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"u\"}],"
	  "\"stream\":true,\"stream_options\":{\"include_usage\":true}}", NULL },
	{ __LINE__, "streams", "m", "{\"stream\":false}", T, 0, "", "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"u\"}],"
	  "\"stream\":false}", NULL },
	/* refused */
	{ __LINE__, "openai", "m", "{", T, 0, "JSON", NULL, "extra-body: " },
	{ __LINE__, "openai", "m", "[]", T, 0, "JSON", NULL, "extra-body: not a JSON object" },
	{ __LINE__, "openai", "m", "{\"messages\":[]}", T, 0, "JSON", NULL, "\"messages\" are made" },
	{ __LINE__, "bad-thinking", "m", NULL, T, 0, "JSON", NULL, "thinking-off: not a JSON object" },
};

static void sent(struct tap *t)
{
	struct schema *schema = schema_new(str_of(schema_text));
	for (size_t i = 0; i < COUNTOF(bodies); i++) {
		const struct body_row *row = &bodies[i];
		struct provider p = provider_named(row->provider);
		if (strcmp(row->provider, "bad-thinking") == 0)
			p.thinking_off = "[1]";
		const struct chat_options o = { .provider = &p, .model = row->model, .extra_body = row->extra };
		const struct chat_form form = { row->structure, strcmp(row->provider, "streams") == 0, row->max_tokens };
		struct buf once = BUF_INIT(BUF_UNBOUNDED), twice = BUF_INIT(BUF_UNBOUNDED);
		struct err e = ERR_INIT;
		bool ok = chat_body(&o, schema, str_of(row->system), STR("u"), form, &once, &e);
		if (row->error) {
			ok = !ok && e.kind == ERR_CONFIG && strstr(e.msg, row->error);
		} else if (ok) {
			json_t *got = json_loads(once.s, JSON_REJECT_DUPLICATES, NULL), *want = json_loads(row->want, JSON_REJECT_DUPLICATES, NULL);
			ok = got && want && json_equal(got, want) &&
			     chat_body(&o, schema, str_of(row->system), STR("u"), form, &twice, &e) &&
			     strcmp(once.s, twice.s) == 0;
			json_decref(got);
			json_decref(want);
		}
		if (!tap_case(t, ok, "body, line %d", row->line))
			printf("# got  %s %s\n# want %s\n", once.s, e.msg, row->want ? row->want : row->error);
		buf_free(&once);
		buf_free(&twice);
	}
	schema_free(schema);
}

/* ---- rows: other schemas in strict form ---- */

static const struct { int line; const char *schema, *want; } schemas[] = {
	/* nothing is known about the answer: JSON mode */
	{ __LINE__, "", "{\"type\":\"json_object\"}" },
	{ __LINE__, "{\"type\":\"object\"}", "{\"type\":\"json_object\"}" },
	/* any members: cannot be said strictly */
	{ __LINE__, "{\"properties\":{\"a\":{\"type\":\"object\"}},\"required\":[\"a\"]}",
	  "{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"summary\",\"strict\":false,\"schema\":{\"type\":\"object\",\"properties\":"
	  "{\"a\":{\"type\":\"object\"}},\"required\":[\"a\"],\"additionalProperties\":false}}}" },
	{ __LINE__, "{\"properties\":{\"a\":{\"anyOf\":[{\"type\":\"string\",\"maxLength\":9},{\"type\":\"number\"}]},\"b\":{\"type\":\"integer\","
	  "\"minimum\":1,\"maximum\":2},\"c\":{\"type\":\"string\",\"enum\":[\"x\"]}}}",
	  "{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"summary\",\"strict\":true,\"schema\":{\"type\":\"object\",\"properties\":"
	  "{\"a\":{\"anyOf\":[{\"type\":\"string\"},{\"type\":\"number\"},{\"type\":\"null\"}]},\"b\":{\"type\":[\"integer\",\"null\"],\"enum\":"
	  "[1,2,null]},\"c\":{\"type\":[\"string\",\"null\"],\"enum\":[\"x\",null]}},\"required\":[\"a\",\"b\",\"c\"],"
	  "\"additionalProperties\":false}}}" },
	{ __LINE__, "{\"properties\":{\"a\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/$defs/d\"}}},\"required\":[\"a\"],\"$defs\":{\"d\":"
	  "{\"properties\":{\"e\":{\"type\":\"string\"}},\"required\":[\"e\"]}}}",
	  "{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"summary\",\"strict\":true,\"schema\":{\"type\":\"object\",\"properties\":"
	  "{\"a\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/$defs/d\"}}},\"required\":[\"a\"],\"additionalProperties\":false,\"$defs\":{\"d\":"
	  "{\"type\":\"object\",\"properties\":{\"e\":{\"type\":\"string\"}},\"required\":[\"e\"],\"additionalProperties\":false}}}}}" },
};

static void strict_schemas(struct tap *t)
{
	for (size_t i = 0; i < COUNTOF(schemas); i++) {
		struct schema *schema = schema_new(str_of(schemas[i].schema));
		const struct chat_options o = { .provider = provider_find(STR("openai")), .model = "m" };
		struct buf body = BUF_INIT(BUF_UNBOUNDED);
		struct err e = ERR_INIT;
		bool ok = chat_body(&o, schema, STR("JSON"), STR("u"), (struct chat_form){ .structure = S }, &body, &e);
		json_t *got = json_loads(body.s, JSON_REJECT_DUPLICATES, NULL), *want = json_loads(schemas[i].want, 0, NULL);
		if (!tap_case(t, ok && want && json_equal(json_object_get(got, "response_format"), want), "schema, line %d", schemas[i].line))
			printf("# got  %s\n# want %s\n", body.s, schemas[i].want);
		json_decref(got);
		json_decref(want);
		buf_free(&body);
		schema_free(schema);
	}
}

/* ---- rows: providers and addresses ---- */

static const struct { int line; const char *url, *name; } hosts[] = {
	{ __LINE__, "https://api.openai.com/v1", "openai" },
	{ __LINE__, "https://API.DeepSeek.com", "deepseek" },
	{ __LINE__, "https://dashscope-intl.aliyuncs.com/compatible-mode/v1", "dashscope" },
	{ __LINE__, "https://batch.dashscope.aliyuncs.com/compatible-mode/v1", "dashscope" },
	{ __LINE__, "https://api.z.ai/api/paas/v4/", "zhipu" },
	{ __LINE__, "https://open.bigmodel.cn/api/paas/v4/", "zhipu" },
	{ __LINE__, "https://api.moonshot.ai/v1", "moonshot" },
	{ __LINE__, "https://api.siliconflow.cn:443/v1", "siliconflow" },
	{ __LINE__, "https://openrouter.ai/api/v1/chat/completions", "openrouter" },
	{ __LINE__, "https://res.openai.azure.com/openai/deployments/d?api-version=1", "azure" },
	{ __LINE__, "https://.openai.azure.com/", NULL },
	{ __LINE__, "https://generativelanguage.googleapis.com/v1beta/openai/", "gemini" },
	{ __LINE__, "http://localhost:11434/v1", "ollama" },
	{ __LINE__, "http://[::1]:11434/v1", "ollama" },
	{ __LINE__, "http://127.0.0.1:8080/v1", "llamacpp" },
	{ __LINE__, "http://localhost:8000/v1", "vllm" },
	{ __LINE__, "http://localhost/v1", NULL },
	{ __LINE__, "http://localhost:80800/v1", NULL },
	{ __LINE__, "https://api.openai.com.evil.test/v1", NULL },
	{ __LINE__, "https://evil.test/api.openai.com", NULL },
	{ __LINE__, "https://xapi.openai.com/", NULL },
	{ __LINE__, "https://api.openai.com@evil.test/", NULL },
	{ __LINE__, "ftp://api.openai.com/", NULL },
	{ __LINE__, "", NULL },
};

static const struct { int line; const char *base, *query, *want, *error; } addresses[] = {
	{ __LINE__, "https://api.deepseek.com", NULL, "https://api.deepseek.com/chat/completions", NULL },
	{ __LINE__, " https://api.deepseek.com/ ", NULL, "https://api.deepseek.com/chat/completions", NULL },
	{ __LINE__, "http://127.0.0.1:8080/v1//", NULL, "http://127.0.0.1:8080/v1/chat/completions", NULL },
	{ __LINE__, "HTTP://x.test/v1/chat/completions", NULL, "HTTP://x.test/v1/chat/completions", NULL },
	{ __LINE__, "http://x.test/v1/chat/completions/", NULL, "http://x.test/v1/chat/completions", NULL },
	{ __LINE__, "http://[::1]:1/v1", NULL, "http://[::1]:1/v1/chat/completions", NULL },
	{ __LINE__, "http://x.test/v1?a=1", NULL, "http://x.test/v1/chat/completions?a=1", NULL },
	{ __LINE__, "http://x.test/v1/?a=1#top", "b=2", "http://x.test/v1/chat/completions?a=1&b=2", NULL },
	{ __LINE__, "http://x.test/v1", "b=2", "http://x.test/v1/chat/completions?b=2", NULL },
	{ __LINE__, "http://x.test/v1?b=1", "b=2", "http://x.test/v1/chat/completions?b=1", NULL },
	/* Azure's two */
	{ __LINE__, "https://res.openai.azure.com/openai/v1/", NULL, "https://res.openai.azure.com/openai/v1/chat/completions", NULL },
	{ __LINE__, "https://res.openai.azure.com/openai/deployments/d?api-version=2024-10-21", NULL,
	  "https://res.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-10-21", NULL },
	{ __LINE__, "https://res.openai.azure.com/openai/deployments/d", "api-version=2024-10-21",
	  "https://res.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-10-21", NULL },
	{ __LINE__, "https://res.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-10-21", "api-version=2",
	  "https://res.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-10-21", NULL },
	{ __LINE__, "https://res.openai.azure.com/openai/deployments/d", NULL, NULL, "?api-version=" },
	/* refused */
	{ __LINE__, "", NULL, NULL, "not an http or https address" },
	{ __LINE__, "api.deepseek.com", NULL, NULL, "not an http or https address" },
	{ __LINE__, "file:///etc/passwd", NULL, NULL, "not an http or https address" },
	{ __LINE__, "https://", NULL, NULL, "not an http or https address" },
	{ __LINE__, "https:///v1", NULL, NULL, "not an http or https address" },
	{ __LINE__, "https://me:secret@x.test/v1", NULL, NULL, "name or password" },
	{ __LINE__, "https://x.test/v 1", NULL, NULL, "blank" },
	{ __LINE__, "https://x.test/v\n1", NULL, NULL, "blank" },
};

static void where(struct tap *t)
{
	for (size_t i = 0; i < COUNTOF(hosts); i++) {
		const struct provider *p = provider_of_url(str_of(hosts[i].url));
		tap_case(t, hosts[i].name ? p && strcmp(p->name, hosts[i].name) == 0 : p == NULL, "host, line %d: %s", hosts[i].line,
		         hosts[i].url);
	}
	for (size_t i = 0; i < COUNTOF(addresses); i++) {
		struct buf got = BUF_INIT(10000);
		struct err e = ERR_INIT;
		bool ok = provider_address(str_of(addresses[i].base), addresses[i].query, &got, &e);
		if (addresses[i].want)
			ok = ok && strcmp(got.s, addresses[i].want) == 0;
		else
			ok = !ok && e.kind == ERR_USAGE && strstr(e.msg, addresses[i].error) && !strstr(e.msg, "secret");
		if (!tap_case(t, ok, "address, line %d: %s", addresses[i].line, addresses[i].base))
			printf("# got \"%s\" %s\n", got.s, e.msg);
		buf_free(&got);
	}
}

/* Base address and key variable of each, as the providers document them. */
static const struct { int line; const char *name, *base, *key_env, *key_header, *token_field; } known[] = {
	{ __LINE__, "openai", "https://api.openai.com/v1", "OPENAI_API_KEY", NULL, "max_completion_tokens" },
	{ __LINE__, "deepseek", "https://api.deepseek.com", "DEEPSEEK_API_KEY", NULL, "max_tokens" },
	{ __LINE__, "dashscope", "https://dashscope.aliyuncs.com/compatible-mode/v1", "DASHSCOPE_API_KEY", NULL, "max_tokens" },
	{ __LINE__, "zhipu", "https://open.bigmodel.cn/api/paas/v4", "ZHIPUAI_API_KEY ZAI_API_KEY", NULL, "max_tokens" },
	{ __LINE__, "moonshot", "https://api.moonshot.cn/v1", "MOONSHOT_API_KEY", NULL, "max_tokens" },
	{ __LINE__, "siliconflow", "https://api.siliconflow.cn/v1", "SILICONFLOW_API_KEY", NULL, "max_tokens" },
	{ __LINE__, "openrouter", "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY", NULL, "max_tokens" },
	{ __LINE__, "azure", NULL, "AZURE_OPENAI_API_KEY", "api-key", "max_completion_tokens" },
	{ __LINE__, "gemini", "https://generativelanguage.googleapis.com/v1beta/openai", "GEMINI_API_KEY GOOGLE_API_KEY", NULL, "max_tokens" },
	{ __LINE__, "ollama", "http://localhost:11434/v1", NULL, NULL, "max_tokens" },
	{ __LINE__, "llamacpp", "http://127.0.0.1:8080/v1", NULL, NULL, "max_tokens" },
	{ __LINE__, "vllm", "http://localhost:8000/v1", NULL, NULL, "max_tokens" },
};

static bool same(const char *a, const char *b) { return a && b ? strcmp(a, b) == 0 : a == b; }

static void providers(struct tap *t)
{
	size_t n = 0;
	for (size_t i = 0; i < COUNTOF(known); i++) {
		const struct provider *p = provider_find(str_of(known[i].name));
		tap_case(t, p && same(p->base_url, known[i].base) && same(p->key_env, known[i].key_env) &&
		            same(p->key_header, known[i].key_header) && same(p->token_field, known[i].token_field), "provider, line %d: %s",
		         known[i].line, known[i].name);
	}
	while (provider_at(n)) {  /* each is told from its own address, and its request can be made */
		const struct provider *p = provider_at(n++);
		const char *urls[] = { p->base_url, p->batch_url };
		struct buf out = BUF_INIT(10000);
		struct err e = ERR_INIT;
		bool ok = true;
		for (size_t i = 0; i < COUNTOF(urls); i++)
			ok = ok && (urls[i] == NULL || (provider_of_url(str_of(urls[i])) == p && provider_address(str_of(urls[i]), p->query, &out, &e)));
		json_t *off = p->thinking_off ? json_loads(p->thinking_off, 0, NULL) : json_object();
		tap_case(t, ok && json_is_object(off), "provider: %s holds together", p->name);
		json_decref(off);
		buf_free(&out);
	}
	tap_case(t, n == COUNTOF(known), "provider: %zu of them are known here", n);
	tap_case(t, same(provider_find(STR("dashscope"))->batch_url, "https://batch.dashscope.aliyuncs.com/compatible-mode/v1"),
	         "provider: dashscope's address for half the price");
	tap_case(t, provider_find(STR("nobody")) == NULL && provider_find(STR("")) == NULL, "provider: nobody");
	tap_case(t, provider_find(STR("DeepSeek")) != NULL, "provider: in any case");
}

int main(void)
{
	struct tap t = { 0, 0 };
	sent(&t);
	strict_schemas(&t);
	providers(&t);
	where(&t);
	return tap_done(&t);
}
