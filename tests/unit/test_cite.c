/* SPDX-License-Identifier: MIT
 * References. Expected by hand from Patashnik's "BibTeXing" (section 4: how names are read, what keeps its case), from the program's own
 * source for hyphens, from arXiv's export for keys, and from LaTeX's ways of writing letters. What BibTeX, LaTeX and biber make of it,
 * tests/tex sees. */
#include "digest/cite.h"
#include "digest/tex.h"
#include "src/cite/internal.h"
#include "tests/unit/plain_tap.h"

/* ---- Names: the parts, and how BibTeX has them ---- */

static const struct {
	int line;
	const char *name, *parts, *bibtex;  /* given|particle|family|suffix; "=" and a literal */
} names[] = {
	{ __LINE__, "Ada Lovelace", "Ada||Lovelace|", "Ada Lovelace" },
	{ __LINE__, "Plato", "||Plato|", "Plato" },
	{ __LINE__, "J. -P. Serre", "J.-P.||Serre|", "J.-P. Serre" },           /* arXiv's blank before a hyphen */
	{ __LINE__, "  Ada   Lovelace ", "Ada||Lovelace|", "Ada Lovelace" },
	{ __LINE__, "陈伟", "||陈伟|", "陈伟" },
	/* Suffixes */
	{ __LINE__, "G. David Forney, Jr.", "G. David||Forney|Jr.", "Forney, Jr., G. David" },
	{ __LINE__, "G. David Forney Jr.", "G. David||Forney|Jr.", "Forney, Jr., G. David" },
	{ __LINE__, "Forney, Jr., G. David", "G. David||Forney|Jr.", "Forney, Jr., G. David" },
	{ __LINE__, "John W. Fisher III", "John W.||Fisher|III", "Fisher, III, John W." },
	{ __LINE__, "Ada van Dam Jr", "Ada|van|Dam|Jr", "van Dam, Jr, Ada" },
	{ __LINE__, "Natt II", "Natt||II|", "Natt II" },                        /* of two words none is a suffix */
	/* Particles */
	{ __LINE__, "Ludwig van Beethoven", "Ludwig|van|Beethoven|", "Ludwig van Beethoven" },
	{ __LINE__, "Laurens van der Maaten", "Laurens|van der|Maaten|", "Laurens van der Maaten" },
	{ __LINE__, "Tiago de Miranda Fragoso", "Tiago|de|Miranda Fragoso|", "Tiago de Miranda Fragoso" },
	{ __LINE__, "Chris G. Van de Walle", "Chris G.|Van de|Walle|", "Van de Walle, Chris G." },
	{ __LINE__, "Luc Van Gool", "Luc||Van Gool|", "Van Gool, Luc" },
	{ __LINE__, "Oscar De La Cruz", "Oscar||De La Cruz|", "De La Cruz, Oscar" },
	{ __LINE__, "Di Wang", "Di||Wang|", "Di Wang" },
	{ __LINE__, "van Gogh", "|van|Gogh|", "van Gogh" },
	{ __LINE__, "A. Caratti o Garatti", "A.||Caratti o Garatti|", "{Caratti o Garatti}, A." },
	{ __LINE__, "José Ortega y Gasset", "José||Ortega y Gasset|", "{Ortega y Gasset}, Jos{\\'e}" },
	{ __LINE__, "Charles d'Enterria", "Charles||d'Enterria|", "Charles d'Enterria" },
	/* Small letters that are no particles: BibTeX parts words at hyphens, too */
	{ __LINE__, "Jae-hyun Kim", "Jae-hyun||Kim|", "Kim, Jae-hyun" },
	{ __LINE__, "Eugenio Calabi-Yau", "Eugenio||Calabi-Yau|", "Eugenio Calabi-Yau" },
	{ __LINE__, "Ann Abu-zeid", "Ann||Abu-zeid|", "Ann Abu-zeid" },
	{ __LINE__, "Ann abu-Zeid", "Ann||abu-Zeid|", "{abu-Zeid}, Ann" },
	{ __LINE__, "Abd al-Rahman Ibrahim", "Abd al-Rahman||Ibrahim|", "Ibrahim, Abd al-Rahman" },
	{ __LINE__, "danah boyd", "danah||boyd|", "boyd, danah" },
	{ __LINE__, "C. grygiel", "C.||grygiel|", "C. grygiel" },
	/* Letters that BibTeX would not know */
	{ __LINE__, "Øystein Ødegård", "Øystein||Ødegård|", "{\\O}ystein {\\O}deg{\\r{a}}rd" },
	{ __LINE__, "Élie Cartan", "Élie||Cartan|", "{\\'E}lie Cartan" },
	{ __LINE__, "élie cartan", "élie||cartan|", "cartan, {\\'e}lie" },
	{ __LINE__, "Łukasz Kaiser", "Łukasz||Kaiser|", "{\\L}ukasz Kaiser" },
	{ __LINE__, "Nguyễn Đình", "Nguyễn||Đình|", "Nguy{\\~{\\^e}}n {\\DJ}{\\`i}nh" },
	{ __LINE__, "Иван Петров", "Иван||Петров|", "Иван Петров" },
	{ __LINE__, "Marie Curie–Skłodowska", "Marie||Curie–Skłodowska|", "Marie Curie{--}Sk{\\l}odowska" },
	/* Commas, braces, signs of TeX's */
	{ __LINE__, "Lovelace, Ada", "Ada||Lovelace|", "Ada Lovelace" },
	{ __LINE__, "van der Maaten, Laurens", "Laurens|van der|Maaten|", "Laurens van der Maaten" },
	{ __LINE__, "Letr{é}my, Patrick", "Patrick||Letrémy|", "Patrick Letr{\\'e}my" },
	{ __LINE__, "A_B & C", "=A_B & C", "{A\\_B \\& C}" },
	{ __LINE__, "One, Two, Three, Four", "=One, Two, Three, Four", "{One, Two, Three, Four}" },
	{ __LINE__, ", Ada", "=, Ada", "{, Ada}" },
	/* No persons */
	{ __LINE__, "The ATLAS Collaboration", "=The ATLAS Collaboration", "{The ATLAS Collaboration}" },
	{ __LINE__, "Event Horizon Telescope collaboration", "=Event Horizon Telescope collaboration", "{Event Horizon Telescope collaboration}" },
	{ __LINE__, "Ministry of Science and Technology", "=Ministry of Science and Technology", "{Ministry of Science and Technology}" },
	{ __LINE__, "And M. Svard", "=And M. Svard", "{And M. Svard}" },         /* an "and" of whatever case parts names */
	{ __LINE__, "Gemma Team", "=Gemma Team", "{Gemma Team}" },
	{ __LINE__, "Team", "||Team|", "Team" },
};

