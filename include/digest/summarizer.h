/* SPDX-License-Identifier: MIT
 * Summaries: what is asked of a summarizer, the hook (a command), the offline default, the queue that drives them. */
#ifndef DIGEST_SUMMARIZER_H
#define DIGEST_SUMMARIZER_H

#include "digest/answer.h"
#include "digest/chat.h"
#include "digest/check.h"
#include "digest/err.h"
#include "digest/fulltext.h"
#include "digest/hash.h"
#include "digest/log.h"
#include "digest/paper.h"
#include "digest/world.h"

/* What holds where the options (config/option_rows.c has the same) say nothing. */
enum {
	SUMMARY_TIMEOUT_S = 600,                /* one request */
	SUMMARY_MAX_REPLY = 1024 * 1024,        /* bytes of one reply */
	SUMMARY_JOBS = 8,
	SUMMARY_TRIES = 3,                      /* of one paper at an endpoint that is busy or fails */
	SUMMARY_RETRY_DELAY_MS = 1000,          /* before the second try; then twice as long each time */
};

/* Limits, each with a test. */
enum {
	SUMMARY_MOST_JOBS = 10000,
	SUMMARY_MOST_REFUSED = 5,               /* papers that an endpoint may refuse before it has answered any */
};

enum summary_protocol { PROTOCOL_JSONL, PROTOCOL_PLAIN };

/* What was spent: one request, or a run's sum. */
struct summary_spent {
	int64_t requests, prompt_tokens, completion_tokens, cached_tokens;
	double cost;                 /* <0: prices are not known */
};
/* What a run may spend; 0: no limit. Over it papers are PENDING. Requests under way are counted by what they are
 * expected to need. */
struct summary_budget {
	int64_t max_requests, max_tokens;
	double max_cost;
};
/* About how many tokens TEXT is, whatever model it is for (tokens.c). */
int64_t summary_tokens(struct str text);

/* What a run's summarizing did, for its report. */
struct summary_stats {
	struct summary_spent spent;
	unsigned long retries;                        /* requests made again after a busy or failing endpoint */
	unsigned long rescued[RESCUE__COUNT];
	unsigned long findings[CHECK_MOST_RULES];      /* of the check, by rule */
	unsigned long mended, asked_again, rejected;  /* papers */
	bool form_known;                              /* an answer came in this form: */
	enum chat_structure structure;
	bool stream, reasoning;                       /* as a stream; where a model thinks */
};

struct summarizer_options {
	const char *words;    /* "extract", "chat", or a command: split at blanks with quotes as in a shell, never run by one */
	enum summary_protocol protocol;
	struct summary_style style;
	const struct summary_style *more;  /* other questions of the same style: with other fields, or other instructions */
	size_t n_more;
	struct answer_check check;     /* its prompt, lang and glossary are filled in by the caller too */
	struct chat_options chat;  /* for "chat" */
	struct summary_budget budget;
	int64_t usual_answer; /* tokens that answers of this style have taken of late; 0: not known */
	int jobs;             /* 0: SUMMARY_JOBS */
	int timeout_s;        /* of one request; 0: SUMMARY_TIMEOUT_S */
	size_t max_reply;     /* 0: SUMMARY_MAX_REPLY */
	int max_restarts;     /* in a row, without an answer between; 0: none */
	const char *const *env_without;  /* variables that children must not see; may be NULL */
	struct loop *loop;
	const struct log *log;
	struct summary_stats *stats;     /* added to; may be NULL */
};

/* A paper to ask about. Nothing is copied: all of it lives until done() for it returns. */
struct question {
	const struct paper *paper;
	struct str terms;                /* glossary_lines() of it, for the prompt */
	void *tag;                       /* for done() */
	size_t ask;                      /* which question: 0 is the options' style, N the Nth of its `more` */
	struct str text;                 /* what is given of the paper's whole text; STR_NULL: nothing */
	struct str first_figure;         /* the caption of its first figure; may be empty */
	struct str sections;             /* what this question alone is given of it; may be empty */
	struct str left_out;             /* what is not given of it, a line a section; may be empty */
	struct str facts;                /* all of the text: what an answer says may stand there. STR_NULL: it was not read */
	const struct fulltext *form;     /* the same, to look up figures and works; NULL */
	struct strs cites;               /* the fields that name works */
};

