/* SPDX-License-Identifier: MIT
 * From options, sections and the environment to an endpoint: which address, which model, whose key, and what is refused. A row
 * is a configuration, the environment, the command line's words, and what comes of them. */
#include <stdlib.h>

#include "digest/endpoint.h"
#include "tests/unit/plain_tap.h"
#include "tests/unit/scratch.h"

#define DEEPSEEK "[provider deepseek]\nmodel = deepseek-chat\n"
#define LAB "[provider lab]\nbase-url = https://llm.example.org/v1\nmodel = m\n"
#define AT "provider = lab\n" LAB

static const struct {
	int line;
	const char *config;
	const char *env;    /* "NAME=value" by blanks */
	const char *line_words;  /* "name=value" by blanks */
	const char *want;   /* "PROVIDER ADDRESS MODEL KEY", "-" for none; or "error KIND: …" a part of the message */
} rows[] = {
	/* who */
	{ __LINE__, "provider = deepseek\nmodel = m\n", "DEEPSEEK_API_KEY=d", "", "deepseek https://api.deepseek.com m d" },
	{ __LINE__, "", "DEEPSEEK_API_KEY=d", "provider=deepseek model=m", "deepseek https://api.deepseek.com m d" },
	{ __LINE__, "", "DEEPSEEK_API_KEY=d", "base-url=https://api.deepseek.com/v1 model=m", "deepseek https://api.deepseek.com/v1 m d" },
	{ __LINE__, "", "DEEPSEEK_API_KEY=d", "provider=deepseek", "deepseek https://api.deepseek.com deepseek-flash d" },
	{ __LINE__, "", "DEEPSEEK_API_KEY=d", "base-url=https://api.deepseek.com", "deepseek https://api.deepseek.com deepseek-flash d" },
	{ __LINE__, "[provider deepseek]\nprice-in = 1\n", "DEEPSEEK_API_KEY=d", "provider=deepseek", "deepseek https://api.deepseek.com deepseek-flash d" },
	{ __LINE__, DEEPSEEK, "DEEPSEEK_API_KEY=d", "provider=deepseek", "deepseek https://api.deepseek.com deepseek-chat d" },
	{ __LINE__, DEEPSEEK, "DEEPSEEK_API_KEY=d", "provider=deepseek model=m", "deepseek https://api.deepseek.com m d" },
	{ __LINE__, AT, "", "", "lab https://llm.example.org/v1 m -" },
	{ __LINE__, "summarizer = chat\n" LAB, "", "", "lab https://llm.example.org/v1 m -" },
	{ __LINE__, LAB, "", "base-url=https://llm.example.org/v1", "lab https://llm.example.org/v1 m -" },
	{ __LINE__, "", "OPENAI_API_KEY=o", "summarizer=chat model=m", "openai https://api.openai.com/v1 m o" },
	{ __LINE__, "", "OPENAI_API_KEY=o OPENAI_BASE_URL=https://gate.example.org/v1 OPENAI_MODEL=gpt", "summarizer=chat",
	  "gate.example.org https://gate.example.org/v1 gpt o" },
	{ __LINE__, "", "OPENAI_API_KEY=o OPENAI_API_BASE=https://gate.example.org/v1 OPENAI_MODEL=gpt", "summarizer=chat",
	  "gate.example.org https://gate.example.org/v1 gpt o" },
	{ __LINE__, "", "OPENAI_BASE_URL= OPENAI_API_KEY=o", "summarizer=chat model=m", "openai https://api.openai.com/v1 m o" },
	{ __LINE__, "", "DIGEST_BASE_URL=https://a.example.org OPENAI_BASE_URL=https://b.example.org", "model=m",
	  "a.example.org https://a.example.org m -" },
	{ __LINE__, "base-url = https://a.example.org\nmodel = m\n", "OPENAI_BASE_URL=https://b.example.org", "",
	  "b.example.org https://b.example.org m -" },
	{ __LINE__, "", "", "summarizer=chat", "error usage: which endpoint" },
	{ __LINE__, "", "", "provider=none-such model=m", "error usage: no \"none-such\"; there are openai, deepseek" },
	{ __LINE__, LAB, "", "provider=none-such", ", lab, and what" },
	{ __LINE__, "", "", "provider=moonshot", "error usage: which model? Say --model NAME" },
	{ __LINE__, "", "", "provider=azure model=m", "error usage: say --base-url URL" },
	{ __LINE__, "", "", "provider=llamacpp", "llamacpp http://127.0.0.1:8080/v1 - -" },
	/* a stronger word lets the weaker one fall that means another host */
	{ __LINE__, "provider = deepseek\nmodel = m\n", "DEEPSEEK_API_KEY=d", "base-url=http://127.0.0.1:9999/v1",
	  "127.0.0.1:9999 http://127.0.0.1:9999/v1 m -" },
	{ __LINE__, "provider = deepseek\nmodel = m\n", "DEEPSEEK_API_KEY=d", "base-url=https://api.deepseek.com/beta",
	  "deepseek https://api.deepseek.com/beta m d" },
	{ __LINE__, "base-url = https://api.deepseek.com\nmodel = m\n", "MOONSHOT_API_KEY=k DEEPSEEK_API_KEY=d", "provider=moonshot",
	  "moonshot https://api.moonshot.cn/v1 m k" },
	{ __LINE__, "provider = deepseek\nmodel = m\n", "OPENAI_BASE_URL=https://b.example.org OPENAI_MODEL=gpt DEEPSEEK_API_KEY=d", "",
	  "deepseek https://api.deepseek.com m d" },
	{ __LINE__, "model = a\n[provider deepseek]\nmodel = b\n", "DEEPSEEK_API_KEY=d", "provider=deepseek",
	  "deepseek https://api.deepseek.com b d" },
	{ __LINE__, "provider = deepseek\nmodel = a\n[provider deepseek]\nmodel = b\n", "DEEPSEEK_API_KEY=d", "",
	  "deepseek https://api.deepseek.com a d" },
	/* whose key */
	{ __LINE__, AT, "DIGEST_API_KEY=own OPENAI_API_KEY=o", "", "lab https://llm.example.org/v1 m own" },
	{ __LINE__, AT, "OPENAI_API_KEY=o", "", "lab https://llm.example.org/v1 m o" },
	{ __LINE__, AT "api-key-env = LAB_KEY\n", "LAB_KEY=l OPENAI_API_KEY=o", "", "lab https://llm.example.org/v1 m l" },
	{ __LINE__, AT "api-key-env = LAB_KEY\n", "OPENAI_API_KEY=o", "", "error key: LAB_KEY is not set" },
	{ __LINE__, AT "key-command = printf 'c\\nd\\n'\n", "OPENAI_API_KEY=o", "", "lab https://llm.example.org/v1 m c" },
	{ __LINE__, AT "key-command = printf 'c\\r\\n'\n", "", "", "lab https://llm.example.org/v1 m c" },
	{ __LINE__, AT "api-key-env = LAB_KEY\nkey-command = printf c\n", "LAB_KEY=l", "", "lab https://llm.example.org/v1 m l" },
	{ __LINE__, AT "key-command = false\n", "OPENAI_API_KEY=o", "", "error key: key-command of lab: the command failed: exit status 1" },
	{ __LINE__, AT "key-command = true\n", "", "", "error key: printed no key" },
	{ __LINE__, AT "key-command = printf 'a b'\n", "", "", "error key: this is no key" },
	{ __LINE__, AT "key-command = no-such-command-here\n", "", "", "error key: not found" },
	{ __LINE__, AT "key-command = printenv OPENAI_API_KEY\n", "OPENAI_API_KEY=o", "", "error key: exit status 1" },
	{ __LINE__, AT, "DIGEST_API_KEY=\xc3\xa4", "", "error key: DIGEST_API_KEY: this is no key" },
	{ __LINE__, "", "OPENAI_API_KEY=o", "provider=deepseek model=m", "error key: set DEEPSEEK_API_KEY, or DIGEST_API_KEY" },
	{ __LINE__, "", "OPENAI_API_KEY=o", "base-url=https://api.deepseek.com model=m", "error key: set DEEPSEEK_API_KEY" },
	{ __LINE__, "", "OPENAI_API_KEY=o", "provider=openai base-url=https://api.deepseek.com model=m", "error key: no key for openai" },
	{ __LINE__, "", "OPENAI_API_KEY=o", "provider=llamacpp", "llamacpp http://127.0.0.1:8080/v1 - -" },
	{ __LINE__, "", "OPENAI_API_KEY=o DEEPSEEK_API_KEY=d", "provider=deepseek base-url=http://127.0.0.1:9999 model=m",
	  "deepseek http://127.0.0.1:9999 m d" },
	{ __LINE__, "", "OPENAI_API_KEY=o", "provider=deepseek base-url=http://127.0.0.1:9999 model=m", "deepseek http://127.0.0.1:9999 m -" },
	{ __LINE__, "", "OPENAI_API_KEY=o", "base-url=http://127.0.0.1:9999 model=m", "127.0.0.1:9999 http://127.0.0.1:9999 m o" },
	/* half the price */
	{ __LINE__, "", "DASHSCOPE_API_KEY=k", "provider=dashscope model=m batch=true",
	  "dashscope https://batch.dashscope.aliyuncs.com/compatible-mode/v1 m k" },
	{ __LINE__, "", "", "provider=deepseek model=m batch=true", "error usage: --batch: no address" },
	{ __LINE__, "", "", "provider=dashscope base-url=https://a.example.org model=m batch=true", "error usage: --batch: no address" },
	/* limits that cannot be kept */
	{ __LINE__, AT, "", "max-cost=0.5", "error usage: --max-cost: no prices are known" },
	{ __LINE__, AT "price-in = 0.5\nprice-out = 1\n", "", "max-cost=0.5", "lab https://llm.example.org/v1 m -" },
	{ __LINE__, AT, "", "max-cost=0", "error usage: not a number above 0" },
	{ __LINE__, AT, "", "max-cost=1,5", "error usage: not a number above 0" },
	{ __LINE__, AT, "", "max-cost=1.", "error usage: not a number above 0" },
	/* the file */
	{ __LINE__, "[provider lab]\napi-key = sk-SECRET\n", "", "", "error configuration: config:2: a key does not stand in this file" },
	{ __LINE__, "api-key = sk-SECRET\n", "", "", "error configuration: config:1: a key does not stand in this file" },
	{ __LINE__, "[provider lab]\napi-key-env = sk-SECRET\n", "", "", "config:2: api-key-env: not the name of a variable" },
	{ __LINE__, "[provider lab]\nheader = Authorization: Bearer sk-SECRET\n", "", "", "config:2: header: authorization: a key does not" },
	{ __LINE__, "[provider lab]\nsk-SECRET\n", "", "", "config:2: not `name = value`" },
	{ __LINE__, "[provider lab]\nheader = Host: x\n", "", "", "config:2: header: host: this header is made" },
	{ __LINE__, "[provider lab]\nheader = X\n", "", "", "config:2: header: not `Name: value`" },
	{ __LINE__, "[provider lab]\nno-such = 1\n", "", "", "config:2: unknown setting \"no-such\" of a provider: there are base-url" },
	{ __LINE__, "[provider lab]\nextra-body = [1]\n", "", "", "config:2: extra-body: not a JSON object" },
	{ __LINE__, "[provider lab]\nextra-body = {1}\n", "", "", "error configuration: config:2: extra-body: " },
	{ __LINE__, "[provider lab]\nthinking-off = no\n", "", "", "error configuration: config:2: thinking-off: " },
	{ __LINE__, "[provider lab]\nstructure = xml\n", "", "", "config:2: structure: \"xml\" is none of schema, json, text" },
	{ __LINE__, "[provider lab]\ncurrency = 3 CNY\n", "", "", "config:2: currency: \"3 CNY\" is no name of a currency" },
	{ __LINE__, "[provider lab]\ncurrency = guineas-and-more\n", "", "", "config:2: currency: \"guineas-and-more\" is no name" },
	{ __LINE__, "[provider lab]\nprice-in = free\n", "", "", "config:2: price-in: \"free\" is no price" },
	{ __LINE__, "[provider lab]\nmax-tokens = 0\n", "", "", "config:2: max-tokens: \"0\" is not a whole number" },
	{ __LINE__, "[provider lab]\nmax-tokens = 1000001\n", "", "", "config:2: max-tokens: \"1000001\" is not" },
	{ __LINE__, "[provider lab]\nbase-url = ftp://x\n", "", "", "error configuration: config:2: base-url: not an http" },
	{ __LINE__, "[provider lab]\nbase-url = https://u:sk-SECRET@x\n", "", "", "error configuration: config:2: base-url: " },
	{ __LINE__, "[provider lab]\nmodel =\n", "", "", "config:2: model: needs a value" },
	{ __LINE__, "[provider lab]\nkey-command = 'x\n", "", "", "config:2: key-command: a quote" },
	{ __LINE__, "[provider]\n", "", "", "error configuration: config:1: unknown section [provider]" },
	{ __LINE__, "[provider a b]\n", "", "", "error configuration: config:1: a provider's name" },
};

