/* SPDX-License-Identifier: MIT
 * Between http.c, which has many transfers on its loop, and transfer.c, which knows what one is. */
#ifndef WORLD_TRANSFER_H
#define WORLD_TRANSFER_H

#include "src/world/libcurl.h"

#include "src/world/internal.h"

enum {
	PAGE_BYTES = 4096,
	BUFFER_BYTES = 64 * 1024,
	SMALL_BUFFER_BYTES = 16 * 1024,
	HEAD_BYTES = 256 * 1024,
	HEADER_BYTES = 16 * 1024,
};

struct host {
	struct host *next;
	char *name;                     /* scheme, name and port */
	int running;
	struct transfer *first, *last;  /* waiting */
};
struct http {
	struct loop *loop;
	int per_host;
	CURLM *multi;           /* NULL: replaying, or libcurl cannot be used */
	struct timer timer;     /* libcurl's */
	struct recording *record, *replay;
	struct host *hosts;
	struct conn *conns;
	struct transfer *dead;  /* freed while libcurl, or a replay, was calling */
	size_t alive;           /* transfers */
	bool global, busy;
};
struct transfer {
	struct http *http;
	struct http_callbacks calls;
	struct host *host;
	struct transfer *next, *before;  /* in the host's queue */
	struct transfer *grave;          /* the next one that is dead */
	enum { WAITING, RUNNING, ENDED } state;
	CURL *curl;             /* NULL: replayed, or not begun */
	char *url, *user_agent, *redirect;
	struct curl_slist *headers;
	struct buf line, request;   /* "GET http://…", without a user's name; all that is recorded of it */
	struct buf proxy;     /* that libcurl takes, without its password, and where it is named; empty: none */
	struct buf sent;
	size_t sent_to;       /* how much of it libcurl has taken */
	bool posts, any_status, close_after;
	long connect_timeout_s, silence_timeout_s, total_timeout_s;
	size_t max_bytes, bytes;    /* BYTES were handed on */
	int max_redirects;
	struct http_reply reply;
	struct buf head, page;      /* PAGE: the beginning of an error page */
	struct gunzip *gunzip;
	struct err err;
	bool begun;                 /* the reply's head was read */
	bool head_reported;                  /* and head() called */
	bool failed;                /* ERR is set: by us, or by the caller */
	bool fault;                 /* and tells what the network did */
	bool dead;
	char detail[CURL_ERROR_SIZE];
	struct timer timer;         /* silence; or what is to come in the next turn */
	curl_off_t moved;
	int64_t started, heard;     /* when the last byte came; clock_ticks() */
	struct exchange *exchange;
	struct recorded recorded;
};
struct conn {
	struct watch watch;
	struct http *http;
	struct conn *next, *before;
};

static inline int64_t ticks(const struct transfer *t) { return clock_ticks(loop_clock(t->http->loop)); }

/* Tell libcurl which hosts no proxy is for, and hear from it which proxy it takes (proxy.c). */
void proxy_set(struct transfer *t);
/* Add to E's message which proxy T went through, if it did. Always false, as err_set(). */
bool proxy_named(const struct transfer *t, struct err *e);

/* Tell libcurl all that T is; T->curl is there. */
void transfer_set_options(struct transfer *t);
/* The headers of T's request, as libcurl takes them and as a recording may have them. What is wrong with one is in T->err. */
void transfer_add_headers(struct transfer *t, const struct http_options *o);
/* gunzip's sink: CTX is the transfer. */
bool transfer_put_decoded(void *ctx, struct str bytes, struct err *e);
/* Some of the body, out of a recording; CTX is the transfer. */
bool transfer_feed(void *ctx, struct str bytes, struct err *e);
/* What it comes to. RECORDED: how the exchange ended that is replayed; NULL: CODE says it. */
bool transfer_judge(struct transfer *t, CURLcode code, const struct err *recorded);
/* The recording keeps what the network did, not what we or the caller made of it. */
bool transfer_end_exchange(struct transfer *t, struct err *e);

#endif
