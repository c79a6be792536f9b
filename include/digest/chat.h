/* SPDX-License-Identifier: MIT
 * The chat protocol (pure): providers, what is sent, and what a reply means. When to ask again is decided in
 * summarizer
 * (summarizer/chat.c). Facts about providers are rows. */
#ifndef DIGEST_CHAT_H
#define DIGEST_CHAT_H

#include "digest/answer.h"
#include "digest/err.h"
#include "digest/world.h"

/* ---- A chat endpoint: POST BASE/chat/completions as OpenAI defined it ---- */

/* How the answer's form is asked for, the strictest first; what an endpoint refuses falls to the next. */
enum chat_structure { STRUCTURE_SCHEMA, STRUCTURE_JSON, STRUCTURE_TEXT };
const char *chat_structure_name(enum chat_structure s);  /* "schema", "json", "text" */

/* How providers differ: a row each in provider.c, changed or made by a configuration's [provider NAME]. */
struct provider {
	const char *name;            /* "deepseek" */
	const char *base_url;        /* up to before /chat/completions; NULL: the user says it */
	const char *hosts;           /* what --base-url is told by: host names or their ends (".openai.azure.com"), host:port
	                              * for local ones, separated by blanks */
	const char *key_env;         /* variables that may hold the key, the first that is set; separated by blanks.
	                              * NULL: no key is needed */
	const char *key_header;      /* NULL: "Authorization: Bearer KEY"; else this header has the bare key */
	const char *token_field;     /* "max_tokens" or "max_completion_tokens" */
	enum chat_structure structure;  /* the strictest that it takes */
	const char *thinking_off;    /* a JSON object, merged into the request; NULL: nothing to turn off */
	const char *batch_url;       /* base address at half price and long waits; NULL: none */
	const char *model;           /* asked where the user names none; NULL: none is the one to take */
	const char *query;           /* to be put behind the path ("api-version=…"); NULL: none */
	bool needs_model;            /* false: the address says which (Azure's deployments, a local server) */
	bool stream;                 /* answers are asked for as a stream of events */
	const char *stream_models;   /* … of the models whose names begin so, separated by blanks; NULL: of none */
};
const struct provider *provider_at(size_t i);             /* NULL behind the last */
const struct provider *provider_find(struct str name);    /* NULL */
const struct provider *provider_of_url(struct str url);   /* by its host; NULL */
/* Whether MODEL (may be NULL) is asked for a stream from the first request on. */
bool provider_streams(const struct provider *p, const char *model);
/* "api.example.org:8443" of an address: a part of it. */
struct str provider_host(struct str address);
/* Append the address that is asked: BASE up to before /chat/completions, or with it; a slash at its end, and a query,
 * are understood. ERR_USAGE: no http or https address, or with a name and password in it. */
bool provider_address(struct str base, const char *query, struct buf *out, struct err *e) NODISCARD;

struct chat_prices {
	double in, out, cached;      /* for a million tokens; <0: not known */
	const char *currency;        /* the user's word for the money; NULL: not said */
};

struct chat_options {
	const struct provider *provider;
	const char *base_url;        /* NULL: the provider's */
	const char *model;
	const char *key;             /* secret: goes into one header and nowhere else. NULL: none */
	const char *extra_body;      /* a JSON object, merged last; null removes a member. May be NULL */
	const struct http_header *headers;
	size_t n_headers;
	const char *contact;         /* for the User-Agent; may be NULL */
	int64_t max_tokens;          /* of an answer; 0: the endpoint's own limit */
	enum chat_structure structure;  /* to begin with: what worked last time, or the provider's */
	bool stream;                 /* the same of asking for a stream of events; provider_streams() */
	bool reasoning_known;        /* that answers stand where a model thinks need not be said */
	int tries;                   /* 0: SUMMARY_TRIES */
	int64_t retry_delay_ms;      /* 0: SUMMARY_RETRY_DELAY_MS */
	struct chat_prices prices;
};

