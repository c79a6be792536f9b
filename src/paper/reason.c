/* SPDX-License-Identifier: MIT
 * Why a paper has no summary: a row a reason, its name in records, and what a page says of it in each language. A page is public:
 * the words name no path, no host, and nothing that a program wrote to standard error. */
#include "digest/paper.h"

static const struct {
	const char *name, *en, *zh;
} rows[] = {
	[REASON_BUDGET] = { "budget", "over the run's budget", "超出本次运行的预算" },
	[REASON_TIME] = { "time", "no answer in time", "未按时答复" },
	[REASON_ANSWER_LENGTH] = { "answer-length", "the answer is too long", "答复过长" },
	[REASON_FILTERED] = { "filtered", "filtered by the provider", "被内容过滤拦下" },
	[REASON_REFUSED] = { "refused", "the model refuses", "模型拒绝作答" },
	[REASON_PAPER_LENGTH] = { "paper-length", "the paper is too long for the model", "原文超出模型的长度" },
	[REASON_FORM] = { "form", "the answer is not what was asked for", "答复不合要求" },
	[REASON_CHECKS] = { "checks", "the answer did not pass the checks", "译文未通过检查" },
	[REASON_NO_ANSWER] = { "no-answer", "the endpoint did not answer", "摘要服务未能答复" },
	[REASON_NOT_TAKEN] = { "not-taken", "the endpoint did not answer", "摘要服务未能答复" },
	[REASON_ENDPOINT] = { "endpoint", "the endpoint could not be used", "摘要服务无法使用" },
	[REASON_COMMAND] = { "command", "the summarizer failed", "摘要程序出错" },
	[REASON_REPORTED] = { "reported", "the summarizer reported an error", "摘要程序报告了错误" },
	[REASON_ACCOUNT] = { "account", "key refused, no balance, or unknown model", "密钥、余额或模型名有误" },
	[REASON_BUSY] = { "busy", "the endpoint is busy", "摘要服务繁忙" },
	[REASON_INTERRUPTED] = { "interrupted", "the run was interrupted", "运行被中断" },
	[REASON_CONFIGURATION] = { "configuration", "the configuration is wrong", "配置有误" },
	[REASON_OTHER_STYLE] = { "other-style", "its summary is of another style", "现有摘要属于另一种体例" },
	[REASON_LACKS_FIELD] = { "lacks-field", "its summary lacks a field", "现有摘要缺少必需的内容" },
	[REASON_NO_ABSTRACT] = { "no-abstract", "there is no abstract", "没有原文摘要" },
};
static_assert(COUNTOF(rows) == REASON__COUNT, "a reason without a row");

struct str pending_reason_name(enum pending_reason r) { return str_of(rows[r].name); }

enum pending_reason pending_reason_parse(struct str s)
{
	for (unsigned i = REASON_NONE + 1; i < REASON__COUNT; i++)
		if (str_is(s, rows[i].name))
			return (enum pending_reason)i;
	return REASON_NONE;
}

struct str pending_reason_words(enum pending_reason r, struct str lang)
{
	return str_of(str_starts(lang, "zh") ? rows[r].zh : rows[r].en);
}
