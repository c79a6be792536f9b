/* SPDX-License-Identifier: MIT
 * Terms: what a glossary's lines may be, where a text has a term, where its Chinese has not; and that each row of
 * data/glossary.zh.tsv is found. */
#include "digest/check.h"
#include "digest/world.h"
#include "tests/unit/scratch.h"

static const char file[] =
	"# a remark\n"
	"\n"
	"attention\t注意力\n"
	"attention head\t注意力头\n"
	"self-attention\t自注意力\n"
	"token\t词元\ttoken\n"
	"Transformer\n"
	"BERT\tBERT\r\n"
	"policy\t策略\n"
	"loss\t损失\n"
	"analysis\t分析\n"
	"matrix\t矩阵\n"
	"F1 score\tF1 分数\t F1值 \n"
	"Bayes theorem\t贝叶斯定理\n"
	"Cohen kappa\t科恩卡帕\n"
	"K\xc3\xb6nig graph\t柯尼希图\n"
	"RL\t强化学习\tRL\n"
	"diffuser\t!扩散机\n"
	"access key\t访问口令\n"
	"key\t键\t! 口令\t!钥匙\n";

static struct glossary *read_text(const char *text, size_t n, struct err *e)
{
	const char *path = scratch("terms.tsv");
	struct glossary *g = NULL;
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, n, f), n);
	assert_int_equal(fclose(f), 0);
	return glossary_read(path, &g, e) ? g : NULL;
}

/* ---- Which terms a text has ---- */

static const struct row { int line; const char *title, *abstract, *want; } rows[] = {
	{ __LINE__, "Attention", "", "attention = 注意力\n" },
	{ __LINE__, "", "the ATTENTION of", "attention = 注意力\n" },
	{ __LINE__, "", "attentional, inattention, attention2", "" },
	{ __LINE__, "", "attention heads", "attention head = 注意力头\n" },
	{ __LINE__, "", "attention heads need attention.", "attention = 注意力\nattention head = 注意力头\n" },
	{ __LINE__, "", "self-attention", "self-attention = 自注意力\n" },
	{ __LINE__, "", "self\nattention head", "self-attention = 自注意力\n" },
	{ __LINE__, "", "self\xe2\x80\x93" "attention", "self-attention = 自注意力\n" },
	{ __LINE__, "", "self, attention; attention. Head", "attention = 注意力\n" },
	{ __LINE__, "", "a (token), \xe2\x80\x9ctokens\xe2\x80\x9d", "token = 词元\n" },
	{ __LINE__, "Tokens", "Attention: tokens", "attention = 注意力\ntoken = 词元\n" },
	{ __LINE__, "", "transformers like BERT", "Transformer = Transformer\nBERT = BERT\n" },
	{ __LINE__, "", "policies, losses, analyses, matrices", "policy = 策略\nloss = 损失\nanalysis = 分析\nmatrix = 矩阵\n" },
	{ __LINE__, "", "the F1-score", "F1 score = F1 分数\n" },
	{ __LINE__, "", "Bayes' theorem, Cohen's kappa", "Bayes theorem = 贝叶斯定理\nCohen kappa = 科恩卡帕\n" },
	{ __LINE__, "", "Cohen\xe2\x80\x99s kappa", "Cohen kappa = 科恩卡帕\n" },
	{ __LINE__, "", "K\xc3\xb6nig graphs", "K\xc3\xb6nig graph = 柯尼希图\n" },
	{ __LINE__, "", "用token做", "token = 词元\n" },
	{ __LINE__, "", "url, world, RLs", "RL = 强化学习\n" },
	{ __LINE__, "", "", "" },
};

static void terms_of(void **state)
{
	const struct row *row = *state;
	struct err e = ERR_INIT;
	struct glossary *g = read_text(file, sizeof file - 1, &e);
	struct paper p = PAPER_INIT;
	struct buf got = BUF_INIT(10000);
	assert_non_null(g);
	p.title = str_of(row->title);
	p.abstract = str_of(row->abstract);
	glossary_lines(g, p.title, p.abstract, &got);
	assert_string_equal(got.s, row->want);
	buf_free(&got);
	glossary_free(g);
}

/* ---- Which of them the Chinese lacks ---- */

