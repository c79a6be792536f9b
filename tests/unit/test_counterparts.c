/* SPDX-License-Identifier: MIT
 * Chinese words of an answer and English ones of its paper: which are counted, and which answers are said to be about another paper. */
#include "src/check/internal.h"
#include "tests/unit/plain_tap.h"

static const char title[] = "Watching Buoys: A Robot for Harbours";
static const char abstract[] =
	"We train a small robot that looks at the weather and at a bidirectional lamp, and predicts when a harbour will flood. Physicians used its "
	"pictures to find patients in two cities. Robotics for cars is left for later.";

/* By hand, from data/counterparts.tsv. */
static const struct { int line; const char *text; size_t n, shared; } counts[] = {
	{ __LINE__, "", 0, 0 },
	{ __LINE__, "灯", 0, 0 },
	{ __LINE__, "机器人", 1, 1 },
	{ __LINE__, "机器人与机器人", 1, 1 },          /* once */
	{ __LINE__, "机器人预测天气", 3, 3 },
	{ __LINE__, "聊天机器人", 1, 0 },              /* the longest: no robot */
	{ __LINE__, "医生和患者", 2, 2 },              /* words that begin so, of either case */
	{ __LINE__, "汽车", 1, 1 },                    /* "cars": a plural */
	{ __LINE__, "拍卖", 1, 0 },                    /* "bid" is a whole word, and no beginning of "bidirectional" */
	{ __LINE__, "法院和选民", 2, 0 },
	{ __LINE__, "图像、城市、选民", 3, 2 },
	{ __LINE__, "RobotNet用3,500张image", 0, 0 },  /* Latin words are not counted here */
	{ __LINE__, "\xe6\x9c\xba", 0, 0 },            /* one character, at the end */
};

static struct paper the_paper(void)
{
	struct paper p = PAPER_INIT;
	p.id = STR("2602.00001");
	p.title = str_of(title);
	p.abstract = str_of(abstract);
	return p;
}

static void count(struct tap *t)
{
	struct paper p = the_paper();
	for (size_t i = 0; i < COUNTOF(counts); i++) {
		struct arena a = ARENA_INIT;
		const struct answer_check abstract_only = { .text = STR_NULL };
		struct check_ctx l = { .p = &p, .g = &abstract_only, .scratch = &a, .text = str_of(counts[i].text) };
		struct counterpart_fit one = { 0, 0, 0, NULL }, all = { 0, 0, 0, NULL };
		counterparts_count(&l, &one, &all);
		tap_case(t, one.n == counts[i].n && one.shared == counts[i].shared, "line %d: %zu words, %zu the paper's", counts[i].line, one.n, one.shared);
		tap_case(t, all.n == one.n && all.shared == one.shared, "line %d: of the answer as many", counts[i].line);
		counterparts_count(&l, &one, &all);
		tap_case(t, all.n == counts[i].n, "line %d: the same words again are no more", counts[i].line);
		arena_free(&a);
	}
}

#define OWN "我们训练一个小型机器人，它看天气的图像，预测港口何时被淹，医生用它在两个城市里寻找患者。"
#define OTHER "法院审理选举中的欺诈时，选民与候选人的证词常常互相矛盾，本文比较了法官在判决里怎样引用它们。"

static const struct {
	int line;
	const char *title, *tldr;
	bool reading;        /* written from the whole text */
	const char *field;   /* of which it is said; "": of none */
	const char *what;
} answers[] = {
	{ __LINE__, "看着浮标：港口的机器人", OWN, false, "", "" },
	{ __LINE__, "看着浮标：港口的机器人", OTHER, false, "tldr", "" },
	{ __LINE__, "法官怎样引用选民在选举欺诈案中的证词", OWN, false, "title", "the text is about another paper" },
	{ __LINE__, "看着浮标：港口的选民", OWN, false, "", "" },             /* one word says nothing */
	{ __LINE__, "法官怎样引用选民在选举欺诈案中的证词", OTHER, false, "tldr", "the answer is about another paper" },
	{ __LINE__, "法官怎样引用选民在选举欺诈案中的证词", OTHER, true, "tldr", "the answer is about another paper" },
	{ __LINE__, "法官怎样引用选民在选举欺诈案中的证词", OWN, true, "", "" },  /* the whole text may say so */
};

struct heard {
	struct buf field, what;
};

static void hear(void *ctx, const struct check_finding *f)
{
	struct heard *h = ctx;
	if (strcmp(check_rule_name(f->rule), "other-paper") != 0)
		return;
	buf_adds(&h->field, f->field);
	buf_adds(&h->what, f->what);
}

static void judge(struct tap *t)
{
	struct paper p = the_paper();
	for (size_t i = 0; i < COUNTOF(answers); i++) {
		struct arena a = ARENA_INIT;
		struct heard h = { BUF_INIT(1000), BUF_INIT(1000) };
		struct summary_field f[] = { { STR("title"), str_of(answers[i].title), false }, { STR("tldr"), str_of(answers[i].tldr), false } };
		struct summary y = SUMMARY_INIT;
		y.fields = f;
		y.n_fields = COUNTOF(f);
		struct answer_check g = { .mode = CHECK_MEND, .lang = STR("zh-Hans"), .text = answers[i].reading ? str_of(OTHER) : STR_NULL };
		enum check_verdict v = check_answer(&g, &p, &y, &a, hear, &h);
		bool right = strcmp(h.field.s, answers[i].field) == 0 && strncmp(h.what.s, answers[i].what, strlen(answers[i].what)) == 0;
		if (!tap_case(t, right, "line %d: another paper's: \"%s\"", answers[i].line, answers[i].field))
			printf("# %s: %s\n", h.field.s, h.what.s);
		tap_case(t, v == (answers[i].field[0] ? CHECK_ASK_AGAIN : CHECK_PASSED), "line %d: the verdict", answers[i].line);
		buf_free(&h.field);
		buf_free(&h.what);
		arena_free(&a);
	}
}

int main(void)
{
	struct tap t = { 0, 0 };
	count(&t);
	judge(&t);
	return tap_done(&t);
}
