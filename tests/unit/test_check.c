/* SPDX-License-Identifier: MIT
 * The check, row by row: a field's text and the paper's, the rules that must find something, and the text that comes out.
 * What a row does not name must not be found: each row is a test of all rules. */
#include "digest/arena.h"
#include "digest/summarizer.h"
#include "tests/unit/plain_tap.h"

/* A paper whose abstract is whole, and one that came cut. */
static const char title[] = "A Lamp for Counting Sheep with LampNet";
static const char abstract[] =
	"Sheep have been counted for 1,000 years. We propose LampNet, a large language model (LLM) that counts sheep at night. On three "
	"data sets of 12,500 nights and 8.5 billion sheep it is 4.5% better than candles, and twice as fast. Code is at https://example.org/lamp.";
static const char cut_abstract[] =
	"It is difficult to count sheep. Sheep have been counted for 1,000 years, by shepherds and by their dogs, and nobody has ever asked the sheep what they think of it. "
	"We propose LampNet, a large language model (LLM) that counts sheep at night, while the shepherd and the dog are asleep in their hut. "
	"On three data sets of 12,500 nights it is better than candles, and twice as fast as a dog that has been trained for the very purpose. "
	"We also show that the lamp does not wake the sheep, which is what candles do, and that it needs a tenth of the oil of other lamps. "
	"Last we look at goats, which are far more diffic";

#define OK_TITLE "用LampNet数羊的灯"
#define S1 "我们提出了LampNet，一种在夜间数羊的大语言模型。"
#define S2 "在三个数据集上，它比蜡烛更好，也更快。"
#define S3 "羊已被人们数了1000年，由牧羊人和他们的狗来数，但从来没有人问过羊怎么想。"
#define LONG S3 S1 S2 "我们还说明这盏灯不会把羊吵醒，而蜡烛会，并且它只需要其他灯十分之一的油。"

static const char denying_abstract[] =
	"We propose LampNet, which counts sheep at night without any fine-tuning and without human labels. On three data sets our lamp outperforms candles "
	"and the best shepherds. It needs no dog, and it was built in a barn. We describe the barn, the night and the sheep, and we give all counts.";

