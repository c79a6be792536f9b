/* SPDX-License-Identifier: MIT
 * A refusal or an apology where an answer should be.
 *
 * Papers write about refusals too: so a phrase counts at the start of a text, or where the model speaks of itself, and
 * not if the paper has its like. */
#include "src/check/internal.h"

enum { NEAR = 240 };  /* bytes behind the apology within which it says what it will not do */

/* The model about itself: no author writes so. */
static const char *const selves[] = {
	"作为一个ai", "作为一名ai", "作为ai助手，我", "作为ai语言模型", "作为ai模型，我", "作为一个人工智能", "作为一名人工智能",
	"作为人工智能助手，我", "作为人工智能语言模型", "作为一个语言模型", "作为一个大型语言模型", "作为大型语言模型，我",
	"作为大语言模型，我", "作为语言模型，我", "我是一个ai", "我是一个人工智能", "我是一个语言模型", "我是由", "我的知识截止",
	"我的训练数据截", "as an ai", "as a language model", "as a large language model", "as an artificial intelligence",
	"i am an ai", "i'm an ai", "i am a language model", "i'm a language model", "my knowledge cutoff", "my training data", NULL,
};

/* Words that open a refusal … */
static const char *const openings[] = {
	"抱歉", "很抱歉", "非常抱歉", "十分抱歉", "对不起", "不好意思", "很遗憾", "遗憾的是，我", "请原谅", "我无法", "我不能",
	"我没有办法", "我不便", "我很乐意", "无法翻译", "无法提供", "由于未提供", "由于没有提供", "由于您", "由于你", "您提供的",
	"你提供的", "您给出的", "你给出的", "未提供摘要", "未提供论文", "摘要未提供", "原文未提供", "没有提供摘要", "请补充",
	"请上传", "无法回答", "无法完成", "无法生成", "无法为您", "不能提供", "不能翻译", "您没有提供", "您似乎没有", "您好像没有",
	"您还没有", "您未提供", "您的输入", "请提供", "请您提供", "请给出", "请输入", "请发送", "你没有提供", "你好，", "您好，",
	"您好！", "你好！", "该内容", "该请求", "此内容", "此请求", "根据相关法律", "根据内容政策", "由于内容", "内容不符合", "sorry",
	"i'm sorry", "i am sorry", "i’m sorry", "my apologies", "i apologize", "i apologise", "apologies", "unfortunately, i",
	"i cannot", "i can't", "i can’t", "i can not", "i'm unable", "i am unable", "i’m unable", "i'm not able", "i am not able",
	"i won't", "i will not", "i must decline", "i have to decline", "i don't have", "i do not have", "it seems that you",
	"it seems you", "it looks like you", "it appears that you", "you have not provided", "you haven't provided", "please provide",
	"could you please", "can you please", "no abstract", "this content", "this request", "the content you", "your request",
	"hello!", "hi!", "hello, ", NULL,
};

/* … and words of which one must follow in its first sentences. */
static const char *const denials[] = {
	"无法", "不能", "不可以", "不便", "未能", "没有提供", "未提供", "没有看到", "没有收到", "没有找到", "没有足够", "拒绝",
	"不予", "违反", "违规", "不合规", "不符合", "敏感", "请提供", "请您提供", "请给出", "请输入", "请发送", "请补充", "请上传",
	"不完整", "为空", "没有给出", "未给出", "帮助您", "帮您", "为您", "协助", "助手", "有什么可以", "cannot", "can't", "can’t",
	"can not", "unable", "not able", "won't", "will not", "decline", "not provided", "haven't provided", "have not provided",
	"don't have", "do not have", "no abstract", "not comply", "against", "violat", "policy", "please provide", "please paste",
	"please share", "can help", "help you", "assist", NULL,
};

/* What a paper about refusals has. */
static const char *const explained[] = {
	"sorry", "apolog", "as an ai", "as a language model", "as a large language model", "i cannot", "i can't", "refus",
	"knowledge cutoff", NULL,
};

static bool paper_explains(const struct check_ctx *l)
{
	return check_find(l->p->title, explained, 0) != STR_NONE || check_find(l->p->abstract, explained, 0) != STR_NONE;
}

void rule_refusal(struct check_ctx *l)
{
	static const char *const quotes[] = { "“", "\"", "「", "『", "‘", "'", "*", " ", NULL };
	struct str s = l->text;
	for (size_t q; (q = check_starts(s, quotes)) > 0;)
		s = str_from(s, q);
	size_t n = check_starts(s, openings);
	bool refuses = n > 0 && check_find(str_head(s, NEAR), denials, 0) != STR_NONE;
	size_t self = check_find_text(l, selves) == STR_NONE ? STR_NONE : check_find(s, selves, 0);
	/* a short text, or the start of one: what stands deep in a long one is quoted */
	bool speaks = self != STR_NONE && self < NEAR && check_find(str_head(s, self + NEAR), denials, self) != STR_NONE;
	/* "作为一个人工智能系统，它…" may be what a paper is about: the model says I */
	static const char *const first_person[] = { "我无", "我不", "我没", "我是", "我只", "我的", "我将", "我会", "我可", "我能", "我很", "我需", " i ", "i'm ",
		"i’m ", "my ", "请您", "请提供", NULL };
	bool first = self != STR_NONE && check_find(str_head(s, self + NEAR), first_person, self) != STR_NONE, itself = self == 0 && first;
	speaks = speaks && first;
	if (!refuses && !speaks && !itself)
		return;
	if (paper_explains(l) && !(refuses && itself))
		return;
	check_say(l, "a refusal, or the model speaks of itself: \"%.*s\"", STR_ARG(check_shown(refuses ? s :
		str_from(s, self))));
}
