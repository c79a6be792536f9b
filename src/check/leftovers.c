/* SPDX-License-Identifier: MIT
 * What came along with the answer: labels, the feed's header, remarks about the task.
 * At the start or the end of a text these are taken off; in its middle their end is not known. */
#include "src/check/internal.h"

#include <string.h>

enum { NEAR = 160 };  /* bytes behind the start within which a header or a placeholder must end */

static const char *const blanks[] = { " ", "\t", "\n", "　", NULL };
static const char *const colons[] = { ":", "：", NULL };
static const char *const decorations[] = {
	"**", "__", "*", "#", "- ", "> ", "• ", "1. ", "1、", "【", "[", "「", "〖", "\"", "“", "'", "`", NULL,
};
static const char *const undecorations[] = { "**", "__", "*", "】", "]", "」", "〗", "\"", "”", "'", "`", NULL };

static struct str skip_blanks(struct str s) { return check_skip(s, blanks); }

/* ---- Characters ---- */

/* "\\n" outside of mathematics, as a model that escapes twice writes the end of a line. Before a letter it is TeX. */
static struct str line_ends(struct check_ctx *l)
{
	struct str plain = STR_NULL;
	struct buf out = BUF_INIT(BUF_UNBOUNDED);
	size_t from = 0;
	for (size_t at = 0; (at = str_find(l->text, "\\n", at)) != STR_NONE; at += 2) {
		if (plain.n == 0)
			plain = check_plain(l);
		if (plain.p[at] != '\\' || (at + 2 < l->text.n && is_alnum((unsigned char)l->text.p[at + 2])))
			continue;
		buf_add(&out, l->text.p + from, at - from);
		buf_addc(&out, '\n');
		from = at + 2;
	}
	if (from == 0)
		return l->text;
	buf_adds(&out, str_from(l->text, from));
	struct str done = arena_dup(l->a, str_trim(buf_str(&out)));
	buf_free(&out);
	return done;
}

void rule_characters(struct check_ctx *l)
{
	struct str text = line_ends(l);
	bool lines = l->format == MD_FORMAT_BLOCKS && md_tree_may_be(text, true);
	struct str clean = lines ? clean_marked(text, true, l->a) : clean_characters(text, l->use != USE_TITLE, l->a, NULL);
	if (!str_eq(clean, l->text) && clean.n > 0)
		check_mend(l, clean, "controls, blanks in a row, or characters that have a simpler form");
}

void rule_broken(struct check_ctx *l)
{
	if (str_find(l->text, "\xef\xbf\xbd", 0) != STR_NONE)
		check_say(l, "a character is broken (U+FFFD)");
}

static bool says(struct str s, const char *const *list) { return check_find(s, list, 0) != STR_NONE; }

/* ---- The machine's own forms ---- */

void rule_thinking(struct check_ctx *l)
{
	static const char end[] = "</think>";
	size_t at = str_starts(l->text, "<think>") ? str_find(l->text, end, 0) : STR_NONE;
	struct str rest = at == STR_NONE ? STR_NULL : str_trim(str_from(l->text, at + sizeof end - 1));
	if (rest.n > 0)
		check_mend(l, rest, "the model's thinking stands before it");
}

/* What a server ought to have kept for itself. */
void rule_stop_mark(struct check_ctx *l)
{
	static const char *const first[] = { "<s>", "<answer>", NULL };
	static const char *const last[] = { "</s>", "<s>", "<eos>", "</answer>", "<end_of_turn>", "[/INST]", "/no_think", NULL };
	struct str bare = check_without_chat_marks(l), s = str_trim(check_skip(bare, first));
	for (size_t i = 0; last[i];)
		if (str_ends(s, last[i])) {
			s = str_trim(str_head(s, s.n - strlen(last[i])));
			i = 0;
		} else {
			i++;
		}
	if (s.n == 0 || (s.n < bare.n && check_paper_says(l, last)))
		s = bare;
	if (s.n < l->text.n)
		check_mend(l, s, "a mark of the model's own stands beside it");
}

