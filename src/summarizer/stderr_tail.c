/* SPDX-License-Identifier: MIT
 * What a command says on its standard error: shown line by line with -v, and its last line kept, because that is
 * where commands say why they end. */
#include "internal.h"

#include <string.h>

enum { MOST_LINE = 1000, MOST_TAIL = 300 };

void stderr_tail_init(struct stderr_tail *w, const char *name, const struct log *log)
{
	*w = (struct stderr_tail){ .name = name, .log = log, .line = BUF_INIT(MOST_LINE), .last = BUF_INIT(MOST_LINE) };
}

static void end_line(struct stderr_tail *w)
{
	struct str text = str_trim(buf_str(&w->line));
	if (text.n > 0) {
		log_info(w->log, "%s: %.*s", w->name, STR_ARG(text));
		buf_clear(&w->last);
		buf_adds(&w->last, text);
	}
	buf_clear(&w->line);
	w->cut = false;
}

/* Add what the line may still have; of a longer one the beginning is kept. */
static void add_to_line(struct stderr_tail *w, struct str piece)
{
	size_t room = MOST_LINE - w->line.len;
	if (!w->cut)
		buf_adds(&w->line, str_head(piece, room));
	w->cut = w->cut || piece.n > room;
}

void stderr_tail_put(struct stderr_tail *w, struct str bytes)
{
	while (bytes.n > 0) {
		const char *lf = memchr(bytes.p, '\n', bytes.n);
		size_t n = lf ? (size_t)(lf - bytes.p) : bytes.n;
		add_to_line(w, str_head(bytes, n));
		if (lf)
			end_line(w);
		bytes = str_from(bytes, n + (lf != NULL));
	}
}

void stderr_tail_end(struct stderr_tail *w) { end_line(w); }

void stderr_tail_free(struct stderr_tail *w)
{
	buf_free(&w->line);
	buf_free(&w->last);
}

void stderr_tail_tail(const struct stderr_tail *w, struct buf *out)
{
	struct str tail = str_head_utf8(buf_str(&w->last), MOST_TAIL);
	if (tail.n > 0) {
		buf_addz(out, ": ");
		buf_adds(out, tail);
	}
}