static const char *const cleared[] = { "DIGEST_API_KEY", "DIGEST_BASE_URL", "OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_API_BASE", "OPENAI_MODEL",
	"DEEPSEEK_API_KEY", "MOONSHOT_API_KEY", "DASHSCOPE_API_KEY", "LAB_KEY" };

static void set_environment(const char *env, struct arena *a)
{
	struct str rest = str_of(env), one;
	for (size_t i = 0; i < COUNTOF(cleared); i++)
		unsetenv(cleared[i]);
	while (str_cut(&rest, ' ', &one)) {
		size_t eq = str_find(one, "=", 0);
		setenv(arena_dup(a, str_head(one, eq)).p, arena_dup(a, str_from(one, eq + 1)).p, 1);
	}
}

static bool read_line(struct opt_values *o, const char *words, struct arena *a, struct err *e)
{
	struct str rest = str_of(words), one;
	while (str_cut(&rest, ' ', &one)) {
		size_t eq = str_find(one, "=", 0);
		if (!opt_set(o, opt_find(str_head(one, eq)), str_from(one, eq + 1), RANK_FLAG, a, e))
			return false;
	}
	return true;
}

static bool choose(size_t i, const char *path, struct arena *a, struct buf *got, struct err *e)
{
	struct opt_values o;
	struct endpoint x;
	const char *key;
	opt_init(&o, a);
	set_environment(rows[i].env, a);
	if (!read_line(&o, rows[i].line_words, a, e) || !config_environment(&o, a, e) || !config_read(&o, path, true, NULL, a, e) ||
	    !endpoint_choose(&o, a, &x, e))
		return false;
	struct loop *l = loop_new(NULL);
	bool ok = endpoint_key(&x, &o, l, a, &key, e);
	loop_free(l);
	if (ok)
		buf_addf(got, "%s %s %s %s", x.provider.name, x.chat.base_url, x.chat.model ? x.chat.model : "-", key ? key : "-");
	return ok;
}