enum { CUT = 1, DENIES = 2 };
static const struct row {
	int line;
	const char *field, *text;
	const char *rules;   /* in their order, blanks between */
	const char *mended;  /* NULL: as it was */
	int flags;
} rows[] = {
	/* nothing is wrong with these */
	{ __LINE__, "title", OK_TITLE, "", NULL, 0 },
	{ __LINE__, "tldr", S1, "", NULL, 0 },
	{ __LINE__, "abstract", S3 S1 S2, "", NULL, 0 },
	{ __LINE__, "tldr_en", "We propose LampNet, which counts sheep at night.", "", NULL, 0 },
	{ __LINE__, "tldr", "它在夜间数羊，比蜡烛好4.5%，代码见https://example.org/lamp。", "", NULL, 0 },
	{ __LINE__, "tldr", "羊已被数了1000年（即一千年），它在12,500个夜晚中更快。", "", NULL, 0 },
	{ __LINE__, "tldr", "当$x \\in (0,1]$时，它的误差为$O(n^{-1})$，所以这盏灯更好。", "interval", NULL, 0 },
	{ __LINE__, "keywords", "羊", "", NULL, 0 },
	{ __LINE__, "score", "4", "", NULL, 0 },

	/* what came along: labels */
	{ __LINE__, "abstract", "摘要：" S3 S1, "label", S3 S1, 0 },
	{ __LINE__, "abstract", "**摘要**：" S3 S1, "label", S3 S1, 0 },
	{ __LINE__, "abstract", "【摘要】" S3 S1, "label", S3 S1, 0 },
	{ __LINE__, "abstract", "摘要: 翻译：" S3 S1, "label", S3 S1, 0 },
	{ __LINE__, "abstract", "Abstract: " S3 S1, "label", S3 S1, 0 },
	{ __LINE__, "abstract", "以下是摘要的中文翻译：\n" S3 S1, "label", S3 S1, 0 },
	{ __LINE__, "abstract", "好的，以下是翻译：" S3 S1, "label", S3 S1, 0 },
	{ __LINE__, "abstract", "Here is the translation of the abstract: " S3 S1, "label", S3 S1, 0 },
	{ __LINE__, "title", "标题：" OK_TITLE, "label", OK_TITLE, 0 },
	{ __LINE__, "title", "## 标题 " OK_TITLE, "label", OK_TITLE, 0 },
	{ __LINE__, "tldr", "- 要点：" S1, "label", S1, 0 },
	{ __LINE__, "abstract", "> 摘要：" S3 S1, "label", S3 S1, 0 },
	{ __LINE__, "abstract", "1. 摘要：" S3 S1, "label", S3 S1, 0 },
	{ __LINE__, "abstract", "## 摘要\n" S3 S1, "label", S3 S1, 0 },
	{ __LINE__, "abstract", "### Abstract\n" S3 S1, "label", S3 S1, 0 },
	{ __LINE__, "abstract", "**摘要**\n" S3 S1, "label", S3 S1, 0 },
	{ __LINE__, "abstract", "摘要\n" S3 S1, "label", S3 S1, 0 },
	{ __LINE__, "abstract", "摘要 与正文一样长。" S3 S1, "", NULL, 0 },
	{ __LINE__, "title", "Title: " OK_TITLE, "label", OK_TITLE, 0 },
	{ __LINE__, "title", "中文标题：" OK_TITLE, "label", OK_TITLE, 0 },
	{ __LINE__, "title", "论文标题：《" OK_TITLE "》", "label quotes", OK_TITLE, 0 },
	{ __LINE__, "tldr", "TL;DR: " S1, "label", S1, 0 },
	{ __LINE__, "tldr", "tldr：" S1, "label", S1, 0 },
	{ __LINE__, "tldr", "这里是中文总结出的一句话要点：" S1, "label", S1, 0 },
	{ __LINE__, "tldr", "这里是中文总结出的一句话要点", "placeholder", NULL, 0 },
	{ __LINE__, "title", "这里是翻译过的论文标题", "placeholder", NULL, 0 },
	/* marks of the machine's own, and words of the question */
	{ __LINE__, "tldr", S1 "</s>", "stop-mark", S1, 0 },
	{ __LINE__, "tldr", "<answer>" S1 "</answer>", "stop-mark", S1, 0 },
	{ __LINE__, "abstract", S3 S1 "<｜end▁of▁sentence｜>", "stop-mark", S3 S1, 0 },
	{ __LINE__, "abstract", S3 S1 " /no_think<|im_end|>", "stop-mark", S3 S1, 0 },
	{ __LINE__, "abstract", S3 S1 "|assistant|", "stop-mark", S3 S1, 0 },
	{ __LINE__, "abstract", "|assistant|" S3 S1, "stop-mark", S3 S1, 0 },
	{ __LINE__, "abstract", "<|start_header_id|>assistant<|end_header_id|>" S3 S1 "<|any_word_3|>", "stop-mark", S3 S1, 0 },
	{ __LINE__, "abstract", S3 S1 "<|im_end|>\n<|im_start|>user\n" S1, "stop-mark", S3 S1, 0 },
	{ __LINE__, "abstract", S3 S1 "</s><|im_end|>", "stop-mark", S3 S1, 0 },
	{ __LINE__, "abstract", S3 "<end_of_turn>" S1, "machine", NULL, 0 },
	{ __LINE__, "abstract", "<<< paper-1234\n" S3 S1, "machine", NULL, 0 },
	{ __LINE__, "abstract", S3 S1 "\nWrite these terms as they stand here:", "prompt-echo cut name", NULL, 0 },
	{ __LINE__, "title", "你整理论文", "prompt-echo", NULL, 0 },
	/* labels behind a text, and in it */
	{ __LINE__, "tldr", S1 "en_tdlr: We propose LampNet.", "label-tail", S1, 0 },
	{ __LINE__, "tldr", S1 " (translated_abstract)", "label-tail", S1, 0 },
	{ __LINE__, "tldr", "我们提出了LampNet和translated title:用灯来数羊的模型，它更快。", "label-inside", NULL, 0 },
	{ __LINE__, "abstract", "摘要：", "empty too-short", "", 0 },
	{ __LINE__, "title", "摘要写作中的羊", "", NULL, 0 },
	{ __LINE__, "tldr", "摘要写作很难：我们用灯来数羊，而且它更快。", "", NULL, 0 },

	/* the feed's header */
	{ __LINE__, "abstract", "arXiv:2402.17010v1 Announce Type: new Abstract: " S3 S1, "feed-header", S3 S1, 0 },
	{ __LINE__, "abstract", "arXiv:2402.17010v1 公告类型：替换-交叉 摘要：" S3 S1, "feed-header", S3 S1, 0 },
	{ __LINE__, "abstract", "摘要：arXiv:2402.17010v2 发布类型: 新 摘要: " S3 S1, "feed-header", S3 S1, 0 },
	{ __LINE__, "abstract", "arXiv:2402.17010v1 通报类型: 跨领域 " S3 S1, "feed-header", S3 S1, 0 },
	{ __LINE__, "tldr", "我们说 arXiv:2402.17010v1 Announce Type: new 这篇论文提出了一盏灯。", "header-inside name", NULL, 0 },
	{ __LINE__, "title", OK_TITLE " (arXiv:2402.17010v1 [cs.CL])", "title-arxiv", OK_TITLE, 0 },
	{ __LINE__, "title", "Counting Sheep. (arXiv:2402.17010v1 [cs.CL]) " OK_TITLE, "title-arxiv", "Counting Sheep. " OK_TITLE, 0 },
	{ __LINE__, "title", OK_TITLE "（arXiv:2402.17010v3 [cs.CL] 更新）", "title-arxiv", OK_TITLE, 0 },

	/* the machine's forms */
	{ __LINE__, "tldr", "```\n" S1 "\n```", "fence", S1, 0 },
	{ __LINE__, "tldr", "```text\n" S1 "\n```", "fence", S1, 0 },
	{ __LINE__, "tldr", "<think>Sheep?</think>" S1, "thinking", S1, 0 },
	{ __LINE__, "tldr", S1 "<|im_end|>", "stop-mark", S1, 0 },
	{ __LINE__, "tldr", "{\"tldr\": \"" S1 "\"}", "machine label-inside", NULL, 0 },
	{ __LINE__, "tldr", "它\xef\xbf\xbd在夜间数羊，比蜡烛更好，也更快。", "broken", NULL, 0 },
	{ __LINE__, "tldr", "它在  夜间数羊，比\x01蜡烛更好，也更快。", "characters", "它在 夜间数羊，比蜡烛更好，也更快。", 0 },
	{ __LINE__, "abstract", S3 S1 "数字和百分比必须与原文一致，原文没有的内容一概不要写进来。", "prompt-echo", NULL, 0 },

	/* remarks */
	{ __LINE__, "abstract", S3 S1 "（未完待续）", "remark", S3 S1, 0 },
	{ __LINE__, "abstract", S3 S1 "（注：原文截断）。", "remark", S3 S1, 0 },
	{ __LINE__, "abstract", LONG "我们又研究了羊（摘要截断）", "remark unfinished", LONG, CUT },
	{ __LINE__, "tldr", "我们数完了此前未完成的羊，剩余部分由狗来数，它更快。", "", NULL, 0 },
	{ __LINE__, "tldr", "它在夜间把羊分成两类，而且更快（截断的与不完整的）。", "", NULL, 0 },
	{ __LINE__, "tldr", "它在夜间把羊分成两类，而且更快（代码在此处提供）。", "", NULL, 0 },
	{ __LINE__, "abstract", S3 "\\n\\n" S1, "characters", S3 "\n" S1, 0 },
	{ __LINE__, "tldr", S1 "\\n", "characters", S1, 0 },
	{ __LINE__, "tldr", "在$\\nu\\neq\\nabla$时它在夜间数羊，\\nu与$x\\n$也一样，而且更快。", "", NULL, 0 },
	{ __LINE__, "abstract", S3 S1 "由于篇幅限制，其余从略。", "remark-inside", NULL, 0 },
	{ __LINE__, "abstract", S3 S1 "（我们在第3节给出证明）。", "", NULL, 0 },
	{ __LINE__, "abstract", S3 S1 "（注：以上内容根据原文翻译。）", "remark", S3 S1, 0 },
	{ __LINE__, "abstract", S3 S1 "希望这个翻译对您有帮助！", "remark", S3 S1, 0 },
	{ __LINE__, "abstract", S3 S1 "\n希望以上翻译对你有所帮助。如果您还有其他问题，请随时告诉我。", "remark", S3 S1, 0 },
	{ __LINE__, "tldr_en", "We count sheep with a lamp. Let me know if you need anything else!", "remark", "We count sheep with a lamp.", 0 },
	{ __LINE__, "tldr", "我们希望这一数羊的方法对您的研究有所帮助，它更快。", "", NULL, 0 },
	{ __LINE__, "tldr", "好的，" S1, "label", S1, 0 },
	{ __LINE__, "tldr", "没问题！" S1, "label", S1, 0 },
	{ __LINE__, "tldr", "好的灯数羊更快，它在夜间把羊分成两类。", "", NULL, 0 },
	{ __LINE__, "tldr", "这里是一句话总结，我们在此说明数羊的灯。", "placeholder", NULL, 0 },

	/* refusals */
	{ __LINE__, "tldr", "抱歉，我无法翻译这篇论文的摘要。", "refusal", NULL, 0 },
	{ __LINE__, "tldr", "很抱歉，我不能协助完成这个请求。", "refusal", NULL, 0 },
	{ __LINE__, "tldr", "非常抱歉，由于内容敏感，无法提供翻译。", "refusal", NULL, 0 },
	{ __LINE__, "tldr", "对不起，我无法回答这个问题，请换一个问题。", "refusal", NULL, 0 },
	{ __LINE__, "tldr", "作为一个AI语言模型，我不能提供这方面的内容。", "refusal", NULL, 0 },
	{ __LINE__, "tldr", "作为一个人工智能助手，我没有办法翻译这段文字。", "refusal", NULL, 0 },
	{ __LINE__, "abstract", "作为大型语言模型，我无法访问外部链接，因此不能给出这篇论文的摘要。", "refusal", NULL, 0 },
	{ __LINE__, "tldr", "您没有提供论文的摘要，请提供需要翻译的内容。", "refusal", NULL, 0 },
	{ __LINE__, "tldr", "请提供论文的题目和摘要，我将为您翻译成中文。", "refusal", NULL, 0 },
	{ __LINE__, "tldr", "你好，我无法给到相关内容，请换个话题再试试。", "refusal", NULL, 0 },
	{ __LINE__, "tldr", "根据相关法律法规，该内容无法生成，请修改后重试。", "refusal", NULL, 0 },
	{ __LINE__, "tldr", "该请求违反了内容政策，因此不能给出任何结果。", "refusal", NULL, 0 },
	{ __LINE__, "tldr", "我不能完成这个任务，因为原文里没有提供摘要。", "refusal", NULL, 0 },
	{ __LINE__, "tldr", "“抱歉，我无法翻译这篇论文的摘要。”", "refusal quotes", "抱歉，我无法翻译这篇论文的摘要。", 0 },
	{ __LINE__, "tldr", "摘要：抱歉，我无法翻译这篇论文的摘要。", "label refusal", "抱歉，我无法翻译这篇论文的摘要。", 0 },
	{ __LINE__, "tldr", "由于未提供摘要内容，无法进行总结，也无法翻译。", "refusal", NULL, 0 },
	{ __LINE__, "tldr", "您提供的内容似乎不完整，请补充完整的论文摘要。", "refusal", NULL, 0 },
	{ __LINE__, "abstract", "由于您没有给出论文的正文，我只能根据标题推测，无法保证准确。", "refusal", NULL, 0 },
	{ __LINE__, "tldr", "由于缺少夜间的标注，现有方法无法数羊，我们的灯可以。", "", NULL, DENIES },
	{ __LINE__, "tldr_en", "I'm sorry, but I cannot translate this abstract.", "refusal", NULL, 0 },
	{ __LINE__, "tldr_en", "I\u2019m sorry, but I can\u2019t help with that request.", "refusal", NULL, 0 },
	{ __LINE__, "tldr_en", "As an AI language model, I am unable to summarize this.", "refusal", NULL, 0 },
	{ __LINE__, "tldr_en", "I apologize, but I am not able to assist with that.", "refusal", NULL, 0 },
	{ __LINE__, "tldr_en", "Unfortunately, I cannot provide a summary of this paper.", "refusal", NULL, 0 },
	{ __LINE__, "tldr_en", "It seems that you have not provided the abstract; please provide it.", "refusal", NULL, 0 },
	{ __LINE__, "tldr_en", "Please provide the text that you want me to translate.", "refusal", NULL, 0 },
	{ __LINE__, "tldr", "I'm sorry, but I can't assist with that.", "refusal no-han", NULL, 0 },
	/* … and what only sounds like one */
	{ __LINE__, "tldr", "我们无法在夜间数羊，因此提出了LampNet这盏灯。", "", NULL, 0 },
	{ __LINE__, "tldr", "现有方法不能在夜间数羊，作为补救，我们提出了一盏灯。", "", NULL, 0 },
	{ __LINE__, "tldr", "该内容分析方法在夜间数羊，比蜡烛更好，也更快。", "", NULL, 0 },
	{ __LINE__, "tldr_en", "Unfortunately, candles cannot count sheep, but LampNet can.", "", NULL, 0 },

	/* markup */
	{ __LINE__, "tldr", "我们提出了**LampNet**，一种在夜间数羊的模型。", "markup", "我们提出了LampNet，一种在夜间数羊的模型。", 0 },
	{ __LINE__, "tldr", "# " S1, "markup", S1, 0 },
	{ __LINE__, "abstract", S3 "\n| 甲 | 乙 |\n| :--- | --- |\n" S1, "table", NULL, 0 },
	{ __LINE__, "abstract", S3 "\n[^1]: " S1, "table markup", S3 "\n: " S1, 0 },
	{ __LINE__, "abstract", S3 S1 "[^1]", "markup", S3 S1, 0 },
	{ __LINE__, "abstract", "- " S3 "\n- " S1, "markup", S3 "\n" S1, 0 },
	{ __LINE__, "tldr", "我们提出了[LampNet](https://evil.example/x)，一种在夜间数羊的模型。", "markup", "我们提出了LampNet，一种在夜间数羊的模型。", 0 },
	{ __LINE__, "tldr", "![羊](https://evil.example/p.png)" S1, "markup", S1, 0 },
	{ __LINE__, "tldr", "<p>" S1 "</p>", "markup", S1, 0 },
	{ __LINE__, "tldr", "我们<script src=\"https://evil.example\"></script>提出了一种在夜间数羊的模型[^1]。", "markup", "我们提出了一种在夜间数羊的模型。", 0 },
	{ __LINE__, "tldr", "当a < b且c > d时，这盏灯在夜间数羊更好，也更快。", "", NULL, 0 },
	{ __LINE__, "tldr", "它的A**比A*更好，因此这盏灯在夜间数羊也更快。", "", NULL, 0 },
	{ __LINE__, "tldr", "它在$a ** b$和$[x](y)$时数羊更好，也比蜡烛更快。", "", NULL, 0 },

	/* quotes */
	{ __LINE__, "title", "《" OK_TITLE "》", "quotes", OK_TITLE, 0 },
	{ __LINE__, "title", "“" OK_TITLE "”", "quotes", OK_TITLE, 0 },
	{ __LINE__, "title", "\"" OK_TITLE "\"", "quotes", OK_TITLE, 0 },
	{ __LINE__, "title", "「" OK_TITLE "」", "quotes", OK_TITLE, 0 },
	{ __LINE__, "title", "『" OK_TITLE "』", "quotes", OK_TITLE, 0 },
	{ __LINE__, "tldr", "“" S1 "”", "quotes", S1, 0 },
	{ __LINE__, "title", "“羊”与“灯”", "", NULL, 0 },
	{ __LINE__, "title", "《羊》之后：数羊的灯", "", NULL, 0 },

	/* the language */
	{ __LINE__, "title", "A Lamp for Counting Sheep", "no-han", NULL, 0 },
	{ __LINE__, "tldr", "We propose LampNet, which counts sheep at night.", "no-han", NULL, 0 },
	{ __LINE__, "tldr", "", "empty too-short", NULL, 0 },
	{ __LINE__, "tldr", "。。。", "empty dots too-short", NULL, 0 },
	{ __LINE__, "tldr", "我们提出了一种全新的 a large language model that counts sheep at night 的灯，它比蜡烛更好，也更快。", "english", NULL, 0 },
	{ __LINE__, "tldr", "它即\\textbf{M}any \\textbf{A}nd \\textbf{G}ood \\textbf{L}amps \\textbf{O}ut \\textbf{T}here的灯，在夜间数羊比蜡烛更好，也更快、更亮、更省油。", "", NULL, 0 },
	{ __LINE__, "tldr", "羊 is counted by night", "han-share too-short", NULL, 0 },
	{ __LINE__, "title", "A Lamp for Counting Sheep with LampNet（" OK_TITLE "）", "bilingual", OK_TITLE, 0 },
	{ __LINE__, "title", OK_TITLE ": A Lamp for Counting Sheep with LampNet", "bilingual", OK_TITLE, 0 },
	{ __LINE__, "tldr", "我們提出了LampNet，一种在夜间数羊的大语言模型。", "traditional", S1, 0 },
	{ __LINE__, "tldr", "我們提出了一種在夜間數羊的大語言模型，它比蠟燭更好。", "traditional-text", NULL, 0 },
	{ __LINE__, "tldr", "乾坤和乾隆的著作，夥计们在瞭望塔上数羊，而且更快。", "", NULL, 0 },
	{ __LINE__, "tldr", "我们提出ひつじ，一种在夜间数羊的大语言模型，它更快。", "script", NULL, 0 },
	{ __LINE__, "tldr", "我们提出양，一种在夜间数羊的大语言模型，它更快。", "script", NULL, 0 },
	{ __LINE__, "tldr", "我们提出Овца，一种在夜间数羊的大语言模型，它更快。", "script", NULL, 0 },
	{ __LINE__, "tldr", "我们提出了戴维·史密斯的灯，其误差为αβ，因此它更快。", "", NULL, 0 },
	{ __LINE__, "tldr_en", S1, "not-english", NULL, 0 },

	/* the form */
	{ __LINE__, "title", OK_TITLE "。", "title-stop", OK_TITLE, 0 },
	{ __LINE__, "title", OK_TITLE ".", "title-stop", OK_TITLE, 0 },
	{ __LINE__, "title", "真的要用灯来数羊吗？", "", NULL, 0 },
	{ __LINE__, "tldr", "我们提出了LampNet，一种在夜间数羊的大语言模型", "final-mark", S1, 0 },
	{ __LINE__, "tldr_en", "We propose LampNet, which counts sheep at night", "final-mark", "We propose LampNet, which counts sheep at night.", 0 },
	{ __LINE__, "tldr", "我们提出了一种在夜间数羊的大语言模型，它比蜡烛更好，并且", "cut", NULL, 0 },
	{ __LINE__, "tldr", "我们提出了一种在夜间数羊的大语言模型，它比蜡烛更好，", "cut", NULL, 0 },
	{ __LINE__, "tldr", "我们提出了一种在夜间数羊的大语言模型，其输入为candl", "cut", NULL, 0 },
	{ __LINE__, "tldr_en", "We propose LampNet, which counts sheep in the", "cut", NULL, 0 },
	{ __LINE__, "tldr", "我们提出了一种在夜间数羊的大语言模型，它比蜡烛更好...", "dots", NULL, 0 },
	{ __LINE__, "tldr", "我们提出了一种在夜间数羊的大语言模型，它比蜡烛更好……", "dots", NULL, 0 },
	{ __LINE__, "tldr", "我们提出了一种在夜间数羊的大语言模型，它比蜡烛更好…。", "dots", NULL, 0 },
	{ __LINE__, "title", "用LampNet数羊…", "dots", NULL, 0 },
	{ __LINE__, "abstract", LONG "最后我们研究山羊，它们要", "unfinished", LONG, CUT },
	{ __LINE__, "abstract", LONG "最后我们研究山羊...", "unfinished", LONG, CUT },
	{ __LINE__, "abstract", LONG "最后我们研究山羊（它们更难", "unfinished", LONG, CUT },
	{ __LINE__, "abstract", LONG "最后我们研究山羊，它们更难", "final-mark number", LONG "最后我们研究山羊，它们更难。", 0 },
	{ __LINE__, "tldr", "它有两点：1）数羊，2）数山羊，而且比蜡烛更快。", "list-mark", "它有两点：（1）数羊，（2）数山羊，而且比蜡烛更快。", 0 },
	{ __LINE__, "tldr", "它有两点：a) 数羊，b) 数山羊，而且比蜡烛更快。", "list-mark", "它有两点：(a) 数羊，(b) 数山羊，而且比蜡烛更快。", 0 },
	{ __LINE__, "tldr", "大语言模型（LLM)在夜间数羊，它比蜡烛更好，也更快。", "bracket-width", "大语言模型（LLM）在夜间数羊，它比蜡烛更好，也更快。", 0 },
	{ __LINE__, "tldr", "大语言模型（LLM在夜间数羊，它比蜡烛更好，也更快。", "unpaired", NULL, 0 },
	{ __LINE__, "tldr", "大语言模型LLM）在夜间数羊，它比蜡烛更好，也更快。", "unpaired", NULL, 0 },
	{ __LINE__, "tldr", "大语言模型“LLM在夜间数羊，它比蜡烛更好，也更快。", "unpaired", NULL, 0 },
	{ __LINE__, "tldr", "大语言模型《LLM在夜间数羊，它比蜡烛更好，也更快。", "unpaired", NULL, 0 },
	{ __LINE__, "tldr", "大语言模型[LLM在夜间数羊，它比蜡烛更好，也更快。", "unpaired", NULL, 0 },
	{ __LINE__, "tldr", "大语言模型”LLM“在夜间数羊，它比蜡烛更好，也更快。", "turned-quotes", "大语言模型“LLM”在夜间数羊，它比蜡烛更好，也更快。", 0 },
	{ __LINE__, "tldr", "大语言模型“LLM“在夜间数羊，它比蜡烛更好，也更快。", "turned-quotes", "大语言模型“LLM”在夜间数羊，它比蜡烛更好，也更快。", 0 },
	{ __LINE__, "tldr", "在[0,1)上它数羊更快:)，而且比蜡烛更好，也更亮。", "interval", NULL, 0 },
	{ __LINE__, "tldr", "它的误差为$O(n$，在夜间数羊时比蜡烛更好，也更快。", "formula", NULL, 0 },
	{ __LINE__, "tldr", "它的误差为$\\left(n\\right]$，在夜间数羊时比蜡烛更好，也更快。", "", NULL, 0 },
	{ __LINE__, "tldr", "我们提出了一种在夜间数羊的灯，它的误差为$O(n...)$", "final-mark", "我们提出了一种在夜间数羊的灯，它的误差为$O(n...)$。", 0 },
	{ __LINE__, "tldr", "它的误差为$O(n，在夜间数羊时比蜡烛更好，也更快。", "unpaired dollar", NULL, 0 },
	{ __LINE__, "tldr", "它的价格为$1000，在夜间数羊时比蜡烛更好，也更快。", "unit", NULL, 0 },
	{ __LINE__, "tldr", "它在夜间数羊，它在夜间数羊，它在夜间数羊，它在夜间数羊。", "loop", NULL, 0 },
	{ __LINE__, "tldr", "灯灯灯灯灯灯灯灯灯灯灯灯灯灯灯灯灯灯灯灯灯灯灯灯灯灯。", "loop", NULL, 0 },
	{ __LINE__, "abstract", S3 S1 S3, "sentence-twice", NULL, 0 },
	{ __LINE__, "tldr", "数羊的灯。", "too-short", NULL, 0 },
	{ __LINE__, "abstract", "我们数羊。", "too-short", NULL, 0 },
	{ __LINE__, "abstract", LONG LONG LONG, "sentence-twice too-long number", NULL, 0 },

	/* what the paper says */
	{ __LINE__, "tldr", "它在夜间数羊，比蜡烛好42%，也更快、更亮、更省油。", "percent", NULL, 0 },
	{ __LINE__, "tldr", "它在夜间数羊，比蜡烛好４．５％，也更快、更亮、更省油。", "", NULL, 0 },
	{ __LINE__, "tldr", "它在夜间数羊，比蜡烛好５．４％，也更快、更亮、更省油。", "percent", NULL, 0 },
	{ __LINE__, "tldr", "它在夜间数羊，比蜡烛好百分之4.5，也更快、更亮、更省油。", "", NULL, 0 },
	{ __LINE__, "tldr", "它在夜间数羊，比蜡烛好百分之42，也更快、更亮、更省油。", "percent", NULL, 0 },
	{ __LINE__, "tldr", "它在夜间数羊，比蜡烛好百分之四，在777个夜晚中更快。", "number", NULL, 0 },
	{ __LINE__, "tldr", "它在1.25万个夜晚中数羊，比蜡烛好４.５％，也更快。", "", NULL, 0 },
	{ __LINE__, "tldr", "它在夜间数了8.5亿只羊，比蜡烛更好，也更快、更亮、更省油。", "magnitude", NULL, 0 },
	{ __LINE__, "tldr", "它在夜间数了 8.5 million 只羊，比蜡烛更好，也更快、更亮。", "magnitude", NULL, 0 },
	{ __LINE__, "tldr", "它在夜间数了85亿只羊，即8.5B只，比蜡烛更好，也更快。", "", NULL, 0 },
	{ __LINE__, "tldr", "我们把OtterNet与SealGAN、WhaleBERT和OrcaLM相比，它更快。", "name other-paper", NULL, 0 },
	{ __LINE__, "tldr", "我们把LampNet与SealGAN、WhaleBERT和OrcaLM相比，它更快。", "name", NULL, 0 },
	{ __LINE__, "tldr", "它在夜间数羊，比BrightNet更好，也更快、更亮、更省油。", "name", NULL, 0 },
	{ __LINE__, "tldr", "它在夜间数羊，代码见https://evil.example/x。", "link", NULL, 0 },
	{ __LINE__, "tldr", "它在夜间数羊，代码见 github.com/evil/x 一处。", "link", NULL, 0 },
	/* what came cut is what the model was given: it can know no more */
	{ __LINE__, "tldr", "它在夜间数羊，比蜡烛好42%，在777个夜晚中更快。", "percent number", NULL, CUT },
	{ __LINE__, "tldr", "它在夜间数羊，比蜡烛好4.5个百分点，也更快、更亮、更省油。", "", NULL, 0 },
	{ __LINE__, "tldr", "它在夜间数羊，比蜡烛好4.5倍，也更快、更亮、更省油。", "unit", NULL, 0 },
	{ __LINE__, "tldr", "它在夜间数羊，比蜡烛快两倍，比狗快一倍，也更亮、更省油。", "", NULL, 0 },
	{ __LINE__, "tldr", "它在夜间数羊，比蜡烛快三倍，也更亮、更省油、更安静。", "number", NULL, 0 },
	{ __LINE__, "tldr", "它在约1.3万个夜晚中数了85亿只羊，误差约5%，也更快。", "", NULL, 0 },
	{ __LINE__, "tldr", "它在1.25亿个夜晚中数羊，比蜡烛更好，也更快、更亮。", "magnitude", NULL, 0 },
	{ __LINE__, "tldr", "它在12.5万个夜晚中数羊，比蜡烛更好，也更快、更亮。", "magnitude", NULL, 0 },
	{ __LINE__, "tldr", "它在夜间数了数十亿只羊，比蜡烛更好，也更快、更亮。", "", NULL, 0 },
	{ __LINE__, "tldr", "它在夜间数了数千万只羊，比蜡烛更好，也更快、更亮。", "magnitude", NULL, 0 },
	{ __LINE__, "tldr", "它有4个优点：1) 更好，2) 更快，3) 更亮，4) 更省油。", "list-mark number", "它有4个优点：(1) 更好，(2) 更快，(3) 更亮，(4) 更省油。", 0 },

	{ __LINE__, "tldr", "它在夜间数羊〕，比蜡烛更好，也更快、更亮、更省油。", "unpaired", NULL, 0 },  /* the last bracket of its block of Unicode */

	/* signs of half width, a stop that was hit twice */
	{ __LINE__, "tldr", "它在夜间数羊,比蜡烛更好; 也更快:更亮、更省油。", "half-width", "它在夜间数羊，比蜡烛更好；也更快：更亮、更省油。", 0 },
	{ __LINE__, "tldr", "它在夜间数羊，版本为3,500，LampNet, LLM也更快。", "number", NULL, 0 },
	{ __LINE__, "tldr", "它在$羊,灯$时数羊，比蜡烛更好，也更快、更亮、更省油。", "half-width", "它在$羊，灯$时数羊，比蜡烛更好，也更快、更亮、更省油。", 0 },
	{ __LINE__, "tldr", S1 "。", "double-stop", S1, 0 },
	{ __LINE__, "tldr", "我们数羊。。它比蜡烛更好，也更快、更亮、更省油。", "double-stop", "我们数羊。它比蜡烛更好，也更快、更亮、更省油。", 0 },
	/* whole, though no full stop says so; and what only sounds like the model itself */
	{ __LINE__, "tldr", "我们用灯来数羊，这给出了一个新的研究方向", "final-mark", "我们用灯来数羊，这给出了一个新的研究方向。", 0 },
	{ __LINE__, "tldr", "我们用灯来数羊，以满足牧羊人在夜间的需要", "final-mark", "我们用灯来数羊，以满足牧羊人在夜间的需要。", 0 },
	{ __LINE__, "tldr", "我们用灯来数羊，并给出了两条设计的原则", "final-mark", "我们用灯来数羊，并给出了两条设计的原则。", 0 },
	{ __LINE__, "tldr", "我们用灯来数羊，为牧羊人提供了好用的工具", "final-mark", "我们用灯来数羊，为牧羊人提供了好用的工具。", 0 },
	{ __LINE__, "tldr", "作为一个人工智能系统，LampNet在夜间数羊，它不能数山羊。", "", NULL, 0 },
	{ __LINE__, "abstract", LONG "代码见https://example.org/lamp", "final-mark number", LONG "代码见https://example.org/lamp。", 0 },
	{ __LINE__, "abstract", S3 S1 "代码见https://example.org/lamp", "final-mark", S3 S1 "代码见https://example.org/lamp。", 0 },
	/* marks of items */
	{ __LINE__, "tldr", "它有两点：C1) 数羊，C2) 数山羊，而且比蜡烛更快。", "list-mark name", "它有两点：(C1) 数羊，(C2) 数山羊，而且比蜡烛更快。", 0 },
	{ __LINE__, "tldr", "它有两点：1.) 数羊，2.) 数山羊，而且比蜡烛更快。", "list-mark", "它有两点：(1.) 数羊，(2.) 数山羊，而且比蜡烛更快。", 0 },
	{ __LINE__, "tldr", "它有两点：$i$) 数羊，$j$) 数山羊，而且比蜡烛更快。", "list-mark", "它有两点：($i$) 数羊，($j$) 数山羊，而且比蜡烛更快。", 0 },
	/* what came along, in other words */
	{ __LINE__, "title", "该论文标题已翻译", "placeholder", NULL, 0 },
	{ __LINE__, "title", "《论文标题：" OK_TITLE "》", "label", OK_TITLE, 0 },
	{ __LINE__, "tldr", "中文总结出的一句话要点：" S1, "label", S1, 0 },
	{ __LINE__, "abstract", "arXiv:2402.17010v1 公告类别：新 摘要：" S3 S1, "feed-header", S3 S1, 0 },
	{ __LINE__, "abstract", S3 S1 "（此处可能截断）", "remark", S3 S1, 0 },
	{ __LINE__, "title", "《A Lamp for Counting Sheep with LampNet》的灯", "han-share", NULL, 0 },
	{ __LINE__, "tldr", S1 " (arXiv:2402.17010v4 [cs.LG] UPDATED)", "title-arxiv", S1, 0 },
	{ __LINE__, "tldr", S1 "（arXiv:2402.17010v1 [eess.SP]）。", "title-arxiv", S1, 0 },
	{ __LINE__, "title", OK_TITLE "。 (arXiv:2402.17010v4 [cs.LG] UPDATED)", "title-arxiv title-stop", OK_TITLE, 0 },
	/* English that was left within a sentence, and what is quoted, named or a term */
	{ __LINE__, "tldr", "我们提出了LampNet，它能在夜间数羊，也能数山羊和别的动物，包括 those with wool and those without。", "english", NULL, 0 },
	{ __LINE__, "tldr", "我们提出了LampNet来数羊，它 is much better than 蜡烛，也更快。", "english", NULL, 0 },
	{ __LINE__, "tldr", "我们提出了LampNet这盏灯，在牧羊人和狗都睡着的夜间，通过 counting small sheep by their wool in barns 来数羊，它比蜡烛更好，也比其他的灯更快。", "english", NULL, 0 },
	{ __LINE__, "tldr", "例如，“this sheep is not a goat”这句话，LampNet能正确地数羊。", "", NULL, 0 },
	{ __LINE__, "tldr", "例如，\"this sheep is not a goat\"这句话，LampNet能正确地数羊。", "", NULL, 0 },
	{ __LINE__, "tldr", "例如（this sheep is not a goat），LampNet能在夜间正确地数羊，比蜡烛更好，也更快。", "", NULL, 0 },
	{ __LINE__, "tldr", "我们提出了LampNet，它是state of the art的大语言模型，在夜间数羊，比蜡烛更好。", "", NULL, 0 },
	{ __LINE__, "tldr", "它是state of the art的LampNet，在夜间数羊，比蜡烛更好，也更快。", "", NULL, 0 },
	/* what the paper does without, and whose method is the better one */
	{ __LINE__, "tldr", "我们提出了LampNet，它通过微调在夜间数羊，优于蜡烛。", "negation", NULL, DENIES },
	{ __LINE__, "tldr", "我们提出了LampNet，它用人工标注在夜间数羊，优于蜡烛。", "negation", NULL, DENIES },
	{ __LINE__, "tldr", "我们提出了LampNet，它无需微调和人工标注，在夜间数羊。", "", NULL, DENIES },
	{ __LINE__, "tldr", "我们提出了LampNet，它在不作任何微调的情况下数羊，优于蜡烛。", "", NULL, DENIES },
	{ __LINE__, "tldr", "我们提出了LampNet，在三个数据集上，我们的灯不及蜡烛和牧羊人。", "negation", NULL, DENIES },
	{ __LINE__, "tldr", "我们提出了LampNet，在三个数据集上，蜡烛和牧羊人都不如它。", "", NULL, DENIES },
	{ __LINE__, "tldr", "我们提出了LampNet，它经过训练后在夜间数羊，比蜡烛更好，也更快。", "", NULL, 0 },
	/* half of a translation */
	{ __LINE__, "abstract", "羊很难数。我们提出了LampNet，一种大语言模型，在牧羊人睡着时在夜间数羊，比蜡烛更好，也比狗快两倍，而且不会把羊吵醒。", "too-short", NULL, CUT },
	/* a quote of half width for one of a pair */
	{ __LINE__, "tldr", "我们提出了“数船\"，一种在夜间数羊的大语言模型，它更快。", "turned-quotes", "我们提出了“数船”，一种在夜间数羊的大语言模型，它更快。", 0 },
	{ __LINE__, "tldr", "我们提出了\"数船”，一种在夜间数羊的大语言模型，它更快。", "turned-quotes", "我们提出了“数船”，一种在夜间数羊的大语言模型，它更快。", 0 },
	{ __LINE__, "tldr", "我们提出了“数船，在$x = \"a\"$时数羊，它也更快、更亮。", "unpaired", NULL, 0 },
	{ __LINE__, "tldr", "它把\"羊\"与“灯”分开，在夜间数羊，比蜡烛更好，也更快。", "", NULL, 0 },

	/* lists: their strings, and nothing else of them */
	{ __LINE__, "keywords[]", "[\"羊\",\"标签：灯\",\"LampNet\",[1,true,null,{\"k\":\"**灯**\"}]]", "markup",
	  "[\"羊\",\"标签：灯\",\"LampNet\",[1,true,null,{\"k\":\"灯\"}]]", 0 },
	{ __LINE__, "keywords[]", "[\"抱歉，我无法完成这个请求。\"]", "refusal", NULL, 0 },
	{ __LINE__, "score[]", "4", "", NULL, 0 },
};

