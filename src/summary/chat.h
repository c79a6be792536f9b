/* SPDX-License-Identifier: MIT
 * Between the two halves of a chat backend: what is sent and what a reply means (pure: body.c, reply.c, provider.c), and
 * when to ask whom again (chat.c). Facts about providers are rows. */
#ifndef SUMMARY_CHAT_H
#define SUMMARY_CHAT_H

#include "src/summary/internal.h"

/* Append the request's JSON: model, messages (system, user), the form of the answer, thinking turned off, the token limit,
 * extra members. STRUCTURE: how the form is asked for; MAX_TOKENS 0: no limit is sent. ERR_CONFIG: extra_body or
 * thinking_off is no JSON object. The same input gives the same bytes. */
bool chat_body(const struct chat_options *o, const struct schema *schema, struct str system, struct str user,
               enum chat_structure structure, int64_t max_tokens, struct buf *out, struct err *e) NODISCARD;

/* What a reply means for the paper, and for the run. */
enum chat_outcome {
	CHAT_ANSWER,     /* `content` is the answer's text */
	CHAT_AGAIN,      /* busy, or failed for now: back off, ask again; wait_ms is what the host wants */
	CHAT_ONCE_MORE,  /* an answer that is empty, or broken off: asked once more, then pending */
	CHAT_LENGTH,     /* cut at the token limit: once more with a higher one, then rejected */
	CHAT_SIMPLER,    /* this form of answer is not taken here: fall back to the next one */
	CHAT_PAPER,      /* this paper cannot be asked here (filtered, too long): rejected */
	CHAT_STOP,       /* key refused, no balance, wrong model or address: `kind` is ERR_KEY, ERR_CONFIG or ERR_SUMMARIZER */
};
struct chat_reply {
	enum chat_outcome outcome;
	struct str content;       /* CHAT_ANSWER */
	struct str model;         /* as the reply says; STR_NULL: it does not */
	int64_t prompt_tokens, completion_tokens, cached_tokens;  /* -1: not told */
	int64_t wait_ms;          /* -1: not told. Also with an answer: no requests are left until then */
	enum err_kind kind;       /* CHAT_STOP */
	char reason[300];         /* else than CHAT_ANSWER: one line, without the key, for people */
};
/* Read a reply. HEAD: its status and header; status 0: none came, and FAILURE says why (it may also be set behind a head:
 * the body was cut). BODY: its bytes. STRUCTURE: how the form was asked for. Strings in A. KEY (may be NULL) is struck out
 * wherever the reply says it back. */
void chat_reply_read(const struct provider *provider, const struct http_reply *head, struct str body,
                     const struct err *failure, enum chat_structure structure, const char *key, struct arena *a,
                     struct chat_reply *ret);

/* Milliseconds that a reply's header asks for: Retry-After, retry-after-ms, x-ratelimit-reset-requests/-tokens ("1s", "6m0s",
 * "20ms") where nothing remains; -1: it does not ask. */
int64_t chat_wait_ms(const struct http_reply *head);

#endif