/* ---- The request (body.c) and its reply (intake.c, reply.c) ---- */

/* How an answer is asked for. */
struct chat_form {
	enum chat_structure structure;
	bool stream;
	int64_t max_tokens;          /* 0: no limit is sent */
};

/* Append the request's JSON: model, messages (system, user), the form of the answer, thinking turned off, the token limit,
 * extra members. ERR_CONFIG: extra_body or thinking_off is no JSON object. The same input gives the same bytes. */
bool chat_body(const struct chat_options *o, const struct schema *schema, struct str system, struct str user,
               struct chat_form form, struct buf *out, struct err *e) NODISCARD;

/* A reply's bytes, as they come: JSON in one piece, or server-sent events, asked for or not, which are put together to the same
 * JSON. Used for one reply after the other. MOST: bytes of the answer. */
struct chat_intake;
struct chat_intake *chat_intake_new(size_t most) NODISCARD;
void chat_intake_free(struct chat_intake *k);  /* NULL is fine */
void chat_intake_begin(struct chat_intake *k);
/* ERR_INPUT: it is larger than may be. */
bool chat_intake_put(struct chat_intake *k, struct str bytes, struct err *e) NODISCARD;
/* No more comes: the body for chat_reply_read(), valid until the next begin() or free(). */
struct str chat_intake_end(struct chat_intake *k);
/* Whether a stream has told its end, so that a connection that breaks afterwards does not matter. */
bool chat_intake_whole(const struct chat_intake *k);

/* What a reply means for the paper, and for the run. */
enum chat_outcome {
	CHAT_ANSWER,     /* `content` is the answer's text */
	CHAT_AGAIN,      /* busy, or failed for now: back off, ask again; wait_ms is what the host wants */
	CHAT_ONCE_MORE,  /* an answer that is empty, or broken off: asked once more, then pending */
	CHAT_LENGTH,     /* cut at the token limit: once more with a higher one, then rejected */
	CHAT_SIMPLER,    /* this form of answer is not taken here: fall back to the next one */
	CHAT_STREAM,     /* answers come as a stream of events only: asked for as one */
	CHAT_PAPER,      /* this paper cannot be asked here (filtered, too long): rejected */
	CHAT_STOP,       /* key refused, no balance, wrong model or address: `kind` is ERR_KEY, ERR_CONFIG or ERR_SUMMARIZER */
};
/* Where in a message the answer stood. */
enum chat_place {
	PLACE_CONTENT,
	PLACE_TOOL,               /* a tool's arguments */
	PLACE_REASONING,          /* where a model thinks: only a text that is one whole object, as the schema has it, is an answer */
};
struct chat_reply {
	enum chat_outcome outcome;
	struct str content;       /* CHAT_ANSWER */
	enum chat_place place;
	bool unfinished;          /* CHAT_ANSWER: why the model stopped is not told (finish_reason null): it is one if it is whole */
	struct str model;         /* as the reply says; STR_NULL: it does not */
	int64_t prompt_tokens, completion_tokens, cached_tokens;  /* -1: not told */
	int64_t wait_ms;          /* -1: not told. Also with an answer: no requests are left until then */
	enum err_kind kind;       /* CHAT_STOP */
	enum pending_reason why;  /* else than CHAT_ANSWER: what it comes to, if it stays so; */
	char reason[300];         /* in one line, without the key, for people */
};
/* Why, where the endpoint did not tell that the model had come to its end, and the answer is not whole. */
#define CHAT_BROKEN_OFF "the answer was broken off"
/* Read a reply. HEAD: its status and header; status 0: none came, and FAILURE says why (it may also be set behind a head:
 * the body was cut). BODY: its bytes. FORM: how it was asked for. Strings in A. KEY (may be NULL) is struck out
 * wherever the reply says it back. */
void chat_reply_read(const struct provider *provider, const struct http_reply *head, struct str body,
                     const struct err *failure, struct chat_form form, const char *key, struct arena *a,
                     struct chat_reply *ret);

#endif