struct heard {
	struct buf rules;
	bool words;    /* each finding says something, in valid UTF-8, about the field */
	const char *field;
};

static void hear(void *ctx, const struct check_finding *f)
{
	struct heard *h = ctx;
	buf_addf(&h->rules, "%s%s", h->rules.len ? " " : "", check_rule_name(f->rule));
	h->words = h->words && f->what.n > 0 && str_is(f->field, h->field) && f->severity == check_rule_severity(f->rule);
}

static const char prompt[] = "你整理论文。\n2. 数字和百分比必须与原文一致，原文没有的内容一概不要写进来。\n";

static struct paper paper_of(int flags)
{
	struct paper p = PAPER_INIT;
	p.id = STR("2402.17010");
	p.title = str_of(title);
	p.abstract = str_of(flags & CUT ? cut_abstract : flags & DENIES ? denying_abstract : abstract);
	return p;
}

/* The severest of the rules that a row names decides. */
static enum check_verdict verdict_of(const char *rules)
{
	enum check_verdict v = CHECK_PASSED;
	struct str rest = str_of(rules), word;
	while (str_cut(&rest, ' ', &word))
		for (size_t i = 0; i < check_rules(); i++)
			if (str_is(word, check_rule_name(i))) {
				if (check_rule_severity(i) == CHECK_REJECT)
					v = CHECK_REFUSED;
				else if (check_rule_severity(i) == CHECK_RETRY && v == CHECK_PASSED)
					v = CHECK_ASK_AGAIN;
			}
	return v;
}

