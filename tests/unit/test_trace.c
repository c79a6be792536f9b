/* SPDX-License-Identifier: MIT
 * Figures and works of answers, looked up in a paper: rows by hand, then tables of numbers by chance, of which true figures, ones that two
 * cells make and false ones are stated; which is which, the test knows from making them. */
#include <math.h>

#include "digest/trace.h"
#include "tests/unit/plain_tap.h"

static const char paper[] =
	"{\"road\":\"html\",\"title\":\"WalkNet: Weighted Walks\",\"sections\":["
	"{\"title\":\"Abstract\",\"level\":1,\"blocks\":[{\"kind\":\"paragraph\",\"text\":\"WalkNet reaches 93.4% on GraphBench with 7.3M parameters.\"}]},"
	"{\"anchor\":\"S3\",\"number\":\"3\",\"title\":\"Setup\",\"level\":1,\"blocks\":["
	"{\"kind\":\"paragraph\",\"anchor\":\"S3.p1\",\"text\":\"We train on 12,450 graphs and test on 3,150. Training takes 6.5 hours on 8 GPUs, where Base takes 26 hours.\"},"
	"{\"kind\":\"footnote\",\"anchor\":\"footnote1\",\"text\":\"Code: https://example.org/walknet/code.\"}]},"
	"{\"anchor\":\"S4\",\"number\":\"4\",\"title\":\"Results\",\"level\":1,\"blocks\":["
	"{\"kind\":\"caption\",\"anchor\":\"S4.T2\",\"text\":\"Table 2: Accuracy (%) on GraphBench and NodeSet.\"},"
	"{\"kind\":\"row\",\"anchor\":\"S4.T2\",\"text\":\"Model | GraphBench | NodeSet\"},"
	"{\"kind\":\"row\",\"anchor\":\"S4.T2\",\"text\":\"Base | 88.1 | 71.6\"},"
	"{\"kind\":\"row\",\"anchor\":\"S4.T2\",\"text\":\"DeepWalk | 90.3 | $74.9_{\\\\pm 0.2}$\"},"
	"{\"kind\":\"row\",\"anchor\":\"S4.T2\",\"text\":\"WalkNet | 93.4 | 79.2\"},"
	"{\"kind\":\"caption\",\"anchor\":\"S4.T3\",\"text\":\"Table 3: Size (M) and F1.\"},"
	"{\"kind\":\"row\",\"anchor\":\"S4.T3\",\"text\":\"Base | 14.6 | 0.752\"},"
	"{\"kind\":\"row\",\"anchor\":\"S4.T3\",\"text\":\"WalkNet | 7.3 | 0.817\"}]}],"
	"\"bibliography\":[{\"anchor\":\"bib.bib1\",\"number\":\"[1]\",\"text\":\"J. Doe and R. Roe. Walking on graphs with weights. Journal of Walks, 2019.\"},"
	"{\"anchor\":\"bib.bib2\",\"number\":\"[2]\",\"text\":\"A. Müller, B. Doe, C. Loe. Deep walks for everybody. 2021b.\"}]}";

