/* SPDX-License-Identifier: MIT
 * Inside the room: the queue of papers under way, and what a backend is to it.
 *
 * The queue knows papers, keys, time limits, second chances and what may be spent; a backend knows how to ask. A backend
 * gets a request by ask() and gives it back, whenever the answer comes, by exactly one of the queue_…() calls below; all
 * of them may be called from the loop's callbacks. */
#ifndef SUMMARIZER_INTERNAL_H
#define SUMMARIZER_INTERNAL_H

#include "digest/hash.h"
#include "digest/summarizer.h"
#include "digest/text.h"
#include "src/summarizer/budget.h"
#include "src/summarizer/repeats.h"

enum request_state {
	REQUEST_FREE,
	REQUEST_SAME_KEY,   /* another one with its key is under way */
	REQUEST_WAITING,  /* not asked yet, or to be asked again */
	REQUEST_ASKED,    /* the backend has it */
	REQUEST_HELD,     /* the first answer of the run, until there is a second */
};

/* One paper under way. */
struct request {
	const struct paper *paper;
	struct str terms;
	void *tag;
	struct question question;  /* next()'s; these three are of it */
	struct str key;          /* "2402.17010v1" */
	char *key_memory;
	enum request_state state;
	int times_asked;
	bool alone;              /* was lost with a dead process: to be asked with nothing beside it */
	int64_t deadline;        /* clock_ticks(); of a backend without a rate of its own */
	void *backend;           /* the backend's own */
	char *complaint;         /* what was wrong with its answer, JSON strings: to be asked once more. NULL: nothing yet */
	struct claim claim;      /* on the budget */
	struct request *next, *before;  /* in the list of its state */
	struct request *chain;   /* the next one in the table of keys, newer ones behind */
};

struct requests {
	struct request *first, *last;
	size_t n;
};

struct queue;

struct backend {
	const char *name;        /* the word that chooses it; NULL: by protocol */
	/* It has a rate of its own: it waits, asks again and counts time itself, and calls queue_reserve() before each
	 * request. Else the queue does. */
	bool own_rate;
	size_t files_per_job;    /* descriptors */
	/* A reason to stop before anything was asked: ERR_SUMMARIZER, ERR_KEY, ERR_USAGE. */
	bool (*open)(struct queue *q, struct err *e);
	void (*ask)(struct queue *q, struct request *r);
	/* R's time is over; it is not asked any more, and the queue tells so after this call. */
	void (*give_up)(struct queue *q, struct request *r);
	/* All is answered, or the run stops: free everything. */
	void (*close)(struct queue *q);
	/* With such a rate: called each turn, does what is due; when to be called again at the latest (clock_ticks()). */
	int64_t (*tick)(struct queue *q);
	/* R goes, and with it what is kept for it in R->backend. */
	void (*forget)(struct queue *q, struct request *r);
};
extern const struct backend backend_jsonl, backend_plain, backend_chat;

struct queue {
	const struct summarizer_options *o;
	const struct summary_done *papers;
	const struct backend *backend;
	void *self;               /* the backend's own */
	char **argv;              /* of a command, in `arena` */
	struct arena arena;       /* as long as the queue */
	struct arena answer;      /* as long as one answer is looked at */
	struct summary_style *styles;  /* of the questions: the options', then its `more` */
	struct schema **schemas;  /* of their answers */
	struct request *slots;    /* one for each paper that may be under way, or be set aside */
	struct requests free, waiting, alone, asked;  /* ALONE wait, too */
	struct request **keys;    /* a hash table; its size is a power of two */
	size_t n_jobs, n_slots, n_used, n_keys;
	size_t n_set_aside;       /* refused papers that are set aside until it is known whether the papers or the run are at fault */
	struct budget budget;
	struct summary_stats *stats;
	struct summary_stats unread;  /* used where the caller gave none */
	struct repeats repeats;   /* answers that came for other papers, too */
	struct request *first;    /* whose answer was the first that passed, until there is a second; NULL: none waits */
	struct summary first_answer;
	bool no_more;             /* next() has no further question, before another answer is told */
	bool next_failed;         /* it has none for good */
	int failures;             /* of processes, without an answer between */
	struct err stop;          /* kind is not ERR_NONE: nothing more is asked */
	bool callback_failed;                /* a callback failed: no other one is called any more */
};

/* ---- Lists by state, and the table of keys (requests.c) ---- */

void requests_take_off(struct queue *q, struct request *r);
void requests_put_on(struct queue *q, struct request *r, enum request_state state);
void requests_move(struct queue *q, struct request *r, enum request_state state);
struct request **requests_chain_of(const struct queue *q, struct str key);
/* The first of the table with KEY; all but the first are BEHIND. */
struct request *requests_with_key(const struct queue *q, struct str key);

/* ---- What backends call (queue.c) ---- */

/* The request that was asked under KEY, or NULL. */
struct request *queue_find(struct queue *q, struct str key);
/* The one request that is asked just now, or NULL if there is none, or several. */
struct request *queue_only(struct queue *q);

