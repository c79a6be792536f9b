/* SPDX-License-Identifier: MIT
 * libFuzzer over the check: the input is an abstract, then a field's name, then texts, a line each. What comes out is valid
 * text, no longer than a little more than what went in; --gate warn finds the same; and what passes is mended once and for all:
 * looked at again it stays as it is. */
#include <stdlib.h>

#include "digest/arena.h"
#include "digest/summarizer.h"
#include "digest/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void count(void *ctx, const struct check_finding *f)
{
	if (f->what.n == 0 || !utf8_valid(f->what, NULL) || f->rule >= check_rules())
		abort();
	++*(size_t *)ctx;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const char *const names[] = { "title", "tldr", "tldr_en", "abstract", "keywords" };
	struct str rest = { (const char *)data, n }, line;
	struct arena a = ARENA_INIT;
	struct paper p = PAPER_INIT;
	struct summary y = SUMMARY_INIT;
	struct summary_field fields[COUNTOF(names)];
	size_t mended = 0, warned = 0;
	if (!utf8_valid(rest, NULL))
		return 0;
	p.id = STR("2402.17010");
	p.title = STR("A lamp for counting sheep");
	p.abstract = str_cut(&rest, '\n', &line) ? line : STR("");
	y.fields = fields;
	for (size_t i = 0; i < COUNTOF(names) && str_cut(&rest, '\n', &line); i++)
		fields[y.n_fields++] = (struct summary_field){ str_of(names[i]), line, i == 4 };
	struct answer_check g = { .mode = CHECK_WARN, .prompt = STR("只输出一个 JSON 对象，不要代码围栏，不要任何解释。"), .lang = STR("zh-Hans"), .phrases = prompt_phrases };
	if (check_answer(&g, &p, &y, &a, count, &warned) != CHECK_PASSED || y.fields != fields)
		abort();
	g.mode = CHECK_MEND;
	enum check_verdict verdict = check_answer(&g, &p, &y, &a, count, &mended);
	if (mended != warned)
		abort();
	for (size_t i = 0; i < y.n_fields; i++)
		if (!utf8_valid(y.fields[i].text, NULL) || y.fields[i].text.n > n * 4 + 16)
			abort();
	struct summary_field mended_fields[COUNTOF(names)];
	for (size_t i = 0; i < y.n_fields; i++)
		mended_fields[i] = y.fields[i];
	enum check_verdict again = check_answer(&g, &p, &y, &a, NULL, NULL);
	for (size_t i = 0; verdict == CHECK_PASSED && again == CHECK_PASSED && i < y.n_fields; i++)
		if (!str_eq(y.fields[i].text, mended_fields[i].text))
			abort();
	arena_free(&a);
	return 0;
}