/* What is found, in order: "93.4%=S4.T2", "3.1=S4.T2+S4.T2 difference", "94.2%=?". */
static const struct { int line; const char *text, *want; } figures[] = {
	{ __LINE__, "WalkNet 在 GraphBench 上达到 93.4%。", "93.4%=S4.T2" },
	{ __LINE__, "在 NodeSet 上 DeepWalk 为 74.9，Base 为 71.6。", "74.9=S4.T2 71.6=S4.T2" },
	{ __LINE__, "训练集有 12450 个图，约 1.2 万。", "12450=S3.p1 1.2 万=S3.p1" },
	{ __LINE__, "参数量为 730 万。", "730 万=" },
	{ __LINE__, "WalkNet 的 F1 为 81.7%。", "81.7%=S4.T3" },
	{ __LINE__, "WalkNet 的 F1 比 Base 高 6.5 个百分点。", "6.5 个百分点=S4.T3+S4.T3 difference" },
	{ __LINE__, "比 DeepWalk 高 3.1 个百分点。", "3.1 个百分点=S4.T2+S4.T2 difference" },
	{ __LINE__, "从 88.1% 提升到 93.4%，提高了 5.3 个百分点。", "88.1%=S4.T2 93.4%=S4.T2 5.3 个百分点=S4.T2+S4.T2 difference" },
	{ __LINE__, "训练只要 6.5 小时，比 Base 快 4 倍。", "6.5 小时=S3.p1 4 倍=S3.p1+S3.p1 ratio" },
	{ __LINE__, "参数量比 Base 的 14.6M 减少 50%。", "14.6M=S4.T3 50%=S4.T3+S4.T3 change" },
	{ __LINE__, "训练与测试共 15600 个图，其中 12450 个用于训练。", "15600=S3.p1+S3.p1 sum 12450=S3.p1" },
	{ __LINE__, "WalkNet 在两个数据集上平均为 86.3%。", "86.3%=S4.T2+S4.T2 average" },
	{ __LINE__, "WalkNet 在 GraphBench 上达到 94.2%。", "94.2%=?" },
	{ __LINE__, "比 DeepWalk 高 3.7 个百分点。", "3.7 个百分点=?" },
	{ __LINE__, "训练集有 12540 个图。", "12540=?" },
	{ __LINE__, "共两个数据集，三种方法，GPT-4 未用。", "" },
	{ __LINE__, "", "" },
};

static const struct { int line; const char *text, *want; } works[] = {
	{ __LINE__, "Doe and Roe (2019) 提出加权游走", "Doe and Roe (2019)=bib.bib1" },
	{ __LINE__, "Doe 等（2019）与 Müller et al., 2021", "Doe 等（2019）=bib.bib1 Müller et al., 2021=bib.bib2" },
	{ __LINE__, "Doe和Roe（2019）之后", "Doe和Roe（2019）=bib.bib1" },
	{ __LINE__, "Loe et al. (2021) 与 Doe et al. (2020)", "Loe et al. (2021)=bib.bib2 Doe et al. (2020)=?" },
	{ __LINE__, "Vaswani et al., 2017 的注意力", "Vaswani et al., 2017=?" },
	{ __LINE__, "见《Walking on Graphs with Weights》", "《Walking on Graphs with Weights》=bib.bib1" },
	{ __LINE__, "见 \"Attention for walks everywhere\"。", "\"Attention for walks everywhere\"=?" },
	{ __LINE__, "ImageNet (2012) 与 ICML 2020 上的结果", "" },
	{ __LINE__, "代码见 https://example.org/walknet/code。", "https://example.org/walknet/code=footnote1" },
	{ __LINE__, "代码见 http://example.org/walknet/cod", "http://example.org/walknet/cod=?" },
	{ __LINE__, "Deep walks for everybody", "Deep walks for everybody=bib.bib2" },
};

static void show(struct str text, const struct traces *found, struct buf *out)
{
	for (size_t i = 0; i < found->n; i++) {
		const struct trace *x = &found->v[i];
		buf_addf(out, "%s%.*s=", i ? " " : "", (int)(x->end - x->at), text.p + x->at);
		for (size_t k = 0; k < x->n_places; k++)
			buf_addf(out, "%s%.*s", k ? "+" : "", STR_ARG(x->places[k].anchor));
		if (x->kind == TRACE_NOWHERE)
			buf_addc(out, '?');
		if (x->how)
			buf_addf(out, " %s", x->how);
	}
}

static size_t characters(struct str s)
{
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++)
		n += ((unsigned char)s.p[i] & 0xc0) != 0x80;
	return n;
}

static void check_rows(struct tap *t)
{
	struct fulltext f = FULLTEXT_INIT;
	struct err e = ERR_INIT;
	struct arena a = ARENA_INIT;
	tap_case(t, fulltext_read_json(str_of(paper), &f, &e), "the paper is read: %s", e.msg);
	struct trace_paper *p = trace_new(&f);
	for (size_t i = 0; i < COUNTOF(figures) + COUNTOF(works); i++) {
		bool figure = i < COUNTOF(figures);
		size_t k = figure ? i : i - COUNTOF(figures);
		struct str text = str_of(figure ? figures[k].text : works[k].text);
		struct traces found = figure ? trace_figures(p, text, &a) : trace_works(p, text, &a);
		struct buf out = BUF_INIT(BUF_UNBOUNDED);
		show(text, &found, &out);
		tap_same(t, buf_str(&out), str_of(figure ? figures[k].want : works[k].want), __FILE__, figure ? figures[k].line : works[k].line);
		buf_free(&out);
	}
	trace_free(p);
	arena_free(&a);
	fulltext_free(&f);
}

