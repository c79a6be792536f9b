/* SPDX-License-Identifier: MIT
 * Providers: a row each, from their own documentation (2026-11). What a row does not know is asked of the endpoint: a
 * parameter that it refuses comes back as an error that says which line of the configuration to change.
 *
 * thinking_off stands only where every model of the provider takes it. OpenAI's do not: those that think by default know
 * "minimal" but not "none", those before them know neither, those after them do not think unless asked to. */
#include "internal.h"

#define REASONING_NONE "{\"reasoning_effort\":\"none\"}"
#define REASONING_LOW "{\"reasoning_effort\":\"low\"}"
#define THINKING_DISABLED "{\"thinking\":{\"type\":\"disabled\"}}"
#define ENABLE_THINKING_FALSE "{\"enable_thinking\":false}"
#define TEMPLATE_THINKING_FALSE "{\"chat_template_kwargs\":{\"enable_thinking\":false}}"

static const struct provider providers[] = {
	{ .name = "openai", .base_url = "https://api.openai.com/v1", .hosts = "api.openai.com",
	  .key_env = "OPENAI_API_KEY", .token_field = "max_completion_tokens", .structure = STRUCTURE_SCHEMA, .needs_model = true },
	{ .name = "deepseek", .base_url = "https://api.deepseek.com", .hosts = "api.deepseek.com",
	  .key_env = "DEEPSEEK_API_KEY", .token_field = "max_tokens", .structure = STRUCTURE_JSON,
	  .thinking_off = THINKING_DISABLED, .needs_model = true, .model = "deepseek-flash" },
	{ .name = "dashscope", .base_url = "https://dashscope.aliyuncs.com/compatible-mode/v1",
	  .hosts = "dashscope.aliyuncs.com dashscope-intl.aliyuncs.com dashscope-us.aliyuncs.com batch.dashscope.aliyuncs.com",
	  .key_env = "DASHSCOPE_API_KEY", .token_field = "max_tokens", .structure = STRUCTURE_JSON,
	  .thinking_off = ENABLE_THINKING_FALSE, .batch_url = "https://batch.dashscope.aliyuncs.com/compatible-mode/v1",
	  .stream_models = "qwq qvq",
	  .needs_model = true },
	{ .name = "zhipu", .base_url = "https://open.bigmodel.cn/api/paas/v4", .hosts = "open.bigmodel.cn api.z.ai",
	  .key_env = "ZHIPUAI_API_KEY ZAI_API_KEY", .token_field = "max_tokens", .structure = STRUCTURE_JSON,
	  .thinking_off = THINKING_DISABLED, .needs_model = true },
	{ .name = "moonshot", .base_url = "https://api.moonshot.cn/v1", .hosts = "api.moonshot.cn api.moonshot.ai",
	  .key_env = "MOONSHOT_API_KEY", .token_field = "max_tokens", .structure = STRUCTURE_JSON,
	  .thinking_off = THINKING_DISABLED, .needs_model = true },
	{ .name = "siliconflow", .base_url = "https://api.siliconflow.cn/v1", .hosts = "api.siliconflow.cn api.siliconflow.com",
	  .key_env = "SILICONFLOW_API_KEY", .token_field = "max_tokens", .structure = STRUCTURE_JSON,
	  .thinking_off = ENABLE_THINKING_FALSE, .needs_model = true },
	{ .name = "openrouter", .base_url = "https://openrouter.ai/api/v1", .hosts = "openrouter.ai",
	  .key_env = "OPENROUTER_API_KEY", .token_field = "max_tokens", .structure = STRUCTURE_SCHEMA,
	  .thinking_off = "{\"reasoning\":{\"effort\":\"none\"}}", .needs_model = true },
	{ .name = "azure", .hosts = ".openai.azure.com .services.ai.azure.com .cognitiveservices.azure.com",
	  .key_env = "AZURE_OPENAI_API_KEY", .key_header = "api-key", .token_field = "max_completion_tokens",
	  .structure = STRUCTURE_SCHEMA },
	/* Not every model there lets thinking be turned off, all of them take "low". */
	{ .name = "gemini", .base_url = "https://generativelanguage.googleapis.com/v1beta/openai",
	  .hosts = "generativelanguage.googleapis.com", .key_env = "GEMINI_API_KEY GOOGLE_API_KEY", .token_field = "max_tokens",
	  .structure = STRUCTURE_SCHEMA, .thinking_off = REASONING_LOW, .needs_model = true },
	{ .name = "ollama", .base_url = "http://localhost:11434/v1", .hosts = "localhost:11434 127.0.0.1:11434 [::1]:11434",
	  .token_field = "max_tokens", .structure = STRUCTURE_SCHEMA, .thinking_off = REASONING_NONE, .needs_model = true },
	{ .name = "llamacpp", .base_url = "http://127.0.0.1:8080/v1", .hosts = "127.0.0.1:8080 localhost:8080 [::1]:8080",
	  .token_field = "max_tokens", .structure = STRUCTURE_SCHEMA, .thinking_off = TEMPLATE_THINKING_FALSE },
	{ .name = "vllm", .base_url = "http://localhost:8000/v1", .hosts = "localhost:8000 127.0.0.1:8000 [::1]:8000",
	  .token_field = "max_tokens", .structure = STRUCTURE_SCHEMA, .thinking_off = TEMPLATE_THINKING_FALSE,
	  .needs_model = true },
};

const struct provider *provider_at(size_t i) { return i < COUNTOF(providers) ? &providers[i] : NULL; }

