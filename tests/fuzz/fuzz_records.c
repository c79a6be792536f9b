/* SPDX-License-Identifier: MIT
 * libFuzzer over records. What could be read, cleaned or not, is written, read and written again: the same bytes. That a
 * clean record is cleaned to itself is true of what people write, not of braces in braces: tests/unit/test_clean.c. */
#include <stdlib.h>

#include "digest/paper.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* TEXT as this program writes it, CLEANED or not. False: it is no record, or has nothing that a paper needs. */
static bool rewrite(struct str text, bool cleaned, struct buf *out)
{
	struct arena a = ARENA_INIT;
	struct raw_paper raw = { .form = FORM_RECORD, .paper = PAPER_INIT };
	struct paper clean;
	struct err e = ERR_INIT;
	bool ok = paper_from_json(text, &a, &raw.paper, &e);
	if (ok && cleaned)
		ok = paper_clean(&raw, &a, &clean, NULL, &e);
	if (ok)
		paper_to_json(cleaned ? &clean : &raw.paper, out);
	arena_free(&a);
	return ok;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct buf once = BUF_INIT(BUF_UNBOUNDED), twice = BUF_INIT(BUF_UNBOUNDED);
	for (int cleaned = 0; cleaned < 2; cleaned++) {
		buf_clear(&once);
		buf_clear(&twice);
		if (rewrite((struct str){ (const char *)data, n }, cleaned, &once) &&
		    (!rewrite(buf_str(&once), false, &twice) || !str_eq(buf_str(&once), buf_str(&twice))))
			abort();
	}
	buf_free(&once);
	buf_free(&twice);
	return 0;
}
