/* SPDX-License-Identifier: MIT
 * libFuzzer over all formats: the first byte chooses the chunks and the charset of the header. Whatever comes, the
 * same bytes in other chunks must give the same number of papers and the same answer. */
#include <stdlib.h>
#include <string.h>

#include "digest/source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static bool put(void *ctx, const struct paper *p, struct err *e)
{
	UNUSED(e);
	struct buf *b = ctx;
	buf_clear(b);
	paper_to_json(p, b);
	return true;
}

static bool read_all(struct str doc, const char *charset, size_t chunk, unsigned long *papers, struct err *e)
{
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	struct source_options o = { .name = "x", .charset = charset, .sink = { put, &b } };
	struct source *s = source_open(&o);
	bool ok = true;
	while (ok && doc.n) {
		ok = source_feed(s, str_head(doc, chunk), e);
		doc = str_from(doc, chunk);
	}
	ok = ok && source_finish(s, e);
	*papers = source_result(s)->papers;
	source_free(s);
	buf_free(&b);
	return ok;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const char *const charsets[] = { NULL, "gbk", "big5", "utf-8" };
	if (n == 0)
		return 0;
	struct str doc = { (const char *)data + 1, n - 1 };
	const char *charset = charsets[data[0] % COUNTOF(charsets)];
	unsigned long papers[2];
	struct err why[2] = { ERR_INIT, ERR_INIT };
	bool whole = read_all(doc, charset, doc.n, &papers[0], &why[0]);
	bool parts = read_all(doc, charset, data[0] / 4 + 1, &papers[1], &why[1]);
	if (whole != parts || papers[0] != papers[1])
		abort();
	return 0;
}