const struct provider *provider_find(struct str name)
{
	for (size_t i = 0; i < COUNTOF(providers); i++)
		if (str_is_nocase(name, providers[i].name))
			return &providers[i];
	return NULL;
}

bool provider_streams(const struct provider *p, const char *model)
{
	struct str rest = str_of(p->stream_models), first;
	if (p->stream)
		return true;
	while (model && str_cut(&rest, ' ', &first))
		if (first.n > 0 && str_eq(str_head(str_of(model), first.n), first))
			return true;
	return false;
}

const char *chat_structure_name(enum chat_structure s)
{
	static const char *const names[] = { [STRUCTURE_SCHEMA] = "schema", [STRUCTURE_JSON] = "json", [STRUCTURE_TEXT] = "text" };
	return (size_t)s < COUNTOF(names) ? names[s] : "?";
}

/* ---- Addresses ---- */

/* What stands between "://" and the path; STR_NULL where URL is no http or https address. */
static struct str authority(struct str url)
{
	size_t scheme = str_is_nocase(str_head(url, 7), "http://") ? 7 : str_is_nocase(str_head(url, 8), "https://") ? 8 : 0;
	if (scheme == 0)
		return STR_NULL;
	struct str rest = str_from(url, scheme);
	size_t n = 0;
	while (n < rest.n && rest.p[n] != '/' && rest.p[n] != '?' && rest.p[n] != '#')
		n++;
	return str_head(rest, n);
}

/* Without ":8080", unless WITH_PORT. */
static struct str host_of(struct str authority, bool with_port)
{
	size_t at = authority.n;
	while (at > 0 && is_digit((unsigned char)authority.p[at - 1]))
		at--;
	bool port = at > 0 && at < authority.n && authority.p[at - 1] == ':';
	return port && !with_port ? str_head(authority, at - 1) : authority;
}

static bool is_host(struct str authority, struct str wanted)
{
	char z[256];
	if (wanted.n == 0 || wanted.n >= sizeof z)
		return false;
	memcpy(z, wanted.p, wanted.n);
	z[wanted.n] = '\0';
	bool end = z[0] == '.', port = host_of(wanted, false).n < wanted.n;
	struct str host = host_of(authority, port);
	if (end)
		host = str_from(host, host.n > wanted.n ? host.n - wanted.n : host.n);
	return str_is_nocase(host, z);
}

const struct provider *provider_of_url(struct str url)
{
	struct str who = authority(str_trim(url));
	size_t at = who.n;
	while (at > 0 && who.p[at - 1] != '@')
		at--;
	who = str_from(who, at);
	for (size_t i = 0; i < COUNTOF(providers) && who.n > 0; i++) {
		struct str hosts = str_of(providers[i].hosts), one;
		while (str_cut(&hosts, ' ', &one))
			if (is_host(who, one))
				return &providers[i];
	}
	return NULL;
}

/* Whether QUERY ("a=1&b=2") has the first name of WANTED. */
static bool has_name(struct str query, const char *wanted)
{
	size_t n = strcspn(wanted, "=&");
	struct str one;
	while (str_cut(&query, '&', &one))
		if (one.n >= n && memcmp(one.p, wanted, n) == 0 && (one.n == n || one.p[n] == '='))
			return true;
	return false;
}

static bool check_base(struct str base, struct err *e)
{
	struct str who = authority(base);
	if (who.n == 0 || !(is_alnum((unsigned char)who.p[0]) || who.p[0] == '['))
		return err_set(e, ERR_USAGE, "not an http or https address: it is what stands before /chat/completions, as in "
		                             "https://api.deepseek.com");
	if (memchr(who.p, '@', who.n))
		return err_set(e, ERR_USAGE, "an address with a name or password in it: keys come from the environment or "
		                             "key_command");
	for (size_t i = 0; i < base.n; i++)
		if ((unsigned char)base.p[i] <= ' ' || base.p[i] == 0x7f)
			return err_set(e, ERR_USAGE, "a blank or control character in the address");
	return true;
}

struct str provider_host(struct str address)
{
	size_t scheme = str_find(address, "://", 0), n = 0;
	struct str host = scheme == STR_NONE ? address : str_from(address, scheme + 3);
	while (n < host.n && !strchr("/?#", host.p[n]))
		n++;
	return str_head(host, n);
}

bool provider_address(struct str base, const char *query, struct buf *out, struct err *e)
{
	static const char end[] = "/chat/completions";
	base = str_trim(base);
	if (!check_base(base, e))
		return false;
	const char *hash = memchr(base.p, '#', base.n);
	if (hash)
		base.n = (size_t)(hash - base.p);
	const char *mark = memchr(base.p, '?', base.n);
	struct str path = mark ? str_head(base, (size_t)(mark - base.p)) : base;
	struct str asked = mark ? str_from(base, path.n + 1) : STR_NULL;
	bool more = query && query[0] && !has_name(asked, query);
	while (path.n > 0 && path.p[path.n - 1] == '/')
		path.n--;
	if (str_find(path, "/openai/deployments/", 0) != STR_NONE && !has_name(asked, "api-version") && !more)
		return err_set(e, ERR_USAGE, "an address of Azure with /openai/deployments/ needs its version behind it: "
		                             "?api-version=2024-10-21");
	buf_adds(out, path);
	if (!str_ends(path, end))
		buf_addz(out, end);
	if (asked.n || more)
		buf_addc(out, '?');
	buf_adds(out, asked);
	if (more)
		buf_addf(out, "%s%s", asked.n ? "&" : "", query);
	return true;
}
