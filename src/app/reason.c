/* SPDX-License-Identifier: MIT
 * Classes of reasons: a row each, told by the words that our own messages have. A page is public and a cron job's mail is not,
 * so what no row knows is only let through if a summarizer's author wrote it for the page: a reply's own error. */
#include "src/app/reason.h"

#include <string.h>

#include "digest/argv.h"


enum { MOST_OWN_WORDS = 80 };

struct words {
	const char *en, *zh;
};

static const struct words failed = { "the summarizer failed", "摘要程序出错" };
static const struct words unusable = { "the endpoint could not be used", "摘要服务无法使用" };
static const struct words no_answer = { "the endpoint did not answer", "摘要服务未能答复" };
static const struct words unfit = { "the answer did not pass the checks", "译文未通过检查" };
static const struct words reported = { "the summarizer reported an error", "摘要程序报告了错误" };

static const struct {
	const char *needle;
	struct words words;
} rows[] = {
	{ "the run may spend no more", { "over the run's budget", "超出本次运行的预算" } },
	{ "no answer within", { "no answer in time", "未按时答复" } },
	{ "the answer was cut at the token limit", { "the answer is too long", "答复过长" } },
	{ "a reply of more than", { "the answer is too long", "答复过长" } },
	{ "an answer of more than", { "the answer is too long", "答复过长" } },
	{ "the provider's filter", { "filtered by the provider", "被内容过滤拦下" } },
	{ "the model refuses", { "the model refuses", "模型拒绝作答" } },
	{ "too long for the model", { "the paper is too long for the model", "原文超出模型的长度" } },
	{ "the reply is broken", { "the answer is not what was asked for", "答复不合要求" } },
	{ "the reply has neither", { "the answer is not what was asked for", "答复不合要求" } },
	{ "the answer is neither", { "the answer is not what was asked for", "答复不合要求" } },
	{ "the answer is ", { "the answer is not what was asked for", "答复不合要求" } },
	{ "the answer has no", { "the answer is not what was asked for", "答复不合要求" } },
	{ "\" in the answer", { "the answer is not what was asked for", "答复不合要求" } },
	{ "not JSON", { "the answer is not what was asked for", "答复不合要求" } },
};

static const struct {
	enum err_kind kind;
	struct words words;
} stops[] = {
	{ ERR_KEY, { "key refused, no balance, or unknown model", "密钥、余额或模型名有误" } },
	{ ERR_BUSY, { "the endpoint is busy", "摘要服务繁忙" } },
	{ ERR_INTERRUPTED, { "the run was interrupted", "运行被中断" } },
	{ ERR_CONFIG, { "the configuration is wrong", "配置有误" } },
};

/* "title: …": the gate names the field first. */
static bool names_field(const struct summary_style *style, struct str full)
{
	for (size_t i = 0; i < style->keys.n; i++) {
		struct str key = style->keys.v[i];
		if (full.n > key.n && full.p[key.n] == ':' && str_eq(str_head(full, key.n), key))
			return true;
	}
	return false;
}

/* "COMMAND: …": our own word about a process, with what it wrote to standard error. */
static bool names_command(const char *words, struct str full)
{
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	char **argv;
	bool found = false;
	if (words_split(words, &a, &argv, &e) && argv[0]) {
		size_t n = strlen(argv[0]);
		found = full.n > n && memcmp(full.p, argv[0], n) == 0 && full.p[n] == ':';
	}
	arena_free(&a);
	return found;
}

/* Few words without anything that looks like a path, an address or a key. */
static bool harmless(struct str full)
{
	size_t run = 0;
	for (size_t i = 0; i < full.n; i++) {
		unsigned char c = (unsigned char)full.p[i];
		if (c == '/' || c == '\\' || c == '=' || c == '@' || c < ' ')
			return false;
		run = is_alnum(c) || c == '-' || c == '_' || c == '.' ? run + 1 : 0;
		if (run > 20)
			return false;
	}
	return full.n > 0 && full.n <= MOST_OWN_WORDS;
}

static const struct words *find_row(struct str full)
{
	for (size_t i = 0; i < COUNTOF(rows); i++)
		if (str_find(full, rows[i].needle, 0) != STR_NONE)
			return &rows[i].words;
	return NULL;
}

static const struct words *find(const struct summarizer_options *how, struct str full, enum err_kind kind)
{
	bool chat = strcmp(how->words, "chat") == 0;
	for (size_t i = 0; i < COUNTOF(stops); i++)
		if (stops[i].kind == kind)
			return &stops[i].words;
	if (kind != ERR_NONE)
		return chat ? &unusable : &failed;
	if (names_field(&how->style, full))
		return &unfit;
	if (!chat && names_command(how->words, full))
		return str_find(full, " of more than ", 0) != STR_NONE ? find_row(full) : &failed;
	const struct words *row = find_row(full);
	if (row || chat)
		return row ? row : &no_answer;
	return harmless(full) ? NULL : &reported;
}

struct str reason_for_page(const struct summarizer_options *how, struct str full, enum err_kind kind)
{
	const struct words *w = find(how, full, kind);
	if (w == NULL)
		return full;
	return str_of(str_starts(how->style.lang, "zh") ? w->zh : w->en);
}