static void check_names(struct tap *t)
{
	for (size_t i = 0; i < COUNTOF(names); i++) {
		struct arena a = ARENA_INIT;
		struct buf parts = BUF_INIT(256), out = BUF_INIT(256);
		struct cite_name n;
		cite_name_split(str_of(names[i].name), &a, &n);
		if (str_known(n.literal))
			buf_addf(&parts, "=%.*s", STR_ARG(n.literal));
		else
			buf_addf(&parts, "%.*s|%.*s|%.*s|%.*s", STR_ARG(n.given), STR_ARG(n.particle), STR_ARG(n.family), STR_ARG(n.suffix));
		bibtex_name(&n, &out);
		tap_same(t, buf_str(&parts), str_of(names[i].parts), __FILE__, names[i].line);
		tap_same(t, buf_str(&out), str_of(names[i].bibtex), __FILE__, names[i].line);
		buf_free(&parts);
		buf_free(&out);
		arena_free(&a);
	}
}

/* ---- Titles ---- */

static const struct {
	int line;
	const char *title, *bibtex;
} titles[] = {
	{ __LINE__, "Attention Is All You Need", "Attention Is All You Need" },
	/* Capitals that are a word's own */
	{ __LINE__, "BERT: Pre-training of Transformers", "{BERT}: Pre-training of Transformers" },
	{ __LINE__, "A Survey of LLMs (and GPT-4)", "A Survey of {LLMs} (and {GPT-4})" },
	{ __LINE__, "The arXiv of mRNA in 3D", "The {arXiv} of {mRNA} in {3D}" },
	{ __LINE__, "X-ray Imaging with U-Net and T5", "{X-ray} Imaging with {U-Net} and {T5}" },
	{ __LINE__, "On pH and T", "On {pH} and {T}" },
	{ __LINE__, "Why I Left", "Why {I} Left" },
	{ __LINE__, "On SU(N) and “QCD”", "On {SU(N)} and ``{QCD}''" },
	/* In a title that has capitals as a sentence has them, they are names */
	{ __LINE__, "Convergence of hidden Markov chains", "Convergence of hidden {Markov} chains" },
	{ __LINE__, "Convergence of Hidden Markov Chains", "Convergence of Hidden Markov Chains" },
	{ __LINE__, "Markov chains: Bayesian methods for Gaussian data", "Markov chains: Bayesian methods for {Gaussian} data" },
	{ __LINE__, "Zur Theorie der Gestalt", "Zur Theorie der Gestalt" },
	/* Mathematics */
	{ __LINE__, "Observation of $\\Sigma$ Baryons", "Observation of {$\\Sigma$} Baryons" },
	{ __LINE__, "The $K$-theory of $C^*$-algebras", "The {$K$-theory} of {$C^*$-algebras}" },
	{ __LINE__, "Bounds of $O(n \\log n)$ Steps", "Bounds of {$O(n \\log n)$} Steps" },
	{ __LINE__, "Sets $\\{x\\}$ at 95% and $5\\%$", "Sets {$\\lbrace x\\rbrace $} at 95\\% and {$5\\%$}" },
	{ __LINE__, "Of $$a,$b$$ Sets", "Of {$a,\\$b$} Sets" },
	{ __LINE__, "Of \\(x\\) (and \\(Y\\)): \\[z\\]", "Of {$x$} (and {$Y$}): {$z$}" },
	{ __LINE__, "Rates of α-decay", "Rates of {$\\alpha$}-decay" },
	{ __LINE__, "In $α_β$ or $≤x$", "In {$\\alpha_\\beta$} or {$\\leq x$}" },
	{ __LINE__, "With $\\mymacro{x}$ Inside", "With {{\\$\\textbackslash{}mymacro\\textbraceleft{}x\\textbraceright{}\\$}} Inside" },
	{ __LINE__, "Clicks on $\\href{x}{y}$ There", "Clicks on {{\\$\\textbackslash{}href\\textbraceleft{}x\\textbraceright{}\\textbraceleft{}y\\textbraceright{}\\$}} There" },
	/* Signs */
	{ __LINE__, "R&D #1: 50% of x_1 ^ ~ < > |", "{R\\&D} \\#1: 50\\% of x\\_1 \\textasciicircum{} \\textasciitilde{} \\textless{} \\textgreater{} {$|$}" },
	{ __LINE__, "Costs $5 and 6$ more", "Costs \\$5 and 6\\$ more" },
	{ __LINE__, "A \\foo{x} and \\", "A \\textbackslash{}foo\\textbraceleft{}x\\textbraceright{} and \\textbackslash{}" },
	{ __LINE__, "A {Kept Group} of it", "A {Kept Group} of it" },
	{ __LINE__, "Open { Brace", "Open \\textbraceleft{} Brace" },
	{ __LINE__, "Shut } Brace {", "Shut \\textbraceright{} Brace \\textbraceleft{}" },
	{ __LINE__, "Über Gödel – a Naïve Approach…", "{\\\"U}ber G{\\\"o}del -- a Na{\\\"i}ve Approach{\\ldots}" },
	{ __LINE__, "ÉCOLE d’été", "{{\\'E}COLE} d'{\\'e}t{\\'e}" },
	{ __LINE__, "中文 Title", "中文 Title" },
	{ __LINE__, "Zero\u200bWidth", "{ZeroWidth}" },
	{ __LINE__, "", "" },
};

