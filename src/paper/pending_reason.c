/* SPDX-License-Identifier: MIT
 * Why a paper has no summary: a row a reason, its name in records, what a page says of it in each language, and what comes next. A page is public:
 * the words name no path, no host, and nothing that a program wrote to standard error. */
#include "digest/paper.h"

/* What comes next, where nothing has to be put right. */
#define NEXT_RUN "the next run asks again", "下次运行会再请求"
#define LATER "it is asked about again later", "过些日子会再请求"

static const struct {
	const char *name, *en, *zh;
	const char *next_en, *next_zh;  /* the remedy, for a page */
	const char *advice;             /* for the user of the program, beside asking again; NULL: none */
} rows[] = {
	[REASON_BUDGET] = { "budget", "over the run's budget", "超出本次运行的预算", NEXT_RUN,
	                    "--max-requests, --max-tokens and --max-cost say how much one run may spend" },
	[REASON_TIME] = { "time", "no answer in time", "未按时答复", NEXT_RUN,
	                  "if it stays so, give it more time (--summarizer-timeout) or fewer --jobs" },
	[REASON_ANSWER_LENGTH] = { "answer-length", "the answer is too long", "答复过长", "it needs a higher limit", "需提高长度上限",
	                           "raise --answer-tokens or --summarizer-max-reply, or choose a model that thinks less" },
	[REASON_FILTERED] = { "filtered", "filtered by the provider", "被内容过滤拦下", "it needs another provider", "需换用其他服务",
	                      "another --provider or --model may take it: digest summarize --id ID --provider NAME" },
	[REASON_REFUSED] = { "refused", "the model refuses", "模型拒绝作答", "it needs another model", "需换用其他模型",
	                     "another --model may take it: digest summarize --id ID --model NAME" },
	[REASON_PAPER_LENGTH] = { "paper-length", "the paper is too long for the model", "原文超出模型的长度", "it needs another model", "需换用其他模型",
	                          "choose a --model that takes longer texts" },
	[REASON_FORM] = { "form", "the answer is not what was asked for", "答复不合要求", NEXT_RUN,
	                  "if many are like this, the model does not keep to the style's schema: choose another --model" },
	[REASON_CHECKS] = { "checks", "the answer did not pass the checks", "译文未通过检查", NEXT_RUN,
	                    "--report FILE says which check; --gate warn lets such answers pass" },
	[REASON_NO_ANSWER] = { "no-answer", "the endpoint did not answer", "摘要服务未能答复", NEXT_RUN,
	                       "digest doctor --ask looks at the endpoint" },
	[REASON_NOT_TAKEN] = { "not-taken", "the endpoint did not answer", "摘要服务未能答复", NEXT_RUN,
	                       "digest doctor --ask looks at the endpoint" },
	[REASON_ENDPOINT] = { "endpoint", "the endpoint could not be used", "摘要服务无法使用", "the endpoint has to be put right", "需检查摘要服务",
	                      "look at --base-url and at the endpoint first: digest doctor --ask" },
	[REASON_COMMAND] = { "command", "the summarizer failed", "摘要程序出错", "the summarizer has to be put right", "需检查摘要程序",
	                     "run the --summarizer command by hand on one paper first" },
	[REASON_REPORTED] = { "reported", "the summarizer reported an error", "摘要程序报告了错误", NEXT_RUN,
	                      "if it stays so, run the --summarizer command by hand on one paper" },
	[REASON_ACCOUNT] = { "account", "key refused, no balance, or unknown model", "密钥、余额或模型名有误", "the account has to be put right", "需核对账户与模型名",
	                     "look at the key, the balance and --model first: digest doctor --ask" },
	[REASON_BUSY] = { "busy", "the endpoint is busy", "摘要服务繁忙", NEXT_RUN,
	                  "if it stays so, fewer --jobs or another time of day" },
	[REASON_INTERRUPTED] = { "interrupted", "the run was interrupted", "运行被中断", NEXT_RUN, NULL },
	[REASON_CONFIGURATION] = { "configuration", "the configuration is wrong", "配置有误", "the configuration has to be put right", "需核对配置",
	                           "correct the configuration first: digest doctor says where" },
	[REASON_OTHER_STYLE] = { "other-style", "its summary is of another style", "现有摘要属于另一种体例", "the next run asks for this one", "下次运行会请求本体例",
	                         NULL },
	[REASON_LACKS_FIELD] = { "lacks-field", "its summary lacks a field", "现有摘要缺少必需的内容", NEXT_RUN, NULL },
	[REASON_NO_ABSTRACT] = { "no-abstract", "there is no abstract", "没有原文摘要", "a record with its abstract is needed", "需有摘要原文",
	                         "get its record with the abstract first: digest fetch --id ID" },
	[REASON_NOT_ASKED] = { "not-asked", "no summary was asked for yet", "尚未请求摘要", "the next run asks for it", "下次运行会请求",
	                       NULL },
	[REASON_TEXT] = { "text", "its whole text is not there yet", "全文尚未提供", NEXT_RUN,
	                  "--fulltext none has summaries made from abstracts alone" },
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

/* An answer that came and was rejected is not asked for again the next day, if there is nothing to be put right. */
struct str pending_remedy(enum pending_reason r, enum summary_status status, struct str lang)
{
	static const char *const next_run[] = { NEXT_RUN }, *const later[] = { LATER };
	bool chinese = str_starts(lang, "zh");
	struct str next = str_of(chinese ? rows[r].next_zh : rows[r].next_en);
	bool waits = status == SUMMARY_REJECTED && str_known(next) && str_is(next, next_run[chinese]);
	return waits ? str_of(later[chinese]) : next;
}

void pending_advice(enum pending_reason r, enum summary_status status, struct buf *out)
{
	buf_addz(out, status == SUMMARY_REJECTED ? "--rejected-days after the answer the next run asks again, digest summarize --retry-rejected at once" :
	         "the next run asks again, or digest summarize");
	if (rows[r].advice)
		buf_addf(out, "; %s", rows[r].advice);
}