/* ---- Tables of numbers by chance ---- */

enum { TABLES = 10, ROWS = 8, COLUMNS = 5 };
struct made { double v[TABLES][ROWS][COLUMNS]; uint64_t state; };

static unsigned next(struct made *m)
{
	m->state = m->state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)(m->state >> 40);
}

static void make_paper(struct made *m, struct buf *out)
{
	buf_addz(out, "{\"road\":\"html\",\"title\":\"Tables\",\"sections\":[{\"title\":\"All\",\"level\":1,\"blocks\":[");
	for (int t = 0; t < TABLES; t++) {
		buf_addf(out, "%s{\"kind\":\"caption\",\"anchor\":\"S1.T%d\",\"text\":\"Table %d: Scores on Bench%c.\"}", t ? "," : "", t + 1, t + 1, 'A' + t);
		for (int r = 0; r < ROWS; r++) {
			buf_addf(out, ",{\"kind\":\"row\",\"anchor\":\"S1.T%d\",\"text\":\"System%c%c", t + 1, 'A' + t, 'A' + r);
			for (int c = 0; c < COLUMNS; c++) {
				m->v[t][r][c] = (1000 + next(m) % 8999) / 100.0;
				buf_addf(out, " | %.2f", m->v[t][r][c]);
			}
			buf_addz(out, "\"}");
		}
	}
	buf_addz(out, "]}]}");
}

static bool stands(const struct made *m, double x)
{
	for (int i = 0; i < TABLES * ROWS * COLUMNS; i++)
		if (fabs((&m->v[0][0][0])[i] - x) < 0.006)
			return true;
	return false;
}

/* Whether two cells of the row R, or of a column and the row R, differ by X. */
static bool differs(const struct made *m, int t, int r, double x)
{
	bool found = false;
	for (int c = 0; c < COLUMNS; c++) {
		for (int k = 0; k < ROWS; k++)
			found = found || fabs(fabs(m->v[t][r][c] - m->v[t][k][c]) - x) < 0.006;
		for (int k = 0; k < COLUMNS; k++)
			found = found || fabs(fabs(m->v[t][r][c] - m->v[t][r][k]) - x) < 0.006;
	}
	return found;
}

static struct trace first_of(const struct trace_paper *p, const char *text, struct arena *a)
{
	struct traces found = trace_figures(p, str_of(text), a);
	return found.n ? found.v[0] : (struct trace){ .kind = TRACE_NOWHERE };
}

struct counts { int truth, truth_of, derived, derived_of, falsehoods, falsehoods_of; };

