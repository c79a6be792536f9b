/* SPDX-License-Identifier: MIT
 * What the paper denies and the answer says, and the other way round, where a rule is sure: "without fine-tuning" that became 通过微调,
 * and "our method outperforms" that became 我们的方法不及. Where the paper could mean either, nothing is found. */
#include "src/check/internal.h"

#include <string.h>

/* Stems of English words, in lower case, and the Chinese words that come from none but these. */
static const struct denied {
	const char *stems[4], *words[3];  /* ended by NULL */
} denied[] = {
	{ { "fine-tun", "finetun", "fine tun" }, { "微调" } },
	{ { "retrain", "re-train" }, { "重新训练", "再训练" } },
	{ { "train" }, { "训练" } },
	{ { "supervis" }, { "监督" } },
	{ { "label", "annotat", "tag" }, { "标注", "标签" } },
	{ { "assum", "hypothes", "suppos" }, { "假设" } },
	{ { "gradient" }, { "梯度" } },
	{ { "prior" }, { "先验" } },
	{ { "calibrat" }, { "校准", "标定" } },
	{ { "attention" }, { "注意力" } },
	{ { "conv" }, { "卷积" } },
	{ { "regulari" }, { "正则化" } },
	{ { "communicat" }, { "通信" } },
	{ { "distil" }, { "蒸馏" } },
	{ { "noise", "noisy", "denois" }, { "噪声" } },
	{ { "simulat" }, { "模拟", "仿真" } },
	{ { "quantiz", "quantis" }, { "量化" } },
};

/* Characters by which Chinese denies or leaves out, anywhere in a clause. */
static const char *const denials[] = {
	"无", "不", "没", "免", "未", "非", "零", "避", "省", "摆脱", "缺", "抛开", "放弃", "除外", "弃", "代替", "替代", "舍", "消除", "去除", "绕过", "脱离", NULL,
};
static const char *const clause_ends[] = { "，", "。", "；", "：", ",", ";", "\n", NULL };

/* Whether the word at S[AT] stands behind "without", with at most two adjectives or nouns between: "without any labeled". */
static bool is_denied(struct str s, size_t at)
{
	static const char *const links[] = { "for", "of", "in", "with", "to", "on", "by", "from", "that", "as", "is", "are" };
	enum { BETWEEN = 2 };
	size_t end = at;
	while (end > 0 && (is_alpha((unsigned char)s.p[end - 1]) || s.p[end - 1] == '-'))  /* the word's own start */
		end--;
	for (int n = 0; n <= BETWEEN; n++) {
		while (end > 0 && (s.p[end - 1] == ' ' || s.p[end - 1] == '\n'))
			end--;
		size_t from = end;
		while (from > 0 && (is_alpha((unsigned char)s.p[from - 1]) || s.p[from - 1] == '-'))
			from--;
		struct str word = { s.p + from, end - from };
		if (str_is_nocase(word, "without"))
			return true;
		for (size_t i = 0; i < COUNTOF(links); i++)
			if (str_is_nocase(word, links[i]))
				return false;
		if (word.n == 0)
			return false;
		end = from;
	}
	return false;
}

/* Whether TEXT has one of the STEMS, and each time behind "without"; *N: how often. */
static bool all_denied(struct str text, const char *const *stems, size_t *n)
{
	for (size_t at = check_find(text, stems, 0); at != STR_NONE; at = check_find(text, stems, at + 1), ++*n)
		if (!is_denied(text, at))
			return false;
	return true;
}

/* The clause around S[AT]. */
static struct str clause_at(struct str s, size_t at)
{
	enum { FAR = 300 };
	size_t from = at, to = at;
	while (from > 0 && at - from < FAR && check_starts(str_from(s, from - 1), clause_ends) == 0)
		from--;
	while (to < s.n && to - at < FAR && check_starts(str_from(s, to), clause_ends) == 0)
		to++;
	return (struct str){ s.p + from, to - from };
}

/* "without" that was lost. */
static bool find_lost(struct check_ctx *l)
{
	static const char without[] = "ithout";  /* in either case, and found fast */
	if (str_find(l->p->abstract, without, 0) == STR_NONE && str_find(l->p->title, without, 0) == STR_NONE)
		return false;
	for (size_t i = 0; i < COUNTOF(denied); i++) {
		const struct denied *d = &denied[i];
		size_t n = 0, at = check_find_text(l, d->words);
		if (at == STR_NONE || !all_denied(l->p->title, d->stems, &n) || !all_denied(l->p->abstract, d->stems, &n) || n == 0)
			continue;
		for (; at != STR_NONE; at = check_find(l->text, d->words, at + 1)) {
			struct str clause = clause_at(l->text, at);
			bool says_not = false;
			for (size_t k = 0; denials[k] && !says_not; k++)
				says_not = str_find(clause, denials[k], 0) != STR_NONE;
			if (!says_not) {
				check_say(l, "says \"%.*s\", where the paper does without", STR_ARG(check_shown(clause)));
				return true;
			}
		}
	}
	return false;
}

/* Whether S has a word of LIST, of any case, behind which is not "by": "outperformed by". */
static size_t find_active(struct str s, const char *const *list)
{
	for (size_t at = check_find(s, list, 0); at != STR_NONE; at = check_find(s, list, at + 1)) {
		size_t end = at;
		while (end < s.n && is_alpha((unsigned char)s.p[end]))
			end++;
		if (!str_starts(str_from(s, end), " by "))
			return at;
	}
	return STR_NONE;
}

/* The paper's own method wins, by its words, and nothing there speaks of less. */
static bool paper_wins(const struct check_ctx *l)
{
	static const char *const wins[] = { "outperform", "surpass", "superior to", "better than", NULL };
	static const char *const own[] = { "our ", "we ", "propos", "this paper", NULL };
	static const char *const less[] = {
		"underperform", "inferior", "worse", "performed by", "surpassed by", "fall short", "falls short", "lag", "below", "lower", "less", "not as", "fail",
		"fewer", "cheaper", "small", "reduc", "cannot", "minim", "not ", NULL,
	};
	return find_active(l->p->abstract, wins) != STR_NONE && check_find(l->p->abstract, own, 0) != STR_NONE && !check_paper_says(l, less);
}

/* 我们的方法不及: it loses. */
static void find_turned(struct check_ctx *l)
{
	static const char *const loses[] = { "不及", "逊于", "逊色于", "不如", "劣于", "落后于", "差于", "输给", NULL };
	static const char *const own[] = { "我们", "本文", "所提", "提出的", "该方法", "该模型", "该框架", NULL };
	for (size_t at = check_find_text(l, loses); at != STR_NONE; at = check_find(l->text, loses, at + 1)) {
		struct str clause = clause_at(l->text, at);
		size_t owner = check_find(clause, own, 0);
		if (owner == STR_NONE || clause.p + owner > l->text.p + at || !paper_wins(l))
			continue;
		check_say(l, "says \"%.*s\", where by the paper its method is the better one", STR_ARG(check_shown(clause)));
		return;
	}
}

void rule_negation(struct check_ctx *l)
{
	if (!find_lost(l))
		find_turned(l);
}