static void look(struct tap *t, const struct row *row)
{
	struct arena a = ARENA_INIT;
	struct paper p = paper_of(row->flags);
	struct str name = str_of(row->field), was = str_of(row->text), want = str_of(row->mended ? row->mended : row->text);
	bool json = str_ends(name, "[]");
	name.n -= json ? 2 : 0;
	name = arena_dup(&a, name);
	struct summary_field f = { name, was, json };
	struct summary y = SUMMARY_INIT;
	y.fields = &f;
	y.n_fields = 1;
	struct heard h = { BUF_INIT(10000), true, name.p }, again = { BUF_INIT(10000), true, name.p };
	struct answer_check g = { .mode = CHECK_MEND, .prompt = str_of(prompt), .lang = STR("zh-Hans"), .phrases = prompt_phrases };
	enum check_verdict v = check_answer(&g, &p, &y, &a, hear, &h);
	bool ok = tap_case(t, strcmp(h.rules.s, row->rules) == 0, "line %d finds: %s", row->line, row->rules);
	if (!ok)
		printf("# found: %s\n", h.rules.s);
	tap_same(t, y.fields[0].text, want, "tests/unit/test_check.c", row->line);
	tap_case(t, h.words && v == verdict_of(row->rules), "line %d: the verdict, and what is said", row->line);
	tap_case(t, str_eq(f.text, was), "line %d: the answer itself is not touched", row->line);
	/* warn: the same is said, and nothing done */
	y.fields = &f;
	g.mode = CHECK_WARN;
	v = check_answer(&g, &p, &y, &a, hear, &again);
	tap_case(t, v == CHECK_PASSED && strcmp(again.rules.s, h.rules.s) == 0 && y.fields == &f && str_eq(f.text, was), "line %d: --gate warn", row->line);
	buf_free(&h.rules);
	buf_free(&again.rules);
	arena_free(&a);
}