void rule_fence(struct check_ctx *l)
{
	struct buf out = BUF_INIT(BUF_UNBOUNDED);
	size_t from = 0, at;
	while ((at = str_find(l->text, "```", from)) != STR_NONE) {
		buf_add(&out, l->text.p + from, at - from);
		for (from = at; from < l->text.n && l->text.p[from] == '`';)
			from++;
		size_t word = from;  /* "```json": the language, up to the line's end */
		while (word < l->text.n && is_alpha((unsigned char)l->text.p[word]))
			word++;
		if (word < l->text.n && is_space((unsigned char)l->text.p[word]))
			from = word;
	}
	if (from > 0) {
		buf_adds(&out, str_from(l->text, from));
		struct str rest = str_trim(buf_str(&out));
		if (rest.n > 0)
			check_mend(l, arena_dup(l->a, rest), "a code fence");
	}
	buf_free(&out);
}

/* Whether the key NAME of an object stands in TEXT: "name": */
static bool has_key(struct check_ctx *l, struct str name)
{
	struct buf key = BUF_INIT(BUF_UNBOUNDED);
	buf_addf(&key, "\"%.*s\"", STR_ARG(name));
	size_t at = str_find(l->text, key.s, 0);
	bool found = at != STR_NONE && check_starts(skip_blanks(str_from(l->text, at + key.len)), colons) > 0;
	buf_free(&key);
	return found;
}

void rule_machine(struct check_ctx *l)
{
	static const char *const marks[] = {
		"<think>", "</think>", "[/inst]", "<<sys>>", "<s>", "</s>", "<｜", "<end_of_turn>",
		"<start_of_turn>", "<answer>", "</answer>", "<<< ", NULL,
	};
	size_t at = check_find_text(l, marks);
	if (at != STR_NONE && check_paper_says(l, marks))  /* it may be about them */
		at = STR_NONE;
	if (at == STR_NONE)
		at = check_chat_mark(l, l->text, 0);
	if (at != STR_NONE) {
		check_say(l, "the machine's mark %.*s", STR_ARG(check_shown(str_from(l->text, at))));
		return;
	}
	if (memchr(l->text.p, '"', l->text.n) == NULL)
		return;
	for (size_t i = 0; i < l->y->n_fields; i++)
		if (has_key(l, l->y->fields[i].name)) {
			check_say(l, "JSON with the key \"%.*s\" inside the text", STR_ARG(l->y->fields[i].name));
			return;
		}
}

/* ---- Labels ---- */

/* In the order of their length where one begins another. Letters of any case; Latin ones also stand before ASCII colons. */
static const char *const labels[] = {
	"中文总结出的一句话要点", "英文总结出的一句话要点",
	"论文标题", "论文题目", "论文摘要", "论文翻译", "论文总结", "论文要点", "论文简介", "论文概要", "中文标题", "中文题目",
	"中文摘要", "中文翻译", "中文译文", "中文译名", "中文总结", "中文要点", "英文标题", "英文摘要", "英文总结", "英文要点",
	"翻译后的标题", "翻译后的论文标题", "翻译后的摘要", "翻译后的论文摘要", "翻译过的论文标题", "翻译过的论文摘要", "翻译后",
	"翻译标题", "翻译摘要", "翻译结果", "标题翻译", "摘要翻译", "标题译文", "摘要译文", "一句话总结", "一句话要点", "一句话概括",
	"一句话摘要", "核心要点", "要点总结", "总结要点", "内容摘要", "内容提要", "内容概要", "本文摘要", "译文如下", "翻译如下",
	"摘要如下", "总结如下", "标题", "题目", "摘要", "翻译", "译文", "译名", "总结", "要点", "概要", "概括", "提要", "输出",
	"回答", "答案", "translated title", "translated_title", "translated abstract", "translated_abstract", "translated summary",
	"translation", "chinese title", "chinese abstract", "chinese summary", "chinese translation", "english summary", "title_zh",
	"title_cn", "abstract_zh", "abstract_cn", "summary_zh", "tldr_zh", "tldr_en", "tldr_cn", "en_tldr", "en_tdlr", "zh_tldr",
	"tl;dr", "tldr", "tdlr", "tl; dr", "title", "abstract", "summary", "output", "answer", "result", NULL,
};