static void try_row(struct tap *t, size_t i)
{
	struct arena a = ARENA_INIT;
	struct buf got = BUF_INIT(BUF_UNBOUNDED);
	struct err e = ERR_INIT;
	const char *path = scratch("config");
	put_file(path, str_of(rows[i].config), 0644);
	bool ok = choose(i, path, &a, &got, &e);
	if (!ok) {
		struct str msg = str_of(e.msg), file = str_of(path);
		size_t at = str_find(msg, path, 0);
		buf_addf(&got, "error %s: ", err_name(e.kind));
		buf_adds(&got, at == STR_NONE ? msg : str_head(msg, at));
		if (at != STR_NONE) {
			buf_addz(&got, "config");
			buf_adds(&got, str_from(msg, at + file.n));
		}
	}
	/* An expected error is "error KIND: " and a part of the message. */
	struct str want = str_of(rows[i].want);
	bool right = str_eq(buf_str(&got), want);
	if (!ok && str_starts(want, "error ")) {
		size_t colon = str_find(want, ": ", 0);
		right = str_eq(str_head(buf_str(&got), colon), str_head(want, colon)) &&
		        str_find(buf_str(&got), arena_dup(&a, str_from(want, colon + 2)).p, 0) != STR_NONE;
	} else if (!ok) {
		right = str_find(buf_str(&got), rows[i].want, 0) != STR_NONE;
	}
	right = right && str_find(buf_str(&got), "SECRET", 0) == STR_NONE;
	tap_case(t, right, "line %d: %s", rows[i].line, right ? "" : got.s);
	buf_free(&got);
	arena_free(&a);
}

