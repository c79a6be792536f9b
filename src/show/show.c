/* SPDX-License-Identifier: MIT
 * One paper, gathered and printed. */
#include "src/show/internal.h"

bool show_paper(struct store *store, struct texts *texts, struct str id, int version, const struct show_question *q,
                const struct run_io *world, bool *found, struct err *e)
{
	struct shown s;
	struct buf out = BUF_INIT(BUF_UNBOUNDED);
	bool ok = shown_gather(store, texts, id, version, q, world->log, &s, found, e);
	if (ok && *found) {
		(q->json ? shown_put_object : shown_put_lines)(&s, q, &out);
		ok = world->out(world->ctx, buf_str(&out), e);
		if (ok && q->fulltext && s.text == s.versions.n)
			log_warn(world->log, "%.*s: its whole text is not there (digest summarize --id %.*s --style notes --fulltext %.*s reads it)",
			         STR_ARG(id), STR_ARG(id), STR_ARG(id));
	}
	shown_free(&s);
	buf_free(&out);
	return ok;
}
