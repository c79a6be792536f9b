/* SPDX-License-Identifier: MIT
 * What arXiv's feeds have before abstracts and behind titles, in an answer. */
#include "src/check/internal.h"

#include <string.h>

static const char *const types[] = { "announce type", "announcement type", "类型", "公告类别", "发布类别", NULL };
static const char *const kinds[] = {
	"replace-cross", "replace", "cross-list", "cross", "new", "跨版本替换", "跨领域替换", "替换-交叉", "交叉替换", "替换交叉",
	"交叉列表", "交叉发布", "交叉提交", "交叉", "跨领域", "跨学科", "跨类别", "替换版", "替换", "更新", "新增", "新发布",
	"新公告", "新论文", "新文", "新的", "新", NULL,
};
static const char *const abstracts[] = { "abstract", "摘要", "抽象", "提要", "概要", NULL };
static const char *const separators[] = {
	" ", "\t", "　", "\n", ":", "：", "，", ",", "。", ".", "；", ";", "-", "—", "|", "）", ")", "(", "（", "、", NULL,
};

/* Behind "arXiv:2402.17010v1 Announce Type: new Abstract:", in any translation of it, at the start of S; 0: S does not
 * begin so. Between the identifier and the abstract's label stands what varies. */
static size_t behind_header(struct str s)
{
	static const char *const arxiv[] = { "arxiv", NULL };
	enum { LABEL = 30, TO_TYPE = 48, TO_ABSTRACT = 64 };
	size_t n, at = check_find(str_head(s, LABEL), arxiv, 0);
	struct str before = str_trim(str_head(s, at == STR_NONE ? 0 : at));
	if (at == STR_NONE || (before.n > 0 && !str_ends(before, ":") && !str_ends(before, "：")))
		return 0;
	struct str id = check_skip(str_from(s, at + 5), separators), rest = id;
	while (rest.n > 0 && (is_alnum((unsigned char)rest.p[0]) || strchr("./-", rest.p[0])))
		rest = str_from(rest, 1);
	if (rest.p == id.p || !is_digit((unsigned char)rest.p[-1]))
		return 0;
	at = check_find(str_head(rest, TO_TYPE), types, 0);
	if (at == STR_NONE)
		return 0;
	rest = check_skip(str_from(rest, at + check_starts(str_from(rest, at), types)), separators);
	at = check_find(str_head(rest, TO_ABSTRACT), abstracts, 0);
	if (at != STR_NONE)
		rest = str_from(rest, at + check_starts(str_from(rest, at), abstracts));
	else if ((n = check_starts(rest, kinds)) > 0)
		rest = str_from(rest, n);
	return s.n - check_skip(rest, separators).n;
}

void rule_header(struct check_ctx *l)
{
	size_t n = behind_header(l->text);
	struct str rest = str_trim(str_from(l->text, n));
	if (n > 0 && rest.n > 0)
		check_mend(l, rest, "begins with the feed's header \"%.*s\"", STR_ARG(check_shown(str_head(l->text, n))));
	else if (n > 0)
		l->text = STR("");
}

/* "(arXiv:2402.17010v1 [cs.CL] UPDATED)" at the end of a title, as the old feeds had it; other texts copy it from there. */
void rule_title_arxiv(struct check_ctx *l)
{
	static const char *const arxiv[] = { "arxiv:", "arxiv：", "arxiv ", NULL };
	enum { WORDS_BEFORE = 24 };  /* "论文编号：" */
	size_t at = check_find_text(l, arxiv);
	if (at == STR_NONE || at + 6 >= l->text.n)
		return;
	struct str behind = check_skip(str_from(l->text, at + 5), separators);
	size_t open = at, low = at > WORDS_BEFORE ? at - WORDS_BEFORE : 0;
	while (open > low && !str_starts(str_from(l->text, open), "(") && !str_starts(str_from(l->text, open), "（") &&
	       !str_starts(str_from(l->text, open), "["))
		open--;
	if (behind.n == 0 || !is_digit((unsigned char)behind.p[0]) || open == 0)
		return;
	if (open == low && l->text.p[open] != '(' && l->text.p[open] != '[' && !str_starts(str_from(l->text, open),
		"（"))
		open = at;
	struct str head = str_trim(str_head(l->text, open));
	static const char *const closing[] = { ")", "）", NULL };
	struct str rest = str_from(l->text, open);
	size_t end = 0;
	while (end < rest.n && check_starts(str_from(rest, end), closing) == 0)
		end++;
	rest = str_trim(str_from(rest, end + check_starts(str_from(rest, end), closing)));
	struct check_counts n;
	check_count(rest, &n);
	if (l->use != USE_TITLE && str_is(rest, "。"))
		rest = STR("");
	if (l->use != USE_TITLE && (rest.n > 0 || open == at || str_empty(l->p->id) || !str_starts(behind, l->p->id.p)))
		return;  /* part of a sentence, or another paper's: a sentence may be about that */
	if (n.han > 0) {  /* a title of its own behind it */
		struct buf both = BUF_INIT(BUF_UNBOUNDED);
		buf_addf(&both, "%.*s%s%.*s", STR_ARG(head), head.n ? " " : "", STR_ARG(rest));
		head = arena_dup(l->a, buf_str(&both));
		buf_free(&both);
	}
	if (head.n > 0)
		check_mend(l, head, "has the feed's \"%.*s\"", STR_ARG(check_shown(str_from(l->text, open))));
}

void rule_header_inside(struct check_ctx *l)
{
	static const char *const words[] = { "announce type", "公告类型", NULL };
	if (check_find_text(l, words) != STR_NONE && !check_paper_says(l, words))
		check_say(l, "the feed's header inside the text");
}