/* When `chat` is meant without being said. */
static void try_words(struct tap *t)
{
	static const struct {
		int line;
		const char *config, *line_words, *want;
	} words[] = {
		{ __LINE__, "", "", "extract" },
		{ __LINE__, "provider = lab\n", "", "chat" },
		{ __LINE__, "", "base-url=http://x", "chat" },
		{ __LINE__, "summarizer = llm\n", "", "llm" },
		{ __LINE__, "summarizer = llm\nprovider = lab\n", "", "llm" },
		{ __LINE__, "summarizer = llm\n", "provider=lab", "chat" },
		{ __LINE__, "provider = lab\n", "summarizer=llm", "llm" },
		{ __LINE__, "model = m\n", "", "extract" },
	};
	for (size_t i = 0; i < COUNTOF(words); i++) {
		struct arena a = ARENA_INIT;
		struct opt_values o;
		struct err e = ERR_INIT;
		const char *path = scratch("config");
		put_file(path, str_of(words[i].config), 0644);
		opt_init(&o, &a);
		bool ok = read_line(&o, words[i].line_words, &a, &e) && config_read(&o, path, true, NULL, &a, &e);
		tap_case(t, ok && strcmp(summarizer_words(&o), words[i].want) == 0, "line %d: %s", words[i].line,
		         ok ? summarizer_words(&o) : e.msg);
		arena_free(&a);
	}
}

int main(void)
{
	struct tap t = { 0 };
	for (size_t i = 0; i < COUNTOF(rows); i++)
		try_row(&t, i);
	try_words(&t);
	return tap_done(&t);
}
