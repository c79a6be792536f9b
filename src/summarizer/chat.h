/* SPDX-License-Identifier: MIT
 * Between the files of the chat backend: papers on their way (chat_schedule.c), what replies lead to (chat_outcome.c), requests (chat.c). */
#ifndef SUMMARIZER_CHAT_H
#define SUMMARIZER_CHAT_H

#include "digest/rate_control.h"
#include "digest/random.h"
#include "src/summarizer/internal.h"

/* A paper's way through the requests that it takes. */
struct call {
	struct queue *queue;
	struct request *request;
	struct transfer *transfer;      /* NULL: nothing is under way */
	struct chat_intake *intake;     /* of its reply */
	struct buf reason;              /* why it was refused */
	long status;
	struct chat_form form;          /* as it was last asked; its limit of tokens is that of the next request */
	int64_t first, began;           /* when it was first, and last asked; clock_ticks() */
	int64_t due;                    /* until when it rests */
	int tries;                      /* that failed for now */
	enum pending_reason why;        /* it was refused; the same in words is `reason` */
	bool retry;                     /* the next request is made because the one before failed for now */
	bool once_more, lifted;         /* had its second chance of this kind */
	struct call *next;              /* in line, or free */
};

struct chat {
	struct http *http;
	struct rate_control rate;
	const struct provider *provider;
	struct buf address, host, agent, key;  /* KEY: the header's value */
	struct http_header *headers;
	size_t n_headers;
	enum chat_structure structure;  /* what this endpoint takes, as far as it is known */
	bool stream;                    /* and gives */
	bool reasoning_said;            /* that answers stand where a model thinks */
	int tries;
	struct call *line, **line_end;  /* to be asked as soon as the rate control allows it */
	struct call *free;
	struct call *refused;           /* papers that it would not take, before it answered any */
	bool answers;                   /* it has answered at all */
	struct call **resting;          /* the latest first */
	size_t n_resting;
	struct random random;
	struct buf user, body;   /* of the request that is being made */
	struct arena arena;             /* of the reply that is being read */
};

static inline const struct chat_options *chat_options_of(const struct queue *q) { return &q->o->chat; }

/* ---- chat_schedule.c ---- */

/* C stands behind the others, to be asked as soon as the rate control allows it. */
void chat_enqueue(struct chat *chat, struct call *c);
/* The pointer to the next paper; NULL there: none waits. */
struct call **chat_dequeue(struct chat *chat);
void chat_unqueue(struct chat *chat, struct call **at);
/* C waits until DUE. */
void chat_rest(struct chat *chat, struct call *c, int64_t due);

/* ---- chat_outcome.c ---- */

/* Do what REPLY to C's request means: C is answered, asked again, or has no summary; or the run stops. */
void chat_outcome(struct queue *q, struct call *c, const struct chat_reply *reply);
/* Papers were refused before any was answered, and nothing is under way: decide whether the papers or the run are at fault. */
void chat_look_at_refused(struct queue *q);
void chat_stop(struct queue *q, enum err_kind kind, const char *reason);

#endif