static const struct missed { int line; const char *text, *translation, *want; } misses[] = {
	{ __LINE__, "attention", "注意力机制", "" },
	{ __LINE__, "attention", "关注", "attention=注意力 " },
	{ __LINE__, "tokens, attention and tokens", "", "attention=注意力 token=词元 " },
	{ __LINE__, "tokens", "词元", "" },
	{ __LINE__, "tokens", "多个 Tokens。", "" },
	{ __LINE__, "tokens", "tokenizer", "token=词元 " },
	{ __LINE__, "tokens", "detoken", "token=词元 " },
	{ __LINE__, "transformers", "transformer模型", "" },
	{ __LINE__, "transformers", "变压器", "Transformer=Transformer " },
	{ __LINE__, "F1 score", "f1分数", "" },
	{ __LINE__, "F1 score", "F1-值", "" },
	{ __LINE__, "self-attention", "注意力", "self-attention=自注意力 " },
	{ __LINE__, "RL", "world url", "RL=强化学习 " },
	{ __LINE__, "RL", "在world里的RL", "" },
	{ __LINE__, "nothing", "", "" },
	{ __LINE__, "keys", "键", "" },
	{ __LINE__, "keys", "键和口令", "key=键 not 口令 " },
	{ __LINE__, "keys", "口令和钥匙", "key=键 not 口令 " },
	{ __LINE__, "keys and access keys", "键和访问口令", "" },
	{ __LINE__, "keys and access keys", "访问口令", "key=键 " },
	{ __LINE__, "keys and access keys", "键和钥匙, 访问口令", "key=键 not 钥匙 " },
	{ __LINE__, "access keys", "访问口令和钥匙", "" },
	{ __LINE__, "diffusers", "diffuser, 扩散机", "diffuser=diffuser not 扩散机 " },
	{ __LINE__, "diffusers", "Diffuser", "" },
};

static void note(void *ctx, struct str term, struct str wanted, struct str wrong)
{
	buf_addf(ctx, "%.*s=%.*s%s%.*s ", STR_ARG(term), STR_ARG(wanted), wrong.p ? " not " : "", STR_ARG(wrong));
}

static void missing(void **state)
{
	const struct missed *row = *state;
	struct err e = ERR_INIT;
	struct glossary *g = read_text(file, sizeof file - 1, &e);
	struct buf got = BUF_INIT(10000);
	assert_non_null(g);
	glossary_check(g, str_of(row->text), str_of(row->translation), note, &got);
	assert_string_equal(got.s, row->want);
	buf_free(&got);
	glossary_free(g);
}

/* ---- What is no glossary ---- */

static const struct bad { int line; const char *text, *error; } bads[] = {
	{ __LINE__, "a\tb\n\tb\n", "terms.tsv:2: no English term before the TAB" },
	{ __LINE__, "\xef\xbb\xbf" "a\tb\nB c\td\nb-C\tx\n", "terms.tsv:3: \"b-C\" is in line 2 already" },
	{ __LINE__, "a\t\tb\n", "terms.tsv:1: \"a\" has an empty form between two TABs" },
	{ __LINE__, "a\tb\t!\tc\n", "terms.tsv:1: \"a\" has an empty form between two TABs" },
	{ __LINE__, "#\na.b\tc\n", "terms.tsv:2: \"a.b\" is no term" },
	{ __LINE__, "a\tb\nharbour 码头\n", "terms.tsv:2: \"harbour 码头\" has Chinese before the TAB" },
	{ __LINE__, "中文\tc\n", "terms.tsv:1: \"中文\" has Chinese before the TAB" },
	{ __LINE__, "a\t\xff\n", "terms.tsv:1: not UTF-8 (byte 3)" },
	{ __LINE__, "1 2 3 4 5 6 7 8 9\tx\n", "at most 8 words and 120 bytes" },
};

static void no_glossary(void **state)
{
	const struct bad *row = *state;
	struct err e = ERR_INIT;
	assert_null(read_text(row->text, strlen(row->text), &e));
	assert_int_equal(e.kind, ERR_CONFIG);
	if (strstr(e.msg, row->error) == NULL)
		fail_msg("line %d: %s", row->line, e.msg);
}

