/* SPDX-License-Identifier: MIT
 * Where a paper's code and page are: sentences as authors write them, and which of their addresses are meant. */
#include "digest/project.h"
#include "tests/unit/plain_tap.h"

/* Comments and abstracts. Wanted: "CODE PAGE", "-" for none. */
static const struct { int line; const char *text, *code, *page; } texts[] = {
	{ __LINE__, "Code: https://anonymous.4open.science/r/Role-RL.", "https://anonymous.4open.science/r/Role-RL", "-" },
	{ __LINE__, "Our code is publicly available at https://github.com/doe/walk.", "https://github.com/doe/walk", "-" },
	{ __LINE__, "12 pages, 3 figures. Code available at (https://gitlab.com/doe/walk)", "https://gitlab.com/doe/walk", "-" },
	{ __LINE__, "github.com/doe/walk", "https://github.com/doe/walk", "-" },
	{ __LINE__, "Project page: https://doe.github.io/walk/", "-", "https://doe.github.io/walk/" },
	{ __LINE__, "Project page: https://walks.example.org, code: https://github.com/doe/walk", "https://github.com/doe/walk", "https://walks.example.org" },
	{ __LINE__, "The code and the data can be found at https://walks.example.org/code.zip.", "https://walks.example.org/code.zip", "-" },
	{ __LINE__, "Code and models: https://doe.github.io/walk", "-", "https://doe.github.io/walk" },
	{ __LINE__, "The dataset is at https://github.com/doe/walks.", "-", "https://github.com/doe/walks" },
	{ __LINE__, "The dataset is at https://data.example.org/walks.", "-", "-" },
	{ __LINE__, "Accepted at ICML 2026, see https://icml.cc/", "-", "-" },
	{ __LINE__, "Published at https://doi.org/10.1000/182", "-", "-" },
	{ __LINE__, "We release the code. A video is at https://video.example.org/v/1.", "-", "-" },
	{ __LINE__, "Code: https://github.com/doe/one, https://github.com/doe/two", "https://github.com/doe/one", "-" },
	{ __LINE__, "https://github.com/doe/one; mail doe@github.com", "https://github.com/doe/one", "-" },
	{ __LINE__, "Written with github.com in mind, and notgithub.com/doe/x", "-", "-" },
	{ __LINE__, "Decoded at https://example.org/x", "-", "-" },
	{ __LINE__, "CODE AT HTTPS://EXAMPLE.ORG/X", "-", "-" },
	{ __LINE__, "Code:https://github.com/doe/one", "https://github.com/doe/one", "-" },
	{ __LINE__, "Code: javascript://github.com/x", "-", "-" },
	{ __LINE__, "Code: https://", "-", "-" },
	{ __LINE__, "", "-", "-" },
};

#define SECTION(title, blocks) "{\"road\":\"html\",\"sections\":[{\"title\":\"" title "\",\"level\":1,\"role\":\"other\",\"blocks\":[" blocks "]}]}"
#define P(text) "{\"kind\":\"paragraph\",\"text\":\"" text "\"}"
#define NOTE(text) "{\"kind\":\"footnote\",\"text\":\"" text "\"}"

/* Whole texts, which name others' code. */
static const struct { int line; const char *form, *code, *page; } forms[] = {
	{ __LINE__, SECTION("Introduction", P("We release our code at https://github.com/doe/walk.")), "https://github.com/doe/walk", "-" },
	{ __LINE__, SECTION("Introduction", P("Walks are old. We release our code. Enjoy them.") "," NOTE("https://github.com/doe/walk")),
	  "https://github.com/doe/walk", "-" },
	{ __LINE__, SECTION("Introduction", P("We walk.") "," NOTE("Code: https://github.com/doe/walk")), "https://github.com/doe/walk", "-" },
	{ __LINE__, SECTION("Setup", P("We use the code of Roe et al. available at https://github.com/roe/base.")), "-", "-" },
	{ __LINE__, SECTION("Setup", P("All models are trained with PyTorch.") "," NOTE("https://github.com/pytorch/pytorch")), "-", "-" },
	{ __LINE__, SECTION("Setup", P("The baseline is https://github.com/roe/base.") "," P("Our implementation is available (https://github.com/doe/walk).")),
	  "https://github.com/doe/walk", "-" },
	{ __LINE__, SECTION("Results", P("The project page with all walks is available at https://walks.example.org.")), "-", "https://walks.example.org" },
	{ __LINE__, SECTION("Introduction", P("No address.")), "-", "-" },
};

static void expect(struct tap *t, const char *what, int line, struct str got, const char *want)
{
	bool same = want[0] == '-' ? str_empty(got) : str_is(got, want);
	if (!tap_case(t, same, "row %d: %s", line, what))
		printf("# got  %.*s\n# want %s\n", STR_ARG(got), want);
}

int main(void)
{
	struct tap t = { 0, 0 };
	struct arena a = ARENA_INIT;
	for (size_t i = 0; i < COUNTOF(texts); i++) {
		struct project p = { .links = { { NULL, 0 } } };
		project_of_text(str_of(texts[i].text), &a, &p);
		expect(&t, "code", texts[i].line, p.links[PROJECT_CODE], texts[i].code);
		expect(&t, "page", texts[i].line, p.links[PROJECT_PAGE], texts[i].page);
	}
	for (size_t i = 0; i < COUNTOF(forms); i++) {
		struct project p = { .links = { { NULL, 0 } } };
		struct fulltext f = FULLTEXT_INIT;
		struct err e = ERR_INIT;
		tap_case(&t, fulltext_read_json(str_of(forms[i].form), &f, &e), "row %d: a form", forms[i].line);
		project_of_form(&f, &a, &p);
		expect(&t, "code", forms[i].line, p.links[PROJECT_CODE], forms[i].code);
		expect(&t, "page", forms[i].line, p.links[PROJECT_PAGE], forms[i].page);
		fulltext_free(&f);
	}
	arena_free(&a);
	return tap_done(&t);
}
