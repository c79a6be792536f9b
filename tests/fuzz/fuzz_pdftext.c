/* SPDX-License-Identifier: MIT
 * libFuzzer over what pdftotext may print, and over files of text: the form that was read is JSON that is read back as the same. */
#include <stdlib.h>

#include "digest/text.h"
#include "digest/trace.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct fulltext f = FULLTEXT_INIT, again = FULLTEXT_INIT;
	struct buf json = BUF_INIT(BUF_UNBOUNDED), back = BUF_INIT(BUF_UNBOUNDED);
	struct err e = ERR_INIT;
	struct str text = { (const char *)data + 1, n - 1 };
	if (n == 0 || !utf8_valid(text, NULL))
		return 0;
	if (data[0] & 1 ? fulltext_pdf_text(text, &f, &e) : fulltext_text(text, &f, &e)) {
		fulltext_write_json(&f, &json);
		if (!fulltext_read_json(buf_str(&json), &again, &e))
			abort();
		fulltext_write_json(&again, &back);
		if (!str_eq(buf_str(&json), buf_str(&back)))
			abort();
		struct arena a = ARENA_INIT;
		struct trace_paper *t = trace_new(&f);
		trace_figures(t, str_head_utf8(text, 1000), &a);
		trace_works(t, str_head_utf8(text, 1000), &a);
		trace_free(t);
		arena_free(&a);
	}
	fulltext_free(&f);
	fulltext_free(&again);
	buf_free(&json);
	buf_free(&back);
	return 0;
}
