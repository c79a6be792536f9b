/* SPDX-License-Identifier: MIT
 * Inside the room: between reading a reply, reading what is wrong in it, and knowing what that means. */
#ifndef CHAT_INTERNAL_H
#define CHAT_INTERNAL_H

#include "digest/chat.h"

enum { MOST_CODES = 12 };

/* What an endpoint says is wrong, whatever its shape. Views of the reply. */
struct complaint {
	long status;               /* HTTP's; the error's own, where HTTP says that all is well; 0: neither */
	struct str codes[MOST_CODES];  /* words for programs: code, type, param … */
	size_t n_codes;
	struct str message, more;  /* for people; `more` is that of a provider behind a gateway */
	bool json;                 /* it is the API that speaks, not a proxy with a page */
	int64_t wait_ms;           /* -1: not told */
};

/* Read the complaint in ROOT, if there is one: an `error` member, or a message where an answer should be. C's status is
 * HTTP's before. Numbers become strings in A. */
bool error_body_read(const struct js *root, struct arena *a, struct complaint *c);
/* The same of the value of an `error` member. */
bool error_body_err(const struct js *error, struct arena *a, struct complaint *c);

/* What a complaint means. */
struct refused {
	enum chat_outcome outcome;
	enum err_kind kind;          /* of CHAT_STOP */
	enum pending_reason reason;
};
/* *RET: what C means; WHY gets it in words. URL: what was asked, and FORM how. */
void error_rule_apply(const struct complaint *c, const struct provider *p, struct str url, struct chat_form form,
                  struct refused *ret, struct buf *why);

/* ---- Events ---- */

/* Called for each event with data: NAME is empty where it has none. Borrowed during the call. */
typedef void events_fn(void *ctx, struct str name, struct str data);
struct events {
	struct buf line, data, name;
	events_fn *fn;
	void *ctx;
	bool begun, cr, any;
};
/* MOST: bytes of a line, and of an event's data. */
void events_init(struct events *v, size_t most, events_fn *fn, void *ctx);
/* False: a line or an event is larger than may be; nothing more is to be put in. */
bool events_put(struct events *v, struct str bytes) NODISCARD;
void events_end(struct events *v);  /* no more comes: what was begun is an event */
void events_free(struct events *v);

/* Append the texts among an answer's PARTS, an array: [{"type":"text","text":"…"}, {"type":"thinking",…}]. */
void message_parts(const struct js *parts, struct buf *out);

/* Milliseconds that a reply's header asks for: Retry-After, retry-after-ms, x-ratelimit-reset-requests/-tokens ("1s", "6m0s",
 * "20ms") where nothing remains; -1: it does not ask. */
int64_t chat_wait_ms(const struct http_reply *head);
/* "1s", "6m0s", "20ms", "0.5" (seconds) in milliseconds, at most a day. */
bool wait_duration(struct str s, int64_t *ret);

#endif