/* R was answered; what the check says decides. */
void queue_answer(struct queue *q, struct request *r, const struct summary *y);
/* What came is no answer, for a REASON that the next request can name: the paper is asked about once more, then rejected. */
void queue_bad_answer(struct queue *q, struct request *r, const struct summary *y, const char *reason);
/* R has no summary: STATUS is SUMMARY_PENDING or SUMMARY_REJECTED; WHY, and the same in words. */
void queue_no_answer(struct queue *q, struct request *r, enum summary_status status, enum pending_reason why, const char *fmt,
                     ...) PRINTF_LIKE(5, 6);
/* R is to be asked again, once; the second time it becomes pending with REASON. ALONE: with nothing beside it. */
void queue_again(struct queue *q, struct request *r, bool alone, enum pending_reason why, const char *reason);
/* R was never really asked: it waits as if for the first time. */
void queue_not_asked(struct queue *q, struct request *r);
/* A process failed; after more than max_restarts in a row the queue stops with ERR_SUMMARIZER. */
void queue_process_failed(struct queue *q, const char *reason);
/* The summarizer cannot be used. */
void queue_stop(struct queue *q, enum err_kind kind, const char *fmt, ...) PRINTF_LIKE(3, 4);

/* ---- What may be spent ---- */

/* RESERVED: R may be asked, and queue_spent() is to follow. RESERVE_NEVER: queue_over(). */
enum reserved queue_reserve(struct queue *q, struct request *r);
/* Nothing was asked after all. */
void queue_unreserve(struct queue *q, struct request *r);
/* R's request has ended. Tokens: -1 if they were not told. No effect if nothing is reserved. */
void queue_spent(struct queue *q, struct request *r, int64_t prompt, int64_t completion, int64_t cached);
/* PENDING, with the option's name. */
void queue_over(struct queue *q, struct request *r);

/* The time of its loop: what waiting is measured by. */
static inline int64_t queue_ticks(const struct queue *q) { return clock_ticks(loop_clock(q->o->loop)); }

/* The limits, with their defaults. */
int64_t queue_timeout_ms(const struct queue *q);
size_t queue_max_reply(const struct queue *q);

/* Split the options' words into q->argv: ERR_USAGE. And what to call a model that does not say its name. */
bool command_words(struct queue *q, struct err *e) NODISCARD;
struct str command_model(const struct queue *q);

/* What R is asked by, and what its answer is held against. */
static inline const struct summary_style *queue_style(const struct queue *q, const struct request *r) { return &q->styles[r->question.ask]; }
static inline struct schema *queue_schema(const struct queue *q, const struct request *r) { return q->schemas[r->question.ask]; }

/* Drive PAPERS through BACKEND. */
bool queue_run(const struct backend *backend, const struct summarizer_options *o, const struct summary_done *papers,
               struct err *e) NODISCARD;

/* ---- The offline default (extract.c) ---- */

bool extract_run(const struct summarizer_options *o, const struct summary_done *papers, struct err *e) NODISCARD;
/* Append the sentences of ABSTRACT that carry its contribution. Nothing is appended if it has none. */
void extract_sentences(struct str title, struct str abstract, struct buf *out);

/* Call FN for each sentence of TEXT (sentences.c), without white space around it. False from FN stops. */
void sentences_each(struct str text, bool (*fn)(void *ctx, struct str sentence), void *ctx);

/* ---- What is asked (prompt.c) ---- */

/* The paper of ASKED as data, delimited, with what is to be done about it. COMPLAINT: what was wrong with the answer before, JSON strings
 * with commas between; may be empty. */
void prompt_user(const struct summary_style *style, const struct question *asked, struct str complaint, struct buf *out);
/* Whether a field of Y holds what only the question can: then it is no answer, but the question said back. */
bool prompt_said_back(const struct question *asked, const struct summary *y);
/* The hook's request, one line with its LF. */
void prompt_request(const struct summary_style *style, const struct schema *schema, const struct question *asked, struct str key,
                    struct str complaint, struct buf *out);
/* Append S to a list of JSON strings. */
void prompt_complain(struct str s, struct buf *complaint);
/* Changes whenever the wording of prompt_user() does: part of the cache key. */
extern const char prompt_version[];

/* ---- A command's standard error (stderr_tail.c) ---- */

/* Shows lines with log_info and keeps the last words for a message. */
struct stderr_tail {
	const char *name;        /* of the command */
	const struct log *log;
	struct buf line;
	struct buf last;         /* the last line that had any text */
	bool cut;                /* the rest of a very long line is being passed over */
};
void stderr_tail_init(struct stderr_tail *w, const char *name, const struct log *log);
void stderr_tail_put(struct stderr_tail *w, struct str bytes);
void stderr_tail_end(struct stderr_tail *w);
void stderr_tail_free(struct stderr_tail *w);
/* Append ": the last line", if there is one. */
void stderr_tail_tail(const struct stderr_tail *w, struct buf *out);

#endif
