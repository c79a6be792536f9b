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
 * from what is there. A symbolic link stays, its target is replaced; permissions stay as they were, a new file gets
 * the umask's. What is no regular file, or is named under /dev or /proc (/dev/stdout), is written directly.
 * Errors of all: ERR_FILE with PATH and the reason. */
struct file_out;
/* Missing folders are made. On success *RET is the caller's: file_commit() or file_abandon(). */
bool file_create(const char *path, struct file_out **ret, struct err *e) NODISCARD;
bool file_write(struct file_out *f, struct str bytes, struct err *e) NODISCARD;
/* Finish: *CHANGED says whether PATH was replaced. F is freed either way. On failure PATH is as it was. */
bool file_commit(struct file_out *f, bool *changed, struct err *e) NODISCARD;
/* Give up: PATH is as it was. NULL is fine. */
void file_abandon(struct file_out *f);

/* Takes a stream's bytes as they come, borrowed during the call. False, with E set, stops the stream. */
typedef bool bytes_fn(void *ctx, struct str bytes, struct err *e);
/* Read a stream as it comes, in pieces of at most 64 KiB. What begins with gzip's magic (RFC 1952) is inflated, any
 * number of members. PATH "-" is standard input. ERR_FILE with PATH; ERR_INPUT without it: gzip data that is broken
 * or ends early; or FN's error. What came before the error was handed to FN. */
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

/* ---- The loop: one poll for all that is under way ---- */

struct loop;
struct loop *loop_new(void);
/* What was started on it must have been freed before. NULL is fine. */
void loop_free(struct loop *l);

/* Wait until something happens or TIMEOUT_MS passed (-1: no limit), and call what is due. A signal ends the wait, too:
 * true, nothing called. ERR_DEFECT: there is nothing to wait for, or poll() failed. */
bool loop_turn(struct loop *l, int timeout_ms, struct err *e) NODISCARD;

/* ---- Children ---- */

struct child;
struct child_options {
	const char *const *argv;         /* argv[0] is looked up on PATH; no shell. Not kept */
	const char *const *env_without;  /* variables that the child must not see; NULL-ended; may be NULL. Not kept */
	/* Called with bytes from standard output / standard error as they come; NULL: they are thrown away. */
	void (*out)(void *ctx, struct str bytes);
	void (*err)(void *ctx, struct str bytes);
	/* Called once, when the child has ended and both pipes are closed. STATUS as from waitpid(), -1: unknown. */
	void (*done)(void *ctx, int status);
	void *ctx;
};
/* Start a child in a process group of its own, which it does not outlive: whoever is still in the group half a second
 * after the child's end is killed. On success *RET is the caller's: child_free(), from a callback too.
 * ERR_SUMMARIZER: no such command, or it cannot be started. */
bool child_start(struct loop *l, const struct child_options *o, struct child **ret, struct err *e) NODISCARD;
/* Queue bytes for its standard input; thrown away if that is not open any more. */
void child_write(struct child *c, struct str bytes);
/* Bytes queued and not yet taken. */
size_t child_backlog(const struct child *c);
/* No more input: close its standard input when the queue is empty. */
void child_close_input(struct child *c);
/* Whether it can still be written to: false after child_close_input(), and when the child closed it itself. */
bool child_input_open(const struct child *c);
/* Kill its whole process group. done() still comes. */
void child_kill(struct child *c);
/* Forget it: kills it if it lives; no callback comes any more. NULL is fine. */
void child_free(struct child *c);
/* "exit status 3", "killed by signal 9 (Killed)" */
void child_status_text(int status, struct buf *out);

/* ---- Transfers ---- */

struct http_options {
	const char *url;              /* http or https, and so is every redirect's target */
	const char *user_agent;       /* NULL: none */
	const char *accept;           /* NULL: any */
	long connect_timeout_s, silence_timeout_s, total_timeout_s;  /* 0: none */
	size_t max_bytes;             /* of the body, decoded; 0: no limit */
	int max_redirects;            /* 0: none are followed */
};
/* What the host said; strings are valid until http_get() returns: read them in FN. */
struct http_reply {
	long status;
	struct str content_type;      /* STR_NULL: none given */
	struct str charset;           /* its parameter, without quotes; STR_NULL: none given */
	struct str url;               /* the last one, after redirects */
};
/* Get a URL; the body comes to FN in pieces, only for status 200, with Content-Encoding undone and a gzip file
 * inflated. REPLY (may be NULL) is filled before FN is called the first time. Proxies, and CURL_CA_BUNDLE or
 * SSL_CERT_FILE, come from the environment, as curl takes them.
 * Errors, without the URL: ERR_USAGE (not an http or https address), ERR_NET, ERR_NET_TEMP, ERR_BUSY (429) with what
 * the host said in short, ERR_INPUT (larger than max_bytes, broken gzip), or FN's error. */
bool http_get(const struct http_options *o, bytes_fn *fn, void *ctx, struct http_reply *reply, struct err *e) NODISCARD;

#endif