/* Behind a label that S begins with, decorated or not, and its colon, or its line's end, or as a heading what parts it from
 * the text where lines were joined; S.n + 1: there is none. */
static size_t behind_label(struct check_ctx *l, struct str s)
{
	struct str at = skip_blanks(check_skip(skip_blanks(s), decorations));
	size_t n = check_starts(at, labels);
	for (size_t i = 0; n == 0 && i < l->y->n_fields; i++) {
		struct str name = l->y->fields[i].name;
		if (name.n > 0 && at.n > name.n && memcmp(at.p, name.p, name.n) == 0)
			n = name.n;
	}
	if (n == 0)
		return s.n + 1;
	bool bracketed = at.p > s.p && (str_starts(s, "【") || str_starts(s, "〖"));
	bool heading = memchr(s.p, '#', (size_t)(at.p - s.p)) != NULL;
	struct str bare = check_skip(str_from(at, n), undecorations);
	bool alone = str_starts(bare, "\n") || (heading && str_starts(bare, " "));
	at = skip_blanks(str_from(at, n));
	struct str closed = skip_blanks(check_skip(at, undecorations));
	size_t colon = check_starts(closed, colons);
	if (colon == 0 && !alone && !(bracketed && closed.p > at.p))
		return s.n + 1;
	struct str rest = str_from(closed, colon);
	while (str_starts(rest, "**"))
		rest = str_from(rest, 2);
	rest = skip_blanks(rest);
	return s.n - rest.n;
}

/* "以下是摘要的中文翻译：", "好的，这里是翻译后的标题：", "Here is the translation:": an announcement up to its colon. */
static size_t behind_announcement(struct str s)
{
	static const char *const first[] = {
		"以下是", "以下为", "下面是", "这里是", "此处是", "这是", "好的，", "好的,", "当然，", "没问题，", "here is",
		"here's", "here are", "sure,", "sure!", "certainly", "of course", "below is", NULL,
	};
	static const char *const about[] = {
		"翻译", "译文", "标题", "摘要", "总结", "要点", "translat", "summar", "title", "abstract", NULL,
	};
	if (check_starts(s, first) == 0)
		return s.n + 1;
	bool known = false;
	for (size_t i = 0; i < s.n && i < NEAR; i++) {
		struct str at = str_from(s, i);
		size_t colon = check_starts(at, colons);
		known |= check_starts(at, about) > 0;
		if (colon > 0)
			return known ? s.n - skip_blanks(str_from(at, colon)).n : s.n + 1;
		if (str_starts(at, "。") || (at.p[0] == '.' && !is_alpha(at.n > 1 ? (unsigned char)at.p[1] : 'a')))
			break;
	}
	return s.n + 1;
}

/* "好的，": an answer to the user who gave the task. */
static const char *const consents[] = {
	"好的，", "好的,", "好的！", "好的!", "好的。", "没问题，", "没问题！", "没问题。", "当然可以，", "当然可以！", "当然可以。",
	NULL, };

/* Behind all labels and announcements that S begins with. */
static size_t behind_labels(struct check_ctx *l, struct str s)
{
	size_t from = 0;
	for (;;) {
		struct str rest = str_from(s, from);
		size_t n = behind_label(l, rest);
		if (n > rest.n)
			n = behind_announcement(rest);
		if (n > rest.n)
			n = check_starts(rest, consents);
		if (n == 0)
			return from;
		from += n;
	}
}