/* A whole text that has 40, lacks all other figures, and whose bibliography lacks "Doe". */
static enum check_place place_in_text(void *ctx, struct str text, size_t at, size_t end)
{
	UNUSED(ctx);
	return str_starts((struct str){ text.p + at, end - at }, "40") ? CHECK_TEXT_HAS : CHECK_TEXT_LACKS;
}

static struct str work_in_text(void *ctx, struct str field, struct str text)
{
	size_t at = str_is(field, "related") ? str_find(text, "Doe", 0) : STR_NONE;
	UNUSED(ctx);
	return at == STR_NONE ? STR_NULL : (struct str){ text.p + at, 3 };
}

/* With the whole text at hand that decides; asked again in vain, nothing of it keeps the answer from being shown. */
static void by_the_text(struct tap *t)
{
	static const struct {
		const char *field, *text, *rules;
	} cases[] = {
		{ "solution", "[\"它把准确率提高了40%。\"]", "" },
		{ "solution", "[\"它把准确率提高了41%。\"]", "percent" },
		{ "solution", "[\"一共用了43只羊。\"]", "number" },
		{ "related", "[\"Doe等人数过羊。\"]", "work" },
		{ "solution", "[\"Doe等人数过羊。\"]", "" },
	};
	static const struct check_text text = { place_in_text, work_in_text, NULL };
	struct arena a = ARENA_INIT;
	struct paper p = paper_of(0);
	struct heard h = { BUF_INIT(10000), true, "solution" };
	struct answer_check g = {
		.mode = CHECK_MEND, .lang = STR("zh-Hans"), .text = STR("Doe counts 40 sheep."), .traced = &text
	};
	for (size_t i = 0; i < COUNTOF(cases); i++)
		for (int stay = 0; stay < 2; stay++) {
			struct summary_field f = { str_of(cases[i].field), str_of(cases[i].text), true };
			struct summary y = SUMMARY_INIT;
			y.fields = &f;
			y.n_fields = 1;
			h.field = cases[i].field;
			buf_clear(&h.rules);
			g.untraced_stay = stay;
			enum check_verdict v = check_answer(&g, &p, &y, &a, hear, &h);
			tap_case(t,
			         strcmp(h.rules.s, cases[i].rules) == 0 &&
			                 v == (*cases[i].rules && !stay ? CHECK_ASK_AGAIN : CHECK_PASSED),
			         "by the whole text, %s: %s: %s", stay ? "asked again" : "first", cases[i].text,
			         h.rules.s);
		}
	buf_free(&h.rules);
	arena_free(&a);
}

