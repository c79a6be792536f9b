/* SPDX-License-Identifier: MIT
 * What the files of this room have for each other: the loop, a filter, recordings, replies, locks of hosts. */
#ifndef DIGEST_WORLD_INTERNAL_H
#define DIGEST_WORLD_INTERNAL_H

#include <signal.h>

#include "src/world/loop.h"

/* A filter before FN that inflates what begins with gzip's magic; one for each stream. put() and end() are false when FN
 * was, or with ERR_INPUT: broken, ends early, something else behind it. */
struct gunzip;
struct gunzip *gunzip_new(bytes_fn *fn, void *ctx);
bool gunzip_put(struct gunzip *g, struct str bytes, struct err *e) NODISCARD;
bool gunzip_end(struct gunzip *g, struct err *e) NODISCARD;  /* no more bytes */
void gunzip_free(struct gunzip *g);

/* Writing to a pipe without a reader must be an error, not the end of the program. As the disposition of SIGPIPE
 * belongs to the whole process, these hold the signal back around a write and swallow what the write raised. */
struct sigpipe {
	sigset_t old;
	bool was_pending;
};
void sigpipe_hold(struct sigpipe *s);
void sigpipe_release(const struct sigpipe *s);

/* ---- What a host said, as bytes: reply.c ---- */

/* Fill in R from HEAD (a status line and header lines). HEAD and URL are borrowed; *REDIRECT, made where the reply is a
 * redirect, is the caller's: free(). R's strings point into them. NOW: seconds since 1970. */
void reply_read(struct http_reply *r, struct str head, const char *url, int64_t now, char **redirect);
/* A page's words in ASCII, tags and white space folded away: for messages. */
void reply_quote(struct str page, struct buf *out);
/* "https://example.org:8443", the origin (RFC 6454) of a URL that curl can use; false: it is none. NAME (may be NULL):
 * "example.org:8443", without a port where it is the scheme's own. */
bool address_origin(const char *url, struct buf *host, struct buf *name);
/* URL without what stands before the host's @. */
void address_without_userinfo(const char *url, struct buf *out);
bool address_is_web(struct str url);  /* http or https */
/* Whether a redirect from FROM to TO gives up the encryption. */
bool address_downgrades(struct str from, struct str to);
#define DOWNGRADE "the host redirects from https to http, which is not followed"

/* ---- What went wrong: failure.c ---- */

struct failure {
	int code;            /* libcurl's */
	const char *detail;  /* its words */
	long status, proxy_status;
};
bool failure_set(const struct failure *f, struct err *e);  /* false */

/* ---- A reply that asks for a pause with status 200: rate_exceeded.c ---- */

enum { RATE_EXCEEDED_BYTES = 512 };  /* a longer body is an answer */
/* A filter before FN; one for each reply; starts as { 0 }. */
struct rate_exceeded {
	char head[RATE_EXCEEDED_BYTES];
	size_t n;
	bool over;
};
bool rate_exceeded_put(struct rate_exceeded *r, struct str bytes, bytes_fn *fn, void *ctx, struct err *e) NODISCARD;
/* The body is whole. ERR_BUSY: it says "Rate exceeded", and nothing of it went to FN. */
bool rate_exceeded_end(struct rate_exceeded *r, bytes_fn *fn, void *ctx, struct err *e) NODISCARD;

/* ---- Recordings: recording.c ---- */

struct recording;
bool recording_create(const char *dir, int64_t now, struct recording **ret, struct err *e) NODISCARD;
bool recording_open(const char *dir, struct recording **ret, struct err *e) NODISCARD;
void recording_free(struct recording *t);  /* NULL is fine */
int64_t recording_begun(const struct recording *t);

/* One exchange being written; end or abandon frees it. REQUEST: its line and header, lines ended by LF. A null SENT: GET. */
struct exchange;
bool exchange_begin(struct recording *t, struct str request, struct str sent, struct exchange **ret, struct err *e) NODISCARD;
bool exchange_body(struct exchange *k, struct str bytes, struct err *e) NODISCARD;
/* WHY: NULL, or the error that the exchange ended with. ADDRESS: where it ended, if redirects were followed; or NULL. */
bool exchange_end(struct exchange *k, struct str head, const char *address, const struct err *why, struct err *e) NODISCARD;
void exchange_abandon(struct exchange *k);  /* NULL is fine */

/* An exchange being read. ENDED's kind is ERR_NONE if it was complete. The caller frees the buffers. */
struct recorded {
	struct buf head, address, body_path;
	struct err ended;
};
/* LINE: "GET http://…". ERR_INPUT: there is none (any more), or it cannot be read. */
bool recording_find(struct recording *t, struct str line, struct str sent, struct recorded *ret, struct err *e) NODISCARD;
/* Its body's bytes; none is fine. ERR_FILE, or FN's error. */
bool recorded_stream(const struct recorded *k, bytes_fn *fn, void *ctx, struct err *e) NODISCARD;
void recorded_free(struct recorded *k);

/* ---- One request at a time to a host, over all processes: host_lock.c ---- */

struct host_lock {
	char *host, *path;  /* path NULL: within this process only */
	int fd;             /* -1: not open */
	int64_t next;       /* when the next request may start: host_lock_clock() */
	int64_t pause;      /* until when none may; seconds since 1970 */
	char why[40];       /* of the pause */
};
int64_t host_lock_clock(const struct clock *c);  /* milliseconds since 1970, as all processes see them: never fixed */
void host_lock_init(struct host_lock *g, const char *dir, struct str host);  /* DIR may be NULL */
void host_lock_free(struct host_lock *g);
/* Take the lock, if no process holds it, and read what the file says. */
bool host_lock_try(struct host_lock *g, bool *taken, struct err *e) NODISCARD;
/* Keep what G says now. Under the lock. */
bool host_lock_write(struct host_lock *g, struct err *e) NODISCARD;
void host_lock_release(struct host_lock *g);
/* Read without a lock what is kept; nothing there: nothing. */
void host_lock_peek(struct host_lock *g);
bool host_lock_folder(const char *dir, struct err *e) NODISCARD;  /* make DIR and those above it */

#endif