/* "《论文标题：X》" has its label within the quotes. */
static struct str without_title_marks(struct check_ctx *l)
{
	struct str s = l->text;
	if (!str_starts(s, "《") || !str_ends(s, "》"))
		return s;
	struct str in = { s.p + 3, s.n - 6 };
	return behind_labels(l, in) > 0 ? in : s;
}

void rule_label(struct check_ctx *l)
{
	l->text = without_title_marks(l);
	size_t n = behind_labels(l, l->text);
	struct str rest = str_trim(str_from(l->text, n));
	if (n > 0 && rest.n > 0)
		check_mend(l, rest, "begins with the label \"%.*s\"", STR_ARG(check_shown(str_head(l->text, n))));
	else if (n > 0)
		l->text = STR("");  /* nothing else: it is empty, and that is asked again */
}

/* Names of fields, as no text has them but one about them. */
static const char *const names[] = {
	"en_tdlr", "en_tldr", "tldr_en", "tdlr_en", "zh_tldr", "tldr_zh", "translated_title", "translated_abstract",
	"translated_summary", "translated title", "translated abstract", "title_zh", "abstract_zh", "summary_zh", "chinese_title",
	"chinese_abstract", "tl;dr", "tldr", "tdlr", NULL,
};

/* Where a field's name stands in the text as a label: with a colon behind it, or alone in brackets. STR_NONE. */
static size_t label_inside(struct check_ctx *l)
{
	struct str s = l->text;
	for (size_t i = check_find_text(l, names); i != STR_NONE; i = check_find(s, names, i + 1)) {
		size_t n = check_starts(str_from(s, i), names);
		if (i > 0 && is_alnum((unsigned char)s.p[i - 1]))
			continue;
		struct str behind = skip_blanks(check_skip(str_from(s, i + n), undecorations));
		bool plain_word = memchr(s.p + i, '_', n) == NULL && memchr(s.p + i, ' ', n) == NULL;
		bool alone = (str_starts(behind, ")") || str_starts(behind, "）")) && i > 0;
		if (check_starts(behind, colons) > 0 || (alone && !plain_word))
			return alone ? i - check_last(str_head(s, i)) : i;
	}
	return STR_NONE;
}

void rule_label_tail(struct check_ctx *l)
{
	size_t at = label_inside(l);
	if (at == STR_NONE || check_paper_says(l, names))
		return;
	struct str head = str_trim(str_head(l->text, at));
	struct check_counts n;
	check_count(head, &n);
	if (n.han >= 10 && check_ends_sentence(head))
		check_mend(l, head, "another field stands behind it: \"%.*s\"", STR_ARG(check_shown(str_from(l->text, at))));
}

void rule_label_inside(struct check_ctx *l)
{
	size_t at = label_inside(l);
	if (at != STR_NONE && !check_paper_says(l, names))
		check_say(l, "the name of a field in the text: \"%.*s\"", STR_ARG(check_shown(str_from(l->text, at))));
}

/* ---- Remarks about the task ---- */

/* Anywhere in a text … */
static const char *const remarks[] = {
	"未完待续", "此处省略", "以下省略", "原文截断", "摘要截断", "原文被截断", "摘要被截断", "内容截断", "摘要未完", "原文未完",
	"原文不完整", "摘要不完整", "摘要不全", "摘要内容不全", "由于篇幅限制", "由于篇幅有限", "由于篇幅所限", "因篇幅限制",
	"因篇幅所限", "请见谅", "译者注", "（译注", "(译注", "译注：", "注：原文", "注：摘要", "注：此处", "翻译未完", "摘要到此", "此处可能截断", "可能被截断", "此处可能被",
	"原文到此", "此处截断", "此处原文", "此处摘要", "注：以上", "注：翻译", "注：根据", "to be continued)", "(to be continued",
	"text truncated", "abstract truncated", "truncated)", "translation continues", "希望这对你", "希望对你有", "希望对您有",
	"如需进一步", NULL,
};
/* … and in a short bracket at its end: that something is missing, and of what. */
static const char *const missing[] = {
	"未完", "待续", "省略", "截断", "不完整", "不全", "未提供", "从略", "to be continued", "truncated", "omitted", NULL,
};
static const char *const of_what[] = {
	"未完", "待续", "原文", "摘要", "此处", "内容", "后文", "下文", "全文", "其余", "剩余", "to be continued", "text", "abstract",
	"truncated", NULL,
};