static void limits(void **state)
{
	UNUSED(state);
	struct err e = ERR_INIT;
	struct glossary *g = NULL;
	char line[GLOSSARY_MOST_BYTES + 8], *big = xcalloc(1, GLOSSARY_MAX_FILE + 1);
	memset(line, 'a', sizeof line);
	memcpy(line + GLOSSARY_MOST_BYTES, "\tb\n", 3);
	g = read_text(line, GLOSSARY_MOST_BYTES + 3, &e);
	assert_non_null(g);
	glossary_free(g);
	memcpy(line + GLOSSARY_MOST_BYTES, "a\tb\n", 4);
	assert_null(read_text(line, GLOSSARY_MOST_BYTES + 4, &e));
	g = read_text("1 2 3 4 5 6 7 8\tx\n", 18, &e);
	assert_non_null(g);
	glossary_free(g);
	memset(big, '#', GLOSSARY_MAX_FILE + 1);
	assert_null(read_text(big, GLOSSARY_MAX_FILE + 1, &e));
	assert_int_equal(e.kind, ERR_INPUT);
	g = read_text(big, GLOSSARY_MAX_FILE, &e);
	assert_non_null(g);
	glossary_free(g);
	assert_false(glossary_read(scratch("not-there.tsv"), &g, &e));
	assert_int_equal(e.kind, ERR_FILE);
	struct buf out = BUF_INIT(10);
	struct paper p = PAPER_INIT;
	glossary_lines(NULL, p.title, p.abstract, &out);
	glossary_check(NULL, STR("token"), STR(""), note, &out);
	glossary_free(NULL);
	assert_int_equal(out.len, 0);
	free(big);
}

/* ---- data/glossary.zh.tsv, read here once more ---- */

static void every_row_is_found(void **state)
{
	UNUSED(state);
	static const char path[] = DIGEST_SOURCEDIR "/data/glossary.zh.tsv";
	struct buf text = BUF_INIT(BUF_UNBOUNDED), got = BUF_INIT(1000), want = BUF_INIT(1000), abstract = BUF_INIT(1000);
	struct err e = ERR_INIT;
	struct glossary *g;
	size_t n = 0;
	assert_true(file_read(path, &text, &e));
	assert_true(glossary_read(path, &g, &e));
	struct str rest = buf_str(&text), line, term, form;
	while (str_cut(&rest, '\n', &line)) {
		if (line.n == 0 || line.p[0] == '#')
			continue;
		n++;
		str_cut(&line, '\t', &term);
		if (!str_cut(&line, '\t', &form))
			form = term;
		struct paper p = PAPER_INIT;
		buf_clear(&want);
		buf_addf(&want, "%.*s = %.*s\n", STR_ARG(term), STR_ARG(form));
		for (int plural = 0; plural < 2; plural++) {
			if (plural && (term.p[term.n - 1] == 's' || term.p[term.n - 1] == 'y'))
				continue;
			buf_clear(&abstract);
			buf_addf(&abstract, "Here (%.*s%s) stands.", STR_ARG(term), plural ? "s" : "");
			p.abstract = buf_str(&abstract);
			buf_clear(&got);
			glossary_lines(g, p.title, p.abstract, &got);
			assert_string_equal(got.s, want.s);
		}
		buf_clear(&got);
		glossary_check(g, term, form, note, &got);
		assert_string_equal(got.s, "");
		glossary_check(g, term, STR("没有"), note, &got);
		assert_true(got.len > 0);
	}
	assert_true(n >= 250);
	glossary_free(g);
	buf_free(&text);
	buf_free(&got);
	buf_free(&want);
	buf_free(&abstract);
}

#define ADD(table, function) \
	for (size_t i = 0; i < COUNTOF(table); i++, n++) { \
		snprintf(names[n], sizeof names[n], #function ", line %d", table[i].line); \
		tests[n] = (struct CMUnitTest){ names[n], function, NULL, NULL, (void *)(uintptr_t)&table[i] }; \
	}

int main(void)
{
	enum { MOST = COUNTOF(rows) + COUNTOF(misses) + COUNTOF(bads) + 2 };
	static char names[MOST][40];
	struct CMUnitTest tests[MOST] = { { 0 } };
	size_t n = 0;
	ADD(rows, terms_of)
	ADD(misses, missing)
	ADD(bads, no_glossary)
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(limits);
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(every_row_is_found);
	return _cmocka_run_group_tests("glossary", tests, n, NULL, NULL);
}