static void check_titles(struct tap *t)
{
	for (size_t i = 0; i < COUNTOF(titles); i++) {
		struct buf out = BUF_INIT(BUF_UNBOUNDED);
		bibtex_title(str_of(titles[i].title), &out);
		tap_same(t, buf_str(&out), str_of(titles[i].bibtex), __FILE__, titles[i].line);
		buf_free(&out);
	}
}

/* A title of a megabyte is read once, however many words it has. */
static void check_long(struct tap *t)
{
	enum { WORDS = 300000 };
	struct buf title = BUF_INIT(BUF_UNBOUNDED), out = BUF_INIT(BUF_UNBOUNDED);
	for (int i = 0; i < WORDS; i++)
		buf_addz(&title, i % 1000 ? "Ab " : "$x$ ");
	bibtex_title(buf_str(&title), &out);
	tap_case(t, out.len == title.len + (size_t)2 * WORDS / 1000, "a title of %d words", WORDS);
	buf_free(&title);
	buf_free(&out);
}

/* ---- Keys ---- */

static const struct {
	int line;
	const char *id, *author, *updated, *title, *key;
} keys[] = {
	/* Three as arXiv's own export has them */
	{ __LINE__, "1706.03762", "Ashish Vaswani", "2023-08-02T00:41:18Z", "Attention Is All You Need", "vaswani2023attentionneed" },
	{ __LINE__, "2407.18699", "Maria Inês Silva", "2024-07-26T11:11:11Z", "A Public Dataset For the ZKsync Rollup", "silva2024publicdatasetzksyncrollup" },
	{ __LINE__, "2504.11442", "Leon Guertler", "2025-04-15T00:00:00Z", "TextArena", "guertler2025textarena" },
	/* ASCII, and what is missing */
	{ __LINE__, "1906.02045", "Nikola Ljubešić", "2019-06-05T00:00:00Z", "The $\\Sigma$-Part: Fööß", "ljubesic2019sigmapartfooss" },
	{ __LINE__, "2401.00001", "Laurens van der Maaten", NULL, "Deep", "vandermaaten2024deep" },
	{ __LINE__, "hep-th/9901001", NULL, NULL, "The", "unknown1999" },
	{ __LINE__, "2401.00002", "陈伟", "", "中文", "unknown2024" },
	{ __LINE__, "2401.00003", "The ATLAS Collaboration", NULL, "What, If", "theatlascollaboration2024what" },
};