/* Sentences that say goodbye to the user. */
static const char *const farewells[] = {
	"希望这个翻译", "希望这份翻译", "希望翻译", "希望以上", "希望这个总结", "希望这份总结", "希望对您有", "希望对你有",
	"希望这对您", "希望这对你", "翻译对您有帮助", "翻译对你有帮助", "如果您还有其他", "如果你还有其他", "如果您有其他",
	"如果你有其他", "如果您有任何", "如果你有任何", "如有其他需要", "请随时告诉我", "请随时告知", "hope this helps",
	"hope this translation", "let me know if", NULL,
};

/* Where the sentences of leave at the text's end begin; its length: there are none, or they are all of it. */
static size_t leave_taking(struct check_ctx *l)
{
	static const char *const ends[] = { "。", "！", "？", "\n", ". ", "! ", "? ", "）", NULL };
	size_t at = check_find_text(l, farewells), begin = 0;
	if (at == STR_NONE)
		return l->text.n;
	for (size_t i = 0; i < at; i++) {
		size_t n = check_starts(str_from(l->text, i), ends);
		if (n > 0 && i + n <= at)
			begin = i + n;
	}
	return begin > 0 && l->text.n - begin <= NEAR ? begin : l->text.n;
}

static bool is_remark(struct str bracket)
{
	enum { SHORT = 36 };
	return says(bracket, remarks) || (bracket.n <= SHORT && says(bracket, missing) && says(bracket, of_what));
}

/* A bracket at the end with a remark in it, or a row of dashes: where it begins; the text's length: there is none. */
static size_t remark_at_end(struct str s)
{
	struct str rest = str_trim(s);
	while (str_ends(rest, "。") || str_ends(rest, "."))
		rest = str_trim(str_head(rest, rest.n - check_last(rest)));
	if (!str_ends(rest, "）") && !str_ends(rest, ")") && !str_ends(rest, "】") && !str_ends(rest, "]") && !str_ends(rest, "---"))
		return s.n;
	bool dashes = str_ends(rest, "---");
	size_t low = rest.n > NEAR ? rest.n - NEAR : 0;
	for (size_t i = rest.n; i-- > low;) {
		struct str at = str_from(rest, i);
		if (dashes ? str_starts(at, "---") && at.n > 12 && (unsigned char)at.p[3] >= 0x80 :
		             str_starts(at, "（") || str_starts(at, "(") || str_starts(at, "【") || str_starts(at, "["))
			return is_remark(at) ? i : s.n;
	}
	return s.n;
}

void rule_remark(struct check_ctx *l)
{
	size_t leave = leave_taking(l), at = remark_at_end(str_head(l->text, leave));
	struct str head = str_trim(str_head(l->text, at));
	while (str_ends(head, "---"))
		head = str_trim(str_head(head, head.n - 1));
	while (head.n > 0 && str_ends(head, "-") && at < l->text.n)
		head = str_head(head, head.n - 1);
	if (at < l->text.n && head.n > 0)
		check_mend(l, head, "ends with a remark about the task: \"%.*s\"", STR_ARG(check_shown(str_from(l->text, at))));
}

void rule_remark_inside(struct check_ctx *l)
{
	size_t at = check_find_text(l, remarks);
	if (at != STR_NONE)
		check_say(l, "a remark about the task: \"%.*s\"", STR_ARG(check_shown(str_from(l->text, at))));
}