/* One paper's answer. status OK, EXTRACT; or PENDING with the reason (asking again may help); or REJECTED. */
struct summary_done {
	/* The next one, in *RET. False: E is set; or there is none now, and it is asked again after each done(). */
	bool (*next)(void *ctx, struct question *ret, struct err *e);
	/* An answer; strings borrowed during the call. TAG is what next() gave. A REJECTED one has the fields that came. */
	bool (*done)(void *ctx, void *tag, const struct summary *y, struct err *e);
	/* One request was made and paid for (S->requests is 1), an answer may follow. May be NULL. */
	bool (*spent)(void *ctx, const struct summary_spent *s, struct err *e);
	/* done() has been called for every answer that has come, and no request is sent before this returns: here the caller commits its
	 * answers. May be
	 * NULL. */
	bool (*settle)(void *ctx, struct err *e);
	void *ctx;
};

/* What the questions are made of beside a style's instructions, as no answer says it: struct answer_check's `phrases`. */
extern const char *const prompt_phrases[];

/* Ask about every paper that next() gives, at most `jobs` under way; each gets exactly one done(). Answers come in any
 * order. Where the check mends, the first answer of the run is told with the second: if these are one and the same, neither of them
 * is taken. Three papers that get another's answer (equal, or nearly) end the asking: ERR_SUMMARIZER, a cache or a proxy answers. Papers that an endpoint refuses before it has answered any have theirs when it is known whose fault it is. Two
 * papers under way with one key (id and version) are never asked at once, for an answer names its key. That papers of one text are
 * asked about once is the caller's business. What
 * one paper lacks is no failure of the run: it is PENDING (no answer in time, an error, lost twice with a dead process) or
 * REJECTED (an answer that is not what the schema asks for, an error with "retry":false).
 * False: the summarizer cannot be used at all; all answers until then have been delivered, the papers under way got
 * PENDING with the reason, and next() is not called any more. ERR_USAGE (the words), ERR_SUMMARIZER (not found, or more
 * than max_restarts processes failed without an answer between; an endpoint that does not answer), ERR_KEY (the command says
 * `fatal`; the endpoint refuses the key, has no balance, knows no such model), ERR_BUSY (the endpoint asks for a long pause, or
 * is busy without end), ERR_CONFIG (extra_body; the first SUMMARY_MOST_REFUSED papers were all refused, and none was
 * answered), ERR_INTERRUPTED; or the error of next() (what was under way is still answered), of done(),
 * spent() or settle() (no callback is called any more). Over the budget is none of these: true, and all that was not asked is
 * PENDING. */
bool summarize(const struct summarizer_options *o, const struct summary_done *papers, struct err *e) NODISCARD;

/* Why papers wait that were not asked about, or whose requests were under way, when summarize() failed with an error of KIND. */
enum pending_reason summary_stop_reason(const struct summarizer_options *o, enum err_kind kind);

/* About what one request, Q, will need: requests is 1; cost <0: prices are not known. */
void summary_expect(const struct summarizer_options *o, const struct question *q, struct summary_spent *ret);
/* The style of the question ASK. */
static inline const struct summary_style *summary_style_of(const struct summarizer_options *o, size_t ask)
{
	return ask > 0 && ask <= o->n_more ? &o->more[ask - 1] : &o->style;
}

/* The cache key of a request: a hash (hex) of title, abstract, prompt (with TERMS, the glossary's lines for P), schema,
 * language and model (of a command: its words); of an answer written from the whole text, of that, too. */
struct summary_keys {
	struct hash run;             /* of what all papers of a run have in common */
};
/* STYLE: one of O's questions. */
void summary_keys_init(struct summary_keys *k, const struct summarizer_options *o, const struct summary_style *style);
/* TEXT: the hash of the whole text that the answer is written from, with the version that it is of and how much of it is given; empty: the
 * abstract alone. */
void summary_key(const struct summary_keys *k, const struct paper *p, struct str terms, struct str text, struct buf *out);

/* ---- An answer's figures and works in the whole text that it was written from (traced.c) ---- */

/* What a check asks of FORM; CITES are the fields that name works. Both are borrowed until traced_free(). */
struct traced;
struct traced *traced_new(const struct fulltext *form, struct strs cites) NODISCARD;  /* NULL of NULL */
const struct check_text *traced_text(const struct traced *t);                          /* NULL of NULL */
void traced_free(struct traced *t);                                                   /* NULL is fine */

#endif
