/* SPDX-License-Identifier: MIT
 * form html|pdf|text FILE [TIMES]: the form of a text as JSON, for judges that are other programs. TIMES: read it so often, print nothing,
 * for what reading costs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "digest/fulltext.h"

static bool to_reader(void *ctx, struct str bytes, struct err *e)
{
	return fulltext_html_feed(ctx, bytes, e);
}

static bool to_buffer(void *ctx, struct str bytes, struct err *e)
{
	UNUSED(e);
	buf_adds(ctx, bytes);
	return true;
}

static bool read_html(const char *path, struct fulltext *f, struct err *e)
{
	struct fulltext_html *h = fulltext_html_begin(f);
	bool ok = file_stream(path, to_reader, h, e) && fulltext_html_end(h, e);
	fulltext_html_free(h);
	return ok;
}

static bool read_pdf(const char *path, struct fulltext *f, struct err *e)
{
	struct loop *l = loop_new(NULL);
	bool ok = fulltext_pdf(l, path, f, e);
	loop_free(l);
	return ok;
}

static bool read_text(const char *path, struct fulltext *f, struct err *e)
{
	struct buf b = BUF_INIT(FULLTEXT_MAX_BYTES);
	bool ok = file_stream(path, to_buffer, &b, e) && fulltext_text(buf_str(&b), f, e);
	buf_free(&b);
	return ok;
}

int main(int argc, char **argv)
{
	static const struct { const char *word; bool (*read)(const char *path, struct fulltext *f, struct err *e); } roads[] = {
		{ "html", read_html }, { "pdf", read_pdf }, { "text", read_text },
	};
	int times = argc == 4 ? atoi(argv[3]) : 1;
	for (size_t i = 0; i < COUNTOF(roads) && argc >= 3; i++)
		for (int k = 0; strcmp(argv[1], roads[i].word) == 0 && k < times; k++) {
			struct fulltext f = FULLTEXT_INIT;
			struct err e = ERR_INIT;
			struct buf out = BUF_INIT(BUF_UNBOUNDED);
			if (!roads[i].read(argv[2], &f, &e)) {
				fprintf(stderr, "%s: %s\n", argv[2], e.msg);
				return 1;
			}
			if (argc == 3)
				fulltext_write_json(&f, &out);
			fputs(out.s, stdout);
			buf_free(&out);
			fulltext_free(&f);
		}
	return argc >= 3 ? 0 : 2;
}