static void state(struct made *m, const struct trace_paper *p, int i, struct counts *n, struct arena *a)
{
	char text[400], anchor[20];
	int t = (int)(next(m) % TABLES), r = (int)(next(m) % ROWS), c = (int)(next(m) % COLUMNS), k = (r + 1 + (int)(next(m) % (ROWS - 1))) % ROWS;
	double x = m->v[t][r][c], y = m->v[t][k][c], wrong = x;
	snprintf(anchor, sizeof anchor, "S1.T%d", t + 1);
	snprintf(text, sizeof text, "System%c%c 取得了 %.2f%% 的成绩。", 'A' + t, 'A' + r, x);
	struct trace found = first_of(p, text, a);
	n->truth += found.kind == TRACE_FOUND && str_is(found.places[0].anchor, anchor);
	n->truth_of++;
	double made = i % 4 == 0 ? fabs(x - y) : i % 4 == 1 ? x / y : i % 4 == 2 ? x + y : (x + y) / 2;
	if (made > 0.05 && !stands(m, made)) {
		static const char *const says[] = { "System%c%c 与 System%c%c 相差 %.2f 个百分点。", "System%c%c 是 System%c%c 的 %.2f 倍。",
		                                    "System%c%c 与 System%c%c 共 %.2f 分。", "System%c%c 与 System%c%c 平均 %.2f 分。" };
		static const char *const how[] = { "difference", "ratio", "sum", "average" };
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		snprintf(text, sizeof text, says[i % 4], 'A' + t, 'A' + r, 'A' + t, 'A' + k, made);
#pragma GCC diagnostic pop
		found = first_of(p, text, a);
		n->derived += found.kind == TRACE_DERIVED && found.n_places == 2 && str_is(found.places[0].anchor, anchor) && strcmp(found.how, how[i % 4]) == 0;
		n->derived_of++;
	}
	while (stands(m, wrong) || differs(m, t, r, wrong))
		wrong += 0.37;
	snprintf(text, sizeof text, "System%c%c %s %.2f%s。", 'A' + t, 'A' + r, i % 2 ? "提升了" : "取得了", wrong, i % 2 ? " 个百分点" : "%");
	found = first_of(p, text, a);
	n->falsehoods += found.kind == TRACE_NOWHERE;
	n->falsehoods_of++;
}

static void check_chance(struct tap *t)
{
	struct made m = { .state = 13 };
	struct buf json = BUF_INIT(BUF_UNBOUNDED);
	struct fulltext f = FULLTEXT_INIT;
	struct err e = ERR_INIT;
	struct arena a = ARENA_INIT;
	struct counts n = { 0 };
	make_paper(&m, &json);
	tap_case(t, fulltext_read_json(buf_str(&json), &f, &e), "tables are read: %s", e.msg);
	struct trace_paper *p = trace_new(&f);
	for (int i = 0; i < 120; i++)
		state(&m, p, i, &n, &a);
	tap_case(t, n.truth == n.truth_of, "%d of %d true figures are found in their table", n.truth, n.truth_of);
	tap_case(t, n.derived_of > 80 && n.derived >= n.derived_of - n.derived_of / 50, "%d of %d differences, ratios, sums and averages are traced to their table", n.derived, n.derived_of);
	tap_case(t, n.falsehoods == n.falsehoods_of, "%d of %d false figures are found nowhere", n.falsehoods, n.falsehoods_of);
	trace_free(p);
	arena_free(&a);
	fulltext_free(&f);
	buf_free(&json);
}

/* ---- A bibliography of a hundred works ---- */

enum { WORKS = 100, INVENTED = 60 };

/* Names and titles that no other work has: "Abocu", of the number's digits. */
static void write_name(int i, const char *consonants, char name[8])
{
	static const char vowels[] = "aeiou";
	snprintf(name, 8, "%c%c%c%c%c", 'A' + i % 26, vowels[i % 5], consonants[i % 10], vowels[i / 10 % 5], consonants[i / 10 % 10]);
}

static void write_mention(int i, int way, const char *name, const char *second, const char *title, int year, char *text, size_t size)
{
	switch (way) {
	case 0:
		snprintf(text, size, "与 %s et al. (%d) 不同", name, year);
		break;
	case 1:
		snprintf(text, size, "在 %s等人（%d）的基础上", name, year);
		break;
	case 2:
		snprintf(text, size, "%s and %s, %d 的做法", name, second, year);
		break;
	default:
		snprintf(text, size, "见《%s》第 %d 节", title, i % 9 + 1);
		break;
	}
}

