/* SPDX-License-Identifier: MIT
 * libFuzzer over pages of HTML: the first byte chooses the pieces that they come in. Whatever comes, the form that was read is one line of
 * JSON that is read back as the same, and everything that is done with a form can be done with it. */
#include <stdlib.h>
#include <string.h>

#include "digest/text.h"
#include "digest/trace.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static bool read_page(struct str page, size_t piece, struct fulltext *f)
{
	struct err e = ERR_INIT;
	struct fulltext_html *h = fulltext_html_begin(f);
	bool ok = true;
	while (ok && page.n > 0) {
		ok = fulltext_html_feed(h, str_head(page, piece), &e);
		page = str_from(page, piece);
	}
	ok = ok && fulltext_html_end(h, &e);
	fulltext_html_free(h);
	return ok;
}

static int64_t bytes_of(struct str text) { return (int64_t)text.n; }

/* What is done with a form. */
static void use(const struct fulltext *f)
{
	struct arena a = ARENA_INIT;
	struct buf out = BUF_INIT(BUF_UNBOUNDED);
	struct fulltext_choice c = fulltext_choose(f, ~0u, 500, bytes_of, &a);
	struct trace_paper *t = trace_new(f);
	fulltext_print(f, &out);
	fulltext_write_chosen(f, &c, FULLTEXT_SHARED | FULLTEXT_OWN, &out);
	fulltext_write_left_out(f, &c, &out);
	if (!utf8_valid(buf_str(&out), NULL) || memchr(out.s, '\0', out.len))
		abort();
	trace_figures(t, str_head_utf8(buf_str(&out), 2000), &a);
	trace_works(t, str_head_utf8(buf_str(&out), 2000), &a);
	fulltext_believe(f, &(struct fulltext_expected){ .title = f->title, .id = STR("2609.00001"), .version = 2 });
	trace_free(t);
	buf_free(&out);
	arena_free(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct fulltext f = FULLTEXT_INIT, again = FULLTEXT_INIT;
	struct buf json = BUF_INIT(BUF_UNBOUNDED), back = BUF_INIT(BUF_UNBOUNDED);
	struct err e = ERR_INIT;
	if (n == 0)
		return 0;
	if (read_page((struct str){ (const char *)data + 1, n - 1 }, (size_t)data[0] * 8 + 1, &f)) {
		fulltext_write_json(&f, &json);
		if (!fulltext_read_json(buf_str(&json), &again, &e))
			abort();
		fulltext_write_json(&again, &back);
		if (!str_eq(buf_str(&json), buf_str(&back)))
			abort();
		use(&f);
	}
	fulltext_free(&f);
	fulltext_free(&again);
	buf_free(&json);
	buf_free(&back);
	return 0;
}