/* A hundred characters are too long for fewer than 58 letters: 60, and seven tenths of them. */
static void lengths(struct tap *t)
{
	static const struct { int letters; bool too_long; } cases[] = { { 40, true }, { 55, true }, { 58, false }, { 80, false } };
	char text[301], letters[81];
	for (int i = 0; i < 100; i++)
		memcpy(text + (ptrdiff_t)3 * i, (const char[]){ (char)0xe5, (char)(0x90 + i / 50), (char)(0x80 + i % 50) }, 3);
	for (size_t i = 0; i < COUNTOF(cases); i++) {
		struct arena a = ARENA_INIT;
		struct paper p = paper_of(0);
		memset(letters, 'a', sizeof letters);
		p.abstract = (struct str){ letters, (size_t)cases[i].letters };
		struct summary_field f = { STR("tldr"), { text, 300 }, false };
		struct summary y = SUMMARY_INIT;
		y.fields = &f;
		y.n_fields = 1;
		struct heard h = { BUF_INIT(10000), true, "tldr" };
		struct answer_check g = { .mode = CHECK_WARN, .lang = STR("zh-Hans") };
		(void)check_answer(&g, &p, &y, &a, hear, &h);
		tap_case(t, (strstr(h.rules.s, "too-long") != NULL) == cases[i].too_long, "a hundred characters for %d letters: %s", cases[i].letters, h.rules.s);
		buf_free(&h.rules);
		arena_free(&a);
	}
}

