/* SPDX-License-Identifier: MIT
 * libFuzzer over expressions: what is parsed matches records without end, and as FTS5's MATCH is something or nothing. */
#include <stdlib.h>
#include <string.h>

#include "digest/expression.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static struct author authors[] = { { .name = { "Fei-Fei Li", 10 } }, { .name = { "李飞飞", 9 } }, { .name = { "", 0 } } };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct buf match = BUF_INIT(BUF_UNBOUNDED);
	struct paper p = PAPER_INIT;
	const struct expr *x;
	bool exact;
	p.title = (struct str){ (const char *)data, n };  /* the expression's own words are in it */
	p.authors = authors;
	p.n_authors = COUNTOF(authors);
	if (expr_parse(p.title, EXPR_ARXIV, &a, &x, &e))
		(void)expr_matches(x, &p, false);
	if (expr_parse(p.title, EXPR_HERE, &a, &x, &e)) {
		(void)expr_matches(x, &p, true);
		if (!expr_to_match(x, &match, &exact) && match.len > 0)
			abort();
	}
	buf_free(&match);
	arena_free(&a);
	return 0;
}
