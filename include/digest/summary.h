/* SPDX-License-Identifier: MIT
 * Summaries: what is asked of a summarizer, the hook (a command), the offline default, the queue that drives them. */
#ifndef DIGEST_SUMMARY_H
#define DIGEST_SUMMARY_H

#include "digest/err.h"
#include "digest/log.h"
#include "digest/paper.h"
#include "digest/world.h"

/* Limits, each with an option (options.h) and a test. */
enum {
	SUMMARY_TIMEOUT_S = 600,                /* one request */
	SUMMARY_MAX_REPLY = 1024 * 1024,        /* bytes of one reply */
	SUMMARY_MAX_RESTARTS = 3,               /* of a command that died */
	SUMMARY_JOBS = 8,
};

/* What a style asks for; borrowed. */
struct summary_style {
	struct str name;      /* "footnote" */
	struct str lang;      /* "zh-Hans" */
	struct str prompt;    /* prompt.txt: the instructions */
	struct str schema;    /* schema.json: JSON Schema of the answer */
	struct strs keys;     /* the schema's properties, in its order */
	struct strs required; /* those an answer must have */
};

enum summary_protocol { PROTOCOL_JSONL, PROTOCOL_PLAIN };

struct summarizer_options {
	const char *words;    /* "extract", or a command: split at blanks with quotes as in a shell, never run by one */
	enum summary_protocol protocol;
	struct summary_style style;
	int jobs;             /* 0: SUMMARY_JOBS */
	int timeout_s;        /* of one request; 0: SUMMARY_TIMEOUT_S */
	size_t max_reply;     /* 0: SUMMARY_MAX_REPLY */
	int max_restarts;     /* in a row, without an answer between; 0: none */
	const char *const *env_without;  /* variables that children must not see; may be NULL */
	struct loop *loop;
	const struct log *log;
};

/* One paper's answer. status OK, EXTRACT; or PENDING with the reason (asking again may help); or REJECTED. */
struct summary_done {
	/* The next paper to ask about, in *P until the answer has come (the queue keeps no copy: strings must live until
	 * done() for this KEY returns). False: no more, or E is set. */
	bool (*next)(void *ctx, const struct paper **p, void **tag, struct err *e);
	/* An answer; strings borrowed during the call. TAG is what next() gave. */
	bool (*done)(void *ctx, void *tag, const struct summary *y, struct err *e);
	void *ctx;
};

/* Ask about every paper that next() gives, at most `jobs` under way; each gets exactly one done(). Answers come in any
 * order. Two papers under way with one key (id and version) are never asked at once; with the same text they share the
 * answer. What one paper lacks is no failure of the run: it is PENDING (no answer in time, an error, lost twice with a
 * dead process) or REJECTED (an answer that is not what the schema asks for, an error with "retry":false).
 * False: the summarizer cannot be used at all; all answers until then have been delivered, the papers under way got
 * PENDING with the reason, and next() is not called any more. ERR_USAGE (the words), ERR_SUMMARIZER (not found, or more
 * than max_restarts processes failed without an answer between), ERR_KEY (the command says `fatal`); or the error of
 * next() (what was under way is still answered) or done() (nobody is told any more). */
bool summarize(const struct summarizer_options *o, const struct summary_done *papers, struct err *e) NODISCARD;

/* The cache key of a request: a hash (hex) of title, abstract, prompt, schema, language and summarizer. */
void summary_key(const struct summarizer_options *o, const struct paper *p, struct buf *out);

/* Split WORDS as a shell would at blanks, with '…', "…" and \; nothing else is special. ERR_USAGE: unpaired quote.
 * *RET is NULL-ended, in A. */
bool words_split(const char *words, struct arena *a, char ***ret, struct err *e) NODISCARD;

/* Read a style's schema.json into STYLE's keys (the properties' names, in order) and required; strings in A.
 * ERR_CONFIG: no JSON, no properties, or one that the record's summary object uses itself (status, lang, …). */
bool summary_schema_read(struct str text, struct arena *a, struct summary_style *style, struct err *e) NODISCARD;

#endif
