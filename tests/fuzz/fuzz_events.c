/* SPDX-License-Identifier: MIT
 * libFuzzer over what a chat endpoint sends as a stream: the first byte says in pieces of how many bytes the others come. What comes of
 * them does not depend on the pieces, and is no larger than may be. */
#include <stdlib.h>

#include "src/chat/internal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

enum { MOST = 4096 };

static bool taken(struct chat_intake *k, struct str s, size_t piece, struct buf *ret)
{
	struct err e = ERR_INIT;
	chat_intake_begin(k);
	for (size_t i = 0; i < s.n; i += piece)
		if (!chat_intake_put(k, str_head(str_from(s, i), piece), &e)) {
			if (e.kind != ERR_INPUT)
				abort();
			return false;
		}
	buf_adds(ret, chat_intake_end(k));
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct chat_intake *k = chat_intake_new(MOST);
	struct buf once = BUF_INIT(BUF_UNBOUNDED), twice = BUF_INIT(BUF_UNBOUNDED);
	struct str s = { (const char *)data + 1, n ? n - 1 : 0 };
	size_t piece = n ? (size_t)data[0] % 32 + 1 : 1;
	if (n > 0 && taken(k, s, s.n ? s.n : 1, &once) && taken(k, s, piece, &twice) && !str_eq(buf_str(&once), buf_str(&twice)))
		abort();
	buf_free(&once);
	buf_free(&twice);
	chat_intake_free(k);
	return 0;
}