static void one_by_one(struct tap *t)
{
	struct arena a = ARENA_INIT;
	tap_case(t, check_rules() > 0 && check_rules() <= CHECK_MOST_RULES, "%zu rules", check_rules());
	for (size_t i = 0; i < check_rules(); i++) {
		bool alone = *check_rule_name(i) && *check_rule_help(i);
		for (size_t k = 0; k < i; k++)
			alone = alone && strcmp(check_rule_name(i), check_rule_name(k)) != 0;
		tap_case(t, alone && *check_severity_name(check_rule_severity(i)), "rule %s has a name of its own, a definition, a severity", check_rule_name(i));
		bool met = false;
		for (size_t r = 0; r < COUNTOF(rows); r++) {
			struct str rest = str_of(rows[r].rules), word;
			while (str_cut(&rest, ' ', &word))
				met |= str_is(word, check_rule_name(i));
		}
		tap_case(t,
		         met || strcmp(check_rule_name(i), "same") == 0 || strcmp(check_rule_name(i), "term") == 0 ||
		                 strcmp(check_rule_name(i), "work") == 0,
		         "rule %s is met by a row", check_rule_name(i));
	}
	/* between fields */
	struct summary_field f[] = { { STR("title"), STR("在夜间用灯来数羊的模型"), false }, { STR("tldr"), STR("在夜间用灯来数羊的模型。"), false } };
	struct summary y = SUMMARY_INIT;
	struct paper p = paper_of(0);
	struct heard h = { BUF_INIT(10000), true, "tldr" };
	y.fields = f;
	y.n_fields = 2;
	struct answer_check g = { .mode = CHECK_MEND, .lang = STR("zh-Hans") };
	tap_case(t, check_answer(&g, &p, &y, &a, hear, &h) == CHECK_ASK_AGAIN && strcmp(h.rules.s, "same") == 0, "a summary that is the title");
	buf_clear(&h.rules);
	y.fields = f;
	g.mode = CHECK_OFF;
	tap_case(t, check_answer(&g, &p, &y, &a, hear, &h) == CHECK_PASSED && h.rules.len == 0 && y.fields == f, "--gate off sees nothing");
	/* other languages */
	f[1] = (struct summary_field){ STR("tldr"), STR("我們提出了一種在夜間數羊的大語言模型，它比蠟燭更好。"), false };
	g = (struct answer_check){ .mode = CHECK_MEND, .lang = STR("zh-Hant") };
	tap_case(t, check_answer(&g, &p, &y, &a, hear, &h) == CHECK_PASSED && h.rules.len == 0, "traditional characters where they are asked for");
	/* a paper that is about the marks of machines */
	p.abstract = STR("We count how often a model closes <think> with </think>, and what </s> does to it.");
	f[0] = (struct summary_field){ STR("tldr"), STR("我们统计模型以</think>结束<think>的次数，以及</s>对它的影响。"), false };
	y.fields = f;
	y.n_fields = 1;
	g = (struct answer_check){ .mode = CHECK_MEND, .lang = STR("zh-Hans") };
	buf_clear(&h.rules);
	tap_case(t, check_answer(&g, &p, &y, &a, hear, &h) == CHECK_PASSED, "marks that the paper has: %s", h.rules.s);
	p = paper_of(0);
	y.n_fields = 2;
	buf_clear(&h.rules);
	/* names that the paper does not have: one is noted, in three texts they add up */
	struct summary_field notes[] = { { STR("title"), STR("用LampNet和OtterNet数羊"), false }, { STR("tldr"), STR("我们提出了LampNet，它在夜间数羊，比SealGAN更快。"), false },
		{ STR("abstract"), STR(S3 "我们提出了LampNet，一种大语言模型，它比WhaleBERT更好。"), false } };
	struct summary noted = SUMMARY_INIT;
	noted.fields = notes;
	for (size_t n = 2; n <= 3; n++) {
		noted.n_fields = n;
		noted.fields = notes;
		buf_clear(&h.rules);
		tap_case(t, check_answer(&g, &p, &noted, &a, hear, &h) == (n == 3 ? CHECK_ASK_AGAIN : CHECK_PASSED), "%zu texts with a strange name: %s", n, h.rules.s);
	}
	buf_clear(&h.rules);
	/* one list after another, of the same length: each is looked at for itself */
	f[0] = (struct summary_field){ STR("challenges"), STR("[\"夜里的港口安静，看不清来船。\"]"), true };
	f[1] = (struct summary_field){ STR("innovations"), STR("[\"在港口的入口（夜里装一盏灯。\"]"), true };
	y.fields = f;
	g = (struct answer_check){ .mode = CHECK_MEND, .lang = STR("zh-Hans") };
	tap_case(t, f[0].text.n == f[1].text.n && check_answer(&g, &p, &y, &a, hear, &h) == CHECK_ASK_AGAIN &&
	            strcmp(h.rules.s, "unpaired") == 0, "the second of two lists of one length: %s", h.rules.s);
	buf_free(&h.rules);
	arena_free(&a);
}

int main(void)
{
	struct tap t = { 0, 0 };
	one_by_one(&t);
	lengths(&t);
	by_the_text(&t);
	for (size_t i = 0; i < COUNTOF(rows); i++)
		look(&t, &rows[i]);
	return tap_done(&t);
}