static struct paper paper_of(const char *id, struct author *author, const char *title)
{
	struct paper p = PAPER_INIT;
	p.id = str_of(id);
	p.title = str_of(title);
	p.authors = author;
	p.n_authors = str_known(author->name);
	return p;
}

/* A key has its limit, and one byte less than that is whole. */
static void check_long_key(struct tap *t)
{
	struct author author = { .name = STR("Fei Li") };
	for (size_t n = CITE_KEY_MOST - 1; n <= CITE_KEY_MOST + 1; n++) {
		char title[2 * CITE_KEY_MOST];
		size_t word = n - strlen("li2024");
		memset(title, 'x', word);
		title[word] = '\0';
		struct paper p = paper_of("2401.00001", &author, title);
		struct buf out = BUF_INIT(2 * CITE_KEY_MOST);
		cite_key(&p, &out);
		tap_case(t, out.len == (n > CITE_KEY_MOST ? CITE_KEY_MOST : n), "a key of %zu bytes", n);
		buf_free(&out);
	}
}

static void check_keys(struct tap *t)
{
	for (size_t i = 0; i < COUNTOF(keys); i++) {
		struct author author = { .name = str_of(keys[i].author) };
		struct paper p = paper_of(keys[i].id, &author, keys[i].title);
		struct buf out = BUF_INIT(256);
		p.updated = str_of(keys[i].updated);
		cite_key(&p, &out);
		tap_same(t, buf_str(&out), str_of(keys[i].key), __FILE__, keys[i].line);
		buf_free(&out);
	}
}

/* The oldest keeps the key, whatever the order; letters are given behind that no other paper has as its own; a paper that comes twice keeps its. */
static void check_meeting_keys(struct tap *t)
{
	static const struct { const char *id, *title, *want; } rows[] = {
		{ "2401.00009", "Deep", "li2024deepc" }, { "2401.00001", "Deep", "li2024deep" }, { "2401.00002", "Deepa", "li2024deepa" },
		{ "2401.00003", "Deep", "li2024deepb" }, { "2401.00001", "Deeper", "li2024deep" }, { "2401.00004", "Wide", "li2024wide" },
	};
	struct author author = { .name = STR("Fei Li") };
	struct cite_keys *k = cite_keys_new();
	for (size_t i = 0; i < COUNTOF(rows); i++) {
		struct paper p = paper_of(rows[i].id, &author, rows[i].title);
		cite_keys_add(k, &p);
	}
	cite_keys_settle(k);
	for (size_t i = 0; i < COUNTOF(rows); i++) {
		tap_same(t, cite_keys_of(k, i), str_of(rows[i].want), __FILE__, __LINE__);
		tap_case(t, cite_keys_again(k, i) == (i == 4), "%s: %s before", rows[i].id, i == 4 ? "was there" : "was not");
	}
	cite_keys_free(k);
}

/* Sixty papers of one key: a … z, aa …, each another one. */
static void check_many_keys(struct tap *t)
{
	enum { N = 60 };
	struct author author = { .name = STR("Fei Li") };
	struct cite_keys *k = cite_keys_new();
	char ids[N][16];
	for (int i = 0; i < N; i++) {
		snprintf(ids[i], sizeof ids[i], "2401.%05d", i + 1);
		struct paper p = paper_of(ids[i], &author, "Deep");
		cite_keys_add(k, &p);
	}
	cite_keys_settle(k);
	static const struct { size_t i; const char *want; } some[] = { { 0, "li2024deep" }, { 26, "li2024deepz" }, { 27, "li2024deepaa" }, { 59, "li2024deepbg" } };
	for (size_t i = 0; i < COUNTOF(some); i++)
		tap_same(t, cite_keys_of(k, some[i].i), str_of(some[i].want), __FILE__, __LINE__);
	cite_keys_free(k);
}

int main(void)
{
	struct tap t = { 0, 0 };
	check_names(&t);
	check_titles(&t);
	check_long(&t);
	check_keys(&t);
	check_long_key(&t);
	check_meeting_keys(&t);
	check_many_keys(&t);
	return tap_done(&t);
}