static void check_works(struct tap *t)
{
	struct buf json = BUF_INIT(BUF_UNBOUNDED);
	struct fulltext f = FULLTEXT_INIT;
	struct err e = ERR_INIT;
	struct arena a = ARENA_INIT;
	char name[8], second[8], title[80], text[300], anchor[20];
	int found = 0, nowhere = 0;
	buf_addz(&json, "{\"road\":\"html\",\"bibliography\":[");
	for (int i = 0; i < WORKS; i++) {
		write_name(i, "bcdfglmnpr", name);
		write_name(i, "tsrnlkgdvb", second);
		buf_addf(&json, "%s{\"anchor\":\"bib.bib%d\",\"text\":\"A. %s and B. %s. On the %s of %s graphs. In Proceedings of Walks, %d.\"}", i ? "," : "", i + 1, name,
		         second, name, second, 1990 + i % 30);
	}
	buf_addz(&json, "]}");
	tap_case(t, fulltext_read_json(buf_str(&json), &f, &e), "a hundred works are read: %s", e.msg);
	struct trace_paper *p = trace_new(&f);
	for (int i = 0; i < WORKS + INVENTED; i++) {
		bool invented = i >= WORKS;
		int k = invented ? i - WORKS : i;
		write_name(k, "bcdfglmnpr", name);
		write_name(k, invented ? "bdgkvtlsrn" : "tsrnlkgdvb", second);
		snprintf(title, sizeof title, "On the %s of %s graphs", name, second);
		/* invented: another year, or another second author, or another title */
		write_mention(k, i % 4, name, second, title, 1990 + (k + invented) % 30, text, sizeof text);
		struct traces w = trace_works(p, str_of(text), &a);
		snprintf(anchor, sizeof anchor, "bib.bib%d", k + 1);
		bool there = w.n == 1 && w.v[0].kind == TRACE_FOUND && str_is(w.v[0].places[0].anchor, anchor);
		found += !invented && there;
		nowhere += invented && w.n == 1 && w.v[0].kind == TRACE_NOWHERE;
		if (invented ? w.n != 1 || w.v[0].kind != TRACE_NOWHERE : !there)
			printf("# %s\n", text);
	}
	tap_case(t, found == WORKS, "%d of %d works are found in the bibliography", found, WORKS);
	tap_case(t, nowhere == INVENTED, "%d of %d invented works are found nowhere", nowhere, INVENTED);
	trace_free(p);
	arena_free(&a);
	fulltext_free(&f);
	buf_free(&json);
}

/* A long paragraph's quotation has the figure in it, and no more characters than it may. */
static void check_quotation(struct tap *t)
{
	static const char *const forms[] = {
		"{\"road\":\"pdf\",\"sections\":[{\"level\":1,\"blocks\":[{\"kind\":\"paragraph\",\"page\":7,\"text\":\"%s 91.27%% %s\"}]}]}",
		"{\"road\":\"pdf\",\"sections\":[{\"level\":1,\"blocks\":[{\"kind\":\"paragraph\",\"page\":7,\"text\":\"91.27%% %s%s\"}]}]}",
		"{\"road\":\"pdf\",\"sections\":[{\"level\":1,\"blocks\":[{\"kind\":\"paragraph\",\"page\":7,\"text\":\"%s%s 91.27%%\"}]}]}",
	};
	struct buf words = BUF_INIT(BUF_UNBOUNDED);
	for (int i = 0; i < 40; i++)
		buf_addz(&words, i % 3 ? "word " : "中文词语");
	for (size_t i = 0; i < COUNTOF(forms); i++) {
		struct buf json = BUF_INIT(BUF_UNBOUNDED);
		struct fulltext f = FULLTEXT_INIT;
		struct err e = ERR_INIT;
		struct arena a = ARENA_INIT;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		buf_addf(&json, forms[i], words.s, words.s);
#pragma GCC diagnostic pop
		bool ok = fulltext_read_json(buf_str(&json), &f, &e);
		struct trace_paper *p = trace_new(&f);
		struct trace found = first_of(p, "成绩为 91.27%。", &a);
		struct str quotation = found.n_places ? found.places[0].quotation : STR("");
		tap_case(t, ok && characters(quotation) <= TRACE_MAX_QUOTATION && characters(quotation) > 100 && str_find(quotation, "91.27%", 0) != STR_NONE &&
		            found.places[0].page == 7, "a quotation of %zu characters: %.*s", characters(quotation), STR_ARG(quotation));
		trace_free(p);
		arena_free(&a);
		fulltext_free(&f);
		buf_free(&json);
	}
	buf_free(&words);
}

int main(void)
{
	struct tap t = { 0 };
	check_rows(&t);
	check_chance(&t);
	check_works(&t);
	check_quotation(&t);
	return tap_done(&t);
}
