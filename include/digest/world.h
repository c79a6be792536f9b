/* SPDX-License-Identifier: MIT
 * The outside: time, files, processes, hosts, encodings, JSON text. */
#ifndef DIGEST_WORLD_H
#define DIGEST_WORLD_H

#include <sys/types.h>

#include "digest/buf.h"
#include "digest/err.h"
#include "digest/log.h"

/* ---- The clock ---- */

/* Seconds since 1970, UTC. SOURCE_DATE_EPOCH, where it is set, is the time: for runs that must repeat. */
int64_t clock_now(void);
/* Milliseconds that only grow: for waiting. */
int64_t clock_ticks(void);
/* "2026-11-21T08:30:00Z" */
void clock_rfc3339(int64_t t, struct buf *out);

/* ---- Files ---- */

/* Read all of PATH into OUT, which has the limit. ERR_FILE; ERR_INPUT if it is larger than OUT may be. */
bool file_read(const char *path, struct buf *out, struct err *e) NODISCARD;

/* A file being written: to a temporary file beside PATH, renamed over it at the end, and only if the bytes differ
 * from what is there. */
struct file_out;
bool file_create(const char *path, struct file_out **ret, struct err *e) NODISCARD;  /* makes missing folders */
bool file_write(struct file_out *f, struct str bytes, struct err *e) NODISCARD;
/* Finish: *CHANGED says whether PATH was replaced. F is freed either way. ERR_FILE: PATH is as it was. */
bool file_commit(struct file_out *f, bool *changed, struct err *e) NODISCARD;
/* Give up: PATH is as it was. NULL is fine. */
void file_abandon(struct file_out *f);

/* Read a stream as it comes. FN returning false stops it. Files that begin with gzip's magic (RFC 1952) are
 * inflated. PATH "-" is standard input. */
typedef bool bytes_fn(void *ctx, struct str bytes, struct err *e);
bool file_stream(const char *path, bytes_fn *fn, void *ctx, struct err *e) NODISCARD;

/* ---- JSON text, read strictly (RFC 8259, duplicate keys refused) ---- */

struct js;  /* a value; all but the root are borrowed from it */
enum js_type { JS_NULL, JS_FALSE, JS_TRUE, JS_NUMBER, JS_STRING, JS_ARRAY, JS_OBJECT };

/* Parse all of TEXT. On success *RET is the caller's: js_free(). ERR_INPUT with column and reason. */
bool js_parse(struct str text, struct js **ret, struct err *e) NODISCARD;
void js_free(struct js *v);                                     /* NULL is fine */
enum js_type js_type(const struct js *v);                       /* NULL is JS_NULL */
const char *js_type_name(enum js_type t);                       /* "a string", "an object" … for messages */
const struct js *js_get(const struct js *object, const char *key);  /* NULL: absent, or not an object */
struct str js_str(const struct js *v);                          /* STR_NULL if not a string */
bool js_int(const struct js *v, int64_t *ret);                  /* false if not an integer */
size_t js_len(const struct js *v);                              /* items or members */
const struct js *js_at(const struct js *array, size_t i);
/* Call FN for each member in the file's order. */
bool js_each(const struct js *object, bool (*fn)(void *ctx, struct str key, const struct js *v, struct err *e), void *ctx,
             struct err *e) NODISCARD;
/* Append V as compact JSON. */
void js_write(const struct js *v, struct buf *out);

/* ---- The loop: one poll for transfers and children ---- */

struct loop;
struct loop *loop_new(void);
void loop_free(struct loop *l);  /* ends what is still under way */

/* Wait until something happens or TIMEOUT_MS passed (-1: no limit), and call what is due. */
bool loop_turn(struct loop *l, int timeout_ms, struct err *e) NODISCARD;

/* ---- Children ---- */

struct child;
struct child_options {
	const char *const *argv;      /* argv[0] is looked up on PATH; no shell */
	const char *const *env_without;  /* names of variables that the child must not see; NULL-ended; may be NULL */
	/* Called with bytes from standard output / standard error as they come. */
	void (*out)(void *ctx, struct str bytes);
	void (*err)(void *ctx, struct str bytes);
	/* Called once, when the child has ended and both pipes are closed. STATUS as from waitpid(). */
	void (*done)(void *ctx, int status);
	void *ctx;
};
/* Start a child in a process group of its own. ERR_SUMMARIZER if there is no such command. */
bool child_start(struct loop *l, const struct child_options *o, struct child **ret, struct err *e) NODISCARD;
/* Queue bytes for its standard input. */
void child_write(struct child *c, struct str bytes);
/* Bytes queued and not yet taken. */
size_t child_backlog(const struct child *c);
/* No more input: close its standard input when the queue is empty. */
void child_close_input(struct child *c);
/* Kill its whole process group. done() still comes. */
void child_kill(struct child *c);
/* Forget it: kills it if it lives; no callback comes any more. */
void child_free(struct child *c);
/* "exit status 3", "killed by signal 9 (Killed)" */
void child_status_text(int status, struct buf *out);

/* ---- Transfers ---- */

struct http_options {
	const char *url;
	const char *user_agent;
	const char *accept;           /* NULL: any */
	long connect_timeout_s, silence_timeout_s, total_timeout_s;  /* 0: none */
	size_t max_bytes;             /* of the body, decoded */
	int max_redirects;            /* within http and https only */
};
struct http_reply {
	long status;
	struct str content_type;      /* borrowed until http_get() returns */
	struct str url;               /* the last one, after redirects */
};
/* Get a URL; the body comes to FN in chunks, only for status 200. Anything else is ERR_NET, ERR_NET_TEMP
 * or ERR_BUSY (429), with what the host said in short. */
bool http_get(const struct http_options *o, bytes_fn *fn, void *ctx, struct http_reply *reply, struct err *e) NODISCARD;

#endif
