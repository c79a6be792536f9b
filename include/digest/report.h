/* SPDX-License-Identifier: MIT
 * What a run did, for --report: gathered as text while it goes on, one JSON object at the end. */
#ifndef DIGEST_REPORT_H
#define DIGEST_REPORT_H

#include "digest/buf.h"
#include "digest/store.h"
#include "digest/summarizer.h"
#include "digest/world.h"

struct report {
	struct buf texts, requests, days, messages, repaired, waiting_papers;   /* members of their lists */
	struct buf summaries;                  /* members of their object */
	unsigned long papers, summarized, waiting, pages;
};
#define REPORT_INIT { BUF_INIT(BUF_UNBOUNDED), BUF_INIT(BUF_UNBOUNDED), BUF_INIT(BUF_UNBOUNDED), BUF_INIT(BUF_UNBOUNDED), \
	BUF_INIT(BUF_UNBOUNDED), BUF_INIT(BUF_UNBOUNDED), BUF_INIT(BUF_UNBOUNDED), 0, 0, 0, 0 }

/* R may be NULL in all. A request that was made, and WHAT for: REPLY, or WHY it failed. */
void report_request(struct report *r, const char *url, const char *what, const struct fetch_reply *reply,
                    const struct err *why);
void report_day(struct report *r, const struct store_fetch *g);
/* A line on standard error of warnings and errors. */
void report_message(struct report *r, enum log_level level, const char *line);
/* An older page that was written anew. */
/* What came of the whole text of a paper: ROAD may be NULL. */
void report_text(struct report *r, struct str id, int version, const char *state, const char *road, struct str why);
void report_repaired(struct report *r, const char *path);
/* A paper that has no summary, and why, as a value and in full; the report says what to do, too. */
void report_waiting(struct report *r, struct str id, int version, enum summary_status status, enum pending_reason why,
                    struct str reason);
/* What the summarizer did; WORDS: which command it is, without keys; DONE: papers that got their summary, from the store's answers too. */
void report_summaries(struct report *r, const struct summarizer_options *how, const char *words, unsigned long done);
/* Write it to PATH. */
struct report_run {
	struct str begun, ended, words;
	int exit_status;
};
bool report_write(const struct report *r, const struct report_run *run, const char *path, struct err *e) NODISCARD;
void report_free(struct report *r);

#endif
